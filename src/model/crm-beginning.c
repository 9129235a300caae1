/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a new file begins with: an administrator, a business, a pipeline with its stages, and the
 * short lists that deals and tasks choose from. Nobody has to set up anything (features.md, P3),
 * and everything can be changed later. Each kind is made once: what somebody deletes stays away.
 */

#include "config.h"

#include "crm-beginning.h"

#include <glib/gi18n-lib.h>

#include "crm-country.h"
#include "crm-money.h"
#include "crm-phone-refresh.h"

typedef struct
{
  const char *name;
  int probability;
  int max_days;
} Stage;

static const Stage stages[] = {
  { N_("To Contact"), 10, 7 },
  { N_("In Contact"), 25, 14 },
  { N_("Offer"), 50, 21 },
  { N_("Negotiation"), 75, 21 },
};

typedef struct
{
  const char *name;
  const char *icon;
} TaskType;

static const TaskType task_types[] = {
  { N_("To-Do"), "to-do" },
  { N_("Call"), "call" },
  { N_("E-Mail"), "email" },
  { N_("Meeting"), "meeting" },
};

typedef struct
{
  const char *name;
  const char *sentiment;
} Outcome;

static const Outcome outcomes[] = {
  { N_("Done as Planned"), "good" },
  { N_("Interested"), "good" },
  { N_("Call Again Later"), "neutral" },
  { N_("Nobody Answered"), "neutral" },
  { N_("Not Interested"), "bad" },
};

static const char *const lost_reasons[] = {
  N_("Too Expensive"),
  N_("Somebody Else Got It"),
  N_("No Answer"),
  N_("Not Needed Any More"),
};

static const char *const deal_types[] = {
  N_("New Business"),
  N_("Existing Business"),
};

static CrmEdit *
begin (CrmDoor    *door,
       const char *table)
{
  return crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), table), CRM_OP_CREATE, 0);
}

typedef gboolean (*MakeFunc) (CrmDoor *door, GError **error);

/* Whether @table ever held anything: what people took away stays away. */
static gboolean
is_made (CrmDb       *db,
         const char  *table,
         GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM %s)", table);

  return crm_db_get_integer (db, 0, error, sql, "") != 0;
}

static gboolean
make_once (CrmDoor     *door,
           const char  *table,
           MakeFunc     make,
           GError     **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean is_there = is_made (crm_door_get_db (door), table, &reason);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return is_there || make (door, error);
}

static gboolean
make_people (CrmDoor  *door,
             GError  **error)
{
  g_autoptr (CrmEdit) person = begin (door, "user");
  g_autoptr (CrmEdit) firm = begin (door, "business");
  g_autofree char *real_name = g_strstrip (g_strdup (g_get_real_name ()));

  crm_edit_set_text (person, "name", *real_name != '\0' && g_strcmp0 (real_name, "Unknown") != 0 ? real_name : g_get_user_name ());
  crm_edit_set_text (person, "role", "administrator");

  crm_edit_set_text (firm, "name", _("My Business"));
  crm_edit_set_text (firm, "country", crm_country_of_locale ());
  crm_edit_set_text (firm, "currency", crm_money_of_locale ());

  return crm_door_apply (door, person, error) != 0 && crm_door_apply (door, firm, error) != 0 &&
         crm_phone_refresh_begin (door, error);
}

static gboolean
make_pipeline (CrmDoor  *door,
               GError  **error)
{
  g_autoptr (CrmEdit) pipeline = begin (door, "pipeline");
  gint64 id;

  crm_edit_set_text (pipeline, "name", _("Sales"));
  id = crm_door_apply (door, pipeline, error);
  if (id == 0)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      g_autoptr (CrmEdit) stage = begin (door, "stage");

      crm_edit_set_text (stage, "name", _(stages[i].name));
      crm_edit_set_integer (stage, "pipeline", id);
      crm_edit_set_integer (stage, "probability", stages[i].probability);
      crm_edit_set_integer (stage, "max_days", stages[i].max_days);
      if (crm_door_apply (door, stage, error) == 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_beginning_add_stages:
 * @set: that makes a pipeline
 * @type: the record type of stages
 * @pipeline: the pipeline
 *
 * Gives a new pipeline the stages that the first one begins with.
 */
void
crm_beginning_add_stages (CrmChangeSet        *set,
                          const CrmRecordType *type,
                          gint64               pipeline)
{
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      gint64 stage = crm_change_set_create (set, &type->table);
      CrmEdit *edit = g_ptr_array_index (crm_change_set_get_edits (set), crm_change_set_get_edits (set)->len - 1);

      g_assert (edit->id == stage);
      crm_edit_set_text (edit, "name", _(stages[i].name));
      crm_edit_set_integer (edit, "pipeline", pipeline);
      crm_edit_set_integer (edit, "probability", stages[i].probability);
      crm_edit_set_integer (edit, "max_days", stages[i].max_days);
      /* They are all made at once, so none could be behind the others. */
      crm_edit_set_real (edit, "position", i + 1);
    }
}

static gboolean
make_names (CrmDoor            *door,
            const char         *table,
            const char *const  *names,
            guint               n_names,
            GError            **error)
{
  for (guint i = 0; i < n_names; i++)
    {
      g_autoptr (CrmEdit) edit = begin (door, table);

      crm_edit_set_text (edit, "name", _(names[i]));
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
make_deal_lists (CrmDoor  *door,
                 GError  **error)
{
  return make_pipeline (door, error) &&
         make_names (door, "lost_reason", lost_reasons, G_N_ELEMENTS (lost_reasons), error) &&
         make_names (door, "deal_type", deal_types, G_N_ELEMENTS (deal_types), error);
}

static gboolean
make_task_lists (CrmDoor  *door,
                 GError  **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (task_types); i++)
    {
      g_autoptr (CrmEdit) type = begin (door, "task_type");

      crm_edit_set_text (type, "name", _(task_types[i].name));
      crm_edit_set_text (type, "icon", task_types[i].icon);
      if (crm_door_apply (door, type, error) == 0)
        return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autoptr (CrmEdit) outcome = begin (door, "outcome");

      crm_edit_set_text (outcome, "name", _(outcomes[i].name));
      crm_edit_set_text (outcome, "sentiment", outcomes[i].sentiment);
      if (crm_door_apply (door, outcome, error) == 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_beginning_is_made:
 * @db: a connection
 *
 * Returns: %TRUE if there is nothing left for crm_beginning_make()
 */
gboolean
crm_beginning_is_made (CrmDb *db)
{
  return is_made (db, "user", NULL) && is_made (db, "pipeline", NULL) && is_made (db, "task_type", NULL);
}

/**
 * crm_beginning_make:
 * @door: an open door, of the program itself
 * @error: what the store says
 *
 * Makes what is not there and never was.
 */
gboolean
crm_beginning_make (CrmDoor  *door,
                    GError  **error)
{
  return make_once (door, "user", make_people, error) &&
         make_once (door, "pipeline", make_deal_lists, error) &&
         make_once (door, "task_type", make_task_lists, error);
}
