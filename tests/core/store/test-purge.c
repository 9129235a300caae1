/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Purging: what was in the trash long enough is gone, from every byte of the file. */

#include "config.h"

#include <string.h>

#include "crm-test-store.h"
#include "crm-test.h"

/* Looks for a word in the file and its log, as it stands and as the search index folds it. */
static gboolean
has_word (CrmTestStore *self,
          const char   *word)
{
  static const char *const suffixes[] = { "", "-wal" };
  g_autofree char *lower = g_ascii_strdown (word, -1);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->path, suffixes[i], NULL);
      g_autofree char *contents = NULL;
      gsize length;

      if (g_file_get_contents (path, &contents, &length, NULL) &&
          (memmem (contents, length, word, strlen (word)) != NULL || memmem (contents, length, lower, strlen (lower)) != NULL))
        return TRUE;
    }

  return FALSE;
}

static GArray *
purge (CrmTestStore *self,
       gint64        before)
{
  g_autoptr (GError) error = NULL;
  GArray *counts = crm_store_purge (self->store, before, &error);

  g_assert_no_error (error);

  return counts;
}

static void
test_age (CrmTestStore  *self,
          gconstpointer  data)
{
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) some = NULL;
  gint64 actor = crm_test_store_add (self, self->person, "name", "Actor", NULL);
  gint64 old = crm_test_store_add (self, self->person, "name", "Old", NULL);
  gint64 young = crm_test_store_add (self, self->person, "name", "Young", NULL);
  gint64 undone = crm_test_store_add (self, self->person, "name", "Undone", NULL);
  g_autofree char *rest = NULL;

  g_assert_cmpint (actor, ==, 1);
  crm_test_store_undo (self, crm_test_store_get (self, "SELECT max (id) FROM batch"), NULL);
  crm_test_store_move (self, self->person, old, CRM_OP_TRASH);
  crm_clock_set_now (self->clock, CRM_TEST_NOW + 10);
  crm_test_store_move (self, self->person, young, CRM_OP_TRASH);

  none = purge (self, CRM_TEST_NOW);
  g_assert_cmpuint (none->len, ==, 3);
  g_assert_cmpint (g_array_index (none, gint64, 1), ==, 0);
  some = purge (self, CRM_TEST_NOW + 10);
  g_assert_cmpint (g_array_index (some, gint64, 0), ==, 0);
  g_assert_cmpint (g_array_index (some, gint64, 1), ==, 2);
  rest = crm_test_store_get_text (self, "SELECT group_concat (name) FROM person");
  g_assert_cmpstr (rest, ==, "Actor,Young");
  g_assert_cmpint (undone, ==, 4);
  crm_test_store_check (self);
}

static void
test_bytes (CrmTestStore  *self,
            gconstpointer  data)
{
  /* A marker in every kind of field, written again and again, among many others. */
  static const char *const columns[] = { "name", "email", "born", "notes", "+mails" };
  g_autoptr (GArray) counts = NULL;
  g_autofree char *phone = g_strdup ("+34 777 555 333");
  gint64 id;

  crm_test_store_add (self, self->person, "name", "Actor", NULL);
  for (guint i = 0; i < 50; i++)
    crm_test_store_add (self, self->person, "name", "Filler Person", "notes", "some words that stay", NULL);

  id = crm_test_store_add (self, self->person, "name", "Xqzmarkername0", "email", "Xqzmarkeremail0@x.example", "born", "Xqzmarkerborn0",
                           "notes", "Xqzmarkernotes0", "+mails", "Xqzmarkermails0@x.example|Xqzmarkerlabel0", "phone", phone, NULL);
  for (guint round = 1; round < 4; round++)
    for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
      {
        g_autofree char *text = g_strdup_printf ("Xqzmarker%s%u", columns[i] + strspn (columns[i], "+"), round);

        crm_test_store_set (self, self->person, id, columns[i], text, NULL);
      }
  for (guint i = 0; i < 50; i++)
    crm_test_store_add (self, self->person, "name", "Filler Person", "notes", "more words that stay", NULL);
  crm_test_store_set (self, self->person, id, "-mails", "xqzmarkermails1", NULL);
  g_assert_true (has_word (self, "Xqzmarker"));

  crm_test_store_move (self, self->person, id, CRM_OP_TRASH);
  counts = purge (self, G_MAXINT64);
  g_assert_cmpint (g_array_index (counts, gint64, 1), ==, 1);

  g_assert_false (has_word (self, "Xqzmarker"));
  g_assert_false (has_word (self, "777555333"));
  g_assert_false (has_word (self, "777 555 333"));
  g_assert_true (has_word (self, "Filler Person"));
  crm_test_store_check (self);

  crm_test_store_close (self);
  g_assert_false (has_word (self, "Xqzmarker"));
  crm_test_store_open (self);
}

