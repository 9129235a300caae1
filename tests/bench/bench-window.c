/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Measures the passes of the main loop: nothing that somebody does in the window may hold it up. This
 * is the program itself with a thread of its own beside it, which does one thing after the other as a
 * person would, and waits until its result is painted. A pass is what happens between two waits of the
 * main loop for something to do; while it lasts, the window does not answer. `run` calls this under a
 * display of its own; see README.md.
 *
 *   bench-window FILE [NAME…]    NAME: a group of things to do, see `groups`; all of them without
 *
 * Prints lines of JSON: what was done, when its result was there, its longest pass on the clock and on
 * the processor (others may have it in between), how many passes took more than 50 ms of the processor,
 * and the memory since then. Times are in milliseconds, memory in MB. FILE is written to.
 *
 * CRM_BENCH_STACKS=1 prints where the main thread was in passes that are too long, for addr2line.
 */

#include "config.h"

#include <execinfo.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "crm-application.h"
#include "crm-condition-filter.h"
#include "crm-history-list.h"
#include "crm-list-page.h"
#include "crm-navigation.h"
#include "crm-record-cell.h"

#define TOO_LONG       50   /* milliseconds of a pass */
#define CALM           250  /* milliseconds without a pass that takes longer than SHORT */
#define SHORT          1.0
#define MOST_WAITED    1200 /* seconds */
#define STACK          48
#define JUMPS          100

typedef gboolean (*Test) (gpointer data);
typedef void (*Act) (gpointer data);

/* What the main thread measures between two acts. */
typedef struct
{
  double worst_clock;
  double worst_work;
  guint n_passes;
  guint n_long; /* of the processor's time */
} Passes;

static struct
{
  GMutex mutex;
  GCond cond;

  /* Main thread only. */
  Passes passes;
  double began_clock;
  double began_work;
  guint n_frames;
  GtkWindow *window;

  /* Under the mutex. */
  Test test; /* what the other thread waits for */
  gpointer test_data;
  gboolean passed;
  double last_busy;

  /* Both. */
  pthread_t main_thread;
  volatile double sampled; /* when the pass began that is under way, or 0 */
  void *stack[STACK];
  volatile int n_stack;
  gboolean stacks;
} loop;

static double
get_time (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return (double) time.tv_sec * 1000 + (double) time.tv_nsec / 1000000;
}

static double
get_now (void)
{
  return get_time (CLOCK_MONOTONIC);
}

static void
die (const char *what)
{
  g_printerr ("bench-window: %s\n", what);
  _exit (1);
}

/* --- Passes --------------------------------------------------------------------------------------------- */

static void
end_pass (void)
{
  double now = get_now ();
  double clock = now - loop.began_clock;
  double work = get_time (CLOCK_THREAD_CPUTIME_ID) - loop.began_work;

  if (loop.began_clock == 0)
    return;

  loop.sampled = 0;
  loop.passes.n_passes++;
  loop.passes.worst_clock = MAX (loop.passes.worst_clock, clock);
  loop.passes.worst_work = MAX (loop.passes.worst_work, work);
  if (work > TOO_LONG)
    loop.passes.n_long++;
  if (loop.stacks && work > TOO_LONG / 2 && loop.n_stack > 0)
    {
      g_printerr ("pass of %.0f ms, work %.0f ms\n", clock, work);
      backtrace_symbols_fd (loop.stack, loop.n_stack, STDERR_FILENO);
    }
  loop.n_stack = 0;

  g_mutex_lock (&loop.mutex);
  if (work > SHORT)
    loop.last_busy = now;
  if (loop.test != NULL && loop.test (loop.test_data))
    {
      loop.test = NULL;
      loop.passed = TRUE;
      g_cond_broadcast (&loop.cond);
    }
  g_mutex_unlock (&loop.mutex);
}

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout)
{
  int n;

  end_pass ();
  n = g_poll (fds, n_fds, timeout);
  loop.began_work = get_time (CLOCK_THREAD_CPUTIME_ID);
  loop.began_clock = get_now ();
  loop.sampled = loop.began_clock;

  return n;
}

static void
sample_cb (int number)
{
  if (loop.n_stack == 0)
    loop.n_stack = backtrace (loop.stack, STACK);
}

/* Asks a pass that takes long where it is. */
static gpointer
watch_thread (gpointer data)
{
  for (;;)
    {
      double began = loop.sampled;

      g_usleep (2000);
      if (began != 0 && began == loop.sampled && loop.n_stack == 0 && get_now () - began > TOO_LONG * 0.6)
        pthread_kill (loop.main_thread, SIGPROF);
    }

  return NULL;
}

