/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CrmRecordGroupFuncs:
 * @includes: (nullable): whether a record is shown; %NULL: all of its type are
 * @describe: (nullable) (transfer full): what is said of a record, below its name
 * @prepare: (nullable): gives a record that is made what it needs besides its name
 * @add: (nullable): makes a new record in its own way; %NULL: its name is typed into the list
 * @command: (nullable): does to a record what crm_record_group_add_command() offers
 *
 * What differs between lists of records. All are called with the owner of the group.
 */
typedef struct
{
  gboolean (*includes) (gpointer      owner,
                        CrmRecord    *record);
  char    *(*describe) (gpointer      owner,
                        CrmRecord    *record);
  void     (*prepare)  (gpointer      owner,
                        CrmChangeSet *set,
                        gint64        id);
  void     (*add)      (gpointer      owner);
  void     (*command)  (gpointer      owner,
                        CrmRecord    *record,
                        const char   *name);
} CrmRecordGroupFuncs;

#define CRM_TYPE_RECORD_GROUP (crm_record_group_get_type ())

G_DECLARE_FINAL_TYPE (CrmRecordGroup, crm_record_group, CRM, RECORD_GROUP, AdwPreferencesGroup)

void crm_record_group_add_command (CrmRecordGroup            *self,
                                   const char                *label,
                                   const char                *name);
void crm_record_group_open        (CrmRecordGroup            *self,
                                   CrmWorkspace              *workspace,
                                   const char                *type,
                                   const CrmRecordGroupFuncs *funcs,
                                   gpointer                   owner);
void crm_record_group_refresh     (CrmRecordGroup            *self);
void crm_record_group_set_search  (CrmRecordGroup            *self,
                                   const char                *text);
guint crm_record_group_get_n      (CrmRecordGroup            *self);

G_END_DECLS
