/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The records of a transaction that are going to be found by other words. FTS5 keeps what is written
 * to it in memory as long as the row ids rise, and writes a piece of index whenever one is smaller
 * than the last (`sqlite3Fts5IndexBeginWrite`); a change of many records in the order of a list, or
 * an undo from the last to the first, would leave thousands of pieces to be merged. So they are
 * written in the order of their ids, at the end. And only the words that come or go are written:
 * each costs an entry for itself and one for each of its beginnings. Belongs to one door.
 */

#include "config.h"

#include "crm-search-queue.h"

#include <stdlib.h>
#include <string.h>

/* So many bytes of words are kept. */
#define ENOUGH (16 * 1024 * 1024)

typedef struct
{
  const CrmTable *table;
  gint64 id;
  char *old_words;
  char *new_words;
} Entry;

struct _CrmSearchQueue
{
  CrmDb *db;
  GHashTable *entries; /* Entry → itself */
  gsize size;
};

static guint
entry_hash (gconstpointer key)
{
  const Entry *entry = key;

  return (guint) (entry->id * 31 + entry->table->id);
}

static gboolean
entry_equal (gconstpointer a,
             gconstpointer b)
{
  const Entry *first = a;
  const Entry *second = b;

  return first->id == second->id && first->table->id == second->table->id;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->old_words);
  g_free (entry->new_words);
  g_free (entry);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *first = *(const Entry *const *) a;
  const Entry *second = *(const Entry *const *) b;

  if (first->table->id != second->table->id)
    return (int) first->table->id - (int) second->table->id;

  return first->id < second->id ? -1 : first->id > second->id;
}

/**
 * crm_search_queue_new:
 * @db: a connection that writes
 *
 * Returns: (transfer full): an empty queue
 */
CrmSearchQueue *
crm_search_queue_new (CrmDb *db)
{
  CrmSearchQueue *self = g_new0 (CrmSearchQueue, 1);

  self->db = db;
  self->entries = g_hash_table_new_full (entry_hash, entry_equal, entry_free, NULL);

  return self;
}

/**
 * crm_search_queue_free:
 *
 * Forgets what has not been written.
 */
void
crm_search_queue_free (CrmSearchQueue *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->entries);
  g_free (self);
}

/**
 * crm_search_queue_add:
 * @table: a searched table, which lives as long as the queue
 * @id: a record
 * @old_words: what crm_search_collect() made of it when it was put in; empty for nothing
 * @new_words: what it makes of it now
 * @error: a %CRM_STORE_ERROR
 *
 * Says that a record is found by other words.
 */
gboolean
crm_search_queue_add (CrmSearchQueue  *self,
                      const CrmTable  *table,
                      gint64           id,
                      const char      *old_words,
                      const char      *new_words,
                      GError         **error)
{
  Entry key = { table, id, NULL, NULL };
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  /* What is in the index is what it was found by at first. */
  if (entry != NULL)
    {
      self->size -= strlen (entry->new_words);
      g_free (entry->new_words);
    }
  else
    {
      entry = g_new0 (Entry, 1);
      entry->table = table;
      entry->id = id;
      entry->old_words = g_strdup (old_words);
      self->size += sizeof *entry + strlen (old_words);
      g_hash_table_add (self->entries, entry);
    }
  entry->new_words = g_strdup (new_words);
  self->size += strlen (new_words);

  return self->size < ENOUGH || crm_search_queue_flush (self, error);
}

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char **
sort_words (const char *words,
            guint      *n_words)
{
  char **each = g_strsplit (words, " ", -1);

  *n_words = g_strv_length (each);
  qsort (each, *n_words, sizeof *each, compare_words);

  return each;
}

static void
append_word (GString    *words,
             const char *word)
{
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append (words, word);
}

/* Parts the words into those that go and those that come. */
static void
compare_texts (const Entry *entry,
               GString     *gone,
               GString     *come)
{
  guint n_old, n_new;
  g_auto (GStrv) old = sort_words (entry->old_words, &n_old);
  g_auto (GStrv) new = sort_words (entry->new_words, &n_new);
  g_autoptr (GPtrArray) stay = g_ptr_array_new ();
  gboolean touched[256] = { FALSE };
  guint i = 0;
  guint k = 0;

  while (i < n_old || k < n_new)
    {
      int order = i == n_old ? 1 : k == n_new ? -1 : strcmp (old[i], new[k]);

      if (order < 0)
        {
          touched[(guchar) old[i][0]] = TRUE;
          append_word (gone, old[i++]);
        }
      else if (order > 0)
        {
          append_word (come, new[k++]);
        }
      else
        {
          const char *word = old[i];

          g_ptr_array_add (stay, old[i]);
          /* A word counts once, however often it is there. */
          while (i < n_old && strcmp (old[i], word) == 0)
            i++;
          while (k < n_new && strcmp (new[k], word) == 0)
            k++;
        }
    }

  for (i = 0; i < stay->len; i++)
    if (touched[(guchar) *(const char *) g_ptr_array_index (stay, i)])
      append_word (come, g_ptr_array_index (stay, i));
}

static gboolean
write_entry (CrmSearchQueue  *self,
             const Entry     *entry,
             GError         **error)
{
  g_autoptr (GString) gone = NULL;
  g_autoptr (GString) come = NULL;

  if (*entry->old_words == '\0')
    return crm_search_insert (self->db, entry->table, entry->id, entry->new_words, error);
  if (*entry->new_words == '\0')
    return crm_search_delete (self->db, entry->table, entry->id, entry->old_words, error);

  gone = g_string_new (NULL);
  come = g_string_new (NULL);
  compare_texts (entry, gone, come);

  return (gone->len == 0 && come->len == 0) ||
         crm_search_replace (self->db, entry->table, entry->id, gone->str, come->str, error);
}

/**
 * crm_search_queue_flush:
 * @error: a %CRM_STORE_ERROR
 *
 * Writes what has been said.
 */
gboolean
crm_search_queue_flush (CrmSearchQueue  *self,
                        GError         **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_sized_new (g_hash_table_size (self->entries));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (entries, key);
  g_ptr_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    if (!write_entry (self, g_ptr_array_index (entries, i), error))
      return FALSE;

  g_hash_table_remove_all (self->entries);
  self->size = 0;

  return TRUE;
}
