/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Asks which records are wanted: a line for each field that people chose to filter by, or any
 * condition at all. With a name it is kept: a saved filter of a list, or a segment.
 */

#include "config.h"

#include "crm-filter-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"
#include "crm-condition-builder.h"
#include "crm-condition-row.h"
#include "crm-condition-summary.h"
#include "crm-dialog-header.h"
#include "crm-segments.h"
#include "crm-subject.h"

/* What is asked for until people choose other fields; those that a type has. */
static const char *const usual_fields[] = {
  "title", "created", "owner", "source", "status", "pipeline", "stage", "value", "close_date", "due", "type", "priority",
  "assignees", "first_name", "last_name", "name", "industry", "email", "phone", "messengers", "city", "region", "country",
  "street", "tags",
};

struct _CrmFilterDialog
{
  AdwWindow parent_instance;

  GtkWidget *error_label;
  GtkWidget *stack;
  GtkWidget *name_group;
  GtkWidget *name_row;
  GtkWidget *pin_switch;
  GtkWidget *rows;
  GtkWidget *fields_list;
  GtkWidget *fields_entry;
  GtkWidget *simple_button;
  GtkWidget *apply_button;
  GtkWidget *builder;
  GtkWidget *summary;

  CrmWorkspace *workspace;
  CrmSegments *segments;
  CrmViewState *state;
  char *type;
  gint64 id;
  gboolean saves;
  gboolean is_filter;
};

enum
{
  APPLIED,
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmFilterDialog, crm_filter_dialog, ADW_TYPE_WINDOW)

static const CrmRecordType *
get_type (CrmFilterDialog *self)
{
  return crm_workspace_get_type_named (self->workspace, self->type);
}

static gboolean
is_simple (CrmFilterDialog *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "simple") == 0;
}

/* --- The simple face --------------------------------------------------------------------------------- */

static GtkWidget *
find_row (CrmFilterDialog *self,
          const char      *name)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (g_strcmp0 (crm_condition_row_get_name (CRM_CONDITION_ROW (row)), name) == 0)
      return row;

  return NULL;
}

static CrmCondition *
dup_simple (CrmFilterDialog  *self,
            GError          **error)
{
  g_autoptr (CrmCondition) all = crm_condition_new_group (CRM_CONDITION_ALL);

  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      g_autoptr (GError) reason = NULL;
      g_autoptr (CrmCondition) test = crm_condition_row_dup_condition (CRM_CONDITION_ROW (row), &reason);
      CrmCondition *more;

      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (test == NULL)
        continue;
      more = crm_condition_insert_part (all, crm_condition_get_n_parts (all), test);
      crm_condition_unref (all);
      all = more;
    }

  return g_steal_pointer (&all);
}

static CrmCondition *
dup_condition (CrmFilterDialog  *self,
               GError          **error)
{
  return is_simple (self) ? dup_simple (self, error)
                          : crm_condition_builder_dup_condition (CRM_CONDITION_BUILDER (self->builder), error);
}

static void
show_error (CrmFilterDialog *self,
            const char      *text)
{
  gtk_label_set_text (GTK_LABEL (self->error_label), text != NULL ? text : "");
  gtk_widget_set_visible (self->error_label, text != NULL);
}

static void
changed_cb (CrmFilterDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCondition) condition = dup_condition (self, &error);
  gboolean named = !self->saves || *gtk_editable_get_text (GTK_EDITABLE (self->name_row)) != '\0';

  show_error (self, NULL);
  crm_condition_summary_show (CRM_CONDITION_SUMMARY (self->summary), condition, error);
  gtk_widget_set_sensitive (self->apply_button, condition != NULL && named);
}

static GtkWidget *
add_row (CrmFilterDialog *self,
         const char      *name)
{
  GtkWidget *row = crm_condition_row_new (self->workspace, self->type);

  crm_condition_row_set_subject (CRM_CONDITION_ROW (row), CRM_SUBJECT_FIELD, name);
  crm_condition_row_set_fixed (CRM_CONDITION_ROW (row));
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->rows), row);

  return row;
}

