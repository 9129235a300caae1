/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One field of a record, edited in place: a click or Enter makes an editor of the value; Enter, Tab
 * or a click elsewhere saves; Escape gives the old value back. What cannot be saved stays in the
 * editor, with the reason below it.
 */

#include "config.h"

#include "crm-field-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-input.h"
#include "crm-pair.h"
#include "crm-suppression-mark.h"
#include "crm-tag-strip.h"

struct _CrmFieldRow
{
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkLabel *label;
  GtkStack *stack;
  GtkStack *value_stack;
  GtkLabel *value;
  GtkBox *editor_box;
  GtkLabel *error;
  GtkBox *mark_box;
  GtkMenuButton *members_button;
  GtkButton *open_button;
  GtkImage *pencil;

  /* Owned */
  CrmWorkspace *workspace;
  CrmCatalogue *catalogue; /* keeps the field */
  CrmRecord *record;
  char *open_uri;

  /* Borrowed */
  const CrmField *field;
  CrmFieldEditor *editor;
  GtkEventController *clicks; /* weak: of the window, while something is edited */
  CrmTagStrip *tags;      /* instead of the label, for tags */
  CrmSuppressionMark *mark; /* of a contact's addresses, or NULL */

  gulong changed_id;
  guint saving : 1;
};

G_DEFINE_FINAL_TYPE (CrmFieldRow, crm_field_row, GTK_TYPE_LIST_BOX_ROW)

/* --- Showing --------------------------------------------------------------------------------------- */

static char *
make_members_text (CrmFieldRow *self)
{
  g_autoptr (GPtrArray) members = crm_record_get_members (self->record, self->field);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (members, i);
      g_autofree char *name = crm_field_format_member (self->field, member->text, member->label);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", name);
    }

  return g_string_free (text, FALSE);
}

/* What the button beside the value opens, or NULL. */
static char *
make_uri (CrmFieldRow *self)
{
  g_autofree char *text = crm_field_row_is_empty (self) ? NULL : crm_record_format_plain (self->record, self->field);
  g_autofree char *escaped = NULL;

  if (text == NULL)
    return NULL;

  switch (self->field->type)
    {
    case CRM_FIELD_EMAIL:
      escaped = g_uri_escape_string (text, "@", FALSE);
      return g_strconcat ("mailto:", escaped, NULL);
    case CRM_FIELD_PHONE:
      escaped = g_uri_escape_string (text, "+", FALSE);
      return g_strconcat ("tel:", escaped, NULL);
    case CRM_FIELD_URL:
      if (g_str_has_prefix (text, "http://") || g_str_has_prefix (text, "https://"))
        return g_strdup (text);
      return strstr (text, ":") == NULL ? g_strconcat ("https://", text, NULL) : NULL;
    default:
      return NULL;
    }
}

/* How many records with a page of their own the field links to. */
static guint
count_links (CrmFieldRow *self)
{
  g_autoptr (GPtrArray) members = NULL;

  if (self->field->column.links_to == NULL || crm_field_row_is_empty (self) ||
      crm_workspace_get_type_named (self->workspace, self->field->column.links_to)->page == NULL)
    return 0;
  if (self->field->type == CRM_FIELD_LINK)
    return 1;
  if (self->field->type != CRM_FIELD_LINKS)
    return 0;

  members = crm_record_get_members (self->record, self->field);

  return members->len;
}

