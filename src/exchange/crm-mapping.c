/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which column of a file goes where. It is guessed from the header and from the first rows,
 * shown to somebody who may know better, and remembered for the next file of the same shape.
 * Plain data; once it is handed to an import it does not change any more.
 */

#include "config.h"

#include "crm-mapping.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-draft.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-header.h"

struct _CrmMapping
{
  gatomicrefcount ref_count;

  CrmCatalogue *catalogue;
  const CrmRecordType *type;
  GPtrArray *columns;
  gboolean has_header;
};

G_DEFINE_BOXED_TYPE (CrmMapping, crm_mapping, crm_mapping_ref, crm_mapping_unref)

static void
column_free (gpointer data)
{
  CrmMappingColumn *column = data;

  g_free (column->header);
  g_ptr_array_unref (column->samples);
  crm_target_clear (&column->target);
  crm_column_shape_clear (&column->shape);
  g_free (column);
}

/**
 * crm_mapping_new:
 * @catalogue: what there is to fill
 * @type: of @catalogue; what the file is imported as
 *
 * Returns: (transfer full): a mapping without columns
 */
CrmMapping *
crm_mapping_new (CrmCatalogue        *catalogue,
                 const CrmRecordType *type)
{
  CrmMapping *self = g_new0 (CrmMapping, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->catalogue = g_object_ref (catalogue);
  self->type = type;
  self->columns = g_ptr_array_new_with_free_func (column_free);

  return self;
}

/**
 * crm_mapping_ref:
 */
CrmMapping *
crm_mapping_ref (CrmMapping *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * crm_mapping_unref:
 */
void
crm_mapping_unref (CrmMapping *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->columns);
  g_object_unref (self->catalogue);
  g_free (self);
}

static CrmMappingColumn *
get_column (CrmMapping *self,
            guint       index)
{
  return g_ptr_array_index (self->columns, index);
}

static void
ensure_columns (CrmMapping *self,
                guint       n)
{
  while (self->columns->len < n)
    {
      CrmMappingColumn *column = g_new0 (CrmMappingColumn, 1);

      column->samples = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->columns, column);
    }
}

/* A field that was to be made may have been made since. */
static void
find_new_field (CrmMapping *self,
                CrmTarget  *target)
{
  const CrmField *field = target->kind == CRM_TARGET_NEW_FIELD ? crm_record_type_find_label (self->type, target->label) : NULL;

  if (field != NULL && field->custom != 0)
    crm_target_set (target, CRM_TARGET_FIELD, field->key, NULL);
}

/**
 * crm_mapping_copy:
 * @catalogue: what there is to fill
 *
 * Returns: (transfer full): the same mapping for another catalogue, that does not change with
 *   @self; what its values look like is not copied
 */
CrmMapping *
crm_mapping_copy (CrmMapping   *self,
                  CrmCatalogue *catalogue)
{
  CrmMapping *copy = crm_mapping_new (catalogue, crm_catalogue_find (catalogue, self->type->table.name));

  copy->has_header = self->has_header;
  ensure_columns (copy, self->columns->len);
  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmMappingColumn *from = get_column (self, i);
      CrmMappingColumn *to = get_column (copy, i);

      to->header = g_strdup (from->header);
      to->group = from->group;
      crm_target_copy (&to->target, &from->target);
      find_new_field (copy, &to->target);
      to->confidence = from->confidence;
      to->learned = from->learned;
      to->order = from->order;
      to->decimal = from->decimal;
    }

  return copy;
}

/**
 * crm_mapping_add_header:
 * @cells: (array length=n_cells): what stands over the columns
 * @n_cells: how many
 *
 * Says what the columns are called.
 */
void
crm_mapping_add_header (CrmMapping  *self,
                        char       **cells,
                        guint        n_cells)
{
  ensure_columns (self, n_cells);
  self->has_header = TRUE;
  for (guint i = 0; i < n_cells; i++)
    {
      CrmMappingColumn *column = get_column (self, i);

      g_free (column->header);
      column->header = g_strstrip (g_strdup (cells[i]));
      column->group = crm_header_get_group (column->header);
    }
}

static gboolean
has_sample (const CrmMappingColumn *column,
            const char             *text)
{
  for (guint i = 0; i < column->samples->len; i++)
    if (strcmp (g_ptr_array_index (column->samples, i), text) == 0)
      return TRUE;

  return FALSE;
}

