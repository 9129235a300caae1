/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What has happened, as the journal has it: it lets contacts in, wakes who waits for it, ends runs, gives
 * points, and changes automations themselves. How far the journal has been read is kept in the same commit.
 * Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-lists.h"

#define MANY_ENTRIES 2000

/* The entries of one batch, as if a user had made them. */
#define RELEASED "SELECT j.id, j.tbl, j.record, j.op, j.changes, 1 FROM change_set c JOIN journal j ON j.change_set = c.id " \
                 "WHERE c.batch = ?1 AND j.id > ?2 ORDER BY j.id LIMIT ?3"

/* --- Who waits for it -------------------------------------------------------------------------------------------------- */

/* The contacts that a record is about; NULL without an error: all of them. */
static GArray *
find_contacts (CrmEngine     *self,
               CrmHappening  *happening,
               gboolean      *all,
               GError       **error)
{
  const CrmTable *table = happening->table;
  const CrmColumn *link = crm_table_find_column (table, "contact");
  GArray *ids;

  *all = FALSE;
  switch (table->id)
    {
    case CRM_ID_CONTACT:
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (ids, happening->record);
      return ids;
    case CRM_ID_ACCOUNT:
      return crm_db_list_ids (self->db, error, "SELECT id FROM contact WHERE account = ? AND state = 0", "i", happening->record);
    case CRM_ID_DEAL:
      return crm_db_list_ids (self->db, error,
                              "SELECT contact FROM deal WHERE id = ?1 AND contact IS NOT NULL UNION "
                              "SELECT key FROM member WHERE tbl = ?2 AND record = ?1 AND col = ?3", "iii", happening->record,
                              (gint64) table->id, (gint64) crm_table_find_column (table, "people")->id);
    case CRM_ID_TASK:
      return crm_db_list_ids (self->db, error,
                              "SELECT key FROM member WHERE tbl = ?2 AND record = ?1 AND col = ?3 UNION "
                              "SELECT d.contact FROM member m JOIN deal d ON d.id = m.key WHERE m.tbl = ?2 AND m.record = ?1 AND m.col = ?4 "
                              "AND d.contact IS NOT NULL", "iiii", happening->record, (gint64) table->id,
                              (gint64) crm_table_find_column (table, "contacts")->id, (gint64) crm_table_find_column (table, "deals")->id);
    default:
      if (link != NULL && link->storage == CRM_STORAGE_LINK)
        {
          g_autofree char *sql = g_strdup_printf ("SELECT contact FROM %s WHERE id = ? AND contact IS NOT NULL", table->name);

          return crm_db_list_ids (self->db, error, sql, "i", happening->record);
        }
      *all = TRUE;
      return NULL;
    }
}

/* The contact that it was about before, if it was another one. */
static void
add_former (CrmHappening *happening,
            const char   *column,
            GArray       *ids)
{
  JsonNode *change = happening->text != NULL ? _crm_happening_get_change (happening, column) : NULL;
  gint64 former;

  if (change == NULL || !JSON_NODE_HOLDS_ARRAY (change) || json_array_get_null_element (json_node_get_array (change), 0))
    return;
  former = json_array_get_int_element (json_node_get_array (change), 0);
  g_array_append_val (ids, former);
}

static gboolean
wake (CrmEngine        *self,
      const CrmWatch   *watch,
      gint64            contact,
      GError          **error)
{
  gboolean goal = watch->step != NULL && watch->step->action == CRM_ACTION_GOAL;

  if (watch->trigger != NULL)
    return _crm_segment_trigger_look (self, watch->program, watch->trigger, contact, self->happened, error);

  if (contact == 0)
    return crm_db_run (self->db, error,
                       goal ? "UPDATE automation_cursor SET retest = 1, wake = ?2 WHERE automation = ?1"
                            : "UPDATE automation_cursor SET retest = 1, wake = ?2 WHERE automation = ?1 AND step = ?3 AND waits <> 0", "iit",
                       watch->program->id, self->now, watch->step->id);

  return crm_db_run (self->db, error,
                     goal ? "UPDATE automation_cursor INDEXED BY automation_cursor_contact SET retest = 1, wake = ?2 WHERE automation = ?1 AND contact = ?4"
                          : "UPDATE automation_cursor INDEXED BY automation_cursor_contact SET retest = 1, wake = ?2 WHERE automation = ?1 AND contact = ?4 "
                            "AND step = ?3 AND waits <> 0", "iiti",
                     watch->program->id, self->now, watch->step->id, contact);
}

