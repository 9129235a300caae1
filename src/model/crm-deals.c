/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is done with deals on the board: they are put into a stage, at a place among those that are
 * there. The place is a number between those of the neighbours, so that one deal is written and
 * not all of them (features.md, D3). Where no number is left between two, the stage is numbered
 * anew in the same commit.
 */

#include "config.h"

#include "crm-deals.h"

#include "crm-change-set.h"
#include "crm-due.h"

/* Numbers that are nearer to each other have no room for more between them. */
#define NARROW 1e-6

/* --- Marks -------------------------------------------------------------------------------------------- */

/**
 * crm_deals_get_marks:
 * @deal: an open deal
 * @stage: (nullable): the stage that it is in
 * @now: microseconds since 1970, UTC
 * @days: (out): for how many days it is in the stage
 *
 * Returns: what it needs somebody to look at it for
 */
CrmDealMarks
crm_deals_get_marks (CrmRecord *deal,
                     CrmRecord *stage,
                     gint64     now,
                     int       *days)
{
  const char *next_step = crm_record_get_raw_text (deal, "next_step");
  const char *close_date = crm_record_get_raw_text (deal, "close_date");
  gint64 since = crm_record_get_integer (deal, "stage_since");
  gint64 most = stage != NULL ? crm_record_get_integer (stage, "max_days") : 0;
  CrmDealMarks marks = 0;

  *days = 0;
  if (since > 0)
    {
      char due[CRM_DUE_SIZE];

      crm_due_of_instant (since, due);
      *days = MAX (0, -crm_due_count_days (due, now));
    }

  if (next_step == NULL || *next_step == '\0')
    marks |= CRM_DEAL_NO_NEXT_STEP;
  else if (crm_due_is_over (next_step, now))
    marks |= CRM_DEAL_OVERDUE;
  if (most > 0 && *days > most)
    marks |= CRM_DEAL_TOO_LONG;
  if (close_date != NULL && *close_date != '\0' && crm_due_is_over (close_date, now))
    marks |= CRM_DEAL_LATE;

  return marks;
}

/* --- On the writer ---------------------------------------------------------------------------------- */

static gboolean
apply_rank (CrmDoor  *door,
            gint64    id,
            gint64    stage,
            double    rank,
            GError  **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "deal"), CRM_OP_UPDATE, id);

  crm_edit_set_integer (edit, "stage", stage);
  crm_edit_set_real (edit, "rank", rank);
  crm_edit_set_text (edit, "status", "open");

  return crm_door_apply (door, edit, error) != 0;
}

static gboolean
contains (GArray *ids,
          gint64  id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;

  return FALSE;
}

typedef struct
{
  gint64 id;
  double rank;
} Place;

/* The open deals of a stage, as they stand, without those that are moved. */
static GArray *
read_places (CrmDoor  *door,
             GArray   *moved,
             gint64    stage,
             GError  **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  statement = crm_db_query (crm_door_get_db (door), error,
                            "SELECT id, rank FROM deal WHERE state = 0 AND status = 'open' AND stage = ? ORDER BY rank, id", "i", stage);
  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      Place place = { crm_statement_get_integer (statement, 0), crm_statement_get_real (statement, 1) };

      if (!contains (moved, place.id))
        g_array_append_val (places, place);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&places);
}

