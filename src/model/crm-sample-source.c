/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reads the text files in data/sample, which are compiled in: sections with lists, tables and
 * paragraphs. Their form is told in language-en.txt and country-gb.txt.
 */

#include "config.h"

#include "crm-sample-source-private.h"

#include <string.h>

#include "crm-error.h"
#include "crm-fold.h"
#include "crm-model-resources.h"

/*< private >
 * _crm_sample_get_file:
 * @name: of a file in data/sample
 * @error: a #GResourceError
 *
 * Returns: (transfer full) (nullable): its text, ended by a NUL
 */
GBytes *
_crm_sample_get_file (const char  *name,
                      GError     **error)
{
  g_autofree char *path = g_strconcat (CRM_SAMPLE_FOLDER, name, NULL);

  return g_resource_lookup_data (crm_model_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

/*< private >
 * _crm_sample_source_complain:
 *
 * Says what is wrong with a file. It is compiled in, so it is a bug, and not for translators.
 *
 * Returns: %FALSE
 */
gboolean
_crm_sample_source_complain (CrmSampleSource *self,
                             const char      *format,
                             ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (self->error, CRM_ERROR, CRM_ERROR_SYNTAX, "%s: %s", self->name, what);

  return FALSE;
}

/* --- Sections ------------------------------------------------------------------------------------ */

static void
free_section (gpointer data)
{
  g_string_free (data, TRUE);
}

/*< private >
 * _crm_sample_source_read:
 * @self: (out caller-allocates): the file, to be cleared even after a failure
 * @name: of the file; outlives @self
 * @error: %CRM_ERROR_SYNTAX; outlives @self
 */
gboolean
_crm_sample_source_read (CrmSampleSource  *self,
                         const char       *name,
                         GError          **error)
{
  g_autoptr (GBytes) bytes = _crm_sample_get_file (name, error);
  g_auto (GStrv) lines = NULL;
  GString *section = NULL;

  self->name = name;
  self->sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_section);
  self->error = error;
  if (bytes == NULL)
    return FALSE;

  lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize length = strlen (lines[i]);

      if (lines[i][0] == '#')
        continue;

      if (lines[i][0] == '[' && lines[i][length - 1] == ']')
        {
          g_autofree char *title = g_strndup (lines[i] + 1, length - 2);

          if (g_hash_table_contains (self->sections, title))
            return _crm_sample_source_complain (self, "[%s] is there twice", title);

          section = g_string_new (NULL);
          g_hash_table_insert (self->sections, g_steal_pointer (&title), section);
        }
      else if (section != NULL)
        g_string_append_printf (section, "%s\n", lines[i]);
      else if (length > 0)
        return _crm_sample_source_complain (self, "line %u is in no section", i + 1);
    }

  return TRUE;
}

void
_crm_sample_source_clear (CrmSampleSource *self)
{
  g_clear_pointer (&self->sections, g_hash_table_unref);
}

/*< private >
 * _crm_sample_source_get:
 * @section: its name
 *
 * Returns: (transfer none) (nullable): the lines of the section that are not comments
 */
const char *
_crm_sample_source_get (CrmSampleSource *self,
                        const char      *section)
{
  GString *text = g_hash_table_lookup (self->sections, section);

  return text != NULL ? text->str : NULL;
}

/* --- Words --------------------------------------------------------------------------------------- */

void
_crm_sample_word_free (CrmSampleWord *word)
{
  if (word == NULL)
    return;

  g_free (word->text);
  g_free (word->feminine);
  g_free (word->plain);
  g_free (word->plain_feminine);
  g_free (word);
}

static const CrmSampleWord *
find_spelling (GPtrArray  *spelling,
               const char *text)
{
  for (guint i = 0; i < spelling->len; i++)
    {
      const CrmSampleWord *letters = g_ptr_array_index (spelling, i);

      if (g_str_has_prefix (text, letters->text))
        return letters;
    }

  return NULL;
}

/* Replaces the letters that the language writes differently in addresses. */
static char *
respell (const char *text,
         GPtrArray  *spelling)
{
  GString *result = g_string_new (NULL);

  while (*text != '\0')
    {
      const CrmSampleWord *letters = find_spelling (spelling, text);

      if (letters != NULL)
        {
          g_string_append (result, letters->plain);
          text += strlen (letters->text);
        }
      else
        {
          g_string_append_unichar (result, g_utf8_get_char (text));
          text = g_utf8_next_char (text);
        }
    }

  return g_string_free (result, FALSE);
}

/* How a text is written in an address: "Müller-Lüdenscheidt" → "muellerluedenscheidt". What the
 * language spells differently may have accents itself, so it is looked for twice. */
static char *
make_plain (const char *text,
            GPtrArray  *spelling)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *respelled = respell (lower, spelling);
  g_autofree char *folded = crm_fold (respelled);
  g_autofree char *again = respell (folded != NULL ? folded : "", spelling);
  GString *plain = g_string_new (NULL);

  for (const char *p = again; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (plain, *p);

  return g_string_free (plain, FALSE);
}

/*< private >
 * _crm_sample_word_parse:
 * @entry: "Kowalski/Kowalska", "佐藤=sato"
 * @spelling: (element-type CrmSampleWord): what letters become in an address
 *
 * Returns: (transfer full): the word
 */
