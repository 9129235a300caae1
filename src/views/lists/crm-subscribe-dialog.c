/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Subscribes contacts to a list. Before anything is done it says how many come to the list, how many
 * are there already, and how many have unsubscribed: these are left out unless somebody says that
 * they have asked for it (features.md, G3). The list or the contact is asked for if it is not known
 * yet.
 */

#include "config.h"

#include "crm-subscribe-dialog.h"

#include <glib/gi18n.h>

#include "crm-dialog-header.h"
#include "crm-list-writing.h"
#include "crm-page.h"
#include "crm-type-ahead.h"

struct _CrmSubscribeDialog
{
  AdwWindow parent_instance;

  GtkWidget *subscribe_button;
  GtkWidget *body_label;
  GtkWidget *list_entry;     /* a CrmTypeAhead; %NULL if the list is known */
  GtkWidget *contact_entry;  /* a CrmTypeAhead; %NULL if the contacts are known */
  GtkWidget *survey_box;
  GtkWidget *new_label;
  GtkWidget *already_label;
  GtkWidget *left_label;
  GtkWidget *again_check;
  GtkWidget *again_label;
  GtkWidget *suppressed_label;

  CrmWorkspace *workspace;
  GtkWidget *teller;
  GCancellable *cancellable; /* of the survey that is under way */
  GArray *contacts;
  char *name;                /* of the list, or %NULL */
  char *who;                 /* the contact, if it is one whose name is known */
  CrmListSurvey survey;
  gint64 list;               /* 0 for one that is made, or not known yet */
  gboolean surveyed;
};

G_DEFINE_FINAL_TYPE (CrmSubscribeDialog, crm_subscribe_dialog, ADW_TYPE_WINDOW)

/* --- What would come of it ------------------------------------------------------------------------------- */

static gboolean
takes_left (CrmSubscribeDialog *self)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->again_check));
}

/* @form is the sentence for as many as @n; nobody is not worth a line. */
static void
show_line (GtkWidget  *label,
           const char *form,
           guint       n)
{
  g_autofree char *number = g_strdup_printf ("%'u", n);
  g_autofree char *text = crm_fill (form, number);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, n > 0);
}

static void
show_survey (CrmSubscribeDialog *self)
{
  const CrmListSurvey *survey = &self->survey;
  guint left = takes_left (self) ? 0 : survey->left;
  guint n = survey->n - survey->subscribed - left;
  guint suppressed = survey->suppressed - (takes_left (self) ? 0 : survey->left_suppressed);
  const char *domain = GETTEXT_PACKAGE;

  gtk_widget_set_visible (self->survey_box, self->surveyed);
  gtk_widget_set_sensitive (self->subscribe_button, self->surveyed && n > 0);
  if (!self->surveyed)
    return;

  show_line (self->new_label, g_dngettext (domain, "%s contact will be subscribed.", "%s contacts will be subscribed.", n), n);
  show_line (self->already_label, g_dngettext (domain, "%s is subscribed already.", "%s are subscribed already.", survey->subscribed),
             survey->subscribed);
  if (survey->n != 1 || survey->left == 0)
    show_line (self->left_label, g_dngettext (domain, "%s has unsubscribed and is left out.", "%s have unsubscribed and are left out.", left),
               left);
  show_line (self->suppressed_label,
             g_dngettext (domain, "%s has a suppressed e-mail address: nothing is sent there.",
                          "%s have a suppressed e-mail address: nothing is sent there.", suppressed), suppressed);
  gtk_widget_set_visible (self->again_check, survey->left > 0);
  gtk_label_set_text (GTK_LABEL (self->again_label),
                      survey->n == 1 ? _("Subscribe again: the person has asked for it")
                                     : _("Also subscribe who has unsubscribed: they have asked for it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->again_check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (self->again_label)), -1);
}

static void
left_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmSubscribeDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, &error);
  g_autofree char *text = NULL;

  if (record == NULL || self->survey_box == NULL)
    return;

  text = crm_lists_say_left (record, self->who);
  gtk_label_set_text (GTK_LABEL (self->left_label), text);
}

typedef struct
{
  gint64 list;
  GArray *contacts;
  CrmListSurvey survey;
  gint64 subscription; /* of the contact, if it is one */
} Survey;

static void
survey_free (gpointer data)
{
  Survey *survey = data;

  g_array_unref (survey->contacts);
  g_free (survey);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Survey, survey_free)

