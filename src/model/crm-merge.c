/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Several records become one, and one becomes two again (`features.md`, C5). One after the other is
 * merged into the record that stays: what it knows and nobody else does is added, everything that
 * names it names the other one from then on, and it goes; a record of the type "merge" keeps it and
 * leads from it to the one that stands for it. All of it is an ordinary commit, which the journal
 * can take back as a whole (undo) or for one record (here), at any time: what has been changed since
 * stays as it is. On the thread of the door.
 */

#include "config.h"

#include "crm-merge.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"
#include "crm-input.h"
#include "crm-journal.h"
#include "crm-json.h"
#include "crm-lists.h"

#define MAX_CHAIN 64

typedef struct
{
  CrmDoor *door;
  CrmDb *db;
  CrmSchema *schema;
  const CrmRecordType *type;
  CrmMergePlan *plan;
  GArray *fields;     /* of CrmMergeField */
  const CrmRow *survivor;
  gint64 other;       /* that is merged into it now */
} Merge;

/* --- Values ------------------------------------------------------------------------------------------------- */

static const CrmRow *
find_row (CrmMergePlan *plan,
          gint64        id)
{
  GPtrArray *rows = crm_merge_plan_get_rows (plan);

  for (guint i = 0; i < rows->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (rows, i);

      if (row->id == id)
        return row;
    }

  return NULL;
}

/* The values that @other has and that were chosen. */
static void
set_values (Merge        *merge,
            CrmEdit      *edit,
            const CrmRow *other)
{
  for (guint i = 0; i < merge->fields->len; i++)
    {
      const CrmMergeField *merged = &g_array_index (merge->fields, CrmMergeField, i);

      if (merged->chosen == other->id)
        crm_edit_set (edit, &merged->field->column, &other->values[merged->field->column.index]);
    }

  for (guint i = 0; i < merge->type->n_fields; i++)
    {
      const CrmField *field = merge->type->fields[i];
      gint64 count = crm_value_get_integer (&other->values[field->column.index]);

      if ((field->column.flags & CRM_COLUMN_COUNTER) != 0 && count != 0)
        crm_edit_adjust (edit, &field->column, count);
    }
}

static gboolean
has_member (GPtrArray       *members,
            guint16          column,
            const CrmValue  *key)
{
  for (guint i = 0; i < members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (members, i);

      if (member->column == column && crm_value_equal (&member->key, key))
        return TRUE;
    }

  return FALSE;
}

/* The sets that take what is not the first of its kind any more. */
static const struct
{
  const char *single;
  const char *several;
} kinds[] = {
  { "email", "emails" },
  { "phone", "phones" },
};

/* One of the kinds above, as it is with a record. */
typedef struct
{
  const CrmField *single;
  const CrmField *several;
  const CrmRow *chosen;  /* whose first one stays */
  CrmValue key;          /* by which the others know it, or empty */
} Kind;

static gboolean
make_key (const Kind   *kind,
          const CrmRow *row,
          CrmValue     *key)
{
  const char *country = crm_row_get_text (row, "country");
  const char *text = crm_value_get_text (&row->values[kind->single->column.index]);

  *key = (CrmValue) CRM_VALUE_INIT;

  return text != NULL && crm_input_make_key (kind->several, text, NULL, country, key, NULL);
}

/* Accounts have one telephone, and no further ones. */
static gboolean
find_fields (const CrmRecordType *type,
             guint                which,
             Kind                *kind)
{
  *kind = (Kind) { .single = crm_record_type_find_field (type, kinds[which].single),
                   .several = crm_record_type_find_field (type, kinds[which].several) };

  return kind->single != NULL && kind->several != NULL;
}

static gboolean
find_kind (Merge *merge,
           guint  which,
           Kind  *kind)
{
  if (!find_fields (merge->type, which, kind))
    return FALSE;

  kind->chosen = merge->survivor;

  for (guint i = 0; i < merge->fields->len; i++)
    if (g_array_index (merge->fields, CrmMergeField, i).field == kind->single)
      kind->chosen = find_row (merge->plan, g_array_index (merge->fields, CrmMergeField, i).chosen);
  make_key (kind, kind->chosen, &kind->key);

  return TRUE;
}

