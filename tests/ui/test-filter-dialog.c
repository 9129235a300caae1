/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ordinary filter (features.md, C8): what each of its lines asks, in each of the ways that it can be
 * asked, is said, is counted, is applied, and comes back when the filter is changed. */

#include "config.h"

#include <string.h>

#include "crm-condition-row.h"
#include "crm-condition-values.h"
#include "crm-filter-dialog.h"
#include "crm-type-ahead.h"
#include "crm-ui-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  CrmViewState *state;
  GtkWindow *parent;
} Fixture;

static const struct
{
  const char *label;
  const char *type;
} fields[] = {
  { "Roof Area", "number" },
  { "Roof Kind", "choice" },
  { "Interests", "choices" },
  { "Inspected", "date" },
  { "Visited", "date-time" },
  { "Insured", "yes-no" },
  { "Budget", "money" },
  { "Second Phone", "phone" },
  { "Motto", "text" },
  { "Blog", "link" },
  { "Old Address", "email" },
};

/* What is chosen and typed in a line, and what comes of it: Ada was added on 27 February, Bea on 10 February, Cleo
 * on 1 January; today is 2 March 2026. Where no sentence is looked for, it is looked whether it comes back. */
static const struct
{
  const char *field;
  const char *op; /* or NULL for the one that is there */
  const char *values[3];
  const char *sentence;
  const char *count;
} cases[] = {
  { "created", NULL, { "7 days" }, "Created is within the last 7 days", "1 contact" },
  { "created", NULL, { "1 month" }, "Created is within the last 1 month", "2 contacts" },
  { "created", "is longer ago than", { "30 days" }, "Created is longer ago than 30 days", "1 contact" },
  { "created", "is between", { "2026-02-01", "2026-02-20" }, NULL, "1 contact" },
  { "created", "is on", { "2026-02-27" }, NULL, "1 contact" },
  { "created", "is before", { "2026-02-10" }, NULL, "1 contact" },
  { "created", "is on or after", { "2026-02-10" }, NULL, "2 contacts" },
  { "owner", NULL, { "Ana Owner" }, "Responsible is one of “Ana Owner”", "1 contact" },
  { "owner", NULL, { "Me", "Ana Owner" }, NULL, "2 contacts" },
  { "owner", "is none of", { "Ana Owner" }, "Responsible is none of “Ana Owner”", "2 contacts" },
  { "owner", "is empty", { NULL }, "Responsible is empty", "1 contact" },
  { "source", NULL, { "Chatbot" }, "Source is one of “Chatbot”", "1 contact" },
  { "source", NULL, { "Chatbot", "Import" }, "Source is one of “Chatbot”, “Import”", "2 contacts" },
  { "tags", NULL, { "roof" }, "Tags have any of “roof”", "1 contact" },
  { "tags", NULL, { "roof", "garden" }, "Tags have any of “roof”, “garden”", "2 contacts" },
  { "tags", "have all of", { "roof", "vip" }, "Tags have all of “roof”, “vip”", "1 contact" },
  { "tags", "have none of", { "roof" }, "Tags have none of “roof”", "2 contacts" },
  { "messengers", NULL, { "Telegram" }, "Messengers contains “Telegram”", "1 contact" },
  { "messengers", NULL, { "WhatsApp: +39 333" }, NULL, "0 contacts" },
  { "messengers", NULL, { "telegram: @ad" }, NULL, "1 contact" },
  { "messengers", "is", { "@adalopez" }, "Messengers is “@adalopez”", "1 contact" },
  { "messengers", "is empty", { NULL }, "Messengers is empty", "1 contact" },
  { "first_name", NULL, { "ÁD" }, "First Name contains “ÁD”", "1 contact" },
  { "last_name", "starts with", { "lop" }, "Last Name starts with “lop”", "1 contact" },
  { "street", NULL, { "mayor" }, "Street contains “mayor”", "1 contact" },
  { "city", "is", { "bilbao" }, "City is “bilbao”", "1 contact" },
  { "region", "is not empty", { NULL }, "Region is not empty", "1 contact" },
  { "email", "ends with", { "@roof.example" }, "E-Mail ends with “@roof.example”", "1 contact" },
  { "phone", NULL, { "612 005" }, "Phone contains “612 005”", "1 contact" },
  { "country", NULL, { "Spain", "Italy" }, "Country is one of “Spain”, “Italy”", "2 contacts" },
  { "custom.roof_area", NULL, { "50" }, "Roof Area is at least 50", "1 contact" },
  { "custom.roof_area", "is between", { "10", "50" }, NULL, "1 contact" },
  { "custom.roof_kind", NULL, { "Flat" }, "Roof Kind is one of “Flat”", "1 contact" },
  { "custom.interests", NULL, { "Solar" }, "Interests have any of “Solar”", "2 contacts" },
  { "custom.interests", "have all of", { "Solar", "Gutter" }, NULL, "1 contact" },
  { "custom.inspected", NULL, { "2 weeks" }, "Inspected is within the last 2 weeks", "1 contact" },
  { "custom.inspected", "is on", { "2026-02-25" }, NULL, "1 contact" },
  { "custom.visited", NULL, { "6 hours" }, "Visited is within the last 6 hours", "1 contact" },
  { "custom.insured", NULL, { "Yes" }, NULL, "1 contact" },
  { "custom.budget", NULL, { "5,000 EUR" }, NULL, "1 contact" },
  { "custom.second_phone", NULL, { "333" }, "Second Phone contains “333”", "1 contact" },
  { "custom.motto", NULL, { "CARPE" }, "Motto contains “CARPE”", "1 contact" },
  { "custom.motto", "is not empty", { NULL }, "Motto is not empty", "1 contact" },
  { "custom.blog", NULL, { "roof.example" }, NULL, "1 contact" },
  { "custom.old_address", "is", { "ADA@OLD.example" }, NULL, "1 contact" },
};

