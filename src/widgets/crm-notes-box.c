/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The notes about a record, the newest first, and a box in which the next one is written. Notes
 * are of any height, so they are plain widgets, read a page at a time.
 */

#include "config.h"

#include "crm-notes-box.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-date.h"
#include "crm-page.h"

/* The group of the state in which notes are that were not added. */
#define DRAFTS "note-drafts"

#define NOTES_IN_A_PAGE 20

struct _CrmNotesBox
{
  GtkWidget parent_instance;

  /* Template children */
  GtkTextView *new_note;
  GtkButton *add_button;
  GtkListBox *list;
  GtkButton *more_button;
  GtkLabel *placeholder;

  CrmWorkspace *workspace;
  CrmViewState *state;
  GCancellable *cancellable;
  char *about;      /* the key of the field that links a note to the record */
  gint64 record;
  guint limit;
  gboolean filling; /* what comes into the entry, nobody types */
};

G_DEFINE_FINAL_TYPE (CrmNotesBox, crm_notes_box, GTK_TYPE_WIDGET)

static const CrmRecordType *
get_type (CrmNotesBox *self)
{
  return crm_workspace_get_type_named (self->workspace, "note");
}

static const CrmColumn *
get_column (CrmNotesBox *self,
            const char  *key)
{
  return &crm_record_type_find_field (get_type (self), key)->column;
}

/* --- Reading ------------------------------------------------------------------------------------------ */

typedef struct
{
  char *about;
  gint64 record;
  guint limit;
} Wanted;

static void
wanted_free (gpointer data)
{
  g_free (((Wanted *) data)->about);
  g_free (data);
}

static gpointer
notes_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const Wanted *wanted = data;
  const CrmTable *table = crm_schema_find_table (schema, "note");
  const CrmColumn *about = crm_table_find_column (table, wanted->about);
  g_autoptr (CrmQuery) query = crm_query_new (table);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);
  g_autoptr (GArray) ids = NULL;

  crm_query_add_link (query, about, wanted->record);
  crm_query_set_sort (query, table->created, TRUE);
  ids = crm_query_get_ids (query, db, schema, wanted->limit + 1, error);
  if (ids == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      CrmRow *row = crm_row_load (db, schema, table, g_array_index (ids, gint64, i), CRM_ROW_TITLES, error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }

  return g_steal_pointer (&rows);
}

/* --- Rows ----------------------------------------------------------------------------------------------- */

static void
delete_clicked_cb (GtkButton   *button,
                   CrmNotesBox *self)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  gint64 id = (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "note"));

  crm_change_set_trash (set, &get_type (self)->table, id);
  crm_page_commit (GTK_WIDGET (self), self->workspace, set, _("Note deleted"));
}

static char *
get_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
save_edit (CrmNotesBox *self,
           GtkWidget   *editor)
{
  GtkStack *stack = g_object_get_data (G_OBJECT (editor), "stack");
  g_autofree char *text = g_strstrip (get_text (GTK_TEXT_VIEW (editor)));
  g_auto (CrmValue) value = crm_value_text (text);
  g_autoptr (CrmChangeSet) set = NULL;

  if (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "editor") != 0)
    return;

  gtk_stack_set_visible_child_name (stack, "text");
  if (*text == '\0')
    return;

  set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  crm_change_set_set (set, &get_type (self)->table, (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (editor), "note")),
                      get_column (self, "body"), &value);
  crm_page_commit (GTK_WIDGET (self), self->workspace, set, NULL);
}

static void
edit_clicked_cb (GtkButton   *button,
                 CrmNotesBox *self)
{
  GtkStack *stack = g_object_get_data (G_OBJECT (button), "stack");
  GtkTextView *editor = g_object_get_data (G_OBJECT (button), "editor");
  GtkLabel *text = GTK_LABEL (gtk_stack_get_child_by_name (stack, "text"));

  /* What was given up before does not come back. */
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (editor), gtk_label_get_text (text), -1);
  gtk_stack_set_visible_child_name (stack, "editor");
  gtk_widget_grab_focus (g_object_get_data (G_OBJECT (button), "editor"));
}

static gboolean
edit_key_cb (GtkEventControllerKey *controller,
             guint                  keyval,
             guint                  keycode,
             GdkModifierType        modifiers,
             CrmNotesBox           *self)
{
  GtkWidget *editor = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  if (keyval == GDK_KEY_Escape)
    gtk_stack_set_visible_child_name (g_object_get_data (G_OBJECT (editor), "stack"), "text");
  else if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && (modifiers & GDK_CONTROL_MASK) != 0)
    save_edit (self, editor);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
edit_left_cb (GtkEventControllerFocus *controller,
              CrmNotesBox             *self)
{
  save_edit (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));
}

