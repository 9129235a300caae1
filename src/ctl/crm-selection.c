/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which records a command is about: those that are named, or all for which a filter holds. They are
 * found in the transaction that changes them.
 */

#include "config.h"

#include "crm-selection-private.h"

#include <glib/gi18n-lib.h>

/*< private >
 * @names: (array length=n_names): what people call the records
 * @n_names: how many
 * @filters: (nullable) (array zero-terminated=1): conditions, instead of names
 * @error: a %G_OPTION_ERROR
 *
 * Says which records are meant.
 */
gboolean
_crm_selection_read (CrmSelection         *selection,
                     CrmCtl               *ctl,
                     const CrmRecordType  *type,
                     char                **names,
                     guint                 n_names,
                     char                **filters,
                     GError              **error)
{
  selection->type = type;
  selection->names = names;
  selection->n_names = n_names;

  if (filters == NULL && n_names == 0)
    return _crm_ctl_usage (error, _("Which %s?"), type->plural);
  if (filters != NULL && n_names > 0)
    return _crm_ctl_usage (error, _("Either name the %s, or filter them."), type->plural);
  if (filters == NULL)
    return TRUE;

  selection->query = _crm_names_make_query (ctl, type, filters, NULL, NULL, error);

  return selection->query != NULL;
}

/*< private >
 * Forgets what it holds.
 */
void
_crm_selection_clear (CrmSelection *selection)
{
  g_clear_pointer (&selection->query, crm_query_unref);
}

/*< private >
 * @state: whether they are there, or in the trash
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_AMBIGUOUS, a %CRM_STORE_ERROR
 *
 * On the thread of the writer.
 *
 * Returns: (transfer full) (element-type gint64) (nullable): the records
 */
GArray *
_crm_selection_find (const CrmSelection  *selection,
                     CrmDoor             *door,
                     CrmState             state,
                     GError             **error)
{
  CrmDb *db = crm_door_get_db (door);
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (GArray) ids = NULL;

  if (selection->query != NULL)
    return crm_query_get_ids (selection->query, db, schema, 0, error);

  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < selection->n_names; i++)
    {
      g_autoptr (CrmRow) row = _crm_names_find_record (db, schema, selection->type, selection->names[i], state, error);
      gboolean known = FALSE;

      if (row == NULL)
        return NULL;

      for (guint k = 0; k < ids->len; k++)
        known |= g_array_index (ids, gint64, k) == row->id;
      if (!known)
        g_array_append_val (ids, row->id);
    }

  return g_steal_pointer (&ids);
}
