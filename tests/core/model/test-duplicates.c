/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Duplicates: which records look like one and why, what is left alone, and how many of those that
 * are known to be duplicates are found in the collections of others. */

#include "config.h"

#include <string.h>

#include "crm-distinction.h"
#include "crm-duplicate-hint.h"
#include "crm-duplicates.h"
#include "crm-error.h"
#include "crm-merge.h"
#include "crm-test.h"
#include "crm-test-corpus.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

typedef struct
{
  const CrmRecordType *type;
  guint confidence;
} Question;

static gpointer
ask (CrmDb         *db,
     CrmSchema     *schema,
     gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  const Question *question = data;

  return crm_duplicates_search (db, question->type, question->confidence, NULL, NULL, cancellable, error);
}

static GPtrArray *
search (Fixture    *fixture,
        const char *type)
{
  Question question = { crm_workspace_get_type_named (fixture->workspace, type), CRM_DUPLICATES_CONFIDENCE };
  g_autoptr (GError) error = NULL;
  GPtrArray *clusters = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, ask, &question, &error);

  g_assert_no_error (error);

  return clusters;
}

/* "1 2 same name, …" or "" if the two do not look like one. */
static char *
say_first (GPtrArray *clusters)
{
  const CrmDuplicateCluster *cluster;
  g_autofree char *said = NULL;
  GString *text = g_string_new (NULL);

  if (clusters->len == 0)
    return g_string_free (text, FALSE);

  cluster = g_ptr_array_index (clusters, 0);
  for (guint i = 0; i < cluster->ids->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", g_array_index (cluster->ids, gint64, i));
  said = crm_likeness_say (&g_array_index (cluster->pairs, CrmDuplicatePair, 0).likeness);

  g_string_append (text, cluster->clear ? "clear: " : "");

  return g_string_free (g_string_append (text, said), FALSE);
}

/* --- Pairs ---------------------------------------------------------------------------------------------------- */

#define EMAIL "email", "ana.ruiz@sol.example"
#define PHONE "phone", "+34 600 111 222"

static void
test_pairs (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct
  {
    const char *first[10];
    const char *second[10];
    const char *said;
  } cases[] = {
    { { "first_name", "Ana", "last_name", "Ruiz", EMAIL }, { "first_name", "ANA", "last_name", "Ruíz", "email", "Ana.Ruiz@SOL.example" },
      "clear: same e-mail address, same name" },
    { { "first_name", "Ana", "last_name", "Ruiz", EMAIL }, { "first_name", "Ana", "last_name", "Ruiz", "emails", "ana.ruiz@sol.example" },
      "clear: same e-mail address, same name" },
    { { "first_name", "Ana", "last_name", "Ruiz", PHONE }, { "first_name", "Ruiz", "last_name", "Ana", "phone", "600 111 222", "country", "ES" },
      "clear: same phone number, same name" },
    { { "first_name", "Ana", "last_name", "Ruiz", PHONE }, { "first_name", "A.", "last_name", "Ruiz", "phones", "+34 600-111-222" },
      "same phone number, similar name" },
    { { "first_name", "Ana", "last_name", "Ruiz", "messengers", "telegram: @ana" }, { "first_name", "Anna", "last_name", "Ruiz", "messengers", "telegram: ana" },
      "same messenger, similar name" },
    { { "first_name", "Ana", "last_name", "Ruiz", "account", "Sol" }, { "first_name", "Ana", "last_name", "Ruiz", "account", "Sol" },
      "same name, same account" },
    { { "first_name", "Katherine", "last_name", "Zubiri", "account", "Sol" }, { "first_name", "Kathy", "last_name", "Zubirri", "account", "Sol" },
      "same account, similar name" },
    { { "first_name", "Ana", "last_name", "Ruiz", "birthday", "1980-03-04" }, { "first_name", "Ana", "last_name", "Ruiz", "birthday", "1980-04-03" },
      "same name, similar birthday" },

    /* A family, a switchboard, a shared mailbox, father and son. */
    { { "first_name", "Ana", "last_name", "Ruiz", PHONE, "street", "Mayor 1", "city", "Toledo" },
      { "first_name", "Luis", "last_name", "Ruiz", PHONE, "street", "Mayor 1", "city", "Toledo" }, "" },
    { { "first_name", "Ana", "last_name", "Ruiz", "email", "info@sol.example" }, { "first_name", "Carlos", "last_name", "Gil", "email", "info@sol.example" }, "" },
    { { "first_name", "Ana", "last_name", "Ruiz", PHONE, "account", "Sol" }, { "first_name", "Carlos", "last_name", "Gil", PHONE, "account", "Sol" }, "" },
    { { "first_name", "Luis", "last_name", "Ruiz", "birthday", "1950-01-02", "city", "Toledo" },
      { "first_name", "Luis", "last_name", "Ruiz", "birthday", "1981-12-30", "city", "Toledo" }, "" },
    { { "first_name", "Ana", "last_name", "Ruiz", "account", "Sol" }, { "first_name", "Ana", "last_name", "Gil", "account", "Sol" }, "" },
    { { "first_name", "Ana" }, { "first_name", "Ana" }, "" },
    { { "email", "x@sol.example" }, { "email", "y@sol.example" }, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) clusters = NULL;
      g_autofree char *said = NULL;
      gint64 ids[2];
      g_autofree char *expected = NULL;

      for (guint k = 0; k < 2; k++)
        {
          const char *const *words = k == 0 ? cases[i].first : cases[i].second;

          ids[k] = crm_test_add (fixture->workspace, "contact", words[0], words[1], words[2], words[3], words[4], words[5], words[6],
                                 words[7], words[8], words[9], NULL);
        }

      clusters = search (fixture, "contact");
      said = say_first (clusters);
      expected = *cases[i].said == '\0' ? g_strdup ("")
                                        : g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", ids[0], ids[1], cases[i].said);
      g_assert_cmpstr (said, ==, expected);
      crm_test_trash (fixture->workspace, "contact", ids[0]);
      crm_test_trash (fixture->workspace, "contact", ids[1]);
    }
}

static void
test_accounts (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct
  {
    const char *first[8];
    const char *second[8];
    const char *said;
  } cases[] = {
    { { "name", "Sol Energía S.L.", "website", "https://www.sol.example/es" }, { "name", "SOL ENERGIA, SL", "website", "sol.example" },
      "clear: same name, same website" },
    { { "name", "Sol Energía", "phone", "+34 910 111 222" }, { "name", "The Sol Energia Company", "phone", "+34910111222" },
      "clear: same phone number, same name" },
    { { "name", "Mueller Dachbau GmbH", "street", "Hauptstr. 5", "city", "Ulm", "postcode", "89073" },
      { "name", "Müller Dachbau", "street", "5 Hauptstr", "city", "Ulm", "postcode", "89073" }, "same street, same postcode, same city, similar name" },
    { { "name", "Sol", "city", "Madrid" }, { "name", "Luna", "city", "Madrid" }, "" },
    { { "name", "Grupo Norte", "website", "norte.example" }, { "name", "Taller Martínez", "phone", "+34 910 111 222" }, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) clusters = NULL;
      g_autofree char *said = NULL;
      g_autofree char *expected = NULL;
      gint64 ids[2];

      for (guint k = 0; k < 2; k++)
        {
          const char *const *words = k == 0 ? cases[i].first : cases[i].second;

          ids[k] = crm_test_add (fixture->workspace, "account", words[0], words[1], words[2], words[3], words[4], words[5], words[6],
                                 words[7], NULL);
        }
      clusters = search (fixture, "account");
      said = say_first (clusters);
      expected = *cases[i].said == '\0' ? g_strdup ("")
                                        : g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", ids[0], ids[1], cases[i].said);
      g_assert_cmpstr (said, ==, expected);
      crm_test_trash (fixture->workspace, "account", ids[0]);
      crm_test_trash (fixture->workspace, "account", ids[1]);
    }
}

/* --- Never again ----------------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 a;
  gint64 b;
  gboolean distinct;
} Saying;

static gboolean
say_func (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  const Saying *saying = data;
  const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (crm_door_get_schema (door)), "contact");

  return crm_distinction_set (door, type, saying->a, saying->b, saying->distinct, error);
}

static gint64
say (Fixture  *fixture,
     gint64    a,
     gint64    b,
     gboolean  distinct)
{
  Saying saying = { a, b, distinct };
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, say_func,
                                                  &saying, &error);

  g_assert_no_error (error);

  return commit->batch;
}

static void
test_never (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) clusters = NULL;
  g_autofree char *all = NULL;
  const CrmDuplicateCluster *cluster;
  gint64 batch;

  for (guint i = 0; i < 3; i++)
    crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Ruiz", EMAIL, NULL);
  clusters = search (fixture, "contact");
  all = say_first (clusters);
  g_assert_cmpstr (all, ==, "1 2 3 clear: same e-mail address, same name");

  /* Either pair may be one; not all three. */
  batch = say (fixture, 3, 1, TRUE);
  g_ptr_array_unref (clusters);
  clusters = search (fixture, "contact");
  g_assert_cmpuint (clusters->len, ==, 1);
  cluster = g_ptr_array_index (clusters, 0);
  g_assert_cmpuint (cluster->ids->len, ==, 2);

  say (fixture, 1, 2, TRUE);
  say (fixture, 2, 3, TRUE);
  g_ptr_array_unref (clusters);
  clusters = search (fixture, "contact");
  g_assert_cmpuint (clusters->len, ==, 0);

  /* Said twice is said once; taken back it can be said again. */
  say (fixture, 1, 3, TRUE);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM distinction"), ==, 3);
  say (fixture, 1, 3, FALSE);
  g_ptr_array_unref (clusters);
  clusters = search (fixture, "contact");
  g_assert_cmpuint (clusters->len, ==, 1);
  say (fixture, 1, 3, TRUE);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM distinction"), ==, 3);
  crm_test_undo (fixture->workspace, batch);
  g_ptr_array_unref (clusters);
  clusters = search (fixture, "contact");
  g_assert_cmpuint (clusters->len, ==, 1);
}

