/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A short list of records in the preferences, such as the stages of a pipeline: a row for each,
 * in the order that people give them by dragging or with Alt and the arrows, and a row at its end
 * that makes another one. A click opens the details of a record.
 */

#include "config.h"

#include "crm-record-group.h"

#include <glib/gi18n.h>

#include "crm-choices.h"
#include "crm-fold.h"
#include "crm-order.h"
#include "crm-page.h"
#include "crm-record-line.h"
#include "crm-removal.h"
#include "crm-text.h"

struct _CrmRecordGroup
{
  AdwPreferencesGroup parent_instance;

  GtkListBox *list;
  GtkWidget *add_row;
  GtkListBoxRow *marked;  /* borrowed: beside which something would be dropped */

  /* Owned */
  CrmWorkspace *workspace;
  CrmChoices *choices;
  GMenu *commands;
  char *type;
  char *search;  /* folded */
  GHashTable *lines;  /* id → borrowed row */

  const CrmRecordGroupFuncs *funcs;
  gpointer owner;  /* borrowed: it has the group */
  gint64 focused;  /* a record whose row gets the focus when it is there again */
};

G_DEFINE_FINAL_TYPE (CrmRecordGroup, crm_record_group, ADW_TYPE_PREFERENCES_GROUP)

static const CrmRecordType *
get_type (CrmRecordGroup *self)
{
  return crm_workspace_get_type_named (self->workspace, self->type);
}

/* --- What is shown -------------------------------------------------------------------------------------------- */

static gboolean
includes (CrmRecordGroup *self,
          CrmRecord      *record)
{
  return self->funcs == NULL || self->funcs->includes == NULL || self->funcs->includes (self->owner, record);
}

/* The records of the list, in their order. */
static GPtrArray *
list_records (CrmRecordGroup *self)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      g_autoptr (CrmRecord) record = g_list_model_get_item (G_LIST_MODEL (self->choices), i);

      if (includes (self, record))
        g_ptr_array_add (records, g_steal_pointer (&record));
    }

  return records;
}

static guint
find_place (GPtrArray *records,
            CrmRecord *record)
{
  for (guint i = 0; i < records->len; i++)
    if (crm_record_get_id (g_ptr_array_index (records, i)) == crm_record_get_id (record))
      return i;

  return G_MAXUINT;
}

static void
describe (CrmRecordGroup *self,
          CrmRecordLine  *line)
{
  g_autofree char *text = NULL;

  if (self->funcs == NULL || self->funcs->describe == NULL)
    return;

  text = self->funcs->describe (self->owner, crm_record_line_get_record (line));
  crm_record_line_set_subtitle (line, text);
}

static void
record_changed_cb (CrmRecordLine *line)
{
  CrmRecordGroup *self = CRM_RECORD_GROUP (gtk_widget_get_ancestor (GTK_WIDGET (line), CRM_TYPE_RECORD_GROUP));

  if (self != NULL)
    describe (self, line);
}

static gboolean
filter_row (GtkListBoxRow *row,
            gpointer       data)
{
  CrmRecordGroup *self = data;
  g_autofree char *title = NULL;

  if (self->search == NULL || !CRM_IS_RECORD_LINE (row))
    return TRUE;

  title = crm_fold (crm_record_get_title (crm_record_line_get_record (CRM_RECORD_LINE (row))));

  return title != NULL && strstr (title, self->search) != NULL;
}

/* --- Moving ----------------------------------------------------------------------------------------------------- */

static void
move_to (CrmRecordGroup *self,
         CrmRecord      *record,
         guint           to)
{
  g_autoptr (GPtrArray) records = list_records (self);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  guint from = find_place (records, record);
  g_autofree char *text = NULL;

  if (from >= records->len || to >= records->len || from == to)
    return;

  crm_order_move (set, records, from, to);
  self->focused = crm_record_get_id (record);
  crm_page_commit (GTK_WIDGET (self), self->workspace, set, NULL);

  /* TRANSLATORS: the name of a record, and its place in a list */
  text = g_strdup_printf (_("“%1$s” is number %2$u of %3$u now."), crm_record_get_title (record), to + 1, records->len);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.announce", "s", text);
}

