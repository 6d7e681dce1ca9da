//! A browser with a session: its credentials are two cookies.

use serde_json::json;

use crate::actor::Actor;
use crate::answer::Answer;
use crate::weft::Weft;

/// A browser after a login.
#[derive(Clone)]
pub struct Browser<'w> {
    weft: &'w Weft,
    session: String,
    csrf: String,
}

impl<'w> Browser<'w> {
    /// Signs in.
    #[track_caller]
    pub fn open(weft: &'w Weft, email: &str, password: &str) -> Self {
        let answer = weft.anon().post("/api/login", json!({ "email": email, "password": password })).send();
        answer.is(200);
        assert!(answer.bytes().is_empty(), "an unexpected body in{answer}");
        Self { weft, session: cookie(&answer, "snowcms_session"), csrf: cookie(&answer, "snowcms_csrf") }
    }

    /// The session cookie.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// The CSRF cookie, whose value pages repeat in a header.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Requests with the cookies alone, as a browser sends them from a page of any origin.
    pub fn cookies(&self) -> Actor<'w> {
        let cookies = format!("theme=dark; snowcms_session={}; snowcms_csrf={}", self.session, self.csrf);
        self.weft.anon().header("cookie", &cookies)
    }

    /// Requests of our own pages: cookies and CSRF header.
    pub fn page(&self) -> Actor<'w> {
        self.cookies().header("x-csrf-token", &self.csrf)
    }
}

/// The value of a cookie that the answer sets.
#[track_caller]
fn cookie(answer: &Answer, name: &str) -> String {
    let set = answer.headers().iter().filter(|(header, _)| header == "set-cookie");
    let value = set.filter_map(|(_, value)| value.strip_prefix(&format!("{name}="))).next();
    let value = value.unwrap_or_else(|| panic!("no cookie {name} in{answer}"));
    value.split(';').next().unwrap_or_default().to_owned()
}