static gpointer
survey_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  const Survey *question = data;
  g_autoptr (Survey) answer = g_memdup2 (question, sizeof *question);
  g_autoptr (GError) reason = NULL;

  g_array_ref (answer->contacts);
  if (!crm_lists_survey (db, answer->list, answer->contacts, &answer->survey, error))
    return NULL;

  if (answer->contacts->len == 1)
    answer->subscription = crm_lists_find (db, g_array_index (answer->contacts, gint64, 0), answer->list, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&answer);
}

static void
survey_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CrmSubscribeDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Survey) answer = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (self->survey_box == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (answer == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->body_label), error->message);
      return;
    }

  self->survey = answer->survey;
  self->surveyed = TRUE;
  show_survey (self);
  if (self->survey.n != 1 || self->survey.left == 0 || self->who == NULL)
    return;

  /* Of one person it says when and how. */
  gtk_widget_set_visible (self->left_label, TRUE);
  if (answer->subscription != 0)
    crm_workspace_load_record_async (self->workspace, crm_workspace_get_type_named (self->workspace, "subscription"),
                                     answer->subscription, NULL, left_read_cb, g_object_ref (self));
  else
    {
      g_autofree char *text = crm_lists_say_left (NULL, self->who);

      gtk_label_set_text (GTK_LABEL (self->left_label), text);
    }
}

static void
survey (CrmSubscribeDialog *self)
{
  Survey *question;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->surveyed = FALSE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->again_check), FALSE);
  show_survey (self);
  if (self->name == NULL || self->contacts == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  question = g_new0 (Survey, 1);
  question->list = self->list;
  question->contacts = g_array_ref (self->contacts);
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, survey_read,
                        question, survey_free, survey_free, self->cancellable, survey_read_cb, g_object_ref (self));
}

/* --- Which list, and whom ----------------------------------------------------------------------------------- */

static void
set_list (CrmSubscribeDialog *self,
          gint64              id,
          const char         *name)
{
  self->list = id;
  g_free (self->name);
  self->name = g_strdup (name);
  survey (self);
}

static void
list_chosen_cb (CrmSubscribeDialog *self,
                gint64              id,
                const char         *title)
{
  set_list (self, id, title);
}

static void
list_create_cb (CrmSubscribeDialog *self,
                const char         *text)
{
  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->list_entry), text);
  set_list (self, 0, text);
}

static void
list_changed_cb (CrmSubscribeDialog *self)
{
  set_list (self, 0, NULL);
}

static void
set_contact (CrmSubscribeDialog *self,
             gint64              id,
             const char         *name)
{
  g_clear_pointer (&self->contacts, g_array_unref);
  g_clear_pointer (&self->who, g_free);
  if (id != 0)
    {
      self->contacts = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (self->contacts, id);
      self->who = g_strdup (name);
    }
  survey (self);
}

static void
contact_chosen_cb (CrmSubscribeDialog *self,
                   gint64              id,
                   const char         *title)
{
  set_contact (self, id, title);
}

static void
contact_changed_cb (CrmSubscribeDialog *self)
{
  set_contact (self, 0, NULL);
}

/* --- Object ---------------------------------------------------------------------------------------------------- */

static void
subscribe_clicked_cb (CrmSubscribeDialog *self)
{
  g_autoptr (CrmListChange) change = crm_list_change_new (self->list, TRUE, self->contacts);

  if (self->list == 0)
    change->new_list = g_strdup (self->name);
  if (takes_left (self))
    change->flags = CRM_SUBSCRIBE_AGAIN;
  crm_list_writing_run (self->workspace, change, self->name, self->who, self->teller);
  gtk_window_close (GTK_WINDOW (self));
}

static void
crm_subscribe_dialog_dispose (GObject *object)
{
  CrmSubscribeDialog *self = CRM_SUBSCRIBE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->survey_box = NULL;

  G_OBJECT_CLASS (crm_subscribe_dialog_parent_class)->dispose (object);
}

static void
crm_subscribe_dialog_finalize (GObject *object)
{
  CrmSubscribeDialog *self = CRM_SUBSCRIBE_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->teller);
  g_clear_pointer (&self->contacts, g_array_unref);
  g_free (self->name);
  g_free (self->who);

  G_OBJECT_CLASS (crm_subscribe_dialog_parent_class)->finalize (object);
}

