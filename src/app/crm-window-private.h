/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"
#include "crm-sample-bar.h"
#include "crm-welcome.h"
#include "crm-window.h"

G_BEGIN_DECLS

/* An area of the sidebar, and how its first page is made. */
typedef struct
{
  const char *name;
  const char *label;
  const char *icon;
  CrmPage *(*make) (void);
} CrmArea;

struct _CrmWindow
{
  AdwApplicationWindow parent_instance;

  /* Template children */
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *error_page;
  CrmWelcome *welcome;
  CrmSampleBar *sample_bar;
  AdwLeaflet *leaflet;
  GtkBox *sidebar_box;
  GtkListBox *sidebar;
  GtkBox *content_box;
  GtkStack *areas;
  GtkRevealer *read_only_bar;
  GtkLabel *read_only_label;
  GtkLabel *announcement;

  /* Owned */
  CrmWorkspace *workspace;
  CrmViewState *state;

  /* Borrowed */
  AdwToast *toast; /* (nullable) */

  guint look_id;
  gboolean demo;
};

const CrmArea *_crm_window_get_areas             (guint          *n_areas);
CrmPage       *_crm_window_get_page              (CrmWindow      *self);
void           _crm_window_show_area             (CrmWindow      *self,
                                                  const char     *name);
void           _crm_window_open_record           (CrmWindow      *self,
                                                  const char     *type,
                                                  gint64          id);
void           _crm_window_go_back               (CrmWindow      *self);
void           _crm_window_tell                  (CrmWindow      *self,
                                                  const char     *text,
                                                  gint64          batch);
void           _crm_window_class_install_actions (GtkWidgetClass *klass);

G_END_DECLS
