/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Personalisation: {{contact.first_name|there}} is the first name, or "there" if it is empty. Every
 * field of the catalogue has a name here, custom ones included. What stands for a value is found out
 * when a text is saved; when it is filled in, a value is text and nothing else wherever it is put. Any thread that may use
 * the connection.
 */

#include "config.h"

#include "crm-personal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"
#include "crm-fold.h"

/* A channel fills these in, because only it knows the link. They stay as they are. */
static const char *const message_names[] = { "unsubscribe_link", "web_link" };

/* One {{…}}. */
typedef struct
{
  char *record;   /* "contact" */
  char *key;      /* "first_name" */
  char *fallback; /* or NULL */
} Tag;

static void
tag_clear (Tag *tag)
{
  g_free (tag->record);
  g_free (tag->key);
  g_free (tag->fallback);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tag, tag_clear)

/* "contact.custom.size | default:"large"" → contact, custom.size, large */
static gboolean
read_tag (const char  *text,
          gsize        length,
          Tag         *tag,
          GError     **error)
{
  g_autofree char *inside = g_strndup (text, length);
  char *bar = strchr (inside, '|');
  char *dot;

  if (bar != NULL)
    {
      char *fallback = g_strstrip (bar + 1);

      *bar = '\0';
      if (g_str_has_prefix (fallback, "default:"))
        {
          fallback = g_strstrip (fallback + strlen ("default:"));
          if (strlen (fallback) >= 2 && (*fallback == '"' || *fallback == '\'') && fallback[strlen (fallback) - 1] == *fallback)
            {
              fallback[strlen (fallback) - 1] = '\0';
              fallback++;
            }
        }
      tag->fallback = g_strdup (fallback);
    }

  g_strstrip (inside);
  dot = strchr (inside, '.');
  if (dot == NULL || dot == inside || dot[1] == '\0')
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX,
                   _("“{{%s}}” is not a field. Write it like {{contact.first_name}} or {{contact.first_name|there}}."), inside);
      return FALSE;
    }

  tag->record = g_strndup (inside, (gsize) (dot - inside));
  tag->key = g_strdup (dot + 1);

  return TRUE;
}

static gboolean
is_message (const Tag *tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (message_names); i++)
    if (strcmp (tag->record, "message") == 0 && strcmp (tag->key, message_names[i]) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_now (const Tag *tag)
{
  return strcmp (tag->record, "now") == 0 &&
         (strcmp (tag->key, "date") == 0 || strcmp (tag->key, "time") == 0 || strcmp (tag->key, "year") == 0);
}

static const CrmField *
find_field (CrmCatalogue  *catalogue,
            const Tag     *tag,
            GError       **error)
{
  static const char *const records[] = { "contact", "account", "deal", "task", "user", "business", NULL };
  const CrmRecordType *type = g_strv_contains (records, tag->record) ? crm_catalogue_find (catalogue, tag->record) : NULL;
  const CrmField *field = type != NULL ? crm_record_type_find_field (type, tag->key) : NULL;

  if (field != NULL && crm_field_is_shown (field) && strcmp (field->key, tag->key) == 0)
    return field;

  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no field “%s.%s”."), tag->record, tag->key);

  return NULL;
}

/**
 * crm_personal_init:
 *
 * Makes a place where values come from, valid as long as @db, @schema and @zone are.
 */
void
crm_personal_init (CrmPersonal *self,
                   CrmDb       *db,
                   CrmSchema   *schema,
                   gint64       contact,
                   gint64       now,
                   GTimeZone   *zone)
{
  *self = (CrmPersonal) { .db = db, .schema = schema, .contact = contact, .now = now, .zone = zone };
}

/**
 * crm_personal_clear:
 */
void
crm_personal_clear (CrmPersonal *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->whole, g_ptr_array_unref);
}

