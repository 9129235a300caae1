/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Text becomes a change: of any field, links and sets included. The command line, the importer
 * and bulk edit all give what people wrote to these functions.
 */

#include "config.h"

#include "crm-input.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-email.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-merge.h"
#include "crm-naming.h"
#include "crm-phone.h"

static const CrmKeyword messengers[] = {
  { "telegram", N_("Telegram") },
  { "whatsapp", N_("WhatsApp") },
  { "facebook", N_("Facebook") },
  { "instagram", N_("Instagram") },
  { "viber", N_("Viber") },
  { "signal", N_("Signal") },
  { "skype", N_("Skype") },
  { "linkedin", N_("LinkedIn") },
  { "matrix", N_("Matrix") },
  { "tiktok", N_("TikTok") },
  { "other", N_("Other") },
  { NULL, NULL },
};

/**
 * crm_input_get_messengers:
 *
 * Returns: (transfer none): the messengers that are known by name, ended by %NULL
 */
const CrmKeyword *
crm_input_get_messengers (void)
{
  return messengers;
}

/**
 * crm_input_messenger_link:
 * @service: one of crm_input_get_messengers()
 * @name: a user name or number
 *
 * Returns: (transfer full) (nullable): the address that opens a chat, or %NULL if there is none
 */
char *
crm_input_messenger_link (const char *service,
                          const char *name)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  g_autofree char *escaped = g_uri_escape_string (name[0] == '@' ? name + 1 : name, NULL, FALSE);

  if (g_str_has_prefix (name, "https://"))
    return g_strdup (name);

  crm_fold_append_digits (digits, name);
  if (strcmp (service, "telegram") == 0)
    return name[0] == '+' ? g_strconcat ("https://t.me/+", digits->str, NULL) : g_strconcat ("https://t.me/", escaped, NULL);
  if (strcmp (service, "whatsapp") == 0)
    return g_strconcat ("https://wa.me/", digits->str, NULL);
  if (strcmp (service, "facebook") == 0)
    return g_strconcat ("https://m.me/", escaped, NULL);
  if (strcmp (service, "instagram") == 0)
    return g_strconcat ("https://ig.me/m/", escaped, NULL);
  if (strcmp (service, "viber") == 0)
    return g_strconcat ("viber://chat?number=%2B", digits->str, NULL);
  if (strcmp (service, "signal") == 0)
    return g_strconcat ("https://signal.me/#p/+", digits->str, NULL);
  if (strcmp (service, "skype") == 0)
    return g_strconcat ("skype:", escaped, "?chat", NULL);
  if (strcmp (service, "linkedin") == 0)
    return g_strconcat ("https://www.linkedin.com/in/", escaped, NULL);
  if (strcmp (service, "matrix") == 0)
    {
      g_autofree char *whole = g_uri_escape_string (name, "@:", FALSE);

      return g_strconcat ("https://matrix.to/#/", whole, NULL);
    }
  if (strcmp (service, "tiktok") == 0)
    return g_strconcat ("https://www.tiktok.com/@", escaped, NULL);

  return NULL;
}

/* Several values, each in quotes: "a, b"; "c". Nothing if that is not what @text is. */
static char **
split_quoted (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *p = text + strspn (text, " \t\n");

  while (*p == '"')
    {
      g_autoptr (GString) value = g_string_new (NULL);

      for (p++; *p != '\0' && (*p != '"' || p[1] == '"'); p++)
        {
          p += *p == '"';
          g_string_append_c (value, *p);
        }
      if (*p != '"')
        return NULL;

      g_strv_builder_add (builder, value->str);
      p++;
      p += strspn (p, " \t");
      if (*p == '\0')
        return g_strv_builder_end (builder);
      if (strchr (";,\n|", *p) == NULL)
        return NULL;
      p++;
      p += strspn (p, " \t\n");
    }

  return NULL;
}

/**
 * crm_input_split:
 * @field: a set
 * @text: several values, with ";", "," or line breaks between them; in quotes if they have such
 *   marks themselves
 *
 * Returns: (transfer full): the values
 */
char **
crm_input_split (const CrmField *field,
                 const char     *text)
{
  g_auto (GStrv) parts = NULL;
  GStrvBuilder *builder;
  char **values = split_quoted (text);

  if (values != NULL)
    return values;

  /* Google puts ":::" between them, others one of these marks. */
  if (strstr (text, ":::") != NULL)
    parts = g_strsplit (text, ":::", -1);
  else
    parts = g_strsplit_set (text, field->type == CRM_FIELD_EMAILS ? ";,\n|" : strchr (text, ';') != NULL ? ";\n|" : ",\n|", -1);

  builder = g_strv_builder_new ();
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_strstrip (parts[i]);
      if (*parts[i] != '\0')
        g_strv_builder_add (builder, parts[i]);
    }

  values = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  return values;
}

