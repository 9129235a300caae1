/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The journal, told in sentences.
 */

#include "config.h"

#include "crm-history.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-json.h"
#include "crm-lists.h"

#define MAX_VALUE 80

/**
 * crm_history_line_free:
 */
void
crm_history_line_free (CrmHistoryLine *line)
{
  if (line == NULL)
    return;

  g_free (line->who);
  g_free (line->text);
  g_free (line);
}

static void
part_free (gpointer data)
{
  CrmHistoryPart *part = data;

  g_free (part->label);
  g_free (part->before);
  g_free (part->after);
  g_free (part);
}

/**
 * crm_history_change_free:
 */
void
crm_history_change_free (CrmHistoryChange *change)
{
  if (change == NULL)
    return;

  g_free (change->title);
  g_free (change->text);
  g_ptr_array_unref (change->parts);
  g_free (change);
}

static char *
get_title (CrmDb          *db,
           const CrmTable *table,
           gint64          id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?", table->title->name, table->name);
  char *title = crm_db_get_text (db, NULL, sql, "i", id);

  return title != NULL ? title : g_strdup (_("a deleted record"));
}

static char *
get_user (CrmDb  *db,
          gint64  id)
{
  return id > 0 ? crm_db_get_text (db, NULL, "SELECT name FROM user WHERE id = ?", "i", id) : NULL;
}

/* --- Batches ------------------------------------------------------------------------------------------ */

static char *say_course (CrmDb          *db,
                         CrmSchema      *schema,
                         const CrmTable *table,
                         const char     *changes);

/* How many records the batch treated like the first one: others may have followed from it. */
static gint64
count_alike (CrmDb          *db,
             const CrmBatch *batch)
{
  if (batch->records == 1)
    return 1;

  return crm_db_get_integer (db, batch->records, NULL,
                             "SELECT count (*) FROM change_set c JOIN journal j ON j.change_set = c.id "
                             "WHERE c.batch = ? AND j.tbl = ? AND j.op = ?", "iii",
                             batch->id, (gint64) batch->table, (gint64) batch->op);
}

static char *
say_many (const CrmRecordType *type,
          const CrmBatch      *batch,
          const CrmField      *field,
          gint64               n)
{
  g_autofree char *count = crm_record_type_count_label (type, n);

  switch (batch->op)
    {
    case CRM_OP_CREATE:
      return g_strdup_printf (_("%s added"), count);
    case CRM_OP_UPDATE:
      /* TRANSLATORS: the first is the name of a field, the second is like "500 contacts" */
      return field != NULL ? g_strdup_printf (_("%1$s of %2$s changed"), field->label, count)
                           : g_strdup_printf (_("%s changed"), count);
    case CRM_OP_TRASH:
    case CRM_OP_RETRACT:
      return g_strdup_printf (_("%s deleted"), count);
    case CRM_OP_RESTORE:
      return g_strdup_printf (_("%s restored"), count);
    default:
      return g_strdup (count);
    }
}

static char *
say_one (const CrmRecordType *type,
         const CrmBatch      *batch,
         const CrmField      *field,
         const char          *title)
{
  switch (batch->op)
    {
    case CRM_OP_CREATE:
      /* TRANSLATORS: the first is like "Contact", the second its name */
      return g_strdup_printf (_("%1$s “%2$s” added"), type->label, title);
    case CRM_OP_UPDATE:
      /* TRANSLATORS: the first is the name of a field, the second that of a record */
      return field != NULL ? g_strdup_printf (_("%1$s of “%2$s” changed"), field->label, title)
                           : g_strdup_printf (_("“%s” changed"), title);
    case CRM_OP_TRASH:
    case CRM_OP_RETRACT:
      return g_strdup_printf (_("%1$s “%2$s” deleted"), type->label, title);
    case CRM_OP_RESTORE:
      return g_strdup_printf (_("%1$s “%2$s” restored"), type->label, title);
    default:
      return g_strdup (title);
    }
}

/* That two records are not the same, or that they are two again, is said of several at once, and of no
 * record that people would know. */
