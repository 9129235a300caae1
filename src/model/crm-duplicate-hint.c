/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who is there already that looks like what somebody is typing, or like a record that has just been
 * changed. Every question is answered by an index and looks at a bounded number of rows, so it takes
 * a few milliseconds however many records there are. What counts as the same is what counts in the
 * search over all of them; an address or number that is the same is told even if nothing else is
 * known yet.
 */

#include "config.h"

#include "crm-duplicate-hint.h"

#include <string.h>

#include "crm-distinction.h"
#include "crm-email.h"
#include "crm-fold.h"
#include "crm-input.h"
#include "crm-likeness-private.h"
#include "crm-phone.h"

/* So many records with one name, one number, one street are looked at. */
#define MAX_CANDIDATES 60

/* So many with a name are counted. */
#define MAX_COUNTED 1000

#define MAX_ANSWERS 5

struct _CrmDuplicateDraft
{
  const CrmRecordType *type;
  CrmSchema *schema;
  gint64 id;             /* of the record that it is, or 0 */
  char *keys[CRM_N_KEYS];
  char *country;
  char *phone;           /* as it was typed */
  GPtrArray *lists[CRM_N_LISTS];
};

/**
 * crm_duplicate_draft_new:
 * @type: contacts or accounts
 *
 * Returns: (transfer full): a record of which nothing is known yet
 */
CrmDuplicateDraft *
crm_duplicate_draft_new (const CrmRecordType *type)
{
  CrmDuplicateDraft *draft = g_new0 (CrmDuplicateDraft, 1);

  draft->type = type;
  draft->schema = g_object_ref (type->table.schema);
  for (guint i = 0; i < CRM_N_LISTS; i++)
    draft->lists[i] = g_ptr_array_new_with_free_func (g_free);

  return draft;
}

/**
 * crm_duplicate_draft_free:
 */
void
crm_duplicate_draft_free (CrmDuplicateDraft *draft)
{
  if (draft == NULL)
    return;

  for (guint i = 0; i < CRM_N_KEYS; i++)
    g_free (draft->keys[i]);
  for (guint i = 0; i < CRM_N_LISTS; i++)
    g_ptr_array_unref (draft->lists[i]);
  g_free (draft->country);
  g_free (draft->phone);
  g_object_unref (draft->schema);
  g_free (draft);
}

static void
add_item (CrmDuplicateDraft *draft,
          CrmTrait           kind,
          char              *key)
{
  if (key != NULL)
    g_ptr_array_add (draft->lists[kind - CRM_N_TRAITS], key);
}

/* Several in one text, as a form or a file has them. */
static void
add_members (CrmDuplicateDraft *draft,
             const CrmField    *field,
             CrmTrait           kind,
             const char        *text)
{
  g_auto (GStrv) parts = crm_input_split (field, text);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *label = NULL;
      const char *member = crm_input_split_label (field, parts[i], &label);
      g_auto (CrmValue) key = CRM_VALUE_INIT;

      if (crm_input_make_key (field, member, label, draft->country, &key, NULL))
        add_item (draft, kind, g_strdup (crm_value_get_text (&key)));
    }
}

/**
 * crm_duplicate_draft_add:
 * @key: of a field: "email", "account"; one that says nothing about who it is is left out
 * @text: (nullable): what is typed there: an account by its name, several addresses with blanks or
 *   semicolons between them
 *
 * Adds what is known.
 */
