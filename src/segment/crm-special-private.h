/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-context.h"

G_BEGIN_DECLS

const char   *_crm_special_get_weekday (guint               day,
                                      gboolean              translated);
gboolean      _crm_special_exists    (const char           *key);
gboolean      _crm_special_find_kind (CrmCatalogue         *catalogue,
                                      const CrmRecordType  *type,
                                      const char           *key,
                                      const char           *name,
                                      CrmKind              *kind,
                                      GError              **error);
gboolean      _crm_special_next      (CrmCatalogue         *catalogue,
                                      const CrmRecordType  *type,
                                      const char          **key,
                                      const char          **name,
                                      CrmKind              *kind);
const char   *_crm_special_get_label (const char           *key,
                                      const char           *name);
const char   *_crm_special_get_record_type (const char     *key);
CrmCondition *_crm_special_expand    (const CrmCondition   *test,
                                      const CrmRecordType  *type,
                                      CrmConditionContext  *context,
                                      GError              **error);
char         *_crm_special_say_actual (const CrmCondition  *test,
                                      CrmConditionContext  *context);

G_END_DECLS
