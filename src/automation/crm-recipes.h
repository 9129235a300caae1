/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CrmRecipe:
 * @id: by which it is asked for, such as "welcome"
 * @name: what the automation is called
 * @description: what it does, in a sentence or two
 *
 * A ready-made automation.
 */
typedef struct
{
  char *id;
  char *name;
  char *description;
} CrmRecipe;

void       crm_recipe_free        (CrmRecipe   *recipe);
GPtrArray *crm_recipes_list       (void);
char      *crm_recipes_load       (const char  *id,
                                   GError     **error);
const char *const *crm_recipes_get_texts (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRecipe, crm_recipe_free)

G_END_DECLS
