/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What records are compared by when duplicates are looked for: the words of names without their
 * order, companies without their legal form, streets, numbers. Each text is in memory once, so that
 * hundreds of thousands of records fit and most comparisons are those of two numbers. How many
 * records have a text says how much it means that two have it. Any thread, one at a time.
 */

#include "config.h"

#include "crm-profile-private.h"

#include <stdlib.h>
#include <string.h>

#include "crm-fold.h"

#define MAX_ITEMS 32
#define MAX_WORDS 24

/* What companies have behind their names, and what says nothing about them. */
static const char legal_forms[] =
  "|inc|incorporated|llc|llp|ltd|limited|plc|co|corp|corporation|company|gmbh|mbh|ag|kg|kgaa|ohg|ug|gbr|ev|eg|sl|slu|sll|sa|sau|"
  "sas|sarl|eurl|sasu|srl|srls|spa|snc|sapa|bv|nv|vof|oy|oyj|ab|as|asa|aps|kft|zrt|doo|sro|the|la|el|los|las|le|les|il|lo|gli|and|y|"
  "et|e|und|";

/* --- Words -------------------------------------------------------------------------------------------------- */

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static gboolean
is_legal_form (const char *word)
{
  char wanted[20];

  g_snprintf (wanted, sizeof wanted, "|%s|", word);

  return strlen (word) < 16 && strstr (legal_forms, wanted) != NULL;
}

/* The words of a text in the order of the alphabet, each once. */
static char *
sort_words (const char *key,
            gboolean    company)
{
  g_autoptr (GString) tokens = g_string_new (NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_auto (GStrv) all = NULL;
  GString *sorted;
  guint n;

  crm_fold_append_tokens (tokens, key);
  if (tokens->len == 0)
    return NULL;

  all = g_strsplit (tokens->str, " ", MAX_WORDS);
  n = g_strv_length (all);
  for (guint i = 0; i < n; i++)
    if (!company || !is_legal_form (all[i]))
      g_ptr_array_add (words, all[i]);
  if (words->len == 0)
    for (guint i = 0; i < n; i++)
      g_ptr_array_add (words, all[i]);

  g_ptr_array_sort (words, compare_words);
  sorted = g_string_new (NULL);
  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      if (i > 0 && strcmp (word, g_ptr_array_index (words, i - 1)) == 0)
        continue;
      if (sorted->len > 0)
        g_string_append_c (sorted, ' ');
      g_string_append (sorted, word);
    }

  return g_string_free (sorted, FALSE);
}

/* "s.l." and "s l" are one abbreviation. */
static char *
join_abbreviations (const char *key)
{
  g_autoptr (GString) tokens = g_string_new (NULL);
  g_auto (GStrv) words = NULL;
  GString *joined = g_string_new (NULL);
  gboolean after_letter = FALSE;

  crm_fold_append_tokens (tokens, key);
  words = g_strsplit (tokens->str, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean letter = g_ascii_isalpha (words[i][0]) && words[i][1] == '\0';

      if (joined->len > 0 && !(letter && after_letter))
        g_string_append_c (joined, ' ');
      g_string_append (joined, words[i]);
      after_letter = letter;
    }

  return g_string_free (joined, FALSE);
}

/* "https://www.sol.example/es?x" → "sol.example" */
static char *
make_domain (const char *website)
{
  const char *start = strstr (website, "://");
  const char *host = start != NULL ? start + 3 : website;
  g_autofree char *domain = NULL;

  if (g_str_has_prefix (host, "www."))
    host += 4;
  domain = g_strndup (host, strcspn (host, "/?#: "));

  return *domain != '\0' && strchr (domain, '.') != NULL ? g_steal_pointer (&domain) : NULL;
}

/* --- The pool ----------------------------------------------------------------------------------------------- */

