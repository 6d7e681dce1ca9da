//! Use cases above the sites: the sites themselves, accounts, and keys that are valid on several
//! sites.
//!
//! The caller was verified for this request. Each method states its required role and checks it
//! before any read, so a refusal discloses nothing else. Every change is one batch that compares
//! the caller's epoch and is rolled back if the epoch has changed (`Outdated`: verify again, then
//! repeat).
//!
//! An administrator may access all sites and accounts. A tenant, whose role differs between sites,
//! has at most the role developer here. A key acts for its owner, but only with its own rights: a
//! key with fewer rights than its owner can change neither the owner's account nor a key with more
//! rights.
//!
//! `Invalid` has one of these paths and codes:
//!
//! | path | code | what |
//! |---|---|---|
//! | `name` | `required`, `length` | empty, or too long |
//! | `hook` | `length` | too long |
//! | `email` | `format` | no e-mail address |
//! | `email` | `refused` | cannot be had; to an administrator this is `Conflict(Taken)` with the field `email` |
//! | `password` | `length` | too short, or too long |
//! | `role`, `active`, `sites` | `fixed` | only an administrator changes this |
//! | `role` | `max` | a key's role is higher than its owner's or the caller's |
//! | `sites` | `access` | a key's sites are not all its owner's and the caller's; an account's are not all there |

mod accounts;
mod keys;
mod sites;
mod tokens;

pub use accounts::{AccountChange, NewAccount};
pub use keys::{KeyChange, NewAccountKey};
pub use sites::SiteText;
pub use tokens::NewToken;
pub use weft_storage::Page;
pub use weft_storage::account_keys::AccountKey;
pub use weft_storage::accounts::Account;
pub use weft_storage::repos::Repo;
pub use weft_storage::sites::Site;
pub use weft_storage::tokens::Token;

use crate::secrets::Secrets;
use weft_domain::{AccountId, Caller, CredentialKind, Ctx, Error, Result, Role};
use weft_storage::{Standing, Store, account_sessions};

/// The maximum length of a name of a site or a key, in bytes.
const NAME_MAX: usize = 200;

/// The use cases above the sites.
pub struct Installation<'a> {
    pub(crate) store: &'a Store<'a>,
    pub(crate) secrets: &'a dyn Secrets,
    pub(crate) ctx: &'a Ctx,
    pub(crate) caller: &'a Caller,
}

impl Installation<'_> {
    /// Ends the caller's session.
    ///
    /// # Errors
    /// `Forbidden` for a key, `Unauthenticated` if the session has ended, `Outdated`,
    /// `Unavailable`.
    pub async fn log_out(&self) -> Result<()> {
        if self.caller.kind != CredentialKind::Session {
            return Err(Error::Forbidden { needs: "a session" });
        }
        account_sessions::delete(self.store, &self.standing(), self.caller.credential).await
    }

    fn standing(&self) -> Standing {
        Standing::from(self.caller)
    }

    fn administrator(&self) -> Result<()> {
        self.caller.at_least(Role::Admin, "the role admin")
    }

    /// Checks that the account is the caller's own and has at least this role, or that the caller
    /// is an administrator.
    fn own(&self, account: AccountId, role: Role) -> Result<()> {
        if self.caller.is_admin() || (account == self.caller.account && self.caller.role >= role) {
            Ok(())
        } else {
            Err(Error::Forbidden { needs: "the role admin, or for the own account the role editor" })
        }
    }
}

/// The stored form of a name.
fn named(name: &str) -> Result<&str> {
    let name = name.trim();
    match name.len() {
        0 => Err(Error::invalid("name", "required", "must not be empty")),
        1..=NAME_MAX => Ok(name),
        _ => Err(Error::invalid("name", "length", format!("must have at most {NAME_MAX} bytes"))),
    }
}
