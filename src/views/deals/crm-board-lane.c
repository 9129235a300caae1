/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A column of the board. Cards are dragged out of it and dropped into it; while one hovers, a line
 * shows where it would land. A drop is finished when the deal has been moved: what a rule of the
 * stage refuses glides home, and the rule is told (window.md, 5).
 */

#include "config.h"

#include "crm-board-lane.h"

#include <glib/gi18n.h>

#include "crm-card-list.h"
#include "crm-children.h"
#include "crm-deal-card.h"
#include "crm-deals.h"
#include "crm-dot.h"
#include "crm-form-dialog.h"
#include "crm-list-selection.h"
#include "crm-page.h"

/* While something is dragged near an end of the list, it scrolls. */
#define EDGE      40.0 /* pixels */
#define EDGE_STEP 8.0  /* pixels for each frame */

struct _CrmBoardLane
{
  GtkWidget parent_instance;

  /* Template children */
  GtkBox *box;
  CrmDot *dot;
  GtkLabel *title;
  GtkLabel *count;
  GtkInscription *sum;
  GtkToggleButton *add_button;
  GtkMenuButton *menu_button;
  GtkRevealer *add_revealer;
  GtkEntry *add_entry;
  GtkScrolledWindow *scroller;
  CrmCardList *cards;
  GtkLabel *placeholder;

  CrmWorkspace *workspace;
  CrmBoardColumn *column;
  CrmListSelection *selection;
  GtkWidget *popover;   /* the menu of a deal */

  GtkWidget *marked;    /* weak: the card at which a line shows the place */
  gint64 before;        /* what a drop now would come before */
  gint64 lifted;        /* the deal that is being dragged from here */
  gint64 wanted;        /* to be revealed when the list has it */
  gboolean ordered;     /* the order is the one that people gave */
  double drag_x;        /* where something is dragged over the lane */
  double drag_y;
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (CrmBoardLane, crm_board_lane, GTK_TYPE_WIDGET)

enum
{
  SELECTED,
  ACTIVATED,
  LIFTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static CrmRecordList *
get_list (CrmBoardLane *self)
{
  return crm_board_column_get_list (self->column);
}

static gint64
get_stage (CrmBoardLane *self)
{
  return crm_record_get_id (crm_board_column_get_stage (self->column));
}

/* --- Head ------------------------------------------------------------------------------------------- */

static void
show_head (CrmBoardLane *self)
{
  CrmRecord *stage = crm_board_column_get_stage (self->column);
  const char *name = crm_record_get_title (stage);
  gint64 n = crm_board_column_get_n (self->column);
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, n);
  g_autofree char *sum = crm_board_column_format_sum (self->column);
  g_autofree char *deals = crm_record_type_count_label (crm_workspace_get_type_named (self->workspace, "deal"), n);
  g_autofree char *label = *sum != '\0' ? g_strdup_printf ("%s, %s, %s", name, deals, sum) : g_strdup_printf ("%s, %s", name, deals);
  g_autofree char *add = g_strdup_printf (_("Add a Deal to %s"), name);
  g_autofree char *more = g_strdup_printf (_("More for %s"), name);

  crm_dot_set_colour (self->dot, crm_record_get_raw_text (stage, "colour"));
  gtk_label_set_text (self->title, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), name);
  gtk_label_set_text (self->count, count);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->count), deals);
  gtk_inscription_set_text (self->sum, sum);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sum), sum);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), n == 0);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->add_button), add);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL, add, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), more);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, more, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cards), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* --- Adding ------------------------------------------------------------------------------------------- */

static void
add_toggled_cb (CrmBoardLane *self)
{
  if (gtk_toggle_button_get_active (self->add_button))
    gtk_widget_grab_focus (GTK_WIDGET (self->add_entry));
}

static void
show_add_error (CrmBoardLane *self,
                const char   *message)
{
  if (message != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->add_entry), "error");
      crm_page_tell (GTK_WIDGET (self), message, 0);
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->add_entry), "error");
}

static void
add_changed_cb (CrmBoardLane *self)
{
  show_add_error (self, NULL);
}

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CrmBoardLane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  if (self->add_entry == NULL)
    return;

  if (commit == NULL)
    {
      show_add_error (self, error->message);
      return;
    }

  /* Ready for the next one. */
  gtk_editable_set_text (GTK_EDITABLE (self->add_entry), "");
  crm_page_tell_commit (GTK_WIDGET (self), _("Deal added"), commit);
}

