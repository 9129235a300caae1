/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The window that imports a file: it shows what was guessed of it, asks what to do about those who
 * are there already, shows what would become of the rows, does it, and says what has become of
 * them. It stands above the main window and does not block it.
 */

#include "config.h"

#include "crm-import-assistant.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-field.h"
#include "crm-import-choices.h"
#include "crm-import-columns.h"
#include "crm-import-figures.h"
#include "crm-import-files.h"
#include "crm-import-plan.h"
#include "crm-import-result.h"
#include "crm-message.h"
#include "crm-reject-list.h"
#include "crm-spinner.h"

#define STEPS 3

/* Before that, nobody can tell how long it takes. */
#define ESTIMATE_AFTER (3 * G_USEC_PER_SEC)

struct _CrmImportAssistant
{
  AdwWindow parent_instance;

  /* Template children */
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkButton *back_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkStack *stack;
  AdwStatusPage *problem_page;
  CrmImportColumns *columns;
  CrmImportChoices *choices;
  CrmImportPlan *plan;
  GtkProgressBar *progress_bar;
  GtkLabel *progress_label;
  GtkLabel *remaining_label;
  GtkButton *stop_button;
  CrmImportResult *result;
  CrmRejectList *rejects;
  GtkBox *foot;
  GtkLabel *step_label;
  GtkButton *next_button;
  GtkLabel *next_label;

  /* Owned */
  CrmWorkspace *workspace;
  CrmImport *import;
  GCancellable *cancellable;
  GtkFileChooserNative *chooser;

  /* Borrowed */
  GtkWidget *question; /* whether to stop, while it is asked */

  /* State */
  char *type; /* what somebody had in mind, or NULL */
  gint64 start;
  goffset start_bytes;
  gboolean running;
  gboolean undo_after;
};

G_DEFINE_FINAL_TYPE (CrmImportAssistant, crm_import_assistant, ADW_TYPE_WINDOW)

enum
{
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Pages ------------------------------------------------------------------------------------------ */

static const struct
{
  const char *name;
  const char *title;
  const char *next; /* what the button says that leads on, or NULL for none */
  guint step;
  gboolean back;
} pages[] = {
  { "reading", N_("Import"), NULL, 0, FALSE },
  { "problem", N_("Import"), N_("Choose Another File…"), 0, FALSE },
  { "columns", N_("Columns"), N_("Next"), 1, FALSE },
  { "choices", N_("What to Do"), N_("Next"), 2, TRUE },
  { "plan", N_("Preview"), N_("Import"), 3, TRUE },
  { "running", N_("Import"), NULL, 0, FALSE },
  { "undoing", N_("Import"), NULL, 0, FALSE },
  { "result", N_("Import"), N_("Done"), 0, FALSE },
  { "rejects", N_("Rejected Rows"), N_("Save Rejected Rows…"), 0, TRUE },
};

static gboolean
is_on (CrmImportAssistant *self,
       const char         *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), page) == 0;
}

static void
show_error (CrmImportAssistant *self,
            const char         *message)
{
  gtk_label_set_text (self->error_label, message != NULL ? message : "");
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
}

static void
show_actions (CrmImportAssistant *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.next", !is_on (self, "plan") || crm_import_plan_is_ready (self->plan));
}

static void
show_page (CrmImportAssistant *self,
           const char         *name)
{
  g_autofree char *file = self->import != NULL ? crm_import_dup_name (self->import) : NULL;
  guint i = 0;

  while (strcmp (pages[i].name, name) != 0)
    i++;

  show_error (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, name);
  adw_window_title_set_title (self->title, strcmp (name, "columns") == 0 && crm_import_is_vcard (self->import) ? _("File") : _(pages[i].title));
  adw_window_title_set_subtitle (self->title, file != NULL ? file : "");
  gtk_widget_set_visible (GTK_WIDGET (self->back_button), pages[i].back);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.back", pages[i].back);

  gtk_widget_set_visible (GTK_WIDGET (self->foot), pages[i].next != NULL);
  gtk_label_set_text (self->next_label, pages[i].next != NULL ? _(pages[i].next) : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->next_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->next_label), -1);
  /* The page of the result has a button of its own that leads on. */
  if (strcmp (name, "result") == 0)
    gtk_widget_remove_css_class (GTK_WIDGET (self->next_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->next_button), "suggested-action");
  if (pages[i].step > 0)
    {
      g_autofree char *step = g_strdup_printf (_("Step %1$u of %2$u"), pages[i].step, STEPS);

      gtk_label_set_text (self->step_label, step);
    }
  else
    gtk_label_set_text (self->step_label, "");

  show_actions (self);
  if (pages[i].next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
  else if (strcmp (name, "running") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->stop_button));
}

