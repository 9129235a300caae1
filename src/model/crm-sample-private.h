/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"

G_BEGIN_DECLS

/* --- Words: crm-sample-words.c ------------------------------------------------------------- */

/**
 * CrmSampleWord:
 * @text: a word, a pattern, or a paragraph
 * @feminine: (nullable): its form for a woman
 * @plain: (nullable): how it is written in an e-mail address: lower case letters and digits, and
 *   the gaps of a pattern
 * @plain_feminine: (nullable): the same for @feminine
 *
 * One entry of a list.
 */
typedef struct
{
  char *text;
  char *feminine;
  char *plain;
  char *plain_feminine;
} CrmSampleWord;

/* The lists that every country has, of its own or from its language. */
typedef enum
{
  CRM_SAMPLE_WOMEN,
  CRM_SAMPLE_MEN,
  CRM_SAMPLE_SURNAMES,
  CRM_SAMPLE_FAMILIES,
  CRM_SAMPLE_FANCY,
  CRM_SAMPLE_MAILS,
  CRM_SAMPLE_MONTHS,
  CRM_SAMPLE_JOBS,
  CRM_SAMPLE_STREETS,
  CRM_SAMPLE_SECOND_LINES,
  CRM_SAMPLE_LEGAL,
  CRM_SAMPLE_MOBILES,
  CRM_SAMPLE_DESCRIPTIONS,
  CRM_SAMPLE_NOTES,
  CRM_SAMPLE_DEALS,
  CRM_SAMPLE_CALLS,
  CRM_SAMPLE_MAILINGS,
  CRM_SAMPLE_MEETINGS,
  CRM_SAMPLE_CHORES,
  CRM_SAMPLE_RESULTS,
  CRM_SAMPLE_COMMENTS,
} CrmSampleList;

#define CRM_SAMPLE_N_LISTS (CRM_SAMPLE_COMMENTS + 1)

/**
 * CrmSampleCity:
 * @name: of the city
 * @region: that it is in
 * @postcode: a pattern
 * @phone: a pattern
 */
typedef struct
{
  CrmSampleWord *name;
  char          *region;
  char          *postcode;
  char          *phone;
} CrmSampleCity;

/**
 * CrmSampleTrade:
 * @key: "roofing"
 * @tag: the name of a tag of the story
 * @smallest: number of employees
 * @largest: number of employees
 * @revenue: of a year for each of them, in euros
 * @industry: what it is called
 * @companies: (element-type CrmSampleWord): patterns for the names of companies
 * @jobs: (element-type CrmSampleWord): what people do there
 *
 * A trade, in one country.
 */
typedef struct
{
  char      *key;
  char      *tag;
  guint      smallest;
  guint      largest;
  gint64     revenue;
  char      *industry;
  GPtrArray *companies;
  GPtrArray *jobs;
} CrmSampleTrade;

/**
 * CrmSampleLocale:
 * @country: ISO 3166-1 code
 * @language: ISO 639-1 code
 * @currency: ISO 4217 code
 * @rate: how many units of it a euro buys
 * @calling: "+44"
 * @trunk: what national numbers begin with and international ones do not
 * @weight: how many of a thousand companies are here
 * @address: a pattern
 * @date: a pattern
 * @amount: a pattern
 * @thousands: what parts groups of digits
 * @lists: (element-type CrmSampleWord): by #CrmSampleList
 * @private_notes: (element-type CrmSampleWord): those notes that name no company
 * @cities: (element-type CrmSampleCity): of the country
 * @trades: (element-type CrmSampleTrade): as they are called in the country
 *
 * What people, companies and places of one country are called.
 */
typedef struct
{
  char      *country;
  char      *language;
  char      *currency;
  double     rate;
  char      *calling;
  char      *trunk;
  guint      weight;
  char      *address;
  char      *date;
  char      *amount;
  char      *thousands;

  GPtrArray *lists[CRM_SAMPLE_N_LISTS];
  GPtrArray *private_notes;
  GPtrArray *cities;
  GPtrArray *trades;
} CrmSampleLocale;

typedef struct _CrmSampleWords CrmSampleWords;

CrmSampleWords        *_crm_sample_words_load          (GError               **error);
void                   _crm_sample_words_free          (CrmSampleWords        *self);
const CrmSampleLocale *_crm_sample_words_get           (CrmSampleWords        *self,
                                                        guint                  index);
guint                  _crm_sample_words_get_n         (CrmSampleWords        *self);
const CrmSampleLocale *_crm_sample_words_find_language (CrmSampleWords        *self,
                                                        const char            *language);
const char            *_crm_sample_list_get_name       (CrmSampleList          list);
const CrmSampleWord   *_crm_sample_locale_get_word     (const CrmSampleLocale *locale,
                                                        CrmSampleList          list,
                                                        guint                  index);
GBytes                *_crm_sample_get_file            (const char            *name,
                                                        GError               **error);

/* --- Making things up: crm-sample-maker.c ---------------------------------------------------- */

/**
 * CrmSampleCompany:
 * @day: when it was added, in days since 1970
 * @created: the same, in microseconds
 * @style: how addresses of its people are made
 *
 * A company that was made up. Its texts belong to the maker; those that are not known are %NULL.
 */
typedef struct
{
  const CrmSampleTrade *trade;
  const CrmSampleCity  *city;
  const char *name;
  const char *domain;
  const char *website;
  const char *phone;
  const char *industry;
  const char *description;
  const char *street;
  const char *street2;
  const char *postcode;
  gint64      employees;
  gint64      revenue;
  gint64      day;
  gint64      created;
  guint       style;
} CrmSampleCompany;

