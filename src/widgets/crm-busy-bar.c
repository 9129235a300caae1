/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A bar that is there as long as something is being written that takes its time: a change of all
 * contacts, its undo. Meanwhile the window can be used; whoever saves something has it saved after
 * that.
 */

#include "config.h"

#include "crm-busy-bar.h"

#include <glib/gi18n.h>

#include "crm-money.h"

/* What is done by then needs no sign, which would only flicker. */
#define SHOW_AFTER   700 /* milliseconds */
#define UPDATE_EVERY 200

struct _CrmBusyBar
{
  AdwBin parent_instance;

  /* Template children */
  GtkRevealer *revealer;
  GtkLabel *label;
  GtkProgressBar *progress;
  GtkLabel *count;

  /* Owned */
  CrmWorkspace *workspace;

  guint source_id;
};

G_DEFINE_FINAL_TYPE (CrmBusyBar, crm_busy_bar, ADW_TYPE_BIN)

/* Indexes that are made again at the end, and what waits in line, cannot be counted. */
static gboolean
update_cb (gpointer data)
{
  CrmBusyBar *self = data;
  g_autofree char *done = NULL;
  g_autofree char *all = NULL;
  g_autofree char *text = NULL;
  guint n_done, n_all;

  crm_store_get_progress (crm_workspace_get_store (self->workspace), &n_done, &n_all);
  if (n_done == 0 || n_done >= n_all)
    {
      gtk_progress_bar_pulse (self->progress);
      gtk_label_set_text (self->count, "");
      return G_SOURCE_CONTINUE;
    }

  done = crm_number_format (n_done);
  all = crm_number_format (n_all);
  /* TRANSLATORS: how many records have been saved: "12,000 of 1,000,000" */
  text = g_strdup_printf (_("%1$s of %2$s"), done, all);
  gtk_progress_bar_set_fraction (self->progress, (double) n_done / n_all);
  gtk_label_set_text (self->count, text);

  return G_SOURCE_CONTINUE;
}

static gboolean
show_cb (gpointer data)
{
  CrmBusyBar *self = data;

  update_cb (self);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  self->source_id = g_timeout_add (UPDATE_EVERY, update_cb, self);

  return G_SOURCE_REMOVE;
}

static void
busy_cb (CrmBusyBar *self)
{
  g_clear_handle_id (&self->source_id, g_source_remove);
  if (crm_store_is_busy (crm_workspace_get_store (self->workspace)))
    {
      self->source_id = g_timeout_add (SHOW_AFTER, show_cb, self);
      return;
    }

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  /* Otherwise it goes on pulsing, and the window is painted all the time. */
  gtk_progress_bar_set_fraction (self->progress, 0);
}

static void
crm_busy_bar_dispose (GObject *object)
{
  CrmBusyBar *self = CRM_BUSY_BAR (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_BUSY_BAR);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_busy_bar_parent_class)->dispose (object);
}

static void
crm_busy_bar_class_init (CrmBusyBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_busy_bar_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-busy-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmBusyBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmBusyBar, label);
  gtk_widget_class_bind_template_child (widget_class, CrmBusyBar, progress);
  gtk_widget_class_bind_template_child (widget_class, CrmBusyBar, count);
}

static void
crm_busy_bar_init (CrmBusyBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_busy_bar_open:
 * @workspace: a workspace
 *
 * Follows what is written there. To be called once.
 */
void
crm_busy_bar_open (CrmBusyBar   *self,
                   CrmWorkspace *workspace)
{
  g_return_if_fail (CRM_IS_BUSY_BAR (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (crm_workspace_get_store (workspace), "notify::busy", G_CALLBACK (busy_cb), self, G_CONNECT_SWAPPED);
  busy_cb (self);
}