/* Adds the first one of @row, which is not that any more, to the further ones. What cannot be read
 * stays where it is: in the record that goes. */
static gboolean
keep_further (Merge         *merge,
              CrmEdit       *edit,
              const Kind    *kind,
              const CrmRow  *row,
              GError       **error)
{
  const CrmField *country = crm_record_type_find_field (merge->type, "country");
  g_auto (CrmValue) key = CRM_VALUE_INIT;

  if (!make_key (kind, row, &key) || crm_value_equal (&key, &kind->key) ||
      has_member (merge->survivor->members, kind->several->column.id, &key))
    return TRUE;

  return crm_input_set_member (edit, kind->several, crm_value_get_text (&row->values[kind->single->column.index]), NULL,
                               crm_value_get_text (&row->values[country->column.index]), error);
}

static gboolean
merge_kind (Merge         *merge,
            CrmEdit       *edit,
            const Kind    *kind,
            const CrmRow  *other,
            GError       **error)
{
  if (kind->chosen != other)
    return keep_further (merge, edit, kind, other, error);

  if (has_member (merge->survivor->members, kind->several->column.id, &kind->key))
    crm_edit_remove (edit, &kind->several->column, &kind->key);

  return keep_further (merge, edit, kind, merge->survivor, error);
}

/* The members of every set. Lists are not a set of their own: subscriptions make them. */
static void
add_members (Merge        *merge,
             CrmEdit      *edit,
             const CrmRow *other,
             const Kind   *found)
{
  for (guint i = 0; i < other->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (other->members, i);
      const CrmColumn *column = crm_table_get_column (&merge->type->table, member->column);
      gboolean known = column == NULL || has_member (merge->survivor->members, column->id, &member->key) ||
                       g_strcmp0 (column->links_to, "list") == 0;

      for (guint k = 0; !known && k < G_N_ELEMENTS (kinds); k++)
        known = found[k].several != NULL && column == &found[k].several->column && crm_value_equal (&member->key, &found[k].key);
      if (!known)
        crm_edit_add (edit, column, &member->key, column->links_to == NULL ? member->text : NULL, member->label);
    }
}

static gboolean
merge_values (Merge         *merge,
              const CrmRow  *other,
              GError       **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (&merge->type->table, CRM_OP_UPDATE, merge->survivor->id);
  Kind found[G_N_ELEMENTS (kinds)] = { 0 };
  gboolean merged = TRUE;

  set_values (merge, edit, other);
  for (guint i = 0; i < G_N_ELEMENTS (kinds) && merged; i++)
    merged = !find_kind (merge, i, &found[i]) || merge_kind (merge, edit, &found[i], other, error);
  add_members (merge, edit, other, found);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    crm_value_clear (&found[i].key);

  return merged && (edit->changes->len == 0 || crm_door_apply (merge->door, edit, error) != 0);
}

/* --- What names the record ---------------------------------------------------------------------------------- */

