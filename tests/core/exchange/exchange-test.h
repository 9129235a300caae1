/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-import.h"
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

GFile     *exchange_test_write        (const char              *folder,
                                       const char              *name,
                                       const void              *data,
                                       gssize                   length);
char      *exchange_test_encode       (const char              *text,
                                       const char              *charset,
                                       gsize                   *length);
CrmImport *exchange_test_open         (CrmWorkspace            *workspace,
                                       GFile                   *file,
                                       const char              *type);
void       exchange_test_run          (CrmImport               *import,
                                       CrmDuplicates            duplicates);
void       exchange_test_assert       (CrmImport               *import,
                                       gint64                   created,
                                       gint64                   merged,
                                       gint64                   skipped,
                                       gint64                   rejected);
void       exchange_test_assert_sum   (CrmImport               *import);
char      *exchange_test_target       (CrmImport               *import,
                                       guint                    column);
void       exchange_test_assert_same  (const char              *text,
                                       const char              *expected);
char      *exchange_test_dump         (CrmWorkspace            *workspace,
                                       const char              *type);

G_END_DECLS
