/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * An import under way. One thread reads the file and makes drafts, in packets; the thread of the
 * writer takes them, some thousands in one commit, all commits in one batch. The first is ahead
 * of the second by a few packets and no more, so a file of any size takes the same memory.
 *
 * Between two commits other writers get through. Each commit says how far it came, so an import
 * that was killed goes on where it was; one that is cancelled ends with what is written, which
 * can be undone in one step.
 */

#include "config.h"

#include "crm-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"
#include "crm-uuid.h"

/* Rows that go from one thread to the other at once, packets that wait, and rows of a commit. The
 * more rows a commit has, the less often the same page is written; the fewer, the sooner somebody
 * else gets through. */
#define PACKET_ROWS 500
#define MAX_PACKETS 12
#define COMMIT_ROWS 10000

static guint commit_rows = COMMIT_ROWS;

typedef struct
{
  GPtrArray *drafts;
  goffset position;
  GError *error; /* what ended the file before its end */
  gboolean last;
} Packet;

typedef struct
{
  CrmImportRun *run;
  CrmSource *source;
  CrmDraftWriter *writer;
  GCancellable *cancellable;

  /* From the reading thread to the writing one. */
  GMutex lock;
  GCond cond;
  GQueue packets; /* guarded by lock */
  gboolean stop;  /* guarded by lock */

  /* What the transaction has done that is under way. */
  CrmImportCounts done;
  goffset position;
  gboolean at_end;
  gboolean cancelled;
  GError *read_error;
} Pipeline;

/*< private >
 * @rows: how many rows a commit has; 0 for as many as usual
 *
 * For tests: what happens between two commits is seen with few rows too. Before any run begins.
 */
void
_crm_import_run_set_commit_rows (guint rows)
{
  commit_rows = rows != 0 ? rows : COMMIT_ROWS;
}

static void
packet_free (Packet *packet)
{
  g_ptr_array_unref (packet->drafts);
  g_clear_error (&packet->error);
  g_free (packet);
}

/*< private >
 * Frees a run.
 */
void
_crm_import_run_free (CrmImportRun *run)
{
  if (run == NULL)
    return;

  g_clear_object (&run->store);
  g_clear_object (&run->file);
  g_clear_object (&run->catalogue);
  g_clear_pointer (&run->begun, crm_commit_unref);
  g_clear_pointer (&run->mapping, crm_mapping_unref);
  g_clear_pointer (&run->rejects, crm_rejects_free);
  g_clear_pointer (&run->warnings, g_ptr_array_unref);
  crm_import_options_clear (&run->options);
  g_free (run->fingerprint);
  g_free (run->spool);
  g_free (run->name);
  g_free (run->hash);
  g_free (run);
}

static CrmSource *
open_file (CrmImportRun  *run,
           GCancellable  *cancellable,
           GError       **error)
{
  if (run->is_vcard)
    return crm_source_open_cards (run->file, run->guess.encoding.encoding, run->type, cancellable, error);

  return crm_source_open_table (run->file, &run->guess, run->mapping, cancellable, error);
}

/* --- Reading ---------------------------------------------------------------------------------------- */

static gboolean
push_packet (Pipeline *pipeline,
             Packet   *packet)
{
  gboolean stop;

  g_mutex_lock (&pipeline->lock);
  while (g_queue_get_length (&pipeline->packets) >= MAX_PACKETS && !pipeline->stop)
    g_cond_wait (&pipeline->cond, &pipeline->lock);
  g_queue_push_tail (&pipeline->packets, packet);
  g_cond_broadcast (&pipeline->cond);
  stop = pipeline->stop;
  g_mutex_unlock (&pipeline->lock);

  return !stop;
}

static Packet *
pop_packet (Pipeline *pipeline)
{
  Packet *packet;

  g_mutex_lock (&pipeline->lock);
  while (g_queue_is_empty (&pipeline->packets))
    g_cond_wait (&pipeline->cond, &pipeline->lock);
  packet = g_queue_pop_head (&pipeline->packets);
  g_cond_broadcast (&pipeline->cond);
  g_mutex_unlock (&pipeline->lock);

  return packet;
}

