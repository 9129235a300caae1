/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One test of a condition: what is tested, how, and with what. A row in which nothing has been
 * chosen yet asks nothing.
 */

#include "config.h"

#include "crm-condition-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"
#include "crm-condition-text.h"
#include "crm-condition-values.h"
#include "crm-drop-down.h"
#include "crm-duration.h"
#include "crm-pair.h"
#include "crm-subject-button.h"

struct _CrmConditionRow
{
  AdwBin parent_instance;

  GtkWidget *head;
  GtkWidget *subject_button;
  GtkWidget *fixed_label;
  GtkWidget *operators;
  GtkWidget *remove_button;
  GtkWidget *body;
  GtkWidget *name_values; /* the tag, list or segment that is tested */
  GtkWidget *values;
  GtkWidget *frequency;   /* of messages: how often at least, and since when */
  GtkWidget *times;
  GtkWidget *within;
  GtkWidget *problem;

  CrmWorkspace *workspace;
  char *type;
  char *key;  /* NULL until something was chosen */
  char *name;
  GArray *infos; /* of CrmOperatorInfo, as the drop-down has them */
  gboolean quiet;
};

enum
{
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmConditionRow, crm_condition_row, ADW_TYPE_BIN)

static const CrmRecordType *
get_type (CrmConditionRow *self)
{
  return crm_workspace_get_type_named (self->workspace, self->type);
}

/* Tags, lists and segments are named by the test; what is tested has no name of its own. */
static gboolean
is_named (CrmConditionRow *self)
{
  return crm_subject_get_record_type (self->key) != NULL;
}

static gboolean
find_subject (CrmConditionRow  *self,
              CrmSubject       *subject,
              GError          **error)
{
  /* Any name does to find out the kind. */
  return crm_subject_find (crm_workspace_get_catalogue (self->workspace), get_type (self), self->key,
                           is_named (self) ? "x" : self->name, subject, error);
}

static const CrmOperatorInfo *
get_operator (CrmConditionRow *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->operators));

  return self->infos != NULL && selected < self->infos->len ? &g_array_index (self->infos, CrmOperatorInfo, selected) : NULL;
}

static void
show_problem (CrmConditionRow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCondition) test = crm_condition_row_dup_condition (self, &error);

  gtk_label_set_text (GTK_LABEL (self->problem), error != NULL ? error->message : "");
  gtk_widget_set_visible (self->problem, error != NULL);
}

static void
changed_cb (CrmConditionRow *self)
{
  if (self->quiet)
    return;

  show_problem (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Editors ------------------------------------------------------------------------------------------- */

static void
set_up_values (CrmConditionRow *self)
{
  const CrmOperatorInfo *info = get_operator (self);
  g_auto (GStrv) texts = crm_condition_values_dup_texts (CRM_CONDITION_VALUES (self->values));
  g_autofree char *label = NULL;
  CrmSubject subject;

  if (info == NULL || !find_subject (self, &subject, NULL))
    return;

  label = crm_subject_get_label (&subject, self->name);
  crm_condition_values_set_up (CRM_CONDITION_VALUES (self->values), &subject, info->arity, FALSE, label);
  if (info->arity == CRM_ARITY_ONE && texts[0] != NULL)
    g_clear_pointer (&texts[1], g_free);
  crm_condition_values_set_texts (CRM_CONDITION_VALUES (self->values), (const char *const *) texts);
}

static void
operator_chosen_cb (CrmConditionRow *self)
{
  if (self->quiet)
    return;

  self->quiet = TRUE;
  set_up_values (self);
  self->quiet = FALSE;
  changed_cb (self);
}

static void
fill_operators (CrmConditionRow  *self,
                const CrmSubject *subject)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  g_clear_pointer (&self->infos, g_array_unref);
  self->infos = crm_condition_list_operators (subject);
  for (guint i = 0; i < self->infos->len; i++)
    gtk_string_list_append (labels, g_array_index (self->infos, CrmOperatorInfo, i).label);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->operators), G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->operators), 0);
}

static void
select_operator (CrmConditionRow *self,
                 CrmOperator      op)
{
  for (guint i = 0; self->infos != NULL && i < self->infos->len; i++)
    if (g_array_index (self->infos, CrmOperatorInfo, i).op == op)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->operators), i);
}

