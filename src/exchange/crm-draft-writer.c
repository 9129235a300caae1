/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Drafts become records, through the door, on the thread of the writer: whoever is there already
 * is found in the same transaction, also if the same file has just brought them.
 */

#include "config.h"

#include "crm-draft-writer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-email.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-input.h"
#include "crm-link.h"
#include "crm-lists.h"
#include "crm-person-name.h"
#include "crm-phone.h"

/* More names than this are looked up again rather than kept. */
#define MAX_KNOWN 20000

struct _CrmDraftWriter
{
  const CrmRecordType *type;
  CrmImportOptions options;
  CrmMatcher *matcher;

  /* During a transaction. */
  CrmDoor *door;
  CrmDb *db;
  GHashTable *known; /* what a row calls a record → id, as text and a pointer */
  GArray *tags;      /* the ids of those for every record */
  gint64 list;       /* that contacts are subscribed to; 0 until the first of them comes */
  gint64 owner;
  GArray *peers;     /* of CrmLinkPeer: what the draft links to, as far as that is known */

  gboolean begun;
  guint8 ranks[CRM_MAX_COLUMNS]; /* when the links of each field can be looked up */

  /* Sentences → how often. */
  GHashTable *warnings;
};

/**
 * crm_import_options_copy:
 * @target: valid options, which are cleared first
 * @source: what to put there
 */
void
crm_import_options_copy (CrmImportOptions       *target,
                         const CrmImportOptions *source)
{
  CrmImportOptions copy = *source;

  copy.tags = g_strdupv (source->tags);
  copy.list = g_strdup (source->list);
  copy.owner = g_strdup (source->owner);
  crm_import_options_clear (target);
  *target = copy;
}

/**
 * crm_import_options_clear:
 */
void
crm_import_options_clear (CrmImportOptions *options)
{
  g_strfreev (options->tags);
  g_free (options->list);
  g_free (options->owner);
  *options = (CrmImportOptions) { 0 };
}

/**
 * crm_draft_writer_new:
 * @type: what drafts are
 * @options: how they are imported
 *
 * Returns: (transfer full): a writer
 */
CrmDraftWriter *
crm_draft_writer_new (const CrmRecordType    *type,
                      const CrmImportOptions *options)
{
  CrmDraftWriter *self = g_new0 (CrmDraftWriter, 1);

  self->type = type;
  crm_import_options_copy (&self->options, options);
  self->matcher = crm_matcher_new (type);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->tags = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->peers = g_array_new (FALSE, FALSE, sizeof (CrmLinkPeer));
  self->warnings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * crm_draft_writer_free:
 */
void
crm_draft_writer_free (CrmDraftWriter *self)
{
  if (self == NULL)
    return;

  crm_matcher_free (self->matcher);
  crm_import_options_clear (&self->options);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->warnings);
  g_array_unref (self->tags);
  g_array_unref (self->peers);
  g_free (self);
}

/**
 * crm_draft_writer_get_warnings:
 *
 * Returns: (transfer none) (element-type utf8 guint): sentences about what could not be done as
 *   the file wants it, and how often
 */
GHashTable *
crm_draft_writer_get_warnings (CrmDraftWriter *self)
{
  return self->warnings;
}

static void
warn_take (CrmDraftWriter *self,
           char           *sentence)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->warnings, sentence));

  g_hash_table_insert (self->warnings, sentence, GUINT_TO_POINTER (n + 1));
}

/* --- What drafts link to --------------------------------------------------------------------------- */

/* Whether a record of @table is made where a file names one that is not there. People are taken
 * into the team on purpose, and business is not made by the way. */
static gboolean
can_be_made (const CrmTable *table)
{
  return table->id != CRM_ID_USER && table->id != CRM_ID_DEAL && table->id != CRM_ID_TASK;
}

