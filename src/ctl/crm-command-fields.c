/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl fields: what a record has, and what can be set, as the catalogue says.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-finder.h"

#define MOST_OPTIONS 1000

static gboolean option_json;

static const GOptionEntry options[] = {
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object a line"), NULL },
  { NULL },
};

static gpointer
read_options (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const CrmField *field = data;

  return crm_finder_find_options (db, schema, field->custom, "", MOST_OPTIONS, error);
}

/* What a field can be, if that is a list. */
static GPtrArray *
list_values (CrmCtl          *ctl,
             const CrmField  *field,
             GError         **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) hits = NULL;

  for (const CrmKeyword *keyword = field->keywords; keyword != NULL && keyword->value != NULL; keyword++)
    g_ptr_array_add (values, g_strdup (keyword->value));

  if (field->type != CRM_FIELD_CHOICE && field->type != CRM_FIELD_CHOICES)
    return g_steal_pointer (&values);

  hits = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_SCREEN, read_options, (gpointer) field, error);
  if (hits == NULL)
    return NULL;
  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (values, g_strdup (((const CrmHit *) g_ptr_array_index (hits, i))->title));

  return g_steal_pointer (&values);
}

static gboolean
print_object (CrmCtl          *ctl,
              const CrmField  *field,
              GPtrArray       *values,
              GError         **error)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) list = g_string_new ("[");

  for (guint i = 0; i < values->len; i++)
    {
      if (i > 0)
        g_string_append_c (list, ',');
      crm_json_append_string (list, g_ptr_array_index (values, i));
    }
  g_string_append_c (list, ']');

  _crm_object_begin (json);
  _crm_object_add_text (json, "key", field->key);
  _crm_object_add_text (json, "label", field->label);
  _crm_object_add_text (json, "type", crm_field_type_get_name (field->type));
  _crm_object_add_boolean (json, "editable", crm_field_is_editable (field));
  _crm_object_add_boolean (json, "required", (field->flags & CRM_FIELD_REQUIRED) != 0);
  _crm_object_add_boolean (json, "sortable", crm_field_is_sorted (field));
  _crm_object_add_boolean (json, "several", crm_field_is_set (field));
  _crm_object_add_boolean (json, "custom", field->custom != 0);
  if (values->len > 0)
    _crm_object_add_json (json, "values", list->str);
  /* Options are records as well, but nobody sees them as such. */
  if (field->column.links_to != NULL && field->type != CRM_FIELD_CHOICE && field->type != CRM_FIELD_CHOICES)
    _crm_object_add_text (json, "links_to", field->column.links_to);
  _crm_object_add_text (json, "default", field->default_value);
  _crm_object_add_text (json, "help", field->help);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static char *
describe (const CrmField *field,
          GPtrArray      *values)
{
  GString *text = g_string_new (NULL);

  if (!crm_field_is_editable (field))
    g_string_append (text, _("filled in by the program"));
  else if ((field->flags & CRM_FIELD_REQUIRED) != 0)
    g_string_append (text, _("required"));

  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : text->len > 0 ? ": " : "", (const char *) g_ptr_array_index (values, i));

  return g_string_free (text, FALSE);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  const CrmRecordType *type = _crm_names_find_type (ctl, ctl->arguments[0], error);
  g_autoptr (CrmGrid) grid = _crm_grid_new (ctl);

  if (type == NULL)
    return CRM_EXIT_USAGE;

  _crm_grid_add_column (grid, _("Field"), FALSE);
  _crm_grid_add_column (grid, _("Name"), FALSE);
  _crm_grid_add_column (grid, _("Type"), FALSE);
  _crm_grid_add_column (grid, _("What It Takes"), FALSE);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      g_autoptr (GPtrArray) values = NULL;
      g_autofree char *about = NULL;
      char *cells[4];

      if (!crm_field_is_shown (field))
        continue;

      values = list_values (ctl, field, error);
      if (values == NULL)
        return CRM_EXIT_FAILED;

      about = describe (field, values);
      cells[0] = field->key;
      cells[1] = field->label;
      cells[2] = (char *) crm_field_type_get_name (field->type);
      cells[3] = about;
      if (!(option_json ? print_object (ctl, field, values, error) : _crm_grid_add_row (grid, cells, error)))
        return CRM_EXIT_FAILED;
    }

  return option_json || _crm_grid_end (grid, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_fields = {
  .name = "fields",
  .arguments = N_("TYPE"),
  .summary = N_("Say which fields records have, and what can be set"),
  .least = 1,
  .most = 1,
  .options = options,
  .run = run,
};
