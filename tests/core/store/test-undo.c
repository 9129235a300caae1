/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Undo and redo: what was done is taken back, what others did since is not, and a long undo that
 * is cut off goes on where it was. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crm-error.h"
#include "crm-test-corpus.h"
#include "crm-test-store.h"

static gpointer
undo_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  gint64 batch = crm_journal_find_undo (db, *(gint64 *) data, error);

  return g_memdup2 (&batch, sizeof batch);
}

static gpointer
redo_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  gint64 batch = crm_journal_find_redo (db, *(gint64 *) data, error);

  return g_memdup2 (&batch, sizeof batch);
}

static gint64
find (CrmTestStore *self,
      CrmReadFunc   func,
      gint64        actor)
{
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *batch = crm_store_read (self->store, CRM_LANE_SCREEN, func, &actor, &error);

  g_assert_no_error (error);

  return *batch;
}

static void
undo_last (CrmTestStore *self)
{
  gint64 batch = find (self, undo_read, 1);

  g_assert_cmpint (batch, !=, 0);
  crm_test_store_undo (self, batch, NULL);
}

static void
redo_last (CrmTestStore *self)
{
  gint64 batch = find (self, redo_read, 1);

  g_assert_cmpint (batch, !=, 0);
  crm_test_store_undo (self, batch, NULL);
}

/* --- One thing at a time ------------------------------------------------------------------------- */

static void
test_each (CrmTestStore  *self,
           gconstpointer  data)
{
  char *dumps[8];
  gint64 id;

  dumps[0] = crm_test_store_dump (self);
  crm_test_store_add (self, self->label, "name", "vip", NULL);
  dumps[1] = crm_test_store_dump (self);
  id = crm_test_store_add (self, self->person, "name", "Ana", "email", "ana@sol.example", "rating", "1.5", "worth", "12 EUR",
                           "+mails", "a@b.example|home", "+labels", "1", NULL);
  dumps[2] = crm_test_store_dump (self);
  crm_test_store_set (self, self->person, id, "name", "Eva", "email", "", "rating", "0.1", "worth", "5 USD", "phone", "030", NULL);
  dumps[3] = crm_test_store_dump (self);
  crm_test_store_set (self, self->person, id, "-mails", "a@b.example", "-labels", "1", "+phones", "030 12", NULL);
  dumps[4] = crm_test_store_dump (self);
  crm_test_store_set (self, self->person, id, "+phones", "03012|work", NULL);
  dumps[5] = crm_test_store_dump (self);
  crm_test_store_move (self, self->person, id, CRM_OP_TRASH);
  dumps[6] = crm_test_store_dump (self);
  crm_test_store_move (self, self->person, id, CRM_OP_RESTORE);
  dumps[7] = crm_test_store_dump (self);
  g_assert_cmpstr (dumps[7], ==, dumps[5]);

  /* All the way back, forth, and back again. */
  for (guint round = 0; round < 2; round++)
    {
      for (int i = 6; i >= 0; i--)
        {
          undo_last (self);
          crm_test_store_assert_dump (self, dumps[i]);
          crm_test_store_check (self);
        }
      g_assert_cmpint (find (self, undo_read, 1), ==, 0);

      for (int i = 1; i <= 7; i++)
        {
          redo_last (self);
          crm_test_store_assert_dump (self, dumps[i]);
          crm_test_store_check (self);
        }
      g_assert_cmpint (find (self, redo_read, 1), ==, 0);
    }

  for (guint i = 0; i < G_N_ELEMENTS (dumps); i++)
    g_free (dumps[i]);
}