void
crm_duplicate_draft_add (CrmDuplicateDraft *draft,
                         const char        *key,
                         const char        *text)
{
  static const struct
  {
    const char *field;
    CrmKeyOf key;
  } keys[] = {
    { "first_name", CRM_KEY_OF_FIRST }, { "name", CRM_KEY_OF_FIRST }, { "last_name", CRM_KEY_OF_LAST },
    { "birthday", CRM_KEY_OF_BIRTHDAY }, { "city", CRM_KEY_OF_CITY }, { "postcode", CRM_KEY_OF_POSTCODE },
    { "street", CRM_KEY_OF_STREET }, { "country", CRM_KEY_OF_COUNTRY }, { "account", CRM_KEY_OF_ACCOUNT },
    { "website", CRM_KEY_OF_WEBSITE }, { "email", CRM_KEY_OF_EMAIL },
  };
  const CrmField *field = crm_record_type_find_field (draft->type, key);

  if (field == NULL || text == NULL || !g_utf8_validate (text, -1, NULL))
    return;

  if (strcmp (key, "emails") == 0)
    add_members (draft, field, CRM_TRAIT_EMAIL, text);
  else if (strcmp (key, "phones") == 0)
    add_members (draft, field, CRM_TRAIT_PHONE, text);
  else if (strcmp (key, "messengers") == 0)
    add_members (draft, field, CRM_TRAIT_MESSENGER, text);
  else if (strcmp (key, "phone") == 0)
    {
      g_free (draft->phone);
      draft->phone = g_strdup (text);
    }
  else if (strcmp (key, "country") == 0)
    {
      g_free (draft->country);
      draft->country = *text != '\0' ? g_strdup (text) : NULL;
    }

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].field, key) == 0)
      {
        gboolean plain = keys[i].key == CRM_KEY_OF_BIRTHDAY || keys[i].key == CRM_KEY_OF_COUNTRY;

        g_free (draft->keys[keys[i].key]);
        draft->keys[keys[i].key] = keys[i].key == CRM_KEY_OF_EMAIL ? crm_email_key (text)
                                   : plain                         ? g_strdup (text)
                                                                   : crm_fold (text);
      }
}

/* --- Candidates ------------------------------------------------------------------------------------------------ */

typedef struct
{
  CrmDb *db;
  const CrmRecordType *type;
  GHashTable *ids;
  GError *error;
} Gathering;

static void
gather_va (Gathering  *gathering,
           const char *sql,
           const char *types,
           va_list     args)
{
  g_autoptr (CrmStatement) statement = crm_db_query_va (gathering->db, &gathering->error, sql, types, args);

  while (statement != NULL && crm_statement_step (statement, &gathering->error))
    {
      gint64 id = crm_statement_get_integer (statement, 0);

      if (id != 0)
        g_hash_table_add (gathering->ids, g_memdup2 (&id, sizeof id));
    }
}

static void
gather (Gathering  *gathering,
        const char *sql,
        const char *types,
        ...)
{
  va_list args;

  if (gathering->error != NULL)
    return;

  va_start (args, types);
  gather_va (gathering, sql, types, args);
  va_end (args);
}

static void
gather_by (Gathering  *gathering,
           const char *column,
           const char *key)
{
  g_autofree char *sql = NULL;

  if (key == NULL || *key == '\0')
    return;

  sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND %s = ? AND %s IS NOT NULL LIMIT %d",
                         gathering->type->table.name, column, column, MAX_CANDIDATES);
  gather (gathering, sql, "t", key);
}

static void
gather_member (Gathering  *gathering,
               const char *set,
               const char *key)
{
  const CrmField *field = crm_record_type_find_field (gathering->type, set);

  if (field == NULL)
    return;

  gather (gathering, "SELECT record FROM member INDEXED BY member_by_key WHERE tbl = ? AND col = ? AND key = ? AND removed IS NULL LIMIT ?",
          "iiti", (gint64) gathering->type->table.id, (gint64) field->column.id, key, (gint64) MAX_CANDIDATES);
}

/* Those whose name begins like this one: the mistakes come later. */
static void
gather_beginning (Gathering  *gathering,
                  const char *column,
                  const char *key,
                  const char *and,
                  const char *other)
{
  g_autofree char *sql = NULL;
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  glong length = key != NULL ? g_utf8_strlen (key, -1) : 0;

  if (length < 3 || other == NULL)
    return;

  begin = g_utf8_substring (key, 0, 3);
  end = g_strconcat (begin, "\U0010ffff", NULL);
  sql = g_strdup_printf ("SELECT id FROM (SELECT id, %s AS o FROM %s WHERE state = 0 AND %s >= ?1 AND %s < ?2 AND %s IS NOT NULL LIMIT %d) "
                         "WHERE substr (o, 1, 1) = substr (?3, 1, 1)",
                         and, gathering->type->table.name, column, column, column, MAX_CANDIDATES * 5);
  gather (gathering, sql, "ttt", begin, end, other);
}

