/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-automation.h"
#include "crm-engine.h"
#include "crm-test.h"

G_BEGIN_DECLS

#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* A step at which everybody stands still. */
#define STAND "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1Y\"}"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  CrmEngine *engine;
} AutomationTest;

void    automation_test_set_up    (AutomationTest *self,
                                   gconstpointer   data);
void    automation_test_set_up_filled (AutomationTest *self,
                                       void          (*fill) (AutomationTest *self));
void    automation_test_tear_down (AutomationTest *self,
                                   gconstpointer   data);
void    automation_test_reopen    (AutomationTest *self);
gint64  automation_test_import    (AutomationTest *self,
                                   const char     *json);
gint64  automation_test_make      (AutomationTest *self,
                                   const char     *name,
                                   const char     *head,
                                   const char     *triggers,
                                   const char     *steps);
char   *automation_test_refusal   (AutomationTest *self,
                                   const char     *json);
void    automation_test_switch    (AutomationTest *self,
                                   gint64          automation,
                                   gboolean        on);
gint64  automation_test_add       (AutomationTest *self,
                                   gint64          automation,
                                   gint64          contact);
void    automation_test_add_many  (AutomationTest *self,
                                   gint64          automation,
                                   guint           n,
                                   const char     *city);
void    automation_test_run       (AutomationTest *self);
void    automation_test_pass      (AutomationTest *self,
                                   gint64          time);
char   *automation_test_trail     (AutomationTest *self,
                                   gint64          contact);
char   *automation_test_reason    (AutomationTest *self,
                                   gint64          contact,
                                   const char     *step);
char   *automation_test_text      (AutomationTest *self,
                                   const char     *sql);
gint64  automation_test_number    (AutomationTest *self,
                                   const char     *sql);
gint64  automation_test_exec      (AutomationTest *self,
                                   CrmWriteFunc    func,
                                   gpointer        data,
                                   CrmCause        cause);
gint64  automation_test_contact   (AutomationTest *self,
                                   const char     *name);
void    automation_test_tag       (AutomationTest *self,
                                   gint64          contact,
                                   const char     *tag);
void    automation_test_event     (AutomationTest *self,
                                   gint64          contact,
                                   const char     *kind,
                                   const char     *name);

#define automation_test_assert_paths(self, expected) \
  G_STMT_START { \
    g_autofree char *paths_ = automation_test_text (self, "SELECT group_concat (path || n) FROM " \
                                                          "(SELECT path, count (*) AS n FROM automation_path GROUP BY path)"); \
    g_assert_cmpstr (paths_, ==, expected); \
  } G_STMT_END

#define automation_test_assert_trail(self, contact, expected) \
  G_STMT_START { \
    g_autofree char *trail_ = automation_test_trail (self, contact); \
    g_assert_cmpstr (trail_, ==, expected); \
  } G_STMT_END

G_END_DECLS
