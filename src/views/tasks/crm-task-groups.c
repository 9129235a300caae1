/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Tasks by contact or by deal: a heading for each, its tasks below it. A task of two contacts is
 * below both. The groups come in the order of their first task; what belongs to nobody comes last.
 */

#include "config.h"

#include "crm-task-groups.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-record-list.h"
#include "crm-task-row.h"

#define TASKS_IN_A_PAGE 200

typedef struct
{
  gint64 id;         /* 0 for nobody */
  char *title;
  GPtrArray *tasks;
} Group;

struct _CrmTaskGroups
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *list;
  GtkWidget *more_button;
  GtkWidget *placeholder;

  CrmWorkspace *workspace;
  CrmRecordList *tasks;
  GCancellable *cancellable;
  char *key; /* of the field by which they are grouped */
  guint limit;
};

G_DEFINE_FINAL_TYPE (CrmTaskGroups, crm_task_groups, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const CrmRecordType *
get_type (CrmTaskGroups *self)
{
  return crm_workspace_get_type_named (self->workspace, "task");
}

/* --- Groups ------------------------------------------------------------------------------------------- */

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->title);
  g_ptr_array_unref (group->tasks);
  g_free (group);
}

static Group *
find_group (GPtrArray  *groups,
            gint64      id,
            const char *title)
{
  Group *group;

  for (guint i = 0; i < groups->len; i++)
    if (((Group *) g_ptr_array_index (groups, i))->id == id)
      return g_ptr_array_index (groups, i);

  group = g_new0 (Group, 1);
  group->id = id;
  group->title = g_strdup (title);
  group->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (groups, group);

  return group;
}

static GPtrArray *
make_groups (CrmTaskGroups *self,
             GPtrArray     *tasks)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  const char *nobody = g_str_equal (self->key, "deals") ? _("Without a Deal") : _("Without a Contact");

  for (guint i = 0; i < tasks->len; i++)
    {
      CrmRecord *task = g_ptr_array_index (tasks, i);
      g_autoptr (GPtrArray) members = crm_record_get_members (task, crm_record_find_field (task, self->key));

      for (guint k = 0; k < members->len; k++)
        {
          const CrmMember *member = g_ptr_array_index (members, k);

          g_ptr_array_add (find_group (groups, member->key.integer, member->text)->tasks, g_object_ref (task));
        }
      if (members->len == 0)
        g_ptr_array_add (others, task);
    }

  for (guint i = 0; i < others->len; i++)
    g_ptr_array_add (find_group (groups, 0, nobody)->tasks, g_object_ref (g_ptr_array_index (others, i)));

  return groups;
}

static void
heading_clicked_cb (GtkButton     *button,
                    CrmTaskGroups *self)
{
  gint64 id = (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "id"));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", g_str_equal (self->key, "deals") ? "deal" : "contact", id);
}

static GtkWidget *
make_heading (CrmTaskGroups *self,
              const Group   *group)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (group->title);
  GtkWidget *count = gtk_label_new (NULL);
  g_autofree char *number = g_strdup_printf ("%u", group->tasks->len);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_text (GTK_LABEL (count), number);
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);

  if (group->id != 0)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("go-next-symbolic");
      g_autofree char *name = g_strdup_printf (_("Open “%s”"), group->title);

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      g_object_set_data (G_OBJECT (button), "id", GSIZE_TO_POINTER ((gsize) group->id));
      g_signal_connect_object (button, "clicked", G_CALLBACK (heading_clicked_cb), self, G_CONNECT_DEFAULT);
      gtk_box_append (GTK_BOX (box), button);
    }

  gtk_widget_add_css_class (row, "group-heading");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, group->title, -1);

  return row;
}

static gint64
get_selected (CrmTaskGroups *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  return CRM_IS_TASK_ROW (row) ? crm_record_get_id (crm_task_row_get_task (CRM_TASK_ROW (row))) : 0;
}

static void
show_groups (CrmTaskGroups *self,
             GPtrArray     *tasks)
{
  g_autoptr (GPtrArray) groups = make_groups (self, tasks);
  gint64 selected = get_selected (self);

  crm_children_clear (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);

      gtk_list_box_append (GTK_LIST_BOX (self->list), make_heading (self, group));
      for (guint k = 0; k < group->tasks->len; k++)
        {
          CrmRecord *task = g_ptr_array_index (group->tasks, k);
          GtkWidget *row = crm_task_row_new (self->workspace, task, g_str_equal (self->key, "deals") ? "deal" : "contact", FALSE);

          gtk_list_box_append (GTK_LIST_BOX (self->list), row);
          if (crm_record_get_id (task) == selected && get_selected (self) == 0)
            gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (row));
        }
    }

  gtk_widget_set_visible (self->more_button, g_list_model_get_n_items (G_LIST_MODEL (self->tasks)) > self->limit);
  gtk_widget_set_visible (self->placeholder, tasks->len == 0);
}

