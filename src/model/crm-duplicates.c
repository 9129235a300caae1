/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Duplicates among all records of a kind (`features.md`, C5). Comparing each with each is out of the
 * question, so records are put side by side that have something in common: an address, a number, a
 * birthday, the sound of a name and a place, …; of those that share it each is compared with each, or
 * with its neighbours where too many share it. What looks like one is gathered into clusters, never
 * over a pair of which somebody said that they are not the same. Everything is in memory while it
 * runs; on a thread and a connection of its own.
 */

#include "config.h"

#include "crm-duplicates.h"

#include <string.h>

#include "crm-distance.h"
#include "crm-distinction.h"
#include "crm-error.h"
#include "crm-likeness-private.h"
#include "crm-merge.h"

/* Of more records than these with the same key only neighbours are compared. */
#define MAX_BLOCK  100
#define WINDOW     8

/* More records than these do not make one cluster: something is wrong then, or all have one number. */
#define MAX_CLUSTER 40

typedef struct
{
  guint64 key;
  guint32 index;
} Entry;

typedef struct
{
  guint32 a;
  guint32 b;
  CrmLikeness likeness;
} Edge;

typedef struct
{
  CrmProfilePool *pool;
  GHashTable *distinctions;
  guint confidence;
  GArray *entries;     /* of Entry */
  GArray *edges;       /* of Edge */
  GHashTable *known;   /* pairs that are edges already: a in the upper half, b in the lower */
} Search;

/* --- Keys ---------------------------------------------------------------------------------------------------- */

static guint64
mix (guint64 hash,
     guint64 more)
{
  hash ^= more + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (hash << 6) + (hash >> 2);
  hash *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);

  return hash ^ (hash >> 33);
}

static guint64
hash_text (const char *text)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (const char *p = text; *p != '\0'; p++)
    hash = (hash ^ (guchar) *p) * G_GUINT64_CONSTANT (0x100000001b3);

  return hash;
}

static guint64
hash_sound (const char *word)
{
  char sound[CRM_SOUND_SIZE];

  crm_sound_make (word, sound);

  return hash_text (sound);
}

static void
put (Search  *search,
     guint32  index,
     guint64  first,
     guint64  second,
     guint64  third)
{
  Entry entry = { mix (mix (mix (0, first), second), third), index };

  g_array_append_val (search->entries, entry);
}

static void
put_items (Search           *search,
           const CrmProfile *profile,
           guint32           index,
           CrmTrait          kind)
{
  guint list = kind - CRM_N_TRAITS;

  for (guint i = 0; i < profile->n_items[list]; i++)
    put (search, index, g_array_index (search->pool->items, guint32, profile->lists[list] + i), 0, 0);
}

static void
put_both (Search           *search,
          const CrmProfile *profile,
          guint32           index,
          CrmTrait          a,
          CrmTrait          b)
{
  if (profile->traits[a] != 0 && profile->traits[b] != 0)
    put (search, index, profile->traits[a], profile->traits[b], 0);
}

static void
put_with_sound (Search           *search,
                const CrmProfile *profile,
                guint32           index,
                CrmTrait          trait,
                CrmTrait          name)
{
  if (profile->traits[trait] != 0 && profile->traits[name] != 0)
    put (search, index, profile->traits[trait], hash_sound (_crm_profile_text (search->pool, profile->traits[name])), 1);
}

/* How many ways there are to put people side by side. */
#define N_CONTACT_KEYS 14

