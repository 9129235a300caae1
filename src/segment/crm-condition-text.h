/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition.h"

G_BEGIN_DECLS

CrmCondition *crm_condition_new_test_from_texts (CrmCatalogue         *catalogue,
                                                 const CrmRecordType  *type,
                                                 const char           *subject,
                                                 const char           *name,
                                                 CrmOperator           op,
                                                 const char *const    *texts,
                                                 GError              **error);
char        **crm_condition_dup_texts           (const CrmCondition   *test);
const char   *crm_subject_get_record_type       (const char           *key);
const char   *crm_weekday_get_name              (guint                 day,
                                                 gboolean              translated);

G_END_DECLS
