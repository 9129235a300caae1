/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How one record is made, changed, put into the trash and taken out of it: the row, its sets, the
 * stamps of its fields, the index of the search, the journal, the counts of others; and before and
 * behind them what the rules of the model have to say.
 */

#include "config.h"

#include "crm-door-private.h"

#include <glib/gi18n-lib.h>

#include "crm-counts.h"
#include "crm-error.h"
#include "crm-search.h"
#include "crm-sql.h"

/* Rules that answer to each other's writes have to come to an end. */
#define MAX_DEPTH 8

/* Whether every member of @column in @some is in @others as it is. */
static gboolean
has_all_members (const CrmColumn *column,
                 GPtrArray       *some,
                 GPtrArray       *others)
{
  for (guint i = 0; i < some->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (some, i);

      if (member->column == column->id && !crm_member_equal (member, crm_members_find (others, column->id, &member->key, NULL)))
        return FALSE;
    }

  return TRUE;
}

/* A rule that could not read what it asked for has decided about nothing: whatever it made of that,
 * the failure is the reason, not what the rule says. */
static gboolean
has_answers (CrmDoor   *self,
             gboolean   decision,
             GError   **error)
{
  g_autoptr (GError) unheard = NULL;

  if (crm_db_check_unheard (self->db, &unheard))
    return decision;

  if (error != NULL)
    g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&unheard));

  return FALSE;
}

static gboolean
judge (CrmImage  *image,
       GError   **error)
{
  CrmDoor *self = image->door;

  if (image->table->derive != NULL && image->op <= CRM_OP_UPDATE)
    image->table->derive (image);

  if (!has_answers (self, TRUE, error) || !crm_schema_allow (self->schema, image, error))
    return FALSE;

  return has_answers (self, self->replays || image->table->check == NULL || image->table->check (image, error), error);
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

  return has_answers (self, followed, error);
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
write_stamp (CrmDoor       *self,
             const CrmRow  *row,
             guint16        column,
             GError       **error)
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
    return _crm_set_overflow_error (column, row, error);

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

/*< private >
 * Makes a record.
 *
 * Returns: its id, or 0 with @error set
 */
gint64
_crm_door_create_record (CrmDoor         *self,
                         const CrmTable  *table,
                         const CrmEdit   *edit,
                         GError         **error)
{
  g_autoptr (CrmRow) row = crm_row_new (table);
  CrmColumnMask mask = { 0 };
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

  if (!_crm_door_apply_changes (self, edit, row, &mask, error) || !judge (&image, error))
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

  if (!_crm_door_write_journal (self, table, CRM_OP_CREATE, row->id, NULL, NULL, error) ||
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

static gboolean
write_members (CrmDoor              *self,
               const CrmRow         *before,
               const CrmRow         *after,
               const CrmColumnMask  *mask,
               GError              **error)
{
  static const CrmValue last = CRM_VALUE_INIT;
  const CrmTable *table = before->table;

  for (guint i = 0; i < before->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (before->members, i);
      const CrmColumn *column = crm_table_get_column (table, member->column);

      if (column != NULL && crm_column_mask_has (mask, column) && crm_members_find (after->members, column->id, &member->key, NULL) == NULL &&
          !crm_db_run (self->db, error,
                       "UPDATE member SET removed = added WHERE tbl = ? AND record = ? AND col = ? AND key = ?",
                       "iiiv", (gint64) table->id, before->id, (gint64) member->column, &member->key))
        return FALSE;
    }

  for (guint i = 0; i < after->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (after->members, i);
      const CrmColumn *column = crm_table_get_column (table, member->column);

      if (column != NULL && crm_column_mask_has (mask, column) &&
          !crm_member_equal (member, crm_members_find (before->members, column->id, &member->key, NULL)) &&
          !insert_member (self, table, before->id, member, &last, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
update_row (CrmDoor              *self,
            const CrmRow         *after,
            const CrmColumnMask  *mask,
            GError              **error)
{
  const CrmTable *table = after->table;
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GString) sql = g_string_sized_new (128);
  int parameter = 1;

  g_string_append_printf (sql, "UPDATE %s SET ", table->name);
  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (!crm_column_mask_has (mask, column) || column->storage == CRM_STORAGE_SET)
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

      if (!crm_column_mask_has (mask, column) || column->storage == CRM_STORAGE_SET)
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
write_stamps (CrmDoor              *self,
              const CrmRow         *before,
              const CrmRow         *after,
              const CrmColumnMask  *mask,
              GError              **error)
{
  const CrmTable *table = before->table;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (!crm_column_mask_has (mask, column) || column->storage == CRM_STORAGE_SET || (column->flags & CRM_COLUMN_DERIVED) != 0)
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

/*< private >
 * Changes a record. Nothing is written if it is like that already.
 */
gboolean
_crm_door_update_record (CrmDoor         *self,
                         const CrmTable  *table,
                         const CrmEdit   *edit,
                         gint64           id,
                         GError         **error)
{
  g_autoptr (CrmRow) before = NULL;
  g_autoptr (CrmRow) after = NULL;
  CrmColumnMask mask = { 0 };
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
  if (!_crm_door_apply_changes (self, edit, after, &mask, error) || !judge (&image, error))
    return FALSE;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (!crm_value_equal (&before->values[i], &after->values[i]))
        crm_column_mask_add (&mask, column);
      else if (crm_column_mask_has (&mask, column) && has_all_members (column, before->members, after->members) &&
               has_all_members (column, after->members, before->members))
        crm_column_mask_remove (&mask, column);
      if (crm_column_mask_has (&mask, column))
        {
          searched |= column->search != CRM_SEARCH_NONE;
          changed = TRUE;
        }
    }

  if (!changed)
    return TRUE;

  _crm_describe_update (before, after, &mask, self->json);
  crm_value_clear (&after->values[table->modified->index]);
  after->values[table->modified->index] = crm_value_integer (self->now);
  crm_column_mask_add (&mask, table->modified);

  return update_row (self, after, &mask, error) &&
         write_members (self, before, after, &mask, error) &&
         (!searched || update_search (self, before, after, error)) &&
         write_stamps (self, before, after, &mask, error) &&
         _crm_door_write_journal (self, table, CRM_OP_UPDATE, id, self->json->str, &mask, error) &&
         crm_counts_update (self->db, self->schema, self->commit, before, after, error) &&
         follow (&image, error);
}

/*< private >
 * Puts a record into the trash or takes it out of it.
 */
gboolean
_crm_door_move_record (CrmDoor         *self,
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
         _crm_door_write_journal (self, table, edit->op, id, NULL, NULL, error) &&
         crm_counts_update (self->db, self->schema, self->commit, before, after, error) &&
         follow (&image, error) &&
         (state != CRM_STATE_LIVE || table->mend == NULL || table->mend (&image, error));
}
