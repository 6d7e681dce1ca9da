//! An existing site of a test, with actors of each role.

use serde_json::json;

use crate::actor::Actor;
use crate::snow::Snow;
use crate::weft::Weft;

/// The password of the administrator of every site.
const PASSWORD: &str = "correct horse battery staple";

/// The secrets of a site. Every key of a site belongs to its administrator's account, with
/// different scopes.
#[derive(Debug, Clone)]
pub(crate) struct Secrets {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) public: String,
    pub(crate) admin: String,
    pub(crate) editor: String,
    pub(crate) reader: String,
    pub(crate) session: String,
    /// The same keys in the format of SnowCMS clients: `a:<id>.<secret>`.
    pub(crate) snow: Tokens,
}

/// A site's keys with their ids.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    pub(crate) admin: String,
    pub(crate) editor: String,
    pub(crate) reader: String,
}

impl Secrets {
    /// Creates a site and its keys.
    pub(crate) fn onboard(weft: &Weft, name: &str) -> Self {
        let email = format!("admin@{name}.example");
        let admin = json!({ "email": &email, "password": PASSWORD });
        let made = weft.anon().post("/v1/projects", json!({ "name": name, "admin": admin })).send();
        made.is(201);
        let session = log_in(weft, &email);
        let actor = weft.bearer(&session);
        let key = |name: &str, scopes: &[&str]| {
            let plan = json!({ "perMinute": 0, "perDay": 0 });
            let body = json!({ "name": name, "scopes": scopes, "plan": plan });
            let made = actor.post("/api/keys", body).send();
            (made.is(201).text_at("/key"), format!("a:{}.{}", made.text_at("/id"), made.text_at("/key")))
        };
        let (admin, snow_admin) = key("admin", &["read", "write", "admin"]);
        let (editor, snow_editor) = key("editor", &["read", "write"]);
        let (reader, snow_reader) = key("reader", &["read"]);
        Self {
            id: made.text_at("/data/project/id"),
            public: made.text_at("/data/project/apiKey"),
            snow: Tokens { admin: snow_admin, editor: snow_editor, reader: snow_reader },
            admin,
            editor,
            reader,
            session,
            email,
        }
    }
}

/// A new session's token.
pub(crate) fn log_in(weft: &Weft, email: &str) -> String {
    let body = json!({ "email": email, "password": PASSWORD });
    weft.anon().post("/v1/auth/login", body).send().is(200).text_at("/data/token")
}

/// An existing site of a test. All its actors are credentials of its administrator's account.
#[derive(Clone)]
pub struct Site<'w> {
    pub(crate) weft: &'w Weft,
    pub(crate) secrets: &'w Secrets,
}

impl<'w> Site<'w> {
    /// A key with every scope.
    pub fn admin(&self) -> Actor<'w> {
        self.weft.key(&self.secrets.admin)
    }

    /// A key to read and write with.
    pub fn editor(&self) -> Actor<'w> {
        self.weft.key(&self.secrets.editor)
    }

    /// A key to read with.
    pub fn reader(&self) -> Actor<'w> {
        self.weft.key(&self.secrets.reader)
    }

    /// The site's public key, which reads published content with the role viewer.
    pub fn public(&self) -> Actor<'w> {
        self.weft.key(&self.secrets.public)
    }

    /// The key with every scope, as SnowCMS's clients send it.
    pub fn snow(&self) -> Snow<'w> {
        Snow::new(self.weft.bearer(&self.secrets.snow.admin), self.id())
    }

    /// The key to read and write with, as SnowCMS's clients send it.
    pub fn snow_editor(&self) -> Snow<'w> {
        Snow::new(self.weft.bearer(&self.secrets.snow.editor), self.id())
    }

    /// The key to read with, as SnowCMS's clients send it.
    pub fn snow_reader(&self) -> Snow<'w> {
        Snow::new(self.weft.bearer(&self.secrets.snow.reader), self.id())
    }

    /// The administrator's session.
    pub fn session(&self) -> Actor<'w> {
        self.weft.bearer(&self.secrets.session)
    }

    /// Another session of the administrator.
    pub fn new_session(&self) -> Actor<'w> {
        self.weft.bearer(&self.new_token())
    }

    /// The token of a new session of the administrator.
    pub fn new_token(&self) -> String {
        log_in(self.weft, &self.secrets.email)
    }

    /// The site's id.
    pub fn id(&self) -> &'w str {
        &self.secrets.id
    }

    /// The administrator's e-mail address.
    pub fn email(&self) -> &'w str {
        &self.secrets.email
    }

    /// The administrator's password.
    pub fn password(&self) -> &'static str {
        PASSWORD
    }

    /// Every secret of the site, to search for leaks.
    pub fn secrets(&self) -> Vec<&'w str> {
        let Secrets { public, admin, editor, reader, session, .. } = self.secrets;
        vec![public, admin, editor, reader, session, PASSWORD]
    }
}
