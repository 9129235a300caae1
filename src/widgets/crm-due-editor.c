/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The editor for when something is due: an entry that understands what people write, such as
 * "tomorrow 9:00", and says below how it understood it; beside it a calendar, a switch for whole
 * days, and the time. What stands in the entry is what counts.
 */

#include "config.h"

#include "crm-due-editor.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"
#include "crm-due.h"

/* What a time begins with when a whole day gets one. */
#define FIRST_MINUTE (9 * 60)

struct _CrmDueEditor
{
  CrmFieldEditor parent_instance;

  /* Template children */
  GtkEntry *entry;
  GtkMenuButton *button;
  GtkLabel *meaning;
  GtkCalendar *calendar;
  GtkSwitch *all_day;
  GtkBox *time_box;
  GtkSpinButton *hour;
  GtkSpinButton *minute;

  /* State */
  guint filling : 1; /* the popover is being filled from the entry */
};

G_DEFINE_FINAL_TYPE (CrmDueEditor, crm_due_editor, CRM_TYPE_FIELD_EDITOR)

static gint64
get_now (CrmDueEditor *self)
{
  return crm_clock_get_now (crm_workspace_get_clock (crm_field_editor_get_workspace (CRM_FIELD_EDITOR (self))));
}

static gboolean
parse (CrmDueEditor  *self,
       char           due[CRM_DUE_SIZE],
       GError       **error)
{
  return crm_due_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), CRM_DATE_LOCALE, get_now (self), due, error);
}

/* --- The entry -------------------------------------------------------------------------------------- */

/* Where words were written, says which day they mean. */
static void
show_meaning (CrmDueEditor *self)
{
  const char *written = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  char due[CRM_DUE_SIZE];
  g_autofree char *plain = NULL;
  g_autofree char *meaning = NULL;

  if (parse (self, due, NULL))
    {
      plain = crm_due_format (due);
      if (strcmp (plain, written) != 0)
        meaning = crm_due_format_long (due);
    }

  gtk_label_set_text (self->meaning, meaning != NULL ? meaning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->meaning), meaning != NULL);
}

static void
entry_changed_cb (CrmDueEditor *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  show_meaning (self);
  crm_field_editor_changed (CRM_FIELD_EDITOR (self));
}

static void
entry_activated_cb (CrmDueEditor *self)
{
  crm_field_editor_done (CRM_FIELD_EDITOR (self));
}

