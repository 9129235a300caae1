/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The catalogue: which kinds of records there are and which fields they have. SQL, properties,
 * forms, columns, sorts, filters, bulk edit, import, export and history sentences are derived
 * from it. To add a field, add a line below; nothing else.
 *
 * Numbers and names are in every file. They are never changed and never used again.
 *
 * Custom fields are records themselves (type "field"); a catalogue is made anew when one of them
 * changes. A catalogue never changes, so it may cross threads.
 */

#include "config.h"

#include "crm-catalogue.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-fold.h"
#include "crm-money.h"
#include "crm-rights.h"
#include "crm-rules.h"

struct _CrmCatalogue
{
  CrmSchema parent_instance;

  GPtrArray *types;
};

G_DEFINE_FINAL_TYPE (CrmCatalogue, crm_catalogue, CRM_TYPE_SCHEMA)

/* The ids of custom fields begin here; the number of the record is added. */
#define CUSTOM_IDS 1000

typedef struct
{
  guint16 id;
  const char *name;
  CrmFieldType type;
  const char *label;
  const char *group;
  CrmFieldFlags flags;
  const char *links_to;
  const CrmKeyword *keywords;
  const char *counts;
  const char *counts_via;
} FieldLine;

typedef struct
{
  guint16 id;
  const char *name;
  const char *label;
  const char *plural;
  const char *icon;
  const char *title;
  const char *details;
  const FieldLine *fields;
  gboolean takes_custom_fields;
  void (*derive) (CrmImage *image);
  gboolean (*check) (CrmImage *image, GError **error);
  gboolean (*follow) (CrmImage *image, GError **error);
} TypeLine;

#define REQUIRED   CRM_FIELD_REQUIRED
#define READ_ONLY  CRM_FIELD_READ_ONLY
#define INTERNAL   CRM_FIELD_INTERNAL
#define SEARCHED   CRM_FIELD_SEARCHED
#define FORM       CRM_FIELD_FORM
#define COLUMN     CRM_FIELD_COLUMN
#define UNSORTED   CRM_FIELD_UNSORTED
#define DERIVED    CRM_FIELD_DERIVED
#define NO_EXPORT  CRM_FIELD_NO_EXPORT

#define GENERAL  N_("General Details")
#define CONTACT  N_("Contact Details")
#define ADDRESS  N_("Address")
#define ORIGIN   N_("Origin")

static const CrmKeyword sources[] = {
  { "manual", N_("Added by Hand") },
  { "import", N_("Import") },
  { "chatbot", N_("Chatbot") },
  { "form", N_("Subscription Form") },
  { "landing-page", N_("Landing Page") },
  { "email-automation", N_("E-Mail Automation") },
  { "payments", N_("Payments") },
  { "api", N_("API") },
  { "integration", N_("Integration") },
  { "education", N_("Courses") },
  { "pop-up", N_("Pop-Up") },
  { "email-service", N_("E-Mail Service") },
  { NULL, NULL },
};

static const CrmKeyword roles[] = {
  { "administrator", N_("Administrator") },
  { "member", N_("Member") },
  { NULL, NULL },
};

static const CrmKeyword colours[] = {
  { "blue", N_("Blue") },
  { "green", N_("Green") },
  { "yellow", N_("Yellow") },
  { "orange", N_("Orange") },
  { "red", N_("Red") },
  { "purple", N_("Purple") },
  { "brown", N_("Brown") },
  { "grey", N_("Grey") },
  { NULL, NULL },
};

static const FieldLine business_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Business Name"), GENERAL, REQUIRED | FORM },
  { 2, "country", CRM_FIELD_COUNTRY, N_("Country"), GENERAL, FORM },
  { 3, "currency", CRM_FIELD_TEXT, N_("Currency"), GENERAL, FORM | UNSORTED },
  { 4, "default_owner", CRM_FIELD_LINK, N_("Responsible for New Contacts"), GENERAL, FORM, "user" },
  { 0 },
};

static const FieldLine user_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Name"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "email", CRM_FIELD_EMAIL, N_("E-Mail"), GENERAL, FORM | COLUMN | SEARCHED },
  { 3, "role", CRM_FIELD_KEYWORD, N_("Role"), GENERAL, FORM | COLUMN, NULL, roles },
  { 4, "may_reassign", CRM_FIELD_YES_NO, N_("Reassign Accounts"), GENERAL, FORM },
  { 0 },
};