/* The records of a set that have the other one in it, each with the word that says as what. */
static gboolean
move_members (Merge            *merge,
              const CrmTable   *table,
              const CrmColumn  *column,
              GError          **error)
{
  g_autoptr (GArray) ids = crm_usage_list_users (merge->db, table, column, merge->other, error);
  const CrmColumn *primary = table->id == CRM_ID_DEAL && merge->type->table.id == CRM_ID_CONTACT
                               ? crm_table_find_column (table, "contact") : NULL;
  CrmValue old = crm_value_integer (merge->other);
  CrmValue new = crm_value_integer (merge->survivor->id);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, g_array_index (ids, gint64, i));
      g_autoptr (CrmRow) row = crm_row_load (merge->db, merge->schema, table, edit->id, CRM_ROW_MEMBERS, error);

      if (row == NULL)
        return FALSE;

      crm_edit_remove (edit, column, &old);
      for (guint k = 0; k < row->members->len; k++)
        {
          const CrmMember *member = g_ptr_array_index (row->members, k);

          /* Who is the contact of a deal is not a further one as well. */
          if (member->column == column->id && crm_value_equal (&member->key, &old) && !crm_row_has_member (row, column, &new) &&
              (primary == NULL || crm_value_get_integer (crm_row_get (row, primary)) != merge->survivor->id))
            crm_edit_add (edit, column, &new, NULL, member->label);
        }
      if (crm_door_apply (merge->door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
move_links (Merge            *merge,
            const CrmTable   *table,
            const CrmColumn  *column,
            GError          **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, 0);
  CrmValue new = crm_value_integer (merge->survivor->id);

  edit->ids = crm_usage_list_users (merge->db, table, column, merge->other, error);
  if (edit->ids == NULL)
    return FALSE;

  crm_edit_set (edit, column, &new);
  if (table->id == CRM_ID_DEAL && merge->type->table.id == CRM_ID_CONTACT)
    crm_edit_remove (edit, crm_table_find_column (table, "people"), &new);

  return crm_door_apply (merge->door, edit, error) != 0;
}

/* Both may be on the same list: then the subscription of the one that stays counts, but who has
 * left is not brought back. What the other one had stays with it, where nobody looks. */
static gboolean
move_subscriptions (Merge           *merge,
                    const CrmTable  *table,
                    GError         **error)
{
  const CrmColumn *contact = crm_table_find_column (table, "contact");
  g_autoptr (GArray) ids = crm_usage_list_users (merge->db, table, contact, merge->other, error);
  CrmValue new = crm_value_integer (merge->survivor->id);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (CrmRow) row = crm_row_load (merge->db, merge->schema, table, id, CRM_ROW_VALUES, error);
      g_autoptr (CrmEdit) edit = NULL;
      gint64 own;

      if (row == NULL)
        return FALSE;

      own = crm_db_get_integer (merge->db, 0, NULL, "SELECT id FROM subscription WHERE state = 0 AND contact = ? AND list = ?", "ii",
                                merge->survivor->id, crm_row_get_integer (row, "list"));
      if (own == 0)
        {
          edit = crm_edit_new (table, CRM_OP_UPDATE, id);
          crm_edit_set (edit, contact, &new);
        }
      else if (g_strcmp0 (crm_row_get_text (row, "status"), CRM_UNSUBSCRIBED) == 0)
        {
          edit = crm_edit_new (table, CRM_OP_UPDATE, own);
          crm_edit_set_text (edit, "status", CRM_UNSUBSCRIBED);
          crm_edit_set_text (edit, "source", crm_row_get_text (row, "source"));
          crm_edit_set_text (edit, "reason", crm_row_get_text (row, "reason"));
          crm_edit_set_integer (edit, "since", crm_row_get_integer (row, "since"));
        }
      if (edit != NULL && crm_door_apply (merge->door, edit, error) == 0)
        return FALSE;
    }

  return ids != NULL;
}

/* That the other one is not a third one holds for the one that stays. */
static gboolean
move_distinctions (Merge            *merge,
                   const CrmTable   *table,
                   const CrmColumn  *column,
                   GError          **error)
{
  g_autoptr (GArray) ids = crm_usage_list_users (merge->db, table, column, merge->other, error);
  CrmValue new = crm_value_integer (merge->survivor->id);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, g_array_index (ids, gint64, i));
      g_autoptr (CrmRow) row = crm_row_load (merge->db, merge->schema, table, edit->id, CRM_ROW_VALUES, error);
      gint64 third = 0;

      if (row == NULL)
        return FALSE;

      for (guint k = 0; k < table->n_columns; k++)
        if (table->columns[k] != column && g_strcmp0 (table->columns[k]->links_to, merge->type->table.name) == 0)
          third = crm_value_get_integer (&row->values[k]);

      /* Somebody thought that these two were not the same, and thinks otherwise now. */
      if (third == merge->survivor->id)
        continue;

      crm_edit_set (edit, column, &new);
      if (crm_door_apply (merge->door, edit, error) == 0)
        return FALSE;
    }

  return ids != NULL;
}

