/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Sample data: to try the program with, and to measure and test it with as many records as
 * anybody will ever have.
 *
 * All of it is one batch, so one undo takes everything away. It is written in parts, each a
 * commit, between which others get through; what is made up is made up company by company, on
 * the thread of the writer, and forgotten once it is written. For each record type there is one
 * function that writes one record.
 */

#include "config.h"

#include "crm-sample.h"

#include <math.h>

#include "crm-input.h"
#include "crm-money.h"
#include "crm-sample-private.h"

#define RECORDS_IN_A_PART 3000

/* Of a hundred made-up contacts, so many belong to no account. */
#define PRIVATE_PERCENT 15

/* More people than this share the telephone numbers that are kept for fiction too often. */
#define MANY 2000

typedef struct
{
  gint64 id;
  char *name; /* by which notes mention them */
} TeamMember;

/* The short lists that deals and tasks choose from, as the file has them. */
typedef struct
{
  GArray *stages;
  GArray *deal_types;
  GArray *lost_reasons;
  char *currency;
} Lists;

typedef struct
{
  CrmStore *store;
  gint64 actor;
  const CrmSampleOptions *options;
  guint n_accounts;
  guint n_private; /* contacts without an account */

  CrmSampleWords *words;
  CrmSampleStory *story;
  CrmSampleMaker *maker;
  GArray *team; /* of TeamMember */
  Lists lists;

  /* How far it has come. */
  gint64 batch;
  CrmSampleChapter chapter;
  guint companies;
  guint contacts;
  guint private_contacts;
  guint notes;
  guint deals;
  guint tasks;
  guint comments;

  /* The company whose people are being written, while there is an account. */
  CrmSampleCompany company;
  gint64 account;
  gint64 owner;
  guint people_to_come;
  guint private_to_come;

  /* The part that is being written. */
  CrmDoor *door;
  guint in_part;
} Job;

static void
clear_team_member (gpointer data)
{
  g_free (((TeamMember *) data)->name);
}

