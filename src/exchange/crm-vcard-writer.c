/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A record as a vCard: version 3.0 (RFC 2426) or 4.0 (RFC 6350). What vCard has no property for,
 * such as custom fields, is in X-CRM-FIELD with the key of the field, so that an import of this
 * program gives the same record again. Pure functions; any thread.
 */

#include "config.h"

#include "crm-vcard-writer.h"

#include <string.h>

#include "crm-export-format.h"
#include "crm-input.h"

/* Octets of a line, its end not counted (RFC 6350, 3.2). */
#define MAX_LINE 75

typedef struct
{
  GString *text;
  const CrmRow *row;
  const CrmRecordType *type;
  GPtrArray *fields;
  guint version;
  guint n_groups;
} Card;

/* --- The form ------------------------------------------------------------------------------------------ */

static void
append_escaped (GString    *line,
                const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    switch (*p)
      {
      case '\r':
        if (p[1] != '\n')
          g_string_append (line, "\\n");
        break;
      case '\n':
        g_string_append (line, "\\n");
        break;
      case '\\':
      case ';':
      case ',':
        g_string_append_c (line, '\\');
        g_string_append_c (line, *p);
        break;
      default:
        g_string_append_c (line, *p);
      }
}

/* Ends a property: long lines are folded, and not inside a character. */
static void
append_line (Card          *card,
             const GString *line)
{
  const char *p = line->str;
  gsize left = line->len;
  gsize room = MAX_LINE;

  while (left > room)
    {
      gsize n = room;

      while (((guchar) p[n] & 0xc0) == 0x80)
        n--;
      g_string_append_len (card->text, p, (gssize) n);
      g_string_append (card->text, "\r\n ");
      p += n;
      left -= n;
      room = MAX_LINE - 1;
    }
  g_string_append_len (card->text, p, (gssize) left);
  g_string_append (card->text, "\r\n");
}

static void
append_property (Card       *card,
                 const char *name,
                 const char *value)
{
  g_autoptr (GString) line = g_string_new (name);

  if (value == NULL || *value == '\0')
    return;

  g_string_append_c (line, ':');
  append_escaped (line, value);
  append_line (card, line);
}

/* --- What is in it ----------------------------------------------------------------------------------------- */

static const CrmField *
find_chosen (Card       *card,
             const char *key)
{
  for (guint i = 0; i < card->fields->len; i++)
    {
      const CrmField *field = g_ptr_array_index (card->fields, i);

      if (strcmp (field->key, key) == 0)
        return field;
    }

  return NULL;
}

/* The value of a field, if it is one that was chosen. */
static char *
dup_value (Card       *card,
           const char *key)
{
  const CrmField *field = find_chosen (card, key);

  return field != NULL ? crm_export_format_field (card->row, field) : g_strdup ("");
}

static void
append_field (Card       *card,
              const char *name,
              const char *key)
{
  g_autofree char *value = dup_value (card, key);

  append_property (card, name, value);
}

static void
append_structured (Card              *card,
                   const char        *name,
                   const char *const *values,
                   guint              n_values)
{
  g_autoptr (GString) line = g_string_new (name);

  g_string_append_c (line, ':');
  for (guint i = 0; i < n_values; i++)
    {
      if (i > 0)
        g_string_append_c (line, ';');
      append_escaped (line, values[i]);
    }
  append_line (card, line);
}

static void
append_name (Card *card)
{
  g_autofree char *first = dup_value (card, "first_name");
  g_autofree char *last = dup_value (card, "last_name");
  const char *parts[] = { last, first, "", "", "" };
  const char *title = crm_row_get_text (card->row, card->type->table.title->name);

  append_structured (card, "N", parts, G_N_ELEMENTS (parts));
  append_property (card, "FN", title);
  if (card->type->table.id == CRM_ID_ACCOUNT)
    append_property (card, "ORG", title);
}

/* What vCard calls a kind of number or address; %NULL if it has no word for it. */
static const char *
get_type_word (const char *label)
{
  static const char *const words[][2] = {
    { "work", "work" }, { "home", "home" }, { "mobile", "cell" }, { "fax", "fax" }, { "pager", "pager" },
    { "main", "main" }, { "car", "car" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i][0], label) == 0)
      return words[i][1];

  return NULL;
}

static void
append_member (Card            *card,
               const char      *name,
               const CrmMember *member)
{
  const char *type = member->label != NULL ? get_type_word (member->label) : NULL;
  g_autofree char *full = NULL;
  g_autofree char *label = NULL;

  if (member->label == NULL || type != NULL)
    {
      full = type != NULL ? g_strdup_printf ("%s;TYPE=%s", name, type) : g_strdup (name);
      append_property (card, full, member->text);
      return;
    }

  /* Apple's way of giving anything a name, which others read too. */
  card->n_groups++;
  full = g_strdup_printf ("item%u.%s", card->n_groups, name);
  label = g_strdup_printf ("item%u.X-ABLabel", card->n_groups);
  append_property (card, full, member->text);
  append_property (card, label, member->label);
}

static void
append_primary (Card       *card,
                const char *name,
                const char *key,
                const char *set_key)
{
  const CrmField *set = find_chosen (card, set_key);
  g_autofree char *full = g_strconcat (name, card->version >= 4 ? ";PREF=1" : ";TYPE=pref", NULL);

  append_field (card, full, key);
  for (guint i = 0; set != NULL && i < card->row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (card->row->members, i);

      if (member->column == set->column.id)
        append_member (card, name, member);
    }
}

