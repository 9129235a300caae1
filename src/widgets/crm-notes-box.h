/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-view-state.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_NOTES_BOX (crm_notes_box_get_type ())

G_DECLARE_FINAL_TYPE (CrmNotesBox, crm_notes_box, CRM, NOTES_BOX, GtkWidget)

void crm_notes_box_open       (CrmNotesBox  *self,
                               CrmWorkspace *workspace,
                               CrmViewState *state,
                               const char   *about);
void crm_notes_box_set_record (CrmNotesBox  *self,
                               gint64        id);

G_END_DECLS
