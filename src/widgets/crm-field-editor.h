/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_FIELD_EDITOR (crm_field_editor_get_type ())

G_DECLARE_DERIVABLE_TYPE (CrmFieldEditor, crm_field_editor, CRM, FIELD_EDITOR, GtkWidget)

/**
 * CrmFieldEditorClass:
 * @parent_class: the parent class
 * @setup: makes the widgets inside; called once, when workspace and field are known
 * @show: shows what a record has, or nothing for %NULL
 * @show_link: (nullable): shows that there is a link to a record, or one more
 * @is_empty: whether there is no value in it
 * @get_text: (nullable): what is in it now, as text, half typed as it may be
 * @prepare: adds to a change set what has to be made before, such as an account that a contact
 *   is to be linked to
 * @apply: adds to a change set that a record gets what is in the editor; sets %CRM_ERROR_INVALID
 *   if that cannot be
 *
 * An editor for one kind of fields.
 */
struct _CrmFieldEditorClass
{
  GtkWidgetClass parent_class;

  void     (*setup)    (CrmFieldEditor  *self);
  void     (*show)     (CrmFieldEditor  *self,
                        CrmRecord       *record);
  void     (*show_link) (CrmFieldEditor *self,
                        gint64           id,
                        const char      *title);
  gboolean (*is_empty) (CrmFieldEditor  *self);
  char    *(*get_text) (CrmFieldEditor  *self);
  void     (*prepare)  (CrmFieldEditor  *self,
                        CrmChangeSet    *set);
  gboolean (*apply)    (CrmFieldEditor  *self,
                        CrmChangeSet    *set,
                        const CrmTable  *table,
                        gint64           id,
                        GError         **error);
};

CrmFieldEditor *crm_field_editor_new           (CrmWorkspace    *workspace,
                                                const CrmField  *field);
CrmWorkspace   *crm_field_editor_get_workspace (CrmFieldEditor  *self);
const CrmField *crm_field_editor_get_field     (CrmFieldEditor  *self);
void            crm_field_editor_show          (CrmFieldEditor  *self,
                                                CrmRecord       *record);
void            crm_field_editor_show_link     (CrmFieldEditor  *self,
                                                gint64           id,
                                                const char      *title);
gboolean        crm_field_editor_is_empty      (CrmFieldEditor  *self);
char           *crm_field_editor_get_text      (CrmFieldEditor  *self);
void            crm_field_editor_prepare       (CrmFieldEditor  *self,
                                                CrmChangeSet    *set);
gboolean        crm_field_editor_apply         (CrmFieldEditor  *self,
                                                CrmChangeSet    *set,
                                                const CrmTable  *table,
                                                gint64           id,
                                                GError         **error);
void            crm_field_editor_set_label     (CrmFieldEditor  *self,
                                                GtkWidget       *control);

void            crm_field_editor_done          (CrmFieldEditor  *self);
void            crm_field_editor_cancel        (CrmFieldEditor  *self);
void            crm_field_editor_changed       (CrmFieldEditor  *self);

G_END_DECLS
