/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "crm-catalogue.h"

G_BEGIN_DECLS

/**
 * CRM_FLOW_MAX_JSON:
 *
 * No automation file is longer, in bytes.
 */
#define CRM_FLOW_MAX_JSON (4 * 1024 * 1024)

/* The actions, in the order of `automation.md` §2. */
typedef enum
{
  CRM_ACTION_SEND_EMAIL,
  CRM_ACTION_SEND_SITE_MESSAGE,
  CRM_ACTION_SEND_SMS,
  CRM_ACTION_SEND_NOTIFICATION,
  CRM_ACTION_WAIT,
  CRM_ACTION_IF_ELSE,
  CRM_ACTION_SPLIT,
  CRM_ACTION_GO_TO,
  CRM_ACTION_GOAL,
  CRM_ACTION_START_AUTOMATION,
  CRM_ACTION_END_AUTOMATION,
  CRM_ACTION_END_OTHER,
  CRM_ACTION_WEBHOOK,
  CRM_ACTION_MATH,
  CRM_ACTION_SUBSCRIBE,
  CRM_ACTION_UNSUBSCRIBE,
  CRM_ACTION_CONVERT,
  CRM_ACTION_UPDATE_CONTACT,
  CRM_ACTION_ADD_TAG,
  CRM_ACTION_REMOVE_TAG,
  CRM_ACTION_ADD_NOTE,
  CRM_ACTION_FACEBOOK_ADD,
  CRM_ACTION_FACEBOOK_REMOVE,
  CRM_ACTION_ADJUST_SCORE,
  CRM_ACTION_ADD_DEAL,
  CRM_ACTION_UPDATE_DEAL,
  CRM_ACTION_UPDATE_ACCOUNT,
  CRM_ACTION_ADD_TASK,
  CRM_ACTION_COMPLETE_TASK,
  CRM_ACTION_SALESFORCE_CONTACT,
  CRM_ACTION_SALESFORCE_LEAD,
  CRM_N_ACTIONS
} CrmAction;

typedef enum
{
  CRM_TRIGGER_CONTACT_ADDED,
  CRM_TRIGGER_LIST_SUBSCRIBED,
  CRM_TRIGGER_LIST_UNSUBSCRIBED,
  CRM_TRIGGER_TAG_ADDED,
  CRM_TRIGGER_TAG_REMOVED,
  CRM_TRIGGER_FIELD_CHANGED,
  CRM_TRIGGER_SCORE_CROSSED,
  CRM_TRIGGER_MESSAGE_SENT,
  CRM_TRIGGER_MESSAGE_OPENED,
  CRM_TRIGGER_MESSAGE_CLICKED,
  CRM_TRIGGER_MESSAGE_REPLIED,
  CRM_TRIGGER_MESSAGE_BOUNCED,
  CRM_TRIGGER_DEAL_ADDED,
  CRM_TRIGGER_DEAL_STAGE_CHANGED,
  CRM_TRIGGER_DEAL_STATUS_CHANGED,
  CRM_TRIGGER_DEAL_OWNER_CHANGED,
  CRM_TRIGGER_DEAL_VALUE_CHANGED,
  CRM_TRIGGER_DEAL_CHANGED,
  CRM_TRIGGER_TASK_ADDED,
  CRM_TRIGGER_TASK_COMPLETED,
  CRM_TRIGGER_ACCOUNT_CHANGED,
  CRM_TRIGGER_CONVERSION,
  CRM_TRIGGER_DATE,
  CRM_TRIGGER_SEGMENT_JOINED,
  CRM_TRIGGER_PAYMENT_RECEIVED,
  CRM_TRIGGER_COURSE_STARTED,
  CRM_TRIGGER_COURSE_FINISHED,
  CRM_TRIGGER_CALL_MISSED,
  CRM_TRIGGER_PAGE_VISITED,
  CRM_TRIGGER_EVENT_RECORDED,
  CRM_TRIGGER_WEBHOOK_RECEIVED,
  CRM_TRIGGER_GOAL_ACHIEVED,
  CRM_TRIGGER_AUTOMATION_FINISHED,
  CRM_TRIGGER_AUTOMATION,
  CRM_TRIGGER_BY_HAND,
  CRM_N_TRIGGERS
} CrmTriggerType;

typedef enum
{
  CRM_ENTRY_ANY,
  CRM_ENTRY_ONCE,
  CRM_ENTRY_AFTER_EXIT,
} CrmEntryRule;

/* What a key takes. */
typedef enum
{
  CRM_KEY_TEXT,
  CRM_KEY_YES_NO,
  CRM_KEY_AMOUNT,    /* a number, or a decimal string */
  CRM_KEY_COUNT,     /* a whole number, 1 at least */
  CRM_KEY_DURATION,
  CRM_KEY_CONDITION,
  CRM_KEY_STEPS,
  CRM_KEY_PATHS,
  CRM_KEY_WORDS,     /* one of a list */
  CRM_KEY_TEXTS,     /* a text, or a list of them */
  CRM_KEY_MAP,       /* names and texts */
  CRM_KEY_PART,      /* an object with keys of its own */
  CRM_KEY_AFFECTS,   /* a word, or a condition over deals */
} CrmKeyKind;

