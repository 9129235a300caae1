/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page of one record: who it is, all of its fields edited in place, and beside them what
 * belongs to it. The list that it was opened from stays known: previous and next go through it.
 */

#include "config.h"

#include "crm-record-page.h"

#include <glib/gi18n.h>

#include "crm-columns-box.h"
#include "crm-delete-dialog.h"
#include "crm-field-list.h"
#include "crm-history-box.h"
#include "crm-merge.h"
#include "crm-notes-box.h"
#include "crm-record-list.h"
#include "crm-why-dialog.h"

typedef struct
{
  /* Template children */
  AdwHeaderBar *header;
  AdwWindowTitle *window_title;
  GtkStack *stack;
  AdwStatusPage *gone_page;
  AdwAvatar *avatar;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *origin;
  CrmFieldList *fields;
  GtkStack *tabs;
  GtkWidget *tabs_bar;
  GtkScrolledWindow *scroller;
  GtkButton *restore_button;

  CrmNotesBox *notes;     /* %NULL for what takes no notes */
  CrmHistoryBox *history;
  CrmRecord *record;
  CrmRecordList *list;
  GCancellable *cancellable;
  gint64 wanted;
  gulong changed_id;
} CrmRecordPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CrmRecordPage, crm_record_page, CRM_TYPE_PAGE)

static void
crm_record_page_real_build (CrmRecordPage *self)
{
}

static void
crm_record_page_real_show (CrmRecordPage *self,
                           CrmRecord     *record)
{
}

static const char *
get_type_name (CrmRecordPage *self)
{
  return CRM_RECORD_PAGE_GET_CLASS (self)->record_type;
}

/* --- Head ------------------------------------------------------------------------------------------- */

static char *
make_subtitle (CrmRecord *record)
{
  const CrmRecordType *type = crm_record_get_record_type (record);
  g_auto (GStrv) keys = g_strsplit (type->details != NULL ? type->details : "", ",", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = crm_record_format (record, crm_record_find_field (record, keys[i]));

      if (value != NULL && *value != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", value);
    }

  return g_string_free (text, FALSE);
}

/* Source and creation date on top (features.md, C9). */
static char *
make_origin (CrmRecord *record)
{
  const CrmRecordType *type = crm_record_get_record_type (record);
  const CrmField *source = crm_record_type_find_field (type, "source");
  g_autofree char *created = crm_record_format (record, crm_record_type_find_field (type, "created"));
  g_autofree char *came = source != NULL ? crm_record_format (record, source) : NULL;

  if (came != NULL && *came != '\0')
    /* TRANSLATORS: the first is where a contact came from, such as "Import", the second a date and time */
    return g_strdup_printf (_("%1$s, %2$s"), came, created);

  return g_strdup_printf (_("Created %s"), created);
}

/* --- Who has been merged, and what that does to the head ----------------------------------------------- */

typedef struct
{
  char *type;
  gint64 record;
} Wanted;

/* What is known of a record that may have been merged, or stand for others. */
typedef struct
{
  gint64 record;
  gint64 stands;    /* the record that stands for it: itself unless it was merged */
  guint n_merged;   /* how many it stands for */
} Standing;

static void
wanted_free (gpointer data)
{
  g_free (((Wanted *) data)->type);
  g_free (data);
}

static gpointer
standing_read (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  const Wanted *wanted = data;
  const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (schema), wanted->type);
  g_autofree Standing *standing = g_new0 (Standing, 1);
  g_autoptr (GPtrArray) merged = NULL;

  standing->record = wanted->record;
  standing->stands = crm_merge_find_survivor (db, &type->table, wanted->record, error);
  if (standing->stands == 0)
    return NULL;

  merged = crm_merge_list (db, type, wanted->record, error);
  if (merged == NULL)
    return NULL;
  standing->n_merged = merged->len;

  return g_steal_pointer (&standing);
}

