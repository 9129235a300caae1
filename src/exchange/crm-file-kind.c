/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whether there can be a table or cards in a file at all. People drop spreadsheets, pictures and
 * folders on the window; each deserves to hear what to do instead. Pure functions and one look at
 * the file system; any thread.
 */

#include "config.h"

#include "crm-file-kind.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"

/* What is looked at of the text. */
#define MAX_LOOK 65536

/* One sign in so many that nobody writes is a slip; more are no text. */
#define TEXT_PER_SLIP 50

typedef enum
{
  KIND_NONE,
  KIND_OFFICE,
  KIND_ARCHIVE,
  KIND_OTHER,
} Kind;

static const struct
{
  const char *magic;
  gsize length;
  Kind kind;
} magics[] = {
  { "PK\003\004", 4, KIND_ARCHIVE },
  { "PK\005\006", 4, KIND_ARCHIVE },
  { "\320\317\021\340\241\261\032\341", 8, KIND_OFFICE },
  { "\037\213", 2, KIND_ARCHIVE },
  { "BZh", 3, KIND_ARCHIVE },
  { "7z\274\257\047\034", 6, KIND_ARCHIVE },
  { "\375" "7zXZ", 5, KIND_ARCHIVE },
  { "Rar!", 4, KIND_ARCHIVE },
  { "%PDF-", 5, KIND_OTHER },
  { "\211PNG", 4, KIND_OTHER },
  { "\377\330\377", 3, KIND_OTHER },
  { "GIF8", 4, KIND_OTHER },
  { "RIFF", 4, KIND_OTHER },
  { "\177ELF", 4, KIND_OTHER },
  { "SQLite format 3", 16, KIND_OTHER },
};

static gboolean
contains (const guint8 *data,
          gsize         length,
          const char   *text)
{
  return memmem (data, length, text, strlen (text)) != NULL;
}

static Kind
find_magic (const guint8 *data,
            gsize         length)
{
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (length >= magics[i].length && memcmp (data, magics[i].magic, magics[i].length) == 0)
      {
        /* Excel and LibreOffice write archives. */
        if (magics[i].kind == KIND_ARCHIVE &&
            (contains (data, length, "xl/") || contains (data, length, "application/vnd.oasis.opendocument")))
          return KIND_OFFICE;
        return magics[i].kind;
      }

  return KIND_NONE;
}

static gboolean
is_slip (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
      return strchr ("\t\n\v\f\r\033\205", (int) c) == NULL || c == 0 || c > 0x9f;
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
      return TRUE;
    default:
      return c == 0xfffd;
    }
}

static gboolean
is_wide (const CrmEncoding *encoding)
{
  return g_str_has_prefix (encoding->charset, "UTF-16") || g_str_has_prefix (encoding->charset, "UTF-32");
}

/* Control characters are the same in every encoding that is not wide. */
static gboolean
is_text (const guint8      *data,
         gsize              length,
         const CrmEncoding *encoding)
{
  g_autofree char *wide = NULL;
  gsize n = MIN (length, MAX_LOOK);
  gsize n_slips = 0;
  gsize n_all = 0;

  if (is_wide (encoding))
    {
      wide = g_convert_with_fallback ((const char *) data, (gssize) (n / 4 * 4), "UTF-8", encoding->charset, "\xef\xbf\xbd", NULL, &n, NULL);
      if (wide == NULL)
        return FALSE;

      for (const char *p = wide; p < wide + n; p = g_utf8_next_char (p))
        {
          n_slips += is_slip (g_utf8_get_char (p));
          n_all++;
        }
      return n_slips * TEXT_PER_SLIP <= n_all;
    }

  for (gsize i = 0; i < n; i++)
    n_slips += data[i] == 0x7f || (data[i] < 0x20 && (data[i] == 0 || strchr ("\t\n\v\f\r\033\032", data[i]) == NULL));

  return n_slips * TEXT_PER_SLIP <= n;
}

/**
 * crm_file_kind_check:
 * @file: what somebody wants to import
 * @cancellable: (nullable): to stop it
 * @error: a %G_IO_ERROR; %CRM_ERROR_REFUSED for a device or the like, from which nobody can read
 *   to the end
 */
gboolean
crm_file_kind_check (GFile         *file,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;

  switch (g_file_info_get_file_type (info))
    {
    case G_FILE_TYPE_DIRECTORY:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, _("This is a folder. Choose a file in it."));
      return FALSE;

    case G_FILE_TYPE_REGULAR:
    case G_FILE_TYPE_UNKNOWN:
      return TRUE;

    case G_FILE_TYPE_SYMBOLIC_LINK:
    case G_FILE_TYPE_SPECIAL:
    case G_FILE_TYPE_SHORTCUT:
    case G_FILE_TYPE_MOUNTABLE:
    default:
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("This is not a file. Choose a CSV file or vCards."));
      return FALSE;
    }
}

/**
 * crm_file_kind_check_data:
 * @data: the beginning of a file
 * @encoding: what it seems to be in
 * @error: %CRM_ERROR_REFUSED, with what to do instead
 */
gboolean
crm_file_kind_check_data (const guint8       *data,
                          gsize               length,
                          const CrmEncoding  *encoding,
                          GError            **error)
{
  Kind kind = find_magic (data, length);

  if (kind == KIND_NONE && is_text (data, length, encoding))
    return TRUE;

  if (kind == KIND_OFFICE)
    g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                         _("This is a file of Excel, LibreOffice or the like. Open it there, save it as CSV, and import that."));
  else if (kind == KIND_ARCHIVE)
    g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("This is an archive. Unpack it, and import what is in it."));
  else
    g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                         _("There is neither a table nor a vCard in this file: it is not text. Choose a CSV file or vCards."));

  return FALSE;
}
