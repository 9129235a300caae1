/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A pipeline: its stages in their order, and who gets its deals (features.md, D1).
 */

#include "config.h"

#include "crm-pipeline-page.h"

#include <glib/gi18n.h>

#include "crm-record-group.h"

struct _CrmPipelinePage
{
  CrmDetailsPage parent_instance;

  CrmRecordGroup *stages;
};

G_DEFINE_FINAL_TYPE (CrmPipelinePage, crm_pipeline_page, CRM_TYPE_DETAILS_PAGE)

static gboolean
includes_stage (gpointer   owner,
                CrmRecord *stage)
{
  return crm_record_get_link (stage, "pipeline") == crm_details_page_get_id (owner);
}

/* "50 % · at most 21 days · 12 deals" */
static char *
describe_stage (gpointer   owner,
                CrmRecord *stage)
{
  const CrmRecordType *deals = crm_workspace_get_type_named (crm_page_get_workspace (owner), "deal");
  gint64 days = crm_record_get_integer (stage, "max_days");
  g_autofree char *count = crm_record_type_count_label (deals, crm_record_get_integer (stage, "deals"));
  GString *text = g_string_new (NULL);

  /* TRANSLATORS: how likely it is that a deal is won */
  g_string_append_printf (text, _("%d %%"), (int) crm_record_get_integer (stage, "probability"));
  if (days > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "at most %d day", "at most %d days", (gulong) days), (int) days);
    }
  g_string_append_printf (text, " · %s", count);

  return g_string_free (text, FALSE);
}

static void
prepare_stage (gpointer      owner,
               CrmChangeSet *set,
               gint64        id)
{
  const CrmRecordType *stages = crm_workspace_get_type_named (crm_page_get_workspace (owner), "stage");
  CrmValue pipeline = crm_value_integer (crm_details_page_get_id (owner));

  crm_change_set_set (set, &stages->table, id, &crm_record_type_find_field (stages, "pipeline")->column, &pipeline);
}

static const CrmRecordGroupFuncs funcs = { .includes = includes_stage, .describe = describe_stage, .prepare = prepare_stage };

static void
crm_pipeline_page_build (CrmDetailsPage *page)
{
  CrmPipelinePage *self = CRM_PIPELINE_PAGE (page);

  self->stages = g_object_new (CRM_TYPE_RECORD_GROUP,
                               "title", _("Stages"),
                               "description", _("Deals move through these. Won and lost are not stages: a deal can be won or lost in any of them."),
                               NULL);
  crm_settings_page_add (CRM_SETTINGS_PAGE (self), ADW_PREFERENCES_GROUP (self->stages));
  crm_record_group_open (self->stages, crm_page_get_workspace (CRM_PAGE (self)), "stage", &funcs, self);
}

static void
crm_pipeline_page_class_init (CrmPipelinePageClass *klass)
{
  CRM_DETAILS_PAGE_CLASS (klass)->build = crm_pipeline_page_build;
}

static void
crm_pipeline_page_init (CrmPipelinePage *self)
{
}

/**
 * crm_pipeline_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_pipeline_page_new (void)
{
  return g_object_new (CRM_TYPE_PIPELINE_PAGE, NULL);
}
