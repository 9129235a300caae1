/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The fields of a record under their headings, each edited in place. On a card the empty ones
 * are folded away.
 */

#include "config.h"

#include "crm-field-list.h"

#include <glib/gi18n.h>

struct _CrmFieldList
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *more_button;

  CrmWorkspace *workspace;
  CrmRecord *record;
  char *type;
  GPtrArray *rows;
  gulong changed_id;

  guint compact : 1;
  guint show_empty : 1;
};

G_DEFINE_FINAL_TYPE (CrmFieldList, crm_field_list, GTK_TYPE_WIDGET)

enum
{
  PROP_COMPACT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What stands in the form and in the list is looked for on the card too, and filled in there. */
static gboolean
is_important (const CrmField *field)
{
  const CrmFieldFlags both = CRM_FIELD_FORM | CRM_FIELD_COLUMN;

  return (field->flags & both) == both;
}

static void
update_visibility (CrmFieldList *self)
{
  guint n_hidden = 0;
  g_autofree char *label = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      CrmFieldRow *row = g_ptr_array_index (self->rows, i);
      gboolean shown = !self->compact || self->show_empty || !crm_field_row_is_empty (row) || crm_field_row_is_editing (row) ||
                       is_important (crm_field_row_get_field (row));

      gtk_widget_set_visible (GTK_WIDGET (row), shown);
      n_hidden += !shown;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (self->box); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *list = gtk_widget_get_last_child (child);
      gboolean any = FALSE;

      for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
        any |= gtk_widget_get_visible (row);
      gtk_widget_set_visible (child, any);
    }

  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Show %u Empty Field", "Show %u Empty Fields", n_hidden), n_hidden);
  gtk_button_set_label (GTK_BUTTON (self->more_button), label);
  gtk_widget_set_visible (self->more_button, n_hidden > 0);
}

static void
more_clicked_cb (CrmFieldList *self)
{
  self->show_empty = TRUE;
  update_visibility (self);
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row)
{
  crm_field_row_edit (CRM_FIELD_ROW (row));
}

static GtkWidget *
add_group (CrmFieldList *self,
           const char   *title)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *list = gtk_list_box_new ();

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), NULL);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  gtk_box_append (GTK_BOX (group), heading);
  gtk_box_append (GTK_BOX (group), list);
  gtk_box_append (GTK_BOX (self->box), group);

  return list;
}

static void
build (CrmFieldList *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, self->type);
  g_autoptr (GHashTable) lists = g_hash_table_new (g_str_hash, g_str_equal);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      const char *group = field->group != NULL ? field->group : _("Custom Fields");
      GtkWidget *list = g_hash_table_lookup (lists, group);
      GtkWidget *row;

      /* What names the record stands above the list, unless it is edited here. */
      if (!crm_field_is_shown (field) || (&field->column == type->table.title && !crm_field_is_editable (field)))
        continue;

      if (list == NULL)
        {
          list = add_group (self, group);
          g_hash_table_insert (lists, (gpointer) group, list);
        }

      row = crm_field_row_new (self->workspace, field);
      crm_field_row_set_record (CRM_FIELD_ROW (row), self->record);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
      g_ptr_array_add (self->rows, row);
    }

  update_visibility (self);
}

static void
crm_field_list_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, CRM_FIELD_LIST (object)->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_field_list_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_COMPACT:
      CRM_FIELD_LIST (object)->compact = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_field_list_dispose (GObject *object)
{
  CrmFieldList *self = CRM_FIELD_LIST (object);

  if (self->record != NULL)
    g_clear_signal_handler (&self->changed_id, self->record);
  g_clear_object (&self->record);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->more_button, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (crm_field_list_parent_class)->dispose (object);
}

static void
crm_field_list_finalize (GObject *object)
{
  CrmFieldList *self = CRM_FIELD_LIST (object);

  g_ptr_array_unref (self->rows);
  g_free (self->type);

  G_OBJECT_CLASS (crm_field_list_parent_class)->finalize (object);
}

static void
crm_field_list_class_init (CrmFieldListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_field_list_dispose;
  object_class->finalize = crm_field_list_finalize;
  object_class->get_property = crm_field_list_get_property;
  object_class->set_property = crm_field_list_set_property;

  /**
   * CrmFieldList:compact:
   *
   * Whether empty fields are folded away.
   */
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_field_list_init (CrmFieldList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);

  self->rows = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->more_button = gtk_button_new ();
  gtk_widget_set_visible (self->more_button, FALSE);
  gtk_widget_set_halign (self->more_button, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->more_button, "flat");
  g_signal_connect_swapped (self->more_button, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_widget_set_parent (self->more_button, GTK_WIDGET (self));
}

/**
 * crm_field_list_open:
 * @workspace: a workspace
 * @type: the name of a record type
 *
 * Makes a row for each field. To be called once.
 */
void
crm_field_list_open (CrmFieldList *self,
                     CrmWorkspace *workspace,
                     const char   *type)
{
  g_return_if_fail (CRM_IS_FIELD_LIST (self));

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  g_signal_connect_object (workspace, "notify::catalogue", G_CALLBACK (build), self, G_CONNECT_SWAPPED);
  build (self);
}

/**
 * crm_field_list_set_record:
 * @record: (nullable): whose fields are shown
 */
void
crm_field_list_set_record (CrmFieldList *self,
                           CrmRecord    *record)
{
  g_return_if_fail (CRM_IS_FIELD_LIST (self));

  if (self->record == record)
    return;

  if (self->record != NULL)
    g_clear_signal_handler (&self->changed_id, self->record);
  g_set_object (&self->record, record);
  if (record != NULL)
    self->changed_id = g_signal_connect_swapped (record, "changed", G_CALLBACK (update_visibility), self);

  self->show_empty = FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    crm_field_row_set_record (g_ptr_array_index (self->rows, i), record);
  update_visibility (self);
}
