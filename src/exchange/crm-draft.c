/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a row of a table or a card says about a record, whichever it came from. Values are read
 * and normalised here, on the thread that reads the file; what needs the database is left to the
 * thread that writes.
 */

#include "config.h"

#include "crm-draft.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-column.h"
#include "crm-country.h"
#include "crm-due.h"
#include "crm-email.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-input.h"
#include "crm-person-name.h"
#include "crm-phone.h"

/* The parts of an address, which only make sense together. */
static const char *const address_keys[] = { "street", "street2", "city", "region", "postcode", "country" };

#define N_ADDRESS_PARTS G_N_ELEMENTS (address_keys)

typedef struct
{
  char *label;
  guint place;
  char *parts[N_ADDRESS_PARTS];
} Address;

/* A telephone number. What it is normalised to depends on the country, which may come later. */
typedef struct
{
  const CrmField *field;
  char *text;
  char *label;
} Number;

static void
number_free (gpointer data)
{
  Number *number = data;

  g_free (number->text);
  g_free (number->label);
  g_free (number);
}

static void
address_free (gpointer data)
{
  Address *address = data;

  g_free (address->label);
  for (guint i = 0; i < N_ADDRESS_PARTS; i++)
    g_free (address->parts[i]);
  g_free (address);
}

static void
clear_link (gpointer data)
{
  CrmDraftLink *link = data;

  g_free (link->text);
  g_free (link->label);
}

/**
 * crm_draft_new:
 * @type: what it is going to be
 * @number: of the row or card in the file, from 1
 * @line: on which that begins, from 1
 *
 * Returns: (transfer full): an empty draft
 */
CrmDraft *
crm_draft_new (const CrmRecordType *type,
               gint64               number,
               gint64               line)
{
  CrmDraft *self = g_new0 (CrmDraft, 1);

  self->type = type;
  self->number = number;
  self->line = line;
  self->edit = crm_edit_new (&type->table, CRM_OP_CREATE, 0);
  self->links = g_array_new (FALSE, FALSE, sizeof (CrmDraftLink));
  g_array_set_clear_func (self->links, clear_link);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->emails = g_ptr_array_new_with_free_func (g_free);
  self->phones = g_ptr_array_new_with_free_func (g_free);
  self->messengers = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * crm_draft_free:
 */
void
crm_draft_free (CrmDraft *self)
{
  if (self == NULL)
    return;

  crm_edit_free (self->edit);
  g_array_unref (self->links);
  g_ptr_array_unref (self->notes);
  g_clear_pointer (&self->fresh, g_hash_table_unref);
  g_ptr_array_unref (self->emails);
  g_ptr_array_unref (self->phones);
  g_ptr_array_unref (self->messengers);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_clear_pointer (&self->numbers, g_ptr_array_unref);
  if (self->extras != NULL)
    g_string_free (self->extras, TRUE);
  g_free (self->full_name);
  g_free (self->name);
  g_free (self->account);
  g_free (self->raw);
  g_free (self->column);
  g_free (self->value);
  g_free (self->reason);
  g_free (self);
}

static CrmChange *
find_change (const CrmDraft  *self,
             const CrmColumn *column)
{
  for (guint i = 0; i < self->edit->changes->len; i++)
    {
      CrmChange *change = &g_array_index (self->edit->changes, CrmChange, i);

      if (change->column == column)
        return change;
    }

  return NULL;
}

/**
 * crm_draft_get:
 * @key: of a field that is not a link or a set
 *
 * Returns: (transfer none) (nullable): what the draft has for it
 */
const CrmValue *
crm_draft_get (const CrmDraft *self,
               const char     *key)
{
  const CrmField *field = crm_record_type_find_field (self->type, key);
  const CrmChange *change = field != NULL ? find_change (self, &field->column) : NULL;

  return change != NULL ? &change->value : NULL;
}

static const char *
get_text (const CrmDraft *self,
          const char     *key)
{
  const CrmValue *value = crm_draft_get (self, key);

  return value != NULL ? crm_value_get_text (value) : NULL;
}

/* What programs and people write where they have nothing to write. */
static gboolean
is_placeholder (const char *text)
{
  static const char placeholders[] = "|-|--|---|n/a|#n/a|null|(null)|none|nil|unspecified|?|0/0/00|00/00/0000|0000-00-00|";
  g_autofree char *folded = g_ascii_strdown (text, -1);
  g_autofree char *wanted = g_strconcat ("|", folded, "|", NULL);

  return strstr (placeholders, wanted) != NULL;
}

static gboolean
has_member (const CrmDraft  *self,
            const CrmColumn *column,
            const CrmValue  *key)
{
  for (guint i = 0; i < self->edit->changes->len; i++)
    {
      const CrmChange *change = &g_array_index (self->edit->changes, CrmChange, i);

      if (change->column == column && crm_value_equal (&change->value, key))
        return TRUE;
    }

  return FALSE;
}

/* --- Addresses and numbers --------------------------------------------------------------------- */

/* "Ana García <ana@example.com>" and "mailto:ana@example.com" → "ana@example.com" */
static char *
strip_email (const char *text)
{
  const char *open = strrchr (text, '<');
  gsize length = strlen (text);

  if (open != NULL && length > 0 && text[length - 1] == '>')
    return g_strndup (open + 1, length - (gsize) (open - text) - 2);
  if (g_ascii_strncasecmp (text, "mailto:", 7) == 0)
    return g_strdup (text + 7);

  return g_strdup (text);
}

static gboolean
add_member (CrmDraft            *self,
            const CrmField      *field,
            const char          *text,
            const char          *label,
            GError             **error)
{
  const char *country = get_text (self, "country");
  g_auto (CrmValue) key = CRM_VALUE_INIT;

  if (!crm_input_make_key (field, text, label, country, &key, error))
    return FALSE;

  if (!has_member (self, &field->column, &key))
    crm_edit_add (self->edit, &field->column, &key, text, label);

  return TRUE;
}

/* The first address or number of a record is its primary one; the others are further ones. */
static gboolean
add_primary (CrmDraft        *self,
             const CrmField  *field,
             const CrmField  *further,
             const char      *text,
             const char      *label,
             GError         **error)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  const CrmChange *primary = find_change (self, &field->column);
  g_autofree char *key = NULL;
  g_autofree char *primary_key = NULL;

  if (!crm_field_parse (field, text, &value, error))
    return FALSE;
  if (crm_value_is_empty (&value))
    return TRUE;

  if (primary == NULL)
    {
      crm_edit_set (self->edit, &field->column, &value);
      return TRUE;
    }

  key = crm_column_make_key (&field->column, value.text);
  primary_key = crm_column_make_key (&field->column, crm_value_get_text (&primary->value));
  if (g_strcmp0 (key, primary_key) == 0)
    return TRUE;

  if (further != NULL)
    return add_member (self, further, value.text, label, error);

  crm_draft_add_extra (self, field->label, value.text);

  return TRUE;
}

