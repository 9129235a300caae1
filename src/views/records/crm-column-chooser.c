/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Chooses which columns a table has: a check box for each field, found by a part of its name.
 */

#include "config.h"

#include "crm-column-chooser.h"

#include <string.h>

#include "crm-children.h"

struct _CrmColumnChooser
{
  GtkPopover parent_instance;

  /* Template children */
  GtkSearchEntry *entry;
  GtkListBox *list;

  CrmWorkspace *workspace;
  CrmRecordTable *table;
  char *type;
};

G_DEFINE_FINAL_TYPE (CrmColumnChooser, crm_column_chooser, GTK_TYPE_POPOVER)

static void
toggled_cb (GtkCheckButton   *check,
            CrmColumnChooser *self)
{
  crm_record_table_show_column (self->table, g_object_get_data (G_OBJECT (check), "key"), gtk_check_button_get_active (check));
}

static void
fill (CrmColumnChooser *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, self->type);
  g_auto (GStrv) shown = crm_record_table_get_columns (self->table);

  crm_children_clear (self->list);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      GtkWidget *check;

      if (!crm_record_table_offers (self->table, field))
        continue;

      check = gtk_check_button_new_with_label (field->label);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), g_strv_contains ((const char *const *) shown, field->key));
      g_object_set_data_full (G_OBJECT (check), "key", g_strdup (field->key), g_free);
      g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_DEFAULT);
      gtk_list_box_append (self->list, check);
    }
}

static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       user_data)
{
  CrmColumnChooser *self = user_data;
  GtkWidget *check = gtk_list_box_row_get_child (row);
  g_autofree char *label = g_utf8_casefold (gtk_check_button_get_label (GTK_CHECK_BUTTON (check)), -1);
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->entry)), -1);

  return strstr (label, text) != NULL;
}

static void
shown_cb (CrmColumnChooser *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  fill (self);
}

static void
search_changed_cb (CrmColumnChooser *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

/* The entry would keep Escape for itself. */
static void
search_stopped_cb (CrmColumnChooser *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
crm_column_chooser_dispose (GObject *object)
{
  CrmColumnChooser *self = CRM_COLUMN_CHOOSER (object);

  gtk_popover_set_child (GTK_POPOVER (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_COLUMN_CHOOSER);
  g_clear_object (&self->table);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_column_chooser_parent_class)->dispose (object);
}

static void
crm_column_chooser_finalize (GObject *object)
{
  g_free (CRM_COLUMN_CHOOSER (object)->type);

  G_OBJECT_CLASS (crm_column_chooser_parent_class)->finalize (object);
}

static void
crm_column_chooser_class_init (CrmColumnChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_column_chooser_dispose;
  object_class->finalize = crm_column_chooser_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-column-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmColumnChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, CrmColumnChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
}

static void
crm_column_chooser_init (CrmColumnChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
}

/**
 * crm_column_chooser_open:
 * @workspace: a workspace
 * @table: whose columns are chosen
 * @type: the name of the record type that it shows
 */
void
crm_column_chooser_open (CrmColumnChooser *self,
                         CrmWorkspace     *workspace,
                         CrmRecordTable   *table,
                         const char       *type)
{
  g_return_if_fail (CRM_IS_COLUMN_CHOOSER (self) && self->table == NULL);

  self->workspace = g_object_ref (workspace);
  self->table = g_object_ref (table);
  self->type = g_strdup (type);
}
