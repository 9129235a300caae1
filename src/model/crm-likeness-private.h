/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-likeness.h"
#include "crm-profile-private.h"

G_BEGIN_DECLS

void _crm_likeness_find (const CrmProfilePool *pool,
                         const CrmProfile     *a,
                         const CrmProfile     *b,
                         CrmLikeness          *likeness);

G_END_DECLS