/**
 * crm_input_join:
 * @values: (element-type utf8): the members of a set
 *
 * Returns: (transfer full): a text that crm_input_split() makes the same values of
 */
char *
crm_input_join (GPtrArray *values)
{
  GString *text = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (guint i = 0; i < values->len; i++)
    {
      const char *value = g_ptr_array_index (values, i);

      quoted |= strpbrk (value, ";,\n|\"") != NULL || strstr (value, ":::") != NULL;
    }

  for (guint i = 0; i < values->len; i++)
    {
      const char *value = g_ptr_array_index (values, i);

      if (i > 0)
        g_string_append (text, "; ");
      if (!quoted)
        {
          g_string_append (text, value);
          continue;
        }

      g_string_append_c (text, '"');
      for (const char *p = value; *p != '\0'; p++)
        {
          if (*p == '"')
            g_string_append_c (text, '"');
          g_string_append_c (text, *p);
        }
      g_string_append_c (text, '"');
    }

  return g_string_free (text, FALSE);
}

/* "Roofer: Ana" is Ana, as the roofer. Somebody who is called so gets a colon before the name. */
static char *
format_member (const CrmField  *field,
               const CrmMember *member)
{
  g_autofree char *label = NULL;

  if (member->label != NULL)
    return g_strconcat (member->label, ": ", member->text, NULL);
  if (field->type == CRM_FIELD_LINKS && (crm_input_split_label (field, member->text, &label) != member->text))
    return g_strconcat (": ", member->text, NULL);

  return g_strdup (member->text);
}

/**
 * crm_input_format_members:
 * @field: a set
 * @members: (element-type CrmMember): of a record, of all its sets
 *
 * Returns: (transfer full): the members of @field as files have them, with their labels:
 *   "work: ana@example.com; ana@example.org"
 */
char *
crm_input_format_members (const CrmField *field,
                          GPtrArray      *members)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (members, i);

      if (member->column != field->column.id || member->text == NULL)
        continue;

      g_ptr_array_add (values, format_member (field, member));
    }

  return crm_input_join (values);
}

/**
 * crm_input_make_key:
 * @field: a set of texts
 * @text: a member as people write it
 * @label: (nullable): what kind it is; of a messenger, which one
 * @country: (nullable): the country of a telephone number without a country code
 * @key: (out caller-allocates): what makes it one
 * @error: %CRM_ERROR_INVALID
 */
gboolean
crm_input_make_key (const CrmField  *field,
                    const char      *text,
                    const char      *label,
                    const char      *country,
                    CrmValue        *key,
                    GError         **error)
{
  *key = (CrmValue) CRM_VALUE_INIT;

  switch (field->type)
    {
    case CRM_FIELD_EMAILS:
      if (!crm_email_is_valid (text))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                       _("“%s” is not an e-mail address. Write it like name@example.com."), text);
          return FALSE;
        }
      *key = crm_value_take_text (crm_email_key (text));
      return TRUE;

    case CRM_FIELD_PHONES:
      if (!crm_phone_is_valid (text))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” is not a telephone number."), text);
          return FALSE;
        }
      *key = crm_value_take_text (crm_phone_normalize (text, country));
      return TRUE;

    case CRM_FIELD_REMINDERS:
      {
        guint64 minutes;
        char number[16];

        if (!g_ascii_string_to_unsigned (text, 10, 0, 366 * 24 * 60, &minutes, NULL))
          {
            g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                         _("“%s” is not a number of minutes. Write 15 for 15 minutes before."), text);
            return FALSE;
          }
        g_snprintf (number, sizeof number, "%" G_GUINT64_FORMAT, minutes);
        *key = crm_value_text (number);
        return TRUE;
      }

    case CRM_FIELD_MESSENGERS:
      {
        g_autofree char *folded = crm_fold (text);

        if (folded == NULL)
          {
            g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID, _("A messenger needs a user name or a number."));
            return FALSE;
          }
        *key = crm_value_take_text (g_strconcat (label != NULL ? label : "other", ":",
                                                 folded[0] == '@' ? folded + 1 : folded, NULL));
        return TRUE;
      }

    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * crm_input_set_member:
 * @edit: where to add the change
 * @field: a set of texts
 * @text: a member as people write it
 * @label: (nullable): what kind it is
 * @country: (nullable): the country of a telephone number without a country code
 * @error: %CRM_ERROR_INVALID
 *
 * Adds a member to a set.
 */
