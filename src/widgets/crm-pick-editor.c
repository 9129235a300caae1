/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The editor for a link to one of a few records: a stage, a type of task. Choosing finishes. Of a
 * record that has a pipeline, only the stages of that pipeline are offered; the same goes for
 * whatever both sides are linked to.
 */

#include "config.h"

#include "crm-pick-editor.h"

#include <string.h>

#include "crm-choices.h"

struct _CrmPickEditor
{
  CrmFieldEditor parent_instance;

  GtkWidget *drop_down;

  CrmChoices *choices;
  CrmRecord *record; /* whose value is shown */
  GArray *ids;       /* in the order of the list; the first is none */
  gint64 wanted;
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (CrmPickEditor, crm_pick_editor, CRM_TYPE_FIELD_EDITOR)

static const CrmField *
get_field (CrmPickEditor *self)
{
  return crm_field_editor_get_field (CRM_FIELD_EDITOR (self));
}

static gint64
get_selected (CrmPickEditor *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

  return selected < self->ids->len ? g_array_index (self->ids, gint64, selected) : 0;
}

/* What @choice belongs to, such as the pipeline of a stage. */
static const CrmField *
find_home (CrmRecord *choice)
{
  const CrmRecordType *type = crm_record_get_record_type (choice);

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i]->type == CRM_FIELD_LINK && crm_field_is_editable (type->fields[i]))
      return type->fields[i];

  return NULL;
}

/* The record is linked to the same as the choice, or one of them to nothing. */
static gboolean
fits (CrmPickEditor  *self,
      CrmRecord      *choice,
      const CrmField *home)
{
  const CrmRecordType *type = get_field (self)->record_type;
  gint64 id = crm_value_get_integer (crm_record_get_value (choice, home));

  for (guint i = 0; self->record != NULL && id != 0 && i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];

      if (field->type == CRM_FIELD_LINK && strcmp (field->column.links_to, home->column.links_to) == 0)
        {
          gint64 own = crm_value_get_integer (crm_record_get_value (self->record, field));

          return own == 0 || own == id;
        }
    }

  return TRUE;
}

/* Whether the names alone would leave open which is meant. */
static gboolean
needs_homes (CrmPickEditor *self,
             GPtrArray     *fitting)
{
  gint64 first = 0;

  for (guint i = 0; i < fitting->len; i++)
    {
      CrmRecord *choice = g_ptr_array_index (fitting, i);
      const CrmField *home = find_home (choice);
      gint64 id = home != NULL ? crm_value_get_integer (crm_record_get_value (choice, home)) : 0;

      if (i > 0 && id != first)
        return TRUE;
      first = id;
    }

  return FALSE;
}

static void
add (CrmPickEditor *self,
     GtkStringList *labels,
     gint64         id,
     const char    *label)
{
  g_array_append_val (self->ids, id);
  gtk_string_list_append (labels, label);
}

static void
fill (CrmPickEditor *self)
{
  g_autoptr (GPtrArray) fitting = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint selected = 0;
  gboolean homes;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      g_autoptr (CrmRecord) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), i);
      const CrmField *home = find_home (choice);

      if (home == NULL || fits (self, choice, home))
        g_ptr_array_add (fitting, g_steal_pointer (&choice));
    }

  g_array_set_size (self->ids, 0);
  add (self, labels, 0, "—");
  homes = needs_homes (self, fitting);
  for (guint i = 0; i < fitting->len; i++)
    {
      CrmRecord *choice = g_ptr_array_index (fitting, i);
      g_autofree char *home = homes ? crm_record_format (choice, find_home (choice)) : NULL;
      g_autofree char *label = home != NULL && *home != '\0' ? g_strdup_printf ("%s › %s", home, crm_record_get_title (choice))
                                                             : g_strdup (crm_record_get_title (choice));

      add (self, labels, crm_record_get_id (choice), label);
      if (crm_record_get_id (choice) == self->wanted)
        selected = self->ids->len - 1;
    }

  self->quiet = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->drop_down), G_LIST_MODEL (labels));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->drop_down), self->ids->len > 12);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), selected);
  self->quiet = FALSE;
}

static void
selected_cb (CrmPickEditor *self)
{
  if (self->quiet)
    return;

  self->wanted = get_selected (self);
  crm_field_editor_changed (CRM_FIELD_EDITOR (self));
  crm_field_editor_done (CRM_FIELD_EDITOR (self));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmPickEditor         *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  crm_field_editor_cancel (CRM_FIELD_EDITOR (self));

  return GDK_EVENT_STOP;
}

static void
crm_pick_editor_setup (CrmFieldEditor *editor)
{
  CrmPickEditor *self = CRM_PICK_EDITOR (editor);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->drop_down = gtk_drop_down_new (NULL, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_widget_set_hexpand (self->drop_down, TRUE);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
  crm_field_editor_set_label (editor, self->drop_down);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->drop_down, keys);

  self->choices = crm_choices_get (crm_field_editor_get_workspace (editor), get_field (self)->column.links_to);
  g_signal_connect_object (self->choices, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self);
}

static void
crm_pick_editor_show (CrmFieldEditor *editor,
                      CrmRecord      *record)
{
  CrmPickEditor *self = CRM_PICK_EDITOR (editor);

  g_set_object (&self->record, record);
  self->wanted = record != NULL ? crm_value_get_integer (crm_record_get_value (record, get_field (self))) : 0;
  fill (self);
}

static void
crm_pick_editor_show_link (CrmFieldEditor *editor,
                           gint64          id,
                           const char     *title)
{
  CrmPickEditor *self = CRM_PICK_EDITOR (editor);

  self->wanted = id;
  fill (self);
}

static gboolean
crm_pick_editor_is_empty (CrmFieldEditor *editor)
{
  return CRM_PICK_EDITOR (editor)->wanted == 0;
}

static gboolean
crm_pick_editor_apply (CrmFieldEditor  *editor,
                       CrmChangeSet    *set,
                       const CrmTable  *table,
                       gint64           id,
                       GError         **error)
{
  CrmPickEditor *self = CRM_PICK_EDITOR (editor);
  CrmValue value = CRM_VALUE_INIT;

  if (self->wanted != 0)
    value = crm_value_integer (self->wanted);

  crm_change_set_set (set, table, id, &get_field (self)->column, &value);

  return TRUE;
}

static void
crm_pick_editor_dispose (GObject *object)
{
  CrmPickEditor *self = CRM_PICK_EDITOR (object);

  g_clear_object (&self->choices);
  g_clear_object (&self->record);

  G_OBJECT_CLASS (crm_pick_editor_parent_class)->dispose (object);
}

static void
crm_pick_editor_finalize (GObject *object)
{
  g_array_unref (CRM_PICK_EDITOR (object)->ids);

  G_OBJECT_CLASS (crm_pick_editor_parent_class)->finalize (object);
}

static void
crm_pick_editor_class_init (CrmPickEditorClass *klass)
{
  CrmFieldEditorClass *editor_class = CRM_FIELD_EDITOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_pick_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_pick_editor_finalize;
  editor_class->setup = crm_pick_editor_setup;
  editor_class->show = crm_pick_editor_show;
  editor_class->show_link = crm_pick_editor_show_link;
  editor_class->is_empty = crm_pick_editor_is_empty;
  editor_class->apply = crm_pick_editor_apply;
}

static void
crm_pick_editor_init (CrmPickEditor *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}
