/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which tests are about the same record. A contact has any number of deals, and who asks for "an
 * open deal over 5,000 EUR" means one deal that is both. So:
 *
 * - A test over a field of related records of which there may be several holds if there is such a
 *   record for which it holds. If there is none at all it does not hold, whatever the operator;
 *   {"not": {"any-deal": {"all": []}}} asks for that.
 * - Tests over the same relation that stand side by side in one "all" are about one and the same
 *   record. Groups inside are on their own, and so are the parts of an "any".
 * - A record over a link, such as the account of a contact, is one at most. If there is none, its
 *   fields are empty: positive tests fail and negative ones pass.
 */

#include "config.h"

#include "crm-unit-private.h"

#include <string.h>

#include "crm-condition-private.h"

static void
unit_free (gpointer data)
{
  CrmUnit *unit = data;

  g_ptr_array_unref (unit->parts);
  g_free (unit);
}

/* The relation over which a test reaches several records; none for everything else. */
static CrmRelation
find_relation (const CrmCondition  *part,
               CrmCatalogue        *catalogue,
               const CrmRecordType *type)
{
  CrmRelation none = { CRM_RELATION_NONE, type, type, NULL };
  CrmSubject subject;

  if (part->type != CRM_CONDITION_TEST || strcmp (part->subject, CRM_SUBJECT_FIELD) != 0 ||
      !crm_subject_find (catalogue, type, part->subject, part->name, &subject, NULL))
    return none;

  return crm_relation_is_many (&subject.relation) ? subject.relation : none;
}

static CrmUnit *
find_unit (GPtrArray         *units,
           const CrmRelation *relation)
{
  for (guint i = 0; relation->kind != CRM_RELATION_NONE && i < units->len; i++)
    {
      CrmUnit *unit = g_ptr_array_index (units, i);

      if (crm_relation_equal (&unit->relation, relation))
        return unit;
    }

  return NULL;
}

static void
add_part (GPtrArray         *units,
          CrmUnit           *unit,
          const CrmRelation *relation,
          CrmCondition      *part)
{
  if (unit == NULL)
    {
      unit = g_new0 (CrmUnit, 1);
      unit->relation = *relation;
      unit->parts = g_ptr_array_new ();
      g_ptr_array_add (units, unit);
    }

  g_ptr_array_add (unit->parts, part);
}

/**
 * _crm_unit_list:
 * @condition: a test or a group
 * @type: of the records that it is about
 *
 * Returns: (transfer full) (element-type CrmUnit): its parts, or the test itself, in their order;
 *   valid as long as @condition
 */
GPtrArray *
_crm_unit_list (const CrmCondition  *condition,
                CrmCatalogue        *catalogue,
                const CrmRecordType *type)
{
  GPtrArray *units = g_ptr_array_new_with_free_func (unit_free);
  CrmRelation relation;

  if (condition->type == CRM_CONDITION_TEST)
    {
      relation = find_relation (condition, catalogue, type);
      add_part (units, NULL, &relation, (CrmCondition *) condition);
      return units;
    }

  for (guint i = 0; i < condition->parts->len; i++)
    {
      CrmCondition *part = g_ptr_array_index (condition->parts, i);

      relation = find_relation (part, catalogue, type);
      add_part (units, condition->type == CRM_CONDITION_ALL ? find_unit (units, &relation) : NULL, &relation, part);
    }

  return units;
}