static void
test_links (CrmTestStore  *self,
            gconstpointer  data)
{
  g_autoptr (GArray) counts = NULL;
  g_autoptr (CrmRow) row = NULL;
  gint64 id;

  crm_test_store_add (self, self->firm, "name", "Gone", NULL);
  crm_test_store_add (self, self->firm, "name", "Stays", NULL);
  crm_test_store_add (self, self->label, "name", "gone", NULL);
  crm_test_store_add (self, self->label, "name", "stays", NULL);
  id = crm_test_store_add (self, self->person, "name", "Ana", "firm", "1", "+labels", "1", "+labels", "2", NULL);
  crm_test_store_add (self, self->person, "name", "Eva", "firm", "2", "+labels", "2", NULL);
  crm_test_store_move (self, self->firm, 1, CRM_OP_TRASH);
  crm_test_store_move (self, self->label, 1, CRM_OP_TRASH);
  crm_test_store_move (self, self->person, 2, CRM_OP_TRASH);

  counts = purge (self, G_MAXINT64);
  row = crm_test_store_load (self, self->person, id);
  g_assert_cmpint (crm_row_get_integer (row, "firm"), ==, 0);
  g_assert_cmpuint (row->members->len, ==, 1);
  g_assert_cmpint (crm_test_store_get (self, "SELECT people FROM label"), ==, 1);
  g_assert_cmpint (crm_test_store_get (self, "SELECT people FROM firm"), ==, 0);
  crm_test_store_check (self);
}

/* A firm, who is a part of it, and what that person has written down: persons that are a part of their author. */
static void
test_parts (CrmTestStore  *self,
            gconstpointer  data)
{
  static const char *const links[] = { "firm", "author" };
  g_autoptr (GArray) counts = NULL;
  g_autofree char *rest = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    ((CrmColumn *) crm_table_find_column (self->person, links[i]))->flags |= CRM_COLUMN_PART;

  crm_test_store_add (self, self->firm, "name", "Gone", NULL);
  crm_test_store_add (self, self->firm, "name", "Stays", NULL);
  crm_test_store_add (self, self->person, "name", "Actor", "firm", "1", NULL);
  for (guint i = 0; i < 50; i++)
    crm_test_store_add (self, self->person, "name", "Xqzmarker", "+mails", "xqzmarker@x.example", NULL);
  crm_test_store_move (self, self->firm, 1, CRM_OP_TRASH);
  g_assert_true (has_word (self, "Xqzmarker"));

  counts = purge (self, G_MAXINT64);
  rest = crm_test_store_get_text (self, "SELECT group_concat (name) FROM (SELECT name FROM firm UNION ALL SELECT name FROM person)");
  g_assert_cmpstr (rest, ==, "Stays");
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM member"), ==, 0);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM tombstone"), ==, 52);
  g_assert_false (has_word (self, "Xqzmarker"));
  crm_test_store_check (self);
}

static void
test_tombstones (CrmTestStore  *self,
                 gconstpointer  data)
{
  g_autoptr (GArray) counts = NULL;
  gint64 id;
  gint64 stamp;

  crm_test_store_add (self, self->person, "name", "Actor", NULL);
  id = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  crm_test_store_exec (self, "CREATE TABLE noted AS SELECT uuid FROM person WHERE id = 2");
  crm_test_store_move (self, self->person, id, CRM_OP_TRASH);
  stamp = crm_test_store_get (self, "SELECT stamp FROM clock");
  counts = purge (self, G_MAXINT64);

  /* Nothing but the id is left, with a stamp that no other one had. */
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM tombstone t JOIN noted n ON n.uuid = t.uuid "
                                             "WHERE t.tbl = 2 AND t.device = 1 AND t.stamp = (SELECT stamp FROM clock)"), ==, 1);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM clock"), >, stamp);
  crm_test_store_exec (self, "DROP TABLE noted");

  /* What purges nothing changes nothing. */
  stamp = crm_test_store_get (self, "SELECT stamp FROM clock");
  g_array_unref (g_steal_pointer (&counts));
  counts = purge (self, G_MAXINT64);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM clock"), ==, stamp);
  crm_test_store_check (self);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/purge/age", CrmTestStore, NULL, crm_test_store_set_up, test_age, crm_test_store_tear_down);
  g_test_add ("/purge/bytes", CrmTestStore, NULL, crm_test_store_set_up, test_bytes, crm_test_store_tear_down);
  g_test_add ("/purge/links", CrmTestStore, NULL, crm_test_store_set_up, test_links, crm_test_store_tear_down);
  g_test_add ("/purge/parts", CrmTestStore, NULL, crm_test_store_set_up, test_parts, crm_test_store_tear_down);
  g_test_add ("/purge/tombstones", CrmTestStore, NULL, crm_test_store_set_up, test_tombstones, crm_test_store_tear_down);

  return g_test_run ();
}
