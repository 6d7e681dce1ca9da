-- Sites, who may enter them, and with what.
--
-- `pk` is the small key that other tables point with; `id` is the UUID that the world knows.
-- `auth_epoch` rises with every change to credentials, accounts or memberships that reach the site:
-- a remembered principal is good only while it has not moved. `hook` is told of what happens to
-- content. `repo` is what it is called where sites are repositories (samduke-cms): `owner/name`.

CREATE TABLE sites (
  pk         INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL CONSTRAINT sites_id UNIQUE,
  name       TEXT NOT NULL,
  hook       TEXT,
  cdn_url    TEXT,
  repo       TEXT CONSTRAINT sites_repo UNIQUE,
  auth_epoch INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL
) STRICT;

-- Host names, in lower case and without port, and the site that is asked for there
-- (docs/decisions/017).
CREATE TABLE site_domains (
  domain TEXT PRIMARY KEY,
  site   INTEGER NOT NULL CONSTRAINT site_domains_site REFERENCES sites (pk) ON DELETE CASCADE
) STRICT;

CREATE INDEX site_domains_by_site ON site_domains (site);

-- Who is asked to build a site anew when something of it is published. `id` is the site's own name
-- for the hook; `secret` is sent to it and shown to nobody.
CREATE TABLE deploy_hooks (
  site     INTEGER NOT NULL CONSTRAINT deploy_hooks_site REFERENCES sites (pk) ON DELETE CASCADE,
  id       TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind     TEXT NOT NULL CONSTRAINT deploy_hooks_kind CHECK (kind IN ('generic', 'github')),
  url      TEXT NOT NULL,
  secret   TEXT,
  CONSTRAINT deploy_hooks_pk PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

-- `password` is an argon2id PHC string. `role` is the account's on all its sites, whose memberships
-- carry it too; null where it differs from site to site. With the role admin here an account is the
-- installation's: it passes all sites, listed or not. `auth_epoch` rises with every change to the
-- account, its memberships and its credentials: a caller is good only while it has not moved. Ids
-- are never reused. `built_in` is the site whose editors' shared password it stands for: nobody
-- signs in to such an account by an address, or manages it.
CREATE TABLE accounts (
  pk          INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL CONSTRAINT accounts_id UNIQUE,
  email       TEXT NOT NULL CONSTRAINT accounts_email UNIQUE,
  name        TEXT,
  password    TEXT NOT NULL,
  role        TEXT CONSTRAINT accounts_role CHECK (role IN ('viewer', 'editor', 'developer', 'admin')),
  auth_epoch  INTEGER NOT NULL DEFAULT 1,
  disabled_at TEXT,
  created_at  TEXT NOT NULL,
  built_in    INTEGER CONSTRAINT accounts_built_in UNIQUE REFERENCES sites (pk) ON DELETE CASCADE
) STRICT;

CREATE TABLE memberships (
  account       INTEGER NOT NULL CONSTRAINT memberships_account REFERENCES accounts (pk) ON DELETE CASCADE,
  site          INTEGER NOT NULL CONSTRAINT memberships_site REFERENCES sites (pk) ON DELETE CASCADE,
  role          TEXT NOT NULL CONSTRAINT memberships_role CHECK (role IN ('viewer', 'editor', 'developer', 'admin')),
  allowed_paths TEXT NOT NULL DEFAULT '[]',
  CONSTRAINT memberships_pk PRIMARY KEY (account, site)
) STRICT, WITHOUT ROWID;

CREATE INDEX memberships_by_site ON memberships (site, account);

-- Sessions and API keys. `hash` is the SHA-256 of the secret; the secret itself is nowhere.
-- `prefix` lets people tell keys apart. A plan of 0 has no limit. Without a `site` a key is good
-- for its rows of `credential_sites`, a session for all sites of its account; neither for more than
-- the account is. A key with `repos` is a token: it is good for the sites of its account whose
-- `repo` is among these names (a JSON array; all of them with the name `*`), and its `prefix` is
-- the public part of it, by which its owner names it. `public` is the secret itself of a project's
-- key, which stands in web pages (docs/decisions/020); of all others there is only the hash.
CREATE TABLE credentials (
  pk           INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL CONSTRAINT credentials_id UNIQUE,
  kind         TEXT NOT NULL CONSTRAINT credentials_kind CHECK (kind IN ('api-key', 'session')),
  hash         BLOB NOT NULL CONSTRAINT credentials_hash UNIQUE,
  prefix       TEXT NOT NULL,
  account      INTEGER NOT NULL CONSTRAINT credentials_account REFERENCES accounts (pk) ON DELETE CASCADE,
  site         INTEGER CONSTRAINT credentials_site REFERENCES sites (pk) ON DELETE CASCADE,
  name         TEXT NOT NULL,
  role_cap     TEXT NOT NULL CONSTRAINT credentials_role_cap CHECK (role_cap IN ('viewer', 'editor', 'developer', 'admin')),
  scopes       TEXT NOT NULL,
  per_minute   INTEGER NOT NULL,
  per_day      INTEGER NOT NULL,
  created_at   TEXT NOT NULL,
  expires_at   TEXT,
  repos        TEXT,
  disabled_at  TEXT,
  public       TEXT,
  CONSTRAINT credentials_public CHECK (public IS NULL OR (kind = 'api-key' AND role_cap = 'viewer'))
) STRICT;

CREATE INDEX credentials_by_site ON credentials (site, kind, pk);

CREATE INDEX credentials_by_account ON credentials (account, kind);

CREATE TABLE credential_sites (
  credential INTEGER NOT NULL CONSTRAINT credential_sites_credential REFERENCES credentials (pk) ON DELETE CASCADE,
  site       INTEGER NOT NULL CONSTRAINT credential_sites_site REFERENCES sites (pk) ON DELETE CASCADE,
  CONSTRAINT credential_sites_pk PRIMARY KEY (credential, site)
) STRICT, WITHOUT ROWID;

CREATE INDEX credential_sites_by_site ON credential_sites (site, credential);

-- How much of its plan a credential has leased: the minute and the day that the figures are for
-- (since 1970), the figures, how much the last lease granted, and when that was (which is also when
-- the credential was last seen in use).
CREATE TABLE quotas (
  credential  INTEGER PRIMARY KEY CONSTRAINT quotas_credential REFERENCES credentials (pk) ON DELETE CASCADE,
  minute      INTEGER NOT NULL,
  minute_used INTEGER NOT NULL,
  day         INTEGER NOT NULL,
  day_used    INTEGER NOT NULL,
  granted     INTEGER NOT NULL,
  leased_at   TEXT NOT NULL
) STRICT;

-- Failed logins of late, per client and account and per client: `subject` is a hash of them, never
-- the raw input.
CREATE TABLE attempts (
  subject TEXT PRIMARY KEY,
  period  INTEGER NOT NULL,
  failed  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Failed logins of late with a password that is shared, one row each: `subject` is a hash of the
-- client, `at` the time in milliseconds.
CREATE TABLE failures (
  pk      INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT;

CREATE INDEX failures_by_subject ON failures (subject, at);

CREATE INDEX failures_by_time ON failures (at);

-- Always empty. A batch, or a trigger, states what it demands by inserting what is unmet; the
-- constraint that then fails says which demand it was, and the batch is undone.
CREATE TABLE demands (
  unmet TEXT NOT NULL,
  CONSTRAINT demands_caller CHECK (unmet <> 'caller'),
  CONSTRAINT demands_right CHECK (unmet <> 'right'),
  CONSTRAINT demands_site CHECK (unmet <> 'site'),
  CONSTRAINT demands_account CHECK (unmet <> 'account'),
  CONSTRAINT demands_credential CHECK (unmet <> 'credential'),
  CONSTRAINT demands_role CHECK (unmet <> 'role'),
  CONSTRAINT demands_sites CHECK (unmet <> 'sites'),
  CONSTRAINT demands_members CHECK (unmet <> 'members'),
  CONSTRAINT demands_changes CHECK (unmet <> 'changes')
) STRICT;

-- Nothing that a principal or a caller was made of can change without the epochs of the account and
-- of every site that it reaches rising.

-- Which site a host name leads to is remembered with the epoch of that site. A name that had no
-- site led to the first one.

CREATE TRIGGER site_domains_added AFTER INSERT ON site_domains BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk IN (NEW.site, (SELECT min(pk) FROM sites));
END;

CREATE TRIGGER site_domains_changed AFTER UPDATE ON site_domains BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk IN (OLD.site, NEW.site, (SELECT min(pk) FROM sites));
END;

CREATE TRIGGER site_domains_removed AFTER DELETE ON site_domains BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = OLD.site;
END;

CREATE TRIGGER accounts_changed AFTER UPDATE ON accounts WHEN NEW.auth_epoch = OLD.auth_epoch BEGIN
  UPDATE accounts SET auth_epoch = auth_epoch + 1 WHERE pk = NEW.pk;
  UPDATE memberships SET role = NEW.role WHERE account = NEW.pk AND role <> NEW.role;
  UPDATE sites SET auth_epoch = auth_epoch + 1
   WHERE pk IN (SELECT site FROM memberships WHERE account = NEW.pk
                UNION ALL SELECT pk FROM sites WHERE 'admin' IN (OLD.role, NEW.role));
END;

CREATE TRIGGER accounts_removed BEFORE DELETE ON accounts BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1
   WHERE pk IN (SELECT site FROM memberships WHERE account = OLD.pk
                UNION ALL SELECT pk FROM sites WHERE OLD.role = 'admin');
END;

CREATE TRIGGER memberships_added AFTER INSERT ON memberships BEGIN
  UPDATE accounts SET auth_epoch = auth_epoch + 1 WHERE pk = NEW.account;
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = NEW.site;
END;

CREATE TRIGGER memberships_changed AFTER UPDATE ON memberships BEGIN
  UPDATE accounts SET auth_epoch = auth_epoch + 1 WHERE pk IN (OLD.account, NEW.account);
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk IN (OLD.site, NEW.site);
END;

CREATE TRIGGER memberships_removed AFTER DELETE ON memberships BEGIN
  UPDATE accounts SET auth_epoch = auth_epoch + 1 WHERE pk = OLD.account;
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = OLD.site;
END;

CREATE TRIGGER credentials_changed AFTER UPDATE ON credentials BEGIN
  UPDATE accounts SET auth_epoch = auth_epoch + 1 WHERE pk IN (OLD.account, NEW.account);
  UPDATE sites SET auth_epoch = auth_epoch + 1
   WHERE pk IN (SELECT OLD.site
                UNION ALL SELECT NEW.site
                UNION ALL SELECT site FROM credential_sites WHERE credential = NEW.pk
                UNION ALL SELECT site FROM memberships WHERE account IN (OLD.account, NEW.account) AND NEW.site IS NULL AND (NEW.kind = 'session' OR NEW.repos IS NOT NULL)
                UNION ALL SELECT pk FROM sites WHERE NEW.site IS NULL AND (SELECT role FROM accounts WHERE pk = NEW.account) = 'admin');
END;

CREATE TRIGGER credentials_removed BEFORE DELETE ON credentials BEGIN
  UPDATE accounts SET auth_epoch = auth_epoch + 1 WHERE pk = OLD.account;
  UPDATE sites SET auth_epoch = auth_epoch + 1
   WHERE pk IN (SELECT OLD.site
                UNION ALL SELECT site FROM credential_sites WHERE credential = OLD.pk
                UNION ALL SELECT site FROM memberships WHERE account = OLD.account AND OLD.site IS NULL AND (OLD.kind = 'session' OR OLD.repos IS NOT NULL)
                UNION ALL SELECT pk FROM sites WHERE OLD.site IS NULL AND (SELECT role FROM accounts WHERE pk = OLD.account) = 'admin');
END;

CREATE TRIGGER credential_sites_added AFTER INSERT ON credential_sites BEGIN
  UPDATE accounts SET auth_epoch = auth_epoch + 1 WHERE pk = (SELECT account FROM credentials WHERE pk = NEW.credential);
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = NEW.site;
END;

CREATE TRIGGER credential_sites_changed AFTER UPDATE ON credential_sites BEGIN
  UPDATE accounts SET auth_epoch = auth_epoch + 1 WHERE pk IN (SELECT account FROM credentials WHERE pk IN (OLD.credential, NEW.credential));
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk IN (OLD.site, NEW.site);
END;

CREATE TRIGGER credential_sites_removed AFTER DELETE ON credential_sites BEGIN
  UPDATE accounts SET auth_epoch = auth_epoch + 1 WHERE pk = (SELECT account FROM credentials WHERE pk = OLD.credential);
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = OLD.site;
END;
