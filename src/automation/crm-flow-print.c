/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Writing an automation file. There is one way to write each automation: keys in the order of
 * crm-flow-specs.c, what is so by default left out, two blanks a level. So a file that was exported,
 * imported and exported again is the same to the byte.
 */

#include "config.h"

#include "crm-flow-private.h"

#include <string.h>

#include "crm-value.h"

static void print_node (GString  *out,
                        JsonNode *node,
                        guint     level);

static void
new_line (GString *out,
          guint    level)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < level; i++)
    g_string_append (out, "  ");
}

static void
print_value (GString  *out,
             JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (JSON_NODE_HOLDS_NULL (node))
    g_string_append (out, "null");
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    crm_json_append_string (out, json_node_get_string (node));
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (json_node_get_value_type (node) == G_TYPE_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else
    {
      /* A number with decimals stays one, or it would be read as something else. */
      g_ascii_dtostr (buffer, sizeof buffer, json_node_get_double (node));
      g_string_append (out, buffer);
      if (strpbrk (buffer, ".eE") == NULL)
        g_string_append (out, ".0");
    }
}

/* What fits into a line stays in one. */
static gboolean
is_flat (JsonNode *node)
{
  JsonArray *array;
  g_autoptr (GList) values = NULL;

  if (JSON_NODE_HOLDS_VALUE (node) || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      values = json_object_get_values (json_node_get_object (node));
      for (GList *l = values; l != NULL; l = l->next)
        if (JSON_NODE_HOLDS_OBJECT (l->data) || !is_flat (l->data))
          return FALSE;
      return TRUE;
    }

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!JSON_NODE_HOLDS_VALUE (json_array_get_element (array, i)))
      return FALSE;

  return TRUE;
}

static void
print_node (GString  *out,
            JsonNode *node,
            guint     level)
{
  gboolean flat = is_flat (node);
  gboolean first = TRUE;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      g_string_append_c (out, '{');
      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        {
          g_string_append (out, first ? "" : flat ? ", " : ",");
          if (!flat)
            new_line (out, level + 1);
          crm_json_append_string (out, name);
          g_string_append (out, ": ");
          print_node (out, member, level + 1);
          first = FALSE;
        }
      if (!flat)
        new_line (out, level);
      g_string_append_c (out, '}');
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      g_string_append_c (out, '[');
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_string_append (out, i == 0 ? "" : flat ? ", " : ",");
          if (!flat)
            new_line (out, level + 1);
          print_node (out, json_array_get_element (array, i), level + 1);
        }
      if (!flat)
        new_line (out, level);
      g_string_append_c (out, ']');
    }
  else
    print_value (out, node);
}

static void
print_name (GString    *out,
            const char *name,
            guint       level,
            gboolean   *first)
{
  g_string_append (out, *first ? "" : ",");
  new_line (out, level);
  crm_json_append_string (out, name);
  g_string_append (out, ": ");
  *first = FALSE;
}

static void
print_text (GString    *out,
            const char *name,
            const char *text,
            guint       level,
            gboolean   *first)
{
  print_name (out, name, level, first);
  crm_json_append_string (out, text);
}

static void print_steps (GString   *out,
                         GPtrArray *steps,
                         guint      level);

static void
print_paths (GString       *out,
             const CrmStep *step,
             guint          level)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (out, '[');
  for (guint i = 0; i < step->branches->len; i++)
    {
      const CrmBranch *branch = g_ptr_array_index (step->branches, i);
      gboolean first = TRUE;

      g_string_append (out, i > 0 ? "," : "");
      new_line (out, level + 1);
      g_string_append_c (out, '{');
      print_text (out, "name", branch->name, level + 2, &first);
      if (branch->weight < 1 || branch->weight > 1)
        {
          print_name (out, "weight", level + 2, &first);
          g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.15g", branch->weight));
        }
      print_name (out, "steps", level + 2, &first);
      print_steps (out, branch->steps, level + 2);
      new_line (out, level + 1);
      g_string_append_c (out, '}');
    }
  if (step->branches->len > 0)
    new_line (out, level);
  g_string_append_c (out, ']');
}

