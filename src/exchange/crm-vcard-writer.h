/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"
#include "crm-row.h"

G_BEGIN_DECLS

void crm_vcard_append (GString       *text,
                       const CrmRow  *row,
                       GPtrArray     *fields,
                       GPtrArray     *notes,
                       guint          version);

G_END_DECLS
