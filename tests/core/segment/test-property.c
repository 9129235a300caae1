/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Random conditions over random records: SQL in both of its forms finds exactly those records for
 * which the evaluator says that the condition holds, and what is written is read back the same.
 * Every type of field is there, with nothing in it, with odd text and with extreme values, and what
 * only the program writes as well. Before chance decides what is asked, every field of every record
 * is asked for with every operator that it has, and so is everything that is not a field, and every
 * type of field over every relation; what was not asked, or tells no records apart, fails the test.
 * Run with --seed to repeat a failure, with -m slow for many more cases.
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "crm-date.h"
#include "crm-error.h"
#include "crm-explanation.h"
#include "crm-input.h"
#include "crm-lists.h"
#include "crm-subject.h"
#include "segment-test.h"

#define N_CONTACTS 60
#define N_ACCOUNTS 20
#define N_NOTES    50
#define N_DEALS    40
#define N_TASKS    40
#define N_EVENTS   120
#define N_RUNS     40
#define N_LISTS    4
#define N_USERS    4
#define N_OTHERS   25

/* What is asked for; of the first kind more often. */
static const char *const root_types[] = {
  "contact", "account", "note", "tag", "deal", "task", "subscription", "list", "run", "event", "converted", "achievement",
  "comment", "activity", "user",
};

static const char *const texts[] = {
  "Madrid", "madrid", "MÁDRID", "Mádrid ", "San Sebastián", "san", "San", "100%", "a_b", "a%b", "%", "_", "*", "a*b",
    "**", "?", "[a]", "[!a]",
  "it's", "\"quoted\"", "O'Brien; DROP TABLE contact", "-- x", "Straße", "STRASSE", "ﬁne", "fine", "İstanbul",
    "istanbul", "ıstanbul",
  "Ångström", "A\u030a", "日本", "日本語", "\U0001f600", "\U0010ffff", "\U0010ffff\U0010ffff", "\ud7ff", "\ue000", "\u200b",
    "a\u200bb",
  "null", "NULL", "0", "5", "-5", "true", "à la carte", "é", "e\u0301", "e", "ß", "ss", "  inner   blanks ",
    "tab\there", "x", "xx", "xxx", "me", "#1", "#2",
};

static const char *const emails[] = {
  "ana@sol.example", "ANA@SOL.example", "bea@sol.example", "o'brien@sol.example", "ünï@sol.example", "a+b@x.example",
    "ana@luna.example",
};

static const char *const phones[] = {
  "+34 600 123 456", "600123456", "0034600123456", "600 123 456", "+49 30 901820", "+34600123457", "(600) 12-34-56",
    "12", "+1 212 555 0100", "030 901820",
};

static const char *const messengers[] = {
  "telegram: @ana", "telegram: ana", "@ana", "whatsapp: +34600123456", "matrix: @ana:sol.example", "skype: ana",
    "signal: ÁNA", "ana",
};

static const char *const countries[] = { "ES", "Spain", "españa", "Atlantis", "ATLANTIS", "DE", "Germany",
                                         "Côte d'Ivoire", "CI" };
static const char *const dates[] = { "2026-03-02", "2026-03-01", "2026-02-28", "2024-02-29", "2026-03-29", "2026-03-30",
                                     "2025-10-26", "1970-01-01", "0001-01-01", "9999-12-31", "2026-01-31" };
static const char *const instants[] = { "2026-03-02T10:00:00Z", "2026-03-01T23:30:00Z", "2026-03-02T00:00:00Z",
                                        "2026-03-29T01:00:00Z", "2026-03-29T00:59:59.999999Z", "2025-10-26T00:30:00Z",
                                          "2025-10-26T01:30:00+01:00", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.5Z",
                                            "9999-12-31T23:59:59Z" };
static const char *const durations[] = { "P1D", "P7D", "P1W", "P1M", "P1Y", "P30D", "P1M1D", "P0D", "P9999Y",
                                         "P4000Y" };
static const char *const times[] = { "PT1H", "P1DT6H", "PT0S", "PT24H", "P1M" };
static const char *const numbers[] = { "0", "-0.0", "5", "5.0", "5.5", "-5", "1e3", "1000", "2.5", "9007199254740993",
                                       "9223372036854775807", "-9223372036854775808", "1e300", "-1e300", "1e-300",
                                         "0.1" };
static const char *const amounts[] = { "5000", "5000.00", "0", "-5.5", "92233720368547758.07", "1200.5", "7" };
static const char *const currencies[] = { "EUR", "USD", "JPY", NULL };
static const char *const tags[] = { "roof", "Lead", "VIP*", "a|b", "ñandú" };
static const char *const users[] = { "me", "Ana Owner", "ana owner", "ana@team.example", "ANA@team.example", "#1", "#2",
                                     "#99", "nobody" };
static const char *const options[] = { "Rojo", "rojo", "Azul", "Ver%de", "Señal", "nothing such" };
static const char *const lists[] = { "News", "Offers", "ñews*" };
static const char *const dues[] = { "2026-03-02", "2026-03-02T14:30", "2026-03-02T00:00", "2026-03-01T23:59", "2026-03-03",
                                    "2026-02-28", "2024-02-29T12:00", "2026-03-29T02:30", "9999-12-31T23:59", "0001-01-01" };
static const char *const words[] = { "a step", "un paso", "El correo no salió", "100%" };
static const char *const weekdays[] = { "monday", "sunday", "saturday", "Monday" };

static const char *const automations[] = { "Welcome", "wélcome", "Farewell", "none such" };
static const char *const goals[] = { "Rich", "RICH", "Known" };
static const char *const conversions[] = { "Sale", "sale", "Signed" };
static const char *const messages[] = { "any", "any", "Hello", "HELLO", "Offer", "never sent" };
static const char *const message_kinds[] = { "message-sent", "message-opened", "message-opened", "message-clicked",
                                             "message-replied", "message-bounced", "page-visited" };

#define PICK(list) list[g_test_rand_int_range (0, G_N_ELEMENTS (list))]

static gboolean
maybe (int percent)
{
  return g_test_rand_int_range (0, 100) < percent;
}

/* --- Records ------------------------------------------------------------------------------------------- */

static void
add_field (CrmWorkspace *workspace,
           const char   *record_type,
           CrmFieldType  type)
{
  const char *name = crm_field_type_get_name (type);
  g_autofree char *label = g_strconcat ("own ", name, NULL);
  gint64 field = crm_test_add (workspace, "field", "label", label, "record_type", record_type, "type", name, NULL);
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, field);

  if (type != CRM_FIELD_CHOICE && type != CRM_FIELD_CHOICES)
    return;

  for (guint i = 0; i + 1 < G_N_ELEMENTS (options); i++)
    if (i != 1)
      crm_test_add (workspace, "option", "field", number, "label", options[i], NULL);
}

