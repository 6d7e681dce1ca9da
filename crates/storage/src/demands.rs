//! Preconditions of a batch.
//!
//! A demand is a statement that inserts a row into `demands` if its precondition fails. A CHECK
//! constraint of the table refuses every row, so the batch is rolled back, and the name of the
//! constraint identifies the precondition (`error::from_driver`). So the changes of a batch need no
//! guards of their own and can be in any order, and no second statement is needed to find the
//! reason of a refusal.

use crate::store::Scope;
use sqlx_libsql::Statement;
use weft_domain::{AccountId, Caller, CredentialId, Error, Kind, Role, SiteId};

/// The caller who makes a change above the sites, with the epoch of the verification.
#[derive(Debug, Clone)]
pub struct Standing {
    account: String,
    epoch: i64,
}

impl From<&Caller> for Standing {
    fn from(caller: &Caller) -> Self {
        Self { account: caller.account.to_string(), epoch: caller.epoch }
    }
}

impl Standing {
    /// Demands that the caller's account has not changed since the verification: else `Outdated`.
    pub(crate) fn demand(&self) -> Statement {
        Statement::new(
            "INSERT INTO demands (unmet)
             SELECT 'caller' WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE id = ?1 AND auth_epoch = ?2)",
        )
        .bind(self.account.as_str())
        .bind(self.epoch)
    }

    /// Demands that the caller has the role developer on this site: else `Forbidden`.
    pub(crate) fn demand_developer(&self, site: &str) -> Statement {
        Statement::new(
            "INSERT INTO demands (unmet)
             SELECT 'right'
              WHERE NOT EXISTS (SELECT 1 FROM accounts AS a
                                  JOIN sites AS s ON s.id = ?2
                                  LEFT JOIN memberships AS m ON m.account = a.pk AND m.site = s.pk
                                 WHERE a.id = ?1 AND COALESCE(m.role, a.role) IN ('developer', 'admin') AND (m.site IS NOT NULL OR a.role = 'admin'))",
        )
        .bind(self.account.as_str())
        .bind(site)
    }
}

/// Demands that the epoch of the principal is current: else `Outdated`.
pub(crate) fn principal(scope: &Scope) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet)
         SELECT 'caller' WHERE NOT EXISTS (SELECT 1 FROM sites WHERE pk = ?1 AND auth_epoch = ?2)",
    )
    .bind(scope.site)
    .bind(scope.epoch)
}

/// Demands that the account is a member of the site: else `NotFound`.
pub(crate) fn member(scope: &Scope, account: AccountId) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet)
         SELECT 'account'
          WHERE NOT EXISTS (SELECT 1 FROM memberships AS m JOIN accounts AS a ON a.pk = m.account WHERE m.site = ?1 AND a.id = ?2 AND a.built_in IS NULL)",
    )
    .bind(scope.site)
    .bind(account.to_string())
}

/// Demands that the account is a member of no other site and not an administrator of the
/// installation, or that it is the account of `by`: else `Forbidden`.
pub(crate) fn own_member(scope: &Scope, account: AccountId, by: AccountId) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet)
         SELECT 'right' FROM accounts AS a
          WHERE a.id = ?2 AND a.id <> ?3
            AND (a.role IS 'admin' OR EXISTS (SELECT 1 FROM memberships AS m WHERE m.account = a.pk AND m.site <> ?1))",
    )
    .bind(scope.site)
    .bind(account.to_string())
    .bind(by.to_string())
}

/// Demands that the account is not an administrator of the installation: else `Forbidden`.
pub(crate) fn tenant(account: AccountId) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet) SELECT 'right' FROM accounts AS a WHERE a.id = ?1 AND a.role IS 'admin'",
    )
    .bind(account.to_string())
}

/// Demands that the account exists: else `NotFound`.
pub(crate) fn account(id: AccountId) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet)
         SELECT 'account' WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE id = ?1 AND built_in IS NULL)",
    )
    .bind(id.to_string())
}

/// Demands that the installation has another active administrator, if this account is one: else
/// `Forbidden`. Built-in accounts do not count, because they have no own login.
pub(crate) fn another_administrator(id: AccountId) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet)
         SELECT 'right' FROM accounts AS a
          WHERE a.id = ?1 AND a.role = 'admin' AND a.disabled_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM accounts AS o
                             WHERE o.role = 'admin' AND o.disabled_at IS NULL AND o.built_in IS NULL AND o.pk <> a.pk)",
    )
    .bind(id.to_string())
}