/* --- The clear cases ------------------------------------------------------------------------------------------- */

typedef struct
{
  const CrmRecordType *type;
  GPtrArray *clusters;
  guint n_merged;
} Clear;

static gboolean
clear_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  Clear *clear = data;

  return crm_duplicates_merge_clear (door, clear->type, clear->clusters, &clear->n_merged, error);
}

static void
test_clear (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) clusters = NULL;
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  Clear clear = { crm_workspace_get_type_named (fixture->workspace, "contact") };

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Ruiz", EMAIL, NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Ruiz", EMAIL, "city", "Toledo", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Carlos", "last_name", "Gil", "account", "Sol", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Carlos", "last_name", "Gil", "account", "Sol", NULL);
  clusters = search (fixture, "contact");
  g_assert_cmpuint (clusters->len, ==, 2);

  clear.clusters = clusters;
  set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_MERGE, NULL);
  commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, clear_func, &clear, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (clear.n_merged, ==, 1);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact WHERE state = 0"), ==, 3);
  crm_test_undo (fixture->workspace, commit->batch);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact WHERE state = 0"), ==, 4);
}

/* --- In the background ------------------------------------------------------------------------------------------ */

typedef struct
{
  GPtrArray *clusters;
  GError *error;
  double fraction;
  gboolean done;
} Search;

