/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-ctl-private.h"

G_BEGIN_DECLS

/**
 * CrmForm:
 * @CRM_FORM_TABLE: for people
 * @CRM_FORM_CSV: a table for programs
 * @CRM_FORM_JSON: an object a line, for programs
 *
 * How records are printed.
 */
typedef enum
{
  CRM_FORM_TABLE,
  CRM_FORM_CSV,
  CRM_FORM_JSON,
} CrmForm;

GPtrArray *_crm_rows_list_columns (const CrmRecordType  *type);
gboolean   _crm_rows_print_json   (CrmCtl               *ctl,
                                   const CrmRow         *row,
                                   GPtrArray            *fields,
                                   GError              **error);
gboolean   _crm_rows_print        (CrmCtl               *ctl,
                                   const CrmRecordType  *type,
                                   GArray               *ids,
                                   GPtrArray            *fields,
                                   CrmState              state,
                                   CrmForm               form,
                                   GError              **error);

G_END_DECLS
