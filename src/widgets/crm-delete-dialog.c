/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Deleting records. Contacts go at once, and the message that says so undoes it. Accounts take
 * other records with them, so a dialog counts them first, and offers to tag the contacts that stay
 * behind (features.md, A13). Nothing is sent by a list that is gone, so it counts who was on it.
 */

#include "config.h"

#include "crm-delete-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-page.h"
#include "crm-relations.h"
#include "crm-subscribers.h"
#include "crm-type-ahead.h"

typedef struct
{
  CrmWorkspace *workspace;
  char *type;
  GArray *ids;
  GtkWidget *teller;
  GtkWindow *parent;
  AdwMessageDialog *dialog; /* borrowed */
  GtkWidget *type_ahead;    /* borrowed */
  gint64 tag;
  char *tag_name;
  GArray *contacts;
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_object_unref (deletion->workspace);
  g_object_unref (deletion->teller);
  g_clear_pointer (&deletion->contacts, g_array_unref);
  g_array_unref (deletion->ids);
  g_free (deletion->type);
  g_free (deletion->tag_name);
  g_free (deletion);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deletion, deletion_free)

static const CrmRecordType *
get_type (Deletion   *deletion,
          const char *name)
{
  return crm_workspace_get_type_named (deletion->workspace, name);
}

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Deletion) deletion = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);
  g_autofree char *count = crm_record_type_count_label (get_type (deletion, deletion->type), deletion->ids->len);
  g_autofree char *text = g_strdup_printf (_("%s deleted"), count);

  if (commit == NULL)
    crm_page_tell (deletion->teller, error->message, 0);
  else
    crm_page_tell_commit (deletion->teller, text, commit);
}

static void
tag_contacts (Deletion     *deletion,
              CrmChangeSet *set)
{
  const CrmRecordType *contacts = get_type (deletion, "contact");
  const CrmRecordType *tags = get_type (deletion, "tag");
  CrmValue key = crm_value_integer (deletion->tag);
  CrmEdit *edit;

  if (deletion->tag_name == NULL || deletion->contacts == NULL || deletion->contacts->len == 0)
    return;

  if (deletion->tag == 0)
    {
      g_auto (CrmValue) name = crm_value_text (deletion->tag_name);

      key.integer = crm_change_set_create (set, &tags->table);
      crm_change_set_set (set, &tags->table, key.integer, tags->table.title, &name);
    }
  edit = crm_change_set_edit_many (set, &contacts->table, CRM_OP_UPDATE,
                                   (const gint64 *) (gpointer) deletion->contacts->data, deletion->contacts->len);
  crm_edit_add (edit, &crm_record_type_find_field (contacts, "tags")->column, &key, NULL, NULL);
}

static void
commit (Deletion *deletion)
{
  const CrmRecordType *type = get_type (deletion, deletion->type);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (deletion->workspace, CRM_CAUSE_USER, NULL);

  tag_contacts (deletion, set);
  crm_change_set_edit_many (set, &type->table, CRM_OP_TRASH, (const gint64 *) (gpointer) deletion->ids->data, deletion->ids->len);
  crm_store_commit_async (crm_workspace_get_store (deletion->workspace), set, NULL, committed_cb, deletion);
}

/* --- Accounts ------------------------------------------------------------------------------------------ */

static gpointer
contacts_read (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  const CrmTable *contacts = crm_schema_find_table (schema, "contact");

  return crm_relations_list (db, crm_table_find_column (contacts, "account"), contacts, data, error);
}

static void
set_tag (Deletion   *deletion,
         gint64      id,
         const char *title)
{
  deletion->tag = id;
  g_free (deletion->tag_name);
  deletion->tag_name = g_strdup (title);

  /* What was typed and not chosen is neither this tag nor that one. */
  adw_message_dialog_set_response_enabled (deletion->dialog, "delete",
                                           title != NULL || *crm_type_ahead_get_text (CRM_TYPE_AHEAD (deletion->type_ahead)) == '\0');
}

static void
tag_chosen_cb (Deletion   *deletion,
               gint64      id,
               const char *title)
{
  set_tag (deletion, id, title);
}

static void
tag_create_cb (Deletion   *deletion,
               const char *text)
{
  crm_type_ahead_set_text (CRM_TYPE_AHEAD (deletion->type_ahead), text);
  set_tag (deletion, 0, text);
}

static void
tag_changed_cb (Deletion *deletion)
{
  set_tag (deletion, 0, NULL);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             Deletion         *deletion)
{
  if (strcmp (response, "delete") == 0)
    commit (deletion);
  else
    deletion_free (deletion);
}

