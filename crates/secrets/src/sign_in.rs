//! Sign-in: an e-mail address and a password start a session.
//!
//! Throttle, look-up, argon2 and the new session are deliberately one call, so that a caller of
//! this module never holds a stored hash. The work is the same whether the account exists or not. A
//! session starts only if the account still has the password that was checked.

use crate::token::hash_token;
use crate::{password, throttle};
use sqlx_libsql::Statement;
use weft_domain::secret::Secret;
use weft_domain::{
    AccountId, CredentialId, Ctx, Error, Result, SessionScope, SignIn, SignedIn, SiteId, Timestamp, email,
};
use weft_storage::{Store, attempts, first};

/// The lifetime of a session of one site, in seconds: a week.
const OF_SITE: i64 = 7 * 86_400;
/// The lifetime of a session above the sites, in seconds: a day.
const OF_ACCOUNT: i64 = 86_400;
/// The lifetime of a session of a requested site, in seconds: half a day.
const OF_ASKED: i64 = 43_200;
/// How long one lasts that was asked for a month.
const MONTH: i64 = 30 * 86_400;

/// The data of an account that a sign-in needs.
struct Login {
    account: AccountId,
    /// The argon2id PHC string to check against.
    password: String,
    /// The session's site, if its scope is one site.
    site: Option<SiteId>,
}

/// Signs in.
///
/// # Errors
/// `Unauthenticated` when the address or the password is wrong, or when the session needs a site
/// and the account has none; `Limited` after too many failures; `Unavailable`.
pub async fn sign_in(store: &Store<'_>, ctx: &Ctx, sent: &SignIn<'_>) -> Result<SignedIn> {
    let email = email::normalise(sent.email).map_err(|_| Error::Unauthenticated)?;
    let subjects = throttle::count(store, ctx, &email).await?;
    let login = find(store, &email, sent.scope).await?;
    let is_right = password::is_right(sent.password, login.as_ref().map(|login| login.password.as_str()));
    let login = login.filter(|_| is_right).ok_or(Error::Unauthenticated)?;
    let (mark, lasts) = match sent.scope {
        SessionScope::Site => ("sess_", OF_SITE),
        SessionScope::Account => ("", OF_ACCOUNT),
        SessionScope::Of(_) => ("sess_", OF_ASKED),
        SessionScope::Month => ("", MONTH),
    };
    let secret = Secret::new(ctx, mark);
    let expires_at = ctx.now.plus_seconds(lasts);
    if !begin(store, ctx, &login, &secret, expires_at, &subjects).await? {
        return Err(Error::Unauthenticated);
    }
    Ok(SignedIn { token: secret.text, expires_at, account: login.account, site: login.site })
}

/// Starts the session and removes its attempts from the throttle. False when the account has
/// changed meanwhile.
async fn begin(
    store: &Store<'_>,
    ctx: &Ctx,
    login: &Login,
    secret: &Secret,
    expires_at: Timestamp,
    attempts: &[String],
) -> Result<bool> {
    let begin = Statement::new(BEGIN)
        .bind(CredentialId::new(ctx.new_uuid()).to_string())
        .bind(hash_token(&secret.text))
        .bind(secret.prefix())
        .bind(ctx.now.to_string())
        .bind(expires_at.to_string())
        .bind(login.account.to_string())
        .bind(login.password.as_str())
        .bind(login.site.map(|site| site.to_string()));
    let statements = std::iter::once(begin).chain(attempts::forget(attempts)).collect();
    Ok(store.batch(statements).await?.first().is_some_and(|first| first.changes == 1))
}

/// `?8` is the site of a site's session: the account must still be a member, or an administrator of
/// the installation.
const BEGIN: &str = "
    INSERT INTO credentials (id, kind, hash, prefix, account, site, name, role_cap, scopes, per_minute, per_day, created_at, expires_at)
    SELECT ?1, 'session', ?2, ?3, a.pk, s.pk, 'session', 'admin', 'read,write,admin', 0, 0, ?4, ?5
      FROM accounts AS a
      LEFT JOIN sites AS s ON s.id = ?8
     WHERE a.id = ?6 AND a.password = ?7 AND a.disabled_at IS NULL AND a.built_in IS NULL
       AND (?8 IS NULL OR a.role = 'admin' OR EXISTS (SELECT 1 FROM memberships AS m WHERE m.account = a.pk AND m.site = s.pk))";

