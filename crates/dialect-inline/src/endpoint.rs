//! What can be asked: one table, and its rows' names in code.
//!
//! The table drives routing, the guard tests and the reference of the API. To add an endpoint: a variant, a row, an arm in `lib.rs`.

use http::Method;
use weft_http::routes::Row;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// A new project with its first admin.
    CreateProject,
    /// A session for e-mail and password.
    LogIn,
    /// The session ends.
    LogOut,
    /// The session gets a new token.
    Refresh,
    /// Who the session is of.
    Me,
}

/// The endpoints.
pub static ENDPOINTS: [Row<Endpoint>; 5] = [
    Row::open(Endpoint::CreateProject, "create a project", Method::POST, "/v1/projects", 2),
    Row::open(Endpoint::LogIn, "log in", Method::POST, "/v1/auth/login", 4),
    Row::closed(Endpoint::LogOut, "log out", Method::POST, "/v1/auth/logout", 1),
    Row::closed(Endpoint::Refresh, "refresh the session", Method::POST, "/v1/auth/refresh", 2),
    Row::closed(Endpoint::Me, "get the current user", Method::GET, "/v1/auth/me", 1),
];

#[cfg(test)]
mod tests {
    use super::*;
    use weft_http::Fault;
    use weft_http::routes::route;

    #[test]
    fn every_row_is_reached_with_and_without_a_slash() {
        for (i, row) in ENDPOINTS.iter().enumerate() {
            for path in [row.path.to_owned(), format!("{}/", row.path)] {
                let found = route(&ENDPOINTS, &row.method, &path).map(|found| found.endpoint);
                assert!(found.is_ok_and(|endpoint| endpoint == row.endpoint), "{path}");
            }
            assert!(
                ENDPOINTS[..i].iter().all(|other| other.endpoint != row.endpoint),
                "{:?} twice",
                row.endpoint
            );
            assert!((1..=4).contains(&row.round_trips), "{}", row.name);
        }
    }

    #[test]
    fn only_onboarding_and_login_are_open() {
        let open: Vec<_> = ENDPOINTS.iter().filter(|row| row.open).map(|row| row.endpoint).collect();
        assert_eq!(open, [Endpoint::CreateProject, Endpoint::LogIn]);
    }

    #[test]
    fn a_wrong_method_is_told_the_right_one() {
        for (method, path, told) in [
            (Method::GET, "/v1/projects", "POST"),
            (Method::DELETE, "/v1/auth/me", "GET, HEAD"),
            (Method::OPTIONS, "/v1/auth/login", "POST"),
        ] {
            let Err(Fault::MethodNotAllowed { allow }) = route(&ENDPOINTS, &method, path) else {
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
            assert!(matches!(route(&ENDPOINTS, &Method::GET, path), Err(Fault::UnknownRoute)), "{path}");
        }
    }
}
