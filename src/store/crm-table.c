/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The tables as the store knows them: names, storage, keys, indexes. What they mean is known
 * above; see CrmCatalogue. Read-only once in use, so any thread.
 */

#include "config.h"

#include "crm-table.h"

#include "crm-email.h"
#include "crm-fold.h"

typedef struct
{
  GPtrArray *tables;
} CrmSchemaPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (CrmSchema, crm_schema, G_TYPE_OBJECT)

static gboolean
crm_schema_real_allow (CrmSchema  *self,
                       CrmImage   *image,
                       GError    **error)
{
  return TRUE;
}

static CrmSchema *
crm_schema_real_load (CrmSchema  *self,
                      CrmDb      *db,
                      GError    **error)
{
  return g_object_ref (self);
}

static void
crm_schema_finalize (GObject *object)
{
  CrmSchemaPrivate *priv = crm_schema_get_instance_private (CRM_SCHEMA (object));

  g_ptr_array_unref (priv->tables);

  G_OBJECT_CLASS (crm_schema_parent_class)->finalize (object);
}

static void
crm_schema_class_init (CrmSchemaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_schema_finalize;

  klass->allow = crm_schema_real_allow;
  klass->load = crm_schema_real_load;
}

static void
crm_schema_init (CrmSchema *self)
{
  CrmSchemaPrivate *priv = crm_schema_get_instance_private (self);

  priv->tables = g_ptr_array_new ();
}

/**
 * crm_schema_add_table:
 * @table: (transfer none): a table that lives as long as the schema
 *
 * For subclasses, before the schema is given to a store.
 */
void
crm_schema_add_table (CrmSchema *self,
                      CrmTable  *table)
{
  CrmSchemaPrivate *priv = crm_schema_get_instance_private (self);

  g_return_if_fail (CRM_IS_SCHEMA (self));
  g_return_if_fail (crm_schema_get_table (self, table->id) == NULL);

  g_return_if_fail (table->n_columns <= CRM_MAX_COLUMNS);

  for (guint16 i = 0; i < table->n_columns; i++)
    table->columns[i]->index = i;

  table->created = (CrmColumn *) crm_table_find_column (table, "created");
  table->modified = (CrmColumn *) crm_table_find_column (table, "modified");
  table->author = (CrmColumn *) crm_table_find_column (table, "author");
  table->mark = (CrmColumn *) crm_table_find_column (table, "colour");
  table->schema = self;
  table->index = priv->tables->len;
  g_assert (table->created != NULL && table->modified != NULL && table->title != NULL);

  g_ptr_array_add (priv->tables, table);
}

/**
 * crm_schema_get_tables:
 * @n_tables: (out): how many
 *
 * Returns: (transfer none) (array length=n_tables): all tables
 */
const CrmTable **
crm_schema_get_tables (CrmSchema *self,
                       guint     *n_tables)
{
  CrmSchemaPrivate *priv = crm_schema_get_instance_private (self);

  *n_tables = priv->tables->len;

  return (const CrmTable **) priv->tables->pdata;
}

/**
 * crm_schema_get_table:
 * @id: of a table
 *
 * Returns: (transfer none) (nullable): the table
 */
const CrmTable *
crm_schema_get_table (CrmSchema *self,
                      guint16    id)
{
  CrmSchemaPrivate *priv = crm_schema_get_instance_private (self);

  for (guint i = 0; i < priv->tables->len; i++)
    {
      CrmTable *table = g_ptr_array_index (priv->tables, i);

      if (table->id == id)
        return table;
    }

  return NULL;
}

/**
 * crm_schema_find_table:
 * @name: of a table
 *
 * Returns: (transfer none) (nullable): the table
 */
const CrmTable *
crm_schema_find_table (CrmSchema  *self,
                       const char *name)
{
  CrmSchemaPrivate *priv = crm_schema_get_instance_private (self);

  for (guint i = 0; i < priv->tables->len; i++)
    {
      CrmTable *table = g_ptr_array_index (priv->tables, i);

      if (g_strcmp0 (table->name, name) == 0)
        return table;
    }

  return NULL;
}

/**
 * crm_schema_allow:
 * @image: a record that is about to be written
 * @error: %CRM_ERROR_DENIED
 *
 * Asks whether the actor of the commit may do it.
 */
gboolean
crm_schema_allow (CrmSchema  *self,
                  CrmImage   *image,
                  GError    **error)
{
  return CRM_SCHEMA_GET_CLASS (self)->allow (self, image, error);
}

/**
 * crm_schema_load:
 * @db: a connection to a file that has the tables of @self
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the schema that fits the file, or %NULL with @error set
 */
CrmSchema *
crm_schema_load (CrmSchema  *self,
                 CrmDb      *db,
                 GError    **error)
{
  return CRM_SCHEMA_GET_CLASS (self)->load (self, db, error);
}

/**
 * crm_table_get_column:
 * @id: of a column
 *
 * Returns: (transfer none) (nullable): the column
 */
const CrmColumn *
crm_table_get_column (const CrmTable *table,
                      guint16         id)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i]->id == id)
      return table->columns[i];

  return NULL;
}

/**
 * crm_table_find_column:
 * @name: of a column
 *
 * Returns: (transfer none) (nullable): the column
 */
const CrmColumn *
crm_table_find_column (const CrmTable *table,
                       const char     *name)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (g_strcmp0 (table->columns[i]->name, name) == 0)
      return table->columns[i];

  return NULL;
}

/**
 * crm_table_is_searched:
 *
 * Returns: %TRUE if the table has a search index
 */
gboolean
crm_table_is_searched (const CrmTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i]->search != CRM_SEARCH_NONE)
      return TRUE;

  return FALSE;
}

/**
 * crm_column_has_key:
 *
 * Returns: %TRUE if the file keeps a comparison key beside the column
 */
gboolean
crm_column_has_key (const CrmColumn *column)
{
  return column->key != CRM_KEY_NONE && column->storage == CRM_STORAGE_TEXT;
}

/**
 * crm_column_make_key:
 * @text: (nullable): a value of the column
 *
 * Returns: (transfer full) (nullable): what @text is compared by
 */
char *
crm_column_make_key (const CrmColumn *column,
                     const char      *text)
{
  switch (column->key)
    {
    case CRM_KEY_FOLDED:
      return crm_fold (text);
    case CRM_KEY_EMAIL:
      return crm_email_key (text);
    case CRM_KEY_DIGITS:
      {
        GString *digits = g_string_new (NULL);

        crm_fold_append_digits (digits, text);

        return g_string_free (digits, digits->len == 0);
      }
    case CRM_KEY_NONE:
    default:
      return g_strdup (text);
    }
}

/**
 * crm_column_order_name:
 *
 * Returns: (transfer full): the name in the file by which the column is sorted and compared
 */
char *
crm_column_order_name (const CrmColumn *column)
{
  return crm_column_has_key (column) ? g_strconcat (column->name, "_key", NULL) : g_strdup (column->name);
}
