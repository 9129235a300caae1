/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-record.h"

G_BEGIN_DECLS

#define CRM_TYPE_WORKSPACE (crm_workspace_get_type ())

G_DECLARE_FINAL_TYPE (CrmWorkspace, crm_workspace, CRM, WORKSPACE, GObject)

char          *crm_workspace_get_default_path (void);

CrmWorkspace  *crm_workspace_open           (const char           *path,
                                             CrmClock             *clock,
                                             GError              **error);
void           crm_workspace_open_async     (const char           *path,
                                             CrmClock             *clock,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
CrmWorkspace  *crm_workspace_open_finish    (GAsyncResult         *result,
                                             GError              **error);
void           crm_workspace_close          (CrmWorkspace         *self);

CrmStore      *crm_workspace_get_store      (CrmWorkspace         *self);
CrmClock      *crm_workspace_get_clock      (CrmWorkspace         *self);
CrmCatalogue  *crm_workspace_get_catalogue  (CrmWorkspace         *self);
const CrmRecordType *crm_workspace_get_type_named (CrmWorkspace   *self,
                                             const char           *name);
gint64         crm_workspace_get_actor      (CrmWorkspace         *self);
gboolean       crm_workspace_set_actor      (CrmWorkspace         *self,
                                             const char           *who,
                                             GError              **error);
gboolean       crm_workspace_may_reassign   (CrmWorkspace         *self);
gboolean       crm_workspace_is_fresh       (CrmWorkspace         *self);
gboolean       crm_workspace_is_administrator (CrmWorkspace       *self);

CrmChangeSet  *crm_workspace_begin          (CrmWorkspace         *self,
                                             CrmCause              cause,
                                             const char           *detail);
CrmCommit     *crm_workspace_commit         (CrmWorkspace         *self,
                                             CrmChangeSet         *set,
                                             GError              **error);
gboolean       crm_workspace_settle         (CrmWorkspace         *self,
                                             CrmCommit            *commit,
                                             GError              **error);

CrmRecord     *crm_workspace_peek_record    (CrmWorkspace         *self,
                                             const CrmRecordType  *type,
                                             gint64                id);
CrmRecord     *crm_workspace_take_row       (CrmWorkspace         *self,
                                             CrmRow               *row);
CrmRecord     *crm_workspace_load_record    (CrmWorkspace         *self,
                                             const CrmRecordType  *type,
                                             gint64                id,
                                             GError              **error);
void           crm_workspace_load_record_async (CrmWorkspace      *self,
                                             const CrmRecordType  *type,
                                             gint64                id,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
CrmRecord     *crm_workspace_load_record_finish (CrmWorkspace     *self,
                                             GAsyncResult         *result,
                                             GError              **error);
void           crm_workspace_load_rows_async (CrmWorkspace        *self,
                                             const CrmRecordType  *type,
                                             GArray               *ids,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
GPtrArray     *crm_workspace_load_rows_finish (CrmWorkspace       *self,
                                             GAsyncResult         *result,
                                             GError              **error);

G_END_DECLS