static void
show_subject (CrmConditionRow *self)
{
  g_autofree char *label = NULL;
  CrmSubject subject;
  g_autoptr (GError) error = NULL;

  if (!find_subject (self, &subject, &error))
    {
      crm_subject_button_set_label (CRM_SUBJECT_BUTTON (self->subject_button), self->name != NULL ? self->name : self->key);
      return;
    }

  label = crm_subject_get_label (&subject, self->name);
  crm_subject_button_set_label (CRM_SUBJECT_BUTTON (self->subject_button), label);
  gtk_label_set_text (GTK_LABEL (self->fixed_label), label);
  fill_operators (self, &subject);
  gtk_widget_set_visible (self->operators, TRUE);
  gtk_widget_set_visible (self->name_values, is_named (self));
  if (is_named (self))
    crm_condition_values_set_up (CRM_CONDITION_VALUES (self->name_values), &subject, CRM_ARITY_ONE, TRUE, label);
  gtk_widget_set_visible (self->frequency, subject.kind == CRM_KIND_MESSAGE);
  set_up_values (self);
}

static void
subject_chosen_cb (CrmConditionRow *self,
                   const char      *key,
                   const char      *name)
{
  crm_condition_row_set_subject (self, key, name);
  changed_cb (self);
  gtk_widget_grab_focus (self->operators);
}

static void
remove_clicked_cb (CrmConditionRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

/* --- How often a message was ------------------------------------------------------------------------------ */

static void
make_frequency (CrmConditionRow *self)
{
  GtkWidget *labels[] = { gtk_label_new (_("At Least")), gtk_label_new (_("times, within the last")) };

  self->frequency = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->times = gtk_spin_button_new_with_range (1, 1000000, 1);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (self->times), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->times), 3);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->times), GTK_ACCESSIBLE_PROPERTY_LABEL, _("How Often at Least"), -1);
  self->within = gtk_entry_new ();
  /* TRANSLATORS: a message was opened twice, at any time */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->within), _("any time, or 30 days"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->within), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Within the Last"), -1);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
      gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
      gtk_widget_add_css_class (labels[i], "dim-label");
      gtk_box_append (GTK_BOX (self->frequency), labels[i]);
      gtk_box_append (GTK_BOX (self->frequency), i == 0 ? self->times : self->within);
    }
  gtk_widget_set_visible (self->frequency, FALSE);
  g_signal_connect_object (self->times, "value-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->within, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
show_frequency (CrmConditionRow *self,
                CrmCondition    *test)
{
  const char *within = crm_condition_get_within (test);
  g_autofree char *text = NULL;
  CrmDuration duration;

  if (within != NULL && crm_duration_parse_plain (within, &duration, NULL))
    text = crm_duration_format (&duration);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->times), crm_condition_get_times (test));
  gtk_editable_set_text (GTK_EDITABLE (self->within), text != NULL ? text : "");
}

static CrmCondition *
add_frequency (CrmConditionRow  *self,
               CrmCondition     *test,
               GError          **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->within));
  g_autofree char *within = NULL;
  CrmDuration duration;

  if (*text != '\0' && !crm_duration_parse (text, &duration, error))
    return NULL;

  within = *text != '\0' ? crm_duration_format_plain (&duration) : NULL;

  return crm_condition_new_frequency (test, (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->times)), within);
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static gboolean
crm_condition_row_grab_focus (GtkWidget *widget)
{
  CrmConditionRow *self = CRM_CONDITION_ROW (widget);

  return crm_children_grab_focus (widget, gtk_widget_get_visible (self->subject_button) ? self->subject_button : self->operators);
}

static void
crm_condition_row_dispose (GObject *object)
{
  g_clear_object (&CRM_CONDITION_ROW (object)->workspace);

  G_OBJECT_CLASS (crm_condition_row_parent_class)->dispose (object);
}

static void
crm_condition_row_finalize (GObject *object)
{
  CrmConditionRow *self = CRM_CONDITION_ROW (object);

  g_clear_pointer (&self->infos, g_array_unref);
  g_free (self->type);
  g_free (self->key);
  g_free (self->name);

  G_OBJECT_CLASS (crm_condition_row_parent_class)->finalize (object);
}