static void
add_activated_cb (CrmBoardLane *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, "deal");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->add_entry))));
  g_auto (CrmValue) title = crm_value_text (text);
  CrmValue stage = crm_value_integer (get_stage (self));
  gint64 id;

  if (*text == '\0')
    return;

  id = crm_change_set_create (set, &type->table);
  crm_change_set_set (set, &type->table, id, type->table.title, &title);
  crm_change_set_set (set, &type->table, id, &crm_record_type_find_field (type, "stage")->column, &stage);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, added_cb, g_object_ref (self));
}

static void
form_added_cb (CrmBoardLane *self,
               gint64        id,
               gint64        batch)
{
  gtk_editable_set_text (GTK_EDITABLE (self->add_entry), "");
  gtk_revealer_set_reveal_child (self->add_revealer, FALSE);
  crm_board_lane_reveal (self, id);
  crm_page_tell (GTK_WIDGET (self), _("Deal added"), batch);
}

static void
add_more_clicked_cb (CrmBoardLane *self)
{
  crm_board_lane_add (self);
}

static gboolean
add_key_cb (GtkEventControllerKey *controller,
            guint                  keyval,
            guint                  keycode,
            GdkModifierType        modifiers,
            CrmBoardLane          *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  gtk_revealer_set_reveal_child (self->add_revealer, FALSE);
  /* Where there is no card, to the button that opened it. */
  if (!gtk_widget_grab_focus (GTK_WIDGET (self->cards)))
    gtk_widget_grab_focus (GTK_WIDGET (self->add_button));

  return GDK_EVENT_STOP;
}

/* --- Moving ------------------------------------------------------------------------------------------- */

/* A deal on its way into the lane. */
typedef struct
{
  CrmBoardLane *lane;
  GdkDrop *drop; /* to be finished, or %NULL */
  gint64 deal;
  gint64 from;   /* the stage that it comes from */
} Move;

static void
move_free (Move *move)
{
  g_object_unref (move->lane);
  g_clear_object (&move->drop);
  g_free (move);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Move, move_free)

static void
tell_moved (CrmBoardLane *self,
            Move         *move,
            CrmCommit    *commit)
{
  CrmRecord *stage = crm_board_column_get_stage (self->column);
  g_autoptr (CrmRecord) deal = crm_workspace_peek_record (self->workspace, crm_workspace_get_type_named (self->workspace, "deal"), move->deal);
  g_autofree char *text = NULL;

  if (move->from == crm_record_get_id (stage) || deal == NULL)
    return;

  /* TRANSLATORS: the first is a deal, the second a stage */
  text = g_strdup_printf (_("“%1$s” moved to %2$s"), crm_record_get_title (deal), crm_record_get_title (stage));
  crm_page_tell_commit (GTK_WIDGET (self), text, commit);
}

static void
placed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Move) move = user_data;
  CrmBoardLane *self = move->lane;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_deals_place_finish (self->workspace, result, &error);

  if (move->drop != NULL)
    gdk_drop_finish (move->drop, commit != NULL ? GDK_ACTION_MOVE : 0);
  if (self->cards == NULL)
    return;

  if (commit == NULL)
    {
      crm_page_tell (GTK_WIDGET (self), error->message, 0);
      return;
    }

  tell_moved (self, move, commit);
  crm_board_lane_reveal (self, move->deal);
}

static void
place (CrmBoardLane *self,
       CrmRecord    *deal,
       gint64        id,
       gint64        before,
       GdkDrop      *drop)
{
  Move *move = g_new0 (Move, 1);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  move->lane = g_object_ref (self);
  move->drop = drop != NULL ? g_object_ref (drop) : NULL;
  move->deal = id;
  move->from = deal != NULL ? crm_record_get_link (deal, "stage") : 0;
  g_array_append_val (ids, id);
  crm_deals_place_async (self->workspace, ids, get_stage (self), before, placed_cb, move);
}

static void
announce_place (CrmBoardLane *self,
                guint         position)
{
  g_autofree char *text = g_strdup_printf (_("%1$s, %2$u of %3$u"), crm_record_get_title (crm_board_column_get_stage (self->column)),
                                           position + 1, g_list_model_get_n_items (G_LIST_MODEL (get_list (self))));

  crm_page_announce (GTK_WIDGET (self), text);
}

