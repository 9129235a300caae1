/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who waits for something to be saved sees that it goes on; what is quick shows nothing. */

#include "config.h"

#include "crm-busy-bar.h"
#include "crm-ui-test.h"

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
  while (!hold->over)
    g_cond_wait (&hold->cond, &hold->mutex);
  g_mutex_unlock (&hold->mutex);

  return TRUE;
}

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  g_assert_no_error (error);
}

static void
rename_contact (CrmWorkspace *workspace,
                gint64        id,
                const char   *name)
{
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "contact");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_auto (CrmValue) value = crm_value_text (name);

  crm_change_set_set (set, &type->table, id, &crm_record_type_find_field (type, "last_name")->column, &value);
  crm_store_commit_async (crm_workspace_get_store (workspace), set, NULL, committed_cb, NULL);
}

static gboolean
is_shown (gpointer data)
{
  return gtk_revealer_get_child_revealed (data);
}

static gboolean
is_hidden (gpointer data)
{
  return !gtk_revealer_get_child_revealed (data) && !gtk_revealer_get_reveal_child (data);
}

static gboolean
has_begun (gpointer data)
{
  Hold *hold = data;
  gboolean begun;

  g_mutex_lock (&hold->mutex);
  begun = hold->begun;
  g_mutex_unlock (&hold->mutex);

  return begun;
}

static gboolean
is_idle (gpointer data)
{
  return !crm_store_is_busy (data);
}

static void
test_busy (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_SYSTEM, NULL);
  CrmStore *store = crm_workspace_get_store (workspace);
  gint64 id = crm_test_add (workspace, "contact", "last_name", "Sol", NULL);
  GtkWidget *bar = g_object_new (CRM_TYPE_BUSY_BAR, NULL);
  GtkRevealer *revealer;
  Hold hold = { 0 };

  crm_busy_bar_open (CRM_BUSY_BAR (bar), workspace);
  crm_ui_test_show (bar);
  revealer = crm_ui_test_find (bar, GTK_TYPE_REVEALER);

  /* Not at once, for what is done in a moment. */
  rename_contact (workspace, id, "Luna");
  g_assert_true (crm_store_is_busy (store));
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  crm_test_wait (is_idle, store);
  crm_test_wait (is_hidden, revealer);

  /* Behind something that takes its time. */
  g_mutex_init (&hold.mutex);
  g_cond_init (&hold.cond);
  crm_store_write_async (store, set, G_PRIORITY_LOW, hold_func, &hold, NULL, NULL, NULL);
  crm_test_wait (has_begun, &hold);
  rename_contact (workspace, id, "Mar");
  crm_test_wait (is_shown, revealer);
  g_assert_nonnull (crm_ui_test_find_text (bar, GTK_TYPE_LABEL, "Saving Changes…"));

  g_mutex_lock (&hold.mutex);
  hold.over = TRUE;
  g_cond_broadcast (&hold.cond);
  g_mutex_unlock (&hold.mutex);
  crm_test_wait (is_hidden, revealer);
  g_assert_false (crm_store_is_busy (store));

  crm_ui_test_close (bar);
  g_mutex_clear (&hold.mutex);
  g_cond_clear (&hold.cond);
  g_clear_object (&workspace);
  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

  g_test_add_func ("/busy-bar/busy", test_busy);

  return g_test_run ();
}