CrmSampleWord *
_crm_sample_word_parse (const char *entry,
                        GPtrArray  *spelling)
{
  CrmSampleWord *word = g_new0 (CrmSampleWord, 1);
  g_auto (GStrv) parts = g_strsplit (entry, "=", 2);
  g_auto (GStrv) forms = g_strsplit (parts[0], "/", 2);

  word->text = g_strdup (g_strstrip (forms[0]));
  word->plain = parts[1] != NULL ? g_strdup (g_strstrip (parts[1])) : make_plain (word->text, spelling);
  if (forms[1] != NULL)
    {
      word->feminine = g_strdup (g_strstrip (forms[1]));
      word->plain_feminine = parts[1] != NULL ? g_strdup (word->plain) : make_plain (word->feminine, spelling);
    }

  return word;
}

/* "Tejados {surname}" is "tejados{surname}" in an address. */
static char *
make_plain_pattern (const char *pattern,
                    GPtrArray  *spelling)
{
  GString *plain = g_string_new (NULL);

  while (*pattern != '\0')
    {
      gsize length = strcspn (pattern, "{");
      gsize gap = pattern[length] == '{' ? strcspn (pattern + length, "}") + 1 : 0;
      g_autofree char *letters = g_strndup (pattern, length);
      g_autofree char *part = make_plain (letters, spelling);

      g_string_append (plain, part);
      g_string_append_len (plain, pattern + length, (gssize) gap);
      pattern += length + gap;
    }

  return g_string_free (plain, FALSE);
}

static CrmSampleWord *
parse_entry (const char    *entry,
             CrmSampleForm  form,
             GPtrArray     *spelling)
{
  CrmSampleWord *word;

  if (form == CRM_SAMPLE_FORM_WORDS)
    return _crm_sample_word_parse (entry, spelling);

  word = g_new0 (CrmSampleWord, 1);
  word->text = g_strdup (entry);
  if (form == CRM_SAMPLE_FORM_PATTERNS)
    word->plain = make_plain_pattern (entry, spelling);

  return word;
}

/* --- Lists and tables -------------------------------------------------------------------------------- */

/*< private >
 * _crm_sample_source_check_gaps:
 * @gaps: the names of gaps that can be filled in, each between blanks
 *
 * Returns: %FALSE after a complaint about a gap that cannot
 */
gboolean
_crm_sample_source_check_gaps (CrmSampleSource *self,
                               const char      *pattern,
                               const char      *gaps)
{
  for (const char *open = strchr (pattern, '{'); open != NULL; open = strchr (open + 1, '{'))
    {
      g_autofree char *gap = g_strndup (open + 1, strcspn (open + 1, "{}"));
      g_autofree char *wanted = g_strdup_printf (" %s ", gap);

      if (open[strlen (gap) + 1] != '}' || strstr (gaps, wanted) == NULL)
        return _crm_sample_source_complain (self, "“%s” cannot be filled in", pattern);
    }

  return TRUE;
}

/*< private >
 * _crm_sample_source_check_number:
 *
 * Returns: %FALSE after a complaint about braces that do not match
 */
gboolean
_crm_sample_source_check_number (CrmSampleSource *self,
                                 const char      *pattern)
{
  const char *open = strchr (pattern, '{');
  const char *close = strchr (pattern, '}');

  if ((open == NULL) != (close == NULL) || open > close || (open != NULL && strchr (open + 1, '{') != NULL))
    return _crm_sample_source_complain (self, "“%s” has braces that do not match", pattern);

  return TRUE;
}

/*< private >
 * _crm_sample_source_parse_list:
 * @text: of a section, or a column of a table with line breaks between the entries
 * @form: how its entries are written
 * @gaps: that they may have, each between blanks
 * @spelling: (element-type CrmSampleWord): what letters become in an address
 *
 * Returns: (transfer full) (element-type CrmSampleWord) (nullable): the entries, or %NULL after
 *   a complaint
 */
GPtrArray *
_crm_sample_source_parse_list (CrmSampleSource *self,
                               const char      *text,
                               CrmSampleForm    form,
                               const char      *gaps,
                               GPtrArray       *spelling)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func ((GDestroyNotify) _crm_sample_word_free);
  const char *between = form == CRM_SAMPLE_FORM_PARAGRAPHS ? "\\n\\s*\\n" : form == CRM_SAMPLE_FORM_LINES ? "\\n" : "[,\\n]";
  g_auto (GStrv) entries = g_regex_split_simple (between, text, 0, 0);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      char *entry = g_strstrip (entries[i]);

      if (*entry == '\0')
        continue;

      if (form == CRM_SAMPLE_FORM_NUMBERS ? !_crm_sample_source_check_number (self, entry)
                                          : !_crm_sample_source_check_gaps (self, entry, gaps))
        return NULL;

      g_ptr_array_add (words, parse_entry (entry, form, spelling));
    }

  return g_steal_pointer (&words);
}

static gboolean
parse_row (CrmSampleSource   *self,
           const char        *line,
           guint              n_columns,
           CrmSampleRowFunc   func,
           gpointer           data)
{
  g_auto (GStrv) columns = g_strsplit (line, "|", -1);

  if (g_strv_length (columns) != n_columns)
    return _crm_sample_source_complain (self, "“%s” does not have %u columns", line, n_columns);

  for (guint i = 0; i < n_columns; i++)
    g_strstrip (columns[i]);

  return func (self, columns, data);
}

/*< private >
 * _crm_sample_source_parse_table:
 * @section: its name; one that is not there is an empty table
 * @n_columns: how many each line has
 * @func: (scope call): called with each line
 * @data: for @func
 *
 * Returns: %FALSE after a complaint
 */
gboolean
_crm_sample_source_parse_table (CrmSampleSource  *self,
                                const char       *section,
                                guint             n_columns,
                                CrmSampleRowFunc  func,
                                gpointer          data)
{
  const char *text = _crm_sample_source_get (self, section);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0' && !parse_row (self, lines[i], n_columns, func, data))
      return FALSE;

  return TRUE;
}
