/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A row of a table becomes a draft, as the mapping says. A row that cannot be read as it is meant
 * is refused, with the place and the reason; it is never cut to fit.
 */

#include "config.h"

#include "crm-row-draft.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-csv-guard.h"

static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " \t\r\n")] == '\0';
}

/* Rows that are not what they look like: values may stand in the wrong columns. */
static gboolean
check_row (const CrmCsvRow *row,
           guint            n_columns,
           CrmDraft        *draft)
{
  g_autofree char *reason = NULL;
  guint n_cells = row->n_cells;

  while (n_cells > n_columns && is_blank (row->cells[n_cells - 1]))
    n_cells--;

  if ((row->flaws & CRM_CSV_TOO_LONG) != 0)
    reason = g_strdup (_("A value is longer than a megabyte. Perhaps a quote is missing."));
  else if ((row->flaws & CRM_CSV_TOO_MANY) != 0)
    reason = g_strdup_printf (_("The row has more than %d values."), CRM_CSV_MAX_CELLS);
  else if (n_cells > n_columns)
    reason = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "The row has %u value, but there are only %u columns. Perhaps a quote is missing.",
                                           "The row has %u values, but there are only %u columns. Perhaps a quote is missing.",
                                           n_cells), n_cells, n_columns);
  else if ((row->flaws & CRM_CSV_OPEN_QUOTE) != 0 && row->n_cells != n_columns)
    reason = g_strdup (_("A quote is opened and never closed."));

  if (reason == NULL)
    return TRUE;

  crm_draft_refuse (draft, NULL, n_cells > n_columns ? row->cells[n_columns] : NULL, reason);

  return FALSE;
}

/* "SMTP" is how Outlook calls the kind of nearly every address. */
static const char *
take_label (const char *text)
{
  if (g_str_has_prefix (text, "* "))
    text += 2;

  return is_blank (text) || strcmp (text, "SMTP") == 0 || strcmp (text, "EX") == 0 ? NULL : text;
}

/* "Address 1 - Label" is for everything in "Address 1"; a kind without such a group is for the
 * column behind it. */
static gboolean
is_labelled_by (const CrmMappingColumn *label,
                const CrmMappingColumn *column)
{
  gsize stem;

  if (label->group == 0 || column->header == NULL)
    return FALSE;

  stem = (gsize) (strstr (label->header, " - ") - label->header);

  return strncmp (label->header, column->header, stem + 1) == 0;
}

static void
add_cell (CrmDraft               *draft,
          guint                   number,
          const CrmMappingColumn *column,
          const char             *text,
          const char             *label)
{
  g_autoptr (GError) error = NULL;
  const CrmField *field;
  CrmDraftHint hint = { column->target.label, column->order, column->decimal, column->group };

  if (hint.label == NULL || (label != NULL && strcmp (hint.label, "other") == 0))
    hint.label = label;

  switch (column->target.kind)
    {
    case CRM_TARGET_FIELD:
      field = crm_record_type_find_field (draft->type, column->target.key);
      if (field != NULL && !crm_draft_add (draft, field, text, &hint, &error))
        crm_draft_refuse (draft, column->header, text, error->message);
      break;

    case CRM_TARGET_FULL_NAME:
      crm_draft_add_full_name (draft, text);
      break;

    case CRM_TARGET_NOTE:
      crm_draft_add_note (draft, text);
      break;

    case CRM_TARGET_EXTRA:
      crm_draft_add_extra (draft, label != NULL ? label : column->target.label != NULL ? column->target.label : _("Other"), text);
      break;

    case CRM_TARGET_UUID:
      crm_uuid_parse (&draft->edit->uuid, text);
      break;

    case CRM_TARGET_NEW_FIELD:
      if (!crm_draft_add_fresh (draft, number, &column->target, text, &hint, &error))
        crm_draft_refuse (draft, column->header, text, error->message);
      break;

    case CRM_TARGET_IGNORE:
    case CRM_TARGET_LABEL:
    default:
      break;
    }
}

/**
 * crm_row_make_draft:
 * @row: a row
 * @mapping: which of its values goes where; new fields have been made
 * @number: of the row among those of the table, from 1
 * @own: whether this program wrote the table, see crm_mapping_is_own()
 *
 * Returns: (transfer full): what @row says
 */
CrmDraft *
crm_row_make_draft (const CrmCsvRow *row,
                    CrmMapping      *mapping,
                    gint64           number,
                    gboolean         own)
{
  CrmDraft *draft = crm_draft_new (crm_mapping_get_record_type (mapping), number, row->line);
  guint n_columns = crm_mapping_get_n_columns (mapping);
  gboolean sound = check_row (row, n_columns, draft);
  GString *raw = g_string_new ("[");
  const CrmMappingColumn *labeller = NULL;
  const char *label = NULL;

  for (guint i = 0; i < row->n_cells; i++)
    {
      const CrmMappingColumn *column = i < n_columns ? crm_mapping_get_column (mapping, i) : NULL;
      g_autofree char *plain = crm_csv_unguard (row->cells[i], own);
      const char *text = plain != NULL ? plain : row->cells[i];

      if (i > 0)
        g_string_append_c (raw, ',');
      crm_json_append_string (raw, text);
      if (!sound || column == NULL)
        continue;

      if (column->target.kind == CRM_TARGET_LABEL)
        {
          label = take_label (row->cells[i]);
          labeller = column;
          continue;
        }
      if (label != NULL && i > 0 && crm_mapping_get_column (mapping, i - 1) != labeller && !is_labelled_by (labeller, column))
        label = NULL;
      if (!is_blank (text))
        add_cell (draft, i, column, text, label);
    }
  g_string_append_c (raw, ']');
  draft->raw = g_string_free (raw, FALSE);

  crm_draft_finish (draft);

  return draft;
}