static void
show_open_button (CrmFieldRow *self)
{
  const char *icon = "adw-external-link-symbolic";
  const char *name = _("Open the Web Site");
  gboolean link = count_links (self) == 1;

  g_free (self->open_uri);
  self->open_uri = make_uri (self);

  if (self->field->type == CRM_FIELD_EMAIL)
    {
      icon = "mail-send-symbolic";
      name = _("Write an E-Mail");
    }
  else if (self->field->type == CRM_FIELD_PHONE)
    {
      icon = "call-start-symbolic";
      name = C_("command", "Call");
    }
  else if (link)
    {
      icon = "go-next-symbolic";
      name = C_("command", "Open");
    }

  gtk_widget_set_visible (GTK_WIDGET (self->open_button), link || self->open_uri != NULL);
  gtk_button_set_icon_name (self->open_button, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->open_button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Each of several records that it links to can be opened. */
static void
show_links_menu (CrmFieldRow *self)
{
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GMenu) menu = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->members_button), count_links (self) > 1);
  if (count_links (self) < 2)
    return;

  members = crm_record_get_members (self->record, self->field);
  menu = g_menu_new ();
  for (guint i = 0; i < members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (members, i);
      /* TRANSLATORS: the gap is the name of a record */
      g_autofree char *label = g_strdup_printf (_("Open “%s”"), member->text);
      g_autoptr (GMenuItem) open = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (open, "row.open-member", "u", i);
      g_menu_append_item (menu, open);
    }
  gtk_menu_button_set_menu_model (self->members_button, G_MENU_MODEL (menu));
}

/* Each of several addresses can be opened, and made the first one. */
static void
show_members_menu (CrmFieldRow *self)
{
  gboolean several = self->field->type == CRM_FIELD_EMAILS || self->field->type == CRM_FIELD_PHONES ||
                     self->field->type == CRM_FIELD_MESSENGERS;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GMenu) menu = NULL;

  if (self->field->type == CRM_FIELD_LINKS)
    {
      show_links_menu (self);
      return;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->members_button), several && !crm_field_row_is_empty (self));
  if (!several)
    return;

  members = crm_record_get_members (self->record, self->field);
  menu = g_menu_new ();
  for (guint i = 0; i < members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (members, i);
      g_autoptr (GMenu) section = g_menu_new ();
      g_autoptr (GMenuItem) open = g_menu_item_new (C_("command", "Open"), NULL);
      g_autoptr (GMenuItem) primary = g_menu_item_new (_("Make Primary"), NULL);

      g_menu_item_set_action_and_target (open, "row.open-member", "u", i);
      g_menu_append_item (section, open);
      if (self->field->type != CRM_FIELD_MESSENGERS)
        {
          g_menu_item_set_action_and_target (primary, "row.make-primary", "u", i);
          g_menu_append_item (section, primary);
        }
      g_menu_append_section (menu, member->text, G_MENU_MODEL (section));
    }
  gtk_menu_button_set_menu_model (self->members_button, G_MENU_MODEL (menu));
}

static gboolean
may_edit (CrmFieldRow *self,
          const char **reason)
{
  *reason = NULL;
  if (!crm_field_is_editable (self->field))
    return FALSE;

  if (strcmp (self->field->key, "owner") == 0 && self->field->record_type->table.id == CRM_ID_ACCOUNT &&
      !crm_workspace_may_reassign (self->workspace))
    {
      *reason = _("Only an administrator, or somebody who may reassign accounts, can change the account owner.");
      return FALSE;
    }

  return !crm_store_is_read_only (crm_workspace_get_store (self->workspace), reason);
}

static void
show_value (CrmFieldRow *self)
{
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *explanation = NULL;
  const char *reason;
  gboolean editable = may_edit (self, &reason);

  if (self->record == NULL)
    return;

  text = crm_field_is_set (self->field) ? make_members_text (self) : crm_record_format (self->record, self->field);
  gtk_label_set_text (self->value, text);
  if (self->tags != NULL)
    {
      g_autoptr (GPtrArray) members = crm_record_list_marks (self->record, self->field);

      crm_tag_strip_set_members (self->tags, members);
      gtk_stack_set_visible_child_name (self->value_stack, members->len > 0 ? "tags" : "text");
    }

  if (self->mark != NULL)
    crm_suppression_mark_set_record (self->mark, self->record);
  /* What the program itself asks and nobody has said yes to; nobody knows of a custom field. */
  if (*text == '\0' && self->field->type == CRM_FIELD_YES_NO && self->field->custom == 0)
    {
      g_free (text);
      text = g_strdup (_("No"));
      gtk_label_set_text (self->value, text);
    }

  if (*text == '\0')
    gtk_label_set_text (self->value, editable ? _("Add") : "—");
  if (*text == '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self->value), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->value), "dim-label");

  spoken = g_strdup_printf ("%s: %s", self->field->label, gtk_label_get_text (self->value));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), editable);
  gtk_widget_set_visible (GTK_WIDGET (self->pencil), editable);
  explanation = crm_record_explain (self->record, self->field);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), explanation != NULL ? explanation : reason != NULL ? reason : self->field->help);
  show_open_button (self);
  show_members_menu (self);
}

