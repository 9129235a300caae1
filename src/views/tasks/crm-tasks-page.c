/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The tasks: overdue, today, upcoming or done; those of whoever looks, or all; as a list or by
 * contact or deal. Above them a line in which somebody writes what is to be done, and when. The
 * list, its card and its commands are those of every list (CrmListPage).
 */

#include "config.h"

#include "crm-tasks-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-complete-popover.h"
#include "crm-due.h"
#include "crm-form-dialog.h"
#include "crm-list-page.h"
#include "crm-task-agenda.h"
#include "crm-task-check.h"
#include "crm-task-groups.h"

#define GROUP "tasks"
#define COUNT_AFTER 100 /* milliseconds */

struct _CrmTasksPage
{
  CrmPage parent_instance;

  CrmPage *list;
  GtkWidget *groups;
  GtkWidget *buttons[CRM_N_TASK_VIEWS];
  GtkWidget *numbers[CRM_N_TASK_VIEWS];
  GtkEditable *quick_entry;
  GtkLabel *quick_meaning;
  GtkDropDown *whose;
  GtkDropDown *grouping;

  CrmRecord *me;
  CrmTaskView view;
  gint64 counts[CRM_N_TASK_VIEWS];
  char today[CRM_DATE_SIZE];
  guint count_id;
  guint minute_id;
  guint counting : 1;
  guint count_again : 1;
  guint showing : 1;
};

G_DEFINE_FINAL_TYPE (CrmTasksPage, crm_tasks_page, CRM_TYPE_PAGE)

static CrmWorkspace *
get_workspace (CrmTasksPage *self)
{
  return crm_page_get_workspace (CRM_PAGE (self));
}

static gint64
get_now (CrmTasksPage *self)
{
  return crm_clock_get_now (crm_workspace_get_clock (get_workspace (self)));
}

static CrmRecordTable *
get_table (CrmTasksPage *self)
{
  return crm_list_page_get_table (CRM_LIST_PAGE (self->list));
}

static gboolean
is_mine (CrmTasksPage *self)
{
  return gtk_drop_down_get_selected (self->whose) == 0;
}

static gint64
get_user (CrmTasksPage *self)
{
  return is_mine (self) ? crm_workspace_get_actor (get_workspace (self)) : 0;
}

/* --- What is shown -------------------------------------------------------------------------------------- */

static void
say_none (CrmTasksPage *self)
{
  static const struct
  {
    const char *icon;
    const char *title;
    const char *about;
  } none[CRM_N_TASK_VIEWS] = {
    { "object-select-symbolic", N_("Nothing Is Overdue"), N_("Everything that had a date is done, or still has time.") },
    { "crm-task-symbolic", N_("Nothing Is Due Today"), N_("Write above what is to be done, or look at what comes next.") },
    { "crm-task-symbolic", N_("Nothing Planned"), N_("Write above what is to be done, such as “Call Ana tomorrow 14:30”.") },
    { "crm-task-symbolic", N_("Nothing Done Yet"), N_("Tick a task when it is done. You find it here then, with what came of it.") },
  };

  crm_list_page_set_none (CRM_LIST_PAGE (self->list), none[self->view].icon, _(none[self->view].title), _(none[self->view].about));
}

/* Open tasks come by when they are due, done ones with the last first, unless somebody has chosen otherwise. */
static void
sort (CrmTasksPage *self)
{
  gboolean descending;
  g_autofree char *key = crm_record_table_get_sort (get_table (self), &descending);
  gboolean done = self->view == CRM_TASK_VIEW_DONE;

  if (g_strcmp0 (key, done ? "due" : "completed") == 0 || g_strcmp0 (key, "title") == 0)
    crm_record_table_sort_by (get_table (self), done ? "completed" : "due", done);
}

