/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A record in the trash as an item of a list. What it is called and who deleted it come a moment
 * after somebody looks at it. Main thread only.
 */

#include "config.h"

#include "crm-trash-item.h"

struct _CrmTrashItem
{
  GObject parent_instance;

  CrmTrashKey key;
  char *title;       /* NULL until it has been read */
  char *who;
  char *label;
  const char *icon;  /* interned */
  const char *type;  /* interned */
};

G_DEFINE_FINAL_TYPE (CrmTrashItem, crm_trash_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_trash_item_finalize (GObject *object)
{
  CrmTrashItem *self = CRM_TRASH_ITEM (object);

  g_free (self->title);
  g_free (self->who);
  g_free (self->label);

  G_OBJECT_CLASS (crm_trash_item_parent_class)->finalize (object);
}

static void
crm_trash_item_class_init (CrmTrashItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_trash_item_finalize;

  /**
   * CrmTrashItem::changed:
   *
   * It is known now what it is called and who deleted it.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_trash_item_init (CrmTrashItem *self)
{
}

/**
 * crm_trash_item_new:
 * @key: a record in the trash
 * @type: its record type
 *
 * Returns: (transfer full): an item
 */
CrmTrashItem *
crm_trash_item_new (const CrmTrashKey   *key,
                    const CrmRecordType *type)
{
  CrmTrashItem *self = g_object_new (CRM_TYPE_TRASH_ITEM, NULL);

  self->key = *key;
  self->label = g_strdup (type->label);
  self->icon = g_intern_string (type->icon);
  self->type = g_intern_string (type->table.name);

  return self;
}

/**
 * crm_trash_item_describe:
 * @title: what people call the record
 * @who: (nullable): who deleted it
 */
void
crm_trash_item_describe (CrmTrashItem *self,
                         const char   *title,
                         const char   *who)
{
  g_return_if_fail (CRM_IS_TRASH_ITEM (self));

  g_free (self->title);
  self->title = g_strdup (title);
  g_free (self->who);
  self->who = g_strdup (who);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * crm_trash_item_get_key:
 *
 * Returns: (transfer none): which record it is
 */
const CrmTrashKey *
crm_trash_item_get_key (CrmTrashItem *self)
{
  g_return_val_if_fail (CRM_IS_TRASH_ITEM (self), NULL);

  return &self->key;
}

/**
 * crm_trash_item_get_title:
 *
 * Returns: (transfer none) (nullable): what people call it; %NULL until that is known
 */
const char *
crm_trash_item_get_title (CrmTrashItem *self)
{
  g_return_val_if_fail (CRM_IS_TRASH_ITEM (self), NULL);

  return self->title;
}

/**
 * crm_trash_item_get_who:
 *
 * Returns: (transfer none) (nullable): who deleted it; %NULL if the program did
 */
const char *
crm_trash_item_get_who (CrmTrashItem *self)
{
  g_return_val_if_fail (CRM_IS_TRASH_ITEM (self), NULL);

  return self->who;
}

/**
 * crm_trash_item_get_label:
 *
 * Returns: (transfer none): what kind of record it is, for people
 */
const char *
crm_trash_item_get_label (CrmTrashItem *self)
{
  g_return_val_if_fail (CRM_IS_TRASH_ITEM (self), NULL);

  return self->label;
}

/**
 * crm_trash_item_get_icon:
 *
 * Returns: (transfer none): the name of an icon
 */
const char *
crm_trash_item_get_icon (CrmTrashItem *self)
{
  g_return_val_if_fail (CRM_IS_TRASH_ITEM (self), NULL);

  return self->icon;
}

/**
 * crm_trash_item_get_days:
 * @now: what time it is, in microseconds
 *
 * Returns: for how many more days the trash keeps it; 0 if it goes today
 */
int
crm_trash_item_get_days (CrmTrashItem *self,
                         gint64        now)
{
  gint64 left;

  g_return_val_if_fail (CRM_IS_TRASH_ITEM (self), 0);

  left = self->key.deleted + CRM_TRASH_KEPT - now;

  return left > 0 ? (int) ((left + G_TIME_SPAN_DAY - 1) / G_TIME_SPAN_DAY) : 0;
}