/* --- Editing --------------------------------------------------------------------------------------------- */

static void
stop_watching_clicks (CrmFieldRow *self)
{
  GtkEventController *clicks = self->clicks;

  g_clear_weak_pointer (&self->clicks);
  if (clicks != NULL)
    gtk_widget_remove_controller (gtk_event_controller_get_widget (clicks), clicks);
}

static void
stop_editing (CrmFieldRow *self)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  if (self->editor == NULL)
    return;

  stop_watching_clicks (self);
  gtk_box_remove (self->editor_box, GTK_WIDGET (self->editor));
  self->editor = NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "value");
  gtk_widget_set_visible (GTK_WIDGET (self->pencil), TRUE);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
show_error (CrmFieldRow *self,
            const char  *message)
{
  gtk_label_set_text (self->error, message);
  gtk_widget_set_visible (GTK_WIDGET (self->error), TRUE);
}

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmFieldRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  self->saving = FALSE;
  if (self->editor == NULL)
    return;

  if (commit != NULL)
    stop_editing (self);
  else
    show_error (self, error->message);
}

static void
commit (CrmFieldRow  *self,
        CrmChangeSet *set)
{
  self->saving = TRUE;
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, committed_cb, g_object_ref (self));
}

static void
save (CrmFieldRow *self)
{
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (GError) error = NULL;

  if (self->editor == NULL || self->saving)
    return;

  set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  crm_field_editor_prepare (self->editor, set);
  if (!crm_field_editor_apply (self->editor, set, &self->field->record_type->table, crm_record_get_id (self->record), &error))
    {
      show_error (self, error->message);
      return;
    }

  if (crm_change_set_is_empty (set))
    stop_editing (self);
  else
    commit (self, set);
}

static void
focus_left_cb (CrmFieldRow *self)
{
  save (self);
}

static gboolean
save_cb (gpointer data)
{
  save (data);

  return G_SOURCE_REMOVE;
}

/* Not everything that is clicked takes the focus. What the editor has popped up belongs to it. */
static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            CrmFieldRow     *self)
{
  GtkWidget *root = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *target = gtk_widget_pick (root, x, y, GTK_PICK_DEFAULT);

  if (event != NULL && gdk_event_get_surface (event) != gtk_native_get_surface (GTK_NATIVE (root)))
    return;

  if (target == NULL || (target != GTK_WIDGET (self) && !gtk_widget_is_ancestor (target, GTK_WIDGET (self))))
    g_idle_add_full (G_PRIORITY_DEFAULT, save_cb, g_object_ref (self), g_object_unref);
}

static void
watch_clicks (CrmFieldRow *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture), GTK_PHASE_CAPTURE);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_DEFAULT);
  g_set_weak_pointer (&self->clicks, GTK_EVENT_CONTROLLER (gesture));
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_EVENT_CONTROLLER (gesture));
}

static void
open_clicked_cb (CrmFieldRow *self)
{
  if (self->open_uri != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->open_uri, GDK_CURRENT_TIME);
  else if (self->field->type == CRM_FIELD_LINKS)
    gtk_widget_activate_action (GTK_WIDGET (self), "row.open-member", "u", 0u);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", self->field->column.links_to,
                                crm_value_get_integer (crm_record_get_value (self->record, self->field)));
}

static const CrmMember *
get_member (CrmFieldRow *self,
            GVariant    *parameter)
{
  g_autoptr (GPtrArray) members = crm_record_get_members (self->record, self->field);
  guint index = g_variant_get_uint32 (parameter);

  return index < members->len ? g_ptr_array_index (members, index) : NULL;
}

