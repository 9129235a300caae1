/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of the business: what is computed when a record is written, what is refused, and
 * what follows from it. They are named in the lines of the catalogue and run inside the commit,
 * on the thread of the writer.
 */

#include "config.h"

#include "crm-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-phone.h"
#include "crm-team.h"
#include "crm-usage.h"

#define MAX_TITLE 120

/* --- What holds for all records --------------------------------------------------------------- */

/* The default of a list is the name of one of its options. */
static void
derive_option (CrmImage       *image,
               const CrmField *field)
{
  g_autofree char *key = crm_fold (field->default_value);
  gint64 option = crm_db_get_integer (crm_door_get_db (image->door), 0, NULL,
                                      "SELECT id FROM option WHERE state = 0 AND field = ? AND label_key = ?", "it",
                                      field->custom, key);

  if (option != 0)
    crm_image_derive (image, field->column.name, crm_value_integer (option));
}

static void
derive_defaults (CrmImage *image)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (image->table);

  if (image->op != CRM_OP_CREATE)
    return;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      CrmValue value;

      if (field->default_value == NULL || field->type == CRM_FIELD_CHOICES ||
          !crm_value_is_empty (&image->after->values[field->column.index]))
        continue;

      if (field->type == CRM_FIELD_CHOICE)
        derive_option (image, field);
      else if (crm_field_parse (field, field->default_value, &value, NULL))
        crm_image_derive (image, field->column.name, value);
    }
}

static void
derive_owner (CrmImage *image)
{
  CrmDb *db = crm_door_get_db (image->door);
  gint64 owner = 0;

  if (image->op != CRM_OP_CREATE || crm_image_get_integer (image, "owner") != 0)
    return;

  /* Who adds a contact by hand is responsible; for those that come by themselves there is a
   * setting (features.md, C2). */
  if (crm_door_get_cause (image->door) != CRM_CAUSE_USER)
    owner = crm_db_get_integer (db, 0, NULL, "SELECT default_owner FROM business WHERE state = 0 LIMIT 1", "");
  if (owner == 0)
    owner = crm_door_get_actor (image->door);
  if (owner != 0)
    crm_image_derive (image, "owner", crm_value_integer (owner));
}

static void
derive_phone_number (CrmImage *image)
{
  const char *phone = crm_image_get_text (image, "phone");
  const char *country = crm_image_get_text (image, "country");

  if (image->before == NULL || crm_image_changes (image, "phone") || crm_image_changes (image, "country"))
    crm_image_derive (image, "phone_number", crm_value_take_text (crm_phone_normalize (phone, country)));
}

/**
 * crm_rules_check:
 * @error: %CRM_ERROR_REQUIRED
 *
 * What has to be there, is. A record that lacks a field which became required later can still
 * be changed elsewhere.
 */
gboolean
crm_rules_check (CrmImage  *image,
                 GError   **error)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (image->table);

  if (image->op != CRM_OP_CREATE && image->op != CRM_OP_UPDATE)
    return TRUE;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      gboolean empty;

      if ((field->flags & CRM_FIELD_REQUIRED) == 0)
        continue;

      empty = crm_field_is_set (field) ? crm_image_count (image, field->column.name) == 0
                                       : crm_value_is_empty (&image->after->values[field->column.index]);
      if (empty && (image->op == CRM_OP_CREATE || crm_image_changes (image, field->column.name)))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_REQUIRED, _("“%s” must not be empty."), field->label);
          return FALSE;
        }
    }

  return TRUE;
}

/* Whether another live record has the same name. */
static gboolean
is_taken (CrmImage   *image,
          const char *column,
          const char *and_same)
{
  const CrmColumn *found = crm_table_find_column (image->table, column);
  g_autofree char *key = crm_column_make_key (found, crm_image_get_text (image, column));
  g_autofree char *sql = NULL;

  if (key == NULL)
    return FALSE;

  sql = g_strdup_printf ("SELECT 1 FROM %s WHERE state = 0 AND %s_key = ?1 AND id <> ?2 AND (?3 = 0 OR %s = ?3)",
                         image->table->name, column, and_same != NULL ? and_same : "0");

  return crm_db_get_integer (crm_door_get_db (image->door), 0, NULL, sql, "tii", key, image->id,
                             and_same != NULL ? crm_image_get_integer (image, and_same) : 0) != 0;
}

/* --- Team members --------------------------------------------------------------------------------- */

