/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which triggers an entry of the journal fires, and for whom (features.md, W40). A record is seen as it was
 * right after the entry, whatever has become of it since. Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <string.h>

#include "crm-fold.h"
#include "crm-input.h"
#include "crm-journal.h"
#include "crm-json.h"
#include "crm-lists.h"
#include "crm-wildcard.h"

/* --- What happened -------------------------------------------------------------------------------------------------------- */

void
_crm_happening_clear (CrmHappening *happening)
{
  g_clear_pointer (&happening->node, json_node_unref);
  g_clear_pointer (&happening->row, crm_row_free);
}

/* What the entry says of a column: [before, after], or {"+": […], "-": […]} for a set; or NULL. */
JsonNode *
_crm_happening_get_change (CrmHappening *happening,
                           const char   *column)
{
  char quoted[128];

  if (happening->text == NULL)
    return NULL;
  g_snprintf (quoted, sizeof quoted, "\"%s\":", column);
  if (strstr (happening->text, quoted) == NULL)
    return NULL;

  if (happening->node == NULL)
    {
      happening->node = crm_json_parse (happening->text, -1, G_MAXSIZE, NULL);
      if (happening->node == NULL)
        return NULL;
      happening->changes = json_node_get_object (happening->node);
    }

  return json_object_get_member (happening->changes, column);
}

static void
take_back_members (CrmRow          *row,
                   const CrmColumn *column,
                   JsonObject      *change)
{
  static const char *const signs[] = { "+", "-" };

  for (guint s = 0; s < G_N_ELEMENTS (signs); s++)
    {
      JsonArray *members = json_object_has_member (change, signs[s]) ? json_object_get_array_member (change, signs[s]) : NULL;

      for (guint i = 0; members != NULL && i < json_array_get_length (members); i++)
        {
          JsonArray *parts = json_array_get_array_element (members, i);
          g_auto (CrmValue) key = crm_journal_read_value (column, json_array_get_element (parts, 0));

          if (s == 1)
            {
              g_ptr_array_add (row->members, crm_member_new (column->id, &key, NULL, NULL));
              continue;
            }
          for (guint k = 0; k < row->members->len; k++)
            {
              const CrmMember *member = g_ptr_array_index (row->members, k);

              if (member->column == column->id && crm_value_equal (&member->key, &key))
                {
                  g_ptr_array_remove_index (row->members, k);
                  break;
                }
            }
        }
    }
}

static void
take_back (CrmRow     *row,
           const char *changes)
{
  g_autoptr (JsonNode) node = changes != NULL ? crm_json_parse (changes, -1, G_MAXSIZE, NULL) : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *change;

  if (node == NULL)
    return;

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &change))
    {
      const CrmColumn *column = crm_table_find_column (row->table, name);

      if (column == NULL)
        continue;
      if (column->storage == CRM_STORAGE_SET)
        {
          if (JSON_NODE_HOLDS_OBJECT (change))
            take_back_members (row, column, json_node_get_object (change));
        }
      else if (JSON_NODE_HOLDS_ARRAY (change))
        {
          crm_value_clear (&row->values[column->index]);
          row->values[column->index] = crm_journal_read_value (column, json_array_get_element (json_node_get_array (change), 0));
        }
    }
}

/* The record as it was right after the entry, or NULL if it is gone for good. */
const CrmRow *
_crm_happening_get_row (CrmEngine    *self,
                        CrmHappening *happening)
{
  g_autoptr (CrmStatement) later = NULL;

  if (happening->tried)
    return happening->row;

  happening->tried = TRUE;
  happening->row = crm_row_load (self->db, self->schema, happening->table, happening->record, CRM_ROW_MEMBERS, NULL);
  if (happening->row == NULL)
    return NULL;

  later = crm_db_query (self->db, NULL, "SELECT changes FROM journal WHERE tbl = ? AND record = ? AND id > ? AND op = 2 ORDER BY id DESC", "iii",
                        (gint64) happening->table->id, happening->record, happening->id);
  while (later != NULL && crm_statement_step (later, NULL))
    take_back (happening->row, crm_statement_get_text (later, 0));

  return happening->row;
}

/* --- Names ---------------------------------------------------------------------------------------------------------------- */

