/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The second page of an import: what is done about those who are there already, and what holds
 * for everything that is imported.
 */

#include "config.h"

#include "crm-import-choices.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-children.h"
#include "crm-chip.h"
#include "crm-pair.h"
#include "crm-type-ahead.h"
#include "crm-wrap-box.h"

struct _CrmImportChoices
{
  AdwBin parent_instance;

  /* Template children */
  AdwPreferencesGroup *duplicate_group;
  GtkCheckButton *skip_check;
  GtkCheckButton *merge_check;
  GtkCheckButton *replace_check;
  GtkCheckButton *create_check;
  GtkListBoxRow *tags_row;
  GtkBox *tags_box;
  CrmWrapBox *tags_chips;
  AdwComboRow *owner_row;
  GtkSwitch *missing_switch;
  GtkWidget *tags_entry; /* a CrmTypeAhead, which the template cannot make */
  GtkWidget *list_row;
  GtkBox *list_box;
  GtkWidget *list_entry; /* likewise */

  /* Owned */
  CrmWorkspace *workspace;
  CrmImport *import;
  GPtrArray *tags;
  GArray *owners; /* of gint64, as the list has them; 0 for the one that is usual */

  gboolean showing;
};

G_DEFINE_FINAL_TYPE (CrmImportChoices, crm_import_choices, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed_cb (CrmImportChoices *self)
{
  if (!self->showing && self->import != NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Tags --------------------------------------------------------------------------------------------- */

static void show_tags (CrmImportChoices *self);

static void
remove_clicked_cb (GtkButton        *button,
                   CrmImportChoices *self)
{
  guint index;

  if (!g_ptr_array_find_with_equal_func (self->tags, g_object_get_data (G_OBJECT (button), "tag"), g_str_equal, &index))
    return;

  g_ptr_array_remove_index (self->tags, index);
  gtk_widget_grab_focus (crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->tags_entry)));
  show_tags (self);
  changed_cb (self);
}

static GtkWidget *
make_chip (CrmImportChoices *self,
           const char       *tag)
{
  g_autofree char *name = g_strdup_printf (_("Remove “%s”"), tag);
  GtkWidget *button;
  GtkWidget *chip = crm_chip_new (crm_chip_new_label (tag, 24), name, &button);

  g_object_set_data_full (G_OBJECT (button), "tag", g_strdup (tag), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked_cb), self);

  return chip;
}

static void
show_tags (CrmImportChoices *self)
{
  crm_children_unparent (GTK_WIDGET (self->tags_chips));
  for (guint i = 0; i < self->tags->len; i++)
    crm_wrap_box_append (self->tags_chips, make_chip (self, g_ptr_array_index (self->tags, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->tags_chips), self->tags->len > 0);
}

static void
take_tag (CrmImportChoices *self,
          const char       *text)
{
  g_autofree char *tag = g_strstrip (g_strdup (text));

  if (*tag != '\0' && !g_ptr_array_find_with_equal_func (self->tags, tag, g_str_equal, NULL))
    g_ptr_array_add (self->tags, g_steal_pointer (&tag));
  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->tags_entry), NULL);
  show_tags (self);
  changed_cb (self);
}

static void
tag_chosen_cb (CrmImportChoices *self,
               gint64            id,
               const char       *title)
{
  take_tag (self, title);
}

static void
tag_create_cb (CrmImportChoices *self,
               const char       *text)
{
  take_tag (self, text);
}

static void
add_tags_entry (CrmImportChoices *self)
{
  GtkWidget *entry;

  self->tags_entry = crm_type_ahead_new (self->workspace, "tag", 0, TRUE);
  entry = crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->tags_entry));
  crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (self->tags_entry), _("Add a tag"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Tags for All"), -1);
  g_signal_connect_object (self->tags_entry, "chosen", G_CALLBACK (tag_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tags_entry, "create", G_CALLBACK (tag_create_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->tags_box, self->tags_entry);
}

/* --- The list that they are subscribed to ------------------------------------------------------------------ */

static void
list_create_cb (CrmImportChoices *self,
                const char       *text)
{
  g_autofree char *name = g_strdup (text);

  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->list_entry), name);
  changed_cb (self);
}

