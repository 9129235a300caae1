/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The editor of each type of field: what somebody puts in is what the record gets, what the record
 * has is what the editor shows, and what the field cannot take is refused with a reason.
 */

#include "config.h"

#include <string.h>

#include "crm-error.h"
#include "crm-field-editor.h"
#include "crm-input.h"
#include "crm-type-ahead.h"
#include "crm-ui-test.h"

typedef struct
{
  const char *type;    /* of the record */
  const char *key;     /* of a field, or the type of a custom one */
  const char *text;    /* what is put in */
  const char *plain;   /* what the record has then */
  const char *wrong;   /* what is refused, or NULL */
} Case;

static const Case cases[] = {
  { "contact", "first_name", " Ana ", "Ana", NULL },
  { "contact", "description", "One\nTwo", "One\nTwo", NULL },
  { "contact", "birthday", "1990-02-03", "1990-02-03", "1990-02-30" },
  { "contact", "email", "ana@example.com", "ana@example.com", "ana at example" },
  { "contact", "phone", "+34 600 123 456", "+34 600 123 456", "call me" },
  { "contact", "website", "example.com/ana", "example.com/ana", "no address" },
  { "contact", "country", "Spain", "ES", NULL },
  { "contact", "account", "Roofs Ltd", "Roofs Ltd", "Nobody" },
  { "contact", "tags", "lead", "lead", "unchosen" },
  { "contact", "emails", "second@example.com", "second@example.com", "second" },
  { "contact", "phones", "+34 600 123 457", "+34 600 123 457", "none" },
  { "contact", "messengers", "ana_g", "telegram: ana_g", NULL },
  { "account", "employees", "25", "25", "25.5" },
  { "account", "annual_revenue", "1200.50 EUR", "1200.50 EUR", "a lot" },
  { "user", "role", "Member", "member", NULL },
  { "task", "due", "2026-03-29", "2026-03-29", "someday" },
  { "task", "accounts", "Roofs Ltd", "Roofs Ltd", "Nobody" },
  { "contact", "custom:text", "words", "words", NULL },
  { "contact", "custom:long-text", "a\nb", "a\nb", NULL },
  { "contact", "custom:number", "1.5", "1.5", "one" },
  { "contact", "custom:money", "10 USD", "10.00 USD", "ten" },
  { "contact", "custom:date", "2026-03-29", "2026-03-29", "someday" },
  { "contact", "custom:date-time", "2026-03-29 10:30", "2026-03-29T10:30:00Z", "later" },
  { "contact", "custom:yes-no", "Yes", "yes", NULL },
  { "contact", "custom:choice", "Gold", "Gold", "Lead" },
  { "contact", "custom:choices", "Gold", "Gold", "Lead" },
  { "contact", "custom:link", "example.org", "example.org", "two words" },
  { "contact", "custom:email", "x@example.com", "x@example.com", "x" },
  { "contact", "custom:phone", "600 123 458", "600 123 458", "?" },
};

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  const CrmRecordType *type;
  const CrmField *field;
  gint64 id;
  CrmFieldEditor *editor;
  guint n_changed;
  guint n_done;
  guint n_cancelled;
} Fixture;

static void
count_cb (guint *n)
{
  (*n)++;
}

static gboolean
has_custom_field (gpointer data)
{
  return crm_record_type_find_label (crm_workspace_get_type_named (data, "contact"), "Mine") != NULL;
}

static const CrmField *
find_field (Fixture    *fixture,
            const Case *test)
{
  if (!g_str_has_prefix (test->key, "custom:"))
    return crm_record_type_find_field (crm_workspace_get_type_named (fixture->workspace, test->type), test->key);

  crm_test_add (fixture->workspace, "field", "label", "Mine", "record_type", test->type, "type", test->key + 7, NULL);
  crm_test_wait (has_custom_field, fixture->workspace);
  crm_test_add (fixture->workspace, "option", "label", "Gold", "field", "Mine", NULL);

  return crm_record_type_find_label (crm_workspace_get_type_named (fixture->workspace, test->type), "Mine");
}

static void
show_editor (Fixture *fixture)
{
  fixture->editor = crm_field_editor_new (fixture->workspace, fixture->field);
  g_signal_connect_swapped (fixture->editor, "changed", G_CALLBACK (count_cb), &fixture->n_changed);
  g_signal_connect_swapped (fixture->editor, "done", G_CALLBACK (count_cb), &fixture->n_done);
  g_signal_connect_swapped (fixture->editor, "cancelled", G_CALLBACK (count_cb), &fixture->n_cancelled);
  crm_ui_test_show (GTK_WIDGET (fixture->editor));
  crm_field_editor_show (fixture->editor, NULL);
  g_assert_true (crm_field_editor_is_empty (fixture->editor));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const Case *test = data;
  const CrmField *title;

  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  crm_test_add (fixture->workspace, "account", "name", "Roofs Ltd", NULL);
  crm_test_add (fixture->workspace, "tag", "name", "lead", NULL);
  fixture->field = find_field (fixture, test);
  fixture->type = crm_workspace_get_type_named (fixture->workspace, test->type);
  title = crm_record_type_get_title (fixture->type);
  fixture->id = crm_test_add (fixture->workspace, test->type,
                              crm_field_is_editable (title) ? title->key : "last_name", "Somebody", NULL);
  show_editor (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_ui_test_close (GTK_WIDGET (fixture->editor));
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
is_open (gpointer type_ahead)
{
  return crm_type_ahead_is_open (type_ahead);
}

static gboolean
is_closed (gpointer type_ahead)
{
  return !crm_type_ahead_is_open (type_ahead);
}

static gboolean
is_cancelled (gpointer data)
{
  return ((Fixture *) data)->n_cancelled > 0;
}

static void
pick (GtkWidget  *drop_down,
      const char *text)
{
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (model, i);

      if (strcmp (gtk_string_object_get_string (item), text) == 0)
        {
          gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), i);
          return;
        }
    }
  g_error ("“%s” is not in the list", text);
}