static void
gather_contacts (Gathering               *gathering,
                 const CrmDuplicateDraft *draft)
{
  const char *first = draft->keys[CRM_KEY_OF_FIRST], *last = draft->keys[CRM_KEY_OF_LAST];
  const char *account = draft->keys[CRM_KEY_OF_ACCOUNT];

  for (guint i = 0; i < draft->lists[0]->len; i++)
    {
      gather_by (gathering, "email_key", g_ptr_array_index (draft->lists[0], i));
      gather_member (gathering, "emails", g_ptr_array_index (draft->lists[0], i));
    }
  for (guint i = 0; i < draft->lists[1]->len; i++)
    {
      g_autofree char *digits = NULL;
      const char *number = g_ptr_array_index (draft->lists[1], i);

      digits = crm_column_make_key (crm_table_find_column (&gathering->type->table, "phone_number"), number);
      gather_by (gathering, "phone_number_key", digits);
      gather_member (gathering, "phones", number);
    }
  for (guint i = 0; i < draft->lists[2]->len; i++)
    gather_member (gathering, "messengers", g_ptr_array_index (draft->lists[2], i));

  if (first != NULL && last != NULL)
    {
      /* Both ways, and all in one field. */
      g_autofree char *name = g_strconcat (first, " ", last, NULL);
      g_autofree char *swapped = g_strconcat (last, " ", first, NULL);

      gather_by (gathering, "name_key", name);
      gather_by (gathering, "name_key", swapped);
      gather_beginning (gathering, "last_name_key", last, "first_name_key", first);
    }
  else
    {
      gather_by (gathering, "name_key", first != NULL ? first : last);
    }

  if (account != NULL && (first != NULL || last != NULL))
    gather (gathering, "SELECT id FROM contact WHERE state = 0 AND account IS NOT NULL AND account IN "
            "(SELECT id FROM account WHERE state = 0 AND name_key = ? AND name_key IS NOT NULL) LIMIT ?", "ti", account,
            (gint64) MAX_CANDIDATES * 5);
  gather_by (gathering, "street_key", draft->keys[CRM_KEY_OF_STREET]);
  if (last != NULL)
    gather_by (gathering, "birthday", draft->keys[CRM_KEY_OF_BIRTHDAY]);
}

static void
gather_accounts (Gathering               *gathering,
                 const CrmDuplicateDraft *draft)
{
  const char *name = draft->keys[CRM_KEY_OF_FIRST];
  const char *website = draft->keys[CRM_KEY_OF_WEBSITE];

  gather_by (gathering, "name_key", name);
  gather_beginning (gathering, "name_key", name, "name_key", name);
  for (guint i = 0; i < draft->lists[1]->len; i++)
    {
      g_autofree char *digits = crm_column_make_key (crm_table_find_column (&gathering->type->table, "phone_number"),
                                                     g_ptr_array_index (draft->lists[1], i));

      gather_by (gathering, "phone_number_key", digits);
    }

  /* However it is written. */
  if (website != NULL)
    {
      static const char *const forms[] = { "%s", "https://%s", "http://%s", "https://www.%s", "http://www.%s", "www.%s", "https://%s/",
                                           "https://www.%s/" };
      const char *start = strstr (website, "://");
      const char *host = start != NULL ? start + 3 : website;
      g_autofree char *bare = NULL;

      if (g_str_has_prefix (host, "www."))
        host += 4;
      bare = g_strndup (host, strcspn (host, "/?# "));
      for (guint i = 0; *bare != '\0' && i < G_N_ELEMENTS (forms); i++)
        {
          g_autofree char *form = crm_fill (forms[i], bare);

          gather_by (gathering, "website_key", form);
        }
    }
  gather_by (gathering, "street_key", draft->keys[CRM_KEY_OF_STREET]);
}

/* --- Answers ----------------------------------------------------------------------------------------------------- */

