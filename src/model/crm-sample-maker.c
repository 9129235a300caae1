/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Makes up people, companies and what a salesperson writes about them. Nothing here knows how
 * records are kept.
 *
 * Everything follows from a seed, a number and the time: the same three give the same company
 * with the same people, whatever was made before. So nothing is kept of what has been made, and
 * a million people cost no more memory than one. One thread at a time.
 */

#include "config.h"

#include "crm-sample-maker-private.h"

#include <math.h>
#include <string.h>

#include "crm-money.h"

#define HISTORY    1087 /* days: a little less than three years */
#define MAX_DOMAIN 40

/* How the people of a company write their address. */
enum
{
  STYLE_FULL,
  STYLE_INITIAL,
  STYLE_FORENAME,
  STYLE_JOINED,
  STYLE_SURNAME,
  N_STYLES
};

static const char *
pick_text (CrmSampleMaker *self,
           CrmSampleList   list)
{
  return _crm_sample_maker_pick_word (self, list)->text;
}

/* The first of a list is the usual one. */
static const char *
pick_usual (CrmSampleMaker *self,
            CrmSampleList   list)
{
  if (_crm_sample_maker_chance (self, 80))
    return _crm_sample_locale_get_word (self->locale, list, 0)->text;

  return pick_text (self, list);
}

static const char *
pick_string (CrmSampleMaker    *self,
             const char *const *strings,
             guint              n_strings)
{
  return strings[_crm_sample_maker_below (self, n_strings)];
}

static const char *
make_mobile (CrmSampleMaker *self)
{
  return _crm_sample_maker_make_number (self, pick_text (self, CRM_SAMPLE_MOBILES));
}

static const char *
make_street (CrmSampleMaker *self)
{
  return _crm_sample_maker_make_text (self, self->locale->address, &(CrmSampleFilling) { 0 });
}

static const char *
make_second_line (CrmSampleMaker *self)
{
  return _crm_sample_maker_make_number (self, pick_text (self, CRM_SAMPLE_SECOND_LINES));
}

static const char *
make_website (CrmSampleMaker *self,
              const char     *domain)
{
  g_string_printf (self->buffer, "%s%s", _crm_sample_maker_chance (self, 75) ? "https://www." : "www.", domain);

  return _crm_sample_maker_keep (self, self->buffer);
}

/* More was added lately than three years ago: the business grows. */
static gint64
make_first_day (CrmSampleMaker *self)
{
  gint64 age = (gint64) (pow (_crm_sample_maker_fraction (self), 1.25) * HISTORY);

  return _crm_sample_day_at_work (self->today - 1 - age);
}

/*< private >
 * _crm_sample_maker_make_later_day:
 *
 * Returns: a day from @first to yesterday; most things happen soon after the first
 */
gint64
_crm_sample_maker_make_later_day (CrmSampleMaker *self,
                                  gint64          first)
{
  gint64 later = (gint64) (pow (_crm_sample_maker_fraction (self), 2) * (double) (self->today - first));
  gint64 day = _crm_sample_day_at_work (first + later);

  return MAX (first, day);
}

/* --- Companies --------------------------------------------------------------------------------------- */

/* Whether a pattern is more than its gaps. */
static gboolean
has_letters (const char *pattern)
{
  while (*pattern == '{')
    pattern = strchr (pattern, '}') + 1;

  return *pattern != '\0';
}

/* Only such names as are kept for documentation and tests (RFC 2606). */
static const char *
make_domain (CrmSampleMaker         *self,
             const CrmSampleTrade   *trade,
             const char             *pattern,
             const CrmSampleFilling *filling)
{
  const char *plain = _crm_sample_maker_make_text (self, pattern, filling);
  guint ending = _crm_sample_maker_below (self, 10);
  GString *domain = self->buffer;

  /* Where the letters of a language are lost, names alone say too little. */
  g_string_assign (domain, plain);
  if (!has_letters (pattern))
    g_string_append_printf (domain, "-%s", trade->key);
  g_string_truncate (domain, MIN (domain->len, MAX_DOMAIN));
  while (g_str_has_suffix (domain->str, "-"))
    g_string_truncate (domain, domain->len - 1);
  g_string_append (domain, ending < 7 ? ".example" : ending < 9 ? ".example.com" : ".test");

  return _crm_sample_maker_keep (self, domain);
}

