/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a test compares with: one editor or two, or chips and an editor for one more. Which editor
 * follows from the kind of the subject: a list to choose from, an entry that finds records, an
 * entry with a calendar, or an entry. Values are texts, as people type them.
 */

#include "config.h"

#include "crm-condition-values.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"
#include "crm-chip.h"
#include "crm-choices.h"
#include "crm-condition-text.h"
#include "crm-country.h"
#include "crm-type-ahead.h"

#define SEARCH_FROM 12 /* that many words to choose from are searched */

struct _CrmConditionValues
{
  AdwBin parent_instance;

  GtkWidget *box;
  GtkWidget *chips;      /* or NULL */
  GtkWidget *editors[2]; /* or NULL: a drop-down, a type-ahead or an entry */

  CrmWorkspace *workspace;
  CrmSegments *segments;
  char *type;
  char *label;
  CrmArity arity;

  /* What there is to choose from; NULL if anything can be typed. */
  GtkStringList *words;
  GPtrArray *codes;
  CrmChoices *choices;

  GPtrArray *texts; /* those of the chips */
  gboolean quiet;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmConditionValues, crm_condition_values, ADW_TYPE_BIN)

static void
tell (CrmConditionValues *self)
{
  if (!self->quiet)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* --- What there is to choose from ---------------------------------------------------------------------- */

static void
add_word (CrmConditionValues *self,
          const char         *code,
          const char         *word)
{
  g_ptr_array_add (self->codes, g_strdup (code));
  gtk_string_list_append (self->words, word);
}

static guint
find_code (CrmConditionValues *self,
           const char         *code)
{
  for (guint i = 1; i < self->codes->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->codes, i), code) == 0)
      return i;

  return 0;
}

static void
clear_words (CrmConditionValues *self)
{
  g_ptr_array_set_size (self->codes, 0);
  gtk_string_list_splice (self->words, 0, g_list_model_get_n_items (G_LIST_MODEL (self->words)), NULL);
  add_word (self, "", self->arity == CRM_ARITY_MANY ? _("Add…") : _("Choose…"));
}

static const char *
get_word (CrmConditionValues *self,
          const char         *code)
{
  guint position = self->codes != NULL ? find_code (self, code) : 0;

  return position > 0 ? gtk_string_list_get_string (self->words, position) : code;
}

static void
fill_choices (CrmConditionValues *self)
{
  g_auto (GStrv) texts = crm_condition_values_dup_texts (self);
  gboolean quiet = self->quiet;

  self->quiet = TRUE;
  clear_words (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++)
    {
      g_autoptr (CrmRecord) record = g_list_model_get_item (G_LIST_MODEL (self->choices), i);
      const char *title = crm_record_get_title (record);

      if (i == 0 && g_strcmp0 (crm_record_get_record_type (record)->table.name, "user") == 0)
        /* TRANSLATORS: whoever is at the computer, as in "Responsible is me" */
        add_word (self, "me", _("Me"));
      if (title != NULL && find_code (self, title) == 0)
        add_word (self, title, title);
    }
  crm_condition_values_set_texts (self, (const char *const *) texts);
  self->quiet = quiet;
}

static void
fill_segments (CrmConditionValues *self)
{
  CrmSegmentSet *set = crm_segments_get_set (self->segments);

  for (guint i = 0; set != NULL && i < crm_segment_set_get_n (set); i++)
    {
      const CrmSegment *segment = crm_segment_set_get (set, i);

      if (g_strcmp0 (segment->record_type, self->type) == 0)
        add_word (self, segment->name, segment->name);
    }
}

static void
begin_words (CrmConditionValues *self)
{
  self->words = gtk_string_list_new (NULL);
  self->codes = g_ptr_array_new_with_free_func (g_free);
  clear_words (self);
}

static void
choose_from_records (CrmConditionValues *self,
                     const char         *type)
{
  begin_words (self);
  self->choices = crm_choices_get (self->workspace, type);
  g_signal_connect_object (self->choices, "items-changed", G_CALLBACK (fill_choices), self, G_CONNECT_SWAPPED);
  fill_choices (self);
}

