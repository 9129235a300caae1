/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which places of a list are selected. GtkMultiSelection does the same, but asks the list for the
 * item of each place and keeps it: a second and 300 MB for a million. This keeps the places alone,
 * and moves them when items come and go before them.
 */

#include "config.h"

#include "crm-place-selection.h"

struct _CrmPlaceSelection
{
  GObject parent_instance;

  GListModel *list;
  GtkBitset *selected;
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
  return g_list_model_get_n_items (CRM_PLACE_SELECTION (model)->list);
}

static gpointer
crm_place_selection_get_item (GListModel *model,
                              guint       position)
{
  return g_list_model_get_item (CRM_PLACE_SELECTION (model)->list, position);
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

/* What selects one item, a range or all comes here too. */
static gboolean
crm_place_selection_set_selection (GtkSelectionModel *model,
                                   GtkBitset         *selected,
                                   GtkBitset         *mask)
{
  CrmPlaceSelection *self = CRM_PLACE_SELECTION (model);
  g_autoptr (GtkBitset) changes = gtk_bitset_copy (self->selected);

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
  gtk_selection_model_selection_changed (model, gtk_bitset_get_minimum (changes),
                                         gtk_bitset_get_maximum (changes) - gtk_bitset_get_minimum (changes) + 1);

  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = crm_place_selection_is_selected;
  iface->get_selection_in_range = crm_place_selection_get_selection_in_range;
  iface->set_selection = crm_place_selection_set_selection;
}

/* --- Object ------------------------------------------------------------------------------------------- */

static void
items_changed_cb (CrmPlaceSelection *self,
                  guint              position,
                  guint              removed,
                  guint              added)
{
  GtkBitset *moved = gtk_bitset_copy (self->selected);

  gtk_bitset_splice (moved, position, removed, added);
  gtk_bitset_unref (self->selected);
  self->selected = moved;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
crm_place_selection_finalize (GObject *object)
{
  CrmPlaceSelection *self = CRM_PLACE_SELECTION (object);

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
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}
