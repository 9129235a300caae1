/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whether two records are the same person or the same company. Each thing that they have in common
 * is evidence for it, the more the fewer records have it; each that they have differently is
 * evidence against. Evidence adds up in bits (Fellegi and Sunter, "A Theory for Record Linkage",
 * 1969): of so many pairs only few are the same, so there has to be enough of it. Two people with
 * one telephone, one street and one family name are a family unless their first names agree too.
 * Pure functions; any thread.
 */

#include "config.h"

#include "crm-likeness-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm-distance.h"

/* What is not the address or number of one person. */
static const char roles[] =
  "|info|office|contact|hello|hola|ciao|bonjour|mail|email|admin|administracion|amministrazione|sales|ventas|vendite|support|soporte|"
  "supporto|service|team|buero|kontakt|contacto|contatti|accueil|noreply|no-reply|webmaster|billing|invoices|facturacion|";

/* First names that are one, with commas; a line for each. */
static const char *const nicknames[] = {
  "robert rob bob bobby roberto", "william will bill billy guillermo", "richard rick dick ricardo riccardo", "james jim jimmy jaime",
  "john johnny jack jon juan", "joseph joe jose pepe giuseppe beppe", "michael mike mick miguel michele", "thomas tom tommy tomas tommaso",
  "charles charlie chuck carlos carlo", "edward ed eddie ted eduardo", "anthony tony antonio toni", "daniel dan danny", "david dave",
  "andrew andy drew andres andrea", "christopher chris cristobal", "matthew matt mateo matteo", "nicholas nick nicolas nicola",
  "alexander alex alejandro alessandro sandro", "benjamin ben benny", "samuel sam sammy", "steven steve stephen esteban stefano",
  "elizabeth liz beth betty lisa eliza isabel", "margaret maggie meg peggy margarita margherita", "katherine kate kathy katie catherine catalina",
  "jennifer jen jenny", "patricia pat patty trish", "susan sue susie susana", "deborah debbie deb", "barbara barb", "francisco paco pancho",
  "francesco cesco franco", "dolores lola", "concepcion concha conchita", "maria mari mary", "jesus chus", "ignacio nacho", "enrique quique",
  "luis luigi gigi", "peter pete pedro pietro", "paul pablo paolo", "victoria vicky tori", "rebecca becky", "timothy tim", "gregory greg",
  "jonathan jon jonny", "nathaniel nathan nate", "zachary zach zac", "joshua josh", "jacob jake", "lachlan lachie", "isabella bella izzy",
};

static gpointer
make_nickname_table (gpointer data)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  G_STATIC_ASSERT (G_N_ELEMENTS (nicknames) <= 64);
  for (guint i = 0; i < G_N_ELEMENTS (nicknames); i++)
    {
      g_auto (GStrv) names = g_strsplit (nicknames[i], " ", -1);

      for (guint k = 0; names[k] != NULL; k++)
        {
          const guint64 *known = g_hash_table_lookup (table, names[k]);
          guint64 lines = (known != NULL ? *known : 0) | G_GUINT64_CONSTANT (1) << i;

          g_hash_table_insert (table, g_strdup (names[k]), g_memdup2 (&lines, sizeof lines));
        }
    }

  return table;
}

/*< private >
 * @first_name: (nullable): folded
 *
 * Returns: a bit for each name that it is a form of; two that have one in common may be the same
 */
guint64
_crm_likeness_find_nicknames (const char *first_name)
{
  static GOnce once = G_ONCE_INIT;
  const guint64 *lines = first_name != NULL ? g_hash_table_lookup (g_once (&once, make_nickname_table, NULL), first_name) : NULL;

  return lines != NULL ? *lines : 0;
}

/* --- Evidence ------------------------------------------------------------------------------------------------ */

/* How much it means that two have this, at most @most: little if many have it. */
static double
weigh (const CrmProfilePool *pool,
       guint32               number,
       double                most)
{
  guint32 count = g_array_index (pool->counts, guint32, number);
  double n = MAX (pool->n_records, 1000);

  return CLAMP (log2 (n / (count != 0 ? count : n / 64)), 1, most);
}

