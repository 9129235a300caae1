/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How the maker of sample data decides and writes: chance, days, and patterns with gaps.
 */

#include "config.h"

#include "crm-sample-maker-private.h"

#include <math.h>
#include <string.h>

#define DAY_LENGTH ((gint64) 86400 * G_USEC_PER_SEC)
#define EPOCH      719163 /* the first of January 1970 in the count of GDate */

/* --- Chance -------------------------------------------------------------------------------------- */

/*< private >
 * _crm_sample_maker_next:
 *
 * SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
 *
 * Returns: the next number
 */
guint64
_crm_sample_maker_next (CrmSampleMaker *self)
{
  guint64 z = (self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return z ^ (z >> 31);
}

/*< private >
 * _crm_sample_maker_below:
 * @limit: not 0
 *
 * Returns: a number from 0 up to but without @limit
 */
guint
_crm_sample_maker_below (CrmSampleMaker *self,
                         guint           limit)
{
  return (guint) (((_crm_sample_maker_next (self) >> 32) * limit) >> 32);
}

gboolean
_crm_sample_maker_chance (CrmSampleMaker *self,
                          guint           percent)
{
  return _crm_sample_maker_below (self, 100) < percent;
}

/*< private >
 * _crm_sample_maker_fraction:
 *
 * Returns: a number from 0 up to but without 1
 */
double
_crm_sample_maker_fraction (CrmSampleMaker *self)
{
  return (double) (_crm_sample_maker_next (self) >> 11) / (double) (G_GUINT64_CONSTANT (1) << 53);
}

gpointer
_crm_sample_maker_pick (CrmSampleMaker *self,
                        GPtrArray      *array)
{
  return g_ptr_array_index (array, _crm_sample_maker_below (self, array->len));
}

const CrmSampleWord *
_crm_sample_maker_pick_word (CrmSampleMaker *self,
                             CrmSampleList   list)
{
  return _crm_sample_maker_pick (self, self->locale->lists[list]);
}

/* --- Days ---------------------------------------------------------------------------------------- */

static void
set_date (GDate  *date,
          gint64  day)
{
  g_date_clear (date, 1);
  g_date_set_julian (date, (guint32) (day + EPOCH));
}

gint64
_crm_sample_day_of (gint64 instant)
{
  return instant / DAY_LENGTH;
}

/*< private >
 * _crm_sample_day_at_work:
 * @day: in days since 1970
 *
 * Returns: @day, or a day shortly before that is not at a weekend and not the first, the eighth
 *   or the eleventh of a month, before which French and Italian would need other words
 */
gint64
_crm_sample_day_at_work (gint64 day)
{
  for (;; day--)
    {
      GDate date;
      GDateDay number;

      set_date (&date, day);
      number = g_date_get_day (&date);
      if (g_date_get_weekday (&date) < G_DATE_SATURDAY && number != 1 && number != 8 && number != 11)
        return day;
    }
}

/*< private >
 * _crm_sample_maker_make_instant:
 * @day: in days since 1970
 *
 * Returns: an instant of the day, in the hours in which people work
 */
gint64
_crm_sample_maker_make_instant (CrmSampleMaker *self,
                                gint64          day)
{
  return day * DAY_LENGTH + (gint64) (8 * 3600 + _crm_sample_maker_below (self, 10 * 3600)) * G_USEC_PER_SEC;
}

/*< private >
 * _crm_sample_append_date:
 * @locale: says how dates are written
 * @day: in days since 1970
 *
 * Appends the day and the month, as people write them in a sentence.
 */
void
_crm_sample_append_date (GString               *text,
                         const CrmSampleLocale *locale,
                         gint64                 day)
{
  const CrmSampleWord *month;
  const char *form = locale->date;
  GDate date;

  set_date (&date, day);
  month = _crm_sample_locale_get_word (locale, CRM_SAMPLE_MONTHS, (guint) g_date_get_month (&date) - 1);
  for (const char *open = strchr (form, '{'); open != NULL; open = strchr (form, '{'))
    {
      g_string_append_len (text, form, open - form);
      if (g_str_has_prefix (open, "{day}"))
        g_string_append_printf (text, "%u", g_date_get_day (&date));
      else
        g_string_append (text, month->text);
      form = strchr (open, '}') + 1;
    }
  g_string_append (text, form);
}

/* --- Numbers --------------------------------------------------------------------------------------- */

/*< private >
 * _crm_sample_round:
 * @amount: some amount
 *
 * Returns: @amount with all but its first two digits made 0, as people round
 */
gint64
_crm_sample_round (double amount)
{
  double step = pow (10, floor (log10 (MAX (amount, 100))) - 1);

  return (gint64) (round (amount / step) * step);
}

/* "07{700 900}###": outside of braces as it is; in them as it is if the number has to be one
 * that is kept for fiction, else any digits; #, ~ and @ are filled in. */
static void
append_number (CrmSampleMaker *self,
               GString        *text,
               const char     *pattern)
{
  /* Letters that postcodes everywhere have. */
  static const char letters[] = "ADEHNPRTWX";
  gboolean reserved = FALSE;
  gboolean first = FALSE;

  for (const char *p = pattern; *p != '\0'; p++)
    switch (*p)
      {
      case '{':
        reserved = first = TRUE;
        break;
      case '}':
        reserved = FALSE;
        break;
      case '#':
        g_string_append_c (text, (char) ('0' + _crm_sample_maker_below (self, 10)));
        break;
      case '~':
        g_string_append_c (text, (char) ('1' + _crm_sample_maker_below (self, 9)));
        break;
      case '@':
        g_string_append_c (text, letters[_crm_sample_maker_below (self, sizeof letters - 1)]);
        break;
      default:
        if (reserved && self->many && g_ascii_isdigit (*p))
          {
            /* Numbers of a place do not begin with 0 or 1 in most of the world. */
            g_string_append_c (text, (char) (first ? '2' + _crm_sample_maker_below (self, 8)
                                                   : '0' + _crm_sample_maker_below (self, 10)));
            first = FALSE;
          }
        else
          g_string_append_c (text, *p);
      }
}

/*< private >
 * _crm_sample_maker_make_number:
 * @pattern: of a telephone number, a postcode, or a line of an address
 *
 * Returns: (transfer none): a number
 */
const char *
_crm_sample_maker_make_number (CrmSampleMaker *self,
                               const char     *pattern)
{
  g_string_truncate (self->buffer, 0);
  append_number (self, self->buffer, pattern);

  return _crm_sample_maker_keep (self, self->buffer);
}

/*< private >
 * _crm_sample_maker_make_international:
 * @national: a telephone number
 *
 * Returns: (transfer none): "01632 960123" as "+44 1632 960123"
 */
const char *
_crm_sample_maker_make_international (CrmSampleMaker *self,
                                      const char     *national)
{
  const CrmSampleLocale *locale = self->locale;

  if (*locale->trunk != '\0' && g_str_has_prefix (national, locale->trunk))
    national += strlen (locale->trunk);

  g_string_printf (self->buffer, "%s ", locale->calling);
  for (const char *p = national; *p != '\0'; p++)
    if (*p != '(' && *p != ')')
      g_string_append_c (self->buffer, *p);

  return _crm_sample_maker_keep (self, self->buffer);
}

/* --- Gaps -------------------------------------------------------------------------------------------- */

static void fill (CrmSampleMaker         *self,
                  GString                *text,
                  const char             *pattern,
                  const CrmSampleFilling *filling);

/*< private >
 * _crm_sample_maker_append_word:
 * @filling: says in which form
 */
void
_crm_sample_maker_append_word (GString                *text,
                               const CrmSampleWord    *word,
                               const CrmSampleFilling *filling)
{
  if (filling->woman && word->feminine != NULL)
    g_string_append (text, filling->plain ? word->plain_feminine : word->feminine);
  else
    g_string_append (text, filling->plain ? word->plain : word->text);
}

static void
append_pick (CrmSampleMaker         *self,
             GString                *text,
             CrmSampleList           list,
             const CrmSampleFilling *filling)
{
  _crm_sample_maker_append_word (text, _crm_sample_maker_pick_word (self, list), filling);
}

static void
append_city (CrmSampleMaker         *self,
             GString                *text,
             const CrmSampleFilling *filling)
{
  const CrmSampleCity *city = filling->city;

  if (city == NULL)
    city = _crm_sample_maker_pick (self, self->locale->cities);
  _crm_sample_maker_append_word (text, city->name, filling);
}

static void
append_colleague (CrmSampleMaker *self,
                  GString        *text)
{
  const CrmSampleFilling filling = { .woman = _crm_sample_maker_chance (self, 50) };

  append_pick (self, text, filling.woman ? CRM_SAMPLE_WOMEN : CRM_SAMPLE_MEN, &filling);
  g_string_append_c (text, ' ');
  append_pick (self, text, CRM_SAMPLE_SURNAMES, &filling);
}

static void
append_amount (CrmSampleMaker         *self,
               GString                *text,
               const CrmSampleFilling *filling)
{
  const CrmSampleLocale *locale = self->locale;
  g_autoptr (GString) grouped = g_string_new (NULL);
  char digits[24];

  /* The gap in the form of amounts itself. */
  if (filling->value != NULL)
    {
      g_string_append (text, filling->value);
      return;
    }

  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT,
              _crm_sample_round (260 * pow (60, _crm_sample_maker_fraction (self)) * locale->rate));
  for (gsize i = 0, n = strlen (digits); i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append (grouped, locale->thousands);
      g_string_append_c (grouped, digits[i]);
    }

  fill (self, text, locale->amount, &(CrmSampleFilling) { .value = grouped->str });
}