static const FieldLine account_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Account Name"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "owner", CRM_FIELD_LINK, N_("Account Owner"), GENERAL, FORM | COLUMN, "user" },
  { 3, "website", CRM_FIELD_URL, N_("Website"), GENERAL, FORM | COLUMN | SEARCHED },
  { 4, "phone", CRM_FIELD_PHONE, N_("Phone"), GENERAL, FORM | COLUMN | SEARCHED },
  { 5, "phone_number", CRM_FIELD_TEXT, N_("Phone (Normalised)"), GENERAL, INTERNAL | DERIVED },
  { 6, "industry", CRM_FIELD_TEXT, N_("Industry"), GENERAL, FORM | COLUMN | SEARCHED },
  { 7, "employees", CRM_FIELD_WHOLE, N_("Number of Employees"), GENERAL, FORM },
  { 8, "annual_revenue", CRM_FIELD_MONEY, N_("Annual Revenue"), GENERAL, FORM },
  { 9, "description", CRM_FIELD_LONG_TEXT, N_("Description"), GENERAL, FORM | SEARCHED },
  { 10, "street", CRM_FIELD_TEXT, N_("Street"), ADDRESS, FORM | SEARCHED },
  { 11, "street2", CRM_FIELD_TEXT, N_("Street, 2nd Line"), ADDRESS, FORM | UNSORTED },
  { 12, "city", CRM_FIELD_TEXT, N_("City"), ADDRESS, FORM | COLUMN | SEARCHED },
  { 13, "region", CRM_FIELD_TEXT, N_("Region"), ADDRESS, FORM | SEARCHED },
  { 14, "postcode", CRM_FIELD_TEXT, N_("Postcode"), ADDRESS, FORM | SEARCHED },
  { 15, "country", CRM_FIELD_COUNTRY, N_("Country"), ADDRESS, FORM | COLUMN },
  { 16, "contacts", CRM_FIELD_COUNT, N_("Contacts"), ORIGIN, READ_ONLY | COLUMN, .counts = "contact", .counts_via = "account" },
  { 0 },
};

static const FieldLine contact_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Name"), GENERAL, READ_ONLY | DERIVED | COLUMN | NO_EXPORT },
  { 2, "first_name", CRM_FIELD_TEXT, N_("First Name"), GENERAL, FORM | SEARCHED },
  { 3, "last_name", CRM_FIELD_TEXT, N_("Last Name"), GENERAL, FORM | SEARCHED },
  { 4, "job_title", CRM_FIELD_TEXT, N_("Job Title"), GENERAL, FORM | COLUMN | SEARCHED },
  { 5, "account", CRM_FIELD_LINK, N_("Account"), GENERAL, FORM | COLUMN, "account" },
  { 6, "owner", CRM_FIELD_LINK, N_("Responsible"), GENERAL, FORM | COLUMN, "user" },
  { 7, "birthday", CRM_FIELD_DATE, N_("Birthday"), GENERAL, CRM_FIELD_FLAGS_NONE },
  { 8, "tags", CRM_FIELD_TAGS, N_("Tags"), GENERAL, FORM | COLUMN, "tag" },
  { 10, "email", CRM_FIELD_EMAIL, N_("E-Mail"), CONTACT, FORM | COLUMN | SEARCHED },
  { 11, "emails", CRM_FIELD_EMAILS, N_("Further E-Mails"), CONTACT, SEARCHED },
  { 12, "phone", CRM_FIELD_PHONE, N_("Phone"), CONTACT, FORM | COLUMN | SEARCHED },
  { 13, "phone_number", CRM_FIELD_TEXT, N_("Phone (Normalised)"), CONTACT, INTERNAL | DERIVED },
  { 14, "phones", CRM_FIELD_PHONES, N_("Further Phones"), CONTACT, SEARCHED },
  { 15, "messengers", CRM_FIELD_MESSENGERS, N_("Messengers"), CONTACT, SEARCHED },
  { 16, "website", CRM_FIELD_URL, N_("Website"), CONTACT, UNSORTED | SEARCHED },
  { 20, "street", CRM_FIELD_TEXT, N_("Street"), ADDRESS, FORM | SEARCHED },
  { 21, "street2", CRM_FIELD_TEXT, N_("Street, 2nd Line"), ADDRESS, UNSORTED },
  { 22, "city", CRM_FIELD_TEXT, N_("City"), ADDRESS, FORM | COLUMN | SEARCHED },
  { 23, "region", CRM_FIELD_TEXT, N_("Region"), ADDRESS, FORM | SEARCHED },
  { 24, "postcode", CRM_FIELD_TEXT, N_("Postcode"), ADDRESS, FORM | SEARCHED },
  { 25, "country", CRM_FIELD_COUNTRY, N_("Country"), ADDRESS, FORM },
  { 26, "description", CRM_FIELD_LONG_TEXT, N_("Description"), GENERAL, SEARCHED },
  { 30, "source", CRM_FIELD_KEYWORD, N_("Source"), ORIGIN, READ_ONLY, NULL, sources },
  { 31, "utm_source", CRM_FIELD_TEXT, N_("UTM Source"), ORIGIN, UNSORTED },
  { 32, "utm_medium", CRM_FIELD_TEXT, N_("UTM Medium"), ORIGIN, UNSORTED },
  { 33, "utm_campaign", CRM_FIELD_TEXT, N_("UTM Campaign"), ORIGIN, UNSORTED },
  { 34, "utm_term", CRM_FIELD_TEXT, N_("UTM Term"), ORIGIN, UNSORTED },
  { 35, "utm_content", CRM_FIELD_TEXT, N_("UTM Content"), ORIGIN, UNSORTED },
  { 0 },
};

