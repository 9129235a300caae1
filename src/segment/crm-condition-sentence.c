/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A condition as a sentence: "City is “Madrid” and any of (Tag is “roof”, Annual Revenue is at least
 * 5,000 €)". Each operator has a phrase of its own, and so has each way to put conditions together;
 * a translation may put the words in braces in any order. It says what it can of a condition that
 * means nothing any more. Any thread.
 */

#include "config.h"

#include "crm-condition-sentence-private.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

#include "crm-condition-private.h"
#include "crm-duration.h"
#include "crm-money.h"
#include "crm-operand-private.h"
#include "crm-unit-private.h"

typedef struct
{
  CrmCatalogue *catalogue;
  CrmSentenceFlags flags;
} Speaker;

static char *say (const Speaker       *speaker,
                  const CrmCondition  *condition,
                  const CrmRecordType *type,
                  gboolean             inside);

static const char *
find_word (const char *name,
           gsize       length,
           va_list     words)
{
  for (const char *known = va_arg (words, const char *); known != NULL; known = va_arg (words, const char *))
    {
      const char *word = va_arg (words, const char *);

      if (strlen (known) == length && strncmp (known, name, length) == 0)
        return word;
    }

  return NULL;
}

/**
 * _crm_sentence_fill:
 * @form: a phrase with names in braces
 * @first_name: a name
 * @...: what comes there, then more names and words, then %NULL
 *
 * What is filled in is not looked at again: it may have braces of its own.
 *
 * Returns: (transfer full): the sentence
 */
char *
_crm_sentence_fill (const char *form,
                    const char *first_name,
                    ...)
{
  GString *text = g_string_new (NULL);

  for (const char *p = form; *p != '\0'; p++)
    {
      const char *end = *p == '{' ? strchr (p, '}') : NULL;
      const char *word = NULL;
      va_list words;

      if (end != NULL)
        {
          gsize length = (gsize) (end - p - 1);

          va_start (words, first_name);
          if (strlen (first_name) == length && strncmp (first_name, p + 1, length) == 0)
            word = va_arg (words, const char *);
          else if (va_arg (words, const char *) != NULL)
            word = find_word (p + 1, length, words);
          va_end (words);
        }

      if (word != NULL)
        {
          g_string_append (text, word);
          p = end;
        }
      else
        {
          g_string_append_c (text, *p);
        }
    }

  return g_string_free (text, FALSE);
}

/* Puts one more behind what is there. */
static void
join (char       **text,
      const char  *form,
      char        *next)
{
  g_autofree char *before = *text;
  g_autofree char *behind = next;

  *text = before != NULL ? _crm_sentence_fill (form, "first", before, "second", behind, NULL) : g_strdup (behind);
}

static char *
say_values (const CrmCondition *test,
            CrmArity            arity,
            const CrmField     *field)
{
  char *text = NULL;

  for (guint i = 0; i < test->values->len; i++)
    /* TRANSLATORS: a list, put together one by one */
    join (&text, _("{first}, {second}"),
          _crm_operand_say (test->kind, arity, field, &g_array_index (test->values, CrmValue, i)));

  return text;
}

/**
 * _crm_sentence_say_test:
 * @test: a test
 * @subject: what it asks about, as far as that is known
 * @flags: how to say it
 *
 * Returns: (transfer full): "City is “Madrid”"
 */
