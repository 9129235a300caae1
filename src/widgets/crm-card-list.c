/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A list of any number of cards of the same height, for the column of a board. It has widgets for the
 * cards that can be seen and no others: a GtkListView makes two hundred whatever fits, and a board of
 * five columns would wait for a thousand cards before its first frame. The records of the cards around
 * those are read ahead, so that none comes into sight empty. One card is selected at a time.
 *
 * What is on a card is the owner's concern: it makes cards and is told which place each one shows.
 */

#include "config.h"

#include "crm-card-list.h"

#include <math.h>

#include "crm-children.h"

/* Cards that are made above and below those in sight. */
#define MARGIN 1

/* Places above and below those, whose records are read ahead. */
#define AHEAD 40

#define NOWHERE GTK_INVALID_LIST_POSITION

/* --- The place of a card ---------------------------------------------------------------------------- */

#define CRM_TYPE_CARD_ROW (crm_card_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmCardRow, crm_card_row, CRM, CARD_ROW, GtkWidget)

/* It has the focus, and screen readers are told that it is one of the list. */
struct _CrmCardRow
{
  GtkWidget parent_instance;

  GtkWidget *card;
  CrmListSlot *slot;
  guint position;
  gboolean held; /* goes on showing its place, wherever that is */
};

G_DEFINE_FINAL_TYPE (CrmCardRow, crm_card_row, GTK_TYPE_WIDGET)

static void
crm_card_row_dispose (GObject *object)
{
  CrmCardRow *self = CRM_CARD_ROW (object);

  g_clear_object (&self->slot);
  g_clear_pointer (&self->card, gtk_widget_unparent);

  G_OBJECT_CLASS (crm_card_row_parent_class)->dispose (object);
}

static void
crm_card_row_class_init (CrmCardRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_card_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
crm_card_row_init (CrmCardRow *self)
{
  self->position = NOWHERE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/* --- The list ----------------------------------------------------------------------------------------- */

struct _CrmCardList
{
  GtkWidget parent_instance;

  GtkAdjustment *across;
  GtkAdjustment *along;
  GtkScrollablePolicy policies[2];

  CrmListSelection *selection;
  CrmRecordList *list; /* of the selection, which follows it step by step, for views that need that */
  CrmCardListMake make;
  CrmCardListBind bind;
  gpointer user_data;

  GPtrArray *rows;     /* borrowed: children, in the order of their positions */
  GPtrArray *ahead;    /* slots around those in sight */
  CrmCardRow *pressed; /* borrowed */

  guint ahead_first;   /* the position of the first slot in it */
  guint cursor;        /* where the keyboard is, or was */
  guint wanted;        /* to be in sight after the next layout, or NOWHERE */
  int row_height;      /* pixels; 0 until a card was measured */
  guint ahead_id;
  guint focus_id;
  gboolean configuring;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmCardList, crm_card_list, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
  N_PROPS
};

enum
{
  ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
get_n (CrmCardList *self)
{
  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

/* The first place in sight and the one after the last, with a margin of cards that are half in sight
 * soon. */
static void
get_range (CrmCardList *self,
           guint       *first,
           guint       *end)
{
  double value = gtk_adjustment_get_value (self->along);
  double height = gtk_adjustment_get_page_size (self->along);
  guint n = get_n (self);

  if (self->row_height == 0 || n == 0)
    {
      /* One to be measured. */
      *first = 0;
      *end = MIN (n, 1);
      return;
    }

  *first = (guint) (MAX (value, 0) / self->row_height);
  *end = MIN (n, (guint) ceil ((MAX (value, 0) + height) / self->row_height) + MARGIN);
  *first = MIN (*first - MIN (*first, MARGIN), *end);
}

static CrmCardRow *
find_row (CrmCardList *self,
          guint        position)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (((CrmCardRow *) self->rows->pdata[i])->position == position)
      return self->rows->pdata[i];

  return NULL;
}

/* --- Reading ahead ------------------------------------------------------------------------------------ */

static gboolean
read_ahead_cb (gpointer data)
{
  CrmCardList *self = data;
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_object_unref);
  guint first, end;

  self->ahead_id = 0;
  get_range (self, &first, &end);
  first -= MIN (first, AHEAD);
  end = MIN (end + AHEAD, get_n (self));
  for (guint i = first; i < end; i++)
    g_ptr_array_add (slots, g_list_model_get_item (G_LIST_MODEL (self->list), i));

  /* The old ones go last: those that are in both stay what they are. */
  g_ptr_array_unref (self->ahead);
  self->ahead = g_steal_pointer (&slots);
  self->ahead_first = first;

  return G_SOURCE_REMOVE;
}

/* When nothing is left to do for the screen. */
static void
schedule_ahead (CrmCardList *self)
{
  if (self->ahead_id == 0)
    self->ahead_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, read_ahead_cb, self, NULL);
}

/* Half of what was read is left, or less. */
static void
look_ahead (CrmCardList *self)
{
  guint first, end;

  get_range (self, &first, &end);
  if (first - MIN (first, AHEAD / 2) < self->ahead_first ||
      MIN (end + AHEAD / 2, get_n (self)) > self->ahead_first + self->ahead->len)
    schedule_ahead (self);
}

/* --- Rows --------------------------------------------------------------------------------------------- */

static void
show_selected (CrmCardList *self,
               CrmCardRow  *row)
{
  gboolean selected = gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), row->position);

  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (row), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (row), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

