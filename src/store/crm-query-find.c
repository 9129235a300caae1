/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finding all records that match, in no order.
 *
 * SQLite does not know how many records a condition holds for, and a condition over related records
 * always looks to it as if it held for a few. So the parts that an index serves are tried for a moment
 * each. If one of them holds for a few records, only those are tested for the others. If all hold for
 * many, their records are collected as bits, the quickest first, and the bits taken together, until few
 * are left or the rest can only be tested.
 */

#include "config.h"

#include "crm-query-private.h"

#include <string.h>

#define TRY_PART_FOR   5000     /* microseconds */
#define MAX_TRIED      16       /* parts */

/* Numbers of records. */
typedef struct
{
  guint at_once; /* are tested before anything is looked for */
  guint to_find; /* are found in the moment of a try */
  guint to_test; /* are rather tested than looked for again */
  guint many;    /* from here on it is quicker to walk through the table */
} Sizes;

static const Sizes ordinary = { 500, 20000, 60000, 250000 };

typedef struct
{
  guint part;
  double rate; /* records in a microsecond */
} Tried;

typedef struct
{
  CrmQuery *query;
  CrmDb *db;
  Sizes sizes;
  gint64 deadline;   /* 0 for none */
  gboolean late;
  CrmBitmap *ids;    /* what is left, or NULL for all records */
  guint64 done;      /* parts that all of @ids fulfil */
  gboolean is_live;  /* whether it is certain that all of @ids are live */
} Finding;

static const CrmQueryPart *
get_part (Finding *finding,
          guint    i)
{
  return g_ptr_array_index (finding->query->parts, i);
}

/* Fills @ids with what @statement finds, @limit at most unless it is 0, until @moment unless it is 0.
 * @ended says whether that was all. */
