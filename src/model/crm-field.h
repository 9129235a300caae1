/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-row.h"

G_BEGIN_DECLS

typedef struct _CrmField      CrmField;
typedef struct _CrmRecordType CrmRecordType;
typedef struct _CrmKeyword    CrmKeyword;

/**
 * CrmFieldType:
 * @CRM_FIELD_TEXT: one line
 * @CRM_FIELD_LONG_TEXT: any number of lines
 * @CRM_FIELD_NUMBER: a number with decimals
 * @CRM_FIELD_WHOLE: a whole number
 * @CRM_FIELD_MONEY: an amount and its currency
 * @CRM_FIELD_DATE: a day, kept as "2026-03-29"
 * @CRM_FIELD_DATE_TIME: an instant
 * @CRM_FIELD_YES_NO: yes or no
 * @CRM_FIELD_CHOICE: one of a list that people edit
 * @CRM_FIELD_CHOICES: several of such a list
 * @CRM_FIELD_KEYWORD: one of a list that the program knows
 * @CRM_FIELD_URL: a web address
 * @CRM_FIELD_EMAIL: an e-mail address
 * @CRM_FIELD_PHONE: a telephone number
 * @CRM_FIELD_COUNTRY: an ISO 3166 code, shown by name
 * @CRM_FIELD_LINK: another record
 * @CRM_FIELD_TAGS: tags
 * @CRM_FIELD_EMAILS: further e-mail addresses
 * @CRM_FIELD_PHONES: further telephone numbers
 * @CRM_FIELD_MESSENGERS: user names, each of a messenger
 * @CRM_FIELD_COUNT: how many records of another type link to it
 * @CRM_FIELD_LINKS: several other records, each with a word that says as what
 * @CRM_FIELD_DUE: a day, with a time if it matters (`crm-due.c`)
 * @CRM_FIELD_REMINDERS: how many minutes before it is due people want to hear of it
 *
 * What a field holds, as people see it.
 */
typedef enum
{
  CRM_FIELD_TEXT,
  CRM_FIELD_LONG_TEXT,
  CRM_FIELD_NUMBER,
  CRM_FIELD_WHOLE,
  CRM_FIELD_MONEY,
  CRM_FIELD_DATE,
  CRM_FIELD_DATE_TIME,
  CRM_FIELD_YES_NO,
  CRM_FIELD_CHOICE,
  CRM_FIELD_CHOICES,
  CRM_FIELD_KEYWORD,
  CRM_FIELD_URL,
  CRM_FIELD_EMAIL,
  CRM_FIELD_PHONE,
  CRM_FIELD_COUNTRY,
  CRM_FIELD_LINK,
  CRM_FIELD_TAGS,
  CRM_FIELD_EMAILS,
  CRM_FIELD_PHONES,
  CRM_FIELD_MESSENGERS,
  CRM_FIELD_COUNT,
  CRM_FIELD_LINKS,
  CRM_FIELD_DUE,
  CRM_FIELD_REMINDERS,
} CrmFieldType;

/**
 * CrmFieldFlags:
 * @CRM_FIELD_REQUIRED: has to have a value
 * @CRM_FIELD_READ_ONLY: the program fills it in
 * @CRM_FIELD_INTERNAL: nothing that people see
 * @CRM_FIELD_SEARCHED: found by the search
 * @CRM_FIELD_FORM: asked for when a record is made
 * @CRM_FIELD_COLUMN: a column of the list unless people choose otherwise
 * @CRM_FIELD_UNSORTED: no index; lists cannot be sorted by it
 * @CRM_FIELD_DERIVED: computed from other fields
 * @CRM_FIELD_NO_EXPORT: left out of files, because other fields say the same
 * @CRM_FIELD_COUNTER: adjusted rather than set
 * @CRM_FIELD_ROLES: each member can have a word that says as what it is one
 * @CRM_FIELD_KEEPS: a link to a record in the trash that is neither shown there nor purged
 * @CRM_FIELD_PART: a link to what the record is a part of, and gone with when that is purged
 */
