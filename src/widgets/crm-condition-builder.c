/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Builds a condition without writing it: groups and rows, and below them what they say in a
 * sentence and how many records that is, at once. Filters, segments and whatever else asks
 * conditions use this one (features.md, S1 and S2).
 */

#include "config.h"

#include "crm-condition-builder.h"

#include "crm-children.h"
#include "crm-condition-group.h"
#include "crm-condition-summary.h"

struct _CrmConditionBuilder
{
  AdwBin parent_instance;

  GtkWidget *group;
  GtkWidget *summary;

  CrmWorkspace *workspace;
  char *type;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmConditionBuilder, crm_condition_builder, ADW_TYPE_BIN)

static void
show (CrmConditionBuilder *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCondition) condition = crm_condition_builder_dup_condition (self, &error);

  crm_condition_summary_show (CRM_CONDITION_SUMMARY (self->summary), condition, error);
}

static void
changed_cb (CrmConditionBuilder *self)
{
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
crm_condition_builder_grab_focus (GtkWidget *widget)
{
  return crm_children_grab_focus (widget, CRM_CONDITION_BUILDER (widget)->group);
}

static void
crm_condition_builder_dispose (GObject *object)
{
  CrmConditionBuilder *self = CRM_CONDITION_BUILDER (object);

  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_condition_builder_parent_class)->dispose (object);
}

static void
crm_condition_builder_finalize (GObject *object)
{
  g_free (CRM_CONDITION_BUILDER (object)->type);

  G_OBJECT_CLASS (crm_condition_builder_parent_class)->finalize (object);
}

static void
crm_condition_builder_class_init (CrmConditionBuilderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_condition_builder_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_condition_builder_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = crm_condition_builder_grab_focus;

  /**
   * CrmConditionBuilder::changed:
   *
   * Somebody changed the condition.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_condition_builder_init (CrmConditionBuilder *self)
{
}

/**
 * crm_condition_builder_new:
 * @workspace: a workspace
 * @type: the name of the type of the records that the condition is about
 *
 * Returns: (transfer floating): a builder without conditions
 */
GtkWidget *
crm_condition_builder_new (CrmWorkspace *workspace,
                           const char   *type)
{
  CrmConditionBuilder *self = g_object_new (CRM_TYPE_CONDITION_BUILDER, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  self->group = crm_condition_group_new (workspace, type, NULL, NULL, 0);
  g_signal_connect_object (self->group, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  self->summary = crm_condition_summary_new (workspace, type);
  gtk_box_append (GTK_BOX (box), self->group);
  gtk_box_append (GTK_BOX (box), self->summary);
  adw_bin_set_child (ADW_BIN (self), box);
  show (self);

  return GTK_WIDGET (self);
}

/**
 * crm_condition_builder_set_condition:
 * @condition: a condition over records of its type
 */
void
crm_condition_builder_set_condition (CrmConditionBuilder *self,
                                     CrmCondition        *condition)
{
  g_return_if_fail (CRM_IS_CONDITION_BUILDER (self));

  crm_condition_group_set_condition (CRM_CONDITION_GROUP (self->group), condition);
  show (self);
}

/**
 * crm_condition_builder_dup_condition:
 * @error: %CRM_ERROR_INVALID, %CRM_ERROR_NOT_FOUND: the first row that cannot be understood
 *
 * Rows in which nothing was chosen yet are left out.
 *
 * Returns: (transfer full) (nullable): the condition, or %NULL with @error set
 */
CrmCondition *
crm_condition_builder_dup_condition (CrmConditionBuilder  *self,
                                     GError              **error)
{
  g_autoptr (CrmCondition) condition = NULL;
  GError *reason = NULL;

  g_return_val_if_fail (CRM_IS_CONDITION_BUILDER (self), NULL);

  condition = crm_condition_group_dup_condition (CRM_CONDITION_GROUP (self->group), &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, reason);
      return NULL;
    }
  if (condition == NULL)
    return crm_condition_new_group (CRM_CONDITION_ALL);
  if (!crm_condition_check (condition, crm_workspace_get_catalogue (self->workspace),
                            crm_workspace_get_type_named (self->workspace, self->type), error))
    return NULL;

  return g_steal_pointer (&condition);
}

/**
 * crm_condition_builder_hide_summary:
 *
 * For windows that say elsewhere what it finds.
 */
void
crm_condition_builder_hide_summary (CrmConditionBuilder *self)
{
  g_return_if_fail (CRM_IS_CONDITION_BUILDER (self));

  gtk_widget_set_visible (self->summary, FALSE);
}

/**
 * crm_condition_builder_set_json:
 * @json: a condition, as files have it
 * @error: what crm_condition_parse() says
 */
gboolean
crm_condition_builder_set_json (CrmConditionBuilder  *self,
                                const char           *json,
                                GError              **error)
{
  g_autoptr (CrmCondition) condition = NULL;

  g_return_val_if_fail (CRM_IS_CONDITION_BUILDER (self), FALSE);

  condition = crm_condition_parse (crm_workspace_get_catalogue (self->workspace),
                                   crm_workspace_get_type_named (self->workspace, self->type), json, error);
  if (condition != NULL)
    crm_condition_builder_set_condition (self, condition);

  return condition != NULL;
}

/**
 * crm_condition_builder_dup_json:
 * @error: what crm_condition_builder_dup_condition() says
 *
 * Returns: (transfer full) (nullable): the condition, as files have it, or %NULL with @error set
 */
char *
crm_condition_builder_dup_json (CrmConditionBuilder  *self,
                                GError              **error)
{
  g_autoptr (CrmCondition) condition = crm_condition_builder_dup_condition (self, error);

  return condition != NULL ? crm_condition_print (condition) : NULL;
}
