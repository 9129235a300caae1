/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The board: the stages of a pipeline as columns, and the open deals in them. Deals are dragged,
 * or moved from the keyboard; dropped at the foot they are won or lost.
 */

#include "config.h"

#include "crm-board-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-board-lane.h"
#include "crm-choices.h"
#include "crm-deal-card.h"
#include "crm-deals.h"
#include "crm-delete-dialog.h"
#include "crm-filter-bar.h"
#include "crm-lost-dialog.h"
#include "crm-money.h"
#include "crm-record-card.h"

#define SEARCH_AFTER  60 /* milliseconds */
#define REFRESH_AFTER 60 /* seconds */

/* While something is dragged near an edge, the board scrolls. */
#define EDGE      48.0 /* pixels */
#define EDGE_STEP 9.0  /* pixels for each frame */

struct _CrmBoardPage
{
  CrmPage parent_instance;

  /* Template children */
  GtkStack *title_stack;
  AdwWindowTitle *title;
  GtkDropDown *pipelines;
  AdwFlap *flap;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  CrmFilterBar *filter_bar;
  GtkScrolledWindow *scroller;
  GtkBox *lanes;
  GtkRevealer *closing_bar;
  GtkLabel *won_zone;
  GtkLabel *lost_zone;
  CrmRecordCard *card;

  CrmChoices *pipeline_choices;
  CrmChoices *stage_choices;
  CrmFilter *filter;
  CrmBoardLane *current; /* borrowed: the lane with the selected deal */
  CrmBoardLane *next_lane; /* weak: with the deal that is selected when the selected one has gone */
  gint64 next_deal;
  gint64 pipeline;
  char *order;           /* the key of a field */
  double drag_x;         /* in the scroller; negative: nothing is dragged over it */
  guint search_id;
  guint refresh_id;
  guint tick_id;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (CrmBoardPage, crm_board_page, CRM_TYPE_PAGE)

enum
{
  PROP_ORDER = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static CrmWorkspace *
get_workspace (CrmBoardPage *self)
{
  return crm_page_get_workspace (CRM_PAGE (self));
}

static CrmBoardLane *
get_next_lane (gpointer lane)
{
  GtkWidget *next = lane != NULL ? gtk_widget_get_next_sibling (lane) : NULL;

  return next != NULL ? CRM_BOARD_LANE (next) : NULL;
}

static CrmBoardLane *
get_first_lane (CrmBoardPage *self)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->lanes));

  return first != NULL ? CRM_BOARD_LANE (first) : NULL;
}

static gint64
get_stage (CrmBoardLane *lane)
{
  return crm_record_get_id (crm_board_column_get_stage (crm_board_lane_get_column (lane)));
}

/* --- The card beside the board ------------------------------------------------------------------------ */

static void
show_flap (CrmBoardPage *self)
{
  gboolean wanted = crm_view_state_get_integer (crm_page_get_state (CRM_PAGE (self)), "window", "card", TRUE) != 0;

  adw_flap_set_reveal_flap (self->flap, wanted && !adw_flap_get_folded (self->flap));
}

static void
flap_toggled_cb (CrmBoardPage *self)
{
  if (!adw_flap_get_folded (self->flap))
    crm_view_state_set_integer (crm_page_get_state (CRM_PAGE (self)), "window", "card", adw_flap_get_reveal_flap (self->flap));
}

static gint64
get_deal (CrmBoardPage *self)
{
  return self->current != NULL ? crm_board_lane_get_selected (self->current) : 0;
}

static void
show_selected (CrmBoardPage *self)
{
  static const char *const actions[] = {
    "deal.open", "deal.move-to", "deal.move-left", "deal.move-right", "deal.move-up", "deal.move-down", "deal.won", "deal.lost",
    "deal.delete",
  };
  gint64 deal = get_deal (self);

  crm_record_card_set_record (self->card, deal);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], deal != 0);
}

static void
lane_selected_cb (CrmBoardPage *self,
                  gint64        deal,
                  CrmBoardLane *lane)
{
  if (deal != 0)
    {
      self->current = lane;
      for (CrmBoardLane *other = get_first_lane (self); other != NULL; other = get_next_lane (other))
        if (other != lane)
          crm_board_lane_select_none (other);
    }
  else if (self->current == lane)
    self->current = NULL;

  show_selected (self);
}

