//! The settings of a site: its name, its hosts, its CDN, its rebuild hooks.

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
    /// Its creation time.
    pub created_at: String,
    /// The CDN that serves its content, if any.
    pub cdn_url: Option<String>,
    /// Its public key, which reads published content, if it is known.
    pub public_key: Option<String>,
    /// Its host names, in alphabetical order.
    pub domains: Vec<String>,
    /// Its rebuild hooks, in the order in which they were sent.
    pub deploy_hooks: Vec<DeployHook>,
}

/// A rebuild hook of a site. Its secret is never shown.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DeployHook {
    /// Its id within the site.
    pub id: String,
    /// Its kind: `generic` or `github`.
    pub kind: String,
    /// Its URL.
    pub url: String,
    /// Whether it has a secret.
    pub has_secret: bool,
}

/// A new rebuild hook. No `Debug`, because it contains a secret.
#[derive(Serialize)]
pub struct NewDeployHook<'a> {
    /// Its id within the site.
    pub id: &'a str,
    /// Its kind.
    pub kind: &'a str,
    /// Its URL.
    pub url: &'a str,
    /// Its secret: `None` keeps the secret of the hook with this id, an empty text removes it.
    pub secret: Option<&'a str>,
}

/// A change of the settings; `None` keeps the value.
#[derive(Default)]
pub struct SettingsChange<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// The CDN; `Some(None)` removes it.
    pub cdn_url: Option<Option<&'a str>>,
    /// All hosts.
    pub domains: Option<&'a [String]>,
    /// All hooks.
    pub deploy_hooks: Option<&'a [NewDeployHook<'a>]>,
}

/// The name of the public key that every new site gets and that can be rotated.
pub const PROJECT_KEY: &str = "project key";

const SELECT: &str = "
    SELECT s.auth_epoch, json_object(
             'id', s.id, 'name', s.name, 'created_at', s.created_at, 'cdn_url', s.cdn_url,
             'public_key', (SELECT c.public FROM credentials AS c
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

/// Changes a site and returns it.
///
/// # Errors
/// `Conflict(Taken)` with the field `domains` if another site has one of them, `Outdated`.
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
        // Unchanged hosts are not written, because each write of a host invalidates cached
        // principals.
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

/// Replaces the public key of the site, or creates the first one.
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
