/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The segments and saved filters with how many records each has just now: the pinned ones in the
 * sidebar, all of them in a window of their own, where they are made, changed and deleted.
 */

#include "config.h"

#include "crm-segment-list.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-filter-dialog.h"
#include "crm-live-count.h"
#include "crm-page.h"
#include "crm-why-dialog.h"

struct _CrmSegmentList
{
  AdwBin parent_instance;

  GtkWidget *list;
  GtkWidget *none;

  CrmWorkspace *workspace;
  CrmViewState *state;
  CrmSegments *segments;
  char *shown; /* what the rows were made of */
  gboolean pinned_only;
};

G_DEFINE_FINAL_TYPE (CrmSegmentList, crm_segment_list, ADW_TYPE_BIN)

/* --- Rows -------------------------------------------------------------------------------------------- */

static void
show_count (CrmLiveCount *live,
            GtkLabel     *label)
{
  gint64 n = crm_live_count_get_n (live);
  g_autofree char *text = n >= 0 ? g_strdup_printf ("%'" G_GINT64_FORMAT, n) : NULL;
  const GError *error = crm_live_count_get_error (live);

  gtk_label_set_text (label, text != NULL ? text : error != NULL ? "!" : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), error != NULL ? error->message : NULL);
}

static GtkWidget *
make_menu (const CrmSegment *segment)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  const struct
  {
    const char *label;
    const char *action;
  } items[] = {
    { _("Edit…"), "segments.edit" },
    { _("Why, or Why Not?"), "segments.why" },
    { segment->pinned ? _("Remove From Sidebar") : _("Show in Sidebar"), "segments.toggle-pin" },
    { _("Delete"), "segments.delete" },
  };
  g_autofree char *name = g_strdup_printf (_("Menu of %s"), segment->name);

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (items[i].label, NULL);

      g_menu_item_set_action_and_target (item, items[i].action, "x", segment->id);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return button;
}

static GtkWidget *
make_row (CrmSegmentList   *self,
          const CrmSegment *segment)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (segment->name);
  GtkWidget *count = gtk_label_new (NULL);
  CrmLiveCount *live = crm_live_count_new (self->segments, self->workspace, segment->record_type);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (texts), label);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  if (!self->pinned_only)
    {
      g_autofree char *sentence = segment->condition != NULL
                                    ? crm_segments_say (self->segments, segment->record_type, segment->condition)
                                    : g_strdup (segment->problem->message);
      GtkWidget *about = gtk_label_new (sentence);

      gtk_label_set_xalign (GTK_LABEL (about), 0);
      gtk_label_set_wrap (GTK_LABEL (about), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (about), PANGO_WRAP_WORD_CHAR);
      gtk_widget_add_css_class (about, "dim-label");
      gtk_widget_add_css_class (about, "caption");
      gtk_box_append (GTK_BOX (texts), about);
      gtk_widget_set_margin_top (box, 6);
      gtk_widget_set_margin_bottom (box, 6);
    }
  else
    gtk_widget_set_tooltip_text (label, segment->name);

  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  g_signal_connect_object (live, "changed", G_CALLBACK (show_count), count, G_CONNECT_DEFAULT);
  g_object_set_data_full (G_OBJECT (row), "live", live, g_object_unref);
  g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&segment->id, sizeof segment->id), g_free);
  crm_live_count_set_condition (live, segment->condition);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (segment->is_filter ? "crm-filter-symbolic" : "crm-segment-symbolic"));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), count);
  gtk_box_append (GTK_BOX (box), make_menu (segment));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, segment->name, -1);

  return row;
}

static char *
describe (CrmSegmentList *self,
          CrmSegmentSet  *set)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; set != NULL && i < crm_segment_set_get_n (set); i++)
    {
      const CrmSegment *segment = crm_segment_set_get (set, i);

      if (self->pinned_only && !segment->pinned)
        continue;
      g_string_append_printf (text, "%" G_GINT64_FORMAT " %d %d %s\n", segment->id, segment->pinned, segment->is_filter, segment->name);
      if (segment->condition != NULL)
        crm_condition_append_json (segment->condition, text);
      else
        g_string_append (text, segment->problem->message);
    }

  return g_string_free (text, FALSE);
}

