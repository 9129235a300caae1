/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CrmExit:
 * @CRM_EXIT_DONE: what was asked for is done
 * @CRM_EXIT_FAILED: it was refused, or something does not work
 * @CRM_EXIT_USAGE: the command line cannot be understood; nothing was tried
 * @CRM_EXIT_NOT_FOUND: there is no such record or file, or a name fits several records
 * @CRM_EXIT_REMAINDER: it is done, and something is left to look at: rows that were rejected, values
 *   that an undo left alone, something wrong that a check found
 * @CRM_EXIT_BUSY: another program is writing; the same again may work
 * @CRM_EXIT_STOPPED: somebody stopped it
 *
 * What the program tells the shell. The numbers are in `crmctl.1`; they do not change.
 */
typedef enum
{
  CRM_EXIT_DONE = 0,
  CRM_EXIT_FAILED = 1,
  CRM_EXIT_USAGE = 2,
  CRM_EXIT_NOT_FOUND = 3,
  CRM_EXIT_REMAINDER = 4,
  CRM_EXIT_BUSY = 5,
  CRM_EXIT_STOPPED = 130,
} CrmExit;

/**
 * CrmCommandFlags:
 * @CRM_COMMAND_MAKES_FILE: the database does not have to be there
 * @CRM_COMMAND_NO_FILE: works without a database
 * @CRM_COMMAND_STOPS: takes long, and tidies up when somebody stops it
 * @CRM_COMMAND_HIDDEN: for programs, not for people
 *
 * What a command needs.
 */
typedef enum
{
  CRM_COMMAND_FLAGS_NONE = 0,
  CRM_COMMAND_MAKES_FILE = 1 << 0,
  CRM_COMMAND_NO_FILE = 1 << 1,
  CRM_COMMAND_STOPS = 1 << 2,
  CRM_COMMAND_HIDDEN = 1 << 3,
} CrmCommandFlags;

typedef struct _CrmCommand CrmCommand;

/**
 * CrmCtl:
 * @program: how the program was called
 * @command: what is done
 * @path: of the database
 * @user: (nullable): the team member who does it
 * @quiet: whether sentences about what was done are left out
 * @arguments: (array zero-terminated=1): what stands behind the name of the command; valid UTF-8
 * @n_arguments: how many
 * @workspace: (nullable): the open database
 * @catalogue: (nullable): the one of @workspace when the command began: it names the types of it
 * @cancellable: cancelled when somebody stops a command that tidies up
 * @deaf: whether nobody reads what is printed any more
 * @in_progress: whether people are being told how far it has come
 *
 * One run of the program. The output goes through the functions of `crm-print.c`.
 */
typedef struct
{
  const char       *program;
  const CrmCommand *command;
  char             *path;
  char             *user;
  gboolean          quiet;
  char            **arguments;
  guint             n_arguments;
  CrmWorkspace     *workspace;
  CrmCatalogue     *catalogue;
  GCancellable     *cancellable;
  gboolean          deaf;
  gboolean          in_progress;
} CrmCtl;

/**
 * CrmCommand:
 * @name: what people type
 * @arguments: (nullable): what stands behind it, for the help
 * @summary: what it does, in a line
 * @about: (nullable): what there is to know about it
 * @flags: what it needs
 * @least: how many arguments there are at least
 * @most: how many at most; 0 for any number
 * @options: (nullable): its options, beside those of all commands
 * @run: does it; a status other than %CRM_EXIT_DONE needs no @error
 *
 * A command. Each has a file of its own and a line in `crm-commands.c`, nothing else.
 */
struct _CrmCommand
{
  const char          *name;
  const char          *arguments;
  const char          *summary;
  const char          *about;
  CrmCommandFlags      flags;
  guint                least;
  guint                most;
  const GOptionEntry  *options;
  CrmExit            (*run) (CrmCtl  *ctl,
                             GError **error);
};

/* crm-commands.c */
const CrmCommand *const *_crm_commands_list (guint      *n_commands);
const CrmCommand        *_crm_commands_find (const char *name);

/* crm-ctl.c */
gboolean  _crm_ctl_usage            (GError         **error,
                                     const char      *format,
                                     ...) G_GNUC_PRINTF (2, 3);