static gboolean
move_all (Merge   *merge,
          GError **error)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (merge->schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < tables[i]->n_columns; k++)
      {
        const CrmTable *table = tables[i];
        const CrmColumn *column = table->columns[k];
        gboolean moved;

        /* A merge leads on from the one that goes: what it stood for comes back with it. */
        if (table->id == CRM_ID_MERGE || g_strcmp0 (column->links_to, merge->type->table.name) != 0 ||
            (column->flags & CRM_COLUMN_DERIVED) != 0)
          continue;

        if (table->id == CRM_ID_SUBSCRIPTION)
          moved = move_subscriptions (merge, table, error);
        else if (table->id == CRM_ID_DISTINCTION)
          moved = move_distinctions (merge, table, column, error);
        else if (column->storage == CRM_STORAGE_SET)
          moved = move_members (merge, table, column, error);
        else
          moved = move_links (merge, table, column, error);
        if (!moved)
          return FALSE;
      }

  return TRUE;
}

/* --- Merging ------------------------------------------------------------------------------------------------ */

static gboolean
let_go (Merge   *merge,
        GError **error)
{
  const CrmTable *merges = crm_schema_get_table (merge->schema, CRM_ID_MERGE);
  g_autofree char *merged = g_strconcat ("merged_", merge->type->table.name, NULL);
  g_autoptr (CrmEdit) trash = crm_edit_new (&merge->type->table, CRM_OP_TRASH, merge->other);
  g_autoptr (CrmEdit) edit = crm_edit_new (merges, CRM_OP_CREATE, 0);

  if (crm_door_apply (merge->door, trash, error) == 0)
    return FALSE;

  /* The last thing that is done for a record: crm_merge_take_back() knows by it what belongs to it. */
  crm_edit_set_integer (edit, merge->type->table.name, merge->survivor->id);
  crm_edit_set_integer (edit, merged, merge->other);

  return crm_door_apply (merge->door, edit, error) != 0;
}

/**
 * crm_merge_run:
 * @door: an open door, whose cause should be %CRM_CAUSE_MERGE
 * @plan: what to merge, and which values stay
 * @error: %CRM_ERROR_AMBIGUOUS if somebody has to choose first; what the store, the rights or the
 *   rules say
 *
 * Makes one record of several. No automation hears of it and nothing is sent. Undo takes it back.
 */
gboolean
crm_merge_run (CrmDoor       *door,
               CrmMergePlan  *plan,
               GError       **error)
{
  Merge merge = { door, crm_door_get_db (door), crm_door_get_schema (door) };
  g_autoptr (GArray) fields = NULL;
  GPtrArray *rows;

  if (!crm_merge_plan_refresh (plan, merge.db, merge.schema, error) || !crm_merge_plan_check (plan, error))
    return FALSE;

  rows = crm_merge_plan_get_rows (plan);
  fields = crm_merge_plan_list_fields (plan);
  merge.type = crm_merge_plan_get_record_type (plan);
  merge.plan = plan;
  merge.fields = fields;
  merge.survivor = g_ptr_array_index (rows, 0);

  for (guint i = 1; i < rows->len; i++)
    {
      const CrmRow *other = g_ptr_array_index (rows, i);

      merge.other = other->id;
      if (!merge_values (&merge, other, error) || !move_all (&merge, error) || !let_go (&merge, error))
        return FALSE;
    }

  return TRUE;
}

/* --- Aliases ------------------------------------------------------------------------------------------------ */

