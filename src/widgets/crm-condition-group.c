/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A group of a condition: all, any or none of its rows and groups hold. One about related records
 * says that there is one for which that is so, or that there is none.
 */

#include "config.h"

#include "crm-condition-group.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-drop-down.h"
#include "crm-relation.h"
#include "crm-subject.h"

#define MAX_DEPTH 5

/* In the order of the drop-down. */
typedef enum
{
  ALL_OF,
  ANY_OF,
  NONE_OF,
} Mode;

typedef enum
{
  ONE_WITH,
  NONE_WITH,
} Quantity;

struct _CrmConditionGroup
{
  AdwBin parent_instance;

  GtkWidget *about; /* whom, of one about related records */
  GtkWidget *quantity;
  GtkWidget *mode;
  GtkWidget *remove_button;
  GtkWidget *rows;
  GtkWidget *add_button;
  GtkWidget *add_group_button;
  GtkWidget *add_related_button;

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
           const char        *relation,
           const char        *about)
{
  return add_part (self, crm_condition_group_new (self->workspace, type, relation, about, self->depth + 1));
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
  GtkWidget *group = add_group (self, self->type, NULL, NULL);

  /* Inside of “all”, people want “any”, and the other way round. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (CRM_CONDITION_GROUP (group)->mode),
                              gtk_drop_down_get_selected (GTK_DROP_DOWN (self->mode)) == ALL_OF ? ANY_OF : ALL_OF);
  add_clicked_cb (CRM_CONDITION_GROUP (group));
}

/* Returns: (nullable): the group, or %NULL if there is no such relation */
static GtkWidget *
add_related (CrmConditionGroup *self,
             const char        *name)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, self->type);
  CrmRelation relation;

  if (!crm_relation_find (crm_workspace_get_catalogue (self->workspace), type, name, &relation))
    return NULL;

  return add_group (self, relation.to->table.name, name, crm_relation_get_label (&relation));
}

static void
add_related_activated (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  CrmConditionGroup *self = CRM_CONDITION_GROUP (widget);
  GtkWidget *group = add_related (self, g_variant_get_string (parameter, NULL));

  if (group == NULL)
    return;

  /* That there is one at all is something to ask for. */
  changed_cb (self);
  gtk_widget_grab_focus (CRM_CONDITION_GROUP (group)->quantity);
}

static gboolean
is_none_related (CrmCondition *part)
{
  return crm_condition_get_condition_type (part) == CRM_CONDITION_NOT &&
         crm_condition_get_condition_type (crm_condition_get_part (part, 0)) == CRM_CONDITION_RELATED;
}

static void
add_related_condition (CrmConditionGroup *self,
                       CrmCondition      *related,
                       Quantity           quantity)
{
  GtkWidget *group = add_related (self, crm_condition_get_relation (related));

  if (group == NULL)
    return;

  gtk_drop_down_set_selected (GTK_DROP_DOWN (CRM_CONDITION_GROUP (group)->quantity), quantity);
  crm_condition_group_set_condition (CRM_CONDITION_GROUP (group), crm_condition_get_part (related, 0));
}

static void
add_condition (CrmConditionGroup *self,
               CrmCondition      *part)
{
  CrmConditionType kind = crm_condition_get_condition_type (part);

  if (kind == CRM_CONDITION_TEST)
    crm_condition_row_set_condition (crm_condition_group_add_row (self), part);
  else if (kind == CRM_CONDITION_RELATED)
    add_related_condition (self, part, ONE_WITH);
  else if (is_none_related (part))
    add_related_condition (self, crm_condition_get_part (part, 0), NONE_WITH);
  else
    crm_condition_group_set_condition (CRM_CONDITION_GROUP (add_group (self, self->type, NULL, NULL)), part);
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
  CrmConditionGroup *self = CRM_CONDITION_GROUP (widget);

  return crm_children_grab_focus (widget, self->relation != NULL ? self->quantity : self->mode);
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

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "group.add-related", "s", add_related_activated);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_choice (CrmConditionGroup *self,
             const char *const *words,
             const char        *label)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (words);

  crm_drop_down_shorten (GTK_DROP_DOWN (choice));
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return choice;
}

static GtkWidget *
add_to_foot (GtkWidget *foot,
             GtkWidget *button)
{
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_flow_box_insert (GTK_FLOW_BOX (foot), button, -1);
  /* The button has the focus, not what is around it. */
  gtk_widget_set_focusable (gtk_widget_get_last_child (foot), FALSE);

  return button;
}