/* Old links lead to the record that stands for the one that they name. */
static void
standing_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (CrmRecordPage) self = user_data;
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  g_autofree Standing *standing = crm_store_read_finish (CRM_STORE (object), result, NULL);

  if (priv->stack == NULL || standing == NULL || standing->record != priv->wanted)
    return;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.merged", standing->n_merged > 0);
  if (standing->stands != standing->record)
    {
      if (priv->record != NULL)
        {
          g_autofree char *text = g_strdup_printf (_("“%s” has been merged: this record stands for it"), crm_record_get_title (priv->record));

          crm_page_tell (GTK_WIDGET (self), text, 0);
        }
      crm_record_page_set_record (self, standing->stands);
    }
  else if (priv->record != NULL && crm_record_get_state (priv->record) != CRM_STATE_LIVE)
    gtk_stack_set_visible_child_name (priv->stack, "gone");
}

static gboolean
can_be_merged (CrmRecordPage *self)
{
  const char *type = get_type_name (self);

  return g_strcmp0 (type, "contact") == 0 || g_strcmp0 (type, "account") == 0;
}

static void
read_standing (CrmRecordPage *self)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->type = g_strdup (get_type_name (self));
  wanted->record = priv->wanted;
  crm_store_read_async (crm_workspace_get_store (crm_page_get_workspace (CRM_PAGE (self))), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT,
                        standing_read, wanted, wanted_free, g_free, priv->cancellable, standing_read_cb, g_object_ref (self));
}

static void
committed_cb (CrmRecordPage *self,
              CrmCommit     *commit)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (self));

  if (priv->wanted != 0 && can_be_merged (self) &&
      crm_commit_get_touched (commit, &crm_workspace_get_type_named (workspace, "merge")->table) != NULL)
    read_standing (self);
}

static void
show_head (CrmRecordPage *self)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  const char *title = crm_record_get_title (priv->record);
  g_autofree char *subtitle = make_subtitle (priv->record);
  g_autofree char *origin = make_origin (priv->record);
  gboolean trashed = crm_record_get_state (priv->record) != CRM_STATE_LIVE;

  crm_page_set_title (CRM_PAGE (self), title);
  adw_window_title_set_title (priv->window_title, title);
  adw_avatar_set_text (priv->avatar, title);
  gtk_label_set_text (priv->title, title);
  gtk_label_set_text (priv->subtitle, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (priv->subtitle), *subtitle != '\0');
  gtk_label_set_text (priv->origin, origin);

  if (trashed)
    {
      g_autofree char *text = g_strdup_printf (_("“%s” is in the trash."), title);

      adw_status_page_set_description (priv->gone_page, text);
    }

  /* Of one that is gone it is not known yet whether another one stands for it. */
  if (!trashed || !can_be_merged (self))
    gtk_stack_set_visible_child_name (priv->stack, trashed ? "gone" : "record");
  else
    read_standing (self);
}

static void
show_record (CrmRecordPage *self,
             CrmRecord     *record)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);

  if (priv->record == record)
    return;

  if (priv->record != NULL)
    g_clear_signal_handler (&priv->changed_id, priv->record);
  g_set_object (&priv->record, record);
  priv->changed_id = g_signal_connect_swapped (record, "changed", G_CALLBACK (show_head), self);

  show_head (self);
  crm_field_list_set_record (priv->fields, record);
  if (priv->notes != NULL)
    crm_notes_box_set_record (priv->notes, crm_record_get_id (record));
  crm_history_box_set_record (priv->history, crm_record_get_id (record));
  CRM_RECORD_PAGE_GET_CLASS (self)->show (self, record);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (priv->scroller), 0);
  if (can_be_merged (self) && crm_record_get_state (record) == CRM_STATE_LIVE)
    read_standing (self);
}

static void
record_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CrmRecordPage) self = user_data;
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, &error);

  if (priv->stack == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (record == NULL)
    {
      adw_status_page_set_description (priv->gone_page, error->message);
      gtk_widget_set_visible (GTK_WIDGET (priv->restore_button), FALSE);
      gtk_stack_set_visible_child_name (priv->stack, "gone");
    }
  else if (crm_record_get_id (record) == priv->wanted)
    show_record (self, record);
}

/* --- Tabs --------------------------------------------------------------------------------------------------- */

