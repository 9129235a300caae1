/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/**
 * CrmDistinct:
 * @a: a record
 * @b: another one
 * @name_a: what the first is called
 * @name_b: what the second is called
 * @details_a: (nullable): what tells it apart from others of that name
 * @details_b: (nullable): the same of the second
 * @time: when somebody said that they are not the same, in microseconds
 *
 * Two records that are never shown as duplicates.
 */
typedef struct
{
  gint64  a;
  gint64  b;
  char   *name_a;
  char   *name_b;
  char   *details_a;
  char   *details_b;
  gint64  time;
} CrmDistinct;


gboolean    crm_distinction_set  (CrmDoor              *door,
                                  const CrmRecordType  *type,
                                  gint64                a,
                                  gint64                b,
                                  gboolean              distinct,
                                  GError              **error);
gint64      crm_distinction_find (CrmDb                *db,
                                  const CrmTable       *table,
                                  gint64                a,
                                  gint64                b,
                                  GError              **error);
gboolean    crm_distinction_set_all (CrmDoor           *door,
                                  const CrmRecordType  *type,
                                  const gint64         *ids,
                                  guint                 n_ids,
                                  gboolean              distinct,
                                  GError              **error);
GPtrArray  *crm_distinction_list (CrmDb                *db,
                                  const CrmTable       *table,
                                  GError              **error);
GHashTable *crm_distinction_load (CrmDb                *db,
                                  const CrmTable       *table,
                                  GError              **error);
gboolean    crm_distinction_has  (GHashTable           *distinctions,
                                  gint64                a,
                                  gint64                b);

G_END_DECLS
