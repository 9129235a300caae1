/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A table of records: the columns are fields of the catalogue, chosen, ordered and sized by
 * people and remembered; the rows come from a CrmRecordList. Sorting asks the store anew.
 */

#include "config.h"

#include "crm-record-table.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-column-sorter.h"
#include "crm-condition-sql.h"
#include "crm-record-cell.h"

#define MIN_COLUMN_WIDTH 40
#define OWN_CELL_WIDTH   72

struct _CrmRecordTable
{
  GtkWidget parent_instance;

  /* Template children */
  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  GtkPopoverMenu *row_menu;

  /* Owned */
  CrmWorkspace *workspace;
  CrmViewState *state;
  CrmRecordList *list;
  CrmListSelection *selection;
  CrmQuery *filter;
  CrmConditionPlan *plan; /* what people filter by, besides; or NULL */
  GHashTable *cell_types; /* key of a field → GType */
  GHashTable *left_out;   /* keys of fields that are no columns here */
  char *type;
  char *group;
  char *search;
  char *sort_key;

  /* State */
  gint64 reveal;
  guint aside_id;
  gboolean descending;
  gboolean building;
  gboolean at_first_column;
};

G_DEFINE_FINAL_TYPE (CrmRecordTable, crm_record_table, GTK_TYPE_WIDGET)

enum
{
  ACTIVATED,
  COLUMNS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GQuark key_quark;

static const CrmRecordType *
get_type (CrmRecordTable *self)
{
  return crm_workspace_get_type_named (self->workspace, self->type);
}

static const char *
get_key (GtkColumnViewColumn *column)
{
  return g_object_get_qdata (G_OBJECT (column), key_quark);
}

/**
 * crm_record_table_offers:
 * @field: of the records
 *
 * Returns: %TRUE if the field can be a column
 */
gboolean
crm_record_table_offers (CrmRecordTable *self,
                         const CrmField *field)
{
  g_return_val_if_fail (CRM_IS_RECORD_TABLE (self), FALSE);

  return crm_field_is_shown (field) && !g_hash_table_contains (self->left_out, field->key);
}

/* --- Asking ---------------------------------------------------------------------------------------- */

/**
 * crm_record_table_make_query:
 *
 * Returns: (transfer full): what the table shows
 */
CrmQuery *
crm_record_table_make_query (CrmRecordTable *self)
{
  const CrmRecordType *type = get_type (self);
  const CrmField *field = crm_record_type_find_field (type, self->sort_key);
  CrmQuery *query = self->filter != NULL ? crm_query_copy (self->filter) : crm_query_new (&type->table);

  if (field != NULL && crm_field_is_sorted (field))
    crm_query_set_sort (query, &field->column, self->descending);
  crm_query_set_search (query, self->search);
  if (self->plan != NULL)
    crm_condition_plan_add_to_query (self->plan, query);

  return query;
}

static void
scroll_to (CrmRecordTable *self,
           guint           position)
{
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    crm_list_selection_catch_up (self->selection);

  /* The action belongs to the list inside the column view, which GTK 4.8 does not hand out. */
  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->list)))
    gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (self->view)), "list.scroll-to-item", "u", position);
}

static void
ask (CrmRecordTable *self)
{
  g_autoptr (CrmQuery) query = NULL;

  if (self->building)
    return;

  query = crm_record_table_make_query (self);
  scroll_to (self, 0);
  crm_record_list_set_query (self->list, query);
}

static void
sorter_changed_cb (CrmRecordTable *self)
{
  gboolean descending;
  char *key;

  if (self->building)
    return;

  key = crm_column_sorter_ask (gtk_column_view_get_sorter (self->view), &descending);
  g_free (self->sort_key);
  self->sort_key = key;
  self->descending = descending;
  crm_view_state_set_string (self->state, self->group, "sort", key);
  crm_view_state_set_integer (self->state, self->group, "descending", descending);

  ask (self);
}

/* --- Columns ------------------------------------------------------------------------------------------- */

static void
setup_cell_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               const CrmField           *field)
{
  gtk_list_item_set_child (item, crm_record_cell_new (field, g_object_get_data (G_OBJECT (factory), "clock")));
}

static void bind_cell_cb   (GtkSignalListItemFactory *factory,
                            GtkListItem              *item,
                            gpointer                  user_data);
