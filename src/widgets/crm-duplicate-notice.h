/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-duplicate-hint.h"

G_BEGIN_DECLS

#define CRM_TYPE_DUPLICATE_NOTICE (crm_duplicate_notice_get_type ())

G_DECLARE_FINAL_TYPE (CrmDuplicateNotice, crm_duplicate_notice, CRM, DUPLICATE_NOTICE, GtkWidget)

GtkWidget *crm_duplicate_notice_new        (CrmWorkspace       *workspace,
                                            const char         *type,
                                            const char         *command);
void       crm_duplicate_notice_take_draft (CrmDuplicateNotice *self,
                                            CrmDuplicateDraft  *draft);

G_END_DECLS
