/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is in the trash. Restoring brings everything back that went along, and can be undone;
 * deleting forever cannot, so it asks.
 */

#include "config.h"

#include "crm-trash-page.h"

#include <glib/gi18n.h>

#include "crm-place-selection.h"
#include "crm-restore.h"
#include "crm-spinner.h"
#include "crm-team.h"
#include "crm-trash-list.h"
#include "crm-trash-row.h"
#include "crm-upkeep-jobs.h"

struct _CrmTrashPage
{
  CrmPage parent_instance;

  /* Template children */
  AdwWindowTitle *title;
  GtkStack *stack;
  AdwStatusPage *error_page;
  GtkDropDown *type_drop_down;
  GtkListView *list_view;
  GtkRevealer *selection_bar;
  GtkLabel *selection_label;

  /* Owned */
  CrmTrashList *list;
  CrmPlaceSelection *selection;
  char **types;  /* in the order of the drop-down, behind "Everything" */
  GArray *doomed; /* of CrmTrashKey: what somebody is asked about; NULL: everything */

  guint choosing : 1;
};

G_DEFINE_FINAL_TYPE (CrmTrashPage, crm_trash_page, CRM_TYPE_PAGE)

static CrmWorkspace *
get_workspace (CrmTrashPage *self)
{
  return crm_page_get_workspace (CRM_PAGE (self));
}

static gint64
get_now (CrmTrashPage *self)
{
  return crm_clock_get_now (crm_workspace_get_clock (get_workspace (self)));
}

/* --- What is shown ----------------------------------------------------------------------------------------- */

static guint
count_selected (CrmTrashPage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return (guint) gtk_bitset_get_size (selected);
}

/* The keys of what is selected. */
static GArray *
list_selected (CrmTrashPage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (CrmTrashKey));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more; more = gtk_bitset_iter_next (&iter, &position))
    {
      const CrmTrashKey *key = crm_trash_list_get_key (self->list, position);

      if (key != NULL)
        g_array_append_vals (keys, key, 1);
    }

  return keys;
}

static void
selection_changed_cb (CrmTrashPage *self)
{
  guint n = count_selected (self);
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u selected", "%u selected", n), n);

  gtk_label_set_text (self->selection_label, text);
  gtk_revealer_set_reveal_child (self->selection_bar, n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.restore", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.delete-forever", n > 0);
}

/* The record types that something is there of. */
static void
show_types (CrmTrashPage *self)
{
  g_autofree const char **types = crm_trash_list_list_types (self->list);
  const char *chosen = NULL;
  guint selected = gtk_drop_down_get_selected (self->type_drop_down);
  g_autoptr (GtkStringList) labels = NULL;
  guint again = 0;

  if (self->types != NULL && g_strv_equal ((const char *const *) self->types, types))
    return;

  if (self->types != NULL && selected > 0 && selected <= g_strv_length (self->types))
    chosen = g_intern_string (self->types[selected - 1]);
  g_strfreev (self->types);
  self->types = g_strdupv ((char **) types);

  labels = gtk_string_list_new (NULL);
  gtk_string_list_append (labels, _("Everything"));
  for (guint i = 0; self->types[i] != NULL; i++)
    {
      gtk_string_list_append (labels, crm_workspace_get_type_named (get_workspace (self), self->types[i])->plural);
      if (g_strcmp0 (self->types[i], chosen) == 0)
        again = i + 1;
    }

  self->choosing = TRUE;
  gtk_drop_down_set_model (self->type_drop_down, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->type_drop_down, again);
  self->choosing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->type_drop_down), g_strv_length (self->types) > 1);

  /* The last one of what was shown is gone. */
  if (chosen != NULL && again == 0)
    crm_trash_list_set_type (self->list, NULL);
}

static void
list_changed_cb (CrmTrashPage *self)
{
  guint n = crm_trash_list_get_n_all (self->list);
  const GError *error = crm_trash_list_get_error (self->list);
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u record", "%u records", n), n);

  if (crm_trash_list_is_loading (self->list) && n == 0)
    return;

  show_types (self);
  adw_window_title_set_subtitle (self->title, n > 0 ? count : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.empty", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.select-all", n > 0);
  if (error != NULL)
    adw_status_page_set_description (self->error_page, error->message);
  gtk_stack_set_visible_child_name (self->stack, error != NULL ? "error" : n > 0 ? "list" : "empty");
  selection_changed_cb (self);
}

