/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-backup.h"
#include "crm-clock.h"
#include "crm-commit.h"
#include "crm-door.h"
#include "crm-journal.h"
#include "crm-query.h"

G_BEGIN_DECLS

#define CRM_TYPE_STORE (crm_store_get_type ())

G_DECLARE_FINAL_TYPE (CrmStore, crm_store, CRM, STORE, GObject)

/**
 * CrmLane:
 * @CRM_LANE_SCREEN: what somebody waits for: pages of a list, a record
 * @CRM_LANE_QUERY: what may take longer: the ids of a list, counts, reports
 *
 * Which reader does a job. Each has a thread and a connection of its own.
 */
typedef enum
{
  CRM_LANE_SCREEN,
  CRM_LANE_QUERY,
} CrmLane;

/**
 * CrmReadFunc:
 * @db: a connection for reading, valid during the call
 * @schema: the tables
 * @cancellable: (nullable): whether the answer is still wanted
 * @error: what went wrong
 *
 * A reading job; runs on a reader thread.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with @error set
 */
typedef gpointer (*CrmReadFunc) (CrmDb         *db,
                                 CrmSchema     *schema,
                                 gpointer       data,
                                 GCancellable  *cancellable,
                                 GError       **error);

/**
 * CrmWriteFunc:
 * @door: an open door; what the job applies to it is committed when it returns %TRUE
 * @error: what went wrong
 *
 * A writing job that has to read in the same transaction; runs on the writer thread.
 */
typedef gboolean (*CrmWriteFunc) (CrmDoor   *door,
                                  gpointer   data,
                                  GError   **error);

CrmStore   *crm_store_open               (const char           *path,
                                          CrmSchema            *schema,
                                          CrmClock             *clock,
                                          GError              **error);
void        crm_store_close              (CrmStore             *self);
const char *crm_store_get_path           (CrmStore             *self);
CrmClock   *crm_store_get_clock          (CrmStore             *self);
gboolean    crm_store_is_read_only       (CrmStore             *self,
                                          const char          **why);
CrmSchema  *crm_store_get_schema         (CrmStore             *self);
gboolean    crm_store_set_schema         (CrmStore             *self,
                                          CrmSchema            *schema,
                                          GError              **error);

void        crm_store_set_schema_async   (CrmStore             *self,
                                          CrmSchema            *schema,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean    crm_store_set_schema_finish  (CrmStore             *self,
                                          GAsyncResult         *result,
                                          GError              **error);
gboolean    crm_store_is_busy            (CrmStore             *self);
void        crm_store_get_progress       (CrmStore             *self,
                                          guint                *n_done,
                                          guint                *n_all);

CrmCommit  *crm_store_commit             (CrmStore             *self,
                                          CrmChangeSet         *set,
                                          GError              **error);
void        crm_store_commit_async       (CrmStore             *self,
                                          CrmChangeSet         *set,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
CrmCommit  *crm_store_commit_finish      (CrmStore             *self,
                                          GAsyncResult         *result,
                                          GError              **error);
CrmCommit  *crm_store_write              (CrmStore             *self,
                                          CrmChangeSet         *set,
                                          int                   priority,
                                          CrmWriteFunc          func,
                                          gpointer              data,
                                          GError              **error);
void        crm_store_write_async        (CrmStore             *self,
                                          CrmChangeSet         *set,
                                          int                   priority,
                                          CrmWriteFunc          func,
                                          gpointer              data,
                                          GDestroyNotify        data_free,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
CrmCommit  *crm_store_write_finish       (CrmStore             *self,
                                          GAsyncResult         *result,
                                          GError              **error);

gboolean    crm_store_undo               (CrmStore             *self,
                                          gint64                actor,
                                          gint64                batch,
                                          CrmUndone            *undone,
                                          GError              **error);
void        crm_store_undo_async         (CrmStore             *self,
                                          gint64                actor,
                                          gint64                batch,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gboolean    crm_store_undo_finish        (CrmStore             *self,
                                          GAsyncResult         *result,
                                          CrmUndone            *undone,
                                          GError              **error);
gboolean    crm_store_close_batch        (CrmStore             *self,
                                          gint64                batch,
                                          GError              **error);

gpointer    crm_store_read               (CrmStore             *self,
                                          CrmLane               lane,
                                          CrmReadFunc           func,
                                          gpointer              data,
                                          GError              **error);
void        crm_store_read_async         (CrmStore             *self,
                                          CrmLane               lane,
                                          int                   priority,
                                          CrmReadFunc           func,
                                          gpointer              data,
                                          GDestroyNotify        data_free,
                                          GDestroyNotify        answer_free,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
gpointer    crm_store_read_finish        (CrmStore             *self,
                                          GAsyncResult         *result,
                                          GError              **error);

void        crm_store_look_for_commits   (CrmStore             *self);
void        crm_store_tell_replaced      (CrmStore             *self);
gboolean    crm_store_restore            (CrmStore             *self,
                                          const char           *backup,
                                          GError              **error);
GArray     *crm_store_purge              (CrmStore             *self,
                                          gint64                before,
                                          GError              **error);
gboolean    crm_store_check              (CrmStore             *self,
                                          GPtrArray            *findings,
                                          GError              **error);

G_END_DECLS
