/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The short form of conditions, for the command line:
 *
 *     city=Madrid, tag=roof, created>=2026-01-01, email is-empty
 *
 * Commas mean "and". Before the operator stands a field by its key or its name, with or without the
 * record that it belongs to, or a special subject; the operator is a sign (= != < <= > >= ~ !~) or a
 * word of the long form. "a|b" is a list, "1..5" a range, and text in quotation marks is taken as it
 * is. Values are written as people write them.
 */

#include "config.h"

#include "crm-condition-filter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"
#include "crm-operand-private.h"
#include "crm-special-private.h"

typedef struct
{
  CrmCatalogue *catalogue;
  const CrmRecordType *type;
} Reader;

/* What a sign can mean; the first that the kind has counts. */
static const struct
{
  const char *sign;
  CrmOperator one[5];
  guint n_one;
  CrmOperator many;  /* of "a|b" */
  CrmOperator none;  /* of nothing */
} signs[] = {
  /* The longer ones first. */
  { ">=", { CRM_OPERATOR_AT_LEAST }, 1, CRM_OPERATOR_AT_LEAST, CRM_OPERATOR_AT_LEAST },
  { "<=", { CRM_OPERATOR_AT_MOST }, 1, CRM_OPERATOR_AT_MOST, CRM_OPERATOR_AT_MOST },
  { "!=", { CRM_OPERATOR_IS_NOT, CRM_OPERATOR_HAS_NOT, CRM_OPERATOR_NOT_SUBSCRIBED, CRM_OPERATOR_HAS_NONE }, 4,
    CRM_OPERATOR_IS_NONE_OF, CRM_OPERATOR_IS_NOT_EMPTY },
  { "!~", { CRM_OPERATOR_DOES_NOT_CONTAIN }, 1, CRM_OPERATOR_DOES_NOT_CONTAIN, CRM_OPERATOR_DOES_NOT_CONTAIN },
  { "=", { CRM_OPERATOR_IS, CRM_OPERATOR_ON, CRM_OPERATOR_HAS, CRM_OPERATOR_SUBSCRIBED, CRM_OPERATOR_HAS_ANY }, 5,
    CRM_OPERATOR_IS_ANY_OF, CRM_OPERATOR_IS_EMPTY },
  { ">", { CRM_OPERATOR_GREATER_THAN, CRM_OPERATOR_AFTER }, 2, CRM_OPERATOR_GREATER_THAN, CRM_OPERATOR_GREATER_THAN },
  { "<", { CRM_OPERATOR_LESS_THAN, CRM_OPERATOR_BEFORE }, 2, CRM_OPERATOR_LESS_THAN, CRM_OPERATOR_LESS_THAN },
  { "~", { CRM_OPERATOR_CONTAINS }, 1, CRM_OPERATOR_CONTAINS, CRM_OPERATOR_CONTAINS },
};

/* One part: what is tested, how, and with what. */
typedef struct
{
  CrmSubject subject;
  char *name;
  CrmOperatorInfo info;
  char *value;
  gboolean quoted;
} Part;

static void
part_clear (Part *part)
{
  g_free (part->name);
  g_free (part->value);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Part, part_clear)

/* --- Taking it apart ---------------------------------------------------------------------------------- */

/* The next of @marks in @text that is not in quotation marks, or the end. */
static const char *
find_mark (const char *text,
           const char *marks)
{
  gboolean quoted = FALSE;
  const char *p;

  for (p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        quoted = !quoted;
      else if (!quoted && strchr (marks, *p) != NULL)
        break;
    }

  return p;
}

static GPtrArray *
split (const char *text,
       const char *mark)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);

  while (TRUE)
    {
      const char *end = find_mark (text, mark);

      g_ptr_array_add (parts, g_strstrip (g_strndup (text, (gsize) (end - text))));
      if (*end == '\0')
        return parts;
      text = end + 1;
    }
}

/* "say ""yes""" in quotation marks → say "yes" */
static char *
unquote (const char *text,
         gboolean   *quoted)
{
  gsize length = strlen (text);
  g_auto (GStrv) pieces = NULL;
  g_autofree char *inner = NULL;

  *quoted = length >= 2 && text[0] == '"' && text[length - 1] == '"';
  if (!*quoted)
    return g_strdup (text);

  inner = g_strndup (text + 1, length - 2);
  pieces = g_strsplit (inner, "\"\"", -1);

  return g_strjoinv ("\"", pieces);
}

