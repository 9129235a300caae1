/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A record of a short list in the preferences: a stage, a tag, a custom field. It can be dragged
 * to another place, or moved there with Alt and the arrows.
 */

#include "config.h"

#include "crm-record-line.h"

#include <glib/gi18n.h>

#include "crm-colour-button.h"
#include "crm-page.h"

#define AVATAR_SIZE 32 /* pixels */

struct _CrmRecordLine
{
  AdwActionRow parent_instance;

  /* Template children */
  GtkBox *prefix;
  GtkImage *handle;
  GtkImage *arrow;
  GtkMenuButton *menu_button;

  GtkWidget *colour; /* NULL: its records have none */
  GtkWidget *avatar; /* NULL: it is nobody */

  /* Owned */
  CrmWorkspace *workspace;
  CrmRecord *record;
};

G_DEFINE_FINAL_TYPE (CrmRecordLine, crm_record_line, ADW_TYPE_ACTION_ROW)

enum
{
  COMMAND,
  MOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_record (CrmRecordLine *self)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), crm_record_get_title (self->record));
  if (self->avatar != NULL)
    adw_avatar_set_text (ADW_AVATAR (self->avatar), crm_record_get_title (self->record));
  if (self->colour != NULL)
    crm_colour_button_set_colour (CRM_COLOUR_BUTTON (self->colour), crm_record_get_raw_text (self->record, "colour"));
}

/* --- Colour ------------------------------------------------------------------------------------------------ */

static void
coloured_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrmRecordLine) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  if (commit != NULL)
    return;

  crm_page_tell (GTK_WIDGET (self), error->message, 0);
  if (self->record != NULL)
    show_record (self);
}

static void
colour_changed_cb (CrmRecordLine *self,
                   const char    *colour)
{
  const CrmRecordType *type = crm_record_get_record_type (self->record);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  g_auto (CrmValue) value = crm_value_text (colour);

  crm_change_set_set (set, &type->table, crm_record_get_id (self->record), &crm_record_find_field (self->record, "colour")->column,
                      &value);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, coloured_cb, g_object_ref (self));
}

/* --- Moving ------------------------------------------------------------------------------------------------- */

static void
move (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  g_signal_emit (widget, signals[MOVE], 0, g_str_has_suffix (action_name, "up") ? -1 : 1);
}

static void
command (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  g_signal_emit (widget, signals[COMMAND], 0, g_variant_get_string (parameter, NULL));
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source,
                 double         x,
                 double         y,
                 CrmRecordLine *self)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);

  return gdk_content_provider_new_typed (CRM_TYPE_RECORD_LINE, self);
}

static void
drag_begin_cb (GtkDragSource *source,
               GdkDrag       *drag,
               CrmRecordLine *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "dragged");
}

static void
drag_end_cb (GtkDragSource *source,
             GdkDrag       *drag,
             gboolean       delete_data,
             CrmRecordLine *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "dragged");
}

static void
make_movable (CrmRecordLine *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (source, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  gtk_widget_set_visible (GTK_WIDGET (self->handle), TRUE);
}

/* --- Object --------------------------------------------------------------------------------------------------- */

static void
crm_record_line_dispose (GObject *object)
{
  CrmRecordLine *self = CRM_RECORD_LINE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_RECORD_LINE);
  g_clear_object (&self->record);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_record_line_parent_class)->dispose (object);
}

static void
crm_record_line_class_init (CrmRecordLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_record_line_dispose;

  /**
   * CrmRecordLine::command:
   * @name: of an item of its menu
   */
  signals[COMMAND] = g_signal_new ("command", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * CrmRecordLine::move:
   * @by: -1 for up, 1 for down
   */
  signals[MOVE] = g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-record-line.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmRecordLine, prefix);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordLine, handle);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordLine, arrow);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordLine, menu_button);

  gtk_widget_class_install_action (widget_class, "line.move-up", NULL, move);
  gtk_widget_class_install_action (widget_class, "line.move-down", NULL, move);
  gtk_widget_class_install_action (widget_class, "line.command", "s", command);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "line.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Up, GDK_ALT_MASK, "line.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "line.move-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Down, GDK_ALT_MASK, "line.move-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "line.command", "s", "delete");
}

static void
crm_record_line_init (CrmRecordLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_record_line_new:
 * @workspace: a workspace
 * @record: a record
 * @menu: what can be done with it; the actions are "line.move-up", "line.move-down" and
 *   "line.command" with a name
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
crm_record_line_new (CrmWorkspace *workspace,
                     CrmRecord    *record,
                     GMenuModel   *menu)
{
  CrmRecordLine *self = g_object_new (CRM_TYPE_RECORD_LINE, NULL);
  const CrmRecordType *type = crm_record_get_record_type (record);

  self->workspace = g_object_ref (workspace);
  self->record = g_object_ref (record);
  gtk_menu_button_set_menu_model (self->menu_button, menu);

  if (crm_record_type_find_field (type, "position") != NULL)
    make_movable (self);
  if (crm_record_type_find_field (type, "colour") != NULL)
    {
      self->colour = crm_colour_button_new (crm_record_type_find_field (type, "colour"));
      g_signal_connect_swapped (self->colour, "changed", G_CALLBACK (colour_changed_cb), self);
      gtk_box_append (self->prefix, self->colour);
    }

  if (type->table.id == CRM_ID_USER)
    {
      self->avatar = adw_avatar_new (AVATAR_SIZE, NULL, TRUE);
      gtk_box_append (self->prefix, self->avatar);
    }

  g_signal_connect_object (record, "changed", G_CALLBACK (show_record), self, G_CONNECT_SWAPPED);
  show_record (self);

  return GTK_WIDGET (self);
}

/**
 * crm_record_line_get_record:
 *
 * Returns: (transfer none): the record
 */
CrmRecord *
crm_record_line_get_record (CrmRecordLine *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_LINE (self), NULL);

  return self->record;
}

/**
 * crm_record_line_set_subtitle:
 * @subtitle: (nullable): what is said of the record
 */
void
crm_record_line_set_subtitle (CrmRecordLine *self,
                              const char    *subtitle)
{
  g_return_if_fail (CRM_IS_RECORD_LINE (self));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle != NULL ? subtitle : "");
}

/**
 * crm_record_line_set_place:
 * @place: of the record in the list, from 0
 * @n: how many there are
 */
void
crm_record_line_set_place (CrmRecordLine *self,
                           guint          place,
                           guint          n)
{
  gboolean movable = gtk_widget_get_visible (GTK_WIDGET (self->handle));

  g_return_if_fail (CRM_IS_RECORD_LINE (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "line.move-up", movable && place > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "line.move-down", movable && place + 1 < n);
}
