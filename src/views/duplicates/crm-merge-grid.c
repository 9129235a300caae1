/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Records side by side: a column for each, and below its name what it says in each field. Of what
 * differs one value is chosen; of what people can have several of, all stay. Nothing is decided here:
 * the grid says what somebody has chosen, and shows the plan that comes of it.
 */

#include "config.h"

#include "crm-merge-grid.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"

#define VALUE_LINES 4

struct _CrmMergeGrid
{
  GtkWidget parent_instance;

  GtkWidget *viewport;
  GtkWidget *scrollbar;
  GtkWidget *grid;

  CrmMergePlan *all;   /* every record, as they stand beside each other */
  CrmMergePlan *plan;  /* those that are merged, or NULL if they are too few */
  GArray *order;       /* of gint64: the columns */
  int n_lines;
  guint n_same;
  guint showing : 1;
};

G_DEFINE_FINAL_TYPE (CrmMergeGrid, crm_merge_grid, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  SURVIVOR_CHOSEN,
  INCLUDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const CrmRow *
find_row (CrmMergePlan *plan,
          gint64        id)
{
  GPtrArray *rows = plan != NULL ? crm_merge_plan_get_rows (plan) : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (((const CrmRow *) g_ptr_array_index (rows, i))->id == id)
      return g_ptr_array_index (rows, i);

  return NULL;
}

static const CrmRow *
get_row (CrmMergeGrid *self,
         guint         column)
{
  return find_row (self->all, g_array_index (self->order, gint64, column));
}

static const char *
get_title (const CrmRow *row)
{
  const char *title = crm_value_get_text (crm_row_get (row, row->table->title));

  return title != NULL ? title : "";
}

static gint64
get_id (gpointer widget)
{
  return (gint64) GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (widget), "id"));
}

/* --- What somebody does ------------------------------------------------------------------------------------- */

/* Shows which value of a field stays, now that somebody has chosen it. */
static void
mark_line (CrmMergeGrid *self,
           const char   *key)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->grid); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (g_strcmp0 (g_object_get_data (G_OBJECT (child), "key"), key) != 0)
        continue;

      gtk_widget_remove_css_class (child, "asked");
      if (GTK_IS_LABEL (child))
        {
          gtk_label_set_text (GTK_LABEL (child), crm_record_type_find_field (crm_merge_plan_get_record_type (self->all), key)->label);
          gtk_widget_remove_css_class (child, "accent");
          gtk_widget_add_css_class (child, "dim-label");
        }
      else if (gtk_check_button_get_active (GTK_CHECK_BUTTON (child)))
        gtk_widget_add_css_class (child, "stays");
      else
        gtk_widget_remove_css_class (child, "stays");
    }
}

static void
value_toggled_cb (GtkCheckButton *check,
                  CrmMergeGrid   *self)
{
  const char *key = g_object_get_data (G_OBJECT (check), "key");

  if (!gtk_check_button_get_active (check) || self->showing)
    return;

  g_signal_emit (self, signals[CHOSEN], 0, key, get_id (check));
  mark_line (self, key);
}

static void
survivor_toggled_cb (GtkCheckButton *check,
                     CrmMergeGrid   *self)
{
  if (gtk_check_button_get_active (check) && !self->showing)
    g_signal_emit (self, signals[SURVIVOR_CHOSEN], 0, get_id (check));
}

static void
included_toggled_cb (GtkCheckButton *check,
                     CrmMergeGrid   *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[INCLUDED], 0, get_id (check), gtk_check_button_get_active (check));
}

/* --- Cells ------------------------------------------------------------------------------------------------------ */

static GtkWidget *
make_label (const char *text,
            int         lines)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  if (lines > 0)
    {
      gtk_label_set_lines (GTK_LABEL (label), lines);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_tooltip_text (label, text);
    }

  return label;
}