/* Shows the deal that was put here, once the list has it. */
static void
settled_cb (CrmBoardLane *self)
{
  gint64 wanted = self->wanted;
  guint position;

  /* A filter may keep it out: nobody wants to be taken to it when that goes, much later. */
  self->wanted = 0;
  if (wanted == 0 || !crm_record_list_find (get_list (self), wanted, &position))
    return;

  crm_board_lane_focus (self, position);
  announce_place (self, position);
}

/* --- Dropping ----------------------------------------------------------------------------------------- */

static void
unmark (CrmBoardLane *self)
{
  if (self->marked != NULL)
    {
      gtk_widget_remove_css_class (self->marked, "drop-before");
      gtk_widget_remove_css_class (self->marked, "drop-after");
    }
  g_clear_weak_pointer (&self->marked);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-here");
}

static void
mark (CrmBoardLane *self,
      GtkWidget    *card,
      const char   *where)
{
  unmark (self);
  g_set_weak_pointer (&self->marked, card);
  gtk_widget_add_css_class (card, where);
}

static CrmDealCard *
find_card (CrmBoardLane *self,
           double        x,
           double        y)
{
  double list_x, list_y;
  GtkWidget *child;

  gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (self->cards), x, y, &list_x, &list_y);
  child = gtk_widget_pick (GTK_WIDGET (self->cards), list_x, list_y, GTK_PICK_DEFAULT);
  if (child == NULL)
    return NULL;

  /* What was hit is a part of a card, or the row around one. */
  if (!CRM_IS_DEAL_CARD (child) && gtk_widget_get_ancestor (child, CRM_TYPE_DEAL_CARD) != NULL)
    child = gtk_widget_get_ancestor (child, CRM_TYPE_DEAL_CARD);
  if (!CRM_IS_DEAL_CARD (child) && CRM_IS_DEAL_CARD (gtk_widget_get_first_child (child)))
    child = gtk_widget_get_first_child (child);

  return CRM_IS_DEAL_CARD (child) ? CRM_DEAL_CARD (child) : NULL;
}

/* If it is near enough to the place in sight to exist. */
static CrmDealCard *
find_last_card (CrmBoardLane *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (get_list (self)));
  GtkWidget *card = n > 0 ? crm_card_list_get_card (self->cards, n - 1) : NULL;

  return card != NULL ? CRM_DEAL_CARD (card) : NULL;
}

/* The deal that follows the one on @card, or 0 at the end. */
static gint64
get_next (CrmBoardLane *self,
          CrmDealCard  *card)
{
  CrmRecord *record = crm_deal_card_get_record (card);
  guint position;

  if (record == NULL || !crm_record_list_find (get_list (self), crm_record_get_id (record), &position))
    return 0;

  return crm_record_list_get_id (get_list (self), position + 1);
}

/* Finds the place under the pointer and shows it. */
static void
aim (CrmBoardLane *self,
     double        x,
     double        y)
{
  CrmDealCard *card = find_card (self, x, y);
  double card_x, card_y;

  self->before = 0;
  if (!self->ordered)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "drop-here");
      return;
    }

  if (card == NULL)
    {
      card = find_last_card (self);
      if (card != NULL)
        mark (self, GTK_WIDGET (card), "drop-after");
      else
        {
          unmark (self);
          gtk_widget_add_css_class (GTK_WIDGET (self), "drop-here");
        }
      return;
    }

  gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (card), x, y, &card_x, &card_y);
  if (card_y < gtk_widget_get_height (GTK_WIDGET (card)) / 2.0)
    {
      CrmRecord *record = crm_deal_card_get_record (card);

      self->before = record != NULL ? crm_record_get_id (record) : 0;
      mark (self, GTK_WIDGET (card), "drop-before");
    }
  else
    {
      self->before = get_next (self, card);
      mark (self, GTK_WIDGET (card), "drop-after");
    }
}

