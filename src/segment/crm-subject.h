/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-operator.h"
#include "crm-relation.h"

G_BEGIN_DECLS

/**
 * CRM_SUBJECT_FIELD:
 *
 * The subject of tests over fields; all others are in the table of `crm-special.c`.
 */
#define CRM_SUBJECT_FIELD "field"

/**
 * CrmSubject:
 * @key: what a test asks about: "field", "tag", "now"
 * @kind: how its values are compared
 * @relation: whose field it is; %CRM_RELATION_NONE for the record itself
 * @field: (nullable): the field, if it is one
 *
 * What a test asks about, looked up in a catalogue.
 */
typedef struct
{
  const char     *key;
  CrmKind         kind;
  CrmRelation     relation;
  const CrmField *field;
} CrmSubject;

/**
 * CrmSubjectInfo:
 * @subject: what it is
 * @name: (nullable): the name that a test gives it: "contact.city", "weekday"; %NULL if the test
 *   names a record: a tag, a segment
 * @label: for people: "City", "Account: City"
 * @group: the heading under which it is offered
 *
 * Something that can be tested, for a list to choose from.
 */
typedef struct
{
  CrmSubject  subject;
  char       *name;
  char       *label;
  char       *group;
} CrmSubjectInfo;

gboolean   crm_subject_find             (CrmCatalogue         *catalogue,
                                         const CrmRecordType  *type,
                                         const char           *key,
                                         const char           *name,
                                         CrmSubject           *subject,
                                         GError              **error);
char      *crm_subject_get_label        (const CrmSubject     *subject,
                                         const char           *name);
void       crm_subject_info_free        (CrmSubjectInfo       *info);
GPtrArray *crm_condition_list_subjects  (CrmCatalogue         *catalogue,
                                         const CrmRecordType  *type);
GArray    *crm_condition_list_relations (CrmCatalogue         *catalogue,
                                         const CrmRecordType  *type);
GArray    *crm_condition_list_operators (const CrmSubject     *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSubjectInfo, crm_subject_info_free)

G_END_DECLS
