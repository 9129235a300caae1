/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Any bytes as a text with {{…}} in it. What is taken when it is saved can be filled in, and a value is text and nothing else
 * wherever it is put: no mark-up, no second header, no other part of an address, and no text with {{…}} of its own.
 */

#include "config.h"

#include <string.h>

#include "crm-personal.h"
#include "crm-segment.h"
#include "crm-test.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            size_t        size);

static CrmWorkspace *workspace;
static char *folder;

static void
clean_up (void)
{
  crm_workspace_close (workspace);
  g_clear_object (&workspace);
  crm_test_remove_folder (folder);
  g_clear_pointer (&folder, g_free);
}

static void
prepare (void)
{
  if (workspace != NULL)
    return;

  crm_segment_init ();
  workspace = crm_test_new_workspace (&folder);
  atexit (clean_up);
  crm_test_add (workspace, "field", "label", "Size", "record_type", "contact", "type", "number", NULL);
  crm_test_add (workspace, "contact", "first_name", "{{contact.city}}<b>\"'&%0A", "last_name", "{{user.name}}</a>", "city", "☃",
                "job_title", "{%x%}%FIRSTNAME%", "custom.size", "5.5", "birthday", "2000-02-29", NULL);
}

static gpointer
fill (CrmDb         *db,
      CrmSchema     *schema,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  static const CrmEscape escapes[] = { CRM_ESCAPE_NONE, CRM_ESCAPE_HTML, CRM_ESCAPE_URL, CRM_ESCAPE_HEADER };
  const char *text = data;
  gboolean checked = crm_personal_check (CRM_CATALOGUE (schema), text, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (escapes); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
      g_auto (CrmPersonal) personal = { NULL };
      g_autoptr (GError) reason = NULL;
      g_autofree char *filled = NULL;

      crm_personal_init (&personal, db, schema, 1, CRM_TEST_NOW, zone);
      filled = crm_personal_fill (&personal, text, escapes[i], &reason);
      if (checked)
        g_assert_no_error (reason);
      if (filled == NULL)
        continue;

      g_assert_true (g_utf8_validate (filled, -1, NULL));
      if (strstr (text, "city") == NULL && strstr (text, "☃") == NULL)
        g_assert_null (strstr (filled, "☃"));
      if (escapes[i] == CRM_ESCAPE_HTML && strpbrk (text, "<>\"'") == NULL)
        g_assert_null (strpbrk (filled, "<>\"'"));
      if (escapes[i] == CRM_ESCAPE_URL && strpbrk (text, "<>\"'&?#/\n ") == NULL)
        g_assert_null (strpbrk (filled, "<>\"'&?#/\n "));
      if (escapes[i] == CRM_ESCAPE_HEADER && strpbrk (text, "\r\n") == NULL)
        g_assert_null (strpbrk (filled, "\r\n"));
    }

  return g_strdup ("");
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *converted = NULL;
  g_autofree char *done = NULL;
  g_autofree char *again = NULL;

  /* What is saved is UTF-8 by the time that it gets there. */
  if (!g_utf8_validate (text, -1, NULL))
    return 0;

  prepare ();
  done = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, fill, text, NULL);
  converted = crm_personal_convert (crm_workspace_get_catalogue (workspace), text);
  again = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, fill, converted, NULL);

  return 0;
}