static void
show_query (CrmTasksPage *self,
            gboolean      renew)
{
  g_autoptr (CrmQuery) query = crm_task_view_make_query (get_workspace (self), self->view, get_user (self));
  guint grouping = gtk_drop_down_get_selected (self->grouping);

  if (renew)
    crm_record_table_renew_filter (get_table (self), query);
  else
    crm_record_table_set_filter (get_table (self), query);
  if (grouping != 0)
    {
      crm_task_groups_set_key (CRM_TASK_GROUPS (self->groups), grouping == 1 ? "contacts" : "deals");
      crm_task_groups_set_query (CRM_TASK_GROUPS (self->groups), query);
    }
}

static void
show_view (CrmTasksPage *self,
           CrmTaskView   view)
{
  self->view = view;
  self->showing = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[view]), TRUE);
  self->showing = FALSE;
  crm_view_state_set_string (crm_page_get_state (CRM_PAGE (self)), GROUP, "view", crm_task_view_get_name (view));
  say_none (self);
  sort (self);
  show_query (self, FALSE);
  crm_list_page_show_instead (CRM_LIST_PAGE (self->list), gtk_drop_down_get_selected (self->grouping) != 0 ? self->groups : NULL);
}

static void
view_toggled_cb (GtkToggleButton *button,
                 CrmTasksPage    *self)
{
  if (!self->showing && gtk_toggle_button_get_active (button))
    show_view (self, (CrmTaskView) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "view")));
}

/* --- Counts ------------------------------------------------------------------------------------------------ */

static void count (CrmTasksPage *self);

static void
show_counts (CrmTasksPage *self)
{
  for (guint i = 0; i < CRM_N_TASK_VIEWS; i++)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->counts[i]);
      g_autofree char *name = g_strdup_printf ("%s %s", crm_task_view_get_label ((CrmTaskView) i), number);

      gtk_label_set_text (GTK_LABEL (self->numbers[i]), number);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  if (self->counts[CRM_TASK_VIEW_OVERDUE] > 0)
    gtk_widget_add_css_class (self->numbers[CRM_TASK_VIEW_OVERDUE], "error");
  else
    gtk_widget_remove_css_class (self->numbers[CRM_TASK_VIEW_OVERDUE], "error");
}

static gpointer
counts_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  GPtrArray *queries = data;
  gint64 *counts = g_new0 (gint64, CRM_N_TASK_VIEWS);

  for (guint i = 0; i < queries->len; i++)
    {
      counts[i] = crm_query_count (g_ptr_array_index (queries, i), db, error);
      if (counts[i] < 0)
        {
          g_free (counts);
          return NULL;
        }
    }

  return counts;
}

static void
counted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CrmTasksPage) self = user_data;
  g_autofree gint64 *counts = crm_store_read_finish (CRM_STORE (object), result, NULL);

  self->counting = FALSE;
  if (counts == NULL || self->list == NULL)
    return;

  for (guint i = 0; i < CRM_N_TASK_VIEWS; i++)
    self->counts[i] = counts[i];
  show_counts (self);
  if (self->count_again)
    count (self);
}

static void
count (CrmTasksPage *self)
{
  GPtrArray *queries;

  self->count_again = self->counting;
  if (self->counting)
    return;

  self->counting = TRUE;
  queries = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_query_unref);
  for (guint i = 0; i < CRM_N_TASK_VIEWS; i++)
    g_ptr_array_add (queries, crm_task_view_make_query (get_workspace (self), (CrmTaskView) i, get_user (self)));
  crm_store_read_async (crm_workspace_get_store (get_workspace (self)), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, counts_read,
                        queries, (GDestroyNotify) g_ptr_array_unref, g_free, NULL, counted_cb, g_object_ref (self));
}

static gboolean
count_cb (gpointer data)
{
  CrmTasksPage *self = data;

  self->count_id = 0;
  count (self);

  return G_SOURCE_REMOVE;
}