/* The record that a name means, or 0. */
gint64
_crm_engine_find_record (CrmEngine  *self,
                         const char *table,
                         const char *name)
{
  g_autofree char *key = name != NULL ? g_strconcat (table, " ", name, NULL) : NULL;
  const gint64 *known = key != NULL && self->names != NULL ? g_hash_table_lookup (self->names, key) : NULL;
  gint64 id = 0;

  if (known != NULL)
    return *known;
  if (name == NULL || !crm_input_find_record (self->db, _crm_engine_get_table (self, table), name, &id, NULL))
    return 0;

  /* What is not there may be made in the next moment. */
  if (id != 0 && self->names != NULL)
    g_hash_table_insert (self->names, g_steal_pointer (&key), g_memdup2 (&id, sizeof id));

  return id;
}

/* Whether a column of a record links to what is called @name; any will do if nothing is. */
static gboolean
links_to (CrmEngine    *self,
          const CrmRow *row,
          const char   *column,
          const char   *name)
{
  const CrmColumn *found = crm_table_find_column (row->table, column);

  return name == NULL || (crm_row_get_integer (row, column) != 0 &&
                          crm_row_get_integer (row, column) == _crm_engine_find_record (self, found->links_to, name));
}

static gboolean
same_text (const char *a,
           const char *b)
{
  g_autofree char *first = crm_fold (a);
  g_autofree char *second = crm_fold (b);

  return g_strcmp0 (first, second) == 0;
}

/* Whether a value is what a person wrote. */
static gboolean
is_value (CrmEngine       *self,
          const CrmField  *field,
          JsonNode        *node,
          const char      *wanted)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_auto (CrmValue) meant = CRM_VALUE_INIT;

  if (wanted == NULL)
    return TRUE;

  value = crm_journal_read_value (&field->column, node);
  if (field->column.links_to != NULL)
    {
      if (field->column.storage == CRM_STORAGE_LINK && strcmp (field->column.links_to, "stage") == 0)
        return crm_db_get_integer (self->db, 0, NULL, "SELECT 1 FROM stage WHERE id = ? AND name_key = crm_fold (?)", "it",
                                   crm_value_get_integer (&value), wanted) != 0;
      return crm_value_get_integer (&value) != 0 && crm_value_get_integer (&value) == _crm_engine_find_record (self, field->column.links_to, wanted);
    }
  if (value.kind == CRM_VALUE_TEXT && same_text (value.text, wanted))
    return TRUE;

  return crm_field_parse (field, wanted, &meant, NULL) && crm_value_equal (&value, &meant);
}

/* Whether the entry changes @key of the record from and to what the trigger says. */
static gboolean
changes (CrmEngine         *self,
         const CrmTrigger  *trigger,
         CrmHappening      *happening,
         const char        *key)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (happening->table);
  const CrmField *field = crm_record_type_find_field (type, key);
  JsonNode *change = field != NULL && happening->op == CRM_OP_UPDATE ? _crm_happening_get_change (happening, field->column.name) : NULL;
  JsonArray *pair;

  if (change == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (change))
    return crm_trigger_get_text (trigger, "from") == NULL && crm_trigger_get_text (trigger, "to") == NULL;

  pair = json_node_get_array (change);

  return is_value (self, field, json_array_get_element (pair, 0), crm_trigger_get_text (trigger, "from")) &&
         is_value (self, field, json_array_get_element (pair, 1), crm_trigger_get_text (trigger, "to"));
}

static const char *
strip_record (const char *name,
              const char *record)
{
  gsize length = strlen (record);

  return name != NULL && strncmp (name, record, length) == 0 && name[length] == '.' ? name + length + 1 : name;
}

/* --- Triggers ---------------------------------------------------------------------------------------------------------------- */

/* A set got or lost what is called @name, or anything. */
static gboolean
moves_member (CrmEngine     *self,
              CrmHappening  *happening,
              const char    *column,
              const char    *sign,
              const char    *name)
{
  const CrmColumn *set = crm_table_find_column (happening->table, column);
  gint64 wanted = name != NULL ? _crm_engine_find_record (self, set->links_to, name) : 0;
  JsonNode *change;
  JsonArray *members;

  if (name != NULL && wanted == 0)
    return FALSE;

  if (happening->op == CRM_OP_CREATE)
    {
      const CrmRow *row = *sign == '+' ? _crm_happening_get_row (self, happening) : NULL;

      for (guint i = 0; row != NULL && i < row->members->len; i++)
        {
          const CrmMember *member = g_ptr_array_index (row->members, i);

          if (member->column == set->id && (wanted == 0 || member->key.integer == wanted))
            return TRUE;
        }
      return FALSE;
    }

  change = happening->op == CRM_OP_UPDATE ? _crm_happening_get_change (happening, column) : NULL;
  members = change != NULL && JSON_NODE_HOLDS_OBJECT (change) && json_object_has_member (json_node_get_object (change), sign)
              ? json_object_get_array_member (json_node_get_object (change), sign) : NULL;
  for (guint i = 0; members != NULL && i < json_array_get_length (members); i++)
    if (wanted == 0 || json_array_get_int_element (json_array_get_array_element (members, i), 0) == wanted)
      return TRUE;

  return FALSE;
}

