/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The functions that SQL has of us: what the keys of columns are made by, and what conditions ask.
 */

#include "config.h"

#include "crm-db-private.h"

#include "crm-bitmap.h"
#include "crm-email.h"
#include "crm-fold.h"
#include "crm-wildcard.h"

static void
fold_function (sqlite3_context  *context,
               int               n_args,
               sqlite3_value   **args)
{
  const char *text = (const char *) sqlite3_value_text (args[0]);
  char *key = crm_fold (text);

  if (key == NULL)
    sqlite3_result_null (context);
  else
    sqlite3_result_text (context, key, -1, g_free);
}

static void
email_key_function (sqlite3_context  *context,
                    int               n_args,
                    sqlite3_value   **args)
{
  char *key = crm_email_key ((const char *) sqlite3_value_text (args[0]));

  if (key == NULL)
    sqlite3_result_null (context);
  else
    sqlite3_result_text (context, key, -1, g_free);
}

static void
digits_function (sqlite3_context  *context,
                 int               n_args,
                 sqlite3_value   **args)
{
  GString *digits = g_string_new (NULL);

  crm_fold_append_digits (digits, (const char *) sqlite3_value_text (args[0]));
  if (digits->len == 0)
    sqlite3_result_null (context);
  else
    sqlite3_result_text (context, digits->str, (int) digits->len, SQLITE_TRANSIENT);
  g_string_free (digits, TRUE);
}

static void
matches_function (sqlite3_context  *context,
                  int               n_args,
                  sqlite3_value   **args)
{
  const char *pattern = (const char *) sqlite3_value_text (args[0]);
  const char *text = (const char *) sqlite3_value_text (args[1]);

  if (pattern == NULL || text == NULL)
    sqlite3_result_null (context);
  else
    sqlite3_result_int (context, crm_wildcard_matches (pattern, text));
}

static void
in_function (sqlite3_context  *context,
             int               n_args,
             sqlite3_value   **args)
{
  CrmBitmap *bitmap = sqlite3_value_pointer (args[0], "crm-bitmap");

  sqlite3_result_int (context, bitmap != NULL && crm_bitmap_contains (bitmap, sqlite3_value_int64 (args[1])));
}

/*< private >
 * Makes them known to a connection.
 */
void
_crm_db_add_functions (CrmDb *self)
{
  sqlite3_create_function (self->handle, "crm_fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                           NULL, fold_function, NULL, NULL);
  sqlite3_create_function (self->handle, "crm_email_key", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                           NULL, email_key_function, NULL, NULL);
  sqlite3_create_function (self->handle, "crm_digits", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                           NULL, digits_function, NULL, NULL);
  sqlite3_create_function (self->handle, "crm_matches", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                           NULL, matches_function, NULL, NULL);
  sqlite3_create_function (self->handle, "crm_in", 2, SQLITE_UTF8, NULL, in_function, NULL, NULL);
}