static char *
say_sameness (CrmDb          *db,
              const CrmTable *table,
              const CrmBatch *batch)
{
  g_autofree char *title = get_title (db, table, batch->record);
  gboolean holds = batch->op == CRM_OP_CREATE || batch->op == CRM_OP_RESTORE;

  if (table->id == CRM_ID_DISTINCTION)
    return holds ? g_strdup_printf (_("“%s” marked as no duplicate"), title)
                 : g_strdup_printf (_("“%s” may be a duplicate again"), title);

  return holds ? g_strdup_printf (_("“%s” merged into another one"), title)
               : g_strdup_printf (_("“%s” taken out of a merge"), title);
}

/* --- Subscriptions -------------------------------------------------------------------------------------- */

/* Which status the first subscription of a batch got. A new one is in the journal without its
 * values; it had then what the next change took from it. */
static gboolean
was_subscribed (CrmDb          *db,
                const CrmBatch *batch)
{
  gboolean created = batch->op == CRM_OP_CREATE;
  const char *sql = created ? "SELECT json_extract (j.changes, '$.status[0]') FROM journal j JOIN change_set c ON c.id = j.change_set "
                              "WHERE j.tbl = ?1 AND j.record = ?2 AND c.batch > ?3 AND json_extract (j.changes, '$.status') IS NOT NULL "
                              "ORDER BY j.id LIMIT 1"
                            : "SELECT json_extract (j.changes, '$.status[1]') FROM journal j JOIN change_set c ON c.id = j.change_set "
                              "WHERE j.tbl = ?1 AND j.record = ?2 AND c.batch = ?3 AND json_extract (j.changes, '$.status') IS NOT NULL "
                              "ORDER BY j.id LIMIT 1";
  g_autofree char *status = crm_db_get_text (db, NULL, sql, "iii", (gint64) batch->table, batch->record, batch->id);

  if (status == NULL && created)
    status = crm_db_get_text (db, NULL, "SELECT status FROM subscription WHERE id = ?", "i", batch->record);

  return g_strcmp0 (status, CRM_SUBSCRIBED) == 0;
}

/* Who came to a list or left it. Returns NULL if something else was changed. */
static char *
say_subscriptions (CrmDb          *db,
                   CrmSchema      *schema,
                   const CrmBatch *batch)
{
  const CrmTable *contacts = crm_schema_get_table (schema, CRM_ID_CONTACT);
  const CrmTable *lists = crm_schema_get_table (schema, CRM_ID_LIST);
  g_autoptr (CrmStatement) statement = NULL;
  g_autofree char *who = NULL;
  g_autofree char *where = NULL;
  gint64 n_contacts, n_lists;
  gboolean on;

  if (batch->op > CRM_OP_UPDATE || (batch->op == CRM_OP_UPDATE && (batch->columns == NULL || !g_str_has_prefix (batch->columns, "status"))))
    return NULL;

  statement = crm_db_query (db, NULL,
                            "SELECT count (DISTINCT s.contact), count (DISTINCT s.list), min (s.contact), min (s.list) "
                            "FROM change_set c JOIN journal j ON j.change_set = c.id JOIN subscription s ON s.id = j.record "
                            "WHERE c.batch = ? AND j.tbl = ?", "ii", batch->id, (gint64) batch->table);
  if (statement == NULL || !crm_statement_step (statement, NULL))
    return NULL;

  n_contacts = crm_statement_get_integer (statement, 0);
  n_lists = crm_statement_get_integer (statement, 1);
  if (n_contacts == 0)
    return NULL;

  on = was_subscribed (db, batch);
  if (n_contacts > 1)
    who = crm_record_type_count_label (crm_catalogue_get_type_of (contacts), n_contacts);
  else
    {
      g_autofree char *name = get_title (db, contacts, crm_statement_get_integer (statement, 2));

      /* TRANSLATORS: the name of a contact */
      who = g_strdup_printf (_("“%s”"), name);
    }

  if (n_lists > 1)
    {
      where = crm_record_type_count_label (crm_catalogue_get_type_of (lists), n_lists);
      /* TRANSLATORS: the first is like "3 contacts" or a name in quotes, the second like "2 lists" */
      return g_strdup_printf (on ? _("%1$s subscribed to %2$s") : _("%1$s unsubscribed from %2$s"), who, where);
    }

  where = get_title (db, lists, crm_statement_get_integer (statement, 3));

  /* TRANSLATORS: the first is like "3 contacts" or a name in quotes, the second the name of a list */
  return g_strdup_printf (on ? _("%1$s subscribed to “%2$s”") : _("%1$s unsubscribed from “%2$s”"), who, where);
}