/// The account of an e-mail address, unless it is disabled. For a session of a site, also the site
/// of its oldest membership; an administrator of the installation without a membership gets the
/// oldest site.
async fn find(store: &Store<'_>, email: &str, scope: SessionScope) -> Result<Option<Login>> {
    let select = match scope {
        SessionScope::Site => {
            "SELECT a.id, a.password, s.id
               FROM accounts AS a
               JOIN sites AS s ON s.pk = COALESCE((SELECT min(m.site) FROM memberships AS m WHERE m.account = a.pk),
                                                  CASE WHEN a.role = 'admin' THEN (SELECT min(pk) FROM sites) END)
              WHERE a.email = ?1 AND a.disabled_at IS NULL AND a.built_in IS NULL"
        }
        SessionScope::Of(_) => {
            "SELECT a.id, a.password, s.id
               FROM accounts AS a
               JOIN sites AS s ON s.id = ?2
              WHERE a.email = ?1 AND a.disabled_at IS NULL AND a.built_in IS NULL
                AND (a.role = 'admin' OR EXISTS (SELECT 1 FROM memberships AS m WHERE m.account = a.pk AND m.site = s.pk))"
        }
        SessionScope::Account | SessionScope::Month => {
            "SELECT id, password, NULL FROM accounts WHERE email = ?1 AND disabled_at IS NULL AND built_in IS NULL"
        }
    };
    let statement = Statement::new(select).bind(email);
    let statement = match scope {
        SessionScope::Of(site) => statement.bind(site.to_string()),
        SessionScope::Site | SessionScope::Account | SessionScope::Month => statement,
    };
    let Some(mut row) = first(store.quick(statement).await?) else {
        return Ok(None);
    };
    Ok(Some(Login {
        account: row.parsed(|text| text.parse().ok())?,
        password: row.text()?,
        site: row.optional_text()?.and_then(|text| text.parse().ok()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use sqlx_libsql::Db;
    use weft_storage::migrate::migrate;

    const ACCOUNT: &str = "018f3f70-1c2d-7abc-8def-000000000003";
    const SITE: &str = "018f3f70-1c2d-7abc-8def-000000000001";
    const WORLD: &str = "
        INSERT INTO sites (id, name, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '1', '');
        INSERT INTO accounts (id, email, password, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000003', 'me', 'hash', '');
        INSERT INTO memberships (account, site, role) VALUES (1, 1, 'developer');";

    #[test]
    fn no_session_begins_for_an_account_that_has_changed_meanwhile() {
        let db = Db::open_memory().unwrap();
        let store = Store::new(&db);
        block_on(migrate(&store)).unwrap();
        block_on(db.batch(Statement::script(WORLD))).unwrap();
        let ctx = Ctx::new(Timestamp::default(), |bytes| bytes.fill(7));
        let of_site = Some(SITE.parse().unwrap());
        for (change, site, begins) in [
            ("UPDATE accounts SET name = 'Me'", None, true),
            ("UPDATE accounts SET name = 'I'", of_site, true),
            ("UPDATE accounts SET disabled_at = 'now'", None, false),
            ("UPDATE accounts SET disabled_at = NULL, password = 'another'", None, false),
            ("UPDATE accounts SET password = 'hash'", of_site, true),
            ("DELETE FROM memberships", of_site, false),
            ("UPDATE accounts SET name = 'We'", None, true),
            ("DELETE FROM accounts", None, false),
        ] {
            block_on(db.run(Statement::new(change))).unwrap();
            let login = Login { account: ACCOUNT.parse().unwrap(), password: "hash".to_owned(), site };
            let secret = Secret::new(&ctx, "");
            let begun = block_on(begin(&store, &ctx, &login, &secret, ctx.now, &[])).unwrap();
            assert_eq!(begun, begins, "{change}");
            block_on(db.run(Statement::new("DELETE FROM credentials"))).unwrap();
        }
    }
}
