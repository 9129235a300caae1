/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A record as the rest of the program holds it: a snapshot of a row, refreshed by the workspace
 * when the row changes. It cannot be written to; an edit is a change set. Main thread only.
 *
 * Each record type has a class of its own (CrmContact, CrmAccount, …), made from the catalogue,
 * with a read-only text property for each field that the program knows, so that bindings and
 * expressions work: <lookup name="job-title">. Custom fields are read with
 * crm_record_format().
 */

#include "config.h"

#include "crm-record.h"

#include <string.h>

#include "crm-input.h"

typedef struct
{
  CrmRow *row;
} CrmRecordPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CrmRecord, crm_record, G_TYPE_OBJECT)

enum
{
  PROP_ID = 1,
  PROP_TITLE,
  N_OWN_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The properties of the fields follow; each knows the key of its field. */
static GQuark field_quark;

static void
crm_record_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  CrmRecord *self = CRM_RECORD (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_int64 (value, crm_record_get_id (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, crm_record_get_title (self));
      break;
    default:
      {
        const char *key = g_param_spec_get_qdata (pspec, field_quark);
        const CrmField *field = key != NULL ? crm_record_find_field (self, key) : NULL;

        if (field == NULL)
          {
            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
            break;
          }
        g_value_take_string (value, crm_record_format (self, field));
        break;
      }
    }
}

static void
crm_record_finalize (GObject *object)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (CRM_RECORD (object));

  g_clear_pointer (&priv->row, crm_row_free);

  G_OBJECT_CLASS (crm_record_parent_class)->finalize (object);
}

static void
crm_record_class_init (CrmRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  field_quark = g_quark_from_static_string ("crm-record-field");

  object_class->finalize = crm_record_finalize;
  object_class->get_property = crm_record_get_property;

  g_object_class_install_property (object_class, PROP_ID,
                                   g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_TITLE,
                                   g_param_spec_string ("title", NULL, NULL, NULL,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));

  /**
   * CrmRecord::changed:
   *
   * The record has other values now.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_record_init (CrmRecord *self)
{
}

/* Class init of the classes that are made from the catalogue; @data is the name of the type. */
static void
record_class_init (gpointer klass,
                   gpointer data)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *type = crm_catalogue_find (catalogue, data);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  guint id = N_OWN_PROPS;

  /* GObject clears these in every subclass. */
  object_class->get_property = crm_record_get_property;
  ((CrmRecordClass *) klass)->type_name = data;

  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (type->fields[i]->key), "_", '-');
      GParamSpec *pspec;

      /* "title" is what names the record, of every type. */
      if (strcmp (name, "title") == 0)
        continue;

      pspec = g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE);
      g_param_spec_set_qdata (pspec, field_quark, (gpointer) g_intern_string (type->fields[i]->key));
      g_object_class_install_property (object_class, id++, pspec);
    }
}

static GType
get_class (const CrmRecordType *type)
{
  g_autofree char *name = g_strconcat ("Crm", type->table.name, NULL);
  GTypeInfo info = {
    .class_size = sizeof (CrmRecordClass),
    .class_init = record_class_init,
    .class_data = g_intern_string (type->table.name),
    .instance_size = sizeof (CrmRecord),
  };
  GType gtype;

  name[3] = g_ascii_toupper (name[3]);
  gtype = g_type_from_name (name);

  return gtype != 0 ? gtype : g_type_register_static (CRM_TYPE_RECORD, name, &info, 0);
}

/**
 * crm_record_new:
 * @row: (transfer full): what is in it
 *
 * Returns: (transfer full): a record
 */
CrmRecord *
crm_record_new (CrmRow *row)
{
  CrmRecord *self = g_object_new (get_class (crm_catalogue_get_type_of (row->table)), NULL);
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);

  priv->row = row;

  return self;
}

/**
 * crm_record_take_row:
 * @row: (transfer full): what is in it now
 *
 * For the workspace: gives the record other values.
 */
