/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Conditions name tags, options, team members and segments by their names. When one of those gets
 * another name, the conditions that name it have to follow.
 */

#include "config.h"

#include "crm-condition-private.h"

#include <string.h>

#include "crm-fold.h"
#include "crm-special-private.h"
#include "crm-subject.h"

typedef struct
{
  CrmCatalogue *catalogue;
  const CrmRename *rename;
  char *from; /* folded */
} Renamer;

static gboolean
is_old_name (const Renamer *renamer,
             const char    *name)
{
  g_autofree char *key = crm_fold (name);

  return key != NULL && strcmp (key, renamer->from) == 0;
}

/* The test of a special subject that names the record itself. */
static CrmCondition *
rename_special (const Renamer       *renamer,
                CrmCondition        *test,
                const CrmRecordType *type)
{
  const CrmRename *rename = renamer->rename;
  const char *named = _crm_special_get_record_type (test->subject);
  CrmCondition *copy;

  if (g_strcmp0 (named, rename->record->table.name) != 0 || !is_old_name (renamer, test->name) ||
      (rename->of != NULL && strcmp (rename->of, type->table.name) != 0))
    return crm_condition_ref (test);

  copy = _crm_condition_new_test (test->subject, rename->to, test->op, test->kind);
  copy->times = test->times;
  copy->within = g_strdup (test->within);
  for (guint i = 0; i < test->values->len; i++)
    _crm_condition_take_value (copy, crm_value_dup (&g_array_index (test->values, CrmValue, i)));

  return copy;
}

/* The test of a link or a set, which has the record among its values. */
static CrmCondition *
rename_values (const Renamer       *renamer,
               CrmCondition        *test,
               const CrmRecordType *type)
{
  const CrmRename *rename = renamer->rename;
  g_autoptr (CrmCondition) copy = NULL;
  gboolean changed = FALSE;
  CrmSubject subject;

  if (!crm_subject_find (renamer->catalogue, type, test->subject, test->name, &subject, NULL) ||
      g_strcmp0 (subject.field->column.links_to, rename->record->table.name) != 0 ||
      (rename->field != 0 && subject.field->custom != rename->field))
    return crm_condition_ref (test);

  copy = _crm_condition_new_test (test->subject, test->name, test->op, test->kind);
  for (guint i = 0; i < test->values->len; i++)
    {
      const CrmValue *value = &g_array_index (test->values, CrmValue, i);
      gboolean old = is_old_name (renamer, crm_value_get_text (value));

      _crm_condition_take_value (copy, old ? crm_value_text (rename->to) : crm_value_dup (value));
      changed |= old;
    }

  return changed ? g_steal_pointer (&copy) : crm_condition_ref (test);
}

static CrmCondition *
rename_in (const Renamer       *renamer,
           CrmCondition        *condition,
           const CrmRecordType *type)
{
  CrmCondition *renamed;
  CrmRelation relation;

  if (condition->type == CRM_CONDITION_TEST)
    return strcmp (condition->subject, CRM_SUBJECT_FIELD) == 0 ? rename_values (renamer, condition, type)
                                                               : rename_special (renamer, condition, type);

  if (condition->type == CRM_CONDITION_RELATED)
    {
      if (!crm_relation_find (renamer->catalogue, type, condition->relation, &relation))
        return crm_condition_ref (condition);
      type = relation.to;
    }

  renamed = crm_condition_ref (condition);
  for (guint i = 0; i < condition->parts->len; i++)
    {
      CrmCondition *part = g_ptr_array_index (condition->parts, i);
      g_autoptr (CrmCondition) other = rename_in (renamer, part, type);
      CrmCondition *changed;

      if (other == part)
        continue;
      changed = crm_condition_replace_part (renamed, i, other);
      crm_condition_unref (renamed);
      renamed = changed;
    }

  return renamed;
}

/**
 * crm_condition_rename:
 * @catalogue: what there is
 * @type: of the records that it is about
 * @rename: what is called differently now
 *
 * Returns: (transfer full): the condition with the new name in it; the same one if it does not name
 *   the record
 */
CrmCondition *
crm_condition_rename (CrmCondition         *self,
                      CrmCatalogue         *catalogue,
                      const CrmRecordType  *type,
                      const CrmRename      *rename)
{
  Renamer renamer = { catalogue, rename, crm_fold (rename->from) };
  CrmCondition *renamed = renamer.from != NULL ? rename_in (&renamer, self, type) : crm_condition_ref (self);

  g_free (renamer.from);

  return renamed;
}
