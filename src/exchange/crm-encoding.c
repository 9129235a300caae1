/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Guesses in which encoding a file is. A byte order mark says so; Unicode without one has a form
 * that nothing else has by chance. Older encodings all look alike: there the file is read in each
 * of them, and the one wins in which it looks most like something that people write. Pure
 * functions; any thread.
 */

#include "config.h"

#include "crm-encoding.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "crm-encoding-private.h"

/* Enough to tell languages apart, little enough to be read two dozen times at once. */
#define MAX_SAMPLE 16384

static const CrmEncoding encodings[] = {
  { "UTF-8", N_("Unicode (UTF-8)") },
  { "UTF-16LE", N_("Unicode (UTF-16)") },
  { "UTF-16BE", N_("Unicode (UTF-16, Big-Endian)") },
  { "UTF-32LE", N_("Unicode (UTF-32)") },
  { "UTF-32BE", N_("Unicode (UTF-32, Big-Endian)") },
  { "WINDOWS-1252", N_("Western (Windows-1252)") },
  { "ISO-8859-1", N_("Western (ISO-8859-1)") },
  { "ISO-8859-15", N_("Western (ISO-8859-15)") },
  { "MACINTOSH", N_("Western (Macintosh)") },
  { "IBM850", N_("Western (DOS 850)") },
  { "WINDOWS-1250", N_("Central European (Windows-1250)") },
  { "ISO-8859-2", N_("Central European (ISO-8859-2)") },
  { "WINDOWS-1257", N_("Baltic (Windows-1257)") },
  { "WINDOWS-1251", N_("Cyrillic (Windows-1251)") },
  { "KOI8-R", N_("Cyrillic (KOI8-R)") },
  { "KOI8-U", N_("Cyrillic (KOI8-U)") },
  { "ISO-8859-5", N_("Cyrillic (ISO-8859-5)") },
  { "IBM866", N_("Cyrillic (DOS 866)") },
  { "MAC-CYRILLIC", N_("Cyrillic (Macintosh)") },
  { "WINDOWS-1253", N_("Greek (Windows-1253)") },
  { "ISO-8859-7", N_("Greek (ISO-8859-7)") },
  { "WINDOWS-1254", N_("Turkish (Windows-1254)") },
  { "ISO-8859-9", N_("Turkish (ISO-8859-9)") },
  { "WINDOWS-1255", N_("Hebrew (Windows-1255)") },
  { "ISO-8859-8", N_("Hebrew (ISO-8859-8)") },
  { "WINDOWS-1256", N_("Arabic (Windows-1256)") },
  { "ISO-8859-6", N_("Arabic (ISO-8859-6)") },
  { "CP932", N_("Japanese (Shift-JIS)") },
  { "EUC-JP", N_("Japanese (EUC-JP)") },
  { "ISO-2022-JP", N_("Japanese (ISO-2022-JP)") },
  { "GB18030", N_("Simplified Chinese (GB18030)") },
  { "CP950", N_("Traditional Chinese (Big5)") },
  { "CP949", N_("Korean (EUC-KR)") },
};

/* What else they are called in vCards and by people; letters and digits only. */
static const struct
{
  const char *name;
  const char *charset;
} aliases[] = {
  { "utf16", "UTF-16LE" }, { "utf32", "UTF-32LE" }, { "ucs2", "UTF-16LE" }, { "ucs4", "UTF-32LE" },
  { "ascii", "UTF-8" }, { "usascii", "UTF-8" }, { "latin1", "ISO-8859-1" }, { "latin2", "ISO-8859-2" },
  { "latin5", "ISO-8859-9" }, { "latin9", "ISO-8859-15" }, { "macroman", "MACINTOSH" }, { "mac", "MACINTOSH" },
  { "shiftjis", "CP932" }, { "sjis", "CP932" }, { "xsjis", "CP932" },
  { "windows31j", "CP932" }, { "big5", "CP950" }, { "euckr", "CP949" }, { "ksc56011987", "CP949" }, { "uhc", "CP949" },
  { "gb2312", "GB18030" }, { "gbk", "GB18030" }, { "cp936", "GB18030" }, { "euccn", "GB18030" },
};

static const CrmEncoding *
get_encoding (const char *charset)
{
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (strcmp (encodings[i].charset, charset) == 0)
      return &encodings[i];

  g_assert_not_reached ();
}

/**
 * crm_encoding_list:
 * @n_encodings: (out): how many
 *
 * Returns: (transfer none) (array length=n_encodings): the encodings that files can be in
 */
