/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-date.h"
#include "crm-field.h"

G_BEGIN_DECLS

/**
 * CrmColumnShape:
 * @n_values: how many values were looked at, empty ones left out
 * @n_emails: how many are e-mail addresses
 * @n_phones: how many look like telephone numbers
 * @n_links: how many are web addresses
 * @n_dates: how many are dates
 * @n_times: how many of them have a time of day
 * @n_day_first: how many dates can only have the day first
 * @n_month_first: how many dates can only have the month first
 * @n_numbers: how many are numbers
 * @n_points: how many numbers can only have a point before the decimals
 * @n_commas: how many numbers can only have a comma before the decimals
 * @n_moneys: how many numbers have a currency
 * @n_answers: how many mean yes or no
 * @n_countries: how many are names or codes of countries
 * @n_pairs: how many are two or three words
 * @n_long: how many are longer than people's names and titles
 * @distinct: which values there are, folded, as long as there are few
 *
 * What the values of a column look like.
 */
typedef struct
{
  guint       n_values;
  guint       n_emails;
  guint       n_phones;
  guint       n_links;
  guint       n_dates;
  guint       n_times;
  guint       n_day_first;
  guint       n_month_first;
  guint       n_numbers;
  guint       n_points;
  guint       n_commas;
  guint       n_moneys;
  guint       n_answers;
  guint       n_countries;
  guint       n_pairs;
  guint       n_long;
  GHashTable *distinct;
} CrmColumnShape;

void          crm_column_shape_look_at     (CrmColumnShape       *shape,
                                            const char           *value);
void          crm_column_shape_clear       (CrmColumnShape       *shape);
gboolean      crm_column_shape_is_mostly   (const CrmColumnShape *shape,
                                            guint                 n);
CrmDateOrder  crm_column_shape_get_order   (const CrmColumnShape *shape);
char          crm_column_shape_get_decimal (const CrmColumnShape *shape);
CrmFieldType  crm_column_shape_get_type    (const CrmColumnShape *shape);

gboolean      crm_value_looks_like_data    (const char           *value);
char         *crm_value_normalize_number   (const char           *value,
                                            char                  decimal);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmColumnShape, crm_column_shape_clear)

G_END_DECLS
