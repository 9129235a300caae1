/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The deals of a contact or of an account (features.md, A10, C11), the newest first, and what the
 * open ones come to.
 */

#include "config.h"

#include "crm-deals-box.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-form-dialog.h"
#include "crm-money.h"
#include "crm-page.h"
#include "crm-short-list.h"

#define DEALS_AT_FIRST 10

struct _CrmDealsBox
{
  GtkWidget parent_instance;

  /* Template children */
  GtkBox *box;
  GtkLabel *total;
  GtkLabel *placeholder;

  CrmShortList *list;
  CrmWorkspace *workspace;
  CrmRecord *record;
  GCancellable *cancellable;
  char *about;
};

G_DEFINE_FINAL_TYPE (CrmDealsBox, crm_deals_box, GTK_TYPE_WIDGET)

static CrmQuery *
make_query (CrmDealsBox *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, "deal");
  CrmQuery *query = crm_query_new (&type->table);

  crm_query_add_link (query, &crm_record_type_find_field (type, self->about)->column, crm_record_get_id (self->record));
  crm_query_set_sort (query, type->table.created, TRUE);

  return query;
}

/* --- Totals ------------------------------------------------------------------------------------------- */

static gpointer
total_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return crm_query_total (data, crm_table_find_column (crm_query_get_table (data), "value"), db, error);
}

static void
total_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CrmDealsBox) self = user_data;
  g_autoptr (CrmTotal) total = crm_store_read_finish (CRM_STORE (object), result, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (total == NULL || self->total == NULL)
    return;

  for (guint i = 0; i < total->sums->len; i++)
    {
      g_autofree char *sum = crm_money_format (&g_array_index (total->sums, CrmValue, i));

      g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", sum);
    }
  gtk_label_set_text (self->total, text->str);
}

static void
read_total (CrmDealsBox *self)
{
  CrmQuery *query;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->record == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  query = make_query (self);
  crm_query_add_where (query, "r.status = 'open'", NULL, 0);
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, total_read,
                        query, (GDestroyNotify) crm_query_unref, (GDestroyNotify) crm_total_free, self->cancellable,
                        total_read_cb, g_object_ref (self));
}

static void
committed_cb (CrmDealsBox *self,
              CrmCommit   *commit)
{
  if (crm_commit_get_touched (commit, &crm_workspace_get_type_named (self->workspace, "deal")->table) != NULL)
    read_total (self);
}

/* --- Rows ----------------------------------------------------------------------------------------------- */

static GtkWidget *
make_row (CrmRecord *deal,
          gpointer   user_data)
{
  const CrmField *status = crm_record_find_field (deal, "status");
  gboolean open = g_strcmp0 (crm_record_get_raw_text (deal, "status"), "open") == 0;
  g_autofree char *place = crm_record_format (deal, open ? crm_record_find_field (deal, "stage") : status);
  g_autofree char *owner = crm_record_format (deal, crm_record_find_field (deal, "owner"));
  g_autofree char *value = crm_record_format (deal, crm_record_find_field (deal, "value"));
  g_autofree char *subtitle = *owner != '\0' ? g_strdup_printf ("%s · %s", place, owner) : g_strdup (place);
  g_autofree char *spoken = g_strjoin (", ", crm_record_get_title (deal), subtitle, *value != '\0' ? value : NULL, NULL);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *amount = gtk_label_new (value);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), crm_record_get_title (deal));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (amount, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), amount);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}

static void
activated_cb (CrmDealsBox *self,
              CrmRecord   *deal)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", "deal", crm_record_get_id (deal));
}

static void
changed_cb (CrmDealsBox *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), crm_short_list_get_n (self->list) == 0);
}

static void
added_cb (CrmDealsBox *self,
          gint64       id,
          gint64       batch)
{
  crm_page_tell (GTK_WIDGET (self), _("Deal added"), batch);
}

static void
add_deal (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  CrmDealsBox *self = CRM_DEALS_BOX (widget);
  CrmFormDialog *dialog;

  if (self->record == NULL)
    return;

  dialog = crm_form_dialog_new (self->workspace, "deal", GTK_WINDOW (gtk_widget_get_root (widget)));
  crm_form_dialog_show_link (dialog, self->about, self->record);
  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Object ---------------------------------------------------------------------------------------------- */

static void
crm_deals_box_dispose (GObject *object)
{
  CrmDealsBox *self = CRM_DEALS_BOX (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_DEALS_BOX);
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->record);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_deals_box_parent_class)->dispose (object);
}

static void
crm_deals_box_finalize (GObject *object)
{
  g_free (CRM_DEALS_BOX (object)->about);

  G_OBJECT_CLASS (crm_deals_box_parent_class)->finalize (object);
}

static void
crm_deals_box_class_init (CrmDealsBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_deals_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_deals_box_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-deals-box.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmDealsBox, box);
  gtk_widget_class_bind_template_child (widget_class, CrmDealsBox, total);
  gtk_widget_class_bind_template_child (widget_class, CrmDealsBox, placeholder);

  gtk_widget_class_install_action (widget_class, "deals-box.add", NULL, add_deal);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_deals_box_init (CrmDealsBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_deals_box_new:
 * @workspace: a workspace
 * @about: the key of the field of deals that names the record: "contact" or "account"
 *
 * Returns: (transfer floating): a box without a record
 */
GtkWidget *
crm_deals_box_new (CrmWorkspace *workspace,
                   const char   *about)
{
  CrmDealsBox *self = g_object_new (CRM_TYPE_DEALS_BOX, NULL);

  self->workspace = g_object_ref (workspace);
  self->about = g_strdup (about);
  self->list = CRM_SHORT_LIST (crm_short_list_new (workspace, _("Deals"), DEALS_AT_FIRST, make_row, self));
  gtk_box_append (self->box, GTK_WIDGET (self->list));
  g_signal_connect_object (self->list, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * crm_deals_box_set_record:
 * @record: whose deals are shown
 */
void
crm_deals_box_set_record (CrmDealsBox *self,
                          CrmRecord   *record)
{
  g_autoptr (CrmQuery) query = NULL;

  g_return_if_fail (CRM_IS_DEALS_BOX (self));

  g_set_object (&self->record, record);
  query = make_query (self);
  crm_short_list_set_query (self->list, query);
  read_total (self);
}
