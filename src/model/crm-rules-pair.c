/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of what is said about two records of one kind: that one stands for the other, or that
 * they look alike and are not the same.
 */

#include "config.h"

#include "crm-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-error.h"

/* The columns for contacts and for accounts; the second record is the one that is called by its
 * name. */
static const char *const columns[][2] = { { "contact", "account" }, { "merged_contact", "merged_account" },
                                          { "other_contact", "other_account" } };

static gint64
get_record (CrmImage *image,
            guint     which,
            guint     kind)
{
  if (which > 0)
    which = image->table->id == CRM_ID_MERGE ? 1 : 2;

  return crm_image_get_integer (image, columns[which][kind]);
}

/**
 * crm_rules_derive_pair:
 *
 * The pair is called by its second record.
 */
void
crm_rules_derive_pair (CrmImage *image)
{
  CrmDb *db = crm_door_get_db (image->door);
  gint64 contact = get_record (image, 1, 0);
  gint64 account = get_record (image, 1, 1);
  char *title = contact != 0 ? crm_db_get_text (db, NULL, "SELECT name FROM contact WHERE id = ?", "i", contact)
                             : crm_db_get_text (db, NULL, "SELECT name FROM account WHERE id = ?", "i", account);

  crm_image_derive (image, "title", crm_value_take_text (title));
}

/**
 * crm_rules_check_pair:
 * @error: %CRM_ERROR_REFUSED unless there are two different records of one kind
 */
gboolean
crm_rules_check_pair (CrmImage  *image,
                      GError   **error)
{
  if (image->op > CRM_OP_UPDATE)
    return TRUE;

  for (guint kind = 0; kind < 2; kind++)
    {
      gint64 first = get_record (image, 0, kind);
      gint64 second = get_record (image, 1, kind);

      if (first != 0 && second != 0 && first != second && get_record (image, 0, !kind) == 0 && get_record (image, 1, !kind) == 0)
        return TRUE;
    }

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("Two different records of one kind are needed."));

  return FALSE;
}
