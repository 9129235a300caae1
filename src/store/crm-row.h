/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-db.h"
#include "crm-table.h"

G_BEGIN_DECLS

/**
 * CrmState:
 * @CRM_STATE_LIVE: it is there
 * @CRM_STATE_TRASHED: somebody deleted it; the trash keeps it for a while
 * @CRM_STATE_UNDONE: its creation was undone; a redo brings it back
 */
typedef enum
{
  CRM_STATE_LIVE,
  CRM_STATE_TRASHED,
  CRM_STATE_UNDONE,
} CrmState;

/**
 * CrmMember:
 * @column: the id of the set it is in
 * @key: what makes it one: the key of a text, or the id of a record
 * @text: (nullable): the text as it was written; for records their title
 * @label: (nullable): what kind it is: "work", "telegram"; of a record, as what it is a member
 * @mark: (nullable): of a record, its colour
 *
 * One member of a set of a record: an e-mail address, a tag.
 */
typedef struct
{
  guint16   column;
  CrmValue  key;
  char     *text;
  char     *label;
  char     *mark;
} CrmMember;

/**
 * CrmRow:
 * @schema: (nullable): what keeps @table alive
 * @table: its table
 * @id: its row
 * @uuid: its id everywhere
 * @state: a #CrmState
 * @deleted: when it went to the trash, in microseconds, or 0
 * @stamp: of the commit that made it
 * @device: that made it
 * @values: for each column of @table, empty for sets
 * @titles: (nullable): for each column of @table, the title of the record that it links to
 * @marks: (nullable): for each column of @table, the colour of the record that it links to
 * @members: (element-type CrmMember): of all sets, those of each in the order in which they were
 *   added
 *
 * A record as it is in the file. Plain data that may cross threads.
 */
typedef struct
{
  CrmSchema      *schema;
  const CrmTable *table;
  gint64          id;
  CrmUuid         uuid;
  CrmState        state;
  gint64          deleted;
  gint64          stamp;
  gint64          device;
  CrmValue       *values;
  char          **titles;
  char          **marks;
  GPtrArray      *members;
} CrmRow;

/**
 * CrmRowParts:
 * @CRM_ROW_VALUES: its values only
 * @CRM_ROW_MEMBERS: the members of its sets as well
 * @CRM_ROW_TITLES: the titles of the records that it links to as well
 */
typedef enum
{
  CRM_ROW_VALUES = 0,
  CRM_ROW_MEMBERS = 1 << 0,
  CRM_ROW_TITLES = 1 << 1,
} CrmRowParts;

CrmMember      *crm_member_new         (guint16          column,
                                        const CrmValue  *key,
                                        const char      *text,
                                        const char      *label);
void            crm_member_free        (CrmMember       *member);
gboolean        crm_member_equal       (const CrmMember *member,
                                        const CrmMember *other);
CrmMember      *crm_members_find       (GPtrArray       *members,
                                        guint16          column,
                                        const CrmValue  *key,
                                        guint           *index);

CrmRow         *crm_row_new            (const CrmTable  *table);
void            crm_row_free           (CrmRow          *row);
CrmRow         *crm_row_copy           (const CrmRow    *row);
CrmRow         *crm_row_load           (CrmDb           *db,
                                        CrmSchema       *schema,
                                        const CrmTable  *table,
                                        gint64           id,
                                        CrmRowParts      parts,
                                        GError         **error);
const CrmValue *crm_row_get            (const CrmRow    *row,
                                        const CrmColumn *column);
const char     *crm_row_get_text       (const CrmRow    *row,
                                        const char      *column);
gint64          crm_row_get_integer    (const CrmRow    *row,
                                        const char      *column);
gboolean        crm_row_has_member     (const CrmRow    *row,
                                        const CrmColumn *column,
                                        const CrmValue  *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRow, crm_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMember, crm_member_free)

G_END_DECLS