static void
open_member (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmFieldRow *self = CRM_FIELD_ROW (widget);
  const CrmMember *member = get_member (self, parameter);
  g_autofree char *escaped = NULL;
  g_autofree char *uri = NULL;

  if (member == NULL)
    return;

  if (self->field->type == CRM_FIELD_LINKS)
    {
      gtk_widget_activate_action (widget, "win.open-record", "(sx)", self->field->column.links_to, member->key.integer);
      return;
    }

  escaped = g_uri_escape_string (member->text, "@+", FALSE);
  if (self->field->type == CRM_FIELD_EMAILS)
    uri = g_strconcat ("mailto:", escaped, NULL);
  else if (self->field->type == CRM_FIELD_PHONES)
    uri = g_strconcat ("tel:", escaped, NULL);
  else
    uri = crm_input_messenger_link (member->label != NULL ? member->label : "other", member->text);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME);
}

/* The member becomes the first one, and the first one a member. */
static void
make_primary (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmFieldRow *self = CRM_FIELD_ROW (widget);
  const CrmMember *member = get_member (self, parameter);
  const CrmRecordType *type = self->field->record_type;
  const CrmField *primary = crm_record_type_find_field (type, self->field->type == CRM_FIELD_EMAILS ? "email" : "phone");
  const char *old = crm_record_get_raw_text (self->record, primary->key);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_auto (CrmValue) key = CRM_VALUE_INIT;
  gint64 id = crm_record_get_id (self->record);

  if (member == NULL)
    return;

  value = crm_value_text (member->text);
  crm_change_set_set (set, &type->table, id, &primary->column, &value);
  crm_change_set_remove (set, &type->table, id, &self->field->column, &member->key);
  if (old != NULL && crm_input_make_key (self->field, old, NULL, NULL, &key, NULL))
    crm_change_set_add (set, &type->table, id, &self->field->column, &key, old, NULL);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, NULL, NULL);
}

static void
record_changed_cb (CrmFieldRow *self)
{
  show_value (self);
}

/* --- Object ------------------------------------------------------------------------------------------------- */

static void
crm_field_row_dispose (GObject *object)
{
  CrmFieldRow *self = CRM_FIELD_ROW (object);

  stop_watching_clicks (self);
  self->editor = NULL;
  self->tags = NULL;
  if (self->record != NULL)
    g_clear_signal_handler (&self->changed_id, self->record);
  g_clear_object (&self->record);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_FIELD_ROW);

  G_OBJECT_CLASS (crm_field_row_parent_class)->dispose (object);
}

static void
crm_field_row_finalize (GObject *object)
{
  CrmFieldRow *self = CRM_FIELD_ROW (object);

  g_clear_object (&self->catalogue);
  g_free (self->open_uri);

  G_OBJECT_CLASS (crm_field_row_parent_class)->finalize (object);
}

static void
crm_field_row_class_init (CrmFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_field_row_dispose;
  object_class->finalize = crm_field_row_finalize;

  g_type_ensure (CRM_TYPE_PAIR);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmFieldRow, label);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldRow, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldRow, value_stack);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldRow, value);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldRow, editor_box);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldRow, error);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldRow, mark_box);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldRow, members_button);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldRow, open_button);
  gtk_widget_class_bind_template_child (widget_class, CrmFieldRow, pencil);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);

  gtk_widget_class_install_action (widget_class, "row.open-member", "u", open_member);
  gtk_widget_class_install_action (widget_class, "row.make-primary", "u", make_primary);
}