static void unbind_cell_cb (GtkSignalListItemFactory *factory,
                            GtkListItem              *item,
                            gpointer                  user_data);

static void
setup_own_cell_cb (GtkSignalListItemFactory *factory,
                   GtkListItem              *item,
                   CrmRecordTable           *self)
{
  GType type = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (factory), "cell-type"));

  gtk_list_item_set_child (item, g_object_new (type, "workspace", self->workspace, NULL));
}

static void
bind_own_cell_cb (GtkSignalListItemFactory *factory,
                  GtkListItem              *item,
                  gpointer                  user_data)
{
  g_object_set (gtk_list_item_get_child (item), "slot", gtk_list_item_get_item (item), NULL);
}

static void
unbind_own_cell_cb (GtkSignalListItemFactory *factory,
                    GtkListItem              *item,
                    gpointer                  user_data)
{
  g_object_set (gtk_list_item_get_child (item), "slot", NULL, NULL);
}

static void
connect_factory (CrmRecordTable     *self,
                 GtkListItemFactory *factory,
                 const CrmField     *field)
{
  gpointer type = g_hash_table_lookup (self->cell_types, field->key);

  if (type != NULL)
    {
      g_object_set_data (G_OBJECT (factory), "cell-type", type);
      g_signal_connect_object (factory, "setup", G_CALLBACK (setup_own_cell_cb), self, G_CONNECT_DEFAULT);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_own_cell_cb), NULL);
      g_signal_connect (factory, "unbind", G_CALLBACK (unbind_own_cell_cb), NULL);
      return;
    }

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), (gpointer) field);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell_cb), NULL);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  user_data)
{
  crm_record_cell_set_slot (CRM_RECORD_CELL (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_cell_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                gpointer                  user_data)
{
  crm_record_cell_set_slot (CRM_RECORD_CELL (gtk_list_item_get_child (item)), NULL);
}

static void
toggled_cb (GtkCheckButton *check,
            CrmRecordTable *self)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (check), "item");
  guint position = gtk_list_item_get_position (item);

  if (position != GTK_INVALID_LIST_POSITION && gtk_check_button_get_active (check) != gtk_list_item_get_selected (item))
    crm_list_selection_toggle (self->selection, position);
}

static void
item_selected_cb (GtkListItem *item,
                  GParamSpec  *pspec,
                  gpointer     user_data)
{
  GtkWidget *check = gtk_list_item_get_child (item);

  if (check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), gtk_list_item_get_selected (item));
}

static void
setup_tick_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               CrmRecordTable           *self)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (check, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Selected"), -1);
  g_object_set_data (G_OBJECT (check), "item", item);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect (item, "notify::selected", G_CALLBACK (item_selected_cb), NULL);
  gtk_list_item_set_child (item, check);
}

static void
bind_tick_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  user_data)
{
  item_selected_cb (item, NULL, NULL);
}

static void
width_changed_cb (GtkColumnViewColumn *column,
                  GParamSpec          *pspec,
                  CrmRecordTable      *self)
{
  g_autofree char *key = g_strconcat ("width.", get_key (column), NULL);
  int width = gtk_column_view_column_get_fixed_width (column);

  if (!self->building && width >= MIN_COLUMN_WIDTH)
    crm_view_state_set_integer (self->state, self->group, key, width);
}

/* Columns are as much wider as the text is larger. */
static int
scale_to_text (int width)
{
  int dpi = -1;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);

  return dpi > 96 * 1024 ? (int) ((gint64) width * dpi / (96 * 1024)) : width;
}

static int
default_width (CrmRecordTable *self,
               const CrmField *field)
{
  if (g_hash_table_contains (self->cell_types, field->key))
    return OWN_CELL_WIDTH;

  switch (field->type)
    {
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_EMAILS:
    case CRM_FIELD_TAGS:
      return 210;
    case CRM_FIELD_COUNT:
    case CRM_FIELD_YES_NO:
    case CRM_FIELD_WHOLE:
      return 100;
    default:
      return &field->column == field->record_type->table.title ? 220 : 150;
    }
}

