/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_TAG_DIALOG (crm_tag_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmTagDialog, crm_tag_dialog, CRM, TAG_DIALOG, AdwMessageDialog)

CrmTagDialog *crm_tag_dialog_new (CrmWorkspace *workspace,
                                  const char   *type,
                                  GArray       *ids,
                                  gboolean      removes,
                                  GtkWindow    *parent,
                                  GtkWidget    *teller);

G_END_DECLS