static void
at_day (Fixture *fixture,
        int      days)
{
  crm_clock_set_now (crm_workspace_get_clock (fixture->workspace), CRM_TEST_NOW - days * G_TIME_SPAN_DAY);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;
  gint64 cleo;

  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  path = g_build_filename (fixture->folder, "view.ini", NULL);
  fixture->state = crm_view_state_new (path);

  crm_test_add (fixture->workspace, "user", "name", "Ana Owner", "email", "ana@team.example", "role", "member", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    crm_test_add (fixture->workspace, "field", "label", fields[i].label, "record_type", "contact", "type", fields[i].type, NULL);
  crm_test_add (fixture->workspace, "option", "field", "#2", "label", "Flat", NULL);
  crm_test_add (fixture->workspace, "option", "field", "#2", "label", "Pitched", NULL);
  crm_test_add (fixture->workspace, "option", "field", "#3", "label", "Solar", NULL);
  crm_test_add (fixture->workspace, "option", "field", "#3", "label", "Gutter", NULL);

  at_day (fixture, 3);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ada", "last_name", "López", "street", "Calle Mayor 5",
                "city", "Bilbao", "region", "Bizkaia", "owner", "Ana Owner", "source", "chatbot",
                "tags", "roof; vip", "messengers", "telegram: adalopez", "email", "ada@roof.example",
                "phone", "+34 612 005 170", "country", "ES", "custom.roof_area", "80.5",
                "custom.roof_kind", "Flat", "custom.interests", "Solar; Gutter", "custom.inspected", "2026-02-25",
                "custom.visited", "2026-03-02T08:00:00Z", "custom.insured", "yes", "custom.budget", "7000 EUR",
                "custom.second_phone", "+39 333 444 555", "custom.motto", "carpe diem", "custom.blog", "https://roof.example/ada",
                "custom.old_address", "ada@old.example", NULL);
  at_day (fixture, 20);
  crm_test_add (fixture->workspace, "contact", "first_name", "Bea", "owner", "#1", "source", "import", "tags", "garden",
                "messengers", "whatsapp: +34999000111", "country", "IT", "custom.roof_area", "20",
                "custom.roof_kind", "Pitched", "custom.interests", "Solar", "custom.inspected", "2025-12-24",
                "custom.visited", "2026-02-02T08:00:00Z", "custom.insured", "no", "custom.budget", "100 EUR", NULL);
  at_day (fixture, 60);
  cleo = crm_test_add (fixture->workspace, "contact", "first_name", "Cleo", NULL);
  crm_test_set (fixture->workspace, "contact", cleo, "owner", "", NULL);
  at_day (fixture, 0);

  fixture->parent = GTK_WINDOW (gtk_window_new ());
  crm_ui_test_show (GTK_WIDGET (fixture->parent));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_ui_test_close (GTK_WIDGET (fixture->parent));
  crm_workspace_close (fixture->workspace);
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->state);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* --- Looking and doing ---------------------------------------------------------------------------------- */

