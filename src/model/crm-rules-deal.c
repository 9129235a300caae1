/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of pipelines, stages and deals. Like all rules they run inside the commit, on the
 * thread of the writer.
 */

#include "config.h"

#include "crm-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-error.h"

/* --- Pipelines and stages ------------------------------------------------------------------------ */

/**
 * crm_rules_derive_pipeline:
 */
void
crm_rules_derive_pipeline (CrmImage *image)
{
  crm_rules_derive_position (image);
}

/**
 * crm_rules_check_pipeline:
 * @error: %CRM_ERROR_REFUSED if deals would have no place
 */
gboolean
crm_rules_check_pipeline (CrmImage  *image,
                          GError   **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  gint64 n;

  if (image->op != CRM_OP_TRASH)
    return crm_rules_check_unique (image, error);

  n = crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM deal WHERE state = 0 AND pipeline = ?", "i", image->id);
  if (n > 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
                   g_dngettext (GETTEXT_PACKAGE, "%d deal is in the pipeline “%s”. Move it to another one first.",
                                "%d deals are in the pipeline “%s”. Move them to another one first.", (gulong) n),
                   (int) n, crm_image_get_text (image, "name"));
      return FALSE;
    }

  if (crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM pipeline WHERE state = 0 AND id <> ?", "i", image->id) == 0)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("Deals need a pipeline. Add another one before you delete this one."));
      return FALSE;
    }

  return TRUE;
}

/**
 * crm_rules_follow_pipeline:
 * @error: what the store says
 */
gboolean
crm_rules_follow_pipeline (CrmImage  *image,
                           GError   **error)
{
  return crm_rules_follow_name (image, error) && _crm_rules_take_along (image, "stage", "pipeline", error);
}

/**
 * crm_rules_derive_stage:
 *
 * A new stage comes last in its pipeline and takes the next colour.
 */
void
crm_rules_derive_stage (CrmImage *image)
{
  const CrmField *colour = crm_field_from_column (crm_table_find_column (image->table, "colour"));
  gint64 n;

  crm_rules_derive_position (image);
  if (image->op != CRM_OP_CREATE || crm_image_get_text (image, "colour") != NULL)
    return;

  n = crm_db_get_integer (crm_door_get_db (image->door), 0, NULL,
                          "SELECT count (*) FROM stage WHERE state = 0 AND pipeline = ?", "i", crm_image_get_integer (image, "pipeline"));
  crm_image_derive (image, "colour", crm_value_text (colour->keywords[n % 8].value));
}

/**
 * crm_rules_follow_stage:
 * @error: what the store says
 *
 * A stage that comes back from the trash needs its pipeline.
 */
gboolean
crm_rules_follow_stage (CrmImage  *image,
                        GError   **error)
{
  gint64 pipeline = crm_image_get_integer (image, "pipeline");
  g_autoptr (CrmEdit) edit = NULL;

  if (image->op != CRM_OP_RESTORE ||
      crm_db_get_integer (crm_door_get_db (image->door), 0, NULL, "SELECT state FROM pipeline WHERE id = ?", "i",
                          pipeline) != CRM_STATE_TRASHED)
    return crm_rules_follow_name (image, error);

  edit = crm_edit_new (crm_schema_get_table (crm_door_get_schema (image->door), CRM_ID_PIPELINE), CRM_OP_RESTORE, pipeline);

  return crm_door_apply (image->door, edit, error) != 0;
}

static gboolean
check_range (CrmImage    *image,
             const char  *column,
             gint64       most,
             GError     **error)
{
  const CrmField *field = crm_field_from_column (crm_table_find_column (image->table, column));
  gint64 value = crm_image_get_integer (image, column);

  if (value >= 0 && value <= most)
    return TRUE;

  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("%s: choose a number from 0 to %d."), field->label, (int) most);

  return FALSE;
}

