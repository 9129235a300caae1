/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Cards of all versions and programs: what they say is found again in the record, in a note, or
 * in a warning.
 */

#include "config.h"

#include <string.h>

#include "crm-vcard-reader.h"
#include "exchange-test.h"

/* --- The reader ------------------------------------------------------------------------------------- */

static GPtrArray *
read_cards (const char *text,
            gssize      length)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (g_memdup2 (text, length >= 0 ? (gsize) length : strlen (text)),
                                                                         length >= 0 ? length : (gssize) strlen (text), g_free);
  g_autoptr (CrmVcardReader) reader = crm_vcard_reader_new (stream, crm_encoding_find ("UTF-8"));
  GPtrArray *cards = g_ptr_array_new_with_free_func (g_free);
  const CrmVcard *card;
  g_autoptr (GError) error = NULL;

  while ((card = crm_vcard_reader_read (reader, NULL, &error)) != NULL)
    g_ptr_array_add (cards, g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "%s %s", card->number, card->line,
                                             card->flaw != NULL ? "!" : "", card->text->str));
  g_assert_no_error (error);

  return cards;
}

static void
assert_card (const char *text,
             guint       n_cards,
             guint       card,
             const char *part)
{
  g_autoptr (GPtrArray) cards = read_cards (text, -1);

  g_assert_cmpuint (cards->len, ==, n_cards);
  if (strstr (g_ptr_array_index (cards, card), part) == NULL)
    g_test_message ("%s", (char *) g_ptr_array_index (cards, card));
  g_assert_nonnull (strstr (g_ptr_array_index (cards, card), part));
}

static void
test_reader (void)
{
  /* Folded lines, in the ways of all versions. */
  assert_card ("BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:one\r\n  two\r\n\tthree\r\nEND:VCARD\r\n", 1, 0, "NOTE:one twothree");
  assert_card ("BEGIN:VCARD\nVERSION:2.1\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Espa=C3=B1a=\n y m=C3=A1s=0D=0Afin\nEND:VCARD\n",
               1, 0, "España y más\\nfin");
  assert_card ("BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Garc=EDa;Ana\nEND:VCARD\n", 1, 0, "García;Ana");

  /* Pictures are not carried along; whatever their form, what follows them is read. */
  assert_card ("BEGIN:VCARD\nVERSION:3.0\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\n SkZJRg==\nFN:Ana\nEND:VCARD\n", 1, 0, "FN:Ana");
  assert_card ("BEGIN:VCARD\nVERSION:2.1\nPHOTO;JPEG;BASE64:\n /9j/4AAQ\n SkZJRg==\n\nFN:Ana\nEND:VCARD\n", 1, 0, "FN:Ana");

  /* Several, close together, with noise between and capitals as they come. */
  assert_card ("\xef\xbb\xbf" "begin:vcard\nFN:Ana\nend:vcard\nnoise\n\nBegin:vCard\nFN:Luis\nEnd:vCard", 2, 1, "2/6 ");
  assert_card ("BEGIN:VCARD\nFN:Ana\nBEGIN:VCARD\nFN:Luis\nEND:VCARD\nEND:VCARD\n", 2, 0, "");

  /* Cut off. */
  assert_card ("BEGIN:VCARD\nFN:Ana\n", 1, 0, "1/1!");
  assert_card ("BEGIN:VCARD\n", 1, 0, "1/1!");
  {
    g_autoptr (GPtrArray) none = read_cards ("", 0);
    g_autoptr (GPtrArray) nothing = read_cards ("END:VCARD\nFN:Ana\n", -1);

    g_assert_cmpuint (none->len, ==, 0);
    g_assert_cmpuint (nothing->len, ==, 0);
  }
}

/* One card with more in it than anybody has. */
static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new ("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nNOTE:");
  g_autoptr (GPtrArray) cards = NULL;
  char *one = g_strnfill (1 << 16, 'x');

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (text, "%s\n ", one);
  g_string_append (text, "\nEND:VCARD\nBEGIN:VCARD\nFN:Luis\nEND:VCARD\n");
  g_free (one);
  cards = read_cards (text->str, (gssize) text->len);
  g_assert_cmpuint (cards->len, ==, 2);
  g_assert_nonnull (strstr (g_ptr_array_index (cards, 1), "FN:Luis"));
}

/* --- What becomes of them ------------------------------------------------------------------------------ */

typedef struct
{
  const char *file;
  gint64 record;
  const char *key;
  const char *value;
} Fact;

