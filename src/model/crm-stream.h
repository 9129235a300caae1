/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-history.h"

G_BEGIN_DECLS

/**
 * CrmStreamItem:
 * @time: microseconds since 1970, UTC
 * @line: (nullable): what happened
 * @comment: (nullable): or what somebody wrote
 * @about: (nullable): the title of the deal or the task to which it happened, or of the record that
 *   has been merged into this one, if it is not the record itself
 * @earlier: (nullable) (element-type CrmHistoryLine): what the same person did to the same record
 *   shortly before, the newest first
 * @merges: whether it is what has merged another record into this one
 *
 * Something in the history of a record.
 */
typedef struct
{
  gint64          time;
  CrmHistoryLine *line;
  CrmRow         *comment;
  char           *about;
  GPtrArray      *earlier;
  gboolean        merges;
} CrmStreamItem;

void       crm_stream_item_free (CrmStreamItem   *item);
GPtrArray *crm_stream_read      (CrmDb           *db,
                                 CrmSchema       *schema,
                                 const CrmTable  *table,
                                 gint64           record,
                                 gboolean         comments_only,
                                 guint            limit,
                                 GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmStreamItem, crm_stream_item_free)

G_END_DECLS
