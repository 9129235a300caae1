/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A vCard becomes a draft. What has no field is kept as a line in a note; pictures and what only
 * programs care about are left out; both are counted, so that somebody can be told.
 */

#include "config.h"

#include "crm-vcard-draft.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#include <libebook-contacts/libebook-contacts.h>
#pragma GCC diagnostic pop

#include "crm-fold.h"
#include "crm-input.h"
#include "crm-person-name.h"
#include "crm-phone.h"
#include "crm-target.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVCard, g_object_unref)

/* One property, as it is asked about. */
typedef struct
{
  char *name;   /* in capitals */
  char *group;
  GPtrArray *values;
  GPtrArray *types; /* in small letters */
  char *service;
  char *key;
  char *label;  /* what a property of the same group says that it is */
  guint preference;
  guint order;
} Property;

typedef struct
{
  CrmDraft *draft;
  GHashTable *tally;
  GPtrArray *properties;
} Card;

static void
property_free (gpointer data)
{
  Property *property = data;

  g_free (property->name);
  g_free (property->group);
  g_free (property->service);
  g_free (property->key);
  g_free (property->label);
  g_ptr_array_unref (property->values);
  g_ptr_array_unref (property->types);
  g_free (property);
}

/**
 * crm_vcard_tally_new:
 *
 * Returns: (transfer full) (element-type utf8 CrmVcardTally): for crm_vcard_make_draft()
 */
GHashTable *
crm_vcard_tally_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static CrmVcardTally *
get_tally (Card       *card,
           const char *name)
{
  CrmVcardTally *tally = g_hash_table_lookup (card->tally, name);

  if (tally == NULL)
    {
      tally = g_new0 (CrmVcardTally, 1);
      g_hash_table_insert (card->tally, g_strdup (name), tally);
    }

  return tally;
}

/* --- Reading the properties ------------------------------------------------------------------------ */

static void
read_params (Property        *property,
             EVCardAttribute *attribute)
{
  for (GList *l = e_vcard_attribute_get_params (attribute); l != NULL; l = l->next)
    {
      const char *name = e_vcard_attribute_param_get_name (l->data);

      for (GList *v = e_vcard_attribute_param_get_values (l->data); v != NULL; v = v->next)
        {
          g_autofree char *lower = g_utf8_strdown (v->data, -1);

          if (g_ascii_strcasecmp (name, "TYPE") == 0)
            {
              if (strcmp (lower, "pref") == 0)
                property->preference = 1;
              else
                g_ptr_array_add (property->types, g_steal_pointer (&lower));
            }
          else if (g_ascii_strcasecmp (name, "PREF") == 0)
            property->preference = (guint) CLAMP (g_ascii_strtoull (lower, NULL, 10), 1, 100);
          else if (g_ascii_strcasecmp (name, "X-SERVICE-TYPE") == 0 || g_ascii_strcasecmp (name, "SERVICE-TYPE") == 0)
            {
              g_free (property->service);
              property->service = g_steal_pointer (&lower);
            }
          else if (g_ascii_strcasecmp (name, "X-KEY") == 0)
            {
              g_free (property->key);
              property->key = g_strdup (v->data);
            }
        }
    }
}

static Property *
read_property (EVCardAttribute *attribute,
               guint            order)
{
  Property *property = g_new0 (Property, 1);
  const char *group = e_vcard_attribute_get_group (attribute);

  property->name = g_ascii_strup (e_vcard_attribute_get_name (attribute), -1);
  property->group = g_strdup (group);
  property->values = g_ptr_array_new_with_free_func (g_free);
  property->types = g_ptr_array_new_with_free_func (g_free);
  property->preference = 101;
  property->order = order;
  for (GList *l = e_vcard_attribute_get_values (attribute); l != NULL; l = l->next)
    g_ptr_array_add (property->values, g_strstrip (g_strdup (l->data)));
  read_params (property, attribute);

  return property;
}

static const char *
get_value (const Property *property,
           guint           index)
{
  return index < property->values->len ? g_ptr_array_index (property->values, index) : "";
}

/* The whole value of a property that has only one: EVCard parts all of them at semicolons. */
static char *
join_values (const Property *property,
             const char     *separator)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < property->values->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? separator : "", get_value (property, i));

  return g_string_free (text, FALSE);
}

