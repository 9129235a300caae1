/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "crm-value.h"

G_BEGIN_DECLS

typedef struct _CrmColumn CrmColumn;
typedef struct _CrmTable  CrmTable;
typedef struct _CrmImage  CrmImage;
typedef struct _CrmDb     CrmDb;
typedef struct _CrmDoor   CrmDoor;
typedef struct _CrmSchema CrmSchema;

/**
 * CrmStorage:
 * @CRM_STORAGE_TEXT: text; days and options too
 * @CRM_STORAGE_INTEGER: whole numbers, instants, yes/no
 * @CRM_STORAGE_REAL: numbers
 * @CRM_STORAGE_MONEY: minor units, with the currency in a column `<name>_currency`
 * @CRM_STORAGE_LINK: the id of a record in the table @links_to
 * @CRM_STORAGE_SET: any number of members, in the table `member`: texts, or ids of records if
 *   @links_to is set
 */
typedef enum
{
  CRM_STORAGE_TEXT,
  CRM_STORAGE_INTEGER,
  CRM_STORAGE_REAL,
  CRM_STORAGE_MONEY,
  CRM_STORAGE_LINK,
  CRM_STORAGE_SET,
} CrmStorage;

/**
 * CrmKey:
 * @CRM_KEY_NONE: compared as it is
 * @CRM_KEY_FOLDED: compared by crm_fold(), kept in a column `<name>_key`
 * @CRM_KEY_EMAIL: compared by crm_email_key(), kept in a column `<name>_key`
 * @CRM_KEY_DIGITS: compared by its digits, kept in a column `<name>_key`
 */
typedef enum
{
  CRM_KEY_NONE,
  CRM_KEY_FOLDED,
  CRM_KEY_EMAIL,
  CRM_KEY_DIGITS,
} CrmKey;

/**
 * CrmSearch:
 * @CRM_SEARCH_NONE: not searched
 * @CRM_SEARCH_WORDS: found by the beginning of each word
 * @CRM_SEARCH_DIGITS: found by the beginning of its digits
 */
typedef enum
{
  CRM_SEARCH_NONE,
  CRM_SEARCH_WORDS,
  CRM_SEARCH_DIGITS,
} CrmSearch;

/**
 * CrmColumnFlags:
 * @CRM_COLUMN_SORTED: has an index that serves sorting and filtering
 * @CRM_COLUMN_DERIVED: computed when a record is written, from its other columns; takes no
 *   change and is not journaled. When and by whom a record was made can be given with a new one.
 * @CRM_COLUMN_COUNTER: an integer that is adjusted rather than set; two devices that adjust it
 *   add up (`sync.md` §1)
 * @CRM_COLUMN_KEEPS: a link to a record that is gone for people and kept all the same: while this
 *   one is there, the other is neither shown in the trash nor purged; when it is purged, so is the other
 * @CRM_COLUMN_PART: a link to what the record is a part of: when that is purged, so is the record
 */
typedef enum
{
  CRM_COLUMN_FLAGS_NONE = 0,
  CRM_COLUMN_SORTED = 1 << 0,
  CRM_COLUMN_DERIVED = 1 << 1,
  CRM_COLUMN_COUNTER = 1 << 2,
  CRM_COLUMN_PART = 1 << 3,
  CRM_COLUMN_KEEPS = 1 << 4,
} CrmColumnFlags;

/**
 * CrmColumn:
 * @id: what the journal and the file know it by; never used again for another column
 * @name: in the file
 * @storage: how it is kept
 * @key: how it is compared
 * @search: how it is searched
 * @flags: what else holds for it
 * @links_to: (nullable): the table whose records it names
 * @counts: (nullable): it is the number of records of this table that link to the record
 * @counts_via: (nullable): with which column they do
 * @counts_if: (nullable): only those count whose column of this name is not 0
 * @least: (nullable): it is not their number, but the least that they have in this column
 * @index: its place in its table, set by the schema
 *
 * One column of a table, as the store sees it.
 */
struct _CrmColumn
{
  guint16         id;
  const char     *name;
  CrmStorage      storage;
  CrmKey          key;
  CrmSearch       search;
  CrmColumnFlags  flags;
  const char     *links_to;
  const char     *counts;
  const char     *counts_via;
  const char     *counts_if;
  const char     *least;
  guint16         index;
};