static gboolean
concerns (CrmEngine       *self,
          const CrmWatch  *watch,
          CrmHappening    *happening)
{
  const CrmColumn *column;
  char quoted[128];

  if (watch->table != happening->table->id)
    return FALSE;
  if (happening->op != CRM_OP_UPDATE)
    return TRUE;
  if (watch->column == 0)
    return FALSE;

  /* Derived columns are in no journal; they follow from others of the same record. */
  column = crm_table_get_column (happening->table, watch->column);
  if (column == NULL)
    return FALSE;
  if ((column->flags & CRM_COLUMN_DERIVED) != 0)
    return TRUE;
  g_snprintf (quoted, sizeof quoted, "\"%s\":", column->name);

  return happening->text != NULL && strstr (happening->text, quoted) != NULL;
}

static gboolean
wake_all (CrmEngine     *self,
          CrmHappening  *happening,
          GError       **error)
{
  g_autoptr (GArray) contacts = NULL;
  gboolean looked = FALSE;
  gboolean all = FALSE;

  for (guint i = 0; i < self->watches->len; i++)
    {
      const CrmWatch *watch = &g_array_index (self->watches, CrmWatch, i);
      g_autoptr (GError) reason = NULL;

      if (!concerns (self, watch, happening))
        continue;
      if (!looked)
        {
          contacts = find_contacts (self, happening, &all, &reason);
          if (reason != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&reason));
              return FALSE;
            }
          if (contacts != NULL)
            add_former (happening, "contact", contacts);
          looked = TRUE;
        }

      if (all && !wake (self, watch, 0, error))
        return FALSE;
      for (guint k = 0; contacts != NULL && k < contacts->len; k++)
        if (!wake (self, watch, g_array_index (contacts, gint64, k), error))
          return FALSE;
    }

  return TRUE;
}

/* Something about a contact has changed that is in no journal: it came into an automation, or left one. */
gboolean
_crm_engine_wake_contact (CrmEngine  *self,
                          guint16     table,
                          gint64      contact,
                          GError    **error)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      const CrmWatch *watch = &g_array_index (self->watches, CrmWatch, i);

      if (watch->table == table && !wake (self, watch, contact, error))
        return FALSE;
    }

  return TRUE;
}

/* --- What ends runs ------------------------------------------------------------------------------------------------------ */

static gboolean
end_runs (CrmEngine   *self,
          gint64       contact,
          gboolean     conversion,
          const char  *reason,
          GError     **error)
{
  for (guint i = 0; i < self->programs->len; i++)
    {
      CrmProgram *program = g_ptr_array_index (self->programs, i);
      g_autoptr (GArray) runs = NULL;

      if (!(conversion ? program->flow->exit_on_conversion : program->flow->exit_on_unsubscribe))
        continue;
      runs = crm_db_list_ids (self->db, error, "SELECT run FROM automation_cursor WHERE contact = ? AND automation = ? ORDER BY run", "ii", contact, program->id);
      if (runs == NULL)
        return FALSE;
      for (guint k = 0; k < runs->len; k++)
        if (!_crm_engine_end_run (self, program, g_array_index (runs, gint64, k), contact, "ended", reason, error))
          return FALSE;
    }

  return TRUE;
}

