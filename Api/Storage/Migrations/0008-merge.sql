-- A merged record: its last version has op merge, and as its document {"into": id} of the one that took its place.

-- Names that came to a record from one that was merged into it. An import does not write over it by them.
ALTER TABLE external_id ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;

CREATE INDEX external_id_merged ON external_id (kind, id) WHERE merged = 1;

-- Merged records and those that took their place in the end: who may not know of these now may not know of the past of those.
CREATE TABLE merged (
  key      INTEGER PRIMARY KEY,
  into_key INTEGER NOT NULL,
  terms    TEXT    NOT NULL     -- under which it stood last, as in indexed
) STRICT;

CREATE INDEX merged_into ON merged (into_key);
