/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who is on a list and who has unsubscribed from it, since when and how. The rows are subscriptions,
 * shown by the list that everything is shown by (CrmListPage); the commands are those of a list.
 */

#include "config.h"

#include "crm-subscribers-page.h"

#include <glib/gi18n.h>

#include "crm-delete-dialog.h"
#include "crm-list-details.h"
#include "crm-list-page.h"
#include "crm-list-subjects.h"
#include "crm-subscribe-dialog.h"
#include "crm-subscribers.h"
#include "crm-unsubscribe-dialog.h"

#define GROUP "subscribers"
#define COUNT_AFTER 100 /* milliseconds */

typedef enum
{
  VIEW_ALL,
  VIEW_SUBSCRIBED,
  VIEW_UNSUBSCRIBED,
  N_VIEWS
} View;

static const struct
{
  const char *name;
  const char *label;
  const char *status;
} views[N_VIEWS] = {
  { "all", N_("All"), NULL },
  { "subscribed", N_("Subscribed"), CRM_SUBSCRIBED },
  { "unsubscribed", N_("Unsubscribed"), CRM_UNSUBSCRIBED },
};

struct _CrmSubscribersPage
{
  CrmPage parent_instance;

  CrmPage *list_page;
  GtkWidget *stack;
  GtkWidget *gone_page;
  GtkWidget *buttons[N_VIEWS];
  GtkWidget *numbers[N_VIEWS];
  GtkWidget *description;

  CrmRecord *list;
  GCancellable *cancellable;
  View view;
  gint64 wanted;
  gulong changed_id;
  guint count_id;
  guint showing : 1;
};

G_DEFINE_FINAL_TYPE (CrmSubscribersPage, crm_subscribers_page, CRM_TYPE_PAGE)

static CrmWorkspace *
get_workspace (CrmSubscribersPage *self)
{
  return crm_page_get_workspace (CRM_PAGE (self));
}

static GtkWindow *
get_window (CrmSubscribersPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* --- What is shown --------------------------------------------------------------------------------------- */

static void
say_none (CrmSubscribersPage *self)
{
  static const struct
  {
    const char *title;
    const char *about;
  } none[N_VIEWS] = {
    { N_("Nobody Is on This List"), N_("Add contacts here, or choose some of them in “Contacts” and subscribe them.") },
    { N_("Nobody Is Subscribed"), N_("Add contacts here, or choose some of them in “Contacts” and subscribe them.") },
    { N_("Nobody Has Unsubscribed"), N_("Who unsubscribes stays here, with the day and the reason, and is not subscribed again by accident.") },
  };

  crm_list_page_set_none (CRM_LIST_PAGE (self->list_page), "crm-campaign-symbolic", _(none[self->view].title), _(none[self->view].about));
}

static void
show_query (CrmSubscribersPage *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (get_workspace (self), "subscription");
  g_autoptr (CrmQuery) query = crm_lists_make_query (type, self->wanted, 0, views[self->view].status);

  crm_record_table_set_filter (crm_list_page_get_table (CRM_LIST_PAGE (self->list_page)), query);
}

static void
show_view (CrmSubscribersPage *self,
           View                view)
{
  self->view = view;
  self->showing = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[view]), TRUE);
  self->showing = FALSE;
  crm_view_state_set_string (crm_page_get_state (CRM_PAGE (self)), GROUP, "view", views[view].name);
  say_none (self);
  if (self->wanted != 0)
    show_query (self);
}

static void
view_toggled_cb (GtkToggleButton    *button,
                 CrmSubscribersPage *self)
{
  if (!self->showing && gtk_toggle_button_get_active (button))
    show_view (self, (View) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "view")));
}

/* --- Counts -------------------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 list;
  gint64 n[N_VIEWS];
} Counts;

static gpointer
counts_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree Counts *counts = g_memdup2 (data, sizeof (Counts));

  if (!crm_lists_count (db, counts->list, &counts->n[VIEW_SUBSCRIBED], &counts->n[VIEW_UNSUBSCRIBED], error))
    return NULL;
  counts->n[VIEW_ALL] = counts->n[VIEW_SUBSCRIBED] + counts->n[VIEW_UNSUBSCRIBED];

  return g_steal_pointer (&counts);
}

static void
counts_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CrmSubscribersPage) self = user_data;
  g_autofree Counts *counts = crm_store_read_finish (CRM_STORE (object), result, NULL);

  if (counts == NULL || self->list_page == NULL || counts->list != self->wanted)
    return;

  for (guint i = 0; i < N_VIEWS; i++)
    {
      g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, counts->n[i]);
      g_autofree char *name = g_strdup_printf ("%s %s", _(views[i].label), number);

      gtk_label_set_text (GTK_LABEL (self->numbers[i]), number);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

static void
count (CrmSubscribersPage *self)
{
  Counts *counts;

  if (self->wanted == 0)
    return;

  counts = g_new0 (Counts, 1);
  counts->list = self->wanted;
  crm_store_read_async (crm_workspace_get_store (get_workspace (self)), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, counts_read,
                        counts, g_free, g_free, NULL, counts_read_cb, g_object_ref (self));
}

static gboolean
count_cb (gpointer data)
{
  CrmSubscribersPage *self = data;

  self->count_id = 0;
  count (self);

  return G_SOURCE_REMOVE;
}

static void
committed_cb (CrmSubscribersPage *self,
              CrmCommit          *commit)
{
  static const char *const types[] = { "subscription", "contact" };

  for (guint i = 0; i < G_N_ELEMENTS (types) && self->count_id == 0; i++)
    if (crm_commit_get_touched (commit, &crm_workspace_get_type_named (get_workspace (self), types[i])->table) != NULL)
      self->count_id = g_timeout_add (COUNT_AFTER, count_cb, self);
}

/* --- The list ------------------------------------------------------------------------------------------------- */