/* A value in one line. */
static char *
unbreak (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strjoinv (", ", lines);
}

/* What is not empty, with commas between. */
static char *
join_filled (const Property *property,
             guint           from)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i < property->values->len; i++)
    if (*get_value (property, i) != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", get_value (property, i));

  return g_string_free (text, FALSE);
}

static gboolean
has_type (const Property *property,
          const char     *type)
{
  for (guint i = 0; i < property->types->len; i++)
    if (strcmp (g_ptr_array_index (property->types, i), type) == 0)
      return TRUE;

  return FALSE;
}

/* "_$!<HomePage>!$_" → "HomePage" */
static char *
strip_apple (const char *label)
{
  gsize length = strlen (label);

  if (g_str_has_prefix (label, "_$!<") && g_str_has_suffix (label, ">!$_"))
    return g_strndup (label + 4, length - 8);

  return g_strdup (label);
}

static int
compare_properties (gconstpointer a,
                    gconstpointer b)
{
  const Property *first = *(Property *const *) a;
  const Property *second = *(Property *const *) b;

  if (first->preference != second->preference)
    return first->preference < second->preference ? -1 : 1;

  return first->order < second->order ? -1 : 1;
}

static void
read_properties (Card       *card,
                 const char *text)
{
  g_autoptr (EVCard) vcard = e_vcard_new_from_string (text);
  g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);
  guint order = 0;

  for (GList *l = e_vcard_get_attributes (vcard); l != NULL; l = l->next)
    {
      Property *property = read_property (l->data, order++);

      g_ptr_array_add (card->properties, property);
      if (property->group != NULL && strcmp (property->name, "X-ABLABEL") == 0)
        g_hash_table_insert (labels, property->group, (gpointer) get_value (property, 0));
    }

  for (guint i = 0; i < card->properties->len; i++)
    {
      Property *property = g_ptr_array_index (card->properties, i);
      const char *label = property->group != NULL ? g_hash_table_lookup (labels, property->group) : NULL;

      if (label != NULL)
        property->label = strip_apple (label);
    }

  /* The preferred one of each kind comes first. */
  g_ptr_array_sort (card->properties, compare_properties);
}

/* --- Where they go ------------------------------------------------------------------------------------ */

static void
keep (Card           *card,
      const Property *property,
      const char     *label,
      const char     *text)
{
  if (*text == '\0')
    return;

  crm_draft_add_extra (card->draft, property->label != NULL ? property->label : label, text);
  get_tally (card, property->name)->n_kept++;
}

static void
leave_out (Card           *card,
           const Property *property)
{
  get_tally (card, property->name)->n_left++;
}

/* Whether a field that holds one value has it already. */
static gboolean
is_taken (Card           *card,
          const CrmField *field)
{
  for (guint i = 0; i < card->draft->links->len; i++)
    if (field->column.storage == CRM_STORAGE_LINK && g_array_index (card->draft->links, CrmDraftLink, i).field == field)
      return TRUE;

  return field->type != CRM_FIELD_EMAIL && field->type != CRM_FIELD_PHONE && field->type != CRM_FIELD_LONG_TEXT &&
         field->column.storage == CRM_STORAGE_TEXT && crm_draft_get (card->draft, field->key) != NULL;
}

/* Gives a field a value; what it does not take, or a second one, is kept. */
static void
add (Card           *card,
     const Property *property,
     const char     *key,
     const char     *text,
     const char     *value_label,
     const char     *label)
{
  const CrmField *field = crm_record_type_find_field (card->draft->type, key);
  CrmDraftHint hint = { value_label, CRM_DATE_LOCALE, '\0', property->order };

  if (*text == '\0')
    return;

  if (field == NULL || is_taken (card, field) || !crm_draft_add (card->draft, field, text, &hint, NULL))
    keep (card, property, label, text);
}

static void
take_name (Card           *card,
           const Property *property)
{
  g_auto (GStrv) middle = g_strsplit_set (get_value (property, 2), ", ", -1);
  g_autoptr (GString) first = g_string_new (get_value (property, 1));

  if (card->draft->type->table.id != CRM_ID_CONTACT)
    {
      g_autofree char *all = join_filled (property, 0);

      keep (card, property, _("Name"), all);
      return;
    }

  for (guint i = 0; middle[i] != NULL; i++)
    if (*middle[i] != '\0')
      g_string_append_printf (first, "%s%s", first->len > 0 ? " " : "", middle[i]);
  add (card, property, "first_name", first->str, NULL, _("First Name"));
  add (card, property, "last_name", get_value (property, 0), NULL, _("Last Name"));
  keep (card, property, _("Name Prefix"), get_value (property, 3));
  keep (card, property, _("Name Suffix"), get_value (property, 4));
}

