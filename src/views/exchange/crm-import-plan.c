/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The third page of an import: the first rows of the file as they will be, and what becomes of
 * each: a new record, one that is merged, skipped or refused, and why. Nothing is written yet.
 */

#include "config.h"

#include "crm-import-plan.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-drop-down.h"
#include "crm-field.h"
#include "crm-import-figures.h"
#include "crm-money.h"
#include "crm-pair.h"
#include "crm-planned-item.h"
#include "crm-spinner.h"

/* Enough to see whether it is right, few enough to come at once. */
#define N_ROWS 200

#define OUTCOME_WIDTH 260
#define LINE_WIDTH    60
#define COLUMN_WIDTH  150
#define WIDE_WIDTH    210

struct _CrmImportPlan
{
  AdwBin parent_instance;

  /* Template children */
  GtkStack *stack;
  AdwStatusPage *error_page;
  GtkLabel *summary_label;
  GtkDropDown *show_drop_down;
  GtkColumnView *view;
  GtkLabel *detail_label;

  /* Owned */
  CrmImport *import;
  GListStore *items;
  GtkFilterListModel *shown;
  GtkSingleSelection *selection;
  GtkCustomFilter *filter;
  GArray *choices; /* of int: what the drop-down shows; -1 for all */
  GCancellable *cancellable;

  gboolean showing;
};

G_DEFINE_FINAL_TYPE (CrmImportPlan, crm_import_plan, ADW_TYPE_BIN)

enum
{
  READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Cells ---------------------------------------------------------------------------------------------- */

static GtkWidget *
make_text (void)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (text), 1);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (text), 1);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (text, TRUE);

  return text;
}

static void
setup_outcome_cb (GtkSignalListItemFactory *factory,
                  GtkListItem              *item,
                  gpointer                  user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *image = gtk_image_new ();
  GtkWidget *text = make_text ();

  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), text);
  g_object_set_data (G_OBJECT (box), "image", image);
  g_object_set_data (G_OBJECT (box), "text", text);
  gtk_list_item_set_child (item, box);
}

static void
bind_outcome_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item,
                 gpointer                  user_data)
{
  static const char *const classes[] = { "success", "accent", "dim-label", "error" };
  CrmPlannedItem *planned = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *image = g_object_get_data (G_OBJECT (box), "image");
  GtkWidget *text = g_object_get_data (G_OBJECT (box), "text");
  const char *style[] = { classes[crm_planned_item_get_row (planned)->fate], NULL };
  g_autofree char *outcome = crm_planned_item_say_outcome (planned);

  gtk_image_set_from_icon_name (GTK_IMAGE (image), crm_planned_item_get_icon (planned));
  gtk_widget_set_css_classes (image, style);
  gtk_inscription_set_text (GTK_INSCRIPTION (text), outcome);
}

static void
setup_text_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  user_data)
{
  gtk_list_item_set_child (item, make_text ());
}

static void
bind_line_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  user_data)
{
  g_autofree char *line = g_strdup_printf ("%d", (int) crm_planned_item_get_row (gtk_list_item_get_item (item))->line);

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), line);
}

static void
bind_value_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  user_data)
{
  const CrmPlannedRow *row = crm_planned_item_get_row (gtk_list_item_get_item (item));
  guint field = GPOINTER_TO_UINT (user_data);
  g_autofree char *line = g_strdup (field < row->values->len ? g_ptr_array_index (row->values, field) : "");

  g_strdelimit (line, "\r\n", ' ');
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), line);
}

static void
add_column (CrmImportPlan *self,
            const char    *title,
            int            width,
            GCallback      setup,
            GCallback      bind,
            gpointer       data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", setup, NULL);
  g_signal_connect (factory, "bind", bind, data);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, width);
  gtk_column_view_append_column (self->view, column);
}

static void
bind_fresh_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  user_data)
{
  const CrmPlannedRow *row = crm_planned_item_get_row (gtk_list_item_get_item (item));
  guint number = GPOINTER_TO_UINT (user_data);
  g_autofree char *line = g_strdup (number < row->fresh->len ? g_ptr_array_index (row->fresh, number) : "");

  g_strdelimit (line, "\r\n", ' ');
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), line);
}

static void
bind_note_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  user_data)
{
  g_autofree char *line = g_strdup (crm_planned_item_get_row (gtk_list_item_get_item (item))->note);

  g_strdelimit (line, "\r\n", ' ');
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), line);
}

static gboolean
has_values (CrmImportPlan *self,
            guint          field)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (CrmPlannedItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const CrmPlannedRow *row = crm_planned_item_get_row (item);

      if (field < row->values->len && *(const char *) g_ptr_array_index (row->values, field) != '\0')
        return TRUE;
    }

  return FALSE;
}

