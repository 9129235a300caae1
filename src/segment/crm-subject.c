/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What can be tested: every field that people see, of the record itself and of records that it is
 * related to, and the special subjects. All of it follows from the catalogue. Any thread.
 */

#include "config.h"

#include "crm-subject.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"
#include "crm-special-private.h"

static CrmKind
get_kind_of_field (const CrmField *field)
{
  switch (field->type)
    {
    case CRM_FIELD_NUMBER:
    case CRM_FIELD_WHOLE:
    case CRM_FIELD_COUNT:
      return CRM_KIND_NUMBER;
    case CRM_FIELD_MONEY:
      return CRM_KIND_MONEY;
    case CRM_FIELD_DATE:
    case CRM_FIELD_DUE:
      return CRM_KIND_DATE;
    case CRM_FIELD_DATE_TIME:
      return CRM_KIND_DATE_TIME;
    case CRM_FIELD_YES_NO:
      return CRM_KIND_YES_NO;
    case CRM_FIELD_KEYWORD:
      return CRM_KIND_KEYWORD;
    case CRM_FIELD_COUNTRY:
      return CRM_KIND_COUNTRY;
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_EMAILS:
      return CRM_KIND_EMAIL;
    case CRM_FIELD_PHONE:
    case CRM_FIELD_PHONES:
      return CRM_KIND_PHONE;
    case CRM_FIELD_MESSENGERS:
      return CRM_KIND_MESSENGER;
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_LINK:
      return CRM_KIND_RECORD;
    case CRM_FIELD_CHOICES:
    case CRM_FIELD_TAGS:
    case CRM_FIELD_LINKS:
      return CRM_KIND_RECORDS;
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_URL:
    case CRM_FIELD_REMINDERS:
    default:
      return CRM_KIND_TEXT;
    }
}

/* Reminders are about a task, not of it: nobody looks for tasks by them. */
static gboolean
is_testable (const CrmField *field)
{
  return crm_field_is_shown (field) && field->type != CRM_FIELD_REMINDERS;
}

/* By its key only: the names of columns are the store's. */
static const CrmField *
find_field (const CrmRecordType *type,
            const char          *key)
{
  const CrmField *field = crm_record_type_find_field (type, key);

  return field != NULL && is_testable (field) && strcmp (field->key, key) == 0 ? field : NULL;
}

/* "contact.city", "account.custom.size" */
static gboolean
resolve_field (CrmCatalogue         *catalogue,
               const CrmRecordType  *type,
               const char           *name,
               CrmSubject           *subject,
               GError              **error)
{
  const char *dot = strchr (name, '.');
  g_autofree char *record = dot != NULL ? g_strndup (name, (gsize) (dot - name)) : NULL;
  CrmRelation relation = { CRM_RELATION_NONE, type, type, NULL };

  if (dot == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                   _("“%s” is not a field. Write it with the record that it belongs to, like “%s.created”."),
                   name, type->table.name);
      return FALSE;
    }

  if (strcmp (record, type->table.name) != 0 && !crm_relation_find (catalogue, type, record, &relation))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                   _("There is no field “%s”: to %s belongs nothing that is called “%s”."),
                   name, type->plural, record);
      return FALSE;
    }

  subject->relation = relation;
  subject->field = find_field (relation.to, dot + 1);
  if (subject->field == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no field “%s”."), name);
      return FALSE;
    }

  subject->kind = get_kind_of_field (subject->field);

  return TRUE;
}

/**
 * crm_subject_find:
 * @type: of the record that is tested
 * @key: "field", "tag", …
 * @name: which one: "contact.city", "roof"
 * @subject: (out caller-allocates): what it is
 * @error: %CRM_ERROR_NOT_FOUND
 *
 * Looks up what a test asks about.
 */
gboolean
crm_subject_find (CrmCatalogue         *catalogue,
                  const CrmRecordType  *type,
                  const char           *key,
                  const char           *name,
                  CrmSubject           *subject,
                  GError              **error)
{
  *subject = (CrmSubject) { .key = g_intern_string (key), .relation = { CRM_RELATION_NONE, type, type, NULL } };

  if (strcmp (key, CRM_SUBJECT_FIELD) == 0)
    return resolve_field (catalogue, type, name, subject, error);

  return _crm_special_find_kind (catalogue, type, key, name, &subject->kind, error);
}

/**
 * crm_subject_get_label:
 * @name: (nullable): which one a test names
 *
 * Returns: (transfer full): what people call it: "City", "Account: City", "Tag"
 */
