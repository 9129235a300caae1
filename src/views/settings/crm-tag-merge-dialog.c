/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The dialog that merges a tag into another one, which stays.
 */

#include "config.h"

#include "crm-tag-merge-dialog.h"

#include <glib/gi18n.h>

#include "crm-page.h"
#include "crm-tags.h"
#include "crm-type-ahead.h"

struct _CrmTagMergeDialog
{
  AdwMessageDialog parent_instance;

  GtkWidget *type_ahead;

  /* Owned */
  CrmWorkspace *workspace;
  CrmRecord *tag;
  GtkWidget *teller;
  char *title; /* of the tag that stays */

  gint64 keep;
};

G_DEFINE_FINAL_TYPE (CrmTagMergeDialog, crm_tag_merge_dialog, ADW_TYPE_MESSAGE_DIALOG)

typedef struct
{
  gint64 tag;
  gint64 keep;
} Job;

static gboolean
merge_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  const Job *job = data;

  return crm_tags_merge (door, &job->tag, 1, job->keep, error);
}

static void
merged_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CrmTagMergeDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write_finish (CRM_STORE (object), result, &error);
  g_autofree char *text = NULL;

  if (commit == NULL)
    {
      crm_page_tell (self->teller, error->message, 0);
      return;
    }

  /* TRANSLATORS: the names of two tags; the second one stays */
  text = g_strdup_printf (_("“%1$s” merged into “%2$s”"), crm_record_get_title (self->tag), self->title);
  crm_page_tell_commit (self->teller, text, commit);
}

static void
crm_tag_merge_dialog_response (AdwMessageDialog *dialog,
                               const char       *response)
{
  CrmTagMergeDialog *self = CRM_TAG_MERGE_DIALOG (dialog);
  g_autoptr (CrmChangeSet) set = NULL;
  Job job = { crm_record_get_id (self->tag), self->keep };

  if (g_strcmp0 (response, "merge") != 0 || self->keep == 0)
    return;

  set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  crm_store_write_async (crm_workspace_get_store (self->workspace), set, G_PRIORITY_DEFAULT, merge_func,
                         g_memdup2 (&job, sizeof job), g_free, merged_cb, g_object_ref (self));
}

static void
set_keep (CrmTagMergeDialog *self,
          gint64             id,
          const char        *title)
{
  gboolean same = id == crm_record_get_id (self->tag);

  self->keep = same ? 0 : id;
  g_free (self->title);
  self->title = g_strdup (title);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "merge", self->keep != 0);
}

static void
chosen_cb (CrmTagMergeDialog *self,
           gint64             id,
           const char        *title)
{
  set_keep (self, id, title);
}

static void
changed_cb (CrmTagMergeDialog *self)
{
  set_keep (self, 0, NULL);
}

static void
crm_tag_merge_dialog_finalize (GObject *object)
{
  CrmTagMergeDialog *self = CRM_TAG_MERGE_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->tag);
  g_clear_object (&self->teller);
  g_free (self->title);

  G_OBJECT_CLASS (crm_tag_merge_dialog_parent_class)->finalize (object);
}

static void
crm_tag_merge_dialog_class_init (CrmTagMergeDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_tag_merge_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = crm_tag_merge_dialog_response;
}

static void
crm_tag_merge_dialog_init (CrmTagMergeDialog *self)
{
}

/**
 * crm_tag_merge_dialog_new:
 * @workspace: a workspace
 * @tag: a tag that goes
 * @teller: a widget in the window above which it stands, which tells what was done
 *
 * Returns: (transfer none): a dialog
 */
CrmTagMergeDialog *
crm_tag_merge_dialog_new (CrmWorkspace *workspace,
                          CrmRecord    *tag,
                          GtkWidget    *teller)
{
  CrmTagMergeDialog *self = g_object_new (CRM_TYPE_TAG_MERGE_DIALOG, "transient-for", gtk_widget_get_root (teller), "modal", TRUE, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  g_autofree char *heading = g_strdup_printf (_("Merge “%s” Into Another Tag"), crm_record_get_title (tag));

  self->workspace = g_object_ref (workspace);
  self->tag = g_object_ref (tag);
  self->teller = g_object_ref (teller);

  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (dialog, _("Whoever has this tag gets the other one instead. You can undo this."));
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), "merge", C_("command", "Merge"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "merge", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (dialog, "merge", FALSE);
  adw_message_dialog_set_default_response (dialog, "merge");
  adw_message_dialog_set_close_response (dialog, "cancel");

  self->type_ahead = crm_type_ahead_new (workspace, "tag", 0, FALSE);
  crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (self->type_ahead), _("Type to search"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->type_ahead))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("The Tag That Stays"), -1);
  g_signal_connect_swapped (self->type_ahead, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->type_ahead, "changed", G_CALLBACK (changed_cb), self);
  adw_message_dialog_set_extra_child (dialog, self->type_ahead);

  return self;
}
