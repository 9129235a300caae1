/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the tests of automations share: a workspace with an engine, automations from files, a clock that is
 * moved by hand, and the trail of a contact as a short text.
 */

#include "config.h"

#include "automation-test.h"

#include <stdlib.h>

#include "crm-segment.h"

/* Making a workspace takes longer than most tests: one is made in a program for each filling, and copied. */
typedef struct
{
  void (*fill) (AutomationTest *self);
  char *folder;
} Prepared;

static GArray *prepared;

static void
remove_prepared (void)
{
  for (guint i = 0; i < prepared->len; i++)
    {
      Prepared *one = &g_array_index (prepared, Prepared, i);

      crm_test_remove_folder (one->folder);
      g_free (one->folder);
    }
  g_array_unref (prepared);
}

static const char *
prepare (void (*fill) (AutomationTest *self))
{
  AutomationTest test = { NULL };
  Prepared one = { fill, NULL };

  if (prepared == NULL)
    {
      prepared = g_array_new (FALSE, FALSE, sizeof (Prepared));
      atexit (remove_prepared);
      crm_segment_init ();
      crm_automation_init ();
    }
  for (guint i = 0; i < prepared->len; i++)
    if (g_array_index (prepared, Prepared, i).fill == fill)
      return g_array_index (prepared, Prepared, i).folder;

  test.workspace = crm_test_new_workspace (&test.folder);
  test.engine = crm_engine_new (crm_workspace_get_store (test.workspace));
  automation_test_run (&test);
  if (fill != NULL)
    fill (&test);
  crm_engine_free (test.engine);
  crm_workspace_close (test.workspace);
  g_object_unref (test.workspace);
  one.folder = test.folder;
  g_array_append_val (prepared, one);

  return one.folder;
}

static void
copy_files (const char *from,
            const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *data = NULL;
      gsize size;

      if (!g_file_test (source, G_FILE_TEST_IS_REGULAR) || !g_str_has_prefix (name, "crm.db"))
        continue;
      g_file_get_contents (source, &data, &size, &error);
      g_assert_no_error (error);
      g_file_set_contents (target, data, (gssize) size, &error);
      g_assert_no_error (error);
    }
}

/* With what @fill puts in. */
void
automation_test_set_up_filled (AutomationTest *self,
                               void          (*fill) (AutomationTest *self))
{
  const char *source = prepare (fill);

  self->folder = crm_test_make_folder ();
  copy_files (source, self->folder);
  self->workspace = crm_test_open (self->folder);
  self->engine = crm_engine_new (crm_workspace_get_store (self->workspace));
}

void
automation_test_set_up (AutomationTest *self,
                        gconstpointer   data)
{
  automation_test_set_up_filled (self, NULL);
}

void
automation_test_tear_down (AutomationTest *self,
                           gconstpointer   data)
{
  crm_test_assert_sound (self->workspace);
  crm_engine_free (self->engine);
  g_object_unref (self->workspace);
  crm_test_remove_folder (self->folder);
  g_free (self->folder);
}

/* As if the program had ended and begun again. */
void
automation_test_reopen (AutomationTest *self)
{
  gint64 now = crm_clock_get_now (crm_workspace_get_clock (self->workspace));

  crm_engine_free (self->engine);
  crm_workspace_close (self->workspace);
  g_object_unref (self->workspace);
  self->workspace = crm_test_open (self->folder);
  crm_clock_set_now (crm_workspace_get_clock (self->workspace), now);
  self->engine = crm_engine_new (crm_workspace_get_store (self->workspace));
}

gint64
automation_test_exec (AutomationTest *self,
                      CrmWriteFunc    func,
                      gpointer        data,
                      CrmCause        cause)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, cause, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (self->workspace), set, G_PRIORITY_DEFAULT, func, data, &error);

  g_assert_no_error (error);

  return commit->batch;
}

typedef struct
{
  const char *json;
  gint64 id;
  gint64 contact;
  gboolean on;
  guint n;
} Job;

static gboolean
import_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  Job *job = data;

  job->id = crm_automation_import (door, job->json, CRM_IMPORT_CREATE_MISSING | CRM_IMPORT_ON, NULL, error);

  return job->id != 0;
}

/* Reads the file, switches the automation on, and lets the engine take it over. */
gint64
automation_test_import (AutomationTest *self,
                        const char     *json)
{
  Job job = { json };

  automation_test_exec (self, import_func, &job, CRM_CAUSE_USER);
  automation_test_run (self);

  return job.id;
}

gint64
automation_test_make (AutomationTest *self,
                      const char     *name,
                      const char     *head,
                      const char     *triggers,
                      const char     *steps)
{
  g_autofree char *json = g_strdup_printf ("{\"format\": \"crm-automation\", \"version\": 1, \"name\": \"%s\", %s\"triggers\": [%s], \"steps\": [%s]}",
                                           name, head, triggers, steps);

  return automation_test_import (self, json);
}