/* A person is called as a whole, and has two names. */
static void
set_person (CrmEdit        *edit,
            const CrmTable *table,
            const char     *text)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  if (crm_email_is_valid (text))
    {
      crm_edit_set_text (edit, "email", text);
      return;
    }

  crm_person_name_split (text, &first, &last);
  if (first != NULL)
    crm_edit_set_text (edit, "first_name", first);
  if (last != NULL)
    crm_edit_set_text (edit, "last_name", last);
}

/* A new record belongs where the row says that it does: a stage to its pipeline, a person to the
 * company. */
static gint64
make_linked (CrmDraftWriter  *self,
             const CrmField  *field,
             const CrmTable  *table,
             const char      *text,
             GError         **error)
{
  const CrmField *title = crm_field_from_column (table->title);
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_CREATE, 0);
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (!crm_field_parse (title, text, &value, error))
    return 0;

  if (table->id == CRM_ID_CONTACT)
    set_person (edit, table, value.text);
  else
    crm_edit_set (edit, &title->column, &value);

  for (guint i = 0; i < table->n_columns; i++)
    if (crm_link_is_narrow (table->columns[i]))
      {
        gint64 peer = crm_link_find_peer (self->peers, table->columns[i]->links_to);

        if (peer != 0)
          crm_edit_set_integer (edit, table->columns[i]->name, peer);
      }

  return crm_door_apply (self->door, edit, error);
}

static gint64
find_user (CrmDraftWriter *self,
           const char     *text)
{
  const CrmTable *users = crm_schema_find_table (crm_door_get_schema (self->door), "user");
  gint64 id = 0;

  return crm_input_find_record (self->db, users, text, &id, NULL) ? id : 0;
}

/* By what a link is known to have been looked up: the name, and what else may tell which one is
 * meant. */
static char *
make_known_key (CrmDraftWriter *self,
                const CrmTable *table,
                const char     *text)
{
  g_autofree char *folded = crm_fold (text);
  GString *key;

  if (folded == NULL)
    return NULL;

  key = g_string_new (table->name);
  for (guint i = 0; i < table->n_columns; i++)
    if (crm_link_is_narrow (table->columns[i]))
      for (guint k = 0; k < self->peers->len; k++)
        {
          const CrmLinkPeer *peer = &g_array_index (self->peers, CrmLinkPeer, k);

          if (strcmp (peer->table, table->columns[i]->links_to) == 0)
            g_string_append_printf (key, "/%s:%" G_GINT64_FORMAT, peer->table, peer->id);
        }
  g_string_append_printf (key, "/%s", folded);

  return g_string_free (key, FALSE);
}

static gboolean
find_or_make (CrmDraftWriter  *self,
              const CrmField  *field,
              const CrmTable  *table,
              const char      *text,
              gint64          *id,
              GError         **error)
{
  g_autoptr (GError) reason = NULL;

  if (table->id == CRM_ID_USER)
    *id = find_user (self, text);
  else
    crm_link_find (self->db, table, text, self->peers, id, &reason);
  if (*id == 0 && reason == NULL && self->options.create_missing && can_be_made (table))
    *id = make_linked (self, field, table, text, &reason);
  if (reason == NULL)
    return TRUE;

  g_propagate_prefixed_error (error, g_steal_pointer (&reason), "%s: ", field->label);

  return FALSE;
}

/* Finds what a link means, or makes it. Team members are not made by the way: somebody else is
 * responsible then, and that is said. */
