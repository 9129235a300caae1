/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The ways from a record to others, as they follow from the catalogue: a link or a set of its own
 * goes by the key of that field ("account", "owner", "tags"), and records of another type that
 * link to it go by the name of their type ("note", "deal"). Who made a record is not what it is
 * about, so derived links do not lead back. Only live records are at the other end. Any thread.
 */

#include "config.h"

#include "crm-relation.h"

#include <string.h>

/* Options are values, not records. */
static gboolean
leads_on (const CrmField *field)
{
  return field->column.links_to != NULL && field->type != CRM_FIELD_CHOICE && field->type != CRM_FIELD_CHOICES;
}

static gboolean
leads_back (const CrmField      *field,
            const CrmRecordType *to)
{
  return leads_on (field) && (field->column.flags & CRM_COLUMN_DERIVED) == 0 &&
         strcmp (field->column.links_to, to->table.name) == 0;
}

static void
init_from_field (CrmRelation         *relation,
                 CrmCatalogue        *catalogue,
                 const CrmRecordType *from,
                 const CrmField      *via)
{
  relation->kind = crm_field_is_set (via) ? CRM_RELATION_SET : CRM_RELATION_LINK;
  relation->from = from;
  relation->to = crm_catalogue_find (catalogue, via->column.links_to);
  relation->via = via;
}

/**
 * crm_relation_next_via:
 * @relation: a relation
 * @previous: (nullable): the last answer; %NULL to begin
 *
 * Returns: (transfer none) (nullable): the next field by which records are related: of their type
 *   for %CRM_RELATION_BACK, otherwise of the type of the record at hand
 */
const CrmField *
crm_relation_next_via (const CrmRelation *relation,
                       const CrmField    *previous)
{
  if (relation->kind != CRM_RELATION_BACK)
    return previous == NULL ? relation->via : NULL;

  for (guint i = previous != NULL ? previous->column.index + 1u : 0; i < relation->to->n_fields; i++)
    if (leads_back (relation->to->fields[i], relation->from))
      return relation->to->fields[i];

  return NULL;
}

/**
 * crm_relation_find:
 * @from: the type of the record at hand
 * @name: of a relation
 * @relation: (out caller-allocates): the relation
 *
 * Returns: %FALSE if there is no such relation
 */
gboolean
crm_relation_find (CrmCatalogue        *catalogue,
                   const CrmRecordType *from,
                   const char          *name,
                   CrmRelation         *relation)
{
  const CrmRecordType *to;

  for (guint i = 0; i < from->n_fields; i++)
    if (leads_on (from->fields[i]) && g_strcmp0 (from->fields[i]->key, name) == 0)
      {
        init_from_field (relation, catalogue, from, from->fields[i]);
        return TRUE;
      }

  to = crm_catalogue_find (catalogue, name);
  *relation = (CrmRelation) { CRM_RELATION_BACK, from, to, NULL };

  /* Not by its plural: there is one name for each thing. */
  return to != NULL && strcmp (to->table.name, name) == 0 && crm_relation_next_via (relation, NULL) != NULL;
}

/**
 * crm_relation_list:
 * @from: the type of the record at hand
 *
 * Returns: (transfer full) (element-type CrmRelation): all relations that it has
 */
GArray *
crm_relation_list (CrmCatalogue        *catalogue,
                   const CrmRecordType *from)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (CrmRelation));
  const CrmRecordType **types;
  CrmRelation relation;
  guint n_types;

  for (guint i = 0; i < from->n_fields; i++)
    if (leads_on (from->fields[i]))
      {
        init_from_field (&relation, catalogue, from, from->fields[i]);
        g_array_append_val (list, relation);
      }

  types = crm_catalogue_list (catalogue, &n_types);
  for (guint i = 0; i < n_types; i++)
    if (crm_relation_find (catalogue, from, types[i]->table.name, &relation) && relation.kind == CRM_RELATION_BACK)
      g_array_append_val (list, relation);

  return list;
}

/**
 * crm_relation_equal:
 *
 * Returns: %TRUE if both lead to the same records
 */
gboolean
crm_relation_equal (const CrmRelation *a,
                    const CrmRelation *b)
{
  return a->kind == b->kind && a->from == b->from && a->to == b->to && a->via == b->via;
}

/**
 * crm_relation_is_many:
 *
 * Returns: %TRUE if there may be several records at the other end
 */
gboolean
crm_relation_is_many (const CrmRelation *relation)
{
  return relation->kind == CRM_RELATION_SET || relation->kind == CRM_RELATION_BACK;
}

/**
 * crm_relation_get_name:
 *
 * Returns: (transfer none): its name in conditions
 */
const char *
crm_relation_get_name (const CrmRelation *relation)
{
  return relation->kind == CRM_RELATION_BACK ? relation->to->table.name : relation->via->key;
}

/**
 * crm_relation_get_label:
 *
 * Returns: (transfer none): its name for people
 */
const char *
crm_relation_get_label (const CrmRelation *relation)
{
  return relation->kind == CRM_RELATION_BACK ? relation->to->plural : relation->via->label;
}
