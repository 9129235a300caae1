/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The dialog that makes a new record: an editor for each field that the catalogue asks for.
 * Required ones are marked; what is wrong is said at the top, and nothing that was typed is lost.
 */

#include "config.h"

#include "crm-form-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-discard.h"
#include "crm-duplicate-notice.h"
#include "crm-error.h"
#include "crm-field-dialog.h"
#include "crm-field-editor.h"
#include "crm-link-editor.h"
#include "crm-naming.h"

struct _CrmFormDialog
{
  AdwWindow parent_instance;

  /* Template children */
  GtkButton *add_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkBox *groups;
  GtkButton *field_button;

  /* Owned */
  CrmWorkspace *workspace;
  char *type;
  GHashTable *links;  /* key → id: links that are not asked for */

  /* Borrowed */
  GPtrArray *editors;
  GtkWidget *notice;  /* says that the record is there already, or NULL */

  guint committing : 1;
  guint ready : 1;    /* what is in the editors from now on, somebody has typed */
  guint touched : 1;
  guint done : 1;     /* it may be closed */
};

G_DEFINE_FINAL_TYPE (CrmFormDialog, crm_form_dialog, ADW_TYPE_WINDOW)

enum
{
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const CrmRecordType *
get_type (CrmFormDialog *self)
{
  return crm_workspace_get_type_named (self->workspace, self->type);
}

static void
show_error (CrmFormDialog *self,
            const char    *message)
{
  gtk_label_set_text (self->error_label, message != NULL ? message : "");
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
}

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmFormDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);
  gint64 handle;

  self->committing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), TRUE);
  if (commit == NULL)
    {
      show_error (self, error->message);
      return;
    }

  handle = (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (self), "handle"));
  g_signal_emit (self, signals[ADDED], 0, crm_commit_get_created (commit, handle), commit->batch);
  self->done = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
apply_links (CrmFormDialog *self,
             CrmChangeSet  *set,
             gint64         id)
{
  const CrmRecordType *type = get_type (self);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->links);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      CrmValue link = crm_value_integer ((gint64) GPOINTER_TO_SIZE (value));

      crm_change_set_set (set, &type->table, id, &crm_record_type_find_field (type, key)->column, &link);
    }
}

static void
add (CrmFormDialog *self)
{
  const CrmRecordType *type = get_type (self);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  CrmFieldEditor *wrong = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (self->committing)
    return;

  for (guint i = 0; i < self->editors->len; i++)
    crm_field_editor_prepare (g_ptr_array_index (self->editors, i), set);

  id = crm_change_set_create (set, &type->table);
  for (guint i = 0; i < self->editors->len && wrong == NULL; i++)
    {
      CrmFieldEditor *editor = g_ptr_array_index (self->editors, i);
      const CrmField *field = crm_field_editor_get_field (editor);

      if (crm_field_editor_is_empty (editor))
        {
          if ((field->flags & CRM_FIELD_REQUIRED) != 0)
            {
              g_set_error (&error, CRM_ERROR, CRM_ERROR_REQUIRED, _("“%s” must not be empty."), field->label);
              wrong = editor;
            }
        }
      else if (!crm_field_editor_apply (editor, set, &type->table, id, &error))
        wrong = editor;
    }

  if (wrong != NULL)
    {
      show_error (self, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (wrong));
      return;
    }

  apply_links (self, set, id);
  show_error (self, NULL);
  self->committing = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), FALSE);
  g_object_set_data (G_OBJECT (self), "handle", GSIZE_TO_POINTER ((gsize) id));
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, committed_cb, g_object_ref (self));
}

/* --- What is there already ------------------------------------------------------------------------------ */

static gboolean
has_duplicates (const char *type)
{
  return strcmp (type, "contact") == 0 || strcmp (type, "account") == 0;
}

static CrmFieldEditor *
find_editor (CrmFormDialog *self,
             const char    *key)
{
  for (guint i = 0; i < self->editors->len; i++)
    if (strcmp (crm_field_editor_get_field (g_ptr_array_index (self->editors, i))->key, key) == 0)
      return g_ptr_array_index (self->editors, i);

  return NULL;
}