char *
automation_test_refusal (AutomationTest *self,
                         const char     *json)
{
  Job job = { json };
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (self->workspace), set, G_PRIORITY_DEFAULT, import_func, &job, &error);

  g_assert_null (commit);
  g_assert_nonnull (error);

  return g_strdup (error->message);
}

static gboolean
switch_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  Job *job = data;

  return crm_automation_switch (door, job->id, job->on, error);
}

void
automation_test_switch (AutomationTest *self,
                        gint64          automation,
                        gboolean        on)
{
  Job job = { NULL, automation, 0, on };

  automation_test_exec (self, switch_func, &job, CRM_CAUSE_USER);
}

static gboolean
add_func (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  Job *job = data;

  return crm_automation_add (door, job->id, &job->contact, 1, NULL, &job->n, error);
}

/* Returns the batch. */
gint64
automation_test_add (AutomationTest *self,
                     gint64          automation,
                     gint64          contact)
{
  Job job = { NULL, automation, contact };

  return automation_test_exec (self, add_func, &job, CRM_CAUSE_USER);
}

/* New contacts of one city, all of whom come in. */
void
automation_test_add_many (AutomationTest *self,
                          gint64          automation,
                          guint           n,
                          const char     *city)
{
  for (guint i = 0; i < n; i++)
    automation_test_add (self, automation, crm_test_add (self->workspace, "contact", "first_name", "N", "city", city, NULL));
  automation_test_run (self);
}

/* Everything that is to be done now. */
void
automation_test_run (AutomationTest *self)
{
  g_autoptr (GError) error = NULL;
  CrmEngineReport report;

  crm_engine_run (self->engine, &report, &error);
  g_assert_no_error (error);
}

/* Lets time pass, stopping whenever there is something to do. */
void
automation_test_pass (AutomationTest *self,
                      gint64          time)
{
  CrmClock *clock = crm_workspace_get_clock (self->workspace);
  gint64 end = crm_clock_get_now (clock) + time;
  g_autoptr (GError) error = NULL;
  CrmEngineReport report;

  while (TRUE)
    {
      crm_engine_run (self->engine, &report, &error);
      g_assert_no_error (error);
      if (report.next == 0 || report.next > end)
        break;
      crm_clock_set_now (clock, report.next);
    }
  crm_clock_set_now (clock, end);
  automation_test_run (self);
}

static gpointer
read_text (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  char *text = crm_db_get_text (db, error, data, "");

  return text != NULL ? text : g_strdup ("");
}

char *
automation_test_text (AutomationTest *self,
                      const char     *sql)
{
  g_autoptr (GError) error = NULL;
  char *text = crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, read_text, (gpointer) sql, &error);

  g_assert_no_error (error);

  return text;
}

gint64
automation_test_number (AutomationTest *self,
                        const char     *sql)
{
  return crm_test_query (self->workspace, sql);
}

/* "s1+ s2-" and how the run stands: + passed, - skipped, ! failed, ? waiting; the branch in brackets. */
char *
automation_test_trail (AutomationTest *self,
                       gint64          contact)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT group_concat (text, ' | ') FROM (SELECT coalesce ((SELECT group_concat (t.step || substr ('+-!?', t.outcome, 1) || coalesce ('(' || t.branch || ')', ''), ' ') "
    "FROM (SELECT * FROM automation_trail WHERE run = r.id ORDER BY id) t) || ' ', '') || r.status AS text FROM run r "
    "WHERE r.contact = %" G_GINT64_FORMAT " AND r.state = 0 ORDER BY r.id)", contact);

  return automation_test_text (self, sql);
}

char *
automation_test_reason (AutomationTest *self,
                        gint64          contact,
                        const char     *step)
{
  g_autofree char *sql = g_strdup_printf ("SELECT t.reason FROM automation_trail t JOIN run r ON r.id = t.run WHERE r.contact = %" G_GINT64_FORMAT
                                          " AND t.step = '%s' ORDER BY t.id DESC LIMIT 1", contact, step);

  return automation_test_text (self, sql);
}

gint64
automation_test_contact (AutomationTest *self,
                         const char     *name)
{
  g_autofree char *email = g_strdup_printf ("%s@example.org", name);

  return crm_test_add (self->workspace, "contact", "first_name", name, "email", email, NULL);
}

void
automation_test_tag (AutomationTest *self,
                     gint64          contact,
                     const char     *tag)
{
  crm_test_set (self->workspace, "contact", contact, "tags", tag, NULL);
}

typedef struct
{
  gint64 contact;
  const char *kind;
  const char *name;
} Event;

static gboolean
event_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  Event *event = data;
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "event"), CRM_OP_CREATE, 0);

  crm_edit_set_text (edit, "kind", event->kind);
  crm_edit_set_integer (edit, "contact", event->contact);
  if (event->name != NULL)
    crm_edit_set_text (edit, "name", event->name);

  return crm_door_apply (door, edit, error) != 0;
}

void
automation_test_event (AutomationTest *self,
                       gint64          contact,
                       const char     *kind,
                       const char     *name)
{
  Event event = { contact, kind, name };

  automation_test_exec (self, event_func, &event, CRM_CAUSE_USER);
}
