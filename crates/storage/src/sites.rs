//! Sites: created by onboarding or by an administrator of the installation.

use crate::accounts::NewAccount;
use crate::credentials::NewCredential;
use crate::demands::{self, Standing};
use crate::listing::{Page, found, listed, window};
use crate::store::{Store, first};
use sqlx_libsql::{Statement, Value};
use weft_domain::{Error, Kind, Result, SiteId};

/// The bound name of a repository, with the end of the site's id (`?1`) as a suffix if another site
/// has the name.
macro_rules! free_repo {
    ($repo:literal) => {
        concat!(
            $repo,
            " || iif(EXISTS (SELECT 1 FROM sites WHERE repo = ",
            $repo,
            "), '-' || substr(?1, 29), '')"
        )
    };
}

/// A new site.
pub struct NewSite<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its name as a repository, unless another site has it.
    pub repo: &'a str,
}

/// Whether any site exists.
///
/// # Errors
/// If the database fails.
pub async fn exists(store: &Store<'_>) -> Result<bool> {
    Ok(first(store.quick(Statement::new("SELECT 1 FROM sites LIMIT 1")).await?).is_some())
}

/// Creates a site with its first administrator and its first key, atomically.
///
/// With `only_first`, only if no site exists; the statement checks it, so of two concurrent
/// requests one succeeds.
///
/// # Errors
/// `Forbidden` if `only_first` and a site exists; `Conflict(Taken)` if the e-mail address has an
/// account.
pub async fn create(
    store: &Store<'_>,
    site: &NewSite<'_>,
    admin: &NewAccount<'_>,
    key: &NewCredential<'_>,
    only_first: bool,
) -> Result<()> {
    let insert = concat!(
        "INSERT INTO sites (id, name, created_at, repo) SELECT ?1, ?2, ?3, ",
        free_repo!("?5"),
        " WHERE ?4 = 0 OR NOT EXISTS (SELECT 1 FROM sites)"
    );
    let member = "INSERT INTO memberships (account, site, role)
                  SELECT a.pk, s.pk, 'admin' FROM accounts AS a, sites AS s WHERE a.id = ?1 AND s.id = ?2";
    let outcome = store
        .batch(vec![
            Statement::new(insert)
                .bind(site.id)
                .bind(site.name)
                .bind(admin.created_at)
                .bind(i64::from(only_first))
                .bind(site.repo),
            admin.insert_if_site(site.id),
            Statement::new(member).bind(admin.id).bind(site.id),
            key.insert(),
        ])
        .await?;
    match outcome.first() {
        Some(first) if first.changes == 1 => Ok(()),
        _ => Err(Error::Forbidden { needs: "an invitation: this installation takes no new sites" }),
    }
}

/// A site, as callers above the sites see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its name.
    pub name: String,
    /// The URL of its webhook.
    pub hook: Option<String>,
}

fn site((id, name, hook): (SiteId, String, Option<String>)) -> Site {
    Site { id, name, hook }
}

/// A page of sites, oldest first, and their total: all sites, or those in `of`.
///
/// # Errors
/// If the database fails.
pub async fn list(store: &Store<'_>, of: Option<&[SiteId]>, page: Page) -> Result<(Vec<Site>, u64)> {
    const ALL: &str = "
        SELECT (SELECT count(*) FROM sites),
               (SELECT json_group_array(json(v))
                  FROM (SELECT json_array(id, name, hook) AS v FROM sites ORDER BY id LIMIT ?1 OFFSET ?2))";
    const SOME: &str = "
        SELECT (SELECT count(*) FROM json_each(?3) AS j JOIN sites AS s ON s.id = j.value),
               (SELECT json_group_array(json(v))
                  FROM (SELECT json_array(s.id, s.name, s.hook) AS v
                          FROM json_each(?3) AS j JOIN sites AS s ON s.id = j.value
                         ORDER BY s.id LIMIT ?1 OFFSET ?2))";
    let statement = Statement::new(if of.is_some() { SOME } else { ALL });
    let statement =
        statement.bind_all(window(page).map(Value::from)).bind_all(of.map(demands::json).map(Value::from));
    let (sites, total) = listed(store.run(statement).await?)?.unwrap_or_default();
    Ok((sites.into_iter().map(site).collect(), total))
}

