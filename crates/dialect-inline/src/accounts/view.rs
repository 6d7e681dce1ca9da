//! Answers, domain → wire. Pure.
//!
//! Every answer is `{"data": …, "error": null}`.

use weft_domain::Role;
use weft_domain::json::{object, quote};
use weft_service::{AccountView, Onboarded, Session, SiteSettings};

/// A new project and its admin. Only this answer contains the API key.
pub(crate) fn project(made: &Onboarded) -> String {
    let project = object([
        ("id", text(&made.site).as_str()),
        ("name", &quote(&made.name)),
        ("apiKey", &quote(&made.api_key)),
        ("createdAt", &quote(&made.created_at)),
    ]);
    let admin = object([
        ("id", text(&made.account).as_str()),
        ("email", &quote(&made.email)),
        ("role", &quote(role(made.role))),
    ]);
    envelope(&[("project", &project), ("admin", &admin)])
}

/// A session. Only this answer contains the token.
pub(crate) fn session(session: &Session) -> String {
    envelope(&[
        ("user", &user(&session.account)),
        ("token", &quote(&session.token)),
        ("expiresAt", &text(&session.expires_at)),
    ])
}

/// The account of the session.
pub(crate) fn me(account: &AccountView) -> String {
    envelope(&[("user", &user(account))])
}

/// The answer to a write without a result.
pub(crate) fn done() -> &'static str {
    r#"{"data":{"ok":true},"error":null}"#
}

/// That the service is there. The one answer that is not enveloped.
pub(crate) const HEALTH: &str =
    concat!("{\"status\":\"ok\",\"version\":\"", env!("CARGO_PKG_VERSION"), "\"}");

/// A project's settings.
pub(crate) fn settings(settings: &SiteSettings) -> String {
    let optional = |text: &Option<String>| text.as_deref().map_or_else(|| "null".to_owned(), quote);
    let domains: Vec<String> = settings.domains.iter().map(|domain| quote(domain)).collect();
    let hook = |hook: &weft_service::StoredDeployHook| {
        object([
            ("id", quote(&hook.id).as_str()),
            ("type", &quote(&hook.kind)),
            ("url", &quote(&hook.url)),
            ("hasSecret", if hook.has_secret { "true" } else { "false" }),
        ])
    };
    let hooks: Vec<String> = settings.deploy_hooks.iter().map(hook).collect();
    let (id, name) = (text(&settings.id), quote(&settings.name));
    let (domains, hooks) = (format!("[{}]", domains.join(",")), format!("[{}]", hooks.join(",")));
    whole(&object([
        ("id", id.as_str()),
        ("name", &name),
        ("apiKey", &optional(&settings.public_key)),
        ("domains", &domains),
        ("cdnUrl", &optional(&settings.cdn_url)),
        ("deployHooks", &hooks),
        ("createdAt", &quote(&settings.created_at)),
    ]))
}

/// A new key of a project.
pub(crate) fn key(key: &str) -> String {
    envelope(&[("apiKey", &quote(key))])
}

/// A project's users.
pub(crate) fn users(users: &[AccountView]) -> String {
    let users: Vec<String> = users.iter().map(user).collect();
    whole(&format!("[{}]", users.join(",")))
}

/// A user.
pub(crate) fn one_user(account: &AccountView) -> String {
    whole(&user(account))
}

fn whole(data: &str) -> String {
    object([("data", data), ("error", "null")])
}

fn user(account: &AccountView) -> String {
    let paths: Vec<String> = account.allowed_paths.iter().map(|path| quote(path)).collect();
    object([
        ("id", text(&account.id).as_str()),
        ("email", &quote(&account.email)),
        ("name", &account.name.as_deref().map_or_else(|| "null".to_owned(), quote)),
        ("role", &quote(role(account.role))),
        ("allowedPaths", &format!("[{}]", paths.join(","))),
        ("projectId", &text(&account.site)),
    ])
}

/// InlineCMS has three roles; a developer has all rights of its editor.
const fn role(role: Role) -> &'static str {
    match role {
        Role::Developer => Role::Editor.as_str(),
        known => known.as_str(),
    }
}

/// An id or a timestamp as a JSON string; its text needs no escapes.
fn text(plain: &impl std::fmt::Display) -> String {
    format!("\"{plain}\"")
}

