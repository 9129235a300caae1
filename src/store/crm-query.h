/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-commit.h"
#include "crm-row.h"

G_BEGIN_DECLS

typedef struct _CrmQuery CrmQuery;

#define CRM_TYPE_QUERY (crm_query_get_type ())

GType            crm_query_get_type       (void);
CrmQuery        *crm_query_new            (const CrmTable  *table);
CrmQuery        *crm_query_copy           (CrmQuery        *self);
CrmQuery        *crm_query_ref            (CrmQuery        *self);
void             crm_query_unref          (CrmQuery        *self);

const CrmTable  *crm_query_get_table      (CrmQuery        *self);
void             crm_query_set_state      (CrmQuery        *self,
                                           CrmState         state);
void             crm_query_set_sort       (CrmQuery        *self,
                                           const CrmColumn *column,
                                           gboolean         descending);
void             crm_query_add_sort       (CrmQuery        *self,
                                           const CrmColumn *column,
                                           gboolean         descending);
const CrmColumn *crm_query_get_sort       (CrmQuery        *self,
                                           gboolean        *descending);
void             crm_query_set_search     (CrmQuery        *self,
                                           const char      *text);
const char      *crm_query_get_search     (CrmQuery        *self);
void             crm_query_search_through (CrmQuery        *self,
                                           const CrmColumn *column);
void             crm_query_add_where      (CrmQuery        *self,
                                           const char      *sql,
                                           const CrmValue  *parameters,
                                           guint            n_parameters);
void             crm_query_add_link       (CrmQuery        *self,
                                           const CrmColumn *column,
                                           gint64           id);
void             crm_query_add_condition  (CrmQuery        *self,
                                           const char      *each,
                                           const GArray    *each_parameters,
                                           const char      *all,
                                           const GArray    *all_parameters);
void             crm_query_set_few        (CrmQuery        *self,
                                           guint            few);
void             crm_query_expect_empty   (CrmQuery        *self,
                                           const CrmColumn *column);
void             crm_query_add_dependency (CrmQuery        *self,
                                           const CrmTable  *table,
                                           const CrmColumn *column);
gboolean         crm_query_depends_on     (CrmQuery        *self,
                                           CrmCommit       *commit);

gboolean         crm_query_depends_on_others (CrmQuery     *self,
                                           CrmCommit       *commit);

/**
 * CrmQueryFunc:
 * @ids: (array length=n_ids): the next ids, in order
 * @n_ids: how many
 *
 * Told the ids that a query finds, a few at first and then many at a time.
 *
 * Returns: %FALSE to stop
 */
typedef gboolean (*CrmQueryFunc) (const gint64 *ids,
                                  guint         n_ids,
                                  gpointer      user_data);

gboolean         crm_query_run            (CrmQuery        *self,
                                           CrmDb           *db,
                                           CrmSchema       *schema,
                                           CrmQueryFunc     func,
                                           gpointer         user_data,
                                           GError         **error);
GArray          *crm_query_get_ids        (CrmQuery        *self,
                                           CrmDb           *db,
                                           CrmSchema       *schema,
                                           guint            limit,
                                           GError         **error);
gint64           crm_query_count          (CrmQuery        *self,
                                           CrmDb           *db,
                                           GError         **error);

/**
 * CrmTotal:
 * @n: how many records
 * @sums: (element-type CrmValue): an amount of money for each currency, the largest number of
 *   records first
 *
 * What records come to.
 */
typedef struct
{
  gint64  n;
  GArray *sums;
} CrmTotal;

void             crm_total_free           (CrmTotal        *total);
CrmTotal        *crm_query_total          (CrmQuery        *self,
                                           const CrmColumn *money,
                                           CrmDb           *db,
                                           GError         **error);

/**
 * CrmSplice:
 * @position: where
 * @removed: whether the row there goes
 * @id: what comes there, unless @removed
 *
 * One step from the old result of a query to the new one.
 */
typedef struct
{
  guint    position;
  gboolean removed;
  gint64   id;
} CrmSplice;

GArray          *crm_query_patch          (CrmQuery        *self,
                                           CrmDb           *db,
                                           CrmSchema       *schema,
                                           GArray          *ids,
                                           const gint64    *touched,
                                           guint            n_touched,
                                           GError         **error);
char            *crm_query_explain        (CrmQuery        *self,
                                           CrmDb           *db,
                                           CrmSchema       *schema,
                                           GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmQuery, crm_query_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTotal, crm_total_free)

G_END_DECLS
