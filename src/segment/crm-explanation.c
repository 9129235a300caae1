/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Why a record is in a segment or is not: the verdict over its condition, read from the database and
 * written down line by line. The window and the command line say the same. Asking in the background
 * is for the main thread; the rest is any thread's.
 */

#include "config.h"

#include "crm-explanation.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"
#include "crm-json.h"

/* --- Writing it down -------------------------------------------------------------------------------- */

static void
add_lines (GArray           *lines,
           const CrmVerdict *verdict,
           guint             depth)
{
  CrmVerdictLine line = { verdict, depth };

  g_array_append_val (lines, line);
  for (guint i = 0; i < verdict->parts->len; i++)
    add_lines (lines, g_ptr_array_index (verdict->parts, i), depth + 1);
}

/**
 * crm_verdict_list_lines:
 *
 * Returns: (transfer full) (element-type CrmVerdictLine): the whole of it and all its parts, each
 *   above those that it is made of; valid as long as @verdict
 */
GArray *
crm_verdict_list_lines (const CrmVerdict *verdict)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (CrmVerdictLine));

  add_lines (lines, verdict, 0);

  return lines;
}

/**
 * crm_verdict_say:
 *
 * Returns: (transfer full): what was asked, whether it holds, and the value that decided it, in a
 *   line; without its parts
 */
char *
crm_verdict_say (const CrmVerdict *verdict)
{
  const char *answer = verdict->held ? _("yes:") : _("no: ");

  return verdict->actual != NULL ? g_strdup_printf ("%s %s [%s]", answer, verdict->text, verdict->actual)
                                 : g_strdup_printf ("%s %s", answer, verdict->text);
}

/**
 * crm_verdict_print:
 *
 * Returns: (transfer full): all of it as text, the parts of something indented below it
 */
char *
crm_verdict_print (const CrmVerdict *verdict)
{
  g_autoptr (GArray) lines = crm_verdict_list_lines (verdict);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const CrmVerdictLine *line = &g_array_index (lines, CrmVerdictLine, i);
      g_autofree char *said = crm_verdict_say (line->verdict);

      g_strdelimit (said, "\r\n", ' ');
      g_string_append_printf (text, "%*s%s\n", (int) line->depth * 2, "", said);
    }

  return g_string_free (text, FALSE);
}

/**
 * crm_verdict_append_json:
 * @json: where to append
 *
 * Writes it for programs.
 */
void
crm_verdict_append_json (const CrmVerdict *verdict,
                         GString          *json)
{
  g_string_append_printf (json, "{\"held\":%s,\"text\":", verdict->held ? "true" : "false");
  crm_json_append_string (json, verdict->text);
  if (verdict->actual != NULL)
    {
      g_string_append (json, ",\"actual\":");
      crm_json_append_string (json, verdict->actual);
    }
  g_string_append (json, ",\"parts\":[");
  for (guint i = 0; i < verdict->parts->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      crm_verdict_append_json (g_ptr_array_index (verdict->parts, i), json);
    }
  g_string_append (json, "]}");
}

/* --- Reading ------------------------------------------------------------------------------------------ */

/**
 * crm_explanation_free:
 */
void
crm_explanation_free (CrmExplanation *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_clear_pointer (&self->verdict, crm_verdict_free);
  g_free (self);
}

/**
 * crm_explanation_read:
 * @plan: a condition
 * @record: the id of a record of its type
 * @db: a connection
 * @schema: the tables
 * @error: %CRM_ERROR_NOT_FOUND if there is no such record
 *
 * Says why a condition holds for a record of a database or does not. On the thread of @db.
 *
 * Returns: (transfer full) (nullable): the explanation, or %NULL with @error set
 */
CrmExplanation *
crm_explanation_read (CrmConditionPlan  *plan,
                      gint64             record,
                      CrmDb             *db,
                      CrmSchema         *schema,
                      GError           **error)
{
  const CrmRecordType *type = crm_condition_plan_get_record_type (plan);
  g_autoptr (CrmExplanation) self = g_new0 (CrmExplanation, 1);
  g_autoptr (CrmRow) row = NULL;
  g_autoptr (GError) reason = NULL;
  CrmDbSource source;

  crm_db_source_init (&source, db, schema);
  row = source.source.load (&source.source, &type->table, record, &reason);
  if (row == NULL && reason == NULL)
    g_set_error_literal (&reason, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("It is not there any more."));
  if (row != NULL)
    self->verdict = crm_condition_plan_explain (plan, row, &source.source, &reason);
  if (self->verdict == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  self->title = g_strdup (crm_row_get_text (row, type->table.title->name));

  return g_steal_pointer (&self);
}

typedef struct
{
  CrmConditionPlan *plan;
  gint64 record;
} Question;

static void
question_free (gpointer data)
{
  crm_condition_plan_unref (((Question *) data)->plan);
  g_free (data);
}

static gpointer
read_answer (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  const Question *question = data;

  return crm_explanation_read (question->plan, question->record, db, schema, error);
}

/**
 * crm_explanation_read_async:
 * @plan: a condition
 * @record: the id of a record of its type
 * @workspace: where the record is
 *
 * Says in the background why a condition holds for a record or does not.
 */
void
crm_explanation_read_async (CrmConditionPlan    *plan,
                            gint64               record,
                            CrmWorkspace        *workspace,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Question *question = g_new0 (Question, 1);

  question->plan = crm_condition_plan_ref (plan);
  question->record = record;
  crm_store_read_async (crm_workspace_get_store (workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, read_answer, question,
                        question_free, (GDestroyNotify) crm_explanation_free, cancellable, callback, user_data);
}

/**
 * crm_explanation_read_finish:
 * @error: what crm_explanation_read() says
 *
 * Returns: (transfer full) (nullable): the explanation, or %NULL with @error set
 */
CrmExplanation *
crm_explanation_read_finish (CrmWorkspace  *workspace,
                             GAsyncResult  *result,
                             GError       **error)
{
  return crm_store_read_finish (crm_workspace_get_store (workspace), result, error);
}
