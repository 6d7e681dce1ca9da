//! The endpoint table of the area.
//!
//! The table drives routing, the authorisation tests and the API reference. To add an endpoint: a
//! row, an arm in `accounts/mod.rs`.

use weft_http::routes::Right;

const PROJECTS: &str = "/v1/projects";
const LOGIN: &str = "/v1/auth/login";
const LOGOUT: &str = "/v1/auth/logout";
const REFRESH: &str = "/v1/auth/refresh";
const ME: &str = "/v1/auth/me";

weft_http::endpoints! {
    /// The endpoints.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Endpoint;

    /// A new project with its first admin.
    CreateProject => POST PROJECTS, "create a project", Nobody, Right::Any, 2;
    /// Starts a session with e-mail and password.
    LogIn => POST LOGIN, "log in", Nobody, Right::Any, 1;
    /// Ends the session.
    LogOut => POST LOGOUT, "log out", Principal, Right::Any, 1;
    /// Replaces the session's token.
    Refresh => POST REFRESH, "refresh the session", Principal, Right::Any, 2;
    /// The account of the session.
    Me => GET ME, "get the current user", Principal, Right::Any, 1;
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_http::Fault;
    use weft_http::routes::{Method, Who, route};

    #[test]
    fn every_row_is_reached_with_and_without_a_slash() {
        for row in Endpoint::TABLE {
            for path in [row.path.to_owned(), format!("{}/", row.path)] {
                let found = route(Endpoint::TABLE, &row.method, &path);
                assert!(found.is_ok_and(|found| found.id == row.id), "{path}");
            }
            assert!((1..=4).contains(&row.round_trips), "{}", row.name);
        }
    }

    #[test]
    fn only_onboarding_and_login_are_open() {
        let open = Endpoint::TABLE.iter().filter(|row| row.who == Who::Nobody);
        assert_eq!(open.map(|row| row.id).collect::<Vec<_>>(), ["CreateProject", "LogIn"]);
    }

    #[test]
    fn a_wrong_method_gets_the_right_one() {
        for (method, path, told) in [
            (Method::GET, "/v1/projects", "POST"),
            (Method::DELETE, "/v1/auth/me", "GET, HEAD"),
            (Method::OPTIONS, "/v1/auth/login", "POST"),
        ] {
            let Err(Fault::MethodNotAllowed { allow }) = route(Endpoint::TABLE, &method, path) else {
                panic!("{path}")
            };
            assert_eq!(allow, told);
        }
    }

    #[test]
    fn other_paths_are_unknown() {
        for path in [
            "",
            "/",
            "/v1",
            "/v1/auth",
            "/v1/auth/me/x",
            "/v2/auth/me",
            "/v1/auth/%6de",
            "/v1//auth/me",
            "/V1/auth/me",
        ] {
            assert!(matches!(route(Endpoint::TABLE, &Method::GET, path), Err(Fault::UnknownRoute)), "{path}");
        }
    }
}
