/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The store sorts, not GTK; but it is GTK's column headers that people click. GtkColumnView of
 * GTK 4.8 does not tell by which column it is sorted. Each column gets a sorter that answers to
 * one question only: it writes its name on the probe that it is asked to compare.
 */

#include "config.h"

#include "crm-column-sorter.h"

#define CRM_TYPE_PROBE (crm_probe_get_type ())

G_DECLARE_FINAL_TYPE (CrmProbe, crm_probe, CRM, PROBE, GObject)

struct _CrmProbe
{
  GObject parent_instance;

  const char *key;
};

G_DEFINE_FINAL_TYPE (CrmProbe, crm_probe, G_TYPE_OBJECT)

static void
crm_probe_class_init (CrmProbeClass *klass)
{
}

static void
crm_probe_init (CrmProbe *self)
{
}

struct _CrmColumnSorter
{
  GtkSorter parent_instance;

  char *key;
};

G_DEFINE_FINAL_TYPE (CrmColumnSorter, crm_column_sorter, GTK_TYPE_SORTER)

static GtkOrdering
crm_column_sorter_compare (GtkSorter *sorter,
                           gpointer   item1,
                           gpointer   item2)
{
  CrmColumnSorter *self = CRM_COLUMN_SORTER (sorter);

  if (!CRM_IS_PROBE (item1))
    return GTK_ORDERING_EQUAL;

  if (CRM_PROBE (item1)->key == NULL)
    CRM_PROBE (item1)->key = self->key;

  /* The view turns it round if it sorts in descending order. */
  return GTK_ORDERING_SMALLER;
}

static void
crm_column_sorter_finalize (GObject *object)
{
  g_free (CRM_COLUMN_SORTER (object)->key);

  G_OBJECT_CLASS (crm_column_sorter_parent_class)->finalize (object);
}

static void
crm_column_sorter_class_init (CrmColumnSorterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_column_sorter_finalize;
  GTK_SORTER_CLASS (klass)->compare = crm_column_sorter_compare;
}

static void
crm_column_sorter_init (CrmColumnSorter *self)
{
}

/**
 * crm_column_sorter_new:
 * @key: of a field
 *
 * Returns: (transfer full): a sorter for the column of that field
 */
GtkSorter *
crm_column_sorter_new (const char *key)
{
  CrmColumnSorter *self = g_object_new (CRM_TYPE_COLUMN_SORTER, NULL);

  self->key = g_strdup (key);

  return GTK_SORTER (self);
}

/**
 * crm_column_sorter_ask:
 * @view_sorter: the sorter of a column view
 * @descending: (out): whether the greatest comes first
 *
 * Returns: (transfer full) (nullable): the key of the column that the view is sorted by
 */
char *
crm_column_sorter_ask (GtkSorter *view_sorter,
                       gboolean  *descending)
{
  g_autoptr (CrmProbe) first = g_object_new (CRM_TYPE_PROBE, NULL);
  g_autoptr (CrmProbe) second = g_object_new (CRM_TYPE_PROBE, NULL);

  *descending = gtk_sorter_compare (view_sorter, first, second) == GTK_ORDERING_LARGER;

  return g_strdup (first->key);
}
