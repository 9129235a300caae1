/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The door: what goes through it is in the record, the sets, the journal, the stamps, the counts
 * and the search index, all of it or nothing. */

#include "config.h"

#include <string.h>

#include "crm-error.h"
#include "crm-test-store.h"
#include "crm-test.h"

static char *
get_changes (CrmTestStore *self,
             const char   *table,
             gint64        id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT changes FROM journal WHERE tbl = %u AND record = %" G_GINT64_FORMAT
                                          " ORDER BY id DESC LIMIT 1",
                                          crm_schema_find_table (self->schema, table)->id, id);

  return crm_test_store_get_text (self, sql);
}

static void
assert_changes (CrmTestStore *self,
                const char   *table,
                gint64        id,
                const char   *expected)
{
  g_autofree char *changes = get_changes (self, table, id);

  g_assert_cmpstr (changes, ==, expected);
}

static void
assert_text (CrmTestStore *self,
             const char   *sql,
             const char   *expected)
{
  g_autofree char *text = crm_test_store_get_text (self, sql);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_refused (CrmTestStore *self,
                CrmChangeSet *set,
                GQuark        domain,
                int           code)
{
  g_autofree char *before = crm_test_store_dump (self);
  gint64 n_batches = crm_test_store_get (self, "SELECT count (*) FROM batch");
  gint64 n_entries = crm_test_store_get (self, "SELECT count (*) FROM journal");
  gint64 stamp = crm_test_store_get (self, "SELECT stamp FROM clock");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit (self->store, set, &error);

  g_assert_error (error, domain, code);
  g_assert_null (commit);

  /* Nothing is left of it. */
  crm_test_store_assert_dump (self, before);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM batch"), ==, n_batches);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM journal"), ==, n_entries);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM clock"), ==, stamp);
  crm_test_store_check (self);
}

static CrmEdit *
add_edit (CrmChangeSet   *set,
          const CrmTable *table,
          CrmOp           op,
          gint64          id)
{
  CrmEdit *edit = crm_edit_new (table, op, id);

  g_ptr_array_add (crm_change_set_get_edits (set), edit);

  return edit;
}

/* --- Records ---------------------------------------------------------------------------------- */

static void
test_create (CrmTestStore  *self,
             gconstpointer  data)
{
  gint64 firm = crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  gint64 label = crm_test_store_add (self, self->label, "name", "vip", NULL);
  g_autofree char *firm_text = g_strdup_printf ("%" G_GINT64_FORMAT, firm);
  g_autofree char *label_text = g_strdup_printf ("%" G_GINT64_FORMAT, label);
  gint64 id = crm_test_store_add (self, self->person, "name", "Ána", "email", "Ana@Sol.example", "phone", "+34 600 12 34",
                                  "firm", firm_text, "rating", "2.5", "worth", "1250 CHF", "born", "2000-02-29",
                                  "notes", "likes roofs", "+labels", label_text, "+mails", "a@b.example|home",
                                  "+phones", "030 12|work", NULL);
  g_autoptr (CrmRow) row = crm_test_store_load (self, self->person, id);
  const CrmMember *member;

  g_assert_cmpint (row->state, ==, CRM_STATE_LIVE);
  g_assert_cmpint (row->deleted, ==, 0);
  g_assert_false (crm_uuid_is_null (&row->uuid));
  g_assert_cmpint (row->device, ==, 1);
  g_assert_cmpstr (crm_row_get_text (row, "name"), ==, "Ána");
  g_assert_cmpstr (crm_row_get_text (row, "shout"), ==, "ÁNA");
  g_assert_cmpint (crm_row_get_integer (row, "firm"), ==, firm);
  g_assert_cmpint (crm_row_get_integer (row, "worth"), ==, 1250);
  g_assert_cmpstr (crm_row_get (row, crm_table_find_column (row->table, "worth"))->currency, ==, "CHF");
  g_assert_cmpfloat (crm_row_get (row, crm_table_find_column (row->table, "rating"))->real, ==, 2.5);
  g_assert_cmpint (crm_row_get_integer (row, "created"), ==, CRM_TEST_NOW);
  g_assert_cmpint (crm_row_get_integer (row, "modified"), ==, CRM_TEST_NOW);
  g_assert_cmpint (crm_row_get_integer (row, "author"), ==, 1);
  g_assert_cmpstr (row->titles[crm_table_find_column (row->table, "firm")->index], ==, "Sol");
  g_assert_cmpuint (row->members->len, ==, 3);
  member = g_ptr_array_index (row->members, 0);
  g_assert_cmpstr (member->text, ==, "vip");
  member = g_ptr_array_index (row->members, 1);
  g_assert_cmpstr (member->text, ==, "a@b.example");
  g_assert_cmpstr (member->label, ==, "home");

  assert_text (self, "SELECT name_key || ' ' || email_key || ' ' || phone_key FROM person", "ana ana@sol.example 346001234");

  /* A new record is one entry without values; its stamp is that of the record. */
  assert_text (self, "SELECT group_concat (op || coalesce (changes, '-')) FROM journal WHERE tbl = 2", "1-");
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM field_stamp"), ==, 0);
  g_assert_cmpint (crm_test_store_get (self, "SELECT people FROM firm"), ==, 1);
  g_assert_cmpint (crm_test_store_get (self, "SELECT people FROM label"), ==, 1);
  crm_test_store_check (self);
}

