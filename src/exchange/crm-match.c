/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whether a draft is somebody who is there already (`features.md`, C5): by e-mail address, by
 * messenger, by telephone number, by name and company. Two people with one telephone have the
 * same number and different names: a number alone does not make them one.
 *
 * Every question is answered by an index and looks at a bounded number of rows, so that a file
 * in which everybody has the same number does not take for ever.
 */

#include "config.h"

#include "crm-match.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-fold.h"
#include "crm-person-name.h"

/* How many records with one number or one name are looked at. */
#define MAX_CANDIDATES 50

struct _CrmMatcher
{
  const CrmRecordType *type;
  gboolean contacts;
  gint64 table;

  /* The sets, and whether any record has a member in them. */
  const CrmField *emails;
  const CrmField *phones;
  const CrmField *messengers;
  gboolean has_emails;
  gboolean has_phones;
  gboolean has_messengers;
};

/**
 * crm_matcher_new:
 * @type: contacts or accounts
 *
 * Returns: (transfer full): what finds records of @type
 */
CrmMatcher *
crm_matcher_new (const CrmRecordType *type)
{
  CrmMatcher *self = g_new0 (CrmMatcher, 1);

  self->type = type;
  self->contacts = type->table.id == CRM_ID_CONTACT;
  self->table = type->table.id;
  self->emails = crm_record_type_find_field (type, "emails");
  self->phones = crm_record_type_find_field (type, "phones");
  self->messengers = crm_record_type_find_field (type, "messengers");

  return self;
}

/**
 * crm_matcher_free:
 */
void
crm_matcher_free (CrmMatcher *self)
{
  g_free (self);
}

static gboolean
has_members (CrmMatcher      *self,
             CrmDb           *db,
             const CrmField  *field,
             GError         **error)
{
  return field != NULL &&
         crm_db_get_integer (db, 0, error, "SELECT 1 FROM member INDEXED BY member_by_key WHERE tbl = ? AND col = ? "
                             "AND removed IS NULL LIMIT 1",
                             "ii", self->table, (gint64) field->column.id) != 0;
}

/**
 * crm_matcher_begin:
 * @db: what will be asked
 * @error: a %CRM_STORE_ERROR
 *
 * To be called at the beginning of a transaction: looks which questions can be spared.
 */
