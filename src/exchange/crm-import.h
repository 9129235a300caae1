/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-csv-sniff.h"
#include "crm-draft-writer.h"
#include "crm-mapping.h"
#include "crm-match.h"
#include "crm-rejects.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CRM_IMPORT_MAX_SIZE:
 *
 * The most bytes that a file may have.
 */
#define CRM_IMPORT_MAX_SIZE (G_GINT64_CONSTANT (1) << 30)

/**
 * CrmImportCounts:
 * @rows: how many rows or cards have been dealt with; the sum of the next four
 * @created: how many have become records
 * @merged: how many have been added to records
 * @skipped: how many were there already, or had nothing in them
 * @rejected: how many have a reason; see crm_import_list_rejects()
 * @bytes: how much of the file has been read
 * @size: how much there is
 *
 * How far an import has come.
 */
typedef struct
{
  gint64  rows;
  gint64  created;
  gint64  merged;
  gint64  skipped;
  gint64  rejected;
  goffset bytes;
  goffset size;
} CrmImportCounts;

/**
 * CrmPlannedRow:
 * @number: of the row or card in the file, from 1
 * @line: on which it begins, from 1
 * @fate: what would become of it
 * @by: by what it was recognised
 * @id: the record that is there already, or 0
 * @title: what it is called
 * @other: (nullable): what the record that is there already is called
 * @reason: (nullable): why it would be refused
 * @column: (nullable): where the reason is
 * @values: (element-type utf8): for each field of the record type, what would be in it; empty for
 *   none
 * @fresh: (element-type utf8): for each column that becomes a field of its own, in order, what
 *   would be in that
 * @note: the notes on it
 *
 * What would become of a row or card.
 */
typedef struct
{
  gint64      number;
  gint64      line;
  CrmFate     fate;
  CrmMatchBy  by;
  gint64      id;
  char       *title;
  char       *other;
  char       *reason;
  char       *column;
  GPtrArray  *values;
  GPtrArray  *fresh;
  char       *note;
} CrmPlannedRow;

void crm_planned_row_free (CrmPlannedRow *row);

#define CRM_TYPE_IMPORT (crm_import_get_type ())

G_DECLARE_FINAL_TYPE (CrmImport, crm_import, CRM, IMPORT, GObject)

CrmImport           *crm_import_new              (CrmWorkspace            *workspace,
                                                  GFile                   *file);
gboolean             crm_import_open             (CrmImport               *self,
                                                  GCancellable            *cancellable,
                                                  GError                 **error);
void                 crm_import_open_async       (CrmImport               *self,
                                                  GCancellable            *cancellable,
                                                  GAsyncReadyCallback      callback,
                                                  gpointer                 user_data);
gboolean             crm_import_open_finish      (CrmImport               *self,
                                                  GAsyncResult            *result,
                                                  GError                 **error);

GFile               *crm_import_get_file         (CrmImport               *self);
char                *crm_import_dup_name         (CrmImport               *self);
gboolean             crm_import_is_vcard         (CrmImport               *self);
const CrmCsvGuess   *crm_import_get_guess        (CrmImport               *self);
void                 crm_import_set_encoding     (CrmImport               *self,
                                                  const CrmEncoding       *encoding);
void                 crm_import_set_dialect      (CrmImport               *self,
                                                  const CrmCsvDialect     *dialect);
void                 crm_import_set_header       (CrmImport               *self,
                                                  guint                    skip_lines,
                                                  gboolean                 has_header);
gboolean             crm_import_takes_type       (const CrmRecordType     *type,
                                                  gboolean                 vcard);
const CrmRecordType *crm_import_get_record_type  (CrmImport               *self);
void                 crm_import_set_record_type  (CrmImport               *self,
                                                  const CrmRecordType     *type);
CrmMapping          *crm_import_get_mapping      (CrmImport               *self);
const CrmImportOptions *crm_import_get_options   (CrmImport               *self);
void                 crm_import_set_options      (CrmImport               *self,
                                                  const CrmImportOptions  *options);

GPtrArray           *crm_import_preview          (CrmImport               *self,
                                                  guint                    n_rows,
                                                  GCancellable            *cancellable,
                                                  GError                 **error);
void                 crm_import_preview_async    (CrmImport               *self,
                                                  guint                    n_rows,
                                                  GCancellable            *cancellable,
                                                  GAsyncReadyCallback      callback,
                                                  gpointer                 user_data);
GPtrArray           *crm_import_preview_finish   (CrmImport               *self,
                                                  GAsyncResult            *result,
                                                  GError                 **error);

/**
 * CrmImportFunc:
 * @counts: how far it has come
 *
 * Told after each part of an import.
 */
typedef void (*CrmImportFunc) (const CrmImportCounts *counts,
                               gpointer               user_data);

gboolean             crm_import_run              (CrmImport               *self,
                                                  CrmImportFunc            progress,
                                                  gpointer                 user_data,
                                                  GCancellable            *cancellable,
                                                  GError                 **error);
void                 crm_import_run_async        (CrmImport               *self,
                                                  GCancellable            *cancellable,
                                                  GAsyncReadyCallback      callback,
                                                  gpointer                 user_data);
void                 crm_import_pause            (CrmImport               *self);
gboolean             crm_import_run_finish       (CrmImport               *self,
                                                  GAsyncResult            *result,
                                                  GError                 **error);

void                 crm_import_get_counts       (CrmImport               *self,
                                                  CrmImportCounts         *counts);
gint64               crm_import_get_batch        (CrmImport               *self);
GPtrArray           *crm_import_list_rejects     (CrmImport               *self,
                                                  guint                    limit,
                                                  GError                 **error);
gboolean             crm_import_save_rejects     (CrmImport               *self,
                                                  GFile                   *file,
                                                  GCancellable            *cancellable,
                                                  GError                 **error);
GPtrArray           *crm_import_list_warnings    (CrmImport               *self);

GPtrArray           *crm_import_list_unfinished  (CrmWorkspace            *workspace,
                                                  GError                 **error);
CrmImport           *crm_import_resume           (CrmWorkspace            *workspace,
                                                  gint64                   batch,
                                                  GError                 **error);
void                 crm_import_resume_async     (CrmWorkspace            *workspace,
                                                  gint64                   batch,
                                                  GCancellable            *cancellable,
                                                  GAsyncReadyCallback      callback,
                                                  gpointer                 user_data);
CrmImport           *crm_import_resume_finish    (GAsyncResult            *result,
                                                  GError                 **error);
gboolean             crm_import_abandon          (CrmWorkspace            *workspace,
                                                  gint64                   batch,
                                                  GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmPlannedRow, crm_planned_row_free)

G_END_DECLS
