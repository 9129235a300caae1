/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-decoder.h"

G_BEGIN_DECLS

/**
 * CrmVcard:
 * @number: of the card in the file, from 1
 * @line: on which it begins, from 1
 * @text: the card as vCard 3.0 in UTF-8, without line folds and transfer encodings; properties
 *   with binary values have none
 * @raw: the card as the file has it, in UTF-8, without binary values
 * @flaw: (nullable): a sentence that says why it cannot be read; %NULL if it can
 *
 * A card of a file. Belongs to the reader and changes when the next one is read.
 */
typedef struct
{
  gint64      number;
  gint64      line;
  GString    *text;
  GString    *raw;
  const char *flaw;
} CrmVcard;

typedef struct _CrmVcardReader CrmVcardReader;

gboolean        crm_vcard_is_likely         (const guint8       *data,
                                             gsize               length,
                                             const CrmEncoding  *encoding);
CrmVcardReader *crm_vcard_reader_new        (GInputStream       *stream,
                                             const CrmEncoding  *encoding);
void            crm_vcard_reader_free       (CrmVcardReader     *self);
const CrmVcard *crm_vcard_reader_read       (CrmVcardReader     *self,
                                             GCancellable       *cancellable,
                                             GError            **error);
goffset         crm_vcard_reader_get_position (CrmVcardReader   *self);
gint64          crm_vcard_reader_get_n_stray (CrmVcardReader    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmVcardReader, crm_vcard_reader_free)

G_END_DECLS
