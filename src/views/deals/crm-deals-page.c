/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The deals, as a board or as a list. Both are pages with one filter; which of them is shown is
 * remembered.
 */

#include "config.h"

#include "crm-deals-page.h"

#include <glib/gi18n.h>

#include "crm-board-page.h"
#include "crm-list-page.h"

struct _CrmDealsPage
{
  CrmPage parent_instance;

  GtkWidget *stack;
  CrmFilter *filter; /* of both */
};

G_DEFINE_FINAL_TYPE (CrmDealsPage, crm_deals_page, CRM_TYPE_PAGE)

static CrmPage *
make_list (CrmFilter *filter)
{
  CrmPage *page = crm_list_page_new ("deal");
  GtkWidget *button = gtk_button_new_from_icon_name ("crm-deal-symbolic");
  g_autoptr (GMenu) section = g_menu_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "deals.show-as");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "board");
  gtk_widget_set_tooltip_text (button, _("Show as Board"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Show as Board"), -1);
  crm_list_page_add_button (CRM_LIST_PAGE (page), button);
  /* A small window has room for it in the menu only. */
  g_object_bind_property (page, "folded", button, "visible", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  g_menu_append (section, _("Show as Board"), "deals.show-as::board");
  crm_list_page_add_to_menu (CRM_LIST_PAGE (page), G_MENU_MODEL (section));
  crm_list_page_share_filter (CRM_LIST_PAGE (page), filter);

  return page;
}

static void
show_view (CrmDealsPage *self,
           const char   *name)
{
  CrmPage *page = CRM_PAGE (gtk_stack_get_child_by_name (GTK_STACK (self->stack), name));

  /* Each is made when it is first wanted. */
  if (page == NULL)
    {
      page = g_strcmp0 (name, "list") == 0 ? make_list (self->filter) : crm_board_page_new (self->filter);
      g_object_bind_property (self, "folded", page, "folded", G_BINDING_SYNC_CREATE);
      gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (page), name);
      crm_page_open (page, crm_page_get_workspace (CRM_PAGE (self)), crm_page_get_state (CRM_PAGE (self)));
    }

  gtk_stack_set_visible_child (GTK_STACK (self->stack), GTK_WIDGET (page));
  crm_view_state_set_string (crm_page_get_state (CRM_PAGE (self)), "deals", "view", name);
}

static void
show_as (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  show_view (CRM_DEALS_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static CrmPage *
crm_deals_page_get_active (CrmPage *page)
{
  return CRM_PAGE (gtk_stack_get_visible_child (GTK_STACK (CRM_DEALS_PAGE (page)->stack)));
}

static void
crm_deals_page_open (CrmPage *page)
{
  CrmDealsPage *self = CRM_DEALS_PAGE (page);
  g_autofree char *view = crm_view_state_get_string (crm_page_get_state (page), "deals", "view");

  self->filter = crm_filter_new (crm_page_get_workspace (page), "deal");
  crm_page_set_title (page, _("Deals"));
  show_view (self, g_strcmp0 (view, "list") == 0 ? "list" : "board");
}

static void
crm_deals_page_dispose (GObject *object)
{
  g_clear_object (&CRM_DEALS_PAGE (object)->filter);

  G_OBJECT_CLASS (crm_deals_page_parent_class)->dispose (object);
}

static void
crm_deals_page_class_init (CrmDealsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_deals_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_deals_page_open;
  CRM_PAGE_CLASS (klass)->get_active = crm_deals_page_get_active;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "deals.show-as", "s", show_as);
}

static void
crm_deals_page_init (CrmDealsPage *self)
{
  self->stack = gtk_stack_new ();
  adw_bin_set_child (ADW_BIN (self), self->stack);
}

/**
 * crm_deals_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_deals_page_new (void)
{
  return g_object_new (CRM_TYPE_DEALS_PAGE, NULL);
}
