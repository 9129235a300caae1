/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CrmSampleOptions:
 * @story: whether to tell the story of a small business: about sixty contacts, eighteen accounts,
 *   custom fields, notes, deals, tasks and comments that belong together
 * @contacts: how many contacts to make up beside the story
 * @accounts: how many accounts to make up beside the story; 0 for a fifth of @contacts
 * @notes: how many notes to make up beside the story
 * @deals: how many deals to make up beside the story
 * @tasks: how many tasks to make up beside the story
 * @comments: how many comments to make up beside the story
 * @seed: another one makes up others
 *
 * What sample data to make.
 */
typedef struct
{
  gboolean story;
  guint    contacts;
  guint    accounts;
  guint    notes;
  guint    deals;
  guint    tasks;
  guint    comments;
  guint32  seed;
} CrmSampleOptions;

gint64 crm_sample_fill       (CrmWorkspace            *workspace,
                              const CrmSampleOptions  *options,
                              CrmProgressFunc          progress,
                              gpointer                 user_data,
                              GCancellable            *cancellable,
                              GError                 **error);
gint64 crm_sample_find_batch (CrmDb                   *db,
                              GError                 **error);

G_END_DECLS
