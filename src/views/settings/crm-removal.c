/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Removing what others depend on: a stage with deals, a tag that people have, a custom field with
 * values, a team member who is responsible for something. What depends on it is counted first; if
 * nothing does, it goes at once, and the message that says so undoes it.
 */

#include "config.h"

#include "crm-removal.h"

#include <glib/gi18n.h>

#include "crm-choices.h"
#include "crm-heir-dialog.h"
#include "crm-money.h"
#include "crm-page.h"
#include "crm-stages.h"
#include "crm-team.h"

typedef struct
{
  CrmWorkspace *workspace;
  CrmRecord *record;
  GtkWidget *teller;
  CrmHeirDialog *dialog; /* borrowed */

  /* Choices that a dialog offers: they have to be read first. */
  CrmChoices *stages;
  CrmChoices *pipelines;
  CrmChoices *team;

  guint16 table;
  gint64 id;
  gint64 heir;
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->workspace);
  g_object_unref (removal->record);
  g_object_unref (removal->teller);
  g_clear_object (&removal->stages);
  g_clear_object (&removal->pipelines);
  g_clear_object (&removal->team);
  g_free (removal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Removal, removal_free)

/* --- Doing it --------------------------------------------------------------------------------------------------- */

/* On the thread of the writer: what a write is told, and nothing of the window. */
typedef struct
{
  guint16 table;
  gint64 id;
  gint64 heir;
} Job;

static gboolean
remove_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  const Job *job = data;
  g_autoptr (CrmEdit) edit = NULL;

  switch (job->table)
    {
    case CRM_ID_STAGE:
      return crm_stages_remove (door, job->id, job->heir, error);
    case CRM_ID_PIPELINE:
      return crm_stages_remove_pipeline (door, job->id, job->heir, error);
    case CRM_ID_USER:
      return crm_team_remove (door, job->id, job->heir, error);
    default:
      edit = crm_edit_new (crm_schema_get_table (crm_door_get_schema (door), job->table), CRM_OP_TRASH, job->id);
      return crm_door_apply (door, edit, error) != 0;
    }
}

static void
removed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Removal) removal = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write_finish (CRM_STORE (object), result, &error);
  g_autofree char *text = NULL;

  if (commit == NULL)
    {
      crm_page_tell (removal->teller, error->message, 0);
      return;
    }

  text = g_strdup_printf (removal->table == CRM_ID_USER ? _("“%s” removed from the team") : _("“%s” deleted"),
                          crm_record_get_title (removal->record));
  crm_page_tell_commit (removal->teller, text, commit);
}

static void
do_remove (Removal *removal)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (removal->workspace, CRM_CAUSE_USER, NULL);
  Job job = { removal->table, removal->id, removal->heir };

  crm_store_write_async (crm_workspace_get_store (removal->workspace), set, G_PRIORITY_DEFAULT, remove_func,
                         g_memdup2 (&job, sizeof job), g_free, removed_cb, removal);
}

/* --- Asking ------------------------------------------------------------------------------------------------------- */

static void
response_cb (CrmHeirDialog *dialog,
             const char    *response,
             Removal       *removal)
{
  if (g_strcmp0 (response, "remove") == 0)
    {
      removal->heir = crm_heir_dialog_get_heir (dialog);
      do_remove (removal);
    }
  else
    removal_free (removal);
}

static void
ask (Removal    *removal,
     const char *form,
     const char *body,
     const char *verb)
{
  g_autofree char *heading = crm_fill (form, crm_record_get_title (removal->record));
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (removal->teller));

  removal->dialog = crm_heir_dialog_new (parent, heading, body, verb);
  g_signal_connect (removal->dialog, "response", G_CALLBACK (response_cb), removal);
}

static void
present (Removal *removal)
{
  gtk_window_present (GTK_WINDOW (removal->dialog));
}

/* All stages but those that go, those of the same pipeline first. */
static void
add_stages (Removal  *removal,
            gint64    pipeline,
            gboolean  others)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (removal->stages)); i++)
    {
      g_autoptr (CrmRecord) stage = g_list_model_get_item (G_LIST_MODEL (removal->stages), i);
      gint64 home = crm_record_get_link (stage, "pipeline");
      CrmRecord *its_pipeline = crm_choices_find (removal->pipelines, home, NULL);
      g_autofree char *label = NULL;

      if ((home != pipeline) != others || (removal->table == CRM_ID_STAGE && crm_record_get_id (stage) == removal->id))
        continue;

      /* TRANSLATORS: the name of a pipeline, then that of one of its stages */
      label = others && its_pipeline != NULL ? g_strdup_printf (_("%1$s: %2$s"), crm_record_get_title (its_pipeline),
                                                                crm_record_get_title (stage))
                                             : g_strdup (crm_record_get_title (stage));
      crm_heir_dialog_add (removal->dialog, crm_record_get_id (stage), label);
    }
}

