/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The one door through which data is changed. It is open for one transaction, on the thread of
 * the writer. Each edit that passes writes the record, its sets, the journal, the stamps and the
 * search index; rules of the model derive columns, refuse, and add what follows. Either all of
 * it is committed or nothing.
 */

#include "config.h"

#include "crm-door.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "crm-counts.h"
#include "crm-error.h"
#include "crm-search-queue.h"
#include "crm-search.h"
#include "crm-sql.h"

/* Rules that answer to each other's writes have to come to an end. */
#define MAX_DEPTH 8

struct _CrmDoor
{
  CrmDb *db;
  CrmSchema *schema;
  CrmChangeSet *set;
  CrmCommit *commit;

  gint64 now;
  gint64 stamp;
  gint64 device;
  gint64 batch;
  gint64 change_set;
  gint64 undo_of;
  gint64 cursor;

  GString *json;
  GString *words;
  CrmSearchQueue *found_by;
  char **keys;

  int depth;
  guint replays : 1;
  guint stays_open : 1;
  guint broken : 1; /* an edit failed after it had written something */
};

/* --- Images ------------------------------------------------------------------------------- */

/**
 * crm_image_get_text:
 * @column: the name of a column
 *
 * Returns: (transfer none) (nullable): its text after the write
 */
const char *
crm_image_get_text (const CrmImage *image,
                    const char     *column)
{
  return crm_row_get_text (image->after, column);
}

/**
 * crm_image_get_integer:
 * @column: the name of a column
 *
 * Returns: its number or record id after the write, or 0
 */
gint64
crm_image_get_integer (const CrmImage *image,
                       const char     *column)
{
  return crm_row_get_integer (image->after, column);
}

/**
 * crm_image_changes:
 * @column: the name of a column
 *
 * Returns: %TRUE if the write gives the column another value, or touches the set
 */
gboolean
crm_image_changes (const CrmImage *image,
                   const char     *column)
{
  const CrmColumn *found = crm_table_find_column (image->table, column);

  g_return_val_if_fail (found != NULL, FALSE);

  if (found->storage == CRM_STORAGE_SET)
    {
      for (guint i = 0; image->changes != NULL && i < image->changes->len; i++)
        if (g_array_index (image->changes, CrmChange, i).column->id == found->id)
          return TRUE;
      return FALSE;
    }

  if (image->before == NULL)
    return !crm_value_is_empty (&image->after->values[found->index]);

  return !crm_value_equal (&image->before->values[found->index], &image->after->values[found->index]);
}

/**
 * crm_image_derive:
 * @column: the name of a column
 * @value: (transfer full): its value
 *
 * Gives a column a value on the way. For derived columns and defaults.
 */
void
crm_image_derive (CrmImage   *image,
                  const char *column,
                  CrmValue    value)
{
  const CrmColumn *found = crm_table_find_column (image->table, column);

  g_return_if_fail (found != NULL);

  crm_value_clear (&image->after->values[found->index]);
  image->after->values[found->index] = value;
}

/**
 * crm_image_count:
 * @column: the name of a set
 *
 * Returns: how many members it will have
 */
guint
crm_image_count (const CrmImage *image,
                 const char     *column)
{
  const CrmColumn *found = crm_table_find_column (image->table, column);
  guint n = 0;

  g_return_val_if_fail (found != NULL, 0);

  for (guint i = 0; i < image->after->members->len; i++)
    n += ((const CrmMember *) g_ptr_array_index (image->after->members, i))->column == found->id;

  return n;
}

/* --- The commit in the file ---------------------------------------------------------------- */

static gboolean
ensure_batch (CrmDoor  *self,
              GError  **error)
{
  if (self->batch != 0)
    return TRUE;

  if (!crm_db_run (self->db, error, "INSERT INTO batch (actor, cause, detail, time) VALUES (?, ?, ?, ?)", "iiti",
                   crm_change_set_get_actor (self->set), (gint64) crm_change_set_get_cause (self->set),
                   crm_change_set_get_detail (self->set), self->now))
    return FALSE;

  self->batch = crm_db_last_id (self->db);

  return TRUE;
}

static gboolean
ensure_change_set (CrmDoor         *self,
                   const CrmTable  *table,
                   CrmOp            op,
                   gint64           record,
                   const char      *columns,
                   GError         **error)
{
  if (self->change_set != 0)
    return TRUE;

  /* The first record stands for all of them in the line that history shows. */
  if (!ensure_batch (self, error) ||
      !crm_db_run (self->db, error,
                   "UPDATE batch SET tbl = ?, op = ?, record = ?, columns = ? WHERE id = ? AND tbl IS NULL", "iiiti",
                   (gint64) table->id, (gint64) op, record, columns, self->batch))
    return FALSE;

  if (!crm_db_run (self->db, error, "INSERT INTO change_set (batch, stamp, device) VALUES (?, ?, ?)", "iii",
                   self->batch, self->stamp, self->device))
    return FALSE;

  self->change_set = crm_db_last_id (self->db);

  return TRUE;
}

/* The names of the columns in @mask, for the line that history shows. */
static char *
list_columns (const CrmTable *table,
              const guint64  *mask)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < table->n_columns; i++)
    if ((mask[i / 64] >> (i % 64) & 1) != 0 && (table->columns[i]->flags & CRM_COLUMN_DERIVED) == 0)
      g_string_append_printf (names, "%s%s", names->len > 0 ? "," : "", table->columns[i]->name);

  return g_string_free (names, names->len == 0);
}

