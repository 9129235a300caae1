/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl segment: conditions that have a name, who is in them, and why.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-commands-private.h"
#include "crm-condition-filter.h"
#include "crm-condition-sentence.h"
#include "crm-condition-sql.h"
#include "crm-error.h"
#include "crm-explanation.h"
#include "crm-rows-private.h"
#include "crm-segment.h"

static char *option_type;
static char *option_rename;
static gboolean option_count;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "type", 't', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_type, N_("Of these records, where several segments have the name"), N_("TYPE") },
  { "rename", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_rename, N_("With “set”: give it another name"), N_("NAME") },
  { "count", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_count, N_("With “members”: only say how many"), NULL },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON"), NULL },
  { NULL },
};

/* One segment, and all others that it may be made of. */
typedef struct
{
  CrmSegmentSet *set;
  const CrmSegment *segment;
  const CrmRecordType *type;
} Found;

static void
found_clear (Found *found)
{
  crm_segment_set_unref (found->set);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static gpointer
read_segments (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  return crm_segment_set_load (db, data, error);
}

static CrmSegmentSet *
load_segments (CrmCtl  *ctl,
               GError **error)
{
  return crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, read_segments,
                         crm_workspace_get_catalogue (ctl->workspace), error);
}

static gboolean
find_type (CrmCtl               *ctl,
           const CrmRecordType **type,
           GError              **error)
{
  *type = NULL;
  if (option_type == NULL)
    return TRUE;

  *type = _crm_names_find_type (ctl, option_type, error);

  return *type != NULL;
}

static gboolean
find_segment (CrmCtl      *ctl,
              const char  *name,
              Found       *found,
              GError     **error)
{
  const CrmRecordType *wanted;
  guint n_types, n = 0;
  const CrmRecordType **types = crm_catalogue_list (crm_workspace_get_catalogue (ctl->workspace), &n_types);

  if (!find_type (ctl, &wanted, error))
    return FALSE;
  found->set = load_segments (ctl, error);
  if (found->set == NULL)
    return FALSE;

  for (guint i = 0; i < n_types; i++)
    {
      const CrmSegment *segment = crm_segment_set_find (found->set, types[i], name);

      if (segment == NULL || (wanted != NULL && wanted != types[i]))
        continue;
      found->segment = segment;
      found->type = types[i];
      n++;
    }

  if (n == 0)
    g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no segment “%s”. “crmctl segment list” says which there are."), name);
  else if (n > 1)
    g_set_error (error, CRM_ERROR, CRM_ERROR_AMBIGUOUS, _("Several segments are called “%s”. Say of which records, with --type."), name);

  return n == 1;
}

static CrmConditionContext *
make_context (CrmCtl      *ctl,
              const Found *found)
{
  return crm_condition_context_new (crm_workspace_get_catalogue (ctl->workspace), crm_workspace_get_clock (ctl->workspace),
                                    crm_workspace_get_actor (ctl->workspace), found->set);
}

/* One that means nothing any more says why. */
static gboolean
check_segment (const Found  *found,
               GError      **error)
{
  if (found->segment->condition != NULL)
    return TRUE;

  g_propagate_error (error, g_error_copy (found->segment->problem));

  return FALSE;
}

static char *
say_segment (CrmCtl           *ctl,
             const CrmSegment *segment)
{
  CrmCatalogue *catalogue = crm_workspace_get_catalogue (ctl->workspace);
  const CrmRecordType *type = crm_catalogue_find (catalogue, segment->record_type);

  return segment->condition != NULL ? crm_condition_say (segment->condition, catalogue, type, CRM_SENTENCE_FLAGS_NONE)
                                    : g_strdup (segment->problem->message);
}

/* --- Looking -------------------------------------------------------------------------------------------- */

