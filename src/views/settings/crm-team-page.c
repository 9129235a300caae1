/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who works with the program.
 */

#include "config.h"

#include "crm-team-page.h"

#include <glib/gi18n.h>

#include "crm-form-dialog.h"
#include "crm-record-group.h"

struct _CrmTeamPage
{
  CrmSettingsPage parent_instance;

  CrmRecordGroup *members;
};

G_DEFINE_FINAL_TYPE (CrmTeamPage, crm_team_page, CRM_TYPE_SETTINGS_PAGE)

static char *
describe_member (gpointer   owner,
                 CrmRecord *member)
{
  gboolean is_me = crm_record_get_id (member) == crm_workspace_get_actor (crm_page_get_workspace (owner));
  const CrmField *role = crm_record_find_field (member, "role");
  g_autofree char *title = crm_record_format (member, role);
  const char *email = crm_record_get_raw_text (member, "email");
  GString *text = g_string_new (*title != '\0' ? title : crm_field_get_keyword_label (role, "member"));

  if (email != NULL)
    g_string_append_printf (text, " · %s", email);
  if (is_me)
    g_string_append_printf (text, " · %s", _("You"));

  return g_string_free (text, FALSE);
}

static void
added_cb (CrmTeamPage *self,
          gint64       id,
          gint64       batch)
{
  crm_page_tell (GTK_WIDGET (self), _("Team member added"), batch);
}

static void
add_member (gpointer owner)
{
  CrmFormDialog *dialog = crm_form_dialog_new (crm_page_get_workspace (owner), "user",
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (owner))));

  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), owner, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const CrmRecordGroupFuncs funcs = { .describe = describe_member, .add = add_member };

static void
crm_team_page_open (CrmPage *page)
{
  CRM_PAGE_CLASS (crm_team_page_parent_class)->open (page);

  crm_record_group_open (CRM_TEAM_PAGE (page)->members, crm_page_get_workspace (page), "user", &funcs, page);
}

static void
crm_team_page_class_init (CrmTeamPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  CRM_PAGE_CLASS (klass)->open = crm_team_page_open;

  g_type_ensure (CRM_TYPE_RECORD_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-team-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmTeamPage, members);
}

static void
crm_team_page_init (CrmTeamPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_settings_page_restrict (CRM_SETTINGS_PAGE (self));
}

/**
 * crm_team_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_team_page_new (void)
{
  return g_object_new (CRM_TYPE_TEAM_PAGE, NULL);
}