static gpointer
read_thread (gpointer data)
{
  Pipeline *pipeline = data;
  gboolean go_on = TRUE;

  while (go_on)
    {
      Packet *packet = g_new0 (Packet, 1);

      packet->drafts = g_ptr_array_new_full (PACKET_ROWS, (GDestroyNotify) crm_draft_free);
      while (packet->drafts->len < MIN (PACKET_ROWS, commit_rows) && !packet->last)
        {
          CrmDraft *draft = crm_source_read (pipeline->source, pipeline->cancellable, &packet->error);

          if (draft != NULL)
            g_ptr_array_add (packet->drafts, draft);
          else
            packet->last = TRUE;
        }
      packet->position = crm_source_get_position (pipeline->source);
      go_on = !packet->last;
      go_on = push_packet (pipeline, packet) && go_on;
    }

  return NULL;
}

static void
stop_reading (Pipeline *pipeline,
              GThread  *thread)
{
  g_mutex_lock (&pipeline->lock);
  pipeline->stop = TRUE;
  g_cond_broadcast (&pipeline->cond);
  g_mutex_unlock (&pipeline->lock);

  g_thread_join (thread);
  g_queue_clear_full (&pipeline->packets, (GDestroyNotify) packet_free);
}

/* --- Writing ---------------------------------------------------------------------------------------- */

static void
count (CrmImportCounts *counts,
       CrmFate          fate)
{
  counts->rows++;
  switch (fate)
    {
    case CRM_FATE_CREATED:
      counts->created++;
      break;
    case CRM_FATE_MERGED:
      counts->merged++;
      break;
    case CRM_FATE_SKIPPED:
      counts->skipped++;
      break;
    case CRM_FATE_REJECTED:
    default:
      counts->rejected++;
    }
}

static void
add_counts (CrmImportCounts       *to,
            const CrmImportCounts *from)
{
  to->rows += from->rows;
  to->created += from->created;
  to->merged += from->merged;
  to->skipped += from->skipped;
  to->rejected += from->rejected;
}

