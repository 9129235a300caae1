/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-db.h"
#include "crm-table.h"

G_BEGIN_DECLS

/**
 * CrmUse:
 * @table: the id of a table
 * @column: the id of one of its columns
 * @n: how many live records of @table have the record there
 *
 * Where a record is used.
 */
typedef struct
{
  guint16 table;
  guint16 column;
  gint64  n;
} CrmUse;

gint64  crm_usage_of_column   (CrmDb           *db,
                               const CrmTable  *table,
                               const CrmColumn *column,
                               GError         **error);
GArray *crm_usage_of_record   (CrmDb           *db,
                               CrmSchema       *schema,
                               const CrmTable  *table,
                               gint64           id,
                               GError         **error);
GArray *crm_usage_list_users  (CrmDb           *db,
                               const CrmTable  *table,
                               const CrmColumn *column,
                               gint64           id,
                               GError         **error);

G_END_DECLS