gboolean
crm_matcher_begin (CrmMatcher  *self,
                   CrmDb       *db,
                   GError     **error)
{
  g_autoptr (GError) reason = NULL;

  self->has_emails = has_members (self, db, self->emails, &reason);
  self->has_phones = reason == NULL && has_members (self, db, self->phones, &reason);
  self->has_messengers = reason == NULL && has_members (self, db, self->messengers, &reason);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/**
 * crm_matcher_expect:
 * @draft: (nullable): what has just been written; %NULL if that may be anything
 *
 * Says that there are records with what @draft has.
 */
void
crm_matcher_expect (CrmMatcher     *self,
                    const CrmDraft *draft)
{
  self->has_emails |= draft == NULL || draft->emails->len > 1;
  self->has_phones |= draft == NULL || draft->phones->len > 1;
  self->has_messengers |= draft == NULL || draft->messengers->len > 0;
}

/* The name of a contact, from its parts: the name of somebody without one is computed from
 * something else. */
static char *
make_name (CrmStatement *statement)
{
  const char *first = crm_statement_get_text (statement, 1);
  const char *last = crm_statement_get_text (statement, 2);

  if (first == NULL && last == NULL)
    return NULL;

  return first != NULL && last != NULL ? g_strconcat (first, " ", last, NULL) : g_strdup (first != NULL ? first : last);
}

static gint64
find_uuid (CrmMatcher      *self,
           CrmDb           *db,
           const CrmDraft  *draft,
           GError         **error)
{
  char sql[80];

  if (crm_uuid_is_null (&draft->edit->uuid))
    return 0;

  g_snprintf (sql, sizeof sql, "SELECT id FROM %s WHERE uuid = ? AND state = 0", self->type->table.name);

  return crm_db_get_integer (db, 0, error, sql, "u", &draft->edit->uuid);
}

static gint64
find_member (CrmMatcher      *self,
             CrmDb           *db,
             const CrmField  *field,
             const char      *key,
             GError         **error)
{
  return crm_db_get_integer (db, 0, error,
                             "SELECT c.id FROM member m INDEXED BY member_by_key JOIN contact c ON c.id = m.record AND c.state = 0 "
                             "WHERE m.tbl = ? AND m.col = ? AND m.key = ? AND m.removed IS NULL LIMIT 1", "iit",
                             self->table, (gint64) field->column.id, key);
}

static gint64
find_email (CrmMatcher      *self,
            CrmDb           *db,
            const CrmDraft  *draft,
            GError         **error)
{
  gint64 id = 0;

  for (guint i = 0; i < draft->emails->len && id == 0; i++)
    {
      const char *key = g_ptr_array_index (draft->emails, i);

      id = crm_db_get_integer (db, 0, error,
                               "SELECT id FROM contact WHERE state = 0 AND email_key = ? AND email_key IS NOT NULL LIMIT 1",
                               "t", key);
      if (id == 0 && self->has_emails)
        id = find_member (self, db, self->emails, key, error);
    }

  return id;
}

static gint64
find_messenger (CrmMatcher      *self,
                CrmDb           *db,
                const CrmDraft  *draft,
                GError         **error)
{
  gint64 id = 0;

  for (guint i = 0; self->has_messengers && i < draft->messengers->len && id == 0; i++)
    id = find_member (self, db, self->messengers, g_ptr_array_index (draft->messengers, i), error);

  return id;
}

/* Goes through records with the same number; the first one without another name is it. */
static gint64
find_agreeing (CrmStatement    *statement,
               const CrmDraft  *draft,
               GError         **error)
{
  while (statement != NULL && crm_statement_step (statement, error))
    {
      g_autofree char *name = make_name (statement);

      if (crm_person_names_agree (name, draft->name))
        return crm_statement_get_integer (statement, 0);
    }

  return 0;
}

static gint64
find_phone (CrmMatcher      *self,
            CrmDb           *db,
            const CrmDraft  *draft,
            GError         **error)
{
  gint64 id = 0;

  for (guint i = 0; i < draft->phones->len && id == 0; i++)
    {
      const char *key = g_ptr_array_index (draft->phones, i);
      g_autoptr (CrmStatement) primary = NULL;
      g_autoptr (CrmStatement) further = NULL;

      primary = crm_db_query (db, error,
                              "SELECT id, first_name_key, last_name_key FROM contact "
                              "WHERE state = 0 AND phone_number_key = ? AND phone_number_key IS NOT NULL LIMIT ?",
                              "ti", key, (gint64) MAX_CANDIDATES);
      id = find_agreeing (primary, draft, error);
      if (id != 0 || !self->has_phones)
        continue;

      further = crm_db_query (db, error,
                              "SELECT c.id, c.first_name_key, c.last_name_key "
                              "FROM member m INDEXED BY member_by_key JOIN contact c ON c.id = m.record AND c.state = 0 "
                              "WHERE m.tbl = ? AND m.col = ? AND m.key = ? AND m.removed IS NULL LIMIT ?", "iiti",
                              self->table, (gint64) self->phones->column.id, key, (gint64) MAX_CANDIDATES);
      id = find_agreeing (further, draft, error);
    }

  return id;
}

/* The same name counts with the same account; without any, only if there is nothing else to know
 * somebody by. */
static gint64
find_name (CrmMatcher      *self,
           CrmDb           *db,
           const CrmDraft  *draft,
           GError         **error)
{
  gboolean bare = draft->emails->len + draft->phones->len + draft->messengers->len == 0;

  if (draft->name == NULL || (draft->account == NULL && !bare))
    return 0;

  return crm_db_get_integer (db, 0, error,
                             "SELECT n.id FROM (SELECT id, account FROM contact "
                             "WHERE state = 0 AND name_key = ?1 AND name_key IS NOT NULL LIMIT ?3) n "
                             "WHERE ?2 IS (SELECT name_key FROM account WHERE id = n.account) LIMIT 1", "tti",
                             draft->name, draft->account, (gint64) MAX_CANDIDATES);
}

/**
 * crm_matcher_find:
 * @db: a connection; inside a transaction, what it has written is found too
 * @draft: of the type of the matcher
 * @id: (out): the record, or 0 if there is none
 * @error: a %CRM_STORE_ERROR
 *
 * Finds the record that @draft is about.
 *
 * Returns: how it was recognised; %CRM_MATCH_NONE also on failure, with @error set
 */
CrmMatchBy
crm_matcher_find (CrmMatcher      *self,
                  CrmDb           *db,
                  const CrmDraft  *draft,
                  gint64          *id,
                  GError         **error)
{
  static gint64 (*const find[]) (CrmMatcher *self, CrmDb *db, const CrmDraft *draft, GError **error) = {
    [CRM_MATCH_EMAIL] = find_email,
    [CRM_MATCH_MESSENGER] = find_messenger,
    [CRM_MATCH_PHONE] = find_phone,
    [CRM_MATCH_NAME] = find_name,
  };
  g_autoptr (GError) reason = NULL;
  CrmMatchBy by = CRM_MATCH_UUID;

  *id = find_uuid (self, db, draft, &reason);
  if (!self->contacts && *id == 0 && reason == NULL && draft->name != NULL)
    {
      by = CRM_MATCH_NAME;
      *id = crm_db_get_integer (db, 0, &reason,
                                "SELECT id FROM account WHERE state = 0 AND name_key = ? AND name_key IS NOT NULL LIMIT 1",
                                "t", draft->name);
    }

  while (self->contacts && *id == 0 && reason == NULL && by < CRM_MATCH_NAME)
    {
      by++;
      *id = find[by] (self, db, draft, &reason);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return CRM_MATCH_NONE;
    }

  return *id != 0 ? by : CRM_MATCH_NONE;
}

/**
 * crm_match_get_label:
 *
 * Returns: (transfer none): by what a record was recognised, for people
 */
const char *
crm_match_get_label (CrmMatchBy by)
{
  switch (by)
    {
    case CRM_MATCH_UUID:
      return _("the same record");
    case CRM_MATCH_EMAIL:
      return _("the same e-mail address");
    case CRM_MATCH_MESSENGER:
      return _("the same messenger");
    case CRM_MATCH_PHONE:
      return _("the same phone number");
    case CRM_MATCH_NAME:
      return _("the same name");
    case CRM_MATCH_NONE:
    default:
      return _("new");
    }
}
