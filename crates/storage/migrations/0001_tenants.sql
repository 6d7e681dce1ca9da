-- Sites, who may enter them, and with what.
--
-- `pk` is the small key that other tables point with; `id` is the UUID that the world knows. `auth_epoch` rises with every change to
-- credentials, accounts or memberships of the site: a remembered principal is good only while it has not moved.

CREATE TABLE sites (
  pk         INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL CONSTRAINT sites_id UNIQUE,
  name       TEXT NOT NULL,
  auth_epoch INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL
) STRICT;

-- `password` is an argon2id PHC string. An account is never deleted in place of being disabled; ids are never reused.
CREATE TABLE accounts (
  pk          INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL CONSTRAINT accounts_id UNIQUE,
  email       TEXT NOT NULL CONSTRAINT accounts_email UNIQUE,
  name        TEXT,
  password    TEXT NOT NULL,
  disabled_at TEXT,
  created_at  TEXT NOT NULL
) STRICT;

CREATE TABLE memberships (
  account       INTEGER NOT NULL CONSTRAINT memberships_account REFERENCES accounts (pk) ON DELETE CASCADE,
  site          INTEGER NOT NULL CONSTRAINT memberships_site REFERENCES sites (pk) ON DELETE CASCADE,
  role          TEXT NOT NULL CONSTRAINT memberships_role CHECK (role IN ('viewer', 'editor', 'developer', 'admin')),
  allowed_paths TEXT NOT NULL DEFAULT '[]',
  CONSTRAINT memberships_pk PRIMARY KEY (account, site)
) STRICT, WITHOUT ROWID;

CREATE INDEX memberships_by_site ON memberships (site, account);

-- Sessions and API keys. `hash` is the SHA-256 of the secret; the secret itself is nowhere. `prefix` lets people tell keys apart.
-- A plan of 0 has no limit.
CREATE TABLE credentials (
  pk           INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL CONSTRAINT credentials_id UNIQUE,
  kind         TEXT NOT NULL CONSTRAINT credentials_kind CHECK (kind IN ('api-key', 'session')),
  hash         BLOB NOT NULL CONSTRAINT credentials_hash UNIQUE,
  prefix       TEXT NOT NULL,
  account      INTEGER NOT NULL CONSTRAINT credentials_account REFERENCES accounts (pk) ON DELETE CASCADE,
  site         INTEGER NOT NULL CONSTRAINT credentials_site REFERENCES sites (pk) ON DELETE CASCADE,
  name         TEXT NOT NULL,
  role_cap     TEXT NOT NULL CONSTRAINT credentials_role_cap CHECK (role_cap IN ('viewer', 'editor', 'developer', 'admin')),
  scopes       TEXT NOT NULL,
  per_minute   INTEGER NOT NULL,
  per_day      INTEGER NOT NULL,
  created_at   TEXT NOT NULL,
  expires_at   TEXT
) STRICT;

CREATE INDEX credentials_by_site ON credentials (site, kind, pk);

CREATE INDEX credentials_by_account ON credentials (account, kind);

-- How much of its plan a credential has leased: the minute and the day that the figures are for (since 1970), the figures, how much
-- the last lease granted, and when that was (which is also when the credential was last seen in use).
CREATE TABLE quotas (
  credential  INTEGER PRIMARY KEY CONSTRAINT quotas_credential REFERENCES credentials (pk) ON DELETE CASCADE,
  minute      INTEGER NOT NULL,
  minute_used INTEGER NOT NULL,
  day         INTEGER NOT NULL,
  day_used    INTEGER NOT NULL,
  granted     INTEGER NOT NULL,
  leased_at   TEXT NOT NULL
) STRICT;

-- Failed logins of late, per client and account and per client: `subject` is a hash of them, never the raw input.
CREATE TABLE attempts (
  subject TEXT PRIMARY KEY,
  period  INTEGER NOT NULL,
  failed  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Nothing that a principal was made of can change without its site's epoch rising.

CREATE TRIGGER credentials_changed AFTER UPDATE ON credentials BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = NEW.site;
END;

CREATE TRIGGER credentials_removed AFTER DELETE ON credentials BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = OLD.site;
END;

CREATE TRIGGER memberships_changed AFTER UPDATE ON memberships BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = NEW.site;
END;

CREATE TRIGGER memberships_removed AFTER DELETE ON memberships BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = OLD.site;
END;

CREATE TRIGGER accounts_changed AFTER UPDATE ON accounts BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk IN (SELECT site FROM memberships WHERE account = NEW.pk);
END;
