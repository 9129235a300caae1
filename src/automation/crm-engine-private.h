/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-context.h"
#include "crm-condition-plan.h"
#include "crm-door.h"
#include "crm-engine.h"
#include "crm-flow.h"
#include "crm-personal.h"
#include "crm-segment.h"

G_BEGIN_DECLS

/* So many runs take their steps in one commit. */
#define CRM_ENGINE_MANY_RUNS 1000

/* A trigger lets the same contact in so often in a day, and a loop is passed so often. */
#define CRM_MAX_ENTRIES_A_DAY 10
#define CRM_MAX_LOOPS 3
#define CRM_MAX_LOOPS_A_DAY 10
#define CRM_DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

typedef enum
{
  CRM_OUTCOME_PASSED = 1,
  CRM_OUTCOME_SKIPPED = 2,
  CRM_OUTCOME_FAILED = 3,
  CRM_OUTCOME_WAITING = 4,
} CrmOutcome;

/* What a run is doing where it stands. */
typedef enum
{
  CRM_WAITS_NOT,       /* it is about to take the step */
  CRM_WAITS_TIME,
  CRM_WAITS_CONDITION,
  CRM_WAITS_GOAL,
  CRM_WAITS_CONTACT,   /* in the trash */
} CrmWaits;

/* A condition of an automation, bound when it is asked. */
typedef struct
{
  CrmCondition *condition;
  const CrmRecordType *type;
  CrmConditionPlan *plan;
  gint64 bound;      /* the tick in which it was */
  gboolean lasts;    /* beyond that tick */
  gboolean about_object; /* deals or tasks, of which a run may have one of its own */
} CrmAsk;

/* An automation as the engine has taken it over. */
typedef struct
{
  gint64 id;
  char *name;
  CrmFlow *flow;
  gboolean on;
  gboolean mine;     /* this device drives it (automation.md, 3.12) */
  gint64 version;
  GHashTable *asks;  /* JsonNode → CrmAsk */
  GPtrArray *goals;  /* of CrmStep, in the order of the document */
} CrmProgram;

/* Something that somebody waits for. */
typedef struct
{
  CrmProgram *program;
  CrmStep *step;     /* a wait, or a goal; NULL for a trigger */
  const CrmTrigger *trigger; /* about a segment */
  guint16 table;
  guint16 column;    /* 0: whether there is such a record */
} CrmWatch;

typedef struct
{
  gint64 deal;
  gint64 task;
  gint64 account;
} CrmObject;

typedef struct
{
  gint64 id;
  gint64 contact;
  CrmObject object;
  gint64 cause;      /* the journal entry that let it in */
  char *trigger;
  CrmStep *step;
  gint64 arrived;
  CrmWaits waits;
  gint64 due;        /* when the wait is over by itself, or 0 */
  gint64 wake;       /* when it is looked at again, or -1 */
  gint64 hops;
  char *memory;
  guint retest : 1;
  guint touched : 1; /* goals have to be asked again */
  guint over : 1;
} CrmRun;

/* What came of one step for one run. */
typedef struct
{
  CrmOutcome outcome;
  char *reason;
  const char *branch;
  char *outbox;
} CrmResult;

struct _CrmEngine
{
  CrmStore *store;
  CrmClock *clock;
  CrmEngineRecorder recorder;
  gpointer recorder_data;

  GPtrArray *programs; /* of CrmProgram */
  GArray *watches;     /* of CrmWatch */
  gint64 generation;
  CrmSchema *schema;
  GHashTable *trouble; /* "run step hop" → why it fails */
  gint64 tick;

  /* While a tick lasts. */
  CrmDoor *door;
  CrmDb *db;
  gint64 now;
  GTimeZone *zone;
  CrmConditionContext *context;
  CrmSegmentSet *segments;
  GHashTable *tally;
  GHashTable *names;   /* "tag lead" → the id of the record, while a tick lasts */
  gint64 n_steps;
  gint64 n_entered;
  gboolean raised;     /* what happens lets contacts in */
  gint64 happened;     /* the entry that is being heard */
  char *failing;       /* the key of the run that is taking a step */
};

/* Runs of one automation that take their steps together. */
typedef struct
{
  CrmEngine *engine;
  CrmProgram *program;
  GPtrArray **buckets;  /* for each step, the runs that are about to take it */
  guint n_buckets;
} CrmPass;

/* crm-automation.c */
CrmEngine  *_crm_engine_new_for        (CrmDb           *db,
                                        CrmSchema       *schema,
                                        CrmClock        *clock);
CrmEngine  *_crm_engine_borrow         (CrmDoor         *door,
                                        GError         **error);
CrmProgram *_crm_engine_find_on        (CrmEngine       *self,
                                        gint64           automation,
                                        GError         **error);

/* crm-program.c */
GHashTable *_crm_program_new_asks      (void);
void        _crm_program_free          (CrmProgram      *program);
gboolean    _crm_engine_load_programs  (CrmEngine       *self,
                                        GError         **error);
CrmProgram *_crm_engine_find_program   (CrmEngine       *self,
                                        gint64           automation);