static void
show (CrmSegmentList *self)
{
  CrmSegmentSet *set = crm_segments_get_set (self->segments);
  g_autofree char *wanted = describe (self, set);
  guint n = 0;

  /* What somebody is at, with the focus on it, stays if it is the same. */
  if (set == NULL || g_strcmp0 (wanted, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_steal_pointer (&wanted);
  crm_children_clear (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < crm_segment_set_get_n (set); i++)
    {
      const CrmSegment *segment = crm_segment_set_get (set, i);

      if (self->pinned_only && !segment->pinned)
        continue;
      gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (self, segment));
      n++;
    }
  gtk_widget_set_visible (self->list, n > 0);
  gtk_widget_set_visible (self->none, n == 0 && !self->pinned_only);
}

static void
row_activated_cb (CrmSegmentList *self,
                  GtkListBoxRow  *row)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), "id");
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (root));

  gtk_widget_activate_action (parent != NULL ? GTK_WIDGET (parent) : GTK_WIDGET (self), "win.show-segment", "x", *id);
  if (parent != NULL)
    gtk_window_close (GTK_WINDOW (root));
}

/* --- Commands ------------------------------------------------------------------------------------------- */

/* The one that can tell: a window above the main one has no messages of its own. */
static GtkWidget *
get_teller (CrmSegmentList *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  return parent != NULL ? GTK_WIDGET (parent) : GTK_WIDGET (self);
}

