/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What leaves the machine (features.md, W1 to W4, W13, W22, W23, W37, W38), and other automations (W10, W12). Nothing is
 * sent here: it is rendered and put into the outbox, in the commit that has the step. Its key is the run, the step and how
 * far the run has come, so one step of one run sends once, whatever happens. Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-email.h"
#include "crm-error.h"
#include "crm-lists.h"
#include "crm-outbox.h"
#include "crm-phone.h"

/* --- Outbox ----------------------------------------------------------------------------------------------------------------- */

static void
add_member (GString    *json,
            const char *name,
            const char *text)
{
  if (text == NULL)
    return;
  g_string_append (json, json->len > 1 ? "," : "");
  crm_json_append_string (json, name);
  g_string_append_c (json, ':');
  crm_json_append_string (json, text);
}

static gboolean
put (CrmPass      *pass,
     CrmStep      *step,
     CrmRun       *run,
     CrmResult    *result,
     const char   *channel,
     const char   *kind,
     const char   *name,
     const char   *address,
     GString      *payload,
     GError      **error)
{
  CrmEngine *engine = pass->engine;
  g_autofree char *uuid = NULL;
  g_autofree char *key = NULL;
  CrmOutboxItem item = { 0 };
  char text[CRM_UUID_STRING_SIZE];
  CrmUuid id;
  g_autoptr (CrmStatement) statement = crm_db_query (engine->db, error, "SELECT uuid FROM run WHERE id = ?", "i", run->id);

  if (statement == NULL || !crm_statement_step (statement, error))
    return FALSE;
  crm_statement_get_uuid (statement, 0, &id);
  crm_uuid_print (&id, text);
  key = g_strdup_printf ("%s/%s/%" G_GINT64_FORMAT, text, step->id, run->hops);
  g_string_append_c (payload, '}');

  item.key = key;
  item.channel = (char *) channel;
  item.kind = (char *) kind;
  item.name = (char *) name;
  item.address = (char *) address;
  item.payload = payload->str;
  item.contact = run->contact;
  item.run = run->id;
  item.step = step->id;

  return crm_outbox_put (engine->door, &item, &result->outbox, error);
}

/* The text of @key, filled in; NULL without an error if there is none. */
static gboolean
fill (CrmPass      *pass,
      CrmStep      *step,
      CrmRun       *run,
      const char   *key,
      CrmEscape     escape,
      char        **text,
      GError      **error)
{
  const char *written = crm_step_get_text (step, key);

  *text = NULL;
  if (written == NULL)
    return TRUE;
  *text = _crm_pass_fill (pass, run, written, escape, error);

  return *text != NULL;
}

static void
add_texts (GString    *json,
           const char *name,
           JsonNode   *node)
{
  if (node == NULL)
    return;
  g_string_append_printf (json, "%s\"%s\":", json->len > 1 ? "," : "", name);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      g_string_append_c (json, '[');
      crm_json_append_string (json, json_node_get_string (node));
      g_string_append_c (json, ']');
      return;
    }
  g_string_append_c (json, '[');
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      g_string_append (json, i > 0 ? "," : "");
      crm_json_append_string (json, json_array_get_string_element (json_node_get_array (node), i));
    }
  g_string_append_c (json, ']');
}

/* --- E-mail and SMS ------------------------------------------------------------------------------------------------------- */

/* A text is HTML if it begins like it. */
static gboolean
is_html (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return *text == '<';
}

static gboolean
load_template (CrmEngine   *self,
               const char  *name,
               char       **subject,
               char       **body)
{
  gint64 id = _crm_engine_find_record (self, "template", name);

  *subject = crm_db_get_text (self->db, NULL, "SELECT subject FROM template WHERE id = ? AND state = 0", "i", id);
  *body = crm_db_get_text (self->db, NULL, "SELECT body FROM template WHERE id = ? AND state = 0", "i", id);

  return id != 0;
}

/* Who has left every list wants no more mail; who was never on one has not said so (W1, E5). */
static gboolean
has_left (CrmEngine *self,
          gint64     contact)
{
  return crm_db_get_integer (self->db, 0, NULL,
                             "SELECT count (*) > 0 AND sum (status = 'subscribed') = 0 FROM subscription WHERE state = 0 AND contact = ? AND contact IS NOT NULL",
                             "i", contact) != 0;
}