const CrmEncoding *
crm_encoding_list (guint *n_encodings)
{
  *n_encodings = G_N_ELEMENTS (encodings);

  return encodings;
}

/* "Windows-1252", "cp1252", "CP 1252" → "1252"; "ISO_8859-1" → "iso88591" */
static char *
simplify (const char *name)
{
  GString *simple = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (simple, g_ascii_tolower (*p));

  for (guint i = 0; i < 3; i++)
    {
      static const char *const prefixes[] = { "windows", "cp", "ibm" };
      gsize length = strlen (prefixes[i]);

      if (g_str_has_prefix (simple->str, prefixes[i]) && g_ascii_isdigit (simple->str[length]) &&
          strspn (simple->str + length, "0123456789") == simple->len - length)
        g_string_erase (simple, 0, (gssize) length);
    }

  return g_string_free (simple, FALSE);
}

/**
 * crm_encoding_find:
 * @name: (nullable): "windows-1252", "latin1", "Shift_JIS"
 *
 * Returns: (transfer none) (nullable): the encoding that is called so
 */
const CrmEncoding *
crm_encoding_find (const char *name)
{
  g_autofree char *wanted = NULL;

  if (name == NULL)
    return NULL;

  wanted = simplify (name);
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autofree char *known = simplify (encodings[i].charset);

      if (strcmp (known, wanted) == 0)
        return &encodings[i];
    }

  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (aliases[i].name, wanted) == 0)
      return get_encoding (aliases[i].charset);

  return NULL;
}

/**
 * crm_encoding_get_label:
 *
 * Returns: (transfer none): what people call it
 */
const char *
crm_encoding_get_label (const CrmEncoding *encoding)
{
  return _(encoding->label);
}

/* --- Unicode ---------------------------------------------------------------------------------- */

/* The longer mark first: that of UTF-32 begins like that of UTF-16. */
static const struct
{
  const char *charset;
  guint8 bytes[4];
  gsize length;
} marks[] = {
  { "UTF-32LE", { 0xff, 0xfe, 0x00, 0x00 }, 4 },
  { "UTF-32BE", { 0x00, 0x00, 0xfe, 0xff }, 4 },
  { "GB18030", { 0x84, 0x31, 0x95, 0x33 }, 4 },
  { "UTF-8", { 0xef, 0xbb, 0xbf }, 3 },
  { "UTF-16LE", { 0xff, 0xfe }, 2 },
  { "UTF-16BE", { 0xfe, 0xff }, 2 },
};

/**
 * crm_encoding_measure_mark:
 * @data: the beginning of a file that is in @encoding
 *
 * Returns: how many bytes of @data are a byte order mark
 */
gsize
crm_encoding_measure_mark (const CrmEncoding *encoding,
                           const guint8      *data,
                           gsize              length)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strcmp (marks[i].charset, encoding->charset) == 0 && length >= marks[i].length &&
        memcmp (data, marks[i].bytes, marks[i].length) == 0)
      return marks[i].length;

  return 0;
}

static gboolean
guess_by_mark (const guint8      *data,
               gsize              length,
               CrmEncodingGuess  *guess)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (length >= marks[i].length && memcmp (data, marks[i].bytes, marks[i].length) == 0)
      {
        *guess = (CrmEncodingGuess) { get_encoding (marks[i].charset), marks[i].length, 1.0 };
        return TRUE;
      }

  return FALSE;
}

static guint32
read_unit (const guint8 *data,
           gsize         width,
           gboolean      little)
{
  guint32 unit = 0;

  for (gsize i = 0; i < width; i++)
    unit |= (guint32) data[i] << (8 * (little ? i : width - 1 - i));

  return unit;
}

/* How much of @data is what a table of names has, if it is read in units of @width bytes; below
 * zero if it cannot be that. */
