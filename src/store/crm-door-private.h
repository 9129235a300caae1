/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"
#include "crm-search-queue.h"

G_BEGIN_DECLS

struct _CrmDoor
{
  CrmDb *db;
  CrmSchema *schema;
  CrmChangeSet *set;
  CrmCommit *commit;

  gint64 now;
  gint64 stamp;
  gint64 device;
  gint64 batch;
  gint64 change_set;
  gint64 undo_of;
  gint64 cursor;

  GString *json;
  GString *words;
  CrmSearchQueue *found_by;
  char **keys;
  char *detail; /* known only after a while */

  int depth;
  guint replays : 1;
  guint stays_open : 1;
  guint broken : 1; /* an edit failed after it had written something */
};

/* crm-door-edit.c */
gboolean  _crm_door_resolve_handle (CrmDoor             *self,
                                    gint64              *id,
                                    GError             **error);
gboolean  _crm_door_apply_changes  (CrmDoor             *self,
                                    const CrmEdit       *edit,
                                    CrmRow              *row,
                                    CrmColumnMask       *mask,
                                    GError             **error);
gboolean  _crm_set_overflow_error  (const CrmColumn     *column,
                                    const CrmRow        *row,
                                    GError             **error);

/* crm-door-journal.c */
gboolean  _crm_door_ensure_batch   (CrmDoor             *self,
                                    GError             **error);
gboolean  _crm_door_write_journal  (CrmDoor             *self,
                                    const CrmTable      *table,
                                    CrmOp                op,
                                    gint64               record,
                                    const char          *changes,
                                    const CrmColumnMask *mask,
                                    GError             **error);
void      _crm_describe_update     (const CrmRow        *before,
                                    const CrmRow        *after,
                                    const CrmColumnMask *mask,
                                    GString             *json);

/* crm-door-record.c */
gint64    _crm_door_create_record  (CrmDoor             *self,
                                    const CrmTable      *table,
                                    const CrmEdit       *edit,
                                    GError             **error);
gboolean  _crm_door_update_record  (CrmDoor             *self,
                                    const CrmTable      *table,
                                    const CrmEdit       *edit,
                                    gint64               id,
                                    GError             **error);
gboolean  _crm_door_move_record    (CrmDoor             *self,
                                    const CrmTable      *table,
                                    const CrmEdit       *edit,
                                    gint64               id,
                                    GError             **error);

G_END_DECLS