/* --- Reading -------------------------------------------------------------------------------------------- */

static void
rows_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmTaskGroups) self = user_data;
  CrmWorkspace *workspace = CRM_WORKSPACE (object);
  g_autoptr (GPtrArray) rows = crm_workspace_load_rows_finish (workspace, result, NULL);
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);
  GArray *ids;

  if (rows == NULL || self->list == NULL)
    return;

  while (rows->len > 0)
    g_ptr_array_add (read, crm_workspace_take_row (workspace, g_ptr_array_steal_index (rows, rows->len - 1)));
  ids = crm_record_list_get_ids (self->tasks);
  for (guint i = 0; i < MIN (ids->len, self->limit); i++)
    {
      CrmRecord *task = crm_workspace_peek_record (workspace, get_type (self), g_array_index (ids, gint64, i));

      if (task != NULL)
        g_ptr_array_add (tasks, task);
    }
  show_groups (self, tasks);
}

static void
read_tasks (CrmTaskGroups *self)
{
  GArray *ids = crm_record_list_get_ids (self->tasks);
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (first, ids->data, MIN (ids->len, self->limit));
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  crm_workspace_load_rows_async (self->workspace, get_type (self), first, self->cancellable, rows_read_cb, g_object_ref (self));
}

static void
more_clicked_cb (CrmTaskGroups *self)
{
  self->limit += TASKS_IN_A_PAGE;
  read_tasks (self);
}

static void
row_selected_cb (CrmTaskGroups *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, get_selected (self));
}

static void
row_activated_cb (CrmTaskGroups *self,
                  GtkListBoxRow *row)
{
  if (CRM_IS_TASK_ROW (row))
    gtk_widget_activate_action (GTK_WIDGET (row), "task.open", NULL);
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
crm_task_groups_dispose (GObject *object)
{
  CrmTaskGroups *self = CRM_TASK_GROUPS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->list = NULL;
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->tasks);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_task_groups_parent_class)->dispose (object);
}

static void
crm_task_groups_finalize (GObject *object)
{
  g_free (CRM_TASK_GROUPS (object)->key);

  G_OBJECT_CLASS (crm_task_groups_parent_class)->finalize (object);
}

static void
crm_task_groups_class_init (CrmTaskGroupsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_task_groups_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_task_groups_finalize;

  /**
   * CrmTaskGroups::chosen:
   * @id: of the task that is selected, or 0
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_task_groups_init (CrmTaskGroups *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->key = g_strdup ("contacts");
  self->limit = TASKS_IN_A_PAGE;
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->scroller, TRUE);

  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "plain-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Tasks"), -1);
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (row_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->list);

  self->placeholder = gtk_label_new (_("No tasks here."));
  gtk_widget_add_css_class (self->placeholder, "dim-label");
  gtk_widget_set_margin_top (self->placeholder, 48);
  gtk_widget_set_visible (self->placeholder, FALSE);
  gtk_box_append (GTK_BOX (box), self->placeholder);

  self->more_button = gtk_button_new_with_label (_("Show More"));
  gtk_widget_add_css_class (self->more_button, "flat");
  gtk_widget_set_halign (self->more_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->more_button, FALSE);
  g_signal_connect_object (self->more_button, "clicked", G_CALLBACK (more_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->more_button);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), box);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

/**
 * crm_task_groups_new:
 * @workspace: a workspace
 *
 * Returns: (transfer floating): groups without tasks
 */
GtkWidget *
crm_task_groups_new (CrmWorkspace *workspace)
{
  CrmTaskGroups *self = g_object_new (CRM_TYPE_TASK_GROUPS, NULL);

  self->workspace = g_object_ref (workspace);
  self->tasks = crm_record_list_new (workspace);
  g_signal_connect_object (self->tasks, "settled", G_CALLBACK (read_tasks), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * crm_task_groups_set_key:
 * @key: "contacts" or "deals"
 */
void
crm_task_groups_set_key (CrmTaskGroups *self,
                         const char    *key)
{
  g_return_if_fail (CRM_IS_TASK_GROUPS (self));

  g_free (self->key);
  self->key = g_strdup (key);
}

/**
 * crm_task_groups_set_query:
 * @query: which tasks
 */
void
crm_task_groups_set_query (CrmTaskGroups *self,
                           CrmQuery      *query)
{
  g_return_if_fail (CRM_IS_TASK_GROUPS (self));

  crm_record_list_set_query (self->tasks, query);
}
