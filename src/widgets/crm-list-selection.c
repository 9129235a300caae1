/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which records of a list are selected. It knows them by id, so they stay selected wherever they
 * move to, and "all" is a flag with exceptions, so a million are selected at once. GTK's own
 * selection models keep an object for each item instead.
 *
 * As a model of a view it follows the list in small steps. GTK keeps widgets for about 200 rows, and
 * makes or destroys all of them in one pass of the main loop when a search finds three records, or
 * is over: a tenth of a second without an answer. So it is told of some rows at a time, until it has
 * its 200. What has gone from the list meanwhile is an empty row.
 */

#include "config.h"

#include "crm-list-selection.h"

#include "crm-bitmap.h"

/* So many rows GTK makes widgets for, and a few more (GTK_LIST_VIEW_MAX_LIST_ITEMS). */
#define ROWS_WITH_WIDGETS 208
/* So many come or go in one pass; and so many at once, which is hardly more. */
#define ROWS_IN_A_PASS 24
#define FEW_ROWS       40

struct _CrmListSelection
{
  GObject parent_instance;

  CrmRecordList *list;

  /* Selected, or, if everything is, not selected. */
  CrmBitmap *ids;
  gboolean all;

  guint n_shown; /* items that the view has been told of; those behind the end of the list are empty */
  guint step_id;

  gboolean lost; /* items have gone, perhaps with records in ids */
};

static void list_model_iface_init      (GListModelInterface        *iface);
static void selection_model_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmListSelection, crm_list_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_iface_init))

enum
{
  PROP_N_SELECTED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
changed (CrmListSelection *self,
         guint             position,
         guint             n_items)
{
  if (n_items > 0 && position < self->n_shown)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, MIN (n_items, self->n_shown - position));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

static void
changed_everywhere (CrmListSelection *self)
{
  changed (self, 0, g_list_model_get_n_items (G_LIST_MODEL (self->list)));
}

static void
reset (CrmListSelection *self,
       gboolean          all)
{
  crm_bitmap_free (self->ids);
  self->ids = crm_bitmap_new ();
  self->all = all;
}

static void
set_selected (CrmListSelection *self,
              guint             position,
              gboolean          selected)
{
  gint64 id = crm_record_list_get_id (self->list, position);

  if (selected != self->all)
    crm_bitmap_add (self->ids, id);
  else
    crm_bitmap_remove (self->ids, id);
}

/* --- GListModel -------------------------------------------------------------------------------- */

static GType
crm_list_selection_get_item_type (GListModel *model)
{
  return CRM_TYPE_LIST_SLOT;
}

static guint
crm_list_selection_get_n_items (GListModel *model)
{
  return CRM_LIST_SELECTION (model)->n_shown;
}

static gpointer
crm_list_selection_get_item (GListModel *model,
                             guint       position)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);
  gpointer item;

  if (position >= self->n_shown)
    return NULL;

  item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  return item != NULL ? item : crm_list_slot_new (position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = crm_list_selection_get_item_type;
  iface->get_n_items = crm_list_selection_get_n_items;
  iface->get_item = crm_list_selection_get_item;
}

/* --- GtkSelectionModel ---------------------------------------------------------------------------- */

static gboolean
crm_list_selection_is_selected (GtkSelectionModel *model,
                                guint              position)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);
  gint64 id = crm_record_list_get_id (self->list, position);

  return id != 0 && crm_bitmap_contains (self->ids, id) != self->all;
}

static GtkBitset *
crm_list_selection_get_selection_in_range (GtkSelectionModel *model,
                                           guint              position,
                                           guint              n_items)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);
  GtkBitset *selected;
  guint end = MIN (position + n_items, g_list_model_get_n_items (G_LIST_MODEL (self->list)));

  if (self->all && crm_bitmap_get_count (self->ids) == 0)
    return gtk_bitset_new_range (position, end > position ? end - position : 0);

  selected = gtk_bitset_new_empty ();
  if (!self->all && crm_bitmap_get_count (self->ids) == 0)
    return selected;

  for (guint i = position; i < end; i++)
    if (crm_list_selection_is_selected (model, i))
      gtk_bitset_add (selected, i);

  return selected;
}

