-- Events that opened to everyone by themselves, by the commit that opened them: the feed shows them there, since no version does.
CREATE TABLE opened (
  seq INTEGER NOT NULL,
  n   INTEGER NOT NULL,  -- place within the commit, from 1
  key INTEGER NOT NULL,
  PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID;