static gboolean
write_packet (Pipeline  *pipeline,
              Packet    *packet,
              GError   **error)
{
  for (guint i = 0; i < packet->drafts->len; i++)
    {
      CrmDraft *draft = g_ptr_array_index (packet->drafts, i);
      CrmOutcome outcome;

      if (g_cancellable_is_cancelled (pipeline->cancellable))
        {
          pipeline->cancelled = TRUE;
          return TRUE;
        }

      if (!crm_draft_writer_write (pipeline->writer, draft, &outcome, error))
        return FALSE;
      count (&pipeline->done, outcome.fate);
      if (outcome.fate == CRM_FATE_REJECTED)
        crm_rejects_add (pipeline->run->rejects, draft);
    }

  pipeline->position = packet->position;
  pipeline->at_end = packet->last;
  if (packet->error != NULL && g_error_matches (packet->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pipeline->cancelled = TRUE;
  else if (packet->error != NULL)
    pipeline->read_error = g_steal_pointer (&packet->error);

  return TRUE;
}

static gboolean
is_paused (CrmImportRun *run)
{
  return run->paused != NULL && g_atomic_int_get (run->paused);
}

/* One commit. What it writes about itself holds exactly if it is committed. */
static gboolean
write_part (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  Pipeline *pipeline = data;
  CrmImportRun *run = pipeline->run;
  CrmImportCounts before = run->counts;
  gboolean saved = TRUE;
  gint64 batch;

  pipeline->done = (CrmImportCounts) { 0 };
  if (!crm_draft_writer_begin (pipeline->writer, door, error))
    return FALSE;

  while (pipeline->done.rows < commit_rows && !pipeline->at_end && !pipeline->cancelled)
    {
      Packet *packet = pop_packet (pipeline);
      gboolean written = write_packet (pipeline, packet, error);

      packet_free (packet);
      if (!written)
        return FALSE;
    }

  if (!crm_rejects_flush (run->rejects, error))
    return FALSE;

  batch = crm_door_get_batch (door);
  if (batch == 0)
    return TRUE;

  if ((pipeline->at_end && pipeline->read_error == NULL) || (pipeline->cancelled && !is_paused (run)))
    return _crm_import_state_forget (crm_door_get_db (door), batch, error);

  add_counts (&run->counts, &pipeline->done);
  saved = _crm_import_state_save (run, crm_door_get_db (door), batch, error);
  crm_door_keep_open (door, run->counts.rows);
  run->counts = before;

  return saved;
}

static gboolean
commit_part (Pipeline  *pipeline,
             GError   **error)
{
  CrmImportRun *run = pipeline->run;
  g_autoptr (CrmChangeSet) set = crm_change_set_new (run->actor, CRM_CAUSE_IMPORT, run->name);
  g_autoptr (CrmCommit) commit = NULL;
  gint64 length = crm_rejects_get_length (run->rejects);

  crm_change_set_set_batch (set, run->batch);
  commit = crm_store_write (run->store, set, G_PRIORITY_LOW, write_part, pipeline, error);
  if (commit == NULL)
    {
      crm_rejects_truncate (run->rejects, length, NULL);
      return FALSE;
    }

  if (commit->batch != 0)
    run->batch = commit->batch;
  add_counts (&run->counts, &pipeline->done);
  run->counts.bytes = MAX (run->counts.bytes, MIN (pipeline->position, run->counts.size));
  if (run->progress != NULL)
    run->progress (&run->counts, run->progress_data);

  return TRUE;
}

/* --- Before the first row ------------------------------------------------------------------------------ */

static gboolean
begin_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  CrmImportRun *run = data;
  const CrmRecordType *fields = crm_catalogue_find (CRM_CATALOGUE (crm_door_get_schema (door)), "field");
  guint n_columns = run->mapping != NULL ? crm_mapping_get_n_columns (run->mapping) : 0;

  for (guint i = 0; i < n_columns; i++)
    {
      const CrmTarget *target = &crm_mapping_get_column (run->mapping, i)->target;
      g_autoptr (CrmEdit) edit = NULL;
      g_auto (CrmValue) label = CRM_VALUE_INIT;
      g_auto (CrmValue) type = CRM_VALUE_INIT;
      g_auto (CrmValue) of = CRM_VALUE_INIT;

      if (target->kind != CRM_TARGET_NEW_FIELD)
        continue;

      edit = crm_edit_new (&fields->table, CRM_OP_CREATE, 0);
      label = crm_value_text (target->label);
      type = crm_value_text (crm_field_type_get_name (target->type));
      of = crm_value_text (run->type->table.name);
      crm_edit_set (edit, &crm_record_type_find_field (fields, "label")->column, &label);
      crm_edit_set (edit, &crm_record_type_find_field (fields, "type")->column, &type);
      crm_edit_set (edit, &crm_record_type_find_field (fields, "record_type")->column, &of);
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }

  if (run->mapping != NULL && run->fingerprint != NULL &&
      !_crm_learned_mapping_save (crm_door_get_db (door), run->mapping, run->fingerprint, crm_door_get_now (door), error))
    return FALSE;

  if (crm_door_get_batch (door) == 0)
    return TRUE;

  crm_door_keep_open (door, 0);

  return _crm_import_state_save (run, crm_door_get_db (door), crm_door_get_batch (door), error);
}

static gpointer
read_catalogue (CrmDb         *db,
                CrmSchema     *schema,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  return crm_catalogue_load (db, error);
}

/* Fields that were made a moment ago, or before the program was killed, have to be known. */
static gboolean
load_catalogue (CrmImportRun  *run,
                GError       **error)
{
  g_autoptr (CrmCatalogue) catalogue = crm_store_read (run->store, CRM_LANE_SCREEN, read_catalogue, NULL, error);

  if (catalogue == NULL || !crm_store_set_schema (run->store, CRM_SCHEMA (catalogue), error))
    return FALSE;

  run->type = crm_catalogue_find (catalogue, run->type->table.name);
  if (run->mapping != NULL)
    {
      CrmMapping *mapping = crm_mapping_copy (run->mapping, catalogue);

      crm_mapping_unref (run->mapping);
      run->mapping = mapping;
    }
  g_set_object (&run->catalogue, catalogue);

  return TRUE;
}

static gboolean
begin (CrmImportRun  *run,
       GError       **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (run->actor, CRM_CAUSE_IMPORT, run->name);
  g_autoptr (CrmCommit) commit = NULL;

  commit = crm_store_write (run->store, set, G_PRIORITY_LOW, begin_func, run, error);
  if (commit == NULL)
    return FALSE;

  if (commit->batch == 0)
    return TRUE;

  run->batch = commit->batch;
  run->begun = g_steal_pointer (&commit);

  return load_catalogue (run, error);
}

static gboolean
open_spool (CrmImportRun  *run,
            GError       **error)
{
  if (run->spool == NULL)
    {
      g_autofree char *folder = g_path_get_dirname (crm_store_get_path (run->store));
      g_autofree char *name = NULL;
      char text[CRM_UUID_STRING_SIZE];
      CrmUuid uuid;

      crm_uuid_generate (&uuid, g_get_real_time ());
      crm_uuid_print (&uuid, text);
      name = g_strdup_printf ("import-%s.jsonl", text);
      run->spool = g_build_filename (folder, name, NULL);
    }

  run->rejects = crm_rejects_open (run->spool, run->spool_length, error);

  return run->rejects != NULL;
}

/* --- All of it ---------------------------------------------------------------------------------------------- */

static void
collect_warnings (Pipeline *pipeline)
{
  GHashTable *warnings = crm_draft_writer_get_warnings (pipeline->writer);
  GPtrArray *all = pipeline->run->warnings;
  GHashTableIter iter;
  gpointer sentence;

  crm_source_add_warnings (pipeline->source, all);
  g_hash_table_iter_init (&iter, warnings);
  while (g_hash_table_iter_next (&iter, &sentence, NULL))
    g_ptr_array_add (all, g_strdup (sentence));
}

static gboolean
run_pipeline (Pipeline  *pipeline,
              GError   **error)
{
  GThread *thread = g_thread_new ("crm-import", read_thread, pipeline);
  gboolean done = TRUE;

  while (done && !pipeline->at_end && !pipeline->cancelled)
    done = commit_part (pipeline, error);
  stop_reading (pipeline, thread);

  if (done && pipeline->read_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&pipeline->read_error));
      return FALSE;
    }
  if (done && pipeline->cancelled)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                           _("The import was cancelled. What it has brought so far is there and can be undone."));
      return FALSE;
    }

  return done;
}