static const CrmRow *
load (CrmPersonal *self,
      const char  *name,
      gint64       id,
      gboolean     whole)
{
  const CrmTable *table = crm_schema_find_table (self->schema, name);
  GPtrArray **rows = whole ? &self->whole : &self->rows;
  CrmRow *row;

  if (id == 0)
    return NULL;
  if (*rows == NULL)
    *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);

  for (guint i = 0; i < (*rows)->len; i++)
    {
      row = g_ptr_array_index (*rows, i);
      if (row->id == id && row->table == table)
        return row;
    }

  row = crm_row_load (self->db, self->schema, table, id, whole ? CRM_ROW_MEMBERS | CRM_ROW_TITLES : CRM_ROW_VALUES, NULL);
  if (row == NULL)
    return NULL;
  g_ptr_array_add (*rows, row);

  return row->state == CRM_STATE_LIVE ? row : NULL;
}

static gint64
find_latest_deal (CrmPersonal *self)
{
  return crm_db_get_integer (self->db, 0, NULL,
                             "SELECT id FROM deal WHERE state = 0 AND contact = ? ORDER BY created DESC, id DESC LIMIT 1", "i", self->contact);
}

static const CrmRow *
find_row (CrmPersonal *self,
          const char  *record,
          gboolean     whole)
{
  const CrmRow *contact = load (self, "contact", self->contact, whole && strcmp (record, "contact") == 0);
  gint64 deal = self->deal;

  if (strcmp (record, "contact") == 0)
    return contact;
  if (strcmp (record, "account") == 0)
    return load (self, record, self->account != 0 ? self->account : contact != NULL ? crm_row_get_integer (contact, "account") : 0, whole);
  if (strcmp (record, "task") == 0)
    return load (self, record, self->task, whole);
  if (strcmp (record, "business") == 0)
    return load (self, record, crm_db_get_integer (self->db, 0, NULL, "SELECT id FROM business WHERE state = 0 LIMIT 1", ""), whole);
  if (strcmp (record, "user") == 0)
    {
      const CrmRow *owned = self->deal != 0 ? load (self, "deal", self->deal, FALSE) : contact;

      return load (self, record, owned != NULL ? crm_row_get_integer (owned, "owner") : 0, whole);
    }

  if (deal == 0)
    deal = find_latest_deal (self);

  return load (self, "deal", deal, whole);
}

static char *
get_value (CrmPersonal    *self,
           const CrmField *field,
           const Tag      *tag)
{
  const CrmRow *row = find_row (self, tag->record, crm_field_is_set (field) || field->column.links_to != NULL);
  const CrmColumn *column = row != NULL ? crm_table_get_column (row->table, field->column.id) : NULL;
  GString *joined;

  if (column == NULL)
    return NULL;
  if (!crm_field_is_set (field))
    return crm_field_format (field, &row->values[column->index], row->titles != NULL ? row->titles[column->index] : NULL);

  joined = g_string_new (NULL);
  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);

      if (member->column == column->id && member->text != NULL)
        g_string_append_printf (joined, "%s%s", joined->len > 0 ? ", " : "", member->text);
    }

  return g_string_free (joined, FALSE);
}

static char *
get_now (CrmPersonal *self,
         const Tag   *tag)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (self->now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->zone);

  return g_date_time_format (local, strcmp (tag->key, "date") == 0 ? "%x" : strcmp (tag->key, "year") == 0 ? "%Y" : "%H:%M");
}

/* Appends a value. What looks like a tag of ours or of a relay is pulled apart, or a contact whose name is
 * one could make the relay say something. */
static void
append (GString    *out,
        const char *value,
        CrmEscape   escape)
{
  static const char *const suspicious[] = { "{{", "}}", "{%", "%}", "%recipient." };
  g_autofree char *escaped = NULL;
  const char *p;

  if (escape == CRM_ESCAPE_URL)
    {
      escaped = g_uri_escape_string (value, NULL, FALSE);
      g_string_append (out, escaped);
      return;
    }

  if (escape == CRM_ESCAPE_HTML)
    {
      escaped = g_markup_escape_text (value, -1);
      value = escaped;
    }

  /* Nor may it become one together with what stands before it. */
  if (out->len > 0 && out->str[out->len - 1] == '{' && (*value == '{' || *value == '%'))
    g_string_append_c (out, ' ');

  for (p = value; *p != '\0'; p++)
    {
      gboolean apart = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (suspicious) && !apart; i++)
        apart = g_str_has_prefix (p, suspicious[i]);

      if (escape == CRM_ESCAPE_HEADER && (*p == '\r' || *p == '\n'))
        g_string_append_c (out, ' ');
      else
        g_string_append_c (out, *p);
      if (apart)
        g_string_append_c (out, ' ');
    }
}

