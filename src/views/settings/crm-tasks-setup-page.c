/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What kinds of tasks there are, and what can come of them (features.md, T1, T3).
 */

#include "config.h"

#include "crm-tasks-setup-page.h"

#include <glib/gi18n.h>

#include "crm-record-group.h"

struct _CrmTasksSetupPage
{
  CrmSettingsPage parent_instance;

  /* Template children */
  CrmRecordGroup *types;
  CrmRecordGroup *outcomes;
};

G_DEFINE_FINAL_TYPE (CrmTasksSetupPage, crm_tasks_setup_page, CRM_TYPE_SETTINGS_PAGE)

static char *
describe_type (gpointer   owner,
               CrmRecord *type)
{
  return g_strdup (crm_record_get_integer (type, "needs_outcome") != 0 ? _("An outcome is required") : "");
}

static char *
describe_outcome (gpointer   owner,
                  CrmRecord *outcome)
{
  g_autofree char *sentiment = crm_record_format (outcome, crm_record_find_field (outcome, "sentiment"));
  g_autofree char *type = crm_record_format (outcome, crm_record_find_field (outcome, "task_type"));

  /* TRANSLATORS: how good an outcome is, and the type of tasks that it is for */
  return *type != '\0' ? g_strdup_printf (_("%1$s · only %2$s"), sentiment, type) : g_steal_pointer (&sentiment);
}

static const CrmRecordGroupFuncs type_funcs = { .describe = describe_type };
static const CrmRecordGroupFuncs outcome_funcs = { .describe = describe_outcome };

static void
crm_tasks_setup_page_open (CrmPage *page)
{
  CrmTasksSetupPage *self = CRM_TASKS_SETUP_PAGE (page);
  CrmWorkspace *workspace = crm_page_get_workspace (page);

  CRM_PAGE_CLASS (crm_tasks_setup_page_parent_class)->open (page);

  crm_record_group_open (self->types, workspace, "task_type", &type_funcs, self);
  crm_record_group_open (self->outcomes, workspace, "outcome", &outcome_funcs, self);
}

static void
crm_tasks_setup_page_class_init (CrmTasksSetupPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  CRM_PAGE_CLASS (klass)->open = crm_tasks_setup_page_open;

  g_type_ensure (CRM_TYPE_RECORD_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-tasks-setup-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmTasksSetupPage, types);
  gtk_widget_class_bind_template_child (widget_class, CrmTasksSetupPage, outcomes);
}

static void
crm_tasks_setup_page_init (CrmTasksSetupPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_settings_page_restrict (CRM_SETTINGS_PAGE (self));
}

/**
 * crm_tasks_setup_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_tasks_setup_page_new (void)
{
  return g_object_new (CRM_TYPE_TASKS_SETUP_PAGE, NULL);
}
