/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The box before a task: ticked when it is done. Ticking it asks what came of the task.
 */

#include "config.h"

#include "crm-task-check.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-complete-popover.h"

struct _CrmTaskCheck
{
  GtkWidget parent_instance;

  GtkWidget *check;

  CrmWorkspace *workspace;
  CrmListSlot *slot;
  CrmRecord *task;
  gulong slot_id;
  gulong task_id;
  guint quiet : 1; /* what is ticked follows the task, and is nobody's wish */
};

G_DEFINE_FINAL_TYPE (CrmTaskCheck, crm_task_check, GTK_TYPE_WIDGET)

enum
{
  PROP_WORKSPACE = 1,
  PROP_SLOT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_done (CrmTaskCheck *self)
{
  return self->task != NULL && g_strcmp0 (crm_record_get_raw_text (self->task, "status"), "done") == 0;
}

static void
show_task (CrmTaskCheck *self)
{
  gboolean done = is_done (self);
  g_autofree char *name = NULL;
  const char *reason = NULL;

  if (self->check == NULL)
    return;

  self->quiet = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), done);
  self->quiet = FALSE;
  gtk_widget_set_sensitive (self->check, self->task != NULL &&
                            !crm_store_is_read_only (crm_workspace_get_store (self->workspace), &reason));
  gtk_widget_set_tooltip_text (self->check, reason != NULL ? reason : done ? _("Reopen") : _("Complete"));
  if (self->task == NULL)
    return;

  name = g_strdup_printf (done ? _("Reopen “%s”") : _("Complete “%s”"), crm_record_get_title (self->task));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
toggled_cb (CrmTaskCheck *self)
{
  CrmCompletePopover *popover;

  if (self->quiet || self->task == NULL)
    return;

  if (is_done (self))
    {
      crm_complete_popover_reopen (self->workspace, self->task, GTK_WIDGET (self));
      return;
    }

  /* The tick stays while somebody is asked, and goes if there is no answer. */
  popover = crm_complete_popover_run (self->workspace, self->task, GTK_WIDGET (self), NULL);
  g_signal_connect_object (popover, "closed", G_CALLBACK (show_task), self, G_CONNECT_SWAPPED);
}

static void
slot_changed_cb (CrmTaskCheck *self)
{
  crm_task_check_set_record (self, self->slot != NULL ? crm_list_slot_get_record (self->slot) : NULL);
}

static void
set_slot (CrmTaskCheck *self,
          CrmListSlot  *slot)
{
  if (self->slot == slot)
    return;

  if (self->slot != NULL)
    g_clear_signal_handler (&self->slot_id, self->slot);
  g_set_object (&self->slot, slot);
  if (slot != NULL)
    self->slot_id = g_signal_connect_swapped (slot, "changed", G_CALLBACK (slot_changed_cb), self);
  slot_changed_cb (self);
}

static void
crm_task_check_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  CrmTaskCheck *self = CRM_TASK_CHECK (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;
    case PROP_SLOT:
      set_slot (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_task_check_dispose (GObject *object)
{
  CrmTaskCheck *self = CRM_TASK_CHECK (object);

  self->check = NULL;
  set_slot (self, NULL);
  crm_task_check_set_record (self, NULL);
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_task_check_parent_class)->dispose (object);
}

static void
crm_task_check_class_init (CrmTaskCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_task_check_dispose;
  object_class->set_property = crm_task_check_set_property;

  properties[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, CRM_TYPE_WORKSPACE,
                                                    G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * CrmTaskCheck:slot:
   *
   * The place in a list whose task is shown.
   */
  properties[PROP_SLOT] = g_param_spec_object ("slot", NULL, NULL, CRM_TYPE_LIST_SLOT,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "taskcheck");
}

static void
crm_task_check_init (CrmTaskCheck *self)
{
  self->check = gtk_check_button_new ();
  gtk_widget_add_css_class (self->check, "selection-mode");
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (self->check, GTK_ALIGN_START);
  gtk_widget_set_sensitive (self->check, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Complete"), -1);
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_widget_set_parent (self->check, GTK_WIDGET (self));
}

/**
 * crm_task_check_new:
 * @workspace: a workspace
 *
 * Returns: (transfer floating): a box without a task
 */
GtkWidget *
crm_task_check_new (CrmWorkspace *workspace)
{
  return g_object_new (CRM_TYPE_TASK_CHECK, "workspace", workspace, NULL);
}

/**
 * crm_task_check_set_record:
 * @task: (nullable): a task
 */
void
crm_task_check_set_record (CrmTaskCheck *self,
                           CrmRecord    *task)
{
  g_return_if_fail (CRM_IS_TASK_CHECK (self));

  if (self->task != task)
    {
      if (self->task != NULL)
        g_clear_signal_handler (&self->task_id, self->task);
      g_set_object (&self->task, task);
      if (task != NULL)
        self->task_id = g_signal_connect_swapped (task, "changed", G_CALLBACK (show_task), self);
    }
  show_task (self);
}

/**
 * crm_task_check_toggle:
 *
 * As if somebody had clicked it.
 */
void
crm_task_check_toggle (CrmTaskCheck *self)
{
  g_return_if_fail (CRM_IS_TASK_CHECK (self));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), !gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check)));
}
