/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A store with three tables that have a column of every kind: firms, persons and labels. The store
 * is proved with them, without what is built upon it.
 */

#include "config.h"

#include "crm-test-store.h"

#include <string.h>

#include "crm-email.h"
#include "crm-fold.h"
#include "crm-test.h"

CrmTestRules crm_test_rules;

struct _CrmTestSchema
{
  CrmSchema parent_instance;

  CrmTable tables[3];
  GPtrArray *columns; /* owned, of all tables */
};

G_DEFINE_FINAL_TYPE (CrmTestSchema, crm_test_schema, CRM_TYPE_SCHEMA)

#define SORTED  CRM_COLUMN_SORTED
#define DERIVED CRM_COLUMN_DERIVED
#define COUNTER CRM_COLUMN_COUNTER

#define CREATED  { 101, "created", CRM_STORAGE_INTEGER, .flags = SORTED | DERIVED }
#define MODIFIED { 102, "modified", CRM_STORAGE_INTEGER, .flags = SORTED | DERIVED }

static const CrmColumn firm_columns[] = {
  { 1, "name", CRM_STORAGE_TEXT, CRM_KEY_FOLDED, CRM_SEARCH_WORDS, SORTED },
  { 2, "city", CRM_STORAGE_TEXT, CRM_KEY_FOLDED, CRM_SEARCH_WORDS, SORTED },
  { 3, "size", CRM_STORAGE_INTEGER, .flags = SORTED },
  { 4, "score", CRM_STORAGE_INTEGER, .flags = SORTED | COUNTER },
  { 5, "people", CRM_STORAGE_INTEGER, .flags = SORTED | DERIVED, .counts = "person", .counts_via = "firm" },
  CREATED, MODIFIED, { 0 },
};

static const CrmColumn person_columns[] = {
  { 1, "name", CRM_STORAGE_TEXT, CRM_KEY_FOLDED, CRM_SEARCH_WORDS, SORTED },
  { 2, "email", CRM_STORAGE_TEXT, CRM_KEY_EMAIL, CRM_SEARCH_WORDS, SORTED },
  { 3, "phone", CRM_STORAGE_TEXT, CRM_KEY_DIGITS, CRM_SEARCH_DIGITS, SORTED },
  { 4, "firm", CRM_STORAGE_LINK, .flags = SORTED, .links_to = "firm" },
  { 5, "rating", CRM_STORAGE_REAL, .flags = SORTED },
  { 6, "worth", CRM_STORAGE_MONEY, .flags = SORTED },
  { 7, "born", CRM_STORAGE_TEXT, .flags = SORTED },
  { 8, "shout", CRM_STORAGE_TEXT, .flags = SORTED | DERIVED },
  { 9, "notes", CRM_STORAGE_TEXT, .search = CRM_SEARCH_WORDS },
  { 10, "labels", CRM_STORAGE_SET, .links_to = "label" },
  { 11, "mails", CRM_STORAGE_SET, .search = CRM_SEARCH_WORDS },
  { 12, "phones", CRM_STORAGE_SET, .search = CRM_SEARCH_DIGITS },
  { 103, "author", CRM_STORAGE_LINK, .flags = DERIVED, .links_to = "person" },
  CREATED, MODIFIED, { 0 },
};

static const CrmColumn label_columns[] = {
  { 1, "name", CRM_STORAGE_TEXT, CRM_KEY_FOLDED, CRM_SEARCH_WORDS, SORTED },
  { 2, "people", CRM_STORAGE_INTEGER, .flags = SORTED | DERIVED, .counts = "person", .counts_via = "labels" },
  CREATED, MODIFIED, { 0 },
};

static void
derive_person (CrmImage *image)
{
  const char *name = crm_image_get_text (image, "name");

  crm_image_derive (image, "shout", crm_value_take_text (name != NULL ? g_utf8_strup (name, -1) : NULL));
}

static gboolean
check_person (CrmImage  *image,
              GError   **error)
{
  return crm_test_rules.check == NULL || crm_test_rules.check (image, error);
}

