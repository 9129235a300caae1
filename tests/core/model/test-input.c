/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text becomes a change: sets, links, what is ambiguous, and what is made by the way. */

#include "config.h"

#include <string.h>

#include "crm-error.h"
#include "crm-input.h"
#include "crm-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

typedef struct
{
  const CrmRecordType *type;
  gint64 id;
  const char *key;
  const char *text;
  CrmInputFlags flags;
} Write;

static gboolean
write_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  const Write *write = data;
  g_autoptr (CrmEdit) edit = crm_edit_new (&write->type->table, write->id != 0 ? CRM_OP_UPDATE : CRM_OP_CREATE, write->id);
  const CrmField *field = crm_record_type_find_field (write->type, write->key);

  g_assert_nonnull (field);

  return crm_input_apply (door, edit, field, write->text, write->flags, error) && crm_door_apply (door, edit, error) != 0;
}

/* Gives one field of a record a text; returns the batch, or 0 with @error set. */
static gint64
put (Fixture        *fixture,
     const char     *type,
     gint64          id,
     const char     *key,
     const char     *text,
     CrmInputFlags   flags,
     GError        **error)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  Write write = { crm_workspace_get_type_named (fixture->workspace, type), id, key, text, flags };

  commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, write_func, &write, error);
  if (commit == NULL)
    return 0;

  crm_workspace_settle (fixture->workspace, commit, NULL);

  return commit->batch;
}

static void
assert_put (Fixture       *fixture,
            gint64         id,
            const char    *key,
            const char    *text,
            CrmInputFlags  flags,
            const char    *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  put (fixture, "contact", id, key, text, flags, &error);
  g_assert_no_error (error);
  value = crm_test_get (fixture->workspace, "contact", id, key);
  g_assert_cmpstr (value, ==, expected);
}

static void
assert_refused (Fixture       *fixture,
                gint64         id,
                const char    *key,
                const char    *text,
                CrmInputFlags  flags,
                int            code)
{
  g_autofree char *before = crm_test_get (fixture->workspace, "contact", id, key);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (put (fixture, "contact", id, key, text, flags, &error), ==, 0);
  g_assert_error (error, CRM_ERROR, code);
  g_test_message ("%s", error->message);
  after = crm_test_get (fixture->workspace, "contact", id, key);
  g_assert_cmpstr (before, ==, after);
}

/* --- Sets ---------------------------------------------------------------------------------------------- */

