/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* The numbers of the record types; see crm-catalogue.c. */
enum
{
  CRM_ID_BUSINESS = 1,
  CRM_ID_USER = 2,
  CRM_ID_ACCOUNT = 3,
  CRM_ID_CONTACT = 4,
  CRM_ID_NOTE = 5,
  CRM_ID_TAG = 6,
  CRM_ID_FIELD = 7,
  CRM_ID_OPTION = 8,
  CRM_ID_PIPELINE = 9,
  CRM_ID_STAGE = 10,
  CRM_ID_DEAL = 11,
  CRM_ID_TASK = 12,
  CRM_ID_TASK_TYPE = 13,
  CRM_ID_OUTCOME = 14,
  CRM_ID_COMMENT = 15,
  CRM_ID_ACTIVITY = 16,
  CRM_ID_DEAL_TYPE = 17,
  CRM_ID_LOST_REASON = 18,
  CRM_ID_SEGMENT = 20,
  CRM_ID_LIST = 21,
  CRM_ID_SUBSCRIPTION = 22,
  CRM_ID_SUPPRESSION = 23,
  CRM_ID_DISTINCTION = 24,
  CRM_ID_MERGE = 25,
  CRM_ID_AUTOMATION = 30,
  CRM_ID_AUTOMATION_VERSION = 31,
  CRM_ID_RUN = 32,
  CRM_ID_CONVERSION = 33,
  CRM_ID_CONVERTED = 34,
  CRM_ID_ACHIEVEMENT = 35,
  CRM_ID_EVENT = 36,
  CRM_ID_TEMPLATE = 37,
  CRM_ID_AUDIENCE = 38,
  CRM_ID_SCORE_RULE = 39,
};

/**
 * CRM_MAX_CUSTOM_FIELDS:
 *
 * So many fields people can add to one kind of record, those in the trash included: each is a
 * column of a table, or three, and SQLite allows 2000 of them.
 */
#define CRM_MAX_CUSTOM_FIELDS 256

/**
 * CrmRecordType:
 * @table: how the store keeps its records
 * @label: one of them, for people
 * @plural: several of them, for people
 * @english_plural: the same in English, for the command line
 * @count_one: "%s contact", in English
 * @count_many: "%s contacts", in English
 * @add: (nullable): what the button says that makes one
 * @page: (nullable): what the button says that shows one
 * @none: (nullable): what is said where there are none
 * @about: (nullable): what they are
 * @select: (nullable): asks to choose one of them, where its details are to be seen
 * @icon: the name of an icon
 * @details: (nullable): keys of the fields, with commas, that tell records of one title apart
 * @fields: (array length=n_fields): its fields, in the order in which they are shown
 * @n_fields: how many
 * @takes_custom_fields: whether people can add fields
 * @is_short: whether there are few of them: one is chosen from a list, not searched for
 * @by_name: whether a name is all that is needed to make one
 *
 * A kind of record.
 */
struct _CrmRecordType
{
  CrmTable     table;

  const char  *label;
  const char  *plural;
  const char  *english_plural;
  const char  *count_one;
  const char  *count_many;
  const char  *add;
  const char  *page;
  const char  *none;
  const char  *about;
  const char  *select;
  const char  *icon;
  const char  *details;
  CrmField   **fields;
  guint        n_fields;
  gboolean     takes_custom_fields;
  gboolean     is_short;
  gboolean     by_name;
};

#define CRM_TYPE_CATALOGUE (crm_catalogue_get_type ())

G_DECLARE_FINAL_TYPE (CrmCatalogue, crm_catalogue, CRM, CATALOGUE, CrmSchema)

CrmCatalogue         *crm_catalogue_new           (void);
CrmCatalogue         *crm_catalogue_load          (CrmDb               *db,
                                                   GError             **error);
const CrmRecordType  *crm_catalogue_get_type_of   (const CrmTable      *table);
const CrmRecordType  *crm_catalogue_find          (CrmCatalogue        *self,
                                                   const char          *name);
const CrmRecordType **crm_catalogue_list          (CrmCatalogue        *self,
                                                   guint               *n_types);
const CrmField       *crm_record_type_find_field  (const CrmRecordType *type,
                                                   const char          *key);
const CrmField       *crm_record_type_find_label  (const CrmRecordType *type,
                                                   const char          *text);
const CrmField       *crm_record_type_get_title   (const CrmRecordType *type);
const CrmField       *crm_record_type_get_custom  (const CrmRecordType *type,
                                                   gint64               id);
char                 *crm_record_type_count_label (const CrmRecordType *type,
                                                   gint64               n);

G_END_DECLS