/**
 * crm_rules_check_user:
 * @error: %CRM_ERROR_REFUSED if somebody removes themselves, or two could not be told apart
 */
gboolean
crm_rules_check_user (CrmImage  *image,
                      GError   **error)
{
  if (image->op == CRM_OP_TRASH)
    return crm_team_check_removal (crm_door_get_db (image->door), crm_door_get_actor (image->door), image->id, error);

  if (image->after->state == CRM_STATE_LIVE && is_taken (image, "email", NULL))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
                   _("Another team member has the address “%s” already. Each needs one of their own."),
                   crm_image_get_text (image, "email"));
      return FALSE;
    }

  return crm_rules_check (image, error);
}

/* --- Accounts --------------------------------------------------------------------------------------- */

/**
 * crm_rules_derive_account:
 */
void
crm_rules_derive_account (CrmImage *image)
{
  derive_defaults (image);
  derive_owner (image);
  derive_phone_number (image);
}

/**
 * crm_rules_check_account:
 * @error: %CRM_ERROR_REQUIRED
 */
gboolean
crm_rules_check_account (CrmImage  *image,
                         GError   **error)
{
  return crm_rules_check (image, error);
}

/* --- Contacts ---------------------------------------------------------------------------------------- */

static char *
make_contact_name (CrmImage *image)
{
  const char *first = crm_image_get_text (image, "first_name");
  const char *last = crm_image_get_text (image, "last_name");
  const char *email = crm_image_get_text (image, "email");

  if (first != NULL && last != NULL)
    return g_strconcat (first, " ", last, NULL);
  if (first != NULL || last != NULL)
    return g_strdup (first != NULL ? first : last);

  return g_strdup (email != NULL ? email : crm_image_get_text (image, "phone"));
}

/* The first messenger, "telegram: @ana", for a contact of whom nothing else is known. */
static char *
make_messenger_name (CrmImage *image)
{
  const CrmColumn *column = crm_table_find_column (image->table, "messengers");

  for (guint i = 0; i < image->after->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (image->after->members, i);

      if (member->column == column->id)
        return g_strdup (member->text);
    }

  return NULL;
}

static const char *
source_of_cause (CrmCause cause)
{
  switch (cause)
    {
    case CRM_CAUSE_IMPORT:
      return "import";
    case CRM_CAUSE_AUTOMATION:
      return "email-automation";
    case CRM_CAUSE_SYNC:
      return "integration";
    default:
      return "manual";
    }
}

/**
 * crm_rules_derive_contact:
 */
void
crm_rules_derive_contact (CrmImage *image)
{
  char *name;

  derive_defaults (image);
  derive_owner (image);
  derive_phone_number (image);

  if (image->op == CRM_OP_CREATE && crm_image_get_text (image, "source") == NULL)
    crm_image_derive (image, "source", crm_value_text (source_of_cause (crm_door_get_cause (image->door))));

  name = make_contact_name (image);
  if (name == NULL)
    name = make_messenger_name (image);
  crm_image_derive (image, "name", crm_value_take_text (name));
}

/**
 * crm_rules_check_contact:
 * @error: %CRM_ERROR_REQUIRED if nobody could tell who it is
 */
gboolean
crm_rules_check_contact (CrmImage  *image,
                         GError   **error)
{
  if ((image->op == CRM_OP_CREATE || image->op == CRM_OP_UPDATE) && crm_image_get_text (image, "name") == NULL)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REQUIRED,
                           _("A contact needs a name, an e-mail address, a phone number or a messenger."));
      return FALSE;
    }

  return crm_rules_check (image, error);
}

/* --- Notes ---------------------------------------------------------------------------------------------- */

/**
 * crm_rules_derive_note:
 *
 * A note is called by how it begins.
 */
void
crm_rules_derive_note (CrmImage *image)
{
  const char *body = crm_image_get_text (image, "body");
  g_autofree char *line = NULL;

  if (body == NULL)
    return;

  line = g_strndup (body, strcspn (body, "\n"));
  crm_image_derive (image, "title", crm_value_take_text (g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), MAX_TITLE))));
}

/**
 * crm_rules_check_note:
 * @error: %CRM_ERROR_REQUIRED if there is nothing in it or it belongs to nothing
 */
