/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The business moves to another country: numbers without a country code are read again. */

#include "config.h"

#include "crm-phone-refresh.h"
#include "crm-test.h"
#include "crm-upkeep.h"

typedef struct
{
  guint limit;
  gboolean more;
} Step;

static gboolean
step_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  Step *step = data;

  return crm_phone_refresh_step (door, step->limit, &step->more, error);
}

static gboolean
take_step (CrmWorkspace *workspace,
           guint         limit)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_SYSTEM, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  Step step = { limit, FALSE };

  commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_LOW, step_func, &step, &error);
  g_assert_no_error (error);
  g_assert_cmpint (commit->batch, ==, 0);

  return step.more;
}

static void
add_numbers (CrmWorkspace *workspace)
{
  crm_test_set (workspace, "business", 1, "country", "ES", NULL);
  while (take_step (workspace, 100));

  crm_test_add (workspace, "contact", "first_name", "Ana", "phone", "0171 1234567", NULL);
  crm_test_add (workspace, "contact", "first_name", "Luis", "phone", "+34 600 123 456", NULL);
  crm_test_add (workspace, "contact", "first_name", "Jo", "phone", "0171 1234567", "country", "IT", NULL);
  crm_test_add (workspace, "contact", "first_name", "Zoe", NULL);
  crm_test_add (workspace, "account", "name", "Sol", "phone", "0171 1234567", NULL);
  crm_test_add (workspace, "contact", "first_name", "Bea", "phone", "0171 7654321", NULL);
}

static void
assert_german (CrmWorkspace *workspace)
{
  g_assert_cmpint (crm_test_query (workspace, "SELECT phone_number = '+491711234567' FROM contact WHERE id = 1"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT phone_number = '+34600123456' FROM contact WHERE id = 2"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT phone_number LIKE '+39%' FROM contact WHERE id = 3"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT phone_number IS NULL FROM contact WHERE id = 4"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT phone_number = '+491711234567' FROM account WHERE id = 1"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT phone_number = '+491717654321' FROM contact WHERE id = 5"), ==, 1);
}

static void
test_steps (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  gint64 batches;

  add_numbers (workspace);
  g_assert_false (take_step (workspace, 100));
  g_assert_cmpint (crm_test_query (workspace, "SELECT phone_number = '+491711234567' FROM contact WHERE id = 1"), !=, 1);

  crm_test_set (workspace, "business", 1, "country", "DE", NULL);
  batches = crm_test_query (workspace, "SELECT count (*) FROM batch");
  g_assert_true (take_step (workspace, 1));

  /* The program ends here; the next one goes on. */
  g_clear_object (&workspace);
  workspace = crm_test_open (folder);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM meta WHERE name = 'phones.cursor'"), ==, 1);
  while (take_step (workspace, 1));

  assert_german (workspace);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM meta WHERE name LIKE 'phones.%'"), ==, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM batch"), ==, batches);

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

/* Changed again in the middle: what was read for the country in between is read again. */
static void
test_changed_again (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  add_numbers (workspace);
  crm_test_set (workspace, "business", 1, "country", "FR", NULL);
  g_assert_true (take_step (workspace, 1));
  crm_test_set (workspace, "business", 1, "country", "DE", NULL);
  while (take_step (workspace, 2));

  assert_german (workspace);
  crm_test_remove_folder (folder);
}

static gboolean
is_idle (gpointer data)
{
  return !crm_upkeep_is_busy (data);
}

/* The program does it by itself, in the background. */
static void
test_by_itself (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmUpkeep) upkeep = NULL;

  add_numbers (workspace);
  crm_test_set (workspace, "business", 1, "country", "DE", NULL);
  upkeep = crm_upkeep_new (workspace);
  crm_upkeep_start (upkeep);
  crm_test_wait (is_idle, upkeep);
  assert_german (workspace);

  crm_upkeep_stop (upkeep);
  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/phone-refresh/steps", test_steps);
  g_test_add_func ("/phone-refresh/changed-again", test_changed_again);
  g_test_add_func ("/phone-refresh/by-itself", test_by_itself);

  return g_test_run ();
}
