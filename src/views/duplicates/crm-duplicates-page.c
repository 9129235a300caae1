/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Contacts or accounts that are there twice (features.md, C5): groups of them, the surest first,
 * each with the reason. A click reviews a group; the clear cases are merged in one step.
 */

#include "config.h"

#include "crm-duplicates-page.h"

#include <glib/gi18n.h>

#include "crm-distinctions-dialog.h"
#include "crm-duplicate-list.h"
#include "crm-duplicate-row.h"

struct _CrmDuplicatesPage
{
  CrmPage parent_instance;

  /* Template children */
  AdwWindowTitle *title;
  GtkRevealer *clear_revealer;
  GtkLabel *clear_label;
  GtkSpinner *clear_spinner;
  GtkButton *clear_button;
  GtkProgressBar *progress;
  GtkStack *stack;
  GtkProgressBar *first_progress;
  GtkListView *list_view;
  AdwStatusPage *stopped_page;

  CrmDuplicateList *list;
  char *type;

  guint merging : 1;
  guint stopped : 1;
};

G_DEFINE_FINAL_TYPE (CrmDuplicatesPage, crm_duplicates_page, CRM_TYPE_PAGE)

static const CrmRecordType *
get_type (CrmDuplicatesPage *self)
{
  return crm_workspace_get_type_named (crm_page_get_workspace (CRM_PAGE (self)), self->type);
}

/* --- What is shown -------------------------------------------------------------------------------------- */

static void
show_clear (CrmDuplicatesPage *self)
{
  gboolean read_only = crm_store_is_read_only (crm_workspace_get_store (crm_page_get_workspace (CRM_PAGE (self))), NULL);
  guint n_groups, n_records;

  crm_duplicate_list_count_clear (self->list, &n_groups, &n_records);
  if (n_groups > 0)
    {
      g_autofree char *text = NULL;

      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u group is clear: nobody has to look at it.",
                                           "%u groups are clear: nobody has to look at them.", n_groups), n_groups);
      gtk_label_set_text (self->clear_label, text);
    }
  gtk_revealer_set_reveal_child (self->clear_revealer, n_groups > 0 || self->merging);
  gtk_widget_set_visible (GTK_WIDGET (self->clear_spinner), self->merging);
  gtk_spinner_set_spinning (self->clear_spinner, self->merging);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.merge-clear", n_groups > 0 && !self->merging && !read_only);
}

static void
show_stopped (CrmDuplicatesPage *self)
{
  const GError *error = crm_duplicate_list_get_error (self->list);

  adw_status_page_set_title (self->stopped_page, error != NULL ? _("The Search Has Failed") : _("The Search Was Stopped"));
  adw_status_page_set_description (self->stopped_page, error != NULL ? error->message : NULL);
  gtk_stack_set_visible_child_name (self->stack, "stopped");
}

static void
show_state (CrmDuplicatesPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  gboolean searching = crm_duplicate_list_is_searching (self->list);
  g_autofree char *subtitle = NULL;

  subtitle = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u group", "%u groups", n), n);
  adw_window_title_set_subtitle (self->title, n > 0 ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->progress), searching && n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.search-again", !searching);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.stop", searching);

  if (n > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (searching)
    gtk_stack_set_visible_child_name (self->stack, "searching");
  else if (self->stopped || crm_duplicate_list_get_error (self->list) != NULL)
    show_stopped (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "empty");

  show_clear (self);
}

static void
searching_cb (CrmDuplicatesPage *self)
{
  show_state (self);
  if (!crm_duplicate_list_is_searching (self->list) && !self->stopped)
    {
      guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
      g_autofree char *text = n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u group found", "%u groups found", n), n)
                                    : g_strdup (_("No Duplicates"));

      crm_page_announce (GTK_WIDGET (self), text);
    }
}

static void
progress_cb (CrmDuplicatesPage *self)
{
  double progress = crm_duplicate_list_get_progress (self->list);

  gtk_progress_bar_set_fraction (self->first_progress, progress);
  gtk_progress_bar_set_fraction (self->progress, progress);
}

static void
setup_row_cb (GtkListItemFactory *factory,
              GtkListItem        *item,
              CrmDuplicatesPage  *self)
{
  gtk_list_item_set_child (item, crm_duplicate_row_new ());
}