static void
crm_subscribe_dialog_class_init (CrmSubscribeDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_subscribe_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_subscribe_dialog_finalize;

  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
add_line (CrmSubscribeDialog *self,
          const char         *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_visible (label, FALSE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (self->survey_box), label);

  return label;
}

static void
make_survey_box (CrmSubscribeDialog *self)
{
  self->survey_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  gtk_widget_set_visible (self->survey_box, FALSE);
  self->new_label = add_line (self, "heading");
  self->already_label = add_line (self, NULL);
  self->left_label = add_line (self, NULL);
  self->again_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->again_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->again_label), TRUE);
  gtk_widget_set_hexpand (self->again_label, TRUE);
  gtk_widget_set_margin_start (self->again_label, 6);
  self->again_check = gtk_check_button_new ();
  gtk_check_button_set_child (GTK_CHECK_BUTTON (self->again_check), self->again_label);
  g_signal_connect_object (self->again_check, "toggled", G_CALLBACK (show_survey), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->survey_box), self->again_check);
  self->suppressed_label = add_line (self, NULL);
}

static void
crm_subscribe_dialog_init (CrmSubscribeDialog *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  make_survey_box (self);
  self->body_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->body_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->body_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->body_label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->body_label, "dim-label");
  gtk_box_append (GTK_BOX (box), self->body_label);
  gtk_box_append (GTK_BOX (box), self->survey_box);
  gtk_widget_set_margin_top (box, 18);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 480);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  self->subscribe_button = gtk_button_new_with_label (_("Subscribe"));
  g_signal_connect_object (self->subscribe_button, "clicked", G_CALLBACK (subscribe_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (all), crm_dialog_header_new (GTK_WINDOW (self), self->subscribe_button));
  gtk_box_append (GTK_BOX (all), scroller);
  adw_window_set_content (ADW_WINDOW (self), all);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->subscribe_button);
}

static GtkWidget *
add_entry (CrmSubscribeDialog *self,
           const char         *type,
           gboolean            creates,
           const char         *placeholder,
           const char         *label)
{
  GtkWidget *entry = crm_type_ahead_new (self->workspace, type, 0, creates);

  crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (entry), placeholder);
  gtk_accessible_update_property (GTK_ACCESSIBLE (crm_type_ahead_get_entry (CRM_TYPE_AHEAD (entry))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (self->survey_box)), entry, self->body_label);

  return entry;
}