static void
job_clear (Job *self)
{
  g_clear_pointer (&self->team, g_array_unref);
  g_clear_pointer (&self->lists.stages, g_array_unref);
  g_clear_pointer (&self->lists.deal_types, g_array_unref);
  g_clear_pointer (&self->lists.lost_reasons, g_array_unref);
  g_clear_pointer (&self->lists.currency, g_free);
  g_clear_pointer (&self->maker, _crm_sample_maker_free);
  g_clear_pointer (&self->story, _crm_sample_story_free);
  g_clear_pointer (&self->words, _crm_sample_words_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* --- The team ----------------------------------------------------------------------------------- */

static const TeamMember *
choose_member (Job *self)
{
  return &g_array_index (self->team, TeamMember, _crm_sample_maker_below (self->maker, self->team->len));
}

/* Some belong to nobody in particular: the rules of the model say who is responsible then. */
static gint64
choose_owner (Job *self)
{
  return _crm_sample_maker_chance (self->maker, 20) ? 0 : choose_member (self)->id;
}

static void
meet_team (Job *self)
{
  g_auto (GStrv) names = _crm_sample_story_list (self->story, "user");

  for (guint i = 0; names[i] != NULL; i++)
    {
      TeamMember member = {
        .id = _crm_sample_story_get_id (self->story, "user", names[i]),
        .name = g_strndup (names[i], strcspn (names[i], " ")),
      };

      g_array_append_val (self->team, member);
    }
}

/* --- Records --------------------------------------------------------------------------------------- */

static CrmEdit *
begin_record (Job        *self,
              const char *table)
{
  return crm_edit_new (crm_schema_find_table (crm_door_get_schema (self->door), table), CRM_OP_CREATE, 0);
}

static gint64
end_record (Job      *self,
            CrmEdit  *edit,
            GError  **error)
{
  self->in_part++;

  return crm_door_apply (self->door, edit, error);
}

static void
set_text (CrmEdit    *edit,
          const char *column,
          const char *text)
{
  /* Borrowed: the edit makes a copy of its own. */
  const CrmValue value = { .kind = CRM_VALUE_TEXT, .text = (char *) text };

  if (text != NULL && *text != '\0')
    crm_edit_set (edit, crm_table_find_column (edit->table, column), &value);
}

static void
set_integer (CrmEdit    *edit,
             const char *column,
             gint64      integer)
{
  const CrmValue value = crm_value_integer (integer);

  if (integer != 0)
    crm_edit_set (edit, crm_table_find_column (edit->table, column), &value);
}

/* A member of a set of texts: its key is what the field's own rules make of it. */
static gboolean
add_text (CrmEdit     *edit,
          const char  *column,
          const char  *text,
          const char  *label,
          GError     **error)
{
  const CrmField *field = crm_field_from_column (crm_table_find_column (edit->table, column));

  return text == NULL || crm_input_set_member (edit, field, text, label, NULL, error);
}

static void
add_tag (Job        *self,
         CrmEdit    *edit,
         const char *name)
{
  const CrmValue value = crm_value_integer (_crm_sample_story_get_id (self->story, "tag", name));

  if (value.integer != 0)
    crm_edit_add (edit, crm_table_find_column (edit->table, "tags"), &value, NULL, NULL);
}

static void
add_tags (Job     *self,
          CrmEdit *edit)
{
  guint kind = _crm_sample_maker_below (self->maker, 100);

  if (kind < 36)
    add_tag (self, edit, "customer");
  else if (kind < 64)
    add_tag (self, edit, "lead");
  else if (kind < 71)
    add_tag (self, edit, "supplier");

  if (_crm_sample_maker_chance (self->maker, 22))
    add_tag (self, edit, "newsletter");
  if (_crm_sample_maker_chance (self->maker, 3))
    add_tag (self, edit, "vip");
  if (self->account != 0 && _crm_sample_maker_chance (self->maker, 40))
    add_tag (self, edit, self->company.trade->tag);
}

static gint64
write_account (Job                     *self,
               const CrmSampleCompany  *company,
               GError                 **error)
{
  const CrmSampleLocale *locale = _crm_sample_maker_get_locale (self->maker);
  g_autoptr (CrmEdit) edit = begin_record (self, "account");
  const CrmValue revenue = crm_value_money (company->revenue, locale->currency);

  set_text (edit, "name", company->name);
  set_integer (edit, "owner", self->owner);
  set_text (edit, "website", company->website);
  set_text (edit, "phone", company->phone);
  set_text (edit, "industry", company->industry);
  set_integer (edit, "employees", company->employees);
  if (company->revenue != 0)
    crm_edit_set (edit, crm_table_find_column (edit->table, "annual_revenue"), &revenue);
  set_text (edit, "description", company->description);
  set_text (edit, "street", company->street);
  set_text (edit, "street2", company->street2);
  set_text (edit, "city", company->city->name->text);
  set_text (edit, "region", company->city->region);
  set_text (edit, "postcode", company->postcode);
  set_text (edit, "country", locale->country);
  set_integer (edit, "created", company->created);

  return end_record (self, edit, error);
}

static gint64
write_contact (Job                    *self,
               const CrmSamplePerson  *person,
               GError                **error)
{
  g_autoptr (CrmEdit) edit = begin_record (self, "contact");

  set_text (edit, "first_name", person->first_name);
  set_text (edit, "last_name", person->last_name);
  set_text (edit, "job_title", person->job_title);
  set_integer (edit, "account", self->account);
  set_integer (edit, "owner", self->owner);
  set_text (edit, "birthday", person->birthday);
  set_text (edit, "email", person->email);
  set_text (edit, "phone", person->phone);
  set_text (edit, "website", person->website);
  set_text (edit, "street", person->street);
  set_text (edit, "street2", person->street2);
  set_text (edit, "postcode", person->postcode);
  if (person->city != NULL)
    {
      set_text (edit, "city", person->city->name->text);
      set_text (edit, "region", person->city->region);
      set_text (edit, "country", _crm_sample_maker_get_locale (self->maker)->country);
    }
  set_text (edit, "source", person->source);
  set_text (edit, "utm_source", person->utm_source);
  set_text (edit, "utm_medium", person->utm_medium);
  set_text (edit, "utm_campaign", person->utm_campaign);
  set_integer (edit, "created", person->created);
  add_tags (self, edit);

  if (!add_text (edit, "emails", person->further_email, "home", error) ||
      !add_text (edit, "phones", person->further_phone, "mobile", error) ||
      !add_text (edit, "messengers", person->messenger_name, person->messenger, error))
    return 0;

  return end_record (self, edit, error);
}

static gboolean
write_note (Job                    *self,
            const CrmSamplePerson  *person,
            gint64                  contact,
            GError                **error)
{
  g_autoptr (CrmEdit) edit = begin_record (self, "note");
  const CrmSampleCompany *company = self->account != 0 ? &self->company : NULL;
  const TeamMember *author = choose_member (self);
  gint64 created;

  set_text (edit, "body", _crm_sample_maker_make_note (self->maker, company, person, author->name, &created));
  set_integer (edit, "account", self->account);
  if (self->account == 0 || _crm_sample_maker_chance (self->maker, 70))
    set_integer (edit, "contact", contact);
  set_integer (edit, "created", created);
  set_integer (edit, "author", author->id);

  return end_record (self, edit, error) != 0;
}

/* --- Work ----------------------------------------------------------------------------------------------- */

static GArray *
read_ids (CrmDb      *db,
          const char *sql)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, NULL);

  while (statement != NULL && crm_statement_step (statement, NULL))
    {
      gint64 id = crm_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }

  return ids;
}

