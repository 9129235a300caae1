/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists that are sorted by more than one column. */

#include "config.h"

#include "crm-fold.h"
#include "crm-test-store.h"

static void
fill (CrmTestStore *self)
{
  static const char *const names[] = { "Ana", "ána", "Bob", "Çem", "Zoë" };
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);

  for (guint i = 0; i < 4; i++)
    crm_test_store_add (self, self->firm, "name", i == 0 ? "Sol" : i == 1 ? "Öl" : i == 2 ? "Zeta" : "Trashed", NULL);

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *firm = g_strdup_printf ("%d", g_rand_int_range (chance, 1, 5));
      g_autofree char *rating = g_strdup_printf ("%d", g_rand_int_range (chance, 0, 4));

      crm_test_store_add (self, self->person, "name", names[g_rand_int_range (chance, 0, G_N_ELEMENTS (names))],
                          "firm", g_rand_int_range (chance, 0, 4) > 0 ? firm : "",
                          "rating", g_rand_int_range (chance, 0, 4) > 0 ? rating : "", NULL);
    }
  crm_test_store_move (self, self->firm, 4, CRM_OP_TRASH);
}

/* What people see in a column, so that it can be compared. */
static char *
get_key (CrmDb           *db,
         CrmSchema       *schema,
         const CrmRow    *row,
         const CrmColumn *column)
{
  const CrmValue *value = &row->values[column->index];

  if (crm_value_is_empty (value))
    return NULL;
  if (column->storage == CRM_STORAGE_REAL)
    return g_strdup_printf ("%012.3f", value->real);
  if (column->storage == CRM_STORAGE_LINK)
    {
      g_autoptr (CrmRow) firm = crm_row_load (db, schema, crm_schema_find_table (schema, column->links_to), value->integer, CRM_ROW_VALUES, NULL);

      return firm->state == CRM_STATE_LIVE ? crm_fold (crm_row_get_text (firm, "name")) : NULL;
    }

  return crm_fold (value->text);
}

typedef struct
{
  const char *columns[3];
  gboolean descending[3];
} Sort;

static int
compare (CrmDb        *db,
         CrmSchema    *schema,
         const Sort   *sort,
         const CrmRow *a,
         const CrmRow *b)
{
  for (guint i = 0; i < G_N_ELEMENTS (sort->columns) && sort->columns[i] != NULL; i++)
    {
      const CrmColumn *column = crm_table_find_column (a->table, sort->columns[i]);
      g_autofree char *first = get_key (db, schema, a, column);
      g_autofree char *second = get_key (db, schema, b, column);
      int order = g_strcmp0 (first, second);

      if ((first == NULL) != (second == NULL))
        return first == NULL ? 1 : -1;
      if (order != 0)
        return sort->descending[i] ? -order : order;
    }

  return 0;
}

typedef struct
{
  CrmQuery *query;
  const Sort *sort;
} Asking;

static gpointer
check_order (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  const Asking *asking = data;
  const CrmTable *table = crm_query_get_table (asking->query);
  GArray *ids = crm_query_get_ids (asking->query, db, schema, 0, error);
  g_autoptr (CrmRow) last = NULL;

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      CrmRow *row = crm_row_load (db, schema, table, g_array_index (ids, gint64, i), CRM_ROW_VALUES, error);

      g_assert_true (last == NULL || compare (db, schema, asking->sort, last, row) <= 0);
      crm_row_free (last);
      last = row;
    }

  return ids;
}

static const Sort sorts[] = {
  { { "name", "rating" }, { FALSE, TRUE } },
  { { "name", "firm" }, { TRUE, FALSE } },
  { { "firm", "name" }, { FALSE, TRUE } },
  { { "firm", "rating", "name" }, { TRUE, TRUE, FALSE } },
  { { "rating", "firm", "name" }, { FALSE, FALSE, TRUE } },
  { { "rating", "rating" }, { TRUE, FALSE } },
};

static CrmQuery *
make_query (CrmTestStore *self,
            const Sort   *sort)
{
  CrmQuery *query = crm_query_new (self->person);

  crm_query_set_sort (query, crm_table_find_column (self->person, sort->columns[0]), sort->descending[0]);
  for (guint i = 1; i < G_N_ELEMENTS (sort->columns) && sort->columns[i] != NULL; i++)
    crm_query_add_sort (query, crm_table_find_column (self->person, sort->columns[i]), sort->descending[i]);

  return query;
}

static void
test_order (CrmTestStore  *self,
            gconstpointer  data)
{
  fill (self);

  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    for (guint few = 0; few < 2; few++)
      {
        g_autoptr (CrmQuery) made = make_query (self, &sorts[i]);
        g_autoptr (CrmQuery) query = crm_query_copy (made);
        Asking asking = { query, &sorts[i] };
        g_autoptr (GArray) ids = NULL;
        g_autoptr (GError) error = NULL;

        /* By way of the index, and by way of what was found first. */
        if (few)
          crm_query_add_where (query, "r.id > 0", NULL, 0);
        ids = crm_store_read (self->store, CRM_LANE_QUERY, check_order, &asking, &error);
        g_assert_no_error (error);
        g_assert_cmpuint (ids->len, ==, 300);
      }
}

static gpointer
patch (CrmDb         *db,
       CrmSchema     *schema,
       gpointer       data,
       GCancellable  *cancellable,
       GError       **error)
{
  const Asking *asking = data;
  g_autoptr (GArray) ids = crm_query_get_ids (asking->query, db, schema, 0, error);
  gint64 id = 1;

  return crm_query_patch (asking->query, db, schema, ids, &id, 1, error);
}

static CrmCommit *
put (CrmTestStore   *self,
     const CrmTable *table,
     const char     *column,
     const char     *text)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_USER, NULL);
  CrmEdit *edit = crm_edit_new (table, CRM_OP_UPDATE, 1);

  crm_test_edit_put (edit, column, text);
  g_ptr_array_add (crm_change_set_get_edits (set), edit);

  return crm_test_store_commit (self, set);
}

/* A list is asked for anew when one of the columns changes. */
static void
test_changes (CrmTestStore  *self,
              gconstpointer  data)
{
  g_autoptr (CrmQuery) query = make_query (self, &sorts[2]);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (CrmCommit) other = NULL;
  Asking asking = { query, &sorts[2] };
  g_autoptr (GError) error = NULL;

  fill (self);
  crm_query_set_sort (query, crm_table_find_column (self->person, "email"), FALSE);
  crm_query_add_sort (query, crm_table_find_column (self->person, "rating"), FALSE);
  crm_query_add_sort (query, crm_table_find_column (self->person, "firm"), FALSE);

  commit = put (self, self->person, "rating", "99");
  g_assert_true (crm_query_depends_on (query, commit));
  other = put (self, self->firm, "name", "Luna");
  g_assert_true (crm_query_depends_on (query, other));
  g_assert_null (crm_store_read (self->store, CRM_LANE_QUERY, patch, &asking, &error));
  g_assert_no_error (error);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, CrmTestStore, NULL, crm_test_store_set_up, func, crm_test_store_tear_down)
  ADD ("/sort/order", test_order);
  ADD ("/sort/changes", test_changes);
#undef ADD

  return g_test_run ();
}
