/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How the program looks on this computer, whether it goes on without a window, and the sample data,
 * as long as there is any.
 */

#include "config.h"

#include "crm-general-page.h"

#include <glib/gi18n.h>

#include "crm-autostart.h"
#include "crm-sample.h"

struct _CrmGeneralPage
{
  CrmSettingsPage parent_instance;

  /* Template children */
  AdwComboRow *style_row;
  GtkSwitch *background_switch;
  GtkSwitch *autostart_switch;
  AdwPreferencesGroup *sample_group;

  gint64 sample; /* the batch that made the sample data, or 0 */
  guint showing : 1;
};

G_DEFINE_FINAL_TYPE (CrmGeneralPage, crm_general_page, CRM_TYPE_SETTINGS_PAGE)

/* In the order of the row. */
static const struct
{
  const char *name;
  AdwColorScheme scheme;
} styles[] = {
  { "system", ADW_COLOR_SCHEME_DEFAULT },
  { "light", ADW_COLOR_SCHEME_FORCE_LIGHT },
  { "dark", ADW_COLOR_SCHEME_FORCE_DARK },
};

static guint
find_style (CrmViewState *state)
{
  g_autofree char *name = crm_view_state_get_string (state, "window", "style");

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (g_strcmp0 (styles[i].name, name) == 0)
      return i;

  return 0;
}

static void
style_selected_cb (CrmGeneralPage *self)
{
  CrmViewState *state = crm_page_get_state (CRM_PAGE (self));

  if (self->showing || state == NULL)
    return;

  crm_view_state_set_string (state, "window", "style", styles[adw_combo_row_get_selected (self->style_row)].name);
  crm_general_page_apply_style (state);
}

/* --- Without a window ------------------------------------------------------------------------------------------ */

static void
show_background (CrmGeneralPage *self)
{
  CrmViewState *state = crm_page_get_state (CRM_PAGE (self));
  gboolean asked = crm_view_state_get_integer (state, "background", "autostart", FALSE) != 0;
  gboolean was_showing = self->showing;

  self->showing = TRUE;
  gtk_switch_set_active (self->background_switch, crm_general_page_is_background_allowed (state));
  gtk_switch_set_active (self->autostart_switch, crm_autostart_get (asked));
  self->showing = was_showing;
}

static void
autostart_set_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (CrmGeneralPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (crm_autostart_set_finish (result, &error) || crm_page_get_workspace (CRM_PAGE (self)) == NULL)
    return;

  crm_view_state_set_integer (crm_page_get_state (CRM_PAGE (self)), "background", "autostart", FALSE);
  show_background (self);
  crm_page_tell (GTK_WIDGET (self), error->message, 0);
}

static void
set_autostart (CrmGeneralPage *self,
               gboolean        wanted)
{
  crm_view_state_set_integer (crm_page_get_state (CRM_PAGE (self)), "background", "autostart", wanted);
  crm_autostart_set_async (wanted, _("Reminds you of tasks and runs automations"), NULL, autostart_set_cb, g_object_ref (self));
}

static void
autostart_switched_cb (CrmGeneralPage *self)
{
  if (!self->showing)
    set_autostart (self, gtk_switch_get_active (self->autostart_switch));
}

/* Who is not to work without a window need not be started without one. */
static void
background_switched_cb (CrmGeneralPage *self)
{
  gboolean wanted = gtk_switch_get_active (self->background_switch);

  if (self->showing)
    return;

  crm_view_state_set_integer (crm_page_get_state (CRM_PAGE (self)), "background", "keep", wanted);
  if (!wanted && gtk_switch_get_active (self->autostart_switch))
    gtk_switch_set_active (self->autostart_switch, FALSE);
}

/* --- Sample data ----------------------------------------------------------------------------------------------- */

static gpointer
find_sample (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  gint64 batch = crm_sample_find_batch (db, NULL);

  return g_memdup2 (&batch, sizeof batch);
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CrmGeneralPage) self = user_data;
  g_autofree gint64 *batch = crm_store_read_finish (CRM_STORE (object), result, NULL);

  if (batch == NULL || crm_page_get_workspace (CRM_PAGE (self)) == NULL)
    return;

  self->sample = *batch;
  gtk_widget_set_visible (GTK_WIDGET (self->sample_group), self->sample != 0);
}

static void
look_for_sample (CrmGeneralPage *self)
{
  crm_store_read_async (crm_workspace_get_store (crm_page_get_workspace (CRM_PAGE (self))), CRM_LANE_QUERY, G_PRIORITY_LOW,
                        find_sample, NULL, NULL, g_free, NULL, found_cb, g_object_ref (self));
}

static void
committed_cb (CrmGeneralPage *self,
              CrmCommit      *commit)
{
  if (commit->cause == CRM_CAUSE_SAMPLE || commit->cause == CRM_CAUSE_UNDO || commit->foreign)
    look_for_sample (self);
}

static void
remove_sample_cb (CrmGeneralPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.undo-batch", "x", self->sample);
}

/* --- Object ------------------------------------------------------------------------------------------------------ */

static void
crm_general_page_open (CrmPage *page)
{
  CrmGeneralPage *self = CRM_GENERAL_PAGE (page);
  CrmWorkspace *workspace = crm_page_get_workspace (page);

  CRM_PAGE_CLASS (crm_general_page_parent_class)->open (page);

  self->showing = TRUE;
  adw_combo_row_set_selected (self->style_row, find_style (crm_page_get_state (page)));
  show_background (self);
  self->showing = FALSE;

  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "replaced", G_CALLBACK (look_for_sample), self, G_CONNECT_SWAPPED);
  look_for_sample (self);
}

static void
crm_general_page_class_init (CrmGeneralPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  CRM_PAGE_CLASS (klass)->open = crm_general_page_open;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-general-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmGeneralPage, style_row);
  gtk_widget_class_bind_template_child (widget_class, CrmGeneralPage, background_switch);
  gtk_widget_class_bind_template_child (widget_class, CrmGeneralPage, autostart_switch);
  gtk_widget_class_bind_template_child (widget_class, CrmGeneralPage, sample_group);
  gtk_widget_class_bind_template_callback (widget_class, style_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, background_switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, autostart_switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_sample_cb);
}

static void
crm_general_page_init (CrmGeneralPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_general_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_general_page_new (void)
{
  return g_object_new (CRM_TYPE_GENERAL_PAGE, NULL);
}

/**
 * crm_general_page_apply_style:
 * @state: where the arrangement of the window is kept
 *
 * Makes the program light or dark, as somebody has chosen.
 */
void
crm_general_page_apply_style (CrmViewState *state)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), styles[find_style (state)].scheme);
}

/**
 * crm_general_page_is_background_allowed:
 * @state: where it is kept what somebody has chosen
 *
 * Returns: whether the program may go on when its window is closed
 */
gboolean
crm_general_page_is_background_allowed (CrmViewState *state)
{
  return crm_view_state_get_integer (state, "background", "keep", TRUE) != 0;
}