static void
add_list_entry (CrmImportChoices *self)
{
  GtkWidget *entry;

  self->list_entry = crm_type_ahead_new (self->workspace, "list", 0, TRUE);
  entry = crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->list_entry));
  crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (self->list_entry), _("None"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Subscribe All to a List"), -1);
  g_signal_connect_object (self->list_entry, "chosen", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_entry, "create", G_CALLBACK (list_create_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->list_box, self->list_entry);
}

/* --- Who is responsible --------------------------------------------------------------------------------- */

static gpointer
read_users (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const CrmTable *table = crm_schema_get_table (schema, CRM_ID_USER);
  g_autoptr (CrmQuery) query = crm_query_new (table);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);
  g_autoptr (GArray) ids = NULL;

  crm_query_set_sort (query, table->title, FALSE);
  ids = crm_query_get_ids (query, db, schema, G_MAXUINT, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      CrmRow *row = crm_row_load (db, schema, table, g_array_index (ids, gint64, i), CRM_ROW_VALUES, NULL);

      if (row != NULL)
        g_ptr_array_add (rows, row);
    }

  return ids != NULL ? g_steal_pointer (&rows) : NULL;
}

static void
users_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CrmImportChoices) self = user_data;
  g_autoptr (GPtrArray) rows = crm_store_read_finish (CRM_STORE (object), result, NULL);
  g_autoptr (GtkStringList) names = NULL;
  gint64 usual = 0;

  if (rows == NULL || self->owner_row == NULL)
    return;

  names = gtk_string_list_new (NULL);
  gtk_string_list_append (names, _("As for every new record"));
  g_array_set_size (self->owners, 0);
  g_array_append_val (self->owners, usual);
  for (guint i = 0; i < rows->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (rows, i);
      const char *name = crm_row_get_text (row, row->table->title->name);

      gtk_string_list_append (names, name != NULL ? name : "");
      g_array_append_val (self->owners, row->id);
    }

  self->showing = TRUE;
  adw_combo_row_set_model (self->owner_row, G_LIST_MODEL (names));
  self->showing = FALSE;
  /* One alone is responsible for everything. */
  gtk_widget_set_visible (GTK_WIDGET (self->owner_row), rows->len > 1);
}

/* By what a record is recognised; crm-match.c does it. */
static const char *
say_recognition (const CrmRecordType *type)
{
  switch (type->table.id)
    {
    case CRM_ID_CONTACT:
      return _("They are recognised by e-mail address, messenger or phone number, or by name and account.");
    case CRM_ID_ACCOUNT:
      return _("They are recognised by their name.");
    default:
      return _("They are recognised by their title, and by what else they are about.");
    }
}

/* --- Object ----------------------------------------------------------------------------------------------- */

static void
crm_import_choices_dispose (GObject *object)
{
  CrmImportChoices *self = CRM_IMPORT_CHOICES (object);

  self->showing = TRUE;
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_IMPORT_CHOICES);
  g_clear_object (&self->workspace);
  g_clear_object (&self->import);

  G_OBJECT_CLASS (crm_import_choices_parent_class)->dispose (object);
}

static void
crm_import_choices_finalize (GObject *object)
{
  CrmImportChoices *self = CRM_IMPORT_CHOICES (object);

  g_ptr_array_unref (self->tags);
  g_array_unref (self->owners);

  G_OBJECT_CLASS (crm_import_choices_parent_class)->finalize (object);
}

