/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-decoder.h"

G_BEGIN_DECLS

/**
 * CRM_CSV_MAX_FIELD:
 *
 * The most bytes that a value may have.
 */
#define CRM_CSV_MAX_FIELD (1024 * 1024)

/**
 * CRM_CSV_MAX_CELLS:
 *
 * The most values that a row may have.
 */
#define CRM_CSV_MAX_CELLS 1000

/**
 * CrmCsvDialect:
 * @delimiter: what stands between two values
 * @quote: what stands around a value with delimiters or line breaks in it; 0 for nothing
 * @backslash: whether a backslash takes the meaning from what follows it
 *
 * How a table is written as text. Two quotes in a quoted value always stand for one.
 */
typedef struct
{
  char     delimiter;
  char     quote;
  gboolean backslash;
} CrmCsvDialect;

/**
 * CrmCsvFlaws:
 * @CRM_CSV_STRAY_QUOTE: a quote stands where none should be; the value was taken as it is
 * @CRM_CSV_OPEN_QUOTE: a quote is opened and never closed; it was taken for a part of the value
 * @CRM_CSV_TOO_LONG: a value is longer than %CRM_CSV_MAX_FIELD; it was cut
 * @CRM_CSV_TOO_MANY: there are more values than %CRM_CSV_MAX_CELLS; the others were left out
 *
 * What is wrong with a row.
 */
typedef enum
{
  CRM_CSV_FLAWLESS = 0,
  CRM_CSV_STRAY_QUOTE = 1 << 0,
  CRM_CSV_OPEN_QUOTE = 1 << 1,
  CRM_CSV_TOO_LONG = 1 << 2,
  CRM_CSV_TOO_MANY = 1 << 3,
} CrmCsvFlaws;

/**
 * CrmCsvRow:
 * @number: how many rows there are up to this one; blank lines do not count
 * @line: on which it begins, from 1
 * @cells: (array length=n_cells): its values
 * @n_cells: how many
 * @flaws: what is wrong with it
 *
 * A row of a table. Belongs to the reader and changes when the next one is read.
 */
typedef struct
{
  gint64       number;
  gint64       line;
  char       **cells;
  guint        n_cells;
  CrmCsvFlaws  flaws;
} CrmCsvRow;

typedef struct _CrmCsvReader CrmCsvReader;

CrmCsvReader    *crm_csv_reader_new          (GInputStream         *stream,
                                              const CrmEncoding    *encoding,
                                              const CrmCsvDialect  *dialect);
void             crm_csv_reader_free         (CrmCsvReader         *self);
gboolean         crm_csv_reader_skip_lines   (CrmCsvReader         *self,
                                              guint                 n_lines,
                                              GCancellable         *cancellable,
                                              GError              **error);
const CrmCsvRow *crm_csv_reader_read         (CrmCsvReader         *self,
                                              GCancellable         *cancellable,
                                              GError              **error);
goffset          crm_csv_reader_get_position (CrmCsvReader         *self);
CrmDecoder      *crm_csv_reader_get_decoder  (CrmCsvReader         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCsvReader, crm_csv_reader_free)

G_END_DECLS