CrmProfilePool *
_crm_profile_pool_new (const CrmRecordType *type)
{
  CrmProfilePool *pool = g_new0 (CrmProfilePool, 1);
  guint32 none = 0;

  pool->chunk = g_string_chunk_new (65536);
  pool->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  pool->texts = g_ptr_array_new ();
  pool->counts = g_array_new (FALSE, FALSE, sizeof (guint32));
  pool->items = g_array_new (FALSE, FALSE, sizeof (guint32));
  pool->profiles = g_array_new (FALSE, FALSE, sizeof (CrmProfile));
  pool->accounts = type->table.id == CRM_ID_ACCOUNT;

  /* The number 0 is none. */
  g_ptr_array_add (pool->texts, NULL);
  g_array_append_val (pool->counts, none);

  return pool;
}

void
_crm_profile_pool_free (CrmProfilePool *pool)
{
  if (pool == NULL)
    return;

  g_hash_table_unref (pool->numbers);
  g_ptr_array_unref (pool->texts);
  g_array_unref (pool->counts);
  g_array_unref (pool->items);
  g_array_unref (pool->profiles);
  g_string_chunk_free (pool->chunk);
  g_free (pool);
}

/* The number of a text, which is a new one if nobody has had it before; one more has it. */
static guint32
pool_take (CrmProfilePool *pool,
           CrmTrait        kind,
           const char     *text)
{
  char buffer[256];
  g_autofree char *large = NULL;
  char *name = buffer;
  gpointer found;
  gsize length;
  guint32 number, one = 1;
  char *kept;

  if (text == NULL || *text == '\0')
    return 0;

  /* A city and a family of the same name are two things. */
  length = strlen (text);
  if (length + 2 > sizeof buffer)
    name = large = g_malloc (length + 2);
  name[0] = (char) ('A' + kind);
  memcpy (name + 1, text, length + 1);

  if (g_hash_table_lookup_extended (pool->numbers, name, NULL, &found))
    {
      number = GPOINTER_TO_UINT (found);
      g_array_index (pool->counts, guint32, number)++;
      return number;
    }

  number = pool->texts->len;
  kept = g_string_chunk_insert_len (pool->chunk, name, (gssize) length + 1);
  g_hash_table_insert (pool->numbers, kept, GUINT_TO_POINTER (number));
  g_ptr_array_add (pool->texts, kept + 1);
  g_array_append_val (pool->counts, one);

  return number;
}

/* For pools that have not seen all records. */
void
_crm_profile_pool_set_count (CrmProfilePool *pool,
                             guint32         number,
                             guint32         count)
{
  if (number != 0)
    g_array_index (pool->counts, guint32, number) = count;
}

/* Adds an address, number or messenger; of the profile that was added last only. */
void
_crm_profile_pool_add_item (CrmProfilePool *pool,
                            CrmProfile     *profile,
                            CrmTrait        kind,
                            const char     *key)
{
  guint list = kind - CRM_N_TRAITS;
  guint32 number;

  if (key == NULL || *key == '\0' || profile->n_items[list] == MAX_ITEMS)
    return;

  for (guint i = 0; i < profile->n_items[list]; i++)
    if (strcmp (_crm_profile_text (pool, g_array_index (pool->items, guint32, profile->lists[list] + i)), key) == 0)
      return;

  /* Lists that came in between move to the end: each is one piece. */
  if (profile->n_items[list] == 0)
    {
      profile->lists[list] = pool->items->len;
    }
  else if (profile->lists[list] + profile->n_items[list] != pool->items->len)
    {
      guint start = profile->lists[list];

      profile->lists[list] = pool->items->len;
      for (guint i = 0; i < profile->n_items[list]; i++)
        {
          guint32 item = g_array_index (pool->items, guint32, start + i);

          g_array_append_val (pool->items, item);
        }
    }

  number = pool_take (pool, kind, key);
  g_array_append_val (pool->items, number);
  profile->n_items[list]++;
}

