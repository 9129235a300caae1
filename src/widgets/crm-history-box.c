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

/* As many changes of a burst are read at once. */
#define SENTENCES_OF_A_BURST 4

/* From here on it is said how much goes with a line. */
#define MANY_RECORDS 20

struct _CrmHistoryBox
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *more_button;
  GtkWidget *comments_button;
  GtkWidget *entry; /* %NULL where no comments are written */

  CrmWorkspace *workspace;
  GCancellable *cancellable;
  CrmViewState *state;
  char *type;
  gint64 record;
  gint64 editing; /* a comment, or 0 */
  gint64 edited;  /* the comment that was edited last, while its button keeps the focus, or 0 */
  GHashTable *open; /* the bursts of which each change is shown, each by its first journal entry */
  gint64 toggled;   /* the burst whose button has the focus while rows are made, or 0 */
  GtkWidget *again; /* what gets the focus again when they are made */
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

static void read_history (CrmHistoryBox *self);

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

/* Things that are undone one after the other, the last first. */
typedef struct
{
  CrmHistoryBox *box;
  GArray *batches;
  guint next;
  gint64 n_left;
} Undoing;

static void
undoing_free (Undoing *self)
{
  g_object_unref (self->box);
  g_array_unref (self->batches);
  g_free (self);
}

static void undo_next (Undoing *undoing);

static void
undone_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Undoing *undoing = user_data;
  GtkWidget *self = GTK_WIDGET (undoing->box);
  g_autoptr (GError) error = NULL;
  /* What was several steps cannot be done again by one. */
  gboolean several = undoing->batches->len > 1;
  CrmUndone undone;

  if (!crm_store_undo_finish (CRM_STORE (object), result, &undone, &error))
    {
      crm_page_tell (self, error->message, 0);
      undoing_free (undoing);
      return;
    }

  undoing->n_left += undone.n_left;
  if (undoing->next < undoing->batches->len)
    {
      undo_next (undoing);
      return;
    }

  if (undoing->n_left > 0)
    {
      g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                            "Undone. %d value was changed since and stays as it is.",
                                                            "Undone. %d values were changed since and stay as they are.",
                                                            (gulong) undoing->n_left), (int) undoing->n_left);

      crm_page_tell (self, text, several ? 0 : undone.batch);
    }
  else
    crm_page_tell (self, _("Undone"), several ? 0 : undone.batch);
  undoing_free (undoing);
}

static void
undo_next (Undoing *undoing)
{
  CrmWorkspace *workspace = undoing->box->workspace;
  gint64 batch = g_array_index (undoing->batches, gint64, undoing->next);

  undoing->next++;
  crm_store_undo_async (crm_workspace_get_store (workspace), crm_workspace_get_actor (workspace), batch, NULL, undone_cb, undoing);
}

static void
undo_clicked_cb (GtkButton     *button,
                 CrmHistoryBox *self)
{
  Undoing *undoing = g_new0 (Undoing, 1);

  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  undoing->box = g_object_ref (self);
  undoing->batches = g_array_ref (g_object_get_data (G_OBJECT (button), "batches"));
  undo_next (undoing);
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

/* What goes with a line is said before it is undone: all of an import, or of what was changed in bulk. */
static char *
name_undo (const CrmHistoryLine *line)
{
  if (line->records < MANY_RECORDS)
    return g_strdup (_("Undo This"));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Undo This in %d Record", "Undo This in All %d Records", (gulong) line->records),
                          (int) line->records);
}

/* @batches is taken. */
static GtkWidget *
make_undo_button (CrmHistoryBox *self,
                  const char    *name,
                  GArray        *batches)
{
  GtkWidget *button = make_button ("edit-undo-symbolic", name);

  g_object_set_data_full (G_OBJECT (button), "batches", batches, (GDestroyNotify) g_array_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (undo_clicked_cb), self);

  return button;
}

