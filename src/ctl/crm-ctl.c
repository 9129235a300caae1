/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One run of the command line: which command it is, its options, the database, and what the shell
 * is told at the end. The main thread waits for everything; there is no main loop.
 */

#include "config.h"

#include "crm-ctl.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crm-automation.h"
#include "crm-ctl-private.h"
#include "crm-error.h"
#include "crm-segment.h"

/* The options of all commands. A run has them once. */
static char *option_database;
static char *option_user;
static gboolean option_quiet;
static gboolean option_help;
static gboolean option_version;
static char **option_arguments;

static const GOptionEntry general_options[] = {
  { "database", 'd', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_database, N_("Use this database"), N_("FILE") },
  { "as", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_user, N_("Work as this team member"), N_("USER") },
  { "quiet", 'q', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_quiet, N_("Say nothing but what was asked for"), NULL },
  { "help", 'h', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_help, N_("Show help and exit"), NULL },
  { NULL },
};

static const GOptionEntry first_options[] = {
  { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_version, N_("Show the version and exit"), NULL },
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_arguments, NULL, N_("COMMAND [ARGUMENT…]") },
  { NULL },
};

static const GOptionEntry argument_option[] = {
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_arguments, NULL, NULL },
  { NULL },
};

/*< private >
 * Says that a command line cannot be understood.
 *
 * Returns: %FALSE
 */
gboolean
_crm_ctl_usage (GError     **error,
                const char  *format,
                ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, args);
  va_end (args);

  return FALSE;
}

/*< private >
 * Returns: (transfer none): the options of all commands
 */
const GOptionEntry *
_crm_ctl_get_options (void)
{
  return general_options;
}

/* --- Telling ---------------------------------------------------------------------------------------- */

static CrmExit
get_status (const GError *error)
{
  if (error->domain == G_OPTION_ERROR || g_error_matches (error, CRM_ERROR, CRM_ERROR_SYNTAX))
    return CRM_EXIT_USAGE;
  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND) || g_error_matches (error, CRM_ERROR, CRM_ERROR_AMBIGUOUS) ||
      g_error_matches (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return CRM_EXIT_NOT_FOUND;
  if (g_error_matches (error, CRM_STORE_ERROR, CRM_STORE_ERROR_BUSY))
    return CRM_EXIT_BUSY;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return CRM_EXIT_STOPPED;

  return CRM_EXIT_FAILED;
}

static CrmExit
complain (CrmCtl       *ctl,
          const GError *error)
{
  CrmExit status = get_status (error);

  _crm_print_complaint (ctl, "%s", error->message);
  if (error->domain == G_OPTION_ERROR && ctl->command != NULL)
    fprintf (stderr, _("“%s %s --help” says how it is used.\n"), ctl->program, ctl->command->name);
  else if (error->domain == G_OPTION_ERROR)
    fprintf (stderr, _("“%s --help” says which commands there are.\n"), ctl->program);

  return status;
}

static char *
list_commands (void)
{
  GString *text = g_string_new (_("Commands:"));
  guint n_commands;
  const CrmCommand *const *commands = _crm_commands_list (&n_commands);

  for (guint i = 0; i < n_commands; i++)
    if ((commands[i]->flags & CRM_COMMAND_HIDDEN) == 0)
      g_string_append_printf (text, "\n  %-12s %s", commands[i]->name, _(commands[i]->summary));

  return g_string_free (text, FALSE);
}

