/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"
#include "crm-change-set.h"
#include "crm-date.h"
#include "crm-target.h"

G_BEGIN_DECLS

/**
 * CrmDraftLink:
 * @field: a link, or a set of links
 * @text: the name of the record that it should lead to
 * @label: (nullable): of a member of a set, as what it is one
 *
 * Something that has to be looked for, and perhaps made, when the draft is written.
 */
typedef struct
{
  const CrmField *field;
  char           *text;
  char           *label;
} CrmDraftLink;

/**
 * CrmDraft:
 * @type: what it is going to be
 * @number: of the row or card in the file, from 1
 * @line: on which that begins, from 1
 * @edit: makes a record of it, links aside
 * @links: (element-type CrmDraftLink): what it links to
 * @notes: (element-type utf8): notes on it
 * @fresh: (nullable) (element-type utf8): what is in columns whose fields are still to be made, by
 *   the number of the column
 * @emails: (element-type utf8): by which e-mail addresses it is known, as keys
 * @phones: (element-type utf8): by which telephone numbers it is known, normalised
 * @messengers: (element-type utf8): by which messengers it is known, as keys
 * @name: (nullable): its folded name
 * @account: (nullable): the folded name of its account
 * @empty: whether there is nothing in it
 * @raw: (nullable): what the file has, for whoever mends it
 * @column: (nullable): of a draft that is refused: where the reason is
 * @value: (nullable): of a draft that is refused: what is there
 * @reason: (nullable): why it is refused: a sentence; %NULL if it is not
 *
 * A row of a table or a card, read, but not written. Made by one thread and handed to another.
 */
typedef struct
{
  const CrmRecordType *type;
  gint64               number;
  gint64               line;
  CrmEdit             *edit;
  GArray              *links;
  GPtrArray           *notes;
  GHashTable          *fresh;
  GPtrArray           *emails;
  GPtrArray           *phones;
  GPtrArray           *messengers;
  char                *name;
  char                *account;
  gboolean             empty;
  char                *raw;
  char                *column;
  char                *value;
  char                *reason;

  /*< private >*/
  GPtrArray           *addresses;
  GPtrArray           *numbers;
  GString             *extras;
  char                *full_name;
} CrmDraft;

/**
 * CrmDraftHint:
 * @label: (nullable): what kind of value it is: "work", "telegram"
 * @order: what comes first in dates
 * @decimal: the mark before the decimals of numbers; 0 for that of the locale
 * @place: which of several addresses of one label it is a part of
 *
 * What is known about a value beside its text.
 */
typedef struct
{
  const char   *label;
  CrmDateOrder  order;
  char          decimal;
  guint         place;
} CrmDraftHint;

CrmDraft *crm_draft_new           (const CrmRecordType *type,
                                   gint64               number,
                                   gint64               line);
void      crm_draft_free          (CrmDraft            *self);
gboolean  crm_draft_add           (CrmDraft            *self,
                                   const CrmField      *field,
                                   const char          *text,
                                   const CrmDraftHint  *hint,
                                   GError             **error);
void      crm_draft_add_full_name (CrmDraft            *self,
                                   const char          *name);
void      crm_draft_add_note      (CrmDraft            *self,
                                   const char          *text);
void      crm_draft_add_extra     (CrmDraft            *self,
                                   const char          *label,
                                   const char          *text);
gboolean  crm_draft_add_fresh     (CrmDraft            *self,
                                   guint                column,
                                   const CrmTarget     *target,
                                   const char          *text,
                                   const CrmDraftHint  *hint,
                                   GError             **error);
void      crm_draft_refuse        (CrmDraft            *self,
                                   const char          *column,
                                   const char          *value,
                                   const char          *reason);
void      crm_draft_finish        (CrmDraft            *self);
const CrmValue *crm_draft_get     (const CrmDraft      *self,
                                   const char          *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDraft, crm_draft_free)

G_END_DECLS
