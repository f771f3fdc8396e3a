-- What statistics are made of. Filled when the derived rows are made again.

ALTER TABLE event_index ADD COLUMN type INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event_index ADD COLUMN latest INTEGER NOT NULL DEFAULT 0;  -- the last day on which it may have begun

-- How many people the events that count add to each sum; subsets are left out.
CREATE TABLE event_people (
  key      INTEGER NOT NULL,
  kind     INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq   INTEGER NOT NULL,
  low      INTEGER NOT NULL,
  best     INTEGER NOT NULL,
  high     INTEGER,          -- null when there is no upper bound
  unknown  INTEGER NOT NULL, -- headcounts without a best value
  PRIMARY KEY (key, kind, from_seq)
) STRICT, WITHOUT ROWID;

-- Published events that everybody may see now, counted under all, a country, its acting and its being the target. All days
-- are the first or last of a month.
CREATE TABLE event_tally (
  term     TEXT    NOT NULL,
  earliest INTEGER NOT NULL,
  latest   INTEGER NOT NULL,
  type     INTEGER NOT NULL,
  ends     INTEGER NOT NULL,
  events   INTEGER NOT NULL,
  PRIMARY KEY (term, earliest, latest, type, ends)
) STRICT, WITHOUT ROWID;