static gboolean
follow_person (CrmImage  *image,
               GError   **error)
{
  return crm_test_rules.follow == NULL || crm_test_rules.follow (image, error);
}

static void
crm_test_schema_finalize (GObject *object)
{
  CrmTestSchema *self = CRM_TEST_SCHEMA (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->tables); i++)
    g_free (self->tables[i].columns);
  g_ptr_array_unref (self->columns);

  G_OBJECT_CLASS (crm_test_schema_parent_class)->finalize (object);
}

static gboolean
crm_test_schema_allow (CrmSchema  *schema,
                       CrmImage   *image,
                       GError    **error)
{
  return crm_test_rules.allow == NULL || crm_test_rules.allow (image, error);
}

/* The file says which column people have added. */
static CrmSchema *
crm_test_schema_load (CrmSchema  *schema,
                      CrmDb      *db,
                      GError    **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *extra = crm_db_get_text (db, &reason, "SELECT value FROM meta WHERE name = 'extra'", "");

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return extra != NULL ? crm_test_schema_new_with (extra) : g_object_ref (schema);
}

static void
crm_test_schema_class_init (CrmTestSchemaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_test_schema_finalize;
  CRM_SCHEMA_CLASS (klass)->allow = crm_test_schema_allow;
  CRM_SCHEMA_CLASS (klass)->load = crm_test_schema_load;
}

static void
crm_test_schema_init (CrmTestSchema *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_free);
}

static void
add_table (CrmTestSchema   *self,
           guint            index,
           guint16          id,
           const char      *name,
           const CrmColumn *columns,
           const CrmColumn *extra)
{
  CrmTable *table = &self->tables[index];
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (const CrmColumn *column = columns; column->name != NULL; column++)
    g_ptr_array_add (all, g_memdup2 (column, sizeof *column));
  if (extra != NULL)
    g_ptr_array_add (all, g_memdup2 (extra, sizeof *extra));
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_add (self->columns, g_ptr_array_index (all, i));

  table->id = id;
  table->name = name;
  table->n_columns = all->len;
  table->columns = (CrmColumn **) g_ptr_array_steal (all, NULL);
  table->title = table->columns[0];
  crm_schema_add_table (CRM_SCHEMA (self), table);
}

/**
 * crm_test_schema_new_with:
 * @extra_column: (nullable): the name of a column of persons that people added, "c1" to "c9"; one
 *   with an even number is a set
 *
 * Returns: (transfer full): the tables
 */
CrmSchema *
crm_test_schema_new_with (const char *extra_column)
{
  CrmTestSchema *self = g_object_new (CRM_TYPE_TEST_SCHEMA, NULL);
  CrmColumn extra = { .search = CRM_SEARCH_WORDS };

  if (extra_column != NULL)
    {
      extra.id = (guint16) (1000 + extra_column[1] - '0');
      extra.name = g_intern_string (extra_column);
      extra.storage = extra.id % 2 == 0 ? CRM_STORAGE_SET : CRM_STORAGE_TEXT;
      extra.key = extra.storage == CRM_STORAGE_TEXT ? CRM_KEY_FOLDED : CRM_KEY_NONE;
      extra.flags = extra.storage == CRM_STORAGE_TEXT ? SORTED : CRM_COLUMN_FLAGS_NONE;
    }

  add_table (self, 0, 1, "firm", firm_columns, NULL);
  add_table (self, 1, 2, "person", person_columns, extra_column != NULL ? &extra : NULL);
  add_table (self, 2, 3, "label", label_columns, NULL);
  self->tables[1].derive = derive_person;
  self->tables[1].check = check_person;
  self->tables[1].follow = follow_person;

  return CRM_SCHEMA (self);
}

/**
 * crm_test_schema_new:
 *
 * Returns: (transfer full): the tables
 */
CrmSchema *
crm_test_schema_new (void)
{
  return crm_test_schema_new_with (NULL);
}

/* --- A store ---------------------------------------------------------------------------------- */

/**
 * crm_test_store_set_up:
 *
 * Makes an empty store.
 */