/* Keys of fields of deals, with commas between them. What is deleted later asks for nothing any more. */
static gboolean
check_required_fields (CrmImage  *image,
                       GError   **error)
{
  const CrmRecordType *deal = crm_catalogue_find (CRM_CATALOGUE (crm_door_get_schema (image->door)), "deal");
  const char *text = crm_image_get_text (image, "required_fields");
  g_auto (GStrv) keys = g_strsplit (text != NULL ? text : "", ",", -1);

  if (!crm_image_changes (image, "required_fields"))
    return TRUE;

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const CrmField *field = crm_record_type_find_field (deal, g_strstrip (keys[i]));

      if (field == NULL || !crm_field_is_editable (field))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("Deals have no field “%s” that somebody could fill in."), keys[i]);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * crm_rules_check_stage:
 * @error: %CRM_ERROR_REFUSED if deals would have no place, %CRM_ERROR_INVALID
 */
gboolean
crm_rules_check_stage (CrmImage  *image,
                       GError   **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  gint64 pipeline = crm_image_get_integer (image, "pipeline");
  gint64 n;

  if (image->op != CRM_OP_TRASH)
    return crm_rules_check (image, error) && check_range (image, "probability", 100, error) &&
           check_range (image, "max_days", 10000, error) && check_required_fields (image, error) &&
           _crm_rules_check_name (image, "name", "pipeline", _("The pipeline has a stage “%s” already. Choose another name."), error);

  n = crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM deal WHERE state = 0 AND stage = ?", "i", image->id);
  if (n > 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
                   g_dngettext (GETTEXT_PACKAGE, "%d deal is in the stage “%s”. Move it to another one first.",
                                "%d deals are in the stage “%s”. Move them to another one first.", (gulong) n),
                   (int) n, crm_image_get_text (image, "name"));
      return FALSE;
    }

  if (crm_db_get_integer (db, 0, NULL, "SELECT state = 0 FROM pipeline WHERE id = ?", "i", pipeline) != 0 &&
      crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM stage WHERE state = 0 AND pipeline = ? AND id <> ?", "ii",
                          pipeline, image->id) == 0)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("A pipeline needs a stage. Add another one before you delete this one."));
      return FALSE;
    }

  return TRUE;
}

/* --- Deals ------------------------------------------------------------------------------------------ */

/* The stage says which pipeline; a pipeline without a stage means its first one. */
static void
derive_place (CrmImage *image)
{
  CrmDb *db = crm_door_get_db (image->door);
  gint64 stage = crm_image_get_integer (image, "stage");
  gint64 pipeline = crm_image_get_integer (image, "pipeline");
  gint64 home = stage != 0 ? crm_db_get_integer (db, 0, NULL, "SELECT pipeline FROM stage WHERE id = ?", "i", stage) : 0;

  if (home != 0 && (pipeline == 0 || crm_image_changes (image, "stage")))
    pipeline = home;
  if (pipeline == 0)
    pipeline = crm_db_get_integer (db, 0, NULL, "SELECT id FROM pipeline WHERE state = 0 ORDER BY position, id LIMIT 1", "");
  if (stage == 0 || home != pipeline)
    stage = crm_db_get_integer (db, 0, NULL, "SELECT id FROM stage WHERE state = 0 AND pipeline = ? ORDER BY position, id LIMIT 1",
                                "i", pipeline);

  if (pipeline != 0)
    crm_image_derive (image, "pipeline", crm_value_integer (pipeline));
  if (stage != 0)
    crm_image_derive (image, "stage", crm_value_integer (stage));
}

/* What comes new into a stage comes to its top, unless somebody said where. */
static void
derive_rank (CrmImage *image)
{
  const CrmColumn *rank = crm_table_find_column (image->table, "rank");
  g_autoptr (CrmStatement) statement = NULL;
  double first = 0;

  if (!crm_image_changes (image, "stage") || crm_image_changes (image, "rank"))
    return;

  /* Above all deals of all stages, which the index says at once. */
  statement = crm_db_query (crm_door_get_db (image->door), NULL,
                            "SELECT rank FROM deal WHERE state = 0 AND rank IS NOT NULL ORDER BY rank LIMIT 1", "");
  if (statement != NULL && crm_statement_step (statement, NULL))
    first = crm_statement_get_real (statement, 0);
  crm_image_derive (image, rank->name, crm_value_real (first - 1));
}

