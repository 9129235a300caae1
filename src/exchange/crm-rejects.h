/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm-csv-reader.h"
#include "crm-draft.h"

G_BEGIN_DECLS

/**
 * CrmReject:
 * @number: of the row or card in the file, from 1
 * @line: on which it begins, from 1
 * @column: (nullable): where the reason is
 * @value: (nullable): what is there
 * @reason: a sentence
 * @raw: what the file has: a JSON array of values, or a card
 *
 * Something in a file that no record could be made of.
 */
typedef struct
{
  gint64  number;
  gint64  line;
  char   *column;
  char   *value;
  char   *reason;
  char   *raw;
} CrmReject;

void        crm_reject_free           (CrmReject            *reject);

typedef struct _CrmRejects CrmRejects;

CrmRejects *crm_rejects_open          (const char           *path,
                                       gint64                length,
                                       GError              **error);
void        crm_rejects_free          (CrmRejects           *self);
void        crm_rejects_add           (CrmRejects           *self,
                                       const CrmDraft       *draft);
gboolean    crm_rejects_flush         (CrmRejects           *self,
                                       GError              **error);
gboolean    crm_rejects_truncate      (CrmRejects           *self,
                                       gint64                length,
                                       GError              **error);
gint64      crm_rejects_get_length    (CrmRejects           *self);
void        crm_rejects_unlink        (CrmRejects           *self);
GPtrArray  *crm_rejects_list          (CrmRejects           *self,
                                       guint                 limit,
                                       GError              **error);
gboolean    crm_rejects_save_table    (CrmRejects           *self,
                                       char                **header,
                                       GFile                *file,
                                       GCancellable         *cancellable,
                                       GError              **error);
gboolean    crm_rejects_save_cards    (CrmRejects           *self,
                                       GFile                *file,
                                       GCancellable         *cancellable,
                                       GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmReject, crm_reject_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRejects, crm_rejects_free)

G_END_DECLS
