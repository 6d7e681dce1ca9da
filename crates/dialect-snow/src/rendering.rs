//! What rendering needs of elsewhere, for one request: looked up before, since rendering itself waits for nobody.
//!
//! Remote data is fetched by this server for whoever may read the entry, so an address is looked at first (`address`), asked for with a
//! header that says that nobody meant it, and given a few seconds. What is refused, missing or broken renders as null.

use crate::address;
use crate::input::{self, Reference, Rendering};
use std::collections::BTreeMap;
use weft_domain::json::quote;
use weft_domain::{Ctx, EntryId};
use weft_service::Place;

/// The most addresses that are asked for one entry.
const ADDRESSES_MAX: usize = 16;

/// An answer from the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// What it says that it is.
    pub content_type: String,
    /// Its body.
    pub body: Vec<u8>,
}

/// Asks the web.
#[expect(async_fn_in_trait, reason = "guests have one thread; no caller needs Send")]
pub trait Web {
    /// What an address answers to a GET; nothing when it does not answer, or not within a few seconds. Not told of redirections.
    async fn get(&self, address: &url::Url) -> Option<Answer>;
}

/// Where an entry is.
pub(crate) struct Spot<'a> {
    pub(crate) website: &'a str,
    pub(crate) collection: &'a str,
    pub(crate) entry: &'a str,
}

/// What was looked up.
pub(crate) struct Rendered<'a> {
    ctx: &'a Ctx,
    places: BTreeMap<EntryId, Place>,
    /// What the addresses of the entry answered, as JSON text.
    answers: BTreeMap<String, String>,
}

impl<'a> Rendered<'a> {
    /// Asks for what the entry refers to on the web; `places` are where the entries are that it refers to.
    pub(crate) async fn look_up(
        ctx: &'a Ctx,
        places: BTreeMap<EntryId, Place>,
        references: &[Reference],
        spot: &Spot<'_>,
        web: &impl Web,
    ) -> Self {
        let mut answers = BTreeMap::new();
        for reference in references {
            let Reference::Remote { address } = reference else { continue };
            if answers.len() >= ADDRESSES_MAX || answers.contains_key(address) {
                continue;
            }
            let filled = input::fill_address(address, spot.website, spot.collection, spot.entry);
            if let Some(answer) = ask(&filled, web).await {
                answers.insert(address.clone(), answer);
            }
        }
        Self { ctx, places, answers }
    }
}

/// What an address answers, as JSON text: text as a string, JSON as it is, anything else as the address itself.
async fn ask(address: &str, web: &impl Web) -> Option<String> {
    let Answer { status, content_type, body } = web.get(&address::safe(address)?).await?;
    if status >= 400 {
        return None;
    }
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "application/json" {
        let text = String::from_utf8(body).ok()?;
        weft_domain::json::guard(text.as_bytes()).ok()?;
        let json: Box<serde_json::value::RawValue> = serde_json::from_str(&text).ok()?;
        return Some(json.get().to_owned());
    }
    Some(if essence.starts_with("text/") { quote(&String::from_utf8_lossy(&body)) } else { quote(address) })
}

impl Rendering for Rendered<'_> {
    fn rich_text(&mut self, document: &str) -> Option<String> {
        weft_domain::rich_text::html(&input::document(document), &mut || self.ctx.random())
    }

    /// There is no media library yet: nothing is in it.
    fn media(&mut self, _: &str) -> Option<String> {
        None
    }

    fn collection(&mut self, entry: EntryId) -> Option<String> {
        self.places.get(&entry).map(|place| place.id.to_string())
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

    struct Fake(RefCell<Vec<String>>);

    impl Web for Fake {
        async fn get(&self, address: &url::Url) -> Option<Answer> {
            self.0.borrow_mut().push(address.to_string());
            let (status, content_type, body): (u16, &str, &[u8]) = match address.path() {
                "/text" => (200, "text/plain; charset=utf-8", b"a \"b\""),
                "/json" => (200, "Application/JSON", b" {\"a\": [1]} "),
                "/broken" => (200, "application/json", b"{"),
                "/image" => (200, "image/png", b"x"),
                "/gone" => (404, "text/plain", b"gone"),
                _ => return None,
            };
            Some(Answer { status, content_type: content_type.to_owned(), body: body.to_vec() })
        }
    }

    #[test]
    fn answers_become_json() {
        let web = Fake(RefCell::default());
        for (address, shown) in [
            ("https://a.example/text", Some(r#""a \"b\"""#)),
            ("https://a.example/json", Some(r#"{"a": [1]}"#)),
            ("https://a.example/image", Some(r#""https://a.example/image""#)),
            ("https://a.example/broken", None),
            ("https://a.example/gone", None),
            ("https://a.example/nothing", None),
        ] {
            assert_eq!(block_on(ask(address, &web)).as_deref(), shown, "{address}");
        }
        assert_eq!(web.0.borrow().len(), 6);
    }

    #[test]
    fn a_plain_text_is_shown_as_paragraphs() {
        let ctx = Ctx::new(weft_domain::Timestamp::from_millis(0), |bytes| bytes.fill(0));
        let mut how = Rendered { ctx: &ctx, places: BTreeMap::new(), answers: BTreeMap::new() };
        assert_eq!(how.rich_text(r#""a <b>\n\nc""#).as_deref(), Some("<p>a &lt;b&gt;</p><p></p><p>c</p>"));
        assert_eq!(how.rich_text("7"), None);
    }

    #[test]
    fn this_machine_is_never_asked() {
        let web = Fake(RefCell::default());
        for address in [
            "http://127.0.0.1/text",
            "http://[::1]/text",
            "http://content.spin.internal/text",
            "http://self/",
            "x",
        ] {
            assert_eq!(block_on(ask(address, &web)), None, "{address}");
        }
        assert!(web.0.borrow().is_empty());
    }
}
