/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "crm-db.h"

G_BEGIN_DECLS

sqlite3 *_crm_db_get_handle (CrmDb   *self);
void     _crm_db_set_error  (CrmDb   *self,
                             int      code,
                             GError **error);

G_END_DECLS
