/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Objects of JSON, one a line, for programs that read what the command line prints. What is empty
 * is left out.
 */

#include "config.h"

#include "crm-ctl-private.h"

#include "crm-date.h"

static void
append_key (GString    *json,
            const char *key)
{
  if (json->len > 0 && json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');
  crm_json_append_string (json, key);
  g_string_append_c (json, ':');
}

/*< private >
 * Begins an object.
 */
void
_crm_object_begin (GString *json)
{
  g_string_append_c (json, '{');
}

/*< private >
 * @text: (nullable): left out if it is %NULL
 */
void
_crm_object_add_text (GString    *json,
                      const char *key,
                      const char *text)
{
  if (text == NULL)
    return;

  append_key (json, key);
  crm_json_append_string (json, text);
}

/*< private >
 * Adds a whole number.
 */
void
_crm_object_add_integer (GString    *json,
                         const char *key,
                         gint64      integer)
{
  append_key (json, key);
  g_string_append_printf (json, "%" G_GINT64_FORMAT, integer);
}

/*< private >
 * Adds true or false.
 */
void
_crm_object_add_boolean (GString    *json,
                         const char *key,
                         gboolean    yes)
{
  append_key (json, key);
  g_string_append (json, yes ? "true" : "false");
}

/*< private >
 * @instant: in microseconds; left out if it is 0
 */
void
_crm_object_add_instant (GString    *json,
                         const char *key,
                         gint64      instant)
{
  g_autofree char *text = instant != 0 ? crm_instant_format_plain (instant) : NULL;

  _crm_object_add_text (json, key, text);
}

/*< private >
 * Adds the id that a record has everywhere.
 */
void
_crm_object_add_uuid (GString       *json,
                      const char    *key,
                      const CrmUuid *uuid)
{
  char text[CRM_UUID_STRING_SIZE];

  crm_uuid_print (uuid, text);
  _crm_object_add_text (json, key, text);
}

/*< private >
 * @value: JSON
 */
void
_crm_object_add_json (GString    *json,
                      const char *key,
                      const char *value)
{
  append_key (json, key);
  g_string_append (json, value);
}

/*< private >
 * Ends an object, and the line.
 */
void
_crm_object_end (GString *json)
{
  g_string_append (json, "}\n");
}
