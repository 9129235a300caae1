/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CrmExportFormat:
 * @CRM_EXPORT_CSV: a table, UTF-8
 * @CRM_EXPORT_VCARD_3: vCard 3.0, which every address book reads
 * @CRM_EXPORT_VCARD_4: vCard 4.0
 * @CRM_EXPORT_JSON: an array of objects
 *
 * What an export is written as.
 */
typedef enum
{
  CRM_EXPORT_CSV,
  CRM_EXPORT_VCARD_3,
  CRM_EXPORT_VCARD_4,
  CRM_EXPORT_JSON,
} CrmExportFormat;

/**
 * CrmExportOptions:
 * @format: what it is written as
 * @delimiter: what stands between two values of a table; 0 for a comma
 * @mark: whether a table begins with a byte order mark, by which Excel knows UTF-8
 * @ids: whether a table has a column with the ids of the records, by which an import finds them
 *   again
 * @notes: whether a table has a column with the notes on the records, and an object an array of
 *   them; cards always have them
 *
 * How an export is written.
 */
typedef struct
{
  CrmExportFormat format;
  char            delimiter;
  gboolean        mark;
  gboolean        ids;
  gboolean        notes;
} CrmExportOptions;

#define CRM_TYPE_EXPORT (crm_export_get_type ())

G_DECLARE_FINAL_TYPE (CrmExport, crm_export, CRM, EXPORT, GObject)

GPtrArray *crm_export_list_fields (const CrmRecordType     *type);
gboolean   crm_export_takes_notes (CrmCatalogue            *catalogue,
                                   const CrmRecordType     *type);
const char *crm_export_format_get_suffix (CrmExportFormat   format);

CrmExport *crm_export_new         (CrmWorkspace            *workspace,
                                   const CrmRecordType     *type);
void       crm_export_set_query   (CrmExport               *self,
                                   CrmQuery                *query);
void       crm_export_set_ids     (CrmExport               *self,
                                   GArray                  *ids);
void       crm_export_set_fields  (CrmExport               *self,
                                   GPtrArray               *fields);
void       crm_export_set_options (CrmExport               *self,
                                   const CrmExportOptions  *options);

gboolean   crm_export_run         (CrmExport               *self,
                                   GFile                   *file,
                                   CrmProgressFunc          progress,
                                   gpointer                 user_data,
                                   GCancellable            *cancellable,
                                   GError                 **error);
void       crm_export_run_async   (CrmExport               *self,
                                   GFile                   *file,
                                   GCancellable            *cancellable,
                                   GAsyncReadyCallback      callback,
                                   gpointer                 user_data);
gboolean   crm_export_run_finish  (CrmExport               *self,
                                   GAsyncResult            *result,
                                   GError                 **error);
void       crm_export_get_counts  (CrmExport               *self,
                                   gint64                  *n_done,
                                   gint64                  *n_total);

G_END_DECLS
