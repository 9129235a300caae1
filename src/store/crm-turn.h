/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrmTurn CrmTurn;

CrmTurn  *crm_turn_new       (const char *database);
void      crm_turn_free      (CrmTurn    *self);
gboolean  crm_turn_is_wanted (CrmTurn    *self);
gboolean  crm_turn_line_up   (CrmTurn    *self);
void      crm_turn_leave     (CrmTurn    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTurn, crm_turn_free)

G_END_DECLS