/* One line for each of some fields of the record itself says it all. */
static gboolean
can_be_simple (CrmFilterDialog *self,
               CrmCondition    *condition)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *prefix = g_strconcat (self->type, ".", NULL);

  if (crm_condition_get_condition_type (condition) != CRM_CONDITION_ALL)
    return FALSE;

  for (guint i = 0; i < crm_condition_get_n_parts (condition); i++)
    {
      CrmCondition *part = crm_condition_get_part (condition, i);

      if (crm_condition_get_condition_type (part) != CRM_CONDITION_TEST ||
          g_strcmp0 (crm_condition_get_subject (part), CRM_SUBJECT_FIELD) != 0 ||
          !g_str_has_prefix (crm_condition_get_name (part), prefix) ||
          !g_hash_table_add (seen, (gpointer) crm_condition_get_name (part)))
        return FALSE;
    }

  return TRUE;
}

static char **
get_fields (CrmFilterDialog *self)
{
  g_autofree char *group = g_strconcat ("filter-", self->type, NULL);
  g_auto (GStrv) chosen = crm_view_state_get_strings (self->state, group, "fields");
  g_autoptr (GStrvBuilder) fields = NULL;

  if (chosen != NULL && chosen[0] != NULL)
    return g_steal_pointer (&chosen);

  fields = g_strv_builder_new ();
  for (guint i = 0; i < G_N_ELEMENTS (usual_fields); i++)
    if (crm_record_type_find_field (get_type (self), usual_fields[i]) != NULL)
      g_strv_builder_add (fields, usual_fields[i]);

  return g_strv_builder_end (fields);
}

static void
show_fields (CrmFilterDialog *self)
{
  g_auto (GStrv) fields = get_fields (self);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      const CrmField *field = crm_record_type_find_field (get_type (self), fields[i]);
      g_autofree char *name = field != NULL ? g_strconcat (self->type, ".", field->key, NULL) : NULL;

      if (field != NULL && crm_field_is_shown (field) && find_row (self, name) == NULL)
        add_row (self, name);
    }
}

static void
show_condition (CrmFilterDialog *self,
                CrmCondition    *condition)
{
  if (!can_be_simple (self, condition))
    {
      crm_condition_builder_set_condition (CRM_CONDITION_BUILDER (self->builder), condition);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "advanced");
      return;
    }

  for (guint i = 0; i < crm_condition_get_n_parts (condition); i++)
    {
      CrmCondition *test = crm_condition_get_part (condition, i);
      GtkWidget *row = find_row (self, crm_condition_get_name (test));

      if (row == NULL)
        row = add_row (self, crm_condition_get_name (test));
      crm_condition_row_set_condition (CRM_CONDITION_ROW (row), test);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "simple");
}

/* --- Which fields ------------------------------------------------------------------------------------------ */

static void
field_toggled_cb (GtkCheckButton  *check,
                  CrmFilterDialog *self)
{
  const char *key = g_object_get_data (G_OBJECT (check), "key");
  g_autofree char *name = g_strconcat (self->type, ".", key, NULL);
  g_autofree char *group = g_strconcat ("filter-", self->type, NULL);
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_auto (GStrv) keys = NULL;
  GtkWidget *row = find_row (self, name);

  if (gtk_check_button_get_active (check) && row == NULL)
    add_row (self, name);
  else if (!gtk_check_button_get_active (check) && row != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);

  for (row = gtk_widget_get_first_child (self->rows); row != NULL; row = gtk_widget_get_next_sibling (row))
    g_strv_builder_add (fields, strchr (crm_condition_row_get_name (CRM_CONDITION_ROW (row)), '.') + 1);
  keys = g_strv_builder_end (fields);
  crm_view_state_set_strings (self->state, group, "fields", (const char *const *) keys);
  changed_cb (self);
}