/* Whether a text is what else is known of somebody, rather than a name. */
static gboolean
stands_for_name (Card       *card,
                 const char *text)
{
  for (guint i = 0; i < card->properties->len; i++)
    {
      const Property *property = g_ptr_array_index (card->properties, i);
      g_autofree char *value = NULL;
      const char *colon;

      if (strcmp (property->name, "EMAIL") != 0 && strcmp (property->name, "TEL") != 0 && strcmp (property->name, "IMPP") != 0)
        continue;
      value = join_values (property, ";");
      colon = strchr (value, ':');
      if (strcmp (value, text) == 0 || (colon != NULL && strcmp (colon + 1, text) == 0))
        return TRUE;
    }

  return FALSE;
}

static void
take_formatted_name (Card           *card,
                     const Property *property)
{
  g_autofree char *name = join_values (property, ";");
  g_autofree char *folded = crm_fold (name);
  const CrmValue *first = crm_draft_get (card->draft, "first_name");
  const CrmValue *last = crm_draft_get (card->draft, "last_name");
  g_autofree char *parts = NULL;
  g_autofree char *parts_key = NULL;

  if (card->draft->type->table.id != CRM_ID_CONTACT)
    {
      add (card, property, card->draft->type->table.title->name, name, NULL, _("Name"));
      return;
    }

  /* Whoever has no name is called by an address or a number there. */
  if (first == NULL && last == NULL)
    {
      if (!stands_for_name (card, name))
        crm_draft_add_full_name (card->draft, name);
      return;
    }

  /* It usually says the same once more. */
  parts = g_strjoin (" ", first != NULL ? first->text : last->text, first != NULL && last != NULL ? last->text : NULL, NULL);
  parts_key = crm_fold (parts);
  if (folded != NULL && !crm_person_names_agree (folded, parts_key))
    keep (card, property, _("Formatted Name"), name);
}

/* What kind of number it is, in one word. */
static const char *
get_phone_label (const Property *property)
{
  static const struct
  {
    const char *type;
    const char *label;
  } kinds[] = {
    { "fax", "fax" }, { "pager", "pager" }, { "cell", "mobile" }, { "work", "work" }, { "home", "home" },
    { "main", "main" }, { "car", "car" },
  };

  if (property->label != NULL)
    return property->label;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (has_type (property, kinds[i].type))
      return kinds[i].label;

  return NULL;
}

static const char *
get_place_label (const Property *property)
{
  if (property->label != NULL)
    return property->label;

  return has_type (property, "work") ? "work" : has_type (property, "home") ? "home" : has_type (property, "other") ? "other" : NULL;
}

static void
take_phone (Card           *card,
            const Property *property)
{
  g_autofree char *text = join_values (property, ";");
  const char *label = get_phone_label (property);
  const char *number = g_ascii_strncasecmp (text, "tel:", 4) == 0 ? text + 4 : text;
  const char *extension = strstr (number, ";ext=");
  g_autofree char *plain = extension != NULL ? g_strdup_printf ("%.*s ext. %s", (int) (extension - number), number, extension + 5)
                                             : g_strdup (number);
  gboolean further = g_strcmp0 (label, "fax") == 0 || g_strcmp0 (label, "pager") == 0;

  if (g_ascii_strncasecmp (number, "sip:", 4) == 0 || strchr (number, '@') != NULL || !crm_phone_is_valid (plain))
    keep (card, property, _("Phone"), text);
  else
    add (card, property, further ? "phones" : "phone", plain, label, _("Phone"));
}

static void
take_email (Card           *card,
            const Property *property)
{
  g_autofree char *text = join_values (property, ";");

  add (card, property, "email", text, get_place_label (property), _("E-Mail"));
}

/* --- Messengers ------------------------------------------------------------------------------------------ */

