/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The review of records that look like one (features.md, C5): they stand side by side, people choose
 * what stays, leave out who does not belong to them, and see what moves over before they merge them.
 * Then the next group follows. What is shown is read again whenever one of the records changes.
 */

#include "config.h"

#include "crm-merge-page.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-distinction.h"
#include "crm-merge-effects.h"
#include "crm-merge-grid.h"
#include "crm-merge.h"

struct _CrmMergePage
{
  CrmPage parent_instance;

  /* Template children */
  AdwWindowTitle *title;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  CrmMergeGrid *grid;
  GtkListBox *effects;
  GtkLabel *summary;
  AdwStatusPage *gone_page;
  GtkButton *skip_button;

  /* Owned */
  char *type;
  GVariant *groups;     /* aax */
  GArray *ids;          /* of gint64: the records of this group */
  GHashTable *left_out; /* of those, the ones that are not merged: their ids */
  GHashTable *choices;  /* key of a field → the record whose value stays */
  CrmMergePlan *plan;
  GCancellable *cancellable;

  guint index;          /* of the group */
  gint64 survivor;      /* that somebody has chosen, or 0 */
  guint writing : 1;
  guint fresh : 1;      /* a group that nobody has seen yet */
};

G_DEFINE_FINAL_TYPE (CrmMergePage, crm_merge_page, CRM_TYPE_PAGE)

static void go_to (CrmMergePage *self,
                   guint         index);

static const CrmRecordType *
get_type (CrmMergePage *self)
{
  return crm_workspace_get_type_named (crm_page_get_workspace (CRM_PAGE (self)), self->type);
}

static guint
get_n_groups (CrmMergePage *self)
{
  return (guint) g_variant_n_children (self->groups);
}

static void
show_error (CrmMergePage *self,
            const char   *message)
{
  gtk_label_set_text (self->error_label, message != NULL ? message : "");
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
}

/* --- Reading ----------------------------------------------------------------------------------------------- */

typedef struct
{
  char *type;
  GArray *ids;
  GArray *included;
  gint64 survivor;
} Question;

typedef struct
{
  CrmMergePlan *all;
  CrmMergePlan *plan;    /* or NULL */
  GPtrArray *effects;    /* of CrmMergeEffect, or NULL */
} Answer;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_array_unref (question->ids);
  g_array_unref (question->included);
  g_free (question->type);
  g_free (question);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->all, crm_merge_plan_unref);
  g_clear_pointer (&answer->plan, crm_merge_plan_unref);
  g_clear_pointer (&answer->effects, g_ptr_array_unref);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static CrmMergePlan *
make_plan (CrmDb      *db,
           CrmSchema  *schema,
           const char *type,
           GArray     *ids,
           gint64      survivor,
           GError    **error)
{
  return crm_merge_plan_new (db, schema, crm_catalogue_find (CRM_CATALOGUE (schema), type), (const gint64 *) (gpointer) ids->data, ids->len,
                             survivor, error);
}

static gpointer
review_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  const Question *question = data;
  g_autoptr (Answer) answer = g_new0 (Answer, 1);

  answer->all = make_plan (db, schema, question->type, question->ids, 0, error);
  if (answer->all == NULL)
    return NULL;
  if (question->included->len < 2)
    return g_steal_pointer (&answer);

  answer->plan = make_plan (db, schema, question->type, question->included, question->survivor, error);
  if (answer->plan == NULL)
    return NULL;

  answer->effects = crm_merge_effects_read (db, schema, answer->plan, error);

  return answer->effects != NULL ? g_steal_pointer (&answer) : NULL;
}

/* --- Showing ------------------------------------------------------------------------------------------------ */

static const char *
get_title (const CrmRow *row)
{
  const char *title = crm_value_get_text (crm_row_get (row, row->table->title));

  return title != NULL ? title : "";
}

static void
show_effects (CrmMergePage *self,
              GPtrArray    *effects)
{
  crm_children_clear (self->effects);
  for (guint i = 0; effects != NULL && i < effects->len; i++)
    {
      const CrmMergeEffect *effect = g_ptr_array_index (effects, i);
      g_autofree char *count = crm_record_type_count_label (effect->type, effect->n);
      g_autofree char *titles = g_markup_escape_text (effect->titles, -1);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), count);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), titles);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (effect->type->icon));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
      gtk_widget_set_focusable (row, FALSE);
      gtk_list_box_append (self->effects, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->effects), effects != NULL && effects->len > 0);
}