/* It stands below what is the same. */
static void
place_notice_cb (CrmFormDialog *self,
                 guint          signs)
{
  static const struct
  {
    CrmSign sign;
    const char *key;
  } places[] = {
    { CRM_SIGN_EMAIL, "email" }, { CRM_SIGN_PHONE, "phone" }, { CRM_SIGN_MESSENGER, "messengers" }, { CRM_SIGN_WEBSITE, "website" },
    { CRM_SIGN_NAME, "last_name" }, { CRM_SIGN_NAME, "name" }, { 0, NULL },
  };
  CrmFieldEditor *editor = NULL;
  GtkWidget *box;

  for (guint i = 0; places[i].key != NULL && editor == NULL; i++)
    {
      CrmFieldEditor *found = (signs & places[i].sign) != 0 ? find_editor (self, places[i].key) : NULL;

      if (found != NULL && !crm_field_editor_is_empty (found))
        editor = found;
    }
  if (editor == NULL)
    editor = g_ptr_array_index (self->editors, 0);

  box = gtk_widget_get_parent (GTK_WIDGET (editor));
  if (gtk_widget_get_parent (self->notice) == box)
    return;

  g_object_ref (self->notice);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (self->notice)), self->notice);
  gtk_box_append (GTK_BOX (box), self->notice);
  g_object_unref (self->notice);
}

/* Who is there already is looked at, and not made again. */
static void
open_found_cb (CrmFormDialog *self,
               CrmRecord     *record)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.open-record", "(sx)", self->type, crm_record_get_id (record));
  gtk_window_close (GTK_WINDOW (self));
}

static void
look_for_duplicates (CrmFormDialog *self)
{
  CrmDuplicateDraft *draft;

  if (self->notice == NULL || self->editors == NULL)
    return;

  draft = crm_duplicate_draft_new (get_type (self));
  for (guint i = 0; i < self->editors->len; i++)
    {
      CrmFieldEditor *editor = g_ptr_array_index (self->editors, i);
      const CrmField *field = crm_field_editor_get_field (editor);
      g_autofree char *text = field->custom == 0 ? crm_field_editor_get_text (editor) : NULL;

      if (text != NULL && *text != '\0')
        crm_duplicate_draft_add (draft, field->key, text);
    }
  crm_duplicate_notice_take_draft (CRM_DUPLICATE_NOTICE (self->notice), draft);
}

/* The person or company that somebody makes along with the record. */
static void
use_found_cb (CrmFieldEditor *editor,
              CrmRecord      *record)
{
  crm_field_editor_show_link (editor, crm_record_get_id (record), crm_record_get_title (record));
  gtk_widget_grab_focus (GTK_WIDGET (editor));
}

static void
link_changed_cb (CrmFieldEditor *editor,
                 GtkWidget      *notice)
{
  const char *name = crm_link_editor_get_created (CRM_LINK_EDITOR (editor));
  const CrmRecordType *type = crm_workspace_get_type_named (crm_field_editor_get_workspace (editor),
                                                            crm_field_editor_get_field (editor)->column.links_to);
  CrmDuplicateDraft *draft = NULL;

  if (name != NULL)
    {
      g_autoptr (GArray) namings = crm_naming_split (type, name);

      draft = crm_duplicate_draft_new (type);
      for (guint i = 0; i < namings->len; i++)
        crm_duplicate_draft_add (draft, g_array_index (namings, CrmNaming, i).field->key, g_array_index (namings, CrmNaming, i).text);
    }
  crm_duplicate_notice_take_draft (CRM_DUPLICATE_NOTICE (notice), draft);
}