/* Near its ends the list scrolls by itself, and what is aimed at changes below the card. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  CrmBoardLane *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double height = gtk_widget_get_height (GTK_WIDGET (self->scroller));
  double before = gtk_adjustment_get_value (adjustment);
  double step = 0;
  double x, y;

  if (!gtk_widget_translate_coordinates (widget, GTK_WIDGET (self->scroller), self->drag_x, self->drag_y, &x, &y))
    return G_SOURCE_CONTINUE;

  if (y < EDGE)
    step = -EDGE_STEP;
  else if (y > height - EDGE)
    step = EDGE_STEP;
  if (step == 0)
    return G_SOURCE_CONTINUE;

  gtk_adjustment_set_value (adjustment, before + step);
  if (gtk_adjustment_get_value (adjustment) != before)
    aim (self, self->drag_x, self->drag_y);

  return G_SOURCE_CONTINUE;
}

static void
stop_scrolling (CrmBoardLane *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
}

static GdkDragAction
drag_motion_cb (GtkDropTargetAsync *target,
                GdkDrop            *drop,
                double              x,
                double              y,
                CrmBoardLane       *self)
{
  self->drag_x = x;
  self->drag_y = y;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, self, NULL);
  aim (self, x, y);

  return GDK_ACTION_MOVE;
}

static void
drag_leave_cb (GtkDropTargetAsync *target,
               GdkDrop            *drop,
               CrmBoardLane       *self)
{
  stop_scrolling (self);
  unmark (self);
}

static gboolean
drop_cb (GtkDropTargetAsync *target,
         GdkDrop            *drop,
         double              x,
         double              y,
         CrmBoardLane       *self)
{
  CrmRecord *deal = crm_deal_card_get_dropped (drop);
  gint64 before;

  stop_scrolling (self);
  if (deal == NULL)
    return FALSE;

  aim (self, x, y);
  before = self->before;
  unmark (self);
  if (before == crm_record_get_id (deal))
    {
      /* It lies where it was. */
      gdk_drop_finish (drop, GDK_ACTION_MOVE);
      return TRUE;
    }

  place (self, deal, crm_record_get_id (deal), before, drop);

  return TRUE;
}

/* --- Cards --------------------------------------------------------------------------------------------- */

static void
card_lifted_cb (CrmBoardLane *self,
                gboolean      up,
                GtkWidget    *card)
{
  if (self->cards != NULL)
    crm_card_list_hold (self->cards, card, up);
  g_signal_emit (self, signals[LIFTED], 0, up);
}

static void
popup_menu (CrmBoardLane *self,
            GtkWidget    *at,
            double        x,
            double        y)
{
  double own_x, own_y;

  if (self->popover == NULL)
    return;

  gtk_widget_translate_coordinates (at, GTK_WIDGET (self), x, y, &own_x, &own_y);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { (int) own_x, (int) own_y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
card_menu_cb (CrmBoardLane *self,
              double        x,
              double        y,
              CrmDealCard  *card)
{
  CrmRecord *record = crm_deal_card_get_record (card);

  if (record == NULL)
    return;

  crm_list_selection_select_id (self->selection, crm_record_get_id (record));
  popup_menu (self, GTK_WIDGET (card), x, y);
}

static GtkWidget *
make_card (gpointer user_data)
{
  CrmBoardLane *self = user_data;
  GtkWidget *card = crm_deal_card_new (self->workspace, crm_board_column_get_stage (self->column));

  g_signal_connect_swapped (card, "lifted", G_CALLBACK (card_lifted_cb), self);
  g_signal_connect_swapped (card, "menu", G_CALLBACK (card_menu_cb), self);

  return card;
}

static void
bind_card (GtkWidget   *card,
           CrmListSlot *slot,
           gpointer     user_data)
{
  CrmBoardLane *self = user_data;

  /* The line belongs to the place, not to the card that was there. */
  if (self->marked == card)
    unmark (self);
  crm_deal_card_set_slot (CRM_DEAL_CARD (card), slot);
}

static void
refresh_card (GtkWidget *card)
{
  crm_deal_card_refresh (CRM_DEAL_CARD (card));
}

static void
selection_changed_cb (CrmBoardLane *self)
{
  g_signal_emit (self, signals[SELECTED], 0, crm_list_selection_get_single (self->selection));
}

static void
activate_cb (CrmBoardLane *self,
             guint         position)
{
  gint64 id = crm_record_list_get_id (get_list (self), position);

  if (id != 0)
    g_signal_emit (self, signals[ACTIVATED], 0, id);
}

static void
show_menu (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  CrmBoardLane *self = CRM_BOARD_LANE (widget);
  GtkWidget *row = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self->cards)))
    popup_menu (self, row, 24, 24);
}

/* --- Object --------------------------------------------------------------------------------------------- */

