/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-error.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

/* 2026-03-02 10:00:00 UTC, a Monday: when tests begin unless they say otherwise. */
#define CRM_TEST_NOW (G_GINT64_CONSTANT (1772445600) * G_USEC_PER_SEC)

char         *crm_test_make_folder    (void);
void          crm_test_remove_folder  (const char   *folder);
CrmWorkspace *crm_test_open           (const char   *folder);
CrmWorkspace *crm_test_new_workspace  (char        **folder);

gint64        crm_test_add            (CrmWorkspace *workspace,
                                       const char   *type,
                                       const char   *first_key,
                                       ...) G_GNUC_NULL_TERMINATED;
gint64        crm_test_set            (CrmWorkspace *workspace,
                                       const char   *type,
                                       gint64        id,
                                       const char   *first_key,
                                       ...) G_GNUC_NULL_TERMINATED;
char         *crm_test_refused        (CrmWorkspace *workspace,
                                       const char   *type,
                                       gint64        id,
                                       CrmError      code,
                                       const char   *first_key,
                                       ...) G_GNUC_NULL_TERMINATED;
gint64        crm_test_trash          (CrmWorkspace *workspace,
                                       const char   *type,
                                       gint64        id);
char         *crm_test_get            (CrmWorkspace *workspace,
                                       const char   *type,
                                       gint64        id,
                                       const char   *key);
gint64        crm_test_query          (CrmWorkspace *workspace,
                                       const char   *sql);
void          crm_test_undo           (CrmWorkspace *workspace,
                                       gint64        batch);
void          crm_test_assert_sound   (CrmWorkspace *workspace);
void          crm_test_wait           (gboolean    (*condition) (gpointer data),
                                       gpointer      data);
void          crm_test_keep_result_cb (GObject      *object,
                                       GAsyncResult *result,
                                       gpointer      user_data);
gboolean      crm_test_has_result     (gpointer      data);

G_END_DECLS
