/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-store.h"

G_BEGIN_DECLS

typedef struct _CrmEngine CrmEngine;

/**
 * CrmEngineRecorder:
 * @door: an open door
 * @time: when, in microseconds
 *
 * Told after each commit's work, before it is committed: for whoever plays the world.
 */
typedef gboolean (*CrmEngineRecorder) (CrmEngine  *engine,
                                       CrmDoor    *door,
                                       gpointer    data,
                                       GError    **error);

/**
 * CrmEngineReport:
 * @n_commits: how many commits were made
 * @n_steps: how many steps were taken
 * @n_entered: how many contacts came into an automation
 * @next: when there is something to do again by the clock, in microseconds, or 0
 * @more: whether there is more to do right now
 */
typedef struct
{
  gint64   n_commits;
  gint64   n_steps;
  gint64   n_entered;
  gint64   next;
  gboolean more;
} CrmEngineReport;

CrmEngine *crm_engine_new          (CrmStore           *store);
void       crm_engine_free         (CrmEngine          *self);
void       crm_engine_set_recorder (CrmEngine          *self,
                                    CrmEngineRecorder   recorder,
                                    gpointer            data);
gboolean   crm_engine_step         (CrmEngine          *self,
                                    CrmEngineReport    *report,
                                    GError            **error);
gboolean   crm_engine_run          (CrmEngine          *self,
                                    CrmEngineReport    *report,
                                    GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmEngine, crm_engine_free)

G_END_DECLS
