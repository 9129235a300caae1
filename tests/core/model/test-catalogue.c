/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The catalogue: numbers and names that never change, fields found by what people and files call
 * them, custom fields, and an index for every sort. */

#include "config.h"

#include <string.h>

#include "crm-catalogue.h"
#include "crm-error.h"
#include "crm-test.h"

/* What is in the files of people. A line may be added; none is ever changed or taken away. */
static const char * const numbers[] = {
  "1 business 1 name", "1 business 2 country", "1 business 3 currency", "1 business 4 default_owner",

  "2 user 1 name", "2 user 2 email", "2 user 3 role", "2 user 4 may_reassign",

  "3 account 1 name", "3 account 2 owner", "3 account 3 website", "3 account 4 phone", "3 account 5 phone_number",
  "3 account 6 industry", "3 account 7 employees", "3 account 8 annual_revenue", "3 account 9 description",
  "3 account 10 street", "3 account 11 street2", "3 account 12 city", "3 account 13 region", "3 account 14 postcode",
  "3 account 15 country", "3 account 16 contacts",

  "4 contact 1 name", "4 contact 2 first_name", "4 contact 3 last_name", "4 contact 4 job_title", "4 contact 5 account",
  "4 contact 6 owner", "4 contact 7 birthday", "4 contact 8 tags", "4 contact 10 email", "4 contact 11 emails",
  "4 contact 12 phone", "4 contact 13 phone_number", "4 contact 14 phones", "4 contact 15 messengers",
  "4 contact 16 website", "4 contact 20 street", "4 contact 21 street2", "4 contact 22 city", "4 contact 23 region",
  "4 contact 24 postcode", "4 contact 25 country", "4 contact 26 description", "4 contact 30 source",
  "4 contact 31 utm_source", "4 contact 32 utm_medium", "4 contact 33 utm_campaign", "4 contact 34 utm_term",
  "4 contact 35 utm_content",

  "5 note 1 body", "5 note 2 account", "5 note 3 contact", "5 note 4 title",

  "6 tag 1 name", "6 tag 2 colour", "6 tag 3 contacts",

  "7 field 1 label", "7 field 2 record_type", "7 field 3 key", "7 field 4 type", "7 field 5 section",
  "7 field 6 required", "7 field 7 default_value", "7 field 8 help", "7 field 9 position",

  "8 option 1 label", "8 option 2 field", "8 option 3 position",
};

static void
test_numbers (void)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (catalogue, &n_types);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_auto (GStrv) words = g_strsplit (numbers[i], " ", -1);
      const CrmRecordType *type = crm_catalogue_find (catalogue, words[1]);
      const CrmField *field = crm_record_type_find_field (type, words[3]);

      g_assert_nonnull (field);
      g_assert_cmpint (type->table.id, ==, atoi (words[0]));
      g_assert_cmpint (field->column.id, ==, atoi (words[2]));
    }

  for (guint t = 0; t < n_types; t++)
    {
      g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
      g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);

      for (guint i = 0; i < t; i++)
        g_assert_cmpint (types[i]->table.id, !=, types[t]->table.id);

      for (guint i = 0; i < types[t]->n_fields; i++)
        {
          const CrmField *field = types[t]->fields[i];

          /* Room for custom fields, whose numbers come after. */
          g_assert_cmpint (field->column.id, <, 1000);
          g_assert_true (g_hash_table_add (ids, GINT_TO_POINTER (field->column.id)));
          g_assert_true (g_hash_table_add (labels, field->label));
          g_assert_cmpstr (field->group, !=, "");
          g_assert_true (field->record_type == types[t]);
          if (field->column.links_to != NULL)
            g_assert_nonnull (crm_catalogue_find (catalogue, field->column.links_to));
          if (field->column.counts != NULL)
            {
              const CrmRecordType *counted = crm_catalogue_find (catalogue, field->column.counts);
              const CrmField *via = crm_record_type_find_field (counted, field->column.counts_via);

              g_assert_cmpstr (via->column.links_to, ==, types[t]->table.name);
            }
        }

      /* What all of them have. */
      g_assert_cmpint (crm_record_type_find_field (types[t], "created")->column.id, ==, 901);
      g_assert_cmpint (crm_record_type_find_field (types[t], "modified")->column.id, ==, 902);
      g_assert_cmpint (crm_record_type_find_field (types[t], "author")->column.id, ==, 903);

      g_assert_nonnull (crm_record_type_get_title (types[t]));
      if (types[t]->details != NULL)
        {
          g_auto (GStrv) keys = g_strsplit (types[t]->details, ",", -1);

          for (guint i = 0; keys[i] != NULL; i++)
            g_assert_nonnull (crm_record_type_find_field (types[t], keys[i]));
        }
    }
}

