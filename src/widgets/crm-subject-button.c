/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A button that asks what a condition is to test: all fields of a record and of what belongs to it,
 * in a list that is searched by typing.
 */

#include "config.h"

#include "crm-subject-button.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"
#include "crm-fold.h"
#include "crm-subject.h"

struct _CrmSubjectButton
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkWidget *label;
  GtkWidget *entry;
  GtkWidget *list;

  CrmWorkspace *workspace;
  char *type;
  GPtrArray *subjects; /* of CrmSubjectInfo, while the list is shown */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmSubjectButton, crm_subject_button, ADW_TYPE_BIN)

static const CrmSubjectInfo *
get_info (CrmSubjectButton *self,
          GtkListBoxRow    *row)
{
  return g_ptr_array_index (self->subjects, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "position")));
}

/* All words that somebody typed, anywhere in the field or its heading. */
static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       user_data)
{
  CrmSubjectButton *self = user_data;
  const CrmSubjectInfo *info = get_info (self, row);
  g_autofree char *all = g_strconcat (info->group, " ", info->label, NULL);
  g_autofree char *key = crm_fold (all);
  g_autofree char *text = crm_fold (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (key == NULL || strstr (key, words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
show_header (GtkListBoxRow *row,
             GtkListBoxRow *before,
             gpointer       user_data)
{
  CrmSubjectButton *self = user_data;
  const char *group = get_info (self, row)->group;
  GtkWidget *header;

  if (before != NULL && g_strcmp0 (get_info (self, before)->group, group) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  header = gtk_label_new (group);
  gtk_label_set_xalign (GTK_LABEL (header), 0);
  gtk_widget_set_margin_top (header, before != NULL ? 12 : 6);
  gtk_widget_set_margin_bottom (header, 3);
  gtk_widget_set_margin_start (header, 8);
  gtk_widget_add_css_class (header, "caption-heading");
  gtk_widget_add_css_class (header, "dim-label");
  gtk_list_box_row_set_header (row, header);
}

static void
clear_list (CrmSubjectButton *self)
{
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), NULL, NULL, NULL);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), NULL, NULL, NULL);
  crm_children_clear (GTK_LIST_BOX (self->list));
  g_clear_pointer (&self->subjects, g_ptr_array_unref);
}

static void
popover_shown_cb (CrmSubjectButton *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, self->type);

  clear_list (self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  self->subjects = crm_condition_list_subjects (crm_workspace_get_catalogue (self->workspace), type);
  for (guint i = 0; i < self->subjects->len; i++)
    {
      const CrmSubjectInfo *info = g_ptr_array_index (self->subjects, i);
      GtkWidget *row = gtk_list_box_row_new ();
      /* The heading says whose field it is. */
      GtkWidget *label = gtk_label_new (info->subject.field != NULL ? info->subject.field->label : info->label);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_margin_start (label, 8);
      gtk_widget_set_margin_end (label, 8);
      gtk_widget_set_margin_top (label, 6);
      gtk_widget_set_margin_bottom (label, 6);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, info->label, -1);
      g_object_set_data (G_OBJECT (row), "position", GUINT_TO_POINTER (i));
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_row, self, NULL);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), show_header, self, NULL);
  gtk_widget_grab_focus (self->entry);
}

static void
choose (CrmSubjectButton *self,
        GtkListBoxRow    *row)
{
  const CrmSubjectInfo *info = get_info (self, row);
  g_autofree char *key = g_strdup (info->subject.key);
  g_autofree char *name = g_strdup (info->name);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  g_signal_emit (self, signals[CHOSEN], 0, key, name);
}

static void
row_activated_cb (CrmSubjectButton *self,
                  GtkListBoxRow    *row)
{
  choose (self, row);
}

/* The first that is left. */
static void
entry_activated_cb (CrmSubjectButton *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        choose (self, row);
        return;
      }
}

static void
searched_cb (CrmSubjectButton *self)
{
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

/* The entry would keep Escape for itself. */
static void
search_stopped_cb (CrmSubjectButton *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  gtk_widget_grab_focus (self->button);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmSubjectButton      *self)
{
  if (keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_child_focus (self->list, GTK_DIR_DOWN);

  return GDK_EVENT_STOP;
}

static gboolean
crm_subject_button_grab_focus (GtkWidget *widget)
{
  return crm_children_grab_focus (widget, CRM_SUBJECT_BUTTON (widget)->button);
}

static void
crm_subject_button_dispose (GObject *object)
{
  CrmSubjectButton *self = CRM_SUBJECT_BUTTON (object);

  if (self->list != NULL)
    clear_list (self);
  self->list = NULL;
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_subject_button_parent_class)->dispose (object);
}

static void
crm_subject_button_finalize (GObject *object)
{
  g_free (CRM_SUBJECT_BUTTON (object)->type);

  G_OBJECT_CLASS (crm_subject_button_parent_class)->finalize (object);
}

static void
crm_subject_button_class_init (CrmSubjectButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_subject_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_subject_button_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = crm_subject_button_grab_focus;

  /**
   * CrmSubjectButton::chosen:
   * @key: what is to be tested: "field", "tag"
   * @name: (nullable): which one, or %NULL if that is the name of a record
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_subject_button_init (CrmSubjectButton *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _("Search fields"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search Fields"), -1);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (searched_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "stop-search", G_CALLBACK (search_stopped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (entry_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->entry, keys);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "plain-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Fields"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 260);
  gtk_scrolled_window_set_min_content_width (GTK_SCROLLED_WINDOW (scroller), 240);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_object (popover, "show", G_CALLBACK (popover_shown_cb), self, G_CONNECT_SWAPPED);

  self->label = gtk_label_new (_("Choose a Field…"));
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->label, TRUE);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), self->label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Choose a Field…"), -1);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  adw_bin_set_child (ADW_BIN (self), self->button);
}

/**
 * crm_subject_button_new:
 * @workspace: a workspace
 * @type: the name of the record type that is tested
 *
 * Returns: (transfer floating): a button that asks for a field
 */
GtkWidget *
crm_subject_button_new (CrmWorkspace *workspace,
                        const char   *type)
{
  CrmSubjectButton *self = g_object_new (CRM_TYPE_SUBJECT_BUTTON, NULL);

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);

  return GTK_WIDGET (self);
}

/**
 * crm_subject_button_set_label:
 * @label: what is tested
 */
void
crm_subject_button_set_label (CrmSubjectButton *self,
                              const char       *label)
{
  g_return_if_fail (CRM_IS_SUBJECT_BUTTON (self));

  gtk_label_set_text (GTK_LABEL (self->label), label);
  gtk_widget_set_tooltip_text (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * crm_subject_button_popup:
 *
 * Shows the list of fields.
 */
void
crm_subject_button_popup (CrmSubjectButton *self)
{
  g_return_if_fail (CRM_IS_SUBJECT_BUTTON (self));

  gtk_menu_button_popup (GTK_MENU_BUTTON (self->button));
}