static void
set_value (CrmEdit        *edit,
           const CrmField *field,
           CrmValue        value)
{
  crm_edit_set (edit, &field->column, &value);
  crm_value_clear (&value);
}

static double
random_real (void)
{
  return g_ascii_strtod (PICK (numbers), NULL);
}

static gint64
random_instant (void)
{
  gint64 instant;

  if (maybe (10))
    return maybe (50) ? G_MAXINT64 : G_MININT64;
  if (maybe (30))
    return CRM_TEST_NOW + g_test_rand_int_range (-40 * 24, 40 * 24) * G_TIME_SPAN_HOUR;

  g_assert_true (crm_instant_parse (PICK (instants), NULL, CRM_DATE_LOCALE, &instant, NULL));

  return instant;
}

/* What names a record has to be seen. */
static const char *
random_title (void)
{
  const char *text = PICK (texts);

  return strcmp (text, "\u200b") != 0 ? text : "unseen";
}

static const char *
random_keyword (const CrmField *field)
{
  int n = 0;

  while (field->keywords[n].value != NULL)
    n++;

  return field->keywords[g_test_rand_int_range (0, n)].value;
}

static const char *
random_word (const CrmField *field)
{
  switch (field->type)
    {
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_EMAILS:
      return PICK (emails);
    case CRM_FIELD_PHONE:
    case CRM_FIELD_PHONES:
      return PICK (phones);
    case CRM_FIELD_MESSENGERS:
      return PICK (messengers);
    case CRM_FIELD_COUNTRY:
      return PICK (countries);
    case CRM_FIELD_TAGS:
      return PICK (tags);
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_CHOICES:
      return options[g_test_rand_int_range (0, G_N_ELEMENTS (options) - 1)];
    case CRM_FIELD_KEYWORD:
      return random_keyword (field);
    case CRM_FIELD_YES_NO:
      return maybe (50) ? "yes" : "no";
    case CRM_FIELD_URL:
      return "https://sol.example/á_%";
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_NUMBER:
    case CRM_FIELD_WHOLE:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DATE:
    case CRM_FIELD_DATE_TIME:
    case CRM_FIELD_LINK:
    case CRM_FIELD_LINKS:
    case CRM_FIELD_DUE:
    case CRM_FIELD_REMINDERS:
    case CRM_FIELD_COUNT:
    default:
      return (field->flags & CRM_FIELD_REQUIRED) != 0 || &field->column == field->record_type->table.title ? random_title ()
                                                                                                         : PICK (texts);
    }
}

/* How many records of a type there are to link to. */
static int
count_of (const char *type)
{
  if (strcmp (type, "account") == 0)
    return N_ACCOUNTS;
  if (strcmp (type, "contact") == 0)
    return N_CONTACTS;
  if (strcmp (type, "task") == 0)
    return N_TASKS;

  return strcmp (type, "deal") == 0 ? N_DEALS : strcmp (type, "lost_reason") == 0 ? 1 : 2;
}

/* A member of a set of records, if there are any yet. */
static void
add_link (CrmEdit        *edit,
          const CrmField *field,
          gint64          id)
{
  CrmValue key = crm_value_integer (id);

  crm_edit_add (edit, &field->column, &key, NULL, maybe (30) ? "as what" : NULL);
}

static void
fill_field (CrmDoor        *door,
            CrmEdit        *edit,
            const CrmField *field)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;
  g_autofree char *amount = NULL;

  switch (field->type)
    {
    case CRM_FIELD_NUMBER:
      set_value (edit, field, crm_value_real (random_real ()));
      return;
    case CRM_FIELD_WHOLE:
      set_value (edit, field,
                 crm_value_integer (maybe (20) ? G_MAXINT64 : maybe (20) ? G_MININT64 : g_test_rand_int_range (-6, 6)));
      return;
    case CRM_FIELD_MONEY:
      set_value (edit, field, crm_value_money (maybe (20) ? G_MAXINT64 : g_test_rand_int_range (0, 2) * 500000,
                                               maybe (70) ? "EUR" : "USD"));
      return;
    case CRM_FIELD_DATE:
      set_value (edit, field, crm_value_text (PICK (dates)));
      return;
    case CRM_FIELD_DATE_TIME:
      set_value (edit, field, crm_value_integer (random_instant ()));
      return;
    case CRM_FIELD_LINK:
      link = g_strdup_printf ("#%d", g_test_rand_int_range (1, count_of (field->column.links_to) + 1));
      crm_input_apply (door, edit, field, link, CRM_INPUT_FLAGS_NONE, &error);
      break;
    case CRM_FIELD_DUE:
      set_value (edit, field, crm_value_text (PICK (dues)));
      return;
    case CRM_FIELD_LINKS:
      for (int n = g_test_rand_int_range (1, 4); n > 0; n--)
        add_link (edit, field, g_test_rand_int_range (1, count_of (field->column.links_to) + 1));
      return;
    case CRM_FIELD_REMINDERS:
      return;
    case CRM_FIELD_TAGS:
    case CRM_FIELD_CHOICES:
    case CRM_FIELD_EMAILS:
    case CRM_FIELD_PHONES:
    case CRM_FIELD_MESSENGERS:
      for (int n = g_test_rand_int_range (1, 4); n > 0 && error == NULL; n--)
        {
          const char *word = random_word (field);

          if (field->type == CRM_FIELD_TAGS || strpbrk (word, ",;|") == NULL)
            crm_input_apply (door, edit, field, word, CRM_INPUT_CREATE, &error);
        }
      break;
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_YES_NO:
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_KEYWORD:
    case CRM_FIELD_URL:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_COUNTRY:
    case CRM_FIELD_COUNT:
    default:
      crm_input_apply (door, edit, field, random_word (field), CRM_INPUT_CREATE, &error);
      break;
    }

  g_assert_no_error (error);
}

/* What people see and only the program writes, of which no rule says what it has to be. */
static gboolean
is_program_written (const CrmField *field)
{
  return crm_field_is_shown (field) && !crm_field_is_editable (field) && field->type != CRM_FIELD_COUNT &&
         (field->flags & CRM_FIELD_DERIVED) == 0 && field->custom == 0 && !crm_field_is_set (field);
}

static void
write_as_program (CrmDoor        *door,
                  CrmEdit        *edit,
                  const CrmField *field)
{
  if ((field->flags & CRM_FIELD_COUNTER) != 0)
    crm_edit_adjust (edit, &field->column, g_test_rand_int_range (-6, 20));
  else if (field->type == CRM_FIELD_KEYWORD)
    set_value (edit, field, crm_value_text (random_word (field)));
  else if (field->type == CRM_FIELD_LINK)
    set_value (edit, field, crm_value_integer (g_test_rand_int_range (1, count_of (field->column.links_to) + 1)));
  else if (field->type == CRM_FIELD_TEXT)
    set_value (edit, field, crm_value_text (PICK (words)));
  else
    fill_field (door, edit, field);
}

