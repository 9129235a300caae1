/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The words of the sample data: what people, companies and places are called, country by
 * country. A country has lists of its own and takes the others from its language. What is read
 * is checked, so that whoever uses it need not. Does not change once it is loaded; any thread.
 */

#include "config.h"

#include "crm-sample-private.h"

#include <stdio.h>
#include <string.h>

#include "crm-model-resources.h"
#include "crm-money.h"
#include "crm-sample-source-private.h"

struct _CrmSampleWords
{
  GPtrArray *locales;
};

/* What may stand in braces. */
#define NO_GAPS      " "
#define COMPANY_GAPS " surname forename city fancy "
#define TEXT_GAPS    " account trade colleague city street number percent "
#define NOTE_GAPS    TEXT_GAPS "contact first owner amount date past time phone ref "
#define WORK_GAPS    " colleague city street number percent contact first owner amount date past time phone ref "

static const struct
{
  const char *name;
  CrmSampleForm form;
  const char *gaps;
} lists[CRM_SAMPLE_N_LISTS] = {
  [CRM_SAMPLE_WOMEN] = { "women", CRM_SAMPLE_FORM_WORDS, NO_GAPS },
  [CRM_SAMPLE_MEN] = { "men", CRM_SAMPLE_FORM_WORDS, NO_GAPS },
  [CRM_SAMPLE_SURNAMES] = { "surnames", CRM_SAMPLE_FORM_WORDS, NO_GAPS },
  [CRM_SAMPLE_FAMILIES] = { "families", CRM_SAMPLE_FORM_PATTERNS, " surname " },
  [CRM_SAMPLE_FANCY] = { "fancy", CRM_SAMPLE_FORM_WORDS, NO_GAPS },
  [CRM_SAMPLE_MAILS] = { "mails", CRM_SAMPLE_FORM_PATTERNS, NO_GAPS },
  [CRM_SAMPLE_MONTHS] = { "months", CRM_SAMPLE_FORM_WORDS, NO_GAPS },
  [CRM_SAMPLE_JOBS] = { "jobs", CRM_SAMPLE_FORM_WORDS, NO_GAPS },
  [CRM_SAMPLE_STREETS] = { "streets", CRM_SAMPLE_FORM_PATTERNS, NO_GAPS },
  [CRM_SAMPLE_SECOND_LINES] = { "second lines", CRM_SAMPLE_FORM_NUMBERS, NO_GAPS },
  [CRM_SAMPLE_LEGAL] = { "legal", CRM_SAMPLE_FORM_PATTERNS, " company " },
  [CRM_SAMPLE_MOBILES] = { "mobiles", CRM_SAMPLE_FORM_NUMBERS, NO_GAPS },
  [CRM_SAMPLE_DESCRIPTIONS] = { "descriptions", CRM_SAMPLE_FORM_PARAGRAPHS, TEXT_GAPS },
  [CRM_SAMPLE_NOTES] = { "notes", CRM_SAMPLE_FORM_PARAGRAPHS, NOTE_GAPS },
  [CRM_SAMPLE_DEALS] = { "deals", CRM_SAMPLE_FORM_LINES, WORK_GAPS },
  [CRM_SAMPLE_CALLS] = { "calls", CRM_SAMPLE_FORM_LINES, WORK_GAPS },
  [CRM_SAMPLE_MAILINGS] = { "mailings", CRM_SAMPLE_FORM_LINES, WORK_GAPS },
  [CRM_SAMPLE_MEETINGS] = { "meetings", CRM_SAMPLE_FORM_LINES, WORK_GAPS },
  [CRM_SAMPLE_CHORES] = { "chores", CRM_SAMPLE_FORM_LINES, WORK_GAPS },
  [CRM_SAMPLE_RESULTS] = { "results", CRM_SAMPLE_FORM_LINES, WORK_GAPS },
  [CRM_SAMPLE_COMMENTS] = { "comments", CRM_SAMPLE_FORM_PARAGRAPHS, WORK_GAPS },
};

/* What the functions that read a line of a table are given. */
typedef struct
{
  CrmSampleLocale *locale;
  GPtrArray *spelling;
} Reading;

/* --- Trades ---------------------------------------------------------------------------------------- */

static void
forget_names (CrmSampleTrade *trade)
{
  g_clear_pointer (&trade->industry, g_free);
  g_clear_pointer (&trade->companies, g_ptr_array_unref);
  g_clear_pointer (&trade->jobs, g_ptr_array_unref);
}

