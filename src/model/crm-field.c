/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a field is to people, and how its values are read and written. How the store keeps it
 * follows from its type.
 */

#include "config.h"

#include "crm-field.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-country.h"
#include "crm-due.h"
#include "crm-duration.h"
#include "crm-email.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-money.h"
#include "crm-phone.h"
#include "crm-text.h"

#define MAX_TEXT      4000
#define MAX_LONG_TEXT 1000000

typedef struct
{
  const char *name;
  const char *label; /* NULL: people cannot make fields of it */
  CrmStorage storage;
  CrmKey key;
  CrmSearch search;
  gboolean sorted;
} TypeInfo;

static const TypeInfo types[] = {
  [CRM_FIELD_TEXT] = { "text", N_("Text"), CRM_STORAGE_TEXT, CRM_KEY_FOLDED, CRM_SEARCH_WORDS, TRUE },
  [CRM_FIELD_LONG_TEXT] = { "long-text", N_("Long Text"), CRM_STORAGE_TEXT, CRM_KEY_NONE, CRM_SEARCH_WORDS, FALSE },
  [CRM_FIELD_NUMBER] = { "number", N_("Number"), CRM_STORAGE_REAL, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_WHOLE] = { "whole-number", NULL, CRM_STORAGE_INTEGER, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_MONEY] = { "money", N_("Amount of Money"), CRM_STORAGE_MONEY, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_DATE] = { "date", N_("Date"), CRM_STORAGE_TEXT, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_DATE_TIME] = { "date-time", N_("Date and Time"), CRM_STORAGE_INTEGER, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_YES_NO] = { "yes-no", N_("Yes or No"), CRM_STORAGE_INTEGER, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_CHOICE] = { "choice", N_("One of a List"), CRM_STORAGE_LINK, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_CHOICES] = { "choices", N_("Several of a List"), CRM_STORAGE_SET, CRM_KEY_NONE, CRM_SEARCH_NONE, FALSE },
  [CRM_FIELD_KEYWORD] = { "keyword", NULL, CRM_STORAGE_TEXT, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_URL] = { "link", N_("Link"), CRM_STORAGE_TEXT, CRM_KEY_FOLDED, CRM_SEARCH_WORDS, TRUE },
  [CRM_FIELD_EMAIL] = { "email", N_("E-Mail"), CRM_STORAGE_TEXT, CRM_KEY_EMAIL, CRM_SEARCH_WORDS, TRUE },
  [CRM_FIELD_PHONE] = { "phone", N_("Phone"), CRM_STORAGE_TEXT, CRM_KEY_DIGITS, CRM_SEARCH_DIGITS, TRUE },
  [CRM_FIELD_COUNTRY] = { "country", NULL, CRM_STORAGE_TEXT, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_LINK] = { "record", NULL, CRM_STORAGE_LINK, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_TAGS] = { "tags", NULL, CRM_STORAGE_SET, CRM_KEY_NONE, CRM_SEARCH_NONE, FALSE },
  [CRM_FIELD_EMAILS] = { "emails", NULL, CRM_STORAGE_SET, CRM_KEY_NONE, CRM_SEARCH_WORDS, FALSE },
  [CRM_FIELD_PHONES] = { "phones", NULL, CRM_STORAGE_SET, CRM_KEY_NONE, CRM_SEARCH_DIGITS, FALSE },
  [CRM_FIELD_MESSENGERS] = { "messengers", NULL, CRM_STORAGE_SET, CRM_KEY_NONE, CRM_SEARCH_WORDS, FALSE },
  [CRM_FIELD_COUNT] = { "count", NULL, CRM_STORAGE_INTEGER, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_LINKS] = { "records", NULL, CRM_STORAGE_SET, CRM_KEY_NONE, CRM_SEARCH_NONE, FALSE },
  [CRM_FIELD_DUE] = { "due", NULL, CRM_STORAGE_TEXT, CRM_KEY_NONE, CRM_SEARCH_NONE, TRUE },
  [CRM_FIELD_REMINDERS] = { "reminders", NULL, CRM_STORAGE_SET, CRM_KEY_NONE, CRM_SEARCH_NONE, FALSE },
};

/**
 * crm_field_type_get_type:
 */
GType
crm_field_type_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static GEnumValue values[G_N_ELEMENTS (types) + 1];

      for (guint i = 0; i < G_N_ELEMENTS (types); i++)
        values[i] = (GEnumValue) { (int) i, types[i].name, types[i].name };
      g_once_init_leave (&type, g_enum_register_static ("CrmFieldType", values));
    }

  return type;
}

