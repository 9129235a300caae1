/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Prints records: as a table for people, as CSV, or as an object of JSON a line. They are read page
 * by page, so that a million takes no more memory than their ids, and so that whoever reads slowly
 * keeps nobody from the file.
 */

#include "config.h"

#include "crm-rows-private.h"

#include <glib/gi18n-lib.h>

#include "crm-csv-writer.h"
#include "crm-export-format.h"
#include "crm-record.h"

#define ROWS_IN_A_PAGE 250

typedef struct
{
  const CrmRecordType *type;
  const gint64 *ids;
  guint n_ids;
  CrmState state;
} Page;

static gpointer
read_page (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Page *page = data;
  const CrmTable *table = crm_schema_get_table (schema, page->type->table.id);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);

  for (guint i = 0; i < page->n_ids; i++)
    {
      g_autoptr (GError) reason = NULL;
      CrmRow *row = crm_row_load (db, schema, table, page->ids[i], CRM_ROW_MEMBERS | CRM_ROW_TITLES, &reason);

      if (row == NULL && !g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }

      /* What has gone since it was found is not there. */
      if (row != NULL && row->state == page->state)
        g_ptr_array_add (rows, row);
      else
        g_clear_pointer (&row, crm_row_free);
    }

  return g_steal_pointer (&rows);
}

/*< private >
 * @type: a record type
 *
 * Returns: (transfer full) (element-type CrmField): what a list shows of its records unless
 *   somebody says what
 */
GPtrArray *
_crm_rows_list_columns (const CrmRecordType *type)
{
  GPtrArray *fields = g_ptr_array_new ();
  const CrmField *title = crm_record_type_get_title (type);

  g_ptr_array_add (fields, (gpointer) title);
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i] != title && (type->fields[i]->flags & CRM_FIELD_COLUMN) != 0)
      g_ptr_array_add (fields, type->fields[i]);

  /* Kinds of records that have no list in the window. */
  for (guint i = 0; fields->len == 1 && i < type->n_fields; i++)
    if (type->fields[i] != title && crm_field_is_shown (type->fields[i]) && type->fields[i]->column.id < 900)
      g_ptr_array_add (fields, type->fields[i]);

  return fields;
}

static gboolean
print_grid_row (CrmGrid       *grid,
                CrmRow        *row,
                GPtrArray     *fields,
                GError       **error)
{
  g_autoptr (CrmRecord) record = crm_record_new (row);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (cells, g_strdup_printf ("%" G_GINT64_FORMAT, row->id));
  for (guint i = 0; i < fields->len; i++)
    g_ptr_array_add (cells, crm_record_format (record, g_ptr_array_index (fields, i)));

  return _crm_grid_add_row (grid, (char **) cells->pdata, error);
}

static CrmGrid *
make_grid (CrmCtl    *ctl,
           GPtrArray *fields)
{
  CrmGrid *grid = _crm_grid_new (ctl);

  /* TRANSLATORS: the number of a record, over a column of a table */
  _crm_grid_add_column (grid, _("No."), TRUE);
  for (guint i = 0; i < fields->len; i++)
    {
      const CrmField *field = g_ptr_array_index (fields, i);

      _crm_grid_add_column (grid, field->label, crm_field_is_number (field));
    }

  return grid;
}

/* A terminal gets no more than it can show. */
static gboolean
print_csv (CrmCtl         *ctl,
           const GString  *text,
           GError        **error)
{
  g_autoptr (GString) clean = g_string_new (NULL);

  if (!_crm_print_is_terminal ())
    return _crm_print (ctl, text, error);

  _crm_print_append_clean (clean, text->str, TRUE);

  return _crm_print (ctl, clean, error);
}

static gboolean
print_csv_header (CrmCtl     *ctl,
                  GPtrArray  *fields,
                  GError    **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  crm_csv_append (text, "id", TRUE, ',');
  for (guint i = 0; i < fields->len; i++)
    crm_csv_append (text, ((const CrmField *) g_ptr_array_index (fields, i))->key, FALSE, ',');
  crm_csv_end_row (text);

  return print_csv (ctl, text, error);
}

static gboolean
print_csv_row (CrmCtl        *ctl,
               const CrmRow  *row,
               GPtrArray     *fields,
               GError       **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char uuid[CRM_UUID_STRING_SIZE];

  crm_uuid_print (&row->uuid, uuid);
  crm_csv_append (text, uuid, TRUE, ',');
  if (fields->len > 0)
    {
      g_string_append_c (text, ',');
      crm_export_append_csv_row (text, row, fields, NULL, FALSE, ',');
    }
  else
    crm_csv_end_row (text);

  return print_csv (ctl, text, error);
}

/*< private >
 * @row: a record, with its members and titles
 * @fields: (element-type CrmField): what of it
 *
 * Prints a record as an object of JSON.
 */
gboolean
_crm_rows_print_json (CrmCtl        *ctl,
                      const CrmRow  *row,
                      GPtrArray     *fields,
                      GError       **error)
{
  g_autoptr (GString) json = g_string_new (NULL);

  crm_export_append_json (json, row, fields, NULL);
  g_string_append_c (json, '\n');

  return _crm_print_json (ctl, json, error);
}

/*< private >
 * @ids: (element-type gint64): which records, and in which order
 * @fields: (element-type CrmField): what of them
 * @state: those that are not in it any more are left out
 * @form: how they are printed
 * @error: a %CRM_STORE_ERROR, a %G_IO_ERROR
 *
 * Prints records.
 */
gboolean
_crm_rows_print (CrmCtl               *ctl,
                 const CrmRecordType  *type,
                 GArray               *ids,
                 GPtrArray            *fields,
                 CrmState              state,
                 CrmForm               form,
                 GError              **error)
{
  g_autoptr (CrmGrid) grid = form == CRM_FORM_TABLE ? make_grid (ctl, fields) : NULL;

  if (form == CRM_FORM_CSV && !print_csv_header (ctl, fields, error))
    return FALSE;

  for (guint i = 0; i < ids->len && !ctl->deaf; i += ROWS_IN_A_PAGE)
    {
      Page page = { type, &g_array_index (ids, gint64, i), MIN (ROWS_IN_A_PAGE, ids->len - i), state };
      g_autoptr (GPtrArray) rows = NULL;

      rows = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_SCREEN, read_page, &page, error);
      if (rows == NULL)
        return FALSE;

      while (rows->len > 0)
        {
          g_autoptr (CrmRow) row = g_ptr_array_steal_index (rows, 0);
          gboolean printed;

          if (form == CRM_FORM_JSON)
            printed = _crm_rows_print_json (ctl, row, fields, error);
          else if (form == CRM_FORM_CSV)
            printed = print_csv_row (ctl, row, fields, error);
          else
            printed = print_grid_row (grid, g_steal_pointer (&row), fields, error);
          if (!printed)
            return FALSE;
        }
    }

  return grid == NULL || _crm_grid_end (grid, error);
}
