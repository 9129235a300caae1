/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A place in a list that somebody looks at. What stands there arrives later, or changes, without
 * the list having to say that its items changed. Main thread only.
 */

#include "config.h"

#include "crm-list-slot.h"

struct _CrmListSlot
{
  GObject parent_instance;

  CrmRecord *record;
  gulong changed_id;
  guint position;
};

enum
{
  PROP_RECORD = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmListSlot, crm_list_slot, G_TYPE_OBJECT)

static void
record_changed_cb (CrmListSlot *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
crm_list_slot_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CrmListSlot *self = CRM_LIST_SLOT (object);

  switch (id)
    {
    case PROP_RECORD:
      g_value_set_object (value, self->record);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_list_slot_dispose (GObject *object)
{
  CrmListSlot *self = CRM_LIST_SLOT (object);

  if (self->record != NULL)
    g_clear_signal_handler (&self->changed_id, self->record);
  g_clear_object (&self->record);

  G_OBJECT_CLASS (crm_list_slot_parent_class)->dispose (object);
}

static void
crm_list_slot_class_init (CrmListSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_list_slot_dispose;
  object_class->get_property = crm_list_slot_get_property;

  /**
   * CrmListSlot:record:
   *
   * What stands there, or %NULL until it has been read.
   */
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, CRM_TYPE_RECORD,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CrmListSlot::changed:
   *
   * Something else has to be shown: another record stands there, or it has other values.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_list_slot_init (CrmListSlot *self)
{
}

/**
 * crm_list_slot_new:
 * @position: in the list
 *
 * Returns: (transfer full): an empty slot
 */
CrmListSlot *
crm_list_slot_new (guint position)
{
  CrmListSlot *self = g_object_new (CRM_TYPE_LIST_SLOT, NULL);

  self->position = position;

  return self;
}

/**
 * crm_list_slot_get_record:
 *
 * Returns: (transfer none) (nullable): what stands there
 */
CrmRecord *
crm_list_slot_get_record (CrmListSlot *self)
{
  g_return_val_if_fail (CRM_IS_LIST_SLOT (self), NULL);

  return self->record;
}

/**
 * crm_list_slot_set_record:
 * @record: (nullable): what stands there now
 */
void
crm_list_slot_set_record (CrmListSlot *self,
                          CrmRecord   *record)
{
  g_return_if_fail (CRM_IS_LIST_SLOT (self));

  if (self->record == record)
    return;

  if (self->record != NULL)
    g_clear_signal_handler (&self->changed_id, self->record);
  g_set_object (&self->record, record);
  if (record != NULL)
    self->changed_id = g_signal_connect_swapped (record, "changed", G_CALLBACK (record_changed_cb), self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * crm_list_slot_get_position:
 *
 * Returns: where in the list it is
 */
guint
crm_list_slot_get_position (CrmListSlot *self)
{
  g_return_val_if_fail (CRM_IS_LIST_SLOT (self), 0);

  return self->position;
}

/**
 * crm_list_slot_set_position:
 * @position: where in the list it is now
 */
void
crm_list_slot_set_position (CrmListSlot *self,
                            guint        position)
{
  g_return_if_fail (CRM_IS_LIST_SLOT (self));

  self->position = position;
}
