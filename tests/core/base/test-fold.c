/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys: what people hold for the same has the same key, in every script; the key of a key is the
 * key; and the words of the search index are cut out of it. */

#include "config.h"

#include <string.h>

#include "crm-fold.h"
#include "crm-json.h"
#include "crm-test-corpus.h"

typedef struct
{
  const char *text;
  const char *key;
} Pair;

static void
assert_key (const char *text,
            const char *expected)
{
  g_autofree char *key = crm_fold (text);

  g_assert_cmpstr (key, ==, expected);
}

static void
assert_same (const char *a,
             const char *b)
{
  g_autofree char *first = crm_fold (a);
  g_autofree char *second = crm_fold (b);

  g_assert_cmpstr (first, ==, second);
}

static void
assert_different (const char *a,
                  const char *b)
{
  g_autofree char *first = crm_fold (a);
  g_autofree char *second = crm_fold (b);

  g_assert_cmpstr (first, !=, second);
}

static void
test_latin (void)
{
  static const Pair pairs[] = {
    { "José Ñúñez", "jose nunez" },
    { "ÁÉÍÓÚÜ ¿qué?", "aeiouu ¿que?" },
    { "Straße", "strasse" }, { "STRASSE", "strasse" }, { "GROẞ", "gross" },
    { "Müller", "muller" }, { "Æsøp Œuvre", "aesop oeuvre" }, { "Þórður", "thordur" },
    { "Łódź", "lodz" }, { "Żółć", "zolc" }, { "Đặng Thị Ánh Nguyệt", "dang thi anh nguyet" },
    { "Nguyễn Văn Ơn", "nguyen van on" }, { "Ħal Qormi", "hal qormi" },
    { "İstanbul", "istanbul" }, { "ISPARTA", "isparta" }, { "Isparta", "isparta" }, { "ısparta", "isparta" },
    { "Ţară Ș", "tara s" }, { "ﬁnance ﬀ", "finance ff" }, { "ＡＢＣ １２", "abc 12" }, { "Ⅷ", "viii" },
    { "O’Brien", "o'brien" }, { "Smith–Jones", "smith-jones" }, { "m²", "m2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    assert_key (pairs[i].text, pairs[i].key);
}

static void
test_greek_and_cyrillic (void)
{
  assert_same ("ΟΔΥΣΣΕΥΣ", "Οδυσσεύς");
  assert_same ("ΣΊΣΥΦΟΣ", "σίσυφος");
  assert_same ("Ёлкин", "елкин");
  assert_same ("ЙОГУРТ", "йогурт");
}

static void
test_arabic_and_hebrew (void)
{
  /* With and without short vowels, and with the stroke that only makes a word longer. */
  assert_same ("مُحَمَّد", "محمد");
  assert_same ("محـــمد", "محمد");
  assert_same ("أحمد", "احمد");
  assert_same ("ٱلرَّحْمَٰن", "الرحمن");

  /* With and without points; what divides two words goes on dividing them. */
  assert_same ("שָׁלוֹם", "שלום");
  assert_same ("בֵּית־סֵפֶר", "בית-ספר");
  assert_different ("בית־ספר", "ביתספר");
}

static void
test_asian (void)
{
  /* Voicing makes another word, width does not. */
  assert_different ("かき", "かぎ");
  assert_same ("ガス", "ｶﾞｽ");
  assert_same ("한국", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xe1\x84\x80\xe1\x85\xae\xe1\x86\xa8");
  assert_different ("한국", "하국");
  assert_different ("कि", "क");
}

static void
test_signs (void)
{
  assert_key ("👩‍🚀 crew", "👩🚀 crew");
  assert_same ("❤️", "❤");

  /* What web pages leave between the letters. */
  assert_same ("\xe2\x80\x8e" "Ana\xe2\x80\x8f", "Ana");
  assert_same ("co\xc2\xadoperate", "cooperate");
  assert_same ("\xef\xbb\xbf" "Ana", "Ana");
  assert_same ("Ana\xc2\xa0 \xe2\x80\x8b\t\nGarcía", "ana garcia");

  assert_key ("  many   blanks\r\n\x01here ", "many blanks here");
  assert_key ("", NULL);
  assert_key (" \t\n\x7f", NULL);
  assert_key ("\xcc\x81\xe2\x80\x8d", NULL);
  assert_key (NULL, NULL);
}

static void
test_marks_first (void)
{
  /* A mark belongs to the letter before it, also where one is ASCII and the other is not. */
  assert_key ("e\xcc\x81t\xc3\xa9", "ete");
  assert_key ("\xcc\x81" "abc", "abc");
  assert_key ("a \xcc\x81" "b", "a b");
  assert_key ("k\xc2\xb2", "k2");
}

static void
test_not_text (void)
{
  /* Latin 1 read as UTF-8: what can be read stays. */
  g_autofree char *key = crm_fold ("Jos\xe9 Garc\xed" "a");

  g_assert_true (g_utf8_validate (key, -1, NULL));
  g_assert_true (g_str_has_prefix (key, "jos"));
  g_assert_nonnull (strstr (key, "garc"));

  for (int first = 0x80; first <= 0xff; first++)
    {
      const char text[] = { 'x', (char) first, '\0' };
      g_autofree char *short_key = crm_fold (text);
      g_autoptr (GString) digits = g_string_new (NULL);

      g_assert_true (g_utf8_validate (short_key, -1, NULL));
      crm_fold_append_digits (digits, text);
      g_assert_cmpuint (digits->len, ==, 0);
    }
}

static void
assert_stable (const char *text)
{
  g_autofree char *key = crm_fold (text);
  g_autofree char *again = crm_fold (key);
  g_autoptr (GString) tokens = g_string_new (NULL);

  if (key == NULL)
    return;

  g_assert_true (g_utf8_validate (key, -1, NULL));
  g_assert_cmpstr (again, ==, key);
  g_assert_cmpint (key[0], !=, ' ');
  g_assert_cmpint (key[strlen (key) - 1], !=, ' ');
  g_assert_null (strstr (key, "  "));

  crm_fold_append_tokens (tokens, key);
  g_assert_true (g_utf8_validate (tokens->str, -1, NULL));
  g_assert_null (strstr (tokens->str, "  "));
}

static void
test_every_character (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++)
    {
      char text[16] = "";
      int length;

      if (!g_unichar_validate (c))
        continue;

      length = g_unichar_to_utf8 (c, text + 1);
      text[0] = 'a';
      memcpy (text + 1 + length, "b", 2);
      assert_stable (text);
      text[1 + length] = '\0';
      assert_stable (text + 1);
    }
}

static void
test_random (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = crm_test_make_text (chance, 24);
      g_autofree char *upper = g_utf8_strup (text, -1);

      assert_stable (text);
      assert_stable (upper);
    }
}

static void
test_naughty (void)
{
  gsize length;
  g_autofree char *text = crm_test_read_corpus ("strings/blns.json", &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = crm_json_parse (text, (gssize) length, G_MAXSIZE, &error);
  JsonArray *strings;

  g_assert_no_error (error);
  strings = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (strings), >, 500);
  for (guint i = 0; i < json_array_get_length (strings); i++)
    assert_stable (json_array_get_string_element (strings, i));
}

/* --- Words ------------------------------------------------------------------------------------ */

static void
assert_tokens (const char *text,
               const char *expected)
{
  g_autofree char *key = crm_fold (text);
  g_autoptr (GString) tokens = g_string_new (NULL);

  crm_fold_append_tokens (tokens, key);
  g_assert_cmpstr (tokens->str, ==, expected);
}

static void
test_tokens (void)
{
  assert_tokens ("Ana García-López", "ana garcia lopez");
  assert_tokens ("ana@sol.example", "ana sol example");
  assert_tokens ("O'Brien & Sons, Ltd.", "o brien sons ltd");
  assert_tokens ("C3PO", "c3po");
  assert_tokens ("¿…?", "");
  assert_tokens ("🦊 GmbH", "🦊 gmbh");
  assert_tokens ("שלום־עולם", "שלום עולם");
  assert_tokens (NULL, "");
}

static void
test_tokens_without_blanks (void)
{
  assert_tokens ("東京都", "東 京 東京 都 京都");
  assert_tokens ("東京Tower渋谷", "東 京 東京 tower 渋 谷 渋谷");
  assert_tokens ("佐々木", "佐 々 佐々 木 々木");
  assert_tokens ("東 京", "東 京");
  assert_tokens ("กข", "ก ข กข");
}

static void
test_tokens_append (void)
{
  g_autoptr (GString) tokens = g_string_new ("first");

  crm_fold_append_tokens (tokens, "second third");
  crm_fold_append_tokens (tokens, NULL);
  g_assert_cmpstr (tokens->str, ==, "first second third");
}

static void
test_digits (void)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  crm_fold_append_digits (digits, "+34 (600) 12-34 ext. ٥۶７");
  g_assert_cmpstr (digits->str, ==, "346001234567");
  crm_fold_append_digits (digits, NULL);
  crm_fold_append_digits (digits, "½ ² Ⅷ");
  g_assert_cmpstr (digits->str, ==, "346001234567");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fold/latin", test_latin);
  g_test_add_func ("/fold/greek-and-cyrillic", test_greek_and_cyrillic);
  g_test_add_func ("/fold/arabic-and-hebrew", test_arabic_and_hebrew);
  g_test_add_func ("/fold/asian", test_asian);
  g_test_add_func ("/fold/signs", test_signs);
  g_test_add_func ("/fold/marks-first", test_marks_first);
  g_test_add_func ("/fold/not-text", test_not_text);
  g_test_add_func ("/fold/every-character", test_every_character);
  g_test_add_func ("/fold/random", test_random);
  g_test_add_func ("/fold/naughty", test_naughty);
  g_test_add_func ("/fold/tokens", test_tokens);
  g_test_add_func ("/fold/tokens-without-blanks", test_tokens_without_blanks);
  g_test_add_func ("/fold/tokens-append", test_tokens_append);
  g_test_add_func ("/fold/digits", test_digits);

  return g_test_run ();
}
