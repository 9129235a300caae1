/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The editor for sets: tags and options, found while typing; further e-mail addresses, telephone
 * numbers and messengers, written. Each member is a chip with a button that removes it.
 */

#include "config.h"

#include "crm-members-editor.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"
#include "crm-chip.h"
#include "crm-error.h"
#include "crm-input.h"
#include "crm-naming.h"
#include "crm-type-ahead.h"
#include "crm-wrap-box.h"

/* A member as it stands in the editor. */
typedef struct
{
  CrmValue key;    /* empty: has to be made, or has no key yet */
  char *text;
  char *label;
  gboolean present; /* the record has it already */
  gboolean relabelled; /* with another word beside it */
  gboolean removed;
  gint64 handle;
} Entry;

struct _CrmMembersEditor
{
  CrmFieldEditor parent_instance;

  GtkWidget *chips;
  GtkWidget *input;    /* a type-ahead or an entry */
  GtkWidget *service;  /* which messenger */

  GPtrArray *entries;
};

G_DEFINE_FINAL_TYPE (CrmMembersEditor, crm_members_editor, CRM_TYPE_FIELD_EDITOR)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  crm_value_clear (&entry->key);
  g_free (entry->text);
  g_free (entry->label);
  g_free (entry);
}

static gboolean
is_linked (CrmMembersEditor *self)
{
  return crm_field_editor_get_field (CRM_FIELD_EDITOR (self))->column.links_to != NULL;
}

static void show_chips (CrmMembersEditor *self);

static void
remove_clicked_cb (GtkButton        *button,
                   CrmMembersEditor *self)
{
  Entry *entry = g_object_get_data (G_OBJECT (button), "entry");

  entry->removed = TRUE;
  show_chips (self);
  gtk_widget_grab_focus (self->input);
  crm_field_editor_changed (CRM_FIELD_EDITOR (self));
}

/* --- As what somebody is a member ------------------------------------------------------------------ */

static void
role_changed_cb (GtkEditable *entry_widget,
                 Entry       *entry)
{
  g_autofree char *role = g_strstrip (g_strdup (gtk_editable_get_text (entry_widget)));

  /* A colon ends a role where people write both in one line. */
  g_strdelimit (role, ":;", ' ');
  if (g_strcmp0 (role, entry->label != NULL ? entry->label : "") == 0)
    return;

  g_free (entry->label);
  entry->label = *role != '\0' ? g_steal_pointer (&role) : NULL;
  entry->relabelled = TRUE;
}

static gboolean
show_chips_cb (gpointer data)
{
  CrmMembersEditor *self = data;

  if (self->chips != NULL)
    {
      show_chips (self);
      gtk_widget_grab_focus (self->input);
      crm_field_editor_changed (CRM_FIELD_EDITOR (self));
    }

  return G_SOURCE_REMOVE;
}

/* Escape closes the popover, and the role is what it was. */
static gboolean
role_key_cb (GtkEventControllerKey *controller,
             guint                  keyval,
             guint                  keycode,
             GdkModifierType        modifiers,
             Entry                 *entry)
{
  GtkWidget *input = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  const char *before = g_object_get_data (G_OBJECT (input), "before");

  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  gtk_editable_set_text (GTK_EDITABLE (input), before);
  entry->relabelled = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (input), "relabelled"));
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (input, GTK_TYPE_POPOVER)));

  return GDK_EVENT_STOP;
}

/* The popover goes with its chip, after it has closed. */
static void
role_closed_cb (CrmMembersEditor *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, show_chips_cb, g_object_ref (self), g_object_unref);
}

/* Where no role stands before the name, a word after it says that one can be given. */
static GtkWidget *
add_role_hint (GtkWidget *label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *hint = crm_chip_new_label (_("Role…"), 12);

  gtk_widget_add_css_class (hint, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), hint);

  return box;
}