/* @list is 0 and @contacts %NULL for what is asked for. */
static CrmSubscribeDialog *
subscribe_dialog_new (CrmWorkspace *workspace,
                      gint64        list,
                      const char   *name,
                      GArray       *contacts,
                      GtkWindow    *parent,
                      GtkWidget    *teller)
{
  CrmSubscribeDialog *self = g_object_new (CRM_TYPE_SUBSCRIBE_DIALOG, "transient-for", parent, "modal", TRUE,
                                           "default-width", 460, "default-height", 360, NULL);
  g_autofree char *heading = NULL;
  g_autofree char *count = NULL;

  self->workspace = g_object_ref (workspace);
  self->teller = g_object_ref (teller);
  self->contacts = contacts != NULL ? g_array_copy (contacts) : NULL;
  self->list = list;
  self->name = g_strdup (name);

  if (contacts != NULL)
    count = crm_record_type_count_label (crm_workspace_get_type_named (workspace, "contact"), contacts->len);
  /* TRANSLATORS: the gap is the name of a list */
  heading = name != NULL ? g_strdup_printf (_("Subscribe to “%s”"), name) : g_strdup (_("Subscribe to a List"));
  gtk_window_set_title (GTK_WINDOW (self), heading);
  gtk_label_set_text (GTK_LABEL (self->body_label), count != NULL ? count : _("Choose whom to subscribe."));

  if (contacts == NULL)
    {
      self->contact_entry = add_entry (self, "contact", FALSE, _("Name, e-mail or phone"), _("Contact"));
      g_signal_connect_object (self->contact_entry, "chosen", G_CALLBACK (contact_chosen_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->contact_entry, "changed", G_CALLBACK (contact_changed_cb), self, G_CONNECT_SWAPPED);
    }
  if (list == 0)
    {
      self->list_entry = add_entry (self, "list", TRUE, _("Type to search, or a new name"), _("List"));
      g_signal_connect_object (self->list_entry, "chosen", G_CALLBACK (list_chosen_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list_entry, "create", G_CALLBACK (list_create_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list_entry, "changed", G_CALLBACK (list_changed_cb), self, G_CONNECT_SWAPPED);
    }
  survey (self);

  return self;
}

/**
 * crm_subscribe_dialog_run:
 * @workspace: a workspace
 * @list: the list, or 0 to ask for it
 * @name: (nullable): of the list
 * @contacts: (nullable) (element-type gint64): whom, or %NULL to ask for one
 * @parent: the window above which it stands
 * @teller: the widget in that window that tells what was done
 *
 * Asks and subscribes.
 */
void
crm_subscribe_dialog_run (CrmWorkspace *workspace,
                          gint64        list,
                          const char   *name,
                          GArray       *contacts,
                          GtkWindow    *parent,
                          GtkWidget    *teller)
{
  CrmSubscribeDialog *self = subscribe_dialog_new (workspace, list, name, contacts, parent, teller);

  gtk_window_present (GTK_WINDOW (self));
  if (self->list_entry != NULL)
    gtk_widget_grab_focus (self->list_entry);
  else if (self->contact_entry != NULL)
    gtk_widget_grab_focus (self->contact_entry);
}

/* --- One contact, at once ------------------------------------------------------------------------------------------ */

typedef struct
{
  CrmWorkspace *workspace;
  CrmListChange *change;
  char *name;
  CrmRecord *contact;
  GtkWidget *teller;
} Taking;

static void
taking_free (gpointer data)
{
  Taking *taking = data;

  g_object_unref (taking->workspace);
  crm_list_change_unref (taking->change);
  g_free (taking->name);
  g_clear_object (&taking->contact);
  g_object_unref (taking->teller);
  g_free (taking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Taking, taking_free)

static void
take_response_cb (AdwMessageDialog *dialog,
                  const char       *response,
                  Taking           *taking)
{
  if (g_strcmp0 (response, "again") == 0)
    {
      taking->change->flags = CRM_SUBSCRIBE_AGAIN;
      crm_list_writing_run (taking->workspace, taking->change, taking->name, crm_record_get_title (taking->contact), taking->teller);
    }
}

static void
ask_again (Taking    *taking,
           CrmRecord *subscription)
{
  const char *who = crm_record_get_title (taking->contact);
  g_autofree char *heading = g_strdup_printf (_("Subscribe “%s” Again?"), who);
  g_autofree char *left = crm_lists_say_left (subscription, who);
  g_autofree char *body = g_strdup_printf ("%s\n\n%s", left, _("Subscribe again only if the person has asked for it."));
  GtkRoot *root = gtk_widget_get_root (taking->teller);
  GtkWidget *dialog = adw_message_dialog_new (root != NULL ? GTK_WINDOW (root) : NULL, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"), "again", _("Subscribe Again"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "taking", taking, taking_free);
  g_signal_connect (dialog, "response", G_CALLBACK (take_response_cb), taking);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
take_left_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Taking) taking = user_data;
  g_autoptr (CrmRecord) subscription = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);

  ask_again (g_steal_pointer (&taking), subscription);
}

static void
take_survey_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Taking) taking = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Survey) answer = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (answer == NULL)
    crm_page_tell (taking->teller, error->message, 0);
  else if (answer->survey.left == 0)
    crm_list_writing_run (taking->workspace, taking->change, taking->name, crm_record_get_title (taking->contact), taking->teller);
  else if (answer->subscription == 0)
    ask_again (g_steal_pointer (&taking), NULL);
  else
    {
      CrmWorkspace *workspace = taking->workspace;

      crm_workspace_load_record_async (workspace, crm_workspace_get_type_named (workspace, "subscription"), answer->subscription,
                                       NULL, take_left_read_cb, g_steal_pointer (&taking));
    }
}

/**
 * crm_subscribe_dialog_take:
 * @workspace: a workspace
 * @list: a list, or 0 for a new one
 * @name: of the list
 * @contact: whom
 * @teller: a widget in the window that tells what was done
 *
 * Subscribes one contact at once; asks only where the person has unsubscribed.
 */
void
crm_subscribe_dialog_take (CrmWorkspace *workspace,
                           gint64        list,
                           const char   *name,
                           CrmRecord    *contact,
                           GtkWidget    *teller)
{
  g_autoptr (GArray) contacts = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = crm_record_get_id (contact);
  Taking *taking = g_new0 (Taking, 1);
  Survey *question = g_new0 (Survey, 1);

  g_array_append_val (contacts, id);
  taking->workspace = g_object_ref (workspace);
  taking->change = crm_list_change_new (list, TRUE, contacts);
  taking->change->new_list = list == 0 ? g_strdup (name) : NULL;
  taking->name = g_strdup (name);
  taking->contact = g_object_ref (contact);
  taking->teller = g_object_ref (teller);
  question->list = list;
  question->contacts = g_array_ref (contacts);
  crm_store_read_async (crm_workspace_get_store (workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, survey_read,
                        question, survey_free, survey_free, NULL, take_survey_cb, taking);
}
