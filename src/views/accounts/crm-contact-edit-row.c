/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One person of an account: opened, it shows the fields that are edited right there.
 */

#include "config.h"

#include "crm-contact-edit-row.h"

#include <glib/gi18n.h>

#include "crm-field-row.h"
#include "crm-page.h"

struct _CrmContactEditRow
{
  AdwExpanderRow parent_instance;

  CrmWorkspace *workspace;
  CrmListSlot *slot;
  GPtrArray *rows; /* borrowed */
};

G_DEFINE_FINAL_TYPE (CrmContactEditRow, crm_contact_edit_row, ADW_TYPE_EXPANDER_ROW)

static const char *const edited_fields[] = { "first_name", "last_name", "job_title", "phone", "email" };

static void
show_contact (CrmContactEditRow *self)
{
  CrmRecord *contact = crm_list_slot_get_record (self->slot);
  const char *keys[] = { "job_title", "email", "phone" };
  g_autoptr (GString) subtitle = g_string_new (NULL);
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  if (contact == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *text = crm_record_format (contact, crm_record_find_field (contact, keys[i]));

      if (*text != '\0')
        g_string_append_printf (subtitle, "%s%s", subtitle->len > 0 ? " · " : "", text);
    }

  title = g_markup_escape_text (crm_record_get_title (contact), -1);
  escaped = g_markup_escape_text (subtitle->str, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), escaped);
  for (guint i = 0; i < self->rows->len; i++)
    crm_field_row_set_record (g_ptr_array_index (self->rows, i), contact);
}

/* The rows are made when somebody opens it for the first time. */
static void
expanded_cb (CrmContactEditRow *self)
{
  const CrmRecordType *type;

  if (self->rows->len > 0 || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;

  type = crm_workspace_get_type_named (self->workspace, "contact");
  for (guint i = 0; i < G_N_ELEMENTS (edited_fields); i++)
    {
      GtkWidget *row = crm_field_row_new (self->workspace, crm_record_type_find_field (type, edited_fields[i]));

      crm_field_row_set_record (CRM_FIELD_ROW (row), crm_list_slot_get_record (self->slot));
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
open_clicked_cb (CrmContactEditRow *self)
{
  CrmRecord *contact = crm_list_slot_get_record (self->slot);

  if (contact != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", "contact", crm_record_get_id (contact));
}

static void
remove_response_cb (AdwMessageDialog  *dialog,
                    const char        *response,
                    CrmContactEditRow *self)
{
  CrmRecord *contact = crm_list_slot_get_record (self->slot);
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, "contact");
  g_autoptr (CrmChangeSet) set = NULL;
  CrmValue none = CRM_VALUE_INIT;

  if (g_strcmp0 (response, "remove") != 0 || contact == NULL)
    return;

  set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  crm_change_set_set (set, &type->table, crm_record_get_id (contact), &crm_record_type_find_field (type, "account")->column, &none);
  crm_page_commit (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), self->workspace, set, _("Contact removed from the account"));
}

static void
remove_clicked_cb (CrmContactEditRow *self)
{
  CrmRecord *contact = crm_list_slot_get_record (self->slot);
  g_autofree char *heading = NULL;
  GtkWidget *dialog;

  if (contact == NULL)
    return;

  heading = g_strdup_printf (_("Remove “%s” from the Account?"), crm_record_get_title (contact));
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, _("The contact itself stays."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"), "remove", _("Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "remove");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (remove_response_cb), self, G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
crm_contact_edit_row_dispose (GObject *object)
{
  CrmContactEditRow *self = CRM_CONTACT_EDIT_ROW (object);

  g_clear_object (&self->slot);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_contact_edit_row_parent_class)->dispose (object);
}

static void
crm_contact_edit_row_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_CONTACT_EDIT_ROW (object)->rows);

  G_OBJECT_CLASS (crm_contact_edit_row_parent_class)->finalize (object);
}

static void
crm_contact_edit_row_class_init (CrmContactEditRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_contact_edit_row_dispose;
  object_class->finalize = crm_contact_edit_row_finalize;
}

static GtkWidget *
make_button (CrmContactEditRow *self,
             const char        *icon,
             const char        *name,
             GCallback          callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", callback, self);

  return button;
}

static void
crm_contact_edit_row_init (CrmContactEditRow *self)
{
  self->rows = g_ptr_array_new ();
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), make_button (self, "go-next-symbolic", _("Open Contact"), G_CALLBACK (open_clicked_cb)));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), make_button (self, "window-close-symbolic", _("Remove from Account"), G_CALLBACK (remove_clicked_cb)));
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

/**
 * crm_contact_edit_row_new:
 * @workspace: a workspace
 * @slot: the place of a contact in a list
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
crm_contact_edit_row_new (CrmWorkspace *workspace,
                          CrmListSlot  *slot)
{
  CrmContactEditRow *self = g_object_new (CRM_TYPE_CONTACT_EDIT_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->slot = g_object_ref (slot);
  g_signal_connect_object (slot, "changed", G_CALLBACK (show_contact), self, G_CONNECT_SWAPPED);
  show_contact (self);

  return GTK_WIDGET (self);
}
