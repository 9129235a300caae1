/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What one step changed, record by record and field by field. A record that is still there can be
 * opened.
 */

#include "config.h"

#include "crm-history-dialog.h"

#include <glib/gi18n.h>

#include "crm-date.h"
#include "crm-history-row.h"

#define CHANGES_IN_A_PAGE 50

struct _CrmHistoryDialog
{
  AdwWindow parent_instance;

  /* Template children */
  GtkButton *undo_button;
  GtkLabel *text;
  GtkLabel *byline;
  GtkListBox *list;
  GtkButton *more_button;

  /* Owned */
  CrmWorkspace *workspace;
  CrmHistoryItem *item;
  GCancellable *cancellable;

  gint64 after; /* the entry that was shown last */
};

G_DEFINE_FINAL_TYPE (CrmHistoryDialog, crm_history_dialog, ADW_TYPE_WINDOW)

static void
show_line (CrmHistoryDialog *self)
{
  const CrmHistoryLine *line = crm_history_item_get_line (self->item);
  g_autofree char *when = crm_instant_format (line->time);
  g_autofree char *byline = crm_history_byline (line, when);

  gtk_label_set_text (self->text, line->text);
  gtk_label_set_text (self->byline, byline);
  gtk_widget_set_visible (GTK_WIDGET (self->undo_button), line->can_undo);
}

/* --- Changes ----------------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 batch;
  gint64 after;
} Wanted;

static gpointer
changes_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const Wanted *wanted = data;

  /* One more says whether there are more. */
  return crm_history_of_batch (db, schema, wanted->batch, wanted->after, CHANGES_IN_A_PAGE + 1, error);
}

/* Only these have pages of their own. */
static gboolean
has_page (CrmHistoryDialog       *self,
          const CrmHistoryChange *change)
{
  CrmSchema *schema = CRM_SCHEMA (crm_workspace_get_catalogue (self->workspace));
  const CrmTable *table = crm_schema_get_table (schema, change->table);

  return change->state == CRM_STATE_LIVE && table != NULL && crm_catalogue_get_type_of (table)->page != NULL &&
         change->table != CRM_ID_USER;
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static char *
say_part (const CrmHistoryPart *part)
{
  if (part->is_set && (part->before == NULL || part->after == NULL))
    return part->after != NULL ? g_strdup_printf ("+%s", part->after) : g_strdup_printf ("−%s", part->before);

  /* TRANSLATORS: a value before and after */
  return g_strdup_printf (_("%1$s → %2$s"), part->before != NULL ? part->before : "—", part->after != NULL ? part->after : "—");
}

static void
add_change (CrmHistoryDialog       *self,
            const CrmHistoryChange *change)
{
  CrmSchema *schema = CRM_SCHEMA (crm_workspace_get_catalogue (self->workspace));
  const CrmTable *table = crm_schema_get_table (schema, change->table);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *icon = gtk_image_new_from_icon_name (table != NULL ? crm_catalogue_get_type_of (table)->icon : NULL);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (texts), make_label (change->title, NULL));
  if (change->parts->len == 0 && change->text != NULL)
    gtk_box_append (GTK_BOX (texts), make_label (change->text, "dim-label"));
  for (guint i = 0; i < change->parts->len; i++)
    {
      const CrmHistoryPart *part = g_ptr_array_index (change->parts, i);
      g_autofree char *what = say_part (part);
      /* TRANSLATORS: the name of a field, and what became of it */
      g_autofree char *line = g_strdup_printf (_("%1$s: %2$s"), part->label, what);

      gtk_box_append (GTK_BOX (texts), make_label (line, "dim-label"));
    }
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), texts);

  if (has_page (self, change))
    {
      gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_object_set_data_full (G_OBJECT (row), "record",
                              g_variant_ref_sink (g_variant_new ("(sx)", table->name, change->record)), (GDestroyNotify) g_variant_unref);
    }
  else
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  gtk_widget_add_css_class (box, "change-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, change->title, -1);
  gtk_list_box_append (self->list, row);
}

static void
changes_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CrmHistoryDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->list == NULL)
    return;
  if (changes == NULL)
    {
      gtk_label_set_text (self->byline, error->message);
      return;
    }

  for (guint i = 0; i < changes->len && i < CHANGES_IN_A_PAGE; i++)
    {
      const CrmHistoryChange *change = g_ptr_array_index (changes, i);

      add_change (self, change);
      self->after = change->entry;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), changes->len > CHANGES_IN_A_PAGE);
  gtk_widget_set_visible (GTK_WIDGET (self->list), gtk_list_box_get_row_at_index (self->list, 0) != NULL);
}

static void
read_changes (CrmHistoryDialog *self)
{
  Wanted wanted = { crm_history_item_get_line (self->item)->batch, self->after };

  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, changes_read,
                        g_memdup2 (&wanted, sizeof wanted), g_free, (GDestroyNotify) g_ptr_array_unref,
                        self->cancellable, changes_read_cb, g_object_ref (self));
}

static void
more_clicked_cb (CrmHistoryDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), FALSE);
  read_changes (self);
}

/* --- Commands ---------------------------------------------------------------------------------------------- */

/* The window behind it does what is asked, and tells it. */
static void
row_activated_cb (CrmHistoryDialog *self,
                  GtkListBoxRow    *row)
{
  GVariant *record = g_object_get_data (G_OBJECT (row), "record");
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (record == NULL || parent == NULL)
    return;

  gtk_widget_activate_action_variant (GTK_WIDGET (parent), "win.open-record", record);
  gtk_window_close (GTK_WINDOW (self));
}

static void
undo_clicked_cb (CrmHistoryDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.undo-batch", "x", crm_history_item_get_line (self->item)->batch);
  gtk_window_close (GTK_WINDOW (self));
}

static void
crm_history_dialog_dispose (GObject *object)
{
  CrmHistoryDialog *self = CRM_HISTORY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_HISTORY_DIALOG);
  g_clear_object (&self->item);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_history_dialog_parent_class)->dispose (object);
}

static void
crm_history_dialog_class_init (CrmHistoryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_history_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-history-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryDialog, undo_button);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryDialog, text);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryDialog, byline);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryDialog, list);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryDialog, more_button);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_history_dialog_init (CrmHistoryDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_history_dialog_new:
 * @workspace: a workspace
 * @item: a line of history
 * @parent: the window above which it stands
 *
 * Returns: (transfer none): a dialog
 */
CrmHistoryDialog *
crm_history_dialog_new (CrmWorkspace   *workspace,
                        CrmHistoryItem *item,
                        GtkWindow      *parent)
{
  CrmHistoryDialog *self = g_object_new (CRM_TYPE_HISTORY_DIALOG, "transient-for", parent, NULL);

  self->workspace = g_object_ref (workspace);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (show_line), self, G_CONNECT_SWAPPED);
  show_line (self);
  read_changes (self);

  return self;
}