static gboolean
add_number (CrmDraft        *self,
            const CrmField  *field,
            const char      *text,
            const char      *label,
            GError         **error)
{
  Number *number;

  if (!crm_phone_is_valid (text))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("%s: “%s” is not a telephone number."), field->label, text);
      return FALSE;
    }

  number = g_new0 (Number, 1);
  number->field = field;
  number->text = g_strdup (text);
  number->label = g_strdup (label);
  if (self->numbers == NULL)
    self->numbers = g_ptr_array_new_with_free_func (number_free);
  g_ptr_array_add (self->numbers, number);

  return TRUE;
}

/* One or more addresses or numbers in one text. */
static gboolean
add_values (CrmDraft            *self,
            const CrmField      *field,
            const char          *text,
            const CrmDraftHint  *hint,
            GError             **error)
{
  gboolean email = field->type == CRM_FIELD_EMAIL || field->type == CRM_FIELD_EMAILS;
  const CrmField *further = crm_record_type_find_field (self->type, email ? "emails" : "phones");
  g_auto (GStrv) values = NULL;

  /* One address may have any mark in it; one number has none. */
  if (email ? crm_email_is_valid (text) : strpbrk (text, ";\n|") == NULL && strstr (text, ":::") == NULL)
    {
      values = g_new0 (char *, 2);
      values[0] = g_strdup (text);
    }
  else
    values = crm_input_split (field, text);

  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autofree char *own_label = NULL;
      const char *rest = further != NULL ? crm_input_split_label (further, values[i], &own_label) : values[i];
      g_autofree char *value = email ? strip_email (rest) : g_strdup (rest);
      const char *label = own_label != NULL ? own_label : hint->label;
      gboolean added;

      if (is_placeholder (value))
        continue;
      if (!email)
        added = add_number (self, field, value, label, error);
      else if (field->type == CRM_FIELD_EMAIL)
        added = add_primary (self, field, field->custom == 0 ? further : NULL, value, label, error);
      else
        added = add_member (self, field, value, label, error);
      if (!added)
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_messengers (CrmDraft            *self,
                const CrmField      *field,
                const char          *text,
                const CrmDraftHint  *hint,
                GError             **error)
{
  g_auto (GStrv) values = crm_input_split (field, text);
  g_autofree char *service = hint->label != NULL ? g_ascii_strdown (hint->label, -1) : NULL;

  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autofree char *own_label = NULL;
      const char *value = crm_input_split_label (field, values[i], &own_label);

      if (!is_placeholder (value) && !add_member (self, field, value, own_label != NULL ? own_label : service, error))
        return FALSE;
    }

  return TRUE;
}

