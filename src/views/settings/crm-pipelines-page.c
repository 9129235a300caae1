/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The pipelines, and the short lists that deals choose from (features.md, D1, D2).
 */

#include "config.h"

#include "crm-pipelines-page.h"

#include <glib/gi18n.h>

#include "crm-beginning.h"
#include "crm-choices.h"
#include "crm-record-group.h"

struct _CrmPipelinesPage
{
  CrmSettingsPage parent_instance;

  /* Template children */
  CrmRecordGroup *pipelines;
  CrmRecordGroup *types;
  CrmRecordGroup *reasons;

  /* Owned */
  CrmChoices *stages;
};

G_DEFINE_FINAL_TYPE (CrmPipelinesPage, crm_pipelines_page, CRM_TYPE_SETTINGS_PAGE)

/* "To Contact → Offer → Negotiation" */
static char *
describe_pipeline (gpointer   owner,
                   CrmRecord *pipeline)
{
  CrmPipelinesPage *self = owner;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->stages)); i++)
    {
      g_autoptr (CrmRecord) stage = g_list_model_get_item (G_LIST_MODEL (self->stages), i);

      if (crm_record_get_link (stage, "pipeline") == crm_record_get_id (pipeline))
        g_string_append_printf (text, "%s%s", text->len > 0 ? " → " : "", crm_record_get_title (stage));
    }

  return g_string_free (text, FALSE);
}

/* Without stages no deal could be in it. */
static void
prepare_pipeline (gpointer      owner,
                  CrmChangeSet *set,
                  gint64        id)
{
  const CrmRecordType *stages = crm_workspace_get_type_named (crm_page_get_workspace (owner), "stage");

  crm_beginning_add_stages (set, stages, id);
}

static const CrmRecordGroupFuncs pipeline_funcs = { .describe = describe_pipeline, .prepare = prepare_pipeline };

static void
stages_changed_cb (CrmPipelinesPage *self)
{
  crm_record_group_refresh (self->pipelines);
}

static void
crm_pipelines_page_open (CrmPage *page)
{
  CrmPipelinesPage *self = CRM_PIPELINES_PAGE (page);
  CrmWorkspace *workspace = crm_page_get_workspace (page);

  CRM_PAGE_CLASS (crm_pipelines_page_parent_class)->open (page);

  self->stages = crm_choices_get (workspace, "stage");
  g_signal_connect_object (self->stages, "items-changed", G_CALLBACK (stages_changed_cb), self, G_CONNECT_SWAPPED);
  crm_record_group_open (self->pipelines, workspace, "pipeline", &pipeline_funcs, self);
  crm_record_group_open (self->types, workspace, "deal_type", NULL, NULL);
  crm_record_group_open (self->reasons, workspace, "lost_reason", NULL, NULL);
}

static void
crm_pipelines_page_dispose (GObject *object)
{
  CrmPipelinesPage *self = CRM_PIPELINES_PAGE (object);

  g_clear_object (&self->stages);

  G_OBJECT_CLASS (crm_pipelines_page_parent_class)->dispose (object);
}

static void
crm_pipelines_page_class_init (CrmPipelinesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_pipelines_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_pipelines_page_open;

  g_type_ensure (CRM_TYPE_RECORD_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-pipelines-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmPipelinesPage, pipelines);
  gtk_widget_class_bind_template_child (widget_class, CrmPipelinesPage, types);
  gtk_widget_class_bind_template_child (widget_class, CrmPipelinesPage, reasons);
}

static void
crm_pipelines_page_init (CrmPipelinesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_settings_page_restrict (CRM_SETTINGS_PAGE (self));
}

/**
 * crm_pipelines_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_pipelines_page_new (void)
{
  return g_object_new (CRM_TYPE_PIPELINES_PAGE, NULL);
}
