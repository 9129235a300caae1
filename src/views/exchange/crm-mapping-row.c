/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One column of a file: what stands over it, its first values, and where they go. Of dates and
 * numbers also how they are written, as far as that can be mistaken.
 */

#include "config.h"

#include "crm-mapping-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-drop-down.h"
#include "crm-pair.h"
#include "crm-target-chooser.h"

/* Below this, somebody should have a look. */
#define SURE 0.7

/* How the values of a column may be written. */
typedef enum
{
  FORM_NONE,
  FORM_DATE,
  FORM_NUMBER,
} Form;

struct _CrmMappingRow
{
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkLabel *header_label;
  GtkLabel *samples_label;
  GtkMenuButton *target_button;
  GtkLabel *target_label;
  GtkImage *guess_icon;
  GtkDropDown *form_drop_down;

  /* Owned */
  CrmMapping *mapping;

  /* State */
  guint column;
  Form form;
  gboolean makes_fields;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (CrmMappingRow, crm_mapping_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const CrmMappingColumn *
get_column (CrmMappingRow *self)
{
  return crm_mapping_get_column (self->mapping, self->column);
}

/* --- How values are written ------------------------------------------------------------------------- */

static CrmFieldType
get_type_of_target (CrmMappingRow *self)
{
  const CrmTarget *target = &get_column (self)->target;
  const CrmField *field;

  if (target->kind == CRM_TARGET_NEW_FIELD)
    return target->type;
  if (target->kind != CRM_TARGET_FIELD)
    return CRM_FIELD_TEXT;

  field = crm_record_type_find_field (crm_mapping_get_record_type (self->mapping), target->key);

  return field != NULL ? field->type : CRM_FIELD_TEXT;
}

static gboolean
any_sample (CrmMappingRow *self,
            gboolean     (*holds) (const char *sample))
{
  GPtrArray *samples = get_column (self)->samples;

  for (guint i = 0; i < samples->len; i++)
    if (holds (g_ptr_array_index (samples, i)))
      return TRUE;

  return FALSE;
}

/* "2026-03-29" cannot be mistaken, "3/4/2026" can. */
static gboolean
begins_short (const char *sample)
{
  return g_ascii_isdigit (sample[0]) && strspn (sample, "0123456789") < 4;
}

static gboolean
has_mark (const char *sample)
{
  return strpbrk (sample, ".,") != NULL;
}

static Form
find_form (CrmMappingRow *self)
{
  switch (get_type_of_target (self))
    {
    case CRM_FIELD_DATE:
    case CRM_FIELD_DATE_TIME:
    case CRM_FIELD_DUE:
      return any_sample (self, begins_short) ? FORM_DATE : FORM_NONE;

    case CRM_FIELD_NUMBER:
    case CRM_FIELD_WHOLE:
    case CRM_FIELD_MONEY:
      return any_sample (self, has_mark) ? FORM_NUMBER : FORM_NONE;

    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_YES_NO:
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_CHOICES:
    case CRM_FIELD_KEYWORD:
    case CRM_FIELD_URL:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_COUNTRY:
    case CRM_FIELD_LINK:
    case CRM_FIELD_TAGS:
    case CRM_FIELD_EMAILS:
    case CRM_FIELD_PHONES:
    case CRM_FIELD_MESSENGERS:
    case CRM_FIELD_COUNT:
    case CRM_FIELD_LINKS:
    case CRM_FIELD_REMINDERS:
    default:
      return FORM_NONE;
    }
}

static void
show_form (CrmMappingRow *self)
{
  const CrmMappingColumn *column = get_column (self);
  const char *dates[] = { _("Order of this computer"), _("Day first: 29/3/2026"), _("Month first: 3/29/2026"), NULL };
  const char *numbers[] = { _("Decimals as on this computer"), _("Point: 1,234.56"), _("Comma: 1.234,56"), NULL };
  g_autoptr (GtkStringList) names = NULL;
  guint chosen = 0;

  self->form = find_form (self);
  gtk_widget_set_visible (GTK_WIDGET (self->form_drop_down), self->form != FORM_NONE);
  if (self->form == FORM_NONE)
    return;

  names = gtk_string_list_new (self->form == FORM_DATE ? dates : numbers);
  if (self->form == FORM_DATE)
    chosen = column->order == CRM_DATE_DAY_FIRST ? 1 : column->order == CRM_DATE_MONTH_FIRST ? 2 : 0;
  else
    chosen = column->decimal == '.' ? 1 : column->decimal == ',' ? 2 : 0;

  gtk_drop_down_set_model (self->form_drop_down, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->form_drop_down, chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->form_drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->form == FORM_DATE ? _("How dates are written") : _("How numbers are written"), -1);
}

static void
form_selected_cb (CrmMappingRow *self)
{
  static const CrmDateOrder orders[] = { CRM_DATE_LOCALE, CRM_DATE_DAY_FIRST, CRM_DATE_MONTH_FIRST };
  static const char decimals[] = { '\0', '.', ',' };
  guint chosen = gtk_drop_down_get_selected (self->form_drop_down);

  if (self->showing || chosen >= G_N_ELEMENTS (orders))
    return;

  if (self->form == FORM_DATE)
    crm_mapping_set_order (self->mapping, self->column, orders[chosen]);
  else
    crm_mapping_set_decimal (self->mapping, self->column, decimals[chosen]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Where it goes ------------------------------------------------------------------------------------ */

static void
show_header (CrmMappingRow *self)
{
  const CrmMappingColumn *column = get_column (self);
  gboolean named = column->header != NULL && *column->header != '\0';
  g_autofree char *place = g_strdup_printf (_("Column %u"), self->column + 1);
  g_autoptr (GString) samples = g_string_new (NULL);

  for (guint i = 0; i < column->samples->len; i++)
    {
      g_autofree char *line = g_strdup (g_ptr_array_index (column->samples, i));

      g_strdelimit (line, "\r\n\t", ' ');
      g_string_append_printf (samples, "%s%s", i > 0 ? " · " : "", line);
    }

  gtk_label_set_text (self->header_label, named ? column->header : place);
  gtk_label_set_text (self->samples_label, samples->len > 0 ? samples->str : _("Nothing in the first rows"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->samples_label), samples->len > 40 ? samples->str : NULL);
}

static void
show_target (CrmMappingRow *self)
{
  const CrmMappingColumn *column = get_column (self);
  gboolean ignored = column->target.kind == CRM_TARGET_IGNORE;
  g_autofree char *title = crm_target_get_title (&column->target, crm_mapping_get_record_type (self->mapping));
  g_autofree char *spoken = NULL;

  gtk_label_set_text (self->target_label, title);
  gtk_widget_set_visible (GTK_WIDGET (self->guess_icon), !ignored && column->confidence < SURE && !column->learned);
  if (ignored)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->header_label), "dim-label");
      gtk_widget_add_css_class (GTK_WIDGET (self->target_label), "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->header_label), "dim-label");
      gtk_widget_remove_css_class (GTK_WIDGET (self->target_label), "dim-label");
    }

  /* TRANSLATORS: the first is a column of a file, the second a field: "Mail: E-mail" */
  spoken = g_strdup_printf (_("%1$s: %2$s"), gtk_label_get_text (self->header_label), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->target_button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
chosen_cb (CrmMappingRow *self)
{
  crm_mapping_row_show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The list is long and most columns are guessed right, so it is made when somebody asks for it. */
static void
create_chooser_cb (GtkMenuButton *button,
                   gpointer       user_data)
{
  CrmMappingRow *self = user_data;
  GtkWidget *chooser = crm_target_chooser_new (self->mapping, self->column, self->makes_fields);

  g_signal_connect_object (chooser, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, chooser);
}

/* --- Object --------------------------------------------------------------------------------------------- */

static void
crm_mapping_row_dispose (GObject *object)
{
  CrmMappingRow *self = CRM_MAPPING_ROW (object);

  if (self->target_button != NULL)
    gtk_menu_button_set_create_popup_func (self->target_button, NULL, NULL, NULL);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_MAPPING_ROW);
  g_clear_pointer (&self->mapping, crm_mapping_unref);

  G_OBJECT_CLASS (crm_mapping_row_parent_class)->dispose (object);
}

static void
crm_mapping_row_class_init (CrmMappingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_mapping_row_dispose;

  /**
   * CrmMappingRow::changed:
   *
   * Somebody has said something else about the column.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CRM_TYPE_PAIR);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-mapping-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmMappingRow, header_label);
  gtk_widget_class_bind_template_child (widget_class, CrmMappingRow, samples_label);
  gtk_widget_class_bind_template_child (widget_class, CrmMappingRow, target_button);
  gtk_widget_class_bind_template_child (widget_class, CrmMappingRow, target_label);
  gtk_widget_class_bind_template_child (widget_class, CrmMappingRow, guess_icon);
  gtk_widget_class_bind_template_child (widget_class, CrmMappingRow, form_drop_down);
  gtk_widget_class_bind_template_callback (widget_class, form_selected_cb);
}

static void
crm_mapping_row_init (CrmMappingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_drop_down_shorten (self->form_drop_down);

  /* GTK puts what is in such a button into a box in its middle, which it does not hand out. */
  gtk_widget_set_halign (gtk_widget_get_parent (gtk_menu_button_get_child (self->target_button)), GTK_ALIGN_FILL);
}

/**
 * crm_mapping_row_new:
 * @mapping: which column goes where
 * @column: the place of the column, from 0
 * @makes_fields: whether the user may make fields
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
crm_mapping_row_new (CrmMapping *mapping,
                     guint       column,
                     gboolean    makes_fields)
{
  CrmMappingRow *self = g_object_new (CRM_TYPE_MAPPING_ROW, NULL);

  self->mapping = crm_mapping_ref (mapping);
  self->column = column;
  self->makes_fields = makes_fields;
  gtk_menu_button_set_create_popup_func (self->target_button, create_chooser_cb, self, NULL);
  show_header (self);
  crm_mapping_row_show (self);

  return GTK_WIDGET (self);
}

/**
 * crm_mapping_row_show:
 *
 * Shows where the column goes now.
 */
void
crm_mapping_row_show (CrmMappingRow *self)
{
  g_return_if_fail (CRM_IS_MAPPING_ROW (self));

  self->showing = TRUE;
  show_target (self);
  show_form (self);
  self->showing = FALSE;
}
