/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Everything that was done, the newest first, by day. It can be searched and narrowed, each line
 * can be taken back, and a click shows what it changed.
 */

#include "config.h"

#include "crm-history-page.h"

#include <glib/gi18n.h>

#include "crm-choices.h"
#include "crm-date.h"
#include "crm-history-dialog.h"
#include "crm-history-list.h"
#include "crm-history-row.h"
#include "crm-spinner.h"
#include "crm-text.h"

struct _CrmHistoryPage
{
  CrmPage parent_instance;

  /* Template children */
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkDropDown *who_drop_down;
  GtkDropDown *cause_drop_down;
  GtkDropDown *when_drop_down;
  GtkStack *stack;
  AdwStatusPage *error_page;
  GtkListView *list_view;

  /* Owned */
  CrmHistoryList *list;
  CrmChoices *team;
  GArray *actors;  /* of gint64, in the order of the drop-down, behind "Everybody" */

  guint choosing : 1;
};

G_DEFINE_FINAL_TYPE (CrmHistoryPage, crm_history_page, CRM_TYPE_PAGE)

static const CrmCause causes[] = {
  CRM_CAUSE_USER, CRM_CAUSE_IMPORT, CRM_CAUSE_AUTOMATION, CRM_CAUSE_SYNC, CRM_CAUSE_MERGE, CRM_CAUSE_COMMAND, CRM_CAUSE_UNDO,
};

static CrmWorkspace *
get_workspace (CrmHistoryPage *self)
{
  return crm_page_get_workspace (CRM_PAGE (self));
}

static gint64
get_now (CrmHistoryPage *self)
{
  return crm_clock_get_now (crm_workspace_get_clock (get_workspace (self)));
}

/* --- What is wanted ---------------------------------------------------------------------------------------- */

/* When a period begins that ends now; 0: at the beginning of time. */
static gint64
get_since (CrmHistoryPage *self)
{
  g_autoptr (GTimeZone) zone = crm_clock_get_zone (crm_workspace_get_clock (get_workspace (self)));
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (get_now (self) / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime) day = g_date_time_new (zone, g_date_time_get_year (now), g_date_time_get_month (now),
                                               g_date_time_get_day_of_month (now), 0, 0, 0);
  g_autoptr (GDateTime) since = NULL;

  switch (gtk_drop_down_get_selected (self->when_drop_down))
    {
    case 1:
      since = g_date_time_ref (day);
      break;
    case 2:
      since = g_date_time_add_days (day, -6);
      break;
    case 3:
      since = g_date_time_add_days (day, -29);
      break;
    case 4:
      since = g_date_time_add_months (day, -12);
      break;
    default:
      return 0;
    }

  return g_date_time_to_unix (since) * G_USEC_PER_SEC;
}

static gboolean
is_narrowed (CrmHistoryPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0' ||
         gtk_drop_down_get_selected (self->who_drop_down) != 0 ||
         gtk_drop_down_get_selected (self->cause_drop_down) != 0 ||
         gtk_drop_down_get_selected (self->when_drop_down) != 0;
}

static void
filter_changed_cb (CrmHistoryPage *self)
{
  guint who = gtk_drop_down_get_selected (self->who_drop_down);
  guint cause = gtk_drop_down_get_selected (self->cause_drop_down);
  g_autofree char *text = crm_text_strip (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  CrmJournalFilter filter = { .actor = CRM_ANYBODY };

  if (self->list == NULL || self->choosing)
    return;

  if (who > 0 && who <= self->actors->len)
    filter.actor = g_array_index (self->actors, gint64, who - 1);
  if (cause > 0 && cause <= G_N_ELEMENTS (causes))
    filter.causes = 1u << causes[cause - 1];
  filter.since = get_since (self);
  filter.text = *text != '\0' ? text : NULL;
  crm_history_list_set_filter (self->list, &filter);
}

static void
clear (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  CrmHistoryPage *self = CRM_HISTORY_PAGE (widget);

  self->choosing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_drop_down_set_selected (self->who_drop_down, 0);
  gtk_drop_down_set_selected (self->cause_drop_down, 0);
  gtk_drop_down_set_selected (self->when_drop_down, 0);
  self->choosing = FALSE;
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  filter_changed_cb (self);
}

static void
find (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  CrmHistoryPage *self = CRM_HISTORY_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
team_changed_cb (CrmHistoryPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->who_drop_down);
  gint64 chosen = selected > 0 && selected <= self->actors->len ? g_array_index (self->actors, gint64, selected - 1) : 0;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint again = 0;

  g_array_set_size (self->actors, 0);
  gtk_string_list_append (names, _("Everybody"));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->team)); i++)
    {
      g_autoptr (CrmRecord) member = g_list_model_get_item (G_LIST_MODEL (self->team), i);
      gint64 id = crm_record_get_id (member);

      g_array_append_val (self->actors, id);
      gtk_string_list_append (names, crm_record_get_title (member));
      if (id == chosen)
        again = i + 1;
    }

  self->choosing = TRUE;
  gtk_drop_down_set_model (self->who_drop_down, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->who_drop_down, again);
  self->choosing = FALSE;
}