/* --- Totals ---------------------------------------------------------------------------------------------- */

static void
add_sums (GArray *all,
          GArray *sums)
{
  for (guint i = 0; i < sums->len; i++)
    {
      const CrmValue *sum = &g_array_index (sums, CrmValue, i);
      guint k;

      for (k = 0; k < all->len; k++)
        if (strcmp (g_array_index (all, CrmValue, k).currency, sum->currency) == 0)
          break;
      if (k == all->len)
        {
          CrmValue none = crm_value_money (0, sum->currency);

          g_array_append_val (all, none);
        }
      g_array_index (all, CrmValue, k).integer += sum->integer;
    }
}

static void
show_totals (CrmBoardPage *self)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (CrmValue));
  g_autoptr (GString) text = NULL;
  g_autofree char *count = NULL;
  gint64 n = 0;

  g_array_set_clear_func (all, (GDestroyNotify) crm_value_clear);
  for (CrmBoardLane *lane = get_first_lane (self); lane != NULL; lane = get_next_lane (lane))
    {
      GArray *sums = crm_board_column_get_sums (crm_board_lane_get_column (lane));

      n += crm_board_column_get_n (crm_board_lane_get_column (lane));
      if (sums != NULL)
        add_sums (all, sums);
    }

  count = crm_record_type_count_label (crm_workspace_get_type_named (get_workspace (self), "deal"), n);
  text = g_string_new (count);
  for (guint i = 0; i < all->len; i++)
    {
      g_autofree char *sum = crm_money_format (&g_array_index (all, CrmValue, i));

      g_string_append_printf (text, " · %s", sum);
    }
  adw_window_title_set_subtitle (self->title, text->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pipelines), text->str);
}

/* --- Lanes ------------------------------------------------------------------------------------------------ */

static void
lane_activated_cb (CrmBoardPage *self,
                   gint64        deal)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", "deal", deal);
}

static void
lane_lifted_cb (CrmBoardPage *self,
                gboolean      up)
{
  /* A card that is dragged while the window closes comes down last. */
  if (self->closing_bar == NULL)
    return;

  /* What is told at the foot would cover what is there now. */
  if (up)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.hush", NULL);
  gtk_revealer_set_reveal_child (self->closing_bar, up);
}

static GMenuModel *
make_deal_menu (CrmBoardPage *self,
                GPtrArray    *stages)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) open = g_menu_new ();
  g_autoptr (GMenu) move = g_menu_new ();
  g_autoptr (GMenu) close = g_menu_new ();
  g_autoptr (GMenu) away = g_menu_new ();

  for (guint i = 0; i < stages->len; i++)
    {
      CrmRecord *stage = g_ptr_array_index (stages, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (crm_record_get_title (stage), NULL);

      g_menu_item_set_action_and_target (item, "deal.move-to", "x", crm_record_get_id (stage));
      g_menu_append_item (move, item);
    }

  g_menu_append (open, C_("command", "Open"), "deal.open");
  g_menu_append_submenu (open, _("Move To"), G_MENU_MODEL (move));
  g_menu_append (close, _("Won"), "deal.won");
  g_menu_append (close, _("Lost…"), "deal.lost");
  g_menu_append (away, _("Delete"), "deal.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (open));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (close));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (away));

  return G_MENU_MODEL (menu);
}

static GMenuModel *
make_stage_menu (CrmBoardPage *self,
                 CrmRecord    *stage,
                 GPtrArray    *stages)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) add = g_menu_new ();
  g_autoptr (GMenu) move = g_menu_new ();
  g_autoptr (GMenu) all = g_menu_new ();
  g_autoptr (GMenu) set_up = g_menu_new ();
  g_autoptr (GMenuItem) item = g_menu_item_new (_("Add Deal…"), NULL);
  g_autoptr (GMenuItem) edit = g_menu_item_new (_("Edit Stages…"), NULL);

  g_menu_item_set_action_and_target (item, "page.add-to", "x", crm_record_get_id (stage));
  g_menu_append_item (add, item);

  for (guint i = 0; i < stages->len; i++)
    {
      CrmRecord *other = g_ptr_array_index (stages, i);
      g_autoptr (GMenuItem) to = g_menu_item_new (crm_record_get_title (other), NULL);

      if (other == stage)
        continue;
      g_menu_item_set_action_and_target (to, "page.move-all", "(xx)", crm_record_get_id (stage), crm_record_get_id (other));
      g_menu_append_item (move, to);
    }
  g_menu_append_submenu (all, _("Move All Deals To"), G_MENU_MODEL (move));

  g_menu_append_section (menu, NULL, G_MENU_MODEL (add));
  if (stages->len > 1)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  g_menu_item_set_action_and_target (edit, "win.preferences-details", "(ssx)", "pipelines", "pipeline",
                                     crm_record_get_link (stage, "pipeline"));
  g_menu_append_item (set_up, edit);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (set_up));

  return G_MENU_MODEL (menu);
}

