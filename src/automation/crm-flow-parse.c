/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading an automation file. It is strict: what it does not know is an error that names the key and
 * the step. Whether what it names exists and makes sense is another question, which crm-flow-check.c
 * asks: an automation may be half done while somebody draws it.
 */

#include "config.h"

#include "crm-flow-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-duration.h"
#include "crm-error.h"
#include "crm-json.h"

#define MAX_STEPS 5000
#define MAX_DEPTH 40

typedef struct
{
  CrmFlow *flow;
  GHashTable *ids;
  guint depth;
} Reader;

static gboolean read_steps (Reader     *reader,
                            CrmStep    *parent,
                            CrmBranch  *home,
                            JsonNode   *node,
                            const char *place,
                            GError    **error);

static gboolean refuse (GError     **error,
                        const char  *place,
                        const char  *form,
                        ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (GError     **error,
        const char  *place,
        const char  *form,
        ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, form);
  text = g_strdup_vprintf (form, args);
  va_end (args);
  g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, "%s: %s", place, text);

  return FALSE;
}

static gboolean
is_type (JsonNode *node,
         GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
is_number (JsonNode *node)
{
  return is_type (node, G_TYPE_INT64) || is_type (node, G_TYPE_DOUBLE);
}

static gboolean
is_word (JsonNode   *node,
         const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  return is_type (node, G_TYPE_STRING) && g_strv_contains ((const char *const *) list, json_node_get_string (node));
}

static const CrmKeySpec *
find_key (const CrmKeySpec *keys,
          const char       *name)
{
  for (; keys->name != NULL; keys++)
    if (strcmp (keys->name, name) == 0)
      return keys;

  return NULL;
}

static gboolean read_part (JsonObject       *object,
                           const CrmKeySpec *common,
                           const CrmKeySpec *keys,
                           const char       *place,
                           GError          **error);

static gboolean
check_texts (JsonNode    *node,
             const char  *place,
             const char  *name,
             GError     **error)
{
  JsonArray *array;

  if (is_type (node, G_TYPE_STRING))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, place, _("“%s” is a text or a list of texts."), name);

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!is_type (json_array_get_element (array, i), G_TYPE_STRING))
      return refuse (error, place, _("“%s” is a text or a list of texts."), name);

  return TRUE;
}

static gboolean
check_map (JsonNode    *node,
           const char  *place,
           const char  *name,
           GError     **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, place, _("“%s” has names and texts, in braces."), name);

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    if (!is_type (value, G_TYPE_STRING))
      return refuse (error, place, _("“%s” in “%s” is a text."), key, name);

  return TRUE;
}

static gboolean
check_key (const CrmKeySpec *key,
           JsonNode         *node,
           const char       *place,
           GError          **error)
{
  g_autofree char *here = g_strconcat (place, ".", key->name, NULL);
  CrmDuration duration;

  switch (key->kind)
    {
    case CRM_KEY_TEXT:
      return is_type (node, G_TYPE_STRING) || refuse (error, place, _("“%s” is a text."), key->name);
    case CRM_KEY_YES_NO:
      return is_type (node, G_TYPE_BOOLEAN) || refuse (error, place, _("“%s” is true or false."), key->name);
    case CRM_KEY_AMOUNT:
      return is_number (node) || is_type (node, G_TYPE_STRING) || is_type (node, G_TYPE_BOOLEAN) ||
             refuse (error, place, _("“%s” is a number or a text."), key->name);
    case CRM_KEY_COUNT:
      return (is_type (node, G_TYPE_INT64) && json_node_get_int (node) >= 1) ||
             refuse (error, place, _("“%s” is a whole number, 1 at least."), key->name);
    case CRM_KEY_DURATION:
      return (is_type (node, G_TYPE_STRING) && crm_duration_parse_plain (json_node_get_string (node), &duration, NULL)) ||
             refuse (error, place, _("“%s” is a length of time such as PT30M, P1DT6H or P2W."), key->name);
    case CRM_KEY_CONDITION:
      return JSON_NODE_HOLDS_OBJECT (node) || refuse (error, place, _("“%s” is a condition, in braces."), key->name);
    case CRM_KEY_AFFECTS:
      return JSON_NODE_HOLDS_OBJECT (node) || is_word (node, key->words) ||
             refuse (error, place, _("“%s” is “trigger”, “latest”, “all” or a condition over deals."), key->name);
    case CRM_KEY_WORDS:
      return is_word (node, key->words) ||
             refuse (error, place, _("“%s” is one of: %s."), key->name, key->words);
    case CRM_KEY_TEXTS:
      return check_texts (node, place, key->name, error);
    case CRM_KEY_MAP:
      return check_map (node, place, key->name, error);
    case CRM_KEY_PART:
      return JSON_NODE_HOLDS_OBJECT (node) ? read_part (json_node_get_object (node), NULL, key->keys, here, error)
                                           : refuse (error, place, _("“%s” has keys of its own, in braces."), key->name);
    case CRM_KEY_STEPS:
    case CRM_KEY_PATHS:
    default:
      return JSON_NODE_HOLDS_ARRAY (node) || refuse (error, place, _("“%s” is a list."), key->name);
    }
}

