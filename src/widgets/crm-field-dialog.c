/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The dialog that makes a custom field: its name, type, group, help, default and whether it is
 * required; for lists their options, in their order.
 */

#include "config.h"

#include "crm-field-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-colour-button.h"
#include "crm-discard.h"

#define N_TYPES (CRM_FIELD_COUNT + 1)

/* An option as it stands in the dialog. */
typedef struct
{
  GtkWidget *row;
  GtkWidget *colour;
} Option;

struct _CrmFieldDialog
{
  AdwWindow parent_instance;

  /* Template children */
  GtkButton *save_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  AdwEntryRow *name_row;
  AdwComboRow *type_row;
  AdwEntryRow *group_row;
  AdwEntryRow *help_row;
  AdwEntryRow *default_row;
  GtkSwitch *required_switch;
  AdwPreferencesGroup *options_group;
  AdwEntryRow *new_option_row;

  /* Owned */
  CrmWorkspace *workspace;
  char *type;
  GPtrArray *options;

  CrmFieldType types[N_TYPES];

  gboolean done;
};

G_DEFINE_FINAL_TYPE (CrmFieldDialog, crm_field_dialog, ADW_TYPE_WINDOW)

static CrmFieldType
get_field_type (CrmFieldDialog *self)
{
  return self->types[adw_combo_row_get_selected (self->type_row)];
}

static gboolean
has_options (CrmFieldDialog *self)
{
  CrmFieldType type = get_field_type (self);

  return type == CRM_FIELD_CHOICE || type == CRM_FIELD_CHOICES;
}

static void
show_error (CrmFieldDialog *self,
            const char     *message)
{
  gtk_label_set_text (self->error_label, message != NULL ? message : "");
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
}

/* --- Options ------------------------------------------------------------------------------------------ */

static void
remove_clicked_cb (GtkButton      *button,
                   CrmFieldDialog *self)
{
  Option *option = g_object_get_data (G_OBJECT (button), "option");

  adw_preferences_group_remove (self->options_group, option->row);
  g_ptr_array_remove (self->options, option);
}

/* Options are moved by putting the rows into the list again. */
static void
show_options (CrmFieldDialog *self)
{
  for (guint i = 0; i < self->options->len; i++)
    {
      Option *option = g_ptr_array_index (self->options, i);

      g_object_ref (option->row);
      if (gtk_widget_get_parent (option->row) != NULL)
        adw_preferences_group_remove (self->options_group, option->row);
    }
  g_object_ref (self->new_option_row);
  adw_preferences_group_remove (self->options_group, GTK_WIDGET (self->new_option_row));

  for (guint i = 0; i < self->options->len; i++)
    {
      Option *option = g_ptr_array_index (self->options, i);

      adw_preferences_group_add (self->options_group, option->row);
      g_object_unref (option->row);
    }
  adw_preferences_group_add (self->options_group, GTK_WIDGET (self->new_option_row));
  g_object_unref (self->new_option_row);
}

static void
up_clicked_cb (GtkButton      *button,
               CrmFieldDialog *self)
{
  Option *option = g_object_get_data (G_OBJECT (button), "option");
  guint index;

  if (g_ptr_array_find (self->options, option, &index) && index > 0)
    {
      self->options->pdata[index] = self->options->pdata[index - 1];
      self->options->pdata[index - 1] = option;
      show_options (self);
      gtk_widget_grab_focus (GTK_WIDGET (button));
    }
}

static GtkWidget *
make_button (CrmFieldDialog *self,
             Option         *option,
             const char     *icon,
             const char     *name,
             GCallback       callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  g_object_set_data (G_OBJECT (button), "option", option);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", callback, self);

  return button;
}

static void
add_option (CrmFieldDialog *self,
            const char     *label)
{
  const CrmRecordType *options = crm_workspace_get_type_named (self->workspace, "option");
  Option *option = g_new0 (Option, 1);

  option->row = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (option->row), _("Option"));
  gtk_editable_set_text (GTK_EDITABLE (option->row), label);
  option->colour = crm_colour_button_new (crm_record_type_find_field (options, "colour"));
  adw_entry_row_add_prefix (ADW_ENTRY_ROW (option->row), option->colour);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (option->row),
                            make_button (self, option, "go-up-symbolic", _("Move Up"), G_CALLBACK (up_clicked_cb)));
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (option->row),
                            make_button (self, option, "list-remove-symbolic", _("Remove"), G_CALLBACK (remove_clicked_cb)));
  g_ptr_array_add (self->options, option);
  adw_preferences_group_add (self->options_group, option->row);
}

static void
new_option_cb (CrmFieldDialog *self)
{
  g_autofree char *label = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->new_option_row))));

  if (*label == '\0')
    return;

  add_option (self, label);
  gtk_editable_set_text (GTK_EDITABLE (self->new_option_row), "");
  show_options (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->new_option_row));
}

/* --- Saving --------------------------------------------------------------------------------------------- */

static void
set_text (CrmFieldDialog *self,
          CrmChangeSet   *set,
          gint64          id,
          const char     *key,
          const char     *text)
{
  const CrmRecordType *fields = crm_workspace_get_type_named (self->workspace, "field");
  g_auto (CrmValue) value = crm_value_text (text);

  crm_change_set_set (set, &fields->table, id, &crm_record_type_find_field (fields, key)->column, &value);
}

static void
set_entry (CrmFieldDialog *self,
           CrmChangeSet   *set,
           gint64          id,
           const char     *key,
           AdwEntryRow    *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  set_text (self, set, id, key, text);
}

