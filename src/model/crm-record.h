/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

#define CRM_TYPE_RECORD (crm_record_get_type ())

G_DECLARE_DERIVABLE_TYPE (CrmRecord, crm_record, CRM, RECORD, GObject)

struct _CrmRecordClass
{
  GObjectClass parent_class;

  const char *type_name;
};

CrmRecord           *crm_record_new            (CrmRow              *row);
void                 crm_record_take_row       (CrmRecord           *self,
                                                CrmRow              *row);
gint64               crm_record_get_id         (CrmRecord           *self);
const CrmUuid       *crm_record_get_uuid       (CrmRecord           *self);
CrmState             crm_record_get_state      (CrmRecord           *self);
const CrmRecordType *crm_record_get_record_type (CrmRecord          *self);
const char          *crm_record_get_title      (CrmRecord           *self);
const CrmField      *crm_record_find_field     (CrmRecord           *self,
                                                const char          *key);
const CrmValue      *crm_record_get_value      (CrmRecord           *self,
                                                const CrmField      *field);
gint64               crm_record_get_link       (CrmRecord           *self,
                                                const char          *key);
const char          *crm_record_get_raw_text   (CrmRecord           *self,
                                                const char          *key);
gint64               crm_record_get_integer    (CrmRecord           *self,
                                                const char          *key);
GPtrArray           *crm_record_get_members    (CrmRecord           *self,
                                                const CrmField      *field);
GPtrArray           *crm_record_list_marks     (CrmRecord           *self,
                                                const CrmField      *field);
char                *crm_record_format         (CrmRecord           *self,
                                                const CrmField      *field);
char                *crm_record_explain        (CrmRecord           *self,
                                                const CrmField      *field);
char                *crm_record_format_plain   (CrmRecord           *self,
                                                const CrmField      *field);

G_END_DECLS
