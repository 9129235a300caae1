/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-ctl-private.h"
#include "crm-input.h"

G_BEGIN_DECLS

/**
 * CrmAssignment:
 * @field: of a record
 * @flags: for a set, what becomes of what is in it
 * @value: as people write it; empty for none
 *
 * That a field gets a value.
 */
typedef struct
{
  const CrmField *field;
  CrmInputFlags   flags;
  char           *value;
} CrmAssignment;

GArray   *_crm_assignments_read  (const CrmRecordType  *type,
                                  char                **texts,
                                  GError              **error);
gboolean  _crm_assignments_apply (GArray               *assignments,
                                  CrmDoor              *door,
                                  CrmEdit              *edit,
                                  gboolean              create_missing,
                                  GError              **error);

G_END_DECLS
