/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Nothing is lost and nothing done twice (features.md, W47): the engine is killed while it runs, many times, at
 * any moment, and goes on; in the end every contact has every effect once. And random automations over random
 * events, with clocks that jump and programs that begin anew, leave the trails that a simple evaluator says.
 */

#include "config.h"

#include "automation-test.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crm-segment.h"

#define N_CONTACTS 60

static const char steps[] =
  "{\"id\": \"score\", \"action\": \"adjust-score\", \"operation\": \"add\", \"value\": 1},"
  "{\"id\": \"note\", \"action\": \"add-note\", \"text\": \"{{contact.first_name}}\"},"
  "{\"id\": \"mail\", \"action\": \"send-email\", \"subject\": \"S\", \"body\": \"B\"},"
  "{\"id\": \"wait\", \"action\": \"wait\", \"for\": \"PT1H\"},"
  "{\"id\": \"hook\", \"action\": \"webhook\", \"url\": \"https://example.org/\"},"
  "{\"id\": \"split\", \"action\": \"split\", \"kind\": \"even\", \"paths\": [{\"name\": \"A\", \"steps\": [{\"id\": \"deal\", \"action\": \"add-deal\", \"title\": \"D\"}]}, {\"name\": \"B\"}]},"
  "{\"id\": \"tag\", \"action\": \"add-tag\", \"tag\": \"done\"}";

/* In a process of its own: opens the file, tags everybody who has no tag yet, and drives the engine until it is killed. */
static void
live (const char *folder,
      gint64      now)
{
  g_autoptr (CrmWorkspace) workspace = crm_test_open (folder);
  CrmClock *clock = crm_workspace_get_clock (workspace);
  g_autoptr (CrmEngine) engine = crm_engine_new (crm_workspace_get_store (workspace));
  CrmEngineReport report;

  crm_clock_set_now (clock, now);
  for (gint64 i = 1; i <= N_CONTACTS; i++)
    {
      if (crm_test_query (workspace, "SELECT count (*) FROM member WHERE tbl = 4 AND col = 8 AND removed IS NULL") >= 2 * N_CONTACTS)
        break;
      crm_test_set (workspace, "contact", i, "tags", "lead", NULL);
      if (i % 7 == 0)
        crm_engine_step (engine, &report, NULL);
    }
  crm_engine_run (engine, &report, NULL);
  crm_clock_set_now (clock, now + 2 * HOUR);
  crm_engine_run (engine, &report, NULL);
  _exit (0);
}

static void
test_kill (AutomationTest *self,
           gconstpointer   data)
{
  guint n_kills = g_test_slow () ? 1000 : 25;
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);
  guint killed = 0;

  for (guint round = 0; round < MAX (n_kills / 25, 1); round++)
    {
      g_autofree char *folder = crm_test_make_folder ();
      gint64 now = CRM_TEST_NOW;
      AutomationTest inner = { NULL };

      inner.folder = folder;
      inner.workspace = crm_test_open (folder);
      inner.engine = crm_engine_new (crm_workspace_get_store (inner.workspace));
      automation_test_make (&inner, "A", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\"}", steps);
      for (guint i = 0; i < N_CONTACTS; i++)
        automation_test_contact (&inner, "n");
      automation_test_run (&inner);
      crm_engine_free (inner.engine);
      crm_workspace_close (inner.workspace);
      g_clear_object (&inner.workspace);

      for (guint i = 0; i < 25; i++)
        {
          pid_t child = fork ();
          int status;

          if (child == 0)
            live (folder, now);
          g_usleep ((gulong) g_rand_int_range (chance, 4000, 30000));
          kill (child, SIGKILL);
          waitpid (child, &status, 0);
          killed += WIFSIGNALED (status);
          now += MINUTE;
        }

      /* What is left is done; and every effect is there once. */
      inner.workspace = crm_test_open (folder);
      crm_clock_set_now (crm_workspace_get_clock (inner.workspace), now);
      inner.engine = crm_engine_new (crm_workspace_get_store (inner.workspace));
      for (gint64 i = 1; i <= N_CONTACTS; i++)
        if (crm_test_query (inner.workspace, "SELECT count (*) FROM run") < N_CONTACTS)
          {
            g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM member WHERE tbl = 4 AND col = 8 AND record = %" G_GINT64_FORMAT " AND removed IS NULL", i);

            if (crm_test_query (inner.workspace, sql) == 0)
              automation_test_tag (&inner, i, "lead");
          }
      automation_test_pass (&inner, DAY);
      g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM run"), ==, N_CONTACTS);
      g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM run WHERE status = 'finished'"), ==, N_CONTACTS);
      g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM contact WHERE score = 1"), ==, N_CONTACTS);
      g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM note"), ==, N_CONTACTS);
      g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM outbox WHERE channel = 'email'"), ==, N_CONTACTS);
      g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM outbox WHERE channel = 'webhook'"), ==, N_CONTACTS);
      g_assert_cmpint (automation_test_number (&inner, "SELECT count (DISTINCT run || step) FROM outbox"), ==, 2 * N_CONTACTS);
      g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM deal"), ==, N_CONTACTS / 2);
      g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM automation_trail WHERE outcome = 1"), ==, 7 * N_CONTACTS + N_CONTACTS / 2);
      g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), ==, 0);
      crm_test_assert_sound (inner.workspace);
      crm_engine_free (inner.engine);
      g_object_unref (inner.workspace);
      crm_test_remove_folder (folder);
    }
  g_test_message ("%u killed", killed);
}