static GtkWidget *
make_check (CrmMergeGrid       *self,
            GtkAccessibleRole   role,
            GtkWidget          *group,
            GtkWidget          *child,
            const char         *name,
            const char         *what,
            gint64              id)
{
  /* A group does not make it a radio button for screen readers. */
  GtkWidget *check = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", role, NULL);
  g_autofree char *widget_name = g_strdup_printf ("%s-%" G_GINT64_FORMAT, what, id);

  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), child);
  if (group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), GTK_CHECK_BUTTON (group));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (check), "id", GSIZE_TO_POINTER ((gsize) id));
  gtk_widget_set_name (check, widget_name);

  return check;
}

/* What tells it apart from others of its name. */
static char *
make_details (const CrmRow *row)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (row->table);
  g_auto (GStrv) keys = g_strsplit (type->details != NULL ? type->details : "", ",", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const CrmField *field = crm_record_type_find_field (type, keys[i]);
      g_autofree char *value = NULL;

      if (field == NULL || crm_field_is_set (field))
        continue;
      value = crm_field_format (field, &row->values[field->column.index], row->titles != NULL ? row->titles[field->column.index] : NULL);
      if (value != NULL && *value != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", value);
    }

  return g_string_free (text, FALSE);
}

static GtkWidget *
make_head (CrmMergeGrid  *self,
           const CrmRow  *row,
           GtkWidget    **group)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (row->table);
  const CrmField *created_field = crm_record_type_find_field (type, "created");
  g_autofree char *details = make_details (row);
  g_autofree char *created = crm_field_format (created_field, &row->values[created_field->column.index], NULL);
  g_autofree char *since = g_strdup_printf (_("Created %s"), created);
  /* TRANSLATORS: the gap is the name of a record */
  g_autofree char *stays_name = g_strdup_printf (_("“%s” Stays"), get_title (row));
  /* TRANSLATORS: the gap is the name of a record */
  g_autofree char *merge_name = g_strdup_printf (_("Merge “%s”"), get_title (row));
  gboolean included = self->plan == NULL || find_row (self->plan, row->id) != NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *avatar = adw_avatar_new (40, get_title (row), TRUE);
  GtkWidget *title = make_label (get_title (row), 2);
  GtkWidget *second = make_label (details, 3);
  GtkWidget *third = make_label (since, 2);
  GtkWidget *stays = make_check (self, GTK_ACCESSIBLE_ROLE_RADIO, *group, gtk_label_new (_("This One Stays")), stays_name, "stays", row->id);
  GtkWidget *merges = make_check (self, GTK_ACCESSIBLE_ROLE_CHECKBOX, NULL, gtk_label_new (_("Merge This One")), merge_name, "merges", row->id);

  gtk_widget_set_halign (avatar, GTK_ALIGN_START);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (second, "caption");
  gtk_widget_add_css_class (third, "caption");
  gtk_widget_add_css_class (third, "dim-label");
  gtk_widget_set_margin_bottom (third, 6);
  gtk_widget_set_vexpand (third, TRUE);
  gtk_widget_set_valign (third, GTK_ALIGN_START);
  gtk_widget_set_visible (second, *details != '\0');
  gtk_label_set_ellipsize (GTK_LABEL (gtk_check_button_get_child (GTK_CHECK_BUTTON (stays))), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_check_button_get_child (GTK_CHECK_BUTTON (merges))), PANGO_ELLIPSIZE_END);

  if (*group == NULL)
    *group = stays;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (stays), self->plan != NULL && crm_merge_plan_get_survivor (self->plan) == row->id);
  gtk_widget_set_sensitive (stays, included && self->plan != NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (merges), included);
  gtk_widget_set_visible (merges, self->order->len > 2);
  g_signal_connect (stays, "toggled", G_CALLBACK (survivor_toggled_cb), self);
  g_signal_connect (merges, "toggled", G_CALLBACK (included_toggled_cb), self);

  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), second);
  gtk_box_append (GTK_BOX (box), third);
  gtk_box_append (GTK_BOX (box), merges);
  gtk_box_append (GTK_BOX (box), stays);
  gtk_widget_add_css_class (box, "merge-head");
  if (!included)
    gtk_widget_add_css_class (box, "left-out");

  return box;
}