/* What the rules tie to other fields. */
static gboolean
is_special (const CrmField *field)
{
  static const char *const keys[] = { "pipeline", "stage", "status", "lost_reason", "type", "outcome", "repeats", "duration" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (field->key, keys[i]) == 0)
      return TRUE;

  return FALSE;
}

typedef struct
{
  const CrmRecordType *type;
  guint n;
  guint number; /* of the first */
} Fill;

/* How often it comes again asks for a day, and what came of it for its being done. */
static void
fill_task (CrmEdit             *edit,
           const CrmRecordType *type)
{
  gboolean done = maybe (30);

  set_value (edit, crm_record_type_find_field (type, "status"), crm_value_text (done ? "done" : "open"));
  set_value (edit, crm_record_type_find_field (type, "type"), crm_value_integer (g_test_rand_int_range (1, 3)));
  if (maybe (40))
    set_value (edit, crm_record_type_find_field (type, "duration"), crm_value_integer (g_test_rand_int_range (1, 90)));
  if (done && maybe (60))
    set_value (edit, crm_record_type_find_field (type, "outcome"), crm_value_integer (g_test_rand_int_range (1, 3)));
  if (!done && maybe (40))
    {
      const CrmField *repeats = crm_record_type_find_field (type, "repeats");

      set_value (edit, crm_record_type_find_field (type, "due"), crm_value_text ("2026-03-02"));
      set_value (edit, repeats, crm_value_text (random_keyword (repeats)));
    }
}

static gboolean
fill (CrmDoor   *door,
      gpointer   data,
      GError   **error)
{
  const Fill *filling = data;

  for (guint i = 0; i < filling->n; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (&filling->type->table, CRM_OP_CREATE, 0);

      for (guint k = 0; k < filling->type->n_fields; k++)
        {
          const CrmField *field = filling->type->fields[k];

          if (crm_field_is_editable (field) && !is_special (field) && ((field->flags & CRM_FIELD_REQUIRED) != 0 || maybe (55)))
            fill_field (door, edit, field);
          else if (&field->column == filling->type->table.title && (field->flags & CRM_FIELD_DERIVED) == 0)
            set_value (edit, field, crm_value_text (random_title ()));
          else if (is_program_written (field) && maybe (60))
            write_as_program (door, edit, field);
        }

      /* What nobody could tell apart is refused; that is not the point here. */
      if (filling->type->table.id == CRM_ID_CONTACT)
        set_value (edit, crm_record_type_find_field (filling->type, "last_name"), crm_value_text (random_title ()));
      /* Nor what is called the same. */
      if (filling->type->table.id == CRM_ID_LIST || filling->type->table.id == CRM_ID_USER)
        set_value (edit, crm_record_type_find_field (filling->type, "name"),
                   crm_value_take_text (g_strdup_printf ("%s %u", random_title (), filling->number)));
      if (filling->type->table.id == CRM_ID_USER)
        set_value (edit, crm_record_type_find_field (filling->type, "email"),
                   crm_value_take_text (g_strdup_printf ("%u@team.example", filling->number)));
      if (filling->type->table.id == CRM_ID_NOTE)
        fill_field (door, edit, crm_record_type_find_field (filling->type, maybe (50) ? "account" : "contact"));

      if (filling->type->table.id == CRM_ID_DEAL)
        {
          gboolean lost = maybe (30);

          /* A stage has to be one of its pipeline, and a reason one of a lost deal. */
          set_value (edit, crm_record_type_find_field (filling->type, "pipeline"), crm_value_integer (1));
          set_value (edit, crm_record_type_find_field (filling->type, "stage"), crm_value_integer (g_test_rand_int_range (1, 4)));
          set_value (edit, crm_record_type_find_field (filling->type, "status"),
                     crm_value_text (lost ? "lost" : maybe (50) ? "open" : "won"));
          if (lost)
            set_value (edit, crm_record_type_find_field (filling->type, "lost_reason"),
                       crm_value_integer (g_test_rand_int_range (1, 3)));
        }
      if (filling->type->table.id == CRM_ID_TASK)
        fill_task (edit, filling->type);
      if (filling->type->table.id == CRM_ID_DEAL && maybe (50))
        set_value (edit, crm_record_type_find_field (filling->type, "type"), crm_value_integer (g_test_rand_int_range (1, 3)));
      if (filling->type->table.id == CRM_ID_COMMENT)
        {
          fill_field (door, edit, crm_record_type_find_field (filling->type, maybe (50) ? "account" : "contact"));
          if (maybe (40))
            set_value (edit, crm_record_type_find_field (filling->type, "body"), crm_value_text ("What does @Ana Owner think?"));
        }

      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
subscribe (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  for (gint64 contact = 1; contact <= N_CONTACTS; contact++)
    for (gint64 list = 1; list <= (gint64) G_N_ELEMENTS (lists); list++)
      {
        CrmListOutcome outcome;

        if (maybe (35) &&
            !crm_lists_subscribe (door, contact, list, maybe (50) ? "form" : NULL, CRM_SUBSCRIBE_AGAIN, &outcome, error))
          return FALSE;
        if (maybe (25) &&
            !crm_lists_unsubscribe (door, contact, list, maybe (50) ? "link" : NULL, maybe (50) ? PICK (words) : NULL, &outcome, error))
          return FALSE;
      }

  return TRUE;
}

static void
fill_type (CrmWorkspace *workspace,
           const char   *type,
           guint         n)
{
  Fill filling = { crm_workspace_get_type_named (workspace, type), 1, 0 };

  for (; filling.number < n; filling.number++)
    {
      g_autoptr (CrmChangeSet) set = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmCommit) commit = NULL;

      crm_clock_set_now (crm_workspace_get_clock (workspace),
                         CRM_TEST_NOW + g_test_rand_int_range (-60 * 24, 1) * G_TIME_SPAN_HOUR);
      /* By one and by the other; people are added by administrators only. */
      crm_workspace_set_actor (workspace, strcmp (type, "user") != 0 && filling.number % 3 == 0 ? "ana@team.example" : "boss@team.example", &error);
      g_assert_no_error (error);
      set = crm_workspace_begin (workspace, CRM_CAUSE_COMMAND, NULL);
      commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, fill, &filling, &error);
      g_assert_no_error (error);
    }
}