void
crm_test_store_set_up (CrmTestStore  *self,
                       gconstpointer  data)
{
  crm_test_rules = (CrmTestRules) { NULL };
  self->folder = crm_test_make_folder ();
  self->path = g_build_filename (self->folder, "store.db", NULL);
  self->clock = crm_clock_new_virtual (CRM_TEST_NOW);
  self->schema = crm_test_schema_new ();
  self->firm = crm_schema_find_table (self->schema, "firm");
  self->person = crm_schema_find_table (self->schema, "person");
  self->label = crm_schema_find_table (self->schema, "label");
  crm_test_store_open (self);
}

/**
 * crm_test_store_tear_down:
 */
void
crm_test_store_tear_down (CrmTestStore  *self,
                          gconstpointer  data)
{
  crm_test_store_close (self);
  crm_test_remove_folder (self->folder);
  g_clear_object (&self->schema);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->folder, g_free);
}

/**
 * crm_test_store_open:
 */
void
crm_test_store_open (CrmTestStore *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (self->store);
  self->store = crm_store_open (self->path, self->schema, self->clock, &error);
  g_assert_no_error (error);
}

/**
 * crm_test_store_close:
 */
void
crm_test_store_close (CrmTestStore *self)
{
  if (self->store == NULL)
    return;

  /* What was told keeps the store alive until it has been heard. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  crm_store_close (self->store);
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

/* --- Writing ------------------------------------------------------------------------------------- */

/* What makes a member of a set one. */
static CrmValue
make_member_key (const CrmColumn *column,
                 const char      *text)
{
  GString *digits;

  if (column->links_to != NULL)
    return crm_value_integer (g_ascii_strtoll (text, NULL, 10));
  if (column->search != CRM_SEARCH_DIGITS)
    return crm_value_take_text (crm_email_key (text));

  digits = g_string_new (NULL);
  crm_fold_append_digits (digits, text);

  return crm_value_take_text (g_string_free (digits, FALSE));
}

static CrmValue
make_value (const CrmColumn *column,
            const char      *text)
{
  const char *blank;

  if (*text == '\0')
    return (CrmValue) CRM_VALUE_INIT;

  switch (column->storage)
    {
    case CRM_STORAGE_INTEGER:
    case CRM_STORAGE_LINK:
      return crm_value_integer (g_ascii_strtoll (text, NULL, 10));
    case CRM_STORAGE_REAL:
      return crm_value_real (g_ascii_strtod (text, NULL));
    case CRM_STORAGE_MONEY:
      blank = strchr (text, ' ');
      return crm_value_money (g_ascii_strtoll (text, NULL, 10), blank != NULL ? blank + 1 : "EUR");
    case CRM_STORAGE_TEXT:
    case CRM_STORAGE_SET:
    default:
      return crm_value_text (text);
    }
}

/**
 * crm_test_edit_put:
 * @column: "name"; "+mails" and "-mails" for the members of a set, "+score" to add to a counter
 * @text: the value; empty for none; of money "1250 EUR"; of a member "text|label"
 *
 * Adds a change to an edit.
 */
void
crm_test_edit_put (CrmEdit    *edit,
                   const char *column,
                   const char *text)
{
  const CrmColumn *found = crm_table_find_column (edit->table, column + strspn (column, "+-"));

  g_assert_nonnull (found);
  if (found->storage == CRM_STORAGE_SET)
    {
      g_auto (GStrv) parts = g_strsplit (text, "|", 2);
      g_auto (CrmValue) key = make_member_key (found, parts[0]);

      if (column[0] == '-')
        crm_edit_remove (edit, found, &key);
      else
        crm_edit_add (edit, found, &key, found->links_to == NULL ? parts[0] : NULL, parts[1]);
    }
  else if (column[0] == '+')
    {
      crm_edit_adjust (edit, found, g_ascii_strtoll (text, NULL, 10));
    }
  else
    {
      g_auto (CrmValue) value = make_value (found, text);

      crm_edit_set (edit, found, &value);
    }
}

/**
 * crm_test_store_commit:
 *
 * Returns: (transfer full): what came of it
 */
CrmCommit *
crm_test_store_commit (CrmTestStore *self,
                       CrmChangeSet *set)
{
  g_autoptr (GError) error = NULL;
  CrmCommit *commit = crm_store_commit (self->store, set, &error);

  g_assert_no_error (error);

  return commit;
}

static CrmCommit *
write_words (CrmTestStore   *self,
             const CrmTable *table,
             CrmOp           op,
             gint64          id,
             const char     *first_column,
             va_list         args)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  CrmEdit *edit = crm_edit_new (table, op, op == CRM_OP_CREATE ? -1 : id);

  for (const char *column = first_column; column != NULL; column = va_arg (args, const char *))
    crm_test_edit_put (edit, column, va_arg (args, const char *));
  g_ptr_array_add (crm_change_set_get_edits (set), edit);

  return crm_test_store_commit (self, set);
}