static void
test_sets (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);

  assert_put (fixture, id, "emails", "one@x.example; two@x.example", 0, "one@x.example; two@x.example");
  assert_put (fixture, id, "emails", "three@x.example", 0, "one@x.example; two@x.example; three@x.example");
  assert_put (fixture, id, "emails", "TWO@X.example", 0, "one@x.example; TWO@X.example; three@x.example");
  assert_put (fixture, id, "emails", "two@x.example, four@x.example", CRM_INPUT_REPLACE, "two@x.example; four@x.example");
  assert_put (fixture, id, "emails", "", 0, "two@x.example; four@x.example");
  assert_put (fixture, id, "emails", "", CRM_INPUT_REPLACE, "");

  assert_put (fixture, id, "phones", "+34 600 12 34 56; 030 123", 0, "+34 600 12 34 56; 030 123");
  assert_put (fixture, id, "phones", "+34 (600) 123456", CRM_INPUT_REPLACE, "+34 (600) 123456");
  assert_put (fixture, id, "messengers", "telegram: @ana; WhatsApp: +34 600; @other", 0, "telegram: @ana; whatsapp: +34 600; @other");

  assert_put (fixture, id, "tags", "vip; Lead; VIP", CRM_INPUT_CREATE, "vip; Lead");
  assert_put (fixture, id, "tags", "lead", CRM_INPUT_REPLACE, "Lead");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM tag"), ==, 2);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT sum (contacts) FROM tag"), ==, 1);

  assert_put (fixture, id, "tags", "one; two", CRM_INPUT_CREATE, "Lead; one; two");
  assert_put (fixture, id, "tags", "ONE; lead", CRM_INPUT_REMOVE, "two");
  assert_put (fixture, id, "tags", "one", CRM_INPUT_REMOVE, "two");
  assert_refused (fixture, id, "tags", "unheard of", CRM_INPUT_REMOVE, CRM_ERROR_NOT_FOUND);
  assert_put (fixture, id, "tags", "lead", CRM_INPUT_REPLACE, "Lead");
  assert_put (fixture, id, "messengers", "telegram: ana", CRM_INPUT_REMOVE, "whatsapp: +34 600; @other");
  assert_put (fixture, id, "emails", "One@x.example; two@x.example", 0, "One@x.example; two@x.example");
  assert_put (fixture, id, "emails", "one@X.example", CRM_INPUT_REMOVE, "two@x.example");
  assert_refused (fixture, id, "emails", "nonsense", CRM_INPUT_REMOVE, CRM_ERROR_INVALID);

  /* To write what is there is to write nothing. */
  {
    gint64 n = crm_test_query (fixture->workspace, "SELECT count (*) FROM journal");

    assert_put (fixture, id, "tags", "lead", CRM_INPUT_REPLACE, "Lead");
    assert_put (fixture, id, "phones", "+34 (600) 123456", CRM_INPUT_REPLACE, "+34 (600) 123456");
    g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM journal"), ==, n);
  }

  assert_refused (fixture, id, "emails", "one@x.example; nonsense", 0, CRM_ERROR_INVALID);
  assert_refused (fixture, id, "phones", "call me", 0, CRM_ERROR_INVALID);
  assert_refused (fixture, id, "messengers", "telegram: \xe2\x80\x8b", 0, CRM_ERROR_INVALID);
  assert_refused (fixture, id, "tags", "new", 0, CRM_ERROR_NOT_FOUND);
}

static void
assert_split (const CrmField *field,
              const char     *text,
              const char     *expected)
{
  g_auto (GStrv) parts = crm_input_split (field, text);
  g_autofree char *joined = g_strjoinv ("/", parts);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_split (Fixture       *fixture,
            gconstpointer  data)
{
  const CrmRecordType *contacts = crm_workspace_get_type_named (fixture->workspace, "contact");
  const CrmField *emails = crm_record_type_find_field (contacts, "emails");
  const CrmField *tags = crm_record_type_find_field (contacts, "tags");

  assert_split (emails, "a@x.example,b@x.example; c@x.example\nd@x.example", "a@x.example/b@x.example/c@x.example/d@x.example");
  assert_split (tags, "one, two", "one/two");
  assert_split (tags, "Müller, Sons; two", "Müller, Sons/two");
  assert_split (tags, "a ::: b, c", "a/b, c");
  assert_split (tags, " ; ;", "");
  assert_split (tags, "", "");
}

/* --- Links ----------------------------------------------------------------------------------------------- */

static void
test_links (Fixture       *fixture,
            gconstpointer  data)
{
  gint64 id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  gint64 sol = crm_test_add (fixture->workspace, "account", "name", "Tejados Sol", NULL);
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, sol);
  g_autofree char *uuid = NULL;
  char text[CRM_UUID_STRING_SIZE];
  g_autoptr (CrmRecord) record = crm_workspace_load_record (fixture->workspace,
                                                            crm_workspace_get_type_named (fixture->workspace, "account"), sol, NULL);

  crm_uuid_print (crm_record_get_uuid (record), text);
  assert_put (fixture, id, "account", "tejados SOL", 0, "Tejados Sol");
  assert_put (fixture, id, "account", "", 0, "");
  assert_put (fixture, id, "account", number, 0, "Tejados Sol");
  assert_put (fixture, id, "account", "", 0, "");
  assert_put (fixture, id, "account", text, 0, "Tejados Sol");

  /* What does not exist is made if that is wanted; numbers name what exists. */
  assert_refused (fixture, id, "account", "Luna", 0, CRM_ERROR_NOT_FOUND);
  assert_put (fixture, id, "account", "Luna", CRM_INPUT_CREATE, "Luna");
  assert_put (fixture, id, "account", "LUNA", CRM_INPUT_CREATE, "Luna");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM account"), ==, 2);
  assert_refused (fixture, id, "account", "#999", CRM_INPUT_CREATE, CRM_ERROR_NOT_FOUND);
  assert_refused (fixture, id, "owner", "Nobody", CRM_INPUT_CREATE, CRM_ERROR_NOT_FOUND);

  /* Two of one name have to be told apart. */
  crm_test_add (fixture->workspace, "account", "name", "Luna", NULL);
  assert_refused (fixture, id, "account", "luna", CRM_INPUT_CREATE, CRM_ERROR_AMBIGUOUS);

  /* What is in the trash is not meant. */
  crm_test_trash (fixture->workspace, "account", sol);
  assert_refused (fixture, id, "account", "Tejados Sol", 0, CRM_ERROR_NOT_FOUND);
}

