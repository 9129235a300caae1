/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Backups: a copy as the file was at one moment, checked before it counts, thinned out by age; and
 * the way back, all of it or nothing. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "crm-check.h"
#include "crm-migration.h"
#include "crm-test-store.h"
#include "crm-test.h"

static char *
make_backup (CrmTestStore *self,
             const char   *kind)
{
  g_autoptr (GError) error = NULL;
  char *path = crm_backup_make (self->path, kind, self->clock, NULL, &error);

  g_assert_no_error (error);

  return path;
}

/* Asks a file something that nobody has open. */
static gint64
ask_file (const char *path,
          const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) db = crm_db_open (path, CRM_DB_FOREIGN, &error);
  gint64 answer;

  g_assert_no_error (error);
  answer = crm_db_get_integer (db, 0, &error, sql, "");
  g_assert_no_error (error);

  return answer;
}

static void
assert_sound (CrmTestStore *self,
              const char   *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) db = crm_db_open (path, CRM_DB_READ, &error);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  g_assert_true (crm_check_run (db, self->schema, findings, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
assert_no_leftovers (CrmTestStore *self)
{
  const char *const folders[] = { ".", "backups" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (self->folder, folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        g_assert_true (strstr (name, ".part") == NULL && strstr (name, ".restore") == NULL);
    }
}

/* --- Making them ------------------------------------------------------------------------------------- */

static void
test_make (CrmTestStore  *self,
           gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) backups = NULL;
  const CrmBackup *backup;
  GStatBuf info;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  path = make_backup (self, "manual");
  g_assert_true (g_str_has_suffix (path, G_DIR_SEPARATOR_S "store-20260302T100000Z-manual.db"));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (ask_file (path, "SELECT count (*) FROM firm"), ==, 1);
  assert_sound (self, path);

  backups = crm_backup_list (self->path, NULL);
  g_assert_cmpuint (backups->len, ==, 1);
  backup = g_ptr_array_index (backups, 0);
  g_assert_cmpstr (backup->path, ==, path);
  g_assert_cmpstr (backup->kind, ==, "manual");
  g_assert_cmpint (backup->time, ==, CRM_TEST_NOW);
  g_assert_cmpint (backup->size, ==, info.st_size);
  assert_no_leftovers (self);
}

typedef struct
{
  CrmTestStore *self;
  gboolean stop; /* atomic */
} Load;

/* Moves people between two firms; at every commit there are as many people as there were. */
static gpointer
write_thread (gpointer data)
{
  Load *load = data;
  CrmTestStore *self = load->self;

  for (guint n = 0; !g_atomic_int_get (&load->stop); n++)
    {
      g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
      g_autoptr (CrmCommit) commit = NULL;
      g_autofree char *count = g_strdup_printf ("%u", n);

      for (gint64 id = 1; id <= 20; id++)
        {
          CrmEdit *edit = crm_edit_new (self->person, CRM_OP_UPDATE, id);

          crm_test_edit_put (edit, "firm", n % 2 == 0 ? "1" : "2");
          crm_test_edit_put (edit, "notes", count);
          g_ptr_array_add (crm_change_set_get_edits (set), edit);
        }
      commit = crm_test_store_commit (self, set);
    }

  return NULL;
}

static void
test_while_written (CrmTestStore  *self,
                    gconstpointer  data)
{
  Load load = { self, FALSE };
  GThread *thread;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_test_store_add (self, self->firm, "name", "Luna", NULL);
  for (guint i = 0; i < 20; i++)
    crm_test_store_add (self, self->person, "name", "Ana", "firm", "1", NULL);

  thread = g_thread_new ("write", write_thread, &load);
  for (guint i = 0; i < 15; i++)
    {
      g_autofree char *target = g_build_filename (self->folder, "copy.db", NULL);
      g_autoptr (GError) error = NULL;

      g_assert_true (crm_backup_write (self->path, target, NULL, NULL, NULL, &error));
      g_assert_no_error (error);

      /* As it was between two commits: everybody at one firm, with one note, and the journal knows. */
      g_assert_cmpint (ask_file (target, "SELECT count (DISTINCT firm) * 1000 + count (DISTINCT notes) FROM person"), <=, 1001);
      g_assert_cmpint (ask_file (target, "SELECT max (people) FROM firm"), ==, 20);
      g_assert_cmpint (ask_file (target, "SELECT (SELECT max (change_set) FROM journal) - (SELECT max (id) FROM change_set)"), ==, 0);
      assert_sound (self, target);
    }
  g_atomic_int_set (&load.stop, TRUE);
  g_thread_join (thread);
  crm_test_store_check (self);
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  gint64 *last = user_data;

  g_assert_cmpint (done, >=, *last);
  g_assert_cmpint (done, <=, total);
  *last = done;
}

static void
cancel_cb (gint64   done,
           gint64   total,
           gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
fill (CrmTestStore *self,
      guint         n)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_IMPORT, NULL);
  g_autoptr (CrmCommit) commit = NULL;

  for (guint i = 0; i < n; i++)
    {
      CrmEdit *edit = crm_edit_new (self->person, CRM_OP_CREATE, -1 - (gint64) i);

      crm_test_edit_put (edit, "name", "Somebody with a name");
      crm_test_edit_put (edit, "notes", "and a note that is not too short either");
      g_ptr_array_add (crm_change_set_get_edits (set), edit);
    }
  commit = crm_test_store_commit (self, set);
}

static void
test_progress (CrmTestStore  *self,
               gconstpointer  data)
{
  g_autofree char *target = g_build_filename (self->folder, "copy.db", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 last = 0;

  fill (self, 20000);
  g_assert_true (crm_backup_write (self->path, target, progress_cb, &last, NULL, &error));
  g_assert_cmpint (last, >, 1000);

  /* Somebody changes their mind: the old copy stays. */
  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  g_assert_false (crm_backup_write (self->path, target, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (ask_file (target, "SELECT count (*) FROM firm"), ==, 0);
  assert_no_leftovers (self);
}

static void
test_cannot_make (CrmTestStore  *self,
                  gconstpointer  data)
{
  g_autofree char *nowhere = g_build_filename (self->folder, "nowhere", "copy.db", NULL);
  g_autofree char *folder = g_build_filename (self->folder, "backups", NULL);
  g_autofree char *missing = g_build_filename (self->folder, "missing.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (crm_backup_write (self->path, nowhere, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "nowhere"));
  g_clear_error (&error);

  g_assert_false (crm_backup_write (missing, nowhere, NULL, NULL, NULL, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (folder, "a file where the folder should be", -1, NULL));
  g_assert_null (crm_backup_make (self->path, "manual", self->clock, NULL, &error));
  g_assert_true (error != NULL && error->domain == G_IO_ERROR);
  g_assert_nonnull (strstr (error->message, folder));
}

/* --- Keeping them ------------------------------------------------------------------------------------------ */

static void
add_backup (CrmTestStore *self,
            gint64        time,
            const char   *kind)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (moment, "%Y%m%dT%H%M%SZ");
  g_autofree char *name = g_strdup_printf ("store-%s-%s.db", stamp, kind);
  g_autofree char *folder = crm_backup_get_folder (self->path);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_mkdir (folder, 0700);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static guint
count_backups (CrmTestStore *self,
               const char   *kind)
{
  g_autoptr (GPtrArray) backups = crm_backup_list (self->path, NULL);
  guint n = 0;

  for (guint i = 0; i < backups->len; i++)
    n += strcmp (((const CrmBackup *) g_ptr_array_index (backups, i))->kind, kind) == 0;

  return n;
}

typedef struct
{
  CrmTestStore *self;
  char *paths[4];
  gint next; /* atomic */
} Crowd;

static gpointer
crowd_thread (gpointer data)
{
  Crowd *crowd = data;

  for (int i = 0; i < 2; i++)
    crowd->paths[g_atomic_int_add (&crowd->next, 1)] = make_backup (crowd->self, "before-migration");

  return NULL;
}

/* Several at one second: each is whole, and none is in the place of another. */
static void
test_at_once (CrmTestStore  *self,
              gconstpointer  data)
{
  Crowd crowd = { .self = self };
  GThread *threads[2];

  fill (self, 500);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("backup", crowd_thread, &crowd);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  for (guint i = 0; i < G_N_ELEMENTS (crowd.paths); i++)
    for (guint k = 0; k < i; k++)
      g_assert_cmpstr (crowd.paths[i], !=, crowd.paths[k]);

  /* The last three of a kind stay. */
  g_assert_cmpuint (count_backups (self, "before-migration"), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (crowd.paths); i++)
    {
      if (g_file_test (crowd.paths[i], G_FILE_TEST_EXISTS))
        assert_sound (self, crowd.paths[i]);
      g_free (crowd.paths[i]);
    }
  assert_no_leftovers (self);
}

/* Which period a moment is in, counted through: days, weeks from Monday on, months. */
static gint64
get_period (gint64 time,
            guint  shelf)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  gint64 day = time / G_TIME_SPAN_DAY;

  switch (shelf)
    {
    case 0:
      return day;
    case 1:
      return (day + 3) / 7; /* 1970 began on a Thursday */
    default:
      return g_date_time_get_year (moment) * 12 + g_date_time_get_month (moment);
    }
}

/* Whether the plan keeps the backup @i of all that were ever made, the oldest first. */
static gboolean
is_kept (const GArray *made,
         guint         i)
{
  static const guint kept[] = { 7, 4, 12 };

  for (guint shelf = 0; shelf < G_N_ELEMENTS (kept); shelf++)
    {
      gint64 last = get_period (g_array_index (made, gint64, i), shelf);
      guint n_newer = 0;

      /* The newest of its period, and one of the last periods that have any. */
      if (i + 1 < made->len && get_period (g_array_index (made, gint64, i + 1), shelf) == last)
        continue;

      for (guint k = i + 1; k < made->len; k++)
        {
          gint64 period = get_period (g_array_index (made, gint64, k), shelf);

          n_newer += period != last;
          last = period;
        }
      if (n_newer < kept[shelf])
        return TRUE;
    }

  return FALSE;
}

static void
assert_kept (CrmTestStore *self,
             const GArray *made)
{
  g_autoptr (GPtrArray) backups = crm_backup_list (self->path, NULL);
  guint position = 0;

  for (guint i = made->len; i > 0; i--)
    {
      const CrmBackup *backup;

      if (!is_kept (made, i - 1))
        continue;

      do
        {
          g_assert_cmpuint (position, <, backups->len);
          backup = g_ptr_array_index (backups, position++);
        }
      while (strcmp (backup->kind, "daily") != 0);
      g_assert_cmpint (backup->time, ==, g_array_index (made, gint64, i - 1) / G_USEC_PER_SEC * G_USEC_PER_SEC);
    }

  for (; position < backups->len; position++)
    g_assert_cmpstr (((const CrmBackup *) g_ptr_array_index (backups, position))->kind, !=, "daily");
}

static void
test_rotation (CrmTestStore  *self,
               gconstpointer  data)
{
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (gint64));

  /* More than a year, with holidays, an import now and then, and a clock that is not exact. */
  for (guint day = 0; day < 450; day++)
    {
      gint64 now = CRM_TEST_NOW + day * G_TIME_SPAN_DAY + (day % 5) * G_TIME_SPAN_MINUTE;

      crm_clock_set_now (self->clock, now);
      if (day % 90 > 80)
        continue;

      add_backup (self, now, "daily");
      g_array_append_val (made, now);
      if (day % 10 == 0)
        add_backup (self, now, "before-migration");
      if (day % 7 == 0)
        add_backup (self, now, "before-restore");
      if (day % 100 == 0)
        add_backup (self, now, "manual");
      crm_backup_rotate (self->path, self->clock);

      assert_kept (self, made);
      g_assert_cmpuint (count_backups (self, "before-migration"), ==, MIN (3, day / 10 + 1 - (day / 10 >= 9) - (day / 10 >= 18) - (day / 10 >= 27) - (day / 10 >= 36)));
      g_assert_cmpuint (count_backups (self, "before-restore"), <=, 3);
      g_assert_cmpuint (count_backups (self, "manual"), ==, day / 100 + 1);
    }

  /* The last seven days, the weeks before them, and the months before those. */
  g_assert_cmpuint (count_backups (self, "daily"), >=, 7 + 2 + 10);
}

static void
test_names (CrmTestStore  *self,
            gconstpointer  data)
{
  static const char *const others[] = {
    "notes.txt", "store-20260302T100000Z.db", "store-20260302T100000Z-daily.db.part", "store-20261302T100000Z-daily.db",
    "store-hello-daily-world.db", "store-20260302T100000Z-daily.db-journal", "20260302T100000Z-daily.db",
    "other-20260302T100000Z-daily.db",
  };
  g_autofree char *folder = crm_backup_get_folder (self->path);
  g_autoptr (GPtrArray) none = crm_backup_list (self->path, NULL);
  g_autoptr (GPtrArray) backups = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  g_mkdir (folder, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_build_filename (folder, others[i], NULL);

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }
  add_backup (self, CRM_TEST_NOW, "daily");
  add_backup (self, CRM_TEST_NOW - G_TIME_SPAN_DAY, "a-kind-of-its-own");
  crm_backup_rotate (self->path, self->clock);

  backups = crm_backup_list (self->path, NULL);
  g_assert_cmpuint (backups->len, ==, 2);
  g_assert_cmpstr (((const CrmBackup *) g_ptr_array_index (backups, 1))->kind, ==, "a-kind-of-its-own");

  /* What is not a backup is not ours to remove. */
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_build_filename (folder, others[i], NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

static void
test_due (CrmTestStore  *self,
          gconstpointer  data)
{
  g_assert_true (crm_backup_is_due (self->path, self->clock));
  add_backup (self, CRM_TEST_NOW, "manual");
  g_assert_true (crm_backup_is_due (self->path, self->clock));
  add_backup (self, CRM_TEST_NOW, "daily");
  g_assert_false (crm_backup_is_due (self->path, self->clock));
  crm_clock_set_now (self->clock, CRM_TEST_NOW + G_TIME_SPAN_DAY - 1);
  g_assert_false (crm_backup_is_due (self->path, self->clock));
  crm_clock_set_now (self->clock, CRM_TEST_NOW + G_TIME_SPAN_DAY);
  g_assert_true (crm_backup_is_due (self->path, self->clock));

  /* A clock that was ahead does not keep the next one from being made. */
  crm_clock_set_now (self->clock, CRM_TEST_NOW - 1);
  g_assert_true (crm_backup_is_due (self->path, self->clock));
}

/* --- Going back ---------------------------------------------------------------------------------------------- */

static guint n_replaced;

static void
replaced_cb (CrmStore *store,
             gpointer  user_data)
{
  n_replaced++;
}

static gboolean
was_replaced (gpointer data)
{
  return n_replaced > 0;
}

static gpointer
count_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, crm_db_get_integer (db, 0, error, "SELECT count (*) FROM firm", ""));
}

static void
test_restore (CrmTestStore  *self,
              gconstpointer  data)
{
  g_autofree char *backup = NULL;
  g_autofree char *then = NULL;
  g_autofree char *before = NULL;
  g_autofree char *count = NULL;
  g_autoptr (GError) error = NULL;
  gint64 stamp;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_test_store_add (self, self->person, "name", "Ana", "firm", "1", "+mails", "a@b.example", NULL);
  then = crm_test_store_dump (self);
  backup = make_backup (self, "manual");

  crm_test_store_set (self, self->person, 1, "name", "Eva", "firm", "", NULL);
  crm_test_store_move (self, self->firm, 1, CRM_OP_TRASH);
  fill (self, 3000);
  before = crm_test_store_dump (self);
  stamp = crm_test_store_get (self, "SELECT stamp FROM clock");
  crm_clock_set_now (self->clock, CRM_TEST_NOW + G_TIME_SPAN_HOUR);

  n_replaced = 0;
  g_signal_connect (self->store, "replaced", G_CALLBACK (replaced_cb), NULL);
  g_assert_true (crm_store_restore (self->store, backup, &error));
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_replaced, ==, 1);
  crm_test_store_assert_dump (self, then);
  count = crm_store_read (self->store, CRM_LANE_SCREEN, count_read, NULL, NULL);
  g_assert_cmpstr (count, ==, "1");
  crm_test_store_check (self);
  assert_no_leftovers (self);

  /* It goes on as another device, with stamps that nobody has seen. */
  g_assert_cmpint (crm_test_store_get (self, "SELECT value FROM meta WHERE name = 'device'"), ==, 2);
  crm_test_store_set (self, self->person, 1, "rating", "1", NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM clock"), >, stamp);
  g_assert_cmpint (crm_test_store_get (self, "SELECT device FROM field_stamp"), ==, 2);
  crm_test_store_check (self);
  crm_test_store_close (self);
  crm_test_store_open (self);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM device"), ==, 2);

  /* What was there before is in a backup of its own. */
  {
    g_autoptr (GPtrArray) backups = crm_backup_list (self->path, NULL);
    const CrmBackup *safety = g_ptr_array_index (backups, 0);

    g_assert_cmpstr (safety->kind, ==, "before-restore");

    /* It is the oldest of those that are kept, when it is wanted. */
    for (guint i = 1; i <= 2; i++)
      add_backup (self, CRM_TEST_NOW + G_TIME_SPAN_HOUR + i * G_TIME_SPAN_SECOND, "before-restore");
    g_assert_true (crm_store_restore (self->store, safety->path, &error));
    g_assert_no_error (error);
    crm_test_store_assert_dump (self, before);
    crm_test_store_check (self);
  }
}

static void
assert_refuses (CrmTestStore *self,
                const char   *backup,
                int           code)
{
  g_autofree char *before = crm_test_store_dump (self);
  g_autoptr (GError) error = NULL;

  g_assert_false (crm_store_restore (self->store, backup, &error));
  g_assert_error (error, CRM_STORE_ERROR, code);
  g_assert_nonnull (strstr (error->message, backup));
  g_test_message ("%s", error->message);
  crm_test_store_assert_dump (self, before);
  crm_test_store_check (self);
  assert_no_leftovers (self);
}

static void
spoil (const char *path,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) db = crm_db_open (path, CRM_DB_WRITE, &error);

  g_assert_no_error (error);
  crm_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static void
test_refuse (CrmTestStore  *self,
             gconstpointer  data)
{
  g_autofree char *missing = g_build_filename (self->folder, "missing.db", NULL);
  g_autofree char *text = g_build_filename (self->folder, "text.db", NULL);
  g_autofree char *spoilt = g_build_filename (self->folder, "spoilt.db", NULL);
  static const struct
  {
    const char *sql;
    int code;
  } cases[] = {
    { "PRAGMA user_version = 99", CRM_STORE_ERROR_NEWER },
    { "PRAGMA application_id = 5", CRM_STORE_ERROR_FOREIGN },
    { "CREATE TRIGGER spy AFTER INSERT ON person BEGIN DELETE FROM person; END", CRM_STORE_ERROR_FOREIGN },
    { "CREATE VIEW spy AS SELECT * FROM person", CRM_STORE_ERROR_FOREIGN },
  };

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  fill (self, 500);
  assert_refuses (self, missing, CRM_STORE_ERROR_MISSING);
  g_assert_true (g_file_set_contents (text, "name;phone\nAna;030\n", -1, NULL));
  assert_refuses (self, text, CRM_STORE_ERROR_FOREIGN);
  g_assert_true (g_file_set_contents (text, "", -1, NULL));
  assert_refuses (self, text, CRM_STORE_ERROR_MISSING);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (crm_backup_write (self->path, spoilt, NULL, NULL, NULL, NULL));
      spoil (spoilt, cases[i].sql);
      assert_refuses (self, spoilt, cases[i].code);
    }

  /* Damage in the middle of it, and a copy that was cut off. */
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *contents = NULL;
      gsize length;

      g_assert_true (crm_backup_write (self->path, spoilt, NULL, NULL, NULL, NULL));
      g_assert_true (g_file_get_contents (spoilt, &contents, &length, NULL));
      memset (contents + length / 2 / 4096 * 4096, 'x', 4096 * 3);
      g_assert_true (g_file_set_contents (spoilt, contents, i == 0 ? (gssize) length : (gssize) length / 3, NULL));
      assert_refuses (self, spoilt, CRM_STORE_ERROR_DAMAGED);
    }
}

static void
test_cannot_migrate (CrmTestStore  *self,
                     gconstpointer  data)
{
  g_autofree char *backup = NULL;
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;

  /* Sound to SQLite, but it cannot become what this program needs: nothing has happened then. */
  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  backup = make_backup (self, "manual");
  spoil (backup, "DROP TABLE person; CREATE TABLE person (id INTEGER PRIMARY KEY, state TEXT) STRICT;"
                 "UPDATE meta SET value = 'other' WHERE name = 'schema'");
  crm_test_store_add (self, self->firm, "name", "Luna", NULL);
  before = crm_test_store_dump (self);
  g_assert_false (crm_store_restore (self->store, backup, &error));
  g_assert_nonnull (error);
  crm_test_store_assert_dump (self, before);
  crm_test_store_check (self);
  assert_no_leftovers (self);
}

/* --- In the place of what cannot be opened ------------------------------------------------------------------ */

static char *
find_kept (CrmTestStore *self,
           const char   *suffix)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, ".damaged-") != NULL && g_str_has_suffix (name, suffix))
      return g_build_filename (self->folder, name, NULL);

  return NULL;
}

