/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the maker of sample data makes up about work: deals, tasks, and what people say to each
 * other about them.
 */

#include "config.h"

#include "crm-sample-maker-private.h"

#include <math.h>

#include "crm-due.h"

#define DAY_LENGTH ((gint64) 86400 * G_USEC_PER_SEC)

static const char *
make_line (CrmSampleMaker        *self,
           CrmSampleList          list,
           const CrmSamplePerson *person,
           const char            *owner,
           gint64                 day)
{
  const CrmSampleFilling filling = { .person = person, .owner = owner, .day = day };

  return _crm_sample_maker_make_text (self, _crm_sample_maker_pick_word (self, list)->text, &filling);
}

/* A day, and a time of it unless @minute is negative. */
static const char *
make_due (CrmSampleMaker *self,
          gint64          day,
          int             minute)
{
  g_autoptr (GDateTime) midnight = g_date_time_new_from_unix_utc (day * 86400);
  g_autofree char *date = g_date_time_format (midnight, "%Y-%m-%d");
  char due[CRM_DUE_SIZE];

  crm_due_make (date, minute, due);

  return g_string_chunk_insert (self->texts, due);
}

/* An instant from @first to an hour ago. */
static gint64
make_later_instant (CrmSampleMaker *self,
                    gint64          first)
{
  gint64 instant = _crm_sample_maker_make_instant (self, _crm_sample_maker_make_later_day (self, _crm_sample_day_of (first)));

  return MAX (first, instant);
}

/*< private >
 * _crm_sample_maker_make_comment:
 * @person: whom it is about
 * @mentioned: the first name of a team member
 * @created: (out): when it was written, in microseconds
 *
 * Returns: (transfer none): what one of the team says to another
 */
const char *
_crm_sample_maker_make_comment (CrmSampleMaker        *self,
                                const CrmSamplePerson *person,
                                const char            *mentioned,
                                gint64                *created)
{
  *created = make_later_instant (self, person->created);

  return make_line (self, CRM_SAMPLE_COMMENTS, person, mentioned, _crm_sample_day_of (*created));
}

/* --- Deals ------------------------------------------------------------------------------------------ */

/*< private >
 * _crm_sample_maker_make_deal:
 * @person: with whom
 * @deal: (out caller-allocates): a deal
 *
 * Open deals are from the last months; some of them nobody looks after.
 */
void
_crm_sample_maker_make_deal (CrmSampleMaker        *self,
                             const CrmSamplePerson *person,
                             CrmSampleDeal         *deal)
{
  guint kind = _crm_sample_maker_below (self, 100);
  gboolean open = kind < 55;
  gint64 first = person->day;

  *deal = (CrmSampleDeal) { .status = open ? "open" : kind < 82 ? "won" : "lost" };
  if (open)
    first = MAX (first, self->today - 120);
  deal->created = _crm_sample_maker_make_instant (self, _crm_sample_maker_make_later_day (self, first));
  deal->created = MAX (deal->created, person->created);
  deal->title = make_line (self, CRM_SAMPLE_DEALS, person, NULL, _crm_sample_day_of (deal->created));

  /* There are fewer deals the nearer they are to the end. */
  deal->stage = kind < 82 && !open ? 0.99 : pow (_crm_sample_maker_fraction (self), 1.4);
  deal->stage_since = deal->stage > 0.25 ? make_later_instant (self, deal->created) : deal->created;
  if (!open)
    deal->closed = make_later_instant (self, deal->stage_since);

  if (!open || _crm_sample_maker_chance (self, 88))
    deal->value = _crm_sample_round (400 * pow (180, _crm_sample_maker_fraction (self)));
  if (open && _crm_sample_maker_chance (self, 80))
    {
      gint64 day = self->today - 20 + _crm_sample_maker_below (self, 110);

      deal->close_date = make_due (self, MAX (day, _crm_sample_day_of (deal->created)), -1);
    }
}

