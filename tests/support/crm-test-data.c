/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Workspaces with something in them, for tests and benches: always the same at the same time. */

#include "config.h"

#include "crm-test-data.h"

#include "crm-sample.h"
#include "crm-test.h"

/**
 * crm_test_data_fill:
 * @contacts: how many, with a fifth as many accounts
 * @notes: how many
 *
 * Adds contacts that are different from each other as those of a business are.
 *
 * Returns: the batch
 */
gint64
crm_test_data_fill (CrmWorkspace *workspace,
                    guint         contacts,
                    guint         notes)
{
  const CrmSampleOptions options = { .contacts = contacts, .notes = notes, .seed = 1 };
  g_autoptr (GError) error = NULL;
  gint64 batch = crm_sample_fill (workspace, &options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return batch;
}

static gboolean
has_fields (gpointer data)
{
  return crm_record_type_find_label (crm_workspace_get_type_named (data, "account"), "Service Contract") != NULL;
}

/**
 * crm_test_data_tell_story:
 *
 * Adds the story of the sample data, and runs the main loop until the catalogue has its fields.
 *
 * Returns: the batch
 */
gint64
crm_test_data_tell_story (CrmWorkspace *workspace)
{
  const CrmSampleOptions options = { .story = TRUE };
  g_autoptr (GError) error = NULL;
  gint64 batch = crm_sample_fill (workspace, &options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  crm_test_wait (has_fields, workspace);

  return batch;
}