static void
show_problem (CrmImportAssistant *self,
              const char         *title,
              const char         *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_status_page_set_title (self->problem_page, title);
  adw_status_page_set_description (self->problem_page, escaped);
  show_page (self, "problem");
}

static void
columns_changed_cb (CrmImportAssistant *self)
{
  show_error (self, NULL);
}

static void
plan_ready_cb (CrmImportAssistant *self)
{
  show_actions (self);
  if (is_on (self, "plan"))
    gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
}

/* --- Opening -------------------------------------------------------------------------------------------- */

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CrmImportAssistant) self = user_data;
  CrmImport *import = CRM_IMPORT (object);
  g_autoptr (GError) error = NULL;
  gboolean opened = crm_import_open_finish (import, result, &error);

  /* Somebody has closed the window, or taken another file. */
  if (self->stack == NULL || self->import != import)
    return;

  if (!opened)
    {
      g_autofree char *message = crm_import_files_explain (crm_import_get_file (import), error);

      show_problem (self, _("This File Cannot Be Imported"), message);
      return;
    }

  if (self->type != NULL && !crm_import_is_vcard (import))
    crm_import_set_record_type (import, crm_workspace_get_type_named (self->workspace, self->type));
  crm_import_columns_open (self->columns, self->workspace, import);
  show_page (self, "columns");
}

static void
file_chosen_cb (CrmImportAssistant   *self,
                int                   response,
                GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    crm_import_assistant_load (self, file, self->type);
}

static void
choose_file (CrmImportAssistant *self)
{
  g_clear_object (&self->chooser);
  self->chooser = crm_import_files_new_chooser (GTK_WINDOW (self));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- Running -------------------------------------------------------------------------------------------- */

static void
show_remaining (CrmImportAssistant    *self,
                const CrmImportCounts *counts)
{
  gint64 elapsed = g_get_monotonic_time () - self->start;
  goffset done = counts->bytes - self->start_bytes;
  double seconds;
  g_autofree char *text = NULL;

  if (elapsed < ESTIMATE_AFTER || done <= 0)
    {
      gtk_label_set_text (self->remaining_label, "");
      return;
    }

  seconds = (double) elapsed / G_USEC_PER_SEC * (double) (counts->size - counts->bytes) / (double) done;
  if (seconds < 60)
    text = g_strdup (_("Less than a minute left"));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "About %d minute left", "About %d minutes left", (gulong) (seconds / 60 + 0.5)),
                            (int) (seconds / 60 + 0.5));
  gtk_label_set_text (self->remaining_label, text);
}

static void
show_progress (CrmImportAssistant *self)
{
  g_autofree char *text = NULL;
  CrmImportCounts counts;

  crm_import_get_counts (self->import, &counts);
  if (counts.bytes > 0 && counts.size > 0)
    gtk_progress_bar_set_fraction (self->progress_bar, MIN (1.0, (double) counts.bytes / (double) counts.size));
  else
    gtk_progress_bar_pulse (self->progress_bar);

  text = crm_import_figures_say ((gint64[]) { counts.created, counts.merged, counts.skipped, counts.rejected });
  gtk_label_set_text (self->progress_label, text);
  show_remaining (self, &counts);
}

static void
progress_cb (CrmImportAssistant *self)
{
  if (self->stack != NULL && self->running)
    show_progress (self);
}

