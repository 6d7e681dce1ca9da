-- Collections, entries and what is kept beside them.
--
-- One statement changes an entry; triggers carry the version, the tallies, the audit row, the event
-- and the indexed values, so that they stand or fall with it and a write is one round trip on every
-- pipe (docs/decisions/001). The columns `version`, `actor`, `action` and `request` say what the
-- last write was; the triggers read them.

-- `call_hook`: whether the site's hook is called when entries change. `backdating`: whether an
-- entry may be made with an earlier date. `unique_slug`: whether no entry may take a value of the
-- slug field that another one has. `fields` is the definition as it was sent; `indexed` lists the
-- fields kept in entry_values: [["price",0],["sku",1],["slug",2]], 1 for a unique field, 2 for a
-- unique slug; `relations` says where the fields are that refer to entries and files (`referring`).
-- `origin` says where the collection comes from (`domain::collection::Origin`), `details` is what
-- its API keeps of it beyond the fields. `site` is null while a deleted collection waits for its
-- entries to go (`removals`): no statement that knows a site finds it then.
CREATE TABLE collections (
  pk          INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL CONSTRAINT collections_id UNIQUE,
  site        INTEGER CONSTRAINT collections_site REFERENCES sites (pk) ON DELETE CASCADE,
  name        TEXT NOT NULL,
  label       TEXT NOT NULL,
  description TEXT,
  slug_field  TEXT,
  title_field TEXT,
  icon        TEXT,
  call_hook   INTEGER NOT NULL DEFAULT 0,
  backdating  INTEGER NOT NULL DEFAULT 0,
  unique_slug INTEGER NOT NULL DEFAULT 0,
  origin      TEXT NOT NULL DEFAULT 'registered' CONSTRAINT collections_origin CHECK (origin IN ('registered', 'dynamic', 'inferred')),
  details     TEXT,
  indexed     TEXT NOT NULL DEFAULT '[]',
  relations   TEXT NOT NULL DEFAULT '[]',
  revision    INTEGER NOT NULL,
  created_at  TEXT NOT NULL,
  updated_at  TEXT NOT NULL,
  fields      TEXT NOT NULL,
  CONSTRAINT collections_name UNIQUE (site, name)
) STRICT;

-- Collections that were deleted and whose entries still have to go, a bounded number at a time
-- (docs/decisions/012): who deleted them, when, in which request. An entry of such a collection is
-- seen by nobody.
CREATE TABLE removals (
  collection INTEGER PRIMARY KEY,
  actor      TEXT NOT NULL,
  at         TEXT NOT NULL,
  request    TEXT NOT NULL
) STRICT;

-- How many entries a collection has per status, how often visitors' view of it was written to
-- (`changes`) and how often drafts beside published entries were (`edits`). A row outlives its
-- collection, so that a site's numbers never fall: they are the validators of lists.
CREATE TABLE tallies (
  site       INTEGER NOT NULL,
  collection INTEGER NOT NULL,
  draft      INTEGER NOT NULL DEFAULT 0,
  published  INTEGER NOT NULL DEFAULT 0,
  archived   INTEGER NOT NULL DEFAULT 0,
  changes    INTEGER NOT NULL DEFAULT 1,
  edits      INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT tallies_pk PRIMARY KEY (site, collection)
) STRICT, WITHOUT ROWID;