static void
show_all_selected (CrmCardList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    show_selected (self, self->rows->pdata[i]);
}

static void
bind_row (CrmCardList *self,
          CrmCardRow  *row,
          guint        position)
{
  row->position = position;
  g_clear_object (&row->slot);
  if (position == NOWHERE)
    {
      self->bind (row->card, NULL, self->user_data);
      return;
    }

  row->slot = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  self->bind (row->card, row->slot, self->user_data);
  show_selected (self, row);
}

static CrmCardRow *
make_row (CrmCardList *self)
{
  CrmCardRow *row = g_object_new (CRM_TYPE_CARD_ROW, NULL);

  row->card = self->make (self->user_data);
  gtk_widget_set_parent (row->card, GTK_WIDGET (row));

  return row;
}

static void
remove_row (CrmCardList *self,
            CrmCardRow  *row)
{
  if (self->pressed == row)
    self->pressed = NULL;
  if (row->slot != NULL)
    bind_row (self, row, NOWHERE);
  gtk_widget_unparent (GTK_WIDGET (row));
}

/* What somebody is at, with the keyboard or with something that is being dragged from there. */
static gboolean
is_needed (CrmCardList *self,
           CrmCardRow  *row)
{
  return row->held || gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (row);
}

static void
add_row (CrmCardList *self,
         GPtrArray   *rows,
         CrmCardRow  *row)
{
  GtkWidget *previous = rows->len > 0 ? rows->pdata[rows->len - 1] : NULL;

  g_ptr_array_add (rows, row);
  /* Screen readers, and Tab, go by the order of the children. */
  if (gtk_widget_get_parent (GTK_WIDGET (row)) == NULL || gtk_widget_get_prev_sibling (GTK_WIDGET (row)) != previous)
    gtk_widget_insert_after (GTK_WIDGET (row), GTK_WIDGET (self), previous);
}

/* Rows for what is in sight, made of those that no longer are. @also is another place to have one. */
static void
show_rows (CrmCardList *self,
           guint        also)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autoptr (GPtrArray) spare = g_ptr_array_new ();
  GPtrArray *rows = g_ptr_array_new ();
  guint next = 0;
  guint first, end;

  get_range (self, &first, &end);
  for (guint i = 0; i < self->rows->len; i++)
    {
      CrmCardRow *row = self->rows->pdata[i];
      gboolean in_range = row->position >= first && row->position < end;

      g_ptr_array_add (row->position != NOWHERE && (in_range || row->position == also || is_needed (self, row)) ? kept : spare, row);
    }

  for (guint i = first; i <= end; i++)
    {
      /* The other place is before all of those, or after all of them. */
      guint position = i < end ? i : NOWHERE;
      CrmCardRow *row;

      if (also != NOWHERE && ((i == first && also < first) || (i == end && also >= end)) && find_row (self, also) == NULL)
        {
          CrmCardRow *other = make_row (self);

          while (next < kept->len && ((CrmCardRow *) kept->pdata[next])->position < also)
            add_row (self, rows, kept->pdata[next++]);
          bind_row (self, other, also);
          add_row (self, rows, other);
        }

      while (next < kept->len && ((CrmCardRow *) kept->pdata[next])->position < position)
        add_row (self, rows, kept->pdata[next++]);
      if (position == NOWHERE)
        break;

      if (next < kept->len && ((CrmCardRow *) kept->pdata[next])->position == position)
        {
          add_row (self, rows, kept->pdata[next++]);
          continue;
        }

      row = spare->len > 0 ? g_ptr_array_steal_index (spare, spare->len - 1) : make_row (self);
      bind_row (self, row, position);
      add_row (self, rows, row);
    }

  g_ptr_array_unref (self->rows);
  self->rows = rows;
  for (guint i = 0; i < spare->len; i++)
    remove_row (self, spare->pdata[i]);
}