static void
line_move_cb (CrmRecordGroup *self,
              int             by,
              CrmRecordLine  *line)
{
  g_autoptr (GPtrArray) records = list_records (self);
  guint from = find_place (records, crm_record_line_get_record (line));

  if (from < records->len && (by > 0 || from > 0))
    move_to (self, crm_record_line_get_record (line), (guint) ((int) from + by));
}

static void
unmark (CrmRecordGroup *self)
{
  if (self->marked == NULL)
    return;

  gtk_widget_remove_css_class (GTK_WIDGET (self->marked), "drop-before");
  gtk_widget_remove_css_class (GTK_WIDGET (self->marked), "drop-after");
  self->marked = NULL;
}

/* The row at @y, and whether the place behind it is meant. */
static GtkListBoxRow *
find_drop (CrmRecordGroup *self,
           double          y,
           gboolean       *after)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, (int) y);
  graphene_rect_t bounds;

  *after = FALSE;
  if (row != NULL && !CRM_IS_RECORD_LINE (row))
    {
      /* The row that adds another one: behind the last one. */
      row = gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (row) - 1);
      *after = TRUE;
    }
  else if (row != NULL && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    *after = y > bounds.origin.y + bounds.size.height / 2;

  return row;
}

static GdkDragAction
drop_motion_cb (GtkDropTarget  *target,
                double          x,
                double          y,
                CrmRecordGroup *self)
{
  gboolean after;
  GtkListBoxRow *row = find_drop (self, y, &after);

  unmark (self);
  if (row == NULL)
    return 0;

  self->marked = row;
  gtk_widget_add_css_class (GTK_WIDGET (row), after ? "drop-after" : "drop-before");

  return GDK_ACTION_MOVE;
}

static void
drop_leave_cb (CrmRecordGroup *self)
{
  unmark (self);
}

/* A line of another list is not ours to place. */
static gboolean
drop_accept_cb (GtkDropTarget  *target,
                GdkDrop        *drop,
                CrmRecordGroup *self)
{
  return gdk_drop_get_drag (drop) != NULL &&
         gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), CRM_TYPE_RECORD_LINE);
}

static gboolean
drop_cb (GtkDropTarget  *target,
         const GValue   *value,
         double          x,
         double          y,
         CrmRecordGroup *self)
{
  CrmRecordLine *line = g_value_get_object (value);
  gboolean after;
  GtkListBoxRow *row = find_drop (self, y, &after);
  guint from, to;

  unmark (self);
  if (line == NULL || row == NULL || gtk_widget_get_ancestor (GTK_WIDGET (line), CRM_TYPE_RECORD_GROUP) != GTK_WIDGET (self))
    return FALSE;

  from = (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (line));
  to = (guint) gtk_list_box_row_get_index (row) + after;
  move_to (self, crm_record_line_get_record (line), to > from ? to - 1 : to);

  return TRUE;
}

/* --- Commands ------------------------------------------------------------------------------------------------------ */

static void
line_command_cb (CrmRecordGroup *self,
                 const char     *name,
                 CrmRecordLine  *line)
{
  g_autoptr (CrmRecord) record = g_object_ref (crm_record_line_get_record (line));

  if (g_strcmp0 (name, "delete") == 0)
    crm_removal_run (self->workspace, record, GTK_WIDGET (self));
  else if (self->funcs != NULL && self->funcs->command != NULL)
    self->funcs->command (self->owner, record, name);
}

/* --- Adding --------------------------------------------------------------------------------------------------------- */

static void
added_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CrmRecordGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  if (commit == NULL)
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
  else if (self->add_row != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->add_row), "");
      gtk_widget_grab_focus (self->add_row);
    }
}

static void
name_typed_cb (CrmRecordGroup *self)
{
  const CrmRecordType *type = get_type (self);
  g_autofree char *name = crm_text_strip (gtk_editable_get_text (GTK_EDITABLE (self->add_row)));
  g_autoptr (CrmChangeSet) set = NULL;
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  gint64 id;

  if (*name == '\0')
    return;

  value = crm_value_text (name);
  set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  id = crm_change_set_create (set, &type->table);
  crm_change_set_set (set, &type->table, id, type->table.title, &value);
  if (self->funcs != NULL && self->funcs->prepare != NULL)
    self->funcs->prepare (self->owner, set, id);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, added_cb, g_object_ref (self));
}