static gint64
find_next (CrmDb           *db,
           const CrmTable  *table,
           const char      *what,
           gint64           record,
           GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM merge WHERE state = 0 AND merged_%s = ? AND merged_%s IS NOT NULL "
                                          "AND %s IS NOT NULL ORDER BY id DESC LIMIT 1",
                                          what, table->name, table->name, table->name);

  return crm_db_get_integer (db, 0, error, sql, "i", record);
}

static gboolean
can_be_merged (const CrmTable *table)
{
  return table->id == CRM_ID_CONTACT || table->id == CRM_ID_ACCOUNT;
}

/**
 * crm_merge_find_survivor:
 * @table: of any records
 * @id: a record, as an old link names it
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: the record that stands for @id; @id itself unless it has been merged, or 0 with @error set
 */
gint64
crm_merge_find_survivor (CrmDb           *db,
                         const CrmTable  *table,
                         gint64           id,
                         GError         **error)
{
  for (guint i = 0; can_be_merged (table) && i < MAX_CHAIN; i++)
    {
      g_autoptr (GError) reason = NULL;
      gint64 next = find_next (db, table, table->name, id, &reason);

      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return 0;
        }
      if (next == 0)
        break;
      id = next;
    }

  return id;
}

/**
 * crm_merge_find:
 * @table: of contacts or accounts
 * @record: a record
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: the merge by which @record has gone into another one, or 0
 */
gint64
crm_merge_find (CrmDb           *db,
                const CrmTable  *table,
                gint64           record,
                GError         **error)
{
  return can_be_merged (table) ? find_next (db, table, "id", record, error) : 0;
}

static void
merged_free (CrmMerged *merged)
{
  if (merged == NULL)
    return;

  g_free (merged->title);
  g_free (merged);
}

/**
 * crm_merge_list:
 * @type: contacts or accounts
 * @survivor: a record
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmMerged) (nullable): what has been merged into it, the
 *   latest first, or %NULL with @error set
 */
GPtrArray *
crm_merge_list (CrmDb                *db,
                const CrmRecordType  *type,
                gint64                survivor,
                GError              **error)
{
  const char *name = type->table.name;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) merged_free);
  g_autofree char *sql = g_strdup_printf ("SELECT m.id, m.merged_%s, r.%s, m.created FROM merge m JOIN %s r ON r.id = m.merged_%s "
                                          "WHERE m.state = 0 AND m.%s = ? AND m.%s IS NOT NULL ORDER BY m.id DESC",
                                          name, type->table.title->name, name, name, name, name);
  g_autoptr (CrmStatement) statement = crm_db_query (db, error, sql, "i", survivor);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      CrmMerged *merged = g_new0 (CrmMerged, 1);

      merged->id = crm_statement_get_integer (statement, 0);
      merged->record = crm_statement_get_integer (statement, 1);
      merged->title = g_strdup (crm_statement_get_text (statement, 2));
      merged->time = crm_statement_get_integer (statement, 3);
      g_ptr_array_add (list, merged);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&list);
}

/* --- Taking a merge apart ----------------------------------------------------------------------------------- */

static void
note_free (gpointer data)
{
  CrmUnmergeNote *note = data;

  g_free (note->title);
  g_free (note->label);
  g_free (note->now);
  g_free (note->then);
  g_free (note);
}

/**
 * crm_unmerge_free:
 */
void
crm_unmerge_free (CrmUnmerge *unmerge)
{
  if (unmerge == NULL)
    return;

  g_ptr_array_unref (unmerge->notes);
  g_free (unmerge);
}

/* A value of a field as people see it. */
static char *
say_value (CrmDb          *db,
           CrmSchema      *schema,
           const CrmField *field,
           const CrmValue *value)
{
  g_autofree char *title = NULL;

  if (field->column.links_to != NULL && !crm_value_is_empty (value))
    {
      const CrmTable *table = crm_schema_find_table (schema, field->column.links_to);
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?", table->title->name, table->name);

      title = crm_db_get_text (db, NULL, sql, "v", value);
      if (crm_field_is_set (field))
        return g_steal_pointer (&title);
    }
  if (crm_field_is_set (field))
    return g_strdup (crm_value_get_text (value));

  return crm_field_format (field, value, title);
}