static void
set_options (CrmFieldDialog *self,
             CrmChangeSet   *set,
             gint64          field)
{
  const CrmRecordType *options = crm_workspace_get_type_named (self->workspace, "option");
  CrmValue link = crm_value_integer (field);

  for (guint i = 0; has_options (self) && i < self->options->len; i++)
    {
      const Option *option = g_ptr_array_index (self->options, i);
      g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (option->row))));
      g_auto (CrmValue) label = crm_value_text (text);
      g_auto (CrmValue) colour = crm_value_text (crm_colour_button_get_colour (CRM_COLOUR_BUTTON (option->colour)));
      CrmValue position = crm_value_real (i + 1);
      gint64 id = crm_change_set_create (set, &options->table);

      crm_change_set_set (set, &options->table, id, &crm_record_type_find_field (options, "field")->column, &link);
      crm_change_set_set (set, &options->table, id, &crm_record_type_find_field (options, "label")->column, &label);
      crm_change_set_set (set, &options->table, id, &crm_record_type_find_field (options, "colour")->column, &colour);
      crm_change_set_set (set, &options->table, id, &crm_record_type_find_field (options, "position")->column, &position);
    }
}

static void
close_for_good (CrmFieldDialog *self)
{
  self->done = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmFieldDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  /* It may have been closed meanwhile. */
  if (self->save_button == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), TRUE);
  if (commit == NULL)
    show_error (self, error->message);
  else
    close_for_good (self);
}

static void
save_cb (CrmFieldDialog *self)
{
  const CrmRecordType *fields = crm_workspace_get_type_named (self->workspace, "field");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  CrmValue required = crm_value_integer (gtk_switch_get_active (self->required_switch));
  gint64 id;

  /* What stands in the last entry was meant to be an option too. */
  if (has_options (self))
    new_option_cb (self);

  id = crm_change_set_create (set, &fields->table);
  set_text (self, set, id, "record_type", self->type);
  set_text (self, set, id, "type", crm_field_type_get_name (get_field_type (self)));
  set_entry (self, set, id, "label", self->name_row);
  set_entry (self, set, id, "section", self->group_row);
  set_entry (self, set, id, "help", self->help_row);
  set_entry (self, set, id, "default_value", self->default_row);
  crm_change_set_set (set, &fields->table, id, &crm_record_type_find_field (fields, "required")->column, &required);
  set_options (self, set, id);

  show_error (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), FALSE);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, committed_cb, g_object_ref (self));
}

static void
type_changed_cb (CrmFieldDialog *self)
{
  CrmFieldType type = get_field_type (self);

  gtk_widget_set_visible (GTK_WIDGET (self->options_group), has_options (self));
  gtk_widget_set_visible (GTK_WIDGET (self->default_row), type != CRM_FIELD_CHOICE && type != CRM_FIELD_CHOICES);
}

static void
list_types (CrmFieldDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint n = 0;

  for (guint i = 0; i < N_TYPES; i++)
    if (crm_field_type_is_custom ((CrmFieldType) i))
      {
        self->types[n++] = (CrmFieldType) i;
        gtk_string_list_append (labels, crm_field_type_get_label ((CrmFieldType) i));
      }

  adw_combo_row_set_model (self->type_row, G_LIST_MODEL (labels));
}

/* Something that was typed and is there still. */
static gboolean
has_input (CrmFieldDialog *self)
{
  AdwEntryRow *rows[] = { self->name_row, self->group_row, self->help_row, self->default_row, self->new_option_row };
  gboolean found = self->options->len > 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    found |= *gtk_editable_get_text (GTK_EDITABLE (rows[i])) != '\0';

  return found;
}

static gboolean
crm_field_dialog_close_request (GtkWindow *window)
{
  CrmFieldDialog *self = CRM_FIELD_DIALOG (window);

  if (self->done || self->save_button == NULL || !has_input (self))
    return GTK_WINDOW_CLASS (crm_field_dialog_parent_class)->close_request (window);

  crm_discard_ask (window, G_CALLBACK (close_for_good));

  return TRUE;
}

static void
crm_field_dialog_dispose (GObject *object)
{
  CrmFieldDialog *self = CRM_FIELD_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_FIELD_DIALOG);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_field_dialog_parent_class)->dispose (object);
}

static void
crm_field_dialog_finalize (GObject *object)
{
  CrmFieldDialog *self = CRM_FIELD_DIALOG (object);

  g_ptr_array_unref (self->options);
  g_free (self->type);

  G_OBJECT_CLASS (crm_field_dialog_parent_class)->finalize (object);
}

static void
crm_field_dialog_class_init (CrmFieldDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_field_dialog_dispose;
  object_class->finalize = crm_field_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = crm_field_dialog_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-field-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, type_row);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, group_row);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, help_row);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, default_row);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, required_switch);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, options_group);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldDialog, new_option_row);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, type_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_option_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_field_dialog_init (CrmFieldDialog *self)
{
  self->options = g_ptr_array_new_with_free_func (g_free);

  gtk_widget_init_template (GTK_WIDGET (self));
  list_types (self);
  type_changed_cb (self);
}

/**
 * crm_field_dialog_new:
 * @workspace: a workspace
 * @type: the name of the record type that gets the field
 * @parent: the window above which it stands
 *
 * Returns: (transfer none): a dialog
 */
CrmFieldDialog *
crm_field_dialog_new (CrmWorkspace *workspace,
                      const char   *type,
                      GtkWindow    *parent)
{
  CrmFieldDialog *self = g_object_new (CRM_TYPE_FIELD_DIALOG, "transient-for", parent, NULL);

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);

  return self;
}
