/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Records that are made from what somebody typed where a record was asked for: the name of an
 * account, the name, the address or the number of a person.
 */

#include "config.h"

#include "crm-naming.h"

#include <string.h>

#include "crm-person-name.h"

static void
naming_clear (gpointer data)
{
  g_free (((CrmNaming *) data)->text);
}

static void
take (GArray              *namings,
      const CrmRecordType *type,
      const char          *key,
      char                *text)
{
  CrmNaming naming = { crm_record_type_find_field (type, key), text };

  if (text != NULL)
    g_array_append_val (namings, naming);
}

/**
 * crm_naming_split:
 * @type: a record type
 * @name: what somebody typed
 *
 * Says which fields a new record of that name gets. A person is known by an e-mail address, by a
 * phone number, or by first and last name (crm_person_name_split()); everything else by its title.
 *
 * Returns: (transfer full) (element-type CrmNaming): the fields and their texts
 */
GArray *
crm_naming_split (const CrmRecordType *type,
                  const char          *name)
{
  GArray *namings = g_array_new (FALSE, FALSE, sizeof (CrmNaming));
  g_autofree char *text = g_strstrip (g_strdup (name));
  char *first, *last;

  g_array_set_clear_func (namings, naming_clear);

  if (type->table.id != CRM_ID_CONTACT)
    take (namings, type, type->table.title->name, g_steal_pointer (&text));
  else if (strchr (text, '@') != NULL)
    take (namings, type, "email", g_steal_pointer (&text));
  else if (g_ascii_isdigit (text[0]) || text[0] == '+')
    take (namings, type, "phone", g_steal_pointer (&text));
  else
    {
      crm_person_name_split (text, &first, &last);
      take (namings, type, "first_name", first);
      take (namings, type, "last_name", last);
    }

  return namings;
}

/**
 * crm_naming_create:
 * @set: a change set
 * @type: a record type
 * @name: what somebody typed
 *
 * Adds that a record of that name is made.
 *
 * Returns: what stands for the new record in @set
 */
gint64
crm_naming_create (CrmChangeSet        *set,
                   const CrmRecordType *type,
                   const char          *name)
{
  g_autoptr (GArray) namings = crm_naming_split (type, name);
  gint64 handle = crm_change_set_create (set, &type->table);

  for (guint i = 0; i < namings->len; i++)
    {
      const CrmNaming *naming = &g_array_index (namings, CrmNaming, i);
      g_auto (CrmValue) value = crm_value_text (naming->text);

      crm_change_set_set (set, &type->table, handle, &naming->field->column, &value);
    }

  return handle;
}
