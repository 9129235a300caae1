/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Undo and redo, told at the foot of the window where somebody asked for them. Who presses Ctrl+Z
 * three times means three things: each is looked for when the one before has been undone.
 */

#include "config.h"

#include "crm-undo.h"

#include <glib/gi18n.h>

#include "crm-history.h"
#include "crm-journal.h"
#include "crm-page.h"

/* What is to be undone, and what it is called. */
typedef struct
{
  gint64 batch;
  char *what;
} Candidate;

static void
candidate_free (gpointer data)
{
  g_free (((Candidate *) data)->what);
  g_free (data);
}

typedef struct
{
  gint64 actor;
  gint64 batch; /* 0: the last one */
  gboolean redo;
} Wanted;

static gpointer
candidate_read (CrmDb         *db,
                CrmSchema     *schema,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  const Wanted *wanted = data;
  g_autoptr (GError) reason = NULL;
  g_autoptr (CrmBatch) batch = NULL;
  gint64 id = wanted->batch;
  Candidate *candidate;

  if (id == 0)
    id = wanted->redo ? crm_journal_find_redo (db, wanted->actor, &reason) : crm_journal_find_undo (db, wanted->actor, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  candidate = g_new0 (Candidate, 1);
  candidate->batch = id;
  if (id == 0)
    return candidate;

  batch = crm_journal_get_batch (db, id, NULL);
  /* Of an undo, people want to hear what was undone. */
  while (batch != NULL && batch->undo_of != 0)
    {
      gint64 undone = batch->undo_of;

      g_clear_pointer (&batch, crm_batch_free);
      batch = crm_journal_get_batch (db, undone, NULL);
    }
  candidate->what = batch != NULL ? crm_history_say_batch (db, schema, batch) : NULL;

  return candidate;
}

typedef struct
{
  GtkWidget *teller;
  CrmWorkspace *workspace;
  char *what;
  gint64 batch; /* as in Wanted */
  gboolean redo;
} Undoing;

static void
undoing_free (Undoing *undoing)
{
  g_object_unref (undoing->teller);
  g_object_unref (undoing->workspace);
  g_free (undoing->what);
  g_free (undoing);
}

static void begin (Undoing *undoing);

static void
free_queue (gpointer data)
{
  g_queue_free_full (data, (GDestroyNotify) undoing_free);
}

/* What waits for its turn, behind what is being undone. */
static GQueue *
get_queue (CrmWorkspace *workspace)
{
  static GQuark quark;
  GQueue *queue;

  if (quark == 0)
    quark = g_quark_from_static_string ("crm-undo-queue");

  queue = g_object_get_qdata (G_OBJECT (workspace), quark);
  if (queue == NULL)
    {
      queue = g_queue_new ();
      g_object_set_qdata_full (G_OBJECT (workspace), quark, queue, free_queue);
    }

  return queue;
}

static void
finish (Undoing    *undoing,
        const char *text)
{
  g_autoptr (CrmWorkspace) workspace = g_object_ref (undoing->workspace);
  GQueue *queue = get_queue (workspace);

  crm_page_tell (undoing->teller, text, 0);
  undoing_free (g_queue_pop_head (queue));
  if (!g_queue_is_empty (queue))
    begin (g_queue_peek_head (queue));
}

static void
undone_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Undoing *undoing = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *what = undoing->what != NULL ? undoing->what : "";
  CrmUndone undone;

  if (!crm_store_undo_finish (CRM_STORE (object), result, &undone, &error))
    text = g_strdup (error->message);
  else if (undone.n_left > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Undone: %s (%d value was changed since and stays)",
                                         "Undone: %s (%d values were changed since and stay)", (gulong) undone.n_left),
                            what, (int) undone.n_left);
  else
    text = g_strdup_printf (undoing->redo ? _("Done again: %s") : _("Undone: %s"), what);

  finish (undoing, text);
}

static void
candidate_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  Undoing *undoing = user_data;
  g_autoptr (GError) error = NULL;
  Candidate *candidate = crm_store_read_finish (CRM_STORE (object), result, &error);
  gint64 batch = candidate != NULL ? candidate->batch : 0;

  if (candidate != NULL)
    undoing->what = g_steal_pointer (&candidate->what);
  g_clear_pointer (&candidate, candidate_free);

  if (error != NULL)
    finish (undoing, error->message);
  else if (batch == 0)
    finish (undoing, undoing->redo ? _("There is nothing to do again.") : _("There is nothing to undo."));
  else
    crm_store_undo_async (CRM_STORE (object), crm_workspace_get_actor (undoing->workspace), batch, NULL, undone_cb, undoing);
}

static void
begin (Undoing *undoing)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->actor = crm_workspace_get_actor (undoing->workspace);
  wanted->batch = undoing->batch;
  wanted->redo = undoing->redo;
  crm_store_read_async (crm_workspace_get_store (undoing->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, candidate_read,
                        wanted, g_free, candidate_free, NULL, candidate_read_cb, undoing);
}

static void
undo (GtkWidget    *teller,
      CrmWorkspace *workspace,
      gint64        batch,
      gboolean      redo)
{
  Undoing *undoing = g_new0 (Undoing, 1);
  GQueue *queue = get_queue (workspace);

  undoing->teller = g_object_ref (teller);
  undoing->workspace = g_object_ref (workspace);
  undoing->batch = batch;
  undoing->redo = redo;
  g_queue_push_tail (queue, undoing);
  if (g_queue_get_length (queue) == 1)
    begin (undoing);
}

/**
 * crm_undo_last:
 * @teller: a widget in the window that tells what was undone
 * @workspace: a workspace
 *
 * Undoes what its user did last.
 */
void
crm_undo_last (GtkWidget    *teller,
               CrmWorkspace *workspace)
{
  undo (teller, workspace, 0, FALSE);
}

/**
 * crm_undo_redo:
 * @teller: a widget in the window that tells what was done again
 * @workspace: a workspace
 *
 * Does again what its user undid last.
 */
void
crm_undo_redo (GtkWidget    *teller,
               CrmWorkspace *workspace)
{
  undo (teller, workspace, 0, TRUE);
}

/**
 * crm_undo_batch:
 * @teller: a widget in the window that tells what was undone
 * @workspace: a workspace
 * @batch: what is undone, whoever did it
 */
void
crm_undo_batch (GtkWidget    *teller,
                CrmWorkspace *workspace,
                gint64        batch)
{
  undo (teller, workspace, batch, FALSE);
}
