/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which value of which record stays when several become one (`features.md`, C5). What nobody has
 * chosen is that of the record that stays; where it has none, that of the first one that has. Parts
 * of one thing stay together: half an address of one record and half of another is no address.
 * Plain data; one thread at a time.
 */

#include "config.h"

#include "crm-merge-plan.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "crm-error.h"
#include "crm-fold.h"
#include "crm-merge.h"

struct _CrmMergePlan
{
  gatomicrefcount ref_count;

  CrmSchema *schema;
  const CrmRecordType *type;
  GPtrArray *rows;     /* of CrmRow, the one that stays first */
  GHashTable *choices; /* id of a column → id of a record */
};

/* Fields that are parts of one thing, by their keys; and all of a group called "address". */
static const char *const units[] = { "first_name,last_name", "utm_source,utm_medium,utm_campaign,utm_term,utm_content",
                                     "last_contacted,last_contacted_by" };

static gboolean
is_chosen_by_field (const CrmField *field)
{
  return !crm_field_is_set (field) && field->type != CRM_FIELD_COUNT && field->type != CRM_FIELD_DUE &&
         (field->column.flags & (CRM_COLUMN_DERIVED | CRM_COLUMN_COUNTER)) == 0;
}

static const CrmValue *
get_value (const CrmRow   *row,
           const CrmField *field)
{
  return &row->values[field->column.index];
}

static gint64
get_choice (CrmMergePlan   *self,
            const CrmField *field)
{
  const gint64 *choice = g_hash_table_lookup (self->choices, GUINT_TO_POINTER (field->column.id));

  return choice != NULL ? *choice : 0;
}

static int
find_unit (const CrmField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_auto (GStrv) keys = g_strsplit (units[i], ",", -1);

      if (field->custom == 0 && g_strv_contains ((const char *const *) keys, field->key))
        return (int) i;
    }

  return -1;
}

static gboolean
is_same_unit (const CrmField *field,
              const CrmField *other)
{
  static const char address[] = "street";
  const CrmField *street = crm_record_type_find_field (field->record_type, address);
  int unit = find_unit (field);

  if (field == other)
    return TRUE;
  if (street != NULL && field->custom == 0 && other->custom == 0 && g_strcmp0 (field->group, street->group) == 0)
    return g_strcmp0 (other->group, street->group) == 0;

  return unit >= 0 && unit == find_unit (other);
}

static gboolean
says_same (const CrmValue *a,
           const CrmValue *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (a->kind != CRM_VALUE_TEXT || b->kind != CRM_VALUE_TEXT)
    return crm_value_equal (a, b);

  first = crm_fold (a->text);
  second = crm_fold (b->text);

  return g_strcmp0 (first, second) == 0;
}

/* Whether what @row knows of the thing that @field is a part of does not contradict @other. */
static gboolean
agrees (const CrmRow   *row,
        const CrmRow   *other,
        const CrmField *field)
{
  const CrmRecordType *type = field->record_type;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *part = type->fields[i];

      if (is_chosen_by_field (part) && is_same_unit (field, part) && !crm_value_is_empty (get_value (row, part)) &&
          !crm_value_is_empty (get_value (other, part)) && !says_same (get_value (row, part), get_value (other, part)))
        return FALSE;
    }

  return TRUE;
}

/* The latest contact is the last one. */
static const CrmRow *
find_latest (CrmMergePlan   *self,
             const CrmField *field)
{
  const CrmField *time = crm_record_type_find_field (field->record_type, "last_contacted");
  const CrmRow *latest = g_ptr_array_index (self->rows, 0);

  for (guint i = 1; i < self->rows->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (self->rows, i);

      if (crm_value_get_integer (get_value (row, time)) > crm_value_get_integer (get_value (latest, time)))
        latest = row;
    }

  return latest;
}

static const CrmRow *
find_row (CrmMergePlan *self,
          gint64        id)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (self->rows, i);

      if (row->id == id)
        return row;
    }

  return NULL;
}

static const CrmRow *
choose (CrmMergePlan   *self,
        const CrmField *field)
{
  const CrmRow *survivor = g_ptr_array_index (self->rows, 0);
  const CrmRow *chosen = find_row (self, get_choice (self, field));

  if (chosen != NULL)
    return chosen;
  if (field->custom == 0 && g_str_has_prefix (field->key, "last_contacted"))
    return find_latest (self, field);
  if (!crm_value_is_empty (get_value (survivor, field)))
    return survivor;

  for (guint i = 1; i < self->rows->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (self->rows, i);

      if (!crm_value_is_empty (get_value (row, field)) && agrees (survivor, row, field))
        return row;
    }

  return survivor;
}