/* How properties and addresses call the services that have a name here. */
static const struct
{
  const char *name;
  const char *service;
} services[] = {
  { "skype", "skype" }, { "skype-username", "skype" }, { "telegram", "telegram" }, { "tg", "telegram" },
  { "whatsapp", "whatsapp" }, { "facebook", "facebook" }, { "fb", "facebook" }, { "messenger", "facebook" },
  { "instagram", "instagram" }, { "viber", "viber" }, { "signal", "signal" }, { "linkedin", "linkedin" },
  { "matrix", "matrix" }, { "tiktok", "tiktok" },
};

static const char *
find_service (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    if (strcmp (services[i].name, name) == 0)
      return services[i].service;

  return NULL;
}

static void
add_messenger (Card           *card,
               const Property *property,
               const char     *service,
               const char     *name)
{
  const char *known = find_service (service);
  g_autofree char *text = NULL;

  if (*name == '\0')
    return;

  /* A service that has no name here stands before that of the person. */
  text = known != NULL || strcmp (service, "other") == 0 ? g_strdup (name) : g_strconcat (service, ":", name, NULL);
  if (strpbrk (text, ";,|\n\"") != NULL)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      char *quoted;

      g_ptr_array_add (one, text);
      quoted = crm_input_join (one);
      g_free (text);
      text = quoted;
    }
  add (card, property, "messengers", text, known != NULL ? known : "other", _("Messenger"));
}

/* "skype:ana", with the service in the address or beside it */
static void
take_address_of_messenger (Card           *card,
                           const Property *property)
{
  g_autofree char *text = join_values (property, ";");
  const char *colon = strchr (text, ':');
  g_autofree char *scheme = colon != NULL ? g_ascii_strdown (text, colon - text) : g_strdup ("other");
  const char *service = property->service != NULL ? property->service : scheme;
  gboolean web = strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0;

  if (property->service == NULL && property->types->len > 0 && web)
    service = g_ptr_array_index (property->types, 0);

  add_messenger (card, property, web && property->service == NULL && property->types->len == 0 ? "other" : service,
                 colon != NULL && !web ? colon + 1 : text);
}

/* X-SKYPE and the like */
static gboolean
take_named_messenger (Card           *card,
                      const Property *property)
{
  static const char names[] =
    "|aim|jabber|icq|msn|yahoo|skype|skype-username|gtalk|google-talk|qq|gadugadu|groupwise|telegram|whatsapp|signal|twitter|"
    "facebook|instagram|linkedin|viber|matrix|tiktok|ms-imaddress|";
  const char *name = property->name;
  g_autofree char *service = NULL;
  g_autofree char *wanted = NULL;

  if (g_str_has_prefix (name, "X-EVOLUTION-"))
    name += strlen ("X-EVOLUTION-") - 2;
  if (!g_str_has_prefix (name, "X-"))
    return FALSE;

  service = g_ascii_strdown (name + 2, -1);
  wanted = g_strconcat ("|", service, "|", NULL);
  if (strstr (names, wanted) == NULL)
    return FALSE;

  {
    g_autofree char *text = join_values (property, ";");

    add_messenger (card, property, strcmp (service, "ms-imaddress") == 0 ? "other" : service, text);
  }

  return TRUE;
}

/* --- Addresses, work and dates ------------------------------------------------------------------------------ */

static void
take_address (Card           *card,
              const Property *property)
{
  static const struct
  {
    const char *key;
    guint index;
  } parts[] = {
    { "street2", 1 }, { "street2", 0 }, { "city", 3 }, { "region", 4 }, { "postcode", 5 }, { "country", 6 },
  };
  const char *label = property->preference == 1 ? NULL : get_place_label (property);
  const char *extended = get_value (property, 1);
  const char *street = get_value (property, 2);
  g_auto (GStrv) lines = NULL;

  /* Google puts an address that it cannot part where the apartment should be. */
  if (*street == '\0')
    {
      street = extended;
      extended = "";
    }

  lines = g_strsplit (street, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    add (card, property, i == 0 ? "street" : "street2", g_strstrip (lines[i]), label, _("Address"));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = unbreak (parts[i].index == 1 ? extended : get_value (property, parts[i].index));

      add (card, property, parts[i].key, part, label, _("Address"));
    }
}

