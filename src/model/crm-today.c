/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What wants somebody's attention today, besides tasks (window.md, Today): deals that nobody goes
 * on with, people who have not heard of us for long, and comments for oneself. Each is a query that
 * is good for the day on which it is made.
 */

#include "config.h"

#include "crm-today.h"

static const CrmColumn *
get_column (const CrmRecordType *type,
            const char          *key)
{
  return &crm_record_type_find_field (type, key)->column;
}

static void
depend (CrmQuery            *query,
        const CrmRecordType *type,
        const char          *key)
{
  crm_query_add_dependency (query, &type->table, get_column (type, key));
}

/**
 * crm_today_query_deals:
 * @user: who is responsible
 *
 * Returns: (transfer full): a query for open deals without a next step, or without movement for
 *   longer than their stage allows, the stillest first
 */
CrmQuery *
crm_today_query_deals (CrmWorkspace *workspace,
                       gint64        user)
{
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "deal");
  const CrmRecordType *stage = crm_workspace_get_type_named (workspace, "stage");
  gint64 now = crm_clock_get_now (crm_workspace_get_clock (workspace));
  g_autofree char *still =
    g_strdup_printf ("(r.next_step IS NULL OR r.stage_since < ? - "
                     "coalesce ((SELECT max_days FROM stage WHERE id = r.stage), %d) * %" G_GINT64_FORMAT ")",
                     CRM_STILL_AFTER, G_TIME_SPAN_DAY);
  CrmValue moment = crm_value_integer (now);
  CrmQuery *query = crm_query_new (&type->table);

  crm_query_add_link (query, get_column (type, "owner"), user);
  crm_query_add_where (query, "r.status = 'open' AND r.status IS NOT NULL", NULL, 0);
  crm_query_add_where (query, still, &moment, 1);
  depend (query, type, "status");
  depend (query, type, "next_step");
  depend (query, type, "stage_since");
  depend (query, stage, "max_days");
  crm_query_set_sort (query, get_column (type, "stage_since"), FALSE);

  return query;
}

/**
 * crm_today_query_people:
 * @user: who is responsible
 *
 * Returns: (transfer full): a query for people with an open deal who have not been contacted for
 *   long, those who wait longest first
 */
CrmQuery *
crm_today_query_people (CrmWorkspace *workspace,
                        gint64        user)
{
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "contact");
  const CrmRecordType *deal = crm_workspace_get_type_named (workspace, "deal");
  gint64 now = crm_clock_get_now (crm_workspace_get_clock (workspace));
  CrmValue values[] = { crm_value_integer (user), crm_value_integer (now - CRM_STILL_AFTER * G_TIME_SPAN_DAY) };
  CrmQuery *query = crm_query_new (&type->table);

  crm_query_add_where (query,
                       "r.id IN (SELECT contact FROM deal WHERE state = 0 AND status = 'open' AND owner = ? AND owner IS NOT NULL) "
                       "AND coalesce (r.last_contacted, r.created) < ?", values, G_N_ELEMENTS (values));
  depend (query, deal, "contact");
  depend (query, deal, "status");
  depend (query, deal, "owner");
  depend (query, type, "last_contacted");
  crm_query_set_sort (query, get_column (type, "last_contacted"), FALSE);

  return query;
}

/**
 * crm_today_query_mentions:
 * @user: somebody
 *
 * Returns: (transfer full): a query for comments in which others mention @user and that @user has
 *   not seen, the newest first
 */
CrmQuery *
crm_today_query_mentions (CrmWorkspace *workspace,
                          gint64        user)
{
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "comment");
  CrmValue values[] = { crm_value_integer (user), crm_value_integer (user) };
  g_autofree char *unseen =
    g_strdup_printf ("r.id NOT IN (SELECT record FROM member WHERE tbl = %u AND col = %u AND key = ? AND removed IS NULL) AND r.author IS NOT ?",
                     type->table.id, get_column (type, "seen")->id);
  CrmQuery *query = crm_query_new (&type->table);

  crm_query_add_link (query, get_column (type, "mentions"), user);
  crm_query_add_where (query, unseen, values, G_N_ELEMENTS (values));
  depend (query, type, "seen");
  crm_query_set_sort (query, type->table.created, TRUE);

  return query;
}

/**
 * crm_today_query_failures:
 *
 * Returns: (transfer full): a query for the runs of automations in which a step or a message has failed and
 *   nobody has dealt with it since, the newest failure first
 */
CrmQuery *
crm_today_query_failures (CrmWorkspace *workspace)
{
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "run");
  CrmQuery *query = crm_query_new (&type->table);

  crm_query_add_where (query, "r.failed_at IS NOT NULL AND coalesce (r.settled_at, 0) < r.failed_at", NULL, 0);
  depend (query, type, "failed_at");
  depend (query, type, "settled_at");
  crm_query_set_sort (query, get_column (type, "failed_at"), TRUE);

  return query;
}

/**
 * crm_today_find_place:
 * @comment: a comment
 * @id: (out): of the record that it is about
 *
 * Returns: (transfer none) (nullable): the name of the type of that record: a comment is read where
 *   it stands
 */
const char *
crm_today_find_place (const CrmRow *comment,
                      gint64       *id)
{
  static const char *const places[] = { "task", "deal", "contact", "account" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      *id = crm_row_get_integer (comment, places[i]);
      if (*id != 0)
        return places[i];
    }

  return NULL;
}

/**
 * crm_today_mark_seen:
 * @comment: a comment
 *
 * Returns: (transfer full): a change set that says that the actor has seen it
 */
CrmChangeSet *
crm_today_mark_seen (CrmWorkspace *workspace,
                     CrmRecord    *comment)
{
  const CrmRecordType *type = crm_record_get_record_type (comment);
  CrmChangeSet *set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  CrmValue key = crm_value_integer (crm_workspace_get_actor (workspace));

  crm_change_set_add (set, &type->table, crm_record_get_id (comment), get_column (type, "seen"), &key, NULL, NULL);

  return set;
}

/**
 * crm_today_settle:
 * @run: a run in which something has failed
 *
 * Returns: (transfer full): a change set that says that somebody has dealt with it
 */
CrmChangeSet *
crm_today_settle (CrmWorkspace *workspace,
                  CrmRecord    *run)
{
  const CrmRecordType *type = crm_record_get_record_type (run);
  CrmChangeSet *set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  CrmValue now = crm_value_integer (MAX (crm_clock_get_now (crm_workspace_get_clock (workspace)), crm_record_get_integer (run, "failed_at")));

  crm_change_set_set (set, &type->table, crm_record_get_id (run), get_column (type, "settled_at"), &now);

  return set;
}