/* Adds a record by its keys, in the order of CrmKeyOf. Valid until the next one is added. */
CrmProfile *
_crm_profile_pool_add (CrmProfilePool      *pool,
                       gint64               id,
                       const CrmRecordType *type,
                       const char         **keys)
{
  CrmProfile empty = { .id = id };
  CrmProfile *profile;
  g_autofree char *whole = NULL;
  g_autofree char *name = NULL;
  g_autofree char *street = keys[CRM_KEY_OF_STREET] != NULL ? sort_words (keys[CRM_KEY_OF_STREET], FALSE) : NULL;
  g_autofree char *domain = keys[CRM_KEY_OF_WEBSITE] != NULL ? make_domain (keys[CRM_KEY_OF_WEBSITE]) : NULL;
  const char *first = keys[CRM_KEY_OF_FIRST];
  const char *last = keys[CRM_KEY_OF_LAST];

  g_array_append_val (pool->profiles, empty);
  profile = &g_array_index (pool->profiles, CrmProfile, pool->profiles->len - 1);

  if (pool->accounts && first != NULL)
    {
      whole = join_abbreviations (first);
      name = sort_words (whole, TRUE);
    }
  else if (first != NULL || last != NULL)
    {
      whole = g_strconcat (first != NULL ? first : "", " ", last != NULL ? last : "", NULL);
      name = sort_words (whole, FALSE);
    }

  profile->nicknames = pool->accounts ? 0 : _crm_likeness_find_nicknames (first);
  profile->traits[CRM_TRAIT_FIRST] = pool_take (pool, CRM_TRAIT_FIRST, pool->accounts ? NULL : first);
  profile->traits[CRM_TRAIT_LAST] = pool_take (pool, CRM_TRAIT_LAST, last);
  profile->traits[CRM_TRAIT_NAME] = pool_take (pool, CRM_TRAIT_NAME, name);
  profile->traits[CRM_TRAIT_BIRTHDAY] = pool_take (pool, CRM_TRAIT_BIRTHDAY, keys[CRM_KEY_OF_BIRTHDAY]);
  profile->traits[CRM_TRAIT_CITY] = pool_take (pool, CRM_TRAIT_CITY, keys[CRM_KEY_OF_CITY]);
  profile->traits[CRM_TRAIT_POSTCODE] = pool_take (pool, CRM_TRAIT_POSTCODE, keys[CRM_KEY_OF_POSTCODE]);
  profile->traits[CRM_TRAIT_STREET] = pool_take (pool, CRM_TRAIT_STREET, street);
  profile->traits[CRM_TRAIT_COUNTRY] = pool_take (pool, CRM_TRAIT_COUNTRY, keys[CRM_KEY_OF_COUNTRY]);
  profile->traits[CRM_TRAIT_ACCOUNT] = pool_take (pool, CRM_TRAIT_ACCOUNT, keys[CRM_KEY_OF_ACCOUNT]);
  profile->traits[CRM_TRAIT_DOMAIN] = pool_take (pool, CRM_TRAIT_DOMAIN, domain);
  _crm_profile_pool_add_item (pool, profile, CRM_TRAIT_EMAIL, keys[CRM_KEY_OF_EMAIL]);
  _crm_profile_pool_add_item (pool, profile, CRM_TRAIT_PHONE, keys[CRM_KEY_OF_PHONE]);

  return profile;
}

/* --- Reading ------------------------------------------------------------------------------------------------- */

static const char contact_sql[] =
  "SELECT r.id, r.first_name_key, r.last_name_key, r.email_key, r.phone_number, r.birthday, r.city_key, r.postcode_key, r.street_key, "
  "r.country, (SELECT a.name_key FROM account a WHERE a.id = r.account AND a.state = 0), NULL FROM contact r WHERE r.state = 0";
static const char account_sql[] =
  "SELECT r.id, r.name_key, NULL, NULL, r.phone_number, NULL, r.city_key, r.postcode_key, r.street_key, r.country, NULL, r.website_key "
  "FROM account r WHERE r.state = 0";

/* The further addresses, numbers and messengers of one record after the other. */
typedef struct
{
  CrmStatement *statement;
  const CrmField *emails;
  const CrmField *phones;
  const CrmField *messengers;
  gint64 record;   /* of the member at hand; 0 at the end */
} Members;