static gboolean
check_required (JsonObject       *object,
                const CrmKeySpec *keys,
                const char       *place,
                GError          **error)
{
  for (; keys != NULL && keys->name != NULL; keys++)
    if (keys->required && !json_object_has_member (object, keys->name))
      return refuse (error, place, _("“%s” is missing."), keys->name);

  return TRUE;
}

static gboolean
read_part (JsonObject       *object,
           const CrmKeySpec *common,
           const CrmKeySpec *keys,
           const char       *place,
           GError          **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      const CrmKeySpec *key = common != NULL ? find_key (common, name) : NULL;

      if (key == NULL)
        key = find_key (keys, name);
      if (key == NULL)
        return refuse (error, place, _("“%s” is not known here."), name);
      if (!check_key (key, node, place, error))
        return FALSE;
    }

  return check_required (object, common, place, error) && check_required (object, keys, place, error);
}

static gboolean
take_id (Reader      *reader,
         const char  *id,
         const char  *place,
         GError     **error)
{
  if (id == NULL || strlen (id) > 100)
    return refuse (error, place, _("The id is empty or too long."));
  if (g_hash_table_add (reader->ids, g_strdup (id)))
    return TRUE;

  return refuse (error, place, _("The id “%s” is used twice."), id);
}

static gboolean
read_paths (Reader      *reader,
            CrmStep     *step,
            JsonArray   *paths,
            const char  *place,
            GError     **error)
{
  static const CrmKeySpec keys[] = {
    { "name", CRM_KEY_TEXT, TRUE }, { "weight", CRM_KEY_AMOUNT }, { "steps", CRM_KEY_STEPS }, { NULL }
  };

  for (guint i = 0; i < json_array_get_length (paths); i++)
    {
      JsonNode *node = json_array_get_element (paths, i);
      g_autofree char *here = g_strdup_printf ("%s.paths[%u]", place, i);
      g_autofree char *weight = NULL;
      CrmBranch *branch;
      JsonObject *path;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (error, here, _("A path has a “name” and “steps”, in braces."));
      path = json_node_get_object (node);
      if (!read_part (path, NULL, keys, here, error))
        return FALSE;
      if (crm_step_find_branch (step, json_object_get_string_member (path, "name")) != NULL)
        return refuse (error, here, _("Two paths have the same name."));

      branch = _crm_step_add_branch (step, json_object_get_string_member (path, "name"));
      weight = crm_keys_get_amount (path, "weight");
      if (weight != NULL)
        branch->weight = g_ascii_strtod (weight, NULL);
      if (!(branch->weight >= 0 && branch->weight <= 1000000))
        return refuse (error, here, _("The weight is a number that is not negative."));
      if (json_object_has_member (path, "steps") &&
          !read_steps (reader, step, branch, json_object_get_member (path, "steps"), here, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_keys (Reader               *reader,
           CrmStep              *step,
           const CrmActionSpec  *spec,
           JsonObject           *object,
           const char           *place,
           GError              **error)
{
  for (const CrmKeySpec *key = spec->keys; key->name != NULL; key++)
    {
      JsonNode *node = json_object_get_member (object, key->name);

      if (key->kind == CRM_KEY_STEPS)
        {
          gboolean conditional = g_strcmp0 (crm_keys_get_text (object, "kind"), "conditional") == 0;
          g_autofree char *here = g_strdup_printf ("%s.%s", place, key->name);
          CrmBranch *branch;

          if (step->action == CRM_ACTION_SPLIT && !conditional)
            {
              if (node != NULL)
                return refuse (error, place, _("“%s” belongs to a conditional split."), key->name);
              continue;
            }
          branch = _crm_step_add_branch (step, key->name);
          if (node != NULL && !read_steps (reader, step, branch, node, here, error))
            return FALSE;
        }
      else if (node != NULL && key->kind == CRM_KEY_PATHS)
        {
          if (g_strcmp0 (crm_keys_get_text (object, "kind"), "even") != 0)
            return refuse (error, place, _("“%s” belongs to an even split."), key->name);
          if (!read_paths (reader, step, json_node_get_array (node), place, error))
            return FALSE;
        }
      else if (node != NULL)
        json_object_set_member (step->keys, key->name, json_node_copy (node));
    }

  if (json_object_has_member (object, "note"))
    json_object_set_member (step->keys, "note", json_node_copy (json_object_get_member (object, "note")));

  return TRUE;
}

static gboolean
read_step (Reader      *reader,
           CrmStep     *parent,
           CrmBranch   *home,
           JsonNode    *node,
           const char  *place,
           GError     **error)
{
  g_autofree char *here = NULL;
  const char *name;
  const char *id;
  JsonObject *object;
  CrmStep *step;
  guint action = 0;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, place, _("A step is needed here, in braces."));
  object = json_node_get_object (node);
  id = crm_keys_get_text (object, "id");
  name = crm_keys_get_text (object, "action");
  here = id != NULL ? g_strdup_printf (_("Step “%s”"), id) : g_strdup (place);

  while (action < CRM_N_ACTIONS && g_strcmp0 (crm_action_get_spec (action)->name, name) != 0)
    action++;
  if (action == CRM_N_ACTIONS)
    return name != NULL ? refuse (error, here, _("There is no action “%s”."), name)
                        : refuse (error, here, _("“%s” is missing."), "action");
  if (!read_part (object, crm_flow_get_common_keys (FALSE), crm_action_get_spec (action)->keys, here, error) ||
      !take_id (reader, id, here, error))
    return FALSE;
  if (reader->flow->all->len >= MAX_STEPS)
    return refuse (error, here, _("An automation has %d steps at most."), MAX_STEPS);

  step = _crm_step_new (reader->flow, parent, home);
  step->id = g_strdup (id);
  step->action = (CrmAction) action;

  return read_keys (reader, step, crm_action_get_spec (action), object, here, error);
}

static gboolean
read_steps (Reader      *reader,
            CrmStep     *parent,
            CrmBranch   *home,
            JsonNode    *node,
            const char  *place,
            GError     **error)
{
  JsonArray *array;
  gboolean read = TRUE;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, place, _("A list of steps is needed here."));
  if (++reader->depth > MAX_DEPTH)
    return refuse (error, place, _("The steps are nested too deeply."));

  array = json_node_get_array (node);
  for (guint i = 0; read && i < json_array_get_length (array); i++)
    {
      g_autofree char *here = g_strdup_printf ("%s[%u]", place, i);

      read = read_step (reader, parent, home, json_array_get_element (array, i), here, error);
    }
  reader->depth--;

  return read;
}

static gboolean
read_trigger (Reader      *reader,
              JsonNode    *node,
              const char  *place,
              GError     **error)
{
  g_autofree char *here = NULL;
  CrmTrigger *trigger;
  JsonObjectIter iter;
  JsonObject *object;
  const char *name;
  const char *key;
  JsonNode *member;
  guint type = 0;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, place, _("A trigger is needed here, in braces."));
  object = json_node_get_object (node);
  name = crm_keys_get_text (object, "type");
  here = crm_keys_get_text (object, "id") != NULL ? g_strdup_printf (_("Trigger “%s”"), crm_keys_get_text (object, "id")) : g_strdup (place);

  while (type < CRM_N_TRIGGERS && g_strcmp0 (crm_trigger_get_spec (type)->name, name) != 0)
    type++;
  if (type == CRM_N_TRIGGERS)
    return name != NULL ? refuse (error, here, _("There is no trigger “%s”."), name)
                        : refuse (error, here, _("“%s” is missing."), "type");
  if (!read_part (object, crm_flow_get_common_keys (TRUE), crm_trigger_get_spec (type)->keys, here, error) ||
      !take_id (reader, crm_keys_get_text (object, "id"), here, error))
    return FALSE;

  trigger = g_new0 (CrmTrigger, 1);
  trigger->id = g_strdup (crm_keys_get_text (object, "id"));
  trigger->type = (CrmTriggerType) type;
  trigger->once = g_strcmp0 (crm_keys_get_text (object, "runs"), "every-time") != 0;
  trigger->primary = g_strcmp0 (crm_keys_get_text (object, "contacts"), "primary") == 0;
  trigger->keys = json_object_new ();
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &member))
    if (strcmp (key, "id") != 0 && strcmp (key, "type") != 0)
      json_object_set_member (trigger->keys, key, json_node_copy (member));
  g_ptr_array_add (reader->flow->triggers, trigger);

  return TRUE;
}