/* Which account people belong to is nothing that a program could decide. */
static gboolean
must_choose (CrmMergePlan   *self,
             const CrmField *field)
{
  const CrmValue *first = NULL;

  if (self->type->table.id != CRM_ID_CONTACT || field->custom != 0 || strcmp (field->key, "account") != 0 ||
      get_choice (self, field) != 0)
    return FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const CrmValue *value = get_value (g_ptr_array_index (self->rows, i), field);

      if (crm_value_is_empty (value))
        continue;
      if (first != NULL && !crm_value_equal (first, value))
        return TRUE;
      first = value;
    }

  return FALSE;
}

static gboolean
differs (CrmMergePlan   *self,
         const CrmField *field)
{
  const CrmValue *first = get_value (g_ptr_array_index (self->rows, 0), field);

  for (guint i = 1; i < self->rows->len; i++)
    if (!crm_value_equal (first, get_value (g_ptr_array_index (self->rows, i), field)))
      return TRUE;

  return FALSE;
}

/* --- Reading ------------------------------------------------------------------------------------------------ */

/* How much a record knows and has: the one with most stays unless somebody says otherwise. */
static gint64
weigh (CrmDb               *db,
       CrmSchema           *schema,
       const CrmRecordType *type,
       const CrmRow        *row)
{
  g_autoptr (GArray) uses = crm_usage_of_record (db, schema, &type->table, row->id, NULL);
  gint64 weight = row->members->len;

  for (guint i = 0; i < type->n_fields; i++)
    weight += is_chosen_by_field (type->fields[i]) && !crm_value_is_empty (get_value (row, type->fields[i]));
  for (guint i = 0; uses != NULL && i < uses->len; i++)
    weight += 3 * MIN (g_array_index (uses, CrmUse, i).n, 100);

  return weight;
}

static gint64
find_heaviest (CrmMergePlan *self,
               CrmDb        *db)
{
  gint64 best = 0, most = -1;

  /* Of two that know the same the older one stays. */
  for (guint i = 0; i < self->rows->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (self->rows, i);
      gint64 weight = weigh (db, self->schema, self->type, row);

      if (weight > most || (weight == most && row->id < best))
        {
          best = row->id;
          most = weight;
        }
    }

  return best;
}

static gboolean
read_row (CrmMergePlan  *self,
          CrmDb         *db,
          gint64         id,
          GError       **error)
{
  gint64 found = crm_merge_find_survivor (db, &self->type->table, id, error);
  g_autoptr (CrmRow) row = NULL;

  if (found == 0)
    return FALSE;
  if (find_row (self, found) != NULL)
    return TRUE;

  row = crm_row_load (db, self->schema, &self->type->table, found, CRM_ROW_MEMBERS | CRM_ROW_TITLES, error);
  if (row == NULL)
    return FALSE;

  if (row->state != CRM_STATE_LIVE)
    {
      const char *title = crm_value_get_text (crm_row_get (row, self->type->table.title));

      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("“%s” is in the trash. Restore it before you merge it."),
                   title != NULL ? title : "");
      return FALSE;
    }

  g_ptr_array_add (self->rows, g_steal_pointer (&row));

  return TRUE;
}

/* Anything but one of the records changes nothing. */
static void
set_survivor (CrmMergePlan *self,
              gint64        survivor)
{
  for (guint i = 1; i < self->rows->len; i++)
    if (((const CrmRow *) g_ptr_array_index (self->rows, i))->id == survivor)
      {
        g_ptr_array_insert (self->rows, 0, g_ptr_array_steal_index (self->rows, i));
        return;
      }
}

/**
 * crm_merge_plan_new:
 * @type: contacts or accounts
 * @ids: (array length=n_ids): of records; one that has been merged means the one that stands for it
 * @n_ids: how many
 * @survivor: the record that stays, or 0 for the one that knows most
 * @error: %CRM_ERROR_REFUSED if one is in the trash, or there are not two of them
 *
 * Returns: (transfer full) (nullable): a plan that keeps every value that it can, or %NULL with
 *   @error set
 */
CrmMergePlan *
crm_merge_plan_new (CrmDb                *db,
                    CrmSchema            *schema,
                    const CrmRecordType  *type,
                    const gint64         *ids,
                    guint                 n_ids,
                    gint64                survivor,
                    GError              **error)
{
  g_autoptr (CrmMergePlan) self = g_new0 (CrmMergePlan, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->schema = g_object_ref (schema);
  self->type = crm_catalogue_get_type_of (crm_schema_get_table (schema, type->table.id));
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);
  self->choices = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  if (self->type->table.id != CRM_ID_CONTACT && self->type->table.id != CRM_ID_ACCOUNT)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("%s cannot be merged."), self->type->plural);
      return NULL;
    }

  for (guint i = 0; i < n_ids; i++)
    if (!read_row (self, db, ids[i], error))
      return NULL;

  if (self->rows->len < 2)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("Choose at least two different records to merge."));
      return NULL;
    }

  set_survivor (self, survivor != 0 ? survivor : find_heaviest (self, db));

  return g_steal_pointer (&self);
}

