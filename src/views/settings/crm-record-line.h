/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_RECORD_LINE (crm_record_line_get_type ())

G_DECLARE_FINAL_TYPE (CrmRecordLine, crm_record_line, CRM, RECORD_LINE, AdwActionRow)

GtkWidget *crm_record_line_new          (CrmWorkspace  *workspace,
                                         CrmRecord     *record,
                                         GMenuModel    *menu);
CrmRecord *crm_record_line_get_record   (CrmRecordLine *self);
void       crm_record_line_set_subtitle (CrmRecordLine *self,
                                         const char    *subtitle);
void       crm_record_line_set_place    (CrmRecordLine *self,
                                         guint          place,
                                         guint          n);

G_END_DECLS