static GtkWidget *
make_history_line (CrmHistoryBox        *self,
                   const CrmHistoryLine *line,
                   const char           *about)
{
  g_autofree char *sentence = about != NULL ? g_strdup_printf ("%s: %s", about, line->text) : g_strdup (line->text);
  GtkWidget *text = gtk_label_new (sentence);
  GtkWidget *box = make_line (self, text, line->who, line->time);

  if (line->undone)
    gtk_widget_add_css_class (text, "undone");
  if (line->can_undo)
    {
      GArray *batches = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autofree char *name = name_undo (line);

      g_array_append_val (batches, line->batch);
      gtk_box_append (GTK_BOX (box), make_undo_button (self, name, batches));
    }

  return box;
}

/* --- Bursts --------------------------------------------------------------------------------------------- */

/* What is shown stays so when the history is read again: of a burst that goes on, the first entry stays. */
static gint64
get_burst (GtkWidget *toggle)
{
  const gint64 *first = g_object_get_data (G_OBJECT (toggle), "burst");

  return first != NULL ? *first : 0;
}

static void
burst_toggled_cb (CrmHistoryBox   *self,
                  GtkToggleButton *button)
{
  gboolean open = gtk_toggle_button_get_active (button);
  gint64 first = get_burst (GTK_WIDGET (button));

  gtk_stack_set_visible_child_name (g_object_get_data (G_OBJECT (button), "stack"), open ? "each" : "all");
  if (open)
    g_hash_table_add (self->open, g_memdup2 (&first, sizeof first));
  else
    g_hash_table_remove (self->open, &first);
}

/* The first sentences, the rest as a number. */
static char *
say_burst (const CrmStreamItem *item)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int n_more = (int) item->earlier->len + 1 - SENTENCES_OF_A_BURST;

  for (guint i = 0; i < item->earlier->len + 1 && i < SENTENCES_OF_A_BURST; i++)
    {
      const CrmHistoryLine *line = i == 0 ? item->line : g_ptr_array_index (item->earlier, i - 1);

      if (item->about != NULL)
        g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", item->about, line->text);
      else
        g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line->text);
    }
  if (n_more > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "and %d more change", "and %d more changes", (gulong) n_more), n_more);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* All of it in one line, which can be undone at once, or each change by itself. */
static GtkWidget *
make_burst (CrmHistoryBox       *self,
            const CrmStreamItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *each = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *toggle = gtk_toggle_button_new ();
  const CrmHistoryLine *first = g_ptr_array_index (item->earlier, item->earlier->len - 1);
  g_autofree char *sentences = say_burst (item);
  GtkWidget *text = gtk_label_new (sentences);
  GtkWidget *all = make_line (self, text, item->line->who, item->line->time);
  GArray *batches = g_array_new (FALSE, FALSE, sizeof (gint64));

  gtk_box_append (GTK_BOX (each), make_history_line (self, item->line, item->about));
  g_array_append_val (batches, item->line->batch);
  for (guint i = 0; i < item->earlier->len; i++)
    {
      const CrmHistoryLine *line = g_ptr_array_index (item->earlier, i);

      gtk_box_append (GTK_BOX (each), make_history_line (self, line, item->about));
      /* A step that changed it several times, such as a merge of several records, is undone once. */
      if (line->batch != g_array_index (batches, gint64, batches->len - 1))
        g_array_append_val (batches, line->batch);
    }

  if (item->line->undone)
    gtk_widget_add_css_class (text, "undone");
  if (item->line->can_undo)
    {
      int n = (int) batches->len;
      g_autofree char *name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Undo %d Change", "Undo All %d Changes", (gulong) n), n);

      gtk_box_append (GTK_BOX (all), make_undo_button (self, name, g_steal_pointer (&batches)));
    }
  g_clear_pointer (&batches, g_array_unref);

  /* Of a stack that is as wide as its widest page, but not as high as its highest, GTK asks how wide
   * each is at its least height: a long text counts as one line. */
  gtk_stack_set_hhomogeneous (GTK_STACK (stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (stack), FALSE);
  gtk_stack_add_named (GTK_STACK (stack), all, "all");
  gtk_stack_add_named (GTK_STACK (stack), each, "each");
  gtk_widget_set_hexpand (stack, TRUE);

  gtk_button_set_icon_name (GTK_BUTTON (toggle), "pan-down-symbolic");
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (toggle, _("Show Each Change"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Show Each Change"), -1);
  gtk_widget_add_css_class (toggle, "flat");
  g_object_set_data (G_OBJECT (toggle), "stack", stack);
  g_object_set_data_full (G_OBJECT (toggle), "burst", g_memdup2 (&first->entry, sizeof first->entry), g_free);
  g_signal_connect_object (toggle, "toggled", G_CALLBACK (burst_toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), g_hash_table_contains (self->open, &first->entry));
  if (first->entry == self->toggled)
    self->again = toggle;

  gtk_box_append (GTK_BOX (box), stack);
  gtk_box_append (GTK_BOX (box), toggle);

  return box;
}

/* --- Comments of the past ------------------------------------------------------------------------------- */

static void
delete_clicked_cb (GtkButton     *button,
                   CrmHistoryBox *self)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);

  crm_change_set_trash (set, &crm_workspace_get_type_named (self->workspace, "comment")->table,
                        (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "comment")));
  crm_page_commit (GTK_WIDGET (self), self->workspace, set, _("Comment deleted"));
}