/**
 * crm_test_store_add:
 * @first_column: (nullable): as for crm_test_edit_put()
 * @...: its text, then more columns and texts, then %NULL
 *
 * Returns: the id of the new record
 */
gint64
crm_test_store_add (CrmTestStore   *self,
                    const CrmTable *table,
                    const char     *first_column,
                    ...)
{
  g_autoptr (CrmCommit) commit = NULL;
  va_list args;

  va_start (args, first_column);
  commit = write_words (self, table, CRM_OP_CREATE, 0, first_column, args);
  va_end (args);

  return crm_commit_get_created (commit, -1);
}

/**
 * crm_test_store_set:
 * @first_column: (nullable): as for crm_test_edit_put()
 * @...: its text, then more columns and texts, then %NULL
 *
 * Returns: the batch, or 0 if nothing changed
 */
gint64
crm_test_store_set (CrmTestStore   *self,
                    const CrmTable *table,
                    gint64          id,
                    const char     *first_column,
                    ...)
{
  g_autoptr (CrmCommit) commit = NULL;
  va_list args;

  va_start (args, first_column);
  commit = write_words (self, table, CRM_OP_UPDATE, id, first_column, args);
  va_end (args);

  return commit->batch;
}

/**
 * crm_test_store_move:
 * @op: %CRM_OP_TRASH or %CRM_OP_RESTORE
 *
 * Returns: the batch, or 0 if nothing changed
 */
gint64
crm_test_store_move (CrmTestStore   *self,
                     const CrmTable *table,
                     gint64          id,
                     CrmOp           op)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;

  if (op == CRM_OP_TRASH)
    crm_change_set_trash (set, table, id);
  else
    crm_change_set_restore (set, table, id);
  commit = crm_test_store_commit (self, set);

  return commit->batch;
}

/**
 * crm_test_store_undo:
 * @undone: (out caller-allocates) (optional): what came of it
 */
void
crm_test_store_undo (CrmTestStore *self,
                     gint64        batch,
                     CrmUndone    *undone)
{
  g_autoptr (GError) error = NULL;
  CrmUndone result;

  crm_store_undo (self->store, 1, batch, undone != NULL ? undone : &result, &error);
  g_assert_no_error (error);
}

/* --- Reading --------------------------------------------------------------------------------------- */

typedef struct
{
  const CrmTable *table;
  gint64 id;
} Wanted;

static gpointer
load_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Wanted *wanted = data;

  return crm_row_load (db, schema, crm_schema_get_table (schema, wanted->table->id), wanted->id,
                       CRM_ROW_MEMBERS | CRM_ROW_TITLES, error);
}

/**
 * crm_test_store_load:
 *
 * Returns: (transfer full): a record, with its members and titles
 */
CrmRow *
crm_test_store_load (CrmTestStore   *self,
                     const CrmTable *table,
                     gint64          id)
{
  g_autoptr (GError) error = NULL;
  Wanted wanted = { table, id };
  CrmRow *row = crm_store_read (self->store, CRM_LANE_SCREEN, load_read, &wanted, &error);

  g_assert_no_error (error);

  return row;
}

static gpointer
text_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_db_get_text (db, error, data, "");
}

/**
 * crm_test_store_get_text:
 * @sql: a statement
 *
 * Returns: (transfer full) (nullable): the text that it returns
 */
