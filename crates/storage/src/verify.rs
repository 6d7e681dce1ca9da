//! Whom a secret stands for: a principal of one site, or a caller above the sites. Hashes of secrets are compared here and nowhere else.
//!
//! A credential with a site is good for that one. Without a site a key is good for the sites in its list that are its owner's, a session
//! for all sites of its account; where an administrator of the installation stands behind it with nothing taken away, for every site.

use crate::listing::read;
use crate::store::{Cells, Store, first};
use sqlx_libsql::Statement;
use std::hint::black_box;
use weft_domain::{
    Caller, CredentialId, CredentialSort, Error, Kind, Principal, RatePlan, Result, Role, Scopes, SiteId,
    Timestamp,
};

/// `is_good` tells whether the credential is good for the site, `is_admin` whether it passes all.
const PRINCIPAL: &str = "
    SELECT COALESCE(s.pk IS NOT NULL AND (m.site IS NOT NULL OR a.role = 'admin') AND
                    CASE WHEN c.site IS NOT NULL THEN c.site = s.pk
                         WHEN c.kind = 'session' THEN 1
                         WHEN a.role = 'admin' AND c.role_cap = 'admin' THEN 1
                         ELSE EXISTS (SELECT 1 FROM credential_sites AS l WHERE l.credential = c.pk AND l.site = s.pk) END, 0) AS is_good,
           COALESCE(c.site IS NULL AND a.role = 'admin' AND c.role_cap = 'admin' AND s.pk IS NULL, 0) AS is_admin,
           c.id, a.id, s.id, s.pk, COALESCE(m.role, a.role), c.role_cap, c.scopes, c.per_minute, c.per_day, c.expires_at, s.auth_epoch
      FROM credentials AS c
      JOIN accounts AS a ON a.pk = c.account
      LEFT JOIN sites AS s ON s.pk = CASE WHEN ?4 IS NULL THEN c.site ELSE (SELECT pk FROM sites WHERE id = ?4) END
      LEFT JOIN memberships AS m ON m.account = c.account AND m.site = s.pk
     WHERE c.hash = ?1 AND c.kind = ?2 AND c.disabled_at IS NULL AND a.disabled_at IS NULL
       AND (c.expires_at IS NULL OR c.expires_at > ?3)";

/// The principal that a secret stands for on a site; on its own, where `site` is none.
///
/// # Errors
/// `Unauthenticated` when no live credential has this secret, or it needs to be told a site; `Forbidden` when it is not good for
/// that site; `NotFound` when there is no such site and the credential may know.
pub async fn principal(
    store: &Store<'_>,
    sort: CredentialSort,
    hash: [u8; 32],
    site: Option<SiteId>,
    now: Timestamp,
) -> Result<Principal> {
    let statement = Statement::assert_read(PRINCIPAL)
        .bind(hash)
        .bind(sort.as_str())
        .bind(now.to_string())
        .bind(site.map(|site| site.to_string()));
    let mut row = first(store.quick(statement).await?).ok_or(Error::Unauthenticated)?;
    let (is_good, may_know) = (row.integer()? == 1, row.integer()? == 1);
    match site {
        _ if is_good => {}
        None => return Err(Error::Unauthenticated),
        Some(_) if may_know => return Err(Error::NotFound(Kind::Site)),
        Some(_) => return Err(Error::Forbidden { needs: "a credential that is good for this site" }),
    }
    Ok(Principal {
        credential: row.parsed(|text| text.parse().ok())?,
        account: row.parsed(|text| text.parse().ok())?,
        site: row.parsed(|text| text.parse().ok())?,
        site_key: row.integer()?,
        role: row.parsed(Role::parse)?.min(row.parsed(Role::parse)?),
        scopes: row.parsed(scopes)?,
        plan: RatePlan { per_minute: small(row.integer()?), per_day: small(row.integer()?) },
        expires_at: row.optional_text()?.as_deref().and_then(Timestamp::parse),
        epoch: row.integer()?,
    })
}

pub(crate) fn scopes(text: &str) -> Option<Scopes> {
    Scopes::from_names(text.split(',').filter(|name| !name.is_empty())).ok()
}

pub(crate) fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

