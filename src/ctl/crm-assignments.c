/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What "FIELD=VALUE" means: "city=Madrid" gives a field a value, "city=" takes it away, "tags+=vip"
 * adds to a set, "tags-=vip" takes out of it.
 */

#include "config.h"

#include "crm-assignments-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
assignment_clear (gpointer data)
{
  g_free (((CrmAssignment *) data)->value);
}

static gboolean
read_sign (const char  *text,
           const char  *equals,
           gsize       *length,
           CrmInputFlags *flags)
{
  *length = (gsize) (equals - text);
  *flags = CRM_INPUT_REPLACE;
  if (equals > text && (equals[-1] == '+' || equals[-1] == '-'))
    {
      (*length)--;
      *flags = equals[-1] == '-' ? CRM_INPUT_REMOVE : CRM_INPUT_FLAGS_NONE;
    }

  return *flags != CRM_INPUT_REPLACE;
}

static gboolean
read_one (const CrmRecordType  *type,
          const char           *text,
          CrmAssignment        *assignment,
          GError              **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = NULL;
  gboolean for_sets;
  gsize length;

  if (equals == NULL || equals == text)
    return _crm_ctl_usage (error, _("“%s” is no value. Write it like city=Madrid."), text);

  for_sets = read_sign (text, equals, &length, &assignment->flags);
  name = g_strndup (text, length);
  assignment->field = _crm_names_find_field (type, name, error);
  if (assignment->field == NULL)
    return FALSE;

  if (for_sets && !crm_field_is_set (assignment->field))
    return _crm_ctl_usage (error, _("“%s” has one value. Write %s=VALUE."), assignment->field->label, assignment->field->key);
  if (!crm_field_is_editable (assignment->field))
    return _crm_ctl_usage (error, _("“%s” is filled in by the program and cannot be set."), assignment->field->label);

  assignment->value = g_strdup (equals + 1);

  return TRUE;
}

/* What is said twice cannot both be meant; a set can be added to and taken from. */
static gboolean
contradicts (GArray              *assignments,
             const CrmAssignment *assignment)
{
  for (guint i = 0; i < assignments->len; i++)
    {
      const CrmAssignment *other = &g_array_index (assignments, CrmAssignment, i);

      if (other->field == assignment->field &&
          (other->flags == CRM_INPUT_REPLACE || assignment->flags == CRM_INPUT_REPLACE))
        return TRUE;
    }

  return FALSE;
}

/*< private >
 * @texts: (array zero-terminated=1): "city=Madrid", …
 * @error: a %G_OPTION_ERROR
 *
 * Returns: (transfer full) (element-type CrmAssignment) (nullable): what they mean
 */
GArray *
_crm_assignments_read (const CrmRecordType  *type,
                       char                **texts,
                       GError              **error)
{
  g_autoptr (GArray) assignments = g_array_new (FALSE, TRUE, sizeof (CrmAssignment));

  g_array_set_clear_func (assignments, assignment_clear);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      CrmAssignment assignment = { 0 };

      if (!read_one (type, texts[i], &assignment, error))
        return NULL;
      if (contradicts (assignments, &assignment))
        {
          _crm_ctl_usage (error, _("“%s” is set twice."), assignment.field->label);
          assignment_clear (&assignment);
          return NULL;
        }
      g_array_append_val (assignments, assignment);
    }

  return g_steal_pointer (&assignments);
}

/*< private >
 * @edit: of a record of the type that @assignments are for
 * @create_missing: whether what is named and not there is made; tags always are
 * @error: %CRM_ERROR_INVALID and the like
 *
 * Adds to an edit what it says. On the thread of the writer.
 */
gboolean
_crm_assignments_apply (GArray    *assignments,
                        CrmDoor   *door,
                        CrmEdit   *edit,
                        gboolean   create_missing,
                        GError   **error)
{
  for (guint i = 0; i < assignments->len; i++)
    {
      const CrmAssignment *assignment = &g_array_index (assignments, CrmAssignment, i);
      CrmInputFlags flags = assignment->flags;

      if (flags != CRM_INPUT_REMOVE && (create_missing || assignment->field->type == CRM_FIELD_TAGS))
        flags |= CRM_INPUT_CREATE;
      if (!crm_input_apply (door, edit, assignment->field, assignment->value, flags, error))
        return FALSE;
    }

  return TRUE;
}