/**
 * crm_field_type_get_name:
 *
 * Returns: (transfer none): the name in files
 */
const char *
crm_field_type_get_name (CrmFieldType type)
{
  return types[type].name;
}

/**
 * crm_field_type_get_label:
 *
 * Returns: (transfer none): the name for people
 */
const char *
crm_field_type_get_label (CrmFieldType type)
{
  return types[type].label != NULL ? _(types[type].label) : types[type].name;
}

/**
 * crm_field_type_is_custom:
 *
 * Returns: %TRUE if people can make fields of @type
 */
gboolean
crm_field_type_is_custom (CrmFieldType type)
{
  return types[type].label != NULL;
}

/**
 * crm_field_type_from_name:
 * @name: (nullable): the name in files
 * @type: (out): the type
 *
 * Returns: %FALSE if there is no such type
 */
gboolean
crm_field_type_from_name (const char   *name,
                          CrmFieldType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].name, name) == 0)
      {
        *type = (CrmFieldType) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * crm_field_define:
 * @field: all zero
 * @id: of the column
 * @name: of the column
 * @type: what it holds
 * @flags: what else holds for it
 *
 * Fills in what follows from the type.
 */
void
crm_field_define (CrmField      *field,
                  guint16        id,
                  const char    *name,
                  CrmFieldType   type,
                  CrmFieldFlags  flags)
{
  const TypeInfo *info = &types[type];

  field->type = type;
  field->flags = flags;

  field->column.id = id;
  field->column.name = name;
  field->column.storage = info->storage;
  field->column.key = info->key;
  field->column.search = (flags & CRM_FIELD_SEARCHED) != 0 ? info->search : CRM_SEARCH_NONE;
  if (info->sorted && (flags & CRM_FIELD_UNSORTED) == 0)
    field->column.flags |= CRM_COLUMN_SORTED;
  if ((flags & CRM_FIELD_COUNTER) != 0)
    field->column.flags |= CRM_COLUMN_COUNTER;
  if ((flags & CRM_FIELD_PART) != 0)
    field->column.flags |= CRM_COLUMN_PART;
  if ((flags & CRM_FIELD_KEEPS) != 0)
    field->column.flags |= CRM_COLUMN_KEEPS;
  if ((flags & CRM_FIELD_DERIVED) != 0 || type == CRM_FIELD_COUNT)
    field->column.flags |= CRM_COLUMN_DERIVED;
}

/**
 * crm_field_from_column:
 * @column: a column of a catalogue
 *
 * Returns: (transfer none): the field that it is the column of
 */
const CrmField *
crm_field_from_column (const CrmColumn *column)
{
  return (const CrmField *) column;
}

/**
 * crm_field_is_shown:
 *
 * Returns: %TRUE if people see the field
 */
gboolean
crm_field_is_shown (const CrmField *field)
{
  return (field->flags & CRM_FIELD_INTERNAL) == 0;
}

/**
 * crm_field_is_editable:
 *
 * Returns: %TRUE if people may give it a value
 */
gboolean
crm_field_is_editable (const CrmField *field)
{
  return (field->flags & (CRM_FIELD_INTERNAL | CRM_FIELD_READ_ONLY | CRM_FIELD_DERIVED)) == 0 &&
         field->type != CRM_FIELD_COUNT;
}

/**
 * crm_field_is_sorted:
 *
 * Returns: %TRUE if lists can be sorted by it
 */
gboolean
crm_field_is_sorted (const CrmField *field)
{
  return (field->column.flags & CRM_COLUMN_SORTED) != 0;
}

/**
 * crm_field_is_set:
 *
 * Returns: %TRUE if it has any number of values
 */
gboolean
crm_field_is_set (const CrmField *field)
{
  return field->column.storage == CRM_STORAGE_SET;
}

/**
 * crm_field_is_number:
 *
 * Returns: %TRUE if its values are shown at the end of a column
 */
gboolean
crm_field_is_number (const CrmField *field)
{
  return field->type == CRM_FIELD_NUMBER || field->type == CRM_FIELD_WHOLE ||
         field->type == CRM_FIELD_MONEY || field->type == CRM_FIELD_COUNT;
}

/**
 * crm_field_get_explanation:
 *
 * Returns: (transfer none) (nullable): the keyword that says where its value comes from: "Last
 *   Contacted By" for "Last Contacted"
 */
const CrmField *
crm_field_get_explanation (const CrmField *field)
{
  g_autofree char *key = g_strconcat (field->key, "_by", NULL);
  const CrmField *explanation = crm_record_type_find_field (field->record_type, key);

  return explanation != NULL && explanation->type == CRM_FIELD_KEYWORD ? explanation : NULL;
}

/**
 * crm_field_get_keyword_label:
 * @value: (nullable): a keyword
 *
 * Returns: (transfer none) (nullable): its name for people, or @value
 */
const char *
crm_field_get_keyword_label (const CrmField *field,
                             const char     *value)
{
  for (const CrmKeyword *keyword = field->keywords; keyword != NULL && keyword->value != NULL; keyword++)
    if (g_strcmp0 (keyword->value, value) == 0)
      return _(keyword->label);

  return value;
}

/**
 * crm_fill:
 * @form: a translated form with one `%s` in it
 * @word: what comes there
 *
 * Fills in a form that is chosen at run time, which a compiler cannot check.
 *
 * Returns: (transfer full): the text
 */
char *
crm_fill (const char *form,
          const char *word)
{
  const char *gap = strstr (form, "%s");

  if (gap == NULL)
    return g_strdup (form);

  return g_strdup_printf ("%.*s%s%s", (int) (gap - form), form, word, gap + 2);
}

/* --- Reading ------------------------------------------------------------------------------------- */

static gboolean
refuse (const CrmField  *field,
        GError         **error,
        const char      *why)
{
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, "%s: %s", field->label, why);

  return FALSE;
}