static void
count (CrmLikeness *likeness,
       CrmSign      sign,
       CrmSign     *where,
       double       bits)
{
  likeness->bits += bits;
  *where |= sign;
}

/* A bit for each letter and digit; @bytes becomes how many of them a character may have. */
static guint64
list_letters (const char *text,
              guint      *bytes)
{
  guint64 letters = 0;

  for (; *text != '\0'; text++)
    {
      letters |= G_GUINT64_CONSTANT (1) << ((guchar) *text & 63);
      if ((guchar) *text >= 0x80)
        *bytes = 4;
    }

  return letters;
}

/* Each mistake takes one letter away and brings another one, at most: so most texts need not be
 * looked at more closely. */
static gboolean
can_be_near (const char *a,
             const char *b,
             guint       most)
{
  guint bytes = 1;
  guint64 first = list_letters (a, &bytes), second = list_letters (b, &bytes);

  return (guint) __builtin_popcountll (first & ~second) <= most * bytes && (guint) __builtin_popcountll (second & ~first) <= most * bytes;
}

static gboolean
is_near (const char *a,
         const char *b,
         guint       most)
{
  return can_be_near (a, b, most) && crm_distance (a, b, most) <= most;
}

/* --- Addresses and numbers ------------------------------------------------------------------------------------ */

static gboolean
is_role (const char *email)
{
  gsize length = strcspn (email, "@");
  char wanted[32];

  if (length + 3 > sizeof wanted)
    return FALSE;

  wanted[0] = '|';
  memcpy (wanted + 1, email, length);
  wanted[length + 1] = '|';
  wanted[length + 2] = '\0';

  return strstr (roles, wanted) != NULL;
}

/* The item that both have and that says most, or 0. */
static guint32
find_common (const CrmProfilePool *pool,
             const CrmProfile     *a,
             const CrmProfile     *b,
             CrmTrait              kind)
{
  guint list = kind - CRM_N_TRAITS;
  guint32 best = 0;

  for (guint i = 0; i < a->n_items[list]; i++)
    for (guint k = 0; k < b->n_items[list]; k++)
      {
        guint32 item = g_array_index (pool->items, guint32, a->lists[list] + i);

        if (item == g_array_index (pool->items, guint32, b->lists[list] + k) &&
            (best == 0 || g_array_index (pool->counts, guint32, item) < g_array_index (pool->counts, guint32, best)))
          best = item;
      }

  return best;
}

/* A slip of the fingers, in the part before the "@" or after it. */
static gboolean
are_emails_alike (const char *a,
                  const char *b)
{
  gsize first = strcspn (a, "@"), second = strcspn (b, "@");
  gboolean same_domain = strcmp (a + first, b + second) == 0;
  gboolean same_name = first == second && strncmp (a, b, first) == 0;

  if (same_domain && MIN (first, second) >= 5)
    return is_near (a, b, MIN (first, second) >= 8 ? 2 : 1);

  return same_name && first >= 4 && !is_role (a) && is_near (a + first, b + second, 2);
}

static gboolean
is_any_alike (const CrmProfilePool *pool,
              const CrmProfile     *a,
              const CrmProfile     *b,
              CrmTrait              kind)
{
  guint list = kind - CRM_N_TRAITS;

  for (guint i = 0; i < MIN (a->n_items[list], 4); i++)
    for (guint k = 0; k < MIN (b->n_items[list], 4); k++)
      {
        const char *first = _crm_profile_text (pool, g_array_index (pool->items, guint32, a->lists[list] + i));
        const char *second = _crm_profile_text (pool, g_array_index (pool->items, guint32, b->lists[list] + k));

        if (kind == CRM_TRAIT_EMAIL ? are_emails_alike (first, second)
                                    : strlen (first) >= 8 && is_near (first, second, 1))
          return TRUE;
      }

  return FALSE;
}