/* The name on a chip is a button that asks as what somebody is a member. */
static GtkWidget *
make_role_button (CrmMembersEditor *self,
                  Entry            *entry,
                  GtkWidget        *label)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *input = gtk_entry_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autofree char *name = g_strdup_printf (_("Role of “%s”"), entry->text);

  gtk_entry_set_placeholder_text (GTK_ENTRY (input), _("Role, such as Architect"));
  gtk_editable_set_text (GTK_EDITABLE (input), entry->label != NULL ? entry->label : "");
  g_object_set_data_full (G_OBJECT (input), "before", g_strdup (gtk_editable_get_text (GTK_EDITABLE (input))), g_free);
  g_object_set_data (G_OBJECT (input), "relabelled", GINT_TO_POINTER (entry->relabelled));
  gtk_editable_set_max_width_chars (GTK_EDITABLE (input), 24);
  gtk_accessible_update_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (input, "changed", G_CALLBACK (role_changed_cb), entry);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (role_key_cb), entry);
  gtk_widget_add_controller (input, keys);
  g_signal_connect_swapped (input, "activate", G_CALLBACK (gtk_popover_popdown), popover);
  gtk_popover_set_child (GTK_POPOVER (popover), input);
  g_signal_connect_object (popover, "closed", G_CALLBACK (role_closed_cb), self, G_CONNECT_SWAPPED);

  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), entry->label != NULL ? label : add_role_hint (label));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);

  return button;
}

static GtkWidget *
make_chip (CrmMembersEditor *self,
           Entry            *entry)
{
  const CrmField *field = crm_field_editor_get_field (CRM_FIELD_EDITOR (self));
  g_autofree char *shown = crm_field_format_member (field, entry->text, entry->label);
  g_autofree char *name = g_strdup_printf (_("Remove “%s”"), entry->text);
  GtkWidget *label = crm_chip_new_label (shown, 32);
  GtkWidget *chip, *button;

  if ((field->flags & CRM_FIELD_ROLES) != 0)
    label = make_role_button (self, entry, label);
  chip = crm_chip_new (label, name, &button);
  g_object_set_data (G_OBJECT (button), "entry", entry);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked_cb), self);

  return chip;
}

static void
show_chips (CrmMembersEditor *self)
{
  crm_children_unparent (self->chips);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (!entry->removed)
        crm_wrap_box_append (CRM_WRAP_BOX (self->chips), make_chip (self, entry));
    }
  gtk_widget_set_visible (self->chips, gtk_widget_get_first_child (self->chips) != NULL);

  /* They push the entry down, which people are typing in. */
  crm_children_keep_in_sight (GTK_WIDGET (self));
}

static void
add_entry (CrmMembersEditor *self,
           const CrmValue   *key,
           const char       *text,
           const char       *label)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->key = crm_value_dup (key);
  entry->text = g_strdup (text);
  entry->label = g_strdup (label);
  g_ptr_array_add (self->entries, entry);
}

/* Takes a member in, or back. What has no key yet is known by its text. */
static void
take (CrmMembersEditor *self,
      const CrmValue   *key,
      const char       *text,
      const char       *label)
{
  Entry *known = NULL;

  for (guint i = 0; i < self->entries->len && known == NULL; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (crm_value_equal (&entry->key, key) && (!crm_value_is_empty (key) || strcmp (entry->text, text) == 0))
        known = entry;
    }

  if (known != NULL)
    known->removed = FALSE;
  else
    add_entry (self, key, text, label);
  show_chips (self);
  crm_field_editor_changed (CRM_FIELD_EDITOR (self));
}

static void
chosen_cb (CrmMembersEditor *self,
           gint64            id,
           const char       *title)
{
  CrmValue key = crm_value_integer (id);

  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->input), NULL);
  take (self, &key, title, NULL);
}

static void
create_cb (CrmMembersEditor *self,
           const char       *text)
{
  CrmValue none = CRM_VALUE_INIT;

  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->input), NULL);
  take (self, &none, text, NULL);
}

static const char *
get_service (CrmMembersEditor *self)
{
  return self->service != NULL ? crm_input_get_messengers ()[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->service))].value : NULL;
}

static const char *
get_pending (CrmMembersEditor *self)
{
  return is_linked (self) ? crm_type_ahead_get_text (CRM_TYPE_AHEAD (self->input))
                          : gtk_editable_get_text (GTK_EDITABLE (self->input));
}

