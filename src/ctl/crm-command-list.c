/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl list: the records of a kind.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-rows-private.h"

static char **option_filters;
static char *option_search;
static char *option_sort;
static char *option_columns;
static int option_limit;
static gboolean option_count;
static gboolean option_json;
static gboolean option_csv;

static const GOptionEntry options[] = {
  { "filter", 'f', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_filters, N_("Only those for which it holds; may be repeated"), N_("CONDITION") },
  { "search", 's', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_search, N_("Only those that a search finds"), N_("TEXT") },
  { "sort", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_sort, N_("In the order of these fields; “-” before one turns it round"), N_("FIELD,…") },
  { "columns", 'c', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_columns, N_("Only these fields, or “all”"), N_("FIELD,…") },
  { "limit", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &option_limit, N_("Only the first ones"), N_("NUMBER") },
  { "count", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_count, N_("Only say how many"), NULL },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object a line"), NULL },
  { "csv", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_csv, N_("Print CSV"), NULL },
  { NULL },
};

static gpointer
read_ids (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return crm_query_get_ids (data, db, schema, (guint) option_limit, error);
}

static gpointer
read_count (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 count = crm_query_count (data, db, error);

  return count >= 0 ? g_memdup2 (&count, sizeof count) : NULL;
}

static GPtrArray *
choose_fields (const CrmRecordType  *type,
               GError              **error)
{
  if (option_columns != NULL)
    return _crm_names_find_fields (type, option_columns, error);

  return option_json ? _crm_names_find_fields (type, "all", error) : _crm_rows_list_columns (type);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  CrmStore *store = crm_workspace_get_store (ctl->workspace);
  CrmForm form = option_json ? CRM_FORM_JSON : option_csv ? CRM_FORM_CSV : CRM_FORM_TABLE;
  const CrmRecordType *type = _crm_names_find_type (ctl, ctl->arguments[0], error);
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (CrmQuery) query = NULL;
  g_autoptr (GArray) ids = NULL;

  if (type == NULL)
    return CRM_EXIT_USAGE;
  if (option_limit < 0 || (option_json && option_csv))
    {
      _crm_ctl_usage (error, option_limit < 0 ? _("There cannot be fewer than none.") : _("Either JSON or CSV."));
      return CRM_EXIT_USAGE;
    }

  fields = choose_fields (type, error);
  if (fields == NULL)
    return CRM_EXIT_USAGE;
  query = _crm_names_make_query (ctl, type, option_filters, option_search, option_sort, error);
  if (query == NULL)
    return CRM_EXIT_USAGE;

  if (option_count)
    {
      g_autofree gint64 *count = crm_store_read (store, CRM_LANE_QUERY, read_count, query, error);

      return count != NULL && _crm_print_line (ctl, error, "%" G_GINT64_FORMAT, *count) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
    }

  ids = crm_store_read (store, CRM_LANE_QUERY, read_ids, query, error);

  return ids != NULL && _crm_rows_print (ctl, type, ids, fields, CRM_STATE_LIVE, form, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_list = {
  .name = "list",
  .arguments = N_("TYPE"),
  .summary = N_("List records"),
  .about = N_("A condition is like “city=Madrid”, “tag=vip, created>=2026-01-01” or “email is-empty”, or an object of JSON.\n"
              "“crmctl fields TYPE” says which fields there are."),
  .least = 1,
  .most = 1,
  .options = options,
  .run = run,
};
