/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Ready-made automations (features.md, W46): the files of data/recipes, which are compiled in, in the language of the user.
 * Their texts stand here a second time, so that translators find them; a test says if one is missing. Any thread.
 */

#include "config.h"

#include "crm-recipes.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "crm-automation-resources.h"
#include "crm-error.h"

#define FOLDER "/com/example/Crm/recipes/"

/* In the order in which they are offered. */
static const char *const ids[] = {
  "welcome", "birthday", "deal-follow-up", "deal-won", "deal-lost", "closing-soon", "hot-lead",
  "missed-call", "payment", "onboarding", "quiet", "subject-test", "goodbye",
};

/* TRANSLATORS: texts of ready-made automations. What stands in {{…}} is filled in, and is not to be translated but for what
 * follows a bar; the names of tags and lists are the same wherever they occur. */
static const char *const texts[] = {
  N_("Welcome New Leads"),
  N_("Greets everyone who gets the tag “lead”, writes once more to those who have not opened the first message, and asks you to call."),
  N_("lead"),
  N_("Welcome"),
  N_("Hello {{contact.first_name|there}},\n\nthank you for your interest. Just answer this message if you have a question.\n\n{{business.name}}"),
  N_("How can we help you?"),
  N_("Hello {{contact.first_name|there}},\n\nis there anything that we can do for you? Just answer this message.\n\n{{business.name}}"),
  N_("Call"),
  N_("Call {{contact.name}}"),
  N_("A new lead. Ask what they need."),
  N_("Birthday Greetings"),
  N_("Writes to each contact at 9 o’clock on the birthday."),
  N_("Happy birthday!"),
  N_("Dear {{contact.first_name|friend}},\n\nall the best for the year ahead!\n\n{{business.name}}"),
  N_("Follow Up on New Deals"),
  N_("Three days after a deal was added, and again after ten, a task reminds whoever is responsible, as long as the deal is open."),
  N_("Follow up on {{deal.title}}"),
  N_("Is {{deal.title}} still alive?"),
  N_("Thank New Customers"),
  N_("When a deal is won its contact gets the tag “customer” and a message of thanks, and after a month is asked for an opinion."),
  N_("customer"),
  N_("Thank you"),
  N_("Dear {{contact.first_name|customer}},\n\nthank you for your trust. We look forward to working with you.\n\n{{business.name}}"),
  N_("Are you content?"),
  N_("Dear {{contact.first_name|customer}},\n\nhow do you like it so far? A short answer helps us a lot.\n\n{{business.name}}"),
  N_("Ask {{contact.name}} for an opinion"),
  N_("Win Back Lost Deals"),
  N_("Three months after a deal was lost a task asks to try again, unless the deal has been opened again."),
  N_("Lost on {{now.date}}. To be tried again in three months."),
  N_("Try again: {{deal.title}}"),
  N_("Deals That Should Close Soon"),
  N_("A week before the expected close of an open deal there is a task."),
  N_("{{deal.title}} is expected to close in a week"),
  N_("Hot Leads"),
  N_("As soon as the score of a contact reaches 50 there is a deal, and a task to call within a day."),
  N_("hot"),
  N_("{{contact.name}}"),
  N_("Call {{contact.name}} today"),
  N_("The score has reached {{contact.score}}."),
  N_("Call Back"),
  N_("A missed call becomes a task for the next two hours, and the caller gets a short message."),
  N_("Call {{contact.name}} back"),
  N_("We have missed your call and will call you back soon. {{business.name}}"),
  N_("After a Payment"),
  N_("Thanks for a payment, records a conversion, and makes the contact a customer."),
  N_("Purchase"),
  N_("Your payment has arrived"),
  N_("Dear {{contact.first_name|customer}},\n\nthank you, your payment has arrived.\n\n{{business.name}}"),
  N_("First Weeks of a Customer"),
  N_("Three messages in three weeks for everyone with the tag “customer”. Who replies leaves early and gets a personal call."),
  N_("Your first week"),
  N_("Dear {{contact.first_name|customer}},\n\nthis is how you get the most out of the first week.\n\n{{business.name}}"),
  N_("Your second week"),
  N_("Dear {{contact.first_name|customer}},\n\nhere is what most of our customers do next.\n\n{{business.name}}"),
  N_("Your third week"),
  N_("Dear {{contact.first_name|customer}},\n\nthere are a few things that hardly anybody finds by chance.\n\n{{business.name}}"),
  N_("Has replied"),
  N_("{{contact.name}} has replied"),
  N_("Contacts Who Have Gone Quiet"),
  N_("Three months after the last contact a message asks how things are. Who opens it gets a call, who does not gets the tag “quiet”."),
  N_("How are you?"),
  N_("Dear {{contact.first_name|friend}},\n\nwe have not heard from each other for a while. Is there anything that we can do for you?\n\n{{business.name}}"),
  N_("quiet"),
  N_("Test Two Subjects"),
  N_("Sends every new subscriber one of two messages; after 200 everyone gets the one that is opened more."),
  N_("Newsletter"),
  N_("Nice to have you with us"),
  N_("Hello {{contact.first_name|there}},\n\nfrom now on you hear from us first.\n\n{{business.name}}"),
  N_("Three things to begin with"),
  N_("Hello {{contact.first_name|there}},\n\nhere are three things to begin with.\n\n{{business.name}}"),
  N_("When Somebody Unsubscribes"),
  N_("Ends all other automations for the contact and tells the person responsible."),
  N_("unsubscribed"),
  N_("To-Do"),
  N_("{{contact.name}} has unsubscribed"),
  N_("Please do not write to this person any more unless they ask."),
  NULL
};

