//! An installation whose first account administers all websites, as in SnowCMS: two websites, an
//! account of each role, and their keys.
//!
//! The sites of [`Weft::start`] belong to equal tenants. The database is created once per process
//! over HTTP, and copied for each test.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::{Value, json};

use crate::actor::Actor;
use crate::snow::Snow;
use crate::weft::{Setup, Weft};

/// The password of every account.
const PASSWORD: &str = "correct horse battery staple";

/// An account and its credentials.
#[derive(Debug, Clone)]
struct AccountData {
    name: &'static str,
    role: &'static str,
    id: String,
    email: String,
    session: String,
    key: NewKey,
}

/// A new key with its secret.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

impl NewKey {
    /// The token that a client sends.
    pub fn token(&self) -> String {
        format!("a:{}.{}", self.id, self.secret)
    }
}

#[derive(Debug, Clone)]
struct InstallationSnapshot {
    files: Vec<(std::ffi::OsString, Vec<u8>)>,
    home: String,
    other: String,
    accounts: Vec<AccountData>,
}

/// A host with this installation.
pub struct SnowInstallation {
    weft: Weft,
    home: String,
    other: String,
    accounts: Vec<AccountData>,
}

impl SnowInstallation {
    /// Starts a host with a copy of the installation.
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    /// Starts a host with a changed setup.
    pub fn with(change: impl FnOnce(&mut Setup)) -> Self {
        static SNAPSHOT: OnceLock<InstallationSnapshot> = OnceLock::new();
        let InstallationSnapshot { files, home, other, accounts } =
            SNAPSHOT.get_or_init(Self::create).clone();
        let mut weft = Weft::empty(change);
        weft.restart_with(|folder| {
            for (name, bytes) in &files {
                std::fs::write(folder.join(name), bytes).unwrap();
            }
        });
        weft.clock().advance(Duration::from_secs(60));
        Self { weft, home, other, accounts }
    }

    fn create() -> InstallationSnapshot {
        let weft = Weft::empty(|_| {});
        let email = "admin@house.example";
        let project = json!({ "name": "Home", "admin": { "email": email, "password": PASSWORD } });
        let home = weft.anon().post("/v1/projects", project).send().is(201).text_at("/data/project/id");
        let mut installation = Self { weft, home, other: String::new(), accounts: Vec::new() };
        let session = installation.log_in(email);
        let admin = installation.weft.bearer(&session);
        let id = admin.get("/api/accounts/me").send().is(200).text_at("/id");
        // Lists are ordered by id, which contains the creation time.
        installation.weft.clock().advance(Duration::from_millis(1));
        installation.other =
            admin.post("/api/websites", json!({ "name": "Other" })).send().tells("Website created");
        let key = a_key(&admin, &id, "ADMIN", &[]);
        installation.accounts.push(AccountData {
            name: "ADMIN",
            role: "ADMIN",
            id,
            email: email.to_owned(),
            session,
            key,
        });
        for role in ["VIEWER", "USER", "SUPERUSER"] {
            let data = installation.make(
                role,
                &format!("{}@house.example", role.to_lowercase()),
                &[installation.home()],
            );
            installation.accounts.push(data);
        }
        let Self { weft, home, other, accounts } = installation;
        let folder = weft.stop();
        let entries = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
        let files = files.map(|file| (file.file_name(), std::fs::read(file.path()).unwrap())).collect();
        InstallationSnapshot { files, home, other, accounts }
    }

    /// The website of all accounts.
    pub fn home(&self) -> &str {
        &self.home
    }

    /// The website of the administrator alone.
    pub fn other(&self) -> &str {
        &self.other
    }

