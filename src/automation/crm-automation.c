/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Automations as records: made, read from files and written to them, switched on and off, changed in versions; and
 * contacts put in and taken out by hand. The engine hears of it by the journal. Writer thread, but for what takes a
 * connection only.
 */

#include "config.h"

#include "crm-automation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-engine-private.h"
#include "crm-error.h"
#include "crm-flow-private.h"
#include "crm-input.h"
#include "crm-rules.h"
#include "crm-score.h"

/* --- Rules ----------------------------------------------------------------------------------------------------------------- */

/* An automation with errors cannot be switched on (features.md, W42). Its definition can be read in any case. */
static gboolean
check (CrmImage  *image,
       GError   **error)
{
  const char *definition = crm_image_get_text (image, "definition");
  CrmDoor *door = image->door;
  g_autoptr (CrmFlow) flow = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  const CrmProblem *first;

  if (definition == NULL)
    {
      if (crm_image_get_integer (image, "is_on") == 0)
        return TRUE;
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID, _("The automation has no steps yet."));
      return FALSE;
    }
  if (image->before != NULL && !crm_image_changes (image, "definition") && !crm_image_changes (image, "is_on"))
    return TRUE;

  flow = crm_flow_parse (definition, error);
  if (flow == NULL)
    return FALSE;
  g_free (flow->name);
  flow->name = g_strdup (crm_image_get_text (image, "name"));
  if (crm_image_get_integer (image, "is_on") == 0)
    return TRUE;

  problems = crm_flow_check (flow, crm_door_get_db (door), CRM_CATALOGUE (crm_door_get_schema (door)));
  if (problems->len == 0)
    return TRUE;

  first = g_ptr_array_index (problems, 0);
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
               /* TRANSLATORS: a step of an automation, and what is wrong with it */
               _("“%1$s” cannot be switched on. Step “%2$s”: %3$s"), flow->name, first->place, first->text);

  return FALSE;
}

/* Each definition is kept, with who made it and when. */
static gboolean
follow (CrmImage  *image,
        GError   **error)
{
  const CrmTable *versions = crm_schema_find_table (crm_door_get_schema (image->door), "automation_version");
  g_autoptr (CrmEdit) edit = NULL;
  g_autoptr (CrmEdit) number = NULL;
  gint64 next;

  if (!crm_image_changes (image, "definition") || crm_image_get_text (image, "definition") == NULL)
    return TRUE;

  next = crm_db_get_integer (crm_door_get_db (image->door), 0, NULL, "SELECT coalesce (max (number), 0) + 1 FROM automation_version WHERE automation = ? AND state = 0", "i", image->id);
  edit = crm_edit_new (versions, CRM_OP_CREATE, 0);
  crm_edit_set_integer (edit, "automation", image->id);
  crm_edit_set_integer (edit, "number", next);
  crm_edit_set_text (edit, "definition", crm_image_get_text (image, "definition"));
  crm_edit_set_text (edit, "title", crm_image_get_text (image, "name"));
  number = crm_edit_new (image->table, CRM_OP_UPDATE, image->id);
  crm_edit_set_integer (number, "version", next);

  return crm_door_apply (image->door, edit, error) != 0 && crm_door_apply (image->door, number, error) != 0;
}

static gboolean rename_in_all (const CrmImage  *image,
                               GError         **error);

/**
 * crm_automation_init:
 *
 * To be called when a program begins: from then on no automation is kept that cannot be read.
 */
void
crm_automation_init (void)
{
  crm_rules_set_automation_funcs (check, follow, crm_score_check_rule);
  crm_rules_add_rename_func (rename_in_all);
}

/* --- Names ------------------------------------------------------------------------------------------------------------------- */

/* Puts a new name into the keys that name a record of its type, and into conditions. */
static gboolean
rename_in_node (JsonNode        *node,
                const CrmRename *rename,
                const char      *const *keys)
{
  gboolean changed = FALSE;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        changed |= rename_in_node (json_array_get_element (array, i), rename, keys);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *l = names; l != NULL; l = l->next)
        {
          const char *text = crm_keys_get_text (object, l->data);

          if (g_strv_contains (keys, l->data) && text != NULL && g_strcmp0 (text, rename->from) == 0)
            {
              json_object_set_string_member (object, l->data, rename->to);
              changed = TRUE;
            }
          else
            changed |= rename_in_node (json_object_get_member (object, l->data), rename, keys);
        }
    }

  return changed;
}

