/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The editor for a link to another record: found while typing, made if it is not there. Choosing
 * finishes; an empty entry cuts the link.
 */

#include "config.h"

#include "crm-link-editor.h"

#include <glib/gi18n.h>

#include "crm-error.h"
#include "crm-naming.h"
#include "crm-type-ahead.h"

struct _CrmLinkEditor
{
  CrmFieldEditor parent_instance;

  GtkWidget *type_ahead;

  char *title;    /* of the linked record, as it stands in the entry */
  char *created;  /* what to make */
  gint64 id;
  gint64 handle;
};

G_DEFINE_FINAL_TYPE (CrmLinkEditor, crm_link_editor, CRM_TYPE_FIELD_EDITOR)

static void
set_link (CrmLinkEditor *self,
          gint64         id,
          const char    *title,
          const char    *created)
{
  self->id = id;
  g_free (self->title);
  self->title = g_strdup (title);
  g_free (self->created);
  self->created = g_strdup (created);
}

static void
chosen_cb (CrmLinkEditor *self,
           gint64         id,
           const char    *title)
{
  set_link (self, id, title, NULL);
  crm_field_editor_changed (CRM_FIELD_EDITOR (self));
  crm_field_editor_done (CRM_FIELD_EDITOR (self));
}

static void
create_cb (CrmLinkEditor *self,
           const char    *text)
{
  set_link (self, 0, text, text);
  crm_field_editor_changed (CRM_FIELD_EDITOR (self));
  crm_field_editor_done (CRM_FIELD_EDITOR (self));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmLinkEditor         *self)
{
  CrmTypeAhead *type_ahead = CRM_TYPE_AHEAD (self->type_ahead);

  /* In a form they add it; elsewhere they save the field, as without Ctrl. */
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && (modifiers & GDK_CONTROL_MASK) != 0 &&
      gtk_widget_activate_action (GTK_WIDGET (self), "form.add", NULL))
    return GDK_EVENT_STOP;

  if (crm_type_ahead_is_open (type_ahead))
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Escape)
    crm_field_editor_cancel (CRM_FIELD_EDITOR (self));
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    crm_field_editor_done (CRM_FIELD_EDITOR (self));
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
crm_link_editor_setup (CrmFieldEditor *editor)
{
  CrmLinkEditor *self = CRM_LINK_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);
  GtkEventController *keys = gtk_event_controller_key_new ();
  CrmWorkspace *workspace = crm_field_editor_get_workspace (editor);

  self->type_ahead = crm_type_ahead_new (workspace, field->column.links_to, field->type == CRM_FIELD_CHOICE ? field->custom : 0,
                                         crm_workspace_get_type_named (workspace, field->column.links_to)->by_name);
  gtk_widget_set_hexpand (self->type_ahead, TRUE);
  gtk_widget_set_parent (self->type_ahead, GTK_WIDGET (self));
  crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (self->type_ahead), _("Type to search"));
  crm_field_editor_set_label (editor, crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->type_ahead)));
  g_signal_connect_swapped (self->type_ahead, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->type_ahead, "create", G_CALLBACK (create_cb), self);
  g_signal_connect_swapped (self->type_ahead, "changed", G_CALLBACK (crm_field_editor_changed), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->type_ahead, keys);
}

static void
crm_link_editor_show (CrmFieldEditor *editor,
                      CrmRecord      *record)
{
  CrmLinkEditor *self = CRM_LINK_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);
  g_autofree char *title = record != NULL ? crm_record_format (record, field) : NULL;

  set_link (self, record != NULL ? crm_value_get_integer (crm_record_get_value (record, field)) : 0, title, NULL);
  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->type_ahead), title);
  gtk_editable_select_region (GTK_EDITABLE (crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->type_ahead))), 0, -1);
}

static void
crm_link_editor_show_link (CrmFieldEditor *editor,
                           gint64          id,
                           const char     *title)
{
  CrmLinkEditor *self = CRM_LINK_EDITOR (editor);

  set_link (self, id, title, NULL);
  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->type_ahead), title);
}

static gboolean
crm_link_editor_is_empty (CrmFieldEditor *editor)
{
  return *crm_type_ahead_get_text (CRM_TYPE_AHEAD (CRM_LINK_EDITOR (editor)->type_ahead)) == '\0';
}

static char *
crm_link_editor_get_text (CrmFieldEditor *editor)
{
  return g_strdup (crm_type_ahead_get_text (CRM_TYPE_AHEAD (CRM_LINK_EDITOR (editor)->type_ahead)));
}

static void
crm_link_editor_prepare (CrmFieldEditor *editor,
                         CrmChangeSet   *set)
{
  CrmLinkEditor *self = CRM_LINK_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);
  const CrmRecordType *type = crm_workspace_get_type_named (crm_field_editor_get_workspace (editor), field->column.links_to);

  self->handle = 0;
  if (crm_link_editor_get_created (self) == NULL)
    return;

  self->handle = crm_naming_create (set, type, self->created);
}

static gboolean
crm_link_editor_apply (CrmFieldEditor  *editor,
                       CrmChangeSet    *set,
                       const CrmTable  *table,
                       gint64           id,
                       GError         **error)
{
  CrmLinkEditor *self = CRM_LINK_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);
  const char *text = crm_type_ahead_get_text (CRM_TYPE_AHEAD (self->type_ahead));
  CrmValue value = CRM_VALUE_INIT;

  if (*text != '\0')
    {
      /* What was typed and not chosen is nobody. */
      if (g_strcmp0 (text, self->title) != 0 || (self->id == 0 && self->handle == 0))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("Choose what “%s” is from the list below the entry."), text);
          return FALSE;
        }
      value = crm_value_integer (self->handle != 0 ? self->handle : self->id);
    }

  crm_change_set_set (set, table, id, &field->column, &value);

  return TRUE;
}

static void
crm_link_editor_finalize (GObject *object)
{
  CrmLinkEditor *self = CRM_LINK_EDITOR (object);

  g_free (self->title);
  g_free (self->created);

  G_OBJECT_CLASS (crm_link_editor_parent_class)->finalize (object);
}

static void
crm_link_editor_class_init (CrmLinkEditorClass *klass)
{
  CrmFieldEditorClass *editor_class = CRM_FIELD_EDITOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = crm_link_editor_finalize;
  editor_class->setup = crm_link_editor_setup;
  editor_class->show = crm_link_editor_show;
  editor_class->show_link = crm_link_editor_show_link;
  editor_class->is_empty = crm_link_editor_is_empty;
  editor_class->get_text = crm_link_editor_get_text;
  editor_class->prepare = crm_link_editor_prepare;
  editor_class->apply = crm_link_editor_apply;
}

static void
crm_link_editor_init (CrmLinkEditor *self)
{
}

/**
 * crm_link_editor_get_created:
 *
 * Returns: (transfer none) (nullable): the name of a record that somebody has chosen to make, if it
 *   stands there still
 */
const char *
crm_link_editor_get_created (CrmLinkEditor *self)
{
  g_return_val_if_fail (CRM_IS_LINK_EDITOR (self), NULL);

  if (self->created == NULL || g_strcmp0 (self->created, crm_type_ahead_get_text (CRM_TYPE_AHEAD (self->type_ahead))) != 0)
    return NULL;

  return self->created;
}
