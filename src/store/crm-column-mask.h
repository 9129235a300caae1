/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-table.h"

G_BEGIN_DECLS

/**
 * CrmColumnMask:
 * @bits: one for each column, by its index
 *
 * Some columns of a table.
 */
typedef struct
{
  guint64 bits[CRM_MAX_COLUMNS / 64];
} CrmColumnMask;

/**
 * crm_column_mask_add:
 */
static inline void
crm_column_mask_add (CrmColumnMask   *mask,
                     const CrmColumn *column)
{
  mask->bits[column->index / 64] |= G_GUINT64_CONSTANT (1) << (column->index % 64);
}

/**
 * crm_column_mask_remove:
 */
static inline void
crm_column_mask_remove (CrmColumnMask   *mask,
                        const CrmColumn *column)
{
  mask->bits[column->index / 64] &= ~(G_GUINT64_CONSTANT (1) << (column->index % 64));
}

/**
 * crm_column_mask_has:
 *
 * Returns: %TRUE if @column is in @mask
 */
static inline gboolean
crm_column_mask_has (const CrmColumnMask *mask,
                     const CrmColumn     *column)
{
  return (mask->bits[column->index / 64] >> (column->index % 64) & 1) != 0;
}

/**
 * crm_column_mask_join:
 * @more: what is added to @mask
 */
static inline void
crm_column_mask_join (CrmColumnMask       *mask,
                      const CrmColumnMask *more)
{
  for (guint i = 0; i < G_N_ELEMENTS (mask->bits); i++)
    mask->bits[i] |= more->bits[i];
}

G_END_DECLS
