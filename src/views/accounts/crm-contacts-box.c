/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The people of an account: added from those that are there or made from what was typed, edited
 * right here, and taken out again. A person belongs to one account at most; moving one from
 * another account is offered, not done silently (features.md, A8).
 */

#include "config.h"

#include "crm-contacts-box.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-contact-edit-row.h"
#include "crm-form-dialog.h"
#include "crm-naming.h"
#include "crm-page.h"
#include "crm-record-list.h"
#include "crm-type-ahead.h"

#define CONTACTS_IN_A_PAGE 25

struct _CrmContactsBox
{
  GtkWidget parent_instance;

  /* Template children */
  GtkMenuButton *add_button;
  GtkPopover *add_popover;
  GtkBox *add_box;
  GtkListBox *list;
  GtkLabel *placeholder;
  GtkButton *more_button;

  GtkWidget *type_ahead;
  CrmWorkspace *workspace;
  CrmRecord *account;
  CrmRecordList *contacts;
  GPtrArray *slots; /* those that are shown, kept alive */
  guint limit;
};

G_DEFINE_FINAL_TYPE (CrmContactsBox, crm_contacts_box, GTK_TYPE_WIDGET)

static const CrmRecordType *
get_type (CrmContactsBox *self)
{
  return crm_workspace_get_type_named (self->workspace, "contact");
}

static const CrmColumn *
get_account_column (CrmContactsBox *self)
{
  return &crm_record_type_find_field (get_type (self), "account")->column;
}

/* --- Showing ------------------------------------------------------------------------------------------ */

static void
show_contacts (CrmContactsBox *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->contacts));
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_object_unref);

  crm_children_clear (self->list);

  for (guint i = 0; i < n && i < self->limit; i++)
    {
      CrmListSlot *slot = g_list_model_get_item (G_LIST_MODEL (self->contacts), i);

      g_ptr_array_add (slots, slot);
      gtk_list_box_append (self->list, crm_contact_edit_row_new (self->workspace, slot));
    }
  g_ptr_array_unref (self->slots);
  self->slots = g_steal_pointer (&slots);

  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), n == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), n > self->limit);
}

static void
more_clicked_cb (CrmContactsBox *self)
{
  self->limit += CONTACTS_IN_A_PAGE;
  show_contacts (self);
}

/* --- Adding ---------------------------------------------------------------------------------------------- */

static void
link_contact (CrmContactsBox *self,
              gint64          contact)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  CrmValue account = crm_value_integer (crm_record_get_id (self->account));

  crm_change_set_set (set, &get_type (self)->table, contact, get_account_column (self), &account);
  crm_page_commit (GTK_WIDGET (self), self->workspace, set, _("Contact added to the account"));
}

static void
move_response_cb (AdwMessageDialog *dialog,
                  const char       *response,
                  CrmContactsBox   *self)
{
  if (g_strcmp0 (response, "move") == 0)
    link_contact (self, (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (dialog), "contact")));
}

static void
ask_to_move (CrmContactsBox *self,
             CrmRecord      *contact)
{
  g_autofree char *other = crm_record_format (contact, crm_record_find_field (contact, "account"));
  g_autofree char *heading = g_strdup_printf (_("Move “%s”?"), crm_record_get_title (contact));
  /* TRANSLATORS: both are names of accounts */
  g_autofree char *body = g_strdup_printf (_("This contact belongs to “%1$s”. A contact has one account; it would move to “%2$s”."),
                                           other, crm_record_get_title (self->account));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"), "move", _("Move"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "move", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "move");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data (G_OBJECT (dialog), "contact", GSIZE_TO_POINTER ((gsize) crm_record_get_id (contact)));
  g_signal_connect_object (dialog, "response", G_CALLBACK (move_response_cb), self, G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
contact_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CrmContactsBox) self = user_data;
  g_autoptr (CrmRecord) contact = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);
  gint64 account;

  if (contact == NULL || self->account == NULL)
    return;

  account = crm_record_get_link (contact, "account");
  if (account == crm_record_get_id (self->account))
    crm_page_tell (GTK_WIDGET (self), _("This contact is in the account already."), 0);
  else if (account != 0)
    ask_to_move (self, contact);
  else
    link_contact (self, crm_record_get_id (contact));
}