static void
ask_about_stage (Removal *removal,
                 gint64   n_deals)
{
  gboolean is_stage = removal->table == CRM_ID_STAGE;
  gint64 pipeline = is_stage ? crm_record_get_link (removal->record, "pipeline") : removal->id;
  g_autofree char *body = g_strdup_printf (is_stage ? g_dngettext (GETTEXT_PACKAGE,
                                                                   "%d deal is in this stage. You can undo this.",
                                                                   "%d deals are in this stage. You can undo this.", (gulong) n_deals)
                                                    : g_dngettext (GETTEXT_PACKAGE,
                                                                   "%d deal is in this pipeline. You can undo this.",
                                                                   "%d deals are in this pipeline. You can undo this.", (gulong) n_deals),
                                           (int) n_deals);

  ask (removal, is_stage ? _("Delete the Stage “%s”?") : _("Delete the Pipeline “%s”?"), body, _("Delete"));
  crm_heir_dialog_ask (removal->dialog, _("Move the deals to"));
  if (is_stage)
    add_stages (removal, pipeline, FALSE);
  add_stages (removal, pipeline, TRUE);
  present (removal);
}

static void
ask_about_tag (Removal *removal,
               gint64   n)
{
  g_autofree char *body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                        "%d contact loses it. You can undo this, and the trash keeps it for 30 days.",
                                                        "%d contacts lose it. You can undo this, and the trash keeps it for 30 days.",
                                                        (gulong) n), (int) n);

  ask (removal, _("Delete the Tag “%s”?"), body, _("Delete"));
  present (removal);
}

static void
ask_about_field (Removal *removal,
                 gint64   n)
{
  const CrmRecordType *type = crm_workspace_get_type_named (removal->workspace,
                                                            crm_record_get_raw_text (removal->record, "record_type"));
  g_autofree char *count = crm_number_format ((double) n);
  /* TRANSLATORS: the first is like "Contacts", the second how many of them */
  g_autofree char *body = g_strdup_printf (_("%1$s with a value in it: %2$s. You can undo this, and the trash keeps it for 30 days."),
                                           type->plural, count);

  ask (removal, _("Delete the Field “%s”?"), body, _("Delete"));
  present (removal);
}

static void
ask_about_option (Removal *removal,
                  gint64   n)
{
  g_autofree char *body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                        "%d record has this value and loses it. You can undo this.",
                                                        "%d records have this value and lose it. You can undo this.",
                                                        (gulong) n), (int) n);

  ask (removal, _("Delete the Option “%s”?"), body, _("Delete"));
  present (removal);
}

static void
ask_about_member (Removal *removal,
                  GArray  *uses)
{
  CrmSchema *schema = CRM_SCHEMA (crm_workspace_get_catalogue (removal->workspace));
  g_autoptr (GString) belongings = g_string_new (NULL);
  g_autofree char *body = NULL;

  for (guint i = 0; i < uses->len; i++)
    {
      const CrmUse *use = &g_array_index (uses, CrmUse, i);
      g_autofree char *count = NULL;

      if (use->table == CRM_ID_BUSINESS || use->table == CRM_ID_PIPELINE)
        continue;
      count = crm_record_type_count_label (crm_catalogue_get_type_of (crm_schema_get_table (schema, use->table)), use->n);
      g_string_append_printf (belongings, "%s%s", belongings->len > 0 ? ", " : "", count);
    }

  /* TRANSLATORS: the gap is like "12 contacts, 3 deals" */
  body = belongings->len > 0 ? g_strdup_printf (_("Responsible for %s. What was done so far keeps the name. You can undo this."), belongings->str)
                             : g_strdup (_("Not responsible for anything. What was done so far keeps the name. You can undo this."));
  ask (removal, _("Remove “%s” From the Team?"), body, _("Remove"));
  if (belongings->len > 0)
    {
      crm_heir_dialog_ask (removal->dialog, _("Hand over to"));
      crm_heir_dialog_add (removal->dialog, 0, _("Nobody: it stays as it is"));
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (removal->team)); i++)
        {
          g_autoptr (CrmRecord) member = g_list_model_get_item (G_LIST_MODEL (removal->team), i);

          if (crm_record_get_id (member) != removal->id)
            crm_heir_dialog_add (removal->dialog, crm_record_get_id (member), crm_record_get_title (member));
        }
    }
  present (removal);
}

