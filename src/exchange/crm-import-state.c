/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is remembered of an import that is under way, so that it can go on after the program was
 * killed: which file, how it is read, what has become of its rows so far. It is written by the
 * same commits as the records, so it always says exactly what is in the database. It stands in
 * the table `meta`; the line that history shows has the name of the file only.
 */

#include "config.h"

#include "crm-import-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "crm-error.h"
#include "crm-json.h"

#define PREFIX "import."

static void
append_text (GString    *json,
             const char *name,
             const char *text)
{
  g_string_append_printf (json, "%s\"%s\":", json->len > 1 ? "," : "", name);
  crm_json_append_string (json, text);
}

static void
append_number (GString    *json,
               const char *name,
               gint64      number)
{
  g_string_append_printf (json, ",\"%s\":%" G_GINT64_FORMAT, name, number);
}

static char *
print_state (CrmImportRun *run)
{
  GString *json = g_string_new ("{");
  g_autofree char *uri = g_file_get_uri (run->file);
  const char delimiter[] = { run->guess.dialect.delimiter, '\0' };
  const char quote[] = { run->guess.dialect.quote, '\0' };

  append_text (json, "file", uri);
  append_text (json, "hash", run->hash);
  append_text (json, "type", run->type->table.name);
  append_text (json, "encoding", run->guess.encoding.encoding->charset);
  append_text (json, "delimiter", delimiter);
  append_text (json, "quote", quote);
  append_text (json, "spool", run->spool);
  append_number (json, "size", run->size);
  append_number (json, "vcard", run->is_vcard);
  append_number (json, "backslash", run->guess.dialect.backslash);
  append_number (json, "skip_lines", run->guess.skip_lines);
  append_number (json, "skip_rows", run->guess.skip_rows);
  append_number (json, "has_header", run->guess.has_header);
  append_number (json, "duplicates", run->options.duplicates);
  append_number (json, "file_wins", run->options.file_wins);
  append_number (json, "create_missing", run->options.create_missing);
  append_number (json, "created", run->counts.created);
  append_number (json, "merged", run->counts.merged);
  append_number (json, "skipped", run->counts.skipped);
  append_number (json, "rejected", run->counts.rejected);
  append_number (json, "spool_length", crm_rejects_get_length (run->rejects));
  if (run->options.owner != NULL)
    append_text (json, "owner", run->options.owner);
  if (run->options.list != NULL)
    append_text (json, "list", run->options.list);

  g_string_append (json, ",\"tags\":[");
  for (guint i = 0; run->options.tags != NULL && run->options.tags[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      crm_json_append_string (json, run->options.tags[i]);
    }
  g_string_append_c (json, ']');

  if (run->mapping != NULL)
    {
      g_string_append (json, ",\"mapping\":");
      crm_mapping_append_json (run->mapping, json);
    }
  g_string_append_c (json, '}');

  return g_string_free (json, FALSE);
}

/*< private >
 * Writes how far an import has come. In the transaction that brought it there.
 */
gboolean
_crm_import_state_save (CrmImportRun  *run,
                        CrmDb         *db,
                        gint64         batch,
                        GError       **error)
{
  g_autofree char *name = g_strdup_printf (PREFIX "%" G_GINT64_FORMAT, batch);
  g_autofree char *json = print_state (run);

  return crm_db_run (db, error, "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", "tt", name, json);
}

/*< private >
 * Forgets an import that is at its end.
 */
gboolean
_crm_import_state_forget (CrmDb   *db,
                          gint64   batch,
                          GError **error)
{
  g_autofree char *name = g_strdup_printf (PREFIX "%" G_GINT64_FORMAT, batch);

  return crm_db_run (db, error, "DELETE FROM meta WHERE name = ?", "t", name);
}

/*< private >
 * Returns: (transfer full) (nullable): what was saved of an import
 */
char *
_crm_import_state_load (CrmDb   *db,
                        gint64   batch,
                        GError **error)
{
  g_autofree char *name = g_strdup_printf (PREFIX "%" G_GINT64_FORMAT, batch);

  return crm_db_get_text (db, error, "SELECT value FROM meta WHERE name = ?", "t", name);
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

static gint64
get_number (JsonObject *object,
            const char *name)
{
  return json_object_get_int_member_with_default (object, name, 0);
}

static void
parse_options (CrmImportRun *run,
               JsonObject   *object)
{
  JsonArray *tags = json_object_has_member (object, "tags") ? json_object_get_array_member (object, "tags") : NULL;
  guint n = tags != NULL ? json_array_get_length (tags) : 0;

  run->options.duplicates = (CrmDuplicates) get_number (object, "duplicates");
  run->options.file_wins = get_number (object, "file_wins") != 0;
  run->options.create_missing = get_number (object, "create_missing") != 0;
  run->options.owner = g_strdup (get_text (object, "owner"));
  run->options.list = g_strdup (get_text (object, "list"));
  run->options.tags = n > 0 ? g_new0 (char *, n + 1) : NULL;
  for (guint i = 0; i < n; i++)
    run->options.tags[i] = g_strdup (json_array_get_string_element (tags, i));
}

/*< private >
 * Fills in a run from what was saved of it. Its catalogue is there already.
 */
gboolean
_crm_import_state_parse (CrmImportRun  *run,
                         const char    *json,
                         GError       **error)
{
  g_autoptr (JsonNode) node = crm_json_parse (json, -1, G_MAXSIZE, error);
  JsonObject *object;
  const char *delimiter;
  const char *quote;

  if (node == NULL)
    return FALSE;

  object = json_node_get_object (node);
  delimiter = get_text (object, "delimiter");
  quote = get_text (object, "quote");
  run->file = g_file_new_for_uri (get_text (object, "file"));
  run->hash = g_strdup (get_text (object, "hash"));
  run->size = get_number (object, "size");
  run->is_vcard = get_number (object, "vcard") != 0;
  run->type = crm_catalogue_find (run->catalogue, get_text (object, "type"));
  run->guess.encoding.encoding = crm_encoding_find (get_text (object, "encoding"));
  run->guess.encoding.confidence = 1;
  run->guess.dialect = (CrmCsvDialect) { *delimiter, *quote, get_number (object, "backslash") != 0 };
  run->guess.skip_lines = (guint) get_number (object, "skip_lines");
  run->guess.skip_rows = (guint) get_number (object, "skip_rows");
  run->guess.has_header = get_number (object, "has_header") != 0;
  run->spool = g_strdup (get_text (object, "spool"));
  run->spool_length = get_number (object, "spool_length");
  run->counts.created = get_number (object, "created");
  run->counts.merged = get_number (object, "merged");
  run->counts.skipped = get_number (object, "skipped");
  run->counts.rejected = get_number (object, "rejected");
  run->counts.rows = run->counts.created + run->counts.merged + run->counts.skipped + run->counts.rejected;
  run->counts.size = run->size;
  parse_options (run, object);

  if (run->is_vcard)
    return TRUE;

  run->mapping = crm_mapping_new (run->catalogue, run->type);

  return crm_mapping_read_json (run->mapping, json_object_get_member (object, "mapping"), error);
}

/*< private >
 * Returns: %TRUE if somebody imports the file at this moment, here or in another program: they
 *   hold the lock of the list of what was refused
 */
gboolean
_crm_import_state_is_running (CrmDb  *db,
                              gint64  batch)
{
  g_autofree char *json = _crm_import_state_load (db, batch, NULL);
  g_autoptr (JsonNode) node = json != NULL ? crm_json_parse (json, -1, G_MAXSIZE, NULL) : NULL;
  const char *spool = node != NULL ? get_text (json_node_get_object (node), "spool") : NULL;
  int fd = spool != NULL ? g_open (spool, O_RDWR | O_CLOEXEC, 0) : -1;
  gboolean running;

  if (fd < 0)
    return FALSE;

  running = flock (fd, LOCK_EX | LOCK_NB) != 0;
  close (fd);

  return running;
}

/* --- What is left of imports that nobody goes on with ------------------------------------------------- */

static gboolean
clean_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  return crm_db_run (crm_door_get_db (door), error,
                     "DELETE FROM meta WHERE name GLOB '" PREFIX "*' AND NOT EXISTS "
                     "(SELECT 1 FROM batch WHERE open = 1 AND undone = 0 AND id = CAST (substr (name, 8) AS INTEGER))", "");
}

typedef struct
{
  const char *spool;
  gboolean used;
} SpoolQuestion;

static gpointer
is_used_func (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  SpoolQuestion *question = data;

  question->used = crm_db_get_integer (db, 0, error,
                                       "SELECT 1 FROM meta WHERE name GLOB '" PREFIX "*' AND instr (value, ?) > 0",
                                       "t", question->spool) != 0;

  return question;
}

/*< private >
 * Removes what imports have left that were ended in another way.
 */
void
_crm_import_state_clean (CrmStore *store)
{
  g_autofree char *folder = g_path_get_dirname (crm_store_get_path (store));
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_SYSTEM, NULL);
  g_autoptr (CrmCommit) commit = crm_store_write (store, set, G_PRIORITY_LOW, clean_func, NULL, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (commit != NULL && dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      SpoolQuestion question = { name, TRUE };
      int fd;

      if (!g_str_has_prefix (name, "import-") || !g_str_has_suffix (name, ".jsonl"))
        continue;

      /* Whoever writes to it holds a lock. */
      fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
      if (fd < 0)
        continue;
      if (flock (fd, LOCK_EX | LOCK_NB) == 0 &&
          crm_store_read (store, CRM_LANE_SCREEN, is_used_func, &question, NULL) != NULL && !question.used)
        g_unlink (path);
      close (fd);
    }
}