/* --- Other values -------------------------------------------------------------------------------- */

static void
add_link (CrmDraft       *self,
          const CrmField *field,
          const char     *text,
          const char     *label)
{
  CrmDraftLink link = { field, g_strstrip (g_strdup (text)), NULL };

  if (*link.text == '\0')
    {
      g_free (link.text);
      return;
    }
  for (guint i = 0; i < self->links->len; i++)
    {
      const CrmDraftLink *other = &g_array_index (self->links, CrmDraftLink, i);

      if (other->field == field && strcmp (other->text, link.text) == 0)
        {
          g_free (link.text);
          return;
        }
    }
  link.label = g_strdup (label);

  if (field->column.links_to != NULL && strcmp (field->key, "account") == 0)
    {
      g_free (self->account);
      self->account = crm_fold (link.text);
    }
  g_array_append_val (self->links, link);
}

static void
add_links (CrmDraft       *self,
           const CrmField *field,
           const char     *text)
{
  g_auto (GStrv) values = crm_input_split (field, text);

  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autofree char *label = NULL;
      const char *value = crm_input_split_label (field, values[i], &label);

      /* Google marks its own groups so, and puts everybody into them. */
      if (field->type == CRM_FIELD_TAGS && g_str_has_prefix (value, "* "))
        {
          value += 2;
          if (strcmp (value, "myContacts") == 0 || strcmp (value, "starred") == 0)
            continue;
        }
      add_link (self, field, value, label);
    }
}

/* "15; 60": how many minutes before. */
static gboolean
add_minutes (CrmDraft        *self,
             const CrmField  *field,
             const char      *text,
             GError         **error)
{
  g_auto (GStrv) values = crm_input_split (field, text);

  for (guint i = 0; values[i] != NULL; i++)
    if (!is_placeholder (values[i]) && !add_member (self, field, values[i], NULL, error))
      {
        g_prefix_error (error, "%s: ", field->label);
        return FALSE;
      }

  return TRUE;
}

static Address *
get_address (CrmDraft           *self,
             const CrmDraftHint *hint)
{
  Address *address;

  if (self->addresses == NULL)
    self->addresses = g_ptr_array_new_with_free_func (address_free);

  for (guint i = 0; i < self->addresses->len; i++)
    {
      address = g_ptr_array_index (self->addresses, i);
      if (g_strcmp0 (address->label, hint->label) == 0 && address->place == hint->place)
        return address;
    }

  address = g_new0 (Address, 1);
  address->label = g_strdup (hint->label);
  address->place = hint->place;
  g_ptr_array_add (self->addresses, address);

  return address;
}

static gboolean
add_to_address (CrmDraft           *self,
                const CrmField     *field,
                const char         *text,
                const CrmDraftHint *hint)
{
  for (guint part = 0; part < N_ADDRESS_PARTS; part++)
    {
      char **target;
      char *joined;

      if (strcmp (field->key, address_keys[part]) != 0)
        continue;

      target = &get_address (self, hint)->parts[part];
      joined = *target != NULL ? g_strconcat (*target, ", ", text, NULL) : g_strdup (text);
      g_free (*target);
      *target = joined;
      return TRUE;
    }

  return FALSE;
}

/* A day, perhaps with a time that means nothing. */
static gboolean
parse_day (const CrmField      *field,
           const char          *text,
           const CrmDraftHint  *hint,
           CrmValue            *value,
           GError             **error)
{
  char date[CRM_DATE_SIZE];
  const char *time = strpbrk (text, "T ");
  g_autofree char *day = NULL;

  if (time != NULL && strchr (time, ':') != NULL)
    day = g_strndup (text, (gsize) (time - text));

  if (!crm_date_parse (day != NULL ? day : text, hint->order, date, error))
    {
      g_prefix_error (error, "%s: ", field->label);
      return FALSE;
    }
  *value = crm_value_text (date);

  return TRUE;
}

