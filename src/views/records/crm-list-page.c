/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page with all records of a type: a table, a search in it, a filter, the card of what is
 * selected, and a bar for what can be done with the selection.
 */

#include "config.h"

#include "crm-list-page-private.h"

#include <glib/gi18n.h>

#include "crm-form-dialog.h"
#include "crm-journal-query.h"
#include "crm-list-commands.h"
#include "crm-list-menu.h"

G_DEFINE_FINAL_TYPE (CrmListPage, crm_list_page, CRM_TYPE_PAGE)

enum
{
  ADD,
  ADDING,
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

enum
{
  PROP_RECORD_TYPE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static CrmWorkspace *
get_workspace (CrmListPage *self)
{
  return crm_page_get_workspace (CRM_PAGE (self));
}

/* --- What is shown ------------------------------------------------------------------------------------ */

/* A card with nothing to choose from says nothing; where there is no room it would cover the list. */
static gboolean
has_place_for_card (CrmListPage *self)
{
  return !adw_flap_get_folded (self->flap) && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") != 0;
}

static void
show_card (CrmListPage *self)
{
  gboolean wanted = crm_view_state_get_integer (crm_page_get_state (CRM_PAGE (self)), "window", "card", TRUE) != 0;

  adw_flap_set_reveal_flap (self->flap, wanted && has_place_for_card (self));
}

static void
card_toggled_cb (CrmListPage *self)
{
  if (has_place_for_card (self))
    crm_view_state_set_integer (crm_page_get_state (CRM_PAGE (self)), "window", "card", adw_flap_get_reveal_flap (self->flap));
}

/* Besides by what is searched for. */
static gboolean
is_narrowed (CrmListPage *self)
{
  return self->batch != 0 || crm_filter_get_condition (self->filter) != NULL;
}

/*< private >
 * Says how many there are, and shows the table or why there is nothing in it.
 */
void
_crm_list_page_show_state (CrmListPage *self)
{
  CrmRecordList *list = crm_record_table_get_list (self->table);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  const GError *error = crm_record_list_get_error (list);
  g_autofree char *count = crm_record_type_count_label (crm_list_page_get_shown_type (self), n);

  adw_window_title_set_subtitle (self->title, count);

  if (self->instead != NULL)
    {
      gtk_stack_set_visible_child (self->stack, self->instead);
    }
  else if (error != NULL)
    {
      adw_status_page_set_description (self->error_page, error->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  else if (n > 0)
    gtk_stack_set_visible_child_name (self->stack, "table");
  else if (!crm_record_list_is_loading (list))
    gtk_stack_set_visible_child_name (self->stack,
                                      is_narrowed (self) ||
                                      crm_query_get_search (crm_record_list_get_query (list)) != NULL ? "nothing" : "empty");
}

static void
subject_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CrmListPage) self = user_data;
  g_autoptr (CrmRecord) record = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);

