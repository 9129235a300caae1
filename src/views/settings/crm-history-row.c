/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A line of the history of everything: what was done, by whom and when, with the button that
 * takes it back. The first line of a day has the day above it.
 */

#include "config.h"

#include "crm-history-row.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-date.h"

struct _CrmHistoryRow
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *day;
  GtkImage *icon;
  GtkLabel *text;
  GtkLabel *caption;
  GtkButton *undo_button;

  /* Owned */
  CrmWorkspace *workspace;
  CrmHistoryItem *item;
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (CrmHistoryRow, crm_history_row, GTK_TYPE_WIDGET)

static const char *
get_icon_name (CrmWorkspace         *workspace,
               const CrmHistoryLine *line)
{
  CrmSchema *schema = CRM_SCHEMA (crm_workspace_get_catalogue (workspace));
  const CrmTable *table = line->table != 0 ? crm_schema_get_table (schema, line->table) : NULL;

  switch (line->cause)
    {
    case CRM_CAUSE_UNDO:
      return "edit-undo-symbolic";
    case CRM_CAUSE_IMPORT:
      return "crm-import-symbolic";
    case CRM_CAUSE_AUTOMATION:
      return "crm-automation-symbolic";
    case CRM_CAUSE_SYNC:
      return "network-server-symbolic";
    case CRM_CAUSE_USER:
    case CRM_CAUSE_COMMAND:
    case CRM_CAUSE_SAMPLE:
    case CRM_CAUSE_MERGE:
    case CRM_CAUSE_SYSTEM:
    default:
      break;
    }

  if (line->op == CRM_OP_TRASH || line->op == CRM_OP_RETRACT)
    return "user-trash-symbolic";

  return table != NULL ? crm_catalogue_get_type_of (table)->icon : "crm-history-symbolic";
}

/**
 * crm_history_byline:
 * @line: a line of history
 * @when: when it was, for people
 *
 * Returns: (transfer full): who did it, when and why
 */
char *
crm_history_byline (const CrmHistoryLine *line,
                    const char           *when)
{
  /* The sentence says that it was an import, or an undo. */
  gboolean told = line->cause == CRM_CAUSE_USER || line->cause == CRM_CAUSE_IMPORT || line->cause == CRM_CAUSE_UNDO ||
                  line->cause == CRM_CAUSE_SAMPLE;
  const char *cause = told ? NULL : crm_history_say_cause (line->cause);
  GString *text = g_string_new (line->who != NULL && *line->who != '\0' ? line->who : cause);
  gboolean alone = line->who == NULL || *line->who == '\0';

  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", when);
  if (cause != NULL && !alone)
    g_string_append_printf (text, " · %s", cause);
  if (line->undone)
    g_string_append_printf (text, " · %s", _("undone"));

  return g_string_free (text, FALSE);
}

static void
show_item (CrmHistoryRow *self)
{
  const CrmHistoryLine *line = crm_history_item_get_line (self->item);
  g_autofree char *time = crm_instant_format_time (line->time);
  g_autofree char *exact = crm_instant_format (line->time);
  g_autofree char *caption = crm_history_byline (line, time);

  gtk_image_set_from_icon_name (self->icon, get_icon_name (self->workspace, line));
  gtk_label_set_text (self->text, line->text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->text), line->text);
  gtk_label_set_text (self->caption, caption);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->caption), exact);
  if (line->undone)
    gtk_widget_add_css_class (GTK_WIDGET (self->text), "undone");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->text), "undone");

  /* It keeps its room, so that what is beside it does not move. */
  gtk_widget_set_opacity (GTK_WIDGET (self->undo_button), line->can_undo ? 1 : 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->undo_button), line->can_undo);
}

static void
undo_clicked_cb (CrmHistoryRow *self)
{
  if (self->item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.undo-batch", "x", crm_history_item_get_line (self->item)->batch);
}

static void
crm_history_row_dispose (GObject *object)
{
  CrmHistoryRow *self = CRM_HISTORY_ROW (object);

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_clear_object (&self->item);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_HISTORY_ROW);
  crm_children_unparent (GTK_WIDGET (self));

  G_OBJECT_CLASS (crm_history_row_parent_class)->dispose (object);
}

static void
crm_history_row_class_init (CrmHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_history_row_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryRow, day);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryRow, text);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryRow, caption);
  gtk_widget_class_bind_template_child (widget_class, CrmHistoryRow, undo_button);
  gtk_widget_class_bind_template_callback (widget_class, undo_clicked_cb);
}

static void
crm_history_row_init (CrmHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_history_row_new:
 * @workspace: a workspace
 *
 * Returns: (transfer floating): a row without an item
 */
GtkWidget *
crm_history_row_new (CrmWorkspace *workspace)
{
  CrmHistoryRow *self = g_object_new (CRM_TYPE_HISTORY_ROW, NULL);

  self->workspace = g_object_ref (workspace);

  return GTK_WIDGET (self);
}

/**
 * crm_history_row_set_item:
 * @item: (nullable): what it shows
 */
void
crm_history_row_set_item (CrmHistoryRow  *self,
                          CrmHistoryItem *item)
{
  g_return_if_fail (CRM_IS_HISTORY_ROW (self));

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  self->changed_id = g_signal_connect_swapped (item, "changed", G_CALLBACK (show_item), self);
  show_item (self);
}

/**
 * crm_history_row_set_day:
 * @day: (nullable): what stands above the row
 */
void
crm_history_row_set_day (CrmHistoryRow *self,
                         const char    *day)
{
  g_return_if_fail (CRM_IS_HISTORY_ROW (self));

  gtk_label_set_text (self->day, day != NULL ? day : "");
  gtk_widget_set_visible (GTK_WIDGET (self->day), day != NULL);
}
