/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/**
 * CrmInputFlags:
 * @CRM_INPUT_CREATE: what a text names and does not exist is made: a tag, an option, an account
 * @CRM_INPUT_REPLACE: a set has these members and no others afterwards
 * @CRM_INPUT_REMOVE: a set has these members no more afterwards
 */
typedef enum
{
  CRM_INPUT_FLAGS_NONE = 0,
  CRM_INPUT_CREATE = 1 << 0,
  CRM_INPUT_REPLACE = 1 << 1,
  CRM_INPUT_REMOVE = 1 << 2,
} CrmInputFlags;

gboolean crm_input_apply       (CrmDoor              *door,
                                CrmEdit              *edit,
                                const CrmField       *field,
                                const char           *text,
                                CrmInputFlags         flags,
                                GError              **error);
gboolean crm_input_set_member  (CrmEdit              *edit,
                                const CrmField       *field,
                                const char           *text,
                                const char           *label,
                                const char           *country,
                                GError              **error);
gboolean crm_input_make_key    (const CrmField       *field,
                                const char           *text,
                                const char           *label,
                                const char           *country,
                                CrmValue             *key,
                                GError              **error);
gboolean crm_input_find_record (CrmDb                *db,
                                const CrmTable       *table,
                                const char           *text,
                                gint64               *id,
                                GError              **error);
gboolean crm_input_find_trashed (CrmDb               *db,
                                const CrmTable       *table,
                                const char           *text,
                                gint64               *id,
                                GError              **error);
char   **crm_input_split       (const CrmField       *field,
                                const char           *text);
char    *crm_input_join        (GPtrArray            *values);
char    *crm_input_format_members (const CrmField    *field,
                                GPtrArray            *members);
const char *crm_input_split_label (const CrmField    *field,
                                const char           *text,
                                char                **label);

const CrmKeyword *crm_input_get_messengers (void);
char    *crm_input_messenger_link (const char *service,
                                   const char *name);

G_END_DECLS
