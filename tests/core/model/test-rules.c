/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of the business, each by its name. */

#include "config.h"

#include <string.h>

#include "crm-error.h"
#include "crm-fold.h"
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

/* Adds an edit that gives columns raw values: "name", "Sol", …, NULL. */
static void
add_edit (CrmWorkspace *workspace,
          CrmChangeSet *set,
          const char   *type,
          CrmOp         op,
          gint64        id,
          const char   *first_column,
          ...)
{
  const CrmTable *table = &crm_workspace_get_type_named (workspace, type)->table;
  CrmEdit *edit = crm_edit_new (table, op, id);
  va_list args;

  va_start (args, first_column);
  for (const char *name = first_column; name != NULL; name = va_arg (args, const char *))
    {
      const CrmColumn *column = crm_table_find_column (table, name);
      const char *text = va_arg (args, const char *);
      g_auto (CrmValue) value = CRM_VALUE_INIT;

      if (column->storage == CRM_STORAGE_TEXT)
        value = crm_value_text (text);
      else
        value = crm_value_integer (g_ascii_strtoll (text, NULL, 10));
      crm_edit_set (edit, column, &value);
    }
  va_end (args);
  g_ptr_array_add (crm_change_set_get_edits (set), edit);
}

static void
assert_refused (Fixture      *fixture,
                CrmChangeSet *set,
                int           code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_workspace_commit (fixture->workspace, set, &error);

  g_assert_error (error, CRM_ERROR, code);
  g_assert_null (commit);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_test_message ("%s", error->message);
}

static void
assert_text (Fixture    *fixture,
             const char *type,
             gint64      id,
             const char *key,
             const char *expected)
{
  g_autofree char *text = crm_test_get (fixture->workspace, type, id, key);

  g_assert_cmpstr (text, ==, expected);
}

/* --- Of all records ----------------------------------------------------------------------------------- */

static void
test_required (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const blank[] = { "", " ", "\xc2\xa0", "\xe2\x80\x8b", "\xcc\x81", "\xc2\xad" };
  gint64 id = crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (blank); i++)
    {
      g_autoptr (CrmChangeSet) create = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
      g_autoptr (CrmChangeSet) update = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);

      add_edit (fixture->workspace, create, "account", CRM_OP_CREATE, -1, "name", blank[i], NULL);
      assert_refused (fixture, create, CRM_ERROR_REQUIRED);
      add_edit (fixture->workspace, update, "account", CRM_OP_UPDATE, id, "name", blank[i], NULL);
      assert_refused (fixture, update, CRM_ERROR_REQUIRED);
    }

  /* What nobody sees still counts where it stands beside something. */
  crm_test_add (fixture->workspace, "account", "name", "🦊", NULL);
}

static void
test_required_later (Fixture       *fixture,
                     gconstpointer  data)
{
  gint64 id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);

  /* A field that became required does not stand in the way of changing something else. */
  crm_test_add (fixture->workspace, "field", "label", "Roof area", "record_type", "contact", "type", "number", "required", "yes", NULL);
  crm_test_set (fixture->workspace, "contact", id, "first_name", "Eva", NULL);
  crm_test_set (fixture->workspace, "contact", id, "custom.roof_area", "12.5", NULL);

  add_edit (fixture->workspace, set, "contact", CRM_OP_CREATE, -1, "first_name", "Zoe", NULL);
  assert_refused (fixture, set, CRM_ERROR_REQUIRED);
}

static void
test_defaults (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (CrmChangeSet) odd = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  gint64 first, second;

  crm_test_add (fixture->workspace, "field", "label", "Roof area", "record_type", "contact", "type", "number", "default_value", "12.5", NULL);
  add_edit (fixture->workspace, odd, "field", CRM_OP_CREATE, -1, "label", "Odd", "record_type", "contact", "type", "number",
            "default_value", "twelve", NULL);
  assert_refused (fixture, odd, CRM_ERROR_INVALID);
  first = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  second = crm_test_add (fixture->workspace, "contact", "first_name", "Eva", "custom.roof_area", "3", NULL);
  assert_text (fixture, "contact", first, "custom.roof_area", "12.5");
  assert_text (fixture, "contact", second, "custom.roof_area", "3");

  /* Who empties it means it. */
  crm_test_set (fixture->workspace, "contact", first, "custom.roof_area", "", NULL);
  assert_text (fixture, "contact", first, "custom.roof_area", "");
}

/* --- Contacts ------------------------------------------------------------------------------------------ */