static void
show_view (CrmBoardPage *self,
           CrmBoardLane *lane)
{
  const CrmRecordType *type = crm_workspace_get_type_named (get_workspace (self), "deal");
  const CrmField *field = crm_record_type_find_field (type, self->order);
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autoptr (CrmQuery) filter = crm_filter_make_query (self->filter);
  gboolean ordered = g_strcmp0 (self->order, "rank") == 0;
  gboolean descending = g_strcmp0 (self->order, "value") == 0 || g_strcmp0 (self->order, "created") == 0;

  crm_board_lane_set_ordered (lane, ordered);
  crm_board_column_set_view (crm_board_lane_get_column (lane), filter, *search != '\0' ? search : NULL,
                             ordered || field == NULL ? NULL : &field->column, descending);
}

static void
show_views (CrmBoardPage *self)
{
  for (CrmBoardLane *lane = get_first_lane (self); lane != NULL; lane = get_next_lane (lane))
    show_view (self, lane);
}

static void
add_lane (CrmBoardPage *self,
          CrmRecord    *stage,
          GPtrArray    *stages)
{
  g_autoptr (CrmBoardColumn) column = crm_board_column_new (get_workspace (self), stage);
  g_autoptr (GMenuModel) stage_menu = make_stage_menu (self, stage, stages);
  g_autoptr (GMenuModel) deal_menu = make_deal_menu (self, stages);
  GtkWidget *lane = crm_board_lane_new (get_workspace (self), column);

  crm_board_lane_set_menus (CRM_BOARD_LANE (lane), stage_menu, deal_menu);
  g_signal_connect_object (lane, "selected", G_CALLBACK (lane_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lane, "activated", G_CALLBACK (lane_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lane, "lifted", G_CALLBACK (lane_lifted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "total-changed", G_CALLBACK (show_totals), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->lanes, lane);
  show_view (self, CRM_BOARD_LANE (lane));
}

static GPtrArray *
list_stages (CrmBoardPage *self)
{
  GPtrArray *stages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->stage_choices)); i++)
    {
      g_autoptr (CrmRecord) stage = g_list_model_get_item (G_LIST_MODEL (self->stage_choices), i);

      if (crm_record_get_link (stage, "pipeline") == self->pipeline)
        g_ptr_array_add (stages, g_steal_pointer (&stage));
    }

  return stages;
}

static void
show_stages (CrmBoardPage *self)
{
  g_autoptr (GPtrArray) stages = list_stages (self);
  CrmBoardLane *lane = get_first_lane (self);
  GtkWidget *child;
  guint n;

  for (n = 0; n < stages->len && lane != NULL && get_stage (lane) == crm_record_get_id (g_ptr_array_index (stages, n)); n++)
    lane = get_next_lane (lane);
  if (n == stages->len && lane == NULL)
    return;

  self->current = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lanes))) != NULL)
    gtk_box_remove (self->lanes, child);
  for (guint i = 0; i < stages->len; i++)
    add_lane (self, g_ptr_array_index (stages, i), stages);
  show_selected (self);
}

/* --- Pipelines ---------------------------------------------------------------------------------------------- */