-- `type` is the collection's name, which never changes. `published_at` is '' while an entry was
-- never published: base columns are never null, so that every order has one definition and one
-- index. No write gives `data` more bytes (`domain::entry::DATA_MAX`) or members
-- (`entries_members_*`) than a new entry may have: changes are merged into it here, and are only
-- then seen as a whole.
--
-- `note` is what the API that wrote last calls its write, if it has a name of its own for it.
--
-- `draft` stands beside `data` while a published entry has edits that were not published
-- (docs/decisions/014); `drafted_at` is when it was written last. Every write raises `revision`;
-- `ahead` is by how many of them the draft is ahead of what visitors see, whose revision is thus
-- `revision - ahead`. `updated_at` is when what visitors see was written. The draft comes last:
-- visitors' reads do not pass over it.
--
-- `page`, `instance` and `component` are the entry's place (docs/decisions/015), which it keeps for
-- as long as it is there; most entries have none.
CREATE TABLE entries (
  pk           INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL CONSTRAINT entries_id UNIQUE,
  site         INTEGER NOT NULL CONSTRAINT entries_site REFERENCES sites (pk) ON DELETE CASCADE,
  collection   INTEGER NOT NULL CONSTRAINT entries_collection REFERENCES collections (pk),
  type         TEXT NOT NULL,
  slug         TEXT NOT NULL,
  status       TEXT NOT NULL CONSTRAINT entries_status CHECK (status IN ('draft', 'published', 'archived')),
  revision     INTEGER NOT NULL,
  author       TEXT NOT NULL,
  published_at TEXT NOT NULL DEFAULT '',
  created_at   TEXT NOT NULL,
  updated_at   TEXT NOT NULL,
  version      TEXT NOT NULL,
  actor        TEXT NOT NULL,
  action       TEXT NOT NULL,
  request      TEXT NOT NULL,
  note         TEXT,
  ahead        INTEGER NOT NULL DEFAULT 0,
  drafted_at   TEXT,
  page         TEXT,
  instance     TEXT,
  component    TEXT,
  data         TEXT NOT NULL,
  draft        TEXT,
  CONSTRAINT entries_data CHECK (octet_length(data) <= 1048576),
  CONSTRAINT entries_draft CHECK (octet_length(draft) <= 1048576),
  CONSTRAINT entries_drafted CHECK ((draft IS NULL) = (drafted_at IS NULL) AND (draft IS NULL OR status = 'published')),
  CONSTRAINT entries_place CHECK ((page IS NULL) = (instance IS NULL) AND (page IS NOT NULL OR component IS NULL)),
  CONSTRAINT entries_published CHECK (status <> 'published' OR published_at <> '')
) STRICT;

CREATE UNIQUE INDEX entries_by_slug ON entries (collection, slug);

CREATE INDEX entries_by_type_created ON entries (collection, status, created_at);

CREATE INDEX entries_by_type_updated ON entries (collection, status, updated_at);

CREATE INDEX entries_by_type_published ON entries (collection, status, published_at);

CREATE INDEX entries_by_site_created ON entries (site, status, created_at);

CREATE INDEX entries_by_site_updated ON entries (site, status, updated_at);

CREATE INDEX entries_by_site_published ON entries (site, status, published_at);

CREATE INDEX entries_by_site_slug ON entries (site, status, slug);

-- Without the entries that stand on no page: these pay nothing for it.
CREATE UNIQUE INDEX entries_by_place ON entries (site, page, instance) WHERE page IS NOT NULL;

-- The last revision of each slug that an entry has given up, by its deletion or for another slug: a
-- new entry of that slug continues it, so that no revision of a slug ever stands for two states.
CREATE TABLE last_revisions (
  collection INTEGER NOT NULL,
  slug       TEXT NOT NULL,
  revision   INTEGER NOT NULL,
  CONSTRAINT last_revisions_pk PRIMARY KEY (collection, slug)
) STRICT, WITHOUT ROWID;