/* A number of the record goes over or under what the trigger says. */
static gboolean
crosses (const CrmTrigger  *trigger,
         CrmHappening      *happening)
{
  JsonNode *change = happening->op == CRM_OP_UPDATE ? _crm_happening_get_change (happening, "score") : NULL;
  g_autofree char *value = crm_keys_get_amount (trigger->keys, "value");
  const char *direction = crm_trigger_get_text (trigger, "direction");
  JsonArray *pair = change != NULL && JSON_NODE_HOLDS_ARRAY (change) ? json_node_get_array (change) : NULL;
  gint64 line = value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
  gint64 before, after;

  if (pair == NULL)
    return FALSE;
  before = json_array_get_null_element (pair, 0) ? 0 : json_array_get_int_element (pair, 0);
  after = json_array_get_null_element (pair, 1) ? 0 : json_array_get_int_element (pair, 1);

  return ((direction == NULL || strcmp (direction, "down") != 0) && before < line && after >= line) ||
         (direction != NULL && strcmp (direction, "up") != 0 && before >= line && after < line);
}

static gboolean
moves_value (const CrmTrigger *trigger,
             CrmHappening     *happening)
{
  JsonNode *change = happening->op == CRM_OP_UPDATE ? _crm_happening_get_change (happening, "value") : NULL;
  const char *direction = crm_trigger_get_text (trigger, "direction");
  JsonArray *pair = change != NULL && JSON_NODE_HOLDS_ARRAY (change) ? json_node_get_array (change) : NULL;
  gint64 amounts[2] = { 0, 0 };

  if (pair == NULL)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *node = json_array_get_element (pair, i);

      if (JSON_NODE_HOLDS_ARRAY (node))
        amounts[i] = json_array_get_int_element (json_node_get_array (node), 0);
    }

  return direction == NULL || strcmp (direction, "both") == 0 || (strcmp (direction, "up") == 0) == (amounts[1] > amounts[0]);
}

static gboolean
fits_event (const CrmTrigger  *trigger,
            const CrmRow      *row)
{
  static const char *const keys[] = { "message", "name", "page" };
  const char *link = crm_trigger_get_text (trigger, "link");
  const char *name = crm_row_get_text (row, "name");

  if (g_strcmp0 (crm_trigger_get_spec (trigger->type)->kind, crm_row_get_text (row, "kind")) != 0)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *wanted = crm_trigger_get_text (trigger, keys[i]);
      g_autofree char *pattern = crm_fold (wanted);
      g_autofree char *text = crm_fold (name);

      if (wanted != NULL && strcmp (wanted, "any") != 0 && (text == NULL || !crm_wildcard_matches (pattern, text)))
        return FALSE;
    }

  return link == NULL || (crm_row_get_text (row, "link") != NULL && crm_wildcard_matches (link, crm_row_get_text (row, "link")));
}

static gboolean
becomes (CrmHappening *happening,
         const CrmRow *row,
         const char   *column,
         const char   *value)
{
  return g_strcmp0 (crm_row_get_text (row, column), value) == 0 &&
         (happening->op == CRM_OP_CREATE || _crm_happening_get_change (happening, column) != NULL);
}

