/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "crm-catalogue.h"
#include "crm-operator.h"

G_BEGIN_DECLS

/**
 * CrmConditionType:
 * @CRM_CONDITION_ALL: holds if all parts hold; without parts, always
 * @CRM_CONDITION_ANY: holds if one part holds; without parts, never
 * @CRM_CONDITION_NOT: holds if its part does not
 * @CRM_CONDITION_RELATED: holds if there is a related record for which its part holds
 * @CRM_CONDITION_TEST: asks one thing
 */
typedef enum
{
  CRM_CONDITION_ALL,
  CRM_CONDITION_ANY,
  CRM_CONDITION_NOT,
  CRM_CONDITION_RELATED,
  CRM_CONDITION_TEST,
} CrmConditionType;

typedef struct _CrmCondition CrmCondition;

/**
 * CrmRename:
 * @record: the type of a record
 * @field: the custom field that an option belongs to, or 0
 * @of: (nullable): the record type that a segment belongs to
 * @from: what the record was called
 * @to: what it is called now
 *
 * That a record has got another name.
 */
typedef struct
{
  const CrmRecordType *record;
  gint64               field;
  const char          *of;
  const char          *from;
  const char          *to;
} CrmRename;

#define CRM_TYPE_CONDITION (crm_condition_get_type ())

GType             crm_condition_get_type       (void);
CrmCondition     *crm_condition_ref            (CrmCondition         *self);
void              crm_condition_unref          (CrmCondition         *self);
gboolean          crm_condition_equal          (const CrmCondition   *a,
                                                const CrmCondition   *b);

CrmCondition     *crm_condition_parse          (CrmCatalogue         *catalogue,
                                                const CrmRecordType  *type,
                                                const char           *json,
                                                GError              **error);
CrmCondition     *crm_condition_from_node      (CrmCatalogue         *catalogue,
                                                const CrmRecordType  *type,
                                                JsonNode             *node,
                                                const char           *place,
                                                GError              **error);
char             *crm_condition_print          (const CrmCondition   *self);
void              crm_condition_append_json    (const CrmCondition   *self,
                                                GString              *json);
gboolean          crm_condition_check          (const CrmCondition   *self,
                                                CrmCatalogue         *catalogue,
                                                const CrmRecordType  *type,
                                                GError              **error);

CrmCondition     *crm_condition_new_group      (CrmConditionType      type);
CrmCondition     *crm_condition_new_not        (CrmCondition         *part);
CrmCondition     *crm_condition_new_related    (const char           *relation,
                                                CrmCondition         *part);
CrmCondition     *crm_condition_new_test       (CrmCatalogue         *catalogue,
                                                const CrmRecordType  *type,
                                                const char           *subject,
                                                const char           *name,
                                                CrmOperator           op,
                                                const CrmValue       *values,
                                                guint                 n_values,
                                                GError              **error);
CrmCondition     *crm_condition_new_frequency  (const CrmCondition   *test,
                                                guint                 times,
                                                const char           *within);
CrmCondition     *crm_condition_insert_part    (const CrmCondition   *self,
                                                guint                 position,
                                                CrmCondition         *part);
CrmCondition     *crm_condition_replace_part   (const CrmCondition   *self,
                                                guint                 position,
                                                CrmCondition         *part);
CrmCondition     *crm_condition_remove_part    (const CrmCondition   *self,
                                                guint                 position);
CrmCondition     *crm_condition_rename         (CrmCondition         *self,
                                                CrmCatalogue         *catalogue,
                                                const CrmRecordType  *type,
                                                const CrmRename      *rename);

CrmConditionType  crm_condition_get_condition_type (const CrmCondition *self);
guint             crm_condition_get_n_parts    (const CrmCondition   *self);
CrmCondition     *crm_condition_get_part       (const CrmCondition   *self,
                                                guint                 position);
const char       *crm_condition_get_relation   (const CrmCondition   *self);
const char       *crm_condition_get_subject    (const CrmCondition   *self);
const char       *crm_condition_get_name       (const CrmCondition   *self);
CrmOperator       crm_condition_get_operator   (const CrmCondition   *self);
CrmKind           crm_condition_get_kind       (const CrmCondition   *self);
const CrmValue   *crm_condition_get_values     (const CrmCondition   *self,
                                                guint                *n_values);
guint             crm_condition_get_times      (const CrmCondition   *self);
const char       *crm_condition_get_within     (const CrmCondition   *self);
gboolean          crm_condition_is_always      (const CrmCondition   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCondition, crm_condition_unref)

G_END_DECLS
