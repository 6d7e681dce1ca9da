//! The endpoints of accounts: the current account, tokens, login and logout. See
//! `content/endpoint.rs` for the uses of the table. Callers are verified again for each request,
//! which is a round trip that the table does not count.

use weft_http::routes::Right::Any;

const ME: &str = "/api/auth/me";
const TOKENS: &str = "/api/tokens";
const TOKEN: &str = "/api/tokens/:token";
const LOGIN: &str = "/auth/login";
const LOGOUT: &str = "/auth/logout";

weft_http::endpoints! {
    /// An endpoint.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Endpoint;

    /// The current account.
    Me => GET ME, "who is signed in", AnyCaller, Any, 0;
    /// Lists the account's tokens.
    ListTokens => GET TOKENS, "list tokens", Caller, Any, 1;
    /// Creates a token.
    CreateToken => POST TOKENS, "create a token", Caller, Any, 1;
    /// Deletes a token.
    DeleteToken { token: String } => DELETE TOKEN, "revoke a token", Caller, Any, 1;
    /// Begins a session.
    LogIn => POST LOGIN, "sign in", Nobody, Any, 0;
    /// Ends the session, if there is one.
    LogOut => POST LOGOUT, "sign out", AnyCaller, Any, 1;
}
