/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reads a file of vCards card by card (versions 2.1, 3.0 of RFC 2426 and 4.0 of RFC 6350), as
 * programs really write them, and hands each on in one clean form: in UTF-8, one property a line,
 * the escapes and parameters of version 3.0. libebook-contacts takes it from there; it knows
 * neither lines in several character sets nor half of what is wrong with files.
 *
 * Pictures are passed over as they come, so that a card takes little memory whatever is in it.
 * Belongs to one thread at a time.
 */

#include "config.h"

#include "crm-vcard-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BUFFER_SIZE (64 * 1024)

/* The most that is kept of a line, and of a card. */
#define MAX_LINE (1024 * 1024)
#define MAX_CARD (4 * 1024 * 1024)

/* A card can hold the card of an assistant, and that one another. */
#define MAX_DEPTH 3

/* A card that has begun and not ended. */
typedef struct
{
  gint64 line;
  GPtrArray *lines; /* of GString, in bytes */
  gsize size;
  gboolean binary;  /* the last line is a picture */
  gboolean too_large;
} Frame;

struct _CrmVcardReader
{
  GInputStream *stream;
  CrmDecoder *decoder; /* NULL if the file is not in wide Unicode */
  const CrmEncoding *encoding;

  guint8 *bytes;
  gsize start;
  gsize end;
  goffset position;
  gint64 line;

  GString *current; /* the line that was read last */
  gint64 current_line;
  GPtrArray *frames;
  CrmVcard card;
  gint64 n_stray;
  guint depth;      /* of cards that are nested too deep */

  guint began : 1;
  guint ended : 1;
  guint after_return : 1;
};

static void
frame_free (gpointer data)
{
  Frame *frame = data;

  g_ptr_array_unref (frame->lines);
  g_free (frame);
}

static void
line_free (gpointer data)
{
  g_string_free (data, TRUE);
}

static gboolean
is_wide (const CrmEncoding *encoding)
{
  return g_str_has_prefix (encoding->charset, "UTF-16") || g_str_has_prefix (encoding->charset, "UTF-32");
}

/**
 * crm_vcard_is_likely:
 * @data: the beginning of a file
 * @encoding: what it is in
 *
 * Returns: %TRUE if it begins like a vCard
 */
gboolean
crm_vcard_is_likely (const guint8      *data,
                     gsize              length,
                     const CrmEncoding *encoding)
{
  static const char begin[] = "BEGIN:VCARD";
  g_autofree char *text = NULL;
  gsize skip = crm_encoding_measure_mark (encoding, data, length);
  const char *p;

  if (is_wide (encoding))
    {
      gsize unit = g_str_has_prefix (encoding->charset, "UTF-16") ? 2 : 4;

      text = g_convert ((const char *) data + skip, (gssize) ((MIN (length, 400) - skip) / unit * unit), "UTF-8",
                        encoding->charset, NULL, NULL, NULL);
    }
  else
    text = g_strndup ((const char *) data + skip, MIN (length, 400) - skip);
  if (text == NULL)
    return FALSE;

  p = text + strspn (text, " \t\r\n");

  return g_ascii_strncasecmp (p, begin, strlen (begin)) == 0;
}

/**
 * crm_vcard_reader_new:
 * @stream: where the file comes from
 * @encoding: what it is in, where it does not say
 *
 * Returns: (transfer full): a reader at the beginning of the file
 */
CrmVcardReader *
crm_vcard_reader_new (GInputStream      *stream,
                      const CrmEncoding *encoding)
{
  CrmVcardReader *self = g_new0 (CrmVcardReader, 1);

  self->stream = g_object_ref (stream);
  self->encoding = encoding;
  if (is_wide (encoding))
    self->decoder = crm_decoder_new (stream, encoding);
  self->bytes = g_malloc (BUFFER_SIZE);
  self->line = 1;
  self->current = g_string_new (NULL);
  self->frames = g_ptr_array_new_with_free_func (frame_free);
  self->card.text = g_string_new (NULL);
  self->card.raw = g_string_new (NULL);

  return self;
}

/**
 * crm_vcard_reader_free:
 */
void
crm_vcard_reader_free (CrmVcardReader *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->stream);
  g_clear_pointer (&self->decoder, crm_decoder_free);
  g_free (self->bytes);
  g_string_free (self->current, TRUE);
  g_ptr_array_unref (self->frames);
  g_string_free (self->card.text, TRUE);
  g_string_free (self->card.raw, TRUE);
  g_free (self);
}

