/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What tests share: a workspace in a folder of its own, a clock that stands still, and short
 * words for changing and reading records.
 */

#include "config.h"

#include "crm-test.h"

#include <glib/gstdio.h>

#include "crm-input.h"

#ifdef __SANITIZE_ADDRESS__

#include <sanitizer/lsan_interface.h>

/* The first block of GLib's table of quarks: 2,048 pointers. The table grows by a copy, and GLib
 * leaves the old block to readers without a lock; a test with that many names would be told of a
 * leak that is none of its own. A suppression cannot name it, since its stack begins in
 * g_malloc() like that of every other block. */
#define QUARK_BLOCK (2048 * sizeof (char *))

static const void *quark_block;

void __sanitizer_malloc_hook (const volatile void *block,
                              size_t               size);

void
__sanitizer_malloc_hook (const volatile void *block,
                         size_t               size)
{
  if (quark_block == NULL && size == QUARK_BLOCK)
    quark_block = (const void *) block;
}

__attribute__ ((constructor)) static void
keep_quarks (void)
{
  __lsan_ignore_object (quark_block);
}

#endif

/**
 * crm_test_make_folder:
 *
 * Returns: (transfer full): a new folder
 */
char *
crm_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("crm-test-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

/**
 * crm_test_remove_folder:
 * @folder: with everything in it
 */
void
crm_test_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        crm_test_remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

/**
 * crm_test_open:
 * @folder: where `crm.db` is or will be
 *
 * Returns: (transfer full): a workspace, at %CRM_TEST_NOW
 */
CrmWorkspace *
crm_test_open (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "crm.db", NULL);
  g_autoptr (CrmClock) clock = crm_clock_new_virtual (CRM_TEST_NOW);
  g_autoptr (GError) error = NULL;
  CrmWorkspace *workspace = crm_workspace_open (path, clock, &error);

  g_assert_no_error (error);

  return workspace;
}

/**
 * crm_test_new_workspace:
 * @folder: (out): where it is
 *
 * Returns: (transfer full): an empty workspace
 */
CrmWorkspace *
crm_test_new_workspace (char **folder)
{
  *folder = crm_test_make_folder ();

  return crm_test_open (*folder);
}

typedef struct
{
  const CrmRecordType *type;
  CrmOp op;
  gint64 id;
  GPtrArray *words; /* key, text, key, text, … */
} Write;

static gboolean
write_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  Write *write = data;
  g_autoptr (CrmEdit) edit = crm_edit_new (&write->type->table, write->op, write->id);

  for (guint i = 0; i < write->words->len; i += 2)
    {
      const CrmField *field = crm_record_type_find_field (write->type, g_ptr_array_index (write->words, i));

      g_assert_nonnull (field);
      if (!crm_input_apply (door, edit, field, g_ptr_array_index (write->words, i + 1),
                            CRM_INPUT_CREATE | CRM_INPUT_REPLACE, error))
        return FALSE;
    }

  write->id = crm_door_apply (door, edit, error);

  return write->id != 0;
}

static CrmCommit *
try_words (CrmWorkspace  *workspace,
           const char    *type,
           CrmOp          op,
           gint64        *id,
           const char    *first_key,
           va_list        args,
           GError       **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  CrmCommit *commit;
  Write write = { crm_workspace_get_type_named (workspace, type), op, *id, words };

  for (const char *key = first_key; key != NULL; key = va_arg (args, const char *))
    {
      g_ptr_array_add (words, (gpointer) key);
      g_ptr_array_add (words, va_arg (args, char *));
    }

  commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, write_func, &write, error);
  *id = write.id;

  return commit;
}

static gint64
write_words (CrmWorkspace *workspace,
             const char   *type,
             CrmOp         op,
             gint64        id,
             const char   *first_key,
             va_list       args,
             gint64       *batch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = try_words (workspace, type, op, &id, first_key, args, &error);

  g_assert_no_error (error);
  crm_workspace_settle (workspace, commit, &error);
  g_assert_no_error (error);
  *batch = commit->batch;

  return id;
}

/**
 * crm_test_add:
 * @type: "contact"
 * @first_key: (nullable): of a field
 * @...: its text, then more keys and texts, then %NULL
 *
 * Adds a record; what it names is made.
 *
 * Returns: its id
 */
gint64
crm_test_add (CrmWorkspace *workspace,
              const char   *type,
              const char   *first_key,
              ...)
{
  va_list args;
  gint64 batch;
  gint64 id;

  va_start (args, first_key);
  id = write_words (workspace, type, CRM_OP_CREATE, 0, first_key, args, &batch);
  va_end (args);

  return id;
}

