//! The order in which a request is refused: no credential, no permission, not this repository; only
//! then whether there is such a repository, and whatever else is wrong. So a refusal tells no more
//! of a repository than whoever asks may know.

use crate::error::{Refusal, absent, forbidden, refused};
use crate::permission;
use weft_domain::{Caller, CredentialKind, Permission};
use weft_http::{Call, path};
use weft_service::is_repo_name;

/// The name in the path of a repository that is none: no site is called so.
const NOWHERE: &str = "/";

/// Why the name of a repository is refused.
pub(crate) const FORMAT: &str = "Invalid repo format. Use owner/repo-name";

/// The name of the repository that a path asks about, as identity is asked for it:
/// `/api/repos/:repo/…`.
pub(crate) fn repo(path: &str) -> String {
    let segment = path.split('/').nth(3).unwrap_or_default();
    match path::decode(segment) {
        Some(name) if is_repo_name(&name) => name.into_owned(),
        _ => NOWHERE.to_owned(),
    }
}

/// That whoever asks may do this with this repository, and that it is a site.
///
/// # Errors
/// A refusal in the original's words, in its order.
pub(crate) fn check(call: Call<'_>, needed: Permission, repo: &str) -> Result<(), Refusal> {
    let Ok(caller) = call.caller() else {
        let may = call.ctx.principal()?.permissions.contains(needed);
        return if may { Ok(()) } else { Err(insufficient(needed)) };
    };
    // There is no such site, or the credential is not good for it.
    check_permission(caller, needed)?;
    if !caller.is_for_repo(repo) {
        return Err(forbidden(format!("Token does not have access to repo: {repo}")));
    }
    if !is_repo_name(repo) {
        return Err(refused(FORMAT));
    }
    Err(absent("Failed to fetch config"))
}

/// That a token may do this; a session may do what its account may.
///
/// # Errors
/// A refusal in the original's words.
pub(crate) fn check_permission(caller: &Caller, needed: Permission) -> Result<(), Refusal> {
    let is_held = caller.kind == CredentialKind::Session || caller.permissions.contains(needed);
    if is_held { Ok(()) } else { Err(insufficient(needed)) }
}

/// The caller of an endpoint that is for sessions only, and for those of a whole account: one of
/// another API is valid for one site.
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