/* What was changed by somebody; what followed from it goes without saying. %NULL if it was more
 * than one field. */
static const CrmField *
find_only_field (const CrmRecordType *type,
                 const char          *columns)
{
  g_auto (GStrv) names = g_strsplit (columns != NULL ? columns : "", ",", -1);
  const CrmField *only = NULL;
  guint n = 0;

  for (guint pass = 0; pass < 2 && n == 0; pass++)
    for (guint i = 0; names[i] != NULL; i++)
      {
        const CrmField *field = crm_record_type_find_field (type, names[i]);

        if (field == NULL || (pass == 0 && (field->flags & (CRM_FIELD_READ_ONLY | CRM_FIELD_INTERNAL)) != 0))
          continue;
        only = field;
        n++;
      }

  return n == 1 ? only : NULL;
}

/* Of a deal that moved, or something that was finished, people want to hear more than that it changed. */
static char *
say_course_of_batch (CrmDb               *db,
                     CrmSchema           *schema,
                     const CrmRecordType *type,
                     const CrmBatch      *batch,
                     const char          *title)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *course = NULL;

  if (batch->op != CRM_OP_UPDATE || (type->table.id != CRM_ID_DEAL && type->table.id != CRM_ID_TASK))
    return NULL;

  entries = crm_journal_list_changes (db, batch->id, 0, 1, NULL);
  if (entries == NULL || entries->len == 0)
    return NULL;

  course = say_course (db, schema, &type->table, ((const CrmEntry *) g_ptr_array_index (entries, 0))->changes);

  /* TRANSLATORS: the first is the name of a deal or a task, the second what happened to it, such as
   * "Moved from “Offer” to “Negotiation”" */
  return course != NULL ? g_strdup_printf (_("“%1$s”: %2$s"), title, course) : NULL;
}

/* What an automation did is told with its name. Takes @text. */
static char *
name_automation (const CrmBatch *batch,
                 char           *text)
{
  g_autofree char *what = text;

  if (batch->cause != CRM_CAUSE_AUTOMATION || batch->detail == NULL || *what == '\0')
    return g_steal_pointer (&what);

  /* TRANSLATORS: the first is the name of an automation, the second what it did, such as "City set to “Bilbao”" */
  return g_strdup_printf (_("Automation “%1$s”: %2$s"), batch->detail, what);
}

static char *
say_batch (CrmDb          *db,
           CrmSchema      *schema,
           const CrmBatch *batch)
{
  const CrmTable *table = crm_schema_get_table (schema, batch->table);
  const CrmRecordType *type = table != NULL ? crm_catalogue_get_type_of (table) : NULL;
  const CrmField *field = NULL;
  g_autofree char *title = NULL;
  char *course;
  gint64 n;

  if (batch->cause == CRM_CAUSE_SAMPLE)
    return g_strdup (_("Sample data added"));
  if (batch->cause == CRM_CAUSE_IMPORT && batch->detail != NULL)
    return g_strdup_printf (_("Import of “%s”"), batch->detail);
  if (batch->cause == CRM_CAUSE_MERGE && batch->detail != NULL)
    return g_strdup_printf (_("Merged into “%s”"), batch->detail);
  if (type == NULL)
    return g_strdup (_("Something changed"));
  if (table->id == CRM_ID_DISTINCTION || table->id == CRM_ID_MERGE)
    return say_sameness (db, table, batch);

  if (batch->table == CRM_ID_SUBSCRIPTION && (title = say_subscriptions (db, schema, batch)) != NULL)
    return g_steal_pointer (&title);

  field = find_only_field (type, batch->columns);
  n = batch->op != CRM_OP_CREATE ? count_alike (db, batch) : 1;
  if (n > 1)
    return say_many (type, batch, field, n);

  title = get_title (db, table, batch->record);
  course = say_course_of_batch (db, schema, type, batch, title);

  return course != NULL ? course : say_one (type, batch, field, title);
}

