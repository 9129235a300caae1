/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-date.h"

G_BEGIN_DECLS

gboolean _crm_date_read      (const char    *text,
                              CrmDateOrder   order,
                              char           date[CRM_DATE_SIZE],
                              const char   **rest);
gboolean _crm_date_read_time (const char    *text,
                              int           *hour,
                              int           *minute,
                              double        *second);

G_END_DECLS
