-- Autosaves: what somebody has typed and not made an entry of yet. Texts as they were sent, checked
-- by nobody; no reader of content sees them.
--
-- An autosave goes with its collection, and thereby with its site; one of an entry goes with that,
-- too. Both ways are indexed, so that a removal looks at the autosaves that go and at no others.
-- Entries are removed by a trigger, which is why this is a foreign key's work.

-- `entry`: whose next state it may become; NULL, if it may become a new one. `author`: the account
-- that began it.
CREATE TABLE autosaves (
  pk         INTEGER PRIMARY KEY,
  id         TEXT NOT NULL CONSTRAINT autosaves_id UNIQUE,
  collection INTEGER NOT NULL CONSTRAINT autosaves_collection REFERENCES collections (pk) ON DELETE CASCADE,
  entry      INTEGER CONSTRAINT autosaves_entry REFERENCES entries (pk) ON DELETE CASCADE,
  author     TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  data       TEXT NOT NULL
) STRICT;

CREATE INDEX autosaves_by_collection ON autosaves (collection);

CREATE INDEX autosaves_by_entry ON autosaves (entry);
