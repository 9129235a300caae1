/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-eval.h"
#include "crm-condition-sql.h"
#include "crm-segment.h"
#include "crm-test.h"

G_BEGIN_DECLS

CrmConditionContext *segment_test_make_context (CrmWorkspace         *workspace);
CrmCondition        *segment_test_parse        (CrmWorkspace         *workspace,
                                                const char           *type,
                                                const char           *json);
GArray              *segment_test_find         (CrmDb                *db,
                                                CrmSchema            *schema,
                                                CrmConditionPlan     *plan,
                                                CrmConditionForm      form);
GArray              *segment_test_evaluate     (CrmDb                *db,
                                                CrmSchema            *schema,
                                                CrmConditionPlan     *plan,
                                                const GPtrArray      *rows);
GPtrArray           *segment_test_load_rows    (CrmDb                *db,
                                                CrmSchema            *schema,
                                                const CrmTable       *table);
void                 segment_test_assert_same  (const GArray         *found,
                                                const GArray         *expected,
                                                const char           *what);
char                *segment_test_ask          (CrmWorkspace         *workspace,
                                                const char           *type,
                                                const char           *json);
char                *segment_test_refusal      (CrmWorkspace         *workspace,
                                                const char           *type,
                                                const char           *json);
CrmVerdict          *segment_test_explain      (CrmWorkspace         *workspace,
                                                const char           *type,
                                                gint64                id,
                                                const char           *json);

/* Asks three ways, which have to agree, and compares with the titles of the records, by their ids. */
#define segment_test_assert(workspace, type, json, titles) \
  G_STMT_START { \
    g_autofree char *asked_ = segment_test_ask (workspace, type, json); \
    g_test_message ("%.200s", json); \
    g_assert_cmpstr (asked_, ==, titles); \
  } G_STMT_END

G_END_DECLS
