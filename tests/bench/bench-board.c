/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Measures the board of a pipeline with many open deals: how long it takes to open, to be shown again
 * and to be filtered, and how evenly it is painted while a card is carried over the columns. `run` calls
 * this under a display of its own, with the pointer moved by xdotool; see README.md.
 *
 *   bench-board N
 *
 * Prints lines of JSON: {"what": …, "value": …}. Times are in milliseconds. "Work" is the time of the
 * processor on the main thread, and the "longest pass" the longest time for which keys would not be heard.
 */

#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <time.h>

#include "crm-board-lane.h"
#include "crm-board-page.h"
#include "crm-choices.h"
#include "crm-condition-filter.h"

#define DEALS_IN_A_COMMIT 1000
#define TIMES             5 /* what is measured is done so often */
#define DRAG_STEPS        240
#define VALUES            977 /* deals are worth 1 to so many euros */
#define FILTER            "value>=500"
#define FILTERED          500

typedef struct
{
  gint64 last;
  double worst; /* milliseconds between two frames */
  guint n;
} Frames;

/* What g_poll() does not wait for: the main loop has no place for a pointer. */
static gint64 pass_began;
static double longest_pass; /* milliseconds */

static void
tell (const char *what,
      double      value)
{
  g_print ("{\"what\":\"%s\",\"value\":%.3f}\n", what, value);
}

static void
die (const char   *what,
     const GError *error)
{
  g_printerr ("bench-board: %s: %s\n", what, error != NULL ? error->message : "failed");
  exit (1);
}

static int
poll_and_measure (GPollFD *fds,
                  guint    n_fds,
                  int      timeout)
{
  int n;

  if (pass_began != 0)
    longest_pass = MAX (longest_pass, (double) (g_get_monotonic_time () - pass_began) / 1000);
  n = g_poll (fds, n_fds, timeout);
  pass_began = g_get_monotonic_time ();

  return n;
}

/* Milliseconds. */
static double
get_work (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

/* --- Deals -------------------------------------------------------------------------------------------- */

static void
set_value (CrmChangeSet        *set,
           const CrmRecordType *type,
           gint64               id,
           const char          *key,
           CrmValue             value)
{
  crm_change_set_set (set, &type->table, id, &crm_record_type_find_field (type, key)->column, &value);
  crm_value_clear (&value);
}

/* Euros: small and large ones in turns, so that a filter leaves some in every column. */
static gint64
get_value (guint deal)
{
  return (gint64) deal * 499 % VALUES + 1;
}

static void
add_deals (CrmWorkspace *workspace,
           GListModel   *stages,
           guint         n)
{
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "deal");
  guint n_stages = g_list_model_get_n_items (stages);

  for (guint done = 0; done < n;)
    {
      g_autoptr (CrmChangeSet) set = crm_change_set_new (crm_workspace_get_actor (workspace), CRM_CAUSE_COMMAND, NULL);
      g_autoptr (CrmCommit) commit = NULL;
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < DEALS_IN_A_COMMIT && done < n; i++, done++)
        {
          g_autoptr (CrmRecord) stage = g_list_model_get_item (stages, done % n_stages);
          g_autofree char *title = g_strdup_printf ("Roof repair in Calle Mayor %u", done + 1);
          gint64 id = crm_change_set_create (set, &type->table);

          set_value (set, type, id, "title", crm_value_text (title));
          set_value (set, type, id, "stage", crm_value_integer (crm_record_get_id (stage)));
          set_value (set, type, id, "value", crm_value_money (100 * get_value (done), "EUR"));
        }
      commit = crm_store_commit (crm_workspace_get_store (workspace), set, &error);
      if (commit == NULL)
        die ("deals", error);
    }
}

/* --- Opening ------------------------------------------------------------------------------------------ */