static gboolean
collect (Finding       *finding,
         CrmStatement  *statement,
         guint          limit,
         gint64         moment,
         CrmBitmap     *ids,
         gboolean      *ended,
         GError       **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean missed;

  if (moment == 0 || (finding->deadline != 0 && finding->deadline < moment))
    moment = finding->deadline;

  *ended = TRUE;
  crm_db_set_deadline (finding->db, moment);
  while (crm_statement_step (statement, &reason))
    {
      if (limit > 0 && crm_bitmap_get_count (ids) >= limit)
        {
          *ended = FALSE;
          break;
        }
      crm_bitmap_add (ids, crm_statement_get_integer (statement, 0));
    }
  missed = crm_db_missed_deadline (finding->db);
  crm_db_set_deadline (finding->db, 0);

  finding->late = finding->deadline != 0 && g_get_monotonic_time () > finding->deadline;
  if (missed)
    {
      *ended = FALSE;
      return TRUE;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

static CrmStatement *
prepare_part (Finding  *finding,
              guint     i,
              GError  **error)
{
  const CrmQueryPart *part = get_part (finding, i);
  g_autofree char *sql = _crm_query_make_part (finding->query, part);
  CrmStatement *statement = crm_db_prepare (finding->db, sql, error);

  if (statement != NULL)
    _crm_query_bind_filter (&part->all, statement, 1, NULL);

  return statement;
}

/* Whether the records of a part are found without walking through the table. */
static gboolean
is_indexed (Finding   *finding,
            guint      i,
            gboolean  *indexed,
            GError   **error)
{
  g_autofree char *part = _crm_query_make_part (finding->query, get_part (finding, i));
  g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", part, NULL);
  g_autoptr (CrmStatement) statement = crm_db_prepare (finding->db, sql, error);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return FALSE;

  *indexed = TRUE;
  while (crm_statement_step (statement, &reason))
    {
      const char *line = crm_statement_get_text (statement, 3);

      if (strcmp (line, "SCAN r") == 0 || g_str_has_prefix (line, "SCAN r "))
        *indexed = FALSE;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* Whether the records of a part are looked at themselves, and not only named by others. */
static gboolean
is_direct (Finding *finding,
           guint    i)
{
  g_autofree char *sql = _crm_query_make_part (finding->query, get_part (finding, i));

  return g_str_has_prefix (sql, "SELECT r.id ");
}

static void
take_ids (Finding   *finding,
          CrmBitmap *ids)
{
  g_clear_pointer (&finding->ids, crm_bitmap_free);
  finding->ids = ids;
}

/* Only records that are in @ids too, which are all that fulfil a part. */
static void
take_part (Finding   *finding,
           guint      part,
           CrmBitmap *ids)
{
  if (finding->ids != NULL)
    crm_bitmap_intersect (ids, finding->ids);
  take_ids (finding, ids);
  finding->done |= G_GUINT64_CONSTANT (1) << part;
  finding->is_live = finding->is_live || is_direct (finding, part);
}

static int
compare_tried (gconstpointer a,
               gconstpointer b)
{
  double first = ((const Tried *) a)->rate;
  double second = ((const Tried *) b)->rate;

  return first > second ? -1 : first < second;
}

/* Tries the parts: those that hold for a few are found already. */
static GArray *
try_parts (Finding  *finding,
           GError  **error)
{
  g_autoptr (GArray) tried = g_array_new (FALSE, FALSE, sizeof (Tried));
  guint n = MIN (finding->query->parts->len, MAX_TRIED);

  for (guint i = 0; i < n && !finding->late; i++)
    {
      g_autoptr (CrmBitmap) ids = crm_bitmap_new ();
      g_autoptr (CrmStatement) statement = NULL;
      gint64 begun;
      Tried part = { i };
      gboolean indexed, ended;

      if (!is_indexed (finding, i, &indexed, error))
        return NULL;
      if (!indexed)
        continue;

      statement = prepare_part (finding, i, error);
      if (statement == NULL)
        return NULL;

      begun = g_get_monotonic_time ();
      if (!collect (finding, statement, finding->sizes.to_find, begun + TRY_PART_FOR, ids, &ended, error))
        return NULL;
      part.rate = (double) crm_bitmap_get_count (ids) / (double) (g_get_monotonic_time () - begun + 1);
      g_array_append_val (tried, part);

      if (ended)
        take_part (finding, i, g_steal_pointer (&ids));
      if (finding->ids != NULL && crm_bitmap_get_count (finding->ids) <= finding->sizes.at_once)
        break;
    }

  g_array_sort (tried, compare_tried);

  return g_steal_pointer (&tried);
}

/* Whether it is time to test what is left instead of looking for more parts. */
static gboolean
are_few (Finding *finding)
{
  return finding->ids != NULL && crm_bitmap_get_count (finding->ids) <= finding->sizes.to_test;
}

/* Collects all records of the parts that are served by an index. */
static gboolean
intersect_parts (Finding       *finding,
                 const GArray  *tried,
                 GError       **error)
{
  for (guint i = 0; i < tried->len && !are_few (finding) && !finding->late; i++)
    {
      guint part = g_array_index (tried, Tried, i).part;
      g_autoptr (CrmStatement) statement = NULL;
      g_autoptr (CrmBitmap) ids = crm_bitmap_new ();
      gboolean ended;

      if ((finding->done >> part & 1) != 0)
        continue;

      statement = prepare_part (finding, part, error);
      if (statement == NULL || !collect (finding, statement, 0, 0, ids, &ended, error))
        return FALSE;
      if (!ended)
        continue;

      take_part (finding, part, g_steal_pointer (&ids));
    }

  return TRUE;
}

/* The records that are left, tested for the parts that are left, and whether they are live. */
static gboolean
test_rest (Finding  *finding,
           GError  **error)
{
  gboolean many = crm_bitmap_get_count (finding->ids) > finding->sizes.many;
  g_autofree char *sql = _crm_query_make_rest_of (finding->query, finding->done, many);
  g_autofree char *json = many ? NULL : _crm_query_make_ids (finding->ids);
  g_autoptr (CrmBitmap) ids = crm_bitmap_new ();
  g_autoptr (CrmStatement) statement = crm_db_prepare (finding->db, sql, error);
  int parameter = 2;
  gboolean ended;

  if (statement == NULL)
    return FALSE;

  if (many)
    crm_statement_bind_pointer (statement, 1, finding->ids, "crm-bitmap");
  else
    crm_statement_bind_static (statement, 1, json);
  for (guint i = 0; i < finding->query->parts->len; i++)
    if (i >= 64 || (finding->done >> i & 1) == 0)
      {
        const CrmFilter *each = &get_part (finding, i)->each;

        _crm_query_bind_filter (each, statement, parameter, NULL);
        parameter += (int) each->parameters->len;
      }

  if (!collect (finding, statement, 0, 0, ids, &ended, error))
    return FALSE;

  g_clear_pointer (&statement, crm_statement_free);
  take_ids (finding, g_steal_pointer (&ids));

  return TRUE;
}

/* One part, or none that an index serves: whatever SQLite finds best. */
static gboolean
ask_at_once (Finding  *finding,
             GError  **error)
{
  CrmQuery *query = finding->query;
  g_autofree char *filter = _crm_query_make_filter (query, &query->all, FALSE);
  g_autofree char *sql = g_strdup_printf ("SELECT r.id FROM %s r WHERE r.state = 0%s", query->table->name, filter);
  g_autoptr (CrmBitmap) ids = crm_bitmap_new ();
  g_autoptr (CrmStatement) statement = crm_db_prepare (finding->db, sql, error);
  gboolean ended;

  if (statement == NULL)
    return FALSE;

  _crm_query_bind_filter (&query->all, statement, 1, NULL);
  if (!collect (finding, statement, finding->deadline != 0 ? CRM_QUERY_FEW : 0, 0, ids, &ended, error))
    return FALSE;
  /* So many that a walk comes to the first of them sooner. */
  if (!ended)
    finding->late = TRUE;
  take_ids (finding, g_steal_pointer (&ids));

  return TRUE;
}

static gboolean
find (Finding  *finding,
      GError  **error)
{
  guint n = finding->query->parts->len;
  guint64 every = n >= 64 ? G_MAXUINT64 : (G_GUINT64_CONSTANT (1) << n) - 1;

  if (finding->ids != NULL ? crm_bitmap_get_count (finding->ids) > finding->sizes.at_once : n > 1)
    {
      g_autoptr (GArray) tried = try_parts (finding, error);

      if (tried == NULL || !intersect_parts (finding, tried, error))
        return FALSE;
    }

  if (finding->late)
    return TRUE;
  if (finding->ids == NULL)
    return ask_at_once (finding, error);
  if (finding->done == every && n <= 64 && finding->is_live)
    return TRUE;

  return test_rest (finding, error);
}

/*< private >
 * @found: (nullable): what a search found, unless it searched through a link
 * @deadline: monotonic time in microseconds, or 0 for none
 * @late: (out): whether the deadline was missed
 * @error: a %CRM_STORE_ERROR
 *
 * Finds all live records that match, in no order.
 *
 * Returns: (transfer full) (nullable): their ids; %NULL with @error set, or if it was @late
 */
CrmBitmap *
_crm_query_find_all (CrmQuery   *self,
                     CrmDb      *db,
                     CrmBitmap  *found,
                     gint64      deadline,
                     gboolean   *late,
                     GError    **error)
{
  Finding finding = { self, db, ordinary, deadline };
  gboolean answered;

  if (self->few > 0)
    finding.sizes = (Sizes) { self->few / 2, self->few, self->few * 2, self->few * 4 };

  if (found != NULL)
    {
      finding.ids = crm_bitmap_new ();
      for (gint64 id = crm_bitmap_get_next (found, 0); id >= 0; id = crm_bitmap_get_next (found, id + 1))
        crm_bitmap_add (finding.ids, id);
    }

  answered = find (&finding, error);
  *late = answered && finding.late;
  if (!answered || finding.late)
    g_clear_pointer (&finding.ids, crm_bitmap_free);

  return finding.ids;
}
