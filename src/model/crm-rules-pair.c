/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of what is said about two records of one kind: that one stands for the other, or that
 * they look alike and are not the same; and what follows for those who name one of them.
 */

#include "config.h"

#include "crm-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-error.h"
#include "crm-merge.h"

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

/* The record that stands for the one that @image names, or 0 with @error set. */
static gint64
find_standing (CrmImage         *image,
               const CrmColumn  *column,
               gint64            id,
               GError          **error)
{
  const CrmTable *table = crm_schema_find_table (crm_door_get_schema (image->door), column->links_to);

  return crm_merge_find_survivor (crm_door_get_db (image->door), table, id, error);
}

static gboolean
mend_link (CrmImage         *image,
           CrmEdit          *edit,
           const CrmColumn  *column,
           GError          **error)
{
  gint64 id = crm_value_get_integer (&image->after->values[column->index]);
  gint64 stands = id != 0 ? find_standing (image, column, id, error) : 0;
  CrmValue value = crm_value_integer (stands);

  if (id != 0 && stands == 0)
    return FALSE;
  if (stands != id)
    crm_edit_set (edit, column, &value);

  return TRUE;
}

static gboolean
mend_members (CrmImage         *image,
              CrmEdit          *edit,
              const CrmColumn  *column,
              GError          **error)
{
  GPtrArray *members = image->after->members;

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (members, i);
      gint64 stands;
      CrmValue value;

      if (member->column != column->id)
        continue;

      stands = find_standing (image, column, member->key.integer, error);
      if (stands == 0)
        return FALSE;
      if (stands == member->key.integer)
        continue;

      value = crm_value_integer (stands);
      crm_edit_remove (edit, column, &member->key);
      if (!crm_row_has_member (image->after, column, &value))
        crm_edit_add (edit, column, &value, NULL, member->label);
    }

  return TRUE;
}

/* Who is the contact of a deal is not a further one as well. */
static void
mend_people (CrmImage *image,
             CrmEdit  *edit)
{
  const CrmColumn *contact = crm_table_find_column (image->table, "contact");
  const CrmColumn *people = crm_table_find_column (image->table, "people");
  CrmValue primary = image->after->values[contact->index];

  for (guint i = 0; i < edit->changes->len; i++)
    {
      const CrmChange *change = &g_array_index (edit->changes, CrmChange, i);

      if (change->column == contact)
        primary = change->value;
    }

  if (!crm_value_is_empty (&primary))
    crm_edit_remove (edit, people, &primary);
}

/**
 * crm_rules_mend_links:
 * @error: what the store says
 *
 * A record was in the trash while somebody merged the contact or the account that it names. When it
 * comes back it names the one that stands for that.
 */
gboolean
crm_rules_mend_links (CrmImage  *image,
                      GError   **error)
{
  const CrmTable *table = image->table;
  g_autoptr (CrmEdit) edit = NULL;

  /* A pair is about the very records; of a subscription there is one for each contact and list. */
  if (table->id == CRM_ID_MERGE || table->id == CRM_ID_DISTINCTION || table->id == CRM_ID_SUBSCRIPTION)
    return TRUE;

  edit = crm_edit_new (table, CRM_OP_UPDATE, image->id);
  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];
      gboolean named = g_strcmp0 (column->links_to, "contact") == 0 || g_strcmp0 (column->links_to, "account") == 0;

      if (!named || (column->flags & CRM_COLUMN_DERIVED) != 0)
        continue;
      if (!(column->storage == CRM_STORAGE_SET ? mend_members (image, edit, column, error) : mend_link (image, edit, column, error)))
        return FALSE;
    }
  if (edit->changes->len == 0)
    return TRUE;

  if (table->id == CRM_ID_DEAL)
    mend_people (image, edit);

  return crm_door_apply (image->door, edit, error) != 0;
}
