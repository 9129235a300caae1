/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The editor for reminders: how long before something is due people want to hear of it. Each is a
 * chip; the usual ones are ticked in a popover, others are made of a number and a unit.
 */

#include "config.h"

#include "crm-reminders-editor.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "crm-children.h"
#include "crm-chip.h"

/* Minutes before; others can be added. */
static const int usual[] = { 0, 5, 15, 30, 60, 2 * 60, 24 * 60, 2 * 24 * 60, 7 * 24 * 60 };

struct _CrmRemindersEditor
{
  CrmFieldEditor parent_instance;

  /* Template children */
  GtkFlowBox *chips;
  GtkMenuButton *button;
  GtkBox *checks;
  GtkSpinButton *number;
  GtkDropDown *unit;

  GArray *before; /* what the record has */
  GArray *chosen; /* what is in the editor, in order */

  guint filling : 1;
};

G_DEFINE_FINAL_TYPE (CrmRemindersEditor, crm_reminders_editor, CRM_TYPE_FIELD_EDITOR)

static char *
say (CrmRemindersEditor *self,
     int                 minutes)
{
  char text[16];

  g_snprintf (text, sizeof text, "%d", minutes);

  return crm_field_format_member (crm_field_editor_get_field (CRM_FIELD_EDITOR (self)), text, NULL);
}

static gboolean
contains (GArray *reminders,
          int     minutes)
{
  for (guint i = 0; i < reminders->len; i++)
    if (g_array_index (reminders, int, i) == minutes)
      return TRUE;

  return FALSE;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static void show_all (CrmRemindersEditor *self);

static void
choose (CrmRemindersEditor *self,
        int                 minutes,
        gboolean            wanted)
{
  if (contains (self->chosen, minutes) == wanted)
    return;

  if (wanted)
    g_array_append_val (self->chosen, minutes);
  for (guint i = 0; !wanted && i < self->chosen->len; i++)
    if (g_array_index (self->chosen, int, i) == minutes)
      g_array_remove_index (self->chosen, i--);
  g_array_sort (self->chosen, compare);
  show_all (self);
  crm_field_editor_changed (CRM_FIELD_EDITOR (self));
}

/* --- Chips ------------------------------------------------------------------------------------------- */

static void
remove_clicked_cb (GtkButton          *button,
                   CrmRemindersEditor *self)
{
  int minutes = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "minutes"));

  gtk_widget_grab_focus (GTK_WIDGET (self->button));
  choose (self, minutes, FALSE);
}

static GtkWidget *
make_chip (CrmRemindersEditor *self,
           int                 minutes)
{
  g_autofree char *text = say (self, minutes);
  g_autofree char *name = g_strdup_printf (_("Remove “%s”"), text);
  GtkWidget *button;
  GtkWidget *chip = crm_chip_new (crm_chip_new_label (text, -1), name, &button);

  g_object_set_data (G_OBJECT (button), "minutes", GINT_TO_POINTER (minutes));
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked_cb), self);

  return chip;
}

static void
show_all (CrmRemindersEditor *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_flow_box_remove (self->chips, child);
  for (guint i = 0; i < self->chosen->len; i++)
    gtk_flow_box_append (self->chips, make_chip (self, g_array_index (self->chosen, int, i)));
  for (child = gtk_widget_get_first_child (GTK_WIDGET (self->chips)); child != NULL; child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->chips), self->chosen->len > 0);

  self->filling = TRUE;
  child = gtk_widget_get_first_child (GTK_WIDGET (self->checks));
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++, child = gtk_widget_get_next_sibling (child))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (child), contains (self->chosen, usual[i]));
  self->filling = FALSE;
}

/* --- The popover --------------------------------------------------------------------------------------- */

static void
check_toggled_cb (GtkCheckButton     *check,
                  CrmRemindersEditor *self)
{
  if (!self->filling)
    choose (self, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (check), "minutes")), gtk_check_button_get_active (check));
}

static void
add_clicked_cb (CrmRemindersEditor *self)
{
  static const int units[] = { 1, 60, 24 * 60, 7 * 24 * 60 };

  gtk_spin_button_update (self->number);
  choose (self, MIN (gtk_spin_button_get_value_as_int (self->number) * units[gtk_drop_down_get_selected (self->unit)], 366 * 24 * 60), TRUE);
}

static gboolean
key_pressed_cb (CrmRemindersEditor *self,
                guint               keyval,
                guint               keycode,
                GdkModifierType     modifiers)
{
  /* In the popover, Escape closes the popover. */
  if (keyval != GDK_KEY_Escape || gtk_widget_get_visible (GTK_WIDGET (gtk_menu_button_get_popover (self->button))))
    return GDK_EVENT_PROPAGATE;

  crm_field_editor_cancel (CRM_FIELD_EDITOR (self));

  return GDK_EVENT_STOP;
}