char *
_crm_sentence_say_test (const CrmCondition *test,
                        const CrmSubject   *subject,
                        CrmSentenceFlags    flags)
{
  gboolean field = strcmp (test->subject, CRM_SUBJECT_FIELD) == 0;
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  g_autofree char *other = NULL;
  g_autofree char *name = NULL;
  g_autofree char *said = NULL;
  CrmOperatorInfo info = { 0 };

  label = field && subject->field == NULL ? g_strdup (test->name) : crm_subject_get_label (subject, test->name);
  crm_operator_describe (test->op, test->kind, &info);
  if (info.arity == CRM_ARITY_TWO)
    {
      value = _crm_operand_say (test->kind, info.arity, subject->field, &g_array_index (test->values, CrmValue, 0));
      other = _crm_operand_say (test->kind, info.arity, subject->field, &g_array_index (test->values, CrmValue, 1));
    }
  else if (test->values->len > 0)
    value = say_values (test, info.arity, subject->field);
  else
    value = g_strdup_printf (_("“%s”"), test->name);
  name = g_strdup_printf (_("“%s”"), test->name);

  said = _crm_sentence_fill (crm_operator_get_phrase (test->op, test->kind), "subject", label, "value", value,
                             "other", other != NULL ? other : "", "name", name, NULL);

  if (test->times > 1)
    {
      g_autofree char *often = g_strdup_printf ("%u", test->times);
      g_autofree char *first = g_steal_pointer (&said);

      said = _crm_sentence_fill (_("{condition}, {number} times at least"), "condition", first, "number", often, NULL);
    }

  if (test->within != NULL)
    {
      g_autofree char *first = g_steal_pointer (&said);
      g_autofree char *long_ago = NULL;
      CrmDuration duration;

      if (crm_duration_parse_plain (test->within, &duration, NULL))
        long_ago = crm_duration_format (&duration);
      said = _crm_sentence_fill (_("{condition}, within the last {time}"), "condition", first,
                                 "time", long_ago != NULL ? long_ago : "", NULL);
    }

  if (test->kind == CRM_KIND_MONEY && test->values->len > 0 && (flags & CRM_SENTENCE_CURRENCIES) != 0)
    return _crm_sentence_fill (_("{condition} (in {currency}; other currencies do not count)"), "condition", said,
                               "currency", g_array_index (test->values, CrmValue, 0).currency, NULL);

  return g_steal_pointer (&said);
}

static char *
say_test (const Speaker       *speaker,
          const CrmCondition  *test,
          const CrmRecordType *type)
{
  CrmSubject subject;

  if (!crm_subject_find (speaker->catalogue, type, test->subject, test->name, &subject, NULL))
    subject = (CrmSubject) { .key = test->subject, .kind = test->kind };

  return _crm_sentence_say_test (test, &subject, speaker->flags);
}

/* "Notes: at least one with (…)" */
static char *
say_related (const CrmRelation *relation,
             const char        *name,
             const char        *condition,
             gboolean           negated)
{
  const char *records = relation != NULL ? crm_relation_get_label (relation) : name;

  if (condition == NULL)
    /* TRANSLATORS: whether there are related records: "Notes: at least one" */
    return _crm_sentence_fill (negated ? _("{records}: none") : _("{records}: at least one"), "records", records, NULL);

  /* TRANSLATORS: "Notes: at least one with (Note contains “roof”)" */
  return _crm_sentence_fill (negated ? _("{records}: none with ({condition})")
                                     : _("{records}: at least one with ({condition})"),
                             "records", records, "condition", condition, NULL);
}

/* Tests over one related record. */
static char *
say_unit (const Speaker       *speaker,
          const CrmUnit       *unit,
          const CrmRecordType *type)
{
  g_autofree char *text = NULL;

  for (guint i = 0; i < unit->parts->len; i++)
    {
      const CrmCondition *test = g_ptr_array_index (unit->parts, i);
      CrmSubject subject;

      crm_subject_find (speaker->catalogue, type, test->subject, test->name, &subject, NULL);
      subject.relation.kind = CRM_RELATION_NONE;
      join (&text, _("{first} and {second}"), _crm_sentence_say_test (test, &subject, speaker->flags));
    }

  return say_related (&unit->relation, NULL, text, FALSE);
}

static char *
say_unit_or_part (const Speaker       *speaker,
                  const CrmUnit       *unit,
                  const CrmRecordType *type)
{
  if (unit->relation.kind != CRM_RELATION_NONE)
    return say_unit (speaker, unit, type);

  return say (speaker, g_ptr_array_index (unit->parts, 0), type, TRUE);
}

/* What has to hold of a group, one behind the other, and how many there are. */
static char *
say_parts (const Speaker       *speaker,
           const CrmCondition  *group,
           const CrmRecordType *type,
           const char          *form,
           guint               *n)
{
  g_autoptr (GPtrArray) units = _crm_unit_list (group, speaker->catalogue, type);
  char *text = NULL;

  for (guint i = 0; i < units->len; i++)
    join (&text, form, say_unit_or_part (speaker, g_ptr_array_index (units, i), type));
  *n = units->len;

  return text;
}