static void
read_lists (Job   *self,
            CrmDb *db)
{
  Lists *lists = &self->lists;

  if (lists->stages != NULL)
    return;

  lists->stages = read_ids (db, "SELECT id FROM stage WHERE state = 0 AND pipeline = "
                                "(SELECT id FROM pipeline WHERE state = 0 ORDER BY position, id LIMIT 1) ORDER BY position, id");
  lists->deal_types = read_ids (db, "SELECT id FROM deal_type WHERE state = 0 ORDER BY id");
  lists->lost_reasons = read_ids (db, "SELECT id FROM lost_reason WHERE state = 0 ORDER BY id");
  lists->currency = crm_db_get_text (db, NULL, "SELECT currency FROM business WHERE state = 0 ORDER BY id LIMIT 1", "");
  if (lists->currency == NULL)
    lists->currency = g_strdup (crm_money_get_default_currency ());
}

/* Any of @ids, or 0 if there are none. */
static gint64
choose_id (Job    *self,
           GArray *ids)
{
  guint i = _crm_sample_maker_below (self->maker, MAX (ids->len, 1));

  return ids->len > 0 ? g_array_index (ids, gint64, i) : 0;
}

static void
add_link (CrmEdit    *edit,
          const char *column,
          gint64      id)
{
  const CrmValue value = crm_value_integer (id);

  if (id != 0)
    crm_edit_add (edit, crm_table_find_column (edit->table, column), &value, NULL, NULL);
}

static gint64
write_deal (Job                    *self,
            const CrmSamplePerson  *person,
            gint64                  contact,
            GError                **error)
{
  g_autoptr (CrmEdit) edit = NULL;
  GArray *stages = self->lists.stages;
  const TeamMember *author = choose_member (self);
  CrmSampleDeal deal;
  CrmValue value;

  _crm_sample_maker_make_deal (self->maker, person, &deal);
  edit = begin_record (self, "deal");
  set_text (edit, "title", deal.title);
  set_text (edit, "status", deal.status);
  if (stages->len > 0)
    set_integer (edit, "stage", g_array_index (stages, gint64, (guint) (deal.stage * stages->len)));
  if (g_str_equal (deal.status, "lost"))
    set_integer (edit, "lost_reason", choose_id (self, self->lists.lost_reasons));
  set_integer (edit, "type", choose_id (self, self->lists.deal_types));
  value = crm_value_money (deal.value * (gint64) pow (10, crm_money_get_digits (self->lists.currency)), self->lists.currency);
  if (deal.value != 0)
    crm_edit_set (edit, crm_table_find_column (edit->table, "value"), &value);
  set_text (edit, "close_date", deal.close_date);
  set_integer (edit, "account", self->account);
  /* Some are with a company, and nobody in particular yet (features.md, A10). */
  if (self->account == 0 || _crm_sample_maker_chance (self->maker, 85))
    set_integer (edit, "contact", contact);
  set_integer (edit, "owner", self->owner != 0 ? self->owner : author->id);
  set_integer (edit, "author", author->id);
  set_integer (edit, "created", deal.created);
  set_integer (edit, "stage_since", deal.stage_since);
  set_integer (edit, "closed", deal.closed);

  return end_record (self, edit, error);
}