static void
show_summary (CrmMergePage *self,
              gboolean      anything)
{
  g_autofree char *text = NULL;
  const char *stays;

  if (self->plan == NULL)
    {
      gtk_label_set_text (self->summary, _("Choose at least two that are merged."));
      return;
    }

  stays = get_title (g_ptr_array_index (crm_merge_plan_get_rows (self->plan), 0));
  if (anything)
    /* TRANSLATORS: the gap is the name of a record */
    text = g_strdup_printf (_("All of this belongs to “%s” then, and so do all addresses, numbers and tags. The history of each stays, "
                              "and whoever follows an old link finds “%s”. You can undo this, or take it apart at any later time."),
                            stays, stays);
  else
    /* TRANSLATORS: the gap is the name of a record */
    text = g_strdup_printf (_("Nothing belongs to those that go but what stands above. All addresses, numbers and tags stay, and whoever "
                              "follows an old link finds “%s”. You can undo this, or take it apart at any later time."), stays);
  gtk_label_set_text (self->summary, text);
}

static void
update_actions (CrmMergePage *self)
{
  gboolean read_only = crm_store_is_read_only (crm_workspace_get_store (crm_page_get_workspace (CRM_PAGE (self))), NULL);
  gboolean more = self->index + 1 < get_n_groups (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.merge", self->plan != NULL && !self->writing && !read_only);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.distinguish", self->ids->len > 1 && !self->writing && !read_only);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.skip", more && !self->writing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.next", more && !self->writing);
  gtk_widget_set_visible (GTK_WIDGET (self->skip_button), get_n_groups (self) > 1);
}

static void
show_title (CrmMergePage *self)
{
  g_autofree char *title = g_strdup_printf (_("Merge %s"), get_type (self)->plural);
  guint n = get_n_groups (self);
  /* TRANSLATORS: which group of duplicates is looked at, and how many there are */
  g_autofree char *place = g_strdup_printf (_("Group %1$u of %2$u"), self->index + 1, n);

  crm_page_set_title (CRM_PAGE (self), title);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, n > 1 ? place : "");
}

/* A choice among those that are left holds; of one that is left out it does not. */
static void
apply_choices (CrmMergePage *self)
{
  GHashTableIter iter;
  gpointer key, id;

  g_hash_table_iter_init (&iter, self->choices);
  while (self->plan != NULL && g_hash_table_iter_next (&iter, &key, &id))
    crm_merge_plan_choose (self->plan, key, *(gint64 *) id, NULL);
}

/* Whoever was merged meanwhile stands there as the one that stands for it. */
static void
take_ids (CrmMergePage *self,
          CrmMergePlan *all)
{
  GPtrArray *rows = crm_merge_plan_get_rows (all);

  g_array_set_size (self->ids, 0);
  for (guint i = 0; i < rows->len; i++)
    g_array_append_val (self->ids, ((const CrmRow *) g_ptr_array_index (rows, i))->id);
}

static void
show_answer (CrmMergePage *self,
             Answer       *answer)
{
  take_ids (self, answer->all);
  g_clear_pointer (&self->plan, crm_merge_plan_unref);
  self->plan = g_steal_pointer (&answer->plan);
  apply_choices (self);
  crm_merge_grid_show (self->grid, answer->all, self->plan);
  show_effects (self, answer->effects);
  show_summary (self, answer->effects != NULL && answer->effects->len > 0);
  gtk_stack_set_visible_child_name (self->stack, "review");
  update_actions (self);

  if (self->fresh)
    {
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
      crm_merge_grid_focus_survivor (self->grid);
    }
  self->fresh = FALSE;
}

static void
show_gone (CrmMergePage *self,
           const GError *error)
{
  g_clear_pointer (&self->plan, crm_merge_plan_unref);

  /* Somebody has dealt with this group already: on to the next one. */
  if (self->fresh && self->index + 1 < get_n_groups (self))
    {
      go_to (self, self->index + 1);
      return;
    }

  adw_status_page_set_description (self->gone_page, error->message);
  gtk_stack_set_visible_child_name (self->stack, "gone");
  update_actions (self);
}

static void
review_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CrmMergePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (self->stack == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (answer != NULL)
    show_answer (self, answer);
  else
    show_gone (self, error);
}

static void
read_review (CrmMergePage *self)
{
  Question *question = g_new0 (Question, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  question->type = g_strdup (self->type);
  question->survivor = self->survivor;
  question->ids = g_array_copy (self->ids);
  question->included = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < self->ids->len; i++)
    if (!g_hash_table_contains (self->left_out, &g_array_index (self->ids, gint64, i)))
      g_array_append_vals (question->included, &g_array_index (self->ids, gint64, i), 1);

  crm_store_read_async (crm_workspace_get_store (crm_page_get_workspace (CRM_PAGE (self))), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, review_read,
                        question, question_free, answer_free, self->cancellable, review_read_cb, g_object_ref (self));
}

