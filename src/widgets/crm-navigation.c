/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Pages on top of each other: opening a record pushes its page, Back takes it away again. The
 * pages below stay as they are, with their place and their selection.
 */

#include "config.h"

#include "crm-navigation.h"

struct _CrmNavigation
{
  AdwBin parent_instance;

  AdwLeaflet *leaflet;
  GPtrArray *pages; /* borrowed, the lowest first */
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (CrmNavigation, crm_navigation, ADW_TYPE_BIN)

enum
{
  PROP_FOLDED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Takes away the pages above the one that is shown, once the transition to it is over. */
static void
drop_hidden (CrmNavigation *self)
{
  GtkWidget *shown = adw_leaflet_get_visible_child (self->leaflet);

  if (adw_leaflet_get_child_transition_running (self->leaflet))
    return;

  while (self->pages->len > 1 && g_ptr_array_index (self->pages, self->pages->len - 1) != shown)
    {
      GtkWidget *page = g_ptr_array_steal_index (self->pages, self->pages->len - 1);

      adw_leaflet_remove (self->leaflet, page);
    }
}

static void
crm_navigation_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, CRM_NAVIGATION (object)->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_navigation_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  CrmNavigation *self = CRM_NAVIGATION (object);

  switch (id)
    {
    case PROP_FOLDED:
      self->folded = g_value_get_boolean (value);
      for (guint i = 0; i < self->pages->len; i++)
        g_object_set (g_ptr_array_index (self->pages, i), "folded", self->folded, NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_navigation_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_NAVIGATION (object)->pages);

  G_OBJECT_CLASS (crm_navigation_parent_class)->finalize (object);
}

static void
crm_navigation_class_init (CrmNavigationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = crm_navigation_finalize;
  object_class->get_property = crm_navigation_get_property;
  object_class->set_property = crm_navigation_set_property;

  /**
   * CrmNavigation:folded:
   *
   * Whether the sidebar is hidden because the window is narrow; handed on to the pages.
   */
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_navigation_init (CrmNavigation *self)
{
  self->pages = g_ptr_array_new ();
  self->leaflet = ADW_LEAFLET (adw_leaflet_new ());
  adw_leaflet_set_can_unfold (self->leaflet, FALSE);
  adw_leaflet_set_can_navigate_back (self->leaflet, TRUE);
  adw_leaflet_set_homogeneous (self->leaflet, TRUE);
  g_signal_connect_object (self->leaflet, "notify::child-transition-running", G_CALLBACK (drop_hidden), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet, "notify::visible-child", G_CALLBACK (drop_hidden), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->leaflet));
}

/**
 * crm_navigation_new:
 * @root: the lowest page
 *
 * Returns: (transfer floating): a stack of pages
 */
GtkWidget *
crm_navigation_new (CrmPage *root)
{
  CrmNavigation *self = g_object_new (CRM_TYPE_NAVIGATION, NULL);

  g_ptr_array_add (self->pages, root);
  adw_leaflet_append (self->leaflet, GTK_WIDGET (root));

  return GTK_WIDGET (self);
}

/**
 * crm_navigation_push:
 * @page: a page to show above the others
 */
void
crm_navigation_push (CrmNavigation *self,
                     CrmPage       *page)
{
  g_return_if_fail (CRM_IS_NAVIGATION (self));

  g_object_set (page, "pushed", TRUE, "folded", self->folded, NULL);
  adw_leaflet_append (self->leaflet, GTK_WIDGET (page));
  g_ptr_array_add (self->pages, page);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (page));
}

/**
 * crm_navigation_pop:
 *
 * Goes back to the page below.
 *
 * Returns: %FALSE if there is none
 */
gboolean
crm_navigation_pop (CrmNavigation *self)
{
  g_return_val_if_fail (CRM_IS_NAVIGATION (self), FALSE);

  return adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/**
 * crm_navigation_get_page:
 *
 * Returns: (transfer none): the page that is shown
 */
CrmPage *
crm_navigation_get_page (CrmNavigation *self)
{
  g_return_val_if_fail (CRM_IS_NAVIGATION (self), NULL);

  return CRM_PAGE (adw_leaflet_get_visible_child (self->leaflet));
}