static void
crm_condition_row_class_init (CrmConditionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_condition_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_condition_row_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = crm_condition_row_grab_focus;

  /**
   * CrmConditionRow::changed:
   *
   * It asks something else.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * CrmConditionRow::removed:
   *
   * Somebody wants it to go.
   */
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_condition_row_init (CrmConditionRow *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->head = g_object_new (CRM_TYPE_PAIR, "spacing", 6, "width-chars", 28, "halves", TRUE, NULL);
  self->fixed_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->fixed_label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->fixed_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->fixed_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (self->fixed_label), 5);
  gtk_widget_set_hexpand (self->fixed_label, TRUE);
  gtk_widget_set_visible (self->fixed_label, FALSE);

  self->operators = gtk_drop_down_new (NULL, NULL);
  crm_drop_down_shorten (GTK_DROP_DOWN (self->operators));
  gtk_widget_set_hexpand (self->operators, TRUE);
  gtk_widget_set_visible (self->operators, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->operators), GTK_ACCESSIBLE_PROPERTY_LABEL, _("How to Compare"), -1);
  g_signal_connect_object (self->operators, "notify::selected", G_CALLBACK (operator_chosen_cb), self, G_CONNECT_SWAPPED);

  self->remove_button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (self->remove_button, "flat");
  gtk_widget_set_valign (self->remove_button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (self->remove_button, _("Remove This Condition"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove This Condition"), -1);
  g_signal_connect_object (self->remove_button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);

  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->problem = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->problem), 0);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->problem), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_add_css_class (self->problem, "caption");
  gtk_widget_set_visible (self->problem, FALSE);

  gtk_widget_set_parent (self->fixed_label, self->head);
  gtk_widget_set_parent (self->operators, self->head);
  gtk_box_append (GTK_BOX (column), self->head);
  gtk_box_append (GTK_BOX (column), self->body);
  gtk_box_append (GTK_BOX (column), self->problem);
  gtk_widget_set_hexpand (column, TRUE);
  /* Last, so that Tab leads from the operator to the value. */
  gtk_box_append (GTK_BOX (all), column);
  gtk_box_append (GTK_BOX (all), self->remove_button);
  gtk_widget_add_css_class (all, "condition-row");
  adw_bin_set_child (ADW_BIN (self), all);
}

/**
 * crm_condition_row_new:
 * @workspace: a workspace
 * @type: the name of the record type that is tested
 *
 * Returns: (transfer floating): a row that asks nothing yet
 */