static void
go_to (CrmMergePage *self,
       guint         index)
{
  g_autoptr (GVariant) group = g_variant_get_child_value (self->groups, index);
  gsize n;
  const gint64 *ids = g_variant_get_fixed_array (group, &n, sizeof (gint64));

  self->index = index;
  self->survivor = 0;
  self->fresh = TRUE;
  g_array_set_size (self->ids, 0);
  g_array_append_vals (self->ids, ids, (guint) n);
  g_hash_table_remove_all (self->left_out);
  g_hash_table_remove_all (self->choices);
  g_clear_pointer (&self->plan, crm_merge_plan_unref);
  show_error (self, NULL);
  show_title (self);
  update_actions (self);
  read_review (self);
}

/* Those that come after the last group are none. */
static void
go_on (CrmMergePage *self)
{
  if (self->index + 1 < get_n_groups (self))
    go_to (self, self->index + 1);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go-back", NULL);
}

static void
committed_cb (CrmMergePage *self,
              CrmCommit    *commit)
{
  const CrmTouched *touched = crm_commit_get_touched (commit, &get_type (self)->table);
  gboolean concerns = FALSE;

  for (guint i = 0; touched != NULL && i < self->ids->len; i++)
    concerns |= crm_commit_touches (commit, &get_type (self)->table, g_array_index (self->ids, gint64, i));
  if (concerns && !self->writing)
    read_review (self);
}

/* --- What somebody chooses ------------------------------------------------------------------------------------- */

static void
chosen_cb (CrmMergePage *self,
           const char   *key,
           gint64        id)
{
  g_hash_table_insert (self->choices, g_strdup (key), g_memdup2 (&id, sizeof id));
  show_error (self, NULL);
  apply_choices (self);
}

static void
survivor_chosen_cb (CrmMergePage *self,
                    gint64        id)
{
  self->survivor = id;
  read_review (self);
}

static void
included_cb (CrmMergePage *self,
             gint64        id,
             gboolean      included)
{
  show_error (self, NULL);
  if (included)
    g_hash_table_remove (self->left_out, &id);
  else
    g_hash_table_add (self->left_out, g_memdup2 (&id, sizeof id));
  if (!included && self->survivor == id)
    self->survivor = 0;
  read_review (self);
}

/* --- Merging ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  CrmMergePlan *plan;
  char *type;
  GArray *ids;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->plan, crm_merge_plan_unref);
  g_array_unref (job->ids);
  g_free (job->type);
  g_free (job);
}

static void
write_job (CrmMergePage        *self,
           CrmCause             cause,
           const char          *detail,
           CrmWriteFunc         func,
           GAsyncReadyCallback  callback)
{
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (self));
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, cause, detail);
  Job *job = g_new0 (Job, 1);

  job->plan = self->plan != NULL ? crm_merge_plan_ref (self->plan) : NULL;
  job->type = g_strdup (self->type);
  job->ids = g_array_copy (self->ids);
  self->writing = TRUE;
  update_actions (self);
  crm_store_write_async (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, func, job, job_free, callback, g_object_ref (self));
}

static gboolean
merge_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  return crm_merge_run (door, ((Job *) data)->plan, error);
}

/* Tells what was done, or what is wrong with it. */
static gboolean
finish (CrmMergePage *self,
        CrmCommit    *commit,
        const GError *error,
        const char   *text)
{
  self->writing = FALSE;
  if (self->stack == NULL)
    return FALSE;

  if (commit == NULL)
    {
      show_error (self, error->message);
      update_actions (self);
      return FALSE;
    }

  crm_page_tell_commit (GTK_WIDGET (self), text, commit);
  go_on (self);

  return TRUE;
}

static void
merged_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CrmMergePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write_finish (CRM_STORE (object), result, &error);
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (self->plan != NULL && commit != NULL)
    {
      GPtrArray *rows = crm_merge_plan_get_rows (self->plan);

      count = crm_record_type_count_label (get_type (self), rows->len - 1);
      /* TRANSLATORS: the first is like "3 contacts", the second a name */
      text = g_strdup_printf (_("%1$s merged into “%2$s”"), count, get_title (g_ptr_array_index (rows, 0)));
    }
  finish (self, commit, error, text);
}

