/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of lists: one subscription for each contact and list, with its dates; nobody who has
 * unsubscribed is subscribed again by a file or an automation; and contacts know their lists.
 */

#include "config.h"

#include "crm-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-error.h"
#include "crm-lists.h"

static const CrmTable *
find_table (CrmImage   *image,
            const char *name)
{
  return crm_schema_find_table (crm_door_get_schema (image->door), name);
}

/* --- Lists ------------------------------------------------------------------------------------------------ */

/* Gives or takes the list @image for all of @ids. */
static gboolean
mark_contacts (CrmImage  *image,
               GArray    *ids,
               gboolean   on,
               GError   **error)
{
  const CrmTable *contacts = find_table (image, "contact");
  const CrmColumn *lists = crm_table_find_column (contacts, "lists");
  g_autoptr (CrmEdit) edit = crm_edit_new (contacts, CRM_OP_UPDATE, 0);
  CrmValue key = crm_value_integer (image->id);

  edit->ids = g_array_ref (ids);
  if (on)
    crm_edit_add (edit, lists, &key, NULL, NULL);
  else
    crm_edit_remove (edit, lists, &key);

  return crm_door_apply (image->door, edit, error) != 0;
}

static gboolean
follow_state (CrmImage  *image,
              GError   **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  const CrmTable *contacts = find_table (image, "contact");
  const CrmColumn *lists = crm_table_find_column (contacts, "lists");
  g_autoptr (GArray) ids = NULL;

  if (image->op == CRM_OP_TRASH)
    ids = crm_db_list_ids (db, error,
                           "SELECT c.id FROM member m INDEXED BY member_by_key JOIN contact c ON c.id = m.record AND c.state = 0 "
                           "WHERE m.tbl = ? AND m.col = ? AND m.key = ? AND m.removed IS NULL", "iii",
                           (gint64) contacts->id, (gint64) lists->id, image->id);
  else
    ids = crm_db_list_ids (db, error,
                           "SELECT c.id FROM subscription s JOIN contact c ON c.id = s.contact AND c.state = 0 "
                           "WHERE s.state = 0 AND s.list = ? AND s.status = '" CRM_SUBSCRIBED "'", "i", image->id);

  return ids != NULL && mark_contacts (image, ids, image->op == CRM_OP_RESTORE, error);
}

/**
 * crm_rules_follow_list:
 * @error: what the store or the rules say
 *
 * Nobody is on a list that is in the trash; its subscriptions wait for it. Conditions and the
 * subscriptions follow its name.
 */
gboolean
crm_rules_follow_list (CrmImage  *image,
                       GError   **error)
{
  if (image->op == CRM_OP_TRASH || image->op == CRM_OP_RESTORE)
    return follow_state (image, error);

  /* A derived column, which is in no journal: it can be written where it is. */
  if (image->op == CRM_OP_UPDATE && crm_image_changes (image, "name") &&
      !crm_db_run (crm_door_get_db (image->door), error, "UPDATE subscription SET title = ?1, title_key = crm_fold (?1) WHERE list = ?2",
                   "ti", crm_image_get_text (image, "name"), image->id))
    return FALSE;

  return crm_rules_follow_name (image, error);
}

/* --- Subscriptions ---------------------------------------------------------------------------------------- */

static gboolean
has_status (const CrmRow *row,
            const char   *status)
{
  return row != NULL && g_strcmp0 (crm_row_get_text (row, "status"), status) == 0;
}

/* Whether whoever writes the record says what is in @column, be it what was there before. */
static gboolean
is_given (const CrmImage *image,
          const char     *column)
{
  const CrmColumn *found = crm_table_find_column (image->table, column);

  for (guint i = 0; image->changes != NULL && i < image->changes->len; i++)
    if (g_array_index (image->changes, CrmChange, i).column->id == found->id)
      return TRUE;

  return FALSE;
}

/*< private >
 * Returns: how somebody comes to a list or leaves it, unless more is known
 */