static gboolean
rename_in_all (const CrmImage  *image,
               GError         **error)
{
  static const struct
  {
    const char *table;
    const char *keys[4];
  } named[] = {
    { "tag", { "tag" } }, { "list", { "list" } }, { "segment", { "segment" } }, { "automation", { "automation" } },
    { "pipeline", { "pipeline" } }, { "stage", { "stage", "from", "to" } }, { "template", { "template" } }, { "conversion", { "conversion" } },
    { "audience", { "audience" } }, { "task_type", { "task_type", "type" } }, { "deal_type", { "type" } }, { "outcome", { "outcome" } },
  };
  CrmDb *db = crm_door_get_db (image->door);
  const CrmTable *table = crm_schema_find_table (crm_door_get_schema (image->door), "automation");
  const char *const *keys = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CrmStatement) statement = NULL;
  CrmRename rename = {
    .from = crm_row_get_text (image->before, image->table->title->name),
    .to = crm_image_get_text (image, image->table->title->name),
  };

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (strcmp (named[i].table, image->table->name) == 0)
      keys = named[i].keys;
  if (keys == NULL || rename.from == NULL || rename.to == NULL)
    return TRUE;

  statement = crm_db_query (db, error, "SELECT id FROM automation WHERE state = 0 AND definition IS NOT NULL AND instr (definition, ?) > 0", "t", rename.from);
  if (statement == NULL)
    return FALSE;
  while (crm_statement_step (statement, NULL))
    {
      gint64 id = crm_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }
  crm_statement_reset (statement);

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autofree char *definition = crm_db_get_text (db, error, "SELECT definition FROM automation WHERE id = ?", "i", id);
      g_autoptr (JsonNode) node = definition != NULL ? json_from_string (definition, NULL) : NULL;
      g_autoptr (CrmFlow) flow = NULL;
      g_autofree char *text = NULL;
      g_autofree char *printed = NULL;
      g_autoptr (CrmEdit) edit = NULL;

      if (node == NULL || !rename_in_node (node, &rename, keys))
        continue;
      text = json_to_string (node, FALSE);
      flow = crm_flow_parse (text, error);
      if (flow == NULL)
        return FALSE;
      printed = crm_flow_print_definition (flow);
      edit = crm_edit_new (table, CRM_OP_UPDATE, id);
      crm_edit_set_text (edit, "definition", printed);
      if (crm_door_apply (image->door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

/* --- Reading ------------------------------------------------------------------------------------------------------------------ */

/**
 * crm_automation_find:
 * @name: what people call it
 * @error: %CRM_ERROR_NOT_FOUND
 *
 * Returns: the id of the automation, or 0 with @error set
 */
gint64
crm_automation_find (CrmDb       *db,
                     const char  *name,
                     GError     **error)
{
  gint64 id = crm_db_get_integer (db, 0, NULL, "SELECT id FROM automation WHERE state = 0 AND name_key = crm_fold (?)", "t", name);

  if (id == 0)
    g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no automation “%s”."), name);

  return id;
}

/**
 * crm_automation_load:
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_SYNTAX
 *
 * Returns: (transfer full) (nullable): the automation, or %NULL with @error set
 */
CrmFlow *
crm_automation_load (CrmDb   *db,
                     gint64   automation,
                     GError **error)
{
  g_autofree char *name = crm_db_get_text (db, NULL, "SELECT name FROM automation WHERE id = ? AND state = 0", "i", automation);
  g_autofree char *description = crm_db_get_text (db, NULL, "SELECT description FROM automation WHERE id = ?", "i", automation);
  g_autofree char *definition = crm_db_get_text (db, NULL, "SELECT definition FROM automation WHERE id = ?", "i", automation);
  g_autoptr (CrmFlow) flow = NULL;

  if (name == NULL)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("The automation is not there any more."));
      return NULL;
    }

  flow = definition != NULL ? crm_flow_parse (definition, error) : _crm_flow_new ();
  if (flow == NULL)
    return NULL;
  g_free (flow->name);
  g_free (flow->description);
  flow->name = g_steal_pointer (&name);
  flow->description = g_steal_pointer (&description);

  return g_steal_pointer (&flow);
}

/**
 * crm_automation_export:
 * @error: %CRM_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the automation file
 */
char *
crm_automation_export (CrmDb   *db,
                       gint64   automation,
                       GError **error)
{
  g_autoptr (CrmFlow) flow = crm_automation_load (db, automation, error);

  return flow != NULL ? crm_flow_print (flow) : NULL;
}