/**
 * crm_merge_plan_ref:
 */
CrmMergePlan *
crm_merge_plan_ref (CrmMergePlan *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * crm_merge_plan_unref:
 */
void
crm_merge_plan_unref (CrmMergePlan *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->choices);
  g_object_unref (self->schema);
  g_free (self);
}

/**
 * crm_merge_plan_refresh:
 * @db: a connection, inside the transaction that merges
 * @error: as for crm_merge_plan_new()
 *
 * Reads the records again: what was chosen holds, what they are may have changed.
 */
gboolean
crm_merge_plan_refresh (CrmMergePlan  *self,
                        CrmDb         *db,
                        CrmSchema     *schema,
                        GError       **error)
{
  g_autoptr (GPtrArray) rows = g_steal_pointer (&self->rows);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);
  g_set_object (&self->schema, schema);
  self->type = crm_catalogue_get_type_of (crm_schema_get_table (schema, self->type->table.id));

  for (guint i = 0; i < rows->len; i++)
    if (!read_row (self, db, ((const CrmRow *) g_ptr_array_index (rows, i))->id, error))
      return FALSE;

  if (self->rows->len < rows->len)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                           _("Some of these records have been merged in the meantime. Look at them again."));
      return FALSE;
    }

  return TRUE;
}

/**
 * crm_merge_plan_get_record_type:
 *
 * Returns: (transfer none): of which records
 */
const CrmRecordType *
crm_merge_plan_get_record_type (CrmMergePlan *self)
{
  return self->type;
}

/**
 * crm_merge_plan_get_survivor:
 *
 * Returns: the record that stays
 */
gint64
crm_merge_plan_get_survivor (CrmMergePlan *self)
{
  return ((const CrmRow *) g_ptr_array_index (self->rows, 0))->id;
}

/**
 * crm_merge_plan_get_rows:
 *
 * Returns: (transfer none) (element-type CrmRow): the records, the one that stays first
 */
GPtrArray *
crm_merge_plan_get_rows (CrmMergePlan *self)
{
  return self->rows;
}

/**
 * crm_merge_plan_choose:
 * @key: of a field
 * @id: the record whose value stays, be it empty; 0 to forget what was chosen
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_INVALID if all values of the field stay anyway
 *
 * Chooses a value.
 */
gboolean
crm_merge_plan_choose (CrmMergePlan  *self,
                       const char    *key,
                       gint64         id,
                       GError       **error)
{
  const CrmField *field = crm_record_type_find_field (self->type, key);

  if (field == NULL || !is_chosen_by_field (field))
    {
      g_set_error (error, CRM_ERROR, field == NULL ? CRM_ERROR_NOT_FOUND : CRM_ERROR_INVALID,
                   field == NULL ? _("There is no field “%s”.") : _("“%s” is nothing to choose: what the records have there stays."), key);
      return FALSE;
    }
  if (id != 0 && find_row (self, id) == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("The record #%" PRId64 " is not one of those that are merged."), id);
      return FALSE;
    }

  if (id == 0)
    g_hash_table_remove (self->choices, GUINT_TO_POINTER (field->column.id));
  else
    g_hash_table_insert (self->choices, GUINT_TO_POINTER (field->column.id), g_memdup2 (&id, sizeof id));

  return TRUE;
}

/**
 * crm_merge_plan_list_fields:
 *
 * Returns: (transfer full) (element-type CrmMergeField): what becomes of every field with one value
 *   in which any record has something, in the order of the catalogue
 */
GArray *
crm_merge_plan_list_fields (CrmMergePlan *self)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (CrmMergeField));

  for (guint i = 0; i < self->type->n_fields; i++)
    {
      const CrmField *field = self->type->fields[i];
      gboolean any = FALSE;

      for (guint k = 0; is_chosen_by_field (field) && k < self->rows->len; k++)
        any |= !crm_value_is_empty (get_value (g_ptr_array_index (self->rows, k), field));
      if (any)
        {
          CrmMergeField merged = { field, choose (self, field)->id, differs (self, field), must_choose (self, field) };

          g_array_append_val (list, merged);
        }
    }

  return list;
}

/**
 * crm_merge_plan_check:
 * @error: %CRM_ERROR_AMBIGUOUS if somebody has to choose first; the message says what
 */
gboolean
crm_merge_plan_check (CrmMergePlan  *self,
                      GError       **error)
{
  for (guint i = 0; i < self->type->n_fields; i++)
    if (is_chosen_by_field (self->type->fields[i]) && must_choose (self, self->type->fields[i]))
      {
        g_set_error (error, CRM_ERROR, CRM_ERROR_AMBIGUOUS,
                     _("The records have different values of “%s”. Choose which one stays."), self->type->fields[i]->label);
        return FALSE;
      }

  return TRUE;
}
