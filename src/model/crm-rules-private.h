/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-rules.h"

G_BEGIN_DECLS

void     _crm_rules_derive_defaults  (CrmImage          *image);
void     _crm_rules_derive_owner     (CrmImage          *image);
void     _crm_rules_derive_beginning (CrmImage          *image);
gboolean _crm_rules_check_name       (CrmImage          *image,
                                      const char        *column,
                                      const char        *and_same,
                                      const char        *form,
                                      GError           **error);
gboolean _crm_rules_take_along       (CrmImage          *image,
                                      const char        *table,
                                      const char        *link,
                                      GError           **error);
gboolean _crm_lists_has_left         (CrmDb             *db,
                                      gint64             contact,
                                      gint64             list,
                                      GError           **error);
const char *_crm_lists_get_source    (CrmCause           cause);
CrmEdit *_crm_rules_new_activity     (CrmImage          *image,
                                      const char        *kind,
                                      gint64             account);

G_END_DECLS
