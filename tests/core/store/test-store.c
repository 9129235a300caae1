/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store and its threads: what is asked for is answered, in order, whenever the store is closed
 * or let go. */

#include "config.h"

#include "crm-error.h"
#include "crm-test-store.h"
#include "crm-test.h"

typedef struct
{
  GAsyncResult *result;
  guint n_committed;
  guint n_before; /* how many had been told when the answer came */
} Answer;

static void
answer_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Answer *answer = user_data;

  g_assert_null (answer->result);
  answer->n_before = answer->n_committed;
  answer->result = g_object_ref (result);
}

static void
answer_clear (Answer *answer)
{
  g_clear_object (&answer->result);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static gboolean
has_answer (gpointer data)
{
  return ((Answer *) data)->result != NULL;
}

static void
committed_cb (CrmStore  *store,
              CrmCommit *commit,
              Answer    *answer)
{
  answer->n_committed++;
}

static CrmChangeSet *
make_set (CrmTestStore *self,
          const char   *name)
{
  CrmChangeSet *set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_auto (CrmValue) value = crm_value_text (name);

  crm_change_set_create (set, self->firm);
  crm_change_set_set (set, self->firm, -1, self->firm->title, &value);

  return set;
}

static gpointer
count_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 n = crm_db_get_integer (db, 0, error, "SELECT count (*) FROM firm", "");

  return g_memdup2 (&n, sizeof n);
}

/* --- Asking without waiting --------------------------------------------------------------------------- */

static void
test_commit_async (CrmTestStore  *self,
                   gconstpointer  data)
{
  g_auto (Answer) answer = { 0 };
  g_autoptr (CrmChangeSet) set = make_set (self, "Sol");
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (self->store, "committed", G_CALLBACK (committed_cb), &answer);
  crm_store_commit_async (self->store, set, NULL, answer_cb, &answer);
  crm_test_wait (has_answer, &answer);
  commit = crm_store_commit_finish (self->store, answer.result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crm_commit_get_created (commit, -1), ==, 1);

  /* Who shows it has heard of it when the answer comes. */
  g_assert_cmpuint (answer.n_before, ==, 1);
  g_signal_handlers_disconnect_by_data (self->store, &answer);
}

/* --- Somebody else writes for long ------------------------------------------------------------------------ */

/* A job that stays on the writer until it is let go. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean begun;
  gboolean over;
} Hold;

static gboolean
hold_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  Hold *hold = data;

  g_mutex_lock (&hold->mutex);
  hold->begun = TRUE;
  g_cond_broadcast (&hold->cond);
  while (!hold->over)
    g_cond_wait (&hold->cond, &hold->mutex);
  g_mutex_unlock (&hold->mutex);

  return TRUE;
}

static void
hold_begin (Hold     *hold,
            CrmStore *store)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);

  g_mutex_init (&hold->mutex);
  g_cond_init (&hold->cond);
  crm_store_write_async (store, set, G_PRIORITY_LOW, hold_func, hold, NULL, NULL, NULL);
  g_mutex_lock (&hold->mutex);
  while (!hold->begun)
    g_cond_wait (&hold->cond, &hold->mutex);
  g_mutex_unlock (&hold->mutex);
}

static void
hold_end (Hold *hold)
{
  g_mutex_lock (&hold->mutex);
  hold->over = TRUE;
  g_cond_broadcast (&hold->cond);
  g_mutex_unlock (&hold->mutex);
}

static void
hold_clear (Hold *hold)
{
  g_mutex_clear (&hold->mutex);
  g_cond_clear (&hold->cond);
}

static void
note_busy_cb (CrmStore   *store,
              GParamSpec *pspec,
              GString    *states)
{
  g_string_append (states, crm_store_is_busy (store) ? "busy " : "idle ");
}

/* Who waits is told that it goes on, and how far it is. */
static void
test_busy (CrmTestStore  *self,
           gconstpointer  data)
{
  g_auto (Answer) first = { 0 };
  g_auto (Answer) second = { 0 };
  g_auto (Answer) undo = { 0 };
  g_autoptr (CrmChangeSet) sol = make_set (self, "Sol");
  g_autoptr (CrmChangeSet) many = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GString) states = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (CrmValue) name = crm_value_text ("Luna");
  CrmUndone undone;
  guint n_done, n_all;
  Hold hold = { 0 };

  for (guint i = 0; i < 5; i++)
    {
      crm_change_set_create (many, self->firm);
      crm_change_set_set (many, self->firm, -1 - (gint64) i, self->firm->title, &name);
    }
  g_signal_connect (self->store, "notify::busy", G_CALLBACK (note_busy_cb), states);

  /* What goes on behind the scenes is nobody's concern. */
  hold_begin (&hold, self->store);
  g_assert_false (crm_store_is_busy (self->store));
  crm_store_get_progress (self->store, &n_done, &n_all);
  g_assert_cmpuint (n_all, ==, 0);

  crm_store_commit_async (self->store, sol, NULL, answer_cb, &first);
  crm_store_commit_async (self->store, many, NULL, answer_cb, &second);
  g_assert_true (crm_store_is_busy (self->store));
  hold_end (&hold);
  crm_test_wait (has_answer, &first);
  crm_test_wait (has_answer, &second);
  commit = crm_store_commit_finish (self->store, second.result, &error);
  g_assert_no_error (error);
  crm_store_get_progress (self->store, &n_done, &n_all);
  g_assert_cmpuint (n_done, ==, 5);
  g_assert_cmpuint (n_all, ==, 5);

  crm_store_undo_async (self->store, 1, commit->batch, NULL, answer_cb, &undo);
  crm_test_wait (has_answer, &undo);
  g_assert_true (crm_store_undo_finish (self->store, undo.result, &undone, &error));
  crm_store_get_progress (self->store, &n_done, &n_all);
  g_assert_cmpuint (n_done, ==, 5);
  g_assert_cmpuint (n_all, ==, 5);

  /* The answer comes first, then the store is idle. */
  while (crm_store_is_busy (self->store))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (states->str, ==, "busy idle busy idle ");
  g_signal_handlers_disconnect_by_data (self->store, states);
  hold_clear (&hold);
}