static void
add_column (CrmRecordTable *self,
            const CrmField *field)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;
  g_autofree char *width_key = g_strconcat ("width.", field->key, NULL);

  connect_factory (self, factory, field);
  /* The field lives as long as its catalogue. */
  g_object_set_data_full (G_OBJECT (factory), "clock", g_object_ref (crm_workspace_get_clock (self->workspace)), g_object_unref);
  g_object_set_data_full (G_OBJECT (factory), "catalogue", g_object_ref (crm_workspace_get_catalogue (self->workspace)), g_object_unref);

  column = gtk_column_view_column_new (field->label, factory);
  g_object_set_qdata_full (G_OBJECT (column), key_quark, g_strdup (field->key), g_free);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, crm_view_state_get_integer (self->state, self->group, width_key,
                                                                                   scale_to_text (default_width (self, field))));
  if (crm_field_is_sorted (field))
    {
      g_autoptr (GtkSorter) sorter = crm_column_sorter_new (field->key);

      gtk_column_view_column_set_sorter (column, sorter);
    }
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (width_changed_cb), self, G_CONNECT_DEFAULT);
  gtk_column_view_append_column (self->view, column);

  if (g_strcmp0 (field->key, self->sort_key) == 0 && crm_field_is_sorted (field))
    gtk_column_view_sort_by_column (self->view, column, self->descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

static void
add_tick_column (CrmRecordTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_tick_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_tick_cb), NULL);
  column = gtk_column_view_column_new (NULL, factory);
  gtk_column_view_append_column (self->view, column);
}

/**
 * crm_record_table_get_columns:
 *
 * Returns: (transfer full): the keys of the fields that are shown, in their order
 */
char **
crm_record_table_get_columns (CrmRecordTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (get_key (column) != NULL)
        g_strv_builder_add (keys, get_key (column));
    }

  return g_strv_builder_end (keys);
}

static void
columns_changed_cb (CrmRecordTable *self)
{
  g_auto (GStrv) keys = NULL;

  if (self->building)
    return;

  keys = crm_record_table_get_columns (self);
  crm_view_state_set_strings (self->state, self->group, "columns", (const char *const *) keys);
  g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
}

static void
build_columns (CrmRecordTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  const CrmRecordType *type = get_type (self);
  g_auto (GStrv) keys = crm_view_state_get_strings (self->state, self->group, "columns");
  guint n = 0;

  self->building = TRUE;
  for (guint i = g_list_model_get_n_items (columns); i > 0; i--)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i - 1);

      gtk_column_view_remove_column (self->view, column);
    }

  add_tick_column (self);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      const CrmField *field = crm_record_type_find_field (type, keys[i]);

      if (field != NULL && crm_record_table_offers (self, field))
        {
          add_column (self, field);
          n++;
        }
    }

  /* What can be done with a row stands at its beginning. */
  for (guint i = 0; n == 0 && i < 2 * type->n_fields; i++)
    {
      const CrmField *field = type->fields[i % type->n_fields];

      if ((field->flags & CRM_FIELD_COLUMN) != 0 && crm_record_table_offers (self, field) &&
          g_hash_table_contains (self->cell_types, field->key) == (i < type->n_fields))
        add_column (self, field);
    }
  self->building = FALSE;
}

static void
catalogue_changed_cb (CrmRecordTable *self)
{
  build_columns (self);
  ask (self);
}

/* --- Rows -------------------------------------------------------------------------------------------------- */

static void
activate_cb (CrmRecordTable *self,
             guint           position)
{
  gint64 id = crm_record_list_get_id (self->list, position);

  if (id != 0)
    g_signal_emit (self, signals[ACTIVATED], 0, id);
}

/* Shows what somebody waits for, as soon as the list has it. */
static void
settled_cb (CrmRecordTable *self)
{
  guint position;

  if (self->reveal == 0)
    return;

  if (crm_record_list_find (self->list, self->reveal, &position))
    {
      crm_list_selection_select_id (self->selection, self->reveal);
      scroll_to (self, position);
    }
  self->reveal = 0;
}

static void
menu_pressed_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 CrmRecordTable  *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *cell = picked != NULL ? gtk_widget_get_ancestor (picked, CRM_TYPE_RECORD_CELL) : NULL;
  CrmListSlot *slot = cell != NULL ? crm_record_cell_get_slot (CRM_RECORD_CELL (cell)) : NULL;
  CrmRecord *record = slot != NULL ? crm_list_slot_get_record (slot) : NULL;

  if (record == NULL)
    return;

  if (!crm_list_selection_contains (self->selection, crm_record_get_id (record)))
    crm_list_selection_select_id (self->selection, crm_record_get_id (record));

  gtk_popover_set_pointing_to (GTK_POPOVER (self->row_menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->row_menu));
}