static void
pipeline_selected_cb (CrmBoardPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->pipelines);
  g_autoptr (CrmRecord) pipeline = NULL;

  if (self->filling || self->pipeline_choices == NULL)
    return;

  pipeline = g_list_model_get_item (G_LIST_MODEL (self->pipeline_choices), selected);
  if (pipeline == NULL)
    return;

  self->pipeline = crm_record_get_id (pipeline);
  crm_view_state_set_integer (crm_page_get_state (CRM_PAGE (self)), "deals", "pipeline", (int) self->pipeline);
  show_stages (self);
}

static void
show_pipelines (CrmBoardPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->pipeline_choices));
  guint selected = 0;

  if (n == 0)
    return;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CrmRecord) pipeline = g_list_model_get_item (G_LIST_MODEL (self->pipeline_choices), i);

      gtk_string_list_append (names, crm_record_get_title (pipeline));
      if (crm_record_get_id (pipeline) == self->pipeline)
        selected = i;
    }

  self->filling = TRUE;
  gtk_drop_down_set_model (self->pipelines, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->pipelines, selected);
  self->filling = FALSE;
  gtk_stack_set_visible_child_name (self->title_stack, n > 1 ? "several" : "one");
  pipeline_selected_cb (self);
}

/* --- Moving and closing ----------------------------------------------------------------------------------- */

static CrmRecord *
get_deal_record (CrmBoardPage *self)
{
  gint64 id = get_deal (self);

  return id != 0 ? crm_workspace_peek_record (get_workspace (self), crm_workspace_get_type_named (get_workspace (self), "deal"), id) : NULL;
}

static CrmBoardLane *
find_lane (CrmBoardPage *self,
           gint64        stage)
{
  for (CrmBoardLane *lane = get_first_lane (self); lane != NULL; lane = get_next_lane (lane))
    if (get_stage (lane) == stage)
      return lane;

  return NULL;
}

/* The lane that is @by places beside the current one, as people see them. */
static CrmBoardLane *
get_neighbour (CrmBoardPage *self,
               gboolean      left)
{
  GtkWidget *other;

  if (self->current == NULL)
    return NULL;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    left = !left;
  other = left ? gtk_widget_get_prev_sibling (GTK_WIDGET (self->current)) : gtk_widget_get_next_sibling (GTK_WIDGET (self->current));

  return other != NULL ? CRM_BOARD_LANE (other) : NULL;
}

static void
scroll_to_lane (CrmBoardPage *self,
                CrmBoardLane *lane)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  double x, y;

  if (gtk_widget_translate_coordinates (GTK_WIDGET (lane), GTK_WIDGET (self->lanes), 0, 0, &x, &y))
    gtk_adjustment_clamp_page (adjustment, x - 8, x + gtk_widget_get_width (GTK_WIDGET (lane)) + 8);
}

static void
take (CrmBoardPage *self,
      CrmBoardLane *lane,
      gint64        deal)
{
  CrmRecordList *list = crm_board_column_get_list (crm_board_lane_get_column (lane));
  gint64 first = g_list_model_get_n_items (G_LIST_MODEL (list)) > 0 ? crm_record_list_get_id (list, 0) : 0;

  scroll_to_lane (self, lane);
  crm_board_lane_take (lane, deal, first);
}

static void
move_sideways (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);
  CrmBoardLane *lane = get_neighbour (self, strcmp (action_name, "deal.move-left") == 0);

  if (lane != NULL && get_deal (self) != 0)
    take (self, lane, get_deal (self));
}

static void
move_in_lane (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);
  gboolean up = strcmp (action_name, "deal.move-up") == 0;
  gint64 deal = get_deal (self);
  CrmRecordList *list = self->current != NULL ? crm_board_column_get_list (crm_board_lane_get_column (self->current)) : NULL;
  guint n = list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;
  guint position;

  if (deal == 0 || !crm_record_list_find (list, deal, &position) || (up && position == 0) || (!up && position + 1 >= n))
    return;

  if (g_strcmp0 (self->order, "rank") != 0)
    {
      crm_page_tell (widget, _("Choose “Own Order” under “Sort By” to give deals an order of your own."), 0);
      return;
    }

  crm_board_lane_take (self->current, deal, crm_record_list_get_id (list, up ? position - 1 : position + 2));
}

