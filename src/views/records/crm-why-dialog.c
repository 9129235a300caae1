/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Says why a record is in a segment or is not: each test of the segment with the value that decided
 * it. Both can be chosen, and the answer follows what is changed meanwhile.
 */

#include "config.h"

#include "crm-why-dialog.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-drop-down.h"
#include "crm-explanation.h"
#include "crm-segments.h"
#include "crm-type-ahead.h"

#define INDENT 24 /* pixels for each level */

struct _CrmWhyDialog
{
  AdwWindow parent_instance;

  /* Template children */
  GtkButton *copy_button;
  AdwBin *segment_bin;
  GtkLabel *record_label;
  AdwBin *record_bin;
  GtkLabel *answer_label;
  GtkListBox *lines_list;

  GtkWidget *choice;  /* the drop-down of the segments */
  GtkWidget *finder;

  CrmWorkspace *workspace;
  CrmSegments *segments;
  CrmCondition *condition;     /* one without a name, or NULL */
  CrmExplanation *explanation; /* what is shown, or NULL */
  GCancellable *cancellable;
  GArray *ids;                 /* of the segments in the drop-down; 0 for @condition */
  char *type;
  gint64 segment;              /* that is asked about; 0 for @condition */
  gint64 record;               /* or 0 */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (CrmWhyDialog, crm_why_dialog, ADW_TYPE_WINDOW)

static const CrmRecordType *
get_type (CrmWhyDialog *self)
{
  return crm_workspace_get_type_named (self->workspace, self->type);
}

/* --- The answer --------------------------------------------------------------------------------------- */

static GtkWidget *
make_row (const CrmVerdictLine *line)
{
  const CrmVerdict *verdict = line->verdict;
  g_autofree char *said = crm_verdict_say (verdict);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *icon = gtk_image_new_from_icon_name (verdict->held ? "object-select-symbolic" : "window-close-symbolic");
  GtkWidget *labels[] = { gtk_label_new (verdict->text), gtk_label_new (verdict->actual) };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
      gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (labels[i]), PANGO_WRAP_WORD_CHAR);
      gtk_box_append (GTK_BOX (texts), labels[i]);
    }
  gtk_widget_add_css_class (labels[1], "dim-label");
  gtk_widget_set_visible (labels[1], verdict->actual != NULL && *verdict->actual != '\0');

  gtk_widget_add_css_class (icon, verdict->held ? "success" : "error");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (icon, verdict->held ? _("Holds") : _("Does not hold"));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_widget_set_margin_start (box, 12 + (int) MIN (line->depth, 6) * INDENT);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);

  return row;
}

static void
show_text (CrmWhyDialog *self,
           const char   *text,
           gboolean      is_answer)
{
  gtk_label_set_text (self->answer_label, text);
  if (is_answer)
    gtk_widget_add_css_class (GTK_WIDGET (self->answer_label), "title-4");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->answer_label), "title-4");
  gtk_widget_set_visible (GTK_WIDGET (self->lines_list), is_answer);
  gtk_widget_set_visible (GTK_WIDGET (self->copy_button), is_answer);
}

static char *
make_answer (CrmWhyDialog         *self,
             const CrmExplanation *explanation)
{
  const CrmSegment *segment = crm_segments_find (self->segments, self->segment);

  if (segment == NULL)
    return g_strdup_printf (explanation->verdict->held ? _("“%s” passes the filter.") : _("“%s” does not pass the filter."),
                            explanation->title);

  return g_strdup_printf (explanation->verdict->held
                            /* TRANSLATORS: a contact and a segment */
                            ? _("“%1$s” is in “%2$s”.")
                            : _("“%1$s” is not in “%2$s”."),
                          explanation->title, segment->name);
}