static const FieldLine note_fields[] = {
  { 1, "body", CRM_FIELD_LONG_TEXT, N_("Note"), GENERAL, REQUIRED | FORM | SEARCHED },
  { 2, "account", CRM_FIELD_LINK, N_("Account"), GENERAL, CRM_FIELD_FLAGS_NONE, "account" },
  { 3, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, CRM_FIELD_FLAGS_NONE, "contact" },
  { 4, "title", CRM_FIELD_TEXT, N_("Beginning"), GENERAL, INTERNAL | DERIVED },
  { 0 },
};

static const FieldLine tag_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Tag"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "colour", CRM_FIELD_KEYWORD, N_("Colour"), GENERAL, FORM, NULL, colours },
  { 3, "contacts", CRM_FIELD_COUNT, N_("Contacts"), GENERAL, READ_ONLY | COLUMN, .counts = "contact", .counts_via = "tags" },
  { 0 },
};

/* The definition of a custom field. */
static const FieldLine field_fields[] = {
  { 1, "label", CRM_FIELD_TEXT, N_("Name"), GENERAL, REQUIRED | FORM },
  { 2, "record_type", CRM_FIELD_TEXT, N_("Of"), GENERAL, REQUIRED | UNSORTED },
  { 3, "key", CRM_FIELD_TEXT, N_("Key"), GENERAL, READ_ONLY | UNSORTED },
  { 4, "type", CRM_FIELD_TEXT, N_("Type"), GENERAL, REQUIRED | UNSORTED },
  { 5, "section", CRM_FIELD_TEXT, N_("Group"), GENERAL, FORM | UNSORTED },
  { 6, "required", CRM_FIELD_YES_NO, N_("Required"), GENERAL, FORM | UNSORTED },
  { 7, "default_value", CRM_FIELD_TEXT, N_("Default Value"), GENERAL, FORM | UNSORTED },
  { 8, "help", CRM_FIELD_TEXT, N_("Help Text"), GENERAL, FORM | UNSORTED },
  { 9, "position", CRM_FIELD_NUMBER, N_("Position"), GENERAL, INTERNAL },
  { 0 },
};

/* One option of a custom field with a list. */
static const FieldLine option_fields[] = {
  { 1, "label", CRM_FIELD_TEXT, N_("Option"), GENERAL, REQUIRED | FORM },
  { 2, "field", CRM_FIELD_LINK, N_("Field"), GENERAL, REQUIRED, "field" },
  { 3, "position", CRM_FIELD_NUMBER, N_("Position"), GENERAL, INTERNAL },
  { 0 },
};

