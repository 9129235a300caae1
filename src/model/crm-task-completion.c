/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Completing a task: its outcome, what came of it, and the task that follows are one change set, so
 * that one undo takes all of it back. What else follows from completion is a rule
 * (crm-rules-task.c).
 */

#include "config.h"

#include "crm-task-completion.h"

static void
set_text (CrmChangeSet *set,
          CrmRecord    *task,
          gint64        id,
          const char   *key,
          const char   *text)
{
  const CrmRecordType *type = crm_record_get_record_type (task);
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (text != NULL && *text != '\0')
    value = crm_value_text (text);
  crm_change_set_set (set, &type->table, id, &crm_record_type_find_field (type, key)->column, &value);
}

static void
set_link (CrmChangeSet *set,
          CrmRecord    *task,
          gint64        id,
          const char   *key,
          gint64        link)
{
  const CrmRecordType *type = crm_record_get_record_type (task);
  CrmValue value = CRM_VALUE_INIT;

  if (link != 0)
    value = crm_value_integer (link);
  crm_change_set_set (set, &type->table, id, &crm_record_type_find_field (type, key)->column, &value);
}

/* The next task is one of the same kind, for the same people. */
static void
add_follow_up (const CrmCompletion *self,
               CrmChangeSet        *set,
               CrmRecord           *task)
{
  static const char *const kept[] = { "assignees", "contacts", "deals", "accounts" };
  const CrmRecordType *type = crm_record_get_record_type (task);
  gint64 id = crm_change_set_create (set, &type->table);

  set_text (set, task, id, "title", self->follow_up);
  set_text (set, task, id, "due", self->follow_up_due);
  set_text (set, task, id, "priority", crm_record_get_raw_text (task, "priority"));
  set_link (set, task, id, "type", crm_record_get_link (task, "type"));

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const CrmField *field = crm_record_type_find_field (type, kept[i]);
      g_autoptr (GPtrArray) members = crm_record_get_members (task, field);

      for (guint k = 0; k < members->len; k++)
        {
          const CrmMember *member = g_ptr_array_index (members, k);

          crm_change_set_add (set, &type->table, id, &field->column, &member->key, NULL, member->label);
        }
    }
}

/**
 * crm_completion_add:
 * @set: a change set
 * @task: an open task
 *
 * Adds that the task is done, and the task that follows.
 */
void
crm_completion_add (const CrmCompletion *self,
                    CrmChangeSet        *set,
                    CrmRecord           *task)
{
  gint64 id = crm_record_get_id (task);

  set_text (set, task, id, "status", "done");
  set_link (set, task, id, "outcome", self->outcome);
  set_text (set, task, id, "result", self->result);
  if (self->follow_up != NULL && *self->follow_up != '\0')
    add_follow_up (self, set, task);
}

/**
 * crm_completion_reopen:
 * @set: a change set
 * @task: a task that is done
 *
 * Adds that the task is not done after all. What was written about it stays; its outcome does
 * not, because there is none yet.
 */
void
crm_completion_reopen (CrmChangeSet *set,
                       CrmRecord    *task)
{
  gint64 id = crm_record_get_id (task);

  set_text (set, task, id, "status", "open");
  set_link (set, task, id, "outcome", 0);
}

/**
 * crm_completion_fits:
 * @outcome: an outcome
 * @task: a task
 *
 * Returns: %TRUE if the task can end so: outcomes of one type are for tasks of that type
 */
gboolean
crm_completion_fits (CrmRecord *outcome,
                     CrmRecord *task)
{
  gint64 type = crm_record_get_link (outcome, "task_type");

  return type == 0 || type == crm_record_get_link (task, "type");
}
