/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-bitmap.h"
#include "crm-query.h"

G_BEGIN_DECLS

/* So many records can be found first and sorted then. */
#define CRM_QUERY_FEW 8000

/* What a condition looks at. */
typedef struct
{
  guint16 table;
  guint16 column; /* 0: that there is such a record at all */
} CrmDependency;

/* A condition in SQL. */
typedef struct
{
  GString *sql;
  GArray *parameters; /* of CrmValue */
} CrmFilter;

/* One of the conditions that all have to hold. */
typedef struct
{
  CrmFilter each;
  CrmFilter all;
} CrmQueryPart;

/* What decides among equals. */
typedef struct
{
  const CrmColumn *column;
  gboolean descending;
} CrmFurther;

struct _CrmQuery
{
  gatomicrefcount ref_count;

  CrmSchema *schema; /* keeps the table and its columns alive */
  const CrmTable *table;
  CrmState state;
  const CrmColumn *sort;
  gboolean descending;
  GArray *further; /* of CrmFurther */
  guint few; /* that are taken for a few, or 0 for what is best */
  GPtrArray *empty; /* columns in which those that match have nothing */
  char *search;
  const CrmColumn *through; /* the link to what is searched, or NULL for the records themselves */
  CrmFilter each; /* for a record that is at hand */
  CrmFilter all;  /* the same, for looking for all records */
  GPtrArray *parts; /* of CrmQueryPart: the same, one by one */
  GArray *dependencies;
};

/* The order of one query, in words of SQL. The record is `r`; if it is sorted by a link, the
 * record at its other end is `x`. */
typedef struct
{
  const CrmTable *target; /* NULL unless sorted by a link */
  char *key;              /* what is compared: r.name_key, x.name_key */
  char *title;            /* r.name_key */
  const char *down;       /* " DESC" or "" */
  char *further;          /* ", r.city_key IS NULL, r.city_key DESC", or "" */
} CrmOrder;

void     _crm_order_init        (CrmOrder        *order,
                                 CrmQuery        *query,
                                 CrmSchema       *schema);
void     _crm_order_clear       (CrmOrder        *order);

const CrmTable *_crm_query_get_searched (CrmQuery *self);
CrmBitmap *_crm_query_find_all  (CrmQuery        *self,
                                 CrmDb           *db,
                                 CrmBitmap       *found,
                                 gint64           deadline,
                                 gboolean        *late,
                                 GError         **error);
char    *_crm_query_make_part   (CrmQuery           *self,
                                 const CrmQueryPart *part);
char    *_crm_query_make_rest_of (CrmQuery       *self,
                                 guint64          without,
                                 gboolean         many);
char    *_crm_query_make_ids    (const CrmBitmap *ids);
char    *_crm_query_make_filter (CrmQuery        *self,
                                 const CrmFilter *filter,
                                 gboolean         found);
void     _crm_query_bind_filter (const CrmFilter *filter,
                                 CrmStatement    *statement,
                                 int              parameter,
                                 CrmBitmap       *found);
char    *_crm_query_make_walk   (CrmQuery        *self,
                                 const CrmOrder  *order,
                                 const char      *filter);
char    *_crm_query_make_rest   (CrmQuery        *self,
                                 const CrmOrder  *order,
                                 const char      *filter);
char    *_crm_query_make_sort   (CrmQuery        *self,
                                 const CrmOrder  *order);
char    *_crm_query_make_place  (CrmQuery        *self,
                                 const CrmOrder  *order);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmOrder, _crm_order_clear)

G_END_DECLS