static gboolean
crm_list_selection_select_item (GtkSelectionModel *model,
                                guint              position,
                                gboolean           unselect_rest)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);

  if (unselect_rest)
    reset (self, FALSE);
  set_selected (self, position, TRUE);

  if (unselect_rest)
    changed_everywhere (self);
  else
    changed (self, position, 1);

  return TRUE;
}

static gboolean
crm_list_selection_unselect_item (GtkSelectionModel *model,
                                  guint              position)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);

  set_selected (self, position, FALSE);
  changed (self, position, 1);

  return TRUE;
}

static gboolean
crm_list_selection_select_range (GtkSelectionModel *model,
                                 guint              position,
                                 guint              n_items,
                                 gboolean           unselect_rest)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);

  if (unselect_rest)
    reset (self, FALSE);
  for (guint i = 0; i < n_items; i++)
    set_selected (self, position + i, TRUE);

  if (unselect_rest)
    changed_everywhere (self);
  else
    changed (self, position, n_items);

  return TRUE;
}

static gboolean
crm_list_selection_unselect_range (GtkSelectionModel *model,
                                   guint              position,
                                   guint              n_items)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);

  for (guint i = 0; i < n_items; i++)
    set_selected (self, position + i, FALSE);
  changed (self, position, n_items);

  return TRUE;
}

static gboolean
crm_list_selection_select_all (GtkSelectionModel *model)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);

  reset (self, TRUE);
  changed_everywhere (self);

  return TRUE;
}

static gboolean
crm_list_selection_unselect_all (GtkSelectionModel *model)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);

  reset (self, FALSE);
  changed_everywhere (self);

  return TRUE;
}

static gboolean
crm_list_selection_set_selection (GtkSelectionModel *model,
                                  GtkBitset         *selected,
                                  GtkBitset         *mask)
{
  CrmListSelection *self = CRM_LIST_SELECTION (model);
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_is_empty (mask))
    return TRUE;

  for (gboolean valid = gtk_bitset_iter_init_first (&iter, mask, &position); valid;
       valid = gtk_bitset_iter_next (&iter, &position))
    set_selected (self, position, gtk_bitset_contains (selected, position));

  changed (self, gtk_bitset_get_minimum (mask), gtk_bitset_get_maximum (mask) - gtk_bitset_get_minimum (mask) + 1);

  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = crm_list_selection_is_selected;
  iface->get_selection_in_range = crm_list_selection_get_selection_in_range;
  iface->select_item = crm_list_selection_select_item;
  iface->unselect_item = crm_list_selection_unselect_item;
  iface->select_range = crm_list_selection_select_range;
  iface->unselect_range = crm_list_selection_unselect_range;
  iface->select_all = crm_list_selection_select_all;
  iface->unselect_all = crm_list_selection_unselect_all;
  iface->set_selection = crm_list_selection_set_selection;
}

/* --- Object ------------------------------------------------------------------------------------------ */

static void
tell (CrmListSelection *self,
      guint             position,
      guint             removed,
      guint             added)
{
  self->n_shown = self->n_shown - removed + added;
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* Whether the view had to make or destroy the widgets of more than @few rows to show @n of them. */
static gboolean
is_far (CrmListSelection *self,
        guint             n,
        guint             few)
{
  guint from = MIN (self->n_shown, ROWS_WITH_WIDGETS);
  guint to = MIN (n, ROWS_WITH_WIDGETS);

  return MAX (from, to) - MIN (from, to) > few;
}

static gboolean step_cb (gpointer data);

/* Comes a step nearer to the list, or quite there if that is no more than @few rows away. */
static void
step (CrmListSelection *self,
      guint             few)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint to;

  /* What the list shows first is hardly all: the rows would come back at once. */
  if (n < self->n_shown && crm_record_list_is_loading (self->list))
    n = MAX (n, MIN (self->n_shown, ROWS_WITH_WIDGETS));

  g_clear_handle_id (&self->step_id, g_source_remove);
  to = n;
  if (is_far (self, n, few))
    {
      if (n > self->n_shown)
        to = self->n_shown + ROWS_IN_A_PASS;
      else if (self->n_shown > ROWS_WITH_WIDGETS)
        to = ROWS_WITH_WIDGETS;
      else
        to = self->n_shown - ROWS_IN_A_PASS;
    }

  if (to > self->n_shown)
    tell (self, self->n_shown, 0, to - self->n_shown);
  else
    tell (self, to, self->n_shown - to, 0);
  if (self->n_shown != n)
    self->step_id = g_idle_add (step_cb, self);
}