/* How many have a name says what it means that two have it. */
static void
count_names (CrmProfilePool       *pool,
             CrmDb                *db,
             const CrmRecordType  *type,
             const CrmProfile     *profile)
{
  static const struct
  {
    CrmTrait trait;
    const char *column;
  } counted[] = { { CRM_TRAIT_FIRST, "first_name_key" }, { CRM_TRAIT_LAST, "last_name_key" } };

  for (guint32 i = 1; i < pool->counts->len; i++)
    _crm_profile_pool_set_count (pool, i, 0);

  for (guint i = 0; i < G_N_ELEMENTS (counted) && !pool->accounts; i++)
    {
      guint32 number = profile->traits[counted[i].trait];
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM (SELECT 1 FROM %s WHERE state = 0 AND %s = ? AND %s IS NOT NULL LIMIT %d)",
                                              type->table.name, counted[i].column, counted[i].column, MAX_COUNTED);

      if (number != 0)
        _crm_profile_pool_set_count (pool, number, (guint32) MAX (crm_db_get_integer (db, 1, NULL, sql, "t", _crm_profile_text (pool, number)), 1));
    }

  /* As rare as the rarer one of its parts. */
  if (profile->traits[CRM_TRAIT_NAME] != 0)
    {
      guint32 least = 1;

      for (guint i = 0; i < G_N_ELEMENTS (counted) && !pool->accounts; i++)
        if (profile->traits[counted[i].trait] != 0)
          least = i == 0 ? g_array_index (pool->counts, guint32, profile->traits[counted[i].trait])
                         : MIN (least, g_array_index (pool->counts, guint32, profile->traits[counted[i].trait]));
      _crm_profile_pool_set_count (pool, profile->traits[CRM_TRAIT_NAME], MAX (least, 1));
    }
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  double first = ((const CrmDuplicatePair *) a)->likeness.bits;
  double second = ((const CrmDuplicatePair *) b)->likeness.bits;

  return first > second ? -1 : first < second;
}

static GArray *
find (CrmDb               *db,
      CrmDuplicateDraft   *draft,
      guint                confidence,
      GError             **error)
{
  const CrmRecordType *type = draft->type;
  g_autoptr (CrmProfilePool) pool = _crm_profile_pool_new (type);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (CrmDuplicatePair));
  Gathering gathering = { db, type, ids };
  g_autofree char *max = g_strdup_printf ("SELECT max (id) FROM %s", type->table.name);
  CrmProfile *profile;
  GHashTableIter iter;
  gpointer key;

  if (pool->accounts)
    gather_accounts (&gathering, draft);
  else
    gather_contacts (&gathering, draft);
  if (gathering.error != NULL)
    {
      g_propagate_error (error, gathering.error);
      return NULL;
    }

  g_hash_table_remove (ids, &draft->id);
  profile = _crm_profile_pool_add (pool, draft->id, type, (const char **) draft->keys);
  for (guint list = 0; list < CRM_N_LISTS; list++)
    for (guint i = 0; i < draft->lists[list]->len; i++)
      _crm_profile_pool_add_item (pool, profile, CRM_N_TRAITS + list, g_ptr_array_index (draft->lists[list], i));

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!_crm_profile_pool_read_one (pool, db, type, *(gint64 *) key, error))
      return NULL;

  pool->n_records = (double) crm_db_get_integer (db, 0, NULL, max, "");
  count_names (pool, db, type, &g_array_index (pool->profiles, CrmProfile, 0));

  for (guint i = 1; i < pool->profiles->len; i++)
    {
      CrmDuplicatePair pair = { draft->id, g_array_index (pool->profiles, CrmProfile, i).id };
      CrmSign telling = CRM_SIGN_EMAIL | CRM_SIGN_MESSENGER;
      gboolean unknown;

      _crm_likeness_find (pool, &g_array_index (pool->profiles, CrmProfile, 0), &g_array_index (pool->profiles, CrmProfile, i), &pair.likeness);

      /* While only an address has been typed, nothing speaks against it. */
      unknown = draft->keys[CRM_KEY_OF_FIRST] == NULL && draft->keys[CRM_KEY_OF_LAST] == NULL;
      if (draft->id == 0 && unknown && (pair.likeness.same & (telling | CRM_SIGN_PHONE)) != 0)
        pair.likeness.confidence = MAX (pair.likeness.confidence, confidence);
      else if (draft->id == 0 && (pair.likeness.same & telling) != 0 && (pair.likeness.differs & CRM_SIGN_NAME) == 0)
        pair.likeness.confidence = MAX (pair.likeness.confidence, confidence);

      if (pair.likeness.confidence < confidence ||
          (draft->id != 0 && crm_distinction_find (db, &type->table, pair.a, pair.b, NULL) != 0))
        continue;
      g_array_append_val (pairs, pair);
    }

  g_array_sort (pairs, compare_pairs);
  if (pairs->len > MAX_ANSWERS)
    g_array_set_size (pairs, MAX_ANSWERS);

  return g_steal_pointer (&pairs);
}

