/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Asks what came of a task when somebody completes it: the outcome, a few words, and the task that
 * follows. All of it is one commit.
 */

#include "config.h"

#include "crm-complete-popover.h"

#include <glib/gi18n.h>

#include "crm-choices.h"
#include "crm-due-editor.h"
#include "crm-page.h"
#include "crm-task-completion.h"

/* What scrolls, in pixels; and what is above and below it: the arrow, the buttons, the frame. */
#define MIN_HEIGHT      160
#define MAX_HEIGHT      440
#define BESIDE_SCROLLER 100

struct _CrmCompletePopover
{
  GtkPopover parent_instance;

  /* Template children */
  GtkScrolledWindow *scroller;
  GtkLabel *title;
  GtkLabel *required;
  GtkBox *outcomes;
  GtkTextView *result;
  GtkCheckButton *follow_check;
  GtkRevealer *follow_revealer;
  GtkEntry *follow_title;
  GtkBox *follow_due_box;
  GtkLabel *error;
  GtkButton *complete_button;

  CrmFieldEditor *follow_due;
  CrmWorkspace *workspace;
  CrmRecord *task;
  CrmChoices *choices;
  CrmChoices *types;
  gint64 outcome;
  guint committing : 1;
};

G_DEFINE_FINAL_TYPE (CrmCompletePopover, crm_complete_popover, GTK_TYPE_POPOVER)

/* --- Outcomes ---------------------------------------------------------------------------------------- */

static const char *
get_icon (CrmRecord *outcome)
{
  const char *sentiment = crm_record_get_raw_text (outcome, "sentiment");

  if (g_strcmp0 (sentiment, "good") == 0)
    return "face-smile-symbolic";

  return g_strcmp0 (sentiment, "bad") == 0 ? "face-sad-symbolic" : "face-plain-symbolic";
}

static const char *
get_colour (CrmRecord *outcome)
{
  const char *sentiment = crm_record_get_raw_text (outcome, "sentiment");

  if (g_strcmp0 (sentiment, "good") == 0)
    return "success";

  return g_strcmp0 (sentiment, "bad") == 0 ? "error" : "dim-label";
}

static void
outcome_toggled_cb (GtkCheckButton     *check,
                    CrmCompletePopover *self)
{
  if (gtk_check_button_get_active (check))
    self->outcome = (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (check), "outcome"));
}

static GtkCheckButton *
add_outcome (CrmCompletePopover *self,
             const char         *icon,
             const char         *colour,
             const char         *text,
             gint64              id,
             GtkCheckButton     *group)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (icon != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon);

      gtk_widget_add_css_class (image, colour);
      gtk_box_append (GTK_BOX (box), image);
    }
  gtk_box_append (GTK_BOX (box), label);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), box);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), group);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data (G_OBJECT (check), "outcome", GSIZE_TO_POINTER ((gsize) id));
  g_signal_connect_object (check, "toggled", G_CALLBACK (outcome_toggled_cb), self, G_CONNECT_DEFAULT);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), id == self->outcome);
  gtk_box_append (self->outcomes, check);

  return GTK_CHECK_BUTTON (check);
}

static gboolean
needs_outcome (CrmCompletePopover *self)
{
  CrmRecord *type = crm_choices_find (self->types, crm_record_get_link (self->task, "type"), NULL);

  return type != NULL && crm_record_get_integer (type, "needs_outcome") != 0;
}

static void
show_outcomes (CrmCompletePopover *self)
{
  GtkCheckButton *group = NULL;
  GtkWidget *child;

  if (self->outcomes == NULL)
    return;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->outcomes))) != NULL)
    gtk_box_remove (self->outcomes, child);

  gtk_widget_set_visible (GTK_WIDGET (self->required), needs_outcome (self));
  if (!needs_outcome (self))
    group = add_outcome (self, NULL, NULL, _("No Outcome"), 0, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      g_autoptr (CrmRecord) outcome = g_list_model_get_item (G_LIST_MODEL (self->choices), i);
      GtkCheckButton *check;

      if (!crm_completion_fits (outcome, self->task))
        continue;
      check = add_outcome (self, get_icon (outcome), get_colour (outcome), crm_record_get_title (outcome), crm_record_get_id (outcome), group);
      if (group == NULL)
        group = check;
    }
}