static void
test_journal (CrmTestStore  *self,
              gconstpointer  data)
{
  gint64 firm = crm_test_store_add (self, self->firm, "name", "Sol", "score", "5", NULL);
  gint64 label = crm_test_store_add (self, self->label, "name", "vip", NULL);
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", NULL);

  g_assert_cmpint (firm, ==, 1);
  g_assert_cmpint (label, ==, 1);

  crm_test_store_set (self, self->person, id, "name", "Ana \"la\"\nRubia", NULL);
  assert_changes (self, "person", id, "{\"name\":[\"Ana\",\"Ana \\\"la\\\"\\nRubia\"]}");

  crm_test_store_set (self, self->person, id, "name", "Ana", "worth", "-5 EUR", "rating", "0.1", "firm", "1", NULL);
  assert_changes (self, "person", id,
                  "{\"name\":[\"Ana \\\"la\\\"\\nRubia\",\"Ana\"],\"firm\":[null,1],"
                  "\"rating\":[null,0.10000000000000001],\"worth\":[null,[-5,\"EUR\"]]}");

  crm_test_store_set (self, self->person, id, "worth", "", "firm", "", NULL);
  assert_changes (self, "person", id, "{\"firm\":[1,null],\"worth\":[[-5,\"EUR\"],null]}");

  crm_test_store_set (self, self->person, id, "+mails", "a@b.example|home", "+mails", "c@d.example", "+labels", "1", NULL);
  assert_changes (self, "person", id,
                  "{\"labels\":{\"+\":[[1,null,null]],\"-\":[]},\"mails\":{\"+\":[[\"a@b.example\",\"a@b.example\",\"home\"],"
                  "[\"c@d.example\",\"c@d.example\",null]],\"-\":[]}}");

  crm_test_store_set (self, self->person, id, "-mails", "c@d.example", "+mails", "A@b.example|work", NULL);
  assert_changes (self, "person", id,
                  "{\"mails\":{\"+\":[[\"a@b.example\",\"A@b.example\",\"work\"]],"
                  "\"-\":[[\"a@b.example\",\"a@b.example\",\"home\"],[\"c@d.example\",\"c@d.example\",null]]}}");

  crm_test_store_set (self, self->firm, firm, "+score", "3", "+score", "-10", NULL);
  assert_changes (self, "firm", firm, "{\"score\":[5,-2]}");

  /* The line of history. */
  assert_text (self, "SELECT columns || ' ' || tbl || ' ' || op || ' ' || record || ' ' || records FROM batch ORDER BY id DESC LIMIT 1",
               "score 1 2 1 1");
  crm_test_store_check (self);
}

static void
test_nothing_changes (CrmTestStore  *self,
                      gconstpointer  data)
{
  gint64 id;
  gint64 stamp;

  crm_test_store_add (self, self->label, "name", "vip", NULL);
  id = crm_test_store_add (self, self->person, "name", "Ana", "rating", "1", "+mails", "a@b.example|home", "+labels", "1", NULL);
  stamp = crm_test_store_get (self, "SELECT stamp FROM clock");

  /* The same again, also by way of something else, is nothing. */
  crm_clock_set_now (self->clock, CRM_TEST_NOW + G_USEC_PER_SEC);
  g_assert_cmpint (crm_test_store_set (self, self->person, id, "name", "Ana", NULL), ==, 0);
  g_assert_cmpint (crm_test_store_set (self, self->person, id, "name", "Eva", "name", "Ana", NULL), ==, 0);
  g_assert_cmpint (crm_test_store_set (self, self->person, id, "rating", "1.0", "worth", "", NULL), ==, 0);
  g_assert_cmpint (crm_test_store_set (self, self->person, id, "+mails", "a@b.example|home", "+labels", "1", NULL), ==, 0);
  g_assert_cmpint (crm_test_store_set (self, self->person, id, "-mails", "a@b.example", "+mails", "a@b.example|home", NULL), ==, 0);
  g_assert_cmpint (crm_test_store_set (self, self->person, id, "+mails", "x@b.example", "-mails", "x@b.example", NULL), ==, 0);
  g_assert_cmpint (crm_test_store_set (self, self->person, id, "-mails", "nobody@b.example", NULL), ==, 0);
  g_assert_cmpint (crm_test_store_set (self, self->person, id, NULL, NULL), ==, 0);
  g_assert_cmpint (crm_test_store_move (self, self->person, id, CRM_OP_RESTORE), ==, 0);

  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM clock"), ==, stamp);
  g_assert_cmpint (crm_test_store_get (self, "SELECT modified FROM person"), ==, CRM_TEST_NOW);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM journal WHERE op = 2"), ==, 0);
  crm_test_store_check (self);
}

static void
test_members (CrmTestStore  *self,
              gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", "+mails", "1@x.example", "+mails", "2@x.example",
                                  "+mails", "3@x.example", NULL);
  g_autofree char *before = crm_test_store_dump (self);
  gint64 batch;

  /* One that is written differently keeps its place, and so does one that comes back. */
  crm_test_store_set (self, self->person, id, "+mails", "2@X.example|work", NULL);
  assert_text (self, "SELECT group_concat (text) FROM (SELECT text FROM member WHERE removed IS NULL ORDER BY position)",
               "1@x.example,2@X.example,3@x.example");
  crm_test_store_set (self, self->person, id, "+mails", "2@x.example", NULL);
  batch = crm_test_store_set (self, self->person, id, "-mails", "1@x.example", NULL);
  assert_text (self, "SELECT group_concat (text) FROM (SELECT text FROM member WHERE removed IS NULL ORDER BY position)",
               "2@x.example,3@x.example");
  crm_test_store_set (self, self->person, id, "+mails", "4@x.example", NULL);
  crm_test_store_set (self, self->person, id, "-mails", "4@x.example", NULL);
  crm_test_store_undo (self, batch, NULL);
  crm_test_store_assert_dump (self, before);

  /* A new one comes last. */
  crm_test_store_set (self, self->person, id, "+mails", "0@x.example", NULL);
  assert_text (self, "SELECT group_concat (text) FROM (SELECT text FROM member WHERE removed IS NULL ORDER BY position)",
               "1@x.example,2@x.example,3@x.example,0@x.example");
  crm_test_store_check (self);
}

