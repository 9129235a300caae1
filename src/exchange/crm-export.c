/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The export of records to a file (`features.md`, C20): the result of a query, or records that
 * were ticked. It has a connection of its own, on which it sees everything as it was when it
 * began, so no list waits for it. The file is in its place when it is whole.
 *
 * Main thread only; what takes long has an asynchronous form.
 */

#include "config.h"

#include "crm-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-export-format.h"
#include "crm-link.h"
#include "crm-output.h"
#include "crm-vcard-writer.h"

/* Records between two words about how far it has come. */
#define ROWS_BETWEEN_WORDS 500

/* More names than this are looked up again rather than kept. */
#define MAX_NAMES 20000

struct _CrmExport
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  const CrmRecordType *type;
  CrmCatalogue *catalogue; /* that @type and @fields are of */
  CrmQuery *query;
  GArray *ids;
  GPtrArray *fields;
  CrmExportOptions options;

  GMutex lock;
  gint64 n_done;  /* guarded by lock */
  gint64 n_total; /* guarded by lock */
};

enum
{
  PROGRESS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmExport, crm_export, G_TYPE_OBJECT)

/* What the thread needs; plain data. */
typedef struct
{
  char *path;
  GFile *file;
  CrmCatalogue *catalogue;
  const CrmRecordType *type;
  CrmQuery *query;
  GArray *ids;
  GPtrArray *fields;
  CrmExportOptions options;

  CrmDb *db;
  GArray *peers;     /* of CrmLinkPeer: what the row links to that is being written */
  GHashTable *names; /* which record, and beside what → what it is called */
  CrmOutput *output;
  GCancellable *cancellable;
  gint64 n_done;
  gint64 n_written;

  CrmProgressFunc progress;
  gpointer progress_data;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->output, crm_output_abort);
  g_clear_pointer (&run->db, crm_db_close);
  g_clear_pointer (&run->query, crm_query_unref);
  g_clear_pointer (&run->ids, g_array_unref);
  g_ptr_array_unref (run->fields);
  g_array_unref (run->peers);
  g_hash_table_unref (run->names);
  g_object_unref (run->catalogue);
  g_object_unref (run->file);
  g_free (run->path);
  g_free (run);
}

static void
crm_export_dispose (GObject *object)
{
  CrmExport *self = CRM_EXPORT (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->query, crm_query_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->fields, g_ptr_array_unref);

  G_OBJECT_CLASS (crm_export_parent_class)->dispose (object);
}

static void
crm_export_finalize (GObject *object)
{
  g_mutex_clear (&CRM_EXPORT (object)->lock);

  G_OBJECT_CLASS (crm_export_parent_class)->finalize (object);
}