static gboolean
write_journal (CrmDoor         *self,
               const CrmTable  *table,
               CrmOp            op,
               gint64           record,
               const char      *changes,
               const guint64   *mask,
               GError         **error)
{
  if (self->change_set == 0)
    {
      g_autofree char *columns = mask != NULL ? list_columns (table, mask) : NULL;

      if (!ensure_change_set (self, table, op, record, columns, error))
        return FALSE;
    }

  if (!crm_db_run (self->db, error,
                   "INSERT INTO journal (change_set, tbl, record, op, changes) VALUES (?, ?, ?, ?, ?)", "iiiit",
                   self->change_set, (gint64) table->id, record, (gint64) op, changes))
    return FALSE;

  crm_commit_touch (self->commit, table, record, op, mask);
  self->commit->n_written++;

  return TRUE;
}

/* --- What an edit asks for ------------------------------------------------------------------ */

static gboolean
resolve_handle (CrmDoor   *self,
                gint64    *id,
                GError   **error)
{
  gint64 created;

  if (*id >= 0)
    return TRUE;

  created = crm_commit_get_created (self->commit, *id);
  if (created == 0)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED,
                   "Handle %" G_GINT64_FORMAT " stands for no record", *id);
      return FALSE;
    }

  *id = created;

  return TRUE;
}

/* The journal is JSON, which could not be read again with anything else in it. */
static gboolean
is_text (const char *text)
{
  return text == NULL || g_utf8_validate (text, -1, NULL);
}

static gboolean
fits_storage (const CrmColumn *column,
              const CrmValue  *value)
{
  if (crm_value_is_empty (value))
    return column->storage != CRM_STORAGE_SET;

  switch (column->storage)
    {
    case CRM_STORAGE_TEXT:
      return value->kind == CRM_VALUE_TEXT && is_text (value->text);
    case CRM_STORAGE_INTEGER:
    case CRM_STORAGE_LINK:
      return value->kind == CRM_VALUE_INTEGER;
    case CRM_STORAGE_REAL:
      return value->kind == CRM_VALUE_REAL;
    case CRM_STORAGE_MONEY:
      return value->kind == CRM_VALUE_MONEY;
    case CRM_STORAGE_SET:
      return column->links_to != NULL ? value->kind == CRM_VALUE_INTEGER
                                      : value->kind == CRM_VALUE_TEXT && is_text (value->text);
    default:
      return FALSE;
    }
}

/* What the program computes takes no change; only when and by whom a record was made may be known
 * better by whoever brings it from elsewhere. */
static gboolean
takes_change (const CrmRow    *row,
              const CrmColumn *column)
{
  return (column->flags & CRM_COLUMN_DERIVED) == 0 ||
         (row->id == 0 && (column == row->table->created || column == row->table->author));
}

static gboolean
check_target (CrmDoor          *self,
              const CrmColumn  *column,
              gint64            id,
              GError          **error)
{
  g_autoptr (GError) reason = NULL;
  char sql[96];
  gint64 found;

  g_snprintf (sql, sizeof sql, "SELECT 1 FROM %s WHERE id = ?", column->links_to);
  found = crm_db_get_integer (self->db, 0, &reason, sql, "i", id);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (found == 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                   _("There is no %s with the number %" PRId64 "."), column->links_to, id);
      return FALSE;
    }

  return TRUE;
}

static CrmMember *
find_member (GPtrArray       *members,
             const CrmColumn *column,
             const CrmValue  *key,
             guint           *index)
{
  for (guint i = 0; i < members->len; i++)
    {
      CrmMember *member = g_ptr_array_index (members, i);

      if (member->column == column->id && crm_value_equal (&member->key, key))
        {
          if (index != NULL)
            *index = i;
          return member;
        }
    }

  return NULL;
}

static gboolean
is_same_member (const CrmMember *member,
                const CrmMember *other)
{
  return other != NULL && g_strcmp0 (member->text, other->text) == 0 && g_strcmp0 (member->label, other->label) == 0;
}

/* Whether every member of @column in @some is in @others as it is. */
static gboolean
has_all_members (const CrmColumn *column,
                 GPtrArray       *some,
                 GPtrArray       *others)
{
  for (guint i = 0; i < some->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (some, i);

      if (member->column == column->id && !is_same_member (member, find_member (others, column, &member->key, NULL)))
        return FALSE;
    }

  return TRUE;
}

static void
set_bit (guint64         *mask,
         const CrmColumn *column)
{
  mask[column->index / 64] |= G_GUINT64_CONSTANT (1) << (column->index % 64);
}

static void
clear_bit (guint64         *mask,
           const CrmColumn *column)
{
  mask[column->index / 64] &= ~(G_GUINT64_CONSTANT (1) << (column->index % 64));
}

static gboolean
has_bit (const guint64   *mask,
         const CrmColumn *column)
{
  return (mask[column->index / 64] >> (column->index % 64) & 1) != 0;
}

static gboolean
set_overflow_error (const CrmColumn  *column,
                    const CrmRow     *row,
                    GError          **error)
{
  g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "A number becomes too large for %s.%s",
               row->table->name, column->name);

  return FALSE;
}

