/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The dialog that gives many records the same values: fields are chosen from a list that can be
 * searched, then come the values, then how many records change. One undo step.
 */

#include "config.h"

#include "crm-bulk-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-busy-bar.h"
#include "crm-children.h"
#include "crm-field-editor.h"
#include "crm-fold.h"
#include "crm-page.h"

/* Stands for all of the records while the editors are applied. */
#define ALL G_MAXINT64

struct _CrmBulkDialog
{
  AdwWindow parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkButton *apply_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkSearchEntry *search_entry;
  GtkListBox *field_list;
  GtkBox *editors_box;
  GtkButton *more_button;
  GtkLabel *count_label;
  CrmBusyBar *busy_bar;

  CrmWorkspace *workspace;
  char *type;
  GArray *ids;
  GPtrArray *editors;
  GtkWidget *teller;
};

G_DEFINE_FINAL_TYPE (CrmBulkDialog, crm_bulk_dialog, ADW_TYPE_WINDOW)

static const CrmRecordType *
get_type (CrmBulkDialog *self)
{
  return crm_workspace_get_type_named (self->workspace, self->type);
}

static void
show_error (CrmBulkDialog *self,
            const char    *message)
{
  gtk_label_set_text (self->error_label, message != NULL ? message : "");
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
}

/* --- Choosing fields ------------------------------------------------------------------------------- */

static gboolean
is_chosen (CrmBulkDialog  *self,
           const CrmField *field)
{
  for (guint i = 0; i < self->editors->len; i++)
    if (strcmp (crm_field_editor_get_field (g_ptr_array_index (self->editors, i))->key, field->key) == 0)
      return TRUE;

  return FALSE;
}

static void
fill_field_list (CrmBulkDialog *self)
{
  const CrmRecordType *type = get_type (self);

  crm_children_clear (self->field_list);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      GtkWidget *row;

      if (!crm_field_is_editable (field) || is_chosen (self, field) ||
          (strcmp (field->key, "owner") == 0 && type->table.id == CRM_ID_ACCOUNT && !crm_workspace_may_reassign (self->workspace)))
        continue;

      row = adw_action_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), field->label);
      if (field->group != NULL)
        adw_action_row_set_subtitle (ADW_ACTION_ROW (row), field->group);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "key", g_strdup (field->key), g_free);
      gtk_list_box_append (self->field_list, row);
    }
}

static gboolean
filter_field (GtkListBoxRow *row,
              gpointer       user_data)
{
  CrmBulkDialog *self = user_data;
  g_autofree char *label = crm_fold (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  g_autofree char *text = crm_fold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  return text == NULL || (label != NULL && strstr (label, text) != NULL);
}

static void
search_changed_cb (CrmBulkDialog *self)
{
  gtk_list_box_invalidate_filter (self->field_list);
}

static void
show_fields (CrmBulkDialog *self)
{
  fill_field_list (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_stack_set_visible_child_name (self->stack, "fields");
  gtk_widget_set_visible (GTK_WIDGET (self->apply_button), FALSE);
  crm_children_begin_with (GTK_WIDGET (self->search_entry));
}

static void
remove_clicked_cb (GtkButton     *button,
                   CrmBulkDialog *self)
{
  GtkWidget *box = g_object_get_data (G_OBJECT (button), "box");
  CrmFieldEditor *editor = g_object_get_data (G_OBJECT (button), "editor");

  g_ptr_array_remove (self->editors, editor);
  gtk_box_remove (self->editors_box, box);
  if (self->editors->len == 0)
    show_fields (self);
}

static void
add_editor (CrmBulkDialog  *self,
            const CrmField *field)
{
  CrmFieldEditor *editor = crm_field_editor_new (self->workspace, field);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (field->label);
  GtkWidget *hint = gtk_label_new (crm_field_is_set (field) ? _("What you add here is added to each record.")
                                                            : _("Leave it empty to clear the field."));
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_widget_add_css_class (hint, "caption");
  gtk_widget_add_css_class (hint, "dim-label");
  gtk_widget_set_tooltip_text (button, _("Do Not Change This Field"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Do Not Change This Field"), -1);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "box", box);
  g_object_set_data (G_OBJECT (button), "editor", editor);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked_cb), self);

  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), button);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (editor));
  gtk_box_append (GTK_BOX (box), hint);
  gtk_box_append (self->editors_box, box);
  g_ptr_array_add (self->editors, editor);

  gtk_stack_set_visible_child_name (self->stack, "values");
  gtk_widget_set_visible (GTK_WIDGET (self->apply_button), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (editor));
}

