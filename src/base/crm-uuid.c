/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * UUID version 7 (RFC 9562, section 5.7): the time in milliseconds, a counter that keeps ids of
 * one millisecond in the order in which they were made (section 6.2, method 1), then chance.
 * In that order they are appended to an index instead of being scattered over it. Any thread.
 */

#include "config.h"

#include "crm-uuid.h"

#include <pthread.h>
#include <string.h>
#include <sys/random.h>

static GMutex generator_lock;
static guint64 last_milliseconds;
static guint last_counter;
static guint8 pool[4096];
static gsize pool_left;

/* A process must not go on with the chance of the one that it was forked from. */
static void
forget_pool (void)
{
  pool_left = 0;
}

static void
take_random (guint8 *bytes,
             gsize   n)
{
  if (pool_left < n)
    {
      static gboolean watched;
      gsize filled = 0;

      if (!watched)
        watched = pthread_atfork (NULL, NULL, forget_pool) == 0;

      while (filled < sizeof pool)
        {
          gssize got = getrandom (pool + filled, MIN (sizeof pool - filled, 256), 0);

          if (got > 0)
            filled += (gsize) got;
        }
      pool_left = sizeof pool;
    }

  memcpy (bytes, pool + sizeof pool - pool_left, n);
  pool_left -= n;
}

/**
 * crm_uuid_generate:
 * @uuid: (out caller-allocates): the new id
 * @now: microseconds since 1970, UTC
 *
 * Makes a version 7 UUID that sorts behind every one made before it by this process.
 */
void
crm_uuid_generate (CrmUuid *uuid,
                   gint64   now)
{
  guint64 milliseconds = (guint64) MAX (now, 0) / 1000;
  guint counter;

  g_mutex_lock (&generator_lock);

  take_random (uuid->bytes + 8, 8);

  if (milliseconds > last_milliseconds)
    {
      last_milliseconds = milliseconds;
      last_counter = uuid->bytes[15]; /* a small start leaves room to count */
    }
  else if (++last_counter > 0xfff)
    {
      last_milliseconds++;
      last_counter = 0;
    }

  milliseconds = last_milliseconds;
  counter = last_counter;
  g_mutex_unlock (&generator_lock);

  for (int i = 0; i < 6; i++)
    uuid->bytes[i] = (guint8) (milliseconds >> (40 - 8 * i));
  uuid->bytes[6] = (guint8) (0x70 | (counter >> 8));
  uuid->bytes[7] = (guint8) counter;
  uuid->bytes[8] = (guint8) (0x80 | (uuid->bytes[8] & 0x3f));
}

/**
 * crm_uuid_derive:
 * @uuid: (out caller-allocates): the id
 * @space: what kind of record it is for
 * @first: an id
 * @second: another one
 *
 * Makes a version 8 UUID (RFC 9562, section 5.8) that is the same wherever it is made of the same
 * two: a record of which there is one for each pair gets the same id on two devices that make it
 * without knowing of each other.
 */
void
crm_uuid_derive (CrmUuid       *uuid,
                 const char    *space,
                 const CrmUuid *first,
                 const CrmUuid *second)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) space, (gssize) strlen (space) + 1);
  g_checksum_update (checksum, first->bytes, CRM_UUID_SIZE);
  g_checksum_update (checksum, second->bytes, CRM_UUID_SIZE);
  g_checksum_get_digest (checksum, digest, &length);

  memcpy (uuid->bytes, digest, CRM_UUID_SIZE);
  uuid->bytes[6] = (guint8) (0x80 | (uuid->bytes[6] & 0x0f));
  uuid->bytes[8] = (guint8) (0x80 | (uuid->bytes[8] & 0x3f));
}

/**
 * crm_uuid_parse:
 * @uuid: (out caller-allocates): the id
 * @text: (nullable): 36 characters, in either case
 *
 * Returns: %FALSE, with @uuid all zero, if @text is not a UUID
 */
gboolean
crm_uuid_parse (CrmUuid    *uuid,
                const char *text)
{
  memset (uuid, 0, sizeof *uuid);

  if (text == NULL || !g_uuid_string_is_valid (text))
    return FALSE;

  for (int i = 0, p = 0; i < CRM_UUID_SIZE; i++, p += 2)
    {
      if (text[p] == '-')
        p++;
      uuid->bytes[i] = (guint8) (g_ascii_xdigit_value (text[p]) << 4 |
                                 g_ascii_xdigit_value (text[p + 1]));
    }

  return TRUE;
}

/**
 * crm_uuid_print:
 * @uuid: an id
 * @text: (out caller-allocates): room for the 36 characters and a NUL
 */
void
crm_uuid_print (const CrmUuid *uuid,
                char           text[CRM_UUID_STRING_SIZE])
{
  static const char hex[] = "0123456789abcdef";
  char *out = text;

  for (int i = 0; i < CRM_UUID_SIZE; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *out++ = '-';
      *out++ = hex[uuid->bytes[i] >> 4];
      *out++ = hex[uuid->bytes[i] & 0xf];
    }
  *out = '\0';
}

/**
 * crm_uuid_is_null:
 * @uuid: an id
 *
 * Returns: %TRUE if no id has been put into @uuid
 */
gboolean
crm_uuid_is_null (const CrmUuid *uuid)
{
  static const CrmUuid none;

  return memcmp (uuid, &none, sizeof none) == 0;
}
