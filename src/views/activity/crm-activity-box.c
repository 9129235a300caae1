/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The three newest things that happened to an account, and the way to all of them (features.md,
 * A11).
 */

#include "config.h"

#include "crm-activity-box.h"

#include <glib/gi18n.h>

#include "crm-activity-row.h"
#include "crm-activity.h"
#include "crm-children.h"
#include "crm-short-list.h"

#define RECENT 3

struct _CrmActivityBox
{
  GtkWidget parent_instance;

  GtkWidget *placeholder;
  GtkWidget *all_button;
  CrmShortList *list;

  CrmWorkspace *workspace;
  gint64 account;
};

G_DEFINE_FINAL_TYPE (CrmActivityBox, crm_activity_box, GTK_TYPE_WIDGET)

static GtkWidget *
make_row (CrmRecord *activity,
          gpointer   user_data)
{
  CrmActivityBox *self = user_data;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = crm_activity_row_new (self->workspace);

  crm_activity_row_set_record (CRM_ACTIVITY_ROW (line), activity);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  return row;
}

static void
changed_cb (CrmActivityBox *self)
{
  guint n = crm_short_list_get_n (self->list);

  gtk_widget_set_visible (self->placeholder, n == 0);
  gtk_widget_set_visible (self->all_button, n > 0);
}

static void
all_clicked_cb (CrmActivityBox *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-activity", "x", self->account);
}

static void
crm_activity_box_dispose (GObject *object)
{
  CrmActivityBox *self = CRM_ACTIVITY_BOX (object);

  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_activity_box_parent_class)->dispose (object);
}

static void
crm_activity_box_class_init (CrmActivityBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_activity_box_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_activity_box_init (CrmActivityBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *heading = gtk_label_new (_("Recent Activity"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_set_hexpand (heading, TRUE);
  gtk_widget_add_css_class (heading, "heading");
  self->all_button = gtk_button_new_with_label (_("View All Activity"));
  gtk_widget_add_css_class (self->all_button, "flat");
  gtk_widget_set_visible (self->all_button, FALSE);
  g_signal_connect_swapped (self->all_button, "clicked", G_CALLBACK (all_clicked_cb), self);
  gtk_box_append (GTK_BOX (head), heading);
  gtk_box_append (GTK_BOX (head), self->all_button);
  gtk_widget_set_parent (head, GTK_WIDGET (self));

  self->placeholder = gtk_label_new (_("Nothing has happened yet: no e-mail, no task completed, no change of owner."));
  gtk_label_set_xalign (GTK_LABEL (self->placeholder), 0);
  gtk_label_set_wrap (GTK_LABEL (self->placeholder), TRUE);
  gtk_widget_add_css_class (self->placeholder, "dim-label");
  gtk_widget_set_parent (self->placeholder, GTK_WIDGET (self));
}

/**
 * crm_activity_box_new:
 * @workspace: a workspace
 *
 * Returns: (transfer floating): a box without an account
 */
GtkWidget *
crm_activity_box_new (CrmWorkspace *workspace)
{
  CrmActivityBox *self = g_object_new (CRM_TYPE_ACTIVITY_BOX, NULL);

  self->workspace = g_object_ref (workspace);
  self->list = CRM_SHORT_LIST (crm_short_list_new (workspace, _("Recent Activity"), RECENT, make_row, self));
  crm_short_list_set_more (self->list, FALSE);
  g_signal_connect_object (self->list, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

/**
 * crm_activity_box_set_account:
 * @account: to which it happened
 */
void
crm_activity_box_set_account (CrmActivityBox *self,
                              CrmRecord      *account)
{
  g_autoptr (CrmQuery) query = NULL;

  g_return_if_fail (CRM_IS_ACTIVITY_BOX (self));

  self->account = crm_record_get_id (account);
  query = crm_activity_make_query (self->workspace, self->account, CRM_ACTIVITY_ALL);
  crm_short_list_set_query (self->list, query);
}
