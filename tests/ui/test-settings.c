/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The preferences, in process: lists that people arrange, details that are edited in place, what is
 * asked before something goes, and who may change what. */

#include "config.h"

#include <string.h>

#include "crm-colour-button.h"
#include "crm-details-page.h"
#include "crm-field-row.h"
#include "crm-heir-dialog.h"
#include "crm-preferences.h"
#include "crm-record-group.h"
#include "crm-record-line.h"
#include "crm-ui-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  CrmViewState *state;
  GtkWindow *parent;
  CrmPreferences *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  page)
{
  g_autofree char *path = NULL;

  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  path = g_build_filename (fixture->folder, "view.ini", NULL);
  fixture->state = crm_view_state_new (path);
  fixture->parent = GTK_WINDOW (gtk_window_new ());
  crm_ui_test_show (GTK_WIDGET (fixture->parent));
  fixture->window = crm_preferences_new (fixture->workspace, fixture->state, fixture->parent);
  crm_preferences_show_page (fixture->window, page);
  crm_ui_test_show (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  page)
{
  crm_ui_test_close (GTK_WIDGET (fixture->parent));
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->state);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
collect_titles (GtkWidget *widget,
                GString   *titles)
{
  if (CRM_IS_RECORD_LINE (widget))
    {
      g_string_append_printf (titles, "%s%s", titles->len > 0 ? ", " : "",
                              adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_titles (child, titles);
}

/* The records of a list, in the order in which they are shown. */
static char *
join_titles (GtkWidget *group)
{
  GString *titles = g_string_new (NULL);

  collect_titles (group, titles);

  return g_string_free (titles, FALSE);
}

typedef struct
{
  Fixture *fixture;
  const char *titles;
} Wanted;

/* The page that is in front. */
static GtkWidget *
find_page (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (CRM_IS_PAGE (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_page (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
get_page (Fixture *fixture)
{
  return find_page (GTK_WIDGET (fixture->window));
}

static gboolean
has_titles (gpointer data)
{
  const Wanted *wanted = data;
  GtkWidget *group = get_page (wanted->fixture) != NULL ? crm_ui_test_find (get_page (wanted->fixture), CRM_TYPE_RECORD_GROUP) : NULL;
  g_autofree char *titles = group != NULL ? join_titles (group) : NULL;

  return g_strcmp0 (titles, wanted->titles) == 0;
}

static void
wait_for_titles (Fixture    *fixture,
                 const char *titles)
{
  Wanted wanted = { fixture, titles };

  crm_test_wait (has_titles, &wanted);
}

static CrmRecordLine *
find_line (GtkWidget  *widget,
           const char *title)
{
  if (CRM_IS_RECORD_LINE (widget))
    return strcmp (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0 ? CRM_RECORD_LINE (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      CrmRecordLine *found = find_line (child, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
shows_details (gpointer data)
{
  GtkWidget *page = get_page (data);

  return page != NULL && CRM_IS_DETAILS_PAGE (page) && crm_ui_test_find (page, CRM_TYPE_FIELD_ROW) != NULL;
}

static gboolean
shows_no_details (gpointer data)
{
  GtkWidget *page = get_page (data);

  return page != NULL && !CRM_IS_DETAILS_PAGE (page);
}

static void
open_details (Fixture    *fixture,
              const char *type,
              gint64      id)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-setting", "(sx)", type, id);
  crm_test_wait (shows_details, fixture);
}

/* --- Lists ------------------------------------------------------------------------------------------------ */

/* On the keyboard, with the focus on what is moved; undo brings the order back. */
static void
test_arrange (Fixture       *fixture,
              gconstpointer  page)
{
  static const char beginning[] = "To Contact, In Contact, Offer, Negotiation";

  open_details (fixture, "pipeline", 1);
  wait_for_titles (fixture, beginning);
  gtk_widget_grab_focus (GTK_WIDGET (find_line (get_page (fixture), "Offer")));
  crm_ui_test_key ("alt+Up");
  wait_for_titles (fixture, "To Contact, Offer, In Contact, Negotiation");
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (find_line (get_page (fixture), "Offer"))));
  crm_ui_test_key ("alt+Up");
  wait_for_titles (fixture, "Offer, To Contact, In Contact, Negotiation");

  /* Not beyond the end. */
  crm_ui_test_key ("alt+Up");
  crm_ui_test_key ("alt+Down");
  wait_for_titles (fixture, "To Contact, Offer, In Contact, Negotiation");
  crm_ui_test_key ("ctrl+z ctrl+z ctrl+z");
  wait_for_titles (fixture, beginning);
}

static gboolean
is_empty (gpointer editable)
{
  return *gtk_editable_get_text (editable) == '\0';
}

static void
test_add (Fixture       *fixture,
          gconstpointer  page)
{
  GtkWidget *entry;

  open_details (fixture, "pipeline", 1);
  wait_for_titles (fixture, "To Contact, In Contact, Offer, Negotiation");
  entry = crm_ui_test_find (get_page (fixture), ADW_TYPE_ENTRY_ROW);

  /* Blanks are nothing. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "  ");
  g_signal_emit_by_name (entry, "entry-activated");
  gtk_editable_set_text (GTK_EDITABLE (entry), " Visit ");
  g_signal_emit_by_name (entry, "entry-activated");
  wait_for_titles (fixture, "To Contact, In Contact, Offer, Negotiation, Visit");
  crm_test_wait (is_empty, entry);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM stage WHERE pipeline = 1 AND colour IS NOT NULL"), ==, 5);
}

/* A new pipeline has stages at once, in their order. */
static void
test_add_pipeline (Fixture       *fixture,
                   gconstpointer  page)
{
  GtkWidget *entry;

  wait_for_titles (fixture, "Sales");
  entry = crm_ui_test_find (get_page (fixture), ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Service");
  g_signal_emit_by_name (entry, "entry-activated");
  wait_for_titles (fixture, "Sales, Service");
  open_details (fixture, "pipeline", 2);
  wait_for_titles (fixture, "To Contact, In Contact, Offer, Negotiation");
  crm_test_assert_sound (fixture->workspace);
}

static void
test_colour (Fixture       *fixture,
             gconstpointer  page)
{
  CrmColourButton *button;

  open_details (fixture, "pipeline", 1);
  wait_for_titles (fixture, "To Contact, In Contact, Offer, Negotiation");
  button = crm_ui_test_find (GTK_WIDGET (find_line (get_page (fixture), "Offer")), CRM_TYPE_COLOUR_BUTTON);
  g_assert_cmpstr (crm_colour_button_get_colour (button), ==, "yellow");
  gtk_menu_button_popup (crm_ui_test_find (GTK_WIDGET (button), GTK_TYPE_MENU_BUTTON));
  gtk_widget_activate_action (GTK_WIDGET (button), "colour.choose", "s", "purple");
  g_assert_cmpstr (crm_colour_button_get_colour (button), ==, "purple");
  while (crm_test_query (fixture->workspace, "SELECT colour = 'purple' FROM stage WHERE name = 'Offer'") == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* --- Details ---------------------------------------------------------------------------------------------- */

/* The page of something that is gone goes too. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  page)
{
  gint64 tag = crm_test_add (fixture->workspace, "tag", "name", "roof", NULL);

  open_details (fixture, "tag", tag);
  crm_test_trash (fixture->workspace, "tag", tag);
  crm_test_wait (shows_no_details, fixture);
}

static gboolean
is_required (gpointer data)
{
  return crm_test_query (data, "SELECT required_fields = 'value,close_date' FROM stage WHERE id = 3") != 0;
}

static gboolean
is_not_required (gpointer data)
{
  return crm_test_query (data, "SELECT coalesce (required_fields, '') = 'close_date' FROM stage WHERE id = 3") != 0;
}

static GtkCheckButton *
find_check (GtkWidget  *widget,
            const char *key)
{
  if (GTK_IS_CHECK_BUTTON (widget) && g_strcmp0 (g_object_get_data (G_OBJECT (widget), "key"), key) == 0)
    return GTK_CHECK_BUTTON (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkCheckButton *found = find_check (child, key);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_required (Fixture       *fixture,
               gconstpointer  page)
{
  open_details (fixture, "stage", 3);
  g_assert_null (find_check (get_page (fixture), "stage"));
  g_assert_null (find_check (get_page (fixture), "title"));
  gtk_check_button_set_active (find_check (get_page (fixture), "close_date"), TRUE);
  gtk_check_button_set_active (find_check (get_page (fixture), "value"), TRUE);
  crm_test_wait (is_required, fixture->workspace);
  gtk_check_button_set_active (find_check (get_page (fixture), "value"), FALSE);
  crm_test_wait (is_not_required, fixture->workspace);
}

/* --- What goes -------------------------------------------------------------------------------------------- */

static CrmHeirDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (CRM_IS_HEIR_DIALOG (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        return CRM_HEIR_DIALOG (window);
    }

  return NULL;
}

static gboolean
asks (gpointer data)
{
  return find_dialog () != NULL;
}

static gboolean
has_moved (gpointer data)
{
  return crm_test_query (data, "SELECT count (*) FROM deal d JOIN stage s ON s.id = d.stage WHERE s.name = 'Negotiation'") == 2 &&
         crm_test_query (data, "SELECT state FROM stage WHERE name = 'Offer'") == CRM_STATE_TRASHED;
}

/* A stage with deals asks where they go: to another one, of the same pipeline first. */
static void
test_remove_stage (Fixture       *fixture,
                   gconstpointer  page)
{
  GtkDropDown *heirs;
  GtkStringObject *heir;

  crm_test_add (fixture->workspace, "deal", "title", "A", "stage", "Offer", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "B", "stage", "Offer", "status", "won", NULL);
  open_details (fixture, "pipeline", 1);
  wait_for_titles (fixture, "To Contact, In Contact, Offer, Negotiation");
  gtk_widget_activate_action (GTK_WIDGET (find_line (get_page (fixture), "Offer")), "line.command", "s", "delete");
  crm_test_wait (asks, NULL);

  heirs = crm_ui_test_find (GTK_WIDGET (find_dialog ()), GTK_TYPE_DROP_DOWN);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (heirs)), ==, 3);
  gtk_drop_down_set_selected (heirs, 2);
  heir = gtk_drop_down_get_selected_item (heirs);
  g_assert_cmpstr (gtk_string_object_get_string (heir), ==, "Negotiation");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_dialog ()), "remove");
  crm_test_wait (has_moved, fixture->workspace);
  crm_test_assert_sound (fixture->workspace);
}

static gboolean
is_trashed (gpointer data)
{
  return crm_test_query (data, "SELECT state FROM stage WHERE name = 'Offer'") == CRM_STATE_TRASHED;
}

/* What nothing depends on goes at once: undo is enough. */
static void
test_remove_unused (Fixture       *fixture,
                    gconstpointer  page)
{
  open_details (fixture, "pipeline", 1);
  wait_for_titles (fixture, "To Contact, In Contact, Offer, Negotiation");
  gtk_widget_grab_focus (GTK_WIDGET (find_line (get_page (fixture), "Offer")));
  crm_ui_test_key ("Delete");
  crm_test_wait (is_trashed, fixture->workspace);
  g_assert_null (find_dialog ());
  wait_for_titles (fixture, "To Contact, In Contact, Negotiation");
  crm_ui_test_key ("ctrl+z");
  wait_for_titles (fixture, "To Contact, In Contact, Offer, Negotiation");
}

/* --- Custom fields ---------------------------------------------------------------------------------------- */

static gboolean
says_none (gpointer data)
{
  GtkWidget *page = get_page (data);

  return page != NULL && crm_ui_test_find_text (page, GTK_TYPE_LABEL, "Fields of Your Own") != NULL &&
         crm_ui_test_find_text (page, GTK_TYPE_LABEL, "No custom fields yet") != NULL;
}

/* Accounts have one; contacts and deals have none still. */
static gboolean
says_some (gpointer data)
{
  GtkWidget *page = get_page (data);
  GtkWidget *accounts = crm_ui_test_find (page, CRM_TYPE_RECORD_GROUP);

  return crm_ui_test_find_text (page, GTK_TYPE_LABEL, "Fields of Your Own") == NULL &&
         crm_ui_test_find_text (accounts, GTK_TYPE_LABEL, "No custom fields yet") == NULL &&
         crm_ui_test_find_text (page, GTK_TYPE_LABEL, "No custom fields yet") != NULL;
}

static void
test_no_fields (Fixture       *fixture,
                gconstpointer  page)
{
  gint64 field;

  crm_test_wait (says_none, fixture);
  field = crm_test_add (fixture->workspace, "field", "label", "Roof", "record_type", "account", "type", "text", NULL);
  crm_test_wait (says_some, fixture);
  crm_test_trash (fixture->workspace, "field", field);
  crm_test_wait (says_none, fixture);
}

/* --- Rights ----------------------------------------------------------------------------------------------- */

static gboolean
tells_whom_to_ask (gpointer data)
{
  GtkWidget *label = crm_ui_test_find (crm_ui_test_find (get_page (data), GTK_TYPE_REVEALER), GTK_TYPE_LABEL);

  return label != NULL && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (label)), "Only an administrator can change this: ");
}

static void
test_member (Fixture       *fixture,
             gconstpointer  page)
{
  static const char *const locked[] = { "business", "team", "fields", "pipelines", "tasks", "backups" };
  g_autoptr (GError) error = NULL;

  crm_test_add (fixture->workspace, "user", "name", "Max", "email", "max@example.com", NULL);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT role = 'member' FROM user WHERE name = 'Max'"), ==, 1);
  crm_workspace_set_actor (fixture->workspace, "max@example.com", &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (locked); i++)
    {
      crm_preferences_show_page (fixture->window, locked[i]);
      crm_test_wait (tells_whom_to_ask, fixture);
      g_assert_false (gtk_widget_get_sensitive (crm_ui_test_find (get_page (fixture), ADW_TYPE_PREFERENCES_PAGE)));
    }

  /* Tags are everybody's. */
  crm_preferences_show_page (fixture->window, "tags");
  g_assert_true (gtk_widget_get_sensitive (crm_ui_test_find (get_page (fixture), ADW_TYPE_PREFERENCES_PAGE)));
}

/* From elsewhere, the details are shown at once, and back leads to the page that lists them. */
static void
test_details (Fixture       *fixture,
              gconstpointer  page)
{
  crm_preferences_show_details (fixture->window, "pipelines", "pipeline", 1);
  wait_for_titles (fixture, "To Contact, In Contact, Offer, Negotiation");
  g_assert_true (CRM_IS_DETAILS_PAGE (get_page (fixture)));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.go-back", NULL);
  wait_for_titles (fixture, "Sales");
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

#define ADD(name, page, function) g_test_add ("/settings/" name, Fixture, page, set_up, function, tear_down)
  ADD ("arrange", "pipelines", test_arrange);
  ADD ("add", "pipelines", test_add);
  ADD ("add-pipeline", "pipelines", test_add_pipeline);
  ADD ("colour", "pipelines", test_colour);
  ADD ("gone", "tags", test_gone);
  ADD ("required", "pipelines", test_required);
  ADD ("remove-stage", "pipelines", test_remove_stage);
  ADD ("remove-unused", "pipelines", test_remove_unused);
  ADD ("no-fields", "fields", test_no_fields);
  ADD ("member", "general", test_member);
  ADD ("details", "general", test_details);

  return g_test_run ();
}
