/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The first page of an import: what the rows become, how the file is read, and which column goes
 * where. All of it is guessed, and all of it can be changed.
 */

#include "config.h"

#include "crm-import-columns.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"
#include "crm-mapping-row.h"

struct _CrmImportColumns
{
  AdwBin parent_instance;

  /* Template children */
  AdwComboRow *type_row;
  AdwExpanderRow *reading_row;
  AdwComboRow *encoding_row;
  AdwComboRow *delimiter_row;
  AdwActionRow *header_row;
  GtkSwitch *header_switch;
  AdwActionRow *skip_row;
  GtkSpinButton *skip_spin;
  AdwPreferencesGroup *card_group;
  AdwPreferencesGroup *column_group;
  GtkListBox *column_list;
  AdwPreferencesGroup *empty_group;
  AdwExpanderRow *empty_row;

  /* Owned */
  CrmWorkspace *workspace;
  CrmImport *import;
  GPtrArray *empty_rows; /* the rows in empty_row, which it does not hand out */
  GPtrArray *types;      /* names of record types, as the list has them */

  gboolean showing;
};

G_DEFINE_FINAL_TYPE (CrmImportColumns, crm_import_columns, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  char delimiter;
  const char *label;
} delimiters[] = {
  { ',', N_("Comma") },
  { ';', N_("Semicolon") },
  { '\t', N_("Tab") },
  { '|', N_("Vertical Bar") },
  { ':', N_("Colon") },
  { '^', N_("Circumflex") },
  { ' ', N_("Space") },
};

static guint
find_delimiter (char delimiter)
{
  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++)
    if (delimiters[i].delimiter == delimiter)
      return i;

  return GTK_INVALID_LIST_POSITION;
}

/* --- How the file is read ----------------------------------------------------------------------------- */

static void
fill_types (CrmImportColumns *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *chosen = crm_import_get_record_type (self->import)->table.name;
  guint position = GTK_INVALID_LIST_POSITION;
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (crm_workspace_get_catalogue (self->workspace), &n_types);

  g_ptr_array_set_size (self->types, 0);
  for (guint i = 0; i < n_types; i++)
    {
      if (!crm_import_takes_type (types[i], crm_import_is_vcard (self->import)))
        continue;
      if (strcmp (types[i]->table.name, chosen) == 0)
        position = self->types->len;
      g_ptr_array_add (self->types, g_strdup (types[i]->table.name));
      gtk_string_list_append (names, types[i]->plural);
    }

  adw_combo_row_set_model (self->type_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->type_row, position);
}

static void
fill_choices (CrmImportColumns *self)
{
  g_autoptr (GtkStringList) encodings = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n_encodings;
  const CrmEncoding *all = crm_encoding_list (&n_encodings);

  for (guint i = 0; i < n_encodings; i++)
    gtk_string_list_append (encodings, crm_encoding_get_label (&all[i]));
  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++)
    gtk_string_list_append (names, _(delimiters[i].label));

  adw_combo_row_set_model (self->encoding_row, G_LIST_MODEL (encodings));
  adw_combo_row_set_model (self->delimiter_row, G_LIST_MODEL (names));
}

static void
show_reading (CrmImportColumns *self)
{
  const CrmCsvGuess *guess = crm_import_get_guess (self->import);
  gboolean cards = crm_import_is_vcard (self->import);
  guint n_encodings;
  const CrmEncoding *encodings = crm_encoding_list (&n_encodings);
  const char *encoding = crm_encoding_get_label (guess->encoding.encoding);
  guint delimiter = find_delimiter (guess->dialect.delimiter);
  g_autofree char *subtitle = NULL;

  adw_combo_row_set_selected (self->encoding_row, (guint) (guess->encoding.encoding - encodings));
  adw_combo_row_set_selected (self->delimiter_row, delimiter);
  gtk_switch_set_active (self->header_switch, guess->has_header);
  gtk_spin_button_set_value (self->skip_spin, guess->skip_lines);
  gtk_widget_set_visible (GTK_WIDGET (self->delimiter_row), !cards);
  gtk_widget_set_visible (GTK_WIDGET (self->header_row), !cards);
  gtk_widget_set_visible (GTK_WIDGET (self->skip_row), !cards);

  if (cards)
    subtitle = g_strdup (encoding);
  else
    subtitle = g_strjoin (" · ", encoding, delimiter != GTK_INVALID_LIST_POSITION ? _(delimiters[delimiter].label) : _("One Column"),
                          guess->has_header ? _("With a Header") : _("Without a Header"), NULL);
  adw_expander_row_set_subtitle (self->reading_row, subtitle);
}

/* --- Columns -------------------------------------------------------------------------------------------- */

static void
show_assigned (CrmImportColumns *self)
{
  CrmMapping *mapping = crm_import_get_mapping (self->import);
  guint n = mapping != NULL ? crm_mapping_get_n_columns (mapping) : 0;
  guint n_left = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    n_left += crm_mapping_get_column (mapping, i)->target.kind == CRM_TARGET_IGNORE;

  if (n_left == 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The column of the file goes into a field.",
                                         "All %u columns of the file go into fields.", n), n);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$u of %2$u column of the file is left out.",
                                         "%1$u of %2$u columns of the file are left out.", n), n_left, n);
  adw_preferences_group_set_description (self->column_group, text);
}

