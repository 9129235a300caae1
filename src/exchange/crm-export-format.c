/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A record as a row of a table and as JSON. Values are written as files have them, the same in
 * every locale, so that an import reads them back. Pure functions; any thread.
 */

#include "config.h"

#include "crm-export-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-csv-writer.h"
#include "crm-input.h"
#include "crm-money.h"

/**
 * crm_export_format_field:
 * @row: a record, with its members and titles
 * @field: of its type
 *
 * Returns: (transfer full): the value of a field as files have it; empty for none
 */
char *
crm_export_format_field (const CrmRow   *row,
                         const CrmField *field)
{
  if (crm_field_is_set (field))
    return crm_input_format_members (field, row->members);

  return crm_field_format_plain (field, &row->values[field->column.index],
                                 row->titles != NULL ? row->titles[field->column.index] : NULL);
}

/* --- Tables ------------------------------------------------------------------------------------------- */

/* A number that can be dialled is no formula, whatever it begins with. */
static gboolean
are_numbers (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ";,\t|\n", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = parts[i] + strspn (parts[i], " ");

      if (*part == '+')
        part++;
      if (*part != '\0' && strchr ("=-@", *part) != NULL)
        return FALSE;
      if (parts[i][strspn (parts[i], " ")] == '+' && strspn (part, "0123456789 ()./-") != strlen (part))
        return FALSE;
    }

  return TRUE;
}

/* Whether what is in a field can be taken for a formula. What the program itself formats, cannot. */
static gboolean
is_risky (const CrmField *field,
          const char     *text)
{
  switch (field->type)
    {
    case CRM_FIELD_NUMBER:
    case CRM_FIELD_WHOLE:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DATE:
    case CRM_FIELD_DATE_TIME:
    case CRM_FIELD_YES_NO:
    case CRM_FIELD_COUNT:
    case CRM_FIELD_DUE:
    case CRM_FIELD_REMINDERS:
      return FALSE;
    case CRM_FIELD_PHONE:
    case CRM_FIELD_PHONES:
      return !are_numbers (text);
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_CHOICES:
    case CRM_FIELD_KEYWORD:
    case CRM_FIELD_URL:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_COUNTRY:
    case CRM_FIELD_LINK:
    case CRM_FIELD_TAGS:
    case CRM_FIELD_EMAILS:
    case CRM_FIELD_MESSENGERS:
    case CRM_FIELD_LINKS:
    default:
      return TRUE;
    }
}

/**
 * crm_export_append_csv_header:
 * @text: where to append
 * @fields: (element-type CrmField): the columns
 * @notes: whether the notes on each record are in a column of their own
 * @ids: whether the id of each record is in a column of its own
 * @delimiter: what stands between two values
 */
void
crm_export_append_csv_header (GString   *text,
                              GPtrArray *fields,
                              gboolean   notes,
                              gboolean   ids,
                              char       delimiter)
{
  for (guint i = 0; i < fields->len; i++)
    crm_csv_append_text (text, ((const CrmField *) g_ptr_array_index (fields, i))->label, i == 0, delimiter);
  if (notes)
    crm_csv_append_text (text, _("Note"), fields->len == 0, delimiter);
  if (ids)
    crm_csv_append (text, "UUID", fields->len == 0 && !notes, delimiter);
  crm_csv_end_row (text);
}

/**
 * crm_export_append_csv_row:
 * @text: where to append
 * @row: a record, with its members and titles
 * @fields: (element-type CrmField): the columns
 * @notes: (nullable) (element-type utf8): what is in the column of the notes, one below the other;
 *   %NULL for no such column
 * @ids: whether the id of each record is in a column of its own
 * @delimiter: what stands between two values
 */
void
crm_export_append_csv_row (GString      *text,
                           const CrmRow *row,
                           GPtrArray    *fields,
                           GPtrArray    *notes,
                           gboolean      ids,
                           char          delimiter)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const CrmField *field = g_ptr_array_index (fields, i);
      g_autofree char *value = crm_export_format_field (row, field);

      if (is_risky (field, value))
        crm_csv_append_text (text, value, i == 0, delimiter);
      else
        crm_csv_append (text, value, i == 0, delimiter);
    }

  if (notes != NULL)
    {
      g_autoptr (GString) joined = g_string_new (NULL);

      for (guint i = 0; i < notes->len; i++)
        g_string_append_printf (joined, "%s%s", i > 0 ? "\n\n" : "", (const char *) g_ptr_array_index (notes, i));
      crm_csv_append_text (text, joined->str, fields->len == 0, delimiter);
    }

  if (ids)
    {
      char uuid[CRM_UUID_STRING_SIZE];

      crm_uuid_print (&row->uuid, uuid);
      crm_csv_append (text, uuid, fields->len == 0 && notes == NULL, delimiter);
    }
  crm_csv_end_row (text);
}

