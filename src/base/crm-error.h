/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRM_ERROR (crm_error_quark ())

/**
 * CrmError:
 * @CRM_ERROR_INVALID: a value that its field cannot take; the message says what it takes
 * @CRM_ERROR_REQUIRED: a value that must be there is missing
 * @CRM_ERROR_DENIED: the actor's role does not allow it
 * @CRM_ERROR_NOT_FOUND: there is no such record, field or file
 * @CRM_ERROR_AMBIGUOUS: a name fits several records
 * @CRM_ERROR_REFUSED: a rule of the business does not allow it; the message says which
 * @CRM_ERROR_SYNTAX: text that cannot be read; the message says where
 *
 * What people can mend. The message is a sentence for them: what happened, to what, what to do.
 */
typedef enum
{
  CRM_ERROR_INVALID,
  CRM_ERROR_REQUIRED,
  CRM_ERROR_DENIED,
  CRM_ERROR_NOT_FOUND,
  CRM_ERROR_AMBIGUOUS,
  CRM_ERROR_REFUSED,
  CRM_ERROR_SYNTAX,
} CrmError;

GQuark crm_error_quark (void);

G_END_DECLS