/* --- Tasks ------------------------------------------------------------------------------------------ */

static void
choose_title (CrmSampleMaker        *self,
              const CrmSamplePerson *person,
              const char            *owner,
              CrmSampleTask         *task)
{
  static const struct
  {
    const char *kind;
    CrmSampleList list;
    guint percent;
  } kinds[] = {
    { "call", CRM_SAMPLE_CALLS, 40 },
    { "email", CRM_SAMPLE_MAILINGS, 22 },
    { "meeting", CRM_SAMPLE_MEETINGS, 20 },
    { "to-do", CRM_SAMPLE_CHORES, 18 },
  };
  guint rest = _crm_sample_maker_below (self, 100);
  guint i = 0;

  while (rest >= kinds[i].percent)
    rest -= kinds[i++].percent;

  task->kind = kinds[i].kind;
  task->title = make_line (self, kinds[i].list, person, owner, self->today);
}

static int
choose_minute (CrmSampleMaker *self)
{
  return _crm_sample_maker_chance (self, 60) ? 8 * 60 + 15 * (int) _crm_sample_maker_below (self, 40) : -1;
}

static void
make_done (CrmSampleMaker        *self,
           const CrmSamplePerson *person,
           CrmSampleTask         *task)
{
  static const char *const sentiments[] = { "good", "good", "neutral", "neutral", "bad" };

  task->created = make_later_instant (self, person->created);
  task->completed = make_later_instant (self, task->created);
  task->due = make_due (self, _crm_sample_day_of (task->completed), choose_minute (self));
  task->sentiment = sentiments[_crm_sample_maker_below (self, G_N_ELEMENTS (sentiments))];
  if (_crm_sample_maker_chance (self, 45))
    task->result = make_line (self, CRM_SAMPLE_RESULTS, person, NULL, _crm_sample_day_of (task->completed));
}

static void
make_open (CrmSampleMaker        *self,
           const CrmSamplePerson *person,
           CrmSampleTask         *task)
{
  static const int reminders[] = { 0, 15, 60, 1440 };
  static const char *const repeats[] = { "weekly", "monthly", "quarterly", "yearly" };
  guint kind = _crm_sample_maker_below (self, 100);
  gint64 day = self->today;

  task->created = _crm_sample_maker_make_instant (self, MAX (person->day, self->today - 1 - _crm_sample_maker_below (self, 40)));
  task->created = MAX (task->created, person->created);
  if (kind >= 94)
    return;

  if (kind < 18)
    day = _crm_sample_day_at_work (self->today - 1 - _crm_sample_maker_below (self, 12));
  else if (kind >= 28)
    day = self->today + 1 + (gint64) (60 * pow (_crm_sample_maker_fraction (self), 2));

  task->due = make_due (self, day, choose_minute (self));
  if (_crm_sample_maker_chance (self, 35))
    task->reminder = reminders[_crm_sample_maker_below (self, G_N_ELEMENTS (reminders))];
  if (_crm_sample_maker_chance (self, 5))
    task->repeats = repeats[_crm_sample_maker_below (self, G_N_ELEMENTS (repeats))];
}

/*< private >
 * _crm_sample_maker_make_task:
 * @person: for whom
 * @owner: the first name of a team member
 * @task: (out caller-allocates): a task; more than half are done
 */
void
_crm_sample_maker_make_task (CrmSampleMaker        *self,
                             const CrmSamplePerson *person,
                             const char            *owner,
                             CrmSampleTask         *task)
{
  *task = (CrmSampleTask) { .reminder = -1 };
  choose_title (self, person, owner, task);
  if (_crm_sample_maker_chance (self, 12))
    task->priority = _crm_sample_maker_chance (self, 75) ? "high" : "low";

  if (_crm_sample_maker_chance (self, 55))
    make_done (self, person, task);
  else
    make_open (self, person, task);
}
