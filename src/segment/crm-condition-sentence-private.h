/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-sentence.h"

G_BEGIN_DECLS

char *_crm_sentence_fill     (const char          *form,
                              const char          *first_name,
                              ...) G_GNUC_NULL_TERMINATED;
char *_crm_sentence_say_test (const CrmCondition  *test,
                              const CrmSubject    *subject,
                              CrmSentenceFlags     flags);

G_END_DECLS
