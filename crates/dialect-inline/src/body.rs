//! Bodies, wire → domain. Pure.
//!
//! Unknown members are passed over; everything wrong with a body is told at once, and no message repeats what was sent. The types here
//! hold passwords, hence no `Debug`.

use std::borrow::Cow;
use weft_domain::field::EMAIL_MAX;
use weft_http::Fault;
use weft_http::members::Members;

/// The shortest password that an account may get, in bytes.
pub(crate) const PASSWORD_MIN: usize = 8;
/// The longest password that is looked at, in bytes: hashing costs more the longer it is.
pub(crate) const PASSWORD_MAX: usize = 256;
/// The longest name of a project, in bytes.
pub(crate) const NAME_MAX: usize = 200;

/// `{name, admin: {email, password}}`.
pub(crate) struct NewProject<'b> {
    /// What people call it.
    pub(crate) name: String,
    /// The first admin's address, normalised.
    pub(crate) email: String,
    /// The first admin's password.
    pub(crate) password: Cow<'b, str>,
}

/// `{email, password}`.
pub(crate) struct Login<'b> {
    /// The address, normalised.
    pub(crate) email: String,
    /// The password.
    pub(crate) password: Cow<'b, str>,
}

/// Reads the body of "create a project".
///
/// # Errors
/// `Malformed` when it is no JSON object, `Invalid` for its members.
pub(crate) fn new_project(text: &str) -> Result<NewProject<'_>, Fault> {
    let mut members = Members::read(text)?;
    let name = members.required_text("name").trim().to_owned();
    if name.is_empty() {
        members.missing("name");
    } else if name.len() > NAME_MAX {
        members.blame("name", "length", format!("at most {NAME_MAX} bytes"));
    }
    let (email, password) = members.required_object("admin", |admin| {
        let email = email(admin);
        if !email.is_empty() && !is_address(&email) {
            admin.blame("email", "format", "must be an e-mail address");
        }
        let password = admin.text("password");
        match &password {
            None => admin.missing("password"),
            Some(text) if !(PASSWORD_MIN..=PASSWORD_MAX).contains(&text.len()) => {
                admin.blame("password", "length", format!("{PASSWORD_MIN} to {PASSWORD_MAX} bytes"));
            }
            Some(_) => {}
        }
        (email, password.unwrap_or_default())
    });
    members.finish()?;
    Ok(NewProject { name, email, password })
}

/// Reads the body of "log in". Only what no account can have is refused here; whether the two fit is the use case's to say.
///
/// # Errors
/// As for [`new_project`].
pub(crate) fn login(text: &str) -> Result<Login<'_>, Fault> {
    let mut members = Members::read(text)?;
    let email = email(&mut members);
    if email.len() > EMAIL_MAX {
        members.blame("email", "length", format!("at most {EMAIL_MAX} bytes"));
    }
    let password = members.required_text("password");
    if password.len() > PASSWORD_MAX {
        members.blame("password", "length", format!("at most {PASSWORD_MAX} bytes"));
    }
    members.finish()?;
    Ok(Login { email, password })
}

/// The address without space around it and in lower case, so that one person has one account; empty, and blamed, when there is none.
fn email(members: &mut Members<'_>) -> String {
    let email = members.required_text("email").trim().to_lowercase();
    if email.is_empty() {
        members.missing("email");
    }
    email
}

/// Whether a text plausibly is an address; whether somebody reads what is sent there, only a letter can tell.
fn is_address(text: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@')
    };
    text.len() <= EMAIL_MAX
        && text.split_once('@').is_some_and(|(local, host)| is_plain(local) && is_plain(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::Error;

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
        let text = r#"{"name":" My Site ","admin":{"email":" Admin@Example.COM ","password":" secure\u002dpassword ","x":1},"plan":"pro"}"#;
        let project = new_project(text).ok().unwrap();
        assert_eq!(project.name, "My Site");
        assert_eq!(project.email, "admin@example.com");
        assert_eq!(project.password, " secure-password ", "a password is taken as it is");
    }

    #[test]
    fn wrong_projects_are_told_everything_at_once() {
        let sized = |n: usize| {
            format!(r#"{{"name":"a","admin":{{"email":"a@b.c","password":"{}"}}}}"#, "x".repeat(n))
        };
        let named = |n: usize| {
            format!(r#"{{"name":"{}","admin":{{"email":"a@b.c","password":"12345678"}}}}"#, "x".repeat(n))
        };
        for (text, told) in [
            ("[]", "malformed"),
            ("{", "malformed"),
            ("{}", "name required, admin required"),
            (r#"{"name":7,"admin":"x"}"#, "name type, admin type"),
            (r#"{"name":" ","admin":{}}"#, "name required, admin.email required, admin.password required"),
            (r#"{"name":"a","admin":{"email":1,"password":2}}"#, "admin.email type, admin.password type"),
            (
                r#"{"name":"a","admin":{"email":"nobody","password":"x"}}"#,
                "admin.email format, admin.password length",
            ),
            (
                r#"{"name":"a","admin":{"email":"","password":""}}"#,
                "admin.email required, admin.password length",
            ),
            (&sized(7), "admin.password length"),
            (&sized(8), ""),
            (&sized(256), ""),
            (&sized(257), "admin.password length"),
            (&named(200), ""),
            (&named(201), "name length"),
        ] {
            assert_eq!(wrong(new_project(text)), told, "{text}");
        }
    }

    #[test]
    fn a_login_names_the_account_in_one_spelling() {
        let login = login(r#"{"email":"\tEDITOR@Exämple.com","password":"x"}"#).ok().unwrap();
        assert_eq!((login.email.as_str(), login.password.as_ref()), ("editor@exämple.com", "x"));
    }

    #[test]
    fn a_login_is_refused_only_for_what_no_account_can_have() {
        let long = |email: usize, password: usize| {
            format!(r#"{{"email":"{}","password":"{}"}}"#, "x".repeat(email), "x".repeat(password))
        };
        for (text, told) in [
            ("", "malformed"),
            ("{}", "email required, password required"),
            (r#"{"email":null,"password":[]}"#, "email required, password type"),
            (r#"{"email":"not an address","password":""}"#, ""),
            (&long(254, 256), ""),
            (&long(255, 257), "email length, password length"),
        ] {
            assert_eq!(wrong(login(text)), told, "{text}");
        }
    }

    #[test]
    fn addresses_are_plausible() {
        for good in ["a@b.c", "a+b@localhost", "ä@ö.example"] {
            assert!(is_address(good), "{good}");
        }
        for bad in
            ["", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\nc", "a@b\0", &format!("a@{}", "b".repeat(253))]
        {
            assert!(!is_address(bad), "{bad:?}");
        }
    }
}
