/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Undoing a step and doing it again, which is undoing the undo.
 */

#include "config.h"

#include "crm-undoing-private.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"
#include "crm-history.h"

typedef struct
{
  gint64 actor;
  gint64 batch; /* 0: the last one */
  gboolean redo;
} Wanted;

typedef struct
{
  gint64 batch;
  char *what;
} Candidate;

static void
candidate_free (Candidate *candidate)
{
  if (candidate != NULL)
    g_free (candidate->what);
  g_free (candidate);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Candidate, candidate_free)

static gint64
find_batch (CrmDb         *db,
            const Wanted  *wanted,
            GError       **error)
{
  if (wanted->batch != 0)
    return wanted->batch;

  return wanted->redo ? crm_journal_find_redo (db, wanted->actor, error) : crm_journal_find_undo (db, wanted->actor, error);
}

static gpointer
read_candidate (CrmDb         *db,
                CrmSchema     *schema,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  const Wanted *wanted = data;
  g_autoptr (GError) reason = NULL;
  g_autoptr (CrmBatch) batch = NULL;
  gint64 id = find_batch (db, wanted, &reason);
  g_autoptr (Candidate) candidate = NULL;

  if (reason == NULL && id == 0)
    g_set_error_literal (&reason, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                         wanted->redo ? _("There is nothing to do again.") : _("There is nothing to undo."));
  if (reason == NULL)
    batch = crm_journal_get_batch (db, id, &reason);
  if (g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING))
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);

      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no step %s. “crmctl history” says which there are."), number);
      return NULL;
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  candidate = g_new0 (Candidate, 1);
  candidate->batch = id;

  /* Of an undo, people want to hear what was undone. */
  while (batch != NULL && batch->undo_of != 0)
    {
      gint64 undone = batch->undo_of;

      g_clear_pointer (&batch, crm_batch_free);
      batch = crm_journal_get_batch (db, undone, NULL);
    }
  candidate->what = batch != NULL ? crm_history_say_batch (db, schema, batch) : g_strdup ("");

  return g_steal_pointer (&candidate);
}

static gboolean
tell (CrmCtl           *ctl,
      const Candidate  *candidate,
      const CrmUndone  *undone,
      gboolean          redo,
      gboolean          as_json,
      GError          **error)
{
  g_autoptr (GString) json = g_string_new (NULL);

  if (as_json)
    {
      _crm_object_begin (json);
      _crm_object_add_integer (json, "step", candidate->batch);
      _crm_object_add_integer (json, "by", undone->batch);
      _crm_object_add_text (json, "text", candidate->what);
      _crm_object_add_integer (json, "records", undone->n_records);
      _crm_object_add_integer (json, "left", undone->n_left);
      _crm_object_end (json);
      return _crm_print_json (ctl, json, error);
    }

  if (!ctl->quiet && !_crm_print_line (ctl, error, redo ? _("Done again: %s") : _("Undone: %s"), candidate->what))
    return FALSE;

  return undone->n_left == 0 || ctl->quiet ||
         _crm_print_line (ctl, error, g_dngettext (GETTEXT_PACKAGE, "%d value was changed since and stays as it is.",
                                                   "%d values were changed since and stay as they are.", (gulong) undone->n_left),
                          (int) undone->n_left);
}

/*< private >
 * @step: the number of a step, or 0 for the last one of whoever asks
 * @redo: whether the last undo is undone
 * @as_json: whether a program reads what came of it
 * @error: %CRM_ERROR_NOT_FOUND if there is nothing; what the store or the rights say
 *
 * Undoes a step.
 *
 * Returns: %CRM_EXIT_REMAINDER if something could not be undone
 */
CrmExit
_crm_undoing_run (CrmCtl   *ctl,
                  gint64    step,
                  gboolean  redo,
                  gboolean  as_json,
                  GError  **error)
{
  CrmStore *store = crm_workspace_get_store (ctl->workspace);
  Wanted wanted = { crm_workspace_get_actor (ctl->workspace), step, redo };
  g_autoptr (Candidate) candidate = crm_store_read (store, CRM_LANE_SCREEN, read_candidate, &wanted, error);
  CrmUndone undone;

  if (candidate == NULL ||
      !crm_store_undo (store, wanted.actor, candidate->batch, &undone, error) ||
      !tell (ctl, candidate, &undone, redo, as_json, error))
    return CRM_EXIT_FAILED;

  return undone.n_left > 0 ? CRM_EXIT_REMAINDER : CRM_EXIT_DONE;
}