/* --- Writing ------------------------------------------------------------------------------------------------------------------ */

/* Tags of ActiveCampaign in the texts of a file become ours. */
static void
convert_texts (CrmFlow      *flow,
               CrmCatalogue *catalogue)
{
  for (guint i = 0; i < flow->all->len; i++)
    {
      CrmStep *step = g_ptr_array_index (flow->all, i);

      for (const CrmKeySpec *key = crm_action_get_spec (step->action)->keys; key->name != NULL; key++)
        {
          const char *text = key->personal ? crm_step_get_text (step, key->name) : NULL;
          JsonObject *map = key->kind == CRM_KEY_MAP ? crm_keys_get_part (step->keys, key->name) : NULL;

          if (text != NULL && strchr (text, '%') != NULL)
            {
              g_autofree char *converted = crm_personal_convert (catalogue, text);

              json_object_set_string_member (step->keys, key->name, converted);
            }
          if (map != NULL)
            {
              g_autoptr (GList) names = json_object_get_members (map);

              for (GList *l = names; l != NULL; l = l->next)
                {
                  g_autofree char *converted = crm_personal_convert (catalogue, json_object_get_string_member (map, l->data));

                  json_object_set_string_member (map, l->data, converted);
                }
            }
        }
    }
}

/**
 * crm_automation_save:
 * @automation: which one, or 0 for a new one
 * @flow: what it is to be
 * @end_deleted: who stands at a step that is deleted leaves the automation, rather than going on
 * @error: %CRM_ERROR_INVALID if it is on and has errors, %CRM_ERROR_REFUSED if a path of a split is removed that
 *   contacts are bound to
 *
 * Returns: the id of the automation, or 0 with @error set
 */
gint64
crm_automation_save (CrmDoor   *door,
                     gint64     automation,
                     CrmFlow   *flow,
                     gboolean   end_deleted,
                     GError   **error)
{
  CrmDb *db = crm_door_get_db (door);
  const CrmTable *table = crm_schema_find_table (crm_door_get_schema (door), "automation");
  g_autoptr (CrmEdit) edit = crm_edit_new (table, automation != 0 ? CRM_OP_UPDATE : CRM_OP_CREATE, automation);
  g_autofree char *definition = crm_flow_print_definition (flow);
  const CrmColumn *description = crm_table_find_column (table, "description");
  g_auto (CrmValue) text = crm_value_text (flow->description);

  for (guint i = 0; automation != 0 && i < flow->all->len; i++)
    {
      const CrmStep *step = g_ptr_array_index (flow->all, i);
      g_autoptr (CrmStatement) bound = NULL;

      if (step->action != CRM_ACTION_SPLIT)
        continue;
      bound = crm_db_query (db, error, "SELECT DISTINCT path FROM automation_path WHERE automation = ? AND step = ?", "it", automation, step->id);
      while (bound != NULL && crm_statement_step (bound, NULL))
        if (crm_step_find_branch (step, crm_statement_get_text (bound, 0)) == NULL)
          {
            g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
                         _("Contacts are bound to the path “%s” of this split. Paths may be added, but not removed or renamed, while that is so."),
                         crm_statement_get_text (bound, 0));
            return 0;
          }
    }

  if (end_deleted && automation != 0 &&
      !crm_db_run (db, error, "INSERT INTO automation_state VALUES ('end-' || ?1, 1) ON CONFLICT DO NOTHING", "i", automation))
    return 0;

  crm_edit_set_text (edit, "name", flow->name);
  crm_edit_set (edit, description, &text);
  crm_edit_set_text (edit, "definition", definition);

  return crm_door_apply (door, edit, error);
}

/**
 * crm_automation_import:
 * @json: the text of an automation file
 * @flags: how
 * @problems: (out) (optional) (transfer full) (element-type CrmProblem): what is wrong with it
 * @error: %CRM_ERROR_SYNTAX, %CRM_ERROR_INVALID if it is to be on and cannot
 *
 * Reads an automation. If there is one of that name it becomes a new version of it.
 *
 * Returns: the id of the automation, or 0 with @error set
 */