/* Whether both have some, though no common one. */
static gboolean
have_both (const CrmProfile *a,
           const CrmProfile *b,
           CrmTrait          kind)
{
  return a->n_items[kind - CRM_N_TRAITS] > 0 && b->n_items[kind - CRM_N_TRAITS] > 0;
}

static void
compare_items (const CrmProfilePool *pool,
               const CrmProfile     *a,
               const CrmProfile     *b,
               CrmLikeness          *likeness)
{
  guint32 email = find_common (pool, a, b, CRM_TRAIT_EMAIL);
  guint32 phone = find_common (pool, a, b, CRM_TRAIT_PHONE);
  guint32 messenger = find_common (pool, a, b, CRM_TRAIT_MESSENGER);

  if (email != 0)
    count (likeness, CRM_SIGN_EMAIL, &likeness->same,
           is_role (_crm_profile_text (pool, email)) ? 6 : g_array_index (pool->counts, guint32, email) > 6 ? 8 : 18);
  else if (have_both (a, b, CRM_TRAIT_EMAIL) && is_any_alike (pool, a, b, CRM_TRAIT_EMAIL))
    count (likeness, CRM_SIGN_EMAIL, &likeness->alike, 9);
  else if (have_both (a, b, CRM_TRAIT_EMAIL))
    count (likeness, CRM_SIGN_EMAIL, &likeness->differs, -0.5);

  if (phone != 0)
    count (likeness, CRM_SIGN_PHONE, &likeness->same, g_array_index (pool->counts, guint32, phone) > 6 ? 6 : 14);
  else if (have_both (a, b, CRM_TRAIT_PHONE) && is_any_alike (pool, a, b, CRM_TRAIT_PHONE))
    count (likeness, CRM_SIGN_PHONE, &likeness->alike, 5);
  else if (have_both (a, b, CRM_TRAIT_PHONE))
    count (likeness, CRM_SIGN_PHONE, &likeness->differs, pool->accounts ? -2 : -0.5);

  if (messenger != 0)
    count (likeness, CRM_SIGN_MESSENGER, &likeness->same, 18);
}

/* --- Names ---------------------------------------------------------------------------------------------------- */

typedef enum
{
  NAMES_UNKNOWN, /* one of them is not there */
  NAMES_DIFFER,
  NAMES_INITIAL, /* "j" and "jane" */
  NAMES_ALIKE,
  NAMES_SAME,
} Names;

static gboolean
is_initial (const char *some,
            const char *whole)
{
  gsize length = (gsize) (g_utf8_next_char (some) - some);

  return (some[length] == '\0' || strcmp (some + length, ".") == 0) && strncmp (some, whole, length) == 0;
}

/* Whether @some are the beginning of @more, word by word: "ana" of "ana maria". */
static gboolean
begins_with_words (const char *more,
                   const char *some)
{
  gsize length = strlen (some);

  return strncmp (more, some, length) == 0 && strchr (" -", more[length]) != NULL && more[length] != '\0' && length >= 2;
}

static gboolean
are_mistyped (const char *a,
              const char *b)
{
  gsize length = MIN (strlen (a), strlen (b));
  guint most = length >= 8 ? 2 : length >= 4 || (length == 3 && strlen (a) != strlen (b)) ? 1 : 0;

  return most > 0 && is_near (a, b, most);
}

static Names
compare_names (const CrmProfilePool *pool,
               guint32               a,
               guint32               b)
{
  const char *first = _crm_profile_text (pool, a);
  const char *second = _crm_profile_text (pool, b);

  if (first == NULL || second == NULL)
    return NAMES_UNKNOWN;
  if (a == b || strcmp (first, second) == 0)
    return NAMES_SAME;
  if (are_mistyped (first, second) || begins_with_words (first, second) || begins_with_words (second, first))
    return NAMES_ALIKE;
  if (is_initial (first, second) || is_initial (second, first))
    return NAMES_INITIAL;

  return NAMES_DIFFER;
}

