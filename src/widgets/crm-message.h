/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void crm_message_tell  (AdwToastOverlay *overlay,
                        GtkLabel        *announcement,
                        const char      *text,
                        gint64           batch);
void crm_message_offer (AdwToastOverlay *overlay,
                        GtkLabel        *announcement,
                        const char      *text,
                        const char      *label,
                        const char      *action,
                        GVariant        *target);
void crm_message_add   (AdwToastOverlay *overlay,
                        AdwToast        *toast);
void crm_message_hush  (AdwToastOverlay *overlay);

G_END_DECLS