/* Puts what @edit asks for into the row, and notes in @mask which sets it touches. */
static gboolean
apply_changes (CrmDoor        *self,
               const CrmEdit  *edit,
               CrmRow         *row,
               guint64        *mask,
               GError        **error)
{
  for (guint i = 0; i < edit->changes->len; i++)
    {
      const CrmChange *change = &g_array_index (edit->changes, CrmChange, i);
      const CrmColumn *column = crm_table_get_column (row->table, change->column->id);
      g_auto (CrmValue) value = crm_value_dup (&change->value);
      CrmMember *member;
      guint index;

      if (column == NULL || !fits_storage (column, &value) || !takes_change (row, column) ||
          !is_text (change->text) || !is_text (change->label))
        {
          g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "A value does not fit %s.%s",
                       row->table->name, change->column->name);
          return FALSE;
        }

      if (column->links_to != NULL && value.kind == CRM_VALUE_INTEGER &&
          (!resolve_handle (self, &value.integer, error) || !check_target (self, column, value.integer, error)))
        return FALSE;

      switch (change->kind)
        {
        case CRM_CHANGE_SET:
          crm_value_copy (&row->values[column->index], &value);
          break;

        case CRM_CHANGE_ADJUST:
          if (__builtin_add_overflow (value.integer, crm_value_get_integer (&row->values[column->index]), &value.integer))
            return set_overflow_error (column, row, error);
          row->values[column->index] = crm_value_integer (value.integer);
          break;

        case CRM_CHANGE_ADD:
          member = crm_member_new (column->id, &value, change->text, change->label);
          if (find_member (row->members, column, &value, &index) != NULL)
            {
              crm_member_free (g_ptr_array_index (row->members, index));
              g_ptr_array_index (row->members, index) = member;
            }
          else
            g_ptr_array_add (row->members, member);
          set_bit (mask, column);
          break;

        case CRM_CHANGE_REMOVE:
          if (find_member (row->members, column, &value, &index) != NULL)
            {
              g_ptr_array_remove_index (row->members, index);
              set_bit (mask, column);
            }
          break;

        default:
          g_assert_not_reached ();
        }
    }

  return TRUE;
}

/* --- Records -------------------------------------------------------------------------------- */

static gboolean
judge (CrmImage  *image,
       GError   **error)
{
  CrmDoor *self = image->door;

  if (image->table->derive != NULL && image->op <= CRM_OP_UPDATE)
    image->table->derive (image);

  if (!crm_schema_allow (self->schema, image, error))
    return FALSE;

  return self->replays || image->table->check == NULL || image->table->check (image, error);
}

static gboolean
follow (CrmImage  *image,
        GError   **error)
{
  CrmDoor *self = image->door;
  gboolean followed;

  if (self->replays || image->table->follow == NULL)
    return TRUE;

  if (self->depth == MAX_DEPTH)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "The rules of %s have no end", image->table->name);
      return FALSE;
    }

  self->depth++;
  followed = image->table->follow (image, error);
  self->depth--;

  return followed;
}

static void
make_keys (CrmDoor      *self,
           const CrmRow *row)
{
  const CrmTable *table = row->table;

  for (guint i = 0; i < table->n_columns; i++)
    if (crm_column_has_key (table->columns[i]))
      self->keys[i] = crm_column_make_key (table->columns[i], crm_value_get_text (&row->values[i]));
}

static void
free_keys (CrmDoor        *self,
           const CrmTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    g_clear_pointer (&self->keys[i], g_free);
}

/* A new stamp is larger than every other one, unless the clock of another device is ahead: then it
 * is larger than the one that it replaces, so that people can change whatever they see (reference
 * `sync.md`, 4.3). */
static gboolean
write_stamp (CrmDoor          *self,
             const CrmRow     *row,
             guint16           column,
             GError          **error)
{
  return crm_db_run (self->db, error,
                     "INSERT INTO field_stamp VALUES (?1, ?2, ?3, ?4, ?5) "
                     "ON CONFLICT DO UPDATE SET stamp = max (?4, stamp + 1), device = ?5", "iiiii",
                     (gint64) row->table->id, row->id, (gint64) column, MAX (self->stamp, row->stamp + 1), self->device);
}

/* Adds to what this device has added to a counter. */
static gboolean
write_counter (CrmDoor          *self,
               const CrmRow     *row,
               const CrmColumn  *column,
               gint64            before,
               gint64            after,
               GError          **error)
{
  gint64 by;

  if (__builtin_sub_overflow (after, before, &by))
    return set_overflow_error (column, row, error);

  return crm_db_run (self->db, error,
                     "INSERT INTO counter VALUES (?1, ?2, ?3, ?4, 1, ?5) "
                     "ON CONFLICT DO UPDATE SET seq = seq + 1, total = total + ?5", "iiiii",
                     (gint64) row->table->id, row->id, (gint64) column->id, self->device, by);
}

/* A member that comes back takes its old place; a new one the last, or @position. */
static gboolean
insert_member (CrmDoor          *self,
               const CrmTable   *table,
               gint64            record,
               const CrmMember  *member,
               const CrmValue   *position,
               GError          **error)
{
  const char *text = crm_table_get_column (table, member->column)->links_to == NULL ? member->text : NULL;

  return crm_db_run (self->db, error,
                     "INSERT INTO member (tbl, record, col, key, text, label, position, added, device) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce (?7, (SELECT coalesce (max (position), -1) + 1 FROM member "
                     "WHERE tbl = ?1 AND record = ?2 AND col = ?3)), ?8, ?9) "
                     "ON CONFLICT DO UPDATE SET text = ?5, label = ?6, added = max (?8, added + 1, coalesce (removed, 0) + 1), "
                     "device = ?9, removed = NULL",
                     "iiivttvii", (gint64) table->id, record, (gint64) member->column, &member->key,
                     text, member->label, position, self->stamp, self->device);
}