static gboolean
print_object (CrmCtl            *ctl,
              const CrmSegment  *segment,
              GError           **error)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *said = say_segment (ctl, segment);
  g_autofree char *condition = segment->condition != NULL ? crm_condition_print (segment->condition) : NULL;

  _crm_object_begin (json);
  _crm_object_add_text (json, "name", segment->name);
  _crm_object_add_text (json, "type", segment->record_type);
  if (condition != NULL)
    _crm_object_add_json (json, "condition", condition);
  _crm_object_add_text (json, segment->condition != NULL ? "sentence" : "problem", said);
  _crm_object_add_boolean (json, "filter", segment->is_filter);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static gboolean
list (CrmCtl  *ctl,
      GError **error)
{
  g_autoptr (CrmSegmentSet) set = NULL;
  g_autoptr (CrmGrid) grid = _crm_grid_new (ctl);
  const CrmRecordType *type;

  if (!find_type (ctl, &type, error))
    return FALSE;
  set = load_segments (ctl, error);
  if (set == NULL)
    return FALSE;

  _crm_grid_add_column (grid, _("Segment"), FALSE);
  _crm_grid_add_column (grid, _("Of"), FALSE);
  _crm_grid_add_column (grid, _("Condition"), FALSE);
  for (guint i = 0; i < crm_segment_set_get_n (set); i++)
    {
      const CrmSegment *segment = crm_segment_set_get (set, i);
      g_autofree char *said = say_segment (ctl, segment);
      char *cells[] = { segment->name, segment->record_type, said };

      if (type != NULL && strcmp (type->table.name, segment->record_type) != 0)
        continue;
      if (!(option_json ? print_object (ctl, segment, error) : _crm_grid_add_row (grid, cells, error)))
        return FALSE;
    }

  return option_json || _crm_grid_end (grid, error);
}

static CrmQuery *
make_query (CrmCtl       *ctl,
            const Found  *found,
            GError      **error)
{
  g_autoptr (CrmConditionContext) context = make_context (ctl, found);
  g_autoptr (CrmQuery) query = crm_query_new (&found->type->table);

  if (!check_segment (found, error) || !crm_condition_add_to_query (found->segment->condition, context, query, error))
    return NULL;

  return g_steal_pointer (&query);
}

static gpointer
read_ids (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return crm_query_get_ids (data, db, schema, 0, error);
}

static gboolean
show (CrmCtl       *ctl,
      const Found  *found,
      GError      **error)
{
  g_autofree char *said = say_segment (ctl, found->segment);
  g_autofree char *condition = found->segment->condition != NULL ? crm_condition_print (found->segment->condition) : NULL;

  if (option_json)
    return print_object (ctl, found->segment, error);

  return _crm_print_line (ctl, error, "%s (%s)", found->segment->name, found->type->plural) && _crm_print_line (ctl, error, "%s", said) &&
         (condition == NULL || _crm_print_line (ctl, error, "%s", condition));
}

static gboolean
members (CrmCtl       *ctl,
         const Found  *found,
         GError      **error)
{
  g_autoptr (CrmQuery) query = make_query (ctl, found, error);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) fields = NULL;

  if (query == NULL)
    return FALSE;
  ids = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, read_ids, query, error);
  if (ids == NULL)
    return FALSE;
  if (option_count)
    return _crm_print_line (ctl, error, "%u", ids->len);

  fields = option_json ? _crm_names_find_fields (found->type, "all", error) : _crm_rows_list_columns (found->type);

  return fields != NULL &&
         _crm_rows_print (ctl, found->type, ids, fields, CRM_STATE_LIVE, option_json ? CRM_FORM_JSON : CRM_FORM_TABLE, error);
}

/* --- Why ------------------------------------------------------------------------------------------------- */

typedef struct
{
  CrmConditionPlan *plan;
  gint64 record;
} Question;

static gpointer
explain (CrmDb         *db,
         CrmSchema     *schema,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  const Question *question = data;

  return crm_explanation_read (question->plan, question->record, db, schema, error);
}