/* --- The task that follows ----------------------------------------------------------------------------- */

static void
follow_toggled_cb (CrmCompletePopover *self)
{
  gboolean active = gtk_check_button_get_active (self->follow_check);

  gtk_revealer_set_reveal_child (self->follow_revealer, active);
  gtk_widget_set_visible (GTK_WIDGET (self->follow_revealer), active);
  if (active)
    gtk_widget_grab_focus (GTK_WIDGET (self->follow_title));
}

/* In a day, a week or a month from now; at the time of day that the task had. */
static void
choose_due (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  CrmCompletePopover *self = CRM_COMPLETE_POPOVER (widget);
  char today[CRM_DUE_SIZE], date[CRM_DATE_SIZE], due[CRM_DUE_SIZE];
  int days, months;
  int minute = -1;

  g_variant_get (parameter, "(ii)", &months, &days);
  if (!crm_due_split (crm_record_get_raw_text (self->task, "due"), date, &minute))
    minute = -1;
  crm_due_of_instant (crm_clock_get_now (crm_workspace_get_clock (self->workspace)), today);
  today[CRM_DATE_SIZE - 1] = '\0';
  if (crm_date_add (today, 0, months, days, date) && crm_due_make (date, minute, due))
    crm_due_editor_set_due (CRM_DUE_EDITOR (self->follow_due), due);
}

/* --- Completing ------------------------------------------------------------------------------------------ */

static void
show_error (CrmCompletePopover *self,
            const char         *message)
{
  gtk_label_set_text (self->error, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
}

typedef struct
{
  CrmCompletePopover *popover; /* may be without its widgets by then */
  GtkWidget *teller;
  char *text;
} Completing;

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Completing *completing = user_data;
  g_autoptr (CrmCompletePopover) self = completing->popover;
  g_autoptr (GtkWidget) teller = completing->teller;
  g_autofree char *text = completing->text;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  self->committing = FALSE;
  if (commit == NULL)
    {
      if (self->complete_button == NULL)
        return;
      show_error (self, error->message);
      gtk_widget_set_sensitive (GTK_WIDGET (self->complete_button), TRUE);
      return;
    }

  if (self->complete_button != NULL)
    gtk_popover_popdown (GTK_POPOVER (self));
  if (gtk_widget_get_root (teller) != NULL)
    crm_page_tell_commit (teller, text, commit);
}

static void
complete (CrmCompletePopover *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->result);
  GtkTextIter start, end;
  g_autofree char *result = NULL;
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (GError) error = NULL;
  CrmCompletion completion = { .outcome = self->outcome };
  Completing *completing;
  char due[CRM_DUE_SIZE] = "";

  if (self->committing)
    return;

  if (gtk_check_button_get_active (self->follow_check))
    {
      if (!crm_due_editor_get_due (CRM_DUE_EDITOR (self->follow_due), due, &error))
        {
          show_error (self, error->message);
          gtk_widget_grab_focus (GTK_WIDGET (self->follow_due));
          return;
        }
      completion.follow_up = gtk_editable_get_text (GTK_EDITABLE (self->follow_title));
      completion.follow_up_due = due;
    }

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  result = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  completion.result = result;
  set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  crm_completion_add (&completion, set, self->task);

  self->committing = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->complete_button), FALSE);
  completing = g_new0 (Completing, 1);
  completing->popover = g_object_ref (self);
  completing->teller = g_object_ref (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));
  completing->text = g_strdup_printf (_("“%s” completed"), crm_record_get_title (self->task));
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, committed_cb, completing);
}

static void
complete_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  complete (CRM_COMPLETE_POPOVER (widget));
}

static void
cancel_clicked_cb (CrmCompletePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static gboolean
unparent_cb (gpointer data)
{
  GtkWidget *self = data;

  if (gtk_widget_get_parent (self) != NULL)
    gtk_widget_unparent (self);

  return G_SOURCE_REMOVE;
}

/* Not at once: the popover is still at work when it says so. */
static void
closed_cb (CrmCompletePopover *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, unparent_cb, g_object_ref (self), g_object_unref);
}

/* With large text it is higher than the window. GTK does not make a popover smaller to fit, so that
 * what is below the buttons, or they themselves, could be off the screen. */