static void
show_explanation (CrmWhyDialog   *self,
                  CrmExplanation *explanation)
{
  g_autofree char *answer = make_answer (self, explanation);
  g_autoptr (GArray) lines = crm_verdict_list_lines (explanation->verdict);

  g_clear_pointer (&self->explanation, crm_explanation_free);
  self->explanation = explanation;
  crm_children_clear (self->lines_list);
  for (guint i = 0; i < lines->len; i++)
    gtk_list_box_append (self->lines_list, make_row (&g_array_index (lines, CrmVerdictLine, i)));
  show_text (self, answer, TRUE);
  if (*crm_type_ahead_get_text (CRM_TYPE_AHEAD (self->finder)) == '\0' && explanation->title != NULL)
    crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->finder), explanation->title);
}

static void
explained_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmWhyDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  CrmExplanation *explanation;

  if (self->workspace == NULL)
    return;

  explanation = crm_explanation_read_finish (self->workspace, result, &error);
  if (explanation != NULL)
    show_explanation (self, explanation);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_text (self, error->message, FALSE);
}

static void
ask (CrmWhyDialog *self)
{
  const CrmSegment *segment = crm_segments_find (self->segments, self->segment);
  CrmCondition *condition = segment != NULL ? segment->condition : self->segment == 0 ? self->condition : NULL;
  g_autoptr (CrmConditionContext) context = NULL;
  g_autoptr (CrmConditionPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (segment != NULL && segment->condition == NULL)
    {
      show_text (self, segment->problem->message, FALSE);
      return;
    }
  if (self->ids->len == 0)
    {
      show_text (self, _("There are no segments yet of which it could be one. “Segments…” in the menu makes them."), FALSE);
      return;
    }
  if (condition == NULL || self->record == 0)
    {
      show_text (self, _("Choose whom or what you wonder about."), FALSE);
      return;
    }

  context = crm_segments_make_context (self->segments);
  plan = crm_condition_plan_new (condition, get_type (self), context, &error);
  if (plan == NULL)
    {
      show_text (self, error->message, FALSE);
      return;
    }

  self->cancellable = g_cancellable_new ();
  crm_explanation_read_async (plan, self->record, self->workspace, self->cancellable, explained_cb, g_object_ref (self));
}

static void
copy_clicked_cb (CrmWhyDialog *self)
{
  g_autofree char *lines = self->explanation != NULL ? crm_verdict_print (self->explanation->verdict) : NULL;
  g_autofree char *text = lines != NULL ? g_strconcat (gtk_label_get_text (self->answer_label), "\n", lines, NULL) : NULL;

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

/* --- What is asked --------------------------------------------------------------------------------------- */

static void
segment_chosen_cb (CrmWhyDialog *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice));

  if (self->filling || selected >= self->ids->len)
    return;

  self->segment = g_array_index (self->ids, gint64, selected);
  ask (self);
}

static void
add_choice (CrmWhyDialog  *self,
            GtkStringList *names,
            gint64         id,
            const char    *name)
{
  g_array_append_val (self->ids, id);
  gtk_string_list_append (names, name);
}

static void
fill_segments (CrmWhyDialog *self)
{
  CrmSegmentSet *set = crm_segments_get_set (self->segments);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  if (set == NULL)
    return;

  g_array_set_size (self->ids, 0);
  if (self->condition != NULL)
    add_choice (self, names, 0, _("This Filter"));
  for (guint i = 0; i < crm_segment_set_get_n (set); i++)
    {
      const CrmSegment *segment = crm_segment_set_get (set, i);

      if (g_strcmp0 (segment->record_type, self->type) == 0)
        add_choice (self, names, segment->id, segment->name);
    }
  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == self->segment)
      selected = i;

  self->filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->choice), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), selected);
  self->filling = FALSE;
  gtk_widget_set_sensitive (self->choice, self->ids->len > 0);
  if (self->ids->len > 0)
    self->segment = g_array_index (self->ids, gint64, selected);
  ask (self);
}

static void
record_chosen_cb (CrmWhyDialog *self,
                  gint64        id,
                  const char   *title)
{
  self->record = id;
  ask (self);
}

/* --- Object ----------------------------------------------------------------------------------------------- */