static void
progress_func (double   fraction,
               gpointer data)
{
  Search *state = data;

  g_assert_cmpfloat (fraction, >=, state->fraction);
  state->fraction = fraction;
}

static void
searched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  Search *state = data;

  state->clusters = crm_duplicates_search_finish (CRM_WORKSPACE (object), result, &state->error);
  state->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Search *) data)->done;
}

static void
test_async (Fixture       *fixture,
            gconstpointer  data)
{
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "contact");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Search state = { 0 };
  Search stopped = { 0 };

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Ruiz", EMAIL, NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Ruiz", EMAIL, NULL);
  crm_duplicates_search_async (fixture->workspace, type, CRM_DUPLICATES_CONFIDENCE, progress_func, &state, NULL, NULL, searched_cb, &state);
  crm_test_wait (is_done, &state);
  g_assert_no_error (state.error);
  g_assert_cmpuint (state.clusters->len, ==, 1);
  g_assert_cmpfloat (state.fraction, >, 0);
  g_ptr_array_unref (state.clusters);

  g_cancellable_cancel (cancellable);
  crm_duplicates_search_async (fixture->workspace, type, CRM_DUPLICATES_CONFIDENCE, progress_func, &stopped, NULL, cancellable, searched_cb,
                               &stopped);
  crm_test_wait (is_done, &stopped);
  g_assert_error (stopped.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&stopped.error);
}

