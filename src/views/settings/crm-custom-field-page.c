/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A custom field: its name and rules, and the options of its list (features.md, G1).
 */

#include "config.h"

#include "crm-custom-field-page.h"

#include <glib/gi18n.h>

#include "crm-record-group.h"

struct _CrmCustomFieldPage
{
  CrmDetailsPage parent_instance;

  CrmRecordGroup *options; /* NULL: it has none */
};

G_DEFINE_FINAL_TYPE (CrmCustomFieldPage, crm_custom_field_page, CRM_TYPE_DETAILS_PAGE)

static gboolean
includes_option (gpointer   owner,
                 CrmRecord *option)
{
  return crm_record_get_link (option, "field") == crm_details_page_get_id (owner);
}

static void
prepare_option (gpointer      owner,
                CrmChangeSet *set,
                gint64        id)
{
  const CrmRecordType *options = crm_workspace_get_type_named (crm_page_get_workspace (owner), "option");
  CrmValue field = crm_value_integer (crm_details_page_get_id (owner));

  crm_change_set_set (set, &options->table, id, &crm_record_type_find_field (options, "field")->column, &field);
}

static const CrmRecordGroupFuncs funcs = { .includes = includes_option, .prepare = prepare_option };

static void
add_fact (GtkWidget  *group,
          const char *title,
          const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_widget_set_focusable (row, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static void
crm_custom_field_page_build (CrmDetailsPage *page)
{
  CrmCustomFieldPage *self = CRM_CUSTOM_FIELD_PAGE (page);
  CrmRecord *record = crm_details_page_get_record (page);
  const char *record_type = crm_record_get_raw_text (record, "record_type");
  const CrmRecordType *of = crm_workspace_get_type_named (crm_page_get_workspace (CRM_PAGE (page)), record_type);
  g_autofree char *key = g_strdup_printf ("{{%s.custom.%s}}", record_type, crm_record_get_raw_text (record, "key"));
  GtkWidget *facts = adw_preferences_group_new ();
  CrmFieldType type;

  if (!crm_field_type_from_name (crm_record_get_raw_text (record, "type"), &type))
    type = CRM_FIELD_TEXT;

  if (type == CRM_FIELD_CHOICE || type == CRM_FIELD_CHOICES)
    {
      self->options = g_object_new (CRM_TYPE_RECORD_GROUP, "title", _("Options"), NULL);
      crm_settings_page_add (CRM_SETTINGS_PAGE (self), ADW_PREFERENCES_GROUP (self->options));
      crm_record_group_open (self->options, crm_page_get_workspace (CRM_PAGE (self)), "option", &funcs, self);
    }

  add_fact (facts, _("Field of"), of != NULL ? of->plural : record_type);
  add_fact (facts, _("Type"), crm_field_type_get_label (type));
  add_fact (facts, _("In Messages"), key);
  crm_settings_page_add (CRM_SETTINGS_PAGE (self), ADW_PREFERENCES_GROUP (facts));
}

static void
crm_custom_field_page_class_init (CrmCustomFieldPageClass *klass)
{
  CRM_DETAILS_PAGE_CLASS (klass)->build = crm_custom_field_page_build;
}

static void
crm_custom_field_page_init (CrmCustomFieldPage *self)
{
}

/**
 * crm_custom_field_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_custom_field_page_new (void)
{
  return g_object_new (CRM_TYPE_CUSTOM_FIELD_PAGE, NULL);
}