static gpointer
find_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  gint64 id = -1;

  if (!crm_input_find_record (db, crm_schema_find_table (schema, "contact"), data, &id, error))
    return NULL;

  return g_memdup2 (&id, sizeof id);
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const names[] = { "ana@sol.example", "ANA@SOL.EXAMPLE", "Ana García", "ana garcia", "#1" };
  static const char *const none[] = { "nobody@sol.example", "Eva", "", " ", "#", "#x", "#99", "0190163d-8694-739b-aea5-966c26f8ad91" };
  gint64 ana = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "García", "email", "ana@sol.example", NULL);

  g_assert_cmpint (ana, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree gint64 *id = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, find_read,
                                              (gpointer) names[i], NULL);

      g_assert_cmpint (*id, ==, ana);
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree gint64 *id = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, find_read,
                                              (gpointer) none[i], &error);

      g_assert_no_error (error);
      g_assert_cmpint (*id, ==, 0);
    }

  /* An address is more than a name. */
  crm_test_add (fixture->workspace, "contact", "last_name", "ana@sol.example", NULL);
  {
    g_autofree gint64 *id = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, find_read,
                                            (gpointer) "ana@sol.example", NULL);

    g_assert_cmpint (*id, ==, ana);
  }
}

static gpointer
find_trashed_read (CrmDb         *db,
                   CrmSchema     *schema,
                   gpointer       data,
                   GCancellable  *cancellable,
                   GError       **error)
{
  gint64 id = -1;

  if (!crm_input_find_trashed (db, crm_schema_find_table (schema, "contact"), data, &id, error))
    return NULL;

  return g_memdup2 (&id, sizeof id);
}

static void
test_find_trashed (Fixture       *fixture,
                   gconstpointer  data)
{
  static const struct
  {
    const char *name;
    gint64 id;
  } names[] = { { "Ana", 2 }, { "ANA@sol.example", 2 }, { "#1", 1 }, { "Bob", 0 }, { "Eva", 0 } };
  CrmStore *store = crm_workspace_get_store (fixture->workspace);
  const CrmRecordType *contact = crm_workspace_get_type_named (fixture->workspace, "contact");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "ana@sol.example", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Bob", NULL);
  crm_change_set_trash (set, &contact->table, 2);
  commit = crm_workspace_commit (fixture->workspace, set, NULL);
  g_assert_nonnull (commit);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree gint64 *id = crm_store_read (store, CRM_LANE_QUERY, find_trashed_read, (gpointer) names[i].name, &error);

      g_assert_no_error (error);
      g_assert_cmpint (*id, ==, names[i].id);
    }
}