/* What happened meanwhile is shown when nobody writes any more. */
static void
end_edit (CrmHistoryBox *self,
          GtkWidget     *editor)
{
  GtkStack *stack = GTK_STACK (gtk_widget_get_parent (editor));

  self->edited = self->editing;
  self->editing = 0;
  /* Back to where it began; GTK 4.8 complains when a page of a stack goes that has the focus. */
  gtk_stack_set_visible_child_name (stack, "text");
  gtk_widget_grab_focus (g_object_get_data (G_OBJECT (editor), "button"));
  gtk_stack_remove (stack, editor);
  read_history (self);
}

static void
save_edit_cb (CrmHistoryBox *self,
              GtkWidget     *editor)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, "comment");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  g_autofree char *text = crm_comment_entry_get_text (CRM_COMMENT_ENTRY (editor));
  g_auto (CrmValue) body = crm_value_text (text);

  crm_change_set_set (set, &type->table, self->editing, &crm_record_type_find_field (type, "body")->column, &body);
  crm_page_commit (GTK_WIDGET (self), self->workspace, set, _("Comment changed"));
  end_edit (self, editor);
}

static void
cancel_edit_cb (CrmHistoryBox *self,
                GtkWidget     *editor)
{
  end_edit (self, editor);
}

static void
edit_clicked_cb (GtkButton     *button,
                 CrmHistoryBox *self)
{
  GtkStack *stack = g_object_get_data (G_OBJECT (button), "stack");
  GtkWidget *editor = crm_comment_entry_new (self->workspace, self->state);

  self->editing = (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "comment"));
  crm_comment_entry_begin_edit (CRM_COMMENT_ENTRY (editor), g_object_get_data (G_OBJECT (button), "body"));
  g_signal_connect_object (editor, "submit", G_CALLBACK (save_edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "cancel", G_CALLBACK (cancel_edit_cb), self, G_CONNECT_SWAPPED);
  g_object_set_data (G_OBJECT (editor), "button", button);
  gtk_stack_add_named (stack, editor, "editor");
  gtk_stack_set_visible_child (stack, editor);
  gtk_widget_grab_focus (editor);
}

static GtkWidget *
make_comment_button (CrmHistoryBox *self,
                     const CrmRow  *comment,
                     const char    *icon,
                     const char    *name,
                     GCallback      clicked)
{
  GtkWidget *button = make_button (icon, name);

  g_object_set_data (G_OBJECT (button), "comment", GSIZE_TO_POINTER ((gsize) comment->id));
  g_signal_connect (button, "clicked", clicked, self);

  return button;
}

