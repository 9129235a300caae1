/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The lines of the catalogue: which kinds of records there are and which fields they have. To
 * add a field, add a line; nothing else.
 *
 * Numbers and names are in every file. They are never changed and never used again.
 */

#include "config.h"

#include "crm-catalogue-private.h"

#include <glib/gi18n-lib.h>

#include "crm-lists.h"
#include "crm-rules.h"

#define REQUIRED   CRM_FIELD_REQUIRED
#define READ_ONLY  CRM_FIELD_READ_ONLY
#define INTERNAL   CRM_FIELD_INTERNAL
#define SEARCHED   CRM_FIELD_SEARCHED
#define FORM       CRM_FIELD_FORM
#define COLUMN     CRM_FIELD_COLUMN
#define UNSORTED   CRM_FIELD_UNSORTED
#define DERIVED    CRM_FIELD_DERIVED
#define NO_EXPORT  CRM_FIELD_NO_EXPORT
#define COUNTER    CRM_FIELD_COUNTER
#define PART       CRM_FIELD_PART
#define KEEPS      CRM_FIELD_KEEPS

#define GENERAL  N_("General Details")
#define CONTACT  N_("Contact Details")
#define ADDRESS  N_("Address")
#define PROGRESS N_("Progress")
#define ORIGIN   N_("Origin")

/* The two forms of a sentence with a number, for xgettext. */
#define PLURAL(one, many) one, many

static const CrmKeyword sources[] = {
  { "manual", N_("Added by Hand") },
  { "import", N_("Import") },
  { "chatbot", N_("Chatbot") },
  { "form", N_("Subscription Form") },
  { "landing-page", N_("Landing Page") },
  { "email-automation", N_("E-Mail Automation") },
  { "payments", N_("Payments") },
  { "api", N_("API") },
  { "integration", N_("Integration") },
  { "education", N_("Courses") },
  { "pop-up", N_("Pop-Up") },
  { "email-service", N_("E-Mail Service") },
  { NULL, NULL },
};

static const CrmKeyword roles[] = {
  { "administrator", N_("Administrator") },
  { "member", N_("Member") },
  { NULL, NULL },
};

static const CrmKeyword colours[] = {
  { "blue", N_("Blue") },
  { "green", N_("Green") },
  { "yellow", N_("Yellow") },
  { "orange", N_("Orange") },
  { "red", N_("Red") },
  { "purple", N_("Purple") },
  { "brown", N_("Brown") },
  { "grey", N_("Grey") },
  { NULL, NULL },
};

static const CrmKeyword assignments[] = {
  { "author", N_("Whoever Adds Them") },
  { "round-robin", N_("Team Members in Turn") },
  { NULL, NULL },
};

static const CrmKeyword deal_statuses[] = {
  { "open", N_("Open") },
  { "won", N_("Won") },
  { "lost", N_("Lost") },
  { NULL, NULL },
};

static const CrmKeyword task_statuses[] = {
  { "open", N_("Open") },
  { "done", N_("Done") },
  { NULL, NULL },
};

static const CrmKeyword task_icons[] = {
  { "to-do", N_("Check Mark") },
  { "call", N_("Telephone") },
  { "email", N_("Envelope") },
  { "meeting", N_("People") },
  { "message", N_("Speech Bubble") },
  { "visit", N_("Place") },
  { "document", N_("Document") },
  { NULL, NULL },
};

static const CrmKeyword sentiments[] = {
  { "good", N_("Good") },
  { "neutral", N_("Neutral") },
  { "bad", N_("Bad") },
  { NULL, NULL },
};

static const CrmKeyword priorities[] = {
  { "low", N_("Low") },
  { "normal", N_("Normal") },
  { "high", N_("High") },
  { NULL, NULL },
};

static const CrmKeyword repetitions[] = {
  { "daily", N_("Every Day") },
  { "weekdays", N_("Every Working Day") },
  { "weekly", N_("Every Week") },
  { "fortnightly", N_("Every Two Weeks") },
  { "monthly", N_("Every Month") },
  { "quarterly", N_("Every Three Months") },
  { "yearly", N_("Every Year") },
  { NULL, NULL },
};

/* The events that count as contact (features.md, A9). */
static const CrmKeyword contact_events[] = {
  { "email", N_("E-Mail to the Contact") },
  { "campaign", N_("Campaign or Automation E-Mail") },
  { "task", N_("Task of the Contact Completed") },
  { "deal-task", N_("Task of a Deal Completed") },
  { NULL, NULL },
};

static const CrmKeyword activity_kinds[] = {
  { "email-sent", N_("E-Mail Sent") },
  { "email-opened", N_("E-Mail Opened") },
  { "link-clicked", N_("Link Clicked") },
  { "email-replied", N_("E-Mail Replied") },
  { "owner-changed", N_("Owner Changed") },
  { "task-completed", N_("Task Completed") },
  { NULL, NULL },
};

static const CrmKeyword subscription_statuses[] = {
  { CRM_SUBSCRIBED, N_("Subscribed") },
  { CRM_UNSUBSCRIBED, N_("Unsubscribed") },
  { NULL, NULL },
};

/* How somebody came to a list or left it. */
static const CrmKeyword subscription_sources[] = {
  { "manual", N_("By Hand") },
  { "import", N_("Import") },
  { "automation", N_("Automation") },
  { "command", N_("Command Line") },
  { "form", N_("Subscription Form") },
  { "landing-page", N_("Landing Page") },
  { "chatbot", N_("Chatbot") },
  { "api", N_("API") },
  { "integration", N_("Integration") },
  { "merge", N_("Merged with Another Contact") },
  { "link", N_("Unsubscribe Link") },
  { "reply", N_("Reply to an E-Mail") },
  { "complaint", N_("Complaint") },
  { "sample", N_("Sample Data") },
  { NULL, NULL },
};

static const CrmKeyword suppression_reasons[] = {
  { "manual", N_("By Hand") },
  { "unsubscribed", N_("Unsubscribed from Everything") },
  { "bounced", N_("The Address Does Not Exist") },
  { "complaint", N_("Complaint about Spam") },
  { "import", N_("Imported Suppression List") },
  { NULL, NULL },
};

static const CrmKeyword run_statuses[] = {
  { "running", N_("Inside") },
  { "finished", N_("Finished") },
  { "ended", N_("Ended") },
  { NULL, NULL },
};

/* What the world does, as far as the program hears of it. */
static const CrmKeyword event_kinds[] = {
  { "message-sent", N_("Message Sent") },
  { "message-opened", N_("Message Opened") },
  { "message-clicked", N_("Link Clicked") },
  { "message-replied", N_("Message Replied") },
  { "message-bounced", N_("Message Bounced") },
  { "page-visited", N_("Page Visited") },
  { "event-recorded", N_("Event Recorded") },
  { "payment-received", N_("Payment Received") },
  { "course-started", N_("Course Started") },
  { "course-finished", N_("Course Finished") },
  { "call-missed", N_("Call Missed") },
  { "webhook-received", N_("Webhook Received") },
  { NULL, NULL },
};

static const CrmKeyword channels[] = {
  { "email", N_("E-Mail") },
  { "sms", N_("SMS") },
  { NULL, NULL },
};

