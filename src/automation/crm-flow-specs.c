/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What an automation file may say (`automation.md` §2): the actions and triggers with their keys, in
 * the order in which they are written. Reading, writing, checking and the editor of a step follow from
 * these tables. Read-only; any thread.
 */

#include "config.h"

#include "crm-flow.h"

#include <glib/gi18n-lib.h>

#define TEXT(name)       { name, CRM_KEY_TEXT, FALSE, NULL, NULL, FALSE }
#define NEEDS(name)      { name, CRM_KEY_TEXT, TRUE, NULL, NULL, FALSE }
#define PERSONAL(name)   { name, CRM_KEY_TEXT, FALSE, NULL, NULL, TRUE }
#define NEEDS_PERSONAL(name) { name, CRM_KEY_TEXT, TRUE, NULL, NULL, TRUE }
#define YES_NO(name)     { name, CRM_KEY_YES_NO, FALSE, NULL, NULL, FALSE }
#define AMOUNT(name, required) { name, CRM_KEY_AMOUNT, required, NULL, NULL, TRUE }
#define DURATION(name)   { name, CRM_KEY_DURATION, FALSE, NULL, NULL, FALSE }
#define CONDITION(name, required) { name, CRM_KEY_CONDITION, required, NULL, NULL, FALSE }
#define WORDS(name, words, required) { name, CRM_KEY_WORDS, required, words, NULL, FALSE }
#define PART(name, keys) { name, CRM_KEY_PART, FALSE, NULL, keys, FALSE }
#define MAP(name, required) { name, CRM_KEY_MAP, required, NULL, NULL, TRUE }
#define STEPS(name)      { name, CRM_KEY_STEPS, FALSE, NULL, NULL, FALSE }
#define COUNT(name)      { name, CRM_KEY_COUNT, FALSE, NULL, NULL, FALSE }
#define AFFECTS          { "affects", CRM_KEY_AFFECTS, FALSE, "trigger|latest|all", NULL, FALSE }
#define END              { NULL, 0, FALSE, NULL, NULL, FALSE }

static const CrmKeySpec no_keys[] = { END };

static const CrmKeySpec until_time_keys[] = {
  TEXT ("weekday"), COUNT ("month"), COUNT ("day"), { "hour", CRM_KEY_AMOUNT, FALSE, NULL, NULL, FALSE },
  { "minute", CRM_KEY_AMOUNT, FALSE, NULL, NULL, FALSE }, TEXT ("zone"), END
};
static const CrmKeySpec until_date_keys[] = { NEEDS ("field"), TEXT ("offset"), TEXT ("time"), END };
static const CrmKeySpec end_keys[] = { TEXT ("date"), COUNT ("count"), COUNT ("matches"), END };
static const CrmKeySpec test_keys[] = { { "end", CRM_KEY_PART, TRUE, NULL, end_keys, FALSE }, CONDITION ("winner", TRUE), END };
static const CrmKeySpec matches_keys[] = { { "count", CRM_KEY_COUNT, TRUE, NULL, NULL, FALSE }, CONDITION ("if", TRUE), END };
static const CrmKeySpec until_keys[] = { COUNT ("count"), TEXT ("date"), PART ("matches", matches_keys), END };

