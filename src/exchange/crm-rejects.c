/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What could not be imported, with the reasons. It is kept in a file beside the database, a line
 * of JSON each, so that a million refused rows take no memory and an import that was killed goes
 * on with those it had. Whoever holds the file holds the import: it is locked.
 */

#include "config.h"

#include "crm-rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "crm-csv-writer.h"
#include "crm-error.h"
#include "crm-json.h"
#include "crm-output.h"

struct _CrmRejects
{
  char *path;
  int fd;
  gint64 length;   /* of what is in the file */
  GString *buffer; /* what is not yet */
};

/**
 * crm_reject_free:
 */
void
crm_reject_free (CrmReject *reject)
{
  if (reject == NULL)
    return;

  g_free (reject->column);
  g_free (reject->value);
  g_free (reject->reason);
  g_free (reject->raw);
  g_free (reject);
}

static gboolean
fail (CrmRejects  *self,
      GError     **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("“%s” cannot be written: %s."), self->path, g_strerror (code));

  return FALSE;
}

/**
 * crm_rejects_open:
 * @path: of the file, which is made if it does not exist
 * @length: how much of it counts, in bytes
 * @error: a %G_IO_ERROR; %CRM_ERROR_REFUSED if somebody else has it open
 *
 * Returns: (transfer full) (nullable): the list, or %NULL with @error set
 */
