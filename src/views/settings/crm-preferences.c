/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The preferences: pages beside a list of them, as in the main window, with undo and messages of
 * their own. Each page is made when it is first shown.
 */

#include "config.h"

#include "crm-preferences.h"

#include <glib/gi18n.h>

#include "crm-backups-page.h"
#include "crm-business-page.h"
#include "crm-custom-field-page.h"
#include "crm-fields-page.h"
#include "crm-general-page.h"
#include "crm-member-page.h"
#include "crm-lost-focus.h"
#include "crm-message.h"
#include "crm-navigation.h"
#include "crm-pipeline-page.h"
#include "crm-pipelines-page.h"
#include "crm-stage-page.h"
#include "crm-suppression-page.h"
#include "crm-tags-page.h"
#include "crm-tasks-setup-page.h"
#include "crm-team-page.h"
#include "crm-undo.h"

struct _CrmPreferences
{
  AdwWindow parent_instance;

  /* Template children */
  AdwToastOverlay *toasts;
  AdwLeaflet *leaflet;
  GtkBox *sidebar_box;
  GtkListBox *sidebar;
  GtkStack *pages;
  GtkLabel *announcement;

  /* Owned */
  CrmWorkspace *workspace;
  CrmViewState *state;
};

G_DEFINE_FINAL_TYPE (CrmPreferences, crm_preferences, ADW_TYPE_WINDOW)

/* The words after each page are others by which people look for it. */
static const CrmPreferencesPage pages[] = {
  { "general", N_("General"), "preferences-system-symbolic", crm_general_page_new,
    N_("language appearance dark light theme background") },
  { "business", N_("Business"), "crm-business-symbolic", crm_business_page_new,
    N_("company currency country") },
  { "team", N_("Team"), "crm-user-symbolic", crm_team_page_new,
    N_("users colleagues members roles rights") },
  { "fields", N_("Custom Fields"), "crm-field-symbolic", crm_fields_page_new,
    N_("columns properties attributes") },
  { "tags", N_("Tags"), "crm-tag-symbolic", crm_tags_page_new,
    N_("labels colours merge rename") },
  { "pipelines", N_("Pipelines"), "crm-deal-symbolic", crm_pipelines_page_new,
    N_("stages board sales lost reasons") },
  { "tasks", N_("Tasks"), "crm-task-symbolic", crm_tasks_setup_page_new,
    N_("types outcomes") },
  { "suppression", N_("Suppressed Addresses"), "crm-campaign-symbolic", crm_suppression_page_new,
    N_("blocked unsubscribed bounced opt-out do not mail") },
  { "backups", N_("Backups"), "drive-harddisk-symbolic", crm_backups_page_new,
    N_("restore copy save recover") },
};

static CrmNavigation *
get_navigation (CrmPreferences *self)
{
  GtkWidget *navigation = gtk_stack_get_visible_child (self->pages);

  return navigation != NULL ? CRM_NAVIGATION (navigation) : NULL;
}

/* --- Pages ---------------------------------------------------------------------------------------------------- */

static void
sidebar_activated_cb (CrmPreferences *self,
                      GtkListBoxRow  *row)
{
  const char *name = pages[gtk_list_box_row_get_index (row)].name;

  /* The page that is shown already: back from the details. */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), name) == 0)
    while (crm_navigation_pop (get_navigation (self)));

  crm_preferences_show_page (self, name);
  /* Beside the list, the arrows go on to the next page. */
  if (!adw_leaflet_get_folded (self->leaflet))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
fill_sidebar (CrmPreferences *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *row = gtk_list_box_row_new ();
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      GtkWidget *label = gtk_label_new (_(pages[i].label));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (pages[i].icon));
      gtk_box_append (GTK_BOX (box), label);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(pages[i].label), -1);
      gtk_list_box_append (self->sidebar, row);
    }
}

static CrmPage *
make_details (const char *type)
{
  static const struct
  {
    const char *type;
    CrmPage *(*make) (void);
  } details[] = {
    { "pipeline", crm_pipeline_page_new },
    { "stage", crm_stage_page_new },
    { "field", crm_custom_field_page_new },
    { "user", crm_member_page_new },
  };

  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    if (g_strcmp0 (details[i].type, type) == 0)
      return details[i].make ();

  return crm_details_page_new ();
}

/* --- Actions --------------------------------------------------------------------------------------------------- */

static void
push_details (CrmPreferences *self,
              const char     *type,
              gint64          id)
{
  CrmPage *page = make_details (type);

  crm_page_open (page, self->workspace, self->state);
  crm_details_page_set_record (CRM_DETAILS_PAGE (page), type, id);
  crm_navigation_push (get_navigation (self), page);
}

static void
open_setting (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  const char *type;
  gint64 id;

  g_variant_get (parameter, "(&sx)", &type, &id);
  push_details (CRM_PREFERENCES (widget), type, id);
}

/* What has a page of its own is shown in the window behind. */
static void
open_record (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  if (parent != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (parent), "win.open-record", parameter);
  gtk_window_close (GTK_WINDOW (widget));
}

