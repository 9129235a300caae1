/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/* A field that the program knows. A list of them ends with one that has no name. */
typedef struct
{
  guint16 id;
  const char *name;
  CrmFieldType type;
  const char *label;
  const char *group;
  CrmFieldFlags flags;
  const char *links_to;
  const CrmKeyword *keywords;
  const char *counts;
  const char *counts_via;
  const char *counts_if;
  const char *least;
  const char *default_value;
} CrmFieldLine;

/* A record type. */
typedef struct
{
  guint16 id;
  const char *name;
  const char *label;
  const char *plural;
  const char *count_one;
  const char *count_many;
  const char *add;
  const char *page;
  const char *none;
  const char *about;
  const char *select;
  const char *icon;
  const char *title;
  const char *details;
  const CrmFieldLine *fields;
  gboolean takes_custom_fields;
  gboolean is_short;
  gboolean by_name;
  void (*derive) (CrmImage *image);
  gboolean (*check) (CrmImage *image, GError **error);
  gboolean (*follow) (CrmImage *image, GError **error);
} CrmTypeLine;

const CrmTypeLine  *_crm_catalogue_get_lines        (guint *n_lines);
const CrmFieldLine *_crm_catalogue_get_common_lines (void);

G_END_DECLS