static gboolean
parse_yes_no (const char *text,
              gint64     *yes)
{
  static const char *const positive[] = { "yes", "true", "1", "y", "x", "on", "si", "oui", "ja", "wahr", "vrai", "verdadero", "vero", "sim" };
  static const char *const negative[] = { "no", "false", "0", "n", "off", "non", "nein", "falsch", "faux", "falso", "nao" };
  g_autofree char *key = crm_fold (text);
  g_autofree char *own_yes = crm_fold (_("Yes"));
  g_autofree char *own_no = crm_fold (_("No"));

  *yes = g_strcmp0 (key, own_yes) == 0;
  for (guint i = 0; i < G_N_ELEMENTS (positive); i++)
    *yes |= g_strcmp0 (key, positive[i]) == 0;
  if (*yes)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (negative); i++)
    if (g_strcmp0 (key, negative[i]) == 0)
      return TRUE;

  return g_strcmp0 (key, own_no) == 0;
}

static gboolean
parse_keyword (const CrmField  *field,
               const char      *text,
               CrmValue        *value,
               GError         **error)
{
  g_autofree char *key = crm_fold (text);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *message = NULL;

  for (const CrmKeyword *keyword = field->keywords; keyword->value != NULL; keyword++)
    {
      g_autofree char *label = crm_fold (_(keyword->label));
      g_autofree char *plain = crm_fold (keyword->label);

      if (g_strcmp0 (key, keyword->value) == 0 || g_strcmp0 (key, label) == 0 || g_strcmp0 (key, plain) == 0)
        {
          *value = crm_value_text (keyword->value);
          return TRUE;
        }
      g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", _(keyword->label));
    }

  message = g_strdup_printf (_("“%s” is not one of: %s."), text, all->str);

  return refuse (field, error, message);
}

static gboolean
parse_whole (const CrmField  *field,
             const char      *text,
             CrmValue        *value,
             GError         **error)
{
  g_autofree char *message = NULL;
  double number;

  if (!crm_number_parse (text, &number, error))
    {
      g_prefix_error (error, "%s: ", field->label);
      return FALSE;
    }

  if (number < -9e15 || number > 9e15 || number != (double) (gint64) number)
    {
      message = g_strdup_printf (_("“%s” is not a whole number."), text);
      return refuse (field, error, message);
    }

  *value = crm_value_integer ((gint64) number);

  return TRUE;
}

/**
 * crm_field_parse:
 * @field: not one of records or sets
 * @text: (nullable): a value as people write it; empty for none
 * @value: (out caller-allocates): the value
 * @error: %CRM_ERROR_INVALID, with what the field takes
 *
 * Reads a value of a field.
 */