/* The options of @command, or of all of them, which are set by reading a command line. */
static GOptionContext *
make_options (CrmCtl           *ctl,
              const CrmCommand *command)
{
  GOptionContext *context;
  g_autofree char *parameters = NULL;
  g_autofree char *commands = NULL;

  if (command != NULL)
    parameters = command->arguments != NULL ? g_strdup_printf ("%s [%s] %s", command->name, _("OPTION…"), _(command->arguments))
                                            : g_strdup_printf ("%s [%s]", command->name, _("OPTION…"));

  context = g_option_context_new (parameters);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);

  if (command != NULL)
    {
      g_autofree char *summary = g_strconcat (_(command->summary), ".", NULL);

      g_option_context_set_summary (context, summary);
      if (command->about != NULL)
        g_option_context_set_description (context, _(command->about));
      if (command->options != NULL)
        g_option_context_add_main_entries (context, command->options, GETTEXT_PACKAGE);
    }
  else
    {
      /* What stands behind the command belongs to it. */
      g_option_context_set_strict_posix (context, TRUE);
      g_option_context_set_summary (context, _("Works with the customers, deals and tasks of Crm from the command line."));
      commands = list_commands ();
      g_option_context_set_description (context, commands);
    }
  g_option_context_add_main_entries (context, general_options, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, command != NULL ? argument_option : first_options, GETTEXT_PACKAGE);

  return context;
}

/* What “--help” says of @command, or of all of them. */
static char *
make_help (CrmCtl           *ctl,
           const CrmCommand *command)
{
  g_autoptr (GOptionContext) context = make_options (ctl, command);
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
  const char *behind = strchr (help, '\n');

  /* GLib repeats the placeholder "[OPTION…]", which stands behind the command already. */
  if (command != NULL && behind != NULL)
    {
      g_autofree char *usage = g_strdup_printf ("%s\n  %s %s [%s] %s", _("Usage:"), ctl->program, command->name, _("OPTION…"),
                                                command->arguments != NULL ? _(command->arguments) : "");
      const char *rest = strstr (help, "\n\n");

      return g_strconcat (g_strchomp (usage), rest, NULL);
    }

  return g_steal_pointer (&help);
}

static gboolean
show (CrmCtl      *ctl,
      const char  *text,
      GError     **error)
{
  g_autoptr (GString) line = g_string_new (text);

  return _crm_print (ctl, line, error);
}

/* --- Being stopped ------------------------------------------------------------------------------------- */

/* Waits for a signal that would end the program, so that half of what a command does is not left
 * behind. Whoever asks twice does not want to wait. */
static gpointer
wait_for_signals (gpointer data)
{
  GCancellable *cancellable = data;
  sigset_t set;
  int number;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGHUP);

  sigwait (&set, &number);
  g_cancellable_cancel (cancellable);
  sigwait (&set, &number);
  _exit (CRM_EXIT_STOPPED);
}

/* Before the first thread, which takes over what is blocked. */
static void
catch_signals (CrmCtl *ctl)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGHUP);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  g_thread_unref (g_thread_new ("crm-signals", wait_for_signals, ctl->cancellable));
}

/* --- Running --------------------------------------------------------------------------------------------- */

static gboolean
take_arguments (CrmCtl  *ctl,
                GError **error)
{
  static char *none[] = { NULL };

  ctl->arguments = option_arguments != NULL ? option_arguments : none;
  ctl->n_arguments = g_strv_length (ctl->arguments);
  for (guint i = 0; i < ctl->n_arguments; i++)
    if (!g_utf8_validate (ctl->arguments[i], -1, NULL))
      return _crm_ctl_usage (error, _("“%s” is not valid UTF-8."), ctl->arguments[i]);

  return TRUE;
}

static gboolean
check_arguments (CrmCtl  *ctl,
                 GError **error)
{
  const CrmCommand *command = ctl->command;

  if (ctl->n_arguments < command->least)
    return _crm_ctl_usage (error, _("Something is missing. Write it like: %s %s %s"), ctl->program, command->name,
                           command->arguments != NULL ? _(command->arguments) : "");
  if (command->most > 0 && ctl->n_arguments > command->most)
    return _crm_ctl_usage (error, _("“%s” is too much. Write it like: %s %s %s"), ctl->arguments[command->most], ctl->program,
                           command->name, command->arguments != NULL ? _(command->arguments) : "");
  if (command->arguments == NULL && ctl->n_arguments > 0)
    return _crm_ctl_usage (error, _("“%s” is too much. Write it like: %s %s %s"), ctl->arguments[0], ctl->program, command->name, "");

  return TRUE;
}