  if (record != NULL && self->card != NULL && self->carded == crm_record_get_id (record))
    crm_record_card_set_record (self->card, crm_record_get_link (record, self->subject));
}

/* Shows the card of the row that is selected, or of what it is about. */
static void
show_selected_card (CrmListPage *self,
                    gint64       id)
{
  self->carded = id;
  if (self->subject == NULL || id == 0)
    crm_record_card_set_record (self->card, id);
  else
    crm_workspace_load_record_async (get_workspace (self), crm_list_page_get_record_type (self), id, NULL, subject_read_cb, g_object_ref (self));
}

static void
show_selection (CrmListPage *self)
{
  CrmListSelection *selection = crm_record_table_get_selection (self->table);
  guint n = crm_list_selection_get_n (selection);
  g_autofree char *count = crm_record_type_count_label (crm_list_page_get_shown_type (self), n);
  /* TRANSLATORS: the gap is like "3 contacts" */
  g_autofree char *text = g_strdup_printf (_("%s selected"), count);

  crm_selection_bar_show (self->selection_bar, text, n, g_list_model_get_n_items (crm_list_page_get_list (self)));
  crm_record_card_set_several (self->card, n > 1 ? text : NULL);
  show_selected_card (self, crm_list_selection_get_single (selection));
  crm_list_commands_update (self);
}

static gboolean
show_selection_cb (gpointer data)
{
  CrmListPage *self = data;

  self->count_id = 0;
  show_selection (self);

  return G_SOURCE_REMOVE;
}

/* Selecting a range tells of each step; once is enough. */
static void
selection_changed_cb (CrmListPage *self)
{
  if (self->count_id == 0)
    self->count_id = g_idle_add (show_selection_cb, self);
}

/* --- Filters ------------------------------------------------------------------------------------------------ */

static void
filter_changed_cb (CrmListPage *self,
                   gboolean     same)
{
  crm_record_table_set_plan (self->table, crm_filter_get_plan (self->filter), same);
  _crm_list_page_show_state (self);
}

/* --- What one batch has written ------------------------------------------------------------------------------- */

static void
show_batch (CrmListPage *self)
{
  g_autoptr (CrmQuery) filter = NULL;

  if (self->batch != 0)
    {
      filter = crm_query_new (&crm_list_page_get_record_type (self)->table);
      crm_journal_restrict_query (filter, self->batch);
    }
  crm_record_table_set_filter (self->table, filter);
  gtk_revealer_set_reveal_child (self->batch_revealer, self->batch != 0);
}

/* What a filter names belongs to the catalogue that it was made with. */
static void
renew_batch (CrmListPage *self)
{
  if (self->batch != 0)
    show_batch (self);
}

static void
show_all_clicked_cb (CrmListPage *self)
{
  self->batch = 0;
  show_batch (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

/* --- Files that are dropped ------------------------------------------------------------------------------------ */

static gboolean
dropped_cb (GtkDropTarget *target,
            const GValue  *value,
            double         x,
            double         y,
            CrmListPage   *self)
{
  GSList *files = g_value_get_boxed (value);
  g_autofree char *uri = files != NULL ? g_file_get_uri (files->data) : NULL;

  if (uri == NULL)
    return FALSE;

  return gtk_widget_activate_action (GTK_WIDGET (self), "win.import-file", "s", uri);
}

static void
take_drops (CrmListPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), GTK_EVENT_CONTROLLER (target));
}

/* --- The menu ------------------------------------------------------------------------------------------------ */

/*< private >
 * Makes the menu anew, which depends on the catalogue.
 */
void
_crm_list_page_fill_menu (CrmListPage *self)
{
  g_autoptr (GMenuModel) menu = crm_list_menu_new (self, self->own_menu);

  gtk_menu_button_set_menu_model (self->view_button, menu);
}

/* --- Adding -------------------------------------------------------------------------------------------------------- */

static void
added_cb (CrmListPage *self,
          gint64       id,
          gint64       batch)
{
  const CrmRecordType *type = crm_list_page_get_record_type (self);
  g_autofree char *text = g_strdup_printf (_("%s added"), type->label);

  g_signal_emit (self, signals[ADDED], 0, id);
  crm_list_page_reveal (self, id);
  crm_page_tell (GTK_WIDGET (self), text, batch);
}

static void
add_record (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  CrmListPage *self = CRM_LIST_PAGE (widget);
  gboolean handled = FALSE;
  CrmFormDialog *dialog;

  g_signal_emit (self, signals[ADD], 0, &handled);
  if (handled)
    return;

  dialog = crm_form_dialog_new (get_workspace (self), self->type, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  g_signal_emit (self, signals[ADDING], 0, dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Object --------------------------------------------------------------------------------------------------- */

static void
crm_list_page_open (CrmPage *page)
{
  CrmListPage *self = CRM_LIST_PAGE (page);
  const CrmRecordType *type = crm_list_page_get_record_type (self);

  if (crm_page_get_title (page) == NULL)
    crm_list_page_set_name (self, type->plural);
  crm_list_page_set_add (self, crm_list_page_get_shown_type (self)->add);
  adw_status_page_set_icon_name (self->empty_page, type->icon);
  adw_status_page_set_title (self->empty_page, type->none);
  adw_status_page_set_description (self->empty_page, type->about);

  show_card (self);
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (show_card), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (show_card), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (card_toggled_cb), self, G_CONNECT_SWAPPED);

  if (self->filter == NULL)
    self->filter = crm_filter_new (get_workspace (self), self->type);
  crm_filter_bar_open (self->filter_bar, get_workspace (self), crm_page_get_state (page), self->filter);
  g_signal_connect_object (self->filter, "changed", G_CALLBACK (filter_changed_cb), self, G_CONNECT_SWAPPED);
  crm_record_card_open (self->card, get_workspace (self), crm_page_get_state (CRM_PAGE (self)), crm_list_page_get_shown_type (self)->table.name);
  g_signal_connect_object (get_workspace (self), "notify::catalogue", G_CALLBACK (renew_batch), self, G_CONNECT_SWAPPED);
  crm_record_table_open (self->table, get_workspace (self), crm_page_get_state (page), self->type);
  if (crm_filter_get_plan (self->filter) != NULL)
    crm_record_table_set_plan (self->table, crm_filter_get_plan (self->filter), FALSE);
  g_signal_connect_object (crm_record_table_get_list (self->table), "notify::n-items", G_CALLBACK (_crm_list_page_show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (crm_record_table_get_list (self->table), "notify::loading", G_CALLBACK (_crm_list_page_show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (crm_record_table_get_selection (self->table), "notify::n-selected",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_workspace (self), "notify::catalogue", G_CALLBACK (_crm_list_page_fill_menu), self, G_CONNECT_SWAPPED);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self->table));
  crm_column_chooser_open (self->column_chooser, get_workspace (self), self->table, self->type);
  _crm_list_page_fill_menu (self);
  crm_selection_bar_offer (self->selection_bar, crm_record_type_find_field (type, "lists") != NULL, crm_list_commands_can_merge (self));
  show_selection (self);
}

static void
crm_list_page_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_RECORD_TYPE:
      CRM_LIST_PAGE (object)->type = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
crm_list_page_grab_focus (GtkWidget *widget)
{
  CrmListPage *self = CRM_LIST_PAGE (widget);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "table") == 0 && gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
crm_list_page_dispose (GObject *object)
{
  CrmListPage *self = CRM_LIST_PAGE (object);

  g_clear_handle_id (&self->search_id, g_source_remove);
  g_clear_handle_id (&self->count_id, g_source_remove);
  g_clear_object (&self->own_menu);
  g_clear_object (&self->filter);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_LIST_PAGE);

  G_OBJECT_CLASS (crm_list_page_parent_class)->dispose (object);
}

static void
crm_list_page_finalize (GObject *object)
{
  g_free (CRM_LIST_PAGE (object)->type);
  g_free (CRM_LIST_PAGE (object)->subject);

  G_OBJECT_CLASS (crm_list_page_parent_class)->finalize (object);
}

static void
crm_list_page_class_init (CrmListPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_list_page_dispose;
  object_class->finalize = crm_list_page_finalize;
  object_class->set_property = crm_list_page_set_property;
  CRM_PAGE_CLASS (klass)->open = crm_list_page_open;

  properties[PROP_RECORD_TYPE] = g_param_spec_string ("record-type", NULL, NULL, NULL,
                                                      G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CrmListPage::add:
   *
   * Somebody wants to add a record.
   *
   * Returns: %TRUE if that is done in another way than by the usual dialog
   */
  signals[ADD] = g_signal_new ("add", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                               g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 0);

  /**
   * CrmListPage::adding:
   * @dialog: the dialog that makes a new record, not yet shown
   */
  signals[ADDING] = g_signal_new ("adding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_FORM_DIALOG);

  /**
   * CrmListPage::added:
   * @id: of a record that somebody made here
   */
  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (CRM_TYPE_COLUMN_CHOOSER);
  g_type_ensure (CRM_TYPE_FILTER_BAR);
  g_type_ensure (CRM_TYPE_RECORD_TABLE);
  g_type_ensure (CRM_TYPE_RECORD_CARD);
  g_type_ensure (CRM_TYPE_SELECTION_BAR);

  widget_class->grab_focus = crm_list_page_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-list-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, header);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, title);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, add_label);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, card_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, view_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, list_box);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, flap);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, table);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, batch_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, batch_label);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, empty_add_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, empty_import_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, card);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, selection_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmListPage, column_chooser);
  gtk_widget_class_bind_template_callback (widget_class, show_all_clicked_cb);
  _crm_list_page_class_install_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "page.add", NULL, add_record);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "page.add", NULL);
}

