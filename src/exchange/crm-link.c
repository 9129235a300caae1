/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a file calls a record that another one links to, and which record is meant by it. Several
 * may have one name: then it counts what else the row links to. "Offer" is the stage of the pipeline
 * that stands beside it, "Ana García" the one who is at the account that stands beside her. Which
 * tables tell others apart follows from the catalogue: those to which both have a link.
 */

#include "config.h"

#include "crm-link.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"

/* How many records of one name are looked at. */
#define MAX_CANDIDATES 50

/* Links lead from tables to tables, and perhaps round. */
#define MAX_RANK 4

/**
 * crm_link_add_peer:
 * @peers: (element-type CrmLinkPeer): where to add
 * @table: the name of a table, which has to live as long as @peers
 * @id: of a record in it, or 0
 *
 * Adds what a record links to.
 */
void
crm_link_add_peer (GArray     *peers,
                   const char *table,
                   gint64      id)
{
  CrmLinkPeer peer = { table, id };

  if (id != 0)
    g_array_append_val (peers, peer);
}

/**
 * crm_link_find_peer:
 * @peers: (nullable) (element-type CrmLinkPeer): what a record links to
 * @table: the name of a table
 *
 * Returns: the first record of @table among them, or 0
 */
gint64
crm_link_find_peer (GArray     *peers,
                    const char *table)
{
  for (guint i = 0; peers != NULL && i < peers->len; i++)
    if (strcmp (g_array_index (peers, CrmLinkPeer, i).table, table) == 0)
      return g_array_index (peers, CrmLinkPeer, i).id;

  return 0;
}

/**
 * crm_link_is_narrow:
 * @column: of a table
 *
 * Returns: %TRUE if what is there tells records of one name apart. Who is responsible does not.
 */
gboolean
crm_link_is_narrow (const CrmColumn *column)
{
  return column->storage == CRM_STORAGE_LINK && strcmp (column->links_to, "user") != 0;
}

/* How well @value goes with @peers: 1 if it is one of them, 0 if nothing is known, -1 if it is
 * another one. */
static int
compare (GArray     *peers,
         const char *table,
         gint64      value)
{
  int result = 0;

  for (guint i = 0; i < peers->len; i++)
    {
      const CrmLinkPeer *peer = &g_array_index (peers, CrmLinkPeer, i);

      if (strcmp (peer->table, table) != 0)
        continue;
      if (peer->id == value)
        return 1;
      result = value != 0 ? -1 : 0;
    }

  return result;
}

/* Whether a record cannot be without what is in @column. */
static gboolean
is_required (const CrmColumn *column)
{
  return (crm_field_from_column (column)->flags & CRM_FIELD_REQUIRED) != 0;
}

static char *
make_query (const CrmTable  *table,
            const CrmColumn *by)
{
  GString *sql = g_string_new ("SELECT id");
  g_autofree char *order = crm_column_order_name (by);

  for (guint i = 0; i < table->n_columns; i++)
    if (crm_link_is_narrow (table->columns[i]))
      g_string_append_printf (sql, ", %s", table->columns[i]->name);
  g_string_append_printf (sql, " FROM %s WHERE state = 0 AND %s = ? AND %s IS NOT NULL ORDER BY id LIMIT %d",
                          table->name, order, order, MAX_CANDIDATES);

  return g_string_free (sql, FALSE);
}

/* How well a candidate goes with what else is known; G_MININT if it cannot be meant. */
static int
rate (CrmStatement   *statement,
      const CrmTable *table,
      GArray         *peers)
{
  int score = 0;
  int place = 1;

  for (guint i = 0; peers != NULL && i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];
      int fit;

      if (!crm_link_is_narrow (column))
        continue;
      fit = compare (peers, column->links_to, crm_statement_get_integer (statement, place++));
      if (fit < 0 && is_required (column))
        return G_MININT;
      score += fit;
    }

  return score;
}