/* --- Lines ----------------------------------------------------------------------------------------- */

static gboolean
fill (CrmVcardReader  *self,
      GCancellable    *cancellable,
      GError         **error)
{
  gssize n;

  if (self->decoder != NULL)
    n = crm_decoder_read (self->decoder, (char *) self->bytes, BUFFER_SIZE, cancellable, error);
  else
    n = g_input_stream_read (self->stream, self->bytes, BUFFER_SIZE, cancellable, error);
  if (n < 0)
    return FALSE;

  self->start = 0;
  self->end = (gsize) n;
  self->ended = n == 0;
  if (!self->began)
    {
      self->start = self->decoder == NULL ? crm_encoding_measure_mark (self->encoding, self->bytes, self->end) : 0;
      self->began = TRUE;
    }
  self->position = self->decoder != NULL ? crm_decoder_get_position (self->decoder) : self->position + n;

  return TRUE;
}

/* Reads up to the next line break: CR LF, LF, CR, or the CR CR LF of some telephones. */
static gboolean
read_line (CrmVcardReader  *self,
           GCancellable    *cancellable,
           GError         **error)
{
  g_string_truncate (self->current, 0);
  self->current_line = self->line;

  while (TRUE)
    {
      const guint8 *limit = self->bytes + self->end;
      const guint8 *from;
      const guint8 *p;

      /* What is left of the last break. */
      while (self->after_return && self->start < self->end)
        {
          guint8 c = self->bytes[self->start];

          self->after_return = c == '\r';
          self->start += c == '\r' || c == '\n';
        }

      from = p = self->bytes + self->start;
      while (p < limit && *p != '\n' && *p != '\r')
        p++;
      if (self->current->len < MAX_LINE)
        g_string_append_len (self->current, (const char *) from, MIN (p - from, MAX_LINE));

      self->start = (gsize) (p - self->bytes);
      if (p < limit)
        {
          self->start++;
          self->line++;
          self->after_return = *p == '\r';
          return TRUE;
        }

      if (!fill (self, cancellable, error))
        return FALSE;
      if (self->ended)
        return TRUE;
    }
}

static gboolean
is_line (const GString *line,
         const char    *expected)
{
  gsize length = strlen (expected);

  return line->len >= length && g_ascii_strncasecmp (line->str, expected, length) == 0 &&
         strspn (line->str + length, " \t") == line->len - length;
}

/* --- What is in a line ---------------------------------------------------------------------------------- */

/* "item1.EMAIL;TYPE=home", parted. Points into the line. */
typedef struct
{
  const char *name;
  gsize name_length;
  const char *params; /* behind the first ';', or NULL */
  gsize params_length;
  const char *value;
  gsize value_length;
} Line;

/* A property begins with its name, perhaps with a group before it. */
static gboolean
parse_line (const GString *text,
            Line          *line)
{
  const char *end = text->str + text->len;
  const char *p = text->str;
  gboolean quoted = FALSE;

  *line = (Line) { .name = p };
  while (p < end && (g_ascii_isalnum (*p) || *p == '-' || *p == '_' || *p == '.'))
    p++;
  line->name_length = (gsize) (p - text->str);
  if (line->name_length == 0 || p == end || (*p != ';' && *p != ':'))
    return FALSE;

  if (*p == ';')
    {
      line->params = p + 1;
      for (p++; p < end && (quoted || *p != ':'); p++)
        if (*p == '"')
          quoted = !quoted;

      /* A quote in a parameter that is never closed: the first colon has to do. */
      if (p == end)
        p = memchr (line->params, ':', (gsize) (end - line->params));
      if (p == NULL)
        return FALSE;
      line->params_length = (gsize) (p - line->params);
    }

  line->value = p + 1;
  line->value_length = (gsize) (end - p - 1);

  return TRUE;
}

