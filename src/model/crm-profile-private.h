/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/* What a record is compared by. Each is the number of a text in the pool, 0 for none. */
typedef enum
{
  CRM_TRAIT_FIRST,
  CRM_TRAIT_LAST,
  CRM_TRAIT_NAME,     /* all words of the name, in the order of the alphabet */
  CRM_TRAIT_BIRTHDAY,
  CRM_TRAIT_CITY,
  CRM_TRAIT_POSTCODE,
  CRM_TRAIT_STREET,   /* all words, likewise */
  CRM_TRAIT_COUNTRY,
  CRM_TRAIT_ACCOUNT,  /* the name of the account */
  CRM_TRAIT_DOMAIN,   /* of the website */
  CRM_N_TRAITS,

  /* Of these there may be several. */
  CRM_TRAIT_EMAIL = CRM_N_TRAITS,
  CRM_TRAIT_PHONE,
  CRM_TRAIT_MESSENGER,
  CRM_N_KINDS,
} CrmTrait;

#define CRM_N_LISTS (CRM_N_KINDS - CRM_N_TRAITS)

typedef struct
{
  gint64 id;
  guint64 nicknames;           /* which names the first name is a form of */
  guint32 traits[CRM_N_TRAITS];
  guint32 lists[CRM_N_LISTS];  /* where each begins among the items of the pool */
  guint8 n_items[CRM_N_LISTS];
} CrmProfile;

/* Profiles of many records, with each text in memory once and the number of those who have it. */
typedef struct
{
  GStringChunk *chunk;
  GHashTable *numbers; /* kind and text → number */
  GPtrArray *texts;
  GArray *counts;      /* of guint32; 0 if it is not known how many have the text */
  GArray *items;       /* of guint32: texts of the lists */
  GArray *profiles;    /* of CrmProfile */
  double n_records;    /* that there are, be they in here or not */
  gboolean accounts;
} CrmProfilePool;

CrmProfilePool *_crm_profile_pool_new      (const CrmRecordType *type);
void            _crm_profile_pool_free     (CrmProfilePool      *pool);
void            _crm_profile_pool_set_count (CrmProfilePool     *pool,
                                            guint32              number,
                                            guint32              count);
CrmProfile     *_crm_profile_pool_add      (CrmProfilePool      *pool,
                                            gint64               id,
                                            const CrmRecordType *type,
                                            const char         **keys);
void            _crm_profile_pool_add_item (CrmProfilePool      *pool,
                                            CrmProfile          *profile,
                                            CrmTrait             kind,
                                            const char          *key);
gboolean        _crm_profile_pool_read     (CrmProfilePool      *pool,
                                            CrmDb               *db,
                                            const CrmRecordType *type,
                                            GCancellable        *cancellable,
                                            GError             **error);
gboolean        _crm_profile_pool_read_one (CrmProfilePool      *pool,
                                            CrmDb               *db,
                                            const CrmRecordType *type,
                                            gint64               id,
                                            GError             **error);

/* crm-likeness.c */
guint64         _crm_likeness_find_nicknames (const char         *first_name);

/* The values that crm_profile_pool_add() takes, in this order. */
typedef enum
{
  CRM_KEY_OF_FIRST,   /* of accounts, the name */
  CRM_KEY_OF_LAST,
  CRM_KEY_OF_EMAIL,
  CRM_KEY_OF_PHONE,
  CRM_KEY_OF_BIRTHDAY,
  CRM_KEY_OF_CITY,
  CRM_KEY_OF_POSTCODE,
  CRM_KEY_OF_STREET,
  CRM_KEY_OF_COUNTRY,
  CRM_KEY_OF_ACCOUNT,
  CRM_KEY_OF_WEBSITE,
  CRM_N_KEYS,
} CrmKeyOf;

static inline const char *
_crm_profile_text (const CrmProfilePool *pool,
                   guint32               number)
{
  return g_ptr_array_index (pool->texts, number);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmProfilePool, _crm_profile_pool_free)

G_END_DECLS