void
crm_record_take_row (CrmRecord *self,
                     CrmRow    *row)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);
  g_autofree GParamSpec **pspecs = NULL;
  guint n;

  g_return_if_fail (CRM_IS_RECORD (self));

  crm_row_free (priv->row);
  priv->row = row;

  g_object_freeze_notify (G_OBJECT (self));
  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (self), &n);
  for (guint i = 0; i < n; i++)
    g_object_notify_by_pspec (G_OBJECT (self), pspecs[i]);
  g_object_thaw_notify (G_OBJECT (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * crm_record_get_id:
 *
 * Returns: the row of the record in this file
 */
gint64
crm_record_get_id (CrmRecord *self)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);

  return priv->row->id;
}

/**
 * crm_record_get_uuid:
 *
 * Returns: (transfer none): the id of the record everywhere
 */
const CrmUuid *
crm_record_get_uuid (CrmRecord *self)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);

  return &priv->row->uuid;
}

/**
 * crm_record_get_state:
 *
 * Returns: whether it is there or in the trash
 */
CrmState
crm_record_get_state (CrmRecord *self)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);

  return priv->row->state;
}

/**
 * crm_record_get_record_type:
 *
 * Returns: (transfer none): what kind of record it is
 */
const CrmRecordType *
crm_record_get_record_type (CrmRecord *self)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);

  return crm_catalogue_get_type_of (priv->row->table);
}

/**
 * crm_record_get_title:
 *
 * Returns: (transfer none): what people call it
 */
const char *
crm_record_get_title (CrmRecord *self)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);
  const char *title = crm_value_get_text (&priv->row->values[priv->row->table->title->index]);

  return title != NULL ? title : "";
}

/**
 * crm_record_find_field:
 * @key: of a field
 *
 * Returns: (transfer none) (nullable): the field
 */
const CrmField *
crm_record_find_field (CrmRecord  *self,
                       const char *key)
{
  return crm_record_type_find_field (crm_record_get_record_type (self), key);
}

/* The field of the catalogue that the row was read with; @field may be of a later one. */
static const CrmColumn *
own_column (const CrmRow   *row,
            const CrmField *field)
{
  if (field->column.index < row->table->n_columns && row->table->columns[field->column.index] == &field->column)
    return &field->column;

  return crm_table_get_column (row->table, field->column.id);
}

/**
 * crm_record_get_value:
 * @field: of its record type, not a set
 *
 * Returns: (transfer none): the value
 */
const CrmValue *
crm_record_get_value (CrmRecord      *self,
                      const CrmField *field)
{
  static const CrmValue none = CRM_VALUE_INIT;
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);
  const CrmColumn *column = own_column (priv->row, field);

  return column != NULL ? &priv->row->values[column->index] : &none;
}

/**
 * crm_record_get_link:
 * @key: of a field
 *
 * Returns: the id of the record that it links to, or 0
 */
gint64
crm_record_get_link (CrmRecord  *self,
                     const char *key)
{
  return crm_record_get_integer (self, key);
}

/**
 * crm_record_get_integer:
 * @key: of a field
 *
 * Returns: the number in it, or 0
 */
gint64
crm_record_get_integer (CrmRecord  *self,
                        const char *key)
{
  const CrmField *field = crm_record_find_field (self, key);

  g_return_val_if_fail (field != NULL, 0);

  return crm_value_get_integer (crm_record_get_value (self, field));
}

/**
 * crm_record_get_raw_text:
 * @key: of a field
 *
 * Returns: (transfer none) (nullable): the text in it, as it is kept
 */
const char *
crm_record_get_raw_text (CrmRecord  *self,
                         const char *key)
{
  const CrmField *field = crm_record_find_field (self, key);

  g_return_val_if_fail (field != NULL, NULL);

  return crm_value_get_text (crm_record_get_value (self, field));
}

/**
 * crm_record_get_members:
 * @field: a set
 *
 * Returns: (transfer container) (element-type CrmMember): its members, in their order
 */