/* What every record has. */
static const FieldLine common_fields[] = {
  { 901, "created", CRM_FIELD_DATE_TIME, N_("Created"), ORIGIN, READ_ONLY | DERIVED },
  { 902, "modified", CRM_FIELD_DATE_TIME, N_("Last Changed"), ORIGIN, READ_ONLY | DERIVED },
  { 903, "author", CRM_FIELD_LINK, N_("Created By"), ORIGIN, READ_ONLY | DERIVED | UNSORTED, "user" },
  { 0 },
};

static const TypeLine type_lines[] = {
  { CRM_ID_BUSINESS, "business", N_("Business"), N_("Businesses"), "crm-business-symbolic", "name", NULL, business_fields },
  { CRM_ID_USER, "user", N_("Team Member"), N_("Team Members"), "crm-user-symbolic", "name", "email", user_fields,
    .check = crm_rules_check_user },
  { CRM_ID_ACCOUNT, "account", N_("Account"), N_("Accounts"), "crm-account-symbolic", "name", "city,website,phone", account_fields, TRUE,
    crm_rules_derive_account, crm_rules_check_account, NULL },
  { CRM_ID_CONTACT, "contact", N_("Contact"), N_("Contacts"), "crm-contact-symbolic", "name", "account,email,phone", contact_fields, TRUE,
    crm_rules_derive_contact, crm_rules_check_contact, NULL },
  { CRM_ID_NOTE, "note", N_("Note"), N_("Notes"), "crm-note-symbolic", "title", "account,contact", note_fields, FALSE,
    crm_rules_derive_note, crm_rules_check_note, NULL },
  { CRM_ID_TAG, "tag", N_("Tag"), N_("Tags"), "crm-tag-symbolic", "name", NULL, tag_fields, FALSE,
    crm_rules_derive_tag, crm_rules_check_tag, crm_rules_follow_removal },
  { CRM_ID_FIELD, "field", N_("Custom Field"), N_("Custom Fields"), "crm-field-symbolic", "label", NULL, field_fields, FALSE,
    crm_rules_derive_field, crm_rules_check_field, NULL },
  { CRM_ID_OPTION, "option", N_("Option"), N_("Options"), "crm-field-symbolic", "label", NULL, option_fields, FALSE,
    NULL, crm_rules_check_option, crm_rules_follow_removal },
};

static void
field_free (gpointer data)
{
  CrmField *field = data;

  g_free (field->key);
  g_free (field->label);
  g_free (field->group);
  g_free (field->help);
  g_free (field->default_value);
  if (field->custom != 0)
    g_free ((char *) field->column.name);
  g_free (field);
}

static void
type_free (gpointer data)
{
  CrmRecordType *type = data;

  for (guint i = 0; i < type->n_fields; i++)
    field_free (type->fields[i]);
  g_free (type->fields);
  g_free (type);
}

static void
crm_catalogue_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_CATALOGUE (object)->types);

  G_OBJECT_CLASS (crm_catalogue_parent_class)->finalize (object);
}

static gboolean
crm_catalogue_allow (CrmSchema  *schema,
                     CrmImage   *image,
                     GError    **error)
{
  return crm_rights_allow (image, error);
}

static void
crm_catalogue_class_init (CrmCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_catalogue_finalize;
  CRM_SCHEMA_CLASS (klass)->allow = crm_catalogue_allow;
}

static void
crm_catalogue_init (CrmCatalogue *self)
{
  self->types = g_ptr_array_new_with_free_func (type_free);
}

static void
add_lines (CrmRecordType   *type,
           GPtrArray       *fields,
           const FieldLine *lines)
{
  for (const FieldLine *line = lines; line->name != NULL; line++)
    {
      CrmField *field = g_new0 (CrmField, 1);

      crm_field_define (field, line->id, line->name, line->type, line->flags);
      field->column.links_to = line->links_to;
      field->column.counts = line->counts;
      field->column.counts_via = line->counts_via;
      field->record_type = type;
      field->key = g_strdup (line->name);
      field->label = g_strdup (_(line->label));
      field->english = line->label;
      field->group = g_strdup (_(line->group));
      field->keywords = line->keywords;
      g_ptr_array_add (fields, field);
    }
}

