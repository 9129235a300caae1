/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Stages and pipelines go, and their deals go on in another stage (features.md, D1).
 */

#include "config.h"

#include "crm-stages.h"

#include "crm-rules-private.h"

/**
 * crm_stages_count_deals:
 * @db: a connection
 * @stage: the id of a stage
 *
 * Returns: how many deals are in it, won and lost ones included
 */
gint64
crm_stages_count_deals (CrmDb  *db,
                        gint64  stage)
{
  return crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM deal WHERE state = 0 AND stage = ?", "i", stage);
}

/**
 * crm_stages_count_deals_of_pipeline:
 * @db: a connection
 * @pipeline: the id of a pipeline
 *
 * Returns: how many deals are in it, won and lost ones included
 */
gint64
crm_stages_count_deals_of_pipeline (CrmDb  *db,
                                    gint64  pipeline)
{
  return crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM deal WHERE state = 0 AND pipeline = ?", "i", pipeline);
}

static gboolean
move_deals (CrmDoor     *door,
            GArray      *deals,
            gint64       heir,
            GError     **error)
{
  g_autoptr (CrmEdit) edit = NULL;

  if (deals == NULL)
    return FALSE;
  if (deals->len == 0)
    return TRUE;

  edit = crm_edit_new (crm_schema_get_table (crm_door_get_schema (door), CRM_ID_DEAL), CRM_OP_UPDATE, 0);
  edit->ids = g_array_ref (deals);
  crm_edit_set_integer (edit, "stage", heir);

  return crm_door_apply (door, edit, error) != 0;
}

static gboolean
trash (CrmDoor  *door,
       guint16   table,
       gint64    id,
       GError  **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_get_table (crm_door_get_schema (door), table), CRM_OP_TRASH, id);

  return crm_door_apply (door, edit, error) != 0;
}

/**
 * crm_stages_remove:
 * @door: an open door
 * @stage: the id of a stage
 * @heir: the stage that its deals go on in, or 0 if it has none
 * @error: what the rights and the rules say, such as what the other stage requires of a deal
 *
 * Moves the deals of a stage into another one, in their order, and puts the stage into the trash.
 */
gboolean
crm_stages_remove (CrmDoor  *door,
                   gint64    stage,
                   gint64    heir,
                   GError  **error)
{
  /* Each comes to the top, so the last one comes first. */
  g_autoptr (GArray) deals = crm_db_list_ids (crm_door_get_db (door), error,
                                              "SELECT id FROM deal WHERE state = 0 AND stage = ? ORDER BY rank DESC, id DESC",
                                              "i", stage);

  return (heir == 0 ? deals != NULL : move_deals (door, deals, heir, error)) && trash (door, CRM_ID_STAGE, stage, error);
}

/**
 * crm_stages_remove_pipeline:
 * @door: an open door
 * @pipeline: the id of a pipeline
 * @heir: the stage of another pipeline that its deals go on in, or 0 if it has none
 * @error: what the rights and the rules say
 *
 * Moves the deals of a pipeline into a stage of another one, and puts the pipeline into the trash
 * with its stages.
 */
gboolean
crm_stages_remove_pipeline (CrmDoor  *door,
                            gint64    pipeline,
                            gint64    heir,
                            GError  **error)
{
  g_autoptr (GArray) deals = crm_db_list_ids (crm_door_get_db (door), error,
                                              "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage "
                                              "WHERE d.state = 0 AND d.pipeline = ? "
                                              "ORDER BY s.position, d.rank DESC, d.id DESC", "i", pipeline);

  return (heir == 0 ? deals != NULL : move_deals (door, deals, heir, error)) && trash (door, CRM_ID_PIPELINE, pipeline, error);
}
