/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The commands of the window. Menus, buttons, accelerators, the palette and tests all use their
 * names.
 */

#include "config.h"

#include "crm-window-private.h"

#include <glib/gi18n.h>

#include "crm-activity-page.h"
#include "crm-calendar-dialog.h"
#include "crm-duplicates-page.h"
#include "crm-list-page.h"
#include "crm-merge-page.h"
#include "crm-merged-dialog.h"
#include "crm-palette.h"
#include "crm-preferences.h"
#include "crm-segments.h"
#include "crm-undo.h"

/* --- Moving around ------------------------------------------------------------------------------------ */

static void
show_area (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  _crm_window_show_area (CRM_WINDOW (widget), g_variant_get_string (parameter, NULL));
  gtk_widget_grab_focus (GTK_WIDGET (_crm_window_get_page (CRM_WINDOW (widget))));
}

static void
open_record (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  const char *type;
  gint64 id;

  g_variant_get (parameter, "(&sx)", &type, &id);
  _crm_window_open_record (CRM_WINDOW (widget), type, id);
}

static void
show_activity (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  _crm_window_push (CRM_WINDOW (widget), crm_activity_page_new (g_variant_get_int64 (parameter)));
}

static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  _crm_window_go_back (CRM_WINDOW (widget));
}

static void
show_sidebar (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar_box));
}

/* Commands of the page that is shown, for accelerators that work wherever the focus is. */
static void
on_page (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  CrmPage *page = _crm_window_get_page (CRM_WINDOW (widget));
  g_autofree char *name = g_strconcat ("page.", g_variant_get_string (parameter, NULL), NULL);

  if (page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (page), name, NULL);
}

/* Each page of the preferences by its name: "Preferences: Tags". */
static void
add_preferences (CrmPalette *palette)
{
  guint n_pages;
  const CrmPreferencesPage *pages = crm_preferences_list_pages (&n_pages);

  for (guint i = 0; i < n_pages; i++)
    {
      /* TRANSLATORS: the gap is the name of a page of the preferences */
      g_autofree char *label = g_strdup_printf (_("Preferences: %s"), _(pages[i].label));
      g_autofree char *action = g_strdup_printf ("win.preferences-page::%s", pages[i].name);

      crm_palette_add_command (palette, label, pages[i].icon, action);
    }
}

static void
search (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);
  CrmPalette *palette;
  guint n_areas;
  const CrmArea *areas = _crm_window_get_areas (&n_areas);

  if (self->workspace == NULL)
    return;

  palette = crm_palette_new (self->workspace, GTK_WINDOW (self));
  for (guint i = 0; i < n_areas; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.show-area::%s", areas[i].name);

      crm_palette_add_command (palette, _(areas[i].label), areas[i].icon, action);
    }
  crm_palette_add_command (palette, _("Segments…"), "crm-segment-symbolic", "win.segments");
  crm_palette_add_command (palette, _("Duplicate Contacts"), "crm-duplicates-symbolic", "win.duplicates::contact");
  crm_palette_add_command (palette, _("Duplicate Accounts"), "crm-duplicates-symbolic", "win.duplicates::account");
  crm_palette_add_command (palette, _("Import…"), "crm-import-symbolic", "win.import");
  crm_palette_add_command (palette, _("Undo"), "edit-undo-symbolic", "win.undo");
  crm_palette_add_command (palette, _("Redo"), "edit-redo-symbolic", "win.redo");
  crm_palette_add_command (palette, _("Preferences"), "preferences-system-symbolic", "win.preferences");
  add_preferences (palette);
  crm_palette_add_command (palette, _("Keyboard Shortcuts"), "preferences-desktop-keyboard-shortcuts-symbolic", "win.shortcuts");
  gtk_window_present (GTK_WINDOW (palette));
}

static CrmPreferences *
show_preferences (CrmWindow *self)
{
  CrmPreferences *preferences;

  if (self->workspace == NULL)
    return NULL;

  preferences = crm_preferences_new (self->workspace, self->state, GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (preferences));

  return preferences;
}

static void
preferences (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  show_preferences (CRM_WINDOW (widget));
}

static void
preferences_page (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  CrmPreferences *preferences = show_preferences (CRM_WINDOW (widget));

  if (preferences != NULL)
    crm_preferences_show_page (preferences, g_variant_get_string (parameter, NULL));
}

/* One that stood ready and hidden would be the end of the program: GTK 4.8 takes a hidden window for
 * an accessible one when an assistive technology asks for a window that has just gone. */
static void
shortcuts (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/com/example/Crm/ui/shortcuts.ui");
  GtkShortcutsWindow *overlay = GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (widget), overlay);
  gtk_window_set_hide_on_close (GTK_WINDOW (overlay), FALSE);
  gtk_window_present (GTK_WINDOW (overlay));
}

/* --- Segments ---------------------------------------------------------------------------------------------- */

static void
show_segment (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);
  g_autoptr (CrmSegments) segments = NULL;
  const CrmSegment *segment;

  if (self->workspace == NULL)
    return;

  segments = crm_segments_get (self->workspace);
  segment = crm_segments_find (segments, g_variant_get_int64 (parameter));
  if (segment == NULL)
    return;

  if (segment->condition == NULL)
    {
      _crm_window_tell (self, segment->problem->message, 0);
      return;
    }

  _crm_window_show_filtered (self, segment->record_type, segment->condition, segment->id);
}