/* Without a name it is asked for first. */
static void
add_clicked_cb (CrmRecordGroup *self)
{
  g_autofree char *name = crm_text_strip (gtk_editable_get_text (GTK_EDITABLE (self->add_row)));

  if (*name != '\0')
    name_typed_cb (self);
  else
    gtk_widget_grab_focus (self->add_row);
}

static GtkWidget *
make_add_button (CrmRecordGroup *self,
                 const char     *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_clicked_cb), self);

  return button;
}

static void
make_add_row (CrmRecordGroup *self)
{
  const CrmRecordType *type = get_type (self);
  const char *label = type->add != NULL ? type->add : _("Add");

  if (self->funcs != NULL && self->funcs->add != NULL)
    {
      GtkWidget *content = gtk_label_new (label);

      self->add_row = gtk_list_box_row_new ();
      gtk_widget_add_css_class (self->add_row, "add-row");
      gtk_label_set_ellipsize (GTK_LABEL (content), PANGO_ELLIPSIZE_END);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->add_row), content);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  else
    {
      self->add_row = adw_entry_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->add_row), label);
      gtk_widget_add_css_class (self->add_row, "add-entry");
      adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->add_row), make_add_button (self, label));
      g_signal_connect_swapped (self->add_row, "entry-activated", G_CALLBACK (name_typed_cb), self);
    }
  gtk_list_box_append (self->list, self->add_row);
}

/* --- Rows ------------------------------------------------------------------------------------------------------------ */

static void
row_activated_cb (CrmRecordGroup *self,
                  GtkListBoxRow  *row)
{
  if (CRM_IS_RECORD_LINE (row))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-setting", "(sx)", self->type,
                                crm_record_get_id (crm_record_line_get_record (CRM_RECORD_LINE (row))));
  else if (GTK_WIDGET (row) == self->add_row && self->funcs != NULL && self->funcs->add != NULL)
    self->funcs->add (self->owner);
}

