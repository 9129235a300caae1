/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"

G_BEGIN_DECLS

gboolean crm_rules_check          (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_check_user     (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_account (CrmImage  *image);
gboolean crm_rules_check_account  (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_contact (CrmImage  *image);
gboolean crm_rules_check_contact  (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_note    (CrmImage  *image);
gboolean crm_rules_check_note     (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_follow_removal (CrmImage *image,
                                   GError   **error);
void     crm_rules_derive_tag     (CrmImage  *image);
gboolean crm_rules_check_tag      (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_field   (CrmImage  *image);
gboolean crm_rules_check_field    (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_check_option   (CrmImage  *image,
                                   GError   **error);

G_END_DECLS
