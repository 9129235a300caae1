/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  CRM_VALUE_EMPTY,
  CRM_VALUE_INTEGER,
  CRM_VALUE_REAL,
  CRM_VALUE_TEXT,
  CRM_VALUE_MONEY,
} CrmValueKind;

/**
 * CrmValue:
 * @kind: which of the members counts
 * @currency: ISO 4217 code of an amount of money
 * @integer: a whole number, an instant in microseconds, a record id, or an amount in the minor
 *   unit of @currency
 * @real: a number
 * @text: UTF-8 text, owned by the value; never empty
 *
 * One value of one field. An empty text and a missing one are the same (`automation.md` §2),
 * so there is only %CRM_VALUE_EMPTY for both. All zero is a valid empty value.
 */
typedef struct
{
  guint8 kind;
  char   currency[4];
  union
  {
    gint64 integer;
    double real;
    char  *text;
  };
} CrmValue;

#define CRM_VALUE_INIT { 0 }

#define CRM_TYPE_VALUE (crm_value_get_type ())

GType       crm_value_get_type     (void);

CrmValue    crm_value_integer      (gint64          integer);
CrmValue    crm_value_real         (double          real);
CrmValue    crm_value_text         (const char     *text);
CrmValue    crm_value_take_text    (char           *text);
CrmValue    crm_value_money        (gint64          minor,
                                    const char     *currency);

void        crm_value_clear        (CrmValue       *value);
void        crm_value_copy         (CrmValue       *target,
                                    const CrmValue *source);
CrmValue    crm_value_dup          (const CrmValue *value);
void        crm_value_free         (CrmValue       *value);

gboolean    crm_value_equal        (const CrmValue *a,
                                    const CrmValue *b);
gboolean    crm_value_is_empty     (const CrmValue *value);
gint64      crm_value_get_integer  (const CrmValue *value);
const char *crm_value_get_text     (const CrmValue *value);

void        crm_value_append_json  (const CrmValue *value,
                                    GString        *json);
void        crm_json_append_string (GString        *json,
                                    const char     *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmValue, crm_value_clear)

G_END_DECLS
