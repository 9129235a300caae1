/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rows of a file that no record could be made of, each with its reason. They can be saved,
 * mended and imported again.
 */

#include "config.h"

#include "crm-reject-list.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-import-files.h"
#include "crm-json.h"
#include "crm-money.h"

/* Who has more than these mends them in the saved file. */
#define MAX_ROWS 200

/* Long enough to recognise a row. */
#define MAX_RAW 160

struct _CrmRejectList
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *summary_label;
  GtkListBox *list;

  /* Owned */
  CrmImport *import;
  GtkFileChooserNative *chooser;

  gboolean saving;
};

G_DEFINE_FINAL_TYPE (CrmRejectList, crm_reject_list, ADW_TYPE_BIN)

enum
{
  SAVED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the file has, in one line. */
static char *
shorten (const char *text)
{
  g_autofree char *line = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *cut = NULL;

  g_strdelimit (line, "\r\n\t", ' ');
  if (g_utf8_strlen (line, -1) <= MAX_RAW)
    return g_steal_pointer (&line);

  cut = g_utf8_substring (line, 0, MAX_RAW);

  return g_strconcat (cut, "…", NULL);
}

/* A row of a table is kept as an array of its values, a card as it is. */
static char *
format_raw (const CrmReject *reject)
{
  g_autoptr (JsonNode) node = reject->raw != NULL && reject->raw[0] == '[' ? crm_json_parse (reject->raw, -1, G_MAXSIZE, NULL) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *cells;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return shorten (reject->raw);

  cells = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (cells); i++)
    {
      const char *cell = json_array_get_string_element (cells, i);

      if (cell != NULL && *cell != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", cell);
    }

  return shorten (text->str);
}

static GtkWidget *
make_row (const CrmReject *reject)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *place;
  g_autofree char *raw = format_raw (reject);
  g_autofree char *line = g_strdup_printf (_("Line %d"), (int) reject->line);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reject->reason);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), raw);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);

  place = gtk_label_new (line);
  gtk_widget_add_css_class (place, "dim-label");
  gtk_widget_add_css_class (place, "numeric");
  gtk_widget_add_css_class (place, "caption");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), place);

  return row;
}

/* --- Saving --------------------------------------------------------------------------------------------- */

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  GError *error = NULL;

  if (crm_import_save_rejects (CRM_IMPORT (source), G_FILE (data), cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CrmRejectList) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = g_task_propagate_boolean (G_TASK (result), &error);
  g_autofree char *name = crm_import_files_get_name (g_task_get_task_data (G_TASK (result)));

  self->saving = FALSE;
  if (self->list == NULL)
    return;

  if (saved)
    g_signal_emit (self, signals[SAVED], 0, name);
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
place_chosen_cb (CrmRejectList        *self,
                 int                   response,
                 GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autoptr (GTask) task = NULL;

  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT || file == NULL)
    return;

  self->saving = TRUE;
  task = g_task_new (self->import, NULL, saved_cb, g_object_ref (self));
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, save_in_thread);
}

/* --- Object --------------------------------------------------------------------------------------------- */

static void
crm_reject_list_dispose (GObject *object)
{
  CrmRejectList *self = CRM_REJECT_LIST (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_REJECT_LIST);
  g_clear_object (&self->chooser);
  g_clear_object (&self->import);

  G_OBJECT_CLASS (crm_reject_list_parent_class)->dispose (object);
}

static void
crm_reject_list_class_init (CrmRejectListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_reject_list_dispose;

  /**
   * CrmRejectList::saved:
   * @name: of the file
   *
   * The rows are in a file.
   */
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * CrmRejectList::failed:
   * @message: why
   *
   * The rows could not be saved.
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-reject-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmRejectList, summary_label);
  gtk_widget_class_bind_template_child (widget_class, CrmRejectList, list);
}

static void
crm_reject_list_init (CrmRejectList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_reject_list_show:
 * @import: an import that has ended
 *
 * Shows the first rows that were refused.
 */
void
crm_reject_list_show (CrmRejectList *self,
                      CrmImport     *import)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rejects = crm_import_list_rejects (import, MAX_ROWS, &error);
  g_autofree char *number = NULL;
  g_autofree char *all = NULL;
  g_autofree char *text = NULL;
  CrmImportCounts counts;

  g_return_if_fail (CRM_IS_REJECT_LIST (self));

  g_set_object (&self->import, import);
  crm_children_clear (self->list);
  gtk_widget_set_visible (GTK_WIDGET (self->list), rejects != NULL && rejects->len > 0);
  if (rejects == NULL)
    {
      gtk_label_set_text (self->summary_label, error->message);
      return;
    }

  crm_import_get_counts (import, &counts);
  number = crm_number_format (rejects->len);
  all = crm_number_format ((double) counts.rejected);
  if (rejects->len < counts.rejected)
    text = g_strdup_printf (_("These are the first %1$s of %2$s rows that were rejected. Save them all to a file, mend them there, and import "
                              "that file."), number, all);
  else
    text = g_strdup (_("Save these rows to a file, mend them there, and import that file: each has its reason in the last column."));
  gtk_label_set_text (self->summary_label, text);

  for (guint i = 0; i < rejects->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (rejects, i)));
}

/**
 * crm_reject_list_save:
 *
 * Asks where to, and saves all rows that were refused there.
 */
void
crm_reject_list_save (CrmRejectList *self)
{
  g_autofree char *name = NULL;
  g_autoptr (GFile) folder = NULL;

  g_return_if_fail (CRM_IS_REJECT_LIST (self));

  if (self->import == NULL || self->saving)
    return;

  name = crm_import_files_suggest_rejects (crm_import_get_file (self->import), crm_import_is_vcard (self->import));
  folder = g_file_get_parent (crm_import_get_file (self->import));
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Save Rejected Rows"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (place_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
