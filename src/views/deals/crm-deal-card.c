/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A deal on the board. All cards have the same height, whatever is on them, so that a column with
 * thousands scrolls evenly. What needs attention is said by an icon, a colour and words.
 */

#include "config.h"

#include "crm-deal-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-deals.h"
#include "crm-due.h"

struct _CrmDealCard
{
  GtkWidget parent_instance;

  /* Template children */
  GtkInscription *title;
  GtkInscription *who;
  GtkInscription *value;
  GtkImage *late_icon;
  GtkImage *step_icon;
  GtkLabel *days;
  AdwAvatar *owner;

  CrmWorkspace *workspace;
  CrmRecord *stage;
  CrmListSlot *slot;
  GtkGesture *drag_source;
  gulong changed_id;
  gboolean pressed_long;
  gboolean dragged; /* on a touch screen: the card may be dragged now */
  double hot_x, hot_y;
};

G_DEFINE_FINAL_TYPE (CrmDealCard, crm_deal_card, GTK_TYPE_WIDGET)

enum
{
  LIFTED,
  MENU,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
format_field (CrmRecord  *record,
              const char *key)
{
  return crm_record_format (record, crm_record_find_field (record, key));
}

static char *
format_who (CrmRecord *record)
{
  g_autofree char *account = format_field (record, "account");
  g_autofree char *contact = format_field (record, "contact");

  if (*account != '\0' && *contact != '\0')
    return g_strdup_printf ("%s · %s", account, contact);

  return *account != '\0' ? g_steal_pointer (&account) : g_steal_pointer (&contact);
}

static void
set_class (gpointer    widget,
           const char *name,
           gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static char *
show_step (CrmDealCard  *self,
           CrmRecord    *record,
           CrmDealMarks  marks)
{
  const char *due = crm_record_get_raw_text (record, "next_step");
  gboolean none = (marks & CRM_DEAL_NO_NEXT_STEP) != 0;
  gboolean over = (marks & CRM_DEAL_OVERDUE) != 0;
  g_autofree char *when = none ? NULL : crm_due_format_near (due, crm_clock_get_now (crm_workspace_get_clock (self->workspace)));
  char *text;

  if (none)
    text = g_strdup (_("No next step"));
  else
    text = g_strdup_printf (over ? _("Next step overdue since %s") : _("Next step: %s"), when);

  gtk_image_set_from_icon_name (self->step_icon, none ? "dialog-warning-symbolic" : over ? "alarm-symbolic" : "crm-task-symbolic");
  set_class (self->step_icon, "warning", none);
  set_class (self->step_icon, "error", over);
  set_class (self->step_icon, "dim-label", !none && !over);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->step_icon), text);

  return text;
}

static char *
show_days (CrmDealCard *self,
           int          days,
           gboolean     too_long)
{
  /* TRANSLATORS: so many days, as short as can be */
  g_autofree char *brief = g_strdup_printf (_("%d d"), days);
  char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "In this stage for %d day", "In this stage for %d days", (gulong) days), days);

  gtk_label_set_text (self->days, brief);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->days), text);
  set_class (self->days, "error", too_long);
  set_class (self->days, "dim-label", !too_long);

  return text;
}

static void
name_row (CrmDealCard *self,
          CrmRecord   *record,
          const char  *value,
          const char  *who,
          const char  *step,
          const char  *days)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *parts[] = { crm_record_get_title (record), value, who, step, days };
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (name, "%s%s", name->len > 0 ? ", " : "", parts[i]);

  /* The row of the list has the focus. */
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
}

