/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of the business: what is computed when a record is written, what is refused, and
 * what follows from it. They are named in the lines of the catalogue and run inside the commit,
 * on the thread of the writer.
 */

#include "config.h"

#include "crm-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-phone.h"
#include "crm-team.h"
#include "crm-text.h"
#include "crm-usage.h"

#define MAX_TITLE 120

static CrmConditionFunc condition_func;
static CrmRenameFunc rename_func;
static CrmRenameFunc other_rename_func;

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

/*< private >
 * Gives a new record the values that fields have by default.
 */
void
_crm_rules_derive_defaults (CrmImage *image)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (image->table);

  if (image->op != CRM_OP_CREATE)
    return;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      CrmValue value;

      if (field->default_value == NULL || field->column.storage == CRM_STORAGE_SET ||
          !crm_value_is_empty (&image->after->values[field->column.index]))
        continue;

      if (field->type == CRM_FIELD_CHOICE)
        derive_option (image, field);
      else if (field->column.links_to == NULL && crm_field_parse (field, field->default_value, &value, NULL))
        crm_image_derive (image, field->column.name, value);
    }
}

/*< private >
 * Gives a new record somebody who is responsible for it.
 */
void
_crm_rules_derive_owner (CrmImage *image)
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

/* Whether people would see nothing: no value, or a text of blanks and invisible characters. What is
 * sorted by its name could not be found in any list. */
static gboolean
is_blank (const CrmValue *value)
{
  const char *text = crm_value_get_text (value);
  g_autofree char *key = text != NULL ? crm_fold (text) : NULL;

  return crm_value_is_empty (value) || (text != NULL && key == NULL);
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
                                       : is_blank (&image->after->values[field->column.index]);
      if (empty && (image->op == CRM_OP_CREATE || crm_image_changes (image, field->column.name)))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_REQUIRED, _("“%s” must not be empty."), field->label);
          return FALSE;
        }
    }

  return TRUE;
}

/*< private >
 * @column: the name of a column with a folded key
 * @and_same: (nullable): the name of a column that has to be the same as well
 * @form: what people are told, with a gap for the name
 * @error: %CRM_ERROR_REFUSED
 *
 * Refuses a record if another one that is there has the same name.
 */
gboolean
_crm_rules_check_name (CrmImage    *image,
                       const char  *column,
                       const char  *and_same,
                       const char  *form,
                       GError     **error)
{
  const CrmColumn *found = crm_table_find_column (image->table, column);
  const CrmColumn *same = and_same != NULL ? crm_table_find_column (image->table, and_same) : found;
  g_autofree char *key = crm_column_make_key (found, crm_image_get_text (image, column));
  g_autofree char *message = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (GError) reason = NULL;
  gint64 taken;

  if (key == NULL || image->after->state != CRM_STATE_LIVE ||
      (image->op == CRM_OP_UPDATE && !crm_image_changes (image, column) && !crm_image_changes (image, same->name)))
    return TRUE;

  sql = g_strdup_printf ("SELECT 1 FROM %s WHERE state = 0 AND %s_key = ? AND id <> ? AND (? OR %s = ?)",
                         image->table->name, column, same->name);
  taken = crm_db_get_integer (crm_door_get_db (image->door), 0, &reason, sql, "tiiv", key, image->id,
                              (gint64) (and_same == NULL), &image->after->values[same->index]);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (taken == 0)
    return TRUE;

  message = crm_fill (form, crm_image_get_text (image, column));
  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, message);

  return FALSE;
}

/*< private >
 * @table: of the records that go along
 * @link: their column that names the record
 *
 * What belongs to a record goes to the trash with it, and comes back with it.
 */