/* --- At every commit --------------------------------------------------------------------------------------------------------- */

#define N_FEW 4

static gboolean
die_inside (CrmEngine  *engine,
            CrmDoor    *door,
            gpointer    data,
            GError    **error)
{
  kill (getpid (), SIGKILL);

  return TRUE;
}

/* In a process of its own: one commit of the engine, and the end of the program inside it or right after it. */
static void
live_for_one_commit (const char *folder,
                     gint64      now,
                     gboolean    inside)
{
  g_autoptr (CrmWorkspace) workspace = crm_test_open (folder);
  g_autoptr (CrmEngine) engine = crm_engine_new (crm_workspace_get_store (workspace));
  CrmEngineReport report = { 0 };
  g_autoptr (GError) error = NULL;

  crm_clock_set_now (crm_workspace_get_clock (workspace), now);
  if (inside)
    crm_engine_set_recorder (engine, die_inside, NULL);
  if (!crm_engine_step (engine, &report, &error))
    _exit (2);
  if (!report.more)
    _exit (0);
  kill (getpid (), SIGKILL);
}

/* TRUE if it was killed, FALSE if there was nothing left to do. */
static gboolean
spend_one_commit (const char *folder,
                  gint64      now,
                  gboolean    inside)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    live_for_one_commit (folder, now, inside);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) || WEXITSTATUS (status) == 0);

  return WIFSIGNALED (status);
}

/* Every commit is lost once, as if the power had failed at its end, and done once by a program that ends right after it. */
static void
test_every_commit (AutomationTest *self,
                   gconstpointer   data)
{
  g_autofree char *folder = crm_test_make_folder ();
  gint64 now = CRM_TEST_NOW;
  AutomationTest inner = { NULL };
  guint n_commits = 0;

  inner.folder = folder;
  inner.workspace = crm_test_open (folder);
  inner.engine = crm_engine_new (crm_workspace_get_store (inner.workspace));
  automation_test_make (&inner, "A", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\"}", steps);
  automation_test_make (&inner, "B", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"done\"}",
                        "{\"id\": \"h\", \"action\": \"webhook\", \"url\": \"https://example.org/b\"}, {\"id\": \"c\", \"action\": \"convert\", \"conversion\": \"C\"}");
  for (guint i = 0; i < N_FEW; i++)
    automation_test_contact (&inner, "n");
  automation_test_run (&inner);
  for (gint64 i = 1; i <= N_FEW; i++)
    automation_test_tag (&inner, i, "lead");
  crm_engine_free (inner.engine);
  crm_workspace_close (inner.workspace);
  g_clear_object (&inner.workspace);

  for (guint round = 0; round < 3; round++)
    {
      while (TRUE)
        {
          g_assert_true (spend_one_commit (folder, now, TRUE));
          if (!spend_one_commit (folder, now, FALSE))
            break;
          n_commits++;
          g_assert_cmpuint (n_commits, <, 200);
        }
      now += 2 * HOUR;
    }
  g_test_message ("%u commits", n_commits);
  g_assert_cmpuint (n_commits, >=, 8);

  inner.workspace = crm_test_open (folder);
  crm_clock_set_now (crm_workspace_get_clock (inner.workspace), now);
  inner.engine = crm_engine_new (crm_workspace_get_store (inner.workspace));
  automation_test_run (&inner);
  g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM run WHERE status = 'finished'"), ==, 2 * N_FEW);
  g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM contact WHERE score = 1"), ==, N_FEW);
  g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM note"), ==, N_FEW);
  g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM deal"), ==, N_FEW / 2);
  g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM converted"), ==, N_FEW);
  g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM outbox"), ==, 3 * N_FEW);
  g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM automation_trail WHERE outcome = 1"), ==, 9 * N_FEW + N_FEW / 2);
  g_assert_cmpint (automation_test_number (&inner, "SELECT sum (n) FROM automation_tally WHERE outcome = 1"), ==, 9 * N_FEW + N_FEW / 2);
  g_assert_cmpint (automation_test_number (&inner, "SELECT count (*) FROM automation_cursor"), ==, 0);
  crm_test_assert_sound (inner.workspace);
  crm_engine_free (inner.engine);
  g_object_unref (inner.workspace);
  crm_test_remove_folder (folder);
}

