/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * All records of a type of which there are few, as GListModel of CrmRecord: the stages of the
 * pipelines, the types of tasks. They come in the order that people gave them, or by name, and
 * stay in memory as long as somebody holds the list. Main thread only.
 */

#include "config.h"

#include "crm-choices.h"

#include "crm-record-list.h"

struct _CrmChoices
{
  GObject parent_instance;

  CrmWorkspace *workspace; /* borrowed: the list is the workspace's */
  const char *type;        /* interned */
  const char *name;        /* interned: under which the workspace knows the list */
  CrmRecordList *list;
  GPtrArray *records;
  GCancellable *cancellable;
  gboolean loaded;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmChoices, crm_choices, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static const CrmRecordType *
get_type (CrmChoices *self)
{
  return crm_workspace_get_type_named (self->workspace, self->type);
}

static gboolean
is_shown (CrmChoices *self,
          GArray     *ids)
{
  gboolean same = self->loaded && ids->len == self->records->len;

  for (guint i = 0; same && i < ids->len; i++)
    same = crm_record_get_id (g_ptr_array_index (self->records, i)) == g_array_index (ids, gint64, i);

  return same;
}

static void
rows_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmChoices) self = user_data;
  CrmWorkspace *workspace = CRM_WORKSPACE (object);
  g_autoptr (GPtrArray) rows = crm_workspace_load_rows_finish (workspace, result, NULL);
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  GArray *ids = crm_record_list_get_ids (self->list);
  guint n_old = self->records->len;

  if (rows == NULL)
    return;

  while (rows->len > 0)
    g_ptr_array_add (read, crm_workspace_take_row (workspace, g_ptr_array_steal_index (rows, rows->len - 1)));
  for (guint i = 0; i < ids->len; i++)
    {
      CrmRecord *record = crm_workspace_peek_record (workspace, get_type (self), g_array_index (ids, gint64, i));

      if (record != NULL)
        g_ptr_array_add (records, record);
    }

  g_ptr_array_unref (self->records);
  self->records = g_steal_pointer (&records);
  self->loaded = TRUE;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->records->len);
}

static void
settled_cb (CrmChoices *self)
{
  GArray *ids = crm_record_list_get_ids (self->list);

  if (is_shown (self, ids))
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  crm_workspace_load_rows_async (self->workspace, get_type (self), ids, self->cancellable, rows_read_cb, g_object_ref (self));
}

/* --- GListModel --------------------------------------------------------------------------------------- */

static GType
crm_choices_get_item_type (GListModel *model)
{
  return CRM_TYPE_RECORD;
}

static guint
crm_choices_get_n_items (GListModel *model)
{
  return CRM_CHOICES (model)->records->len;
}

static gpointer
crm_choices_get_item (GListModel *model,
                      guint       position)
{
  CrmChoices *self = CRM_CHOICES (model);

  return position < self->records->len ? g_object_ref (g_ptr_array_index (self->records, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = crm_choices_get_item_type;
  iface->get_n_items = crm_choices_get_n_items;
  iface->get_item = crm_choices_get_item;
}

/* --- Object ------------------------------------------------------------------------------------------- */

static void
crm_choices_dispose (GObject *object)
{
  CrmChoices *self = CRM_CHOICES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->list);
  g_ptr_array_set_size (self->records, 0);

  G_OBJECT_CLASS (crm_choices_parent_class)->dispose (object);
}

static void
crm_choices_finalize (GObject *object)
{
  CrmChoices *self = CRM_CHOICES (object);

  g_ptr_array_unref (self->records);
  if (self->workspace != NULL)
    {
      g_object_set_data (G_OBJECT (self->workspace), self->name, NULL);
      g_object_remove_weak_pointer (G_OBJECT (self->workspace), (gpointer *) &self->workspace);
    }

  G_OBJECT_CLASS (crm_choices_parent_class)->finalize (object);
}

static void
crm_choices_class_init (CrmChoicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_choices_dispose;
  object_class->finalize = crm_choices_finalize;
}

static void
crm_choices_init (CrmChoices *self)
{
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
}

static CrmChoices *
make (CrmWorkspace *workspace,
      const char   *type,
      const char   *name)
{
  CrmChoices *self = g_object_new (CRM_TYPE_CHOICES, NULL);
  const CrmRecordType *record_type = crm_workspace_get_type_named (workspace, type);
  const CrmColumn *position = crm_table_find_column (&record_type->table, "position");
  g_autoptr (CrmQuery) query = crm_query_new (&record_type->table);

  g_set_weak_pointer (&self->workspace, workspace);
  self->type = g_intern_string (type);
  self->name = name;
  self->list = crm_record_list_new (workspace);
  g_signal_connect_object (self->list, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  crm_query_set_sort (query, position != NULL ? position : record_type->table.title, FALSE);
  crm_record_list_set_query (self->list, query);
  g_object_set_data (G_OBJECT (workspace), name, self);

  return self;
}

/**
 * crm_choices_get:
 * @workspace: a workspace
 * @type: the name of a record type of which there are few
 *
 * Gets the list of all of them; those who ask for one type share it. It fills in the background
 * and says so by #GListModel::items-changed; titles that change are told by the records.
 *
 * Returns: (transfer full): a list of CrmRecord
 */
CrmChoices *
crm_choices_get (CrmWorkspace *workspace,
                 const char   *type)
{
  g_autofree char *name = g_strconcat ("crm-choices-", type, NULL);
  CrmChoices *self = g_object_get_data (G_OBJECT (workspace), name);

  g_return_val_if_fail (crm_workspace_get_type_named (workspace, type) != NULL, NULL);

  return self != NULL ? g_object_ref (self) : make (workspace, type, g_intern_string (name));
}

/**
 * crm_choices_is_loaded:
 *
 * Returns: %TRUE if the records have been read
 */
gboolean
crm_choices_is_loaded (CrmChoices *self)
{
  g_return_val_if_fail (CRM_IS_CHOICES (self), FALSE);

  return self->loaded;
}

/**
 * crm_choices_find:
 * @id: of a record
 * @position: (out) (optional): where it is in the list
 *
 * Returns: (transfer none) (nullable): the record
 */
CrmRecord *
crm_choices_find (CrmChoices *self,
                  gint64      id,
                  guint      *position)
{
  g_return_val_if_fail (CRM_IS_CHOICES (self), NULL);

  for (guint i = 0; i < self->records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (self->records, i);

      if (crm_record_get_id (record) != id)
        continue;
      if (position != NULL)
        *position = i;
      return record;
    }

  return NULL;
}
