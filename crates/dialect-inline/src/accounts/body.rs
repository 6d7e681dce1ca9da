//! Request bodies, wire → domain. Pure.
//!
//! Unknown members are ignored; all missing or mistyped members are reported together. The use case
//! checks names, addresses and passwords; this module only maps the paths of its violations to the
//! body's. The types hold passwords, hence no `Debug`.

use std::borrow::Cow;
use weft_domain::{Error, Role};
use weft_http::Fault;
use weft_http::members::Members;
use weft_service::{DeployHook, SettingsChange};

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

/// A user to be made.
pub(crate) struct NewUser<'b> {
    /// The address, as it was sent.
    pub(crate) email: Cow<'b, str>,
    /// The password.
    pub(crate) password: Cow<'b, str>,
    /// What people call them.
    pub(crate) name: Option<Cow<'b, str>>,
    /// The role; an editor, if none was sent.
    pub(crate) role: Role,
    /// The pages that they are limited to.
    pub(crate) allowed_paths: Vec<String>,
}

/// Reads the body of "create a user".
///
/// # Errors
/// As for [`new_project`].
pub(crate) fn new_user(text: &str) -> Result<NewUser<'_>, Fault> {
    let mut members = Members::read(text)?;
    let Login { email, password } = login_members(&mut members);
    let name = members.text("name");
    let role = role(&mut members).unwrap_or(Role::Editor);
    let allowed_paths = list(&mut members, "allowedPaths", "a list of texts").unwrap_or_default();
    members.finish()?;
    Ok(NewUser { email, password, name, role, allowed_paths })
}

/// What a user is to become.
pub(crate) struct UserChange<'b> {
    /// The address, as it was sent.
    pub(crate) email: Option<Cow<'b, str>>,
    /// The password.
    pub(crate) password: Option<Cow<'b, str>>,
    /// What people call them; null takes it away.
    pub(crate) name: Option<Option<String>>,
    /// The role.
    pub(crate) role: Option<Role>,
    /// The pages that they are limited to.
    pub(crate) allowed_paths: Option<Vec<String>>,
}

/// Reads the body of "update a user".
///
/// # Errors
/// As for [`new_project`].
pub(crate) fn user_change(text: &str) -> Result<UserChange<'_>, Fault> {
    let mut members = Members::read(text)?;
    let (email, password) = (members.text("email"), members.text("password"));
    let name = members.removable_text("name");
    let role = role(&mut members);
    let allowed_paths = list(&mut members, "allowedPaths", "a list of texts");
    members.finish()?;
    Ok(UserChange { email, password, name, role, allowed_paths })
}

/// InlineCMS's roles; `developer` is not one of them.
fn role(members: &mut Members<'_>) -> Option<Role> {
    let name = members.text("role")?;
    let role = Role::parse(&name).filter(|role| *role != Role::Developer);
    if role.is_none() {
        members.blame("role", "option", "must be viewer, editor or admin");
    }
    role
}

fn list<T: serde::de::DeserializeOwned>(members: &mut Members<'_>, name: &str, what: &str) -> Option<Vec<T>> {
    let list = serde_json::from_str(members.raw(name)?).ok();
    if list.is_none() {
        members.blame(name, "type", format!("must be {what}"));
    }
    list
}

#[derive(serde::Deserialize)]
struct SentHook {
    id: String,
    r#type: String,
    url: String,
    secret: Option<String>,
}

/// Reads the body of "update a project".
///
/// # Errors
/// As for [`new_project`].
pub(crate) fn settings(text: &str) -> Result<SettingsChange, Fault> {
    let mut members = Members::read(text)?;
    let name = members.text("name").map(Cow::into_owned);
    let cdn_url = members.removable_text("cdnUrl");
    let domains = list(&mut members, "domains", "a list of texts");
    let hooks = list::<SentHook>(&mut members, "deployHooks", "a list of {id, type, url, secret}");
    members.finish()?;
    let hook = |SentHook { id, r#type, url, secret }| DeployHook { id, kind: r#type, url, secret };
    let deploy_hooks = hooks.map(|hooks| hooks.into_iter().map(hook).collect());
    Ok(SettingsChange { name, cdn_url, domains, deploy_hooks })
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
    fn a_user_has_an_address_a_password_and_a_role() {
        let text =
            r#"{"email":"a@b.c","password":"x","name":null,"role":"viewer","allowedPaths":["/blog/*"]}"#;
        let read = new_user(text).ok().unwrap();
        assert_eq!(
            (read.role, read.allowed_paths, read.name),
            (Role::Viewer, vec!["/blog/*".to_owned()], None)
        );
        assert_eq!(new_user(r#"{"email":"a@b.c","password":"x"}"#).ok().unwrap().role, Role::Editor);
        for (text, told) in [
            ("{}", "email required, password required"),
            (r#"{"email":"a","password":"b","role":"developer"}"#, "role option"),
            (r#"{"email":"a","password":"b","role":1,"allowedPaths":"/"}"#, "role type, allowedPaths type"),
            (r#"{"email":"a","password":"b","allowedPaths":[1]}"#, "allowedPaths type"),
        ] {
            assert_eq!(wrong(new_user(text)), told, "{text}");
        }
        let change = user_change(r#"{"name":null,"role":"admin"}"#).ok().unwrap();
        assert_eq!((change.name, change.role, change.allowed_paths), (Some(None), Some(Role::Admin), None));
    }

    #[test]
    fn settings_are_what_was_sent_of_them() {
        let text = r#"{"cdnUrl":null,"deployHooks":[{"id":"a","type":"generic","url":"https://a.example"}]}"#;
        let read = settings(text).ok().unwrap();
        assert!(read.name.is_none() && read.domains.is_none() && read.cdn_url == Some(None));
        assert!(read.deploy_hooks.unwrap()[0].secret.is_none());
        for (text, told) in [
            ("[]", "malformed"),
            (r#"{"name":1,"domains":"a","deployHooks":{}}"#, "name type, domains type, deployHooks type"),
            (r#"{"deployHooks":[{"id":"a"}]}"#, "deployHooks type"),
        ] {
            assert_eq!(wrong(settings(text)), told, "{text}");
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