char *
crm_subject_get_label (const CrmSubject *subject,
                       const char       *name)
{
  if (subject->field == NULL)
    return g_strdup (_crm_special_get_label (subject->key, name));
  if (subject->relation.kind == CRM_RELATION_NONE)
    return g_strdup (subject->field->label);

  /* TRANSLATORS: a field of a record that another one is related to: "Account: City" */
  return g_strdup_printf (_("%s: %s"), crm_relation_get_label (&subject->relation), subject->field->label);
}

/**
 * crm_subject_info_free:
 */
void
crm_subject_info_free (CrmSubjectInfo *info)
{
  if (info == NULL)
    return;

  g_free (info->name);
  g_free (info->label);
  g_free (info->group);
  g_free (info);
}

static void
add_info (GPtrArray        *list,
          const CrmSubject *subject,
          char             *name,
          const char       *group)
{
  CrmSubjectInfo *info = g_new0 (CrmSubjectInfo, 1);

  info->subject = *subject;
  info->name = name;
  info->label = crm_subject_get_label (subject, name);
  info->group = g_strdup (group);
  g_ptr_array_add (list, info);
}

static void
add_fields (GPtrArray         *list,
            const CrmRelation *relation)
{
  const CrmRecordType *type = relation->to;
  gboolean own = relation->kind == CRM_RELATION_NONE;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      CrmSubject subject = { CRM_SUBJECT_FIELD, get_kind_of_field (field), *relation, field };
      const char *record = own ? type->table.name : crm_relation_get_name (relation);
      const char *group = own ? field->group : crm_relation_get_label (relation);

      if (is_testable (field))
        add_info (list, &subject, g_strconcat (record, ".", field->key, NULL), group != NULL ? group : type->label);
    }
}

/* Team members, tags and lists are asked for by name; their own fields would only make the list
 * long. */
static gboolean
is_offered (const CrmRelation *relation)
{
  return relation->to->table.id != CRM_ID_USER && relation->to->table.id != CRM_ID_TAG &&
         relation->to->table.id != CRM_ID_LIST && relation->to->table.id != CRM_ID_DISTINCTION &&
         relation->to->table.id != CRM_ID_MERGE;
}

/**
 * crm_condition_list_subjects:
 * @type: of the records that a condition is about
 *
 * Lists what a condition can test, in the order in which to offer it: the fields of the record,
 * the special subjects, the fields of related records. A few more can be written by hand.
 *
 * Returns: (transfer full) (element-type CrmSubjectInfo): the subjects
 */
GPtrArray *
crm_condition_list_subjects (CrmCatalogue        *catalogue,
                             const CrmRecordType *type)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_subject_info_free);
  g_autoptr (GArray) relations = crm_relation_list (catalogue, type);
  CrmRelation itself = { CRM_RELATION_NONE, type, type, NULL };
  CrmSubject subject = { .relation = itself };
  const char *name = NULL;

  add_fields (list, &itself);

  while (_crm_special_next (catalogue, type, &subject.key, &name, &subject.kind))
    add_info (list, &subject, g_strdup (name), _("Special"));

  for (guint i = 0; i < relations->len; i++)
    {
      const CrmRelation *relation = &g_array_index (relations, CrmRelation, i);

      if (is_offered (relation))
        add_fields (list, relation);
    }

  return list;
}

/**
 * crm_condition_list_relations:
 * @type: of the records that a condition is about
 *
 * Lists over which relations a condition can ask for records that it is not about itself ("there is
 * a deal for which all of these hold"), those that people mostly ask for first. What the program
 * keeps for itself, such as merges, can be written by hand only.
 *
 * Returns: (transfer full) (element-type CrmRelation): the relations
 */
GArray *
crm_condition_list_relations (CrmCatalogue        *catalogue,
                              const CrmRecordType *type)
{
  g_autoptr (GArray) relations = crm_relation_list (catalogue, type);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (CrmRelation));

  for (guint i = 0; i < relations->len; i++)
    if (is_offered (&g_array_index (relations, CrmRelation, i)))
      g_array_append_val (list, g_array_index (relations, CrmRelation, i));
  for (guint i = 0; i < relations->len; i++)
    {
      const CrmRelation *relation = &g_array_index (relations, CrmRelation, i);

      if (!is_offered (relation) && relation->to->table.id != CRM_ID_DISTINCTION && relation->to->table.id != CRM_ID_MERGE)
        g_array_append_val (list, *relation);
    }

  return list;
}

/**
 * crm_condition_list_operators:
 *
 * Returns: (transfer full) (element-type CrmOperatorInfo): the operators that @subject has, in the
 *   order in which to offer them; the arity and the kind of the subject say which editor is needed
 */
GArray *
crm_condition_list_operators (const CrmSubject *subject)
{
  return crm_operator_list (subject->kind);
}