typedef enum
{
  CRM_FIELD_FLAGS_NONE = 0,
  CRM_FIELD_REQUIRED = 1 << 0,
  CRM_FIELD_READ_ONLY = 1 << 1,
  CRM_FIELD_INTERNAL = 1 << 2,
  CRM_FIELD_SEARCHED = 1 << 3,
  CRM_FIELD_FORM = 1 << 4,
  CRM_FIELD_COLUMN = 1 << 5,
  CRM_FIELD_UNSORTED = 1 << 6,
  CRM_FIELD_DERIVED = 1 << 7,
  CRM_FIELD_NO_EXPORT = 1 << 8,
  CRM_FIELD_COUNTER = 1 << 9,
  CRM_FIELD_ROLES = 1 << 10,
  CRM_FIELD_PART = 1 << 11,
  CRM_FIELD_KEEPS = 1 << 12,
} CrmFieldFlags;

/**
 * CrmKeyword:
 * @value: in the file and in exports
 * @label: for people, to be translated
 *
 * One word of a list that the program knows. A list ends with a %NULL value.
 */
struct _CrmKeyword
{
  const char *value;
  const char *label;
};

/**
 * CrmField:
 * @column: how the store keeps it
 * @type: what it holds
 * @flags: what else holds for it
 * @record_type: whose field it is
 * @key: its name in conditions, files and personalisation; custom fields begin with "custom."
 * @label: for people, in the language of the program
 * @english: (nullable): the same in English, unless it is a custom field
 * @group: (nullable): the heading under which it is shown
 * @help: (nullable): what people should know about it
 * @keywords: (nullable): what a keyword can be
 * @default_value: (nullable): the value of a new record, as text
 * @custom: the record that defines it, or 0 if the program does
 *
 * A field of a record type: the one place that says what it is.
 */
struct _CrmField
{
  CrmColumn            column;

  CrmFieldType         type;
  CrmFieldFlags        flags;
  const CrmRecordType *record_type;
  char                *key;
  char                *label;
  const char          *english;
  char                *group;
  char                *help;
  char                *default_value;
  const CrmKeyword    *keywords;
  gint64               custom;
};

#define CRM_TYPE_FIELD_TYPE (crm_field_type_get_type ())

GType             crm_field_type_get_type     (void);
const char       *crm_field_type_get_name     (CrmFieldType      type);
const char       *crm_field_type_get_label    (CrmFieldType      type);
gboolean          crm_field_type_from_name    (const char       *name,
                                               CrmFieldType     *type);
gboolean          crm_field_type_is_custom    (CrmFieldType      type);

gboolean          crm_field_is_shown          (const CrmField   *field);
gboolean          crm_field_is_editable       (const CrmField   *field);
gboolean          crm_field_is_sorted         (const CrmField   *field);
gboolean          crm_field_is_set            (const CrmField   *field);
gboolean          crm_field_is_number         (const CrmField   *field);
const CrmField   *crm_field_get_explanation   (const CrmField   *field);
const CrmField   *crm_field_from_column       (const CrmColumn  *column);
const char       *crm_field_get_keyword_label (const CrmField   *field,
                                               const char       *value);

gboolean          crm_field_parse             (const CrmField   *field,
                                               const char       *text,
                                               CrmValue         *value,
                                               GError          **error);
gboolean          crm_field_parse_over        (const CrmField   *field,
                                               const char       *text,
                                               const CrmValue   *before,
                                               CrmValue         *value,
                                               GError          **error);
char             *crm_field_format            (const CrmField   *field,
                                               const CrmValue   *value,
                                               const char       *title);
char             *crm_field_format_plain      (const CrmField   *field,
                                               const CrmValue   *value,
                                               const char       *title);

char             *crm_field_format_member     (const CrmField   *field,
                                               const char       *text,
                                               const char       *label);

void              crm_field_define            (CrmField         *field,
                                               guint16           id,
                                               const char       *name,
                                               CrmFieldType      type,
                                               CrmFieldFlags     flags);
char             *crm_fill                    (const char       *form,
                                               const char       *word);

G_END_DECLS