macro_rules! caller {
    ($column:literal) => {
        concat!(
            "SELECT c.hash, c.id, a.id, a.email, a.auth_epoch, c.role_cap, c.scopes, ",
            crate::accounts::role!(),
            ", (SELECT s.id FROM sites AS s WHERE s.pk = c.site)
             , (SELECT json_group_array(s.id) FROM memberships AS n JOIN sites AS s ON s.pk = n.site WHERE n.account = a.pk)
             , (SELECT json_group_array(s.id) FROM credential_sites AS l JOIN sites AS s ON s.pk = l.site WHERE l.credential = c.pk)
               FROM credentials AS c
               JOIN accounts AS a ON a.pk = c.account
              WHERE c.",
            $column,
            " = ?1 AND c.kind = ?2 AND (c.site IS NULL OR c.kind = 'session') AND c.disabled_at IS NULL AND a.disabled_at IS NULL
                AND (c.expires_at IS NULL OR c.expires_at > ?3)"
        )
    };
}

/// The caller that a secret stands for, if it is live; a key of one site stands for none. Where the credential is named, both must fit.
///
/// # Errors
/// When the store does not answer.
pub async fn caller(
    store: &Store<'_>,
    sort: CredentialSort,
    id: Option<CredentialId>,
    hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Caller>> {
    let statement = match id {
        Some(id) => Statement::assert_read(caller!("id")).bind(id.to_string()),
        None => Statement::assert_read(caller!("hash")).bind(hash),
    };
    let statement = statement.bind(sort.as_str()).bind(now.to_string());
    let Some(mut row) = first(store.quick(statement).await?) else { return Ok(None) };
    if is_same(&row.blob()?, &hash) { read_caller(sort, &mut row) } else { Ok(None) }
}

/// Takes as long wherever the difference is.
fn is_same(stored: &[u8], sent: &[u8; 32]) -> bool {
    let differing = stored.iter().zip(sent).fold(0, |differing, (a, b)| black_box(differing | (a ^ b)));
    stored.len() == sent.len() && differing == 0
}

fn read_caller(sort: CredentialSort, row: &mut Cells) -> Result<Option<Caller>> {
    let credential = row.parsed(|text| text.parse().ok())?;
    let account = row.parsed(|text| text.parse().ok())?;
    let email = row.text()?;
    let epoch = row.integer()?;
    let cap = row.parsed(Role::parse)?.min(row.parsed(scopes)?.ceiling());
    let owner = row.parsed(Role::parse)?;
    let bound: Option<SiteId> = row.optional_text()?.and_then(|text| text.parse().ok());
    let mut owned: Vec<SiteId> = read(&row.text()?)?;
    let mut listed: Vec<SiteId> = read(&row.text()?)?;
    owned.sort_unstable();
    listed.sort_unstable();
    let is_owned = |site: &SiteId| owner == Role::Admin || owned.contains(site);
    let (role, sites) = match (bound, sort) {
        // A login to one site says nothing about the installation.
        (Some(site), _) if is_owned(&site) => (owner.min(cap).min(Role::Developer), vec![site]),
        (Some(_), _) => return Ok(None),
        (None, CredentialSort::Session) => (owner.min(cap), owned.clone()),
        (None, CredentialSort::ApiKey) => {
            (owner.min(cap), listed.into_iter().filter(|site| is_owned(site)).collect())
        }
    };
    let is_whole = role == owner && (role == Role::Admin || sites == owned);
    Ok(Some(Caller { credential, sort, account, email, role, sites, is_whole, epoch }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use sqlx_libsql::Db;

    #[test]
    fn what_runs_for_each_request_searches_and_never_scans() {
        let db = Db::open_memory().unwrap();
        block_on(crate::migrate::migrate(&Store::new(&db))).unwrap();
        for (name, text) in
            [("principal", PRINCIPAL), ("caller by id", caller!("id")), ("caller by hash", caller!("hash"))]
        {
            let explain = Statement::assert_read(format!("EXPLAIN QUERY PLAN {text}"));
            let explain =
                (0..text.matches("?4").count().min(1) + 3).fold(explain, |explain, _| explain.bind(""));
            let rows = block_on(db.run(explain)).unwrap().rows;
            let steps: Vec<String> = rows.into_iter().map(|mut row| row.take_text(3).unwrap()).collect();
            assert!(steps.iter().any(|step| step.contains("SEARCH c")), "{name}: {steps:#?}");
            assert!(
                !steps.iter().any(|step| step.starts_with("SCAN") || step.contains("TEMP B-TREE")),
                "{name}: {steps:#?}"
            );
        }
    }

    #[test]
    fn hashes_are_the_same_only_when_every_byte_is() {
        let hash = [7; 32];
        assert!(is_same(&hash, &hash));
        for at in 0..32 {
            let mut other = hash;
            other[at] ^= 1;
            assert!(!is_same(&other, &hash), "{at}");
        }
        assert!(!is_same(&hash[..31], &hash));
        assert!(!is_same(&[], &hash));
    }
}
