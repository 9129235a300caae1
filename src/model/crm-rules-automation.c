/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of automations and of what they leave behind. What a definition means is known two
 * floors up, which puts its judgement in here. Like all rules they run inside the commit, on the
 * thread of the writer.
 */

#include "config.h"

#include "crm-rules-private.h"

#include <string.h>

#include "crm-catalogue.h"

static CrmAutomationFunc check_func;
static CrmAutomationFunc follow_func;
static CrmAutomationFunc check_score_func;

/**
 * crm_rules_set_automation_funcs:
 * @check: judges an automation
 * @follow: keeps its versions
 * @check_score: judges a score rule
 */
void
crm_rules_set_automation_funcs (CrmAutomationFunc check,
                                CrmAutomationFunc follow,
                                CrmAutomationFunc check_score)
{
  g_atomic_pointer_set (&check_func, check);
  g_atomic_pointer_set (&follow_func, follow);
  g_atomic_pointer_set (&check_score_func, check_score);
}

/**
 * crm_rules_check_automation:
 * @error: %CRM_ERROR_INVALID if it has errors and is to be on
 */
gboolean
crm_rules_check_automation (CrmImage  *image,
                            GError   **error)
{
  CrmAutomationFunc func = g_atomic_pointer_get (&check_func);

  return crm_rules_check_unique (image, error) && (func == NULL || image->op > CRM_OP_UPDATE || func (image, error));
}

/**
 * crm_rules_follow_automation:
 * @error: what the store says
 */
gboolean
crm_rules_follow_automation (CrmImage  *image,
                             GError   **error)
{
  CrmAutomationFunc func = g_atomic_pointer_get (&follow_func);

  return crm_rules_follow_name (image, error) && (func == NULL || image->op > CRM_OP_UPDATE || func (image, error));
}

/**
 * crm_rules_check_score_rule:
 * @error: %CRM_ERROR_INVALID, %CRM_ERROR_SYNTAX
 */
gboolean
crm_rules_check_score_rule (CrmImage  *image,
                            GError   **error)
{
  CrmAutomationFunc func = g_atomic_pointer_get (&check_score_func);

  return crm_rules_check_unique (image, error) && (func == NULL || image->op > CRM_OP_UPDATE || func (image, error));
}

/**
 * crm_rules_derive_named:
 *
 * A new record has what it has by default.
 */
void
crm_rules_derive_named (CrmImage *image)
{
  _crm_rules_derive_defaults (image);
}

/**
 * crm_rules_derive_run:
 *
 * Whoever has come in is inside until the engine says otherwise.
 */
void
crm_rules_derive_run (CrmImage *image)
{
  if (image->op != CRM_OP_CREATE)
    return;

  crm_image_derive (image, "status", crm_value_text ("running"));
  crm_image_derive (image, "title",
                    crm_value_take_text (crm_db_get_text (crm_door_get_db (image->door), NULL,
                                                          "SELECT name FROM automation WHERE id = ?", "i",
                                                          crm_image_get_integer (image, "automation"))));
}

/**
 * crm_rules_derive_event:
 *
 * What happens without a time happens now, and what has no name is called what it is.
 */
void
crm_rules_derive_event (CrmImage *image)
{
  if (image->op == CRM_OP_CREATE && crm_image_get_text (image, "name") == NULL)
    crm_image_derive (image, "name", crm_value_text (crm_image_get_text (image, "kind")));
  if (image->op == CRM_OP_CREATE && crm_image_get_integer (image, "time") == 0)
    crm_image_derive (image, "time", crm_value_integer (crm_door_get_now (image->door)));
}

/**
 * crm_rules_follow_event:
 * @error: what the store says
 *
 * A message that was sent to a contact is contact (features.md, A9), which only moves forward.
 */
gboolean
crm_rules_follow_event (CrmImage  *image,
                        GError   **error)
{
  gint64 contact = crm_image_get_integer (image, "contact");
  gint64 time = crm_image_get_integer (image, "time");
  g_autoptr (CrmEdit) edit = NULL;

  if (image->op != CRM_OP_CREATE || g_strcmp0 (crm_image_get_text (image, "kind"), "message-sent") != 0 ||
      crm_db_get_integer (crm_door_get_db (image->door), 0, NULL,
                          "SELECT 1 FROM contact WHERE id = ? AND state = 0 AND coalesce (last_contacted, 0) < ?", "ii",
                          contact, time) == 0)
    return TRUE;

  edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (image->door), "contact"), CRM_OP_UPDATE, contact);
  crm_edit_set_integer (edit, "last_contacted", time);
  crm_edit_set_text (edit, "last_contacted_by", "campaign");

  return crm_door_apply (image->door, edit, error) != 0;
}