/* At several times, so that some have been on a list, left it and come back. */
static void
subscribe_some (CrmWorkspace *workspace)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    crm_test_add (workspace, "list", "name", lists[i], NULL);
  fill_type (workspace, "list", N_LISTS);

  for (int days = 60; days >= 0; days -= 12)
    {
      g_autoptr (CrmChangeSet) set = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmCommit) commit = NULL;

      crm_clock_set_now (crm_workspace_get_clock (workspace), CRM_TEST_NOW - days * G_TIME_SPAN_DAY);
      crm_workspace_set_actor (workspace, days % 24 == 0 ? "ana@team.example" : "boss@team.example", &error);
      g_assert_no_error (error);
      set = crm_workspace_begin (workspace, CRM_CAUSE_COMMAND, NULL);
      commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, subscribe, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
trash_some (CrmWorkspace *workspace,
            const char   *type,
            guint         n)
{
  for (guint id = 1; id <= n; id++)
    if (maybe (12))
      crm_test_trash (workspace, type, id);
}

/* What automations did, and what became of messages. */
static void
add_events (CrmWorkspace *workspace)
{
  crm_test_add (workspace, "automation", "name", "Welcome", NULL);
  crm_test_add (workspace, "automation", "name", "Farewell", NULL);
  crm_test_add (workspace, "conversion", "name", "Sale", NULL);
  crm_test_add (workspace, "conversion", "name", "Signed", NULL);

  for (guint i = 0; i < N_EVENTS; i++)
    {
      g_autofree char *contact = g_strdup_printf ("#%d", g_test_rand_int_range (1, N_CONTACTS + 1));

      crm_clock_set_now (crm_workspace_get_clock (workspace),
                         CRM_TEST_NOW - g_test_rand_int_range (0, 60 * 24) * G_TIME_SPAN_HOUR);
      crm_test_add (workspace, "event", "kind", PICK (message_kinds), "name", maybe (50) ? "Hello" : "Offer",
                    "contact", contact, NULL);
      if (i % 4 == 1)
        crm_test_add (workspace, "converted", "conversion", maybe (50) ? "Sale" : "Signed", "contact", contact,
                      "title", "x", NULL);
      if (i % 4 == 2)
        crm_test_add (workspace, "achievement", "goal", maybe (50) ? "Rich" : "Known", "contact", contact,
                      "achieved", maybe (60) ? "yes" : "no", NULL);
    }
}

/* As the engine does it, which alone knows what became of a run. */
static gboolean
end_runs (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  const CrmRecordType *type = data;
  g_autoptr (CrmStatement) runs = crm_db_query (crm_door_get_db (door), error, "SELECT id FROM run", "");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (runs != NULL && crm_statement_step (runs, error))
    {
      gint64 id = crm_statement_get_integer (runs, 0);

      g_array_append_val (ids, id);
    }
  g_assert_no_error (*error);

  for (guint i = 0; i < ids->len; i++)
    {
      static const char *const columns[] = { "status", "left_at", "reason", "failed_at", "failure" };
      const char *const ends[] = { "finished", "finished", "ended", "running" };

      for (guint k = 0; k < G_N_ELEMENTS (columns); k++)
        {
          g_auto (CrmValue) value = k == 0 ? crm_value_text (PICK (ends))
                                    : k == 1 || k == 3 ? crm_value_integer (random_instant ()) : crm_value_text (PICK (words));

          if ((k == 0 || maybe (50)) &&
              !crm_door_derive (door, &type->table, g_array_index (ids, gint64, i), columns[k], &value, error))
            return FALSE;
        }
    }

  return TRUE;
}

static void
add_runs (CrmWorkspace *workspace)
{
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  fill_type (workspace, "run", N_RUNS);
  set = crm_workspace_begin (workspace, CRM_CAUSE_AUTOMATION, NULL);
  commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, end_runs,
                            (gpointer) crm_workspace_get_type_named (workspace, "run"), &error);
  g_assert_no_error (error);
}

/* For every type, so that each can be asked whether a record is in one. */
static void
add_segments (CrmWorkspace *workspace)
{
  crm_test_add (workspace, "segment", "name", "In Madrid", "record_type", "contact",
                "condition", "{\"field\":\"contact.city\",\"op\":\"starts-with\",\"value\":\"m\"}", NULL);
  crm_test_add (workspace, "segment", "name", "Madrid and More", "record_type", "contact",
                "condition", "{\"any\":[{\"segment\":\"in madrid\",\"op\":\"is\"},{\"field\":\"contact.email\",\"op\":\"is-empty\"}]}", NULL);

  for (guint i = 1; i < G_N_ELEMENTS (root_types); i++)
    {
      g_autofree char *recent = g_strdup_printf ("{\"field\":\"%s.created\",\"op\":\"within-last\",\"value\":\"P30D\"}",
                                                 root_types[i]);

      crm_test_add (workspace, "segment", "name", "In Madrid", "record_type", root_types[i], "condition", recent, NULL);
      crm_test_add (workspace, "segment", "name", "Madrid and More", "record_type", root_types[i],
                    "condition", "{\"segment\":\"in madrid\",\"op\":\"is-not\"}", NULL);
    }
}

static CrmWorkspace *
make_records (char **folder)
{
  CrmWorkspace *workspace = crm_test_new_workspace (folder);

  crm_test_set (workspace, "user", 1, "email", "boss@team.example", NULL);
  crm_test_add (workspace, "user", "name", "Ana Owner", "email", "ana@team.example", "role", "member", NULL);
  fill_type (workspace, "user", N_USERS);
  for (CrmFieldType type = CRM_FIELD_TEXT; type <= CRM_FIELD_COUNT; type++)
    if (crm_field_type_is_custom (type))
      {
        add_field (workspace, "contact", type);
        add_field (workspace, "account", type);
        add_field (workspace, "deal", type);
      }

  fill_type (workspace, "account", N_ACCOUNTS);
  fill_type (workspace, "contact", N_CONTACTS);
  fill_type (workspace, "deal", N_DEALS);
  fill_type (workspace, "task", N_TASKS);
  fill_type (workspace, "note", N_NOTES);
  subscribe_some (workspace);
  add_events (workspace);
  fill_type (workspace, "event", N_OTHERS);
  fill_type (workspace, "converted", N_OTHERS);
  fill_type (workspace, "achievement", N_OTHERS);
  fill_type (workspace, "comment", N_OTHERS);
  fill_type (workspace, "activity", N_OTHERS);
  add_runs (workspace);
  add_segments (workspace);

  trash_some (workspace, "account", N_ACCOUNTS);
  trash_some (workspace, "contact", N_CONTACTS);
  trash_some (workspace, "note", N_NOTES);
  trash_some (workspace, "deal", N_DEALS);
  trash_some (workspace, "task", N_TASKS);
  crm_test_trash (workspace, "list", 3);
  trash_some (workspace, "tag", 3);
  crm_clock_set_now (crm_workspace_get_clock (workspace), CRM_TEST_NOW);
  crm_workspace_set_actor (workspace, "boss@team.example", NULL);
  crm_test_assert_sound (workspace);

  return workspace;
}

