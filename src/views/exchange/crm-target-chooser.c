/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The list from which somebody chooses where a column of a file goes: every field that a file can
 * fill, found by typing; a note; a field that is made for it; nowhere.
 */

#include "config.h"

#include "crm-target-chooser.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-drop-down.h"
#include "crm-fold.h"
#include "crm-input.h"

struct _CrmTargetChooser
{
  GtkPopover parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkSearchEntry *search_entry;
  GtkListBox *list;
  GtkEntry *name_entry;
  GtkDropDown *type_drop_down;
  GtkButton *make_button;

  /* Owned */
  CrmMapping *mapping;
  GArray *types; /* of CrmFieldType, as the drop-down has them */

  guint column;
  gboolean makes_fields;
};

G_DEFINE_FINAL_TYPE (CrmTargetChooser, crm_target_chooser, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
target_free (gpointer data)
{
  crm_target_clear (data);
  g_free (data);
}

static void
choose (CrmTargetChooser *self,
        const CrmTarget  *target)
{
  crm_mapping_set_target (self->mapping, self->column, target);
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0);
}

/* --- The list ------------------------------------------------------------------------------------------ */

static void
add_row (CrmTargetChooser *self,
         CrmTarget        *target,
         const char       *title,
         const char       *group)
{
  const CrmTarget *current = &crm_mapping_get_column (self->mapping, self->column)->target;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);
  gboolean chosen = target != NULL && crm_target_equal (target, current);
  g_autofree char *all = g_strjoin (" ", title, group, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (group != NULL)
    {
      GtkWidget *place = gtk_label_new (group);

      gtk_label_set_ellipsize (GTK_LABEL (place), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (place), 16);
      gtk_widget_add_css_class (place, "dim-label");
      gtk_widget_add_css_class (place, "caption");
      gtk_box_append (GTK_BOX (box), place);
    }
  if (chosen)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (row), "folded", crm_fold (all), g_free);
  if (target != NULL)
    g_object_set_data_full (G_OBJECT (row), "target", target, target_free);
  gtk_list_box_append (self->list, row);
}

static void
add_target (CrmTargetChooser *self,
            CrmTargetKind     kind,
            const CrmField   *field,
            const char       *label)
{
  CrmTarget *target = g_new0 (CrmTarget, 1);
  g_autofree char *title = NULL;

  crm_target_set (target, kind, field != NULL ? field->key : NULL, label);
  title = crm_target_get_title (target, crm_mapping_get_record_type (self->mapping));
  add_row (self, target, title, field != NULL ? field->group : NULL);
}

static void
add_field (CrmTargetChooser *self,
           const CrmField   *field)
{
  static const char *const labels[] = { "work", "mobile", "home", "fax", "other" };

  if (field->type == CRM_FIELD_MESSENGERS)
    {
      for (const CrmKeyword *messenger = crm_input_get_messengers (); messenger->value != NULL; messenger++)
        add_target (self, CRM_TARGET_FIELD, field, messenger->value);
      return;
    }

  add_target (self, CRM_TARGET_FIELD, field, NULL);
  for (guint i = 0; field->type == CRM_FIELD_PHONES && i < G_N_ELEMENTS (labels); i++)
    add_target (self, CRM_TARGET_FIELD, field, labels[i]);
}

static void
fill_list (CrmTargetChooser *self)
{
  const CrmRecordType *type = crm_mapping_get_record_type (self->mapping);
  const CrmMappingColumn *column = crm_mapping_get_column (self->mapping, self->column);
  const char *header = column->header;

  add_target (self, CRM_TARGET_IGNORE, NULL, NULL);
  if (type->table.id == CRM_ID_CONTACT)
    add_target (self, CRM_TARGET_FULL_NAME, NULL, NULL);

  for (guint i = 0; i < type->n_fields; i++)
    if (crm_field_is_shown (type->fields[i]) && crm_target_takes_field (type->fields[i]))
      add_field (self, type->fields[i]);

  add_target (self, CRM_TARGET_NOTE, NULL, NULL);
  if (header != NULL && *header != '\0')
    add_target (self, CRM_TARGET_EXTRA, NULL, header);
  if (self->column + 1 < crm_mapping_get_n_columns (self->mapping))
    add_target (self, CRM_TARGET_LABEL, NULL, NULL);
  add_target (self, CRM_TARGET_UUID, NULL, NULL);
  if (self->makes_fields)
    add_row (self, NULL, _("New Field…"), NULL);
}

/* Who does not find what they look for can always make it. */
static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       user_data)
{
  CrmTargetChooser *self = user_data;
  const char *folded = g_object_get_data (G_OBJECT (row), "folded");
  g_autofree char *text = crm_fold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  return text == NULL || g_object_get_data (G_OBJECT (row), "target") == NULL || (folded != NULL && strstr (folded, text) != NULL);
}