static void
merge (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  CrmMergePage *self = CRM_MERGE_PAGE (widget);
  g_autoptr (GError) error = NULL;

  if (self->plan == NULL || self->writing)
    return;

  if (!crm_merge_plan_check (self->plan, &error))
    {
      show_error (self, error->message);
      crm_merge_grid_focus_choice (self->grid);
      return;
    }

  show_error (self, NULL);
  write_job (self, CRM_CAUSE_MERGE, get_title (g_ptr_array_index (crm_merge_plan_get_rows (self->plan), 0)), merge_func, merged_cb);
}

/* --- Not the same -------------------------------------------------------------------------------------------------- */

static gboolean
distinguish_func (CrmDoor   *door,
                  gpointer   data,
                  GError   **error)
{
  const Job *job = data;
  const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (crm_door_get_schema (door)), job->type);

  return crm_distinction_set_all (door, type, (const gint64 *) (gpointer) job->ids->data, job->ids->len, TRUE, error);
}

static void
distinguished_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (CrmMergePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write_finish (CRM_STORE (object), result, &error);

  finish (self, commit, error, _("These are not shown as duplicates again"));
}

static void
distinguish (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmMergePage *self = CRM_MERGE_PAGE (widget);

  if (!self->writing && self->ids->len > 1)
    write_job (self, CRM_CAUSE_USER, NULL, distinguish_func, distinguished_cb);
}

static void
skip (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  go_on (CRM_MERGE_PAGE (widget));
}

/* --- Object ----------------------------------------------------------------------------------------------------------- */

static void
crm_merge_page_open (CrmPage *page)
{
  CrmMergePage *self = CRM_MERGE_PAGE (page);

  g_signal_connect_object (crm_page_get_workspace (page), "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  go_to (self, self->index);
}

static void
crm_merge_page_dispose (GObject *object)
{
  CrmMergePage *self = CRM_MERGE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_MERGE_PAGE);
  g_clear_pointer (&self->plan, crm_merge_plan_unref);

  G_OBJECT_CLASS (crm_merge_page_parent_class)->dispose (object);
}

static void
crm_merge_page_finalize (GObject *object)
{
  CrmMergePage *self = CRM_MERGE_PAGE (object);

  g_clear_pointer (&self->groups, g_variant_unref);
  g_array_unref (self->ids);
  g_hash_table_unref (self->left_out);
  g_hash_table_unref (self->choices);
  g_free (self->type);

  G_OBJECT_CLASS (crm_merge_page_parent_class)->finalize (object);
}

static void
crm_merge_page_class_init (CrmMergePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_merge_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_merge_page_finalize;
  CRM_PAGE_CLASS (klass)->open = crm_merge_page_open;

  g_type_ensure (CRM_TYPE_MERGE_GRID);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-merge-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmMergePage, title);
  gtk_widget_class_bind_template_child (widget_class, CrmMergePage, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmMergePage, error_label);
  gtk_widget_class_bind_template_child (widget_class, CrmMergePage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmMergePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CrmMergePage, grid);
  gtk_widget_class_bind_template_child (widget_class, CrmMergePage, effects);
  gtk_widget_class_bind_template_child (widget_class, CrmMergePage, summary);
  gtk_widget_class_bind_template_child (widget_class, CrmMergePage, gone_page);
  gtk_widget_class_bind_template_child (widget_class, CrmMergePage, skip_button);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, survivor_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, included_cb);

  gtk_widget_class_install_action (widget_class, "page.merge", NULL, merge);
  gtk_widget_class_install_action (widget_class, "page.distinguish", NULL, distinguish);
  gtk_widget_class_install_action (widget_class, "page.skip", NULL, skip);
  /* Ctrl+Enter, which completes what there is on a page, and Alt+Down, which goes on. */
  gtk_widget_class_install_action (widget_class, "page.complete", NULL, merge);
  gtk_widget_class_install_action (widget_class, "page.next", NULL, skip);
}

static void
crm_merge_page_init (CrmMergePage *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->left_out = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_merge_page_new:
 * @type: the name of a record type: contacts or accounts
 * @groups: of the type "aax": for each group the records that look like one
 * @index: of the group that comes first
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_merge_page_new (const char *type,
                    GVariant   *groups,
                    guint       index)
{
  CrmMergePage *self = g_object_new (CRM_TYPE_MERGE_PAGE, NULL);

  self->type = g_strdup (type);
  self->groups = g_variant_ref_sink (groups);
  self->index = index;

  return CRM_PAGE (self);
}
