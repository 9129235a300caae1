/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Why a contact is in an automation, or is not: where it stands and what it waits for; or which trigger would let it in,
 * and which condition does not hold, with the value that decided. Any thread that may use the connection.
 */

#include "config.h"

#include "crm-why.h"

#include <glib/gi18n-lib.h>

#include "crm-automation.h"
#include "crm-condition-eval.h"
#include "crm-date.h"
#include "crm-segment.h"

static void
say (GString    *text,
     const char *form,
     ...) G_GNUC_PRINTF (2, 3);

static void
say (GString    *text,
     const char *form,
     ...)
{
  va_list args;

  va_start (args, form);
  g_string_append_vprintf (text, form, args);
  va_end (args);
  g_string_append_c (text, '\n');
}

/* The parts of a condition that do not hold, with what is there instead. */
static void
say_failures (GString          *text,
              const CrmVerdict *verdict)
{
  if (verdict->held)
    return;
  if (verdict->parts->len == 0)
    {
      /* TRANSLATORS: a condition, and the value that a record has */
      say (text, _("  %1$s – it is: %2$s"), verdict->text, verdict->actual != NULL ? verdict->actual : "–");
      return;
    }
  for (guint i = 0; i < verdict->parts->len; i++)
    say_failures (text, g_ptr_array_index (verdict->parts, i));
}

static gboolean
say_trigger (GString           *text,
             CrmDb             *db,
             CrmSchema         *schema,
             CrmClock          *clock,
             const CrmTrigger  *trigger,
             gint64             automation,
             gint64             contact,
             GError           **error)
{
  const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (schema), "contact");
  JsonNode *node = json_object_get_member (trigger->keys, "if");
  gint64 n = crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM run WHERE contact = ? AND contact IS NOT NULL AND automation = ? AND trigger_id = ? AND state = 0", "iit",
                                 contact, automation, trigger->id);
  g_autoptr (CrmSegmentSet) segments = NULL;
  g_autoptr (CrmConditionContext) context = NULL;
  g_autoptr (CrmCondition) condition = NULL;
  g_autoptr (CrmConditionPlan) plan = NULL;
  g_autoptr (CrmVerdict) verdict = NULL;
  g_autoptr (CrmRow) row = NULL;
  g_autoptr (GError) reason = NULL;
  CrmDbSource source;

  say (text, _("Trigger “%s”:"), _(crm_trigger_get_spec (trigger->type)->label));
  if (n > 0 && trigger->once)
    say (text, _("  It has let the contact in before, and lets everyone in once."));
  if (node == NULL)
    {
      if (n == 0)
        say (text, _("  It has not happened since the automation was switched on."));
      return TRUE;
    }

  segments = crm_segment_set_load (db, CRM_CATALOGUE (schema), error);
  row = segments != NULL ? crm_row_load (db, schema, &type->table, contact, CRM_ROW_MEMBERS, error) : NULL;
  if (row == NULL)
    return FALSE;
  context = crm_condition_context_new (CRM_CATALOGUE (schema), clock, 0, segments);
  condition = crm_condition_from_node (CRM_CATALOGUE (schema), type, node, "if", &reason);
  plan = condition != NULL ? crm_condition_plan_new (condition, type, context, &reason) : NULL;
  if (plan == NULL)
    {
      say (text, "  %s", reason->message);
      return TRUE;
    }

  crm_db_source_init (&source, db, schema);
  verdict = crm_condition_plan_explain (plan, row, &source.source, error);
  if (verdict == NULL)
    return FALSE;
  if (verdict->held && n == 0)
    say (text, _("  Its condition holds, but it has not happened since the automation was switched on."));
  say_failures (text, verdict);

  return TRUE;
}

static guint
say_runs (GString *text,
          CrmDb   *db,
          gint64   automation,
          gint64   contact)
{
  g_autoptr (CrmStatement) statement = NULL;
  guint n = 0;

  statement = crm_db_query (db, NULL, "SELECT r.created, r.status, r.reason, c.step, "
                                      "(SELECT t.reason FROM automation_trail t WHERE t.run = r.id AND t.outcome = 4 ORDER BY t.id DESC LIMIT 1), c.waits "
                                      "FROM run r LEFT JOIN automation_cursor c ON c.run = r.id WHERE r.contact = ? AND r.contact IS NOT NULL AND r.automation = ? "
                                      "AND r.state = 0 ORDER BY r.id", "ii", contact, automation);
  while (statement != NULL && crm_statement_step (statement, NULL))
    {
      g_autofree char *since = crm_instant_format (crm_statement_get_integer (statement, 0));
      const char *status = crm_statement_get_text (statement, 1);

      if (g_strcmp0 (status, "running") == 0)
        {
          say (text, _("The contact came in at %1$s and stands at the step “%2$s”."), since,
               crm_statement_get_text (statement, 3) != NULL ? crm_statement_get_text (statement, 3) : "–");
          if (crm_statement_get_integer (statement, 5) != 0 && crm_statement_get_text (statement, 4) != NULL)
            say (text, "  %s", crm_statement_get_text (statement, 4));
          n++;
        }
      else if (crm_statement_get_text (statement, 2) != NULL)
        say (text, _("The contact came in at %1$s and has left: %2$s"), since, crm_statement_get_text (statement, 2));
      else
        say (text, _("The contact came in at %s and has gone through to the end."), since);
    }

  return n;
}

/**
 * crm_why_explain:
 * @db: a connection
 * @schema: the tables
 * @clock: says what time it is
 * @automation: an automation
 * @contact: a contact
 * @error: %CRM_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): why the contact is in the automation or is not, in sentences, one a line
 */
char *
crm_why_explain (CrmDb      *db,
                 CrmSchema  *schema,
                 CrmClock   *clock,
                 gint64      automation,
                 gint64      contact,
                 GError    **error)
{
  g_autoptr (CrmFlow) flow = crm_automation_load (db, automation, error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (flow == NULL)
    return NULL;

  if (crm_db_get_integer (db, 0, NULL, "SELECT is_on FROM automation WHERE id = ?", "i", automation) == 0)
    say (text, _("The automation is off: nobody comes in, and who is inside stands still."));
  if (say_runs (text, db, automation, contact) == 0)
    for (guint i = 0; i < flow->triggers->len; i++)
      if (!say_trigger (text, db, schema, clock, g_ptr_array_index (flow->triggers, i), automation, contact, error))
        return NULL;

  return g_string_free (g_steal_pointer (&text), FALSE);
}