static void
find_words (CrmConditionValues *self,
            const CrmSubject   *subject,
            const char         *record_type)
{
  const CrmField *field = subject->field;

  if (record_type != NULL && strcmp (record_type, "segment") == 0)
    {
      begin_words (self);
      fill_segments (self);
    }
  else if (record_type != NULL)
    {
      const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, record_type);

      if (type->is_short || type->table.id == CRM_ID_LIST || type->table.id == CRM_ID_USER)
        choose_from_records (self, record_type);
    }
  else if (subject->kind == CRM_KIND_YES_NO)
    {
      begin_words (self);
      add_word (self, "yes", _("Yes"));
      add_word (self, "no", _("No"));
    }
  else if (subject->kind == CRM_KIND_WEEKDAY)
    {
      begin_words (self);
      for (guint day = 1; day <= 7; day++)
        add_word (self, crm_weekday_get_name (day, FALSE), crm_weekday_get_name (day, TRUE));
    }
  else if (subject->kind == CRM_KIND_COUNTRY)
    {
      guint n;
      const char **codes = crm_country_list (&n);

      begin_words (self);
      for (guint i = 0; i < n; i++)
        add_word (self, codes[i], crm_country_get_name (codes[i]));
    }
  else if (subject->kind == CRM_KIND_KEYWORD && field != NULL && field->keywords != NULL)
    {
      begin_words (self);
      for (const CrmKeyword *keyword = field->keywords; keyword->value != NULL; keyword++)
        add_word (self, keyword->value, crm_field_get_keyword_label (field, keyword->value));
    }
}

/* --- Chips ------------------------------------------------------------------------------------------------ */

static void show_chips (CrmConditionValues *self);

static void
chip_removed_cb (GtkButton          *button,
                 CrmConditionValues *self)
{
  guint position = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "position"));

  g_ptr_array_remove_index (self->texts, position);
  show_chips (self);
  if (self->editors[0] != NULL)
    gtk_widget_grab_focus (self->editors[0]);
  tell (self);
}

static GtkWidget *
make_chip (CrmConditionValues *self,
           guint               position)
{
  const char *word = get_word (self, g_ptr_array_index (self->texts, position));
  g_autofree char *remove = g_strdup_printf (_("Remove %s"), word);
  GtkWidget *button;
  GtkWidget *chip = crm_chip_new (crm_chip_new_label (word, 24), remove, &button);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "position", GUINT_TO_POINTER (position));
  g_signal_connect_object (button, "clicked", G_CALLBACK (chip_removed_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_set_halign (chip, GTK_ALIGN_START);

  return chip;
}

static void
show_chips (CrmConditionValues *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->chips), child);
  for (guint i = 0; i < self->texts->len; i++)
    {
      gtk_flow_box_insert (GTK_FLOW_BOX (self->chips), make_chip (self, i), -1);
      gtk_widget_set_focusable (gtk_widget_get_last_child (self->chips), FALSE);
    }
  gtk_widget_set_visible (self->chips, self->texts->len > 0);
}

static void
add_text (CrmConditionValues *self,
          const char         *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  if (*trimmed == '\0')
    return;
  for (guint i = 0; i < self->texts->len; i++)
    if (strcmp (g_ptr_array_index (self->texts, i), trimmed) == 0)
      return;

  g_ptr_array_add (self->texts, g_steal_pointer (&trimmed));
  show_chips (self);
}

/* --- Editors ---------------------------------------------------------------------------------------------- */

static const char *
get_text (CrmConditionValues *self,
          guint               i)
{
  GtkWidget *editor = self->editors[i];
  guint selected;

  if (GTK_IS_DROP_DOWN (editor))
    {
      selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (editor));
      return selected < self->codes->len ? g_ptr_array_index (self->codes, selected) : "";
    }
  if (CRM_IS_TYPE_AHEAD (editor))
    return crm_type_ahead_get_text (CRM_TYPE_AHEAD (editor));

  return gtk_editable_get_text (GTK_EDITABLE (editor));
}