static void
chosen_cb (CrmContactsBox *self,
           gint64          id,
           const char     *title)
{
  gtk_popover_popdown (self->add_popover);
  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->type_ahead), NULL);
  crm_workspace_load_record_async (self->workspace, get_type (self), id, NULL, contact_read_cb, g_object_ref (self));
}

static void
added_cb (CrmContactsBox *self,
          gint64          id,
          gint64          batch)
{
  crm_page_tell (GTK_WIDGET (self), _("Contact added to the account"), batch);
}

static void
create_cb (CrmContactsBox *self,
           const char     *text)
{
  CrmFormDialog *dialog = crm_form_dialog_new (self->workspace, "contact", GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  g_autoptr (GArray) namings = crm_naming_split (get_type (self), text);

  gtk_popover_popdown (self->add_popover);
  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->type_ahead), NULL);

  crm_form_dialog_set_link (dialog, "account", crm_record_get_id (self->account));
  for (guint i = 0; i < namings->len; i++)
    {
      const CrmNaming *naming = &g_array_index (namings, CrmNaming, i);

      crm_form_dialog_set_text (dialog, naming->field->key, naming->text);
    }

  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
popover_shown_cb (CrmContactsBox *self)
{
  gtk_widget_grab_focus (self->type_ahead);
}

static void
crm_contacts_box_dispose (GObject *object)
{
  CrmContactsBox *self = CRM_CONTACTS_BOX (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_CONTACTS_BOX);
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_object (&self->contacts);
  g_clear_object (&self->account);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_contacts_box_parent_class)->dispose (object);
}

static void
crm_contacts_box_class_init (CrmContactsBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_contacts_box_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-contacts-box.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmContactsBox, add_button);
  gtk_widget_class_bind_template_child (widget_class, CrmContactsBox, add_popover);
  gtk_widget_class_bind_template_child (widget_class, CrmContactsBox, add_box);
  gtk_widget_class_bind_template_child (widget_class, CrmContactsBox, list);
  gtk_widget_class_bind_template_child (widget_class, CrmContactsBox, placeholder);
  gtk_widget_class_bind_template_child (widget_class, CrmContactsBox, more_button);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
crm_contacts_box_init (CrmContactsBox *self)
{
  self->slots = g_ptr_array_new_with_free_func (g_object_unref);
  self->limit = CONTACTS_IN_A_PAGE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_contacts_box_open:
 * @workspace: a workspace
 *
 * To be called once.
 */
void
crm_contacts_box_open (CrmContactsBox *self,
                       CrmWorkspace   *workspace)
{
  g_return_if_fail (CRM_IS_CONTACTS_BOX (self));

  self->workspace = g_object_ref (workspace);
  self->contacts = crm_record_list_new (workspace);
  g_signal_connect_object (self->contacts, "items-changed", G_CALLBACK (show_contacts), self, G_CONNECT_SWAPPED);

  self->type_ahead = crm_type_ahead_new (workspace, "contact", 0, TRUE);
  gtk_widget_set_size_request (self->type_ahead, 280, -1);
  crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (self->type_ahead), _("Name, e-mail or phone"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->type_ahead))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add a Contact"), -1);
  g_signal_connect_object (self->type_ahead, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->type_ahead, "create", G_CALLBACK (create_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->add_box, self->type_ahead);
}

/**
 * crm_contacts_box_set_account:
 * @account: whose people are shown
 */
void
crm_contacts_box_set_account (CrmContactsBox *self,
                              CrmRecord      *account)
{
  g_autoptr (CrmQuery) query = NULL;

  g_return_if_fail (CRM_IS_CONTACTS_BOX (self));

  g_set_object (&self->account, account);
  query = crm_query_new (&get_type (self)->table);
  crm_query_add_link (query, get_account_column (self), crm_record_get_id (account));
  /* In an order that does not change while somebody edits a name. */
  crm_query_set_sort (query, get_type (self)->table.created, FALSE);
  self->limit = CONTACTS_IN_A_PAGE;
  crm_record_list_set_query (self->contacts, query);
  show_contacts (self);
}
