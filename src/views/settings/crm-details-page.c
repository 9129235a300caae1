/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The details of one record of a short list, edited in place: a stage, a tag, a team member. What
 * some of them have besides their fields is in subclasses.
 */

#include "config.h"

#include "crm-details-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-colour-button.h"
#include "crm-field-row.h"
#include "crm-removal.h"
#include "crm-rights.h"

typedef struct
{
  /* Template children */
  GtkListBox *fields;

  GtkWidget *colour;  /* NULL: its records have none */

  /* Owned */
  CrmRecord *record;
  GCancellable *cancellable;
  char *type;
  GPtrArray *hidden;  /* of keys */

  gint64 id;
  guint unremovable : 1;
} CrmDetailsPagePrivate;

G_DEFINE_TYPE_WITH_PRIVATE (CrmDetailsPage, crm_details_page, CRM_TYPE_SETTINGS_PAGE)

static CrmWorkspace *
get_workspace (CrmDetailsPage *self)
{
  return crm_page_get_workspace (CRM_PAGE (self));
}

static gboolean
is_hidden (CrmDetailsPagePrivate *priv,
           const char            *key)
{
  for (guint i = 0; i < priv->hidden->len; i++)
    if (strcmp (g_ptr_array_index (priv->hidden, i), key) == 0)
      return TRUE;

  return FALSE;
}

/* --- Fields --------------------------------------------------------------------------------------------------- */

static void
show_record (CrmDetailsPage *self)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);

  /* Somebody has deleted it, or undone that it was made. */
  if (crm_record_get_state (priv->record) != CRM_STATE_LIVE)
    {
      if (gtk_widget_get_mapped (GTK_WIDGET (self)))
        gtk_widget_activate_action (GTK_WIDGET (self), "win.go-back", NULL);
      return;
    }

  crm_page_set_title (CRM_PAGE (self), crm_record_get_title (priv->record));
  if (priv->colour != NULL)
    crm_colour_button_set_colour (CRM_COLOUR_BUTTON (priv->colour), crm_record_get_raw_text (priv->record, "colour"));
  if (CRM_DETAILS_PAGE_GET_CLASS (self)->show != NULL)
    CRM_DETAILS_PAGE_GET_CLASS (self)->show (self);
}

static void
colour_changed_cb (CrmDetailsPage *self,
                   const char     *colour)
{
  const CrmRecordType *type = crm_details_page_get_type_of (self);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (get_workspace (self), CRM_CAUSE_USER, NULL);
  g_auto (CrmValue) value = crm_value_text (colour);

  crm_change_set_set (set, &type->table, crm_details_page_get_id (self), type->table.mark, &value);
  crm_page_commit (GTK_WIDGET (self), get_workspace (self), set, NULL);
}

/* A colour is seen, not read. */
static GtkWidget *
make_colour_row (CrmDetailsPage *self,
                 const CrmField *field)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *label = gtk_label_new (field->label);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 13);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 13);
  gtk_widget_add_css_class (label, "dim-label");
  priv->colour = crm_colour_button_new (field);
  g_signal_connect_object (priv->colour, "changed", G_CALLBACK (colour_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_attach (GTK_GRID (grid), label, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), priv->colour, 1, 0, 1, 1);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), grid);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "field-row");
  gtk_widget_add_css_class (row, "colour-row");

  return row;
}

static void
add_fields (CrmDetailsPage *self)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);
  const CrmRecordType *type = crm_details_page_get_type_of (self);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      GtkWidget *row;

      if ((field->flags & CRM_FIELD_FORM) == 0 || !crm_field_is_editable (field) || is_hidden (priv, field->key))
        continue;

      if (&field->column == type->table.mark)
        row = make_colour_row (self, field);
      else
        {
          row = crm_field_row_new (get_workspace (self), field);
          crm_field_row_set_record (CRM_FIELD_ROW (row), priv->record);
        }
      gtk_list_box_append (priv->fields, row);
    }
}

static void
row_activated_cb (CrmDetailsPage *self,
                  GtkListBoxRow  *row)
{
  if (CRM_IS_FIELD_ROW (row))
    crm_field_row_edit (CRM_FIELD_ROW (row));
}

/* --- Removing --------------------------------------------------------------------------------------------------- */

static void
remove_clicked_cb (CrmDetailsPage *self)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);

  crm_removal_run (get_workspace (self), priv->record, GTK_WIDGET (self));
}