/* The next {{…}} in @text, or NULL. */
static const char *
find_tag (const char  *text,
          const char **end)
{
  const char *begin = strstr (text, "{{");

  *end = begin != NULL ? strstr (begin + 2, "}}") : NULL;

  return *end != NULL ? begin : NULL;
}

/**
 * crm_personal_fill:
 * @text: with {{…}} in it
 * @escape: where it is put
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_SYNTAX
 *
 * Returns: (transfer full) (nullable): the text with values in it, or %NULL with @error set
 */
char *
crm_personal_fill (CrmPersonal  *self,
                   const char   *text,
                   CrmEscape     escape,
                   GError      **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *begin;
  const char *end;

  while ((begin = find_tag (text, &end)) != NULL)
    {
      g_auto (Tag) tag = { NULL };
      g_autofree char *value = NULL;
      const CrmField *field;

      g_string_append_len (out, text, begin - text);
      if (!read_tag (begin + 2, (gsize) (end - begin - 2), &tag, error))
        return NULL;
      text = end + 2;

      if (is_message (&tag))
        {
          g_string_append_len (out, begin, end + 2 - begin);
          continue;
        }

      if (is_now (&tag))
        value = get_now (self, &tag);
      else
        {
          field = find_field (CRM_CATALOGUE (self->schema), &tag, error);
          if (field == NULL)
            return NULL;
          value = get_value (self, field, &tag);
        }
      append (out, value != NULL && *value != '\0' ? value : tag.fallback != NULL ? tag.fallback : "", escape);
    }
  g_string_append (out, text);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* What looks like a tag of ActiveCampaign that means nothing here; it would be sent as it stands. "100%OFF%" is text, and
 * so is "%C3%A9" in an address. */
static char *
find_foreign_tag (const char *text)
{
  static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+*";

  for (const char *p = strchr (text, '%'); p != NULL; p = strchr (p + 1, '%'))
    {
      gsize length = strspn (p + 1, allowed);
      gboolean encoded = g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]) && strcspn (p + 1, "_-+*") > length;

      if (length >= 3 && p[length + 1] == '%' && g_ascii_isalpha (p[1]) && !encoded && (p == text || !g_ascii_isdigit (p[-1])))
        return g_strndup (p, length + 2);
    }

  return NULL;
}

/**
 * crm_personal_check:
 * @text: (nullable): with {{…}} in it
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_SYNTAX
 *
 * Returns: %TRUE if everything that it names is there
 */
gboolean
crm_personal_check (CrmCatalogue  *catalogue,
                    const char    *text,
                    GError       **error)
{
  g_autofree char *foreign = text != NULL ? find_foreign_tag (text) : NULL;
  const char *begin;
  const char *end;

  if (foreign != NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("“%s” is not a field. Write it like {{contact.first_name}}, or leave it out."), foreign);
      return FALSE;
    }

  while (text != NULL && (begin = find_tag (text, &end)) != NULL)
    {
      g_auto (Tag) tag = { NULL };

      if (!read_tag (begin + 2, (gsize) (end - begin - 2), &tag, error) ||
          (!is_message (&tag) && !is_now (&tag) && find_field (catalogue, &tag, error) == NULL))
        return FALSE;
      text = end + 2;
    }

  if (text != NULL && strstr (text, "{{") != NULL)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX, _("A “{{” has no “}}”."));
      return FALSE;
    }

  return TRUE;
}