static double
rate_units (const guint8 *data,
            gsize         length,
            gsize         width,
            gboolean      little)
{
  guint likely = 0;
  guint n = 0;

  for (gsize i = 0; i + width <= length; i += width)
    {
      gunichar c = read_unit (data + i, width, little);

      n++;
      if (width == 2 && c >= 0xd800 && c < 0xe000)
        {
          /* Surrogates come in pairs, the high one first. */
          if (c >= 0xdc00)
            return -1;
          i += 2;
          if (i + 2 > length)
            break;
          c = read_unit (data + i, 2, little);
          if (c < 0xdc00 || c >= 0xe000)
            return -1;
          continue;
        }
      if (c > 0x10ffff || c == 0 || (c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
          !g_unichar_isdefined (c) || g_unichar_type (c) == G_UNICODE_PRIVATE_USE)
        return -1;

      likely += c < 0x80 || g_unichar_isalpha (c) || c == 0xfeff;
    }

  return n > 0 ? (double) likely / n : -1;
}

/* Unicode in units of two or four bytes has zeros in it, which text in any other form has not. */
static gboolean
guess_wide (const guint8      *data,
            gsize              length,
            CrmEncodingGuess  *guess)
{
  static const struct
  {
    const char *charset;
    gsize width;
    gboolean little;
  } forms[] = {
    { "UTF-32LE", 4, TRUE },
    { "UTF-32BE", 4, FALSE },
    { "UTF-16LE", 2, TRUE },
    { "UTF-16BE", 2, FALSE },
  };
  gsize sample = MIN (length, MAX_SAMPLE) & ~(gsize) 3;
  double best = 0;

  if (memchr (data, 0, MIN (length, MAX_SAMPLE)) == NULL)
    return FALSE;

  /* The last unit of a short file is a part of it. */
  if (length < MAX_SAMPLE)
    sample = length & ~(gsize) 1;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      double rate = sample % forms[i].width == 0 ? rate_units (data, sample, forms[i].width, forms[i].little) : -1;

      if (rate > best)
        {
          best = rate;
          *guess = (CrmEncodingGuess) { get_encoding (forms[i].charset), 0, MIN (rate, 0.98) };
        }
    }

  return best > 0.7;
}

/* How many characters of more than one byte there are, and how many bytes are no UTF-8. */
static void
count_utf8 (const guint8 *data,
            gsize         length,
            gboolean      whole,
            gsize        *n_characters,
            gsize        *n_broken)
{
  const char *p = (const char *) data;
  const char *end = p + length;

  *n_characters = 0;
  *n_broken = 0;
  while (p < end)
    {
      gunichar c;

      if ((guchar) *p < 0x80)
        {
          p++;
          continue;
        }

      c = g_utf8_get_char_validated (p, end - p);
      if (c == (gunichar) -2 && !whole)
        return; /* cut off in the middle of a character */
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          (*n_broken)++;
          p++;
        }
      else
        {
          (*n_characters)++;
          p = g_utf8_next_char (p);
        }
    }
}

static gboolean
guess_utf8 (const guint8      *data,
            gsize              length,
            gboolean           whole,
            CrmEncodingGuess  *guess)
{
  gsize n_characters;
  gsize n_broken;

  count_utf8 (data, length, whole, &n_characters, &n_broken);

  /* Sequences of UTF-8 do not come about by chance: a few broken ones do not make it anything
   * else. */
  if (n_broken * 10 > n_characters)
    return FALSE;

  *guess = (CrmEncodingGuess) { get_encoding ("UTF-8"), 0, n_broken > 0 ? 0.7 : 1.0 };

  return TRUE;
}

/* --- Older encodings ---------------------------------------------------------------------------- */

/* Two characters that stand side by side, and how often. */
typedef struct
{
  gunichar before;
  gunichar c;
  guint n;
} Pair;

typedef struct
{
  const CrmAlphabet *alphabet;
  GHashTable *letters;
  GHashTable *pairs; /* of before << 16 | character */
} Alphabet;

/* An encoding, and what is in favour of it before the file is looked at: how common it is. */
static const struct
{
  const char *charset;
  double favour;
  const char *common; /* of East Asia: the ideographs that are often written */
} candidates[] = {
  { "WINDOWS-1252", 0.3 },
  { "WINDOWS-1250", 0.2 },
  { "WINDOWS-1251", 0.2 },
  { "WINDOWS-1253", 0.2 },
  { "WINDOWS-1254", 0.15 },
  { "WINDOWS-1255", 0.2 },
  { "WINDOWS-1256", 0.2 },
  { "WINDOWS-1257", 0.1 },
  { "KOI8-R", 0.1 },
  { "KOI8-U", 0.05 },
  { "ISO-8859-2", 0 },
  { "ISO-8859-5", 0 },
  { "ISO-8859-6", 0 },
  { "ISO-8859-7", 0 },
  { "ISO-8859-15", -0.1 },
  { "MACINTOSH", -0.5 },
  { "IBM850", -0.6 },
  { "IBM866", -0.4 },
  { "MAC-CYRILLIC", -0.6 },
  { "CP932", 0, _crm_common_japanese },
  { "EUC-JP", 0, _crm_common_japanese },
  { "GB18030", 0, _crm_common_chinese_simplified },
  { "CP950", 0, _crm_common_chinese_traditional },
  { "CP949", 0, _crm_common_korean },
};

