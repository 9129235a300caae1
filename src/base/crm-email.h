/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean crm_email_is_valid (const char *address);
char    *crm_email_key      (const char *address);

G_END_DECLS