/* What people wrote must not break out of its line. */
static void
append_lines (GString          *text,
              const CrmVerdict *verdict)
{
  g_autoptr (GArray) lines = crm_verdict_list_lines (verdict);

  for (guint i = 0; i < lines->len; i++)
    {
      const CrmVerdictLine *line = &g_array_index (lines, CrmVerdictLine, i);
      g_autofree char *said = crm_verdict_say (line->verdict);

      g_string_append_printf (text, "%*s", (int) line->depth * 2, "");
      _crm_print_append_clean (text, said, FALSE);
      g_string_append_c (text, '\n');
    }
}

static gboolean
why (CrmCtl       *ctl,
     const Found  *found,
     const char   *which,
     GError      **error)
{
  g_autoptr (CrmConditionContext) context = make_context (ctl, found);
  g_autoptr (CrmConditionPlan) plan = NULL;
  g_autoptr (CrmRow) row = NULL;
  g_autoptr (CrmExplanation) explanation = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  Question question;

  row = check_segment (found, error) ? _crm_names_load_record (ctl, found->type, which, FALSE, error) : NULL;
  plan = row != NULL ? crm_condition_plan_new (found->segment->condition, found->type, context, error) : NULL;
  if (plan == NULL)
    return FALSE;

  question = (Question) { plan, row->id };
  explanation = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, explain, &question, error);
  if (explanation == NULL)
    return FALSE;

  if (!option_json)
    {
      append_lines (text, explanation->verdict);
      return _crm_print (ctl, text, error);
    }

  crm_verdict_append_json (explanation->verdict, text);
  g_string_append_c (text, '\n');

  return _crm_print_json (ctl, text, error);
}

/* --- Changing -------------------------------------------------------------------------------------------- */

static CrmCondition *
read_condition (CrmCtl               *ctl,
                const CrmRecordType  *type,
                const char           *text,
                GError              **error)
{
  const char *filters[] = { text, NULL };

  return crm_condition_parse_filter (crm_workspace_get_catalogue (ctl->workspace), type, filters, error);
}

static gboolean
commit (CrmCtl        *ctl,
        CrmChangeSet  *set,
        const char    *form,
        const char    *name,
        GError       **error)
{
  g_autoptr (CrmCommit) done = crm_workspace_commit (ctl->workspace, set, error);
  g_autofree char *text = crm_fill (form, name);

  return done != NULL && (ctl->quiet || _crm_print_line (ctl, error, "%s", text));
}

static void
put (CrmChangeSet   *set,
     const CrmTable *table,
     gint64          id,
     const char     *column,
     const char     *text)
{
  g_auto (CrmValue) value = crm_value_text (text);

  crm_change_set_set (set, table, id, crm_table_find_column (table, column), &value);
}

static gboolean
add (CrmCtl  *ctl,
     GError **error)
{
  const CrmTable *table = &crm_workspace_get_type_named (ctl->workspace, "segment")->table;
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (ctl->workspace, CRM_CAUSE_COMMAND, NULL);
  const CrmRecordType *type = _crm_names_find_type (ctl, ctl->arguments[2], error);
  g_autoptr (CrmCondition) condition = type != NULL ? read_condition (ctl, type, ctl->arguments[3], error) : NULL;
  g_autofree char *json = NULL;
  gint64 handle;

  if (condition == NULL)
    return FALSE;

  json = crm_condition_print (condition);
  handle = crm_change_set_create (set, table);
  put (set, table, handle, "name", ctl->arguments[1]);
  put (set, table, handle, "record_type", type->table.name);
  put (set, table, handle, "condition", json);

  return commit (ctl, set, _("Segment “%s” added."), ctl->arguments[1], error);
}