static GHashTable *
make_character_set (const char *characters)
{
  GHashTable *set = g_hash_table_new (NULL, NULL);

  for (const char *p = characters; *p != '\0'; p = g_utf8_next_char (p))
    g_hash_table_add (set, GUINT_TO_POINTER (g_utf8_get_char (p)));

  return set;
}

static GArray *
make_alphabets (void)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Alphabet));

  for (const CrmAlphabet *alphabet = _crm_alphabets; alphabet->letters != NULL; alphabet++)
    {
      Alphabet one = { alphabet, make_character_set (alphabet->letters), g_hash_table_new (NULL, NULL) };

      for (const char *p = alphabet->pairs; *p != '\0'; p += *p == ' ')
        {
          gunichar before = g_utf8_get_char (p);
          gunichar c;

          p = g_utf8_next_char (p);
          c = g_utf8_get_char (p);
          p = g_utf8_next_char (p);
          g_hash_table_add (one.pairs, GUINT_TO_POINTER (before << 16 | c));
        }
      g_array_append_val (all, one);
    }

  return all;
}

static GArray *
get_alphabets (void)
{
  static gsize alphabets;

  if (g_once_init_enter (&alphabets))
    g_once_init_leave (&alphabets, (gsize) make_alphabets ());

  return (GArray *) alphabets;
}

/* The lines of @data that have something beyond ASCII in them. */
static GByteArray *
take_sample (const guint8 *data,
             gsize         length)
{
  GByteArray *sample = g_byte_array_new ();
  const guint8 *end = data + length;

  for (const guint8 *line = data; line < end && sample->len < MAX_SAMPLE;)
    {
      const guint8 *stop = line;
      gboolean interesting = FALSE;

      while (stop < end && *stop != '\n' && *stop != '\r')
        interesting |= *stop++ >= 0x80;
      if (stop < end)
        stop++;
      if (interesting)
        g_byte_array_append (sample, line, (guint) MIN ((gsize) (stop - line), MAX_SAMPLE - sample->len));
      line = stop;
    }

  return sample;
}

/* Reads the sample in an encoding; %NULL if too much of it has no meaning there. */
static GArray *
read_sample (GByteArray *sample,
             const char *charset,
             gsize       n_high)
{
  GIConv converter = g_iconv_open (G_BYTE_ORDER == G_LITTLE_ENDIAN ? "UTF-32LE" : "UTF-32BE", charset);
  g_autoptr (GArray) text = g_array_sized_new (FALSE, FALSE, sizeof (gunichar), sample->len + 1);
  char *in = (char *) sample->data;
  gsize in_left = sample->len;
  char *out;
  gsize out_left;
  gsize n_broken = 0;

  g_return_val_if_fail (converter != (GIConv) -1, NULL);

  g_array_set_size (text, sample->len);
  out = text->data;
  out_left = sample->len * sizeof (gunichar);

  /* What is cut off at the end is not broken: the loop stops at less than a character. */
  while (in_left > 0 && g_iconv (converter, &in, &in_left, &out, &out_left) == (gsize) -1 && in_left > 3)
    {
      in++;
      in_left--;
      n_broken++;
    }
  g_iconv_close (converter);

  if (n_broken * 50 > n_high)
    return NULL;

  g_array_set_size (text, sample->len - (guint) (out_left / sizeof (gunichar)));

  return g_steal_pointer (&text);
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const Pair *first = a;
  const Pair *second = b;

  if (first->before != second->before)
    return first->before < second->before ? -1 : 1;

  return first->c < second->c ? -1 : first->c > second->c;
}

/* The pairs in @text that have something beyond ASCII in them. */
static GArray *
count_pairs (GArray *text)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  gunichar before = ' ';
  guint kept = 0;

  for (guint i = 0; i < text->len; i++)
    {
      Pair pair = { before, g_array_index (text, gunichar, i), 1 };

      if (pair.c >= 0x80 || pair.before >= 0x80)
        g_array_append_val (pairs, pair);
      before = pair.c;
    }

  g_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++)
    {
      Pair *pair = &g_array_index (pairs, Pair, i);
      Pair *last = kept > 0 ? &g_array_index (pairs, Pair, kept - 1) : NULL;

      if (last != NULL && compare_pairs (last, pair) == 0)
        last->n++;
      else
        g_array_index (pairs, Pair, kept++) = *pair;
    }
  g_array_set_size (pairs, kept);

  return pairs;
}

