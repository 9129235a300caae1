/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where a comment is written. After an @, team members are offered; what is not sent yet is kept
 * for each record, so that it is there again after a crash.
 */

#include "config.h"

#include "crm-comment-entry.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"
#include "crm-choices.h"
#include "crm-fold.h"

#define DRAFTS     "drafts"
#define MAX_PEOPLE 6

struct _CrmCommentEntry
{
  GtkWidget parent_instance;

  /* Template children */
  GtkTextView *view;
  GtkLabel *placeholder;
  GtkButton *button;
  GtkButton *cancel_button;

  GtkWidget *popover;
  GtkWidget *people;

  CrmViewState *state;
  CrmChoices *users;
  char *about;       /* under which the draft is kept */
  gboolean filling;
  gboolean editing; /* what was written before */
};

G_DEFINE_FINAL_TYPE (CrmCommentEntry, crm_comment_entry, GTK_TYPE_WIDGET)

enum
{
  SUBMIT,
  CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkTextBuffer *
get_buffer (CrmCommentEntry *self)
{
  return gtk_text_view_get_buffer (self->view);
}

static void
submit (CrmCommentEntry *self)
{
  g_autofree char *text = crm_comment_entry_get_text (self);

  if (*text != '\0')
    g_signal_emit (self, signals[SUBMIT], 0);
}

/* --- Mentions ------------------------------------------------------------------------------------------ */

/* The word after an @ that the cursor stands in, or %NULL; @start is before the @. */
static char *
get_mention (CrmCommentEntry *self,
             GtkTextIter     *start)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_mark (buffer, &end, gtk_text_buffer_get_insert (buffer));
  *start = end;
  while (gtk_text_iter_backward_char (start))
    {
      gunichar c = gtk_text_iter_get_char (start);
      GtkTextIter before = *start;

      if (c == '@')
        {
          /* An @ inside a word is an e-mail address. */
          if (gtk_text_iter_backward_char (&before) && g_unichar_isalnum (gtk_text_iter_get_char (&before)))
            return NULL;
          gtk_text_iter_forward_char (&before);
          before = *start;
          gtk_text_iter_forward_char (&before);
          return gtk_text_buffer_get_text (buffer, &before, &end, FALSE);
        }
      if (g_unichar_isspace (c))
        return NULL;
    }

  return NULL;
}

static void
choose (CrmCommentEntry *self,
        GtkListBoxRow   *row)
{
  g_autofree char *name = g_strdup (g_object_get_data (G_OBJECT (row), "name"));
  g_autofree char *text = g_strdup_printf ("@%s ", name);
  GtkTextBuffer *buffer = get_buffer (self);
  g_autofree char *typed = NULL;
  GtkTextIter start, end;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  typed = get_mention (self, &start);
  if (typed == NULL)
    return;

  gtk_text_buffer_get_iter_at_mark (buffer, &end, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}

static void
row_activated_cb (CrmCommentEntry *self,
                  GtkListBoxRow   *row)
{
  choose (self, row);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
offer (CrmCommentEntry *self,
       const char      *typed,
       GtkTextIter     *at)
{
  g_autofree char *wanted = crm_fold (typed);
  guint n = 0;
  GdkRectangle place;

  crm_children_clear (GTK_LIST_BOX (self->people));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->users)) && n < MAX_PEOPLE; i++)
    {
      g_autoptr (CrmRecord) user = g_list_model_get_item (G_LIST_MODEL (self->users), i);
      const char *name = crm_record_get_title (user);
      g_autofree char *folded = crm_fold (name);
      GtkWidget *label, *row;

      if (wanted != NULL && (folded == NULL || strstr (folded, wanted) == NULL))
        continue;

      label = gtk_label_new (name);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
      row = gtk_list_box_row_new ();
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      g_object_set_data_full (G_OBJECT (row), "name", g_strdup (name), g_free);
      gtk_list_box_append (GTK_LIST_BOX (self->people), row);
      n++;
    }

  if (n == 0)
    {
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return;
    }

  gtk_list_box_select_row (GTK_LIST_BOX (self->people), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->people), 0));
  gtk_text_view_get_iter_location (self->view, at, &place);
  gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_WIDGET, place.x, place.y, &place.x, &place.y);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
move (CrmCommentEntry *self,
      int              by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->people));
  GtkListBoxRow *next = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->people),
                                                       MAX (0, (row != NULL ? gtk_list_box_row_get_index (row) : -1) + by));

  if (next != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (self->people), next);
}

static gboolean
popover_key (CrmCommentEntry *self,
             guint            keyval)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->people));

  switch (keyval)
    {
    case GDK_KEY_Down:
      move (self, 1);
      return TRUE;
    case GDK_KEY_Up:
      move (self, -1);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Tab:
      if (row != NULL)
        choose (self, row);
      return row != NULL;
    case GDK_KEY_Escape:
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers,
                CrmCommentEntry       *self)
{
  if (gtk_widget_get_visible (self->popover) && (modifiers & GDK_CONTROL_MASK) == 0)
    return popover_key (self, keyval);

  if (self->editing && keyval == GDK_KEY_Escape)
    {
      g_signal_emit (self, signals[CANCEL], 0);
      return GDK_EVENT_STOP;
    }

  if ((keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter) || (modifiers & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;

  submit (self);

  return GDK_EVENT_STOP;
}

/* Offers whom the word at the cursor may mean. */
static void
look_for_mention (CrmCommentEntry *self)
{
  g_autofree char *typed = NULL;
  GtkTextIter start;

  typed = get_mention (self, &start);
  if (typed != NULL)
    offer (self, typed, &start);
  else
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/* Whoever typed "@" before the team was read, or a new member was there, is offered them now. */
static void
team_changed_cb (CrmCommentEntry *self)
{
  if (gtk_widget_has_focus (GTK_WIDGET (self->view)))
    look_for_mention (self);
}

/* A text view has no placeholder of its own. What an input method composes stands there before it
 * is in the buffer. */
static void
show_placeholder (CrmCommentEntry *self,
                  const char      *composed)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          *composed == '\0' && gtk_text_buffer_get_char_count (get_buffer (self)) == 0);
}

static void
changed_cb (CrmCommentEntry *self)
{
  g_autofree char *text = crm_comment_entry_get_text (self);

  show_placeholder (self, "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), *text != '\0');
  if (self->filling)
    return;

  if (self->about != NULL)
    crm_view_state_set_string (self->state, DRAFTS, self->about, *text != '\0' ? text : NULL);
  look_for_mention (self);
}

static void
cancel_clicked_cb (CrmCommentEntry *self)
{
  g_signal_emit (self, signals[CANCEL], 0);
}

static gboolean
crm_comment_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CRM_COMMENT_ENTRY (widget)->view));
}

