-- Who is told of what happens to content, and what became of it (docs/decisions/019).
--
-- An event becomes one delivery per receiver that wants it (dispatch). Of the deliveries that wait,
-- to one receiver and of one entry, only the first has a `due_at`: so their order is kept, and
-- finding what is due never passes over what is not.

-- How far the events were dispatched, when old deliveries were last removed, and the secret with
-- which components of this installation ask for a tick. `upto` is the end of the dispatch that is
-- going on, inside its batch.
CREATE TABLE outbox (
  one         INTEGER PRIMARY KEY CONSTRAINT outbox_one CHECK (one = 1),
  dispatched  INTEGER NOT NULL,
  upto        INTEGER NOT NULL,
  pruned_at   TEXT NOT NULL,
  tick_secret TEXT NOT NULL
) STRICT;

INSERT INTO outbox (one, dispatched, upto, pruned_at, tick_secret) VALUES (1, 0, 0, '', lower(hex(randomblob(32))));

-- Receivers. `kind` says what they get: `webhook` is R3's, which clients manage. The others follow
-- a site's settings, by the triggers below: `site-hook` is SnowCMS's; `deploy`, `github` (deploy
-- hooks, whose id is the `name`) and `purge` (a CDN's) are InlineCMS's. One `purge` has no site:
-- that of the operator, for all sites without their own. `events` and `types` are JSON arrays,
-- which matter to webhooks alone; no type means all types. A receiver is not told of the events up
-- to `since`. `ready_at` is when something may be claimed for it: the earliest `due_at` of its
-- deliveries, or, while a drain has leased it, the end of that lease; null when nothing waits, or
-- when it is disabled. `failing_since` is the first failure since the last success.
CREATE TABLE webhooks (
  pk              INTEGER PRIMARY KEY AUTOINCREMENT,
  id              TEXT NOT NULL CONSTRAINT webhooks_id UNIQUE,
  site            INTEGER CONSTRAINT webhooks_site REFERENCES sites (pk) ON DELETE CASCADE,
  kind            TEXT NOT NULL CONSTRAINT webhooks_kind CHECK (kind IN ('webhook', 'site-hook', 'deploy', 'github', 'purge')),
  name            TEXT NOT NULL,
  url             TEXT NOT NULL,
  events          TEXT NOT NULL,
  types           TEXT NOT NULL,
  is_enabled      INTEGER NOT NULL DEFAULT 1,
  disabled_reason TEXT,
  since           INTEGER NOT NULL,
  failing_since   TEXT,
  ready_at        TEXT,
  lease           TEXT,
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL,
  CONSTRAINT webhooks_of_site CHECK (site IS NOT NULL OR kind = 'purge')
) STRICT;

CREATE INDEX webhooks_by_site ON webhooks (site, kind, pk);

CREATE UNIQUE INDEX webhooks_site_hook ON webhooks (site) WHERE kind = 'site-hook';

CREATE UNIQUE INDEX webhooks_deploy ON webhooks (site, name) WHERE kind IN ('deploy', 'github');

CREATE UNIQUE INDEX webhooks_purge ON webhooks (COALESCE(site, 0)) WHERE kind = 'purge';

CREATE INDEX webhooks_by_ready ON webhooks (ready_at) WHERE ready_at IS NOT NULL;

CREATE INDEX webhooks_by_lease ON webhooks (lease) WHERE lease IS NOT NULL;

-- What deliveries are signed with: readable, since a signature needs the secret itself. A table of
-- its own, which only `webhooks/claim.rs` reads. Secrets of deploy hooks stand in `deploy_hooks`.
-- `previous` signs too, until `previous_until`.
CREATE TABLE webhook_secrets (
  webhook        INTEGER PRIMARY KEY CONSTRAINT webhook_secrets_webhook REFERENCES webhooks (pk) ON DELETE CASCADE,
  secret         TEXT NOT NULL,
  previous       TEXT,
  previous_until TEXT
) STRICT;

-- `id` is the message's, over all its attempts and replays. `event` leads to what is told; without
-- one, `body` is what is told. `entry` is what the order is kept of. `attempts` counts all
-- attempts, `tries` those of the present round of the schedule: a replay begins another.
CREATE TABLE deliveries (
  pk         INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL CONSTRAINT deliveries_id UNIQUE,
  webhook    INTEGER NOT NULL CONSTRAINT deliveries_webhook REFERENCES webhooks (pk) ON DELETE CASCADE,
  event      INTEGER,
  name       TEXT NOT NULL,
  entry      TEXT NOT NULL,
  status     TEXT NOT NULL CONSTRAINT deliveries_status CHECK (status IN ('pending', 'delivered', 'failed')),
  attempts   INTEGER NOT NULL DEFAULT 0,
  tries      INTEGER NOT NULL DEFAULT 0,
  due_at     TEXT,
  created_at TEXT NOT NULL,
  body       TEXT
) STRICT;

CREATE UNIQUE INDEX deliveries_by_event ON deliveries (event, webhook, name) WHERE event IS NOT NULL;

CREATE INDEX deliveries_by_webhook ON deliveries (webhook, pk);

CREATE INDEX deliveries_waiting ON deliveries (webhook, entry, pk) WHERE status = 'pending';

CREATE INDEX deliveries_due ON deliveries (webhook, due_at) WHERE due_at IS NOT NULL;

CREATE INDEX deliveries_by_age ON deliveries (created_at);

-- What was sent and what came back: `headers` without secrets, as a JSON object; `response` is cut.
-- The body that was sent is the delivery's, and not copied.
CREATE TABLE delivery_attempts (
  delivery    INTEGER NOT NULL CONSTRAINT delivery_attempts_delivery REFERENCES deliveries (pk) ON DELETE CASCADE,
  number      INTEGER NOT NULL,
  started_at  TEXT NOT NULL,
  duration_ms INTEGER NOT NULL,
  url         TEXT NOT NULL,
  headers     TEXT NOT NULL,
  status      INTEGER,
  response    TEXT,
  error       TEXT,
  CONSTRAINT delivery_attempts_pk PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;

-- Whatever makes a delivery due makes its receiver ready, unless a drain has it: that drain looks
-- again when it is done.
CREATE TRIGGER deliveries_added AFTER INSERT ON deliveries WHEN NEW.due_at IS NOT NULL BEGIN
  UPDATE webhooks SET ready_at = NEW.due_at
   WHERE pk = NEW.webhook AND is_enabled = 1 AND lease IS NULL AND (ready_at IS NULL OR ready_at > NEW.due_at);
END;

CREATE TRIGGER deliveries_moved AFTER UPDATE OF due_at ON deliveries WHEN NEW.due_at IS NOT NULL BEGIN
  UPDATE webhooks SET ready_at = NEW.due_at
   WHERE pk = NEW.webhook AND is_enabled = 1 AND lease IS NULL AND (ready_at IS NULL OR ready_at > NEW.due_at);
END;

-- An event goes with the last of its deliveries.
CREATE TRIGGER deliveries_removed AFTER DELETE ON deliveries
WHEN OLD.event IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deliveries WHERE event = OLD.event) BEGIN
  DELETE FROM events WHERE seq = OLD.event;
END;

-- Principals know whether their site has receivers (`identity`), so that instances ask for a tick
-- only after writes that somebody may be told of. A receiver that goes leaves them as they are.
CREATE TRIGGER webhooks_added AFTER INSERT ON webhooks WHEN NEW.is_enabled = 1 BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = NEW.site OR NEW.site IS NULL;
END;

CREATE TRIGGER webhooks_enabled AFTER UPDATE OF is_enabled ON webhooks WHEN NEW.is_enabled = 1 AND OLD.is_enabled = 0 BEGIN
  UPDATE sites SET auth_epoch = auth_epoch + 1 WHERE pk = NEW.site;
END;

-- A hook that is set again starts anew. No client sees the ids and the times of these receivers.
CREATE TRIGGER sites_hook_created AFTER INSERT ON sites WHEN NEW.hook IS NOT NULL BEGIN
  INSERT INTO webhooks (id, site, kind, name, url, events, types, since, created_at, updated_at)
  SELECT lower(hex(randomblob(16))), NEW.pk, 'site-hook', '', NEW.hook, '[]', '[]', COALESCE(max(seq), 0), '', '' FROM audit;
END;

CREATE TRIGGER sites_hook_changed AFTER UPDATE OF hook ON sites BEGIN
  DELETE FROM webhooks WHERE site = NEW.pk AND kind = 'site-hook' AND (NEW.hook IS NULL OR url <> NEW.hook OR is_enabled = 0);
  INSERT INTO webhooks (id, site, kind, name, url, events, types, since, created_at, updated_at)
  SELECT lower(hex(randomblob(16))), NEW.pk, 'site-hook', '', NEW.hook, '[]', '[]', COALESCE((SELECT max(seq) FROM audit), 0), '', ''
   WHERE NEW.hook IS NOT NULL AND NOT EXISTS (SELECT 1 FROM webhooks WHERE site = NEW.pk AND kind = 'site-hook');
END;

CREATE TRIGGER sites_cdn_changed AFTER UPDATE OF cdn_url ON sites BEGIN
  DELETE FROM webhooks WHERE site = NEW.pk AND kind = 'purge' AND (NEW.cdn_url IS NULL OR url <> NEW.cdn_url OR is_enabled = 0);
  INSERT INTO webhooks (id, site, kind, name, url, events, types, since, created_at, updated_at)
  SELECT lower(hex(randomblob(16))), NEW.pk, 'purge', '', NEW.cdn_url, '[]', '[]', COALESCE((SELECT max(seq) FROM audit), 0), '', ''
   WHERE NEW.cdn_url IS NOT NULL AND NOT EXISTS (SELECT 1 FROM webhooks WHERE site = NEW.pk AND kind = 'purge');
END;

CREATE TRIGGER deploy_hooks_added AFTER INSERT ON deploy_hooks BEGIN
  INSERT INTO webhooks (id, site, kind, name, url, events, types, since, created_at, updated_at)
  SELECT lower(hex(randomblob(16))), NEW.site, iif(NEW.kind = 'github', 'github', 'deploy'), NEW.id, NEW.url, '[]', '[]',
         COALESCE(max(seq), 0), '', '' FROM audit;
END;

CREATE TRIGGER deploy_hooks_changed AFTER UPDATE ON deploy_hooks BEGIN
  DELETE FROM webhooks
   WHERE site = NEW.site AND name = NEW.id AND kind IN ('deploy', 'github')
     AND (url <> NEW.url OR kind <> iif(NEW.kind = 'github', 'github', 'deploy') OR is_enabled = 0);
  INSERT INTO webhooks (id, site, kind, name, url, events, types, since, created_at, updated_at)
  SELECT lower(hex(randomblob(16))), NEW.site, iif(NEW.kind = 'github', 'github', 'deploy'), NEW.id, NEW.url, '[]', '[]',
         COALESCE((SELECT max(seq) FROM audit), 0), '', ''
   WHERE NOT EXISTS (SELECT 1 FROM webhooks WHERE site = NEW.site AND name = NEW.id AND kind IN ('deploy', 'github'));
END;

CREATE TRIGGER deploy_hooks_removed AFTER DELETE ON deploy_hooks BEGIN
  DELETE FROM webhooks WHERE site = OLD.site AND name = OLD.id AND kind IN ('deploy', 'github');
END;