static gboolean
fits (CrmEngine         *self,
      const CrmTrigger  *trigger,
      CrmHappening      *happening,
      const CrmRow      *row)
{
  gboolean created = happening->op == CRM_OP_CREATE;
  const char *field = crm_trigger_get_text (trigger, "field");

  switch (trigger->type)
    {
    case CRM_TRIGGER_CONTACT_ADDED:
      return created;
    case CRM_TRIGGER_LIST_SUBSCRIBED:
      return becomes (happening, row, "status", CRM_SUBSCRIBED) && links_to (self, row, "list", crm_trigger_get_text (trigger, "list"));
    case CRM_TRIGGER_LIST_UNSUBSCRIBED:
      return becomes (happening, row, "status", CRM_UNSUBSCRIBED) && links_to (self, row, "list", crm_trigger_get_text (trigger, "list"));
    case CRM_TRIGGER_TAG_ADDED:
      return moves_member (self, happening, "tags", "+", crm_trigger_get_text (trigger, "tag"));
    case CRM_TRIGGER_TAG_REMOVED:
      return moves_member (self, happening, "tags", "-", crm_trigger_get_text (trigger, "tag"));
    case CRM_TRIGGER_FIELD_CHANGED:
      return changes (self, trigger, happening, strip_record (field, "contact"));
    case CRM_TRIGGER_SCORE_CROSSED:
      return crosses (trigger, happening);
    case CRM_TRIGGER_DEAL_ADDED:
      return created && links_to (self, row, "pipeline", crm_trigger_get_text (trigger, "pipeline")) &&
             (crm_trigger_get_text (trigger, "stage") == NULL ||
              crm_db_get_integer (self->db, 0, NULL, "SELECT 1 FROM stage WHERE id = ? AND name_key = crm_fold (?)", "it",
                                  crm_row_get_integer (row, "stage"), crm_trigger_get_text (trigger, "stage")) != 0);
    case CRM_TRIGGER_DEAL_STAGE_CHANGED:
      return changes (self, trigger, happening, "stage") && links_to (self, row, "pipeline", crm_trigger_get_text (trigger, "pipeline"));
    case CRM_TRIGGER_DEAL_STATUS_CHANGED:
      return changes (self, trigger, happening, "status");
    case CRM_TRIGGER_DEAL_OWNER_CHANGED:
      return changes (self, trigger, happening, "owner");
    case CRM_TRIGGER_DEAL_VALUE_CHANGED:
      return moves_value (trigger, happening);
    case CRM_TRIGGER_DEAL_CHANGED:
      return changes (self, trigger, happening, strip_record (field, "deal"));
    case CRM_TRIGGER_TASK_ADDED:
      return created && links_to (self, row, "type", crm_trigger_get_text (trigger, "task_type"));
    case CRM_TRIGGER_TASK_COMPLETED:
      return becomes (happening, row, "status", "done") && links_to (self, row, "type", crm_trigger_get_text (trigger, "task_type")) &&
             links_to (self, row, "outcome", crm_trigger_get_text (trigger, "outcome"));
    case CRM_TRIGGER_ACCOUNT_CHANGED:
      return field != NULL ? changes (self, trigger, happening, strip_record (field, "account"))
                           : happening->op == CRM_OP_UPDATE && happening->text != NULL && strlen (happening->text) > 2;
    case CRM_TRIGGER_CONVERSION:
      return created && links_to (self, row, "conversion", crm_trigger_get_text (trigger, "conversion"));
    case CRM_TRIGGER_GOAL_ACHIEVED:
      return created &&
             (crm_trigger_get_text (trigger, "goal") == NULL || same_text (crm_row_get_text (row, "goal"), crm_trigger_get_text (trigger, "goal"))) &&
             (crm_row_get_integer (row, "achieved") != 0) == (g_strcmp0 (crm_trigger_get_text (trigger, "outcome"), "skipped") != 0);
    case CRM_TRIGGER_MESSAGE_SENT:
    case CRM_TRIGGER_MESSAGE_OPENED:
    case CRM_TRIGGER_MESSAGE_CLICKED:
    case CRM_TRIGGER_MESSAGE_REPLIED:
    case CRM_TRIGGER_MESSAGE_BOUNCED:
    case CRM_TRIGGER_PAYMENT_RECEIVED:
    case CRM_TRIGGER_COURSE_STARTED:
    case CRM_TRIGGER_COURSE_FINISHED:
    case CRM_TRIGGER_CALL_MISSED:
    case CRM_TRIGGER_PAGE_VISITED:
    case CRM_TRIGGER_EVENT_RECORDED:
    case CRM_TRIGGER_WEBHOOK_RECEIVED:
      return created && fits_event (trigger, row);
    case CRM_TRIGGER_DATE:
    case CRM_TRIGGER_SEGMENT_JOINED:
    case CRM_TRIGGER_AUTOMATION_FINISHED:
    case CRM_TRIGGER_AUTOMATION:
    case CRM_TRIGGER_BY_HAND:
    case CRM_N_TRIGGERS:
    default:
      return FALSE;
    }
}

