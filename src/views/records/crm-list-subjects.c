/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the rows of a list are about, where they stand for other records: the contacts of
 * subscriptions. Asked of the store, and told on the main thread.
 */

#include "config.h"

#include "crm-list-subjects.h"

#include "crm-relations.h"

typedef struct
{
  CrmListPage *page;
  guint16 table;
  char *subject;
  GArray *ids;
  CrmSubjectsFunc func;
} Subjects;

static void
subjects_free (Subjects *subjects)
{
  g_object_unref (subjects->page);
  g_array_unref (subjects->ids);
  g_free (subjects->subject);
  g_free (subjects);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Subjects, subjects_free)

static gpointer
subjects_read (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  Subjects *subjects = data;
  const CrmTable *table = crm_schema_get_table (schema, subjects->table);

  return crm_relations_read (db, crm_table_find_column (table, subjects->subject), table, subjects->ids, error);
}

static void
subjects_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Subjects) subjects = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crm_store_read_finish (CRM_STORE (object), result, &error);

  /* The window may have been closed meanwhile. */
  if (gtk_widget_get_root (GTK_WIDGET (subjects->page)) == NULL)
    return;

  if (ids == NULL)
    crm_page_tell (GTK_WIDGET (subjects->page), error->message, 0);
  else if (ids->len > 0)
    subjects->func (subjects->page, ids);
}

/**
 * crm_list_subjects_read:
 * @page: a list with crm_list_page_set_subject()
 * @all: of all rows rather than of those that are selected
 * @func: (scope async): told what the rows are about; not called if there are none
 */
void
crm_list_subjects_read (CrmListPage     *page,
                        gboolean         all,
                        CrmSubjectsFunc  func)
{
  CrmRecordTable *table = crm_list_page_get_table (page);
  Subjects *subjects;

  g_return_if_fail (crm_list_page_get_subject (page) != NULL);

  subjects = g_new0 (Subjects, 1);
  subjects->page = g_object_ref (page);
  subjects->table = crm_list_page_get_record_type (page)->table.id;
  subjects->subject = g_strdup (crm_list_page_get_subject (page));
  subjects->ids = all ? g_array_copy (crm_record_list_get_ids (crm_record_table_get_list (table)))
                      : crm_list_selection_get_ids (crm_record_table_get_selection (table));
  subjects->func = func;
  crm_store_read_async (crm_workspace_get_store (crm_page_get_workspace (CRM_PAGE (page))), CRM_LANE_QUERY, G_PRIORITY_DEFAULT,
                        subjects_read, subjects, NULL, (GDestroyNotify) g_array_unref, NULL, subjects_read_cb, subjects);
}
