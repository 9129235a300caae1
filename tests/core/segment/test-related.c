/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests over records that are related to the one at hand: which of them have to pass what. */

#include "config.h"

#include "segment-test.h"

#define FIELD(name, op, value) "{\"field\":\"" name "\",\"op\":\"" op "\",\"value\":\"" value "\"}"
#define ALL(a, b)              "{\"all\":[" a "," b "]}"
#define ANY(a, b)              "{\"any\":[" a "," b "]}"
#define NOT(a)                 "{\"not\":" a "}"

/* Three accounts: Sol has Ana (Madrid, no tag) and Bea (Toledo, roof); Luna has Carlos (Madrid,
 * roof); Mar has nobody. Dora (Madrid, roof) belongs to nobody. */
static CrmWorkspace *
make_people (char **folder)
{
  CrmWorkspace *workspace = crm_test_new_workspace (folder);

  crm_test_add (workspace, "account", "name", "Sol", "city", "Madrid", NULL);
  crm_test_add (workspace, "account", "name", "Luna", "city", "Toledo", NULL);
  crm_test_add (workspace, "account", "name", "Mar", NULL);
  crm_test_add (workspace, "contact", "first_name", "Ana", "city", "Madrid", "account", "Sol", NULL);
  crm_test_add (workspace, "contact", "first_name", "Bea", "city", "Toledo", "account", "Sol", "tags", "roof", NULL);
  crm_test_add (workspace, "contact", "first_name", "Carlos", "city", "Madrid", "account", "Luna", "tags", "roof; lead",
                NULL);
  crm_test_add (workspace, "contact", "first_name", "Dora", "city", "Madrid", "tags", "roof", NULL);

  return workspace;
}

/* Tests beside each other in one "all" are about one and the same contact of the account. */
static void
test_same_record (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);

  segment_test_assert (workspace, "account", FIELD ("contact.city", "is", "Madrid"), "Sol Luna");
  segment_test_assert (workspace, "account", "{\"field\":\"contact.tags\",\"op\":\"has-any\",\"value\":[\"roof\"]}",
                       "Sol Luna");

  /* Sol has somebody in Madrid and somebody with the tag, but nobody who is both. */
  segment_test_assert (workspace, "account",
                       ALL (FIELD ("contact.city", "is", "Madrid"),
                            "{\"field\":\"contact.tags\",\"op\":\"has-any\",\"value\":[\"roof\"]}"), "Luna");

  /* Groups inside are on their own: two contacts may do. */
  segment_test_assert (workspace, "account",
                       ALL ("{\"all\":[" FIELD ("contact.city", "is", "Madrid") "]}",
                            "{\"all\":[{\"field\":\"contact.tags\",\"op\":\"has-any\",\"value\":[\"roof\"]}]}"),
                       "Sol Luna");
  segment_test_assert (workspace, "account",
                       ALL (FIELD ("contact.city", "is", "Madrid"), FIELD ("account.name", "is", "sol")), "Sol");

  /* What is alone in an "any" is about any contact. */
  segment_test_assert (workspace, "account",
                       ANY (FIELD ("contact.city", "is", "Madrid"), FIELD ("contact.city", "is", "Toledo")),
                       "Sol Luna");

  /* A negative test beside a positive one is about the same contact too. */
  segment_test_assert (workspace, "account",
                       ALL (FIELD ("contact.city", "is-not", "Madrid"),
                            "{\"field\":\"contact.tags\",\"op\":\"has-any\",\"value\":[\"roof\"]}"), "Sol");

  crm_test_remove_folder (folder);
}

/* "any-contact" says that a whole condition is about one contact, however deep. */
static void
test_any (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);

  segment_test_assert (workspace, "account",
                       "{\"any-contact\":" ALL (FIELD ("contact.city", "is", "Madrid"),
                                                "{\"tag\":\"roof\",\"op\":\"has\"}") "}", "Luna");
  segment_test_assert (workspace, "account",
                       "{\"any-contact\":" ALL (FIELD ("contact.city", "is", "Madrid"),
                                                ANY ("{\"tag\":\"lead\",\"op\":\"has\"}",
                                                     FIELD ("contact.name", "is", "ana"))) "}",
                       "Sol Luna");
  segment_test_assert (workspace, "account", "{\"any-contact\":{\"all\":[]}}", "Sol Luna");
  segment_test_assert (workspace, "account", NOT ("{\"any-contact\":{\"all\":[]}}"), "Mar");
  segment_test_assert (workspace, "account", NOT ("{\"any-contact\":" FIELD ("contact.city", "is", "Toledo") "}"),
                       "Luna Mar");

  /* Back again: contacts whose account has somebody with the tag "lead". */
  segment_test_assert (workspace, "contact", "{\"any-account\":{\"any-contact\":{\"tag\":\"lead\",\"op\":\"has\"}}}",
                       "Carlos");

  crm_test_remove_folder (folder);
}