static void
trade_free (gpointer data)
{
  CrmSampleTrade *trade = data;

  forget_names (trade);
  g_free (trade->key);
  g_free (trade->tag);
  g_free (trade);
}

static CrmSampleTrade *
find_trade (GPtrArray  *trades,
            const char *key)
{
  for (guint i = 0; i < trades->len; i++)
    {
      CrmSampleTrade *trade = g_ptr_array_index (trades, i);

      if (strcmp (trade->key, key) == 0)
        return trade;
    }

  return NULL;
}

/* A line of trades.txt: what is the same everywhere. */
static gboolean
add_trade (CrmSampleSource  *source,
           char            **columns,
           gpointer          data)
{
  Reading *reading = data;
  CrmSampleTrade *trade = g_new0 (CrmSampleTrade, 1);

  trade->key = g_strdup (columns[0]);
  trade->revenue = g_ascii_strtoll (columns[2], NULL, 10);
  trade->tag = g_strdup (columns[3]);
  g_ptr_array_add (reading->locale->trades, trade);

  if (sscanf (columns[1], "%u-%u", &trade->smallest, &trade->largest) != 2 ||
      trade->smallest > trade->largest || trade->revenue <= 0)
    return _crm_sample_source_complain (source, "%s has a wrong number", trade->key);

  return TRUE;
}

/* A line of a language, or of a country that calls a trade differently. */
static gboolean
name_trade (CrmSampleSource  *source,
            char            **columns,
            gpointer          data)
{
  Reading *reading = data;
  CrmSampleTrade *trade = find_trade (reading->locale->trades, columns[0]);

  if (trade == NULL)
    return _crm_sample_source_complain (source, "There is no trade %s", columns[0]);

  forget_names (trade);
  trade->industry = g_strdup (columns[1]);
  g_strdelimit (columns[2], ";", '\n');
  g_strdelimit (columns[3], ";", '\n');
  trade->companies = _crm_sample_source_parse_list (source, columns[2], CRM_SAMPLE_FORM_PATTERNS, COMPANY_GAPS,
                                                    reading->spelling);
  trade->jobs = _crm_sample_source_parse_list (source, columns[3], CRM_SAMPLE_FORM_WORDS, NO_GAPS, reading->spelling);

  return trade->companies != NULL && trade->jobs != NULL;
}

static gboolean
read_trades (Reading          *reading,
             CrmSampleSource  *language,
             CrmSampleSource  *country,
             GError          **error)
{
  GPtrArray *trades = reading->locale->trades;
  g_auto (CrmSampleSource) common = { NULL };

  if (!_crm_sample_source_read (&common, "trades.txt", error) ||
      !_crm_sample_source_parse_table (&common, "trades", 4, add_trade, reading) ||
      !_crm_sample_source_parse_table (language, "trades", 4, name_trade, reading) ||
      !_crm_sample_source_parse_table (country, "trades", 4, name_trade, reading))
    return FALSE;

  for (guint i = 0; i < trades->len; i++)
    {
      const CrmSampleTrade *trade = g_ptr_array_index (trades, i);

      if (trade->companies == NULL || trade->companies->len == 0 || trade->jobs->len == 0)
        return _crm_sample_source_complain (language, "The trade %s has no names", trade->key);
    }

  return TRUE;
}

/* --- Countries --------------------------------------------------------------------------------------- */

static void
city_free (gpointer data)
{
  CrmSampleCity *city = data;

  _crm_sample_word_free (city->name);
  g_free (city->region);
  g_free (city->postcode);
  g_free (city->phone);
  g_free (city);
}

static void
locale_free (gpointer data)
{
  CrmSampleLocale *locale = data;

  for (guint i = 0; i < CRM_SAMPLE_N_LISTS; i++)
    g_clear_pointer (&locale->lists[i], g_ptr_array_unref);
  g_ptr_array_unref (locale->private_notes);
  g_ptr_array_unref (locale->cities);
  g_ptr_array_unref (locale->trades);
  g_free (locale->country);
  g_free (locale->language);
  g_free (locale->currency);
  g_free (locale->calling);
  g_free (locale->trunk);
  g_free (locale->address);
  g_free (locale->date);
  g_free (locale->amount);
  g_free (locale->thousands);
  g_free (locale);
}

