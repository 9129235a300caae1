/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRM_TYPE_TAG_STRIP (crm_tag_strip_get_type ())

G_DECLARE_FINAL_TYPE (CrmTagStrip, crm_tag_strip, CRM, TAG_STRIP, GtkWidget)

GtkWidget *crm_tag_strip_new         (gboolean     wraps);
void       crm_tag_strip_set_members (CrmTagStrip *self,
                                      GPtrArray   *members);

G_END_DECLS
