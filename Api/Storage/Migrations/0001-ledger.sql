-- The truth: commits and the versions of records. Nothing here is updated or deleted, but by redaction.

CREATE TABLE ledger_commit (
  seq             INTEGER PRIMARY KEY,  -- 1, 2, 3, … without gaps
  at              INTEGER NOT NULL,     -- UTC, microseconds since 1970-01-01; later than that of every earlier commit
  actor           TEXT    NOT NULL,     -- the name of the key, or the verb of the program
  reason          TEXT,
  batch           TEXT,                 -- the import that it belongs to
  idempotency_key TEXT,
  request_hash    BLOB,                 -- of method, path and body that came with the key
  hash            BLOB    NOT NULL      -- chains this commit to the one before
) STRICT;

CREATE UNIQUE INDEX ledger_commit_idempotency ON ledger_commit (actor, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX ledger_commit_at ON ledger_commit (at);
CREATE INDEX ledger_commit_batch ON ledger_commit (batch, seq) WHERE batch IS NOT NULL;

CREATE TABLE record (
  row      INTEGER PRIMARY KEY,  -- that of version 1 is the key of the record everywhere else
  kind     TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  version  INTEGER NOT NULL,
  seq      INTEGER NOT NULL REFERENCES ledger_commit (seq),
  n        INTEGER NOT NULL,     -- place within the commit, from 1
  op       TEXT    NOT NULL CHECK (op IN ('create', 'update', 'delete', 'merge', 'redact')),
  schema   INTEGER NOT NULL,     -- shape of the document
  salt     BLOB,
  digest   BLOB    NOT NULL,     -- of salt and document
  document BLOB,                 -- UTF-8 JSON; null when deleted
  UNIQUE (kind, id, version)
) STRICT;

CREATE UNIQUE INDEX record_position ON record (seq, n);

-- Names in other systems stay with their record for good, also when it is deleted.
CREATE TABLE external_id (
  kind   TEXT NOT NULL,
  scheme TEXT NOT NULL,
  value  TEXT NOT NULL,
  id     TEXT NOT NULL,
  PRIMARY KEY (kind, scheme, value)
) STRICT, WITHOUT ROWID;
