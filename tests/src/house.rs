//! An installation whose administrator has the whole house, as SnowCMS knows it: two websites, an
//! account of each role, and their keys.
//!
//! The sites of [`Weft::start`] belong to tenants among tenants; here one moved in first. Made once
//! per process, through the front door, and copied.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::{Value, json};

use crate::actor::Actor;
use crate::snow::Snow;
use crate::weft::{Setup, Weft};

/// Everybody's password.
const PASSWORD: &str = "correct horse battery staple";

/// Somebody with an account, and what he gets in with.
#[derive(Debug, Clone)]
struct Known {
    name: &'static str,
    role: &'static str,
    id: String,
    email: String,
    session: String,
    key: NewKey,
}

/// A key at the one moment when its secret is known.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

impl NewKey {
    /// What a client sends.
    pub fn token(&self) -> String {
        format!("a:{}.{}", self.id, self.secret)
    }
}

#[derive(Debug, Clone)]
struct Furnished {
    files: Vec<(std::ffi::OsString, Vec<u8>)>,
    home: String,
    other: String,
    people: Vec<Known>,
}

/// A host with such an installation.
pub struct House {
    weft: Weft,
    home: String,
    other: String,
    people: Vec<Known>,
}

impl House {
    /// A house, furnished.
    pub fn open() -> Self {
        Self::with(|_| {})
    }

    /// A house on a host that is set up otherwise.
    pub fn with(change: impl FnOnce(&mut Setup)) -> Self {
        static FURNISHED: OnceLock<Furnished> = OnceLock::new();
        let Furnished { files, home, other, people } = FURNISHED.get_or_init(Self::furnish).clone();
        let mut weft = Weft::empty(change);
        weft.restart_with(|folder| {
            for (name, bytes) in &files {
                std::fs::write(folder.join(name), bytes).unwrap();
            }
        });
        weft.clock().advance(Duration::from_secs(60));
        Self { weft, home, other, people }
    }

    fn furnish() -> Furnished {
        let weft = Weft::empty(|_| {});
        let email = "admin@house.example";
        let project = json!({ "name": "Home", "admin": { "email": email, "password": PASSWORD } });
        let home = weft.anon().post("/v1/projects", project).send().is(201).text_at("/data/project/id");
        let mut house = Self { weft, home, other: String::new(), people: Vec::new() };
        let session = house.log_in(email);
        let admin = house.weft.bearer(&session);
        let id = admin.get("/api/accounts/me").send().is(200).text_at("/id");
        // Lists have the order of ids, which is that of the moments they were made in.
        house.weft.clock().advance(Duration::from_millis(1));
        house.other = admin.post("/api/websites", json!({ "name": "Other" })).send().tells("Website created");
        let key = a_key(&admin, &id, "ADMIN", &[]);
        house.people.push(Known { name: "ADMIN", role: "ADMIN", id, email: email.to_owned(), session, key });
        for role in ["VIEWER", "USER", "SUPERUSER"] {
            let known = house.make(role, &format!("{}@house.example", role.to_lowercase()), &[house.home()]);
            house.people.push(known);
        }
        let Self { weft, home, other, people } = house;
        let folder = weft.stop();
        let entries = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
        let files = files.map(|file| (file.file_name(), std::fs::read(file.path()).unwrap())).collect();
        Furnished { files, home, other, people }
    }

    /// The website that everybody has.
    pub fn home(&self) -> &str {
        &self.home
    }

    /// The website that only the administrator has.
    pub fn other(&self) -> &str {
        &self.other
    }

    /// Everybody's password.
    pub fn password(&self) -> &'static str {
        PASSWORD
    }

    /// Who is known by this name: that of his role, or what [`Self::settle`] was told.
    #[track_caller]
    pub fn person(&self, name: &str) -> Person<'_> {
        self.find(|known| known.name == name)
    }

    /// Whose account has this id.
    #[track_caller]
    pub fn known(&self, id: &str) -> Person<'_> {
        self.find(|known| known.id == id)
    }

    #[track_caller]
    fn find(&self, is_it: impl Fn(&Known) -> bool) -> Person<'_> {
        let known = self.people.iter().find(|known| is_it(known)).expect("somebody like that");
        Person { weft: &self.weft, known: known.clone() }
    }

    /// The administrator.
    pub fn admin(&self) -> Person<'_> {
        self.person("ADMIN")
    }

    /// Who may only look.
    pub fn viewer(&self) -> Person<'_> {
        self.person("VIEWER")
    }

    /// Who may write.
    pub fn user(&self) -> Person<'_> {
        self.person("USER")
    }

    /// Who may change how things are written.
    pub fn superuser(&self) -> Person<'_> {
        self.person("SUPERUSER")
    }

    /// Signs in; gives the token `<account>:<secret>`, as a cookie and a header have it.
    #[track_caller]
    pub fn log_in(&self, email: &str) -> String {
        crate::Browser::open(&self.weft, email, PASSWORD).session().to_owned()
    }

    /// Another account on these websites, with a session and a key for as much.
    #[track_caller]
    pub fn hire(&self, role: &'static str, email: &str, websites: &[&str]) -> Person<'_> {
        Person { weft: &self.weft, known: self.make(role, email, websites) }
    }

    /// Another account, which is known by a name from now on.
    #[track_caller]
    pub fn settle(&mut self, name: &'static str, role: &'static str, email: &str, websites: &[&str]) {
        let known = Known { name, ..self.make(role, email, websites) };
        self.people.push(known);
    }

    #[track_caller]
    fn make(&self, role: &'static str, email: &str, websites: &[&str]) -> Known {
        let admin = self.admin().session();
        let id =
            admin.post("/api/accounts", an_account(email, role, websites)).send().tells("Created account");
        let session = self.log_in(email);
        let key = a_key(&admin, &id, role, websites);
        Known { name: role, role, id, email: email.to_owned(), session, key }
    }

    /// A key of an account, made by the administrator.
    #[track_caller]
    pub fn key_of(&self, person: &Person<'_>, role: &str, websites: &[&str]) -> NewKey {
        a_key(&self.admin().session(), person.id(), role, websites)
    }
}

impl Deref for House {
    type Target = Weft;

    fn deref(&self) -> &Weft {
        &self.weft
    }
}

impl DerefMut for House {
    fn deref_mut(&mut self) -> &mut Weft {
        &mut self.weft
    }
}

/// Somebody with an account.
#[derive(Clone)]
pub struct Person<'w> {
    weft: &'w Weft,
    known: Known,
}

impl<'w> Person<'w> {
    /// The account's id.
    pub fn id(&self) -> &str {
        &self.known.id
    }

    /// The account's e-mail address.
    pub fn email(&self) -> &str {
        &self.known.email
    }

    /// The account's role.
    pub fn role(&self) -> &'static str {
        self.known.role
    }

    /// The session, in a header.
    pub fn session(&self) -> Actor<'w> {
        self.weft.bearer(&self.known.session)
    }

    /// The session's token: `<account>:<secret>`.
    pub fn token(&self) -> &str {
        &self.known.session
    }

    /// The key that may do whatever the account may.
    pub fn key(&self) -> Actor<'w> {
        self.weft.bearer(&self.known.key.token())
    }

    /// That key itself.
    pub fn new_key(&self) -> &NewKey {
        &self.known.key
    }

    /// With that key about a website's collections.
    pub fn on(&self, website: &str) -> Snow<'w> {
        Snow::new(self.key(), website)
    }

    /// `/api/accounts/<id>` and what stands after it.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/accounts/{}{rest}", self.known.id)
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