static void
crm_export_class_init (CrmExportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_export_dispose;
  object_class->finalize = crm_export_finalize;

  /**
   * CrmExport::progress:
   *
   * crm_export_get_counts() says something else now.
   */
  signals[PROGRESS] = g_signal_new ("progress", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_export_init (CrmExport *self)
{
  g_mutex_init (&self->lock);
}

/* --- What is exported ------------------------------------------------------------------------------------ */

/**
 * crm_export_list_fields:
 * @type: a record type
 *
 * Returns: (transfer full) (element-type CrmField): everything that people see of its records and
 *   that other fields do not say already
 */
GPtrArray *
crm_export_list_fields (const CrmRecordType *type)
{
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < type->n_fields; i++)
    if (crm_field_is_shown (type->fields[i]) && (type->fields[i]->flags & CRM_FIELD_NO_EXPORT) == 0)
      g_ptr_array_add (fields, type->fields[i]);

  return fields;
}

/**
 * crm_export_takes_notes:
 * @catalogue: that @type is of
 *
 * Returns: whether there can be notes on records of @type
 */
gboolean
crm_export_takes_notes (CrmCatalogue        *catalogue,
                        const CrmRecordType *type)
{
  return crm_record_type_find_field (crm_catalogue_find (catalogue, "note"), type->table.name) != NULL;
}

/**
 * crm_export_format_get_suffix:
 *
 * Returns: (transfer none): how the names of such files end: ".csv"
 */
const char *
crm_export_format_get_suffix (CrmExportFormat format)
{
  switch (format)
    {
    case CRM_EXPORT_VCARD_3:
    case CRM_EXPORT_VCARD_4:
      return ".vcf";
    case CRM_EXPORT_JSON:
      return ".json";
    case CRM_EXPORT_CSV:
    default:
      return ".csv";
    }
}

/**
 * crm_export_new:
 * @workspace: where from
 * @type: what; contacts or accounts for vCards
 *
 * Returns: (transfer full): an export of all records of @type, as a table
 */
CrmExport *
crm_export_new (CrmWorkspace        *workspace,
                const CrmRecordType *type)
{
  CrmExport *self = g_object_new (CRM_TYPE_EXPORT, NULL);

  self->workspace = g_object_ref (workspace);
  self->catalogue = g_object_ref (crm_workspace_get_catalogue (workspace));
  self->type = type;
  self->fields = crm_export_list_fields (type);

  return self;
}

/**
 * crm_export_set_query:
 * @query: (nullable): which records, and in which order; %NULL for all
 */
void
crm_export_set_query (CrmExport *self,
                      CrmQuery  *query)
{
  g_return_if_fail (CRM_IS_EXPORT (self));

  g_clear_pointer (&self->query, crm_query_unref);
  self->query = query != NULL ? crm_query_copy (query) : NULL;
}

/**
 * crm_export_set_ids:
 * @ids: (nullable) (element-type gint64): which records, and in which order; %NULL for those of
 *   the query
 */
void
crm_export_set_ids (CrmExport *self,
                    GArray    *ids)
{
  g_return_if_fail (CRM_IS_EXPORT (self));

  g_clear_pointer (&self->ids, g_array_unref);
  self->ids = ids != NULL ? g_array_ref (ids) : NULL;
}

/**
 * crm_export_set_fields:
 * @fields: (nullable) (element-type CrmField): what of the records, and in which order; %NULL for
 *   everything
 */
void
crm_export_set_fields (CrmExport *self,
                       GPtrArray *fields)
{
  g_return_if_fail (CRM_IS_EXPORT (self));

  g_ptr_array_unref (self->fields);
  self->fields = fields != NULL ? g_ptr_array_ref (fields) : crm_export_list_fields (self->type);
}

/**
 * crm_export_set_options:
 * @options: how it is written
 */
void
crm_export_set_options (CrmExport              *self,
                        const CrmExportOptions *options)
{
  g_return_if_fail (CRM_IS_EXPORT (self));

  self->options = *options;
}

/* --- Writing ------------------------------------------------------------------------------------------------ */

/* The notes on a record, the oldest first. */
static GPtrArray *
read_notes (Run           *run,
            const CrmRow  *row,
            GError       **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;
  char sql[120];

  g_snprintf (sql, sizeof sql, "SELECT body FROM note WHERE state = 0 AND %1$s = ? AND %1$s IS NOT NULL ORDER BY id",
              run->type->table.name);
  statement = crm_db_query (run->db, &reason, sql, "i", row->id);
  while (statement != NULL && crm_statement_step (statement, &reason))
    g_ptr_array_add (notes, g_strdup (crm_statement_get_text (statement, 0)));

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&notes);
}

static gint64
get_linked (const CrmRow   *row,
            const CrmField *field)
{
  return field->column.storage == CRM_STORAGE_LINK ? crm_value_get_integer (&row->values[field->column.index]) : 0;
}

/* What the row will say that it links to, which tells an import which of several records of one
 * name is meant. */
static void
collect_peers (Run          *run,
               const CrmRow *row)
{
  g_array_set_size (run->peers, 0);
  for (guint i = 0; i < run->fields->len; i++)
    {
      const CrmField *field = g_ptr_array_index (run->fields, i);

      if (field->column.links_to == NULL || field->custom != 0)
        continue;

      crm_link_add_peer (run->peers, field->column.links_to, get_linked (row, field));
      for (guint k = 0; crm_field_is_set (field) && k < row->members->len; k++)
        {
          const CrmMember *member = g_ptr_array_index (row->members, k);

          if (member->column == field->column.id)
            crm_link_add_peer (run->peers, field->column.links_to, member->key.integer);
        }
    }
}

/* Puts in the place of the title of a linked record what leads to that record. */
static void
name_link (Run             *run,
           const CrmField  *field,
           gint64           id,
           char           **title)
{
  const CrmTable *table = crm_schema_find_table (CRM_SCHEMA (run->catalogue), field->column.links_to);
  g_autoptr (GString) key = g_string_new (table->name);
  char *name;

  g_string_append_printf (key, "/%" G_GINT64_FORMAT, id);
  for (guint i = 0; i < run->peers->len; i++)
    {
      const CrmLinkPeer *peer = &g_array_index (run->peers, CrmLinkPeer, i);

      for (guint k = 0; k < table->n_columns; k++)
        if (crm_link_is_narrow (table->columns[k]) && strcmp (table->columns[k]->links_to, peer->table) == 0)
          {
            g_string_append_printf (key, "/%s:%" G_GINT64_FORMAT, peer->table, peer->id);
            break;
          }
    }

  name = g_hash_table_lookup (run->names, key->str);
  if (name == NULL)
    {
      name = crm_link_name (run->db, table, id, *title, run->peers);
      if (g_hash_table_size (run->names) >= MAX_NAMES)
        g_hash_table_remove_all (run->names);
      g_hash_table_insert (run->names, g_strdup (key->str), name);
    }

  g_free (*title);
  *title = g_strdup (name);
}