static gboolean
resolve (CrmDraftWriter  *self,
         const CrmField  *field,
         const char      *text,
         gint64          *id,
         GError         **error)
{
  const CrmTable *table = crm_schema_find_table (crm_door_get_schema (self->door), field->column.links_to);
  guint n_peers = self->peers->len;
  g_autofree char *key = NULL;
  gpointer known;
  gboolean found;

  /* Of which list an option is. */
  crm_link_add_peer (self->peers, "field", field->custom);
  key = make_known_key (self, table, text);

  *id = 0;
  found = key == NULL;
  if (key != NULL && g_hash_table_lookup_extended (self->known, key, NULL, &known))
    {
      *id = (gint64) GPOINTER_TO_SIZE (known);
      found = TRUE;
    }
  else if (key != NULL && find_or_make (self, field, table, text, id, error))
    {
      if (g_hash_table_size (self->known) >= MAX_KNOWN)
        g_hash_table_remove_all (self->known);
      g_hash_table_insert (self->known, g_strdup (key), GSIZE_TO_POINTER ((gsize) *id));
      found = TRUE;
    }
  g_array_set_size (self->peers, n_peers);

  if (!found)
    return FALSE;
  if (*id != 0 || key == NULL)
    return TRUE;

  if (table->id == CRM_ID_USER)
    {
      warn_take (self, g_strdup_printf (_("“%s” is not a team member. Somebody else is responsible now."), text));
      return TRUE;
    }

  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("%s: there is no “%s”."), field->label, text);

  return FALSE;
}

static int
compare_links (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const guint8 *ranks = user_data;
  const CrmDraftLink *first = a;
  const CrmDraftLink *second = b;

  return ranks[first->field->column.index] - ranks[second->field->column.index];
}

/* Puts links in the order in which they can be looked up; of the same rank they stay as they are. */
static void
begin_links (CrmDraftWriter *self,
             const CrmDraft *draft)
{
  g_array_set_size (self->peers, 0);
  if (draft->links->len > 1)
    g_array_sort_with_data (draft->links, compare_links, self->ranks);
}

static void
rank_links (CrmDraftWriter *self)
{
  CrmSchema *schema = crm_door_get_schema (self->door);

  for (guint i = 0; i < self->type->n_fields; i++)
    {
      const CrmColumn *column = &self->type->fields[i]->column;

      if (column->links_to != NULL)
        self->ranks[column->index] = (guint8) crm_link_rank (schema, crm_schema_find_table (schema, column->links_to), &self->type->table);
    }
}

/* Which records this import may have made: those behind the last one, or if it goes on, those from
 * its first one on. Ids are not given twice. */
static gboolean
find_first_new (CrmDraftWriter  *self,
                GError         **error)
{
  g_autoptr (GError) reason = NULL;
  gint64 first = 0;

  if (crm_door_get_batch (self->door) != 0)
    first = crm_db_get_integer (self->db, 0, &reason,
                                "SELECT min (j.record) FROM change_set c CROSS JOIN journal j ON j.change_set = c.id "
                                "WHERE c.batch = ? AND j.tbl = ? AND j.op = 1", "ii",
                                crm_door_get_batch (self->door), (gint64) self->type->table.id);
  if (first == 0 && reason == NULL)
    first = 1 + crm_db_get_integer (self->db, 0, &reason, "SELECT seq FROM sqlite_sequence WHERE name = ?", "t", self->type->table.name);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  self->begun = TRUE;
  crm_matcher_set_first_new (self->matcher, first);

  return TRUE;
}

/**
 * crm_draft_writer_begin:
 * @door: an open door
 * @error: what the store says
 *
 * To be called at the beginning of a transaction. What was known before may not be so any more.
 */
gboolean
crm_draft_writer_begin (CrmDraftWriter  *self,
                        CrmDoor         *door,
                        GError         **error)
{
  self->door = door;
  self->db = crm_door_get_db (door);
  self->owner = self->options.owner != NULL ? find_user (self, self->options.owner) : 0;
  g_hash_table_remove_all (self->known);
  g_array_set_size (self->tags, 0);
  self->list = 0;
  rank_links (self);

  if (self->options.owner != NULL && self->owner == 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no team member “%s”."), self->options.owner);
      return FALSE;
    }

  return (self->begun || find_first_new (self, error)) && crm_matcher_begin (self->matcher, self->db, crm_door_get_schema (door), error);
}

