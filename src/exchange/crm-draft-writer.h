/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"
#include "crm-draft.h"
#include "crm-match.h"

G_BEGIN_DECLS

/**
 * CrmDuplicates:
 * @CRM_DUPLICATES_SKIP: what is there already stays as it is
 * @CRM_DUPLICATES_MERGE: what is there already gets what it lacks
 * @CRM_DUPLICATES_CREATE: nobody asks whether it is there already
 *
 * What is done about records that are there already.
 */
typedef enum
{
  CRM_DUPLICATES_SKIP,
  CRM_DUPLICATES_MERGE,
  CRM_DUPLICATES_CREATE,
} CrmDuplicates;

/**
 * CrmImportOptions:
 * @duplicates: what is done about records that are there already
 * @file_wins: whether, merging, a value of the file replaces another one
 * @create_missing: whether accounts, tags and options that a file names are made
 * @tags: (nullable) (array zero-terminated=1): tags for every record
 * @owner: (nullable): the name or e-mail address of the team member who is responsible for those
 *   of whom the file does not say who is
 * @list: (nullable): the name of a list that contacts are subscribed to, also those who are there
 *   already and stay as they are; nobody who has unsubscribed
 *
 * How a file is imported.
 */
typedef struct
{
  CrmDuplicates  duplicates;
  gboolean       file_wins;
  gboolean       create_missing;
  char         **tags;
  char          *owner;
  char          *list;
} CrmImportOptions;

/**
 * CrmFate:
 * @CRM_FATE_CREATED: it has become a record
 * @CRM_FATE_MERGED: it has been added to a record
 * @CRM_FATE_SKIPPED: it is there already, or there is nothing in it
 * @CRM_FATE_REJECTED: it says why
 *
 * What has become of a draft.
 */
typedef enum
{
  CRM_FATE_CREATED,
  CRM_FATE_MERGED,
  CRM_FATE_SKIPPED,
  CRM_FATE_REJECTED,
} CrmFate;

/**
 * CrmOutcome:
 * @fate: what has become of it
 * @by: by what a record was recognised that is there already
 * @id: that record, or the new one
 *
 * What has become of a draft, in full.
 */
typedef struct
{
  CrmFate    fate;
  CrmMatchBy by;
  gint64     id;
} CrmOutcome;

typedef struct _CrmDraftWriter CrmDraftWriter;

void            crm_import_options_copy   (CrmImportOptions        *target,
                                           const CrmImportOptions  *source);
void            crm_import_options_clear  (CrmImportOptions        *options);

CrmDraftWriter *crm_draft_writer_new      (const CrmRecordType     *type,
                                           const CrmImportOptions  *options);
void            crm_draft_writer_free     (CrmDraftWriter          *self);
gboolean        crm_draft_writer_begin    (CrmDraftWriter          *self,
                                           CrmDoor                 *door,
                                           GError                 **error);
gboolean        crm_draft_writer_write    (CrmDraftWriter          *self,
                                           CrmDraft                *draft,
                                           CrmOutcome              *outcome,
                                           GError                 **error);
GHashTable     *crm_draft_writer_get_warnings (CrmDraftWriter      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDraftWriter, crm_draft_writer_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmImportOptions, crm_import_options_clear)

G_END_DECLS