static void
show_segments (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);

  if (self->workspace != NULL)
    gtk_window_present (crm_segment_list_make_window (self->workspace, self->state, GTK_WINDOW (self)));
}

/* --- Duplicates --------------------------------------------------------------------------------------------- */

/* Above the list of what they are duplicates of. */
static void
show_duplicates (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);
  const char *type = g_variant_get_string (parameter, NULL);

  if (self->workspace == NULL)
    return;

  _crm_window_show_list (self, type);
  _crm_window_push (self, crm_duplicates_page_new (type));
}

static void
merge (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  g_autoptr (GVariant) groups = g_variant_get_child_value (parameter, 1);
  const char *type;
  guint index;

  g_variant_get_child (parameter, 0, "&s", &type);
  g_variant_get_child (parameter, 2, "u", &index);
  if (index < g_variant_n_children (groups))
    _crm_window_push (CRM_WINDOW (widget), crm_merge_page_new (type, groups, index));
}

static void
show_merged (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);
  const char *type;
  gint64 record;

  g_variant_get (parameter, "(&sx)", &type, &record);
  gtk_window_present (GTK_WINDOW (crm_merged_dialog_new (self->workspace, type, record, widget)));
}

/* --- Telling ----------------------------------------------------------------------------------------------- */

static void
tell (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  const char *text;
  gint64 batch;

  g_variant_get (parameter, "(&sx)", &text, &batch);
  _crm_window_tell (CRM_WINDOW (widget), text, batch);
}

static void
hush (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);

  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
}

static void
announce (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  gtk_label_set_text (CRM_WINDOW (widget)->announcement, g_variant_get_string (parameter, NULL));
}

/* --- Undo ------------------------------------------------------------------------------------------------------ */

static void
undo_last (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);

  if (self->workspace != NULL)
    crm_undo_last (widget, self->workspace);
}

static void
redo_last (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);

  if (self->workspace != NULL)
    crm_undo_redo (widget, self->workspace);
}

static void
undo_batch (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);

  if (self->workspace != NULL)
    crm_undo_batch (widget, self->workspace, g_variant_get_int64 (parameter));
}

/* --- Files ------------------------------------------------------------------------------------------------ */

static void
export_calendar (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gsize n;
  const gint64 *values = g_variant_get_fixed_array (parameter, &n, sizeof (gint64));

  g_array_append_vals (ids, values, (guint) n);
  if (n > 0)
    crm_calendar_dialog_run (CRM_WINDOW (widget)->workspace, ids, GTK_WINDOW (widget));
  else
    _crm_window_tell (CRM_WINDOW (widget), _("There is nothing to export here."), 0);
}

/*< private >
 * Installs the actions of the window.
 */
void
_crm_window_class_install_actions (GtkWidgetClass *klass)
{
  /* Not an accelerator of the application, which would come before whoever writes something that
   * the same keys send off. */
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Return, GDK_CONTROL_MASK, "win.on-page", "s", "complete");
  gtk_widget_class_add_binding_action (klass, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "win.on-page", "s", "complete");

  gtk_widget_class_install_action (klass, "win.show-area", "s", show_area);
  gtk_widget_class_install_action (klass, "win.open-record", "(sx)", open_record);
  gtk_widget_class_install_action (klass, "win.show-activity", "x", show_activity);
  gtk_widget_class_install_action (klass, "win.go-back", NULL, go_back);
  gtk_widget_class_install_action (klass, "win.show-sidebar", NULL, show_sidebar);
  gtk_widget_class_install_action (klass, "win.on-page", "s", on_page);
  gtk_widget_class_install_action (klass, "win.search", NULL, search);
  gtk_widget_class_install_action (klass, "win.export-calendar", "ax", export_calendar);
  gtk_widget_class_install_action (klass, "win.segments", NULL, show_segments);
  gtk_widget_class_install_action (klass, "win.show-segment", "x", show_segment);
  gtk_widget_class_install_action (klass, "win.duplicates", "s", show_duplicates);
  gtk_widget_class_install_action (klass, "win.merge", "(saaxu)", merge);
  gtk_widget_class_install_action (klass, "win.merged", "(sx)", show_merged);
  gtk_widget_class_install_action (klass, "win.tell", "(sx)", tell);
  gtk_widget_class_install_action (klass, "win.hush", NULL, hush);
  gtk_widget_class_install_action (klass, "win.announce", "s", announce);
  gtk_widget_class_install_action (klass, "win.preferences", NULL, preferences);
  gtk_widget_class_install_action (klass, "win.shortcuts", NULL, shortcuts);
  gtk_widget_class_install_action (klass, "win.preferences-page", "s", preferences_page);
  gtk_widget_class_install_action (klass, "win.undo", NULL, undo_last);
  gtk_widget_class_install_action (klass, "win.redo", NULL, redo_last);
  gtk_widget_class_install_action (klass, "win.undo-batch", "x", undo_batch);
  _crm_window_class_install_exchange (klass);
}
