/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     crm_person_name_split  (const char  *name,
                                 char       **first,
                                 char       **last);
gboolean crm_person_names_agree (const char  *a,
                                 const char  *b);

G_END_DECLS