gboolean
crm_field_parse (const CrmField  *field,
                 const char      *text,
                 CrmValue        *value,
                 GError         **error)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *message = NULL;
  char date[CRM_DATE_SIZE];
  char due[CRM_DUE_SIZE];
  const char *code;
  double number;
  gint64 integer;

  *value = (CrmValue) CRM_VALUE_INIT;
  if (text == NULL)
    return TRUE;

  if (!g_utf8_validate (text, -1, NULL))
    return refuse (field, error, _("The text is not valid UTF-8."));

  trimmed = crm_text_strip (text);
  if (*trimmed == '\0')
    return TRUE;

  if (strlen (trimmed) > (field->type == CRM_FIELD_LONG_TEXT ? MAX_LONG_TEXT : MAX_TEXT))
    return refuse (field, error, _("The text is too long."));

  switch (field->type)
    {
    case CRM_FIELD_TEXT:
      /* One line, whatever it was pasted from. */
      *value = crm_value_text (g_strdelimit (trimmed, "\r\n\t\v\f", ' '));
      return TRUE;

    case CRM_FIELD_URL:
      if (strpbrk (trimmed, " \t\n") != NULL)
        {
          message = g_strdup_printf (_("“%s” is not a web address."), trimmed);
          return refuse (field, error, message);
        }
      *value = crm_value_text (trimmed);
      return TRUE;

    case CRM_FIELD_LONG_TEXT:
      *value = crm_value_text (trimmed);
      return TRUE;

    case CRM_FIELD_EMAIL:
      if (!crm_email_is_valid (trimmed))
        {
          message = g_strdup_printf (_("“%s” is not an e-mail address. Write it like name@example.com."), trimmed);
          return refuse (field, error, message);
        }
      *value = crm_value_text (trimmed);
      return TRUE;

    case CRM_FIELD_PHONE:
      if (!crm_phone_is_valid (trimmed))
        {
          message = g_strdup_printf (_("“%s” is not a telephone number."), trimmed);
          return refuse (field, error, message);
        }
      *value = crm_value_text (trimmed);
      return TRUE;

    case CRM_FIELD_COUNTRY:
      /* A country that is not in the list stays as it was written. */
      code = crm_country_find_code (trimmed);
      *value = crm_value_text (code != NULL ? code : trimmed);
      return TRUE;

    case CRM_FIELD_NUMBER:
      if (!crm_number_parse (trimmed, &number, error))
        {
          g_prefix_error (error, "%s: ", field->label);
          return FALSE;
        }
      *value = crm_value_real (number);
      return TRUE;

    case CRM_FIELD_WHOLE:
    case CRM_FIELD_COUNT:
      return parse_whole (field, trimmed, value, error);

    case CRM_FIELD_MONEY:
      if (!crm_money_parse (trimmed, NULL, value, error))
        {
          g_prefix_error (error, "%s: ", field->label);
          return FALSE;
        }
      return TRUE;

    case CRM_FIELD_DATE:
      if (!crm_date_parse (trimmed, CRM_DATE_LOCALE, date, error))
        {
          g_prefix_error (error, "%s: ", field->label);
          return FALSE;
        }
      *value = crm_value_text (date);
      return TRUE;

    case CRM_FIELD_DUE:
      if (!crm_due_parse (trimmed, CRM_DATE_LOCALE, g_get_real_time (), due, error))
        {
          g_prefix_error (error, "%s: ", field->label);
          return FALSE;
        }
      *value = crm_value_text (due);
      return TRUE;

    case CRM_FIELD_DATE_TIME:
      if (!crm_instant_parse (trimmed, NULL, CRM_DATE_LOCALE, &integer, error))
        {
          g_prefix_error (error, "%s: ", field->label);
          return FALSE;
        }
      *value = crm_value_integer (integer);
      return TRUE;

    case CRM_FIELD_YES_NO:
      if (!parse_yes_no (trimmed, &integer))
        {
          message = g_strdup_printf (_("“%s” is neither yes nor no."), trimmed);
          return refuse (field, error, message);
        }
      *value = crm_value_integer (integer);
      return TRUE;

    case CRM_FIELD_KEYWORD:
      return parse_keyword (field, trimmed, value, error);

    default:
      g_return_val_if_reached (FALSE);
    }
}

/* --- Writing --------------------------------------------------------------------------------------- */

/**
 * crm_field_parse_over:
 * @field: not one of records or sets
 * @text: (nullable): a value as people write it; empty for none
 * @before: (nullable): the value that it takes the place of
 * @value: (out caller-allocates): the value
 * @error: %CRM_ERROR_INVALID, with what the field takes
 *
 * Reads a value that takes the place of another one: an amount that names no currency stays in
 * the currency that it was in.
 */
gboolean
crm_field_parse_over (const CrmField  *field,
                      const char      *text,
                      const CrmValue  *before,
                      CrmValue        *value,
                      GError         **error)
{
  g_autofree char *trimmed = crm_text_strip (text);

  if (field->type != CRM_FIELD_MONEY || before == NULL || before->kind != CRM_VALUE_MONEY || *trimmed == '\0')
    return crm_field_parse (field, text, value, error);

  *value = (CrmValue) CRM_VALUE_INIT;
  if (crm_money_parse (trimmed, before->currency, value, error))
    return TRUE;

  g_prefix_error (error, "%s: ", field->label);

  return FALSE;
}