static void
make_company_name (CrmSampleMaker   *self,
                   CrmSampleCompany *company)
{
  const CrmSampleWord *pattern = _crm_sample_maker_pick (self, company->trade->companies);
  CrmSampleFilling filling = { .city = company->city };
  guint64 state = self->state;

  company->name = _crm_sample_maker_make_text (self, pattern->text, &filling);

  /* The same words are picked again for the domain. */
  self->state = state;
  filling.plain = TRUE;
  company->domain = make_domain (self, company->trade, pattern->plain, &filling);

  if (_crm_sample_maker_chance (self, 45))
    company->name = _crm_sample_maker_make_text (self, pick_usual (self, CRM_SAMPLE_LEGAL),
                                                 &(CrmSampleFilling) { .value = company->name });
}

static void
make_company_size (CrmSampleMaker   *self,
                   CrmSampleCompany *company)
{
  const CrmSampleTrade *trade = company->trade;
  double size = pow (_crm_sample_maker_fraction (self), 3);
  gint64 employees = trade->smallest + (gint64) (size * (trade->largest - trade->smallest));
  double revenue = (double) (employees * trade->revenue) * (0.6 + _crm_sample_maker_fraction (self));
  gint64 units = (gint64) pow (10, crm_money_get_digits (self->locale->currency));

  if (_crm_sample_maker_chance (self, 76))
    company->employees = employees;
  if (_crm_sample_maker_chance (self, 58))
    company->revenue = _crm_sample_round (revenue * self->locale->rate) * units;
}

static void
make_company_address (CrmSampleMaker   *self,
                      CrmSampleCompany *company)
{
  if (!_crm_sample_maker_chance (self, 88))
    return;

  company->street = make_street (self);
  company->postcode = _crm_sample_maker_make_number (self, company->city->postcode);
  if (_crm_sample_maker_chance (self, 14))
    company->street2 = make_second_line (self);
}

static void
make_description (CrmSampleMaker   *self,
                  CrmSampleCompany *company)
{
  const CrmSampleFilling filling = { .company = company, .city = company->city };

  company->description = _crm_sample_maker_make_text (self, pick_text (self, CRM_SAMPLE_DESCRIPTIONS), &filling);
}

/*< private >
 * _crm_sample_maker_make_company:
 * @company: (out caller-allocates): a company
 */
void
_crm_sample_maker_make_company (CrmSampleMaker   *self,
                                CrmSampleCompany *company)
{
  *company = (CrmSampleCompany) { 0 };
  company->trade = _crm_sample_maker_pick (self, self->locale->trades);
  company->city = _crm_sample_maker_pick (self, self->locale->cities);
  company->industry = company->trade->industry;
  company->style = _crm_sample_maker_chance (self, 50) ? STYLE_FULL : _crm_sample_maker_below (self, N_STYLES);
  company->day = make_first_day (self);
  company->created = _crm_sample_maker_make_instant (self, company->day);

  make_company_name (self, company);
  make_company_size (self, company);
  make_company_address (self, company);

  if (_crm_sample_maker_chance (self, 78))
    company->website = make_website (self, company->domain);
  if (_crm_sample_maker_chance (self, 85))
    company->phone = _crm_sample_maker_make_number (self, company->city->phone);
  if (company->phone != NULL && _crm_sample_maker_chance (self, 25))
    company->phone = _crm_sample_maker_make_international (self, company->phone);
  if (_crm_sample_maker_chance (self, 30))
    make_description (self, company);
}

/* --- Names ------------------------------------------------------------------------------------------- */

/* What a person is called, and how that is written in an address. */
typedef struct
{
  const char *first;
  const char *last;
  const char *plain_first;
  const char *plain_last;
  guint woman : 1;
} Name;

static void
lengthen_name (CrmSampleMaker *self,
               Name           *name)
{
  const CrmSampleFilling filling = { .woman = name->woman };
  CrmSampleList forenames = name->woman ? CRM_SAMPLE_WOMEN : CRM_SAMPLE_MEN;

  g_string_printf (self->buffer, "%s %s", name->first, pick_text (self, forenames));
  name->first = _crm_sample_maker_keep (self, self->buffer);

  g_string_printf (self->buffer, "%s-", name->last);
  _crm_sample_maker_append_word (self->buffer, _crm_sample_maker_pick_word (self, CRM_SAMPLE_SURNAMES), &filling);
  name->last = _crm_sample_maker_keep (self, self->buffer);
}