/* The record 0 stands for the text of the notes, in which the value has to be. */
static const Fact facts[] = {
  { "ez-vcard/John_Doe_IPHONE.vcf", 1, "first_name", "John Richter James" },
  { "ez-vcard/John_Doe_IPHONE.vcf", 1, "last_name", "Doe" },
  { "ez-vcard/John_Doe_IPHONE.vcf", 1, "account", "IBM" },
  { "ez-vcard/John_Doe_IPHONE.vcf", 1, "phone", "905-555-1234" },
  { "ez-vcard/John_Doe_IPHONE.vcf", 1, "phones", "home: 905-666-1234; work: 905-777-1234; fax: 905-888-1234; fax: 905-999-1234; "
                                                 "pager: 905-111-1234; AssistantPhone: 905-222-1234" },
  { "ez-vcard/John_Doe_IPHONE.vcf", 1, "website", "http://www.ibm.com" },
  { "ez-vcard/John_Doe_IPHONE.vcf", 1, "birthday", "2012-06-06" },
  { "ez-vcard/John_Doe_IPHONE.vcf", 0, NULL, "Department: Accounting" },
  { "ez-vcard/John_Doe_IPHONE.vcf", 0, NULL, "Nickname: Johny" },
  { "ez-vcard/John_Doe_EVOLUTION.vcf", 1, "tags", "VIP" },
  { "ez-vcard/John_Doe_EVOLUTION.vcf", 0, NULL, "Spouse: Maria" },
  { "ez-vcard/John_Doe_ANDROID.vcf", 2, "email", "jane.doe@company.com" },
  { "ez-vcard/John_Doe_LOTUS_NOTES.vcf", 1, "emails", "work: billy_bob@gmail.com" },
  { "ez-vcard/John_Doe_MS_OUTLOOK.vcf", 1, "city", "Albaney" },
  { "ez-vcard/John_Doe_MS_OUTLOOK.vcf", 0, NULL, "Address (home): Silicon Alley 5,, New York" },
  { "ez-vcard/fullcontact.vcf", 1, "emails", "work: work@example.com; school@example.com; other: other@example.com; custom@example.com" },
  { "ez-vcard/fullcontact.vcf", 0, NULL, "Job Title: Title2" },
  { "ez-vcard/gmail-single2.vcf", 1, "messengers", "other: gtalk:IM2; other: aim:IM3; other: yahoo:IM4; skype: IM5; other: qq:IM6; "
                                                   "other: msn:IM7; other: icq:IM8; other: jabber:IM9" },
  { "ez-vcard/outlook-2003.vcf", 0, NULL, "Phone: BusinessPhone" },
  { "ez-vcard/outlook-2003.vcf", 0, NULL, "This is the note field!!\nSecond line" },
  { "ez-vcard/rfc2426-example.vcf", 1, "emails", "fdawson@earthlink.net" },
  { "ez-vcard/rfc2426-example.vcf", 2, "postcode", "94043" },
  { "ez-vcard/rfc6350-example.vcf", 1, "phone", "+1-418-656-9254 ext. 102" },
  { "ez-vcard/rfc6350-example.vcf", 1, "country", "CA" },
  { "ez-vcard/rfc6350-example.vcf", 0, NULL, "Birthday: --0203" },
  { "ez-vcard/thunderbird-MoreFunctionsForAddressBook-extension.vcf", 1, "tags", "category1; category2; category3" },
  { "aosp/v21_complicated.vcf", 1, "email", "forrestgump@walladalla.com" },
  { "aosp/v21_complicated.vcf", 0, NULL, "Role: Fish Cake Keeper!" },
  { "aosp/v21_japanese_1.vcf", 1, "last_name", "安藤ロイド" },
  { "aosp/v21_japanese_2.vcf", 1, "postcode", "150-8512" },
  { "aosp/v30_japanese.vcf", 1, "last_name", "伊能" },
  { "aosp/v21_multiple_entry.vcf", 2, "phones", "pager: 14; 15; 16" },
  { "aosp/v21_nest.vcf", 1, "last_name", "nest1" },
  { "aosp/v21_nest.vcf", 3, "last_name", "parent" },
  { "aosp/v21_backslash.vcf", 1, "first_name", "A;B\\ C\\;" },
  { "aosp/v21_invalid_comment_line.vcf", 0, NULL, "This message must NOT be ignored." },
  { "aosp/v30_ios_613_multiline.vcf", 1, "account", "Smith Auto Repair" },
  { "aosp/v40_sort_as.vcf", 1, "last_name", "安藤" },
  { "nextcloud/forrest-gump.vcf", 1, "last_name", "Gump" },
  { "thunderbird-photos/v4-uri-webp.vcf", 1, "name", NULL },
};

