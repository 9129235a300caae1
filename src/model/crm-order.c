/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Lists that people arrange: stages, options, custom fields. Each record has a number, its
 * position; one that is moved gets a number between those of its new neighbours, so that two people
 * who move different ones do not get in each other's way.
 */

#include "config.h"

#include "crm-order.h"

#include <math.h>

static double
get_position (GPtrArray *records,
              guint      index)
{
  CrmRecord *record = g_ptr_array_index (records, index);
  const CrmValue *value = crm_record_get_value (record, crm_record_find_field (record, "position"));

  switch (value->kind)
    {
    case CRM_VALUE_INTEGER:
      return (double) value->integer;
    case CRM_VALUE_REAL:
      return value->real;
    default:
      return NAN;
    }
}

static void
set_position (CrmChangeSet *set,
              CrmRecord    *record,
              double        position)
{
  const CrmField *field = crm_record_find_field (record, "position");
  CrmValue value = crm_value_real (position);

  crm_change_set_set (set, &crm_record_get_record_type (record)->table, crm_record_get_id (record), &field->column, &value);
}

/**
 * crm_order_move:
 * @set: to which is added what has to be changed
 * @records: (element-type CrmRecord): records with a field "position", in their order
 * @from: the index of one of them
 * @to: the index that it is to have
 *
 * Moves a record to another place. Only its own number changes, unless there is none left between
 * its neighbours: then all are counted anew.
 */
void
crm_order_move (CrmChangeSet *set,
                GPtrArray    *records,
                guint         from,
                guint         to)
{
  g_autoptr (GPtrArray) moved = NULL;
  CrmRecord *record;
  double before, after, between;

  g_return_if_fail (from < records->len && to < records->len);

  if (from == to)
    return;

  moved = g_ptr_array_copy (records, NULL, NULL);
  g_ptr_array_set_free_func (moved, NULL);
  record = g_ptr_array_steal_index (moved, from);
  g_ptr_array_insert (moved, (int) to, record);

  /* Nobody has a number that is not a number; where one is missing this comes out as one. */
  before = to > 0 ? get_position (moved, to - 1) : get_position (moved, 1) - 2;
  after = to + 1 < moved->len ? get_position (moved, to + 1) : before + 2;
  between = before + (after - before) / 2;
  if (before < between && between < after)
    {
      set_position (set, record, between);
      return;
    }

  for (guint i = 0; i < moved->len; i++)
    set_position (set, g_ptr_array_index (moved, i), i + 1);
}