/* --- Conditions ------------------------------------------------------------------------------------------ */

/* A part of one of the texts, so that it is found. */
static char *
random_part (const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  glong from = g_test_rand_int_range (0, (int) length);
  glong to = g_test_rand_int_range ((int) from, (int) length) + 1;

  return g_utf8_substring (text, from, to);
}

static void
append_text (GString     *json,
             CrmOperator  op,
             const char  *text)
{
  g_autofree char *part = NULL;
  g_autofree char *pattern = NULL;

  if (op == CRM_OPERATOR_CONTAINS || op == CRM_OPERATOR_DOES_NOT_CONTAIN || op == CRM_OPERATOR_STARTS_WITH ||
      op == CRM_OPERATOR_ENDS_WITH || op == CRM_OPERATOR_MATCHES)
    text = part = random_part (text);
  if (op == CRM_OPERATOR_MATCHES)
    text = pattern = g_strconcat (maybe (50) ? "*" : "", part, maybe (50) ? "*" : "", maybe (20) ? "a*" : "", NULL);

  crm_json_append_string (json, text);
}

static const char *
random_name (const CrmField *field)
{
  if (strcmp (field->column.links_to, "user") == 0)
    return PICK (users);
  if (strcmp (field->column.links_to, "tag") == 0)
    return PICK (tags);
  if (strcmp (field->column.links_to, "option") == 0)
    return PICK (options);
  if (strcmp (field->column.links_to, "list") == 0)
    return PICK (lists);
  if (strcmp (field->column.links_to, "stage") == 0)
    return maybe (50) ? "#1" : "#2";
  if (maybe (30))
    return maybe (50) ? "#1" : "#7";

  return PICK (texts);
}

static void
append_value (GString               *json,
              const CrmSubject      *subject,
              const CrmOperatorInfo *info)
{
  if (info->arity == CRM_ARITY_DURATION)
    {
      crm_json_append_string (json, subject->kind == CRM_KIND_DATE || maybe (50) ? PICK (durations) : PICK (times));
      return;
    }

  switch (subject->kind)
    {
    case CRM_KIND_EMAIL:
      append_text (json, info->op, PICK (emails));
      break;
    case CRM_KIND_PHONE:
      append_text (json, info->op, PICK (phones));
      break;
    case CRM_KIND_MESSENGER:
      append_text (json, info->op, PICK (messengers));
      break;
    case CRM_KIND_NUMBER:
      if (maybe (40))
        g_string_append_printf (json, "%d", g_test_rand_int_range (0, 24)); /* as many as there are of something */
      else
        g_string_append (json, PICK (numbers));
      break;
    case CRM_KIND_MONEY:
      crm_json_append_string (json, PICK (amounts));
      break;
    case CRM_KIND_DATE:
    case CRM_KIND_TODAY:
      crm_json_append_string (json, PICK (dates));
      break;
    case CRM_KIND_DATE_TIME:
      crm_json_append_string (json, info->op == CRM_OPERATOR_ON || info->op == CRM_OPERATOR_IS_NOT ||
                              maybe (50) ? PICK (dates) : PICK (instants));
      break;
    case CRM_KIND_YES_NO:
      g_string_append (json, maybe (50) ? "true" : "false");
      break;
    case CRM_KIND_KEYWORD:
      crm_json_append_string (json, random_keyword (subject->field));
      break;
    case CRM_KIND_COUNTRY:
      crm_json_append_string (json, PICK (countries));
      break;
    case CRM_KIND_RECORD:
    case CRM_KIND_RECORDS:
      crm_json_append_string (json, random_name (subject->field));
      break;
    case CRM_KIND_WEEKDAY:
      crm_json_append_string (json, PICK (weekdays));
      break;
    case CRM_KIND_TIME:
      crm_json_append_string (json, maybe (50) ? "09:30" : "22:00");
      break;
    case CRM_KIND_HOUR:
      g_string_append_printf (json, "%d", g_test_rand_int_range (0, 24));
      break;
    case CRM_KIND_TEXT:
    case CRM_KIND_TAG:
    case CRM_KIND_LIST:
    case CRM_KIND_SEGMENT:
    default:
      append_text (json, info->op, PICK (texts));
      break;
    }
}

static void
append_test_of (GString               *json,
                const CrmSubjectInfo  *about,
                const CrmOperatorInfo *how)
{
  CrmOperatorInfo info = *how;
  const char *currency = PICK (currencies);

  g_string_append_printf (json, "{\"%s\":", about->subject.key);
  crm_json_append_string (json, about->name != NULL ? about->name
                                : strcmp (about->subject.key, "goal") == 0 ? PICK (goals)
                                : strcmp (about->subject.key, "conversion") == 0 ? PICK (conversions)
                                : about->subject.kind == CRM_KIND_AUTOMATION ? PICK (automations)
                                : about->subject.kind == CRM_KIND_MESSAGE ? PICK (messages)
                                : about->subject.kind == CRM_KIND_TAG ? PICK (tags)
                                : about->subject.kind == CRM_KIND_LIST ? PICK (lists) : maybe (50) ? "In Madrid" : "madrid and more");
  g_string_append_printf (json, ",\"op\":\"%s\"", info.name);

  if (info.arity == CRM_ARITY_TWO || info.arity == CRM_ARITY_MANY)
    {
      int n = info.arity == CRM_ARITY_TWO ? 2 : g_test_rand_int_range (1, 4);

      g_string_append (json, ",\"value\":[");
      for (int i = 0; i < n; i++)
        {
          if (i > 0)
            g_string_append_c (json, ',');
          append_value (json, &about->subject, &info);
        }
      g_string_append_c (json, ']');
    }
  else if (info.arity != CRM_ARITY_NONE)
    {
      g_string_append (json, ",\"value\":");
      append_value (json, &about->subject, &info);
    }

  if (about->subject.kind == CRM_KIND_MESSAGE && maybe (50))
    g_string_append_printf (json, ",\"times\":{\"at-least\":%d}", g_test_rand_int_range (1, 4));
  if (about->subject.kind == CRM_KIND_MESSAGE && maybe (50))
    g_string_append_printf (json, ",\"within\":\"%s\"", PICK (durations));
  if (about->subject.kind == CRM_KIND_MONEY && currency != NULL)
    g_string_append_printf (json, ",\"currency\":\"%s\"", currency);
  g_string_append_c (json, '}');
}

