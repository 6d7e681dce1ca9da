-- The tables of the ceiling: nothing in them is worked out when it is read. `doc` is the answer,
-- letter by letter.

CREATE TABLE credentials (
  hash BLOB PRIMARY KEY,
  site INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sites (
  pk      INTEGER PRIMARY KEY,
  author  TEXT NOT NULL,
  changes INTEGER NOT NULL,
  total   INTEGER NOT NULL
) STRICT;

CREATE TABLE entries (
  pk         INTEGER PRIMARY KEY,
  id         TEXT NOT NULL CONSTRAINT entries_id UNIQUE,
  site       INTEGER NOT NULL,
  slug       TEXT NOT NULL,
  category   TEXT NOT NULL,
  price      REAL NOT NULL,
  created_at TEXT NOT NULL,
  etag       TEXT NOT NULL,
  doc        TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX entries_by_slug ON entries (site, slug);
CREATE INDEX entries_by_category ON entries (site, category, created_at);
CREATE INDEX entries_by_price ON entries (site, price, created_at);
CREATE INDEX entries_by_created ON entries (site, created_at);

-- Where new entries go: one row and the one index without which a slug could be taken twice.
CREATE TABLE created (
  pk   INTEGER PRIMARY KEY,
  id   TEXT NOT NULL,
  site INTEGER NOT NULL,
  slug TEXT NOT NULL,
  etag TEXT NOT NULL,
  doc  TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX created_by_slug ON created (site, slug);
