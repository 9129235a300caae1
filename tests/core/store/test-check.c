/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The check: a sound file has no findings, and each kind of damage is found. */

#include "config.h"

#include <string.h>

#include "crm-test-store.h"
#include "crm-test.h"

/* What is done behind the back of the store, and how the finding begins. */
static const struct
{
  const char *damage;
  const char *finding;
} damages[] = {
  { "UPDATE person SET name = NULL, name_key = NULL WHERE id = 1", "person without a title" },
  { "UPDATE person SET name_key = 'eva' WHERE id = 1", "person.name with a wrong key" },
  { "UPDATE person SET name_key = NULL WHERE id = 1", "person.name with a wrong key" },
  { "UPDATE person SET email_key = 'Ana@Sol.example' WHERE id = 1", "person.email with a wrong key" },
  { "UPDATE person SET phone_key = '+34' WHERE id = 1", "person.phone with a wrong key" },
  { "UPDATE person SET firm = 99 WHERE id = 1", "person.firm that leads nowhere" },
  { "UPDATE member SET key = 99 WHERE col = 10", "person.labels that leads nowhere" },
  { "UPDATE person SET worth_currency = NULL WHERE id = 1", "person.worth without a currency" },
  { "UPDATE firm SET people = 7 WHERE id = 1", "firm.people with a wrong number" },
  { "UPDATE label SET people = NULL WHERE id = 1", "label.people with a wrong number" },
  { "UPDATE firm SET score = score + 1 WHERE id = 1", "firm.score that does not add up" },
  { "DELETE FROM counter", "firm.score that does not add up" },
  { "UPDATE person SET state = 5 WHERE id = 1", "person in no proper state" },
  { "UPDATE person SET deleted = 5 WHERE id = 1", "person in no proper state" },
  { "UPDATE person SET uuid = x'00' WHERE id = 1", "person in no proper state" },
  { "DELETE FROM journal WHERE tbl = 2 AND op = 1", "person that the journal does not know" },
  { "INSERT INTO tombstone SELECT 2, uuid, 1, 1 FROM person WHERE id = 1", "person that was removed for good" },
  { "INSERT INTO member VALUES (2, 99, 11, 'x', 'x', NULL, 0, 1, 1, NULL)", "member of no person" },
  { "INSERT INTO field_stamp VALUES (2, 99, 1, 1, 1)", "field_stamp of no person" },
  { "INSERT INTO counter VALUES (1, 99, 4, 1, 1, 1)", "counter of no firm" },
  { "INSERT INTO journal (change_set, tbl, record, op) VALUES (1, 2, 99, 2)", "journal of no person" },
  { "INSERT INTO journal (change_set, tbl, record, op) VALUES (99, 2, 1, 2)", "journal without a commit" },
  { "PRAGMA foreign_keys = OFF; INSERT INTO change_set (batch, stamp, device) VALUES (99, 1, 1)", "commit without a batch" },
  { "PRAGMA foreign_keys = OFF; UPDATE change_set SET device = 99", "commit of no device" },
  { "UPDATE journal SET changes = '{' WHERE op = 2", "journal that cannot be read" },
  { "UPDATE clock SET stamp = 5", "commit from the future" },
  { "PRAGMA foreign_keys = OFF; INSERT INTO batch (actor, cause, time, undo_of) VALUES (1, 4, 1, 99)", "undo of nothing" },
  { "INSERT INTO person_search (person_search, rowid, words) VALUES ('delete', 1, 'ana')", "person that the search does not find" },
  { "INSERT INTO person_search (person_search, rowid, words) VALUES ('delete', 1, 'ana')", "person_search with other words" },
  { "INSERT INTO person_search (rowid, words) VALUES (1, 'stale')", "person_search with other words" },
  { "INSERT INTO person_search (rowid, words) VALUES (99, 'ghost')", "person_search with other words" },
  { "INSERT INTO person_search (person_search) VALUES ('delete-all')", "person_search with other words" },
};

static void
fill (CrmTestStore *self)
{
  crm_test_store_add (self, self->firm, "name", "Sol", "score", "5", NULL);
  crm_test_store_add (self, self->label, "name", "vip", NULL);
  crm_test_store_add (self, self->person, "name", "Ana", "email", "Ana@Sol.example", "phone", "+34 600", "firm", "1", "worth", "5 EUR",
                      "rating", "1.5", "notes", "alpha beta", "+labels", "1", "+mails", "a@b.example", "+phones", "030 12", NULL);
  crm_test_store_add (self, self->person, "name", "Eva", NULL);
  crm_test_store_set (self, self->person, 2, "name", "Eve", NULL);
  crm_test_store_add (self, self->person, "name", "Gone", "firm", "1", NULL);
  crm_test_store_move (self, self->person, 3, CRM_OP_TRASH);
}