static gboolean
painted_cb (GSignalInvocationHint *hint,
            guint                  n_values,
            const GValue          *values,
            gpointer               data)
{
  loop.n_frames++;

  return TRUE;
}

/* --- Doing ---------------------------------------------------------------------------------------------- */

typedef struct
{
  Act act;
  gpointer data;
  gboolean done;
} Call;

static gboolean
call_cb (gpointer data)
{
  Call *call = data;

  call->act (call->data);

  g_mutex_lock (&loop.mutex);
  call->done = TRUE;
  g_cond_broadcast (&loop.cond);
  g_mutex_unlock (&loop.mutex);

  return G_SOURCE_REMOVE;
}

/* Does something on the main thread, and waits until it is done. */
static void
call (Act      act,
      gpointer data)
{
  Call call = { act, data, FALSE };

  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, call_cb, &call, NULL);
  g_mutex_lock (&loop.mutex);
  while (!call.done)
    g_cond_wait (&loop.cond, &loop.mutex);
  g_mutex_unlock (&loop.mutex);
}

static gboolean
wait_for (Test     test,
          gpointer data)
{
  gint64 end = g_get_monotonic_time () + MOST_WAITED * G_TIME_SPAN_SECOND;
  gboolean passed;

  g_mutex_lock (&loop.mutex);
  loop.test = test;
  loop.test_data = data;
  loop.passed = FALSE;
  g_main_context_wakeup (NULL);
  while (!loop.passed && g_cond_wait_until (&loop.cond, &loop.mutex, end))
    ;
  passed = loop.passed;
  loop.test = NULL;
  g_mutex_unlock (&loop.mutex);

  return passed;
}

/* Until what goes on behind the scenes has come to an end. */
static void
wait_for_calm (void)
{
  double busy;

  do
    {
      g_usleep (20000);
      g_mutex_lock (&loop.mutex);
      busy = loop.last_busy;
      g_mutex_unlock (&loop.mutex);
    }
  while (get_now () - busy < CALM);
}

static void
reset_passes (gpointer data)
{
  /* The pass that this is part of belongs to what comes. */
  loop.passes = (Passes) { 0 };
}

static void
take_passes (gpointer data)
{
  *(Passes *) data = loop.passes;
}

static double
read_memory (const char *what)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL) || (line = strstr (status, what)) == NULL)
    return 0;

  return (double) g_ascii_strtoll (line + strlen (what), NULL, 10) / 1024;
}

typedef struct
{
  GArray *times;
  Passes passes;
} Measure;

static void
measure_init (Measure *measure)
{
  measure->times = g_array_new (FALSE, FALSE, sizeof (double));
  measure->passes = (Passes) { 0 };
}

/* One of several times. */
static void
measure_once (Measure  *measure,
              Act       act,
              gpointer  act_data,
              Test      test,
              gpointer  test_data)
{
  double began, time;
  Passes passes;

  wait_for_calm ();
  call (reset_passes, NULL);
  began = get_now ();
  if (act != NULL)
    call (act, act_data);
  if (test != NULL && !wait_for (test, test_data))
    g_printerr ("bench-window: waited for too long\n");
  time = get_now () - began;
  wait_for_calm ();
  call (take_passes, &passes);

  g_array_append_val (measure->times, time);
  measure->passes.worst_clock = MAX (measure->passes.worst_clock, passes.worst_clock);
  measure->passes.worst_work = MAX (measure->passes.worst_work, passes.worst_work);
  measure->passes.n_passes += passes.n_passes;
  measure->passes.n_long += passes.n_long;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static void
tell (Measure    *measure,
      const char *what)
{
  const Passes *passes = &measure->passes;

  g_array_sort (measure->times, compare);
  g_print ("{\"what\":\"%s\",\"n\":%u,\"p50\":%.1f,\"worst\":%.1f,\"pass\":%.1f,\"work\":%.1f,\"passes\":%u,\"long\":%u,"
           "\"memory\":%.0f,\"most\":%.0f}\n",
           what, measure->times->len, g_array_index (measure->times, double, measure->times->len / 2),
           g_array_index (measure->times, double, measure->times->len - 1), passes->worst_clock, passes->worst_work,
           passes->n_passes, passes->n_long, read_memory ("VmRSS:"), read_memory ("VmHWM:"));
  fflush (stdout);
  g_array_unref (measure->times);
}

static void
measure (const char *what,
         Act            act,
         gconstpointer  act_data,
         Test           test,
         gpointer       test_data)
{
  Measure measure;

  if (loop.stacks)
    g_printerr ("--- %s\n", what);
  measure_init (&measure);
  measure_once (&measure, act, (gpointer) act_data, test, test_data);
  tell (&measure, what);
}

/* --- What there is in the window ------------------------------------------------------------------------- */

static GtkWidget *
find_widget (GtkWidget *widget,
             GType      type)
{
  if (widget == NULL || (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget)))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* A dialog above the window. */
static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (window != GTK_WIDGET (loop.window) && gtk_widget_get_mapped (window))
        return window;
    }

  return NULL;
}