static void
put_contact (Search           *search,
             const CrmProfile *profile,
             guint32           index,
             guint             which)
{
  const CrmProfilePool *pool = search->pool;
  const char *first = _crm_profile_text (pool, profile->traits[CRM_TRAIT_FIRST]);
  const char *last = _crm_profile_text (pool, profile->traits[CRM_TRAIT_LAST]);

  switch (which)
    {
    case 0:
      put_items (search, profile, index, CRM_TRAIT_EMAIL);
      break;
    case 1:
      put_items (search, profile, index, CRM_TRAIT_PHONE);
      break;
    case 2:
      put_items (search, profile, index, CRM_TRAIT_MESSENGER);
      break;
    case 3:
      if (profile->traits[CRM_TRAIT_NAME] != 0)
        put (search, index, profile->traits[CRM_TRAIT_NAME], 0, 0);
      break;
    case 4:
      if (profile->traits[CRM_TRAIT_BIRTHDAY] != 0)
        put (search, index, profile->traits[CRM_TRAIT_BIRTHDAY], 0, 0);
      break;
    case 5:
      put_with_sound (search, profile, index, CRM_TRAIT_POSTCODE, CRM_TRAIT_LAST);
      break;
    case 6:
      put_with_sound (search, profile, index, CRM_TRAIT_POSTCODE, CRM_TRAIT_FIRST);
      break;
    case 7:
      if (profile->traits[CRM_TRAIT_STREET] != 0)
        put (search, index, profile->traits[CRM_TRAIT_STREET], 0, 0);
      break;
    case 8:
      put_with_sound (search, profile, index, CRM_TRAIT_ACCOUNT, CRM_TRAIT_LAST);
      break;
    case 9:
      put_with_sound (search, profile, index, CRM_TRAIT_ACCOUNT, CRM_TRAIT_FIRST);
      break;
    case 10:
      put_with_sound (search, profile, index, CRM_TRAIT_CITY, CRM_TRAIT_LAST);
      break;
    case 11:
      /* "ana.ruiz@" at another place, or mistyped there. */
      for (guint i = 0; i < profile->n_items[0]; i++)
        {
          const char *email = _crm_profile_text (pool, g_array_index (pool->items, guint32, profile->lists[0] + i));
          gsize length = strcspn (email, "@");
          g_autofree char *local = g_strndup (email, length);

          if (length >= 6)
            put (search, index, hash_text (local), 2, 0);
        }
      break;
    case 12:
      if (first != NULL && last != NULL)
        put (search, index, hash_sound (first), hash_sound (last), 3);
      break;
    case 13:
      put_both (search, profile, index, CRM_TRAIT_CITY, CRM_TRAIT_FIRST);
      break;
    default:
      g_assert_not_reached ();
    }
}

#define N_ACCOUNT_KEYS 6

/* The word that says most: the one that the fewest have is not known, so the longest. */
static guint64
hash_longest (const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);
  const char *longest = list[0];

  for (guint i = 1; list[i] != NULL; i++)
    if (strlen (list[i]) > strlen (longest))
      longest = list[i];

  return hash_sound (longest) ^ strlen (words) / 1000;
}

