/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A record in the trash: what it is called, who deleted it, and for how long it can come back.
 */

#include "config.h"

#include "crm-trash-row.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-date.h"

struct _CrmTrashRow
{
  GtkWidget parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *caption;
  GtkLabel *days;
  GtkButton *restore_button;

  /* Owned */
  CrmTrashItem *item;
  gulong changed_id;

  gint64 now;
};

G_DEFINE_FINAL_TYPE (CrmTrashRow, crm_trash_row, GTK_TYPE_WIDGET)

enum
{
  RESTORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
make_days (CrmTrashRow *self)
{
  int days = crm_trash_item_get_days (self->item, self->now);

  if (days == 0)
    return g_strdup (_("Goes today"));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day left", "%d days left", (gulong) days), days);
}

static char *
make_caption (CrmTrashRow *self)
{
  const char *who = crm_trash_item_get_who (self->item);
  gint64 deleted = crm_trash_item_get_key (self->item)->deleted;
  g_autofree char *when = crm_instant_format_relative (deleted, self->now);

  if (who == NULL)
    return g_strdup_printf ("%s · %s", crm_trash_item_get_label (self->item), when);

  return g_strdup_printf ("%s · %s · %s", crm_trash_item_get_label (self->item), who, when);
}

static void
show_item (CrmTrashRow *self)
{
  const char *title = crm_trash_item_get_title (self->item);
  g_autofree char *caption = make_caption (self);
  g_autofree char *days = make_days (self);
  g_autofree char *exact = crm_instant_format (crm_trash_item_get_key (self->item)->deleted);

  gtk_image_set_from_icon_name (self->icon, crm_trash_item_get_icon (self->item));
  gtk_label_set_text (self->title, title != NULL ? title : "");
  gtk_label_set_text (self->caption, caption);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->caption), exact);
  gtk_label_set_text (self->days, days);
}

static void
restore_clicked_cb (CrmTrashRow *self)
{
  g_signal_emit (self, signals[RESTORE], 0);
}

static void
crm_trash_row_dispose (GObject *object)
{
  CrmTrashRow *self = CRM_TRASH_ROW (object);

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_TRASH_ROW);
  crm_children_unparent (GTK_WIDGET (self));

  G_OBJECT_CLASS (crm_trash_row_parent_class)->dispose (object);
}

static void
crm_trash_row_class_init (CrmTrashRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_trash_row_dispose;

  /**
   * CrmTrashRow::restore:
   *
   * Somebody wants the record back.
   */
  signals[RESTORE] = g_signal_new ("restore", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-trash-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmTrashRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CrmTrashRow, title);
  gtk_widget_class_bind_template_child (widget_class, CrmTrashRow, caption);
  gtk_widget_class_bind_template_child (widget_class, CrmTrashRow, days);
  gtk_widget_class_bind_template_child (widget_class, CrmTrashRow, restore_button);
  gtk_widget_class_bind_template_callback (widget_class, restore_clicked_cb);
}

static void
crm_trash_row_init (CrmTrashRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_trash_row_new:
 *
 * Returns: (transfer floating): a row without an item
 */
GtkWidget *
crm_trash_row_new (void)
{
  return g_object_new (CRM_TYPE_TRASH_ROW, NULL);
}

/**
 * crm_trash_row_set_item:
 * @item: (nullable): what it shows
 * @now: what time it is, in microseconds
 */
void
crm_trash_row_set_item (CrmTrashRow  *self,
                        CrmTrashItem *item,
                        gint64        now)
{
  g_return_if_fail (CRM_IS_TRASH_ROW (self));

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_set_object (&self->item, item);
  self->now = now;
  if (item == NULL)
    return;

  self->changed_id = g_signal_connect_swapped (item, "changed", G_CALLBACK (show_item), self);
  show_item (self);
}

/**
 * crm_trash_row_get_item:
 *
 * Returns: (transfer none) (nullable): what it shows
 */
CrmTrashItem *
crm_trash_row_get_item (CrmTrashRow *self)
{
  g_return_val_if_fail (CRM_IS_TRASH_ROW (self), NULL);

  return self->item;
}