static void
test_twice (CrmTestStore  *self,
            gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  gint64 batch = crm_test_store_set (self, self->firm, id, "+score", "5", NULL);
  g_autoptr (GError) error = NULL;
  CrmUndone undone;
  gint64 undo;

  crm_test_store_undo (self, batch, &undone);
  undo = undone.batch;
  g_assert_cmpint (undone.n_records, ==, 1);
  g_assert_cmpint (undone.n_left, ==, 0);
  g_assert_cmpint (crm_test_store_get (self, "SELECT score FROM firm"), ==, 0);

  g_assert_false (crm_store_undo (self->store, 1, batch, &undone, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_assert_cmpint (crm_test_store_get (self, "SELECT score FROM firm"), ==, 0);

  /* The redo, and that only once as well; then it can be undone again. */
  crm_test_store_undo (self, undo, NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT score FROM firm"), ==, 5);
  g_clear_error (&error);
  g_assert_false (crm_store_undo (self->store, 1, undo, &undone, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  crm_test_store_undo (self, batch, NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT score FROM firm"), ==, 0);

  g_clear_error (&error);
  g_assert_false (crm_store_undo (self->store, 1, 999, &undone, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING);
  crm_test_store_check (self);
}

static void
test_whose (CrmTestStore  *self,
            gconstpointer  data)
{
  static const CrmCause causes[] = { CRM_CAUSE_AUTOMATION, CRM_CAUSE_SYNC, CRM_CAUSE_SYSTEM };
  gint64 mine;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  mine = crm_test_store_set (self, self->firm, 1, "city", "Bonn", NULL);

  /* Ctrl+Z takes back what I did; not what others, automations or other devices did. */
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      g_autoptr (CrmChangeSet) set = crm_change_set_new (1, causes[i], NULL);
      CrmValue size = crm_value_integer (i);
      g_autoptr (CrmCommit) commit = NULL;

      crm_change_set_set (set, self->firm, 1, crm_table_find_column (self->firm, "size"), &size);
      commit = crm_test_store_commit (self, set);
    }
  g_assert_cmpint (find (self, undo_read, 1), ==, mine);
  g_assert_cmpint (find (self, undo_read, 2), ==, 0);
  g_assert_cmpint (find (self, redo_read, 1), ==, 0);

  crm_test_store_undo (self, mine, NULL);
  g_assert_cmpint (find (self, redo_read, 2), ==, 0);
  g_assert_cmpint (find (self, redo_read, 1), !=, 0);

  /* Doing something else ends the redo. */
  crm_test_store_set (self, self->firm, 1, "city", "Jena", NULL);
  g_assert_cmpint (find (self, redo_read, 1), ==, 0);
}

/* --- What was done since ---------------------------------------------------------------------------- */

static void
test_later_edits (CrmTestStore  *self,
                  gconstpointer  data)
{
  gint64 id, batch;
  CrmUndone undone;
  g_autoptr (CrmRow) row = NULL;

  crm_test_store_add (self, self->label, "name", "vip", NULL);
  crm_test_store_add (self, self->label, "name", "lead", NULL);
  id = crm_test_store_add (self, self->person, "name", "Ana", "rating", "1", "+mails", "old@b.example", "+mails", "kept@b.example", NULL);
  batch = crm_test_store_set (self, self->person, id, "name", "Eva", "rating", "2", "phone", "030",
                              "-mails", "old@b.example", "+mails", "new@b.example", "+mails", "other@b.example",
                              "+mails", "kept@b.example|work", "+labels", "1", "+labels", "2", NULL);

  /* Somebody changes some of it. */
  crm_test_store_set (self, self->person, id, "name", "Zoe", "-mails", "other@b.example", "+mails", "old@b.example|mine",
                      "+mails", "kept@b.example|home", "-labels", "1", NULL);

  crm_test_store_undo (self, batch, &undone);
  row = crm_test_store_load (self, self->person, id);
  g_assert_cmpstr (crm_row_get_text (row, "name"), ==, "Zoe");
  g_assert_cmpfloat (crm_row_get (row, crm_table_find_column (row->table, "rating"))->real, ==, 1);
  g_assert_null (crm_row_get_text (row, "phone"));

  {
    g_autofree char *mails = crm_test_store_get_text (self, "SELECT group_concat (text || coalesce (label, '')) FROM "
                                                            "(SELECT * FROM member WHERE col = 11 AND removed IS NULL ORDER BY position)");

    g_assert_cmpstr (mails, ==, "old@b.examplemine,kept@b.examplehome");
  }
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM member WHERE col = 10 AND removed IS NULL"), ==, 0);

  /* The name, two addresses that were removed or written since, one that was added, and a label. */
  g_assert_cmpint (undone.n_left, ==, 5);
  g_assert_cmpint (undone.n_records, ==, 1);
  crm_test_store_check (self);
}

static void
test_nothing_left (CrmTestStore  *self,
                   gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  gint64 batch = crm_test_store_set (self, self->person, id, "name", "Eva", NULL);
  CrmUndone undone;

  crm_test_store_set (self, self->person, id, "name", "Zoe", NULL);
  crm_test_store_undo (self, batch, &undone);
  g_assert_cmpint (undone.n_left, ==, 1);
  g_assert_cmpint (undone.n_records, ==, 0);

  /* It is undone, so it can be redone, though there is nothing to do in either. */
  g_assert_cmpint (undone.batch, !=, 0);
  g_assert_cmpint (find (self, redo_read, 1), ==, undone.batch);
  crm_test_store_undo (self, undone.batch, &undone);
  g_assert_cmpint (find (self, redo_read, 1), ==, 0);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM person WHERE name = 'Zoe'"), ==, 1);
  crm_test_store_check (self);
}

static void
test_later_edits_of_new (CrmTestStore  *self,
                         gconstpointer  data)
{
  gint64 worked = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  gint64 worked_batch = crm_test_store_get (self, "SELECT max (id) FROM batch");
  gint64 untouched = crm_test_store_add (self, self->person, "name", "Eva", NULL);
  gint64 untouched_batch = crm_test_store_get (self, "SELECT max (id) FROM batch");
  g_autofree char *states = NULL;

  /* Somebody's work is not thrown away with the record: it goes to the trash. */
  crm_test_store_set (self, self->person, worked, "rating", "5", NULL);
  crm_test_store_undo (self, crm_test_store_set (self, self->person, untouched, "rating", "5", NULL), NULL);
  crm_test_store_undo (self, worked_batch, NULL);
  crm_test_store_undo (self, untouched_batch, NULL);
  states = crm_test_store_get_text (self, "SELECT group_concat (state) FROM person");
  g_assert_cmpstr (states, ==, "1,2");
  crm_test_store_check (self);
}

static void
test_purged_target (CrmTestStore  *self,
                    gconstpointer  data)
{
  g_autoptr (GArray) counts = NULL;
  gint64 batch;
  CrmUndone undone;
  gint64 id;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_test_store_add (self, self->label, "name", "vip", NULL);
  id = crm_test_store_add (self, self->person, "name", "Ana", "firm", "1", "+labels", "1", NULL);
  batch = crm_test_store_set (self, self->person, id, "firm", "", "-labels", "1", "name", "Eva", NULL);
  crm_test_store_move (self, self->firm, 1, CRM_OP_TRASH);
  crm_test_store_move (self, self->label, 1, CRM_OP_TRASH);
  counts = crm_store_purge (self->store, G_MAXINT64, NULL);
  g_assert_nonnull (counts);

  /* The rest is undone all the same. */
  crm_test_store_undo (self, batch, &undone);
  g_assert_cmpint (undone.n_left, ==, 2);
  {
    g_autofree char *name = crm_test_store_get_text (self, "SELECT name FROM person");

    g_assert_cmpstr (name, ==, "Ana");
  }
  crm_test_store_check (self);
}

static void
test_lost_column (CrmTestStore  *self,
                  gconstpointer  data)
{
  g_autoptr (CrmSchema) with = crm_test_schema_new_with ("c1");
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  gint64 batch;
  CrmUndone undone;

  g_assert_true (crm_store_set_schema (self->store, with, NULL));
  batch = crm_test_store_set (self, crm_schema_find_table (with, "person"), id, "c1", "extra", "name", "Eva", NULL);
  g_assert_true (crm_store_set_schema (self->store, self->schema, NULL));

  crm_test_store_undo (self, batch, &undone);
  g_assert_cmpint (undone.n_left, ==, 1);
  {
    g_autofree char *rest = crm_test_store_get_text (self, "SELECT name || c1 FROM person");

    g_assert_cmpstr (rest, ==, "Anaextra");
  }
  crm_test_store_check (self);
}

static void
test_odd_journal (CrmTestStore  *self,
                  gconstpointer  data)
{
  static const char *const odd[] = {
    "[]", "null", "{}", "{\"name\":1}", "{\"name\":[1]}", "{\"name\":{}}", "{\"mails\":[1,2]}", "{\"mails\":{}}",
    "{\"mails\":{\"+\":1,\"-\":[1,[],[1,2,3],[null,null,null]]}}", "{\"worth\":[[1],[1,2,3]]}", "{\"worth\":[1,\"x\"]}",
    "{\"name\":[[],{}],\"rating\":[\"x\",{}],\"firm\":[[1],null]}", "{\"nothing\":[1,2]}",
  };
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", NULL);

  /* Whatever a newer program or a bad disk wrote: no crash, and the record stays sound. */
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      gint64 batch = crm_test_store_set (self, self->person, id, "rating", i % 2 == 0 ? "1" : "2", NULL);
      g_autofree char *sql = g_strdup_printf ("UPDATE journal SET changes = '%s' WHERE id = (SELECT max (id) FROM journal)", odd[i]);

      crm_test_store_exec (self, sql);
      crm_test_store_undo (self, batch, NULL);
      crm_test_store_check (self);
    }

  {
    gint64 batch = crm_test_store_set (self, self->person, id, "rating", "3", NULL);
    g_autoptr (GError) error = NULL;
    CrmUndone undone;

    crm_test_store_exec (self, "UPDATE journal SET changes = '{' WHERE id = (SELECT max (id) FROM journal)");
    g_assert_false (crm_store_undo (self->store, 1, batch, &undone, &error));
    g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
    g_clear_error (&error);

    crm_test_store_exec (self, "UPDATE journal SET changes = '{}', op = 9 WHERE id = (SELECT max (id) FROM journal)");
    g_assert_false (crm_store_undo (self->store, 1, batch, &undone, &error));
    g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_DAMAGED);
  }

  /* A counter that cannot have been adjusted by so much. */
  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  {
    gint64 batch = crm_test_store_set (self, self->firm, 1, "score", "5", NULL);
    g_autoptr (GError) error = NULL;
    CrmUndone undone;

    crm_test_store_exec (self, "UPDATE journal SET changes = '{\"score\":[9223372036854775807,-9223372036854775808]}' "
                               "WHERE id = (SELECT max (id) FROM journal)");
    crm_store_undo (self->store, 1, batch, &undone, &error);
    g_assert_true (error == NULL || g_error_matches (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED));
    g_assert_cmpint (crm_test_store_get (self, "SELECT typeof (score) = 'integer' FROM firm"), ==, 1);
  }
}

/* --- At random, against a stack of pictures ------------------------------------------------------------ */

static void
put_random (CrmTestStore *self,
            GRand        *chance,
            CrmEdit      *edit,
            gint64        n_firms,
            gint64        n_labels)
{
  static const char *const mails[] = { "a@x.example", "b@x.example|home", "C@x.example|work", "c@x.example", "B@x.example" };
  static const char *const columns[] = { "name", "email", "phone", "born", "notes" };

  for (gint32 n = g_rand_int_range (chance, 1, 4); n > 0; n--)
    {
      g_autofree char *text = NULL;

      switch (g_rand_int_range (chance, 0, edit->table == self->person ? 8 : 3))
        {
        case 0:
          text = g_strdup_printf ("Name %d", g_rand_int_range (chance, 0, 5));
          crm_test_edit_put (edit, "name", text);
          break;
        case 1:
          if (edit->table != self->firm)
            continue;
          text = g_strdup_printf ("%d", g_rand_int_range (chance, -3, 4));
          crm_test_edit_put (edit, g_rand_boolean (chance) ? "+score" : "size", text);
          break;
        case 2:
          if (edit->table == self->firm)
            crm_test_edit_put (edit, "city", g_rand_boolean (chance) ? "Bonn" : "");
          break;
        case 3:
          text = g_strdup_printf ("%" G_GINT64_FORMAT, g_rand_int_range (chance, 0, (gint32) n_firms + 1) % (n_firms + 1));
          crm_test_edit_put (edit, "firm", strcmp (text, "0") == 0 ? "" : text);
          break;
        case 4:
          if (n_labels == 0)
            continue;
          text = g_strdup_printf ("%d", g_rand_int_range (chance, 1, (gint32) n_labels + 1));
          crm_test_edit_put (edit, g_rand_boolean (chance) ? "+labels" : "-labels", text);
          break;
        case 5:
          crm_test_edit_put (edit, g_rand_boolean (chance) ? "+mails" : "-mails", mails[g_rand_int_range (chance, 0, 5)]);
          break;
        case 6:
          text = g_strdup_printf ("%d.%d", g_rand_int_range (chance, 0, 3), g_rand_int_range (chance, 0, 10));
          crm_test_edit_put (edit, "rating", g_rand_boolean (chance) ? text : "");
          break;
        default:
          text = g_strdup_printf ("%d", g_rand_int_range (chance, 0, 3));
          crm_test_edit_put (edit, columns[g_rand_int_range (chance, 1, 5)], strcmp (text, "0") == 0 ? "" : text);
          break;
        }
    }
}

/* Does something that somebody could do, in one batch; returns whether anything changed. */
static gboolean
do_something (CrmTestStore *self,
              GRand        *chance)
{
  const CrmTable *tables[] = { self->firm, self->person, self->person, self->label };
  const CrmTable *table = tables[g_rand_int_range (chance, 0, G_N_ELEMENTS (tables))];
  g_autofree char *max = g_strdup_printf ("SELECT max (id) FROM %s", table->name);
  gint64 n_firms = crm_test_store_get (self, "SELECT max (id) FROM firm");
  gint64 n_labels = crm_test_store_get (self, "SELECT max (id) FROM label");
  gint64 n = crm_test_store_get (self, max);
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;

  for (gint32 k = g_rand_int_range (chance, 1, 4); k > 0; k--)
    {
      gint64 id = n > 0 ? g_rand_int_range (chance, 1, (gint32) n + 1) : 0;
      g_autofree char *ask = g_strdup_printf ("SELECT state FROM %s WHERE id = %" G_GINT64_FORMAT, table->name, id);
      gboolean live = id != 0 && crm_test_store_get (self, ask) == CRM_STATE_LIVE;
      CrmEdit *edit = NULL;

      switch (live ? g_rand_int_range (chance, 0, 6) : 0)
        {
        case 0:
          edit = crm_edit_new (table, CRM_OP_CREATE, -k);
          crm_test_edit_put (edit, "name", "New");
          put_random (self, chance, edit, n_firms, n_labels);
          break;
        case 1:
          edit = crm_edit_new (table, CRM_OP_TRASH, id);
          break;
        default:
          edit = crm_edit_new (table, CRM_OP_UPDATE, id);
          put_random (self, chance, edit, n_firms, n_labels);
          break;
        }
      g_ptr_array_add (crm_change_set_get_edits (set), edit);

      /* What is in the trash cannot be changed any more in the same batch. */
      if (edit->op == CRM_OP_TRASH)
        break;
    }

  commit = crm_test_store_commit (self, set);

  return commit->id != 0;
}

static void
test_random (CrmTestStore  *self,
             gconstpointer  data)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();
  g_autoptr (GPtrArray) past = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) future = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *final = NULL;

  /* The pictures of the past, the newest last; those that were undone, the next to redo last. */
  g_ptr_array_add (past, crm_test_store_dump (self));
  for (guint i = 0; i < 400; i++)
    {
      gint32 dice = g_rand_int_range (chance, 0, 10);

      if (dice < 2 && past->len > 1)
        {
          undo_last (self);
          g_ptr_array_add (future, g_ptr_array_steal_index (past, past->len - 1));
        }
      else if (dice < 4 && future->len > 0)
        {
          redo_last (self);
          g_ptr_array_add (past, g_ptr_array_steal_index (future, future->len - 1));
        }
      else if (do_something (self, chance))
        {
          g_ptr_array_add (past, crm_test_store_dump (self));
          g_ptr_array_set_size (future, 0);
        }

      crm_test_store_assert_dump (self, g_ptr_array_index (past, past->len - 1));
      if (i % 40 == 0)
        crm_test_store_check (self);
    }

  while (future->len > 0)
    g_ptr_array_add (past, g_ptr_array_steal_index (future, future->len - 1)), redo_last (self);
  final = crm_test_store_dump (self);

  /* Everything back to the beginning, and everything again. */
  for (guint i = past->len - 1; i > 0; i--)
    undo_last (self);
  crm_test_store_assert_dump (self, g_ptr_array_index (past, 0));
  crm_test_store_check (self);
  for (guint i = 1; i < past->len; i++)
    redo_last (self);
  crm_test_store_assert_dump (self, final);
  crm_test_store_check (self);
}

static void
test_random_old (CrmTestStore  *self,
                 gconstpointer  data)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  /* Batches undone in any order: never wrong, though not all comes back. */
  for (guint i = 0; i < 200; i++)
    {
      if (g_rand_int_range (chance, 0, 3) > 0)
        do_something (self, chance);
      else
        {
          g_autofree char *sql = g_strdup_printf ("SELECT id FROM batch WHERE undone = 0 ORDER BY abs (id - %d) LIMIT 1",
                                                  g_rand_int_range (chance, 0, 300));
          gint64 batch = crm_test_store_get (self, sql);

          if (batch != 0)
            crm_test_store_undo (self, batch, NULL);
        }
      if (i % 20 == 0)
        crm_test_store_check (self);
    }
  crm_test_store_check (self);
}

/* --- Long ones ------------------------------------------------------------------------------------------- */

typedef struct
{
  CrmTestStore *store;
  guint n;
  gboolean last;
} Part;

static gboolean
import_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  const Part *part = data;

  for (guint i = 0; i < part->n; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (part->store->person, CRM_OP_CREATE, 0);

      crm_test_edit_put (edit, "name", "Ana");
      crm_test_edit_put (edit, "firm", "1");
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }
  if (!part->last)
    crm_door_keep_open (door, 1);

  return TRUE;
}