static void
undone_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CrmImportAssistant) self = user_data;
  g_autoptr (GError) error = NULL;
  CrmUndone undone = { 0 };
  gboolean done = crm_store_undo_finish (CRM_STORE (object), result, &undone, &error);

  if (self->stack == NULL)
    return;

  crm_import_result_show_undone (self->result, done ? &undone : NULL, error);
  show_page (self, "result");
}

static void
undo_import (CrmImportAssistant *self)
{
  show_page (self, "undoing");
  crm_store_undo_async (crm_workspace_get_store (self->workspace), crm_workspace_get_actor (self->workspace),
                        crm_import_get_batch (self->import), NULL, undone_cb, g_object_ref (self));
}

static void
ran_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (CrmImportAssistant) self = user_data;
  CrmImport *import = CRM_IMPORT (object);
  g_autoptr (GError) error = NULL;

  crm_import_run_finish (import, result, &error);
  self->running = FALSE;
  g_clear_object (&self->cancellable);
  if (self->stack != NULL)
    {
      if (self->question != NULL)
        gtk_window_destroy (GTK_WINDOW (self->question));

      crm_import_result_show (self->result, import, error);
      if (self->undo_after && crm_import_get_batch (import) != 0)
        undo_import (self);
      else
        show_page (self, "result");
    }
  g_signal_emit (self, signals[ENDED], 0);
}

