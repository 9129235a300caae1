/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A task in a short list, such as those of a contact. It follows its task.
 */

#include "config.h"

#include "crm-task-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-choices.h"
#include "crm-due.h"
#include "crm-task-agenda.h"
#include "crm-page.h"
#include "crm-task-check.h"

/* So many people of a task are in its menu. */
#define MAX_LINKS 3

struct _CrmTaskRow
{
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkBox *box;
  GtkImage *icon;
  GtkLabel *title;
  GtkImage *priority;
  GtkImage *repeats;
  GtkLabel *subtitle;
  GtkLabel *due;
  GtkLabel *who;
  GtkMenuButton *menu_button;

  GtkWidget *check;
  CrmWorkspace *workspace;
  CrmChoices *types;
  CrmRecord *task;
  gulong changed_id;
  char *about;
  gboolean unlink;
};

G_DEFINE_FINAL_TYPE (CrmTaskRow, crm_task_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  UNLINK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_type_icon (CrmTaskRow *self)
{
  static const struct
  {
    const char *keyword;
    const char *icon;
  } icons[] = {
    { "to-do", "crm-task-symbolic" },
    { "call", "call-start-symbolic" },
    { "email", "mail-unread-symbolic" },
    { "meeting", "system-users-symbolic" },
    { "message", "user-available-symbolic" },
    { "visit", "mark-location-symbolic" },
    { "document", "text-x-generic-symbolic" },
  };
  CrmRecord *type = crm_choices_find (self->types, crm_record_get_link (self->task, "type"), NULL);
  const char *keyword = type != NULL ? crm_record_get_raw_text (type, "icon") : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_strcmp0 (icons[i].keyword, keyword) == 0)
      return icons[i].icon;

  return icons[0].icon;
}

/* What the task is about, but for what the list is about. */
static char *
make_subtitle (CrmTaskRow *self)
{
  static const struct
  {
    const char *key;
    const char *type;
  } about[] = { { "contacts", "contact" }, { "deals", "deal" }, { "accounts", "account" } };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (about); i++)
    {
      g_autofree char *names = NULL;

      if (g_strcmp0 (self->about, about[i].type) == 0)
        continue;
      names = crm_record_format (self->task, crm_record_find_field (self->task, about[i].key));
      if (names != NULL && *names != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", names);
    }

  return g_string_free (text, FALSE);
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_due (CrmTaskRow *self)
{
  gint64 now = crm_clock_get_now (crm_workspace_get_clock (self->workspace));
  CrmTaskView view = crm_task_view_of (self->task, now);
  const char *due = crm_record_get_raw_text (self->task, "due");
  g_autofree char *text = NULL;

  if (view == CRM_TASK_VIEW_DONE)
    {
      g_autofree char *outcome = crm_record_format (self->task, crm_record_find_field (self->task, "outcome"));

      text = outcome != NULL && *outcome != '\0' ? g_steal_pointer (&outcome) : g_strdup (_("Done"));
    }
  else if (due != NULL)
    text = crm_due_format_near (due, now);

  gtk_label_set_text (self->due, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->due), text != NULL);
  set_class (GTK_WIDGET (self->due), "error", view == CRM_TASK_VIEW_OVERDUE);
  set_class (GTK_WIDGET (self->due), "dim-label", view != CRM_TASK_VIEW_OVERDUE);
  set_class (GTK_WIDGET (self->title), "dim-label", view == CRM_TASK_VIEW_DONE);
}

static void add_menu (CrmTaskRow *self);

static void
show_task (CrmTaskRow *self)
{
  const char *title = crm_record_get_title (self->task);
  const char *priority = crm_record_get_raw_text (self->task, "priority");
  g_autofree char *subtitle = NULL;
  g_autofree char *who = crm_record_format (self->task, crm_record_find_field (self->task, "assignees"));
  g_autofree char *spoken = NULL;
  gboolean high = g_strcmp0 (priority, "high") == 0;

  if (self->title == NULL)
    return;

  add_menu (self);
  subtitle = make_subtitle (self);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), *subtitle != '\0');
  gtk_label_set_text (self->who, who != NULL ? who : "");
  gtk_widget_set_visible (GTK_WIDGET (self->who), who != NULL && *who != '\0');
  gtk_image_set_from_icon_name (self->icon, get_type_icon (self));
  gtk_image_set_from_icon_name (self->priority, high ? "emblem-important-symbolic" : "go-down-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->priority), high || g_strcmp0 (priority, "low") == 0);
  set_class (GTK_WIDGET (self->priority), "warning", high);
  set_class (GTK_WIDGET (self->priority), "dim-label", !high);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->priority), high ? _("High priority") : _("Low priority"));
  gtk_widget_set_visible (GTK_WIDGET (self->repeats), crm_record_get_raw_text (self->task, "repeats") != NULL);
  show_due (self);

  spoken = g_strjoin (", ", title, gtk_label_get_text (self->due), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
open_task (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.open-record", "(sx)", "task", crm_record_get_id (CRM_TASK_ROW (widget)->task));
}

static void
export_task (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gint64 id = crm_record_get_id (CRM_TASK_ROW (widget)->task);

  gtk_widget_activate_action (widget, "win.export-calendar", "@ax", g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &id, 1, sizeof id));
}