static gint64
import (CrmTestStore *self,
        guint         n)
{
  gint64 batch = 0;

  if (crm_test_store_get (self, "SELECT count (*) FROM firm") == 0)
    crm_test_store_add (self, self->firm, "name", "Sol", NULL);

  while (n > 0)
    {
      g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_IMPORT, "people.csv");
      g_autoptr (CrmCommit) commit = NULL;
      g_autoptr (GError) error = NULL;
      Part part = { self, MIN (n, 2500), n <= 2500 };

      crm_change_set_set_batch (set, batch);
      commit = crm_store_write (self->store, set, G_PRIORITY_LOW, import_func, &part, &error);
      g_assert_no_error (error);
      batch = commit->batch;
      n -= part.n;
    }

  return batch;
}

static void
assert_people (CrmTestStore *self,
               gint64        n)
{
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM person WHERE state = 0"), ==, n);
  g_assert_cmpint (crm_test_store_get (self, "SELECT people FROM firm"), ==, n);
  crm_test_store_check (self);
}

static void
test_parts (CrmTestStore  *self,
            gconstpointer  data)
{
  /* As many as a part, one less, one more, and so on: each comes to its end. */
  static const guint sizes[] = { 4999, 5000, 5001, 10000 };
  gint64 n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gint64 batch = import (self, sizes[i]);
      CrmUndone undone;

      crm_test_store_undo (self, batch, &undone);
      g_assert_cmpint (undone.n_records, ==, sizes[i]);
      g_assert_cmpint (crm_test_store_get (self, "SELECT sum (open) FROM batch"), ==, 0);
      g_assert_cmpint (crm_test_store_get (self, "SELECT records FROM batch ORDER BY id DESC LIMIT 1"), ==, sizes[i]);
      g_assert_cmpint (find (self, redo_read, 1), ==, undone.batch);
      crm_test_store_undo (self, undone.batch, &undone);
      g_assert_cmpint (undone.n_records, ==, sizes[i]);
      n += sizes[i];
      g_assert_cmpint (crm_test_store_get (self, "SELECT sum (open) FROM batch"), ==, 0);
    }
  assert_people (self, n);
}

