/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where somebody gives a field a value: in place on a page, in a form, in bulk. Which editor a
 * field gets follows from its type.
 */

#include "config.h"

#include "crm-field-editor.h"

#include "crm-children.h"
#include "crm-choice-editor.h"
#include "crm-due-editor.h"
#include "crm-entry-editor.h"
#include "crm-link-editor.h"
#include "crm-members-editor.h"
#include "crm-pick-editor.h"
#include "crm-reminders-editor.h"
#include "crm-text-editor.h"

typedef struct
{
  CrmWorkspace *workspace;
  CrmCatalogue *catalogue; /* keeps the field */
  const CrmField *field;
} CrmFieldEditorPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CrmFieldEditor, crm_field_editor, GTK_TYPE_WIDGET)

enum
{
  DONE,
  CANCELLED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_field_editor_dispose (GObject *object)
{
  CrmFieldEditor *self = CRM_FIELD_EDITOR (object);
  CrmFieldEditorPrivate *priv = crm_field_editor_get_instance_private (self);

  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&priv->workspace);
  g_clear_object (&priv->catalogue);

  G_OBJECT_CLASS (crm_field_editor_parent_class)->dispose (object);
}

static gboolean
crm_field_editor_grab_focus (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && crm_children_grab_focus (widget, child))
      return TRUE;

  return FALSE;
}

static void
crm_field_editor_real_prepare (CrmFieldEditor *self,
                               CrmChangeSet   *set)
{
}

static void
crm_field_editor_class_init (CrmFieldEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_field_editor_dispose;
  widget_class->grab_focus = crm_field_editor_grab_focus;
  klass->prepare = crm_field_editor_real_prepare;

  /**
   * CrmFieldEditor::done:
   *
   * Somebody has finished: pressed Enter, or chosen something.
   */
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * CrmFieldEditor::cancelled:
   *
   * Somebody wants the old value back: pressed Escape.
   */
  signals[CANCELLED] = g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * CrmFieldEditor::changed:
   *
   * Something else is in the editor.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "fieldeditor");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_field_editor_init (CrmFieldEditor *self)
{
}

static GType
get_editor_type (CrmWorkspace   *workspace,
                 const CrmField *field)
{
  switch (field->type)
    {
    case CRM_FIELD_LONG_TEXT:
      return CRM_TYPE_TEXT_EDITOR;
    case CRM_FIELD_YES_NO:
    case CRM_FIELD_KEYWORD:
    case CRM_FIELD_COUNTRY:
      return CRM_TYPE_CHOICE_EDITOR;
    case CRM_FIELD_LINK:
      return crm_workspace_get_type_named (workspace, field->column.links_to)->is_short ? CRM_TYPE_PICK_EDITOR : CRM_TYPE_LINK_EDITOR;
    case CRM_FIELD_CHOICE:
      return CRM_TYPE_LINK_EDITOR;
    case CRM_FIELD_TAGS:
    case CRM_FIELD_CHOICES:
    case CRM_FIELD_EMAILS:
    case CRM_FIELD_PHONES:
    case CRM_FIELD_MESSENGERS:
    case CRM_FIELD_LINKS:
      return CRM_TYPE_MEMBERS_EDITOR;
    case CRM_FIELD_DUE:
      return CRM_TYPE_DUE_EDITOR;
    case CRM_FIELD_REMINDERS:
      return CRM_TYPE_REMINDERS_EDITOR;
    default:
      return CRM_TYPE_ENTRY_EDITOR;
    }
}

/**
 * crm_field_editor_new:
 * @workspace: a workspace
 * @field: of its catalogue
 *
 * Returns: (transfer floating): an empty editor
 */
CrmFieldEditor *
crm_field_editor_new (CrmWorkspace   *workspace,
                      const CrmField *field)
{
  CrmFieldEditor *self = g_object_new (get_editor_type (workspace, field), NULL);
  CrmFieldEditorPrivate *priv = crm_field_editor_get_instance_private (self);

  priv->workspace = g_object_ref (workspace);
  priv->catalogue = g_object_ref (crm_workspace_get_catalogue (workspace));
  priv->field = field;

  CRM_FIELD_EDITOR_GET_CLASS (self)->setup (self);

  return self;
}

/**
 * crm_field_editor_get_workspace:
 *
 * Returns: (transfer none): the workspace
 */