gboolean
_crm_act_send_email (CrmPass    *pass,
                     CrmStep    *step,
                     CrmRun     *run,
                     CrmResult  *result,
                     GError    **error)
{
  CrmEngine *engine = pass->engine;
  const char *template = crm_step_get_text (step, "template");
  g_autofree char *subject = g_strdup (crm_step_get_text (step, "subject"));
  g_autofree char *body = g_strdup (crm_step_get_text (step, "body"));
  g_autofree char *filled_subject = NULL;
  g_autofree char *filled_body = NULL;
  g_autofree char *from = NULL;
  g_autofree char *reply_to = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GString) payload = g_string_new ("{");
  CrmSending sending;

  if (!crm_lists_may_send (engine->db, run->contact, 0, &sending, error))
    return FALSE;
  if (sending != CRM_SENDING_ALLOWED)
    return _crm_result_skip (result, "%s", crm_sending_get_label (sending));
  if (has_left (engine, run->contact))
    return _crm_result_skip (result, _("The contact has unsubscribed."));

  if (template != NULL)
    {
      g_clear_pointer (&subject, g_free);
      g_clear_pointer (&body, g_free);
      if (!load_template (engine, template, &subject, &body))
        return _crm_result_skip (result, _("There is no template “%s” any more."), template);
    }

  filled_subject = _crm_pass_fill (pass, run, subject != NULL ? subject : "", CRM_ESCAPE_HEADER, error);
  filled_body = filled_subject != NULL
                  ? _crm_pass_fill (pass, run, body != NULL ? body : "", body != NULL && is_html (body) ? CRM_ESCAPE_HTML : CRM_ESCAPE_NONE, error) : NULL;
  if (filled_body == NULL || !fill (pass, step, run, "from", CRM_ESCAPE_HEADER, &from, error) ||
      !fill (pass, step, run, "reply_to", CRM_ESCAPE_HEADER, &reply_to, error))
    return FALSE;

  address = crm_db_get_text (engine->db, NULL, "SELECT email FROM contact WHERE id = ?", "i", run->contact);
  add_member (payload, "to", address);
  add_member (payload, "from", from);
  add_member (payload, "reply_to", reply_to);
  add_member (payload, "subject", filled_subject);
  add_member (payload, body != NULL && is_html (body) ? "html" : "text", filled_body);
  add_member (payload, "template", template);
  add_texts (payload, "attachments", crm_step_get_node (step, "attachments"));

  return put (pass, step, run, result, "email", "marketing", template != NULL ? template : subject, address, payload, error);
}

gboolean
_crm_act_send_sms (CrmPass    *pass,
                   CrmStep    *step,
                   CrmRun     *run,
                   CrmResult  *result,
                   GError    **error)
{
  CrmEngine *engine = pass->engine;
  const char *template = crm_step_get_text (step, "template");
  g_autofree char *number = crm_db_get_text (engine->db, NULL, "SELECT coalesce (phone_number, phone) FROM contact WHERE id = ?", "i", run->contact);
  g_autofree char *subject = NULL;
  g_autofree char *body = g_strdup (crm_step_get_text (step, "text"));
  g_autofree char *filled = NULL;
  g_autoptr (GString) payload = g_string_new ("{");

  if (number == NULL)
    return _crm_result_skip (result, _("The contact has no phone number."));
  if (has_left (engine, run->contact))
    return _crm_result_skip (result, _("The contact has unsubscribed."));
  if (template != NULL)
    {
      g_clear_pointer (&body, g_free);
      if (!load_template (engine, template, &subject, &body))
        return _crm_result_skip (result, _("There is no template “%s” any more."), template);
    }

  filled = _crm_pass_fill (pass, run, body != NULL ? body : "", CRM_ESCAPE_NONE, error);
  if (filled == NULL)
    return FALSE;
  add_member (payload, "to", number);
  add_member (payload, "text", filled);

  return put (pass, step, run, result, "sms", "marketing", template, number, payload, error);
}