/* Evidence of one part of a name. The number of those who have it is that of the more common one. */
static double
weigh_names (const CrmProfilePool *pool,
             Names                 names,
             guint32               a,
             guint32               b,
             double                most,
             double                against)
{
  double weight;

  if (names == NAMES_UNKNOWN)
    return 0;
  if (names == NAMES_DIFFER)
    return against;

  weight = MIN (weigh (pool, a, most), weigh (pool, b, most));
  if (names == NAMES_SAME)
    return weight;

  return names == NAMES_ALIKE ? MAX (weight - 2.5, 1.5) : 1.5;
}

typedef struct
{
  double bits;
  Names first;
  Names last;
} NameEvidence;

static NameEvidence
compare_parts (const CrmProfilePool *pool,
               const CrmProfile     *a,
               const CrmProfile     *b)
{
  guint32 first_a = a->traits[CRM_TRAIT_FIRST], last_a = a->traits[CRM_TRAIT_LAST];
  guint32 first_b = b->traits[CRM_TRAIT_FIRST], last_b = b->traits[CRM_TRAIT_LAST];
  NameEvidence evidence;

  evidence.first = compare_names (pool, first_a, first_b);
  if (evidence.first == NAMES_DIFFER && (a->nicknames & b->nicknames) != 0)
    evidence.first = NAMES_ALIKE;
  evidence.last = compare_names (pool, last_a, last_b);
  evidence.bits = weigh_names (pool, evidence.first, first_a, first_b, 9, -6) +
                  weigh_names (pool, evidence.last, last_a, last_b, 12, -6);

  return evidence;
}

/* The next word of @text, and how long it is; NULL behind the last one. */
static const char *
next_word (const char *text,
           gsize      *length)
{
  text += strspn (text, " ");
  *length = strcspn (text, " ");

  return *length > 0 ? text : NULL;
}

/* Whether two words are one, or a long one is mistyped. */
static gboolean
are_one_word (const char *a,
              gsize       length_a,
              const char *b,
              gsize       length_b)
{
  char first[64], second[64];

  if (length_a == length_b && memcmp (a, b, length_a) == 0)
    return TRUE;
  if (length_a < 5 || length_b < 5 || length_a >= sizeof first || length_b >= sizeof second)
    return FALSE;

  g_strlcpy (first, a, length_a + 1);
  g_strlcpy (second, b, length_b + 1);

  return are_mistyped (first, second);
}

/* The length of all words. */
static gsize
count_letters (const char *text)
{
  gsize n = 0, length;

  for (const char *word = next_word (text, &length); word != NULL; word = next_word (word + length, &length))
    n += length;

  return n;
}

/* How much of two texts is words that both have, from 0 to 1; long words count more. */
static double
share_words (const CrmProfilePool *pool,
             const char           *a,
             const char           *b,
             guint                *n_common)
{
  const char *first, *second;
  gsize length, other, common = 0;

  *n_common = 0;
  for (first = next_word (a, &length); first != NULL; first = next_word (first + length, &length))
    for (second = next_word (b, &other); second != NULL; second = next_word (second + other, &other))
      if (are_one_word (first, length, second, other))
        {
          common += length;
          (*n_common)++;
          break;
        }

  return 2.0 * (double) common / (double) MAX (count_letters (a) + count_letters (b), 1);
}