static void
add_notices (CrmFormDialog  *self,
             CrmFieldEditor *editor,
             GtkWidget      *box)
{
  const CrmField *field = crm_field_editor_get_field (editor);

  if (has_duplicates (self->type))
    {
      if (self->notice == NULL)
        {
          self->notice = crm_duplicate_notice_new (self->workspace, self->type, _("Open"));
          g_signal_connect_object (self->notice, "changed", G_CALLBACK (place_notice_cb), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (self->notice, "accepted", G_CALLBACK (open_found_cb), self, G_CONNECT_SWAPPED);
          gtk_box_append (GTK_BOX (box), self->notice);
        }
      g_signal_connect_object (editor, "changed", G_CALLBACK (look_for_duplicates), self, G_CONNECT_SWAPPED);
    }

  if (CRM_IS_LINK_EDITOR (editor) && field->column.links_to != NULL && has_duplicates (field->column.links_to))
    {
      GtkWidget *notice = crm_duplicate_notice_new (self->workspace, field->column.links_to, _("Use"));

      g_signal_connect_object (notice, "accepted", G_CALLBACK (use_found_cb), editor, G_CONNECT_SWAPPED);
      g_signal_connect_object (editor, "changed", G_CALLBACK (link_changed_cb), notice, G_CONNECT_DEFAULT);
      gtk_box_append (GTK_BOX (box), notice);
    }
}

/* --- Editors --------------------------------------------------------------------------------------------- */

static void
editor_done_cb (CrmFormDialog  *self,
                CrmFieldEditor *editor)
{
  /* Enter goes on to the next field, as Tab does; Ctrl+Enter adds from everywhere. */
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
editor_changed_cb (CrmFormDialog *self)
{
  if (self->ready)
    self->touched = TRUE;
}

static GtkWidget *
make_field_box (CrmFormDialog  *self,
                const CrmField *field)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  CrmFieldEditor *editor = crm_field_editor_new (self->workspace, field);
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *text = (field->flags & CRM_FIELD_REQUIRED) != 0 ? g_strconcat (field->label, " *", NULL) : g_strdup (field->label);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  if (field->help != NULL)
    gtk_widget_set_tooltip_text (label, field->help);

  g_signal_connect_object (editor, "done", G_CALLBACK (editor_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "changed", G_CALLBACK (editor_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "cancelled", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->editors, editor);

  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (editor));
  add_notices (self, editor, box);

  return box;
}

static GtkWidget *
add_group (CrmFormDialog *self,
           const char    *title,
           gboolean       first)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  if (!first)
    {
      GtkWidget *heading = gtk_label_new (title);

      gtk_label_set_xalign (GTK_LABEL (heading), 0);
      gtk_widget_add_css_class (heading, "heading");
      gtk_widget_set_margin_top (heading, 6);
      gtk_box_append (GTK_BOX (group), heading);
    }
  gtk_box_append (self->groups, group);

  return group;
}

static gboolean
is_asked_for (CrmFormDialog  *self,
              const CrmField *field)
{
  return (field->custom != 0 || (field->flags & CRM_FIELD_FORM) != 0) && crm_field_is_editable (field) &&
         !g_hash_table_contains (self->links, field->key);
}

static void
build (CrmFormDialog *self)
{
  const CrmRecordType *type = get_type (self);
  g_autoptr (GHashTable) groups = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      const char *title = field->group != NULL ? field->group : _("Custom Fields");
      GtkWidget *group = g_hash_table_lookup (groups, title);

      if (!is_asked_for (self, field))
        continue;

      if (group == NULL)
        {
          group = add_group (self, title, g_hash_table_size (groups) == 0);
          g_hash_table_insert (groups, (gpointer) title, group);
        }
      gtk_box_append (GTK_BOX (group), make_field_box (self, field));
    }
}

/* A custom field that was made while the form is open is asked for at once. */
static void
catalogue_changed_cb (CrmFormDialog *self)
{
  const CrmRecordType *type = get_type (self);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      gboolean known = FALSE;

      for (guint k = 0; k < self->editors->len; k++)
        known |= strcmp (crm_field_editor_get_field (g_ptr_array_index (self->editors, k))->key, field->key) == 0;
      if (field->custom != 0 && !known)
        gtk_box_append (self->groups, make_field_box (self, field));
    }
}

static void
add_clicked_cb (CrmFormDialog *self)
{
  add (self);
}

static void
field_clicked_cb (CrmFormDialog *self)
{
  CrmFieldDialog *dialog = crm_field_dialog_new (self->workspace, self->type, GTK_WINDOW (self));

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  add (CRM_FORM_DIALOG (widget));
}

/* --- Closing --------------------------------------------------------------------------------------------- */

/* Something that was typed and is there still. */
static gboolean
has_input (CrmFormDialog *self)
{
  gboolean found = FALSE;

  for (guint i = 0; self->touched && i < self->editors->len; i++)
    found |= !crm_field_editor_is_empty (g_ptr_array_index (self->editors, i));

  return found;
}

static void
discard_cb (CrmFormDialog *self)
{
  self->done = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
crm_form_dialog_close_request (GtkWindow *window)
{
  CrmFormDialog *self = CRM_FORM_DIALOG (window);

  if (self->done || self->editors == NULL || !has_input (self))
    return GTK_WINDOW_CLASS (crm_form_dialog_parent_class)->close_request (window);

  crm_discard_ask (window, G_CALLBACK (discard_cb));

  return TRUE;
}

static void
crm_form_dialog_dispose (GObject *object)
{
  CrmFormDialog *self = CRM_FORM_DIALOG (object);

  g_clear_pointer (&self->editors, g_ptr_array_unref);
  self->notice = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_FORM_DIALOG);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_form_dialog_parent_class)->dispose (object);
}

static void
crm_form_dialog_finalize (GObject *object)
{
  CrmFormDialog *self = CRM_FORM_DIALOG (object);

  g_hash_table_unref (self->links);
  g_free (self->type);

  G_OBJECT_CLASS (crm_form_dialog_parent_class)->finalize (object);
}

