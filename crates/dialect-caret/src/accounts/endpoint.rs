//! What can be asked about sessions. See `content/endpoint.rs` for what the table drives.

use weft_http::routes::Right::Any;

const LOGIN: &str = "/api/cms/auth/login";
const SESSION: &str = "/api/cms/auth/session";
const LOGOUT: &str = "/api/cms/auth/logout";
const SIGN_IN: &str = "/content/admin";
const CLOUD_LOGIN: &str = "/content/auth/login";
const CLOUD_LOGOUT: &str = "/content/auth/logout";

weft_http::endpoints! {
    /// What is asked.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Endpoint;

    /// An editor signs in.
    LogIn => POST LOGIN, "log in", Visitor, Any, 3;
    /// Whether somebody is signed in.
    FindSession => GET SESSION, "check the session", Anybody, Any, 1;
    /// An editor signs out; one who is not signed in, too.
    LogOut => POST LOGOUT, "log out", Anybody, Any, 1;
    /// The page where an editor of another site's pages signs in.
    ShowSignIn => GET SIGN_IN, "show the sign-in page", Visitor, Any, 1;
    /// An editor signs in to a project.
    LogInInCloud => POST CLOUD_LOGIN, "log in to a project", Visitor, Any, 3;
    /// An editor signs out of a project.
    LogOutInCloud => POST CLOUD_LOGOUT, "log out of a project", Anybody, Any, 1;
}