/* The list would take some of these keys for its cursor. */
static void
add_keys (CrmBoardLane *self)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_Left, GDK_CONTROL_MASK, "deal.move-left" },
    { GDK_KEY_Right, GDK_CONTROL_MASK, "deal.move-right" },
    { GDK_KEY_Up, GDK_CONTROL_MASK, "deal.move-up" },
    { GDK_KEY_Down, GDK_CONTROL_MASK, "deal.move-down" },
    { GDK_KEY_Left, 0, "deal.focus-left" },
    { GDK_KEY_Right, 0, "deal.focus-right" },
    { GDK_KEY_Delete, 0, "deal.delete" },
    { GDK_KEY_Menu, 0, "lane.show-menu" },
    { GDK_KEY_F10, GDK_SHIFT_MASK, "lane.show-menu" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers),
                                                            gtk_named_action_new (keys[i].action)));
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->cards), controller);
}

static void
add_drop_target (CrmBoardLane *self)
{
  GtkDropTargetAsync *target = gtk_drop_target_async_new (gdk_content_formats_new_for_gtype (CRM_TYPE_RECORD), GDK_ACTION_MOVE);

  g_signal_connect (target, "drag-enter", G_CALLBACK (drag_motion_cb), self);
  g_signal_connect (target, "drag-motion", G_CALLBACK (drag_motion_cb), self);
  g_signal_connect (target, "drag-leave", G_CALLBACK (drag_leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
crm_board_lane_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  CrmBoardLane *self = CRM_BOARD_LANE (widget);

  gtk_widget_size_allocate (GTK_WIDGET (self->box), &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
crm_board_lane_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (CRM_BOARD_LANE (widget)->box), orientation, for_size, minimum, natural, NULL, NULL);
}

static void
crm_board_lane_dispose (GObject *object)
{
  CrmBoardLane *self = CRM_BOARD_LANE (object);

  stop_scrolling (self);
  if (self->cards != NULL)
    crm_card_list_close (self->cards);
  g_clear_weak_pointer (&self->marked);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_BOARD_LANE);
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->selection);
  g_clear_object (&self->column);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_board_lane_parent_class)->dispose (object);
}

static void
crm_board_lane_class_init (CrmBoardLaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_board_lane_dispose;
  widget_class->size_allocate = crm_board_lane_size_allocate;
  widget_class->measure = crm_board_lane_measure;

  /**
   * CrmBoardLane::selected:
   * @id: of a deal, or 0
   *
   * Another deal is selected.
   */
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  /**
   * CrmBoardLane::activated:
   * @id: of a deal
   *
   * Somebody wants to see a deal.
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  /**
   * CrmBoardLane::lifted:
   * @up: whether a card is being dragged
   *
   * A card was lifted, or has come down again.
   */
  signals[LIFTED] = g_signal_new ("lifted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  g_type_ensure (CRM_TYPE_CARD_LIST);
  g_type_ensure (CRM_TYPE_DOT);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-board-lane.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, box);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, dot);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, title);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, count);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, sum);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, add_button);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, menu_button);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, add_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, add_entry);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, scroller);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, cards);
  gtk_widget_class_bind_template_child (widget_class, CrmBoardLane, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_more_clicked_cb);

  gtk_widget_class_install_action (widget_class, "lane.show-menu", NULL, show_menu);

  gtk_widget_class_set_css_name (widget_class, "boardlane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_board_lane_init (CrmBoardLane *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->ordered = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (keys, "key-pressed", G_CALLBACK (add_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->add_entry), keys);
  add_keys (self);
  add_drop_target (self);
}

/**
 * crm_board_lane_new:
 * @workspace: a workspace
 * @column: what it shows
 *
 * Returns: (transfer floating): a lane
 */
