/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tasks as iCalendar, read back by the library that others read it with. */

#include "config.h"

#include <libical/ical.h>
#include <string.h>

#include "crm-calendar.h"
#include "crm-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gpointer
format_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  GArray *ids = data;

  return crm_calendar_format (db, schema, (const gint64 *) (gpointer) ids->data, ids->len, CRM_TEST_NOW, error);
}

static icalcomponent *
export_ids (Fixture      *fixture,
            const gint64 *ids,
            guint         n_ids)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  icalcomponent *calendar;

  g_array_append_vals (array, ids, n_ids);
  text = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, format_read, array, &error);
  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (text, -1, NULL));

  /* Lines end as the standard says, and none is too long (RFC 5545, 3.1). */
  {
    g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

    for (guint i = 0; lines[i] != NULL; i++)
      {
        g_assert_null (strchr (lines[i], '\n'));
        g_assert_cmpuint (strlen (lines[i]), <=, 75);
      }
  }

  calendar = icalparser_parse_string (text);
  g_assert_nonnull (calendar);
  icalrestriction_check (calendar);
  g_assert_cmpint (icalcomponent_count_errors (calendar), ==, 0);

  return calendar;
}

static char *
get (icalcomponent     *component,
     icalproperty_kind  kind)
{
  icalproperty *property = icalcomponent_get_first_property (component, kind);

  return property != NULL ? icalproperty_get_value_as_string_r (property) : NULL;
}

static void
assert_property (icalcomponent     *component,
                 icalproperty_kind  kind,
                 const char        *expected)
{
  char *value = get (component, kind);

  g_assert_cmpstr (value, ==, expected);
  free (value);
}

static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  static const char title[] = "Ask “Núria”, Óscar; and others \\ about the roof of the hotel that is longer than one line of such a file";
  gint64 id;
  icalcomponent *calendar, *todo, *alarm;
  icaltimetype due;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "García", "email", "ana@example.com", NULL);
  id = crm_test_add (fixture->workspace, "task", "title", title, "description", "One\nTwo, three", "type", "Call",
                     "due", "2026-03-05T14:30", "reminders", "0; 90", "priority", "high", "contacts", "Ana García", NULL);
  calendar = export_ids (fixture, &id, 1);
  assert_property (calendar, ICAL_VERSION_PROPERTY, "2.0");
  todo = icalcomponent_get_first_component (calendar, ICAL_VTODO_COMPONENT);

  g_assert_cmpstr (icalcomponent_get_summary (todo), ==, title);
  g_assert_cmpstr (icalcomponent_get_description (todo), ==, "One\nTwo, three");
  assert_property (todo, ICAL_CATEGORIES_PROPERTY, "Call");
  assert_property (todo, ICAL_PRIORITY_PROPERTY, "1");
  assert_property (todo, ICAL_STATUS_PROPERTY, "NEEDS-ACTION");
  assert_property (todo, ICAL_DTSTAMP_PROPERTY, "20260302T100000Z");
  assert_property (todo, ICAL_DUE_PROPERTY, "20260305T143000");
  assert_property (todo, ICAL_CONTACT_PROPERTY, "Ana García\\, ana@example.com");
  assert_property (todo, ICAL_RRULE_PROPERTY, NULL);
  assert_property (todo, ICAL_COMPLETED_PROPERTY, NULL);
  due = icalcomponent_get_due (todo);
  g_assert_false (due.is_date);
  g_assert_null (icaltime_get_tzid (due));
  g_assert_false (icaltime_is_utc (due));
  g_assert_cmpuint (strlen (icalcomponent_get_uid (todo)), ==, 36);

  g_assert_cmpint (icalcomponent_count_components (todo, ICAL_VALARM_COMPONENT), ==, 2);
  alarm = icalcomponent_get_first_component (todo, ICAL_VALARM_COMPONENT);
  assert_property (alarm, ICAL_ACTION_PROPERTY, "DISPLAY");
  assert_property (alarm, ICAL_TRIGGER_PROPERTY, "PT0S");
  alarm = icalcomponent_get_next_component (todo, ICAL_VALARM_COMPONENT);
  assert_property (alarm, ICAL_TRIGGER_PROPERTY, "-PT1H30M");

  icalcomponent_free (calendar);
}

/* A whole day is a DATE, and its reminders count from nine o'clock. */
static void
test_all_day (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 id = crm_test_add (fixture->workspace, "task", "title", "Offer", "due", "2026-03-05", "reminders", "1440; 0", NULL);
  icalcomponent *calendar = export_ids (fixture, &id, 1);
  icalcomponent *todo = icalcomponent_get_first_component (calendar, ICAL_VTODO_COMPONENT);
  icalcomponent *alarm = icalcomponent_get_first_component (todo, ICAL_VALARM_COMPONENT);

  assert_property (todo, ICAL_DUE_PROPERTY, "20260305");
  g_assert_true (icalcomponent_get_due (todo).is_date);
  assert_property (alarm, ICAL_TRIGGER_PROPERTY, "-PT15H");
  alarm = icalcomponent_get_next_component (todo, ICAL_VALARM_COMPONENT);
  assert_property (alarm, ICAL_TRIGGER_PROPERTY, "PT9H");
  icalcomponent_free (calendar);
}

