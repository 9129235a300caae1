/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-row.h"

G_BEGIN_DECLS

typedef struct _CrmRowSource CrmRowSource;

/**
 * CrmRowSource:
 * @load: reads a record with its members, whatever its state; %NULL without @error set if there is
 *   none
 * @find: the ids (of #gint64) of the records of @table that have @target in the column @via, a
 *   link or a set
 *
 * Where the records come from that are related to one at hand. Whoever evaluates conditions over
 * something else than a database begins a struct of its own with this one.
 */
struct _CrmRowSource
{
  CrmRow *(*load) (CrmRowSource     *self,
                   const CrmTable   *table,
                   gint64            id,
                   GError          **error);
  GArray *(*find) (CrmRowSource     *self,
                   const CrmTable   *table,
                   const CrmColumn  *via,
                   gint64            target,
                   GError          **error);
};

/**
 * CrmDbSource:
 * @source: the parent
 * @db: a connection
 * @schema: the tables
 *
 * Records of a database.
 */
typedef struct
{
  CrmRowSource  source;
  CrmDb        *db;
  CrmSchema    *schema;
} CrmDbSource;

void crm_db_source_init (CrmDbSource *self,
                         CrmDb       *db,
                         CrmSchema   *schema);

G_END_DECLS