static void
find_lanes (GtkWidget *widget,
            GPtrArray *lanes)
{
  if (CRM_IS_BOARD_LANE (widget))
    g_ptr_array_add (lanes, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    find_lanes (child, lanes);
}

/* Every deal is counted, and the cards at the top have their texts. */
static gboolean
is_complete (GtkWidget *page,
             guint      n)
{
  g_autoptr (GPtrArray) lanes = g_ptr_array_new ();
  gint64 all = 0;
  gint64 counted = 0;

  find_lanes (page, lanes);
  for (guint i = 0; i < lanes->len; i++)
    {
      CrmBoardColumn *column = crm_board_lane_get_column (lanes->pdata[i]);
      g_autoptr (CrmListSlot) first = g_list_model_get_item (G_LIST_MODEL (crm_board_column_get_list (column)), 0);

      if ((first != NULL && crm_list_slot_get_record (first) == NULL) || crm_board_column_get_sums (column) == NULL)
        return FALSE;
      all += g_list_model_get_n_items (G_LIST_MODEL (crm_board_column_get_list (column)));
      counted += crm_board_column_get_n (column);
    }

  return all == n && counted == n;
}

static void
painted_cb (GdkFrameClock *clock,
            Frames        *frames)
{
  gint64 now = g_get_monotonic_time ();

  if (frames->last != 0)
    frames->worst = MAX (frames->worst, (double) (now - frames->last) / 1000);
  frames->last = now;
  frames->n++;
}

static void
wait_for_frame (GtkWidget *widget,
                Frames    *frames)
{
  guint n = frames->n;

  gtk_widget_queue_draw (widget);
  while (frames->n == n)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_until_complete (GtkWidget *page,
                     Frames    *frames,
                     guint      n)
{
  while (!is_complete (page, n))
    g_main_context_iteration (NULL, TRUE);
  wait_for_frame (GTK_WIDGET (gtk_widget_get_root (page)), frames);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static void
tell_times (const char *what,
            double     *times)
{
  g_autofree char *first = g_strdup_printf ("%s, first", what);
  g_autofree char *middle = g_strdup_printf ("%s, p50", what);
  g_autofree char *worst = g_strdup_printf ("%s, worst", what);

  tell (first, times[0]);
  qsort (times, TIMES, sizeof (double), compare);
  tell (middle, times[TIMES / 2]);
  tell (worst, times[TIMES - 1]);
}

/* In a window that is open already, as people do it. */
static CrmPage *
measure_opening (CrmWorkspace *workspace,
                 CrmViewState *state,
                 CrmFilter    *filter,
                 GtkWindow    *window,
                 Frames       *frames,
                 guint         n)
{
  double times[TIMES];
  double work[TIMES];
  CrmPage *page = NULL;

  longest_pass = 0;
  for (guint i = 0; i < TIMES; i++)
    {
      gint64 began = g_get_monotonic_time ();
      double before = get_work ();

      page = crm_board_page_new (filter);
      crm_page_open (page, workspace, state);
      gtk_window_set_child (window, GTK_WIDGET (page));
      wait_until_complete (GTK_WIDGET (page), frames, n);
      times[i] = (double) (g_get_monotonic_time () - began) / 1000;
      work[i] = get_work () - before;
    }

  tell_times ("open", times);
  tell_times ("open, work", work);
  tell ("open, longest pass", longest_pass);

  return page;
}

/* Another area is looked at, and then the board again. */
static void
measure_again (CrmPage   *page,
               GtkWindow *window,
               Frames    *frames)
{
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *other = gtk_label_new (NULL);
  double times[TIMES];

  g_object_ref (page);
  gtk_window_set_child (window, stack);
  gtk_stack_add_child (GTK_STACK (stack), GTK_WIDGET (page));
  g_object_unref (page);
  gtk_stack_add_child (GTK_STACK (stack), other);
  wait_for_frame (stack, frames);

  for (guint i = 0; i < TIMES; i++)
    {
      gint64 began;

      gtk_stack_set_visible_child (GTK_STACK (stack), other);
      wait_for_frame (stack, frames);
      began = g_get_monotonic_time ();
      gtk_stack_set_visible_child (GTK_STACK (stack), GTK_WIDGET (page));
      wait_for_frame (stack, frames);
      times[i] = (double) (g_get_monotonic_time () - began) / 1000;
    }

  tell_times ("again", times);
}

/* About half of the deals pass. */
static void
measure_filter (CrmPage      *page,
                CrmWorkspace *workspace,
                CrmFilter    *filter,
                Frames       *frames,
                guint         n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCondition) condition = crm_condition_parse_filter (crm_workspace_get_catalogue (workspace),
                                                                   crm_workspace_get_type_named (workspace, "deal"),
                                                                   (const char *const[]) { FILTER, NULL }, &error);
  double times[TIMES];
  guint passing = 0;

  if (condition == NULL)
    die (FILTER, error);
  for (guint i = 0; i < n; i++)
    passing += get_value (i) >= FILTERED;

  longest_pass = 0;
  for (guint i = 0; i < TIMES; i++)
    {
      gint64 began = g_get_monotonic_time ();

      crm_filter_set (filter, i % 2 == 0 ? condition : NULL, 0);
      wait_until_complete (GTK_WIDGET (page), frames, i % 2 == 0 ? passing : n);
      times[i] = (double) (g_get_monotonic_time () - began) / 1000;
    }
  crm_filter_set (filter, NULL, 0);
  wait_until_complete (GTK_WIDGET (page), frames, n);

  tell_times ("filter", times);
  tell ("filter, longest pass", longest_pass);
}

/* --- Dragging ------------------------------------------------------------------------------------------ */

static void
exited_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, &error))
    die ("xdotool", error);
  *(gboolean *) user_data = TRUE;
}