static void
append_test (GString             *json,
             CrmCatalogue        *catalogue,
             const CrmRecordType *type)
{
  g_autoptr (GPtrArray) subjects = crm_condition_list_subjects (catalogue, type);
  const CrmSubjectInfo *about = g_ptr_array_index (subjects, g_test_rand_int_range (0, (int) subjects->len));
  g_autoptr (GArray) operators = crm_condition_list_operators (&about->subject);

  append_test_of (json, about, &g_array_index (operators, CrmOperatorInfo, g_test_rand_int_range (0, (int) operators->len)));
}

static void
append_condition (GString             *json,
                  CrmCatalogue        *catalogue,
                  const CrmRecordType *type,
                  int                  depth)
{
  g_autoptr (GArray) relations = crm_relation_list (catalogue, type);
  int choice = depth > 0 ? g_test_rand_int_range (0, 10) : 9;
  int n = g_test_rand_int_range (0, 5);

  if (choice < 4)
    {
      g_string_append (json, choice < 2 ? "{\"all\":[" : "{\"any\":[");
      for (int i = 0; i < n; i++)
        {
          if (i > 0)
            g_string_append_c (json, ',');
          append_condition (json, catalogue, type, depth - 1);
        }
      g_string_append (json, "]}");
    }
  else if (choice == 4)
    {
      g_string_append (json, "{\"not\":");
      append_condition (json, catalogue, type, depth - 1);
      g_string_append_c (json, '}');
    }
  else if (choice == 5 && relations->len > 0)
    {
      const CrmRelation *relation = &g_array_index (relations, CrmRelation,
                                                    g_test_rand_int_range (0, (int) relations->len));

      g_string_append_printf (json, "{\"any-%s\":", crm_relation_get_name (relation));
      append_condition (json, catalogue, relation->to, depth - 1);
      g_string_append_c (json, '}');
    }
  else
    {
      append_test (json, catalogue, type);
    }
}

/* --- The property ------------------------------------------------------------------------------------------ */

typedef struct
{
  CrmWorkspace *workspace;
  CrmCatalogue *catalogue;
  CrmConditionContext *contexts[3];
  int n_cases;
  int n_tried;
  int n_telling; /* some records, and not all */
  GHashTable *asked; /* what was asked, and how: "contact.score at-least" */
  GHashTable *telling; /* what told records apart: "contact.score", and how: "at-least" */
} Run;

/* The same through a query, as if there were many records, and in any order. */
static void
check_query (CrmDb            *db,
             CrmSchema        *schema,
             CrmConditionPlan *plan,
             const GArray     *evaluated,
             const char       *what)
{
  const CrmRecordType *type = crm_condition_plan_get_record_type (plan);
  g_autoptr (CrmQuery) query = crm_query_new (&type->table);
  g_autoptr (CrmQuery) plain = crm_query_new (&type->table);
  const CrmField *sort = type->fields[g_test_rand_int_range (0, (int) type->n_fields)];
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) every = NULL;
  g_autoptr (GArray) ordered = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) set = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GError) error = NULL;

  crm_condition_plan_add_to_query (plan, query);
  crm_query_set_few (query, maybe (30) ? 0 : (guint) g_test_rand_int_range (1, 12));
  if (crm_field_is_sorted (sort))
    {
      gboolean descending = maybe (50);

      crm_query_set_sort (query, &sort->column, descending);
      crm_query_set_sort (plain, &sort->column, descending);
    }

  g_assert_cmpint (crm_query_count (query, db, &error), ==, evaluated->len);
  g_assert_no_error (error);
  found = crm_query_get_ids (query, db, schema, 0, &error);
  g_assert_no_error (error);

  /* The order is the one in which all of them come. */
  for (guint i = 0; i < evaluated->len; i++)
    g_hash_table_add (set, &g_array_index (evaluated, gint64, i));
  every = crm_query_get_ids (plain, db, schema, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < every->len; i++)
    if (g_hash_table_contains (set, &g_array_index (every, gint64, i)))
      g_array_append_val (ordered, g_array_index (every, gint64, i));

  if (found->len != ordered->len || (found->len > 0 && memcmp (found->data, ordered->data, found->len * sizeof (gint64)) != 0))
    g_error ("%s: by %s", what, sort->key);
}

/* A source that shows nothing but what a condition says that it depends on. */
typedef struct
{
  CrmRowSource source;
  CrmDbSource whole;
  CrmConditionPlan *plan;
} Blinkers;

static gboolean
is_reported (CrmConditionPlan *plan,
             const CrmTable   *table,
             const CrmColumn  *column)
{
  guint n;
  const CrmDependency *dependencies = crm_condition_plan_get_dependencies (plan, &n);

  for (guint i = 0; i < n; i++)
    if (dependencies[i].type->table.id == table->id &&
        (column == NULL || (dependencies[i].field != NULL && dependencies[i].field->column.id == column->id)))
      return TRUE;

  return FALSE;
}

/* Takes away what is not reported. */
static void
hide (CrmConditionPlan *plan,
      CrmRow           *row)
{
  for (guint i = 0; i < row->table->n_columns; i++)
    if (!is_reported (plan, row->table, row->table->columns[i]))
      {
        crm_value_clear (&row->values[i]);
        for (guint k = row->members != NULL ? row->members->len : 0; k > 0; k--)
          if (((CrmMember *) g_ptr_array_index (row->members, k - 1))->column == row->table->columns[i]->id)
            g_ptr_array_remove_index (row->members, k - 1);
      }
}

static CrmRow *
load_hidden (CrmRowSource    *source,
             const CrmTable  *table,
             gint64           id,
             GError         **error)
{
  Blinkers *self = (Blinkers *) source;
  CrmRow *row = is_reported (self->plan, table, NULL) ? self->whole.source.load (&self->whole.source, table, id, error) : NULL;

  if (row != NULL)
    hide (self->plan, row);

  return row;
}

static GArray *
find_hidden (CrmRowSource     *source,
             const CrmTable   *table,
             const CrmColumn  *via,
             gint64            target,
             GError          **error)
{
  Blinkers *self = (Blinkers *) source;

  if (!is_reported (self->plan, table, via))
    return g_array_new (FALSE, FALSE, sizeof (gint64));

  return self->whole.source.find (&self->whole.source, table, via, target, error);
}

/* Whatever else changes, the verdict does not. */
static void
check_dependencies (CrmDb            *db,
                    CrmSchema        *schema,
                    CrmConditionPlan *plan,
                    const GPtrArray  *rows,
                    const GArray     *evaluated,
                    const char       *what)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  Blinkers blinkers = { .source = { load_hidden, find_hidden }, .plan = plan };

  crm_db_source_init (&blinkers.whole, db, schema);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (CrmRow) row = crm_row_copy (g_ptr_array_index (rows, i));
      g_autoptr (GError) error = NULL;
      gboolean held;

      hide (plan, row);
      crm_condition_plan_evaluate (plan, row, &blinkers.source, &held, &error);
      g_assert_no_error (error);
      if (held)
        g_array_append_val (found, row->id);
    }
  segment_test_assert_same (found, evaluated, what);
}