CrmProgram *_crm_engine_find_named     (CrmEngine       *self,
                                        const char      *name);
CrmAsk     *_crm_program_get_ask       (CrmEngine       *self,
                                        CrmProgram      *program,
                                        JsonNode        *node,
                                        const char      *record_type,
                                        GError         **error);
gboolean    _crm_engine_bind           (CrmEngine       *self,
                                        CrmAsk          *ask,
                                        GError         **error);
gboolean    _crm_engine_ask_one        (CrmEngine       *self,
                                        CrmAsk          *ask,
                                        gint64           record,
                                        const CrmObject *object,
                                        gboolean        *held,
                                        GError         **error);
gboolean    _crm_engine_ask            (CrmEngine       *self,
                                        CrmAsk          *ask,
                                        GPtrArray       *runs,
                                        gboolean        *held,
                                        GError         **error);
gint64      _crm_engine_next_look      (CrmEngine       *self,
                                        CrmAsk          *ask,
                                        const CrmRun    *run);

/* crm-entry.c */
gboolean    _crm_engine_enter          (CrmEngine        *self,
                                        CrmProgram       *program,
                                        const CrmTrigger *trigger,
                                        const char       *via,
                                        gint64            contact,
                                        const CrmObject  *object,
                                        gint64            cause,
                                        gboolean         *entered,
                                        char            **why,
                                        GError          **error);

gboolean    _crm_engine_would_enter    (CrmEngine        *self,
                                        CrmProgram       *program,
                                        const CrmTrigger *trigger,
                                        gint64            contact,
                                        const CrmObject  *object,
                                        gboolean         *would,
                                        GError          **error);

/* crm-events.c */
gboolean    _crm_engine_hear_batch     (CrmEngine       *self,
                                        gint64           batch,
                                        GError         **error);
gboolean    _crm_engine_consume        (CrmEngine       *self,
                                        gboolean        *more,
                                        GError         **error);
gboolean    _crm_engine_wake_contact   (CrmEngine       *self,
                                        guint16          table,
                                        gint64           contact,
                                        GError         **error);

/* crm-trigger.c */
typedef struct
{
  gint64 id;
  const CrmTable *table;
  gint64 record;
  CrmOp op;
  const char *text;    /* of the changes */
  CrmCause cause;
  JsonObject *changes;
  JsonNode *node;
  CrmRow *row;         /* as it was right after */
  gboolean tried;
} CrmHappening;

void        _crm_happening_clear       (CrmHappening     *happening);
gboolean    _crm_trigger_fires         (CrmEngine        *self,
                                        CrmProgram       *program,
                                        const CrmTrigger *trigger,
                                        CrmHappening     *happening,
                                        GArray           *contacts,
                                        CrmObject        *object,
                                        GError          **error);
JsonNode   *_crm_happening_get_change  (CrmHappening     *happening,
                                        const char       *column);
const CrmRow *_crm_happening_get_row   (CrmEngine        *self,
                                        CrmHappening     *happening);

/* crm-adopt.c */
gboolean    _crm_engine_adopt          (CrmEngine        *self,
                                        CrmHappening     *happening,
                                        GError          **error);

/* crm-calendar.c */
gboolean    _crm_engine_look_at_calendar (CrmEngine      *self,
                                        gint64          *next,
                                        gboolean        *worked,
                                        GError         **error);
gboolean    _crm_calendar_begin        (CrmEngine        *self,
                                        gint64            automation,
                                        const CrmTrigger *trigger,
                                        GError          **error);
gboolean    _crm_calendar_list_today   (CrmEngine        *self,
                                        CrmProgram       *program,
                                        const CrmTrigger *trigger,
                                        GHashTable       *people,
                                        GError          **error);
CrmAsk     *_crm_segment_trigger_get_ask (CrmEngine      *self,
                                        CrmProgram       *program,
                                        const CrmTrigger *trigger,
                                        GError          **error);
gboolean    _crm_segment_trigger_begin (CrmEngine        *self,
                                        CrmProgram       *program,
                                        const CrmTrigger *trigger,
                                        GError          **error);
gboolean    _crm_segment_trigger_look  (CrmEngine        *self,
                                        CrmProgram       *program,
                                        const CrmTrigger *trigger,
                                        gint64            contact,
                                        gint64            cause,
                                        GError          **error);

/* crm-run.c */
GPtrArray  *_crm_engine_load_runs      (CrmEngine       *self,
                                        CrmProgram      *program,
                                        const char      *where,
                                        gint64           value,
                                        GError         **error);
gboolean    _crm_engine_save_run       (CrmEngine       *self,
                                        CrmProgram      *program,
                                        CrmRun          *run,
                                        GError         **error);
gboolean    _crm_engine_log            (CrmEngine       *self,
                                        CrmProgram      *program,
                                        CrmRun          *run,
                                        const CrmStep   *step,
                                        const CrmResult *result,
                                        GError         **error);
gboolean    _crm_engine_relog          (CrmEngine       *self,
                                        CrmProgram      *program,
                                        CrmRun          *run,
                                        const CrmStep   *step,
                                        CrmOutcome       outcome,
                                        const char      *reason,
                                        GError         **error);