static void
fields_shown_cb (CrmFilterDialog *self)
{
  g_autoptr (GPtrArray) subjects = crm_condition_list_subjects (crm_workspace_get_catalogue (self->workspace), get_type (self));

  gtk_editable_set_text (GTK_EDITABLE (self->fields_entry), "");
  crm_children_clear (GTK_LIST_BOX (self->fields_list));
  for (guint i = 0; i < subjects->len; i++)
    {
      const CrmSubjectInfo *info = g_ptr_array_index (subjects, i);
      GtkWidget *check;

      if (info->subject.field == NULL || info->subject.relation.kind != CRM_RELATION_NONE)
        continue;

      check = gtk_check_button_new_with_label (info->label);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), find_row (self, info->name) != NULL);
      g_object_set_data_full (G_OBJECT (check), "key", g_strdup (info->subject.field->key), g_free);
      g_signal_connect_object (check, "toggled", G_CALLBACK (field_toggled_cb), self, G_CONNECT_DEFAULT);
      gtk_list_box_append (GTK_LIST_BOX (self->fields_list), check);
    }
}

static gboolean
filter_field (GtkListBoxRow *row,
              gpointer       user_data)
{
  CrmFilterDialog *self = user_data;
  const char *label = gtk_check_button_get_label (GTK_CHECK_BUTTON (gtk_list_box_row_get_child (row)));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->fields_entry));

  return *text == '\0' || g_str_match_string (text, label, TRUE);
}

static void
fields_searched_cb (CrmFilterDialog *self)
{
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->fields_list));
}

static GtkWidget *
make_fields_button (CrmFilterDialog *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *label = gtk_label_new (_("Change Filter Fields"));
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->fields_entry = gtk_search_entry_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fields_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search Fields"), -1);
  g_signal_connect_object (self->fields_entry, "changed", G_CALLBACK (fields_searched_cb), self, G_CONNECT_SWAPPED);
  /* The entry would keep Escape for itself. */
  g_signal_connect_object (self->fields_entry, "stop-search", G_CALLBACK (gtk_popover_popdown), popover, G_CONNECT_SWAPPED);
  self->fields_list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->fields_list), GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->fields_list), filter_field, self, NULL);
  gtk_widget_add_css_class (self->fields_list, "plain-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fields_list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Fields"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 260);
  gtk_scrolled_window_set_min_content_width (GTK_SCROLLED_WINDOW (scroller), 220);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->fields_list);
  gtk_box_append (GTK_BOX (box), self->fields_entry);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_object (popover, "show", G_CALLBACK (fields_shown_cb), self, G_CONNECT_SWAPPED);
  /* In large text it is longer than a small window is wide. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Change Filter Fields"), -1);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_add_css_class (button, "flat");

  return button;
}

/* --- What people do ----------------------------------------------------------------------------------------- */

static void
advanced_clicked_cb (CrmFilterDialog *self)
{
  g_autoptr (CrmCondition) condition = dup_simple (self, NULL);

  if (condition != NULL)
    crm_condition_builder_set_condition (CRM_CONDITION_BUILDER (self->builder), condition);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "advanced");
  gtk_widget_grab_focus (self->builder);
  changed_cb (self);
}

static void
simple_clicked_cb (CrmFilterDialog *self)
{
  g_autoptr (CrmCondition) condition = crm_condition_builder_dup_condition (CRM_CONDITION_BUILDER (self->builder), NULL);
  GtkWidget *row;

  if (condition == NULL || !can_be_simple (self, condition))
    {
      show_error (self, _("This condition asks more than one line for each field can say."));
      return;
    }

  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);
  show_fields (self);
  show_condition (self, condition);
  changed_cb (self);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CrmFilterDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);
  g_autoptr (CrmCondition) condition = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (commit == NULL)
    {
      show_error (self, error->message);
      return;
    }

  condition = dup_condition (self, NULL);
  if (condition != NULL)
    g_signal_emit (self, signals[SAVED], 0, self->id != 0 ? self->id : crm_commit_get_created (commit, -1), condition,
                   gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  gtk_window_close (GTK_WINDOW (self));
}