gboolean
crm_input_set_member (CrmEdit         *edit,
                      const CrmField  *field,
                      const char      *text,
                      const char      *label,
                      const char      *country,
                      GError         **error)
{
  g_auto (CrmValue) key = CRM_VALUE_INIT;

  if (!crm_input_make_key (field, text, label, country, &key, error))
    return FALSE;

  crm_edit_add (edit, &field->column, &key, text, label);

  return TRUE;
}

/* Finds records by what is in one column; @n says how many, up to two. */
static gboolean
find_by (CrmDb           *db,
         const CrmTable  *table,
         CrmState         state,
         const char      *column,
         const char      *text,
         gint64          *id,
         guint           *n,
         GError         **error)
{
  const CrmColumn *found = crm_table_find_column (table, column);
  g_autofree char *order = NULL;
  g_autofree char *key = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  *n = 0;
  if (found == NULL)
    return TRUE;

  order = crm_column_order_name (found);
  key = crm_column_make_key (found, text);
  sql = g_strdup_printf ("SELECT id FROM %s WHERE state = %d%s AND %s = ? AND %s IS NOT NULL ORDER BY id LIMIT 2",
                         table->name, state, state != CRM_STATE_LIVE ? " AND state <> 0" : "", order, order);
  statement = crm_db_query (db, error, sql, "t", key);
  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      if (*n == 0)
        *id = crm_statement_get_integer (statement, 0);
      (*n)++;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* Finds the one record of which @parameter is known. */
static gboolean
find_one (CrmDb         *db,
          const char    *sql,
          const char    *types,
          gconstpointer  parameter,
          gint64        *id,
          GError       **error)
{
  g_autoptr (GError) reason = NULL;

  *id = crm_db_get_integer (db, 0, &reason, sql, types, parameter);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* An old link leads to the record that stands for the one that it names. */
static gboolean
find_survivor (CrmDb           *db,
               const CrmTable  *table,
               gint64          *id,
               GError         **error)
{
  if (*id == 0)
    return TRUE;

  *id = crm_merge_find_survivor (db, table, *id, error);

  return *id != 0;
}

/* Finds the record that a text names, among those in @state if it is a name. */
static gboolean
find_record (CrmDb           *db,
             const CrmTable  *table,
             CrmState         state,
             const char      *text,
             gint64          *id,
             GError         **error)
{
  const char *columns[] = { "email", table->title->name };
  CrmUuid uuid;

  *id = 0;
  if (text[0] == '#' && text[1] != '\0' && strspn (text + 1, "0123456789") == strlen (text + 1))
    {
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE id = ?", table->name);
      CrmValue number = crm_value_integer (g_ascii_strtoll (text + 1, NULL, 10));

      return find_one (db, sql, "v", &number, id, error) && find_survivor (db, table, id, error);
    }

  if (crm_uuid_parse (&uuid, text))
    {
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE uuid = ?", table->name);

      return find_one (db, sql, "u", &uuid, id, error) && find_survivor (db, table, id, error);
    }

  for (guint i = 0; i < G_N_ELEMENTS (columns) && *id == 0; i++)
    {
      guint n;

      if (!find_by (db, table, state, columns[i], text, id, &n, error))
        return FALSE;
      if (n > 1)
        {
          *id = 0;
          g_set_error (error, CRM_ERROR, CRM_ERROR_AMBIGUOUS, _("Several records are called “%s”. Use the number instead: “#” and the id."), text);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * crm_input_find_record:
 * @db: a connection
 * @table: of the record
 * @text: its name, e-mail address, UUID, or "#" and its number
 * @id: (out): the record, or 0 if there is none
 * @error: %CRM_ERROR_AMBIGUOUS if several are called so
 *
 * Finds the record that a text names. By its UUID or number it is found in the trash as well.
 */
gboolean
crm_input_find_record (CrmDb           *db,
                       const CrmTable  *table,
                       const char      *text,
                       gint64          *id,
                       GError         **error)
{
  return find_record (db, table, CRM_STATE_LIVE, text, id, error);
}

/**
 * crm_input_find_trashed:
 * @db: a connection
 * @table: of the record
 * @text: its name, e-mail address, UUID, or "#" and its number
 * @id: (out): the record, or 0 if there is none
 * @error: %CRM_ERROR_AMBIGUOUS if several are called so
 *
 * Finds the record in the trash that a text names. By its UUID or number it is found elsewhere as
 * well.
 */
gboolean
crm_input_find_trashed (CrmDb           *db,
                        const CrmTable  *table,
                        const char      *text,
                        gint64          *id,
                        GError         **error)
{
  return find_record (db, table, CRM_STATE_TRASHED, text, id, error);
}

static gint64
create_named (CrmDoor         *door,
              const CrmTable  *table,
              const CrmField  *for_field,
              const char      *name,
              GError         **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_CREATE, 0);
  g_autoptr (GArray) namings = crm_naming_split (crm_catalogue_get_type_of (table), name);

  for (guint i = 0; i < namings->len; i++)
    {
      const CrmNaming *naming = &g_array_index (namings, CrmNaming, i);
      g_auto (CrmValue) value = crm_value_text (naming->text);

      crm_edit_set (edit, &naming->field->column, &value);
    }

  if (table->id == CRM_ID_OPTION)
    {
      CrmValue field = crm_value_integer (for_field->custom);

      crm_edit_set (edit, crm_table_find_column (table, "field"), &field);
    }

  return crm_door_apply (door, edit, error);
}

static gint64
find_option (CrmDb          *db,
             const CrmField *field,
             const char     *text,
             GError        **error)
{
  g_autofree char *key = crm_fold (text);

  return crm_db_get_integer (db, 0, error, "SELECT id FROM option WHERE state = 0 AND field = ? AND label_key = ?",
                             "it", field->custom, key);
}

/* Finds what a link means, or makes it. */
static gboolean
resolve (CrmDoor         *door,
         const CrmField  *field,
         const char      *text,
         CrmInputFlags    flags,
         gint64          *id,
         GError         **error)
{
  CrmDb *db = crm_door_get_db (door);
  const CrmTable *table = crm_schema_find_table (crm_door_get_schema (door), field->column.links_to);
  g_autoptr (GError) reason = NULL;

  *id = 0;
  if (table->id == CRM_ID_OPTION)
    *id = find_option (db, field, text, &reason);
  else
    crm_input_find_record (db, table, text, id, &reason);

  if (reason != NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&reason), "%s: ", field->label);
      return FALSE;
    }

  if (*id != 0)
    return TRUE;

  /* Team members are not made by the way. */
  if ((flags & CRM_INPUT_CREATE) != 0 && table->id != CRM_ID_USER && text[0] != '#')
    {
      *id = create_named (door, table, field, text, error);
      return *id != 0;
    }

  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("%s: there is no “%s”."), field->label, text);

  return FALSE;
}

static gboolean
remove_members (CrmDoor         *door,
                CrmEdit         *edit,
                const CrmField  *field,
                GError         **error)
{
  g_autoptr (CrmRow) row = NULL;

  if (edit->op != CRM_OP_UPDATE || edit->id <= 0)
    return TRUE;

  row = crm_row_load (crm_door_get_db (door), crm_door_get_schema (door), edit->table, edit->id, CRM_ROW_MEMBERS, error);
  if (row == NULL)
    return FALSE;

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);

      if (member->column == field->column.id)
        crm_edit_remove (edit, &field->column, &member->key);
    }

  return TRUE;
}