static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  CrmPreferences *self = CRM_PREFERENCES (widget);

  if (get_navigation (self) == NULL || !crm_navigation_pop (get_navigation (self)))
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
announce (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  CrmPreferences *self = CRM_PREFERENCES (widget);

  if (self->announcement != NULL)
    gtk_label_set_text (self->announcement, g_variant_get_string (parameter, NULL));
}

static void
tell (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  CrmPreferences *self = CRM_PREFERENCES (widget);
  const char *text;
  gint64 batch;

  g_variant_get (parameter, "(&sx)", &text, &batch);
  /* It may have been closed meanwhile. */
  if (self->toasts != NULL)
    crm_message_tell (self->toasts, self->announcement, text, batch);
}

static void
undo (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  crm_undo_last (widget, CRM_PREFERENCES (widget)->workspace);
}

static void
redo (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  crm_undo_redo (widget, CRM_PREFERENCES (widget)->workspace);
}

static void
undo_batch (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  crm_undo_batch (widget, CRM_PREFERENCES (widget)->workspace, g_variant_get_int64 (parameter));
}

/* --- Object -------------------------------------------------------------------------------------------------------- */

static void
crm_preferences_dispose (GObject *object)
{
  CrmPreferences *self = CRM_PREFERENCES (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_PREFERENCES);
  g_clear_object (&self->workspace);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (crm_preferences_parent_class)->dispose (object);
}

static void
crm_preferences_class_init (CrmPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmPreferences, toasts);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferences, leaflet);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferences, sidebar_box);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferences, sidebar);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferences, pages);
  gtk_widget_class_bind_template_child (widget_class, CrmPreferences, announcement);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_activated_cb);

  gtk_widget_class_install_action (widget_class, "win.open-setting", "(sx)", open_setting);
  gtk_widget_class_install_action (widget_class, "win.open-record", "(sx)", open_record);
  gtk_widget_class_install_action (widget_class, "win.go-back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "win.announce", "s", announce);
  gtk_widget_class_install_action (widget_class, "win.tell", "(sx)", tell);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo);
  gtk_widget_class_install_action (widget_class, "win.undo-batch", "x", undo_batch);

  /* The accelerators of the application are those of its main window. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_y, GDK_CONTROL_MASK, "win.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.go-back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_preferences_init (CrmPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_lost_focus_keep (GTK_WINDOW (self));
  fill_sidebar (self);
}

/**
 * crm_preferences_new:
 * @workspace: a workspace
 * @state: where the arrangement of the window is kept
 * @parent: the window above which it stands
 *
 * Returns: (transfer none): a window with the first page
 */
CrmPreferences *
crm_preferences_new (CrmWorkspace *workspace,
                     CrmViewState *state,
                     GtkWindow    *parent)
{
  CrmPreferences *self = g_object_new (CRM_TYPE_PREFERENCES, "transient-for", parent, NULL);

  self->workspace = g_object_ref (workspace);
  self->state = g_object_ref (state);
  crm_preferences_show_page (self, pages[0].name);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar_box));

  return self;
}

/**
 * crm_preferences_list_pages:
 * @n_pages: (out): how many
 *
 * Returns: (transfer none) (array length=n_pages): the pages that there are
 */
const CrmPreferencesPage *
crm_preferences_list_pages (guint *n_pages)
{
  *n_pages = G_N_ELEMENTS (pages);

  return pages;
}

/**
 * crm_preferences_show_page:
 * @name: of a page of crm_preferences_list_pages()
 */
void
crm_preferences_show_page (CrmPreferences *self,
                           const char     *name)
{
  g_return_if_fail (CRM_IS_PREFERENCES (self));

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (g_strcmp0 (pages[i].name, name) != 0)
        continue;

      if (gtk_stack_get_child_by_name (self->pages, name) == NULL)
        {
          CrmPage *page = pages[i].make ();
          GtkWidget *navigation = crm_navigation_new (page);

          g_object_bind_property (self->leaflet, "folded", navigation, "folded", G_BINDING_SYNC_CREATE);
          crm_page_open (page, self->workspace, self->state);
          gtk_stack_add_named (self->pages, navigation, name);
        }

      gtk_stack_set_visible_child_name (self->pages, name);
      gtk_list_box_select_row (self->sidebar, gtk_list_box_get_row_at_index (self->sidebar, (int) i));
      adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->pages));
    }
}

/**
 * crm_preferences_show_details:
 * @name: of a page of crm_preferences_list_pages()
 * @type: the name of a record type that this page lists
 * @id: of one of its records
 *
 * Shows the details of the record; back leads to the page.
 */
void
crm_preferences_show_details (CrmPreferences *self,
                              const char     *name,
                              const char     *type,
                              gint64          id)
{
  g_return_if_fail (CRM_IS_PREFERENCES (self));

  crm_preferences_show_page (self, name);
  push_details (self, type, id);
}
