/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_REMINDER_SERVICE (crm_reminder_service_get_type ())

G_DECLARE_FINAL_TYPE (CrmReminderService, crm_reminder_service, CRM, REMINDER_SERVICE, GObject)

CrmReminderService *crm_reminder_service_new      (GApplication       *application,
                                                   CrmWorkspace       *workspace,
                                                   const char         *path);
void                crm_reminder_service_complete (CrmReminderService *self,
                                                   gint64              task);
void                crm_reminder_service_snooze   (CrmReminderService *self,
                                                   gint64              task,
                                                   guint               how);

G_END_DECLS