/* Takes out what @text names, as far as it is in there. */
static gboolean
remove_member (CrmDoor         *door,
               CrmEdit         *edit,
               const CrmField  *field,
               const char      *text,
               const char      *label,
               GError         **error)
{
  g_auto (CrmValue) key = CRM_VALUE_INIT;

  if (field->column.links_to != NULL)
    {
      key = crm_value_integer (0);
      if (!resolve (door, field, text, CRM_INPUT_FLAGS_NONE, &key.integer, error))
        return FALSE;
    }
  else if (!crm_input_make_key (field, text, label, NULL, &key, error))
    {
      g_prefix_error (error, "%s: ", field->label);
      return FALSE;
    }

  crm_edit_remove (edit, &field->column, &key);

  return TRUE;
}

static gboolean
is_messenger (const char *name)
{
  for (const CrmKeyword *messenger = messengers; messenger->value != NULL; messenger++)
    if (strcmp (name, messenger->value) == 0)
      return TRUE;

  return FALSE;
}

/**
 * crm_input_split_label:
 * @field: a set of texts
 * @text: a member: "telegram: @ana", "work: ana@example.com", or without a label
 * @label: (out) (transfer full) (nullable): what kind it is
 *
 * A record whose own name looks like that has a colon before it and no label.
 *
 * Returns: (transfer none): the part of @text behind the label
 */