static void
run (CrmImportAssistant *self)
{
  CrmImportCounts counts;

  crm_import_get_counts (self->import, &counts);
  self->running = TRUE;
  self->undo_after = FALSE;
  self->start = g_get_monotonic_time ();
  self->start_bytes = counts.bytes;
  self->cancellable = g_cancellable_new ();
  show_progress (self);
  show_page (self, "running");
  g_signal_connect_object (self->import, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  crm_import_run_async (self->import, self->cancellable, ran_cb, g_object_ref (self));
}

/* --- Stopping ------------------------------------------------------------------------------------------- */

static void
stop_answered_cb (CrmImportAssistant *self,
                  const char         *response)
{
  self->question = NULL;
  if (!self->running || strcmp (response, "go-on") == 0)
    return;

  self->undo_after = strcmp (response, "undo") == 0;
  gtk_widget_set_sensitive (GTK_WIDGET (self->stop_button), FALSE);
  g_cancellable_cancel (self->cancellable);
}

static void
question_gone_cb (gpointer  data,
                  GObject  *question)
{
  CRM_IMPORT_ASSISTANT (data)->question = NULL;
}

static void
ask_to_stop (CrmImportAssistant *self)
{
  GtkWidget *dialog;

  if (self->question != NULL)
    {
      gtk_window_present (GTK_WINDOW (self->question));
      return;
    }

  dialog = adw_message_dialog_new (GTK_WINDOW (self), _("Stop the Import?"),
                                   _("What has been imported so far can stay, or be taken back."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "go-on", _("Go On"), "keep", _("Stop and Keep"),
                                    "undo", _("Stop and Undo"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "undo", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "go-on");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "go-on");
  g_signal_connect_object (dialog, "response", G_CALLBACK (stop_answered_cb), self, G_CONNECT_SWAPPED);
  self->question = dialog;
  g_object_weak_ref (G_OBJECT (dialog), question_gone_cb, self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
crm_import_assistant_close_request (GtkWindow *window)
{
  CrmImportAssistant *self = CRM_IMPORT_ASSISTANT (window);

  if (self->running)
    {
      ask_to_stop (self);
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (crm_import_assistant_parent_class)->close_request (window);
}

/* --- Rejected rows ---------------------------------------------------------------------------------------- */

static void
rejects_saved_cb (CrmImportAssistant *self,
                  const char         *name)
{
  g_autofree char *text = g_strdup_printf (_("Saved as “%s”"), name);

  show_error (self, NULL);
  crm_message_tell (self->toasts, self->step_label, text, 0);
}

static void
rejects_failed_cb (CrmImportAssistant *self,
                   const char         *message)
{
  show_error (self, message);
}

static void
save_rejects (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  crm_reject_list_save (CRM_IMPORT_ASSISTANT (widget)->rejects);
}

static void
show_rejects (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmImportAssistant *self = CRM_IMPORT_ASSISTANT (widget);

  crm_reject_list_show (self->rejects, self->import);
  show_page (self, "rejects");
}

/* --- Commands ----------------------------------------------------------------------------------------------- */

static void
go_on_from_columns (CrmImportAssistant *self)
{
  CrmMapping *mapping = crm_import_get_mapping (self->import);
  g_autoptr (GError) error = NULL;

  if (mapping != NULL && !crm_mapping_check (mapping, &error))
    {
      show_error (self, error->message);
      return;
    }

  crm_import_choices_open (self->choices, self->workspace, self->import);
  show_page (self, "choices");
}

static void
next (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  CrmImportAssistant *self = CRM_IMPORT_ASSISTANT (widget);

  if (is_on (self, "problem"))
    choose_file (self);
  else if (is_on (self, "columns"))
    go_on_from_columns (self);
  else if (is_on (self, "choices"))
    {
      crm_import_choices_apply (self->choices);
      crm_import_plan_open (self->plan, self->import);
      show_page (self, "plan");
    }
  else if (is_on (self, "plan"))
    run (self);
  else if (is_on (self, "rejects"))
    save_rejects (widget, NULL, NULL);
  else if (is_on (self, "result"))
    gtk_window_close (GTK_WINDOW (self));
}

static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  CrmImportAssistant *self = CRM_IMPORT_ASSISTANT (widget);

  if (is_on (self, "choices"))
    show_page (self, "columns");
  else if (is_on (self, "plan"))
    show_page (self, "choices");
  else if (is_on (self, "rejects"))
    show_page (self, "result");
}

static void
stop (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  CrmImportAssistant *self = CRM_IMPORT_ASSISTANT (widget);

  if (self->running)
    ask_to_stop (self);
}

static void
undo (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  CrmImportAssistant *self = CRM_IMPORT_ASSISTANT (widget);

  if (is_on (self, "result") && crm_import_get_batch (self->import) != 0)
    undo_import (self);
}

static void
show_records (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  CrmImportAssistant *self = CRM_IMPORT_ASSISTANT (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *name = crm_import_dup_name (self->import);

  if (parent != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-batch", "(sxs)", crm_import_get_record_type (self->import)->table.name,
                                  crm_import_get_batch (self->import), name);
      gtk_window_present (parent);
    }
  gtk_window_close (GTK_WINDOW (self));
}

/* --- Object ------------------------------------------------------------------------------------------------- */

static void
crm_import_assistant_dispose (GObject *object)
{
  CrmImportAssistant *self = CRM_IMPORT_ASSISTANT (object);

  if (self->question != NULL)
    g_object_weak_unref (G_OBJECT (self->question), question_gone_cb, self);
  self->question = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_IMPORT_ASSISTANT);
  g_clear_object (&self->workspace);
  g_clear_object (&self->import);

  G_OBJECT_CLASS (crm_import_assistant_parent_class)->dispose (object);
}

static void
crm_import_assistant_finalize (GObject *object)
{
  CrmImportAssistant *self = CRM_IMPORT_ASSISTANT (object);

  g_clear_object (&self->cancellable);
  g_free (self->type);

  G_OBJECT_CLASS (crm_import_assistant_parent_class)->finalize (object);
}

static void
crm_import_assistant_class_init (CrmImportAssistantClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_import_assistant_dispose;
  object_class->finalize = crm_import_assistant_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = crm_import_assistant_close_request;

  /**
   * CrmImportAssistant::ended:
   *
   * The import does not run any more, or could not go on.
   */
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CRM_TYPE_IMPORT_CHOICES);
  g_type_ensure (CRM_TYPE_IMPORT_COLUMNS);
  g_type_ensure (CRM_TYPE_IMPORT_PLAN);
  g_type_ensure (CRM_TYPE_IMPORT_RESULT);
  g_type_ensure (CRM_TYPE_REJECT_LIST);
  g_type_ensure (CRM_TYPE_SPINNER);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-import-assistant.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, toasts);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, title);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, back_button);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, error_label);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, problem_page);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, columns);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, choices);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, plan);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, progress_label);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, remaining_label);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, stop_button);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, result);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, rejects);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, foot);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, step_label);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, next_button);
  gtk_widget_class_bind_template_child (widget_class, CrmImportAssistant, next_label);
  gtk_widget_class_bind_template_callback (widget_class, columns_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, plan_ready_cb);
  gtk_widget_class_bind_template_callback (widget_class, rejects_saved_cb);
  gtk_widget_class_bind_template_callback (widget_class, rejects_failed_cb);

  gtk_widget_class_install_action (widget_class, "import.next", NULL, next);
  gtk_widget_class_install_action (widget_class, "import.back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "import.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "import.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "import.show-records", NULL, show_records);
  gtk_widget_class_install_action (widget_class, "import.show-rejects", NULL, show_rejects);
  gtk_widget_class_install_action (widget_class, "import.save-rejects", NULL, save_rejects);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "import.back", NULL);
}