static const CrmKeySpec email_keys[] = {
  TEXT ("template"), PERSONAL ("subject"), PERSONAL ("body"), PERSONAL ("from"), PERSONAL ("reply_to"),
  { "attachments", CRM_KEY_TEXTS, FALSE, NULL, NULL, FALSE }, END
};
static const CrmKeySpec site_keys[] = {
  NEEDS_PERSONAL ("title"), PERSONAL ("body"), PERSONAL ("link"), { "pages", CRM_KEY_TEXTS, FALSE, NULL, NULL, FALSE },
  TEXT ("expires"), END
};
static const CrmKeySpec sms_keys[] = { PERSONAL ("text"), TEXT ("template"), END };
static const CrmKeySpec notification_keys[] = {
  { "to", CRM_KEY_TEXTS, TRUE, NULL, NULL, TRUE }, NEEDS_PERSONAL ("subject"), PERSONAL ("body"), END
};
static const CrmKeySpec wait_keys[] = {
  DURATION ("for"), CONDITION ("until", FALSE), DURATION ("limit"), PART ("until_time", until_time_keys),
  PART ("until_date", until_date_keys), END
};
static const CrmKeySpec if_keys[] = { CONDITION ("if", TRUE), STEPS ("yes"), STEPS ("no"), END };
static const CrmKeySpec split_keys[] = {
  WORDS ("kind", "even|conditional", TRUE), { "paths", CRM_KEY_PATHS, FALSE, NULL, NULL, FALSE }, PART ("test", test_keys),
  STEPS ("first"), STEPS ("then"), PART ("until", until_keys), END
};
static const CrmKeySpec go_to_keys[] = { NEEDS ("step"), END };
static const CrmKeySpec goal_keys[] = {
  NEEDS ("name"), CONDITION ("if", TRUE), WORDS ("from", "below|anywhere", FALSE), WORDS ("otherwise", "wait|continue|end", FALSE), END
};
static const CrmKeySpec start_keys[] = { NEEDS ("automation"), END };
static const CrmKeySpec end_other_keys[] = { TEXT ("automation"), YES_NO ("all"), END };
static const CrmKeySpec webhook_keys[] = {
  NEEDS_PERSONAL ("url"), WORDS ("body", "form|json", FALSE), MAP ("headers", FALSE), YES_NO ("signed"), END
};
static const CrmKeySpec math_keys[] = {
  NEEDS ("field"), WORDS ("operation", "add|subtract|multiply|divide", TRUE), AMOUNT ("value", TRUE), AFFECTS, END
};
static const CrmKeySpec subscribe_keys[] = { NEEDS ("list"), YES_NO ("resubscribe"), END };
static const CrmKeySpec unsubscribe_keys[] = { TEXT ("list"), YES_NO ("all"), END };
static const CrmKeySpec convert_keys[] = { NEEDS ("conversion"), AMOUNT ("value", FALSE), TEXT ("currency"), END };
static const CrmKeySpec update_keys[] = { NEEDS ("field"), AMOUNT ("value", FALSE), TEXT ("copy"), YES_NO ("clear"), END };
static const CrmKeySpec update_deal_keys[] = {
  NEEDS ("field"), AMOUNT ("value", FALSE), TEXT ("copy"), YES_NO ("clear"), AFFECTS, END
};
static const CrmKeySpec tag_keys[] = { NEEDS ("tag"), END };
static const CrmKeySpec note_keys[] = { WORDS ("to", "contact|deal", FALSE), NEEDS_PERSONAL ("text"), AFFECTS, END };
static const CrmKeySpec audience_keys[] = { NEEDS ("audience"), YES_NO ("create"), END };
static const CrmKeySpec audience_remove_keys[] = { NEEDS ("audience"), END };
static const CrmKeySpec score_keys[] = {
  WORDS ("of", "contact|deal", FALSE), WORDS ("operation", "add|subtract|set|reset", TRUE), AMOUNT ("value", FALSE), AFFECTS, END
};
static const CrmKeySpec deal_keys[] = {
  NEEDS_PERSONAL ("title"), AMOUNT ("value", FALSE), TEXT ("currency"), TEXT ("pipeline"), TEXT ("stage"), PERSONAL ("owner"), TEXT ("type"), END
};
static const CrmKeySpec task_keys[] = {
  TEXT ("type"), NEEDS_PERSONAL ("title"), PERSONAL ("description"), DURATION ("due"), PERSONAL ("assignee"),
  WORDS ("on", "contact|deal", FALSE), AFFECTS, END
};
static const CrmKeySpec complete_keys[] = { TEXT ("type"), TEXT ("title"), WORDS ("on", "contact|deal", FALSE), AFFECTS, END };
static const CrmKeySpec salesforce_keys[] = { MAP ("fields", TRUE), END };

