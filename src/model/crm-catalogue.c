/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The catalogue: which kinds of records there are and which fields they have. SQL, properties,
 * forms, columns, sorts, filters, bulk edit, import, export and history sentences are derived
 * from it. What the program knows is in the lines of crm-catalogue-lines.c.
 *
 * Custom fields are records themselves (type "field"); a catalogue is made anew when one of them
 * changes. A catalogue never changes, so it may cross threads.
 */

#include "config.h"

#include "crm-catalogue-private.h"

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

static CrmSchema *
crm_catalogue_load_for_file (CrmSchema  *schema,
                             CrmDb      *db,
                             GError    **error)
{
  return (CrmSchema *) crm_catalogue_load (db, error);
}

static void
crm_catalogue_class_init (CrmCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_catalogue_finalize;
  CRM_SCHEMA_CLASS (klass)->allow = crm_catalogue_allow;
  CRM_SCHEMA_CLASS (klass)->load = crm_catalogue_load_for_file;
}

static void
crm_catalogue_init (CrmCatalogue *self)
{
  self->types = g_ptr_array_new_with_free_func (type_free);
}

static void
add_lines (CrmRecordType   *type,
           GPtrArray       *fields,
           const CrmFieldLine *lines)
{
  for (const CrmFieldLine *line = lines; line->name != NULL; line++)
    {
      CrmField *field = g_new0 (CrmField, 1);

      crm_field_define (field, line->id, line->name, line->type, line->flags);
      field->column.links_to = line->links_to;
      field->column.counts = line->counts;
      field->column.counts_via = line->counts_via;
      field->column.counts_if = line->counts_if;
      field->column.least = line->least;
      field->default_value = g_strdup (line->default_value);
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
  guint n_fields = 0;

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
          id + CUSTOM_IDS > G_MAXUINT16 || n_fields >= CRM_MAX_CUSTOM_FIELDS)
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
      n_fields++;
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
          const CrmTypeLine  *line,
          CrmDb           *db,
          GError         **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  CrmRecordType *type = g_new0 (CrmRecordType, 1);
  gboolean added = TRUE;

  type->label = _(line->label);
  type->plural = _(line->plural);
  type->english_plural = line->plural;
  type->count_one = line->count_one;
  type->count_many = line->count_many;
  type->add = line->add != NULL ? _(line->add) : NULL;
  type->page = line->page != NULL ? _(line->page) : NULL;
  type->none = line->none != NULL ? _(line->none) : NULL;
  type->about = line->about != NULL ? _(line->about) : NULL;
  type->select = line->select != NULL ? _(line->select) : NULL;
  type->icon = line->icon;
  type->details = line->details;
  type->takes_custom_fields = line->takes_custom_fields;
  type->is_short = line->is_short;
  type->by_name = line->by_name;
  type->table.id = line->id;
  type->table.name = line->name;
  type->table.derive = line->derive;
  type->table.check = line->check != NULL ? line->check : crm_rules_check;
  type->table.follow = line->follow;
  type->table.mend = crm_rules_mend_links;
  g_ptr_array_add (self->types, type);

  add_lines (type, fields, line->fields);
  if (db != NULL && line->takes_custom_fields)
    added = add_custom_fields (type, fields, db, error);
  add_lines (type, fields, _crm_catalogue_get_common_lines ());

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
  guint n_lines;
  const CrmTypeLine *lines = _crm_catalogue_get_lines (&n_lines);

  for (guint i = 0; i < n_lines; i++)
    if (!add_type (self, &lines[i], db, error))
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

  if (name == NULL)
    return NULL;

  /* Asked for often, and nearly always so. */
  for (guint i = 0; i < self->types->len; i++)
    if (strcmp (((const CrmRecordType *) g_ptr_array_index (self->types, i))->table.name, name) == 0)
      return g_ptr_array_index (self->types, i);

  for (guint i = 0; i < self->types->len; i++)
    {
      const CrmRecordType *type = g_ptr_array_index (self->types, i);
      g_autofree char *plural = crm_fold (type->english_plural);

      if (g_strcmp0 (plural, name) == 0)
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
  return crm_fill (g_dngettext (GETTEXT_PACKAGE, type->count_one, type->count_many, (gulong) n), number);
}