/* The number is read when the country is known, whatever came first. */
static void
finish (CrmDuplicateDraft *draft)
{
  if (draft->phone != NULL && *draft->phone != '\0')
    add_item (draft, CRM_TRAIT_PHONE, crm_phone_normalize (draft->phone, draft->country));
  if (draft->keys[CRM_KEY_OF_EMAIL] != NULL)
    add_item (draft, CRM_TRAIT_EMAIL, g_strdup (draft->keys[CRM_KEY_OF_EMAIL]));
  g_clear_pointer (&draft->phone, g_free);
}

/**
 * crm_duplicates_find_like:
 * @db: a connection
 * @draft: what is known of a new record
 * @confidence: from which on a record counts, in percent
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmDuplicatePair) (nullable): the records that look like
 *   it, as the second of each pair, the surest first and only a few, or %NULL with @error set
 */
GArray *
crm_duplicates_find_like (CrmDb              *db,
                          CrmDuplicateDraft  *draft,
                          guint               confidence,
                          GError            **error)
{
  finish (draft);

  return find (db, draft, confidence, error);
}

/**
 * crm_duplicates_find_of:
 * @db: a connection
 * @type: contacts or accounts
 * @id: a record
 * @confidence: from which on a record counts, in percent
 * @error: a %CRM_STORE_ERROR
 *
 * Looks at one record, such as one that has just been changed.
 *
 * Returns: (transfer full) (element-type CrmDuplicatePair) (nullable): the records that look like
 *   it, as the second of each pair, or %NULL with @error set
 */
GArray *
crm_duplicates_find_of (CrmDb                *db,
                        const CrmRecordType  *type,
                        gint64                id,
                        guint                 confidence,
                        GError              **error)
{
  g_autoptr (CrmDuplicateDraft) draft = crm_duplicate_draft_new (type);
  g_autoptr (CrmRow) row = crm_row_load (db, draft->schema, &type->table, id, CRM_ROW_MEMBERS | CRM_ROW_TITLES, error);

  if (row == NULL)
    return NULL;

  draft->id = id;
  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      const CrmValue *value = &row->values[field->column.index];

      if (field->custom != 0 || crm_field_is_set (field))
        continue;
      if (field->column.storage == CRM_STORAGE_LINK)
        crm_duplicate_draft_add (draft, field->key, row->titles != NULL ? row->titles[field->column.index] : NULL);
      else if (strcmp (field->key, "name") != 0 || type->table.id == CRM_ID_ACCOUNT)
        crm_duplicate_draft_add (draft, field->key, crm_value_get_text (value));
    }

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);
      const CrmField *field = crm_field_from_column (crm_table_get_column (&type->table, member->column));

      if (strcmp (field->key, "emails") == 0)
        add_item (draft, CRM_TRAIT_EMAIL, g_strdup (crm_value_get_text (&member->key)));
      else if (strcmp (field->key, "phones") == 0)
        add_item (draft, CRM_TRAIT_PHONE, g_strdup (crm_value_get_text (&member->key)));
      else if (strcmp (field->key, "messengers") == 0)
        add_item (draft, CRM_TRAIT_MESSENGER, g_strdup (crm_value_get_text (&member->key)));
    }

  finish (draft);

  return find (db, draft, confidence, error);
}

/* --- For forms ---------------------------------------------------------------------------------------------------- */

static gpointer
read_hint (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_duplicates_find_like (db, data, CRM_DUPLICATES_CONFIDENCE, error);
}

static void
hint_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GArray *pairs = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (pairs != NULL)
    g_task_return_pointer (task, pairs, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * crm_duplicates_hint_async:
 * @workspace: a workspace
 * @draft: (transfer full): what has been typed so far
 * @cancellable: (nullable): to be cancelled when more has been typed
 * @callback: (scope async): called with the answer
 *
 * Looks who is there already, for a form that is being filled in.
 */
void
crm_duplicates_hint_async (CrmWorkspace        *workspace,
                           CrmDuplicateDraft   *draft,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (workspace, cancellable, callback, user_data);

  g_task_set_source_tag (task, crm_duplicates_hint_async);
  crm_store_read_async (crm_workspace_get_store (workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, read_hint, draft,
                        (GDestroyNotify) crm_duplicate_draft_free, (GDestroyNotify) g_array_unref, cancellable, hint_read_cb, task);
}

/**
 * crm_duplicates_hint_finish:
 * @error: a %CRM_STORE_ERROR, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type CrmDuplicatePair) (nullable): as for
 *   crm_duplicates_find_like()
 */
GArray *
crm_duplicates_hint_finish (CrmWorkspace  *workspace,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