static void
append_day (CrmSampleMaker *self,
            GString        *text,
            gint64          day)
{
  _crm_sample_append_date (text, self->locale, _crm_sample_day_at_work (day));
}

static void
append_time (CrmSampleMaker *self,
             GString        *text)
{
  guint quarters = _crm_sample_maker_below (self, 4 * 10);

  g_string_append_printf (text, "%u:%02u", 8 + quarters / 4, quarters % 4 * 15);
}

static void
append_reference (CrmSampleMaker *self,
                  GString        *text,
                  gint64          day)
{
  GDate date;

  set_date (&date, day);
  g_string_append_printf (text, "%u-%04u", g_date_get_year (&date), 1 + _crm_sample_maker_below (self, 1800));
}

/* The gaps of names: of people, companies and places. */
static gboolean
append_name_gap (CrmSampleMaker         *self,
                 GString                *text,
                 const char             *gap,
                 const CrmSampleFilling *filling)
{
  if (strcmp (gap, "surname") == 0)
    append_pick (self, text, CRM_SAMPLE_SURNAMES, filling);
  else if (strcmp (gap, "forename") == 0)
    append_pick (self, text, _crm_sample_maker_chance (self, 50) ? CRM_SAMPLE_WOMEN : CRM_SAMPLE_MEN, filling);
  else if (strcmp (gap, "fancy") == 0)
    append_pick (self, text, CRM_SAMPLE_FANCY, filling);
  else if (strcmp (gap, "city") == 0)
    append_city (self, text, filling);
  else if (strcmp (gap, "street") == 0)
    g_string_append (text, _crm_sample_maker_pick_word (self, CRM_SAMPLE_STREETS)->text);
  else if (strcmp (gap, "company") == 0)
    g_string_append (text, filling->value);
  else if (strcmp (gap, "account") == 0)
    g_string_append (text, filling->company->name);
  else if (strcmp (gap, "trade") == 0)
    g_string_append (text, filling->company->industry);
  else if (strcmp (gap, "contact") == 0)
    g_string_append (text, filling->person->full_name);
  else if (strcmp (gap, "first") == 0)
    g_string_append (text, filling->person->familiar);
  else if (strcmp (gap, "owner") == 0)
    g_string_append (text, filling->owner);
  else if (strcmp (gap, "colleague") == 0)
    append_colleague (self, text);
  else
    return FALSE;

  return TRUE;
}

