/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CrmEncoding:
 * @charset: as iconv knows it
 * @label: for people, to be translated
 *
 * An encoding that files come in.
 */
typedef struct
{
  const char *charset;
  const char *label;
} CrmEncoding;

/**
 * CrmEncodingGuess:
 * @encoding: what the file seems to be in
 * @mark: how many bytes at its beginning only say so (a byte order mark)
 * @confidence: from 0 to 1; 1 if there is a mark or nothing beyond ASCII
 *
 * What a file seems to be in.
 */
typedef struct
{
  const CrmEncoding *encoding;
  gsize              mark;
  double             confidence;
} CrmEncodingGuess;

const CrmEncoding *crm_encoding_list  (guint            *n_encodings);
const CrmEncoding *crm_encoding_find  (const char       *name);
const char        *crm_encoding_get_label (const CrmEncoding *encoding);
gsize              crm_encoding_measure_mark (const CrmEncoding *encoding,
                                        const guint8     *data,
                                        gsize             length);
void               crm_encoding_guess (const guint8     *data,
                                       gsize             length,
                                       gboolean          whole,
                                       CrmEncodingGuess *guess);

G_END_DECLS
