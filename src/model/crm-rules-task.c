/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of tasks, comments and activities. Like all rules they run inside the commit, on the
 * thread of the writer.
 */

#include "config.h"

#include "crm-rules-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-due.h"
#include "crm-error.h"
#include "crm-mention.h"
#include "crm-task-agenda.h"

/* --- Activities ------------------------------------------------------------------------------------- */

/*< private >
 * @kind: one of the kinds of activities
 * @account: to which it happens, now and for ever (features.md, A11)
 *
 * Returns: (transfer full): an edit that adds an activity, by whoever makes the commit
 */
CrmEdit *
_crm_rules_new_activity (CrmImage   *image,
                         const char *kind,
                         gint64      account)
{
  const CrmTable *table = crm_schema_find_table (crm_door_get_schema (image->door), "activity");
  CrmEdit *edit = crm_edit_new (table, CRM_OP_CREATE, 0);
  gint64 actor = crm_door_get_actor (image->door);

  crm_edit_set_text (edit, "kind", kind);
  crm_edit_set_integer (edit, "time", crm_door_get_now (image->door));
  crm_edit_set_integer (edit, "account", account);
  crm_edit_set_text (edit, "title", crm_image_get_text (image, image->table->title->name));
  if (actor > 0)
    crm_edit_set_integer (edit, "user", actor);

  return edit;
}

/**
 * crm_rules_check_activity:
 * @error: %CRM_ERROR_REFUSED: what has happened stays as it was
 */
gboolean
crm_rules_check_activity (CrmImage  *image,
                          GError   **error)
{
  if (image->op == CRM_OP_CREATE)
    return crm_rules_check (image, error);

  /* What happened to a record happened to the one that stands for it now. */
  if (image->op == CRM_OP_UPDATE && crm_door_get_cause (image->door) == CRM_CAUSE_MERGE)
    return TRUE;

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("What has happened cannot be changed. Undo what caused it instead."));

  return FALSE;
}

/* --- Comments ---------------------------------------------------------------------------------------- */

/**
 * crm_rules_derive_comment:
 *
 * Whoever is mentioned in a new comment hears of it.
 */
void
crm_rules_derive_comment (CrmImage *image)
{
  const CrmColumn *mentions = crm_table_find_column (image->table, "mentions");
  g_autoptr (GArray) users = NULL;

  _crm_rules_derive_beginning (image);
  if (image->op != CRM_OP_CREATE || crm_image_get_text (image, "body") == NULL)
    return;

  users = crm_mention_find (crm_door_get_db (image->door), crm_image_get_text (image, "body"));
  for (guint i = 0; i < users->len; i++)
    {
      CrmValue key = crm_value_integer (g_array_index (users, gint64, i));

      if (!crm_row_has_member (image->after, mentions, &key))
        g_ptr_array_add (image->after->members, crm_member_new (mentions->id, &key, NULL, NULL));
    }
}

/**
 * crm_rules_check_comment:
 * @error: %CRM_ERROR_REQUIRED if there is nothing in it or it is about nothing, %CRM_ERROR_REFUSED
 *   for words that somebody puts into another one's mouth
 */
gboolean
crm_rules_check_comment (CrmImage  *image,
                         GError   **error)
{
  if (!crm_rules_check (image, error))
    return FALSE;

  if (image->op == CRM_OP_CREATE && crm_image_get_integer (image, "contact") == 0 && crm_image_get_integer (image, "account") == 0 &&
      crm_image_get_integer (image, "deal") == 0 && crm_image_get_integer (image, "task") == 0)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REQUIRED,
                           _("A comment needs a contact, an account, a deal or a task that it is about."));
      return FALSE;
    }

  if (image->op == CRM_OP_UPDATE && crm_image_changes (image, "body") && !crm_door_is_replay (image->door) &&
      crm_door_get_actor (image->door) > 0 &&
      crm_value_get_integer (crm_row_get (image->before, image->table->author)) != crm_door_get_actor (image->door))
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                           _("Only those who wrote a comment can change it. Write another one."));
      return FALSE;
    }

  return TRUE;
}

/**
 * crm_rules_follow_comment:
 * @error: a %CRM_STORE_ERROR
 *
 * Whoever is mentioned in what was written later hears of it, too. Who does not stand there any
 * more has heard of it already.
 */