gboolean    _crm_engine_end_run        (CrmEngine       *self,
                                        CrmProgram      *program,
                                        gint64           run,
                                        gint64           contact,
                                        const char      *status,
                                        const char      *reason,
                                        GError         **error);
gboolean    _crm_engine_flush_tally    (CrmEngine       *self,
                                        GError         **error);
gboolean    _crm_run_knows_goal        (CrmRun          *run,
                                        const char      *step);
void        _crm_run_remember_goal     (CrmRun          *run,
                                        const char      *step);
const char *_crm_run_pass_go_to        (CrmRun          *run,
                                        const char      *step,
                                        gint64           now);
void        _crm_run_note_rest         (CrmRun          *run);

/* crm-pass.c */
void        _crm_pass_move             (CrmPass         *pass,
                                        CrmRun          *run,
                                        CrmStep         *step);
gboolean    _crm_pass_finish           (CrmPass         *pass,
                                        CrmRun          *run,
                                        const char      *status,
                                        const char      *reason,
                                        GError         **error);
gboolean    _crm_pass_rest             (CrmPass         *pass,
                                        CrmRun          *run,
                                        CrmStep         *step,
                                        CrmWaits         waits,
                                        gint64           due,
                                        gint64           look,
                                        const char      *reason,
                                        GError         **error);
gboolean    _crm_engine_advance        (CrmEngine       *self,
                                        CrmProgram      *program,
                                        GPtrArray       *runs,
                                        GError         **error);

/* crm-step-wait.c */
gboolean    _crm_step_wait             (CrmPass         *pass,
                                        CrmStep         *step,
                                        GPtrArray       *runs,
                                        GError         **error);
gint64      _crm_wait_find_end         (CrmEngine       *self,
                                        const CrmStep   *step,
                                        const CrmRun    *run,
                                        gboolean        *empty);
gboolean    _crm_wait_look             (CrmPass         *pass,
                                        CrmRun          *run,
                                        GError         **error);

/* crm-step-split.c, crm-step-flow.c */
gboolean    _crm_step_split            (CrmPass         *pass,
                                        CrmStep         *step,
                                        GPtrArray       *runs,
                                        GError         **error);
gboolean    _crm_step_if               (CrmPass         *pass,
                                        CrmStep         *step,
                                        GPtrArray       *runs,
                                        GError         **error);
gboolean    _crm_step_go_to            (CrmPass         *pass,
                                        CrmStep         *step,
                                        GPtrArray       *runs,
                                        GError         **error);
gboolean    _crm_step_goal             (CrmPass         *pass,
                                        CrmStep         *step,
                                        GPtrArray       *runs,
                                        GError         **error);
gboolean    _crm_pass_look_for_goals   (CrmPass         *pass,
                                        GPtrArray       *runs,
                                        GError         **error);

/* Actions on one contact. Each sets @result to what came of it. */
typedef gboolean (*CrmActionFunc)      (CrmPass         *pass,
                                        CrmStep         *step,
                                        CrmRun          *run,
                                        CrmResult       *result,
                                        GError         **error);

gboolean    _crm_result_skip           (CrmResult       *result,
                                        const char      *form,
                                        ...) G_GNUC_PRINTF (2, 3);

gboolean    _crm_act_send_email        (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_send_site_message (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_send_sms          (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_send_notification (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_webhook           (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_facebook          (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_salesforce        (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_start             (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_end_other         (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_math              (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_subscribe         (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_unsubscribe       (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_convert           (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_update_contact    (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_tag               (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_note              (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_score             (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_add_deal          (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_update_deal       (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_update_account    (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_add_task          (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);
gboolean    _crm_act_complete_task     (CrmPass *pass, CrmStep *step, CrmRun *run, CrmResult *result, GError **error);

char       *_crm_pass_fill             (CrmPass         *pass,
                                        const CrmRun    *run,
                                        const char      *text,
                                        CrmEscape        escape,
                                        GError         **error);
gboolean    _crm_pass_set_field        (CrmPass         *pass,
                                        const CrmStep   *step,
                                        const CrmRun    *run,
                                        const CrmTable  *table,
                                        gint64           record,
                                        CrmResult       *result,
                                        GError         **error);
GArray     *_crm_pass_find_deals       (CrmPass         *pass,
                                        CrmStep         *step,
                                        CrmRun          *run,
                                        CrmResult       *result,
                                        GError         **error);
const CrmTable *_crm_engine_get_table  (CrmEngine       *self,
                                        const char      *name);
gint64      _crm_engine_find_record    (CrmEngine       *self,
                                        const char      *table,
                                        const char      *name);

/* crm-score.c */
gboolean    _crm_engine_score          (CrmEngine       *self,
                                        CrmHappening    *happening,
                                        GError         **error);
gboolean    _crm_engine_expire_scores  (CrmEngine       *self,
                                        gint64          *next,
                                        gboolean        *worked,
                                        GError         **error);

G_END_DECLS