static void
show_deal (CrmDealCard *self)
{
  CrmRecord *record = crm_deal_card_get_record (self);
  g_autofree char *value = NULL;
  g_autofree char *who = NULL;
  g_autofree char *owner = NULL;
  g_autofree char *close_date = NULL;
  g_autofree char *late = NULL;
  g_autofree char *step = NULL;
  g_autofree char *time = NULL;
  CrmDealMarks marks;
  int days;

  gtk_widget_set_opacity (GTK_WIDGET (self), record != NULL ? 1 : 0);
  if (record == NULL)
    return;

  value = format_field (record, "value");
  who = format_who (record);
  owner = format_field (record, "owner");
  marks = crm_deals_get_marks (record, self->stage, crm_clock_get_now (crm_workspace_get_clock (self->workspace)), &days);

  gtk_inscription_set_text (self->title, crm_record_get_title (record));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), crm_record_get_title (record));
  gtk_inscription_set_text (self->who, who);
  gtk_inscription_set_text (self->value, value);
  adw_avatar_set_text (self->owner, owner);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->owner), owner);

  close_date = format_field (record, "close_date");
  late = g_strdup_printf (_("Should have been closed by %s"), close_date);
  gtk_widget_set_visible (GTK_WIDGET (self->late_icon), (marks & CRM_DEAL_LATE) != 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->late_icon), late);

  step = show_step (self, record, marks);
  time = show_days (self, days, (marks & CRM_DEAL_TOO_LONG) != 0);
  name_row (self, record, value, who, step, time);
}

/* --- Dragging ----------------------------------------------------------------------------------------- */

static GdkContentProvider *
make_content (CrmRecord *record)
{
  GdkContentProvider *providers[] = {
    gdk_content_provider_new_typed (CRM_TYPE_RECORD, record),
    gdk_content_provider_new_typed (G_TYPE_STRING, crm_record_get_title (record)),
  };

  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}

/* A finger that moves scrolls; one that rests first lifts the card. */
static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            CrmDealCard   *self)
{
  GdkDevice *device = gtk_event_controller_get_current_event_device (GTK_EVENT_CONTROLLER (source));
  CrmRecord *record = crm_deal_card_get_record (self);

  if (record == NULL)
    return NULL;
  if (device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN && !self->pressed_long)
    return NULL;

  self->hot_x = x;
  self->hot_y = y;

  return make_content (record);
}

static void
drag_begin_cb (GtkDragSource *source,
               GdkDrag       *drag,
               CrmDealCard   *self)
{
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (GTK_WIDGET (self));
  g_autoptr (GdkPaintable) icon = gdk_paintable_get_current_image (live);

  gtk_drag_source_set_icon (source, icon, (int) self->hot_x, (int) self->hot_y);
  gtk_widget_add_css_class (GTK_WIDGET (self), "lifted");
  self->dragged = TRUE;
  g_signal_emit (self, signals[LIFTED], 0, TRUE);
}

static void
drag_end_cb (GtkDragSource *source,
             GdkDrag       *drag,
             gboolean       delete_data,
             CrmDealCard   *self)
{
  self->pressed_long = FALSE;
  self->dragged = FALSE;
  gtk_widget_remove_css_class (GTK_WIDGET (self), "lifted");
  g_signal_emit (self, signals[LIFTED], 0, FALSE);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture,
                 double               x,
                 double               y,
                 CrmDealCard         *self)
{
  self->pressed_long = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "lifted");
}

static void
touch_ended_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                CrmDealCard      *self)
{
  /* Held and not moved: the menu. */
  if (self->pressed_long && gtk_drag_source_get_drag (GTK_DRAG_SOURCE (self->drag_source)) == NULL)
    {
      double x = 0, y = 0;

      gtk_gesture_get_point (gesture, sequence, &x, &y);
      self->pressed_long = FALSE;
      gtk_widget_remove_css_class (GTK_WIDGET (self), "lifted");
      g_signal_emit (self, signals[MENU], 0, x, y);
    }
}

static void
menu_pressed_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 CrmDealCard     *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[MENU], 0, x, y);
}

static void
add_gestures (CrmDealCard *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *hold = gtk_gesture_long_press_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  /* Before the gestures of the list see it. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (source), GTK_PHASE_CAPTURE);
  /* A drag keeps its source, also when the card is made anew in the meantime. */
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_DEFAULT);
  self->drag_source = GTK_GESTURE (source);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), TRUE);
  g_signal_connect (hold, "pressed", G_CALLBACK (long_pressed_cb), self);
  g_signal_connect (hold, "end", G_CALLBACK (touch_ended_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (hold));
}

/**
 * crm_deal_card_get_dropped:
 * @drop: something that is being dragged
 *
 * Returns: (transfer none) (nullable): the deal that it is
 */