/**
 * crm_history_say_batch:
 * @db: a connection
 * @batch: something that was done
 *
 * Returns: (transfer full): what was done, in a few words: "Job Title of “Ana” changed"
 */
char *
crm_history_say_batch (CrmDb          *db,
                       CrmSchema      *schema,
                       const CrmBatch *batch)
{
  return name_automation (batch, say_batch (db, schema, batch));
}

/* --- Entries ---------------------------------------------------------------------------------------------- */

static char *
shorten (char *text)
{
  char *newline = strchr (text, '\n');

  if (newline == NULL && g_utf8_strlen (text, -1) <= MAX_VALUE)
    return text;

  {
    g_autofree char *whole = text;
    g_autofree char *line = newline != NULL ? g_strndup (whole, (gsize) (newline - whole)) : g_strdup (whole);
    g_autofree char *start = g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), MAX_VALUE));

    return g_strconcat (start, "…", NULL);
  }
}

static char *
say_value (CrmDb          *db,
           CrmSchema      *schema,
           const CrmField *field,
           JsonNode       *node)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autofree char *title = NULL;

  if (JSON_NODE_HOLDS_NULL (node))
    return NULL;

  value = crm_journal_read_value (&field->column, node);
  if (field->column.links_to != NULL)
    title = get_title (db, crm_schema_find_table (schema, field->column.links_to), value.integer);

  return shorten (crm_field_format (field, &value, title));
}

/* The lists of a contact follow from its subscriptions; they are what people want to hear of. */
static gboolean
is_lists (const CrmField *field)
{
  return field->record_type->table.id == CRM_ID_CONTACT && strcmp (field->key, "lists") == 0;
}

static void
add_part (GPtrArray      *parts,
          const CrmField *field,
          char           *before,
          char           *after)
{
  CrmHistoryPart *part = g_new0 (CrmHistoryPart, 1);

  part->key = field->column.name;
  part->label = g_strdup (field->label);
  part->is_set = crm_field_is_set (field);
  part->follows = (field->flags & CRM_FIELD_READ_ONLY) != 0 && !is_lists (field);
  part->before = before;
  part->after = after;
  g_ptr_array_add (parts, part);
}

static char *
say_member (CrmDb          *db,
            CrmSchema      *schema,
            const CrmField *field,
            JsonArray      *member)
{
  g_autofree char *title = NULL;

  if (field->column.links_to != NULL)
    title = get_title (db, crm_schema_find_table (schema, field->column.links_to), json_array_get_int_element (member, 0));

  return crm_field_format_member (field, title != NULL ? title : json_array_get_string_element (member, 1),
                                  json_array_get_string_element (member, 2));
}

static JsonArray *
find_member (JsonArray *members,
             JsonArray *wanted)
{
  for (guint i = 0; i < json_array_get_length (members); i++)
    if (json_node_equal (json_array_get_element (json_array_get_array_element (members, i), 0), json_array_get_element (wanted, 0)))
      return json_array_get_array_element (members, i);

  return NULL;
}

/* The names of those of @members that are not among @others. */
static char *
say_members (CrmDb          *db,
             CrmSchema      *schema,
             const CrmField *field,
             JsonArray      *members,
             JsonArray      *others)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (members); i++)
    {
      JsonArray *member = json_array_get_array_element (members, i);
      g_autofree char *name = find_member (others, member) == NULL ? say_member (db, schema, field, member) : NULL;

      if (name != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }

  return g_string_free (names, names->len == 0);
}

/* Who came, who left, and who is something else now. */
static void
list_members (CrmDb          *db,
              CrmSchema      *schema,
              const CrmField *field,
              JsonArray      *added,
              JsonArray      *removed,
              GPtrArray      *parts)
{
  char *came = say_members (db, schema, field, added, removed);
  char *left = say_members (db, schema, field, removed, added);

  if (came != NULL)
    add_part (parts, field, NULL, came);
  if (left != NULL)
    add_part (parts, field, left, NULL);

  for (guint i = 0; i < json_array_get_length (added); i++)
    {
      JsonArray *member = json_array_get_array_element (added, i);
      JsonArray *before = find_member (removed, member);

      if (before != NULL)
        add_part (parts, field, say_member (db, schema, field, before), say_member (db, schema, field, member));
    }
}