static gboolean
step_cb (gpointer data)
{
  CrmListSelection *self = data;

  self->step_id = 0;
  step (self, ROWS_IN_A_PASS);

  return G_SOURCE_REMOVE;
}

/* Shows from @position on what is in the list now, and all of it. */
static void
show_rest (CrmListSelection *self,
           guint             position)
{
  position = MIN (position, self->n_shown);
  g_clear_handle_id (&self->step_id, g_source_remove);
  tell (self, position, self->n_shown - position, g_list_model_get_n_items (G_LIST_MODEL (self->list)) - position);
}

/* Something came or went at the end of the list, which had @old_n items. */
static void
follow_end (CrmListSelection *self,
            guint             old_n)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  /* Rows that were empty are something again. */
  if (self->n_shown > old_n && n > old_n)
    tell (self, old_n, MIN (self->n_shown, n) - old_n, MIN (self->n_shown, n) - old_n);

  step (self, FEW_ROWS);
}

static void
items_changed_cb (CrmListSelection *self,
                  guint             position,
                  guint             removed,
                  guint             added)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  guint old_n = n + removed - added;

  self->lost |= removed > 0;
  if (position + removed == old_n && (removed == 0 || added == 0))
    follow_end (self, old_n);
  else if (self->n_shown == old_n)
    tell (self, position, removed, added);
  else
    show_rest (self, position);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

static void
loading_cb (CrmListSelection *self)
{
  if (!crm_record_list_is_loading (self->list))
    step (self, FEW_ROWS);
}

/* Forgets records that are no longer in the list. Not before it is settled: until then it may show
 * the beginning only. */