const char *
_crm_lists_get_source (CrmCause cause)
{
  switch (cause)
    {
    case CRM_CAUSE_COMMAND:
      return "command";
    case CRM_CAUSE_IMPORT:
      return "import";
    case CRM_CAUSE_AUTOMATION:
      return "automation";
    case CRM_CAUSE_MERGE:
      return "merge";
    case CRM_CAUSE_SYNC:
      return "integration";
    case CRM_CAUSE_SAMPLE:
      return "sample";
    case CRM_CAUSE_USER:
    case CRM_CAUSE_UNDO:
    case CRM_CAUSE_SYSTEM:
    default:
      return "manual";
    }
}

/* A person who changes a status does it knowingly; what works through many records has to say so. */
static gboolean
is_knowing (CrmCause cause)
{
  return cause != CRM_CAUSE_IMPORT && cause != CRM_CAUSE_AUTOMATION && cause != CRM_CAUSE_SYSTEM;
}

static void
derive_status (CrmImage *image)
{
  CrmDb *db = crm_door_get_db (image->door);
  CrmCause cause = crm_door_get_cause (image->door);
  gboolean on = has_status (image->after, CRM_SUBSCRIBED);
  gint64 since;

  if (!is_given (image, "since"))
    crm_image_derive (image, "since", crm_value_integer (crm_door_get_now (image->door)));
  if (!is_given (image, "source"))
    crm_image_derive (image, "source", crm_value_text (_crm_lists_get_source (cause)));
  if (!is_given (image, "reason"))
    crm_image_derive (image, "reason", (CrmValue) CRM_VALUE_INIT);

  since = crm_image_get_integer (image, "since");
  if (!is_given (image, on ? "subscribed" : "unsubscribed"))
    crm_image_derive (image, on ? "subscribed" : "unsubscribed", crm_value_integer (since));

  if (!on)
    crm_image_derive (image, "address",
                      crm_value_take_text (crm_db_get_text (db, NULL, "SELECT email FROM contact WHERE id = ?", "i",
                                                            crm_image_get_integer (image, "contact"))));
  else if (has_status (image->before, CRM_UNSUBSCRIBED) && is_knowing (cause) && !is_given (image, "resubscribed"))
    crm_image_derive (image, "resubscribed", crm_value_integer (crm_door_get_now (image->door)));
}

/**
 * crm_rules_derive_subscription:
 *
 * Another status has its date and its source.
 */
void
crm_rules_derive_subscription (CrmImage *image)
{
  CrmDb *db = crm_door_get_db (image->door);

  if (!crm_door_is_replay (image->door))
    {
      _crm_rules_derive_defaults (image);
      if (image->before == NULL || crm_image_changes (image, "status"))
        derive_status (image);
    }

  crm_image_derive (image, "title",
                    crm_value_take_text (crm_db_get_text (db, NULL, "SELECT name FROM list WHERE id = ?", "i",
                                                          crm_image_get_integer (image, "list"))));
}

static gboolean
check_pair (CrmImage  *image,
            GError   **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  g_autoptr (GError) reason = NULL;
  g_autofree char *name = NULL;
  gint64 other = crm_db_get_integer (db, 0, &reason,
                                     "SELECT id FROM subscription WHERE state = 0 AND contact = ? AND list = ? AND id <> ?", "iii",
                                     crm_image_get_integer (image, "contact"), crm_image_get_integer (image, "list"), image->id);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (other == 0)
    return TRUE;

  name = crm_db_get_text (db, NULL, "SELECT name FROM contact WHERE id = ?", "i", crm_image_get_integer (image, "contact"));
  g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
               _("“%1$s” has a subscription to “%2$s” already. Change that one."), name, crm_image_get_text (image, "title"));

  return FALSE;
}

/* Who has unsubscribed stays so, under another record of the same address as well, unless somebody
 * has chosen otherwise. */
