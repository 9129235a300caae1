/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm-uuid.h"
#include "crm-value.h"

G_BEGIN_DECLS

#define CRM_STORE_ERROR (crm_store_error_quark ())

/**
 * CrmStoreError:
 * @CRM_STORE_ERROR_FAILED: something that should not happen; a bug
 * @CRM_STORE_ERROR_BUSY: another program holds the file for too long
 * @CRM_STORE_ERROR_FULL: the disk is full
 * @CRM_STORE_ERROR_IO: the disk fails
 * @CRM_STORE_ERROR_READ_ONLY: the file or the folder cannot be written
 * @CRM_STORE_ERROR_DAMAGED: the file is damaged
 * @CRM_STORE_ERROR_FOREIGN: the file is something else
 * @CRM_STORE_ERROR_NEWER: the file was written by a newer program
 * @CRM_STORE_ERROR_MISSING: the file or the folder does not exist
 * @CRM_STORE_ERROR_CONSTRAINT: a rule of the schema is broken; a bug
 */
typedef enum
{
  CRM_STORE_ERROR_FAILED,
  CRM_STORE_ERROR_BUSY,
  CRM_STORE_ERROR_FULL,
  CRM_STORE_ERROR_IO,
  CRM_STORE_ERROR_READ_ONLY,
  CRM_STORE_ERROR_DAMAGED,
  CRM_STORE_ERROR_FOREIGN,
  CRM_STORE_ERROR_NEWER,
  CRM_STORE_ERROR_MISSING,
  CRM_STORE_ERROR_CONSTRAINT,
} CrmStoreError;

GQuark crm_store_error_quark (void);

/**
 * CrmDbMode:
 * @CRM_DB_WRITE: reads and writes, makes the file if there is none
 * @CRM_DB_READ: reads only, beside a writer
 * @CRM_DB_FOREIGN: reads only, a file that nobody vouches for
 */
typedef enum
{
  CRM_DB_WRITE,
  CRM_DB_READ,
  CRM_DB_FOREIGN,
} CrmDbMode;

typedef struct _CrmDb        CrmDb;
typedef struct _CrmStatement CrmStatement;

CrmDb        *crm_db_open                (const char      *path,
                                          CrmDbMode        mode,
                                          GError         **error);
void          crm_db_close               (CrmDb           *self);
const char   *crm_db_get_path            (CrmDb           *self);
gboolean      crm_db_exec                (CrmDb           *self,
                                          const char      *sql,
                                          GError         **error);
GArray       *crm_db_list_ids            (CrmDb           *self,
                                          GError         **error,
                                          const char      *sql,
                                          const char      *types,
                                          ...);
gboolean      crm_db_run                 (CrmDb           *self,
                                          GError         **error,
                                          const char      *sql,
                                          const char      *types,
                                          ...);
gint64        crm_db_get_integer         (CrmDb           *self,
                                          gint64           fallback,
                                          GError         **error,
                                          const char      *sql,
                                          const char      *types,
                                          ...);
char         *crm_db_get_text            (CrmDb           *self,
                                          GError         **error,
                                          const char      *sql,
                                          const char      *types,
                                          ...);
gboolean      crm_db_begin               (CrmDb           *self,
                                          GError         **error);
gboolean      crm_db_commit              (CrmDb           *self,
                                          GError         **error);
void          crm_db_rollback            (CrmDb           *self);
gboolean      crm_db_in_transaction      (CrmDb           *self);
gint64        crm_db_last_id             (CrmDb           *self);
gint64        crm_db_n_changes           (CrmDb           *self);
gint64        crm_db_n_total_changes     (CrmDb           *self);
void          crm_db_set_cancellable     (CrmDb           *self,
                                          GCancellable    *cancellable);
void          crm_db_set_deadline        (CrmDb           *self,
                                          gint64           deadline);
gboolean      crm_db_missed_deadline     (CrmDb           *self);
void          crm_db_set_counter         (CrmDb           *self,
                                          gint            *counter);
void          crm_db_count_record        (CrmDb           *self);
void          crm_db_listen              (CrmDb           *self);
gboolean      crm_db_check_unheard       (CrmDb           *self,
                                          GError         **error);
void          crm_db_forget_statements   (CrmDb           *self);

CrmStatement *crm_db_prepare             (CrmDb           *self,
                                          const char      *sql,
                                          GError         **error);
CrmStatement *crm_db_query               (CrmDb           *self,
                                          GError         **error,
                                          const char      *sql,
                                          const char      *types,
                                          ...);
CrmStatement *crm_db_query_va            (CrmDb           *self,
                                          GError         **error,
                                          const char      *sql,
                                          const char      *types,
                                          va_list          args);
void          crm_statement_free         (CrmStatement    *self);
void          crm_statement_bind_integer (CrmStatement    *self,
                                          int              parameter,
                                          gint64           integer);
void          crm_statement_bind_text    (CrmStatement    *self,
                                          int              parameter,
                                          const char      *text);
void          crm_statement_bind_static  (CrmStatement    *self,
                                          int              parameter,
                                          const char      *text);
void          crm_statement_bind_blob    (CrmStatement    *self,
                                          int              parameter,
                                          gconstpointer    data,
                                          gsize            size);
void          crm_statement_bind_value   (CrmStatement    *self,
                                          int              parameter,
                                          const CrmValue  *value);
void          crm_statement_bind_pointer (CrmStatement    *self,
                                          int              parameter,
                                          gpointer         pointer,
                                          const char      *kind);
gboolean      crm_statement_step         (CrmStatement    *self,
                                          GError         **error);
GArray       *crm_statement_read_ids     (CrmStatement    *self,
                                          GError         **error);
gboolean      crm_statement_run          (CrmStatement    *self,
                                          GError         **error);
void          crm_statement_reset        (CrmStatement    *self);
gboolean      crm_statement_is_null      (CrmStatement    *self,
                                          int              column);
gint64        crm_statement_get_integer  (CrmStatement    *self,
                                          int              column);
double        crm_statement_get_real     (CrmStatement    *self,
                                          int              column);
const char   *crm_statement_get_text     (CrmStatement    *self,
                                          int              column);
gconstpointer crm_statement_get_blob     (CrmStatement    *self,
                                          int              column,
                                          gsize           *size);
void          crm_statement_get_uuid     (CrmStatement    *self,
                                          int              column,
                                          CrmUuid         *uuid);
CrmValue      crm_statement_get_value    (CrmStatement    *self,
                                          int              column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDb, crm_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmStatement, crm_statement_free)

G_END_DECLS