static gboolean
set_segment (CrmCtl       *ctl,
             const Found  *found,
             GError      **error)
{
  const CrmTable *table = &crm_workspace_get_type_named (ctl->workspace, "segment")->table;
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (ctl->workspace, CRM_CAUSE_COMMAND, NULL);

  if (ctl->n_arguments > 2)
    {
      g_autoptr (CrmCondition) condition = read_condition (ctl, found->type, ctl->arguments[2], error);
      g_autofree char *json = condition != NULL ? crm_condition_print (condition) : NULL;

      if (json == NULL)
        return FALSE;
      put (set, table, found->segment->id, "condition", json);
    }
  if (option_rename != NULL)
    put (set, table, found->segment->id, "name", option_rename);

  return commit (ctl, set, _("Segment “%s” changed."), option_rename != NULL ? option_rename : found->segment->name, error);
}

static gboolean
delete_segment (CrmCtl       *ctl,
                const Found  *found,
                GError      **error)
{
  const CrmTable *table = &crm_workspace_get_type_named (ctl->workspace, "segment")->table;
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (ctl->workspace, CRM_CAUSE_COMMAND, NULL);

  crm_change_set_trash (set, table, found->segment->id);

  return commit (ctl, set, _("Segment “%s” deleted."), found->segment->name, error);
}

/* --- All of it -------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  guint least;
  guint most;
} verbs[] = {
  { "list", 0, 0 }, { "show", 1, 1 }, { "add", 3, 3 }, { "set", 1, 2 }, { "delete", 1, 1 }, { "members", 1, 1 }, { "why", 2, 2 },
};

static gboolean
check_arguments (CrmCtl  *ctl,
                 GError **error)
{
  const char *verb = ctl->arguments[0];
  guint n = ctl->n_arguments - 1;

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (verbs[i].name, verb) == 0)
      {
        gboolean nothing = strcmp (verb, "set") == 0 && n == 1 && option_rename == NULL;

        if (n >= verbs[i].least && n <= verbs[i].most && !nothing)
          return TRUE;
        return _crm_ctl_usage (error, nothing ? _("What is to change?") : _("“segment %s” takes something else."), verb);
      }

  return _crm_ctl_usage (error, _("“%s” is nothing that can be done with segments."), verb);
}

static gboolean
act (CrmCtl       *ctl,
     const Found  *found,
     GError      **error)
{
  const char *verb = ctl->arguments[0];

  if (strcmp (verb, "show") == 0)
    return show (ctl, found, error);
  if (strcmp (verb, "members") == 0)
    return members (ctl, found, error);
  if (strcmp (verb, "why") == 0)
    return why (ctl, found, ctl->arguments[2], error);
  if (strcmp (verb, "set") == 0)
    return set_segment (ctl, found, error);

  return delete_segment (ctl, found, error);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  g_auto (Found) found = { 0 };
  g_autoptr (GError) reason = NULL;
  gboolean done;

  if (!check_arguments (ctl, error))
    return CRM_EXIT_USAGE;

  if (strcmp (ctl->arguments[0], "list") == 0)
    done = list (ctl, &reason);
  else if (strcmp (ctl->arguments[0], "add") == 0)
    done = add (ctl, &reason);
  else
    done = find_segment (ctl, ctl->arguments[1], &found, &reason) && act (ctl, &found, &reason);
  if (done)
    return CRM_EXIT_DONE;

  g_propagate_error (error, g_error_copy (reason));
  if (reason->domain == G_OPTION_ERROR || g_error_matches (reason, CRM_ERROR, CRM_ERROR_SYNTAX))
    return CRM_EXIT_USAGE;

  return g_error_matches (reason, CRM_ERROR, CRM_ERROR_NOT_FOUND) || g_error_matches (reason, CRM_ERROR, CRM_ERROR_AMBIGUOUS)
           ? CRM_EXIT_NOT_FOUND : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_segment = {
  .name = "segment",
  .arguments = N_("list | show NAME | add NAME TYPE CONDITION | set NAME [CONDITION] | delete NAME | members NAME | why NAME WHICH"),
  .summary = N_("Work with segments: conditions that have a name"),
  .about = N_("“members” lists who is in a segment, “why” says why a record is in it or not. A condition is like that of\n"
              "“crmctl list --filter”."),
  .least = 1,
  .most = 4,
  .options = options,
  .run = run,
};