/* At once: who types a word and Enter does not wait. */
static void
search_changed_cb (CrmTargetChooser *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
row_activated_cb (CrmTargetChooser *self,
                  GtkListBoxRow    *row)
{
  const CrmTarget *target = g_object_get_data (G_OBJECT (row), "target");

  if (target != NULL)
    {
      choose (self, target);
      return;
    }

  gtk_stack_set_visible_child_name (self->stack, "new");
  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
}

/* Enter takes the first that was found. */
static void
search_activated_cb (CrmTargetChooser *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_LIST_BOX_ROW (row) && gtk_widget_get_child_visible (row))
      {
        row_activated_cb (self, GTK_LIST_BOX_ROW (row));
        return;
      }
}

/* --- A new field ----------------------------------------------------------------------------------------- */

static void
fill_types (CrmTargetChooser *self,
            CrmFieldType      suggested)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GEnumClass) klass = g_type_class_ref (CRM_TYPE_FIELD_TYPE);
  guint chosen = 0;

  for (guint i = 0; i < klass->n_values; i++)
    {
      CrmFieldType type = (CrmFieldType) klass->values[i].value;

      if (!crm_field_type_is_custom (type))
        continue;
      if (type == suggested)
        chosen = self->types->len;
      g_array_append_val (self->types, type);
      gtk_string_list_append (names, crm_field_type_get_label (type));
    }

  gtk_drop_down_set_model (self->type_drop_down, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->type_drop_down, chosen);
}

static void
suggest (CrmTargetChooser *self)
{
  const CrmTarget *current = &crm_mapping_get_column (self->mapping, self->column)->target;
  g_auto (CrmTarget) target = { 0 };

  if (current->kind == CRM_TARGET_NEW_FIELD)
    crm_target_copy (&target, current);
  else
    crm_mapping_suggest_field (self->mapping, self->column, &target);

  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), target.label);
  fill_types (self, target.type);
}

static void
name_changed_cb (CrmTargetChooser *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));

  gtk_widget_set_sensitive (GTK_WIDGET (self->make_button), *name != '\0');
}

static void
make_clicked_cb (CrmTargetChooser *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));
  g_auto (CrmTarget) target = { 0 };

  if (*name == '\0')
    return;

  crm_target_set (&target, CRM_TARGET_NEW_FIELD, NULL, name);
  target.type = g_array_index (self->types, CrmFieldType, gtk_drop_down_get_selected (self->type_drop_down));
  choose (self, &target);
}

static void
back_clicked_cb (CrmTargetChooser *self)
{
  gtk_stack_set_visible_child_name (self->stack, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
crm_target_chooser_dispose (GObject *object)
{
  CrmTargetChooser *self = CRM_TARGET_CHOOSER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_TARGET_CHOOSER);
  g_clear_pointer (&self->mapping, crm_mapping_unref);

  G_OBJECT_CLASS (crm_target_chooser_parent_class)->dispose (object);
}

static void
crm_target_chooser_finalize (GObject *object)
{
  g_array_unref (CRM_TARGET_CHOOSER (object)->types);

  G_OBJECT_CLASS (crm_target_chooser_parent_class)->finalize (object);
}

static void
crm_target_chooser_class_init (CrmTargetChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_target_chooser_dispose;
  object_class->finalize = crm_target_chooser_finalize;

  /**
   * CrmTargetChooser::chosen:
   *
   * The mapping says now where the column goes.
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-target-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmTargetChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmTargetChooser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, CrmTargetChooser, list);
  gtk_widget_class_bind_template_child (widget_class, CrmTargetChooser, name_entry);
  gtk_widget_class_bind_template_child (widget_class, CrmTargetChooser, type_drop_down);
  gtk_widget_class_bind_template_child (widget_class, CrmTargetChooser, make_button);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, make_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
}

static void
crm_target_chooser_init (CrmTargetChooser *self)
{
  self->types = g_array_new (FALSE, FALSE, sizeof (CrmFieldType));
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_drop_down_shorten (self->type_drop_down);
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
}

/**
 * crm_target_chooser_new:
 * @mapping: which column goes where
 * @column: the place of a column, from 0
 * @makes_fields: whether the user may make fields
 *
 * Returns: (transfer floating): a list to choose from
 */
GtkWidget *
crm_target_chooser_new (CrmMapping *mapping,
                        guint       column,
                        gboolean    makes_fields)
{
  CrmTargetChooser *self = g_object_new (CRM_TYPE_TARGET_CHOOSER, NULL);

  self->mapping = crm_mapping_ref (mapping);
  self->column = column;
  self->makes_fields = makes_fields;
  fill_list (self);
  suggest (self);

  return GTK_WIDGET (self);
}
