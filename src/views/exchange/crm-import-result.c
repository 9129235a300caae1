/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The last page of an import: what has become of the rows, and what can be done about it.
 */

#include "config.h"

#include "crm-import-result.h"

#include <glib/gi18n.h>

#include "crm-money.h"

struct _CrmImportResult
{
  AdwBin parent_instance;

  /* Template children */
  AdwStatusPage *page;
  GtkListBox *count_list;
  AdwActionRow *created_row;
  AdwActionRow *merged_row;
  AdwActionRow *skipped_row;
  AdwActionRow *rejected_row;
  GtkLabel *created_label;
  GtkLabel *merged_label;
  GtkLabel *skipped_label;
  GtkLabel *rejected_label;
  GtkListBox *warning_list;
  AdwExpanderRow *warning_row;
  GtkButton *show_button;
  GtkButton *undo_button;

  GPtrArray *warnings; /* the rows in warning_row, which it does not hand out */
};

G_DEFINE_FINAL_TYPE (CrmImportResult, crm_import_result, ADW_TYPE_BIN)

static void
show_count (AdwActionRow *row,
            GtkLabel     *label,
            gint64        n)
{
  g_autofree char *number = crm_number_format ((double) n);

  gtk_label_set_text (label, number);
  gtk_widget_set_visible (GTK_WIDGET (row), n > 0);
}

static void
show_warnings (CrmImportResult *self,
               GPtrArray       *warnings)
{
  g_autofree char *title = NULL;

  for (guint i = 0; i < self->warnings->len; i++)
    adw_expander_row_remove (self->warning_row, g_ptr_array_index (self->warnings, i));
  g_ptr_array_set_size (self->warnings, 0);

  for (guint i = 0; i < warnings->len; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), g_ptr_array_index (warnings, i));
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_expander_row_add_row (self->warning_row, row);
      g_ptr_array_add (self->warnings, row);
    }

  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Remark", "%u Remarks", warnings->len), warnings->len);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->warning_row), title);
  gtk_widget_set_visible (GTK_WIDGET (self->warning_list), warnings->len > 0);
}

static void
crm_import_result_dispose (GObject *object)
{
  CrmImportResult *self = CRM_IMPORT_RESULT (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_IMPORT_RESULT);

  G_OBJECT_CLASS (crm_import_result_parent_class)->dispose (object);
}

static void
crm_import_result_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_IMPORT_RESULT (object)->warnings);

  G_OBJECT_CLASS (crm_import_result_parent_class)->finalize (object);
}

static void
crm_import_result_class_init (CrmImportResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_import_result_dispose;
  object_class->finalize = crm_import_result_finalize;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-import-result.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, page);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, count_list);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, created_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, merged_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, skipped_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, rejected_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, created_label);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, merged_label);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, skipped_label);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, rejected_label);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, warning_list);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, warning_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, show_button);
  gtk_widget_class_bind_template_child (widget_class, CrmImportResult, undo_button);
}

static void
crm_import_result_init (CrmImportResult *self)
{
  self->warnings = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_import_result_show:
 * @import: an import that has ended
 * @error: (nullable): why, unless it came to the end of the file
 *
 * Shows what has become of the rows.
 */
void
crm_import_result_show (CrmImportResult *self,
                        CrmImport       *import,
                        const GError    *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autoptr (GPtrArray) warnings = crm_import_list_warnings (import);
  CrmImportCounts counts;
  gboolean wrote;

  g_return_if_fail (CRM_IS_IMPORT_RESULT (self));

  crm_import_get_counts (import, &counts);
  wrote = crm_import_get_batch (import) != 0 && counts.created + counts.merged > 0;

  adw_status_page_set_icon_name (self->page, error == NULL ? counts.rejected > 0 && !wrote ? "dialog-warning-symbolic" : "emblem-ok-symbolic"
                                                           : cancelled ? "process-stop-symbolic" : "dialog-warning-symbolic");
  if (error == NULL)
    {
      g_autofree char *all = crm_number_format ((double) counts.rows);
      g_autofree char *text = NULL;

      adw_status_page_set_title (self->page, wrote ? _("Import Finished") : _("Nothing Was Imported"));
      text = crm_fill (crm_import_is_vcard (import)
                         ? g_dngettext (GETTEXT_PACKAGE, "%s card was read.", "%s cards were read.", (gulong) counts.rows)
                         : g_dngettext (GETTEXT_PACKAGE, "%s row was read.", "%s rows were read.", (gulong) counts.rows), all);
      adw_status_page_set_description (self->page, text);
    }
  else if (cancelled)
    {
      adw_status_page_set_title (self->page, _("Import Stopped"));
      adw_status_page_set_description (self->page, wrote ? _("What has been imported so far is there.")
                                                         : _("Nothing has been imported."));
    }
  else
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_title (self->page, _("The Import Did Not Come to Its End"));
      adw_status_page_set_description (self->page, escaped);
    }

  show_count (self->created_row, self->created_label, counts.created);
  show_count (self->merged_row, self->merged_label, counts.merged);
  show_count (self->skipped_row, self->skipped_label, counts.skipped);
  show_count (self->rejected_row, self->rejected_label, counts.rejected);
  gtk_widget_set_visible (GTK_WIDGET (self->count_list), counts.rows > 0);
  show_warnings (self, warnings);

  gtk_widget_set_visible (GTK_WIDGET (self->show_button), wrote);
  gtk_widget_set_visible (GTK_WIDGET (self->undo_button), crm_import_get_batch (import) != 0);
}

/**
 * crm_import_result_show_undone:
 * @undone: (nullable): what the undo did
 * @error: (nullable): why it did not
 *
 * Shows that the import has been taken back. What else is shown stays as it was otherwise.
 */
void
crm_import_result_show_undone (CrmImportResult *self,
                               const CrmUndone *undone,
                               const GError    *error)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (CRM_IS_IMPORT_RESULT (self));

  if (error != NULL)
    {
      escaped = g_markup_escape_text (error->message, -1);
      adw_status_page_set_description (self->page, escaped);
      return;
    }

  adw_status_page_set_icon_name (self->page, "edit-undo-symbolic");
  adw_status_page_set_title (self->page, _("Import Undone"));
  if (undone->n_left > 0)
    {
      g_autofree char *number = crm_number_format ((double) undone->n_left);

      escaped = crm_fill (g_dngettext (GETTEXT_PACKAGE, "%s value was changed since and stays.",
                                       "%s values were changed since and stay.", (gulong) undone->n_left), number);
      adw_status_page_set_description (self->page, escaped);
    }
  else
    adw_status_page_set_description (self->page, _("Everything is as it was before."));

  gtk_widget_set_visible (GTK_WIDGET (self->count_list), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->warning_list), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->show_button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->undo_button), FALSE);
}