static gboolean
read_flag (JsonObject  *object,
           const char  *name,
           gboolean    *flag,
           GError     **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return TRUE;
  if (!is_type (node, G_TYPE_BOOLEAN))
    return refuse (error, name, _("“%s” is true or false."), name);
  *flag = json_node_get_boolean (node);

  return TRUE;
}

static gboolean
read_head (CrmFlow     *flow,
           JsonObject  *object,
           GError     **error)
{
  static const CrmKeySpec keys[] = {
    { "format", CRM_KEY_TEXT, TRUE }, { "version", CRM_KEY_COUNT, TRUE }, { "name", CRM_KEY_TEXT, TRUE }, { "description", CRM_KEY_TEXT },
    { "entry", CRM_KEY_WORDS, FALSE, "any|once|after-exit" }, { "exit_on_unsubscribe", CRM_KEY_YES_NO },
    { "exit_on_conversion", CRM_KEY_YES_NO }, { "triggers", CRM_KEY_STEPS }, { "steps", CRM_KEY_STEPS }, { NULL }
  };
  const char *entry;

  if (g_strcmp0 (crm_keys_get_text (object, "format"), "crm-automation") != 0)
    return refuse (error, _("File"), _("This is no automation: “format” has to be “crm-automation”."));
  if (json_object_has_member (object, "version") && is_type (json_object_get_member (object, "version"), G_TYPE_INT64) &&
      json_object_get_int_member (object, "version") > 1)
    return refuse (error, _("File"), _("This automation was written by a newer version of the program. Install that one to read it."));
  if (!read_part (object, NULL, keys, _("Automation"), error))
    return FALSE;
  if (crm_keys_get_text (object, "name") == NULL)
    return refuse (error, _("Automation"), _("The name is empty."));

  entry = crm_keys_get_text (object, "entry");
  flow->entry = g_strcmp0 (entry, "once") == 0 ? CRM_ENTRY_ONCE : g_strcmp0 (entry, "after-exit") == 0 ? CRM_ENTRY_AFTER_EXIT : CRM_ENTRY_ANY;
  flow->name = g_strdup (crm_keys_get_text (object, "name"));
  flow->description = g_strdup (crm_keys_get_text (object, "description"));

  return read_flag (object, "exit_on_unsubscribe", &flow->exit_on_unsubscribe, error) &&
         read_flag (object, "exit_on_conversion", &flow->exit_on_conversion, error);
}