/*< private >
 * Imports a file, from where it was left on.
 */
gboolean
_crm_import_run_go (CrmImportRun  *run,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (CrmSource) source = NULL;
  g_autoptr (CrmDraftWriter) writer = NULL;
  Pipeline pipeline = { .run = run, .cancellable = cancellable };
  gboolean done;

  _crm_import_state_clean (run->store);
  if (!open_spool (run, error) || (run->batch == 0 ? !begin (run, error) : !load_catalogue (run, error)))
    return FALSE;

  source = open_file (run, cancellable, error);
  if (source == NULL || !crm_source_skip (source, run->counts.rows, cancellable, error))
    return FALSE;

  writer = crm_draft_writer_new (run->type, &run->options);
  pipeline.source = source;
  pipeline.writer = writer;
  g_mutex_init (&pipeline.lock);
  g_cond_init (&pipeline.cond);
  g_queue_init (&pipeline.packets);

  done = run_pipeline (&pipeline, error);
  if (pipeline.at_end || pipeline.cancelled)
    {
      collect_warnings (&pipeline);
      if (pipeline.read_error == NULL && !(pipeline.cancelled && is_paused (run)))
        crm_rejects_unlink (run->rejects);
    }

  g_clear_error (&pipeline.read_error);
  g_cond_clear (&pipeline.cond);
  g_mutex_clear (&pipeline.lock);

  return done;
}

/* --- What would become of it ------------------------------------------------------------------------------------ */

typedef struct
{
  CrmImportRun *run;
  GPtrArray *drafts;
  GPtrArray *rows;
  gboolean planned;
} Plan;

/**
 * crm_planned_row_free:
 */
void
crm_planned_row_free (CrmPlannedRow *row)
{
  if (row == NULL)
    return;

  g_free (row->title);
  g_free (row->other);
  g_free (row->reason);
  g_free (row->column);
  g_free (row->note);
  g_ptr_array_unref (row->values);
  g_ptr_array_unref (row->fresh);
  g_free (row);
}

static void
append_part (GString    *text,
             const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
}

static char *
format_planned (const CrmDraft *draft,
                const CrmField *field)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < draft->edit->changes->len; i++)
    {
      const CrmChange *change = &g_array_index (draft->edit->changes, CrmChange, i);
      g_autofree char *value = NULL;

      if (change->column != &field->column || field->column.links_to != NULL)
        continue;
      value = change->kind == CRM_CHANGE_ADD ? g_strdup (change->text) : crm_field_format (field, &change->value, NULL);
      append_part (text, value);
    }

  for (guint i = 0; i < draft->links->len; i++)
    if (g_array_index (draft->links, CrmDraftLink, i).field == field)
      append_part (text, g_array_index (draft->links, CrmDraftLink, i).text);

  return g_string_free (text, FALSE);
}

