-- Questions that are kept under a name. They are settings of this server, not knowledge of the world: nothing of the ledger.
CREATE TABLE saved_query (
  name       TEXT    PRIMARY KEY,
  title      TEXT    NOT NULL,
  show       TEXT    NOT NULL,  -- chart, map or table
  query      TEXT    NOT NULL,  -- what stands behind the ? of the address that it is short for
  version    INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
