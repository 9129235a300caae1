/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/**
 * CrmNaming:
 * @field: of the record type
 * @text: what it gets
 *
 * What a record gets that is made from its name.
 */
typedef struct
{
  const CrmField *field;
  char           *text;
} CrmNaming;

GArray *crm_naming_split  (const CrmRecordType *type,
                           const char          *name);
gint64  crm_naming_create (CrmChangeSet        *set,
                           const CrmRecordType *type,
                           const char          *name);

G_END_DECLS