static const CrmActionSpec actions[CRM_N_ACTIONS] = {
  [CRM_ACTION_SEND_EMAIL] = { "send-email", N_("Send an E-Mail"), email_keys, FALSE },
  [CRM_ACTION_SEND_SITE_MESSAGE] = { "send-site-message", N_("Send a Site Message"), site_keys, FALSE },
  [CRM_ACTION_SEND_SMS] = { "send-sms", N_("Send an SMS"), sms_keys, FALSE },
  [CRM_ACTION_SEND_NOTIFICATION] = { "send-notification", N_("Send a Notification E-Mail"), notification_keys, FALSE },
  [CRM_ACTION_WAIT] = { "wait", N_("Wait"), wait_keys, FALSE },
  [CRM_ACTION_IF_ELSE] = { "if-else", N_("If/Else"), if_keys, FALSE },
  [CRM_ACTION_SPLIT] = { "split", N_("Split"), split_keys, FALSE },
  [CRM_ACTION_GO_TO] = { "go-to", N_("Go To"), go_to_keys, FALSE },
  [CRM_ACTION_GOAL] = { "goal", N_("Goal"), goal_keys, FALSE },
  [CRM_ACTION_START_AUTOMATION] = { "start-automation", N_("Start an Automation"), start_keys, FALSE },
  [CRM_ACTION_END_AUTOMATION] = { "end-automation", N_("End This Automation"), no_keys, FALSE },
  [CRM_ACTION_END_OTHER] = { "end-other", N_("End Another Automation"), end_other_keys, FALSE },
  [CRM_ACTION_WEBHOOK] = { "webhook", N_("Webhook"), webhook_keys, FALSE },
  [CRM_ACTION_MATH] = { "math", N_("Perform Math"), math_keys, FALSE },
  [CRM_ACTION_SUBSCRIBE] = { "subscribe", N_("Subscribe"), subscribe_keys, FALSE },
  [CRM_ACTION_UNSUBSCRIBE] = { "unsubscribe", N_("Unsubscribe"), unsubscribe_keys, FALSE },
  [CRM_ACTION_CONVERT] = { "convert", N_("Convert"), convert_keys, FALSE },
  [CRM_ACTION_UPDATE_CONTACT] = { "update-contact", N_("Update a Contact"), update_keys, FALSE },
  [CRM_ACTION_ADD_TAG] = { "add-tag", N_("Add a Tag"), tag_keys, FALSE },
  [CRM_ACTION_REMOVE_TAG] = { "remove-tag", N_("Remove a Tag"), tag_keys, FALSE },
  [CRM_ACTION_ADD_NOTE] = { "add-note", N_("Add a Note"), note_keys, FALSE },
  [CRM_ACTION_FACEBOOK_ADD] = { "facebook-add", N_("Add to a Facebook Audience"), audience_keys, FALSE },
  [CRM_ACTION_FACEBOOK_REMOVE] = { "facebook-remove", N_("Remove from a Facebook Audience"), audience_remove_keys, FALSE },
  [CRM_ACTION_ADJUST_SCORE] = { "adjust-score", N_("Adjust a Score"), score_keys, FALSE },
  [CRM_ACTION_ADD_DEAL] = { "add-deal", N_("Add a Deal"), deal_keys, FALSE },
  [CRM_ACTION_UPDATE_DEAL] = { "update-deal", N_("Update a Deal"), update_deal_keys, TRUE },
  [CRM_ACTION_UPDATE_ACCOUNT] = { "update-account", N_("Update an Account"), update_keys, FALSE },
  [CRM_ACTION_ADD_TASK] = { "add-task", N_("Add a Task"), task_keys, FALSE },
  [CRM_ACTION_COMPLETE_TASK] = { "complete-task", N_("Complete a Task"), complete_keys, FALSE },
  [CRM_ACTION_SALESFORCE_CONTACT] = { "salesforce-contact", N_("Create a Contact in Salesforce"), salesforce_keys, FALSE },
  [CRM_ACTION_SALESFORCE_LEAD] = { "salesforce-lead", N_("Create a Lead in Salesforce"), salesforce_keys, FALSE },
};

static const CrmKeySpec step_keys[] = { NEEDS ("id"), NEEDS ("action"), TEXT ("note"), END };

