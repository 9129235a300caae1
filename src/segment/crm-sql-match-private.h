/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-plan-private.h"
#include "crm-condition-sql.h"

G_BEGIN_DECLS

/* A condition that is being written. */
typedef struct
{
  CrmCatalogue *catalogue;
  CrmConditionForm form;
  GString *sql;
  GArray *parameters; /* of CrmValue */
  guint n_names;
  gboolean inside_any; /* of the table that is asked just now */
} CrmSqlWriter;

void  _crm_sql_write_value      (CrmSqlWriter      *writer,
                                 const CrmValue    *value);
void  _crm_sql_write_constant   (CrmSqlWriter      *writer,
                                 gboolean           held);
void  _crm_sql_write_texts      (CrmSqlWriter      *writer,
                                 const GPtrArray   *texts);
char *_crm_sql_make_key         (const CrmPlanNode *node,
                                 const char        *alias);
char *_crm_sql_make_member_key  (const CrmPlanNode *node,
                                 const char        *alias);
void  _crm_sql_write_text_match (CrmSqlWriter      *writer,
                                 const CrmPlanNode *node,
                                 const char        *key);
void  _crm_sql_write_range      (CrmSqlWriter      *writer,
                                 const CrmPlanNode *node,
                                 const char        *alias);

G_END_DECLS