/* Nobody at all: no test over contacts holds. */
static void
test_none (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);

  segment_test_assert (workspace, "account", FIELD ("contact.city", "is-not", "Madrid"), "Sol");
  segment_test_assert (workspace, "account", FIELD ("contact.city", "is-not", "Paris"), "Sol Luna");
  segment_test_assert (workspace, "account", "{\"field\":\"contact.phone\",\"op\":\"is-empty\"}", "Sol Luna");
  segment_test_assert (workspace, "account", NOT (FIELD ("contact.city", "is", "Madrid")), "Mar");
  segment_test_assert (workspace, "account", "{\"field\":\"account.contacts\",\"op\":\"is-empty\"}", "Mar");

  crm_test_remove_folder (folder);
}

/* Over a link there is one record at most; without it, its fields are empty. */
static void
test_link (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);

  segment_test_assert (workspace, "contact", FIELD ("account.city", "is", "madrid"), "Ana Bea");
  segment_test_assert (workspace, "contact", FIELD ("account.city", "is-not", "madrid"), "Carlos Dora");
  segment_test_assert (workspace, "contact", "{\"field\":\"account.city\",\"op\":\"is-empty\"}", "Dora");
  segment_test_assert (workspace, "contact", "{\"field\":\"account.city\",\"op\":\"is-not-empty\"}", "Ana Bea Carlos");
  segment_test_assert (workspace, "contact", "{\"any-account\":" FIELD ("account.city", "is-not", "madrid") "}",
                       "Carlos");
  segment_test_assert (workspace, "contact", "{\"field\":\"contact.account\",\"op\":\"is-empty\"}", "Dora");
  segment_test_assert (workspace, "contact", "{\"field\":\"owner.role\",\"op\":\"is\",\"value\":\"Administrator\"}",
                       "Ana Bea Carlos Dora");

  crm_test_remove_folder (folder);
}

/* Through sets, there and back: contacts have tags, and tags have contacts. */
static void
test_sets (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);

  segment_test_assert (workspace, "contact", FIELD ("tags.name", "starts-with", "LE"), "Carlos");
  segment_test_assert (workspace, "contact", FIELD ("tags.name", "is-not", "roof"), "Carlos");
  segment_test_assert (workspace, "contact", NOT ("{\"any-tags\":{\"all\":[]}}"), "Ana");
  segment_test_assert (workspace, "tag", FIELD ("contact.city", "is", "Toledo"), "roof");
  segment_test_assert (workspace, "tag", "{\"any-contact\":" ALL (FIELD ("contact.city", "is", "Madrid"),
                                                                 FIELD ("account.name", "is", "Luna")) "}",
                       "roof lead");
  segment_test_assert (workspace, "tag", ALL (FIELD ("contact.city", "is", "Toledo"), FIELD ("contact.name", "is",
                                                                                             "Carlos")), "");

  crm_test_remove_folder (folder);
}

static void
test_notes (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);
  gint64 about_ana = crm_test_add (workspace, "note", "contact", "Ana", "body", "Wants a new roof in spring", NULL);

  crm_test_add (workspace, "note", "contact", "Ana", "body", "Called, nobody there", NULL);
  crm_test_add (workspace, "note", "contact", "Bea", "body", "The roof leaks. Call in spring!", NULL);
  crm_test_add (workspace, "note", "account", "Sol", "body", "A roof for all in spring", NULL);

  segment_test_assert (workspace, "contact", FIELD ("note.body", "contains", "SPRING"), "Ana Bea");
  segment_test_assert (workspace, "contact",
                       ALL (FIELD ("note.body", "contains", "roof"), FIELD ("note.body", "contains", "call")), "Bea");
  segment_test_assert (workspace, "contact",
                       "{\"all\":[" FIELD ("note.body", "contains", "spring") "," FIELD ("contact.name", "is",
                                                                                         "ana") ","
                       FIELD ("note.body", "contains", "roof") "]}", "Ana");
  segment_test_assert (workspace, "account", FIELD ("note.body", "contains", "roof"), "Sol");

  /* What is in the trash is not there. */
  crm_test_trash (workspace, "note", about_ana);
  segment_test_assert (workspace, "contact", FIELD ("note.body", "contains", "SPRING"), "Bea");

  crm_test_remove_folder (folder);
}

static void
test_trash (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);

  crm_test_trash (workspace, "account", 1);
  segment_test_assert (workspace, "contact", FIELD ("account.city", "is", "Madrid"), "");
  segment_test_assert (workspace, "contact", FIELD ("contact.account", "is", "Sol"), "");
  segment_test_assert (workspace, "contact", "{\"field\":\"contact.account\",\"op\":\"is-empty\"}", "Ana Bea Dora");

  crm_test_trash (workspace, "tag", 1);
  segment_test_assert (workspace, "contact", "{\"tag\":\"roof\",\"op\":\"has\"}", "");
  segment_test_assert (workspace, "contact", "{\"field\":\"contact.tags\",\"op\":\"is-empty\"}", "Ana Bea Dora");

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/related/same-record", test_same_record);
  g_test_add_func ("/related/any", test_any);
  g_test_add_func ("/related/none", test_none);
  g_test_add_func ("/related/link", test_link);
  g_test_add_func ("/related/sets", test_sets);
  g_test_add_func ("/related/notes", test_notes);
  g_test_add_func ("/related/trash", test_trash);

  return g_test_run ();
}