static void
crm_list_page_init (CrmListPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  take_drops (self);
}

/**
 * crm_list_page_new:
 * @type: the name of a record type
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_list_page_new (const char *type)
{
  return g_object_new (CRM_TYPE_LIST_PAGE, "record-type", type, NULL);
}

/**
 * crm_list_page_reveal:
 * @id: of a record
 *
 * Selects a record and scrolls to it. A search or filter that would hide it is ended.
 */
void
crm_list_page_reveal (CrmListPage *self,
                      gint64       id)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  g_clear_handle_id (&self->search_id, g_source_remove);
  crm_record_table_set_search (self->table, NULL);
  if (self->batch != 0)
    {
      self->batch = 0;
      show_batch (self);
    }
  if (crm_filter_get_condition (self->filter) != NULL)
    crm_filter_set (self->filter, NULL, 0);
  crm_record_table_reveal (self->table, id);
}

/**
 * crm_list_page_get_filter:
 *
 * Returns: (transfer none): what it is filtered by; %NULL until the page has been opened
 */
CrmFilter *
crm_list_page_get_filter (CrmListPage *self)
{
  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), NULL);

  return self->filter;
}

/**
 * crm_list_page_share_filter:
 * @filter: a filter over records of its type, which other views have too
 *
 * To be called before the page is opened; otherwise it has a filter of its own.
 */