gboolean
crm_rules_check_note (CrmImage  *image,
                      GError   **error)
{
  if (!crm_rules_check (image, error))
    return FALSE;

  if (image->op == CRM_OP_CREATE && crm_image_get_integer (image, "account") == 0 &&
      crm_image_get_integer (image, "contact") == 0)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REQUIRED, _("A note needs an account or a contact that it is about."));
      return FALSE;
    }

  return TRUE;
}

/* --- What records are marked with ---------------------------------------------------------------------- */

/**
 * crm_rules_follow_removal:
 * @error: what the store or the rules say
 *
 * A tag or an option that is deleted is taken from the records that have it, in the same commit.
 */
gboolean
crm_rules_follow_removal (CrmImage  *image,
                          GError   **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  CrmSchema *schema = crm_door_get_schema (image->door);
  CrmValue key = crm_value_integer (image->id);
  CrmValue none = CRM_VALUE_INIT;
  g_autoptr (GArray) uses = NULL;
  g_autoptr (GError) reason = NULL;

  if (image->op != CRM_OP_TRASH)
    return TRUE;

  uses = crm_usage_of_record (db, schema, image->table, image->id, error);
  if (uses == NULL)
    return FALSE;

  for (guint i = 0; i < uses->len; i++)
    {
      const CrmUse *use = &g_array_index (uses, CrmUse, i);
      const CrmTable *table = crm_schema_get_table (schema, use->table);
      const CrmColumn *column = crm_table_get_column (table, use->column);
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, 0);

      edit->ids = crm_usage_list_users (db, table, column, image->id, error);
      if (edit->ids == NULL)
        return FALSE;

      if (column->storage == CRM_STORAGE_SET)
        crm_edit_remove (edit, column, &key);
      else
        crm_edit_set (edit, column, &none);
      if (crm_door_apply (image->door, edit, &reason) == 0)
        {
          if (g_error_matches (reason, CRM_ERROR, CRM_ERROR_REQUIRED))
            g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
                         _("“%1$s” is the value of “%2$s” in some records, which must not be empty. Give them another value first."),
                         crm_row_get_text (image->before, image->table->title->name), crm_field_from_column (column)->label);
          else
            g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }

  return TRUE;
}

/* --- Tags ------------------------------------------------------------------------------------------------- */

/**
 * crm_rules_derive_tag:
 *
 * A new tag takes the next colour.
 */
void
crm_rules_derive_tag (CrmImage *image)
{
  const CrmField *colour = crm_field_from_column (crm_table_find_column (image->table, "colour"));
  gint64 n;

  if (image->op != CRM_OP_CREATE || crm_image_get_text (image, "colour") != NULL)
    return;

  n = crm_db_get_integer (crm_door_get_db (image->door), 0, NULL, "SELECT max (id) FROM tag", "");
  crm_image_derive (image, "colour", crm_value_text (colour->keywords[n % 8].value));
}

/**
 * crm_rules_check_tag:
 * @error: %CRM_ERROR_REFUSED if there is one of the same name
 */
gboolean
crm_rules_check_tag (CrmImage  *image,
                     GError   **error)
{
  if (!crm_rules_check (image, error))
    return FALSE;

  if (image->after->state == CRM_STATE_LIVE && is_taken (image, "name", NULL))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("There is a tag “%s” already. Use that one, or merge the two."),
                   crm_image_get_text (image, "name"));
      return FALSE;
    }

  return TRUE;
}

/* --- Custom fields ----------------------------------------------------------------------------------------- */

/* "Roof area (m²)" → "roof_area_m2" */
static char *
make_field_key (const char *label)
{
  g_autofree char *folded = crm_fold (label);
  GString *key = g_string_new (NULL);

  for (const char *p = folded; p != NULL && *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p))
        g_string_append_c (key, *p);
      else if (key->len > 0 && key->str[key->len - 1] != '_')
        g_string_append_c (key, '_');
    }
  while (key->len > 0 && key->str[key->len - 1] == '_')
    g_string_truncate (key, key->len - 1);
  if (key->len == 0)
    g_string_append (key, "field");

  return g_string_free (key, FALSE);
}

/* Reads the default as a value of the field. */
static gboolean
parse_default (CrmImage  *image,
               CrmValue  *value,
               GError   **error)
{
  const CrmRecordType *fields = crm_catalogue_get_type_of (image->table);
  CrmFieldType type;
  CrmField field = { 0 };

  if (!crm_field_type_from_name (crm_image_get_text (image, "type"), &type) ||
      type == CRM_FIELD_CHOICE || type == CRM_FIELD_CHOICES)
    return TRUE;

  field.label = crm_record_type_find_field (fields, "default_value")->label;
  crm_field_define (&field, 0, "default_value", type, CRM_FIELD_FLAGS_NONE);

  return crm_field_parse (&field, crm_image_get_text (image, "default_value"), value, error);
}

