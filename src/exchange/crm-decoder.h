/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm-encoding.h"

G_BEGIN_DECLS

/**
 * CrmFault:
 * @line: in the file, from 1
 * @offset: in the file, in bytes
 * @bytes: (array length=n_bytes): what has no meaning in the encoding
 * @n_bytes: how many
 *
 * Bytes that could not be read. U+FFFD stands in their place.
 */
typedef struct
{
  gint64  line;
  goffset offset;
  guint8  bytes[4];
  guint   n_bytes;
} CrmFault;

typedef struct _CrmDecoder CrmDecoder;

CrmDecoder    *crm_decoder_new          (GInputStream       *stream,
                                         const CrmEncoding  *encoding);
void           crm_decoder_free         (CrmDecoder         *self);
gssize         crm_decoder_read         (CrmDecoder         *self,
                                         char               *buffer,
                                         gsize               size,
                                         GCancellable       *cancellable,
                                         GError            **error);
goffset        crm_decoder_get_position (CrmDecoder         *self);
gint64         crm_decoder_get_n_faults (CrmDecoder         *self);
GArray        *crm_decoder_get_faults   (CrmDecoder         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDecoder, crm_decoder_free)

G_END_DECLS
