/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-csv-sniff.h"
#include "crm-draft.h"
#include "crm-mapping.h"
#include "crm-vcard-draft.h"

G_BEGIN_DECLS

typedef struct _CrmSource CrmSource;

CrmSource *crm_source_open_table   (GFile                *file,
                                    const CrmCsvGuess    *guess,
                                    CrmMapping           *mapping,
                                    GCancellable         *cancellable,
                                    GError              **error);
CrmSource *crm_source_open_cards   (GFile                *file,
                                    const CrmEncoding    *encoding,
                                    const CrmRecordType  *type,
                                    GCancellable         *cancellable,
                                    GError              **error);
void       crm_source_free         (CrmSource            *self);
gboolean   crm_source_skip         (CrmSource            *self,
                                    gint64                n,
                                    GCancellable         *cancellable,
                                    GError              **error);
CrmDraft  *crm_source_read         (CrmSource            *self,
                                    GCancellable         *cancellable,
                                    GError              **error);
goffset    crm_source_get_position (CrmSource            *self);
void       crm_source_add_warnings (CrmSource            *self,
                                    GPtrArray            *warnings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSource, crm_source_free)

G_END_DECLS
