/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What an automation would do in the next days (automation.md §5): the same engine over a copy of the data, with a
 * clock that jumps from one thing to do to the next. Nothing leaves the machine; messages count as accepted, and
 * what people do with them is left to chance, from a seed. A worker thread; the copy is gone afterwards.
 */

#include "config.h"

#include "crm-simulator.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "crm-automation.h"
#include "crm-backup.h"
#include "crm-catalogue.h"
#include "crm-engine.h"
#include "crm-error.h"
#include "crm-outbox.h"

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define DAY (24 * HOUR)

/* Something that the world is going to do. */
typedef struct
{
  gint64 time;
  guint64 order;
  char *message;
  const char *kind;
} Reaction;

typedef struct
{
  const CrmSimulatorOptions *options;
  CrmStore *store;
  CrmClock *clock;
  GRand *chance;
  GSequence *reactions; /* of Reaction, the earliest first */
  guint64 n_reactions;
  gint64 start;
  guint first;          /* of the contacts that are put in next */
  guint n_added;
  guint n_messages;
} Simulation;

static void
reaction_free (gpointer data)
{
  Reaction *reaction = data;

  g_free (reaction->message);
  g_free (reaction);
}

static int
compare_reactions (gconstpointer a,
                   gconstpointer b,
                   gpointer      data)
{
  const Reaction *first = a;
  const Reaction *second = b;

  if (first->time != second->time)
    return first->time < second->time ? -1 : 1;

  return first->order < second->order ? -1 : first->order > second->order;
}

static void
plan (Simulation *self,
      const char *message,
      const char *kind,
      double      share,
      gint64      now)
{
  double lot = g_rand_double (self->chance);
  double delay = g_rand_double (self->chance);
  Reaction *reaction;

  if (lot >= share)
    return;

  /* Within a day, most of it soon; and heard of every full hour, as relays are asked now and then. */
  reaction = g_new0 (Reaction, 1);
  reaction->time = (now + (gint64) (delay * delay * (double) DAY)) / HOUR * HOUR + HOUR;
  reaction->order = self->n_reactions++;
  reaction->message = g_strdup (message);
  reaction->kind = kind;
  g_sequence_insert_sorted (self->reactions, reaction, compare_reactions, NULL);
}

/* Everything that is queued has arrived. */
static gboolean
accept_all (CrmEngine  *engine,
            CrmDoor    *door,
            gpointer    data,
            GError    **error)
{
  Simulation *self = data;
  CrmDb *db = crm_door_get_db (door);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CrmStatement) queued = NULL;

  if (crm_db_get_integer (db, 0, NULL, "SELECT EXISTS (SELECT 1 FROM outbox INDEXED BY outbox_due WHERE state = 'queued')", "") == 0)
    return TRUE;

  /* By the run rather than by the id, which is another one each time. */
  queued = crm_db_query (db, error, "SELECT id, channel FROM outbox WHERE state = 'queued' ORDER BY run, step, created", "");
  if (queued == NULL)
    return FALSE;
  while (crm_statement_step (queued, NULL))
    {
      g_ptr_array_add (ids, g_strdup (crm_statement_get_text (queued, 0)));
      g_ptr_array_add (ids, g_strdup (crm_statement_get_text (queued, 1)));
    }
  crm_statement_reset (queued);

  for (guint i = 0; i < ids->len; i += 2)
    {
      const char *id = g_ptr_array_index (ids, i);
      const char *channel = g_ptr_array_index (ids, i + 1);

      if (!crm_outbox_settle (door, id, CRM_VERDICT_ACCEPTED, NULL, NULL, NULL, 0, error))
        return FALSE;
      self->n_messages++;
      if (strcmp (channel, "email") != 0 && strcmp (channel, "sms") != 0)
        continue;
      plan (self, id, "message-bounced", self->options->bounce, crm_door_get_now (door));
      plan (self, id, "message-opened", self->options->open, crm_door_get_now (door));
      plan (self, id, "message-clicked", self->options->click, crm_door_get_now (door));
      plan (self, id, "message-replied", self->options->reply, crm_door_get_now (door));
    }

  return TRUE;
}

