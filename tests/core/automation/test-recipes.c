/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The ready-made automations (features.md, W46): each is read, has nothing wrong with it, can be switched on, and does
 * something for the people who come in; all its texts are known to translators.
 */

#include "config.h"

#include "automation-test.h"

#include <string.h>

#include "crm-recipes.h"
#include "crm-simulator.h"

static gboolean
import_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  GPtrArray **problems = ((gpointer *) data)[1];

  *(gint64 *) ((gpointer *) data)[2] = crm_automation_import (door, ((gpointer *) data)[0], CRM_IMPORT_CREATE_MISSING | CRM_IMPORT_ON, problems, error);

  return *(gint64 *) ((gpointer *) data)[2] != 0;
}

static void
test_each (AutomationTest *self,
           gconstpointer   data)
{
  g_autoptr (GPtrArray) recipes = crm_recipes_list ();
  gint64 contacts[20];

  g_assert_cmpuint (recipes->len, >=, 10);
  crm_test_add (self->workspace, "business", "name", "Engines", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (contacts); i++)
    contacts[i] = crm_test_add (self->workspace, "contact", "first_name", "Ada", "email", "ada@example.org", "phone", "+34 911 234 567", NULL);
  crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", NULL);

  for (guint i = 0; i < recipes->len; i++)
    {
      const CrmRecipe *recipe = g_ptr_array_index (recipes, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = crm_recipes_load (recipe->id, &error);
      g_autoptr (GPtrArray) problems = NULL;
      g_autoptr (CrmFlow) flow = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *answer = NULL;
      gint64 automation = 0;
      gint64 done = 0;
      gpointer job[] = { text, &problems, &automation };
      CrmSimulatorOptions options = { .contacts = contacts, .n_contacts = G_N_ELEMENTS (contacts), .days = 120, .seed = 1, .open = 0.5, .click = 0.2 };
      JsonArray *steps;

      g_test_message ("%s", recipe->id);
      g_assert_no_error (error);
      g_assert_cmpuint (g_utf8_strlen (recipe->description, -1), >, 30);
      flow = crm_flow_parse (text, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (flow->name, ==, recipe->name);
      g_assert_cmpuint (flow->triggers->len, >, 0);

      automation_test_exec (self, import_func, job, CRM_CAUSE_USER);
      g_assert_cmpuint (problems->len, ==, 0);
      automation_test_run (self);

      options.automation = automation;
      answer = crm_simulator_run (crm_workspace_get_store (self->workspace), &options, NULL, &error);
      g_assert_no_error (error);
      node = json_from_string (answer, NULL);
      steps = json_object_get_array_member (json_node_get_object (node), "steps");
      for (guint k = 0; k < json_array_get_length (steps); k++)
        {
          JsonObject *step = json_array_get_object_element (steps, k);

          g_assert_cmpstr (json_object_get_string_member_with_default (step, "outcome", ""), !=, "failed");
          done += json_object_get_int_member (step, "contacts");
        }
      g_assert_cmpint (done, >, 0);
    }
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_recipes_load ("nothing", &error));
  g_assert_cmpstr (error->message, ==, "There is no recipe “nothing”.");
}

/* --- Translators --------------------------------------------------------------------------------------------------- */

static const char *const keys[] = { "name", "description", "subject", "body", "title", "text", "tag", "list", "conversion", "message" };

static void
check_node (JsonNode   *node,
            const char *key,
            GHashTable *seen)
{
  gboolean shown = FALSE;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        {
          gboolean step = json_object_has_member (json_node_get_object (node), "action");

          check_node (member, strcmp (name, "type") == 0 && step ? "title" : name, seen);
        }
      return;
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        check_node (json_array_get_element (json_node_get_array (node), i), key, seen);
      return;
    }
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    shown |= strcmp (key, keys[i]) == 0;
  if (!shown || strcmp (json_node_get_string (node), "any") == 0 || strlen (json_node_get_string (node)) == 1)
    return;
  if (!g_strv_contains (crm_recipes_get_texts (), json_node_get_string (node)))
    g_error ("Translators do not see: %s", json_node_get_string (node));
  g_hash_table_add (seen, g_strdup (json_node_get_string (node)));
}

static void
test_texts (void)
{
  g_autoptr (GPtrArray) recipes = crm_recipes_list ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < recipes->len; i++)
    {
      g_autofree char *text = crm_recipes_load (((CrmRecipe *) g_ptr_array_index (recipes, i))->id, NULL);
      g_autoptr (JsonNode) node = json_from_string (text, NULL);

      check_node (node, "", seen);
    }
  for (const char *const *text = crm_recipes_get_texts (); *text != NULL; text++)
    if (!g_hash_table_contains (seen, *text))
      g_error ("In no recipe any more: %s", *text);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/recipes/each", AutomationTest, NULL, automation_test_set_up, test_each, automation_test_tear_down);
  g_test_add_func ("/recipes/unknown", test_unknown);
  g_test_add_func ("/recipes/texts", test_texts);

  return g_test_run ();
}