/* The signs of ordinals are letters to Unicode, but stand behind numbers. */
static inline gboolean
is_letter (gunichar c)
{
  return (g_unichar_isalpha (c) || g_unichar_ismark (c)) && c != 0xaa && c != 0xba;
}

/* What a character beyond ASCII that is no letter does to its neighbours. */
typedef enum
{
  SYMBOL_CONTROL,    /* of the second kind: nobody writes them */
  SYMBOL_SPACE,
  SYMBOL_OPENING,    /* stands before words */
  SYMBOL_CLOSING,    /* stands behind words and numbers */
  SYMBOL_APOSTROPHE, /* stands behind a letter */
  SYMBOL_ODD,        /* stands by itself */
} SymbolKind;

static SymbolKind
get_symbol_kind (gunichar c)
{
  static const char opening[] = "‘“„«‚¿¡§№";
  static const char closing[] = "”»…°€™®©ºª—–";
  char text[8] = "";

  if (c < 0xa0)
    return SYMBOL_CONTROL;
  if (c == 0xa0)
    return SYMBOL_SPACE;
  if (c == 0x2019 || c == 0xb4 || c == 0xb7)
    return SYMBOL_APOSTROPHE;

  g_unichar_to_utf8 (c, text);
  if (strstr (opening, text) != NULL)
    return SYMBOL_OPENING;

  return strstr (closing, text) != NULL ? SYMBOL_CLOSING : SYMBOL_ODD;
}

static double
rate_symbol (gunichar before,
             gunichar c)
{
  gboolean behind_letter = is_letter (before);

  switch (get_symbol_kind (c))
    {
    case SYMBOL_CONTROL:
      return -2;
    case SYMBOL_OPENING:
      return behind_letter ? -1.5 : 0.1;
    case SYMBOL_APOSTROPHE:
      return behind_letter ? 0.2 : -0.6;
    case SYMBOL_ODD:
      return behind_letter ? -1.5 : -0.4;
    case SYMBOL_SPACE:
    case SYMBOL_CLOSING:
    default:
      return 0.1;
    }
}

/* Whether a letter may stand behind @symbol. */
static gboolean
may_precede_letter (gunichar symbol)
{
  SymbolKind kind = get_symbol_kind (symbol);

  return kind != SYMBOL_CLOSING && kind != SYMBOL_ODD && kind != SYMBOL_CONTROL;
}

static gunichar
edge_or_letter (gunichar    c,
                GHashTable *letters)
{
  gunichar lower = g_unichar_tolower (c);

  if (!is_letter (c) || (lower >= 0x80 && !g_hash_table_contains (letters, GUINT_TO_POINTER (lower))))
    return '_';

  return lower;
}

static double
rate_pair (const Alphabet *alphabet,
           const Pair     *pair)
{
  gunichar before = edge_or_letter (pair->before, alphabet->letters);
  gunichar c = edge_or_letter (pair->c, alphabet->letters);
  gboolean usual = g_hash_table_contains (alphabet->pairs, GUINT_TO_POINTER (before << 16 | c));
  double rate = 0;

  if (is_letter (pair->c) && pair->before >= 0x80 && !is_letter (pair->before) && !may_precede_letter (pair->before))
    return -1.5;

  if (pair->c < 0x80)
    {
      if (before == '_')
        return 0;
      rate = usual ? 0.4 : -0.1;
      if (!alphabet->alphabet->latin && g_ascii_isalpha (pair->c))
        rate -= 1;
      return rate;
    }

  if (!is_letter (pair->c))
    return rate_symbol (pair->before, pair->c);
  if (c == '_')
    return -0.6;

  rate = usual ? 1 : 0.2;
  /* A capital inside a word: the letters of two encodings are swapped. */
  if (g_unichar_isupper (pair->c) && g_unichar_islower (pair->before))
    rate -= 1.5;
  if (!alphabet->alphabet->latin && g_ascii_isalpha (pair->before))
    rate -= 1;

  return rate - alphabet->alphabet->handicap;
}

static double
rate_by_alphabets (GArray *pairs)
{
  GArray *alphabets = get_alphabets ();
  double best = -G_MAXDOUBLE;

  for (guint i = 0; i < alphabets->len; i++)
    {
      double rate = 0;

      for (guint k = 0; k < pairs->len; k++)
        {
          const Pair *pair = &g_array_index (pairs, Pair, k);

          rate += rate_pair (&g_array_index (alphabets, Alphabet, i), pair) * pair->n;
        }
      best = MAX (best, rate);
    }

  return best;
}