static void
settled_cb (CrmListSelection *self)
{
  GArray *all = crm_record_list_get_ids (self->list);
  CrmBitmap *kept;

  if (!self->lost)
    return;

  self->lost = FALSE;
  if (crm_bitmap_get_count (self->ids) == 0)
    return;

  kept = crm_bitmap_new ();
  for (guint i = 0; i < all->len; i++)
    {
      gint64 id = g_array_index (all, gint64, i);

      if (crm_bitmap_contains (self->ids, id))
        crm_bitmap_add (kept, id);
    }
  crm_bitmap_free (self->ids);
  self->ids = kept;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

static void
crm_list_selection_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  CrmListSelection *self = CRM_LIST_SELECTION (object);

  switch (id)
    {
    case PROP_N_SELECTED:
      g_value_set_uint (value, crm_list_selection_get_n (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_list_selection_finalize (GObject *object)
{
  CrmListSelection *self = CRM_LIST_SELECTION (object);

  g_clear_handle_id (&self->step_id, g_source_remove);
  crm_bitmap_free (self->ids);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (crm_list_selection_parent_class)->finalize (object);
}

static void
crm_list_selection_class_init (CrmListSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = crm_list_selection_finalize;
  object_class->get_property = crm_list_selection_get_property;

  /**
   * CrmListSelection:n-selected:
   *
   * How many records are selected.
   */
  properties[PROP_N_SELECTED] = g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0,
                                                   G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
crm_list_selection_init (CrmListSelection *self)
{
  self->ids = crm_bitmap_new ();
}

/**
 * crm_list_selection_new:
 * @list: a list
 *
 * Returns: (transfer full): a model of @list in which nothing is selected
 */
CrmListSelection *
crm_list_selection_new (CrmRecordList *list)
{
  CrmListSelection *self = g_object_new (CRM_TYPE_LIST_SELECTION, NULL);

  self->list = g_object_ref (list);
  self->n_shown = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::loading", G_CALLBACK (loading_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * crm_list_selection_catch_up:
 *
 * Shows all of the list now, for whoever wants to go to the end of it.
 */
void
crm_list_selection_catch_up (CrmListSelection *self)
{
  g_return_if_fail (CRM_IS_LIST_SELECTION (self));

  show_rest (self, MIN (self->n_shown, g_list_model_get_n_items (G_LIST_MODEL (self->list))));
}

/**
 * crm_list_selection_get_list:
 *
 * Returns: (transfer none): the list
 */
CrmRecordList *
crm_list_selection_get_list (CrmListSelection *self)
{
  g_return_val_if_fail (CRM_IS_LIST_SELECTION (self), NULL);

  return self->list;
}

/**
 * crm_list_selection_get_n:
 *
 * Returns: how many records are selected
 */
guint
crm_list_selection_get_n (CrmListSelection *self)
{
  guint n;

  g_return_val_if_fail (CRM_IS_LIST_SELECTION (self), 0);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  return self->all ? n - MIN (n, crm_bitmap_get_count (self->ids)) : crm_bitmap_get_count (self->ids);
}

/**
 * crm_list_selection_is_all:
 *
 * Returns: %TRUE if every record of the list is selected
 */
gboolean
crm_list_selection_is_all (CrmListSelection *self)
{
  guint n = crm_list_selection_get_n (self);

  return n > 0 && n == g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

/**
 * crm_list_selection_get_ids:
 *
 * Returns: (transfer full) (element-type gint64): the selected records that are in the list
 */
GArray *
crm_list_selection_get_ids (CrmListSelection *self)
{
  GArray *all;
  GArray *ids;

  g_return_val_if_fail (CRM_IS_LIST_SELECTION (self), NULL);

  all = crm_record_list_get_ids (self->list);
  if (self->all && crm_bitmap_get_count (self->ids) == 0)
    return g_array_copy (all);

  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), crm_list_selection_get_n (self));
  for (guint i = 0; i < all->len; i++)
    {
      gint64 id = g_array_index (all, gint64, i);

      if (crm_bitmap_contains (self->ids, id) != self->all)
        g_array_append_val (ids, id);
    }

  return ids;
}

/**
 * crm_list_selection_get_single:
 *
 * Returns: the selected record, if it is exactly one, or 0
 */
gint64
crm_list_selection_get_single (CrmListSelection *self)
{
  g_autoptr (GArray) ids = NULL;

  g_return_val_if_fail (CRM_IS_LIST_SELECTION (self), 0);

  if (crm_list_selection_get_n (self) != 1)
    return 0;

  /* Asked for at each move through a list, which may be long. */
  if (!self->all)
    {
      gint64 id = crm_bitmap_get_next (self->ids, 0);

      return crm_record_list_find (self->list, id, NULL) ? id : 0;
    }

  ids = crm_list_selection_get_ids (self);

  return ids->len == 1 ? g_array_index (ids, gint64, 0) : 0;
}

/**
 * crm_list_selection_contains:
 * @id: of a record of the list
 */
gboolean
crm_list_selection_contains (CrmListSelection *self,
                             gint64            id)
{
  g_return_val_if_fail (CRM_IS_LIST_SELECTION (self), FALSE);

  return crm_bitmap_contains (self->ids, id) != self->all;
}

/**
 * crm_list_selection_clear:
 *
 * Selects nothing.
 */
void
crm_list_selection_clear (CrmListSelection *self)
{
  g_return_if_fail (CRM_IS_LIST_SELECTION (self));

  crm_list_selection_unselect_all (GTK_SELECTION_MODEL (self));
}

/**
 * crm_list_selection_select_id:
 * @id: of a record
 *
 * Selects one record and nothing else.
 */
void
crm_list_selection_select_id (CrmListSelection *self,
                              gint64            id)
{
  g_return_if_fail (CRM_IS_LIST_SELECTION (self));

  reset (self, FALSE);
  crm_bitmap_add (self->ids, id);
  changed_everywhere (self);
}

/**
 * crm_list_selection_toggle:
 * @position: in the list
 *
 * Selects what is not selected there, and the other way round.
 */
void
crm_list_selection_toggle (CrmListSelection *self,
                           guint             position)
{
  g_return_if_fail (CRM_IS_LIST_SELECTION (self));

  set_selected (self, position, !crm_list_selection_is_selected (GTK_SELECTION_MODEL (self), position));
  changed (self, position, 1);
}
