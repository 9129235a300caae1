/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-store.h"

G_BEGIN_DECLS

/**
 * CrmSimulatorOptions:
 * @automation: which one
 * @contacts: (array length=n_contacts): who is put in at the beginning
 * @n_contacts: how many
 * @start: when it begins, or 0 for now
 * @days: for how long
 * @seed: of everything that is left to chance
 * @open: the share of messages that are opened, from 0 to 1
 * @click: the share in which a link is clicked
 * @reply: the share that is replied to
 * @bounce: the share that comes back
 * @trails: how many of the contacts, from the first on, are told of step by step
 */
typedef struct
{
  gint64        automation;
  const gint64 *contacts;
  guint         n_contacts;
  gint64        start;
  guint         days;
  guint32       seed;
  double        open;
  double        click;
  double        reply;
  double        bounce;
  guint         trails;
} CrmSimulatorOptions;

char *crm_simulator_run (CrmStore                   *store,
                         const CrmSimulatorOptions  *options,
                         GCancellable               *cancellable,
                         GError                    **error);

G_END_DECLS