static GtkWidget *
make_icon_button (CrmNotesBox *self,
                  const char  *icon,
                  const char  *name,
                  gint64       note,
                  GCallback    callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  g_object_set_data (G_OBJECT (button), "note", GSIZE_TO_POINTER ((gsize) note));
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", callback, self);

  return button;
}

static GtkWidget *
make_row (CrmNotesBox  *self,
          const CrmRow *note)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *text = gtk_label_new (crm_row_get_text (note, "body"));
  GtkWidget *editor = gtk_text_view_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  gint64 created = crm_row_get_integer (note, "created");
  const char *author = note->titles[note->table->author->index];
  g_autofree char *when = crm_instant_format_relative (created, crm_clock_get_now (crm_workspace_get_clock (self->workspace)));
  g_autofree char *exact = crm_instant_format (created);
  g_autofree char *byline = author != NULL ? g_strdup_printf ("%s · %s", author, when) : g_strdup (when);
  GtkWidget *caption = gtk_label_new (byline);
  GtkWidget *edit = make_icon_button (self, "document-edit-symbolic", _("Edit Note"), note->id, G_CALLBACK (edit_clicked_cb));

  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_set_hexpand (caption, TRUE);
  gtk_widget_set_tooltip_text (caption, exact);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_box_append (GTK_BOX (line), caption);
  gtk_box_append (GTK_BOX (line), edit);
  gtk_box_append (GTK_BOX (line), make_icon_button (self, "user-trash-symbolic", _("Delete Note"), note->id, G_CALLBACK (delete_clicked_cb)));

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_stack_add_named (GTK_STACK (stack), text, "text");

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (editor), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (editor), FALSE);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (editor)), crm_row_get_text (note, "body"), -1);
  gtk_widget_add_css_class (editor, "text-frame");
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Edit Note"), -1);
  g_object_set_data (G_OBJECT (editor), "note", GSIZE_TO_POINTER ((gsize) note->id));
  g_object_set_data (G_OBJECT (editor), "stack", stack);
  g_object_set_data (G_OBJECT (edit), "stack", stack);
  g_object_set_data (G_OBJECT (edit), "editor", editor);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (edit_key_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (editor, keys);
  g_signal_connect (focus, "leave", G_CALLBACK (edit_left_cb), self);
  gtk_widget_add_controller (editor, focus);
  gtk_stack_add_named (GTK_STACK (stack), editor, "editor");
  /* Of a stack that is as wide as its widest page, but not as high as its highest, GTK asks how wide
   * each is at its least height: a long text counts as one line. */
  gtk_stack_set_hhomogeneous (GTK_STACK (stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (stack), FALSE);

  gtk_widget_add_css_class (box, "note");
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), stack);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  return row;
}

static void
show_notes (CrmNotesBox *self,
            GPtrArray   *rows)
{
  crm_children_clear (self->list);

  for (guint i = 0; i < rows->len && i < self->limit; i++)
    gtk_list_box_append (self->list, make_row (self, g_ptr_array_index (rows, i)));

  gtk_widget_set_visible (GTK_WIDGET (self->more_button), rows->len > self->limit);
  gtk_widget_set_visible (GTK_WIDGET (self->list), rows->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), rows->len == 0);
}

static void
notes_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CrmNotesBox) self = user_data;
  g_autoptr (GPtrArray) rows = crm_store_read_finish (CRM_STORE (object), result, NULL);

  if (rows != NULL && self->list != NULL)
    show_notes (self, rows);
}

static void
read_notes (CrmNotesBox *self)
{
  Wanted *wanted;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->record == 0)
    return;

  self->cancellable = g_cancellable_new ();
  wanted = g_new0 (Wanted, 1);
  wanted->about = g_strdup (self->about);
  wanted->record = self->record;
  wanted->limit = self->limit;
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, notes_read,
                        wanted, wanted_free, (GDestroyNotify) g_ptr_array_unref, self->cancellable, notes_read_cb, g_object_ref (self));
}

/* --- Drafts ---------------------------------------------------------------------------------------------- */

/* What was written about a record and not added stays with that record. */
static void
keep_draft (CrmNotesBox *self,
            gint64       record,
            const char  *text)
{
  g_autofree char *key = g_strdup_printf ("%s/%" G_GINT64_FORMAT, self->about, record);

  crm_view_state_set_string (self->state, DRAFTS, key, *text != '\0' ? text : NULL);
}

static void
show_draft (CrmNotesBox *self)
{
  g_autofree char *key = g_strdup_printf ("%s/%" G_GINT64_FORMAT, self->about, self->record);
  g_autofree char *draft = self->record != 0 ? crm_view_state_get_string (self->state, DRAFTS, key) : NULL;
  g_autofree char *text = get_text (self->new_note);

  if (g_strcmp0 (draft != NULL ? draft : "", text) == 0)
    return;

  self->filling = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->new_note), draft != NULL ? draft : "", -1);
  self->filling = FALSE;
}