/* The last one if there are fewer. */
static gboolean
focus_row (CrmCardList *self,
           guint        position)
{
  CrmCardRow *row;

  if (get_n (self) == 0)
    return FALSE;

  position = MIN (position, get_n (self) - 1);
  show_rows (self, position);
  row = find_row (self, position);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* --- Scrolling ---------------------------------------------------------------------------------------- */

static void
configure (CrmCardList *self,
           double       value,
           double       height)
{
  double upper = (double) get_n (self) * self->row_height;

  self->configuring = TRUE;
  gtk_adjustment_configure (self->along, CLAMP (value, 0, MAX (upper - height, 0)), 0, MAX (upper, height),
                            height * 0.1, height * 0.9, height);
  self->configuring = FALSE;
}

static void
scrolled_cb (CrmCardList *self)
{
  if (self->configuring)
    return;

  show_rows (self, NOWHERE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (CrmCardList    *self,
                GtkAdjustment **place,
                GtkAdjustment  *adjustment)
{
  if (adjustment != NULL && *place == adjustment)
    return;

  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, scrolled_cb, self);
  g_clear_object (place);
  *place = g_object_ref_sink (adjustment != NULL ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  if (place == &self->along)
    g_signal_connect_swapped (*place, "value-changed", G_CALLBACK (scrolled_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
crm_card_list_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  CrmCardList *self = CRM_CARD_LIST (widget);

  *minimum = *natural = 0;
  for (guint i = 0; i < self->rows->len; i++)
    {
      int row_minimum, row_natural;

      gtk_widget_measure (self->rows->pdata[i], orientation, for_size, &row_minimum, &row_natural, NULL, NULL);
      *minimum = MAX (*minimum, row_minimum);
      *natural = MAX (*natural, row_natural);
    }
}

static int
measure_row (CrmCardList *self,
             int          width)
{
  int height = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      int minimum;

      gtk_widget_measure (self->rows->pdata[i], GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
      height = MAX (height, minimum);
    }

  return height;
}

static void
crm_card_list_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  CrmCardList *self = CRM_CARD_LIST (widget);
  double value = gtk_adjustment_get_value (self->along);
  int before = self->row_height;

  if (self->rows->len == 0)
    show_rows (self, NOWHERE);
  if (self->rows->len > 0)
    self->row_height = measure_row (self, width);
  /* With larger letters, the same cards stay in sight. */
  if (before != 0 && before != self->row_height)
    value = value / before * self->row_height;
  if (self->wanted != NOWHERE && self->row_height > 0)
    {
      double top = (double) MIN (self->wanted, get_n (self)) * self->row_height;

      value = CLAMP (value, top + self->row_height - height, top);
      self->wanted = NOWHERE;
    }

  configure (self, value, height);
  gtk_adjustment_configure (self->across, 0, 0, width, width * 0.1, width * 0.9, width);
  value = gtk_adjustment_get_value (self->along);
  show_rows (self, NOWHERE);

  for (guint i = 0; i < self->rows->len; i++)
    {
      CrmCardRow *row = self->rows->pdata[i];
      int minimum;

      /* A widget has to be asked before it is given its place. */
      gtk_widget_measure (GTK_WIDGET (row), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_size_allocate (GTK_WIDGET (row),
                                &(GtkAllocation) { 0, (int) round ((double) row->position * self->row_height - value),
                                                   MAX (width, minimum), self->row_height },
                                -1);
    }

  look_ahead (self);
}

/* --- What changed ------------------------------------------------------------------------------------- */

static guint
move_position (guint position,
               guint at,
               guint removed,
               guint added)
{
  if (position == NOWHERE || position < at)
    return position;

  return position < at + removed ? NOWHERE : position - removed + added;
}

/* The card that had the focus has gone, and nobody gave it to another: to what stands there now. */
static gboolean
find_focus (gpointer data)
{
  CrmCardList *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->focus_id = 0;
  if (root != NULL && (focus == NULL || !gtk_widget_get_mapped (focus)))
    focus_row (self, self->cursor);

  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (CrmCardList *self,
                  guint        position,
                  guint        removed,
                  guint        added)
{
  double value = gtk_adjustment_get_value (self->along);
  guint cursor = move_position (self->cursor, position, removed, added);

  self->cursor = cursor != NOWHERE ? cursor : MIN (position, MAX (get_n (self), 1) - 1);
  self->wanted = move_position (self->wanted, position, removed, added);

  for (guint i = self->rows->len; i > 0; i--)
    {
      CrmCardRow *row = self->rows->pdata[i - 1];

      row->position = move_position (row->position, position, removed, added);
      if (row->position != NOWHERE || !is_needed (self, row))
        continue;

      /* Nobody goes on with another card than the one they were at. What was moved comes again at
       * once, and the window itself would look for something to focus later. */
      if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (row) && self->focus_id == 0)
        self->focus_id = g_idle_add_full (G_PRIORITY_HIGH, find_focus, self, NULL);
      g_ptr_array_remove_index (self->rows, i - 1);
      remove_row (self, row);
    }

  /* What is in sight stays where it is when others come or go above it. */
  if (self->row_height > 0 && position + removed <= (guint) (value / self->row_height) && value > 0)
    configure (self, value + ((double) added - removed) * self->row_height, gtk_adjustment_get_page_size (self->along));

  show_rows (self, NOWHERE);
  schedule_ahead (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* --- The keyboard --------------------------------------------------------------------------------------- */

static gboolean
move_to (CrmCardList *self,
         guint        position)
{
  if (!focus_row (self, position))
    return FALSE;

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), self->cursor, TRUE);

  return TRUE;
}

static gboolean
move_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   data)
{
  CrmCardList *self = CRM_CARD_LIST (widget);
  double height = gtk_adjustment_get_page_size (self->along);
  guint page = self->row_height > 0 ? MAX ((guint) (height / self->row_height), 1) : 1;

  switch (g_variant_get_int32 (arguments))
    {
    case GTK_SCROLL_STEP_UP:
      return move_to (self, self->cursor - MIN (self->cursor, 1));
    case GTK_SCROLL_STEP_DOWN:
      return move_to (self, self->cursor + 1);
    case GTK_SCROLL_PAGE_UP:
      return move_to (self, self->cursor - MIN (self->cursor, page));
    case GTK_SCROLL_PAGE_DOWN:
      return move_to (self, self->cursor + page);
    case GTK_SCROLL_START:
      return move_to (self, 0);
    default:
      return move_to (self, get_n (self) - 1);
    }
}

static gboolean
select_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   data)
{
  CrmCardList *self = CRM_CARD_LIST (widget);

  return move_to (self, self->cursor);
}

static gboolean
activate_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   data)
{
  CrmCardList *self = CRM_CARD_LIST (widget);

  if (gtk_widget_get_focus_child (widget) == NULL)
    return FALSE;

  g_signal_emit (self, signals[ACTIVATE], 0, self->cursor);

  return TRUE;
}

/* Tab comes to the card where somebody was, or that is selected, and goes on to what is beside the
 * list: nobody has to pass two thousand cards. */
static gboolean
crm_card_list_focus_in (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  CrmCardList *self = CRM_CARD_LIST (widget);
  gint64 id;
  guint position;

  if (gtk_widget_get_focus_child (widget) != NULL || self->selection == NULL)
    return FALSE;

  id = crm_list_selection_get_single (self->selection);
  if (id != 0 && crm_record_list_find (self->list, id, &position))
    return focus_row (self, position);

  return focus_row (self, self->cursor);
}

static gboolean
crm_card_list_grab_focus (GtkWidget *widget)
{
  return crm_card_list_focus_in (widget, GTK_DIR_TAB_FORWARD);
}

/* The cursor is where the focus is, and that is in sight. */
static void
crm_card_list_set_focus_child (GtkWidget *widget,
                               GtkWidget *child)
{
  CrmCardList *self = CRM_CARD_LIST (widget);

  GTK_WIDGET_CLASS (crm_card_list_parent_class)->set_focus_child (widget, child);

  if (child == NULL || CRM_CARD_ROW (child)->position == NOWHERE)
    return;

  self->cursor = CRM_CARD_ROW (child)->position;
  self->wanted = self->cursor;
  gtk_widget_queue_allocate (widget);
}

/* --- The mouse -------------------------------------------------------------------------------------------- */

static CrmCardRow *
find_row_at (CrmCardList *self,
             double       y)
{
  double top = y + gtk_adjustment_get_value (self->along);

  return self->row_height > 0 && top >= 0 ? find_row (self, (guint) (top / self->row_height)) : NULL;
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            CrmCardList     *self)
{
  self->pressed = find_row_at (self, y);
  if (self->pressed == NULL)
    return;

  if (n_press == 2)
    g_signal_emit (self, signals[ACTIVATE], 0, self->pressed->position);
  if (self->pressed != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->pressed));
}

static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             CrmCardList     *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);
  CrmCardRow *row = g_steal_pointer (&self->pressed);

  if (row == NULL || row->position == NOWHERE)
    return;

  if ((state & GDK_CONTROL_MASK) != 0 && gtk_selection_model_is_selected (model, row->position))
    gtk_selection_model_unselect_item (model, row->position);
  else
    gtk_selection_model_select_item (model, row->position, TRUE);
}

