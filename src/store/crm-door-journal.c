/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the journal is told: that something was done, to which record, and what it was like before and
 * after. The form of it is in 0001-journal.sql.
 */

#include "config.h"

#include "crm-door-private.h"

/*< private >
 * Makes the batch that the commit belongs to, unless it goes on with another.
 */
gboolean
_crm_door_ensure_batch (CrmDoor  *self,
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
  if (!_crm_door_ensure_batch (self, error) ||
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
list_columns (const CrmTable      *table,
              const CrmColumnMask *mask)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < table->n_columns; i++)
    if (crm_column_mask_has (mask, table->columns[i]) && (table->columns[i]->flags & CRM_COLUMN_DERIVED) == 0)
      g_string_append_printf (names, "%s%s", names->len > 0 ? "," : "", table->columns[i]->name);

  return g_string_free (names, names->len == 0);
}

/*< private >
 * Says that something was done to a record. @changes and @mask are there for an update.
 */
gboolean
_crm_door_write_journal (CrmDoor              *self,
                         const CrmTable       *table,
                         CrmOp                 op,
                         gint64                record,
                         const char           *changes,
                         const CrmColumnMask  *mask,
                         GError              **error)
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
  crm_db_count_record (self->db);

  return TRUE;
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

      if (member->column != column->id || crm_member_equal (member, crm_members_find (others, column->id, &member->key, NULL)))
        continue;

      if (!first)
        g_string_append_c (json, ',');
      first = FALSE;
      append_member_json (member, json);
    }
  g_string_append_c (json, ']');
}

/*< private >
 * Says what an update does.
 */
void
_crm_describe_update (const CrmRow        *before,
                      const CrmRow        *after,
                      const CrmColumnMask *mask,
                      GString             *json)
{
  const CrmTable *table = before->table;

  g_string_assign (json, "{");
  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (!crm_column_mask_has (mask, column) || (column->flags & CRM_COLUMN_DERIVED) != 0)
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