/**
 * crm_mapping_add_row:
 * @cells: (array length=n_cells): the values of a row
 * @n_cells: how many
 *
 * Looks at one of the first rows.
 */
void
crm_mapping_add_row (CrmMapping  *self,
                     char       **cells,
                     guint        n_cells)
{
  /* Values beyond the last header belong to no column. */
  if (!self->has_header)
    ensure_columns (self, n_cells);

  for (guint i = 0; i < MIN (n_cells, self->columns->len); i++)
    {
      CrmMappingColumn *column = get_column (self, i);
      g_autofree char *text = g_strstrip (g_strdup (cells[i]));

      if (*text == '\0')
        continue;

      crm_column_shape_look_at (&column->shape, text);
      if (column->samples->len < CRM_MAPPING_N_SAMPLES && !has_sample (column, text))
        g_ptr_array_add (column->samples, g_steal_pointer (&text));
    }
}

/* --- Guessing -------------------------------------------------------------------------------------- */

static gboolean
goes_to (const CrmMappingColumn *column,
         const char             *key)
{
  return column->target.kind == CRM_TARGET_FIELD && strcmp (column->target.key, key) == 0;
}

static guint
count_columns_to (CrmMapping *self,
                  const char *key)
{
  guint n = 0;

  for (guint i = 0; i < self->columns->len; i++)
    n += goes_to (get_column (self, i), key);

  return n;
}

static gboolean
is_called (const CrmMappingColumn *column,
           const char             *names)
{
  g_autofree char *words = column->header != NULL ? crm_header_fold (column->header) : NULL;
  g_autofree char *wanted = g_strconcat ("|", words, "|", NULL);

  return words != NULL && *words != '\0' && strstr (names, wanted) != NULL;
}

static gboolean
has_column_called (CrmMapping *self,
                   const char *names)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (is_called (get_column (self, i), names))
      return TRUE;

  return FALSE;
}

static void
set_guess (CrmMappingColumn *column,
           CrmTargetKind     kind,
           const char       *key,
           const char       *label,
           double            confidence)
{
  crm_target_set (&column->target, kind, key, label);
  column->confidence = confidence;
}

/* A column that means something but has no field, or whose field is taken. */
static void
set_extra (CrmMappingColumn *column)
{
  if (column->shape.n_values > 0 && column->header != NULL && *column->header != '\0')
    set_guess (column, CRM_TARGET_EXTRA, NULL, column->header, 0.6);
  else
    set_guess (column, CRM_TARGET_IGNORE, NULL, NULL, 0.6);
}

static void
guess_by_values (CrmMapping       *self,
                 CrmMappingColumn *column)
{
  const CrmColumnShape *shape = &column->shape;
  const char *key = NULL;

  if (crm_column_shape_is_mostly (shape, shape->n_emails))
    key = "email";
  else if (crm_column_shape_is_mostly (shape, shape->n_links))
    key = "website";
  else if (crm_column_shape_is_mostly (shape, shape->n_phones))
    key = "phone";
  else if (crm_column_shape_is_mostly (shape, shape->n_countries))
    key = "country";
  else if (!self->has_header && crm_column_shape_is_mostly (shape, shape->n_dates) && shape->n_times == 0)
    key = "birthday";

  if (key == NULL || !crm_target_takes_field (crm_record_type_find_field (self->type, key)))
    return;

  /* Under a word that nobody knows stands something else once the field has its column. */
  if (!self->has_header || count_columns_to (self, key) == 0)
    set_guess (column, CRM_TARGET_FIELD, key, NULL, 0.5);
}

