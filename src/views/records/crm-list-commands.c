/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What can be done with the rows of a list that are selected: actions of CrmListPage, which the bar
 * below it, the menu of a row and the keyboard share.
 */

#include "config.h"

#include "crm-list-commands.h"

#include <string.h>

#include "crm-bulk-dialog.h"
#include "crm-delete-dialog.h"
#include "crm-list-subjects.h"
#include "crm-subscribe-dialog.h"
#include "crm-tag-dialog.h"

/* Nobody could look at more of them side by side. */
#define MOST_MERGED 12

static CrmWorkspace *
get_workspace (gpointer page)
{
  return crm_page_get_workspace (CRM_PAGE (page));
}

static GtkWindow *
get_window (gpointer page)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page)));
}

static CrmListSelection *
get_selection (gpointer page)
{
  return crm_record_table_get_selection (crm_list_page_get_table (CRM_LIST_PAGE (page)));
}

static void
bulk_edit (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  g_autoptr (GArray) ids = crm_list_selection_get_ids (get_selection (widget));
  CrmBulkDialog *dialog = crm_bulk_dialog_new (get_workspace (widget), crm_list_page_get_type_name (CRM_LIST_PAGE (widget)), ids,
                                               get_window (widget), widget);

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
change_tags (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_autoptr (GArray) ids = crm_list_selection_get_ids (get_selection (widget));
  CrmTagDialog *dialog = crm_tag_dialog_new (get_workspace (widget), crm_list_page_get_type_name (CRM_LIST_PAGE (widget)), ids,
                                             strcmp (action_name, "page.remove-tag") == 0, get_window (widget), widget);

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
subscribe (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  g_autoptr (GArray) ids = crm_list_selection_get_ids (get_selection (widget));

  crm_subscribe_dialog_run (get_workspace (widget), 0, NULL, ids, get_window (widget), widget);
}

static void
merge (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  g_autoptr (GArray) ids = crm_list_selection_get_ids (get_selection (widget));
  GVariantBuilder groups;

  g_variant_builder_init (&groups, G_VARIANT_TYPE ("aax"));
  g_variant_builder_add_value (&groups, g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64)));
  gtk_widget_activate_action (widget, "win.merge", "(saaxu)", crm_list_page_get_type_name (CRM_LIST_PAGE (widget)), &groups, 0);
}

static void
delete (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  g_autoptr (GArray) ids = crm_list_selection_get_ids (get_selection (widget));

  if (ids->len > 0)
    crm_delete_dialog_run (get_workspace (widget), crm_list_page_get_type_name (CRM_LIST_PAGE (widget)), ids, get_window (widget), widget);
}

static void
export_subjects (CrmListPage *page,
                 GArray      *ids)
{
  gtk_widget_activate_action (GTK_WIDGET (page), "win.export", "(s@ax)", crm_list_page_get_shown_type (page)->table.name,
                              g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64)));
}

static void
export (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  CrmListPage *page = CRM_LIST_PAGE (widget);
  gboolean all = strcmp (action_name, "page.export") == 0;
  g_autoptr (GArray) ids = NULL;
  GVariant *list;

  if (crm_list_page_get_subject (page) != NULL)
    {
      crm_list_subjects_read (page, all, export_subjects);
      return;
    }

  if (!all)
    ids = crm_list_selection_get_ids (get_selection (page));
  list = g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids != NULL ? ids->data : NULL, ids != NULL ? ids->len : 0, sizeof (gint64));
  gtk_widget_activate_action (widget, "win.export", "(s@ax)", crm_list_page_get_type_name (page), list);
}

static void
select_all (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (get_selection (widget)));
}

static void
select_none (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  crm_list_selection_clear (get_selection (widget));
}

/**
 * crm_list_commands_can_merge:
 * @page: a list
 *
 * Returns: whether it is of what there may be twice: people and companies; work is not
 */
gboolean
crm_list_commands_can_merge (CrmListPage *page)
{
  guint16 table = crm_list_page_get_record_type (page)->table.id;

  return table == CRM_ID_CONTACT || table == CRM_ID_ACCOUNT;
}

/**
 * crm_list_commands_update:
 * @page: a list
 *
 * Offers what can be done with what is selected now.
 */
void
crm_list_commands_update (CrmListPage *page)
{
  const CrmRecordType *type = crm_list_page_get_record_type (page);
  guint n = crm_list_selection_get_n (get_selection (page));
  gboolean usual = crm_list_page_get_subject (page) == NULL;
  gboolean tagged = crm_record_type_find_field (type, "tags") != NULL;
  const struct
  {
    const char *action;
    gboolean enabled;
  } states[] = {
    { "page.open", n == 1 },
    { "page.bulk-edit", n > 0 && usual },
    { "page.subscribe", n > 0 && crm_record_type_find_field (type, "lists") != NULL },
    { "page.add-tag", n > 0 && tagged },
    { "page.remove-tag", n > 0 && tagged },
    { "page.merge", n > 1 && n <= MOST_MERGED && crm_list_commands_can_merge (page) },
    { "page.export-selection", n > 0 },
    { "page.delete", n > 0 && usual },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (page), states[i].action, states[i].enabled);
}

/**
 * crm_list_commands_install:
 * @widget_class: the class of CrmListPage
 */
void
crm_list_commands_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "page.bulk-edit", NULL, bulk_edit);
  gtk_widget_class_install_action (widget_class, "page.add-tag", NULL, change_tags);
  gtk_widget_class_install_action (widget_class, "page.remove-tag", NULL, change_tags);
  gtk_widget_class_install_action (widget_class, "page.subscribe", NULL, subscribe);
  gtk_widget_class_install_action (widget_class, "page.merge", NULL, merge);
  gtk_widget_class_install_action (widget_class, "page.delete", NULL, delete);
  gtk_widget_class_install_action (widget_class, "page.export", NULL, export);
  gtk_widget_class_install_action (widget_class, "page.export-selection", NULL, export);
  gtk_widget_class_install_action (widget_class, "page.select-all", NULL, select_all);
  gtk_widget_class_install_action (widget_class, "page.select-none", NULL, select_none);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "page.bulk-edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "page.delete", NULL);
}
