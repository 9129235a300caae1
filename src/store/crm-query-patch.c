/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How an answer is brought up to date when a few records were written: they are taken out, and those
 * that match are put where they belong now, by bisection. A list of a million is not asked for anew
 * because of one of them.
 */

#include "config.h"

#include "crm-query-private.h"

#include <string.h>

#include "crm-search.h"

/* What decides the place of a record. */
typedef struct
{
  CrmValue key;
  CrmValue title;
  gint64 target;
  gint64 id;
} Place;

static void
place_clear (Place *place)
{
  crm_value_clear (&place->key);
  crm_value_clear (&place->title);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
place_load (Place         *place,
            CrmStatement  *statement,
            gint64         id,
            GError       **error)
{
  crm_statement_reset (statement);
  crm_statement_bind_integer (statement, 1, id);
  if (!crm_statement_step (statement, error))
    return FALSE;

  place->key = crm_statement_get_value (statement, 0);
  place->title = crm_statement_get_value (statement, 1);
  place->target = crm_statement_get_integer (statement, 2);
  place->id = id;

  return TRUE;
}

static int
compare_values (const CrmValue *a,
                const CrmValue *b)
{
  if (a->kind == CRM_VALUE_TEXT && b->kind == CRM_VALUE_TEXT)
    return strcmp (a->text, b->text);
  if (a->kind == CRM_VALUE_REAL && b->kind == CRM_VALUE_REAL)
    return a->real < b->real ? -1 : a->real > b->real;

  return a->integer < b->integer ? -1 : a->integer > b->integer;
}

static int
compare_integers (gint64 a,
                  gint64 b)
{
  return a < b ? -1 : a > b;
}

/* The same order as make_walk(), make_rest() and make_sort() give. */
static int
compare_places (const Place *a,
                const Place *b,
                gboolean     descending,
                gboolean     linked)
{
  gboolean a_empty = crm_value_is_empty (&a->key);
  gboolean b_empty = crm_value_is_empty (&b->key);
  int order;

  if (a_empty != b_empty)
    return a_empty ? 1 : -1;

  if (a_empty)
    {
      order = compare_values (&a->title, &b->title);
      return order != 0 ? order : compare_integers (a->id, b->id);
    }

  order = compare_values (&a->key, &b->key);
  if (order == 0 && linked)
    order = compare_integers (a->target, b->target);
  if (order == 0 && linked)
    return compare_integers (a->id, b->id);
  if (order == 0)
    order = compare_integers (a->id, b->id);

  return descending ? -order : order;
}

static gboolean
matches (CrmQuery  *self,
         CrmDb     *db,
         gint64     id,
         gboolean  *match,
         GError   **error)
{
  g_autofree char *filter = _crm_query_make_filter (self, &self->each, FALSE);
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s r WHERE r.id = ? AND r.state = 0%s", self->table->name, filter);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return FALSE;

  crm_statement_bind_integer (statement, 1, id);
  _crm_query_bind_filter (&self->each, statement, 2, NULL);
  *match = crm_statement_step (statement, &reason);

  if (*match && self->search != NULL && reason == NULL)
    {
      g_autofree char *words = crm_search_make_match (self->search);
      g_autofree char *which = self->through == NULL ? g_strdup ("?")
                                 : g_strdup_printf ("(SELECT %s FROM %s WHERE id = ?)", self->through->name, self->table->name);
      g_autofree char *ask = g_strdup_printf ("SELECT 1 FROM %1$s_search WHERE %1$s_search MATCH ? AND rowid = %2$s",
                                              _crm_query_get_searched (self)->name, which);

      *match = words != NULL && crm_db_get_integer (db, 0, &reason, ask, "ti", words, id) != 0;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* Finds where a record belongs in @ids, by bisection. */
static gboolean
find_position (CrmQuery      *self,
               CrmStatement  *places,
               const GArray  *ids,
               const Place   *place,
               gboolean       linked,
               guint         *position,
               GError       **error)
{
  guint low = 0;
  guint high = ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      g_auto (Place) other = { 0 };

      if (!place_load (&other, places, g_array_index (ids, gint64, middle), error))
        return FALSE;

      if (compare_places (place, &other, self->descending, linked) < 0)
        high = middle;
      else
        low = middle + 1;
    }

  *position = low;

  return TRUE;
}

/**
 * crm_query_patch:
 * @ids: (element-type gint64): the answer before
 * @touched: (array length=n_touched): records that were written since
 * @n_touched: how many; a few
 * @error: a %CRM_STORE_ERROR
 *
 * Finds out where the touched records are now, without asking anew. @ids is not changed.
 *
 * Returns: (transfer full) (element-type CrmSplice) (nullable): the steps from the old answer to
 *   the new one, or %NULL; without @error set it has to be asked anew
 */
GArray *
crm_query_patch (CrmQuery      *self,
                 CrmDb         *db,
                 CrmSchema     *schema,
                 GArray        *ids,
                 const gint64  *touched,
                 guint          n_touched,
                 GError       **error)
{
  g_autoptr (GArray) splices = g_array_new (FALSE, FALSE, sizeof (CrmSplice));
  g_autoptr (GArray) kept = g_array_sized_new (FALSE, FALSE, sizeof (gint64), ids->len);
  g_autoptr (GHashTable) set = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_auto (CrmOrder) order = { 0 };
  g_autofree char *sql = NULL;
  g_autoptr (CrmStatement) places = NULL;
  g_autoptr (GError) reason = NULL;

  if (self->state != CRM_STATE_LIVE || self->further->len > 0)
    return NULL;

  for (guint i = 0; i < n_touched; i++)
    g_hash_table_add (set, (gpointer) &touched[i]);

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (g_hash_table_contains (set, &id))
        {
          CrmSplice splice = { kept->len, TRUE, id };

          g_array_append_val (splices, splice);
        }
      else
        g_array_append_val (kept, id);
    }

  _crm_order_init (&order, self, schema);
  sql = _crm_query_make_place (self, &order);
  places = crm_db_prepare (db, sql, error);
  if (places == NULL)
    return NULL;

  for (guint i = 0; i < n_touched; i++)
    {
      g_auto (Place) place = { 0 };
      CrmSplice splice = { 0, FALSE, touched[i] };
      gboolean match;

      /* A commit may name a record twice. */
      if (!g_hash_table_remove (set, &touched[i]))
        continue;

      if (!matches (self, db, touched[i], &match, error))
        return NULL;
      if (!match)
        continue;

      /* A record that is gone altogether: a later commit says more. */
      if (!place_load (&place, places, touched[i], &reason) ||
          !find_position (self, places, kept, &place, order.target != NULL, &splice.position, &reason))
        {
          if (reason != NULL)
            g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }

      g_array_insert_val (kept, splice.position, splice.id);
      g_array_append_val (splices, splice);
    }

  /* One record that stays where it is, the ordinary case. */
  if (splices->len == 2 && n_touched == 1 &&
      g_array_index (splices, CrmSplice, 0).position == g_array_index (splices, CrmSplice, 1).position)
    g_array_set_size (splices, 0);

  return g_steal_pointer (&splices);
}
