/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The window: the sidebar, the pages beside it, and the messages at its foot. Each area of the
 * sidebar has a stack of pages of its own, made when it is first shown.
 */

#include "config.h"

#include "crm-window-private.h"

#include <glib/gi18n.h>

#include "crm-account-page.h"
#include "crm-board-page.h"
#include "crm-contact-page.h"
#include "crm-deal-page.h"
#include "crm-deals-page.h"
#include "crm-history-page.h"
#include "crm-list-page.h"
#include "crm-lost-focus.h"
#include "crm-message.h"
#include "crm-navigation.h"
#include "crm-record-page.h"
#include "crm-subscribers-page.h"
#include "crm-task-page.h"
#include "crm-tasks-page.h"
#include "crm-today-page.h"
#include "crm-trash-page.h"

G_DEFINE_FINAL_TYPE (CrmWindow, crm_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- Areas ------------------------------------------------------------------------------------------- */

static CrmPage *
make_contacts (void)
{
  return crm_list_page_new ("contact");
}

static CrmPage *
make_accounts (void)
{
  return crm_list_page_new ("account");
}

static CrmPage *
make_lists (void)
{
  return crm_list_page_new ("list");
}

static CrmPage *
make_tasks (void)
{
  return crm_tasks_page_new ();
}

static const CrmArea areas[] = {
  { "today", N_("Today"), "crm-today-symbolic", crm_today_page_new, NULL, FALSE, N_("home start dashboard agenda") },
  { "accounts", N_("Accounts"), "crm-account-symbolic", make_accounts, "account", FALSE, N_("companies organisations customers") },
  { "contacts", N_("Contacts"), "crm-contact-symbolic", make_contacts, "contact", FALSE, N_("people persons customers leads addresses") },
  { "lists", N_("Lists"), "crm-campaign-symbolic", make_lists, "list", FALSE, N_("subscribers newsletters mailing") },
  { "deals", N_("Deals"), "crm-deal-symbolic", crm_deals_page_new, "deal", FALSE, N_("pipeline board sales opportunities") },
  { "tasks", N_("Tasks"), "crm-task-symbolic", make_tasks, "task", FALSE, N_("to-do calls appointments reminders") },
  { "history", N_("History"), "crm-history-symbolic", crm_history_page_new, NULL, TRUE, N_("changes log undo") },
  { "trash", N_("Trash"), "user-trash-symbolic", crm_trash_page_new, NULL, FALSE, N_("deleted bin restore recover") },
};

/* The pages of single records. */
static const struct
{
  const char *type;
  CrmPage *(*make) (void);
} record_pages[] = {
  { "account", crm_account_page_new },
  { "contact", crm_contact_page_new },
  { "deal", crm_deal_page_new },
  { "list", crm_subscribers_page_new },
  { "task", crm_task_page_new },
};

const CrmArea *
_crm_window_get_areas (guint *n_areas)
{
  *n_areas = G_N_ELEMENTS (areas);

  return areas;
}

static CrmNavigation *
get_navigation (CrmWindow *self)
{
  return CRM_NAVIGATION (gtk_stack_get_visible_child (self->areas));
}

CrmPage *
_crm_window_get_page (CrmWindow *self)
{
  GtkWidget *navigation = gtk_stack_get_visible_child (self->areas);

  return navigation != NULL ? crm_page_get_active (crm_navigation_get_page (CRM_NAVIGATION (navigation))) : NULL;
}

void
_crm_window_show_area (CrmWindow  *self,
                       const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      if (g_strcmp0 (areas[i].name, name) != 0)
        continue;

      if (gtk_stack_get_child_by_name (self->areas, name) == NULL)
        {
          CrmPage *page = areas[i].make ();
          GtkWidget *navigation = crm_navigation_new (page);

          g_object_bind_property (self->leaflet, "folded", navigation, "folded", G_BINDING_SYNC_CREATE);
          crm_page_open (page, self->workspace, self->state);
          gtk_stack_add_named (self->areas, navigation, name);
        }

      gtk_stack_set_visible_child_name (self->areas, name);
      gtk_list_box_select_row (self->sidebar, gtk_list_box_get_row_at_index (self->sidebar, (int) i));
      crm_view_state_set_string (self->state, "window", "area", name);
      adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->content_box));
      crm_lost_focus_leave_message (GTK_WINDOW (self), GTK_WIDGET (_crm_window_get_page (self)));
    }
}