static void
die_cb (CrmCommit *commit,
        gpointer   user_data)
{
  int *n_parts = user_data;

  if (--*n_parts == 0)
    raise (SIGKILL);
}

/* Undoes a batch in another process, which dies after @n_parts, or reaches the end. */
static void
undo_elsewhere (CrmTestStore *self,
                gint64        batch,
                int           n_parts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) db = crm_db_open (self->path, CRM_DB_WRITE, &error);
  CrmUndone undone;

  if (db == NULL || !crm_journal_undo (db, self->schema, self->clock, 1, batch, die_cb, &n_parts, &undone, &error))
    {
      g_printerr ("%s\n", error->message);
      _exit (1);
    }
  crm_db_close (g_steal_pointer (&db));
  _exit (0);
}

static void
test_killed (CrmTestStore  *self,
             gconstpointer  data)
{
  gint64 batch = import (self, 12000);
  CrmUndone undone;

  crm_test_store_close (self);
  for (int n_parts = 1; n_parts <= 2; n_parts++)
    {
      pid_t child = fork ();
      int status;

      if (child == 0)
        undo_elsewhere (self, batch, 1);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);

      crm_test_store_open (self);
      assert_people (self, 12000 - 5000 * n_parts);
      g_assert_cmpint (crm_test_store_get (self, "SELECT open FROM batch WHERE undo_of IS NOT NULL"), ==, 1);
      g_assert_cmpint (find (self, redo_read, 1), ==, 0);
      crm_test_store_close (self);
    }

  crm_test_store_open (self);
  crm_test_store_undo (self, batch, &undone);
  g_assert_cmpint (undone.n_records, ==, 2000);
  g_assert_cmpint (crm_test_store_get (self, "SELECT records FROM batch WHERE undo_of IS NOT NULL"), ==, 12000);
  g_assert_cmpint (crm_test_store_get (self, "SELECT sum (open) FROM batch"), ==, 0);
  assert_people (self, 0);

  crm_test_store_undo (self, undone.batch, &undone);
  assert_people (self, 12000);
}