static void
crm_why_dialog_dispose (GObject *object)
{
  CrmWhyDialog *self = CRM_WHY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->explanation, crm_explanation_free);
  g_clear_pointer (&self->condition, crm_condition_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_WHY_DIALOG);
  g_clear_object (&self->segments);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_why_dialog_parent_class)->dispose (object);
}

static void
crm_why_dialog_finalize (GObject *object)
{
  CrmWhyDialog *self = CRM_WHY_DIALOG (object);

  g_array_unref (self->ids);
  g_free (self->type);

  G_OBJECT_CLASS (crm_why_dialog_parent_class)->finalize (object);
}

static void
crm_why_dialog_class_init (CrmWhyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_why_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_why_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-why-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmWhyDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, CrmWhyDialog, segment_bin);
  gtk_widget_class_bind_template_child (widget_class, CrmWhyDialog, record_label);
  gtk_widget_class_bind_template_child (widget_class, CrmWhyDialog, record_bin);
  gtk_widget_class_bind_template_child (widget_class, CrmWhyDialog, answer_label);
  gtk_widget_class_bind_template_child (widget_class, CrmWhyDialog, lines_list);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_why_dialog_init (CrmWhyDialog *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_why_dialog_new:
 * @workspace: a workspace
 * @type: the name of a record type
 * @parent: the window above which it stands
 *
 * Returns: (transfer none): a dialog that asks for a segment of such records, and for one of them
 */
CrmWhyDialog *
crm_why_dialog_new (CrmWorkspace *workspace,
                    const char   *type,
                    GtkWindow    *parent)
{
  CrmWhyDialog *self = g_object_new (CRM_TYPE_WHY_DIALOG, "transient-for", parent, NULL);

  self->workspace = g_object_ref (workspace);
  self->segments = crm_segments_get (workspace);
  self->type = g_strdup (type);

  self->choice = gtk_drop_down_new (NULL, NULL);
  crm_drop_down_shorten (GTK_DROP_DOWN (self->choice));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Segment or Filter"), -1);
  adw_bin_set_child (self->segment_bin, self->choice);
  g_signal_connect_object (self->choice, "notify::selected", G_CALLBACK (segment_chosen_cb), self, G_CONNECT_SWAPPED);

  gtk_label_set_text (self->record_label, get_type (self)->label);
  self->finder = crm_type_ahead_new (workspace, type, 0, FALSE);
  crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (self->finder), _("Type a name"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->finder))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, get_type (self)->label, -1);
  adw_bin_set_child (self->record_bin, self->finder);
  g_signal_connect_object (self->finder, "chosen", G_CALLBACK (record_chosen_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (self->segments, "changed", G_CALLBACK (fill_segments), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->segments, "aged", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  fill_segments (self);
  crm_children_begin_with (self->finder);

  return self;
}

/**
 * crm_why_dialog_set_segment:
 * @segment: the id of a segment or saved filter of its type
 */
void
crm_why_dialog_set_segment (CrmWhyDialog *self,
                            gint64        segment)
{
  g_return_if_fail (CRM_IS_WHY_DIALOG (self));

  self->segment = segment;
  fill_segments (self);
}

/**
 * crm_why_dialog_set_condition:
 * @condition: a condition that has no name, over records of its type
 */
void
crm_why_dialog_set_condition (CrmWhyDialog *self,
                              CrmCondition *condition)
{
  g_return_if_fail (CRM_IS_WHY_DIALOG (self));

  crm_condition_ref (condition);
  g_clear_pointer (&self->condition, crm_condition_unref);
  self->condition = condition;
  self->segment = 0;
  fill_segments (self);
}

/**
 * crm_why_dialog_set_record:
 * @record: the id of a record, or 0 to have it chosen
 */
void
crm_why_dialog_set_record (CrmWhyDialog *self,
                           gint64        record)
{
  g_return_if_fail (CRM_IS_WHY_DIALOG (self));

  self->record = record;
  if (record != 0)
    crm_children_begin_with (self->choice);
  ask (self);
}