static gboolean
react (CrmDoor   *door,
       gpointer   data,
       GError   **error)
{
  Simulation *self = data;
  gint64 now = crm_door_get_now (door);

  while (!g_sequence_is_empty (self->reactions))
    {
      GSequenceIter *first = g_sequence_get_begin_iter (self->reactions);
      const Reaction *reaction = g_sequence_get (first);

      if (reaction->time > now)
        break;
      if (!crm_outbox_note (door, reaction->message, reaction->kind, NULL, reaction->time, error))
        return FALSE;
      g_sequence_remove (first);
    }

  return TRUE;
}

static gboolean
begin (CrmDoor   *door,
       gpointer   data,
       GError   **error)
{
  Simulation *self = data;

  return crm_db_run (crm_door_get_db (door), error, "DELETE FROM automation_tally", "") &&
         crm_db_run (crm_door_get_db (door), error, "UPDATE outbox SET state = 'cancelled' WHERE state IN ('queued', 'sending', 'held')", "") &&
         crm_automation_switch (door, self->options->automation, TRUE, error);
}

static gboolean
put_in (CrmDoor   *door,
        gpointer   data,
        GError   **error)
{
  Simulation *self = data;
  guint n = MIN (1000, self->options->n_contacts - self->first);
  guint n_added;

  if (!crm_automation_add (door, self->options->automation, self->options->contacts + self->first, n, NULL, &n_added, error))
    return FALSE;
  self->first += n;
  self->n_added += n_added;

  return TRUE;
}

static gboolean
put_down (Simulation    *self,
       CrmWriteFunc   func,
       CrmCause       cause,
       GError       **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, cause, NULL);
  g_autoptr (CrmCommit) commit = crm_store_write (self->store, set, G_PRIORITY_DEFAULT, func, self, error);

  return commit != NULL;
}

static gboolean
live (Simulation    *self,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr (CrmEngine) engine = crm_engine_new (self->store);
  gint64 end = self->start + self->options->days * DAY;
  CrmEngineReport report;

  crm_engine_set_recorder (engine, accept_all, self);
  if (!put_down (self, begin, CRM_CAUSE_SYSTEM, error) || !crm_engine_run (engine, &report, error))
    return FALSE;
  while (self->first < self->options->n_contacts)
    if (!put_down (self, put_in, CRM_CAUSE_COMMAND, error))
      return FALSE;

  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      const Reaction *reaction;
      gint64 next;

      if (!crm_engine_run (engine, &report, error))
        return FALSE;
      reaction = g_sequence_is_empty (self->reactions) ? NULL : g_sequence_get (g_sequence_get_begin_iter (self->reactions));
      next = report.next;
      if (reaction != NULL && (next == 0 || reaction->time < next))
        next = reaction->time;
      if (next == 0 || next > end)
        return TRUE;
      crm_clock_set_now (self->clock, next);
      if (reaction != NULL && reaction->time <= next && !put_down (self, react, CRM_CAUSE_COMMAND, error))
        return FALSE;
    }

  return FALSE;
}

/* --- The answer --------------------------------------------------------------------------------------------------------------- */

