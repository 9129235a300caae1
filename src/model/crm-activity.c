/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What happened to an account, as sentences in which names lead to the records that they name
 * (features.md, A11). Main thread only.
 */

#include "config.h"

#include "crm-activity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCHEME "crm:"

static const struct
{
  const char *kind;
  CrmActivityFilter filter;
} kinds[] = {
  { "email-sent", CRM_ACTIVITY_EMAIL },
  { "email-opened", CRM_ACTIVITY_EMAIL },
  { "link-clicked", CRM_ACTIVITY_EMAIL },
  { "email-replied", CRM_ACTIVITY_EMAIL },
  { "owner-changed", CRM_ACTIVITY_OWNER },
  { "task-completed", CRM_ACTIVITY_TASKS },
};

/**
 * crm_activity_make_query:
 * @account: an account
 * @filter: what is wanted
 *
 * Returns: (transfer full): a query for what happened to the account, the newest first
 */
CrmQuery *
crm_activity_make_query (CrmWorkspace      *workspace,
                         gint64             account,
                         CrmActivityFilter  filter)
{
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "activity");
  const CrmColumn *kind = &crm_record_type_find_field (type, "kind")->column;
  CrmQuery *query = crm_query_new (&type->table);

  crm_query_add_link (query, &crm_record_type_find_field (type, "account")->column, account);
  crm_query_set_sort (query, &crm_record_type_find_field (type, "time")->column, TRUE);

  if ((filter & CRM_ACTIVITY_ALL) != CRM_ACTIVITY_ALL)
    {
      g_autoptr (GString) sql = g_string_new ("r.kind IN (");

      for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if ((kinds[i].filter & filter) != 0)
          g_string_append_printf (sql, "%s'%s'", sql->str[sql->len - 1] == '(' ? "" : ", ", kinds[i].kind);
      g_string_append_c (sql, ')');
      crm_query_add_where (query, sql->str, NULL, 0);
      crm_query_add_dependency (query, &type->table, kind);
    }

  return query;
}

/* --- Sentences ------------------------------------------------------------------------------------------ */

/* The name of a linked record as markup; people of the team have no page. */
static char *
say_link (CrmRecord  *activity,
          const char *key)
{
  const CrmField *field = crm_record_find_field (activity, key);
  g_autofree char *name = crm_record_format (activity, field);
  g_autofree char *escaped = g_markup_escape_text (name, -1);

  if (*name == '\0')
    return g_strdup (_("Somebody"));
  if (strcmp (field->column.links_to, "user") == 0)
    return g_steal_pointer (&escaped);

  return g_strdup_printf ("<a href=\"" SCHEME "%s/%" G_GINT64_FORMAT "\">%s</a>", field->column.links_to,
                          crm_record_get_link (activity, key), escaped);
}

/* To whom or to what it happened. */
static char *
say_subject (CrmRecord *activity)
{
  static const char *const keys[] = { "contact", "deal", "account" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (crm_record_get_link (activity, keys[i]) != 0)
      return say_link (activity, keys[i]);

  return g_strdup ("");
}

static char *
say_owner (CrmRecord *activity)
{
  g_autofree char *user = say_link (activity, "user");
  g_autofree char *subject = say_subject (activity);
  g_autofree char *before = say_link (activity, "old_owner");
  g_autofree char *after = say_link (activity, "new_owner");

  if (crm_record_get_link (activity, "new_owner") == 0)
    /* TRANSLATORS: names of a team member, of a record, of another team member */
    return g_strdup_printf (_("%1$s made %2$s nobody's, after %3$s"), user, subject, before);
  if (crm_record_get_link (activity, "old_owner") == 0)
    /* TRANSLATORS: names of a team member, of another one, of a record */
    return g_strdup_printf (_("%1$s made %2$s responsible for %3$s"), user, after, subject);

  /* TRANSLATORS: names of a team member, of another one, of a record, of who it was before */
  return g_strdup_printf (_("%1$s made %2$s responsible for %3$s, after %4$s"), user, after, subject, before);
}

static char *
say_task (CrmRecord *activity)
{
  g_autofree char *user = say_link (activity, "user");
  g_autofree char *subject = say_subject (activity);
  g_autofree char *outcome = crm_record_format (activity, crm_record_find_field (activity, "outcome"));
  g_autofree char *result = g_markup_escape_text (outcome, -1);
  g_autofree char *title = g_markup_escape_text (crm_record_get_title (activity), -1);
  g_autofree char *task = crm_record_get_link (activity, "task") != 0
                            ? g_strdup_printf ("<a href=\"" SCHEME "task/%" G_GINT64_FORMAT "\">%s</a>",
                                               crm_record_get_link (activity, "task"), title)
                            : g_strdup (title);

  if (*result != '\0')
    /* TRANSLATORS: the name of a team member, a task, what it was about, its outcome */
    return g_strdup_printf (_("%1$s completed “%2$s” for %3$s: %4$s"), user, task, subject, result);

  /* TRANSLATORS: the name of a team member, a task, what it was about */
  return g_strdup_printf (_("%1$s completed “%2$s” for %3$s"), user, task, subject);
}

static char *
say_email (CrmRecord  *activity,
           const char *kind)
{
  g_autofree char *user = say_link (activity, "user");
  g_autofree char *subject = say_subject (activity);
  g_autofree char *title = g_markup_escape_text (crm_record_get_title (activity), -1);

  if (strcmp (kind, "email-sent") == 0)
    /* TRANSLATORS: the name of a team member, the subject of an e-mail, the name of a contact */
    return g_strdup_printf (_("%1$s sent “%2$s” to %3$s"), user, title, subject);
  if (strcmp (kind, "email-opened") == 0)
    /* TRANSLATORS: the name of a contact, the subject of an e-mail */
    return g_strdup_printf (_("%1$s opened “%2$s”"), subject, title);
  if (strcmp (kind, "link-clicked") == 0)
    return g_strdup_printf (_("%1$s clicked a link in “%2$s”"), subject, title);

  return g_strdup_printf (_("%1$s replied to “%2$s”"), subject, title);
}

/**
 * crm_activity_say:
 * @activity: what happened
 *
 * Returns: (transfer full): a sentence, in Pango's markup, in which names are links
 */
char *
crm_activity_say (CrmRecord *activity)
{
  const char *kind = crm_record_get_raw_text (activity, "kind");

  if (g_strcmp0 (kind, "owner-changed") == 0)
    return say_owner (activity);
  if (g_strcmp0 (kind, "task-completed") == 0)
    return say_task (activity);

  return say_email (activity, kind != NULL ? kind : "");
}

/**
 * crm_activity_parse_link:
 * @uri: of a link in such a sentence
 * @type: (out) (transfer full): the name of a record type
 * @id: (out): of the record
 *
 * Returns: %FALSE if it is no link to a record
 */
gboolean
crm_activity_parse_link (const char  *uri,
                         char       **type,
                         gint64      *id)
{
  const char *slash = strchr (uri, '/');

  if (!g_str_has_prefix (uri, SCHEME) || slash == NULL || !g_ascii_string_to_signed (slash + 1, 10, 1, G_MAXINT64, id, NULL))
    return FALSE;

  *type = g_strndup (uri + strlen (SCHEME), (gsize) (slash - uri) - strlen (SCHEME));

  return TRUE;
}