CrmWorkspace *
crm_field_editor_get_workspace (CrmFieldEditor *self)
{
  CrmFieldEditorPrivate *priv = crm_field_editor_get_instance_private (self);

  return priv->workspace;
}

/**
 * crm_field_editor_get_field:
 *
 * Returns: (transfer none): the field
 */
const CrmField *
crm_field_editor_get_field (CrmFieldEditor *self)
{
  CrmFieldEditorPrivate *priv = crm_field_editor_get_instance_private (self);

  return priv->field;
}

/**
 * crm_field_editor_show:
 * @record: (nullable): whose value to show
 */
void
crm_field_editor_show (CrmFieldEditor *self,
                       CrmRecord      *record)
{
  g_return_if_fail (CRM_IS_FIELD_EDITOR (self));

  CRM_FIELD_EDITOR_GET_CLASS (self)->show (self, record);
}

/**
 * crm_field_editor_show_link:
 * @id: of a record
 * @title: what it is called
 *
 * Shows a link to a record before anything is saved: the one that a form was opened for. In an
 * editor for sets it is one more.
 */
void
crm_field_editor_show_link (CrmFieldEditor *self,
                            gint64          id,
                            const char     *title)
{
  g_return_if_fail (CRM_IS_FIELD_EDITOR (self));
  g_return_if_fail (CRM_FIELD_EDITOR_GET_CLASS (self)->show_link != NULL);

  CRM_FIELD_EDITOR_GET_CLASS (self)->show_link (self, id, title);
}

/**
 * crm_field_editor_is_empty:
 *
 * Returns: %TRUE if there is no value in it
 */
gboolean
crm_field_editor_is_empty (CrmFieldEditor *self)
{
  g_return_val_if_fail (CRM_IS_FIELD_EDITOR (self), TRUE);

  return CRM_FIELD_EDITOR_GET_CLASS (self)->is_empty (self);
}

/**
 * crm_field_editor_get_text:
 *
 * For those who look at what is being typed.
 *
 * Returns: (transfer full) (nullable): what is in it now, as a file would have it, right or not; %NULL
 *   if this kind of editor does not say
 */
char *
crm_field_editor_get_text (CrmFieldEditor *self)
{
  CrmFieldEditorClass *klass;

  g_return_val_if_fail (CRM_IS_FIELD_EDITOR (self), NULL);

  klass = CRM_FIELD_EDITOR_GET_CLASS (self);

  return klass->get_text != NULL ? klass->get_text (self) : NULL;
}

/**
 * crm_field_editor_prepare:
 * @set: a change set
 *
 * Adds what has to be made before. To be called for all editors of a form before any is applied.
 */
void
crm_field_editor_prepare (CrmFieldEditor *self,
                          CrmChangeSet   *set)
{
  g_return_if_fail (CRM_IS_FIELD_EDITOR (self));

  CRM_FIELD_EDITOR_GET_CLASS (self)->prepare (self, set);
}

/**
 * crm_field_editor_apply:
 * @set: a change set
 * @table: of a record
 * @id: of the record, or what stands for it in @set
 * @error: %CRM_ERROR_INVALID
 *
 * Adds that the record gets what is in the editor.
 */
gboolean
crm_field_editor_apply (CrmFieldEditor  *self,
                        CrmChangeSet    *set,
                        const CrmTable  *table,
                        gint64           id,
                        GError         **error)
{
  g_return_val_if_fail (CRM_IS_FIELD_EDITOR (self), FALSE);

  return CRM_FIELD_EDITOR_GET_CLASS (self)->apply (self, set, table, id, error);
}

/**
 * crm_field_editor_set_label:
 * @control: the widget inside that takes the focus
 *
 * For subclasses: names the control for those who cannot see its label.
 */
void
crm_field_editor_set_label (CrmFieldEditor *self,
                            GtkWidget      *control)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  crm_field_editor_get_field (self)->label, -1);
}

/**
 * crm_field_editor_done:
 *
 * For subclasses: emits "done".
 */
void
crm_field_editor_done (CrmFieldEditor *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

/**
 * crm_field_editor_cancel:
 *
 * For subclasses: emits "cancelled".
 */
void
crm_field_editor_cancel (CrmFieldEditor *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

/**
 * crm_field_editor_changed:
 *
 * For subclasses: emits "changed".
 */
void
crm_field_editor_changed (CrmFieldEditor *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}