static CrmListPage *
get_page (void)
{
  return (CrmListPage *) find_widget (GTK_WIDGET (loop.window), CRM_TYPE_LIST_PAGE);
}

static CrmRecordList *
get_list (void)
{
  return crm_record_table_get_list (crm_list_page_get_table (get_page ()));
}

/* Every row that is on the screen has its record. */
static gboolean
has_rows (GtkWidget *widget)
{
  if (CRM_IS_RECORD_CELL (widget) && gtk_widget_get_mapped (widget))
    {
      CrmListSlot *slot = crm_record_cell_get_slot (CRM_RECORD_CELL (widget));

      if (slot != NULL && crm_list_slot_get_record (slot) == NULL)
        return FALSE;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (!has_rows (child))
      return FALSE;

  return TRUE;
}

/* --- What is waited for ----------------------------------------------------------------------------------- */

static guint frames_then;
static guint n_then;

static gboolean
has_window (gpointer data)
{
  GList *windows = gtk_application_get_windows (data);

  return windows != NULL && loop.n_frames > 0;
}

static gboolean
is_painted (gpointer data)
{
  return loop.n_frames > *(guint *) data;
}

static gboolean
shows_rows (gpointer data)
{
  CrmListPage *page = get_page ();

  if (page == NULL || !is_painted (data))
    return FALSE;

  /* The first records come alone, before the rest: until then it shows the old ones. */
  return (g_list_model_get_n_items (crm_list_page_get_list (page)) != n_then || !crm_record_list_is_loading (get_list ())) &&
         has_rows (GTK_WIDGET (page));
}

static gboolean
has_all_rows (gpointer data)
{
  return shows_rows (data) && !crm_record_list_is_loading (get_list ());
}

static gboolean
has_number (gpointer data)
{
  return get_page () != NULL && g_list_model_get_n_items (crm_list_page_get_list (get_page ())) == *(guint *) data;
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog () != NULL;
}

static gboolean
has_no_dialog (gpointer data)
{
  return find_dialog () == NULL;
}

/* Before something is done. */
static void
note_frames (void)
{
  frames_then = loop.n_frames;
  n_then = get_page () != NULL ? g_list_model_get_n_items (crm_list_page_get_list (get_page ())) : 0;
  gtk_widget_queue_draw (GTK_WIDGET (loop.window));
}

/* --- What is done ------------------------------------------------------------------------------------------ */

static void
take_window (gpointer data)
{
  loop.window = gtk_application_get_windows (data)->data;
}

typedef struct
{
  const char *name;
  const char *format;
  const char *text;
  gint64 number;
} Action;

static void
do_action (gpointer data)
{
  const Action *action = data;
  GtkWidget *widget = GTK_WIDGET (loop.window);
  gboolean found;

  note_frames ();
  if (g_str_has_prefix (action->name, "page."))
    widget = get_page () != NULL ? GTK_WIDGET (get_page ()) : find_widget (widget, CRM_TYPE_PAGE);
  if (action->format == NULL)
    found = gtk_widget_activate_action (widget, action->name, NULL);
  else if (g_str_equal (action->format, "s"))
    found = gtk_widget_activate_action (widget, action->name, "s", action->text);
  else if (g_str_equal (action->format, "(sb)"))
    found = gtk_widget_activate_action (widget, action->name, "(sb)", action->text, (gboolean) action->number);
  else
    found = gtk_widget_activate_action (widget, action->name, "(sx)", action->text, action->number);
  if (!found)
    die (action->name);
}

static void
do_filter (gpointer data)
{
  const char *const filters[] = { data, NULL };
  CrmListPage *page = get_page ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCondition) condition = NULL;

  note_frames ();
  if (data != NULL)
    {
      condition = crm_condition_parse_filter (crm_workspace_get_catalogue (crm_page_get_workspace (CRM_PAGE (page))),
                                              crm_list_page_get_record_type (page), filters, &error);
      if (condition == NULL)
        die (error->message);
    }
  crm_filter_set (crm_list_page_get_filter (page), condition, 0);
}

