/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A row of a file in the preview of an import, and what would become of it, in words.
 */

#include "config.h"

#include "crm-planned-item.h"

#include <glib/gi18n.h>

struct _CrmPlannedItem
{
  GObject parent_instance;

  CrmPlannedRow *row;
  gboolean replaces;
};

G_DEFINE_FINAL_TYPE (CrmPlannedItem, crm_planned_item, G_TYPE_OBJECT)

static void
crm_planned_item_finalize (GObject *object)
{
  crm_planned_row_free (CRM_PLANNED_ITEM (object)->row);

  G_OBJECT_CLASS (crm_planned_item_parent_class)->finalize (object);
}

static void
crm_planned_item_class_init (CrmPlannedItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_planned_item_finalize;
}

static void
crm_planned_item_init (CrmPlannedItem *self)
{
}

/* What the record is called that is there already; one of the same file may have no id yet. */
static const char *
get_other (CrmPlannedItem *self)
{
  const char *other = self->row->other != NULL ? self->row->other : self->row->title;

  return other != NULL && *other != '\0' ? other : _("(without a name)");
}

/**
 * crm_planned_item_new:
 * @row: (transfer full): a row
 * @replaces: whether, merging, values of the file replace others
 *
 * Returns: (transfer full): an item
 */
CrmPlannedItem *
crm_planned_item_new (CrmPlannedRow *row,
                      gboolean       replaces)
{
  CrmPlannedItem *self = g_object_new (CRM_TYPE_PLANNED_ITEM, NULL);

  self->row = row;
  self->replaces = replaces;

  return self;
}

/**
 * crm_planned_item_get_row:
 *
 * Returns: (transfer none): the row
 */
const CrmPlannedRow *
crm_planned_item_get_row (CrmPlannedItem *self)
{
  g_return_val_if_fail (CRM_IS_PLANNED_ITEM (self), NULL);

  return self->row;
}

/**
 * crm_planned_item_get_icon:
 *
 * Returns: (transfer none): the name of the icon of what becomes of it
 */
const char *
crm_planned_item_get_icon (CrmPlannedItem *self)
{
  g_return_val_if_fail (CRM_IS_PLANNED_ITEM (self), NULL);

  switch (self->row->fate)
    {
    case CRM_FATE_CREATED:
      return "list-add-symbolic";
    case CRM_FATE_MERGED:
      return "emblem-synchronizing-symbolic";
    case CRM_FATE_SKIPPED:
      return "media-skip-forward-symbolic";
    case CRM_FATE_REJECTED:
    default:
      return "dialog-error-symbolic";
    }
}

/**
 * crm_planned_item_say_outcome:
 *
 * Returns: (transfer full): what becomes of it, in a few words: "Merged with Ana Ruiz"
 */
char *
crm_planned_item_say_outcome (CrmPlannedItem *self)
{
  g_return_val_if_fail (CRM_IS_PLANNED_ITEM (self), NULL);

  switch (self->row->fate)
    {
    case CRM_FATE_CREATED:
      return g_strdup (_("New"));
    case CRM_FATE_MERGED:
      return g_strdup_printf (_("Merged with %s"), get_other (self));
    case CRM_FATE_SKIPPED:
      return self->row->by != CRM_MATCH_NONE ? g_strdup_printf (_("Skipped: %s is there"), get_other (self))
                                             : g_strdup (_("Skipped: empty"));
    case CRM_FATE_REJECTED:
    default:
      return g_strdup_printf (_("Rejected: %s"), self->row->reason != NULL ? self->row->reason : "");
    }
}

/**
 * crm_planned_item_say:
 *
 * Returns: (transfer full): what becomes of it, and why, in a sentence
 */
char *
crm_planned_item_say (CrmPlannedItem *self)
{
  const CrmPlannedRow *row = self->row;
  const char *by;

  g_return_val_if_fail (CRM_IS_PLANNED_ITEM (self), NULL);

  by = crm_match_get_label (row->by);
  switch (row->fate)
    {
    case CRM_FATE_CREATED:
      return g_strdup_printf (_("Line %d becomes a new record."), (int) row->line);

    case CRM_FATE_MERGED:
      if (row->id == 0)
        return g_strdup_printf (_("Line %1$d is added to %2$s in a line above (%3$s)."), (int) row->line, get_other (self), by);
      if (self->replaces)
        return g_strdup_printf (_("Line %1$d is added to %2$s (%3$s). Where both have a value, that of the file counts."),
                                (int) row->line, get_other (self), by);
      return g_strdup_printf (_("Line %1$d is added to %2$s (%3$s). What is there stays."), (int) row->line, get_other (self), by);

    case CRM_FATE_SKIPPED:
      if (row->by == CRM_MATCH_NONE)
        return g_strdup_printf (_("Line %d is skipped: there is nothing in it."), (int) row->line);
      if (row->id == 0)
        return g_strdup_printf (_("Line %1$d is skipped: %2$s is in a line above (%3$s)."), (int) row->line, get_other (self), by);
      return g_strdup_printf (_("Line %1$d is skipped: %2$s is there already (%3$s)."), (int) row->line, get_other (self), by);

    case CRM_FATE_REJECTED:
    default:
      return g_strdup_printf (_("Line %1$d is rejected. %2$s"), (int) row->line, row->reason != NULL ? row->reason : "");
    }
}