/* What happened to each field, as the journal has it. */
static GPtrArray *
list_parts (CrmDb           *db,
            CrmSchema       *schema,
            const CrmTable  *table,
            const char      *changes)
{
  g_autoptr (JsonNode) node = changes != NULL ? crm_json_parse (changes, -1, G_MAXSIZE, NULL) : NULL;
  GPtrArray *parts = g_ptr_array_new_with_free_func (part_free);
  JsonObjectIter iter;
  const char *name;
  JsonNode *change;

  if (node == NULL)
    return parts;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &change))
    {
      const CrmColumn *column = crm_table_find_column (table, name);
      const CrmField *field = column != NULL ? crm_field_from_column (column) : NULL;

      if (field == NULL || !crm_field_is_shown (field))
        continue;

      if (crm_field_is_set (field))
        {
          JsonObject *set = json_node_get_object (change);

          list_members (db, schema, field, json_object_get_array_member (set, "+"),
                        json_object_get_array_member (set, "-"), parts);
        }
      else
        {
          JsonArray *pair = json_node_get_array (change);

          add_part (parts, field, say_value (db, schema, field, json_array_get_element (pair, 0)),
                    say_value (db, schema, field, json_array_get_element (pair, 1)));
        }
    }

  return parts;
}

/* People come to lists and leave them. */
static char *
say_lists (const CrmHistoryPart *part)
{
  return part->after != NULL ? g_strdup_printf (_("Subscribed to “%s”"), part->after)
                             : g_strdup_printf (_("Unsubscribed from “%s”"), part->before);
}

static char *
say_part (const CrmHistoryPart *part)
{
  if (part->is_set && (part->before == NULL || part->after == NULL))
    /* TRANSLATORS: the first is the name of a field, such as "Tags" */
    return part->after != NULL ? g_strdup_printf (_("%1$s: “%2$s” added"), part->label, part->after)
                               : g_strdup_printf (_("%1$s: “%2$s” removed"), part->label, part->before);

  if (part->before == NULL)
    /* TRANSLATORS: the first is the name of a field */
    return g_strdup_printf (_("%1$s set to “%2$s”"), part->label, part->after);
  if (part->after == NULL)
    return g_strdup_printf (_("%1$s “%2$s” removed"), part->label, part->before);

  return g_strdup_printf (_("%1$s changed from “%2$s” to “%3$s”"), part->label, part->before, part->after);
}

/* --- The course of deals and tasks --------------------------------------------------------------------- */

/* The value of a column after the change, as it is in the table; %NULL if it did not change. */
static const char *
get_keyword (JsonObject *changes,
             const char *column)
{
  JsonArray *pair = json_object_has_member (changes, column) ? json_object_get_array_member (changes, column) : NULL;

  return pair != NULL && json_array_get_length (pair) == 2 ? json_array_get_string_element (pair, 1) : NULL;
}

static char *
say_pair (CrmDb          *db,
          CrmSchema      *schema,
          const CrmTable *table,
          JsonObject     *changes,
          const char     *column,
          guint           which)
{
  const CrmField *field = crm_field_from_column (crm_table_find_column (table, column));
  JsonArray *pair = json_object_has_member (changes, column) ? json_object_get_array_member (changes, column) : NULL;

  return pair != NULL ? say_value (db, schema, field, json_array_get_element (pair, which)) : NULL;
}

static char *
say_deal (CrmDb          *db,
          CrmSchema      *schema,
          const CrmTable *table,
          JsonObject     *changes)
{
  const char *status = get_keyword (changes, "status");
  g_autofree char *reason = say_pair (db, schema, table, changes, "lost_reason", 1);
  g_autofree char *before = say_pair (db, schema, table, changes, "stage", 0);
  g_autofree char *after = say_pair (db, schema, table, changes, "stage", 1);

  if (g_strcmp0 (status, "won") == 0)
    return g_strdup (_("Deal won"));
  if (g_strcmp0 (status, "lost") == 0)
    /* TRANSLATORS: the gap is why, such as "Too Expensive" */
    return reason != NULL ? g_strdup_printf (_("Deal lost: %s"), reason) : g_strdup (_("Deal lost"));
  if (g_strcmp0 (status, "open") == 0)
    return g_strdup (_("Deal open again"));
  if (before != NULL && after != NULL)
    /* TRANSLATORS: both are names of stages */
    return g_strdup_printf (_("Moved from “%1$s” to “%2$s”"), before, after);

  return NULL;
}

