/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-test.h"

G_BEGIN_DECLS

/**
 * CorpusFunc:
 * @name: of the file, from the folder of the corpora on
 * @data: what is in it
 */
typedef void (*CorpusFunc) (const char   *name,
                            const guint8 *data,
                            gsize         length,
                            gpointer      user_data);

char      *exchange_test_get_corpus   (const char              *name);
GBytes    *exchange_test_load_corpus  (const char              *name);
guint      exchange_test_each_corpus  (const char              *folder,
                                       const char              *suffix,
                                       CorpusFunc               func,
                                       gpointer                 user_data);

char      *exchange_test_encode       (const char              *text,
                                       const char              *charset,
                                       gsize                   *length);

G_END_DECLS