/* In a list without header, the columns of plain words are names. */
static void
guess_names_by_values (CrmMapping *self)
{
  gboolean contacts = crm_record_type_find_field (self->type, "first_name") != NULL;
  guint n = 0;

  for (guint i = 0; i < self->columns->len && n < 2; i++)
    {
      CrmMappingColumn *column = get_column (self, i);
      const CrmColumnShape *shape = &column->shape;

      if (column->target.kind != CRM_TARGET_IGNORE || shape->n_values == 0 || shape->n_long > 0 ||
          shape->n_emails + shape->n_links + shape->n_dates + shape->n_numbers + shape->n_phones + shape->n_answers > 0)
        continue;

      if (!contacts)
        {
          set_guess (column, CRM_TARGET_FIELD, self->type->table.title->name, NULL, 0.4);
          return;
        }
      if (n == 0 && crm_column_shape_is_mostly (shape, shape->n_pairs))
        {
          set_guess (column, CRM_TARGET_FULL_NAME, NULL, NULL, 0.5);
          return;
        }
      set_guess (column, CRM_TARGET_FIELD, n == 0 ? "first_name" : "last_name", NULL, 0.3);
      n++;
    }
}

/* "Name" is all of it, or what "Vorname" leaves; "Nombre", "Nome" and "Nom" likewise. */
static void
settle_names (CrmMapping *self)
{
  guint n_first = count_columns_to (self, "first_name");
  guint n_last = count_columns_to (self, "last_name");

  for (guint i = 0; i < self->columns->len; i++)
    {
      CrmMappingColumn *column = get_column (self, i);

      if (column->target.kind == CRM_TARGET_FULL_NAME && n_first > 0 && n_last == 0 && is_called (column, "|name|nom|"))
        set_guess (column, CRM_TARGET_FIELD, "last_name", NULL, 0.9);
      else if ((goes_to (column, "first_name") && n_first == 1 && n_last == 0 && is_called (column, "|nombre|nome|")) ||
               (goes_to (column, "last_name") && n_last == 1 && n_first == 0 && is_called (column, "|nom|")))
        set_guess (column, CRM_TARGET_FULL_NAME, NULL, NULL, 0.8);
    }
}

/* "Title" is what somebody does, unless another column says that: then it is "Mr." */
static void
settle_titles (CrmMapping *self)
{
  if (count_columns_to (self, "job_title") < 2)
    return;

  for (guint i = 0; i < self->columns->len; i++)
    {
      CrmMappingColumn *column = get_column (self, i);

      if (goes_to (column, "job_title") && is_called (column, "|title|titel|titulo|titre|titolo|") &&
          count_columns_to (self, "job_title") > 1)
        set_extra (column);
    }
}

/* What some programs put under words that mean something else everywhere else. */
static void
settle_programs (CrmMapping *self)
{
  gboolean mailchimp = has_column_called (self, "|euid|");
  gboolean linkedin = has_column_called (self, "|connected on|");

  for (guint i = 0; i < self->columns->len; i++)
    {
      CrmMappingColumn *column = get_column (self, i);

      /* Guessed by Mailchimp from an IP address. */
      if (mailchimp && is_called (column, "|cc|region|"))
        set_guess (column, CRM_TARGET_IGNORE, NULL, NULL, 0.9);
      else if (linkedin && is_called (column, "|url|") && crm_record_type_find_field (self->type, "messengers") != NULL)
        set_guess (column, CRM_TARGET_FIELD, "messengers", "linkedin", 0.95);
    }
}

/* Whether a field takes only some texts, so that a column of others is none of its values. */
static gboolean
is_picky (const CrmField *field)
{
  switch (field->type)
    {
    case CRM_FIELD_KEYWORD:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_NUMBER:
    case CRM_FIELD_WHOLE:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DATE:
    case CRM_FIELD_DATE_TIME:
    case CRM_FIELD_DUE:
    case CRM_FIELD_YES_NO:
    case CRM_FIELD_REMINDERS:
      return TRUE;
    case CRM_FIELD_TEXT:
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_CHOICE:
    case CRM_FIELD_CHOICES:
    case CRM_FIELD_URL:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_COUNTRY:
    case CRM_FIELD_LINK:
    case CRM_FIELD_LINKS:
    case CRM_FIELD_TAGS:
    case CRM_FIELD_EMAILS:
    case CRM_FIELD_PHONES:
    case CRM_FIELD_MESSENGERS:
    case CRM_FIELD_COUNT:
    default:
      return FALSE;
    }
}

static gboolean
takes_samples (CrmMapping             *self,
               const CrmMappingColumn *column)
{
  const CrmField *field = crm_record_type_find_field (self->type, column->target.key);
  CrmDraftHint hint = { NULL, column->order, column->decimal, 0 };
  guint n = 0;

  for (guint i = 0; i < column->samples->len; i++)
    {
      g_autoptr (CrmDraft) draft = crm_draft_new (self->type, 0, 0);

      n += crm_draft_add (draft, field, g_ptr_array_index (column->samples, i), &hint, NULL);
    }

  return n * 2 >= column->samples->len;
}

