/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-duplicate-group.h"

G_BEGIN_DECLS

#define CRM_TYPE_DUPLICATE_LIST (crm_duplicate_list_get_type ())

G_DECLARE_FINAL_TYPE (CrmDuplicateList, crm_duplicate_list, CRM, DUPLICATE_LIST, GObject)

CrmDuplicateList *crm_duplicate_list_new          (CrmWorkspace         *workspace,
                                                   const char           *type);
void              crm_duplicate_list_search       (CrmDuplicateList     *self);
void              crm_duplicate_list_stop         (CrmDuplicateList     *self);
gboolean          crm_duplicate_list_is_searching (CrmDuplicateList     *self);
double            crm_duplicate_list_get_progress (CrmDuplicateList     *self);
const GError     *crm_duplicate_list_get_error    (CrmDuplicateList     *self);
void              crm_duplicate_list_count_clear  (CrmDuplicateList     *self,
                                                   guint                *n_groups,
                                                   guint                *n_records);
void              crm_duplicate_list_merge_clear_async (CrmDuplicateList    *self,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
CrmCommit        *crm_duplicate_list_merge_clear_finish (CrmDuplicateList   *self,
                                                   GAsyncResult         *result,
                                                   guint                *n_merged,
                                                   GError              **error);

G_END_DECLS
