/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The segments and saved filters of a database, as they were when they were read: conditions that
 * have a name. A set of them does not change; may cross threads.
 */

#include "config.h"

#include "crm-segment.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-condition-plan.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-rules.h"

struct _CrmSegmentSet
{
  gatomicrefcount ref_count;

  GPtrArray *segments; /* of CrmSegment */
};

G_DEFINE_BOXED_TYPE (CrmSegmentSet, crm_segment_set, crm_segment_set_ref, crm_segment_set_unref)

static void
segment_free (gpointer data)
{
  CrmSegment *segment = data;

  g_free (segment->name);
  g_free (segment->record_type);
  crm_condition_unref (segment->condition);
  g_clear_error (&segment->problem);
  g_free (segment);
}

static CrmSegment *
segment_new (gint64      id,
             const char *name,
             const char *record_type)
{
  CrmSegment *segment = g_new0 (CrmSegment, 1);

  segment->id = id;
  segment->name = g_strdup (name);
  segment->record_type = g_strdup (record_type);

  return segment;
}

static void
read_condition (CrmSegment   *segment,
                CrmCatalogue *catalogue,
                const char   *json)
{
  const CrmRecordType *type = crm_catalogue_find (catalogue, segment->record_type);

  if (type == NULL || strcmp (type->table.name, segment->record_type) != 0)
    g_set_error (&segment->problem, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There are no records of the type “%s”."),
                 segment->record_type);
  else
    segment->condition = crm_condition_parse (catalogue, type, json != NULL ? json : "", &segment->problem);
}

/**
 * crm_segment_set_load:
 * @db: a connection
 * @catalogue: what there is
 * @error: a %CRM_STORE_ERROR
 *
 * Reads all segments and saved filters. One whose condition means nothing any more is there too,
 * with what is the matter.
 *
 * Returns: (transfer full) (nullable): the segments by name, or %NULL with @error set
 */
CrmSegmentSet *
crm_segment_set_load (CrmDb         *db,
                      CrmCatalogue  *catalogue,
                      GError       **error)
{
  g_autoptr (CrmSegmentSet) self = g_new0 (CrmSegmentSet, 1);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->segments = g_ptr_array_new_with_free_func (segment_free);

  statement = crm_db_prepare (db, "SELECT id, name, record_type, condition, pinned, is_filter FROM segment "
                              "WHERE state = 0 AND name_key IS NOT NULL ORDER BY name_key, id", error);
  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      CrmSegment *segment = segment_new (crm_statement_get_integer (statement, 0),
                                         crm_statement_get_text (statement, 1),
                                         crm_statement_get_text (statement, 2));

      read_condition (segment, catalogue, crm_statement_get_text (statement, 3));
      segment->pinned = crm_statement_get_integer (statement, 4) != 0;
      segment->is_filter = crm_statement_get_integer (statement, 5) != 0;
      g_ptr_array_add (self->segments, segment);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * crm_segment_set_ref:
 */
CrmSegmentSet *
crm_segment_set_ref (CrmSegmentSet *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * crm_segment_set_unref:
 */
void
crm_segment_set_unref (CrmSegmentSet *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->segments);
  g_free (self);
}

/**
 * crm_segment_set_get_n:
 *
 * Returns: how many there are
 */
guint
crm_segment_set_get_n (CrmSegmentSet *self)
{
  return self->segments->len;
}

/**
 * crm_segment_set_get:
 *
 * Returns: (transfer none): one of them
 */
const CrmSegment *
crm_segment_set_get (CrmSegmentSet *self,
                     guint          position)
{
  g_return_val_if_fail (position < self->segments->len, NULL);

  return g_ptr_array_index (self->segments, position);
}

/**
 * crm_segment_set_find:
 * @type: of the records in it
 * @name: what people call it
 *
 * Returns: (transfer none) (nullable): the segment
 */
const CrmSegment *
crm_segment_set_find (CrmSegmentSet       *self,
                      const CrmRecordType *type,
                      const char          *name)
{
  g_autofree char *wanted = crm_fold (name);

  for (guint i = 0; wanted != NULL && i < self->segments->len; i++)
    {
      const CrmSegment *segment = g_ptr_array_index (self->segments, i);
      g_autofree char *key = crm_fold (segment->name);

      if (g_strcmp0 (key, wanted) == 0 && strcmp (segment->record_type, type->table.name) == 0)
        return segment;
    }

  return NULL;
}

/* --- The rule ---------------------------------------------------------------------------------------- */

/* Puts @segment where one with its id is. */
static void
put (CrmSegmentSet *self,
     CrmSegment    *segment)
{
  for (guint i = 0; i < self->segments->len; i++)
    {
      const CrmSegment *other = g_ptr_array_index (self->segments, i);

      if (other->id == segment->id)
        {
          g_ptr_array_remove_index (self->segments, i);
          break;
        }
    }

  g_ptr_array_add (self->segments, segment);
}

/* Whether @segment can be asked, among the others. */
static gboolean
try_to_bind (const CrmImage    *image,
             const CrmSegment  *segment,
             CrmSegmentSet     *segments,
             GError           **error)
{
  CrmCatalogue *catalogue = CRM_CATALOGUE (crm_door_get_schema (image->door));
  const CrmRecordType *type = crm_catalogue_find (catalogue, segment->record_type);
  g_autoptr (CrmClock) clock = crm_clock_new_virtual (crm_door_get_now (image->door));
  g_autoptr (CrmConditionContext) context = NULL;
  g_autoptr (CrmConditionPlan) plan = NULL;
  g_autoptr (CrmCondition) itself = NULL;

  itself = crm_condition_new_test (catalogue, type, "segment", segment->name, CRM_OPERATOR_IS, NULL, 0, error);
  if (itself == NULL)
    return FALSE;

  context = crm_condition_context_new (catalogue, clock, crm_door_get_actor (image->door), segments);
  plan = crm_condition_plan_new (itself, type, context, error);

  return plan != NULL;
}

/* Leaves of all others but @segment no more than that they are there. */
static void
forget_others (CrmSegmentSet    *self,
               const CrmSegment *segment)
{
  for (guint i = 0; i < self->segments->len; i++)
    {
      CrmSegment *other = g_ptr_array_index (self->segments, i);

      if (other == segment)
        continue;
      crm_condition_unref (other->condition);
      other->condition = crm_condition_new_group (CRM_CONDITION_ALL);
    }
}

/* A segment has to mean something, and must not contain itself. That another one in it means nothing
 * any more is not its fault, and while names are changed it may be so for a moment. */
static char *
check_condition (const CrmImage  *image,
                 GError         **error)
{
  CrmCatalogue *catalogue = CRM_CATALOGUE (crm_door_get_schema (image->door));
  g_autoptr (CrmSegmentSet) segments = NULL;
  g_autoptr (GError) reason = NULL;
  CrmSegment *segment;

  segments = crm_segment_set_load (crm_door_get_db (image->door), catalogue, error);
  if (segments == NULL)
    return NULL;

  segment = segment_new (image->id, crm_image_get_text (image, "name"), crm_image_get_text (image, "record_type"));
  read_condition (segment, catalogue, crm_image_get_text (image, "condition"));
  put (segments, segment);
  if (segment->condition == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&segment->problem));
      return NULL;
    }

  if (!try_to_bind (image, segment, segments, &reason) && !g_error_matches (reason, CRM_ERROR, CRM_ERROR_REFUSED))
    {
      g_clear_error (&reason);
      forget_others (segments, segment);
      try_to_bind (image, segment, segments, &reason);
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return crm_condition_print (segment->condition);
}

