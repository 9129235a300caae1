/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The history of a record (features.md, C10): what happened, told in sentences that can be taken
 * back, and what the team wrote about it; and where the next comment is written.
 */

#include "config.h"

#include "crm-history-box.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-comment-entry.h"
#include "crm-date.h"
#include "crm-page.h"
#include "crm-stream.h"

#define LINES_IN_A_PAGE 20

struct _CrmHistoryBox
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *more_button;
  GtkWidget *comments_button;
  GtkWidget *entry; /* %NULL where no comments are written */

  CrmWorkspace *workspace;
  GCancellable *cancellable;
  char *type;
  gint64 record;
  guint limit;
};

G_DEFINE_FINAL_TYPE (CrmHistoryBox, crm_history_box, GTK_TYPE_WIDGET)

typedef struct
{
  char *type;
  gint64 record;
  gboolean comments_only;
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

  return crm_stream_read (db, schema, crm_schema_find_table (schema, wanted->type), wanted->record, wanted->comments_only,
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

static void
unmerge_clicked_cb (GtkButton     *button,
                    CrmHistoryBox *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.merged", "(sx)", self->type, self->record);
}

/* --- Rows ----------------------------------------------------------------------------------------------- */

static GtkWidget *
make_button (const char *icon,
             const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");

  return button;
}

/* A text and below it who and when; a button may follow. */
static GtkWidget *
make_line (CrmHistoryBox *self,
           GtkWidget     *text,
           const char    *who,
           gint64         time)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *when = crm_instant_format_relative (time, crm_clock_get_now (crm_workspace_get_clock (self->workspace)));
  g_autofree char *exact = crm_instant_format (time);
  g_autofree char *byline = who != NULL ? g_strdup_printf ("%s · %s", who, when) : g_strdup (when);
  GtkWidget *caption = gtk_label_new (byline);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_ellipsize (GTK_LABEL (caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_set_tooltip_text (caption, exact);

  gtk_box_append (GTK_BOX (texts), text);
  gtk_box_append (GTK_BOX (texts), caption);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_widget_add_css_class (box, "history-line");

  return box;
}

static GtkWidget *
make_history_line (CrmHistoryBox       *self,
                   const CrmStreamItem *item)
{
  const CrmHistoryLine *line = item->line;
  g_autofree char *sentence = item->about != NULL ? g_strdup_printf ("%s: %s", item->about, line->text) : g_strdup (line->text);
  GtkWidget *text = gtk_label_new (sentence);
  GtkWidget *box = make_line (self, text, line->who, line->time);

  if (line->undone)
    gtk_widget_add_css_class (text, "undone");
  if (item->merges)
    {
      GtkWidget *button = gtk_button_new_with_label (_("Unmerge…"));

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      g_signal_connect (button, "clicked", G_CALLBACK (unmerge_clicked_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  if (line->can_undo)
    {
      GtkWidget *button = make_button ("edit-undo-symbolic", _("Undo This"));

      g_object_set_data (G_OBJECT (button), "batch", GSIZE_TO_POINTER ((gsize) line->batch));
      g_signal_connect (button, "clicked", G_CALLBACK (undo_clicked_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }

  return box;
}

static void
deleted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CrmHistoryBox) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  if (commit != NULL)
    crm_page_tell_commit (GTK_WIDGET (self), _("Comment deleted"), commit);
  else
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
}

static void
delete_clicked_cb (GtkButton     *button,
                   CrmHistoryBox *self)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);

  crm_change_set_trash (set, &crm_workspace_get_type_named (self->workspace, "comment")->table,
                        (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "comment")));
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, deleted_cb, g_object_ref (self));
}

/* Whoever wrote it can delete it. */
static GtkWidget *
make_comment_line (CrmHistoryBox       *self,
                   const CrmStreamItem *item)
{
  const CrmTable *table = item->comment->table;
  const CrmColumn *author = crm_table_find_column (table, "author");
  GtkWidget *text = gtk_label_new (crm_row_get_text (item->comment, "body"));
  GtkWidget *box = make_line (self, text, item->comment->titles[author->index], item->time);

  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_add_css_class (box, "comment");
  if (crm_value_get_integer (crm_row_get (item->comment, author)) == crm_workspace_get_actor (self->workspace))
    {
      GtkWidget *button = make_button ("user-trash-symbolic", _("Delete Comment"));

      g_object_set_data (G_OBJECT (button), "comment", GSIZE_TO_POINTER ((gsize) item->comment->id));
      g_signal_connect (button, "clicked", G_CALLBACK (delete_clicked_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }

  return box;
}

static GtkWidget *
make_row (CrmHistoryBox       *self,
          const CrmStreamItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), item->comment != NULL ? make_comment_line (self, item)
                                                                            : make_history_line (self, item));
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

  gtk_widget_set_visible (self->list, lines->len > 0);
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
  if (self->workspace == NULL || self->record == 0)
    return;

  self->cancellable = g_cancellable_new ();
  wanted = g_new0 (Wanted, 1);
  wanted->type = g_strdup (self->type);
  wanted->record = self->record;
  wanted->comments_only = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->comments_button));
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

static gboolean
concerns (CrmHistoryBox *self,
          CrmCommit     *commit)
{
  const CrmTable *comments = &crm_workspace_get_type_named (self->workspace, "comment")->table;
  const CrmTable *deals = &crm_workspace_get_type_named (self->workspace, "deal")->table;
  const CrmTable *merges = &crm_workspace_get_type_named (self->workspace, "merge")->table;

  return commit->undo_of != 0 || crm_commit_get_touched (commit, merges) != NULL || crm_commit_get_touched (commit, comments) != NULL || crm_commit_get_touched (commit, deals) != NULL ||
         crm_commit_touches (commit, &crm_workspace_get_type_named (self->workspace, self->type)->table, self->record);
}

static void
committed_cb (CrmHistoryBox *self,
              CrmCommit     *commit)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && concerns (self, commit))
    read_history (self);
}