static void
append_messengers (Card *card)
{
  const CrmField *field = find_chosen (card, "messengers");

  for (guint i = 0; field != NULL && i < card->row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (card->row->members, i);
      const char *service = member->label != NULL ? member->label : "other";
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (member->column != field->column.id)
        continue;

      name = g_strdup_printf ("IMPP;X-SERVICE-TYPE=%s", service);
      value = g_strconcat (service, ":", member->text, NULL);
      append_property (card, name, value);
    }
}

static void
append_address (Card *card)
{
  static const char *const keys[] = { NULL, "street2", "street", "city", "region", "postcode", "country" };
  char *parts[G_N_ELEMENTS (keys)];
  gboolean empty = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      parts[i] = keys[i] != NULL ? dup_value (card, keys[i]) : g_strdup ("");
      empty &= *parts[i] == '\0';
    }

  if (!empty)
    append_structured (card, "ADR", (const char *const *) parts, G_N_ELEMENTS (keys));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_free (parts[i]);
}

static void
append_birthday (Card *card)
{
  g_autofree char *date = dup_value (card, "birthday");
  g_auto (GStrv) parts = g_strsplit (date, "-", -1);
  g_autofree char *basic = g_strjoinv ("", parts);

  append_property (card, "BDAY", card->version >= 4 ? basic : date);
}

static void
append_notes (Card      *card,
              GPtrArray *notes)
{
  append_field (card, "NOTE;X-KEY=description", "description");
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    append_property (card, "NOTE", g_ptr_array_index (notes, i));
}

/* A field that vCard does not know. */
static void
append_own (Card       *card,
            const char *key,
            const char *value)
{
  g_autofree char *name = g_strdup_printf ("X-CRM-FIELD;X-KEY=\"%s\"", key);

  append_property (card, name, value);
}

/* Where several tags stand in one line, a comma parts them. One that has a comma itself would
 * fall apart in other programs: if there is one, all of them stand in a line of our own too. */
static void
append_tags (Card *card)
{
  const CrmField *field = find_chosen (card, "tags");
  g_autoptr (GString) line = g_string_new ("CATEGORIES:");
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  gboolean awkward = FALSE;
  gsize empty = line->len;

  for (guint i = 0; field != NULL && i < card->row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (card->row->members, i);

      if (member->column != field->column.id || member->text == NULL)
        continue;
      g_ptr_array_add (all, member->text);
      if (strchr (member->text, ',') != NULL)
        {
          awkward = TRUE;
          continue;
        }
      if (line->len > empty)
        g_string_append_c (line, ',');
      append_escaped (line, member->text);
    }

  if (line->len > empty)
    append_line (card, line);
  if (awkward)
    {
      g_autofree char *text = crm_input_join (all);

      append_own (card, "tags", text);
    }
}

static void
append_rest (Card *card)
{
  static const char known[] =
    "|name|first_name|last_name|job_title|birthday|tags|email|emails|phone|phones|messengers|website|street|street2|city|"
    "region|postcode|country|description|created|modified|author|contacts|";

  for (guint i = 0; i < card->fields->len; i++)
    {
      const CrmField *field = g_ptr_array_index (card->fields, i);
      g_autofree char *wanted = g_strconcat ("|", field->key, "|", NULL);
      g_autofree char *value = NULL;

      if (strstr (known, wanted) != NULL || (strcmp (field->key, "account") == 0 && card->type->table.id == CRM_ID_CONTACT))
        continue;
      value = crm_export_format_field (card->row, field);
      append_own (card, field->key, value);
    }
}

/**
 * crm_vcard_append:
 * @text: where to append
 * @row: a contact or an account, with its members and titles
 * @fields: (element-type CrmField): what of it
 * @notes: (nullable) (element-type utf8): notes on it
 * @version: 3 or 4
 *
 * Appends a card.
 */
void
crm_vcard_append (GString      *text,
                  const CrmRow *row,
                  GPtrArray    *fields,
                  GPtrArray    *notes,
                  guint         version)
{
  Card card = { text, row, crm_catalogue_get_type_of (row->table), fields, version, 0 };
  char uuid[CRM_UUID_STRING_SIZE];
  g_autofree char *uid = NULL;

  crm_uuid_print (&row->uuid, uuid);
  uid = g_strconcat ("urn:uuid:", uuid, NULL);

  g_string_append_printf (text, "BEGIN:VCARD\r\nVERSION:%s\r\n", version >= 4 ? "4.0" : "3.0");
  append_property (&card, "UID", uid);
  if (version >= 4 && card.type->table.id == CRM_ID_ACCOUNT)
    append_property (&card, "KIND", "org");
  append_name (&card);
  if (card.type->table.id == CRM_ID_CONTACT)
    append_field (&card, "ORG", "account");
  append_field (&card, "TITLE", "job_title");
  append_primary (&card, "EMAIL", "email", "emails");
  append_primary (&card, "TEL", "phone", "phones");
  append_messengers (&card);
  append_address (&card);
  append_birthday (&card);
  append_field (&card, "URL", "website");
  append_tags (&card);
  append_notes (&card, notes);
  append_rest (&card);
  g_string_append (text, "END:VCARD\r\n");
}
