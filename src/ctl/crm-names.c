/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What people call things, and what they are: record types, fields, records, and which records a
 * filter means.
 */

#include "config.h"

#include "crm-ctl-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-condition-filter.h"
#include "crm-condition-sql.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-input.h"
#include "crm-segment.h"
#include "crm-text.h"

/* "Deal-Types" → "deal types" */
static char *
make_plain (const char *text)
{
  g_autofree char *words = g_strdelimit (g_strdup (text), "_-", ' ');

  return crm_fold (words);
}

static gboolean
is_called (const CrmRecordType *type,
           const char          *wanted)
{
  g_autofree char *regular = g_strconcat (type->table.name, "s", NULL);
  const char *names[] = { type->table.name, regular, type->english_plural, type->label, type->plural };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = make_plain (names[i]);

      if (g_strcmp0 (name, wanted) == 0)
        return TRUE;
    }

  return FALSE;
}

/*< private >
 * @text: "contact", "contacts", "deal-types", or the same in the language of the program
 * @error: a %G_OPTION_ERROR that says which there are
 *
 * Returns: (transfer none) (nullable): the record type, or %NULL with @error set
 */
const CrmRecordType *
_crm_names_find_type (CrmCtl      *ctl,
                      const char  *text,
                      GError     **error)
{
  g_autofree char *wanted = make_plain (text);
  g_autoptr (GString) all = g_string_new (NULL);
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (crm_workspace_get_catalogue (ctl->workspace), &n_types);

  for (guint i = 0; i < n_types; i++)
    {
      if (wanted != NULL && is_called (types[i], wanted))
        return types[i];
      g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", types[i]->table.name);
    }

  _crm_ctl_usage (error, _("“%s” is no kind of record. There are: %s."), text, all->str);

  return NULL;
}

static char *
list_fields (const CrmRecordType *type)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++)
    if (crm_field_is_shown (type->fields[i]))
      g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", type->fields[i]->key);

  return g_string_free (all, FALSE);
}

/*< private >
 * @text: the key of a field, or what people call it
 * @error: a %G_OPTION_ERROR that says which there are
 *
 * Returns: (transfer none) (nullable): a field that people see, or %NULL with @error set
 */
const CrmField *
_crm_names_find_field (const CrmRecordType  *type,
                       const char           *text,
                       GError              **error)
{
  g_autofree char *name = crm_text_strip (text);
  const CrmField *field = crm_record_type_find_field (type, name);
  g_autofree char *all = NULL;

  if (field == NULL)
    field = crm_record_type_find_label (type, name);
  if (field != NULL && crm_field_is_shown (field))
    return field;

  all = list_fields (type);
  _crm_ctl_usage (error, _("There is no field “%s” of %s. There are: %s."), name, type->plural, all);

  return NULL;
}

/*< private >
 * @text: fields with commas between them; "all" for all that people see
 * @error: a %G_OPTION_ERROR
 *
 * Returns: (transfer full) (element-type CrmField) (nullable): the fields
 */
GPtrArray *
_crm_names_find_fields (const CrmRecordType  *type,
                        const char           *text,
                        GError              **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  if (strcmp (text, "all") == 0)
    {
      for (guint i = 0; i < type->n_fields; i++)
        if (crm_field_is_shown (type->fields[i]))
          g_ptr_array_add (fields, type->fields[i]);
      return g_steal_pointer (&fields);
    }

  for (guint i = 0; names[i] != NULL; i++)
    {
      const CrmField *field = _crm_names_find_field (type, names[i], error);

      if (field == NULL)
        return NULL;
      g_ptr_array_add (fields, (gpointer) field);
    }

  return g_steal_pointer (&fields);
}

/* --- Records ------------------------------------------------------------------------------------------ */

/* "#12" and "12" are numbers: shells take "#" for the beginning of a comment. */
static char *
make_reference (const char *text)
{
  g_autofree char *stripped = crm_text_strip (text);

  if (*stripped != '\0' && strlen (stripped) < 19 && strspn (stripped, "0123456789") == strlen (stripped))
    return g_strconcat ("#", stripped, NULL);

  return g_steal_pointer (&stripped);
}

/*< private >
 * @text: the number of a record, its id, its e-mail address or its name
 * @state: whether one that is there is meant, or one in the trash
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_AMBIGUOUS
 *
 * On a thread of the store.
 *
 * Returns: (transfer full) (nullable): the record, or %NULL with @error set
 */
CrmRow *
_crm_names_find_record (CrmDb                *db,
                        CrmSchema            *schema,
                        const CrmRecordType  *type,
                        const char           *text,
                        CrmState              state,
                        GError              **error)
{
  const CrmTable *table = crm_schema_get_table (schema, type->table.id);
  g_autofree char *reference = make_reference (text);
  g_autoptr (CrmRow) row = NULL;
  gboolean found;
  gint64 id;

  found = state == CRM_STATE_LIVE ? crm_input_find_record (db, table, reference, &id, error)
                                  : crm_input_find_trashed (db, table, reference, &id, error);
  if (!found)
    return NULL;

  if (id != 0)
    row = crm_row_load (db, schema, table, id, CRM_ROW_MEMBERS | CRM_ROW_TITLES, error);
  if (id != 0 && row == NULL)
    return NULL;
  if (row != NULL && row->state == state)
    return g_steal_pointer (&row);

  if (row != NULL && row->state == CRM_STATE_TRASHED)
    g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                 _("%s: “%s” is in the trash. “crmctl undelete” brings it back."), type->label, text);
  else if (state == CRM_STATE_TRASHED)
    g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("%s: there is no “%s” in the trash."), type->label, text);
  else
    g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("%s: there is no “%s”."), type->label, text);

  return NULL;
}