static void
test_contact_name (Fixture       *fixture,
                   gconstpointer  data)
{
  gint64 id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "García", "email", "ana@sol.example", NULL);

  assert_text (fixture, "contact", id, "name", "Ana García");
  crm_test_set (fixture->workspace, "contact", id, "first_name", "", NULL);
  assert_text (fixture, "contact", id, "name", "García");
  crm_test_set (fixture->workspace, "contact", id, "last_name", "", NULL);
  assert_text (fixture, "contact", id, "name", "ana@sol.example");
  crm_test_set (fixture->workspace, "contact", id, "email", "", "phone", "030 123", NULL);
  assert_text (fixture, "contact", id, "name", "030 123");
  crm_test_set (fixture->workspace, "contact", id, "phone", "", "messengers", "telegram: @ana", NULL);
  assert_text (fixture, "contact", id, "name", "@ana");

  {
    g_autoptr (CrmChangeSet) nobody = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
    g_autoptr (CrmChangeSet) invisible = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);

    add_edit (fixture->workspace, nobody, "contact", CRM_OP_CREATE, -1, "city", "Bonn", NULL);
    assert_refused (fixture, nobody, CRM_ERROR_REQUIRED);
    add_edit (fixture->workspace, invisible, "contact", CRM_OP_CREATE, -1, "first_name", "\xe2\x80\x8b", NULL);
    assert_refused (fixture, invisible, CRM_ERROR_REQUIRED);
  }
}

static void
test_contact_phone (Fixture       *fixture,
                    gconstpointer  data)
{
  gint64 id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "phone", "600 123 456", "country", "Spain", NULL);

  assert_text (fixture, "contact", id, "phone", "600 123 456");
  assert_text (fixture, "contact", id, "phone_number", "+34600123456");
  crm_test_set (fixture->workspace, "contact", id, "phone", "030 123456", "country", "Germany", NULL);
  assert_text (fixture, "contact", id, "phone_number", "+4930123456");
  crm_test_set (fixture->workspace, "contact", id, "phone", "", NULL);
  assert_text (fixture, "contact", id, "phone_number", "");
}

static gint64
add_with_cause (Fixture    *fixture,
                CrmCause    cause,
                const char *type,
                const char *column)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, cause, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  add_edit (fixture->workspace, set, type, CRM_OP_CREATE, -1, column, "Somebody", NULL);
  commit = crm_workspace_commit (fixture->workspace, set, &error);
  g_assert_no_error (error);

  return crm_commit_get_created (commit, -1);
}

static void
test_contact_source (Fixture       *fixture,
                     gconstpointer  data)
{
  static const struct
  {
    CrmCause cause;
    const char *source;
  } sources[] = {
    { CRM_CAUSE_USER, "manual" }, { CRM_CAUSE_COMMAND, "manual" }, { CRM_CAUSE_IMPORT, "import" },
    { CRM_CAUSE_AUTOMATION, "email-automation" }, { CRM_CAUSE_SYNC, "integration" },
  };
  gint64 given;

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    assert_text (fixture, "contact", add_with_cause (fixture, sources[i].cause, "contact", "last_name"), "source", sources[i].source);

  given = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "source", "Chatbot", NULL);
  assert_text (fixture, "contact", given, "source", "chatbot");
}

static void
test_owner (Fixture       *fixture,
            gconstpointer  data)
{
  gint64 id;
  g_autofree char *me = NULL;

  crm_test_add (fixture->workspace, "user", "name", "Bob", "email", "bob@sol.example", "role", "member", NULL);
  crm_test_set (fixture->workspace, "business", 1, "default_owner", "bob@sol.example", NULL);

  /* Who adds one by hand is responsible; for those that come by themselves the setting says who. */
  me = crm_test_get (fixture->workspace, "user", 1, "name");
  id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  assert_text (fixture, "contact", id, "owner", me);
  id = crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  assert_text (fixture, "account", id, "owner", me);
  id = crm_test_add (fixture->workspace, "contact", "first_name", "Eva", "owner", "Bob", NULL);
  assert_text (fixture, "contact", id, "owner", "Bob");
  id = add_with_cause (fixture, CRM_CAUSE_IMPORT, "contact", "last_name");
  assert_text (fixture, "contact", id, "owner", "Bob");
  id = add_with_cause (fixture, CRM_CAUSE_AUTOMATION, "account", "name");
  assert_text (fixture, "account", id, "owner", "Bob");
}

/* --- Notes and tags ---------------------------------------------------------------------------------------- */