static void
do_jump (gpointer data)
{
  GtkWidget *view = find_widget (GTK_WIDGET (get_page ()), GTK_TYPE_COLUMN_VIEW);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  note_frames ();
  gtk_adjustment_set_value (adjustment, *(double *) data *
                            (gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)));
}

static void
do_scroll (gpointer data)
{
  GtkWidget *view = find_widget (GTK_WIDGET (get_page ()), GTK_TYPE_COLUMN_VIEW);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  note_frames ();
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + *(double *) data);
}

static void
do_type (gpointer data)
{
  GtkWidget *entry = find_widget (GTK_WIDGET (get_page ()), GTK_TYPE_SEARCH_ENTRY);

  note_frames ();
  gtk_editable_set_text (GTK_EDITABLE (entry), data);
}

static void
do_select_first (gpointer data)
{
  note_frames ();
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (crm_record_table_get_selection (crm_list_page_get_table (get_page ()))),
                                   *(guint *) data, TRUE);
}

/* Shift and a click far below. */
static void
do_select_range (gpointer data)
{
  note_frames ();
  gtk_selection_model_select_range (GTK_SELECTION_MODEL (crm_record_table_get_selection (crm_list_page_get_table (get_page ()))),
                                    0, *(guint *) data, TRUE);
}

static void
do_open (gpointer data)
{
  note_frames ();
  gtk_widget_activate_action (GTK_WIDGET (loop.window), "win.open-record", "(sx)", "contact",
                              crm_record_list_get_id (get_list (), *(guint *) data));
}

static void
close_dialog (gpointer data)
{
  GtkWidget *dialog = find_dialog ();

  note_frames ();
  if (dialog != NULL)
    gtk_window_close (GTK_WINDOW (dialog));
}

static GtkWidget *
find_row (GtkWidget  *widget,
          const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (widget) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
choose_city (gpointer data)
{
  GtkWidget *row = find_row (find_dialog (), "City");

  if (row == NULL)
    die ("no row of the city");
  g_signal_emit_by_name (gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX), "row-activated", row);
}

static void
apply_city (gpointer data)
{
  GtkWidget *dialog = find_dialog ();
  GtkWidget *text = gtk_window_get_focus (GTK_WINDOW (dialog));
  GtkWidget *button = find_button (dialog, "Apply Changes");

  if (!GTK_IS_EDITABLE (text) || button == NULL)
    die ("no place for the city");
  note_frames ();
  gtk_editable_set_text (GTK_EDITABLE (text), data);
  g_signal_emit_by_name (button, "clicked");
}

/* --- Groups ------------------------------------------------------------------------------------------------ */

static guint n_all;

static void
count_all (gpointer data)
{
  n_all = g_list_model_get_n_items (crm_list_page_get_list (get_page ()));
}

static void
show_contacts (void)
{
  Action action = { "win.show-area", "s", "contacts", 0 };

  call (do_action, &action);
  wait_for (has_all_rows, &frames_then);
  wait_for_calm ();
}

static void
go_areas (void)
{
  static const char *const areas[] = { "contacts", "accounts", "lists", "deals", "tasks", "history", "trash", "today" };

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
      {
        g_autofree char *what = g_strdup_printf ("%s %s", round == 0 ? "open" : "return to", areas[i]);
        Action action = { "win.show-area", "s", areas[i], 0 };

        measure (what, do_action, &action, is_painted, &frames_then);
      }
}

static void
go_sorts (void)
{
  GPtrArray *keys = g_ptr_array_new ();
  const CrmRecordType *type = crm_list_page_get_record_type (get_page ());
  Measure sorts;

  for (guint i = 0; i < type->n_fields; i++)
    if (crm_field_is_sorted (type->fields[i]) && crm_field_is_shown (type->fields[i]))
      g_ptr_array_add (keys, (gpointer) type->fields[i]->key);

  measure_init (&sorts);
  for (guint i = 0; i < keys->len; i++)
    for (gint64 descending = 0; descending < 2; descending++)
      {
        Action action = { "page.sort-by", "(sb)", keys->pdata[i], descending };

        if (loop.stacks)
          g_printerr ("--- sort by %s %d\n", action.text, (int) descending);
        measure_once (&sorts, do_action, &action, shows_rows, &frames_then);
        wait_for (has_all_rows, &frames_then);
      }
  tell (&sorts, "sort");
  call (do_action, &(Action) { "page.sort-by", "(sb)", "name", 0 });
  wait_for (has_all_rows, &frames_then);
  g_ptr_array_unref (keys);
}