static void
show_menu (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  CrmRecordTable *self = CRM_RECORD_TABLE (widget);

  if (crm_list_selection_get_n (self->selection) == 0)
    return;

  gtk_popover_set_pointing_to (GTK_POPOVER (self->row_menu), &(GdkRectangle) { 60, 60, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->row_menu));
}

/* --- From right to left ------------------------------------------------------------------------------------- */

/* GTK counts the place in a table from the left, where its end is then. The table stays at its
 * beginning until somebody scrolls. */
static gboolean
go_to_first_column (gpointer data)
{
  CrmRecordTable *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);

  self->aside_id = 0;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));

  return G_SOURCE_REMOVE;
}

/* The width is told while the table is given its place, when it cannot be scrolled yet. */
static void
row_width_changed_cb (CrmRecordTable *self)
{
  if (self->at_first_column && self->aside_id == 0 && gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    self->aside_id = g_idle_add (go_to_first_column, self);
}

static void
scrolled_aside_cb (CrmRecordTable *self,
             GtkAdjustment  *adjustment)
{
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (self->aside_id == 0)
    self->at_first_column = gtk_adjustment_get_value (adjustment) >= end - 1;
}

/* --- Object --------------------------------------------------------------------------------------------------- */

static void
crm_record_table_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  CrmRecordTable *self = CRM_RECORD_TABLE (widget);

  gtk_widget_size_allocate (GTK_WIDGET (self->scroller), &(GtkAllocation) { 0, 0, width, height }, baseline);
  gtk_popover_present (GTK_POPOVER (self->row_menu));
}

static void
crm_record_table_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (CRM_RECORD_TABLE (widget)->scroller), orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static gboolean
crm_record_table_grab_focus (GtkWidget *widget)
{
  return crm_children_grab_focus (widget, GTK_WIDGET (CRM_RECORD_TABLE (widget)->view));
}

static void
crm_record_table_dispose (GObject *object)
{
  CrmRecordTable *self = CRM_RECORD_TABLE (object);

  g_clear_handle_id (&self->aside_id, g_source_remove);
  /* The columns go now; that is not somebody's choice. */
  self->building = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_RECORD_TABLE);
  crm_children_unparent (GTK_WIDGET (self));

  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->workspace);
  g_clear_object (&self->state);
  g_clear_pointer (&self->filter, crm_query_unref);
  g_clear_pointer (&self->plan, crm_condition_plan_unref);

  G_OBJECT_CLASS (crm_record_table_parent_class)->dispose (object);
}

static void
crm_record_table_finalize (GObject *object)
{
  CrmRecordTable *self = CRM_RECORD_TABLE (object);

  g_hash_table_unref (self->cell_types);
  g_hash_table_unref (self->left_out);
  g_free (self->type);
  g_free (self->group);
  g_free (self->search);
  g_free (self->sort_key);

  G_OBJECT_CLASS (crm_record_table_parent_class)->finalize (object);
}

static void
crm_record_table_class_init (CrmRecordTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  key_quark = g_quark_from_static_string ("crm-column-key");

  object_class->dispose = crm_record_table_dispose;
  object_class->finalize = crm_record_table_finalize;
  widget_class->size_allocate = crm_record_table_size_allocate;
  widget_class->measure = crm_record_table_measure;
  widget_class->grab_focus = crm_record_table_grab_focus;

  /**
   * CrmRecordTable::activated:
   * @id: of a record
   *
   * Somebody wants to open a record.
   */
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  /**
   * CrmRecordTable::columns-changed:
   *
   * Other columns are shown, or in another order.
   */
  signals[COLUMNS_CHANGED] = g_signal_new ("columns-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-record-table.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmRecordTable, scroller);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordTable, view);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordTable, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);

  gtk_widget_class_install_action (widget_class, "table.menu", NULL, show_menu);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "table.menu", NULL);
}

static void
crm_record_table_init (CrmRecordTable *self)
{
  GtkAdjustment *adjustment;

  self->cell_types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->left_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));

  self->at_first_column = TRUE;
  adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (row_width_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_aside_cb), self, G_CONNECT_SWAPPED);
}