static const CrmKeyword scored[] = {
  { "contact", N_("Contacts") },
  { "deal", N_("Deals") },
  { NULL, NULL },
};

static const CrmFieldLine business_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Business Name"), GENERAL, REQUIRED | FORM },
  { 2, "country", CRM_FIELD_COUNTRY, N_("Country"), GENERAL, FORM },
  { 3, "currency", CRM_FIELD_TEXT, N_("Currency"), GENERAL, FORM | UNSORTED },
  { 4, "default_owner", CRM_FIELD_LINK, N_("Responsible for New Contacts"), GENERAL, FORM, "user" },
  { 0 },
};

static const CrmFieldLine user_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Name"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "email", CRM_FIELD_EMAIL, N_("E-Mail"), GENERAL, FORM | COLUMN | SEARCHED },
  { 3, "role", CRM_FIELD_KEYWORD, N_("Role"), GENERAL, FORM | COLUMN, NULL, roles, .default_value = "member" },
  { 4, "may_reassign", CRM_FIELD_YES_NO, N_("Reassign Accounts"), GENERAL, FORM },
  { 0 },
};

static const CrmFieldLine account_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Account Name"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "owner", CRM_FIELD_LINK, N_("Account Owner"), GENERAL, FORM | COLUMN, "user" },
  { 3, "website", CRM_FIELD_URL, N_("Website"), GENERAL, FORM | COLUMN | SEARCHED },
  { 4, "phone", CRM_FIELD_PHONE, N_("Phone"), GENERAL, FORM | COLUMN | SEARCHED },
  { 5, "phone_number", CRM_FIELD_TEXT, N_("Phone (Normalised)"), GENERAL, INTERNAL | DERIVED },
  { 6, "industry", CRM_FIELD_TEXT, N_("Industry"), GENERAL, FORM | COLUMN | SEARCHED },
  { 7, "employees", CRM_FIELD_WHOLE, N_("Number of Employees"), GENERAL, FORM },
  { 8, "annual_revenue", CRM_FIELD_MONEY, N_("Annual Revenue"), GENERAL, FORM },
  { 9, "description", CRM_FIELD_LONG_TEXT, N_("Description"), GENERAL, FORM | SEARCHED },
  { 10, "street", CRM_FIELD_TEXT, N_("Street"), ADDRESS, FORM | SEARCHED },
  { 11, "street2", CRM_FIELD_TEXT, N_("Street, 2nd Line"), ADDRESS, FORM | UNSORTED },
  { 12, "city", CRM_FIELD_TEXT, N_("City"), ADDRESS, FORM | COLUMN | SEARCHED },
  { 13, "region", CRM_FIELD_TEXT, N_("Region"), ADDRESS, FORM | SEARCHED },
  { 14, "postcode", CRM_FIELD_TEXT, N_("Postcode"), ADDRESS, FORM | SEARCHED },
  { 15, "country", CRM_FIELD_COUNTRY, N_("Country"), ADDRESS, FORM | COLUMN },
  { 16, "contacts", CRM_FIELD_COUNT, N_("Contacts"), ORIGIN, READ_ONLY | COLUMN, .counts = "contact", .counts_via = "account" },
  { 17, "deals", CRM_FIELD_COUNT, N_("Deals"), ORIGIN, READ_ONLY | COLUMN, .counts = "deal", .counts_via = "account" },
  { 0 },
};

static const CrmFieldLine contact_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Name"), GENERAL, READ_ONLY | DERIVED | COLUMN | NO_EXPORT },
  { 2, "first_name", CRM_FIELD_TEXT, N_("First Name"), GENERAL, FORM | SEARCHED },
  { 3, "last_name", CRM_FIELD_TEXT, N_("Last Name"), GENERAL, FORM | SEARCHED },
  { 4, "job_title", CRM_FIELD_TEXT, N_("Job Title"), GENERAL, FORM | COLUMN | SEARCHED },
  { 5, "account", CRM_FIELD_LINK, N_("Account"), GENERAL, FORM | COLUMN, "account" },
  { 6, "owner", CRM_FIELD_LINK, N_("Responsible"), GENERAL, FORM | COLUMN, "user" },
  { 7, "birthday", CRM_FIELD_DATE, N_("Birthday"), GENERAL, CRM_FIELD_FLAGS_NONE },
  { 8, "tags", CRM_FIELD_TAGS, N_("Tags"), GENERAL, FORM | COLUMN, "tag" },
  { 10, "email", CRM_FIELD_EMAIL, N_("E-Mail"), CONTACT, FORM | COLUMN | SEARCHED },
  { 11, "emails", CRM_FIELD_EMAILS, N_("Further E-Mails"), CONTACT, SEARCHED },
  { 12, "phone", CRM_FIELD_PHONE, N_("Phone"), CONTACT, FORM | COLUMN | SEARCHED },
  { 13, "phone_number", CRM_FIELD_TEXT, N_("Phone (Normalised)"), CONTACT, INTERNAL | DERIVED },
  { 14, "phones", CRM_FIELD_PHONES, N_("Further Phones"), CONTACT, SEARCHED },
  { 15, "messengers", CRM_FIELD_MESSENGERS, N_("Messengers"), CONTACT, SEARCHED },
  { 16, "website", CRM_FIELD_URL, N_("Website"), CONTACT, UNSORTED | SEARCHED },
  { 20, "street", CRM_FIELD_TEXT, N_("Street"), ADDRESS, FORM | SEARCHED },
  { 21, "street2", CRM_FIELD_TEXT, N_("Street, 2nd Line"), ADDRESS, UNSORTED },
  { 22, "city", CRM_FIELD_TEXT, N_("City"), ADDRESS, FORM | COLUMN | SEARCHED },
  { 23, "region", CRM_FIELD_TEXT, N_("Region"), ADDRESS, FORM | SEARCHED },
  { 24, "postcode", CRM_FIELD_TEXT, N_("Postcode"), ADDRESS, FORM | SEARCHED },
  { 25, "country", CRM_FIELD_COUNTRY, N_("Country"), ADDRESS, FORM },
  { 26, "description", CRM_FIELD_LONG_TEXT, N_("Description"), GENERAL, SEARCHED },
  { 30, "source", CRM_FIELD_KEYWORD, N_("Source"), ORIGIN, READ_ONLY, NULL, sources },
  { 31, "utm_source", CRM_FIELD_TEXT, N_("UTM Source"), ORIGIN, UNSORTED },
  { 32, "utm_medium", CRM_FIELD_TEXT, N_("UTM Medium"), ORIGIN, UNSORTED },
  { 33, "utm_campaign", CRM_FIELD_TEXT, N_("UTM Campaign"), ORIGIN, UNSORTED },
  { 34, "utm_term", CRM_FIELD_TEXT, N_("UTM Term"), ORIGIN, UNSORTED },
  { 35, "utm_content", CRM_FIELD_TEXT, N_("UTM Content"), ORIGIN, UNSORTED },
  { 40, "deals", CRM_FIELD_COUNT, N_("Deals"), PROGRESS, READ_ONLY | COLUMN, .counts = "deal", .counts_via = "contact" },
  { 41, "last_contacted", CRM_FIELD_DATE_TIME, N_("Last Contacted"), PROGRESS, READ_ONLY | COLUMN },
  { 42, "last_contacted_by", CRM_FIELD_KEYWORD, N_("Last Contacted By"), PROGRESS, READ_ONLY | UNSORTED, NULL, contact_events },
  { 43, "score", CRM_FIELD_WHOLE, N_("Score"), PROGRESS, READ_ONLY | COUNTER },
  { 44, "open_tasks", CRM_FIELD_COUNT, N_("Open Tasks"), PROGRESS, READ_ONLY, .counts = "task", .counts_via = "contacts", .counts_if = "open" },
  { 50, "time_zone", CRM_FIELD_TEXT, N_("Time Zone"), CONTACT, UNSORTED },
  { 60, "lists", CRM_FIELD_LINKS, N_("Lists"), CONTACT, READ_ONLY, "list" },
  { 0 },
};