/* Takes what stands in the entry as a member. */
static gboolean
take_pending (CrmMembersEditor  *self,
              GError           **error)
{
  const CrmField *field = crm_field_editor_get_field (CRM_FIELD_EDITOR (self));
  g_autofree char *text = g_strstrip (g_strdup (get_pending (self)));
  g_auto (CrmValue) key = CRM_VALUE_INIT;

  if (*text == '\0')
    return TRUE;

  if (is_linked (self))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("Choose what “%s” is from the list below the entry."), text);
      return FALSE;
    }

  if (!crm_input_make_key (field, text, get_service (self), NULL, &key, error))
    {
      gtk_widget_add_css_class (self->input, "error");
      return FALSE;
    }

  gtk_widget_remove_css_class (self->input, "error");
  take (self, &key, text, get_service (self));
  gtk_editable_set_text (GTK_EDITABLE (self->input), "");

  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmMembersEditor      *self)
{
  /* In a form they add it; elsewhere they save the field, as without Ctrl. */
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && (modifiers & GDK_CONTROL_MASK) != 0 &&
      gtk_widget_activate_action (GTK_WIDGET (self), "form.add", NULL))
    return GDK_EVENT_STOP;

  if (is_linked (self) && crm_type_ahead_is_open (CRM_TYPE_AHEAD (self->input)))
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Escape)
    crm_field_editor_cancel (CRM_FIELD_EDITOR (self));
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    {
      /* Enter takes what was typed; Enter in an empty entry finishes. */
      if (*get_pending (self) == '\0')
        crm_field_editor_done (CRM_FIELD_EDITOR (self));
      else if (!is_linked (self))
        take_pending (self, NULL);
    }
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static GtkWidget *
make_service_list (void)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  for (const CrmKeyword *messenger = crm_input_get_messengers (); messenger->value != NULL; messenger++)
    gtk_string_list_append (labels, _(messenger->label));

  drop_down = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Messenger"), -1);

  return drop_down;
}

static const char *
get_placeholder (const CrmField *field)
{
  switch (field->type)
    {
    case CRM_FIELD_TAGS:
      return _("Add a tag");
    case CRM_FIELD_CHOICES:
      return _("Add one of the list");
    case CRM_FIELD_EMAILS:
      return _("Add an e-mail address");
    case CRM_FIELD_PHONES:
      return _("Add a phone number");
    case CRM_FIELD_LINKS:
      return _("Name");
    default:
      return _("Add a user name or number");
    }
}

static void
crm_members_editor_setup (CrmFieldEditor *editor)
{
  CrmMembersEditor *self = CRM_MEMBERS_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->entries = g_ptr_array_new_with_free_func (entry_free);

  self->chips = crm_wrap_box_new ();
  gtk_widget_set_visible (self->chips, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chips), GTK_ACCESSIBLE_PROPERTY_LABEL, field->label, -1);
  gtk_widget_set_parent (self->chips, GTK_WIDGET (self));

  if (field->column.links_to != NULL)
    {
      self->input = crm_type_ahead_new (crm_field_editor_get_workspace (editor), field->column.links_to,
                                        field->type == CRM_FIELD_CHOICES ? field->custom : 0,
                                        crm_workspace_get_type_named (crm_field_editor_get_workspace (editor),
                                                                      field->column.links_to)->by_name);
      crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (self->input), get_placeholder (field));
      crm_field_editor_set_label (editor, crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->input)));
      g_signal_connect_swapped (self->input, "chosen", G_CALLBACK (chosen_cb), self);
      g_signal_connect_swapped (self->input, "create", G_CALLBACK (create_cb), self);
    }
  else
    {
      self->input = gtk_entry_new ();
      gtk_entry_set_placeholder_text (GTK_ENTRY (self->input), get_placeholder (field));
      crm_field_editor_set_label (editor, self->input);
      g_signal_connect_swapped (self->input, "changed", G_CALLBACK (crm_field_editor_changed), self);
    }

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->input, keys);

  if (field->type == CRM_FIELD_MESSENGERS)
    {
      self->service = make_service_list ();
      gtk_box_append (GTK_BOX (line), self->service);
    }
  gtk_widget_set_hexpand (self->input, TRUE);
  gtk_box_append (GTK_BOX (line), self->input);
  gtk_widget_set_parent (line, GTK_WIDGET (self));
}

static gboolean
crm_members_editor_grab_focus (GtkWidget *widget)
{
  return crm_children_grab_focus (widget, CRM_MEMBERS_EDITOR (widget)->input);
}