static gboolean
parse_value (const CrmField      *field,
             const char          *text,
             const CrmDraftHint  *hint,
             CrmValue            *value,
             GError             **error)
{
  gint64 instant;

  *value = (CrmValue) CRM_VALUE_INIT;
  switch (field->type)
    {
    case CRM_FIELD_DATE:
      return is_placeholder (text) || parse_day (field, text, hint, value, error);

    case CRM_FIELD_DATE_TIME:
      if (is_placeholder (text))
        return TRUE;
      if (!crm_instant_parse (text, NULL, hint->order, &instant, error))
        {
          g_prefix_error (error, "%s: ", field->label);
          return FALSE;
        }
      *value = crm_value_integer (instant);
      return TRUE;

    case CRM_FIELD_DUE:
      {
        char due[CRM_DUE_SIZE];

        if (is_placeholder (text))
          return TRUE;
        if (!crm_due_parse (text, hint->order, g_get_real_time (), due, error))
          {
            g_prefix_error (error, "%s: ", field->label);
            return FALSE;
          }
        *value = crm_value_text (due);
        return TRUE;
      }

    case CRM_FIELD_NUMBER:
    case CRM_FIELD_WHOLE:
    case CRM_FIELD_MONEY:
      {
        g_autofree char *number = crm_value_normalize_number (text, hint->decimal);

        return is_placeholder (text) || crm_field_parse (field, number, value, error);
      }

    case CRM_FIELD_URL:
    case CRM_FIELD_YES_NO:
    case CRM_FIELD_KEYWORD:
    case CRM_FIELD_COUNTRY:
      return is_placeholder (text) || crm_field_parse (field, text, value, error);

    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_CHOICES:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_LINK:
    case CRM_FIELD_TAGS:
    case CRM_FIELD_EMAILS:
    case CRM_FIELD_PHONES:
    case CRM_FIELD_MESSENGERS:
    case CRM_FIELD_LINKS:
    case CRM_FIELD_REMINDERS:
    case CRM_FIELD_COUNT:
    default:
      return crm_field_parse (field, text, value, error);
    }
}

/* What several columns have for one field of text is put together. */
static void
set_or_join (CrmDraft       *self,
             const CrmField *field,
             const CrmValue *value)
{
  CrmChange *change = find_change (self, &field->column);

  if (change == NULL)
    {
      crm_edit_set (self->edit, &field->column, value);
      return;
    }

  if (field->column.storage == CRM_STORAGE_TEXT && (field->type == CRM_FIELD_TEXT || field->type == CRM_FIELD_LONG_TEXT))
    {
      char *joined = g_strconcat (change->value.text, field->type == CRM_FIELD_TEXT ? " " : "\n", value->text, NULL);

      crm_value_clear (&change->value);
      change->value = crm_value_take_text (joined);
      return;
    }

  if (!crm_value_equal (&change->value, value))
    {
      g_autofree char *text = crm_field_format_plain (field, value, NULL);

      crm_draft_add_extra (self, field->label, text);
    }
}

/**
 * crm_draft_add:
 * @field: of the record type
 * @text: a value as the file has it
 * @hint: what is known about it beside
 * @error: %CRM_ERROR_INVALID
 *
 * Adds a value.
 */
gboolean
crm_draft_add (CrmDraft            *self,
               const CrmField      *field,
               const char          *text,
               const CrmDraftHint  *hint,
               GError             **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (*trimmed == '\0')
    return TRUE;

  switch (field->type)
    {
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_EMAILS:
    case CRM_FIELD_PHONES:
      return add_values (self, field, trimmed, hint, error);

    case CRM_FIELD_MESSENGERS:
      return add_messengers (self, field, trimmed, hint, error);

    case CRM_FIELD_LINK:
    case CRM_FIELD_CHOICE:
      add_link (self, field, trimmed, NULL);
      return TRUE;

    case CRM_FIELD_REMINDERS:
      return add_minutes (self, field, trimmed, error);

    case CRM_FIELD_TAGS:
    case CRM_FIELD_CHOICES:
    case CRM_FIELD_LINKS:
      add_links (self, field, trimmed);
      return TRUE;

    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_NUMBER:
    case CRM_FIELD_WHOLE:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DATE:
    case CRM_FIELD_DATE_TIME:
    case CRM_FIELD_DUE:
    case CRM_FIELD_YES_NO:
    case CRM_FIELD_KEYWORD:
    case CRM_FIELD_URL:
    case CRM_FIELD_COUNTRY:
    case CRM_FIELD_COUNT:
    default:
      if (!parse_value (field, trimmed, hint, &value, error))
        return FALSE;
      if (!crm_value_is_empty (&value) && !add_to_address (self, field, value.text, hint))
        set_or_join (self, field, &value);
      return TRUE;
    }
}

