/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-ctl-private.h"

G_BEGIN_DECLS

extern const CrmCommand _crm_command_add;
extern const CrmCommand _crm_command_automation;
extern const CrmCommand _crm_command_backup;
extern const CrmCommand _crm_command_backups;
extern const CrmCommand _crm_command_check;
extern const CrmCommand _crm_command_complete;
extern const CrmCommand _crm_command_delete;
extern const CrmCommand _crm_command_duplicates;
extern const CrmCommand _crm_command_export;
extern const CrmCommand _crm_command_fields;
extern const CrmCommand _crm_command_history;
extern const CrmCommand _crm_command_import;
extern const CrmCommand _crm_command_init;
extern const CrmCommand _crm_command_list;
extern const CrmCommand _crm_command_lists;
extern const CrmCommand _crm_command_merge;
extern const CrmCommand _crm_command_outbox;
extern const CrmCommand _crm_command_redo;
extern const CrmCommand _crm_command_restore;
extern const CrmCommand _crm_command_search;
extern const CrmCommand _crm_command_segment;
extern const CrmCommand _crm_command_set;
extern const CrmCommand _crm_command_show;
extern const CrmCommand _crm_command_subscribe;
extern const CrmCommand _crm_command_suppress;
extern const CrmCommand _crm_command_trash;
extern const CrmCommand _crm_command_undelete;
extern const CrmCommand _crm_command_undo;
extern const CrmCommand _crm_command_unmerge;
extern const CrmCommand _crm_command_unsubscribe;

G_END_DECLS
