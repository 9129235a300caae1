/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-db.h"
#include "crm-draft.h"

G_BEGIN_DECLS

/**
 * CrmMatchBy:
 * @CRM_MATCH_NONE: there is no such record
 * @CRM_MATCH_UUID: it is that very record
 * @CRM_MATCH_EMAIL: it has one of its e-mail addresses
 * @CRM_MATCH_MESSENGER: it has one of its messengers
 * @CRM_MATCH_PHONE: it has one of its telephone numbers, and no other name
 * @CRM_MATCH_NAME: it has its name and its account; of deals and tasks, its title, and is about the
 *   same people, day and amount
 *
 * By what a record was recognised.
 */
typedef enum
{
  CRM_MATCH_NONE,
  CRM_MATCH_UUID,
  CRM_MATCH_EMAIL,
  CRM_MATCH_MESSENGER,
  CRM_MATCH_PHONE,
  CRM_MATCH_NAME,
} CrmMatchBy;

typedef struct _CrmMatcher CrmMatcher;

CrmMatcher *crm_matcher_new       (const CrmRecordType  *type);
void        crm_matcher_free      (CrmMatcher           *self);
gboolean    crm_matcher_begin     (CrmMatcher           *self,
                                   CrmDb                *db,
                                   CrmSchema            *schema,
                                   GError              **error);
void        crm_matcher_set_first_new (CrmMatcher     *self,
                                   gint64                id);
void        crm_matcher_expect    (CrmMatcher           *self,
                                   const CrmDraft       *draft);
CrmMatchBy  crm_matcher_find      (CrmMatcher           *self,
                                   CrmDb                *db,
                                   const CrmDraft       *draft,
                                   gint64               *id,
                                   GError              **error);
const char *crm_match_get_label   (CrmMatchBy            by);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMatcher, crm_matcher_free)

G_END_DECLS