gboolean
crm_rules_follow_comment (CrmImage  *image,
                          GError   **error)
{
  const CrmColumn *mentions = crm_table_find_column (image->table, "mentions");
  g_autoptr (GArray) users = NULL;
  g_autoptr (CrmEdit) edit = NULL;
  guint n_new = 0;

  if (image->op != CRM_OP_UPDATE || !crm_image_changes (image, "body") || crm_door_is_replay (image->door) ||
      crm_image_get_text (image, "body") == NULL)
    return TRUE;

  users = crm_mention_find (crm_door_get_db (image->door), crm_image_get_text (image, "body"));
  edit = crm_edit_new (image->table, CRM_OP_UPDATE, image->id);
  for (guint i = 0; i < users->len; i++)
    {
      CrmValue key = crm_value_integer (g_array_index (users, gint64, i));

      if (crm_row_has_member (image->after, mentions, &key))
        continue;
      crm_edit_add (edit, mentions, &key, NULL, NULL);
      n_new++;
    }

  return n_new == 0 || crm_door_apply (image->door, edit, error) != 0;
}

/* --- Tasks ----------------------------------------------------------------------------------------------- */

static gboolean
is_done (const CrmRow *row)
{
  return row != NULL && g_strcmp0 (crm_row_get_text (row, "status"), "done") == 0;
}

/* A task of the 31st stays one of the 31st while it repeats over shorter months. */
static void
derive_repeat_day (CrmImage *image)
{
  char date[CRM_DATE_SIZE];
  int minute, year, month, day;

  if (crm_door_is_replay (image->door) || crm_image_get_text (image, "repeats") == NULL || crm_image_changes (image, "repeat_day") ||
      (!crm_image_changes (image, "due") && !crm_image_changes (image, "repeats")))
    return;

  if (crm_due_split (crm_image_get_text (image, "due"), date, &minute) && crm_date_split (date, &year, &month, &day))
    crm_image_derive (image, "repeat_day", crm_value_integer (day));
}

/* What lists and reminders look for, so that what is done does not stand in their way. */
static void
derive_agenda (CrmImage *image)
{
  const CrmColumn *reminders = crm_table_find_column (image->table, "reminders");
  const char *due = crm_image_get_text (image, "due");
  int lead = -1;
  char first[CRM_DUE_SIZE];

  for (guint i = 0; i < image->after->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (image->after->members, i);

      if (member->column == reminders->id)
        lead = MAX (lead, atoi (crm_value_get_text (&member->key)));
    }

  if (is_done (image->after))
    crm_image_derive (image, "agenda", (CrmValue) CRM_VALUE_INIT);
  else
    crm_image_derive (image, "agenda", crm_value_text (due != NULL ? due : CRM_AGENDA_WITHOUT_DATE));

  if (!is_done (image->after) && lead >= 0 && crm_task_remind_at (due, lead, first))
    crm_image_derive (image, "first_reminder", crm_value_text (first));
  else
    crm_image_derive (image, "first_reminder", (CrmValue) CRM_VALUE_INIT);
}

/* Whoever writes down a task for nobody means to do it. */
static void
derive_assignee (CrmImage *image)
{
  const CrmColumn *assignees = crm_table_find_column (image->table, "assignees");
  CrmCause cause = crm_door_get_cause (image->door);
  CrmValue actor = crm_value_integer (crm_door_get_actor (image->door));

  if (image->op == CRM_OP_CREATE && actor.integer > 0 && (cause == CRM_CAUSE_USER || cause == CRM_CAUSE_COMMAND) &&
      crm_image_count (image, "assignees") == 0)
    g_ptr_array_add (image->after->members, crm_member_new (assignees->id, &actor, NULL, NULL));
}

/**
 * crm_rules_derive_task:
 */
void
crm_rules_derive_task (CrmImage *image)
{
  CrmDb *db = crm_door_get_db (image->door);
  gint64 actor = crm_door_get_actor (image->door);

  if (!crm_door_is_replay (image->door))
    {
      _crm_rules_derive_defaults (image);
      derive_assignee (image);
      if (image->op == CRM_OP_CREATE && crm_image_get_integer (image, "type") == 0)
        {
          gint64 type = crm_db_get_integer (db, 0, NULL, "SELECT id FROM task_type WHERE state = 0 ORDER BY position, id LIMIT 1", "");

          if (type != 0)
            crm_image_derive (image, "type", crm_value_integer (type));
        }

      if (crm_image_changes (image, "status") || image->op == CRM_OP_CREATE)
        {
          gboolean done = is_done (image->after);

          if (!crm_image_changes (image, "completed") || !done)
            crm_image_derive (image, "completed", done ? crm_value_integer (crm_door_get_now (image->door)) : (CrmValue) CRM_VALUE_INIT);
          if (!crm_image_changes (image, "completed_by") || !done)
            crm_image_derive (image, "completed_by", done && actor > 0 ? crm_value_integer (actor) : (CrmValue) CRM_VALUE_INIT);
        }
    }

  derive_repeat_day (image);
  crm_image_derive (image, "open", crm_value_integer (!is_done (image->after)));
  derive_agenda (image);
}