/* The gaps of figures: amounts, days, numbers. */
static void
append_figure_gap (CrmSampleMaker         *self,
                   GString                *text,
                   const char             *gap,
                   const CrmSampleFilling *filling)
{
  if (strcmp (gap, "amount") == 0)
    append_amount (self, text, filling);
  else if (strcmp (gap, "date") == 0)
    append_day (self, text, filling->day + 4 + _crm_sample_maker_below (self, 21));
  else if (strcmp (gap, "past") == 0)
    append_day (self, text, filling->day - 1 - _crm_sample_maker_below (self, 5));
  else if (strcmp (gap, "time") == 0)
    append_time (self, text);
  else if (strcmp (gap, "number") == 0)
    g_string_append_printf (text, "%u", 3 + _crm_sample_maker_below (self, 47));
  else if (strcmp (gap, "percent") == 0)
    g_string_append_printf (text, "%u", 2 + _crm_sample_maker_below (self, 9));
  else if (strcmp (gap, "phone") == 0)
    append_number (self, text, _crm_sample_maker_pick_word (self, CRM_SAMPLE_MOBILES)->text);
  else if (strcmp (gap, "ref") == 0)
    append_reference (self, text, filling->day);
  else
    g_return_if_reached ();
}

/* Appends @pattern with its gaps filled in. That they can be was checked when it was loaded. */
static void
fill (CrmSampleMaker         *self,
      GString                *text,
      const char             *pattern,
      const CrmSampleFilling *filling)
{
  for (const char *open = strchr (pattern, '{'); open != NULL; open = strchr (pattern, '{'))
    {
      gsize length = strcspn (open + 1, "}");
      char gap[16];

      g_string_append_len (text, pattern, open - pattern);
      g_strlcpy (gap, open + 1, MIN (length + 1, sizeof gap));
      if (!append_name_gap (self, text, gap, filling))
        append_figure_gap (self, text, gap, filling);
      pattern = open + 1 + length + 1;
    }
  g_string_append (text, pattern);
}

/*< private >
 * _crm_sample_maker_make_text:
 * @pattern: a text with gaps
 * @filling: what they are filled in with
 *
 * Returns: (transfer none): the text
 */
const char *
_crm_sample_maker_make_text (CrmSampleMaker         *self,
                             const char             *pattern,
                             const CrmSampleFilling *filling)
{
  g_string_truncate (self->buffer, 0);
  fill (self, self->buffer, pattern, filling);

  return _crm_sample_maker_keep (self, self->buffer);
}

/*< private >
 * _crm_sample_maker_keep:
 *
 * Returns: (transfer none): @text, until the maker begins anew
 */
const char *
_crm_sample_maker_keep (CrmSampleMaker *self,
                        const GString  *text)
{
  return g_string_chunk_insert_len (self->texts, text->str, (gssize) text->len);
}