/* --- While somebody types --------------------------------------------------------------------------------------- */

typedef struct
{
  const CrmRecordType *type;
  const char *const *words;
  gint64 id;
} Typed;

static gpointer
hint_func (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Typed *typed = data;
  g_autoptr (CrmDuplicateDraft) draft = crm_duplicate_draft_new (typed->type);

  if (typed->id != 0)
    return crm_duplicates_find_of (db, typed->type, typed->id, CRM_DUPLICATES_CONFIDENCE, error);

  for (guint i = 0; typed->words[i] != NULL; i += 2)
    crm_duplicate_draft_add (draft, typed->words[i], typed->words[i + 1]);

  return crm_duplicates_find_like (db, draft, CRM_DUPLICATES_CONFIDENCE, error);
}

static char *
hint (Fixture           *fixture,
      const char        *type,
      gint64             id,
      const char *const *words)
{
  Typed typed = { crm_workspace_get_type_named (fixture->workspace, type), words, id };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) found = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_SCREEN, hint_func, &typed, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      const CrmDuplicatePair *pair = &g_array_index (found, CrmDuplicatePair, i);
      g_autofree char *said = crm_likeness_say (&pair->likeness);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT ": %s", i > 0 ? "; " : "", pair->b, said);
    }

  return g_string_free (text, FALSE);
}

static void
test_hint (Fixture       *fixture,
           gconstpointer  data)
{
  static const struct
  {
    const char *words[12];
    const char *said;
  } cases[] = {
    { { "first_name", "Ana", NULL }, "" },
    { { "email", "ana.ruiz@SOL.example", NULL }, "1: same e-mail address" },
    { { "email", "second@sol.example", NULL }, "1: same e-mail address" },
    { { "phone", "600 111 222", "country", "ES", "first_name", "Ana", NULL }, "1: same phone number, similar name" },
    { { "first_name", "Ruiz", "last_name", "Ana", "account", "Sol", NULL }, "1: same name, same account" },
    { { "first_name", "Anna", "last_name", "Ruiz", "account", "sol", NULL }, "1: same account, similar name" },
    { { "messengers", "telegram: @ANA", NULL }, "1: same messenger" },
    { { "first_name", "Carlos", "last_name", "Ruiz", "phone", "+34 600 111 222", NULL }, "" },
    { { "email", "nobody@sol.example", "first_name", "%", "last_name", "'; DROP TABLE contact; --", NULL }, "" },
    { { "email", "", "phone", "", "first_name", " ", NULL }, "" },
  };
  g_autofree char *itself = NULL;
  g_autofree char *company = NULL;
  static const char *const sol[] = { "name", "SOL", "website", "www.sol.example", NULL };

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Ruiz", EMAIL, "emails", "second@sol.example", PHONE,
                "messengers", "telegram: ana", "account", "Sol", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Other", "last_name", "Person", "account", "Sol", NULL);
  crm_test_set (fixture->workspace, "account", 1, "website", "https://sol.example", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = hint (fixture, "contact", 0, cases[i].words);

      g_assert_cmpstr (said, ==, cases[i].said);
    }

  company = hint (fixture, "account", 0, sol);
  g_assert_cmpstr (company, ==, "1: same name, same website");

  /* Of a record that is there: itself is not one, nor what somebody said is not. */
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Ruiz", EMAIL, NULL);
  itself = hint (fixture, "contact", 3, NULL);
  g_assert_cmpstr (itself, ==, "1: same e-mail address, same name");
  say (fixture, 1, 3, TRUE);
  g_free (itself);
  itself = hint (fixture, "contact", 3, NULL);
  g_assert_cmpstr (itself, ==, "");
}