static gboolean
look_for_exits (CrmEngine     *self,
                CrmHappening  *happening,
                GError       **error)
{
  const CrmRow *row;

  if (happening->op > CRM_OP_UPDATE)
    return TRUE;

  if (happening->table->id == CRM_ID_CONVERTED && happening->op == CRM_OP_CREATE)
    {
      row = _crm_happening_get_row (self, happening);
      return row == NULL || end_runs (self, crm_row_get_integer (row, "contact"), TRUE, _("The contact has converted."), error);
    }

  /* Only what the contact did; an automation that takes people off a list does not end itself. */
  if (happening->table->id == CRM_ID_SUBSCRIPTION && happening->cause != CRM_CAUSE_AUTOMATION &&
      (happening->op == CRM_OP_CREATE || (happening->text != NULL && strstr (happening->text, "\"status\":") != NULL)))
    {
      row = _crm_happening_get_row (self, happening);
      return row == NULL || g_strcmp0 (crm_row_get_text (row, "status"), CRM_UNSUBSCRIBED) != 0 ||
             end_runs (self, crm_row_get_integer (row, "contact"), FALSE, _("The contact has unsubscribed."), error);
    }

  return TRUE;
}

/* --- Who comes in ---------------------------------------------------------------------------------------------------------- */

static gboolean
let_in (CrmEngine     *self,
        CrmHappening  *happening,
        GError       **error)
{
  for (guint i = 0; i < self->programs->len; i++)
    {
      CrmProgram *program = g_ptr_array_index (self->programs, i);

      for (guint k = 0; program->on && k < program->flow->triggers->len; k++)
        {
          const CrmTrigger *trigger = g_ptr_array_index (program->flow->triggers, k);
          g_autoptr (GArray) contacts = g_array_new (FALSE, FALSE, sizeof (gint64));
          CrmObject object = { 0 };

          if (!_crm_trigger_fires (self, program, trigger, happening, contacts, &object, error))
            return FALSE;
          for (guint n = 0; n < contacts->len; n++)
            {
              gboolean entered;

              if (!_crm_engine_enter (self, program, trigger, NULL, g_array_index (contacts, gint64, n), &object, happening->id, &entered, NULL, error))
                return FALSE;
            }
        }
    }

  return TRUE;
}

/* Undo, import, merge, sync and the program itself raise nothing unless somebody asked for it (3.11). */
static gboolean
raises (CrmCause cause)
{
  return cause == CRM_CAUSE_USER || cause == CRM_CAUSE_COMMAND || cause == CRM_CAUSE_AUTOMATION;
}

static gboolean
is_restored (const CrmHappening *happening)
{
  return happening->table->id == CRM_ID_CONTACT && happening->op == CRM_OP_RESTORE;
}

static gboolean
handle (CrmEngine     *self,
        CrmHappening  *happening,
        gboolean       raised,
        GError       **error)
{
  if (happening->table->id == CRM_ID_AUTOMATION)
    return _crm_engine_adopt (self, happening, error) && _crm_engine_load_programs (self, error);

  if (is_restored (happening) &&
      !crm_db_run (self->db, error, "UPDATE automation_cursor SET wake = ?2, retest = 1 WHERE contact = ?1", "ii", happening->record, self->now))
    return FALSE;

  self->raised = raised;
  self->happened = happening->id;

  return wake_all (self, happening, error) && look_for_exits (self, happening, error) && _crm_engine_score (self, happening, error) &&
         (!raised || let_in (self, happening, error));
}

/* --- The queue ---------------------------------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 id;
  guint16 table;
  gint64 record;
  CrmOp op;
  char *changes;
  CrmCause cause;
} Entry;

static void
clear_entry (gpointer data)
{
  g_free (((Entry *) data)->changes);
}

static GArray *
read_entries (CrmEngine   *self,
              const char  *sql,
              gint64       a,
              gint64       b,
              GError     **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (CrmStatement) statement = crm_db_query (self->db, error, sql, "iii", a, b, (gint64) MANY_ENTRIES);
  g_autoptr (GError) reason = NULL;

  g_array_set_clear_func (entries, clear_entry);
  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      Entry entry = {
        .id = crm_statement_get_integer (statement, 0),
        .table = (guint16) crm_statement_get_integer (statement, 1),
        .record = crm_statement_get_integer (statement, 2),
        .op = (CrmOp) crm_statement_get_integer (statement, 3),
        .changes = g_strdup (crm_statement_get_text (statement, 4)),
        .cause = (CrmCause) crm_statement_get_integer (statement, 5),
      };

      g_array_append_val (entries, entry);
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&entries);
}

/* A trigger fires on the device where something changed (sync.md, 7); the run that comes from there is driven here, if
 * this device drives the automation. Runs of one event have come in at one time, which keeps them together. */
