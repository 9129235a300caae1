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
#include "crm-link.h"
#include "crm-merge.h"
#include "crm-person-name.h"

/* How many records with one number or one name are looked at. */
#define MAX_CANDIDATES 50

struct _CrmMatcher
{
  const CrmRecordType *type;
  CrmSchema *schema;
  gboolean contacts;
  gboolean bare; /* nothing but the title tells records apart */
  gint64 table;
  gint64 first_new; /* records from this one on have been made by the same import */
  gint64 below;     /* only records below this one count for the draft that is looked for */

  /* The sets, and whether any record has a member in them. */
  const CrmField *emails;
  const CrmField *phones;
  const CrmField *messengers;
  gboolean has_emails;
  gboolean has_phones;
  gboolean has_messengers;
};

/* Whom and what people work with, rather than how they sort it. */
static gboolean
is_subject (const char *table)
{
  return strcmp (table, "account") == 0 || strcmp (table, "contact") == 0 || strcmp (table, "deal") == 0;
}

/* What tells records of one title apart: whom they are about, when they are due and what they are
 * worth, not how far they have come. */
static gboolean
is_telling (const CrmField *field)
{
  if (field->custom != 0 || (field->flags & (CRM_FIELD_INTERNAL | CRM_FIELD_READ_ONLY | CRM_FIELD_DERIVED)) != 0)
    return FALSE;
  if (field->column.links_to != NULL)
    return is_subject (field->column.links_to);

  return field->type == CRM_FIELD_MONEY || field->type == CRM_FIELD_DATE || field->type == CRM_FIELD_DUE;
}

/**
 * crm_matcher_new:
 * @type: a record type
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
  self->first_new = G_MAXINT64;
  self->bare = TRUE;
  for (guint i = 0; i < type->n_fields; i++)
    self->bare &= type->fields[i]->column.links_to == NULL || !is_telling (type->fields[i]);

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
 * @schema: the tables, which have to live until the end of the transaction
 * @error: a %CRM_STORE_ERROR
 *
 * To be called at the beginning of a transaction: looks which questions can be spared.
 */
gboolean
crm_matcher_begin (CrmMatcher  *self,
                   CrmDb       *db,
                   CrmSchema   *schema,
                   GError     **error)
{
  g_autoptr (GError) reason = NULL;

  self->schema = schema;
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

/**
 * crm_matcher_set_first_new:
 * @id: the first record that the import may have made
 *
 * Of a file that has the ids of its records, each row is a record of its own: other rows of the
 * same file are not what it is recognised by.
 */
void
crm_matcher_set_first_new (CrmMatcher *self,
                           gint64      id)
{
  self->first_new = id;
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
  const CrmTable *table = &self->type->table;
  g_autoptr (GError) reason = NULL;
  char sql[80];
  gint64 id;

  if (crm_uuid_is_null (&draft->edit->uuid))
    return 0;

  /* A file from before a merge is about the record that stands for the one that it names. */
  g_snprintf (sql, sizeof sql, "SELECT id FROM %s WHERE uuid = ?", table->name);
  id = crm_db_get_integer (db, 0, &reason, sql, "u", &draft->edit->uuid);
  if (id != 0)
    id = crm_merge_find_survivor (db, table, id, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return 0;
    }

  g_snprintf (sql, sizeof sql, "SELECT id FROM %s WHERE id = ? AND state = 0", table->name);

  return id != 0 ? crm_db_get_integer (db, 0, error, sql, "i", id) : 0;
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
                             "WHERE m.tbl = ? AND m.col = ? AND m.key = ? AND m.record < ? AND m.removed IS NULL LIMIT 1", "iiti",
                             self->table, (gint64) field->column.id, key, self->below);
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
                               "SELECT id FROM contact WHERE state = 0 AND email_key = ? AND email_key IS NOT NULL AND id < ? LIMIT 1",
                               "ti", key, self->below);
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
                              "WHERE state = 0 AND phone_number_key = ? AND phone_number_key IS NOT NULL AND id < ? LIMIT ?",
                              "tii", key, self->below, (gint64) MAX_CANDIDATES);
      id = find_agreeing (primary, draft, error);
      if (id != 0 || !self->has_phones)
        continue;

      further = crm_db_query (db, error,
                              "SELECT c.id, c.first_name_key, c.last_name_key "
                              "FROM member m INDEXED BY member_by_key JOIN contact c ON c.id = m.record AND c.state = 0 "
                              "WHERE m.tbl = ? AND m.col = ? AND m.key = ? AND m.record < ? AND m.removed IS NULL LIMIT ?", "iitii",
                              self->table, (gint64) self->phones->column.id, key, self->below, (gint64) MAX_CANDIDATES);
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
                             "WHERE state = 0 AND name_key = ?1 AND name_key IS NOT NULL AND id < ?4 LIMIT ?3) n "
                             "WHERE ?2 IS (SELECT name_key FROM account WHERE id = n.account) LIMIT 1", "ttii",
                             draft->name, draft->account, (gint64) MAX_CANDIDATES, self->below);
}