static const CrmFieldLine note_fields[] = {
  { 1, "body", CRM_FIELD_LONG_TEXT, N_("Note"), GENERAL, REQUIRED | FORM | SEARCHED },
  { 2, "account", CRM_FIELD_LINK, N_("Account"), GENERAL, CRM_FIELD_FLAGS_NONE, "account" },
  { 3, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, CRM_FIELD_FLAGS_NONE, "contact" },
  { 4, "title", CRM_FIELD_TEXT, N_("Beginning"), GENERAL, INTERNAL | DERIVED },
  { 5, "deal", CRM_FIELD_LINK, N_("Deal"), GENERAL, CRM_FIELD_FLAGS_NONE, "deal" },
  { 0 },
};

static const CrmFieldLine tag_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Tag"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "colour", CRM_FIELD_KEYWORD, N_("Colour"), GENERAL, FORM, NULL, colours },
  { 3, "contacts", CRM_FIELD_COUNT, N_("Contacts"), GENERAL, READ_ONLY | COLUMN, .counts = "contact", .counts_via = "tags" },
  { 0 },
};

/* The definition of a custom field. */
static const CrmFieldLine field_fields[] = {
  { 1, "label", CRM_FIELD_TEXT, N_("Name"), GENERAL, REQUIRED | FORM },
  { 2, "record_type", CRM_FIELD_TEXT, N_("Of"), GENERAL, REQUIRED | UNSORTED },
  { 3, "key", CRM_FIELD_TEXT, N_("Key"), GENERAL, READ_ONLY | UNSORTED },
  { 4, "type", CRM_FIELD_TEXT, N_("Type"), GENERAL, REQUIRED | UNSORTED },
  { 5, "section", CRM_FIELD_TEXT, N_("Group"), GENERAL, FORM | UNSORTED },
  { 6, "required", CRM_FIELD_YES_NO, N_("Required"), GENERAL, FORM | UNSORTED },
  { 7, "default_value", CRM_FIELD_TEXT, N_("Default Value"), GENERAL, FORM | UNSORTED },
  { 8, "help", CRM_FIELD_TEXT, N_("Help Text"), GENERAL, FORM | UNSORTED },
  { 9, "position", CRM_FIELD_NUMBER, N_("Position"), GENERAL, INTERNAL },
  { 0 },
};

/* One option of a custom field with a list. */
static const CrmFieldLine option_fields[] = {
  { 1, "label", CRM_FIELD_TEXT, N_("Option"), GENERAL, REQUIRED | FORM },
  { 2, "field", CRM_FIELD_LINK, N_("Field"), GENERAL, REQUIRED, "field" },
  { 3, "position", CRM_FIELD_NUMBER, N_("Position"), GENERAL, INTERNAL },
  { 4, "colour", CRM_FIELD_KEYWORD, N_("Colour"), GENERAL, FORM | UNSORTED, NULL, colours },
  { 0 },
};

/* A condition that has a name: a segment, or a filter of a list that somebody saved. */
static const CrmFieldLine segment_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Segment"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "record_type", CRM_FIELD_TEXT, N_("Of"), GENERAL, REQUIRED | UNSORTED },
  { 3, "condition", CRM_FIELD_LONG_TEXT, N_("Condition"), GENERAL, REQUIRED },
  { 4, "pinned", CRM_FIELD_YES_NO, N_("Pinned"), GENERAL, FORM | COLUMN },
  { 5, "is_filter", CRM_FIELD_YES_NO, N_("Saved Filter"), GENERAL, COLUMN },
  { 0 },
};

/* What contacts can subscribe to. */
static const CrmFieldLine list_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("List"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "description", CRM_FIELD_LONG_TEXT, N_("Description"), GENERAL, FORM | COLUMN },
  { 3, "contacts", CRM_FIELD_COUNT, N_("Subscribed Contacts"), GENERAL, READ_ONLY | COLUMN, .counts = "contact", .counts_via = "lists" },
  { 0 },
};

/* That a contact is on a list, or was: one for each pair. crm-lists.c changes it. */
static const CrmFieldLine subscription_fields[] = {
  { 1, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, REQUIRED | PART | COLUMN, "contact" },
  { 2, "list", CRM_FIELD_LINK, N_("List"), GENERAL, REQUIRED | PART | COLUMN, "list" },
  { 3, "status", CRM_FIELD_KEYWORD, N_("Status"), GENERAL, REQUIRED | COLUMN, NULL, subscription_statuses, .default_value = CRM_SUBSCRIBED },
  { 4, "since", CRM_FIELD_DATE_TIME, N_("Since"), GENERAL, READ_ONLY | COLUMN },
  { 5, "source", CRM_FIELD_KEYWORD, N_("How"), GENERAL, READ_ONLY | COLUMN, NULL, subscription_sources },
  { 6, "subscribed", CRM_FIELD_DATE_TIME, N_("Last Subscribed"), GENERAL, READ_ONLY },
  { 7, "unsubscribed", CRM_FIELD_DATE_TIME, N_("Last Unsubscribed"), GENERAL, READ_ONLY },
  { 8, "resubscribed", CRM_FIELD_DATE_TIME, N_("Subscribed Again on Purpose"), GENERAL, READ_ONLY },
  { 9, "reason", CRM_FIELD_TEXT, N_("Reason"), GENERAL, CRM_FIELD_FLAGS_NONE },
  { 10, "title", CRM_FIELD_TEXT, N_("Name of the List"), GENERAL, INTERNAL | DERIVED },
  { 11, "address", CRM_FIELD_EMAIL, N_("Address That Unsubscribed"), GENERAL, INTERNAL },
  { 0 },
};

