/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The first records of a query, as rows of a box on a page: the deals of an account, what is to be
 * done today. More are shown when somebody asks for them. Rows of records that stay are kept, so
 * that the focus stays where it is while others come and go.
 */

#include "config.h"

#include "crm-short-list.h"

#include <glib/gi18n.h>

#include "crm-children.h"

struct _CrmShortList
{
  GtkWidget parent_instance;

  GtkWidget *list;
  GtkWidget *more_button;

  CrmRecordList *records;
  GPtrArray *lines;
  CrmMakeRowFunc make_row;
  gpointer user_data;
  guint page;
  guint limit;
  guint show_id;
  gboolean loaded;
  gboolean more;
};

G_DEFINE_FINAL_TYPE (CrmShortList, crm_short_list, GTK_TYPE_WIDGET)

enum
{
  ACTIVATED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A place of the list, and the row of the record that is there. */
typedef struct
{
  CrmShortList *list;
  CrmListSlot *slot;
  gulong changed_id;
  gint64 id;
  GtkWidget *row; /* borrowed; %NULL until the record has been read */
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_clear_signal_handler (&line->changed_id, line->slot);
  g_object_unref (line->slot);
  g_free (line);
}

static void
make_row (Line  *line,
          guint  position)
{
  CrmRecord *record = crm_list_slot_get_record (line->slot);

  if (record == NULL)
    return;

  line->id = crm_record_get_id (record);
  line->row = line->list->make_row (record, line->list->user_data);
  gtk_list_box_insert (GTK_LIST_BOX (line->list->list), line->row, (int) position);
}

/* How many rows stand before @line. */
static guint
count_before (CrmShortList *self,
              const Line   *line)
{
  guint n = 0;

  for (guint i = 0; i < self->lines->len && g_ptr_array_index (self->lines, i) != line; i++)
    n += ((Line *) g_ptr_array_index (self->lines, i))->row != NULL;

  return n;
}

static void
record_changed_cb (Line *line)
{
  CrmShortList *self = line->list;
  GtkWidget *old = line->row;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean focused = focus != NULL && old != NULL && (focus == old || gtk_widget_is_ancestor (focus, old));
  guint position = count_before (self, line);

  line->row = NULL;
  make_row (line, position);
  if (focused && line->row != NULL)
    gtk_widget_grab_focus (line->row);
  if (old != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), old);
}

/* Finds the row of a record among those that were shown. */
static GtkWidget *
take_row (GPtrArray *lines,
          gint64     id)
{
  for (guint i = 0; i < lines->len; i++)
    {
      Line *line = g_ptr_array_index (lines, i);

      if (line->id == id && line->row != NULL)
        return g_steal_pointer (&line->row);
    }

  return NULL;
}

/* First, so that the rows which stay keep their places. */
static void
remove_gone (CrmShortList *self,
             GPtrArray    *lines,
             guint         n)
{
  for (guint i = 0; i < lines->len; i++)
    {
      Line *line = g_ptr_array_index (lines, i);
      gboolean stays = FALSE;

      for (guint k = 0; k < n && !stays; k++)
        stays = crm_record_list_get_id (self->records, k) == line->id;
      if (!stays && line->row != NULL)
        gtk_list_box_remove (GTK_LIST_BOX (self->list), g_steal_pointer (&line->row));
    }
}

static Line *
add_line (CrmShortList *self,
          guint         position)
{
  Line *line = g_new0 (Line, 1);

  line->list = self;
  line->slot = g_list_model_get_item (G_LIST_MODEL (self->records), position);
  line->id = crm_record_list_get_id (self->records, position);
  line->changed_id = g_signal_connect_swapped (line->slot, "changed", G_CALLBACK (record_changed_cb), line);
  g_ptr_array_add (self->lines, line);

  return line;
}

static void
show (CrmShortList *self)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->lines);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->records));
  guint n_rows = 0;

  remove_gone (self, old, MIN (n, self->limit));
  self->lines = g_ptr_array_new_with_free_func (line_free);
  for (guint i = 0; i < n && i < self->limit; i++)
    {
      Line *line = add_line (self, i);
      GtkWidget *row = take_row (old, line->id);

      if (row == NULL)
        make_row (line, n_rows);
      else if (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) == (int) n_rows)
        line->row = row;
      else
        {
          /* The menu of a row that is put somewhere else does nothing any more in GTK 4.8. */
          make_row (line, n_rows);
          gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
        }
      n_rows += line->row != NULL;
    }

  for (guint i = 0; i < old->len; i++)
    if (((Line *) g_ptr_array_index (old, i))->row != NULL)
      gtk_list_box_remove (GTK_LIST_BOX (self->list), ((Line *) g_ptr_array_index (old, i))->row);

  gtk_widget_set_visible (self->list, n > 0);
  gtk_widget_set_visible (self->more_button, self->more && n > self->limit);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
