/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl init: a new database, empty or with sample data.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-error.h"
#include "crm-money.h"
#include "crm-sample.h"

#define DEFAULT_SEED 1
#define MOST_CONTACTS 5000000

static gboolean option_demo;
static guint64 option_contacts;
static int option_seed = DEFAULT_SEED;
static gboolean option_force;

static gboolean
demo_cb (const char  *name,
         const char  *value,
         gpointer     data,
         GError     **error)
{
  option_demo = TRUE;
  if (value == NULL || g_ascii_string_to_unsigned (value, 10, 0, MOST_CONTACTS, &option_contacts, NULL))
    return TRUE;

  return _crm_ctl_usage (error, _("“%s” is not a number of contacts, up to five million."), value);
}

static const GOptionEntry options[] = {
  { "demo", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, (gpointer) demo_cb, N_("With sample data: a small business, and so many contacts beside"), N_("NUMBER") },
  { "seed", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &option_seed, N_("Make up other people (1)"), N_("NUMBER") },
  { "force", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_force, N_("Add sample data to what is there"), NULL },
  { NULL },
};

static gpointer
read_open (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_journal_list_open (db, error);
}

/* Takes back sample data that was cut off when somebody switched the computer off: half of it is
 * worse than none. */
static gboolean
clear_up (CrmCtl  *ctl,
          GError **error)
{
  CrmStore *store = crm_workspace_get_store (ctl->workspace);
  g_autoptr (GPtrArray) open = crm_store_read (store, CRM_LANE_SCREEN, read_open, NULL, error);

  for (guint i = 0; open != NULL && i < open->len; i++)
    {
      const CrmBatch *batch = g_ptr_array_index (open, i);
      CrmUndone undone;

      if (batch->cause != CRM_CAUSE_SAMPLE)
        continue;
      if (!crm_store_undo (store, crm_workspace_get_actor (ctl->workspace), batch->id, &undone, error))
        return FALSE;
    }

  return open != NULL;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  g_autofree char *so_far = crm_number_format ((double) done);
  g_autofree char *all = crm_number_format ((double) total);
  g_autofree char *text = g_strdup_printf (_("%s of %s records"), so_far, all);

  _crm_print_progress (user_data, text);
}

/* How many records of a type there are, or all that people work with. */
static gpointer
read_count (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const guint16 *types = data;
  gint64 all = 0;

  for (guint i = 0; types[i] != 0; i++)
    {
      g_autoptr (CrmQuery) query = crm_query_new (crm_schema_get_table (schema, types[i]));
      gint64 count = crm_query_count (query, db, error);

      if (count < 0)
        return NULL;
      all += count;
    }

  return g_memdup2 (&all, sizeof all);
}

static gint64
count (CrmCtl         *ctl,
       const guint16  *types,
       GError        **error)
{
  g_autofree gint64 *all = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, read_count, (gpointer) types, error);

  return all != NULL ? *all : -1;
}

static CrmExit
fill (CrmCtl  *ctl,
      GError **error)
{
  static const guint16 contacts[] = { CRM_ID_CONTACT, 0 };
  static const guint16 of_people[] = { CRM_ID_CONTACT, CRM_ID_ACCOUNT, CRM_ID_DEAL, CRM_ID_TASK, 0 };
  CrmSampleOptions what = { .story = TRUE, .contacts = (guint) option_contacts, .notes = (guint) option_contacts / 4,
                            .seed = (guint32) option_seed };
  const CrmRecordType *type = crm_workspace_get_type_named (ctl->workspace, "contact");
  g_autofree char *label = NULL;
  gint64 n;

  if (!clear_up (ctl, error) || (n = count (ctl, of_people, error)) < 0)
    return CRM_EXIT_FAILED;
  if (n > 0 && !option_force)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
                   _("There is something in “%s” already. Use --force to add sample data to it, or --database for another file."), ctl->path);
      return CRM_EXIT_FAILED;
    }

  if (crm_sample_fill (ctl->workspace, &what, progress_cb, ctl, ctl->cancellable, error) == 0)
    return CRM_EXIT_FAILED;
  _crm_print_progress (ctl, NULL);

  n = count (ctl, contacts, error);
  if (n < 0)
    return CRM_EXIT_FAILED;
  label = crm_record_type_count_label (type, n);

  /* TRANSLATORS: "“crm.db” is ready, with 20,063 contacts." */
  return ctl->quiet || _crm_print_line (ctl, error, _("“%s” is ready, with %s."), ctl->path, label) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  if (option_demo)
    return fill (ctl, error);

  return ctl->quiet || _crm_print_line (ctl, error, _("“%s” is ready."), ctl->path) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_init = {
  .name = "init",
  .summary = N_("Make a database, empty or with sample data"),
  .about = N_("A database that is there already is kept as it is. The same seed makes up the same people. Sample data is one\n"
              "step: “crmctl undo” takes it back."),
  .flags = CRM_COMMAND_MAKES_FILE | CRM_COMMAND_STOPS,
  .options = options,
  .run = run,
};