static gboolean
step (Members  *members,
      GError  **error)
{
  g_autoptr (GError) reason = NULL;

  members->record = crm_statement_step (members->statement, &reason) ? crm_statement_get_integer (members->statement, 0) : 0;
  if (reason == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

static gboolean
begin (Members              *members,
       CrmDb                *db,
       const CrmRecordType  *type,
       gint64                id,
       GError              **error)
{
  gboolean contacts = type->table.id == CRM_ID_CONTACT;

  *members = (Members) { 0 };
  if (!contacts)
    return TRUE;

  members->emails = crm_record_type_find_field (type, "emails");
  members->phones = crm_record_type_find_field (type, "phones");
  members->messengers = crm_record_type_find_field (type, "messengers");
  members->statement = crm_db_query (db, error,
                                     id != 0 ? "SELECT record, col, key FROM member WHERE tbl = ? AND record = ? AND col IN (?, ?, ?) "
                                               "AND removed IS NULL"
                                             : "SELECT record, col, key FROM member WHERE tbl = ? AND record > ? AND col IN (?, ?, ?) "
                                               "AND removed IS NULL ORDER BY record",
                                     "iiiii", (gint64) type->table.id, id, (gint64) members->emails->column.id,
                                     (gint64) members->phones->column.id, (gint64) members->messengers->column.id);

  return members->statement != NULL && step (members, error);
}

static gboolean
take_members (CrmProfilePool  *pool,
              Members         *members,
              CrmProfile      *profile,
              GError         **error)
{
  while (members->record != 0 && members->record < profile->id)
    if (!step (members, error))
      return FALSE;

  while (members->record == profile->id)
    {
      gint64 column = crm_statement_get_integer (members->statement, 1);
      const char *key = crm_statement_get_text (members->statement, 2);

      _crm_profile_pool_add_item (pool, profile,
                                  column == members->emails->column.id   ? CRM_TRAIT_EMAIL
                                  : column == members->phones->column.id ? CRM_TRAIT_PHONE
                                                                         : CRM_TRAIT_MESSENGER, key);
      if (!step (members, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_all (CrmProfilePool       *pool,
          CrmDb                *db,
          const CrmRecordType  *type,
          gint64                id,
          GCancellable         *cancellable,
          GError              **error)
{
  g_autofree char *sql = g_strconcat (type->table.id == CRM_ID_CONTACT ? contact_sql : account_sql,
                                      id != 0 ? " AND r.id = ?" : " AND r.id > ? ORDER BY r.id", NULL);
  g_autoptr (CrmStatement) statement = crm_db_query (db, error, sql, "i", id);
  g_autoptr (CrmStatement) owned = NULL;
  g_autoptr (GError) reason = NULL;
  Members members;

  if (statement == NULL || !begin (&members, db, type, id, error))
    return FALSE;

  owned = members.statement;
  while (crm_statement_step (statement, &reason))
    {
      const char *keys[CRM_N_KEYS];
      CrmProfile *profile;

      for (guint i = 0; i < CRM_N_KEYS; i++)
        keys[i] = crm_statement_get_text (statement, (int) i + 1);
      profile = _crm_profile_pool_add (pool, crm_statement_get_integer (statement, 0), type, keys);
      if (members.statement != NULL && !take_members (pool, &members, profile, error))
        return FALSE;
      if (pool->profiles->len % 4096 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/**
 * _crm_profile_pool_read:
 * @pool: an empty pool
 * @error: a %CRM_STORE_ERROR, %G_IO_ERROR_CANCELLED
 *
 * Reads all live records.
 */
gboolean
_crm_profile_pool_read (CrmProfilePool       *pool,
                        CrmDb                *db,
                        const CrmRecordType  *type,
                        GCancellable         *cancellable,
                        GError              **error)
{
  if (!read_all (pool, db, type, 0, cancellable, error))
    return FALSE;

  pool->n_records = pool->profiles->len;

  return TRUE;
}

/* Reads one live record, if it is there. */
gboolean
_crm_profile_pool_read_one (CrmProfilePool       *pool,
                            CrmDb                *db,
                            const CrmRecordType  *type,
                            gint64                id,
                            GError              **error)
{
  return read_all (pool, db, type, id, NULL, error);
}
