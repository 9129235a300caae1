/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The menus of a list: the one of its header bar, and those of lists whose rows have other commands
 * than records usually have.
 */

#include "config.h"

#include "crm-list-menu.h"

#include <glib/gi18n.h>

#include "crm-list-commands.h"

/* GTK knows a submenu by its label, so two fields of one name need labels that differ: by a space
 * that nobody sees. */
static const char *
add_label (GHashTable *labels,
           const char *label)
{
  char *unique = g_strdup (label);

  while (g_hash_table_contains (labels, unique))
    {
      char *longer = g_strconcat (unique, "\342\200\213", NULL);

      g_free (unique);
      unique = longer;
    }
  g_hash_table_add (labels, unique);

  return unique;
}

static GMenuModel *
make_sort_menu (CrmListPage *page)
{
  const CrmRecordType *type = crm_list_page_get_record_type (page);
  CrmRecordTable *table = crm_list_page_get_table (page);
  g_autoptr (GMenu) sort = g_menu_new ();
  g_autoptr (GHashTable) labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      g_autoptr (GMenu) orders = NULL;
      g_autoptr (GMenuItem) up = NULL;
      g_autoptr (GMenuItem) down = NULL;

      if (!crm_record_table_offers (table, field) || !crm_field_is_sorted (field))
        continue;

      orders = g_menu_new ();
      up = g_menu_item_new (_("Ascending"), NULL);
      down = g_menu_item_new (_("Descending"), NULL);
      g_menu_item_set_action_and_target (up, "page.sort-by", "(sb)", field->key, FALSE);
      g_menu_item_set_action_and_target (down, "page.sort-by", "(sb)", field->key, TRUE);
      g_menu_append_item (orders, up);
      g_menu_append_item (orders, down);
      g_menu_append_submenu (sort, add_label (labels, field->label), G_MENU_MODEL (orders));
    }

  return G_MENU_MODEL (g_steal_pointer (&sort));
}

/**
 * crm_list_menu_new:
 * @page: a list, which is open
 * @own: (nullable): commands of this list only
 *
 * Returns: (transfer full): the menu of its header bar
 */
GMenuModel *
crm_list_menu_new (CrmListPage *page,
                   GMenuModel  *own)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) sort = make_sort_menu (page);
  g_autoptr (GMenu) files = g_menu_new ();
  g_autoptr (GMenu) select = g_menu_new ();

  g_menu_append_submenu (menu, _("Sort By"), sort);
  g_menu_append (select, _("Select All"), "page.select-all");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (select));
  if (own != NULL)
    g_menu_append_section (menu, NULL, own);
  if (crm_list_commands_can_merge (page))
    {
      g_autofree char *action = g_strdup_printf ("win.duplicates::%s", crm_list_page_get_type_name (page));

      g_menu_append (select, _("Find Duplicates…"), action);
    }
  if (crm_list_page_get_subject (page) == NULL)
    g_menu_append (files, _("Import…"), "win.import");
  g_menu_append (files, _("Export…"), "page.export");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static GMenuModel *
frame_commands (const char *label,
                const char *action,
                GMenuModel *commands)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenu) export = g_menu_new ();

  g_menu_append (first, label, action);
  g_menu_append (export, _("E_xport…"), "page.export-selection");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, commands);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (export));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/**
 * crm_list_menu_new_row:
 * @commands: what can be done with rows, in place of the usual commands
 *
 * Returns: (transfer full): the menu of a row
 */
GMenuModel *
crm_list_menu_new_row (GMenuModel *commands)
{
  return frame_commands (_("_Open"), "page.open", commands);
}

/**
 * crm_list_menu_new_selection:
 * @commands: what can be done with rows, in place of the usual commands
 *
 * Returns: (transfer full): the menu of the bar for what is selected
 */
GMenuModel *
crm_list_menu_new_selection (GMenuModel *commands)
{
  return frame_commands (_("Select All"), "page.select-all", commands);
}
