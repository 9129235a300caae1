/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which columns of files went where the last time, by the shape of the file: who imports the same
 * export every month says once what is in it. Kept in the table `meta` of the database, so that
 * it goes where the data goes, into backups too; it is a habit, not data, so it is neither
 * journaled nor undone nor synchronised.
 */

#include "config.h"

#include "crm-import-private.h"

#include <string.h>

#define PREFIX "import-mapping."

/* Shapes that are remembered. */
#define MAX_LEARNED 100

/*< private >
 * Adds to @learned, by the fingerprint of a file, what was chosen for it, as
 * crm_mapping_read_json() takes it.
 */
void
_crm_learned_mapping_load_all (CrmDb      *db,
                               GHashTable *learned)
{
  g_autoptr (CrmStatement) statement = NULL;

  statement = crm_db_prepare (db, "SELECT name, json_extract (value, '$.columns') FROM meta "
                              "WHERE name GLOB '" PREFIX "*' AND json_valid (value)", NULL);
  while (statement != NULL && crm_statement_step (statement, NULL))
    g_hash_table_insert (learned, g_strdup (crm_statement_get_text (statement, 0) + strlen (PREFIX)),
                         g_strdup (crm_statement_get_text (statement, 1)));
}

/*< private >
 * Remembers what was chosen for a file.
 */
gboolean
_crm_learned_mapping_save (CrmDb       *db,
                           CrmMapping  *mapping,
                           const char  *fingerprint,
                           gint64       now,
                           GError     **error)
{
  g_autofree char *name = g_strconcat (PREFIX, fingerprint, NULL);
  g_autoptr (GString) json = g_string_new (NULL);

  g_string_append_printf (json, "{\"time\":%" G_GINT64_FORMAT ",\"columns\":", now);
  crm_mapping_append_json (mapping, json);
  g_string_append_c (json, '}');

  return crm_db_run (db, error, "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", "tt", name, json->str) &&
         crm_db_run (db, error,
                     "DELETE FROM meta WHERE name GLOB '" PREFIX "*' AND name NOT IN "
                     "(SELECT name FROM meta WHERE name GLOB '" PREFIX "*' "
                     "ORDER BY json_extract (value, '$.time') DESC LIMIT ?)", "i", (gint64) MAX_LEARNED);
}
