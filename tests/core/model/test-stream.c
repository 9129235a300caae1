/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The history of a record: its order, what belongs to it, bursts; and that whatever the catalogue
 * has is told in sentences. */

#include "config.h"

#include <string.h>

#include "crm-stream.h"
#include "crm-test-data.h"
#include "crm-test.h"

typedef struct
{
  const char *type;
  gint64 record;
  gboolean comments_only;
  guint limit;
} Wanted;

static gpointer
stream_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  const Wanted *wanted = data;

  return crm_stream_read (db, schema, crm_schema_find_table (schema, wanted->type), wanted->record, wanted->comments_only,
                          wanted->limit, error);
}

static GPtrArray *
read_stream (CrmWorkspace *workspace,
             const char   *type,
             gint64        record,
             guint         limit)
{
  g_autoptr (GError) error = NULL;
  Wanted wanted = { type, record, FALSE, limit };
  GPtrArray *items = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, stream_read, &wanted, &error);

  g_assert_no_error (error);

  return items;
}

/* All of it, the newest first, bursts in brackets. */
static char *
tell (GPtrArray *items)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const CrmStreamItem *item = g_ptr_array_index (items, i);

      if (item->comment != NULL)
        {
          g_string_append_printf (text, "# %s\n", crm_row_get_text (item->comment, "body"));
          continue;
        }

      if (item->about != NULL)
        g_string_append_printf (text, "%s: ", item->about);
      g_string_append (text, item->line->text);
      for (guint k = 0; item->earlier != NULL && k < item->earlier->len; k++)
        g_string_append_printf (text, " [%s]", ((CrmHistoryLine *) g_ptr_array_index (item->earlier, k))->text);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static void
assert_stream (CrmWorkspace *workspace,
               const char   *type,
               gint64        record,
               guint         limit,
               const char   *expected)
{
  g_autoptr (GPtrArray) items = read_stream (workspace, type, record, limit);
  g_autofree char *text = tell (items);

  g_assert_cmpstr (text, ==, expected);
}

static void
pass (CrmWorkspace *workspace,
      gint64        time)
{
  CrmClock *clock = crm_workspace_get_clock (workspace);

  crm_clock_set_now (clock, crm_clock_get_now (clock) + time);
}

/* A deal from its beginning to its end, and the tasks on its way. */
static void
test_course (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  gint64 ana = crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  gint64 roof, call;

  pass (workspace, G_TIME_SPAN_HOUR);
  roof = crm_test_add (workspace, "deal", "title", "Roof", "contact", "Ana", NULL);
  pass (workspace, G_TIME_SPAN_HOUR);
  call = crm_test_add (workspace, "task", "title", "Call", "contacts", "Ana", "deals", "Roof", "type", "Call", NULL);
  pass (workspace, G_TIME_SPAN_HOUR);
  crm_test_set (workspace, "deal", roof, "stage", "Offer", NULL);
  pass (workspace, G_TIME_SPAN_HOUR);
  crm_test_set (workspace, "task", call, "status", "done", "outcome", "Interested", "result", "Wants slates", NULL);
  pass (workspace, G_TIME_SPAN_HOUR);
  crm_test_add (workspace, "comment", "body", "Be quick", "contact", "Ana", NULL);
  pass (workspace, G_TIME_SPAN_HOUR);
  crm_test_set (workspace, "deal", roof, "status", "lost", "lost_reason", "Too Expensive", NULL);
  pass (workspace, G_TIME_SPAN_HOUR);
  crm_test_set (workspace, "deal", roof, "status", "open", NULL);
  pass (workspace, G_TIME_SPAN_HOUR);
  crm_test_set (workspace, "deal", roof, "status", "won", NULL);

  assert_stream (workspace, "contact", ana, 20,
                 "Roof: Deal won\n"
                 "Roof: Deal open again\n"
                 "Roof: Deal lost: Too Expensive\n"
                 "# Be quick\n"
                 "Call: Task completed: Interested\nWhat Came of It set to “Wants slates”\n"
                 "Roof: Moved from “To Contact” to “Offer”\n"
                 "Call: Task added\n"
                 "Roof: Deal added\n"
                 "Contact added\n");
  assert_stream (workspace, "deal", roof, 3,
                 "Deal won\n"
                 "Deal open again\n"
                 "Deal lost: Too Expensive\n");
  assert_stream (workspace, "task", call, 20,
                 "Task completed: Interested\nWhat Came of It set to “Wants slates”\n"
                 "Task added\n");

  crm_test_remove_folder (folder);
}

static void
test_bursts (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  gint64 ana = crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  gint64 batch;

  pass (workspace, G_TIME_SPAN_SECOND);
  crm_test_set (workspace, "contact", ana, "city", "Madrid", NULL);
  pass (workspace, G_TIME_SPAN_MINUTE);
  crm_test_set (workspace, "contact", ana, "job_title", "Roofer", NULL);
  pass (workspace, G_TIME_SPAN_HOUR);
  crm_test_set (workspace, "contact", ana, "city", "Valencia", NULL);
  pass (workspace, G_TIME_SPAN_MINUTE);
  batch = crm_test_set (workspace, "contact", ana, "job_title", "Tiler", NULL);

  assert_stream (workspace, "contact", ana, 20,
                 "Job Title changed from “Roofer” to “Tiler” [City changed from “Madrid” to “Valencia”]\n"
                 "Job Title set to “Roofer” [City set to “Madrid”]\n"
                 "Contact added\n");
  /* However few lines are wanted, none is missing. */
  assert_stream (workspace, "contact", ana, 2,
                 "Job Title changed from “Roofer” to “Tiler” [City changed from “Madrid” to “Valencia”]\n"
                 "Job Title set to “Roofer” [City set to “Madrid”]\n");

  /* What has been undone is not a part of what has not. */
  pass (workspace, G_TIME_SPAN_HOUR);
  crm_test_undo (workspace, batch);
  assert_stream (workspace, "contact", ana, 20,
                 "Job Title changed from “Tiler” to “Roofer”\n"
                 "Job Title changed from “Roofer” to “Tiler”\n"
                 "City changed from “Madrid” to “Valencia”\n"
                 "Job Title set to “Roofer” [City set to “Madrid”]\n"
                 "Contact added\n");

  crm_test_remove_folder (folder);
}