/* --- Counting ------------------------------------------------------------------------------------------------------ */

/* How many records use it, and of a team member what. */
typedef struct
{
  gint64 n;
  GArray *uses;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->uses, g_array_unref);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static gint64
count_field (CrmDb      *db,
             CrmSchema  *schema,
             gint64      id,
             GError    **error)
{
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (CRM_CATALOGUE (schema), &n_types);

  for (guint i = 0; i < n_types; i++)
    {
      const CrmField *field = crm_record_type_get_custom (types[i], id);

      if (field != NULL)
        return crm_usage_of_column (db, &types[i]->table, &field->column, error);
    }

  return 0;
}

static gpointer
uses_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Job *job = data;
  g_autoptr (Answer) answer = g_new0 (Answer, 1);

  switch (job->table)
    {
    case CRM_ID_STAGE:
      answer->n = crm_stages_count_deals (db, job->id);
      break;
    case CRM_ID_PIPELINE:
      answer->n = crm_stages_count_deals_of_pipeline (db, job->id);
      break;
    case CRM_ID_FIELD:
      answer->n = count_field (db, schema, job->id, error);
      if (answer->n < 0)
        return NULL;
      break;
    case CRM_ID_USER:
      answer->uses = crm_team_list_belongings (db, schema, job->id, error);
      if (answer->uses == NULL)
        return NULL;
      break;
    default:
      answer->uses = crm_usage_of_record (db, schema, crm_schema_get_table (schema, job->table), job->id, error);
      if (answer->uses == NULL)
        return NULL;
      for (guint i = 0; i < answer->uses->len; i++)
        answer->n += g_array_index (answer->uses, CrmUse, i).n;
    }

  return g_steal_pointer (&answer);
}

static void
uses_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Removal) removal = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = crm_store_read_finish (CRM_STORE (object), result, &error);
  Removal *going = g_steal_pointer (&removal);

  if (answer == NULL)
    {
      crm_page_tell (going->teller, error->message, 0);
      removal_free (going);
    }
  else if (gtk_widget_get_root (going->teller) == NULL)
    removal_free (going);
  else if (going->table == CRM_ID_USER)
    ask_about_member (going, answer->uses);
  else if (answer->n == 0)
    do_remove (going);
  else if (going->table == CRM_ID_STAGE || going->table == CRM_ID_PIPELINE)
    ask_about_stage (going, answer->n);
  else if (going->table == CRM_ID_FIELD)
    ask_about_field (going, answer->n);
  else if (going->table == CRM_ID_TAG)
    ask_about_tag (going, answer->n);
  else if (going->table == CRM_ID_OPTION)
    ask_about_option (going, answer->n);
  else
    do_remove (going);
}

static void
count_uses (Removal *removal)
{
  Job job = { removal->table, removal->id, 0 };

  crm_store_read_async (crm_workspace_get_store (removal->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, uses_read,
                        g_memdup2 (&job, sizeof job), g_free, answer_free, NULL, uses_read_cb, removal);
}

static void
choices_changed_cb (Removal *removal)
{
  CrmChoices *const choices[] = { removal->stages, removal->pipelines, removal->team };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (!crm_choices_is_loaded (choices[i]))
      return;

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    g_signal_handlers_disconnect_by_data (choices[i], removal);
  count_uses (removal);
}

/**
 * crm_removal_run:
 * @workspace: a workspace
 * @record: what is to be removed
 * @teller: a widget in the window that asks and tells
 *
 * Removes a record, after asking what becomes of what depends on it.
 */
void
crm_removal_run (CrmWorkspace *workspace,
                 CrmRecord    *record,
                 GtkWidget    *teller)
{
  Removal *removal = g_new0 (Removal, 1);

  removal->workspace = g_object_ref (workspace);
  removal->record = g_object_ref (record);
  removal->teller = g_object_ref (teller);
  removal->table = crm_record_get_record_type (record)->table.id;
  removal->id = crm_record_get_id (record);
  removal->stages = crm_choices_get (workspace, "stage");
  removal->pipelines = crm_choices_get (workspace, "pipeline");
  removal->team = crm_choices_get (workspace, "user");

  g_signal_connect_swapped (removal->stages, "items-changed", G_CALLBACK (choices_changed_cb), removal);
  g_signal_connect_swapped (removal->pipelines, "items-changed", G_CALLBACK (choices_changed_cb), removal);
  g_signal_connect_swapped (removal->team, "items-changed", G_CALLBACK (choices_changed_cb), removal);
  choices_changed_cb (removal);
}
