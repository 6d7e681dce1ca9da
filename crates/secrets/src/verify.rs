//! A secret becomes a principal of one site.
//!
//! A credential with a site is good for that one. Without a site a key is good for the sites in its
//! list that are its owner's, a session for all sites of its account; where an administrator of the
//! installation stands behind it with nothing taken away, for every site.

use crate::token::hash_sent;
use sqlx_libsql::Statement;
use weft_domain::{
    AllowedPaths, CredentialKind, Error, Kind, Principal, RatePlan, Result, Role, SiteId, Timestamp,
};
use weft_storage::credentials::{scopes, small};
use weft_storage::{Store, first};

/// `is_good` tells whether the credential is good for the site, `is_admin` whether it passes all.
/// An administrator of the site is never limited to some of its pages; a key of theirs is not
/// either, whatever role it is capped at.
pub(crate) const PRINCIPAL: &str = "
    SELECT COALESCE(s.pk IS NOT NULL AND (m.site IS NOT NULL OR a.role = 'admin') AND
                    CASE WHEN c.site IS NOT NULL THEN c.site = s.pk
                         WHEN c.kind = 'session' THEN 1
                         WHEN a.role = 'admin' AND c.role_cap = 'admin' THEN 1
                         ELSE EXISTS (SELECT 1 FROM credential_sites AS l WHERE l.credential = c.pk AND l.site = s.pk) END, 0) AS is_good,
           COALESCE(c.site IS NULL AND a.role = 'admin' AND c.role_cap = 'admin' AND s.pk IS NULL, 0) AS is_admin,
           c.id, a.id, s.id, s.pk, COALESCE(m.role, a.role), c.role_cap, c.scopes,
           CASE WHEN COALESCE(m.role, a.role) = 'admin' THEN '[]' ELSE m.allowed_paths END,
           c.per_minute, c.per_day, c.expires_at, s.auth_epoch
      FROM credentials AS c
      JOIN accounts AS a ON a.pk = c.account
      LEFT JOIN sites AS s ON s.pk = CASE WHEN ?4 IS NULL THEN c.site ELSE (SELECT pk FROM sites WHERE id = ?4) END
      LEFT JOIN memberships AS m ON m.account = c.account AND m.site = s.pk
     WHERE c.hash = ?1 AND c.kind = ?2 AND c.disabled_at IS NULL AND a.disabled_at IS NULL
       AND (c.expires_at IS NULL OR c.expires_at > ?3)";

/// The principal that a secret of this sort stands for on a site; on its own, where `site` is none.
///
/// # Errors
/// `Unauthenticated` when no live credential has this secret, when its account is disabled, or when
/// it needs to be told a site; `Forbidden` when it is not good for that site; `NotFound` when there
/// is no such site and the credential may know; `Unavailable`.
pub async fn verify(
    store: &Store<'_>,
    kind: CredentialKind,
    secret: &str,
    site: Option<SiteId>,
    now: Timestamp,
) -> Result<Principal> {
    let statement = Statement::assert_read(PRINCIPAL)
        .bind(hash_sent(secret)?)
        .bind(kind.as_str())
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
    let (credential, account) =
        (row.parsed(|text| text.parse().ok())?, row.parsed(|text| text.parse().ok())?);
    let (site, site_key) = (row.parsed(|text| text.parse().ok())?, row.integer()?);
    let role = row.parsed(Role::parse)?.min(row.parsed(Role::parse)?);
    Ok(Principal {
        credential,
        account,
        site,
        site_key,
        role,
        permissions: row.parsed(scopes)?.permissions(role),
        allowed_paths: row.parsed(AllowedPaths::parse)?,
        plan: RatePlan { per_minute: small(row.integer()?), per_day: small(row.integer()?) },
        expires_at: row.optional_text()?.as_deref().and_then(Timestamp::parse),
        epoch: row.integer()?,
    })
}