static void
set_text (CrmConditionValues *self,
          guint               i,
          const char         *text)
{
  GtkWidget *editor = self->editors[i];

  if (GTK_IS_DROP_DOWN (editor))
    {
      /* What is not there any more stays as it was said. */
      if (*text != '\0' && find_code (self, text) == 0)
        add_word (self, text, text);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (editor), find_code (self, text));
    }
  else if (CRM_IS_TYPE_AHEAD (editor))
    crm_type_ahead_set_text (CRM_TYPE_AHEAD (editor), text);
  else
    gtk_editable_set_text (GTK_EDITABLE (editor), text);
}

static void
take_one_more (CrmConditionValues *self)
{
  g_autofree char *text = g_strdup (get_text (self, 0));
  gboolean quiet = self->quiet;

  self->quiet = TRUE;
  add_text (self, text);
  set_text (self, 0, "");
  self->quiet = quiet;
  tell (self);
}

static void
selected_cb (CrmConditionValues *self)
{
  if (self->quiet)
    return;

  if (self->arity == CRM_ARITY_MANY)
    {
      if (*get_text (self, 0) != '\0')
        take_one_more (self);
      return;
    }
  tell (self);
}

static void
chosen_cb (CrmConditionValues *self)
{
  if (self->arity == CRM_ARITY_MANY)
    take_one_more (self);
  else
    tell (self);
}

static void
activated_cb (CrmConditionValues *self)
{
  if (self->arity == CRM_ARITY_MANY)
    take_one_more (self);
}

static void
day_chosen_cb (GtkCalendar *calendar,
               GtkWidget   *entry)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (date, "%Y-%m-%d");

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (calendar), GTK_TYPE_POPOVER)));
}

static GtkWidget *
make_calendar_button (GtkWidget *entry)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *calendar = gtk_calendar_new ();

  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (day_chosen_cb), entry, G_CONNECT_DEFAULT);
  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_tooltip_text (button, _("Choose a Day"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Choose a Day"), -1);

  return button;
}

static const char *
get_hint (CrmConditionValues *self,
          const CrmSubject   *subject)
{
  if (self->arity == CRM_ARITY_DURATION)
    return _("30 days");

  switch (subject->kind)
    {
    case CRM_KIND_MONEY:
      return _("5,000 EUR");
    case CRM_KIND_DATE:
    case CRM_KIND_DATE_TIME:
    case CRM_KIND_TODAY:
      return "2026-12-31";
    case CRM_KIND_TIME:
      return "09:30";
    case CRM_KIND_HOUR:
    case CRM_KIND_NUMBER:
      return "0";
    case CRM_KIND_TEXT:
    case CRM_KIND_EMAIL:
    case CRM_KIND_PHONE:
    case CRM_KIND_MESSENGER:
    case CRM_KIND_YES_NO:
    case CRM_KIND_KEYWORD:
    case CRM_KIND_COUNTRY:
    case CRM_KIND_RECORD:
    case CRM_KIND_RECORDS:
    case CRM_KIND_TAG:
    case CRM_KIND_SEGMENT:
    case CRM_KIND_WEEKDAY:
    case CRM_KIND_LIST:
    default:
      return self->arity == CRM_ARITY_MANY ? _("Type and press Enter") : _("Value");
    }
}

static GtkWidget *
find_inside (GtkWidget *widget,
             GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_inside (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
focus_cb (gpointer data)
{
  if (gtk_widget_get_mapped (data))
    gtk_widget_grab_focus (data);

  return G_SOURCE_REMOVE;
}

static void
popover_mapped_cb (GtkWidget *entry)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, focus_cb, g_object_ref (entry), g_object_unref);
}

/* GTK 4.8 puts the focus on the list of a drop-down that opens, and does not hand out the entry
 * above it that searches: it is found inside, so that typing is enough. */
static void
search_by_typing (GtkWidget *drop_down)
{
  GtkWidget *popover = find_inside (drop_down, GTK_TYPE_POPOVER);
  GtkWidget *entry = find_inside (drop_down, GTK_TYPE_SEARCH_ENTRY);

  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (drop_down), TRUE);
  if (popover != NULL && entry != NULL)
    g_signal_connect_object (popover, "map", G_CALLBACK (popover_mapped_cb), entry, G_CONNECT_SWAPPED);
}