const char *
crm_input_split_label (const CrmField  *field,
                       const char      *text,
                       char           **label)
{
  const char *colon = strchr (text, ':');
  const char *rest;
  g_autofree char *word = NULL;

  *label = NULL;
  if (colon == text && text[1] == ' ' && text[2] != '\0' && field->type == CRM_FIELD_LINKS)
    return text + 2;
  if (colon == NULL || colon == text)
    return text;

  rest = colon + 1 + strspn (colon + 1, " ");
  word = g_strndup (text, (gsize) (colon - text));
  if (field->type == CRM_FIELD_MESSENGERS)
    {
      g_autofree char *service = g_ascii_strdown (word, -1);

      if (!is_messenger (service))
        return text;
      *label = g_steal_pointer (&service);
      return rest;
    }

  /* Neither addresses nor numbers have a colon with a blank behind it. */
  if (field->type == CRM_FIELD_TAGS || field->type == CRM_FIELD_CHOICES || rest == colon + 1 || *rest == '\0' ||
      (field->type != CRM_FIELD_LINKS && strpbrk (word, "@+0123456789\"") != NULL))
    return text;

  *label = g_steal_pointer (&word);

  return rest;
}

static gboolean
apply_set (CrmDoor         *door,
           CrmEdit         *edit,
           const CrmField  *field,
           const char      *text,
           CrmInputFlags    flags,
           GError         **error)
{
  g_auto (GStrv) values = crm_input_split (field, text);

  if ((flags & CRM_INPUT_REPLACE) != 0 && !remove_members (door, edit, field, error))
    return FALSE;

  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autofree char *label = NULL;
      const char *value = crm_input_split_label (field, values[i], &label);

      if ((flags & CRM_INPUT_REMOVE) != 0)
        {
          if (!remove_member (door, edit, field, value, label, error))
            return FALSE;
        }
      else if (field->column.links_to != NULL)
        {
          CrmValue key = crm_value_integer (0);

          if (!resolve (door, field, value, flags, &key.integer, error))
            return FALSE;
          crm_edit_add (edit, &field->column, &key, NULL, label);
        }
      else
        {
          if (!crm_input_set_member (edit, field, value, label, NULL, error))
            {
              g_prefix_error (error, "%s: ", field->label);
              return FALSE;
            }
        }
    }

  return TRUE;
}

/**
 * crm_input_apply:
 * @door: an open door
 * @edit: where to add the change
 * @field: of the record type
 * @text: a value as people write it; empty for none
 * @flags: how it is meant
 * @error: %CRM_ERROR_INVALID, %CRM_ERROR_NOT_FOUND, %CRM_ERROR_AMBIGUOUS, and what rules say
 *
 * Adds to an edit that a field gets a value.
 */
gboolean
crm_input_apply (CrmDoor         *door,
                 CrmEdit         *edit,
                 const CrmField  *field,
                 const char      *text,
                 CrmInputFlags    flags,
                 GError         **error)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  /* When a record was made may be known better by the file that it comes from. */
  if (!crm_field_is_shown (field) ||
      ((field->column.flags & CRM_COLUMN_DERIVED) != 0 &&
       !(edit->op == CRM_OP_CREATE && strcmp (field->column.name, "created") == 0)))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("%s is computed by the program and cannot be set."), field->label);
      return FALSE;
    }

  if (crm_field_is_set (field))
    return apply_set (door, edit, field, text, flags, error);

  if (field->column.storage == CRM_STORAGE_LINK)
    {
      g_autofree char *trimmed = g_strstrip (g_strdup (text));

      if (*trimmed != '\0')
        {
          value = crm_value_integer (0);
          if (!resolve (door, field, trimmed, flags, &value.integer, error))
            return FALSE;
        }
    }
  else if (field->type == CRM_FIELD_MONEY && edit->op == CRM_OP_UPDATE)
    {
      g_autoptr (CrmRow) row = crm_row_load (crm_door_get_db (door), crm_door_get_schema (door), edit->table, edit->id,
                                             CRM_ROW_VALUES, error);

      if (row == NULL || !crm_field_parse_over (field, text, crm_row_get (row, &field->column), &value, error))
        return FALSE;
    }
  else if (!crm_field_parse (field, text, &value, error))
    return FALSE;

  crm_edit_set (edit, &field->column, &value);

  return TRUE;
}
