/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_CHOICES (crm_choices_get_type ())

G_DECLARE_FINAL_TYPE (CrmChoices, crm_choices, CRM, CHOICES, GObject)

CrmChoices *crm_choices_get       (CrmWorkspace *workspace,
                                   const char   *type);
gboolean    crm_choices_is_loaded (CrmChoices   *self);
CrmRecord  *crm_choices_find      (CrmChoices   *self,
                                   gint64        id,
                                   guint        *position);

G_END_DECLS
