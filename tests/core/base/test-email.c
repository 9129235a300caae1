/* SPDX-License-Identifier: GPL-3.0-or-later */

/* E-mail addresses, against the collection of isemail, whose categories are decided on here. */

#include "config.h"

#include <string.h>

#include "crm-email.h"
#include "crm-test-corpus.h"

typedef struct
{
  const char *category;
  const char *diagnosis; /* NULL: all others of the category */
  gboolean valid;
} Verdict;

/*
 * What the program says to each category. It takes what mail can be addressed to: the mailbox of
 * RFC 5321, section 4.1.2. Folding, comments and the obsolete forms of RFC 5322 belong into a
 * message and are not part of an address.
 */
static const Verdict verdicts[] = {
  { "ISEMAIL_VALID_CATEGORY", NULL, TRUE },

  /* Whether there is such a domain is a question to the network, which may not be there. */
  { "ISEMAIL_DNSWARN", NULL, TRUE },

  /* Mailboxes of RFC 5321, unusual but delivered: "ana garcia"@sol.example, ana@[192.0.2.1]. */
  { "ISEMAIL_RFC5321", "ISEMAIL_RFC5321_QUOTEDSTRING", TRUE },
  { "ISEMAIL_RFC5321", "ISEMAIL_RFC5321_ADDRESSLITERAL", TRUE },

  /* "::" for a single group of zeros: RFC 5952 would not write it, every resolver reads it. */
  { "ISEMAIL_DEPREC", "ISEMAIL_RFC5321_IPV6DEPRECATED", TRUE },
  { "ISEMAIL_RFC5321", "ISEMAIL_RFC5321_IPV6DEPRECATED", TRUE },

  /* A host of the own network. */
  { "ISEMAIL_RFC5321", "ISEMAIL_RFC5321_TLD", TRUE },

  /* No domain of the public network ends with a number (RFC 3696, 2); it is a mistyped literal. */
  { "ISEMAIL_RFC5321", "ISEMAIL_RFC5321_TLDNUMERIC", FALSE },

  { "ISEMAIL_CFWS", NULL, FALSE },
  { "ISEMAIL_DEPREC", NULL, FALSE },
  { "ISEMAIL_RFC5322", NULL, FALSE },
  { "ISEMAIL_ERR", NULL, FALSE },
};

static gboolean
get_verdict (const char *category,
             const char *diagnosis)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    if (strcmp (verdicts[i].category, category) == 0 &&
        (verdicts[i].diagnosis == NULL || strcmp (verdicts[i].diagnosis, diagnosis) == 0))
      return verdicts[i].valid;

  g_error ("Nothing has been decided on %s, %s", category, diagnosis);
}

typedef struct
{
  GString *text;
  GString *address;
  GString *category;
  GString *diagnosis;
  guint n_valid;
  guint n_invalid;
  guint n_wrong;
} Reading;

static void
text_cb (GMarkupParseContext  *context,
         const char           *text,
         gsize                 length,
         gpointer              user_data,
         GError              **error)
{
  g_string_append_len (((Reading *) user_data)->text, text, (gssize) length);
}

static void
start_cb (GMarkupParseContext  *context,
          const char           *element,
          const char          **names,
          const char          **values,
          gpointer              user_data,
          GError              **error)
{
  Reading *reading = user_data;

  g_string_truncate (reading->text, 0);
  if (strcmp (element, "test") == 0)
    g_string_truncate (reading->address, 0);
}

/* The collection writes control characters as the pictures that Unicode has of them. */
static void
take_address (Reading *reading)
{
  g_string_truncate (reading->address, 0);
  for (const char *p = reading->text->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (reading->address, c >= 0x2400 && c < 0x2420 ? c - 0x2400 : c);
    }
}

static void
end_cb (GMarkupParseContext  *context,
        const char           *element,
        gpointer              user_data,
        GError              **error)
{
  Reading *reading = user_data;
  gboolean expected;

  if (strcmp (element, "address") == 0)
    take_address (reading);
  else if (strcmp (element, "category") == 0)
    g_string_assign (reading->category, reading->text->str);
  else if (strcmp (element, "diagnosis") == 0)
    g_string_assign (reading->diagnosis, reading->text->str);

  if (strcmp (element, "test") != 0 || strlen (reading->address->str) != reading->address->len)
    return;

  expected = get_verdict (reading->category->str, reading->diagnosis->str);
  if (crm_email_is_valid (reading->address->str) != expected)
    {
      g_test_message ("%s %s: “%s” should be %s", reading->category->str, reading->diagnosis->str,
                      reading->address->str, expected ? "taken" : "refused");
      reading->n_wrong++;
    }

  reading->n_valid += expected;
  reading->n_invalid += !expected;
}

static void
check_collection (const char *name,
                  guint       n_at_least)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb };
  gsize length;
  g_autofree char *text = crm_test_read_corpus (name, &length);
  g_autoptr (GString) current = g_string_new (NULL);
  g_autoptr (GString) address = g_string_new (NULL);
  g_autoptr (GString) category = g_string_new (NULL);
  g_autoptr (GString) diagnosis = g_string_new (NULL);
  Reading reading = { current, address, category, diagnosis };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &reading, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, text, (gssize) length, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (reading.n_wrong, ==, 0);
  g_assert_cmpuint (reading.n_valid, >, n_at_least / 6);
  g_assert_cmpuint (reading.n_valid + reading.n_invalid, >, n_at_least);
}

