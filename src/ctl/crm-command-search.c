/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl search: records of all kinds that have something to do with a text.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-error.h"
#include "crm-finder.h"

#define DEFAULT_LIMIT 20

static char *option_type;
static int option_limit = DEFAULT_LIMIT;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "type", 't', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_type, N_("Only records of this kind"), N_("TYPE") },
  { "limit", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &option_limit, N_("At most so many of each kind (20)"), N_("NUMBER") },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object a line"), NULL },
  { NULL },
};

typedef struct
{
  const CrmRecordType *type; /* NULL for all */
  const char *text;
} Search;

static gpointer
read_hits (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Search *search = data;

  if (search->type == NULL)
    return crm_finder_find_all (db, schema, search->text, (guint) option_limit, error);

  return crm_finder_find (db, schema, crm_schema_get_table (schema, search->type->table.id), search->text,
                          (guint) option_limit, error);
}

static const CrmRecordType *
get_type (CrmCtl       *ctl,
          const CrmHit *hit)
{
  CrmSchema *schema = CRM_SCHEMA (crm_workspace_get_catalogue (ctl->workspace));

  return crm_catalogue_get_type_of (crm_schema_get_table (schema, hit->table));
}

static gboolean
print_objects (CrmCtl     *ctl,
               GPtrArray  *hits,
               GError    **error)
{
  for (guint i = 0; i < hits->len; i++)
    {
      const CrmHit *hit = g_ptr_array_index (hits, i);
      g_autoptr (GString) json = g_string_new (NULL);

      _crm_object_begin (json);
      _crm_object_add_text (json, "type", get_type (ctl, hit)->table.name);
      _crm_object_add_uuid (json, "id", &hit->uuid);
      _crm_object_add_integer (json, "number", hit->id);
      _crm_object_add_text (json, "title", hit->title);
      _crm_object_add_text (json, "details", *hit->details != '\0' ? hit->details : NULL);
      _crm_object_end (json);
      if (!_crm_print_json (ctl, json, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
print_table (CrmCtl     *ctl,
             GPtrArray  *hits,
             GError    **error)
{
  g_autoptr (CrmGrid) grid = _crm_grid_new (ctl);

  _crm_grid_add_column (grid, _("Kind"), FALSE);
  _crm_grid_add_column (grid, _("No."), TRUE);
  _crm_grid_add_column (grid, _("Name"), FALSE);
  _crm_grid_add_column (grid, _("Details"), FALSE);

  for (guint i = 0; i < hits->len; i++)
    {
      const CrmHit *hit = g_ptr_array_index (hits, i);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, hit->id);
      char *cells[] = { (char *) get_type (ctl, hit)->label, number, hit->title != NULL ? hit->title : (char *) "", hit->details };

      if (!_crm_grid_add_row (grid, cells, error))
        return FALSE;
    }

  return _crm_grid_end (grid, error);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  Search search = { NULL, ctl->arguments[0] };
  g_autoptr (GPtrArray) hits = NULL;

  if (option_limit < 1)
    {
      _crm_ctl_usage (error, _("There cannot be fewer than one."));
      return CRM_EXIT_USAGE;
    }
  if (option_type != NULL && (search.type = _crm_names_find_type (ctl, option_type, error)) == NULL)
    return CRM_EXIT_USAGE;

  hits = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_SCREEN, read_hits, &search, error);
  if (hits == NULL)
    return CRM_EXIT_FAILED;

  if (hits->len == 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("Nothing was found for “%s”."), search.text);
      return CRM_EXIT_NOT_FOUND;
    }

  return (option_json ? print_objects (ctl, hits, error) : print_table (ctl, hits, error)) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_search = {
  .name = "search",
  .arguments = N_("TEXT"),
  .summary = N_("Find records of all kinds"),
  .about = N_("Finds what begins with the words: names, addresses, numbers, notes. “crmctl list TYPE --search TEXT” finds all of one kind."),
  .least = 1,
  .most = 1,
  .options = options,
  .run = run,
};