static void
compare_people (const CrmProfilePool *pool,
                const CrmProfile     *a,
                const CrmProfile     *b,
                CrmLikeness          *likeness,
                gboolean             *is_other)
{
  NameEvidence evidence;

  if (a->traits[CRM_TRAIT_NAME] == 0 || b->traits[CRM_TRAIT_NAME] == 0)
    return;

  evidence = compare_parts (pool, a, b);
  if (a->traits[CRM_TRAIT_NAME] == b->traits[CRM_TRAIT_NAME])
    {
      /* The same words, be it in another order or parted otherwise. */
      double whole = weigh (pool, a->traits[CRM_TRAIT_NAME], 18) - 1;

      count (likeness, CRM_SIGN_NAME, &likeness->same,
             MAX (evidence.first == NAMES_SAME && evidence.last == NAMES_SAME ? evidence.bits : 0, MIN (whole, 16)));
      return;
    }

  /* "Ruiz Ana" is mistyped as well. */
  if (evidence.first == NAMES_DIFFER && evidence.last != NAMES_SAME &&
      compare_names (pool, a->traits[CRM_TRAIT_FIRST], b->traits[CRM_TRAIT_LAST]) >= NAMES_ALIKE &&
      compare_names (pool, a->traits[CRM_TRAIT_LAST], b->traits[CRM_TRAIT_FIRST]) >= NAMES_ALIKE)
    {
      count (likeness, CRM_SIGN_NAME, &likeness->alike, 10);
      return;
    }

  if (evidence.first == NAMES_DIFFER || evidence.last == NAMES_DIFFER)
    {
      const char *words_a = _crm_profile_text (pool, a->traits[CRM_TRAIT_NAME]);
      const char *words_b = _crm_profile_text (pool, b->traits[CRM_TRAIT_NAME]);
      guint n_common;
      double share = share_words (pool, words_a, words_b, &n_common);

      /* "Ana | Ruiz Gil" and "Ana María | Ruiz". */
      if (n_common >= 2 && share >= 0.7)
        {
          count (likeness, CRM_SIGN_NAME, &likeness->alike, 8);
          return;
        }
      count (likeness, CRM_SIGN_NAME, &likeness->differs, evidence.bits - (evidence.first == NAMES_DIFFER ? 4 : 0));
      *is_other = evidence.first == NAMES_DIFFER;
      return;
    }

  /* Half a name says little. */
  if (evidence.first == NAMES_UNKNOWN || evidence.last == NAMES_UNKNOWN)
    count (likeness, CRM_SIGN_NAME, &likeness->alike, evidence.bits);
  else
    count (likeness, CRM_SIGN_NAME, evidence.first == NAMES_SAME && evidence.last == NAMES_SAME ? &likeness->same : &likeness->alike,
           evidence.bits);
}

static void
compare_companies (const CrmProfilePool *pool,
                   const CrmProfile     *a,
                   const CrmProfile     *b,
                   CrmLikeness          *likeness)
{
  const char *first = _crm_profile_text (pool, a->traits[CRM_TRAIT_NAME]);
  const char *second = _crm_profile_text (pool, b->traits[CRM_TRAIT_NAME]);
  guint n_common;
  double share;

  if (first == NULL || second == NULL)
    return;

  if (a->traits[CRM_TRAIT_NAME] == b->traits[CRM_TRAIT_NAME])
    {
      count (likeness, CRM_SIGN_NAME, &likeness->same, weigh (pool, a->traits[CRM_TRAIT_NAME], 14));
      return;
    }

  share = share_words (pool, first, second, &n_common);
  if (share >= 0.8 || are_mistyped (first, second))
    count (likeness, CRM_SIGN_NAME, &likeness->alike, 8);
  else if (share >= 0.6)
    count (likeness, CRM_SIGN_NAME, &likeness->alike, 4);
  else if (share >= 0.4)
    likeness->bits -= 1;
  else
    count (likeness, CRM_SIGN_NAME, &likeness->differs, -7);
}

/* --- Everything else ------------------------------------------------------------------------------------------- */

/* "1980-02-01" and "1980-01-02", or a digit. */
static gboolean
are_days_alike (const char *a,
                const char *b)
{
  if (strlen (a) == 10 && strlen (b) == 10 && strncmp (a, b, 4) == 0 && strncmp (a + 5, b + 8, 2) == 0 && strncmp (a + 8, b + 5, 2) == 0)
    return TRUE;

  return is_near (a, b, 1);
}