/* --- The editor ------------------------------------------------------------------------------------------ */

static void
crm_reminders_editor_setup (CrmFieldEditor *editor)
{
  CrmRemindersEditor *self = CRM_REMINDERS_EDITOR (editor);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chips), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  crm_field_editor_get_field (editor)->label, -1);
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      g_autofree char *text = say (self, usual[i]);
      GtkWidget *check = gtk_check_button_new_with_label (text);

      g_object_set_data (G_OBJECT (check), "minutes", GINT_TO_POINTER (usual[i]));
      g_signal_connect (check, "toggled", G_CALLBACK (check_toggled_cb), self);
      gtk_box_append (self->checks, check);
    }
}

static void
crm_reminders_editor_show (CrmFieldEditor *editor,
                           CrmRecord      *record)
{
  CrmRemindersEditor *self = CRM_REMINDERS_EDITOR (editor);
  g_autoptr (GPtrArray) members = record != NULL ? crm_record_get_members (record, crm_field_editor_get_field (editor)) : NULL;

  g_array_set_size (self->before, 0);
  g_array_set_size (self->chosen, 0);
  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      int minutes = atoi (((const CrmMember *) g_ptr_array_index (members, i))->text);

      g_array_append_val (self->before, minutes);
      g_array_append_val (self->chosen, minutes);
    }
  g_array_sort (self->chosen, compare);
  show_all (self);
}

static gboolean
crm_reminders_editor_is_empty (CrmFieldEditor *editor)
{
  return CRM_REMINDERS_EDITOR (editor)->chosen->len == 0;
}

static void
change (CrmRemindersEditor *self,
        CrmChangeSet       *set,
        const CrmTable     *table,
        gint64              id,
        int                 minutes,
        gboolean            add)
{
  const CrmColumn *column = &crm_field_editor_get_field (CRM_FIELD_EDITOR (self))->column;
  g_auto (CrmValue) key = CRM_VALUE_INIT;
  char text[16];

  g_snprintf (text, sizeof text, "%d", minutes);
  key = crm_value_text (text);
  if (add)
    crm_change_set_add (set, table, id, column, &key, text, NULL);
  else
    crm_change_set_remove (set, table, id, column, &key);
}

static gboolean
crm_reminders_editor_apply (CrmFieldEditor  *editor,
                            CrmChangeSet    *set,
                            const CrmTable  *table,
                            gint64           id,
                            GError         **error)
{
  CrmRemindersEditor *self = CRM_REMINDERS_EDITOR (editor);

  for (guint i = 0; i < self->before->len; i++)
    if (!contains (self->chosen, g_array_index (self->before, int, i)))
      change (self, set, table, id, g_array_index (self->before, int, i), FALSE);
  for (guint i = 0; i < self->chosen->len; i++)
    if (!contains (self->before, g_array_index (self->chosen, int, i)))
      change (self, set, table, id, g_array_index (self->chosen, int, i), TRUE);

  return TRUE;
}

static gboolean
crm_reminders_editor_grab_focus (GtkWidget *widget)
{
  return crm_children_grab_focus (widget, GTK_WIDGET (CRM_REMINDERS_EDITOR (widget)->button));
}

static void
crm_reminders_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CRM_TYPE_REMINDERS_EDITOR);

  G_OBJECT_CLASS (crm_reminders_editor_parent_class)->dispose (object);
}

static void
crm_reminders_editor_finalize (GObject *object)
{
  CrmRemindersEditor *self = CRM_REMINDERS_EDITOR (object);

  g_array_unref (self->before);
  g_array_unref (self->chosen);

  G_OBJECT_CLASS (crm_reminders_editor_parent_class)->finalize (object);
}

static void
crm_reminders_editor_class_init (CrmRemindersEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CrmFieldEditorClass *editor_class = CRM_FIELD_EDITOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_reminders_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_reminders_editor_finalize;
  widget_class->grab_focus = crm_reminders_editor_grab_focus;
  editor_class->setup = crm_reminders_editor_setup;
  editor_class->show = crm_reminders_editor_show;
  editor_class->is_empty = crm_reminders_editor_is_empty;
  editor_class->apply = crm_reminders_editor_apply;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-reminders-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmRemindersEditor, chips);
  gtk_widget_class_bind_template_child (widget_class, CrmRemindersEditor, button);
  gtk_widget_class_bind_template_child (widget_class, CrmRemindersEditor, checks);
  gtk_widget_class_bind_template_child (widget_class, CrmRemindersEditor, number);
  gtk_widget_class_bind_template_child (widget_class, CrmRemindersEditor, unit);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
crm_reminders_editor_init (CrmRemindersEditor *self)
{
  self->before = g_array_new (FALSE, FALSE, sizeof (int));
  self->chosen = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_init_template (GTK_WIDGET (self));
}
