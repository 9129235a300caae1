/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "crm-db.h"
#include "crm-turn.h"

G_BEGIN_DECLS

struct _CrmDb
{
  sqlite3 *handle;
  char *path;

  /* Statements that are not in use, by their text. */
  GHashTable *statements;

  CrmTurn *turn;
  GCancellable *cancellable;
  gint64 deadline;
  gboolean missed_deadline;

  gint *counter;   /* atomic, somebody else's, or NULL: how many records have been written */

  GError *unheard; /* the first failure that nobody wanted to hear of */
};

struct _CrmStatement
{
  sqlite3_stmt *handle;
  CrmDb *db;
};

void _crm_db_add_functions  (CrmDb   *self);
void _crm_db_set_error      (CrmDb   *self,
                             int      code,
                             GError **error);
void _crm_db_set_last_error (CrmDb   *self,
                             GError **error);

G_END_DECLS
