/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The commands of the window. Menus, buttons, accelerators, the palette and tests all use their
 * names.
 */

#include "config.h"

#include "crm-window-private.h"

#include <glib/gi18n.h>

#include "crm-activity-page.h"
#include "crm-history.h"
#include "crm-journal.h"
#include "crm-list-page.h"
#include "crm-palette.h"
#include "crm-segments.h"

/* --- Moving around ------------------------------------------------------------------------------------ */

static void
show_area (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  _crm_window_show_area (CRM_WINDOW (widget), g_variant_get_string (parameter, NULL));
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
  crm_palette_add_command (palette, _("Import…"), "crm-import-symbolic", "win.import");
  crm_palette_add_command (palette, _("Undo"), "edit-undo-symbolic", "win.undo");
  crm_palette_add_command (palette, _("Redo"), "edit-redo-symbolic", "win.redo");
  crm_palette_add_command (palette, _("Keyboard Shortcuts"), "preferences-desktop-keyboard-shortcuts-symbolic", "win.show-help-overlay");
  gtk_window_present (GTK_WINDOW (palette));
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

  _crm_window_show_list (self, segment->record_type);
  if (CRM_IS_LIST_PAGE (_crm_window_get_page (self)))
    crm_list_page_filter (CRM_LIST_PAGE (_crm_window_get_page (self)), segment->condition, segment->id);
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

/* What is to be undone, and what it is called. */
typedef struct
{
  gint64 batch;
  char *what;
} Candidate;

static void
candidate_free (gpointer data)
{
  g_free (((Candidate *) data)->what);
  g_free (data);
}

typedef struct
{
  gint64 actor;
  gint64 batch; /* 0: the last one */
  gboolean redo;
} Wanted;

static gpointer
candidate_read (CrmDb         *db,
                CrmSchema     *schema,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  const Wanted *wanted = data;
  g_autoptr (GError) reason = NULL;
  g_autoptr (CrmBatch) batch = NULL;
  gint64 id = wanted->batch;
  Candidate *candidate;

  if (id == 0)
    id = wanted->redo ? crm_journal_find_redo (db, wanted->actor, &reason) : crm_journal_find_undo (db, wanted->actor, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  candidate = g_new0 (Candidate, 1);
  candidate->batch = id;
  if (id == 0)
    return candidate;

  batch = crm_journal_get_batch (db, id, NULL);
  /* Of an undo, people want to hear what was undone. */
  while (batch != NULL && batch->undo_of != 0)
    {
      gint64 undone = batch->undo_of;

      g_clear_pointer (&batch, crm_batch_free);
      batch = crm_journal_get_batch (db, undone, NULL);
    }
  candidate->what = batch != NULL ? crm_history_say_batch (db, schema, batch) : NULL;

  return candidate;
}

typedef struct
{
  CrmWindow *window;
  char *what;
  gboolean redo;
} Undoing;

static void
undone_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Undoing *undoing = user_data;
  g_autoptr (CrmWindow) self = undoing->window;
  g_autofree char *what = undoing->what;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CrmUndone undone;

  if (!crm_store_undo_finish (CRM_STORE (object), result, &undone, &error))
    text = g_strdup (error->message);
  else if (undone.n_left > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Undone: %s (%d value was changed since and stays)",
                                         "Undone: %s (%d values were changed since and stay)", (gulong) undone.n_left),
                            what != NULL ? what : "", (int) undone.n_left);
  else
    text = g_strdup_printf (undoing->redo ? _("Done again: %s") : _("Undone: %s"), what != NULL ? what : "");

  if (self->toasts != NULL)
    _crm_window_tell (self, text, 0);
}

static void
candidate_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autofree Undoing *undoing = user_data;
  CrmWindow *self = undoing->window;
  g_autoptr (GError) error = NULL;
  Candidate *candidate = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (candidate == NULL || candidate->batch == 0)
    {
      if (self->toasts != NULL)
        _crm_window_tell (self, error != NULL ? error->message : undoing->redo ? _("There is nothing to do again.") : _("There is nothing to undo."), 0);
      g_clear_pointer (&candidate, candidate_free);
      g_object_unref (self);
      return;
    }

  undoing->what = g_steal_pointer (&candidate->what);
  crm_store_undo_async (CRM_STORE (object), crm_workspace_get_actor (self->workspace), candidate->batch, NULL,
                        undone_cb, g_steal_pointer (&undoing));
  candidate_free (candidate);
}

static void
undo (CrmWindow *self,
      gint64     batch,
      gboolean   redo)
{
  Wanted *wanted;
  Undoing *undoing;

  if (self->workspace == NULL)
    return;

  wanted = g_new0 (Wanted, 1);
  wanted->actor = crm_workspace_get_actor (self->workspace);
  wanted->batch = batch;
  wanted->redo = redo;
  undoing = g_new0 (Undoing, 1);
  undoing->window = g_object_ref (self);
  undoing->redo = redo;
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, candidate_read,
                        wanted, g_free, candidate_free, NULL, candidate_read_cb, undoing);
}

static void
undo_last (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  undo (CRM_WINDOW (widget), 0, FALSE);
}

static void
redo_last (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  undo (CRM_WINDOW (widget), 0, TRUE);
}

static void
undo_batch (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  undo (CRM_WINDOW (widget), g_variant_get_int64 (parameter), FALSE);
}

/*< private >
 * Installs the actions of the window.
 */
void
_crm_window_class_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.show-area", "s", show_area);
  gtk_widget_class_install_action (klass, "win.open-record", "(sx)", open_record);
  gtk_widget_class_install_action (klass, "win.show-activity", "x", show_activity);
  gtk_widget_class_install_action (klass, "win.go-back", NULL, go_back);
  gtk_widget_class_install_action (klass, "win.show-sidebar", NULL, show_sidebar);
  gtk_widget_class_install_action (klass, "win.on-page", "s", on_page);
  gtk_widget_class_install_action (klass, "win.search", NULL, search);
  gtk_widget_class_install_action (klass, "win.segments", NULL, show_segments);
  gtk_widget_class_install_action (klass, "win.show-segment", "x", show_segment);
  gtk_widget_class_install_action (klass, "win.tell", "(sx)", tell);
  gtk_widget_class_install_action (klass, "win.hush", NULL, hush);
  gtk_widget_class_install_action (klass, "win.announce", "s", announce);
  gtk_widget_class_install_action (klass, "win.undo", NULL, undo_last);
  gtk_widget_class_install_action (klass, "win.redo", NULL, redo_last);
  gtk_widget_class_install_action (klass, "win.undo-batch", "x", undo_batch);
  _crm_window_class_install_exchange (klass);
}
