/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The dialog that gives records a tag, or takes one from them.
 */

#include "config.h"

#include "crm-tag-dialog.h"

#include <glib/gi18n.h>

#include "crm-page.h"
#include "crm-type-ahead.h"

struct _CrmTagDialog
{
  AdwMessageDialog parent_instance;

  GtkWidget *type_ahead;

  CrmWorkspace *workspace;
  char *type;
  GArray *ids;
  GtkWidget *teller;
  gint64 tag;
  char *title;
  gboolean removes;
};

G_DEFINE_FINAL_TYPE (CrmTagDialog, crm_tag_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmTagDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, self->type);
  g_autofree char *count = crm_record_type_count_label (type, self->ids->len);
  g_autofree char *text = NULL;

  if (commit == NULL)
    {
      crm_page_tell (self->teller, error->message, 0);
      return;
    }

  /* TRANSLATORS: the first is the name of a tag, the second like "3 contacts" */
  text = self->removes ? g_strdup_printf (_("Tag “%1$s” taken from %2$s"), self->title, count)
                       : g_strdup_printf (_("Tag “%1$s” given to %2$s"), self->title, count);
  crm_page_tell_commit (self->teller, text, commit);
}

static void
commit (CrmTagDialog *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, self->type);
  const CrmRecordType *tags = crm_workspace_get_type_named (self->workspace, "tag");
  const CrmColumn *column = &crm_record_type_find_field (type, "tags")->column;
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  CrmValue key = crm_value_integer (self->tag);
  CrmEdit *edit;

  if (self->tag == 0)
    {
      g_auto (CrmValue) name = crm_value_text (self->title);

      key.integer = crm_change_set_create (set, &tags->table);
      crm_change_set_set (set, &tags->table, key.integer, tags->table.title, &name);
    }

  edit = crm_change_set_edit_many (set, &type->table, CRM_OP_UPDATE, (const gint64 *) (gpointer) self->ids->data, self->ids->len);
  if (self->removes)
    crm_edit_remove (edit, column, &key);
  else
    crm_edit_add (edit, column, &key, NULL, NULL);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, committed_cb, g_object_ref (self));
}

static void
set_tag (CrmTagDialog *self,
         gint64        id,
         const char   *title)
{
  self->tag = id;
  g_free (self->title);
  self->title = g_strdup (title);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "apply", title != NULL);
}

static void
chosen_cb (CrmTagDialog *self,
           gint64        id,
           const char   *title)
{
  set_tag (self, id, title);
}

static void
create_cb (CrmTagDialog *self,
           const char   *text)
{
  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->type_ahead), text);
  set_tag (self, 0, text);
}

static void
changed_cb (CrmTagDialog *self)
{
  set_tag (self, 0, NULL);
}

static void
crm_tag_dialog_response (AdwMessageDialog *dialog,
                         const char       *response)
{
  CrmTagDialog *self = CRM_TAG_DIALOG (dialog);

  if (g_strcmp0 (response, "apply") == 0 && self->title != NULL)
    commit (self);
}

static void
crm_tag_dialog_finalize (GObject *object)
{
  CrmTagDialog *self = CRM_TAG_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->teller);
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self->type);
  g_free (self->title);

  G_OBJECT_CLASS (crm_tag_dialog_parent_class)->finalize (object);
}

static void
crm_tag_dialog_class_init (CrmTagDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_tag_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = crm_tag_dialog_response;
}

static void
crm_tag_dialog_init (CrmTagDialog *self)
{
}

/**
 * crm_tag_dialog_new:
 * @workspace: a workspace
 * @type: the name of a record type with tags
 * @ids: (element-type gint64): of records
 * @removes: whether the tag is taken from them
 * @parent: the window above which it stands
 * @teller: the widget in that window that tells what was done
 *
 * Returns: (transfer none): a dialog
 */
CrmTagDialog *
crm_tag_dialog_new (CrmWorkspace *workspace,
                    const char   *type,
                    GArray       *ids,
                    gboolean      removes,
                    GtkWindow    *parent,
                    GtkWidget    *teller)
{
  CrmTagDialog *self = g_object_new (CRM_TYPE_TAG_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  g_autofree char *count = NULL;

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  self->ids = g_array_copy (ids);
  self->removes = removes;
  self->teller = g_object_ref (teller);

  count = crm_record_type_count_label (crm_workspace_get_type_named (workspace, type), ids->len);
  adw_message_dialog_set_heading (dialog, removes ? _("Remove Tag") : _("Add Tag"));
  adw_message_dialog_set_body (dialog, count);
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), "apply", removes ? _("Remove") : _("Add"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "apply", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (dialog, "apply", FALSE);
  adw_message_dialog_set_default_response (dialog, "apply");
  adw_message_dialog_set_close_response (dialog, "cancel");

  self->type_ahead = crm_type_ahead_new (workspace, "tag", 0, !removes);
  crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (self->type_ahead), _("Type to search"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->type_ahead))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Tag"), -1);
  g_signal_connect_swapped (self->type_ahead, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->type_ahead, "create", G_CALLBACK (create_cb), self);
  g_signal_connect_swapped (self->type_ahead, "changed", G_CALLBACK (changed_cb), self);
  adw_message_dialog_set_extra_child (dialog, self->type_ahead);

  return self;
}