const GOptionEntry *_crm_ctl_get_options (void);

/* crm-open.c */
gboolean  _crm_open                 (CrmCtl           *ctl,
                                     GError          **error);

/* crm-names.c */
const CrmRecordType *_crm_names_find_type (CrmCtl              *ctl,
                                     const char           *text,
                                     GError              **error);
const CrmField *_crm_names_find_field (const CrmRecordType  *type,
                                     const char           *text,
                                     GError              **error);
GPtrArray *_crm_names_find_fields   (const CrmRecordType  *type,
                                     const char           *text,
                                     GError              **error);
CrmRow   *_crm_names_find_record    (CrmDb                *db,
                                     CrmSchema            *schema,
                                     const CrmRecordType  *type,
                                     const char           *text,
                                     CrmState              state,
                                     GError              **error);
CrmRow   *_crm_names_load_record    (CrmCtl               *ctl,
                                     const CrmRecordType  *type,
                                     const char           *text,
                                     gboolean              even_trashed,
                                     GError              **error);
CrmQuery *_crm_names_make_query     (CrmCtl               *ctl,
                                     const CrmRecordType  *type,
                                     char                **filters,
                                     const char           *search,
                                     const char           *sort,
                                     GError              **error);
char     *_crm_names_describe       (const CrmRow         *row);

/* crm-print.c */
void      _crm_print_begin          (void);
gboolean  _crm_print                (CrmCtl           *ctl,
                                     const GString    *text,
                                     GError          **error);
gboolean  _crm_print_json           (CrmCtl           *ctl,
                                     const GString    *text,
                                     GError          **error);
gboolean  _crm_print_line           (CrmCtl           *ctl,
                                     GError          **error,
                                     const char       *format,
                                     ...) G_GNUC_PRINTF (3, 4);
void      _crm_print_complaint      (CrmCtl           *ctl,
                                     const char       *format,
                                     ...) G_GNUC_PRINTF (2, 3);
gboolean  _crm_print_flush          (CrmCtl           *ctl,
                                     GError          **error);
gboolean  _crm_print_is_terminal    (void);
guint     _crm_print_get_columns    (void);
void      _crm_print_append_clean   (GString          *text,
                                     const char       *value,
                                     gboolean          lines);
guint     _crm_print_measure        (const char       *text);
void      _crm_print_progress       (CrmCtl           *ctl,
                                     const char       *what);

/* crm-grid.c */
typedef struct _CrmGrid CrmGrid;

CrmGrid  *_crm_grid_new             (CrmCtl           *ctl);
void      _crm_grid_free            (CrmGrid          *grid);
void      _crm_grid_add_column      (CrmGrid          *grid,
                                     const char       *title,
                                     gboolean          number);
gboolean  _crm_grid_add_row         (CrmGrid          *grid,
                                     char            **cells,
                                     GError          **error);
gboolean  _crm_grid_end             (CrmGrid          *grid,
                                     GError          **error);

/* crm-object.c: JSON */
void      _crm_object_begin         (GString          *json);
void      _crm_object_add_text      (GString          *json,
                                     const char       *key,
                                     const char       *text);
void      _crm_object_add_integer   (GString          *json,
                                     const char       *key,
                                     gint64            integer);
void      _crm_object_add_boolean   (GString          *json,
                                     const char       *key,
                                     gboolean          yes);
void      _crm_object_add_instant   (GString          *json,
                                     const char       *key,
                                     gint64            instant);
void      _crm_object_add_uuid      (GString          *json,
                                     const char       *key,
                                     const CrmUuid    *uuid);
void      _crm_object_add_json      (GString          *json,
                                     const char       *key,
                                     const char       *value);
void      _crm_object_end           (GString          *json);

/* crm-write.c */
CrmCommit *_crm_write               (CrmCtl           *ctl,
                                     CrmCause          cause,
                                     const char       *detail,
                                     CrmWriteFunc      func,
                                     gpointer          data,
                                     GError          **error);
gboolean  _crm_write_print_json     (CrmCtl           *ctl,
                                     const char       *what,
                                     guint             n,
                                     const CrmCommit  *commit,
                                     GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmGrid, _crm_grid_free)

G_END_DECLS