static void
add_note (CrmUnmerge    *unmerge,
          CrmDb         *db,
          CrmSchema     *schema,
          const CrmLeft *left)
{
  const CrmTable *table = crm_schema_get_table (schema, left->table);
  const CrmColumn *column = table != NULL ? crm_table_get_column (table, left->column) : NULL;
  g_autoptr (CrmRow) row = NULL;
  CrmUnmergeNote *note;

  if (column != NULL)
    row = crm_row_load (db, schema, table, left->record, CRM_ROW_MEMBERS, NULL);
  if (row == NULL)
    return;

  note = g_new0 (CrmUnmergeNote, 1);
  note->record_type = crm_catalogue_get_type_of (table);
  note->record = left->record;
  note->title = g_strdup (crm_value_get_text (crm_row_get (row, table->title)));
  note->label = g_strdup (crm_field_from_column (column)->label);
  note->then = say_value (db, schema, crm_field_from_column (column), &left->value);
  if (column->storage != CRM_STORAGE_SET)
    note->now = say_value (db, schema, crm_field_from_column (column), crm_row_get (row, column));
  g_ptr_array_add (unmerge->notes, note);
}

/* Where the merge is in the journal of this file. */
static gboolean
find_place (CrmDb   *db,
            gint64   merge,
            gint64  *change_set,
            gint64  *after,
            gint64  *last,
            GError **error)
{
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  statement = crm_db_query (db, error,
                            "SELECT j.change_set, j.id, (SELECT max (p.id) FROM journal p WHERE p.change_set = j.change_set "
                            "AND p.tbl = j.tbl AND p.op = 1 AND p.id < j.id) FROM journal j "
                            "JOIN change_set c ON c.id = j.change_set JOIN batch b ON b.id = c.batch AND b.cause = ?3 "
                            "WHERE j.tbl = ?1 AND j.record = ?2 AND j.op = 1", "iii",
                            (gint64) CRM_ID_MERGE, merge, (gint64) CRM_CAUSE_MERGE);
  if (statement == NULL)
    return FALSE;

  if (crm_statement_step (statement, &reason))
    {
      *change_set = crm_statement_get_integer (statement, 0);
      *last = crm_statement_get_integer (statement, 1);
      *after = crm_statement_get_integer (statement, 2);
      return TRUE;
    }

  if (reason == NULL)
    g_set_error_literal (&reason, CRM_ERROR, CRM_ERROR_REFUSED,
                         _("These records have been merged on another device. Take the merge apart there."));
  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/* Who stands for the one that stood for the record. */
static gboolean
check_survivor (CrmDb           *db,
                const CrmTable  *table,
                gint64           survivor,
                GError         **error)
{
  gint64 stands = crm_merge_find_survivor (db, table, survivor, error);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?", table->title->name, table->name);
  g_autofree char *name = NULL;
  g_autofree char *other = NULL;

  if (stands == 0 || stands == survivor)
    return stands != 0;

  name = crm_db_get_text (db, NULL, sql, "i", survivor);
  other = crm_db_get_text (db, NULL, sql, "i", stands);
  g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
               _("“%1$s” has itself been merged into “%2$s” since. Take that merge apart first."), name, other);

  return FALSE;
}

