-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where the engine of automations is, and what has to leave the machine. Automations, their runs and
-- what they leave behind are records; here is what changes with every step and is nobody's to undo.

CREATE TABLE automation_state (
  name   TEXT PRIMARY KEY,
  value  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Undo, import, merge and sync raise no triggers; these batches do, because somebody asked for it.
CREATE TABLE automation_release (
  batch   INTEGER PRIMARY KEY,
  cursor  INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Automations as the engine has taken them over, at the place in the journal where they changed.
CREATE TABLE automation_program (
  automation  INTEGER PRIMARY KEY,
  is_on       INTEGER NOT NULL,
  definition  TEXT NOT NULL,
  version     INTEGER NOT NULL
) STRICT;

-- Where each run stands; of one whose entry is undone the automation is negative. wake: when it is looked at again; NULL: when something happens.
CREATE TABLE automation_cursor (
  run         INTEGER PRIMARY KEY,
  automation  INTEGER NOT NULL,
  contact     INTEGER NOT NULL,
  deal        INTEGER,
  task        INTEGER,
  account     INTEGER,
  cause       INTEGER NOT NULL,
  trigger_id  TEXT,
  step        TEXT,
  arrived     INTEGER NOT NULL,
  waits       INTEGER NOT NULL DEFAULT 0,
  due         INTEGER,
  wake        INTEGER,
  retest      INTEGER NOT NULL DEFAULT 0,
  hops        INTEGER NOT NULL DEFAULT 0,
  memory      TEXT
) STRICT;

CREATE INDEX automation_cursor_wake ON automation_cursor (automation, wake) WHERE wake IS NOT NULL;
CREATE INDEX automation_cursor_step ON automation_cursor (automation, step);
CREATE INDEX automation_cursor_contact ON automation_cursor (contact, automation);

-- outcome: 1 passed, 2 skipped, 3 failed, 4 waiting, 5 entered, 6 left
CREATE TABLE automation_trail (
  id       INTEGER PRIMARY KEY,
  run      INTEGER NOT NULL,
  step     TEXT,
  action   TEXT,
  version  INTEGER NOT NULL,
  time     INTEGER NOT NULL,
  outcome  INTEGER NOT NULL,
  reason   TEXT,
  branch   TEXT,
  outbox   TEXT
) STRICT;

CREATE INDEX automation_trail_run ON automation_trail (run);

-- How many have passed each step, and each path of it, per day since 1970.
CREATE TABLE automation_tally (
  automation  INTEGER NOT NULL,
  step        TEXT NOT NULL,
  outcome     INTEGER NOT NULL,
  branch      TEXT NOT NULL,
  day         INTEGER NOT NULL,
  n           INTEGER NOT NULL,
  PRIMARY KEY (automation, step, outcome, branch, day)
) STRICT, WITHOUT ROWID;

-- Which path of a split a contact has for ever.
CREATE TABLE automation_path (
  automation  INTEGER NOT NULL,
  step        TEXT NOT NULL,
  contact     INTEGER NOT NULL,
  path        TEXT NOT NULL,
  PRIMARY KEY (automation, step, contact)
) STRICT, WITHOUT ROWID;

CREATE INDEX automation_path_taken ON automation_path (automation, step, path);

-- That a split is decided: the path that everyone takes from then on.
CREATE TABLE automation_split (
  automation  INTEGER NOT NULL,
  step        TEXT NOT NULL,
  path        TEXT NOT NULL,
  time        INTEGER NOT NULL,
  PRIMARY KEY (automation, step)
) STRICT, WITHOUT ROWID;

-- Actions on a deal happen once for all contacts that one event let in.
CREATE TABLE automation_once (
  cause       INTEGER NOT NULL,
  automation  INTEGER NOT NULL,
  step        TEXT NOT NULL,
  hop         INTEGER NOT NULL,
  deal        INTEGER NOT NULL,
  PRIMARY KEY (cause, automation, step, hop, deal)
) STRICT, WITHOUT ROWID;

-- The last day that a date trigger has looked at.
CREATE TABLE automation_calendar (
  automation  INTEGER NOT NULL,
  trigger_id  TEXT NOT NULL,
  day         TEXT NOT NULL,
  PRIMARY KEY (automation, trigger_id)
) STRICT, WITHOUT ROWID;

-- Who is in a segment, as a trigger has seen it.
CREATE TABLE automation_member (
  automation  INTEGER NOT NULL,
  trigger_id  TEXT NOT NULL,
  contact     INTEGER NOT NULL,
  PRIMARY KEY (automation, trigger_id, contact)
) STRICT, WITHOUT ROWID;

-- Points that a rule has given, once for each record.
CREATE TABLE score_award (
  rule     INTEGER NOT NULL,
  record   INTEGER NOT NULL,
  time     INTEGER NOT NULL,
  points   INTEGER NOT NULL,
  expires  INTEGER,
  PRIMARY KEY (rule, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX score_award_expires ON score_award (expires) WHERE expires IS NOT NULL;

-- What has to leave the machine (crm-outbox.c).
CREATE TABLE outbox (
  id               TEXT PRIMARY KEY,
  dedupe_key       TEXT NOT NULL UNIQUE,
  channel          TEXT NOT NULL,
  account          INTEGER,
  contact          INTEGER,
  run              INTEGER,
  step             TEXT,
  class            TEXT NOT NULL,
  name             TEXT,
  address          TEXT,
  payload          TEXT NOT NULL,
  state            TEXT NOT NULL,
  next_try         INTEGER,
  expires_at       INTEGER,
  attempts         INTEGER NOT NULL DEFAULT 0,
  device           INTEGER NOT NULL,
  lease_until      INTEGER,
  phase            TEXT,
  provider_id      TEXT,
  last_code        TEXT,
  last_error       TEXT,
  created          INTEGER NOT NULL,
  accepted         INTEGER,
  final            INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_due ON outbox (next_try) WHERE state = 'queued';
CREATE INDEX outbox_sending ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_contact ON outbox (contact, created);
CREATE INDEX outbox_run ON outbox (run) WHERE run IS NOT NULL;

CREATE TABLE outbox_attempt (
  outbox   TEXT NOT NULL,
  n        INTEGER NOT NULL,
  started  INTEGER NOT NULL,
  ended    INTEGER,
  verdict  TEXT,
  code     TEXT,
  message  TEXT,
  PRIMARY KEY (outbox, n)
) STRICT, WITHOUT ROWID;