/**
 * CRM_MAX_COLUMNS:
 *
 * The most columns that a table may have.
 */
#define CRM_MAX_COLUMNS 512

/**
 * CrmTable:
 * @id: what the journal and the file know it by
 * @name: in the file
 * @columns: its columns, those that every table has left out
 * @n_columns: how many
 * @title: (nullable): the column that names a record for people
 * @derive: (nullable): computes the derived columns of a record that is about to be written
 * @check: (nullable): refuses a write that breaks a rule
 * @follow: (nullable): makes the writes that follow from one, in the same commit
 * @mend: (nullable): mends a record that comes back, from the trash or because the journal is taken
 *   back, where what it names has not stayed what it was
 * @created: the column with the time at which a record was made, filled in by the store unless
 *   whoever makes the record says that it is older: a file that is imported, the sample data
 * @modified: the column with the time of the last change, filled in by the store
 * @author: (nullable): the column with the user who made a record, filled in by the store unless
 *   whoever makes the record knows better, likewise
 * @mark: (nullable): the column `colour`, by which a record is known where its title is shown
 * @schema: that it belongs to, and that keeps it alive
 * @index: its place in the schema
 *
 * One kind of record, as the store sees it. Besides @columns every table has `id` (the row),
 * `uuid`, `state` (a %CrmState), `deleted` (when), and `stamp` and `device` of the commit that
 * made the record. The last six members are set by the schema.
 */
struct _CrmTable
{
  guint16      id;
  const char  *name;
  CrmColumn  **columns;
  guint        n_columns;
  CrmColumn   *title;

  void       (*derive) (CrmImage  *image);
  gboolean   (*check)  (CrmImage  *image,
                        GError   **error);
  gboolean   (*follow) (CrmImage  *image,
                        GError   **error);
  gboolean   (*mend)   (CrmImage  *image,
                        GError   **error);

  CrmColumn   *created;
  CrmColumn   *modified;
  CrmColumn   *author;
  CrmColumn   *mark;
  CrmSchema   *schema;
  guint        index;
};

#define CRM_TYPE_SCHEMA (crm_schema_get_type ())

G_DECLARE_DERIVABLE_TYPE (CrmSchema, crm_schema, CRM, SCHEMA, GObject)

/**
 * CrmSchemaClass:
 * @parent_class: the parent class
 * @allow: whether the actor may make a change; sets %CRM_ERROR_DENIED if not
 * @load: makes the schema that fits a file, with the columns that people have added, once the
 *   file has the tables of @self
 *
 * What the store is told about the tables. Instances do not change once a store has them.
 */
struct _CrmSchemaClass
{
  GObjectClass parent_class;

  gboolean (*allow) (CrmSchema  *self,
                     CrmImage   *image,
                     GError    **error);
  CrmSchema *(*load) (CrmSchema  *self,
                      CrmDb      *db,
                      GError    **error);
};

const CrmTable  *crm_schema_get_table   (CrmSchema       *self,
                                         guint16          id);
const CrmTable  *crm_schema_find_table  (CrmSchema       *self,
                                         const char      *name);
const CrmTable **crm_schema_get_tables  (CrmSchema       *self,
                                         guint           *n_tables);
void             crm_schema_add_table   (CrmSchema       *self,
                                         CrmTable        *table);
gboolean         crm_schema_allow       (CrmSchema       *self,
                                         CrmImage        *image,
                                         GError         **error);
CrmSchema       *crm_schema_load        (CrmSchema       *self,
                                         CrmDb           *db,
                                         GError         **error);

const CrmColumn *crm_table_get_column   (const CrmTable  *table,
                                         guint16          id);
const CrmColumn *crm_table_find_column  (const CrmTable  *table,
                                         const char      *name);
gboolean         crm_table_is_searched  (const CrmTable  *table);

gboolean         crm_column_has_key     (const CrmColumn *column);
char            *crm_column_make_key    (const CrmColumn *column,
                                         const char      *text);
char            *crm_column_order_name  (const CrmColumn *column);

G_END_DECLS