static void
field_activated_cb (CrmBulkDialog *self,
                    GtkListBoxRow *row)
{
  add_editor (self, crm_record_type_find_field (get_type (self), g_object_get_data (G_OBJECT (row), "key")));
}

static void
search_activated_cb (CrmBulkDialog *self)
{
  /* The entry tells of what is typed a moment later, when Return would choose of all fields. */
  search_changed_cb (self);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->field_list)); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_child_visible (row))
      {
        field_activated_cb (self, GTK_LIST_BOX_ROW (row));
        return;
      }
}

static void
more_clicked_cb (CrmBulkDialog *self)
{
  show_fields (self);
}

/* --- Applying ---------------------------------------------------------------------------------------- */

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmBulkDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (commit == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "values");
      show_error (self, error->message);
      return;
    }

  count = crm_record_type_count_label (get_type (self), self->ids->len);
  text = g_strdup_printf (_("%s changed"), count);
  crm_page_tell_commit (self->teller, text, commit);
  gtk_window_close (GTK_WINDOW (self));
}

static void
apply_cb (CrmBulkDialog *self)
{
  const CrmRecordType *type = get_type (self);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->editors->len; i++)
    crm_field_editor_prepare (g_ptr_array_index (self->editors, i), set);
  for (guint i = 0; i < self->editors->len; i++)
    if (!crm_field_editor_apply (g_ptr_array_index (self->editors, i), set, &type->table, ALL, &error))
      {
        show_error (self, error->message);
        gtk_widget_grab_focus (g_ptr_array_index (self->editors, i));
        return;
      }

  crm_change_set_spread (set, &type->table, ALL, (const gint64 *) (gpointer) self->ids->data, self->ids->len);
  show_error (self, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, committed_cb, g_object_ref (self));
}

static void
crm_bulk_dialog_dispose (GObject *object)
{
  CrmBulkDialog *self = CRM_BULK_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_BULK_DIALOG);
  g_clear_object (&self->workspace);
  g_clear_object (&self->teller);

  G_OBJECT_CLASS (crm_bulk_dialog_parent_class)->dispose (object);
}

static void
crm_bulk_dialog_finalize (GObject *object)
{
  CrmBulkDialog *self = CRM_BULK_DIALOG (object);

  g_ptr_array_unref (self->editors);
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self->type);

  G_OBJECT_CLASS (crm_bulk_dialog_parent_class)->finalize (object);
}

static void
crm_bulk_dialog_class_init (CrmBulkDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_bulk_dialog_dispose;
  object_class->finalize = crm_bulk_dialog_finalize;

  g_type_ensure (CRM_TYPE_BUSY_BAR);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-bulk-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmBulkDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmBulkDialog, apply_button);
  gtk_widget_class_bind_template_child (widget_class, CrmBulkDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmBulkDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CrmBulkDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, CrmBulkDialog, field_list);
  gtk_widget_class_bind_template_child (widget_class, CrmBulkDialog, editors_box);
  gtk_widget_class_bind_template_child (widget_class, CrmBulkDialog, more_button);
  gtk_widget_class_bind_template_child (widget_class, CrmBulkDialog, count_label);
  gtk_widget_class_bind_template_child (widget_class, CrmBulkDialog, busy_bar);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_bulk_dialog_init (CrmBulkDialog *self)
{
  self->editors = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->field_list, filter_field, self, NULL);
}

/**
 * crm_bulk_dialog_new:
 * @workspace: a workspace
 * @type: the name of a record type
 * @ids: (element-type gint64): of the records to change
 * @parent: the window above which it stands
 * @teller: the widget in that window that tells what was done
 *
 * Returns: (transfer none): a dialog
 */
CrmBulkDialog *
crm_bulk_dialog_new (CrmWorkspace *workspace,
                     const char   *type,
                     GArray       *ids,
                     GtkWindow    *parent,
                     GtkWidget    *teller)
{
  CrmBulkDialog *self = g_object_new (CRM_TYPE_BULK_DIALOG, "transient-for", parent, NULL);
  g_autofree char *count = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  self->ids = g_array_copy (ids);
  self->teller = g_object_ref (teller);

  count = crm_record_type_count_label (get_type (self), ids->len);
  /* TRANSLATORS: the gap is like "500 contacts" */
  title = g_strdup_printf (_("Edit %s"), count);
  text = g_strdup_printf (_("%s will change. You can undo it in one step."), count);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_text (self->count_label, text);
  crm_busy_bar_open (self->busy_bar, workspace);
  show_fields (self);

  return self;
}
