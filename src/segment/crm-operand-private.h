/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "crm-subject.h"

G_BEGIN_DECLS

gboolean _crm_operand_from_node   (const CrmSubject       *subject,
                                   const CrmOperatorInfo  *info,
                                   JsonNode               *node,
                                   const char             *currency,
                                   CrmValue               *value,
                                   GError                **error);
gboolean _crm_operand_from_text   (const CrmSubject       *subject,
                                   const CrmOperatorInfo  *info,
                                   const char             *text,
                                   CrmValue               *value,
                                   GError                **error);
void     _crm_operand_append_json (CrmKind                 kind,
                                   const CrmValue         *value,
                                   GString                *json);
char    *_crm_operand_say         (CrmKind                 kind,
                                   CrmArity                arity,
                                   const CrmField         *field,
                                   const CrmValue         *value);
char    *_crm_operand_make_key    (CrmKind                 kind,
                                   CrmOperator             op,
                                   const char             *text);
int      _crm_operand_compare     (const CrmValue         *a,
                                   const CrmValue         *b);

/* The word for whoever asks. */
#define CRM_OPERAND_ME "me"

G_END_DECLS