static gint64
insert_row (CrmDoor  *self,
            CrmRow   *row,
            GError  **error)
{
  const CrmTable *table = row->table;
  g_autoptr (CrmStatement) statement = NULL;
  int parameter = 1;

  statement = crm_db_prepare (self->db, crm_sql_get_insert (self->schema, table), error);
  if (statement == NULL)
    return 0;

  crm_statement_bind_blob (statement, parameter++, row->uuid.bytes, CRM_UUID_SIZE);
  crm_statement_bind_integer (statement, parameter++, CRM_STATE_LIVE);
  crm_statement_bind_integer (statement, parameter++, self->stamp);
  crm_statement_bind_integer (statement, parameter++, self->device);

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (column->storage == CRM_STORAGE_SET)
        continue;

      crm_statement_bind_value (statement, parameter++, &row->values[i]);
      if (column->storage == CRM_STORAGE_MONEY)
        crm_statement_bind_static (statement, parameter++,
                                   row->values[i].kind == CRM_VALUE_MONEY ? row->values[i].currency : NULL);
      if (crm_column_has_key (column))
        crm_statement_bind_static (statement, parameter++, self->keys[i]);
    }

  if (!crm_statement_run (statement, error))
    return 0;

  return crm_db_last_id (self->db);
}

static gint64
create_record (CrmDoor         *self,
               const CrmTable  *table,
               const CrmEdit   *edit,
               GError         **error)
{
  g_autoptr (CrmRow) row = crm_row_new (table);
  guint64 mask[CRM_MAX_COLUMNS / 64] = { 0 };
  CrmImage image = { self, table, CRM_OP_CREATE, 0, NULL, row, edit->changes };
  gboolean written = TRUE;

  if (crm_uuid_is_null (&edit->uuid))
    crm_uuid_generate (&row->uuid, self->now);
  else
    row->uuid = edit->uuid;

  row->values[table->created->index] = crm_value_integer (self->now);
  row->values[table->modified->index] = crm_value_integer (self->now);
  if (table->author != NULL && crm_change_set_get_actor (self->set) > 0)
    row->values[table->author->index] = crm_value_integer (crm_change_set_get_actor (self->set));

  if (!apply_changes (self, edit, row, mask, error) || !judge (&image, error))
    return 0;

  make_keys (self, row);
  row->id = insert_row (self, row, error);

  if (row->id != 0 && crm_table_is_searched (table))
    {
      g_string_truncate (self->words, 0);
      crm_search_collect (row, self->keys, self->words);
      written = crm_search_insert (self->db, table, row->id, self->words->str, error);
    }
  free_keys (self, table);

  if (row->id == 0 || !written)
    return 0;

  for (guint i = 0; i < row->members->len; i++)
    {
      CrmValue position = crm_value_integer (i);

      if (!insert_member (self, table, row->id, g_ptr_array_index (row->members, i), &position, error))
        return 0;
    }

  for (guint i = 0; i < table->n_columns; i++)
    if ((table->columns[i]->flags & CRM_COLUMN_COUNTER) != 0 && !crm_value_is_empty (&row->values[i]) &&
        !write_counter (self, row, table->columns[i], 0, crm_value_get_integer (&row->values[i]), error))
      return 0;

  if (!write_journal (self, table, CRM_OP_CREATE, row->id, NULL, NULL, error) ||
      !crm_counts_update (self->db, self->schema, self->commit, NULL, row, error))
    return 0;

  if (edit->id < 0)
    g_hash_table_insert (self->commit->created, g_memdup2 (&edit->id, sizeof edit->id),
                         g_memdup2 (&row->id, sizeof row->id));

  image.id = row->id;
  if (!follow (&image, error))
    return 0;

  return row->id;
}

static void
append_member_json (const CrmMember *member,
                    GString         *json)
{
  g_string_append_c (json, '[');
  crm_value_append_json (&member->key, json);
  g_string_append_c (json, ',');
  crm_json_append_string (json, member->text);
  g_string_append_c (json, ',');
  crm_json_append_string (json, member->label);
  g_string_append_c (json, ']');
}

/* Appends the members of @column that @some has and @others does not have, or has differently. */
static void
append_set_difference (const CrmColumn *column,
                       GPtrArray       *some,
                       GPtrArray       *others,
                       GString         *json)
{
  gboolean first = TRUE;

  g_string_append_c (json, '[');
  for (guint i = 0; i < some->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (some, i);

      if (member->column != column->id || is_same_member (member, find_member (others, column, &member->key, NULL)))
        continue;

      if (!first)
        g_string_append_c (json, ',');
      first = FALSE;
      append_member_json (member, json);
    }
  g_string_append_c (json, ']');
}

/* Says what an update does, for the journal: the form is in 0001-journal.sql. */
static void
describe_update (const CrmRow  *before,
                 const CrmRow  *after,
                 const guint64 *mask,
                 GString       *json)
{
  const CrmTable *table = before->table;

  g_string_assign (json, "{");
  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (!has_bit (mask, column) || (column->flags & CRM_COLUMN_DERIVED) != 0)
        continue;

      g_string_append_printf (json, "%s\"%s\":", json->len > 1 ? "," : "", column->name);
      if (column->storage == CRM_STORAGE_SET)
        {
          g_string_append (json, "{\"+\":");
          append_set_difference (column, after->members, before->members, json);
          g_string_append (json, ",\"-\":");
          append_set_difference (column, before->members, after->members, json);
          g_string_append_c (json, '}');
        }
      else
        {
          g_string_append_c (json, '[');
          crm_value_append_json (&before->values[i], json);
          g_string_append_c (json, ',');
          crm_value_append_json (&after->values[i], json);
          g_string_append_c (json, ']');
        }
    }
  g_string_append_c (json, '}');
}