static void
committed_cb (CrmTasksPage *self,
              CrmCommit    *commit)
{
  const CrmRecordType *type = crm_workspace_get_type_named (get_workspace (self), "task");

  if (self->count_id == 0 && crm_commit_get_touched (commit, &type->table) != NULL)
    self->count_id = g_timeout_add (COUNT_AFTER, count_cb, self);
}

/* --- Time goes by ----------------------------------------------------------------------------------------- */

static void wait_for_minute (CrmTasksPage *self);

static gboolean
minute_cb (gpointer data)
{
  CrmTasksPage *self = data;

  self->minute_id = 0;
  show_query (self, TRUE);
  count (self);
  wait_for_minute (self);

  return G_SOURCE_REMOVE;
}

static void
wait_for_minute (CrmTasksPage *self)
{
  gint64 now = get_now (self);

  if (self->minute_id == 0)
    self->minute_id = g_timeout_add ((guint) ((crm_task_view_next_change (now) - now) / 1000) + 1, minute_cb, self);
}

/* A page that nobody sees does not look at the clock; when somebody does, it shows the time that it is. */
static void
crm_tasks_page_map (GtkWidget *widget)
{
  CrmTasksPage *self = CRM_TASKS_PAGE (widget);

  GTK_WIDGET_CLASS (crm_tasks_page_parent_class)->map (widget);
  if (self->list == NULL || get_workspace (self) == NULL)
    return;

  show_query (self, TRUE);
  count (self);
  wait_for_minute (self);
}

static void
crm_tasks_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CRM_TASKS_PAGE (widget)->minute_id, g_source_remove);

  GTK_WIDGET_CLASS (crm_tasks_page_parent_class)->unmap (widget);
}

/* --- Adding -------------------------------------------------------------------------------------------------- */

static void
me_read_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CrmTasksPage) self = user_data;

  g_clear_object (&self->me);
  self->me = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);
}

/* What somebody adds to the own tasks is an own task. */
static void
adding_cb (CrmTasksPage  *self,
           CrmFormDialog *dialog)
{
  if (is_mine (self) && self->me != NULL)
    crm_form_dialog_show_link (dialog, "assignees", self->me);
}

static void
added_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CrmTasksPage) self = user_data;
  g_autoptr (CrmRecord) task = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);
  CrmTaskView view;

  if (task == NULL || self->list == NULL)
    return;

  /* A new record appears where somebody looks. */
  view = crm_task_view_of (task, get_now (self));
  if (view != self->view)
    show_view (self, view);
  crm_list_page_reveal (CRM_LIST_PAGE (self->list), crm_record_get_id (task));
}

static void
added_cb (CrmTasksPage *self,
          gint64        id)
{
  crm_workspace_load_record_async (get_workspace (self), crm_workspace_get_type_named (get_workspace (self), "task"), id, NULL,
                                   added_read_cb, g_object_ref (self));
}

/* --- The quick line -------------------------------------------------------------------------------------------- */

static gboolean
read_quick (CrmTasksPage  *self,
            char           due[CRM_DUE_SIZE],
            char         **title)
{
  const char *text = gtk_editable_get_text (self->quick_entry);

  if (crm_due_find (text, CRM_DATE_LOCALE, get_now (self), due, title))
    return TRUE;

  due[0] = '\0';
  *title = g_strstrip (g_strdup (text));

  return FALSE;
}

static void
quick_changed_cb (CrmTasksPage *self)
{
  char due[CRM_DUE_SIZE];
  g_autofree char *title = NULL;
  g_autofree char *meaning = NULL;

  if (read_quick (self, due, &title))
    {
      g_autofree char *when = crm_due_format_long (due);

      /* TRANSLATORS: what somebody has to do, and when */
      meaning = g_strdup_printf (_("“%1$s”, due %2$s"), title, when);
    }
  else if (*title != '\0')
    meaning = g_strdup (_("Press Enter to add it. Write a day at the end if it has one."));

  gtk_label_set_text (self->quick_meaning, meaning != NULL ? meaning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->quick_meaning), meaning != NULL);
}