static char *
say_task (CrmDb          *db,
          CrmSchema      *schema,
          const CrmTable *table,
          JsonObject     *changes)
{
  const char *status = get_keyword (changes, "status");
  g_autofree char *outcome = say_pair (db, schema, table, changes, "outcome", 1);

  if (g_strcmp0 (status, "done") == 0)
    /* TRANSLATORS: the gap is the outcome of a task, such as "Nobody Answered" */
    return outcome != NULL ? g_strdup_printf (_("Task completed: %s"), outcome) : g_strdup (_("Task completed"));
  if (g_strcmp0 (status, "open") == 0)
    return g_strdup (_("Task open again"));

  return NULL;
}

/* What these fields say is said by the sentence about the whole. */
static gboolean
is_said_by_course (const CrmTable *table,
                   JsonObject     *changes,
                   const char     *column)
{
  static const char *const of_status[] = { "status", "lost_reason", "outcome", NULL };

  if (json_object_has_member (changes, "status"))
    return g_strv_contains (of_status, column);

  return table->id == CRM_ID_DEAL && strcmp (column, "stage") == 0;
}

/* That a deal moved, was won or lost, or that a task was completed, or %NULL. */
static char *
say_course (CrmDb          *db,
            CrmSchema      *schema,
            const CrmTable *table,
            const char     *changes)
{
  g_autoptr (JsonNode) node = changes != NULL ? crm_json_parse (changes, -1, G_MAXSIZE, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  if (table->id == CRM_ID_DEAL)
    return say_deal (db, schema, table, json_node_get_object (node));
  if (table->id == CRM_ID_TASK)
    return say_task (db, schema, table, json_node_get_object (node));

  return NULL;
}

static void
drop_said_parts (GPtrArray      *parts,
                 const CrmTable *table,
                 const char     *changes)
{
  g_autoptr (JsonNode) node = crm_json_parse (changes, -1, G_MAXSIZE, NULL);

  for (guint i = parts->len; i > 0; i--)
    if (is_said_by_course (table, json_node_get_object (node), ((CrmHistoryPart *) g_ptr_array_index (parts, i - 1))->key))
      g_ptr_array_remove_index (parts, i - 1);
}

/* What followed goes without saying, unless it is all there is. @follows says that it is. */
static char *
say_update (CrmDb           *db,
            CrmSchema       *schema,
            const CrmTable  *table,
            const CrmBatch  *batch,
            const char      *changes,
            gboolean        *follows)
{
  g_autoptr (GPtrArray) parts = list_parts (db, schema, table, changes);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  char *course = say_course (db, schema, table, changes);

  *follows = course == NULL;
  for (guint i = 0; i < parts->len; i++)
    *follows &= ((CrmHistoryPart *) g_ptr_array_index (parts, i))->follows;

  if (course != NULL)
    {
      g_ptr_array_add (sentences, course);
      drop_said_parts (parts, table, changes);
    }
  for (guint i = 0; i < parts->len; i++)
    {
      const CrmHistoryPart *part = g_ptr_array_index (parts, i);

      if (*follows || !part->follows)
        {
          /* With a list that is deleted nobody unsubscribes. */
          if (table->id == CRM_ID_CONTACT && batch->table != CRM_ID_LIST && strcmp (part->key, "lists") == 0)
            g_ptr_array_add (sentences, say_lists (part));
          else
            g_ptr_array_add (sentences, say_part (part));
        }
    }
  if (sentences->len == 0)
    g_ptr_array_add (sentences, g_strdup_printf (_("%s changed"), crm_catalogue_get_type_of (table)->label));
  g_ptr_array_add (sentences, NULL);

  return g_strjoinv ("\n", (char **) sentences->pdata);
}

static char *
say_entry (CrmDb           *db,
           CrmSchema       *schema,
           const CrmTable  *table,
           const CrmBatch  *batch,
           const CrmEntry  *entry,
           gboolean        *follows)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (table);
  gboolean merges = batch->cause == CRM_CAUSE_MERGE;
  g_autofree char *update = NULL;

  *follows = FALSE;
  switch (entry->op)
    {
    case CRM_OP_CREATE:
      if (batch->cause == CRM_CAUSE_IMPORT && batch->detail != NULL)
        return g_strdup_printf (_("Imported from “%s”"), batch->detail);
      if (batch->cause == CRM_CAUSE_SAMPLE)
        return g_strdup (_("Added with the sample data"));
      return g_strdup_printf (_("%s added"), type->label);
    case CRM_OP_UPDATE:
      update = say_update (db, schema, table, batch, entry->changes, follows);
      /* TRANSLATORS: the gap is what a merge of several records has changed, such as "City set to “Bilbao”" */
      return merges ? g_strdup_printf (_("Merge: %s"), update) : g_steal_pointer (&update);
    case CRM_OP_TRASH:
      if (merges && batch->detail != NULL)
        return g_strdup_printf (_("Merged into “%s”"), batch->detail);
      return g_strdup_printf (_("%s deleted"), type->label);
    case CRM_OP_RETRACT:
      return g_strdup_printf (_("Adding the %s undone"), type->label);
    case CRM_OP_RESTORE:
      return merges ? g_strdup (_("Taken out of a merge")) : g_strdup_printf (_("%s restored"), type->label);
    default:
      return g_strdup ("");
    }
}