static void
collect (GtkWidget *widget,
         GType      type,
         GPtrArray *found)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    {
      g_ptr_array_add (found, widget);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static GtkWidget *
find_row (GtkWidget  *dialog,
          const char *field)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autofree char *name = g_strconcat ("contact.", field, NULL);

  collect (dialog, CRM_TYPE_CONDITION_ROW, rows);
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (crm_condition_row_get_name (g_ptr_array_index (rows, i)), name) == 0)
      return g_ptr_array_index (rows, i);

  return NULL;
}

static void
choose_word (GtkWidget  *drop_down,
             const char *word)
{
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkStringObject) string = g_list_model_get_item (model, i);

      if (strcmp (gtk_string_object_get_string (string), word) == 0)
        {
          gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), i);
          return;
        }
    }
  g_error ("There is no “%s” to choose.", word);
}

static gboolean
has_words (gpointer data)
{
  return g_list_model_get_n_items (gtk_drop_down_get_model (data)) > 1;
}

static gboolean
is_laid_out (gpointer data)
{
  return gtk_widget_get_height (data) > 0;
}

/* The list scrolls to what has the focus, and the words that are found are shown below it. */
static gboolean
is_in_sight (gpointer data)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (data));
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (data, window, &bounds) &&
         bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (window);
}

static gboolean
is_open (gpointer data)
{
  return crm_type_ahead_is_open (data);
}

static gboolean
is_empty (gpointer data)
{
  return *crm_type_ahead_get_text (data) == '\0';
}

/* In the n-th editor of a line, or as one more of several. */
static void
give_value (GtkWidget  *row,
            guint       n,
            const char *text)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GPtrArray) drop_downs = g_ptr_array_new ();
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  GtkWidget *type_ahead;
  GtkWidget *entry;

  collect (row, CRM_TYPE_CONDITION_VALUES, values);
  g_assert_cmpuint (values->len, ==, 1);
  collect (g_ptr_array_index (values, 0), GTK_TYPE_DROP_DOWN, drop_downs);
  if (drop_downs->len > 0)
    {
      /* What people can edit is read when somebody asks for it. */
      crm_test_wait (has_words, g_ptr_array_index (drop_downs, 0));
      choose_word (g_ptr_array_index (drop_downs, 0), text);
      return;
    }

  /* Who is there is found while somebody types. */
  type_ahead = crm_ui_test_find (g_ptr_array_index (values, 0), CRM_TYPE_TYPE_AHEAD);
  if (type_ahead != NULL)
    {
      entry = crm_type_ahead_get_entry (CRM_TYPE_AHEAD (type_ahead));
      crm_test_wait (is_laid_out, entry);
      gtk_widget_grab_focus (entry);
      crm_test_wait (is_in_sight, entry);
      gtk_editable_set_text (GTK_EDITABLE (entry), text);
      crm_test_wait (is_open, type_ahead);
      crm_ui_test_key ("Return");
      crm_test_wait (is_empty, type_ahead);
      return;
    }

  collect (g_ptr_array_index (values, 0), GTK_TYPE_ENTRY, entries);
  g_assert_cmpuint (entries->len, >, 0);
  entry = g_ptr_array_index (entries, MIN (n, entries->len - 1));
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  if (entries->len == 1)
    g_signal_emit_by_name (entry, "activate");
}

typedef struct
{
  GtkWidget *dialog;
  const char *text;
} Wanted;

static gboolean
says (gpointer data)
{
  const Wanted *wanted = data;

  return crm_ui_test_find_text (wanted->dialog, GTK_TYPE_LABEL, wanted->text) != NULL;
}

static void
wait_for (GtkWidget  *dialog,
          const char *text)
{
  Wanted wanted = { dialog, text };

  g_test_message ("“%s”", text);
  crm_test_wait (says, &wanted);
}

static void
applied_cb (CrmFilterDialog  *dialog,
            CrmCondition     *condition,
            CrmCondition    **applied)
{
  g_assert_null (*applied);
  *applied = crm_condition_ref (condition);
}