static gboolean
is_binary (const GString *text)
{
  static const char *const names[] = { "PHOTO", "LOGO", "SOUND", "KEY" };
  const char *name = text->str;
  const char *dot = strchr (name, '.');
  gsize length = strcspn (name, ";:");

  if (dot != NULL && dot < name + length)
    {
      length -= (gsize) (dot + 1 - name);
      name = dot + 1;
    }

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && g_ascii_strncasecmp (name, names[i], length) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
has_param (const Line *line,
           const char *word)
{
  g_autofree char *params = line->params != NULL ? g_ascii_strup (line->params, (gssize) line->params_length) : NULL;

  return params != NULL && strstr (params, word) != NULL;
}

static gboolean
is_quoted_printable (const GString *text)
{
  Line line;

  return parse_line (text, &line) && has_param (&line, "QUOTED-PRINTABLE");
}

/* --- Collecting ------------------------------------------------------------------------------------------- */

/* Puts a physical line where it belongs: behind the last one, or by itself. */
static void
add_line (CrmVcardReader *self,
          Frame          *frame,
          const GString  *text)
{
  GString *last = frame->lines->len > 0 ? g_ptr_array_index (frame->lines, frame->lines->len - 1) : NULL;
  gboolean folded = text->str[0] == ' ' || text->str[0] == '\t';
  Line line;

  if (frame->size + text->len > MAX_CARD)
    {
      frame->too_large = TRUE;
      return;
    }

  /* A blank line ends what goes on over several lines. */
  if (text->len == 0)
    {
      if (last != NULL && !frame->binary && last->len > 0 && last->str[last->len - 1] == '=' && is_quoted_printable (last))
        g_string_truncate (last, last->len - 1);
      return;
    }

  /* A soft line break of the transfer encoding comes first: a blank behind it is text. */
  if (last != NULL && !frame->binary && last->len > 0 && last->str[last->len - 1] == '=' && is_quoted_printable (last))
    {
      g_string_truncate (last, last->len - 1);
      g_string_append_len (last, text->str, (gssize) text->len);
    }
  else if (folded && last != NULL)
    {
      if (!frame->binary)
        g_string_append_len (last, text->str + 1, (gssize) text->len - 1);
    }
  else if (parse_line (text, &line))
    {
      frame->binary = is_binary (text);
      last = g_string_new_len (text->str, (gssize) (frame->binary ? (gsize) (line.value - text->str) : text->len));
      g_ptr_array_add (frame->lines, last);
    }
  else if (text->str[0] == '#' || frame->binary)
    return;
  else if (last != NULL && last->len > 0 && last->str[last->len - 1] == '\\')
    {
      /* A value goes on behind a backslash. */
      g_string_truncate (last, last->len - 1);
      g_string_append (last, "\\n");
      g_string_append_len (last, text->str, (gssize) text->len);
    }
  else
    {
      self->n_stray++;
      return;
    }

  frame->size += text->len;
}

/* --- One clean form ------------------------------------------------------------------------------------------ */

static char *
to_utf8 (const char        *bytes,
         gsize              length,
         const char        *charset,
         const CrmEncoding *fallback)
{
  const CrmEncoding *encoding = charset != NULL ? crm_encoding_find (charset) : NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (CrmDecoder) decoder = NULL;
  GString *text;
  char buffer[4096];
  gssize n;

  if (encoding == NULL && g_utf8_validate_len (bytes, length, NULL))
    return g_strndup (bytes, length);

  stream = g_memory_input_stream_new_from_data (bytes, (gssize) length, NULL);
  decoder = crm_decoder_new (stream, encoding != NULL && !is_wide (encoding) ? encoding : fallback);
  text = g_string_new (NULL);
  while ((n = crm_decoder_read (decoder, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);

  return g_string_free (text, FALSE);
}

/* What stands for marks of the syntax while bytes are not yet characters. */
#define HIDDEN_SEMICOLON '\001'
#define HIDDEN_COMMA     '\002'
#define HIDDEN_BREAK     '\003'
#define ESCAPE           '\004'

/* Takes the transfer encoding off. A byte that looks like a backslash may be half a character. */
static GString *
decode_quoted_printable (const char *value,
                         gsize       length)
{
  GString *bytes = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      int high = i + 2 < length && value[i] == '=' ? g_ascii_xdigit_value (value[i + 1]) : -1;
      int low = high >= 0 ? g_ascii_xdigit_value (value[i + 2]) : -1;
      char c = low >= 0 ? (char) (high << 4 | low) : value[i];

      if (low < 0)
        {
          g_string_append_c (bytes, c == '\\' ? ESCAPE : c);
          continue;
        }

      i += 2;
      if (c == '\n')
        g_string_append_c (bytes, HIDDEN_BREAK);
      else if (c == ';')
        g_string_append_c (bytes, HIDDEN_SEMICOLON);
      else if (c == ',')
        g_string_append_c (bytes, HIDDEN_COMMA);
      else if ((guchar) c > ESCAPE && c != '\r')
        g_string_append_c (bytes, c);
    }

  return bytes;
}

/* Gives what was hidden its escapes, now that bytes are characters. */
static char *
reveal (const char *text)
{
  GString *revealed = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case HIDDEN_BREAK:
        g_string_append (revealed, "\\n");
        break;
      case HIDDEN_SEMICOLON:
        g_string_append (revealed, "\\;");
        break;
      case HIDDEN_COMMA:
        g_string_append (revealed, "\\,");
        break;
      case ESCAPE:
        g_string_append_c (revealed, '\\');
        break;
      case '\\':
        g_string_append (revealed, "\\\\");
        break;
      default:
        g_string_append_c (revealed, *p);
      }

  return g_string_free (revealed, FALSE);
}

/* Leaves only those escapes that version 3.0 knows. */
static void
append_value (GString    *text,
              const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p != '\\')
        {
          g_string_append_c (text, *p);
          continue;
        }

      p++;
      if (*p != '\0' && strchr ("nN;,\\", *p) != NULL)
        g_string_append_printf (text, "\\%c", *p);
      else if (*p == ':' || *p == '"')
        g_string_append_c (text, *p);
      else
        {
          g_string_append (text, "\\\\");
          p--;
        }
    }
}

