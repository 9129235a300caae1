/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A stage of the board: its open deals, in their order, and what they come to. Main thread only.
 */

#include "config.h"

#include "crm-board-column.h"

#include "crm-deals.h"
#include "crm-money.h"

struct _CrmBoardColumn
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  CrmRecord *stage;
  CrmRecordList *list;
  CrmTotal *total; /* %NULL until it is known */
  GCancellable *cancellable;
};

enum
{
  TOTAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmBoardColumn, crm_board_column, G_TYPE_OBJECT)

/* --- Totals ----------------------------------------------------------------------------------------- */

static gpointer
total_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const CrmColumn *value = crm_table_find_column (crm_query_get_table (data), "value");

  return crm_query_total (data, value, db, error);
}

static void
total_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CrmBoardColumn) self = user_data;
  g_autoptr (GError) error = NULL;
  CrmTotal *total = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_pointer (&self->total, crm_total_free);
  self->total = total;
  g_signal_emit (self, signals[TOTAL_CHANGED], 0);
}

static void
read_total (CrmBoardColumn *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, total_read,
                        crm_query_ref (crm_record_list_get_query (self->list)), (GDestroyNotify) crm_query_unref,
                        (GDestroyNotify) crm_total_free, self->cancellable, total_read_cb, g_object_ref (self));
}

static void
committed_cb (CrmBoardColumn *self,
              CrmCommit      *commit)
{
  CrmQuery *query = crm_record_list_get_query (self->list);
  const CrmTable *table = crm_query_get_table (query);
  const CrmTouched *touched = crm_commit_get_touched (commit, table);

  if (crm_query_depends_on (query, commit) ||
      (touched != NULL && crm_touched_has_column (touched, crm_table_find_column (table, "value"))))
    read_total (self);
}

/* --- Object ----------------------------------------------------------------------------------------- */

static void
crm_board_column_dispose (GObject *object)
{
  CrmBoardColumn *self = CRM_BOARD_COLUMN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->list);
  g_clear_object (&self->stage);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->total, crm_total_free);

  G_OBJECT_CLASS (crm_board_column_parent_class)->dispose (object);
}

static void
crm_board_column_class_init (CrmBoardColumnClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_board_column_dispose;

  /**
   * CrmBoardColumn::total-changed:
   *
   * The deals come to something else.
   */
  signals[TOTAL_CHANGED] = g_signal_new ("total-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_board_column_init (CrmBoardColumn *self)
{
}

/**
 * crm_board_column_new:
 * @workspace: a workspace
 * @stage: one of its stages
 *
 * Returns: (transfer full): the column of the stage
 */
CrmBoardColumn *
crm_board_column_new (CrmWorkspace *workspace,
                      CrmRecord    *stage)
{
  CrmBoardColumn *self = g_object_new (CRM_TYPE_BOARD_COLUMN, NULL);

  self->workspace = g_object_ref (workspace);
  self->stage = g_object_ref (stage);
  self->list = crm_record_list_new (workspace);
  crm_board_column_set_view (self, NULL, NULL, NULL, FALSE);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * crm_board_column_set_view:
 * @filter: (nullable): a query over deals: only what it finds is shown
 * @search: (nullable): words that the deals have to have
 * @sort: (nullable): in what order, or %NULL for the order that people gave them
 * @descending: whether the largest come first
 */
void
crm_board_column_set_view (CrmBoardColumn  *self,
                           CrmQuery        *filter,
                           const char      *search,
                           const CrmColumn *sort,
                           gboolean         descending)
{
  g_autoptr (CrmQuery) query = NULL;

  g_return_if_fail (CRM_IS_BOARD_COLUMN (self));

  query = crm_deals_query_stage (crm_workspace_get_catalogue (self->workspace), filter, crm_record_get_id (self->stage));
  crm_query_set_search (query, search);
  if (sort != NULL)
    crm_query_set_sort (query, sort, descending);
  crm_record_list_set_query (self->list, query);
  read_total (self);
}

/**
 * crm_board_column_get_stage:
 *
 * Returns: (transfer none): the stage
 */
CrmRecord *
crm_board_column_get_stage (CrmBoardColumn *self)
{
  g_return_val_if_fail (CRM_IS_BOARD_COLUMN (self), NULL);

  return self->stage;
}

/**
 * crm_board_column_get_list:
 *
 * Returns: (transfer none): its deals
 */
CrmRecordList *
crm_board_column_get_list (CrmBoardColumn *self)
{
  g_return_val_if_fail (CRM_IS_BOARD_COLUMN (self), NULL);

  return self->list;
}

/**
 * crm_board_column_get_n:
 *
 * Returns: how many deals there are
 */
gint64
crm_board_column_get_n (CrmBoardColumn *self)
{
  g_return_val_if_fail (CRM_IS_BOARD_COLUMN (self), 0);

  return self->total != NULL ? self->total->n : g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

/**
 * crm_board_column_get_sums:
 *
 * Returns: (transfer none) (nullable) (element-type CrmValue): the sum for each currency
 */
GArray *
crm_board_column_get_sums (CrmBoardColumn *self)
{
  g_return_val_if_fail (CRM_IS_BOARD_COLUMN (self), NULL);

  return self->total != NULL ? self->total->sums : NULL;
}

/**
 * crm_board_column_format_sum:
 *
 * Returns: (transfer full): what its deals come to, for people; currencies have sums of their own
 */
char *
crm_board_column_format_sum (CrmBoardColumn *self)
{
  GArray *sums = crm_board_column_get_sums (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; sums != NULL && i < sums->len; i++)
    {
      g_autofree char *sum = crm_money_format (&g_array_index (sums, CrmValue, i));

      g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", sum);
    }

  return g_string_free (text, FALSE);
}
