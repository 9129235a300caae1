/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *crm_colour_get_background (const char *colour);
const char *crm_colour_get_foreground (const char *colour);

G_END_DECLS
