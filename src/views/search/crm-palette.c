/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The search over everything: records of all types and commands of the window, found while
 * somebody types. Up and Down choose, Enter opens.
 */

#include "config.h"

#include "crm-palette.h"

#include <glib/gi18n.h>
#include "crm-children.h"
#include "crm-finder.h"
#include "crm-fold.h"
#include "crm-words.h"

#define HITS_OF_A_TYPE 6

typedef struct
{
  char *label;
  char *keywords; /* nullable */
  char *icon;
  char *action;
} Command;

struct _CrmPalette
{
  AdwWindow parent_instance;

  /* Template children */
  GtkSearchEntry *entry;
  GtkListBox *list;
  GtkStack *stack;

  CrmWorkspace *workspace;
  GCancellable *cancellable;
  GPtrArray *commands;

  char *found;      /* what the list is the answer to */
  gboolean awaited; /* somebody has pressed Return before the answer was there */
};

G_DEFINE_FINAL_TYPE (CrmPalette, crm_palette, ADW_TYPE_WINDOW)

static void
command_free (gpointer data)
{
  Command *command = data;

  g_free (command->label);
  g_free (command->keywords);
  g_free (command->icon);
  g_free (command->action);
  g_free (command);
}

/* --- Rows ------------------------------------------------------------------------------------------------ */

static GtkWidget *
make_row (const char *icon,
          const char *title,
          const char *details,
          const char *group)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *first = gtk_label_new (title);
  GtkWidget *kind = gtk_label_new (group);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", title, group);

  gtk_label_set_xalign (GTK_LABEL (first), 0);
  gtk_label_set_ellipsize (GTK_LABEL (first), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (texts), first);
  if (details != NULL && *details != '\0')
    {
      GtkWidget *second = gtk_label_new (details);

      gtk_label_set_xalign (GTK_LABEL (second), 0);
      gtk_label_set_ellipsize (GTK_LABEL (second), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (second, "caption");
      gtk_widget_add_css_class (second, "dim-label");
      gtk_box_append (GTK_BOX (texts), second);
    }
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (kind, "caption");
  gtk_widget_add_css_class (kind, "dim-label");

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_widget_add_css_class (box, "palette-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}

/* How near a command is to what somebody types. */
typedef enum
{
  EXACT, /* it is called that to the letter */
  NAMED, /* words of its name begin like that */
  MEANT, /* with other words that people have for it, they do */
  OTHER,
} Nearness;

static Nearness
get_nearness (const Command *command,
              const char    *text)
{
  g_autofree char *wanted = crm_fold (text);
  g_autofree char *label = crm_fold (command->label);
  g_autofree char *all = g_strconcat (command->label, " ", command->keywords, NULL);

  if (g_strcmp0 (label, wanted) == 0)
    return EXACT;
  if (crm_words_match (command->label, text))
    return NAMED;

  return command->keywords != NULL && crm_words_match (all, text) ? MEANT : OTHER;
}

static void
add_commands (CrmPalette *self,
              const char *text,
              Nearness    nearness)
{
  for (guint i = 0; i < self->commands->len; i++)
    {
      const Command *command = g_ptr_array_index (self->commands, i);
      GtkWidget *row;

      if (get_nearness (command, text) != nearness)
        continue;

      row = make_row (command->icon, command->label, NULL, _("Command"));
      g_object_set_data (G_OBJECT (row), "action", command->action);
      gtk_list_box_append (self->list, row);
    }
}

static void
show_hits (CrmPalette *self,
           GPtrArray  *hits)
{
  CrmCatalogue *catalogue = crm_workspace_get_catalogue (self->workspace);

  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  crm_children_clear (self->list);
  g_free (self->found);
  self->found = g_strdup (text);

  add_commands (self, text, EXACT);
  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      const CrmHit *hit = g_ptr_array_index (hits, i);
      const CrmRecordType *type = crm_catalogue_get_type_of (crm_schema_get_table (CRM_SCHEMA (catalogue), hit->table));
      GtkWidget *row = make_row (type->icon, hit->title, hit->details, type->label);

      g_object_set_data (G_OBJECT (row), "type", (gpointer) g_intern_string (type->table.name));
      g_object_set_data (G_OBJECT (row), "id", GSIZE_TO_POINTER ((gsize) hit->id));
      gtk_list_box_append (self->list, row);
    }
  add_commands (self, text, NAMED);
  add_commands (self, text, MEANT);

  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_stack_set_visible_child_name (self->stack, gtk_widget_get_first_child (GTK_WIDGET (self->list)) != NULL ? "hits" : "nothing");
}

/* --- Opening ---------------------------------------------------------------------------------------------- */

static void
open_row (CrmPalette    *self,
          GtkListBoxRow *row)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  const char *action = g_object_get_data (G_OBJECT (row), "action");
  const char *type = g_object_get_data (G_OBJECT (row), "type");
  gint64 id = (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (row), "id"));
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (action == NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.open-record", "(sx)", type, id);
  else if (g_action_parse_detailed_name (action, &name, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (parent), name, target);
  gtk_window_close (GTK_WINDOW (self));
}

static void
open_selected (CrmPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  self->awaited = FALSE;
  if (row != NULL)
    open_row (self, row);
}

/* --- Searching ---------------------------------------------------------------------------------------------- */

static gpointer
find_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_finder_find_all (db, schema, data, HITS_OF_A_TYPE, error);
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CrmPalette) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (self->list == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  show_hits (self, hits);
  if (self->awaited)
    open_selected (self);
}