/* --- Object ------------------------------------------------------------------------------------------------- */

static void
crm_card_list_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CrmCardList *self = CRM_CARD_LIST (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->across);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->along);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[id - PROP_HSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_card_list_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  CrmCardList *self = CRM_CARD_LIST (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->across, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->along, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id - PROP_HSCROLL_POLICY] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_card_list_dispose (GObject *object)
{
  CrmCardList *self = CRM_CARD_LIST (object);

  crm_card_list_close (self);
  if (self->along != NULL)
    g_signal_handlers_disconnect_by_func (self->along, scrolled_cb, self);
  g_clear_object (&self->along);
  g_clear_object (&self->across);

  G_OBJECT_CLASS (crm_card_list_parent_class)->dispose (object);
}

static void
crm_card_list_finalize (GObject *object)
{
  CrmCardList *self = CRM_CARD_LIST (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->ahead);

  G_OBJECT_CLASS (crm_card_list_parent_class)->finalize (object);
}

static void
add_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    guint keys[2];
    GtkScrollType move;
  } moves[] = {
    { { GDK_KEY_Up, GDK_KEY_KP_Up }, GTK_SCROLL_STEP_UP },
    { { GDK_KEY_Down, GDK_KEY_KP_Down }, GTK_SCROLL_STEP_DOWN },
    { { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up }, GTK_SCROLL_PAGE_UP },
    { { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down }, GTK_SCROLL_PAGE_DOWN },
    { { GDK_KEY_Home, GDK_KEY_KP_Home }, GTK_SCROLL_START },
    { { GDK_KEY_End, GDK_KEY_KP_End }, GTK_SCROLL_END },
  };
  static const guint selecting[] = { GDK_KEY_space, GDK_KEY_KP_Space };
  static const guint activating[] = { GDK_KEY_Return, GDK_KEY_ISO_Enter, GDK_KEY_KP_Enter };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    for (guint k = 0; k < G_N_ELEMENTS (moves[i].keys); k++)
      gtk_widget_class_add_binding (klass, moves[i].keys[k], 0, move_cb, "i", moves[i].move);
  for (guint i = 0; i < G_N_ELEMENTS (selecting); i++)
    gtk_widget_class_add_binding (klass, selecting[i], 0, select_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (activating); i++)
    gtk_widget_class_add_binding (klass, activating[i], 0, activate_cb, NULL);
}

