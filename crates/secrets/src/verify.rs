//! Verifies a secret as a principal of one site, and makes the principal of a visitor.
//!
//! A credential with a site is valid for that site only. Without a site, a key is valid for the
//! sites in its list that its owner owns, a token for the sites of its account whose repositories
//! it names, and a session for all sites of its account. An unrestricted credential of an
//! administrator of the installation is valid for every site.

use crate::token::hash_sent;
use sqlx_libsql::Statement;
use weft_domain::{
    AllowedPaths, CredentialKind, Error, Kind, Principal, RatePlan, Result, Role, SiteId, SiteRef, Timestamp,
};
use weft_storage::credentials::{scopes, small};
use weft_storage::{Store, domains, first, site_key};

/// `is_good` tells whether the credential is valid for the site, `is_admin` whether it is valid for
/// all. Administrators of the site, and their keys with any role cap, are not limited to pages.
pub(crate) const PRINCIPAL: &str = concat!("
    SELECT COALESCE(s.pk IS NOT NULL AND (m.site IS NOT NULL OR a.role = 'admin') AND
                    CASE WHEN c.site IS NOT NULL THEN c.site = s.pk
                         WHEN c.repos IS NOT NULL THEN EXISTS (SELECT 1 FROM json_each(c.repos) AS r WHERE r.value IN ('*', s.repo))
                         WHEN c.kind = 'session' THEN 1
                         WHEN a.role = 'admin' AND c.role_cap = 'admin' THEN 1
                         ELSE EXISTS (SELECT 1 FROM credential_sites AS l WHERE l.credential = c.pk AND l.site = s.pk) END, 0) AS is_good,
           COALESCE(c.site IS NULL AND a.role = 'admin' AND c.role_cap = 'admin' AND s.pk IS NULL, 0) AS is_admin,
           c.id, a.id, s.id, s.pk, COALESCE(m.role, a.role), c.role_cap, c.scopes,
           CASE WHEN COALESCE(m.role, a.role) = 'admin' THEN '[]' ELSE m.allowed_paths END,
           c.per_minute, c.per_day, c.expires_at,
           EXISTS (SELECT 1 FROM webhooks AS w WHERE (w.site = s.pk OR w.site IS NULL) AND w.is_enabled = 1), s.auth_epoch
      FROM credentials AS c
      JOIN accounts AS a ON a.pk = c.account
      LEFT JOIN sites AS s ON s.pk = CASE WHEN ?4 IS NULL AND ?5 IS NULL THEN c.site ELSE ", site_key!("?4", "?5"), " END
      LEFT JOIN memberships AS m ON m.account = c.account AND m.site = s.pk
     WHERE c.hash = ?1 AND c.kind = ?2 AND c.disabled_at IS NULL AND a.disabled_at IS NULL
       AND (c.expires_at IS NULL OR c.expires_at > ?3)");

/// The principal of a secret of this kind on a site, which is named by its id or by its repository
/// (`owner/name`); on the credential's own site if `site` is `None`.
///
/// # Errors
/// `Unauthenticated` when no active credential has this secret, when its account is disabled, when
/// the credential needs a site, or when it is not valid for the site of the host; `Forbidden` when
/// it is not valid for the site of that id; `NotFound` when the site does not exist and the
/// credential may know that; `Unavailable`.
pub async fn verify(
    store: &Store<'_>,
    kind: CredentialKind,
    secret: &str,
    site: Option<&SiteRef>,
    now: Timestamp,
) -> Result<Principal> {
    let not_ones_own = Error::Forbidden { needs: "a credential that is good for this site" };
    let (id, host) = match site {
        None => (None, None),
        // A malformed id never matches; the answer is that of a foreign site.
        Some(SiteRef::Id(id)) if !id.contains('/') && id.parse::<SiteId>().is_err() => {
            return Err(not_ones_own);
        }
        // Ids are stored in lower case.
        Some(SiteRef::Id(id)) => {
            (Some(id.parse::<SiteId>().map_or_else(|_| id.clone(), |id| id.to_string())), None)
        }
        Some(SiteRef::Host(host)) => (None, Some(host.as_str())),
    };
    let statement = Statement::assert_read(PRINCIPAL)
        .bind(hash_sent(secret)?)
        .bind(kind.as_str())
        .bind(now.to_string())
        .bind(id)
        .bind(host);
    let mut row = first(store.quick(statement).await?).ok_or(Error::Unauthenticated)?;
    let (is_good, may_know) = (row.integer()? == 1, row.integer()? == 1);
    match site {
        _ if is_good => {}
        // Nobody named that site: the host has another one than the credential.
        None | Some(SiteRef::Host(_)) => return Err(Error::Unauthenticated),
        Some(_) if may_know => return Err(Error::NotFound(Kind::Site)),
        Some(_) => return Err(not_ones_own),
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
        has_receivers: row.integer()? == 1,
        epoch: row.integer()?,
    })
}

/// Who has no credential, on that site.
///
/// # Errors
/// `NotFound` when there is no such site, `Unavailable`.
pub async fn visitor(store: &Store<'_>, site: &SiteRef) -> Result<Principal> {
    let place = domains::find(store, site).await?.ok_or(Error::NotFound(Kind::Site))?;
    Ok(Principal::visitor(place.id, place.key, place.epoch))
}