static GMenuModel *
make_menu (CrmRecordGroup *self)
{
  GMenu *menu = g_menu_new ();

  if (crm_record_type_find_field (get_type (self), "position") != NULL)
    {
      g_autoptr (GMenu) moves = g_menu_new ();

      g_menu_append (moves, _("Move Up"), "line.move-up");
      g_menu_append (moves, _("Move Down"), "line.move-down");
      g_menu_append_section (menu, NULL, G_MENU_MODEL (moves));
    }
  if (g_menu_model_get_n_items (G_MENU_MODEL (self->commands)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (self->commands));

  {
    g_autoptr (GMenu) ends = g_menu_new ();

    g_menu_append (ends, get_type (self)->table.id == CRM_ID_USER ? _("Remove From Team…") : _("Delete…"), "line.command::delete");
    g_menu_append_section (menu, NULL, G_MENU_MODEL (ends));
  }

  return G_MENU_MODEL (menu);
}

static GtkWidget *
make_line (CrmRecordGroup *self,
           CrmRecord      *record)
{
  g_autoptr (GMenuModel) menu = make_menu (self);
  GtkWidget *line = crm_record_line_new (self->workspace, record, menu);

  g_signal_connect_object (line, "move", G_CALLBACK (line_move_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (line, "command", G_CALLBACK (line_command_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (record, "changed", G_CALLBACK (record_changed_cb), line, G_CONNECT_SWAPPED);
  describe (self, CRM_RECORD_LINE (line));

  return line;
}

/* The rows of records that are gone go, so that what is left can only be in another order. */
static void
remove_gone (CrmRecordGroup *self,
             GPtrArray      *records)
{
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, NULL, &line))
    {
      if (find_place (records, crm_record_line_get_record (line)) != G_MAXUINT)
        continue;

      if (line == (gpointer) self->marked)
        self->marked = NULL;
      gtk_list_box_remove (self->list, line);
      g_hash_table_iter_remove (&iter);
    }
}

static void
show_records (CrmRecordGroup *self)
{
  g_autoptr (GPtrArray) records = list_records (self);

  remove_gone (self, records);
  for (guint i = 0; i < records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (records, i);
      gint64 id = crm_record_get_id (record);
      GtkWidget *line = g_hash_table_lookup (self->lines, &id);

      if (line == NULL)
        {
          line = make_line (self, record);
          g_hash_table_insert (self->lines, g_memdup2 (&id, sizeof id), line);
          gtk_list_box_insert (self->list, line, (int) i);
        }
      else if (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (line)) != (int) i)
        {
          g_object_ref (line);
          gtk_list_box_remove (self->list, line);
          gtk_list_box_insert (self->list, line, (int) i);
          g_object_unref (line);
        }
      crm_record_line_set_place (CRM_RECORD_LINE (line), i, records->len);
      if (id == self->focused)
        gtk_widget_grab_focus (line);
    }
  self->focused = 0;
}

/* --- Object ------------------------------------------------------------------------------------------------------------ */

static void
crm_record_group_dispose (GObject *object)
{
  CrmRecordGroup *self = CRM_RECORD_GROUP (object);

  if (self->choices != NULL)
    g_signal_handlers_disconnect_by_data (self->choices, self);
  g_clear_object (&self->choices);
  g_clear_object (&self->workspace);
  self->add_row = NULL;
  self->owner = NULL;
  self->funcs = NULL;

  G_OBJECT_CLASS (crm_record_group_parent_class)->dispose (object);
}

static void
crm_record_group_finalize (GObject *object)
{
  CrmRecordGroup *self = CRM_RECORD_GROUP (object);

  g_object_unref (self->commands);
  g_hash_table_unref (self->lines);
  g_free (self->search);
  g_free (self->type);

  G_OBJECT_CLASS (crm_record_group_parent_class)->finalize (object);
}

static void
crm_record_group_class_init (CrmRecordGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_record_group_dispose;
  object_class->finalize = crm_record_group_finalize;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_record_group_init (CrmRecordGroup *self)
{
  GtkDropTarget *target = gtk_drop_target_new (CRM_TYPE_RECORD_LINE, GDK_ACTION_MOVE);

  self->commands = g_menu_new ();
  self->lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list));

  g_signal_connect (target, "accept", G_CALLBACK (drop_accept_cb), self);
  g_signal_connect (target, "motion", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect (target, "enter", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (drop_leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (target));
}

/**
 * crm_record_group_add_command:
 * @label: of an item of the menu of each record
 * @name: what the owner is told
 *
 * To be called before crm_record_group_open().
 */
void
crm_record_group_add_command (CrmRecordGroup *self,
                              const char     *label,
                              const char     *name)
{
  g_autofree char *action = g_strdup_printf ("line.command::%s", name);

  g_return_if_fail (CRM_IS_RECORD_GROUP (self));

  g_menu_append (self->commands, label, action);
}

/**
 * crm_record_group_open:
 * @workspace: a workspace
 * @type: the name of a record type of which there are few
 * @funcs: (nullable): what is particular to this list; it has to stay
 * @owner: handed to them; it outlives the group
 *
 * To be called once.
 */
void
crm_record_group_open (CrmRecordGroup            *self,
                       CrmWorkspace              *workspace,
                       const char                *type,
                       const CrmRecordGroupFuncs *funcs,
                       gpointer                   owner)
{
  g_return_if_fail (CRM_IS_RECORD_GROUP (self));

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  self->funcs = funcs;
  self->owner = owner;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, get_type (self)->plural, -1);
  make_add_row (self);

  self->choices = crm_choices_get (workspace, type);
  g_signal_connect_object (self->choices, "items-changed", G_CALLBACK (show_records), self, G_CONNECT_SWAPPED);
  show_records (self);
}

/**
 * crm_record_group_refresh:
 *
 * Asks anew which records are shown and what is said of them.
 */
void
crm_record_group_refresh (CrmRecordGroup *self)
{
  GHashTableIter iter;
  gpointer line;

  g_return_if_fail (CRM_IS_RECORD_GROUP (self));

  if (self->choices == NULL)
    return;

  show_records (self);
  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, NULL, &line))
    describe (self, line);
}

/**
 * crm_record_group_set_search:
 * @text: (nullable): what the names of the records that are shown contain
 */
void
crm_record_group_set_search (CrmRecordGroup *self,
                             const char     *text)
{
  g_return_if_fail (CRM_IS_RECORD_GROUP (self));

  g_free (self->search);
  self->search = crm_fold (text);
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
}

/**
 * crm_record_group_get_n:
 *
 * Returns: how many records are in the list, found or not
 */
guint
crm_record_group_get_n (CrmRecordGroup *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_GROUP (self), 0);

  return g_hash_table_size (self->lines);
}