gboolean
_crm_act_send_site_message (CrmPass    *pass,
                            CrmStep    *step,
                            CrmRun     *run,
                            CrmResult  *result,
                            GError    **error)
{
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  g_autofree char *link = NULL;
  g_autoptr (GString) payload = g_string_new ("{");

  if (!fill (pass, step, run, "title", CRM_ESCAPE_NONE, &title, error) || !fill (pass, step, run, "body", CRM_ESCAPE_NONE, &body, error) ||
      !fill (pass, step, run, "link", CRM_ESCAPE_URL, &link, error))
    return FALSE;

  add_member (payload, "title", title);
  add_member (payload, "body", body);
  add_member (payload, "link", link);
  add_texts (payload, "pages", crm_step_get_node (step, "pages"));
  add_member (payload, "expires", crm_step_get_text (step, "expires"));

  return put (pass, step, run, result, "site", "data", title, NULL, payload, error);
}

static char *
fill_addresses (CrmPass   *pass,
                CrmStep   *step,
                CrmRun    *run,
                GError   **error)
{
  JsonNode *node = crm_step_get_node (step, "to");
  g_autoptr (GString) all = g_string_new (NULL);
  guint n = JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 1;

  for (guint i = 0; i < n; i++)
    {
      const char *text = JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_string_element (json_node_get_array (node), i) : json_node_get_string (node);
      g_autofree char *filled = _crm_pass_fill (pass, run, text, CRM_ESCAPE_HEADER, error);
      g_auto (GStrv) parts = filled != NULL ? g_strsplit_set (filled, ",;", -1) : NULL;

      if (filled == NULL)
        return NULL;
      for (guint k = 0; parts[k] != NULL; k++)
        {
          const char *address = g_strstrip (parts[k]);

          if (strchr (address, '@') != NULL)
            g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", address);
        }
    }

  return g_string_free (g_steal_pointer (&all), FALSE);
}

gboolean
_crm_act_send_notification (CrmPass    *pass,
                            CrmStep    *step,
                            CrmRun     *run,
                            CrmResult  *result,
                            GError    **error)
{
  g_autofree char *to = fill_addresses (pass, step, run, error);
  g_autofree char *subject = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GString) payload = g_string_new ("{");
  CrmRun nobody = *run;
  gboolean done;

  if (to == NULL || !fill (pass, step, run, "subject", CRM_ESCAPE_HEADER, &subject, error) ||
      !fill (pass, step, run, "body", CRM_ESCAPE_NONE, &body, error))
    return FALSE;
  if (*to == '\0')
    return _crm_result_skip (result, _("There is no address to send it to."));

  add_member (payload, "to", to);
  add_member (payload, "subject", subject);
  add_member (payload, "text", body != NULL ? body : "");

  /* It is about the contact, not to them: no contact is made with it. */
  nobody.contact = 0;
  done = put (pass, step, &nobody, result, "email", "transactional", NULL, to, payload, error);

  return done;
}

/* --- Webhooks, Facebook, Salesforce ------------------------------------------------------------------------------------------ */

static void
add_row (JsonBuilder   *builder,
         CrmEngine     *self,
         const char    *table,
         gint64         id)
{
  const CrmTable *found = _crm_engine_get_table (self, table);
  const CrmRecordType *type = crm_catalogue_get_type_of (found);
  g_autoptr (CrmRow) row = id != 0 ? crm_row_load (self->db, self->schema, found, id, CRM_ROW_MEMBERS | CRM_ROW_TITLES, NULL) : NULL;
  char uuid[CRM_UUID_STRING_SIZE];

  if (row == NULL)
    return;

  crm_uuid_print (&row->uuid, uuid);
  json_builder_set_member_name (builder, table);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, uuid);
  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      g_autofree char *text = NULL;

      if (!crm_field_is_shown (field) || (field->flags & CRM_FIELD_NO_EXPORT) != 0)
        continue;
      if (crm_field_is_set (field))
        {
          GString *joined = g_string_new (NULL);

          for (guint k = 0; k < row->members->len; k++)
            {
              const CrmMember *member = g_ptr_array_index (row->members, k);

              if (member->column == field->column.id && member->text != NULL)
                g_string_append_printf (joined, "%s%s", joined->len > 0 ? ", " : "", member->text);
            }
          text = g_string_free (joined, FALSE);
        }
      else
        text = crm_field_format_plain (field, &row->values[field->column.index], row->titles != NULL ? row->titles[field->column.index] : NULL);
      if (text == NULL || *text == '\0')
        continue;
      json_builder_set_member_name (builder, field->key);
      json_builder_add_string_value (builder, text);
    }
  json_builder_end_object (builder);
}

