/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The commands of the window. Menus, buttons, accelerators, the palette and tests all use their
 * names.
 */

#include "config.h"

#include "crm-window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-activity-page.h"
#include "crm-calendar-dialog.h"
#include "crm-duplicates-page.h"
#include "crm-list-page.h"
#include "crm-merge-page.h"
#include "crm-merged-dialog.h"
#include "crm-message.h"
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

static gboolean
has_action (CrmPage    *page,
            const char *name)
{
  GtkWidgetClass *klass = page != NULL ? GTK_WIDGET_GET_CLASS (page) : NULL;
  g_autofree char *wanted = g_strconcat ("page.", name, NULL);
  const GVariantType *parameter;
  const char *property;
  const char *found;
  GType owner;

  for (guint i = 0; klass != NULL && gtk_widget_class_query_action (klass, i, &owner, &found, &parameter, &property); i++)
    if (strcmp (found, wanted) == 0)
      return TRUE;

  return FALSE;
}

/* What the area shows, as it is added there: below the pages of single records. */
static void
add_to_area (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);
  CrmPage *above = NULL;
  CrmPage *page;

  show_area (widget, NULL, parameter);
  while ((page = _crm_window_get_page (self)) != above && !has_action (page, "add"))
    {
      above = page;
      _crm_window_go_back (self);
    }
  if (has_action (page, "add"))
    gtk_widget_activate_action (GTK_WIDGET (page), "page.add", NULL);
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

/* --- The palette ------------------------------------------------------------------------------------------ */

/* TRANSLATORS: The texts with several small words in this file are never shown. They are other words by which
 * people who search with Ctrl+K look for a command: put those of your language, parted by blanks. */
static const struct
{
  const char *label;
  const char *keywords;
  const char *icon;
  const char *action;
} commands[] = {
  { N_("Segments…"), N_("saved filters groups conditions audience"), "crm-segment-symbolic", "win.segments" },
  { N_("Duplicate Contacts"), N_("merge double twice same people"), "crm-duplicates-symbolic", "win.duplicates::contact" },
  { N_("Duplicate Accounts"), N_("merge double twice same companies"), "crm-duplicates-symbolic", "win.duplicates::account" },
  { N_("Import…"), N_("load open file csv vcard spreadsheet excel"), "crm-import-symbolic", "win.import" },
  { N_("Undo"), N_("take back revert"), "edit-undo-symbolic", "win.undo" },
  { N_("Redo"), N_("again repeat"), "edit-redo-symbolic", "win.redo" },
  { N_("Preferences"), N_("settings options configure"), "preferences-system-symbolic", "win.preferences" },
  { N_("Keyboard Shortcuts"), N_("keys help accelerators"), "preferences-desktop-keyboard-shortcuts-symbolic",
    "win.shortcuts" },
  { N_("About Crm"), N_("version licence help"), "help-about-symbolic", "app.about" },
};

/* What some pages can do, by the names of their actions. */
static const struct
{
  const char *label;
  const char *keywords;
  const char *icon;
  const char *action;
} page_commands[] = {
  { N_("Filter"), N_("condition search narrow"), "crm-filter-symbolic", "filter" },
  { N_("Export…"), N_("save file csv vcard spreadsheet excel download"), "crm-export-symbolic", "export" },
};

/* Each area, and what is added there. */
static void
add_areas (CrmPalette *palette,
           CrmWindow  *self)
{
  guint n_areas;
  const CrmArea *areas = _crm_window_get_areas (&n_areas);

  for (guint i = 0; i < n_areas; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.show-area::%s", areas[i].name);

      crm_palette_add_command (palette, _(areas[i].label), areas[i].keywords != NULL ? _(areas[i].keywords) : NULL,
                               areas[i].icon, action);
    }

  for (guint i = 0; i < n_areas; i++)
    {
      const CrmRecordType *type = areas[i].type != NULL ? crm_workspace_get_type_named (self->workspace, areas[i].type) : NULL;
      g_autofree char *action = g_strdup_printf ("win.add-to-area::%s", areas[i].name);

      if (type != NULL && type->add != NULL)
        crm_palette_add_command (palette, type->add, _("new create"), "list-add-symbolic", action);
    }
}

static void
add_page_commands (CrmPalette *palette,
                   CrmPage    *page)
{
  for (guint i = 0; i < G_N_ELEMENTS (page_commands); i++)
    {
      g_autofree char *action = g_strdup_printf ("win.on-page::%s", page_commands[i].action);

      if (has_action (page, page_commands[i].action))
        crm_palette_add_command (palette, _(page_commands[i].label), _(page_commands[i].keywords), page_commands[i].icon, action);
    }
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

      crm_palette_add_command (palette, label, _(pages[i].keywords), pages[i].icon, action);
    }
}

static void
search (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);
  CrmPalette *palette;

  if (self->workspace == NULL)
    return;

  palette = crm_palette_new (self->workspace, GTK_WINDOW (self));
  add_areas (palette, self);
  add_page_commands (palette, _crm_window_get_page (self));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    crm_palette_add_command (palette, _(commands[i].label), _(commands[i].keywords), commands[i].icon, commands[i].action);
  add_preferences (palette);
  gtk_window_present (GTK_WINDOW (palette));
}

/* --- Preferences ------------------------------------------------------------------------------------------- */

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

static void
preferences_details (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  CrmPreferences *preferences = show_preferences (CRM_WINDOW (widget));
  const char *name, *type;
  gint64 id;

  g_variant_get (parameter, "(&s&sx)", &name, &type, &id);
  if (preferences != NULL)
    crm_preferences_show_details (preferences, name, type, id);
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

  if (self->toasts != NULL)
    crm_message_hush (self->toasts);
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
  gtk_widget_class_install_action (klass, "win.add-to-area", "s", add_to_area);
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
  gtk_widget_class_install_action (klass, "win.preferences-details", "(ssx)", preferences_details);
  gtk_widget_class_install_action (klass, "win.undo", NULL, undo_last);
  gtk_widget_class_install_action (klass, "win.redo", NULL, redo_last);
  gtk_widget_class_install_action (klass, "win.undo-batch", "x", undo_batch);
  _crm_window_class_install_exchange (klass);
}