/* --- What is tested ---------------------------------------------------------------------------------------- */

static gboolean
try_field (Reader     *reader,
           const char *name,
           Part       *part)
{
  if (!crm_subject_find (reader->catalogue, reader->type, CRM_SUBJECT_FIELD, name, &part->subject, NULL))
    return FALSE;

  part->name = g_strdup (name);

  return TRUE;
}

/* "now.weekday" */
static gboolean
try_named_special (Reader     *reader,
                   const char *text,
                   Part       *part)
{
  const char *dot = strchr (text, '.');
  g_autofree char *key = dot != NULL ? g_strndup (text, (gsize) (dot - text)) : NULL;

  if (key == NULL || !_crm_special_exists (key) ||
      !crm_subject_find (reader->catalogue, reader->type, key, dot + 1, &part->subject, NULL))
    return FALSE;

  part->name = g_strdup (dot + 1);

  return TRUE;
}

static gboolean
find_subject (Reader     *reader,
              const char *text,
              Part       *part)
{
  g_autofree char *own = g_strconcat (reader->type->table.name, ".", text, NULL);
  const CrmField *field = crm_record_type_find_label (reader->type, text);
  g_autofree char *labelled = field != NULL ? g_strconcat (reader->type->table.name, ".", field->key, NULL) : NULL;

  if (_crm_special_exists (text) &&
      crm_subject_find (reader->catalogue, reader->type, text, text, &part->subject, NULL))
    return TRUE;

  return try_field (reader, text, part) || try_field (reader, own, part) || try_named_special (reader, text, part) ||
         (labelled != NULL && try_field (reader, labelled, part));
}

/* --- How ------------------------------------------------------------------------------------------------------ */

/* "email is-empty" */
static gboolean
read_word (Reader     *reader,
           const char *text,
           Part       *part)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  const char *p = text;

  for (guint i = 0; words[i] != NULL; p += strlen (words[i]) + 1, i++)
    {
      g_autofree char *before = g_strstrip (g_strndup (text, (gsize) (p - text)));
      CrmOperator op;

      if (i == 0 || !crm_operator_from_name (words[i], &op) || !find_subject (reader, before, part))
        continue;

      if (crm_operator_describe (op, part->subject.kind, &part->info))
        {
          const char *behind = p + strlen (words[i]);
          g_autofree char *value = g_strstrip (g_strdup (behind));

          part->value = unquote (value, &part->quoted);
          return TRUE;
        }
      g_clear_pointer (&part->name, g_free);
    }

  return FALSE;
}

static gboolean
is_range (const Part *part)
{
  return !part->quoted && strstr (part->value, "..") != NULL &&
         crm_operator_describe (CRM_OPERATOR_BETWEEN, part->subject.kind, NULL);
}

static gboolean
choose_operator (Part  *part,
                 guint  sign)
{
  if (*part->value == '\0' && !part->quoted &&
      crm_operator_describe (signs[sign].none, part->subject.kind, &part->info))
    return TRUE;
  if (!part->quoted && strchr (part->value, '|') != NULL &&
      crm_operator_describe (signs[sign].many, part->subject.kind, &part->info))
    return TRUE;
  if (strcmp (signs[sign].sign, "=") == 0 && is_range (part))
    return crm_operator_describe (CRM_OPERATOR_BETWEEN, part->subject.kind, &part->info);

  for (guint i = 0; i < signs[sign].n_one; i++)
    if (crm_operator_describe (signs[sign].one[i], part->subject.kind, &part->info))
      return TRUE;

  return FALSE;
}