GtkWidget *
crm_condition_row_new (CrmWorkspace *workspace,
                       const char   *type)
{
  CrmConditionRow *self = g_object_new (CRM_TYPE_CONDITION_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  self->subject_button = crm_subject_button_new (workspace, type);
  gtk_widget_set_hexpand (self->subject_button, TRUE);
  g_signal_connect_object (self->subject_button, "chosen", G_CALLBACK (subject_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_after (self->subject_button, self->head, NULL);
  self->name_values = crm_condition_values_new (workspace, type);
  self->values = crm_condition_values_new (workspace, type);
  gtk_widget_set_visible (self->name_values, FALSE);
  gtk_widget_set_visible (self->values, FALSE);
  gtk_box_append (GTK_BOX (self->body), self->name_values);
  gtk_box_append (GTK_BOX (self->body), self->values);
  make_frequency (self);
  gtk_box_append (GTK_BOX (self->body), self->frequency);
  g_signal_connect_object (self->name_values, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->values, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * crm_condition_row_set_subject:
 * @key: what is tested: "field", "tag"
 * @name: (nullable): which one, unless that is the name of a record
 *
 * How it is compared stays if the new subject has that, too.
 */
void
crm_condition_row_set_subject (CrmConditionRow *self,
                               const char      *key,
                               const char      *name)
{
  const CrmOperatorInfo *info = get_operator (self);
  CrmOperator op = info != NULL ? info->op : CRM_OPERATOR_IS;
  gboolean quiet = self->quiet;
  static const char *const none[] = { NULL };

  g_return_if_fail (CRM_IS_CONDITION_ROW (self));

  self->quiet = TRUE;
  g_free (self->key);
  g_free (self->name);
  self->key = g_strdup (key);
  self->name = g_strdup (name);
  crm_condition_values_set_texts (CRM_CONDITION_VALUES (self->values), none);
  show_subject (self);
  select_operator (self, op);
  set_up_values (self);
  self->quiet = quiet;
}

/* What people mostly ask where they are not asked how. */
static CrmOperator
get_usual_operator (CrmKind kind)
{
  if ((kind & (CRM_KIND_DATE | CRM_KIND_DATE_TIME)) != 0)
    return CRM_OPERATOR_WITHIN_LAST;
  if ((kind & (CRM_KIND_TEXT | CRM_KIND_EMAIL | CRM_KIND_PHONE | CRM_KIND_MESSENGER)) != 0)
    return CRM_OPERATOR_CONTAINS;
  if ((kind & (CRM_KIND_KEYWORD | CRM_KIND_COUNTRY | CRM_KIND_RECORD)) != 0)
    return CRM_OPERATOR_IS_ANY_OF;
  if (kind == CRM_KIND_RECORDS)
    return CRM_OPERATOR_HAS_ANY;
  if ((kind & (CRM_KIND_NUMBER | CRM_KIND_MONEY)) != 0)
    return CRM_OPERATOR_AT_LEAST;

  return CRM_OPERATOR_IS;
}

/**
 * crm_condition_row_set_fixed:
 *
 * What is tested cannot be chosen, and the row cannot be removed. To be called when there is a
 * subject; it is compared in the usual way.
 */
void
crm_condition_row_set_fixed (CrmConditionRow *self)
{
  CrmSubject subject;
  gboolean quiet = self->quiet;

  g_return_if_fail (CRM_IS_CONDITION_ROW (self));

  if (find_subject (self, &subject, NULL))
    {
      self->quiet = TRUE;
      select_operator (self, get_usual_operator (subject.kind));
      set_up_values (self);
      self->quiet = quiet;
    }
  gtk_widget_set_visible (self->subject_button, FALSE);
  gtk_widget_set_visible (self->remove_button, FALSE);
  gtk_widget_set_visible (self->fixed_label, TRUE);
}

/**
 * crm_condition_row_get_name:
 *
 * Returns: (transfer none) (nullable): which field is tested
 */
const char *
crm_condition_row_get_name (CrmConditionRow *self)
{
  g_return_val_if_fail (CRM_IS_CONDITION_ROW (self), NULL);

  return self->name;
}

/**
 * crm_condition_row_set_condition:
 * @test: a test
 */
void
crm_condition_row_set_condition (CrmConditionRow *self,
                                 CrmCondition    *test)
{
  g_auto (GStrv) texts = crm_condition_dup_texts (test);
  const char *named[] = { crm_condition_get_name (test), NULL };
  gboolean quiet = self->quiet;

  g_return_if_fail (CRM_IS_CONDITION_ROW (self));

  self->quiet = TRUE;
  crm_condition_row_set_subject (self, crm_condition_get_subject (test), named[0]);
  select_operator (self, crm_condition_get_operator (test));
  set_up_values (self);
  if (is_named (self))
    crm_condition_values_set_texts (CRM_CONDITION_VALUES (self->name_values), named);
  crm_condition_values_set_texts (CRM_CONDITION_VALUES (self->values), (const char *const *) texts);
  show_frequency (self, test);
  self->quiet = quiet;
  show_problem (self);
}

/**
 * crm_condition_row_dup_condition:
 * @error: %CRM_ERROR_INVALID, %CRM_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the test; %NULL without @error set if it asks nothing yet
 */
CrmCondition *
crm_condition_row_dup_condition (CrmConditionRow  *self,
                                 GError          **error)
{
  const CrmOperatorInfo *info = get_operator (self);
  g_auto (GStrv) texts = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (CrmCondition) test = NULL;

  g_return_val_if_fail (CRM_IS_CONDITION_ROW (self), NULL);

  if (self->key == NULL || info == NULL)
    return NULL;

  texts = crm_condition_values_dup_texts (CRM_CONDITION_VALUES (self->values));
  if (info->arity != CRM_ARITY_NONE && texts[0] == NULL)
    return NULL;
  if (info->arity == CRM_ARITY_TWO && texts[1] == NULL)
    return NULL;

  if (is_named (self))
    {
      names = crm_condition_values_dup_texts (CRM_CONDITION_VALUES (self->name_values));
      if (names[0] == NULL)
        return NULL;
    }

  test = crm_condition_new_test_from_texts (crm_workspace_get_catalogue (self->workspace), get_type (self), self->key,
                                            names != NULL ? names[0] : self->name, info->op,
                                            (const char *const *) texts, error);

  return test != NULL && crm_condition_get_kind (test) == CRM_KIND_MESSAGE ? add_frequency (self, test, error)
                                                                           : g_steal_pointer (&test);
}

/**
 * crm_condition_row_choose:
 *
 * Asks what is to be tested.
 */
void
crm_condition_row_choose (CrmConditionRow *self)
{
  g_return_if_fail (CRM_IS_CONDITION_ROW (self));

  gtk_widget_grab_focus (self->subject_button);
  crm_subject_button_popup (CRM_SUBJECT_BUTTON (self->subject_button));
}
