/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The tasks of a contact, a deal or an account (features.md, C12): the open ones by when they are
 * due, then those that are done.
 */

#include "config.h"

#include "crm-tasks-box.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-form-dialog.h"
#include "crm-page.h"
#include "crm-record-list.h"
#include "crm-task-row.h"

#define TASKS_IN_A_PAGE 20

struct _CrmTasksBox
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *placeholder;
  GtkListBox *list;
  GtkButton *more_button;

  CrmWorkspace *workspace;
  CrmRecord *record;
  CrmRecordList *tasks;
  GPtrArray *slots; /* those that are shown, kept alive */
  char *about;
  char *key;        /* of the field of tasks that names the record */
  guint limit;
};

G_DEFINE_FINAL_TYPE (CrmTasksBox, crm_tasks_box, GTK_TYPE_WIDGET)

static const CrmRecordType *
get_type (CrmTasksBox *self)
{
  return crm_workspace_get_type_named (self->workspace, "task");
}

static const CrmColumn *
get_column (CrmTasksBox *self)
{
  return &crm_record_type_find_field (get_type (self), self->key)->column;
}

/* --- Showing ------------------------------------------------------------------------------------------ */

static void
unlink_cb (CrmTaskRow  *row,
           CrmTasksBox *self)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  CrmValue key = crm_value_integer (crm_record_get_id (self->record));

  crm_change_set_remove (set, &get_type (self)->table, crm_record_get_id (crm_task_row_get_task (row)), get_column (self), &key);
  crm_page_commit (GTK_WIDGET (self), self->workspace, set, _("Task unlinked"));
}

static void show_tasks (CrmTasksBox *self);

static void
slot_changed_cb (CrmTasksBox *self)
{
  show_tasks (self);
}

static void
show_tasks (CrmTasksBox *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->tasks));
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->slots->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->slots, i), slot_changed_cb, self);
  crm_children_clear (self->list);

  for (guint i = 0; i < n && i < self->limit; i++)
    {
      CrmListSlot *slot = g_list_model_get_item (G_LIST_MODEL (self->tasks), i);
      CrmRecord *task = crm_list_slot_get_record (slot);
      GtkWidget *row;

      g_ptr_array_add (slots, slot);
      if (task == NULL)
        {
          g_signal_connect_object (slot, "changed", G_CALLBACK (slot_changed_cb), self, G_CONNECT_SWAPPED);
          continue;
        }

      row = crm_task_row_new (self->workspace, task, self->about, TRUE);
      g_signal_connect_object (row, "unlink", G_CALLBACK (unlink_cb), self, G_CONNECT_DEFAULT);
      gtk_list_box_append (self->list, row);
    }
  g_ptr_array_unref (self->slots);
  self->slots = g_steal_pointer (&slots);

  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), n == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), n > self->limit);
}

static void
row_activated_cb (CrmTasksBox   *self,
                  GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (row), "task.open", NULL);
}

static void
more_clicked_cb (CrmTasksBox *self)
{
  self->limit += TASKS_IN_A_PAGE;
  show_tasks (self);
}

/* --- Adding -------------------------------------------------------------------------------------------- */

static void
added_cb (CrmTasksBox *self,
          gint64       id,
          gint64       batch)
{
  crm_page_tell (GTK_WIDGET (self), _("Task added"), batch);
}

static void
add_task (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  CrmTasksBox *self = CRM_TASKS_BOX (widget);
  CrmFormDialog *dialog;

  if (self->record == NULL)
    return;

  dialog = crm_form_dialog_new (self->workspace, "task", GTK_WINDOW (gtk_widget_get_root (widget)));
  crm_form_dialog_show_link (dialog, self->key, self->record);
  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
crm_tasks_box_dispose (GObject *object)
{
  CrmTasksBox *self = CRM_TASKS_BOX (object);

  if (self->tasks != NULL)
    g_signal_handlers_disconnect_by_data (self->tasks, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_TASKS_BOX);
  crm_children_unparent (GTK_WIDGET (self));
  g_ptr_array_set_size (self->slots, 0);
  g_clear_object (&self->tasks);
  g_clear_object (&self->record);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_tasks_box_parent_class)->dispose (object);
}

static void
crm_tasks_box_finalize (GObject *object)
{
  CrmTasksBox *self = CRM_TASKS_BOX (object);

  g_ptr_array_unref (self->slots);
  g_free (self->about);
  g_free (self->key);

  G_OBJECT_CLASS (crm_tasks_box_parent_class)->finalize (object);
}

static void
crm_tasks_box_class_init (CrmTasksBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_tasks_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_tasks_box_finalize;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-tasks-box.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmTasksBox, placeholder);
  gtk_widget_class_bind_template_child (widget_class, CrmTasksBox, list);
  gtk_widget_class_bind_template_child (widget_class, CrmTasksBox, more_button);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "tasks-box.add", NULL, add_task);
}

static void
crm_tasks_box_init (CrmTasksBox *self)
{
  self->slots = g_ptr_array_new_with_free_func (g_object_unref);
  self->limit = TASKS_IN_A_PAGE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_tasks_box_new:
 * @workspace: a workspace
 * @about: "contact", "deal" or "account"
 *
 * Returns: (transfer floating): a box without a record
 */
GtkWidget *
crm_tasks_box_new (CrmWorkspace *workspace,
                   const char   *about)
{
  CrmTasksBox *self = g_object_new (CRM_TYPE_TASKS_BOX, NULL);

  self->workspace = g_object_ref (workspace);
  self->about = g_strdup (about);
  self->key = g_strconcat (about, "s", NULL);
  self->tasks = crm_record_list_new (workspace);
  g_signal_connect_object (self->tasks, "items-changed", G_CALLBACK (show_tasks), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * crm_tasks_box_set_record:
 * @record: (nullable): whose tasks are shown
 */
void
crm_tasks_box_set_record (CrmTasksBox *self,
                          CrmRecord   *record)
{
  g_autoptr (CrmQuery) query = NULL;

  g_return_if_fail (CRM_IS_TASKS_BOX (self));

  g_set_object (&self->record, record);
  if (record == NULL)
    return;

  query = crm_query_new (&get_type (self)->table);
  crm_query_add_link (query, get_column (self), crm_record_get_id (record));
  /* What is done has no place on the agenda, and so comes last. */
  crm_query_set_sort (query, crm_table_find_column (&get_type (self)->table, "agenda"), FALSE);
  self->limit = TASKS_IN_A_PAGE;
  crm_record_list_set_query (self->tasks, query);
  show_tasks (self);
}
