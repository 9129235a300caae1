/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Every operator by its name: what it finds, and that a value that is not there fails every positive
 * test and passes every negative one.
 */

#include "config.h"

#include "crm-date.h"
#include "crm-money.h"
#include "crm-phone.h"
#include "segment-test.h"

#define F(name, op)           "{\"field\":\"contact." name "\",\"op\":\"" op "\"}"
#define V(name, op, value)    "{\"field\":\"contact." name "\",\"op\":\"" op "\",\"value\":" value "}"

typedef struct
{
  const char *json;
  const char *found;
} Case;

static void
check (CrmWorkspace *workspace,
       const Case   *cases,
       guint         n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    segment_test_assert (workspace, "contact", cases[i].json, cases[i].found);
}

static void
test_text (void)
{
  static const Case cases[] = {
    { V ("city", "is", "\"MADRID\""), "a" },
    { V ("city", "is", "\"malaga\""), "b" },
    { V ("city", "is", "\"Mad\""), "" },
    { V ("city", "is-not", "\"madrid\""), "b c d" },
    { V ("city", "contains", "\"AG\""), "b" },
    { V ("city", "contains", "\"%\""), "c" },
    { V ("city", "does-not-contain", "\"a\""), "c d" },
    { V ("city", "starts-with", "\"Má\""), "a b" },
    { V ("city", "starts-with", "\"_\""), "" },
    { V ("city", "ends-with", "\"ID\""), "a" },
    { V ("city", "ends-with", "\"xx Madrid\""), "" },
    { V ("city", "matches", "\"m*a*\""), "a b" },
    { V ("city", "matches", "\"m?drid\""), "" },
    { V ("city", "matches", "\"*\""), "a b c" },
    { V ("city", "matches", "\"100%*\""), "c" },
    { V ("city", "is-any-of", "[\"madrid\",\"Málaga\",\"Paris\"]"), "a b" },
    { V ("city", "is-none-of", "[\"madrid\",\"Paris\"]"), "b c d" },
    { F ("city", "is-empty"), "d" },
    { F ("city", "is-not-empty"), "a b c" },
    /* Long text has no key beside it. */
    { V ("description", "contains", "\"LINE two\""), "a" },
    { V ("description", "starts-with", "\"élan\""), "a" },
    { V ("description", "is-not", "\"x\""), "a b c d" },
    { F ("description", "is-empty"), "b c d" },
    { V ("website", "contains", "\"sol.example\""), "a" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_test_add (workspace, "contact", "first_name", "a", "city", "Madrid", "description", "Elan\nLine   two", "website",
                "https://Sol.example/x", NULL);
  crm_test_add (workspace, "contact", "first_name", "b", "city", "Málaga", NULL);
  crm_test_add (workspace, "contact", "first_name", "c", "city", "100%_off", NULL);
  crm_test_add (workspace, "contact", "first_name", "d", NULL);
  check (workspace, cases, G_N_ELEMENTS (cases));

  /* What was cleared is the same as what was never there. */
  crm_test_set (workspace, "contact", 1, "city", "", NULL);
  segment_test_assert (workspace, "contact", F ("city", "is-empty"), "a d");

  crm_test_remove_folder (folder);
}

static void
test_addresses (void)
{
  static const Case cases[] = {
    { V ("email", "is", "\"ANA@Sol.example\""), "a" },
    /* Accents are other letters in an address. */
    { V ("email", "is", "\"aña@sol.example\""), "" },
    { V ("email", "is-not", "\"ana@sol.example\""), "b c" },
    { V ("email", "ends-with", "\"@SOL.example\""), "a b" },
    { V ("email", "matches", "\"*@sol.*\""), "a b" },
    { F ("email", "is-empty"), "c" },
    { V ("emails", "is", "\"ana@HOME.example\""), "a" },
    { V ("emails", "is-not", "\"ana@home.example\""), "b c" },
    { V ("emails", "contains", "\"home\""), "a" },
    { V ("emails", "is-any-of", "[\"x@y.example\",\"office@sol.example\"]"), "a" },
    { F ("emails", "is-empty"), "b c" },
    { F ("emails", "is-not-empty"), "a" },
    /* However it is written, the same telephone. */
    { V ("phone", "is", "\"600 123 456\""), "a b" },
    { V ("phone", "is", "\"0034-600-123-456\""), "a b" },
    { V ("phone", "is-not", "\"+34600123456\""), "c" },
    { V ("phone", "is-any-of", "[\"+34600123456\",\"112\"]"), "a b" },
    { V ("phone", "contains", "\"12-34\""), "a b" },
    { V ("phone", "starts-with", "\"+34 6\""), "a" },
    { V ("phone", "matches", "\"34*456\""), "a" },
    { F ("phone", "is-empty"), "c" },
    { V ("phones", "is", "\"912 345 678\""), "b" },
    { V ("phones", "starts-with", "\"+34 912\""), "b" },
    { V ("custom.second_phone", "is", "\"+34 600 123 456\""), "a b" },
    { V ("custom.second_phone", "is-not", "\"+34 600 123 456\""), "c" },
    { V ("messengers", "is", "\"@Ana\""), "a" },
    { V ("messengers", "is", "\"telegram: ana\""), "a" },
    { V ("messengers", "is", "\"whatsapp: ana\""), "" },
    { V ("messengers", "is", "\"sol.example\""), "" },
    { V ("messengers", "is-not", "\"ana\""), "b c" },
    { V ("messengers", "starts-with", "\"telegram:\""), "a" },
    { V ("messengers", "contains", "\"Telegram\""), "a" },
    { V ("messengers", "contains", "\"Telegram: @an\""), "a" },
    { V ("messengers", "starts-with", "\"telegram: an\""), "a" },
    { V ("messengers", "matches", "\"telegram: *\""), "a" },
    { V ("messengers", "does-not-contain", "\"telegram: @ana\""), "b c" },
    { V ("messengers", "is-any-of", "[\"bea\",\"telegram: @ana\",\"ana:sol.example\"]"), "a b" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_phone_set_country ("ES");
  crm_test_add (workspace, "field", "label", "Second Phone", "record_type", "contact", "type", "phone", NULL);
  crm_test_add (workspace, "contact", "first_name", "a", "email", "Ana@sol.example", "emails",
                "ana@home.example; office@sol.example",
                "phone", "+34 600 123 456", "custom.second_phone", "0034 600123456", "messengers", "telegram: @ana",
                  NULL);
  crm_test_add (workspace, "contact", "first_name", "b", "email", "bea@sol.example", "phone", "600-12-34-56",
                "phones", "+34 912 345 678", "custom.second_phone", "600 123 456", "messengers",
                  "matrix: @ana:sol.example", NULL);
  crm_test_add (workspace, "contact", "first_name", "c", NULL);
  check (workspace, cases, G_N_ELEMENTS (cases));
  crm_phone_set_country (NULL);

  crm_test_remove_folder (folder);
}

static void
test_numbers (void)
{
  static const Case cases[] = {
    { V ("custom.area", "is", "5"), "b" },
    { V ("custom.area", "is", "5.0"), "b" },
    { V ("custom.area", "is", "0"), "a" },
    { V ("custom.area", "is-not", "5"), "a c d" },
    { V ("custom.area", "greater-than", "5"), "c" },
    { V ("custom.area", "at-least", "5"), "b c" },
    { V ("custom.area", "less-than", "5"), "a" },
    { V ("custom.area", "at-most", "5"), "a b" },
    { V ("custom.area", "between", "[0,5]"), "a b" },
    { V ("custom.area", "between", "[5.25,1e9]"), "c" },
    { F ("custom.area", "is-empty"), "d" },
    { F ("custom.area", "is-not-empty"), "a b c" },
  };
  static const Case contacts[] = {
    { "{\"field\":\"account.contacts\",\"op\":\"is\",\"value\":0}", "None Left" },
    { "{\"field\":\"account.contacts\",\"op\":\"at-most\",\"value\":1}", "None One Left" },
    { "{\"field\":\"account.contacts\",\"op\":\"less-than\",\"value\":0}", "" },
    { "{\"field\":\"account.contacts\",\"op\":\"is-empty\"}", "None Left" },
    { "{\"field\":\"account.contacts\",\"op\":\"is-not\",\"value\":0}", "One" },
    { "{\"field\":\"account.employees\",\"op\":\"greater-than\",\"value\":2.5}", "One" },
    { "{\"field\":\"account.employees\",\"op\":\"is\",\"value\":3.0}", "One" },
    { "{\"field\":\"account.employees\",\"op\":\"is-not\",\"value\":3}", "None Left" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_test_add (workspace, "field", "label", "Area", "record_type", "contact", "type", "number", NULL);
  crm_test_add (workspace, "contact", "first_name", "a", "custom.area", "0", NULL);
  crm_test_add (workspace, "contact", "first_name", "b", "custom.area", "5", NULL);
  crm_test_add (workspace, "contact", "first_name", "c", "custom.area", "5.5", NULL);
  crm_test_add (workspace, "contact", "first_name", "d", NULL);
  check (workspace, cases, G_N_ELEMENTS (cases));

  /* Nothing counted is a count of 0, whether there was something before or not. */
  crm_test_add (workspace, "account", "name", "None", NULL);
  crm_test_add (workspace, "account", "name", "One", "employees", "3", NULL);
  crm_test_add (workspace, "account", "name", "Left", NULL);
  crm_test_set (workspace, "contact", 1, "account", "One", NULL);
  crm_test_set (workspace, "contact", 2, "account", "Left", NULL);
  crm_test_set (workspace, "contact", 2, "account", "", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (contacts); i++)
    segment_test_assert (workspace, "account", contacts[i].json, contacts[i].found);

  crm_test_remove_folder (folder);
}

static void
test_money (void)
{
  static const Case cases[] = {
    { V ("custom.budget", "is", "\"5000\""), "b" },
    { V ("custom.budget", "is-not", "\"5000.00\""), "a c d e" },
    { V ("custom.budget", "greater-than", "\"1200.50\""), "b" },
    { V ("custom.budget", "at-least", "1200.5"), "a b" },
    { V ("custom.budget", "at-least", "1200"), "a b" },
    { "{\"field\":\"contact.custom.budget\",\"op\":\"at-least\",\"value\":\"1\",\"currency\":\"USD\"}", "c" },
    { "{\"field\":\"contact.custom.budget\",\"op\":\"at-least\",\"value\":\"1\",\"currency\":\"JPY\"}", "d" },
    /* 5,000 yen are as many minor units as 50 euros. */
    { "{\"field\":\"contact.custom.budget\",\"op\":\"is\",\"value\":\"50\"}", "" },
    { "{\"field\":\"contact.custom.budget\",\"op\":\"less-than\",\"value\":\"1000000\",\"currency\":\"USD\"}", "c" },
    { "{\"field\":\"contact.custom.budget\",\"op\":\"between\",\"value\":[\"1000\",\"2000\"],\"currency\":\"EUR\"}",
      "a" },
    { F ("custom.budget", "is-empty"), "e" },
    { F ("custom.budget", "is-not-empty"), "a b c d" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_money_set_default_currency ("EUR");
  crm_test_add (workspace, "field", "label", "Budget", "record_type", "contact", "type", "money", NULL);
  crm_test_add (workspace, "contact", "first_name", "a", "custom.budget", "1200.50 EUR", NULL);
  crm_test_add (workspace, "contact", "first_name", "b", "custom.budget", "5000 EUR", NULL);
  crm_test_add (workspace, "contact", "first_name", "c", "custom.budget", "5000 USD", NULL);
  crm_test_add (workspace, "contact", "first_name", "d", "custom.budget", "5000 JPY", NULL);
  crm_test_add (workspace, "contact", "first_name", "e", NULL);
  check (workspace, cases, G_N_ELEMENTS (cases));

  crm_test_remove_folder (folder);
}

static void
test_lists (void)
{
  static const Case cases[] = {
    { V ("source", "is", "\"manual\""), "a b c" },
    { V ("source", "is", "\"Added by Hand\""), "a b c" },
    { V ("source", "is-none-of", "[\"manual\",\"Import\"]"), "" },
    { V ("country", "is", "\"Spain\""), "a" },
    { V ("country", "is", "\"españa\""), "a" },
    { V ("country", "is", "\"es\""), "a" },
    { V ("country", "is", "\"atlantis\""), "b" },
    { V ("country", "is-any-of", "[\"ES\",\"Atlantis\"]"), "a b" },
    { V ("country", "is-not", "\"ES\""), "b c" },
    { F ("country", "is-empty"), "c" },
    { V ("custom.newsletter", "is", "true"), "a" },
    { V ("custom.newsletter", "is", "false"), "b" },
    { V ("custom.newsletter", "is-not", "true"), "b c" },
    { V ("custom.newsletter", "is-not", "false"), "a c" },
    { F ("custom.newsletter", "is-empty"), "c" },
    { V ("custom.colour", "is", "\"RED\""), "a" },
    { V ("custom.colour", "is-not", "\"red\""), "b c" },
    { V ("custom.colour", "is-any-of", "[\"red\",\"blue\"]"), "a b" },
    /* Another list has an option of the same name. */
    { V ("custom.second_colour", "is", "\"Red\""), "b" },
    { F ("custom.colour", "is-empty"), "c" },
    { V ("custom.interests", "has-any", "[\"Roof\",\"Cellar\"]"), "a b" },
    { V ("custom.interests", "has-all", "[\"roof\",\"garden\"]"), "a" },
    { V ("custom.interests", "has-none", "[\"garden\"]"), "b c" },
    { F ("custom.interests", "is-empty"), "c" },
    { V ("tags", "has-any", "[\"VIP\"]"), "a" },
    { V ("tags", "has-all", "[\"vip\",\"Lead\"]"), "a" },
    { V ("tags", "has-none", "[\"vip\",\"nothing\"]"), "b c" },
    { F ("tags", "is-not-empty"), "a b" },
    { "{\"tag\":\"LEAD\",\"op\":\"has\"}", "a b" },
    { "{\"tag\":\"lead\",\"op\":\"has-not\"}", "c" },
    { "{\"tag\":\"nothing\",\"op\":\"has-not\"}", "a b c" },
    { V ("owner", "is", "\"me\""), "a" },
    { V ("owner", "is", "\"Bea Owner\""), "b" },
    { V ("owner", "is", "\"BEA@team.example\""), "b" },
    { V ("owner", "is", "\"#2\""), "b" },
    { V ("owner", "is-not", "\"me\""), "b c" },
    { V ("owner", "is-any-of", "[\"me\",\"bea owner\"]"), "a b" },
    { F ("owner", "is-empty"), "c" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_test_add (workspace, "user", "name", "Bea Owner", "email", "bea@team.example", "role", "member", NULL);
  crm_test_add (workspace, "field", "label", "Newsletter", "record_type", "contact", "type", "yes-no", NULL);
  crm_test_add (workspace, "field", "label", "Colour", "record_type", "contact", "type", "choice", NULL);
  crm_test_add (workspace, "field", "label", "Second Colour", "record_type", "contact", "type", "choice", NULL);
  crm_test_add (workspace, "field", "label", "Interests", "record_type", "contact", "type", "choices", NULL);
  crm_test_add (workspace, "contact", "first_name", "a", "country", "ES", "custom.newsletter", "yes", "custom.colour",
                "Red",
                "custom.interests", "Roof; Garden", "tags", "VIP; lead", NULL);
  crm_test_add (workspace, "contact", "first_name", "b", "country", "Atlantis", "custom.newsletter", "no",
                "custom.colour", "Blue",
                "custom.second_colour", "Red", "custom.interests", "Cellar", "tags", "lead", "owner", "Bea Owner",
                  NULL);
  crm_test_add (workspace, "contact", "first_name", "c", NULL);
  crm_test_set (workspace, "contact", 3, "owner", "", NULL);
  check (workspace, cases, G_N_ELEMENTS (cases));

  /* Somebody who has left is nobody's owner. */
  crm_test_trash (workspace, "user", 2);
  segment_test_assert (workspace, "contact", F ("owner", "is-empty"), "b c");
  segment_test_assert (workspace, "contact", V ("owner", "is", "\"Bea Owner\""), "");

  crm_test_remove_folder (folder);
}

/* It is Monday, 2 March 2026, 10:00 UTC. */
static void
test_days (void)
{
  static const Case cases[] = {
    { V ("birthday", "on", "\"2026-02-28\""), "b" },
    { V ("birthday", "is-not", "\"2026-02-28\""), "a c d e" },
    { V ("birthday", "before", "\"2026-02-28\""), "a" },
    { V ("birthday", "at-most", "\"2026-02-28\""), "a b" },
    { V ("birthday", "after", "\"2026-02-28\""), "c d" },
    { V ("birthday", "at-least", "\"2026-02-28\""), "b c d" },
    { V ("birthday", "between", "[\"2026-02-28\",\"2026-03-02\"]"), "b c" },
    { V ("birthday", "within-last", "\"P2D\""), "b c" },
    { V ("birthday", "within-last", "\"P1D\""), "c" },
    { V ("birthday", "within-last", "\"P1M\""), "a b c" },
    { V ("birthday", "within-last", "\"P9999Y\""), "a b c" },
    { V ("birthday", "within-next", "\"P1M\""), "c d" },
    { V ("birthday", "within-next", "\"P29D\""), "c" },
    { V ("birthday", "within-next", "\"P0D\""), "c" },
    { V ("birthday", "more-than-ago", "\"P2D\""), "a" },
    { V ("birthday", "more-than-ago", "\"P1D\""), "a b" },
    { V ("birthday", "more-than-ago", "\"P9999Y\""), "" },
    { F ("birthday", "is-empty"), "e" },
    { F ("birthday", "is-not-empty"), "a b c d" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_test_add (workspace, "contact", "first_name", "a", "birthday", "2026-02-02", NULL);
  crm_test_add (workspace, "contact", "first_name", "b", "birthday", "2026-02-28", NULL);
  crm_test_add (workspace, "contact", "first_name", "c", "birthday", "2026-03-02", NULL);
  crm_test_add (workspace, "contact", "first_name", "d", "birthday", "2026-04-01", NULL);
  crm_test_add (workspace, "contact", "first_name", "e", NULL);
  check (workspace, cases, G_N_ELEMENTS (cases));

  crm_test_remove_folder (folder);
}

/* Clocks go forward in Madrid in the night to 29 March 2026, which has 23 hours there: from the
 * 28th, 23:00 UTC, to the 29th, 22:00 UTC. It is noon of the 29th there. */
static void
test_instants (void)
{
  static const Case cases[] = {
    { V ("custom.seen", "on", "\"2026-03-29\""), "b c d" },
    { V ("custom.seen", "is-not", "\"2026-03-29\""), "a e f g" },
    { V ("custom.seen", "before", "\"2026-03-29\""), "a" },
    { V ("custom.seen", "after", "\"2026-03-29\""), "e f" },
    { V ("custom.seen", "at-least", "\"2026-03-29\""), "b c d e f" },
    { V ("custom.seen", "at-most", "\"2026-03-29\""), "a b c d" },
    { V ("custom.seen", "between", "[\"2026-03-28\",\"2026-03-29\"]"), "a b c d" },
    { V ("custom.seen", "before", "\"2026-03-29T10:00:00Z\""), "a b" },
    { V ("custom.seen", "after", "\"2026-03-29T12:00:00+02:00\""), "d e f" },
    { V ("custom.seen", "between", "[\"2026-03-28T22:59:59Z\",\"2026-03-29T10:00:00Z\"]"), "a b c" },
    { V ("custom.seen", "between", "[\"2026-03-29T10:00:00Z\",\"2026-03-29\"]"), "c d" },
    /* A day ago at this time of day: 23 hours. */
    { V ("custom.seen", "within-last", "\"P1D\""), "a b c" },
    { V ("custom.seen", "within-last", "\"PT11H\""), "b c" },
    { V ("custom.seen", "within-last", "\"PT10H\""), "c" },
    { V ("custom.seen", "within-next", "\"PT12H\""), "c d e" },
    { V ("custom.seen", "more-than-ago", "\"PT11H\""), "a" },
    { V ("custom.seen", "more-than-ago", "\"P1D\""), "" },
    { F ("custom.seen", "is-empty"), "g" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GTimeZone) madrid = g_time_zone_new_identifier ("Europe/Madrid");
  gint64 noon;

  g_assert_true (crm_instant_parse ("2026-03-29T10:00:00Z", NULL, CRM_DATE_LOCALE, &noon, NULL));
  crm_clock_set_zone (crm_workspace_get_clock (workspace), madrid);
  crm_clock_set_now (crm_workspace_get_clock (workspace), noon);

  crm_test_add (workspace, "field", "label", "Seen", "record_type", "contact", "type", "date-time", NULL);
  crm_test_add (workspace, "contact", "first_name", "a", "custom.seen", "2026-03-28T22:59:59Z", NULL);
  crm_test_add (workspace, "contact", "first_name", "b", "custom.seen", "2026-03-28T23:00:00Z", NULL);
  crm_test_add (workspace, "contact", "first_name", "c", "custom.seen", "2026-03-29T10:00:00Z", NULL);
  crm_test_add (workspace, "contact", "first_name", "d", "custom.seen", "2026-03-29T21:59:59Z", NULL);
  crm_test_add (workspace, "contact", "first_name", "e", "custom.seen", "2026-03-29T22:00:00Z", NULL);
  crm_test_add (workspace, "contact", "first_name", "f", "custom.seen", "2026-04-29T22:00:00Z", NULL);
  crm_test_add (workspace, "contact", "first_name", "g", NULL);
  check (workspace, cases, G_N_ELEMENTS (cases));

  crm_test_remove_folder (folder);
}

/* It is Monday, 2 March 2026, 10:00 UTC. */
static void
test_now (void)
{
  static const Case cases[] = {
    { "{\"now\":\"weekday\",\"op\":\"is\",\"value\":\"monday\"}", "a" },
    { "{\"now\":\"weekday\",\"op\":\"is-not\",\"value\":\"Monday\"}", "" },
    { "{\"now\":\"weekday\",\"op\":\"is-any-of\",\"value\":[\"saturday\",\"sunday\"]}", "" },
    { "{\"now\":\"weekday\",\"op\":\"is-none-of\",\"value\":[\"saturday\",\"sunday\"]}", "a" },
    { "{\"now\":\"date\",\"op\":\"on\",\"value\":\"2026-03-02\"}", "a" },
    { "{\"now\":\"date\",\"op\":\"before\",\"value\":\"2026-03-02\"}", "" },
    { "{\"now\":\"date\",\"op\":\"at-least\",\"value\":\"2026-03-02\"}", "a" },
    { "{\"now\":\"date\",\"op\":\"between\",\"value\":[\"2026-03-01\",\"2026-03-02\"]}", "a" },
    { "{\"now\":\"time\",\"op\":\"after\",\"value\":\"09:59\"}", "a" },
    { "{\"now\":\"time\",\"op\":\"before\",\"value\":\"10:00\"}", "" },
    { "{\"now\":\"time\",\"op\":\"between\",\"value\":[\"09:00\",\"10:00\"]}", "a" },
    /* Over midnight. */
    { "{\"now\":\"time\",\"op\":\"between\",\"value\":[\"22:00\",\"06:00\"]}", "" },
    { "{\"now\":\"time\",\"op\":\"between\",\"value\":[\"22:00\",\"10:30\"]}", "a" },
    { "{\"now\":\"hour\",\"op\":\"is\",\"value\":10}", "a" },
    { "{\"now\":\"hour\",\"op\":\"between\",\"value\":[11,23]}", "" },
    { "{\"not\":{\"now\":\"hour\",\"op\":\"less-than\",\"value\":8}}", "a" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GTimeZone) kiritimati = g_time_zone_new_identifier ("Pacific/Kiritimati");

  crm_test_add (workspace, "contact", "first_name", "a", NULL);
  check (workspace, cases, G_N_ELEMENTS (cases));

  /* In the zone of the clock it is another day already: 14 hours ahead. */
  crm_clock_set_zone (crm_workspace_get_clock (workspace), kiritimati);
  segment_test_assert (workspace, "contact", "{\"now\":\"weekday\",\"op\":\"is\",\"value\":\"tuesday\"}", "a");
  segment_test_assert (workspace, "contact", "{\"now\":\"hour\",\"op\":\"is\",\"value\":0}", "a");

  crm_test_remove_folder (folder);
}

static void
test_groups (void)
{
  static const Case cases[] = {
    { "{\"all\":[]}", "a b c" },
    { "{\"any\":[]}", "" },
    { "{\"not\":{\"all\":[]}}", "" },
    { "{\"not\":{\"any\":[]}}", "a b c" },
    { "{\"all\":[" V ("city", "is", "\"x\"") "," V ("job_title", "is", "\"y\"") "]}", "a" },
    { "{\"any\":[" V ("city", "is", "\"x\"") "," V ("job_title", "is", "\"y\"") "]}", "a b" },
    { "{\"not\":" V ("city", "is", "\"x\"") "}", "b c" },
    { "{\"not\":{\"not\":" V ("city", "is", "\"x\"") "}}", "a" },
    /* What is not there makes neither true nor false: it is false, and its opposite true. */
    { "{\"not\":{\"all\":[" V ("city", "is", "\"x\"") "," V ("job_title", "is", "\"y\"") "]}}", "b c" },
    { "{\"not\":{\"any\":[" V ("city", "is", "\"x\"") "," V ("job_title", "is", "\"y\"") "]}}", "c" },
    { "{\"any\":[" V ("city", "is-not", "\"x\"") "," V ("job_title", "is-not", "\"y\"") "]}", "b c" },
    /* The second part counts as the first does. */
    { "{\"all\":[" F ("city", "is-empty") "," F ("job_title", "is-not-empty") "]}", "b" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_test_add (workspace, "contact", "first_name", "a", "city", "x", "job_title", "y", NULL);
  crm_test_add (workspace, "contact", "first_name", "b", "job_title", "y", NULL);
  crm_test_add (workspace, "contact", "first_name", "c", NULL);
  check (workspace, cases, G_N_ELEMENTS (cases));

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  crm_segment_init ();

  g_test_add_func ("/operators/text", test_text);
  g_test_add_func ("/operators/addresses", test_addresses);
  g_test_add_func ("/operators/numbers", test_numbers);
  g_test_add_func ("/operators/money", test_money);
  g_test_add_func ("/operators/lists", test_lists);
  g_test_add_func ("/operators/days", test_days);
  g_test_add_func ("/operators/instants", test_instants);
  g_test_add_func ("/operators/now", test_now);
  g_test_add_func ("/operators/groups", test_groups);

  return g_test_run ();
}