/* --- Random automations ---------------------------------------------------------------------------------------------------- */

/* A step of the simple evaluator: what it does, and what is in it. */
typedef struct
{
  char kind;       /* n note, s score, w wait, u wait until, e end, i if */
  guint id;
  int value;
  int limit;       /* of a wait until, in hours; 0: none */
  GPtrArray *yes;
  GPtrArray *no;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->yes, g_ptr_array_unref);
  g_clear_pointer (&step->no, g_ptr_array_unref);
  g_free (step);
}

static GPtrArray *
make_steps (GRand   *chance,
            guint    depth,
            GString *json,
            guint   *id)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (step_free);
  guint n = (guint) g_rand_int_range (chance, depth == 0 ? 1 : 0, 5);

  for (guint i = 0; i < n; i++)
    {
      Step *step = g_new0 (Step, 1);
      guint own = ++*id;

      step->kind = "nnsswwuei"[g_rand_int_range (chance, 0, depth == 0 ? 7 : depth < 3 ? 9 : 8)];
      if (depth == 0 && g_rand_int_range (chance, 0, 4) == 0)
        step->kind = 'i';
      step->id = own;
      step->value = g_rand_int_range (chance, 1, 6);
      step->limit = g_rand_int_range (chance, 0, 4);
      g_string_append_printf (json, "%s{\"id\": \"%u\", ", i > 0 ? ", " : "", own);
      if (step->kind == 'n')
        g_string_append (json, "\"action\": \"add-note\", \"text\": \"x\"}");
      else if (step->kind == 's')
        g_string_append_printf (json, "\"action\": \"adjust-score\", \"operation\": \"add\", \"value\": %d}", step->value);
      else if (step->kind == 'w')
        g_string_append_printf (json, "\"action\": \"wait\", \"for\": \"PT%dH\"}", step->value);
      else if (step->kind == 'e')
        g_string_append (json, "\"action\": \"end-automation\"}");
      else if (step->kind == 'u')
        {
          g_string_append_printf (json, "\"action\": \"wait\", \"until\": {\"field\": \"contact.score\", \"op\": \"at-least\", \"value\": %d}", step->value * 3);
          if (step->limit > 0)
            g_string_append_printf (json, ", \"limit\": \"PT%dH\"", step->limit);
          g_string_append_c (json, '}');
        }
      else
        {
          g_string_append_printf (json, "\"action\": \"if-else\", \"if\": {\"field\": \"contact.score\", \"op\": \"at-least\", \"value\": %d}, \"yes\": [", step->value * 2);
          step->yes = make_steps (chance, depth + 1, json, id);
          g_string_append (json, "], \"no\": [");
          step->no = make_steps (chance, depth + 1, json, id);
          g_string_append (json, "]}");
        }
      g_ptr_array_add (list, step);
    }

  return list;
}

/* Where the evaluator is: the steps that are still to be taken, the last one first. */
typedef struct
{
  GPtrArray *stack;
  const Step *at;     /* the wait, or NULL */
  gint64 wake;        /* when it is over by itself, or 0 */
  GPtrArray *trail;   /* of texts */
  int score;
  int notes;
  gboolean inside;
  gboolean was;
} Model;

static void
push (Model     *model,
      GPtrArray *list)
{
  for (guint i = list->len; i > 0; i--)
    g_ptr_array_add (model->stack, g_ptr_array_index (list, i - 1));
}

static void
tell (Model      *model,
      const Step *step,
      const char *what)
{
  g_ptr_array_add (model->trail, g_strdup_printf ("%u%s", step->id, what));
}

static void
advance (Model *model,
         gint64 now)
{
  while (model->inside)
    {
      const Step *step;

      if (model->at != NULL)
        {
          if (!(model->wake != 0 && model->wake <= now) && !(model->at->kind == 'u' && model->score >= model->at->value * 3))
            return;
          g_ptr_array_remove_index (model->trail, model->trail->len - 1);
          tell (model, model->at, "+");
          model->at = NULL;
        }
      if (model->stack->len == 0)
        {
          model->inside = FALSE;
          return;
        }

      step = g_ptr_array_steal_index (model->stack, model->stack->len - 1);
      switch (step->kind)
        {
        case 'n':
          model->notes++;
          tell (model, step, "+");
          break;
        case 's':
          model->score += step->value;
          tell (model, step, "+");
          break;
        case 'w':
          model->at = step;
          model->wake = now + step->value * HOUR;
          tell (model, step, "?");
          break;
        case 'u':
          if (model->score >= step->value * 3)
            {
              tell (model, step, "+");
              break;
            }
          model->at = step;
          model->wake = step->limit > 0 ? now + step->limit * HOUR : 0;
          tell (model, step, "?");
          break;
        case 'e':
          g_ptr_array_set_size (model->stack, 0);
          tell (model, step, "+");
          break;
        default:
          tell (model, step, model->score >= step->value * 2 ? "+(yes)" : "+(no)");
          push (model, model->score >= step->value * 2 ? step->yes : step->no);
          break;
        }
    }
}

