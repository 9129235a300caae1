/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Records that look like one, as lists show them: the item of a CrmDuplicateList. Main thread only.
 */

#include "config.h"

#include "crm-duplicate-group.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define VERY_LIKELY 90
#define LIKELY      70

struct _CrmDuplicateGroup
{
  GObject parent_instance;

  GPtrArray *clusters; /* what keeps the cluster */
  const CrmDuplicateCluster *cluster;
  CrmDuplicateView *view;
};

G_DEFINE_FINAL_TYPE (CrmDuplicateGroup, crm_duplicate_group, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * crm_duplicate_view_free:
 */
void
crm_duplicate_view_free (CrmDuplicateView *view)
{
  if (view == NULL)
    return;

  g_array_unref (view->ids);
  g_free (view->names);
  g_free (view);
}

static void
crm_duplicate_group_finalize (GObject *object)
{
  CrmDuplicateGroup *self = CRM_DUPLICATE_GROUP (object);

  crm_duplicate_view_free (self->view);
  g_ptr_array_unref (self->clusters);

  G_OBJECT_CLASS (crm_duplicate_group_parent_class)->finalize (object);
}

static void
crm_duplicate_group_class_init (CrmDuplicateGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_duplicate_group_finalize;

  /**
   * CrmDuplicateGroup::changed:
   *
   * A record of it has another name, or has come or gone.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_duplicate_group_init (CrmDuplicateGroup *self)
{
}

/**
 * crm_duplicate_group_new:
 * @clusters: (element-type CrmDuplicateCluster): what a search has found
 * @index: of the cluster in it
 *
 * Returns: (transfer full): a group that nothing is known of yet
 */
CrmDuplicateGroup *
crm_duplicate_group_new (GPtrArray *clusters,
                         guint      index)
{
  CrmDuplicateGroup *self = g_object_new (CRM_TYPE_DUPLICATE_GROUP, NULL);

  self->clusters = g_ptr_array_ref (clusters);
  self->cluster = g_ptr_array_index (clusters, index);

  return self;
}

/**
 * crm_duplicate_group_take_view:
 * @view: (transfer full): what it is now
 *
 * Shows something else, and says so if it is different.
 */
void
crm_duplicate_group_take_view (CrmDuplicateGroup *self,
                               CrmDuplicateView  *view)
{
  CrmDuplicateView *old = self->view;
  gboolean same = old != NULL && g_strcmp0 (old->names, view->names) == 0 && old->ids->len == view->ids->len &&
                  (view->ids->len == 0 || memcmp (old->ids->data, view->ids->data, view->ids->len * sizeof (gint64)) == 0);

  self->view = view;
  crm_duplicate_view_free (old);
  if (!same)
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * crm_duplicate_group_get_cluster:
 *
 * Returns: (transfer none): what the search has found, which may not be true any more
 */
const CrmDuplicateCluster *
crm_duplicate_group_get_cluster (CrmDuplicateGroup *self)
{
  g_return_val_if_fail (CRM_IS_DUPLICATE_GROUP (self), NULL);

  return self->cluster;
}

/**
 * crm_duplicate_group_get_ids:
 *
 * Returns: (transfer none) (element-type gint64): the records that are still there
 */
GArray *
crm_duplicate_group_get_ids (CrmDuplicateGroup *self)
{
  g_return_val_if_fail (CRM_IS_DUPLICATE_GROUP (self), NULL);

  return self->view != NULL ? self->view->ids : self->cluster->ids;
}

/**
 * crm_duplicate_group_get_names:
 *
 * Returns: (transfer none): what the records are called: "Ana García, Anna Garcia and 2 others"
 */
const char *
crm_duplicate_group_get_names (CrmDuplicateGroup *self)
{
  g_return_val_if_fail (CRM_IS_DUPLICATE_GROUP (self), NULL);

  return self->view != NULL ? self->view->names : "";
}

/**
 * crm_duplicate_group_say_why:
 *
 * Returns: (transfer full): why they look like one: "same e-mail address, similar name"
 */
char *
crm_duplicate_group_say_why (CrmDuplicateGroup *self)
{
  g_return_val_if_fail (CRM_IS_DUPLICATE_GROUP (self), NULL);

  return crm_likeness_say (&g_array_index (self->cluster->pairs, CrmDuplicatePair, 0).likeness);
}

/**
 * crm_duplicate_group_say_certainty:
 *
 * Returns: (transfer none): how sure it is that they are one, in words
 */
const char *
crm_duplicate_group_say_certainty (CrmDuplicateGroup *self)
{
  g_return_val_if_fail (CRM_IS_DUPLICATE_GROUP (self), NULL);

  /* TRANSLATORS: how sure it is that two records are the same person or company */
  if (self->cluster->clear)
    return C_("certainty", "Clear");
  if (self->cluster->confidence >= VERY_LIKELY)
    return C_("certainty", "Very Likely");

  return self->cluster->confidence >= LIKELY ? C_("certainty", "Likely") : C_("certainty", "Possible");
}