void
crm_list_page_share_filter (CrmListPage *self,
                            CrmFilter   *filter)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self) && self->filter == NULL);

  self->filter = g_object_ref (filter);
}

/**
 * crm_list_page_get_type_name:
 *
 * Returns: (transfer none): the name of the record type
 */
const char *
crm_list_page_get_type_name (CrmListPage *self)
{
  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), NULL);

  return self->type;
}

/**
 * crm_list_page_get_record_type:
 *
 * Returns: (transfer none): what the rows are; valid until the catalogue of the workspace changes
 */
const CrmRecordType *
crm_list_page_get_record_type (CrmListPage *self)
{
  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), NULL);

  return crm_workspace_get_type_named (get_workspace (self), self->type);
}

/**
 * crm_list_page_get_shown_type:
 *
 * Returns: (transfer none): what people see in the rows: the contacts of subscriptions; valid until
 *   the catalogue of the workspace changes
 */
const CrmRecordType *
crm_list_page_get_shown_type (CrmListPage *self)
{
  const CrmRecordType *type = crm_list_page_get_record_type (self);

  if (self->subject == NULL)
    return type;

  return crm_workspace_get_type_named (get_workspace (self), crm_record_type_find_field (type, self->subject)->column.links_to);
}

/**
 * crm_list_page_get_subject:
 *
 * Returns: (transfer none) (nullable): the key of the link to what each row is about, or %NULL if
 *   the rows stand for themselves
 */
const char *
crm_list_page_get_subject (CrmListPage *self)
{
  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), NULL);

  return self->subject;
}

/**
 * crm_list_page_get_list:
 *
 * Returns: (transfer none): the records that are shown
 */
GListModel *
crm_list_page_get_list (CrmListPage *self)
{
  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), NULL);

  return G_LIST_MODEL (crm_record_table_get_list (self->table));
}

/**
 * crm_list_page_show_batch:
 * @batch: the number of a batch
 * @name: what it is called: the name of a file that was imported
 *
 * Shows only what a batch has written, until somebody wants to see everything again.
 */
void
crm_list_page_show_batch (CrmListPage *self,
                          gint64       batch,
                          const char  *name)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  g_clear_handle_id (&self->search_id, g_source_remove);
  crm_record_table_set_search (self->table, NULL);
  self->batch = batch;
  text = g_strdup_printf (_("You see what was imported from “%s”."), name);
  gtk_label_set_text (self->batch_label, text);
  show_batch (self);
}

/**
 * crm_list_page_make_query:
 *
 * Returns: (transfer full) (nullable): what is shown, or %NULL if that is everything
 */
CrmQuery *
crm_list_page_make_query (CrmListPage *self)
{
  g_autoptr (CrmQuery) query = NULL;

  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), NULL);

  query = crm_record_table_make_query (self->table);

  return is_narrowed (self) || crm_query_get_search (query) != NULL ? g_steal_pointer (&query) : NULL;
}

/**
 * crm_list_page_get_columns:
 *
 * Returns: (transfer full): the keys of the fields that are shown, in their order
 */
char **
crm_list_page_get_columns (CrmListPage *self)
{
  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), NULL);

  return crm_record_table_get_columns (self->table);
}

/**
 * crm_list_page_get_table:
 *
 * Returns: (transfer none): the table
 */
CrmRecordTable *
crm_list_page_get_table (CrmListPage *self)
{
  g_return_val_if_fail (CRM_IS_LIST_PAGE (self), NULL);

  return self->table;
}