/// A site.
///
/// # Errors
/// If the database fails.
pub async fn find(store: &Store<'_>, id: SiteId) -> Result<Option<Site>> {
    let select = "SELECT json_array(id, name, hook) FROM sites WHERE id = ?1";
    Ok(found(store.quick(Statement::new(select).bind(id.to_string())).await?)?.map(site))
}

/// Creates a site without members.
///
/// # Errors
/// `Outdated`.
pub async fn add(store: &Store<'_>, standing: &Standing, new: &Site, repo: &str, now: &str) -> Result<()> {
    let insert = concat!(
        "INSERT INTO sites (id, name, hook, created_at, repo) VALUES (?1, ?2, ?3, ?4, ",
        free_repo!("?5"),
        ")"
    );
    let insert = Statement::new(insert)
        .bind(new.id.to_string())
        .bind(new.name.as_str())
        .bind(new.hook.as_deref())
        .bind(now)
        .bind(repo);
    store.batch(vec![standing.demand(), insert]).await.map(drop)
}

/// Replaces the name and the hook of a site. With `as_developer`, only if the caller's role on that
/// site permits it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Outdated`.
pub async fn update(store: &Store<'_>, standing: &Standing, new: &Site, as_developer: bool) -> Result<()> {
    let id = new.id.to_string();
    let mut batch = vec![standing.demand(), demands::site(new.id)];
    batch.extend(as_developer.then(|| standing.demand_developer(&id)));
    batch.push(
        Statement::new("UPDATE sites SET name = ?2, hook = ?3 WHERE id = ?1")
            .bind(id.as_str())
            .bind(new.name.as_str())
            .bind(new.hook.as_deref()),
    );
    store.batch(batch).await.map(drop)
}

/// The actor, the time and the request of a deletion.
pub struct Deletion<'a> {
    /// The actor.
    pub actor: &'a str,
    /// The time.
    pub at: &'a str,
    /// In which request.
    pub request: &'a str,
}

