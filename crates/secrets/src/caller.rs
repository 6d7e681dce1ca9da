//! Verifies a secret as a caller, above the sites. Callers are never cached: each request verifies
//! its caller again.

use crate::token::hash_sent;
use sqlx_libsql::Statement;
use subtle::ConstantTimeEq as _;
use weft_domain::{Caller, CredentialId, CredentialKind, Error, Result, Role, SiteId, Timestamp};
use weft_storage::accounts::ROLE;
use weft_storage::credentials::scopes;
use weft_storage::{Cells, Store, first};

/// What tells a credential apart.
#[derive(Clone, Copy)]
enum By {
    /// Its id: a key of SnowCMS, which is never found by its secret alone.
    Id,
    /// The hash of its secret: a session, or a token of samduke-cms.
    Hash,
}

/// The statement that finds a caller.
fn statement(by: By) -> String {
    let (column, kinds) = match by {
        By::Id => ("id", "(c.kind = 'session' OR c.repos IS NULL)"),
        By::Hash => ("hash", "(c.kind = 'session' OR c.repos IS NOT NULL)"),
    };
    [
        "SELECT c.hash, c.id, a.id, a.email, a.auth_epoch, c.role_cap, c.scopes,
                CASE WHEN c.site IS NOT NULL THEN (SELECT json_array(COALESCE(s.repo, '')) FROM sites AS s WHERE s.pk = c.site) ELSE c.repos END, ",
        ROLE,
        ", (SELECT s.id FROM sites AS s WHERE s.pk = c.site)
         , (SELECT json_group_array(s.id) FROM memberships AS n JOIN sites AS s ON s.pk = n.site WHERE n.account = a.pk)
         , (SELECT json_group_array(s.id) FROM credential_sites AS l JOIN sites AS s ON s.pk = l.site WHERE l.credential = c.pk)
           FROM credentials AS c
           JOIN accounts AS a ON a.pk = c.account
          WHERE c.",
        column,
        " = ?1 AND c.kind = ?2 AND (c.site IS NULL OR c.kind = 'session') AND c.disabled_at IS NULL AND a.disabled_at IS NULL
            AND (c.expires_at IS NULL OR c.expires_at > ?3) AND ",
        kinds,
    ]
    .concat()
}

/// The caller of a secret of this kind. If an id is given, it must match the credential. A key
/// needs its id, except a token of repositories, which has none.
///
/// # Errors
/// `Unauthenticated` when no active credential has this secret, when its account is disabled, or
/// when it is a key of one site; `Unavailable`.
pub async fn caller(
    store: &Store<'_>,
    kind: CredentialKind,
    id: Option<CredentialId>,
    secret: &str,
    now: Timestamp,
) -> Result<Caller> {
    let hash = hash_sent(secret)?;
    let statement = match id {
        Some(id) => Statement::assert_read(statement(By::Id)).bind(id.to_string()),
        None => Statement::assert_read(statement(By::Hash)).bind(hash),
    };
    let statement = statement.bind(kind.as_str()).bind(now.to_string());
    let mut row = first(store.quick(statement).await?).ok_or(Error::Unauthenticated)?;
    let is_same = bool::from(row.blob()?.ct_eq(&hash));
    let caller = if is_same { read_caller(kind, &mut row)? } else { None };
    caller.ok_or(Error::Unauthenticated)
}

fn read_caller(kind: CredentialKind, row: &mut Cells) -> Result<Option<Caller>> {
    let credential = row.parsed(|text| text.parse().ok())?;
    let account = row.parsed(|text| text.parse().ok())?;
    let email = row.text()?;
    let epoch = row.integer()?;
    let (cap, scopes) = (row.parsed(Role::parse)?, row.parsed(scopes)?);
    let repos = row.optional_text()?;
    let owner = row.parsed(Role::parse)?;
    let permissions = scopes.permissions(owner.min(cap));
    let cap = cap.min(scopes.ceiling());
    let bound: Option<SiteId> = row.optional_text()?.and_then(|text| text.parse().ok());
    let owned = sites(row)?;
    let listed = sites(row)?;
    let is_owned = |site: &SiteId| owner == Role::Admin || owned.contains(site);
    let (role, sites) = match (bound, kind) {
        // A session of one site gives no rights on the installation.
        (Some(site), _) if is_owned(&site) => (owner.min(cap).min(Role::Developer), vec![site]),
        (Some(_), _) => return Ok(None),
        (None, CredentialKind::Session) => (owner.min(cap), owned.clone()),
        (None, CredentialKind::ApiKey) => {
            (owner.min(cap), listed.into_iter().filter(|site| is_owned(site)).collect())
        }
    };
    let is_unrestricted = role == owner && (role == Role::Admin || sites == owned);
    let repos = repos.as_deref().map(limits).transpose()?.flatten();
    Ok(Some(Caller {
        credential,
        kind,
        account,
        email,
        role,
        sites,
        is_unrestricted,
        permissions,
        repos,
        epoch,
    }))
}