static void
test_trash (CrmTestStore  *self,
            gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmRow) row = NULL;
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", NULL);

  crm_clock_set_now (self->clock, CRM_TEST_NOW + 5);
  g_assert_cmpint (crm_test_store_move (self, self->person, id, CRM_OP_TRASH), !=, 0);
  row = crm_test_store_load (self, self->person, id);
  g_assert_cmpint (row->state, ==, CRM_STATE_TRASHED);
  g_assert_cmpint (row->deleted, ==, CRM_TEST_NOW + 5);
  assert_text (self, "SELECT op FROM journal ORDER BY id DESC LIMIT 1", "3");
  g_assert_cmpint (crm_test_store_move (self, self->person, id, CRM_OP_TRASH), ==, 0);

  /* What is in the trash stays as it is. */
  crm_test_edit_put (add_edit (set, self->person, CRM_OP_UPDATE, id), "name", "Eva");
  assert_refused (self, set, CRM_ERROR, CRM_ERROR_REFUSED);

  g_assert_cmpint (crm_test_store_move (self, self->person, id, CRM_OP_RESTORE), !=, 0);
  crm_row_free (g_steal_pointer (&row));
  row = crm_test_store_load (self, self->person, id);
  g_assert_cmpint (row->state, ==, CRM_STATE_LIVE);
  g_assert_cmpint (row->deleted, ==, 0);
  assert_text (self, "SELECT op FROM journal ORDER BY id DESC LIMIT 1", "4");
  crm_test_store_check (self);
}

static void
test_many (CrmTestStore  *self,
           gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_IMPORT, "people.csv");
  g_autoptr (CrmChangeSet) bulk = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (CrmCommit) changed = NULL;
  const CrmTouched *touched;
  gint64 ids[1000];
  CrmEdit *edit;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  for (int i = 0; i < 1000; i++)
    {
      gint64 handle = crm_change_set_create (set, self->person);
      g_auto (CrmValue) name = crm_value_take_text (g_strdup_printf ("Person %d", i));

      g_assert_cmpint (handle, ==, -1 - i);
      crm_change_set_set (set, self->person, handle, self->person->title, &name);
    }
  commit = crm_test_store_commit (self, set);
  for (int i = 0; i < 1000; i++)
    ids[i] = crm_commit_get_created (commit, -1 - i);
  g_assert_cmpint (crm_commit_get_created (commit, -1001), ==, 0);
  g_assert_cmpuint (crm_commit_get_n (commit), ==, 1000);
  touched = crm_commit_get_touched (commit, self->person);
  g_assert_true (touched->many);
  g_assert_true (touched->membership);
  g_assert_cmpuint (touched->n_records, ==, 1000);
  assert_text (self, "SELECT detail || cause || records FROM batch ORDER BY id DESC LIMIT 1", "people.csv31000");

  edit = crm_change_set_edit_many (bulk, self->person, CRM_OP_UPDATE, ids, 300);
  crm_test_edit_put (edit, "firm", "1");
  changed = crm_test_store_commit (self, bulk);
  touched = crm_commit_get_touched (changed, self->person);
  g_assert_false (touched->many);
  g_assert_false (touched->membership);
  g_assert_cmpuint (touched->ids->len, ==, 300);
  g_assert_true (crm_touched_has_column (touched, crm_table_find_column (self->person, "firm")));
  g_assert_false (crm_touched_has_column (touched, crm_table_find_column (self->person, "name")));
  g_assert_true (crm_commit_touches (changed, self->person, ids[299]));
  g_assert_false (crm_commit_touches (changed, self->person, ids[300]));
  g_assert_true (crm_touched_has_column (crm_commit_get_touched (changed, self->firm), crm_table_find_column (self->firm, "people")));
  g_assert_null (crm_commit_get_touched (changed, self->label));
  g_assert_cmpint (crm_test_store_get (self, "SELECT people FROM firm"), ==, 300);

  crm_test_store_check (self);
}

static void
test_handles (CrmTestStore  *self,
              gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) wrong = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_auto (CrmValue) name = crm_value_text ("Sol");
  gint64 firm = crm_change_set_create (set, self->firm);
  gint64 label, person;
  CrmValue value;

  /* Records that a change set makes can link to each other at once. */
  crm_change_set_set (set, self->firm, firm, self->firm->title, &name);
  label = crm_change_set_create (set, self->label);
  crm_change_set_set (set, self->label, label, self->label->title, &name);
  person = crm_change_set_create (set, self->person);
  crm_change_set_set (set, self->person, person, self->person->title, &name);
  value = crm_value_integer (firm);
  crm_change_set_set (set, self->person, person, crm_table_find_column (self->person, "firm"), &value);
  value = crm_value_integer (label);
  crm_change_set_add (set, self->person, person, crm_table_find_column (self->person, "labels"), &value, NULL, NULL);

  /* And be changed again. */
  crm_change_set_adjust (set, self->firm, firm, crm_table_find_column (self->firm, "score"), 7);
  commit = crm_test_store_commit (self, set);

  g_assert_cmpint (crm_test_store_get (self, "SELECT firm FROM person"), ==, crm_commit_get_created (commit, firm));
  g_assert_cmpint (crm_test_store_get (self, "SELECT people + score FROM firm"), ==, 8);
  g_assert_cmpint (crm_test_store_get (self, "SELECT people FROM label"), ==, 1);
  crm_test_store_check (self);

  value = crm_value_integer (-99);
  crm_change_set_set (wrong, self->person, 1, crm_table_find_column (self->person, "firm"), &value);
  assert_refused (self, wrong, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);
}

