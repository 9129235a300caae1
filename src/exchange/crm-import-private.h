/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-import.h"
#include "crm-source.h"

G_BEGIN_DECLS

struct _CrmImport
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  GFile *file;

  /* What the file is: guessed, or said. */
  goffset size;
  char *hash;
  GByteArray *head;
  gboolean whole; /* whether that is all of it */
  gboolean is_vcard;
  CrmCsvGuess guess;
  CrmCatalogue *catalogue;
  const CrmRecordType *type; /* of that catalogue */
  CrmMapping *mapping;
  CrmImportOptions options;
  GHashTable *learned; /* fingerprint → what was chosen for such a file */

  /* What has become of it. */
  GMutex lock;
  CrmImportCounts counts; /* guarded by lock */
  gint64 batch;
  CrmRejects *rejects;
  char *spool;
  gint64 spool_length;
  GPtrArray *warnings;
  int paused; /* whether a run that is cancelled is to go on later; atomic */
};

/*< private >
 * What the run of an import needs; plain data that may cross threads.
 */
typedef struct
{
  CrmStore *store;
  gint64 actor;
  GFile *file;
  char *name;
  goffset size;
  char *hash;
  gboolean is_vcard;
  CrmCsvGuess guess;
  CrmCatalogue *catalogue;
  const CrmRecordType *type;
  CrmMapping *mapping;
  char *fingerprint;
  CrmImportOptions options;

  gint64 batch;
  CrmImportCounts counts;
  CrmRejects *rejects;
  char *spool;
  gint64 spool_length;
  GPtrArray *warnings;
  CrmCommit *begun;

  const int *paused; /* (nullable): atomic */
  CrmImportFunc progress;
  gpointer progress_data;
} CrmImportRun;

/*< private >
 * What one look at the file tells; plain data that may cross threads.
 */
typedef struct
{
  CrmStore *store;
  GFile *file;
  goffset size;
  char *hash;
  GByteArray *head;
  gboolean whole;
  CrmEncodingGuess encoding;
  GHashTable *learned;
} CrmImportLook;

void           _crm_import_run_set_commit_rows (guint           rows);
void           _crm_import_run_free            (CrmImportRun   *run);
gboolean       _crm_import_run_go              (CrmImportRun   *run,
                                                GCancellable   *cancellable,
                                                GError        **error);
GPtrArray     *_crm_import_run_plan            (CrmImportRun   *run,
                                                guint           n_rows,
                                                GCancellable   *cancellable,
                                                GError        **error);

gboolean       _crm_import_state_save          (CrmImportRun   *run,
                                                CrmDb          *db,
                                                gint64          batch,
                                                GError        **error);
gboolean       _crm_import_state_forget        (CrmDb          *db,
                                                gint64          batch,
                                                GError        **error);
char          *_crm_import_state_load          (CrmDb          *db,
                                                gint64          batch,
                                                GError        **error);
gboolean       _crm_import_state_parse         (CrmImportRun   *run,
                                                const char     *json,
                                                GError        **error);
gboolean       _crm_import_state_is_running    (CrmDb          *db,
                                                gint64          batch);
void           _crm_import_state_clean         (CrmStore       *store);

CrmImportLook *_crm_import_look_new            (CrmStore       *store,
                                                GFile          *file);
void           _crm_import_look_free           (gpointer        data);
gboolean       _crm_import_look_read           (CrmImportLook  *look,
                                                GCancellable   *cancellable,
                                                GError        **error);
void           _crm_import_take_look           (CrmImport      *self,
                                                CrmImportLook  *look);
void           _crm_import_guess_mapping       (CrmImport      *self);

void           _crm_learned_mapping_load_all   (CrmDb          *db,
                                                GHashTable     *learned);
gboolean       _crm_learned_mapping_save       (CrmDb          *db,
                                                CrmMapping     *mapping,
                                                const char     *fingerprint,
                                                gint64          now,
                                                GError        **error);

G_END_DECLS