/* A field with a list of its own takes nothing else; one with a single place takes one column. */
static void
settle_fields (CrmMapping *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      CrmMappingColumn *column = get_column (self, i);
      const CrmField *field;
      gboolean single;

      if (column->target.kind != CRM_TARGET_FIELD)
        continue;

      field = crm_record_type_find_field (self->type, column->target.key);
      if (is_picky (field) && !takes_samples (self, column))
        {
          set_extra (column);
          continue;
        }

      single = field->type != CRM_FIELD_TEXT && field->type != CRM_FIELD_LONG_TEXT && field->type != CRM_FIELD_EMAIL &&
               field->type != CRM_FIELD_PHONE && field->type != CRM_FIELD_COUNTRY && !crm_field_is_set (field);
      for (guint k = 0; single && k < i; k++)
        if (goes_to (get_column (self, k), field->key))
          {
            set_extra (column);
            single = FALSE;
          }
    }
}

/* One program wrote all of it: what one column leaves open, the others may tell. What this program
 * writes has a point before the decimals, whatever the locale. */
static void
settle_forms (CrmMapping *self,
              gboolean    own)
{
  CrmColumnShape all = { 0 };
  CrmDateOrder order;
  char decimal;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmColumnShape *shape = &get_column (self, i)->shape;

      if (crm_column_shape_is_mostly (shape, shape->n_dates))
        {
          all.n_day_first += shape->n_day_first;
          all.n_month_first += shape->n_month_first;
        }
      if (crm_column_shape_is_mostly (shape, shape->n_numbers))
        {
          all.n_points += shape->n_points;
          all.n_commas += shape->n_commas;
        }
    }

  order = crm_column_shape_get_order (&all);
  decimal = own ? '.' : crm_column_shape_get_decimal (&all);
  for (guint i = 0; i < self->columns->len; i++)
    {
      CrmMappingColumn *column = get_column (self, i);

      column->order = crm_column_shape_get_order (&column->shape);
      if (column->order == CRM_DATE_LOCALE)
        column->order = order;
      column->decimal = crm_column_shape_get_decimal (&column->shape);
      if (column->decimal == '\0')
        column->decimal = decimal;
    }
}

/* Nothing but names of fields, and the id of the record. */
static gboolean
has_own_header (CrmMapping *self)
{
  for (guint i = 0; self->has_header && i < self->columns->len; i++)
    {
      const CrmMappingColumn *column = get_column (self, i);

      if (crm_record_type_find_label (self->type, column->header) == NULL &&
          crm_record_type_find_field (self->type, column->header) == NULL && !is_called (column, "|uuid|"))
        return FALSE;
    }

  return self->has_header;
}

/**
 * crm_mapping_guess:
 *
 * Guesses where each column goes, in which order its dates are and with which mark its numbers.
 */
void
crm_mapping_guess (CrmMapping *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      CrmMappingColumn *column = get_column (self, i);

      set_guess (column, CRM_TARGET_IGNORE, NULL, NULL, 0);
      column->learned = FALSE;
      if (column->header != NULL)
        crm_header_guess (self->type, column->header, &column->target, &column->confidence);
    }

  settle_names (self);
  settle_titles (self);
  settle_programs (self);
  for (guint i = 0; i < self->columns->len; i++)
    if (get_column (self, i)->confidence == 0)
      guess_by_values (self, get_column (self, i));
  if (!self->has_header)
    guess_names_by_values (self);
  settle_forms (self, has_own_header (self));
  settle_fields (self);
}

/* --- What somebody knows better ----------------------------------------------------------------------- */

/**
 * crm_mapping_get_record_type:
 *
 * Returns: (transfer none): what the file is imported as
 */
const CrmRecordType *
crm_mapping_get_record_type (CrmMapping *self)
{
  return self->type;
}

/**
 * crm_mapping_get_n_columns:
 *
 * Returns: how many columns there are
 */
guint
crm_mapping_get_n_columns (CrmMapping *self)
{
  return self->columns->len;
}