static gboolean
key_pressed_cb (CrmDueEditor    *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  modifiers)
{
  if (keyval == GDK_KEY_Escape)
    {
      crm_field_editor_cancel (CRM_FIELD_EDITOR (self));
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Down && (modifiers & GDK_ALT_MASK) != 0)
    {
      gtk_menu_button_popup (self->button);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

/* --- The popover ------------------------------------------------------------------------------------- */

static void
write_due (CrmDueEditor *self,
           const char   *due)
{
  g_autofree char *text = crm_due_format (due);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

/* Takes over what the popover shows. */
static void
chosen_cb (CrmDueEditor *self)
{
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *date = NULL;
  char due[CRM_DUE_SIZE];
  int minute = -1;

  if (self->filling)
    return;

  day = gtk_calendar_get_date (self->calendar);
  date = g_date_time_format (day, "%Y-%m-%d");
  if (!gtk_switch_get_active (self->all_day))
    minute = gtk_spin_button_get_value_as_int (self->hour) * 60 + gtk_spin_button_get_value_as_int (self->minute);
  gtk_widget_set_sensitive (GTK_WIDGET (self->time_box), minute >= 0);
  if (crm_due_make (date, minute, due))
    write_due (self, due);
}

static void
all_day_cb (CrmDueEditor *self)
{
  chosen_cb (self);
}

/* Shows in the popover what stands in the entry, or today. */
static void
fill_popover_cb (CrmDueEditor *self)
{
  char due[CRM_DUE_SIZE];
  char date[CRM_DATE_SIZE];
  int year, month, day, minute;

  if (!parse (self, due, NULL))
    {
      crm_due_of_instant (get_now (self), due);
      due[CRM_DATE_SIZE - 1] = '\0';
    }
  if (!crm_due_split (due, date, &minute) || !crm_date_split (date, &year, &month, &day))
    return;

  self->filling = TRUE;
  {
    g_autoptr (GDateTime) midnight = g_date_time_new_local (year, month, day, 0, 0, 0);

    gtk_calendar_select_day (self->calendar, midnight);
  }
  gtk_switch_set_active (self->all_day, minute < 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->time_box), minute >= 0);
  if (minute < 0)
    minute = FIRST_MINUTE;
  gtk_spin_button_set_value (self->hour, minute / 60);
  gtk_spin_button_set_value (self->minute, minute % 60);
  self->filling = FALSE;
}

/* Moves to a day that is so many days after today; a time stays. */
static void
choose_days_ahead (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  CrmDueEditor *self = CRM_DUE_EDITOR (widget);
  char today[CRM_DUE_SIZE];
  char date[CRM_DATE_SIZE];
  char due[CRM_DUE_SIZE];
  int minute = -1;

  if (!parse (self, due, NULL) || !crm_due_split (due, date, &minute))
    minute = -1;
  crm_due_of_instant (get_now (self), today);
  today[CRM_DATE_SIZE - 1] = '\0';
  if (crm_date_add (today, 0, 0, g_variant_get_int32 (parameter), date) && crm_due_make (date, minute, due))
    {
      write_due (self, due);
      fill_popover_cb (self);
    }
}

static void
choose_none (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmDueEditor *self = CRM_DUE_EDITOR (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_menu_button_popdown (self->button);
}

static void
finish_popover (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  CrmDueEditor *self = CRM_DUE_EDITOR (widget);

  /* What was typed into a spin button and not yet taken. */
  gtk_spin_button_update (self->hour);
  gtk_spin_button_update (self->minute);
  gtk_menu_button_popdown (self->button);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* Two digits, as clocks have them. */
static gboolean
show_digits_cb (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}

/* --- The editor ----------------------------------------------------------------------------------------- */

static void
crm_due_editor_setup (CrmFieldEditor *editor)
{
  crm_field_editor_set_label (editor, GTK_WIDGET (CRM_DUE_EDITOR (editor)->entry));
}

static void
crm_due_editor_show (CrmFieldEditor *editor,
                     CrmRecord      *record)
{
  CrmDueEditor *self = CRM_DUE_EDITOR (editor);
  g_autofree char *text = record != NULL ? crm_record_format (record, crm_field_editor_get_field (editor)) : NULL;

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static gboolean
crm_due_editor_is_empty (CrmFieldEditor *editor)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (CRM_DUE_EDITOR (editor)->entry)));

  return *g_strstrip (text) == '\0';
}

static gboolean
crm_due_editor_apply (CrmFieldEditor  *editor,
                      CrmChangeSet    *set,
                      const CrmTable  *table,
                      gint64           id,
                      GError         **error)
{
  CrmDueEditor *self = CRM_DUE_EDITOR (editor);
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  char due[CRM_DUE_SIZE];

  if (!crm_due_editor_is_empty (editor))
    {
      if (!parse (self, due, error))
        {
          gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
          return FALSE;
        }
      value = crm_value_text (due);
    }

  crm_change_set_set (set, table, id, &crm_field_editor_get_field (editor)->column, &value);

  return TRUE;
}

static gboolean
crm_due_editor_grab_focus (GtkWidget *widget)
{
  return crm_children_grab_focus (widget, GTK_WIDGET (CRM_DUE_EDITOR (widget)->entry));
}

static void
crm_due_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRM_TYPE_DUE_EDITOR);

  G_OBJECT_CLASS (crm_due_editor_parent_class)->dispose (object);
}

static void
crm_due_editor_class_init (CrmDueEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CrmFieldEditorClass *editor_class = CRM_FIELD_EDITOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_due_editor_dispose;
  widget_class->grab_focus = crm_due_editor_grab_focus;
  editor_class->setup = crm_due_editor_setup;
  editor_class->show = crm_due_editor_show;
  editor_class->is_empty = crm_due_editor_is_empty;
  editor_class->apply = crm_due_editor_apply;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-due-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmDueEditor, entry);
  gtk_widget_class_bind_template_child (widget_class, CrmDueEditor, button);
  gtk_widget_class_bind_template_child (widget_class, CrmDueEditor, meaning);
  gtk_widget_class_bind_template_child (widget_class, CrmDueEditor, calendar);
  gtk_widget_class_bind_template_child (widget_class, CrmDueEditor, all_day);
  gtk_widget_class_bind_template_child (widget_class, CrmDueEditor, time_box);
  gtk_widget_class_bind_template_child (widget_class, CrmDueEditor, hour);
  gtk_widget_class_bind_template_child (widget_class, CrmDueEditor, minute);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill_popover_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_day_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_digits_cb);

  gtk_widget_class_install_action (widget_class, "due.days-ahead", "i", choose_days_ahead);
  gtk_widget_class_install_action (widget_class, "due.none", NULL, choose_none);
  gtk_widget_class_install_action (widget_class, "due.finish", NULL, finish_popover);
}

static void
crm_due_editor_init (CrmDueEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_due_editor_get_due:
 * @due: (out caller-allocates): what stands in the editor; empty for nothing
 * @error: %CRM_ERROR_INVALID
 */
gboolean
crm_due_editor_get_due (CrmDueEditor  *self,
                        char           due[CRM_DUE_SIZE],
                        GError       **error)
{
  g_return_val_if_fail (CRM_IS_DUE_EDITOR (self), FALSE);

  due[0] = '\0';

  return crm_due_editor_is_empty (CRM_FIELD_EDITOR (self)) || parse (self, due, error);
}

/**
 * crm_due_editor_set_due:
 * @due: (nullable): what stands in the editor, not yet saved
 */
void
crm_due_editor_set_due (CrmDueEditor *self,
                        const char   *due)
{
  g_return_if_fail (CRM_IS_DUE_EDITOR (self));

  if (due != NULL)
    write_due (self, due);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}
