-- Imports: what was to be read and how it stands. Beside the ledger: a rebuild leaves it alone.
CREATE TABLE import_batch (
  batch      INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,  -- also the batch of its commits
  state      TEXT    NOT NULL,
  settings   TEXT    NOT NULL,         -- JSON: how it is to be read
  file       TEXT    NOT NULL,         -- where its bytes lie until all are read
  hash       BLOB    NOT NULL,         -- SHA-256 of those bytes
  bytes      INTEGER NOT NULL,
  actor      TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at   INTEGER,
  problem    TEXT,                     -- why it ended early
  counts     TEXT                      -- JSON: how many rows ended how, as of its last end
) STRICT;

CREATE INDEX import_batch_unfinished ON import_batch (batch) WHERE state IN ('waiting', 'running', 'undoing');

CREATE INDEX import_batch_hash ON import_batch (hash);

-- What became of each row. Numbers below zero are records of groups, and records that vanished from the file.
CREATE TABLE import_row (
  batch   INTEGER NOT NULL,
  row     INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  seq     INTEGER,                     -- the commit that wrote it
  detail  TEXT,                        -- JSON: problems, possible duplicates
  undo    TEXT,                        -- '' when taken back, else why not
  PRIMARY KEY (batch, row)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_row_undo ON import_row (batch, seq) WHERE seq IS NOT NULL;

-- What a source has stated about a record, so that the same again means nothing new, and what vanished is known.
CREATE TABLE import_record (
  key     INTEGER PRIMARY KEY,
  source  TEXT    NOT NULL,
  batch   INTEGER NOT NULL,            -- the last import that had it, of those that look for what vanished
  digest  BLOB    NOT NULL,            -- SHA-256 of the document as the source stated it
  stated  BLOB,                        -- that document, when the record reads otherwise
  schema  INTEGER NOT NULL,            -- of that document
  version INTEGER NOT NULL             -- the version that was written from it
) STRICT;
