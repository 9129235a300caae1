/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition.h"

G_BEGIN_DECLS

/* Limits that no condition of a person reaches. They keep the SQL within what SQLite parses: it has
 * a stack of 100 entries, of which a level takes about five and a related record twice as many. */
#define CRM_CONDITION_MAX_TESTS  500
#define CRM_CONDITION_MAX_VALUES 500  /* of one test */
#define CRM_CONDITION_MAX_ALL    5000 /* values of all tests; each is five parameters at most, of 32,766 */
#define CRM_CONDITION_MAX_DEPTH  12
#define CRM_CONDITION_MAX_TEXT   4000
#define CRM_CONDITION_MAX_JSON   (1024 * 1024)

struct _CrmCondition
{
  gatomicrefcount ref_count;

  CrmConditionType type;

  /* Unless it is a test. */
  GPtrArray *parts;
  char *relation;

  /* Of a test. */
  const char *subject; /* interned */
  char *name;
  CrmOperator op;
  CrmKind kind;
  guint times;         /* of a message: how often at least; of related records: how many; 0 is one */
  char *within;        /* of a message: a length of time before now, or NULL */
  GArray *values;      /* of CrmValue, in the form in which their kind keeps them */
};

CrmCondition *_crm_condition_new       (CrmConditionType      type);
CrmCondition *_crm_condition_new_test  (const char           *subject,
                                        const char           *name,
                                        CrmOperator           op,
                                        CrmKind               kind);
void          _crm_condition_take_value (CrmCondition        *self,
                                        CrmValue              value);
guint         _crm_condition_get_depth (const CrmCondition   *self);

G_END_DECLS