static gboolean
add_map (CrmPass      *pass,
         CrmRun       *run,
         JsonBuilder  *builder,
         const char   *name,
         JsonObject   *map,
         CrmEscape     escape,
         GError      **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  if (map == NULL)
    return TRUE;

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_object_iter_init_ordered (&iter, map);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    {
      g_autofree char *text = _crm_pass_fill (pass, run, json_node_get_string (node), escape, error);

      if (text == NULL)
        return FALSE;
      json_builder_set_member_name (builder, key);
      json_builder_add_string_value (builder, text);
    }
  json_builder_end_object (builder);

  return TRUE;
}

static GString *
close_payload (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  GString *payload;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  payload = g_string_new (text);
  g_string_truncate (payload, payload->len - 1);

  return payload;
}

gboolean
_crm_act_webhook (CrmPass    *pass,
                  CrmStep    *step,
                  CrmRun     *run,
                  CrmResult  *result,
                  GError    **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GString) payload = NULL;
  g_autofree char *url = _crm_pass_fill (pass, run, crm_step_get_text (step, "url"), CRM_ESCAPE_URL, error);
  gint64 account = crm_db_get_integer (pass->engine->db, 0, NULL, "SELECT account FROM contact WHERE id = ?", "i", run->contact);
  const char *form = crm_step_get_text (step, "body");

  if (url == NULL)
    return FALSE;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "url");
  json_builder_add_string_value (builder, url);
  json_builder_set_member_name (builder, "body");
  json_builder_add_string_value (builder, form != NULL ? form : "form");
  json_builder_set_member_name (builder, "signed");
  json_builder_add_boolean_value (builder, crm_step_get_flag (step, "signed"));
  if (!add_map (pass, run, builder, "headers", crm_keys_get_part (step->keys, "headers"), CRM_ESCAPE_HEADER, error))
    return FALSE;
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "automation");
  json_builder_add_string_value (builder, pass->program->name);
  add_row (builder, pass->engine, "contact", run->contact);
  add_row (builder, pass->engine, "account", run->object.account != 0 ? run->object.account : account);
  add_row (builder, pass->engine, "deal", run->object.deal);
  json_builder_end_object (builder);
  payload = close_payload (builder);

  return put (pass, step, run, result, "webhook", "data", NULL, url, payload, error);
}

gboolean
_crm_act_facebook (CrmPass    *pass,
                   CrmStep    *step,
                   CrmRun     *run,
                   CrmResult  *result,
                   GError    **error)
{
  CrmEngine *engine = pass->engine;
  const char *name = crm_step_get_text (step, "audience");
  gboolean add = step->action == CRM_ACTION_FACEBOOK_ADD;
  gint64 audience = _crm_engine_find_record (engine, "audience", name);
  g_autofree char *email = crm_db_get_text (engine->db, NULL, "SELECT email FROM contact WHERE id = ?", "i", run->contact);
  g_autofree char *phone = crm_db_get_text (engine->db, NULL, "SELECT phone_number FROM contact WHERE id = ?", "i", run->contact);
  g_autoptr (GString) payload = g_string_new ("{");

  if (email == NULL && phone == NULL)
    return _crm_result_skip (result, _("The contact has neither an e-mail address nor a phone number."));

  if (audience == 0 && add && crm_step_get_flag (step, "create"))
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (_crm_engine_get_table (engine, "audience"), CRM_OP_CREATE, 0);

      crm_edit_set_text (edit, "name", name);
      audience = crm_door_apply (engine->door, edit, error);
      if (audience == 0)
        return FALSE;
    }
  if (audience == 0)
    return _crm_result_skip (result, _("There is no audience “%s” any more."), name);

  add_member (payload, "operation", add ? "add" : "remove");
  add_member (payload, "audience", name);
  add_member (payload, "subtype", "CUSTOM");
  add_member (payload, "email", email);
  add_member (payload, "phone", phone);

  return put (pass, step, run, result, "facebook", "data", NULL, name, payload, error);
}

