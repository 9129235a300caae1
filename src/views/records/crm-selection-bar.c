/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The bar below a list for what can be done with several rows at once: buttons, or a menu where
 * there is no room for them. The commands are actions of the page that it is on.
 */

#include "config.h"

#include "crm-selection-bar.h"

#include <glib/gi18n.h>

#include "crm-list-menu.h"
#include "crm-money.h"

struct _CrmSelectionBar
{
  AdwBin parent_instance;

  /* Template children */
  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *all_button;
  GtkBox *own_box;
  GtkWidget *edit_button;
  GtkWidget *tag_button;
  GtkWidget *subscribe_button;
  GtkWidget *merge_button;
  GtkWidget *delete_button;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (CrmSelectionBar, crm_selection_bar, ADW_TYPE_BIN)

static void
crm_selection_bar_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), CRM_TYPE_SELECTION_BAR);

  G_OBJECT_CLASS (crm_selection_bar_parent_class)->dispose (object);
}

static void
crm_selection_bar_class_init (CrmSelectionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_selection_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-selection-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmSelectionBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmSelectionBar, label);
  gtk_widget_class_bind_template_child (widget_class, CrmSelectionBar, all_button);
  gtk_widget_class_bind_template_child (widget_class, CrmSelectionBar, own_box);
  gtk_widget_class_bind_template_child (widget_class, CrmSelectionBar, edit_button);
  gtk_widget_class_bind_template_child (widget_class, CrmSelectionBar, tag_button);
  gtk_widget_class_bind_template_child (widget_class, CrmSelectionBar, subscribe_button);
  gtk_widget_class_bind_template_child (widget_class, CrmSelectionBar, merge_button);
  gtk_widget_class_bind_template_child (widget_class, CrmSelectionBar, delete_button);
  gtk_widget_class_bind_template_child (widget_class, CrmSelectionBar, menu_button);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_selection_bar_init (CrmSelectionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_selection_bar_show:
 * @text: what is selected: "3 contacts selected"
 * @n: how many rows are selected
 * @all: how many there are
 *
 * Says what is selected. One row has the card beside it; the bar is for several.
 */
void
crm_selection_bar_show (CrmSelectionBar *self,
                        const char      *text,
                        guint            n,
                        guint            all)
{
  g_autofree char *number = crm_number_format (all);
  g_autofree char *all_text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Select All %s That Match", "Select All %s That Match", all),
                                               number);

  g_return_if_fail (CRM_IS_SELECTION_BAR (self));

  gtk_label_set_text (self->label, text);
  gtk_button_set_label (self->all_button, all_text);
  gtk_widget_set_visible (GTK_WIDGET (self->all_button), n < all);
  gtk_revealer_set_reveal_child (self->revealer, n > 1);
}

/**
 * crm_selection_bar_offer:
 * @subscribe: whether the records can be on lists
 * @merge: whether they can be merged
 */
void
crm_selection_bar_offer (CrmSelectionBar *self,
                         gboolean         subscribe,
                         gboolean         merge)
{
  g_return_if_fail (CRM_IS_SELECTION_BAR (self));

  gtk_widget_set_visible (self->subscribe_button, subscribe);
  gtk_widget_set_visible (self->merge_button, merge);
}

/**
 * crm_selection_bar_set_commands:
 * @commands: what can be done with the rows, in place of the usual commands
 */
void
crm_selection_bar_set_commands (CrmSelectionBar *self,
                                GMenuModel      *commands)
{
  g_autoptr (GMenuModel) menu = crm_list_menu_new_selection (commands);

  g_return_if_fail (CRM_IS_SELECTION_BAR (self));

  gtk_menu_button_set_menu_model (self->menu_button, menu);
  for (int i = 0; i < g_menu_model_get_n_items (commands); i++)
    {
      g_autofree char *label = NULL;
      g_autofree char *action = NULL;
      GtkWidget *button;

      g_menu_model_get_item_attribute (commands, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
      g_menu_model_get_item_attribute (commands, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
      button = gtk_button_new_with_label (label);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
      gtk_box_append (self->own_box, button);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->own_box), TRUE);
  gtk_widget_set_visible (self->edit_button, FALSE);
  gtk_widget_set_visible (self->tag_button, FALSE);
  gtk_widget_set_visible (self->delete_button, FALSE);
}