static void
edit_segment (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmSegmentList *self = CRM_SEGMENT_LIST (widget);
  const CrmSegment *segment = crm_segments_find (self->segments, g_variant_get_int64 (parameter));
  CrmFilterDialog *dialog;

  if (segment == NULL || crm_workspace_get_type_named (self->workspace, segment->record_type) == NULL)
    return;

  dialog = crm_filter_dialog_new (self->workspace, self->state, segment->record_type, segment->condition,
                                  GTK_WINDOW (gtk_widget_get_root (widget)));
  crm_filter_dialog_set_saved (dialog, segment->id, segment->name, segment->pinned, segment->is_filter);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
explain_segment (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  CrmSegmentList *self = CRM_SEGMENT_LIST (widget);
  const CrmSegment *segment = crm_segments_find (self->segments, g_variant_get_int64 (parameter));
  CrmWhyDialog *dialog;

  if (segment == NULL || crm_workspace_get_type_named (self->workspace, segment->record_type) == NULL)
    return;

  dialog = crm_why_dialog_new (self->workspace, segment->record_type, GTK_WINDOW (gtk_widget_get_root (widget)));
  crm_why_dialog_set_segment (dialog, segment->id);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
toggle_pin (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  CrmSegmentList *self = CRM_SEGMENT_LIST (widget);
  const CrmSegment *segment = crm_segments_find (self->segments, g_variant_get_int64 (parameter));
  const CrmTable *table = &crm_workspace_get_type_named (self->workspace, "segment")->table;
  g_autoptr (CrmChangeSet) set = NULL;
  CrmValue pinned;

  if (segment == NULL)
    return;

  pinned = crm_value_integer (!segment->pinned);
  set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  crm_change_set_set (set, table, segment->id, crm_table_find_column (table, "pinned"), &pinned);
  crm_page_commit (get_teller (self), self->workspace, set, NULL);
}

static void
delete_segment (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  CrmSegmentList *self = CRM_SEGMENT_LIST (widget);
  const CrmSegment *segment = crm_segments_find (self->segments, g_variant_get_int64 (parameter));
  g_autoptr (CrmChangeSet) set = NULL;
  g_autofree char *text = NULL;

  if (segment == NULL)
    return;

  text = g_strdup_printf (_("“%s” deleted"), segment->name);
  set = crm_segments_delete (self->segments, segment->id);
  crm_page_commit (get_teller (self), self->workspace, set, text);
}

static void
add_clicked_cb (CrmSegmentList *self)
{
  CrmFilterDialog *dialog = crm_filter_dialog_new (self->workspace, self->state, "contact", NULL,
                                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  crm_filter_dialog_set_saved (dialog, 0, NULL, TRUE, FALSE);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Object ----------------------------------------------------------------------------------------------- */

static void
crm_segment_list_dispose (GObject *object)
{
  CrmSegmentList *self = CRM_SEGMENT_LIST (object);

  g_clear_object (&self->segments);
  g_clear_object (&self->state);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_segment_list_parent_class)->dispose (object);
}

static void
crm_segment_list_finalize (GObject *object)
{
  g_free (CRM_SEGMENT_LIST (object)->shown);

  G_OBJECT_CLASS (crm_segment_list_parent_class)->finalize (object);
}

static void
crm_segment_list_class_init (CrmSegmentListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_segment_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_segment_list_finalize;

  gtk_widget_class_install_action (widget_class, "segments.edit", "x", edit_segment);
  gtk_widget_class_install_action (widget_class, "segments.why", "x", explain_segment);
  gtk_widget_class_install_action (widget_class, "segments.toggle-pin", "x", toggle_pin);
  gtk_widget_class_install_action (widget_class, "segments.delete", "x", delete_segment);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_segment_list_init (CrmSegmentList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Segments"), -1);
  gtk_widget_set_visible (self->list, FALSE);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);

  self->none = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->none), "crm-segment-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->none), _("No Segments Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->none),
                                   _("A segment is a condition with a name: whoever meets it is in it, always up to date."));
  gtk_widget_set_visible (self->none, FALSE);
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_append (GTK_BOX (box), self->none);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * crm_segment_list_open:
 * @workspace: a workspace
 * @state: where the arrangement of the window is kept
 * @pinned_only: whether it is for the sidebar
 *
 * Shows the segments of a workspace, and follows them.
 */
void
crm_segment_list_open (CrmSegmentList *self,
                       CrmWorkspace   *workspace,
                       CrmViewState   *state,
                       gboolean        pinned_only)
{
  g_return_if_fail (CRM_IS_SEGMENT_LIST (self));

  self->workspace = g_object_ref (workspace);
  self->state = g_object_ref (state);
  self->pinned_only = pinned_only;
  self->segments = crm_segments_get (workspace);
  gtk_widget_add_css_class (self->list, pinned_only ? "navigation-sidebar" : "boxed-list");
  g_signal_connect_object (self->segments, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

/**
 * crm_segment_list_make_window:
 * @workspace: a workspace
 * @state: where the arrangement of the window is kept
 * @parent: the window above which it stands
 *
 * Returns: (transfer none): a window with all segments
 */
GtkWindow *
crm_segment_list_make_window (CrmWorkspace *workspace,
                              CrmViewState *state,
                              GtkWindow    *parent)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "transient-for", parent, "modal", TRUE, "title", _("Segments"),
                                    "default-width", 560, "default-height", 560, NULL);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *add = gtk_button_new_with_label (_("New Segment…"));
  CrmSegmentList *list = g_object_new (CRM_TYPE_SEGMENT_LIST, NULL);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  crm_segment_list_open (list, workspace, state, FALSE);
  gtk_widget_set_halign (add, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (add, "pill");
  g_signal_connect_object (add, "clicked", G_CALLBACK (add_clicked_cb), list, G_CONNECT_SWAPPED);
  gtk_widget_set_margin_top (inner, 12);
  gtk_widget_set_margin_bottom (inner, 18);
  gtk_widget_set_margin_start (inner, 12);
  gtk_widget_set_margin_end (inner, 12);
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (list));
  gtk_box_append (GTK_BOX (inner), add);
  adw_clamp_set_child (ADW_CLAMP (clamp), inner);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (all), header);
  gtk_box_append (GTK_BOX (all), scroller);
  adw_window_set_content (ADW_WINDOW (window), all);

  return GTK_WINDOW (window);
}