/* --- Collections of others --------------------------------------------------------------------------------------- */

/* Rows of a CSV file with quotation marks and line breaks, the header first. */
static GPtrArray *
parse_csv (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *row = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) cell = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *p = text;; p++)
    {
      if (quoted && p[0] == '"' && p[1] == '"')
        {
          g_string_append_c (cell, '"');
          p++;
        }
      else if (*p == '"')
        quoted = !quoted;
      else if (*p != '\0' && (quoted || (*p != ',' && *p != '\n')))
        g_string_append_c (cell, *p == '\n' || *p == '\r' ? ' ' : *p);
      else
        {
          g_strstrip (cell->str);
          g_ptr_array_add (row, g_strdup (cell->str));
          g_string_truncate (cell, 0);
          if (*p == ',')
            continue;
          if (row->len > 1)
            g_ptr_array_add (rows, row);
          else
            g_ptr_array_unref (row);
          row = g_ptr_array_new_with_free_func (g_free);
          if (*p == '\0')
            break;
        }
    }
  g_ptr_array_unref (row);

  return rows;
}

typedef struct
{
  const char *file;
  const char *type;
  const char *columns[12][2]; /* the field and the column; "+" joins two */
  const char *truth;          /* the column that says who it is */
  double precision;           /* the least of each */
  double recall;
  double clear;
} Corpus;

static const Corpus corpora[] = {
  { "dedupe/febrl/dataset1.csv", "contact",
    { { "first_name", "given_name" }, { "last_name", "surname" }, { "street", "street_number+address_1" }, { "city", "suburb" },
      { "postcode", "postcode" }, { "birthday", "date_of_birth" } },
    "rec_id", 0.995, 0.93, 1 },
  { "dedupe/febrl/dataset3.csv", "contact",
    { { "first_name", "given_name" }, { "last_name", "surname" }, { "street", "street_number+address_1" }, { "city", "suburb" },
      { "postcode", "postcode" }, { "birthday", "date_of_birth" } },
    "rec_id", 0.995, 0.92, 1 },
  { "dedupe/splink/fake_1000.csv", "contact",
    { { "first_name", "first_name" }, { "last_name", "surname" }, { "birthday", "dob" }, { "city", "city" }, { "email", "email" } },
    "cluster", 0.995, 0.75, 1 },
  { "dedupe/dedupeio/csv_example_input_with_true_ids.csv", "account",
    { { "name", "Site name" }, { "street", "Address" }, { "postcode", "Zip" }, { "phone", "Phone" } },
    "True Id", 0.85, 0.8, 0.985 },
};

typedef struct
{
  const Corpus *corpus;
  const CrmRecordType *type;
  GPtrArray *rows;
  GPtrArray *truth; /* of the records, from the first on */
} Load;

static const char *
get_cell (const Load *load,
          guint       row,
          const char *column)
{
  GPtrArray *header = g_ptr_array_index (load->rows, 0);
  GPtrArray *cells = g_ptr_array_index (load->rows, row);

  for (guint i = 0; i < header->len && i < cells->len; i++)
    if (strcmp (g_ptr_array_index (header, i), column) == 0)
      return g_ptr_array_index (cells, i);

  return "";
}