static void
print_step (GString       *out,
            const CrmStep *step,
            guint          level)
{
  const CrmActionSpec *spec = crm_action_get_spec (step->action);
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  print_text (out, "id", step->id, level + 1, &first);
  print_text (out, "action", spec->name, level + 1, &first);
  if (crm_step_get_text (step, "note") != NULL)
    print_text (out, "note", crm_step_get_text (step, "note"), level + 1, &first);

  for (const CrmKeySpec *key = spec->keys; key->name != NULL; key++)
    {
      JsonNode *node = crm_step_get_node (step, key->name);
      const CrmBranch *branch = key->kind == CRM_KEY_STEPS ? crm_step_find_branch (step, key->name) : NULL;

      if (key->kind == CRM_KEY_PATHS)
        {
          if (g_strcmp0 (crm_step_get_text (step, "kind"), "even") != 0)
            continue;
          print_name (out, key->name, level + 1, &first);
          print_paths (out, step, level + 1);
        }
      else if (branch != NULL && g_strcmp0 (crm_step_get_text (step, "kind"), "even") != 0)
        {
          print_name (out, key->name, level + 1, &first);
          print_steps (out, branch->steps, level + 1);
        }
      else if (node != NULL)
        {
          print_name (out, key->name, level + 1, &first);
          print_node (out, node, level + 1);
        }
    }
  new_line (out, level);
  g_string_append_c (out, '}');
}

static void
print_steps (GString   *out,
             GPtrArray *steps,
             guint      level)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < steps->len; i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      new_line (out, level + 1);
      print_step (out, g_ptr_array_index (steps, i), level + 1);
    }
  if (steps->len > 0)
    new_line (out, level);
  g_string_append_c (out, ']');
}

static void
print_trigger (GString          *out,
               const CrmTrigger *trigger,
               guint             level)
{
  const CrmTriggerSpec *spec = crm_trigger_get_spec (trigger->type);
  const CrmKeySpec *lists[] = { spec->keys, crm_flow_get_common_keys (TRUE) };
  gboolean first = TRUE;

  g_string_append_c (out, '{');
  print_text (out, "id", trigger->id, level + 1, &first);
  print_text (out, "type", spec->name, level + 1, &first);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (const CrmKeySpec *key = lists[i]; key->name != NULL; key++)
      if (json_object_has_member (trigger->keys, key->name))
        {
          print_name (out, key->name, level + 1, &first);
          print_node (out, json_object_get_member (trigger->keys, key->name), level + 1);
        }
  new_line (out, level);
  g_string_append_c (out, '}');
}

static void
print_body (CrmFlow  *self,
            GString  *out,
            gboolean *first)
{
  static const char *const entries[] = { "any", "once", "after-exit" };

  print_text (out, "entry", entries[self->entry], 1, first);
  print_name (out, "exit_on_unsubscribe", 1, first);
  g_string_append (out, self->exit_on_unsubscribe ? "true" : "false");
  print_name (out, "exit_on_conversion", 1, first);
  g_string_append (out, self->exit_on_conversion ? "true" : "false");
  print_name (out, "triggers", 1, first);
  g_string_append_c (out, '[');
  for (guint i = 0; i < self->triggers->len; i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      new_line (out, 2);
      print_trigger (out, g_ptr_array_index (self->triggers, i), 2);
    }
  if (self->triggers->len > 0)
    new_line (out, 1);
  g_string_append_c (out, ']');
  print_name (out, "steps", 1, first);
  print_steps (out, self->steps, 1);
}

/**
 * crm_flow_print:
 *
 * Returns: (transfer full): the automation file, with a new line at its end
 */
char *
crm_flow_print (CrmFlow *self)
{
  GString *out = g_string_new ("{");
  gboolean first = TRUE;

  print_text (out, "format", "crm-automation", 1, &first);
  print_name (out, "version", 1, &first);
  g_string_append (out, "1");
  print_text (out, "name", self->name, 1, &first);
  print_text (out, "description", self->description != NULL ? self->description : "", 1, &first);
  print_body (self, out, &first);
  g_string_append (out, "\n}\n");

  return g_string_free (out, FALSE);
}

/* Names are changed without making a new version. */
/**
 * crm_flow_print_definition:
 *
 * Returns: (transfer full): what the automation does, which is the same as the file but for its name
 *   and description
 */
char *
crm_flow_print_definition (CrmFlow *self)
{
  GString *out = g_string_new ("{");
  gboolean first = TRUE;

  print_text (out, "format", "crm-automation", 1, &first);
  print_name (out, "version", 1, &first);
  g_string_append (out, "1");
  print_text (out, "name", "-", 1, &first);
  print_body (self, out, &first);
  g_string_append (out, "\n}\n");

  return g_string_free (out, FALSE);
}

gboolean
_crm_json_equal (JsonObject *a,
                 JsonObject *b)
{
  g_autoptr (JsonNode) first = json_node_alloc ();
  g_autoptr (JsonNode) second = json_node_alloc ();

  json_node_init_object (first, a);
  json_node_init_object (second, b);

  return json_node_equal (first, second);
}
