/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Records that look like one, in a list: how many, what they are called, how sure it is and why.
 */

#include "config.h"

#include "crm-duplicate-row.h"

#include <glib/gi18n.h>

#include "crm-children.h"

struct _CrmDuplicateRow
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *count;
  GtkLabel *names;
  GtkLabel *why;

  CrmDuplicateGroup *group;
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (CrmDuplicateRow, crm_duplicate_row, GTK_TYPE_WIDGET)

static void
show_group (CrmDuplicateRow *self)
{
  const CrmDuplicateCluster *cluster = crm_duplicate_group_get_cluster (self->group);
  g_autofree char *count = g_strdup_printf ("%u", crm_duplicate_group_get_ids (self->group)->len);
  g_autofree char *why = crm_duplicate_group_say_why (self->group);
  /* TRANSLATORS: how sure it is in words, in percent, and why: "Very Likely (97 %): same name" */
  g_autofree char *reason = g_strdup_printf (_("%1$s (%2$u %%): %3$s"), crm_duplicate_group_say_certainty (self->group),
                                             cluster->confidence, why);

  gtk_label_set_text (self->count, count);
  gtk_label_set_text (self->names, crm_duplicate_group_get_names (self->group));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->names), crm_duplicate_group_get_names (self->group));
  gtk_label_set_text (self->why, reason);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->why), reason);
  if (cluster->clear)
    gtk_widget_add_css_class (GTK_WIDGET (self->count), "clear");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->count), "clear");
}

static void
crm_duplicate_row_dispose (GObject *object)
{
  CrmDuplicateRow *self = CRM_DUPLICATE_ROW (object);

  if (self->group != NULL)
    g_clear_signal_handler (&self->changed_id, self->group);
  g_clear_object (&self->group);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_DUPLICATE_ROW);
  crm_children_unparent (GTK_WIDGET (self));

  G_OBJECT_CLASS (crm_duplicate_row_parent_class)->dispose (object);
}

static void
crm_duplicate_row_class_init (CrmDuplicateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_duplicate_row_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-duplicate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicateRow, count);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicateRow, names);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicateRow, why);
}

static void
crm_duplicate_row_init (CrmDuplicateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_duplicate_row_new:
 *
 * Returns: (transfer floating): a row without a group
 */
GtkWidget *
crm_duplicate_row_new (void)
{
  return g_object_new (CRM_TYPE_DUPLICATE_ROW, NULL);
}

/**
 * crm_duplicate_row_set_group:
 * @group: (nullable): what it shows
 */
void
crm_duplicate_row_set_group (CrmDuplicateRow   *self,
                             CrmDuplicateGroup *group)
{
  g_return_if_fail (CRM_IS_DUPLICATE_ROW (self));

  if (self->group != NULL)
    g_clear_signal_handler (&self->changed_id, self->group);
  g_set_object (&self->group, group);
  if (group == NULL)
    return;

  self->changed_id = g_signal_connect_swapped (group, "changed", G_CALLBACK (show_group), self);
  show_group (self);
}