static void
go_filters (void)
{
  static const char *const texts[] = {
    "tag=VIP", "tag!=VIP", "email is-empty", "phone is-not-empty", "first_name~an", "last_name=nobody is called so",
    "created>=2026-01-01", "deals>0", "last_contacted within-last 30 days", NULL,
  };
  Measure filters;

  measure_init (&filters);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (loop.stacks)
        g_printerr ("--- filter %s\n", texts[i]);
      measure_once (&filters, do_filter, (gpointer) texts[i], shows_rows, &frames_then);
      wait_for (has_all_rows, &frames_then);
    }
  tell (&filters, "filter");
}

static void
go_jumps (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (1);
  Measure jumps, scrolls;
  double place, step = 300;

  measure_init (&jumps);
  for (guint i = 0; i < JUMPS; i++)
    {
      place = i == 0 ? 1 : g_rand_double (chance);
      measure_once (&jumps, do_jump, &place, shows_rows, &frames_then);
    }
  tell (&jumps, "jump");

  measure_init (&scrolls);
  for (guint i = 0; i < JUMPS; i++)
    measure_once (&scrolls, do_scroll, &step, shows_rows, &frames_then);
  tell (&scrolls, "scroll");
  place = 0;
  call (do_jump, &place);
}

static void
go_search (void)
{
  static const char *const words[] = { "maria", "garcía lópez", "a", "@example", "zzzz", "60055" };
  Measure searches;

  call (do_action, &(Action) { "page.find", NULL, NULL, 0 });
  measure_init (&searches);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (glong n = 1; n <= g_utf8_strlen (words[i], -1); n++)
      {
        g_autofree char *text = g_utf8_substring (words[i], 0, n);

        if (loop.stacks)
          g_printerr ("--- search %s\n", text);
        measure_once (&searches, do_type, text, has_all_rows, &frames_then);
      }
  tell (&searches, "search");
  measure ("end the search", do_type, "", shows_rows, &frames_then);
  wait_for (has_all_rows, &frames_then);
}

static void
go_records (void)
{
  Measure opens, backs;
  Action back = { "win.go-back", NULL, NULL, 0 };

  measure_init (&opens);
  measure_init (&backs);
  for (guint i = 0; i < 12; i++)
    {
      guint position = i * n_all / 12;

      measure_once (&opens, do_open, &position, is_painted, &frames_then);
      measure_once (&backs, do_action, &back, is_painted, &frames_then);
    }
  tell (&opens, "open a record");
  tell (&backs, "back from a record");
}

static void
go_selections (void)
{
  guint last = n_all - 1;
  guint first = 0;
  guint half = n_all / 2;

  measure ("select the first", do_select_first, &first, is_painted, &frames_then);
  measure ("select the last", do_select_first, &last, is_painted, &frames_then);
  measure ("select a half", do_select_range, &half, is_painted, &frames_then);
  measure ("select all", do_action, &(Action) { "page.select-all", NULL, NULL, 0 }, is_painted, &frames_then);
  measure ("select none", do_action, &(Action) { "page.select-none", NULL, NULL, 0 }, is_painted, &frames_then);
}

static void
go_single (void)
{
  guint position = n_all / 2;
  guint fewer = n_all - 1;

  measure ("select one", do_select_first, &position, is_painted, &frames_then);
  measure ("delete one", do_action, &(Action) { "page.delete", NULL, NULL, 0 }, has_number, &fewer);
  measure ("undo that", do_action, &(Action) { "win.undo", NULL, NULL, 0 }, has_number, &n_all);
}

static void
go_preferences (void)
{
  static const char *const pages[] = { "tags", "fields", "pipelines", "team", "backups" };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *what = g_strdup_printf ("preferences: %s", pages[i]);
      Action action = { "win.preferences-page", "s", pages[i], 0 };

      measure (what, do_action, &action, has_dialog, NULL);
      call (close_dialog, NULL);
      wait_for (has_no_dialog, NULL);
    }

  measure ("open the filter", do_action, &(Action) { "page.filter", NULL, NULL, 0 }, has_dialog, NULL);
  call (close_dialog, NULL);
  wait_for (has_no_dialog, NULL);
  measure ("open the search", do_action, &(Action) { "win.search", NULL, NULL, 0 }, has_dialog, NULL);
  call (close_dialog, NULL);
  wait_for (has_no_dialog, NULL);
}