static void
append_param (GString    *text,
              const char *name,
              const char *value)
{
  g_string_append_printf (text, ";%s=\"", name);
  for (const char *p = value; *p != '\0'; p++)
    if (*p != '"' && (guchar) *p >= ' ')
      g_string_append_c (text, *p);
  g_string_append_c (text, '"');
}

/* Parts parameters at ';' that is not in quotes. */
static GPtrArray *
split_params (const Line *line)
{
  GPtrArray *params = g_ptr_array_new_with_free_func (g_free);
  const char *end = line->params + line->params_length;
  const char *start = line->params;
  gboolean quoted = FALSE;

  for (const char *p = start; start != NULL && p <= end; p++)
    {
      if (p < end && *p == '"')
        quoted = !quoted;
      if (p == end || (*p == ';' && !quoted))
        {
          g_ptr_array_add (params, g_strndup (start, (gsize) (p - start)));
          start = p + 1;
        }
    }

  return params;
}

/* Writes the parameters that mean something here, and returns the character set. */
static char *
append_params (GString           *text,
               const Line        *line,
               const CrmEncoding *fallback)
{
  static const char *const kept[] = { "TYPE", "PREF", "VALUE", "X-SERVICE-TYPE", "SERVICE-TYPE", "X-KEY" };
  g_autoptr (GPtrArray) params = split_params (line);
  char *charset = NULL;

  for (guint i = 0; i < params->len; i++)
    {
      const char *param = g_ptr_array_index (params, i);
      const char *equals = strchr (param, '=');
      g_autofree char *name = equals != NULL ? g_ascii_strup (param, equals - param) : g_strdup ("TYPE");
      g_autofree char *value = to_utf8 (equals != NULL ? equals + 1 : param, strlen (equals != NULL ? equals + 1 : param),
                                        NULL, fallback);
      g_auto (GStrv) values = NULL;

      g_strdelimit (value, "\"", ' ');
      if (strcmp (name, "CHARSET") == 0)
        {
          g_free (charset);
          charset = g_strdup (g_strstrip (value));
        }
      if (!g_strv_contains (kept, name))
        continue;

      values = g_strsplit (value, strcmp (name, "TYPE") == 0 ? "," : "\n", -1);
      for (guint k = 0; values[k] != NULL; k++)
        {
          g_strstrip (values[k]);
          if (*values[k] != '\0' && g_ascii_strcasecmp (values[k], "QUOTED-PRINTABLE") != 0 &&
              g_ascii_strcasecmp (values[k], "BASE64") != 0)
            append_param (text, name, values[k]);
        }
    }

  return charset;
}

