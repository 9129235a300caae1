/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One field of one record in a table. Tables have hundreds of these and fill them anew while they
 * scroll, so a cell is an inscription (GtkInscription does not ask for a new layout when its
 * text changes) and follows one signal.
 */

#include "config.h"

#include "crm-record-cell.h"

#include "crm-children.h"
#include "crm-tag-strip.h"

struct _CrmRecordCell
{
  GtkWidget parent_instance;

  GtkInscription *inscription; /* one of the two */
  CrmTagStrip *tags;

  CrmListSlot *slot;
  gulong changed_id;
  char *key;
};

G_DEFINE_FINAL_TYPE (CrmRecordCell, crm_record_cell, GTK_TYPE_WIDGET)

static void
show_value (CrmRecordCell *self)
{
  CrmRecord *record = self->slot != NULL ? crm_list_slot_get_record (self->slot) : NULL;
  const CrmField *field = record != NULL ? crm_record_find_field (record, self->key) : NULL;
  g_autofree char *text = NULL;

  if (self->tags != NULL)
    {
      g_autoptr (GPtrArray) members = field != NULL ? crm_record_get_members (record, field) : NULL;

      crm_tag_strip_set_members (self->tags, members);
      return;
    }

  if (field == NULL)
    {
      gtk_inscription_set_text (self->inscription, NULL);
      return;
    }

  text = crm_record_format (record, field);
  /* One line: what is behind a line break is seen on the page. */
  if (field->type == CRM_FIELD_LONG_TEXT)
    g_strdelimit (text, "\n", ' ');
  gtk_inscription_set_text (self->inscription, text);
}

static void
crm_record_cell_dispose (GObject *object)
{
  CrmRecordCell *self = CRM_RECORD_CELL (object);

  crm_record_cell_set_slot (self, NULL);
  self->inscription = NULL;
  self->tags = NULL;
  crm_children_unparent (GTK_WIDGET (self));

  G_OBJECT_CLASS (crm_record_cell_parent_class)->dispose (object);
}

static void
crm_record_cell_finalize (GObject *object)
{
  g_free (CRM_RECORD_CELL (object)->key);

  G_OBJECT_CLASS (crm_record_cell_parent_class)->finalize (object);
}

static void
crm_record_cell_class_init (CrmRecordCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_record_cell_dispose;
  object_class->finalize = crm_record_cell_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "recordcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
crm_record_cell_init (CrmRecordCell *self)
{
}

static void
add_inscription (CrmRecordCell  *self,
                 const CrmField *field)
{
  self->inscription = GTK_INSCRIPTION (gtk_inscription_new (NULL));
  gtk_inscription_set_text_overflow (self->inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_lines (self->inscription, 1);
  gtk_inscription_set_nat_lines (self->inscription, 1);
  gtk_widget_set_valign (GTK_WIDGET (self->inscription), GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (GTK_WIDGET (self->inscription), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->inscription), GTK_WIDGET (self));

  if (crm_field_is_number (field))
    {
      gtk_inscription_set_xalign (self->inscription, 1.0);
      gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");
    }
}

/**
 * crm_record_cell_new:
 * @field: what it shows
 *
 * Returns: (transfer floating): a cell
 */
GtkWidget *
crm_record_cell_new (const CrmField *field)
{
  CrmRecordCell *self = g_object_new (CRM_TYPE_RECORD_CELL, NULL);

  self->key = g_strdup (field->key);
  if (field->type == CRM_FIELD_TAGS)
    {
      self->tags = CRM_TAG_STRIP (crm_tag_strip_new (FALSE));
      gtk_widget_set_parent (GTK_WIDGET (self->tags), GTK_WIDGET (self));
    }
  else
    add_inscription (self, field);

  return GTK_WIDGET (self);
}

/**
 * crm_record_cell_set_slot:
 * @slot: (nullable): the place in the list that it shows
 */
void
crm_record_cell_set_slot (CrmRecordCell *self,
                          CrmListSlot   *slot)
{
  g_return_if_fail (CRM_IS_RECORD_CELL (self));

  if (self->slot == slot)
    return;

  if (self->slot != NULL)
    g_clear_signal_handler (&self->changed_id, self->slot);
  g_set_object (&self->slot, slot);
  if (slot != NULL)
    self->changed_id = g_signal_connect_swapped (slot, "changed", G_CALLBACK (show_value), self);

  if (self->inscription != NULL || self->tags != NULL)
    show_value (self);
}

/**
 * crm_record_cell_get_slot:
 *
 * Returns: (transfer none) (nullable): the place in the list that it shows
 */
CrmListSlot *
crm_record_cell_get_slot (CrmRecordCell *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_CELL (self), NULL);

  return self->slot;
}