static void
test_finding (void)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *contacts = crm_catalogue_find (catalogue, "contact");

  g_assert_true (crm_catalogue_find (catalogue, "contacts") == contacts);
  g_assert_true (crm_catalogue_get_type_of (&contacts->table) == contacts);
  g_assert_nonnull (crm_catalogue_find (catalogue, "businesses"));
  g_assert_null (crm_catalogue_find (catalogue, "contac"));
  g_assert_null (crm_catalogue_find (catalogue, ""));
  g_assert_null (crm_catalogue_find (catalogue, NULL));

  g_assert_cmpstr (crm_record_type_find_field (contacts, "email")->key, ==, "email");
  g_assert_null (crm_record_type_find_field (contacts, "E-Mail"));
  g_assert_null (crm_record_type_find_field (contacts, ""));
  g_assert_null (crm_record_type_find_field (contacts, NULL));

  g_assert_cmpstr (crm_record_type_find_label (contacts, "  FIRST  name ")->key, ==, "first_name");
  g_assert_cmpstr (crm_record_type_find_label (contacts, "e-mail")->key, ==, "email");
  g_assert_null (crm_record_type_find_label (contacts, "first_name"));
  g_assert_null (crm_record_type_find_label (contacts, " "));
  g_assert_null (crm_record_type_find_label (contacts, NULL));

  g_assert_null (crm_record_type_get_custom (contacts, 0));
  g_assert_null (crm_record_type_get_custom (contacts, 1));
  g_assert_cmpstr (crm_record_type_get_title (contacts)->key, ==, "name");
}

static void
test_counting (void)
{
  static const struct
  {
    const char *type;
    gint64 n;
    const char *label;
  } forms[] = {
    { "contact", 0, "0 contacts" }, { "contact", 1, "1 contact" }, { "contact", 12408, "12,408 contacts" },
    { "account", 2, "2 accounts" }, { "note", 1, "1 note" }, { "tag", 2, "2 tags" }, { "user", 1, "1 team member" },
    { "field", 2, "2 custom fields" }, { "option", 1, "1 option" }, { "business", 2, "2 businesses" },
  };
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *label = crm_record_type_count_label (crm_catalogue_find (catalogue, forms[i].type), forms[i].n);

      g_assert_cmpstr (label, ==, forms[i].label);
    }
}

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

static const CrmRecordType *
get_contacts (Fixture *fixture)
{
  return crm_workspace_get_type_named (fixture->workspace, "contact");
}

/* Forms are arranged by people; the position is no field that they see. */
static void
set_position (Fixture *fixture,
              gint64   id,
              double   position)
{
  const CrmTable *table = &crm_workspace_get_type_named (fixture->workspace, "field")->table;
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  CrmValue value = crm_value_real (position);

  crm_change_set_set (set, table, id, crm_table_find_column (table, "position"), &value);
  commit = crm_workspace_commit (fixture->workspace, set, &error);
  g_assert_no_error (error);
}

static void
test_custom (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 second = crm_test_add (fixture->workspace, "field", "label", "Roof area", "record_type", "contact", "type", "number",
                                "section", "Roof", "help", "In square metres", "required", "yes", "default_value", "12.5", NULL);
  gint64 first = crm_test_add (fixture->workspace, "field", "label", "Ladder", "record_type", "contact", "type", "choice", NULL);
  gint64 theirs = crm_test_add (fixture->workspace, "field", "label", "Size", "record_type", "account", "type", "text", NULL);
  const CrmRecordType *contacts;
  const CrmField *field;
  guint n_fields;

  set_position (fixture, second, 2);
  set_position (fixture, first, 1.5);
  contacts = get_contacts (fixture);
  n_fields = contacts->n_fields;
  field = crm_record_type_get_custom (contacts, second);
  g_assert_nonnull (field);
  g_assert_cmpint (field->custom, ==, second);
  g_assert_cmpint (field->column.id, ==, 1000 + second);
  g_assert_cmpstr (field->key, ==, "custom.roof_area");
  g_assert_cmpstr (field->label, ==, "Roof area");
  g_assert_cmpstr (field->group, ==, "Roof");
  g_assert_cmpstr (field->help, ==, "In square metres");
  g_assert_cmpstr (field->default_value, ==, "12.5");
  g_assert_cmpint (field->flags & CRM_FIELD_REQUIRED, !=, 0);
  g_assert_true (crm_record_type_find_field (contacts, "custom.roof_area") == field);
  g_assert_true (crm_record_type_find_label (contacts, "ROOF AREA") == field);
  g_assert_cmpstr (crm_record_type_get_custom (contacts, first)->column.links_to, ==, "option");

  /* In the order of their positions, before what every record has, and only where they belong. */
  g_assert_true (contacts->fields[n_fields - 5] == crm_record_type_get_custom (contacts, first));
  g_assert_true (contacts->fields[n_fields - 4] == field);
  g_assert_cmpstr (contacts->fields[n_fields - 3]->key, ==, "created");
  g_assert_null (crm_record_type_get_custom (contacts, theirs));

  crm_test_trash (fixture->workspace, "field", second);
  contacts = get_contacts (fixture);
  g_assert_null (crm_record_type_get_custom (contacts, second));
  g_assert_nonnull (crm_record_type_get_custom (contacts, first));
  g_assert_cmpuint (contacts->n_fields, ==, n_fields - 1);
}

