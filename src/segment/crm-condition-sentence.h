/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition.h"
#include "crm-subject.h"

G_BEGIN_DECLS

/**
 * CrmSentenceFlags:
 * @CRM_SENTENCE_CURRENCIES: amounts in several currencies are in use: says which one a test is about
 */
typedef enum
{
  CRM_SENTENCE_FLAGS_NONE = 0,
  CRM_SENTENCE_CURRENCIES = 1 << 0,
} CrmSentenceFlags;

char     *crm_condition_say                 (const CrmCondition   *self,
                                             CrmCatalogue         *catalogue,
                                             const CrmRecordType  *type,
                                             CrmSentenceFlags      flags);
gboolean  crm_condition_needs_currencies    (CrmDb                *db,
                                             CrmCatalogue         *catalogue);

G_END_DECLS
