/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The line in a form that says that what is being typed is there already: "Looks like Ana García
 * (same e-mail address)", with a button. It asks when nobody has typed for a moment, in the
 * background; it takes no focus and stops nobody, and screen readers read it when it comes.
 */

#include "config.h"

#include "crm-duplicate-notice.h"

#include <glib/gi18n.h>

#include "crm-children.h"

#define ASK_AFTER 250 /* milliseconds */

struct _CrmDuplicateNotice
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *button;

  CrmWorkspace *workspace;
  char *type;
  CrmDuplicateDraft *draft;  /* what to ask next */
  GCancellable *cancellable;
  CrmRecord *found;
  CrmLikeness likeness;
  guint n_others;
  guint ask_id;
};

G_DEFINE_FINAL_TYPE (CrmDuplicateNotice, crm_duplicate_notice, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  ACCEPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_found (CrmDuplicateNotice *self)
{
  g_autofree char *why = NULL;
  g_autofree char *text = NULL;

  if (self->found == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      gtk_label_set_text (GTK_LABEL (self->label), "");
      return;
    }

  why = crm_likeness_say (&self->likeness);
  if (self->n_others == 0)
    /* TRANSLATORS: the name of a record, and why it looks like the one that is typed: "same e-mail address" */
    text = g_strdup_printf (_("Looks like %1$s (%2$s)."), crm_record_get_title (self->found), why);
  else
    /* TRANSLATORS: as before; the number is how many further ones look like it */
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Looks like %1$s (%2$s), and like %3$u other.",
                                         "Looks like %1$s (%2$s), and like %3$u others.", self->n_others),
                            crm_record_get_title (self->found), why, self->n_others);

  /* It is there before it says something: that is what screen readers read. */
  g_signal_emit (self, signals[CHANGED], 0, (guint) (self->likeness.same | self->likeness.alike));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_label_set_text (GTK_LABEL (self->label), text);
}

static void
forget (CrmDuplicateNotice *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
record_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CrmDuplicateNotice) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, &error);

  if (self->label == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_set_object (&self->found, record);
  show_found (self);
}

static void
hint_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmDuplicateNotice) self = user_data;
  CrmWorkspace *workspace = CRM_WORKSPACE (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) pairs = crm_duplicates_hint_finish (workspace, result, &error);

  if (self->label == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* A form that cannot be helped is still a form. */
  if (pairs == NULL || pairs->len == 0)
    {
      g_clear_object (&self->found);
      show_found (self);
      return;
    }

  self->likeness = g_array_index (pairs, CrmDuplicatePair, 0).likeness;
  self->n_others = pairs->len - 1;
  crm_workspace_load_record_async (workspace, crm_workspace_get_type_named (workspace, self->type),
                                   g_array_index (pairs, CrmDuplicatePair, 0).b, self->cancellable, record_read_cb, g_object_ref (self));
}

static gboolean
ask_cb (gpointer data)
{
  CrmDuplicateNotice *self = data;

  self->ask_id = 0;
  self->cancellable = g_cancellable_new ();
  crm_duplicates_hint_async (self->workspace, g_steal_pointer (&self->draft), self->cancellable, hint_read_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
clicked_cb (CrmDuplicateNotice *self)
{
  if (self->found != NULL)
    g_signal_emit (self, signals[ACCEPTED], 0, self->found);
}

static void
crm_duplicate_notice_dispose (GObject *object)
{
  CrmDuplicateNotice *self = CRM_DUPLICATE_NOTICE (object);

  forget (self);
  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_clear_pointer (&self->draft, crm_duplicate_draft_free);
  g_clear_object (&self->found);
  self->label = NULL;
  self->button = NULL;
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_duplicate_notice_parent_class)->dispose (object);
}

static void
crm_duplicate_notice_finalize (GObject *object)
{
  g_free (CRM_DUPLICATE_NOTICE (object)->type);

  G_OBJECT_CLASS (crm_duplicate_notice_parent_class)->finalize (object);
}

static void
crm_duplicate_notice_class_init (CrmDuplicateNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_duplicate_notice_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_duplicate_notice_finalize;

  /**
   * CrmDuplicateNotice::changed:
   * @signs: (type guint): what is the same or alike, as #CrmSign
   *
   * It is about to say something: it can be moved to the field that it is about.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * CrmDuplicateNotice::accepted:
   * @record: the record that is there already
   *
   * Somebody has pressed the button.
   */
  signals[ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_RECORD);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_duplicate_notice_init (CrmDuplicateNotice *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-information-symbolic");

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 9);
  gtk_widget_add_css_class (GTK_WIDGET (self), "duplicate-notice");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (icon, GTK_WIDGET (self));

  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0f, "wrap", TRUE,
                              "wrap-mode", PANGO_WRAP_WORD_CHAR, "width-chars", 8, "hexpand", TRUE, NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  self->button = gtk_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

/**
 * crm_duplicate_notice_new:
 * @workspace: a workspace
 * @type: the name of a record type: contacts or accounts
 * @command: what its button says
 *
 * Returns: (transfer floating): a line that is not seen until it has something to say
 */
GtkWidget *
crm_duplicate_notice_new (CrmWorkspace *workspace,
                          const char   *type,
                          const char   *command)
{
  CrmDuplicateNotice *self = g_object_new (CRM_TYPE_DUPLICATE_NOTICE, NULL);

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  gtk_button_set_label (GTK_BUTTON (self->button), command);

  return GTK_WIDGET (self);
}

/**
 * crm_duplicate_notice_take_draft:
 * @draft: (transfer full) (nullable): what has been typed so far; %NULL if there is nothing to ask
 *
 * Looks, in a moment, whether that is there already.
 */
void
crm_duplicate_notice_take_draft (CrmDuplicateNotice *self,
                                 CrmDuplicateDraft  *draft)
{
  g_return_if_fail (CRM_IS_DUPLICATE_NOTICE (self));

  forget (self);
  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_clear_pointer (&self->draft, crm_duplicate_draft_free);
  self->draft = draft;
  if (draft != NULL)
    {
      self->ask_id = g_timeout_add (ASK_AFTER, ask_cb, self);
      return;
    }

  g_clear_object (&self->found);
  show_found (self);
}
