/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ids: version 7, in the order in which they were made, and never the same twice. */

#include "config.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crm-uuid.h"

#define NOW (G_GINT64_CONSTANT (1772445600) * G_USEC_PER_SEC)

static guint64
get_milliseconds (const CrmUuid *uuid)
{
  guint64 milliseconds = 0;

  for (guint i = 0; i < 6; i++)
    milliseconds = milliseconds << 8 | uuid->bytes[i];

  return milliseconds;
}

static void
test_layout (void)
{
  CrmUuid uuid;
  char text[CRM_UUID_STRING_SIZE];

  crm_uuid_generate (&uuid, NOW);
  crm_uuid_print (&uuid, text);

  g_assert_true (g_uuid_string_is_valid (text));
  g_assert_cmpuint (get_milliseconds (&uuid), ==, NOW / 1000);
  g_assert_cmpuint (uuid.bytes[6] >> 4, ==, 7);
  g_assert_cmpuint (uuid.bytes[8] >> 6, ==, 2);
  g_assert_cmpint (text[14], ==, '7');
}

static void
test_order (void)
{
  g_autoptr (GHashTable) tails = g_hash_table_new (g_int64_hash, g_int64_equal);
  static gint64 seen[100000];
  CrmUuid last = { { 0 } };

  /* The time stands still, goes on, and goes back. */
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      CrmUuid uuid;
      gint64 now = NOW + (i < 50000 ? 0 : i < 75000 ? (gint64) i * 100 : -(gint64) i * 1000000);

      crm_uuid_generate (&uuid, now);
      g_assert_cmpint (memcmp (&last, &uuid, sizeof uuid), <, 0);
      g_assert_cmpuint (uuid.bytes[6] >> 4, ==, 7);
      g_assert_cmpuint (uuid.bytes[8] >> 6, ==, 2);
      last = uuid;

      /* The random half alone must not repeat either: two devices share the other one. */
      memcpy (&seen[i], uuid.bytes + 8, sizeof seen[i]);
      g_assert_true (g_hash_table_add (tails, &seen[i]));
    }

  /* Counting has not run away from the clock by more than it had to. */
  g_assert_cmpuint (get_milliseconds (&last), <, (NOW + 75000 * 100) / 1000 + 100);
}

static void
test_before_1970 (void)
{
  CrmUuid uuid;

  crm_uuid_generate (&uuid, -1);
  g_assert_cmpuint (uuid.bytes[6] >> 4, ==, 7);
}

#define N_THREADS 4
#define PER_THREAD 20000

static gpointer
generate_many (gpointer data)
{
  CrmUuid *uuids = data;

  for (guint i = 0; i < PER_THREAD; i++)
    crm_uuid_generate (&uuids[i], NOW);

  return NULL;
}

static int
compare_uuids (gconstpointer a,
               gconstpointer b)
{
  return memcmp (a, b, sizeof (CrmUuid));
}

static void
test_threads (void)
{
  g_autofree CrmUuid *uuids = g_new0 (CrmUuid, N_THREADS * PER_THREAD);
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("generate", generate_many, uuids + i * PER_THREAD);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  qsort (uuids, N_THREADS * PER_THREAD, sizeof *uuids, compare_uuids);
  for (guint i = 1; i < N_THREADS * PER_THREAD; i++)
    g_assert_cmpint (memcmp (&uuids[i - 1], &uuids[i], sizeof *uuids), <, 0);
}

static void
test_fork (void)
{
  CrmUuid ours;
  CrmUuid theirs;
  int ends[2];
  int status;
  pid_t child;

  crm_uuid_generate (&ours, NOW);
  g_assert_cmpint (pipe (ends), ==, 0);

  child = fork ();
  if (child == 0)
    {
      crm_uuid_generate (&theirs, NOW);
      _exit (write (ends[1], &theirs, sizeof theirs) == sizeof theirs ? 0 : 1);
    }

  crm_uuid_generate (&ours, NOW);
  g_assert_cmpint (read (ends[0], &theirs, sizeof theirs), ==, sizeof theirs);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpint (memcmp (ours.bytes + 8, theirs.bytes + 8, 8), !=, 0);

  close (ends[0]);
  close (ends[1]);
}

static void
test_parse (void)
{
  static const char *const wrong[] = {
    "", "x", "0190163d-8694-739b-aea5-966c26f8ad9", "0190163d-8694-739b-aea5-966c26f8ad911",
    "{0190163d-8694-739b-aea5-966c26f8ad91}", "0190163d8694739baea5966c26f8ad91",
    "0190163d-8694-739b-aea5-966c26f8ad9g", "0190163d-8694-739b-aea5 966c26f8ad91",
  };
  CrmUuid uuid;
  CrmUuid same;
  char text[CRM_UUID_STRING_SIZE];

  for (guint i = 0; i < 1000; i++)
    {
      crm_uuid_generate (&uuid, NOW);
      crm_uuid_print (&uuid, text);
      g_assert_true (crm_uuid_parse (&same, text));
      g_assert_cmpmem (&uuid, sizeof uuid, &same, sizeof same);
      g_assert_false (crm_uuid_is_null (&same));
    }

  g_assert_true (crm_uuid_parse (&uuid, "0190163D-8694-739B-AEA5-966C26F8AD91"));
  crm_uuid_print (&uuid, text);
  g_assert_cmpstr (text, ==, "0190163d-8694-739b-aea5-966c26f8ad91");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (crm_uuid_parse (&uuid, wrong[i]));
      g_assert_true (crm_uuid_is_null (&uuid));
    }
  g_assert_false (crm_uuid_parse (&uuid, NULL));
}

/* The same of the same two, another one of others or in another order, and a valid one. */
static void
test_derive (void)
{
  CrmUuid first, second, same, again, other, elsewhere;
  char text[CRM_UUID_STRING_SIZE];

  crm_uuid_generate (&first, NOW);
  crm_uuid_generate (&second, NOW);
  crm_uuid_derive (&same, "subscription", &first, &second);
  crm_uuid_derive (&again, "subscription", &first, &second);
  crm_uuid_derive (&other, "subscription", &second, &first);
  crm_uuid_derive (&elsewhere, "other", &first, &second);
  g_assert_cmpmem (&same, sizeof same, &again, sizeof again);
  g_assert_true (memcmp (&same, &other, sizeof same) != 0);
  g_assert_true (memcmp (&same, &elsewhere, sizeof same) != 0);

  crm_uuid_print (&same, text);
  g_assert_cmpint (text[14], ==, '8');
  g_assert_nonnull (strchr ("89ab", text[19]));
  g_assert_true (g_uuid_string_is_valid (text));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/uuid/layout", test_layout);
  g_test_add_func ("/uuid/order", test_order);
  g_test_add_func ("/uuid/before-1970", test_before_1970);
  g_test_add_func ("/uuid/threads", test_threads);
  g_test_add_func ("/uuid/fork", test_fork);
  g_test_add_func ("/uuid/derive", test_derive);
  g_test_add_func ("/uuid/parse", test_parse);

  return g_test_run ();
}