static void
type_selected_cb (CrmTrashPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->type_drop_down);

  if (self->choosing || self->list == NULL)
    return;

  crm_trash_list_set_type (self->list, selected > 0 && selected != GTK_INVALID_LIST_POSITION ? self->types[selected - 1] : NULL);
}

/* --- Restoring ------------------------------------------------------------------------------------------------- */

typedef struct
{
  CrmTrashPage *page;
  GArray *keys;
  char *title; /* of the only one */
} Restoring;

static void
restoring_free (Restoring *restoring)
{
  g_object_unref (restoring->page);
  g_array_unref (restoring->keys);
  g_free (restoring->title);
  g_free (restoring);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Restoring, restoring_free)

static gboolean
restore_func (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  const GArray *keys = data;

  return crm_restore_records (door, (const CrmTrashKey *) (gpointer) keys->data, keys->len, error);
}

static void
restored_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Restoring) restoring = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write_finish (CRM_STORE (object), result, &error);
  g_autofree char *text = NULL;

  if (commit == NULL)
    {
      crm_page_tell (GTK_WIDGET (restoring->page), error->message, 0);
      return;
    }

  if (restoring->title != NULL)
    text = g_strdup_printf (_("“%s” restored"), restoring->title);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u record restored", "%u records restored", restoring->keys->len),
                            restoring->keys->len);
  crm_page_tell_commit (GTK_WIDGET (restoring->page), text, commit);
}

static void
restore (CrmTrashPage *self,
         GArray       *keys,
         const char   *title)
{
  CrmWorkspace *workspace = get_workspace (self);
  g_autoptr (CrmChangeSet) set = NULL;
  Restoring *restoring;

  if (keys->len == 0)
    return;

  set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  restoring = g_new0 (Restoring, 1);
  restoring->page = g_object_ref (self);
  restoring->keys = g_array_ref (keys);
  restoring->title = g_strdup (title);
  crm_store_write_async (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, restore_func,
                         g_array_ref (keys), (GDestroyNotify) g_array_unref, restored_cb, restoring);
}

static void
restore_item (CrmTrashPage *self,
              CrmTrashItem *item)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (CrmTrashKey));

  g_array_append_vals (keys, crm_trash_item_get_key (item), 1);
  restore (self, keys, crm_trash_item_get_title (item));
}

static void
row_restore_cb (CrmTrashRow  *row,
                CrmTrashPage *self)
{
  if (crm_trash_row_get_item (row) != NULL)
    restore_item (self, crm_trash_row_get_item (row));
}

static void
row_activated_cb (CrmTrashPage *self,
                  guint         position)
{
  g_autoptr (CrmTrashItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (item != NULL)
    restore_item (self, item);
}

static void
restore_selected (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  CrmTrashPage *self = CRM_TRASH_PAGE (widget);
  g_autoptr (GArray) keys = list_selected (self);
  g_autoptr (CrmTrashItem) item = NULL;

  if (keys->len == 1)
    {
      g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

      item = g_list_model_get_item (G_LIST_MODEL (self->list), gtk_bitset_get_minimum (selected));
    }
  restore (self, keys, item != NULL ? crm_trash_item_get_title (item) : NULL);
}

/* --- Deleting forever -------------------------------------------------------------------------------------------- */

static void
purged_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CrmTrashPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 n = crm_upkeep_purge_finish (CRM_WORKSPACE (object), result, &error);
  g_autofree char *text = NULL;

  if (n < 0)
    {
      crm_page_tell (GTK_WIDGET (self), error->message, 0);
      return;
    }

  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d record deleted forever", "%d records deleted forever", (gulong) n),
                          (int) n);
  crm_page_tell (GTK_WIDGET (self), text, 0);
}

static void
purge_response_cb (CrmTrashPage *self,
                   const char   *response)
{
  if (g_strcmp0 (response, "delete") == 0)
    crm_upkeep_purge_async (get_workspace (self), self->doomed, purged_cb, g_object_ref (self));
  g_clear_pointer (&self->doomed, g_array_unref);
}