/* It is kept as files have it: who reads it later may have another locale. */
static void
derive_default_value (CrmImage *image)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  CrmFieldType type;
  CrmField field = { 0 };

  if (!crm_image_changes (image, "default_value") || !parse_default (image, &value, NULL) || crm_value_is_empty (&value) ||
      !crm_field_type_from_name (crm_image_get_text (image, "type"), &type))
    return;

  crm_field_define (&field, 0, "default_value", type, CRM_FIELD_FLAGS_NONE);
  crm_image_derive (image, "default_value", crm_value_take_text (crm_field_format_plain (&field, &value, NULL)));
}

/**
 * crm_rules_derive_field:
 *
 * A field gets a key that stays when its name changes, and its place behind the others.
 */
void
crm_rules_derive_field (CrmImage *image)
{
  CrmDb *db = crm_door_get_db (image->door);
  const char *type = crm_image_get_text (image, "record_type");
  g_autofree char *base = NULL;
  g_autofree char *key = NULL;

  derive_default_value (image);
  if (image->op != CRM_OP_CREATE)
    return;

  base = make_field_key (crm_image_get_text (image, "label"));
  key = g_strdup (base);
  for (guint n = 2; crm_db_get_integer (db, 0, NULL, "SELECT 1 FROM field WHERE record_type = ? AND key = ?", "tt", type, key) != 0; n++)
    {
      g_free (key);
      key = g_strdup_printf ("%s_%u", base, n);
    }
  crm_image_derive (image, "key", crm_value_text (key));

  if (crm_value_is_empty (&image->after->values[crm_table_find_column (image->table, "position")->index]))
    crm_image_derive (image, "position",
                      crm_value_real ((double) crm_db_get_integer (db, 0, NULL, "SELECT max (id) FROM field", "") + 1));
}

/**
 * crm_rules_check_field:
 * @error: %CRM_ERROR_REFUSED, %CRM_ERROR_INVALID
 */
gboolean
crm_rules_check_field (CrmImage  *image,
                       GError   **error)
{
  CrmCatalogue *catalogue = CRM_CATALOGUE (crm_door_get_schema (image->door));
  const CrmRecordType *type;
  CrmFieldType field_type;
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (!crm_rules_check (image, error))
    return FALSE;

  if (image->after->state != CRM_STATE_LIVE)
    return TRUE;

  type = crm_catalogue_find (catalogue, crm_image_get_text (image, "record_type"));
  if (type == NULL || !type->takes_custom_fields)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” cannot have custom fields."),
                   crm_image_get_text (image, "record_type"));
      return FALSE;
    }

  if (!crm_field_type_from_name (crm_image_get_text (image, "type"), &field_type) || !crm_field_type_is_custom (field_type))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” is not a type of custom fields."), crm_image_get_text (image, "type"));
      return FALSE;
    }

  /* A default that no record could take would be found out much later. */
  if (crm_image_changes (image, "default_value") && !parse_default (image, &value, error))
    return FALSE;

  if (image->op == CRM_OP_UPDATE && (crm_image_changes (image, "type") || crm_image_changes (image, "record_type")))
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                           _("The type of a field cannot change while records have values in it. Make a new field instead."));
      return FALSE;
    }

  if (image->op == CRM_OP_CREATE || (image->op == CRM_OP_UPDATE && crm_image_changes (image, "label")))
    {
      const CrmField *same = crm_record_type_find_label (type, crm_image_get_text (image, "label"));

      if (same != NULL && (same->custom == 0 || same->custom != image->id))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("There is a field “%s” already. Choose another name."),
                       crm_image_get_text (image, "label"));
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * crm_rules_check_option:
 * @error: %CRM_ERROR_REFUSED if the list has one of the same name
 */
gboolean
crm_rules_check_option (CrmImage  *image,
                        GError   **error)
{
  if (!crm_rules_check (image, error))
    return FALSE;

  if (image->after->state == CRM_STATE_LIVE && is_taken (image, "label", "field"))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("The list has “%s” already."), crm_image_get_text (image, "label"));
      return FALSE;
    }

  return TRUE;
}