/**
 * crm_draft_add_full_name:
 * @name: of a person
 *
 * Says what somebody is called who has neither first nor last name.
 */
void
crm_draft_add_full_name (CrmDraft   *self,
                         const char *name)
{
  if (self->full_name == NULL && name[strspn (name, " \t\r\n")] != '\0')
    self->full_name = g_strdup (name);
}

/**
 * crm_draft_add_note:
 * @text: of a note
 *
 * Adds a note, unless it is there already.
 */
void
crm_draft_add_note (CrmDraft   *self,
                    const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *folded = crm_fold (trimmed);

  /* Nothing that anybody could see. */
  if (folded == NULL)
    return;
  for (guint i = 0; i < self->notes->len; i++)
    if (strcmp (g_ptr_array_index (self->notes, i), trimmed) == 0)
      return;

  g_ptr_array_add (self->notes, g_steal_pointer (&trimmed));
}

/**
 * crm_draft_add_extra:
 * @label: what it is
 * @text: a value that no field takes
 *
 * Keeps a value as a line in a note.
 */
void
crm_draft_add_extra (CrmDraft   *self,
                     const char *label,
                     const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *line = NULL;

  if (*trimmed == '\0' || is_placeholder (trimmed))
    return;

  /* TRANSLATORS: a line in a note: what it is, and what is there, "Nickname: Pepe" */
  line = g_strdup_printf (_("%s: %s"), label, trimmed);
  if (self->extras == NULL)
    self->extras = g_string_new (NULL);
  else
    g_string_append_c (self->extras, '\n');
  g_string_append (self->extras, line);
}

/**
 * crm_draft_add_fresh:
 * @column: the number of a column that becomes a field
 * @target: says which field
 * @text: what is in it
 * @hint: what is known about it beside
 * @error: %CRM_ERROR_INVALID if the field will not take it
 *
 * Keeps a value for which there is no field yet, to show it; and checks it as crm_draft_add() will when the field is
 * there.
 */
gboolean
crm_draft_add_fresh (CrmDraft            *self,
                     guint                column,
                     const CrmTarget     *target,
                     const char          *text,
                     const CrmDraftHint  *hint,
                     GError             **error)
{
  g_autoptr (CrmDraft) scratch = crm_draft_new (self->type, self->number, self->line);
  char key[] = "custom.new";
  CrmField field = { .record_type = self->type, .key = key, .label = target->label, .custom = 1 };

  if (self->fresh == NULL)
    self->fresh = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_hash_table_insert (self->fresh, GUINT_TO_POINTER (column), g_strstrip (g_strdup (text)));

  crm_field_define (&field, 0, "c0", target->type, CRM_FIELD_FLAGS_NONE);

  return crm_draft_add (scratch, &field, text, hint, error);
}

/**
 * crm_draft_refuse:
 * @column: (nullable): where the reason is
 * @value: (nullable): what is there
 * @reason: a sentence
 *
 * Says that no record can be made of it. The first reason counts.
 */
void
crm_draft_refuse (CrmDraft   *self,
                  const char *column,
                  const char *value,
                  const char *reason)
{
  if (self->reason != NULL)
    return;

  self->column = g_strdup (column);
  self->value = g_strdup (value);
  self->reason = g_strdup (reason);
}

/* --- What only the whole of it tells --------------------------------------------------------------- */

/* Which of several addresses is that of the record. */
static int
rank_address (const Address *address)
{
  static const char *const order[] = { "work", "home", "other" };

  if (address->label == NULL)
    return -1;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (g_ascii_strcasecmp (address->label, order[i]) == 0)
      return (int) i;

  return G_N_ELEMENTS (order);
}

static void
take_address (CrmDraft      *self,
              const Address *address)
{
  for (guint i = 0; i < N_ADDRESS_PARTS; i++)
    {
      const CrmField *field = crm_record_type_find_field (self->type, address_keys[i]);
      g_auto (CrmValue) value = crm_value_text (address->parts[i]);

      if (address->parts[i] != NULL)
        crm_edit_set (self->edit, &field->column, &value);
    }
}