static void
crm_condition_group_init (CrmConditionGroup *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *foot = gtk_flow_box_new ();
  const char *modes[] = { _("All of these"), _("Any of these"), _("None of these"), NULL };
  /* TRANSLATORS: of related records, like "Deals"; below it stands "All of these" or so */
  const char *quantities[] = { _("At least one with"), _("None with"), NULL };

  self->about = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->about), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->about), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->about, "heading");
  self->quantity = make_choice (self, quantities, _("How Many"));
  self->mode = make_choice (self, modes, _("Which Have to Hold"));
  gtk_widget_set_hexpand (choices, TRUE);
  gtk_box_append (GTK_BOX (choices), self->about);
  gtk_box_append (GTK_BOX (choices), self->quantity);
  gtk_box_append (GTK_BOX (choices), self->mode);

  self->remove_button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (self->remove_button, "flat");
  gtk_widget_set_valign (self->remove_button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (self->remove_button, _("Remove This Group"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove This Group"), -1);
  g_signal_connect_object (self->remove_button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);

  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (foot), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (foot), 3);
  self->add_button = add_to_foot (foot, gtk_button_new_with_label (_("Add Condition")));
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  self->add_group_button = add_to_foot (foot, gtk_button_new_with_label (_("Add Group")));
  g_signal_connect_object (self->add_group_button, "clicked", G_CALLBACK (add_group_clicked_cb), self, G_CONNECT_SWAPPED);
  self->add_related_button = add_to_foot (foot, gtk_menu_button_new ());
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->add_related_button), _("Add Related"));

  gtk_box_append (GTK_BOX (head), choices);
  gtk_box_append (GTK_BOX (head), self->remove_button);
  gtk_box_append (GTK_BOX (all), head);
  gtk_box_append (GTK_BOX (all), self->rows);
  gtk_box_append (GTK_BOX (all), foot);
  gtk_widget_add_css_class (all, "condition-group");
  adw_bin_set_child (ADW_BIN (self), all);
}

static GMenuModel *
make_related_menu (CrmConditionGroup *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GArray) relations = crm_condition_list_relations (crm_workspace_get_catalogue (self->workspace),
                                                               crm_workspace_get_type_named (self->workspace, self->type));

  for (guint i = 0; i < relations->len; i++)
    {
      const CrmRelation *relation = &g_array_index (relations, CrmRelation, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (crm_relation_get_label (relation), NULL);

      g_menu_item_set_action_and_target (item, "group.add-related", "s", crm_relation_get_name (relation));
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (menu);
}

/**
 * crm_condition_group_new:
 * @workspace: a workspace
 * @type: the name of the type of the records that it is about
 * @relation: (nullable): over which these are reached from those that the group around is about
 * @about: (nullable): what people call @relation
 * @depth: in how many groups it is
 *
 * Returns: (transfer floating): an empty group
 */
GtkWidget *
crm_condition_group_new (CrmWorkspace *workspace,
                         const char   *type,
                         const char   *relation,
                         const char   *about,
                         guint         depth)
{
  CrmConditionGroup *self = g_object_new (CRM_TYPE_CONDITION_GROUP, NULL);
  g_autoptr (GMenuModel) related = NULL;

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  self->relation = g_strdup (relation);
  self->depth = depth;
  gtk_widget_set_visible (self->remove_button, depth > 0);
  gtk_widget_set_visible (gtk_widget_get_parent (self->add_group_button), depth < MAX_DEPTH);
  gtk_widget_set_visible (gtk_widget_get_parent (self->add_related_button), depth < MAX_DEPTH);
  gtk_widget_set_visible (self->about, relation != NULL);
  gtk_widget_set_visible (self->quantity, relation != NULL);
  if (relation != NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->about), about);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, about, -1);
    }
  related = make_related_menu (self);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->add_related_button), related);

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
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->mode), is_none_related (condition) ? ALL_OF : NONE_OF);
      if (is_none_related (condition))
        add_condition (self, condition);
      else if (crm_condition_get_condition_type (inner) == CRM_CONDITION_ANY)
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
 *   that asks something; related records are asked for even then
 */
CrmCondition *
crm_condition_group_dup_condition (CrmConditionGroup  *self,
                                   GError            **error)
{
  guint mode = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->mode));
  g_autoptr (CrmCondition) group = crm_condition_new_group (mode == ALL_OF ? CRM_CONDITION_ALL : CRM_CONDITION_ANY);
  g_autoptr (CrmCondition) whole = NULL;
  g_autoptr (CrmCondition) related = NULL;

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

  if (self->relation == NULL && crm_condition_get_n_parts (group) == 0)
    return NULL;

  /* Of related records it is enough that there are any. */
  if (crm_condition_get_n_parts (group) == 0)
    whole = crm_condition_new_group (CRM_CONDITION_ALL);
  else
    whole = mode == NONE_OF ? crm_condition_new_not (group) : crm_condition_ref (group);

  if (self->relation == NULL)
    return g_steal_pointer (&whole);

  related = crm_condition_new_related (self->relation, whole);

  return gtk_drop_down_get_selected (GTK_DROP_DOWN (self->quantity)) == NONE_WITH ? crm_condition_new_not (related)
                                                                                  : g_steal_pointer (&related);
}