static void
test_wrong_values (CrmTestStore  *self,
                   gconstpointer  data)
{
  static const struct
  {
    const char *column;
    CrmValue value;
  } wrong[] = {
    { "name", { .kind = CRM_VALUE_INTEGER, .integer = 1 } },
    { "name", { .kind = CRM_VALUE_TEXT, .text = (char *) "Jos\xe9" } },
    { "born", { .kind = CRM_VALUE_REAL, .real = 1 } },
    { "rating", { .kind = CRM_VALUE_INTEGER, .integer = 1 } },
    { "worth", { .kind = CRM_VALUE_INTEGER, .integer = 1 } },
    { "firm", { .kind = CRM_VALUE_TEXT, .text = (char *) "1" } },
    { "shout", { .kind = CRM_VALUE_TEXT, .text = (char *) "ANA" } },
    { "created", { .kind = CRM_VALUE_INTEGER, .integer = 1 } },
    { "modified", { .kind = CRM_VALUE_INTEGER, .integer = 1 } },
    { "author", { .kind = CRM_VALUE_INTEGER, .integer = 1 } },
  };
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  g_autoptr (CrmChangeSet) nobody = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) lost = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) member = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) keyless = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_auto (CrmValue) key = crm_value_text ("a@b.example");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
      const CrmColumn *column = crm_table_find_column (self->person, wrong[i].column);

      crm_change_set_set (set, self->person, id, column, &wrong[i].value);
      assert_refused (self, set, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);
    }

  crm_edit_add (add_edit (member, self->person, CRM_OP_UPDATE, id), crm_table_find_column (self->person, "mails"), &key,
                "a@b.example", "h\xf6me");
  assert_refused (self, member, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);

  crm_value_clear (&key);
  crm_edit_add (add_edit (keyless, self->person, CRM_OP_UPDATE, id), crm_table_find_column (self->person, "mails"), &key, "x", NULL);
  assert_refused (self, keyless, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);

  crm_test_edit_put (add_edit (nobody, self->person, CRM_OP_UPDATE, 999), "name", "Eva");
  assert_refused (self, nobody, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING);

  crm_test_edit_put (add_edit (lost, self->person, CRM_OP_UPDATE, id), "firm", "999");
  assert_refused (self, lost, CRM_ERROR, CRM_ERROR_NOT_FOUND);
}

static void
test_given_origin (CrmTestStore  *self,
                   gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_IMPORT, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  gint64 first = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  gint64 handle = crm_change_set_create (set, self->person);
  CrmUuid uuid;
  CrmUuid same;
  g_auto (CrmValue) name = crm_value_text ("Eva");
  CrmValue created = crm_value_integer (CRM_TEST_NOW - G_TIME_SPAN_DAY);
  CrmValue author = crm_value_integer (first);
  g_autoptr (CrmRow) row = NULL;

  /* Whoever brings a record knows better when, by whom and under which id it was made. */
  g_assert_true (crm_uuid_parse (&uuid, "0190163d-8694-739b-aea5-966c26f8ad91"));
  crm_change_set_set_uuid (set, &uuid);
  crm_change_set_set (set, self->person, handle, self->person->title, &name);
  crm_change_set_set (set, self->person, handle, self->person->created, &created);
  crm_change_set_set (set, self->person, handle, self->person->author, &author);
  commit = crm_test_store_commit (self, set);

  row = crm_test_store_load (self, self->person, crm_commit_get_created (commit, handle));
  same = row->uuid;
  g_assert_cmpmem (&same, sizeof same, &uuid, sizeof uuid);
  g_assert_cmpint (crm_row_get_integer (row, "created"), ==, CRM_TEST_NOW - G_TIME_SPAN_DAY);
  g_assert_cmpint (crm_row_get_integer (row, "modified"), ==, CRM_TEST_NOW);

  /* The id is one record's only. */
  {
    g_autoptr (CrmChangeSet) twin = crm_change_set_new (1, CRM_CAUSE_IMPORT, NULL);

    handle = crm_change_set_create (twin, self->person);
    crm_change_set_set_uuid (twin, &uuid);
    crm_change_set_set (twin, self->person, handle, self->person->title, &name);
    assert_refused (self, twin, CRM_STORE_ERROR, CRM_STORE_ERROR_CONSTRAINT);
  }
}

static void
test_ids_are_not_used_again (CrmTestStore  *self,
                             gconstpointer  data)
{
  g_autoptr (GArray) purged = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  crm_test_store_add (self, self->person, "name", "Actor", NULL);
  id = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  crm_test_store_move (self, self->person, id, CRM_OP_TRASH);
  purged = crm_store_purge (self->store, CRM_TEST_NOW + 1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crm_test_store_add (self, self->person, "name", "Eva", NULL), >, id);
  crm_test_store_check (self);
}

/* --- Rules -------------------------------------------------------------------------------------- */

static gboolean
refuse_everything (CrmImage  *image,
                   GError   **error)
{
  if (image->after->state == CRM_STATE_LIVE && g_strcmp0 (crm_image_get_text (image, "name"), "Refused") != 0)
    return TRUE;

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, "Not today.");

  return FALSE;
}

