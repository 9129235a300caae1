/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * All tags (features.md, C3): renamed, coloured, merged and deleted.
 */

#include "config.h"

#include "crm-tags-page.h"

#include <glib/gi18n.h>

#include "crm-choices.h"
#include "crm-record-group.h"
#include "crm-tag-merge-dialog.h"

/* So many can be seen at a glance. */
#define SEARCHED_FROM 12

struct _CrmTagsPage
{
  CrmSettingsPage parent_instance;

  /* Template children */
  GtkSearchEntry *search_entry;
  CrmRecordGroup *tags;

  /* Owned */
  CrmChoices *choices;
};

G_DEFINE_FINAL_TYPE (CrmTagsPage, crm_tags_page, CRM_TYPE_SETTINGS_PAGE)

static char *
describe_tag (gpointer   owner,
              CrmRecord *tag)
{
  const CrmRecordType *contacts = crm_workspace_get_type_named (crm_page_get_workspace (owner), "contact");

  return crm_record_type_count_label (contacts, crm_record_get_integer (tag, "contacts"));
}

static void
command (gpointer    owner,
         CrmRecord  *tag,
         const char *name)
{
  CrmTagMergeDialog *dialog = crm_tag_merge_dialog_new (crm_page_get_workspace (owner), tag, GTK_WIDGET (owner));

  gtk_window_present (GTK_WINDOW (dialog));
}

static const CrmRecordGroupFuncs funcs = { .describe = describe_tag, .command = command };

static void
search_changed_cb (CrmTagsPage *self)
{
  crm_record_group_set_search (self->tags, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
tags_changed_cb (CrmTagsPage *self)
{
  gboolean many = g_list_model_get_n_items (G_LIST_MODEL (self->choices)) >= SEARCHED_FROM;

  if (many || *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) == '\0')
    gtk_widget_set_visible (GTK_WIDGET (self->search_entry), many);
}

static void
find (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (CRM_TAGS_PAGE (widget)->search_entry));
}

static void
crm_tags_page_open (CrmPage *page)
{
  CrmTagsPage *self = CRM_TAGS_PAGE (page);
  CrmWorkspace *workspace = crm_page_get_workspace (page);

  CRM_PAGE_CLASS (crm_tags_page_parent_class)->open (page);

  self->choices = crm_choices_get (workspace, "tag");
  g_signal_connect_object (self->choices, "items-changed", G_CALLBACK (tags_changed_cb), self, G_CONNECT_SWAPPED);
  crm_record_group_add_command (self->tags, _("Merge Into Another…"), "merge");
  crm_record_group_open (self->tags, workspace, "tag", &funcs, self);
  tags_changed_cb (self);
}

static void
crm_tags_page_dispose (GObject *object)
{
  CrmTagsPage *self = CRM_TAGS_PAGE (object);

  g_clear_object (&self->choices);

  G_OBJECT_CLASS (crm_tags_page_parent_class)->dispose (object);
}

static void
crm_tags_page_class_init (CrmTagsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_tags_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_tags_page_open;

  g_type_ensure (CRM_TYPE_RECORD_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-tags-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmTagsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, CrmTagsPage, tags);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);

  gtk_widget_class_install_action (widget_class, "page.find", NULL, find);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "page.find", NULL);
}

static void
crm_tags_page_init (CrmTagsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_tags_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_tags_page_new (void)
{
  return g_object_new (CRM_TYPE_TAGS_PAGE, NULL);
}
