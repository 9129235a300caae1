/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The card beside a list: what is selected, with its fields to edit in place, its notes, and a
 * button that opens the whole page.
 */

#include "config.h"

#include "crm-record-card.h"

#include <glib/gi18n.h>

#include "crm-field-list.h"
#include "crm-notes-box.h"
#include "crm-task-check.h"
#include "crm-tasks-box.h"

struct _CrmRecordCard
{
  AdwBin parent_instance;

  /* Template children */
  GtkStack *stack;
  AdwStatusPage *empty_page;
  AdwAvatar *avatar;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkButton *details_button;
  CrmFieldList *fields;
  CrmNotesBox *notes;
  GtkScrolledWindow *scroller;

  GtkWidget *tasks;   /* %NULL for what has none */
  GtkWidget *check;   /* of a task, instead of the avatar */
  CrmWorkspace *workspace;
  CrmRecord *record;
  GCancellable *cancellable;
  char *type;
  gint64 wanted;
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (CrmRecordCard, crm_record_card, ADW_TYPE_BIN)

static void
show_head (CrmRecordCard *self)
{
  const CrmRecordType *type = crm_record_get_record_type (self->record);
  g_auto (GStrv) keys = g_strsplit (type->details != NULL ? type->details : "", ",", -1);
  const CrmField *field = keys[0] != NULL ? crm_record_find_field (self->record, keys[0]) : NULL;
  g_autofree char *subtitle = field != NULL ? crm_record_format (self->record, field) : g_strdup ("");

  adw_avatar_set_text (self->avatar, crm_record_get_title (self->record));
  gtk_label_set_text (self->title, crm_record_get_title (self->record));
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), *subtitle != '\0');
}

static void
show_record (CrmRecordCard *self,
             CrmRecord     *record)
{
  if (self->record == record)
    return;

  if (self->record != NULL)
    g_clear_signal_handler (&self->changed_id, self->record);
  g_set_object (&self->record, record);

  gtk_stack_set_visible_child_name (self->stack, record != NULL ? "card" : "empty");
  crm_field_list_set_record (self->fields, record);
  if (gtk_widget_get_visible (GTK_WIDGET (self->notes)))
    crm_notes_box_set_record (self->notes, record != NULL ? crm_record_get_id (record) : 0);
  if (self->tasks != NULL)
    crm_tasks_box_set_record (CRM_TASKS_BOX (self->tasks), record);
  if (self->check != NULL)
    crm_task_check_set_record (CRM_TASK_CHECK (self->check), record);
  if (record == NULL)
    return;

  self->changed_id = g_signal_connect_swapped (record, "changed", G_CALLBACK (show_head), self);
  show_head (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
record_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CrmRecordCard) self = user_data;
  g_autoptr (CrmRecord) record = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);

  if (record != NULL && crm_record_get_id (record) == self->wanted && self->stack != NULL)
    show_record (self, record);
}

static void
details_clicked_cb (CrmRecordCard *self)
{
  if (self->record != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", self->type, crm_record_get_id (self->record));
}

static void
crm_record_card_dispose (GObject *object)
{
  CrmRecordCard *self = CRM_RECORD_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->record != NULL)
    g_clear_signal_handler (&self->changed_id, self->record);
  g_clear_object (&self->record);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_RECORD_CARD);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_record_card_parent_class)->dispose (object);
}

static void
crm_record_card_finalize (GObject *object)
{
  g_free (CRM_RECORD_CARD (object)->type);

  G_OBJECT_CLASS (crm_record_card_parent_class)->finalize (object);
}

static void
crm_record_card_class_init (CrmRecordCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_record_card_dispose;
  object_class->finalize = crm_record_card_finalize;

  g_type_ensure (CRM_TYPE_FIELD_LIST);
  g_type_ensure (CRM_TYPE_NOTES_BOX);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-record-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmRecordCard, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordCard, empty_page);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordCard, title);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordCard, subtitle);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordCard, details_button);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordCard, fields);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordCard, notes);
  gtk_widget_class_bind_template_child (widget_class, CrmRecordCard, scroller);
  gtk_widget_class_bind_template_callback (widget_class, details_clicked_cb);
}

static void
crm_record_card_init (CrmRecordCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_record_card_open:
 * @workspace: a workspace
 * @state: where notes are kept that were written and not added
 * @type: the name of a record type
 *
 * To be called once.
 */
void
crm_record_card_open (CrmRecordCard *self,
                      CrmWorkspace  *workspace,
                      CrmViewState  *state,
                      const char    *type)
{
  g_return_if_fail (CRM_IS_RECORD_CARD (self));

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  crm_field_list_open (self->fields, workspace, type);
  /* Not everything takes notes. */
  gtk_widget_set_visible (GTK_WIDGET (self->notes), crm_record_type_find_field (crm_workspace_get_type_named (workspace, "note"), type) != NULL);
  if (gtk_widget_get_visible (GTK_WIDGET (self->notes)))
    crm_notes_box_open (self->notes, workspace, state, type);
  if (g_strv_contains ((const char *const[]) { "account", "contact", "deal", NULL }, type))
    {
      GtkWidget *box = gtk_widget_get_parent (GTK_WIDGET (self->fields));

      self->tasks = crm_tasks_box_new (workspace, type);
      gtk_box_append (GTK_BOX (box), self->tasks);
    }
  else if (g_str_equal (type, "task"))
    {
      self->check = crm_task_check_new (workspace);
      gtk_box_prepend (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->avatar))), self->check);
      gtk_widget_set_visible (GTK_WIDGET (self->avatar), FALSE);
    }
  gtk_button_set_label (self->details_button, crm_workspace_get_type_named (workspace, type)->page);
  crm_record_card_set_several (self, NULL);
}

/**
 * crm_record_card_set_several:
 * @text: (nullable): what to say instead of a record while several are selected
 */
void
crm_record_card_set_several (CrmRecordCard *self,
                             const char    *text)
{
  g_return_if_fail (CRM_IS_RECORD_CARD (self));

  adw_status_page_set_icon_name (self->empty_page, text != NULL ? "object-select-symbolic" : "crm-card-symbolic");
  adw_status_page_set_description (self->empty_page, text != NULL ? text : crm_workspace_get_type_named (self->workspace, self->type)->select);
}

/**
 * crm_record_card_set_record:
 * @id: of a record, or 0 for none
 */
void
crm_record_card_set_record (CrmRecordCard *self,
                            gint64         id)
{
  g_return_if_fail (CRM_IS_RECORD_CARD (self));

  if (self->wanted == id)
    return;

  self->wanted = id;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (id == 0)
    {
      show_record (self, NULL);
      return;
    }

  self->cancellable = g_cancellable_new ();
  crm_workspace_load_record_async (self->workspace, crm_workspace_get_type_named (self->workspace, self->type), id,
                                   self->cancellable, record_read_cb, g_object_ref (self));
}
