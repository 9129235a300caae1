/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrmBitmap CrmBitmap;

CrmBitmap *crm_bitmap_new       (void);
void       crm_bitmap_free      (CrmBitmap       *self);
void       crm_bitmap_add       (CrmBitmap       *self,
                                 gint64           id);
void       crm_bitmap_remove    (CrmBitmap       *self,
                                 gint64           id);
gboolean   crm_bitmap_contains  (const CrmBitmap *self,
                                 gint64           id);
gint64     crm_bitmap_get_next  (const CrmBitmap *self,
                                 gint64           from);
void       crm_bitmap_intersect (CrmBitmap       *self,
                                 const CrmBitmap *other);
guint      crm_bitmap_get_count (const CrmBitmap *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmBitmap, crm_bitmap_free)

G_END_DECLS