static char *
make_title (const CrmDraft *draft)
{
  static const char *const keys[] = { "email", "phone" };
  const CrmValue *first = crm_draft_get (draft, "first_name");
  const CrmValue *last = crm_draft_get (draft, "last_name");
  const CrmValue *title = draft->type->table.id == CRM_ID_CONTACT ? NULL : crm_draft_get (draft, draft->type->table.title->name);

  if (title != NULL)
    return g_strdup (title->text);
  if (first != NULL || last != NULL)
    return g_strjoin (" ", first != NULL ? first->text : last->text, first != NULL && last != NULL ? last->text : NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const CrmValue *value = crm_draft_get (draft, keys[i]);

      if (value != NULL)
        return g_strdup (value->text);
    }

  return g_strdup ("");
}

/* What would be in the fields that the import makes. It is shown as the file has it. */
static GPtrArray *
list_fresh (CrmMapping     *mapping,
            const CrmDraft *draft)
{
  GPtrArray *fresh = g_ptr_array_new_with_free_func (g_free);
  guint n_columns = mapping != NULL ? crm_mapping_get_n_columns (mapping) : 0;

  for (guint i = 0; i < n_columns; i++)
    if (crm_mapping_get_column (mapping, i)->target.kind == CRM_TARGET_NEW_FIELD)
      {
        const char *text = draft->fresh != NULL ? g_hash_table_lookup (draft->fresh, GUINT_TO_POINTER (i)) : NULL;

        g_ptr_array_add (fresh, g_strdup (text != NULL ? text : ""));
      }

  return fresh;
}

static char *
join_notes (const CrmDraft *draft)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < draft->notes->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", (const char *) g_ptr_array_index (draft->notes, i));

  return g_string_free (text, FALSE);
}

/* @last is the newest record that is really there; later ones are of the same file. */
static CrmPlannedRow *
plan_row (CrmDb            *db,
          CrmMapping       *mapping,
          const CrmDraft   *draft,
          const CrmOutcome *outcome,
          gint64            last)
{
  CrmPlannedRow *row = g_new0 (CrmPlannedRow, 1);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?", draft->type->table.title->name, draft->type->table.name);

  row->number = draft->number;
  row->line = draft->line;
  row->fate = outcome->fate;
  row->by = outcome->by;
  row->title = make_title (draft);
  row->reason = g_strdup (draft->reason);
  row->column = g_strdup (draft->column);
  row->values = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < draft->type->n_fields; i++)
    g_ptr_array_add (row->values, format_planned (draft, draft->type->fields[i]));
  row->fresh = list_fresh (mapping, draft);
  row->note = join_notes (draft);

  if (outcome->by != CRM_MATCH_NONE)
    {
      row->id = outcome->id <= last ? outcome->id : 0;
      row->other = crm_db_get_text (db, NULL, sql, "i", outcome->id);
    }

  return row;
}

/* Does what the import would do, and says so; the transaction is taken back by failing. */
static gboolean
plan_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  Plan *plan = data;
  g_autoptr (CrmDraftWriter) writer = crm_draft_writer_new (plan->run->type, &plan->run->options);
  g_autofree char *sql = g_strdup_printf ("SELECT max (id) FROM %s", plan->run->type->table.name);
  gint64 last = crm_db_get_integer (crm_door_get_db (door), 0, NULL, sql, "");

  if (!crm_draft_writer_begin (writer, door, error))
    return FALSE;

  for (guint i = 0; i < plan->drafts->len; i++)
    {
      CrmDraft *draft = g_ptr_array_index (plan->drafts, i);
      CrmOutcome outcome;

      if (!crm_draft_writer_write (writer, draft, &outcome, error))
        return FALSE;
      g_ptr_array_add (plan->rows, plan_row (crm_door_get_db (door), plan->run->mapping, draft, &outcome, last));
    }

  plan->planned = TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Only planned");

  return FALSE;
}

/*< private >
 * Returns: (transfer full) (element-type CrmPlannedRow) (nullable): what would become of the
 *   first rows
 */
GPtrArray *
_crm_import_run_plan (CrmImportRun  *run,
                      guint          n_rows,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (CrmSource) source = open_file (run, cancellable, error);
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_draft_free);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_planned_row_free);
  g_autoptr (CrmChangeSet) set = crm_change_set_new (run->actor, CRM_CAUSE_IMPORT, run->name);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) reason = NULL;
  Plan plan = { run, drafts, rows, FALSE };
  CrmDraft *draft;

  if (source == NULL)
    return NULL;

  while (drafts->len < n_rows && (draft = crm_source_read (source, cancellable, &reason)) != NULL)
    g_ptr_array_add (drafts, draft);

  if (reason == NULL)
    commit = crm_store_write (run->store, set, G_PRIORITY_DEFAULT, plan_func, &plan, &reason);
  if (!plan.planned)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&rows);
}
