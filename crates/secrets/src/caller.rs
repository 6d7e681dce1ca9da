//! Verifies a secret as a caller, above the sites. Callers are never cached: each request verifies
//! its caller again.

use crate::token::hash_sent;
use sqlx_libsql::Statement;
use subtle::ConstantTimeEq as _;
use weft_domain::{Caller, CredentialId, CredentialKind, Error, Result, Role, SiteId, Timestamp};
use weft_storage::accounts::ROLE;
use weft_storage::credentials::scopes;
use weft_storage::{Cells, Store, first};

/// The statement that finds a caller by that column of `credentials`.
pub(crate) fn statement(column: &str) -> String {
    [
        "SELECT c.hash, c.id, a.id, a.email, a.auth_epoch, c.role_cap, c.scopes, c.repos, ",
        ROLE,
        ", (SELECT s.id FROM sites AS s WHERE s.pk = c.site)
         , (SELECT json_group_array(s.id) FROM memberships AS n JOIN sites AS s ON s.pk = n.site WHERE n.account = a.pk)
         , (SELECT json_group_array(s.id) FROM credential_sites AS l JOIN sites AS s ON s.pk = l.site WHERE l.credential = c.pk)
           FROM credentials AS c
           JOIN accounts AS a ON a.pk = c.account
          WHERE c.",
        column,
        " = ?1 AND c.kind = ?2 AND (c.site IS NULL OR c.kind = 'session') AND c.disabled_at IS NULL AND a.disabled_at IS NULL
            AND (c.expires_at IS NULL OR c.expires_at > ?3)",
    ]
    .concat()
}

/// The caller of a secret of this kind. If an id is given, it must match the credential.
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
        Some(id) => Statement::assert_read(statement("id")).bind(id.to_string()),
        None => Statement::assert_read(statement("hash")).bind(hash),
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
        for text in [PRINCIPAL.to_owned(), statement("id"), statement("hash")] {
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
}
