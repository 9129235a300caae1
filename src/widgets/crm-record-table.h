/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-plan.h"
#include "crm-list-selection.h"
#include "crm-view-state.h"

G_BEGIN_DECLS

#define CRM_TYPE_RECORD_TABLE (crm_record_table_get_type ())

G_DECLARE_FINAL_TYPE (CrmRecordTable, crm_record_table, CRM, RECORD_TABLE, GtkWidget)

void              crm_record_table_open          (CrmRecordTable *self,
                                                  CrmWorkspace   *workspace,
                                                  CrmViewState   *state,
                                                  const char     *type);
CrmRecordList    *crm_record_table_get_list      (CrmRecordTable *self);
CrmListSelection *crm_record_table_get_selection (CrmRecordTable *self);
void              crm_record_table_set_search    (CrmRecordTable *self,
                                                  const char     *text);
void              crm_record_table_set_filter    (CrmRecordTable *self,
                                                  CrmQuery       *filter);
void              crm_record_table_renew_filter  (CrmRecordTable *self,
                                                  CrmQuery       *filter);
void              crm_record_table_set_plan      (CrmRecordTable *self,
                                                  CrmConditionPlan *plan,
                                                  gboolean        renews);
gboolean          crm_record_table_offers        (CrmRecordTable *self,
                                                  const CrmField *field);
void              crm_record_table_leave_out     (CrmRecordTable *self,
                                                  const char     *key);
void              crm_record_table_set_commands  (CrmRecordTable *self,
                                                  GMenuModel     *menu);
void              crm_record_table_set_cell_type (CrmRecordTable *self,
                                                  const char     *key,
                                                  GType           type);
CrmQuery         *crm_record_table_make_query    (CrmRecordTable *self);
void              crm_record_table_sort_by       (CrmRecordTable *self,
                                                  const char     *key,
                                                  gboolean        descending);
char             *crm_record_table_get_sort      (CrmRecordTable *self,
                                                  gboolean       *descending);
char            **crm_record_table_get_columns   (CrmRecordTable *self);
void              crm_record_table_show_column   (CrmRecordTable *self,
                                                  const char     *key,
                                                  gboolean        shown);
void              crm_record_table_reveal        (CrmRecordTable *self,
                                                  gint64          id);

G_END_DECLS