static void
test_check (CrmTestStore  *self,
            gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  g_autoptr (CrmChangeSet) create = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) update = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) trash = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) late = crm_change_set_new (1, CRM_CAUSE_USER, NULL);

  crm_test_rules.check = refuse_everything;

  crm_test_edit_put (add_edit (create, self->person, CRM_OP_CREATE, -1), "name", "Refused");
  assert_refused (self, create, CRM_ERROR, CRM_ERROR_REFUSED);
  crm_test_edit_put (add_edit (update, self->person, CRM_OP_UPDATE, id), "name", "Refused");
  assert_refused (self, update, CRM_ERROR, CRM_ERROR_REFUSED);
  crm_change_set_trash (trash, self->person, id);
  assert_refused (self, trash, CRM_ERROR, CRM_ERROR_REFUSED);

  /* What went well before is taken back with it. */
  crm_test_edit_put (add_edit (late, self->firm, CRM_OP_CREATE, -1), "name", "Sol");
  crm_test_edit_put (add_edit (late, self->person, CRM_OP_UPDATE, id), "name", "Eva");
  crm_test_edit_put (add_edit (late, self->person, CRM_OP_UPDATE, id), "+mails", "a@b.example");
  crm_test_edit_put (add_edit (late, self->person, CRM_OP_CREATE, -2), "name", "Refused");
  assert_refused (self, late, CRM_ERROR, CRM_ERROR_REFUSED);
}

static gboolean
deny_everything (CrmImage  *image,
                 GError   **error)
{
  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_DENIED, "You may not.");

  return FALSE;
}

static void
test_rights (CrmTestStore  *self,
             gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  gint64 batch = crm_test_store_set (self, self->person, id, "name", "Eva", NULL);
  g_autoptr (CrmChangeSet) trash = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (GError) error = NULL;
  CrmUndone undone;

  crm_test_rules.allow = deny_everything;
  crm_change_set_trash (trash, self->person, id);
  assert_refused (self, trash, CRM_ERROR, CRM_ERROR_DENIED);

  /* Undoing needs the same right. */
  g_assert_false (crm_store_undo (self->store, 1, batch, &undone, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_DENIED);
  assert_text (self, "SELECT name || (SELECT sum (undone) FROM batch) FROM person", "Eva0");
}

static guint n_followed;

static gboolean
follow_with_firm (CrmImage  *image,
                  GError   **error)
{
  g_autoptr (CrmEdit) edit = NULL;

  n_followed++;
  if (image->op != CRM_OP_CREATE)
    return TRUE;

  g_assert_cmpint (image->id, >, 0);
  edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (image->door), "firm"), CRM_OP_CREATE, 0);
  crm_test_edit_put (edit, "name", crm_image_get_text (image, "name"));

  return crm_door_apply (image->door, edit, error) != 0;
}

static void
test_follow (CrmTestStore  *self,
             gconstpointer  data)
{
  gint64 id;
  gint64 batch;

  n_followed = 0;
  crm_test_rules.follow = follow_with_firm;
  id = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  g_assert_cmpuint (n_followed, ==, 1);
  assert_text (self, "SELECT name FROM firm", "Ana");
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM change_set"), ==, 1);

  /* What followed is undone with it, and nothing follows from the undo. */
  batch = crm_test_store_get (self, "SELECT max (id) FROM batch");
  crm_test_store_undo (self, batch, NULL);
  g_assert_cmpuint (n_followed, ==, 1);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM firm WHERE state = 0"), ==, 0);

  crm_test_rules.follow = NULL;
  crm_test_store_undo (self, crm_test_store_get (self, "SELECT max (id) FROM batch"), NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM firm WHERE state = 0"), ==, 1);
  g_assert_cmpint (id, ==, 1);
  crm_test_store_check (self);
}

static gboolean
follow_for_ever (CrmImage  *image,
                 GError   **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (image->table, CRM_OP_UPDATE, image->id);
  g_autofree char *name = g_strconcat (crm_image_get_text (image, "name"), "!", NULL);

  crm_test_edit_put (edit, "name", name);

  return crm_door_apply (image->door, edit, error) != 0;
}

static void
test_follow_for_ever (CrmTestStore  *self,
                      gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);

  crm_test_rules.follow = follow_for_ever;
  crm_test_edit_put (add_edit (set, self->person, CRM_OP_UPDATE, id), "name", "Eva");
  assert_refused (self, set, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);
}

/* --- Counts -------------------------------------------------------------------------------------- */

static void
assert_counts (CrmTestStore *self,
               const char   *firms,
               const char   *labels)
{
  assert_text (self, "SELECT group_concat (coalesce (people, 0)) FROM firm", firms);
  assert_text (self, "SELECT group_concat (coalesce (people, 0)) FROM label", labels);
  crm_test_store_check (self);
}

