/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-change-set.h"
#include "crm-clock.h"
#include "crm-commit.h"
#include "crm-row.h"

G_BEGIN_DECLS

/**
 * CRM_STAMP_STATE:
 *
 * Where a column would be, in the table of stamps: whether a record is there or in the trash.
 */
#define CRM_STAMP_STATE 0

/**
 * CrmImage:
 * @door: through which it is written
 * @table: its table
 * @op: what is done to it
 * @id: of the record; 0 while a new one is checked
 * @before: (nullable): the record as it is, %NULL for a new one
 * @after: the record as it will be
 * @changes: (nullable) (element-type CrmChange): what is changed, sets included
 *
 * A record on its way through the door, for the rules of the model.
 */
struct _CrmImage
{
  CrmDoor         *door;
  const CrmTable  *table;
  CrmOp            op;
  gint64           id;
  const CrmRow    *before;
  CrmRow          *after;
  const GArray    *changes;
};

const char *crm_image_get_text    (const CrmImage  *image,
                                   const char      *column);
gint64      crm_image_get_integer (const CrmImage  *image,
                                   const char      *column);
gboolean    crm_image_changes     (const CrmImage  *image,
                                   const char      *column);
void        crm_image_derive      (CrmImage        *image,
                                   const char      *column,
                                   CrmValue         value);
guint       crm_image_count       (const CrmImage  *image,
                                   const char      *column);

CrmDoor    *crm_door_open         (CrmDb           *db,
                                   CrmSchema       *schema,
                                   CrmClock        *clock,
                                   CrmChangeSet    *set,
                                   GError         **error);
CrmCommit  *crm_door_close        (CrmDoor         *self,
                                   GError         **error);
void        crm_door_cancel       (CrmDoor         *self);
gint64      crm_door_apply        (CrmDoor         *self,
                                   const CrmEdit   *edit,
                                   GError         **error);
gboolean    crm_door_set_head     (CrmDoor         *self,
                                   const CrmEdit   *edit,
                                   gint64           id,
                                   GError         **error);
gboolean    crm_door_apply_set    (CrmDoor         *self,
                                   CrmChangeSet    *set,
                                   GError         **error);
gboolean    crm_door_is_whole     (CrmDoor         *self);
gboolean    crm_door_derive       (CrmDoor         *self,
                                   const CrmTable  *table,
                                   gint64           id,
                                   const char      *column,
                                   const CrmValue  *value,
                                   GError         **error);

CrmDb      *crm_door_get_db       (CrmDoor         *self);
CrmSchema  *crm_door_get_schema   (CrmDoor         *self);
gint64      crm_door_get_now      (CrmDoor         *self);
gint64      crm_door_get_actor    (CrmDoor         *self);
CrmCause    crm_door_get_cause    (CrmDoor         *self);
gint64      crm_door_get_batch    (CrmDoor         *self);
void        crm_door_set_detail   (CrmDoor         *self,
                                   const char      *detail);
gboolean    crm_door_is_replay    (CrmDoor         *self);
void        crm_door_keep_open    (CrmDoor         *self,
                                   gint64           cursor);
void        crm_door_begin_replay (CrmDoor         *self,
                                   gint64           undo_of,
                                   gint64           batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDoor, crm_door_cancel)

G_END_DECLS
