/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How many records a condition holds for, and what it says in a sentence (features.md, S2).
 */

#include "config.h"

#include "crm-condition-summary.h"

#include <glib/gi18n.h>

#include "crm-live-count.h"

struct _CrmConditionSummary
{
  AdwBin parent_instance;

  GtkWidget *sentence;
  GtkWidget *count;

  CrmWorkspace *workspace;
  CrmSegments *segments;
  CrmLiveCount *live;
  CrmCondition *condition;
  char *type;
};

G_DEFINE_FINAL_TYPE (CrmConditionSummary, crm_condition_summary, ADW_TYPE_BIN)

static void
show_count (CrmConditionSummary *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, self->type);
  gint64 n = crm_live_count_get_n (self->live);
  const GError *error = crm_live_count_get_error (self->live);
  gboolean slow = crm_live_count_is_slow (self->live);
  g_autofree char *count = n >= 0 ? crm_record_type_count_label (type, n) : NULL;
  g_autofree char *text = NULL;

  if (slow && count != NULL)
    /* TRANSLATORS: the gap is like "12 contacts" */
    text = g_strdup_printf (_("%s (counting again…)"), count);
  else
    text = g_strdup (slow ? _("Counting…") : count != NULL ? count : error != NULL ? error->message : "");
  gtk_label_set_text (GTK_LABEL (self->count), text);
}

static void
show_sentence (CrmConditionSummary *self)
{
  g_autofree char *sentence = NULL;

  if (self->condition == NULL)
    return;

  sentence = crm_condition_is_always (self->condition) ? g_strdup (_("Everything: nothing has been asked for yet."))
                                                       : crm_segments_say (self->segments, self->type, self->condition);
  gtk_label_set_text (GTK_LABEL (self->sentence), sentence);
}

static void
crm_condition_summary_dispose (GObject *object)
{
  CrmConditionSummary *self = CRM_CONDITION_SUMMARY (object);

  g_clear_pointer (&self->condition, crm_condition_unref);
  g_clear_object (&self->live);
  g_clear_object (&self->segments);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_condition_summary_parent_class)->dispose (object);
}

static void
crm_condition_summary_finalize (GObject *object)
{
  g_free (CRM_CONDITION_SUMMARY (object)->type);

  G_OBJECT_CLASS (crm_condition_summary_parent_class)->finalize (object);
}

static void
crm_condition_summary_class_init (CrmConditionSummaryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_condition_summary_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_condition_summary_finalize;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_condition_summary_init (CrmConditionSummary *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->count = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->count), 0);
  gtk_label_set_wrap (GTK_LABEL (self->count), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->count), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->count, "heading");
  self->sentence = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  gtk_label_set_wrap (GTK_LABEL (self->sentence), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->sentence), PANGO_WRAP_WORD_CHAR);

  gtk_box_append (GTK_BOX (box), self->count);
  gtk_box_append (GTK_BOX (box), self->sentence);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * crm_condition_summary_new:
 * @workspace: a workspace
 * @type: the name of the type of the records that the condition is about
 *
 * Returns: (transfer floating): a summary of nothing
 */
GtkWidget *
crm_condition_summary_new (CrmWorkspace *workspace,
                           const char   *type)
{
  CrmConditionSummary *self = g_object_new (CRM_TYPE_CONDITION_SUMMARY, NULL);

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  self->segments = crm_segments_get (workspace);
  self->live = crm_live_count_new (self->segments, workspace, type);
  g_signal_connect_object (self->live, "changed", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->segments, "changed", G_CALLBACK (show_sentence), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * crm_condition_summary_show:
 * @condition: (nullable): a condition
 * @error: (nullable): why there is none
 */
void
crm_condition_summary_show (CrmConditionSummary *self,
                            CrmCondition        *condition,
                            const GError        *error)
{
  g_return_if_fail (CRM_IS_CONDITION_SUMMARY (self));

  if (condition != NULL)
    crm_condition_ref (condition);
  g_clear_pointer (&self->condition, crm_condition_unref);
  self->condition = condition;
  crm_live_count_set_condition (self->live, condition);
  if (condition != NULL)
    show_sentence (self);
  else
    gtk_label_set_text (GTK_LABEL (self->sentence), error != NULL ? error->message : "");
  gtk_widget_set_visible (self->count, condition != NULL);
}