static void
put_account (Search           *search,
             const CrmProfile *profile,
             guint32           index,
             guint             which)
{
  const char *name = _crm_profile_text (search->pool, profile->traits[CRM_TRAIT_NAME]);

  switch (which)
    {
    case 0:
      put_items (search, profile, index, CRM_TRAIT_PHONE);
      break;
    case 1:
      if (profile->traits[CRM_TRAIT_DOMAIN] != 0)
        put (search, index, profile->traits[CRM_TRAIT_DOMAIN], 0, 0);
      break;
    case 2:
      if (profile->traits[CRM_TRAIT_NAME] != 0)
        put (search, index, profile->traits[CRM_TRAIT_NAME], 0, 0);
      break;
    case 3:
      if (profile->traits[CRM_TRAIT_STREET] != 0)
        put (search, index, profile->traits[CRM_TRAIT_STREET], 0, 0);
      break;
    case 4:
      if (name != NULL)
        put (search, index, hash_longest (name), 4, 0);
      break;
    case 5:
      put_with_sound (search, profile, index, CRM_TRAIT_POSTCODE, CRM_TRAIT_NAME);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* --- Comparing ------------------------------------------------------------------------------------------------ */

static void
compare (Search  *search,
         guint32  a,
         guint32  b)
{
  GArray *profiles = search->pool->profiles;
  Edge edge = { MIN (a, b), MAX (a, b) };
  guint64 pair = (guint64) edge.a << 32 | edge.b;
  const CrmProfile *first = &g_array_index (profiles, CrmProfile, edge.a);
  const CrmProfile *second = &g_array_index (profiles, CrmProfile, edge.b);

  if (a == b)
    return;

  _crm_likeness_find (search->pool, first, second, &edge.likeness);
  if (edge.likeness.confidence < search->confidence || g_hash_table_contains (search->known, &pair) ||
      crm_distinction_has (search->distinctions, first->id, second->id))
    return;

  g_hash_table_add (search->known, g_memdup2 (&pair, sizeof pair));
  g_array_append_val (search->edges, edge);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *first = a;
  const Entry *second = b;

  if (first->key != second->key)
    return first->key < second->key ? -1 : 1;

  return first->index < second->index ? -1 : first->index > second->index;
}

/* Neighbours are those of similar names. */
static int
compare_by_name (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  const CrmProfilePool *pool = data;
  const CrmProfile *first = &g_array_index (pool->profiles, CrmProfile, ((const Entry *) a)->index);
  const CrmProfile *second = &g_array_index (pool->profiles, CrmProfile, ((const Entry *) b)->index);

  return g_strcmp0 (_crm_profile_text (pool, first->traits[CRM_TRAIT_NAME]),
                    _crm_profile_text (pool, second->traits[CRM_TRAIT_NAME]));
}

static void
compare_block (Search *search,
               Entry  *block,
               guint   n)
{
  guint window = n <= MAX_BLOCK ? n : WINDOW;

  if (n > MAX_BLOCK)
    g_qsort_with_data (block, (int) n, sizeof *block, compare_by_name, search->pool);

  for (guint i = 0; i < n; i++)
    for (guint k = i + 1; k < n && k - i < window; k++)
      compare (search, block[i].index, block[k].index);
}

static gboolean
compare_all (Search             *search,
             CrmDuplicatesFunc   func,
             gpointer            user_data,
             GCancellable       *cancellable,
             GError            **error)
{
  guint n_keys = search->pool->accounts ? N_ACCOUNT_KEYS : N_CONTACT_KEYS;
  GArray *profiles = search->pool->profiles;

  for (guint which = 0; which < n_keys; which++)
    {
      g_array_set_size (search->entries, 0);
      for (guint32 i = 0; i < profiles->len; i++)
        {
          const CrmProfile *profile = &g_array_index (profiles, CrmProfile, i);

          if (search->pool->accounts)
            put_account (search, profile, i, which);
          else
            put_contact (search, profile, i, which);
        }
      g_array_sort (search->entries, compare_entries);

      for (guint start = 0, end; start < search->entries->len; start = end)
        {
          Entry *block = &g_array_index (search->entries, Entry, start);

          for (end = start + 1; end < search->entries->len && g_array_index (search->entries, Entry, end).key == block->key; end++)
            ;
          if (end - start > 1)
            compare_block (search, block, end - start);
          if ((start >> 12) != (end >> 12) && g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
        }

      /* Reading is about a fifth of it. */
      if (func != NULL)
        func (0.2 + 0.8 * (which + 1) / n_keys, user_data);
    }

  return TRUE;
}

/* --- Clusters ------------------------------------------------------------------------------------------------- */

/**
 * crm_duplicate_cluster_free:
 */
void
crm_duplicate_cluster_free (CrmDuplicateCluster *cluster)
{
  if (cluster == NULL)
    return;

  g_array_unref (cluster->ids);
  g_array_unref (cluster->pairs);
  g_free (cluster);
}

static int
compare_edges (gconstpointer a,
               gconstpointer b)
{
  const Edge *first = a;
  const Edge *second = b;

  if (first->likeness.bits != second->likeness.bits)
    return first->likeness.bits > second->likeness.bits ? -1 : 1;
  if (first->a != second->a)
    return first->a < second->a ? -1 : 1;

  return first->b < second->b ? -1 : first->b > second->b;
}

/* Whether somebody said of two of them that they are not the same. */
static gboolean
is_forbidden (Search *search,
              GArray *some,
              GArray *others)
{
  if (g_hash_table_size (search->distinctions) == 0)
    return FALSE;

  for (guint i = 0; i < some->len; i++)
    for (guint k = 0; k < others->len; k++)
      if (crm_distinction_has (search->distinctions, g_array_index (some, gint64, i), g_array_index (others, gint64, k)))
        return TRUE;

  return FALSE;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const gint64 *first = a;
  const gint64 *second = b;

  return *first < *second ? -1 : *first > *second;
}

/* The surest first, so that a doubtful pair does not keep sure ones apart. */
static CrmDuplicateCluster **
unite (Search *search)
{
  GArray *profiles = search->pool->profiles;
  CrmDuplicateCluster **clusters = g_new0 (CrmDuplicateCluster *, profiles->len);

  g_array_sort (search->edges, compare_edges);
  for (guint i = 0; i < search->edges->len; i++)
    {
      const Edge *edge = &g_array_index (search->edges, Edge, i);
      gint64 ids[] = { g_array_index (profiles, CrmProfile, edge->a).id, g_array_index (profiles, CrmProfile, edge->b).id };
      guint32 indexes[] = { edge->a, edge->b };
      CrmDuplicatePair pair = { ids[0], ids[1], edge->likeness };
      CrmDuplicateCluster *first, *second;

      for (guint k = 0; k < 2; k++)
        if (clusters[indexes[k]] == NULL)
          {
            CrmDuplicateCluster *cluster = g_new0 (CrmDuplicateCluster, 1);

            cluster->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
            cluster->pairs = g_array_new (FALSE, FALSE, sizeof (CrmDuplicatePair));
            cluster->confidence = 100;
            cluster->clear = TRUE;
            g_array_append_val (cluster->ids, ids[k]);
            clusters[indexes[k]] = cluster;
          }

      first = clusters[edge->a];
      second = clusters[edge->b];
      if (first != second && (first->ids->len + second->ids->len > MAX_CLUSTER || is_forbidden (search, first->ids, second->ids)))
        continue;

      g_array_append_val (first->pairs, pair);
      first->clear &= (edge->likeness.differs & (CRM_SIGN_NAME | CRM_SIGN_BIRTHDAY | CRM_SIGN_ACCOUNT)) == 0;
      if (first == second)
        continue;

      /* It holds together as well as the link that ties it does. */
      first->confidence = MIN (MIN (first->confidence, second->confidence), edge->likeness.confidence);
      first->clear = first->clear && second->clear && edge->likeness.clear;
      g_array_append_vals (first->ids, second->ids->data, second->ids->len);
      g_array_append_vals (first->pairs, second->pairs->data, second->pairs->len);
      for (guint k = 0; k < second->ids->len; k++)
        {
          gint64 id = g_array_index (second->ids, gint64, k);
          guint index;

          /* Profiles are in the order of their ids. */
          if (g_array_binary_search (profiles, &id, compare_ids, &index))
            clusters[index] = first;
        }
      crm_duplicate_cluster_free (second);
    }

  return clusters;
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  double first = ((const CrmDuplicatePair *) a)->likeness.bits;
  double second = ((const CrmDuplicatePair *) b)->likeness.bits;

  return first > second ? -1 : first < second;
}

static int
compare_clusters (gconstpointer a,
                  gconstpointer b)
{
  const CrmDuplicateCluster *first = *(CrmDuplicateCluster *const *) a;
  const CrmDuplicateCluster *second = *(CrmDuplicateCluster *const *) b;

  if (first->clear != second->clear)
    return first->clear ? -1 : 1;
  if (first->confidence != second->confidence)
    return first->confidence > second->confidence ? -1 : 1;

  return compare_ids (first->ids->data, second->ids->data);
}

static GPtrArray *
gather (Search *search)
{
  GArray *profiles = search->pool->profiles;
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_duplicate_cluster_free);
  g_autofree CrmDuplicateCluster **clusters = unite (search);

  for (guint i = 0; i < profiles->len; i++)
    {
      CrmDuplicateCluster *cluster = clusters[i];

      if (cluster == NULL || g_array_index (cluster->ids, gint64, 0) != g_array_index (profiles, CrmProfile, i).id)
        continue;

      if (cluster->ids->len < 2)
        {
          crm_duplicate_cluster_free (cluster);
          continue;
        }
      g_ptr_array_add (list, cluster);
    }

  for (guint i = 0; i < list->len; i++)
    {
      CrmDuplicateCluster *cluster = g_ptr_array_index (list, i);

      g_array_sort (cluster->ids, compare_ids);
      g_array_sort (cluster->pairs, compare_pairs);
      /* Friends of friends may be somebody else. */
      cluster->clear &= cluster->pairs->len == cluster->ids->len * (cluster->ids->len - 1) / 2;
    }
  g_ptr_array_sort (list, compare_clusters);

  return list;
}

/* --- The search ------------------------------------------------------------------------------------------------ */

/**
 * crm_duplicates_search:
 * @db: a connection, for this alone while it takes
 * @type: contacts or accounts
 * @confidence: from which on a pair counts, in percent; see %CRM_DUPLICATES_CONFIDENCE
 * @func: (nullable): told how far it is, on this thread
 * @cancellable: (nullable): to stop it
 * @error: a %CRM_STORE_ERROR, %G_IO_ERROR_CANCELLED
 *
 * Looks through all records.
 *
 * Returns: (transfer full) (element-type CrmDuplicateCluster) (nullable): those that look like one,
 *   the clear ones and the surest first, or %NULL with @error set
 */
GPtrArray *
crm_duplicates_search (CrmDb                *db,
                       const CrmRecordType  *type,
                       guint                 confidence,
                       CrmDuplicatesFunc     func,
                       gpointer              user_data,
                       GCancellable         *cancellable,
                       GError              **error)
{
  g_autoptr (CrmProfilePool) pool = _crm_profile_pool_new (type);
  g_autoptr (GHashTable) distinctions = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  Search search = { pool, NULL, MAX (confidence, 1), entries, edges, known };

  distinctions = crm_distinction_load (db, &type->table, error);
  if (distinctions == NULL || !_crm_profile_pool_read (pool, db, type, cancellable, error))
    return NULL;

  if (func != NULL)
    func (0.2, user_data);
  search.distinctions = distinctions;
  if (!compare_all (&search, func, user_data, cancellable, error))
    return NULL;

  return gather (&search);
}

typedef struct
{
  char *path;
  const CrmRecordType *type;
  CrmCatalogue *catalogue; /* keeps the type */
  guint confidence;
  CrmDuplicatesFunc func;
  gpointer func_data;
  GDestroyNotify func_data_free;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->func_data_free != NULL)
    job->func_data_free (job->func_data);
  g_object_unref (job->catalogue);
  g_free (job->path);
  g_free (job);
}

typedef struct
{
  GTask *task;
  double fraction;
} Progress;

static void
progress_free (gpointer data)
{
  Progress *progress = data;

  g_object_unref (progress->task);
  g_free (progress);
}

/* Who asked is gone when the search is done or was stopped. */
static gboolean
tell_cb (gpointer data)
{
  Progress *progress = data;
  Job *job = g_task_get_task_data (progress->task);

  if (!g_task_get_completed (progress->task) && !g_cancellable_is_cancelled (g_task_get_cancellable (progress->task)))
    job->func (progress->fraction, job->func_data);

  return G_SOURCE_REMOVE;
}

static void
told_cb (double   fraction,
         gpointer data)
{
  GTask *task = data;
  Progress *progress = g_new0 (Progress, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  progress->task = g_object_ref (task);
  progress->fraction = fraction;
  /* Not g_main_context_invoke(): while nobody runs the loop, that would do it on this thread. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, progress, progress_free);
  g_source_attach (source, g_task_get_context (task));
}

static void
search_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  g_autoptr (CrmDb) db = crm_db_open (job->path, CRM_DB_READ, &error);
  GPtrArray *clusters = NULL;

  if (db != NULL)
    {
      crm_db_set_cancellable (db, cancellable);
      clusters = crm_duplicates_search (db, job->type, job->confidence, job->func != NULL ? told_cb : NULL, task, cancellable, &error);
      crm_db_set_cancellable (db, NULL);
    }

  if (clusters != NULL)
    g_task_return_pointer (task, clusters, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * crm_duplicates_search_async:
 * @workspace: a workspace
 * @type: contacts or accounts
 * @confidence: as for crm_duplicates_search()
 * @func: (nullable) (scope notified): told how far it is, on the thread that asked
 * @func_data: for @func
 * @func_data_free: (nullable): frees @func_data
 * @cancellable: (nullable): to stop it
 * @callback: (scope async): called at the end
 *
 * Looks through all records in the background; lists and pages are not held up.
 */
void
crm_duplicates_search_async (CrmWorkspace        *workspace,
                             const CrmRecordType *type,
                             guint                confidence,
                             CrmDuplicatesFunc    func,
                             gpointer             func_data,
                             GDestroyNotify       func_data_free,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (workspace, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (crm_store_get_path (crm_workspace_get_store (workspace)));
  job->catalogue = g_object_ref (crm_workspace_get_catalogue (workspace));
  job->type = crm_catalogue_find (job->catalogue, type->table.name);
  job->confidence = confidence;
  job->func = func;
  job->func_data = func_data;
  job->func_data_free = func_data_free;
  g_task_set_source_tag (task, crm_duplicates_search_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, search_thread);
}

/**
 * crm_duplicates_search_finish:
 * @error: as for crm_duplicates_search()
 *
 * Returns: (transfer full) (element-type CrmDuplicateCluster) (nullable): as for
 *   crm_duplicates_search()
 */
GPtrArray *
crm_duplicates_search_finish (CrmWorkspace  *workspace,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- The clear cases ------------------------------------------------------------------------------------------- */

static gboolean
has_distinct (const CrmDuplicateCluster *cluster,
              GHashTable                *distinctions)
{
  for (guint i = 0; i < cluster->ids->len; i++)
    for (guint k = i + 1; k < cluster->ids->len; k++)
      if (crm_distinction_has (distinctions, g_array_index (cluster->ids, gint64, i), g_array_index (cluster->ids, gint64, k)))
        return TRUE;

  return FALSE;
}

/**
 * crm_duplicates_merge_clear:
 * @door: an open door, whose cause should be %CRM_CAUSE_MERGE
 * @type: contacts or accounts
 * @clusters: (element-type CrmDuplicateCluster): what a search found
 * @n_merged: (out): how many records have gone into others
 * @error: what the store, the rights or the rules say
 *
 * Merges the clusters of which nobody has to look at. One that would need a choice after all, of
 * which a record has gone in the meantime, or of which somebody has said meanwhile that they are not
 * the same, is left for people.
 */
gboolean
crm_duplicates_merge_clear (CrmDoor              *door,
                            const CrmRecordType  *type,
                            GPtrArray            *clusters,
                            guint                *n_merged,
                            GError              **error)
{
  CrmDb *db = crm_door_get_db (door);
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (GHashTable) distinctions = crm_distinction_load (db, &type->table, error);

  *n_merged = 0;
  if (distinctions == NULL)
    return FALSE;

  for (guint i = 0; i < clusters->len; i++)
    {
      const CrmDuplicateCluster *cluster = g_ptr_array_index (clusters, i);
      g_autoptr (CrmMergePlan) plan = NULL;
      g_autoptr (GError) reason = NULL;

      if (!cluster->clear || has_distinct (cluster, distinctions))
        continue;

      plan = crm_merge_plan_new (db, schema, type, (const gint64 *) (gpointer) cluster->ids->data, cluster->ids->len, 0, &reason);
      if (plan == NULL && reason->domain != CRM_ERROR && !g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      if (plan == NULL || !crm_merge_plan_check (plan, NULL))
        continue;

      if (!crm_merge_run (door, plan, error))
        return FALSE;
      *n_merged += crm_merge_plan_get_rows (plan)->len - 1;
    }

  return TRUE;
}