static void
press (GtkWidget  *dialog,
       const char *label)
{
  GtkWidget *button = crm_ui_test_find_text (dialog, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static GtkWidget *
open_dialog (Fixture       *fixture,
             CrmCondition  *condition,
             CrmCondition **applied)
{
  GtkWidget *dialog = GTK_WIDGET (crm_filter_dialog_new (fixture->workspace, fixture->state, "contact", condition, fixture->parent));

  g_signal_connect (dialog, "applied", G_CALLBACK (applied_cb), applied);

  return crm_ui_test_show (dialog);
}

/* Presses “Apply”, which closes it. */
static void
apply (GtkWidget *dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  press (dialog, "Apply");
  crm_test_wait (is_gone, &weak);
}

/* “Change Filter Fields”: asks for a field that is not asked for. */
static void
ask_for (GtkWidget  *dialog,
         const char *label)
{
  GtkWidget *text = crm_ui_test_find_text (dialog, GTK_TYPE_LABEL, "Change Filter Fields");
  GtkWidget *button = gtk_widget_get_ancestor (text, GTK_TYPE_MENU_BUTTON);
  GtkWidget *check;

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  check = crm_ui_test_find_text (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), GTK_TYPE_CHECK_BUTTON, label);
  g_assert_nonnull (check);
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
}

/* --- Tests ------------------------------------------------------------------------------------------------ */

static void
test_each_line (Fixture       *fixture,
                gconstpointer  data)
{
  CrmCondition *none = NULL;
  GtkWidget *dialog = open_dialog (fixture, NULL, &none);

  /* Which are asked for is remembered by the next dialogs. */
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    ask_for (dialog, fields[i].label);
  crm_ui_test_close (dialog);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrmCondition) applied = NULL;
      g_autoptr (CrmCondition) again = NULL;
      g_autofree char *json = NULL;
      GtkWidget *row;

      dialog = open_dialog (fixture, NULL, &applied);
      wait_for (dialog, "3 contacts");
      row = find_row (dialog, cases[i].field);
      if (row == NULL)
        g_error ("Nobody asks for “%s”.", cases[i].field);
      if (cases[i].op != NULL)
        choose_word (crm_ui_test_find (row, GTK_TYPE_DROP_DOWN), cases[i].op);
      for (guint k = 0; cases[i].values[k] != NULL; k++)
        give_value (row, k, cases[i].values[k]);
      if (cases[i].sentence != NULL)
        wait_for (dialog, cases[i].sentence);
      wait_for (dialog, cases[i].count);
      apply (dialog);
      g_assert_nonnull (applied);
      json = crm_condition_print (applied);
      g_test_message ("%s", json);
      g_assert_cmpuint (crm_condition_get_n_parts (applied), ==, 1);
      if (cases[i].sentence != NULL)
        continue;

      /* It comes back as it was, in the same line. */
      dialog = open_dialog (fixture, applied, &again);
      wait_for (dialog, cases[i].count);
      g_assert_nonnull (find_row (dialog, cases[i].field));
      apply (dialog);
      g_assert_true (crm_condition_equal (applied, again));
    }
}

/* Every line has to hold; what is wrong in one is said, and nothing is applied before it is right. */
static void
test_several_lines (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (CrmCondition) applied = NULL;
  GtkWidget *dialog = open_dialog (fixture, NULL, &applied);

  give_value (find_row (dialog, "created"), 0, "1 month");
  wait_for (dialog, "2 contacts");
  give_value (find_row (dialog, "tags"), 0, "garden");
  wait_for (dialog, "1 contact");
  wait_for (dialog, "Created is within the last 1 month and Tags have any of “garden”");

  give_value (find_row (dialog, "created"), 0, "a while");
  g_assert_false (gtk_widget_is_sensitive (crm_ui_test_find_text (dialog, GTK_TYPE_BUTTON, "Apply")));
  give_value (find_row (dialog, "created"), 0, "7 days");
  wait_for (dialog, "0 contacts");

  /* It counts again while others write. */
  crm_test_set (fixture->workspace, "contact", 1, "tags", "roof; garden", NULL);
  wait_for (dialog, "1 contact");
  apply (dialog);
  g_assert_cmpuint (crm_condition_get_n_parts (applied), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  crm_ui_test_init (&argc, &argv);

  g_test_add ("/filter-dialog/each-line", Fixture, NULL, set_up, test_each_line, tear_down);
  g_test_add ("/filter-dialog/several-lines", Fixture, NULL, set_up, test_several_lines, tear_down);

  return g_test_run ();
}