static void
set_type (Job                 *self,
          CrmEdit             *edit,
          const CrmSampleTask *task)
{
  CrmDb *db = crm_door_get_db (self->door);
  gint64 type = crm_db_get_integer (db, 0, NULL, "SELECT id FROM task_type WHERE state = 0 ORDER BY icon = ? DESC, position, id LIMIT 1",
                                    "t", task->kind);

  set_integer (edit, "type", type);
  if (task->sentiment != NULL)
    set_integer (edit, "outcome",
                 crm_db_get_integer (db, 0, NULL, "SELECT id FROM outcome WHERE state = 0 AND coalesce (task_type, ?2) = ?2 "
                                                  "ORDER BY sentiment = ?1 DESC, position, id LIMIT 1", "ti", task->sentiment, type));
}

static gint64
write_task (Job                    *self,
            const CrmSamplePerson  *person,
            gint64                  contact,
            gint64                  deal,
            GError                **error)
{
  g_autoptr (CrmEdit) edit = NULL;
  const TeamMember *author = choose_member (self);
  const TeamMember *assignee = choose_member (self);
  /* Whoever tries the program has something to do as well. */
  gint64 who = _crm_sample_maker_chance (self->maker, 30) ? self->actor : assignee->id;
  char minutes[16];
  CrmSampleTask task;

  _crm_sample_maker_make_task (self->maker, person, author->name, &task);
  edit = begin_record (self, "task");
  set_text (edit, "title", task.title);
  set_type (self, edit, &task);
  set_text (edit, "due", task.due);
  set_text (edit, "repeats", task.repeats);
  set_text (edit, "priority", task.priority);
  set_text (edit, "result", task.result);
  add_link (edit, "assignees", who);
  if (deal != 0)
    add_link (edit, "deals", deal);
  if (deal == 0 || _crm_sample_maker_chance (self->maker, 60))
    add_link (edit, "contacts", contact);
  if (_crm_sample_maker_chance (self->maker, 8))
    add_link (edit, "accounts", self->account);
  g_snprintf (minutes, sizeof minutes, "%d", task.reminder);
  if (task.reminder >= 0 && !add_text (edit, "reminders", minutes, NULL, error))
    return 0;
  if (task.completed != 0)
    {
      set_text (edit, "status", "done");
      set_integer (edit, "completed", task.completed);
      set_integer (edit, "completed_by", who);
    }
  set_integer (edit, "author", author->id);
  set_integer (edit, "created", task.created);

  return end_record (self, edit, error);
}

static gboolean
write_comment (Job                    *self,
               const CrmSamplePerson  *person,
               gint64                  contact,
               gint64                  deal,
               GError                **error)
{
  g_autoptr (CrmEdit) edit = begin_record (self, "comment");
  const TeamMember *author = choose_member (self);
  const TeamMember *mentioned = choose_member (self);
  gint64 created;

  set_text (edit, "body", _crm_sample_maker_make_comment (self->maker, person, mentioned->name, &created));
  if (deal != 0 && _crm_sample_maker_chance (self->maker, 60))
    set_integer (edit, "deal", deal);
  else
    set_integer (edit, "contact", contact);
  set_integer (edit, "author", author->id);
  set_integer (edit, "created", created);

  return end_record (self, edit, error) != 0;
}

/* --- Companies with their people -------------------------------------------------------------------- */

/* How many to write now, if @present of @total are there and @done of @of of what they belong
 * to: about as many as are due, so that some have many and some have none. */
static guint
take_share (Job   *self,
            guint  total,
            guint  present,
            guint  done,
            guint  of)
{
  guint due = (guint) ((guint64) total * done / of);
  guint n;

  if (done == of)
    return total - present;
  if (due <= present)
    return 0;

  n = _crm_sample_maker_below (self->maker, 2 * (due - present) + 1);

  return MIN (n, total - present);
}

static gboolean
begin_company (Job     *self,
               GError **error)
{
  guint n_employed = self->options->contacts - self->n_private;
  guint employed = self->contacts - self->private_contacts;

  _crm_sample_maker_begin (self->maker, self->companies);
  _crm_sample_maker_make_company (self->maker, &self->company);
  self->owner = choose_owner (self);
  self->account = write_account (self, &self->company, error);
  if (self->account == 0)
    return FALSE;

  self->companies++;
  self->people_to_come = take_share (self, n_employed, employed, self->companies, self->n_accounts);
  self->private_to_come = take_share (self, self->n_private, self->private_contacts, self->companies, self->n_accounts);

  return TRUE;
}

