/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CRM_DISTANCE_MAX_LENGTH:
 *
 * Texts of more characters than this are not compared.
 */
#define CRM_DISTANCE_MAX_LENGTH 64

#define CRM_SOUND_SIZE 8

guint crm_distance   (const char *a,
                      const char *b,
                      guint       most);
void  crm_sound_make (const char *word,
                      char        sound[CRM_SOUND_SIZE]);

G_END_DECLS
