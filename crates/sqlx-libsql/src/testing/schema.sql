-- The tables of the shared suite.
DROP TABLE IF EXISTS suite_child;
DROP TABLE IF EXISTS suite_parent;
DROP TABLE IF EXISTS suite_value;
DROP TABLE IF EXISTS suite_log;

CREATE TABLE suite_log (
  id INTEGER PRIMARY KEY,
  what TEXT NOT NULL
) STRICT;

-- No affinity: what comes back is what went in.
CREATE TABLE suite_value (
  id INTEGER PRIMARY KEY,
  value ANY
) STRICT;

CREATE TABLE suite_parent (
  id INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  slug TEXT NOT NULL,
  age INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT suite_parent_age CHECK (age >= 0)
) STRICT;

CREATE UNIQUE INDEX suite_parent_by_slug ON suite_parent (site, slug);

CREATE TABLE suite_child (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  parent_id INTEGER NOT NULL,
  later_id INTEGER,
  CONSTRAINT suite_child_parent FOREIGN KEY (parent_id) REFERENCES suite_parent (id),
  CONSTRAINT suite_child_later FOREIGN KEY (later_id) REFERENCES suite_parent (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE UNIQUE INDEX suite_child_by_name ON suite_child (lower(name));

CREATE TRIGGER suite_child_log AFTER INSERT ON suite_child BEGIN
  INSERT INTO suite_log (what) VALUES (CASE WHEN NEW.name = '' THEN 'nameless' ELSE NEW.name END);
  SELECT RAISE(ABORT, 'suite: not this name') WHERE NEW.name = 'forbidden';
END;