/* --- For whom ------------------------------------------------------------------------------------------------------------------ */

static void
add_contact (GArray *contacts,
             gint64  id)
{
  for (guint i = 0; i < contacts->len; i++)
    if (g_array_index (contacts, gint64, i) == id)
      return;
  if (id != 0)
    g_array_append_val (contacts, id);
}

static void
add_members (GArray       *contacts,
             const CrmRow *row,
             const char   *column)
{
  const CrmColumn *set = crm_table_find_column (row->table, column);

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);

      if (member->column == set->id)
        add_contact (contacts, member->key.integer);
    }
}

static void
add_people_of_deal (CrmEngine        *self,
                    const CrmTrigger *trigger,
                    const CrmRow     *deal,
                    GArray           *contacts)
{
  add_contact (contacts, crm_row_get_integer (deal, "contact"));
  if (!trigger->primary)
    add_members (contacts, deal, "people");
}

static void
list_contacts (CrmEngine         *self,
               const CrmTrigger  *trigger,
               CrmHappening      *happening,
               const CrmRow      *row,
               GArray            *contacts,
               CrmObject         *object)
{
  const CrmColumn *deals;

  switch (happening->table->id)
    {
    case CRM_ID_CONTACT:
      add_contact (contacts, happening->record);
      break;
    case CRM_ID_DEAL:
      object->deal = happening->record;
      add_people_of_deal (self, trigger, row, contacts);
      break;
    case CRM_ID_TASK:
      object->task = happening->record;
      add_members (contacts, row, "contacts");
      deals = crm_table_find_column (row->table, "deals");
      for (guint i = 0; i < row->members->len; i++)
        {
          const CrmMember *member = g_ptr_array_index (row->members, i);
          g_autoptr (CrmRow) deal = NULL;

          if (member->column != deals->id)
            continue;
          if (object->deal == 0)
            object->deal = member->key.integer;
          deal = crm_row_load (self->db, self->schema, _crm_engine_get_table (self, "deal"), member->key.integer, CRM_ROW_MEMBERS, NULL);
          if (deal != NULL)
            add_people_of_deal (self, trigger, deal, contacts);
        }
      if (trigger->primary && contacts->len > 1)
        g_array_set_size (contacts, 1);
      break;
    case CRM_ID_ACCOUNT:
      {
        g_autoptr (GArray) ids = crm_db_list_ids (self->db, NULL, "SELECT id FROM contact WHERE account = ? AND state = 0 ORDER BY id", "i", happening->record);

        object->account = happening->record;
        for (guint i = 0; ids != NULL && i < ids->len && (!trigger->primary || i == 0); i++)
          add_contact (contacts, g_array_index (ids, gint64, i));
        break;
      }
    default:
      add_contact (contacts, crm_row_get_integer (row, "contact"));
      break;
    }
}

/* Adds to @contacts for whom @trigger fires, and sets what caused it. */
gboolean
_crm_trigger_fires (CrmEngine         *self,
                    CrmProgram        *program,
                    const CrmTrigger  *trigger,
                    CrmHappening      *happening,
                    GArray            *contacts,
                    CrmObject         *object,
                    GError           **error)
{
  const char *table = crm_trigger_get_spec (trigger->type)->table;
  const CrmRow *row;

  if (trigger->type == CRM_TRIGGER_SCORE_CROSSED)
    table = g_strcmp0 (crm_trigger_get_text (trigger, "of"), "deal") == 0 ? "deal" : "contact";
  if (table == NULL || strcmp (table, happening->table->name) != 0 || happening->op > CRM_OP_UPDATE)
    return TRUE;

  /* What changes a contact is in the entry. */
  if (happening->table->id == CRM_ID_CONTACT && happening->op == CRM_OP_UPDATE)
    {
      if (fits (self, trigger, happening, NULL))
        add_contact (contacts, happening->record);
      return TRUE;
    }

  row = _crm_happening_get_row (self, happening);
  if (row != NULL && fits (self, trigger, happening, row))
    list_contacts (self, trigger, happening, row, contacts, object);

  return TRUE;
}
