/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CrmOutput CrmOutput;

CrmOutput *crm_output_open   (GFile      *file,
                              GError    **error);
GString   *crm_output_get    (CrmOutput  *self);
gboolean   crm_output_flush  (CrmOutput  *self,
                              GError    **error);
gboolean   crm_output_commit (CrmOutput  *self,
                              GError    **error);
void       crm_output_abort  (CrmOutput  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmOutput, crm_output_abort)

G_END_DECLS
