/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void crm_discard_ask (GtkWindow *form,
                      GCallback  discard);

G_END_DECLS