static gboolean
write_members (CrmDoor        *self,
               const CrmRow   *before,
               const CrmRow   *after,
               const guint64  *mask,
               GError        **error)
{
  static const CrmValue last = CRM_VALUE_INIT;
  const CrmTable *table = before->table;

  for (guint i = 0; i < before->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (before->members, i);
      const CrmColumn *column = crm_table_get_column (table, member->column);

      if (column != NULL && has_bit (mask, column) && find_member (after->members, column, &member->key, NULL) == NULL &&
          !crm_db_run (self->db, error,
                       "UPDATE member SET removed = added WHERE tbl = ? AND record = ? AND col = ? AND key = ?",
                       "iiiv", (gint64) table->id, before->id, (gint64) member->column, &member->key))
        return FALSE;
    }

  for (guint i = 0; i < after->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (after->members, i);
      const CrmColumn *column = crm_table_get_column (table, member->column);

      if (column != NULL && has_bit (mask, column) &&
          !is_same_member (member, find_member (before->members, column, &member->key, NULL)) &&
          !insert_member (self, table, before->id, member, &last, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
update_row (CrmDoor        *self,
            const CrmRow   *after,
            const guint64  *mask,
            GError        **error)
{
  const CrmTable *table = after->table;
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GString) sql = g_string_sized_new (128);
  int parameter = 1;

  g_string_append_printf (sql, "UPDATE %s SET ", table->name);
  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (!has_bit (mask, column) || column->storage == CRM_STORAGE_SET)
        continue;

      g_string_append_printf (sql, "%s = ?, ", column->name);
      if (column->storage == CRM_STORAGE_MONEY)
        g_string_append_printf (sql, "%s_currency = ?, ", column->name);
      if (crm_column_has_key (column))
        g_string_append_printf (sql, "%s_key = ?, ", column->name);
    }
  g_string_truncate (sql, sql->len - 2);
  g_string_append (sql, " WHERE id = ?");

  statement = crm_db_prepare (self->db, sql->str, error);
  if (statement == NULL)
    return FALSE;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (!has_bit (mask, column) || column->storage == CRM_STORAGE_SET)
        continue;

      crm_statement_bind_value (statement, parameter++, &after->values[i]);
      if (column->storage == CRM_STORAGE_MONEY)
        crm_statement_bind_static (statement, parameter++,
                                   after->values[i].kind == CRM_VALUE_MONEY ? after->values[i].currency : NULL);
      if (crm_column_has_key (column))
        {
          g_autofree char *key = crm_column_make_key (column, crm_value_get_text (&after->values[i]));

          crm_statement_bind_text (statement, parameter++, key);
        }
    }
  crm_statement_bind_integer (statement, parameter, after->id);

  return crm_statement_run (statement, error);
}

static gboolean
update_search (CrmDoor       *self,
               const CrmRow  *before,
               const CrmRow  *after,
               GError       **error)
{
  g_autoptr (GString) old = g_string_new (NULL);

  crm_search_collect (before, NULL, old);
  g_string_truncate (self->words, 0);
  crm_search_collect (after, NULL, self->words);

  if (g_string_equal (old, self->words))
    return TRUE;

  return crm_search_queue_add (self->found_by, before->table, before->id, old->str, self->words->str, error);
}

static gboolean
write_stamps (CrmDoor         *self,
              const CrmRow    *before,
              const CrmRow    *after,
              const guint64   *mask,
              GError         **error)
{
  const CrmTable *table = before->table;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (!has_bit (mask, column) || column->storage == CRM_STORAGE_SET || (column->flags & CRM_COLUMN_DERIVED) != 0)
        continue;

      if (!write_stamp (self, before, column->id, error))
        return FALSE;

      if ((column->flags & CRM_COLUMN_COUNTER) != 0 &&
          !write_counter (self, before, column, crm_value_get_integer (&before->values[i]),
                          crm_value_get_integer (&after->values[i]), error))
        return FALSE;
    }

  return TRUE;
}

/* Members are read only where they matter: for the sets that change, and for the words. */
static CrmRowParts
parts_for (const CrmTable *table,
           const CrmEdit  *edit)
{
  for (guint i = 0; i < edit->changes->len; i++)
    {
      const CrmColumn *column = crm_table_get_column (table, g_array_index (edit->changes, CrmChange, i).column->id);

      if (column == NULL || column->storage == CRM_STORAGE_SET || column->search != CRM_SEARCH_NONE || table->derive != NULL)
        return CRM_ROW_MEMBERS;
    }

  return CRM_ROW_VALUES;
}

