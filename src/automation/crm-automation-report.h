/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-db.h"

G_BEGIN_DECLS

char *crm_automation_report_list  (CrmDb   *db,
                                   GError **error);
char *crm_automation_report_steps (CrmDb   *db,
                                   gint64   automation,
                                   GError **error);
char *crm_automation_report_trail (CrmDb   *db,
                                   gint64   automation,
                                   gint64   contact,
                                   GError **error);

G_END_DECLS
