/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the values of a column go, and how that is written: on the command line and in what is
 * remembered of a file. Any thread.
 */

#include "config.h"

#include "crm-target.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"

static const struct
{
  CrmTargetKind kind;
  const char *word;
  const char *title;
} kinds[] = {
  { CRM_TARGET_IGNORE, "ignore", N_("Leave Out") },
  { CRM_TARGET_FULL_NAME, "full-name", N_("Full Name") },
  { CRM_TARGET_NOTE, "note", N_("Note") },
  { CRM_TARGET_EXTRA, "extra", N_("Line in a Note") },
  { CRM_TARGET_LABEL, "label", N_("Kind of the Next Column") },
  { CRM_TARGET_UUID, "uuid", N_("Record ID") },
  { CRM_TARGET_NEW_FIELD, "new", N_("New Field") },
};

/**
 * crm_target_set:
 * @target: a valid target, which is cleared first
 * @kind: where it goes
 * @key: (nullable): of a field
 * @label: (nullable): what kind of value it is, or its name
 */
void
crm_target_set (CrmTarget     *target,
                CrmTargetKind  kind,
                const char    *key,
                const char    *label)
{
  CrmTarget fresh = { kind, g_strdup (key), g_strdup (label), CRM_FIELD_TEXT };

  crm_target_clear (target);
  *target = fresh;
}

/**
 * crm_target_copy:
 * @target: a valid target, which is cleared first
 * @source: what to put there
 */
void
crm_target_copy (CrmTarget       *target,
                 const CrmTarget *source)
{
  CrmFieldType type = source->type;

  crm_target_set (target, source->kind, source->key, source->label);
  target->type = type;
}

/**
 * crm_target_clear:
 */
void
crm_target_clear (CrmTarget *target)
{
  g_free (target->key);
  g_free (target->label);
  *target = (CrmTarget) { 0 };
}

/**
 * crm_target_equal:
 */
gboolean
crm_target_equal (const CrmTarget *a,
                  const CrmTarget *b)
{
  return a->kind == b->kind && g_strcmp0 (a->key, b->key) == 0 && g_strcmp0 (a->label, b->label) == 0 &&
         (a->kind != CRM_TARGET_NEW_FIELD || a->type == b->type);
}

/**
 * crm_target_takes_field:
 * @field: (nullable): a field
 *
 * Returns: %TRUE if a file can fill @field. What people see but cannot edit, such as where a
 *   contact came from or when it was made, can come from a file; what the program computes cannot.
 */
gboolean
crm_target_takes_field (const CrmField *field)
{
  if (field == NULL || (field->flags & CRM_FIELD_INTERNAL) != 0 || field->type == CRM_FIELD_COUNT)
    return FALSE;

  return (field->flags & CRM_FIELD_DERIVED) == 0 || &field->column == field->record_type->table.created;
}

/**
 * crm_target_get_title:
 * @type: the record type that the file is imported as
 *
 * Returns: (transfer full): what people call it: "Phone (work)"
 */
char *
crm_target_get_title (const CrmTarget     *target,
                      const CrmRecordType *type)
{
  const CrmField *field = target->kind == CRM_TARGET_FIELD ? crm_record_type_find_field (type, target->key) : NULL;
  const char *title = field != NULL ? field->label : _(kinds[0].title);

  for (guint i = 0; field == NULL && i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == target->kind)
      title = _(kinds[i].title);

  if (target->label == NULL)
    return g_strdup (title);

  return g_strdup_printf ("%s (%s)", title, target->label);
}

/**
 * crm_target_to_text:
 *
 * Returns: (transfer full): the target as crm_target_from_text() reads it: "phones:work",
 *   "extra:Department", "new.number:Roof Area"
 */
char *
crm_target_to_text (const CrmTarget *target)
{
  const char *word = target->key;
  g_autofree char *made = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == target->kind)
      word = kinds[i].word;
  if (target->kind == CRM_TARGET_NEW_FIELD)
    word = made = g_strconcat (word, ".", crm_field_type_get_name (target->type), NULL);

  return target->label != NULL ? g_strconcat (word, ":", target->label, NULL) : g_strdup (word);
}

/**
 * crm_target_from_text:
 * @target: (out caller-allocates): where to put it
 * @type: the record type that the file is imported as
 * @text: what crm_target_to_text() wrote, or the label of a field
 * @error: %CRM_ERROR_NOT_FOUND
 */
gboolean
crm_target_from_text (CrmTarget            *target,
                      const CrmRecordType  *type,
                      const char           *text,
                      GError              **error)
{
  const char *colon = strchr (text, ':');
  g_autofree char *word = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : g_strdup (text);
  const char *label = colon != NULL && colon[1] != '\0' ? colon + 1 : NULL;
  const CrmField *field;
  CrmFieldType field_type = CRM_FIELD_TEXT;

  *target = (CrmTarget) { 0 };

  if (g_str_has_prefix (word, "new."))
    {
      if (!crm_field_type_from_name (word + strlen ("new."), &field_type) || !crm_field_type_is_custom (field_type) ||
          label == NULL)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                       _("“%s” does not say which field to make. Write it like new.number:Roof Area."), text);
          return FALSE;
        }
      crm_target_set (target, CRM_TARGET_NEW_FIELD, NULL, label);
      target->type = field_type;
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].word, word) == 0)
      {
        crm_target_set (target, kinds[i].kind, NULL, label);
        return TRUE;
      }

  field = crm_record_type_find_field (type, word);
  if (field == NULL)
    field = crm_record_type_find_label (type, word);
  if (field != NULL)
    {
      crm_target_set (target, CRM_TARGET_FIELD, field->key, label);
      return TRUE;
    }

  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no field “%s”."), word);

  return FALSE;
}