/**
 * crm_flow_parse:
 * @json: the text of an automation file
 * @error: %CRM_ERROR_SYNTAX; the message says in which step, and what
 *
 * Returns: (transfer full) (nullable): the automation, or %NULL with @error set
 */
CrmFlow *
crm_flow_parse (const char  *json,
                GError     **error)
{
  g_autoptr (JsonNode) root = crm_json_parse (json, -1, CRM_FLOW_MAX_JSON, error);
  g_autoptr (CrmFlow) flow = _crm_flow_new ();
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = { flow, ids, 0 };
  JsonObject *object;
  JsonArray *triggers;

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      refuse (error, _("File"), _("This is no automation: “format” has to be “crm-automation”."));
      return NULL;
    }

  object = json_node_get_object (root);
  if (!read_head (flow, object, error))
    return NULL;

  triggers = json_object_has_member (object, "triggers") ? json_object_get_array_member (object, "triggers") : NULL;
  for (guint i = 0; triggers != NULL && i < json_array_get_length (triggers); i++)
    {
      g_autofree char *here = g_strdup_printf ("triggers[%u]", i);

      if (!read_trigger (&reader, json_array_get_element (triggers, i), here, error))
        return NULL;
    }

  if (json_object_has_member (object, "steps") &&
      !read_steps (&reader, NULL, NULL, json_object_get_member (object, "steps"), "steps", error))
    return NULL;

  return g_steal_pointer (&flow);
}
