/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Duplicates among many contacts (`quality.md`, "Speed and size": among 300,000 the first scan takes
 * 10 s at most, a look on each edit 50 ms). Argument: how many contacts, 300000 unless said. One in
 * twenty is there twice, with a mistake.
 */

#include "config.h"

#include <stdlib.h>
#include <sys/resource.h>

#include "crm-duplicate-hint.h"
#include "crm-duplicates.h"
#include "crm-test-data.h"
#include "crm-test.h"

#define N_LOOKS 500

static double
read_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) usage.ru_maxrss / 1024;
}

/* Copies every twentieth contact, with another first letter of the first name or without a number. */
static gboolean
copy_some (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  CrmDb *db = crm_door_get_db (door);
  CrmSchema *schema = crm_door_get_schema (door);
  const CrmTable *table = crm_schema_find_table (schema, "contact");
  static const char *const kept[] = { "last_name", "email", "phone", "city", "postcode", "street" };
  gint64 n = *(gint64 *) data;

  for (gint64 id = 1; id <= n; id += 20)
    {
      g_autoptr (CrmRow) row = crm_row_load (db, schema, table, id, CRM_ROW_VALUES, error);
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_CREATE, 0);
      g_autofree char *first = NULL;

      if (row == NULL)
        return FALSE;

      first = g_strconcat (crm_row_get_text (row, "first_name") != NULL ? crm_row_get_text (row, "first_name") : "", "a", NULL);
      crm_edit_set_text (edit, "first_name", first);
      for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
        if (i == 0 || (id / 20 + i) % 3 != 0)
          crm_edit_set_text (edit, kept[i], crm_row_get_text (row, kept[i]));
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

static gpointer
search (CrmDb         *db,
        CrmSchema     *schema,
        gpointer       data,
        GCancellable  *cancellable,
        GError       **error)
{
  return crm_duplicates_search (db, data, CRM_DUPLICATES_CONFIDENCE, NULL, NULL, cancellable, error);
}

static gpointer
look (CrmDb         *db,
      CrmSchema     *schema,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  const CrmRecordType *type = data;
  GArray *times = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 n = crm_db_get_integer (db, 0, NULL, "SELECT max (id) FROM contact", "");

  for (guint i = 0; i < N_LOOKS; i++)
    {
      gint64 id = 1 + (gint64) i * 7919 % n;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GArray) found = crm_duplicates_find_of (db, type, id, CRM_DUPLICATES_CONFIDENCE, error);
      double milliseconds = (double) (g_get_monotonic_time () - start) / 1000;

      if (found != NULL)
        g_array_append_val (times, milliseconds);
      g_clear_error (error);
    }

  return times;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const double *first = a;
  const double *second = b;

  return *first < *second ? -1 : *first > *second;
}

int
main (int   argc,
      char *argv[])
{
  gint64 n = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 300000;
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmStore *store = crm_workspace_get_store (workspace);
  gpointer type = (gpointer) crm_workspace_get_type_named (workspace, "contact");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_SAMPLE, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GPtrArray) clusters = NULL;
  g_autoptr (GArray) times = NULL;
  g_autoptr (GError) error = NULL;
  double before;
  gint64 start;

  crm_test_data_fill (workspace, (guint) n, 0);
  commit = crm_store_write (store, set, G_PRIORITY_DEFAULT, copy_some, &n, &error);
  g_assert_no_error (error);
  before = read_memory ();

  start = g_get_monotonic_time ();
  clusters = crm_store_read (store, CRM_LANE_QUERY, search, type, &error);
  g_assert_no_error (error);
  g_print ("%" G_GINT64_FORMAT " contacts: %u clusters in %.2f s (at most 10 s for 300,000), memory from %.0f to %.0f MB\n", n, clusters->len,
           (double) (g_get_monotonic_time () - start) / 1e6, before, read_memory ());

  times = crm_store_read (store, CRM_LANE_QUERY, look, type, &error);
  g_assert_no_error (error);
  g_array_sort (times, compare_times);
  g_print ("a look at one: median %.2f ms, 99 of 100 %.2f ms, at most %.2f ms (50 ms)\n", g_array_index (times, double, times->len / 2),
           g_array_index (times, double, times->len * 99 / 100), g_array_index (times, double, times->len - 1));

  crm_test_remove_folder (folder);

  return 0;
}
