/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A stream of bytes in any encoding becomes UTF-8, piece by piece. What has no meaning becomes
 * U+FFFD and is noted with its line; nothing vanishes. A zero byte has no meaning in a text.
 * Belongs to one thread at a time.
 */

#include "config.h"

#include "crm-decoder.h"

#include <errno.h>
#include <string.h>

#define BUFFER_SIZE (128 * 1024)

/* Faults are counted to the end and described up to this number. */
#define MAX_FAULTS 1000

static const char replacement[] = "\xef\xbf\xbd";

struct _CrmDecoder
{
  GInputStream *stream;
  const CrmEncoding *encoding;
  GIConv converter; /* (GIConv) -1 for UTF-8 */
  gsize unit;       /* how many bytes are passed over where there is no meaning */

  guint8 *bytes;
  gsize start;
  gsize end;
  goffset position; /* of @start in the file */

  gint64 line;
  GArray *faults;
  gint64 n_faults;

  guint began : 1;
  guint ended : 1;
  guint flushed : 1;
  guint after_return : 1;
};

/**
 * crm_decoder_new:
 * @stream: where the bytes come from
 * @encoding: what they are in
 *
 * Returns: (transfer full): a decoder
 */
CrmDecoder *
crm_decoder_new (GInputStream      *stream,
                 const CrmEncoding *encoding)
{
  CrmDecoder *self = g_new0 (CrmDecoder, 1);

  self->stream = g_object_ref (stream);
  self->encoding = encoding;
  self->converter = (GIConv) -1;
  self->unit = 1;
  if (g_str_has_prefix (encoding->charset, "UTF-16"))
    self->unit = 2;
  else if (g_str_has_prefix (encoding->charset, "UTF-32"))
    self->unit = 4;
  if (strcmp (encoding->charset, "UTF-8") != 0)
    self->converter = g_iconv_open ("UTF-8", encoding->charset);
  self->bytes = g_malloc (BUFFER_SIZE);
  self->line = 1;
  self->faults = g_array_new (FALSE, FALSE, sizeof (CrmFault));

  return self;
}

/**
 * crm_decoder_free:
 */
void
crm_decoder_free (CrmDecoder *self)
{
  if (self == NULL)
    return;

  if (self->converter != (GIConv) -1)
    g_iconv_close (self->converter);
  g_object_unref (self->stream);
  g_array_unref (self->faults);
  g_free (self->bytes);
  g_free (self);
}

static gboolean
fill (CrmDecoder    *self,
      GCancellable  *cancellable,
      GError       **error)
{
  gssize n;

  memmove (self->bytes, self->bytes + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;

  n = g_input_stream_read (self->stream, self->bytes + self->end, BUFFER_SIZE - self->end, cancellable, error);
  if (n < 0)
    return FALSE;

  self->end += (gsize) n;
  self->ended = n == 0;

  return TRUE;
}

static void
advance (CrmDecoder *self,
         gsize       n)
{
  self->start += n;
  self->position += (goffset) n;
}

/* CR, LF and CR LF each end one line. */
static void
count_lines (CrmDecoder *self,
             const char *text,
             gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\n')
        self->line += !self->after_return;
      else if (text[i] == '\r')
        self->line++;
      self->after_return = text[i] == '\r';
    }
}

static char *
put_fault (CrmDecoder *self,
           char       *out)
{
  CrmFault fault = { self->line, self->position, { 0 }, (guint) MIN (self->unit, self->end - self->start) };

  self->n_faults++;
  if (self->faults->len < MAX_FAULTS)
    {
      memcpy (fault.bytes, self->bytes + self->start, fault.n_bytes);
      g_array_append_val (self->faults, fault);
    }
  advance (self, fault.n_bytes);
  memcpy (out, replacement, 3);
  self->after_return = FALSE;

  return out + 3;
}

/* Copies what is valid UTF-8. Stops where it is not, or where there is no room. */
static char *
copy_utf8 (CrmDecoder *self,
           char       *out,
           const char *limit)
{
  const char *in = (const char *) self->bytes + self->start;
  gsize length = MIN (self->end - self->start, (gsize) (limit - out));
  const char *valid;

  g_utf8_validate_len (in, length, &valid);
  memcpy (out, in, (gsize) (valid - in));
  count_lines (self, out, (gsize) (valid - in));
  advance (self, (gsize) (valid - in));

  return out + (valid - in);
}