static void
sidebar_activated_cb (CrmWindow     *self,
                      GtkListBoxRow *row)
{
  const char *name = areas[gtk_list_box_row_get_index (row)].name;

  /* The area that is shown already: back to its first page. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->areas), name) == 0)
    while (crm_navigation_pop (get_navigation (self)));

  _crm_window_show_area (self, name);
  /* What is typed next is for the list: Ctrl+A, the arrows. */
  gtk_widget_grab_focus (GTK_WIDGET (_crm_window_get_page (self)));
}

static void
row_header_func (GtkListBoxRow *row,
                 GtkListBoxRow *before,
                 gpointer       user_data)
{
  if (before != NULL && areas[gtk_list_box_row_get_index (row)].apart)
    gtk_list_box_row_set_header (row, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
}

static void
fill_sidebar (CrmWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      GtkWidget *row = gtk_list_box_row_new ();
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      GtkWidget *label = gtk_label_new (_(areas[i].label));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (areas[i].icon));
      gtk_box_append (GTK_BOX (box), label);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(areas[i].label), -1);
      gtk_list_box_append (self->sidebar, row);
    }
  gtk_list_box_set_header_func (self->sidebar, row_header_func, NULL, NULL);
}

static void
show_area_of (CrmWindow  *self,
              const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    {
      if (g_strcmp0 (areas[i].type, type) != 0)
        continue;

      _crm_window_show_area (self, areas[i].name);
      while (crm_navigation_pop (get_navigation (self)))
        ;
    }
}

/**
 * _crm_window_show_list:
 * @type: the name of a record type
 *
 * Shows the list of all records of a type, if an area of the sidebar has one.
 */
void
_crm_window_show_list (CrmWindow  *self,
                       const char *type)
{
  show_area_of (self, type);
  if (!CRM_IS_LIST_PAGE (_crm_window_get_page (self)))
    gtk_widget_activate_action (GTK_WIDGET (_crm_window_get_page (self)), "deals.show-as", "s", "list");
}

/**
 * _crm_window_show_filtered:
 * @type: the name of a record type
 * @condition: over records of that type
 * @segment: the segment or saved filter that it is from
 *
 * Shows the records of a type for which a condition holds, if an area of the sidebar has them; as a
 * list or as a board, as they were shown last.
 */
void
_crm_window_show_filtered (CrmWindow    *self,
                           const char   *type,
                           CrmCondition *condition,
                           gint64        segment)
{
  CrmFilter *filter = NULL;
  CrmPage *page;

  show_area_of (self, type);
  page = _crm_window_get_page (self);
  if (CRM_IS_LIST_PAGE (page))
    filter = crm_list_page_get_filter (CRM_LIST_PAGE (page));
  else if (CRM_IS_BOARD_PAGE (page))
    filter = crm_board_page_get_filter (CRM_BOARD_PAGE (page));
  if (filter != NULL && g_strcmp0 (crm_filter_get_type_name (filter), type) == 0)
    crm_filter_set (filter, condition, segment);
}

/**
 * _crm_window_get_area_type:
 *
 * Returns: (transfer none) (nullable): the name of the record type that the area is about that is
 *   shown
 */
const char *
_crm_window_get_area_type (CrmWindow *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->areas);

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    if (g_strcmp0 (areas[i].name, name) == 0)
      return areas[i].type;

  return NULL;
}

/* --- Records -------------------------------------------------------------------------------------------- */

/**
 * _crm_window_open_record:
 * @type: the name of a record type
 * @id: of the record
 *
 * Shows the page of a record above the page that is shown.
 */
