/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/**
 * CrmHit:
 * @table: the id of the table
 * @id: the record
 * @uuid: its id everywhere
 * @title: what people call it
 * @details: what tells it apart from others of that title; may be empty
 *
 * A record that was found.
 */
typedef struct
{
  guint16  table;
  gint64   id;
  CrmUuid  uuid;
  char    *title;
  char    *details;
} CrmHit;

void       crm_hit_free        (CrmHit          *hit);
GPtrArray *crm_finder_find     (CrmDb           *db,
                                CrmSchema       *schema,
                                const CrmTable  *table,
                                const char      *text,
                                guint            limit,
                                GError         **error);
GPtrArray *crm_finder_find_options (CrmDb       *db,
                                CrmSchema       *schema,
                                gint64           field,
                                const char      *text,
                                guint            limit,
                                GError         **error);
GPtrArray *crm_finder_find_all (CrmDb           *db,
                                CrmSchema       *schema,
                                const char      *text,
                                guint            limit,
                                GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmHit, crm_hit_free)

G_END_DECLS
