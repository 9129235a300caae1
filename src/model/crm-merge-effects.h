/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-merge-plan.h"

G_BEGIN_DECLS

/**
 * CrmMergeEffect:
 * @type: of records that name those which go, and name the one that stays from then on
 * @n: how many
 * @titles: what the first few of them are called, with commas; may be empty
 *
 * Something that moves when records are merged.
 */
typedef struct
{
  const CrmRecordType *type;
  guint                n;
  char                *titles;
} CrmMergeEffect;

GPtrArray *crm_merge_effects_read (CrmDb          *db,
                                   CrmSchema      *schema,
                                   CrmMergePlan   *plan,
                                   GError        **error);

G_END_DECLS