static CrmHistoryLine *
line_of_batch (CrmDb          *db,
               const CrmBatch *batch)
{
  CrmHistoryLine *line = g_new0 (CrmHistoryLine, 1);

  line->batch = batch->id;
  line->time = batch->time;
  line->who = get_user (db, batch->actor);
  line->undone = batch->undone;
  line->can_undo = !batch->undone && !batch->open && batch->undo_of == 0 && batch->cause != CRM_CAUSE_SYSTEM;
  line->cause = batch->cause;
  line->op = batch->op;
  line->table = batch->table;
  line->record = batch->record;
  line->records = batch->records;

  return line;
}

/**
 * crm_history_of_record:
 * @table: of a record
 * @record: the record
 * @before: the number of an entry to begin before, or 0 for the newest
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmHistoryLine) (nullable): what happened to it, the
 *   newest first
 */
GPtrArray *
crm_history_of_record (CrmDb           *db,
                       CrmSchema       *schema,
                       const CrmTable  *table,
                       gint64           record,
                       gint64           before,
                       guint            limit,
                       GError         **error)
{
  g_autoptr (GPtrArray) entries = crm_journal_list_entries (db, table, record, before, limit, error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_history_line_free);

  if (entries == NULL)
    return NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const CrmEntry *entry = g_ptr_array_index (entries, i);
      CrmHistoryLine *line = line_of_batch (db, entry->batch);

      line->entry = entry->id;
      line->op = entry->op;
      line->table = entry->table;
      line->record = entry->record;
      line->text = name_automation (entry->batch, say_entry (db, schema, table, entry->batch, entry, &line->follows));
      g_ptr_array_add (lines, line);
    }

  return g_steal_pointer (&lines);
}

/* Of an undo, people want to hear what was undone. */
static char *
say_undo (CrmDb          *db,
          CrmSchema      *schema,
          const CrmBatch *batch)
{
  g_autoptr (CrmBatch) undone = crm_journal_get_batch (db, batch->undo_of, NULL);
  g_autoptr (CrmBatch) first = NULL;
  g_autofree char *what = NULL;

  if (undone == NULL)
    return g_strdup (_("Something undone"));

  if (undone->undo_of != 0)
    {
      first = crm_journal_get_batch (db, undone->undo_of, NULL);
      what = first != NULL ? crm_history_say_batch (db, schema, first) : g_strdup (_("Something changed"));
      /* TRANSLATORS: the gap is what was undone before, such as "Contact “Ana” added" */
      return g_strdup_printf (_("Done again: %s"), what);
    }

  what = crm_history_say_batch (db, schema, undone);

  return g_strdup_printf (_("Undone: %s"), what);
}

static CrmHistoryLine *
tell_batch (CrmDb          *db,
            CrmSchema      *schema,
            const CrmBatch *batch)
{
  CrmHistoryLine *line = line_of_batch (db, batch);

  line->text = batch->undo_of != 0 ? say_undo (db, schema, batch) : crm_history_say_batch (db, schema, batch);

  return line;
}

