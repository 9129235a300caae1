/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"
#include "crm-row.h"

G_BEGIN_DECLS

void crm_export_append_csv_header (GString       *text,
                                   GPtrArray     *fields,
                                   gboolean       notes,
                                   gboolean       ids,
                                   char           delimiter);
void crm_export_append_csv_row    (GString       *text,
                                   const CrmRow  *row,
                                   GPtrArray     *fields,
                                   GPtrArray     *notes,
                                   gboolean       ids,
                                   char           delimiter);
void crm_export_append_json       (GString       *text,
                                   const CrmRow  *row,
                                   GPtrArray     *fields,
                                   GPtrArray     *notes);
char *crm_export_format_field     (const CrmRow  *row,
                                   const CrmField *field);

G_END_DECLS
