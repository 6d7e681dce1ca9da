//! Collects the data that rendering needs from outside the entry, for one request, because
//! rendering itself is synchronous.
//!
//! This server fetches remote data for every reader of an entry, so each address, redirects
//! included, is checked first (`address`). All addresses of an entry are fetched concurrently
//! within one time limit, so that many slow addresses take no longer than one. A rejected, late,
//! missing or malformed response renders as null.

use crate::address;
use crate::input::{self, Reference, Rendering};
use futures_util::future::{Either, join_all, select};
use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::time::Duration;
use weft_domain::json::quote;
use weft_domain::{Ctx, EntryId};
use weft_service::EntryType;

/// The most addresses that are fetched for one entry.
const ADDRESSES_MAX: usize = 16;
/// The most redirects that are followed.
const REDIRECTIONS_MAX: usize = 3;
/// The time limit for all remote data of an entry.
pub const TIME_MAX: Duration = Duration::from_secs(5);

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: String,
    /// The `Location` of a redirect.
    pub location: Option<String>,
    /// The body; may be empty unless [`is_body_shown`].
    pub body: Vec<u8>,
}

/// Whether the body of such a response is shown. Other bodies need not be read.
#[must_use]
pub fn is_body_shown(status: u16, content_type: &str) -> bool {
    let essence = essence(content_type);
    (200..300).contains(&status) && (essence == "application/json" || essence.starts_with("text/"))
}

fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// An HTTP client.
#[expect(async_fn_in_trait, reason = "guests have one thread; no caller needs Send")]
pub trait Web {
    /// The response to a GET; `None` without one. Redirects are not followed. Dropping the future
    /// cancels the request.
    async fn get(&self, address: &url::Url) -> Option<Answer>;

    /// The time limit for all remote data of an entry: at most [`TIME_MAX`].
    async fn time(&self) -> Duration;

    /// Waits for that time.
    async fn wait(&self, time: Duration);
}

/// The location of an entry.
pub(crate) struct EntryLocation<'a> {
    pub(crate) website: &'a str,
    pub(crate) collection: &'a str,
    pub(crate) entry: &'a str,
}

/// The collected data.
pub(crate) struct RenderingData<'a> {
    ctx: &'a Ctx,
    types: BTreeMap<EntryId, EntryType>,
    /// The responses of the entry's addresses, as JSON text.
    answers: BTreeMap<String, String>,
}

impl<'a> RenderingData<'a> {
    /// Fetches the entry's remote data; `types` are the locations of the referenced entries.
    pub(crate) async fn look_up(
        ctx: &'a Ctx,
        types: BTreeMap<EntryId, EntryType>,
        references: &[Reference],
        location: &EntryLocation<'_>,
        web: &impl Web,
    ) -> Self {
        let remote = references.iter().filter_map(|reference| match reference {
            Reference::Remote { address } => Some(address),
            _ => None,
        });
        let mut seen = BTreeSet::new();
        let distinct = remote.filter(|address| seen.insert(*address)).take(ADDRESSES_MAX);
        let answers = ask_all(distinct, location, web).await;
        Self { ctx, types, answers }
    }
}

/// Fetches all addresses concurrently, with one deadline for all of them.
async fn ask_all<'a>(
    addresses: impl Iterator<Item = &'a String>,
    location: &EntryLocation<'_>,
    web: &impl Web,
) -> BTreeMap<String, String> {
    let mut addresses = addresses.peekable();
    if addresses.peek().is_none() {
        return BTreeMap::new();
    }
    let time = web.time().await;
    let asked = addresses.map(|address| async move {
        let filled = input::fill_address(address, location.website, location.collection, location.entry);
        match select(pin!(ask(&filled, web)), pin!(web.wait(time))).await {
            Either::Left((answer, _)) => Some((address.clone(), answer?)),
            Either::Right(_) => None,
        }
    });
    join_all(asked).await.into_iter().flatten().collect()
}

