/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CRM_TYPE_VIEW_STATE (crm_view_state_get_type ())

G_DECLARE_FINAL_TYPE (CrmViewState, crm_view_state, CRM, VIEW_STATE, GObject)

CrmViewState *crm_view_state_new         (const char          *path);
char         *crm_view_state_get_string  (CrmViewState        *self,
                                          const char          *group,
                                          const char          *key);
void          crm_view_state_set_string  (CrmViewState        *self,
                                          const char          *group,
                                          const char          *key,
                                          const char          *value);
int           crm_view_state_get_integer (CrmViewState        *self,
                                          const char          *group,
                                          const char          *key,
                                          int                  fallback);
void          crm_view_state_set_integer (CrmViewState        *self,
                                          const char          *group,
                                          const char          *key,
                                          int                  value);
char        **crm_view_state_get_strings (CrmViewState        *self,
                                          const char          *group,
                                          const char          *key);
void          crm_view_state_set_strings (CrmViewState        *self,
                                          const char          *group,
                                          const char          *key,
                                          const char *const   *values);
void          crm_view_state_save        (CrmViewState        *self);

G_END_DECLS