typedef struct
{
  CrmTasksPage *page;
  gint64 handle;
} Adding;

static void
quick_added_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autofree Adding *adding = user_data;
  g_autoptr (CrmTasksPage) self = adding->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  if (self->list == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->quick_entry), TRUE);
  if (commit == NULL)
    {
      crm_page_tell (GTK_WIDGET (self), error->message, 0);
      return;
    }

  gtk_editable_set_text (self->quick_entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->quick_entry));
  crm_page_tell_commit (GTK_WIDGET (self), _("Task added"), commit);
  added_cb (self, crm_commit_get_created (commit, adding->handle));
}

static void
quick_activated_cb (CrmTasksPage *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (get_workspace (self), "task");
  g_autoptr (CrmChangeSet) set = NULL;
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_auto (CrmValue) when = CRM_VALUE_INIT;
  CrmValue me = crm_value_integer (crm_workspace_get_actor (get_workspace (self)));
  g_autofree char *title = NULL;
  char due[CRM_DUE_SIZE];
  Adding *adding;

  read_quick (self, due, &title);
  if (*title == '\0')
    return;

  set = crm_workspace_begin (get_workspace (self), CRM_CAUSE_USER, NULL);
  adding = g_new0 (Adding, 1);
  adding->page = g_object_ref (self);
  adding->handle = crm_change_set_create (set, &type->table);
  value = crm_value_text (title);
  crm_change_set_set (set, &type->table, adding->handle, crm_table_find_column (&type->table, "title"), &value);
  if (due[0] != '\0')
    {
      when = crm_value_text (due);
      crm_change_set_set (set, &type->table, adding->handle, crm_table_find_column (&type->table, "due"), &when);
    }
  if (me.integer != 0)
    crm_change_set_add (set, &type->table, adding->handle, crm_table_find_column (&type->table, "assignees"), &me, NULL, NULL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->quick_entry), FALSE);
  crm_store_commit_async (crm_workspace_get_store (get_workspace (self)), set, NULL, quick_added_cb, adding);
}

/* --- Commands ---------------------------------------------------------------------------------------------------- */

static void
whose_changed_cb (CrmTasksPage *self)
{
  crm_view_state_set_integer (crm_page_get_state (CRM_PAGE (self)), GROUP, "all", !is_mine (self));
  show_view (self, self->view);
  count (self);
}

static void
grouping_changed_cb (CrmTasksPage *self)
{
  crm_view_state_set_integer (crm_page_get_state (CRM_PAGE (self)), GROUP, "grouping", (int) gtk_drop_down_get_selected (self->grouping));
  show_view (self, self->view);
}

static void
chosen_cb (CrmTasksPage *self,
           gint64        id)
{
  if (gtk_drop_down_get_selected (self->grouping) != 0)
    crm_list_page_show_card (CRM_LIST_PAGE (self->list), id);
}

static void
export_tasks (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmTasksPage *self = CRM_TASKS_PAGE (widget);
  CrmListSelection *selection = crm_record_table_get_selection (get_table (self));
  g_autoptr (GArray) ids = NULL;

  /* Several that are selected, or else what is shown. */
  if (crm_list_selection_get_n (selection) > 1)
    ids = crm_list_selection_get_ids (selection);
  else
    ids = g_array_ref (crm_record_list_get_ids (crm_record_table_get_list (get_table (self))));

  gtk_widget_activate_action (widget, "win.export-calendar", "@ax",
                              g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64)));
}

static void
completing_read_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (CrmTasksPage) self = user_data;
  g_autoptr (CrmRecord) task = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);

  if (task == NULL || self->list == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  if (g_strcmp0 (crm_record_get_raw_text (task, "status"), "done") == 0)
    {
      crm_complete_popover_reopen (get_workspace (self), task, GTK_WIDGET (self));
      return;
    }

  crm_complete_popover_run (get_workspace (self), task, GTK_WIDGET (self),
                            &(GdkRectangle) { gtk_widget_get_width (GTK_WIDGET (self)) / 3, 140, 1, 1 });
}

