/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The dialog that exports records to a file: which of them, which of their fields, and in which
 * form. It does not block the main window while it writes.
 */

#include "config.h"

#include "crm-export-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"
#include "crm-import-files.h"
#include "crm-import.h"
#include "crm-money.h"

/* Which records. */
typedef enum
{
  WHAT_SELECTED,
  WHAT_FOUND,
  WHAT_ALL,
} What;

struct _CrmExportDialog
{
  AdwWindow parent_instance;

  /* Template children */
  AdwWindowTitle *title;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkStack *stack;
  AdwComboRow *what_row;
  AdwComboRow *format_row;
  AdwComboRow *fields_row;
  AdwActionRow *notes_row;
  GtkSwitch *notes_switch;
  AdwPreferencesGroup *table_group;
  AdwComboRow *delimiter_row;
  GtkSwitch *mark_switch;
  GtkSwitch *ids_switch;
  GtkProgressBar *progress_bar;
  GtkLabel *progress_label;
  GtkButton *cancel_button;
  GtkBox *foot;
  GtkButton *export_button;

  /* Owned */
  CrmWorkspace *workspace;
  CrmCatalogue *catalogue; /* that the query is of */
  char *type;
  GArray *ids;     /* what is selected, or NULL */
  CrmQuery *query; /* what is found, or NULL if that is everything */
  char **columns;  /* what is shown, or NULL */
  GArray *whats;   /* of What, as the list has them */
  GArray *formats; /* of CrmExportFormat, as the list has them */
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CrmExportDialog, crm_export_dialog, ADW_TYPE_WINDOW)

static const struct
{
  char delimiter;
  const char *label;
} delimiters[] = {
  { ',', N_("Comma") },
  { ';', N_("Semicolon") },
  { '\t', N_("Tab") },
};

static const CrmRecordType *
get_type (CrmExportDialog *self)
{
  return crm_workspace_get_type_named (self->workspace, self->type);
}

static void
show_error (CrmExportDialog *self,
            const char      *message)
{
  gtk_label_set_text (self->error_label, message != NULL ? message : "");
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
}

static void
show_page (CrmExportDialog *self,
           const char      *page)
{
  gboolean form = strcmp (page, "form") == 0;

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (GTK_WIDGET (self->foot), form);
  gtk_window_set_modal (GTK_WINDOW (self), form);
  gtk_widget_grab_focus (form ? GTK_WIDGET (self->export_button) : GTK_WIDGET (self->cancel_button));
}

/* --- The form ------------------------------------------------------------------------------------------- */

static CrmExportFormat
get_format (CrmExportDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->format_row);

  return chosen < self->formats->len ? g_array_index (self->formats, CrmExportFormat, chosen) : CRM_EXPORT_CSV;
}

static What
get_what (CrmExportDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->what_row);

  return chosen < self->whats->len ? g_array_index (self->whats, What, chosen) : WHAT_ALL;
}

static void
format_selected_cb (CrmExportDialog *self)
{
  CrmExportFormat format = get_format (self);

  gtk_widget_set_visible (GTK_WIDGET (self->table_group), format == CRM_EXPORT_CSV);
  gtk_widget_set_visible (GTK_WIDGET (self->fields_row), format == CRM_EXPORT_CSV || format == CRM_EXPORT_JSON);
  gtk_widget_set_visible (GTK_WIDGET (self->notes_row), (format == CRM_EXPORT_CSV || format == CRM_EXPORT_JSON) &&
                          crm_export_takes_notes (crm_workspace_get_catalogue (self->workspace), get_type (self)));
}

static void
add_what (CrmExportDialog *self,
          GtkStringList   *names,
          What             what,
          char            *name)
{
  g_array_append_val (self->whats, what);
  gtk_string_list_take (names, name);
}

static void
fill_whats (CrmExportDialog *self,
            guint            n_found)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (self->ids != NULL && self->ids->len > 0)
    {
      g_autofree char *number = crm_number_format (self->ids->len);

      add_what (self, names, WHAT_SELECTED,
                g_strdup_printf (_("What is selected (%s)"), number));
    }
  if (self->query != NULL)
    {
      g_autofree char *number = crm_number_format (n_found);

      add_what (self, names, WHAT_FOUND,
                g_strdup_printf (_("What the list shows (%s)"), number));
    }
  if (self->query == NULL && n_found > 0)
    {
      g_autofree char *number = crm_number_format (n_found);

      add_what (self, names, WHAT_ALL, g_strdup_printf (_("Everything (%s)"), number));
    }
  else
    add_what (self, names, WHAT_ALL, g_strdup (_("Everything")));

  adw_combo_row_set_model (self->what_row, G_LIST_MODEL (names));
}

