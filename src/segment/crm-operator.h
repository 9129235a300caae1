/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CrmOperator:
 * @CRM_OPERATOR_IS: the same, as its kind compares
 * @CRM_OPERATOR_IS_NOT: anything else, nothing included
 * @CRM_OPERATOR_CONTAINS: has a text somewhere in it
 * @CRM_OPERATOR_DOES_NOT_CONTAIN: does not
 * @CRM_OPERATOR_STARTS_WITH: begins with a text
 * @CRM_OPERATOR_ENDS_WITH: ends with a text
 * @CRM_OPERATOR_MATCHES: is like a pattern in which "*" stands for any text
 * @CRM_OPERATOR_IS_ANY_OF: is one of a list
 * @CRM_OPERATOR_IS_NONE_OF: is not one of a list
 * @CRM_OPERATOR_GREATER_THAN: a greater number
 * @CRM_OPERATOR_AT_LEAST: that number or a greater one; that day or a later one
 * @CRM_OPERATOR_LESS_THAN: a smaller number
 * @CRM_OPERATOR_AT_MOST: that number or a smaller one; that day or an earlier one
 * @CRM_OPERATOR_BETWEEN: from the first to the second, both included
 * @CRM_OPERATOR_ON: on that day
 * @CRM_OPERATOR_BEFORE: before that day or instant
 * @CRM_OPERATOR_AFTER: after that day or instant
 * @CRM_OPERATOR_WITHIN_LAST: from so long ago until now
 * @CRM_OPERATOR_WITHIN_NEXT: from now until so far ahead
 * @CRM_OPERATOR_MORE_THAN_AGO: before so long ago
 * @CRM_OPERATOR_HAS_ALL: all of a list are in the set
 * @CRM_OPERATOR_HAS_ANY: one of a list is in the set
 * @CRM_OPERATOR_HAS_NONE: none of a list is in the set
 * @CRM_OPERATOR_HAS: the named thing is there
 * @CRM_OPERATOR_HAS_NOT: the named thing is not there
 * @CRM_OPERATOR_SUBSCRIBED: is on the list
 * @CRM_OPERATOR_NOT_SUBSCRIBED: is not, whatever was before
 * @CRM_OPERATOR_UNSUBSCRIBED: has left the list
 * @CRM_OPERATOR_NOT_UNSUBSCRIBED: has not, or was never there
 * @CRM_OPERATOR_EVER_SUBSCRIBED: is on the list or was once
 * @CRM_OPERATOR_NEVER_SUBSCRIBED: never was
 * @CRM_OPERATOR_SUBSCRIBED_WITHIN_LAST: is on the list, and not longer than that
 * @CRM_OPERATOR_SUBSCRIBED_MORE_THAN_AGO: is on the list, and for longer than that
 * @CRM_OPERATOR_UNSUBSCRIBED_WITHIN_LAST: has left the list, and not longer ago than that
 * @CRM_OPERATOR_IN: is inside the automation
 * @CRM_OPERATOR_NOT_IN: is not inside it
 * @CRM_OPERATOR_HAS_BEEN_IN: is inside it or was
 * @CRM_OPERATOR_HAS_NOT_BEEN_IN: never was
 * @CRM_OPERATOR_FINISHED: went through to its end
 * @CRM_OPERATOR_NOT_FINISHED: did not
 * @CRM_OPERATOR_SENT: the message was sent
 * @CRM_OPERATOR_NOT_SENT: it was not
 * @CRM_OPERATOR_OPENED: it was opened
 * @CRM_OPERATOR_NOT_OPENED: it was not
 * @CRM_OPERATOR_CLICKED: a link in it was clicked
 * @CRM_OPERATOR_NOT_CLICKED: none was
 * @CRM_OPERATOR_REPLIED: it was replied to
 * @CRM_OPERATOR_NOT_REPLIED: it was not
 * @CRM_OPERATOR_BOUNCED: it came back
 * @CRM_OPERATOR_NOT_BOUNCED: it did not
 * @CRM_OPERATOR_IS_EMPTY: there is nothing
 * @CRM_OPERATOR_IS_NOT_EMPTY: there is something
 *
 * What a test asks (`automation.md` §2).
 */
typedef enum
{
  CRM_OPERATOR_IS,
  CRM_OPERATOR_IS_NOT,
  CRM_OPERATOR_CONTAINS,
  CRM_OPERATOR_DOES_NOT_CONTAIN,
  CRM_OPERATOR_STARTS_WITH,
  CRM_OPERATOR_ENDS_WITH,
  CRM_OPERATOR_MATCHES,
  CRM_OPERATOR_IS_ANY_OF,
  CRM_OPERATOR_IS_NONE_OF,
  CRM_OPERATOR_GREATER_THAN,
  CRM_OPERATOR_AT_LEAST,
  CRM_OPERATOR_LESS_THAN,
  CRM_OPERATOR_AT_MOST,
  CRM_OPERATOR_BETWEEN,
  CRM_OPERATOR_ON,
  CRM_OPERATOR_BEFORE,
  CRM_OPERATOR_AFTER,
  CRM_OPERATOR_WITHIN_LAST,
  CRM_OPERATOR_WITHIN_NEXT,
  CRM_OPERATOR_MORE_THAN_AGO,
  CRM_OPERATOR_HAS_ALL,
  CRM_OPERATOR_HAS_ANY,
  CRM_OPERATOR_HAS_NONE,
  CRM_OPERATOR_HAS,
  CRM_OPERATOR_HAS_NOT,
  CRM_OPERATOR_SUBSCRIBED,
  CRM_OPERATOR_NOT_SUBSCRIBED,
  CRM_OPERATOR_UNSUBSCRIBED,
  CRM_OPERATOR_NOT_UNSUBSCRIBED,
  CRM_OPERATOR_EVER_SUBSCRIBED,
  CRM_OPERATOR_NEVER_SUBSCRIBED,
  CRM_OPERATOR_SUBSCRIBED_WITHIN_LAST,
  CRM_OPERATOR_SUBSCRIBED_MORE_THAN_AGO,
  CRM_OPERATOR_UNSUBSCRIBED_WITHIN_LAST,
  CRM_OPERATOR_IN,
  CRM_OPERATOR_NOT_IN,
  CRM_OPERATOR_HAS_BEEN_IN,
  CRM_OPERATOR_HAS_NOT_BEEN_IN,
  CRM_OPERATOR_FINISHED,
  CRM_OPERATOR_NOT_FINISHED,
  CRM_OPERATOR_SENT,
  CRM_OPERATOR_NOT_SENT,
  CRM_OPERATOR_OPENED,
  CRM_OPERATOR_NOT_OPENED,
  CRM_OPERATOR_CLICKED,
  CRM_OPERATOR_NOT_CLICKED,
  CRM_OPERATOR_REPLIED,
  CRM_OPERATOR_NOT_REPLIED,
  CRM_OPERATOR_BOUNCED,
  CRM_OPERATOR_NOT_BOUNCED,
  CRM_OPERATOR_IS_EMPTY,
  CRM_OPERATOR_IS_NOT_EMPTY,
} CrmOperator;