static void
tab_shown_cb (CrmRecordPage *self)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  const char *name = gtk_stack_get_visible_child_name (priv->tabs);

  if (crm_page_get_state (CRM_PAGE (self)) != NULL && name != NULL && priv->history != NULL)
    crm_view_state_set_string (crm_page_get_state (CRM_PAGE (self)), get_type_name (self), "tab", name);
}

/* Notes and history end the tabs of every page; the one that was shown last is shown again. */
static void
finish_tabs (CrmRecordPage *self)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (self));
  const char *type = get_type_name (self);
  g_autofree char *shown = crm_view_state_get_string (crm_page_get_state (CRM_PAGE (self)), type, "tab");
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (priv->tabs);
  GtkWidget *history = g_object_new (CRM_TYPE_HISTORY_BOX, NULL);

  if (crm_record_type_find_field (crm_workspace_get_type_named (workspace, "note"), type) != NULL)
    {
      priv->notes = g_object_new (CRM_TYPE_NOTES_BOX, NULL);
      crm_notes_box_open (priv->notes, workspace, crm_page_get_state (CRM_PAGE (self)), type);
      crm_record_page_add_tab (self, "notes", _("Notes"), GTK_WIDGET (priv->notes));
    }

  crm_history_box_open (CRM_HISTORY_BOX (history), workspace, crm_page_get_state (CRM_PAGE (self)), type);
  crm_record_page_add_tab (self, "history", _("History"), history);
  if (shown != NULL && gtk_stack_get_child_by_name (priv->tabs, shown) != NULL)
    gtk_stack_set_visible_child_name (priv->tabs, shown);
  else if (gtk_stack_get_child_by_name (priv->tabs, "overview") == NULL)
    gtk_stack_set_visible_child_name (priv->tabs, "history");
  /* One alone is no choice. */
  gtk_widget_set_visible (priv->tabs_bar, g_list_model_get_n_items (G_LIST_MODEL (pages)) > 1);
  /* From now on, what is shown is what somebody chose. */
  priv->history = CRM_HISTORY_BOX (history);
}

/* --- Actions --------------------------------------------------------------------------------------------- */

static void
update_steps (CrmRecordPage *self)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  guint position = 0;
  gboolean found = priv->list != NULL && crm_record_list_find (priv->list, priv->wanted, &position);
  guint n = priv->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (priv->list)) : 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.previous", found && position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.next", found && position + 1 < n);
}

static void
step (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (widget);
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  gboolean next = g_strcmp0 (action_name, "page.next") == 0;
  guint position;

  if (priv->list == NULL || !crm_record_list_find (priv->list, priv->wanted, &position) || (!next && position == 0))
    return;

  position = next ? position + 1 : position - 1;
  if (crm_record_list_get_id (priv->list, position) != 0)
    crm_record_page_set_record (self, crm_record_list_get_id (priv->list, position));
}

static void
delete_record (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (widget);
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (priv->record == NULL)
    return;

  g_array_append_val (ids, priv->wanted);
  crm_delete_dialog_run (crm_page_get_workspace (CRM_PAGE (self)), get_type_name (self), ids,
                         GTK_WINDOW (gtk_widget_get_root (widget)), GTK_WIDGET (gtk_widget_get_root (widget)));
}

static void
export_record (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (widget);
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);

  gtk_widget_activate_action (widget, "win.export", "(s@ax)", get_type_name (self),
                              g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &priv->wanted, 1, sizeof (gint64)));
}

static void
show_merged (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (widget);
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);

  gtk_widget_activate_action (widget, "win.merged", "(sx)", get_type_name (self), priv->wanted);
}

static void
explain_segments (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (widget);
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  CrmWhyDialog *dialog = crm_why_dialog_new (crm_page_get_workspace (CRM_PAGE (self)), get_type_name (self),
                                             GTK_WINDOW (gtk_widget_get_root (widget)));

  crm_why_dialog_set_record (dialog, priv->wanted);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
restore_record (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (widget);
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (self));
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);

  crm_change_set_restore (set, &crm_workspace_get_type_named (workspace, get_type_name (self))->table, priv->wanted);
  crm_page_commit (GTK_WIDGET (self), workspace, set, NULL);
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
crm_record_page_open (CrmPage *page)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (page);
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  CrmWorkspace *workspace = crm_page_get_workspace (page);
  const char *type = get_type_name (self);

  crm_field_list_open (priv->fields, workspace, type);
  CRM_RECORD_PAGE_GET_CLASS (self)->build (self);
  finish_tabs (self);
  update_steps (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.merged", FALSE);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
}