/* Whether the last commit that added a member to a record was one that merged, or took apart. */
static gboolean
was_brought (CrmDb            *db,
             const CrmTable   *table,
             gint64            record,
             const CrmColumn  *column,
             const CrmValue   *key,
             gboolean         *brought,
             GError          **error)
{
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  *brought = FALSE;
  statement = crm_db_query (db, error,
                            "SELECT b.cause, j.changes FROM journal j JOIN change_set c ON c.id = j.change_set "
                            "JOIN batch b ON b.id = c.batch WHERE j.tbl = ? AND j.record = ? AND j.op = 2 ORDER BY j.id DESC", "ii",
                            (gint64) table->id, record);
  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      g_autoptr (JsonNode) node = crm_json_parse (crm_statement_get_text (statement, 1), -1, G_MAXSIZE, NULL);
      JsonObject *changes = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonNode *change = changes != NULL ? json_object_get_member (changes, column->name) : NULL;
      JsonArray *added = NULL;

      if (change != NULL && JSON_NODE_HOLDS_OBJECT (change) && json_object_has_member (json_node_get_object (change), "+"))
        added = json_object_get_array_member (json_node_get_object (change), "+");

      for (guint i = 0; added != NULL && i < json_array_get_length (added); i++)
        {
          g_auto (CrmValue) own = crm_journal_read_value (column, json_array_get_element (json_array_get_array_element (added, i), 0));

          if (!crm_value_equal (&own, key))
            continue;
          *brought = crm_statement_get_integer (statement, 0) == CRM_CAUSE_MERGE;
          return TRUE;
        }
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* What @row brings to the sets of the record that it is merged into: its members, and what is the
 * first of its kind with it. */
static GPtrArray *
list_brought (const CrmRow *row)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (row->table);
  GPtrArray *brought = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_member_free);

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);
      const CrmColumn *column = crm_table_get_column (row->table, member->column);

      if (column != NULL && g_strcmp0 (column->links_to, "list") != 0)
        g_ptr_array_add (brought, crm_member_new (member->column, &member->key, member->text, member->label));
    }

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_auto (CrmValue) key = CRM_VALUE_INIT;
      Kind kind;

      if (find_fields (type, i, &kind) && make_key (&kind, row, &key))
        g_ptr_array_add (brought, crm_member_new (kind.several->column.id, &key,
                                                  crm_value_get_text (&row->values[kind.single->column.index]), NULL));
    }

  return brought;
}

/* What the records bring that are merged into @survivor still. */
static GPtrArray *
list_still_brought (CrmDoor         *door,
                    const CrmTable  *table,
                    gint64           survivor,
                    GError         **error)
{
  CrmDb *db = crm_door_get_db (door);
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (GPtrArray) merged = crm_merge_list (db, crm_catalogue_get_type_of (table), survivor, error);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_member_free);

  for (guint i = 0; merged != NULL && i < merged->len; i++)
    {
      g_autoptr (CrmRow) row = crm_row_load (db, schema, table, ((const CrmMerged *) g_ptr_array_index (merged, i))->record,
                                             CRM_ROW_MEMBERS, error);

      if (row == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (all, list_brought (row));
    }

  return merged != NULL ? g_steal_pointer (&all) : NULL;
}

static const CrmMember *
find_member (GPtrArray       *members,
             const CrmMember *wanted)
{
  for (guint i = 0; i < members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (members, i);

      if (member->column == wanted->column && crm_value_equal (&member->key, &wanted->key))
        return member;
    }

  return NULL;
}

/* Whether @member is the first of its kind with @row, and so no further one. */
static gboolean
is_first (const CrmRow    *row,
          const CrmMember *member)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_auto (CrmValue) key = CRM_VALUE_INIT;
      Kind kind;

      if (find_fields (crm_catalogue_get_type_of (row->table), i, &kind) && kind.several->column.id == member->column &&
          make_key (&kind, row, &key) && crm_value_equal (&key, &member->key))
        return TRUE;
    }

  return FALSE;
}

/* Of records that brought the same member, the first one is in the journal with it. What another one
 * that is still merged brought as well does not go with this one; and what went to it in that way
 * goes when it does. */
