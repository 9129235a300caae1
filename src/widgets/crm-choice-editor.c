/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The editor for what is one of a list that the program knows: keywords, countries, yes or no.
 * Choosing finishes.
 */

#include "config.h"

#include "crm-choice-editor.h"

#include <glib/gi18n.h>

#include "crm-country.h"

struct _CrmChoiceEditor
{
  CrmFieldEditor parent_instance;

  GtkWidget *drop_down;

  GPtrArray *values; /* of text, in the order of the list; the first is none */
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (CrmChoiceEditor, crm_choice_editor, CRM_TYPE_FIELD_EDITOR)

static void
selected_cb (CrmChoiceEditor *self)
{
  if (self->quiet)
    return;

  crm_field_editor_changed (CRM_FIELD_EDITOR (self));
  crm_field_editor_done (CRM_FIELD_EDITOR (self));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmChoiceEditor       *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  crm_field_editor_cancel (CRM_FIELD_EDITOR (self));

  return GDK_EVENT_STOP;
}

static void
add (CrmChoiceEditor *self,
     GtkStringList   *labels,
     const char      *value,
     const char      *label)
{
  g_ptr_array_add (self->values, g_strdup (value));
  gtk_string_list_append (labels, label);
}

static GtkStringList *
list_values (CrmChoiceEditor *self,
             const CrmField  *field)
{
  GtkStringList *labels = gtk_string_list_new (NULL);

  add (self, labels, "", "—");
  if (field->type == CRM_FIELD_YES_NO)
    {
      add (self, labels, "yes", _("Yes"));
      add (self, labels, "no", _("No"));
    }
  else if (field->type == CRM_FIELD_COUNTRY)
    {
      guint n;
      const char **codes = crm_country_list (&n);

      for (guint i = 0; i < n; i++)
        add (self, labels, codes[i], crm_country_get_name (codes[i]));
    }
  else
    {
      for (const CrmKeyword *keyword = field->keywords; keyword->value != NULL; keyword++)
        add (self, labels, keyword->value, crm_field_get_keyword_label (field, keyword->value));
    }

  return labels;
}

static void
crm_choice_editor_setup (CrmFieldEditor *editor)
{
  CrmChoiceEditor *self = CRM_CHOICE_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkStringList *labels;

  self->values = g_ptr_array_new_with_free_func (g_free);
  labels = list_values (self, field);
  self->drop_down = gtk_drop_down_new (G_LIST_MODEL (labels), gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->drop_down), self->values->len > 12);
  gtk_widget_set_hexpand (self->drop_down, TRUE);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
  crm_field_editor_set_label (editor, self->drop_down);
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->drop_down, keys);
}

static void
crm_choice_editor_show (CrmFieldEditor *editor,
                        CrmRecord      *record)
{
  CrmChoiceEditor *self = CRM_CHOICE_EDITOR (editor);
  g_autofree char *value = record != NULL ? crm_record_format_plain (record, crm_field_editor_get_field (editor)) : NULL;
  guint selected = 0;

  for (guint i = 0; value != NULL && i < self->values->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->values, i), value) == 0)
      selected = i;

  /* A country that is not in the list stays as it was written. */
  if (selected == 0 && value != NULL && *value != '\0')
    {
      add (self, GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (self->drop_down))), value, value);
      selected = self->values->len - 1;
    }

  self->quiet = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), selected);
  self->quiet = FALSE;
}

static const char *
get_value (CrmChoiceEditor *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

  return selected < self->values->len ? g_ptr_array_index (self->values, selected) : "";
}

static gboolean
crm_choice_editor_is_empty (CrmFieldEditor *editor)
{
  return *get_value (CRM_CHOICE_EDITOR (editor)) == '\0';
}

static char *
crm_choice_editor_get_text (CrmFieldEditor *editor)
{
  return g_strdup (get_value (CRM_CHOICE_EDITOR (editor)));
}

static gboolean
crm_choice_editor_apply (CrmFieldEditor  *editor,
                         CrmChangeSet    *set,
                         const CrmTable  *table,
                         gint64           id,
                         GError         **error)
{
  const CrmField *field = crm_field_editor_get_field (editor);
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (!crm_field_parse (field, get_value (CRM_CHOICE_EDITOR (editor)), &value, error))
    return FALSE;

  crm_change_set_set (set, table, id, &field->column, &value);

  return TRUE;
}

static void
crm_choice_editor_finalize (GObject *object)
{
  g_clear_pointer (&CRM_CHOICE_EDITOR (object)->values, g_ptr_array_unref);

  G_OBJECT_CLASS (crm_choice_editor_parent_class)->finalize (object);
}

static void
crm_choice_editor_class_init (CrmChoiceEditorClass *klass)
{
  CrmFieldEditorClass *editor_class = CRM_FIELD_EDITOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = crm_choice_editor_finalize;
  editor_class->setup = crm_choice_editor_setup;
  editor_class->show = crm_choice_editor_show;
  editor_class->is_empty = crm_choice_editor_is_empty;
  editor_class->get_text = crm_choice_editor_get_text;
  editor_class->apply = crm_choice_editor_apply;
}

static void
crm_choice_editor_init (CrmChoiceEditor *self)
{
}