/* --- What is shown -------------------------------------------------------------------------------------------- */

static void
list_changed_cb (CrmHistoryPage *self)
{
  const GError *error = crm_history_list_get_error (self->list);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (error != NULL)
    {
      adw_status_page_set_description (self->error_page, error->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  else if (n > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (!crm_history_list_is_loading (self->list))
    gtk_stack_set_visible_child_name (self->stack, is_narrowed (self) ? "nothing" : "empty");
}

static char *
get_day (CrmHistoryPage *self,
         guint           position)
{
  g_autoptr (CrmHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  return item != NULL ? crm_instant_format_day (crm_history_item_get_line (item)->time, get_now (self)) : NULL;
}

/* The line above may be another one now. */
static void
position_changed_cb (GtkListItem    *item,
                     GParamSpec     *pspec,
                     CrmHistoryPage *self)
{
  guint position = gtk_list_item_get_position (item);
  g_autofree char *day = NULL;
  g_autofree char *above = NULL;

  if (position == GTK_INVALID_LIST_POSITION || gtk_list_item_get_child (item) == NULL)
    return;

  day = get_day (self, position);
  above = position > 0 ? get_day (self, position - 1) : NULL;
  crm_history_row_set_day (CRM_HISTORY_ROW (gtk_list_item_get_child (item)), g_strcmp0 (day, above) != 0 ? day : NULL);
}

static void
setup_row_cb (GtkListItemFactory *factory,
              GtkListItem        *item,
              CrmHistoryPage     *self)
{
  gtk_list_item_set_child (item, crm_history_row_new (get_workspace (self)));
  g_signal_connect_object (item, "notify::position", G_CALLBACK (position_changed_cb), self, G_CONNECT_DEFAULT);
}

static void
bind_row_cb (GtkListItemFactory *factory,
             GtkListItem        *item,
             CrmHistoryPage     *self)
{
  crm_history_row_set_item (CRM_HISTORY_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
  position_changed_cb (item, NULL, self);
}

static void
unbind_row_cb (GtkListItemFactory *factory,
               GtkListItem        *item,
               CrmHistoryPage     *self)
{
  crm_history_row_set_item (CRM_HISTORY_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
row_activated_cb (CrmHistoryPage *self,
                  guint           position)
{
  g_autoptr (CrmHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  if (item != NULL)
    gtk_window_present (GTK_WINDOW (crm_history_dialog_new (get_workspace (self), item, GTK_WINDOW (window))));
}

static void
fill_causes (CrmHistoryPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("Any Way"));
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    gtk_string_list_append (names, crm_history_say_cause (causes[i]));

  self->choosing = TRUE;
  gtk_drop_down_set_model (self->cause_drop_down, G_LIST_MODEL (names));
  self->choosing = FALSE;
}

static void
crm_history_page_open (CrmPage *page)
{
  CrmHistoryPage *self = CRM_HISTORY_PAGE (page);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, G_CONNECT_DEFAULT);

  fill_causes (self);
  self->team = crm_choices_get (get_workspace (self), "user");
  g_signal_connect_object (self->team, "items-changed", G_CALLBACK (team_changed_cb), self, G_CONNECT_SWAPPED);
  team_changed_cb (self);

  self->list = crm_history_list_new (get_workspace (self));
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (list_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (list_changed_cb), self, G_CONNECT_SWAPPED);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  filter_changed_cb (self);
}

static void
crm_history_page_dispose (GObject *object)
{
  CrmHistoryPage *self = CRM_HISTORY_PAGE (object);

  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_HISTORY_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->team);
  g_clear_pointer (&self->actors, g_array_unref);

  G_OBJECT_CLASS (crm_history_page_parent_class)->dispose (object);
}

static void
crm_history_page_class_init (CrmHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_history_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_history_page_open;

  g_type_ensure (CRM_TYPE_SPINNER);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryPage, who_drop_down);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryPage, cause_drop_down);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryPage, when_drop_down);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryPage, list_view);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "page.find", NULL, find);
  gtk_widget_class_install_action (widget_class, "page.clear", NULL, clear);
}

static void
crm_history_page_init (CrmHistoryPage *self)
{
  self->actors = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
}

/**
 * crm_history_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_history_page_new (void)
{
  return g_object_new (CRM_TYPE_HISTORY_PAGE, NULL);
}