char *
crm_test_store_get_text (CrmTestStore *self,
                         const char   *sql)
{
  g_autoptr (GError) error = NULL;
  char *text = crm_store_read (self->store, CRM_LANE_QUERY, text_read, (gpointer) sql, &error);

  g_assert_no_error (error);

  return text;
}

/**
 * crm_test_store_get:
 * @sql: a statement
 *
 * Returns: the number that it returns
 */
gint64
crm_test_store_get (CrmTestStore *self,
                    const char   *sql)
{
  g_autofree char *text = crm_test_store_get_text (self, sql);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static void
dump_row (const CrmRow *row,
          GString      *text)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);

  g_string_append_printf (text, "%s %" G_GINT64_FORMAT, row->table->name, row->id);
  for (guint i = 0; i < row->table->n_columns; i++)
    {
      const CrmColumn *column = row->table->columns[i];

      if (crm_value_is_empty (&row->values[i]) || column == row->table->modified)
        continue;
      /* To count none is not to count. */
      if ((column->counts != NULL || (column->flags & CRM_COLUMN_COUNTER) != 0) && crm_value_get_integer (&row->values[i]) == 0)
        continue;
      g_string_append_printf (text, " %s=", column->name);
      crm_value_append_json (&row->values[i], text);
    }

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);
      const CrmColumn *column = crm_table_get_column (row->table, member->column);
      g_autoptr (GString) line = g_string_new (" ");

      g_string_append_printf (line, "%s+", column->name);
      crm_value_append_json (&member->key, line);
      crm_json_append_string (line, member->text);
      crm_json_append_string (line, member->label);
      g_string_append (text, line->str);
    }
  g_string_append_c (text, '\n');
}

static gpointer
dump_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 ORDER BY id", tables[i]->name);
      g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);

      while (statement != NULL && crm_statement_step (statement, error))
        {
          g_autoptr (CrmRow) row = crm_row_load (db, schema, tables[i], crm_statement_get_integer (statement, 0),
                                                 CRM_ROW_MEMBERS, error);

          if (row == NULL)
            return NULL;
          dump_row (row, text);
        }
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * crm_test_store_dump:
 *
 * Returns: (transfer full): all records that are there, a line each, without the time of the
 *   last change
 */
char *
crm_test_store_dump (CrmTestStore *self)
{
  g_autoptr (GError) error = NULL;
  char *text = crm_store_read (self->store, CRM_LANE_QUERY, dump_read, NULL, &error);

  g_assert_no_error (error);

  return text;
}

/**
 * crm_test_store_assert_dump:
 * @expected: an earlier answer of crm_test_store_dump()
 *
 * Fails, with the first line that differs, if the records are not the same.
 */
void
crm_test_store_assert_dump (CrmTestStore *self,
                            const char   *expected)
{
  g_autofree char *dump = crm_test_store_dump (self);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_auto (GStrv) expected_lines = g_strsplit (expected, "\n", -1);
  guint i = 0;

  while (lines[i] != NULL && g_strcmp0 (lines[i], expected_lines[i]) == 0)
    i++;
  g_assert_cmpstr (lines[i], ==, expected_lines[i]);
}

/**
 * crm_test_store_exec:
 * @sql: statements
 *
 * Does something to the file behind the back of the store.
 */
void
crm_test_store_exec (CrmTestStore *self,
                     const char   *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) db = crm_db_open (self->path, CRM_DB_WRITE, &error);

  g_assert_no_error (error);
  crm_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

/**
 * crm_test_store_check:
 *
 * Fails if the file does not agree with itself.
 */
void
crm_test_store_check (CrmTestStore *self)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  crm_store_check (self->store, findings, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (findings, i));
  g_assert_cmpuint (findings->len, ==, 0);
}

/**
 * crm_test_store_find:
 * @finding: how a finding begins
 *
 * Returns: (transfer full) (nullable): the finding, if the check has it
 */
char *
crm_test_store_find (CrmTestStore *self,
                     const char   *finding)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  crm_store_check (self->store, findings, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (findings, i), finding))
      return g_strdup (g_ptr_array_index (findings, i));

  return NULL;
}
