/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which places of a list are selected. GtkMultiSelection does the same, but asks the list for the
 * item of each place and keeps it: a second and 300 MB for a million. This keeps the places alone,
 * and moves them when items come and go before them.
 *
 * A view hears of many new items a few at a time, until it has as many widgets as GTK makes; see
 * CrmListSelection.
 */

#include "config.h"

#include "crm-place-selection.h"

/* So many rows GTK makes widgets for, and a few more (GTK_LIST_VIEW_MAX_LIST_ITEMS). */
#define ROWS_WITH_WIDGETS 208
#define ROWS_IN_A_PASS    24

struct _CrmPlaceSelection
{
  GObject parent_instance;

  GListModel *list;
  GtkBitset *selected;

  guint n_shown; /* items that the view has been told of */
  guint step_id;
};

static void list_model_iface_init      (GListModelInterface        *iface);
static void selection_model_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmPlaceSelection, crm_place_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_iface_init))

/* --- GListModel ------------------------------------------------------------------------------------- */

static GType
crm_place_selection_get_item_type (GListModel *model)
{
  return g_list_model_get_item_type (CRM_PLACE_SELECTION (model)->list);
}

static guint
crm_place_selection_get_n_items (GListModel *model)
{
  return CRM_PLACE_SELECTION (model)->n_shown;
}

static gpointer
crm_place_selection_get_item (GListModel *model,
                              guint       position)
{
  CrmPlaceSelection *self = CRM_PLACE_SELECTION (model);

  return position < self->n_shown ? g_list_model_get_item (self->list, position) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = crm_place_selection_get_item_type;
  iface->get_n_items = crm_place_selection_get_n_items;
  iface->get_item = crm_place_selection_get_item;
}

/* --- GtkSelectionModel ------------------------------------------------------------------------------- */

static gboolean
crm_place_selection_is_selected (GtkSelectionModel *model,
                                 guint              position)
{
  return gtk_bitset_contains (CRM_PLACE_SELECTION (model)->selected, position);
}

static GtkBitset *
crm_place_selection_get_selection_in_range (GtkSelectionModel *model,
                                            guint              position,
                                            guint              n_items)
{
  return gtk_bitset_ref (CRM_PLACE_SELECTION (model)->selected);
}

/* What selects one item or a range comes here too. */
static gboolean
crm_place_selection_set_selection (GtkSelectionModel *model,
                                   GtkBitset         *selected,
                                   GtkBitset         *mask)
{
  CrmPlaceSelection *self = CRM_PLACE_SELECTION (model);
  g_autoptr (GtkBitset) changes = gtk_bitset_copy (self->selected);
  guint first, end;

  /* The places of the mask at which the two differ, behind the end of the list there is nothing. */
  gtk_bitset_difference (changes, selected);
  gtk_bitset_intersect (changes, mask);
  gtk_bitset_remove_range_closed (changes, g_list_model_get_n_items (self->list), G_MAXUINT);
  if (gtk_bitset_is_empty (changes))
    return TRUE;

  /* Whoever was given the set keeps it as it was. */
  selected = gtk_bitset_copy (self->selected);
  gtk_bitset_difference (selected, changes);
  gtk_bitset_unref (self->selected);
  self->selected = selected;
  /* The view is not told of what it does not show yet; but something is different. */
  first = gtk_bitset_get_minimum (changes);
  end = MIN (gtk_bitset_get_maximum (changes) + 1, self->n_shown);
  if (first < end)
    gtk_selection_model_selection_changed (model, first, end - first);
  else if (self->n_shown > 0)
    gtk_selection_model_selection_changed (model, 0, 1);

  return TRUE;
}

/* Those too that the view has not heard of yet. */
static gboolean
crm_place_selection_select_all (GtkSelectionModel *model)
{
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, g_list_model_get_n_items (CRM_PLACE_SELECTION (model)->list));

  return gtk_selection_model_set_selection (model, all, all);
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = crm_place_selection_is_selected;
  iface->get_selection_in_range = crm_place_selection_get_selection_in_range;
  iface->select_all = crm_place_selection_select_all;
  iface->set_selection = crm_place_selection_set_selection;
}

/* --- Object ------------------------------------------------------------------------------------------- */

static void
tell (CrmPlaceSelection *self,
      guint              position,
      guint              removed,
      guint              added)
{
  self->n_shown = self->n_shown - removed + added;
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static gboolean step_cb (gpointer data);

/* Shows from @position on what is in the list now, with not many more rows than before. */
static void
show_rest (CrmPlaceSelection *self,
           guint              position)
{
  guint n = g_list_model_get_n_items (self->list);
  guint most = self->n_shown >= ROWS_WITH_WIDGETS ? n : MIN (n, self->n_shown + ROWS_IN_A_PASS);

  g_clear_handle_id (&self->step_id, g_source_remove);
  position = MIN (position, self->n_shown);
  tell (self, position, self->n_shown - position, MAX (position, most) - position);
  if (self->n_shown < n)
    self->step_id = g_idle_add (step_cb, self);
}

static gboolean
step_cb (gpointer data)
{
  CrmPlaceSelection *self = data;

  self->step_id = 0;
  show_rest (self, self->n_shown);

  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (CrmPlaceSelection *self,
                  guint              position,
                  guint              removed,
                  guint              added)
{
  GtkBitset *moved = gtk_bitset_copy (self->selected);
  guint n = g_list_model_get_n_items (self->list);

  gtk_bitset_splice (moved, position, removed, added);
  gtk_bitset_unref (self->selected);
  self->selected = moved;

  if (self->n_shown == n + removed - added && (n <= self->n_shown + ROWS_IN_A_PASS || self->n_shown >= ROWS_WITH_WIDGETS))
    tell (self, position, removed, added);
  else
    show_rest (self, position);
}

static void
crm_place_selection_finalize (GObject *object)
{
  CrmPlaceSelection *self = CRM_PLACE_SELECTION (object);

  g_clear_handle_id (&self->step_id, g_source_remove);
  gtk_bitset_unref (self->selected);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (crm_place_selection_parent_class)->finalize (object);
}

static void
crm_place_selection_class_init (CrmPlaceSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_place_selection_finalize;
}

static void
crm_place_selection_init (CrmPlaceSelection *self)
{
  self->selected = gtk_bitset_new_empty ();
}

/**
 * crm_place_selection_new:
 * @list: a list
 *
 * Returns: (transfer full): a model of @list in which nothing is selected
 */
CrmPlaceSelection *
crm_place_selection_new (GListModel *list)
{
  CrmPlaceSelection *self = g_object_new (CRM_TYPE_PLACE_SELECTION, NULL);

  self->list = g_object_ref (list);
  self->n_shown = g_list_model_get_n_items (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}
