/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-draft.h"
#include "crm-vcard-reader.h"

G_BEGIN_DECLS

/**
 * CrmVcardTally:
 * @n_kept: how often a property went into a note, since no field takes it
 * @n_left: how often it was left out
 *
 * What became of properties of one name that have no field.
 */
typedef struct
{
  gint64 n_kept;
  gint64 n_left;
} CrmVcardTally;

GHashTable *crm_vcard_tally_new  (void);
CrmDraft   *crm_vcard_make_draft (const CrmVcard      *card,
                                  const CrmRecordType *type,
                                  GHashTable          *tally);

G_END_DECLS