/* --- Comments -------------------------------------------------------------------------------------------- */

static void
commented_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmHistoryBox) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  if (self->entry == NULL)
    return;

  /* What could not be added stands there still. */
  if (commit == NULL)
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
  else
    crm_comment_entry_clear (CRM_COMMENT_ENTRY (self->entry));
}

static void
submit_cb (CrmHistoryBox *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, "comment");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  g_autofree char *text = crm_comment_entry_get_text (CRM_COMMENT_ENTRY (self->entry));
  g_auto (CrmValue) body = crm_value_text (text);
  CrmValue about = crm_value_integer (self->record);
  gint64 id = crm_change_set_create (set, &type->table);

  crm_change_set_set (set, &type->table, id, &crm_record_type_find_field (type, "body")->column, &body);
  crm_change_set_set (set, &type->table, id, &crm_record_type_find_field (type, self->type)->column, &about);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, commented_cb, g_object_ref (self));
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
  self->entry = NULL;
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
  GtkWidget *choice = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *all_button = gtk_toggle_button_new_with_label (_("History"));
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->limit = LINES_IN_A_PAGE;

  self->comments_button = gtk_toggle_button_new_with_label (_("Comments Only"));
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->comments_button), GTK_TOGGLE_BUTTON (all_button));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (all_button), TRUE);
  g_signal_connect_swapped (self->comments_button, "toggled", G_CALLBACK (read_history), self);
  gtk_widget_add_css_class (choice, "linked");
  gtk_widget_set_halign (choice, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (choice), all_button);
  gtk_box_append (GTK_BOX (choice), self->comments_button);
  gtk_widget_set_parent (choice, GTK_WIDGET (self));

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
 * @state: where drafts of comments are kept
 * @type: the name of a record type
 *
 * To be called once.
 */
void
crm_history_box_open (CrmHistoryBox *self,
                      CrmWorkspace  *workspace,
                      CrmViewState  *state,
                      const char    *type)
{
  g_return_if_fail (CRM_IS_HISTORY_BOX (self));

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  if (crm_record_type_find_field (crm_workspace_get_type_named (workspace, "comment"), type) != NULL)
    {
      self->entry = crm_comment_entry_new (workspace, state);
      gtk_widget_insert_after (self->entry, GTK_WIDGET (self), NULL);
      g_signal_connect_object (self->entry, "submit", G_CALLBACK (submit_cb), self, G_CONNECT_SWAPPED);
    }
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
  if (self->entry != NULL)
    {
      g_autofree char *about = g_strdup_printf ("%s-%" G_GINT64_FORMAT, self->type, id);

      crm_comment_entry_set_about (CRM_COMMENT_ENTRY (self->entry), about);
    }
  read_history (self);
}
