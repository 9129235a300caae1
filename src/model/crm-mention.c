/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * "@Ana" in a comment means the team member Ana. The longest name that fits is meant; a first
 * name is enough as long as only one team member has it.
 */

#include "config.h"

#include "crm-mention.h"

#include <string.h>

#include "crm-fold.h"

typedef struct
{
  gint64 id;
  char *name;
} Person;

static void
person_clear (gpointer data)
{
  g_free (((Person *) data)->name);
}

static GArray *
read_people (CrmDb *db)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (Person));
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, "SELECT id, name_key FROM user WHERE state = 0 AND name_key IS NOT NULL", NULL);

  g_array_set_clear_func (people, person_clear);
  while (statement != NULL && crm_statement_step (statement, NULL))
    {
      Person person = { crm_statement_get_integer (statement, 0), g_strdup (crm_statement_get_text (statement, 1)) };

      g_array_append_val (people, person);
    }

  return people;
}

/* Whether @text begins with @name and the name ends there. */
static gboolean
begins_with (const char *text,
             const char *name,
             gsize       length)
{
  return strncmp (text, name, length) == 0 && !g_unichar_isalnum (g_utf8_get_char (text + length));
}

static gint64
find_person (GArray     *people,
             const char *text)
{
  gint64 found = 0;
  gsize longest = 0;

  for (guint i = 0; i < people->len; i++)
    {
      const Person *person = &g_array_index (people, Person, i);
      gsize length = strlen (person->name);

      if (length > longest && begins_with (text, person->name, length))
        {
          longest = length;
          found = person->id;
        }
    }

  if (found != 0)
    return found;

  for (guint i = 0; i < people->len; i++)
    {
      const Person *person = &g_array_index (people, Person, i);
      gsize length = strcspn (person->name, " ");

      if (!begins_with (text, person->name, length))
        continue;
      if (found != 0)
        return 0;
      found = person->id;
    }

  return found;
}

/**
 * crm_mention_find:
 * @db: a connection
 * @text: a comment
 *
 * Returns: (transfer full) (element-type gint64): the team members that are mentioned, each once
 */
GArray *
crm_mention_find (CrmDb      *db,
                  const char *text)
{
  GArray *users = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) people = NULL;

  for (const char *p = text; (p = strchr (p, '@')) != NULL; p++)
    {
      g_autofree char *rest = NULL;
      gboolean known = FALSE;
      gint64 id;

      /* Not the one in an e-mail address. */
      if (p > text && g_unichar_isalnum (g_utf8_get_char (g_utf8_find_prev_char (text, p))))
        continue;

      if (people == NULL)
        people = read_people (db);
      rest = crm_fold (p + 1);
      id = rest != NULL ? find_person (people, rest) : 0;
      for (guint i = 0; i < users->len; i++)
        known |= g_array_index (users, gint64, i) == id;
      if (id != 0 && !known)
        g_array_append_val (users, id);
    }

  return users;
}