/* A line of [about]. */
static gboolean
set_fact (CrmSampleSource  *source,
          char            **columns,
          gpointer          data)
{
  CrmSampleLocale *locale = ((Reading *) data)->locale;
  const struct
  {
    const char *key;
    const char *gaps;
    char **place;
  } texts[] = {
    { "language", NO_GAPS, &locale->language },
    { "currency", NO_GAPS, &locale->currency },
    { "calling", NO_GAPS, &locale->calling },
    { "trunk", NO_GAPS, &locale->trunk },
    { "address", " street number ", &locale->address },
    { "date", " day month ", &locale->date },
    { "amount", " amount ", &locale->amount },
    { "thousands", NO_GAPS, &locale->thousands },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (columns[0], texts[i].key) == 0)
      {
        g_free (*texts[i].place);
        *texts[i].place = g_strdup (columns[1]);
        return _crm_sample_source_check_gaps (source, columns[1], texts[i].gaps);
      }

  if (strcmp (columns[0], "rate") == 0)
    locale->rate = g_ascii_strtod (columns[1], NULL);
  else if (strcmp (columns[0], "weight") == 0)
    locale->weight = (guint) g_ascii_strtoull (columns[1], NULL, 10);
  else
    return _crm_sample_source_complain (source, "[about] does not know “%s”", columns[0]);

  return TRUE;
}

static gboolean
check_facts (CrmSampleLocale *locale,
             CrmSampleSource *country)
{
  if (locale->language == NULL || locale->currency == NULL || locale->calling == NULL || locale->trunk == NULL ||
      locale->address == NULL || locale->date == NULL || locale->amount == NULL || locale->thousands == NULL ||
      locale->rate <= 0 || locale->weight == 0)
    return _crm_sample_source_complain (country, "[about] is not complete");

  if (!crm_money_is_currency (locale->currency))
    return _crm_sample_source_complain (country, "“%s” is no currency", locale->currency);

  /* Some write numbers with a blank that is narrow and does not break. */
  if (*locale->thousands == '\0')
    {
      g_free (locale->thousands);
      locale->thousands = g_strdup ("\u202f");
    }

  return TRUE;
}

static gboolean
add_city (CrmSampleSource  *source,
          char            **columns,
          gpointer          data)
{
  Reading *reading = data;
  CrmSampleCity *city = g_new0 (CrmSampleCity, 1);

  city->name = _crm_sample_word_parse (columns[0], reading->spelling);
  city->region = g_strdup (columns[1]);
  city->postcode = g_strdup (columns[2]);
  city->phone = g_strdup (columns[3]);
  g_ptr_array_add (reading->locale->cities, city);

  return _crm_sample_source_check_number (source, city->phone);
}

/* A list with a name that nobody asks for would be a slip of the pen. */
static gboolean
check_sections (CrmSampleSource *source)
{
  static const char *const others[] = { "about", "cities", "spelling", "trades", NULL };
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, source->sections);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      gboolean known = g_strv_contains (others, name);

      for (guint i = 0; i < CRM_SAMPLE_N_LISTS; i++)
        known |= strcmp (lists[i].name, name) == 0;
      if (!known)
        return _crm_sample_source_complain (source, "Nobody knows [%s]", (const char *) name);
    }

  return TRUE;
}

static gboolean
read_lists (Reading         *reading,
            CrmSampleSource *language,
            CrmSampleSource *country)
{
  CrmSampleLocale *locale = reading->locale;

  for (guint i = 0; i < CRM_SAMPLE_N_LISTS; i++)
    {
      gboolean own = _crm_sample_source_get (country, lists[i].name) != NULL;
      CrmSampleSource *source = own ? country : language;
      const char *text = _crm_sample_source_get (source, lists[i].name);

      if (text == NULL)
        return _crm_sample_source_complain (source, "[%s] is missing", lists[i].name);

      locale->lists[i] = _crm_sample_source_parse_list (source, text, lists[i].form, lists[i].gaps, reading->spelling);
      if (locale->lists[i] == NULL)
        return FALSE;
      if (locale->lists[i]->len == 0)
        return _crm_sample_source_complain (source, "[%s] is empty", lists[i].name);
    }

  if (locale->lists[CRM_SAMPLE_MONTHS]->len != 12)
    return _crm_sample_source_complain (language, "A year has twelve months");

  return TRUE;
}

static gboolean
choose_private_notes (CrmSampleLocale *locale,
                      CrmSampleSource *language)
{
  GPtrArray *notes = locale->lists[CRM_SAMPLE_NOTES];

  for (guint i = 0; i < notes->len; i++)
    {
      CrmSampleWord *note = g_ptr_array_index (notes, i);

      if (strstr (note->text, "{account}") == NULL && strstr (note->text, "{trade}") == NULL)
        g_ptr_array_add (locale->private_notes, note);
    }

  return locale->private_notes->len > 0 ||
         _crm_sample_source_complain (language, "There are no notes for private people");
}