static void
show_list (CrmSubscribersPage *self)
{
  const char *name = crm_record_get_title (self->list);
  const char *description = crm_record_get_raw_text (self->list, "description");
  gboolean gone = crm_record_get_state (self->list) != CRM_STATE_LIVE;
  g_autofree char *text = g_strdup_printf (_("“%s” is in the trash."), name);

  crm_page_set_title (CRM_PAGE (self), name);
  crm_list_page_set_name (CRM_LIST_PAGE (self->list_page), name);
  gtk_label_set_text (GTK_LABEL (self->description), description != NULL ? description : "");
  gtk_widget_set_visible (self->description, description != NULL);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->gone_page), text);
  crm_list_page_show_instead (CRM_LIST_PAGE (self->list_page), gone ? self->gone_page : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subscribers.details", !gone);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subscribers.delete-list", !gone);
}

static void
list_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmSubscribersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) list = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, &error);

  if (self->list_page == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (list == NULL)
    {
      adw_status_page_set_description (ADW_STATUS_PAGE (self->gone_page), error->message);
      crm_list_page_show_instead (CRM_LIST_PAGE (self->list_page), self->gone_page);
      return;
    }

  if (self->list != NULL)
    g_clear_signal_handler (&self->changed_id, self->list);
  g_set_object (&self->list, list);
  self->changed_id = g_signal_connect_swapped (list, "changed", G_CALLBACK (show_list), self);
  show_list (self);
}

/* --- Commands --------------------------------------------------------------------------------------------------- */

static gboolean
add_cb (CrmSubscribersPage *self)
{
  if (self->list != NULL && crm_record_get_state (self->list) == CRM_STATE_LIVE)
    crm_subscribe_dialog_run (get_workspace (self), self->wanted, crm_record_get_title (self->list), NULL, get_window (self),
                              GTK_WIDGET (self));

  return TRUE;
}

static CrmSubscribersPage *
page_of (CrmListPage *list_page)
{
  return CRM_SUBSCRIBERS_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (list_page), CRM_TYPE_SUBSCRIBERS_PAGE));
}

static void
subscribe_contacts (CrmListPage *list_page,
                    GArray      *contacts)
{
  CrmSubscribersPage *self = page_of (list_page);

  crm_subscribe_dialog_run (get_workspace (self), self->wanted, crm_record_get_title (self->list), contacts, get_window (self),
                            GTK_WIDGET (self));
}

static void
unsubscribe_contacts (CrmListPage *list_page,
                      GArray      *contacts)
{
  CrmSubscribersPage *self = page_of (list_page);

  crm_unsubscribe_dialog_run (get_workspace (self), self->wanted, crm_record_get_title (self->list), contacts, NULL,
                              get_window (self), GTK_WIDGET (self));
}

static void
change_selected (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  CrmSubscribersPage *self = CRM_SUBSCRIBERS_PAGE (widget);
  CrmListSelection *selection = crm_record_table_get_selection (crm_list_page_get_table (CRM_LIST_PAGE (self->list_page)));

  if (self->list != NULL && crm_list_selection_get_n (selection) > 0)
    crm_list_subjects_read (CRM_LIST_PAGE (self->list_page), FALSE,
                            g_str_equal (action_name, "subscribers.subscribe") ? subscribe_contacts : unsubscribe_contacts);
}

static void
show_details (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmSubscribersPage *self = CRM_SUBSCRIBERS_PAGE (widget);

  if (self->list != NULL)
    gtk_window_present (crm_list_details_new (get_workspace (self), self->list, get_window (self)));
}

static void
delete_list (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmSubscribersPage *self = CRM_SUBSCRIBERS_PAGE (widget);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, self->wanted);
  crm_delete_dialog_run (get_workspace (self), "list", ids, get_window (self), GTK_WIDGET (get_window (self)));
}

static void
restore_list (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmSubscribersPage *self = CRM_SUBSCRIBERS_PAGE (widget);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (get_workspace (self), CRM_CAUSE_USER, NULL);

  crm_change_set_restore (set, &crm_workspace_get_type_named (get_workspace (self), "list")->table, self->wanted);
  crm_page_commit (GTK_WIDGET (self), get_workspace (self), set, NULL);
}

/* --- Object ------------------------------------------------------------------------------------------------------ */