static void
test_note (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *long_line = g_strnfill (500, 'x');
  g_autofree char *body = g_strconcat ("é", long_line, NULL);
  g_autoptr (CrmChangeSet) lost = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) raw = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) blank = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  gint64 id;

  crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  id = crm_test_add (fixture->workspace, "note", "body", "Called.\nShe wants a roof.", "account", "Sol", NULL);
  assert_text (fixture, "note", id, "title", "Called.");
  crm_test_set (fixture->workspace, "note", id, "body", body, NULL);
  title = crm_test_get (fixture->workspace, "note", id, "title");
  g_assert_cmpint (g_utf8_strlen (title, -1), ==, 120);

  /* By its first line with something in it, or it would be in no list. */
  add_edit (fixture->workspace, raw, "note", CRM_OP_CREATE, -1, "body", "\n \n\xe2\x80\x8b\n  Third  \nFourth", "account", "1", NULL);
  commit = crm_workspace_commit (fixture->workspace, raw, &error);
  g_assert_no_error (error);
  assert_text (fixture, "note", crm_commit_get_created (commit, -1), "title", "Third");

  add_edit (fixture->workspace, blank, "note", CRM_OP_CREATE, -1, "body", "\n \xe2\x80\x8b", "account", "1", NULL);
  assert_refused (fixture, blank, CRM_ERROR_REQUIRED);
  add_edit (fixture->workspace, lost, "note", CRM_OP_CREATE, -1, "body", "About nobody", NULL);
  assert_refused (fixture, lost, CRM_ERROR_REQUIRED);
}

static void
test_tag (Fixture       *fixture,
          gconstpointer  data)
{
  gint64 first = crm_test_add (fixture->workspace, "tag", "name", "VIP", NULL);
  gint64 second = crm_test_add (fixture->workspace, "tag", "name", "Lead", NULL);
  g_autoptr (CrmChangeSet) twin = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) twins = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) renamed = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) restored = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autofree char *colour = crm_test_get (fixture->workspace, "tag", first, "colour");
  g_autofree char *other = crm_test_get (fixture->workspace, "tag", second, "colour");

  g_assert_cmpstr (colour, !=, "");
  g_assert_cmpstr (colour, !=, other);

  add_edit (fixture->workspace, twin, "tag", CRM_OP_CREATE, -1, "name", "vip", NULL);
  assert_refused (fixture, twin, CRM_ERROR_REFUSED);
  add_edit (fixture->workspace, twins, "tag", CRM_OP_CREATE, -1, "name", "New", NULL);
  add_edit (fixture->workspace, twins, "tag", CRM_OP_CREATE, -2, "name", "new", NULL);
  assert_refused (fixture, twins, CRM_ERROR_REFUSED);
  add_edit (fixture->workspace, renamed, "tag", CRM_OP_UPDATE, second, "name", "Vip", NULL);
  assert_refused (fixture, renamed, CRM_ERROR_REFUSED);
  crm_test_set (fixture->workspace, "tag", first, "name", "Vip", "colour", "red", NULL);

  crm_test_trash (fixture->workspace, "tag", first);
  crm_test_add (fixture->workspace, "tag", "name", "VIP", NULL);
  add_edit (fixture->workspace, restored, "tag", CRM_OP_RESTORE, first, NULL, NULL);
  assert_refused (fixture, restored, CRM_ERROR_REFUSED);
}

/* --- Custom fields --------------------------------------------------------------------------------------------- */

static void
test_field_key (Fixture       *fixture,
                gconstpointer  data)
{
  gint64 first = crm_test_add (fixture->workspace, "field", "label", "Roof area (m²)", "record_type", "contact", "type", "number", NULL);
  gint64 second, chinese;

  assert_text (fixture, "field", first, "key", "roof_area_m2");
  crm_test_set (fixture->workspace, "field", first, "label", "Area", NULL);
  assert_text (fixture, "field", first, "key", "roof_area_m2");

  /* A key is never used again, not even for the same name. */
  crm_test_trash (fixture->workspace, "field", first);
  second = crm_test_add (fixture->workspace, "field", "label", "Roof area (m²)", "record_type", "contact", "type", "text", NULL);
  assert_text (fixture, "field", second, "key", "roof_area_m2_2");
  chinese = crm_test_add (fixture->workspace, "field", "label", "屋顶", "record_type", "contact", "type", "text", NULL);
  assert_text (fixture, "field", chinese, "key", "field");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (DISTINCT position) FROM field"), ==, 3);
}