static void
new_note_changed_cb (CrmNotesBox *self)
{
  g_autofree char *text = NULL;

  if (self->filling || self->record == 0)
    return;

  text = get_text (self->new_note);
  keep_draft (self, self->record, text);
}

/* The card and the page of a record have one box each. */
static void
mapped_cb (CrmNotesBox *self)
{
  if (self->record != 0)
    show_draft (self);
}

/* --- Writing --------------------------------------------------------------------------------------------- */

typedef struct
{
  CrmNotesBox *box;
  gint64 record;
} Addition;

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autofree Addition *addition = user_data;
  g_autoptr (CrmNotesBox) self = addition->box;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  if (commit != NULL)
    keep_draft (self, addition->record, "");
  if (self->new_note == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), TRUE);
  if (commit == NULL)
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
  else if (self->record == addition->record)
    show_draft (self);
}

static void
add_note (CrmNotesBox *self)
{
  const CrmRecordType *type = get_type (self);
  g_autofree char *text = g_strstrip (get_text (self->new_note));
  g_autoptr (CrmChangeSet) set = NULL;
  g_auto (CrmValue) body = CRM_VALUE_INIT;
  CrmValue about = crm_value_integer (self->record);
  Addition *addition;
  gint64 id;

  if (*text == '\0' || self->record == 0 || !gtk_widget_get_sensitive (GTK_WIDGET (self->add_button)))
    return;

  set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  body = crm_value_text (text);
  id = crm_change_set_create (set, &type->table);
  crm_change_set_set (set, &type->table, id, get_column (self, "body"), &body);
  crm_change_set_set (set, &type->table, id, get_column (self, self->about), &about);

  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), FALSE);
  addition = g_new0 (Addition, 1);
  addition->box = g_object_ref (self);
  addition->record = self->record;
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, added_cb, addition);
}

static void
add_clicked_cb (CrmNotesBox *self)
{
  add_note (self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmNotesBox           *self)
{
  if ((keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter) || (modifiers & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;

  add_note (self);

  return GDK_EVENT_STOP;
}

static void
more_clicked_cb (CrmNotesBox *self)
{
  self->limit += NOTES_IN_A_PAGE;
  read_notes (self);
}

static void
committed_cb (CrmNotesBox *self,
              CrmCommit   *commit)
{
  if (self->record != 0 && crm_commit_get_touched (commit, &get_type (self)->table) != NULL)
    read_notes (self);
}

static void
crm_notes_box_dispose (GObject *object)
{
  CrmNotesBox *self = CRM_NOTES_BOX (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_NOTES_BOX);
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_notes_box_parent_class)->dispose (object);
}

static void
crm_notes_box_finalize (GObject *object)
{
  g_clear_object (&CRM_NOTES_BOX (object)->state); /* a draft may be kept until the end */
  g_free (CRM_NOTES_BOX (object)->about);

  G_OBJECT_CLASS (crm_notes_box_parent_class)->finalize (object);
}

static void
crm_notes_box_class_init (CrmNotesBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_notes_box_dispose;
  object_class->finalize = crm_notes_box_finalize;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-notes-box.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmNotesBox, new_note);
  gtk_widget_class_bind_template_child (widget_class, CrmNotesBox, add_button);
  gtk_widget_class_bind_template_child (widget_class, CrmNotesBox, list);
  gtk_widget_class_bind_template_child (widget_class, CrmNotesBox, more_button);
  gtk_widget_class_bind_template_child (widget_class, CrmNotesBox, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
crm_notes_box_init (CrmNotesBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->limit = NOTES_IN_A_PAGE;
  g_signal_connect_object (gtk_text_view_get_buffer (self->new_note), "changed", G_CALLBACK (new_note_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}

/**
 * crm_notes_box_open:
 * @workspace: a workspace
 * @state: where notes are kept that were written and not added
 * @about: the field of a note that says what it is about: "account", "contact"
 *
 * To be called once.
 */
void
crm_notes_box_open (CrmNotesBox  *self,
                    CrmWorkspace *workspace,
                    CrmViewState *state,
                    const char   *about)
{
  g_return_if_fail (CRM_IS_NOTES_BOX (self));

  self->workspace = g_object_ref (workspace);
  self->state = g_object_ref (state);
  self->about = g_strdup (about);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * crm_notes_box_set_record:
 * @id: of the record that the notes are about, or 0
 */
void
crm_notes_box_set_record (CrmNotesBox *self,
                          gint64       id)
{
  g_return_if_fail (CRM_IS_NOTES_BOX (self));

  self->record = id;
  self->limit = NOTES_IN_A_PAGE;
  show_draft (self);
  read_notes (self);
}