static void
go_bulk (void)
{
  call (do_action, &(Action) { "page.select-all", NULL, NULL, 0 });
  measure ("bulk edit: open", do_action, &(Action) { "page.bulk-edit", NULL, NULL, 0 }, has_dialog, NULL);
  measure ("bulk edit: choose", choose_city, NULL, NULL, NULL);
  measure ("bulk edit: apply", apply_city, "Everywhere", has_no_dialog, NULL);
  wait_for (has_all_rows, &frames_then);
}

static void
go_bin (void)
{
  measure ("open the trash", do_action, &(Action) { "win.show-area", "s", "trash", 0 }, is_painted, &frames_then);
  measure ("select all in the trash", do_action, &(Action) { "page.select-all", NULL, NULL, 0 }, is_painted, &frames_then);
}

static void
go_trash (void)
{
  guint none = 0;

  call (do_action, &(Action) { "page.select-all", NULL, NULL, 0 });
  measure ("delete all", do_action, &(Action) { "page.delete", NULL, NULL, 0 }, has_number, &none);
  measure ("trash of all", do_action, &(Action) { "win.show-area", "s", "trash", 0 }, is_painted, &frames_then);
  measure ("select all of it", do_action, &(Action) { "page.select-all", NULL, NULL, 0 }, is_painted, &frames_then);
  measure ("history of that", do_action, &(Action) { "win.show-area", "s", "history", 0 }, is_painted, &frames_then);
  measure ("contacts of none", do_action, &(Action) { "win.show-area", "s", "contacts", 0 }, is_painted, &frames_then);
  measure ("undo the deletion", do_action, &(Action) { "win.undo", NULL, NULL, 0 }, has_number, &n_all);
  measure ("trash after that", do_action, &(Action) { "win.show-area", "s", "trash", 0 }, is_painted, &frames_then);
  show_contacts ();
}

static const struct
{
  const char *name;
  void (*go) (void);
} groups[] = {
  { "areas", go_areas },
  { "sorts", go_sorts },
  { "filters", go_filters },
  { "jumps", go_jumps },
  { "search", go_search },
  { "records", go_records },
  { "selections", go_selections },
  { "single", go_single },
  { "preferences", go_preferences },
  { "bulk", go_bulk },
  { "trash", go_trash },
  { "bin", go_bin },
};

typedef struct
{
  GApplication *application;
  const char *const *names;
} Driving;

static gpointer
drive_thread (gpointer data)
{
  const Driving *driving = data;

  wait_for (has_window, driving->application);
  call (take_window, driving->application);
  measure ("start", NULL, NULL, NULL, NULL);
  measure ("show all contacts", do_action, &(Action) { "win.show-area", "s", "contacts", 0 }, has_all_rows, &frames_then);
  call (count_all, NULL);
  g_printerr ("%u contacts\n", n_all);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      if (driving->names[0] != NULL && !g_strv_contains (driving->names, groups[i].name))
        continue;

      show_contacts ();
      groups[i].go ();
    }
  show_contacts ();
  measure ("at the end", NULL, NULL, NULL, NULL);

  /* What is still under way is of no interest. */
  _exit (0);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (CrmApplication) application = NULL;
  char option[] = "--database";
  char *arguments[] = { argv[0], option, argc > 1 ? argv[1] : NULL, NULL };
  Driving driving;
  void *stack[1];

  if (argc < 2)
    {
      g_printerr ("bench-window: see tests/bench/README.md\n");
      return 2;
    }

  setlocale (LC_ALL, "");
  g_set_prgname ("crm");
  loop.main_thread = pthread_self ();
  loop.stacks = g_getenv ("CRM_BENCH_STACKS") != NULL;
  if (loop.stacks)
    {
      backtrace (stack, 1); /* loads what it needs */
      signal (SIGPROF, sample_cb);
      g_thread_unref (g_thread_new ("watch", watch_thread, NULL));
    }
  g_main_context_set_poll_func (NULL, poll_cb);
  gtk_init ();
  g_type_class_ref (GDK_TYPE_FRAME_CLOCK);
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0, painted_cb, NULL, NULL);

  application = crm_application_new ();
  driving = (Driving) { G_APPLICATION (application), (const char *const *) argv + 2 };
  g_thread_unref (g_thread_new ("drive", drive_thread, &driving));

  return g_application_run (G_APPLICATION (application), 3, arguments);
}
