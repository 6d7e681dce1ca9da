//! Accounts: onboarding, login, the caller's own session.

mod editors;
mod login;
mod onboard;
mod own;

pub use editors::EditorLogin;
pub use login::Session;
pub use onboard::{NewSite, Onboarded, Onboarding};
pub use own::{AccountView, Own};

use crate::secrets::Secrets;
use weft_domain::{Ctx, Result, SessionScope, SignIn, SignedIn};
use weft_storage::Store;

/// The use cases without a credential.
pub struct Anonymous<'a> {
    pub(crate) store: &'a Store<'a>,
    pub(crate) secrets: &'a dyn Secrets,
    pub(crate) ctx: &'a Ctx,
}

impl Anonymous<'_> {
    /// Signs in to all sites of an account, which may have no site.
    ///
    /// # Errors
    /// `Unauthenticated` if the address or the password is wrong, `Limited` after too many
    /// failures, `Unavailable`.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn> {
        self.secrets.sign_in(self.ctx, SignIn { email, password, scope: SessionScope::Account }).await
    }

    /// As [`Anonymous::sign_in`], for a month.
    ///
    /// # Errors
    /// Those of [`Anonymous::sign_in`].
    pub async fn sign_in_for_a_month(&self, email: &str, password: &str) -> Result<SignedIn> {
        self.secrets.sign_in(self.ctx, SignIn { email, password, scope: SessionScope::Month }).await
    }
}