static const CrmKeySpec list_keys[] = { TEXT ("list"), END };
static const CrmKeySpec any_tag_keys[] = { TEXT ("tag"), END };
static const CrmKeySpec change_keys[] = { NEEDS ("field"), TEXT ("from"), TEXT ("to"), END };
static const CrmKeySpec account_change_keys[] = { TEXT ("field"), TEXT ("from"), TEXT ("to"), END };
static const CrmKeySpec crossing_keys[] = {
  WORDS ("of", "contact|deal", FALSE), AMOUNT ("value", TRUE), WORDS ("direction", "up|down|both", FALSE), END
};
static const CrmKeySpec message_keys[] = { TEXT ("message"), END };
static const CrmKeySpec click_keys[] = { TEXT ("message"), TEXT ("link"), END };
static const CrmKeySpec pipeline_keys[] = { TEXT ("pipeline"), TEXT ("stage"), END };
static const CrmKeySpec stage_keys[] = { TEXT ("pipeline"), TEXT ("from"), TEXT ("to"), END };
static const CrmKeySpec from_to_keys[] = { TEXT ("from"), TEXT ("to"), END };
static const CrmKeySpec value_keys[] = { WORDS ("direction", "up|down|both", FALSE), END };
static const CrmKeySpec task_type_keys[] = { TEXT ("task_type"), END };
static const CrmKeySpec completed_keys[] = { TEXT ("task_type"), TEXT ("outcome"), END };
static const CrmKeySpec conversion_keys[] = { TEXT ("conversion"), END };
static const CrmKeySpec date_keys[] = {
  NEEDS ("field"), WORDS ("when", "before|on|after", FALSE), DURATION ("offset"), YES_NO ("yearly"), TEXT ("time"), END
};
static const CrmKeySpec segment_keys[] = { NEEDS ("segment"), END };
static const CrmKeySpec name_keys[] = { TEXT ("name"), END };
static const CrmKeySpec page_keys[] = { TEXT ("page"), END };
static const CrmKeySpec goal_trigger_keys[] = { TEXT ("goal"), WORDS ("outcome", "achieved|skipped", FALSE), END };
static const CrmKeySpec automation_keys[] = { TEXT ("automation"), END };