/* Reads the custom fields of @type that are not in the trash, in their order. */
static gboolean
add_custom_fields (CrmRecordType  *type,
                   GPtrArray      *fields,
                   CrmDb          *db,
                   GError        **error)
{
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  statement = crm_db_query (db, error,
                            "SELECT id, key, label, type, section, required, default_value, help FROM field "
                            "WHERE state = 0 AND record_type = ? ORDER BY position, id", "t", type->table.name);
  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      CrmField *field;
      CrmFieldType field_type;
      CrmFieldFlags flags = CRM_FIELD_SEARCHED;
      gint64 id = crm_statement_get_integer (statement, 0);

      /* Of a newer program: carried along, not shown. */
      if (!crm_field_type_from_name (crm_statement_get_text (statement, 3), &field_type) ||
          id + CUSTOM_IDS > G_MAXUINT16 || fields->len >= CRM_MAX_COLUMNS)
        continue;

      if (crm_statement_get_integer (statement, 5) != 0)
        flags |= CRM_FIELD_REQUIRED;

      field = g_new0 (CrmField, 1);
      crm_field_define (field, (guint16) (CUSTOM_IDS + id), g_strdup_printf ("c%" G_GINT64_FORMAT, id), field_type, flags);
      field->custom = id;
      field->record_type = type;
      field->key = g_strconcat ("custom.", crm_statement_get_text (statement, 1), NULL);
      field->label = g_strdup (crm_statement_get_text (statement, 2));
      field->group = g_strdup (crm_statement_get_text (statement, 4));
      field->default_value = g_strdup (crm_statement_get_text (statement, 6));
      field->help = g_strdup (crm_statement_get_text (statement, 7));
      if (field_type == CRM_FIELD_CHOICE || field_type == CRM_FIELD_CHOICES)
        field->column.links_to = "option";
      g_ptr_array_add (fields, field);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_type (CrmCatalogue    *self,
          const TypeLine  *line,
          CrmDb           *db,
          GError         **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  CrmRecordType *type = g_new0 (CrmRecordType, 1);
  gboolean added = TRUE;

  type->label = _(line->label);
  type->plural = _(line->plural);
  type->english_plural = line->plural;
  type->icon = line->icon;
  type->details = line->details;
  type->takes_custom_fields = line->takes_custom_fields;
  type->table.id = line->id;
  type->table.name = line->name;
  type->table.derive = line->derive;
  type->table.check = line->check != NULL ? line->check : crm_rules_check;
  type->table.follow = line->follow;
  g_ptr_array_add (self->types, type);

  add_lines (type, fields, line->fields);
  if (db != NULL && line->takes_custom_fields)
    added = add_custom_fields (type, fields, db, error);
  add_lines (type, fields, common_fields);

  type->n_fields = fields->len;
  type->fields = (CrmField **) g_ptr_array_steal (fields, NULL);
  type->table.n_columns = type->n_fields;
  type->table.columns = (CrmColumn **) type->fields;
  type->table.title = (CrmColumn *) crm_table_find_column (&type->table, line->title);
  crm_schema_add_table (CRM_SCHEMA (self), &type->table);

  return added;
}

static CrmCatalogue *
make (CrmDb   *db,
      GError **error)
{
  g_autoptr (CrmCatalogue) self = g_object_new (CRM_TYPE_CATALOGUE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (type_lines); i++)
    if (!add_type (self, &type_lines[i], db, error))
      return NULL;

  return g_steal_pointer (&self);
}

/**
 * crm_catalogue_new:
 *
 * Returns: (transfer full): the catalogue without custom fields
 */
CrmCatalogue *
crm_catalogue_new (void)
{
  return make (NULL, NULL);
}

/**
 * crm_catalogue_load:
 * @db: a connection, to read the custom fields with
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the catalogue, or %NULL with @error set
 */
CrmCatalogue *
crm_catalogue_load (CrmDb   *db,
                    GError **error)
{
  return make (db, error);
}

/**
 * crm_catalogue_get_type_of:
 * @table: a table of a catalogue
 *
 * Returns: (transfer none): the record type that it is the table of
 */
const CrmRecordType *
crm_catalogue_get_type_of (const CrmTable *table)
{
  return (const CrmRecordType *) table;
}

/**
 * crm_catalogue_find:
 * @name: "contact", or "contacts"
 *
 * Returns: (transfer none) (nullable): the record type
 */
const CrmRecordType *
crm_catalogue_find (CrmCatalogue *self,
                    const char   *name)
{
  g_return_val_if_fail (CRM_IS_CATALOGUE (self), NULL);

  for (guint i = 0; name != NULL && i < self->types->len; i++)
    {
      const CrmRecordType *type = g_ptr_array_index (self->types, i);
      g_autofree char *plural = crm_fold (type->english_plural);

      if (g_strcmp0 (type->table.name, name) == 0 || g_strcmp0 (plural, name) == 0)
        return type;
    }

  return NULL;
}

/**
 * crm_catalogue_list:
 * @n_types: (out): how many
 *
 * Returns: (transfer none) (array length=n_types): all record types
 */
const CrmRecordType **
crm_catalogue_list (CrmCatalogue *self,
                    guint        *n_types)
{
  g_return_val_if_fail (CRM_IS_CATALOGUE (self), NULL);

  *n_types = self->types->len;

  return (const CrmRecordType **) self->types->pdata;
}

/**
 * crm_record_type_find_field:
 * @key: "city", "custom.roof_area", or the name of a column
 *
 * Returns: (transfer none) (nullable): the field
 */
const CrmField *
crm_record_type_find_field (const CrmRecordType *type,
                            const char          *key)
{
  for (guint i = 0; key != NULL && i < type->n_fields; i++)
    if (strcmp (type->fields[i]->key, key) == 0 || strcmp (type->fields[i]->column.name, key) == 0)
      return type->fields[i];

  return NULL;
}

/**
 * crm_record_type_find_label:
 * @text: what people call a field, in English or in the language of the program
 *
 * Returns: (transfer none) (nullable): the field
 */
const CrmField *
crm_record_type_find_label (const CrmRecordType *type,
                            const char          *text)
{
  g_autofree char *wanted = crm_fold (text);

  for (guint i = 0; wanted != NULL && i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      g_autofree char *plain = crm_fold (field->english);
      g_autofree char *translated = crm_fold (field->label);

      if (g_strcmp0 (plain, wanted) == 0 || g_strcmp0 (translated, wanted) == 0)
        return field;
    }

  return NULL;
}

/**
 * crm_record_type_get_title:
 *
 * Returns: (transfer none): the field that names a record
 */
const CrmField *
crm_record_type_get_title (const CrmRecordType *type)
{
  return crm_field_from_column (type->table.title);
}

/**
 * crm_record_type_get_custom:
 * @id: of the record that defines a field
 *
 * Returns: (transfer none) (nullable): the field
 */
const CrmField *
crm_record_type_get_custom (const CrmRecordType *type,
                            gint64               id)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (id != 0 && type->fields[i]->custom == id)
      return type->fields[i];

  return NULL;
}