show_cb (gpointer data)
{
  CrmShortList *self = data;

  self->show_id = 0;
  show (self);

  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (CrmShortList *self)
{
  if (self->show_id == 0)
    self->show_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_cb, self, NULL);
}

static void
settled_cb (CrmShortList *self)
{
  self->loaded = TRUE;
  items_changed_cb (self);
}

static void
row_activated_cb (CrmShortList  *self,
                  GtkListBoxRow *row)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = g_ptr_array_index (self->lines, i);
      g_autoptr (CrmRecord) record = NULL;

      if (line->row != GTK_WIDGET (row))
        continue;

      record = g_object_ref (crm_list_slot_get_record (line->slot));
      g_signal_emit (self, signals[ACTIVATED], 0, record);
      return;
    }
}

static void
more_clicked_cb (CrmShortList *self)
{
  self->limit += 4 * self->page;
  show (self);
}

static void
crm_short_list_dispose (GObject *object)
{
  CrmShortList *self = CRM_SHORT_LIST (object);

  g_clear_handle_id (&self->show_id, g_source_remove);
  g_ptr_array_set_size (self->lines, 0);
  g_clear_object (&self->records);
  crm_children_unparent (GTK_WIDGET (self));

  G_OBJECT_CLASS (crm_short_list_parent_class)->dispose (object);
}

static void
crm_short_list_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_SHORT_LIST (object)->lines);

  G_OBJECT_CLASS (crm_short_list_parent_class)->finalize (object);
}

static void
crm_short_list_class_init (CrmShortListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_short_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_short_list_finalize;

  /**
   * CrmShortList::activated:
   * @record: whose row it is
   *
   * Somebody wants to see a record.
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_RECORD);

  /**
   * CrmShortList::changed:
   *
   * There are other records.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_short_list_init (CrmShortList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->more = TRUE;

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_visible (self->list, FALSE);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));

  self->more_button = gtk_button_new_with_label (_("Show More"));
  gtk_widget_set_halign (self->more_button, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->more_button, "flat");
  gtk_widget_set_visible (self->more_button, FALSE);
  g_signal_connect_swapped (self->more_button, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_widget_set_parent (self->more_button, GTK_WIDGET (self));
}

/**
 * crm_short_list_new:
 * @workspace: a workspace
 * @label: what is in the list
 * @page: how many records are shown at first
 * @make_row: (scope notified): makes the rows
 * @user_data: for @make_row; has to live as long as the list
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *
crm_short_list_new (CrmWorkspace   *workspace,
                    const char     *label,
                    guint           page,
                    CrmMakeRowFunc  make_row_func,
                    gpointer        user_data)
{
  CrmShortList *self = g_object_new (CRM_TYPE_SHORT_LIST, NULL);

  self->page = page;
  self->limit = page;
  self->make_row = make_row_func;
  self->user_data = user_data;
  self->records = crm_record_list_new (workspace);
  g_signal_connect_object (self->records, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->records, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return GTK_WIDGET (self);
}

/**
 * crm_short_list_set_query:
 * @query: which records
 */
void
crm_short_list_set_query (CrmShortList *self,
                          CrmQuery     *query)
{
  g_return_if_fail (CRM_IS_SHORT_LIST (self));

  self->limit = self->page;
  crm_record_list_set_query (self->records, query);
  items_changed_cb (self);
}

/**
 * crm_short_list_set_more:
 * @more: whether more can be shown here; if not, there has to be another way to them
 */
void
crm_short_list_set_more (CrmShortList *self,
                         gboolean      more)
{
  g_return_if_fail (CRM_IS_SHORT_LIST (self));

  self->more = more;
}

/**
 * crm_short_list_get_n:
 *
 * Returns: how many records there are, shown or not
 */
guint
crm_short_list_get_n (CrmShortList *self)
{
  g_return_val_if_fail (CRM_IS_SHORT_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->records));
}

/**
 * crm_short_list_is_loaded:
 *
 * Returns: %TRUE if it is known which records there are
 */
gboolean
crm_short_list_is_loaded (CrmShortList *self)
{
  g_return_val_if_fail (CRM_IS_SHORT_LIST (self), FALSE);

  return self->loaded;
}
