/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One line of history as an item of a list. It says "changed" when the line says something else,
 * such as that it has been undone. Main thread only.
 */

#include "config.h"

#include "crm-history-item.h"

struct _CrmHistoryItem
{
  GObject parent_instance;

  CrmHistoryLine *line;
};

G_DEFINE_FINAL_TYPE (CrmHistoryItem, crm_history_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_history_item_finalize (GObject *object)
{
  crm_history_line_free (CRM_HISTORY_ITEM (object)->line);

  G_OBJECT_CLASS (crm_history_item_parent_class)->finalize (object);
}

static void
crm_history_item_class_init (CrmHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_history_item_finalize;

  /**
   * CrmHistoryItem::changed:
   *
   * The line is another one.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_history_item_init (CrmHistoryItem *self)
{
}

/**
 * crm_history_item_new:
 * @line: (transfer full): a line of history
 *
 * Returns: (transfer full): an item
 */
CrmHistoryItem *
crm_history_item_new (CrmHistoryLine *line)
{
  CrmHistoryItem *self = g_object_new (CRM_TYPE_HISTORY_ITEM, NULL);

  self->line = line;

  return self;
}

/**
 * crm_history_item_take_line:
 * @line: (transfer full): of the same batch, read again
 */
void
crm_history_item_take_line (CrmHistoryItem *self,
                            CrmHistoryLine *line)
{
  g_return_if_fail (CRM_IS_HISTORY_ITEM (self));

  crm_history_line_free (self->line);
  self->line = line;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * crm_history_item_get_line:
 *
 * Returns: (transfer none): the line
 */
const CrmHistoryLine *
crm_history_item_get_line (CrmHistoryItem *self)
{
  g_return_val_if_fail (CRM_IS_HISTORY_ITEM (self), NULL);

  return self->line;
}
