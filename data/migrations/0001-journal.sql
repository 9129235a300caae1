-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the store keeps beside the records: who changed what, when and why.
-- The tables of the records themselves follow from the catalogue (crm-sql.c).

CREATE TABLE meta (
  name   TEXT PRIMARY KEY,
  value  TEXT
) STRICT, WITHOUT ROWID;

-- Every device that has ever written; 1 is the one that made the file.
CREATE TABLE device (
  id    INTEGER PRIMARY KEY,
  uuid  BLOB NOT NULL UNIQUE,
  name  TEXT
) STRICT;

-- The newest stamp that has been given or seen: a hybrid logical clock.
CREATE TABLE clock (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  stamp  INTEGER NOT NULL
) STRICT;

INSERT INTO clock VALUES (1, 0);

-- What a person sees as one thing done: one undo step, one line of history.
CREATE TABLE batch (
  id       INTEGER PRIMARY KEY,
  actor    INTEGER NOT NULL,
  cause    INTEGER NOT NULL,
  detail   TEXT,
  time     INTEGER NOT NULL,
  undo_of  INTEGER REFERENCES batch,
  undone   INTEGER NOT NULL DEFAULT 0,
  open     INTEGER NOT NULL DEFAULT 0,
  cursor   INTEGER,
  tbl      INTEGER,
  op       INTEGER,
  record   INTEGER,
  columns  TEXT,
  records  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX batch_open ON batch (id) WHERE open = 1;
CREATE INDEX batch_undo ON batch (undo_of) WHERE undo_of IS NOT NULL;

-- One commit.
CREATE TABLE change_set (
  id      INTEGER PRIMARY KEY,
  batch   INTEGER NOT NULL REFERENCES batch,
  stamp   INTEGER NOT NULL,
  device  INTEGER NOT NULL REFERENCES device
) STRICT;

CREATE INDEX change_set_by_batch ON change_set (batch);

-- What a commit did to one record: 1 created, 2 updated, 3 trashed, 4 restored, 5 retracted.
-- changes: {"field": [before, after], "set": {"+": [[key, text, label]], "-": […]}}
CREATE TABLE journal (
  id          INTEGER PRIMARY KEY,
  change_set  INTEGER NOT NULL,
  tbl         INTEGER NOT NULL,
  record      INTEGER NOT NULL,
  op          INTEGER NOT NULL,
  changes     TEXT
) STRICT;

CREATE INDEX journal_by_record ON journal (tbl, record);
CREATE INDEX journal_by_change_set ON journal (change_set);

-- The members of the sets of all records: texts, or the ids of records.
-- A removed one stays as a mark, so that devices agree on it (sync.md, 1): removed is the stamp of
-- the addition that was seen when it was removed, so that another addition survives.
CREATE TABLE member (
  tbl       INTEGER NOT NULL,
  record    INTEGER NOT NULL,
  col       INTEGER NOT NULL,
  key       ANY NOT NULL,
  text      TEXT,
  label     TEXT,
  position  INTEGER NOT NULL DEFAULT 0,
  added     INTEGER NOT NULL,
  device    INTEGER NOT NULL,
  removed   INTEGER,
  PRIMARY KEY (tbl, record, col, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX member_by_key ON member (tbl, col, key, record) WHERE removed IS NULL;

-- The stamp of each field that has been changed since its record was made; column 0 is whether the
-- record is there or in the trash.
CREATE TABLE field_stamp (
  tbl     INTEGER NOT NULL,
  record  INTEGER NOT NULL,
  col     INTEGER NOT NULL,
  stamp   INTEGER NOT NULL,
  device  INTEGER NOT NULL,
  PRIMARY KEY (tbl, record, col)
) STRICT, WITHOUT ROWID;

-- What each device has added to a counter in all; the sum is in the record. Two devices that count
-- at the same time add up, and a total that arrives twice counts once.
CREATE TABLE counter (
  tbl     INTEGER NOT NULL,
  record  INTEGER NOT NULL,
  col     INTEGER NOT NULL,
  device  INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  total   INTEGER NOT NULL,
  PRIMARY KEY (tbl, record, col, device)
) STRICT, WITHOUT ROWID;

-- What was removed for good: nothing but its id is left, so that no other device brings it back.
CREATE TABLE tombstone (
  tbl     INTEGER NOT NULL,
  uuid    BLOB NOT NULL,
  stamp   INTEGER NOT NULL,
  device  INTEGER NOT NULL,
  PRIMARY KEY (tbl, uuid)
) STRICT, WITHOUT ROWID;