static void
ask (Deletion *deletion)
{
  const CrmRecordType *type = get_type (deletion, deletion->type);
  g_autofree char *count = crm_record_type_count_label (type, deletion->ids->len);
  g_autofree char *contacts = crm_record_type_count_label (get_type (deletion, "contact"), deletion->contacts->len);
  g_autofree char *heading = g_strdup_printf (_("Delete %s?"), count);
  g_autofree char *body = NULL;
  GtkWidget *dialog = adw_message_dialog_new (deletion->parent, heading, NULL);

  deletion->dialog = ADW_MESSAGE_DIALOG (dialog);

  /* TRANSLATORS: the gap is like "12 contacts" */
  body = deletion->contacts->len > 0 ? g_strdup_printf (_("%s stay. You can undo this, and the trash keeps it for 30 days."), contacts)
                                     : g_strdup (_("You can undo this, and the trash keeps it for 30 days."));
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"), "delete", _("Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  if (deletion->contacts->len > 0)
    {
      deletion->type_ahead = crm_type_ahead_new (deletion->workspace, "tag", 0, TRUE);
      crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (deletion->type_ahead), _("Tag the contacts first (optional)"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (crm_type_ahead_get_entry (CRM_TYPE_AHEAD (deletion->type_ahead))),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _("Tag the Contacts First"), -1);
      g_signal_connect_swapped (deletion->type_ahead, "chosen", G_CALLBACK (tag_chosen_cb), deletion);
      g_signal_connect_swapped (deletion->type_ahead, "create", G_CALLBACK (tag_create_cb), deletion);
      g_signal_connect_swapped (deletion->type_ahead, "changed", G_CALLBACK (tag_changed_cb), deletion);
      adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), deletion->type_ahead);
    }

  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), deletion);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
contacts_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Deletion) deletion = user_data;
  g_autoptr (GError) error = NULL;

  deletion->contacts = crm_store_read_finish (CRM_STORE (object), result, &error);
  if (deletion->contacts == NULL)
    {
      crm_page_tell (deletion->teller, error->message, 0);
      return;
    }

  ask (g_steal_pointer (&deletion));
}

/* --- Lists ----------------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 subscribed;
  gint64 unsubscribed;
} Members;

static gpointer
members_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autofree Members *members = g_new0 (Members, 1);
  GArray *ids = data;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 subscribed, unsubscribed;

      if (!crm_lists_count (db, g_array_index (ids, gint64, i), &subscribed, &unsubscribed, error))
        return NULL;
      members->subscribed += subscribed;
      members->unsubscribed += unsubscribed;
    }

  return g_steal_pointer (&members);
}

static void
ask_for_lists (Deletion      *deletion,
               const Members *members)
{
  g_autofree char *count = crm_record_type_count_label (get_type (deletion, "list"), deletion->ids->len);
  g_autofree char *heading = g_strdup_printf (_("Delete %s?"), count);
  g_autofree char *on = crm_record_type_count_label (get_type (deletion, "contact"), members->subscribed);
  g_autofree char *off = crm_record_type_count_label (get_type (deletion, "contact"), members->unsubscribed);
  /* TRANSLATORS: both gaps are like "12 contacts" */
  g_autofree char *counts = g_strdup_printf (_("Subscribed: %1$s. Unsubscribed: %2$s."), on, off);
  g_autofree char *body = g_strdup_printf ("%s\n\n%s", counts,
                                           _("The contacts stay. Nothing can be sent by the list any more. You can undo this, and the trash "
                                             "keeps it for 30 days."));
  GtkWidget *dialog = adw_message_dialog_new (deletion->parent, heading, body);

  deletion->dialog = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_add_responses (deletion->dialog, "cancel", _("Cancel"), "delete", _("Delete"), NULL);
  adw_message_dialog_set_response_appearance (deletion->dialog, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (deletion->dialog, "cancel");
  adw_message_dialog_set_close_response (deletion->dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), deletion);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
members_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Deletion) deletion = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree Members *members = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (members == NULL)
    crm_page_tell (deletion->teller, error->message, 0);
  else
    ask_for_lists (g_steal_pointer (&deletion), members);
}

/**
 * crm_delete_dialog_run:
 * @workspace: a workspace
 * @type: the name of a record type
 * @ids: (element-type gint64): of records
 * @parent: the window above which a dialog stands
 * @teller: the widget in that window that tells what was done
 *
 * Puts records into the trash, after asking where others go with them.
 */
void
crm_delete_dialog_run (CrmWorkspace *workspace,
                       const char   *type,
                       GArray       *ids,
                       GtkWindow    *parent,
                       GtkWidget    *teller)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->workspace = g_object_ref (workspace);
  deletion->type = g_strdup (type);
  deletion->ids = g_array_copy (ids);
  deletion->parent = parent;
  deletion->teller = g_object_ref (teller);

  if (strcmp (type, "account") == 0)
    crm_store_read_async (crm_workspace_get_store (workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, contacts_read,
                          g_array_ref (deletion->ids), (GDestroyNotify) g_array_unref, (GDestroyNotify) g_array_unref,
                          NULL, contacts_read_cb, deletion);
  else if (strcmp (type, "list") == 0)
    crm_store_read_async (crm_workspace_get_store (workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, members_read,
                          g_array_ref (deletion->ids), (GDestroyNotify) g_array_unref, g_free, NULL, members_read_cb, deletion);
  else
    commit (deletion);
}