static gboolean
check_again (CrmImage  *image,
             GError   **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  gint64 contact = crm_image_get_integer (image, "contact");
  gint64 list = crm_image_get_integer (image, "list");
  g_autoptr (GError) reason = NULL;
  g_autofree char *name = NULL;
  gboolean left;

  if (!has_status (image->after, CRM_SUBSCRIBED) || has_status (image->before, CRM_SUBSCRIBED) ||
      is_knowing (crm_door_get_cause (image->door)) || is_given (image, "resubscribed"))
    return TRUE;

  left = has_status (image->before, CRM_UNSUBSCRIBED) || _crm_lists_has_left (db, contact, list, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (!left)
    return TRUE;

  name = crm_db_get_text (db, NULL, "SELECT name FROM contact WHERE id = ?", "i", contact);
  g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
               _("“%1$s” has unsubscribed from “%2$s”. Subscribe again only if the person has asked for it."),
               name, crm_image_get_text (image, "title"));

  return FALSE;
}

/**
 * crm_rules_check_subscription:
 * @error: %CRM_ERROR_REQUIRED, %CRM_ERROR_REFUSED if there is one already, or the person has
 *   unsubscribed
 */
gboolean
crm_rules_check_subscription (CrmImage  *image,
                              GError   **error)
{
  gboolean pair = image->op == CRM_OP_CREATE || image->op == CRM_OP_RESTORE ||
                  (image->op == CRM_OP_UPDATE && (crm_image_changes (image, "contact") || crm_image_changes (image, "list")));

  if (!crm_rules_check (image, error) || (pair && !check_pair (image, error)))
    return FALSE;

  return image->op > CRM_OP_UPDATE || check_again (image, error);
}

static gboolean
is_on (const CrmRow *row)
{
  return row != NULL && row->state == CRM_STATE_LIVE && has_status (row, CRM_SUBSCRIBED);
}

/* Puts the list of @row among those of its contact, or takes it away. Neither of them may be in
 * the trash: what is there is not changed. */
static gboolean
mark_contact (CrmImage      *image,
              const CrmRow  *row,
              gboolean       on,
              GError       **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  const CrmTable *contacts = find_table (image, "contact");
  const CrmColumn *lists = crm_table_find_column (contacts, "lists");
  gint64 contact = crm_row_get_integer (row, "contact");
  CrmValue key = crm_value_integer (crm_row_get_integer (row, "list"));
  g_autoptr (CrmEdit) edit = crm_edit_new (contacts, CRM_OP_UPDATE, contact);

  if (crm_db_get_integer (db, 0, NULL, "SELECT 1 FROM contact WHERE id = ? AND state = 0", "i", contact) == 0 ||
      (on && crm_db_get_integer (db, 0, NULL, "SELECT 1 FROM list WHERE id = ? AND state = 0", "v", &key) == 0))
    return TRUE;

  if (on)
    crm_edit_add (edit, lists, &key, NULL, NULL);
  else
    crm_edit_remove (edit, lists, &key);

  return crm_door_apply (image->door, edit, error) != 0;
}

/**
 * crm_rules_follow_subscription:
 * @error: what the store or the rules say
 *
 * A contact knows the lists that it is subscribed to, so that they can be shown, sorted out and
 * counted like everything else.
 */
gboolean
crm_rules_follow_subscription (CrmImage  *image,
                               GError   **error)
{
  gboolean was = is_on (image->before);
  gboolean is = is_on (image->after);
  gboolean moved = image->op == CRM_OP_UPDATE && (crm_image_changes (image, "contact") || crm_image_changes (image, "list"));

  if (was && (!is || moved) && !mark_contact (image, image->before, FALSE, error))
    return FALSE;

  return !is || (was && !moved) || mark_contact (image, image->after, TRUE, error);
}

/* --- Suppressed addresses --------------------------------------------------------------------------------- */

/**
 * crm_rules_derive_suppression:
 */
void
crm_rules_derive_suppression (CrmImage *image)
{
  _crm_rules_derive_defaults (image);
  if (image->op == CRM_OP_CREATE && !is_given (image, "since"))
    crm_image_derive (image, "since", crm_value_integer (crm_door_get_now (image->door)));
}

/**
 * crm_rules_check_suppression:
 * @error: %CRM_ERROR_REQUIRED, %CRM_ERROR_REFUSED if the address is suppressed already
 */
gboolean
crm_rules_check_suppression (CrmImage  *image,
                             GError   **error)
{
  return crm_rules_check (image, error) &&
         _crm_rules_check_name (image, "address", NULL, _("The address “%s” is suppressed already."), error);
}