static GtkWidget *
add_caption (CrmMergeGrid *self,
             const char   *text,
             gboolean      asks)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "merge-caption");
  gtk_widget_add_css_class (label, asks ? "accent" : "dim-label");
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, self->n_lines++, (int) self->order->len, 1);

  return label;
}

static char *
format_value (const CrmRow   *row,
              const CrmField *field)
{
  return crm_field_format (field, &row->values[field->column.index], row->titles != NULL ? row->titles[field->column.index] : NULL);
}

static GtkWidget *
make_value (CrmMergeGrid         *self,
            const CrmMergeField  *merged,
            const CrmRow         *row,
            GtkWidget           **group)
{
  const CrmField *field = merged->field;
  g_autofree char *value = format_value (row, field);
  gboolean empty = value == NULL || *value == '\0';
  const char *text = empty ? C_("value", "None") : value;
  /* TRANSLATORS: the name of a field, a value of it, and whose it is: "City: Bilbao, of Ana García" */
  g_autofree char *name = g_strdup_printf (_("%1$s: %2$s, of %3$s"), field->label, text, get_title (row));
  gboolean included = find_row (self->plan, row->id) != NULL;
  gboolean stays = included && !merged->must_choose && merged->chosen == row->id;
  GtkWidget *label = make_label (text, VALUE_LINES);
  GtkWidget *check = make_check (self, GTK_ACCESSIBLE_ROLE_RADIO, *group, label, name, field->key, row->id);

  gtk_widget_set_hexpand (label, TRUE);
  if (empty)
    gtk_widget_add_css_class (label, "dim-label");
  if (*group == NULL)
    *group = check;
  g_object_set_data_full (G_OBJECT (check), "key", g_strdup (field->key), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), stays);
  gtk_widget_set_sensitive (check, included);
  gtk_widget_add_css_class (check, "merge-cell");
  if (stays)
    gtk_widget_add_css_class (check, "stays");
  if (!included)
    gtk_widget_add_css_class (check, "left-out");
  if (merged->must_choose)
    gtk_widget_add_css_class (check, "asked");
  g_signal_connect (check, "toggled", G_CALLBACK (value_toggled_cb), self);

  return check;
}

static void
add_choice (CrmMergeGrid        *self,
            const CrmMergeField *merged)
{
  GtkWidget *group = NULL;
  /* TRANSLATORS: the gap is the name of a field */
  g_autofree char *asks = g_strdup_printf (_("%s: choose which one stays"), merged->field->label);

  GtkWidget *caption = add_caption (self, merged->must_choose ? asks : merged->field->label, merged->must_choose);

  g_object_set_data_full (G_OBJECT (caption), "key", g_strdup (merged->field->key), g_free);
  for (guint i = 0; i < self->order->len; i++)
    gtk_grid_attach (GTK_GRID (self->grid), make_value (self, merged, get_row (self, i), &group), (int) i, self->n_lines, 1, 1);
  self->n_lines++;
}

/* Everything that people can have several of. */
static char *
join_members (const CrmRow   *row,
              const CrmField *field)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);
      g_autofree char *word = NULL;

      if (member->column != field->column.id)
        continue;
      word = crm_field_format_member (field, member->text, member->label);
      if (word != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", word);
    }

  return g_string_free (text, FALSE);
}

