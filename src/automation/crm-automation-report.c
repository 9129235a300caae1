/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What automations have done, in JSON: for the command line, and for whoever shows it. Any thread that may use the connection.
 */

#include "config.h"

#include "crm-automation-report.h"

/**
 * crm_automation_report_list:
 * @db: a connection
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): all automations, by name, with how many are inside and came in
 */
char *
crm_automation_report_list (CrmDb   *db,
                            GError **error)
{
  g_autofree char *text = crm_db_get_text (db, error,
    "SELECT json_group_array (json_object ('name', name, 'on', json (CASE is_on WHEN 1 THEN 'true' ELSE 'false' END), 'version', version, "
    "'runner', (SELECT d.name FROM device d WHERE lower (hex (d.uuid)) = a.runner), "
    "'inside', (SELECT count (*) FROM automation_cursor c WHERE c.automation = a.id), 'entered', (SELECT count (*) FROM run r WHERE r.automation = a.id AND r.state = 0))) "
    "FROM (SELECT * FROM automation WHERE state = 0 ORDER BY name_key) a", "");

  return text != NULL ? g_steal_pointer (&text) : g_strdup ("[]");
}

/**
 * crm_automation_report_steps:
 * @db: a connection
 * @automation: which one
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): how many came in, and what each step did (features.md, W43)
 */
char *
crm_automation_report_steps (CrmDb   *db,
                             gint64   automation,
                             GError **error)
{
  return crm_db_get_text (db, error,
    "SELECT json_object ('automation', (SELECT name FROM automation WHERE id = ?1), 'entered', (SELECT count (*) FROM run WHERE automation = ?1 AND state = 0), "
    "'inside', (SELECT count (*) FROM automation_cursor WHERE automation = ?1), "
    "'finished', (SELECT count (*) FROM run WHERE automation = ?1 AND state = 0 AND status = 'finished'), "
    "'ended', (SELECT count (*) FROM run WHERE automation = ?1 AND state = 0 AND status = 'ended'), "
    "'steps', (SELECT json_group_array (json_object ('step', step, 'passed', p, 'skipped', s, 'failed', f, "
    "'waiting', (SELECT count (*) FROM automation_cursor c WHERE c.automation = ?1 AND c.step = t.step AND c.waits > 0))) FROM "
    "(SELECT step, sum (n * (outcome = 1)) AS p, sum (n * (outcome = 2)) AS s, sum (n * (outcome = 3)) AS f FROM automation_tally WHERE automation = ?1 "
    "GROUP BY step ORDER BY step) t))", "i", automation);
}

/**
 * crm_automation_report_trail:
 * @db: a connection
 * @automation: which one
 * @contact: whose
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the runs of a contact, step by step
 */
char *
crm_automation_report_trail (CrmDb   *db,
                             gint64   automation,
                             gint64   contact,
                             GError **error)
{
  return crm_db_get_text (db, error,
    "SELECT json_object ('contact', (SELECT email FROM contact WHERE id = ?2), 'runs', (SELECT json_group_array (json_object ('status', r.status, 'reason', r.reason, "
    "'entered', strftime ('%Y-%m-%dT%H:%M:%SZ', r.created / 1000000, 'unixepoch'), 'trigger', r.trigger_id, 'steps', "
    "(SELECT json_group_array (json_object ('step', t.step, 'action', t.action, 'version', t.version, 'time', strftime ('%Y-%m-%dT%H:%M:%SZ', t.time / 1000000, 'unixepoch'), "
    "'outcome', CASE t.outcome WHEN 1 THEN 'passed' WHEN 2 THEN 'skipped' WHEN 3 THEN 'failed' ELSE 'waiting' END, 'path', t.branch, 'reason', t.reason, "
    "'outbox', (SELECT o.state FROM outbox o WHERE o.id = t.outbox))) FROM (SELECT * FROM automation_trail WHERE run = r.id ORDER BY id) t))) "
    "FROM (SELECT * FROM run WHERE contact = ?2 AND contact IS NOT NULL AND automation = ?1 AND state = 0 ORDER BY id) r))", "ii", automation, contact);
}