static void
add_editor (CrmConditionValues *self,
            guint               i,
            const CrmSubject   *subject,
            const char         *record_type)
{
  GtkWidget *editor, *control;
  gboolean days = (subject->kind & (CRM_KIND_DATE | CRM_KIND_DATE_TIME | CRM_KIND_TODAY)) != 0;

  if (self->words != NULL)
    {
      editor = control = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->words)),
                                            gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
      if (self->codes->len > SEARCH_FROM)
        search_by_typing (editor);
      g_signal_connect_object (editor, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
    }
  else if (record_type != NULL)
    {
      editor = crm_type_ahead_new (self->workspace, record_type,
                                   subject->field != NULL && strcmp (record_type, "option") == 0 ? subject->field->custom : 0, FALSE);
      control = crm_type_ahead_get_entry (CRM_TYPE_AHEAD (editor));
      crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (editor), _("Type to search"));
      g_signal_connect_object (editor, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (editor, "changed", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (control, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
    }
  else
    {
      editor = control = gtk_entry_new ();
      gtk_editable_set_width_chars (GTK_EDITABLE (editor), 6);
      gtk_entry_set_placeholder_text (GTK_ENTRY (editor), get_hint (self, subject));
      g_signal_connect_object (editor, "changed", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (editor, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, self->label, -1);
  gtk_widget_set_hexpand (editor, TRUE);
  self->editors[i] = editor;
  gtk_box_append (GTK_BOX (self->box), editor);
  if (GTK_IS_ENTRY (editor) && days && self->arity != CRM_ARITY_DURATION)
    gtk_box_append (GTK_BOX (self->box), make_calendar_button (editor));
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
clear (CrmConditionValues *self)
{
  if (self->choices != NULL)
    g_signal_handlers_disconnect_by_data (self->choices, self);
  g_clear_object (&self->choices);
  g_clear_object (&self->words);
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  self->editors[0] = self->editors[1] = NULL;
  self->chips = NULL;
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_ptr_array_set_size (self->texts, 0);
}

static gboolean
crm_condition_values_grab_focus (GtkWidget *widget)
{
  CrmConditionValues *self = CRM_CONDITION_VALUES (widget);

  return self->editors[0] != NULL && crm_children_grab_focus (widget, self->editors[0]);
}

static void
crm_condition_values_dispose (GObject *object)
{
  CrmConditionValues *self = CRM_CONDITION_VALUES (object);

  if (self->choices != NULL)
    g_signal_handlers_disconnect_by_data (self->choices, self);
  g_clear_object (&self->choices);
  g_clear_object (&self->words);
  g_clear_object (&self->segments);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_condition_values_parent_class)->dispose (object);
}

static void
crm_condition_values_finalize (GObject *object)
{
  CrmConditionValues *self = CRM_CONDITION_VALUES (object);

  g_clear_pointer (&self->codes, g_ptr_array_unref);
  g_ptr_array_unref (self->texts);
  g_free (self->label);
  g_free (self->type);

  G_OBJECT_CLASS (crm_condition_values_parent_class)->finalize (object);
}

static void
crm_condition_values_class_init (CrmConditionValuesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_condition_values_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_condition_values_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = crm_condition_values_grab_focus;

  /**
   * CrmConditionValues::changed:
   *
   * Somebody chose or typed something else.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_condition_values_init (CrmConditionValues *self)
{
  self->texts = g_ptr_array_new_with_free_func (g_free);
}

/**
 * crm_condition_values_new:
 * @workspace: a workspace
 * @type: the name of the record type that is tested
 *
 * Returns: (transfer floating): a place for values
 */
GtkWidget *
crm_condition_values_new (CrmWorkspace *workspace,
                          const char   *type)
{
  CrmConditionValues *self = g_object_new (CRM_TYPE_CONDITION_VALUES, NULL);

  self->workspace = g_object_ref (workspace);
  self->segments = crm_segments_get (workspace);
  self->type = g_strdup (type);

  return GTK_WIDGET (self);
}

/**
 * crm_condition_values_set_up:
 * @subject: what is tested
 * @arity: how many values there are
 * @named: whether the value is the name of the record that @subject is about: a tag, a segment
 * @label: what screen readers call it
 *
 * Makes the editors. There is no value in them then.
 */
void
crm_condition_values_set_up (CrmConditionValues *self,
                             const CrmSubject   *subject,
                             CrmArity            arity,
                             gboolean            named,
                             const char         *label)
{
  const char *record_type = named ? crm_subject_get_record_type (subject->key) : NULL;
  gboolean quiet = self->quiet;

  g_return_if_fail (CRM_IS_CONDITION_VALUES (self));

  self->quiet = TRUE;
  clear (self);
  self->arity = named ? CRM_ARITY_ONE : arity;
  g_free (self->label);
  self->label = g_strdup (label);
  if ((subject->kind & (CRM_KIND_RECORD | CRM_KIND_RECORDS)) != 0 && subject->field != NULL)
    record_type = subject->field->column.links_to;

  if (self->arity != CRM_ARITY_NONE && self->arity != CRM_ARITY_DURATION)
    find_words (self, subject, record_type);
  if (self->arity != CRM_ARITY_NONE)
    add_editor (self, 0, subject, record_type);
  if (self->arity == CRM_ARITY_TWO)
    {
      GtkWidget *and = gtk_label_new (_("and"));

      gtk_widget_add_css_class (and, "dim-label");
      gtk_box_append (GTK_BOX (self->box), and);
      add_editor (self, 1, subject, record_type);
    }
  if (self->arity == CRM_ARITY_MANY)
    {
      GtkWidget *both = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

      self->chips = gtk_flow_box_new ();
      gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->chips), GTK_SELECTION_NONE);
      gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->chips), 12);
      gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->chips), 6);
      gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->chips), 6);
      gtk_widget_set_hexpand (self->chips, TRUE);
      gtk_box_append (GTK_BOX (both), self->chips);
      gtk_box_append (GTK_BOX (both), self->box);
      adw_bin_set_child (ADW_BIN (self), both);
      show_chips (self);
    }
  else
    adw_bin_set_child (ADW_BIN (self), self->box);
  gtk_widget_set_visible (GTK_WIDGET (self), self->arity != CRM_ARITY_NONE);
  self->quiet = quiet;
}

