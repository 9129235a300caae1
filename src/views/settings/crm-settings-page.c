/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A page of the preferences: a header bar and groups of rows. What only administrators can change
 * is shown to others, with the names of those whom they can ask.
 */

#include "config.h"

#include "crm-settings-page.h"

#include <glib/gi18n.h>

#include "crm-team.h"

typedef struct
{
  /* Template children */
  GtkButton *back_button;
  GtkRevealer *notice_revealer;
  GtkLabel *notice;
  AdwPreferencesPage *page;

  gboolean restricted;
} CrmSettingsPagePrivate;

static void buildable_iface_init (GtkBuildableIface *iface);

static GtkBuildableIface *parent_iface;

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (CrmSettingsPage, crm_settings_page, CRM_TYPE_PAGE,
                                  G_ADD_PRIVATE (CrmSettingsPage)
                                  G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_iface_init))

static void
add_child (GtkBuildable *buildable,
           GtkBuilder   *builder,
           GObject      *child,
           const char   *type)
{
  if (ADW_IS_PREFERENCES_GROUP (child))
    crm_settings_page_add (CRM_SETTINGS_PAGE (buildable), ADW_PREFERENCES_GROUP (child));
  else
    parent_iface->add_child (buildable, builder, child, type);
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  parent_iface = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

/* Back to the page below, or to the list of pages of a narrow window. (A closure in the template that
 * looks at both properties of one object is not taken apart properly by GTK 4.8.) */
static void
place_changed_cb (CrmSettingsPage *self)
{
  CrmSettingsPagePrivate *priv = crm_settings_page_get_instance_private (self);
  gboolean pushed, folded;

  g_object_get (self, "pushed", &pushed, "folded", &folded, NULL);
  gtk_widget_set_visible (GTK_WIDGET (priv->back_button), pushed || folded);
}

static gpointer
administrators_read (CrmDb         *db,
                     CrmSchema     *schema,
                     gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  return crm_team_list_administrators (db);
}

static void
administrators_read_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (CrmSettingsPage) self = user_data;
  CrmSettingsPagePrivate *priv = crm_settings_page_get_instance_private (self);
  g_autofree char *names = crm_store_read_finish (CRM_STORE (object), result, NULL);
  g_autofree char *text = NULL;

  if (names == NULL || crm_page_get_workspace (CRM_PAGE (self)) == NULL)
    return;

  /* TRANSLATORS: the gap is the names of the administrators */
  text = g_strdup_printf (_("Only an administrator can change this: %s."), names);
  gtk_label_set_text (priv->notice, text);
}

static void
show_lock (CrmSettingsPage *self)
{
  CrmSettingsPagePrivate *priv = crm_settings_page_get_instance_private (self);
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (self));
  CrmStore *store = crm_workspace_get_store (workspace);
  const char *why = NULL;
  gboolean locked = priv->restricted && !crm_workspace_is_administrator (workspace);

  if (crm_store_is_read_only (store, &why))
    gtk_label_set_text (priv->notice, why);
  else if (locked)
    crm_store_read_async (store, CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, administrators_read, NULL, NULL, g_free, NULL,
                          administrators_read_cb, g_object_ref (self));

  gtk_revealer_set_reveal_child (priv->notice_revealer, locked || why != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (priv->page), !locked && why == NULL);
}

static void
crm_settings_page_open (CrmPage *page)
{
  show_lock (CRM_SETTINGS_PAGE (page));
}

static void
crm_settings_page_dispose (GObject *object)
{
  /* gtk_widget_dispose_template() of GTK 4.8 does not find the template of a parent class. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (crm_settings_page_parent_class)->dispose (object);
}

static void
crm_settings_page_class_init (CrmSettingsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_settings_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_settings_page_open;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-settings-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, CrmSettingsPage, back_button);
  gtk_widget_class_bind_template_child_private (widget_class, CrmSettingsPage, notice_revealer);
  gtk_widget_class_bind_template_child_private (widget_class, CrmSettingsPage, notice);
  gtk_widget_class_bind_template_child_private (widget_class, CrmSettingsPage, page);
}

static void
crm_settings_page_init (CrmSettingsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::pushed", G_CALLBACK (place_changed_cb), NULL);
  g_signal_connect (self, "notify::folded", G_CALLBACK (place_changed_cb), NULL);
}

/**
 * crm_settings_page_restrict:
 *
 * Lets only administrators change what is on the page.
 */
void
crm_settings_page_restrict (CrmSettingsPage *self)
{
  CrmSettingsPagePrivate *priv = crm_settings_page_get_instance_private (self);

  g_return_if_fail (CRM_IS_SETTINGS_PAGE (self));

  priv->restricted = TRUE;
  if (crm_page_get_workspace (CRM_PAGE (self)) != NULL)
    show_lock (self);
}

/**
 * crm_settings_page_add:
 * @group: rows to show below the others
 */
void
crm_settings_page_add (CrmSettingsPage     *self,
                       AdwPreferencesGroup *group)
{
  CrmSettingsPagePrivate *priv = crm_settings_page_get_instance_private (self);

  g_return_if_fail (CRM_IS_SETTINGS_PAGE (self));

  adw_preferences_page_add (priv->page, group);
}
