/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition.h"
#include "crm-import-assistant.h"
#include "crm-busy-bar.h"
#include "crm-import-bar.h"
#include "crm-page.h"
#include "crm-sample-bar.h"
#include "crm-segment-list.h"
#include "crm-welcome.h"
#include "crm-window.h"

G_BEGIN_DECLS

/* An area of the sidebar, how its first page is made, and what it is about. */
typedef struct
{
  const char *name;
  const char *label;
  const char *icon;
  CrmPage *(*make) (void);
  const char *type; /* the name of a record type, or NULL */
  gboolean apart; /* a line is drawn above it */
  const char *keywords; /* other words by which people look for it, or NULL */
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
  CrmBusyBar *busy_bar;
  CrmImportBar *import_bar;
  AdwLeaflet *leaflet;
  GtkBox *sidebar_box;
  GtkListBox *sidebar;
  CrmSegmentList *segments_list;
  GtkBox *content_box;
  GtkStack *areas;
  GtkRevealer *read_only_bar;
  GtkLabel *read_only_label;
  GtkLabel *announcement;

  /* Owned */
  CrmWorkspace *workspace;
  CrmViewState *state;
  GtkFileChooserNative *chooser;
  GFile *import_later; /* until the database is open */

  /* Borrowed */
  CrmImportAssistant *assistant;

  gboolean demo;
  gboolean closing;
};

const CrmArea *_crm_window_get_areas             (guint          *n_areas);
CrmPage       *_crm_window_get_page              (CrmWindow      *self);
void           _crm_window_show_area             (CrmWindow      *self,
                                                  const char     *name);
void           _crm_window_show_list             (CrmWindow      *self,
                                                  const char     *type);
void           _crm_window_show_filtered         (CrmWindow      *self,
                                                  const char     *type,
                                                  CrmCondition   *condition,
                                                  gint64          segment);
const char    *_crm_window_get_area_type         (CrmWindow      *self);
void           _crm_window_open_record           (CrmWindow      *self,
                                                  const char     *type,
                                                  gint64          id);
void           _crm_window_push                  (CrmWindow      *self,
                                                  CrmPage        *page);
void           _crm_window_go_back               (CrmWindow      *self);
void           _crm_window_tell                  (CrmWindow      *self,
                                                  const char     *text,
                                                  gint64          batch);
void           _crm_window_import                (CrmWindow      *self,
                                                  GFile          *file);
gboolean       _crm_window_ask_to_close          (CrmWindow      *self);
void           _crm_window_class_install_actions (GtkWidgetClass *klass);
void           _crm_window_class_install_exchange (GtkWidgetClass *klass);

G_END_DECLS