/* Over all columns and back, a few pixels at a time, with a rest at the foot, where the lane scrolls. */
static void
measure_drag (CrmPage *page,
              Frames  *frames)
{
  g_autoptr (GPtrArray) lanes = g_ptr_array_new ();
  g_autoptr (GString) moves = g_string_new (NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (page)));
  gboolean done = FALSE;
  double x, y;
  gint64 began;
  guint n;

  find_lanes (GTK_WIDGET (page), lanes);
  if (!gtk_widget_translate_coordinates (lanes->pdata[0], root, gtk_widget_get_width (lanes->pdata[0]) / 2.0, 110, &x, &y))
    die ("no lane", NULL);

  g_string_append_printf (moves, "xdotool mousemove %d %d mousedown 1", (int) x, (int) y);
  for (guint i = 0; i < DRAG_STEPS; i++)
    {
      double part = i < DRAG_STEPS / 2 ? (double) i / (DRAG_STEPS / 2) : 2 - (double) i / (DRAG_STEPS / 2);
      int to_x = (int) (x + part * (gtk_widget_get_width (root) - x - 60));
      int to_y = (int) (y + part * (gtk_widget_get_height (root) - y - 30));

      g_string_append_printf (moves, " mousemove %d %d sleep 0.016", to_x, to_y);
    }
  g_string_append (moves, " mouseup 1");
  words = g_strsplit (moves->str, " ", -1);

  process = g_subprocess_newv ((const char *const *) words, G_SUBPROCESS_FLAGS_NONE, &error);
  if (process == NULL)
    die ("xdotool", error);
  g_subprocess_wait_check_async (process, NULL, exited_cb, &done);

  frames->worst = 0;
  frames->last = 0;
  longest_pass = 0;
  n = frames->n;
  began = g_get_monotonic_time ();
  while (!done)
    {
      gtk_widget_queue_draw (GTK_WIDGET (page));
      g_main_context_iteration (NULL, TRUE);
    }

  tell ("drag, frames a second", (frames->n - n) / ((double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC));
  tell ("drag, longest frame", frames->worst);
  tell ("drag, longest pass", longest_pass);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (CrmClock) clock = crm_clock_new_system ();
  g_autofree char *folder = g_dir_make_tmp ("crm-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "board.db", NULL);
  g_autofree char *state_path = g_build_filename (folder, "state", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_workspace_open (path, clock, &error);
  g_autoptr (CrmViewState) state = crm_view_state_new (state_path);
  g_autoptr (CrmChoices) stages = NULL;
  g_autoptr (CrmFilter) filter = NULL;
  guint n = argc > 1 ? (guint) atoi (argv[1]) : 20000;
  Frames frames = { 0 };
  GtkWidget *window;
  CrmPage *page;

  if (workspace == NULL)
    die (path, error);
  adw_init ();
  g_main_context_set_poll_func (NULL, poll_and_measure);

  stages = crm_choices_get (workspace, "stage");
  while (g_list_model_get_n_items (G_LIST_MODEL (stages)) == 0)
    g_main_context_iteration (NULL, TRUE);
  add_deals (workspace, G_LIST_MODEL (stages), n);

  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 800);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb), &frames);
  wait_for_frame (window, &frames);

  filter = crm_filter_new (workspace, "deal");
  page = measure_opening (workspace, state, filter, GTK_WINDOW (window), &frames, n);
  measure_again (page, GTK_WINDOW (window), &frames);
  measure_filter (page, workspace, filter, &frames, n);
  measure_drag (page, &frames);

  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_object (&state);
  g_unlink (state_path);
  for (const char *const *suffix = (const char *const[]) { "", "-wal", "-shm", NULL }; *suffix != NULL; suffix++)
    {
      g_autofree char *name = g_strconcat (path, *suffix, NULL);

      g_unlink (name);
    }
  g_rmdir (folder);

  return 0;
}