static void
add_set (CrmMergeGrid   *self,
         const CrmField *field)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  /* TRANSLATORS: the gap is the name of a field of which there can be several values, such as tags */
  g_autofree char *caption = g_strdup_printf (_("%s: all stay"), field->label);
  gboolean any = FALSE;

  for (guint i = 0; i < self->order->len; i++)
    {
      char *text = join_members (get_row (self, i), field);

      any |= *text != '\0';
      g_ptr_array_add (texts, text);
    }
  if (!any)
    return;

  add_caption (self, caption, FALSE);
  for (guint i = 0; i < self->order->len; i++)
    {
      const char *text = g_ptr_array_index (texts, i);
      gboolean included = find_row (self->plan, get_row (self, i)->id) != NULL;
      GtkWidget *label = make_label (*text != '\0' ? text : C_("value", "None"), VALUE_LINES);

      gtk_widget_add_css_class (label, "merge-cell");
      if (*text == '\0')
        gtk_widget_add_css_class (label, "dim-label");
      if (!included)
        gtk_widget_add_css_class (label, "left-out");
      else if (*text != '\0')
        gtk_widget_add_css_class (label, "stays");
      gtk_label_set_yalign (GTK_LABEL (label), 0);
      gtk_grid_attach (GTK_GRID (self->grid), label, (int) i, self->n_lines, 1, 1);
    }
  self->n_lines++;
}

static void
add_same (CrmMergeGrid         *self,
          GtkWidget            *box,
          const CrmMergeField  *merged)
{
  g_autofree char *value = format_value (get_row (self, 0), merged->field);
  /* TRANSLATORS: the name of a field, and its value: "City: Bilbao" */
  g_autofree char *text = g_strdup_printf (_("%1$s: %2$s"), merged->field->label, value != NULL ? value : "");
  GtkWidget *label = make_label (text, VALUE_LINES);

  gtk_label_set_max_width_chars (GTK_LABEL (label), 80);
  gtk_box_append (GTK_BOX (box), label);
  self->n_same++;
}

static const CrmMergeField *
find_merged (GArray         *fields,
             const CrmField *field)
{
  for (guint i = 0; i < fields->len; i++)
    if (g_array_index (fields, CrmMergeField, i).field == field)
      return &g_array_index (fields, CrmMergeField, i);

  return NULL;
}

static void
add_fields (CrmMergeGrid *self)
{
  const CrmRecordType *type = crm_merge_plan_get_record_type (self->all);
  g_autoptr (GArray) fields = crm_merge_plan_list_fields (self->plan != NULL ? self->plan : self->all);
  GtkWidget *same = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *text = NULL;
  GtkWidget *expander;

  g_object_ref_sink (same);
  for (guint i = 0; i < type->n_fields; i++)
    {
      const CrmField *field = type->fields[i];
      const CrmMergeField *merged = find_merged (fields, field);

      if ((field->flags & (CRM_FIELD_INTERNAL | CRM_FIELD_DERIVED)) != 0)
        continue;

      if (crm_field_is_set (field))
        add_set (self, field);
      else if (merged != NULL && crm_field_is_editable (field) && merged->differs)
        add_choice (self, merged);
      else if (merged != NULL && crm_field_is_editable (field))
        add_same (self, same, merged);
    }

  if (self->n_same > 0)
    {
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Field Is the Same", "%u Fields Are the Same", self->n_same), self->n_same);
      expander = gtk_expander_new (text);
      gtk_widget_set_margin_top (same, 6);
      gtk_widget_set_margin_start (same, 12);
      gtk_expander_set_child (GTK_EXPANDER (expander), same);
      gtk_widget_add_css_class (expander, "merge-same");
      gtk_grid_attach (GTK_GRID (self->grid), expander, 0, self->n_lines++, (int) self->order->len, 1);
    }
  g_object_unref (same);
}

/* --- Showing ------------------------------------------------------------------------------------------------------ */