/**
 * crm_rules_check_task:
 * @error: %CRM_ERROR_REQUIRED if its type asks for an outcome
 */
gboolean
crm_rules_check_task (CrmImage  *image,
                      GError   **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  gint64 type = crm_image_get_integer (image, "type");

  if (!crm_rules_check (image, error))
    return FALSE;

  if (image->op <= CRM_OP_UPDATE && is_done (image->after) && !is_done (image->before) && crm_image_get_integer (image, "outcome") == 0 &&
      crm_db_get_integer (db, 0, NULL, "SELECT needs_outcome FROM task_type WHERE id = ?", "i", type) != 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REQUIRED, _("Choose what came of “%s” before you complete it."),
                   crm_image_get_text (image, "title"));
      return FALSE;
    }

  return TRUE;
}

/* When the task was completed, which may be long ago if it comes from elsewhere. */
static gint64
get_completion_time (const CrmImage *image)
{
  gint64 completed = crm_image_get_integer (image, "completed");

  return completed != 0 ? completed : crm_door_get_now (image->door);
}

/* Sets "Last Contacted" (features.md, A9), which only moves forward. */
static gboolean
touch_contact (CrmImage    *image,
               gint64       id,
               const char  *event,
               GError     **error)
{
  const CrmTable *table = crm_schema_find_table (crm_door_get_schema (image->door), "contact");
  gint64 time = get_completion_time (image);
  g_autoptr (CrmEdit) edit = NULL;

  if (crm_db_get_integer (crm_door_get_db (image->door), 0, NULL,
                          "SELECT 1 FROM contact WHERE id = ? AND state = 0 AND coalesce (last_contacted, 0) < ?", "ii", id, time) == 0)
    return TRUE;

  edit = crm_edit_new (table, CRM_OP_UPDATE, id);
  crm_edit_set_integer (edit, "last_contacted", time);
  crm_edit_set_text (edit, "last_contacted_by", event);

  return crm_door_apply (image->door, edit, error) != 0;
}

/* The records that a set of the task names. */
static GArray *
list_members (CrmImage   *image,
              const char *column)
{
  const CrmColumn *found = crm_table_find_column (image->table, column);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < image->after->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (image->after->members, i);

      if (member->column == found->id)
        g_array_append_val (ids, member->key.integer);
    }

  return ids;
}

/* Adds the activity of one account, unless it has it already. */
static gboolean
add_completion (CrmImage    *image,
                GHashTable  *told,
                gint64       account,
                gint64       contact,
                gint64       deal,
                GError     **error)
{
  g_autoptr (CrmEdit) activity = NULL;

  if (account == 0 || !g_hash_table_add (told, g_memdup2 (&account, sizeof account)))
    return TRUE;

  activity = _crm_rules_new_activity (image, "task-completed", account);
  crm_edit_set_integer (activity, "time", get_completion_time (image));
  crm_edit_set_integer (activity, "contact", contact);
  crm_edit_set_integer (activity, "deal", deal);
  crm_edit_set_integer (activity, "task", image->id);
  crm_edit_set_integer (activity, "outcome", crm_image_get_integer (image, "outcome"));
  crm_edit_set_integer (activity, "time", crm_image_get_integer (image, "completed"));
  if (crm_image_get_integer (image, "completed_by") != 0)
    crm_edit_set_integer (activity, "user", crm_image_get_integer (image, "completed_by"));

  return crm_door_apply (image->door, activity, error) != 0;
}

/* A completed task is contact with people, and an activity of the accounts that these people, its
 * deals and itself belong to at this moment (features.md, A9, A11). */
static gboolean
complete (CrmImage  *image,
          GError   **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  g_autoptr (GArray) contacts = list_members (image, "contacts");
  g_autoptr (GArray) deals = list_members (image, "deals");
  g_autoptr (GArray) accounts = list_members (image, "accounts");
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < contacts->len; i++)
    {
      gint64 contact = g_array_index (contacts, gint64, i);
      gint64 account = crm_db_get_integer (db, 0, NULL, "SELECT account FROM contact WHERE id = ?", "i", contact);

      if (!touch_contact (image, contact, "task", error) || !add_completion (image, told, account, contact, 0, error))
        return FALSE;
    }

  for (guint i = 0; i < deals->len; i++)
    {
      gint64 deal = g_array_index (deals, gint64, i);
      gint64 contact = crm_db_get_integer (db, 0, NULL, "SELECT contact FROM deal WHERE id = ?", "i", deal);
      gint64 account = crm_db_get_integer (db, 0, NULL, "SELECT account FROM deal WHERE id = ?", "i", deal);

      if ((contact != 0 && !touch_contact (image, contact, "deal-task", error)) ||
          !add_completion (image, told, account, contact, deal, error))
        return FALSE;
    }

  for (guint i = 0; i < accounts->len; i++)
    if (!add_completion (image, told, g_array_index (accounts, gint64, i), 0, 0, error))
      return FALSE;

  return TRUE;
}