static void
test_counts (CrmTestStore  *self,
             gconstpointer  data)
{
  gint64 ana, eva;
  gint64 created, moved, removed, trashed;

  for (guint i = 0; i < 2; i++)
    {
      crm_test_store_add (self, self->firm, "name", i == 0 ? "Sol" : "Luna", NULL);
      crm_test_store_add (self, self->label, "name", i == 0 ? "vip" : "lead", NULL);
    }

  ana = crm_test_store_add (self, self->person, "name", "Ana", "firm", "1", "+labels", "1", "+labels", "2", NULL);
  created = crm_test_store_get (self, "SELECT max (id) FROM batch");
  eva = crm_test_store_add (self, self->person, "name", "Eva", "firm", "1", "+labels", "2", NULL);
  assert_counts (self, "2,0", "1,2");

  moved = crm_test_store_set (self, self->person, ana, "firm", "2", "-labels", "1", NULL);
  assert_counts (self, "1,1", "0,2");
  removed = crm_test_store_set (self, self->person, eva, "firm", "", "-labels", "2", NULL);
  assert_counts (self, "0,1", "0,1");
  trashed = crm_test_store_move (self, self->person, ana, CRM_OP_TRASH);
  assert_counts (self, "0,0", "0,0");

  crm_test_store_undo (self, trashed, NULL);
  assert_counts (self, "0,1", "0,1");
  crm_test_store_undo (self, removed, NULL);
  assert_counts (self, "1,1", "0,2");
  crm_test_store_undo (self, moved, NULL);
  assert_counts (self, "2,0", "1,2");
  crm_test_store_undo (self, created, NULL);
  assert_counts (self, "1,0", "0,1");
  crm_test_store_undo (self, crm_test_store_get (self, "SELECT max (id) FROM batch"), NULL);
  assert_counts (self, "2,0", "1,2");

  /* A firm in the trash keeps its count for when it comes back. */
  crm_test_store_move (self, self->firm, 1, CRM_OP_TRASH);
  crm_test_store_move (self, self->person, eva, CRM_OP_TRASH);
  assert_counts (self, "1,0", "1,1");
  crm_test_store_move (self, self->firm, 1, CRM_OP_RESTORE);
  assert_counts (self, "1,0", "1,1");
}

/* --- Stamps: what synchronisation rests on ------------------------------------------------------------ */

static void
test_stamps (CrmTestStore  *self,
             gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", "+mails", "a@b.example", NULL);
  gint64 created = crm_test_store_get (self, "SELECT stamp FROM person");
  gint64 renamed, moved;

  g_assert_cmpint (created >> 16, ==, CRM_TEST_NOW / 1000);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM clock"), ==, created);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM change_set"), ==, created);
  g_assert_cmpint (crm_test_store_get (self, "SELECT added FROM member"), ==, created);
  g_assert_cmpint (crm_test_store_get (self, "SELECT device FROM member"), ==, 1);

  /* A stamp for each field that was changed since, and for no other. */
  crm_test_store_set (self, self->person, id, "name", "Eva", NULL);
  renamed = crm_test_store_get (self, "SELECT stamp FROM clock");
  g_assert_cmpint (renamed, >, created);
  assert_text (self, "SELECT group_concat (col || ':' || (stamp = (SELECT stamp FROM clock)) || ':' || device) FROM field_stamp", "1:1:1");
  crm_test_store_set (self, self->person, id, "rating", "1", NULL);
  assert_text (self, "SELECT group_concat (col || ':' || (stamp = (SELECT stamp FROM clock)) || ':' || device) FROM field_stamp", "1:0:1,5:1:1");
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM field_stamp WHERE col = 1"), ==, renamed);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM person"), ==, created);

  /* Whether it is in the trash has one too. */
  crm_test_store_move (self, self->person, id, CRM_OP_TRASH);
  moved = crm_test_store_get (self, "SELECT stamp FROM field_stamp WHERE col = 0");
  g_assert_cmpint (moved, ==, crm_test_store_get (self, "SELECT stamp FROM clock"));
  crm_test_store_move (self, self->person, id, CRM_OP_RESTORE);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM field_stamp WHERE col = 0"), >, moved);
}

static void
test_stamps_of_members (CrmTestStore  *self,
                        gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", "+mails", "a@b.example", NULL);
  gint64 added = crm_test_store_get (self, "SELECT added FROM member");

  /* What was removed stays as a mark with the stamp of the addition that was seen. */
  crm_test_store_set (self, self->person, id, "-mails", "a@b.example", NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT removed FROM member"), ==, added);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM field_stamp"), ==, 0);

  /* Another addition is larger than the mark. */
  crm_test_store_set (self, self->person, id, "+mails", "a@b.example", NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT added FROM member"), >, added);
  g_assert_cmpint (crm_test_store_get (self, "SELECT removed IS NULL FROM member"), ==, 1);

  /* To write it differently is to add it again. */
  added = crm_test_store_get (self, "SELECT added FROM member");
  crm_test_store_set (self, self->person, id, "+mails", "A@B.example|work", NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT added FROM member"), >, added);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM member"), ==, 1);
}