static void
add_remove_button (CrmDetailsPage *self)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);
  GtkWidget *group;
  GtkWidget *button;

  if (priv->unremovable)
    return;

  group = adw_preferences_group_new ();
  button = gtk_button_new_with_label (crm_details_page_get_type_of (self)->table.id == CRM_ID_USER ? _("Remove From Team…") : _("Delete…"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "destructive-action");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_clicked_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), button);
  crm_settings_page_add (CRM_SETTINGS_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

/* --- Object -------------------------------------------------------------------------------------------------------- */

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CrmDetailsPage) self = user_data;
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, &error);

  if (get_workspace (self) == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (record == NULL)
    {
      crm_page_tell (GTK_WIDGET (self), error->message, 0);
      return;
    }

  g_set_object (&priv->record, record);
  g_signal_connect_object (record, "changed", G_CALLBACK (show_record), self, G_CONNECT_SWAPPED);
  if (CRM_DETAILS_PAGE_GET_CLASS (self)->build != NULL)
    CRM_DETAILS_PAGE_GET_CLASS (self)->build (self);
  add_fields (self);
  add_remove_button (self);
  show_record (self);
}

static void
crm_details_page_dispose (GObject *object)
{
  CrmDetailsPage *self = CRM_DETAILS_PAGE (object);
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->record);

  G_OBJECT_CLASS (crm_details_page_parent_class)->dispose (object);
}

static void
crm_details_page_finalize (GObject *object)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (CRM_DETAILS_PAGE (object));

  g_object_unref (priv->cancellable);
  g_ptr_array_unref (priv->hidden);
  g_free (priv->type);

  G_OBJECT_CLASS (crm_details_page_parent_class)->finalize (object);
}

static void
crm_details_page_class_init (CrmDetailsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_details_page_dispose;
  object_class->finalize = crm_details_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-details-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, CrmDetailsPage, fields);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
crm_details_page_init (CrmDetailsPage *self)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
  priv->hidden = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_details_page_new:
 *
 * Returns: (transfer floating): a page for records that have nothing but fields
 */
CrmPage *
crm_details_page_new (void)
{
  return g_object_new (CRM_TYPE_DETAILS_PAGE, NULL);
}

/**
 * crm_details_page_set_record:
 * @type: the name of a record type
 * @id: of a record
 *
 * Shows a record. To be called once, after crm_page_open().
 */
void
crm_details_page_set_record (CrmDetailsPage *self,
                             const char     *type,
                             gint64          id)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);

  g_return_if_fail (CRM_IS_DETAILS_PAGE (self));
  g_return_if_fail (priv->type == NULL);

  priv->type = g_strdup (type);
  priv->id = id;
  if (crm_rights_is_setting (crm_details_page_get_type_of (self)->table.id))
    crm_settings_page_restrict (CRM_SETTINGS_PAGE (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->fields), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  crm_details_page_get_type_of (self)->label, -1);
  crm_workspace_load_record_async (get_workspace (self), crm_details_page_get_type_of (self), id, priv->cancellable,
                                   loaded_cb, g_object_ref (self));
}

/**
 * crm_details_page_get_type_of:
 *
 * Returns: (transfer none): what kind of record it shows
 */
const CrmRecordType *
crm_details_page_get_type_of (CrmDetailsPage *self)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);

  g_return_val_if_fail (CRM_IS_DETAILS_PAGE (self), NULL);

  return crm_workspace_get_type_named (get_workspace (self), priv->type);
}

/**
 * crm_details_page_get_id:
 *
 * Returns: which record it shows
 */
gint64
crm_details_page_get_id (CrmDetailsPage *self)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);

  g_return_val_if_fail (CRM_IS_DETAILS_PAGE (self), 0);

  return priv->id;
}

/**
 * crm_details_page_get_record:
 *
 * Returns: (transfer none) (nullable): the record that it shows, once that has been read
 */
CrmRecord *
crm_details_page_get_record (CrmDetailsPage *self)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);

  g_return_val_if_fail (CRM_IS_DETAILS_PAGE (self), NULL);

  return priv->record;
}

/**
 * crm_details_page_set_removable:
 * @removable: whether the record can be deleted here
 *
 * To be called while the page is built.
 */
void
crm_details_page_set_removable (CrmDetailsPage *self,
                                gboolean        removable)
{
  CrmDetailsPagePrivate *priv = crm_details_page_get_instance_private (self);

  g_return_if_fail (CRM_IS_DETAILS_PAGE (self));

  priv->unremovable = !removable;
}
