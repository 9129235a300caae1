/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-plan.h"
#include "crm-subject.h"

G_BEGIN_DECLS

/* From one value to another; an empty one is no bound. */
typedef struct
{
  CrmValue low;
  CrmValue high;
  guint low_open : 1;  /* @low itself is outside */
  guint high_open : 1;
  guint never : 1;     /* nothing is inside */
} CrmRange;

/* How the values of a test are compared. */
typedef enum
{
  CRM_MATCH_SOMETHING, /* there is a value */
  CRM_MATCH_ONE_OF,    /* its key is one of the keys */
  CRM_MATCH_CONTAINS,  /* the key is in its key */
  CRM_MATCH_STARTS,
  CRM_MATCH_ENDS,
  CRM_MATCH_PATTERN,
  CRM_MATCH_RANGE,     /* it is within the range */
  CRM_MATCH_TARGET,    /* the record that it links to is one of those meant */
  CRM_MATCH_TARGETS,   /* all records that are meant are in the set */
} CrmMatch;

/* Records that a value names: any of these. */
typedef struct
{
  GArray *ids;      /* of gint64 */
  GPtrArray *names; /* keys of titles */
  GPtrArray *emails;
} CrmTarget;

typedef struct _CrmPlanNode CrmPlanNode;

/* A part of a condition that is bound to fields. There are no special subjects in it and no tests
 * over several related records; those are nodes of the type CRM_CONDITION_RELATED, whose parts all
 * hold for one and the same record. */
struct _CrmPlanNode
{
  CrmConditionType type;
  CrmCondition *said;         /* what it stands for */
  const CrmRecordType *about; /* the type of the records that it is asked of */
  GPtrArray *parts;           /* of CrmPlanNode */
  guint times;                /* how many related records there have to be at least; 0 is one */
  CrmRelation relation;       /* of a test: none, or the link over which the field is reached */

  /* Of a test. */
  const CrmField *field;
  const CrmColumn *column;    /* that is compared: the field's, or a derived one beside it */
  CrmKind kind;
  CrmMatch match;
  gboolean negated;
  GPtrArray *keys;            /* of texts */
  GPtrArray *folded;          /* of texts that are no codes of countries */
  GPtrArray *targets;         /* of CrmTarget */
  CrmRange range;
};

CrmPlanNode       *_crm_plan_node_new           (CrmConditionType      type,
                                                 CrmCondition         *said,
                                                 const CrmRecordType  *about);
void               _crm_plan_node_free          (CrmPlanNode          *node);
void               _crm_plan_node_bind          (CrmPlanNode          *node,
                                                 const CrmCondition   *test,
                                                 const CrmField       *field,
                                                 CrmConditionContext  *context);
gboolean           _crm_plan_node_is_folded     (const CrmPlanNode    *node);
gboolean           _crm_plan_node_counts_zero   (const CrmPlanNode    *node);
const char        *_crm_messenger_key_name      (const char           *key);

const CrmPlanNode *_crm_condition_plan_get_root (CrmConditionPlan     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmPlanNode, _crm_plan_node_free)

G_END_DECLS