/* Completes, or opens again, the task that is selected. */
static void
complete_selected (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  CrmTasksPage *self = CRM_TASKS_PAGE (widget);
  gint64 id = crm_list_selection_get_single (crm_record_table_get_selection (get_table (self)));

  if (id == 0 || crm_store_is_read_only (crm_workspace_get_store (get_workspace (self)), NULL))
    return;

  crm_workspace_load_record_async (get_workspace (self), crm_workspace_get_type_named (get_workspace (self), "task"), id, NULL,
                                   completing_read_cb, g_object_ref (self));
}

static void
quick_add (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (CRM_TASKS_PAGE (widget)->quick_entry));
}

/* "page.view-1" is the first one. */
static void
choose_view (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  show_view (CRM_TASKS_PAGE (widget), (CrmTaskView) (action_name[strlen ("page.view-")] - '1'));
}

/* --- Object -------------------------------------------------------------------------------------------------------- */

static void
add_views (CrmTasksPage *self,
           GtkBox       *box)
{
  for (guint i = 0; i < CRM_N_TASK_VIEWS; i++)
    {
      GtkWidget *button = gtk_toggle_button_new ();
      GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

      self->numbers[i] = gtk_label_new ("");
      gtk_widget_add_css_class (self->numbers[i], "numeric");
      gtk_widget_add_css_class (self->numbers[i], "dim-label");
      gtk_box_append (GTK_BOX (content), gtk_label_new (crm_task_view_get_label ((CrmTaskView) i)));
      gtk_box_append (GTK_BOX (content), self->numbers[i]);
      gtk_button_set_child (GTK_BUTTON (button), content);
      gtk_widget_add_css_class (button, "flat");
      g_object_set_data (G_OBJECT (button), "view", GUINT_TO_POINTER (i));
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (self->buttons[0]));
      g_signal_connect_object (button, "toggled", G_CALLBACK (view_toggled_cb), self, G_CONNECT_DEFAULT);
      self->buttons[i] = button;
      gtk_box_append (box, button);
    }
}

/* In a narrow window the choices stand below the line. */
static gboolean
fold_line (GBinding     *binding,
           const GValue *from,
           GValue       *to,
           gpointer      user_data)
{
  g_value_set_enum (to, g_value_get_boolean (from) ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);

  return TRUE;
}

static void
add_bar (CrmTasksPage *self)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/com/example/Crm/ui/crm-tasks-bar.ui");

  self->quick_entry = GTK_EDITABLE (gtk_builder_get_object (builder, "quick_entry"));
  self->quick_meaning = GTK_LABEL (gtk_builder_get_object (builder, "quick_meaning"));
  self->whose = GTK_DROP_DOWN (gtk_builder_get_object (builder, "whose"));
  self->grouping = GTK_DROP_DOWN (gtk_builder_get_object (builder, "grouping"));
  add_views (self, GTK_BOX (gtk_builder_get_object (builder, "views")));
  g_object_bind_property_full (self, "folded", gtk_builder_get_object (builder, "line"), "orientation", G_BINDING_SYNC_CREATE,
                               fold_line, NULL, NULL, NULL);
  crm_list_page_add_top (CRM_LIST_PAGE (self->list), GTK_WIDGET (gtk_builder_get_object (builder, "bar")));
}

static void
add_menu (CrmTasksPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _("Complete or Reopen"), "page.complete");
  g_menu_append (menu, _("Export as iCalendar…"), "page.export-calendar");
  crm_list_page_add_to_menu (CRM_LIST_PAGE (self->list), G_MENU_MODEL (menu));
}