static void
focus_left_cb (CrmCommentEntry *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/* --- Object -------------------------------------------------------------------------------------------- */

static void
crm_comment_entry_dispose (GObject *object)
{
  CrmCommentEntry *self = CRM_COMMENT_ENTRY (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (get_buffer (self), self);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_COMMENT_ENTRY);
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->users);
  g_clear_object (&self->state);
  g_clear_pointer (&self->about, g_free);

  G_OBJECT_CLASS (crm_comment_entry_parent_class)->dispose (object);
}

static void
crm_comment_entry_class_init (CrmCommentEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_comment_entry_dispose;
  widget_class->grab_focus = crm_comment_entry_grab_focus;

  /**
   * CrmCommentEntry::submit:
   *
   * Somebody wants the comment to be added.
   */
  signals[SUBMIT] = g_signal_new ("submit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * CrmCommentEntry::cancel:
   *
   * Somebody does not want to change the comment after all.
   */
  signals[CANCEL] = g_signal_new ("cancel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-comment-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmCommentEntry, view);
  gtk_widget_class_bind_template_child (widget_class, CrmCommentEntry, placeholder);
  gtk_widget_class_bind_template_child (widget_class, CrmCommentEntry, button);
  gtk_widget_class_bind_template_child (widget_class, CrmCommentEntry, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, submit);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_comment_entry_init (CrmCommentEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), focus);
  g_signal_connect_swapped (get_buffer (self), "changed", G_CALLBACK (changed_cb), self);

  g_signal_connect_swapped (self->view, "preedit-changed", G_CALLBACK (show_placeholder), self);

  self->people = gtk_list_box_new ();
  gtk_widget_set_focusable (self->people, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->people), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Team Members"), -1);
  g_signal_connect_swapped (self->people, "row-activated", G_CALLBACK (row_activated_cb), self);

  /* It stays open while somebody types, so it must not take the focus. */
  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_child (GTK_POPOVER (self->popover), self->people);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "menu");
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self->view));
}

/**
 * crm_comment_entry_new:
 * @workspace: a workspace
 * @state: where drafts are kept
 *
 * Returns: (transfer floating): an empty entry
 */
GtkWidget *
crm_comment_entry_new (CrmWorkspace *workspace,
                       CrmViewState *state)
{
  CrmCommentEntry *self = g_object_new (CRM_TYPE_COMMENT_ENTRY, NULL);

  self->state = g_object_ref (state);
  self->users = crm_choices_get (workspace, "user");
  g_signal_connect_object (self->users, "items-changed", G_CALLBACK (team_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);

  return GTK_WIDGET (self);
}

/**
 * crm_comment_entry_set_about:
 * @about: a word for what the comment is about: what was written about it and not sent stands
 *   there again
 */
void
crm_comment_entry_set_about (CrmCommentEntry *self,
                             const char      *about)
{
  g_autofree char *draft = NULL;

  g_return_if_fail (CRM_IS_COMMENT_ENTRY (self));

  g_free (self->about);
  self->about = g_strdup (about);
  draft = crm_view_state_get_string (self->state, DRAFTS, about);
  self->filling = TRUE;
  gtk_text_buffer_set_text (get_buffer (self), draft != NULL ? draft : "", -1);
  self->filling = FALSE;
}

/**
 * crm_comment_entry_get_text:
 *
 * Returns: (transfer full): what was written, without blanks around it
 */
char *
crm_comment_entry_get_text (CrmCommentEntry *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (CRM_IS_COMMENT_ENTRY (self), NULL);

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);

  return g_strstrip (gtk_text_buffer_get_text (get_buffer (self), &start, &end, FALSE));
}

/**
 * crm_comment_entry_clear:
 *
 * Empties the entry, and forgets the draft: the comment was added.
 */
void
crm_comment_entry_clear (CrmCommentEntry *self)
{
  g_return_if_fail (CRM_IS_COMMENT_ENTRY (self));

  gtk_text_buffer_set_text (get_buffer (self), "", -1);
}

/**
 * crm_comment_entry_begin_edit:
 * @text: what was written before
 *
 * Makes it an entry for a comment that is there already; #CrmCommentEntry::submit and
 * #CrmCommentEntry::cancel say how that ends.
 */
void
crm_comment_entry_begin_edit (CrmCommentEntry *self,
                              const char      *text)
{
  g_return_if_fail (CRM_IS_COMMENT_ENTRY (self));

  self->editing = TRUE;
  self->filling = TRUE;
  gtk_text_buffer_set_text (get_buffer (self), text, -1);
  self->filling = FALSE;
  gtk_button_set_label (self->button, _("Save"));
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Edit Comment"), -1);
}
