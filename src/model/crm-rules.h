/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"

G_BEGIN_DECLS

/**
 * CrmConditionFunc:
 * @image: a segment that is about to be written
 * @error: what is wrong with its condition
 *
 * Reads the condition of a segment, which this floor cannot.
 *
 * Returns: (transfer full) (nullable): the condition as it is kept, or %NULL with @error set
 */
typedef char *(*CrmConditionFunc) (const CrmImage  *image,
                                   GError         **error);

/**
 * CrmRenameFunc:
 * @image: a record that has got another name
 * @error: what the store or the rules say
 *
 * Puts the new name into the conditions that name the record.
 */
typedef gboolean (*CrmRenameFunc) (const CrmImage  *image,
                                   GError         **error);

/**
 * CrmAutomationFunc:
 * @image: an automation or a score rule that is written
 * @error: what is wrong with it
 *
 * Judges a definition, which this floor cannot read.
 */
typedef gboolean (*CrmAutomationFunc) (CrmImage  *image,
                                       GError   **error);

void     crm_rules_set_automation_funcs (CrmAutomationFunc check,
                                        CrmAutomationFunc follow,
                                        CrmAutomationFunc check_score);
void     crm_rules_add_rename_func    (CrmRenameFunc    rename);
void     crm_rules_set_condition_funcs (CrmConditionFunc condition,
                                        CrmRenameFunc    rename);

gboolean crm_rules_check          (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_check_unique   (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_position (CrmImage *image);
gboolean crm_rules_follow_name    (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_mend_links     (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_user    (CrmImage  *image);
gboolean crm_rules_check_user     (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_account (CrmImage  *image);
gboolean crm_rules_check_account  (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_follow_account (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_contact (CrmImage  *image);
gboolean crm_rules_check_contact  (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_note    (CrmImage  *image);
gboolean crm_rules_check_note     (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_pipeline (CrmImage *image);
gboolean crm_rules_check_pipeline (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_follow_pipeline (CrmImage *image,
                                   GError   **error);
void     crm_rules_derive_stage   (CrmImage  *image);
gboolean crm_rules_check_stage    (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_follow_stage   (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_deal    (CrmImage  *image);
gboolean crm_rules_check_deal     (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_follow_deal    (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_task    (CrmImage  *image);
gboolean crm_rules_check_task     (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_follow_task    (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_comment (CrmImage  *image);
gboolean crm_rules_check_comment  (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_follow_comment (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_check_activity (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_follow_mark    (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_tag     (CrmImage  *image);
gboolean crm_rules_check_tag      (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_field   (CrmImage  *image);
gboolean crm_rules_check_field    (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_check_option   (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_check_segment  (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_pair    (CrmImage  *image);
gboolean crm_rules_check_pair     (CrmImage  *image,
                                   GError   **error);
gboolean crm_rules_follow_list    (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_subscription (CrmImage *image);
gboolean crm_rules_check_subscription (CrmImage *image,
                                   GError   **error);
gboolean crm_rules_follow_subscription (CrmImage *image,
                                   GError   **error);
void     crm_rules_derive_suppression (CrmImage *image);
gboolean crm_rules_check_suppression (CrmImage *image,
                                   GError   **error);
gboolean crm_rules_check_automation (CrmImage *image,
                                   GError   **error);
gboolean crm_rules_follow_automation (CrmImage *image,
                                   GError   **error);
void     crm_rules_derive_run     (CrmImage  *image);
void     crm_rules_derive_event   (CrmImage  *image);
gboolean crm_rules_follow_event   (CrmImage  *image,
                                   GError   **error);
void     crm_rules_derive_named   (CrmImage  *image);
gboolean crm_rules_check_score_rule (CrmImage *image,
                                   GError   **error);

G_END_DECLS