static void
add_format (CrmExportDialog *self,
            GtkStringList   *names,
            CrmExportFormat  format,
            const char      *name)
{
  g_array_append_val (self->formats, format);
  gtk_string_list_append (names, name);
}

static void
fill_choices (CrmExportDialog *self)
{
  g_autoptr (GtkStringList) formats = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) fields = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  add_format (self, formats, CRM_EXPORT_CSV, _("Table (CSV)"));
  if (crm_import_takes_type (get_type (self), TRUE))
    {
      add_format (self, formats, CRM_EXPORT_VCARD_3, _("vCards (3.0)"));
      add_format (self, formats, CRM_EXPORT_VCARD_4, _("vCards (4.0)"));
    }
  add_format (self, formats, CRM_EXPORT_JSON, _("JSON"));

  if (self->columns != NULL)
    gtk_string_list_append (fields, _("Those that the list shows"));
  gtk_string_list_append (fields, _("All Fields"));
  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++)
    gtk_string_list_append (names, _(delimiters[i].label));

  adw_combo_row_set_model (self->format_row, G_LIST_MODEL (formats));
  adw_combo_row_set_model (self->fields_row, G_LIST_MODEL (fields));
  adw_combo_row_set_model (self->delimiter_row, G_LIST_MODEL (names));
  format_selected_cb (self);
}

/* --- Writing --------------------------------------------------------------------------------------------- */

static GPtrArray *
list_fields (CrmExportDialog *self)
{
  g_autoptr (GPtrArray) fields = NULL;
  gboolean shown = self->columns != NULL && adw_combo_row_get_selected (self->fields_row) == 0;

  if (!shown || get_format (self) == CRM_EXPORT_VCARD_3 || get_format (self) == CRM_EXPORT_VCARD_4)
    return NULL;

  fields = g_ptr_array_new ();
  for (guint i = 0; self->columns[i] != NULL; i++)
    {
      const CrmField *field = crm_record_type_find_field (get_type (self), self->columns[i]);

      if (field != NULL)
        g_ptr_array_add (fields, (gpointer) field);
    }

  return fields->len > 0 ? g_steal_pointer (&fields) : NULL;
}

static CrmExport *
make_export (CrmExportDialog *self)
{
  CrmExport *export = crm_export_new (self->workspace, get_type (self));
  g_autoptr (GPtrArray) fields = list_fields (self);
  guint delimiter = adw_combo_row_get_selected (self->delimiter_row);
  CrmExportOptions options = {
    .format = get_format (self),
    .delimiter = delimiter < G_N_ELEMENTS (delimiters) ? delimiters[delimiter].delimiter : ',',
    .mark = gtk_switch_get_active (self->mark_switch),
    .ids = gtk_switch_get_active (self->ids_switch),
    .notes = gtk_switch_get_active (self->notes_switch),
  };

  crm_export_set_options (export, &options);
  crm_export_set_fields (export, fields);
  switch (get_what (self))
    {
    case WHAT_SELECTED:
      crm_export_set_ids (export, self->ids);
      break;
    case WHAT_FOUND:
      crm_export_set_query (export, self->query);
      break;
    case WHAT_ALL:
    default:
      break;
    }

  return export;
}

static void
progress_cb (CrmExportDialog *self,
             CrmExport       *export)
{
  g_autofree char *done = NULL;
  g_autofree char *total = NULL;
  g_autofree char *text = NULL;
  gint64 n_done, n_total;

  if (self->stack == NULL)
    return;

  crm_export_get_counts (export, &n_done, &n_total);
  done = crm_number_format ((double) n_done);
  total = crm_number_format ((double) n_total);
  text = g_strdup_printf (_("%1$s of %2$s"), done, total);
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, n_total > 0 ? (double) n_done / (double) n_total : 0);
}

static void
tell_done (CrmExportDialog *self,
           CrmExport       *export,
           GFile           *file)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *name = crm_import_files_get_name (file);
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;
  gint64 n_done, n_total;

  crm_export_get_counts (export, &n_done, &n_total);
  count = crm_record_type_count_label (get_type (self), n_done);
  /* TRANSLATORS: the first is like "3 contacts", the second the name of a file */
  text = g_strdup_printf (_("%1$s exported to “%2$s”"), count, name);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.tell-file", "(ss)", text, uri);
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrmExportDialog) self = user_data;
  CrmExport *export = CRM_EXPORT (object);
  g_autoptr (GError) error = NULL;
  gboolean done = crm_export_run_finish (export, result, &error);

  g_clear_object (&self->cancellable);
  if (self->stack == NULL)
    return;

  if (done)
    {
      tell_done (self, export, g_object_get_data (object, "file"));
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  show_page (self, "form");
  show_error (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL : error->message);
}