/**
 * CrmKeySpec:
 * @name: of the key
 * @kind: what it takes
 * @required: whether it has to be there
 * @words: (nullable): which words, with a bar between them
 * @keys: (nullable): of a part
 * @personal: whether {{…}} is filled in
 *
 * One key of a step, a trigger or a part of them.
 */
typedef struct _CrmKeySpec CrmKeySpec;
struct _CrmKeySpec
{
  const char       *name;
  CrmKeyKind        kind;
  gboolean          required;
  const char       *words;
  const CrmKeySpec *keys;
  gboolean          personal;
};

typedef struct
{
  const char       *name;
  const char       *label;
  const CrmKeySpec *keys;
  gboolean          deal; /* it acts on deals, which "affects" chooses */
} CrmActionSpec;

/* Whose record an event is about. */
typedef struct
{
  const char       *name;
  const char       *label;
  const CrmKeySpec *keys;
  const char       *table; /* that it hears of, or NULL */
  const char       *kind;  /* of events, or NULL */
} CrmTriggerSpec;

typedef struct _CrmFlow    CrmFlow;
typedef struct _CrmStep    CrmStep;
typedef struct _CrmBranch  CrmBranch;
typedef struct _CrmTrigger CrmTrigger;

struct _CrmBranch
{
  char      *name;   /* "yes", "no", "first", "then", or the name of a path */
  double     weight;
  GPtrArray *steps;  /* of CrmStep */
};

struct _CrmStep
{
  CrmFlow    *flow;
  char       *id;
  CrmAction   action;
  JsonObject *keys;     /* without steps */
  GPtrArray  *branches; /* of CrmBranch */
  CrmStep    *parent;
  CrmBranch  *home;     /* of the parent, or NULL */
  guint       place;    /* in its sequence */
  guint       index;    /* in the document */
};

struct _CrmTrigger
{
  char           *id;
  CrmTriggerType  type;
  JsonObject     *keys;
  gboolean        once;
  gboolean        primary;
};

struct _CrmFlow
{
  gatomicrefcount ref_count;

  char         *name;
  char         *description;
  CrmEntryRule  entry;
  gboolean      exit_on_unsubscribe;
  gboolean      exit_on_conversion;
  GPtrArray    *triggers; /* of CrmTrigger */
  GPtrArray    *steps;    /* of CrmStep */
  GPtrArray    *all;      /* of CrmStep, in the order of the document */
};

#define CRM_TYPE_FLOW (crm_flow_get_type ())

GType             crm_flow_get_type        (void);
CrmFlow          *crm_flow_parse           (const char        *json,
                                            GError           **error);
CrmFlow          *crm_flow_ref             (CrmFlow           *self);
void              crm_flow_unref           (CrmFlow           *self);
char             *crm_flow_print           (CrmFlow           *self);
char             *crm_flow_print_definition (CrmFlow          *self);
CrmStep          *crm_flow_find_step       (CrmFlow           *self,
                                            const char        *id);
CrmTrigger       *crm_flow_find_trigger    (CrmFlow           *self,
                                            const char        *id);

CrmStep          *crm_flow_get_first       (CrmFlow           *self);
CrmStep          *crm_step_get_next        (const CrmStep     *step);
CrmStep          *crm_step_enter           (const CrmStep     *step,
                                            const CrmBranch   *branch);
CrmBranch        *crm_step_find_branch     (const CrmStep     *step,
                                            const char        *name);
gboolean          crm_step_is_below        (const CrmStep     *step,
                                            const CrmStep     *other);
const char       *crm_step_get_text        (const CrmStep     *step,
                                            const char        *key);
gboolean          crm_step_get_flag        (const CrmStep     *step,
                                            const char        *key);
JsonNode         *crm_step_get_node        (const CrmStep     *step,
                                            const char        *key);
gboolean          crm_step_equal           (const CrmStep     *a,
                                            const CrmStep     *b);

const char       *crm_trigger_get_text     (const CrmTrigger  *trigger,
                                            const char        *key);
char             *crm_keys_get_amount      (JsonObject        *keys,
                                            const char        *key);
JsonObject       *crm_keys_get_part        (JsonObject        *keys,
                                            const char        *key);
const char       *crm_keys_get_text        (JsonObject        *keys,
                                            const char        *key);

const CrmActionSpec  *crm_action_get_spec  (CrmAction          action);
const CrmTriggerSpec *crm_trigger_get_spec (CrmTriggerType     type);
const CrmKeySpec     *crm_flow_get_common_keys (gboolean       of_trigger);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmFlow, crm_flow_unref)

G_END_DECLS
