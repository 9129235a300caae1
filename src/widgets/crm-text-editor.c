/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The editor for text of any number of lines. Enter begins a new line, Ctrl+Enter finishes.
 */

#include "config.h"

#include "crm-text-editor.h"

#include <glib/gi18n.h>

#include "crm-children.h"

struct _CrmTextEditor
{
  CrmFieldEditor parent_instance;

  GtkWidget *view;
};

G_DEFINE_FINAL_TYPE (CrmTextEditor, crm_text_editor, CRM_TYPE_FIELD_EDITOR)

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmTextEditor         *self)
{
  if (keyval == GDK_KEY_Escape)
    crm_field_editor_cancel (CRM_FIELD_EDITOR (self));
  else if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && (modifiers & GDK_CONTROL_MASK) != 0)
    crm_field_editor_done (CRM_FIELD_EDITOR (self));
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static char *
get_text (CrmTextEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
crm_text_editor_setup (CrmFieldEditor *editor)
{
  CrmTextEditor *self = CRM_TEXT_EDITOR (editor);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_widget_set_tooltip_text (self->view, _("Ctrl+Enter saves, Escape gives the old text back"));
  crm_field_editor_set_label (editor, self->view);
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), "changed",
                            G_CALLBACK (crm_field_editor_changed), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->view, keys);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 84);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 260);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "text-frame");
  gtk_widget_set_parent (scroller, GTK_WIDGET (self));
}

/* Not the scroller around it, which would take the focus for itself. */
static gboolean
crm_text_editor_grab_focus (GtkWidget *widget)
{
  return crm_children_grab_focus (widget, CRM_TEXT_EDITOR (widget)->view);
}

static void
crm_text_editor_show (CrmFieldEditor *editor,
                      CrmRecord      *record)
{
  CrmTextEditor *self = CRM_TEXT_EDITOR (editor);
  g_autofree char *text = record != NULL ? crm_record_format (record, crm_field_editor_get_field (editor)) : NULL;

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), text != NULL ? text : "", -1);
}

static gboolean
crm_text_editor_is_empty (CrmFieldEditor *editor)
{
  g_autofree char *text = get_text (CRM_TEXT_EDITOR (editor));

  return *g_strstrip (text) == '\0';
}

static gboolean
crm_text_editor_apply (CrmFieldEditor  *editor,
                       CrmChangeSet    *set,
                       const CrmTable  *table,
                       gint64           id,
                       GError         **error)
{
  const CrmField *field = crm_field_editor_get_field (editor);
  g_autofree char *text = get_text (CRM_TEXT_EDITOR (editor));
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (!crm_field_parse (field, text, &value, error))
    return FALSE;

  crm_change_set_set (set, table, id, &field->column, &value);

  return TRUE;
}

static void
crm_text_editor_class_init (CrmTextEditorClass *klass)
{
  CrmFieldEditorClass *editor_class = CRM_FIELD_EDITOR_CLASS (klass);

  GTK_WIDGET_CLASS (klass)->grab_focus = crm_text_editor_grab_focus;
  editor_class->setup = crm_text_editor_setup;
  editor_class->show = crm_text_editor_show;
  editor_class->is_empty = crm_text_editor_is_empty;
  editor_class->apply = crm_text_editor_apply;
}

static void
crm_text_editor_init (CrmTextEditor *self)
{
}