/**
 * crm_mapping_get_column:
 * @column: its place, from 0
 *
 * Returns: (transfer none): the column
 */
const CrmMappingColumn *
crm_mapping_get_column (CrmMapping *self,
                        guint       column)
{
  g_return_val_if_fail (column < self->columns->len, NULL);

  return get_column (self, column);
}

/**
 * crm_mapping_set_target:
 * @column: its place, from 0
 * @target: where its values go
 *
 * Says where a column goes.
 */
void
crm_mapping_set_target (CrmMapping      *self,
                        guint            column,
                        const CrmTarget *target)
{
  CrmMappingColumn *found;

  g_return_if_fail (column < self->columns->len);

  found = get_column (self, column);
  crm_target_copy (&found->target, target);
  found->confidence = 1;
  found->learned = FALSE;
}

/**
 * crm_mapping_set_order:
 * @column: its place, from 0
 * @order: what comes first in its dates
 */
void
crm_mapping_set_order (CrmMapping   *self,
                       guint         column,
                       CrmDateOrder  order)
{
  g_return_if_fail (column < self->columns->len);

  get_column (self, column)->order = order;
}

/**
 * crm_mapping_set_decimal:
 * @column: its place, from 0
 * @decimal: the mark before the decimals of its numbers, '.' or ','; 0 for that of the locale
 */
void
crm_mapping_set_decimal (CrmMapping *self,
                         guint       column,
                         char        decimal)
{
  g_return_if_fail (column < self->columns->len);

  get_column (self, column)->decimal = decimal;
}

/**
 * crm_mapping_suggest_field:
 * @column: its place, from 0
 * @target: (out caller-allocates): a new field for it
 *
 * Says which custom field would hold the values of a column.
 */
void
crm_mapping_suggest_field (CrmMapping *self,
                           guint       column,
                           CrmTarget  *target)
{
  const CrmMappingColumn *found;

  g_return_if_fail (column < self->columns->len);

  found = get_column (self, column);
  *target = (CrmTarget) { 0 };
  crm_target_set (target, CRM_TARGET_NEW_FIELD, NULL, found->header);
  if (target->label == NULL || *target->label == '\0')
    {
      g_free (target->label);
      target->label = g_strdup_printf (_("Column %u"), column + 1);
    }
  target->type = crm_column_shape_get_type (&found->shape);
}

/**
 * crm_mapping_is_own:
 *
 * Returns: %TRUE if the header is one that this program writes: nothing but names of fields, or
 *   with the reasons why rows were refused
 */
gboolean
crm_mapping_is_own (CrmMapping *self)
{
  for (guint i = 0; self->has_header && i < self->columns->len; i++)
    if (crm_header_is_reason (get_column (self, i)->header))
      return TRUE;

  return has_own_header (self);
}

static gboolean
names_record (CrmMapping *self)
{
  static const char *const contact_keys[] = { "first_name", "last_name", "email", "emails", "phone", "messengers" };

  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmMappingColumn *column = get_column (self, i);

      if (self->type->table.id != CRM_ID_CONTACT)
        {
          if (goes_to (column, self->type->table.title->name))
            return TRUE;
          continue;
        }

      if (column->target.kind == CRM_TARGET_FULL_NAME)
        return TRUE;
      for (guint k = 0; k < G_N_ELEMENTS (contact_keys); k++)
        if (goes_to (column, contact_keys[k]))
          return TRUE;
    }

  return FALSE;
}

/**
 * crm_mapping_check:
 * @error: %CRM_ERROR_REQUIRED if nobody could tell whom or what a row is about; %CRM_ERROR_REFUSED
 *   if a new field is called like another one
 *
 * Whether a file can be imported so.
 */
