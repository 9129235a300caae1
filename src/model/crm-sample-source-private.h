/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-sample-private.h"

G_BEGIN_DECLS

#define CRM_SAMPLE_FOLDER "/com/example/Crm/sample/"

/**
 * CrmSampleForm:
 * @CRM_SAMPLE_FORM_WORDS: between commas, with forms and spellings
 * @CRM_SAMPLE_FORM_PATTERNS: between commas, with gaps
 * @CRM_SAMPLE_FORM_NUMBERS: between commas, with digits to be filled in
 * @CRM_SAMPLE_FORM_PARAGRAPHS: between blank lines, with gaps
 * @CRM_SAMPLE_FORM_LINES: each on a line, with gaps
 *
 * How the entries of a list are written.
 */
typedef enum
{
  CRM_SAMPLE_FORM_WORDS,
  CRM_SAMPLE_FORM_PATTERNS,
  CRM_SAMPLE_FORM_NUMBERS,
  CRM_SAMPLE_FORM_PARAGRAPHS,
  CRM_SAMPLE_FORM_LINES,
} CrmSampleForm;

/**
 * CrmSampleSource:
 * @name: of the file
 * @sections: what it says, by the names of its sections
 * @error: where complaints go
 *
 * A file that is being read.
 */
typedef struct
{
  const char  *name;
  GHashTable  *sections;
  GError     **error;
} CrmSampleSource;

/**
 * CrmSampleRowFunc:
 * @columns: of one line of a table
 *
 * Returns: %FALSE after a complaint
 */
typedef gboolean (*CrmSampleRowFunc) (CrmSampleSource  *source,
                                      char            **columns,
                                      gpointer          data);

gboolean       _crm_sample_source_read         (CrmSampleSource   *self,
                                                const char        *name,
                                                GError           **error);
void           _crm_sample_source_clear        (CrmSampleSource   *self);
const char    *_crm_sample_source_get          (CrmSampleSource   *self,
                                                const char        *section);
gboolean       _crm_sample_source_complain     (CrmSampleSource   *self,
                                                const char        *format,
                                                ...) G_GNUC_PRINTF (2, 3);
GPtrArray     *_crm_sample_source_parse_list   (CrmSampleSource   *self,
                                                const char        *text,
                                                CrmSampleForm      form,
                                                const char        *gaps,
                                                GPtrArray         *spelling);
gboolean       _crm_sample_source_parse_table  (CrmSampleSource   *self,
                                                const char        *section,
                                                guint              n_columns,
                                                CrmSampleRowFunc   func,
                                                gpointer           data);
gboolean       _crm_sample_source_check_gaps   (CrmSampleSource   *self,
                                                const char        *pattern,
                                                const char        *gaps);
gboolean       _crm_sample_source_check_number (CrmSampleSource   *self,
                                                const char        *pattern);

CrmSampleWord *_crm_sample_word_parse          (const char        *entry,
                                                GPtrArray         *spelling);
void           _crm_sample_word_free           (CrmSampleWord     *word);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmSampleSource, _crm_sample_source_clear)

G_END_DECLS
