/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose turn it is to write. */

#include "config.h"

#include <glib/gstdio.h>

#include "crm-test-store.h"
#include "crm-turn.h"

static void
test_line (CrmTestStore  *self,
           gconstpointer  data)
{
  g_autoptr (CrmTurn) first = crm_turn_new (self->path);
  g_autoptr (CrmTurn) second = crm_turn_new (self->path);
  g_autoptr (CrmTurn) third = crm_turn_new (self->path);

  /* Nobody waits, and nothing is left behind by that. */
  g_assert_false (crm_turn_is_wanted (first));
  crm_turn_leave (first);
  g_assert_false (crm_turn_is_wanted (first));

  g_assert_true (crm_turn_line_up (first));
  g_assert_true (crm_turn_line_up (first));
  g_assert_false (crm_turn_is_wanted (first));
  g_assert_true (crm_turn_is_wanted (second));
  g_assert_false (crm_turn_line_up (second));
  g_assert_true (crm_turn_is_wanted (third));

  crm_turn_leave (first);
  g_assert_false (crm_turn_is_wanted (third));
  g_assert_true (crm_turn_line_up (second));
  g_assert_true (crm_turn_is_wanted (first));

  /* Whoever ends does not keep the others waiting. */
  g_clear_pointer (&second, crm_turn_free);
  g_assert_true (crm_turn_line_up (third));
}

static void
test_no_line (CrmTestStore  *self,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "no such folder", "crm.db", NULL);
  g_autoptr (CrmTurn) first = crm_turn_new (path);
  g_autoptr (CrmTurn) second = crm_turn_new (path);

  /* Where no file can be made everybody may try. */
  g_assert_true (crm_turn_line_up (first));
  g_assert_false (crm_turn_is_wanted (second));
  g_assert_true (crm_turn_line_up (second));
}

typedef struct
{
  CrmTestStore *self;
  gint n_parts;  /* atomic */
  gint stop;     /* atomic */
} Hog;

/* Writes all the time, as an import does. */
static gpointer
hog_thread (gpointer data)
{
  Hog *hog = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) db = crm_db_open (hog->self->path, CRM_DB_WRITE, &error);

  g_assert_no_error (error);
  while (!g_atomic_int_get (&hog->stop))
    {
      g_assert_true (crm_db_begin (db, &error));
      g_assert_true (crm_db_run (db, &error, "UPDATE clock SET stamp = stamp + 1", ""));
      g_usleep (1000);
      g_assert_true (crm_db_commit (db, &error));
      g_atomic_int_inc (&hog->n_parts);
    }

  return NULL;
}

/* Whoever lines up is let in, and nobody passes. */
static void
test_fair (CrmTestStore  *self,
           gconstpointer  data)
{
  Hog hog = { self };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) db = crm_db_open (self->path, CRM_DB_WRITE, &error);
  GThread *thread = g_thread_new ("hog", hog_thread, &hog);

  g_assert_no_error (error);
  while (g_atomic_int_get (&hog.n_parts) == 0)
    g_thread_yield ();

  for (guint i = 0; i < 50; i++)
    {
      g_assert_true (crm_db_begin (db, &error));
      crm_db_rollback (db);
    }

  /* With somebody in the line, the hog stands still, whatever it is told. */
  {
    g_autoptr (CrmTurn) other = crm_turn_new (self->path);
    int n;

    while (!crm_turn_line_up (other))
      g_thread_yield ();
    g_assert_true (crm_db_exec (db, "BEGIN IMMEDIATE", &error));
    crm_db_rollback (db);
    n = g_atomic_int_get (&hog.n_parts);
    for (guint i = 0; i < 20; i++)
      {
        g_assert_true (crm_db_exec (db, "BEGIN IMMEDIATE", &error));
        crm_db_rollback (db);
      }
    /* It may have asked just before. */
    g_assert_cmpint (g_atomic_int_get (&hog.n_parts), <=, n + 1);
  }

  g_atomic_int_set (&hog.stop, TRUE);
  g_thread_join (thread);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, CrmTestStore, NULL, crm_test_store_set_up, func, crm_test_store_tear_down)
  ADD ("/turn/line", test_line);
  ADD ("/turn/no-line", test_no_line);
  ADD ("/turn/fair", test_fair);
#undef ADD

  return g_test_run ();
}