static gboolean
take_in (CrmEngine  *self,
         gint64      run,
         GError    **error)
{
  CrmProgram *program = _crm_engine_find_program (self, crm_db_get_integer (self->db, 0, NULL, "SELECT automation FROM run WHERE id = ?", "i", run));
  const CrmStep *first = program != NULL && program->mine ? crm_flow_get_first (program->flow) : NULL;

  return first == NULL ||
         crm_db_run (self->db, error,
                     "INSERT OR IGNORE INTO automation_cursor (run, automation, contact, deal, task, account, cause, trigger_id, step, arrived, waits, wake, retest) "
                     "SELECT id, automation, contact, deal, task, account, -created, trigger_id, ?2, ?3, 0, ?3, 1 FROM run "
                     "WHERE id = ?1 AND state = 0 AND status = 'running'", "iti", run, first->id, self->now);
}

/* Undoing what let it in takes a run out of its automation, and redoing that puts it back where it was: it goes on, and does
 * nothing again. A merge gives a run to the record that stays, and taking it apart gives it back. Where that contact is inside
 * already the run stays with the one in the trash and stands still, so that nothing is done twice for one person. */
static gboolean
follow_run (CrmEngine     *self,
            const Entry   *entry,
            GError       **error)
{
  if (entry->op == CRM_OP_CREATE)
    return entry->cause != CRM_CAUSE_SYNC || take_in (self, entry->record, error);
  if (entry->op != CRM_OP_UPDATE)
    return crm_db_run (self->db, error, "UPDATE automation_cursor SET automation = CASE WHEN ?2 THEN abs (automation) ELSE -abs (automation) END, "
                                        "wake = ?3, retest = 1 WHERE run = ?1", "iii", entry->record, (gint64) (entry->op == CRM_OP_RESTORE), self->now);

  /* Somebody has dealt with a failure. */
  if (strstr (entry->changes, "\"settled_at\"") != NULL)
    return TRUE;

  return crm_db_run (self->db, error,
                     "UPDATE automation_cursor SET wake = ?2, retest = 1, (deal, task, account) = (SELECT deal, task, account FROM run WHERE id = ?1), "
                     "contact = coalesce ((SELECT r.contact FROM run r WHERE r.id = ?1 AND NOT EXISTS (SELECT 1 FROM automation_cursor o "
                     "WHERE o.contact = r.contact AND o.automation = automation_cursor.automation AND o.run <> ?1)), contact) WHERE run = ?1", "ii",
                     entry->record, self->now);
}

static gboolean
handle_entries (CrmEngine  *self,
                GArray     *entries,
                gboolean    released,
                GError    **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = &g_array_index (entries, Entry, i);
      const CrmTable *table = crm_schema_get_table (self->schema, entry->table);
      CrmHappening happening = { entry->id, table, entry->record, entry->op, entry->changes, entry->cause };
      gboolean done;

      /* Written by a newer program, which knows more tables. */
      if (table == NULL || (released && table->id == CRM_ID_RUN))
        continue;
      done = table->id == CRM_ID_RUN ? follow_run (self, entry, error)
             : released ? let_in (self, &happening, error)
             : handle (self, &happening, raises (entry->cause), error);
      _crm_happening_clear (&happening);
      if (!done)
        return FALSE;
    }

  return TRUE;
}

static gint64
get_state (CrmEngine  *self,
           const char *name)
{
  return crm_db_get_integer (self->db, -1, NULL, "SELECT value FROM automation_state WHERE name = ?", "t", name);
}

static gboolean
set_state (CrmEngine   *self,
           const char  *name,
           gint64       value,
           GError     **error)
{
  return crm_db_run (self->db, error, "INSERT INTO automation_state VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", "ti", name, value);
}