static void
compare_birthdays (const CrmProfilePool *pool,
                   const CrmProfile     *a,
                   const CrmProfile     *b,
                   CrmLikeness          *likeness)
{
  guint32 first = a->traits[CRM_TRAIT_BIRTHDAY], second = b->traits[CRM_TRAIT_BIRTHDAY];

  if (first == 0 || second == 0)
    return;

  if (first == second)
    count (likeness, CRM_SIGN_BIRTHDAY, &likeness->same, weigh (pool, first, 13));
  else if (are_days_alike (_crm_profile_text (pool, first), _crm_profile_text (pool, second)))
    count (likeness, CRM_SIGN_BIRTHDAY, &likeness->alike, 7);
  else
    count (likeness, CRM_SIGN_BIRTHDAY, &likeness->differs, -7);
}

static void
compare_trait (const CrmProfilePool *pool,
               const CrmProfile     *a,
               const CrmProfile     *b,
               CrmTrait              trait,
               CrmSign               sign,
               double                most,
               double                alike,
               double                against,
               CrmLikeness          *likeness)
{
  guint32 first = a->traits[trait], second = b->traits[trait];
  const char *text, *other;
  guint n_common;

  if (first == 0 || second == 0)
    return;

  text = _crm_profile_text (pool, first);
  other = _crm_profile_text (pool, second);
  if (first == second)
    count (likeness, sign, &likeness->same, weigh (pool, first, most));
  else if (alike > 0 && (are_mistyped (text, other) ||
                         (trait == CRM_TRAIT_STREET && share_words (pool, text, other, &n_common) >= 0.7)))
    count (likeness, sign, &likeness->alike, alike);
  else
    count (likeness, sign, &likeness->differs, against);
}

/* Whether there are so many years between them that nobody mistypes. */
static gboolean
are_generations_apart (const CrmProfilePool *pool,
                       const CrmProfile     *a,
                       const CrmProfile     *b)
{
  const char *first = _crm_profile_text (pool, a->traits[CRM_TRAIT_BIRTHDAY]);
  const char *second = _crm_profile_text (pool, b->traits[CRM_TRAIT_BIRTHDAY]);

  return first != NULL && second != NULL && !are_days_alike (first, second) && strncmp (first + 4, second + 4, 6) != 0 &&
         ABS (atoi (first) - atoi (second)) >= 14;
}

static gboolean
shares_personal_email (const CrmProfilePool *pool,
                       const CrmProfile     *a,
                       const CrmProfile     *b)
{
  guint32 email = find_common (pool, a, b, CRM_TRAIT_EMAIL);

  return !is_role (_crm_profile_text (pool, email)) && g_array_index (pool->counts, guint32, email) <= 3;
}

/* So much evidence is needed that of those pairs one half is the same. */
static double
get_threshold (const CrmProfilePool *pool)
{
  return log2 (MAX (pool->n_records, 1000)) + (pool->accounts ? 3 : 2);
}

/*< private >
 * @a: of the pool
 * @b: of the pool
 * @likeness: (out caller-allocates): how much they look like one
 */