/* "19800304" → "1980-03-04" */
static char *
make_value (const Load *load,
            guint       row,
            const char *field,
            const char *columns)
{
  g_auto (GStrv) names = g_strsplit (columns, "+", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  char *value;

  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", get_cell (load, row, names[i]));
  value = g_strstrip (g_strdup (text->str));

  if (strcmp (field, "birthday") == 0 && strlen (value) == 8)
    {
      char *day = g_strdup_printf ("%.4s-%.2s-%.2s", value, value + 4, value + 6);

      g_free (value);
      value = day;
    }

  return value;
}

static gboolean
load_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  Load *load = data;

  for (guint row = 1; row < load->rows->len; row++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (&load->type->table, CRM_OP_CREATE, 0);
      const char *truth = get_cell (load, row, load->corpus->truth);
      gboolean any = FALSE;

      for (guint i = 0; load->corpus->columns[i][0] != NULL; i++)
        {
          const char *field = load->corpus->columns[i][0];
          g_autofree char *value = make_value (load, row, field, load->corpus->columns[i][1]);

          if (*value != '\0' && g_utf8_validate (value, -1, NULL))
            {
              crm_edit_set_text (edit, field, value);
              any |= strcmp (field, "birthday") != 0 && strcmp (field, "city") != 0 && strcmp (field, "postcode") != 0 && strcmp (field, "street") != 0;
            }
        }
      if (!any)
        continue;

      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;

      /* "rec-17-dup-0" is record 17. */
      g_ptr_array_add (load->truth, g_str_has_prefix (truth, "rec-") ? g_strndup (truth, strcspn (truth + 4, "-") + 4) : g_strdup (truth));
    }

  return TRUE;
}

static void
test_corpus (Fixture       *fixture,
             gconstpointer  data)
{
  const Corpus *corpus = data;
  g_autofree char *text = crm_test_read_corpus (corpus->file, NULL);
  g_autoptr (GPtrArray) rows = parse_csv (text);
  g_autoptr (GPtrArray) truth = g_ptr_array_new_with_free_func (g_free);
  Load load = { corpus, crm_workspace_get_type_named (fixture->workspace, corpus->type), rows, truth };
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_IMPORT, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, load_func, &load, &error);
  g_autoptr (GPtrArray) clusters = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_found = 0, n_right = 0, n_true = 0, n_clear = 0, n_clear_right = 0;
  double precision, recall;

  g_assert_no_error (error);
  clusters = search (fixture, corpus->type);

  for (guint i = 0; i < truth->len; i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (known, g_ptr_array_index (truth, i)));

      n_true += n;
      g_hash_table_insert (known, g_ptr_array_index (truth, i), GUINT_TO_POINTER (n + 1));
    }

  for (guint c = 0; c < clusters->len; c++)
    {
      const CrmDuplicateCluster *cluster = g_ptr_array_index (clusters, c);

      for (guint i = 0; i < cluster->ids->len; i++)
        for (guint k = i + 1; k < cluster->ids->len; k++)
          {
            const char *first = g_ptr_array_index (truth, g_array_index (cluster->ids, gint64, i) - 1);
            const char *second = g_ptr_array_index (truth, g_array_index (cluster->ids, gint64, k) - 1);
            gboolean right = strcmp (first, second) == 0;

            n_found++;
            n_right += right;
            n_clear += cluster->clear;
            n_clear_right += cluster->clear && right;
          }
    }

  precision = (double) n_right / n_found;
  recall = (double) n_right / n_true;
  g_test_message ("%s: %u records, %u pairs, precision %.4f, recall %.4f; clear: %u of %u right", corpus->file, truth->len, n_true, precision,
                  recall, n_clear_right, n_clear);
  g_assert_cmpfloat (precision, >=, corpus->precision);
  g_assert_cmpfloat (recall, >=, corpus->recall);
  g_assert_cmpfloat (n_clear_right, >=, corpus->clear * n_clear);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/duplicates/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("pairs", test_pairs);
  ADD ("accounts", test_accounts);
  ADD ("never", test_never);
  ADD ("clear", test_clear);
  ADD ("async", test_async);
  ADD ("hint", test_hint);

  for (guint i = 0; i < G_N_ELEMENTS (corpora); i++)
    {
      g_autofree char *path = g_strconcat ("/duplicates/", corpora[i].file, NULL);

      g_test_add (path, Fixture, &corpora[i], set_up, test_corpus, tear_down);
    }

  return g_test_run ();
}