GPtrArray *
crm_record_get_members (CrmRecord      *self,
                        const CrmField *field)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);
  GPtrArray *members = g_ptr_array_new ();

  for (guint i = 0; i < priv->row->members->len; i++)
    {
      CrmMember *member = g_ptr_array_index (priv->row->members, i);

      if (member->column == field->column.id)
        g_ptr_array_add (members, member);
    }

  return members;
}

/**
 * crm_record_list_marks:
 * @field: a set of records, or a link to one
 *
 * Returns: (transfer full) (element-type CrmMember): the records that it names, with their titles
 *   and colours
 */
GPtrArray *
crm_record_list_marks (CrmRecord      *self,
                       const CrmField *field)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);
  const CrmColumn *column = own_column (priv->row, field);
  GPtrArray *marks = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_member_free);
  CrmMember *mark;

  if (column != NULL && crm_field_is_set (field))
    {
      g_autoptr (GPtrArray) members = crm_record_get_members (self, field);

      for (guint i = 0; i < members->len; i++)
        {
          const CrmMember *member = g_ptr_array_index (members, i);

          mark = crm_member_new (member->column, &member->key, member->text, member->label);
          mark->mark = g_strdup (member->mark);
          g_ptr_array_add (marks, mark);
        }
    }
  else if (column != NULL && column->storage == CRM_STORAGE_LINK && priv->row->titles != NULL &&
           priv->row->titles[column->index] != NULL)
    {
      mark = crm_member_new (column->id, &priv->row->values[column->index], priv->row->titles[column->index], NULL);
      mark->mark = g_strdup (priv->row->marks[column->index]);
      g_ptr_array_add (marks, mark);
    }

  return marks;
}

static char *
format_members (CrmRecord      *self,
                const CrmField *field)
{
  g_autoptr (GPtrArray) members = crm_record_get_members (self, field);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (members, i);
      g_autofree char *name = crm_field_format_member (field, member->text, member->label);

      if (*name != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", name);
    }

  return g_string_free (text, FALSE);
}

static const char *
get_link_title (const CrmRow    *row,
                const CrmColumn *column)
{
  return row->titles != NULL ? row->titles[column->index] : NULL;
}

/**
 * crm_record_format:
 * @field: of its record type
 *
 * Returns: (transfer full): the value for people
 */
char *
crm_record_format (CrmRecord      *self,
                   const CrmField *field)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);
  const CrmColumn *column = own_column (priv->row, field);

  if (column == NULL)
    return g_strdup ("");
  if (crm_field_is_set (field))
    return format_members (self, field);

  return crm_field_format (field, &priv->row->values[column->index], get_link_title (priv->row, column));
}

/**
 * crm_record_explain:
 * @field: a field of it
 *
 * Returns: (transfer full) (nullable): why the field has its value, if another one says so: what
 *   "Last Contacted" comes from (features.md, A9)
 */
char *
crm_record_explain (CrmRecord      *self,
                    const CrmField *field)
{
  const CrmField *explanation = crm_field_get_explanation (field);
  g_autofree char *text = NULL;

  g_return_val_if_fail (CRM_IS_RECORD (self), NULL);

  text = explanation != NULL ? crm_record_format (self, explanation) : NULL;

  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * crm_record_format_plain:
 * @field: of its record type
 *
 * Returns: (transfer full): the value as files have it: crm_input_apply() reads it back
 */
char *
crm_record_format_plain (CrmRecord      *self,
                         const CrmField *field)
{
  CrmRecordPrivate *priv = crm_record_get_instance_private (self);
  const CrmColumn *column = own_column (priv->row, field);

  if (column == NULL)
    return g_strdup ("");
  if (crm_field_is_set (field))
    return crm_input_format_members (field, priv->row->members);

  return crm_field_format_plain (field, &priv->row->values[column->index], get_link_title (priv->row, column));
}
