/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * An entry that finds records while somebody types, and offers to make one that is not there.
 */

#include "config.h"

#include "crm-type-ahead.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-finder.h"

#define MAX_HITS 8

struct _CrmTypeAhead
{
  GtkWidget parent_instance;

  GtkWidget *entry;
  GtkWidget *popover;
  GtkWidget *list;

  CrmWorkspace *workspace;
  GCancellable *cancellable;
  char *type;
  gint64 option_field;
  guint awaited; /* the key that was pressed before what was typed had been found, or 0 */
  guint creates : 1;
  guint quiet : 1;
  guint searching : 1; /* what the list shows is of another text */
};

G_DEFINE_FINAL_TYPE (CrmTypeAhead, crm_type_ahead, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  CREATE,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  guint16 table;
  gint64 field;
  char *text;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->text);
  g_free (wanted);
}

static gpointer
find_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Wanted *wanted = data;

  if (wanted->field != 0)
    return crm_finder_find_options (db, schema, wanted->field, wanted->text, 100, error);

  return crm_finder_find (db, schema, crm_schema_get_table (schema, wanted->table), wanted->text, MAX_HITS, error);
}

static GtkWidget *
make_row (const char *title,
          const char *details)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 42);
  gtk_box_append (GTK_BOX (box), label);

  if (details != NULL && *details != '\0')
    {
      GtkWidget *second = gtk_label_new (details);

      gtk_label_set_xalign (GTK_LABEL (second), 0);
      gtk_label_set_ellipsize (GTK_LABEL (second), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (second), 48);
      gtk_widget_add_css_class (second, "dim-label");
      gtk_widget_add_css_class (second, "caption");
      gtk_box_append (GTK_BOX (box), second);
    }

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return row;
}

static void
clear_list (CrmTypeAhead *self)
{
  crm_children_clear (GTK_LIST_BOX (self->list));
}

static void
show_hits (CrmTypeAhead *self,
           GPtrArray    *hits)
{
  const char *text = crm_type_ahead_get_text (self);
  gboolean exact = FALSE;

  clear_list (self);
  for (guint i = 0; i < hits->len; i++)
    {
      const CrmHit *hit = g_ptr_array_index (hits, i);
      GtkWidget *row = make_row (hit->title, hit->details);

      exact |= g_ascii_strcasecmp (hit->title, text) == 0;
      g_object_set_data (G_OBJECT (row), "id", GSIZE_TO_POINTER ((gsize) hit->id));
      g_object_set_data_full (G_OBJECT (row), "title", g_strdup (hit->title), g_free);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }

  if (self->creates && *text != '\0' && !exact)
    {
      g_autofree char *title = g_strdup_printf (_("Create “%s”"), text);
      GtkWidget *row = make_row (title, NULL);

      gtk_widget_add_css_class (row, "accent");
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }

  if (*text != '\0')
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));

  if (gtk_widget_get_first_child (self->list) != NULL)
    {
      gtk_widget_set_size_request (self->popover, MAX (gtk_widget_get_width (GTK_WIDGET (self)), 220), -1);
      gtk_popover_popup (GTK_POPOVER (self->popover));
    }
  else
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
choose (CrmTypeAhead  *self,
        GtkListBoxRow *row)
{
  const char *title = g_object_get_data (G_OBJECT (row), "title");
  g_autofree char *text = g_strdup (crm_type_ahead_get_text (self));

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (title != NULL)
    {
      gint64 id = (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (row), "id"));

      crm_type_ahead_set_text (self, title);
      g_signal_emit (self, signals[CHOSEN], 0, id, title);
    }
  else
    g_signal_emit (self, signals[CREATE], 0, text);
}

