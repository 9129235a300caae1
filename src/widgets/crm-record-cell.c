/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One field of one record in a table. Tables have hundreds of these and fill them anew while they
 * scroll, so a cell is an inscription (GtkInscription does not ask for a new layout when its
 * text changes) and follows one signal.
 */

#include "config.h"

#include "crm-record-cell.h"

#include "crm-children.h"
#include "crm-due.h"
#include "crm-tag-strip.h"
#include "crm-task-agenda.h"

#define LEFT_TO_RIGHT_MARK 0x200e

struct _CrmRecordCell
{
  GtkWidget parent_instance;

  GtkInscription *inscription; /* one of the two */
  CrmTagStrip *tags;

  CrmClock *clock;
  CrmListSlot *slot;
  gulong changed_id;
  char *key;
};

G_DEFINE_FINAL_TYPE (CrmRecordCell, crm_record_cell, GTK_TYPE_WIDGET)

/* Whether a text runs from left to right, as its first letter says; without one it runs as the window. */
static gboolean
runs_ltr (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (c == LEFT_TO_RIGHT_MARK)
        return TRUE;
      if (g_unichar_isalpha (c))
        switch (g_unichar_get_script (c))
          {
          case G_UNICODE_SCRIPT_ARABIC:
          case G_UNICODE_SCRIPT_HEBREW:
          case G_UNICODE_SCRIPT_SYRIAC:
          case G_UNICODE_SCRIPT_THAANA:
          case G_UNICODE_SCRIPT_NKO:
            return FALSE;
          default:
            return TRUE;
          }
    }

  return FALSE;
}

/* In a window that runs from right to left, a number that begins with “+” would be turned around,
 * and an inscription has its sides where they are for the direction of its text. */
static void
set_text_rtl (CrmRecordCell  *self,
              const CrmField *field,
              const char     *text)
{
  g_autoptr (GString) marked = g_string_new (text);

  if (field->type == CRM_FIELD_PHONE)
    g_string_prepend_unichar (marked, LEFT_TO_RIGHT_MARK);
  gtk_inscription_set_xalign (self->inscription, crm_field_is_number (field) == runs_ltr (marked->str) ? 0.0 : 1.0);
  gtk_inscription_set_text (self->inscription, marked->str);
}

/* What is near is said in words, what is too late in red. */
static char *
say_due (CrmRecordCell  *self,
         CrmRecord      *record,
         const CrmField *field)
{
  const char *due = crm_record_get_raw_text (record, field->key);
  gint64 now = crm_clock_get_now (self->clock);

  if (crm_task_is_field_overdue (record, field, now))
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");

  return due != NULL ? crm_due_format_near (due, now) : g_strdup ("");
}

static gboolean
query_tooltip_cb (CrmRecordCell *self,
                  int            x,
                  int            y,
                  gboolean       by_keyboard,
                  GtkTooltip    *tooltip)
{
  CrmRecord *record = self->slot != NULL ? crm_list_slot_get_record (self->slot) : NULL;
  const CrmField *field = record != NULL ? crm_record_find_field (record, self->key) : NULL;
  g_autofree char *text = field != NULL ? crm_record_explain (record, field) : NULL;

  gtk_tooltip_set_text (tooltip, text);

  return text != NULL;
}

static void
show_value (CrmRecordCell *self)
{
  CrmRecord *record = self->slot != NULL ? crm_list_slot_get_record (self->slot) : NULL;
  const CrmField *field = record != NULL ? crm_record_find_field (record, self->key) : NULL;
  g_autofree char *text = NULL;

  if (self->tags != NULL)
    {
      g_autoptr (GPtrArray) members = field != NULL ? crm_record_list_marks (record, field) : NULL;

      crm_tag_strip_set_members (self->tags, members);
      return;
    }

  if (field == NULL)
    {
      gtk_inscription_set_text (self->inscription, NULL);
      return;
    }

  text = field->type == CRM_FIELD_DUE ? say_due (self, record, field) : crm_record_format (record, field);
  /* One line: what is behind a line break is seen on the page. */
  if (field->type == CRM_FIELD_LONG_TEXT)
    g_strdelimit (text, "\n", ' ');
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    set_text_rtl (self, field, text);
  else
    gtk_inscription_set_text (self->inscription, text);
}

static void
crm_record_cell_dispose (GObject *object)
{
  CrmRecordCell *self = CRM_RECORD_CELL (object);

  crm_record_cell_set_slot (self, NULL);
  self->inscription = NULL;
  self->tags = NULL;
  g_clear_object (&self->clock);
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
 * @clock: says what is over
 *
 * Returns: (transfer floating): a cell
 */
GtkWidget *
crm_record_cell_new (const CrmField *field,
                     CrmClock       *clock)
{
  CrmRecordCell *self = g_object_new (CRM_TYPE_RECORD_CELL, NULL);

  self->key = g_strdup (field->key);
  self->clock = g_object_ref (clock);
  if (crm_field_get_explanation (field) != NULL)
    {
      gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
      g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
    }
  if (field->type == CRM_FIELD_TAGS || field->type == CRM_FIELD_CHOICE || field->type == CRM_FIELD_CHOICES)
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
