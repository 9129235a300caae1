/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A file that is there whole or not at all: it is written beside the place where it belongs and
 * moved there when it is done. Belongs to one thread at a time.
 */

#include "config.h"

#include "crm-output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Written when there is so much. */
#define ENOUGH (256 * 1024)

struct _CrmOutput
{
  char *path;
  char *temporary;
  int fd;
  GString *text;
};

static gboolean
fail (CrmOutput  *self,
      GError    **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("“%s” cannot be written: %s."), self->path, g_strerror (code));

  return FALSE;
}

/**
 * crm_output_open:
 * @file: on this computer
 * @error: a %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): what to write to, or %NULL with @error set
 */
CrmOutput *
crm_output_open (GFile   *file,
                 GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  CrmOutput *self;

  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (file);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("“%s” is not on this computer. Choose a folder that is."), uri);
      return NULL;
    }

  self = g_new0 (CrmOutput, 1);
  self->path = g_steal_pointer (&path);
  folder = g_path_get_dirname (self->path);
  name = g_path_get_basename (self->path);
  self->temporary = g_strdup_printf ("%s%s.%s.XXXXXX", folder, G_DIR_SEPARATOR_S, name);
  self->text = g_string_sized_new (ENOUGH + 4096);
  self->fd = g_mkstemp_full (self->temporary, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd == -1)
    {
      fail (self, error);
      g_clear_pointer (&self->temporary, g_free);
      crm_output_abort (self);
      return NULL;
    }

  return self;
}

/**
 * crm_output_get:
 *
 * Returns: (transfer none): where to append what is to be written
 */
GString *
crm_output_get (CrmOutput *self)
{
  return self->text;
}

static gboolean
write_all (CrmOutput  *self,
           GError    **error)
{
  const char *p = self->text->str;
  gsize left = self->text->len;

  while (left > 0)
    {
      gssize n = write (self->fd, p, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (self, error);
      p += n;
      left -= (gsize) n;
    }
  g_string_truncate (self->text, 0);

  return TRUE;
}

/**
 * crm_output_flush:
 * @error: a %G_IO_ERROR
 *
 * Writes what has been appended, if it is worth it. To be called now and then.
 */
gboolean
crm_output_flush (CrmOutput  *self,
                  GError    **error)
{
  return self->text->len < ENOUGH || write_all (self, error);
}

/**
 * crm_output_commit:
 * @self: (transfer full): is freed
 * @error: a %G_IO_ERROR; what was in the place before is still there then
 *
 * Puts the file into its place.
 */
gboolean
crm_output_commit (CrmOutput  *self,
                   GError    **error)
{
  g_autoptr (CrmOutput) output = self;

  if (!write_all (output, error))
    return FALSE;
  if (fsync (output->fd) != 0 && errno != EINVAL && errno != ENOSYS)
    return fail (output, error);
  if (g_rename (output->temporary, output->path) != 0)
    return fail (output, error);

  g_clear_pointer (&output->temporary, g_free);

  return TRUE;
}

/**
 * crm_output_abort:
 *
 * Leaves nothing behind, and frees @self.
 */
void
crm_output_abort (CrmOutput *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_string_free (self->text, TRUE);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}