static void
append_line (CrmVcardReader *self,
             GString        *text,
             const GString  *from)
{
  g_autofree char *charset = NULL;
  g_autofree char *value = NULL;
  g_autofree char *name = NULL;
  char *dot;
  Line line;

  if (!parse_line (from, &line))
    return;

  /* A group is one word. */
  name = g_strndup (line.name, line.name_length);
  while ((dot = strchr (name, '.')) != NULL && strchr (dot + 1, '.') != NULL)
    memmove (dot, dot + 1, strlen (dot));
  if (*name == '.' || (dot != NULL && dot[1] == '\0') || g_ascii_strcasecmp (name, "VERSION") == 0)
    return;

  g_string_append (text, name);
  charset = append_params (text, &line, self->encoding);
  g_string_append_c (text, ':');

  if (has_param (&line, "QUOTED-PRINTABLE"))
    {
      g_autoptr (GString) bytes = decode_quoted_printable (line.value, line.value_length);
      g_autofree char *hidden = to_utf8 (bytes->str, bytes->len, charset, self->encoding);

      value = reveal (hidden);
    }
  else
    value = to_utf8 (line.value, line.value_length, charset, self->encoding);

  append_value (text, value);
  g_string_append (text, "\r\n");
}

static void
finish_card (CrmVcardReader *self,
             const Frame    *frame,
             const char     *flaw)
{
  self->card.number++;
  self->card.line = frame->line;
  self->card.flaw = flaw;
  g_string_assign (self->card.text, "BEGIN:VCARD\r\nVERSION:3.0\r\n");
  g_string_assign (self->card.raw, "BEGIN:VCARD\r\n");

  for (guint i = 0; i < frame->lines->len; i++)
    {
      const GString *line = g_ptr_array_index (frame->lines, i);
      g_autofree char *raw = to_utf8 (line->str, line->len, NULL, self->encoding);

      append_line (self, self->card.text, line);
      g_string_append_printf (self->card.raw, "%s\r\n", raw);
    }

  g_string_append (self->card.text, "END:VCARD\r\n");
  g_string_append (self->card.raw, "END:VCARD\r\n");
}

static void
begin_card (CrmVcardReader *self)
{
  Frame *frame;

  if (self->frames->len == MAX_DEPTH)
    {
      self->depth++;
      return;
    }

  frame = g_new0 (Frame, 1);
  frame->line = self->current_line;
  frame->lines = g_ptr_array_new_with_free_func (line_free);
  g_ptr_array_add (self->frames, frame);
}

/**
 * crm_vcard_reader_read:
 * @cancellable: (nullable): to stop it
 * @error: what the stream says
 *
 * Reads the next card. A card inside another one comes before it.
 *
 * Returns: (transfer none) (nullable): the card; %NULL at the end, and on failure with @error set
 */
const CrmVcard *
crm_vcard_reader_read (CrmVcardReader  *self,
                       GCancellable    *cancellable,
                       GError         **error)
{
  while (!self->ended || self->start < self->end)
    {
      Frame *frame;

      if (!read_line (self, cancellable, error))
        return NULL;

      if (is_line (self->current, "BEGIN:VCARD"))
        {
          begin_card (self);
          continue;
        }

      if (self->frames->len == 0)
        {
          self->n_stray += strspn (self->current->str, " \t") < self->current->len;
          continue;
        }

      frame = g_ptr_array_index (self->frames, self->frames->len - 1);
      if (!is_line (self->current, "END:VCARD"))
        {
          if (self->depth == 0)
            add_line (self, frame, self->current);
          continue;
        }

      if (self->depth > 0)
        {
          self->depth--;
          self->n_stray++;
          continue;
        }

      finish_card (self, frame, frame->too_large ? _("The card is larger than four megabytes.") : NULL);
      g_ptr_array_remove_index (self->frames, self->frames->len - 1);
      return &self->card;
    }

  /* What has begun and not ended is all there is of it. */
  if (self->frames->len > 0)
    {
      finish_card (self, g_ptr_array_index (self->frames, self->frames->len - 1), _("The card has no end."));
      g_ptr_array_remove_index (self->frames, self->frames->len - 1);
      return &self->card;
    }

  return NULL;
}

/**
 * crm_vcard_reader_get_position:
 *
 * Returns: how many bytes of the file have been read so far
 */
goffset
crm_vcard_reader_get_position (CrmVcardReader *self)
{
  return self->position;
}

/**
 * crm_vcard_reader_get_n_stray:
 *
 * Returns: how many lines belonged to no property of any card
 */
gint64
crm_vcard_reader_get_n_stray (CrmVcardReader *self)
{
  return self->n_stray;
}