gint64
crm_automation_import (CrmDoor         *door,
                       const char      *json,
                       CrmImportFlags   flags,
                       GPtrArray      **problems,
                       GError         **error)
{
  CrmCatalogue *catalogue = CRM_CATALOGUE (crm_door_get_schema (door));
  g_autoptr (CrmFlow) flow = crm_flow_parse (json, error);
  gint64 automation;
  guint n_made;

  if (flow == NULL)
    return 0;

  convert_texts (flow, catalogue);
  if ((flags & CRM_IMPORT_CREATE_MISSING) != 0 && !crm_flow_make_missing (flow, door, &n_made, error))
    return 0;

  automation = crm_automation_find (crm_door_get_db (door), flow->name, NULL);
  automation = crm_automation_save (door, automation, flow, FALSE, error);
  if (automation == 0 || ((flags & CRM_IMPORT_ON) != 0 && !crm_automation_switch (door, automation, TRUE, error)))
    return 0;

  if (problems != NULL)
    *problems = crm_flow_check (flow, crm_door_get_db (door), catalogue);

  return automation;
}

/**
 * crm_automation_switch:
 * @on: whether it is on from now on
 * @error: %CRM_ERROR_INVALID if it has errors
 *
 * Off, nobody comes in, and who is inside stands still.
 */
gboolean
crm_automation_switch (CrmDoor   *door,
                       gint64     automation,
                       gboolean   on,
                       GError   **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "automation"), CRM_OP_UPDATE, automation);

  crm_edit_set_integer (edit, "is_on", on);

  return crm_door_apply (door, edit, error) != 0;
}

/**
 * crm_automation_take_over:
 * @error: a %CRM_STORE_ERROR
 *
 * From now on this device drives the automation, and no other (automation.md, 3.12). Before somebody says so, whoever
 * has the file drives it.
 */
gboolean
crm_automation_take_over (CrmDoor  *door,
                          gint64    automation,
                          GError  **error)
{
  g_autofree char *device = crm_db_get_text (crm_door_get_db (door), error,
                                             "SELECT lower (hex (uuid)) FROM device WHERE id = (SELECT value FROM meta WHERE name = 'device')", "");
  g_autoptr (CrmEdit) edit = NULL;

  if (device == NULL)
    return FALSE;

  edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "automation"), CRM_OP_UPDATE, automation);
  crm_edit_set_text (edit, "runner", device);

  return crm_door_apply (door, edit, error) != 0;
}

/**
 * crm_automation_restore:
 * @version: the id of an old version
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_INVALID
 *
 * Makes the automation what it was; that is a new version.
 */
gboolean
crm_automation_restore (CrmDoor  *door,
                        gint64    version,
                        GError  **error)
{
  CrmDb *db = crm_door_get_db (door);
  gint64 automation = crm_db_get_integer (db, 0, NULL, "SELECT automation FROM automation_version WHERE id = ?", "i", version);
  g_autofree char *definition = crm_db_get_text (db, NULL, "SELECT definition FROM automation_version WHERE id = ?", "i", version);
  g_autoptr (CrmFlow) old = definition != NULL ? crm_flow_parse (definition, error) : NULL;
  g_autoptr (CrmFlow) present = old != NULL ? crm_automation_load (db, automation, error) : NULL;

  if (present == NULL)
    return FALSE;
  g_free (old->name);
  old->name = g_strdup (present->name);
  old->description = g_strdup (present->description);

  return crm_automation_save (door, automation, old, FALSE, error) != 0;
}

/* --- By hand ------------------------------------------------------------------------------------------------------------------- */

/* An engine that only looks at what is in the file. */
CrmEngine *
_crm_engine_new_for (CrmDb     *db,
                     CrmSchema *schema,
                     CrmClock  *clock)
{
  CrmEngine *self = g_new0 (CrmEngine, 1);

  self->clock = g_object_ref (clock);
  self->watches = g_array_new (FALSE, FALSE, sizeof (CrmWatch));
  self->trouble = g_hash_table_new (g_str_hash, g_str_equal);
  self->tally = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->schema = g_object_ref (schema);
  self->db = db;
  self->now = crm_clock_get_now (clock);
  self->zone = crm_clock_get_zone (clock);
  self->tick = 1;

  return self;
}

/* An engine for the commit of somebody else. */
CrmEngine *
_crm_engine_borrow (CrmDoor  *door,
                    GError  **error)
{
  g_autoptr (CrmClock) clock = crm_clock_new_virtual (crm_door_get_now (door));
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (CrmEngine) self = NULL;

  crm_clock_set_zone (clock, zone);
  self = _crm_engine_new_for (crm_door_get_db (door), crm_door_get_schema (door), clock);
  self->door = door;

  return _crm_engine_load_programs (self, error) ? g_steal_pointer (&self) : NULL;
}

