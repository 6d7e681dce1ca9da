//! Request bodies, wire → domain. Pure.
//!
//! Unknown members are ignored; all missing or mistyped members are reported together. The use case
//! checks names, addresses and passwords; this module only maps the paths of its violations to the
//! body's. The types hold passwords, hence no `Debug`.

use std::borrow::Cow;
use weft_domain::Error;
use weft_http::Fault;
use weft_http::members::Members;

/// `{name, admin: {email, password}}`.
pub(crate) struct NewProject<'b> {
    /// The project's name.
    pub(crate) name: Cow<'b, str>,
    /// Its first admin.
    pub(crate) admin: Login<'b>,
}

/// `{email, password}`.
pub(crate) struct Login<'b> {
    /// The address, as it was sent.
    pub(crate) email: Cow<'b, str>,
    /// The password.
    pub(crate) password: Cow<'b, str>,
}

/// Reads the body of "create a project".
///
/// # Errors
/// `Malformed` when it is no JSON object, `Invalid` for its members.
pub(crate) fn new_project(text: &str) -> Result<NewProject<'_>, Fault> {
    let mut members = Members::read(text)?;
    let name = members.required_text("name");
    let admin = members.required_object("admin", login_members);
    members.finish()?;
    Ok(NewProject { name, admin })
}

/// Reads the body of "log in".
///
/// # Errors
/// As for [`new_project`].
pub(crate) fn login(text: &str) -> Result<Login<'_>, Fault> {
    let mut members = Members::read(text)?;
    let login = login_members(&mut members);
    members.finish()?;
    Ok(login)
}

fn login_members<'b>(members: &mut Members<'b>) -> Login<'b> {
    Login { email: members.required_text("email"), password: members.required_text("password") }
}

/// Maps the paths of onboarding's violations to the body of "create a project".
pub(crate) fn of_project(mut error: Error) -> Error {
    if let Error::Invalid(violations) = &mut error {
        for violation in violations.iter_mut().filter(|violation| violation.path != "name") {
            violation.path.insert_str(0, "admin.");
        }
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::Violation;

    fn wrong<T>(read: Result<T, Fault>) -> String {
        match read {
            Ok(_) => String::new(),
            Err(Fault::Domain(Error::Invalid(found))) => {
                let found: Vec<_> = found.iter().map(|v| format!("{} {}", v.path, v.code)).collect();
                found.join(", ")
            }
            Err(Fault::Malformed(_)) => "malformed".to_owned(),
            Err(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn a_project_has_a_name_and_an_admin() {
        let text = r#"{"name":"My Site","admin":{"email":"Admin@Example.COM","password":" secure\u002dpassword ","x":1},"plan":"pro"}"#;
        let project = new_project(text).ok().unwrap();
        assert_eq!(project.name, "My Site");
        assert_eq!(project.admin.email, "Admin@Example.COM");
        assert_eq!(project.admin.password, " secure-password ", "a password is taken as it is");
    }

    #[test]
    fn wrong_projects_are_told_everything_at_once() {
        for (text, told) in [
            ("", "malformed"),
            ("[]", "malformed"),
            ("{", "malformed"),
            ("{}", "name required, admin required"),
            (r#"{"name":7,"admin":"x"}"#, "name type, admin type"),
            (r#"{"name":null,"admin":{}}"#, "name required, admin.email required, admin.password required"),
            (r#"{"name":"a","admin":{"email":1,"password":[]}}"#, "admin.email type, admin.password type"),
        ] {
            assert_eq!(wrong(new_project(text)), told, "{text}");
        }
    }

    #[test]
    fn a_login_is_an_address_and_a_password() {
        let read = login(r#"{"password":"x","email":"a@b.c"}"#).ok().unwrap();
        assert_eq!((read.email.as_ref(), read.password.as_ref()), ("a@b.c", "x"));
        for (text, told) in [
            ("null", "malformed"),
            ("{}", "email required, password required"),
            (r#"{"email":null,"password":{}}"#, "email required, password type"),
        ] {
            assert_eq!(wrong(login(text)), told, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_the_admin_is_found_in_the_body() {
        let violations = ["name", "email", "password"].map(|path| Violation::new(path, "format", ""));
        let Error::Invalid(found) = of_project(Error::Invalid(violations.into())) else { panic!() };
        let paths: Vec<_> = found.iter().map(|violation| violation.path.as_str()).collect();
        assert_eq!(paths, ["name", "admin.email", "admin.password"]);
        assert!(matches!(of_project(Error::Unauthenticated), Error::Unauthenticated));
    }
}