static void
test_field_rules (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char *const wrong[][3] = {
    { "Roof", "note", "text" }, { "Roof", "nothing", "text" }, { "Roof", "contact", "nothing" }, { "Roof", "contact", "record" },
    { "Roof", "contact", "whole-number" },
  };
  gint64 id = crm_test_add (fixture->workspace, "field", "label", "Roof", "record_type", "contact", "type", "text", NULL);
  g_autoptr (CrmChangeSet) typed = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) twin = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) twins = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) built_in = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) restored = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);

      add_edit (fixture->workspace, set, "field", CRM_OP_CREATE, -1, "label", "Other", "record_type", wrong[i][1], "type", wrong[i][2], NULL);
      assert_refused (fixture, set, CRM_ERROR_INVALID);
    }

  add_edit (fixture->workspace, typed, "field", CRM_OP_UPDATE, id, "type", "number", NULL);
  assert_refused (fixture, typed, CRM_ERROR_REFUSED);
  add_edit (fixture->workspace, twin, "field", CRM_OP_CREATE, -1, "label", "ROOF", "record_type", "contact", "type", "text", NULL);
  assert_refused (fixture, twin, CRM_ERROR_REFUSED);
  add_edit (fixture->workspace, built_in, "field", CRM_OP_CREATE, -1, "label", "Job title", "record_type", "contact", "type", "text", NULL);
  assert_refused (fixture, built_in, CRM_ERROR_REFUSED);

  /* The same name for another type, and for the same field, is no harm. */
  crm_test_add (fixture->workspace, "field", "label", "Roof", "record_type", "account", "type", "text", NULL);
  crm_test_set (fixture->workspace, "field", id, "label", "ROOF", NULL);

  /* Two in one commit, which the catalogue does not know yet. */
  add_edit (fixture->workspace, twins, "field", CRM_OP_CREATE, -1, "label", "Door", "record_type", "contact", "type", "text", NULL);
  add_edit (fixture->workspace, twins, "field", CRM_OP_CREATE, -2, "label", "door", "record_type", "contact", "type", "text", NULL);
  assert_refused (fixture, twins, CRM_ERROR_REFUSED);

  crm_test_trash (fixture->workspace, "field", id);
  crm_test_add (fixture->workspace, "field", "label", "Roof", "record_type", "contact", "type", "text", NULL);
  add_edit (fixture->workspace, restored, "field", CRM_OP_RESTORE, id, NULL, NULL);
  assert_refused (fixture, restored, CRM_ERROR_REFUSED);
}

static void
test_option (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (CrmChangeSet) twin = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) homeless = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) other = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;

  crm_test_add (fixture->workspace, "field", "label", "Roof", "record_type", "contact", "type", "choice", NULL);
  crm_test_add (fixture->workspace, "field", "label", "Door", "record_type", "contact", "type", "choice", NULL);
  crm_test_add (fixture->workspace, "option", "label", "Flat", "field", "#1", NULL);
  add_edit (fixture->workspace, twin, "option", CRM_OP_CREATE, -1, "label", "FLAT", "field", "1", NULL);
  assert_refused (fixture, twin, CRM_ERROR_REFUSED);
  add_edit (fixture->workspace, homeless, "option", CRM_OP_CREATE, -1, "label", "Steep", NULL);
  assert_refused (fixture, homeless, CRM_ERROR_REQUIRED);
  add_edit (fixture->workspace, other, "option", CRM_OP_CREATE, -1, "label", "Flat", "field", "2", NULL);
  commit = crm_workspace_commit (fixture->workspace, other, NULL);
  g_assert_nonnull (commit);
}

/* --- Team members ------------------------------------------------------------------------------------------------ */

static void
test_last_administrator (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (CrmChangeSet) demoted = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) trashed = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmChangeSet) both = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  gint64 second;

  add_edit (fixture->workspace, demoted, "user", CRM_OP_UPDATE, 1, "role", "member", NULL);
  assert_refused (fixture, demoted, CRM_ERROR_REFUSED);
  add_edit (fixture->workspace, trashed, "user", CRM_OP_TRASH, 1, NULL, NULL);
  assert_refused (fixture, trashed, CRM_ERROR_REFUSED);

  /* With two of them, one may go, but not both at once. */
  second = crm_test_add (fixture->workspace, "user", "name", "Bob", "role", "administrator", NULL);
  add_edit (fixture->workspace, both, "user", CRM_OP_UPDATE, second, "role", "member", NULL);
  add_edit (fixture->workspace, both, "user", CRM_OP_UPDATE, 1, "role", "member", NULL);
  assert_refused (fixture, both, CRM_ERROR_REFUSED);
  crm_test_trash (fixture->workspace, "user", second);
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
    { "/rules/required", test_required },
    { "/rules/required-later", test_required_later },
    { "/rules/defaults", test_defaults },
    { "/rules/contact-name", test_contact_name },
    { "/rules/contact-phone", test_contact_phone },
    { "/rules/contact-source", test_contact_source },
    { "/rules/owner", test_owner },
    { "/rules/note", test_note },
    { "/rules/tag", test_tag },
    { "/rules/field-key", test_field_key },
    { "/rules/field", test_field_rules },
    { "/rules/option", test_option },
    { "/rules/last-administrator", test_last_administrator },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);

  return g_test_run ();
}