/**
 * CrmSamplePerson:
 * @full_name: how notes call the person
 * @familiar: how notes call the person for short
 * @day: when the person was added, in days since 1970
 * @created: the same, in microseconds
 *
 * A person who was made up. The texts belong to the maker; those that are not known are %NULL.
 */
typedef struct
{
  const CrmSampleCity *city; /* only if the record says where the person lives */
  const char *full_name;
  const char *familiar;
  const char *first_name;
  const char *last_name;
  const char *job_title;
  const char *email;
  const char *further_email;
  const char *phone;
  const char *further_phone;
  const char *messenger;
  const char *messenger_name;
  const char *website;
  const char *birthday;
  const char *street;
  const char *street2;
  const char *postcode;
  const char *source;
  const char *utm_source;
  const char *utm_medium;
  const char *utm_campaign;
  gint64      day;
  gint64      created;
} CrmSamplePerson;

/**
 * CrmSampleDeal:
 * @title: of the deal
 * @status: "open", "won" or "lost"
 * @stage: which of the stages, as a part of all, from 0 up to but without 1
 * @value: in whole units of some currency, or 0 if nobody has said yet
 * @close_date: (nullable): when it is expected to close
 * @created: in microseconds
 * @stage_since: in microseconds
 * @closed: in microseconds, or 0
 *
 * A deal that was made up. The texts belong to the maker.
 */
typedef struct
{
  const char *title;
  const char *status;
  double      stage;
  gint64      value;
  const char *close_date;
  gint64      created;
  gint64      stage_since;
  gint64      closed;
} CrmSampleDeal;

/**
 * CrmSampleTask:
 * @kind: "to-do", "call", "email" or "meeting", the icon of its type
 * @title: of the task
 * @due: (nullable): when
 * @reminder: how many minutes before, or -1
 * @repeats: (nullable): how often
 * @priority: (nullable): unless it is as usual
 * @result: (nullable): what came of it
 * @sentiment: (nullable): of its outcome
 * @created: in microseconds
 * @completed: in microseconds, or 0
 *
 * A task that was made up. The texts belong to the maker.
 */
typedef struct
{
  const char *kind;
  const char *title;
  const char *due;
  int         reminder;
  const char *repeats;
  const char *priority;
  const char *result;
  const char *sentiment;
  gint64      created;
  gint64      completed;
} CrmSampleTask;

typedef struct _CrmSampleMaker CrmSampleMaker;

CrmSampleMaker        *_crm_sample_maker_new            (CrmSampleWords         *words,
                                                         guint32                 seed,
                                                         gboolean                many,
                                                         gint64                  now);
void                   _crm_sample_maker_free           (CrmSampleMaker         *self);
void                   _crm_sample_maker_begin          (CrmSampleMaker         *self,
                                                         guint64                 number);
const CrmSampleLocale *_crm_sample_maker_get_locale     (CrmSampleMaker         *self);
guint                  _crm_sample_maker_below          (CrmSampleMaker         *self,
                                                         guint                   limit);
gboolean               _crm_sample_maker_chance         (CrmSampleMaker         *self,
                                                         guint                   percent);
void                   _crm_sample_maker_make_company   (CrmSampleMaker         *self,
                                                         CrmSampleCompany       *company);
void                   _crm_sample_maker_make_person    (CrmSampleMaker         *self,
                                                         const CrmSampleCompany *company,
                                                         CrmSamplePerson        *person);
const char            *_crm_sample_maker_make_note      (CrmSampleMaker         *self,
                                                         const CrmSampleCompany *company,
                                                         const CrmSamplePerson  *person,
                                                         const char             *owner,
                                                         gint64                 *created);
const char            *_crm_sample_maker_make_comment   (CrmSampleMaker         *self,
                                                         const CrmSamplePerson  *person,
                                                         const char             *mentioned,
                                                         gint64                 *created);
void                   _crm_sample_maker_make_deal      (CrmSampleMaker         *self,
                                                         const CrmSamplePerson  *person,
                                                         CrmSampleDeal          *deal);
void                   _crm_sample_maker_make_task      (CrmSampleMaker         *self,
                                                         const CrmSamplePerson  *person,
                                                         const char             *owner,
                                                         CrmSampleTask          *task);

gint64                 _crm_sample_day_of               (gint64                  instant);
gint64                 _crm_sample_day_at_work          (gint64                  day);
void                   _crm_sample_append_date          (GString                *text,
                                                         const CrmSampleLocale  *locale,
                                                         gint64                  day);

/* --- The story: crm-sample-story.c ----------------------------------------------------------- */

/* What of the story is written together, in this order. */
typedef enum
{
  CRM_SAMPLE_CHAPTER_TEAM,
  CRM_SAMPLE_CHAPTER_FIELDS,
  CRM_SAMPLE_CHAPTER_PEOPLE,
} CrmSampleChapter;

typedef struct _CrmSampleStory CrmSampleStory;

CrmSampleStory *_crm_sample_story_new           (CrmSampleWords    *words,
                                                 gint64             now,
                                                 GError           **error);
void            _crm_sample_story_free          (CrmSampleStory    *self);
gboolean        _crm_sample_story_write         (CrmSampleStory    *self,
                                                 CrmSampleChapter   chapter,
                                                 CrmDoor           *door,
                                                 GError           **error);
gint64          _crm_sample_story_get_id        (CrmSampleStory    *self,
                                                 const char        *type,
                                                 const char        *name);
char          **_crm_sample_story_list          (CrmSampleStory    *self,
                                                 const char        *type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSampleWords, _crm_sample_words_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSampleMaker, _crm_sample_maker_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSampleStory, _crm_sample_story_free)

G_END_DECLS