static int
get_width (const CrmField *field)
{
  switch (field->type)
    {
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_EMAILS:
    case CRM_FIELD_TAGS:
    case CRM_FIELD_LONG_TEXT:
      return WIDE_WIDTH;
    default:
      return COLUMN_WIDTH;
    }
}

static gboolean
has_notes (CrmImportPlan *self)
{
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)) && !found; i++)
    {
      g_autoptr (CrmPlannedItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      found = *crm_planned_item_get_row (item)->note != '\0';
    }

  return found;
}

/* A column for a field, unless it has one, or nothing would be in it. */
static void
add_field_column (CrmImportPlan       *self,
                  const CrmRecordType *type,
                  const char          *key,
                  GHashTable          *added)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (strcmp (type->fields[i]->key, key) == 0 && crm_field_is_shown (type->fields[i]) && has_values (self, i) &&
        g_hash_table_add (added, (gpointer) type->fields[i]->key))
      add_column (self, type->fields[i]->label, get_width (type->fields[i]), G_CALLBACK (setup_text_cb), G_CALLBACK (bind_value_cb), GUINT_TO_POINTER (i));
}

/* What columns of the file become, in the order of the file. */
static void
add_mapped_columns (CrmImportPlan       *self,
                    const CrmRecordType *type,
                    CrmMapping          *mapping,
                    GHashTable          *added)
{
  guint n_fresh = 0;

  for (guint i = 0; i < crm_mapping_get_n_columns (mapping); i++)
    {
      const CrmTarget *target = &crm_mapping_get_column (mapping, i)->target;

      if (target->kind == CRM_TARGET_FIELD)
        add_field_column (self, type, target->key, added);
      else if (target->kind == CRM_TARGET_NEW_FIELD)
        add_column (self, target->label, COLUMN_WIDTH, G_CALLBACK (setup_text_cb), G_CALLBACK (bind_fresh_cb), GUINT_TO_POINTER (n_fresh++));
      else if (target->kind == CRM_TARGET_FULL_NAME)
        {
          add_field_column (self, type, "first_name", added);
          add_field_column (self, type, "last_name", added);
        }
    }
}

static void
build_columns (CrmImportPlan *self)
{
  const CrmRecordType *type = crm_import_get_record_type (self->import);
  CrmMapping *mapping = crm_import_is_vcard (self->import) ? NULL : crm_import_get_mapping (self->import);
  g_autoptr (GHashTable) added = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }

  add_column (self, _("Outcome"), OUTCOME_WIDTH, G_CALLBACK (setup_outcome_cb), G_CALLBACK (bind_outcome_cb), NULL);
  add_column (self, _("Line"), LINE_WIDTH, G_CALLBACK (setup_text_cb), G_CALLBACK (bind_line_cb), NULL);
  if (mapping != NULL)
    add_mapped_columns (self, type, mapping, added);
  for (guint i = 0; i < type->n_fields; i++)
    add_field_column (self, type, type->fields[i]->key, added);
  if (has_notes (self))
    add_column (self, _("Note"), WIDE_WIDTH, G_CALLBACK (setup_text_cb), G_CALLBACK (bind_note_cb), NULL);
}

/* --- What is shown ---------------------------------------------------------------------------------------- */

static void
show_detail (CrmImportPlan *self)
{
  CrmPlannedItem *item = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *sentence = item != NULL ? crm_planned_item_say (item) : NULL;

  gtk_label_set_text (self->detail_label, sentence != NULL ? sentence : "");
}

static gboolean
filter_item (gpointer item,
             gpointer user_data)
{
  CrmImportPlan *self = user_data;
  guint chosen = self->show_drop_down != NULL ? gtk_drop_down_get_selected (self->show_drop_down) : 0;
  int fate = chosen < self->choices->len ? g_array_index (self->choices, int, chosen) : -1;

  return fate < 0 || (int) crm_planned_item_get_row (item)->fate == fate;
}

static void
show_selected_cb (CrmImportPlan *self)
{
  if (!self->showing && self->filter != NULL)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
count_fates (CrmImportPlan *self,
             gint64         counts[4])
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (CrmPlannedItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      counts[crm_planned_item_get_row (item)->fate]++;
    }
}