/* Reads the options before the command. What stands behind it is left in @arguments. */
static gboolean
read_first (CrmCtl   *ctl,
            char    **given,
            char   ***arguments,
            GError  **error)
{
  g_autoptr (GOptionContext) context = make_options (ctl, NULL);
  g_auto (GStrv) copy = g_strdupv (given);

  if (!g_option_context_parse_strv (context, &copy, error))
    return FALSE;

  *arguments = g_steal_pointer (&option_arguments);

  return TRUE;
}

static gboolean
read_command (CrmCtl   *ctl,
              char    **given,
              GError  **error)
{
  g_autoptr (GOptionContext) context = NULL;
  g_auto (GStrv) copy = g_strdupv (given);
  char *first_database = option_database;
  char *first_user = option_user;
  gboolean read;

  if (!g_utf8_validate (given[0], -1, NULL) || (ctl->command = _crm_commands_find (given[0])) == NULL)
    return _crm_ctl_usage (error, _("There is no command “%s”."), given[0]);

  context = make_options (ctl, ctl->command);
  read = g_option_context_parse_strv (context, &copy, error) && take_arguments (ctl, error);

  /* What is said again behind the command counts. */
  if (option_database != first_database)
    g_free (first_database);
  if (option_user != first_user)
    g_free (first_user);

  return read;
}

static CrmExit
run_command (CrmCtl  *ctl,
             GError **error)
{
  CrmExit status;

  if (!check_arguments (ctl, error))
    return CRM_EXIT_USAGE;

  ctl->path = option_database != NULL ? g_steal_pointer (&option_database) : crm_workspace_get_default_path ();
  ctl->user = g_steal_pointer (&option_user);
  ctl->quiet = option_quiet;
  if ((ctl->command->flags & CRM_COMMAND_STOPS) != 0)
    catch_signals (ctl);
  if ((ctl->command->flags & CRM_COMMAND_NO_FILE) == 0 && !_crm_open (ctl, error))
    return CRM_EXIT_FAILED;

  status = ctl->command->run (ctl, error);
  if (ctl->workspace != NULL)
    crm_workspace_close (ctl->workspace);

  return status;
}

static CrmExit
run (CrmCtl   *ctl,
     char    **given,
     GError  **error)
{
  g_auto (GStrv) arguments = NULL;
  g_autofree char *help = NULL;

  if (!read_first (ctl, given, &arguments, error))
    return CRM_EXIT_USAGE;

  if (option_version)
    return _crm_print_line (ctl, error, "crmctl %s", CRM_VERSION) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;

  /* "crmctl help list" and "crmctl list --help" */
  if (!option_help && arguments != NULL && strcmp (arguments[0], "help") == 0)
    {
      option_help = TRUE;
      if (arguments[1] != NULL && !read_command (ctl, arguments + 1, error))
        return CRM_EXIT_USAGE;
    }
  else if (arguments != NULL && !read_command (ctl, arguments, error))
    return CRM_EXIT_USAGE;

  if (option_help)
    {
      help = make_help (ctl, ctl->command);
      return show (ctl, help, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
    }

  if (ctl->command == NULL)
    {
      _crm_ctl_usage (error, _("Which command?"));
      return CRM_EXIT_USAGE;
    }

  return run_command (ctl, error);
}

/**
 * crm_ctl_run:
 * @argc: the number of arguments
 * @argv: what somebody typed
 *
 * Does what a command line says.
 *
 * Returns: what to tell the shell
 */
int
crm_ctl_run (int    argc,
             char **argv)
{
  g_autofree char *program = g_path_get_basename (argc > 0 ? argv[0] : "crmctl");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  CrmCtl ctl = { .program = program, .cancellable = cancellable };
  CrmExit status;

  _crm_print_begin ();
  crm_segment_init ();
  crm_automation_init ();
  status = run (&ctl, argv, &error);
  _crm_print_progress (&ctl, NULL);
  if (error == NULL)
    _crm_print_flush (&ctl, &error);
  else
    _crm_print_flush (&ctl, NULL);

  if (error != NULL)
    status = complain (&ctl, error);

  g_clear_object (&ctl.workspace);
  g_clear_object (&ctl.catalogue);
  g_free (ctl.path);
  g_free (ctl.user);

  return status;
}