static void
crm_form_dialog_class_init (CrmFormDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_form_dialog_dispose;
  object_class->finalize = crm_form_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = crm_form_dialog_close_request;

  /**
   * CrmFormDialog::added:
   * @id: of the new record
   * @batch: that made it
   *
   * A record was made.
   */
  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-form-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmFormDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, CrmFormDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmFormDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CrmFormDialog, groups);
  gtk_widget_class_bind_template_child (widget_class, CrmFormDialog, field_button);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_clicked_cb);

  gtk_widget_class_install_action (widget_class, "form.add", NULL, add_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "form.add", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "form.add", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_form_dialog_init (CrmFormDialog *self)
{
  self->editors = g_ptr_array_new ();
  self->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
focus_first_cb (gpointer data)
{
  CrmFormDialog *self = data;

  self->ready = TRUE;
  if (self->editors != NULL && self->editors->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (self->editors, 0));

  return G_SOURCE_REMOVE;
}

/* What is under way may keep the dialog for longer than the window that it stands above lives, and
 * GTK 4.8 does not forget that window when it destroys a dialog along with it. */
static void
parent_destroyed_cb (CrmFormDialog *self)
{
  gtk_window_set_transient_for (GTK_WINDOW (self), NULL);
}

/**
 * crm_form_dialog_new:
 * @workspace: a workspace
 * @type: the name of a record type
 * @parent: the window above which it stands
 *
 * Returns: (transfer none): a dialog
 */
CrmFormDialog *
crm_form_dialog_new (CrmWorkspace *workspace,
                     const char   *type,
                     GtkWindow    *parent)
{
  CrmFormDialog *self = g_object_new (CRM_TYPE_FORM_DIALOG, "transient-for", parent, NULL);

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  gtk_window_set_title (GTK_WINDOW (self), get_type (self)->add);
  gtk_widget_set_visible (GTK_WIDGET (self->field_button),
                          get_type (self)->takes_custom_fields && crm_workspace_is_administrator (workspace));
  build (self);
  if (parent != NULL)
    g_signal_connect_object (parent, "destroy", G_CALLBACK (parent_destroyed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::catalogue", G_CALLBACK (catalogue_changed_cb), self, G_CONNECT_SWAPPED);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_first_cb, g_object_ref (self), g_object_unref);

  return self;
}

/**
 * crm_form_dialog_set_text:
 * @key: of a field
 * @text: what stands in its editor, such as what somebody has typed before
 */
void
crm_form_dialog_set_text (CrmFormDialog *self,
                          const char    *key,
                          const char    *text)
{
  g_return_if_fail (CRM_IS_FORM_DIALOG (self));

  for (guint i = 0; i < self->editors->len; i++)
    {
      CrmFieldEditor *editor = g_ptr_array_index (self->editors, i);
      GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (editor));

      if (strcmp (crm_field_editor_get_field (editor)->key, key) == 0 && GTK_IS_EDITABLE (child))
        gtk_editable_set_text (GTK_EDITABLE (child), text);
    }
}

/**
 * crm_form_dialog_set_link:
 * @key: of a field with a link
 * @id: of the record that the new one is linked to; it is not asked for
 */
void
crm_form_dialog_set_link (CrmFormDialog *self,
                          const char    *key,
                          gint64         id)
{
  g_return_if_fail (CRM_IS_FORM_DIALOG (self));

  g_hash_table_insert (self->links, g_strdup (key), GSIZE_TO_POINTER ((gsize) id));
  for (guint i = 0; i < self->editors->len; i++)
    {
      CrmFieldEditor *editor = g_ptr_array_index (self->editors, i);

      if (strcmp (crm_field_editor_get_field (editor)->key, key) == 0)
        {
          gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (editor)), FALSE);
          g_ptr_array_remove_index (self->editors, i);
          break;
        }
    }
}

/**
 * crm_form_dialog_show_link:
 * @key: of a field with a link, or with a set of them
 * @record: what stands in its editor, and can be changed there
 */
void
crm_form_dialog_show_link (CrmFormDialog *self,
                           const char    *key,
                           CrmRecord     *record)
{
  g_return_if_fail (CRM_IS_FORM_DIALOG (self));

  for (guint i = 0; i < self->editors->len; i++)
    {
      CrmFieldEditor *editor = g_ptr_array_index (self->editors, i);

      if (strcmp (crm_field_editor_get_field (editor)->key, key) == 0)
        crm_field_editor_show_link (editor, crm_record_get_id (record), crm_record_get_title (record));
    }
}