/* Whether another record has the name still that this one had. */
static gboolean
is_still_used (const CrmImage   *image,
               const CrmRename  *rename,
               GError          **error)
{
  g_autofree char *title = crm_column_order_name (image->table->title);
  g_autofree char *key = crm_column_make_key (image->table->title, rename->from);
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s WHERE state = 0 AND %s = ?1 AND id <> ?2%s%s LIMIT 1",
                                          image->table->name, title, rename->field != 0 ? " AND field = ?3" : "",
                                          rename->of != NULL ? " AND record_type = ?4" : "");

  return crm_db_get_integer (crm_door_get_db (image->door), 0, error, sql, "tiit", key, image->id,
                             rename->field, rename->of) != 0;
}

static gboolean
follow_rename (const CrmImage  *image,
               GError         **error)
{
  CrmCatalogue *catalogue = CRM_CATALOGUE (crm_door_get_schema (image->door));
  const CrmTable *table = &crm_catalogue_find (catalogue, "segment")->table;
  const CrmColumn *column = crm_table_find_column (table, "condition");
  g_autoptr (CrmSegmentSet) segments = NULL;
  g_autoptr (GError) reason = NULL;
  CrmRename rename = {
    .record = crm_catalogue_get_type_of (image->table),
    .field = image->table->id == CRM_ID_OPTION ? crm_image_get_integer (image, "field") : 0,
    .of = image->table->id == CRM_ID_SEGMENT ? crm_image_get_text (image, "record_type") : NULL,
    .from = crm_row_get_text (image->before, image->table->title->name),
    .to = crm_image_get_text (image, image->table->title->name),
  };

  if (is_still_used (image, &rename, &reason))
    return TRUE;
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  segments = crm_segment_set_load (crm_door_get_db (image->door), catalogue, error);
  if (segments == NULL)
    return FALSE;

  for (guint i = 0; i < segments->segments->len; i++)
    {
      const CrmSegment *segment = g_ptr_array_index (segments->segments, i);
      const CrmRecordType *type = crm_catalogue_find (catalogue, segment->record_type);
      g_autoptr (CrmCondition) renamed = NULL;
      g_autoptr (CrmEdit) edit = NULL;
      g_auto (CrmValue) json = CRM_VALUE_INIT;

      if (segment->condition == NULL)
        continue;

      renamed = crm_condition_rename (segment->condition, catalogue, type, &rename);
      if (renamed == segment->condition)
        continue;

      json = crm_value_take_text (crm_condition_print (renamed));
      edit = crm_edit_new (table, CRM_OP_UPDATE, segment->id);
      crm_edit_set (edit, column, &json);
      if (crm_door_apply (image->door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_segment_init:
 *
 * To be called when a program begins: from then on no segment is kept that means nothing, and
 * segments follow when what they name is renamed.
 */
void
crm_segment_init (void)
{
  crm_rules_set_condition_funcs (check_condition, follow_rename);
}
