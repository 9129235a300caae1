/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm-view-state.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_MENTION_SERVICE (crm_mention_service_get_type ())

G_DECLARE_FINAL_TYPE (CrmMentionService, crm_mention_service, CRM, MENTION_SERVICE, GObject)

CrmMentionService *crm_mention_service_new       (GApplication      *application,
                                                  CrmWorkspace      *workspace,
                                                  CrmViewState      *state);
void               crm_mention_service_mark_seen (CrmMentionService *self,
                                                  gint64             comment);

G_END_DECLS
