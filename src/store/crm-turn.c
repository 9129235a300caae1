/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whose turn it is to write. SQLite gives the file to whoever asks at the right moment; a program
 * that writes one part after the other, such as an import, leaves such a moment of microseconds, and
 * others would wait in vain. So whoever waits says so by a lock on a file beside the database, and
 * nobody passes who comes later. The kernel lets go of the lock when a program ends, however it does.
 *
 * Belongs to one connection, and to its thread.
 */

#include "config.h"

#include "crm-turn.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _CrmTurn
{
  char *path;
  int fd;
  gboolean first; /* in the line */
};

/**
 * crm_turn_new:
 * @database: the path of a database
 *
 * Returns: (transfer full): somebody who does not wait
 */
CrmTurn *
crm_turn_new (const char *database)
{
  CrmTurn *self = g_new0 (CrmTurn, 1);

  self->path = g_strconcat (database, "-queue", NULL);
  self->fd = -1;

  return self;
}

/**
 * crm_turn_free:
 */
void
crm_turn_free (CrmTurn *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}

/* The file is made by the first who ever waits. */
static gboolean
ensure_open (CrmTurn  *self,
             gboolean  make)
{
  if (self->fd < 0)
    self->fd = g_open (self->path, O_RDWR | O_CLOEXEC | (make ? O_CREAT : 0), 0600);

  return self->fd >= 0;
}

/**
 * crm_turn_is_wanted:
 *
 * Returns: %TRUE if somebody else waits
 */
gboolean
crm_turn_is_wanted (CrmTurn *self)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

  return !self->first && ensure_open (self, FALSE) && fcntl (self->fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

/**
 * crm_turn_line_up:
 *
 * Tries to become the next. To be called again after a moment if that fails.
 *
 * Returns: %TRUE if it is the next, or if there can be no line, as on a file system without locks
 */
gboolean
crm_turn_line_up (CrmTurn *self)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

  if (self->first || !ensure_open (self, TRUE))
    return TRUE;

  self->first = fcntl (self->fd, F_OFD_SETLK, &lock) == 0;

  return self->first || (errno != EAGAIN && errno != EACCES);
}

/**
 * crm_turn_leave:
 *
 * Lets the next one come.
 */
void
crm_turn_leave (CrmTurn *self)
{
  struct flock lock = { .l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

  if (self->first)
    fcntl (self->fd, F_OFD_SETLK, &lock);
  self->first = FALSE;
}