static gboolean
update_record (CrmDoor         *self,
               const CrmTable  *table,
               const CrmEdit   *edit,
               gint64           id,
               GError         **error)
{
  g_autoptr (CrmRow) before = NULL;
  g_autoptr (CrmRow) after = NULL;
  guint64 mask[CRM_MAX_COLUMNS / 64] = { 0 };
  CrmImage image;
  gboolean searched = FALSE;
  gboolean changed = FALSE;
  const char *title;

  before = crm_row_load (self->db, self->schema, table, id, parts_for (table, edit), error);
  if (before == NULL)
    return FALSE;

  if (before->state != CRM_STATE_LIVE && !self->replays)
    {
      title = crm_value_get_text (crm_row_get (before, table->title));
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("“%s” is in the trash. Restore it before you change it."),
                   title != NULL ? title : "");
      return FALSE;
    }

  after = crm_row_copy (before);
  image = (CrmImage) { self, table, CRM_OP_UPDATE, id, before, after, edit->changes };
  if (!apply_changes (self, edit, after, mask, error) || !judge (&image, error))
    return FALSE;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (!crm_value_equal (&before->values[i], &after->values[i]))
        set_bit (mask, column);
      else if (has_bit (mask, column) && has_all_members (column, before->members, after->members) &&
               has_all_members (column, after->members, before->members))
        clear_bit (mask, column);
      if (has_bit (mask, column))
        {
          searched |= column->search != CRM_SEARCH_NONE;
          changed = TRUE;
        }
    }

  if (!changed)
    return TRUE;

  describe_update (before, after, mask, self->json);
  crm_value_clear (&after->values[table->modified->index]);
  after->values[table->modified->index] = crm_value_integer (self->now);
  set_bit (mask, table->modified);

  return update_row (self, after, mask, error) &&
         write_members (self, before, after, mask, error) &&
         (!searched || update_search (self, before, after, error)) &&
         write_stamps (self, before, after, mask, error) &&
         write_journal (self, table, CRM_OP_UPDATE, id, self->json->str, mask, error) &&
         crm_counts_update (self->db, self->schema, self->commit, before, after, error) &&
         follow (&image, error);
}

static gboolean
move_record (CrmDoor         *self,
             const CrmTable  *table,
             const CrmEdit   *edit,
             gint64           id,
             GError         **error)
{
  g_autoptr (CrmRow) before = NULL;
  g_autoptr (CrmRow) after = NULL;
  CrmImage image;
  CrmState state;
  char sql[128];

  switch (edit->op)
    {
    case CRM_OP_TRASH:
      state = CRM_STATE_TRASHED;
      break;
    case CRM_OP_RETRACT:
      state = CRM_STATE_UNDONE;
      break;
    case CRM_OP_RESTORE:
      state = CRM_STATE_LIVE;
      break;
    case CRM_OP_CREATE:
    case CRM_OP_UPDATE:
    default:
      g_return_val_if_reached (FALSE);
    }

  before = crm_row_load (self->db, self->schema, table, id, CRM_ROW_MEMBERS, error);
  if (before == NULL)
    return FALSE;
  if (before->state == state || (state == CRM_STATE_TRASHED && before->state == CRM_STATE_UNDONE))
    return TRUE;

  after = crm_row_copy (before);
  after->state = state;
  image = (CrmImage) { self, table, edit->op, id, before, after, NULL };
  if (!judge (&image, error))
    return FALSE;

  g_snprintf (sql, sizeof sql, "UPDATE %s SET state = ?, deleted = ? WHERE id = ?", table->name);
  {
    g_autoptr (CrmStatement) statement = crm_db_prepare (self->db, sql, error);

    if (statement == NULL)
      return FALSE;
    crm_statement_bind_integer (statement, 1, state);
    if (state != CRM_STATE_LIVE)
      crm_statement_bind_integer (statement, 2, self->now);
    crm_statement_bind_integer (statement, 3, id);
    if (!crm_statement_run (statement, error))
      return FALSE;
  }

  return write_stamp (self, before, CRM_STAMP_STATE, error) &&
         write_journal (self, table, edit->op, id, NULL, NULL, error) &&
         crm_counts_update (self->db, self->schema, self->commit, before, after, error) &&
         follow (&image, error) &&
         (state != CRM_STATE_LIVE || table->mend == NULL || table->mend (&image, error));
}

static gboolean
apply_to (CrmDoor         *self,
          const CrmTable  *table,
          const CrmEdit   *edit,
          gint64          *id,
          GError         **error)
{
  if (!resolve_handle (self, id, error))
    return FALSE;

  return edit->op == CRM_OP_UPDATE ? update_record (self, table, edit, *id, error)
                                   : move_record (self, table, edit, *id, error);
}

/* Some failures of the disk take the whole transaction back by themselves. What came after would
 * be written at once and could not be taken back. */
static gboolean
check_transaction (CrmDoor  *self,
                   GError  **error)
{
  if (crm_db_in_transaction (self->db))
    return TRUE;

  g_set_error_literal (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "The transaction has been taken back");

  return FALSE;
}

/* Whether what has passed is all that should have. */
static gboolean
check_whole (CrmDoor  *self,
             GError  **error)
{
  if (!check_transaction (self, error) || !crm_db_check_unheard (self->db, error))
    return FALSE;
  if (!self->broken)
    return TRUE;

  g_set_error_literal (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "An edit has failed halfway");

  return FALSE;
}

/* --- The door itself ------------------------------------------------------------------------- */

/**
 * crm_door_open:
 * @db: the connection of the writer
 * @schema: the tables
 * @clock: says what time it is
 * @set: who changes something and why; what, is applied by crm_door_apply_set()
 * @error: a %CRM_STORE_ERROR
 *
 * Begins a transaction.
 *
 * Returns: (transfer full) (nullable): the door, or %NULL with @error set
 */