/**
 * crm_history_find:
 * @filter: what is wanted
 * @before: the number of a batch to begin before, or 0 for the newest
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmHistoryLine) (nullable): what was done, the newest
 *   first
 */
GPtrArray *
crm_history_find (CrmDb                   *db,
                  CrmSchema               *schema,
                  const CrmJournalFilter  *filter,
                  gint64                   before,
                  guint                    limit,
                  GError                 **error)
{
  g_autoptr (GPtrArray) batches = crm_journal_find_batches (db, schema, filter, before, limit, error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_history_line_free);

  if (batches == NULL)
    return NULL;

  for (guint i = 0; i < batches->len; i++)
    g_ptr_array_add (lines, tell_batch (db, schema, g_ptr_array_index (batches, i)));

  return g_steal_pointer (&lines);
}

/**
 * crm_history_get_line:
 * @batch: the number of a batch
 * @error: %CRM_STORE_ERROR_MISSING
 *
 * Returns: (transfer full) (nullable): what was done in it
 */
CrmHistoryLine *
crm_history_get_line (CrmDb      *db,
                      CrmSchema  *schema,
                      gint64      batch,
                      GError    **error)
{
  g_autoptr (CrmBatch) found = crm_journal_get_batch (db, batch, error);

  return found != NULL ? tell_batch (db, schema, found) : NULL;
}

static int
get_state (CrmDb           *db,
           const CrmTable  *table,
           gint64           record)
{
  g_autofree char *sql = g_strdup_printf ("SELECT state FROM %s WHERE id = ?", table->name);

  return (int) crm_db_get_integer (db, -1, NULL, sql, "i", record);
}

/**
 * crm_history_of_batch:
 * @batch: the number of a batch
 * @after: the number of an entry to begin behind, or 0 for the first
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmHistoryChange) (nullable): what the batch did to each
 *   record, in the order in which it did it
 */
GPtrArray *
crm_history_of_batch (CrmDb      *db,
                      CrmSchema  *schema,
                      gint64      batch,
                      gint64      after,
                      guint       limit,
                      GError    **error)
{
  g_autoptr (CrmBatch) found = crm_journal_get_batch (db, batch, error);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_history_change_free);

  if (found == NULL)
    return NULL;

  entries = crm_journal_list_changes (db, batch, after, limit, error);
  if (entries == NULL)
    return NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const CrmEntry *entry = g_ptr_array_index (entries, i);
      const CrmTable *table = crm_schema_get_table (schema, entry->table);
      CrmHistoryChange *change;
      gboolean follows;

      /* Of a newer program. */
      if (table == NULL)
        continue;

      change = g_new0 (CrmHistoryChange, 1);
      change->entry = entry->id;
      change->table = entry->table;
      change->record = entry->record;
      change->title = get_title (db, table, entry->record);
      change->state = get_state (db, table, entry->record);
      change->parts = list_parts (db, schema, table, entry->changes);
      change->text = entry->op == CRM_OP_UPDATE ? g_strdup (_("Changed")) : say_entry (db, schema, table, found, entry, &follows);
      g_ptr_array_add (changes, change);
    }

  return g_steal_pointer (&changes);
}

/**
 * crm_history_say_cause:
 * @cause: why something was changed
 *
 * Returns: (transfer none): a name of it, for people
 */
const char *
crm_history_say_cause (CrmCause cause)
{
  switch (cause)
    {
    case CRM_CAUSE_USER:
      return _("By Hand");
    case CRM_CAUSE_COMMAND:
      return _("Command Line");
    case CRM_CAUSE_IMPORT:
      return _("Import");
    case CRM_CAUSE_UNDO:
      return _("Undo");
    case CRM_CAUSE_SAMPLE:
      return _("Sample Data");
    case CRM_CAUSE_AUTOMATION:
      return _("Automation");
    case CRM_CAUSE_MERGE:
      return _("Merge");
    case CRM_CAUSE_SYNC:
      return _("Synchronisation");
    case CRM_CAUSE_SYSTEM:
      return _("The Program");
    default:
      return "";
    }
}
