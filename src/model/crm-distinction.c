/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The list of those that look alike and are not the same: somebody said "never again". Two devices
 * on which the same is said make the same record.
 */

#include "config.h"

#include "crm-distinction.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"

typedef struct
{
  gint64 a;
  gint64 b;
} Pair;

static guint
pair_hash (gconstpointer key)
{
  const Pair *pair = key;

  return g_int64_hash (&pair->a) * 31 + g_int64_hash (&pair->b);
}

static gboolean
pair_equal (gconstpointer first,
            gconstpointer second)
{
  return memcmp (first, second, sizeof (Pair)) == 0;
}

static Pair
make_pair (gint64 a,
           gint64 b)
{
  return (Pair) { MIN (a, b), MAX (a, b) };
}

/**
 * crm_distinction_load:
 * @table: of contacts or accounts
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): all pairs, for crm_distinction_has(), or %NULL with @error
 *   set
 */
GHashTable *
crm_distinction_load (CrmDb           *db,
                      const CrmTable  *table,
                      GError         **error)
{
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (pair_hash, pair_equal, g_free, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %s, other_%s FROM distinction WHERE state = 0 AND %s IS NOT NULL AND other_%s IS NOT NULL",
                                          table->name, table->name, table->name, table->name);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      Pair pair = make_pair (crm_statement_get_integer (statement, 0), crm_statement_get_integer (statement, 1));

      g_hash_table_add (pairs, g_memdup2 (&pair, sizeof pair));
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&pairs);
}

/**
 * crm_distinction_has:
 * @distinctions: from crm_distinction_load()
 *
 * Returns: %TRUE if somebody said that @a and @b are not the same
 */
gboolean
crm_distinction_has (GHashTable *distinctions,
                     gint64      a,
                     gint64      b)
{
  Pair pair = make_pair (a, b);

  return g_hash_table_contains (distinctions, &pair);
}

/**
 * crm_distinction_find:
 * @table: of contacts or accounts
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: the record that says that @a and @b are not the same, or 0
 */
gint64
crm_distinction_find (CrmDb           *db,
                      const CrmTable  *table,
                      gint64           a,
                      gint64           b,
                      GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM distinction WHERE state = 0 AND %s IS NOT NULL AND "
                                          "((%s = ?1 AND other_%s = ?2) OR (%s = ?2 AND other_%s = ?1)) LIMIT 1",
                                          table->name, table->name, table->name, table->name, table->name);

  return crm_db_get_integer (db, 0, error, sql, "ii", a, b);
}

static gboolean
make_uuid (CrmDoor         *door,
           const CrmTable  *table,
           const Pair      *pair,
           CrmUuid         *uuid,
           GError         **error)
{
  CrmDb *db = crm_door_get_db (door);
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (CrmRow) first = crm_row_load (db, schema, table, pair->a, CRM_ROW_VALUES, error);
  g_autoptr (CrmRow) second = first != NULL ? crm_row_load (db, schema, table, pair->b, CRM_ROW_VALUES, error) : NULL;
  gboolean ordered;

  if (second == NULL)
    return FALSE;

  /* Numbers differ from device to device. */
  ordered = memcmp (first->uuid.bytes, second->uuid.bytes, CRM_UUID_SIZE) < 0;
  crm_uuid_derive (uuid, "distinction", ordered ? &first->uuid : &second->uuid, ordered ? &second->uuid : &first->uuid);

  return TRUE;
}

/**
 * crm_distinction_set:
 * @type: contacts or accounts
 * @a: a record
 * @b: another one
 * @distinct: whether they are not the same; %FALSE to forget that somebody said so
 * @error: what the store or the rules say
 *
 * Says that two records are never to be shown as duplicates again.
 */
