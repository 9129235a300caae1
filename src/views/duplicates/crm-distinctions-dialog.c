/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The records of which somebody has said that they are not the same, two and two. What was said can
 * be taken back: then they are shown as duplicates again.
 */

#include "config.h"

#include "crm-distinctions-dialog.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-date.h"
#include "crm-distinction.h"
#include "crm-page.h"

struct _CrmDistinctionsDialog
{
  AdwWindow parent_instance;

  /* Template children */
  AdwWindowTitle *window_title;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkStack *stack;
  GtkListBox *list;

  /* Owned */
  CrmWorkspace *workspace;
  GtkWidget *teller;
  char *type;
};

G_DEFINE_FINAL_TYPE (CrmDistinctionsDialog, crm_distinctions_dialog, ADW_TYPE_WINDOW)

static void
show_error (CrmDistinctionsDialog *self,
            const char            *message)
{
  if (self->error_label == NULL)
    return;

  gtk_label_set_text (self->error_label, message != NULL ? message : "");
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
}

/* --- Taking it back ----------------------------------------------------------------------------------- */

typedef struct
{
  char *type;
  gint64 ids[2];
} Job;

static void
job_free (gpointer data)
{
  g_free (((Job *) data)->type);
  g_free (data);
}

static gboolean
forget_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  const Job *job = data;
  const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (crm_door_get_schema (door)), job->type);

  return crm_distinction_set (door, type, job->ids[0], job->ids[1], FALSE, error);
}

static void
forgotten_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmDistinctionsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write_finish (CRM_STORE (object), result, &error);

  if (commit != NULL)
    crm_page_tell_commit (self->teller, _("These may be shown as duplicates again"), commit);
  else
    show_error (self, error->message);
}

static void
take_back_clicked_cb (GtkButton             *button,
                      CrmDistinctionsDialog *self)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  const gint64 *ids = g_object_get_data (G_OBJECT (button), "ids");
  Job *job = g_new0 (Job, 1);

  job->type = g_strdup (self->type);
  job->ids[0] = ids[0];
  job->ids[1] = ids[1];
  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  crm_store_write_async (crm_workspace_get_store (self->workspace), set, G_PRIORITY_DEFAULT, forget_func, job, job_free, forgotten_cb,
                         g_object_ref (self));
}

/* --- What is there --------------------------------------------------------------------------------------- */

static char *
name_one (const char *name,
          const char *details)
{
  if (name == NULL || details == NULL || *details == '\0')
    return g_strdup (name != NULL ? name : "");

  /* TRANSLATORS: a name, and what tells it apart from others of that name */
  return g_strdup_printf (_("%1$s (%2$s)"), name, details);
}

static GtkWidget *
make_row (CrmDistinctionsDialog *self,
          const CrmDistinct     *distinct)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_("Take Back"));
  g_autofree char *first = name_one (distinct->name_a, distinct->details_a);
  g_autofree char *second = name_one (distinct->name_b, distinct->details_b);
  /* TRANSLATORS: two records that look alike and are not the same */
  g_autofree char *both = g_strdup_printf (_("%1$s and %2$s"), first, second);
  g_autofree char *title = g_markup_escape_text (both, -1);
  g_autofree char *when = crm_instant_format_relative (distinct->time, crm_clock_get_now (crm_workspace_get_clock (self->workspace)));
  gint64 ids[] = { distinct->a, distinct->b };

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), when);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "ids", g_memdup2 (ids, sizeof ids), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (take_back_clicked_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static gpointer
distinctions_read (CrmDb         *db,
                   CrmSchema     *schema,
                   gpointer       data,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return crm_distinction_list (db, crm_schema_find_table (schema, data), error);
}

static void
distinctions_read_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (CrmDistinctionsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) distinctions = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (self->list == NULL)
    return;
  if (distinctions == NULL)
    {
      show_error (self, error->message);
      return;
    }

  crm_children_clear (self->list);
  for (guint i = 0; i < distinctions->len; i++)
    gtk_list_box_append (self->list, make_row (self, g_ptr_array_index (distinctions, i)));
  gtk_stack_set_visible_child_name (self->stack, distinctions->len > 0 ? "list" : "empty");
}

static void
read_distinctions (CrmDistinctionsDialog *self)
{
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, distinctions_read,
                        g_strdup (self->type), g_free, (GDestroyNotify) g_ptr_array_unref, NULL, distinctions_read_cb, g_object_ref (self));
}

static void
committed_cb (CrmDistinctionsDialog *self,
              CrmCommit             *commit)
{
  if (crm_commit_get_touched (commit, &crm_workspace_get_type_named (self->workspace, "distinction")->table) != NULL)
    read_distinctions (self);
}

static void
crm_distinctions_dialog_dispose (GObject *object)
{
  CrmDistinctionsDialog *self = CRM_DISTINCTIONS_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_DISTINCTIONS_DIALOG);

  G_OBJECT_CLASS (crm_distinctions_dialog_parent_class)->dispose (object);
}

static void
crm_distinctions_dialog_finalize (GObject *object)
{
  CrmDistinctionsDialog *self = CRM_DISTINCTIONS_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->teller);
  g_free (self->type);

  G_OBJECT_CLASS (crm_distinctions_dialog_parent_class)->finalize (object);
}

static void
crm_distinctions_dialog_class_init (CrmDistinctionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_distinctions_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_distinctions_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-distinctions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmDistinctionsDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, CrmDistinctionsDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmDistinctionsDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CrmDistinctionsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmDistinctionsDialog, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_distinctions_dialog_init (CrmDistinctionsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_distinctions_dialog_new:
 * @workspace: a workspace
 * @type: the name of a record type: contacts or accounts
 * @teller: a widget in the window above which it stands, which tells what was done
 *
 * Returns: (transfer none): a dialog
 */
CrmDistinctionsDialog *
crm_distinctions_dialog_new (CrmWorkspace *workspace,
                             const char   *type,
                             GtkWidget    *teller)
{
  CrmDistinctionsDialog *self = g_object_new (CRM_TYPE_DISTINCTIONS_DIALOG, "transient-for", gtk_widget_get_root (teller), NULL);
  g_autofree char *title = NULL;

  self->workspace = g_object_ref (workspace);
  self->teller = g_object_ref (teller);
  self->type = g_strdup (type);
  title = g_strdup_printf (_("Never Shown Again: %s"), crm_workspace_get_type_named (workspace, type)->plural);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->window_title, title);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  read_distinctions (self);

  return self;
}