/* --- What is not a person --------------------------------------------------------------------------- */

/* Whether @title, that of the record @id, is what @text says. */
static gboolean
is_called (CrmMatcher     *self,
           CrmDb          *db,
           const CrmTable *table,
           gint64          id,
           const char     *title,
           const char     *text)
{
  g_autofree char *key = crm_fold (title);
  g_autofree char *wanted = crm_fold (text);
  gint64 found;

  return g_strcmp0 (key, wanted) == 0 || (crm_link_find (db, table, text, NULL, &found, NULL) && found == id);
}

/* Whether @row links to the record that @link names. */
static gboolean
has_link (CrmMatcher         *self,
          CrmDb              *db,
          const CrmRow       *row,
          const CrmColumn    *column,
          const CrmDraftLink *link)
{
  const CrmTable *table = crm_schema_find_table (self->schema, column->links_to);

  if (column->storage != CRM_STORAGE_SET)
    return !crm_value_is_empty (&row->values[column->index]) &&
           is_called (self, db, table, row->values[column->index].integer, row->titles[column->index], link->text);

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);

      if (member->column == column->id && is_called (self, db, table, member->key.integer, member->text, link->text))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_about_somebody (const CrmRow *row)
{
  for (guint i = 0; i < row->table->n_columns; i++)
    {
      const CrmColumn *column = row->table->columns[i];

      if (column->links_to == NULL || !is_telling (crm_field_from_column (column)))
        continue;
      if (column->storage != CRM_STORAGE_SET && !crm_value_is_empty (&row->values[i]))
        return TRUE;
      for (guint k = 0; column->storage == CRM_STORAGE_SET && k < row->members->len; k++)
        if (((const CrmMember *) g_ptr_array_index (row->members, k))->column == column->id)
          return TRUE;
    }

  return FALSE;
}

/* Whether @row says all that @draft says of what tells it from others. */
static gboolean
says_the_same (CrmMatcher     *self,
               CrmDb          *db,
               const CrmRow   *row,
               const CrmDraft *draft)
{
  gboolean about_somebody = FALSE;

  for (guint i = 0; i < draft->edit->changes->len; i++)
    {
      const CrmChange *change = &g_array_index (draft->edit->changes, CrmChange, i);
      const CrmColumn *column = crm_table_get_column (row->table, change->column->id);

      if (is_telling (crm_field_from_column (change->column)) && change->kind == CRM_CHANGE_SET &&
          !crm_value_equal (&change->value, &row->values[column->index]))
        return FALSE;
    }

  for (guint i = 0; i < draft->links->len; i++)
    {
      const CrmDraftLink *link = &g_array_index (draft->links, CrmDraftLink, i);

      if (!is_telling (link->field))
        continue;
      about_somebody = TRUE;
      if (!has_link (self, db, row, crm_table_get_column (row->table, link->field->column.id), link))
        return FALSE;
    }

  return about_somebody || !is_about_somebody (row);
}

/* Deals and tasks of one title are the same if they are about the same people, with the same day
 * and amount. Accounts have nothing that tells them apart. */
static gint64
find_title (CrmMatcher      *self,
            CrmDb           *db,
            const CrmDraft  *draft,
            GError         **error)
{
  const CrmTable *table = &self->type->table;
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %1$s WHERE state = 0 AND %2$s_key = ? AND %2$s_key IS NOT NULL "
                                          "AND id < ? ORDER BY id LIMIT %3$d", table->name, table->title->name, MAX_CANDIDATES);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;
  gint64 id = 0;

  if (draft->name == NULL)
    return 0;

  statement = crm_db_query (db, &reason, sql, "ti", draft->name, self->below);
  while (statement != NULL && id == 0 && crm_statement_step (statement, &reason))
    {
      gint64 candidate = crm_statement_get_integer (statement, 0);
      g_autoptr (CrmRow) row = NULL;

      if (self->bare)
        {
          id = candidate;
          break;
        }

      row = crm_row_load (db, self->schema, crm_schema_get_table (self->schema, table->id), candidate,
                          CRM_ROW_MEMBERS | CRM_ROW_TITLES, &reason);
      if (row != NULL && says_the_same (self, db, row, draft))
        id = candidate;
    }

  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));

  return id;
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

  self->below = crm_uuid_is_null (&draft->edit->uuid) ? G_MAXINT64 : self->first_new;
  *id = find_uuid (self, db, draft, &reason);
  if (!self->contacts && *id == 0 && reason == NULL)
    {
      by = CRM_MATCH_NAME;
      *id = find_title (self, db, draft, &reason);
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