/* The tags for every record are made with the first one. */
static gboolean
ensure_tags (CrmDraftWriter  *self,
             GError         **error)
{
  const CrmField *field = crm_record_type_find_field (self->type, "tags");

  if (field == NULL || self->options.tags == NULL || self->tags->len > 0)
    return TRUE;

  for (guint i = 0; self->options.tags[i] != NULL; i++)
    {
      gboolean create_missing = self->options.create_missing;
      gboolean found;
      gint64 id;

      /* These are named on purpose. */
      self->options.create_missing = TRUE;
      found = resolve (self, field, self->options.tags[i], &id, error);
      self->options.create_missing = create_missing;
      if (!found)
        return FALSE;
      if (id != 0)
        g_array_append_val (self->tags, id);
    }

  return TRUE;
}

/* The list is made with the first contact: it is named on purpose. */
static gboolean
ensure_list (CrmDraftWriter  *self,
             GError         **error)
{
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (self->door), CRM_ID_LIST);
  g_autofree char *key = crm_fold (self->options.list);
  g_autoptr (CrmEdit) edit = NULL;
  g_autoptr (GError) reason = NULL;

  if (self->list != 0)
    return TRUE;

  self->list = crm_db_get_integer (self->db, 0, &reason,
                                   "SELECT id FROM list WHERE state = 0 AND name_key = ? AND name_key IS NOT NULL ORDER BY id LIMIT 1",
                                   "t", key);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (self->list != 0)
    return TRUE;

  edit = crm_edit_new (table, CRM_OP_CREATE, 0);
  crm_edit_set_text (edit, "name", self->options.list);
  self->list = crm_door_apply (self->door, edit, error);

  return self->list != 0;
}