static void
name_links (Run    *run,
            CrmRow *row)
{
  collect_peers (run, row);
  for (guint i = 0; i < run->fields->len; i++)
    {
      const CrmField *field = g_ptr_array_index (run->fields, i);

      /* Options and tags have one name each. */
      if (field->column.links_to == NULL || field->custom != 0 || field->type == CRM_FIELD_TAGS)
        continue;

      if (get_linked (row, field) != 0)
        name_link (run, field, get_linked (row, field), &row->titles[field->column.index]);
      for (guint k = 0; crm_field_is_set (field) && k < row->members->len; k++)
        {
          CrmMember *member = g_ptr_array_index (row->members, k);

          if (member->column == field->column.id)
            name_link (run, field, member->key.integer, &member->text);
        }
    }
}

static gboolean
write_row (Run           *run,
           const CrmRow  *row,
           GError       **error)
{
  GString *text = crm_output_get (run->output);
  g_autoptr (GPtrArray) notes = NULL;
  char delimiter = run->options.delimiter != '\0' ? run->options.delimiter : ',';
  gboolean card = run->options.format == CRM_EXPORT_VCARD_3 || run->options.format == CRM_EXPORT_VCARD_4;

  if (card || run->options.notes)
    {
      notes = read_notes (run, row, error);
      if (notes == NULL)
        return FALSE;
    }

  switch (run->options.format)
    {
    case CRM_EXPORT_VCARD_3:
    case CRM_EXPORT_VCARD_4:
      crm_vcard_append (text, row, run->fields, notes, run->options.format == CRM_EXPORT_VCARD_4 ? 4 : 3);
      break;
    case CRM_EXPORT_JSON:
      g_string_append (text, run->n_written > 0 ? ",\n" : "\n");
      crm_export_append_json (text, row, run->fields, notes);
      break;
    case CRM_EXPORT_CSV:
    default:
      crm_export_append_csv_row (text, row, run->fields, notes, run->options.ids, delimiter);
    }
  run->n_written++;

  return TRUE;
}

static void
begin_file (Run *run)
{
  GString *text = crm_output_get (run->output);

  if (run->options.format == CRM_EXPORT_JSON)
    g_string_append_c (text, '[');
  if (run->options.format != CRM_EXPORT_CSV)
    return;

  if (run->options.mark)
    g_string_append (text, "\xef\xbb\xbf");
  crm_export_append_csv_header (text, run->fields, run->options.notes, run->options.ids,
                                run->options.delimiter != '\0' ? run->options.delimiter : ',');
}

