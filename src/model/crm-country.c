/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Countries: ISO 3166-1, with the names and translations of the package iso-codes. Where that
 * is missing, codes stay codes. Read once; any thread.
 */

#include "config.h"

#include "crm-country.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <locale.h>
#include <string.h>

#include "crm-fold.h"

#define ISO_CODES_FILE "/usr/share/iso-codes/json/iso_3166-1.json"
#define ISO_CODES_DOMAIN "iso_3166-1"

static GPtrArray *codes;      /* of interned text, by name */
static GHashTable *names;     /* code → name in the language of the program */
static GHashTable *by_name;   /* folded name or code → code */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (g_hash_table_lookup (names, *(const char *const *) a),
                         g_hash_table_lookup (names, *(const char *const *) b));
}

static void
add_name (const char *name,
          const char *code)
{
  char *key = crm_fold (name);

  if (key != NULL)
    g_hash_table_insert (by_name, key, (gpointer) code);
}

static void
add_country (JsonArray *array,
             guint      index,
             JsonNode  *node,
             gpointer   user_data)
{
  JsonObject *object = json_node_get_object (node);
  const char *code = g_intern_string (json_object_get_string_member_with_default (object, "alpha_2", ""));
  const char *name = json_object_get_string_member_with_default (object, "name", code);
  const char *common = json_object_get_string_member_with_default (object, "common_name", name);
  const char *shown = dgettext (ISO_CODES_DOMAIN, common);

  g_ptr_array_add (codes, (gpointer) code);
  g_hash_table_insert (names, (gpointer) code, g_strdup (shown));

  add_name (code, code);
  add_name (json_object_get_string_member_with_default (object, "alpha_3", NULL), code);
  add_name (name, code);
  add_name (common, code);
  add_name (json_object_get_string_member_with_default (object, "official_name", NULL), code);
  add_name (dgettext (ISO_CODES_DOMAIN, name), code);
  add_name (shown, code);
}

/* What people write, beside the names in the list. */
static const struct
{
  const char *name;
  const char *code;
} usual_names[] = {
  { "USA", "US" }, { "U.S.A.", "US" }, { "United States of America", "US" }, { "UK", "GB" }, { "U.K.", "GB" },
  { "England", "GB" }, { "Scotland", "GB" }, { "Wales", "GB" }, { "Great Britain", "GB" },
  { "España", "ES" }, { "Espagne", "ES" }, { "Spagna", "ES" }, { "Spanien", "ES" },
  { "Italia", "IT" }, { "Italie", "IT" }, { "Italien", "IT" },
  { "Francia", "FR" }, { "Frankreich", "FR" },
  { "Deutschland", "DE" }, { "Alemania", "DE" }, { "Germania", "DE" }, { "Allemagne", "DE" },
  { "Österreich", "AT" }, { "Schweiz", "CH" }, { "Suisse", "CH" }, { "Svizzera", "CH" }, { "Suiza", "CH" },
  { "Portogallo", "PT" }, { "Nederland", "NL" }, { "Holland", "NL" }, { "België", "BE" }, { "Belgique", "BE" },
  { "México", "MX" }, { "Brasil", "BR" }, { "Estados Unidos", "US" }, { "Stati Uniti", "US" }, { "États-Unis", "US" },
  { "Reino Unido", "GB" }, { "Regno Unito", "GB" }, { "Royaume-Uni", "GB" }, { "Vereinigtes Königreich", "GB" },
  { "Polska", "PL" }, { "Russia", "RU" }, { "Turkey", "TR" }, { "Türkiye", "TR" },
};

static void
ensure_loaded (void)
{
  static gsize loaded;
  g_autoptr (JsonParser) parser = NULL;

  if (!g_once_init_enter (&loaded))
    return;

  codes = g_ptr_array_new ();
  names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  bind_textdomain_codeset (ISO_CODES_DOMAIN, "UTF-8");

  parser = json_parser_new ();
  if (json_parser_load_from_file (parser, ISO_CODES_FILE, NULL))
    {
      JsonObject *root = json_node_get_object (json_parser_get_root (parser));

      json_array_foreach_element (json_object_get_array_member (root, "3166-1"), add_country, NULL);
      g_ptr_array_sort (codes, compare_names);
    }
  for (guint i = 0; i < G_N_ELEMENTS (usual_names); i++)
    add_name (usual_names[i].name, g_intern_string (usual_names[i].code));

  g_once_init_leave (&loaded, 1);
}

/**
 * crm_country_get_name:
 * @code: (nullable): an ISO 3166-1 code
 *
 * Returns: (transfer none) (nullable): the name of the country, or %NULL if there is none such
 */
const char *
crm_country_get_name (const char *code)
{
  ensure_loaded ();

  return code != NULL ? g_hash_table_lookup (names, code) : NULL;
}

/**
 * crm_country_find_code:
 * @text: (nullable): a code of two or three letters, or a name
 *
 * Returns: (transfer none) (nullable): the code of two letters
 */
const char *
crm_country_find_code (const char *text)
{
  g_autofree char *key = crm_fold (text);

  ensure_loaded ();

  return key != NULL ? g_hash_table_lookup (by_name, key) : NULL;
}

/**
 * crm_country_list:
 * @n_codes: (out): how many
 *
 * Returns: (transfer none) (array length=n_codes): all codes, in the order of their names
 */
const char **
crm_country_list (guint *n_codes)
{
  ensure_loaded ();

  *n_codes = codes->len;

  return (const char **) codes->pdata;
}

/**
 * crm_country_of_locale:
 *
 * Returns: (transfer none) (nullable): the country that the locale of the program names
 */
const char *
crm_country_of_locale (void)
{
  const char *locale = setlocale (LC_ADDRESS, NULL);
  const char *mark = locale != NULL ? strchr (locale, '_') : NULL;
  char code[3] = "";

  if (mark == NULL || strlen (mark) < 3)
    return NULL;

  memcpy (code, mark + 1, 2);

  return crm_country_find_code (code);
}