/* --- JSON ------------------------------------------------------------------------------------------------ */

static void
append_members (GString        *text,
                const CrmRow   *row,
                const CrmField *field)
{
  gboolean first = TRUE;

  g_string_append_c (text, '[');
  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);

      if (member->column != field->column.id || member->text == NULL)
        continue;
      if (!first)
        g_string_append_c (text, ',');
      first = FALSE;

      if (field->column.links_to != NULL && field->type != CRM_FIELD_LINKS)
        {
          crm_json_append_string (text, member->text);
          continue;
        }
      g_string_append (text, "{\"value\":");
      crm_json_append_string (text, member->text);
      if (member->label != NULL)
        {
          g_string_append (text, ",\"label\":");
          crm_json_append_string (text, member->label);
        }
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, ']');
}

static void
append_value (GString        *text,
              const CrmRow   *row,
              const CrmField *field)
{
  const CrmValue *value = &row->values[field->column.index];
  g_autofree char *plain = NULL;

  switch (field->type)
    {
    case CRM_FIELD_NUMBER:
    case CRM_FIELD_WHOLE:
    case CRM_FIELD_COUNT:
      crm_value_append_json (value, text);
      break;

    case CRM_FIELD_YES_NO:
      g_string_append (text, value->integer != 0 ? "true" : "false");
      break;

    case CRM_FIELD_MONEY:
      plain = crm_money_format_plain (value);
      g_string_append_printf (text, "{\"amount\":\"%s\",\"currency\":\"%s\"}", plain, value->currency);
      break;

    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_DATE:
    case CRM_FIELD_DATE_TIME:
    case CRM_FIELD_DUE:
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_CHOICES:
    case CRM_FIELD_KEYWORD:
    case CRM_FIELD_URL:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_COUNTRY:
    case CRM_FIELD_LINK:
    case CRM_FIELD_LINKS:
    case CRM_FIELD_TAGS:
    case CRM_FIELD_EMAILS:
    case CRM_FIELD_PHONES:
    case CRM_FIELD_MESSENGERS:
    case CRM_FIELD_REMINDERS:
    default:
      plain = crm_export_format_field (row, field);
      crm_json_append_string (text, plain);
      break;
    }
}

static gboolean
is_empty (const CrmRow   *row,
          const CrmField *field)
{
  if (!crm_field_is_set (field))
    return crm_value_is_empty (&row->values[field->column.index]);

  for (guint i = 0; i < row->members->len; i++)
    if (((const CrmMember *) g_ptr_array_index (row->members, i))->column == field->column.id)
      return FALSE;

  return TRUE;
}

/**
 * crm_export_append_json:
 * @text: where to append
 * @row: a record, with its members and titles
 * @fields: (element-type CrmField): what of it
 * @notes: (nullable) (element-type utf8): the notes on it
 *
 * Appends an object with the keys of the catalogue; what is empty is left out. Numbers are
 * numbers, sets are arrays, an amount has its currency.
 */
void
crm_export_append_json (GString      *text,
                        const CrmRow *row,
                        GPtrArray    *fields,
                        GPtrArray    *notes)
{
  char uuid[CRM_UUID_STRING_SIZE];

  crm_uuid_print (&row->uuid, uuid);
  g_string_append_printf (text, "{\"id\":\"%s\"", uuid);
  for (guint i = 0; i < fields->len; i++)
    {
      const CrmField *field = g_ptr_array_index (fields, i);

      if (is_empty (row, field))
        continue;

      g_string_append_c (text, ',');
      crm_json_append_string (text, field->key);
      g_string_append_c (text, ':');
      if (crm_field_is_set (field))
        append_members (text, row, field);
      else
        append_value (text, row, field);
    }
  if (notes != NULL && notes->len > 0)
    {
      g_string_append (text, ",\"notes\":[");
      for (guint i = 0; i < notes->len; i++)
        {
          if (i > 0)
            g_string_append_c (text, ',');
          crm_json_append_string (text, g_ptr_array_index (notes, i));
        }
      g_string_append_c (text, ']');
    }
  g_string_append_c (text, '}');
}