static void
test_isemail (void)
{
  check_collection ("email/tests.xml", 150);
}

static void
test_isemail_original (void)
{
  check_collection ("email/tests-original.xml", 270);
}

static void
test_more (void)
{
  static const char *const valid[] = {
    "ana@sol.example", "ana.garcia+crm@sol.example", "o'brien@example.ie", "a@b.co", "用户@例子.广告", "jörg@müller.example",
    "ana@xn--mnchen-3ya.example", "ana@sub-domain.example", "1@2.example", "ANA@SOL.EXAMPLE",
  };
  static const char *const invalid[] = {
    "ana", "ana@", "@sol.example", "ana@@sol.example", "ana garcia@sol.example", "ana@sol example", "ana@sol..example",
    "ana@sol.example.", "ana@.example", "ana@-sol.example", "ana@sol-.example", "ana@sol_.example", ".ana@sol.example",
    "ana.@sol.example", "a..b@sol.example", "Ana <ana@sol.example>", "mailto:ana@sol.example", "ana@sol.example,",
    "ana@127.0.0.1", "ana@[127.0.0]", "ana@[", "ana@[]", "ana@[127.0.0.1", "\"ana@sol.example", "ana\"@sol.example",

    /* What does not show, and what turns the reading around. */
    "ana\xc2\xa0@sol.example", "ana@sol.ex\xe2\x80\x8b" "ample", "ana@sol.example\xe2\x80\xae", "an\xc2\x85" "a@sol.example",
    "ana@sol.example\n", "ana@sol.example\r\nBcc: x@y.example", "\"a\nb\"@sol.example",
    "an\xe9@sol.example",
  };

  for (guint i = 0; i < G_N_ELEMENTS (valid); i++)
    g_assert_true (crm_email_is_valid (valid[i]));
  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      if (crm_email_is_valid (invalid[i]))
        g_test_message ("“%s” is taken", invalid[i]);
      g_assert_false (crm_email_is_valid (invalid[i]));
    }
  g_assert_false (crm_email_is_valid (NULL));
  g_assert_false (crm_email_is_valid (""));
}

static void
test_lengths (void)
{
  g_autofree char *local = g_strnfill (64, 'a');
  g_autofree char *label = g_strnfill (63, 'b');
  g_autofree char *longest_local = g_strconcat (local, "@sol.example", NULL);
  g_autofree char *local_too_long = g_strconcat ("a", longest_local, NULL);
  g_autofree char *longest_label = g_strconcat ("ana@", label, ".example", NULL);
  g_autofree char *label_too_long = g_strconcat ("ana@b", label, ".example", NULL);
  g_autofree char *long_domain = g_strconcat (label, ".", label, ".", label, NULL);
  g_autofree char *just_fits = g_strconcat (local + 4, "@", long_domain, ".c", NULL);
  g_autofree char *too_long = g_strconcat (local + 3, "@", long_domain, ".c", NULL);

  g_assert_true (crm_email_is_valid (longest_local));
  g_assert_false (crm_email_is_valid (local_too_long));
  g_assert_true (crm_email_is_valid (longest_label));
  g_assert_false (crm_email_is_valid (label_too_long));
  g_assert_cmpuint (strlen (just_fits), ==, 254);
  g_assert_true (crm_email_is_valid (just_fits));
  g_assert_false (crm_email_is_valid (too_long));
}

static void
assert_key (const char *address,
            const char *expected)
{
  g_autofree char *key = crm_email_key (address);
  g_autofree char *again = crm_email_key (key);

  g_assert_cmpstr (key, ==, expected);
  g_assert_cmpstr (again, ==, expected);
}

static void
test_key (void)
{
  assert_key ("Ana.Garcia@SOL.example", "ana.garcia@sol.example");
  assert_key ("  ana@sol.example\n", "ana@sol.example");
  assert_key ("JÖRG@MÜLLER.example", "jörg@müller.example");
  assert_key ("jo\xcc\x88rg@sol.example", "jörg@sol.example");
  assert_key ("", NULL);
  assert_key (" \t ", NULL);
  assert_key (NULL, NULL);

  /* Accents tell two people apart here. */
  assert_key ("jose@sol.example", "jose@sol.example");
  assert_key ("josé@sol.example", "josé@sol.example");
}

static void
test_random (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  /* Whatever is taken has one "@" outside quotes, no control characters, and a key. */
  for (guint i = 0; i < 50000; i++)
    {
      g_autofree char *head = crm_test_make_text (chance, 4);
      g_autofree char *tail = crm_test_make_text (chance, 4);
      g_autofree char *written = g_strconcat (head, i % 2 ? "@" : "", tail, i % 3 ? ".example" : "", NULL);
      g_autofree char *address = g_utf8_normalize (written, -1, G_NORMALIZE_NFC);
      g_autofree char *key = NULL;

      if (!crm_email_is_valid (address))
        continue;

      key = crm_email_key (address);
      g_assert_nonnull (key);
      g_assert_true (crm_email_is_valid (key));
      g_assert_nonnull (strchr (address, '@'));
      for (const char *p = address; *p != '\0'; p = g_utf8_next_char (p))
        g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/email/isemail", test_isemail);
  g_test_add_func ("/email/isemail-original", test_isemail_original);
  g_test_add_func ("/email/more", test_more);
  g_test_add_func ("/email/lengths", test_lengths);
  g_test_add_func ("/email/key", test_key);
  g_test_add_func ("/email/random", test_random);

  return g_test_run ();
}
