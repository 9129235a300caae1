/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_PREFERENCES (crm_preferences_get_type ())

G_DECLARE_FINAL_TYPE (CrmPreferences, crm_preferences, CRM, PREFERENCES, AdwWindow)

/**
 * CrmPreferencesPage:
 * @name: what crm_preferences_show_page() is told
 * @label: for people, to be translated
 * @icon: the name of an icon
 * @make: makes it
 * @keywords: other words by which people look for it, parted by blanks, to be translated
 *
 * A page of the preferences.
 */
typedef struct
{
  const char *name;
  const char *label;
  const char *icon;
  CrmPage  *(*make) (void);
  const char *keywords;
} CrmPreferencesPage;

const CrmPreferencesPage *crm_preferences_list_pages (guint *n_pages);

CrmPreferences *crm_preferences_new          (CrmWorkspace   *workspace,
                                              CrmViewState   *state,
                                              GtkWindow      *parent);
void            crm_preferences_show_page    (CrmPreferences *self,
                                              const char     *name);
void            crm_preferences_show_details (CrmPreferences *self,
                                              const char     *name,
                                              const char     *type,
                                              gint64          id);

G_END_DECLS
