/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

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
GHashTable *crm_distinction_load (CrmDb                *db,
                                  const CrmTable       *table,
                                  GError              **error);
gboolean    crm_distinction_has  (GHashTable           *distinctions,
                                  gint64                a,
                                  gint64                b);

G_END_DECLS
