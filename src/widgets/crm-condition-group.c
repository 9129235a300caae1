/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A group of a condition: all, any or none of its rows and groups hold. One about related records
 * says that there is one for which that is so.
 */

#include "config.h"

#include "crm-condition-group.h"

#include <glib/gi18n.h>

#include "crm-relation.h"

#define MAX_DEPTH 5

/* In the order of the drop-down. */
typedef enum
{
  ALL_OF,
  ANY_OF,
  NONE_OF,
} Mode;

struct _CrmConditionGroup
{
  AdwBin parent_instance;

  GtkWidget *mode;
  GtkWidget *about;
  GtkWidget *remove_button;
  GtkWidget *rows;
  GtkWidget *add_button;
  GtkWidget *add_group_button;

  CrmWorkspace *workspace;
  char *type;     /* of the records that it is about */
  char *relation; /* or NULL */
  guint depth;
  gboolean quiet;
};

enum
{
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmConditionGroup, crm_condition_group, ADW_TYPE_BIN)

static void
changed_cb (CrmConditionGroup *self)
{
  if (!self->quiet)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Parts ----------------------------------------------------------------------------------------------- */

static void
part_removed_cb (CrmConditionGroup *self,
                 GtkWidget         *part)
{
  GtkWidget *next = gtk_widget_get_next_sibling (part);

  if (next == NULL)
    next = gtk_widget_get_prev_sibling (part);
  gtk_box_remove (GTK_BOX (self->rows), part);
  gtk_widget_grab_focus (next != NULL ? next : self->add_button);
  changed_cb (self);
}

static GtkWidget *
add_part (CrmConditionGroup *self,
          GtkWidget         *part)
{
  g_signal_connect_object (part, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (part, "removed", G_CALLBACK (part_removed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->rows), part);

  return part;
}

static GtkWidget *
add_group (CrmConditionGroup *self,
           const char        *type,
           const char        *relation)
{
  return add_part (self, crm_condition_group_new (self->workspace, type, relation, self->depth + 1));
}

static void
add_clicked_cb (CrmConditionGroup *self)
{
  crm_condition_row_choose (crm_condition_group_add_row (self));
  changed_cb (self);
}

static void
add_group_clicked_cb (CrmConditionGroup *self)
{
  GtkWidget *group = add_group (self, self->type, NULL);

  /* Inside of “all”, people want “any”, and the other way round. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (CRM_CONDITION_GROUP (group)->mode),
                              gtk_drop_down_get_selected (GTK_DROP_DOWN (self->mode)) == ALL_OF ? ANY_OF : ALL_OF);
  add_clicked_cb (CRM_CONDITION_GROUP (group));
}

static void
add_condition (CrmConditionGroup *self,
               CrmCondition      *part)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, self->type);
  CrmConditionType kind = crm_condition_get_condition_type (part);
  CrmRelation relation;
  GtkWidget *group;

  if (kind == CRM_CONDITION_TEST)
    {
      crm_condition_row_set_condition (crm_condition_group_add_row (self), part);
      return;
    }

  if (kind == CRM_CONDITION_RELATED)
    {
      if (!crm_relation_find (crm_workspace_get_catalogue (self->workspace), type, crm_condition_get_relation (part), &relation))
        return;
      group = add_group (self, relation.to->table.name, crm_condition_get_relation (part));
      part = crm_condition_get_part (part, 0);
    }
  else
    group = add_group (self, self->type, NULL);
  crm_condition_group_set_condition (CRM_CONDITION_GROUP (group), part);
}

static void
add_parts (CrmConditionGroup *self,
           CrmCondition      *group)
{
  for (guint i = 0; i < crm_condition_get_n_parts (group); i++)
    add_condition (self, crm_condition_get_part (group, i));
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
remove_clicked_cb (CrmConditionGroup *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static gboolean
crm_condition_group_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CRM_CONDITION_GROUP (widget)->mode);
}

static void
crm_condition_group_dispose (GObject *object)
{
  g_clear_object (&CRM_CONDITION_GROUP (object)->workspace);

  G_OBJECT_CLASS (crm_condition_group_parent_class)->dispose (object);
}

static void
crm_condition_group_finalize (GObject *object)
{
  CrmConditionGroup *self = CRM_CONDITION_GROUP (object);

  g_free (self->type);
  g_free (self->relation);

  G_OBJECT_CLASS (crm_condition_group_parent_class)->finalize (object);
}

static void
crm_condition_group_class_init (CrmConditionGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_condition_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_condition_group_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = crm_condition_group_grab_focus;

  /**
   * CrmConditionGroup::changed:
   *
   * It asks something else.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * CrmConditionGroup::removed:
   *
   * Somebody wants it to go.
   */
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_condition_group_init (CrmConditionGroup *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *modes[] = { _("All of these"), _("Any of these"), _("None of these"), NULL };

  self->mode = gtk_drop_down_new_from_strings (modes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->mode), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Which Have to Hold"), -1);
  g_signal_connect_object (self->mode, "notify::selected", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  self->about = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->about), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->about), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->about, TRUE);
  gtk_widget_add_css_class (self->about, "dim-label");

  self->remove_button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (self->remove_button, "flat");
  gtk_widget_set_tooltip_text (self->remove_button, _("Remove This Group"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove This Group"), -1);
  g_signal_connect_object (self->remove_button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);

  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  self->add_button = gtk_button_new_with_label (_("Add Condition"));
  gtk_widget_add_css_class (self->add_button, "flat");
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  self->add_group_button = gtk_button_new_with_label (_("Add Group"));
  gtk_widget_add_css_class (self->add_group_button, "flat");
  g_signal_connect_object (self->add_group_button, "clicked", G_CALLBACK (add_group_clicked_cb), self, G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (head), self->mode);
  gtk_box_append (GTK_BOX (head), self->about);
  gtk_box_append (GTK_BOX (head), self->remove_button);
  gtk_box_append (GTK_BOX (foot), self->add_button);
  gtk_box_append (GTK_BOX (foot), self->add_group_button);
  gtk_box_append (GTK_BOX (all), head);
  gtk_box_append (GTK_BOX (all), self->rows);
  gtk_box_append (GTK_BOX (all), foot);
  gtk_widget_add_css_class (all, "condition-group");
  adw_bin_set_child (ADW_BIN (self), all);
}

/**
 * crm_condition_group_new:
 * @workspace: a workspace
 * @type: the name of the type of the records that it is about
 * @relation: (nullable): over which these are reached from those that the group around is about
 * @depth: in how many groups it is
 *
 * Returns: (transfer floating): an empty group
 */
GtkWidget *
crm_condition_group_new (CrmWorkspace *workspace,
                         const char   *type,
                         const char   *relation,
                         guint         depth)
{
  CrmConditionGroup *self = g_object_new (CRM_TYPE_CONDITION_GROUP, NULL);

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  self->relation = g_strdup (relation);
  self->depth = depth;
  gtk_widget_set_visible (self->remove_button, depth > 0);
  gtk_widget_set_visible (self->add_group_button, depth < MAX_DEPTH);
  if (relation != NULL)
    {
      /* TRANSLATORS: the gap is like "Deals" or "Tasks"; before it stands "All of these" */
      g_autofree char *text = g_strdup_printf (_("for one of: %s"), crm_workspace_get_type_named (workspace, type)->plural);

      gtk_label_set_text (GTK_LABEL (self->about), text);
    }

  return GTK_WIDGET (self);
}

/**
 * crm_condition_group_add_row:
 *
 * Returns: (transfer none): a new row in it, in which nothing has been chosen yet
 */
CrmConditionRow *
crm_condition_group_add_row (CrmConditionGroup *self)
{
  g_return_val_if_fail (CRM_IS_CONDITION_GROUP (self), NULL);

  return CRM_CONDITION_ROW (add_part (self, crm_condition_row_new (self->workspace, self->type)));
}

/**
 * crm_condition_group_set_condition:
 * @condition: a condition over records of its type
 */
void
crm_condition_group_set_condition (CrmConditionGroup *self,
                                   CrmCondition      *condition)
{
  gboolean quiet = self->quiet;
  GtkWidget *part;
  CrmCondition *inner;

  g_return_if_fail (CRM_IS_CONDITION_GROUP (self));

  self->quiet = TRUE;
  while ((part = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), part);

  switch (crm_condition_get_condition_type (condition))
    {
    case CRM_CONDITION_ALL:
    case CRM_CONDITION_ANY:
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->mode),
                                  crm_condition_get_condition_type (condition) == CRM_CONDITION_ALL ? ALL_OF : ANY_OF);
      add_parts (self, condition);
      break;
    case CRM_CONDITION_NOT:
      inner = crm_condition_get_part (condition, 0);
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->mode), NONE_OF);
      if (crm_condition_get_condition_type (inner) == CRM_CONDITION_ANY)
        add_parts (self, inner);
      else
        add_condition (self, inner);
      break;
    case CRM_CONDITION_RELATED:
    case CRM_CONDITION_TEST:
    default:
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->mode), ALL_OF);
      add_condition (self, condition);
      break;
    }
  self->quiet = quiet;
}