/* A drop-down without what there is none of. */
static void
fill_choices (CrmImportPlan *self,
              const gint64   counts[4])
{
  static const char *const labels[] = { N_("New (%s)"), N_("Merged (%s)"), N_("Skipped (%s)"), N_("Rejected (%s)") };
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *all = crm_number_format (g_list_model_get_n_items (G_LIST_MODEL (self->items)));
  int choice = -1;

  g_array_set_size (self->choices, 0);
  g_array_append_val (self->choices, choice);
  gtk_string_list_take (names, g_strdup_printf (_("All Rows (%s)"), all));
  for (choice = 0; choice < 4; choice++)
    if (counts[choice] > 0)
      {
        g_autofree char *number = crm_number_format ((double) counts[choice]);

        gtk_string_list_take (names, crm_fill (_(labels[choice]), number));
        g_array_append_val (self->choices, choice);
      }

  self->showing = TRUE;
  gtk_drop_down_set_model (self->show_drop_down, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->show_drop_down, 0);
  self->showing = FALSE;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
show_summary (CrmImportPlan *self,
              const gint64   counts[4])
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autofree char *all = crm_number_format (n);
  g_autofree char *figures = crm_import_figures_say (counts);
  g_autofree char *text = NULL;

  /* TRANSLATORS: how many rows a file has, and what becomes of them: "All rows (200): 198 new, 2 rejected" */
  text = g_strdup_printf (n < N_ROWS ? _("All rows (%1$s): %2$s") : _("The first %1$s rows: %2$s"), all, figures);
  gtk_label_set_text (self->summary_label, text);
}

/* --- Asking --------------------------------------------------------------------------------------------------- */

static void
show_rows (CrmImportPlan *self,
           GPtrArray     *rows)
{
  gint64 counts[4] = { 0 };

  g_list_store_remove_all (self->items);
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (CrmPlannedItem) item = crm_planned_item_new (g_ptr_array_index (rows, i),
                                                              crm_import_get_options (self->import)->file_wins);

      g_list_store_append (self->items, item);
    }

  count_fates (self, counts);
  build_columns (self);
  fill_choices (self, counts);
  show_summary (self, counts);
  show_detail (self);

  if (rows->len == 0)
    {
      adw_status_page_set_description (self->error_page, _("There are no rows in the file."));
      gtk_stack_set_visible_child_name (self->stack, "error");
      return;
    }

  gtk_stack_set_visible_child_name (self->stack, "table");
}

static void
planned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CrmImportPlan) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = crm_import_preview_finish (CRM_IMPORT (object), result, &error);

  /* Somebody has gone on, or wants it otherwise. */
  if (self->stack == NULL || self->import != CRM_IMPORT (object) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (rows != NULL)
    show_rows (self, rows);
  else
    {
      adw_status_page_set_description (self->error_page, error->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  g_signal_emit (self, signals[READY], 0);
}

/* --- Object --------------------------------------------------------------------------------------------------- */

static void
crm_import_plan_dispose (GObject *object)
{
  CrmImportPlan *self = CRM_IMPORT_PLAN (object);

  self->showing = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_IMPORT_PLAN);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->items);
  g_clear_object (&self->import);

  G_OBJECT_CLASS (crm_import_plan_parent_class)->dispose (object);
}

static void
crm_import_plan_finalize (GObject *object)
{
  g_array_unref (CRM_IMPORT_PLAN (object)->choices);

  G_OBJECT_CLASS (crm_import_plan_parent_class)->finalize (object);
}

static void
crm_import_plan_class_init (CrmImportPlanClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_import_plan_dispose;
  object_class->finalize = crm_import_plan_finalize;

  /**
   * CrmImportPlan::ready:
   *
   * It is known what becomes of the rows, or why nothing can become of them.
   */
  signals[READY] = g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CRM_TYPE_PAIR);
  g_type_ensure (CRM_TYPE_SPINNER);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-import-plan.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmImportPlan, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmImportPlan, error_page);
  gtk_widget_class_bind_template_child (widget_class, CrmImportPlan, summary_label);
  gtk_widget_class_bind_template_child (widget_class, CrmImportPlan, show_drop_down);
  gtk_widget_class_bind_template_child (widget_class, CrmImportPlan, view);
  gtk_widget_class_bind_template_child (widget_class, CrmImportPlan, detail_label);
  gtk_widget_class_bind_template_callback (widget_class, show_selected_cb);
}

static void
crm_import_plan_init (CrmImportPlan *self)
{
  self->choices = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_drop_down_shorten (self->show_drop_down);

  self->items = g_list_store_new (CRM_TYPE_PLANNED_ITEM);
  self->filter = gtk_custom_filter_new (filter_item, self, NULL);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)), g_object_ref (GTK_FILTER (self->filter)));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_detail), self, G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

/**
 * crm_import_plan_open:
 * @import: an import whose file has been looked at
 *
 * Asks what would become of the first rows, and shows it. May be called again.
 */
void
crm_import_plan_open (CrmImportPlan *self,
                      CrmImport     *import)
{
  g_return_if_fail (CRM_IS_IMPORT_PLAN (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_set_object (&self->import, import);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  crm_import_preview_async (import, N_ROWS, self->cancellable, planned_cb, g_object_ref (self));
}

/**
 * crm_import_plan_is_ready:
 *
 * Returns: %TRUE if the file can be imported so
 */
gboolean
crm_import_plan_is_ready (CrmImportPlan *self)
{
  g_return_val_if_fail (CRM_IS_IMPORT_PLAN (self), FALSE);

  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "table") == 0;
}
