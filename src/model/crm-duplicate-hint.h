/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-duplicates.h"

G_BEGIN_DECLS

typedef struct _CrmDuplicateDraft CrmDuplicateDraft;

CrmDuplicateDraft *crm_duplicate_draft_new  (const CrmRecordType  *type);
void               crm_duplicate_draft_free (CrmDuplicateDraft    *draft);
void               crm_duplicate_draft_add  (CrmDuplicateDraft    *draft,
                                             const char           *key,
                                             const char           *text);

GArray            *crm_duplicates_find_like (CrmDb                *db,
                                             CrmDuplicateDraft    *draft,
                                             guint                 confidence,
                                             GError              **error);
GArray            *crm_duplicates_find_of   (CrmDb                *db,
                                             const CrmRecordType  *type,
                                             gint64                id,
                                             guint                 confidence,
                                             GError              **error);
void               crm_duplicates_hint_async (CrmWorkspace        *workspace,
                                             CrmDuplicateDraft    *draft,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GArray            *crm_duplicates_hint_finish (CrmWorkspace       *workspace,
                                             GAsyncResult         *result,
                                             GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDuplicateDraft, crm_duplicate_draft_free)

G_END_DECLS