static void
unlink_task (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[UNLINK], 0);
}

static void
toggle_task (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  crm_task_check_toggle (CRM_TASK_CHECK (CRM_TASK_ROW (widget)->check));
}

static void
postpone_task (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  CrmTaskRow *self = CRM_TASK_ROW (widget);
  g_autoptr (CrmChangeSet) set = crm_task_postpone (self->workspace, self->task, g_variant_get_int32 (parameter));

  crm_page_commit (GTK_WIDGET (self), self->workspace, set, _("Task postponed"));
}

static void
crm_task_row_dispose (GObject *object)
{
  CrmTaskRow *self = CRM_TASK_ROW (object);

  if (self->task != NULL)
    g_clear_signal_handler (&self->changed_id, self->task);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_TASK_ROW);
  g_clear_object (&self->types);
  g_clear_object (&self->task);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->about, g_free);

  G_OBJECT_CLASS (crm_task_row_parent_class)->dispose (object);
}

static void
crm_task_row_class_init (CrmTaskRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_task_row_dispose;

  /**
   * CrmTaskRow::unlink:
   *
   * Somebody wants the task off the record that the list belongs to.
   */
  signals[UNLINK] = g_signal_new ("unlink", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-task-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmTaskRow, box);
  gtk_widget_class_bind_template_child (widget_class, CrmTaskRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CrmTaskRow, title);
  gtk_widget_class_bind_template_child (widget_class, CrmTaskRow, priority);
  gtk_widget_class_bind_template_child (widget_class, CrmTaskRow, repeats);
  gtk_widget_class_bind_template_child (widget_class, CrmTaskRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, CrmTaskRow, due);
  gtk_widget_class_bind_template_child (widget_class, CrmTaskRow, who);
  gtk_widget_class_bind_template_child (widget_class, CrmTaskRow, menu_button);

  gtk_widget_class_install_action (widget_class, "task.open", NULL, open_task);
  gtk_widget_class_install_action (widget_class, "task.export", NULL, export_task);
  gtk_widget_class_install_action (widget_class, "task.postpone", "i", postpone_task);
  gtk_widget_class_install_action (widget_class, "task.unlink", NULL, unlink_task);
  gtk_widget_class_install_action (widget_class, "task.toggle", NULL, toggle_task);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, GDK_CONTROL_MASK, "task.toggle", NULL);
}

static void
crm_task_row_init (CrmTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Whom a call is for is one click away. */
static void
add_links (CrmTaskRow *self,
           GMenu      *menu)
{
  static const char *const keys[] = { "contacts", "deals", "accounts" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const CrmField *field = crm_record_find_field (self->task, keys[i]);
      g_autoptr (GPtrArray) members = crm_record_get_members (self->task, field);

      if (g_strcmp0 (self->about, field->column.links_to) == 0)
        continue;

      for (guint k = 0; k < members->len && k < MAX_LINKS; k++)
        {
          const CrmMember *member = g_ptr_array_index (members, k);
          /* TRANSLATORS: the gap is the name of a record */
          g_autofree char *label = g_strdup_printf (_("Open “%s”"), member->text);
          g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

          g_menu_item_set_action_and_target (item, "win.open-record", "(sx)", field->column.links_to, member->key.integer);
          g_menu_append_item (menu, item);
        }
    }
}

static void
add_menu (CrmTaskRow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, C_("command", "Open"), "task.open");
  add_links (self, menu);
  g_menu_append (menu, _("Move to Tomorrow"), "task.postpone(1)");
  g_menu_append (menu, _("Move to Next Week"), "task.postpone(7)");
  g_menu_append (menu, _("Export as iCalendar…"), "task.export");
  if (self->unlink)
    g_menu_append (menu, _("Unlink"), "task.unlink");
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

/**
 * crm_task_row_new:
 * @workspace: a workspace
 * @task: a task
 * @about: (nullable): the type of the record that the list belongs to
 * @unlink: whether the task can be taken off that record
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
crm_task_row_new (CrmWorkspace *workspace,
                  CrmRecord    *task,
                  const char   *about,
                  gboolean      unlink)
{
  CrmTaskRow *self = g_object_new (CRM_TYPE_TASK_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->task = g_object_ref (task);
  self->about = g_strdup (about);
  self->unlink = unlink;
  self->types = crm_choices_get (workspace, "task_type");
  self->check = crm_task_check_new (workspace);
  crm_task_check_set_record (CRM_TASK_CHECK (self->check), task);
  gtk_box_prepend (self->box, self->check);
  self->changed_id = g_signal_connect_swapped (task, "changed", G_CALLBACK (show_task), self);
  g_signal_connect_object (self->types, "items-changed", G_CALLBACK (show_task), self, G_CONNECT_SWAPPED);
  show_task (self);

  return GTK_WIDGET (self);
}

/**
 * crm_task_row_get_task:
 *
 * Returns: (transfer none): the task
 */
CrmRecord *
crm_task_row_get_task (CrmTaskRow *self)
{
  g_return_val_if_fail (CRM_IS_TASK_ROW (self), NULL);

  return self->task;
}