/* Why it holds for a record, or why not: the same answer, with what decided it in every line that is a test. */
static void
check_explanation (CrmDb            *db,
                   CrmSchema        *schema,
                   CrmConditionPlan *plan,
                   const CrmRow     *row,
                   const GArray     *evaluated,
                   gboolean          is_test,
                   const char       *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmVerdict) verdict = NULL;
  g_autoptr (GArray) lines = NULL;
  gboolean held = FALSE;
  CrmDbSource source;

  crm_db_source_init (&source, db, schema);
  verdict = crm_condition_plan_explain (plan, row, &source.source, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < evaluated->len; i++)
    held |= g_array_index (evaluated, gint64, i) == row->id;
  if (verdict->held != held)
    g_error ("%s: the explanation says something else of %" G_GINT64_FORMAT, what, row->id);

  lines = crm_verdict_list_lines (verdict);
  for (guint i = 0; i < lines->len; i++)
    {
      const CrmVerdict *line = g_array_index (lines, CrmVerdictLine, i).verdict;

      /* A group of nothing has nothing to say. */
      if (line->text == NULL || *line->text == '\0' || (is_test && line->actual == NULL && line->parts->len == 0))
        g_error ("%s: nothing is said of what decided “%s”", what, line->text);
    }
}

/* Whether it could be asked, and whether it tells some records from others. */
typedef enum
{
  REFUSED,
  ASKED,
  TELLING,
} Outcome;

static Outcome
check_condition (Run             *run,
                 CrmDb           *db,
                 CrmSchema       *schema,
                 const GPtrArray *rows,
                 guint            root,
                 const char      *json)
{
  const CrmRecordType *type = crm_catalogue_find (run->catalogue, root_types[root]);
  g_autoptr (CrmCondition) condition = NULL;
  g_autoptr (CrmCondition) again = NULL;
  g_autoptr (CrmConditionPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *reprinted = NULL;
  g_autoptr (GArray) each = NULL;
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) evaluated = NULL;

  run->n_tried++;
  condition = crm_condition_parse (run->catalogue, type, json, &error);

  /* The lot makes a few that are refused: the greater value first, no digit in a part of a number. */
  if (condition == NULL)
    {
      g_assert_cmpint (error->domain, ==, CRM_ERROR);
      return REFUSED;
    }

  printed = crm_condition_print (condition);
  again = crm_condition_parse (run->catalogue, type, printed, &error);
  g_assert_no_error (error);
  g_assert_true (crm_condition_equal (condition, again));
  reprinted = crm_condition_print (again);
  g_assert_cmpstr (reprinted, ==, printed);

  plan = crm_condition_plan_new (condition, type,
                                 run->contexts[g_test_rand_int_range (0, G_N_ELEMENTS (run->contexts))], &error);
  /* Nested too deeply; or no segment is of the records at the other end. */
  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_REFUSED) || g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    return REFUSED;
  g_assert_no_error (error);

  each = segment_test_find (db, schema, plan, CRM_CONDITION_FORM_EACH);
  all = segment_test_find (db, schema, plan, CRM_CONDITION_FORM_ALL);
  evaluated = segment_test_evaluate (db, schema, plan, rows);
  segment_test_assert_same (each, evaluated, json);
  segment_test_assert_same (all, evaluated, json);
  check_query (db, schema, plan, evaluated, json);
  if (rows->len > 0)
    check_explanation (db, schema, plan, g_ptr_array_index (rows, (guint) g_test_rand_int_range (0, (int) rows->len)), evaluated,
                       crm_condition_get_condition_type (condition) == CRM_CONDITION_TEST, json);
  if (run->n_cases % 8 == 0)
    check_dependencies (db, schema, plan, rows, evaluated, json);

  run->n_cases++;
  if (each->len == 0 || each->len == rows->len)
    return ASKED;
  run->n_telling++;

  return TELLING;
}

/* --- Everything once ---------------------------------------------------------------------------------------- */

/* What a test is about, as far as it makes a difference to how it is asked: a field of the record itself is one
 * of its own, and so is what is no field; over a relation, it is its type that counts. */
static char *
dup_source (const CrmSubjectInfo *about)
{
  static const char *const relations[] = { "itself", "link", "set", "back" };
  const CrmSubject *subject = &about->subject;

  if (subject->relation.kind != CRM_RELATION_NONE)
    return g_strdup_printf ("%s %s", relations[subject->relation.kind], crm_field_type_get_name (subject->field->type));

  return g_strdup_printf ("%s %s %s", subject->relation.from->table.name, subject->key, about->name != NULL ? about->name : "");
}

static char *
dup_question (const CrmSubjectInfo  *about,
              const CrmOperatorInfo *how)
{
  g_autofree char *source = dup_source (about);

  return g_strdup_printf ("%s %s", source, how->name);
}

static void
ask (Run                   *run,
     CrmDb                 *db,
     CrmSchema             *schema,
     const GPtrArray       *rows,
     guint                  root,
     const CrmSubjectInfo  *about,
     const CrmOperatorInfo *how)
{
  g_autoptr (GString) json = g_string_new (NULL);
  Outcome outcome;

  append_test_of (json, about, how);
  outcome = check_condition (run, db, schema, rows, root, json->str);
  if (outcome != REFUSED)
    g_hash_table_add (run->asked, dup_question (about, how));
  if (outcome == TELLING)
    {
      g_hash_table_add (run->telling, dup_source (about));
      g_hash_table_add (run->telling, g_strdup (how->name));
    }
}

static void
shuffle (GPtrArray *list)
{
  for (guint i = list->len; i > 1; i--)
    {
      guint k = (guint) g_test_rand_int_range (0, (int) i);
      gpointer other = list->pdata[k];

      list->pdata[k] = list->pdata[i - 1];
      list->pdata[i - 1] = other;
    }
}

/* Whether some records have to be told from others by it: not by what all records of this test have the same, nor by
 * the time, nor where there are a few records only, nor by what is asked of its own record already. */
static gboolean
tells_records_apart (const CrmSubjectInfo *about)
{
  const CrmRecordType *type = about->subject.relation.from;

  return about->subject.relation.kind == CRM_RELATION_NONE && strcmp (about->subject.key, "now") != 0 &&
         g_strcmp0 (about->name, "deal.pipeline") != 0 && type->table.id != CRM_ID_TAG && type->table.id != CRM_ID_LIST &&
         type->table.id != CRM_ID_USER;
}

