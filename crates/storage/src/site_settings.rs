//! What a site's administrators say of it: its name, its hosts, its CDN, who builds it anew.

use crate::demands;
use crate::store::{Scope, Store, first};
use serde::{Deserialize, Serialize};
use sqlx_libsql::{Outcome, Statement};
use weft_domain::{Error, Result, SiteId};

/// A site with its settings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SiteSettings {
    /// Its id.
    pub id: SiteId,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: String,
    /// Where its content is served from, if not from here.
    pub cdn_url: Option<String>,
    /// The beginning of its key for reading what is published, if it has one.
    pub key_prefix: Option<String>,
    /// The hosts by which it is found, in order of their names.
    pub domains: Vec<String>,
    /// Who builds it anew, in the order in which they were given.
    pub deploy_hooks: Vec<DeployHook>,
}

/// Who is asked to build a site anew. Its secret is shown to nobody.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DeployHook {
    /// The site's own name for it.
    pub id: String,
    /// How it is asked: `generic` or `github`.
    pub kind: String,
    /// Where.
    pub url: String,
    /// Whether it has a secret.
    pub has_secret: bool,
}

/// A hook as it is set. No `Debug`: it holds a secret.
#[derive(Serialize)]
pub struct NewDeployHook<'a> {
    /// The site's own name for it.
    pub id: &'a str,
    /// How it is asked.
    pub kind: &'a str,
    /// Where.
    pub url: &'a str,
    /// Its secret: `None` keeps the one that a hook of that id has, empty takes it away.
    pub secret: Option<&'a str>,
}

/// What is to change; `None` is as it is.
#[derive(Default)]
pub struct SettingsChange<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// The CDN; `Some(None)` takes it away.
    pub cdn_url: Option<Option<&'a str>>,
    /// All hosts.
    pub domains: Option<&'a [String]>,
    /// All hooks.
    pub deploy_hooks: Option<&'a [NewDeployHook<'a>]>,
}

/// The name of the key that a site is made with, and that is rotated.
pub const PROJECT_KEY: &str = "project key";

const SELECT: &str = "
    SELECT s.auth_epoch, json_object(
             'id', s.id, 'name', s.name, 'created_at', s.created_at, 'cdn_url', s.cdn_url,
             'key_prefix', (SELECT c.prefix FROM credentials AS c
                             WHERE c.site = s.pk AND c.kind = 'api-key' AND c.name = 'project key' AND c.role_cap = 'viewer' ORDER BY c.pk LIMIT 1),
             'domains', json((SELECT json_group_array(domain) FROM (SELECT d.domain FROM site_domains AS d WHERE d.site = s.pk ORDER BY d.domain))),
             'deploy_hooks', json((SELECT json_group_array(json(hook))
                                     FROM (SELECT json_object('id', h.id, 'kind', h.kind, 'url', h.url,
                                                              'has_secret', json(iif(h.secret IS NULL, 'false', 'true'))) AS hook
                                             FROM deploy_hooks AS h WHERE h.site = s.pk ORDER BY h.position))))
      FROM sites AS s WHERE s.pk = ?1";

/// The site.
///
/// # Errors
/// `Outdated`.
pub async fn find(store: &Store<'_>, scope: &Scope) -> Result<SiteSettings> {
    let mut row =
        first(store.quick(Statement::new(SELECT).bind(scope.site)).await?).ok_or(Error::Outdated)?;
    if row.integer()? != scope.epoch {
        return Err(Error::Outdated);
    }
    row.parsed(|text| serde_json::from_str(text).ok())
}

/// Changes a site, and gives it as it is then.
///
/// # Errors
/// `Conflict(Taken)` with the field `domains` when another site has one of them, `Outdated`.
pub async fn update(store: &Store<'_>, scope: &Scope, change: &SettingsChange<'_>) -> Result<SiteSettings> {
    let mut batch = vec![demands::principal(scope)];
    let update = "UPDATE sites SET name = COALESCE(?2, name), cdn_url = iif(?3, ?4, cdn_url) WHERE pk = ?1";
    batch.push(
        Statement::new(update)
            .bind(scope.site)
            .bind(change.name)
            .bind(change.cdn_url.is_some())
            .bind(change.cdn_url.flatten()),
    );
    if let Some(domains) = change.domains {
        // Hosts that stay are not touched: each change of one ends what instances remember.
        let domains = json(domains)?;
        let delete =
            "DELETE FROM site_domains WHERE site = ?1 AND domain NOT IN (SELECT value FROM json_each(?2))";
        batch.push(Statement::new(delete).bind(scope.site).bind(domains.as_str()));
        let insert = "INSERT INTO site_domains (domain, site)
                      SELECT DISTINCT value, ?1 FROM json_each(?2)
                       WHERE value NOT IN (SELECT domain FROM site_domains WHERE site = ?1)";
        batch.push(Statement::new(insert).bind(scope.site).bind(domains));
    }
    if let Some(hooks) = change.deploy_hooks {
        let hooks = json(hooks)?;
        let delete = "DELETE FROM deploy_hooks WHERE site = ?1 AND id NOT IN (SELECT value ->> 'id' FROM json_each(?2))";
        batch.push(Statement::new(delete).bind(scope.site).bind(hooks.as_str()));
        let insert = "INSERT INTO deploy_hooks (site, id, position, kind, url, secret)
                      SELECT ?1, value ->> 'id', key, value ->> 'kind', value ->> 'url', NULLIF(value ->> 'secret', '') FROM json_each(?2) WHERE true
                      ON CONFLICT (site, id) DO UPDATE
                         SET position = excluded.position, kind = excluded.kind, url = excluded.url,
                             secret = CASE (SELECT value ->> 'secret' FROM json_each(?2) WHERE value ->> 'id' = excluded.id)
                                      WHEN '' THEN NULL ELSE COALESCE(excluded.secret, secret) END";
        batch.push(Statement::new(insert).bind(scope.site).bind(hooks));
    }
    batch.push(Statement::new(SELECT).bind(scope.site));
    let last = store.batch(batch).await?.pop().and_then(|outcome: Outcome| first(outcome.rows));
    let mut row = last.ok_or(Error::Outdated)?;
    row.integer()?;
    row.parsed(|text| serde_json::from_str(text).ok())
}

/// Puts a new key for reading what is published in the place of the site's project key, or makes
/// its first one.
///
/// # Errors
/// `Outdated`.
pub async fn replace_key(
    store: &Store<'_>,
    scope: &Scope,
    new: &crate::credentials::NewCredential<'_>,
) -> Result<()> {
    let end = "DELETE FROM credentials
                WHERE site = ?1 AND kind = 'api-key' AND name = 'project key' AND role_cap = 'viewer' AND id <> ?2
                  AND EXISTS (SELECT 1 FROM credentials AS n WHERE n.id = ?2)";
    let end = Statement::new(end).bind(scope.site).bind(new.id);
    let outcomes = store.batch(vec![new.insert(), end]).await?;
    if outcomes.first().is_some_and(|first| first.changes == 1) { Ok(()) } else { Err(Error::Outdated) }
}

fn json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Internal(error.to_string()))
}