CrmRecord *
crm_deal_card_get_dropped (GdkDrop *drop)
{
  GdkDrag *drag = gdk_drop_get_drag (drop);
  g_auto (GValue) value = G_VALUE_INIT;
  CrmRecord *record;

  if (drag == NULL)
    return NULL;

  g_value_init (&value, CRM_TYPE_RECORD);
  if (!gdk_content_provider_get_value (gdk_drag_get_content (drag), &value, NULL))
    return NULL;

  /* The drag keeps it. */
  record = g_value_get_object (&value);

  return record != NULL && crm_record_get_record_type (record)->table.id == CRM_ID_DEAL ? record : NULL;
}

/* --- Object --------------------------------------------------------------------------------------------- */

static void
crm_deal_card_dispose (GObject *object)
{
  CrmDealCard *self = CRM_DEAL_CARD (object);

  if (self->dragged)
    g_signal_emit (self, signals[LIFTED], 0, FALSE);
  self->dragged = FALSE;
  if (self->slot != NULL)
    g_clear_signal_handler (&self->changed_id, self->slot);
  g_clear_object (&self->slot);
  g_clear_object (&self->stage);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_DEAL_CARD);
  crm_children_unparent (GTK_WIDGET (self));

  G_OBJECT_CLASS (crm_deal_card_parent_class)->dispose (object);
}

static void
crm_deal_card_class_init (CrmDealCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_deal_card_dispose;

  /**
   * CrmDealCard::lifted:
   * @up: whether it is being dragged
   *
   * The card was lifted, or has come down again.
   */
  signals[LIFTED] = g_signal_new ("lifted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  /**
   * CrmDealCard::menu:
   * @x: where
   * @y: where
   *
   * Somebody wants to know what can be done with the deal.
   */
  signals[MENU] = g_signal_new ("menu", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-deal-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmDealCard, title);
  gtk_widget_class_bind_template_child (widget_class, CrmDealCard, who);
  gtk_widget_class_bind_template_child (widget_class, CrmDealCard, value);
  gtk_widget_class_bind_template_child (widget_class, CrmDealCard, late_icon);
  gtk_widget_class_bind_template_child (widget_class, CrmDealCard, step_icon);
  gtk_widget_class_bind_template_child (widget_class, CrmDealCard, days);
  gtk_widget_class_bind_template_child (widget_class, CrmDealCard, owner);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "dealcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_deal_card_init (CrmDealCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_gestures (self);
}

/**
 * crm_deal_card_new:
 * @workspace: a workspace
 * @stage: the stage in whose column it is
 *
 * Returns: (transfer floating): a card
 */
GtkWidget *
crm_deal_card_new (CrmWorkspace *workspace,
                   CrmRecord    *stage)
{
  CrmDealCard *self = g_object_new (CRM_TYPE_DEAL_CARD, NULL);

  self->workspace = g_object_ref (workspace);
  self->stage = g_object_ref (stage);

  return GTK_WIDGET (self);
}

/**
 * crm_deal_card_set_slot:
 * @slot: (nullable): the place in the list that it shows
 */
void
crm_deal_card_set_slot (CrmDealCard *self,
                        CrmListSlot *slot)
{
  g_return_if_fail (CRM_IS_DEAL_CARD (self));

  if (self->slot == slot)
    return;

  if (self->slot != NULL)
    g_clear_signal_handler (&self->changed_id, self->slot);
  g_set_object (&self->slot, slot);
  if (slot == NULL)
    return;

  self->changed_id = g_signal_connect_swapped (slot, "changed", G_CALLBACK (show_deal), self);
  show_deal (self);
}

/**
 * crm_deal_card_get_record:
 *
 * Returns: (transfer none) (nullable): the deal, or %NULL while it is being read
 */
CrmRecord *
crm_deal_card_get_record (CrmDealCard *self)
{
  g_return_val_if_fail (CRM_IS_DEAL_CARD (self), NULL);

  return self->slot != NULL ? crm_list_slot_get_record (self->slot) : NULL;
}

/**
 * crm_deal_card_refresh:
 *
 * Shows anew what depends on the time.
 */
void
crm_deal_card_refresh (CrmDealCard *self)
{
  g_return_if_fail (CRM_IS_DEAL_CARD (self));

  if (self->slot != NULL)
    show_deal (self);
}
