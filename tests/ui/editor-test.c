/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests of editors have in common: a record whose field is edited. */

#include "config.h"

#include "editor-test.h"

static void
changed_cb (EditorTest *self)
{
  self->n_changed++;
}

/**
 * editor_test_open:
 * @type: the name of a record type
 *
 * Makes a workspace, in which there is nothing yet.
 */
void
editor_test_open (EditorTest *self,
                  const char *type)
{
  self->workspace = crm_test_new_workspace (&self->folder);
  self->type = crm_workspace_get_type_named (self->workspace, type);
}

/**
 * editor_test_begin:
 * @id: a record
 * @key: of the field that is edited
 *
 * Shows the editor.
 */
void
editor_test_begin (EditorTest *self,
                   gint64      id,
                   const char *key)
{
  self->id = id;
  self->editor = crm_field_editor_new (self->workspace, crm_record_type_find_field (self->type, key));
  crm_ui_test_show (GTK_WIDGET (self->editor));
  editor_test_show_record (self);
  g_signal_connect_swapped (self->editor, "changed", G_CALLBACK (changed_cb), self);
}

/**
 * editor_test_tear_down:
 */
void
editor_test_tear_down (EditorTest    *self,
                       gconstpointer  data)
{
  crm_ui_test_close (GTK_WIDGET (self->editor));
  g_clear_object (&self->workspace);
  crm_test_remove_folder (self->folder);
  g_free (self->folder);
}

/**
 * editor_test_show_record:
 *
 * Shows what the file has.
 */
void
editor_test_show_record (EditorTest *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = crm_workspace_load_record (self->workspace, self->type, self->id, &error);

  g_assert_no_error (error);
  crm_field_editor_show (self->editor, record);
}

/**
 * editor_test_write:
 * @text: what people type, in place of what is there
 */
void
editor_test_write (EditorTest *self,
                   const char *text)
{
  gtk_editable_set_text (crm_ui_test_find (GTK_WIDGET (self->editor), GTK_TYPE_ENTRY), text);
}

/**
 * editor_test_assert_stored:
 * @plain: the value, as in files
 *
 * Writes what is in the editor, and looks whether it is @plain.
 */
void
editor_test_assert_stored (EditorTest *self,
                           const char *plain)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *stored = NULL;

  crm_field_editor_prepare (self->editor, set);
  crm_field_editor_apply (self->editor, set, &self->type->table, self->id, &error);
  g_assert_no_error (error);
  if (!crm_change_set_is_empty (set))
    commit = crm_workspace_commit (self->workspace, set, &error);
  g_assert_no_error (error);
  stored = crm_test_get (self->workspace, self->type->table.name, self->id, crm_field_editor_get_field (self->editor)->key);
  g_assert_cmpstr (stored, ==, plain);
}
