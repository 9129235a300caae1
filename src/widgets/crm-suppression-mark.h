/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_SUPPRESSION_MARK (crm_suppression_mark_get_type ())

G_DECLARE_FINAL_TYPE (CrmSuppressionMark, crm_suppression_mark, CRM, SUPPRESSION_MARK, GtkWidget)

GtkWidget *crm_suppression_mark_new        (CrmWorkspace       *workspace,
                                            const CrmField     *field);
void       crm_suppression_mark_set_record (CrmSuppressionMark *self,
                                            CrmRecord          *record);

G_END_DECLS