/**
 * crm_record_type_count_label:
 * @n: a number of records
 *
 * Returns: (transfer full): "1 contact", "12,408 contacts"
 */
char *
crm_record_type_count_label (const CrmRecordType *type,
                             gint64               n)
{
  g_autofree char *number = crm_number_format ((double) n);
  const char *form;

  switch (type->table.id)
    {
    case CRM_ID_ACCOUNT:
      form = g_dngettext (GETTEXT_PACKAGE, "%s account", "%s accounts", (gulong) n);
      break;
    case CRM_ID_CONTACT:
      form = g_dngettext (GETTEXT_PACKAGE, "%s contact", "%s contacts", (gulong) n);
      break;
    case CRM_ID_NOTE:
      form = g_dngettext (GETTEXT_PACKAGE, "%s note", "%s notes", (gulong) n);
      break;
    case CRM_ID_TAG:
      form = g_dngettext (GETTEXT_PACKAGE, "%s tag", "%s tags", (gulong) n);
      break;
    case CRM_ID_USER:
      form = g_dngettext (GETTEXT_PACKAGE, "%s team member", "%s team members", (gulong) n);
      break;
    case CRM_ID_FIELD:
      form = g_dngettext (GETTEXT_PACKAGE, "%s custom field", "%s custom fields", (gulong) n);
      break;
    case CRM_ID_OPTION:
      form = g_dngettext (GETTEXT_PACKAGE, "%s option", "%s options", (gulong) n);
      break;
    default:
      form = g_dngettext (GETTEXT_PACKAGE, "%s record", "%s records", (gulong) n);
      break;
    }

  return crm_fill (form, number);
}