static void
cancel_clicked_cb (CrmExportDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
place_chosen_cb (CrmExportDialog      *self,
                 int                   response,
                 GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    crm_export_dialog_save (self, file);
}

static void
export_clicked_cb (CrmExportDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%F");
  g_autofree char *name = g_strdup_printf ("%s %s%s", get_type (self)->plural, day, crm_export_format_get_suffix (get_format (self)));

  show_error (self, NULL);
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Export"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (place_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
crm_export_dialog_dispose (GObject *object)
{
  CrmExportDialog *self = CRM_EXPORT_DIALOG (object);

  /* Who closes it does not want the file any more; nothing is left behind. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_export_dialog_parent_class)->dispose (object);
}

static void
crm_export_dialog_finalize (GObject *object)
{
  CrmExportDialog *self = CRM_EXPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->query, crm_query_unref);
  g_clear_object (&self->catalogue);
  g_array_unref (self->whats);
  g_array_unref (self->formats);
  g_strfreev (self->columns);
  g_free (self->type);

  G_OBJECT_CLASS (crm_export_dialog_parent_class)->finalize (object);
}

static void
crm_export_dialog_class_init (CrmExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_export_dialog_dispose;
  object_class->finalize = crm_export_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, title);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, what_row);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, fields_row);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, table_group);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, delimiter_row);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, notes_row);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, notes_switch);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, mark_switch);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, ids_switch);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, foot);
  gtk_widget_class_bind_template_child (widget_class, CrmExportDialog, export_button);
  gtk_widget_class_bind_template_callback (widget_class, format_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_export_dialog_init (CrmExportDialog *self)
{
  self->whats = g_array_new (FALSE, FALSE, sizeof (What));
  self->formats = g_array_new (FALSE, FALSE, sizeof (CrmExportFormat));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->export_button));
}

/**
 * crm_export_dialog_new:
 * @workspace: where from
 * @type: the name of a record type
 * @ids: (nullable) (element-type gint64): what is selected, if anything
 * @query: (nullable): what the list shows, unless that is everything
 * @n_found: how many records the list shows
 * @columns: (nullable): the keys of the fields that the list shows
 * @parent: the window above which it stands
 *
 * Returns: (transfer none): a dialog
 */
CrmExportDialog *
crm_export_dialog_new (CrmWorkspace      *workspace,
                       const char        *type,
                       GArray            *ids,
                       CrmQuery          *query,
                       guint              n_found,
                       const char *const *columns,
                       GtkWindow         *parent)
{
  CrmExportDialog *self = g_object_new (CRM_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->workspace = g_object_ref (workspace);
  self->catalogue = g_object_ref (crm_workspace_get_catalogue (workspace));
  self->type = g_strdup (type);
  self->ids = ids != NULL ? g_array_ref (ids) : NULL;
  self->query = query != NULL ? crm_query_copy (query) : NULL;
  self->columns = g_strdupv ((char **) columns);

  gtk_window_set_title (GTK_WINDOW (self), _("Export"));
  adw_window_title_set_title (self->title, _("Export"));
  adw_window_title_set_subtitle (self->title, get_type (self)->plural);
  fill_whats (self, n_found);
  fill_choices (self);
  crm_children_begin_with (GTK_WIDGET (self->export_button));

  return self;
}

/**
 * crm_export_dialog_save:
 * @file: where to
 *
 * Exports what was chosen, as somebody does who has chosen @file.
 */
void
crm_export_dialog_save (CrmExportDialog *self,
                        GFile           *file)
{
  g_autoptr (CrmExport) export = NULL;

  g_return_if_fail (CRM_IS_EXPORT_DIALOG (self));
  g_return_if_fail (self->cancellable == NULL);

  export = make_export (self);
  g_object_set_data_full (G_OBJECT (export), "file", g_object_ref (file), g_object_unref);
  g_signal_connect_object (export, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  self->cancellable = g_cancellable_new ();
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_label_set_text (self->progress_label, "");
  show_error (self, NULL);
  show_page (self, "running");
  crm_export_run_async (export, file, self->cancellable, exported_cb, g_object_ref (self));
}