CrmDoor *
crm_door_open (CrmDb         *db,
               CrmSchema     *schema,
               CrmClock      *clock,
               CrmChangeSet  *set,
               GError       **error)
{
  g_autoptr (CrmDoor) self = NULL;
  g_autoptr (GError) reason = NULL;
  gint64 last;

  if (!crm_db_begin (db, error))
    return NULL;
  crm_db_listen (db);

  self = g_new0 (CrmDoor, 1);
  self->db = db;
  self->schema = g_object_ref (schema);
  self->set = crm_change_set_ref (set);
  self->commit = crm_commit_new ();
  self->json = g_string_new (NULL);
  self->words = g_string_new (NULL);
  self->found_by = crm_search_queue_new (db);
  self->keys = g_new0 (char *, CRM_MAX_COLUMNS);
  self->now = crm_clock_get_now (clock);
  self->batch = crm_change_set_get_batch (set);

  last = crm_db_get_integer (db, 0, &reason, "SELECT stamp FROM clock", "");
  self->stamp = crm_clock_next_stamp (last, self->now);
  if (reason == NULL)
    self->device = crm_db_get_integer (db, 1, &reason, "SELECT value FROM meta WHERE name = 'device'", "");
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  self->commit->actor = crm_change_set_get_actor (set);
  self->commit->cause = crm_change_set_get_cause (set);

  return g_steal_pointer (&self);
}

static void
door_free (CrmDoor *self)
{
  g_clear_object (&self->schema);
  g_clear_pointer (&self->set, crm_change_set_unref);
  g_clear_pointer (&self->commit, crm_commit_unref);
  g_string_free (self->json, TRUE);
  g_string_free (self->words, TRUE);
  crm_search_queue_free (self->found_by);
  g_free (self->keys);
  g_free (self);
}

/**
 * crm_door_cancel:
 *
 * Takes everything back and frees the door.
 */
void
crm_door_cancel (CrmDoor *self)
{
  if (self == NULL)
    return;

  crm_db_rollback (self->db);
  door_free (self);
}

/**
 * crm_door_close:
 * @self: (transfer full): the door
 * @error: a %CRM_STORE_ERROR; nothing has been written then
 *
 * Commits and frees the door. Nothing is committed if an edit failed halfway, or if a rule asked
 * something that could not be read and took that for an answer.
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_door_close (CrmDoor  *self,
                GError  **error)
{
  g_autoptr (CrmDoor) door = self;
  g_autoptr (CrmCommit) commit = crm_commit_ref (door->commit);

  /* An undo that found nothing to do is one all the same, which can be redone. */
  if (!check_whole (door, error) || !crm_search_queue_flush (door->found_by, error) ||
      (door->replays && !ensure_batch (door, error)) ||
      (door->change_set != 0 && !crm_db_run (door->db, error, "UPDATE clock SET stamp = ?", "i", door->stamp)))
    return NULL;

  /* Also if nothing has changed: the last part of a long work may find nothing left to do. */
  if (door->batch != 0 &&
      !crm_db_run (door->db, error,
                   "UPDATE batch SET records = records + ?1, open = ?2, cursor = ?3, "
                   "undo_of = nullif (?4, 0) WHERE id = ?5", "iiiii",
                   (gint64) crm_commit_get_n (commit), (gint64) door->stays_open, door->cursor,
                   door->undo_of, door->batch))
    return NULL;

  commit->id = door->change_set;
  commit->batch = door->batch;
  commit->undo_of = door->undo_of;

  if (!crm_db_commit (door->db, error))
    return NULL;

  door_free (g_steal_pointer (&door));

  return g_steal_pointer (&commit);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* In the order of the file, whatever list they were chosen from: the pages of the table come one
 * after the other then. */
static GArray *
sort_ids (GArray *ids)
{
  GArray *sorted = g_array_copy (ids);

  g_array_sort (sorted, compare_ids);

  return sorted;
}

static gint64
apply (CrmDoor        *self,
       const CrmEdit  *edit,
       GError        **error)
{
  g_autoptr (GArray) ids = NULL;
  /* The edit may have been made while the tables looked different. */
  const CrmTable *table = crm_schema_get_table (self->schema, edit->table->id);
  gint64 id = edit->id;

  if (table == NULL)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "There is no table %s any more", edit->table->name);
      return 0;
    }

  if (!check_transaction (self, error))
    return 0;

  if (edit->op == CRM_OP_CREATE)
    return create_record (self, table, edit, error);

  if (edit->ids == NULL)
    return apply_to (self, table, edit, &id, error) ? id : 0;

  ids = sort_ids (edit->ids);
  for (guint i = 0; i < ids->len; i++)
    {
      id = g_array_index (ids, gint64, i);
      if (!apply_to (self, table, edit, &id, error))
        return 0;
    }

  return ids->len > 0 ? id : -1;
}

/**
 * crm_door_apply:
 * @edit: what to do
 * @error: what the store, the rights or the rules say
 *
 * Does an edit, and what follows from it. Rights and rules refuse before anything is written; who
 * goes on after a failure asks crm_door_is_whole() first.
 *
 * Returns: the id of the record, or of the last of many; 0 on failure
 */
gint64
crm_door_apply (CrmDoor        *self,
                const CrmEdit  *edit,
                GError        **error)
{
  gint64 n_changes = crm_db_n_total_changes (self->db);
  gint64 id = apply (self, edit, error);

  if (id == 0 && (crm_db_n_total_changes (self->db) != n_changes || !crm_db_in_transaction (self->db)))
    self->broken = TRUE;

  return id;
}

/**
 * crm_door_set_head:
 * @edit: an edit that has been applied
 * @id: the record
 * @error: a %CRM_STORE_ERROR
 *
 * Says that @edit is what the batch is about. Otherwise it is what was written first, which can be
 * a tag that was made for a record.
 */