static GPtrArray *
read_spelling (CrmSampleSource *language)
{
  const char *text = _crm_sample_source_get (language, "spelling");
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  return _crm_sample_source_parse_list (language, text != NULL ? text : "", CRM_SAMPLE_FORM_WORDS, NO_GAPS, none);
}

static gboolean
read_locale (CrmSampleLocale  *locale,
             const char       *file,
             GError          **error)
{
  g_auto (CrmSampleSource) country = { NULL };
  g_auto (CrmSampleSource) language = { NULL };
  g_autofree char *language_file = NULL;
  g_autoptr (GPtrArray) spelling = NULL;
  Reading reading = { locale, NULL };

  if (!_crm_sample_source_read (&country, file, error) ||
      !_crm_sample_source_parse_table (&country, "about", 2, set_fact, &reading) || !check_facts (locale, &country))
    return FALSE;

  language_file = g_strdup_printf ("language-%s.txt", locale->language);
  if (!_crm_sample_source_read (&language, language_file, error))
    return FALSE;

  reading.spelling = spelling = read_spelling (&language);

  return spelling != NULL && check_sections (&language) && check_sections (&country) &&
         read_lists (&reading, &language, &country) && choose_private_notes (locale, &language) &&
         read_trades (&reading, &language, &country, error) &&
         _crm_sample_source_parse_table (&country, "cities", 4, add_city, &reading) &&
         (locale->cities->len > 0 || _crm_sample_source_complain (&country, "[cities] is empty"));
}

/* "country-gb.txt" → "GB" */
static CrmSampleLocale *
locale_new (const char *file)
{
  CrmSampleLocale *locale = g_new0 (CrmSampleLocale, 1);

  locale->country = g_ascii_strup (file + strlen ("country-"), 2);
  locale->private_notes = g_ptr_array_new ();
  locale->cities = g_ptr_array_new_with_free_func (city_free);
  locale->trades = g_ptr_array_new_with_free_func (trade_free);

  return locale;
}

/* --- All of it ------------------------------------------------------------------------------------------ */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/*< private >
 * _crm_sample_words_load:
 * @error: %CRM_ERROR_SYNTAX, which is a bug
 *
 * Returns: (transfer full) (nullable): the words of all countries, in the order of their codes
 */
CrmSampleWords *
_crm_sample_words_load (GError **error)
{
  g_autoptr (CrmSampleWords) self = g_new0 (CrmSampleWords, 1);
  g_auto (GStrv) files = g_resource_enumerate_children (crm_model_get_resource (), CRM_SAMPLE_FOLDER,
                                                        G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  self->locales = g_ptr_array_new_with_free_func (locale_free);
  if (files == NULL)
    return NULL;

  qsort (files, g_strv_length (files), sizeof (char *), compare_names);
  for (guint i = 0; files[i] != NULL; i++)
    if (g_str_has_prefix (files[i], "country-"))
      {
        CrmSampleLocale *locale = locale_new (files[i]);

        g_ptr_array_add (self->locales, locale);
        if (!read_locale (locale, files[i], error))
          return NULL;
      }

  return g_steal_pointer (&self);
}

void
_crm_sample_words_free (CrmSampleWords *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->locales);
  g_free (self);
}

guint
_crm_sample_words_get_n (CrmSampleWords *self)
{
  return self->locales->len;
}

const CrmSampleLocale *
_crm_sample_words_get (CrmSampleWords *self,
                       guint           index)
{
  return g_ptr_array_index (self->locales, index);
}

/*< private >
 * _crm_sample_words_find_language:
 * @language: "es"
 *
 * Returns: (transfer none) (nullable): a country where it is spoken
 */
const CrmSampleLocale *
_crm_sample_words_find_language (CrmSampleWords *self,
                                 const char     *language)
{
  for (guint i = 0; i < self->locales->len; i++)
    {
      const CrmSampleLocale *locale = g_ptr_array_index (self->locales, i);

      if (strcmp (locale->language, language) == 0)
        return locale;
    }

  return NULL;
}

/*< private >
 * _crm_sample_list_get_name:
 *
 * Returns: (transfer none): the name of its section
 */
const char *
_crm_sample_list_get_name (CrmSampleList list)
{
  return lists[list].name;
}

const CrmSampleWord *
_crm_sample_locale_get_word (const CrmSampleLocale *locale,
                             CrmSampleList          list,
                             guint                  index)
{
  return g_ptr_array_index (locale->lists[list], index);
}