static gboolean
write_rows (Run     *run,
            GError **error)
{
  for (guint i = 0; i < run->ids->len; i++)
    {
      g_autoptr (GError) reason = NULL;
      g_autoptr (CrmRow) row = crm_row_load (run->db, CRM_SCHEMA (run->catalogue), &run->type->table,
                                             g_array_index (run->ids, gint64, i), CRM_ROW_MEMBERS | CRM_ROW_TITLES, &reason);

      /* One that was ticked and is gone is not an error. */
      if (row == NULL && !g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      if (row != NULL && row->state == CRM_STATE_LIVE)
        {
          name_links (run, row);
          if (!write_row (run, row, error))
            return FALSE;
        }

      run->n_done++;
      if (run->n_done % ROWS_BETWEEN_WORDS != 0)
        continue;

      if (g_cancellable_set_error_if_cancelled (run->cancellable, error) || !crm_output_flush (run->output, error))
        return FALSE;
      if (run->progress != NULL)
        run->progress (run->n_done, run->ids->len, run->progress_data);
    }

  return TRUE;
}

static gboolean
write_all (Run     *run,
           GError **error)
{
  if (run->ids == NULL)
    run->ids = crm_query_get_ids (run->query, run->db, CRM_SCHEMA (run->catalogue), G_MAXUINT, error);
  if (run->ids == NULL)
    return FALSE;

  begin_file (run);
  if (!write_rows (run, error))
    return FALSE;
  if (run->options.format == CRM_EXPORT_JSON)
    g_string_append (crm_output_get (run->output), "\n]\n");

  return TRUE;
}

static gboolean
go (Run           *run,
    GCancellable  *cancellable,
    GError       **error)
{
  gboolean written;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  run->cancellable = cancellable;
  run->output = crm_output_open (run->file, error);
  if (run->output == NULL)
    return FALSE;
  run->db = crm_db_open (run->path, CRM_DB_READ, error);
  if (run->db == NULL)
    return FALSE;

  crm_db_set_cancellable (run->db, cancellable);
  written = crm_db_exec (run->db, "BEGIN", error) && write_all (run, error);
  crm_db_rollback (run->db);
  if (!written || !crm_output_commit (g_steal_pointer (&run->output), error))
    return FALSE;

  if (run->progress != NULL)
    run->progress (run->n_done, run->ids->len, run->progress_data);

  return TRUE;
}

/* --- Running ---------------------------------------------------------------------------------------------------- */

static Run *
run_new (CrmExport *self,
         GFile     *file)
{
  Run *run = g_new0 (Run, 1);

  run->path = g_strdup (crm_store_get_path (crm_workspace_get_store (self->workspace)));
  run->file = g_object_ref (file);
  run->catalogue = g_object_ref (self->catalogue);
  run->type = self->type;
  run->query = self->query != NULL ? crm_query_copy (self->query) : crm_query_new (&self->type->table);
  run->ids = self->ids != NULL ? g_array_ref (self->ids) : NULL;
  run->fields = g_ptr_array_ref (self->fields);
  run->options = self->options;
  run->options.notes &= crm_export_takes_notes (self->catalogue, self->type);
  run->peers = g_array_new (FALSE, FALSE, sizeof (CrmLinkPeer));
  run->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return run;
}

static void
note_counts (CrmExport *self,
             gint64     done,
             gint64     total)
{
  g_mutex_lock (&self->lock);
  self->n_done = done;
  self->n_total = total;
  g_mutex_unlock (&self->lock);
}

/**
 * crm_export_run:
 * @file: where to; replaced if it exists
 * @progress: (nullable) (scope call): told how far it has come, in this thread
 * @user_data: for @progress
 * @cancellable: (nullable): to stop it; nothing is left behind then
 * @error: a %G_IO_ERROR or %CRM_STORE_ERROR; nothing is left behind then either
 *
 * Exports, and waits for it.
 */
gboolean
crm_export_run (CrmExport        *self,
                GFile            *file,
                CrmProgressFunc   progress,
                gpointer          user_data,
                GCancellable     *cancellable,
                GError          **error)
{
  Run *run;
  gboolean done;

  g_return_val_if_fail (CRM_IS_EXPORT (self), FALSE);

  run = run_new (self, file);
  run->progress = progress;
  run->progress_data = user_data;
  done = go (run, cancellable, error);
  note_counts (self, run->n_written, run->ids != NULL ? run->ids->len : 0);
  run_free (run);

  return done;
}

static gboolean
tell_progress_cb (gpointer data)
{
  g_signal_emit (data, signals[PROGRESS], 0);

  return G_SOURCE_REMOVE;
}

/* In the thread of the export. */
static void
note_progress (gint64   done,
               gint64   total,
               gpointer user_data)
{
  GTask *task = user_data;
  CrmExport *self = g_task_get_source_object (task);
  g_autoptr (GSource) source = g_idle_source_new ();

  note_counts (self, done, total);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_progress_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;

  run->progress = note_progress;
  run->progress_data = task;
  if (go (run, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * crm_export_run_async:
 * @file: where to; replaced if it exists
 * @cancellable: (nullable): to stop it; nothing is left behind then
 * @callback: (scope async): called when it is done
 *
 * Exports. #CrmExport::progress tells how far it has come.
 */
void
crm_export_run_async (CrmExport           *self,
                      GFile               *file,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (CRM_IS_EXPORT (self));

  g_task_set_source_tag (task, crm_export_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run_new (self, file), run_free);
  g_task_run_in_thread (task, run_thread);
}

/**
 * crm_export_run_finish:
 * @error: as for crm_export_run()
 */
gboolean
crm_export_run_finish (CrmExport     *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * crm_export_get_counts:
 * @n_done: (out): how many records have been written
 * @n_total: (out): of how many
 */
void
crm_export_get_counts (CrmExport *self,
                       gint64    *n_done,
                       gint64    *n_total)
{
  g_return_if_fail (CRM_IS_EXPORT (self));

  g_mutex_lock (&self->lock);
  *n_done = self->n_done;
  *n_total = self->n_total;
  g_mutex_unlock (&self->lock);
}