static double
rate_ideograph (gunichar    c,
                GHashTable *common,
                gboolean    japanese,
                gboolean    korean)
{
  if (g_hash_table_contains (common, GUINT_TO_POINTER (c)))
    return 2;
  if (c >= 0x3040 && c <= 0x30ff) /* kana */
    return japanese ? 1.6 : 0;
  if (c >= 0x4e00 && c <= 0x9fff)
    return korean ? -0.5 : 0;
  if (c >= 0xac00 && c <= 0xd7a3) /* hangul */
    return korean ? 0.2 : -1.6;
  if ((c >= 0x3000 && c <= 0x303f) || (c >= 0xff01 && c <= 0xff5e)) /* their punctuation */
    return 0.3;
  if (c >= 0xff61 && c <= 0xff9f) /* half-width kana: what single bytes look like */
    return -1;

  return -1.3;
}

static double
rate_by_ideographs (GArray     *pairs,
                    const char *common)
{
  g_autoptr (GHashTable) set = make_character_set (common);
  double rate = 0;

  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);

      if (pair->c >= 0x80)
        rate += pair->n * rate_ideograph (pair->c, set, common == _crm_common_japanese, common == _crm_common_korean);
    }

  return rate;
}

static gboolean
equal_pairs (GArray *a,
             GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (Pair)) == 0);
}

static void
guess_older (const guint8      *data,
             gsize              length,
             CrmEncodingGuess  *guess)
{
  g_autoptr (GByteArray) sample = take_sample (data, length);
  g_autoptr (GPtrArray) readings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  double rates[G_N_ELEMENTS (candidates)];
  gsize n_high = 0;
  guint best = 0;
  double second = -G_MAXDOUBLE;

  for (guint i = 0; i < sample->len; i++)
    n_high += sample->data[i] >= 0x80;

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      g_autoptr (GArray) text = read_sample (sample, candidates[i].charset, n_high);
      GArray *pairs = text != NULL ? count_pairs (text) : g_array_new (FALSE, FALSE, sizeof (Pair));

      g_ptr_array_add (readings, pairs);
      if (text == NULL)
        rates[i] = -G_MAXDOUBLE;
      else
        rates[i] = candidates[i].favour + (candidates[i].common != NULL ? rate_by_ideographs (pairs, candidates[i].common)
                                                                        : rate_by_alphabets (pairs));
      if (rates[i] > rates[best])
        best = i;
    }

  /* Two encodings in which the text reads the same are no doubt. */
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (i != best && rates[i] > second && !equal_pairs (readings->pdata[i], readings->pdata[best]))
      second = rates[i];

  guess->encoding = get_encoding (rates[best] > -G_MAXDOUBLE ? candidates[best].charset : "WINDOWS-1252");
  guess->mark = 0;
  guess->confidence = 0.1;
  if (rates[best] > 0 && n_high > 0)
    guess->confidence = CLAMP (0.3 + 0.5 * (rates[best] - MAX (second, 0)) / (double) n_high + 0.004 * (double) MIN (n_high, 50),
                               0.1, 0.95);
}

/* Japanese mail comes in seven bits, with escapes to and from its characters. */
static gboolean
guess_escaped (const guint8      *data,
               gsize              length,
               CrmEncodingGuess  *guess)
{
  const guint8 *escape = memchr (data, 0x1b, length);

  if (escape == NULL || length - (gsize) (escape - data) < 3 || escape[1] != '$' || (escape[2] != 'B' && escape[2] != '@'))
    return FALSE;

  *guess = (CrmEncodingGuess) { get_encoding ("ISO-2022-JP"), 0, 0.95 };

  return TRUE;
}

/**
 * crm_encoding_guess:
 * @data: a file, or its beginning
 * @whole: whether @data ends where the file ends
 * @guess: (out caller-allocates): the likeliest encoding
 *
 * Guesses in which encoding a file is.
 */
void
crm_encoding_guess (const guint8      *data,
                    gsize              length,
                    gboolean           whole,
                    CrmEncodingGuess  *guess)
{
  if (!guess_by_mark (data, length, guess) &&
      !guess_wide (data, length, guess) &&
      !guess_escaped (data, length, guess) &&
      !guess_utf8 (data, length, whole, guess))
    guess_older (data, length, guess);
}
