/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Says below an e-mail address that nothing is sent to it, and why. It is not there as long as there
 * is nothing to say. On the main thread; the store is asked again when addresses or suppressions change.
 */

#include "config.h"

#include "crm-suppression-mark.h"

#include "crm-subscribers.h"

struct _CrmSuppressionMark
{
  GtkWidget parent_instance;

  GtkWidget *label;

  /* Owned */
  CrmWorkspace *workspace;
  CrmCatalogue *catalogue; /* keeps the field */
  CrmRecord *record;
  GCancellable *cancellable;
  char **addresses;

  /* Borrowed */
  const CrmField *field;
};

G_DEFINE_FINAL_TYPE (CrmSuppressionMark, crm_suppression_mark, GTK_TYPE_WIDGET)

static void
say (CrmSuppressionMark *self,
     const char         *text)
{
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (GTK_WIDGET (self), *text != '\0');
}

static gpointer
suppressed_read (CrmDb         *db,
                 CrmSchema     *schema,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return crm_lists_say_suppressed (db, CRM_CATALOGUE (schema), data, error);
}

static void
suppressed_read_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (CrmSuppressionMark) self = user_data;
  g_autofree char *text = crm_store_read_finish (CRM_STORE (object), result, NULL);

  if (text != NULL && self->label != NULL)
    say (self, text);
}

static void
ask (CrmSuppressionMark *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->addresses == NULL || self->addresses[0] == NULL)
    {
      say (self, "");
      return;
    }

  self->cancellable = g_cancellable_new ();
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_LOW, suppressed_read,
                        g_strdupv (self->addresses), (GDestroyNotify) g_strfreev, g_free, self->cancellable, suppressed_read_cb,
                        g_object_ref (self));
}

static char **
list_addresses (CrmSuppressionMark *self)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();

  if (self->record == NULL)
    return NULL;

  if (crm_field_is_set (self->field))
    {
      g_autoptr (GPtrArray) members = crm_record_get_members (self->record, self->field);

      for (guint i = 0; i < members->len; i++)
        g_strv_builder_add (addresses, ((const CrmMember *) g_ptr_array_index (members, i))->text);
    }
  else if (crm_record_get_raw_text (self->record, self->field->key) != NULL)
    g_strv_builder_add (addresses, crm_record_get_raw_text (self->record, self->field->key));

  return g_strv_builder_end (addresses);
}

static void
committed_cb (CrmSuppressionMark *self,
              CrmCommit          *commit)
{
  if (crm_commit_get_touched (commit, &crm_workspace_get_type_named (self->workspace, "suppression")->table) != NULL)
    ask (self);
}

static void
crm_suppression_mark_dispose (GObject *object)
{
  CrmSuppressionMark *self = CRM_SUPPRESSION_MARK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_object (&self->record);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->addresses, g_strfreev);

  G_OBJECT_CLASS (crm_suppression_mark_parent_class)->dispose (object);
}

static void
crm_suppression_mark_class_init (CrmSuppressionMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_suppression_mark_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_suppression_mark_init (CrmSuppressionMark *self)
{
  self->label = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (self->label), 4);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_add_css_class (self->label, "error");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * crm_suppression_mark_new:
 * @workspace: a workspace
 * @field: one or several e-mail addresses
 *
 * Returns: (transfer floating): a mark that says nothing yet
 */
GtkWidget *
crm_suppression_mark_new (CrmWorkspace   *workspace,
                          const CrmField *field)
{
  CrmSuppressionMark *self = g_object_new (CRM_TYPE_SUPPRESSION_MARK, NULL);

  self->workspace = g_object_ref (workspace);
  self->catalogue = g_object_ref (crm_workspace_get_catalogue (workspace));
  self->field = field;
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * crm_suppression_mark_set_record:
 * @record: (nullable): whose addresses these are
 *
 * To be called as well when the record has changed.
 */
void
crm_suppression_mark_set_record (CrmSuppressionMark *self,
                                 CrmRecord          *record)
{
  g_auto (GStrv) before = NULL;

  g_return_if_fail (CRM_IS_SUPPRESSION_MARK (self));

  g_set_object (&self->record, record);
  before = g_steal_pointer (&self->addresses);
  self->addresses = list_addresses (self);
  if (before != NULL && self->addresses != NULL && g_strv_equal ((const char *const *) before, (const char *const *) self->addresses))
    return;

  ask (self);
}
