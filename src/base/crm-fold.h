/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *crm_fold               (const char *text);
void     crm_fold_append_tokens (GString    *tokens,
                                 const char *key);
void     crm_fold_append_digits (GString    *digits,
                                 const char *text);

G_END_DECLS