static void
crm_tasks_page_open (CrmPage *page)
{
  CrmTasksPage *self = CRM_TASKS_PAGE (page);
  CrmViewState *state = crm_page_get_state (page);
  CrmWorkspace *workspace = crm_page_get_workspace (page);
  g_autofree char *name = crm_view_state_get_string (state, GROUP, "view");
  CrmTaskView view = CRM_TASK_VIEW_TODAY;

  crm_page_set_title (page, _("Tasks"));
  for (guint i = 0; i < CRM_N_TASK_VIEWS; i++)
    if (g_strcmp0 (name, crm_task_view_get_name ((CrmTaskView) i)) == 0)
      view = (CrmTaskView) i;

  crm_record_table_set_cell_type (get_table (self), "status", CRM_TYPE_TASK_CHECK);
  add_menu (self);
  crm_page_open (self->list, workspace, state);
  add_bar (self);
  self->groups = crm_task_groups_new (workspace);
  g_object_ref_sink (self->groups);

  gtk_drop_down_set_selected (self->whose, crm_view_state_get_integer (state, GROUP, "all", FALSE) != 0);
  gtk_drop_down_set_selected (self->grouping, (guint) CLAMP (crm_view_state_get_integer (state, GROUP, "grouping", 0), 0, 2));
  show_view (self, view);

  g_signal_connect_object (self->whose, "notify::selected", G_CALLBACK (whose_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grouping, "notify::selected", G_CALLBACK (grouping_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->quick_entry, "changed", G_CALLBACK (quick_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->quick_entry, "activate", G_CALLBACK (quick_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->groups, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "adding", G_CALLBACK (adding_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  if (crm_workspace_get_actor (workspace) != 0)
    crm_workspace_load_record_async (workspace, crm_workspace_get_type_named (workspace, "user"), crm_workspace_get_actor (workspace),
                                     NULL, me_read_cb, g_object_ref (self));
  count (self);
}

static CrmPage *
crm_tasks_page_get_active (CrmPage *page)
{
  return CRM_TASKS_PAGE (page)->list;
}

static void
crm_tasks_page_dispose (GObject *object)
{
  CrmTasksPage *self = CRM_TASKS_PAGE (object);

  g_clear_handle_id (&self->count_id, g_source_remove);
  g_clear_handle_id (&self->minute_id, g_source_remove);
  self->list = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->groups);
  g_clear_object (&self->me);

  G_OBJECT_CLASS (crm_tasks_page_parent_class)->dispose (object);
}

static void
crm_tasks_page_class_init (CrmTasksPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_tasks_page_dispose;
  widget_class->map = crm_tasks_page_map;
  widget_class->unmap = crm_tasks_page_unmap;
  CRM_PAGE_CLASS (klass)->open = crm_tasks_page_open;
  CRM_PAGE_CLASS (klass)->get_active = crm_tasks_page_get_active;

  gtk_widget_class_install_action (widget_class, "page.export-calendar", NULL, export_tasks);
  gtk_widget_class_install_action (widget_class, "page.complete", NULL, complete_selected);
  gtk_widget_class_install_action (widget_class, "page.quick-add", NULL, quick_add);
  gtk_widget_class_install_action (widget_class, "page.view-1", NULL, choose_view);
  gtk_widget_class_install_action (widget_class, "page.view-2", NULL, choose_view);
  gtk_widget_class_install_action (widget_class, "page.view-3", NULL, choose_view);
  gtk_widget_class_install_action (widget_class, "page.view-4", NULL, choose_view);
}

static void
crm_tasks_page_init (CrmTasksPage *self)
{
  self->list = crm_list_page_new ("task");
  g_object_bind_property (self, "folded", self->list, "folded", G_BINDING_SYNC_CREATE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

/**
 * crm_tasks_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_tasks_page_new (void)
{
  return g_object_new (CRM_TYPE_TASKS_PAGE, NULL);
}
