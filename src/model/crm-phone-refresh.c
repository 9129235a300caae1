/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Telephone numbers without a country code are those of the country of the business. When that
 * changes, they are read again, some at a time. How far it has come is in the file, so it goes on
 * after a restart; numbers are derived, so no journal tells of it.
 */

#include "config.h"

#include "crm-phone-refresh.h"

#include "crm-catalogue.h"
#include "crm-phone.h"

/* For which country numbers have been read; being read; and how far that is: "table:record". */
#define DONE   "phones"
#define WANTED "phones.wanted"
#define CURSOR "phones.cursor"

static char *
get_meta (CrmDb      *db,
          const char *name)
{
  return crm_db_get_text (db, NULL, "SELECT value FROM meta WHERE name = ?", "t", name);
}

static gboolean
set_meta (CrmDb       *db,
          const char  *name,
          const char  *value,
          GError     **error)
{
  if (value == NULL)
    return crm_db_run (db, error, "DELETE FROM meta WHERE name = ?", "t", name);

  return crm_db_run (db, error, "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
                     "tt", name, value);
}

/* Of a business without a country: "". */
static char *
get_country (CrmDb *db)
{
  char *country = crm_db_get_text (db, NULL, "SELECT country FROM business WHERE state = 0 ORDER BY id LIMIT 1", "");

  return country != NULL ? country : g_strdup ("");
}

/**
 * crm_phone_refresh_begin:
 * @door: an open door
 * @error: a %CRM_STORE_ERROR
 *
 * For a new file: says that numbers are those of the country that the business has now.
 */
gboolean
crm_phone_refresh_begin (CrmDoor  *door,
                         GError  **error)
{
  g_autofree char *country = get_country (crm_door_get_db (door));

  return set_meta (crm_door_get_db (door), DONE, country, error);
}

/* Reads some numbers of a table again; @last becomes the last record, or 0 if it was the last of all. */
static gboolean
refresh_table (CrmDoor         *door,
               const CrmTable  *table,
               const char      *country,
               guint            limit,
               gint64          *last,
               GError         **error)
{
  CrmDb *db = crm_door_get_db (door);
  const CrmColumn *column = crm_table_find_column (table, "phone_number");
  g_autofree char *select = g_strdup_printf ("SELECT id, phone, phone_number FROM %s WHERE id > ? AND phone IS NOT NULL "
                                             "AND (country IS NULL OR length (country) <> 2) ORDER BY id LIMIT ?", table->name);
  g_autofree char *update = g_strdup_printf ("UPDATE %s SET phone_number = ?, phone_number_key = ? WHERE id = ?", table->name);
  g_autoptr (CrmStatement) statement = crm_db_query (db, error, select, "ii", *last, (gint64) limit);
  g_autoptr (GError) reason = NULL;
  guint n = 0;

  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      g_autofree char *number = crm_phone_normalize (crm_statement_get_text (statement, 1), *country != '\0' ? country : NULL);
      g_autofree char *key = crm_column_make_key (column, number);

      *last = crm_statement_get_integer (statement, 0);
      n++;
      if (g_strcmp0 (number, crm_statement_get_text (statement, 2)) != 0 &&
          !crm_db_run (db, error, update, "tti", number, key, *last))
        return FALSE;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (n < limit)
    *last = 0;

  return TRUE;
}

/* The first table behind @id that has numbers. */
static const CrmTable *
find_table (CrmSchema *schema,
            guint16    id)
{
  const CrmTable *found = NULL;
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    if (tables[i]->id > id && crm_table_find_column (tables[i], "phone_number") != NULL &&
        (found == NULL || tables[i]->id < found->id))
      found = tables[i];

  return found;
}

static gboolean
end (CrmDb       *db,
     const char  *country,
     GError     **error)
{
  return set_meta (db, DONE, country, error) && set_meta (db, WANTED, NULL, error) && set_meta (db, CURSOR, NULL, error);
}

/**
 * crm_phone_refresh_step:
 * @door: an open door
 * @limit: at most so many numbers
 * @more: (out): whether there is more to do
 * @error: a %CRM_STORE_ERROR
 *
 * Reads some numbers again if the country of the business is another one than when they were
 * read. To be called until there is no more to do; each call in a transaction of its own.
 */
gboolean
crm_phone_refresh_step (CrmDoor   *door,
                        guint      limit,
                        gboolean  *more,
                        GError   **error)
{
  CrmDb *db = crm_door_get_db (door);
  g_autofree char *country = get_country (db);
  g_autofree char *done = get_meta (db, DONE);
  g_autofree char *wanted = get_meta (db, WANTED);
  g_autofree char *cursor = get_meta (db, CURSOR);
  g_autofree char *next = NULL;
  const CrmTable *table = NULL;
  gint64 last = 0;

  *more = FALSE;
  if (wanted == NULL && g_strcmp0 (done, country) == 0)
    return TRUE;

  /* Changed again in the meantime: from the beginning. */
  if (g_strcmp0 (wanted, country) == 0 && cursor != NULL)
    {
      char *rest;

      table = crm_schema_get_table (crm_door_get_schema (door), (guint16) g_ascii_strtoull (cursor, &rest, 10));
      last = *rest == ':' ? g_ascii_strtoll (rest + 1, NULL, 10) : 0;
    }
  if (table == NULL)
    table = find_table (crm_door_get_schema (door), 0);

  if (table != NULL && !refresh_table (door, table, country, limit, &last, error))
    return FALSE;

  if (table != NULL && last == 0)
    table = find_table (crm_door_get_schema (door), table->id);
  if (table == NULL)
    return end (db, country, error);

  *more = TRUE;
  next = g_strdup_printf ("%u:%" G_GINT64_FORMAT, table->id, last);

  return set_meta (db, WANTED, country, error) && set_meta (db, CURSOR, next, error);
}