/* Those that stand there already keep their places. */
static void
arrange (CrmMergeGrid *self)
{
  GPtrArray *rows = crm_merge_plan_get_rows (self->all);

  for (guint i = self->order->len; i > 0; i--)
    if (find_row (self->all, g_array_index (self->order, gint64, i - 1)) == NULL)
      g_array_remove_index (self->order, i - 1);

  for (guint i = 0; i < rows->len; i++)
    {
      gint64 id = ((const CrmRow *) g_ptr_array_index (rows, i))->id;
      gboolean known = FALSE;

      for (guint k = 0; k < self->order->len; k++)
        known |= g_array_index (self->order, gint64, k) == id;
      if (!known)
        g_array_append_val (self->order, id);
    }
}

static void
clear (CrmMergeGrid *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  self->n_lines = 0;
  self->n_same = 0;
}

/* Where the keyboard is, as the name of what is there. */
static char *
remember_focus (CrmMergeGrid *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->grid) ? g_strdup (gtk_widget_get_name (focus)) : NULL;
}

static GtkWidget *
find_named (GtkWidget  *widget,
            const char *name)
{
  if (strcmp (gtk_widget_get_name (widget), name) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* --- Layout --------------------------------------------------------------------------------------------------------- */

/* The grid is as wide as its columns need, and scrolls where there is less room; as tall as it is at
 * that width, which a GtkScrolledWindow would not know. */
static int
get_grid_width (CrmMergeGrid *self,
                int           width)
{
  int minimum;

  gtk_widget_measure (self->grid, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return MAX (minimum, width);
}

static void
crm_merge_grid_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  CrmMergeGrid *self = CRM_MERGE_GRID (widget);
  int bar;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->scrollbar, orientation, -1, minimum, NULL, NULL, NULL);
      gtk_widget_measure (self->grid, orientation, -1, NULL, natural, NULL, NULL);
      *natural = MAX (*natural, *minimum);
      return;
    }

  gtk_widget_measure (self->grid, orientation, for_size >= 0 ? get_grid_width (self, for_size) : -1, NULL, natural, NULL, NULL);
  if (for_size >= 0 && get_grid_width (self, for_size) > for_size)
    {
      gtk_widget_measure (self->scrollbar, orientation, -1, NULL, &bar, NULL, NULL);
      *natural += bar;
    }
  *minimum = *natural;
}

static void
crm_merge_grid_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  CrmMergeGrid *self = CRM_MERGE_GRID (widget);
  gboolean scrolls = get_grid_width (self, width) > width;
  int bar = 0;

  gtk_widget_set_child_visible (self->scrollbar, scrolls);
  if (scrolls)
    gtk_widget_measure (self->scrollbar, GTK_ORIENTATION_VERTICAL, -1, NULL, &bar, NULL, NULL);

  /* The viewport says how far it can scroll, which the scrollbar has to know. */
  gtk_widget_size_allocate (self->viewport, &(GtkAllocation) { 0, 0, width, height - bar }, -1);
  if (scrolls)
    gtk_widget_size_allocate (self->scrollbar, &(GtkAllocation) { 0, height - bar, width, bar }, -1);
}

static GtkSizeRequestMode
crm_merge_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static gboolean
scrolled_cb (GtkEventControllerScroll *controller,
             double                    dx,
             double                    dy,
             CrmMergeGrid             *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->viewport));
  double by = dx != 0 ? dx : (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller)) & GDK_SHIFT_MASK) != 0 ? dy : 0;

  if (by == 0 || !gtk_widget_get_child_visible (self->scrollbar))
    return GDK_EVENT_PROPAGATE;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + by * gtk_adjustment_get_page_size (adjustment) / 4);

  return GDK_EVENT_STOP;
}

static void
crm_merge_grid_dispose (GObject *object)
{
  CrmMergeGrid *self = CRM_MERGE_GRID (object);

  crm_children_unparent (GTK_WIDGET (self));
  g_clear_pointer (&self->all, crm_merge_plan_unref);
  g_clear_pointer (&self->plan, crm_merge_plan_unref);
  g_clear_pointer (&self->order, g_array_unref);

  G_OBJECT_CLASS (crm_merge_grid_parent_class)->dispose (object);
}