static void
test_stamps_and_clocks (CrmTestStore  *self,
                        gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", "+mails", "a@b.example", NULL);
  gint64 last = crm_test_store_get (self, "SELECT stamp FROM clock");

  /* The clock is set back by years, and the program started again. */
  crm_clock_set_now (self->clock, CRM_TEST_NOW - 3650 * G_TIME_SPAN_DAY);
  for (guint i = 0; i < 5; i++)
    {
      gint64 stamp;

      if (i == 2)
        {
          crm_test_store_close (self);
          crm_test_store_open (self);
        }
      crm_test_store_set (self, self->person, id, "+mails", i % 2 == 0 ? "b@b.example" : "c@b.example", "name", i % 2 == 0 ? "Eva" : "Ana", NULL);
      crm_test_store_set (self, self->person, id, "-mails", i % 2 == 0 ? "b@b.example" : "c@b.example", NULL);
      stamp = crm_test_store_get (self, "SELECT stamp FROM clock");
      g_assert_cmpint (stamp, >, last);
      last = stamp;
    }
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM change_set a JOIN change_set b ON b.id > a.id AND b.stamp <= a.stamp"), ==, 0);

  /* Another device wrote in the future. Who sees that can change it all the same. */
  crm_test_store_exec (self, "UPDATE field_stamp SET stamp = stamp + (1 << 50), device = 1;"
                             "UPDATE member SET added = added + (1 << 50)");
  last = crm_test_store_get (self, "SELECT stamp FROM field_stamp WHERE col = 1");
  crm_test_store_set (self, self->person, id, "name", "Zoe", NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM field_stamp WHERE col = 1"), ==, last + 1);

  last = crm_test_store_get (self, "SELECT added FROM member WHERE key = 'a@b.example'");
  crm_test_store_set (self, self->person, id, "+mails", "a@b.example|work", NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT added FROM member WHERE key = 'a@b.example'"), ==, last + 1);
  crm_test_store_set (self, self->person, id, "-mails", "a@b.example", NULL);
  crm_test_store_set (self, self->person, id, "+mails", "a@b.example", NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT added FROM member WHERE key = 'a@b.example'"), ==, last + 2);

  crm_test_store_exec (self, "UPDATE person SET stamp = stamp + (1 << 51)");
  last = crm_test_store_get (self, "SELECT stamp FROM person");
  crm_test_store_set (self, self->person, id, "rating", "3", NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM field_stamp WHERE col = 5"), ==, last + 1);
  crm_test_store_check (self);
}

static void
test_counters (CrmTestStore  *self,
               gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->firm, "name", "Sol", "score", "10", NULL);
  gint64 batch;

  assert_text (self, "SELECT group_concat (device || ':' || seq || ':' || total) FROM counter", "1:1:10");
  crm_test_store_set (self, self->firm, id, "+score", "-3", NULL);
  assert_text (self, "SELECT group_concat (device || ':' || seq || ':' || total) FROM counter", "1:2:7");

  /* To set it is to add the difference; another device may have added something meanwhile. */
  crm_test_store_exec (self, "INSERT INTO device (id, uuid) VALUES (7, x'00112233445566778899aabbccddeeff');"
                             "INSERT INTO counter VALUES (1, 1, 4, 7, 1, 100); UPDATE firm SET score = score + 100");
  batch = crm_test_store_set (self, self->firm, id, "score", "0", NULL);
  assert_text (self, "SELECT group_concat (device || ':' || seq || ':' || total) FROM counter", "1:3:-100,7:1:100");
  crm_test_store_set (self, self->firm, id, "+score", "5", NULL);

  /* Undoing adds the opposite, whatever came later. */
  crm_test_store_undo (self, batch, NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT score FROM firm"), ==, 112);
  crm_test_store_check (self);
}

/* --- Batches --------------------------------------------------------------------------------------- */

typedef struct
{
  CrmTestStore *store;
  guint n;
  gboolean last;
} Part;

static gboolean
part_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  const Part *part = data;

  for (guint i = 0; i < part->n; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (part->store->person, CRM_OP_CREATE, 0);

      crm_test_edit_put (edit, "name", "Ana");
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }
  if (!part->last)
    crm_door_keep_open (door, 7);

  return TRUE;
}

static gint64
write_part (CrmTestStore *self,
            gint64        batch,
            guint         n,
            gboolean      last)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_IMPORT, "people.csv");
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  Part part = { self, n, last };

  crm_change_set_set_batch (set, batch);
  commit = crm_store_write (self->store, set, G_PRIORITY_LOW, part_func, &part, &error);
  g_assert_no_error (error);

  return commit->batch;
}

static void
test_counter_overflow (CrmTestStore  *self,
                       gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->firm, "name", "Sol", "score", "9223372036854775807", NULL);
  const CrmColumn *score = crm_table_find_column (self->firm, "score");
  g_autoptr (CrmChangeSet) more = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) far = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) less = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  CrmValue least = crm_value_integer (G_MININT64);

  crm_change_set_adjust (more, self->firm, id, score, 1);
  assert_refused (self, more, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);
  crm_change_set_set (far, self->firm, id, score, &least);
  assert_refused (self, far, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);

  crm_change_set_adjust (less, self->firm, id, score, -1);
  crm_commit_unref (crm_test_store_commit (self, less));
  g_assert_cmpint (crm_test_store_get (self, "SELECT score FROM firm"), ==, G_MAXINT64 - 1);
  crm_test_store_check (self);
}

static void
test_batch (CrmTestStore  *self,
            gconstpointer  data)
{
  gint64 batch = write_part (self, 0, 3, FALSE);

  assert_text (self, "SELECT open || ':' || cursor || ':' || records FROM batch", "1:7:3");
  g_assert_cmpint (write_part (self, batch, 2, FALSE), ==, batch);
  assert_text (self, "SELECT open || ':' || cursor || ':' || records FROM batch", "1:7:5");

  /* The last part may find nothing left to do; the batch ends all the same. */
  write_part (self, batch, 0, TRUE);
  assert_text (self, "SELECT open || ':' || records FROM batch", "0:5");
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM change_set"), ==, 2);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM batch"), ==, 1);

  /* A part that does nothing at all leaves no trace. */
  g_assert_cmpint (write_part (self, 0, 0, TRUE), ==, 0);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM batch"), ==, 1);

  batch = write_part (self, 0, 1, FALSE);
  g_assert_true (crm_store_close_batch (self->store, batch, NULL));
  g_assert_cmpint (crm_test_store_get (self, "SELECT sum (open) FROM batch"), ==, 0);
  crm_test_store_check (self);
}