/* What was switched on a moment ago may not have been taken over yet. */
CrmProgram *
_crm_engine_find_on (CrmEngine  *self,
                     gint64      automation,
                     GError    **error)
{
  CrmProgram *program = _crm_engine_find_program (self, automation);

  if (program != NULL && crm_db_get_integer (self->db, 0, NULL, "SELECT is_on FROM automation WHERE id = ? AND state = 0", "i", automation) != 0)
    return program;

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("The automation is off. Switch it on before you add contacts."));

  return NULL;
}

/**
 * crm_automation_add:
 * @contacts: (array length=n_contacts): who is to come in
 * @refusals: (nullable) (element-type utf8): gets why each did not come in who did not
 * @n_added: (out): how many came in
 * @error: %CRM_ERROR_REFUSED if the automation is off
 *
 * Puts contacts in by hand. One step to undo, which takes them out again.
 */
gboolean
crm_automation_add (CrmDoor        *door,
                    gint64          automation,
                    const gint64   *contacts,
                    guint           n_contacts,
                    GPtrArray      *refusals,
                    guint          *n_added,
                    GError        **error)
{
  g_autoptr (CrmEngine) engine = _crm_engine_borrow (door, error);
  static const CrmObject nothing = { 0 };
  const CrmTrigger *trigger = NULL;
  CrmProgram *program;

  *n_added = 0;
  if (engine == NULL)
    return FALSE;

  program = _crm_engine_find_on (engine, automation, error);
  if (program == NULL)
    return FALSE;

  for (guint i = 0; i < program->flow->triggers->len; i++)
    if (((CrmTrigger *) g_ptr_array_index (program->flow->triggers, i))->type == CRM_TRIGGER_BY_HAND)
      trigger = g_ptr_array_index (program->flow->triggers, i);

  for (guint i = 0; i < n_contacts; i++)
    {
      g_autofree char *why = NULL;
      gboolean entered;

      if (!_crm_engine_enter (engine, program, trigger, "by-hand", contacts[i], &nothing, -(gint64) (engine->now + i), &entered, &why, error))
        return FALSE;
      *n_added += entered;
      if (!entered && refusals != NULL)
        g_ptr_array_add (refusals, g_steal_pointer (&why));
    }

  return TRUE;
}

/**
 * crm_automation_find_runs:
 * @waiting: only those that wait for a time or a condition
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type gint64) (nullable): the ways of @contact through @automation that are not over,
 *   the oldest first
 */
GArray *
crm_automation_find_runs (CrmDb     *db,
                          gint64     automation,
                          gint64     contact,
                          gboolean   waiting,
                          GError   **error)
{
  return crm_db_list_ids (db, error, "SELECT run FROM automation_cursor WHERE contact = ? AND automation = ? AND (?3 = 0 OR waits IN (1, 2)) ORDER BY run",
                          "iii", contact, automation, (gint64) waiting);
}

/**
 * crm_automation_end:
 * @run: a run
 * @error: a %CRM_STORE_ERROR
 *
 * Takes a contact out by hand.
 */
gboolean
crm_automation_end (CrmDoor  *door,
                    gint64    run,
                    GError  **error)
{
  g_autoptr (CrmEngine) engine = _crm_engine_borrow (door, error);
  gint64 contact = crm_db_get_integer (crm_door_get_db (door), 0, NULL, "SELECT contact FROM automation_cursor WHERE run = ?", "i", run);

  return engine != NULL && (contact == 0 || _crm_engine_end_run (engine, NULL, run, contact, "ended", _("Ended by hand."), error));
}

/**
 * crm_automation_skip_wait:
 * @run: a run that waits
 * @error: a %CRM_STORE_ERROR
 *
 * Lets a contact go on that waits for a time.
 */
gboolean
crm_automation_skip_wait (CrmDoor  *door,
                          gint64    run,
                          GError  **error)
{
  return crm_db_run (crm_door_get_db (door), error, "UPDATE automation_cursor SET due = ?2, wake = ?2 WHERE run = ?1 AND waits IN (1, 2)", "ii",
                     run, crm_door_get_now (door));
}

/**
 * crm_automation_release:
 * @batch: an import, undo, merge or sync
 * @error: a %CRM_STORE_ERROR
 *
 * Somebody wants triggers to hear of it after all (automation.md, 3.11).
 */
gboolean
crm_automation_release (CrmDoor  *door,
                        gint64    batch,
                        GError  **error)
{
  return crm_db_run (crm_door_get_db (door), error, "INSERT OR IGNORE INTO automation_release (batch) VALUES (?)", "i", batch);
}
