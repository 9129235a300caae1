/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*< private >
 * CrmAlphabet:
 * @letters: the letters beyond ASCII, in lower case
 * @latin: whether they stand among those of ASCII
 * @handicap: taken off for each letter, for what is rarely written
 * @pairs: pairs of characters with blanks between them; "_" is the edge of a word
 *
 * How a language is written.
 */
typedef struct
{
  const char *letters;
  gboolean    latin;
  double      handicap;
  const char *pairs;
} CrmAlphabet;

extern const CrmAlphabet _crm_alphabets[];
extern const char _crm_common_chinese_simplified[];
extern const char _crm_common_chinese_traditional[];
extern const char _crm_common_japanese[];
extern const char _crm_common_korean[];

G_END_DECLS
