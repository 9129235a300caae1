/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A bar that is there as long as there is sample data, with the button that takes it away.
 */

#include "config.h"

#include "crm-sample-bar.h"

#include "crm-sample.h"

struct _CrmSampleBar
{
  AdwBin parent_instance;

  /* Template children */
  GtkRevealer *revealer;

  /* Owned */
  CrmWorkspace *workspace;

  gint64 batch;
};

G_DEFINE_FINAL_TYPE (CrmSampleBar, crm_sample_bar, ADW_TYPE_BIN)

static gpointer
find_batch (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GError) reason = NULL;
  gint64 batch = crm_sample_find_batch (db, &reason);

  if (reason == NULL)
    return g_memdup2 (&batch, sizeof batch);

  g_propagate_error (error, g_steal_pointer (&reason));

  return NULL;
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CrmSampleBar) self = user_data;
  g_autofree gint64 *batch = crm_store_read_finish (CRM_STORE (object), result, NULL);

  if (batch == NULL || self->revealer == NULL)
    return;

  self->batch = *batch;
  gtk_revealer_set_reveal_child (self->revealer, self->batch != 0);
}

static void
look (CrmSampleBar *self)
{
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_LOW, find_batch, NULL, NULL,
                        g_free, NULL, found_cb, g_object_ref (self));
}

static void
committed_cb (CrmSampleBar *self,
              CrmCommit    *commit)
{
  if (commit->cause == CRM_CAUSE_SAMPLE || commit->cause == CRM_CAUSE_UNDO || commit->foreign)
    look (self);
}

static void
remove_clicked_cb (CrmSampleBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.undo-batch", "x", self->batch);
}

static void
crm_sample_bar_dispose (GObject *object)
{
  CrmSampleBar *self = CRM_SAMPLE_BAR (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_SAMPLE_BAR);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_sample_bar_parent_class)->dispose (object);
}

static void
crm_sample_bar_class_init (CrmSampleBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_sample_bar_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-sample-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmSampleBar, revealer);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
crm_sample_bar_init (CrmSampleBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_sample_bar_open:
 * @workspace: a workspace
 *
 * To be called once.
 */
void
crm_sample_bar_open (CrmSampleBar *self,
                     CrmWorkspace *workspace)
{
  g_return_if_fail (CRM_IS_SAMPLE_BAR (self));

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "replaced", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
}