gboolean
crm_distinction_set (CrmDoor              *door,
                     const CrmRecordType  *type,
                     gint64                a,
                     gint64                b,
                     gboolean              distinct,
                     GError              **error)
{
  CrmDb *db = crm_door_get_db (door);
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), CRM_ID_DISTINCTION);
  Pair pair = make_pair (a, b);
  g_autofree char *other = g_strconcat ("other_", type->table.name, NULL);
  g_autoptr (CrmEdit) edit = NULL;
  g_autoptr (GError) reason = NULL;
  gint64 known = crm_distinction_find (db, &type->table, a, b, &reason);
  CrmUuid uuid;
  gint64 gone;

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if ((known != 0) == distinct)
    return TRUE;

  if (!distinct)
    {
      edit = crm_edit_new (table, CRM_OP_TRASH, known);
      return crm_door_apply (door, edit, error) != 0;
    }

  if (a == b)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("Two different records of one kind are needed."));
      return FALSE;
    }
  if (!make_uuid (door, &type->table, &pair, &uuid, error))
    return FALSE;

  /* What somebody took back is said again. */
  gone = crm_db_get_integer (db, 0, &reason, "SELECT id FROM distinction WHERE uuid = ? AND state <> 0", "u", &uuid);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (gone != 0)
    {
      edit = crm_edit_new (table, CRM_OP_RESTORE, gone);
      return crm_door_apply (door, edit, error) != 0;
    }

  edit = crm_edit_new (table, CRM_OP_CREATE, 0);
  edit->uuid = uuid;
  crm_edit_set_integer (edit, type->table.name, pair.a);
  crm_edit_set_integer (edit, other, pair.b);

  return crm_door_apply (door, edit, error) != 0;
}

/**
 * crm_distinction_set_all:
 * @type: contacts or accounts
 * @ids: (array length=n_ids): records
 * @n_ids: how many
 * @distinct: whether they are not the same; %FALSE to forget that somebody said so
 * @error: what the store or the rules say
 *
 * Says it of each of them and each other one.
 */
gboolean
crm_distinction_set_all (CrmDoor              *door,
                         const CrmRecordType  *type,
                         const gint64         *ids,
                         guint                 n_ids,
                         gboolean              distinct,
                         GError              **error)
{
  for (guint i = 0; i < n_ids; i++)
    for (guint k = i + 1; k < n_ids; k++)
      if (!crm_distinction_set (door, type, ids[i], ids[k], distinct, error))
        return FALSE;

  return TRUE;
}

static void
distinct_free (CrmDistinct *distinct)
{
  if (distinct == NULL)
    return;

  g_free (distinct->name_a);
  g_free (distinct->name_b);
  g_free (distinct->details_a);
  g_free (distinct->details_b);
  g_free (distinct);
}

/**
 * crm_distinction_list:
 * @table: of contacts or accounts
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmDistinct) (nullable): the pairs of records that are there
 *   and never shown as duplicates, the latest first, or %NULL with @error set
 */
GPtrArray *
crm_distinction_list (CrmDb           *db,
                      const CrmTable  *table,
                      GError         **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) distinct_free);
  const char *details = table->id == CRM_ID_CONTACT ? "email" : "website";
  g_autofree char *sql = g_strdup_printf ("SELECT a.id, b.id, a.%1$s, b.%1$s, a.%2$s, b.%2$s, d.modified FROM distinction d "
                                          "JOIN %3$s a ON a.id = d.%3$s AND a.state = 0 JOIN %3$s b ON b.id = d.other_%3$s AND b.state = 0 "
                                          "WHERE d.state = 0 ORDER BY d.id DESC",
                                          table->title->name, details, table->name);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      CrmDistinct *distinct = g_new0 (CrmDistinct, 1);

      distinct->a = crm_statement_get_integer (statement, 0);
      distinct->b = crm_statement_get_integer (statement, 1);
      distinct->name_a = g_strdup (crm_statement_get_text (statement, 2));
      distinct->name_b = g_strdup (crm_statement_get_text (statement, 3));
      distinct->details_a = g_strdup (crm_statement_get_text (statement, 4));
      distinct->details_b = g_strdup (crm_statement_get_text (statement, 5));
      distinct->time = crm_statement_get_integer (statement, 6);
      g_ptr_array_add (list, distinct);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&list);
}