/* An address that nothing is sent to, whoever has it. */
static const CrmFieldLine suppression_fields[] = {
  { 1, "address", CRM_FIELD_EMAIL, N_("E-Mail"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "reason", CRM_FIELD_KEYWORD, N_("Reason"), GENERAL, FORM | COLUMN, NULL, suppression_reasons, .default_value = "manual" },
  { 3, "since", CRM_FIELD_DATE_TIME, N_("Since"), GENERAL, READ_ONLY | COLUMN },
  { 4, "details", CRM_FIELD_TEXT, N_("Details"), GENERAL, FORM | COLUMN },
  { 0 },
};

/* That two records look alike and are not the same: duplicates are never suggested again. */
static const CrmFieldLine distinction_fields[] = {
  { 1, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, PART | INTERNAL, "contact" },
  { 2, "other_contact", CRM_FIELD_LINK, N_("Other Contact"), GENERAL, PART | INTERNAL, "contact" },
  { 3, "account", CRM_FIELD_LINK, N_("Account"), GENERAL, PART | INTERNAL, "account" },
  { 4, "other_account", CRM_FIELD_LINK, N_("Other Account"), GENERAL, PART | INTERNAL, "account" },
  { 5, "title", CRM_FIELD_TEXT, N_("Which"), GENERAL, INTERNAL | DERIVED },
  { 0 },
};

/* That a record has been merged into another one, which stands for it from then on. The merged one
 * is kept, so that it can come back (crm-merge.c). */
static const CrmFieldLine merge_fields[] = {
  { 1, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, PART | INTERNAL, "contact" },
  { 2, "merged_contact", CRM_FIELD_LINK, N_("Merged Contact"), GENERAL, KEEPS | INTERNAL, "contact" },
  { 3, "account", CRM_FIELD_LINK, N_("Account"), GENERAL, PART | INTERNAL, "account" },
  { 4, "merged_account", CRM_FIELD_LINK, N_("Merged Account"), GENERAL, KEEPS | INTERNAL, "account" },
  { 5, "title", CRM_FIELD_TEXT, N_("Which"), GENERAL, INTERNAL | DERIVED },
  { 0 },
};

/* What contacts go through, as `automation.md` has it: crm-flow-parse.c reads the definition. */
static const CrmFieldLine automation_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Automation"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "description", CRM_FIELD_LONG_TEXT, N_("Description"), GENERAL, FORM | COLUMN | SEARCHED },
  { 3, "is_on", CRM_FIELD_YES_NO, N_("On"), GENERAL, COLUMN },
  { 4, "definition", CRM_FIELD_LONG_TEXT, N_("Steps"), GENERAL, INTERNAL },
  { 5, "version", CRM_FIELD_WHOLE, N_("Version"), GENERAL, READ_ONLY | UNSORTED },
  { 6, "runner", CRM_FIELD_TEXT, N_("Runs On"), GENERAL, INTERNAL | UNSORTED },
  { 0 },
};

/* An automation as it once was. */
static const CrmFieldLine automation_version_fields[] = {
  { 1, "automation", CRM_FIELD_LINK, N_("Automation"), GENERAL, REQUIRED | PART, "automation" },
  { 2, "number", CRM_FIELD_WHOLE, N_("Version"), GENERAL, REQUIRED | UNSORTED },
  { 3, "definition", CRM_FIELD_LONG_TEXT, N_("Steps"), GENERAL, INTERNAL },
  { 4, "title", CRM_FIELD_TEXT, N_("Name"), GENERAL, READ_ONLY },
  { 0 },
};

/* One contact's way through one automation. Where it stands is in the tables of the engine; what came
 * of it is derived, since nothing but the engine knows. */
static const CrmFieldLine run_fields[] = {
  { 1, "automation", CRM_FIELD_LINK, N_("Automation"), GENERAL, REQUIRED | PART | COLUMN, "automation" },
  { 2, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, REQUIRED | PART | COLUMN, "contact" },
  { 3, "trigger_id", CRM_FIELD_TEXT, N_("Let In By"), GENERAL, READ_ONLY | UNSORTED },
  { 4, "deal", CRM_FIELD_LINK, N_("Deal"), GENERAL, READ_ONLY | UNSORTED, "deal" },
  { 5, "task", CRM_FIELD_LINK, N_("Task"), GENERAL, READ_ONLY | UNSORTED, "task" },
  { 6, "account", CRM_FIELD_LINK, N_("Account"), GENERAL, READ_ONLY | UNSORTED, "account" },
  { 7, "status", CRM_FIELD_KEYWORD, N_("Status"), PROGRESS, READ_ONLY | DERIVED | UNSORTED | COLUMN, NULL, run_statuses },
  { 8, "left_at", CRM_FIELD_DATE_TIME, N_("Left"), PROGRESS, READ_ONLY | DERIVED | UNSORTED | COLUMN },
  { 9, "reason", CRM_FIELD_TEXT, N_("Why"), PROGRESS, READ_ONLY | DERIVED | UNSORTED },
  { 10, "title", CRM_FIELD_TEXT, N_("Name"), GENERAL, INTERNAL | DERIVED },
  { 11, "failed_at", CRM_FIELD_DATE_TIME, N_("Last Failure"), PROGRESS, READ_ONLY | DERIVED },
  { 12, "failure", CRM_FIELD_TEXT, N_("What Failed"), PROGRESS, READ_ONLY | DERIVED | UNSORTED },
  { 13, "settled_at", CRM_FIELD_DATE_TIME, N_("Dealt With"), PROGRESS, READ_ONLY | UNSORTED },
  { 0 },
};

static const CrmFieldLine conversion_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Conversion"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 0 },
};

/* That a contact has converted. */
static const CrmFieldLine converted_fields[] = {
  { 1, "conversion", CRM_FIELD_LINK, N_("Conversion"), GENERAL, REQUIRED | PART | COLUMN, "conversion" },
  { 2, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, REQUIRED | PART | COLUMN, "contact" },
  { 3, "time", CRM_FIELD_DATE_TIME, N_("When"), GENERAL, READ_ONLY | COLUMN },
  { 4, "value", CRM_FIELD_MONEY, N_("Value"), GENERAL, UNSORTED | COLUMN },
  { 5, "title", CRM_FIELD_TEXT, N_("Name"), GENERAL, READ_ONLY },
  { 0 },
};

/* That a contact has reached a goal of an automation, or has gone past it. */
static const CrmFieldLine achievement_fields[] = {
  { 1, "goal", CRM_FIELD_TEXT, N_("Goal"), GENERAL, REQUIRED | COLUMN },
  { 2, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, REQUIRED | PART | COLUMN, "contact" },
  { 3, "automation", CRM_FIELD_LINK, N_("Automation"), GENERAL, PART | COLUMN, "automation" },
  { 4, "time", CRM_FIELD_DATE_TIME, N_("When"), GENERAL, READ_ONLY | COLUMN },
  { 5, "achieved", CRM_FIELD_YES_NO, N_("Achieved"), GENERAL, UNSORTED | COLUMN },
  { 0 },
};

/* Something that a contact did, or that happened to a message. */
static const CrmFieldLine event_fields[] = {
  { 1, "kind", CRM_FIELD_KEYWORD, N_("Kind"), GENERAL, REQUIRED | COLUMN, NULL, event_kinds },
  { 2, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, REQUIRED | PART | COLUMN, "contact" },
  { 3, "time", CRM_FIELD_DATE_TIME, N_("When"), GENERAL, READ_ONLY | COLUMN },
  { 4, "name", CRM_FIELD_TEXT, N_("What"), GENERAL, COLUMN },
  { 5, "link", CRM_FIELD_TEXT, N_("Link"), GENERAL, UNSORTED },
  { 6, "value", CRM_FIELD_MONEY, N_("Value"), GENERAL, UNSORTED },
  { 7, "message", CRM_FIELD_TEXT, N_("Message"), GENERAL, INTERNAL | UNSORTED },
  { 8, "details", CRM_FIELD_LONG_TEXT, N_("Details"), GENERAL, UNSORTED },
  { 0 },
};

