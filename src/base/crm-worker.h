/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrmWorker CrmWorker;

/**
 * CrmWorkerFunc:
 * @owner: what the worker was made with
 * @data: what the job was pushed with
 *
 * A job; runs in the thread of the worker.
 */
typedef void (*CrmWorkerFunc) (gpointer owner,
                               gpointer data);

CrmWorker *crm_worker_new       (const char    *name,
                                 gpointer       owner);
void       crm_worker_free      (CrmWorker     *self);
void       crm_worker_push      (CrmWorker     *self,
                                 int            priority,
                                 CrmWorkerFunc  func,
                                 gpointer       data);
void       crm_worker_run       (CrmWorker     *self,
                                 int            priority,
                                 CrmWorkerFunc  func,
                                 gpointer       data);
gboolean   crm_worker_is_inside (CrmWorker     *self);

G_END_DECLS