    /// The password of every account.
    pub fn password(&self) -> &'static str {
        PASSWORD
    }

    /// The account with this name: the name of its role, or the name given to
    /// [`Self::add_account`].
    #[track_caller]
    pub fn account(&self, name: &str) -> Account<'_> {
        self.find(|data| data.name == name)
    }

    /// The account with this id.
    #[track_caller]
    pub fn account_with_id(&self, id: &str) -> Account<'_> {
        self.find(|data| data.id == id)
    }

    #[track_caller]
    fn find(&self, is_match: impl Fn(&AccountData) -> bool) -> Account<'_> {
        let data = self.accounts.iter().find(|data| is_match(data)).expect("a matching account");
        Account { weft: &self.weft, data: data.clone() }
    }

    /// The administrator.
    pub fn admin(&self) -> Account<'_> {
        self.account("ADMIN")
    }

    /// The account with the role viewer.
    pub fn viewer(&self) -> Account<'_> {
        self.account("VIEWER")
    }

    /// The account with the role user.
    pub fn user(&self) -> Account<'_> {
        self.account("USER")
    }

    /// The account with the role superuser.
    pub fn superuser(&self) -> Account<'_> {
        self.account("SUPERUSER")
    }

    /// Logs in; returns the session token `<account>:<secret>`, which is valid in a cookie and in a
    /// header.
    #[track_caller]
    pub fn log_in(&self, email: &str) -> String {
        crate::Browser::open(&self.weft, email, PASSWORD).session().to_owned()
    }

    /// Creates an account on these websites, with a session and a key with the same rights.
    #[track_caller]
    pub fn create_account(&self, role: &'static str, email: &str, websites: &[&str]) -> Account<'_> {
        Account { weft: &self.weft, data: self.make(role, email, websites) }
    }

    /// Creates an account that [`Self::account`] finds by `name`.
    #[track_caller]
    pub fn add_account(&mut self, name: &'static str, role: &'static str, email: &str, websites: &[&str]) {
        let data = AccountData { name, ..self.make(role, email, websites) };
        self.accounts.push(data);
    }

    #[track_caller]
    fn make(&self, role: &'static str, email: &str, websites: &[&str]) -> AccountData {
        let admin = self.admin().session();
        let id =
            admin.post("/api/accounts", an_account(email, role, websites)).send().tells("Created account");
        let session = self.log_in(email);
        let key = a_key(&admin, &id, role, websites);
        AccountData { name: role, role, id, email: email.to_owned(), session, key }
    }

    /// Creates a key of an account, as the administrator.
    #[track_caller]
    pub fn key_of(&self, account: &Account<'_>, role: &str, websites: &[&str]) -> NewKey {
        a_key(&self.admin().session(), account.id(), role, websites)
    }
}

impl Deref for SnowInstallation {
    type Target = Weft;

    fn deref(&self) -> &Weft {
        &self.weft
    }
}

impl DerefMut for SnowInstallation {
    fn deref_mut(&mut self) -> &mut Weft {
        &mut self.weft
    }
}

/// An account of the installation.
#[derive(Clone)]
pub struct Account<'w> {
    weft: &'w Weft,
    data: AccountData,
}

impl<'w> Account<'w> {
    /// The account's id.
    pub fn id(&self) -> &str {
        &self.data.id
    }

    /// The account's e-mail address.
    pub fn email(&self) -> &str {
        &self.data.email
    }

    /// The account's role.
    pub fn role(&self) -> &'static str {
        self.data.role
    }

    /// An actor with the session in a header.
    pub fn session(&self) -> Actor<'w> {
        self.weft.bearer(&self.data.session)
    }

    /// The session's token: `<account>:<secret>`.
    pub fn token(&self) -> &str {
        &self.data.session
    }

    /// An actor with the key that has all rights of the account.
    pub fn key(&self) -> Actor<'w> {
        self.weft.bearer(&self.data.key.token())
    }

    /// The key that [`Self::key`] sends.
    pub fn new_key(&self) -> &NewKey {
        &self.data.key
    }

    /// A client with the account's key for a website's collections.
    pub fn on(&self, website: &str) -> Snow<'w> {
        Snow::new(self.key(), website)
    }

    /// `/api/accounts/<id>` followed by `rest`.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/accounts/{}{rest}", self.data.id)
    }
}

/// The body of an active account.
pub fn an_account(email: &str, role: &str, websites: &[&str]) -> Value {
    json!({ "email": email, "password": PASSWORD, "role": role, "active": true, "websites": websites })
}

#[track_caller]
fn a_key(maker: &Actor<'_>, account: &str, role: &str, websites: &[&str]) -> NewKey {
    let body = json!({ "name": "Key", "role": role, "active": true, "websites": websites });
    let made = maker.post(format!("/api/accounts/{account}/keys"), body).send();
    NewKey { id: made.tells("Created API key"), secret: made.text_at("/key") }
}