/**
 * crm_recipe_free:
 */
void
crm_recipe_free (CrmRecipe *recipe)
{
  if (recipe == NULL)
    return;

  g_free (recipe->id);
  g_free (recipe->name);
  g_free (recipe->description);
  g_free (recipe);
}

/**
 * crm_recipes_get_texts:
 *
 * Returns: (array zero-terminated=1): the texts of all recipes that are translated, in English
 */
const char *const *
crm_recipes_get_texts (void)
{
  return texts;
}

/* --- In the language of the user ---------------------------------------------------------------------------------- */

static void translate_node (JsonNode *node);

static void
translate_member (JsonObject  *object,
                  const char  *name,
                  JsonNode    *node,
                  gpointer     data)
{
  translate_node (node);
}

static void
translate_element (JsonArray  *array,
                   guint       index,
                   JsonNode   *node,
                   gpointer    data)
{
  translate_node (node);
}

static void
translate_node (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), translate_member, NULL);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), translate_element, NULL);
  else if (json_node_get_value_type (node) == G_TYPE_STRING && g_strv_contains (texts, json_node_get_string (node)))
    {
      g_autofree char *text = json_node_dup_string (node);

      json_node_set_string (node, g_dgettext (GETTEXT_PACKAGE, text));
    }
}

static JsonNode *
load_node (const char  *id,
           GError     **error)
{
  g_autofree char *path = g_strconcat (FOLDER, id, ".json", NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (crm_automation_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  JsonNode *node;

  if (bytes == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no recipe “%s”."), id);
      return NULL;
    }

  node = json_from_string (g_bytes_get_data (bytes, NULL), error);
  if (node != NULL)
    translate_node (node);

  return node;
}

/* --- What is offered ------------------------------------------------------------------------------------------------ */

/**
 * crm_recipes_list:
 *
 * Returns: (transfer full) (element-type CrmRecipe): the recipes, in the order in which they are offered
 */
GPtrArray *
crm_recipes_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_recipe_free);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = load_node (ids[i], &error);
      JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;
      CrmRecipe *recipe;

      if (object == NULL)
        {
          g_warning ("%s: %s", ids[i], error->message);
          continue;
        }
      recipe = g_new0 (CrmRecipe, 1);
      recipe->id = g_strdup (ids[i]);
      recipe->name = g_strdup (json_object_get_string_member (object, "name"));
      recipe->description = g_strdup (json_object_get_string_member (object, "description"));
      g_ptr_array_add (list, recipe);
    }

  return list;
}

/**
 * crm_recipes_load:
 * @id: of a recipe
 * @error: %CRM_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): an automation file, for crm_automation_import() with %CRM_IMPORT_CREATE_MISSING
 */
char *
crm_recipes_load (const char  *id,
                  GError     **error)
{
  g_autoptr (JsonNode) node = load_node (id, error);

  return node != NULL ? json_to_string (node, TRUE) : NULL;
}