/**
 * crm_condition_values_set_texts:
 * @texts: (array zero-terminated=1): values
 */
void
crm_condition_values_set_texts (CrmConditionValues *self,
                                const char *const  *texts)
{
  guint n = g_strv_length ((char **) texts);
  gboolean quiet = self->quiet;

  g_return_if_fail (CRM_IS_CONDITION_VALUES (self));

  self->quiet = TRUE;
  if (self->arity == CRM_ARITY_MANY)
    {
      g_ptr_array_set_size (self->texts, 0);
      for (guint i = 0; i < n; i++)
        g_ptr_array_add (self->texts, g_strdup (texts[i]));
      if (self->chips != NULL)
        show_chips (self);
    }
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (self->editors); i++)
        if (self->editors[i] != NULL)
          set_text (self, i, i < n ? texts[i] : "");
    }
  self->quiet = quiet;
}

/**
 * crm_condition_values_dup_texts:
 *
 * Returns: (transfer full) (array zero-terminated=1): the values; what is typed and not yet taken
 *   is one too
 */
char **
crm_condition_values_dup_texts (CrmConditionValues *self)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  g_return_val_if_fail (CRM_IS_CONDITION_VALUES (self), NULL);

  for (guint i = 0; i < self->texts->len; i++)
    g_strv_builder_add (texts, g_ptr_array_index (self->texts, i));
  for (guint i = 0; i < G_N_ELEMENTS (self->editors); i++)
    {
      g_autofree char *text = self->editors[i] != NULL ? g_strstrip (g_strdup (get_text (self, i))) : NULL;
      /* A mere number is one of days. */
      gboolean bare = self->arity == CRM_ARITY_DURATION && text != NULL && *text != '\0' &&
                      strspn (text, "0123456789") == strlen (text);
      g_autofree char *duration = bare ? g_strconcat ("P", text, "D", NULL) : NULL;

      if (text != NULL && *text != '\0')
        g_strv_builder_add (texts, duration != NULL ? duration : text);
    }

  return g_strv_builder_end (texts);
}