void
_crm_window_open_record (CrmWindow  *self,
                         const char *type,
                         gint64      id)
{
  CrmPage *below = _crm_window_get_page (self);
  CrmPage *page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (record_pages) && page == NULL; i++)
    if (g_strcmp0 (record_pages[i].type, type) == 0)
      page = record_pages[i].make ();
  if (page == NULL)
    return;

  crm_page_open (page, self->workspace, self->state);
  if (CRM_IS_SUBSCRIBERS_PAGE (page))
    {
      crm_subscribers_page_set_list (CRM_SUBSCRIBERS_PAGE (page), id);
    }
  else
    {
      if (CRM_IS_LIST_PAGE (below) && g_strcmp0 (crm_list_page_get_type_name (CRM_LIST_PAGE (below)), type) == 0)
        crm_record_page_set_list (CRM_RECORD_PAGE (page), crm_list_page_get_list (CRM_LIST_PAGE (below)));
      crm_record_page_set_record (CRM_RECORD_PAGE (page), id);
    }
  crm_navigation_push (get_navigation (self), page);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->content_box));
  crm_lost_focus_leave_message (GTK_WINDOW (self), GTK_WIDGET (page));
}

/**
 * _crm_window_push:
 * @page: (transfer floating): a page that is not open yet
 *
 * Shows a page above the page that is shown.
 */
void
_crm_window_push (CrmWindow *self,
                  CrmPage   *page)
{
  crm_page_open (page, self->workspace, self->state);
  crm_navigation_push (get_navigation (self), page);
  crm_lost_focus_leave_message (GTK_WINDOW (self), GTK_WIDGET (page));
}

/**
 * _crm_window_go_back:
 *
 * Goes back to the page below, or to the sidebar of a narrow window.
 */
void
_crm_window_go_back (CrmWindow *self)
{
  if (!crm_navigation_pop (get_navigation (self)))
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/* --- Telling ---------------------------------------------------------------------------------------------- */

/**
 * _crm_window_tell:
 * @text: a sentence
 * @batch: what can be undone, or 0
 */
void
_crm_window_tell (CrmWindow  *self,
                  const char *text,
                  gint64      batch)
{
  /* It may have been closed meanwhile. */
  if (self->toasts != NULL)
    crm_message_tell (self->toasts, self->announcement, text, batch);
}

/* --- Life ---------------------------------------------------------------------------------------------------- */

static void
size_changed_cb (CrmWindow *self)
{
  int width, height;

  if (gtk_window_is_maximized (GTK_WINDOW (self)) || self->state == NULL)
    return;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  crm_view_state_set_integer (self->state, "window", "width", width);
  crm_view_state_set_integer (self->state, "window", "height", height);
}

static void
maximized_cb (CrmWindow *self)
{
  if (self->state != NULL)
    crm_view_state_set_integer (self->state, "window", "maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

static void
welcomed_cb (CrmWindow *self)
{
  crm_view_state_set_integer (self->state, "window", "welcomed", TRUE);
  gtk_stack_set_visible_child_name (self->stack, "frame");
}

/* The sample database fills itself; another one asks, as long as there is nothing in it. */
static void
show_first_page (CrmWindow *self)
{
  gboolean welcome = crm_workspace_is_fresh (self->workspace) &&
                     !crm_store_is_read_only (crm_workspace_get_store (self->workspace), NULL) &&
                     (self->demo || !crm_view_state_get_integer (self->state, "window", "welcomed", FALSE));

  gtk_stack_set_visible_child_name (self->stack, welcome ? "welcome" : "frame");
  if (!welcome)
    return;

  crm_welcome_open (self->welcome, self->workspace);
  if (self->demo)
    crm_welcome_fill (self->welcome);
}

static gboolean
crm_window_close_request (GtkWindow *window)
{
  if (_crm_window_ask_to_close (CRM_WINDOW (window)))
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (crm_window_parent_class)->close_request (window);
}

static void
crm_window_dispose (GObject *object)
{
  CrmWindow *self = CRM_WINDOW (object);

  /* Whoever quits by a key in that window keeps it alive for a moment longer than this one. */
  if (self->assistant != NULL)
    {
      CrmImportAssistant *assistant = self->assistant;

      g_clear_weak_pointer (&self->assistant);
      gtk_window_set_transient_for (GTK_WINDOW (assistant), NULL);
      gtk_window_destroy (GTK_WINDOW (assistant));
    }
  g_clear_object (&self->chooser);
  g_clear_object (&self->import_later);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_WINDOW);
  g_clear_object (&self->workspace);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (crm_window_parent_class)->dispose (object);
}

static void
crm_window_class_init (CrmWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_window_dispose;

  GTK_WINDOW_CLASS (klass)->close_request = crm_window_close_request;

  g_type_ensure (CRM_TYPE_BUSY_BAR);
  g_type_ensure (CRM_TYPE_IMPORT_BAR);
  g_type_ensure (CRM_TYPE_SAMPLE_BAR);
  g_type_ensure (CRM_TYPE_SEGMENT_LIST);
  g_type_ensure (CRM_TYPE_WELCOME);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, sample_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, busy_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, import_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, sidebar_box);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, segments_list);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, content_box);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, areas);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, read_only_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, read_only_label);
  gtk_widget_class_bind_template_child (widget_class, CrmWindow, announcement);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, welcomed_cb);

  _crm_window_class_install_actions (widget_class);
}