/* Finds those whose @by is @text and of which most goes with @peers; @n says how many. */
static gboolean
find_best (CrmDb            *db,
           const CrmTable   *table,
           const CrmColumn  *by,
           const char       *text,
           GArray           *peers,
           gint64           *id,
           guint            *n,
           GError          **error)
{
  g_autofree char *key = crm_column_make_key (by, text);
  g_autofree char *sql = NULL;
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;
  int best = G_MININT;

  *id = 0;
  *n = 0;
  if (key == NULL)
    return TRUE;

  sql = make_query (table, by);
  statement = crm_db_query (db, &reason, sql, "t", key);
  while (statement != NULL && crm_statement_step (statement, &reason))
    {
      int score = rate (statement, table, peers);

      if (score == G_MININT || score < best)
        continue;
      *n = score == best ? *n + 1 : 1;
      if (*n == 1)
        *id = crm_statement_get_integer (statement, 0);
      best = score;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

static gboolean
find_one (CrmDb           *db,
          const CrmTable  *table,
          const char      *column,
          const char      *types,
          gconstpointer    value,
          gint64          *id,
          GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND %s = ?", table->name, column);
  g_autoptr (GError) reason = NULL;

  *id = crm_db_get_integer (db, 0, &reason, sql, types, value);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/**
 * crm_link_find:
 * @db: a connection
 * @table: of the record
 * @text: its name, e-mail address or UUID
 * @peers: (nullable) (element-type CrmLinkPeer): what the same row links to beside
 * @id: (out): the record, or 0 if there is none
 * @error: %CRM_ERROR_AMBIGUOUS if several may be meant; of accounts it is the oldest
 *
 * Finds the record that a row names.
 */
gboolean
crm_link_find (CrmDb           *db,
               const CrmTable  *table,
               const char      *text,
               GArray          *peers,
               gint64          *id,
               GError         **error)
{
  const CrmColumn *email = strchr (text, '@') != NULL ? crm_table_find_column (table, "email") : NULL;
  guint n = 0;
  CrmUuid uuid;

  *id = 0;
  if (crm_uuid_parse (&uuid, text) && !find_one (db, table, "uuid", "u", &uuid, id, error))
    return FALSE;
  if (*id == 0 && email != NULL && !find_best (db, table, email, text, peers, id, &n, error))
    return FALSE;
  if (*id == 0 && !find_best (db, table, table->title, text, peers, id, &n, error))
    return FALSE;

  if (n > 1 && table->id != CRM_ID_ACCOUNT)
    {
      *id = 0;
      g_set_error (error, CRM_ERROR, CRM_ERROR_AMBIGUOUS,
                   _("Several records are called “%s”. Write an e-mail address or the UUID of the one that is meant."), text);
      return FALSE;
    }

  return TRUE;
}

static gboolean
leads_to (CrmDb          *db,
          const CrmTable *table,
          const char     *text,
          GArray         *peers,
          gint64          id)
{
  gint64 found;

  return text != NULL && *text != '\0' && crm_link_find (db, table, text, peers, &found, NULL) && found == id;
}

/**
 * crm_link_name:
 * @db: a connection
 * @table: of the record
 * @id: of the record
 * @title: (nullable): its title
 * @peers: (nullable) (element-type CrmLinkPeer): what the same row links to beside
 *
 * Returns: (transfer full): what crm_link_find() finds the record by: its title, or if others have
 *   the same one, its e-mail address or UUID
 */
char *
crm_link_name (CrmDb          *db,
               const CrmTable *table,
               gint64          id,
               const char     *title,
               GArray         *peers)
{
  g_autofree char *sql = NULL;
  g_autofree char *email = NULL;
  g_autoptr (CrmStatement) statement = NULL;
  char text[CRM_UUID_STRING_SIZE] = "";
  CrmUuid uuid;

  if (leads_to (db, table, title, peers, id))
    return g_strdup (title);

  if (crm_table_find_column (table, "email") != NULL)
    {
      sql = g_strdup_printf ("SELECT email FROM %s WHERE id = ?", table->name);
      email = crm_db_get_text (db, NULL, sql, "i", id);
      if (leads_to (db, table, email, peers, id))
        return g_steal_pointer (&email);
    }

  g_free (sql);
  sql = g_strdup_printf ("SELECT uuid FROM %s WHERE id = ? AND state = 0", table->name);
  statement = crm_db_query (db, NULL, sql, "i", id);
  if (statement != NULL && crm_statement_step (statement, NULL))
    {
      crm_statement_get_uuid (statement, 0, &uuid);
      crm_uuid_print (&uuid, text);
    }

  /* What is in the trash has nothing but its name. */
  return g_strdup (*text != '\0' ? text : title);
}

static gboolean
is_linked (const CrmTable *of,
           const char     *table)
{
  for (guint i = 0; i < of->n_columns; i++)
    if (of->columns[i]->links_to != NULL && strcmp (of->columns[i]->links_to, table) == 0 &&
        crm_field_is_shown (crm_field_from_column (of->columns[i])))
      return TRUE;

  return FALSE;
}

static guint
rank (CrmSchema      *schema,
      const CrmTable *table,
      const CrmTable *of,
      guint           depth)
{
  guint highest = 0;

  for (guint i = 0; depth < MAX_RANK && i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (!crm_link_is_narrow (column) || strcmp (column->links_to, table->name) == 0 || !is_linked (of, column->links_to))
        continue;
      highest = MAX (highest, 1 + rank (schema, crm_schema_find_table (schema, column->links_to), of, depth + 1));
    }

  return highest;
}

/**
 * crm_link_rank:
 * @schema: of the tables
 * @table: to which records of @of link
 * @of: the table of those records
 *
 * Returns: when the link can be looked for: after those of every lower rank, which may tell which
 *   record is meant
 */
guint
crm_link_rank (CrmSchema      *schema,
               const CrmTable *table,
               const CrmTable *of)
{
  return rank (schema, table, of, 0);
}