/**
 * crm_field_format:
 * @value: a value of the field
 * @title: (nullable): the title of the record that it links to
 *
 * Returns: (transfer full): the value for people, as the locale has it; empty for none
 */
char *
crm_field_format (const CrmField *field,
                  const CrmValue *value,
                  const char     *title)
{
  const char *name;

  if (crm_value_is_empty (value))
    return g_strdup ("");

  switch (field->type)
    {
    case CRM_FIELD_NUMBER:
      return crm_number_format (value->real);
    case CRM_FIELD_WHOLE:
    case CRM_FIELD_COUNT:
      return crm_number_format ((double) value->integer);
    case CRM_FIELD_MONEY:
      return crm_money_format (value);
    case CRM_FIELD_DATE:
      return crm_date_format (value->text);
    case CRM_FIELD_DUE:
      return crm_due_format (value->text);
    case CRM_FIELD_DATE_TIME:
      return crm_instant_format (value->integer);
    case CRM_FIELD_YES_NO:
      return g_strdup (value->integer != 0 ? _("Yes") : _("No"));
    case CRM_FIELD_KEYWORD:
      return g_strdup (crm_field_get_keyword_label (field, value->text));
    case CRM_FIELD_COUNTRY:
      name = crm_country_get_name (value->text);
      return g_strdup (name != NULL ? name : value->text);
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_CHOICES:
    case CRM_FIELD_LINK:
    case CRM_FIELD_LINKS:
    case CRM_FIELD_TAGS:
      return g_strdup (title != NULL ? title : "");
    default:
      return g_strdup (crm_value_get_text (value));
    }
}

/* How people say how long before something is due they want to hear of it. */
static char *
format_reminder (const char *text)
{
  CrmDuration duration = { 0 };
  g_autofree char *length = NULL;
  int minutes = atoi (text);

  if (minutes <= 0)
    return g_strdup (_("When it is due"));

  if (minutes % (24 * 60) == 0)
    duration.days = minutes / (24 * 60);
  else if (minutes % 60 == 0)
    duration.hours = minutes / 60;
  else
    duration.minutes = minutes;
  length = crm_duration_format (&duration);

  /* TRANSLATORS: a length of time, such as "15 minutes" */
  return g_strdup_printf (_("%s before"), length);
}

/**
 * crm_field_format_member:
 * @field: a set
 * @text: a member, or the title of the record that it is
 * @label: (nullable): as what it is a member
 *
 * Returns: (transfer full): the member for people
 */
char *
crm_field_format_member (const CrmField *field,
                         const char     *text,
                         const char     *label)
{
  if (text == NULL)
    return g_strdup ("");
  if (field->type == CRM_FIELD_REMINDERS)
    return format_reminder (text);
  if (label == NULL)
    return g_strdup (text);
  if (field->type == CRM_FIELD_MESSENGERS || field->type == CRM_FIELD_LINKS)
    return g_strdup_printf ("%s: %s", label, text);

  return g_strdup (text);
}

/**
 * crm_field_format_plain:
 * @value: a value of the field
 * @title: (nullable): the title of the record that it links to
 *
 * Returns: (transfer full): the value as files have it, the same in every locale; empty for none
 */
char *
crm_field_format_plain (const CrmField *field,
                        const CrmValue *value,
                        const char     *title)
{
  if (crm_value_is_empty (value))
    return g_strdup ("");

  switch ((CrmValueKind) value->kind)
    {
    case CRM_VALUE_MONEY:
      {
        g_autofree char *amount = crm_money_format_plain (value);

        return g_strconcat (amount, " ", value->currency, NULL);
      }
    case CRM_VALUE_REAL:
      return crm_number_format_plain (value->real);
    case CRM_VALUE_INTEGER:
      if (field->type == CRM_FIELD_DATE_TIME)
        return crm_instant_format_plain (value->integer);
      if (field->type == CRM_FIELD_YES_NO)
        return g_strdup (value->integer != 0 ? "yes" : "no");
      if (field->column.links_to != NULL)
        return g_strdup (title != NULL ? title : "");
      return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
    case CRM_VALUE_TEXT:
      return g_strdup (value->text);
    case CRM_VALUE_EMPTY:
    default:
      return g_strdup ("");
    }
}