static const CrmFieldLine template_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Template"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "channel", CRM_FIELD_KEYWORD, N_("Channel"), GENERAL, FORM | COLUMN, NULL, channels, .default_value = "email" },
  { 3, "subject", CRM_FIELD_TEXT, N_("Subject"), GENERAL, FORM | COLUMN | UNSORTED },
  { 4, "body", CRM_FIELD_LONG_TEXT, N_("Text"), GENERAL, FORM | UNSORTED },
  { 0 },
};

/* A custom audience of Facebook. */
static const CrmFieldLine audience_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Audience"), GENERAL, REQUIRED | FORM | COLUMN },
  { 2, "number", CRM_FIELD_TEXT, N_("Number at Facebook"), GENERAL, READ_ONLY | UNSORTED },
  { 0 },
};

/* Points for whoever a condition holds for, once. */
static const CrmFieldLine score_rule_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Rule"), GENERAL, REQUIRED | FORM | COLUMN },
  { 2, "record_type", CRM_FIELD_KEYWORD, N_("Of"), GENERAL, REQUIRED | FORM | COLUMN, NULL, scored, .default_value = "contact" },
  { 3, "condition", CRM_FIELD_LONG_TEXT, N_("Condition"), GENERAL, REQUIRED },
  { 4, "points", CRM_FIELD_WHOLE, N_("Points"), GENERAL, REQUIRED | FORM | COLUMN | UNSORTED },
  { 5, "expires", CRM_FIELD_TEXT, N_("Expires After"), GENERAL, FORM | UNSORTED },
  { 6, "is_on", CRM_FIELD_YES_NO, N_("On"), GENERAL, FORM | COLUMN | UNSORTED, .default_value = "true" },
  { 0 },
};

/* A way that deals go, from stage to stage. */
static const CrmFieldLine pipeline_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Pipeline"), GENERAL, REQUIRED | FORM },
  { 2, "position", CRM_FIELD_NUMBER, N_("Position"), GENERAL, INTERNAL },
  { 3, "assignment", CRM_FIELD_KEYWORD, N_("New Deals Go To"), GENERAL, FORM | UNSORTED, NULL, assignments, .default_value = "author" },
  { 4, "members", CRM_FIELD_LINKS, N_("Team Members"), GENERAL, FORM, "user" },
  { 5, "last_owner", CRM_FIELD_LINK, N_("Last Assigned"), GENERAL, INTERNAL | UNSORTED, "user" },
  { 0 },
};

static const CrmFieldLine stage_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Stage"), GENERAL, REQUIRED | FORM },
  { 2, "pipeline", CRM_FIELD_LINK, N_("Pipeline"), GENERAL, REQUIRED, "pipeline" },
  { 3, "position", CRM_FIELD_NUMBER, N_("Position"), GENERAL, INTERNAL },
  { 4, "colour", CRM_FIELD_KEYWORD, N_("Colour"), GENERAL, FORM | UNSORTED, NULL, colours },
  { 5, "probability", CRM_FIELD_WHOLE, N_("Win Probability in %"), GENERAL, FORM | UNSORTED },
  { 6, "max_days", CRM_FIELD_WHOLE, N_("Most Days in This Stage"), GENERAL, FORM | UNSORTED },
  { 7, "required_fields", CRM_FIELD_TEXT, N_("Required to Enter"), GENERAL, UNSORTED },
  { 8, "deals", CRM_FIELD_COUNT, N_("Deals"), GENERAL, READ_ONLY, .counts = "deal", .counts_via = "stage" },
  { 0 },
};

static const CrmFieldLine deal_type_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Deal Type"), GENERAL, REQUIRED | FORM },
  { 2, "position", CRM_FIELD_NUMBER, N_("Position"), GENERAL, INTERNAL },
  { 0 },
};

static const CrmFieldLine lost_reason_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Reason"), GENERAL, REQUIRED | FORM },
  { 2, "position", CRM_FIELD_NUMBER, N_("Position"), GENERAL, INTERNAL },
  { 0 },
};

static const CrmFieldLine deal_fields[] = {
  { 1, "title", CRM_FIELD_TEXT, N_("Title"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "value", CRM_FIELD_MONEY, N_("Value"), GENERAL, FORM | COLUMN },
  { 3, "pipeline", CRM_FIELD_LINK, N_("Pipeline"), GENERAL, CRM_FIELD_FLAGS_NONE, "pipeline" },
  { 4, "stage", CRM_FIELD_LINK, N_("Stage"), GENERAL, FORM | COLUMN, "stage" },
  { 5, "status", CRM_FIELD_KEYWORD, N_("Status"), GENERAL, COLUMN, NULL, deal_statuses, .default_value = "open" },
  { 6, "lost_reason", CRM_FIELD_LINK, N_("Lost Because"), GENERAL, CRM_FIELD_FLAGS_NONE, "lost_reason" },
  { 7, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, FORM | COLUMN, "contact" },
  { 8, "account", CRM_FIELD_LINK, N_("Account"), GENERAL, FORM | COLUMN, "account" },
  { 9, "owner", CRM_FIELD_LINK, N_("Responsible"), GENERAL, FORM | COLUMN, "user" },
  { 10, "type", CRM_FIELD_LINK, N_("Type"), GENERAL, FORM, "deal_type" },
  { 11, "close_date", CRM_FIELD_DATE, N_("Expected Close"), GENERAL, FORM | COLUMN },
  { 12, "people", CRM_FIELD_LINKS, N_("Further Contacts"), GENERAL, CRM_FIELD_ROLES, "contact" },
  { 13, "description", CRM_FIELD_LONG_TEXT, N_("Description"), GENERAL, FORM | SEARCHED },
  { 14, "score", CRM_FIELD_WHOLE, N_("Score"), PROGRESS, READ_ONLY | COUNTER },
  { 15, "next_step", CRM_FIELD_DUE, N_("Next Step"), PROGRESS, READ_ONLY | DERIVED | COLUMN,
    .counts = "task", .counts_via = "deals", .counts_if = "open", .least = "due" },
  { 16, "open_tasks", CRM_FIELD_COUNT, N_("Open Tasks"), PROGRESS, READ_ONLY, .counts = "task", .counts_via = "deals", .counts_if = "open" },
  { 17, "stage_since", CRM_FIELD_DATE_TIME, N_("In This Stage Since"), PROGRESS, READ_ONLY },
  { 18, "closed", CRM_FIELD_DATE_TIME, N_("Closed"), PROGRESS, READ_ONLY },
  { 19, "rank", CRM_FIELD_NUMBER, N_("Place in the Stage"), PROGRESS, INTERNAL },
  { 0 },
};

static const CrmFieldLine task_type_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Task Type"), GENERAL, REQUIRED | FORM },
  { 2, "icon", CRM_FIELD_KEYWORD, N_("Icon"), GENERAL, FORM | UNSORTED, NULL, task_icons, .default_value = "to-do" },
  { 3, "needs_outcome", CRM_FIELD_YES_NO, N_("An Outcome Is Required"), GENERAL, FORM | UNSORTED },
  { 4, "position", CRM_FIELD_NUMBER, N_("Position"), GENERAL, INTERNAL },
  { 0 },
};