/* Does what the key meant that came too early. */
static void
do_awaited (CrmTypeAhead *self)
{
  g_autoptr (CrmTypeAhead) alive = g_object_ref (self);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  guint key = self->awaited;

  self->awaited = 0;
  if (row != NULL)
    choose (self, row);
  else if (key != GDK_KEY_Tab)
    g_signal_emit_by_name (self->entry, "activate");

  if (key == GDK_KEY_Tab && self->entry != NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_DIR_TAB_FORWARD);
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CrmTypeAhead) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = crm_store_read_finish (CRM_STORE (object), result, &error);

  /* Another search is under way. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->list == NULL)
    return;

  self->searching = FALSE;
  if (hits != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      show_hits (self, hits);
      if (self->awaited != 0)
        do_awaited (self);
    }
}

static void
find (CrmTypeAhead *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, self->type);
  Wanted *wanted = g_new0 (Wanted, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->searching = TRUE;

  wanted->table = type->table.id;
  wanted->field = self->option_field;
  wanted->text = g_strdup (crm_type_ahead_get_text (self));
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, find_read,
                        wanted, wanted_free, (GDestroyNotify) g_ptr_array_unref, self->cancellable, found_cb, g_object_ref (self));
}

static void
row_activated_cb (CrmTypeAhead  *self,
                  GtkListBoxRow *row)
{
  choose (self, row);
}

static void
text_changed_cb (CrmTypeAhead *self)
{
  if (self->quiet)
    return;

  self->awaited = 0;
  g_signal_emit (self, signals[CHANGED], 0);
  find (self);
}

static void
move (CrmTypeAhead *self,
      int           by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int index = row != NULL ? gtk_list_box_row_get_index (row) + by : (by > 0 ? 0 : -1);
  GtkListBoxRow *next = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), MAX (index, 0));

  if (next != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), next);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmTypeAhead          *self)
{
  gboolean open = crm_type_ahead_is_open (self);
  GtkListBoxRow *row;

  switch (keyval)
    {
    case GDK_KEY_Down:
      if (open)
        move (self, 1);
      else
        find (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      if (open)
        move (self, -1);
      return open;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Tab:
      /* Who sends off the whole form does not choose. */
      if ((modifiers & GDK_CONTROL_MASK) != 0)
        return GDK_EVENT_PROPAGATE;
      if (self->searching && *crm_type_ahead_get_text (self) != '\0')
        {
          self->awaited = keyval;
          return GDK_EVENT_STOP;
        }
      row = open ? gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)) : NULL;
      if (row == NULL)
        return GDK_EVENT_PROPAGATE;
      choose (self, row);
      return keyval != GDK_KEY_Tab;
    case GDK_KEY_Escape:
      if (!open)
        return GDK_EVENT_PROPAGATE;
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
focus_left_cb (CrmTypeAhead *self)
{
  self->awaited = 0;
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
crm_type_ahead_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  CrmTypeAhead *self = CRM_TYPE_AHEAD (widget);

  gtk_widget_size_allocate (self->entry, &(GtkAllocation) { 0, 0, width, height }, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
crm_type_ahead_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  gtk_widget_measure (CRM_TYPE_AHEAD (widget)->entry, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}

static gboolean
crm_type_ahead_grab_focus (GtkWidget *widget)
{
  return crm_children_grab_focus (widget, CRM_TYPE_AHEAD (widget)->entry);
}

static void
crm_type_ahead_dispose (GObject *object)
{
  CrmTypeAhead *self = CRM_TYPE_AHEAD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->list = NULL;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_type_ahead_parent_class)->dispose (object);
}

static void
crm_type_ahead_finalize (GObject *object)
{
  g_free (CRM_TYPE_AHEAD (object)->type);

  G_OBJECT_CLASS (crm_type_ahead_parent_class)->finalize (object);
}

static void
crm_type_ahead_class_init (CrmTypeAheadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_type_ahead_dispose;
  object_class->finalize = crm_type_ahead_finalize;
  widget_class->size_allocate = crm_type_ahead_size_allocate;
  widget_class->measure = crm_type_ahead_measure;
  widget_class->grab_focus = crm_type_ahead_grab_focus;

  /**
   * CrmTypeAhead::chosen:
   * @id: of a record
   * @title: of the record
   *
   * Somebody chose a record.
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);

  /**
   * CrmTypeAhead::create:
   * @text: what was typed
   *
   * Somebody wants a new record that is called so.
   */
  signals[CREATE] = g_signal_new ("create", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * CrmTypeAhead::changed:
   *
   * Somebody typed.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "typeahead");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_type_ahead_init (CrmTypeAhead *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->entry = gtk_entry_new ();
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (text_changed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (self->entry, focus);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_SINGLE);
  gtk_widget_set_focusable (self->list, FALSE);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Suggestions"), -1);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);

  /* It stays open while somebody types, so it must not take the focus. */
  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_popover_set_child (GTK_POPOVER (self->popover), scroller);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "menu");
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

/**
 * crm_type_ahead_new:
 * @workspace: a workspace
 * @type: the name of the record type to find
 * @option_field: the custom field whose options are found, or 0
 * @creates: whether it offers to make what is not there
 *
 * Returns: (transfer floating): an entry
 */
GtkWidget *
crm_type_ahead_new (CrmWorkspace *workspace,
                    const char   *type,
                    gint64        option_field,
                    gboolean      creates)
{
  CrmTypeAhead *self = g_object_new (CRM_TYPE_TYPE_AHEAD, NULL);

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  self->option_field = option_field;
  self->creates = creates;

  return GTK_WIDGET (self);
}

/**
 * crm_type_ahead_get_text:
 *
 * Returns: (transfer none): what is in the entry
 */
const char *
crm_type_ahead_get_text (CrmTypeAhead *self)
{
  g_return_val_if_fail (CRM_IS_TYPE_AHEAD (self), "");

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * crm_type_ahead_set_text:
 * @text: (nullable): for the entry; nothing is looked for
 */
void
crm_type_ahead_set_text (CrmTypeAhead *self,
                         const char   *text)
{
  g_return_if_fail (CRM_IS_TYPE_AHEAD (self));

  self->quiet = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->quiet = FALSE;
}

/**
 * crm_type_ahead_set_placeholder:
 * @text: what to show while it is empty
 */
void
crm_type_ahead_set_placeholder (CrmTypeAhead *self,
                                const char   *text)
{
  g_return_if_fail (CRM_IS_TYPE_AHEAD (self));

  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), text);
}

/**
 * crm_type_ahead_get_entry:
 *
 * Returns: (transfer none): the entry inside, for its label and its focus
 */
GtkWidget *
crm_type_ahead_get_entry (CrmTypeAhead *self)
{
  g_return_val_if_fail (CRM_IS_TYPE_AHEAD (self), NULL);

  return self->entry;
}

/**
 * crm_type_ahead_is_open:
 *
 * Returns: %TRUE while it shows what it found
 */
gboolean
crm_type_ahead_is_open (CrmTypeAhead *self)
{
  g_return_val_if_fail (CRM_IS_TYPE_AHEAD (self), FALSE);

  return gtk_widget_get_visible (self->popover);
}