gboolean
crm_door_set_head (CrmDoor        *self,
                   const CrmEdit  *edit,
                   gint64          id,
                   GError        **error)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  const CrmColumn *last = NULL;

  /* Nothing was written. */
  if (self->batch == 0)
    return TRUE;

  for (guint i = 0; i < edit->changes->len; i++)
    {
      const CrmColumn *column = g_array_index (edit->changes, CrmChange, i).column;

      if (column != last)
        g_string_append_printf (columns, "%s%s", columns->len > 0 ? "," : "", column->name);
      last = column;
    }

  return crm_db_run (self->db, error, "UPDATE batch SET tbl = ?, op = ?, record = ?, columns = ? WHERE id = ?", "iiiti",
                     (gint64) edit->table->id, (gint64) edit->op, id,
                     edit->op == CRM_OP_UPDATE ? columns->str : NULL, self->batch);
}

/**
 * crm_door_is_whole:
 *
 * Returns: %FALSE if an edit failed halfway: the door can only be cancelled then. An edit that was
 *   refused has left no trace, and others can follow.
 */
gboolean
crm_door_is_whole (CrmDoor *self)
{
  return !self->broken;
}

/**
 * crm_door_apply_set:
 * @set: what to do
 * @error: what the store, the rights or the rules say
 *
 * Does every edit of a change set.
 */
gboolean
crm_door_apply_set (CrmDoor       *self,
                    CrmChangeSet  *set,
                    GError       **error)
{
  GPtrArray *edits = crm_change_set_get_edits (set);

  for (guint i = 0; i < edits->len; i++)
    if (crm_door_apply (self, g_ptr_array_index (edits, i), error) == 0)
      return FALSE;

  return TRUE;
}

/**
 * crm_door_derive:
 * @table: a table
 * @id: a record
 * @column: the name of a derived column
 * @value: what it is from now on
 * @error: a %CRM_STORE_ERROR
 *
 * Gives a derived column a value that follows from something that is not a record. It is in no journal,
 * like all that is derived; whoever shows the record hears of it.
 */
gboolean
crm_door_derive (CrmDoor         *self,
                 const CrmTable  *table,
                 gint64           id,
                 const char      *column,
                 const CrmValue  *value,
                 GError         **error)
{
  const CrmColumn *found = crm_table_find_column (table, column);
  guint64 mask[CRM_MAX_COLUMNS / 64] = { 0 };
  g_autofree char *sql = NULL;
  g_autofree char *key = NULL;

  g_return_val_if_fail (found != NULL && (found->flags & CRM_COLUMN_DERIVED) != 0, FALSE);

  if (crm_column_has_key (found))
    key = crm_column_make_key (found, crm_value_get_text (value));
  sql = crm_column_has_key (found) ? g_strdup_printf ("UPDATE %s SET %s = ?1, %s_key = ?3 WHERE id = ?2", table->name, column, column)
                                   : g_strdup_printf ("UPDATE %s SET %s = ?1 WHERE id = ?2", table->name, column);
  if (!crm_db_run (self->db, error, sql, crm_column_has_key (found) ? "vit" : "vi", value, id, key))
    return FALSE;

  set_bit (mask, found);
  crm_commit_touch (self->commit, table, id, CRM_OP_UPDATE, mask);

  return TRUE;
}

/**
 * crm_door_get_db:
 *
 * Returns: (transfer none): the connection, to read with
 */
CrmDb *
crm_door_get_db (CrmDoor *self)
{
  return self->db;
}

/**
 * crm_door_get_schema:
 *
 * Returns: (transfer none): the tables
 */
CrmSchema *
crm_door_get_schema (CrmDoor *self)
{
  return self->schema;
}

/**
 * crm_door_get_now:
 *
 * Returns: the time of the commit, in microseconds
 */
gint64
crm_door_get_now (CrmDoor *self)
{
  return self->now;
}

/**
 * crm_door_get_actor:
 *
 * Returns: the id of the user who does it
 */
gint64
crm_door_get_actor (CrmDoor *self)
{
  return crm_change_set_get_actor (self->set);
}

/**
 * crm_door_get_cause:
 */
CrmCause
crm_door_get_cause (CrmDoor *self)
{
  return crm_change_set_get_cause (self->set);
}

/**
 * crm_door_get_batch:
 *
 * Returns: the batch that the commit belongs to; 0 before the first write of a new one
 */
gint64
crm_door_get_batch (CrmDoor *self)
{
  return self->batch;
}

/**
 * crm_door_is_replay:
 *
 * Returns: %TRUE while the journal is taken back, so that nothing but derived columns may follow
 *   from what is written
 */
gboolean
crm_door_is_replay (CrmDoor *self)
{
  return self->replays;
}

/**
 * crm_door_keep_open:
 * @cursor: how far the work has come, in its own measure
 *
 * Says that more commits of the same batch will follow. If the program ends before, the batch
 * is found open at the next start.
 */
void
crm_door_keep_open (CrmDoor *self,
                    gint64   cursor)
{
  self->stays_open = TRUE;
  self->cursor = cursor;
}

/**
 * crm_door_begin_replay:
 * @undo_of: the batch that is undone
 * @batch: that of the undo, if a part of it has been committed, or 0
 *
 * Says that what follows has been judged before: the journal is taken back. Rules neither
 * refuse nor add anything; rights hold.
 */
void
crm_door_begin_replay (CrmDoor *self,
                       gint64   undo_of,
                       gint64   batch)
{
  self->replays = TRUE;
  self->undo_of = undo_of;
  self->batch = batch;
}