static gboolean
settle_members (CrmDoor         *door,
                const CrmRow    *before,
                const CrmRow    *gone,
                GError         **error)
{
  CrmDb *db = crm_door_get_db (door);
  const CrmTable *table = before->table;
  g_autoptr (GPtrArray) brought = list_brought (gone);
  g_autoptr (GPtrArray) others = list_still_brought (door, table, before->id, error);
  g_autoptr (CrmRow) after = NULL;
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, before->id);

  if (others == NULL)
    return FALSE;
  after = crm_row_load (db, crm_door_get_schema (door), table, before->id, CRM_ROW_MEMBERS, error);
  if (after == NULL)
    return FALSE;

  for (guint i = 0; i < brought->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (brought, i);
      const CrmColumn *column = crm_table_get_column (table, member->column);
      const CrmMember *other = find_member (others, member);
      gboolean is = has_member (after->members, member->column, &member->key);
      gboolean was = has_member (before->members, member->column, &member->key) || is_first (before, member);
      gboolean by_merge;

      if (!is && was && other != NULL && !is_first (after, member))
        crm_edit_add (edit, column, &other->key, column->links_to == NULL ? other->text : NULL, other->label);
      if (!is || other != NULL)
        continue;

      if (!was_brought (db, table, before->id, column, &member->key, &by_merge, error))
        return FALSE;
      if (by_merge)
        crm_edit_remove (edit, column, &member->key);
    }

  return edit->changes->len == 0 || crm_door_apply (door, edit, error) != 0;
}

/**
 * crm_merge_take_back:
 * @door: an open door that nothing has gone through, whose cause should be %CRM_CAUSE_MERGE too
 * @merge: a merge, from crm_merge_list() or crm_merge_find()
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_REFUSED if the record that stands for it has been merged
 *   itself since; what the store or the rights say
 *
 * Makes two records of one again, at any later time. What nobody has touched goes back to where it
 * was; what has been changed since stays with the field that it was changed in, and what was added
 * since with the record that it was added to.
 *
 * Returns: (transfer full) (nullable): what came of it, or %NULL with @error set
 */
CrmUnmerge *
crm_merge_take_back (CrmDoor  *door,
                     gint64    merge,
                     GError  **error)
{
  CrmDb *db = crm_door_get_db (door);
  CrmSchema *schema = crm_door_get_schema (door);
  const CrmTable *merges = crm_schema_get_table (schema, CRM_ID_MERGE);
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_left_free);
  g_autoptr (CrmRow) row = crm_row_load (db, schema, merges, merge, CRM_ROW_VALUES, error);
  g_autoptr (CrmRow) before = NULL;
  g_autoptr (CrmRow) gone = NULL;
  g_autoptr (CrmUnmerge) unmerge = NULL;
  CrmUndone undone = { .left = left };
  const CrmTable *table;
  gint64 change_set, after, last;
  gboolean contacts;

  if (row == NULL)
    return NULL;
  if (row->state != CRM_STATE_LIVE)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("These records are not merged any more."));
      return NULL;
    }

  contacts = crm_row_get_integer (row, "contact") != 0;
  table = crm_schema_get_table (schema, contacts ? CRM_ID_CONTACT : CRM_ID_ACCOUNT);
  unmerge = g_new0 (CrmUnmerge, 1);
  unmerge->survivor = crm_row_get_integer (row, contacts ? "contact" : "account");
  unmerge->record = crm_row_get_integer (row, contacts ? "merged_contact" : "merged_account");
  unmerge->notes = g_ptr_array_new_with_free_func (note_free);

  if (!check_survivor (db, table, unmerge->survivor, error) || !find_place (db, merge, &change_set, &after, &last, error))
    return NULL;

  before = crm_row_load (db, schema, table, unmerge->survivor, CRM_ROW_MEMBERS, error);
  gone = before != NULL ? crm_row_load (db, schema, table, unmerge->record, CRM_ROW_MEMBERS, error) : NULL;
  if (gone == NULL || !crm_journal_take_back (door, change_set, after, last, &undone, error) ||
      !settle_members (door, before, gone, error))
    return NULL;

  unmerge->n_changes = undone.n_records;
  for (guint i = 0; i < left->len; i++)
    add_note (unmerge, db, schema, g_ptr_array_index (left, i));

  return g_steal_pointer (&unmerge);
}