static void
test_find_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char *const names[] = { "Ana", "#1", "0190163d-8694-739b-aea5-966c26f8ad91" };
  g_autofree char *path = g_build_filename (fixture->folder, "crm.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) db = crm_db_open (path, CRM_DB_WRITE, &error);
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();

  /* A failing file is an error, and not “there is none”, also to whoever does not ask why. */
  g_assert_no_error (error);
  g_assert_true (crm_db_exec (db, "BEGIN; DROP TABLE contact", &error));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gint64 id;

      g_assert_false (crm_input_find_record (db, crm_schema_find_table (CRM_SCHEMA (catalogue), "contact"), names[i], &id, NULL));
      g_assert_false (crm_input_find_record (db, crm_schema_find_table (CRM_SCHEMA (catalogue), "contact"), names[i], &id, &error));
      g_assert_true (error->domain == CRM_STORE_ERROR);
      g_clear_error (&error);
    }
  crm_db_rollback (db);
}

/* --- Options, and what cannot be set ----------------------------------------------------------------------- */

static void
test_options (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 id;

  crm_test_add (fixture->workspace, "field", "label", "Roof", "record_type", "contact", "type", "choice", NULL);
  crm_test_add (fixture->workspace, "field", "label", "Wishes", "record_type", "contact", "type", "choices", NULL);
  id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);

  assert_refused (fixture, id, "custom.roof", "flat", 0, CRM_ERROR_NOT_FOUND);
  assert_put (fixture, id, "custom.roof", "Flat", CRM_INPUT_CREATE, "Flat");
  assert_put (fixture, id, "custom.roof", "FLAT", 0, "Flat");

  /* Two lists may have an option of one name. */
  assert_put (fixture, id, "custom.wishes", "flat; Steep", CRM_INPUT_CREATE, "flat; Steep");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM option"), ==, 3);
  assert_put (fixture, id, "custom.wishes", "steep", CRM_INPUT_REPLACE, "Steep");
}

static void
test_computed (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const computed[][2] = {
    { "name", "Eva" }, { "phone_number", "+34600" }, { "modified", "2020-01-01 00:00" }, { "created", "2020-01-01 00:00" }, { "author", "#1" },
  };
  gint64 id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  gint64 account = crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (computed); i++)
    assert_refused (fixture, id, computed[i][0], computed[i][1], 0, CRM_ERROR_REFUSED);
  g_assert_cmpint (put (fixture, "account", account, "contacts", "5", 0, &error), ==, 0);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);

  /* Where a contact comes from can be put right, and when a new record was made be told. */
  assert_put (fixture, id, "source", "Landing Page", 0, "landing-page");
  id = crm_test_add (fixture->workspace, "contact", "first_name", "Eva", "created", "2020-01-01T00:00:00Z", NULL);
  {
    g_autofree char *created = crm_test_get (fixture->workspace, "contact", id, "created");

    g_assert_cmpstr (created, ==, "2020-01-01T00:00:00Z");
  }
}

static void
test_messenger_links (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char *const links[][3] = {
    { "telegram", "@ana", "https://t.me/ana" },
    { "telegram", "+34 600 12 34", "https://t.me/+346001234" },
    { "whatsapp", "+34 600 12 34", "https://wa.me/346001234" },
    { "viber", "+34 600", "viber://chat?number=%2B34600" },
    { "skype", "ana&call", "skype:ana%26call?chat" },
    { "matrix", "@ana:sol.example", "https://matrix.to/#/@ana:sol.example" },
    { "linkedin", "ana/../x", "https://www.linkedin.com/in/ana%2F..%2Fx" },
    { "telegram", "https://t.me/ana", "https://t.me/ana" },
    { "other", "ana", NULL },
    { "telegram", "javascript:alert(1)", "https://t.me/javascript%3Aalert%281%29" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *link = crm_input_messenger_link (links[i][0], links[i][1]);

      g_assert_cmpstr (link, ==, links[i][2]);
    }
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/input/sets", test_sets },
    { "/input/split", test_split },
    { "/input/links", test_links },
    { "/input/find", test_find },
    { "/input/find-trashed", test_find_trashed },
    { "/input/find-fails", test_find_fails },
    { "/input/options", test_options },
    { "/input/computed", test_computed },
    { "/input/messenger-links", test_messenger_links },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);

  return g_test_run ();
}