static gboolean
is_weekend (int year,
            int month,
            int day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);

  return g_date_get_weekday (&date) > G_DATE_FRIDAY;
}

/* Moves a day on by one repetition; @anchor is the day of the month on which it began. */
static gboolean
move_on (const char *repeats,
         int         anchor,
         char        date[CRM_DATE_SIZE])
{
  char next[CRM_DATE_SIZE];
  int months = 0, days = 0;
  int year, month, day;

  if (strcmp (repeats, "daily") == 0 || strcmp (repeats, "weekdays") == 0)
    days = 1;
  else if (strcmp (repeats, "weekly") == 0)
    days = 7;
  else if (strcmp (repeats, "fortnightly") == 0)
    days = 14;
  else if (strcmp (repeats, "monthly") == 0)
    months = 1;
  else if (strcmp (repeats, "quarterly") == 0)
    months = 3;
  else if (strcmp (repeats, "yearly") == 0)
    months = 12;
  else
    return FALSE;

  do
    {
      if (!crm_date_add (date, 0, months, days, next) || !crm_date_split (next, &year, &month, &day))
        return FALSE;

      /* The 31st is the 30th or the 28th where it has to be, and the 31st again after that. */
      if (months > 0 && anchor > day)
        g_snprintf (next, sizeof next, "%04d-%02d-%02d", year, month,
                    MIN (anchor, (int) g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year)));
      g_strlcpy (date, next, CRM_DATE_SIZE);
      crm_date_split (date, &year, &month, &day);
    }
  while (strcmp (repeats, "weekdays") == 0 && is_weekend (year, month, day));

  return TRUE;
}

/* When the task is to be done again: the next time that is not over. */
static gboolean
find_next_due (CrmImage *image,
               char      due[CRM_DUE_SIZE])
{
  const char *repeats = crm_image_get_text (image, "repeats");
  gint64 anchor = crm_image_get_integer (image, "repeat_day");
  gint64 now = crm_door_get_now (image->door);
  char date[CRM_DATE_SIZE];
  int minute, year, month, day;

  if (repeats == NULL || !crm_due_split (crm_image_get_text (image, "due"), date, &minute) ||
      !crm_date_split (date, &year, &month, &day))
    return FALSE;

  do
    {
      if (!move_on (repeats, anchor != 0 ? (int) anchor : day, date) || !crm_due_make (date, minute, due))
        return FALSE;
    }
  while (crm_due_is_over (due, now));

  return TRUE;
}

/* Makes the task that comes after a repeating one. */
static gboolean
repeat (CrmImage  *image,
        GError   **error)
{
  static const char *const kept[] = {
    "title", "type", "duration", "assignees", "priority", "repeats", "description", "contacts", "deals", "accounts", "reminders", "repeat_day",
  };
  g_autoptr (CrmEdit) next = NULL;
  char due[CRM_DUE_SIZE];

  if (!find_next_due (image, due))
    return TRUE;

  next = crm_edit_new (image->table, CRM_OP_CREATE, 0);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const CrmColumn *column = crm_table_find_column (image->table, kept[i]);

      if (column->storage != CRM_STORAGE_SET)
        {
          crm_edit_set (next, column, &image->after->values[column->index]);
          continue;
        }

      for (guint k = 0; k < image->after->members->len; k++)
        {
          const CrmMember *member = g_ptr_array_index (image->after->members, k);

          if (member->column == column->id)
            crm_edit_add (next, column, &member->key, member->text, member->label);
        }
    }
  crm_edit_set_text (next, "due", due);
  crm_edit_set_integer (next, "previous", image->id);

  return crm_door_apply (image->door, next, error) != 0;
}

/**
 * crm_rules_follow_task:
 * @error: what the store says
 */
gboolean
crm_rules_follow_task (CrmImage  *image,
                       GError   **error)
{
  if (image->op > CRM_OP_UPDATE || !is_done (image->after) || is_done (image->before))
    return TRUE;

  /* What is imported as done has been followed by another one where it comes from. */
  return complete (image, error) &&
         ((image->op == CRM_OP_CREATE && crm_door_get_cause (image->door) == CRM_CAUSE_IMPORT) || repeat (image, error));
}