/* By what names the records, or by the first column if nobody sees that. */
static char *
find_first_sort (CrmRecordTable *self)
{
  const CrmRecordType *type = get_type (self);
  const CrmField *title = crm_record_type_get_title (type);

  for (guint i = 0; i < type->n_fields && !crm_record_table_offers (self, title); i++)
    if ((type->fields[i]->flags & CRM_FIELD_COLUMN) != 0 && crm_field_is_sorted (type->fields[i]) &&
        crm_record_table_offers (self, type->fields[i]))
      title = type->fields[i];

  return g_strdup (title->key);
}

/**
 * crm_record_table_open:
 * @workspace: a workspace
 * @state: where the arrangement is kept
 * @type: the name of a record type
 *
 * Shows all records of a type. To be called once.
 */
void
crm_record_table_open (CrmRecordTable *self,
                       CrmWorkspace   *workspace,
                       CrmViewState   *state,
                       const char     *type)
{
  g_return_if_fail (CRM_IS_RECORD_TABLE (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  self->state = g_object_ref (state);
  self->type = g_strdup (type);
  self->group = g_strconcat ("table.", type, NULL);
  self->sort_key = crm_view_state_get_string (state, self->group, "sort");
  self->descending = crm_view_state_get_integer (state, self->group, "descending", FALSE) != 0;
  if (self->sort_key == NULL)
    self->sort_key = find_first_sort (self);

  self->list = crm_record_list_new (workspace);
  self->selection = crm_list_selection_new (self->list);
  g_signal_connect_object (self->list, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, get_type (self)->plural, -1);
  build_columns (self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_columns (self->view), "items-changed", G_CALLBACK (columns_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::catalogue", G_CALLBACK (catalogue_changed_cb), self, G_CONNECT_SWAPPED);

  ask (self);
}

/**
 * crm_record_table_get_list:
 *
 * Returns: (transfer none): the records
 */
CrmRecordList *
crm_record_table_get_list (CrmRecordTable *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_TABLE (self), NULL);

  return self->list;
}

/**
 * crm_record_table_get_selection:
 *
 * Returns: (transfer none): which of them are selected
 */
CrmListSelection *
crm_record_table_get_selection (CrmRecordTable *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_TABLE (self), NULL);

  return self->selection;
}

/**
 * crm_record_table_set_search:
 * @text: (nullable): what somebody typed
 *
 * Shows only records that @text finds.
 */
void
crm_record_table_set_search (CrmRecordTable *self,
                             const char     *text)
{
  g_return_if_fail (CRM_IS_RECORD_TABLE (self));

  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (self->search, text) == 0)
    return;

  g_free (self->search);
  self->search = g_strdup (text);
  crm_list_selection_clear (self->selection);
  ask (self);
}

/**
 * crm_record_table_set_filter:
 * @filter: (nullable): a query with a condition
 *
 * Shows only records for which the condition holds.
 */
void
crm_record_table_set_filter (CrmRecordTable *self,
                             CrmQuery       *filter)
{
  g_return_if_fail (CRM_IS_RECORD_TABLE (self));

  if (filter != NULL)
    crm_query_ref (filter);
  g_clear_pointer (&self->filter, crm_query_unref);
  self->filter = filter;
  crm_list_selection_clear (self->selection);
  ask (self);
}

/**
 * crm_record_table_renew_filter:
 * @filter: a query with a condition
 *
 * Shows what has become of a condition as time went by: what is selected and where somebody has
 * scrolled to stays.
 */
void
crm_record_table_renew_filter (CrmRecordTable *self,
                               CrmQuery       *filter)
{
  g_autoptr (CrmQuery) query = NULL;

  g_return_if_fail (CRM_IS_RECORD_TABLE (self));

  crm_query_ref (filter);
  g_clear_pointer (&self->filter, crm_query_unref);
  self->filter = filter;
  query = crm_record_table_make_query (self);
  crm_record_list_set_query (self->list, query);
}

/**
 * crm_record_table_set_plan:
 * @plan: (nullable): a condition that somebody filters by, or %NULL
 * @renews: whether it asks the same as before, at another time
 *
 * Shows only the records for which @plan holds, of those that the filter leaves.
 */
void
crm_record_table_set_plan (CrmRecordTable   *self,
                           CrmConditionPlan *plan,
                           gboolean          renews)
{
  g_autoptr (CrmQuery) query = NULL;

  g_return_if_fail (CRM_IS_RECORD_TABLE (self));

  if (plan != NULL)
    crm_condition_plan_ref (plan);
  g_clear_pointer (&self->plan, crm_condition_plan_unref);
  self->plan = plan;
  if (!renews)
    {
      crm_list_selection_clear (self->selection);
      ask (self);
      return;
    }

  /* What is selected and where somebody has scrolled to stays. */
  query = crm_record_table_make_query (self);
  crm_record_list_set_query (self->list, query);
}

/**
 * crm_record_table_set_cell_type:
 * @key: of a field
 * @type: a widget with the properties "workspace" and "slot", of #CrmListSlot
 *
 * Shows the field by widgets of @type. To be called before crm_record_table_open().
 */
void
crm_record_table_set_cell_type (CrmRecordTable *self,
                                const char     *key,
                                GType           type)
{
  g_return_if_fail (CRM_IS_RECORD_TABLE (self));
  g_return_if_fail (self->workspace == NULL);

  g_hash_table_insert (self->cell_types, g_strdup (key), GSIZE_TO_POINTER (type));
}

/**
 * crm_record_table_leave_out:
 * @key: of a field
 *
 * Takes a field out of the columns that can be chosen, because it is the same in all rows. To be
 * called before crm_record_table_open().
 */
void
crm_record_table_leave_out (CrmRecordTable *self,
                            const char     *key)
{
  g_return_if_fail (CRM_IS_RECORD_TABLE (self));
  g_return_if_fail (self->workspace == NULL);

  g_hash_table_add (self->left_out, g_strdup (key));
}

/**
 * crm_record_table_set_commands:
 * @menu: commands for the rows that are selected
 *
 * Puts another menu in place of the usual one.
 */
void
crm_record_table_set_commands (CrmRecordTable *self,
                               GMenuModel     *menu)
{
  g_return_if_fail (CRM_IS_RECORD_TABLE (self));

  gtk_popover_menu_set_menu_model (self->row_menu, menu);
}

/**
 * crm_record_table_sort_by:
 * @key: of a field
 * @descending: whether the greatest comes first
 */
void
crm_record_table_sort_by (CrmRecordTable *self,
                          const char     *key,
                          gboolean        descending)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  g_return_if_fail (CRM_IS_RECORD_TABLE (self));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (get_key (column), key) == 0)
        {
          /* One arrow: what it was sorted by before is not shown as the second key. */
          self->building = TRUE;
          gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
          self->building = FALSE;
          gtk_column_view_sort_by_column (self->view, column, descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
          return;
        }
    }

  /* Not a column: the headers show no arrow, the order is the same. */
  self->building = TRUE;
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  self->building = FALSE;
  g_free (self->sort_key);
  self->sort_key = g_strdup (key);
  self->descending = descending;
  crm_view_state_set_string (self->state, self->group, "sort", key);
  crm_view_state_set_integer (self->state, self->group, "descending", descending);
  ask (self);
}