static void
row_changed_cb (CrmImportColumns *self)
{
  show_assigned (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_columns (CrmImportColumns *self)
{
  crm_children_clear (self->column_list);
  for (guint i = 0; i < self->empty_rows->len; i++)
    adw_expander_row_remove (self->empty_row, g_ptr_array_index (self->empty_rows, i));
  g_ptr_array_set_size (self->empty_rows, 0);
}

static void
show_columns (CrmImportColumns *self)
{
  CrmMapping *mapping = crm_import_get_mapping (self->import);
  gboolean makes_fields = crm_workspace_is_administrator (self->workspace);
  guint n = mapping != NULL ? crm_mapping_get_n_columns (mapping) : 0;
  g_autofree char *title = NULL;

  clear_columns (self);
  for (guint i = 0; i < n; i++)
    {
      const CrmMappingColumn *column = crm_mapping_get_column (mapping, i);
      GtkWidget *row = crm_mapping_row_new (mapping, i, makes_fields);

      g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
      if (column->samples->len > 0 || column->target.kind != CRM_TARGET_IGNORE)
        gtk_list_box_append (self->column_list, row);
      else
        {
          adw_expander_row_add_row (self->empty_row, row);
          g_ptr_array_add (self->empty_rows, row);
        }
    }

  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Empty Column", "%u Empty Columns", self->empty_rows->len),
                           self->empty_rows->len);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->empty_row), title);
  adw_expander_row_set_subtitle (self->empty_row, _("There is nothing in them in the first rows"));
  gtk_widget_set_visible (GTK_WIDGET (self->empty_group), self->empty_rows->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->column_group), mapping != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->card_group), mapping == NULL);
  show_assigned (self);
}

static void
show_all (CrmImportColumns *self)
{
  self->showing = TRUE;
  fill_types (self);
  show_reading (self);
  show_columns (self);
  self->showing = FALSE;
}

/* --- What somebody knows better --------------------------------------------------------------------------- */

/* The file is read in another way, so everything behind that is guessed anew. */
static void
read_anew (CrmImportColumns *self)
{
  show_all (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
type_selected_cb (CrmImportColumns *self)
{
  guint chosen = adw_combo_row_get_selected (self->type_row);

  if (self->showing || self->import == NULL || chosen >= self->types->len)
    return;

  crm_import_set_record_type (self->import, crm_workspace_get_type_named (self->workspace, g_ptr_array_index (self->types, chosen)));
  read_anew (self);
}

static void
encoding_selected_cb (CrmImportColumns *self)
{
  guint n_encodings;
  const CrmEncoding *all = crm_encoding_list (&n_encodings);
  guint chosen = adw_combo_row_get_selected (self->encoding_row);

  if (self->showing || self->import == NULL || chosen >= n_encodings)
    return;

  crm_import_set_encoding (self->import, &all[chosen]);
  read_anew (self);
}

static void
delimiter_selected_cb (CrmImportColumns *self)
{
  guint chosen = adw_combo_row_get_selected (self->delimiter_row);
  CrmCsvDialect dialect;

  if (self->showing || self->import == NULL || chosen >= G_N_ELEMENTS (delimiters))
    return;

  dialect = crm_import_get_guess (self->import)->dialect;
  dialect.delimiter = delimiters[chosen].delimiter;
  crm_import_set_dialect (self->import, &dialect);
  read_anew (self);
}

static void
set_header (CrmImportColumns *self)
{
  if (self->showing || self->import == NULL)
    return;

  crm_import_set_header (self->import, (guint) gtk_spin_button_get_value_as_int (self->skip_spin), gtk_switch_get_active (self->header_switch));
  read_anew (self);
}

static void
header_toggled_cb (CrmImportColumns *self)
{
  set_header (self);
}

static void
skip_changed_cb (CrmImportColumns *self)
{
  set_header (self);
}

/* --- Object -------------------------------------------------------------------------------------------------- */

static void
crm_import_columns_dispose (GObject *object)
{
  CrmImportColumns *self = CRM_IMPORT_COLUMNS (object);

  self->showing = TRUE;
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_IMPORT_COLUMNS);
  g_clear_object (&self->workspace);
  g_clear_object (&self->import);

  G_OBJECT_CLASS (crm_import_columns_parent_class)->dispose (object);
}

static void
crm_import_columns_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_IMPORT_COLUMNS (object)->empty_rows);
  g_ptr_array_unref (CRM_IMPORT_COLUMNS (object)->types);

  G_OBJECT_CLASS (crm_import_columns_parent_class)->finalize (object);
}

static void
crm_import_columns_class_init (CrmImportColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_import_columns_dispose;
  object_class->finalize = crm_import_columns_finalize;

  /**
   * CrmImportColumns::changed:
   *
   * Somebody has said something else about the file.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-import-columns.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, type_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, reading_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, encoding_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, delimiter_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, header_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, header_switch);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, skip_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, skip_spin);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, card_group);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, column_group);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, column_list);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, empty_group);
  gtk_widget_class_bind_template_child (widget_class, CrmImportColumns, empty_row);
  gtk_widget_class_bind_template_callback (widget_class, type_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, encoding_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, delimiter_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, header_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, skip_changed_cb);
}

static void
crm_import_columns_init (CrmImportColumns *self)
{
  self->empty_rows = g_ptr_array_new ();
  self->types = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_import_columns_open:
 * @workspace: a workspace
 * @import: an import whose file has been looked at
 *
 * Shows an import. May be called again for another one.
 */
void
crm_import_columns_open (CrmImportColumns *self,
                         CrmWorkspace     *workspace,
                         CrmImport        *import)
{
  g_return_if_fail (CRM_IS_IMPORT_COLUMNS (self));

  self->showing = TRUE;
  g_set_object (&self->workspace, workspace);
  g_set_object (&self->import, import);
  fill_choices (self);
  show_all (self);
}