static void
ask_to_purge (CrmTrashPage *self,
              const char   *heading)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
                                              _("Nothing brings it back: undo cannot, only a backup from before."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"), "delete", _("Delete Forever"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (purge_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Those who may not should not have to read that it cannot be undone first. */
static gboolean
may_purge (CrmTrashPage *self)
{
  if (crm_workspace_is_administrator (get_workspace (self)))
    return TRUE;

  crm_page_tell (GTK_WIDGET (self),
                 _("Only an administrator can delete forever. The trash is emptied by itself after 30 days."), 0);

  return FALSE;
}

static void
delete_forever (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  CrmTrashPage *self = CRM_TRASH_PAGE (widget);
  g_autofree char *heading = NULL;

  if (!may_purge (self))
    return;

  g_clear_pointer (&self->doomed, g_array_unref);
  self->doomed = list_selected (self);
  if (self->doomed->len == 0)
    return;

  heading = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Delete %u Record Forever?", "Delete %u Records Forever?",
                                          self->doomed->len), self->doomed->len);
  ask_to_purge (self, heading);
}

static void
empty (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  CrmTrashPage *self = CRM_TRASH_PAGE (widget);

  if (!may_purge (self))
    return;

  g_clear_pointer (&self->doomed, g_array_unref);
  ask_to_purge (self, _("Empty the Trash?"));
}

static void
select_all (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (CRM_TRASH_PAGE (widget)->selection));
}

static void
select_none (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (CRM_TRASH_PAGE (widget)->selection));
}

/* --- Object --------------------------------------------------------------------------------------------------------- */

static void
setup_row_cb (GtkListItemFactory *factory,
              GtkListItem        *item,
              CrmTrashPage       *self)
{
  GtkWidget *row = crm_trash_row_new ();

  g_signal_connect_object (row, "restore", G_CALLBACK (row_restore_cb), self, G_CONNECT_DEFAULT);
  gtk_list_item_set_child (item, row);
}

static void
bind_row_cb (GtkListItemFactory *factory,
             GtkListItem        *item,
             CrmTrashPage       *self)
{
  crm_trash_row_set_item (CRM_TRASH_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item), get_now (self));
}

static void
unbind_row_cb (GtkListItemFactory *factory,
               GtkListItem        *item,
               CrmTrashPage       *self)
{
  crm_trash_row_set_item (CRM_TRASH_ROW (gtk_list_item_get_child (item)), NULL, 0);
}

static void
crm_trash_page_open (CrmPage *page)
{
  CrmTrashPage *self = CRM_TRASH_PAGE (page);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, G_CONNECT_DEFAULT);

  self->list = crm_trash_list_new (get_workspace (self));
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (list_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (list_changed_cb), self, G_CONNECT_SWAPPED);
  self->selection = crm_place_selection_new (G_LIST_MODEL (self->list));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  list_changed_cb (self);
}

static void
crm_trash_page_dispose (GObject *object)
{
  CrmTrashPage *self = CRM_TRASH_PAGE (object);

  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_TRASH_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_pointer (&self->types, g_strfreev);
  g_clear_pointer (&self->doomed, g_array_unref);

  G_OBJECT_CLASS (crm_trash_page_parent_class)->dispose (object);
}

static void
crm_trash_page_class_init (CrmTrashPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_trash_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_trash_page_open;

  g_type_ensure (CRM_TYPE_SPINNER);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-trash-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmTrashPage, title);
  gtk_widget_class_bind_template_child (widget_class, CrmTrashPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmTrashPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, CrmTrashPage, type_drop_down);
  gtk_widget_class_bind_template_child (widget_class, CrmTrashPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, CrmTrashPage, selection_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmTrashPage, selection_label);
  gtk_widget_class_bind_template_callback (widget_class, type_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "page.restore", NULL, restore_selected);
  gtk_widget_class_install_action (widget_class, "page.delete-forever", NULL, delete_forever);
  gtk_widget_class_install_action (widget_class, "page.empty", NULL, empty);
  gtk_widget_class_install_action (widget_class, "page.select-all", NULL, select_all);
  gtk_widget_class_install_action (widget_class, "page.select-none", NULL, select_none);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "page.delete-forever", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "page.select-none", NULL);
}

static void
crm_trash_page_init (CrmTrashPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_trash_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_trash_page_new (void)
{
  return g_object_new (CRM_TYPE_TRASH_PAGE, NULL);
}