void
_crm_likeness_find (const CrmProfilePool *pool,
                    const CrmProfile     *a,
                    const CrmProfile     *b,
                    CrmLikeness          *likeness)
{
  CrmSign contradictions = CRM_SIGN_NAME | CRM_SIGN_BIRTHDAY | CRM_SIGN_ACCOUNT | CRM_SIGN_COUNTRY;
  gboolean is_other = FALSE;
  double beyond;

  *likeness = (CrmLikeness) { 0 };
  compare_items (pool, a, b, likeness);
  if (pool->accounts)
    compare_companies (pool, a, b, likeness);
  else
    compare_people (pool, a, b, likeness, &is_other);
  compare_birthdays (pool, a, b, likeness);
  compare_trait (pool, a, b, CRM_TRAIT_ACCOUNT, CRM_SIGN_ACCOUNT, 9, 4, -2, likeness);
  compare_trait (pool, a, b, CRM_TRAIT_STREET, CRM_SIGN_STREET, 9, 5, -1, likeness);
  compare_trait (pool, a, b, CRM_TRAIT_POSTCODE, CRM_SIGN_POSTCODE, 8, 3, -1, likeness);
  compare_trait (pool, a, b, CRM_TRAIT_CITY, CRM_SIGN_CITY, 5, 2, -1, likeness);
  compare_trait (pool, a, b, CRM_TRAIT_COUNTRY, CRM_SIGN_COUNTRY, 0, 0, -2, likeness);
  compare_trait (pool, a, b, CRM_TRAIT_DOMAIN, CRM_SIGN_WEBSITE, 14, 0, -2, likeness);
  likeness->same &= ~CRM_SIGN_COUNTRY;

  /* Branches have the name and the web site of the company, and each its own place. */
  if (pool->accounts)
    contradictions |= CRM_SIGN_STREET | CRM_SIGN_POSTCODE | CRM_SIGN_CITY | CRM_SIGN_PHONE | CRM_SIGN_WEBSITE;

  beyond = likeness->bits - get_threshold (pool);

  /* A family has telephone, street and name in common: who is called otherwise is somebody else,
   * however much that is, unless they were born on the same day. */
  if (is_other && ((likeness->same | likeness->alike) & CRM_SIGN_BIRTHDAY) == 0)
    beyond = MIN (beyond, -1);

  /* So have father and son. */
  if (are_generations_apart (pool, a, b) && (likeness->same & (CRM_SIGN_EMAIL | CRM_SIGN_MESSENGER)) == 0)
    beyond = MIN (beyond, -1);

  /* Few share an address that is not that of an office. */
  if ((likeness->same & CRM_SIGN_EMAIL) != 0 && shares_personal_email (pool, a, b))
    beyond = MAX (beyond, 0.3);

  likeness->confidence = (guint) CLAMP (100 / (1 + exp2 (-beyond)), 0, 99);
  likeness->clear = beyond >= 4 && (likeness->same & CRM_SIGN_NAME) != 0 &&
                    (likeness->same & (CRM_SIGN_EMAIL | CRM_SIGN_PHONE | CRM_SIGN_MESSENGER | CRM_SIGN_WEBSITE)) != 0 &&
                    (likeness->differs & contradictions) == 0;
}

/* --- In words -------------------------------------------------------------------------------------------------- */

static const struct
{
  CrmSign sign;
  const char *same;
  const char *alike;
  const char *differs;
} words[] = {
  { CRM_SIGN_EMAIL, N_("same e-mail address"), N_("similar e-mail address"), NULL },
  { CRM_SIGN_PHONE, N_("same phone number"), N_("similar phone number"), NULL },
  { CRM_SIGN_MESSENGER, N_("same messenger"), NULL, NULL },
  { CRM_SIGN_NAME, N_("same name"), N_("similar name"), N_("different name") },
  { CRM_SIGN_ACCOUNT, N_("same account"), N_("similar account"), N_("different account") },
  { CRM_SIGN_WEBSITE, N_("same website"), NULL, N_("different website") },
  { CRM_SIGN_BIRTHDAY, N_("same birthday"), N_("similar birthday"), N_("different birthday") },
  { CRM_SIGN_STREET, N_("same street"), N_("similar street"), NULL },
  { CRM_SIGN_POSTCODE, N_("same postcode"), N_("similar postcode"), NULL },
  { CRM_SIGN_CITY, N_("same city"), N_("similar city"), NULL },
  { CRM_SIGN_COUNTRY, NULL, NULL, N_("different country") },
};

static void
append (GString    *text,
        const char *word)
{
  if (word != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", _(word));
}

/**
 * crm_likeness_say:
 *
 * Returns: (transfer full): why two records look like one, and what speaks against it: "same e-mail
 *   address, similar name"
 */
char *
crm_likeness_say (const CrmLikeness *likeness)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if ((likeness->same & words[i].sign) != 0)
      append (text, words[i].same);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if ((likeness->alike & words[i].sign) != 0)
      append (text, words[i].alike);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if ((likeness->differs & words[i].sign) != 0)
      append (text, words[i].differs);

  return g_string_free (text, FALSE);
}