fn envelope(members: &[(&str, &str)]) -> String {
    let data = object(members.iter().copied());
    object([("data", data.as_str()), ("error", "null")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::Timestamp;

    const SITE: &str = "018f3f70-1c2d-7abc-8def-000000000001";
    const ACCOUNT: &str = "018f3f70-1c2d-7abc-8def-000000000002";

    fn account(role: Role) -> AccountView {
        AccountView {
            id: ACCOUNT.parse().unwrap(),
            email: "a@b.example".into(),
            name: None,
            role,
            site: SITE.parse().unwrap(),
            allowed_paths: vec!["/blog/*".into(), "/\"x\"".into()],
        }
    }

    #[test]
    fn a_project_comes_with_its_key_and_its_admin() {
        let made = Onboarded {
            site: SITE.parse().unwrap(),
            name: "My \"Site\"".into(),
            created_at: "2026-03-25T10:00:00.000Z".into(),
            api_key: "the-key".into(),
            account: ACCOUNT.parse().unwrap(),
            email: "a@b.example".into(),
            role: Role::Admin,
        };
        assert_eq!(
            project(&made),
            format!(
                r#"{{"data":{{"project":{{"id":"{SITE}","name":"My \"Site\"","apiKey":"the-key","createdAt":"2026-03-25T10:00:00.000Z"}},"admin":{{"id":"{ACCOUNT}","email":"a@b.example","role":"admin"}}}},"error":null}}"#
            )
        );
    }

    #[test]
    fn a_session_comes_with_its_token_and_its_user() {
        let made = Session {
            token: "the-token".into(),
            expires_at: Timestamp::from_millis(1_774_432_800_000),
            account: account(Role::Viewer),
        };
        let user = format!(
            r#"{{"id":"{ACCOUNT}","email":"a@b.example","name":null,"role":"viewer","allowedPaths":["/blog/*","/\"x\""],"projectId":"{SITE}"}}"#
        );
        assert_eq!(
            session(&made),
            format!(
                r#"{{"data":{{"user":{user},"token":"the-token","expiresAt":"2026-03-25T10:00:00.000Z"}},"error":null}}"#
            )
        );
        assert_eq!(me(&made.account), format!(r#"{{"data":{{"user":{user}}},"error":null}}"#));
    }

    #[test]
    fn only_roles_that_inlinecms_knows_are_shown() {
        for (held, shown) in [
            (Role::Viewer, "viewer"),
            (Role::Editor, "editor"),
            (Role::Developer, "editor"),
            (Role::Admin, "admin"),
        ] {
            let answer: serde_json::Value = serde_json::from_str(&me(&account(held))).unwrap();
            assert_eq!(answer["data"]["user"]["role"], shown);
        }
    }

    #[test]
    fn a_secret_is_told_to_be_there_and_never_shown() {
        let hook = |has_secret| weft_service::StoredDeployHook {
            id: "prod\"".into(),
            kind: "generic".into(),
            url: "https://a.example".into(),
            has_secret,
        };
        let project = SiteSettings {
            id: SITE.parse().unwrap(),
            name: "A".into(),
            created_at: "2026-03-25T10:00:00.000Z".into(),
            cdn_url: None,
            public_key: Some("weft_ab".into()),
            domains: vec!["a.example".into()],
            deploy_hooks: vec![hook(true), hook(false)],
        };
        let shown: serde_json::Value = serde_json::from_str(&settings(&project)).unwrap();
        let shown = &shown["data"];
        assert_eq!(shown["deployHooks"][0]["hasSecret"], true);
        assert_eq!(shown["deployHooks"][1]["hasSecret"], false);
        assert_eq!((&shown["cdnUrl"], &shown["domains"][0]), (&serde_json::Value::Null, &"a.example".into()));
        assert_eq!(shown["apiKey"], "weft_ab");
    }

    #[test]
    fn every_answer_is_the_envelope() {
        let named = AccountView { name: Some("Ann\n".into()), ..account(Role::Admin) };
        for answer in [done().to_owned(), me(&named)] {
            let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
            assert!(
                answer["data"].is_object()
                    && answer["error"].is_null()
                    && answer.as_object().unwrap().len() == 2
            );
        }
    }
}