/* What is being done for a person. */
static gboolean
write_work (Job                    *self,
            const CrmSamplePerson  *person,
            gint64                  contact,
            GError                **error)
{
  const CrmSampleOptions *options = self->options;
  guint n_deals = take_share (self, options->deals, self->deals, self->contacts, options->contacts);
  guint n_tasks = take_share (self, options->tasks, self->tasks, self->contacts, options->contacts);
  guint n_comments = take_share (self, options->comments, self->comments, self->contacts, options->contacts);
  gint64 deal = 0;

  for (guint i = 0; i < n_deals; i++)
    {
      deal = write_deal (self, person, contact, error);
      if (deal == 0)
        return FALSE;
    }

  /* Some deals have no next step. */
  for (guint i = 0; i < n_tasks; i++)
    if (write_task (self, person, contact, _crm_sample_maker_chance (self->maker, 70) ? deal : 0, error) == 0)
      return FALSE;

  for (guint i = 0; i < n_comments; i++)
    if (!write_comment (self, person, contact, deal, error))
      return FALSE;

  self->deals += n_deals;
  self->tasks += n_tasks;
  self->comments += n_comments;

  return TRUE;
}

static gboolean
write_person (Job     *self,
              GError **error)
{
  guint total = self->options->contacts;
  CrmSamplePerson person;
  gint64 contact;
  guint n_notes;

  _crm_sample_maker_make_person (self->maker, self->account != 0 ? &self->company : NULL, &person);
  contact = write_contact (self, &person, error);
  if (contact == 0)
    return FALSE;

  /* Nobody talks to those of whom no name is known; but all notes are written in the end. */
  self->contacts++;
  n_notes = take_share (self, self->options->notes, self->notes, self->contacts, total);
  if (person.first_name == NULL && self->contacts < total)
    n_notes = 0;

  for (guint i = 0; i < n_notes; i++)
    if (!write_note (self, &person, contact, error))
      return FALSE;
  self->notes += n_notes;

  return write_work (self, &person, contact, error);
}

/* Private people come behind those of a company, and are numbered behind all companies. */
static gboolean
write_private_person (Job     *self,
                      GError **error)
{
  _crm_sample_maker_begin (self->maker, ((guint64) 1 << 32) + self->private_contacts);
  self->private_contacts++;
  self->account = 0;
  self->owner = choose_owner (self);

  return write_person (self, error);
}

static gboolean
is_finished (const Job *self)
{
  return self->companies == self->n_accounts && self->people_to_come == 0 && self->private_to_come == 0;
}

static gboolean
write_next (Job     *self,
            GError **error)
{
  if (self->people_to_come > 0)
    {
      self->people_to_come--;
      return write_person (self, error);
    }

  if (self->private_to_come > 0)
    {
      self->private_to_come--;
      return write_private_person (self, error);
    }

  return begin_company (self, error);
}

/* --- Parts -------------------------------------------------------------------------------------------- */

static guint
count_done (const Job *self)
{
  return self->companies + self->contacts + self->notes + self->deals + self->tasks + self->comments;
}

static gboolean
write_chapter (CrmDoor   *door,
               gpointer   data,
               GError   **error)
{
  Job *self = data;

  crm_door_keep_open (door, 0);

  return _crm_sample_story_write (self->story, self->chapter, door, error);
}

static gboolean
write_part (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  Job *self = data;

  self->door = door;
  self->in_part = 0;
  read_lists (self, crm_door_get_db (door));
  while (self->in_part < RECORDS_IN_A_PART && !is_finished (self))
    if (!write_next (self, error))
      return FALSE;

  crm_door_keep_open (door, count_done (self));

  return TRUE;
}

static gboolean
commit (Job           *self,
        CrmWriteFunc   func,
        GError       **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (self->actor, CRM_CAUSE_SAMPLE, NULL);
  g_autoptr (CrmCommit) part = NULL;

  crm_change_set_set_batch (set, self->batch);
  part = crm_store_write (self->store, set, G_PRIORITY_LOW, func, self, error);
  if (part == NULL)
    return FALSE;

  if (part->batch != 0)
    self->batch = part->batch;

  return TRUE;
}

static gboolean
commit_chapter (Job               *self,
                CrmSampleChapter   chapter,
                GError           **error)
{
  self->chapter = chapter;

  return commit (self, write_chapter, error);
}

static gpointer
read_catalogue (CrmDb         *db,
                CrmSchema     *schema,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  return crm_catalogue_load (db, error);
}

