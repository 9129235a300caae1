/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl merge: several records become one.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-commands-private.h"
#include "crm-error.h"
#include "crm-merge.h"

static char **option_choices;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "choose", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_choices, N_("The value of that record stays; may be repeated"), N_("FIELD=WHICH") },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print what came of it as JSON"), NULL },
  { NULL },
};

typedef struct
{
  CrmCtl *ctl;
  const CrmRecordType *type;
  gint64 survivor;
  guint n_merged;
  char *title;
} Work;

static gint64
find_record (CrmDoor              *door,
             const CrmRecordType  *type,
             const char           *text,
             GError              **error)
{
  g_autoptr (CrmRow) row = _crm_names_find_record (crm_door_get_db (door), crm_door_get_schema (door), type, text, CRM_STATE_LIVE, error);

  return row != NULL ? row->id : 0;
}

static gboolean
choose (CrmDoor              *door,
        CrmMergePlan         *plan,
        const CrmRecordType  *type,
        GError              **error)
{
  for (guint i = 0; option_choices != NULL && option_choices[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (option_choices[i], "=", 2);
      const CrmField *field;
      gint64 id;

      if (parts[0] == NULL || parts[1] == NULL)
        return _crm_ctl_usage (error, _("“%s” is not a choice. Write it like “city=12”."), option_choices[i]);

      field = _crm_names_find_field (type, parts[0], error);
      id = field != NULL ? find_record (door, type, parts[1], error) : 0;
      if (id == 0 || !crm_merge_plan_choose (plan, field->key, id, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
merge (CrmDoor   *door,
       gpointer   data,
       GError   **error)
{
  Work *work = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CrmMergePlan) plan = NULL;
  const CrmRow *survivor;

  for (guint i = 1; i < work->ctl->n_arguments; i++)
    {
      gint64 id = find_record (door, work->type, work->ctl->arguments[i], error);

      if (id == 0)
        return FALSE;
      g_array_append_val (ids, id);
    }

  plan = crm_merge_plan_new (crm_door_get_db (door), crm_door_get_schema (door), work->type, (const gint64 *) (gpointer) ids->data, ids->len,
                             g_array_index (ids, gint64, 0), error);
  if (plan == NULL || !choose (door, plan, work->type, error) || !crm_merge_run (door, plan, error))
    return FALSE;

  survivor = g_ptr_array_index (crm_merge_plan_get_rows (plan), 0);
  work->survivor = survivor->id;
  work->n_merged = crm_merge_plan_get_rows (plan)->len - 1;
  work->title = _crm_names_describe (survivor);

  return TRUE;
}

static gboolean
tell (CrmCtl     *ctl,
      const Work *work,
      CrmCommit  *commit,
      GError    **error)
{
  g_autofree char *count = crm_record_type_count_label (work->type, work->n_merged);
  g_autoptr (GString) json = g_string_new (NULL);

  if (!option_json)
    return ctl->quiet || _crm_print_line (ctl, error, _("%1$s merged into %2$s."), count, work->title);

  _crm_object_begin (json);
  _crm_object_add_integer (json, "number", work->survivor);
  _crm_object_add_integer (json, "merged", work->n_merged);
  _crm_object_add_integer (json, "step", commit->batch);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  Work work = { ctl, _crm_names_find_type (ctl, ctl->arguments[0], error) };
  g_autoptr (CrmRow) survivor = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  CrmExit status;

  if (work.type == NULL)
    return CRM_EXIT_USAGE;
  survivor = _crm_names_load_record (ctl, work.type, ctl->arguments[1], FALSE, error);
  if (survivor == NULL)
    return CRM_EXIT_NOT_FOUND;

  commit = _crm_write (ctl, CRM_CAUSE_MERGE, crm_row_get_text (survivor, work.type->table.title->name), merge, &work, error);
  status = commit != NULL && tell (ctl, &work, commit, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
  g_free (work.title);

  return status;
}

const CrmCommand _crm_command_merge = {
  .name = "merge",
  .arguments = N_("TYPE WHICH OTHER…"),
  .summary = N_("Make one record of several contacts or accounts"),
  .about = N_("The first one stays. What it lacks comes from the others, addresses, numbers and tags of all of them stay, and what\n"
              "belonged to the others belongs to it. “crmctl unmerge” takes it apart at any time."),
  .least = 3,
  .options = options,
  .run = run,
};