/* The main loop goes on while a column waits for its turn. */
static void
test_schema_async (CrmTestStore  *self,
                   gconstpointer  data)
{
  g_auto (Answer) answer = { 0 };
  g_auto (Answer) closed = { 0 };
  g_autoptr (CrmSchema) new = crm_test_schema_new_with ("c1");
  g_autoptr (CrmSchema) now = NULL;
  g_autoptr (GError) error = NULL;
  Hold hold = { 0 };

  hold_begin (&hold, self->store);
  crm_store_set_schema_async (self->store, new, answer_cb, &answer);
  now = crm_store_get_schema (self->store);
  g_assert_true (now == self->schema);
  hold_end (&hold);
  crm_test_wait (has_answer, &answer);
  g_assert_true (crm_store_set_schema_finish (self->store, answer.result, &error));
  g_assert_no_error (error);
  g_set_object (&now, NULL);
  now = crm_store_get_schema (self->store);
  g_assert_true (now == new);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM pragma_table_info ('person') WHERE name = 'c1'"), ==, 1);
  hold_clear (&hold);

  crm_store_close (self->store);
  crm_store_set_schema_async (self->store, new, answer_cb, &closed);
  crm_test_wait (has_answer, &closed);
  g_assert_false (crm_store_set_schema_finish (self->store, closed.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

static gboolean
refuse_all (CrmImage  *image,
            GError   **error)
{
  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_DENIED, "You may not.");

  return FALSE;
}

static void
test_commit_async_fails (CrmTestStore  *self,
                         gconstpointer  data)
{
  g_auto (Answer) answer = { 0 };
  g_autoptr (CrmChangeSet) set = make_set (self, "Sol");
  g_autoptr (GError) error = NULL;

  crm_test_rules.allow = refuse_all;
  crm_store_commit_async (self->store, set, NULL, answer_cb, &answer);
  crm_test_wait (has_answer, &answer);
  g_assert_null (crm_store_commit_finish (self->store, answer.result, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_DENIED);
}

static void
test_undo_async (CrmTestStore  *self,
                 gconstpointer  data)
{
  g_auto (Answer) done = { 0 };
  g_auto (Answer) again = { 0 };
  g_autoptr (GError) error = NULL;
  CrmUndone undone;
  gint64 batch;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  batch = crm_test_store_set (self, self->firm, 1, "city", "Bonn", NULL);
  crm_store_undo_async (self->store, 1, batch, NULL, answer_cb, &done);
  crm_store_undo_async (self->store, 1, batch, NULL, answer_cb, &again);
  crm_test_wait (has_answer, &again);
  g_assert_true (crm_store_undo_finish (self->store, done.result, &undone, &error));
  g_assert_no_error (error);
  g_assert_cmpint (undone.n_records, ==, 1);
  g_assert_false (crm_store_undo_finish (self->store, again.result, &undone, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
}

static guint n_freed;

static void
free_counted (gpointer data)
{
  g_atomic_int_inc (&n_freed);
  g_free (data);
}

static void
test_read_async (CrmTestStore  *self,
                 gconstpointer  data)
{
  g_auto (Answer) answer = { 0 };
  g_auto (Answer) unwanted = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *n = NULL;

  n_freed = 0;
  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_store_read_async (self->store, CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, count_read, g_strdup ("data"), free_counted, g_free,
                        NULL, answer_cb, &answer);
  crm_test_wait (has_answer, &answer);
  n = crm_store_read_finish (self->store, answer.result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (*n, ==, 1);

  /* Whoever changed their mind hears so, and nothing is leaked. */
  g_cancellable_cancel (cancellable);
  crm_store_read_async (self->store, CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, count_read, g_strdup ("data"), free_counted, free_counted,
                        cancellable, answer_cb, &unwanted);
  crm_test_wait (has_answer, &unwanted);
  g_assert_null (crm_store_read_finish (self->store, unwanted.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&answer.result);
  g_clear_object (&unwanted.result);
  crm_store_close (self->store);
  g_assert_cmpuint (n_freed, ==, 2);
}

/* --- Closing ------------------------------------------------------------------------------------------- */

static gpointer
read_in_vain (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  gint64 n = crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM nowhere", "");

  return data != NULL ? g_memdup2 (&n, sizeof n) : GINT_TO_POINTER (1);
}

/* An answer that is made of something that could not be read is none, whether the job says so or not. */
static void
test_read_in_vain (CrmTestStore  *self,
                   gconstpointer  data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree gint64 *n = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_store_read (self->store, CRM_LANE_QUERY, read_in_vain, NULL, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);
  g_clear_error (&error);

  crm_store_read_async (self->store, CRM_LANE_QUERY, G_PRIORITY_DEFAULT, read_in_vain, self, NULL, g_free, NULL,
                        answer_cb, &answer);
  crm_test_wait (has_answer, &answer);
  g_assert_null (crm_store_read_finish (self->store, answer.result, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);
  g_clear_error (&error);

  n = crm_store_read (self->store, CRM_LANE_QUERY, count_read, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (n);
}

static void
test_close_waits (CrmTestStore  *self,
                  gconstpointer  data)
{
  Answer answers[50] = { { 0 } };

  /* What was asked for before is done. */
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (CrmChangeSet) set = make_set (self, "Sol");

      crm_store_commit_async (self->store, set, NULL, answer_cb, &answers[i]);
      crm_store_read_async (self->store, CRM_LANE_QUERY, G_PRIORITY_LOW, count_read, NULL, NULL, g_free, NULL, NULL, NULL);
    }
  crm_store_close (self->store);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmCommit) commit = NULL;

      crm_test_wait (has_answer, &answers[i]);
      commit = crm_store_commit_finish (self->store, answers[i].result, &error);
      g_assert_no_error (error);
      g_clear_object (&answers[i].result);
    }

  crm_test_store_close (self);
  crm_test_store_open (self);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM firm"), ==, 50);
  crm_test_store_check (self);
}

static void
test_closed (CrmTestStore  *self,
             gconstpointer  data)
{
  g_auto (Answer) commit_answer = { 0 };
  g_auto (Answer) read_answer = { 0 };
  g_auto (Answer) undo_answer = { 0 };
  g_autoptr (CrmChangeSet) set = make_set (self, "Sol");
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  CrmUndone undone;

  g_signal_connect (self->store, "committed", G_CALLBACK (committed_cb), &commit_answer);
  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_store_close (self->store);
  crm_store_close (self->store);

  /* Whatever is asked for now ends with a reason. */
  g_assert_null (crm_store_commit (self->store, set, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (crm_store_read (self->store, CRM_LANE_SCREEN, count_read, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (crm_store_undo (self->store, 1, 1, &undone, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (crm_store_close_batch (self->store, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (crm_store_set_schema (self->store, self->schema, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (crm_store_restore (self->store, self->path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (crm_store_purge (self->store, 0, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (crm_store_check (self->store, findings, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  crm_store_look_for_commits (self->store);

  crm_store_commit_async (self->store, set, NULL, answer_cb, &commit_answer);
  crm_store_read_async (self->store, CRM_LANE_QUERY, 0, count_read, NULL, NULL, g_free, NULL, answer_cb, &read_answer);
  crm_store_undo_async (self->store, 1, 1, NULL, answer_cb, &undo_answer);
  crm_test_wait (has_answer, &commit_answer);
  crm_test_wait (has_answer, &read_answer);
  crm_test_wait (has_answer, &undo_answer);
  g_assert_null (crm_store_commit_finish (self->store, commit_answer.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (crm_store_read_finish (self->store, read_answer.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (crm_store_undo_finish (self->store, undo_answer.result, &undone, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);

  /* And what was committed before is not told after: who hears it would want to read. */
  g_assert_cmpuint (commit_answer.n_committed, ==, 0);
  g_signal_handlers_disconnect_by_data (self->store, &commit_answer);
}

static gpointer
ask_thread (gpointer data)
{
  CrmTestStore *self = data;
  guint n = 0;

  while (TRUE)
    {
      g_autoptr (CrmChangeSet) set = make_set (self, "Sol");
      g_autoptr (CrmCommit) commit = NULL;
      g_autofree gint64 *count = NULL;
      g_autoptr (GError) error = NULL;

      commit = crm_store_commit (self->store, set, &error);
      if (commit == NULL)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
          return GUINT_TO_POINTER (n);
        }
      n++;

      count = crm_store_read (self->store, n % 2 == 0 ? CRM_LANE_SCREEN : CRM_LANE_QUERY, count_read, NULL, &error);
      if (count == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
      else
        g_assert_cmpint (*count, >=, n);
    }
}

static void
test_close_while_asked (CrmTestStore  *self,
                        gconstpointer  data)
{
  for (guint round = 0; round < 10; round++)
    {
      GThread *threads[4];
      guint n = 0;
      gint64 before = crm_test_store_get (self, "SELECT count (*) FROM firm");

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("ask", ask_thread, self);
      while (crm_test_store_get (self, "SELECT count (*) FROM firm") < before + 5)
        g_thread_yield ();
      crm_store_close (self->store);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        n += GPOINTER_TO_UINT (g_thread_join (threads[i]));

      /* What was said to be committed is there, and nothing else. */
      crm_test_store_close (self);
      crm_test_store_open (self);
      g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM firm"), ==, before + n);
    }
  crm_test_store_check (self);
}

/* --- Letting go ------------------------------------------------------------------------------------------ */

static void
gone_cb (gpointer  data,
         GObject  *store)
{
  g_atomic_int_set ((gboolean *) data, TRUE);
}

static gboolean
is_gone (gpointer data)
{
  return g_atomic_int_get ((gboolean *) data);
}

static void
test_let_go (CrmTestStore  *self,
             gconstpointer  data)
{
  /* The last to hold the store may be a job of its own threads; it must not wait for itself. */
  for (guint i = 0; i < 200; i++)
    {
      gboolean gone = FALSE;
      g_autoptr (CrmChangeSet) set = make_set (self, "Sol");

      g_object_weak_ref (G_OBJECT (self->store), gone_cb, &gone);
      if (i % 4 == 0)
        crm_store_commit_async (self->store, set, NULL, NULL, NULL);
      if (i % 4 <= 1)
        crm_store_read_async (self->store, CRM_LANE_QUERY, 0, count_read, NULL, NULL, g_free, NULL, NULL, NULL);
      if (i % 4 <= 2)
        crm_store_look_for_commits (self->store);
      g_clear_object (&self->store);
      crm_test_wait (is_gone, &gone);
      crm_test_store_open (self);
    }
  crm_test_store_check (self);
}

static void
test_order (CrmTestStore  *self,
            gconstpointer  data)
{
  Answer answers[20] = { { 0 } };

  /* What one asks for first is committed first. */
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *name = g_strdup_printf ("Firm %u", i);
      g_autoptr (CrmChangeSet) set = make_set (self, name);

      crm_store_commit_async (self->store, set, NULL, answer_cb, &answers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (CrmCommit) commit = NULL;

      crm_test_wait (has_answer, &answers[i]);
      commit = crm_store_commit_finish (self->store, answers[i].result, NULL);
      g_assert_cmpint (crm_commit_get_created (commit, -1), ==, i + 1);
      g_clear_object (&answers[i].result);
    }
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (CrmTestStore *self, gconstpointer data);
  } tests[] = {
    { "/store/commit-async", test_commit_async },
    { "/store/commit-async-fails", test_commit_async_fails },
    { "/store/undo-async", test_undo_async },
    { "/store/busy", test_busy },
    { "/store/schema-async", test_schema_async },
    { "/store/read-async", test_read_async },
    { "/store/read-in-vain", test_read_in_vain },
    { "/store/close-waits", test_close_waits },
    { "/store/closed", test_closed },
    { "/store/close-while-asked", test_close_while_asked },
    { "/store/let-go", test_let_go },
    { "/store/order", test_order },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, CrmTestStore, NULL, crm_test_store_set_up, tests[i].func, crm_test_store_tear_down);

  return g_test_run ();
}