/* Puts a text in as somebody does: writes it, and chooses from a list if there is one. */
static void
put_in (Fixture    *fixture,
        const char *text,
        gboolean    choose)
{
  GtkWidget *editor = GTK_WIDGET (fixture->editor);
  GtkWidget *type_ahead = crm_ui_test_find (editor, CRM_TYPE_TYPE_AHEAD);
  GtkWidget *view = crm_ui_test_find (editor, GTK_TYPE_TEXT_VIEW);
  GtkWidget *entry = crm_ui_test_find (editor, GTK_TYPE_ENTRY);

  if (view != NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  else if (entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
  else
    pick (crm_ui_test_find (editor, GTK_TYPE_DROP_DOWN), text);

  if (type_ahead != NULL && choose)
    {
      gtk_widget_grab_focus (type_ahead);
      crm_test_wait (is_open, type_ahead);
      crm_ui_test_key ("Return");
      crm_test_wait (is_closed, type_ahead);
    }
}

static gboolean
apply (Fixture  *fixture,
       GError  **error)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;

  crm_field_editor_prepare (fixture->editor, set);
  if (!crm_field_editor_apply (fixture->editor, set, &fixture->type->table, fixture->id, error))
    return FALSE;

  commit = crm_workspace_commit (fixture->workspace, set, error);

  return commit != NULL;
}

static void
assert_value (Fixture    *fixture,
              const char *plain)
{
  g_autofree char *value = crm_test_get (fixture->workspace, fixture->type->table.name, fixture->id, fixture->field->key);

  g_assert_cmpstr (value, ==, plain);
}

static void
test_editor (Fixture       *fixture,
             gconstpointer  data)
{
  const Case *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = NULL;

  if (test->wrong != NULL)
    {
      put_in (fixture, test->wrong, FALSE);
      g_assert_false (apply (fixture, &error));
      g_assert_cmpint (error->domain, ==, CRM_ERROR);
      g_assert_nonnull (strstr (error->message, "."));
      g_clear_error (&error);
      assert_value (fixture, "");
    }

  put_in (fixture, test->text, TRUE);
  g_assert_cmpuint (fixture->n_changed, >, 0);
  g_assert_false (crm_field_editor_is_empty (fixture->editor));
  apply (fixture, &error);
  g_assert_no_error (error);
  assert_value (fixture, test->plain);

  /* What it shows and is not touched stays what it is. */
  record = crm_workspace_load_record (fixture->workspace, fixture->type, fixture->id, &error);
  g_assert_no_error (error);
  crm_field_editor_show (fixture->editor, record);
  g_assert_false (crm_field_editor_is_empty (fixture->editor));
  apply (fixture, &error);
  g_assert_no_error (error);
  assert_value (fixture, test->plain);

  fixture->n_cancelled = 0;
  gtk_widget_grab_focus (GTK_WIDGET (fixture->editor));
  crm_ui_test_key ("Escape");
  crm_test_wait (is_cancelled, fixture);
  g_assert_cmpuint (fixture->n_cancelled, ==, 1);
  assert_value (fixture, test->plain);
}

/* A type that is added without a line above is found here. */
static void
test_complete (void)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  GEnumClass *types = g_type_class_ref (CRM_TYPE_FIELD_TYPE);

  for (guint i = 0; i < types->n_values; i++)
    {
      CrmFieldType type = (CrmFieldType) types->values[i].value;
      /* What is counted is not edited; reminders are ticked (test-task-editors.c). */
      gboolean own = type == CRM_FIELD_COUNT || type == CRM_FIELD_REMINDERS;
      gboolean custom = !crm_field_type_is_custom (type);

      for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
        {
          const CrmField *field = crm_record_type_find_field (crm_catalogue_find (catalogue, cases[k].type), cases[k].key);

          own |= field != NULL && field->type == type;
          custom |= field == NULL && strcmp (cases[k].key + strlen ("custom:"), crm_field_type_get_name (type)) == 0;
        }
      if (!custom || (!own && !crm_field_type_is_custom (type)))
        g_error ("nothing tests the editor of %s", types->values[i].value_nick);
    }
  g_type_class_unref (types);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

  g_test_add_func ("/field-editors/complete", test_complete);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/field-editors/%s/%s", cases[i].type, cases[i].key);

      g_test_add (path, Fixture, &cases[i], set_up, test_editor, tear_down);
    }

  return g_test_run ();
}
