/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A team member, and what they are responsible for.
 */

#include "config.h"

#include "crm-member-page.h"

#include <glib/gi18n.h>

#include "crm-team.h"

struct _CrmMemberPage
{
  CrmDetailsPage parent_instance;

  AdwPreferencesGroup *belongings;
  GPtrArray *rows; /* borrowed */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CrmMemberPage, crm_member_page, CRM_TYPE_DETAILS_PAGE)

static gpointer
belongings_read (CrmDb         *db,
                 CrmSchema     *schema,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return crm_team_list_belongings (db, schema, *(gint64 *) data, error);
}

static void
belongings_read_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (CrmMemberPage) self = user_data;
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (self));
  g_autoptr (GArray) uses = crm_store_read_finish (CRM_STORE (object), result, NULL);

  if (uses == NULL || workspace == NULL)
    return;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->belongings, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < uses->len; i++)
    {
      const CrmUse *use = &g_array_index (uses, CrmUse, i);
      const CrmTable *table = crm_schema_get_table (CRM_SCHEMA (crm_workspace_get_catalogue (workspace)), use->table);
      const CrmColumn *column = crm_table_get_column (table, use->column);
      g_autofree char *count = crm_record_type_count_label (crm_catalogue_get_type_of (table), use->n);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), count);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), crm_field_from_column (column)->label);
      adw_action_row_set_icon_name (ADW_ACTION_ROW (row), crm_catalogue_get_type_of (table)->icon);
      adw_preferences_group_add (self->belongings, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->belongings), uses->len > 0);
}

static void
crm_member_page_build (CrmDetailsPage *page)
{
  CrmMemberPage *self = CRM_MEMBER_PAGE (page);
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (page));
  gint64 id = crm_details_page_get_id (page);

  self->belongings = g_object_new (ADW_TYPE_PREFERENCES_GROUP, "title", _("Responsible For"), "visible", FALSE, NULL);
  crm_settings_page_add (CRM_SETTINGS_PAGE (self), self->belongings);
  crm_details_page_set_removable (page, id != crm_workspace_get_actor (workspace));
  crm_store_read_async (crm_workspace_get_store (workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, belongings_read,
                        g_memdup2 (&id, sizeof id), g_free, (GDestroyNotify) g_array_unref, self->cancellable,
                        belongings_read_cb, g_object_ref (self));
}

static void
crm_member_page_dispose (GObject *object)
{
  g_cancellable_cancel (CRM_MEMBER_PAGE (object)->cancellable);

  G_OBJECT_CLASS (crm_member_page_parent_class)->dispose (object);
}

static void
crm_member_page_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_MEMBER_PAGE (object)->rows);
  g_object_unref (CRM_MEMBER_PAGE (object)->cancellable);

  G_OBJECT_CLASS (crm_member_page_parent_class)->finalize (object);
}

static void
crm_member_page_class_init (CrmMemberPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_member_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_member_page_finalize;
  CRM_DETAILS_PAGE_CLASS (klass)->build = crm_member_page_build;
}

static void
crm_member_page_init (CrmMemberPage *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
}

/**
 * crm_member_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_member_page_new (void)
{
  return g_object_new (CRM_TYPE_MEMBER_PAGE, NULL);
}
