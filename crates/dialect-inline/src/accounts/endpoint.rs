//! The endpoint table of the area.
//!
//! The table drives routing, the authorisation tests and the API reference. To add an endpoint: a
//! row, an arm in `accounts/mod.rs`.

use weft_domain::{AccountId, Permission, SiteId};
use weft_http::routes::Right;

const PROJECTS: &str = "/v1/projects";
const PROJECT: &str = "/v1/projects/:id";
const ROTATE_KEY: &str = "/v1/projects/:id/rotate-key";
const API_KEY: &str = "/v1/projects/:id/api-key";
const REGENERATE_KEY: &str = "/v1/projects/:id/regenerate-key";
const USERS: &str = "/v1/users";
const USER: &str = "/v1/users/:id";
const PROJECT_USERS: &str = "/v1/projects/:project/users";
const PROJECT_USER: &str = "/v1/projects/:project/users/:id";
const HEALTH: &str = "/v1/health";
const BARE_HEALTH: &str = "/health";
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
    /// A project's settings.
    GetProject { id: SiteId } => GET PROJECT, "get a project", Principal, Right::May(Permission::Drafts), 1;
    /// A change to them.
    UpdateProject { id: SiteId } => PATCH PROJECT, "update a project", Principal, Right::May(Permission::Admin), 1;
    /// A new key in the place of the project's.
    RotateKey { id: SiteId } => POST ROTATE_KEY, "rotate the project's key", Principal, Right::May(Permission::Admin), 1;
    /// The same, under another name.
    RotateKeyAlias { id: SiteId } => POST API_KEY, "make the project's key anew", Principal, Right::May(Permission::Admin), 1;
    /// The same, under a third name.
    RotateKeySecondAlias { id: SiteId } => POST REGENERATE_KEY, "regenerate the project's key", Principal, Right::May(Permission::Admin), 1;
    /// The project's users.
    ListUsers => GET USERS, "list the users", Principal, Right::May(Permission::Admin), 1;
    /// A new user.
    CreateUser => POST USERS, "create a user", Principal, Right::May(Permission::Admin), 1;
    /// A change to a user.
    UpdateUser { id: AccountId } => PATCH USER, "update a user", Principal, Right::May(Permission::Admin), 1;
    /// A user goes.
    DeleteUser { id: AccountId } => DELETE USER, "delete a user", Principal, Right::May(Permission::Admin), 1;
    /// The users of the project in the path.
    ListUsersOf { project: SiteId } => GET PROJECT_USERS, "list a project's users", Principal, Right::May(Permission::Admin), 1;
    /// A new user of the project in the path.
    CreateUserOf { project: SiteId } => POST PROJECT_USERS, "create a project's user", Principal, Right::May(Permission::Admin), 1;
    /// A change to a user of the project in the path.
    UpdateUserOf { project: SiteId, id: AccountId } => PATCH PROJECT_USER, "update a project's user", Principal, Right::May(Permission::Admin), 1;
    /// A user of the project in the path goes.
    DeleteUserOf { project: SiteId, id: AccountId } => DELETE PROJECT_USER, "delete a project's user", Principal, Right::May(Permission::Admin), 1;
    /// Whether the service is there.
    Health => GET HEALTH, "get the health", Nobody, Right::Any, 0;
    /// The same, without the prefix.
    HealthAlias => GET BARE_HEALTH, "get the health without a prefix", Nobody, Right::Any, 0;
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
            assert_eq!(row.round_trips == 0, row.id.starts_with("Health"), "{}", row.name);
        }
    }

    #[test]
    fn only_onboarding_login_and_health_are_open() {
        let open = Endpoint::TABLE.iter().filter(|row| row.who == Who::Nobody);
        assert_eq!(
            open.map(|row| row.id).collect::<Vec<_>>(),
            ["CreateProject", "LogIn", "Health", "HealthAlias"]
        );
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