gboolean
_crm_act_salesforce (CrmPass    *pass,
                     CrmStep    *step,
                     CrmRun     *run,
                     CrmResult  *result,
                     GError    **error)
{
  const char *object = step->action == CRM_ACTION_SALESFORCE_LEAD ? "Lead" : "Contact";
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GString) payload = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "object");
  json_builder_add_string_value (builder, object);
  if (!add_map (pass, run, builder, "fields", crm_keys_get_part (step->keys, "fields"), CRM_ESCAPE_NONE, error))
    return FALSE;
  payload = close_payload (builder);

  return put (pass, step, run, result, "salesforce", "data", NULL, object, payload, error);
}

/* --- Other automations ------------------------------------------------------------------------------------------------------- */

static const CrmTrigger *
find_trigger (CrmProgram     *program,
              CrmTriggerType  type,
              const char     *from)
{
  for (guint i = 0; i < program->flow->triggers->len; i++)
    {
      const CrmTrigger *trigger = g_ptr_array_index (program->flow->triggers, i);
      const char *name = crm_trigger_get_text (trigger, "automation");

      if (trigger->type == type && (name == NULL || g_ascii_strcasecmp (name, from) == 0))
        return trigger;
    }

  return NULL;
}

gboolean
_crm_act_start (CrmPass    *pass,
                CrmStep    *step,
                CrmRun     *run,
                CrmResult  *result,
                GError    **error)
{
  CrmEngine *engine = pass->engine;
  const char *name = crm_step_get_text (step, "automation");
  CrmProgram *program = _crm_engine_find_named (engine, name);
  g_autofree char *why = NULL;
  gboolean entered;

  if (program == NULL)
    return _crm_result_skip (result, _("The automation “%s” is off, or not there any more."), name);
  if (!_crm_engine_enter (engine, program, find_trigger (program, CRM_TRIGGER_AUTOMATION, pass->program->name), "automation", run->contact, &run->object,
                          run->cause, &entered, &why, error))
    return FALSE;

  return entered || _crm_result_skip (result, "%s", why);
}

gboolean
_crm_act_end_other (CrmPass    *pass,
                    CrmStep    *step,
                    CrmRun     *run,
                    CrmResult  *result,
                    GError    **error)
{
  CrmEngine *engine = pass->engine;
  const char *name = crm_step_get_text (step, "automation");
  CrmProgram *only = name != NULL ? _crm_engine_find_named (engine, name) : NULL;
  g_autofree char *reason = g_strdup_printf (_("The automation “%s” ended it."), pass->program->name);
  g_autoptr (GArray) runs = NULL;

  if (name != NULL && only == NULL)
    return _crm_result_skip (result, _("The contact is not in that automation."));

  runs = crm_db_list_ids (engine->db, error, "SELECT run FROM automation_cursor WHERE contact = ?1 AND (?2 = 0 OR automation = ?2) "
                                              "AND (?2 <> 0 OR automation <> ?3) AND run <> ?4 ORDER BY run", "iiii",
                               run->contact, only != NULL ? only->id : 0, pass->program->id, run->id);
  if (runs == NULL)
    return FALSE;
  if (runs->len == 0)
    return _crm_result_skip (result, _("The contact is not in that automation."));

  for (guint i = 0; i < runs->len; i++)
    {
      gint64 id = g_array_index (runs, gint64, i);
      gint64 automation = crm_db_get_integer (engine->db, 0, NULL, "SELECT automation FROM automation_cursor WHERE run = ?", "i", id);

      if (!_crm_engine_end_run (engine, _crm_engine_find_program (engine, automation), id, run->contact, "ended", reason, error))
        return FALSE;
    }

  return TRUE;
}