static void
move_to (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);
  CrmBoardLane *lane = find_lane (self, g_variant_get_int64 (parameter));

  if (lane != NULL && get_deal (self) != 0)
    take (self, lane, get_deal (self));
}

static void
focus_sideways (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);
  CrmBoardLane *lane = self->current;
  gboolean left = strcmp (action_name, "deal.focus-left") == 0;
  guint position = 0;

  if (lane != NULL)
    crm_record_list_find (crm_board_column_get_list (crm_board_lane_get_column (lane)), get_deal (self), &position);

  /* Over columns with nothing in them. */
  while ((lane = lane != NULL ? get_neighbour (self, left) : get_first_lane (self)) != NULL)
    {
      scroll_to_lane (self, lane);
      if (crm_board_lane_focus (lane, position))
        return;
      self->current = lane;
    }
}

static void
moved_all_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmBoardPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = NULL;

  if (self->lanes == NULL)
    return;

  commit = crm_deals_move_all_finish (get_workspace (self), result, &error);
  if (commit != NULL)
    crm_page_tell_commit (GTK_WIDGET (self), _("All deals moved"), commit);
  else
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
}

static void
move_all (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);
  gint64 from, to;

  g_variant_get (parameter, "(xx)", &from, &to);
  crm_deals_move_all_async (get_workspace (self), from, to, moved_all_cb, g_object_ref (self));
}

/* A deal leaves the board: the keyboard goes on with the one beside it. */
static void
find_next (CrmBoardPage *self,
           gint64        deal)
{
  CrmBoardLane *lane = self->current;
  CrmRecordList *list;
  guint position;

  self->next_deal = 0;
  g_clear_weak_pointer (&self->next_lane);
  if (lane == NULL || get_deal (self) != deal)
    return;

  list = crm_board_column_get_list (crm_board_lane_get_column (lane));
  if (!crm_record_list_find (list, deal, &position))
    return;

  if (position + 1 < g_list_model_get_n_items (G_LIST_MODEL (list)))
    self->next_deal = crm_record_list_get_id (list, position + 1);
  else if (position > 0)
    self->next_deal = crm_record_list_get_id (list, position - 1);

  for (CrmBoardLane *other = get_first_lane (self); other != NULL && self->next_deal == 0; other = get_next_lane (other))
    {
      list = crm_board_column_get_list (crm_board_lane_get_column (other));
      if (other != self->current && g_list_model_get_n_items (G_LIST_MODEL (list)) > 0)
        {
          lane = other;
          self->next_deal = crm_record_list_get_id (list, 0);
        }
    }
  if (self->next_deal != 0)
    g_set_weak_pointer (&self->next_lane, lane);
}

static void
go_on_with_next (CrmBoardPage *self)
{
  if (self->next_lane == NULL)
    return;

  scroll_to_lane (self, self->next_lane);
  crm_board_lane_reveal (self->next_lane, self->next_deal);
  g_clear_weak_pointer (&self->next_lane);
}

/* What is told when a deal is won. */
typedef struct
{
  CrmBoardPage *page;
  CrmRecord *deal;
} Winning;

static void
won_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autofree Winning *winning = user_data;
  g_autoptr (CrmBoardPage) self = winning->page;
  g_autoptr (CrmRecord) deal = winning->deal;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);
  g_autofree char *text = g_strdup_printf (_("“%s” is won"), crm_record_get_title (deal));

  if (commit != NULL)
    {
      crm_page_tell_commit (GTK_WIDGET (self), text, commit);
      go_on_with_next (self);
    }
  else
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
}

static void
win (CrmBoardPage *self,
     CrmRecord    *deal)
{
  const CrmRecordType *type = crm_record_get_record_type (deal);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (get_workspace (self), CRM_CAUSE_USER, NULL);
  g_auto (CrmValue) won = crm_value_text ("won");
  Winning *winning = g_new0 (Winning, 1);

  find_next (self, crm_record_get_id (deal));
  winning->page = g_object_ref (self);
  winning->deal = g_object_ref (deal);
  crm_change_set_set (set, &type->table, crm_record_get_id (deal), &crm_record_type_find_field (type, "status")->column, &won);
  crm_store_commit_async (crm_workspace_get_store (get_workspace (self)), set, NULL, won_cb, winning);
}