/* As automation_test_trail() tells it. */
static char *
tell_all (Model *model)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < model->trail->len; i++)
    g_string_append_printf (text, "%s ", (const char *) g_ptr_array_index (model->trail, i));
  if (model->was)
    g_string_append (text, model->inside ? "running" : "finished");

  return g_string_free (text, FALSE);
}

typedef struct
{
  gint64 contact;
  gint64 points;
} Points;

static gboolean
score_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  Points *points = data;
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "contact"), CRM_OP_UPDATE, points->contact);

  crm_edit_adjust (edit, crm_table_find_column (edit->table, "score"), points->points);

  return crm_door_apply (door, edit, error) != 0;
}

static void
test_random (AutomationTest *self,
             gconstpointer   data)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (g_test_slow () ? g_random_int () : 11);
  guint rounds = g_test_slow () ? 300 : 10;

  for (guint round = 0; round < rounds; round++)
    {
      AutomationTest test = { NULL };
      g_autoptr (GString) json = g_string_new (NULL);
      guint id = 0;
      g_autoptr (GPtrArray) all = make_steps (chance, 0, json, &id);
      Model models[5] = { { NULL } };
      gint64 ids[5];

      automation_test_set_up (&test, NULL);
      for (guint i = 0; i < 5; i++)
        {
          ids[i] = automation_test_contact (&test, "n");
          models[i].stack = g_ptr_array_new ();
          models[i].trail = g_ptr_array_new_with_free_func (g_free);
        }
      automation_test_make (&test, "A", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\"}", json->str);

      for (guint event = 0; event < 40; event++)
        {
          guint who = (guint) g_rand_int_range (chance, 0, 5);
          gint64 now;

          switch (g_rand_int_range (chance, 0, 5))
            {
            case 0:
              automation_test_tag (&test, ids[who], "");
              automation_test_tag (&test, ids[who], "lead");
              automation_test_run (&test);
              if (!models[who].was)
                {
                  models[who].was = models[who].inside = TRUE;
                  push (&models[who], all);
                }
              break;
            case 1:
              automation_test_reopen (&test);
              break;
            case 2:
              {
                Points points = { ids[who], g_rand_int_range (chance, 1, 4) };

                automation_test_exec (&test, score_func, &points, CRM_CAUSE_USER);
                models[who].score += (int) points.points;
                break;
              }
            default:
              /* A jump: the engine looks only once, at the end of it. */
              crm_clock_set_now (crm_workspace_get_clock (test.workspace),
                                 crm_clock_get_now (crm_workspace_get_clock (test.workspace)) + g_rand_int_range (chance, 0, 300) * MINUTE);
              automation_test_run (&test);
              break;
            }

          automation_test_run (&test);
          now = crm_clock_get_now (crm_workspace_get_clock (test.workspace));
          for (guint i = 0; i < 5; i++)
            {
              g_autofree char *score = g_strdup_printf ("SELECT coalesce (score, 0) FROM contact WHERE id = %" G_GINT64_FORMAT, ids[i]);
              g_autofree char *notes = g_strdup_printf ("SELECT count (*) FROM note WHERE contact = %" G_GINT64_FORMAT, ids[i]);
              g_autofree char *inside = g_strdup_printf ("SELECT count (*) FROM automation_cursor WHERE contact = %" G_GINT64_FORMAT, ids[i]);

              g_autofree char *told = NULL;

              advance (&models[i], now);
              told = tell_all (&models[i]);
              automation_test_assert_trail (&test, ids[i], told);
              g_assert_cmpint (automation_test_number (&test, score), ==, models[i].score);
              g_assert_cmpint (automation_test_number (&test, notes), ==, models[i].notes);
              g_assert_cmpint (automation_test_number (&test, inside), ==, models[i].inside);
            }
        }
      for (guint i = 0; i < 5; i++)
        {
          g_ptr_array_unref (models[i].stack);
          g_ptr_array_unref (models[i].trail);
        }
      automation_test_tear_down (&test, NULL);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  crm_segment_init ();
  crm_automation_init ();

  g_test_add ("/kill/any-moment", AutomationTest, NULL, NULL, test_kill, NULL);
  g_test_add ("/kill/every-commit", AutomationTest, NULL, NULL, test_every_commit, NULL);
  g_test_add ("/kill/random", AutomationTest, NULL, NULL, test_random, NULL);

  return g_test_run ();
}
