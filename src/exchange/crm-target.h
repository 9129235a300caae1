/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/**
 * CrmTargetKind:
 * @CRM_TARGET_IGNORE: nowhere
 * @CRM_TARGET_FIELD: a field of the record
 * @CRM_TARGET_FULL_NAME: first and last name, parted; used where there is nothing else
 * @CRM_TARGET_NOTE: a note on the record
 * @CRM_TARGET_EXTRA: a line of a note on the record, behind its label
 * @CRM_TARGET_LABEL: it says what kind of thing is in the next column: "work", "telegram"
 * @CRM_TARGET_UUID: the id of the record, in files that this program wrote
 * @CRM_TARGET_NEW_FIELD: a custom field that is made first
 *
 * Where the values of a column go.
 */
typedef enum
{
  CRM_TARGET_IGNORE,
  CRM_TARGET_FIELD,
  CRM_TARGET_FULL_NAME,
  CRM_TARGET_NOTE,
  CRM_TARGET_EXTRA,
  CRM_TARGET_LABEL,
  CRM_TARGET_UUID,
  CRM_TARGET_NEW_FIELD,
} CrmTargetKind;

/**
 * CrmTarget:
 * @kind: where it goes
 * @key: (nullable): of the field, for %CRM_TARGET_FIELD
 * @label: (nullable): of a field, what kind of value it is: "work", "telegram", "home"; of a line
 *   in a note or a new field, its name
 * @type: of a new field
 *
 * Where the values of a column go.
 */
typedef struct
{
  CrmTargetKind  kind;
  char          *key;
  char          *label;
  CrmFieldType   type;
} CrmTarget;

void      crm_target_set       (CrmTarget           *target,
                                CrmTargetKind        kind,
                                const char          *key,
                                const char          *label);
void      crm_target_copy      (CrmTarget           *target,
                                const CrmTarget     *source);
void      crm_target_clear     (CrmTarget           *target);
gboolean  crm_target_equal     (const CrmTarget     *a,
                                const CrmTarget     *b);
gboolean  crm_target_takes_field (const CrmField      *field);
char     *crm_target_get_title (const CrmTarget     *target,
                                const CrmRecordType *type);
char     *crm_target_to_text   (const CrmTarget     *target);
gboolean  crm_target_from_text (CrmTarget           *target,
                                const CrmRecordType *type,
                                const char          *text,
                                GError             **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmTarget, crm_target_clear)

G_END_DECLS
