/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody means who types a few words. */

#include "config.h"

#include "crm-words.h"

static void
test_table (void)
{
  static const struct
  {
    const char *text;
    const char *wanted;
    gboolean matches;
  } cases[] = {
    { "Duplicate Contacts", NULL, TRUE },
    { "Duplicate Contacts", "", TRUE },
    { "Duplicate Contacts", "dupl", TRUE },
    { "Duplicate Contacts", "duplicates", TRUE },
    { "Duplicate Contacts", "contact dup", TRUE },
    { "Duplicate Contacts", "DUPLICATE contact", TRUE },
    { "Duplicate Contacts", "cate", TRUE },
    { "Duplicate Contacts", "duplicate deals", FALSE },
    { "Duplicate Contacts", "duplication", FALSE },
    { "Duplicate Contacts", "contracts", FALSE },
    { "Import…", "imports", TRUE },
    { "Import…", "important", FALSE },
    { "Add Deal", "deals", TRUE },
    { "Add Deal", "dear", FALSE },
    { "Add Tag", "tags", TRUE },
    { "Add Tag", "task", FALSE },
    { "To", "toad", FALSE },
    { "Contactos duplicados", "duplicado", TRUE },
    { "Contactos duplicados", "duplicadas", TRUE },
    { "Segmentos…", "ségmento", TRUE },
    { "Attività", "attivita", TRUE },
    { "Contatti doppi", "contatto", TRUE },
    { "重複する連絡先", "連絡", TRUE },
    { "重複する連絡先", "重複 連絡", TRUE },
    { "重複する連絡先", "取引", FALSE },
    { "Import…", "…", TRUE },
    { "Import", "%", FALSE },
    { NULL, "a", FALSE },
    { "\u200b", "a", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s” and “%s”", cases[i].text, cases[i].wanted);
      g_assert_cmpint (crm_words_match (cases[i].text, cases[i].wanted), ==, cases[i].matches);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/table", test_table);

  return g_test_run ();
}
