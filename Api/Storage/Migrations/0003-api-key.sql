-- Who may do what. The key itself is shown once and kept as a hash.
CREATE TABLE api_key (
  id         TEXT    PRIMARY KEY,
  name       TEXT    NOT NULL,
  hash       BLOB    NOT NULL,
  scopes     TEXT    NOT NULL,  -- separated by spaces
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;

CREATE UNIQUE INDEX api_key_name ON api_key (name) WHERE revoked_at IS NULL;