static void
test_sound (CrmTestStore  *self,
            gconstpointer  data)
{
  crm_test_store_check (self);
  fill (self);
  crm_test_store_check (self);
}

static void
test_damage (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  CrmTestStore self = { NULL };
  g_autofree char *finding = NULL;

  crm_test_store_set_up (&self, NULL);
  fill (&self);
  crm_test_store_exec (&self, damages[i].damage);
  finding = crm_test_store_find (&self, damages[i].finding);
  g_test_message ("%s: %s", damages[i].damage, finding);
  g_assert_nonnull (finding);
  crm_test_store_tear_down (&self, NULL);
}

static void
test_pages (CrmTestStore  *self,
            gconstpointer  data)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  gsize length;
  gsize offset;
  gint64 root;

  /* An entry of an index that leads to another row: nothing that SQLite sees by itself. */
  fill (self);
  root = crm_test_store_get (self, "SELECT rootpage FROM sqlite_schema WHERE name = 'person_by_born'");
  crm_test_store_set (self, self->person, 1, "born", "2000-01-01", NULL);
  crm_test_store_close (self);

  g_file_get_contents (self->path, &contents, &length, &error);
  g_assert_no_error (error);
  offset = (gsize) (root - 1) * 4096;
  {
    char *date = memmem (contents + offset, 4096, "2000-01-01", 10);

    g_assert_nonnull (date);
    date[3] = '1';
  }
  g_file_set_contents (self->path, contents, (gssize) length, &error);
  g_assert_no_error (error);

  crm_test_store_open (self);
  crm_store_check (self->store, findings, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, >, 0);
}

static gpointer
nested_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GError) reason = NULL;

  /* What is checked goes on being read only. */
  g_assert_cmpint (crm_db_get_integer (db, 0, error, "PRAGMA query_only", ""), ==, 1);
  g_assert_false (crm_db_exec (db, "DELETE FROM person", &reason));
  g_assert_error (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY);

  return g_strdup ("");
}

static void
test_leaves_nothing (CrmTestStore  *self,
                     gconstpointer  data)
{
  g_autofree char *answer = NULL;
  gint64 version;

  fill (self);
  version = crm_test_store_get (self, "PRAGMA schema_version");
  crm_test_store_check (self);
  crm_test_store_check (self);
  g_assert_cmpint (crm_test_store_get (self, "PRAGMA schema_version"), ==, version);
  answer = crm_store_read (self->store, CRM_LANE_QUERY, nested_read, NULL, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM person"), ==, 3);
}

typedef struct
{
  CrmTestStore *store;
  gboolean stop; /* atomic */
} Load;

static gpointer
write_thread (gpointer data)
{
  Load *load = data;
  guint n = 0;

  while (!g_atomic_int_get (&load->stop))
    {
      g_autofree char *name = g_strdup_printf ("Person %u", n++);
      gint64 id = crm_test_store_add (load->store, load->store->person, "name", name, "firm", "1", "+labels", "1", NULL);

      crm_test_store_set (load->store, load->store->person, id, "name", "Other", "firm", "", "+mails", "x@y.example", NULL);
    }

  return NULL;
}

static void
test_while_written (CrmTestStore  *self,
                    gconstpointer  data)
{
  Load load = { self, FALSE };
  GThread *thread;

  /* Everything is read as it is at one moment. */
  fill (self);
  thread = g_thread_new ("write", write_thread, &load);
  for (guint i = 0; i < 20; i++)
    crm_test_store_check (self);
  g_atomic_int_set (&load.stop, TRUE);
  g_thread_join (thread);
  crm_test_store_check (self);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/check/sound", CrmTestStore, NULL, crm_test_store_set_up, test_sound, crm_test_store_tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/check/damage/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_damage);
    }
  g_test_add ("/check/pages", CrmTestStore, NULL, crm_test_store_set_up, test_pages, crm_test_store_tear_down);
  g_test_add ("/check/leaves-nothing", CrmTestStore, NULL, crm_test_store_set_up, test_leaves_nothing, crm_test_store_tear_down);
  g_test_add ("/check/while-written", CrmTestStore, NULL, crm_test_store_set_up, test_while_written, crm_test_store_tear_down);

  return g_test_run ();
}
