/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-store.h"
#include "crm-worker.h"

G_BEGIN_DECLS

#define CRM_N_LANES 2

typedef struct
{
  CrmStore *store;
  CrmWorker *worker;
  CrmDb *db;       /* the worker's */
  gboolean closed; /* the worker's */
} CrmReader;

struct _CrmStore
{
  GObject parent_instance;

  char *path;
  CrmClock *clock;
  GMainContext *context;
  char *read_only;
  gboolean closed;     /* atomic */

  CrmSchema *base;     /* the tables without what people have added */

  GMutex lock;
  CrmSchema *schema;   /* guarded by lock */

  /* The threads stay until the end, so that whoever comes late hears that the store is closed. */
  CrmWorker *writer;
  CrmDb *write_db;     /* the writer's; NULL once it is closed, or if nothing can be written */
  gint64 device;       /* the writer's */
  gint64 last_commit;  /* the writer's */
  gint64 data_version; /* the writer's */

  CrmReader readers[CRM_N_LANES];

  /* What somebody waits for, and how far it is. */
  guint n_awaited;     /* the main thread's */
  gint n_done;         /* atomic; records that the job has written that is under way */
  gint n_all;          /* atomic; how many it will write, or 0 */
};

void     _crm_store_tell             (CrmStore   *self,
                                      CrmCommit  *commit);
void     _crm_store_tell_own         (CrmStore   *self,
                                      CrmCommit  *commit);
void     _crm_store_tell_foreign     (CrmStore   *self,
                                      gint64      own);
gboolean _crm_store_look_at_file     (CrmStore   *self,
                                      GError    **error);
void     _crm_store_take_schema      (CrmStore   *self,
                                      CrmSchema  *schema);
gboolean _crm_store_set_closed_error (GError    **error);
gboolean _crm_store_check_writable   (CrmStore   *self,
                                      GError    **error);
void     _crm_store_await            (CrmStore   *self,
                                      GTask      *task);
gboolean _crm_store_refuses_writing  (CrmStore   *self,
                                      GError    **error);

G_END_DECLS
