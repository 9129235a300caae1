/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Everything that happened to an account, with the filters of features.md, A11.
 */

#include "config.h"

#include "crm-activity-page.h"

#include <glib/gi18n.h>

#include "crm-activity-row.h"
#include "crm-activity.h"
#include "crm-record-list.h"

struct _CrmActivityPage
{
  CrmPage parent_instance;

  /* Template children */
  AdwWindowTitle *title;
  GtkToggleButton *email_button;
  GtkToggleButton *owner_button;
  GtkToggleButton *tasks_button;
  GtkStack *stack;
  GtkListView *list_view;

  CrmRecordList *list;
  gint64 account;
};

G_DEFINE_FINAL_TYPE (CrmActivityPage, crm_activity_page, CRM_TYPE_PAGE)

static void
show_state (CrmActivityPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (n > 0 || !crm_record_list_is_loading (self->list))
    gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "nothing");
}

static void
filter_toggled_cb (CrmActivityPage *self)
{
  CrmActivityFilter filter = 0;
  g_autoptr (CrmQuery) query = NULL;

  if (self->list == NULL)
    return;

  if (gtk_toggle_button_get_active (self->email_button))
    filter |= CRM_ACTIVITY_EMAIL;
  if (gtk_toggle_button_get_active (self->owner_button))
    filter |= CRM_ACTIVITY_OWNER;
  if (gtk_toggle_button_get_active (self->tasks_button))
    filter |= CRM_ACTIVITY_TASKS;

  query = crm_activity_make_query (crm_page_get_workspace (CRM_PAGE (self)), self->account, filter);
  crm_record_list_set_query (self->list, query);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          CrmActivityPage          *self)
{
  gtk_list_item_set_child (item, crm_activity_row_new (crm_page_get_workspace (CRM_PAGE (self))));
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         CrmActivityPage          *self)
{
  crm_activity_row_set_slot (CRM_ACTIVITY_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           CrmActivityPage          *self)
{
  crm_activity_row_set_slot (CRM_ACTIVITY_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
account_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CrmActivityPage) self = user_data;
  g_autoptr (CrmRecord) account = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);

  if (account != NULL && self->title != NULL)
    adw_window_title_set_subtitle (self->title, crm_record_get_title (account));
}

static void
crm_activity_page_open (CrmPage *page)
{
  CrmActivityPage *self = CRM_ACTIVITY_PAGE (page);
  CrmWorkspace *workspace = crm_page_get_workspace (page);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  crm_page_set_title (page, _("Activity"));
  self->list = crm_record_list_new (workspace);
  g_signal_connect_object (self->list, "notify::n-items", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list))));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_DEFAULT);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, selection);
  filter_toggled_cb (self);

  crm_workspace_load_record_async (workspace, crm_workspace_get_type_named (workspace, "account"), self->account, NULL,
                                   account_read_cb, g_object_ref (self));
}

static void
crm_activity_page_dispose (GObject *object)
{
  CrmActivityPage *self = CRM_ACTIVITY_PAGE (object);

  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_ACTIVITY_PAGE);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (crm_activity_page_parent_class)->dispose (object);
}

static void
crm_activity_page_class_init (CrmActivityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_activity_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_activity_page_open;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmActivityPage, title);
  gtk_widget_class_bind_template_child (widget_class, CrmActivityPage, email_button);
  gtk_widget_class_bind_template_child (widget_class, CrmActivityPage, owner_button);
  gtk_widget_class_bind_template_child (widget_class, CrmActivityPage, tasks_button);
  gtk_widget_class_bind_template_child (widget_class, CrmActivityPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmActivityPage, list_view);
  gtk_widget_class_bind_template_callback (widget_class, filter_toggled_cb);
}

static void
crm_activity_page_init (CrmActivityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_activity_page_new:
 * @account: of which account
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_activity_page_new (gint64 account)
{
  CrmActivityPage *self = g_object_new (CRM_TYPE_ACTIVITY_PAGE, NULL);

  self->account = account;

  return CRM_PAGE (self);
}
