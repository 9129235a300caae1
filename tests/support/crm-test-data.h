/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-workspace.h"

G_BEGIN_DECLS

gint64 crm_test_data_fill       (CrmWorkspace *workspace,
                                 guint         contacts,
                                 guint         notes);
gint64 crm_test_data_tell_story (CrmWorkspace *workspace);

G_END_DECLS
