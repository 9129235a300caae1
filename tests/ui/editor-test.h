/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field-editor.h"
#include "crm-ui-test.h"

G_BEGIN_DECLS

/**
 * EditorTest:
 * @folder: of the workspace
 * @workspace: a new one
 * @type: of the record whose field is edited
 * @id: the record
 * @editor: what is tried
 * @n_changed: how often it has said that it changed
 *
 * An editor of one field of one record, on the screen.
 */
typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  const CrmRecordType *type;
  gint64 id;
  CrmFieldEditor *editor;
  guint n_changed;
} EditorTest;

void editor_test_open          (EditorTest    *self,
                                const char    *type);
void editor_test_begin         (EditorTest    *self,
                                gint64         id,
                                const char    *key);
void editor_test_tear_down     (EditorTest    *self,
                                gconstpointer  data);
void editor_test_show_record   (EditorTest    *self);
void editor_test_write         (EditorTest    *self,
                                const char    *text);
void editor_test_assert_stored (EditorTest    *self,
                                const char    *plain);

G_END_DECLS