static gboolean
number_anew (CrmDoor  *door,
             GArray   *ids,
             GArray   *places,
             guint     position,
             gint64    stage,
             GError  **error)
{
  double rank = 0;

  for (guint i = 0; i <= places->len; i++)
    {
      for (guint k = 0; i == position && k < ids->len; k++)
        if (!apply_rank (door, g_array_index (ids, gint64, k), stage, rank++, error))
          return FALSE;
      if (i < places->len && !apply_rank (door, g_array_index (places, Place, i).id, stage, rank++, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_deals_place:
 * @door: an open door
 * @ids: (element-type gint64): deals, in the order in which they shall stand
 * @stage: where they go
 * @before: the deal before which they come, or 0 for the end
 * @error: what a rule of the stage says
 *
 * Puts deals into a stage, at a place. Closed ones are open again.
 */
gboolean
crm_deals_place (CrmDoor  *door,
                 GArray   *ids,
                 gint64    stage,
                 gint64    before,
                 GError  **error)
{
  g_autoptr (GArray) places = read_places (door, ids, stage, error);
  guint position;
  double first, step;

  if (places == NULL)
    return FALSE;

  for (position = 0; position < places->len; position++)
    if (g_array_index (places, Place, position).id == before)
      break;

  step = 1;
  if (places->len == 0)
    first = 0;
  else if (position == places->len)
    first = g_array_index (places, Place, position - 1).rank + 1;
  else if (position == 0)
    first = g_array_index (places, Place, 0).rank - ids->len;
  else
    {
      double above = g_array_index (places, Place, position - 1).rank;
      double below = g_array_index (places, Place, position).rank;

      step = (below - above) / (ids->len + 1);
      first = above + step;
    }

  if (step < NARROW)
    return number_anew (door, ids, places, position, stage, error);

  for (guint i = 0; i < ids->len; i++)
    if (!apply_rank (door, g_array_index (ids, gint64, i), stage, first + i * step, error))
      return FALSE;

  return TRUE;
}

/* --- For the window ------------------------------------------------------------------------------------ */

typedef struct
{
  GArray *ids; /* %NULL: all of a stage */
  gint64 from;
  gint64 stage;
  gint64 before;
} Move;

static void
move_free (gpointer data)
{
  Move *move = data;

  g_clear_pointer (&move->ids, g_array_unref);
  g_free (move);
}

static gboolean
move_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  Move *move = data;

  if (move->ids == NULL)
    {
      g_autoptr (GArray) nobody = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) places = read_places (door, nobody, move->from, error);

      if (places == NULL)
        return FALSE;

      move->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), places->len);
      for (guint i = 0; i < places->len; i++)
        g_array_append_val (move->ids, g_array_index (places, Place, i).id);
    }

  return crm_deals_place (door, move->ids, move->stage, move->before, error);
}

static void
move_async (CrmWorkspace        *workspace,
            Move                *move,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);

  crm_store_write_async (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, move_func, move, move_free, callback, user_data);
}

/**
 * crm_deals_place_async:
 * @ids: (element-type gint64): deals
 * @stage: where they go
 * @before: the deal before which they come, or 0 for the end
 *
 * Puts deals into a stage, at a place, as one step that can be undone.
 */
void
crm_deals_place_async (CrmWorkspace        *workspace,
                       GArray              *ids,
                       gint64               stage,
                       gint64               before,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Move *move = g_new0 (Move, 1);

  move->ids = g_array_copy (ids);
  move->stage = stage;
  move->before = before;
  move_async (workspace, move, callback, user_data);
}

/**
 * crm_deals_place_finish:
 *
 * Returns: (transfer full) (nullable): the commit, or %NULL with @error set
 */
CrmCommit *
crm_deals_place_finish (CrmWorkspace  *workspace,
                        GAsyncResult  *result,
                        GError       **error)
{
  return crm_store_write_finish (crm_workspace_get_store (workspace), result, error);
}

/**
 * crm_deals_move_all_async:
 * @from: a stage
 * @to: another one
 *
 * Puts all open deals of a stage to the end of another one, in their order.
 */
void
crm_deals_move_all_async (CrmWorkspace        *workspace,
                          gint64               from,
                          gint64               to,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Move *move = g_new0 (Move, 1);

  move->from = from;
  move->stage = to;
  move_async (workspace, move, callback, user_data);
}

/**
 * crm_deals_move_all_finish:
 *
 * Returns: (transfer full) (nullable): the commit, or %NULL with @error set
 */
CrmCommit *
crm_deals_move_all_finish (CrmWorkspace  *workspace,
                           GAsyncResult  *result,
                           GError       **error)
{
  return crm_store_write_finish (crm_workspace_get_store (workspace), result, error);
}

/**
 * crm_deals_query_stage:
 * @catalogue: the catalogue
 * @filter: (nullable): a query over deals: only those that it finds too
 * @stage: a stage
 *
 * Returns: (transfer full): a query for the open deals of a stage, as they stand on the board
 */
CrmQuery *
crm_deals_query_stage (CrmCatalogue *catalogue,
                       CrmQuery     *filter,
                       gint64        stage)
{
  const CrmRecordType *type = filter != NULL ? crm_catalogue_get_type_of (crm_query_get_table (filter))
                                             : crm_catalogue_find (catalogue, "deal");
  const CrmColumn *status = &crm_record_type_find_field (type, "status")->column;
  CrmQuery *query = filter != NULL ? crm_query_copy (filter) : crm_query_new (&type->table);

  crm_query_add_link (query, &crm_record_type_find_field (type, "stage")->column, stage);
  crm_query_add_where (query, "r.status = 'open'", NULL, 0);
  crm_query_add_dependency (query, &type->table, status);
  crm_query_set_sort (query, &crm_record_type_find_field (type, "rank")->column, FALSE);

  return query;
}