static void
test_interrupted_import (CrmTestStore  *self,
                         gconstpointer  data)
{
  gint64 batch = import (self, 3000);

  /* An import that was cut off is undone as it is, and nobody has to be asked about it again. */
  crm_test_store_exec (self, "UPDATE batch SET open = 1, cursor = 2500 WHERE cause = 3");
  g_assert_cmpint (find (self, undo_read, 1), !=, batch);
  crm_test_store_undo (self, batch, NULL);
  assert_people (self, 0);
  g_assert_cmpint (crm_test_store_get (self, "SELECT sum (open) FROM batch"), ==, 0);
}

static void
test_two_at_once (CrmTestStore  *self,
                  gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  gint64 batch;
  pid_t children[2];

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  for (guint i = 0; i < 12000; i++)
    {
      CrmEdit *edit = crm_edit_new (self->firm, CRM_OP_UPDATE, 1);

      crm_test_edit_put (edit, "+score", "1");
      g_ptr_array_add (crm_change_set_get_edits (set), edit);
    }
  commit = crm_test_store_commit (self, set);
  batch = commit->batch;
  g_assert_cmpint (crm_test_store_get (self, "SELECT score FROM firm"), ==, 12000);
  crm_test_store_close (self);

  /* Two programs find the undo cut off and go on with it: each entry is undone once. */
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = fork ();
      if (children[i] == 0)
        undo_elsewhere (self, batch, -1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);

      /* The second one may come when all is done, and hears so. */
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) <= 1);
    }

  crm_test_store_open (self);
  g_assert_cmpint (crm_test_store_get (self, "SELECT score FROM firm"), ==, 0);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM batch WHERE undo_of IS NOT NULL"), ==, 1);
  g_assert_cmpint (crm_test_store_get (self, "SELECT records FROM batch WHERE undo_of IS NOT NULL"), ==, 12000);
  g_assert_cmpint (crm_test_store_get (self, "SELECT sum (open) FROM batch"), ==, 0);
  crm_test_store_check (self);
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
    { "/undo/each", test_each },
    { "/undo/twice", test_twice },
    { "/undo/whose", test_whose },
    { "/undo/later-edits", test_later_edits },
    { "/undo/nothing-left", test_nothing_left },
    { "/undo/later-edits-of-new", test_later_edits_of_new },
    { "/undo/purged-target", test_purged_target },
    { "/undo/lost-column", test_lost_column },
    { "/undo/odd-journal", test_odd_journal },
    { "/undo/random", test_random },
    { "/undo/random-old", test_random_old },
    { "/undo/parts", test_parts },
    { "/undo/killed", test_killed },
    { "/undo/interrupted-import", test_interrupted_import },
    { "/undo/two-at-once", test_two_at_once },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, CrmTestStore, NULL, crm_test_store_set_up, tests[i].func, crm_test_store_tear_down);

  return g_test_run ();
}