static Name
make_name (CrmSampleMaker *self)
{
  Name name = { .woman = _crm_sample_maker_chance (self, 50) };
  const CrmSampleWord *forename = _crm_sample_maker_pick_word (self, name.woman ? CRM_SAMPLE_WOMEN : CRM_SAMPLE_MEN);
  const char *family = pick_usual (self, CRM_SAMPLE_FAMILIES);
  CrmSampleFilling filling = { .woman = name.woman };
  guint64 state = self->state;

  name.first = forename->text;
  name.plain_first = forename->plain;
  name.last = _crm_sample_maker_make_text (self, family, &filling);

  /* An address has the first surname only: it is picked again. */
  self->state = state;
  filling.plain = TRUE;
  name.plain_last = _crm_sample_maker_make_text (self, "{surname}", &filling);

  /* Where people have one surname and no more, nobody's name is very long. */
  if (self->locale->lists[CRM_SAMPLE_FAMILIES]->len > 1 && _crm_sample_maker_chance (self, 2))
    lengthen_name (self, &name);

  return name;
}

/* As some people type: all in capital letters, or none. */
static const char *
retype (CrmSampleMaker *self,
        const char     *text,
        gboolean        capitals)
{
  g_autofree char *typed = capitals ? g_utf8_strup (text, -1) : g_utf8_strdown (text, -1);
  g_autofree char *composed = g_utf8_normalize (typed, -1, G_NORMALIZE_NFC);

  return g_string_chunk_insert (self->texts, composed);
}

/* --- Ways to reach a person -------------------------------------------------------------------------- */

static const char *
make_address (CrmSampleMaker *self,
              const Name     *name,
              guint           style,
              const char     *number,
              const char     *domain)
{
  GString *address = self->buffer;

  switch (style)
    {
    case STYLE_INITIAL:
      g_string_printf (address, "%c.%s", name->plain_first[0], name->plain_last);
      break;
    case STYLE_FORENAME:
      g_string_assign (address, name->plain_first);
      break;
    case STYLE_JOINED:
      g_string_printf (address, "%s%s", name->plain_first, name->plain_last);
      break;
    case STYLE_SURNAME:
      g_string_assign (address, name->plain_last);
      break;
    case STYLE_FULL:
    default:
      g_string_printf (address, "%s.%s", name->plain_first, name->plain_last);
    }
  g_string_append_printf (address, "%s@%s", number, domain);

  return _crm_sample_maker_keep (self, address);
}

static const char *
make_private_address (CrmSampleMaker *self,
                      const Name     *name)
{
  guint style = _crm_sample_maker_below (self, N_STYLES);
  char number[8] = "";

  /* Most names were taken when people made these addresses. */
  if (_crm_sample_maker_chance (self, 85))
    g_snprintf (number, sizeof number, "%u", 2 + _crm_sample_maker_below (self, 9998));

  return make_address (self, name, style, number, pick_text (self, CRM_SAMPLE_MAILS));
}

static const char *
make_phone (CrmSampleMaker         *self,
            const CrmSampleCompany *company,
            const CrmSamplePerson  *person)
{
  const CrmSampleCity *city = company != NULL ? company->city : person->city;
  const char *phone;

  if (city == NULL || _crm_sample_maker_chance (self, 65))
    phone = make_mobile (self);
  else
    phone = _crm_sample_maker_make_number (self, city->phone);

  /* A number without the code of its country needs a record that says the country. */
  if (person->city == NULL || _crm_sample_maker_chance (self, 22))
    phone = _crm_sample_maker_make_international (self, phone);

  return phone;
}

static void
make_messenger (CrmSampleMaker  *self,
                const Name      *name,
                CrmSamplePerson *person)
{
  static const struct
  {
    const char *service;
    const char *prefix;
    const char *between; /* NULL: known by a telephone number */
  } messengers[] = {
    { "whatsapp", NULL, NULL }, { "whatsapp", NULL, NULL }, { "whatsapp", NULL, NULL }, { "signal", NULL, NULL },
    { "viber", NULL, NULL }, { "telegram", "@", "_" }, { "telegram", "@", "" }, { "instagram", "@", "." },
    { "linkedin", "", "-" }, { "facebook", "", "." },
  };
  guint i = _crm_sample_maker_below (self, G_N_ELEMENTS (messengers));

  person->messenger = messengers[i].service;
  if (messengers[i].between == NULL)
    {
      person->messenger_name = _crm_sample_maker_make_international (self, make_mobile (self));
      return;
    }

  g_string_printf (self->buffer, "%s%s%s%s", messengers[i].prefix,
                   name->plain_first, messengers[i].between, name->plain_last);
  person->messenger_name = _crm_sample_maker_keep (self, self->buffer);
}