static void
crm_window_init (CrmWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_lost_focus_keep (GTK_WINDOW (self));
  fill_sidebar (self);
}

/**
 * crm_window_new:
 * @application: the application
 * @state: where the arrangement of the window is kept
 *
 * Returns: (transfer none): a window that waits for its workspace
 */
CrmWindow *
crm_window_new (CrmApplication *application,
                CrmViewState   *state)
{
  CrmWindow *self = g_object_new (CRM_TYPE_WINDOW,
                                  "application", application,
                                  "default-width", crm_view_state_get_integer (state, "window", "width", 1240),
                                  "default-height", crm_view_state_get_integer (state, "window", "height", 780),
                                  NULL);

  if (crm_view_state_get_integer (state, "window", "maximized", FALSE))
    gtk_window_maximize (GTK_WINDOW (self));
  self->state = g_object_ref (state);
  g_signal_connect (self, "notify::default-width", G_CALLBACK (size_changed_cb), NULL);
  g_signal_connect (self, "notify::default-height", G_CALLBACK (size_changed_cb), NULL);
  g_signal_connect (self, "notify::maximized", G_CALLBACK (maximized_cb), NULL);

  return self;
}

/**
 * crm_window_open:
 * @workspace: a workspace
 * @state: where the arrangement of the window is kept
 * @demo: whether it is the sample database
 *
 * Shows what is in a workspace.
 */
void
crm_window_open (CrmWindow    *self,
                 CrmWorkspace *workspace,
                 CrmViewState *state,
                 gboolean      demo)
{
  g_autofree char *area = NULL;
  const char *why;

  g_return_if_fail (CRM_IS_WINDOW (self));

  self->workspace = g_object_ref (workspace);
  self->demo = demo;

  if (crm_store_is_read_only (crm_workspace_get_store (workspace), &why))
    {
      gtk_label_set_text (self->read_only_label, why);
      gtk_revealer_set_reveal_child (self->read_only_bar, TRUE);
    }

  area = crm_view_state_get_string (state, "window", "area");
  _crm_window_show_area (self, "today");
  if (area != NULL)
    _crm_window_show_area (self, area);
  crm_segment_list_open (self->segments_list, workspace, state, TRUE);
  crm_sample_bar_open (self->sample_bar, workspace);
  crm_busy_bar_open (self->busy_bar, workspace);
  crm_import_bar_open (self->import_bar, workspace);
  show_first_page (self);
  if (crm_store_is_read_only (crm_workspace_get_store (workspace), NULL))
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.import", FALSE);
  if (self->import_later != NULL)
    {
      _crm_window_import (self, self->import_later);
      g_clear_object (&self->import_later);
    }
}

/**
 * crm_window_fail:
 * @why: a sentence that says what to do
 *
 * Shows that the database cannot be opened.
 */
void
crm_window_fail (CrmWindow  *self,
                 const char *why)
{
  g_return_if_fail (CRM_IS_WINDOW (self));

  adw_status_page_set_description (self->error_page, why);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

/**
 * crm_window_import:
 * @file: what is imported
 *
 * Opens the assistant for a file, as soon as the database is open.
 */
void
crm_window_import (CrmWindow *self,
                   GFile     *file)
{
  g_return_if_fail (CRM_IS_WINDOW (self));

  _crm_window_import (self, file);
}

/**
 * crm_window_may_close:
 *
 * Returns: %TRUE if nothing goes on that the end of the program would cut off; otherwise somebody
 *   is asked
 */
gboolean
crm_window_may_close (CrmWindow *self)
{
  g_return_val_if_fail (CRM_IS_WINDOW (self), TRUE);

  return !_crm_window_ask_to_close (self);
}