/// The repositories that a token is limited to; `None` where all are among them.
fn limits(repos: &str) -> Result<Option<Vec<String>>> {
    let named: Vec<String> = serde_json::from_str(repos)
        .map_err(|error| Error::Internal(format!("the repositories of a token: {error}")))?;
    Ok(if named.iter().any(|name| name == "*") { None } else { Some(named) })
}

/// The ids in a JSON array that SQLite wrote, in order.
fn sites(row: &mut Cells) -> Result<Vec<SiteId>> {
    let mut sites: Vec<SiteId> = row.parsed(|text| serde_json::from_str(text).ok())?;
    sites.sort_unstable();
    Ok(sites)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::PRINCIPAL;
    use futures_executor::block_on;
    use sqlx_libsql::Db;
    use weft_storage::migrate::migrate;

    #[test]
    fn what_runs_for_each_request_searches_and_never_scans() {
        let db = Db::open_memory().unwrap();
        block_on(migrate(&Store::new(&db))).unwrap();
        for text in [PRINCIPAL.to_owned(), statement(By::Id), statement(By::Hash)] {
            let explain = Statement::assert_read(format!("EXPLAIN QUERY PLAN {text}"));
            let explain =
                (0..if text == PRINCIPAL { 5 } else { 3 }).fold(explain, |explain, _| explain.bind(""));
            let rows = block_on(db.run(explain)).unwrap().rows;
            let steps: Vec<String> = rows.into_iter().map(|mut row| row.take_text(3).unwrap()).collect();
            assert!(steps.iter().any(|step| step.contains("SEARCH c")), "{text}: {steps:#?}");
            // `r` are the repositories of the one credential, a JSON array in its row.
            let steps: Vec<String> =
                steps.into_iter().filter(|step| !step.starts_with("SCAN r VIRTUAL TABLE")).collect();
            assert!(
                !steps.iter().any(|step| step.starts_with("SCAN") || step.contains("TEMP B-TREE")),
                "{text}: {steps:#?}"
            );
        }
    }

    const WORLD: &str = "
        INSERT INTO sites (id, name, repo, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '1', 'local/one', '');
        INSERT INTO accounts (id, email, password, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000003', 'me', '', '');
        INSERT INTO memberships (account, site, role) VALUES (1, 1, 'admin');";

    /// A credential of the account with a secret of that name.
    fn add(db: &Db, nth: u32, kind: &str, secret: &str, (site, repos): (Option<i64>, Option<&str>)) {
        let add = "INSERT INTO credentials (id, kind, hash, prefix, account, site, name, role_cap, scopes, per_minute, per_day, created_at, repos)
                   VALUES (?1, ?2, ?3, '', 1, ?4, '', 'admin', 'read,write,admin', 0, 0, '', ?5)";
        let add = Statement::new(add).bind(id(nth)).bind(kind).bind(crate::hash_token(secret));
        block_on(db.run(add.bind(site).bind(repos))).unwrap();
    }

    fn id(nth: u32) -> String {
        format!("018f3f70-1c2d-7abc-8def-0000000001{nth:02}")
    }

    #[test]
    fn a_key_is_found_by_its_id_and_a_token_by_its_secret() {
        let db = Db::open_memory().unwrap();
        let store = Store::new(&db);
        block_on(migrate(&store)).unwrap();
        block_on(db.batch(Statement::script(WORLD))).unwrap();
        add(&db, 1, "api-key", "key", (None, None));
        add(&db, 2, "api-key", "token", (None, Some("[\"local/one\"]")));
        add(&db, 3, "session", "session", (None, None));
        add(&db, 4, "session", "of one site", (Some(1), None));
        let found = |kind, nth: Option<u32>, secret| {
            let id = nth.map(|nth| id(nth).parse().unwrap());
            block_on(caller(&store, kind, id, secret, Timestamp::default())).ok()
        };
        let (key, session) = (CredentialKind::ApiKey, CredentialKind::Session);
        assert!(found(key, Some(1), "key").is_some());
        assert!(found(key, None, "key").is_none());
        assert!(found(key, Some(2), "key").is_none());
        assert!(found(key, Some(1), "token").is_none());
        assert!(found(key, Some(2), "token").is_none());
        assert!(found(key, None, "session").is_none());
        let token = found(key, None, "token").unwrap();
        assert_eq!(token.repos, Some(vec!["local/one".to_owned()]));
        assert!(!token.is_session_of_account());
        assert!(found(session, None, "session").unwrap().is_session_of_account());
        let bound = found(session, None, "of one site").unwrap();
        assert_eq!(bound.repos, Some(vec!["local/one".to_owned()]));
        assert!(!bound.is_session_of_account());
    }
}
