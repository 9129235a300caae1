/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-ctl-private.h"

G_BEGIN_DECLS

/**
 * CrmSelection:
 * @type: of the records
 * @names: (array length=n_names): what people call them
 * @n_names: how many
 * @query: (nullable): finds them instead
 *
 * Which records a command is about.
 */
typedef struct
{
  const CrmRecordType  *type;
  char                **names;
  guint                 n_names;
  CrmQuery             *query;
} CrmSelection;

gboolean  _crm_selection_read  (CrmSelection         *selection,
                                CrmCtl               *ctl,
                                const CrmRecordType  *type,
                                char                **names,
                                guint                 n_names,
                                char                **filters,
                                GError              **error);
void      _crm_selection_clear (CrmSelection         *selection);
GArray   *_crm_selection_find  (const CrmSelection   *selection,
                                CrmDoor              *door,
                                CrmState              state,
                                GError              **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmSelection, _crm_selection_clear)

G_END_DECLS
