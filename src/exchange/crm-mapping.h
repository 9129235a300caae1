/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "crm-column.h"
#include "crm-target.h"

G_BEGIN_DECLS

/**
 * CRM_MAPPING_N_SAMPLES:
 *
 * The most samples that are kept of a column.
 */
#define CRM_MAPPING_N_SAMPLES 5

/**
 * CrmMappingColumn:
 * @header: (nullable): what stands over it, or %NULL if the file has no header
 * @group: see crm_header_get_group()
 * @samples: (element-type utf8): its first values, each once, empty ones left out
 * @target: where its values go
 * @confidence: from 0 to 1; 1 also if somebody chose @target
 * @learned: whether @target is what was chosen for such a file before
 * @order: what comes first in its dates
 * @decimal: the mark before the decimals of its numbers, '.' or ','; 0 for that of the locale
 * @shape: what its values look like
 *
 * A column of a file that is going to be imported.
 */
typedef struct
{
  char           *header;
  guint           group;
  GPtrArray      *samples;
  CrmTarget       target;
  double          confidence;
  gboolean        learned;
  CrmDateOrder    order;
  char            decimal;
  CrmColumnShape  shape;
} CrmMappingColumn;

typedef struct _CrmMapping CrmMapping;

#define CRM_TYPE_MAPPING (crm_mapping_get_type ())

GType                   crm_mapping_get_type        (void);
CrmMapping             *crm_mapping_new             (CrmCatalogue         *catalogue,
                                                     const CrmRecordType  *type);
CrmMapping             *crm_mapping_copy            (CrmMapping           *self,
                                                     CrmCatalogue         *catalogue);
CrmMapping             *crm_mapping_ref             (CrmMapping           *self);
void                    crm_mapping_unref           (CrmMapping           *self);

void                    crm_mapping_add_header      (CrmMapping           *self,
                                                     char                **cells,
                                                     guint                 n_cells);
void                    crm_mapping_add_row         (CrmMapping           *self,
                                                     char                **cells,
                                                     guint                 n_cells);
void                    crm_mapping_guess           (CrmMapping           *self);

const CrmRecordType    *crm_mapping_get_record_type (CrmMapping           *self);
guint                   crm_mapping_get_n_columns   (CrmMapping           *self);
const CrmMappingColumn *crm_mapping_get_column      (CrmMapping           *self,
                                                     guint                 column);
void                    crm_mapping_set_target      (CrmMapping           *self,
                                                     guint                 column,
                                                     const CrmTarget      *target);
void                    crm_mapping_set_order       (CrmMapping           *self,
                                                     guint                 column,
                                                     CrmDateOrder          order);
void                    crm_mapping_set_decimal     (CrmMapping           *self,
                                                     guint                 column,
                                                     char                  decimal);
void                    crm_mapping_suggest_field   (CrmMapping           *self,
                                                     guint                 column,
                                                     CrmTarget            *target);
gboolean                crm_mapping_is_own          (CrmMapping           *self);
gboolean                crm_mapping_check           (CrmMapping           *self,
                                                     GError              **error);

char                   *crm_mapping_get_fingerprint (CrmMapping           *self);
void                    crm_mapping_append_json     (CrmMapping           *self,
                                                     GString              *json);
gboolean                crm_mapping_read_json       (CrmMapping           *self,
                                                     JsonNode             *node,
                                                     GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMapping, crm_mapping_unref)

G_END_DECLS