gboolean
_crm_rules_take_along (CrmImage    *image,
                       const char  *table,
                       const char  *link,
                       GError     **error)
{
  const CrmTable *other = crm_schema_find_table (crm_door_get_schema (image->door), table);
  CrmDb *db = crm_door_get_db (image->door);
  g_autoptr (GArray) ids = NULL;
  g_autofree char *sql = NULL;

  if (image->op != CRM_OP_TRASH && image->op != CRM_OP_RESTORE)
    return TRUE;

  /* What was thrown away before stays there: it has another time. */
  sql = g_strdup_printf ("SELECT id FROM %s WHERE %s = ? AND state = ? AND (?3 = 0 OR deleted = ?3)", table, link);
  ids = crm_db_list_ids (db, error, sql, "iii", image->id,
                         (gint64) (image->op == CRM_OP_TRASH ? CRM_STATE_LIVE : CRM_STATE_TRASHED),
                         image->op == CRM_OP_TRASH ? (gint64) 0 : image->before->deleted);
  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (other, image->op, g_array_index (ids, gint64, i));

      if (crm_door_apply (image->door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_rules_check_unique:
 * @error: %CRM_ERROR_REQUIRED, %CRM_ERROR_REFUSED if there is one of the same name
 */
gboolean
crm_rules_check_unique (CrmImage  *image,
                        GError   **error)
{
  return crm_rules_check (image, error) &&
         _crm_rules_check_name (image, image->table->title->name, NULL, _("There is “%s” already. Choose another name."), error);
}

/**
 * crm_rules_derive_position:
 *
 * A new record of a list that people arrange comes last.
 */
void
crm_rules_derive_position (CrmImage *image)
{
  g_autofree char *sql = NULL;

  _crm_rules_derive_defaults (image);
  if (image->op != CRM_OP_CREATE ||
      !crm_value_is_empty (&image->after->values[crm_table_find_column (image->table, "position")->index]))
    return;

  sql = g_strdup_printf ("SELECT max (position) FROM %s", image->table->name);
  crm_image_derive (image, "position",
                    crm_value_real ((double) crm_db_get_integer (crm_door_get_db (image->door), 0, NULL, sql, "") + 1));
}

/**
 * crm_rules_set_condition_funcs:
 * @condition: reads the condition of a segment
 * @rename: puts a new name into conditions
 *
 * For the floor that knows conditions, when a program begins; see crm_segment_init().
 */
void
crm_rules_set_condition_funcs (CrmConditionFunc condition,
                               CrmRenameFunc    rename)
{
  g_atomic_pointer_set (&condition_func, condition);
  g_atomic_pointer_set (&rename_func, rename);
}

/**
 * crm_rules_follow_name:
 * @error: what the store says
 *
 * Conditions name a record by its name: they follow when it gets another one.
 */
gboolean
crm_rules_follow_name (CrmImage  *image,
                       GError   **error)
{
  CrmRenameFunc func = g_atomic_pointer_get (&rename_func);

  CrmRenameFunc other = g_atomic_pointer_get (&other_rename_func);

  if (image->op != CRM_OP_UPDATE || !crm_image_changes (image, image->table->title->name))
    return TRUE;

  return (func == NULL || func (image, error)) && (other == NULL || other (image, error));
}

/**
 * crm_rules_add_rename_func:
 * @rename: puts the new name of a record where others than segments name it
 */
void
crm_rules_add_rename_func (CrmRenameFunc rename)
{
  g_atomic_pointer_set (&other_rename_func, rename);
}

/* --- Team members --------------------------------------------------------------------------------- */

/**
 * crm_rules_derive_user:
 */
void
crm_rules_derive_user (CrmImage *image)
{
  _crm_rules_derive_defaults (image);
}

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

  return crm_rules_check (image, error) &&
         _crm_rules_check_name (image, "email", NULL,
                                _("Another team member has the address “%s” already. Each needs one of their own."), error);
}

/* --- Accounts --------------------------------------------------------------------------------------- */

/**
 * crm_rules_derive_account:
 */
void
crm_rules_derive_account (CrmImage *image)
{
  _crm_rules_derive_defaults (image);
  _crm_rules_derive_owner (image);
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

/**
 * crm_rules_follow_account:
 * @error: what the store says
 *
 * Deals go with their account (features.md, A13); another owner is an activity (A11).
 */
gboolean
crm_rules_follow_account (CrmImage  *image,
                          GError   **error)
{
  if (image->op == CRM_OP_UPDATE && crm_image_changes (image, "owner"))
    {
      g_autoptr (CrmEdit) activity = _crm_rules_new_activity (image, "owner-changed", image->id);

      crm_edit_set_integer (activity, "old_owner", crm_row_get_integer (image->before, "owner"));
      crm_edit_set_integer (activity, "new_owner", crm_image_get_integer (image, "owner"));
      if (crm_door_apply (image->door, activity, error) == 0)
        return FALSE;
    }

  return _crm_rules_take_along (image, "deal", "account", error);
}

/* --- Contacts ---------------------------------------------------------------------------------------- */

/* A part of a name that nobody can see is none. */
static const char *
get_visible (const CrmImage *image,
             const char     *column)
{
  const char *text = crm_image_get_text (image, column);
  g_autofree char *key = text != NULL ? crm_fold (text) : NULL;

  return key != NULL ? text : NULL;
}

static char *
make_contact_name (CrmImage *image)
{
  const char *first = get_visible (image, "first_name");
  const char *last = get_visible (image, "last_name");
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

  _crm_rules_derive_defaults (image);
  _crm_rules_derive_owner (image);
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
  const CrmColumn *name = crm_table_find_column (image->table, "name");

  if ((image->op == CRM_OP_CREATE || image->op == CRM_OP_UPDATE) && is_blank (crm_row_get (image->after, name)))
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REQUIRED,
                           _("A contact needs a name, an e-mail address, a phone number or a messenger."));
      return FALSE;
    }

  return crm_rules_check (image, error);
}

/* --- Notes ---------------------------------------------------------------------------------------------- */

/*< private >
 * A text without a title is called by its first line with something in it.
 */
void
_crm_rules_derive_beginning (CrmImage *image)
{
  const char *body = crm_image_get_text (image, "body");
  g_auto (GStrv) lines = g_strsplit (body != NULL ? body : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = crm_text_strip (lines[i]);
      g_autofree char *key = crm_fold (line);

      if (key == NULL)
        continue;

      crm_image_derive (image, "title", crm_value_take_text (g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), MAX_TITLE))));
      return;
    }
}