static void
deal_lost (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  go_on_with_next (CRM_BOARD_PAGE (widget));
}

static void
lose (CrmBoardPage *self,
      CrmRecord    *deal)
{
  find_next (self, crm_record_get_id (deal));
  gtk_window_present (GTK_WINDOW (crm_lost_dialog_new (get_workspace (self), deal, GTK_WIDGET (self))));
}

static void
close_deal (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);
  g_autoptr (CrmRecord) deal = get_deal_record (self);

  if (deal == NULL)
    return;

  if (strcmp (action_name, "deal.won") == 0)
    win (self, deal);
  else
    lose (self, deal);
}

static void
open_deal (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  lane_activated_cb (CRM_BOARD_PAGE (widget), get_deal (CRM_BOARD_PAGE (widget)));
}

static void
delete_deal (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 deal = get_deal (self);

  if (deal == 0)
    return;

  g_array_append_val (ids, deal);
  crm_delete_dialog_run (get_workspace (self), "deal", ids, GTK_WINDOW (gtk_widget_get_root (widget)), widget);
}

/* --- The foot: won and lost ---------------------------------------------------------------------------------- */

static GdkDragAction
zone_motion_cb (GtkDropTargetAsync *target,
                GdkDrop            *drop,
                double              x,
                double              y,
                CrmBoardPage       *self)
{
  gtk_widget_add_css_class (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)), "aimed-at");

  return GDK_ACTION_MOVE;
}

static void
zone_leave_cb (GtkDropTargetAsync *target,
               GdkDrop            *drop,
               CrmBoardPage       *self)
{
  gtk_widget_remove_css_class (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)), "aimed-at");
}

static gboolean
zone_drop_cb (GtkDropTargetAsync *target,
              GdkDrop            *drop,
              double              x,
              double              y,
              CrmBoardPage       *self)
{
  GtkWidget *zone = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  CrmRecord *deal = crm_deal_card_get_dropped (drop);

  zone_leave_cb (target, drop, self);
  if (deal == NULL)
    return FALSE;

  if (zone == GTK_WIDGET (self->won_zone))
    win (self, deal);
  else
    lose (self, deal);
  gdk_drop_finish (drop, GDK_ACTION_MOVE);

  return TRUE;
}

static void
add_zone (CrmBoardPage *self,
          GtkWidget    *zone)
{
  GtkDropTargetAsync *target = gtk_drop_target_async_new (gdk_content_formats_new_for_gtype (CRM_TYPE_RECORD), GDK_ACTION_MOVE);

  g_signal_connect (target, "drag-enter", G_CALLBACK (zone_motion_cb), self);
  g_signal_connect (target, "drag-motion", G_CALLBACK (zone_motion_cb), self);
  g_signal_connect (target, "drag-leave", G_CALLBACK (zone_leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (zone_drop_cb), self);
  gtk_widget_add_controller (zone, GTK_EVENT_CONTROLLER (target));
}

/* --- Scrolling while something is dragged ---------------------------------------------------------------------- */

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  CrmBoardPage *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  double width = gtk_widget_get_width (widget);
  double step = 0;

  if (self->drag_x >= 0 && self->drag_x < EDGE)
    step = -EDGE_STEP;
  else if (self->drag_x > width - EDGE)
    step = EDGE_STEP;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + step);

  return G_SOURCE_CONTINUE;
}

static void
drag_moved_cb (GtkDropControllerMotion *controller,
               double                   x,
               double                   y,
               CrmBoardPage            *self)
{
  self->drag_x = x;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self->scroller), tick_cb, self, NULL);
}

static void
drag_left_cb (GtkDropControllerMotion *controller,
              CrmBoardPage            *self)
{
  self->drag_x = -1;
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->scroller), self->tick_id);
  self->tick_id = 0;
}

/* --- Searching, adding ----------------------------------------------------------------------------------------- */

static gboolean
search_cb (gpointer data)
{
  CrmBoardPage *self = data;

  self->search_id = 0;
  show_views (self);

  return G_SOURCE_REMOVE;
}