/* Adds @n custom fields to contacts in one commit. */
static gboolean
add_fields (Fixture     *fixture,
            const char  *name,
            guint        n,
            GError     **error)
{
  static const char * const columns[] = { "label", "record_type", "type" };
  const CrmTable *table = &crm_workspace_get_type_named (fixture->workspace, "field")->table;
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = g_strdup_printf ("%s %u", name, i);
      const char *values[] = { label, "contact", "money" };
      gint64 id = crm_change_set_create (set, table);

      for (guint k = 0; k < G_N_ELEMENTS (columns); k++)
        {
          g_auto (CrmValue) value = crm_value_text (values[k]);

          crm_change_set_set (set, table, id, crm_table_find_column (table, columns[k]), &value);
        }
    }
  commit = crm_workspace_commit (fixture->workspace, set, error);

  return commit != NULL;
}

/* A field costs columns and indexes, of which a file can have only so many. */
static void
test_too_many (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (add_fields (fixture, "Field", CRM_MAX_CUSTOM_FIELDS + 1, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (add_fields (fixture, "Field", CRM_MAX_CUSTOM_FIELDS, &error));
  g_assert_no_error (error);

  /* What is in the trash can come back, so it counts. Other records are not concerned. */
  crm_test_trash (fixture->workspace, "field", 1);
  g_assert_false (add_fields (fixture, "Another", 1, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  crm_test_add (fixture->workspace, "field", "label", "Another", "record_type", "account", "type", "text", NULL);

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "custom.field_1", "12", NULL);
  g_clear_object (&fixture->workspace);
  fixture->workspace = crm_test_open (fixture->folder);
  g_assert_cmpuint (get_contacts (fixture)->n_fields, >=, CRM_MAX_CUSTOM_FIELDS);
}

static gpointer
explain_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return crm_query_explain (data, db, schema, error);
}

/* Every sort that is offered comes out of an index: nothing is sorted when it is asked for. */
static void
test_plans (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GEnumClass) field_types = g_type_class_ref (CRM_TYPE_FIELD_TYPE);
  const CrmRecordType **types;
  guint n_types;
  guint n_sorts = 0;

  for (guint i = 0; i < field_types->n_values; i++)
    {
      CrmFieldType type = (CrmFieldType) field_types->values[i].value;
      g_autofree char *label = g_strdup_printf ("Custom %u", i);

      if (crm_field_type_is_custom (type))
        crm_test_add (fixture->workspace, "field", "label", label, "record_type", "contact",
                      "type", crm_field_type_get_name (type), NULL);
    }

  types = crm_catalogue_list (crm_workspace_get_catalogue (fixture->workspace), &n_types);
  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < 2 * types[t]->n_fields; i++)
      {
        const CrmField *field = types[t]->fields[i / 2];
        g_autoptr (CrmQuery) query = crm_query_new (&types[t]->table);
        g_autoptr (GError) error = NULL;
        g_autofree char *plan = NULL;
        g_auto (GStrv) lines = NULL;

        if (!crm_field_is_sorted (field))
          continue;

        crm_query_set_sort (query, &field->column, i % 2);
        plan = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, explain_read, query, &error);
        g_assert_no_error (error);
        g_assert_null (strstr (plan, "TEMP B-TREE"));
        lines = g_strsplit (plan, "\n", -1);
        for (guint k = 0; lines[k] != NULL; k++)
          g_assert_true (!g_str_has_prefix (lines[k], "SCAN") || strstr (lines[k], "USING") != NULL);
        n_sorts++;
      }
  g_assert_cmpuint (n_sorts, >, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalogue/numbers", test_numbers);
  g_test_add_func ("/catalogue/finding", test_finding);
  g_test_add_func ("/catalogue/counting", test_counting);
  g_test_add ("/catalogue/custom", Fixture, NULL, fixture_set_up, test_custom, fixture_tear_down);
  g_test_add ("/catalogue/too-many", Fixture, NULL, fixture_set_up, test_too_many, fixture_tear_down);
  g_test_add ("/catalogue/plans", Fixture, NULL, fixture_set_up, test_plans, fixture_tear_down);

  return g_test_run ();
}