/// Demands that the site exists: else `NotFound`.
pub(crate) fn site(id: SiteId) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet)
         SELECT 'site' WHERE NOT EXISTS (SELECT 1 FROM sites WHERE id = ?1)",
    )
    .bind(id.to_string())
}

/// Demands that all these sites exist: else `Invalid`.
pub(crate) fn sites(ids: &[SiteId]) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet)
         SELECT 'sites' FROM json_each(?1) AS j WHERE NOT EXISTS (SELECT 1 FROM sites WHERE id = j.value) LIMIT 1",
    )
    .bind(json(ids))
}

/// Demands that the key belongs to the account: else `NotFound`.
pub(crate) fn key(account: AccountId, id: CredentialId) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet)
         SELECT 'credential'
          WHERE NOT EXISTS (SELECT 1 FROM credentials
                             WHERE id = ?1 AND kind = 'api-key' AND site IS NULL AND repos IS NULL
                               AND account = (SELECT pk FROM accounts WHERE id = ?2))",
    )
    .bind(id.to_string())
    .bind(account.to_string())
}

/// Demands that the key has at most this role and these sites: else `Forbidden`.
pub(crate) fn key_within(id: CredentialId, role: Role, within: &[SiteId]) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet)
         SELECT 'right'
          WHERE NOT EXISTS (SELECT 1 FROM credentials AS c
                             WHERE c.id = ?1 AND c.role_cap IN (SELECT value FROM json_each(?2))
                               AND NOT EXISTS (SELECT 1 FROM credential_sites AS l
                                                 JOIN sites AS s ON s.pk = l.site
                                                WHERE l.credential = c.pk AND s.id NOT IN (SELECT value FROM json_each(?3))))",
    )
    .bind(id.to_string())
    .bind(names(role.up_to()))
    .bind(json(within))
}

/// Demands that the account has at least this role: else `Invalid`.
pub(crate) fn role_of(account: AccountId, role: Role) -> Statement {
    Statement::new(concat!(
        "INSERT INTO demands (unmet)
         SELECT 'role' FROM accounts AS a
          WHERE a.id = ?1 AND ",
        crate::accounts::role!(),
        " NOT IN (SELECT value FROM json_each(?2))"
    ))
    .bind(account.to_string())
    .bind(names(role.from_here()))
}

/// Demands that the account is a member of all these sites, or that they exist if the account
/// administers the installation: else `Invalid`.
pub(crate) fn sites_of(account: AccountId, ids: &[SiteId]) -> Statement {
    Statement::new(
        "INSERT INTO demands (unmet)
         SELECT 'sites' FROM json_each(?2) AS j
          WHERE NOT EXISTS (SELECT 1 FROM accounts AS a
                              JOIN sites AS s ON s.id = j.value
                             WHERE a.id = ?1
                               AND (a.role = 'admin' OR EXISTS (SELECT 1 FROM memberships AS m WHERE m.account = a.pk AND m.site = s.pk)))
          LIMIT 1",
    )
    .bind(account.to_string())
    .bind(json(ids))
}

/// The error of an unmet demand, by the name of its constraint.
pub(crate) fn unmet(constraint: &str) -> Option<Error> {
    Some(match constraint {
        "demands_caller" => Error::Outdated,
        "demands_right" => Error::Forbidden { needs: "a role or a key with these rights" },
        "demands_site" => Error::NotFound(Kind::Site),
        "demands_account" => Error::NotFound(Kind::Account),
        "demands_credential" => Error::NotFound(Kind::Credential),
        "demands_members" => Error::TooLarge { limit: weft_domain::json::MEMBERS_MAX, of: "members" },
        // `entries::many` then finds the changed entry and its current revision.
        "demands_changes" => Error::Conflict(weft_domain::Conflict::Stale { current: 0 }),
        "demands_role" => Error::invalid("role", "max", "must not be higher than the account's"),
        "demands_sites" => Error::invalid("sites", "access", "must be sites that the account has access to"),
        _ => return None,
    })
}

/// Ids as a JSON array.
pub(crate) fn json(ids: &[SiteId]) -> String {
    serde_json::to_string(ids).unwrap_or_else(|_| "[]".to_owned())
}

fn names(roles: impl Iterator<Item = Role>) -> String {
    let names: Vec<&str> = roles.map(Role::as_str).collect();
    serde_json::to_string(&names).unwrap_or_else(|_| "[]".to_owned())
}
