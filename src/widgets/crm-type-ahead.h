/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_TYPE_AHEAD (crm_type_ahead_get_type ())

G_DECLARE_FINAL_TYPE (CrmTypeAhead, crm_type_ahead, CRM, TYPE_AHEAD, GtkWidget)

GtkWidget  *crm_type_ahead_new          (CrmWorkspace *workspace,
                                         const char   *type,
                                         gint64        option_field,
                                         gboolean      creates);
const char *crm_type_ahead_get_text     (CrmTypeAhead *self);
void        crm_type_ahead_set_text     (CrmTypeAhead *self,
                                         const char   *text);
void        crm_type_ahead_set_placeholder (CrmTypeAhead *self,
                                         const char   *text);
GtkWidget  *crm_type_ahead_get_entry    (CrmTypeAhead *self);
gboolean    crm_type_ahead_is_open      (CrmTypeAhead *self);

G_END_DECLS