static void
add_views (CrmSubscribersPage *self,
           GtkBox             *box)
{
  for (guint i = 0; i < N_VIEWS; i++)
    {
      GtkWidget *button = gtk_toggle_button_new ();
      GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

      self->numbers[i] = gtk_label_new ("");
      gtk_widget_add_css_class (self->numbers[i], "numeric");
      gtk_widget_add_css_class (self->numbers[i], "dim-label");
      gtk_box_append (GTK_BOX (content), gtk_label_new (_(views[i].label)));
      gtk_box_append (GTK_BOX (content), self->numbers[i]);
      gtk_button_set_child (GTK_BUTTON (button), content);
      gtk_widget_add_css_class (button, "flat");
      g_object_set_data (G_OBJECT (button), "view", GUINT_TO_POINTER (i));
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (self->buttons[0]));
      g_signal_connect_object (button, "toggled", G_CALLBACK (view_toggled_cb), self, G_CONNECT_DEFAULT);
      self->buttons[i] = button;
      gtk_box_append (box, button);
    }
}

static void
add_parts (CrmSubscribersPage *self)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/com/example/Crm/ui/crm-subscribers-page.ui");
  CrmListPage *list_page = CRM_LIST_PAGE (self->list_page);

  self->description = GTK_WIDGET (gtk_builder_get_object (builder, "description"));
  self->gone_page = GTK_WIDGET (g_object_ref (gtk_builder_get_object (builder, "gone_page")));
  add_views (self, GTK_BOX (gtk_builder_get_object (builder, "views")));
  crm_list_page_set_subject (list_page, "contact", G_MENU_MODEL (gtk_builder_get_object (builder, "commands")));
  crm_list_page_add_to_menu (list_page, G_MENU_MODEL (gtk_builder_get_object (builder, "list_menu")));
  crm_list_page_add_top (list_page, GTK_WIDGET (gtk_builder_get_object (builder, "bar")));
  crm_list_page_add_back (list_page);
}

static void
crm_subscribers_page_open (CrmPage *page)
{
  CrmSubscribersPage *self = CRM_SUBSCRIBERS_PAGE (page);
  g_autofree char *name = crm_view_state_get_string (crm_page_get_state (page), GROUP, "view");
  View view = VIEW_ALL;

  for (guint i = 0; i < N_VIEWS; i++)
    if (g_strcmp0 (name, views[i].name) == 0)
      view = (View) i;

  add_parts (self);
  crm_record_table_leave_out (crm_list_page_get_table (CRM_LIST_PAGE (self->list_page)), "list");
  crm_list_page_set_name (CRM_LIST_PAGE (self->list_page), _("List"));
  crm_page_open (self->list_page, get_workspace (self), crm_page_get_state (page));
  crm_list_page_set_add (CRM_LIST_PAGE (self->list_page), _("Add to List"));
  g_signal_connect_object (self->list_page, "add", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_workspace (self), "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  show_view (self, view);
}

static CrmPage *
crm_subscribers_page_get_active (CrmPage *page)
{
  return CRM_SUBSCRIBERS_PAGE (page)->list_page;
}

static void
crm_subscribers_page_dispose (GObject *object)
{
  CrmSubscribersPage *self = CRM_SUBSCRIBERS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->count_id, g_source_remove);
  if (self->list != NULL)
    g_clear_signal_handler (&self->changed_id, self->list);
  g_clear_object (&self->list);
  self->list_page = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->gone_page);

  G_OBJECT_CLASS (crm_subscribers_page_parent_class)->dispose (object);
}

static void
crm_subscribers_page_class_init (CrmSubscribersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_subscribers_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_subscribers_page_open;
  CRM_PAGE_CLASS (klass)->get_active = crm_subscribers_page_get_active;

  gtk_widget_class_install_action (widget_class, "subscribers.subscribe", NULL, change_selected);
  gtk_widget_class_install_action (widget_class, "subscribers.unsubscribe", NULL, change_selected);
  gtk_widget_class_install_action (widget_class, "subscribers.details", NULL, show_details);
  gtk_widget_class_install_action (widget_class, "subscribers.delete-list", NULL, delete_list);
  gtk_widget_class_install_action (widget_class, "subscribers.restore-list", NULL, restore_list);
}

static void
crm_subscribers_page_init (CrmSubscribersPage *self)
{
  self->list_page = crm_list_page_new ("subscription");
  g_object_bind_property (self, "folded", self->list_page, "folded", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self, "pushed", self->list_page, "pushed", G_BINDING_SYNC_CREATE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list_page));
}

/**
 * crm_subscribers_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_subscribers_page_new (void)
{
  return g_object_new (CRM_TYPE_SUBSCRIBERS_PAGE, NULL);
}

/**
 * crm_subscribers_page_set_list:
 * @list: whose members are shown
 */
void
crm_subscribers_page_set_list (CrmSubscribersPage *self,
                               gint64              list)
{
  g_return_if_fail (CRM_IS_SUBSCRIBERS_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->wanted = list;
  show_query (self);
  count (self);
  crm_workspace_load_record_async (get_workspace (self), crm_workspace_get_type_named (get_workspace (self), "list"), list,
                                   self->cancellable, list_read_cb, g_object_ref (self));
}