static void
crm_field_row_init (CrmFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_field_row_new:
 * @workspace: a workspace
 * @field: of its catalogue
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
crm_field_row_new (CrmWorkspace   *workspace,
                   const CrmField *field)
{
  CrmFieldRow *self = g_object_new (CRM_TYPE_FIELD_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->catalogue = g_object_ref (crm_workspace_get_catalogue (workspace));
  self->field = field;
  gtk_label_set_text (self->label, field->label);
  if (field->type == CRM_FIELD_TAGS || field->type == CRM_FIELD_CHOICE || field->type == CRM_FIELD_CHOICES)
    {
      self->tags = CRM_TAG_STRIP (crm_tag_strip_new (TRUE));
      gtk_widget_set_valign (GTK_WIDGET (self->tags), GTK_ALIGN_CENTER);
      gtk_stack_add_named (self->value_stack, GTK_WIDGET (self->tags), "tags");
    }
  if (field->record_type->table.id == CRM_ID_CONTACT && (field->type == CRM_FIELD_EMAIL || field->type == CRM_FIELD_EMAILS))
    {
      self->mark = CRM_SUPPRESSION_MARK (crm_suppression_mark_new (workspace, field));
      gtk_box_append (self->mark_box, GTK_WIDGET (self->mark));
      g_object_bind_property (self->mark, "visible", self->mark_box, "visible", G_BINDING_SYNC_CREATE);
    }

  return GTK_WIDGET (self);
}

/**
 * crm_field_row_set_record:
 * @record: (nullable): whose value is shown
 *
 * What is being edited is saved first.
 */
void
crm_field_row_set_record (CrmFieldRow *self,
                          CrmRecord   *record)
{
  g_return_if_fail (CRM_IS_FIELD_ROW (self));

  if (self->record == record)
    return;

  if (self->editor != NULL)
    {
      save (self);
      stop_editing (self);
      self->saving = FALSE;
    }

  if (self->record != NULL)
    g_clear_signal_handler (&self->changed_id, self->record);
  g_set_object (&self->record, record);
  if (record != NULL)
    self->changed_id = g_signal_connect_swapped (record, "changed", G_CALLBACK (record_changed_cb), self);

  show_value (self);
}

/**
 * crm_field_row_get_field:
 *
 * Returns: (transfer none): the field
 */
const CrmField *
crm_field_row_get_field (CrmFieldRow *self)
{
  g_return_val_if_fail (CRM_IS_FIELD_ROW (self), NULL);

  return self->field;
}

/**
 * crm_field_row_is_empty:
 *
 * Returns: %TRUE if the record has no value there
 */
gboolean
crm_field_row_is_empty (CrmFieldRow *self)
{
  g_autoptr (GPtrArray) members = NULL;

  g_return_val_if_fail (CRM_IS_FIELD_ROW (self), TRUE);

  if (self->record == NULL)
    return TRUE;
  if (!crm_field_is_set (self->field))
    return crm_value_is_empty (crm_record_get_value (self->record, self->field));

  members = crm_record_get_members (self->record, self->field);

  return members->len == 0;
}

/**
 * crm_field_row_is_editing:
 *
 * Returns: %TRUE while somebody edits the value
 */
gboolean
crm_field_row_is_editing (CrmFieldRow *self)
{
  g_return_val_if_fail (CRM_IS_FIELD_ROW (self), FALSE);

  return self->editor != NULL;
}

/**
 * crm_field_row_edit:
 *
 * Makes an editor of the value.
 */
void
crm_field_row_edit (CrmFieldRow *self)
{
  GtkEventController *focus;
  const char *reason;

  g_return_if_fail (CRM_IS_FIELD_ROW (self));

  if (self->editor != NULL || self->record == NULL || !may_edit (self, &reason))
    return;

  self->editor = crm_field_editor_new (self->workspace, self->field);
  crm_field_editor_show (self->editor, self->record);
  gtk_widget_set_hexpand (GTK_WIDGET (self->editor), TRUE);
  gtk_box_prepend (self->editor_box, GTK_WIDGET (self->editor));
  g_signal_connect_object (self->editor, "done", G_CALLBACK (save), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "cancelled", G_CALLBACK (stop_editing), self, G_CONNECT_SWAPPED);

  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->editor), focus);
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    watch_clicks (self);

  gtk_stack_set_visible_child_name (self->stack, "editor");
  gtk_widget_set_visible (GTK_WIDGET (self->pencil), FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}