static const CrmFieldLine outcome_fields[] = {
  { 1, "name", CRM_FIELD_TEXT, N_("Outcome"), GENERAL, REQUIRED | FORM },
  { 2, "sentiment", CRM_FIELD_KEYWORD, N_("Sentiment"), GENERAL, FORM | UNSORTED, NULL, sentiments, .default_value = "neutral" },
  { 3, "task_type", CRM_FIELD_LINK, N_("Only for Tasks of Type"), GENERAL, FORM, "task_type" },
  { 4, "position", CRM_FIELD_NUMBER, N_("Position"), GENERAL, INTERNAL },
  { 0 },
};

static const CrmFieldLine task_fields[] = {
  { 1, "title", CRM_FIELD_TEXT, N_("Title"), GENERAL, REQUIRED | FORM | COLUMN | SEARCHED },
  { 2, "type", CRM_FIELD_LINK, N_("Type"), GENERAL, FORM | COLUMN, "task_type" },
  { 3, "due", CRM_FIELD_DUE, N_("Due"), GENERAL, FORM | COLUMN },
  { 4, "duration", CRM_FIELD_WHOLE, N_("Duration in Minutes"), GENERAL, UNSORTED },
  { 5, "reminders", CRM_FIELD_REMINDERS, N_("Reminders"), GENERAL, FORM },
  { 6, "assignees", CRM_FIELD_LINKS, N_("Assigned To"), GENERAL, FORM | COLUMN, "user" },
  { 7, "priority", CRM_FIELD_KEYWORD, N_("Priority"), GENERAL, FORM, NULL, priorities, .default_value = "normal" },
  { 8, "status", CRM_FIELD_KEYWORD, N_("Status"), GENERAL, COLUMN, NULL, task_statuses, .default_value = "open" },
  { 9, "repeats", CRM_FIELD_KEYWORD, N_("Repeats"), GENERAL, FORM | UNSORTED, NULL, repetitions },
  { 10, "description", CRM_FIELD_LONG_TEXT, N_("Description"), GENERAL, FORM | SEARCHED },
  { 11, "contacts", CRM_FIELD_LINKS, N_("Contacts"), GENERAL, FORM | COLUMN, "contact" },
  { 12, "deals", CRM_FIELD_LINKS, N_("Deals"), GENERAL, FORM | COLUMN, "deal" },
  { 13, "accounts", CRM_FIELD_LINKS, N_("Accounts"), GENERAL, FORM, "account" },
  { 14, "outcome", CRM_FIELD_LINK, N_("Outcome"), PROGRESS, CRM_FIELD_FLAGS_NONE, "outcome" },
  { 15, "result", CRM_FIELD_LONG_TEXT, N_("What Came of It"), PROGRESS, SEARCHED },
  { 16, "completed", CRM_FIELD_DATE_TIME, N_("Completed"), PROGRESS, READ_ONLY },
  { 17, "completed_by", CRM_FIELD_LINK, N_("Completed By"), PROGRESS, READ_ONLY, "user" },
  { 18, "snoozed", CRM_FIELD_DATE_TIME, N_("Reminded Again"), PROGRESS, INTERNAL },
  { 19, "previous", CRM_FIELD_LINK, N_("Repeats the Task"), PROGRESS, INTERNAL | UNSORTED, "task" },
  { 20, "open", CRM_FIELD_YES_NO, N_("Open"), PROGRESS, INTERNAL | DERIVED },
  { 21, "repeat_day", CRM_FIELD_WHOLE, N_("Day of the Month"), PROGRESS, INTERNAL | UNSORTED },
  /* When an open task is due, "~" if that is not said: few, whatever is done already (crm-task-agenda.c). */
  { 22, "agenda", CRM_FIELD_DUE, N_("On the Agenda"), PROGRESS, INTERNAL | DERIVED },
  { 23, "first_reminder", CRM_FIELD_DUE, N_("First Reminder"), PROGRESS, INTERNAL | DERIVED },
  { 0 },
};

static const CrmFieldLine comment_fields[] = {
  { 1, "body", CRM_FIELD_LONG_TEXT, N_("Comment"), GENERAL, REQUIRED | FORM | SEARCHED },
  { 2, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, CRM_FIELD_FLAGS_NONE, "contact" },
  { 3, "account", CRM_FIELD_LINK, N_("Account"), GENERAL, CRM_FIELD_FLAGS_NONE, "account" },
  { 4, "deal", CRM_FIELD_LINK, N_("Deal"), GENERAL, CRM_FIELD_FLAGS_NONE, "deal" },
  { 5, "task", CRM_FIELD_LINK, N_("Task"), GENERAL, CRM_FIELD_FLAGS_NONE, "task" },
  { 6, "mentions", CRM_FIELD_LINKS, N_("Mentions"), GENERAL, READ_ONLY, "user" },
  { 7, "seen", CRM_FIELD_LINKS, N_("Seen By"), GENERAL, INTERNAL, "user" },
  { 8, "title", CRM_FIELD_TEXT, N_("Beginning"), GENERAL, INTERNAL | DERIVED },
  { 0 },
};

/* What happened to an account, or to a contact or deal that it had then (features.md, A11). It is
 * added by the commit that makes it happen and never changes. */
static const CrmFieldLine activity_fields[] = {
  { 1, "kind", CRM_FIELD_KEYWORD, N_("Kind"), GENERAL, REQUIRED, NULL, activity_kinds },
  { 2, "time", CRM_FIELD_DATE_TIME, N_("When"), GENERAL, REQUIRED },
  { 3, "account", CRM_FIELD_LINK, N_("Account"), GENERAL, CRM_FIELD_FLAGS_NONE, "account" },
  { 4, "contact", CRM_FIELD_LINK, N_("Contact"), GENERAL, CRM_FIELD_FLAGS_NONE, "contact" },
  { 5, "deal", CRM_FIELD_LINK, N_("Deal"), GENERAL, CRM_FIELD_FLAGS_NONE, "deal" },
  { 6, "task", CRM_FIELD_LINK, N_("Task"), GENERAL, CRM_FIELD_FLAGS_NONE, "task" },
  { 7, "user", CRM_FIELD_LINK, N_("By"), GENERAL, CRM_FIELD_FLAGS_NONE, "user" },
  { 8, "old_owner", CRM_FIELD_LINK, N_("Owner Before"), GENERAL, UNSORTED, "user" },
  { 9, "new_owner", CRM_FIELD_LINK, N_("Owner After"), GENERAL, UNSORTED, "user" },
  { 10, "outcome", CRM_FIELD_LINK, N_("Outcome"), GENERAL, UNSORTED, "outcome" },
  { 11, "title", CRM_FIELD_TEXT, N_("What"), GENERAL, CRM_FIELD_FLAGS_NONE },
  { 0 },
};

