/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The sign that something is being read, for a page of a stack: it turns while it can be seen. A
 * spinner of GTK 4.8 goes on turning in a page that the stack does not show, and has the whole window
 * painted for it sixty times a second.
 */

#include "config.h"

#include "crm-spinner.h"

struct _CrmSpinner
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (CrmSpinner, crm_spinner, ADW_TYPE_BIN)

static void
set_spinning (GtkWidget *widget,
              gboolean   spinning)
{
  gtk_spinner_set_spinning (GTK_SPINNER (adw_bin_get_child (ADW_BIN (widget))), spinning);
}

static void
crm_spinner_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (crm_spinner_parent_class)->map (widget);
  set_spinning (widget, TRUE);
}

static void
crm_spinner_unmap (GtkWidget *widget)
{
  set_spinning (widget, FALSE);
  GTK_WIDGET_CLASS (crm_spinner_parent_class)->unmap (widget);
}

static void
crm_spinner_class_init (CrmSpinnerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = crm_spinner_map;
  widget_class->unmap = crm_spinner_unmap;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_spinner_init (CrmSpinner *self)
{
  adw_bin_set_child (ADW_BIN (self), gtk_spinner_new ());
}

/**
 * crm_spinner_new:
 *
 * Returns: (transfer floating): a spinner that turns while it can be seen
 */
GtkWidget *
crm_spinner_new (void)
{
  return g_object_new (CRM_TYPE_SPINNER, NULL);
}