/// The final response of an address, after at most [`REDIRECTIONS_MAX`] redirects; each address is
/// checked before it is fetched.
async fn follow(address: &str, web: &impl Web) -> Option<Answer> {
    let mut address = address::safe(address)?;
    for _ in 0..=REDIRECTIONS_MAX {
        let answer = web.get(&address).await?;
        match (answer.status, &answer.location) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => {
                address = address::safe(address.join(location).ok()?.as_str())?;
            }
            _ => return Some(answer),
        }
    }
    None
}

/// The response of an address as JSON text: text as a string, JSON unchanged, any other type as the
/// address itself.
async fn ask(address: &str, web: &impl Web) -> Option<String> {
    let Answer { status, content_type, body, .. } = follow(address, web).await?;
    if !(200..300).contains(&status) {
        return None;
    }
    let essence = essence(&content_type);
    if essence == "application/json" {
        let text = String::from_utf8(body).ok()?;
        weft_domain::json::guard(text.as_bytes()).ok()?;
        let json: Box<serde_json::value::RawValue> = serde_json::from_str(&text).ok()?;
        return Some(json.get().to_owned());
    }
    Some(if essence.starts_with("text/") { quote(&String::from_utf8_lossy(&body)) } else { quote(address) })
}

impl Rendering for RenderingData<'_> {
    fn rich_text(&mut self, document: &str) -> Option<String> {
        weft_domain::rich_text::html(&input::document(document), &mut || self.ctx.random())
    }

    /// There is no media library yet, so no file is found.
    fn media(&mut self, _: &str) -> Option<String> {
        None
    }

    fn collection(&mut self, entry: EntryId) -> Option<String> {
        self.types.get(&entry).map(|entry_type| entry_type.id.to_string())
    }

    fn remote(&mut self, address: &str) -> Option<String> {
        self.answers.get(address).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use std::cell::RefCell;

    /// A few fake responses. Its clock is always at the time limit.
    #[derive(Default)]
    struct Fake(RefCell<Vec<String>>);

    impl Web for Fake {
        async fn get(&self, address: &url::Url) -> Option<Answer> {
            self.0.borrow_mut().push(address.to_string());
            let to = |location: &str| (302, "text/html", b"moved".as_slice(), Some(location.to_owned()));
            let (status, content_type, body, location) = match address.path() {
                "/text" => (200, "text/plain; charset=utf-8", b"a \"b\"".as_slice(), None),
                "/json" => (200, "Application/JSON", b" {\"a\": [1]} ".as_slice(), None),
                "/broken" => (200, "application/json", b"{".as_slice(), None),
                "/image" => (200, "image/png", b"x".as_slice(), None),
                "/gone" => (404, "text/plain", b"gone".as_slice(), None),
                "/nowhere" => (302, "text/plain", b"moved".as_slice(), None),
                "/3" => to("/2"),
                "/2" => to("1"),
                "/1" => to("https://b.example/text"),
                "/4" => to("/3"),
                "/home" => to("http://127.0.0.1/text"),
                "/hex" => to("http://0x7f000001/text"),
                "/mapped" => to("http://[::ffff:127.0.0.1]/text"),
                "/inside" => to("http://content.spin.internal/text"),
                "/file" => to("file:///etc/passwd"),
                "/circle" => to("/circle"),
                "/silent" => std::future::pending().await,
                _ => return None,
            };
            Some(Answer { status, content_type: content_type.to_owned(), location, body: body.to_vec() })
        }

        async fn time(&self) -> Duration {
            TIME_MAX
        }

        async fn wait(&self, time: Duration) {
            assert_eq!(time, TIME_MAX);
        }
    }

    fn asked(address: &str, web: &Fake) -> Option<String> {
        block_on(ask(address, web))
    }

    #[test]
    fn answers_become_json() {
        let web = Fake::default();
        for (address, shown) in [
            ("https://a.example/text", Some(r#""a \"b\"""#)),
            ("https://a.example/json", Some(r#"{"a": [1]}"#)),
            ("https://a.example/image", Some(r#""https://a.example/image""#)),
            ("https://a.example/broken", None),
            ("https://a.example/gone", None),
            ("https://a.example/nowhere", None),
            ("https://a.example/nothing", None),
        ] {
            assert_eq!(asked(address, &web).as_deref(), shown, "{address}");
        }
        assert_eq!(web.0.borrow().len(), 7);
    }

    #[test]
    fn three_redirections_are_followed_and_no_more() {
        let web = Fake::default();
        assert_eq!(asked("https://a.example/3", &web).as_deref(), Some(r#""a \"b\"""#));
        assert_eq!(
            web.0.borrow().as_slice(),
            ["https://a.example/3", "https://a.example/2", "https://a.example/1", "https://b.example/text"]
        );
        assert_eq!(asked("https://a.example/4", &web), None);
        assert_eq!(web.0.take().len(), 8);
        assert_eq!(asked("https://a.example/circle", &web), None);
        assert_eq!(web.0.take().len(), 4);
    }

    #[test]
    fn a_redirection_is_looked_at_like_the_first_address() {
        for path in ["home", "hex", "mapped", "inside", "file"] {
            let web = Fake::default();
            assert_eq!(asked(&format!("https://a.example/{path}"), &web), None, "{path}");
            assert_eq!(web.0.borrow().len(), 1, "{path}");
        }
    }

    #[test]
    fn who_is_late_is_null_and_holds_up_nobody() {
        let web = Fake::default();
        let location = EntryLocation { website: "w", collection: "c", entry: "e" };
        let addresses: Vec<String> =
            ["silent", "text", "silent?2", "json"].map(|path| format!("https://a.example/{path}")).into();
        let answers = block_on(ask_all(addresses.iter(), &location, &web));
        assert_eq!(answers.keys().collect::<Vec<_>>(), ["https://a.example/json", "https://a.example/text"]);
        assert_eq!(web.0.borrow().len(), 4, "all were asked");
    }

    #[test]
    fn an_address_is_asked_once_and_sixteen_are_asked() {
        let ctx = Ctx::new(weft_domain::Timestamp::from_millis(0), |bytes| bytes.fill(0));
        let location = EntryLocation { website: "w", collection: "c", entry: "e" };
        let web = Fake::default();
        let references: Vec<Reference> = (0..40)
            .map(|number| Reference::Remote { address: format!("https://a.example/none?{}", number / 2) })
            .collect();
        let shown = block_on(RenderingData::look_up(&ctx, BTreeMap::new(), &references, &location, &web));
        assert!(shown.answers.is_empty());
        assert_eq!(web.0.borrow().len(), ADDRESSES_MAX);
    }

    #[test]
    fn bodies_that_are_not_shown_are_not_read() {
        assert!(is_body_shown(200, "text/html; charset=utf-8") && is_body_shown(200, "application/json"));
        assert!(!is_body_shown(200, "image/png") && !is_body_shown(200, ""));
        assert!(!is_body_shown(404, "text/plain") && !is_body_shown(302, "text/html"));
    }

    #[test]
    fn a_plain_text_is_shown_as_paragraphs() {
        let ctx = Ctx::new(weft_domain::Timestamp::from_millis(0), |bytes| bytes.fill(0));
        let mut how = RenderingData { ctx: &ctx, types: BTreeMap::new(), answers: BTreeMap::new() };
        assert_eq!(how.rich_text(r#""a <b>\n\nc""#).as_deref(), Some("<p>a &lt;b&gt;</p><p></p><p>c</p>"));
        assert_eq!(how.rich_text("7"), None);
    }

    #[test]
    fn this_machine_is_never_asked() {
        let web = Fake::default();
        for address in [
            "http://127.0.0.1/text",
            "http://[::1]/text",
            "http://content.spin.internal/text",
            "http://self/",
            "x",
        ] {
            assert_eq!(asked(address, &web), None, "{address}");
        }
        assert!(web.0.borrow().is_empty());
    }
}
