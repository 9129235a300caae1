/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-column-chooser.h"
#include "crm-filter-bar.h"
#include "crm-list-page.h"
#include "crm-record-card.h"
#include "crm-record-table.h"
#include "crm-selection-bar.h"

G_BEGIN_DECLS

struct _CrmListPage
{
  CrmPage parent_instance;

  /* Template children */
  AdwHeaderBar *header;
  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkWidget *sidebar_button;
  GtkButton *add_button;
  GtkLabel *add_label;
  GtkToggleButton *search_button;
  GtkToggleButton *card_button;
  GtkMenuButton *view_button;
  GtkBox *list_box;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  AdwFlap *flap;
  GtkStack *stack;
  CrmRecordTable *table;
  GtkRevealer *batch_revealer;
  GtkLabel *batch_label;
  CrmFilterBar *filter_bar;
  AdwStatusPage *empty_page;
  GtkButton *empty_add_button;
  GtkWidget *empty_import_button;
  AdwStatusPage *error_page;
  CrmRecordCard *card;
  CrmSelectionBar *selection_bar;
  CrmColumnChooser *column_chooser;

  GtkWidget *instead;   /* what is shown in place of the table */
  GMenuModel *own_menu; /* a section of the menu */
  CrmFilter *filter;
  char *type;
  char *subject;  /* the key of the link to what a row is about, or NULL */
  gint64 carded;  /* the row whose subject the card waits for */
  gint64 batch; /* only what this one has written is shown, or 0 */
  guint search_id;
  guint count_id;
};

/* crm-list-page.c */
void _crm_list_page_show_state            (CrmListPage    *self);
void _crm_list_page_fill_menu             (CrmListPage    *self);

/* crm-list-page-actions.c */
void _crm_list_page_class_install_actions (GtkWidgetClass *klass);

G_END_DECLS
