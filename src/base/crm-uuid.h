/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRM_UUID_SIZE        16
#define CRM_UUID_STRING_SIZE 37

typedef struct
{
  guint8 bytes[CRM_UUID_SIZE];
} CrmUuid;

void     crm_uuid_generate (CrmUuid       *uuid,
                            gint64         now);
void     crm_uuid_derive   (CrmUuid       *uuid,
                            const char    *space,
                            const CrmUuid *first,
                            const CrmUuid *second);
gboolean crm_uuid_parse    (CrmUuid       *uuid,
                            const char    *text);
void     crm_uuid_print    (const CrmUuid *uuid,
                            char           text[CRM_UUID_STRING_SIZE]);
gboolean crm_uuid_is_null  (const CrmUuid *uuid);

G_END_DECLS
