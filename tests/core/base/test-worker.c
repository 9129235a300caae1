/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The thread that does one job after the other. */

#include "config.h"

#include "crm-worker.h"

typedef struct
{
  CrmWorker *worker;
  GMutex gate;     /* held while jobs are to pile up */
  GArray *done;    /* of int: the worker's, then ours when it has ended */
  GThread *thread;
} Fixture;

typedef struct
{
  Fixture *fixture;
  int number;
} Job;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  g_mutex_init (&fixture->gate);
  fixture->done = g_array_new (FALSE, FALSE, sizeof (int));
  fixture->worker = crm_worker_new ("worker", fixture);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_clear_pointer (&fixture->worker, crm_worker_free);
  g_array_unref (fixture->done);
  g_mutex_clear (&fixture->gate);
}

static void
wait_job (gpointer owner,
          gpointer data)
{
  Fixture *fixture = owner;

  g_mutex_lock (&fixture->gate);
  g_mutex_unlock (&fixture->gate);
}

static void
note_job (gpointer owner,
          gpointer data)
{
  Fixture *fixture = owner;
  int number = GPOINTER_TO_INT (data);

  g_array_append_val (fixture->done, number);
}

static void
assert_done (Fixture   *fixture,
             const int *numbers,
             guint      n)
{
  g_assert_cmpmem (fixture->done->data, fixture->done->len * sizeof (int), numbers, n * sizeof (int));
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  static const int expected[] = { 1, 2, 3, 4, 5, 6 };

  g_mutex_lock (&fixture->gate);
  crm_worker_push (fixture->worker, G_MININT, wait_job, NULL);
  crm_worker_push (fixture->worker, G_PRIORITY_LOW, note_job, GINT_TO_POINTER (5));
  crm_worker_push (fixture->worker, G_PRIORITY_DEFAULT, note_job, GINT_TO_POINTER (2));
  crm_worker_push (fixture->worker, G_PRIORITY_HIGH, note_job, GINT_TO_POINTER (1));
  crm_worker_push (fixture->worker, G_PRIORITY_DEFAULT, note_job, GINT_TO_POINTER (3));
  crm_worker_push (fixture->worker, G_PRIORITY_LOW, note_job, GINT_TO_POINTER (6));
  crm_worker_push (fixture->worker, G_PRIORITY_DEFAULT, note_job, GINT_TO_POINTER (4));
  g_mutex_unlock (&fixture->gate);

  /* Freeing waits for all of them. */
  g_clear_pointer (&fixture->worker, crm_worker_free);
  assert_done (fixture, expected, G_N_ELEMENTS (expected));
}

static void
inside_job (gpointer owner,
            gpointer data)
{
  Fixture *fixture = owner;

  fixture->thread = g_thread_self ();
  g_assert_true (crm_worker_is_inside (fixture->worker));

  /* At once, not behind what has been pushed. */
  crm_worker_push (fixture->worker, G_MININT, note_job, GINT_TO_POINTER (2));
  crm_worker_run (fixture->worker, G_PRIORITY_LOW, note_job, GINT_TO_POINTER (1));
}

static void
test_inside (Fixture       *fixture,
             gconstpointer  data)
{
  static const int expected[] = { 1, 2 };

  g_assert_false (crm_worker_is_inside (fixture->worker));
  crm_worker_run (fixture->worker, G_PRIORITY_DEFAULT, inside_job, NULL);
  g_assert_true (fixture->thread != g_thread_self ());
  g_clear_pointer (&fixture->worker, crm_worker_free);
  assert_done (fixture, expected, G_N_ELEMENTS (expected));
}

static gpointer
run_many (gpointer data)
{
  Fixture *fixture = data;

  for (int i = 0; i < 2000; i++)
    {
      guint before = fixture->done->len;

      crm_worker_run (fixture->worker, G_PRIORITY_DEFAULT, note_job, GINT_TO_POINTER (i));
      g_assert_cmpuint (fixture->done->len, >, before);
    }

  return NULL;
}

static void
test_run (Fixture       *fixture,
          gconstpointer  data)
{
  GThread *threads[4];

  g_array_set_size (fixture->done, 4 * 2000);
  g_array_set_size (fixture->done, 0);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("run", run_many, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpuint (fixture->done->len, ==, 4 * 2000);
}

static void
push_again_job (gpointer owner,
                gpointer data)
{
  Fixture *fixture = owner;
  int number = GPOINTER_TO_INT (data);

  g_array_append_val (fixture->done, number);
  if (number > 0)
    crm_worker_push (fixture->worker, G_PRIORITY_LOW, push_again_job, GINT_TO_POINTER (number - 1));
}

static void
test_jobs_make_jobs (Fixture       *fixture,
                     gconstpointer  data)
{
  static const int expected[] = { 3, 2, 1, 0 };
  CrmWorker *worker = fixture->worker;

  crm_worker_push (worker, G_PRIORITY_DEFAULT, push_again_job, GINT_TO_POINTER (3));
  crm_worker_free (worker);
  fixture->worker = NULL;
  assert_done (fixture, expected, G_N_ELEMENTS (expected));
}

typedef struct
{
  CrmWorker *worker;
  GMutex lock;
  GCond cond;
  guint n_ended;
} Ending;

static void
end_job (gpointer owner,
         gpointer data)
{
  Ending *ending = owner;

  crm_worker_free (g_steal_pointer (&ending->worker));
}

static void
ended_job (gpointer owner,
           gpointer data)
{
  Ending *ending = owner;

  g_mutex_lock (&ending->lock);
  ending->n_ended++;
  g_cond_signal (&ending->cond);
  g_mutex_unlock (&ending->lock);
}

static void
test_free_inside (void)
{
  Ending ending = { 0 };

  g_mutex_init (&ending.lock);
  g_cond_init (&ending.cond);
  ending.worker = crm_worker_new ("ending", &ending);

  g_mutex_lock (&ending.lock);
  crm_worker_push (ending.worker, G_PRIORITY_LOW, ended_job, NULL);
  crm_worker_push (ending.worker, G_PRIORITY_DEFAULT, end_job, NULL);
  while (ending.n_ended == 0)
    g_cond_wait (&ending.cond, &ending.lock);
  g_mutex_unlock (&ending.lock);

  g_mutex_clear (&ending.lock);
  g_cond_clear (&ending.cond);
}

static void
test_free_nothing (void)
{
  crm_worker_free (NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/worker/order", Fixture, NULL, fixture_set_up, test_order, fixture_tear_down);
  g_test_add ("/worker/inside", Fixture, NULL, fixture_set_up, test_inside, fixture_tear_down);
  g_test_add ("/worker/run", Fixture, NULL, fixture_set_up, test_run, fixture_tear_down);
  g_test_add ("/worker/jobs-make-jobs", Fixture, NULL, fixture_set_up, test_jobs_make_jobs, fixture_tear_down);
  g_test_add_func ("/worker/free-inside", test_free_inside);
  g_test_add_func ("/worker/free-nothing", test_free_nothing);

  return g_test_run ();
}