typedef struct
{
  const CrmRecordType *type;
  const char *text;
  gboolean even_trashed;
} Wanted;

static gpointer
read_record (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  const Wanted *wanted = data;
  g_autoptr (GError) reason = NULL;
  g_autoptr (CrmRow) row = _crm_names_find_record (db, schema, wanted->type, wanted->text, CRM_STATE_LIVE, &reason);

  if (row == NULL && wanted->even_trashed && g_error_matches (reason, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    row = _crm_names_find_record (db, schema, wanted->type, wanted->text, CRM_STATE_TRASHED, NULL);
  if (row == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));

  return g_steal_pointer (&row);
}

/*< private >
 * @even_trashed: whether one in the trash will do as well
 *
 * The same, on the main thread.
 *
 * Returns: (transfer full) (nullable): the record, or %NULL with @error set
 */
CrmRow *
_crm_names_load_record (CrmCtl               *ctl,
                        const CrmRecordType  *type,
                        const char           *text,
                        gboolean              even_trashed,
                        GError              **error)
{
  Wanted wanted = { type, text, even_trashed };

  return crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_SCREEN, read_record, &wanted, error);
}

/*< private >
 * Returns: (transfer full): "“Ana Ruiz” (12)"
 */
char *
_crm_names_describe (const CrmRow *row)
{
  const char *title = crm_row_get_text (row, row->table->title->name);

  return title != NULL ? g_strdup_printf ("“%s” (%" G_GINT64_FORMAT ")", title, row->id)
                       : g_strdup_printf ("(%" G_GINT64_FORMAT ")", row->id);
}

/* --- Many of them ---------------------------------------------------------------------------------------- */

static gpointer
read_segments (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  return crm_segment_set_load (db, data, error);
}

static gboolean
add_filters (CrmCtl               *ctl,
             CrmQuery             *query,
             const CrmRecordType  *type,
             char                **filters,
             GError              **error)
{
  CrmCatalogue *catalogue = crm_workspace_get_catalogue (ctl->workspace);
  g_autoptr (CrmCondition) condition = NULL;
  g_autoptr (CrmSegmentSet) segments = NULL;
  g_autoptr (CrmConditionContext) context = NULL;
  g_autoptr (GError) reason = NULL;

  for (guint i = 0; filters[i] != NULL; i++)
    if (!g_utf8_validate (filters[i], -1, NULL))
      return _crm_ctl_usage (error, _("“%s” is not valid UTF-8."), filters[i]);

  condition = crm_condition_parse_filter (catalogue, type, (const char *const *) filters, &reason);
  if (condition == NULL)
    return _crm_ctl_usage (error, "%s", reason->message);

  segments = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, read_segments, catalogue, error);
  if (segments == NULL)
    return FALSE;

  context = crm_condition_context_new (catalogue, crm_workspace_get_clock (ctl->workspace),
                                       crm_workspace_get_actor (ctl->workspace), segments);

  return crm_condition_add_to_query (condition, context, query, error);
}

static gboolean
add_sort (CrmQuery             *query,
          const CrmRecordType  *type,
          const char           *sort,
          GError              **error)
{
  g_auto (GStrv) names = g_strsplit (sort, ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *name = names[i] + strspn (names[i], " ");
      gboolean descending = *name == '-';
      const CrmField *field = _crm_names_find_field (type, descending || *name == '+' ? name + 1 : name, error);

      if (field == NULL)
        return FALSE;
      if (!crm_field_is_sorted (field))
        return _crm_ctl_usage (error, _("Lists cannot be sorted by “%s”."), field->label);

      if (i == 0)
        crm_query_set_sort (query, &field->column, descending);
      else
        crm_query_add_sort (query, &field->column, descending);
    }

  return TRUE;
}

/*< private >
 * @filters: (nullable) (array zero-terminated=1): conditions, in the short form or in JSON
 * @search: (nullable): what somebody would type
 * @sort: (nullable): fields with commas between them, those with "-" before them descending
 * @error: a %G_OPTION_ERROR that says what cannot be understood; a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the query for those records, or %NULL with @error set
 */
CrmQuery *
_crm_names_make_query (CrmCtl               *ctl,
                       const CrmRecordType  *type,
                       char                **filters,
                       const char           *search,
                       const char           *sort,
                       GError              **error)
{
  g_autoptr (CrmQuery) query = crm_query_new (&type->table);

  if (search != NULL && !crm_table_is_searched (&type->table))
    {
      _crm_ctl_usage (error, _("%s cannot be searched."), type->plural);
      return NULL;
    }
  crm_query_set_search (query, search);

  if ((filters != NULL && !add_filters (ctl, query, type, filters, error)) ||
      (sort != NULL && !add_sort (query, type, sort, error)))
    return NULL;

  return g_steal_pointer (&query);
}