static void
derive_status (CrmImage *image)
{
  gboolean open = g_strcmp0 (crm_image_get_text (image, "status"), "open") == 0;

  if (!crm_image_changes (image, "status"))
    return;

  if (open)
    crm_image_derive (image, "closed", (CrmValue) CRM_VALUE_INIT);
  else if (!crm_image_changes (image, "closed"))
    crm_image_derive (image, "closed", crm_value_integer (crm_door_get_now (image->door)));
  if (g_strcmp0 (crm_image_get_text (image, "status"), "lost") != 0)
    crm_image_derive (image, "lost_reason", (CrmValue) CRM_VALUE_INIT);
}

/* The member of the pipeline's team whose turn it is, or 0. */
static gint64
find_next_owner (CrmImage *image)
{
  CrmDb *db = crm_door_get_db (image->door);
  const CrmTable *pipelines = crm_schema_find_table (crm_door_get_schema (image->door), "pipeline");
  const CrmColumn *members = crm_table_find_column (pipelines, "members");
  gint64 pipeline = crm_image_get_integer (image, "pipeline");
  static const char *const after =
    "SELECT u.id FROM pipeline p JOIN member m ON m.tbl = ?2 AND m.col = ?3 AND m.record = p.id AND m.removed IS NULL "
    "JOIN user u ON u.id = m.key AND u.state = 0 "
    "WHERE p.id = ?1 AND p.assignment = 'round-robin' "
    "ORDER BY u.id <= coalesce (p.last_owner, 0), u.id LIMIT 1";

  return crm_db_get_integer (db, 0, NULL, after, "iii", pipeline, (gint64) pipelines->id, (gint64) members->id);
}

static void
derive_deal_owner (CrmImage *image)
{
  gint64 owner;

  if (image->op != CRM_OP_CREATE || crm_image_get_integer (image, "owner") != 0)
    return;

  owner = find_next_owner (image);
  if (owner != 0)
    crm_image_derive (image, "owner", crm_value_integer (owner));
  else
    _crm_rules_derive_owner (image);
}

/**
 * crm_rules_derive_deal:
 */
void
crm_rules_derive_deal (CrmImage *image)
{
  CrmDb *db = crm_door_get_db (image->door);
  gint64 contact = crm_image_get_integer (image, "contact");

  if (crm_door_is_replay (image->door))
    return;

  _crm_rules_derive_defaults (image);
  derive_place (image);
  derive_rank (image);
  derive_status (image);
  derive_deal_owner (image);

  if (crm_image_changes (image, "stage") && !crm_image_changes (image, "stage_since"))
    crm_image_derive (image, "stage_since", crm_value_integer (crm_door_get_now (image->door)));

  /* A deal with somebody is a deal with the company that this person is at. */
  if (image->op == CRM_OP_CREATE && contact != 0 && crm_image_get_integer (image, "account") == 0)
    {
      gint64 account = crm_db_get_integer (db, 0, NULL,
                                           "SELECT a.id FROM contact c JOIN account a ON a.id = c.account AND a.state = 0 WHERE c.id = ?",
                                           "i", contact);

      if (account != 0)
        crm_image_derive (image, "account", crm_value_integer (account));
    }
}