/* Until it was asked with each of its operators and told records apart, as far as patience goes. */
static void
ask_about (Run                  *run,
           CrmDb                *db,
           CrmSchema            *schema,
           const GPtrArray      *rows,
           guint                 root,
           const CrmSubjectInfo *about)
{
  g_autoptr (GArray) operators = crm_condition_list_operators (&about->subject);
  g_autofree char *source = dup_source (about);

  for (guint i = 0; i < operators->len; i++)
    {
      const CrmOperatorInfo *how = &g_array_index (operators, CrmOperatorInfo, i);
      g_autofree char *question = dup_question (about, how);

      for (int patience = 60; patience > 0 && !g_hash_table_contains (run->asked, question); patience--)
        ask (run, db, schema, rows, root, about, how);
      for (int patience = 30; patience > 0 && !g_hash_table_contains (run->telling, how->name); patience--)
        ask (run, db, schema, rows, root, about, how);
    }

  for (int patience = 300; patience > 0 && tells_records_apart (about) && !g_hash_table_contains (run->telling, source); patience--)
    ask (run, db, schema, rows, root, about,
         &g_array_index (operators, CrmOperatorInfo, g_test_rand_int_range (0, (int) operators->len)));
}

static void
ask_everything (Run       *run,
                CrmDb     *db,
                CrmSchema *schema,
                GPtrArray *rows[])
{
  for (guint root = 0; root < G_N_ELEMENTS (root_types); root++)
    {
      g_autoptr (GPtrArray) subjects = crm_condition_list_subjects (run->catalogue, crm_catalogue_find (run->catalogue, root_types[root]));

      shuffle (subjects);
      for (guint i = 0; i < subjects->len; i++)
        ask_about (run, db, schema, rows[root], root, g_ptr_array_index (subjects, i));
    }
}

/* Whoever adds a field, a type of fields or an operator finds it asked for here, or this fails.
 *
 * Returns: how much is missing */
static guint
count_missing (Run *run)
{
  guint n_missing = 0;

  for (guint root = 0; root < G_N_ELEMENTS (root_types); root++)
    {
      g_autoptr (GPtrArray) subjects = crm_condition_list_subjects (run->catalogue, crm_catalogue_find (run->catalogue, root_types[root]));

      for (guint i = 0; i < subjects->len; i++)
        {
          const CrmSubjectInfo *about = g_ptr_array_index (subjects, i);
          g_autoptr (GArray) operators = crm_condition_list_operators (&about->subject);
          g_autofree char *source = dup_source (about);

          for (guint k = 0; k < operators->len; k++)
            {
              g_autofree char *question = dup_question (about, &g_array_index (operators, CrmOperatorInfo, k));

              if (!g_hash_table_contains (run->asked, question))
                {
                  g_test_message ("not asked: %s", question);
                  n_missing++;
                }
            }
          if (!g_hash_table_contains (run->telling, source) && tells_records_apart (about))
            {
              g_test_message ("tells nothing apart: %s", source);
              n_missing++;
            }
        }
    }

  for (CrmOperator op = 0; op <= CRM_OPERATOR_IS_NOT_EMPTY; op++)
    if (!g_hash_table_contains (run->telling, crm_operator_get_name (op)))
      {
        g_test_message ("tells nothing apart: %s", crm_operator_get_name (op));
        n_missing++;
      }

  return n_missing;
}

/* --- Whatever chance asks -------------------------------------------------------------------------------------- */

static void
check_case (Run       *run,
            CrmDb     *db,
            CrmSchema *schema,
            GPtrArray *rows[])
{
  guint root = maybe (30) ? 0 : (guint) g_test_rand_int_range (0, G_N_ELEMENTS (root_types));
  g_autoptr (GString) json = g_string_new (NULL);

  append_condition (json, run->catalogue, crm_catalogue_find (run->catalogue, root_types[root]), 4);
  check_condition (run, db, schema, rows[root], root, json->str);
}


static gpointer
check_cases (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  Run *run = data;
  GPtrArray *rows[G_N_ELEMENTS (root_types)];
  int wanted = g_test_slow () ? 60000 : 3000;

  for (guint i = 0; i < G_N_ELEMENTS (root_types); i++)
    rows[i] = segment_test_load_rows (db, schema, crm_schema_find_table (schema, root_types[i]));

  ask_everything (run, db, schema, rows);
  g_test_message ("%d conditions ask for everything once", run->n_cases);
  for (wanted += run->n_cases; run->n_cases < wanted; )
    check_case (run, db, schema, rows);

  for (guint i = 0; i < G_N_ELEMENTS (root_types); i++)
    g_ptr_array_unref (rows[i]);

  return g_strdup ("");
}

/* Over records of their own.
 *
 * Returns: how much has not been asked for yet */
static guint
run_once (GHashTable *asked,
          GHashTable *telling)
{
  static const gint64 nows[] = { CRM_TEST_NOW, G_GINT64_CONSTANT (1774832400) * G_USEC_PER_SEC,
                                 G_GINT64_CONSTANT (1761438600) * G_USEC_PER_SEC };
  static const char *const zones[] = { "UTC", "Europe/Madrid", "America/Sao_Paulo" };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_records (&folder);
  g_autoptr (CrmConditionContext) base = segment_test_make_context (workspace);
  Run run = { workspace, crm_workspace_get_catalogue (workspace), .asked = asked, .telling = telling };
  g_autoptr (GError) error = NULL;
  g_autofree char *done = NULL;
  guint n_missing;

  for (guint i = 0; i < G_N_ELEMENTS (nows); i++)
    {
      g_autoptr (CrmClock) clock = crm_clock_new_virtual (nows[i]);
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i]);

      crm_clock_set_zone (clock, zone);
      run.contexts[i] = crm_condition_context_new (run.catalogue, clock, i == 2 ? 2 : 1,
                                                   crm_condition_context_get_segments (base));
    }

  done = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, check_cases, &run, &error);
  g_assert_no_error (error);

  g_test_message ("%d conditions, %d of them tell records apart, %d more were refused", run.n_cases, run.n_telling,
                  run.n_tried - run.n_cases);
  g_assert_cmpint (run.n_telling, >, run.n_cases / 5);
  g_assert_cmpint (run.n_tried - run.n_cases, <, run.n_cases / 2);
  n_missing = count_missing (&run);

  for (guint i = 0; i < G_N_ELEMENTS (run.contexts); i++)
    crm_condition_context_unref (run.contexts[i]);
  crm_test_remove_folder (folder);

  return n_missing;
}

/* Now and then chance makes all records the same in something: other records have it then. */
static void
test_agreement (void)
{
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) telling = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_missing;

  for (int rounds = 4; (n_missing = run_once (asked, telling)) > 0 && rounds > 1; rounds--)
    g_test_message ("%u are missing", n_missing);
  g_assert_cmpuint (n_missing, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  crm_segment_init ();

  g_test_add_func ("/property/agreement", test_agreement);

  return g_test_run ();
}