static void
crm_members_editor_show (CrmFieldEditor *editor,
                         CrmRecord      *record)
{
  CrmMembersEditor *self = CRM_MEMBERS_EDITOR (editor);
  g_autoptr (GPtrArray) members = NULL;

  g_ptr_array_set_size (self->entries, 0);
  if (record != NULL)
    members = crm_record_get_members (record, crm_field_editor_get_field (editor));

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (members, i);

      add_entry (self, &member->key, member->text, member->label);
      ((Entry *) g_ptr_array_index (self->entries, i))->present = TRUE;
    }
  show_chips (self);
}

static void
crm_members_editor_show_link (CrmFieldEditor *editor,
                              gint64          id,
                              const char     *title)
{
  CrmValue key = crm_value_integer (id);

  take (CRM_MEMBERS_EDITOR (editor), &key, title, NULL);
}

static gboolean
crm_members_editor_is_empty (CrmFieldEditor *editor)
{
  CrmMembersEditor *self = CRM_MEMBERS_EDITOR (editor);

  for (guint i = 0; i < self->entries->len; i++)
    if (!((Entry *) g_ptr_array_index (self->entries, i))->removed)
      return FALSE;

  return *get_pending (self) == '\0';
}

static char *
crm_members_editor_get_text (CrmFieldEditor *editor)
{
  CrmMembersEditor *self = CRM_MEMBERS_EDITOR (editor);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (!entry->removed && entry->text != NULL)
        g_ptr_array_add (values, entry->label != NULL ? g_strdup_printf ("%s: %s", entry->label, entry->text) : g_strdup (entry->text));
    }
  if (*get_pending (self) != '\0')
    g_ptr_array_add (values, get_service (self) != NULL ? g_strdup_printf ("%s: %s", get_service (self), get_pending (self))
                                                        : g_strdup (get_pending (self)));

  return crm_input_join (values);
}

static void
crm_members_editor_prepare (CrmFieldEditor *editor,
                            CrmChangeSet   *set)
{
  CrmMembersEditor *self = CRM_MEMBERS_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);
  const CrmRecordType *type;

  if (!is_linked (self))
    return;

  type = crm_workspace_get_type_named (crm_field_editor_get_workspace (editor), field->column.links_to);
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      entry->handle = 0;
      if (!crm_value_is_empty (&entry->key) || entry->removed)
        continue;

      entry->handle = crm_naming_create (set, type, entry->text);
    }
}

static gboolean
crm_members_editor_apply (CrmFieldEditor  *editor,
                          CrmChangeSet    *set,
                          const CrmTable  *table,
                          gint64           id,
                          GError         **error)
{
  CrmMembersEditor *self = CRM_MEMBERS_EDITOR (editor);
  const CrmField *field = crm_field_editor_get_field (editor);

  if (!take_pending (self, error))
    return FALSE;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);
      CrmValue made = crm_value_integer (entry->handle);

      if (entry->present && entry->removed)
        crm_change_set_remove (set, table, id, &field->column, &entry->key);
      else if ((!entry->present || entry->relabelled) && !entry->removed)
        crm_change_set_add (set, table, id, &field->column, entry->handle != 0 ? &made : &entry->key,
                            is_linked (self) ? NULL : entry->text, entry->label);
    }

  return TRUE;
}

static void
crm_members_editor_dispose (GObject *object)
{
  CRM_MEMBERS_EDITOR (object)->chips = NULL;

  G_OBJECT_CLASS (crm_members_editor_parent_class)->dispose (object);
}

static void
crm_members_editor_finalize (GObject *object)
{
  g_clear_pointer (&CRM_MEMBERS_EDITOR (object)->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (crm_members_editor_parent_class)->finalize (object);
}

static void
crm_members_editor_class_init (CrmMembersEditorClass *klass)
{
  CrmFieldEditorClass *editor_class = CRM_FIELD_EDITOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_members_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_members_editor_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = crm_members_editor_grab_focus;
  editor_class->setup = crm_members_editor_setup;
  editor_class->show = crm_members_editor_show;
  editor_class->show_link = crm_members_editor_show_link;
  editor_class->is_empty = crm_members_editor_is_empty;
  editor_class->get_text = crm_members_editor_get_text;
  editor_class->prepare = crm_members_editor_prepare;
  editor_class->apply = crm_members_editor_apply;
}

static void
crm_members_editor_init (CrmMembersEditor *self)
{
}