static void
append (CrmCondition **group,
        CrmCondition  *part)
{
  CrmCondition *more = crm_condition_insert_part (*group, crm_condition_get_n_parts (*group), part);

  crm_condition_unref (*group);
  *group = more;
}

/**
 * crm_condition_group_dup_condition:
 * @error: %CRM_ERROR_INVALID, %CRM_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the condition; %NULL without @error set if nothing is in it
 *   that asks something
 */
CrmCondition *
crm_condition_group_dup_condition (CrmConditionGroup  *self,
                                   GError            **error)
{
  guint mode = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->mode));
  g_autoptr (CrmCondition) group = crm_condition_new_group (mode == ALL_OF ? CRM_CONDITION_ALL : CRM_CONDITION_ANY);
  g_autoptr (CrmCondition) whole = NULL;

  g_return_val_if_fail (CRM_IS_CONDITION_GROUP (self), NULL);

  for (GtkWidget *part = gtk_widget_get_first_child (self->rows); part != NULL; part = gtk_widget_get_next_sibling (part))
    {
      g_autoptr (GError) reason = NULL;
      g_autoptr (CrmCondition) said = CRM_IS_CONDITION_ROW (part)
                                        ? crm_condition_row_dup_condition (CRM_CONDITION_ROW (part), &reason)
                                        : crm_condition_group_dup_condition (CRM_CONDITION_GROUP (part), &reason);

      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (said != NULL)
        append (&group, said);
    }

  if (crm_condition_get_n_parts (group) == 0)
    return NULL;

  whole = mode == NONE_OF ? crm_condition_new_not (group) : crm_condition_ref (group);

  return self->relation != NULL ? crm_condition_new_related (self->relation, whole) : g_steal_pointer (&whole);
}
