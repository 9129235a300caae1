/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who may come in (automation.md, 3.1): the automation is on, the event fits the trigger, its condition
 * holds, the trigger has not let this contact in before or too often, and the automation allows it.
 * Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"

static gboolean
refuse (char       **why,
        const char  *text)
{
  if (why != NULL)
    *why = g_strdup (text);

  return FALSE;
}

static gint64
count_runs (CrmEngine   *self,
            const char  *and,
            gint64       contact,
            gint64       automation,
            const char  *trigger,
            gint64       since)
{
  g_autofree char *sql = g_strconcat ("SELECT count (*) FROM run INDEXED BY run_by_contact WHERE contact = ?1 AND contact IS NOT NULL AND state = 0 "
                                      "AND automation = ?2 AND (?3 IS NULL OR trigger_id = ?3) AND created > ?4", and, NULL);

  return crm_db_get_integer (self->db, 0, NULL, sql, "iiti", contact, automation, trigger, since);
}

/* Whether everything but the condition of the trigger lets @contact in. */
static gboolean
may_enter (CrmEngine         *self,
           CrmProgram        *program,
           const CrmTrigger  *trigger,
           const char        *id,
           gint64             contact,
           char             **why)
{
  if (!program->on)
    return refuse (why, _("The automation is off."));
  if (crm_flow_get_first (program->flow) == NULL)
    return refuse (why, _("The automation has no steps."));
  if (crm_db_get_integer (self->db, -1, NULL, "SELECT state FROM contact WHERE id = ?", "i", contact) != CRM_STATE_LIVE)
    return refuse (why, _("The contact is in the trash."));

  if (trigger != NULL && trigger->once && count_runs (self, "", contact, program->id, id, 0) > 0)
    return refuse (why, _("This trigger has let the contact in before, and lets everyone in once."));
  if (trigger != NULL && !trigger->once &&
      count_runs (self, "", contact, program->id, id, self->now - CRM_DAY) >= CRM_MAX_ENTRIES_A_DAY)
    return refuse (why, _("This trigger has let the contact in 10 times within a day, which is the most."));

  if (program->flow->entry == CRM_ENTRY_ONCE && count_runs (self, "", contact, program->id, NULL, 0) > 0)
    return refuse (why, _("The contact has been in this automation, which everyone enters once."));
  if (program->flow->entry == CRM_ENTRY_AFTER_EXIT &&
      count_runs (self, " AND status = 'running'", contact, program->id, NULL, 0) > 0)
    return refuse (why, _("The contact is in this automation, and has to leave it before coming in again."));

  return TRUE;
}

static gboolean
holds (CrmEngine         *self,
       CrmProgram        *program,
       const CrmTrigger  *trigger,
       gint64             contact,
       const CrmObject   *object,
       gboolean          *held,
       GError           **error)
{
  JsonNode *node = trigger != NULL ? json_object_get_member (trigger->keys, "if") : NULL;
  g_autoptr (GError) reason = NULL;
  CrmAsk *ask;

  *held = TRUE;
  if (node == NULL)
    return TRUE;

  ask = _crm_program_get_ask (self, program, node, "contact", &reason);
  if (ask != NULL && _crm_engine_ask_one (self, ask, contact, object, held, &reason))
    return TRUE;

  /* What means nothing any more lets nobody in. */
  *held = FALSE;
  if (reason->domain == CRM_ERROR)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/* Whether @contact would come in. */
gboolean
_crm_engine_would_enter (CrmEngine         *self,
                         CrmProgram        *program,
                         const CrmTrigger  *trigger,
                         gint64             contact,
                         const CrmObject   *object,
                         gboolean          *would,
                         GError           **error)
{
  *would = may_enter (self, program, trigger, trigger->id, contact, NULL);

  return !*would || holds (self, program, trigger, contact, object, would, error);
}

/* Lets @contact in if it may. @cause: the journal entry, so that several contacts that came in by the same
 * one are known to belong together. */
gboolean
_crm_engine_enter (CrmEngine         *self,
                   CrmProgram        *program,
                   const CrmTrigger  *trigger,
                   const char        *via,
                   gint64             contact,
                   const CrmObject   *object,
                   gint64             cause,
                   gboolean          *entered,
                   char             **why,
                   GError           **error)
{
  const char *id = trigger != NULL ? trigger->id : via;
  g_autoptr (CrmEdit) edit = NULL;
  gboolean held;
  gint64 run;

  *entered = FALSE;
  if (!may_enter (self, program, trigger, id, contact, why))
    return TRUE;
  if (!holds (self, program, trigger, contact, object, &held, error))
    return FALSE;
  if (!held)
    {
      refuse (why, _("The condition of the trigger does not hold."));
      return TRUE;
    }

  edit = crm_edit_new (_crm_engine_get_table (self, "run"), CRM_OP_CREATE, 0);
  crm_edit_set_integer (edit, "automation", program->id);
  crm_edit_set_integer (edit, "contact", contact);
  if (id != NULL)
    crm_edit_set_text (edit, "trigger_id", id);
  if (object->deal != 0)
    crm_edit_set_integer (edit, "deal", object->deal);
  if (object->task != 0)
    crm_edit_set_integer (edit, "task", object->task);
  if (object->account != 0)
    crm_edit_set_integer (edit, "account", object->account);

  run = crm_door_apply (self->door, edit, error);
  if (run == 0)
    return FALSE;

  *entered = TRUE;
  self->n_entered++;
  if (!_crm_engine_wake_contact (self, CRM_ID_RUN, contact, error))
    return FALSE;

  return crm_db_run (self->db, error,
                     "INSERT INTO automation_cursor (run, automation, contact, deal, task, account, cause, trigger_id, step, arrived, waits, wake, retest) "
                     "VALUES (?1, ?2, ?3, nullif (?4, 0), nullif (?5, 0), nullif (?6, 0), ?7, ?8, ?9, ?10, 0, ?10, 1)", "iiiiiiitti",
                     run, program->id, contact, object->deal, object->task, object->account, cause, id,
                     crm_flow_get_first (program->flow)->id, self->now);
}
