/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-view-state.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_PAGE (crm_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (CrmPage, crm_page, CRM, PAGE, AdwBin)

/**
 * CrmPageClass:
 * @parent_class: the parent class
 * @get_active: the page of it that is shown, if it is made of several
 * @open: called once, when the page has its workspace
 *
 * What stands beside the sidebar.
 */
struct _CrmPageClass
{
  AdwBinClass parent_class;

  void     (*open)       (CrmPage *self);
  CrmPage *(*get_active) (CrmPage *self);
};

void          crm_page_open          (CrmPage      *self,
                                      CrmWorkspace *workspace,
                                      CrmViewState *state);
CrmWorkspace *crm_page_get_workspace (CrmPage      *self);
CrmPage      *crm_page_get_active    (CrmPage      *self);
CrmViewState *crm_page_get_state     (CrmPage      *self);
const char   *crm_page_get_title     (CrmPage      *self);
void          crm_page_set_title     (CrmPage      *self,
                                      const char   *title);
void          crm_page_tell          (GtkWidget    *widget,
                                      const char   *text,
                                      gint64        batch);
void          crm_page_announce      (GtkWidget    *widget,
                                      const char   *text);
void          crm_page_tell_commit   (GtkWidget    *widget,
                                      const char   *text,
                                      CrmCommit    *commit);
void          crm_page_commit        (GtkWidget    *widget,
                                      CrmWorkspace *workspace,
                                      CrmChangeSet *set,
                                      const char   *text);

G_END_DECLS
