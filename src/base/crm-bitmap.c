/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A set of record ids, one bit each: what a search found, what is ticked. A million ids take
 * 122 KiB and are tested without a lookup. Not locked; one thread at a time.
 */

#include "config.h"

#include "crm-bitmap.h"

#include <string.h>

struct _CrmBitmap
{
  guint64 *words;
  gsize n_words;
  guint count;
};

/**
 * crm_bitmap_new:
 *
 * Returns: (transfer full): an empty set
 */
CrmBitmap *
crm_bitmap_new (void)
{
  return g_new0 (CrmBitmap, 1);
}

/**
 * crm_bitmap_free:
 */
void
crm_bitmap_free (CrmBitmap *self)
{
  if (self == NULL)
    return;

  g_free (self->words);
  g_free (self);
}

/**
 * crm_bitmap_add:
 * @id: a record id, not negative
 */
void
crm_bitmap_add (CrmBitmap *self,
                gint64     id)
{
  gsize word = (gsize) (id >> 6);
  guint64 bit = G_GUINT64_CONSTANT (1) << (id & 63);

  g_return_if_fail (id >= 0);

  if (word >= self->n_words)
    {
      gsize n_words = MAX (word + 1, self->n_words * 2);

      self->words = g_renew (guint64, self->words, n_words);
      memset (self->words + self->n_words, 0, (n_words - self->n_words) * sizeof *self->words);
      self->n_words = n_words;
    }

  self->count += (self->words[word] & bit) == 0;
  self->words[word] |= bit;
}

/**
 * crm_bitmap_remove:
 * @id: a record id
 */
void
crm_bitmap_remove (CrmBitmap *self,
                   gint64     id)
{
  if (!crm_bitmap_contains (self, id))
    return;

  self->words[id >> 6] &= ~(G_GUINT64_CONSTANT (1) << (id & 63));
  self->count--;
}

/**
 * crm_bitmap_contains:
 * @id: a record id
 */
gboolean
crm_bitmap_contains (const CrmBitmap *self,
                     gint64           id)
{
  gsize word = (gsize) (id >> 6);

  return id >= 0 && word < self->n_words && (self->words[word] >> (id & 63) & 1) != 0;
}

/**
 * crm_bitmap_get_next:
 * @from: a record id, not negative
 *
 * Returns: the least id in the set that is not less than @from, or -1
 */
gint64
crm_bitmap_get_next (const CrmBitmap *self,
                     gint64           from)
{
  gsize word = (gsize) (from >> 6);
  guint64 bits;

  g_return_val_if_fail (from >= 0, -1);

  if (word >= self->n_words)
    return -1;

  bits = self->words[word] & (G_MAXUINT64 << (from & 63));
  while (bits == 0)
    {
      if (++word == self->n_words)
        return -1;
      bits = self->words[word];
    }

  return (gint64) word * 64 + __builtin_ctzll (bits);
}

/**
 * crm_bitmap_intersect:
 * @other: a set
 *
 * Removes the ids that are not in @other.
 */
void
crm_bitmap_intersect (CrmBitmap       *self,
                      const CrmBitmap *other)
{
  self->count = 0;
  for (gsize i = 0; i < self->n_words; i++)
    {
      self->words[i] &= i < other->n_words ? other->words[i] : 0;
      self->count += (guint) __builtin_popcountll (self->words[i]);
    }
}

/**
 * crm_bitmap_get_count:
 *
 * Returns: how many ids are in the set
 */
guint
crm_bitmap_get_count (const CrmBitmap *self)
{
  return self->count;
}