/* Batches that somebody released afterwards: only their triggers are late. */
static gboolean
consume_released (CrmEngine  *self,
                  gboolean   *more,
                  GError    **error)
{
  gint64 batch = crm_db_get_integer (self->db, 0, NULL, "SELECT batch FROM automation_release ORDER BY batch LIMIT 1", "");
  gint64 cursor;
  g_autoptr (GArray) entries = NULL;

  if (batch == 0)
    return TRUE;

  *more = TRUE;
  cursor = crm_db_get_integer (self->db, 0, NULL, "SELECT cursor FROM automation_release WHERE batch = ?", "i", batch);
  entries = read_entries (self, RELEASED, batch, cursor, error);
  if (entries == NULL || !handle_entries (self, entries, TRUE, error))
    return FALSE;
  if (entries->len < MANY_ENTRIES)
    return crm_db_run (self->db, error, "DELETE FROM automation_release WHERE batch = ?", "i", batch);

  return crm_db_run (self->db, error, "UPDATE automation_release SET cursor = ? WHERE batch = ?", "ii",
                     g_array_index (entries, Entry, entries->len - 1).id, batch);
}

/* Lets in whom the whole of a batch lets in. */
gboolean
_crm_engine_hear_batch (CrmEngine  *self,
                        gint64      batch,
                        GError    **error)
{
  gint64 cursor = 0;
  guint n;

  do
    {
      g_autoptr (GArray) entries = read_entries (self, RELEASED, batch, cursor, error);

      if (entries == NULL || !handle_entries (self, entries, TRUE, error))
        return FALSE;
      n = entries->len;
      if (n > 0)
        cursor = g_array_index (entries, Entry, n - 1).id;
    }
  while (n == MANY_ENTRIES);

  return TRUE;
}

/* Hears of the next entries of the journal. */
gboolean
_crm_engine_consume (CrmEngine  *self,
                     gboolean   *more,
                     GError    **error)
{
  gint64 cursor = get_state (self, "journal");
  gint64 last = crm_db_get_integer (self->db, 0, NULL, "SELECT coalesce (max (id), 0) FROM journal", "");
  gint64 rules = crm_db_get_integer (self->db, 0, NULL, "SELECT EXISTS (SELECT 1 FROM score_rule WHERE state = 0)", "");
  g_autoptr (GArray) entries = NULL;

  /* A file from before there were automations: nothing in it has anybody waited for. */
  if (cursor < 0)
    {
      cursor = crm_db_get_integer (self->db, 0, NULL, "SELECT coalesce (min (id), 1) - 1 FROM journal WHERE tbl IN (?, ?)", "ii",
                                   (gint64) CRM_ID_AUTOMATION, (gint64) CRM_ID_SCORE_RULE);
      if (cursor == 0)
        cursor = crm_db_get_integer (self->db, 0, NULL, "SELECT EXISTS (SELECT 1 FROM automation)", "") != 0 ? 0 : last;
      if (!set_state (self, "journal", cursor, error))
        return FALSE;
    }
  if (cursor >= last)
    return consume_released (self, more, error);

  /* Nobody listens: only automations and rules matter. */
  if (self->programs->len == 0 && rules == 0)
    entries = read_entries (self, "SELECT j.id, j.tbl, j.record, j.op, j.changes, b.cause FROM journal j JOIN change_set c ON c.id = j.change_set "
                                  "JOIN batch b ON b.id = c.batch WHERE j.id > ?1 AND j.tbl = ?2 ORDER BY j.id LIMIT min (?3, 1)",
                            cursor, CRM_ID_AUTOMATION, error);
  else
    entries = read_entries (self, "SELECT j.id, j.tbl, j.record, j.op, j.changes, b.cause FROM journal j JOIN change_set c ON c.id = j.change_set "
                                  "JOIN batch b ON b.id = c.batch WHERE j.id > ?1 AND ?2 <> 0 ORDER BY j.id LIMIT ?3", cursor, 1, error);
  if (entries == NULL || !handle_entries (self, entries, FALSE, error))
    return FALSE;

  *more = TRUE;

  return set_state (self, "journal", entries->len > 0 ? g_array_index (entries, Entry, entries->len - 1).id : last, error);
}
