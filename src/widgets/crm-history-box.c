/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What happened, told in sentences, the newest first: to one record, or to everything. Each line
 * can be taken back.
 */

#include "config.h"

#include "crm-history-box.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-date.h"
#include "crm-history.h"
#include "crm-page.h"

#define LINES_IN_A_PAGE 20

struct _CrmHistoryBox
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *more_button;

  CrmWorkspace *workspace;
  GCancellable *cancellable;
  char *type;       /* NULL: of everything */
  gint64 record;
  guint limit;
};

G_DEFINE_FINAL_TYPE (CrmHistoryBox, crm_history_box, GTK_TYPE_WIDGET)

typedef struct
{
  char *type;
  gint64 record;
  guint limit;
} Wanted;

static void
wanted_free (gpointer data)
{
  g_free (((Wanted *) data)->type);
  g_free (data);
}

static gpointer
history_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const Wanted *wanted = data;

  if (wanted->type == NULL)
    return crm_history_of_all (db, schema, 0, wanted->limit + 1, error);

  return crm_history_of_record (db, schema, crm_schema_find_table (schema, wanted->type), wanted->record, 0,
                                wanted->limit + 1, error);
}

static void
undone_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CrmHistoryBox) self = user_data;
  g_autoptr (GError) error = NULL;
  CrmUndone undone;

  if (!crm_store_undo_finish (CRM_STORE (object), result, &undone, &error))
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
  else if (undone.n_left > 0)
    {
      g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                            "Undone. %d value was changed since and stays as it is.",
                                                            "Undone. %d values were changed since and stay as they are.",
                                                            (gulong) undone.n_left), (int) undone.n_left);

      crm_page_tell (GTK_WIDGET (self), text, undone.batch);
    }
  else
    crm_page_tell (GTK_WIDGET (self), _("Undone"), undone.batch);
}

static void
undo_clicked_cb (GtkButton     *button,
                 CrmHistoryBox *self)
{
  gint64 batch = (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "batch"));

  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  crm_store_undo_async (crm_workspace_get_store (self->workspace), crm_workspace_get_actor (self->workspace), batch,
                        NULL, undone_cb, g_object_ref (self));
}

static GtkWidget *
make_row (CrmHistoryBox        *self,
          const CrmHistoryLine *line)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *text = gtk_label_new (line->text);
  g_autofree char *when = crm_instant_format_relative (line->time, crm_clock_get_now (crm_workspace_get_clock (self->workspace)));
  g_autofree char *exact = crm_instant_format (line->time);
  g_autofree char *byline = line->who != NULL ? g_strdup_printf ("%s · %s", line->who, when) : g_strdup (when);
  GtkWidget *caption = gtk_label_new (byline);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_set_tooltip_text (caption, exact);
  if (line->undone)
    gtk_widget_add_css_class (text, "undone");

  gtk_box_append (GTK_BOX (texts), text);
  gtk_box_append (GTK_BOX (texts), caption);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), texts);

  if (line->can_undo)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");

      g_object_set_data (G_OBJECT (button), "batch", GSIZE_TO_POINTER ((gsize) line->batch));
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (button, _("Undo This"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Undo This"), -1);
      gtk_widget_add_css_class (button, "flat");
      g_signal_connect (button, "clicked", G_CALLBACK (undo_clicked_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }

  gtk_widget_add_css_class (box, "history-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  return row;
}

static void
history_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CrmHistoryBox) self = user_data;
  g_autoptr (GPtrArray) lines = crm_store_read_finish (CRM_STORE (object), result, NULL);

  if (lines == NULL || self->list == NULL)
    return;

  crm_children_clear (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < lines->len && i < self->limit; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (self, g_ptr_array_index (lines, i)));
  gtk_widget_set_visible (self->more_button, lines->len > self->limit);
}

static void
read_history (CrmHistoryBox *self)
{
  Wanted *wanted;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->workspace == NULL || (self->type != NULL && self->record == 0))
    return;

  self->cancellable = g_cancellable_new ();
  wanted = g_new0 (Wanted, 1);
  wanted->type = g_strdup (self->type);
  wanted->record = self->record;
  wanted->limit = self->limit;
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_LOW, history_read,
                        wanted, wanted_free, (GDestroyNotify) g_ptr_array_unref, self->cancellable, history_read_cb,
                        g_object_ref (self));
}

static void
more_clicked_cb (CrmHistoryBox *self)
{
  self->limit += LINES_IN_A_PAGE;
  read_history (self);
}

static void
committed_cb (CrmHistoryBox *self,
              CrmCommit     *commit)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (self->type == NULL || commit->undo_of != 0 ||
      crm_commit_touches (commit, &crm_workspace_get_type_named (self->workspace, self->type)->table, self->record))
    read_history (self);
}

static void
crm_history_box_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (crm_history_box_parent_class)->map (widget);

  read_history (CRM_HISTORY_BOX (widget));
}

static void
crm_history_box_dispose (GObject *object)
{
  CrmHistoryBox *self = CRM_HISTORY_BOX (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->list = NULL;
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_history_box_parent_class)->dispose (object);
}

static void
crm_history_box_finalize (GObject *object)
{
  g_free (CRM_HISTORY_BOX (object)->type);

  G_OBJECT_CLASS (crm_history_box_parent_class)->finalize (object);
}

static void
crm_history_box_class_init (CrmHistoryBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_history_box_dispose;
  object_class->finalize = crm_history_box_finalize;
  widget_class->map = crm_history_box_map;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_history_box_init (CrmHistoryBox *self)
{
  GtkWidget *heading = gtk_label_new (_("History"));
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->limit = LINES_IN_A_PAGE;

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_set_parent (heading, GTK_WIDGET (self));

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("History"), -1);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));

  self->more_button = gtk_button_new_with_label (_("Show More"));
  gtk_widget_set_visible (self->more_button, FALSE);
  gtk_widget_set_halign (self->more_button, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->more_button, "flat");
  g_signal_connect_swapped (self->more_button, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_widget_set_parent (self->more_button, GTK_WIDGET (self));
}

/**
 * crm_history_box_open:
 * @workspace: a workspace
 * @type: (nullable): the name of a record type; %NULL for the history of everything
 *
 * To be called once.
 */
void
crm_history_box_open (CrmHistoryBox *self,
                      CrmWorkspace  *workspace,
                      const char    *type)
{
  g_return_if_fail (CRM_IS_HISTORY_BOX (self));

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * crm_history_box_set_record:
 * @id: of the record whose history it is, or 0
 */
void
crm_history_box_set_record (CrmHistoryBox *self,
                            gint64         id)
{
  g_return_if_fail (CRM_IS_HISTORY_BOX (self));

  self->record = id;
  self->limit = LINES_IN_A_PAGE;
  read_history (self);
}
