/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Subscribes and unsubscribes from the window, and tells what came of it. On the main thread.
 */

#include "config.h"

#include "crm-list-writing.h"

#include <glib/gi18n.h>

#include "crm-page.h"

typedef struct
{
  CrmWorkspace *workspace;
  CrmListChange *change;
  char *name;
  char *who;
  GtkWidget *teller;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_object_unref (writing->workspace);
  crm_list_change_unref (writing->change);
  g_free (writing->name);
  g_free (writing->who);
  g_object_unref (writing->teller);
  g_free (writing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writing, writing_free)

/* Whom it was done to: their name, or how many. */
static char *
say_who (Writing *writing,
         guint    n)
{
  if (n == 1 && writing->who != NULL)
    return g_strdup_printf ("“%s”", writing->who);

  return crm_record_type_count_label (crm_workspace_get_type_named (writing->workspace, "contact"), n);
}

static char *
say (Writing *writing)
{
  const CrmListChange *change = writing->change;
  guint left = change->n[CRM_LIST_HAS_UNSUBSCRIBED];
  guint done = change->n[CRM_LIST_DONE];
  g_autofree char *who = say_who (writing, done);
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;

  if (done == 0 && left == 0)
    return g_strdup (change->subscribes ? _("Nothing changed: they were subscribed before.")
                                        : _("Nothing changed: they had unsubscribed before."));

  /* TRANSLATORS: the first is like "3 contacts" or a name in quotes, the second the name of a list */
  text = g_strdup_printf (change->subscribes ? _("%1$s subscribed to “%2$s”") : _("%1$s unsubscribed from “%2$s”"), who, writing->name);
  if (left == 0)
    return g_steal_pointer (&text);

  more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u has unsubscribed and was left out", "%u have unsubscribed and were left out", left), left);

  return done > 0 ? g_strdup_printf ("%s. %s", text, more) : g_steal_pointer (&more);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Writing) writing = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write_finish (CRM_STORE (object), result, &error);
  g_autofree char *text = commit != NULL ? say (writing) : NULL;

  if (commit == NULL)
    crm_page_tell (writing->teller, error->message, 0);
  else if (writing->change->n[CRM_LIST_DONE] > 0 || writing->change->new_list != NULL)
    crm_page_tell_commit (writing->teller, text, commit);
  else
    crm_page_tell (writing->teller, text, 0);
}

/**
 * crm_list_writing_run:
 * @workspace: a workspace
 * @change: what to do
 * @name: of the list
 * @who: (nullable): the name of the contact, if it is one
 * @teller: the widget of the window that tells what was done
 *
 * Writes a change as one step that can be undone.
 */
void
crm_list_writing_run (CrmWorkspace  *workspace,
                      CrmListChange *change,
                      const char    *name,
                      const char    *who,
                      GtkWidget     *teller)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  Writing *writing = g_new0 (Writing, 1);

  writing->workspace = g_object_ref (workspace);
  writing->change = crm_list_change_ref (change);
  writing->name = g_strdup (name);
  writing->who = g_strdup (who);
  writing->teller = g_object_ref (teller);
  crm_store_write_async (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, crm_list_change_write,
                         crm_list_change_ref (change), (GDestroyNotify) crm_list_change_unref, written_cb, writing);
}
