/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-table.h"
#include "crm-uuid.h"

G_BEGIN_DECLS

/**
 * CrmCause:
 * @CRM_CAUSE_USER: somebody did it in the window
 * @CRM_CAUSE_COMMAND: somebody did it with the command line
 * @CRM_CAUSE_IMPORT: it was in a file that was imported
 * @CRM_CAUSE_UNDO: a batch was undone, or an undo was
 * @CRM_CAUSE_SAMPLE: the sample data
 * @CRM_CAUSE_AUTOMATION: a step of an automation
 * @CRM_CAUSE_MERGE: records were merged
 * @CRM_CAUSE_SYNC: another device did it
 * @CRM_CAUSE_SYSTEM: the program itself, such as the first start
 *
 * Why something was changed. The numbers are in the file; they do not change.
 */
typedef enum
{
  CRM_CAUSE_USER = 1,
  CRM_CAUSE_COMMAND = 2,
  CRM_CAUSE_IMPORT = 3,
  CRM_CAUSE_UNDO = 4,
  CRM_CAUSE_SAMPLE = 5,
  CRM_CAUSE_AUTOMATION = 6,
  CRM_CAUSE_MERGE = 7,
  CRM_CAUSE_SYNC = 8,
  CRM_CAUSE_SYSTEM = 9,
} CrmCause;

/**
 * CrmOp:
 * @CRM_OP_CREATE: a new record
 * @CRM_OP_UPDATE: other values
 * @CRM_OP_TRASH: into the trash
 * @CRM_OP_RESTORE: back from the trash, or from an undone creation
 * @CRM_OP_RETRACT: as if it had never been made; only an undo does that
 *
 * What is done to a record. The numbers are in the file; they do not change.
 */
typedef enum
{
  CRM_OP_CREATE = 1,
  CRM_OP_UPDATE = 2,
  CRM_OP_TRASH = 3,
  CRM_OP_RESTORE = 4,
  CRM_OP_RETRACT = 5,
} CrmOp;

/**
 * CrmChangeKind:
 * @CRM_CHANGE_SET: a column gets a value
 * @CRM_CHANGE_ADD: a set gets a member
 * @CRM_CHANGE_REMOVE: a set loses a member
 * @CRM_CHANGE_ADJUST: a number is added to a counter
 */
typedef enum
{
  CRM_CHANGE_SET,
  CRM_CHANGE_ADD,
  CRM_CHANGE_REMOVE,
  CRM_CHANGE_ADJUST,
} CrmChangeKind;

typedef struct
{
  const CrmColumn *column;
  CrmChangeKind    kind;
  CrmValue         value; /* to set or add to; the key of a member */
  char            *text;
  char            *label;
} CrmChange;

/* What is done to one record, or the same to many. It keeps the schema alive that @table and the
 * columns of @changes belong to, whatever schema the store has by the time it is applied. */
typedef struct
{
  CrmSchema *schema;
  const CrmTable *table;
  CrmOp           op;
  gint64          id;     /* negative: a record that the same change set creates */
  GArray         *ids;    /* of gint64, instead of id */
  CrmUuid         uuid;
  GArray         *changes;
} CrmEdit;

typedef struct _CrmChangeSet CrmChangeSet;

#define CRM_TYPE_CHANGE_SET (crm_change_set_get_type ())

GType         crm_change_set_get_type  (void);
CrmChangeSet *crm_change_set_new       (gint64           actor,
                                        CrmCause         cause,
                                        const char      *detail);
CrmChangeSet *crm_change_set_ref       (CrmChangeSet    *self);
void          crm_change_set_unref     (CrmChangeSet    *self);
gint64        crm_change_set_get_actor (CrmChangeSet    *self);
CrmCause      crm_change_set_get_cause (CrmChangeSet    *self);
const char   *crm_change_set_get_detail (CrmChangeSet   *self);
gint64        crm_change_set_get_batch (CrmChangeSet    *self);
void          crm_change_set_set_batch (CrmChangeSet    *self,
                                        gint64           batch);
gboolean      crm_change_set_is_empty  (CrmChangeSet    *self);
GPtrArray    *crm_change_set_get_edits (CrmChangeSet    *self);

gint64        crm_change_set_create    (CrmChangeSet    *self,
                                        const CrmTable  *table);
void          crm_change_set_set_uuid  (CrmChangeSet    *self,
                                        const CrmUuid   *uuid);
void          crm_change_set_set       (CrmChangeSet    *self,
                                        const CrmTable  *table,
                                        gint64           id,
                                        const CrmColumn *column,
                                        const CrmValue  *value);
void          crm_change_set_adjust    (CrmChangeSet    *self,
                                        const CrmTable  *table,
                                        gint64           id,
                                        const CrmColumn *column,
                                        gint64           by);
void          crm_change_set_add       (CrmChangeSet    *self,
                                        const CrmTable  *table,
                                        gint64           id,
                                        const CrmColumn *column,
                                        const CrmValue  *key,
                                        const char      *text,
                                        const char      *label);
void          crm_change_set_remove    (CrmChangeSet    *self,
                                        const CrmTable  *table,
                                        gint64           id,
                                        const CrmColumn *column,
                                        const CrmValue  *key);
void          crm_change_set_trash     (CrmChangeSet    *self,
                                        const CrmTable  *table,
                                        gint64           id);
void          crm_change_set_restore   (CrmChangeSet    *self,
                                        const CrmTable  *table,
                                        gint64           id);
CrmEdit      *crm_change_set_edit_many (CrmChangeSet    *self,
                                        const CrmTable  *table,
                                        CrmOp            op,
                                        const gint64    *ids,
                                        guint            n_ids);

void          crm_change_set_spread    (CrmChangeSet    *self,
                                        const CrmTable  *table,
                                        gint64           id,
                                        const gint64    *ids,
                                        guint            n_ids);

CrmEdit      *crm_edit_new             (const CrmTable  *table,
                                        CrmOp            op,
                                        gint64           id);
void          crm_edit_free            (CrmEdit         *edit);
void          crm_edit_set             (CrmEdit         *edit,
                                        const CrmColumn *column,
                                        const CrmValue  *value);
void          crm_edit_set_text        (CrmEdit         *edit,
                                        const char      *column,
                                        const char      *text);
void          crm_edit_set_integer     (CrmEdit         *edit,
                                        const char      *column,
                                        gint64           integer);
void          crm_edit_set_real        (CrmEdit         *edit,
                                        const char      *column,
                                        double           real);
void          crm_edit_add             (CrmEdit         *edit,
                                        const CrmColumn *column,
                                        const CrmValue  *key,
                                        const char      *text,
                                        const char      *label);
void          crm_edit_remove          (CrmEdit         *edit,
                                        const CrmColumn *column,
                                        const CrmValue  *key);
void          crm_edit_adjust          (CrmEdit         *edit,
                                        const CrmColumn *column,
                                        gint64           by);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmChangeSet, crm_change_set_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmEdit, crm_edit_free)

G_END_DECLS