/**
 * crm_test_set:
 * @type: "contact"
 * @id: of a record
 * @first_key: (nullable): of a field
 * @...: its text, then more keys and texts, then %NULL
 *
 * Changes a record.
 *
 * Returns: the batch
 */
gint64
crm_test_set (CrmWorkspace *workspace,
              const char   *type,
              gint64        id,
              const char   *first_key,
              ...)
{
  va_list args;
  gint64 batch;

  va_start (args, first_key);
  write_words (workspace, type, CRM_OP_UPDATE, id, first_key, args, &batch);
  va_end (args);

  return batch;
}

/**
 * crm_test_refused:
 * @type: "contact"
 * @id: of a record, or 0 for a new one
 * @code: why it is refused
 * @first_key: (nullable): of a field
 * @...: its text, then more keys and texts, then %NULL
 *
 * Tries to change a record, which must not be possible.
 *
 * Returns: (transfer full): what people are told
 */
char *
crm_test_refused (CrmWorkspace *workspace,
                  const char   *type,
                  gint64        id,
                  CrmError      code,
                  const char   *first_key,
                  ...)
{
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, first_key);
  commit = try_words (workspace, type, id != 0 ? CRM_OP_UPDATE : CRM_OP_CREATE, &id, first_key, args, &error);
  va_end (args);
  g_assert_error (error, CRM_ERROR, (int) code);

  return g_strdup (error->message);
}

/**
 * crm_test_trash:
 * @type: "contact"
 * @id: of a record
 *
 * Puts a record into the trash.
 *
 * Returns: the batch
 */
gint64
crm_test_trash (CrmWorkspace *workspace,
                const char   *type,
                gint64        id)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  crm_change_set_trash (set, &crm_workspace_get_type_named (workspace, type)->table, id);
  commit = crm_workspace_commit (workspace, set, &error);
  g_assert_no_error (error);

  return commit->batch;
}

/**
 * crm_test_get:
 * @type: "contact"
 * @id: of a record
 * @key: of a field
 *
 * Returns: (transfer full): its value as files have it
 */
char *
crm_test_get (CrmWorkspace *workspace,
              const char   *type,
              gint64        id,
              const char   *key)
{
  const CrmRecordType *record_type = crm_workspace_get_type_named (workspace, type);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = crm_workspace_load_record (workspace, record_type, id, &error);

  g_assert_no_error (error);

  return crm_record_format_plain (record, crm_record_type_find_field (record_type, key));
}

static gpointer
query_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 answer = crm_db_get_integer (db, 0, error, data, "");

  return g_memdup2 (&answer, sizeof answer);
}

/**
 * crm_test_query:
 * @sql: a statement that returns a number
 *
 * Returns: the number
 */
gint64
crm_test_query (CrmWorkspace *workspace,
                const char   *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *answer = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY,
                                              query_read, (gpointer) sql, &error);

  g_assert_no_error (error);

  return *answer;
}

/**
 * crm_test_undo:
 * @batch: what to undo
 */
void
crm_test_undo (CrmWorkspace *workspace,
               gint64        batch)
{
  g_autoptr (GError) error = NULL;
  CrmUndone undone;

  crm_store_undo (crm_workspace_get_store (workspace), crm_workspace_get_actor (workspace), batch, &undone, &error);
  g_assert_no_error (error);
}

/**
 * crm_test_assert_sound:
 *
 * Fails if the file does not agree with itself.
 */
void
crm_test_assert_sound (CrmWorkspace *workspace)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  crm_store_check (crm_workspace_get_store (workspace), findings, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (findings, i));
  g_assert_cmpuint (findings->len, ==, 0);
}

/**
 * crm_test_wait:
 * @condition: (scope call): what to wait for
 *
 * Runs the main loop until @condition holds, at most a minute: a machine with much to do is
 * no reason to fail.
 */
void
crm_test_wait (gboolean (*condition) (gpointer data),
               gpointer   data)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

/**
 * crm_test_keep_result_cb:
 * @user_data: (out) (transfer full): where the result goes, a `GAsyncResult *`
 *
 * For what is asynchronous: keeps what came of it, for crm_test_has_result().
 */
void
crm_test_keep_result_cb (GObject      *object,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/**
 * crm_test_has_result:
 * @data: what crm_test_keep_result_cb() was given
 *
 * For crm_test_wait().
 */
gboolean
crm_test_has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}
