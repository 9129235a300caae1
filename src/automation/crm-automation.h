/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-flow-check.h"
#include "crm-store.h"

G_BEGIN_DECLS

/**
 * CrmImportFlags:
 * @CRM_IMPORT_CREATE_MISSING: tags, lists and the like that it names and that do not exist are made
 * @CRM_IMPORT_ON: it is switched on, if nothing is wrong with it
 */
typedef enum
{
  CRM_IMPORT_FLAGS_NONE = 0,
  CRM_IMPORT_CREATE_MISSING = 1 << 0,
  CRM_IMPORT_ON = 1 << 1,
} CrmImportFlags;

void       crm_automation_init      (void);
gint64     crm_automation_find      (CrmDb           *db,
                                     const char      *name,
                                     GError         **error);
CrmFlow   *crm_automation_load      (CrmDb           *db,
                                     gint64           automation,
                                     GError         **error);
gint64     crm_automation_import    (CrmDoor         *door,
                                     const char      *json,
                                     CrmImportFlags   flags,
                                     GPtrArray      **problems,
                                     GError         **error);
char      *crm_automation_export    (CrmDb           *db,
                                     gint64           automation,
                                     GError         **error);
gint64     crm_automation_save      (CrmDoor         *door,
                                     gint64           automation,
                                     CrmFlow         *flow,
                                     gboolean         end_deleted,
                                     GError         **error);
gboolean   crm_automation_switch    (CrmDoor         *door,
                                     gint64           automation,
                                     gboolean         on,
                                     GError         **error);
gboolean   crm_automation_take_over (CrmDoor          *door,
                                     gint64           automation,
                                     GError         **error);
gboolean   crm_automation_restore   (CrmDoor         *door,
                                     gint64           version,
                                     GError         **error);
gboolean   crm_automation_add       (CrmDoor         *door,
                                     gint64           automation,
                                     const gint64    *contacts,
                                     guint            n_contacts,
                                     GPtrArray       *refusals,
                                     guint           *n_added,
                                     GError         **error);
GArray    *crm_automation_find_runs (CrmDb          *db,
                                     gint64           automation,
                                     gint64           contact,
                                     gboolean         waiting,
                                     GError         **error);
gboolean   crm_automation_end       (CrmDoor         *door,
                                     gint64           run,
                                     GError         **error);
gboolean   crm_automation_skip_wait (CrmDoor         *door,
                                     gint64           run,
                                     GError         **error);
gboolean   crm_automation_release   (CrmDoor         *door,
                                     gint64           batch,
                                     GError         **error);

G_END_DECLS