-- The values of indexed fields, one row per entry and field, missing values included: as -1e999,
-- which sorts before every number. An order by a field is a walk along this key; a total is a count
-- of a range of it. `place` says of what the value is, in one number, since a walk compares it at
-- every step: the collection, the field's number in `indexed` and the status (`indexed_values`).
CREATE TABLE entry_values (
  place      INTEGER NOT NULL,
  value      ANY NOT NULL,
  created_at TEXT NOT NULL,
  entry      INTEGER NOT NULL,
  is_unique  INTEGER NOT NULL,
  CONSTRAINT entry_values_pk PRIMARY KEY (place, value, created_at, entry)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX entry_values_unique ON entry_values (place >> 2, value) WHERE is_unique = 1 AND value <> -1e999 AND value <> '';

-- What `entry_values` holds of an entry as it stands in `entries`. The only definition of an
-- indexed value and of its place; `entries::values` has it for statements of other data. `mark` is
-- that of `collections.indexed`.
CREATE VIEW indexed_values (entry, collection, field, mark, place, value, created_at) AS
SELECT e.pk, e.collection, f.key, f.value ->> 1,
       e.collection * 1024 + f.key * 4 + (e.status = 'published') + 2 * (e.status = 'archived'),
       COALESCE(CASE json_type(e.data, '$."' || (f.value ->> 0) || '"') WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE e.data ->> ('$."' || (f.value ->> 0) || '"') END, -1e999),
       e.created_at
  FROM entries AS e
 CROSS JOIN collections AS c ON c.pk = e.collection
 CROSS JOIN json_each(c.indexed) AS f;

-- Which entries refer to what: one row per reference, field and side (the data, or the draft beside
-- it), kept by triggers as the data is written (docs/decisions/018). A target is an entry's id or a
-- file's; it may be gone.
CREATE TABLE entry_references (
  target   TEXT NOT NULL,
  site     INTEGER NOT NULL,
  entry    INTEGER NOT NULL,
  field    TEXT NOT NULL,
  in_draft INTEGER NOT NULL,
  CONSTRAINT entry_references_pk PRIMARY KEY (target, site, entry, field, in_draft)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_references_by_entry ON entry_references (entry);

-- To insert an entry's key here records its references anew. `collections.relations` has a row per
-- relation, `["blocks[].author", "$.\"blocks\"", "$.\"author\""]`: the field's name, then a JSON
-- path per list to walk through; the last one leads to an id or a list of ids.
CREATE VIEW referring (entry) AS SELECT pk FROM entries;

CREATE TRIGGER referring_recorded INSTEAD OF INSERT ON referring BEGIN
  DELETE FROM entry_references WHERE entry = NEW.entry;
  INSERT OR IGNORE INTO entry_references (target, site, entry, field, in_draft)
  WITH RECURSIVE walk (site, field, in_draft, path, step, type, value) AS (
    SELECT e.site, r.value ->> 0, d.key, r.value, 1, 'object', iif(d.key = 0, e.data, e.draft)
      FROM entries AS e
      JOIN collections AS c ON c.pk = e.collection
      JOIN json_each(c.relations) AS r
      JOIN json_each('[0,1]') AS d ON d.key = 0 OR e.draft IS NOT NULL
     WHERE e.pk = NEW.entry
    UNION ALL
    SELECT w.site, w.field, w.in_draft, w.path, w.step + 1, j.type, j.value
      FROM walk AS w
      JOIN json_each(iif(w.type IN ('object', 'array'), w.value, '{}'), w.path ->> w.step) AS j
     WHERE w.step < json_array_length(w.path)
  )
  SELECT lower(value), site, NEW.entry, field, in_draft
    FROM walk
   WHERE step = json_array_length(path) AND type = 'text' AND value GLOB '????????-????-????-????-????????????';
END;

-- What entries were before their last write, each as its editors saw it: of an entry with a draft,
-- the draft, under the status `draft`. The present state is the newest version and stands in
-- `entries` alone.
CREATE TABLE versions (
  entry      INTEGER NOT NULL,
  revision   INTEGER NOT NULL,
  id         TEXT NOT NULL,
  site       INTEGER NOT NULL,
  entry_id   TEXT NOT NULL,
  status     TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  action     TEXT NOT NULL,
  data       TEXT NOT NULL,
  CONSTRAINT versions_pk PRIMARY KEY (entry, revision)
) STRICT;

-- What was done to the entries of a slug, one row per write, whichever entry had the slug: by which
-- write (`note`, else `action`), and the version that it superseded, which is what the entry was
-- before. Of entries that came about under a note there is a row without a version: they were
-- nothing before. `ts` is the time in milliseconds, and rises with every row.
CREATE TABLE changes (
  collection INTEGER NOT NULL,
  slug       TEXT NOT NULL,
  ts         INTEGER NOT NULL,
  action     TEXT NOT NULL,
  entry      INTEGER,
  revision   INTEGER,
  CONSTRAINT changes_pk PRIMARY KEY (collection, slug, ts)
) STRICT, WITHOUT ROWID;

-- Who did what, when. Never changed, never drained.
CREATE TABLE audit (
  seq      INTEGER PRIMARY KEY,
  site     INTEGER NOT NULL,
  at       TEXT NOT NULL,
  actor    TEXT NOT NULL,
  request  TEXT NOT NULL,
  action   TEXT NOT NULL,
  subject  TEXT NOT NULL,
  revision INTEGER NOT NULL
) STRICT;

-- The outbox: what happened to content and nobody has been told yet. `seq` is the audit row's.
-- `entry_pk` and `revision` lead to the state at the event, which stands in `entries` or `versions`
-- and is not copied; events of content types and of pages have no `entry_pk`. `page` is the page
-- that has changed, if there is one.
CREATE TABLE events (
  seq      INTEGER PRIMARY KEY,
  site     INTEGER NOT NULL,
  at       TEXT NOT NULL,
  kind     TEXT NOT NULL,
  type     TEXT NOT NULL,
  entry    TEXT NOT NULL,
  slug     TEXT NOT NULL,
  status   TEXT NOT NULL,
  revision INTEGER NOT NULL,
  entry_pk INTEGER,
  page     TEXT
) STRICT;

CREATE TRIGGER collections_created AFTER INSERT ON collections BEGIN
  INSERT INTO tallies (site, collection) VALUES (NEW.site, NEW.pk);
END;

CREATE TRIGGER entries_created AFTER INSERT ON entries BEGIN
  UPDATE tallies
     SET draft = draft + (NEW.status = 'draft'),
         published = published + (NEW.status = 'published'),
         archived = archived + (NEW.status = 'archived'),
         changes = changes + 1
   WHERE site = NEW.site AND collection = NEW.collection;
  INSERT INTO audit (site, at, actor, request, action, subject, revision)
  VALUES (NEW.site, NEW.updated_at, NEW.actor, NEW.request, NEW.action, NEW.id, NEW.revision);
  INSERT INTO events (seq, site, at, kind, type, entry, slug, status, revision, entry_pk, page)
  VALUES (last_insert_rowid(), NEW.site, NEW.updated_at, NEW.action, NEW.type, NEW.id, NEW.slug, NEW.status, NEW.revision, NEW.pk, NEW.page);
  INSERT INTO entry_values (place, value, created_at, entry, is_unique)
  SELECT place, value, created_at, entry, MIN(mark, 1) FROM indexed_values WHERE entry = NEW.pk;
END;

-- `domain::json::MEMBERS_MAX`. In less than 6,000 bytes there are no more than 1,000 members.
CREATE TRIGGER entries_members_created BEFORE INSERT ON entries WHEN octet_length(NEW.data) >= 6000 BEGIN
  INSERT INTO demands (unmet) SELECT 'members' WHERE (SELECT count(*) FROM json_each(NEW.data)) > 1000;
END;

CREATE TRIGGER entries_members_changed BEFORE UPDATE OF data ON entries WHEN octet_length(NEW.data) >= 6000 BEGIN
  INSERT INTO demands (unmet) SELECT 'members' WHERE (SELECT count(*) FROM json_each(NEW.data)) > 1000;
END;

CREATE TRIGGER entries_members_drafted BEFORE UPDATE OF draft ON entries WHEN octet_length(NEW.draft) >= 6000 BEGIN
  INSERT INTO demands (unmet) SELECT 'members' WHERE (SELECT count(*) FROM json_each(NEW.draft)) > 1000;
END;

-- Every write raises `revision`. What the entry was goes into `versions`. A write of the draft
-- alone changes nothing for visitors. An edit of the status that makes an entry visible, or
-- invisible, is an event of that kind.
CREATE TRIGGER entries_changed AFTER UPDATE OF revision ON entries BEGIN
  INSERT INTO versions (entry, revision, id, site, entry_id, status, created_at, created_by, action, data)
  VALUES (OLD.pk, OLD.revision, OLD.version, OLD.site, OLD.id, iif(OLD.draft IS NULL, OLD.status, 'draft'),
          COALESCE(OLD.drafted_at, OLD.updated_at), OLD.actor, OLD.action, COALESCE(OLD.draft, OLD.data));
  UPDATE tallies
     SET draft = draft + (NEW.status = 'draft') - (OLD.status = 'draft'),
         published = published + (NEW.status = 'published') - (OLD.status = 'published'),
         archived = archived + (NEW.status = 'archived') - (OLD.status = 'archived'),
         changes = changes + (NEW.ahead = 0),
         edits = edits + (NEW.ahead > 0)
   WHERE site = NEW.site AND collection = NEW.collection;
  INSERT INTO audit (site, at, actor, request, action, subject, revision)
  VALUES (NEW.site, COALESCE(NEW.drafted_at, NEW.updated_at), NEW.actor, NEW.request, NEW.action, NEW.id, NEW.revision);
  INSERT INTO events (seq, site, at, kind, type, entry, slug, status, revision, entry_pk, page)
  VALUES (last_insert_rowid(), NEW.site, COALESCE(NEW.drafted_at, NEW.updated_at),
          CASE WHEN NEW.action = 'update' AND NEW.status = 'published' AND OLD.status <> 'published' THEN 'publish'
               WHEN NEW.action = 'update' AND NEW.status <> 'published' AND OLD.status = 'published' THEN 'unpublish'
               ELSE NEW.action END,
          NEW.type, NEW.id, NEW.slug, NEW.status, NEW.revision, NEW.pk, NEW.page);
END;

CREATE TRIGGER changes_created AFTER INSERT ON entries WHEN NEW.note IS NOT NULL BEGIN
  INSERT INTO changes (collection, slug, ts, action)
  SELECT NEW.collection, NEW.slug,
         max(COALESCE(CAST(round(1000 * unixepoch(NEW.updated_at, 'subsec')) AS INTEGER), 0),
             COALESCE((SELECT 1 + max(ts) FROM changes WHERE collection = NEW.collection AND slug = NEW.slug), 0)),
         NEW.note;
END;

-- Not of a deleted collection, whose changes nobody can ask for.
CREATE TRIGGER changes_made AFTER UPDATE OF revision ON entries WHEN NEW.collection NOT IN (SELECT collection FROM removals) BEGIN
  INSERT INTO changes (collection, slug, ts, action, entry, revision)
  SELECT OLD.collection, OLD.slug,
         max(COALESCE(CAST(round(1000 * unixepoch(COALESCE(NEW.drafted_at, NEW.updated_at), 'subsec')) AS INTEGER), 0),
             COALESCE((SELECT 1 + max(ts) FROM changes WHERE collection = OLD.collection AND slug = OLD.slug), 0)),
         COALESCE(NEW.note, NEW.action), OLD.pk, OLD.revision;
END;

CREATE TRIGGER entries_renamed AFTER UPDATE OF slug ON entries WHEN NEW.slug <> OLD.slug BEGIN
  INSERT INTO last_revisions (collection, slug, revision) VALUES (OLD.collection, OLD.slug, NEW.revision)
  ON CONFLICT (collection, slug) DO UPDATE SET revision = excluded.revision;
END;

-- Before a write the row has its old values, after it the new ones. `value` is first in the list:
-- SQLite 3.40 uses the whole key only if the first column has no type.
CREATE TRIGGER entries_unvalued BEFORE UPDATE OF status, data ON entries
WHEN NEW.ahead = 0 AND NEW.action <> 'delete' AND (SELECT indexed FROM collections WHERE pk = NEW.collection) <> '[]' BEGIN
  DELETE FROM entry_values
   WHERE (value, place, created_at, entry) IN (SELECT value, place, created_at, entry FROM indexed_values WHERE entry = OLD.pk);
END;

CREATE TRIGGER entries_revalued AFTER UPDATE OF status, data ON entries
WHEN NEW.ahead = 0 AND NEW.action <> 'delete' AND (SELECT indexed FROM collections WHERE pk = NEW.collection) <> '[]' BEGIN
  INSERT INTO entry_values (place, value, created_at, entry, is_unique)
  SELECT place, value, created_at, entry, MIN(mark, 1) FROM indexed_values WHERE entry = NEW.pk;
END;

CREATE TRIGGER entries_referring AFTER INSERT ON entries
WHEN (SELECT relations FROM collections WHERE pk = NEW.collection) <> '[]' BEGIN
  INSERT INTO referring (entry) VALUES (NEW.pk);
END;

CREATE TRIGGER entries_referring_changed AFTER UPDATE OF data, draft ON entries
WHEN NEW.action <> 'delete' AND (OLD.data <> NEW.data OR OLD.draft IS NOT NEW.draft)
 AND (SELECT relations FROM collections WHERE pk = NEW.collection) <> '[]' BEGIN
  INSERT INTO referring (entry) VALUES (NEW.pk);
END;

-- A deletion is an update whose action is 'delete', so that it has an actor, an audit row and an
-- event like any other write.
CREATE TRIGGER entries_deleted AFTER UPDATE OF revision ON entries WHEN NEW.action = 'delete' BEGIN
  INSERT INTO last_revisions (collection, slug, revision)
  SELECT NEW.collection, NEW.slug, NEW.revision WHERE NEW.collection NOT IN (SELECT collection FROM removals)
  ON CONFLICT (collection, slug) DO UPDATE SET revision = excluded.revision;
  DELETE FROM entries WHERE pk = NEW.pk;
END;

CREATE TRIGGER entries_devalued BEFORE DELETE ON entries BEGIN
  DELETE FROM entry_values
   WHERE (value, place, created_at, entry) IN (SELECT value, place, created_at, entry FROM indexed_values WHERE entry = OLD.pk);
END;

CREATE TRIGGER entries_removed AFTER DELETE ON entries BEGIN
  DELETE FROM entry_references WHERE entry = OLD.pk;
  UPDATE tallies
     SET draft = draft - (OLD.status = 'draft'),
         published = published - (OLD.status = 'published'),
         archived = archived - (OLD.status = 'archived')
   WHERE site = OLD.site AND collection = OLD.collection AND collection NOT IN (SELECT collection FROM removals);
END;
