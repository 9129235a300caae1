/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The editor for what is written in one line: texts, numbers, amounts, dates, addresses of
 * e-mail and web, telephone numbers. Dates have a calendar beside the entry.
 */

#include "config.h"

#include "crm-entry-editor.h"

#include <glib/gi18n.h>

#include "crm-date.h"

struct _CrmEntryEditor
{
  CrmFieldEditor parent_instance;

  GtkWidget *entry;
  GtkWidget *calendar;

  CrmValue before;
};

G_DEFINE_FINAL_TYPE (CrmEntryEditor, crm_entry_editor, CRM_TYPE_FIELD_EDITOR)

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmEntryEditor        *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  crm_field_editor_cancel (CRM_FIELD_EDITOR (self));

  return GDK_EVENT_STOP;
}

static void
day_selected_cb (CrmEntryEditor *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (GTK_CALENDAR (self->calendar));
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");
  g_autofree char *text = crm_date_format (date);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static void
calendar_shown_cb (CrmEntryEditor *self)
{
  char date[CRM_DATE_SIZE];
  int year, month, day;

  if (crm_date_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), CRM_DATE_LOCALE, date, NULL) &&
      crm_date_split (date, &year, &month, &day))
    {
      g_autoptr (GDateTime) time = g_date_time_new_local (year, month, day, 0, 0, 0);

      gtk_calendar_select_day (GTK_CALENDAR (self->calendar), time);
    }
}

static void
add_calendar (CrmEntryEditor *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *button = gtk_menu_button_new ();

  self->calendar = gtk_calendar_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), self->calendar);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (calendar_shown_cb), self);
  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_tooltip_text (button, _("Choose a Day"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Choose a Day"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static void
crm_entry_editor_setup (CrmFieldEditor *editor)
{
  CrmEntryEditor *self = CRM_ENTRY_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  crm_field_editor_set_label (editor, self->entry);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (crm_field_editor_done), self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (crm_field_editor_changed), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);

  switch (field->type)
    {
    case CRM_FIELD_EMAIL:
      gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_EMAIL);
      break;
    case CRM_FIELD_PHONE:
      gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_PHONE);
      break;
    case CRM_FIELD_URL:
      gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_URL);
      break;
    case CRM_FIELD_DATE:
      add_calendar (self);
      break;
    default:
      break;
    }
}

static void
crm_entry_editor_show (CrmFieldEditor *editor,
                       CrmRecord      *record)
{
  CrmEntryEditor *self = CRM_ENTRY_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);
  g_autofree char *text = record != NULL ? crm_record_format (record, field) : NULL;

  /* Of an amount, the currency counts: it stays when only the number is written anew. */
  self->before = (CrmValue) CRM_VALUE_INIT;
  if (record != NULL && field->type == CRM_FIELD_MONEY)
    self->before = *crm_record_get_value (record, field);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static gboolean
crm_entry_editor_is_empty (CrmFieldEditor *editor)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (CRM_ENTRY_EDITOR (editor)->entry)));

  return *g_strstrip (text) == '\0';
}

static char *
crm_entry_editor_get_text (CrmFieldEditor *editor)
{
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (CRM_ENTRY_EDITOR (editor)->entry)));
}

static gboolean
crm_entry_editor_apply (CrmFieldEditor  *editor,
                        CrmChangeSet    *set,
                        const CrmTable  *table,
                        gint64           id,
                        GError         **error)
{
  CrmEntryEditor *self = CRM_ENTRY_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (!crm_field_parse_over (field, gtk_editable_get_text (GTK_EDITABLE (self->entry)), &self->before, &value, error))
    {
      gtk_widget_add_css_class (self->entry, "error");
      return FALSE;
    }

  gtk_widget_remove_css_class (self->entry, "error");
  crm_change_set_set (set, table, id, &field->column, &value);

  return TRUE;
}

static void
crm_entry_editor_class_init (CrmEntryEditorClass *klass)
{
  CrmFieldEditorClass *editor_class = CRM_FIELD_EDITOR_CLASS (klass);

  editor_class->setup = crm_entry_editor_setup;
  editor_class->show = crm_entry_editor_show;
  editor_class->is_empty = crm_entry_editor_is_empty;
  editor_class->get_text = crm_entry_editor_get_text;
  editor_class->apply = crm_entry_editor_apply;
}

static void
crm_entry_editor_init (CrmEntryEditor *self)
{
}