static void
apply_clicked_cb (CrmFilterDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCondition) condition = dup_condition (self, &error);
  g_autoptr (CrmChangeSet) set = NULL;

  if (condition == NULL)
    {
      show_error (self, error->message);
      return;
    }

  if (!self->saves)
    {
      g_signal_emit (self, signals[APPLIED], 0, condition);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  set = crm_segments_save (self->segments, self->id, self->type, gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
                           condition, gtk_switch_get_active (GTK_SWITCH (self->pin_switch)), self->is_filter);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, saved_cb, g_object_ref (self));
}

/* From the keyboard, wherever the focus is. */
static void
apply (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  CrmFilterDialog *self = CRM_FILTER_DIALOG (widget);

  if (gtk_widget_is_sensitive (self->apply_button))
    apply_clicked_cb (self);
}

/* --- Object ---------------------------------------------------------------------------------------------------- */

static void
crm_filter_dialog_dispose (GObject *object)
{
  CrmFilterDialog *self = CRM_FILTER_DIALOG (object);

  g_clear_object (&self->segments);
  g_clear_object (&self->state);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_filter_dialog_parent_class)->dispose (object);
}

static void
crm_filter_dialog_finalize (GObject *object)
{
  g_free (CRM_FILTER_DIALOG (object)->type);

  G_OBJECT_CLASS (crm_filter_dialog_parent_class)->finalize (object);
}

static void
crm_filter_dialog_class_init (CrmFilterDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_filter_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_filter_dialog_finalize;

  /**
   * CrmFilterDialog::applied:
   * @condition: which records are wanted
   */
  signals[APPLIED] = g_signal_new ("applied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_CONDITION);

  /**
   * CrmFilterDialog::saved:
   * @id: of the segment or saved filter
   * @condition: which records are wanted
   * @name: what people call it
   */
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_INT64, CRM_TYPE_CONDITION, G_TYPE_STRING);

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "filter.apply", NULL, apply);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Return, GDK_CONTROL_MASK, "filter.apply", NULL);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "filter.apply", NULL);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_filter_dialog_init (CrmFilterDialog *self)
{
}

static GtkWidget *
add_button (GtkWidget  *box,
            const char *label,
            GCallback   clicked,
            gpointer    self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);

  return button;
}

static void
make_simple_page (CrmFilterDialog *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *foot = gtk_flow_box_new ();
  GtkWidget *advanced = gtk_button_new_with_label (_("Advanced…"));

  gtk_widget_add_css_class (advanced, "flat");
  g_signal_connect_object (advanced, "clicked", G_CALLBACK (advanced_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (foot), GTK_SELECTION_NONE);
  gtk_flow_box_insert (GTK_FLOW_BOX (foot), make_fields_button (self), -1);
  gtk_flow_box_insert (GTK_FLOW_BOX (foot), advanced, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (foot); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gtk_widget_set_focusable (child, FALSE);
      gtk_widget_set_halign (gtk_widget_get_first_child (child), GTK_ALIGN_START);
    }

  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  gtk_box_append (GTK_BOX (page), self->rows);
  gtk_box_append (GTK_BOX (page), foot);
  gtk_stack_add_named (GTK_STACK (self->stack), page, "simple");
}

static void
make_advanced_page (CrmFilterDialog *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->builder = crm_condition_builder_new (self->workspace, self->type);
  crm_condition_builder_hide_summary (CRM_CONDITION_BUILDER (self->builder));
  g_signal_connect_object (self->builder, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (page), self->builder);
  self->simple_button = add_button (page, _("Simple…"), G_CALLBACK (simple_clicked_cb), self);
  gtk_widget_set_halign (self->simple_button, GTK_ALIGN_START);
  gtk_stack_add_named (GTK_STACK (self->stack), page, "advanced");
}

static void
make_name_group (CrmFilterDialog *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->name_group = adw_preferences_group_new ();
  self->name_row = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_row), _("Name"));
  g_signal_connect_object (self->name_row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  self->pin_switch = gtk_switch_new ();
  gtk_widget_set_valign (self->pin_switch, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Show in the Sidebar"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->pin_switch);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->pin_switch);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->name_group), self->name_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->name_group), row);
  gtk_widget_set_visible (self->name_group, FALSE);
}

static void
make_widgets (CrmFilterDialog *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->apply_button = gtk_button_new_with_label (_("Apply"));
  g_signal_connect_object (self->apply_button, "clicked", G_CALLBACK (apply_clicked_cb), self, G_CONNECT_SWAPPED);

  self->error_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->error_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->error_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->error_label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->error_label, "error-bar");
  gtk_widget_set_visible (self->error_label, FALSE);

  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  self->summary = crm_condition_summary_new (self->workspace, self->type);
  gtk_widget_add_css_class (self->summary, "condition-summary");
  make_name_group (self);
  make_simple_page (self);
  make_advanced_page (self);

  gtk_widget_set_margin_top (inner, 12);
  gtk_widget_set_margin_bottom (inner, 12);
  gtk_widget_set_margin_start (inner, 12);
  gtk_widget_set_margin_end (inner, 12);
  gtk_box_append (GTK_BOX (inner), self->name_group);
  gtk_box_append (GTK_BOX (inner), self->stack);
  adw_clamp_set_child (ADW_CLAMP (clamp), inner);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);

  gtk_box_append (GTK_BOX (all), crm_dialog_header_new (GTK_WINDOW (self), self->apply_button));
  gtk_box_append (GTK_BOX (all), self->error_label);
  gtk_box_append (GTK_BOX (all), scroller);
  gtk_box_append (GTK_BOX (all), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (all), self->summary);
  adw_window_set_content (ADW_WINDOW (self), all);
}

