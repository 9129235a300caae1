/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A stage: its name, colour and figures, and what has to be known of a deal before it may enter.
 */

#include "config.h"

#include "crm-stage-page.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CrmStagePage
{
  CrmDetailsPage parent_instance;

  AdwExpanderRow *required;
  GPtrArray *switches; /* borrowed; each has a "key" */

  guint showing : 1;
};

G_DEFINE_FINAL_TYPE (CrmStagePage, crm_stage_page, CRM_TYPE_DETAILS_PAGE)

static const CrmRecordType *
get_deals (CrmStagePage *self)
{
  return crm_workspace_get_type_named (crm_page_get_workspace (CRM_PAGE (self)), "deal");
}

static char **
get_keys (CrmStagePage *self)
{
  const char *text = crm_record_get_raw_text (crm_details_page_get_record (CRM_DETAILS_PAGE (self)), "required_fields");

  return g_strsplit (text != NULL ? text : "", ",", -1);
}

static void
switched_cb (CrmStagePage *self)
{
  CrmDetailsPage *page = CRM_DETAILS_PAGE (self);
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (self));
  const CrmRecordType *stages = crm_details_page_get_type_of (page);
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (GString) keys = g_string_new (NULL);
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (self->showing)
    return;

  for (guint i = 0; i < self->switches->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->switches, i)))
      g_string_append_printf (keys, "%s%s", keys->len > 0 ? "," : "",
                              (const char *) g_object_get_data (g_ptr_array_index (self->switches, i), "key"));

  set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  value = crm_value_text (keys->str);
  crm_change_set_set (set, &stages->table, crm_details_page_get_id (page),
                      &crm_record_type_find_field (stages, "required_fields")->column, &value);
  crm_page_commit (GTK_WIDGET (self), workspace, set, NULL);
}

/* The stage itself, and what a deal always has, need not be asked for. */
static gboolean
can_be_required (const CrmField *field)
{
  static const char *const given[] = { "title", "pipeline", "stage", "status", "lost_reason" };

  for (guint i = 0; i < G_N_ELEMENTS (given); i++)
    if (strcmp (field->key, given[i]) == 0)
      return FALSE;

  return crm_field_is_editable (field) && crm_field_is_shown (field);
}

static void
add_switch (CrmStagePage   *self,
            const CrmField *field)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  g_object_set_data_full (G_OBJECT (check), "key", g_strdup (field->key), g_free);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, field->label, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), field->label);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (self->required, row);
  g_ptr_array_add (self->switches, check);
}

static void
crm_stage_page_build (CrmDetailsPage *page)
{
  CrmStagePage *self = CRM_STAGE_PAGE (page);
  const CrmRecordType *deals = get_deals (self);
  GtkWidget *group = g_object_new (ADW_TYPE_PREFERENCES_GROUP,
                                   "description", _("A deal can enter the stage only when these fields are filled in."), NULL);

  self->required = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->required), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->required), _("Required to Enter"));
  for (guint i = 0; i < deals->n_fields; i++)
    if (can_be_required (deals->fields[i]))
      add_switch (self, deals->fields[i]);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->required));
  crm_settings_page_add (CRM_SETTINGS_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

static void
crm_stage_page_show (CrmDetailsPage *page)
{
  CrmStagePage *self = CRM_STAGE_PAGE (page);
  g_auto (GStrv) keys = get_keys (self);
  g_autoptr (GString) labels = g_string_new (NULL);

  self->showing = TRUE;
  for (guint i = 0; i < self->switches->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->switches, i);
      const char *key = g_object_get_data (G_OBJECT (check), "key");
      gboolean required = g_strv_contains ((const char *const *) keys, key);
      const CrmField *field = crm_record_type_find_field (get_deals (self), key);

      gtk_check_button_set_active (check, required);
      if (required && field != NULL)
        g_string_append_printf (labels, "%s%s", labels->len > 0 ? ", " : "", field->label);
    }
  self->showing = FALSE;

  adw_expander_row_set_subtitle (self->required, labels->len > 0 ? labels->str : _("Nothing"));
}

static void
crm_stage_page_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_STAGE_PAGE (object)->switches);

  G_OBJECT_CLASS (crm_stage_page_parent_class)->finalize (object);
}

static void
crm_stage_page_class_init (CrmStagePageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_stage_page_finalize;
  CRM_DETAILS_PAGE_CLASS (klass)->build = crm_stage_page_build;
  CRM_DETAILS_PAGE_CLASS (klass)->show = crm_stage_page_show;
}

static void
crm_stage_page_init (CrmStagePage *self)
{
  self->switches = g_ptr_array_new ();
}

/**
 * crm_stage_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_stage_page_new (void)
{
  return g_object_new (CRM_TYPE_STAGE_PAGE, NULL);
}