CrmRejects *
crm_rejects_open (const char  *path,
                  gint64       length,
                  GError     **error)
{
  g_autoptr (CrmRejects) self = g_new0 (CrmRejects, 1);

  self->path = g_strdup (path);
  self->buffer = g_string_new (NULL);
  self->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      fail (self, error);
      return NULL;
    }

  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                           _("This import is still going on in another program. Wait until it is done, or cancel it there."));
      return NULL;
    }

  if (!crm_rejects_truncate (self, length, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * crm_rejects_free:
 */
void
crm_rejects_free (CrmRejects *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_string_free (self->buffer, TRUE);
  g_free (self->path);
  g_free (self);
}

/**
 * crm_rejects_unlink:
 *
 * Takes the file out of its folder. The list can be read as long as it is open.
 */
void
crm_rejects_unlink (CrmRejects *self)
{
  g_unlink (self->path);
}

/**
 * crm_rejects_add:
 * @draft: one that was refused
 *
 * Adds to the list. It is written by crm_rejects_flush().
 */
void
crm_rejects_add (CrmRejects     *self,
                 const CrmDraft *draft)
{
  g_string_append_printf (self->buffer, "{\"number\":%" G_GINT64_FORMAT ",\"line\":%" G_GINT64_FORMAT ",\"column\":",
                          draft->number, draft->line);
  crm_json_append_string (self->buffer, draft->column);
  g_string_append (self->buffer, ",\"value\":");
  crm_json_append_string (self->buffer, draft->value);
  g_string_append (self->buffer, ",\"reason\":");
  crm_json_append_string (self->buffer, draft->reason);
  g_string_append (self->buffer, ",\"raw\":");
  crm_json_append_string (self->buffer, draft->raw);
  g_string_append (self->buffer, "}\n");
}

/**
 * crm_rejects_flush:
 * @error: a %G_IO_ERROR
 *
 * Writes what has been added.
 */
gboolean
crm_rejects_flush (CrmRejects  *self,
                   GError     **error)
{
  gsize done = 0;

  while (done < self->buffer->len)
    {
      gssize n = pwrite (self->fd, self->buffer->str + done, self->buffer->len - done, (off_t) (self->length + (gint64) done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (self, error);
      done += (gsize) n;
    }

  self->length += (gint64) done;
  g_string_truncate (self->buffer, 0);

  return TRUE;
}

/**
 * crm_rejects_truncate:
 * @length: how much of it counts, in bytes
 * @error: a %G_IO_ERROR
 *
 * Forgets what was added beyond @length.
 */
gboolean
crm_rejects_truncate (CrmRejects  *self,
                      gint64       length,
                      GError     **error)
{
  g_string_truncate (self->buffer, 0);
  self->length = MIN (length, (gint64) lseek (self->fd, 0, SEEK_END));

  return ftruncate (self->fd, (off_t) self->length) == 0 || fail (self, error);
}

/**
 * crm_rejects_get_length:
 *
 * Returns: how long the file is, in bytes
 */
gint64
crm_rejects_get_length (CrmRejects *self)
{
  return self->length;
}

/* --- Reading ------------------------------------------------------------------------------------------- */

typedef gboolean (*RejectFunc) (CrmReject  *reject,
                                gpointer    data,
                                GError    **error);

static char *
dup_member (JsonObject *object,
            const char *name)
{
  return g_strdup (json_object_get_string_member_with_default (object, name, NULL));
}

static CrmReject *
parse_reject (const char  *line,
              gssize       length,
              GError     **error)
{
  g_autoptr (JsonNode) node = crm_json_parse (line, length, G_MAXSIZE, error);
  CrmReject *reject;
  JsonObject *object;

  if (node == NULL)
    return NULL;

  object = json_node_get_object (node);
  reject = g_new0 (CrmReject, 1);
  reject->number = json_object_get_int_member (object, "number");
  reject->line = json_object_get_int_member (object, "line");
  reject->column = dup_member (object, "column");
  reject->value = dup_member (object, "value");
  reject->reason = dup_member (object, "reason");
  reject->raw = dup_member (object, "raw");

  return reject;
}

/* Calls @func for each, with the reject to keep or to free. */
static gboolean
for_each (CrmRejects    *self,
          RejectFunc     func,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[65536];
  gint64 position = 0;
  gssize n;

  while (position < self->length && (n = pread (self->fd, buffer, sizeof buffer, (off_t) position)) > 0)
    {
      char *start;
      char *end;

      position += n;
      g_string_append_len (text, buffer, n);
      start = text->str;
      while ((end = memchr (start, '\n', text->len - (gsize) (start - text->str))) != NULL)
        {
          CrmReject *reject = parse_reject (start, end - start, error);

          if (reject == NULL || !func (reject, data, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          start = end + 1;
        }
      g_string_erase (text, 0, start - text->str);
    }

  return TRUE;
}

typedef struct
{
  GPtrArray *list;
  guint limit;
} Listing;

static gboolean
list_reject (CrmReject  *reject,
             gpointer    data,
             GError    **error)
{
  Listing *listing = data;

  g_ptr_array_add (listing->list, reject);

  return listing->list->len < listing->limit;
}

/**
 * crm_rejects_list:
 * @limit: at most so many
 * @error: a %G_IO_ERROR
 *
 * Returns: (transfer full) (element-type CrmReject) (nullable): the first of them, or %NULL with
 *   @error set
 */
GPtrArray *
crm_rejects_list (CrmRejects  *self,
                  guint        limit,
                  GError     **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_reject_free);
  g_autoptr (GError) reason = NULL;
  Listing listing = { list, limit };

  if (limit > 0 && !for_each (self, list_reject, &listing, NULL, &reason) && reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&list);
}

/* --- Saving ----------------------------------------------------------------------------------------------- */

typedef struct
{
  CrmOutput *output;
  guint n_columns;
} Saving;

static gboolean
save_row (CrmReject  *reject,
          gpointer    data,
          GError    **error)
{
  g_autoptr (CrmReject) owned = reject;
  Saving *saving = data;
  g_autoptr (JsonNode) node = crm_json_parse (reject->raw, -1, G_MAXSIZE, error);
  g_autofree char *line = g_strdup_printf ("%" G_GINT64_FORMAT, reject->line);
  GString *text = crm_output_get (saving->output);
  JsonArray *cells;
  guint n;

  if (node == NULL)
    return FALSE;

  /* The values that are too many come behind the reason, or they would take its place. */
  cells = json_node_get_array (node);
  n = json_array_get_length (cells);
  for (guint i = 0; i < saving->n_columns; i++)
    crm_csv_append_text (text, i < n ? json_array_get_string_element (cells, i) : "", i == 0, ',');
  crm_csv_append (text, line, saving->n_columns == 0, ',');
  crm_csv_append_text (text, reject->column != NULL ? reject->column : "", FALSE, ',');
  crm_csv_append_text (text, reject->reason, FALSE, ',');
  for (guint i = saving->n_columns; i < n; i++)
    crm_csv_append_text (text, json_array_get_string_element (cells, i), FALSE, ',');
  crm_csv_end_row (text);

  return crm_output_flush (saving->output, error);
}

/**
 * crm_rejects_save_table:
 * @header: (array zero-terminated=1): what stands over the columns of the file
 * @file: where to
 * @cancellable: (nullable): to stop it; nothing is left behind then
 * @error: a %G_IO_ERROR
 *
 * Saves rows as a table like the one that they come from, with the reasons, to be mended and
 * imported again.
 */
gboolean
crm_rejects_save_table (CrmRejects    *self,
                        char         **header,
                        GFile         *file,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr (CrmOutput) output = crm_output_open (file, error);
  const char *own[] = { _("Import Line"), _("Import Column"), _("Import Problem") };
  Saving saving = { output, g_strv_length (header) };
  GString *text;

  if (output == NULL)
    return FALSE;

  text = crm_output_get (output);
  g_string_append (text, "\xef\xbb\xbf");
  for (guint i = 0; i < saving.n_columns; i++)
    crm_csv_append_text (text, header[i], i == 0, ',');
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    crm_csv_append (text, own[i], saving.n_columns + i == 0, ',');
  crm_csv_end_row (text);

  return for_each (self, save_row, &saving, cancellable, error) && crm_output_commit (g_steal_pointer (&output), error);
}

static gboolean
save_card (CrmReject  *reject,
           gpointer    data,
           GError    **error)
{
  g_autoptr (CrmReject) owned = reject;
  Saving *saving = data;
  GString *text = crm_output_get (saving->output);
  g_autofree char *reason = g_strdelimit (g_strdup (reject->reason), "\r\n;,\\", ' ');
  const char *first_line = strchr (reject->raw, '\n');

  g_string_append_len (text, reject->raw, first_line != NULL ? first_line + 1 - reject->raw : 0);
  g_string_append_printf (text, "X-CRM-LINE:%" G_GINT64_FORMAT "\r\nX-CRM-PROBLEM:%s\r\n", reject->line, reason);
  g_string_append (text, first_line != NULL ? first_line + 1 : reject->raw);

  return crm_output_flush (saving->output, error);
}

/**
 * crm_rejects_save_cards:
 * @file: where to
 * @cancellable: (nullable): to stop it; nothing is left behind then
 * @error: a %G_IO_ERROR
 *
 * Saves cards, with the reasons, to be mended and imported again.
 */
gboolean
crm_rejects_save_cards (CrmRejects    *self,
                        GFile         *file,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr (CrmOutput) output = crm_output_open (file, error);
  Saving saving = { output, 0 };

  return output != NULL && for_each (self, save_card, &saving, cancellable, error) &&
         crm_output_commit (g_steal_pointer (&output), error);
}