static void
crm_card_list_class_init (CrmCardListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_card_list_dispose;
  object_class->finalize = crm_card_list_finalize;
  object_class->get_property = crm_card_list_get_property;
  object_class->set_property = crm_card_list_set_property;
  widget_class->measure = crm_card_list_measure;
  widget_class->size_allocate = crm_card_list_size_allocate;
  widget_class->focus = crm_card_list_focus_in;
  widget_class->grab_focus = crm_card_list_grab_focus;
  widget_class->set_focus_child = crm_card_list_set_focus_child;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  /**
   * CrmCardList::activate:
   * @position: in the list
   *
   * Somebody wants to see what is on a card.
   */
  signals[ACTIVATE] = g_signal_new ("activate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "listview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
crm_card_list_init (CrmCardList *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->rows = g_ptr_array_new ();
  self->ahead = g_ptr_array_new_with_free_func (g_object_unref);
  self->wanted = NOWHERE;
  set_adjustment (self, &self->across, NULL);
  set_adjustment (self, &self->along, NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * crm_card_list_open:
 * @selection: what is shown, and what of it is selected
 * @make: makes a card
 * @bind: tells a card which place it shows
 * @user_data: for both; valid until crm_card_list_close()
 *
 * Shows a list. To be called once.
 */
void
crm_card_list_open (CrmCardList      *self,
                    CrmListSelection *selection,
                    CrmCardListMake   make,
                    CrmCardListBind   bind,
                    gpointer          user_data)
{
  g_return_if_fail (CRM_IS_CARD_LIST (self));
  g_return_if_fail (self->selection == NULL);

  self->selection = g_object_ref (selection);
  self->list = g_object_ref (crm_list_selection_get_list (selection));
  self->make = make;
  self->bind = bind;
  self->user_data = user_data;

  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "notify::n-selected", G_CALLBACK (show_all_selected), self, G_CONNECT_SWAPPED);
  /* It may also have put other records into the same places, without a word. */
  g_signal_connect_object (self->list, "settled", G_CALLBACK (show_all_selected), self, G_CONNECT_SWAPPED);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * crm_card_list_close:
 *
 * Shows nothing any more, and gives up its cards. For the dispose of who opened it.
 */
void
crm_card_list_close (CrmCardList *self)
{
  g_return_if_fail (CRM_IS_CARD_LIST (self));

  if (self->selection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->selection, self);
      g_signal_handlers_disconnect_by_data (self->list, self);
    }
  g_clear_handle_id (&self->ahead_id, g_source_remove);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  g_ptr_array_set_size (self->ahead, 0);
  g_ptr_array_set_size (self->rows, 0);
  self->pressed = NULL;
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
}

/**
 * crm_card_list_get_card:
 * @position: in the list
 *
 * Returns: (transfer none) (nullable): the card that shows it, if there is one at the moment
 */
GtkWidget *
crm_card_list_get_card (CrmCardList *self,
                        guint        position)
{
  CrmCardRow *row;

  g_return_val_if_fail (CRM_IS_CARD_LIST (self), NULL);

  row = position != NOWHERE ? find_row (self, position) : NULL;

  return row != NULL ? row->card : NULL;
}

/**
 * crm_card_list_foreach:
 * @function: (scope call): called with each card that exists at the moment
 */
void
crm_card_list_foreach (CrmCardList *self,
                       void       (*function) (GtkWidget *card))
{
  g_return_if_fail (CRM_IS_CARD_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    function (((CrmCardRow *) self->rows->pdata[i])->card);
}

/**
 * crm_card_list_hold:
 * @card: one of its cards
 * @held: whether it is
 *
 * A card that is held goes on showing what it shows, however far the list is scrolled: while it is
 * being dragged.
 */
void
crm_card_list_hold (CrmCardList *self,
                    GtkWidget   *card,
                    gboolean     held)
{
  GtkWidget *row = gtk_widget_get_parent (card);

  g_return_if_fail (CRM_IS_CARD_LIST (self));

  /* A card that goes while it is dragged comes down as well. */
  if (row != NULL)
    CRM_CARD_ROW (row)->held = held;
}

/**
 * crm_card_list_focus:
 * @position: in the list; the last one if there are fewer
 *
 * Selects a card, gives it the focus and scrolls to it.
 *
 * Returns: %FALSE if there is none
 */
gboolean
crm_card_list_focus (CrmCardList *self,
                     guint        position)
{
  g_return_val_if_fail (CRM_IS_CARD_LIST (self), FALSE);

  return move_to (self, position);
}