static char *
say_group (const Speaker       *speaker,
           const CrmCondition  *group,
           const CrmRecordType *type,
           gboolean             inside)
{
  gboolean all = group->type == CRM_CONDITION_ALL;
  const char *form = inside ? _("{first}, {second}") : all ? _("{first} and {second}") : _("{first} or {second}");
  g_autofree char *parts = NULL;
  guint n;

  if (group->parts->len == 0 && all)
    /* TRANSLATORS: a condition that asks for nothing: "All Contacts" */
    return _crm_sentence_fill (_("All {records}"), "records", type->plural, NULL);
  if (group->parts->len == 0)
    return _crm_sentence_fill (_("No {records}"), "records", type->plural, NULL);

  parts = say_parts (speaker, group, type, form, &n);
  if (!inside || n == 1)
    return g_steal_pointer (&parts);

  return _crm_sentence_fill (all ? _("all of ({list})") : _("any of ({list})"), "list", parts, NULL);
}

/* What a related record has to fulfil. */
static char *
say_related_condition (const Speaker       *speaker,
                       const CrmCondition  *related,
                       CrmRelation         *relation,
                       const CrmRecordType *type,
                       gboolean             negated)
{
  const CrmCondition *part = g_ptr_array_index (related->parts, 0);
  gboolean known = crm_relation_find (speaker->catalogue, type, related->relation, relation);
  g_autofree char *condition = NULL;

  if (!crm_condition_is_always (part))
    condition = say (speaker, part, known ? relation->to : type, FALSE);

  return say_related (known ? relation : NULL, related->relation, condition, negated);
}

static char *
say_not (const Speaker       *speaker,
         const CrmCondition  *condition,
         const CrmRecordType *type)
{
  const CrmCondition *part = g_ptr_array_index (condition->parts, 0);
  g_autofree char *text = NULL;
  CrmRelation relation;
  guint n;

  if (part->type == CRM_CONDITION_RELATED)
    return say_related_condition (speaker, part, &relation, type, TRUE);

  if (part->type == CRM_CONDITION_ANY && part->parts->len > 1)
    {
      text = say_parts (speaker, part, type, _("{first}, {second}"), &n);
      return _crm_sentence_fill (_("none of ({list})"), "list", text, NULL);
    }

  text = say (speaker, part, type, TRUE);

  return _crm_sentence_fill (_("not ({condition})"), "condition", text, NULL);
}

static char *
say (const Speaker       *speaker,
     const CrmCondition  *condition,
     const CrmRecordType *type,
     gboolean             inside)
{
  CrmRelation relation;

  switch (condition->type)
    {
    case CRM_CONDITION_ALL:
    case CRM_CONDITION_ANY:
      return say_group (speaker, condition, type, inside);
    case CRM_CONDITION_NOT:
      return say_not (speaker, condition, type);
    case CRM_CONDITION_RELATED:
      return say_related_condition (speaker, condition, &relation, type, FALSE);
    case CRM_CONDITION_TEST:
    default:
      {
        g_autoptr (GPtrArray) units = _crm_unit_list (condition, speaker->catalogue, type);
        const CrmUnit *unit = g_ptr_array_index (units, 0);

        if (unit->relation.kind != CRM_RELATION_NONE)
          return say_unit (speaker, unit, type);
        return say_test (speaker, condition, type);
      }
    }
}

/**
 * crm_condition_say:
 * @catalogue: what there is
 * @type: of the records that it is about
 * @flags: how to say it
 *
 * Returns: (transfer full): the condition in words, in the language of the program
 */
char *
crm_condition_say (const CrmCondition  *self,
                   CrmCatalogue        *catalogue,
                   const CrmRecordType *type,
                   CrmSentenceFlags     flags)
{
  Speaker speaker = { catalogue, flags };

  return say (&speaker, self, type, FALSE);
}

/**
 * crm_condition_needs_currencies:
 * @db: a connection
 * @catalogue: what there is
 *
 * Looks for amounts in another currency than that of the business.
 *
 * Returns: %TRUE if %CRM_SENTENCE_CURRENCIES is needed
 */
gboolean
crm_condition_needs_currencies (CrmDb        *db,
                                CrmCatalogue *catalogue)
{
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (catalogue, &n_types);

  for (guint i = 0; i < n_types; i++)
    for (guint k = 0; k < types[i]->n_fields; k++)
      {
        const CrmField *field = types[i]->fields[k];
        g_autofree char *sql = NULL;

        if (field->type != CRM_FIELD_MONEY)
          continue;

        sql = g_strdup_printf ("SELECT 1 FROM %s WHERE state = 0 AND %s IS NOT NULL AND %s_currency <> ? LIMIT 1",
                               types[i]->table.name, field->column.name, field->column.name);
        if (crm_db_get_integer (db, 0, NULL, sql, "t", crm_money_get_default_currency ()) != 0)
          return TRUE;
      }

  return FALSE;
}
