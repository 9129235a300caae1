/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A backup: when and why it was made, and whether it is whole.
 */

#include "config.h"

#include "crm-backup-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-date.h"

struct _CrmBackupRow
{
  AdwActionRow parent_instance;

  /* Template children */
  GtkSpinner *spinner;

  /* Owned */
  char *path;
  char *kind;
  char *when;
  goffset size;
};

G_DEFINE_FINAL_TYPE (CrmBackupRow, crm_backup_row, ADW_TYPE_ACTION_ROW)

enum
{
  COMMAND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Why a backup was made. */
static const char *
say_kind (const char *kind)
{
  if (strcmp (kind, "daily") == 0)
    return _("Daily");
  if (strcmp (kind, "manual") == 0)
    return _("By Hand");
  if (strcmp (kind, "before-restore") == 0)
    return _("Before Restoring");
  if (strcmp (kind, "before-repair") == 0)
    return _("Before Repairing");
  if (strcmp (kind, "before-migration") == 0)
    return _("Before an Update of the Program");

  return kind;
}

static void
show_state (CrmBackupRow *self,
            const char   *state)
{
  g_autofree char *size = g_format_size ((guint64) self->size);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s · %s", say_kind (self->kind), size, state);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
}

static void
do_command (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  g_signal_emit (widget, signals[COMMAND], 0, g_variant_get_string (parameter, NULL));
}

static void
crm_backup_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRM_TYPE_BACKUP_ROW);

  G_OBJECT_CLASS (crm_backup_row_parent_class)->dispose (object);
}

static void
crm_backup_row_finalize (GObject *object)
{
  CrmBackupRow *self = CRM_BACKUP_ROW (object);

  g_free (self->path);
  g_free (self->kind);
  g_free (self->when);

  G_OBJECT_CLASS (crm_backup_row_parent_class)->finalize (object);
}

static void
crm_backup_row_class_init (CrmBackupRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_backup_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_backup_row_finalize;

  /**
   * CrmBackupRow::command:
   * @name: "restore", "check", "show" or "delete"
   */
  signals[COMMAND] = g_signal_new ("command", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "backup.do", "s", do_command);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-backup-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmBackupRow, spinner);
}

static void
crm_backup_row_init (CrmBackupRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_backup_row_new:
 * @backup: a backup
 * @now: what time it is, in microseconds
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
crm_backup_row_new (const CrmBackup *backup,
                    gint64           now)
{
  CrmBackupRow *self = g_object_new (CRM_TYPE_BACKUP_ROW, NULL);
  g_autofree char *day = crm_instant_format_day (backup->time, now);
  g_autofree char *time = crm_instant_format_time (backup->time);

  self->path = g_strdup (backup->path);
  self->kind = g_strdup (backup->kind);
  self->size = backup->size;
  /* TRANSLATORS: a day and a time of day */
  self->when = g_strdup_printf (_("%1$s, %2$s"), day, time);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), self->when);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->path);
  show_state (self, backup->checked ? _("checked") : _("not checked"));

  return GTK_WIDGET (self);
}

/**
 * crm_backup_row_get_path:
 *
 * Returns: (transfer none): where it is
 */
const char *
crm_backup_row_get_path (CrmBackupRow *self)
{
  g_return_val_if_fail (CRM_IS_BACKUP_ROW (self), NULL);

  return self->path;
}

/**
 * crm_backup_row_get_when:
 *
 * Returns: (transfer none): when it was made, for people
 */
const char *
crm_backup_row_get_when (CrmBackupRow *self)
{
  g_return_val_if_fail (CRM_IS_BACKUP_ROW (self), NULL);

  return self->when;
}

/**
 * crm_backup_row_set_busy:
 * @busy: whether somebody waits for something to be done with it
 */
void
crm_backup_row_set_busy (CrmBackupRow *self,
                         gboolean      busy)
{
  g_return_if_fail (CRM_IS_BACKUP_ROW (self));

  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
}

/**
 * crm_backup_row_set_checked:
 * @damage: (nullable): what is wrong with it
 */
void
crm_backup_row_set_checked (CrmBackupRow *self,
                            const char   *damage)
{
  g_return_if_fail (CRM_IS_BACKUP_ROW (self));

  show_state (self, damage == NULL ? _("checked") : _("damaged"));
  if (damage != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
}
