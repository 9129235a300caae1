/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-csv-reader.h"

G_BEGIN_DECLS

/**
 * CrmCsvGuess:
 * @encoding: what it is in
 * @dialect: how it is written
 * @skip_lines: how many lines stand before the table
 * @has_header: whether the first row says what the columns are
 * @skip_rows: how many rows behind that are none of the table
 * @confidence: from 0 to 1: how much of it looks like a table written so
 *
 * What a file seems to be.
 */
typedef struct
{
  CrmEncodingGuess encoding;
  CrmCsvDialect    dialect;
  guint            skip_lines;
  gboolean         has_header;
  guint            skip_rows;
  double           confidence;
} CrmCsvGuess;

void crm_csv_sniff    (const guint8         *data,
                       gsize                 length,
                       gboolean              whole,
                       CrmCsvGuess          *guess);
void crm_csv_sniff_as (const guint8         *data,
                       gsize                 length,
                       gboolean              whole,
                       const CrmEncoding    *encoding,
                       const CrmCsvDialect  *dialect,
                       CrmCsvGuess          *guess);

G_END_DECLS