static void
crm_record_page_dispose (GObject *object)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (object);
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  if (priv->record != NULL)
    g_clear_signal_handler (&priv->changed_id, priv->record);
  g_clear_object (&priv->record);
  g_clear_object (&priv->list);
  /* gtk_widget_dispose_template() of GTK 4.8 does not find the template of a parent class. */
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (crm_record_page_parent_class)->dispose (object);
}

static void
crm_record_page_class_init (CrmRecordPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_record_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_record_page_open;
  klass->build = crm_record_page_real_build;
  klass->show = crm_record_page_real_show;

  g_type_ensure (CRM_TYPE_COLUMNS_BOX);
  g_type_ensure (CRM_TYPE_FIELD_LIST);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-record-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, header);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, window_title);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, stack);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, gone_page);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, avatar);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, title);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, subtitle);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, origin);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, fields);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, tabs);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, tabs_bar);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, scroller);
  gtk_widget_class_bind_template_child_private (widget_class, CrmRecordPage, restore_button);

  gtk_widget_class_bind_template_callback (widget_class, tab_shown_cb);

  gtk_widget_class_install_action (widget_class, "page.previous", NULL, step);
  gtk_widget_class_install_action (widget_class, "page.next", NULL, step);
  gtk_widget_class_install_action (widget_class, "page.delete", NULL, delete_record);
  gtk_widget_class_install_action (widget_class, "page.export", NULL, export_record);
  gtk_widget_class_install_action (widget_class, "page.merged", NULL, show_merged);
  gtk_widget_class_install_action (widget_class, "page.why", NULL, explain_segments);
  gtk_widget_class_install_action (widget_class, "page.restore", NULL, restore_record);
}

static void
crm_record_page_init (CrmRecordPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_record_page_set_record:
 * @id: of the record to show
 */
void
crm_record_page_set_record (CrmRecordPage *self,
                            gint64         id)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (self));

  g_return_if_fail (CRM_IS_RECORD_PAGE (self));

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  priv->cancellable = g_cancellable_new ();
  priv->wanted = id;
  update_steps (self);
  crm_workspace_load_record_async (workspace, crm_workspace_get_type_named (workspace, get_type_name (self)), id,
                                   priv->cancellable, record_read_cb, g_object_ref (self));
}

/**
 * crm_record_page_set_list:
 * @list: (nullable): the list that the record was opened from
 *
 * Says where previous and next lead.
 */
void
crm_record_page_set_list (CrmRecordPage *self,
                          GListModel    *list)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);

  g_return_if_fail (CRM_IS_RECORD_PAGE (self));

  if (g_set_object (&priv->list, (CrmRecordList *) list) && list != NULL)
    g_signal_connect_object (list, "items-changed", G_CALLBACK (update_steps), self, G_CONNECT_SWAPPED);
  update_steps (self);
}

/**
 * crm_record_page_add_tab:
 * @name: of the tab, for the program
 * @title: of the tab, for people
 * @child: (transfer floating): what is in it
 *
 * For subclasses, while they build: adds what belongs to the record, beside its fields.
 */
void
crm_record_page_add_tab (CrmRecordPage *self,
                         const char    *name,
                         const char    *title,
                         GtkWidget     *child)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);

  gtk_stack_add_titled (priv->tabs, child, name, title);
}

/**
 * crm_record_page_add_button:
 * @button: a command of this kind of records, for the header bar
 */
void
crm_record_page_add_button (CrmRecordPage *self,
                            GtkWidget     *button)
{
  CrmRecordPagePrivate *priv = crm_record_page_get_instance_private (self);

  g_return_if_fail (CRM_IS_RECORD_PAGE (self));

  adw_header_bar_pack_end (priv->header, button);
}