static gboolean
fail_after_loss_func (CrmDoor   *door,
                      gpointer   data,
                      GError   **error)
{
  CrmTestStore *self = data;
  g_autoptr (CrmEdit) edit = crm_edit_new (self->person, CRM_OP_CREATE, 0);

  /* As a full disk does: SQLite takes the transaction back by itself, and the caller goes on. */
  crm_test_edit_put (edit, "name", "Ana");
  g_assert_cmpint (crm_door_apply (door, edit, error), !=, 0);
  crm_db_rollback (crm_door_get_db (door));

  if (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (self->clock), "go-on")))
    return TRUE;

  return crm_door_apply (door, edit, error) != 0;
}

static void
test_lost_transaction (CrmTestStore  *self,
                       gconstpointer  data)
{
  for (int go_on = 0; go_on < 2; go_on++)
    {
      g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_IMPORT, NULL);
      g_autoptr (GError) error = NULL;

      g_object_set_data (G_OBJECT (self->clock), "go-on", GINT_TO_POINTER (go_on));
      g_assert_null (crm_store_write (self->store, set, G_PRIORITY_LOW, fail_after_loss_func, self, &error));
      g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);
      g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM person"), ==, 0);
      g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM clock"), ==, 0);
    }
  crm_test_store_check (self);
}

/* --- What cannot be read ------------------------------------------------------------------------------- */

/* A rule that takes what it cannot read for an empty table. */
static gboolean
ask_in_vain (CrmImage  *image,
             GError   **error)
{
  g_assert_cmpint (crm_db_get_integer (crm_door_get_db (image->door), 0, NULL, "SELECT count (*) FROM nowhere", ""), ==, 0);

  return TRUE;
}

static void
test_unheard (CrmTestStore  *self,
              gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", NULL);
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);

  crm_test_edit_put (add_edit (set, self->person, CRM_OP_UPDATE, id), "name", "Eva");
  crm_test_rules.check = ask_in_vain;
  assert_refused (self, set, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);
  crm_test_rules.check = NULL;
  crm_test_rules.follow = ask_in_vain;
  assert_refused (self, set, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);

  /* It is not held against those who come after. */
  crm_test_rules.follow = NULL;
  crm_test_store_set (self, self->person, id, "name", "Eva", NULL);
  crm_test_store_check (self);
}

static gboolean
refuse_to_follow (CrmImage  *image,
                  GError   **error)
{
  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, "No.");

  return FALSE;
}

static gboolean
ignore_failure_func (CrmDoor   *door,
                     gpointer   data,
                     GError   **error)
{
  CrmTestStore *self = data;
  g_autoptr (CrmEdit) edit = crm_edit_new (self->person, CRM_OP_CREATE, -1);
  g_autoptr (GError) reason = NULL;

  crm_test_edit_put (edit, "name", "Ana");
  g_assert_cmpint (crm_door_apply (door, edit, &reason), ==, 0);
  g_assert_false (crm_door_is_whole (door));

  return TRUE;
}

static void
test_half_an_edit (CrmTestStore  *self,
                   gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_IMPORT, NULL);
  g_autoptr (GError) error = NULL;

  /* Whoever does not ask whether the door is whole is told. */
  crm_test_rules.follow = refuse_to_follow;
  g_assert_null (crm_store_write (self->store, set, G_PRIORITY_LOW, ignore_failure_func, self, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM person"), ==, 0);
  crm_test_store_check (self);
}

/* --- Schemas that change ------------------------------------------------------------------------------ */

static void
test_old_schema (CrmTestStore  *self,
                 gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmSchema) new = crm_test_schema_new_with ("c1");
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  /* Somebody adds a field while an edit is on its way, and nobody else holds the old catalogue. */
  crm_test_edit_put (add_edit (set, self->person, CRM_OP_CREATE, -1), "name", "Ana");
  crm_test_edit_put (add_edit (set, self->person, CRM_OP_UPDATE, -1), "+mails", "a@b.example");
  g_assert_true (crm_store_set_schema (self->store, new, &error));
  g_assert_no_error (error);
  g_set_object (&self->schema, new);
  self->person = crm_schema_find_table (new, "person");
  self->firm = crm_schema_find_table (new, "firm");
  self->label = crm_schema_find_table (new, "label");

  commit = crm_test_store_commit (self, set);
  assert_text (self, "SELECT name FROM person", "Ana");
  crm_test_store_set (self, self->person, 1, "c1", "extra", NULL);
  assert_changes (self, "person", 1, "{\"c1\":[null,\"extra\"]}");
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
    { "/door/create", test_create },
    { "/door/journal", test_journal },
    { "/door/nothing-changes", test_nothing_changes },
    { "/door/members", test_members },
    { "/door/trash", test_trash },
    { "/door/many", test_many },
    { "/door/handles", test_handles },
    { "/door/wrong-values", test_wrong_values },
    { "/door/given-origin", test_given_origin },
    { "/door/ids-are-not-used-again", test_ids_are_not_used_again },
    { "/door/check", test_check },
    { "/door/rights", test_rights },
    { "/door/follow", test_follow },
    { "/door/follow-for-ever", test_follow_for_ever },
    { "/door/counts", test_counts },
    { "/door/stamps", test_stamps },
    { "/door/stamps-of-members", test_stamps_of_members },
    { "/door/stamps-and-clocks", test_stamps_and_clocks },
    { "/door/counters", test_counters },
    { "/door/counter-overflow", test_counter_overflow },
    { "/door/batch", test_batch },
    { "/door/lost-transaction", test_lost_transaction },
    { "/door/unheard", test_unheard },
    { "/door/half-an-edit", test_half_an_edit },
    { "/door/old-schema", test_old_schema },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, CrmTestStore, NULL, crm_test_store_set_up, tests[i].func, crm_test_store_tear_down);

  return g_test_run ();
}
