/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *crm_test_read_corpus (const char *name,
                                gsize      *length);
GRand    *crm_test_new_chance  (void);
char     *crm_test_make_text   (GRand      *chance,
                                guint       max_length);
gboolean  crm_test_use_locale  (const char *name);

G_END_DECLS
