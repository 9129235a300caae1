/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How a command changes something: one step, after which the catalogue fits what is there; and how it tells a program
 * which step it was.
 */

#include "config.h"

#include "crm-ctl-private.h"

/*< private >
 * @cause: why something is changed
 * @detail: (nullable): more about it
 * @func: what changes it
 * @error: of @func, a %CRM_ERROR, or a %CRM_STORE_ERROR
 *
 * Changes something as one step. The record types that @ctl has named before stay valid, but there may be newer ones: a
 * custom field brings another catalogue.
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
_crm_write (CrmCtl        *ctl,
            CrmCause       cause,
            const char    *detail,
            CrmWriteFunc   func,
            gpointer       data,
            GError       **error)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (ctl->workspace, cause, detail);
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (ctl->workspace), set, G_PRIORITY_DEFAULT, func, data, error);

  if (commit == NULL || !crm_workspace_settle (ctl->workspace, commit, error))
    return NULL;

  return g_steal_pointer (&commit);
}

/*< private >
 * @what: of whom there are @n, such as "records"
 * @commit: what was changed
 *
 * Prints how many there were, and the step, as JSON.
 */
gboolean
_crm_write_print_json (CrmCtl           *ctl,
                       const char       *what,
                       guint             n,
                       const CrmCommit  *commit,
                       GError          **error)
{
  g_autoptr (GString) json = g_string_new (NULL);

  _crm_object_begin (json);
  _crm_object_add_integer (json, what, n);
  _crm_object_add_integer (json, "step", commit->batch);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}