static void
search_changed_cb (CrmBoardPage *self)
{
  g_clear_handle_id (&self->search_id, g_source_remove);
  self->search_id = g_timeout_add (SEARCH_AFTER, search_cb, self);
}

static void
find (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
filter (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  crm_filter_bar_edit (CRM_BOARD_PAGE (widget)->filter_bar);
}

static void
save_filter (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  crm_filter_bar_save (CRM_BOARD_PAGE (widget)->filter_bar);
}

static void
explain_filter (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  crm_filter_bar_explain (CRM_BOARD_PAGE (widget)->filter_bar, get_deal (CRM_BOARD_PAGE (widget)));
}

static void
remove_filter (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);

  crm_filter_set (self->filter, NULL, 0);
  gtk_widget_child_focus (GTK_WIDGET (self->scroller), GTK_DIR_TAB_FORWARD);
}

static void
add (GtkWidget  *widget,
     const char *action_name,
     GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);
  CrmBoardLane *lane = parameter != NULL ? find_lane (self, g_variant_get_int64 (parameter)) : get_first_lane (self);

  if (lane != NULL)
    crm_board_lane_add (lane);
}

static void
toggle_card (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (widget);

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

/* Deals get older while nobody touches them. */
static gboolean
refresh_cb (gpointer data)
{
  CrmBoardPage *self = data;

  for (CrmBoardLane *lane = get_first_lane (self); lane != NULL; lane = get_next_lane (lane))
    crm_board_lane_refresh (lane);

  return G_SOURCE_CONTINUE;
}

/* --- Object ------------------------------------------------------------------------------------------------------ */

static void
crm_board_page_open (CrmPage *page)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (page);
  g_autofree char *order = crm_view_state_get_string (crm_page_get_state (page), "deals", "order");

  crm_page_set_title (page, _("Deals"));
  if (order != NULL && crm_record_type_find_field (crm_workspace_get_type_named (get_workspace (self), "deal"), order) != NULL)
    self->order = g_steal_pointer (&order);
  else
    self->order = g_strdup ("rank");
  self->pipeline = crm_view_state_get_integer (crm_page_get_state (page), "deals", "pipeline", 0);

  crm_filter_bar_open (self->filter_bar, get_workspace (self), crm_page_get_state (page), self->filter);
  g_signal_connect_object (self->filter, "changed", G_CALLBACK (show_views), self, G_CONNECT_SWAPPED);
  crm_record_card_open (self->card, get_workspace (self), crm_page_get_state (CRM_PAGE (self)), "deal");
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (show_flap), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (flap_toggled_cb), self, G_CONNECT_SWAPPED);

  self->stage_choices = crm_choices_get (get_workspace (self), "stage");
  self->pipeline_choices = crm_choices_get (get_workspace (self), "pipeline");
  g_signal_connect_object (self->stage_choices, "items-changed", G_CALLBACK (show_stages), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pipeline_choices, "items-changed", G_CALLBACK (show_pipelines), self, G_CONNECT_SWAPPED);
  show_pipelines (self);
  show_selected (self);
  show_flap (self);
  self->refresh_id = g_timeout_add_seconds (REFRESH_AFTER, refresh_cb, self);
}