/* How many bytes there are before the next zero. */
static gsize
measure_to_zero (CrmDecoder *self)
{
  static const guint8 zeros[4];
  const guint8 *front = self->bytes + self->start;
  gsize length = self->end - self->start;
  const guint8 *zero;

  if (self->unit == 1)
    {
      zero = memchr (front, 0, length);
      return zero != NULL ? (gsize) (zero - front) : length;
    }

  for (gsize i = 0; i + self->unit <= length; i += self->unit)
    if (memcmp (front + i, zeros, self->unit) == 0)
      return i;

  return length;
}

/* Converts what has a meaning. Stops where it has none, or where there is no room. */
static char *
convert (CrmDecoder *self,
         char       *out,
         const char *limit)
{
  char *in = (char *) self->bytes + self->start;
  gsize length = measure_to_zero (self);
  gsize in_left = length;
  gsize out_left = (gsize) (limit - out);
  char *p = out;

  g_iconv (self->converter, &in, &in_left, &p, &out_left);
  count_lines (self, out, (gsize) (p - out));
  advance (self, length - in_left);

  return p;
}

/* Whether the bytes at the front may be the beginning of something that is not all there yet. */
static gboolean
is_cut_off (CrmDecoder *self)
{
  gsize left = self->end - self->start;

  if (self->ended || left >= 8)
    return FALSE;
  if (self->converter != (GIConv) -1)
    return measure_to_zero (self) == left;

  return left == 0 ||
         (self->bytes[self->start] != 0 &&
          g_utf8_get_char_validated ((char *) self->bytes + self->start, (gssize) left) == (gunichar) -2);
}

/**
 * crm_decoder_read:
 * @buffer: (out caller-allocates): room for text
 * @size: how much; at least 64
 * @cancellable: (nullable): to stop it
 * @error: what the stream says
 *
 * Reads the next piece of text: whole characters, without zeros.
 *
 * Returns: how many bytes; 0 at the end, -1 on failure
 */
gssize
crm_decoder_read (CrmDecoder    *self,
                  char          *buffer,
                  gsize          size,
                  GCancellable  *cancellable,
                  GError       **error)
{
  const char *limit = buffer + size;
  char *out = buffer;

  g_return_val_if_fail (size >= 64, -1);

  while (out == buffer)
    {
      if ((self->end - self->start < 8 || is_cut_off (self)) && !self->ended && !fill (self, cancellable, error))
        return -1;

      if (!self->began && (self->end >= 4 || self->ended))
        {
          advance (self, crm_encoding_measure_mark (self->encoding, self->bytes, self->end));
          self->began = TRUE;
        }

      if (self->start == self->end)
        {
          if (!self->ended)
            continue;
          if (self->converter != (GIConv) -1 && !self->flushed)
            {
              gsize out_left = size;

              g_iconv (self->converter, NULL, NULL, &out, &out_left);
              self->flushed = TRUE;
            }
          return out - buffer;
        }

      if (!self->began)
        continue;

      out = self->converter == (GIConv) -1 ? copy_utf8 (self, out, limit) : convert (self, out, limit);
      if (out == buffer && self->start < self->end && !is_cut_off (self))
        out = put_fault (self, out);
    }

  return out - buffer;
}

/**
 * crm_decoder_get_position:
 *
 * Returns: how many bytes of the file have been read so far
 */
goffset
crm_decoder_get_position (CrmDecoder *self)
{
  return self->position;
}

/**
 * crm_decoder_get_n_faults:
 *
 * Returns: in how many places there was no meaning
 */
gint64
crm_decoder_get_n_faults (CrmDecoder *self)
{
  return self->n_faults;
}

/**
 * crm_decoder_get_faults:
 *
 * Returns: (transfer none) (element-type CrmFault): where, up to a thousand
 */
GArray *
crm_decoder_get_faults (CrmDecoder *self)
{
  return self->faults;
}