static void
search_changed_cb (CrmPalette *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  self->awaited = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (*text == '\0')
    {
      show_hits (self, NULL);
      return;
    }

  self->cancellable = g_cancellable_new ();
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_HIGH, find_read,
                        g_strdup (text), g_free, (GDestroyNotify) g_ptr_array_unref, self->cancellable, found_cb, g_object_ref (self));
}

static void
row_activated_cb (CrmPalette    *self,
                  GtkListBoxRow *row)
{
  open_row (self, row);
}

/* Who types fast means what they have typed, not what was found for the beginning of it. */
static void
activate_cb (CrmPalette *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (g_strcmp0 (self->found, text) != 0)
    search_changed_cb (self);

  if (g_strcmp0 (self->found, text) == 0)
    open_selected (self);
  else
    self->awaited = TRUE;
}

static void
move (CrmPalette *self,
      int         by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  GtkListBoxRow *next = gtk_list_box_get_row_at_index (self->list, row != NULL ? MAX (gtk_list_box_row_get_index (row) + by, 0) : 0);

  if (next == NULL)
    return;

  gtk_list_box_select_row (self->list, next);
  /* Scrolls to it; what somebody types still goes to the entry. */
  gtk_widget_grab_focus (GTK_WIDGET (next));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmPalette            *self)
{
  if (keyval == GDK_KEY_Down)
    move (self, 1);
  else if (keyval == GDK_KEY_Up)
    move (self, -1);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
stop_search_cb (CrmPalette *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
crm_palette_dispose (GObject *object)
{
  CrmPalette *self = CRM_PALETTE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_PALETTE);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_palette_parent_class)->dispose (object);
}

static void
crm_palette_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_PALETTE (object)->commands);
  g_free (CRM_PALETTE (object)->found);

  G_OBJECT_CLASS (crm_palette_parent_class)->finalize (object);
}

static void
crm_palette_class_init (CrmPaletteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_palette_dispose;
  object_class->finalize = crm_palette_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, list);
  gtk_widget_class_bind_template_child (widget_class, CrmPalette, stack);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
crm_palette_init (CrmPalette *self)
{
  self->commands = g_ptr_array_new_with_free_func (command_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_palette_new:
 * @workspace: a workspace
 * @parent: the window whose actions it activates
 *
 * Returns: (transfer none): a palette
 */
CrmPalette *
crm_palette_new (CrmWorkspace *workspace,
                 GtkWindow    *parent)
{
  CrmPalette *self = g_object_new (CRM_TYPE_PALETTE, "transient-for", parent, NULL);

  self->workspace = g_object_ref (workspace);

  return self;
}

/**
 * crm_palette_add_command:
 * @label: what the command is called
 * @keywords: (nullable): other words that people have for it, parted by blanks
 * @icon: the name of an icon
 * @action: the detailed name of an action of the window
 */
void
crm_palette_add_command (CrmPalette *self,
                         const char *label,
                         const char *keywords,
                         const char *icon,
                         const char *action)
{
  Command *command = g_new0 (Command, 1);

  g_return_if_fail (CRM_IS_PALETTE (self));

  command->label = g_strdup (label);
  command->keywords = g_strdup (keywords);
  command->icon = g_strdup (icon);
  command->action = g_strdup (action);
  g_ptr_array_add (self->commands, command);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0')
    show_hits (self, NULL);
}
