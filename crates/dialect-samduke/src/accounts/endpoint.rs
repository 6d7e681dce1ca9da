//! What can be asked of accounts: who is signed in, tokens, signing in and out. See
//! `content/endpoint.rs` for what the table drives. Callers are verified anew for each request,
//! which is a round trip that is not counted here.

use weft_http::routes::Right::Any;

const ME: &str = "/api/auth/me";
const TOKENS: &str = "/api/tokens";
const TOKEN: &str = "/api/tokens/:token";
const LOGIN: &str = "/auth/login";
const LOGOUT: &str = "/auth/logout";

weft_http::endpoints! {
    /// What is asked.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Endpoint;

    /// Who is signed in.
    Me => GET ME, "who is signed in", AnyCaller, Any, 0;
    /// The account's tokens.
    ListTokens => GET TOKENS, "list tokens", Caller, Any, 1;
    /// A new token.
    CreateToken => POST TOKENS, "create a token", Caller, Any, 1;
    /// A token ends.
    DeleteToken { token: String } => DELETE TOKEN, "revoke a token", Caller, Any, 1;
    /// A browser signs in.
    LogIn => POST LOGIN, "sign in", Nobody, Any, 0;
    /// A browser signs out; one that is not signed in, too.
    LogOut => POST LOGOUT, "sign out", AnyCaller, Any, 1;
}
