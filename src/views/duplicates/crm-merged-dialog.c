/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What has been merged into a record, each with a button that takes the merge apart. Before that it
 * says what has been changed since and so stays as it is.
 */

#include "config.h"

#include "crm-merged-dialog.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-date.h"
#include "crm-page.h"
#include "crm-unmerge.h"

/* So many values that stay are told one by one. */
#define MAX_NOTES 8

struct _CrmMergedDialog
{
  AdwWindow parent_instance;

  /* Template children */
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkStack *stack;
  GtkListBox *list;

  /* Owned */
  CrmWorkspace *workspace;
  GtkWidget *teller;
  char *type;
  char *title;    /* of the record that comes back */

  gint64 record;
  gint64 merge;   /* that is taken apart */
};

G_DEFINE_FINAL_TYPE (CrmMergedDialog, crm_merged_dialog, ADW_TYPE_WINDOW)

static void
show_error (CrmMergedDialog *self,
            const char      *message)
{
  if (self->error_label == NULL)
    return;

  gtk_label_set_text (self->error_label, message != NULL ? message : "");
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
}

/* --- Taking it apart ---------------------------------------------------------------------------------- */

static void
unmerged_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrmMergedDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (CrmUnmerge) unmerge = crm_unmerge_finish (CRM_WORKSPACE (object), result, &commit, &error);
  g_autofree char *text = NULL;

  if (unmerge == NULL)
    {
      show_error (self, error->message);
      return;
    }

  text = g_strdup_printf (_("“%s” is back"), self->title);
  crm_page_tell_commit (self->teller, text, commit);
  if (self->list != NULL)
    gtk_window_close (GTK_WINDOW (self));
}

static void
answered_cb (CrmMergedDialog *self,
             const char      *response)
{
  if (g_strcmp0 (response, "unmerge") == 0 && self->list != NULL)
    crm_unmerge_async (self->workspace, self->merge, unmerged_cb, g_object_ref (self));
}

static GtkWidget *
make_notes (GPtrArray *notes)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *heading = gtk_label_new (_("Changed since, and stays as it is:"));

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (box), heading);

  for (guint i = 0; i < notes->len && i < MAX_NOTES; i++)
    {
      const CrmUnmergeNote *note = g_ptr_array_index (notes, i);
      /* TRANSLATORS: the first is the name of a field, the second that of a record, the third a value */
      g_autofree char *text = g_strdup_printf (_("%1$s of “%2$s”: “%3$s”"), note->label, note->title != NULL ? note->title : "",
                                               note->now != NULL ? note->now : note->then != NULL ? note->then : "");
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
      gtk_box_append (GTK_BOX (box), label);
    }
  if (notes->len > MAX_NOTES)
    {
      guint n = notes->len - MAX_NOTES;
      g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more", "%u more", n), n);
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }

  return box;
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CrmMergedDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmUnmerge) unmerge = crm_unmerge_look_finish (CRM_WORKSPACE (object), result, &error);
  g_autofree char *heading = NULL;
  AdwMessageDialog *dialog;

  if (self->list == NULL)
    return;
  if (unmerge == NULL)
    {
      show_error (self, error->message);
      return;
    }

  show_error (self, NULL);
  heading = g_strdup_printf (_("Bring “%s” Back?"), self->title);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), heading,
                                                       _("It is a record of its own again, with what belonged to it before the merge. "
                                                         "You can undo this.")));
  if (unmerge->notes->len > 0)
    adw_message_dialog_set_extra_child (dialog, make_notes (unmerge->notes));
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), "unmerge", _("Unmerge"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "unmerge", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "unmerge");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
unmerge_clicked_cb (GtkButton       *button,
                    CrmMergedDialog *self)
{
  self->merge = (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "merge"));
  g_free (self->title);
  self->title = g_strdup (g_object_get_data (G_OBJECT (button), "title"));
  crm_unmerge_look_async (self->workspace, self->merge, looked_cb, g_object_ref (self));
}

/* --- What is there --------------------------------------------------------------------------------------- */

static GtkWidget *
make_row (CrmMergedDialog *self,
          const CrmMerged *merged)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Unmerge…"));
  const char *name = merged->title != NULL ? merged->title : "";
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *when = crm_instant_format_relative (merged->time, crm_clock_get_now (crm_workspace_get_clock (self->workspace)));
  /* TRANSLATORS: the gap is a time, such as "3 days ago" */
  g_autofree char *subtitle = g_strdup_printf (_("Merged %s"), when);
  g_autofree char *exact = crm_instant_format (merged->time);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_tooltip_text (row, exact);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "merge", GSIZE_TO_POINTER ((gsize) merged->id));
  g_object_set_data_full (G_OBJECT (button), "title", g_strdup (name), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (unmerge_clicked_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

typedef struct
{
  char *type;
  gint64 record;
} Wanted;

static void
wanted_free (gpointer data)
{
  g_free (((Wanted *) data)->type);
  g_free (data);
}

static gpointer
merged_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  const Wanted *wanted = data;

  return crm_merge_list (db, crm_catalogue_find (CRM_CATALOGUE (schema), wanted->type), wanted->record, error);
}

static void
merged_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CrmMergedDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) merged = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (self->list == NULL)
    return;
  if (merged == NULL)
    {
      show_error (self, error->message);
      return;
    }

  crm_children_clear (self->list);
  for (guint i = 0; i < merged->len; i++)
    gtk_list_box_append (self->list, make_row (self, g_ptr_array_index (merged, i)));
  gtk_stack_set_visible_child_name (self->stack, merged->len > 0 ? "list" : "empty");
}

static void
read_merged (CrmMergedDialog *self)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->type = g_strdup (self->type);
  wanted->record = self->record;
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, merged_read, wanted, wanted_free,
                        (GDestroyNotify) g_ptr_array_unref, NULL, merged_read_cb, g_object_ref (self));
}

static void
committed_cb (CrmMergedDialog *self,
              CrmCommit       *commit)
{
  if (crm_commit_get_touched (commit, &crm_workspace_get_type_named (self->workspace, "merge")->table) != NULL)
    read_merged (self);
}

static void
crm_merged_dialog_dispose (GObject *object)
{
  CrmMergedDialog *self = CRM_MERGED_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_MERGED_DIALOG);

  G_OBJECT_CLASS (crm_merged_dialog_parent_class)->dispose (object);
}

static void
crm_merged_dialog_finalize (GObject *object)
{
  CrmMergedDialog *self = CRM_MERGED_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->teller);
  g_free (self->type);
  g_free (self->title);

  G_OBJECT_CLASS (crm_merged_dialog_parent_class)->finalize (object);
}

static void
crm_merged_dialog_class_init (CrmMergedDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_merged_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_merged_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-merged-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmMergedDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmMergedDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CrmMergedDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmMergedDialog, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_merged_dialog_init (CrmMergedDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_merged_dialog_new:
 * @workspace: a workspace
 * @type: the name of a record type: contacts or accounts
 * @record: the record that stands for others
 * @teller: a widget in the window above which it stands, which tells what was done
 *
 * Returns: (transfer none): a dialog
 */
CrmMergedDialog *
crm_merged_dialog_new (CrmWorkspace *workspace,
                       const char   *type,
                       gint64        record,
                       GtkWidget    *teller)
{
  CrmMergedDialog *self = g_object_new (CRM_TYPE_MERGED_DIALOG, "transient-for", gtk_widget_get_root (teller), NULL);

  self->workspace = g_object_ref (workspace);
  self->teller = g_object_ref (teller);
  self->type = g_strdup (type);
  self->record = record;
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  read_merged (self);

  return self;
}