/* "created>=2026-01-01" */
static gboolean
read_sign (Reader      *reader,
           const char  *text,
           Part        *part,
           GError     **error)
{
  const char *p = find_mark (text, "<>=!~");
  g_autofree char *before = g_strstrip (g_strndup (text, (gsize) (p - text)));
  g_autofree char *behind = NULL;
  guint sign;

  for (sign = 0; sign < G_N_ELEMENTS (signs); sign++)
    if (g_str_has_prefix (p, signs[sign].sign))
      break;

  if (sign == G_N_ELEMENTS (signs))
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX,
                           _("The operator is missing. Write it like “city=Madrid” or “email is-empty”."));
      return FALSE;
    }

  if (!find_subject (reader, before, part))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no field “%s” of %s."),
                   before, reader->type->plural);
      return FALSE;
    }

  behind = g_strstrip (g_strdup (p + strlen (signs[sign].sign)));
  part->value = unquote (behind, &part->quoted);
  if (!choose_operator (part, sign))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, _("“%s” cannot be asked of “%s”."), signs[sign].sign, before);
      return FALSE;
    }

  return TRUE;
}

/* --- With what --------------------------------------------------------------------------------------------------- */

static char **
split_value (const Part *part)
{
  const char *single[] = { part->value, NULL };

  if (part->info.arity == CRM_ARITY_MANY && !part->quoted)
    return g_strsplit (part->value, "|", -1);
  if (part->info.arity == CRM_ARITY_TWO && !part->quoted)
    return g_strsplit (part->value, "..", -1);

  return g_strdupv ((char **) single);
}

static CrmCondition *
make_test (Reader      *reader,
           const Part  *part,
           GError     **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, TRUE, sizeof (CrmValue));
  const char *name = part->name != NULL ? part->name : part->value;

  g_array_set_clear_func (values, (GDestroyNotify) crm_value_clear);
  if (part->info.arity != CRM_ARITY_NONE)
    {
      g_auto (GStrv) texts = split_value (part);

      for (guint i = 0; texts[i] != NULL; i++)
        {
          CrmValue value;

          if (!_crm_operand_from_text (&part->subject, &part->info, g_strstrip (texts[i]), &value, error))
            return NULL;
          g_array_append_val (values, value);
        }
    }
  else if (part->name != NULL && *part->value != '\0')
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, _("“%s” takes no value."), part->info.name);
      return NULL;
    }

  return crm_condition_new_test (reader->catalogue, reader->type, part->subject.key, name, part->info.op,
                                 (const CrmValue *) (gpointer) values->data, values->len, error);
}

static CrmCondition *
read_part (Reader      *reader,
           const char  *text,
           GError     **error)
{
  g_auto (Part) part = { 0 };
  CrmCondition *test = NULL;

  if (read_word (reader, text, &part) || read_sign (reader, text, &part, error))
    test = make_test (reader, &part, error);
  if (test == NULL)
    g_prefix_error (error, "“%s”: ", text);

  return test;
}

/**
 * crm_condition_parse_filter:
 * @catalogue: what there is
 * @type: of the records that are filtered
 * @filters: (array zero-terminated=1): what somebody typed, each in the short form or in JSON
 * @error: %CRM_ERROR_SYNTAX, %CRM_ERROR_NOT_FOUND, %CRM_ERROR_INVALID; the message names the part
 *
 * Reads a filter of the command line.
 *
 * Returns: (transfer full) (nullable): the condition that all of @filters make, or %NULL with
 *   @error set
 */
CrmCondition *
crm_condition_parse_filter (CrmCatalogue         *catalogue,
                            const CrmRecordType  *type,
                            const char *const    *filters,
                            GError              **error)
{
  Reader reader = { catalogue, type };
  g_autoptr (CrmCondition) all = crm_condition_new_group (CRM_CONDITION_ALL);

  for (guint i = 0; filters[i] != NULL; i++)
    {
      g_autofree char *text = g_strstrip (g_strdup (filters[i]));
      g_autoptr (GPtrArray) parts = *text == '{' ? NULL : split (text, ",");

      for (guint k = 0; k < (parts != NULL ? parts->len : 1); k++)
        {
          const char *said = parts != NULL ? g_ptr_array_index (parts, k) : text;
          g_autoptr (CrmCondition) part = NULL;
          CrmCondition *more;

          part = parts != NULL ? read_part (&reader, said, error) : crm_condition_parse (catalogue, type, said, error);
          if (part == NULL)
            return NULL;

          more = crm_condition_insert_part (all, crm_condition_get_n_parts (all), part);
          crm_condition_unref (all);
          all = more;
        }
    }

  if (crm_condition_get_n_parts (all) == 1)
    return crm_condition_ref (crm_condition_get_part (all, 0));

  return g_steal_pointer (&all);
}