static void
test_put_in_place (CrmTestStore  *self,
                   gconstpointer  data)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *backup = NULL;
  g_autofree char *then = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *kept_log = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  then = crm_test_store_dump (self);
  backup = make_backup (self, "manual");
  crm_test_store_close (self);

  /* What is there stays, with its log, under another name. */
  g_assert_true (g_file_set_contents (self->path, "once a database", -1, NULL));
  g_assert_true (g_file_set_contents (log, "its log", -1, NULL));
  g_assert_true (crm_backup_put_in_place (self->path, backup, self->clock, &kept, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (kept, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "once a database");
  g_clear_pointer (&contents, g_free);
  kept_log = find_kept (self, "-wal");
  g_assert_true (g_file_get_contents (kept_log, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "its log");
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  assert_no_leftovers (self);

  /* It goes on as another device. */
  crm_test_store_open (self);
  crm_test_store_assert_dump (self, then);
  g_assert_cmpint (crm_test_store_get (self, "SELECT value FROM meta WHERE name = 'device'"), ==, 2);
  crm_test_store_check (self);
}

/* What is not there at all is put there. */
static void
test_put_anew (CrmTestStore  *self,
               gconstpointer  data)
{
  g_autofree char *backup = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  backup = make_backup (self, "manual");
  crm_test_store_close (self);
  g_assert_cmpint (g_unlink (self->path), ==, 0);

  g_assert_true (crm_backup_put_in_place (self->path, backup, self->clock, &kept, &error));
  g_assert_no_error (error);
  g_assert_null (kept);
  crm_test_store_open (self);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM firm"), ==, 1);
  g_assert_cmpint (crm_test_store_get (self, "SELECT value FROM meta WHERE name = 'device'"), ==, 2);
}

/* If it cannot take the place, everything is as it was. */
static void
test_cannot_put (CrmTestStore  *self,
                 gconstpointer  data)
{
  g_autofree char *memory = g_strconcat (self->path, "-shm", NULL);
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *backup = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  backup = make_backup (self, "manual");
  crm_test_store_close (self);
  g_assert_true (g_file_set_contents (self->path, "once a database", -1, NULL));
  g_assert_true (g_file_set_contents (log, "its log", -1, NULL));
  g_assert_cmpint (g_mkdir (memory, 0700), ==, 0);

  g_assert_false (crm_backup_put_in_place (self->path, backup, self->clock, &kept, &error));
  g_assert_true (error != NULL && error->domain == G_IO_ERROR);
  g_assert_null (kept);
  g_assert_null (find_kept (self, ""));
  g_assert_true (g_file_get_contents (self->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "once a database");
  g_clear_pointer (&contents, g_free);
  g_assert_true (g_file_get_contents (log, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "its log");
  assert_no_leftovers (self);
}

static void
test_other_program (CrmTestStore  *self,
                    gconstpointer  data)
{
  g_autofree char *backup = NULL;
  g_autoptr (CrmStore) other = NULL;
  g_autoptr (GError) error = NULL;

  /* Another program that has the file open hears of it. */
  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  backup = make_backup (self, "manual");
  crm_test_store_add (self, self->firm, "name", "Luna", NULL);
  other = crm_store_open (self->path, self->schema, self->clock, &error);
  g_assert_no_error (error);
  n_replaced = 0;
  g_signal_connect (other, "replaced", G_CALLBACK (replaced_cb), NULL);
  crm_store_look_for_commits (other);

  g_assert_true (crm_store_restore (self->store, backup, &error));
  crm_test_store_set (self, self->firm, 1, "city", "Bonn", NULL);
  crm_store_look_for_commits (other);
  crm_store_close (self->store);
  g_assert_cmpint (ask_file (self->path, "SELECT count (*) FROM firm"), ==, 1);

  crm_test_wait (was_replaced, NULL);
  g_assert_cmpuint (n_replaced, ==, 1);
  crm_store_close (other);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (CrmTestStore *self, gconstpointer data);
  } tests[] = {
    { "/backup/make", test_make },
    { "/backup/while-written", test_while_written },
    { "/backup/progress", test_progress },
    { "/backup/cannot-make", test_cannot_make },
    { "/backup/rotation", test_rotation },
    { "/backup/names", test_names },
    { "/backup/due", test_due },
    { "/backup/restore", test_restore },
    { "/backup/refuse", test_refuse },
    { "/backup/cannot-migrate", test_cannot_migrate },
    { "/backup/at-once", test_at_once },
    { "/backup/put-in-place", test_put_in_place },
    { "/backup/put-anew", test_put_anew },
    { "/backup/cannot-put", test_cannot_put },
    { "/backup/other-program", test_other_program },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, CrmTestStore, NULL, crm_test_store_set_up, tests[i].func, crm_test_store_tear_down);

  return g_test_run ();
}
