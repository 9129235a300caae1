/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The custom fields of accounts, contacts and deals (features.md, G1): made, arranged and removed
 * here, and in the details of each.
 */

#include "config.h"

#include "crm-fields-page.h"

#include <glib/gi18n.h>

#include "crm-choices.h"
#include "crm-field-dialog.h"
#include "crm-record-group.h"

/* One list for each record type that takes fields. */
typedef struct
{
  CrmFieldsPage *page;   /* borrowed */
  CrmRecordGroup *group; /* borrowed */
  const char *type;      /* interned */
} List;

struct _CrmFieldsPage
{
  CrmSettingsPage parent_instance;

  AdwPreferencesGroup *introduction;

  /* Owned */
  GPtrArray *lists;
  CrmChoices *fields;
};

G_DEFINE_FINAL_TYPE (CrmFieldsPage, crm_fields_page, CRM_TYPE_SETTINGS_PAGE)

static gboolean
includes_field (gpointer   owner,
                CrmRecord *field)
{
  return g_strcmp0 (crm_record_get_raw_text (field, "record_type"), ((List *) owner)->type) == 0;
}

static char *
describe_field (gpointer   owner,
                CrmRecord *field)
{
  const char *group = crm_record_get_raw_text (field, "section");
  CrmFieldType type;
  GString *text = g_string_new (NULL);

  if (crm_field_type_from_name (crm_record_get_raw_text (field, "type"), &type))
    g_string_append (text, crm_field_type_get_label (type));
  if (crm_record_get_integer (field, "required") != 0)
    g_string_append_printf (text, " · %s", _("Required"));
  if (group != NULL)
    g_string_append_printf (text, " · %s", group);

  return g_string_free (text, FALSE);
}

static void
add_field (gpointer owner)
{
  const List *list = owner;
  CrmFieldDialog *dialog = crm_field_dialog_new (crm_page_get_workspace (CRM_PAGE (list->page)), list->type,
                                                 GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (list->page))));

  gtk_window_present (GTK_WINDOW (dialog));
}

static const CrmRecordGroupFuncs funcs = { .includes = includes_field, .describe = describe_field, .add = add_field };

/* Where there is nothing yet, it says what could be there. */
static void
fields_changed_cb (CrmFieldsPage *self)
{
  guint n = 0;

  if (!crm_choices_is_loaded (self->fields))
    return;

  for (guint i = 0; i < self->lists->len; i++)
    {
      const List *list = g_ptr_array_index (self->lists, i);
      guint n_shown = crm_record_group_get_n (list->group);

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (list->group), n_shown == 0 ? _("No custom fields yet") : NULL);
      n += n_shown;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->introduction), n == 0);
}

static void
add_introduction (CrmFieldsPage *self)
{
  self->introduction = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->introduction, _("Fields of Your Own"));
  adw_preferences_group_set_description (self->introduction,
                                         _("Whatever your business needs to know and has no field for yet: a customer number, a renewal date, a size. "
                                           "A field that you add here is in forms, lists, filters, imports and exports, like every other field."));
  gtk_widget_set_visible (GTK_WIDGET (self->introduction), FALSE);
  crm_settings_page_add (CRM_SETTINGS_PAGE (self), self->introduction);
}

static void
crm_fields_page_open (CrmPage *page)
{
  CrmFieldsPage *self = CRM_FIELDS_PAGE (page);
  CrmWorkspace *workspace = crm_page_get_workspace (page);
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (crm_workspace_get_catalogue (workspace), &n_types);

  CRM_PAGE_CLASS (crm_fields_page_parent_class)->open (page);

  add_introduction (self);
  for (guint i = 0; i < n_types; i++)
    {
      List *list;

      if (!types[i]->takes_custom_fields)
        continue;

      list = g_new0 (List, 1);
      list->page = self;
      list->type = g_intern_string (types[i]->table.name);
      g_ptr_array_add (self->lists, list);
      list->group = g_object_new (CRM_TYPE_RECORD_GROUP, "title", types[i]->plural, NULL);
      crm_settings_page_add (CRM_SETTINGS_PAGE (self), ADW_PREFERENCES_GROUP (list->group));
      crm_record_group_open (list->group, workspace, "field", &funcs, list);
    }

  /* After the groups, which are told first then. */
  self->fields = crm_choices_get (workspace, "field");
  g_signal_connect_object (self->fields, "items-changed", G_CALLBACK (fields_changed_cb), self, G_CONNECT_SWAPPED);
  fields_changed_cb (self);
}

static void
crm_fields_page_dispose (GObject *object)
{
  g_clear_object (&CRM_FIELDS_PAGE (object)->fields);

  G_OBJECT_CLASS (crm_fields_page_parent_class)->dispose (object);
}

static void
crm_fields_page_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_FIELDS_PAGE (object)->lists);

  G_OBJECT_CLASS (crm_fields_page_parent_class)->finalize (object);
}

static void
crm_fields_page_class_init (CrmFieldsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_fields_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_fields_page_finalize;
  CRM_PAGE_CLASS (klass)->open = crm_fields_page_open;
}

static void
crm_fields_page_init (CrmFieldsPage *self)
{
  self->lists = g_ptr_array_new_with_free_func (g_free);
  crm_page_set_title (CRM_PAGE (self), _("Custom Fields"));
  crm_settings_page_restrict (CRM_SETTINGS_PAGE (self));
}

/**
 * crm_fields_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_fields_page_new (void)
{
  return g_object_new (CRM_TYPE_FIELDS_PAGE, NULL);
}
