/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-store.h"

G_BEGIN_DECLS

#define CRM_TYPE_TEST_SCHEMA (crm_test_schema_get_type ())

G_DECLARE_FINAL_TYPE (CrmTestSchema, crm_test_schema, CRM, TEST_SCHEMA, CrmSchema)

/**
 * CrmTestRules:
 * @allow: (nullable): the rights of the schema
 * @check: (nullable): what persons are checked by
 * @follow: (nullable): what follows from writing a person
 *
 * What a test wants the tables to do.
 */
typedef struct
{
  gboolean (*allow)  (CrmImage *image, GError **error);
  gboolean (*check)  (CrmImage *image, GError **error);
  gboolean (*follow) (CrmImage *image, GError **error);
} CrmTestRules;

extern CrmTestRules crm_test_rules;

CrmSchema *crm_test_schema_new       (void);
CrmSchema *crm_test_schema_new_with  (const char *extra_column);

/**
 * CrmTestStore:
 * @folder: where it is
 * @path: of the file
 * @clock: stands still unless it is set
 * @schema: its tables, from crm_test_schema_new()
 * @store: (nullable): the store, if it is open
 * @firm: the table of firms
 * @person: the table of persons
 * @label: the table of labels
 *
 * A store in a folder of its own.
 */
typedef struct
{
  char           *folder;
  char           *path;
  CrmClock       *clock;
  CrmSchema      *schema;
  CrmStore       *store;
  const CrmTable *firm;
  const CrmTable *person;
  const CrmTable *label;
} CrmTestStore;

void           crm_test_store_set_up     (CrmTestStore     *self,
                                          gconstpointer     data);
void           crm_test_store_tear_down  (CrmTestStore     *self,
                                          gconstpointer     data);
void           crm_test_store_open       (CrmTestStore     *self);
void           crm_test_store_close      (CrmTestStore     *self);

gint64         crm_test_store_add        (CrmTestStore     *self,
                                          const CrmTable   *table,
                                          const char       *first_column,
                                          ...) G_GNUC_NULL_TERMINATED;
gint64         crm_test_store_set        (CrmTestStore     *self,
                                          const CrmTable   *table,
                                          gint64            id,
                                          const char       *first_column,
                                          ...) G_GNUC_NULL_TERMINATED;
gint64         crm_test_store_move       (CrmTestStore     *self,
                                          const CrmTable   *table,
                                          gint64            id,
                                          CrmOp             op);
CrmCommit     *crm_test_store_commit     (CrmTestStore     *self,
                                          CrmChangeSet     *set);
void           crm_test_store_undo       (CrmTestStore     *self,
                                          gint64            batch,
                                          CrmUndone        *undone);
CrmRow        *crm_test_store_load       (CrmTestStore     *self,
                                          const CrmTable   *table,
                                          gint64            id);
gint64         crm_test_store_get        (CrmTestStore     *self,
                                          const char       *sql);
char          *crm_test_store_get_text   (CrmTestStore     *self,
                                          const char       *sql);
char          *crm_test_store_dump       (CrmTestStore     *self);
void           crm_test_store_assert_dump (CrmTestStore    *self,
                                          const char       *expected);
void           crm_test_store_exec       (CrmTestStore     *self,
                                          const char       *sql);
void           crm_test_store_check      (CrmTestStore     *self);
char          *crm_test_store_find       (CrmTestStore     *self,
                                          const char       *finding);

void           crm_test_edit_put         (CrmEdit          *edit,
                                          const char       *column,
                                          const char       *text);

G_END_DECLS
