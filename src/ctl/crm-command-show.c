/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl show: everything about a record.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-commands-private.h"
#include "crm-date.h"
#include "crm-rows-private.h"

static gboolean option_json;

static const GOptionEntry options[] = {
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object on a line"), NULL },
  { NULL },
};

static void
append_line (GString    *text,
             const char *label,
             const char *value)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  guint width = _crm_print_measure (label);

  _crm_print_append_clean (clean, value, TRUE);
  g_string_append_printf (text, "  %s", label);
  for (guint i = width; i < 24; i++)
    g_string_append_c (text, ' ');
  g_string_append (text, "  ");

  /* Further lines stand under the first. */
  for (const char *p = clean->str; *p != '\0'; p++)
    {
      g_string_append_c (text, *p);
      if (*p == '\n')
        g_string_append_printf (text, "%28s", "");
    }
  g_string_append_c (text, '\n');
}

static void
append_fields (GString   *text,
               CrmRecord *record)
{
  const CrmRecordType *type = crm_record_get_record_type (record);
  const char *group = NULL;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      g_autofree char *value = NULL;

      if (!crm_field_is_shown (field))
        continue;

      value = crm_record_format (record, field);
      if (*value == '\0')
        continue;

      if (field->group != NULL && g_strcmp0 (group, field->group) != 0)
        {
          group = field->group;
          g_string_append_printf (text, "\n%s\n", group);
        }
      append_line (text, field->label, value);
    }
}

/* @row: (transfer full) */
static gboolean
print (CrmCtl  *ctl,
       CrmRow  *row,
       GError **error)
{
  g_autoptr (CrmRecord) record = crm_record_new (row);
  const CrmRecordType *type = crm_record_get_record_type (record);
  const char *title = crm_record_get_title (record);
  g_autoptr (GString) text = g_string_new (NULL);
  char uuid[CRM_UUID_STRING_SIZE];

  _crm_print_append_clean (text, title != NULL ? title : type->label, FALSE);
  g_string_append_printf (text, "\n%s %" G_GINT64_FORMAT, type->label, row->id);
  crm_uuid_print (&row->uuid, uuid);
  g_string_append_printf (text, ", %s\n", uuid);
  append_fields (text, record);

  return _crm_print (ctl, text, error);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  const CrmRecordType *type = _crm_names_find_type (ctl, ctl->arguments[0], error);
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (CrmRow) row = NULL;

  if (type == NULL)
    return CRM_EXIT_USAGE;

  row = _crm_names_load_record (ctl, type, ctl->arguments[1], FALSE, error);
  if (row == NULL)
    return CRM_EXIT_NOT_FOUND;

  if (!option_json)
    return print (ctl, g_steal_pointer (&row), error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;

  fields = _crm_names_find_fields (type, "all", error);

  return _crm_rows_print_json (ctl, row, fields, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_show = {
  .name = "show",
  .arguments = N_("TYPE WHICH"),
  .summary = N_("Show a record"),
  .about = N_("WHICH is the number of a record, its id, its e-mail address or its name."),
  .least = 2,
  .most = 2,
  .options = options,
  .run = run,
};