static void
crm_import_assistant_init (CrmImportAssistant *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->next_button));
  show_page (self, "reading");
}

/**
 * crm_import_assistant_new:
 * @workspace: where it is imported to
 * @parent: the window above which it stands
 *
 * Returns: (transfer none): a window without a file
 */
CrmImportAssistant *
crm_import_assistant_new (CrmWorkspace *workspace,
                          GtkWindow    *parent)
{
  CrmImportAssistant *self = g_object_new (CRM_TYPE_IMPORT_ASSISTANT,
                                           "transient-for", parent,
                                           "application", gtk_window_get_application (parent),
                                           NULL);

  self->workspace = g_object_ref (workspace);

  return self;
}

/**
 * crm_import_assistant_load:
 * @file: what is imported
 * @type: (nullable): the name of the record type that somebody has in mind; of contacts and
 *   accounts only
 *
 * Reads a file, unless an import is going on.
 */
void
crm_import_assistant_load (CrmImportAssistant *self,
                           GFile              *file,
                           const char         *type)
{
  g_return_if_fail (CRM_IS_IMPORT_ASSISTANT (self));

  if (self->running)
    return;

  if (type != self->type)
    {
      g_free (self->type);
      self->type = g_strdup (type);
    }
  g_clear_object (&self->import);
  self->import = crm_import_new (self->workspace, file);
  show_page (self, "reading");
  crm_import_open_async (self->import, NULL, opened_cb, g_object_ref (self));
}

static void
resumed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CrmImportAssistant) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmImport) import = crm_import_resume_finish (result, &error);

  if (self->stack == NULL)
    return;

  if (import == NULL)
    {
      show_problem (self, _("The Import Cannot Go On"), error->message);
      g_signal_emit (self, signals[ENDED], 0);
      return;
    }

  g_set_object (&self->import, import);
  run (self);
}

/**
 * crm_import_assistant_resume:
 * @batch: of an import that was cut off
 *
 * Goes on with an import.
 */
void
crm_import_assistant_resume (CrmImportAssistant *self,
                             gint64              batch)
{
  g_return_if_fail (CRM_IS_IMPORT_ASSISTANT (self));

  if (self->running)
    return;

  show_page (self, "reading");
  crm_import_resume_async (self->workspace, batch, NULL, resumed_cb, g_object_ref (self));
}

/**
 * crm_import_assistant_is_busy:
 *
 * Returns: %TRUE while an import runs
 */
gboolean
crm_import_assistant_is_busy (CrmImportAssistant *self)
{
  g_return_val_if_fail (CRM_IS_IMPORT_ASSISTANT (self), FALSE);

  return self->running;
}

/**
 * crm_import_assistant_pause:
 *
 * Ends the import that runs so that it can go on at the next start; #CrmImportAssistant::ended
 * tells when.
 */
void
crm_import_assistant_pause (CrmImportAssistant *self)
{
  g_return_if_fail (CRM_IS_IMPORT_ASSISTANT (self));

  if (!self->running)
    return;

  crm_import_pause (self->import);
  g_cancellable_cancel (self->cancellable);
}
