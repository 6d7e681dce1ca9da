//! The rights of a request, checked in the original's order: credential, permission, access to the
//! repository; and only then whether the repository exists, and all other errors. So an error does
//! not disclose repositories to callers without access.

use crate::error::{Refusal, absent, forbidden, refused};
use crate::permission;
use weft_domain::{Caller, CredentialKind, Permission};
use weft_http::{Call, path};
use weft_service::is_repo_name;

/// The name of a malformed repository in a path; no site has it.
const NOWHERE: &str = "/";

/// The message for a malformed name of a repository.
pub(crate) const FORMAT: &str = "Invalid repo format. Use owner/repo-name";

/// The name of the repository in a path, for the verification of the credential:
/// `/api/repos/:repo/…`.
pub(crate) fn repo(path: &str) -> String {
    let segment = path.split('/').nth(3).unwrap_or_default();
    match path::decode(segment) {
        Some(name) if is_repo_name(&name) => name.into_owned(),
        _ => NOWHERE.to_owned(),
    }
}

/// Checks the permission on this repository, and that the repository is a site.
///
/// # Errors
/// The original's errors, in its order.
pub(crate) fn check(call: Call<'_>, needed: Permission, repo: &str) -> Result<(), Refusal> {
    let Ok(caller) = call.caller() else {
        let may = call.ctx.principal()?.permissions.contains(needed);
        return if may { Ok(()) } else { Err(insufficient(needed)) };
    };
    // The site does not exist, or the credential is not valid for it.
    check_permission(caller, needed)?;
    if !caller.is_for_repo(repo) {
        return Err(forbidden(format!("Token does not have access to repo: {repo}")));
    }
    if !is_repo_name(repo) {
        return Err(refused(FORMAT));
    }
    Err(absent("Failed to fetch config"))
}

/// Checks that a token has this permission; a session has all permissions of its account.
///
/// # Errors
/// A refusal in the original's words.
pub(crate) fn check_permission(caller: &Caller, needed: Permission) -> Result<(), Refusal> {
    let is_held = caller.kind == CredentialKind::Session || caller.permissions.contains(needed);
    if is_held { Ok(()) } else { Err(insufficient(needed)) }
}

/// The caller of an endpoint for sessions of a whole account. Sessions of other APIs may be valid
/// for one site only; they are rejected.
///
/// # Errors
/// A refusal in the original's words.
pub(crate) fn session<'a>(call: Call<'a>) -> Result<&'a Caller, Refusal> {
    let caller = call.caller()?;
    if caller.is_session_of_account() {
        Ok(caller)
    } else {
        Err(forbidden("This endpoint requires browser session auth"))
    }
}

fn insufficient(needed: Permission) -> Refusal {
    forbidden(format!("Insufficient permissions. Required: {}", permission::name(needed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_decoded_once() {
        for (path, name) in [
            ("/api/repos/owner%2Frepo/config", "owner/repo"),
            ("/api/repos/owner%2frepo", "owner/repo"),
            ("/api/repos/owner%252Frepo/config", NOWHERE),
            ("/api/repos/owner%2Frepo%2Fmore/config", NOWHERE),
            ("/api/repos/owner/config", NOWHERE),
            ("/api/repos/%2F/config", NOWHERE),
            ("/api/repos/a%2Fb%00/config", NOWHERE),
            ("/api/repos/a%2F%zz/config", NOWHERE),
            ("/api", NOWHERE),
        ] {
            assert_eq!(repo(path), name, "{path}");
        }
    }
}
