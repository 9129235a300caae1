/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A line of what happened: the sentence, whose names can be clicked, and when.
 */

#include "config.h"

#include "crm-activity-row.h"

#include "crm-activity.h"
#include "crm-children.h"
#include "crm-date.h"

struct _CrmActivityRow
{
  GtkWidget parent_instance;

  GtkWidget *sentence;
  GtkWidget *time;

  CrmWorkspace *workspace;
  CrmListSlot *slot;
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (CrmActivityRow, crm_activity_row, GTK_TYPE_WIDGET)

static gboolean
activate_link_cb (CrmActivityRow *self,
                  const char     *uri)
{
  g_autofree char *type = NULL;
  gint64 id;

  if (!crm_activity_parse_link (uri, &type, &id))
    return FALSE;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", type, id);

  return TRUE;
}

static void
crm_activity_row_dispose (GObject *object)
{
  CrmActivityRow *self = CRM_ACTIVITY_ROW (object);

  if (self->slot != NULL)
    g_clear_signal_handler (&self->changed_id, self->slot);
  g_clear_object (&self->slot);
  g_clear_object (&self->workspace);
  crm_children_unparent (GTK_WIDGET (self));

  G_OBJECT_CLASS (crm_activity_row_parent_class)->dispose (object);
}

static void
crm_activity_row_class_init (CrmActivityRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_activity_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_activity_row_init (CrmActivityRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 2);
  gtk_widget_add_css_class (GTK_WIDGET (self), "history-line");

  self->sentence = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  gtk_label_set_wrap (GTK_LABEL (self->sentence), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->sentence), PANGO_WRAP_WORD_CHAR);
  g_signal_connect_swapped (self->sentence, "activate-link", G_CALLBACK (activate_link_cb), self);
  gtk_widget_set_parent (self->sentence, GTK_WIDGET (self));

  self->time = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->time), 0);
  gtk_widget_add_css_class (self->time, "caption");
  gtk_widget_add_css_class (self->time, "dim-label");
  gtk_widget_set_parent (self->time, GTK_WIDGET (self));
}

/**
 * crm_activity_row_new:
 * @workspace: a workspace
 *
 * Returns: (transfer floating): an empty line
 */
GtkWidget *
crm_activity_row_new (CrmWorkspace *workspace)
{
  CrmActivityRow *self = g_object_new (CRM_TYPE_ACTIVITY_ROW, NULL);

  self->workspace = g_object_ref (workspace);

  return GTK_WIDGET (self);
}

/**
 * crm_activity_row_set_record:
 * @activity: (nullable): what happened
 */
void
crm_activity_row_set_record (CrmActivityRow *self,
                             CrmRecord      *activity)
{
  g_autofree char *sentence = NULL;
  g_autofree char *when = NULL;
  g_autofree char *exact = NULL;
  gint64 time;

  g_return_if_fail (CRM_IS_ACTIVITY_ROW (self));

  gtk_widget_set_opacity (GTK_WIDGET (self), activity != NULL ? 1 : 0);
  if (activity == NULL)
    return;

  time = crm_record_get_integer (activity, "time");
  sentence = crm_activity_say (activity);
  when = crm_instant_format_relative (time, crm_clock_get_now (crm_workspace_get_clock (self->workspace)));
  exact = crm_instant_format (time);
  gtk_label_set_markup (GTK_LABEL (self->sentence), sentence);
  gtk_label_set_text (GTK_LABEL (self->time), when);
  gtk_widget_set_tooltip_text (self->time, exact);
}

static void
slot_changed_cb (CrmActivityRow *self)
{
  crm_activity_row_set_record (self, crm_list_slot_get_record (self->slot));
}

/**
 * crm_activity_row_set_slot:
 * @slot: (nullable): the place in a list that it shows
 */
void
crm_activity_row_set_slot (CrmActivityRow *self,
                           CrmListSlot    *slot)
{
  g_return_if_fail (CRM_IS_ACTIVITY_ROW (self));

  if (self->slot != NULL)
    g_clear_signal_handler (&self->changed_id, self->slot);
  g_set_object (&self->slot, slot);
  if (slot == NULL)
    return;

  self->changed_id = g_signal_connect_swapped (slot, "changed", G_CALLBACK (slot_changed_cb), self);
  slot_changed_cb (self);
}