/**
 * crm_record_table_get_sort:
 * @descending: (out): whether the greatest comes first
 *
 * Returns: (transfer full) (nullable): the key of the field that it is sorted by
 */
char *
crm_record_table_get_sort (CrmRecordTable *self,
                           gboolean       *descending)
{
  g_return_val_if_fail (CRM_IS_RECORD_TABLE (self), NULL);

  *descending = self->descending;

  return g_strdup (self->sort_key);
}

/**
 * crm_record_table_show_column:
 * @key: of a field
 * @shown: whether it is a column
 */
void
crm_record_table_show_column (CrmRecordTable *self,
                              const char     *key,
                              gboolean        shown)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  const CrmField *field = crm_record_type_find_field (get_type (self), key);

  g_return_if_fail (CRM_IS_RECORD_TABLE (self));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (get_key (column), key) != 0)
        continue;
      if (!shown)
        gtk_column_view_remove_column (self->view, column);
      return;
    }

  if (shown && field != NULL)
    add_column (self, field);
}

/**
 * crm_record_table_reveal:
 * @id: of a record
 *
 * Selects a record and scrolls to it, as soon as the list has it.
 */
void
crm_record_table_reveal (CrmRecordTable *self,
                         gint64          id)
{
  g_return_if_fail (CRM_IS_RECORD_TABLE (self));

  self->reveal = id;
  if (crm_record_list_find (self->list, id, NULL) && !crm_record_list_is_loading (self->list))
    settled_cb (self);
}