static void
limit_height (CrmCompletePopover *self,
              GtkWidget          *relative_to,
              const GdkRectangle *at)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (relative_to));
  int height = at != NULL ? at->height : gtk_widget_get_height (relative_to);
  double x, y;
  int above, below;

  if (root == NULL || !gtk_widget_translate_coordinates (relative_to, root, 0, at != NULL ? at->y : 0, &x, &y))
    return;

  above = (int) y;
  below = gtk_widget_get_height (root) - above - height;
  gtk_scrolled_window_set_max_content_height (self->scroller, CLAMP (MAX (above, below) - BESIDE_SCROLLER, MIN_HEIGHT, MAX_HEIGHT));
}

/* --- Object ---------------------------------------------------------------------------------------------- */

static void
crm_complete_popover_dispose (GObject *object)
{
  CrmCompletePopover *self = CRM_COMPLETE_POPOVER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_COMPLETE_POPOVER);
  self->follow_due = NULL;
  g_clear_object (&self->choices);
  g_clear_object (&self->types);
  g_clear_object (&self->task);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_complete_popover_parent_class)->dispose (object);
}

static void
crm_complete_popover_class_init (CrmCompletePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_complete_popover_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-complete-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, scroller);
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, title);
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, required);
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, outcomes);
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, result);
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, follow_check);
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, follow_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, follow_title);
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, follow_due_box);
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, error);
  gtk_widget_class_bind_template_child (widget_class, CrmCompletePopover, complete_button);
  gtk_widget_class_bind_template_callback (widget_class, follow_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);

  gtk_widget_class_install_action (widget_class, "completion.complete", NULL, complete_action);
  gtk_widget_class_install_action (widget_class, "completion.due-in", "(ii)", choose_due);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "completion.complete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "completion.complete", NULL);
}

static void
crm_complete_popover_init (CrmCompletePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_complete_popover_run:
 * @workspace: a workspace
 * @task: an open task
 * @relative_to: where the popover points
 * @at: (nullable): a place in @relative_to that it stands below, without an arrow
 *
 * Asks what came of a task, and completes it.
 *
 * Returns: (transfer none): the popover, which goes away when it is closed
 */
CrmCompletePopover *
crm_complete_popover_run (CrmWorkspace       *workspace,
                          CrmRecord          *task,
                          GtkWidget          *relative_to,
                          const GdkRectangle *at)
{
  CrmCompletePopover *self = g_object_new (CRM_TYPE_COMPLETE_POPOVER, NULL);
  const char *result = crm_record_get_raw_text (task, "result");

  self->workspace = g_object_ref (workspace);
  self->task = g_object_ref (task);
  gtk_label_set_text (self->title, crm_record_get_title (task));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, crm_record_get_title (task), -1);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->result), result != NULL ? result : "", -1);
  gtk_editable_set_text (GTK_EDITABLE (self->follow_title), crm_record_get_title (task));

  self->follow_due = crm_field_editor_new (workspace, crm_record_find_field (task, "due"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->follow_due), TRUE);
  gtk_box_append (self->follow_due_box, GTK_WIDGET (self->follow_due));
  g_signal_connect_object (self->follow_due, "done", G_CALLBACK (complete), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->follow_due, "cancelled", G_CALLBACK (cancel_clicked_cb), self, G_CONNECT_SWAPPED);

  self->choices = crm_choices_get (workspace, "outcome");
  self->types = crm_choices_get (workspace, "task_type");
  g_signal_connect_object (self->choices, "items-changed", G_CALLBACK (show_outcomes), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->types, "items-changed", G_CALLBACK (show_outcomes), self, G_CONNECT_SWAPPED);
  show_outcomes (self);

  gtk_widget_set_parent (GTK_WIDGET (self), relative_to);
  limit_height (self, relative_to, at);
  if (at != NULL)
    {
      gtk_popover_set_pointing_to (GTK_POPOVER (self), at);
      gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
    }
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->complete_button));

  return self;
}

/**
 * crm_complete_popover_reopen:
 * @workspace: a workspace
 * @task: a task that is done
 * @widget: in the window that tells of it
 */
void
crm_complete_popover_reopen (CrmWorkspace *workspace,
                             CrmRecord    *task,
                             GtkWidget    *widget)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);

  crm_completion_reopen (set, task);
  crm_page_commit (GTK_WIDGET (gtk_widget_get_root (widget)), workspace, set, _("The task is open again"));
}