/* The tags of ActiveCampaign that mean the same here. */
static const struct
{
  const char *theirs;
  const char *ours;
} aliases[] = {
  { "EMAIL", "contact.email" }, { "FULLNAME", "contact.name" }, { "FIRSTNAME", "contact.first_name" },
  { "LASTNAME", "contact.last_name" }, { "PHONE", "contact.phone" }, { "CONTACT_JOBTITLE", "contact.job_title" },
  { "SUBDATE", "contact.created" }, { "GEO-COUNTRY", "contact.country" }, { "GEO-REGION", "contact.region" },
  { "GEO-CITY", "contact.city" }, { "GEO-POSTALCODE", "contact.postcode" }, { "ACCT_NAME", "account.name" },
  { "ACCT_OWNER_FULL_NAME", "account.owner" }, { "ACCT_URL", "account.website" }, { "ACCT_CREATED_DATE", "account.created" },
  { "ACCT_UPDATED_DATE", "account.modified" }, { "ACCT_ADDRESS_1", "account.street" }, { "ACCT_ADDRESS_2", "account.street2" },
  { "ACCT_CITY", "account.city" }, { "ACCT_STATE_PROVINCE", "account.region" }, { "ACCT_POSTAL_CODE", "account.postcode" },
  { "ACCT_COUNTRY", "account.country" }, { "ACCT_PHONE_NUMBER", "account.phone" }, { "ACCT_DESCRIPTION", "account.description" },
  { "ACCT_NUMBER_OF_EMPLOYEES", "account.employees" }, { "ACCT_ANNUAL_REVENUE", "account.annual_revenue" },
  { "ACCT_INDUSTRY_VERTICAL", "account.industry" }, { "DEAL_TITLE", "deal.title" }, { "DEAL_DESCRIPTION", "deal.description" },
  { "DEAL_OWNER_FULL_NAME", "deal.owner" }, { "DEAL_VALUE", "deal.value" }, { "DEAL_STATUS", "deal.status" },
  { "DEAL_PIPELINE", "deal.pipeline" }, { "DEAL_STAGE", "deal.stage" }, { "DEAL_CREATED_DATE", "deal.created" },
  { "DEAL_UPDATED_DATE", "deal.modified" }, { "DEAL_FORECASTED_CLOSE_DATE", "deal.close_date" },
  { "UNSUBSCRIBELINK", "message.unsubscribe_link" }, { "WEBCOPY", "message.web_link" }, { "TODAY", "now.date" },
  { "SENDER-INFO", "business.name" }, { "SENDER-INFO-SINGLELINE", "business.name" },
};

static char *
find_alias (CrmCatalogue *catalogue,
            const char   *theirs)
{
  static const char *const records[] = { "contact", "deal", "account" };
  g_autofree char *folded = crm_fold (theirs);

  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (aliases[i].theirs, theirs) == 0)
      return g_strdup (aliases[i].ours);

  g_strdelimit (folded != NULL ? folded : (char[]) { "" }, "_-", ' ');
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      const CrmRecordType *type = crm_catalogue_find (catalogue, records[i]);

      for (guint k = 0; k < type->n_fields; k++)
        {
          g_autofree char *label = crm_fold (type->fields[k]->label);

          if (type->fields[k]->custom != 0 && g_strcmp0 (label, folded) == 0)
            return g_strconcat (records[i], ".", type->fields[k]->key, NULL);
        }
    }

  return NULL;
}

/**
 * crm_personal_convert:
 * @text: from ActiveCampaign, or any other
 *
 * Puts our names in the place of tags such as %%FIRSTNAME%%. What is not known to be one stays as it is.
 *
 * Returns: (transfer full): the text
 */
char *
crm_personal_convert (CrmCatalogue *catalogue,
                      const char   *text)
{
  static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  GString *out = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize length = *text == '%' ? strspn (text + 1, allowed) : 0;
      g_autofree char *theirs = length > 0 && text[length + 1] == '%' ? g_strndup (text + 1, length) : NULL;
      g_autofree char *ours = theirs != NULL ? find_alias (catalogue, theirs) : NULL;

      if (ours != NULL)
        {
          g_string_append_printf (out, "{{%s}}", ours);
          text += length + 2;
        }
      else
        g_string_append_c (out, *text++);
    }

  return g_string_free (out, FALSE);
}