/* Whoever wrote it can change and delete it. */
static GtkWidget *
make_comment_line (CrmHistoryBox       *self,
                   const CrmStreamItem *item)
{
  const CrmTable *table = item->comment->table;
  const CrmColumn *author = crm_table_find_column (table, "author");
  const char *body = crm_row_get_text (item->comment, "body");
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *text = gtk_label_new (body);
  GtkWidget *box = make_line (self, text, item->comment->titles[author->index], item->time);

  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_add_css_class (box, "comment");
  gtk_stack_set_hhomogeneous (GTK_STACK (stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (stack), FALSE);
  gtk_stack_add_named (GTK_STACK (stack), box, "text");
  if (crm_value_get_integer (crm_row_get (item->comment, author)) == crm_workspace_get_actor (self->workspace))
    {
      GtkWidget *edit = make_comment_button (self, item->comment, "document-edit-symbolic", _("Edit Comment"),
                                             G_CALLBACK (edit_clicked_cb));

      if (item->comment->id == self->edited)
        self->again = edit;
      g_object_set_data (G_OBJECT (edit), "stack", stack);
      g_object_set_data_full (G_OBJECT (edit), "body", g_strdup (body), g_free);
      gtk_box_append (GTK_BOX (box), edit);
      gtk_box_append (GTK_BOX (box), make_comment_button (self, item->comment, "user-trash-symbolic", _("Delete Comment"),
                                                          G_CALLBACK (delete_clicked_cb)));
    }

  return stack;
}

static void
unmerge_clicked_cb (GtkButton     *button,
                    CrmHistoryBox *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.merged", "(sx)", self->type, self->record);
}

/* A merge can be taken back as a whole, or be taken apart record by record. */
static void
add_unmerge_button (CrmHistoryBox *self,
                    GtkWidget     *line)
{
  GtkWidget *button = gtk_button_new_with_label (_("Unmerge…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (unmerge_clicked_cb), self);
  gtk_box_insert_child_after (GTK_BOX (line), button, gtk_widget_get_first_child (line));
}

static GtkWidget *
make_row (CrmHistoryBox       *self,
          const CrmStreamItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *child;

  if (item->comment != NULL)
    child = make_comment_line (self, item);
  else if (item->earlier != NULL)
    child = make_burst (self, item);
  else
    child = make_history_line (self, item->line, item->about);
  if (item->merges)
    add_unmerge_button (self, child);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
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
  GtkWidget *focus;

  if (lines == NULL || self->list == NULL || self->editing != 0)
    return;

  focus = gtk_widget_get_root (self->list) != NULL ? gtk_root_get_focus (gtk_widget_get_root (self->list)) : NULL;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->list))
    self->edited = 0;
  self->toggled = focus != NULL ? get_burst (focus) : 0;

  gtk_widget_set_visible (self->list, lines->len > 0);
  crm_children_clear (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < lines->len && i < self->limit; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (self, g_ptr_array_index (lines, i)));
  gtk_widget_set_visible (self->more_button, lines->len > self->limit);

  if (self->again != NULL)
    gtk_widget_grab_focus (self->again);
  self->again = NULL;
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
  const CrmTable *tasks = &crm_workspace_get_type_named (self->workspace, "task")->table;

  return commit->undo_of != 0 || crm_commit_get_touched (commit, comments) != NULL || crm_commit_get_touched (commit, deals) != NULL ||
         crm_commit_get_touched (commit, tasks) != NULL || crm_commit_get_touched (commit, merges) != NULL ||
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
  g_clear_object (&self->state);

  G_OBJECT_CLASS (crm_history_box_parent_class)->dispose (object);
}

static void
crm_history_box_finalize (GObject *object)
{
  g_free (CRM_HISTORY_BOX (object)->type);
  g_hash_table_unref (CRM_HISTORY_BOX (object)->open);

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
  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  self->comments_button = gtk_toggle_button_new_with_label (_("Comments Only"));
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->comments_button), GTK_TOGGLE_BUTTON (all_button));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (all_button), TRUE);
  g_signal_connect_swapped (self->comments_button, "toggled", G_CALLBACK (read_history), self);
  /* In a narrow window with large text there is no room for them side by side in one line. */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (all_button))), TRUE);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->comments_button))), TRUE);
  gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->comments_button))), GTK_JUSTIFY_CENTER);
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
  self->state = g_object_ref (state);
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
  self->editing = 0;
  self->limit = LINES_IN_A_PAGE;
  g_hash_table_remove_all (self->open);
  if (self->entry != NULL)
    {
      g_autofree char *about = g_strdup_printf ("%s-%" G_GINT64_FORMAT, self->type, id);

      crm_comment_entry_set_about (CRM_COMMENT_ENTRY (self->entry), about);
    }
  read_history (self);
}