/* A file is no reason to subscribe somebody again: they are left out, and counted. */
static gboolean
subscribe (CrmDraftWriter  *self,
           gint64           contact,
           gboolean        *changed,
           GError         **error)
{
  g_autoptr (GError) reason = NULL;
  CrmListOutcome outcome;

  if (self->options.list == NULL || self->type->table.id != CRM_ID_CONTACT)
    return TRUE;

  if (!ensure_list (self, error))
    return FALSE;

  /* The contact is there by now: that it may not be subscribed does not undo that. */
  if (!crm_lists_subscribe (self->door, contact, self->list, "import", CRM_SUBSCRIBE_FLAGS_NONE, &outcome, &reason))
    {
      if (reason->domain == CRM_ERROR && crm_door_is_whole (self->door))
        {
          warn_take (self, g_strdup_printf (_("Not subscribed to “%s”: %s"), self->options.list, reason->message));
          return TRUE;
        }
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (outcome == CRM_LIST_HAS_UNSUBSCRIBED)
    warn_take (self, g_strdup_printf (_("Not subscribed to “%s”: the person has unsubscribed from it."), self->options.list));
  if (outcome == CRM_LIST_DONE)
    *changed = TRUE;

  return TRUE;
}

/* --- New ones --------------------------------------------------------------------------------------- */

static gboolean
has_value (const CrmDraft *draft,
           const CrmField *field)
{
  for (guint i = 0; i < draft->edit->changes->len; i++)
    if (g_array_index (draft->edit->changes, CrmChange, i).column == &field->column)
      return TRUE;
  for (guint i = 0; i < draft->links->len; i++)
    if (g_array_index (draft->links, CrmDraftLink, i).field == field)
      return TRUE;

  return FALSE;
}

/* Asked before anything is made that the record would link to. */
static gboolean
check_required (CrmDraftWriter  *self,
                const CrmDraft  *draft,
                GError         **error)
{
  for (guint i = 0; i < self->type->n_fields; i++)
    {
      const CrmField *field = self->type->fields[i];

      if ((field->flags & CRM_FIELD_REQUIRED) != 0 && field->default_value == NULL && !has_value (draft, field))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_REQUIRED, _("“%s” must not be empty."), field->label);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
add_links (CrmDraftWriter  *self,
           const CrmDraft  *draft,
           GError         **error)
{
  gboolean owned = FALSE;

  begin_links (self, draft);
  for (guint i = 0; i < draft->links->len; i++)
    {
      const CrmDraftLink *link = &g_array_index (draft->links, CrmDraftLink, i);
      CrmValue value = crm_value_integer (0);

      if (!resolve (self, link->field, link->text, &value.integer, error))
        return FALSE;
      if (value.integer == 0)
        continue;

      owned |= strcmp (link->field->key, "owner") == 0;
      crm_link_add_peer (self->peers, link->field->column.links_to, value.integer);
      if (crm_field_is_set (link->field))
        crm_edit_add (draft->edit, &link->field->column, &value, NULL, link->label);
      else
        crm_edit_set (draft->edit, &link->field->column, &value);
    }

  if (!owned && self->owner != 0)
    {
      const CrmField *field = crm_record_type_find_field (self->type, "owner");
      CrmValue value = crm_value_integer (self->owner);

      if (field != NULL)
        crm_edit_set (draft->edit, &field->column, &value);
    }

  for (guint i = 0; i < self->tags->len; i++)
    {
      CrmValue value = crm_value_integer (g_array_index (self->tags, gint64, i));

      crm_edit_add (draft->edit, &crm_record_type_find_field (self->type, "tags")->column, &value, NULL, NULL);
    }

  return TRUE;
}

/* What a note on a record is: on a task it is a comment. */
static const CrmRecordType *
get_note_type (CrmDraftWriter *self)
{
  static const char *const names[] = { "note", "comment" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (crm_door_get_schema (self->door)), names[i]);

      if (crm_record_type_find_field (type, self->type->table.name) != NULL)
        return type;
    }

  return NULL;
}

/* Asked before the record is written that the notes are about. */
static gboolean
check_notes (CrmDraftWriter  *self,
             const CrmDraft  *draft,
             GError         **error)
{
  for (guint i = 0; i < draft->notes->len; i++)
    {
      const CrmField *field = crm_record_type_find_field (get_note_type (self), "body");
      g_auto (CrmValue) text = CRM_VALUE_INIT;

      if (!crm_field_parse (field, g_ptr_array_index (draft->notes, i), &text, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_note (CrmDraftWriter  *self,
          gint64           record,
          const char      *body,
          GError         **error)
{
  const CrmRecordType *notes = get_note_type (self);
  g_autoptr (CrmEdit) edit = crm_edit_new (&notes->table, CRM_OP_CREATE, 0);
  const CrmField *field = crm_record_type_find_field (notes, "body");
  g_auto (CrmValue) text = CRM_VALUE_INIT;
  CrmValue about = crm_value_integer (record);

  if (!crm_field_parse (field, body, &text, error))
    return FALSE;
  crm_edit_set (edit, &field->column, &text);
  crm_edit_set (edit, &crm_record_type_find_field (notes, self->type->table.name)->column, &about);

  return crm_door_apply (self->door, edit, error) != 0;
}

/* The record is there by now: a note that is refused, by rights for instance, does not undo that. */
static gboolean
add_note_or_warn (CrmDraftWriter  *self,
                  gint64           record,
                  const char      *body,
                  GError         **error)
{
  g_autoptr (GError) reason = NULL;

  if (add_note (self, record, body, &reason))
    return TRUE;

  if (reason->domain == CRM_ERROR && crm_door_is_whole (self->door))
    {
      warn_take (self, g_strdup_printf (_("A note could not be added: %s"), reason->message));
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/* An id that is taken, if only by a record in the trash, cannot be given again. */
static void
settle_uuid (CrmDraftWriter *self,
             CrmDraft       *draft)
{
  char sql[80];

  if (crm_uuid_is_null (&draft->edit->uuid))
    return;

  g_snprintf (sql, sizeof sql, "SELECT 1 FROM %s WHERE uuid = ?", self->type->table.name);
  if (crm_db_get_integer (self->db, 0, NULL, sql, "u", &draft->edit->uuid) != 0)
    memset (&draft->edit->uuid, 0, sizeof draft->edit->uuid);
}

static gboolean
create (CrmDraftWriter  *self,
        CrmDraft        *draft,
        gint64          *id,
        GError         **error)
{
  if (!check_required (self, draft, error) || !ensure_tags (self, error) || !add_links (self, draft, error))
    return FALSE;

  settle_uuid (self, draft);
  *id = crm_door_apply (self->door, draft->edit, error);
  if (*id == 0)
    return FALSE;

  crm_matcher_expect (self->matcher, draft);
  for (guint i = 0; i < draft->notes->len; i++)
    if (!add_note_or_warn (self, *id, g_ptr_array_index (draft->notes, i), error))
      return FALSE;

  return TRUE;
}

/* --- Those that are there already ------------------------------------------------------------------------ */

static const char *const address_keys[] = { "street", "street2", "city", "region", "postcode", "country" };

static gboolean
is_address (const CrmField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (address_keys); i++)
    if (strcmp (field->key, address_keys[i]) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
agree (const char *a,
       const char *b)
{
  g_autofree char *first = crm_fold (a);
  g_autofree char *second = crm_fold (b);

  return first == NULL || second == NULL || strcmp (first, second) == 0;
}

/* The parts of an address are one value: what one address lacks is not taken from another. */
static gboolean
may_take_address (const CrmRow   *row,
                  const CrmDraft *draft)
{
  for (guint i = 0; i < G_N_ELEMENTS (address_keys); i++)
    {
      const CrmValue *value = crm_draft_get (draft, address_keys[i]);

      if (value != NULL && !agree (crm_row_get_text (row, address_keys[i]), value->text))
        return FALSE;
    }

  return TRUE;
}

/* So are the parts of a name. */
static gboolean
may_take_name (const CrmRow   *row,
               const CrmDraft *draft)
{
  const char *keys[] = { "first_name", "last_name" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const CrmValue *value = crm_draft_get (draft, keys[i]);

      if (value != NULL && !agree (crm_row_get_text (row, keys[i]), value->text))
        return FALSE;
    }

  return TRUE;
}

typedef struct
{
  CrmDraftWriter *writer;
  const CrmDraft *draft;
  const CrmRow *row;
  CrmEdit *edit;
  gboolean takes_address;
  gboolean takes_name;
} Merge;

static const CrmColumn *
own_column (const Merge    *merge,
            const CrmField *field)
{
  return crm_table_get_column (merge->row->table, field->column.id);
}

static void
add_further (Merge          *merge,
             const CrmField *field,
             const CrmValue *key,
             const char     *text,
             const char     *label)
{
  if (field != NULL && !crm_row_has_member (merge->row, own_column (merge, field), key))
    crm_edit_add (merge->edit, &field->column, key, text, label);
}

/* The first address or number of the file: the primary one if there is none, else a further one. */
static void
merge_primary (Merge          *merge,
               const CrmField *field,
               const CrmValue *value)
{
  gboolean email = field->type == CRM_FIELD_EMAIL;
  const CrmField *further = crm_record_type_find_field (merge->draft->type, email ? "emails" : "phones");
  const char *country = crm_row_get_text (merge->row, "country");
  const char *old = crm_row_get_text (merge->row, field->column.name);
  g_auto (CrmValue) key = crm_value_take_text (email ? crm_email_key (value->text) : crm_phone_normalize (value->text, country));
  g_auto (CrmValue) old_key = crm_value_take_text (email ? crm_email_key (old) : crm_phone_normalize (old, country));

  if (old == NULL)
    {
      crm_edit_set (merge->edit, &field->column, value);
      return;
    }
  if (crm_value_equal (&key, &old_key))
    return;

  if (!merge->writer->options.file_wins)
    {
      add_further (merge, further, &key, value->text, NULL);
      return;
    }

  add_further (merge, further, &old_key, old, NULL);
  if (further != NULL)
    crm_edit_remove (merge->edit, &further->column, &key);
  crm_edit_set (merge->edit, &field->column, value);
}

static void
merge_value (Merge          *merge,
             const CrmField *field,
             const CrmValue *value)
{
  const CrmValue *old = crm_row_get (merge->row, own_column (merge, field));
  gboolean name = strcmp (field->key, "first_name") == 0 || strcmp (field->key, "last_name") == 0;
  gboolean empty = crm_value_is_empty (old);

  /* When a record was made is known. */
  if ((field->flags & CRM_FIELD_DERIVED) != 0)
    return;

  if ((field->type == CRM_FIELD_EMAIL || field->type == CRM_FIELD_PHONE) && field->custom == 0)
    {
      merge_primary (merge, field, value);
      return;
    }

  if (!merge->writer->options.file_wins &&
      (!empty || (is_address (field) && !merge->takes_address) || (name && !merge->takes_name)))
    return;

  if (!crm_value_equal (old, value))
    crm_edit_set (merge->edit, &field->column, value);
}

static void
merge_member (Merge           *merge,
              const CrmField  *field,
              const CrmChange *change)
{
  const char *primary = NULL;
  g_autofree char *key = NULL;

  if (field->type == CRM_FIELD_EMAILS)
    {
      primary = crm_row_get_text (merge->row, "email");
      key = crm_email_key (primary);
    }
  else if (field->type == CRM_FIELD_PHONES)
    {
      primary = crm_row_get_text (merge->row, "phone");
      key = crm_phone_normalize (primary, crm_row_get_text (merge->row, "country"));
    }

  if (g_strcmp0 (key, change->value.text) != 0)
    add_further (merge, field, &change->value, change->text, change->label);
}

static gboolean
merge_link (Merge               *merge,
            const CrmDraftLink  *link,
            GError             **error)
{
  const CrmColumn *column = own_column (merge, link->field);
  CrmValue value = crm_value_integer (0);

  if (!crm_field_is_set (link->field) && !crm_value_is_empty (crm_row_get (merge->row, column)) &&
      !merge->writer->options.file_wins)
    {
      crm_link_add_peer (merge->writer->peers, column->links_to, crm_value_get_integer (crm_row_get (merge->row, column)));
      return TRUE;
    }

  if (!resolve (merge->writer, link->field, link->text, &value.integer, error))
    return FALSE;
  if (value.integer == 0)
    return TRUE;

  crm_link_add_peer (merge->writer->peers, column->links_to, value.integer);
  if (crm_field_is_set (link->field))
    add_further (merge, link->field, &value, NULL, link->label);
  else if (!crm_value_equal (crm_row_get (merge->row, column), &value))
    crm_edit_set (merge->edit, &link->field->column, &value);

  return TRUE;
}

static gboolean
has_note (CrmDraftWriter  *self,
          gint64           record,
          const char      *body,
          GError         **error)
{
  char sql[160];

  g_snprintf (sql, sizeof sql, "SELECT 1 FROM %2$s WHERE state = 0 AND %1$s = ? AND %1$s IS NOT NULL AND body = ? LIMIT 1",
              self->type->table.name, get_note_type (self)->table.name);

  return crm_db_get_integer (self->db, 0, error, sql, "it", record, body) != 0;
}

static gboolean
merge_into (CrmDraftWriter  *self,
            const CrmDraft  *draft,
            gint64           id,
            gboolean        *changed,
            GError         **error)
{
  g_autoptr (CrmRow) row = NULL;
  g_autoptr (CrmEdit) edit = crm_edit_new (&self->type->table, CRM_OP_UPDATE, id);
  Merge merge = { self, draft, NULL, edit };

  row = crm_row_load (self->db, crm_door_get_schema (self->door),
                      crm_schema_get_table (crm_door_get_schema (self->door), self->type->table.id), id,
                      CRM_ROW_MEMBERS, error);
  if (row == NULL || !ensure_tags (self, error))
    return FALSE;

  begin_links (self, draft);
  merge.row = row;
  merge.takes_address = may_take_address (row, draft);
  merge.takes_name = may_take_name (row, draft);

  for (guint i = 0; i < draft->edit->changes->len; i++)
    {
      const CrmChange *change = &g_array_index (draft->edit->changes, CrmChange, i);
      const CrmField *field = crm_field_from_column (change->column);

      if (change->kind == CRM_CHANGE_ADD)
        merge_member (&merge, field, change);
      else
        merge_value (&merge, field, &change->value);
    }

  for (guint i = 0; i < draft->links->len; i++)
    if (!merge_link (&merge, &g_array_index (draft->links, CrmDraftLink, i), error))
      return FALSE;
  for (guint i = 0; i < self->tags->len; i++)
    {
      CrmValue value = crm_value_integer (g_array_index (self->tags, gint64, i));

      add_further (&merge, crm_record_type_find_field (self->type, "tags"), &value, NULL, NULL);
    }

  *changed = edit->changes->len > 0;
  if (*changed && crm_door_apply (self->door, edit, error) == 0)
    return FALSE;

  /* What was the primary one in the file may have become a further one. */
  crm_matcher_expect (self->matcher, NULL);
  for (guint i = 0; i < draft->notes->len; i++)
    {
      const char *note = g_ptr_array_index (draft->notes, i);

      if (has_note (self, id, note, error))
        continue;
      if (!add_note_or_warn (self, id, note, error))
        return FALSE;
      *changed = TRUE;
    }

  return TRUE;
}

/* --- Either ------------------------------------------------------------------------------------------------ */

static gboolean
write_one (CrmDraftWriter  *self,
           CrmDraft        *draft,
           CrmOutcome      *outcome,
           GError         **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean changed = FALSE;

  if (self->options.duplicates != CRM_DUPLICATES_CREATE)
    outcome->by = crm_matcher_find (self->matcher, self->db, draft, &outcome->id, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  outcome->fate = outcome->by == CRM_MATCH_NONE ? CRM_FATE_CREATED : CRM_FATE_SKIPPED;
  if (outcome->by != CRM_MATCH_NONE && self->options.duplicates == CRM_DUPLICATES_SKIP)
    return subscribe (self, outcome->id, &changed, error);

  if (!check_notes (self, draft, error))
    return FALSE;
  if (outcome->by == CRM_MATCH_NONE)
    return create (self, draft, &outcome->id, error) && subscribe (self, outcome->id, &changed, error);

  if (!merge_into (self, draft, outcome->id, &changed, error) || !subscribe (self, outcome->id, &changed, error))
    return FALSE;
  if (changed)
    outcome->fate = CRM_FATE_MERGED;

  return TRUE;
}

/**
 * crm_draft_writer_write:
 * @draft: what to write; used up
 * @outcome: (out caller-allocates): what has become of it
 * @error: what the store says; or the rights, if nobody could add such a record
 *
 * Writes a draft. One that rules refuse says why, and others can follow.
 *
 * Returns: %FALSE if the transaction has to be taken back
 */
gboolean
crm_draft_writer_write (CrmDraftWriter  *self,
                        CrmDraft        *draft,
                        CrmOutcome      *outcome,
                        GError         **error)
{
  g_autoptr (GError) reason = NULL;

  *outcome = (CrmOutcome) { CRM_FATE_REJECTED, CRM_MATCH_NONE, 0 };
  if (draft->reason != NULL)
    return TRUE;

  if (draft->empty)
    {
      outcome->fate = CRM_FATE_SKIPPED;
      return TRUE;
    }

  if (write_one (self, draft, outcome, &reason))
    return TRUE;

  /* Who may not add this one may not add the next one either. */
  if (reason->domain != CRM_ERROR || !crm_door_is_whole (self->door) ||
      (outcome->fate == CRM_FATE_CREATED && reason->code == CRM_ERROR_DENIED))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  crm_draft_refuse (draft, NULL, NULL, reason->message);
  outcome->fate = CRM_FATE_REJECTED;

  return TRUE;
}