/// Deletes a site with all its data except the audit.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn delete(store: &Store<'_>, standing: &Standing, id: SiteId, noted: &Deletion<'_>) -> Result<()> {
    // Entries are deleted before their collections, which their indexed values refer to. Tallies
    // are deleted after the entries, whose deletions update them.
    const CONTENT: [&str; 7] = [
        "DELETE FROM entries WHERE site = (SELECT pk FROM sites WHERE id = ?1)",
        "DELETE FROM versions WHERE site = (SELECT pk FROM sites WHERE id = ?1)",
        "DELETE FROM events WHERE site = (SELECT pk FROM sites WHERE id = ?1)",
        "DELETE FROM last_revisions WHERE collection IN (SELECT pk FROM collections WHERE site = (SELECT pk FROM sites WHERE id = ?1))",
        "DELETE FROM changes WHERE collection IN (SELECT pk FROM collections WHERE site = (SELECT pk FROM sites WHERE id = ?1))",
        "DELETE FROM collections WHERE site = (SELECT pk FROM sites WHERE id = ?1)",
        "DELETE FROM tallies WHERE site = (SELECT pk FROM sites WHERE id = ?1)",
    ];
    let id = id.to_string();
    let audit = "INSERT INTO audit (site, at, actor, request, action, subject, revision)
                 SELECT pk, ?2, ?3, ?4, 'site.delete', id, 0 FROM sites WHERE id = ?1";
    let audit = Statement::new(audit).bind(id.as_str()).bind(noted.at).bind(noted.actor).bind(noted.request);
    let mut batch = vec![standing.demand(), audit];
    batch.extend(CONTENT.map(|delete| Statement::new(delete).bind(id.as_str())));
    batch.push(Statement::new("DELETE FROM sites WHERE id = ?1").bind(id.as_str()));
    match store.batch(batch).await?.last() {
        Some(last) if last.changes > 0 => Ok(()),
        _ => Err(Error::NotFound(Kind::Site)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use sqlx_libsql::Db;
    use weft_domain::{AccountId, Caller, CredentialId, CredentialKind, Role};

    const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";
    const WORLD: &str = r#"
        INSERT INTO sites (id, name, created_at) VALUES ('018f3f70-1c2d-7abc-8def-0123456789ab', '', ''), ('b', '', '');
        INSERT INTO accounts (id, email, password, role, created_at) VALUES ('018f3f70-1c2d-7abc-8def-0123456789ab', '1', '', 'admin', '');
        INSERT INTO memberships (account, site, role) VALUES (1, 1, 'admin'), (1, 2, 'admin');
        INSERT INTO credentials (id, kind, hash, prefix, account, site, name, role_cap, scopes, per_minute, per_day, created_at)
        VALUES ('1', 'api-key', x'01', '', 1, 1, '', 'admin', '', 0, 0, ''), ('2', 'api-key', x'02', '', 1, NULL, '', 'admin', '', 0, 0, '');
        INSERT INTO credential_sites (credential, site) VALUES (2, 1), (2, 2);
        INSERT INTO quotas VALUES (1, 0, 0, 0, 0, 0, '');
        INSERT INTO collections (id, site, name, label, indexed, revision, created_at, updated_at, fields)
        VALUES ('1', 1, 'post', '', '[["price",0]]', 1, '', '', '[]'), ('2', 2, 'post', '', '[["price",0]]', 1, '', '', '[]');
        INSERT INTO entries (id, site, collection, type, slug, status, revision, author, created_at, updated_at, version, actor, action, request, data)
        VALUES ('1', 1, 1, 'post', 'a', 'draft', 1, '', '', '', '', '', 'create', '', '{"price":1}'),
               ('2', 2, 2, 'post', 'a', 'draft', 1, '', '', '', '', '', 'create', '', '{"price":1}');
        UPDATE entries SET revision = 2, action = 'update';"#;

    #[test]
    fn a_deleted_site_leaves_only_the_audit() {
        block_on(async {
            let db = Db::open_memory().unwrap();
            let store = Store::new(&db);
            crate::migrate::migrate(&store).await.unwrap();
            db.batch(Statement::script(WORLD)).await.unwrap();
            let epoch = "SELECT auth_epoch FROM accounts";
            let caller = Caller {
                credential: ID.parse::<CredentialId>().unwrap(),
                kind: CredentialKind::Session,
                account: ID.parse::<AccountId>().unwrap(),
                email: String::new(),
                role: Role::Admin,
                sites: Vec::new(),
                is_unrestricted: true,
                permissions: weft_domain::Permissions::ALL,
                repos: None,
                epoch: db
                    .run(Statement::new(epoch))
                    .await
                    .unwrap()
                    .into_one()
                    .unwrap()
                    .take_integer(0)
                    .unwrap(),
            };
            let noted = Deletion { actor: "me", at: "now", request: "r" };
            delete(&store, &Standing::from(&caller), ID.parse().unwrap(), &noted).await.unwrap();
            for (table, left) in [
                ("sites", 1),
                ("memberships", 1),
                ("accounts", 1),
                ("credentials", 1),
                ("credential_sites", 1),
                ("quotas", 0),
                ("collections", 1),
                ("tallies", 1),
                ("entries", 1),
                ("entry_values", 1),
                ("versions", 1),
                ("events", 2),
                ("changes", 1),
                ("audit WHERE site = 1 AND action = 'site.delete' AND actor = 'me'", 1),
                ("audit", 5),
            ] {
                let count = Statement::assert_read(format!("SELECT count(*) FROM {table}"));
                let rows = db.run(count).await.unwrap().into_one().unwrap().take_integer(0).unwrap();
                assert_eq!(rows, left, "{table}");
            }
        });
    }
}
