//! The endpoints of sessions. See `content/endpoint.rs` for the uses of the table.

use weft_http::routes::Right::Any;

const LOGIN: &str = "/api/cms/auth/login";
const SESSION: &str = "/api/cms/auth/session";
const LOGOUT: &str = "/api/cms/auth/logout";
const SIGN_IN: &str = "/content/admin";
const CLOUD_LOGIN: &str = "/content/auth/login";
const CLOUD_LOGOUT: &str = "/content/auth/logout";

weft_http::endpoints! {
    /// An endpoint.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Endpoint;

    /// Begins a session.
    LogIn => POST LOGIN, "log in", Visitor, Any, 3;
    /// Whether the session is valid.
    FindSession => GET SESSION, "check the session", Anybody, Any, 1;
    /// Ends the session, if there is one.
    LogOut => POST LOGOUT, "log out", Anybody, Any, 1;
    /// The login page of cloud mode.
    ShowSignIn => GET SIGN_IN, "show the sign-in page", Visitor, Any, 1;
    /// Begins a session of a project.
    LogInInCloud => POST CLOUD_LOGIN, "log in to a project", Visitor, Any, 3;
    /// Ends a session of a project.
    LogOutInCloud => POST CLOUD_LOGOUT, "log out of a project", Anybody, Any, 1;
}
