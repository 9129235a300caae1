/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm-encoding.h"

G_BEGIN_DECLS

gboolean crm_file_kind_check      (GFile              *file,
                                   GCancellable       *cancellable,
                                   GError            **error);
gboolean crm_file_kind_check_data (const guint8       *data,
                                   gsize               length,
                                   const CrmEncoding  *encoding,
                                   GError            **error);

G_END_DECLS