static void
crm_board_page_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ORDER:
      g_value_set_string (value, CRM_BOARD_PAGE (object)->order);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_board_page_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (object);

  switch (id)
    {
    case PROP_ORDER:
      g_free (self->order);
      self->order = g_value_dup_string (value);
      crm_view_state_set_string (crm_page_get_state (CRM_PAGE (self)), "deals", "order", self->order);
      show_views (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_board_page_dispose (GObject *object)
{
  CrmBoardPage *self = CRM_BOARD_PAGE (object);

  if (self->scroller != NULL)
    drag_left_cb (NULL, self);
  g_clear_handle_id (&self->search_id, g_source_remove);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  self->current = NULL;
  g_clear_weak_pointer (&self->next_lane);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_BOARD_PAGE);
  g_clear_object (&self->filter);
  g_clear_object (&self->stage_choices);
  g_clear_object (&self->pipeline_choices);

  G_OBJECT_CLASS (crm_board_page_parent_class)->dispose (object);
}

static void
crm_board_page_finalize (GObject *object)
{
  g_free (CRM_BOARD_PAGE (object)->order);

  G_OBJECT_CLASS (crm_board_page_parent_class)->finalize (object);
}

static void
crm_board_page_class_init (CrmBoardPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_board_page_dispose;
  object_class->finalize = crm_board_page_finalize;
  object_class->get_property = crm_board_page_get_property;
  object_class->set_property = crm_board_page_set_property;
  CRM_PAGE_CLASS (klass)->open = crm_board_page_open;

  /**
   * CrmBoardPage:order:
   *
   * The key of the field by which deals are sorted in their stages.
   */
  properties[PROP_ORDER] = g_param_spec_string ("order", NULL, NULL, "rank",
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CRM_TYPE_FILTER_BAR);
  g_type_ensure (CRM_TYPE_RECORD_CARD);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-board-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, title_stack);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, title);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, pipelines);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, flap);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, lanes);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, closing_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, won_zone);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, lost_zone);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardPage, card);
  gtk_widget_class_bind_template_callback (widget_class, pipeline_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);

  gtk_widget_class_install_property_action (widget_class, "page.order", "order");
  gtk_widget_class_install_action (widget_class, "page.add", NULL, add);
  gtk_widget_class_install_action (widget_class, "page.add-to", "x", add);
  gtk_widget_class_install_action (widget_class, "page.find", NULL, find);
  gtk_widget_class_install_action (widget_class, "page.filter", NULL, filter);
  gtk_widget_class_install_action (widget_class, "page.save-filter", NULL, save_filter);
  gtk_widget_class_install_action (widget_class, "page.why", NULL, explain_filter);
  gtk_widget_class_install_action (widget_class, "page.remove-filter", NULL, remove_filter);
  gtk_widget_class_install_action (widget_class, "page.move-all", "(xx)", move_all);
  gtk_widget_class_install_action (widget_class, "page.toggle-card", NULL, toggle_card);
  gtk_widget_class_install_action (widget_class, "deal.open", NULL, open_deal);
  gtk_widget_class_install_action (widget_class, "deal.move-to", "x", move_to);
  gtk_widget_class_install_action (widget_class, "deal.move-left", NULL, move_sideways);
  gtk_widget_class_install_action (widget_class, "deal.move-right", NULL, move_sideways);
  gtk_widget_class_install_action (widget_class, "deal.move-up", NULL, move_in_lane);
  gtk_widget_class_install_action (widget_class, "deal.move-down", NULL, move_in_lane);
  gtk_widget_class_install_action (widget_class, "deal.focus-left", NULL, focus_sideways);
  gtk_widget_class_install_action (widget_class, "deal.focus-right", NULL, focus_sideways);
  gtk_widget_class_install_action (widget_class, "deal.won", NULL, close_deal);
  gtk_widget_class_install_action (widget_class, "deal.lost", NULL, close_deal);
  gtk_widget_class_install_action (widget_class, "deal.was-lost", NULL, deal_lost);
  gtk_widget_class_install_action (widget_class, "deal.delete", NULL, delete_deal);
}

static void
crm_board_page_init (CrmBoardPage *self)
{
  GtkEventController *motion = gtk_drop_controller_motion_new ();

  self->drag_x = -1;
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (motion, "enter", G_CALLBACK (drag_moved_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (drag_moved_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (drag_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->scroller), motion);
  add_zone (self, GTK_WIDGET (self->won_zone));
  add_zone (self, GTK_WIDGET (self->lost_zone));
}

/**
 * crm_board_page_new:
 * @filter: a filter over deals, which other views may have too
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_board_page_new (CrmFilter *filter)
{
  CrmBoardPage *self = g_object_new (CRM_TYPE_BOARD_PAGE, NULL);

  self->filter = g_object_ref (filter);

  return CRM_PAGE (self);
}

/**
 * crm_board_page_get_filter:
 *
 * Returns: (transfer none): what it is filtered by
 */
CrmFilter *
crm_board_page_get_filter (CrmBoardPage *self)
{
  g_return_val_if_fail (CRM_IS_BOARD_PAGE (self), NULL);

  return self->filter;
}