static void
take_organization (Card           *card,
                   const Property *property)
{
  g_autofree char *units = join_filled (property, 1);
  gboolean contact = card->draft->type->table.id == CRM_ID_CONTACT;
  const CrmValue *name = crm_draft_get (card->draft, "name");

  /* The card of a company says its name twice. */
  if (!contact && name != NULL && g_strcmp0 (name->text, get_value (property, 0)) == 0)
    return;

  add (card, property, contact ? "account" : "name", get_value (property, 0), NULL, _("Organization"));
  keep (card, property, _("Department"), units);
}

static void
take_birthday (Card           *card,
               const Property *property)
{
  g_autofree char *text = join_values (property, ";");
  gboolean yearless = g_str_has_prefix (text, "--") || g_str_has_prefix (text, "1604-");

  if (yearless || crm_draft_get (card->draft, "birthday") != NULL)
    keep (card, property, _("Birthday"), text);
  else
    add (card, property, "birthday", text, NULL, _("Birthday"));
}

static void
take_note (Card           *card,
           const Property *property)
{
  g_autofree char *text = join_values (property, ";");

  if (g_strcmp0 (property->key, "description") == 0)
    add (card, property, "description", text, NULL, _("Description"));
  else
    crm_draft_add_note (card->draft, text);
}

static void
take_categories (Card           *card,
                 const Property *property)
{
  const CrmField *tags = crm_record_type_find_field (card->draft->type, "tags");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  /* Programs that escape the commas mean them as commas all the same. */
  for (guint i = 0; i < property->values->len; i++)
    {
      g_auto (GStrv) each = g_strsplit (get_value (property, i), property->values->len > 1 ? "\n" : ",", -1);

      for (guint k = 0; each[k] != NULL; k++)
        if (*g_strstrip (each[k]) != '\0' && strcmp (each[k], "My Contacts") != 0 && strcmp (each[k], "myContacts") != 0)
          g_ptr_array_add (names, g_strdup (each[k]));
    }

  text = crm_input_join (names);
  if (tags != NULL)
    add (card, property, "tags", text, NULL, _("Categories"));
  else
    keep (card, property, _("Categories"), text);
}

static void
take_uid (Card           *card,
          const Property *property)
{
  g_autofree char *text = join_values (property, ";");
  const char *uuid = g_str_has_prefix (text, "urn:uuid:") ? text + strlen ("urn:uuid:") : text;

  /* Other ids count from one in every program, and would make different people the same. */
  if (!crm_uuid_parse (&card->draft->edit->uuid, uuid))
    leave_out (card, property);
}

/* A field that vCard does not know, in a card of this program. */
static void
take_field (Card           *card,
            const Property *property)
{
  g_autofree char *text = join_values (property, ";");
  const CrmField *field = property->key != NULL ? crm_record_type_find_field (card->draft->type, property->key) : NULL;
  CrmDraftHint hint = { NULL, CRM_DATE_LOCALE, '.', 0 };

  if (!crm_target_takes_field (field) || !crm_draft_add (card->draft, field, text, &hint, NULL))
    keep (card, property, property->key != NULL ? property->key : _("Other"), text);
}

/* What only programs care about. */
static gboolean
is_technical (const char *name)
{
  static const char names[] =
    "|PRODID|REV|KIND|CLASS|SORT-STRING|PROFILE|MAILER|SOURCE|NAME|CALSCALE|PHOTO|LOGO|SOUND|KEY|LABEL|FBURL|CALURI|"
    "CALADRURI|CLIENTPIDMAP|XML|X-ABUID|X-ABADR|X-ABSHOWAS|X-PHONETIC-FIRST-NAME|X-PHONETIC-LAST-NAME|"
    "X-PHONETIC-MIDDLE-NAME|X-IRMC-CALL-DATETIME|X-GNO|X-GN|X-REDUCTION|X-NO|X-CLASS|X-GENERATOR|X-ETAG|X-ID|"
    "X-EVOLUTION-FILE-AS|X-EVOLUTION-WEBDAV-HREF|X-EVOLUTION-WEBDAV-ETAG|X-MOZILLA-HTML|X-CRM-PROBLEM|X-CRM-LINE|";
  g_autofree char *wanted = g_strconcat ("|", name, "|", NULL);

  return strstr (names, wanted) != NULL || g_str_has_prefix (name, "X-MS-OL-") || g_str_has_prefix (name, "X-FC-") ||
         g_str_has_prefix (name, "X-COUCHDB-");
}

