/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What goes to the standard output. A reader who leaves ("crmctl list contacts | head") is nothing
 * wrong: the command stops there. A full disk is. Text of others is shown without the control
 * characters that would let it play with the terminal.
 */

#include "config.h"

#include "crm-ctl-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEFAULT_COLUMNS 80
#define REPLACEMENT 0xfffd

/*< private >
 * To be called first.
 */
void
_crm_print_begin (void)
{
  signal (SIGPIPE, SIG_IGN);
}

static gboolean
fail (CrmCtl  *ctl,
      GError **error)
{
  int code = errno;

  if (code == EPIPE)
    {
      ctl->deaf = TRUE;
      return TRUE;
    }

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("The output cannot be written: %s."), g_strerror (code));

  return FALSE;
}

/*< private >
 * @text: valid UTF-8
 * @error: a %G_IO_ERROR if it cannot be written
 *
 * Prints. If nobody reads it any more, that is no error, but @ctl is deaf from then on.
 */
gboolean
_crm_print (CrmCtl         *ctl,
            const GString  *text,
            GError        **error)
{
  if (ctl->deaf || fwrite (text->str, 1, text->len, stdout) == text->len)
    return TRUE;

  return fail (ctl, error);
}

/* What turns the direction of the text around it, or cannot be seen and is no part of a word. */
static gboolean
is_trick (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/*< private >
 * @text: JSON
 *
 * Prints JSON. What JSON lets stand as it is, and terminals obey, is escaped as well.
 */
gboolean
_crm_print_json (CrmCtl         *ctl,
                 const GString  *text,
                 GError        **error)
{
  g_autoptr (GString) safe = g_string_sized_new (text->len);
  const char *run = text->str;

  for (const char *p = text->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c;

      if ((guchar) *p < 0x7f)
        continue;

      c = g_utf8_get_char (p);
      if (c > 0x9f && !is_trick (c))
        continue;

      g_string_append_len (safe, run, p - run);
      g_string_append_printf (safe, "\\u%04x", c);
      run = g_utf8_next_char (p);
    }
  g_string_append (safe, run);

  return _crm_print (ctl, safe, error);
}

/*< private >
 * Prints a line.
 */
gboolean
_crm_print_line (CrmCtl      *ctl,
                 GError     **error,
                 const char  *format,
                 ...)
{
  g_autoptr (GString) raw = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (raw, format, args);
  va_end (args);
  _crm_print_append_clean (text, raw->str, TRUE);
  g_string_append_c (text, '\n');

  return _crm_print (ctl, text, error);
}

/*< private >
 * Says something about what went wrong, beside the output.
 */
void
_crm_print_complaint (CrmCtl     *ctl,
                      const char *format,
                      ...)
{
  g_autoptr (GString) raw = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (raw, format, args);
  va_end (args);
  _crm_print_append_clean (text, raw->str, TRUE);
  fprintf (stderr, "%s: %s\n", ctl->program, text->str);
}

/*< private >
 * Hands over what has been printed so far.
 */
gboolean
_crm_print_flush (CrmCtl  *ctl,
                  GError **error)
{
  if (ctl->deaf || fflush (stdout) == 0)
    return TRUE;

  return fail (ctl, error);
}

/*< private >
 * Returns: %TRUE if a person reads along
 */
gboolean
_crm_print_is_terminal (void)
{
  return isatty (STDOUT_FILENO) != 0;
}

/*< private >
 * Returns: how wide the terminal is
 */
guint
_crm_print_get_columns (void)
{
  struct winsize size;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return DEFAULT_COLUMNS;

  return size.ws_col;
}

/*< private >
 * @value: any text
 * @lines: whether line breaks and tabs stay
 *
 * Appends a text as it can be shown on a terminal.
 */
void
_crm_print_append_clean (GString    *text,
                         const char *value,
                         gboolean    lines)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r' && p[1] == '\n')
        continue;
      if (c == '\n' || c == '\t')
        g_string_append_c (text, lines ? *p : ' ');
      else if (c == 0x2028 || c == 0x2029)
        g_string_append_c (text, ' ');
      else if (g_unichar_iscntrl (c) || is_trick (c))
        g_string_append_unichar (text, REPLACEMENT);
      else
        g_string_append_unichar (text, c);
    }
}

/*< private >
 * Returns: how many columns of a terminal @text takes
 */
guint
_crm_print_measure (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

/*< private >
 * @what: (nullable): how far it has come; %NULL when it is over
 *
 * Tells people who wait. Nobody else: what is kept in a file should not be full of it.
 */
void
_crm_print_progress (CrmCtl     *ctl,
                     const char *what)
{
  if (ctl->quiet || !isatty (STDERR_FILENO) || (what == NULL && !ctl->in_progress))
    return;

  ctl->in_progress = what != NULL;
  fprintf (stderr, "\r\033[K%s", what != NULL ? what : "");
  fflush (stderr);
}