/**
 * crm_filter_dialog_new:
 * @workspace: a workspace
 * @state: where it is kept which fields are asked for
 * @type: the name of a record type
 * @condition: (nullable): to begin with
 * @parent: the window above which it stands
 *
 * Returns: (transfer none): a dialog
 */
CrmFilterDialog *
crm_filter_dialog_new (CrmWorkspace *workspace,
                       CrmViewState *state,
                       const char   *type,
                       CrmCondition *condition,
                       GtkWindow    *parent)
{
  CrmFilterDialog *self = g_object_new (CRM_TYPE_FILTER_DIALOG, "transient-for", parent, "modal", TRUE,
                                        "default-width", 620, "default-height", 640, NULL);
  g_autofree char *title = NULL;

  self->workspace = g_object_ref (workspace);
  self->segments = crm_segments_get (workspace);
  self->state = g_object_ref (state);
  self->type = g_strdup (type);
  /* TRANSLATORS: the gap is like "Contacts" */
  title = g_strdup_printf (_("Filter %s"), get_type (self)->plural);
  gtk_window_set_title (GTK_WINDOW (self), title);
  make_widgets (self);
  show_fields (self);
  if (condition != NULL)
    show_condition (self, condition);
  changed_cb (self);

  return self;
}

/**
 * crm_filter_dialog_set_saved:
 * @id: of a segment or saved filter, or 0 for a new one
 * @name: (nullable): what people call it
 * @pinned: whether it is shown in the sidebar
 * @is_filter: whether it is a saved filter, not a segment
 *
 * The condition is given a name and kept.
 */
void
crm_filter_dialog_set_saved (CrmFilterDialog *self,
                             gint64           id,
                             const char      *name,
                             gboolean         pinned,
                             gboolean         is_filter)
{
  g_return_if_fail (CRM_IS_FILTER_DIALOG (self));

  self->saves = TRUE;
  self->id = id;
  self->is_filter = is_filter;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name != NULL ? name : "");
  gtk_switch_set_active (GTK_SWITCH (self->pin_switch), pinned);
  gtk_widget_set_visible (self->name_group, TRUE);
  gtk_button_set_label (GTK_BUTTON (self->apply_button), _("Save"));
  gtk_window_set_title (GTK_WINDOW (self), is_filter ? (id == 0 ? _("Save Filter") : _("Edit Filter"))
                                                     : (id == 0 ? _("New Segment") : _("Edit Segment")));
  crm_children_begin_with (self->name_row);
  changed_cb (self);
}