static void
keep_address (CrmDraft      *self,
              const Address *address)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *label = NULL;

  for (guint i = 0; i < N_ADDRESS_PARTS; i++)
    if (address->parts[i] != NULL)
      g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", address->parts[i]);

  label = address->label != NULL ? g_strdup_printf (_("Address (%s)"), address->label) : g_strdup (_("Address"));
  crm_draft_add_extra (self, label, line->str);
}

static void
settle_addresses (CrmDraft *self)
{
  const Address *best = NULL;

  for (guint i = 0; self->addresses != NULL && i < self->addresses->len; i++)
    {
      const Address *address = g_ptr_array_index (self->addresses, i);

      if (best == NULL || rank_address (address) < rank_address (best))
        best = address;
    }

  for (guint i = 0; self->addresses != NULL && i < self->addresses->len; i++)
    {
      const Address *address = g_ptr_array_index (self->addresses, i);

      if (address == best)
        take_address (self, address);
      else
        keep_address (self, address);
    }
}

static void
settle_numbers (CrmDraft *self)
{
  const CrmField *further = crm_record_type_find_field (self->type, "phones");

  for (guint i = 0; self->numbers != NULL && i < self->numbers->len; i++)
    {
      const Number *number = g_ptr_array_index (self->numbers, i);

      if (number->field->type == CRM_FIELD_PHONE)
        add_primary (self, number->field, number->field->custom == 0 ? further : NULL, number->text, number->label, NULL);
      else
        add_member (self, number->field, number->text, number->label, NULL);
    }
}

static void
settle_name (CrmDraft *self)
{
  const char *first = get_text (self, "first_name");
  const char *last = get_text (self, "last_name");
  g_autofree char *name = NULL;

  if (self->type->table.id != CRM_ID_CONTACT)
    {
      self->name = crm_fold (get_text (self, self->type->table.title->name));
      return;
    }

  if (self->full_name != NULL && first == NULL && last == NULL)
    {
      g_autofree char *given = NULL;
      g_autofree char *family = NULL;
      g_auto (CrmValue) first_value = CRM_VALUE_INIT;
      g_auto (CrmValue) last_value = CRM_VALUE_INIT;

      crm_person_name_split (self->full_name, &given, &family);
      first_value = crm_value_text (given);
      last_value = crm_value_text (family);
      if (given != NULL)
        crm_edit_set (self->edit, &crm_record_type_find_field (self->type, "first_name")->column, &first_value);
      if (family != NULL)
        crm_edit_set (self->edit, &crm_record_type_find_field (self->type, "last_name")->column, &last_value);
      first = get_text (self, "first_name");
      last = get_text (self, "last_name");
    }

  if (first == NULL && last == NULL)
    return;

  name = g_strjoin (" ", first != NULL ? first : last, first != NULL ? last : NULL, NULL);
  self->name = crm_fold (name);
}

/* By what the record is known, for whoever looks for duplicates. */
static void
collect_keys (CrmDraft *self)
{
  const char *email = get_text (self, "email");
  const char *phone = get_text (self, "phone");
  char *number = crm_phone_normalize (phone, get_text (self, "country"));
  char *key = crm_email_key (email);

  if (key != NULL)
    g_ptr_array_add (self->emails, key);
  if (number != NULL)
    g_ptr_array_add (self->phones, number);

  for (guint i = 0; i < self->edit->changes->len; i++)
    {
      const CrmChange *change = &g_array_index (self->edit->changes, CrmChange, i);
      const CrmField *field = crm_field_from_column (change->column);

      if (change->kind != CRM_CHANGE_ADD)
        continue;
      if (field->type == CRM_FIELD_EMAILS)
        g_ptr_array_add (self->emails, g_strdup (change->value.text));
      else if (field->type == CRM_FIELD_PHONES)
        g_ptr_array_add (self->phones, g_strdup (change->value.text));
      else if (field->type == CRM_FIELD_MESSENGERS)
        g_ptr_array_add (self->messengers, g_strdup (change->value.text));
    }
}

/**
 * crm_draft_finish:
 *
 * Says that everything has been added: settles which address is that of the record and what it is
 * called, and by what it is known.
 */
void
crm_draft_finish (CrmDraft *self)
{
  settle_addresses (self);
  settle_numbers (self);
  settle_name (self);
  if (self->extras != NULL)
    crm_draft_add_note (self, self->extras->str);
  collect_keys (self);

  self->empty = self->edit->changes->len == 0 && self->links->len == 0 && self->notes->len == 0 &&
                self->fresh == NULL;
}