/**
 * crm_rules_derive_note:
 */
void
crm_rules_derive_note (CrmImage *image)
{
  _crm_rules_derive_beginning (image);
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
      crm_image_get_integer (image, "contact") == 0 && crm_image_get_integer (image, "deal") == 0)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REQUIRED, _("A note needs an account, a contact or a deal that it is about."));
      return FALSE;
    }

  return TRUE;
}

/* --- What records are marked with ---------------------------------------------------------------------- */

/**
 * crm_rules_follow_mark:
 * @error: what the store or the rules say
 *
 * A tag or an option that is deleted is taken from the records that have it, in the same commit.
 */
gboolean
crm_rules_follow_mark (CrmImage  *image,
                       GError   **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  CrmSchema *schema = crm_door_get_schema (image->door);
  CrmValue key = crm_value_integer (image->id);
  CrmValue none = CRM_VALUE_INIT;
  g_autoptr (GArray) uses = NULL;
  g_autoptr (GError) reason = NULL;

  if (image->op != CRM_OP_TRASH)
    return crm_rules_follow_name (image, error);

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
  return crm_rules_check (image, error) &&
         _crm_rules_check_name (image, "name", NULL, _("There is a tag “%s” already. Use that one, or merge the two."), error);
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

static gboolean
check_n_fields (CrmImage             *image,
                const CrmRecordType  *type,
                GError              **error)
{
  g_autoptr (GError) reason = NULL;
  gint64 n_others = crm_db_get_integer (crm_door_get_db (image->door), 0, &reason,
                                        "SELECT count (*) FROM field WHERE record_type = ? AND id <> ?", "ti",
                                        type->table.name, image->id);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (n_others < CRM_MAX_CUSTOM_FIELDS)
    return TRUE;

  g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
               _("There are %d custom fields of “%s” already, with those in the trash. There cannot be more."),
               CRM_MAX_CUSTOM_FIELDS, type->plural);

  return FALSE;
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

  if (image->op == CRM_OP_CREATE && !check_n_fields (image, type, error))
    return FALSE;

  if (image->op == CRM_OP_CREATE || (image->op == CRM_OP_UPDATE && crm_image_changes (image, "label")))
    {
      const CrmField *same = crm_record_type_find_label (type, crm_image_get_text (image, "label"));

      if (same != NULL && same->custom == 0)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("There is a field “%s” already. Choose another name."),
                       crm_image_get_text (image, "label"));
          return FALSE;
        }
    }

  /* The file is asked, since the catalogue does not know yet what this commit has made. */
  return _crm_rules_check_name (image, "label", "record_type", _("There is a field “%s” already. Choose another name."), error);
}

/**
 * crm_rules_check_option:
 * @error: %CRM_ERROR_REFUSED if the list has one of the same name
 */
gboolean
crm_rules_check_option (CrmImage  *image,
                        GError   **error)
{
  return crm_rules_check (image, error) && _crm_rules_check_name (image, "label", "field", _("The list has “%s” already."), error);
}

/* --- Segments ---------------------------------------------------------------------------------------------- */

/**
 * crm_rules_check_segment:
 * @error: %CRM_ERROR_REFUSED if there is one of the same name, or it would contain itself; what is
 *   wrong with its condition
 */
gboolean
crm_rules_check_segment (CrmImage  *image,
                         GError   **error)
{
  CrmConditionFunc func = g_atomic_pointer_get (&condition_func);
  char *condition;

  /* A name says which segment of contacts is meant; one of accounts may be called the same. */
  if (!crm_rules_check (image, error) ||
      !_crm_rules_check_name (image, "name", "record_type", _("There is a segment “%s” already. Choose another name."), error))
    return FALSE;

  /* One that means nothing any more, because a field was deleted, can still be renamed and pinned. */
  if (image->op != CRM_OP_CREATE && image->op != CRM_OP_UPDATE)
    return TRUE;
  if (image->op == CRM_OP_UPDATE && !crm_image_changes (image, "condition") && !crm_image_changes (image, "record_type"))
    return TRUE;

  if (func == NULL)
    {
      g_set_error_literal (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "Nobody has said how conditions are read");
      return FALSE;
    }

  condition = func (image, error);
  if (condition == NULL)
    return FALSE;

  crm_image_derive (image, "condition", crm_value_take_text (condition));

  return TRUE;
}
