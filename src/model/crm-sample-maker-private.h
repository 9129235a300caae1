/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-sample-private.h"

G_BEGIN_DECLS

/* What crm-sample-text.c and crm-sample-maker.c share. */
struct _CrmSampleMaker
{
  CrmSampleWords        *words; /* borrowed */
  const CrmSampleLocale *locale;
  GStringChunk          *texts;
  GString               *buffer;

  guint64 seed;
  guint64 state;
  gint64  today;
  guint   total_weight;
  guint   many : 1;
};

/**
 * CrmSampleFilling:
 * @company: for {account} and {trade}
 * @person: for {contact} and {first}
 * @city: (nullable): for {city}; %NULL for any
 * @owner: for {owner}
 * @value: (nullable): for {company} and {amount}
 * @day: that a text was written on
 * @woman: whether words have their form for a woman
 * @plain: whether words are written as in an address
 *
 * What the gaps of a pattern are filled in with. Others are made up.
 */
typedef struct
{
  const CrmSampleCompany *company;
  const CrmSamplePerson  *person;
  const CrmSampleCity    *city;
  const char             *owner;
  const char             *value;
  gint64                  day;
  guint                   woman : 1;
  guint                   plain : 1;
} CrmSampleFilling;

guint64              _crm_sample_maker_next               (CrmSampleMaker         *self);
double               _crm_sample_maker_fraction           (CrmSampleMaker         *self);
gpointer             _crm_sample_maker_pick               (CrmSampleMaker         *self,
                                                           GPtrArray              *array);
const CrmSampleWord *_crm_sample_maker_pick_word          (CrmSampleMaker         *self,
                                                           CrmSampleList           list);
gint64               _crm_sample_maker_make_later_day     (CrmSampleMaker         *self,
                                                           gint64                  first);
gint64               _crm_sample_maker_make_instant       (CrmSampleMaker         *self,
                                                           gint64                  day);
gint64               _crm_sample_round                    (double                  amount);

const char          *_crm_sample_maker_keep               (CrmSampleMaker         *self,
                                                           const GString          *text);
void                 _crm_sample_maker_append_word        (GString                *text,
                                                           const CrmSampleWord    *word,
                                                           const CrmSampleFilling *filling);
const char          *_crm_sample_maker_make_text          (CrmSampleMaker         *self,
                                                           const char             *pattern,
                                                           const CrmSampleFilling *filling);
const char          *_crm_sample_maker_make_number        (CrmSampleMaker         *self,
                                                           const char             *pattern);
const char          *_crm_sample_maker_make_international (CrmSampleMaker         *self,
                                                           const char             *national);

G_END_DECLS
