/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-view-state.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_COMMENT_ENTRY (crm_comment_entry_get_type ())

G_DECLARE_FINAL_TYPE (CrmCommentEntry, crm_comment_entry, CRM, COMMENT_ENTRY, GtkWidget)

GtkWidget *crm_comment_entry_new       (CrmWorkspace    *workspace,
                                        CrmViewState    *state);
void       crm_comment_entry_set_about (CrmCommentEntry *self,
                                        const char      *about);
char      *crm_comment_entry_get_text  (CrmCommentEntry *self);
void       crm_comment_entry_clear     (CrmCommentEntry *self);
void       crm_comment_entry_begin_edit (CrmCommentEntry *self,
                                        const char      *text);

G_END_DECLS
