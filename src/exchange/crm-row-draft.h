/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-csv-reader.h"
#include "crm-draft.h"
#include "crm-mapping.h"

G_BEGIN_DECLS

CrmDraft *crm_row_make_draft (const CrmCsvRow *row,
                              CrmMapping      *mapping,
                              gint64           number,
                              gboolean         own);

G_END_DECLS