/**
 * CrmKind:
 * @CRM_KIND_TEXT: text, compared without case and accents
 * @CRM_KIND_EMAIL: an e-mail address
 * @CRM_KIND_PHONE: a telephone number
 * @CRM_KIND_MESSENGER: a user name of a messenger
 * @CRM_KIND_NUMBER: a number
 * @CRM_KIND_MONEY: an amount of money in a currency
 * @CRM_KIND_DATE: a day
 * @CRM_KIND_DATE_TIME: an instant
 * @CRM_KIND_YES_NO: yes or no
 * @CRM_KIND_KEYWORD: one of a list that the program knows
 * @CRM_KIND_COUNTRY: a country
 * @CRM_KIND_RECORD: another record, or one of a list that people edit
 * @CRM_KIND_RECORDS: several of them
 * @CRM_KIND_TAG: whether a tag is there
 * @CRM_KIND_SEGMENT: whether a record is in a segment
 * @CRM_KIND_WEEKDAY: the day of the week that it is now
 * @CRM_KIND_TODAY: the day that it is now
 * @CRM_KIND_TIME: the time of day that it is now
 * @CRM_KIND_HOUR: the hour that it is now
 * @CRM_KIND_LIST: whether a contact is on a list, or was
 * @CRM_KIND_AUTOMATION: whether a contact is in an automation, or was
 * @CRM_KIND_MESSAGE: what a contact did with a message
 *
 * How values are compared, and so which operators there are.
 */
typedef enum
{
  CRM_KIND_TEXT = 1 << 0,
  CRM_KIND_EMAIL = 1 << 1,
  CRM_KIND_PHONE = 1 << 2,
  CRM_KIND_MESSENGER = 1 << 3,
  CRM_KIND_NUMBER = 1 << 4,
  CRM_KIND_MONEY = 1 << 5,
  CRM_KIND_DATE = 1 << 6,
  CRM_KIND_DATE_TIME = 1 << 7,
  CRM_KIND_YES_NO = 1 << 8,
  CRM_KIND_KEYWORD = 1 << 9,
  CRM_KIND_COUNTRY = 1 << 10,
  CRM_KIND_RECORD = 1 << 11,
  CRM_KIND_RECORDS = 1 << 12,
  CRM_KIND_TAG = 1 << 13,
  CRM_KIND_SEGMENT = 1 << 14,
  CRM_KIND_WEEKDAY = 1 << 15,
  CRM_KIND_TODAY = 1 << 16,
  CRM_KIND_TIME = 1 << 17,
  CRM_KIND_HOUR = 1 << 18,
  CRM_KIND_LIST = 1 << 19,
  CRM_KIND_AUTOMATION = 1 << 20,
  CRM_KIND_MESSAGE = 1 << 21,
} CrmKind;

/**
 * CrmArity:
 * @CRM_ARITY_NONE: nothing
 * @CRM_ARITY_ONE: a value
 * @CRM_ARITY_TWO: a value and a greater one
 * @CRM_ARITY_MANY: one or more values
 * @CRM_ARITY_DURATION: a length of time
 *
 * What an operator takes. With the kind it tells which editor is needed.
 */
typedef enum
{
  CRM_ARITY_NONE,
  CRM_ARITY_ONE,
  CRM_ARITY_TWO,
  CRM_ARITY_MANY,
  CRM_ARITY_DURATION,
} CrmArity;

/**
 * CrmOperatorInfo:
 * @op: the operator
 * @arity: what it takes
 * @name: in files
 * @label: (nullable): for people, as it stands between a field and a value
 *
 * An operator, as a kind has it.
 */
typedef struct
{
  CrmOperator  op;
  CrmArity     arity;
  const char  *name;
  const char  *label;
} CrmOperatorInfo;

const char *crm_operator_get_name     (CrmOperator       op);
gboolean    crm_operator_from_name    (const char       *name,
                                       CrmOperator      *op);
gboolean    crm_operator_is_negative  (CrmOperator       op);
CrmOperator crm_operator_get_positive (CrmOperator       op);
gboolean    crm_operator_describe     (CrmOperator       op,
                                       CrmKind           kind,
                                       CrmOperatorInfo  *info);
const char *crm_operator_get_phrase   (CrmOperator       op,
                                       CrmKind           kind);
GArray     *crm_operator_list         (CrmKind           kind);

G_END_DECLS
