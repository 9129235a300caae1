/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/**
 * CrmSign:
 * @CRM_SIGN_EMAIL: an e-mail address
 * @CRM_SIGN_PHONE: a telephone number
 * @CRM_SIGN_MESSENGER: a messenger
 * @CRM_SIGN_NAME: the name
 * @CRM_SIGN_ACCOUNT: the company
 * @CRM_SIGN_BIRTHDAY: the birthday
 * @CRM_SIGN_STREET: the street
 * @CRM_SIGN_POSTCODE: the postcode
 * @CRM_SIGN_CITY: the city
 * @CRM_SIGN_COUNTRY: the country
 * @CRM_SIGN_WEBSITE: the web site
 *
 * What two records can have in common, or not.
 */
typedef enum
{
  CRM_SIGN_EMAIL = 1 << 0,
  CRM_SIGN_PHONE = 1 << 1,
  CRM_SIGN_MESSENGER = 1 << 2,
  CRM_SIGN_NAME = 1 << 3,
  CRM_SIGN_ACCOUNT = 1 << 4,
  CRM_SIGN_BIRTHDAY = 1 << 5,
  CRM_SIGN_STREET = 1 << 6,
  CRM_SIGN_POSTCODE = 1 << 7,
  CRM_SIGN_CITY = 1 << 8,
  CRM_SIGN_COUNTRY = 1 << 9,
  CRM_SIGN_WEBSITE = 1 << 10,
} CrmSign;

/**
 * CrmLikeness:
 * @bits: the evidence that two records are the same, for and against, in bits
 * @same: what is the same in both
 * @alike: what is nearly the same: mistyped, abbreviated
 * @differs: what both have, and differently
 * @confidence: how sure it is that they are the same, from 0 to 99 %
 * @clear: whether nobody has to look: they share what only one has, and nothing contradicts it
 *
 * How much two records look like one.
 */
typedef struct
{
  double   bits;
  CrmSign  same;
  CrmSign  alike;
  CrmSign  differs;
  guint    confidence;
  gboolean clear;
} CrmLikeness;

char *crm_likeness_say (const CrmLikeness *likeness);

G_END_DECLS
