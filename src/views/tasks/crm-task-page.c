/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page of a task: the details, the notes and the history, and the commands to complete it and to
 * hand it to a calendar.
 */

#include "config.h"

#include "crm-task-page.h"

#include <glib/gi18n.h>

#include "crm-complete-popover.h"

struct _CrmTaskPage
{
  CrmRecordPage parent_instance;

  GtkWidget *complete_box;
  GtkWidget *complete_button;
  gulong changed_id;
  CrmRecord *task;
};

G_DEFINE_FINAL_TYPE (CrmTaskPage, crm_task_page, CRM_TYPE_RECORD_PAGE)

static gboolean
is_done (CrmTaskPage *self)
{
  return g_strcmp0 (crm_record_get_raw_text (self->task, "status"), "done") == 0;
}

static void
show_command (CrmTaskPage *self)
{
  gtk_button_set_label (GTK_BUTTON (self->complete_button), is_done (self) ? _("Reopen") : _("Complete…"));
}

static void
complete_task (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  CrmTaskPage *self = CRM_TASK_PAGE (widget);
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (widget));

  if (self->task == NULL || crm_store_is_read_only (crm_workspace_get_store (workspace), NULL))
    return;

  if (is_done (self))
    crm_complete_popover_reopen (workspace, self->task, widget);
  else
    crm_complete_popover_run (workspace, self->task, self->complete_box, NULL);
}

static void
export_task (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmTaskPage *self = CRM_TASK_PAGE (widget);
  gint64 id = self->task != NULL ? crm_record_get_id (self->task) : 0;

  if (id != 0)
    gtk_widget_activate_action (widget, "win.export-calendar", "@ax",
                                g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &id, 1, sizeof id));
}

static void
crm_task_page_build (CrmRecordPage *page)
{
  CrmTaskPage *self = CRM_TASK_PAGE (page);
  GtkWidget *export = gtk_button_new_from_icon_name ("crm-export-symbolic");

  /* The popover stands at a widget that lays out what it has. */
  self->complete_box = adw_bin_new ();
  self->complete_button = gtk_button_new_with_label (_("Complete…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->complete_button), "page.complete");
  gtk_widget_set_tooltip_text (self->complete_button, _("Ctrl+Return"));
  adw_bin_set_child (ADW_BIN (self->complete_box), self->complete_button);
  crm_record_page_add_button (page, self->complete_box);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (export), "page.export-calendar");
  gtk_widget_set_tooltip_text (export, _("Export as iCalendar…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (export), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Export as iCalendar…"), -1);
  crm_record_page_add_button (page, export);
}

static void
crm_task_page_show (CrmRecordPage *page,
                    CrmRecord     *record)
{
  CrmTaskPage *self = CRM_TASK_PAGE (page);

  if (self->task != NULL)
    g_clear_signal_handler (&self->changed_id, self->task);
  g_set_object (&self->task, record);
  if (record == NULL)
    return;

  self->changed_id = g_signal_connect_swapped (record, "changed", G_CALLBACK (show_command), self);
  show_command (self);
}

static void
crm_task_page_dispose (GObject *object)
{
  CrmTaskPage *self = CRM_TASK_PAGE (object);

  if (self->task != NULL)
    g_clear_signal_handler (&self->changed_id, self->task);
  g_clear_object (&self->task);

  G_OBJECT_CLASS (crm_task_page_parent_class)->dispose (object);
}

static void
crm_task_page_class_init (CrmTaskPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_task_page_dispose;
  CRM_RECORD_PAGE_CLASS (klass)->record_type = "task";
  CRM_RECORD_PAGE_CLASS (klass)->build = crm_task_page_build;
  CRM_RECORD_PAGE_CLASS (klass)->show = crm_task_page_show;

  gtk_widget_class_install_action (widget_class, "page.complete", NULL, complete_task);
  gtk_widget_class_install_action (widget_class, "page.export-calendar", NULL, export_task);
}

static void
crm_task_page_init (CrmTaskPage *self)
{
}

/**
 * crm_task_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_task_page_new (void)
{
  return g_object_new (CRM_TYPE_TASK_PAGE, NULL);
}