static void
make_reachable (CrmSampleMaker         *self,
                const CrmSampleCompany *company,
                const Name             *name,
                CrmSamplePerson        *person)
{
  gboolean at_work = company != NULL && _crm_sample_maker_chance (self, 86);

  if (_crm_sample_maker_chance (self, 88))
    person->email = at_work ? make_address (self, name, company->style, "", company->domain)
                            : make_private_address (self, name);
  if (person->email != NULL && at_work && _crm_sample_maker_chance (self, 10))
    person->further_email = make_private_address (self, name);

  if (_crm_sample_maker_chance (self, 74))
    person->phone = make_phone (self, company, person);
  if (person->phone != NULL && _crm_sample_maker_chance (self, 16))
    person->further_phone = _crm_sample_maker_make_international (self, make_mobile (self));

  if (_crm_sample_maker_chance (self, 13))
    make_messenger (self, name, person);
  if (company == NULL && _crm_sample_maker_chance (self, 4))
    {
      g_string_printf (self->buffer, "%s-%s.example", name->plain_first, name->plain_last);
      person->website = make_website (self, _crm_sample_maker_keep (self, self->buffer));
    }
}

/* --- People ------------------------------------------------------------------------------------------ */

static void
make_origin (CrmSampleMaker  *self,
             CrmSamplePerson *person)
{
  static const char *const sources[] = {
    "manual", "manual", "manual", "manual", "import", "import", "import", "form", "form", "landing-page",
    "chatbot", "api", "integration", "email-service",
  };
  static const char *const places[] = { "newsletter", "search", "facebook", "partner" };
  static const char *const media[] = { "email", "cpc", "social", "referral" };
  static const char *const campaigns[] = { "spring-offer", "trade-fair", "autumn-check", "newsletter-12", "referral" };

  person->source = pick_string (self, sources, G_N_ELEMENTS (sources));
  if (!g_str_equal (person->source, "form") && !g_str_equal (person->source, "landing-page"))
    return;

  if (_crm_sample_maker_chance (self, 60))
    {
      person->utm_source = pick_string (self, places, G_N_ELEMENTS (places));
      person->utm_medium = pick_string (self, media, G_N_ELEMENTS (media));
      person->utm_campaign = pick_string (self, campaigns, G_N_ELEMENTS (campaigns));
    }
}

static void
make_whereabouts (CrmSampleMaker         *self,
                  const CrmSampleCompany *company,
                  CrmSamplePerson        *person)
{
  if (!_crm_sample_maker_chance (self, company != NULL ? 62 : 82))
    return;

  if (company != NULL && _crm_sample_maker_chance (self, 70))
    person->city = company->city;
  else
    person->city = _crm_sample_maker_pick (self, self->locale->cities);

  if (!_crm_sample_maker_chance (self, company != NULL ? 12 : 70))
    return;

  person->street = make_street (self);
  person->postcode = _crm_sample_maker_make_number (self, person->city->postcode);
  if (_crm_sample_maker_chance (self, 18))
    person->street2 = make_second_line (self);
}

static const char *
make_job (CrmSampleMaker         *self,
          const CrmSampleCompany *company,
          gboolean                woman)
{
  const CrmSampleWord *job;

  if (_crm_sample_maker_chance (self, 55))
    job = _crm_sample_maker_pick (self, company->trade->jobs);
  else
    job = _crm_sample_maker_pick_word (self, CRM_SAMPLE_JOBS);

  return woman && job->feminine != NULL ? job->feminine : job->text;
}

static const char *
make_birthday (CrmSampleMaker *self)
{
  g_string_printf (self->buffer, "%u-%02u-%02u", 1948 + _crm_sample_maker_below (self, 57),
                   1 + _crm_sample_maker_below (self, 12), 1 + _crm_sample_maker_below (self, 28));

  return _crm_sample_maker_keep (self, self->buffer);
}

/*< private >
 * _crm_sample_maker_make_person:
 * @company: (nullable): where the person works
 * @person: (out caller-allocates): a person
 */