static void
bind_row_cb (GtkListItemFactory *factory,
             GtkListItem        *item,
             CrmDuplicatesPage  *self)
{
  crm_duplicate_row_set_group (CRM_DUPLICATE_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_row_cb (GtkListItemFactory *factory,
               GtkListItem        *item,
               CrmDuplicatesPage  *self)
{
  crm_duplicate_row_set_group (CRM_DUPLICATE_ROW (gtk_list_item_get_child (item)), NULL);
}

/* The review goes on with the groups below it. */
static void
row_activated_cb (CrmDuplicatesPage *self,
                  guint              position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  GVariantBuilder groups;

  g_variant_builder_init (&groups, G_VARIANT_TYPE ("aax"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CrmDuplicateGroup) group = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      GArray *ids = crm_duplicate_group_get_ids (group);

      g_variant_builder_add_value (&groups, g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64)));
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.merge", "(saaxu)", self->type, &groups, position);
}

/* --- Commands ------------------------------------------------------------------------------------------------ */

static void
search_again (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmDuplicatesPage *self = CRM_DUPLICATES_PAGE (widget);

  self->stopped = FALSE;
  crm_duplicate_list_search (self->list);
}

static void
stop (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  CrmDuplicatesPage *self = CRM_DUPLICATES_PAGE (widget);

  self->stopped = TRUE;
  crm_duplicate_list_stop (self->list);
}

static void
show_distinctions (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  CrmDuplicatesPage *self = CRM_DUPLICATES_PAGE (widget);

  gtk_window_present (GTK_WINDOW (crm_distinctions_dialog_new (crm_page_get_workspace (CRM_PAGE (self)), self->type, widget)));
}

static void
clear_merged_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CrmDuplicatesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_merged;
  g_autoptr (CrmCommit) commit = crm_duplicate_list_merge_clear_finish (CRM_DUPLICATE_LIST (object), result, &n_merged, &error);
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  self->merging = FALSE;
  if (self->list == NULL)
    return;

  show_clear (self);
  if (commit == NULL)
    {
      crm_page_tell (GTK_WIDGET (self), error->message, 0);
      return;
    }

  count = crm_record_type_count_label (get_type (self), n_merged);
  /* TRANSLATORS: the gap is like "12 contacts" */
  text = g_strdup_printf (_("%s merged into others"), count);
  crm_page_tell_commit (GTK_WIDGET (self), text, commit);
}

static void
clear_answered_cb (CrmDuplicatesPage *self,
                   const char        *response)
{
  if (g_strcmp0 (response, "merge") != 0 || self->merging || self->list == NULL)
    return;

  self->merging = TRUE;
  show_clear (self);
  crm_duplicate_list_merge_clear_async (self->list, clear_merged_cb, g_object_ref (self));
}

/* How many records go is what people have to know before. */
static void
merge_clear (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmDuplicatesPage *self = CRM_DUPLICATES_PAGE (widget);
  guint n_groups, n_records;
  g_autofree char *count = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;

  crm_duplicate_list_count_clear (self->list, &n_groups, &n_records);
  if (n_groups == 0)
    return;

  count = crm_record_type_count_label (get_type (self), n_records);
  heading = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Merge %u Clear Group?", "Merge %u Clear Groups?", n_groups), n_groups);
  /* TRANSLATORS: the gap is like "12 contacts" */
  body = g_strdup_printf (_("%s go into others that have the same name and the same address or number, and that nothing contradicts. "
                            "What they know and have is kept. You can undo this in one step, and take each of them apart at any "
                            "later time."), count);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading, body));
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), "merge", _("Merge"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "merge", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "merge");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (clear_answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Object -------------------------------------------------------------------------------------------------- */

static void
crm_duplicates_page_open (CrmPage *page)
{
  CrmDuplicatesPage *self = CRM_DUPLICATES_PAGE (page);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;
  g_autofree char *title = NULL;

  /* TRANSLATORS: the gap is a kind of records: "Duplicates: Contacts" */
  title = g_strdup_printf (_("Duplicates: %s"), get_type (self)->plural);
  crm_page_set_title (page, title);
  adw_window_title_set_title (self->title, title);

  self->list = crm_duplicate_list_new (crm_page_get_workspace (page), self->type);
  g_signal_connect_object (self->list, "notify::searching", G_CALLBACK (searching_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::n-items", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list))));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, G_CONNECT_DEFAULT);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, selection);
  crm_duplicate_list_search (self->list);
}

static void
crm_duplicates_page_dispose (GObject *object)
{
  CrmDuplicatesPage *self = CRM_DUPLICATES_PAGE (object);

  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  if (self->list != NULL)
    crm_duplicate_list_stop (self->list);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_DUPLICATES_PAGE);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (crm_duplicates_page_parent_class)->dispose (object);
}

static void
crm_duplicates_page_finalize (GObject *object)
{
  g_free (CRM_DUPLICATES_PAGE (object)->type);

  G_OBJECT_CLASS (crm_duplicates_page_parent_class)->finalize (object);
}

static void
crm_duplicates_page_class_init (CrmDuplicatesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_duplicates_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_duplicates_page_finalize;
  CRM_PAGE_CLASS (klass)->open = crm_duplicates_page_open;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-duplicates-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicatesPage, title);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicatesPage, clear_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicatesPage, clear_label);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicatesPage, clear_spinner);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicatesPage, clear_button);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicatesPage, progress);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicatesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicatesPage, first_progress);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicatesPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, CrmDuplicatesPage, stopped_page);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "page.search-again", NULL, search_again);
  gtk_widget_class_install_action (widget_class, "page.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "page.merge-clear", NULL, merge_clear);
  gtk_widget_class_install_action (widget_class, "page.distinctions", NULL, show_distinctions);
}

static void
crm_duplicates_page_init (CrmDuplicatesPage *self)
{
  GtkWidget *label;

  gtk_widget_init_template (GTK_WIDGET (self));

  /* A button has no property for that, and a label of its own would leave it without a name. */
  label = gtk_button_get_child (self->clear_button);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

/**
 * crm_duplicates_page_new:
 * @type: the name of a record type: contacts or accounts
 *
 * Returns: (transfer floating): a page that begins to look when it is opened
 */
CrmPage *
crm_duplicates_page_new (const char *type)
{
  CrmDuplicatesPage *self = g_object_new (CRM_TYPE_DUPLICATES_PAGE, NULL);

  self->type = g_strdup (type);

  return CRM_PAGE (self);
}