static void
crm_import_choices_class_init (CrmImportChoicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_import_choices_dispose;
  object_class->finalize = crm_import_choices_finalize;

  /**
   * CrmImportChoices::changed:
   *
   * Somebody wants the import otherwise.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CRM_TYPE_PAIR);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  g_type_ensure (CRM_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-import-choices.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, duplicate_group);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, skip_check);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, merge_check);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, replace_check);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, create_check);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, tags_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, tags_box);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, tags_chips);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, list_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, list_box);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, owner_row);
  gtk_widget_class_bind_template_child (widget_class, CrmImportChoices, missing_switch);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
crm_import_choices_init (CrmImportChoices *self)
{
  self->tags = g_ptr_array_new_with_free_func (g_free);
  self->owners = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_import_choices_open:
 * @workspace: a workspace
 * @import: an import whose file has been looked at
 *
 * Shows what there is to choose. May be called again, for another type of records too.
 */
void
crm_import_choices_open (CrmImportChoices *self,
                         CrmWorkspace     *workspace,
                         CrmImport        *import)
{
  const CrmRecordType *type;

  g_return_if_fail (CRM_IS_IMPORT_CHOICES (self));

  self->showing = TRUE;
  g_set_object (&self->import, import);
  if (self->workspace == NULL)
    {
      self->workspace = g_object_ref (workspace);
      add_tags_entry (self);
      add_list_entry (self);
      crm_store_read_async (crm_workspace_get_store (workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, read_users, NULL, NULL,
                            (GDestroyNotify) g_ptr_array_unref, NULL, users_read_cb, g_object_ref (self));
    }

  type = crm_import_get_record_type (import);
  adw_preferences_group_set_description (self->duplicate_group, say_recognition (type));
  gtk_widget_set_visible (GTK_WIDGET (self->tags_row), crm_record_type_find_field (type, "tags") != NULL);
  gtk_widget_set_visible (self->list_row, crm_record_type_find_field (type, "lists") != NULL);
  self->showing = FALSE;
}

/**
 * crm_import_choices_apply:
 *
 * Tells the import what was chosen.
 */
void
crm_import_choices_apply (CrmImportChoices *self)
{
  const CrmRecordType *type = crm_import_get_record_type (self->import);
  g_auto (CrmImportOptions) options = { 0 };
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();
  guint owner = adw_combo_row_get_selected (self->owner_row);

  g_return_if_fail (CRM_IS_IMPORT_CHOICES (self));

  /* What somebody has typed, they want, even without Enter. */
  take_tag (self, crm_type_ahead_get_text (CRM_TYPE_AHEAD (self->tags_entry)));

  if (gtk_check_button_get_active (self->create_check))
    options.duplicates = CRM_DUPLICATES_CREATE;
  else if (gtk_check_button_get_active (self->merge_check) || gtk_check_button_get_active (self->replace_check))
    options.duplicates = CRM_DUPLICATES_MERGE;
  else
    options.duplicates = CRM_DUPLICATES_SKIP;
  options.file_wins = gtk_check_button_get_active (self->replace_check);
  options.create_missing = gtk_switch_get_active (self->missing_switch);

  if (self->tags->len > 0 && crm_record_type_find_field (type, "tags") != NULL)
    {
      for (guint i = 0; i < self->tags->len; i++)
        g_strv_builder_add (tags, g_ptr_array_index (self->tags, i));
      options.tags = g_strv_builder_end (tags);
    }

  if (crm_record_type_find_field (type, "lists") != NULL)
    {
      g_autofree char *list = g_strstrip (g_strdup (crm_type_ahead_get_text (CRM_TYPE_AHEAD (self->list_entry))));

      options.list = *list != '\0' ? g_steal_pointer (&list) : NULL;
    }

  if (owner < self->owners->len && g_array_index (self->owners, gint64, owner) != 0)
    options.owner = g_strdup_printf ("#%" G_GINT64_FORMAT, g_array_index (self->owners, gint64, owner));

  crm_import_set_options (self->import, &options);
}