static void
crm_merge_grid_class_init (CrmMergeGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_merge_grid_dispose;

  /**
   * CrmMergeGrid::chosen:
   * @key: of a field
   * @id: of the record whose value stays
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);

  /**
   * CrmMergeGrid::survivor-chosen:
   * @id: of the record that stays
   */
  signals[SURVIVOR_CHOSEN] = g_signal_new ("survivor-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  /**
   * CrmMergeGrid::included:
   * @id: of a record
   * @included: whether it is merged with the others
   */
  signals[INCLUDED] = g_signal_new ("included", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_BOOLEAN);

  GTK_WIDGET_CLASS (klass)->measure = crm_merge_grid_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = crm_merge_grid_size_allocate;
  GTK_WIDGET_CLASS (klass)->get_request_mode = crm_merge_grid_get_request_mode;

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "mergegrid");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_merge_grid_init (CrmMergeGrid *self)
{
  GtkAdjustment *adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  self->order = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  self->viewport = gtk_viewport_new (adjustment, NULL);
  gtk_viewport_set_child (GTK_VIEWPORT (self->viewport), self->grid);
  gtk_widget_set_parent (self->viewport, GTK_WIDGET (self));
  self->scrollbar = gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, adjustment);
  gtk_widget_set_parent (self->scrollbar, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

/**
 * crm_merge_grid_show:
 * @all: every record that stands there
 * @plan: (nullable): those of them that are merged, and what becomes of their fields; %NULL if there
 *   are not two of them
 *
 * Shows what would come of it. Records that stand there already keep their places, and so does the
 * keyboard.
 */
void
crm_merge_grid_show (CrmMergeGrid *self,
                     CrmMergePlan *all,
                     CrmMergePlan *plan)
{
  g_autofree char *focus = remember_focus (self);
  GtkWidget *group = NULL;
  GtkWidget *focused;

  g_return_if_fail (CRM_IS_MERGE_GRID (self));

  crm_merge_plan_ref (all);
  g_clear_pointer (&self->all, crm_merge_plan_unref);
  self->all = all;
  if (plan != NULL)
    crm_merge_plan_ref (plan);
  g_clear_pointer (&self->plan, crm_merge_plan_unref);
  self->plan = plan;

  self->showing = TRUE;
  clear (self);
  arrange (self);
  for (guint i = 0; i < self->order->len; i++)
    gtk_grid_attach (GTK_GRID (self->grid), make_head (self, get_row (self, i), &group), (int) i, 0, 1, 1);
  self->n_lines = 1;
  add_fields (self);
  self->showing = FALSE;

  focused = focus != NULL ? find_named (self->grid, focus) : NULL;
  if (focused != NULL)
    gtk_widget_grab_focus (focused);
}

/**
 * crm_merge_grid_focus_survivor:
 *
 * Puts the keyboard at the beginning: at the record that stays.
 */
void
crm_merge_grid_focus_survivor (CrmMergeGrid *self)
{
  g_autofree char *name = NULL;
  GtkWidget *check;

  g_return_if_fail (CRM_IS_MERGE_GRID (self));

  if (self->plan == NULL)
    return;

  name = g_strdup_printf ("stays-%" G_GINT64_FORMAT, crm_merge_plan_get_survivor (self->plan));
  check = find_named (self->grid, name);
  if (check != NULL)
    gtk_widget_grab_focus (check);
}

/**
 * crm_merge_grid_focus_choice:
 *
 * Puts the keyboard where something has to be chosen.
 *
 * Returns: %FALSE if there is no such thing
 */
gboolean
crm_merge_grid_focus_choice (CrmMergeGrid *self)
{
  g_return_val_if_fail (CRM_IS_MERGE_GRID (self), FALSE);

  for (GtkWidget *child = gtk_widget_get_first_child (self->grid); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_has_css_class (child, "asked") && gtk_widget_grab_focus (child))
      return TRUE;

  return FALSE;
}