gboolean
crm_mapping_check (CrmMapping  *self,
                   GError     **error)
{
  if (!names_record (self))
    {
      if (self->type->table.id == CRM_ID_CONTACT)
        g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REQUIRED,
                             _("No column gives a name, an e-mail address, a phone number or a messenger. "
                               "Say which column does."));
      else
        g_set_error (error, CRM_ERROR, CRM_ERROR_REQUIRED, _("No column gives “%s”. Say which column does."),
                     crm_record_type_get_title (self->type)->label);
      return FALSE;
    }

  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmTarget *target = &get_column (self, i)->target;

      if (target->kind != CRM_TARGET_NEW_FIELD)
        continue;
      if (crm_record_type_find_label (self->type, target->label) != NULL)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
                       _("There is a field “%s” already. Choose that one, or give the new one another name."), target->label);
          return FALSE;
        }
      for (guint k = 0; k < i; k++)
        {
          const CrmTarget *other = &get_column (self, k)->target;

          if (other->kind == CRM_TARGET_NEW_FIELD && g_ascii_strcasecmp (other->label, target->label) == 0)
            {
              g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
                           _("Two new fields cannot both be called “%s”. Give one another name."), target->label);
              return FALSE;
            }
        }
    }

  return TRUE;
}

/* --- What is remembered --------------------------------------------------------------------------------- */

/**
 * crm_mapping_get_fingerprint:
 *
 * Returns: (transfer full): the same text for files of the same shape: those with the same header,
 *   or without one, those with the same kinds of values in the same order
 */
char *
crm_mapping_get_fingerprint (CrmMapping *self)
{
  g_autoptr (GString) shape = g_string_new (self->type->table.name);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmMappingColumn *column = get_column (self, i);

      if (self->has_header)
        {
          g_autofree char *header = crm_fold (column->header);

          g_string_append_printf (shape, "\n%s", header != NULL ? header : "");
        }
      else
        g_string_append_printf (shape, "\n%d", crm_column_shape_get_type (&column->shape));
    }

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, shape->str, (gssize) shape->len);
}

/**
 * crm_mapping_append_json:
 * @json: where to append
 *
 * Appends an array with an object for each column.
 */
void
crm_mapping_append_json (CrmMapping *self,
                         GString    *json)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmMappingColumn *column = get_column (self, i);
      g_autofree char *target = crm_target_to_text (&column->target);

      g_string_append (json, i > 0 ? ",{\"header\":" : "{\"header\":");
      crm_json_append_string (json, column->header);
      g_string_append (json, ",\"target\":");
      crm_json_append_string (json, target);
      if (column->order != CRM_DATE_LOCALE)
        g_string_append_printf (json, ",\"order\":\"%s\"", column->order == CRM_DATE_DAY_FIRST ? "day" : "month");
      if (column->decimal != '\0')
        g_string_append_printf (json, ",\"decimal\":\"%c\"", column->decimal);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
}

static gboolean
read_column (CrmMapping       *self,
             CrmMappingColumn *column,
             JsonObject       *object)
{
  const char *text = json_object_get_string_member_with_default (object, "target", "ignore");
  const char *order = json_object_get_string_member_with_default (object, "order", "");
  const char *decimal = json_object_get_string_member_with_default (object, "decimal", "");
  const char *header = json_object_get_string_member_with_default (object, "header", NULL);
  g_auto (CrmTarget) target = { 0 };

  if (column->header == NULL && header != NULL)
    {
      column->header = g_strdup (header);
      column->group = crm_header_get_group (header);
      self->has_header = TRUE;
    }

  if (!crm_target_from_text (&target, self->type, text, NULL))
    return FALSE;

  find_new_field (self, &target);
  crm_target_copy (&column->target, &target);
  column->confidence = 1;
  column->learned = TRUE;

  /* What the values of this file say counts for more than those of another one. */
  if (column->order == CRM_DATE_LOCALE && *order != '\0')
    column->order = strcmp (order, "day") == 0 ? CRM_DATE_DAY_FIRST : CRM_DATE_MONTH_FIRST;
  if (column->decimal == '\0' && (strcmp (decimal, ".") == 0 || strcmp (decimal, ",") == 0))
    column->decimal = *decimal;

  return TRUE;
}

/**
 * crm_mapping_read_json:
 * @node: what crm_mapping_append_json() wrote
 * @error: %CRM_ERROR_SYNTAX
 *
 * Takes over what was chosen before. A column whose field does not exist any more stays as it is.
 */
gboolean
crm_mapping_read_json (CrmMapping  *self,
                       JsonNode    *node,
                       GError     **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX, _("This does not say where columns go."));
      return FALSE;
    }

  ensure_columns (self, json_array_get_length (array));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        read_column (self, get_column (self, i), json_node_get_object (element));
    }

  return TRUE;
}
