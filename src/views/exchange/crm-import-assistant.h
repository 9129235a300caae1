/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-import.h"

G_BEGIN_DECLS

#define CRM_TYPE_IMPORT_ASSISTANT (crm_import_assistant_get_type ())

G_DECLARE_FINAL_TYPE (CrmImportAssistant, crm_import_assistant, CRM, IMPORT_ASSISTANT, AdwWindow)

CrmImportAssistant *crm_import_assistant_new     (CrmWorkspace       *workspace,
                                                  GtkWindow          *parent);
void                crm_import_assistant_load    (CrmImportAssistant *self,
                                                  GFile              *file,
                                                  const char         *type);
void                crm_import_assistant_resume  (CrmImportAssistant *self,
                                                  gint64              batch);
gboolean            crm_import_assistant_is_busy (CrmImportAssistant *self);
void                crm_import_assistant_pause   (CrmImportAssistant *self);

G_END_DECLS