static void
add_number (JsonBuilder *builder,
            const char  *name,
            gint64       number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *text)
{
  if (text == NULL || *text == '\0')
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_steps (Simulation  *self,
           CrmDb       *db,
           JsonBuilder *builder)
{
  static const char *const outcomes[] = { "", "passed", "skipped", "failed", "waiting" };
  g_autoptr (CrmStatement) statement = NULL;

  statement = crm_db_query (db, NULL, "SELECT step, outcome, branch, day, n FROM automation_tally WHERE automation = ? ORDER BY day, step, outcome, branch", "i",
                            self->options->automation);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  while (statement != NULL && crm_statement_step (statement, NULL))
    {
      json_builder_begin_object (builder);
      add_number (builder, "day", crm_statement_get_integer (statement, 3) - self->start / DAY);
      add_string (builder, "step", crm_statement_get_text (statement, 0));
      add_string (builder, "outcome", outcomes[CLAMP (crm_statement_get_integer (statement, 1), 0, 4)]);
      add_string (builder, "path", crm_statement_get_text (statement, 2));
      add_number (builder, "contacts", crm_statement_get_integer (statement, 4));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_trails (Simulation  *self,
            CrmDb       *db,
            JsonBuilder *builder)
{
  static const char *const outcomes[] = { "", "passed", "skipped", "failed", "waiting" };

  json_builder_set_member_name (builder, "trails");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MIN (self->options->trails, self->options->n_contacts); i++)
    {
      g_autoptr (CrmStatement) statement = NULL;
      g_autofree char *name = crm_db_get_text (db, NULL, "SELECT name FROM contact WHERE id = ?", "i", self->options->contacts[i]);

      statement = crm_db_query (db, NULL, "SELECT t.time, t.step, t.outcome, t.branch, t.reason FROM run r JOIN automation_trail t ON t.run = r.id "
                                          "WHERE r.contact = ? AND r.contact IS NOT NULL AND r.automation = ? ORDER BY t.id", "ii",
                                self->options->contacts[i], self->options->automation);
      json_builder_begin_object (builder);
      add_number (builder, "contact", self->options->contacts[i]);
      add_string (builder, "name", name);
      json_builder_set_member_name (builder, "steps");
      json_builder_begin_array (builder);
      while (statement != NULL && crm_statement_step (statement, NULL))
        {
          g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (crm_statement_get_integer (statement, 0) / G_USEC_PER_SEC);
          g_autofree char *text = g_date_time_format_iso8601 (time);

          json_builder_begin_object (builder);
          add_string (builder, "time", text);
          add_string (builder, "step", crm_statement_get_text (statement, 1));
          add_string (builder, "outcome", outcomes[CLAMP (crm_statement_get_integer (statement, 2), 0, 4)]);
          add_string (builder, "path", crm_statement_get_text (statement, 3));
          add_string (builder, "reason", crm_statement_get_text (statement, 4));
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static gpointer
tell (CrmDb         *db,
      CrmSchema     *schema,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  Simulation *self = data;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *name = crm_db_get_text (db, NULL, "SELECT name FROM automation WHERE id = ?", "i", self->options->automation);

  json_builder_begin_object (builder);
  add_string (builder, "automation", name);
  add_number (builder, "days", self->options->days);
  add_number (builder, "seed", self->options->seed);
  add_number (builder, "contacts", self->n_added);
  add_number (builder, "messages", self->n_messages);
  add_number (builder, "inside", crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM automation_cursor WHERE automation = ?", "i", self->options->automation));
  add_number (builder, "finished", crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM run WHERE automation = ? AND status = 'finished' AND left_at >= ?", "ii",
                                                       self->options->automation, self->start));
  add_number (builder, "ended", crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM run WHERE automation = ? AND status = 'ended' AND left_at >= ?", "ii",
                                                    self->options->automation, self->start));
  add_steps (self, db, builder);
  add_trails (self, db, builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, TRUE);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/**
 * crm_simulator_run:
 * @store: the real data, of which a copy is made
 * @options: what to try
 * @cancellable: (nullable): ends it early
 * @error: %CRM_ERROR_INVALID if the automation has errors, a %CRM_STORE_ERROR
 *
 * Lets an automation live for some days. The same data, options and seed give the same answer.
 *
 * Returns: (transfer full) (nullable): what came of it, as JSON: how many took each step and path on each
 *   day, and trails; or %NULL with @error set
 */
char *
crm_simulator_run (CrmStore                   *store,
                   const CrmSimulatorOptions  *options,
                   GCancellable               *cancellable,
                   GError                    **error)
{
  g_autofree char *folder = g_dir_make_tmp ("crm-simulation-XXXXXX", error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "crm.db", NULL) : NULL;
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  g_autoptr (CrmClock) clock = NULL;
  g_autoptr (GTimeZone) zone = crm_clock_get_zone (crm_store_get_clock (store));
  g_autofree char *answer = NULL;
  Simulation self = { options };

  if (folder == NULL)
    return NULL;

  self.start = options->start != 0 ? options->start : crm_clock_get_now (crm_store_get_clock (store));
  clock = crm_clock_new_virtual (self.start);
  crm_clock_set_zone (clock, zone);
  self.clock = clock;
  self.chance = g_rand_new_with_seed (options->seed);
  self.reactions = g_sequence_new (reaction_free);

  if (crm_backup_write (crm_store_get_path (store), path, NULL, NULL, cancellable, error))
    self.store = crm_store_open (path, CRM_SCHEMA (catalogue), clock, error);
  if (self.store != NULL)
    {
      if (live (&self, cancellable, error))
        answer = crm_store_read (self.store, CRM_LANE_QUERY, tell, &self, error);
      crm_store_close (self.store);
      g_object_unref (self.store);
    }

  g_sequence_free (self.reactions);
  g_rand_free (self.chance);
  remove_folder (folder);

  return g_steal_pointer (&answer);
}
