/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-workspace.h"

G_BEGIN_DECLS

struct _CrmWorkspace
{
  GObject parent_instance;

  CrmStore *store;
  CrmClock *clock;
  CrmCatalogue *catalogue;
  gint64 actor;
  gboolean is_administrator;
  gboolean may_reassign;
  gboolean is_fresh;

  /* Records that somebody holds: crm-workspace-records.c. */
  GHashTable *records;
};

gboolean _crm_workspace_reload_settings  (CrmWorkspace  *self,
                                          GError       **error);
gboolean _crm_workspace_reload_catalogue (CrmWorkspace  *self,
                                          GError       **error);
void     _crm_workspace_follow_store     (CrmWorkspace  *self);

void     _crm_workspace_prepare_records  (CrmWorkspace  *self);
void     _crm_workspace_forget_records   (CrmWorkspace  *self);
void     _crm_workspace_refresh_records  (CrmWorkspace  *self,
                                          CrmCommit     *commit);

G_END_DECLS