/* What has to be known before a deal may enter a stage. */
static gboolean
check_stage_fields (CrmImage  *image,
                    GError   **error)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (image->table);
  CrmDb *db = crm_door_get_db (image->door);
  gint64 stage = crm_image_get_integer (image, "stage");
  g_autofree char *required = crm_db_get_text (db, NULL, "SELECT required_fields FROM stage WHERE id = ?", "i", stage);
  g_auto (GStrv) keys = g_strsplit (required != NULL ? required : "", ",", -1);
  g_autoptr (GString) missing = g_string_new (NULL);
  g_autofree char *name = NULL;

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const CrmField *field = crm_record_type_find_field (type, g_strstrip (keys[i]));
      gboolean empty;

      if (field == NULL)
        continue;

      empty = crm_field_is_set (field) ? crm_image_count (image, field->column.name) == 0
                                       : crm_value_is_empty (&image->after->values[field->column.index]);
      if (empty)
        g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", field->label);
    }

  if (missing->len == 0)
    return TRUE;

  name = crm_db_get_text (db, NULL, "SELECT name FROM stage WHERE id = ?", "i", stage);
  g_set_error (error, CRM_ERROR, CRM_ERROR_REQUIRED,
               /* TRANSLATORS: the name of a stage, then names of fields with commas between them */
               _("Before a deal can enter “%1$s” it needs: %2$s."), name, missing->str);

  return FALSE;
}

/**
 * crm_rules_check_deal:
 * @error: %CRM_ERROR_REQUIRED, with what its stage requires
 */
gboolean
crm_rules_check_deal (CrmImage  *image,
                      GError   **error)
{
  if (!crm_rules_check (image, error))
    return FALSE;

  if (image->op != CRM_OP_CREATE && image->op != CRM_OP_UPDATE)
    return TRUE;

  if (crm_image_get_integer (image, "stage") == 0)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REQUIRED, _("A deal needs a stage. Add a pipeline with stages first."));
      return FALSE;
    }

  return !crm_image_changes (image, "stage") || check_stage_fields (image, error);
}

/* The stage that a deal was in may have gone while it was in the trash: it comes back into the first
 * one that there is. */
static gboolean
find_stage_again (CrmImage  *image,
                  GError   **error)
{
  static const char *const first =
    "SELECT s.id FROM stage s JOIN pipeline p ON p.id = s.pipeline AND p.state = 0 WHERE s.state = 0 "
    "ORDER BY p.id <> ?, p.position, p.id, s.position, s.id LIMIT 1";
  CrmDb *db = crm_door_get_db (image->door);
  gint64 pipeline = crm_image_get_integer (image, "pipeline");
  g_autoptr (CrmEdit) edit = NULL;

  if (crm_db_get_integer (db, 0, NULL, "SELECT 1 FROM stage s JOIN pipeline p ON p.id = s.pipeline AND p.state = 0 "
                          "WHERE s.id = ? AND s.state = 0", "i", crm_image_get_integer (image, "stage")) != 0)
    return TRUE;

  edit = crm_edit_new (image->table, CRM_OP_UPDATE, image->id);
  crm_edit_set_integer (edit, "stage", crm_db_get_integer (db, 0, NULL, first, "i", pipeline));

  return crm_door_apply (image->door, edit, error) != 0;
}

/**
 * crm_rules_follow_deal:
 * @error: what the store says
 *
 * Remembers whose turn it was, and finds another place for a deal whose stage is gone.
 */
gboolean
crm_rules_follow_deal (CrmImage  *image,
                       GError   **error)
{
  const CrmTable *pipelines = crm_schema_find_table (crm_door_get_schema (image->door), "pipeline");
  gint64 pipeline = crm_image_get_integer (image, "pipeline");
  g_autoptr (CrmEdit) edit = NULL;

  if (image->op == CRM_OP_RESTORE)
    return find_stage_again (image, error);

  /* Whoever was given a deal out of turn still has a turn. */
  if (image->op != CRM_OP_CREATE || crm_image_get_integer (image, "owner") == 0 ||
      crm_image_get_integer (image, "owner") != find_next_owner (image))
    return TRUE;

  edit = crm_edit_new (pipelines, CRM_OP_UPDATE, pipeline);
  crm_edit_set_integer (edit, "last_owner", crm_image_get_integer (image, "owner"));

  return crm_door_apply (image->door, edit, error) != 0;
}