static const CrmTriggerSpec triggers[CRM_N_TRIGGERS] = {
  [CRM_TRIGGER_CONTACT_ADDED] = { "contact-added", N_("Contact Added"), no_keys, "contact", NULL },
  [CRM_TRIGGER_LIST_SUBSCRIBED] = { "list-subscribed", N_("Subscribes to a List"), list_keys, "subscription", NULL },
  [CRM_TRIGGER_LIST_UNSUBSCRIBED] = { "list-unsubscribed", N_("Unsubscribes from a List"), list_keys, "subscription", NULL },
  [CRM_TRIGGER_TAG_ADDED] = { "tag-added", N_("Tag Added"), any_tag_keys, "contact", NULL },
  [CRM_TRIGGER_TAG_REMOVED] = { "tag-removed", N_("Tag Removed"), any_tag_keys, "contact", NULL },
  [CRM_TRIGGER_FIELD_CHANGED] = { "field-changed", N_("Contact Field Changes"), change_keys, "contact", NULL },
  [CRM_TRIGGER_SCORE_CROSSED] = { "score-crossed", N_("Score Crosses a Value"), crossing_keys, NULL, NULL },
  [CRM_TRIGGER_MESSAGE_SENT] = { "message-sent", N_("Message Sent"), message_keys, "event", "message-sent" },
  [CRM_TRIGGER_MESSAGE_OPENED] = { "message-opened", N_("Message Opened"), message_keys, "event", "message-opened" },
  [CRM_TRIGGER_MESSAGE_CLICKED] = { "message-clicked", N_("Link Clicked"), click_keys, "event", "message-clicked" },
  [CRM_TRIGGER_MESSAGE_REPLIED] = { "message-replied", N_("Message Replied"), message_keys, "event", "message-replied" },
  [CRM_TRIGGER_MESSAGE_BOUNCED] = { "message-bounced", N_("Message Bounced"), message_keys, "event", "message-bounced" },
  [CRM_TRIGGER_DEAL_ADDED] = { "deal-added", N_("Deal Added"), pipeline_keys, "deal", NULL },
  [CRM_TRIGGER_DEAL_STAGE_CHANGED] = { "deal-stage-changed", N_("Deal Stage Changes"), stage_keys, "deal", NULL },
  [CRM_TRIGGER_DEAL_STATUS_CHANGED] = { "deal-status-changed", N_("Deal Status Changes"), from_to_keys, "deal", NULL },
  [CRM_TRIGGER_DEAL_OWNER_CHANGED] = { "deal-owner-changed", N_("Deal Owner Changes"), from_to_keys, "deal", NULL },
  [CRM_TRIGGER_DEAL_VALUE_CHANGED] = { "deal-value-changed", N_("Deal Value Changes"), value_keys, "deal", NULL },
  [CRM_TRIGGER_DEAL_CHANGED] = { "deal-changed", N_("Deal Field Changes"), change_keys, "deal", NULL },
  [CRM_TRIGGER_TASK_ADDED] = { "task-added", N_("Task Added"), task_type_keys, "task", NULL },
  [CRM_TRIGGER_TASK_COMPLETED] = { "task-completed", N_("Task Completed"), completed_keys, "task", NULL },
  [CRM_TRIGGER_ACCOUNT_CHANGED] = { "account-changed", N_("Account Changes"), account_change_keys, "account", NULL },
  [CRM_TRIGGER_CONVERSION] = { "conversion", N_("Conversion Happens"), conversion_keys, "converted", NULL },
  [CRM_TRIGGER_DATE] = { "date", N_("Date Reached"), date_keys, NULL, NULL },
  [CRM_TRIGGER_SEGMENT_JOINED] = { "segment-joined", N_("Joins a Segment"), segment_keys, NULL, NULL },
  [CRM_TRIGGER_PAYMENT_RECEIVED] = { "payment-received", N_("Payment Received"), name_keys, "event", "payment-received" },
  [CRM_TRIGGER_COURSE_STARTED] = { "course-started", N_("Course Started"), name_keys, "event", "course-started" },
  [CRM_TRIGGER_COURSE_FINISHED] = { "course-finished", N_("Course Finished"), name_keys, "event", "course-finished" },
  [CRM_TRIGGER_CALL_MISSED] = { "call-missed", N_("Call Missed"), no_keys, "event", "call-missed" },
  [CRM_TRIGGER_PAGE_VISITED] = { "page-visited", N_("Page Visited"), page_keys, "event", "page-visited" },
  [CRM_TRIGGER_EVENT_RECORDED] = { "event-recorded", N_("Event Recorded"), name_keys, "event", "event-recorded" },
  [CRM_TRIGGER_WEBHOOK_RECEIVED] = { "webhook-received", N_("Webhook Received"), name_keys, "event", "webhook-received" },
  [CRM_TRIGGER_GOAL_ACHIEVED] = { "goal-achieved", N_("Goal Achieved"), goal_trigger_keys, "achievement", NULL },
  [CRM_TRIGGER_AUTOMATION_FINISHED] = { "automation-finished", N_("Another Automation Finished"), automation_keys, NULL, NULL },
  [CRM_TRIGGER_AUTOMATION] = { "automation", N_("Another Automation"), automation_keys, NULL, NULL },
  [CRM_TRIGGER_BY_HAND] = { "by-hand", N_("By Hand"), no_keys, NULL, NULL },
};

static const CrmKeySpec trigger_keys[] = {
  NEEDS ("id"), NEEDS ("type"), WORDS ("runs", "once|every-time", FALSE), WORDS ("contacts", "all|primary", FALSE),
  CONDITION ("if", FALSE), TEXT ("note"), END
};

/**
 * crm_action_get_spec:
 *
 * Returns: (transfer none): what an action is called and which keys it has
 */
const CrmActionSpec *
crm_action_get_spec (CrmAction action)
{
  g_return_val_if_fail (action < CRM_N_ACTIONS, NULL);

  return &actions[action];
}

/**
 * crm_trigger_get_spec:
 *
 * Returns: (transfer none): what a trigger is called and which keys it has
 */
const CrmTriggerSpec *
crm_trigger_get_spec (CrmTriggerType type)
{
  g_return_val_if_fail (type < CRM_N_TRIGGERS, NULL);

  return &triggers[type];
}

/**
 * crm_flow_get_common_keys:
 * @of_trigger: of triggers rather than steps
 *
 * Returns: (transfer none): the keys that all of them have; they are written first
 */
const CrmKeySpec *
crm_flow_get_common_keys (gboolean of_trigger)
{
  return of_trigger ? trigger_keys : step_keys;
}