/* "X-EVOLUTION-SPOUSE" → "Spouse", "NICKNAME" → "Nickname" */
static char *
make_label (const char *name)
{
  static const char *const prefixes[] = { "X-EVOLUTION-", "X-MS-", "X-AB", "X-ANDROID-", "X-GOOGLE-", "X-CUSTOM", "X-" };
  char *label;

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (name, prefixes[i]) && name[strlen (prefixes[i])] != '\0')
      {
        name += strlen (prefixes[i]);
        break;
      }

  label = g_ascii_strdown (name, -1);
  g_strdelimit (label, "-_", ' ');
  *label = g_ascii_toupper (*label);

  return label;
}

static void
take_other (Card           *card,
            const Property *property)
{
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  /* The first is our own, the second is said with what it is about. */
  if (strcmp (property->name, "VERSION") == 0 || strcmp (property->name, "X-ABLABEL") == 0)
    return;

  if (is_technical (property->name))
    {
      leave_out (card, property);
      return;
    }

  text = join_filled (property, 0);
  label = make_label (property->name);
  keep (card, property, label, text);
}

static const struct
{
  const char *name;
  void (*take) (Card *card, const Property *property);
} takers[] = {
  { "X-CRM-FIELD", take_field }, /* before what says less of the same */
  { "N", take_name }, /* before FN, which is only needed without */
  { "FN", take_formatted_name },
  { "ORG", take_organization },
  { "EMAIL", take_email },
  { "TEL", take_phone },
  { "ADR", take_address },
  { "BDAY", take_birthday },
  { "NOTE", take_note },
  { "CATEGORIES", take_categories },
  { "UID", take_uid },
  { "IMPP", take_address_of_messenger },
  { "X-SOCIALPROFILE", take_address_of_messenger },
  { "SOCIALPROFILE", take_address_of_messenger },
};

static void
take_text (Card           *card,
           const char     *name,
           const char     *key,
           const char     *label)
{
  for (guint i = 0; i < card->properties->len; i++)
    {
      const Property *property = g_ptr_array_index (card->properties, i);
      g_autofree char *text = NULL;

      if (strcmp (property->name, name) != 0)
        continue;
      text = join_values (property, ";");
      add (card, property, key, text, NULL, label);
    }
}

static gboolean
has_taker (const char *name)
{
  if (strcmp (name, "TITLE") == 0 || strcmp (name, "ROLE") == 0 || strcmp (name, "URL") == 0)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (takers); i++)
    if (strcmp (takers[i].name, name) == 0)
      return TRUE;

  return FALSE;
}

static void
take_properties (Card *card)
{
  for (guint i = 0; i < G_N_ELEMENTS (takers); i++)
    for (guint k = 0; k < card->properties->len; k++)
      {
        const Property *property = g_ptr_array_index (card->properties, k);

        if (strcmp (property->name, takers[i].name) == 0)
          takers[i].take (card, property);
      }

  take_text (card, "TITLE", "job_title", _("Job Title"));
  take_text (card, "ROLE", "job_title", _("Role"));
  take_text (card, "URL", "website", _("Website"));

  for (guint i = 0; i < card->properties->len; i++)
    {
      const Property *property = g_ptr_array_index (card->properties, i);

      if (!has_taker (property->name) && !take_named_messenger (card, property))
        take_other (card, property);
    }
}

/**
 * crm_vcard_make_draft:
 * @card: a card
 * @type: what it is imported as
 * @tally: (element-type utf8 CrmVcardTally): what became of properties without a field, by name
 *
 * Returns: (transfer full): what @card says
 */
CrmDraft *
crm_vcard_make_draft (const CrmVcard      *card,
                      const CrmRecordType *type,
                      GHashTable          *tally)
{
  CrmDraft *draft = crm_draft_new (type, card->number, card->line);
  g_autoptr (GPtrArray) properties = g_ptr_array_new_with_free_func (property_free);
  Card reading = { draft, tally, properties };

  draft->raw = g_strdup (card->raw->str);
  if (card->flaw != NULL)
    {
      crm_draft_refuse (draft, NULL, NULL, card->flaw);
    }
  else
    {
      read_properties (&reading, card->text->str);
      take_properties (&reading);
    }
  crm_draft_finish (draft);

  return draft;
}
