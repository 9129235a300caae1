/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The journal, told in sentences.
 */

#include "config.h"

#include "crm-history.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-json.h"

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

static char *
say_many (const CrmRecordType *type,
          const CrmBatch      *batch,
          const CrmField      *field)
{
  g_autofree char *count = crm_record_type_count_label (type, batch->records);

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
  const CrmTable *table = crm_schema_get_table (schema, batch->table);
  const CrmRecordType *type = table != NULL ? crm_catalogue_get_type_of (table) : NULL;
  const CrmField *field = NULL;
  g_autofree char *title = NULL;

  if (batch->cause == CRM_CAUSE_SAMPLE)
    return g_strdup (_("Sample data added"));
  if (batch->cause == CRM_CAUSE_IMPORT && batch->detail != NULL)
    return g_strdup_printf (_("Import of “%s”"), batch->detail);
  if (type == NULL)
    return g_strdup (_("Something changed"));

  if (batch->columns != NULL && strchr (batch->columns, ',') == NULL)
    field = crm_record_type_find_field (type, batch->columns);
  if (batch->records > 1 && batch->op != CRM_OP_CREATE)
    return say_many (type, batch, field);

  title = get_title (db, table, batch->record);

  return say_one (type, batch, field, title);
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

static char *
say_change (CrmDb          *db,
            CrmSchema      *schema,
            const CrmField *field,
            JsonArray      *pair)
{
  g_autofree char *before = say_value (db, schema, field, json_array_get_element (pair, 0));
  g_autofree char *after = say_value (db, schema, field, json_array_get_element (pair, 1));

  if (before == NULL)
    /* TRANSLATORS: the first is the name of a field */
    return g_strdup_printf (_("%1$s set to “%2$s”"), field->label, after);
  if (after == NULL)
    return g_strdup_printf (_("%1$s “%2$s” removed"), field->label, before);

  return g_strdup_printf (_("%1$s changed from “%2$s” to “%3$s”"), field->label, before, after);
}

static char *
say_members (CrmDb          *db,
             CrmSchema      *schema,
             const CrmField *field,
             JsonArray      *members)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (members); i++)
    {
      JsonArray *member = json_array_get_array_element (members, i);
      g_autofree char *title = NULL;
      g_autofree char *name = NULL;

      if (field->column.links_to != NULL)
        title = get_title (db, crm_schema_find_table (schema, field->column.links_to), json_array_get_int_element (member, 0));
      name = crm_field_format_member (field, title != NULL ? title : json_array_get_string_element (member, 1),
                                      json_array_get_string_element (member, 2));
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }

  return g_string_free (names, FALSE);
}

static void
say_set (CrmDb          *db,
         CrmSchema      *schema,
         const CrmField *field,
         JsonObject     *change,
         GPtrArray      *parts)
{
  JsonArray *added = json_object_get_array_member (change, "+");
  JsonArray *removed = json_object_get_array_member (change, "-");

  if (json_array_get_length (added) > 0)
    {
      g_autofree char *names = say_members (db, schema, field, added);

      /* TRANSLATORS: the first is the name of a field, such as "Tags" */
      g_ptr_array_add (parts, g_strdup_printf (_("%1$s: “%2$s” added"), field->label, names));
    }
  else if (json_array_get_length (removed) > 0)
    {
      g_autofree char *names = say_members (db, schema, field, removed);

      g_ptr_array_add (parts, g_strdup_printf (_("%1$s: “%2$s” removed"), field->label, names));
    }
}

static char *
say_update (CrmDb          *db,
            CrmSchema      *schema,
            const CrmTable *table,
            const char     *changes)
{
  g_autoptr (JsonNode) node = changes != NULL ? crm_json_parse (changes, -1, G_MAXSIZE, NULL) : NULL;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  JsonObjectIter iter;
  const char *name;
  JsonNode *change;

  if (node == NULL)
    return g_strdup (_("Changed"));

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &change))
    {
      const CrmColumn *column = crm_table_find_column (table, name);
      const CrmField *field = column != NULL ? crm_field_from_column (column) : NULL;

      if (field == NULL)
        continue;
      if (crm_field_is_set (field))
        say_set (db, schema, field, json_node_get_object (change), parts);
      else
        g_ptr_array_add (parts, say_change (db, schema, field, json_node_get_array (change)));
    }
  g_ptr_array_add (parts, NULL);

  return g_strjoinv ("\n", (char **) parts->pdata);
}

static char *
say_entry (CrmDb           *db,
           CrmSchema       *schema,
           const CrmTable  *table,
           const CrmEntry  *entry)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (table);
  const CrmBatch *batch = entry->batch;

  switch (entry->op)
    {
    case CRM_OP_CREATE:
      if (batch->cause == CRM_CAUSE_IMPORT && batch->detail != NULL)
        return g_strdup_printf (_("Imported from “%s”"), batch->detail);
      if (batch->cause == CRM_CAUSE_SAMPLE)
        return g_strdup (_("Added with the sample data"));
      return g_strdup_printf (_("%s added"), type->label);
    case CRM_OP_UPDATE:
      return say_update (db, schema, table, entry->changes);
    case CRM_OP_TRASH:
      return g_strdup_printf (_("%s deleted"), type->label);
    case CRM_OP_RETRACT:
      return g_strdup_printf (_("Adding the %s undone"), type->label);
    case CRM_OP_RESTORE:
      return g_strdup_printf (_("%s restored"), type->label);
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
      line->text = say_entry (db, schema, table, entry);
      g_ptr_array_add (lines, line);
    }

  return g_steal_pointer (&lines);
}

/**
 * crm_history_of_all:
 * @before: the number of a batch to begin before, or 0 for the newest
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmHistoryLine) (nullable): what was done, the newest
 *   first
 */
GPtrArray *
crm_history_of_all (CrmDb      *db,
                    CrmSchema  *schema,
                    gint64      before,
                    guint       limit,
                    GError    **error)
{
  g_autoptr (GPtrArray) batches = crm_journal_list_batches (db, before, limit, error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_history_line_free);

  if (batches == NULL)
    return NULL;

  for (guint i = 0; i < batches->len; i++)
    {
      const CrmBatch *batch = g_ptr_array_index (batches, i);
      CrmHistoryLine *line = line_of_batch (db, batch);
      g_autofree char *what = crm_history_say_batch (db, schema, batch);

      line->text = batch->undo_of != 0 ? g_strdup_printf (_("Undone: %s"), what) : g_steal_pointer (&what);
      g_ptr_array_add (lines, line);
    }

  return g_steal_pointer (&lines);
}
