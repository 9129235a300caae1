/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean crm_autostart_get        (gboolean              fallback);
void     crm_autostart_set_async  (gboolean              wanted,
                                   const char           *reason,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean crm_autostart_set_finish (GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