static void
test_done (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 ids[3];
  icalcomponent *calendar, *todo;

  ids[0] = crm_test_add (fixture->workspace, "task", "title", "Call", "status", "done", "result", "Went well", NULL);
  ids[1] = crm_test_add (fixture->workspace, "task", "title", "Gone", NULL);
  ids[2] = crm_test_add (fixture->workspace, "task", "title", "Undated", "reminders", "15", NULL);
  crm_test_trash (fixture->workspace, "task", ids[1]);
  calendar = export_ids (fixture, ids, 3);
  g_assert_cmpint (icalcomponent_count_components (calendar, ICAL_VTODO_COMPONENT), ==, 2);

  todo = icalcomponent_get_first_component (calendar, ICAL_VTODO_COMPONENT);
  assert_property (todo, ICAL_STATUS_PROPERTY, "COMPLETED");
  assert_property (todo, ICAL_COMPLETED_PROPERTY, "20260302T100000Z");
  assert_property (todo, ICAL_PERCENTCOMPLETE_PROPERTY, "100");
  assert_property (todo, ICAL_DESCRIPTION_PROPERTY, "Went well");
  assert_property (todo, ICAL_DUE_PROPERTY, NULL);

  /* Without a date there is nothing that an alarm could be before. */
  todo = icalcomponent_get_next_component (calendar, ICAL_VTODO_COMPONENT);
  g_assert_cmpint (icalcomponent_count_components (todo, ICAL_VALARM_COMPONENT), ==, 0);
  icalcomponent_free (calendar);
}

/* What a rule gives is what the program itself does when a repeating task is completed. */
static void
test_repeats (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *repeats;
    const char *due;
    const char *dates[4];
  } cases[] = {
    { "daily", "2026-03-05", { "20260305", "20260306", "20260307" } },
    { "weekdays", "2026-03-05", { "20260305", "20260306", "20260309" } },
    { "weekly", "2026-03-05T09:00", { "20260305T090000", "20260312T090000", "20260319T090000" } },
    { "fortnightly", "2026-03-05", { "20260305", "20260319", "20260402" } },
    { "monthly", "2026-03-31", { "20260331", "20260430", "20260531", "20260630" } },
    { "monthly", "2027-01-30", { "20270130", "20270228", "20270330", "20270430" } },
    { "monthly", "2026-03-15", { "20260315", "20260415", "20260515", "20260615" } },
    { "quarterly", "2026-11-30", { "20261130", "20270228", "20270530", "20270830" } },
    { "yearly", "2028-02-29", { "20280229", "20290228", "20300228", "20310228" } },
    { "yearly", "2026-06-01", { "20260601", "20270601", "20280601" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 id = crm_test_add (fixture->workspace, "task", "title", "Again", "due", cases[i].due, "repeats", cases[i].repeats, NULL);
      icalcomponent *calendar = export_ids (fixture, &id, 1);
      icalcomponent *todo = icalcomponent_get_first_component (calendar, ICAL_VTODO_COMPONENT);
      icalproperty *rule = icalcomponent_get_first_property (todo, ICAL_RRULE_PROPERTY);
      icalrecur_iterator *iterator = icalrecur_iterator_new (icalproperty_get_rrule (rule), icalcomponent_get_dtstart (todo));

      g_test_message ("%s", cases[i].repeats);
      for (guint k = 0; k < 4 && cases[i].dates[k] != NULL; k++)
        g_assert_cmpstr (icaltime_as_ical_string (icalrecur_iterator_next (iterator)), ==, cases[i].dates[k]);
      icalrecur_iterator_free (iterator);
      icalcomponent_free (calendar);
    }
}

typedef struct
{
  guint n;
  GError *error;
  gboolean done;
} Exported;

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Exported *exported = user_data;

  exported->done = TRUE;
  crm_calendar_export_finish (CRM_WORKSPACE (object), result, &exported->n, &exported->error);
}

static gboolean
is_exported (gpointer data)
{
  return ((Exported *) data)->done;
}

static void
test_file (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 id = crm_test_add (fixture->workspace, "task", "title", "Call", NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *path = g_build_filename (fixture->folder, "tasks.ics", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/tasks.ics");
  g_autofree char *text = NULL;
  Exported exported = { 0 };

  g_array_append_val (ids, id);
  crm_calendar_export_async (fixture->workspace, ids, file, NULL, exported_cb, &exported);
  crm_test_wait (is_exported, &exported);
  g_assert_no_error (exported.error);
  g_assert_cmpuint (exported.n, ==, 1);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "BEGIN:VCALENDAR\r\n"));

  exported = (Exported) { 0 };
  crm_calendar_export_async (fixture->workspace, ids, nowhere, NULL, exported_cb, &exported);
  crm_test_wait (is_exported, &exported);
  g_assert_error (exported.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&exported.error);
}

#define ADD(name, func) g_test_add ("/calendar/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("full", test_full);
  ADD ("all-day", test_all_day);
  ADD ("done", test_done);
  ADD ("repeats", test_repeats);
  ADD ("file", test_file);

  return g_test_run ();
}
