-- What is derived from the records. All of it can be dropped and made again.
-- A row is valid in [from_seq, to_seq); 9223372036854775807 means: still. rights is a mask of audiences.

-- The inverted index: what lists are filtered by, and every reference from one record to another.
-- Its rows lie newest first, so the newest fifty under a term are read without a sort, now and at any earlier seq.
CREATE TABLE posting (
  term     TEXT    NOT NULL,
  day      INTEGER NOT NULL,
  key      INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq   INTEGER NOT NULL,
  rights   INTEGER NOT NULL,
  workflow INTEGER NOT NULL,
  PRIMARY KEY (term, day, key, from_seq)
) STRICT, WITHOUT ROWID;

-- What each record stands under now, so that the next version knows what to close.
CREATE TABLE indexed (
  key      INTEGER PRIMARY KEY,
  day      INTEGER NOT NULL,
  workflow INTEGER NOT NULL,
  rights   INTEGER NOT NULL,
  opens_at INTEGER,          -- when an embargo ends, microseconds
  terms    TEXT NOT NULL     -- one "term rights" per line, in ordinal order
) STRICT;

CREATE INDEX indexed_opens_at ON indexed (opens_at) WHERE opens_at IS NOT NULL;

-- Numbers that events are filtered and sorted by.
CREATE TABLE event_index (
  key          INTEGER NOT NULL,
  from_seq     INTEGER NOT NULL,
  to_seq       INTEGER NOT NULL,
  earliest     INTEGER NOT NULL,
  verification INTEGER NOT NULL,
  occurrence   INTEGER NOT NULL,
  people       INTEGER NOT NULL,  -- -1 when unknown
  sources      INTEGER NOT NULL,
  updated      INTEGER NOT NULL,  -- seq of the record's version
  PRIMARY KEY (key, from_seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_index_people ON event_index (people, key) WHERE to_seq = 9223372036854775807;
CREATE INDEX event_index_updated ON event_index (updated, key) WHERE to_seq = 9223372036854775807;

-- The ready answers of now: slot = key * 4 + audience; the audience 0 stands for all that have none of their own.
CREATE TABLE rendering (
  slot     INTEGER PRIMARY KEY,
  from_seq INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  item     BLOB    NOT NULL,
  detail   BLOB
) STRICT;

-- Every word of every name, folded and as a skeleton that usual romanisations share.
CREATE TABLE name_index (
  form     TEXT    NOT NULL,
  key      INTEGER NOT NULL,
  nth      INTEGER NOT NULL,  -- the name among the names of the record, from 0; 0 is the usual one
  word     INTEGER NOT NULL,
  skeleton INTEGER NOT NULL CHECK (skeleton IN (0, 1)),
  from_seq INTEGER NOT NULL,
  to_seq   INTEGER NOT NULL,
  rights   INTEGER NOT NULL,
  name     TEXT    NOT NULL,
  PRIMARY KEY (form, key, nth, word, skeleton, from_seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX name_index_key ON name_index (key, to_seq);

-- How each sanction stands from a day on.
CREATE TABLE sanction_state (
  key      INTEGER NOT NULL,
  day      INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq   INTEGER NOT NULL,
  state    INTEGER NOT NULL,
  PRIMARY KEY (key, day, from_seq)
) STRICT, WITHOUT ROWID;

-- Words of events and reports as they read now; rowid = day and key, so that the newest come first.
CREATE VIRTUAL TABLE record_text USING fts5 (title, body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");
