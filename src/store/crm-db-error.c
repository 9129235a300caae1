/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is said when something fails: to people in their words, and in any case to whoever is about to
 * write or to show what came of it.
 */

#include "config.h"

#include "crm-db-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (crm-store-error-quark, crm_store_error)

static void
set_full_error (GError     **error,
                const char  *path)
{
  g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FULL,
               _("There is no space left for “%s”. What you did last is not saved; "
                 "free some space and do it again. Nothing else is lost."), path);
}

/* What the system and SQLite say, in words that tell people what to do. */
static void
explain (CrmDb       *self,
         int          code,
         const char  *detail,
         GError     **error)
{
  int system_code = sqlite3_system_errno (self->handle);
  const char *path = self->path;

  switch (code & 0xff)
    {
    case SQLITE_FULL:
      set_full_error (error, path);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_BUSY,
                   _("Another program is writing to “%s”. Wait until it is done and try again."), path);
      break;
    case SQLITE_IOERR:
      /* The shared memory beside the log is a file as well; only of it the code does not say so. */
      if (system_code == ENOSPC || code == SQLITE_IOERR_SHMSIZE)
        set_full_error (error, path);
      else if (system_code == EFBIG || system_code == EDQUOT)
        g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FULL,
                     _("“%s” cannot grow any further. What you did last is not saved."), path);
      else
        g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_IO,
                     _("The disk with “%s” does not work properly. What you did last is not saved; "
                       "make a copy of the file as soon as you can."), path);
      break;
    case SQLITE_READONLY:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY,
                   _("“%s” cannot be changed: the file or its folder is write-protected."), path);
      break;
    case SQLITE_PERM:
    case SQLITE_AUTH:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY,
                   _("You may not open “%s”. Ask the person who owns the file."), path);
      break;
    case SQLITE_CORRUPT:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_DAMAGED,
                   _("“%s” is damaged. Restore a backup, or save what can be read."), path);
      break;
    case SQLITE_NOTADB:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FOREIGN,
                   _("“%s” is not a database of this program."), path);
      break;
    case SQLITE_CANTOPEN:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING,
                   _("“%s” cannot be opened: the folder does not exist or you may not use it."), path);
      break;
    case SQLITE_INTERRUPT:
    case SQLITE_ABORT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
      break;
    case SQLITE_CONSTRAINT:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_CONSTRAINT, "%s", detail);
      break;
    default:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "%s (%d)", detail, code);
      break;
    }
}

/*< private >
 * Sets @error from a result code of SQLite.
 */
void
_crm_db_set_error (CrmDb   *self,
                   int      code,
                   GError **error)
{
  explain (self, code, sqlite3_errstr (code), error);
}

/*< private >
 * Sets @error from what the last call said. If nobody wants to hear of it, it is kept for
 * crm_db_check_unheard().
 */
void
_crm_db_set_last_error (CrmDb   *self,
                        GError **error)
{
  if (error == NULL && self->unheard == NULL)
    error = &self->unheard;

  explain (self, sqlite3_extended_errcode (self->handle), sqlite3_errmsg (self->handle), error);
}

/**
 * crm_db_listen:
 *
 * Forgets the failures that nobody wanted to hear of; crm_db_check_unheard() tells of those that come.
 */
void
crm_db_listen (CrmDb *self)
{
  g_clear_error (&self->unheard);
}

/**
 * crm_db_check_unheard:
 * @error: what failed
 *
 * Whoever asks without an error gets the same answer from a disk that fails as from a table that is
 * empty. What was made of such an answer must neither be written nor shown.
 *
 * Returns: %FALSE if something has failed since crm_db_listen() and nobody wanted to hear of it
 */
gboolean
crm_db_check_unheard (CrmDb   *self,
                      GError **error)
{
  if (self->unheard == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->unheard));

  return FALSE;
}
