/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-search.h"

G_BEGIN_DECLS

typedef struct _CrmSearchQueue CrmSearchQueue;

CrmSearchQueue *crm_search_queue_new   (CrmDb           *db);
void            crm_search_queue_free  (CrmSearchQueue  *self);
gboolean        crm_search_queue_add   (CrmSearchQueue  *self,
                                        const CrmTable  *table,
                                        gint64           id,
                                        const char      *old_words,
                                        const char      *new_words,
                                        GError         **error);
gboolean        crm_search_queue_flush (CrmSearchQueue  *self,
                                        GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSearchQueue, crm_search_queue_free)

G_END_DECLS