void
_crm_sample_maker_make_person (CrmSampleMaker         *self,
                               const CrmSampleCompany *company,
                               CrmSamplePerson        *person)
{
  Name name = make_name (self);
  guint kind = _crm_sample_maker_below (self, 100);

  *person = (CrmSamplePerson) { 0 };
  person->day = company != NULL ? _crm_sample_maker_make_later_day (self, company->day) : make_first_day (self);
  person->created = _crm_sample_maker_make_instant (self, person->day);
  if (company != NULL)
    person->created = MAX (person->created, company->created);
  make_origin (self, person);

  /* Of some nothing is known but an address: they wrote to us, or left it in a form. */
  if (kind < 4)
    {
      person->email = make_private_address (self, &name);
      person->full_name = person->familiar = person->email;
      return;
    }

  g_string_printf (self->buffer, "%s %s", name.first, name.last);
  person->full_name = _crm_sample_maker_keep (self, self->buffer);
  person->familiar = name.first;
  person->first_name = name.first;
  person->last_name = name.last;
  if (kind < 8)
    {
      person->first_name = retype (self, name.first, kind < 6);
      person->last_name = retype (self, name.last, kind < 6);
    }
  else if (kind < 10)
    {
      person->last_name = NULL;
    }

  make_whereabouts (self, company, person);
  make_reachable (self, company, &name, person);
  if (company != NULL && _crm_sample_maker_chance (self, 84))
    person->job_title = make_job (self, company, name.woman);
  if (_crm_sample_maker_chance (self, 28))
    person->birthday = make_birthday (self);
}

/* --- Notes ----------------------------------------------------------------------------------------------- */

/*< private >
 * _crm_sample_maker_make_note:
 * @company: (nullable): that it is about
 * @person: who is mentioned
 * @owner: the first name of a team member
 * @created: (out): when it was written, in microseconds
 *
 * Returns: (transfer none): what a salesperson wrote
 */
const char *
_crm_sample_maker_make_note (CrmSampleMaker         *self,
                             const CrmSampleCompany *company,
                             const CrmSamplePerson  *person,
                             const char             *owner,
                             gint64                 *created)
{
  GPtrArray *notes = company != NULL ? self->locale->lists[CRM_SAMPLE_NOTES] : self->locale->private_notes;
  const CrmSampleWord *pattern = _crm_sample_maker_pick (self, notes);
  CrmSampleFilling filling = { .company = company, .person = person, .owner = owner };

  filling.day = _crm_sample_maker_make_later_day (self, person->day);
  *created = _crm_sample_maker_make_instant (self, filling.day);
  *created = MAX (*created, person->created);

  return _crm_sample_maker_make_text (self, pattern->text, &filling);
}

/* --- The maker -------------------------------------------------------------------------------------------- */

/*< private >
 * _crm_sample_maker_new:
 * @words: outlive the maker
 * @seed: another one makes up others
 * @many: there will be more people than there are telephone numbers that are kept for fiction
 * @now: in microseconds; everything was added in the three years before
 *
 * Returns: (transfer full): a maker; call _crm_sample_maker_begin() first
 */
CrmSampleMaker *
_crm_sample_maker_new (CrmSampleWords *words,
                       guint32         seed,
                       gboolean        many,
                       gint64          now)
{
  CrmSampleMaker *self = g_new0 (CrmSampleMaker, 1);

  self->words = words;
  self->seed = seed;
  self->many = many;
  self->today = _crm_sample_day_of (now);
  self->texts = g_string_chunk_new (4096);
  self->buffer = g_string_new (NULL);
  for (guint i = 0; i < _crm_sample_words_get_n (words); i++)
    self->total_weight += _crm_sample_words_get (words, i)->weight;

  return self;
}

void
_crm_sample_maker_free (CrmSampleMaker *self)
{
  if (self == NULL)
    return;

  g_string_chunk_free (self->texts);
  g_string_free (self->buffer, TRUE);
  g_free (self);
}

/*< private >
 * _crm_sample_maker_begin:
 * @number: which company, and its people, will be made up
 *
 * Forgets what was made and chooses a country.
 */
void
_crm_sample_maker_begin (CrmSampleMaker *self,
                         guint64         number)
{
  guint rest;
  guint i = 0;

  g_string_chunk_clear (self->texts);
  self->state = self->seed;
  self->state = _crm_sample_maker_next (self) ^ number;
  self->state = _crm_sample_maker_next (self);

  rest = _crm_sample_maker_below (self, self->total_weight);
  while (rest >= _crm_sample_words_get (self->words, i)->weight)
    rest -= _crm_sample_words_get (self->words, i++)->weight;
  self->locale = _crm_sample_words_get (self->words, i);
}

/*< private >
 * _crm_sample_maker_get_locale:
 *
 * Returns: (transfer none): where what is being made up is
 */
const CrmSampleLocale *
_crm_sample_maker_get_locale (CrmSampleMaker *self)
{
  return self->locale;
}