/* What every record has. */
static const CrmFieldLine common_fields[] = {
  { 901, "created", CRM_FIELD_DATE_TIME, N_("Created"), ORIGIN, READ_ONLY | DERIVED },
  { 902, "modified", CRM_FIELD_DATE_TIME, N_("Last Changed"), ORIGIN, READ_ONLY | DERIVED },
  { 903, "author", CRM_FIELD_LINK, N_("Created By"), ORIGIN, READ_ONLY | DERIVED | UNSORTED, "user" },
  { 0 },
};

static const CrmTypeLine type_lines[] = {
  { CRM_ID_BUSINESS, "business", N_("Business"), N_("Businesses"), PLURAL ("%s business", "%s businesses"),
    .icon = "crm-business-symbolic", .title = "name", .fields = business_fields },
  { CRM_ID_USER, "user", N_("Team Member"), N_("Team Members"), PLURAL ("%s team member", "%s team members"),
    .add = N_("Add Team Member"),
    .icon = "crm-user-symbolic", .title = "name", .details = "email", .fields = user_fields,
    .derive = crm_rules_derive_user, .check = crm_rules_check_user, .follow = crm_rules_follow_name },
  { CRM_ID_ACCOUNT, "account", N_("Account"), N_("Accounts"), PLURAL ("%s account", "%s accounts"),
    .add = N_("Add Account"), .page = N_("Account Details"), .none = N_("No Accounts Yet"),
    .select = N_("Select an account to see it here"),
    .about = N_("Accounts are the companies, organisations and families that you work with."),
    .icon = "crm-account-symbolic", .title = "name", .details = "city,website,phone", .fields = account_fields, .by_name = TRUE,
    .takes_custom_fields = TRUE,
    .derive = crm_rules_derive_account, .check = crm_rules_check_account, .follow = crm_rules_follow_account },
  { CRM_ID_CONTACT, "contact", N_("Contact"), N_("Contacts"), PLURAL ("%s contact", "%s contacts"),
    .add = N_("Add Contact"), .page = N_("Contact Details"), .none = N_("No Contacts Yet"),
    .select = N_("Select a contact to see it here"),
    .about = N_("Contacts are the people that you work with. Add one, or import a file."),
    .icon = "crm-contact-symbolic", .title = "name", .details = "account,email,phone", .fields = contact_fields, .by_name = TRUE,
    .takes_custom_fields = TRUE, .derive = crm_rules_derive_contact, .check = crm_rules_check_contact },
  { CRM_ID_NOTE, "note", N_("Note"), N_("Notes"), PLURAL ("%s note", "%s notes"),
    .icon = "crm-note-symbolic", .title = "title", .details = "account,contact,deal", .fields = note_fields,
    .derive = crm_rules_derive_note, .check = crm_rules_check_note },
  { CRM_ID_TAG, "tag", N_("Tag"), N_("Tags"), PLURAL ("%s tag", "%s tags"),
    .add = N_("Add Tag"),
    .icon = "crm-tag-symbolic", .title = "name", .fields = tag_fields, .by_name = TRUE,
    .derive = crm_rules_derive_tag, .check = crm_rules_check_tag, .follow = crm_rules_follow_mark },
  { CRM_ID_FIELD, "field", N_("Custom Field"), N_("Custom Fields"), PLURAL ("%s custom field", "%s custom fields"),
    .add = N_("Add Field"),
    .icon = "crm-field-symbolic", .title = "label", .fields = field_fields,
    .derive = crm_rules_derive_field, .check = crm_rules_check_field },
  { CRM_ID_OPTION, "option", N_("Option"), N_("Options"), PLURAL ("%s option", "%s options"),
    .add = N_("Add Option"),
    .icon = "crm-field-symbolic", .title = "label", .fields = option_fields, .check = crm_rules_check_option,
    .follow = crm_rules_follow_mark },
  { CRM_ID_PIPELINE, "pipeline", N_("Pipeline"), N_("Pipelines"), PLURAL ("%s pipeline", "%s pipelines"),
    .add = N_("Add Pipeline"),
    .icon = "crm-deal-symbolic", .title = "name", .fields = pipeline_fields, .is_short = TRUE,
    .derive = crm_rules_derive_pipeline, .check = crm_rules_check_pipeline, .follow = crm_rules_follow_pipeline },
  { CRM_ID_STAGE, "stage", N_("Stage"), N_("Stages"), PLURAL ("%s stage", "%s stages"),
    .add = N_("Add Stage"),
    .icon = "crm-deal-symbolic", .title = "name", .details = "pipeline", .fields = stage_fields, .is_short = TRUE,
    .derive = crm_rules_derive_stage, .check = crm_rules_check_stage, .follow = crm_rules_follow_stage },
  { CRM_ID_DEAL_TYPE, "deal_type", N_("Deal Type"), N_("Deal Types"), PLURAL ("%s deal type", "%s deal types"),
    .add = N_("Add Deal Type"),
    .icon = "crm-deal-symbolic", .title = "name", .fields = deal_type_fields, .by_name = TRUE,
    .derive = crm_rules_derive_position, .check = crm_rules_check_unique, .follow = crm_rules_follow_name },
  { CRM_ID_LOST_REASON, "lost_reason", N_("Reason"), N_("Reasons"), PLURAL ("%s reason", "%s reasons"),
    .add = N_("Add Reason"),
    .icon = "crm-deal-symbolic", .title = "name", .fields = lost_reason_fields, .by_name = TRUE,
    .derive = crm_rules_derive_position, .check = crm_rules_check_unique, .follow = crm_rules_follow_name },
  { CRM_ID_DEAL, "deal", N_("Deal"), N_("Deals"), PLURAL ("%s deal", "%s deals"),
    .add = N_("Add Deal"), .page = N_("Deal Details"), .none = N_("No Deals Yet"),
    .select = N_("Select a deal to see it here"),
    .about = N_("Deals are the business that you want to win. They go from stage to stage until they are won or lost."),
    .icon = "crm-deal-symbolic", .title = "title", .details = "stage,value,account,contact", .fields = deal_fields,
    .takes_custom_fields = TRUE,
    .derive = crm_rules_derive_deal, .check = crm_rules_check_deal, .follow = crm_rules_follow_deal },
  { CRM_ID_TASK_TYPE, "task_type", N_("Task Type"), N_("Task Types"), PLURAL ("%s task type", "%s task types"),
    .add = N_("Add Task Type"),
    .icon = "crm-task-symbolic", .title = "name", .fields = task_type_fields, .is_short = TRUE,
    .derive = crm_rules_derive_position, .check = crm_rules_check_unique, .follow = crm_rules_follow_name },
  { CRM_ID_OUTCOME, "outcome", N_("Outcome"), N_("Outcomes"), PLURAL ("%s outcome", "%s outcomes"),
    .add = N_("Add Outcome"),
    .icon = "crm-task-symbolic", .title = "name", .details = "task_type", .fields = outcome_fields, .is_short = TRUE,
    .derive = crm_rules_derive_position, .check = crm_rules_check, .follow = crm_rules_follow_name },
  { CRM_ID_TASK, "task", N_("Task"), N_("Tasks"), PLURAL ("%s task", "%s tasks"),
    .add = N_("Add Task"), .page = N_("Task Details"), .none = N_("No Tasks Yet"),
    .select = N_("Select a task to see it here"),
    .about = N_("Tasks are what you or your team have to do: calls, visits, offers to write."),
    .icon = "crm-task-symbolic", .title = "title", .details = "due,contacts,deals", .fields = task_fields,
    .derive = crm_rules_derive_task, .check = crm_rules_check_task, .follow = crm_rules_follow_task },
  { CRM_ID_COMMENT, "comment", N_("Comment"), N_("Comments"), PLURAL ("%s comment", "%s comments"),
    .icon = "crm-note-symbolic", .title = "title", .details = "contact,account,deal,task", .fields = comment_fields,
    .derive = crm_rules_derive_comment, .check = crm_rules_check_comment, .follow = crm_rules_follow_comment },
  { CRM_ID_ACTIVITY, "activity", N_("Activity"), N_("Activities"), PLURAL ("%s activity", "%s activities"),
    .icon = "crm-history-symbolic", .title = "title", .fields = activity_fields, .check = crm_rules_check_activity },
  { CRM_ID_SEGMENT, "segment", N_("Segment"), N_("Segments"), PLURAL ("%s segment", "%s segments"),
    .icon = "crm-segment-symbolic", .title = "name", .fields = segment_fields, .check = crm_rules_check_segment,
    .follow = crm_rules_follow_name },
  { CRM_ID_LIST, "list", N_("List"), N_("Lists"), PLURAL ("%s list", "%s lists"),
    .add = N_("Add List"), .page = N_("Show Members"), .none = N_("No Lists Yet"),
    .select = N_("Select a list to see it here"),
    .about = N_("Contacts subscribe to lists and unsubscribe from them. Campaigns and automations send only to those who want it."),
    .icon = "crm-campaign-symbolic", .title = "name", .details = "description", .fields = list_fields,
    .check = crm_rules_check_unique, .follow = crm_rules_follow_list },
  { CRM_ID_SUBSCRIPTION, "subscription", N_("Subscription"), N_("Subscriptions"), PLURAL ("%s subscription", "%s subscriptions"),
    .icon = "crm-campaign-symbolic", .title = "title", .details = "contact,status", .fields = subscription_fields,
    .derive = crm_rules_derive_subscription, .check = crm_rules_check_subscription, .follow = crm_rules_follow_subscription },
  { CRM_ID_SUPPRESSION, "suppression", N_("Suppressed Address"), N_("Suppressed Addresses"),
    PLURAL ("%s suppressed address", "%s suppressed addresses"),
    .add = N_("Add Address"), .none = N_("No Suppressed Addresses"),
    .select = N_("Select an address to see it here"),
    .about = N_("Nothing is sent to these addresses, whoever has them: they do not exist, or somebody asked for it."),
    .icon = "crm-campaign-symbolic", .title = "address", .details = "reason", .fields = suppression_fields,
    .derive = crm_rules_derive_suppression, .check = crm_rules_check_suppression },
  { CRM_ID_DISTINCTION, "distinction", N_("Distinction"), N_("Distinctions"), PLURAL ("%s distinction", "%s distinctions"),
    .icon = "crm-contact-symbolic", .title = "title", .fields = distinction_fields,
    .derive = crm_rules_derive_pair, .check = crm_rules_check_pair },
  { CRM_ID_MERGE, "merge", N_("Merge"), N_("Merges"), PLURAL ("%s merge", "%s merges"),
    .icon = "crm-contact-symbolic", .title = "title", .fields = merge_fields,
    .derive = crm_rules_derive_pair, .check = crm_rules_check_pair },
  { CRM_ID_AUTOMATION, "automation", N_("Automation"), N_("Automations"), PLURAL ("%s automation", "%s automations"),
    .add = N_("Add Automation"), .page = N_("Automation Details"), .none = N_("No Automations Yet"),
    .select = N_("Select an automation to see it here"),
    .about = N_("Automations send messages, change records and set tasks by themselves, step by step."),
    .icon = "crm-automation-symbolic", .title = "name", .details = "description", .fields = automation_fields,
    .check = crm_rules_check_automation, .follow = crm_rules_follow_automation },
  { CRM_ID_AUTOMATION_VERSION, "automation_version", N_("Version"), N_("Versions"), PLURAL ("%s version", "%s versions"),
    .icon = "crm-history-symbolic", .title = "title", .fields = automation_version_fields, .check = crm_rules_check },
  { CRM_ID_RUN, "run", N_("Automation Run"), N_("Automation Runs"), PLURAL ("%s automation run", "%s automation runs"),
    .icon = "crm-automation-symbolic", .title = "title", .fields = run_fields, .derive = crm_rules_derive_run, .check = crm_rules_check },
  { CRM_ID_CONVERSION, "conversion", N_("Conversion"), N_("Conversions"), PLURAL ("%s conversion", "%s conversions"),
    .icon = "crm-report-symbolic", .title = "name", .fields = conversion_fields, .check = crm_rules_check_unique,
    .follow = crm_rules_follow_name },
  { CRM_ID_CONVERTED, "converted", N_("Conversion of a Contact"), N_("Conversions of Contacts"),
    PLURAL ("%s conversion of a contact", "%s conversions of contacts"),
    .icon = "crm-report-symbolic", .title = "title", .fields = converted_fields, .check = crm_rules_check },
  { CRM_ID_ACHIEVEMENT, "achievement", N_("Goal of a Contact"), N_("Goals of Contacts"),
    PLURAL ("%s goal of a contact", "%s goals of contacts"),
    .icon = "crm-report-symbolic", .title = "goal", .fields = achievement_fields, .check = crm_rules_check },
  { CRM_ID_EVENT, "event", N_("Event"), N_("Events"), PLURAL ("%s event", "%s events"),
    .icon = "crm-history-symbolic", .title = "name", .details = "kind", .fields = event_fields, .derive = crm_rules_derive_event,
    .check = crm_rules_check, .follow = crm_rules_follow_event },
  { CRM_ID_TEMPLATE, "template", N_("Template"), N_("Templates"), PLURAL ("%s template", "%s templates"),
    .icon = "crm-campaign-symbolic", .title = "name", .fields = template_fields, .derive = crm_rules_derive_named,
    .check = crm_rules_check_unique, .follow = crm_rules_follow_name },
  { CRM_ID_AUDIENCE, "audience", N_("Audience"), N_("Audiences"), PLURAL ("%s audience", "%s audiences"),
    .icon = "crm-campaign-symbolic", .title = "name", .fields = audience_fields, .check = crm_rules_check_unique,
    .follow = crm_rules_follow_name },
  { CRM_ID_SCORE_RULE, "score_rule", N_("Score Rule"), N_("Score Rules"), PLURAL ("%s score rule", "%s score rules"),
    .icon = "crm-report-symbolic", .title = "name", .fields = score_rule_fields, .derive = crm_rules_derive_named,
    .check = crm_rules_check_score_rule },
};

/*< private >
 * Returns: (transfer none) (array length=n_lines): all record types
 */
const CrmTypeLine *
_crm_catalogue_get_lines (guint *n_lines)
{
  *n_lines = G_N_ELEMENTS (type_lines);

  return type_lines;
}

/*< private >
 * Returns: (transfer none): the fields that every record type has
 */
const CrmFieldLine *
_crm_catalogue_get_common_lines (void)
{
  return common_fields;
}