static gboolean
is_in_note (CrmWorkspace *workspace,
            const char   *value)
{
  g_autoptr (GString) quoted = g_string_new (value);
  g_autofree char *sql = NULL;

  g_string_replace (quoted, "'", "''", 0);
  sql = g_strdup_printf ("SELECT count (*) FROM note WHERE instr (body, '%s') > 0", quoted->str);

  return crm_test_query (workspace, sql) == 1;
}

static void
check_fact (const char   *name,
            const guint8 *data,
            gsize         length,
            gpointer      user_data)
{
  guint *n = user_data;
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (CrmImport) import = NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    any |= g_str_has_suffix (name, facts[i].file);
  if (!any)
    return;

  workspace = crm_test_new_workspace (&folder);
  file = exchange_test_write (folder, "file.vcf", data, (gssize) length);
  import = exchange_test_open (workspace, file, "contact");
  g_assert_true (crm_import_is_vcard (import));
  exchange_test_run (import, CRM_DUPLICATES_SKIP);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *value = NULL;

      if (!g_str_has_suffix (name, facts[i].file))
        continue;
      (*n)++;
      g_test_message ("%s: %s %s", name, facts[i].key, facts[i].value);
      if (facts[i].record == 0)
        {
          g_assert_true (is_in_note (workspace, facts[i].value));
          continue;
        }
      value = crm_test_get (workspace, "contact", facts[i].record, facts[i].key);
      if (facts[i].value != NULL)
        g_assert_cmpstr (value, ==, facts[i].value);
      else
        g_assert_cmpstr (value, !=, "");
    }

  crm_test_assert_sound (workspace);
  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);
}

static void
test_facts (void)
{
  guint n = 0;

  exchange_test_each_corpus ("vcard", ".vcf", check_fact, &n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (facts));
}

/* What has no place is said. */
static void
test_warnings (void)
{
  static const char card[] =
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana García\r\nPHOTO:data:image/png;base64,AAAA\r\nNICKNAME:Anita\r\nX-ODD-THING:odd\r\nEND:VCARD\r\n"
    "stray\r\n";
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GFile) file = exchange_test_write (folder, "file.vcf", card, -1);
  g_autoptr (CrmImport) import = exchange_test_open (workspace, file, "contact");
  g_autoptr (GPtrArray) warnings = NULL;
  g_autofree char *all = NULL;

  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  warnings = crm_import_list_warnings (import);
  g_ptr_array_add (warnings, NULL);
  all = g_strjoinv ("\n", (char **) warnings->pdata);
  g_assert_nonnull (strstr (all, "“NICKNAME” has no field; 1 value was put into a note."));
  g_assert_nonnull (strstr (all, "“PHOTO” was left out"));
  g_assert_nonnull (strstr (all, "“X-ODD-THING” has no field"));
  g_assert_nonnull (strstr (all, "belongs to no card"));
  g_assert_true (is_in_note (workspace, "Odd thing: odd"));

  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);
}

/* The card of a company. */
static void
test_accounts (void)
{
  static const char card[] =
    "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Sol S.L.\r\nORG:Sol S.L.\r\nTEL;TYPE=work:+34 915 551 234\r\n"
    "ADR:;;Calle Mayor 1;Madrid;;28013;Spain\r\nURL:https://sol.example\r\nEMAIL:info@sol.example\r\nEND:VCARD\r\n";
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GFile) file = exchange_test_write (folder, "file.vcf", card, -1);
  g_autoptr (CrmImport) import = exchange_test_open (workspace, file, "account");
  g_autofree char *dump = NULL;

  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 1, 0, 0, 0);
  dump = exchange_test_dump (workspace, "account");
  g_assert_nonnull (strstr (dump, "name=Sol S.L.\n"));
  g_assert_nonnull (strstr (dump, "phone=+34 915 551 234\n"));
  g_assert_nonnull (strstr (dump, "city=Madrid\npostcode=28013\ncountry=ES\n"));
  g_assert_true (is_in_note (workspace, "info@sol.example"));

  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/vcard/reader", test_reader);
  g_test_add_func ("/vcard/bounds", test_bounds);
  g_test_add_func ("/vcard/facts", test_facts);
  g_test_add_func ("/vcard/warnings", test_warnings);
  g_test_add_func ("/vcard/accounts", test_accounts);

  return g_test_run ();
}