/* From a large batch, too, a line can be undone, and says how much goes with it. */
static void
test_large_batch (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GPtrArray) items = NULL;
  gint64 batch = crm_test_data_fill (workspace, 3000, 0);
  const CrmStreamItem *item;

  items = read_stream (workspace, "contact", crm_test_query (workspace, "SELECT max (id) FROM contact"), 20);
  g_assert_cmpuint (items->len, ==, 1);
  item = g_ptr_array_index (items, 0);
  g_assert_cmpint (item->line->batch, ==, batch);
  g_assert_cmpint (item->line->records, >=, 3000);
  g_assert_true (item->line->can_undo);
  crm_test_undo (workspace, item->line->batch);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count(*) FROM contact WHERE state = 0"), ==, 0);

  crm_test_remove_folder (folder);
}

/* --- Sentences for all that there is ------------------------------------------------------------------- */

/* A sentence begins like one, and has nothing in it that only programs know. */
static void
assert_sentence (const char *text,
                 const char *where)
{
  g_assert_nonnull (text);
  if (*text == '\0' || strstr (text, "(null)") != NULL || strchr (text, '_') != NULL || strstr (text, "“”") != NULL ||
      g_unichar_islower (g_utf8_get_char (text)))
    g_error ("%s is told as “%s”", where, text);
}

static gpointer
catalogue_read (CrmDb         *db,
                CrmSchema     *schema,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  static const CrmOp ops[] = { CRM_OP_CREATE, CRM_OP_UPDATE, CRM_OP_TRASH, CRM_OP_RESTORE, CRM_OP_RETRACT };
  guint *n_told = data;
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (CRM_CATALOGUE (schema), &n_types);

  for (guint i = 0; i < n_types; i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (ops); k++)
        {
          CrmBatch batch = { .id = 1, .table = types[i]->table.id, .op = ops[k], .record = 99999, .records = 1, .cause = CRM_CAUSE_USER };
          g_autofree char *where = g_strdup_printf ("operation %d of %s", ops[k], types[i]->table.name);
          g_autofree char *text = crm_history_say_batch (db, schema, &batch);

          assert_sentence (text, where);
          (*n_told)++;
        }

      for (guint k = 0; k < types[i]->table.n_columns; k++)
        {
          const CrmColumn *column = types[i]->table.columns[k];
          CrmBatch batch = { .id = 1, .table = types[i]->table.id, .op = CRM_OP_UPDATE, .record = 99999, .records = 1,
                             .columns = (char *) column->name, .cause = CRM_CAUSE_USER };
          g_autofree char *where = g_strdup_printf ("%s of %s", column->name, types[i]->table.name);
          g_autofree char *text = crm_history_say_batch (db, schema, &batch);

          assert_sentence (text, where);
          (*n_told)++;
        }
    }

  return g_strdup ("");
}

static void
test_catalogue (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *done = NULL;
  guint n_told = 0;

  done = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, catalogue_read, &n_told, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_told, >, 300);

  for (CrmCause cause = CRM_CAUSE_USER; cause <= CRM_CAUSE_SYSTEM; cause++)
    assert_sentence (crm_history_say_cause (cause), "a cause");

  crm_test_remove_folder (folder);
}

/* What a business does in months, entry by entry. */
static gpointer
journal_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  guint *n_told = data;
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (CRM_CATALOGUE (schema), &n_types);

  for (guint i = 0; i < n_types; i++)
    {
      const CrmTable *table = &types[i]->table;
      g_autoptr (CrmStatement) records =
        crm_db_query (db, error, "SELECT DISTINCT record FROM journal WHERE tbl = ? LIMIT 300", "i", (gint64) table->id);

      while (crm_statement_step (records, NULL))
        {
          gint64 record = crm_statement_get_integer (records, 0);
          g_autoptr (GPtrArray) lines = crm_history_of_record (db, schema, table, record, 0, 50, error);

          for (guint k = 0; k < lines->len; k++)
            {
              const CrmHistoryLine *line = g_ptr_array_index (lines, k);
              g_autofree char *where = g_strdup_printf ("%s %" G_GINT64_FORMAT, table->name, record);

              assert_sentence (line->text, where);
              (*n_told)++;
            }
        }
    }

  return g_strdup ("");
}

static void
test_story (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *done = NULL;
  guint n_told = 0;

  crm_test_data_tell_story (workspace);
  done = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, journal_read, &n_told, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_told, >, 100);

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/course", test_course);
  g_test_add_func ("/stream/bursts", test_bursts);
  g_test_add_func ("/stream/large-batch", test_large_batch);
  g_test_add_func ("/stream/catalogue", test_catalogue);
  g_test_add_func ("/stream/story", test_story);

  return g_test_run ();
}
