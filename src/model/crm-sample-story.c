/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The story of the sample data: one small business with its team, its tags and fields, its
 * customers and suppliers, and what was noted about them. It is told in data/sample/story.txt,
 * whose form is described there. Every field of every record type can be used in it, so what is
 * new in the catalogue can be part of the story at once.
 *
 * Used inside a write, on the thread of the writer.
 */

#include "config.h"

#include "crm-sample-private.h"

#include <string.h>

#include "crm-catalogue.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-input.h"

struct _CrmSampleStory
{
  CrmSampleWords *words; /* borrowed */
  GKeyFile *file;
  GHashTable *ids; /* "account Hotel Mar" → its id; 0 if it could not be made */
  gint64 today;
  char *mention; /* "@Ana", whoever is me */
};

/*< private >
 * _crm_sample_story_new:
 * @words: outlive the story
 * @now: in microseconds; the story ends here
 * @error: a #GKeyFileError, which is a bug
 *
 * Returns: (transfer full) (nullable): the story, nothing of it written yet
 */
CrmSampleStory *
_crm_sample_story_new (CrmSampleWords  *words,
                       gint64           now,
                       GError         **error)
{
  g_autoptr (CrmSampleStory) self = g_new0 (CrmSampleStory, 1);
  g_autoptr (GBytes) text = _crm_sample_get_file ("story.txt", error);

  self->words = words;
  self->today = _crm_sample_day_of (now);
  self->file = g_key_file_new ();
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (text == NULL || !g_key_file_load_from_bytes (self->file, text, G_KEY_FILE_NONE, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
_crm_sample_story_free (CrmSampleStory *self)
{
  if (self == NULL)
    return;

  g_key_file_unref (self->file);
  g_hash_table_unref (self->ids);
  g_free (self->mention);
  g_free (self);
}

static void
remember (CrmSampleStory *self,
          const char     *group,
          gint64          id)
{
  g_hash_table_insert (self->ids, g_strdup (group), g_memdup2 (&id, sizeof id));
}

/* Finds what another part of the story has made. */
static gboolean
recall (CrmSampleStory  *self,
        const char      *type,
        const char      *name,
        gint64          *id,
        GError         **error)
{
  g_autofree char *group = g_strdup_printf ("%s %s", type, name);
  const gint64 *found = g_hash_table_lookup (self->ids, group);

  if (found == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, "story.txt: [%s] is not there, or too late", group);
      return FALSE;
    }

  *id = *found;

  return TRUE;
}

/* --- Values -------------------------------------------------------------------------------------- */

/* "{-12}" becomes that day as files have it, "{es -12}" as people write it in a sentence. Days
 * are counted from today and moved to a day on which people work, unless it is "{=-12}". "@me"
 * becomes the name of the actor. */
static char *
fill_in_days (CrmSampleStory *self,
              const char     *text)
{
  GString *result = g_string_new (NULL);

  for (const char *open = strchr (text, '{'); open != NULL; open = strchr (text, '{'))
    {
      char language[3] = "";
      gboolean exact = open[1] == '=';
      gint64 day;

      g_string_append_len (result, text, open - text);
      text = open + 1 + exact;
      if (g_ascii_isalpha (text[0]))
        {
          memcpy (language, text, 2);
          text += 3;
        }
      day = self->today + g_ascii_strtoll (text, (char **) &text, 10);
      if (!exact)
        day = _crm_sample_day_at_work (day);
      text++;

      if (language[0] != '\0')
        {
          _crm_sample_append_date (result, _crm_sample_words_find_language (self->words, language), day);
        }
      else
        {
          g_autoptr (GDateTime) midnight = g_date_time_new_from_unix_utc (day * 86400);
          g_autofree char *date = g_date_time_format (midnight, "%Y-%m-%d");

          g_string_append (result, date);
        }
    }
  g_string_append (result, text);
  g_string_replace (result, "@me", self->mention, 0);

  return g_string_free (result, FALSE);
}

/* The short lists are there already; "3" is the third one, or the last if there are fewer.
 *
 * Returns: 0 if there are none, -1 if @name is no number or @table no such list */
static gint64
find_in_short_list (CrmDoor    *door,
                    const char *table,
                    const char *name)
{
  static const struct
  {
    const char *table;
    const char *sql;
  } lists[] = {
    { "stage", "SELECT id FROM stage WHERE state = 0 AND pipeline = (SELECT id FROM pipeline WHERE state = 0 ORDER BY position, id LIMIT 1) "
               "ORDER BY position, id LIMIT 1 OFFSET ?" },
    { "deal_type", "SELECT id FROM deal_type WHERE state = 0 ORDER BY id LIMIT 1 OFFSET ?" },
    { "lost_reason", "SELECT id FROM lost_reason WHERE state = 0 ORDER BY id LIMIT 1 OFFSET ?" },
    { "task_type", "SELECT id FROM task_type WHERE state = 0 ORDER BY position, id LIMIT 1 OFFSET ?" },
    { "outcome", "SELECT id FROM outcome WHERE state = 0 ORDER BY position, id LIMIT 1 OFFSET ?" },
  };
  guint64 number;
  gint64 id = 0;

  if (!g_ascii_string_to_unsigned (name, 10, 1, 99, &number, NULL))
    return -1;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (strcmp (lists[i].table, table) == 0)
      {
        for (gint64 place = (gint64) number - 1; id == 0 && place >= 0; place--)
          id = crm_db_get_integer (crm_door_get_db (door), 0, NULL, lists[i].sql, "i", place);
        return id;
      }

  return -1;
}

static gboolean
apply_links (CrmSampleStory  *self,
             CrmDoor         *door,
             CrmEdit         *edit,
             const CrmField  *field,
             const char      *text,
             GError         **error)
{
  g_auto (GStrv) names = crm_field_is_set (field) ? crm_input_split (field, text) : g_strsplit (text, "\n", 1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *label = NULL;
      const char *name = crm_field_is_set (field) ? crm_input_split_label (field, names[i], &label) : names[i];
      CrmValue value = crm_value_integer (find_in_short_list (door, field->column.links_to, name));

      if (value.integer < 0 && !recall (self, field->column.links_to, name, &value.integer, error))
        return FALSE;

      if (value.integer == 0)
        continue;
      if (crm_field_is_set (field))
        crm_edit_add (edit, &field->column, &value, NULL, label);
      else
        crm_edit_set (edit, &field->column, &value);
    }

  return TRUE;
}

/* A key of a group is the key of a field, or the name of a custom field of the story. */
static gboolean
find_field (CrmSampleStory       *self,
            const CrmRecordType  *type,
            const char           *key,
            const CrmField      **field,
            GError              **error)
{
  gint64 custom;

  *field = crm_record_type_find_field (type, key);
  if (*field != NULL)
    return TRUE;

  if (!recall (self, "field", key, &custom, error))
    return FALSE;

  *field = crm_record_type_get_custom (type, custom);

  return TRUE;
}

static gboolean
apply_group (CrmSampleStory       *self,
             CrmDoor              *door,
             CrmEdit              *edit,
             const CrmRecordType  *type,
             const char           *group,
             GError              **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->file, group, NULL, NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *raw = NULL;
      g_autofree char *text = NULL;
      const CrmField *field;

      /* "label[es]" is what "label" is in another language. */
      if (strchr (keys[i], '[') != NULL)
        continue;

      raw = g_key_file_get_locale_string (self->file, group, keys[i], NULL, error);
      if (raw == NULL || !find_field (self, type, keys[i], &field, error))
        return FALSE;

      text = fill_in_days (self, raw);
      if (field == NULL)
        continue;
      if (field->column.links_to != NULL ? !apply_links (self, door, edit, field, text, error)
                                         : !crm_input_apply (door, edit, field, text, CRM_INPUT_FLAGS_NONE, error))
        {
          g_prefix_error (error, "story.txt, [%s]: ", group);
          return FALSE;
        }
    }

  return TRUE;
}

/* --- What is there already -------------------------------------------------------------------------- */

static const char *
get_text (const CrmEdit *edit,
          const char    *column)
{
  for (guint i = 0; i < edit->changes->len; i++)
    {
      const CrmChange *change = &g_array_index (edit->changes, CrmChange, i);

      if (strcmp (change->column->name, column) == 0)
        return crm_value_get_text (&change->value);
    }

  return NULL;
}

static gint64
get_link (const CrmEdit *edit,
          const char    *column)
{
  for (guint i = 0; i < edit->changes->len; i++)
    {
      const CrmChange *change = &g_array_index (edit->changes, CrmChange, i);

      if (strcmp (change->column->name, column) == 0)
        return crm_value_get_integer (&change->value);
    }

  return 0;
}

/* A custom field of the same name and type serves; one of another type cannot, and the story
 * does without it. */
static gboolean
find_custom_field (CrmDoor       *door,
                   const CrmEdit *edit,
                   gint64        *id)
{
  CrmCatalogue *catalogue = CRM_CATALOGUE (crm_door_get_schema (door));
  const CrmRecordType *type = crm_catalogue_find (catalogue, get_text (edit, "record_type"));
  const CrmField *same = crm_record_type_find_label (type, get_text (edit, "label"));

  if (same == NULL)
    return FALSE;

  *id = g_strcmp0 (crm_field_type_get_name (same->type), get_text (edit, "type")) == 0 ? same->custom : 0;

  return TRUE;
}

/* Team members, tags, lists, fields and options are not made twice.
 *
 * Returns: %TRUE if nothing is to be made; @id is what serves instead, or 0 */
static gboolean
find_existing (CrmDoor       *door,
               const CrmEdit *edit,
               gint64        *id)
{
  CrmDb *db = crm_door_get_db (door);
  g_autofree char *key = NULL;

  *id = 0;
  switch (edit->table->id)
    {
    case CRM_ID_USER:
    case CRM_ID_TAG:
    case CRM_ID_LIST:
      return crm_input_find_record (db, edit->table, get_text (edit, "name"), id, NULL) && *id != 0;

    case CRM_ID_FIELD:
      return find_custom_field (door, edit, id);

    case CRM_ID_OPTION:
      if (get_link (edit, "field") == 0)
        return TRUE;
      key = crm_fold (get_text (edit, "label"));
      *id = crm_db_get_integer (db, 0, NULL, "SELECT id FROM option WHERE state = 0 AND field = ? AND label_key = ?",
                                "it", get_link (edit, "field"), key);
      return *id != 0;

    default:
      return FALSE;
    }
}

/* --- Writing ------------------------------------------------------------------------------------------ */

static CrmSampleChapter
chapter_of (const CrmTable *table)
{
  switch (table->id)
    {
    case CRM_ID_USER:
    case CRM_ID_TAG:
      return CRM_SAMPLE_CHAPTER_TEAM;
    case CRM_ID_FIELD:
    case CRM_ID_OPTION:
      return CRM_SAMPLE_CHAPTER_FIELDS;
    default:
      return CRM_SAMPLE_CHAPTER_PEOPLE;
    }
}

static gboolean
write_group (CrmSampleStory       *self,
             CrmDoor              *door,
             const CrmRecordType  *type,
             const char           *group,
             GError              **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (&type->table, CRM_OP_CREATE, 0);
  gint64 id;

  if (!apply_group (self, door, edit, type, group, error))
    return FALSE;

  if (!find_existing (door, edit, &id))
    {
      id = crm_door_apply (door, edit, error);
      if (id == 0)
        {
          g_prefix_error (error, "story.txt, [%s]: ", group);
          return FALSE;
        }
    }
  remember (self, group, id);

  return TRUE;
}

/* Whoever adds the story is part of it. */
static void
meet_actor (CrmSampleStory *self,
            CrmDoor        *door)
{
  gint64 actor = crm_door_get_actor (door);
  g_autofree char *name = crm_db_get_text (crm_door_get_db (door), NULL, "SELECT name FROM user WHERE id = ?", "i", actor);

  remember (self, "user me", actor);
  g_free (self->mention);
  self->mention = g_strconcat ("@", name != NULL ? name : "", NULL);
}

/*< private >
 * _crm_sample_story_write:
 * @chapter: what to write; those before it have been written
 * @door: an open door; between fields and people the schema has to be made anew
 * @error: what the door says
 */
gboolean
_crm_sample_story_write (CrmSampleStory    *self,
                         CrmSampleChapter   chapter,
                         CrmDoor           *door,
                         GError           **error)
{
  CrmCatalogue *catalogue = CRM_CATALOGUE (crm_door_get_schema (door));
  g_auto (GStrv) groups = g_key_file_get_groups (self->file, NULL);

  meet_actor (self, door);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (groups[i], strcspn (groups[i], " "));
      const CrmRecordType *type = crm_catalogue_find (catalogue, name);

      if (type == NULL)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, "story.txt: [%s] is no record", groups[i]);
          return FALSE;
        }

      if (chapter_of (&type->table) == chapter && !write_group (self, door, type, groups[i], error))
        return FALSE;
    }

  return TRUE;
}

/*< private >
 * _crm_sample_story_get_id:
 * @type: "tag"
 * @name: of one that has been written
 *
 * Returns: its id
 */
gint64
_crm_sample_story_get_id (CrmSampleStory *self,
                          const char     *type,
                          const char     *name)
{
  gint64 id = 0;

  return recall (self, type, name, &id, NULL) ? id : 0;
}

/*< private >
 * _crm_sample_story_list:
 * @type: "user"
 *
 * Returns: (transfer full): the names of all records of a type, in their order
 */
char **
_crm_sample_story_list (CrmSampleStory *self,
                        const char     *type)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) groups = g_key_file_get_groups (self->file, NULL);
  g_autofree char *prefix = g_strconcat (type, " ", NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], prefix))
      g_strv_builder_add (names, groups[i] + strlen (prefix));

  return g_strv_builder_end (names);
}