GtkWidget *
crm_board_lane_new (CrmWorkspace   *workspace,
                    CrmBoardColumn *column)
{
  CrmBoardLane *self = g_object_new (CRM_TYPE_BOARD_LANE, NULL);

  self->workspace = g_object_ref (workspace);
  self->column = g_object_ref (column);
  self->selection = crm_list_selection_new (get_list (self));

  crm_card_list_open (self->cards, self->selection, make_card, bind_card, self);

  g_signal_connect_object (self->selection, "notify::n-selected", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "total-changed", G_CALLBACK (show_head), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (crm_board_column_get_stage (column), "changed", G_CALLBACK (show_head), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_list (self), "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  show_head (self);

  return GTK_WIDGET (self);
}

/**
 * crm_board_lane_get_column:
 *
 * Returns: (transfer none): what it shows
 */
CrmBoardColumn *
crm_board_lane_get_column (CrmBoardLane *self)
{
  g_return_val_if_fail (CRM_IS_BOARD_LANE (self), NULL);

  return self->column;
}

/**
 * crm_board_lane_get_selected:
 *
 * Returns: the deal that is selected, or 0
 */
gint64
crm_board_lane_get_selected (CrmBoardLane *self)
{
  g_return_val_if_fail (CRM_IS_BOARD_LANE (self), 0);

  return crm_list_selection_get_single (self->selection);
}

/**
 * crm_board_lane_select_none:
 */
void
crm_board_lane_select_none (CrmBoardLane *self)
{
  g_return_if_fail (CRM_IS_BOARD_LANE (self));

  crm_list_selection_clear (self->selection);
}

/**
 * crm_board_lane_set_ordered:
 * @ordered: whether deals stand in the order that people gave them, so that a place can be chosen
 */
void
crm_board_lane_set_ordered (CrmBoardLane *self,
                            gboolean      ordered)
{
  g_return_if_fail (CRM_IS_BOARD_LANE (self));

  self->ordered = ordered;
}

/**
 * crm_board_lane_set_menus:
 * @stage: what can be done with the stage
 * @deal: what can be done with a deal
 */
void
crm_board_lane_set_menus (CrmBoardLane *self,
                          GMenuModel   *stage,
                          GMenuModel   *deal)
{
  g_return_if_fail (CRM_IS_BOARD_LANE (self));

  gtk_menu_button_set_menu_model (self->menu_button, stage);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = gtk_popover_menu_new_from_model (deal);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

/**
 * crm_board_lane_take:
 * @deal: a deal of any lane
 * @before: the deal of this lane before which it comes, or 0 for the end
 *
 * Puts a deal here.
 */
void
crm_board_lane_take (CrmBoardLane *self,
                     gint64        deal,
                     gint64        before)
{
  g_autoptr (CrmRecord) record = NULL;

  g_return_if_fail (CRM_IS_BOARD_LANE (self));

  record = crm_workspace_peek_record (self->workspace, crm_workspace_get_type_named (self->workspace, "deal"), deal);
  place (self, record, deal, before, NULL);
}

/**
 * crm_board_lane_reveal:
 * @deal: a deal that is here, or will be at once
 *
 * Selects a deal, scrolls to it and gives it the focus.
 */
void
crm_board_lane_reveal (CrmBoardLane *self,
                       gint64        deal)
{
  g_return_if_fail (CRM_IS_BOARD_LANE (self));

  self->wanted = deal;
  if (crm_record_list_is_settled (get_list (self)))
    settled_cb (self);
}

/**
 * crm_board_lane_focus:
 * @position: where in the list; the last one if there are fewer
 *
 * Selects the deal there, scrolls to it and gives it the focus.
 *
 * Returns: %FALSE if there is none
 */
gboolean
crm_board_lane_focus (CrmBoardLane *self,
                      guint         position)
{
  g_return_val_if_fail (CRM_IS_BOARD_LANE (self), FALSE);

  return crm_card_list_focus (self->cards, position);
}

/**
 * crm_board_lane_add:
 *
 * Opens the form for a new deal in this stage, with the title that stands in the quick entry.
 */
void
crm_board_lane_add (CrmBoardLane *self)
{
  CrmFormDialog *dialog;

  g_return_if_fail (CRM_IS_BOARD_LANE (self));

  dialog = crm_form_dialog_new (self->workspace, "deal", GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  crm_form_dialog_show_link (dialog, "stage", crm_board_column_get_stage (self->column));
  crm_form_dialog_set_text (dialog, "title", gtk_editable_get_text (GTK_EDITABLE (self->add_entry)));
  g_signal_connect_object (dialog, "added", G_CALLBACK (form_added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * crm_board_lane_refresh:
 *
 * Shows anew what depends on the time.
 */
void
crm_board_lane_refresh (CrmBoardLane *self)
{
  g_return_if_fail (CRM_IS_BOARD_LANE (self));

  crm_card_list_foreach (self->cards, refresh_card);
}