/* The columns of new fields are there before the next part, whoever else reads the catalogue. */
static gboolean
adopt_fields (Job     *self,
              GError **error)
{
  g_autoptr (CrmCatalogue) catalogue = crm_store_read (self->store, CRM_LANE_QUERY, read_catalogue, NULL, error);

  return catalogue != NULL && crm_store_set_schema (self->store, CRM_SCHEMA (catalogue), error);
}

static gboolean
tell_story (Job     *self,
            GError **error)
{
  if (!commit_chapter (self, CRM_SAMPLE_CHAPTER_TEAM, error))
    return FALSE;

  meet_team (self);

  return !self->options->story ||
         (commit_chapter (self, CRM_SAMPLE_CHAPTER_FIELDS, error) && adopt_fields (self, error) &&
          commit_chapter (self, CRM_SAMPLE_CHAPTER_PEOPLE, error));
}

static gboolean
make_up (Job              *self,
         CrmProgressFunc   progress,
         gpointer          user_data,
         GCancellable     *cancellable,
         GError          **error)
{
  const CrmSampleOptions *options = self->options;
  guint total = self->n_accounts;

  if (options->contacts > 0)
    total += options->contacts + options->notes + options->deals + options->tasks + options->comments;

  while (!is_finished (self))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !commit (self, write_part, error))
        return FALSE;
      if (progress != NULL)
        progress (count_done (self), total, user_data);
    }

  return TRUE;
}

/* Half of the sample data is worse than none. If even that fails, the batch stays open in the
 * file, and the next start finds it. */
static void
take_back (Job *self)
{
  CrmUndone undone;

  if (self->batch != 0 && crm_store_undo (self->store, self->actor, self->batch, &undone, NULL))
    crm_store_close_batch (self->store, self->batch, NULL);
}

/**
 * crm_sample_fill:
 * @workspace: not closed meanwhile; only its store, clock and actor are used
 * @options: what to make
 * @progress: (nullable) (scope call): called after each part, in the thread of the caller
 * @user_data: for @progress
 * @cancellable: (nullable): takes everything back
 * @error: %CRM_ERROR_DENIED if the actor is no administrator, a %CRM_STORE_ERROR, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Adds sample data, as one batch. The same options give the same records at the same time.
 * Names, places and numbers are made up: addresses are in domains that are kept for examples,
 * and telephone numbers, as long as there are enough, in ranges that are kept for fiction.
 *
 * Waits until everything is written; any thread but that of a window.
 *
 * Returns: the batch, which can be undone; 0 with @error set
 */
gint64
crm_sample_fill (CrmWorkspace            *workspace,
                 const CrmSampleOptions  *options,
                 CrmProgressFunc          progress,
                 gpointer                 user_data,
                 GCancellable            *cancellable,
                 GError                 **error)
{
  g_auto (Job) self = { NULL };
  gint64 now;

  g_return_val_if_fail (CRM_IS_WORKSPACE (workspace), 0);
  g_return_val_if_fail (options != NULL && (options->story || options->contacts > 0 || options->accounts > 0), 0);

  self.store = crm_workspace_get_store (workspace);
  self.actor = crm_workspace_get_actor (workspace);
  self.options = options;
  self.n_accounts = options->accounts != 0 ? options->accounts : MAX (options->contacts / 5, options->contacts > 0);
  self.n_private = (guint) ((guint64) options->contacts * PRIVATE_PERCENT / 100);

  self.team = g_array_new (FALSE, FALSE, sizeof (TeamMember));
  g_array_set_clear_func (self.team, clear_team_member);

  now = crm_clock_get_now (crm_workspace_get_clock (workspace));
  self.words = _crm_sample_words_load (error);
  if (self.words == NULL)
    return 0;
  self.maker = _crm_sample_maker_new (self.words, options->seed, options->contacts > MANY, now);
  self.story = _crm_sample_story_new (self.words, now, error);
  if (self.story == NULL)
    return 0;

  if (!tell_story (&self, error) || !make_up (&self, progress, user_data, cancellable, error))
    {
      take_back (&self);
      return 0;
    }

  return crm_store_close_batch (self.store, self.batch, error) ? self.batch : 0;
}

/**
 * crm_sample_find_batch:
 * @db: a connection
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: the batch with the sample data that was added last and has not been undone, or 0 if
 *   there is none
 */
gint64
crm_sample_find_batch (CrmDb   *db,
                       GError **error)
{
  return crm_db_get_integer (db, 0, error, "SELECT max (id) FROM batch WHERE cause = ? AND undone = 0", "i",
                             (gint64) CRM_CAUSE_SAMPLE);
}
