//! The body of a delivery, in the form of R3's documentation. The same event always gives the same
//! bytes, so that every attempt and every replay of it is one message.

use weft_domain::SiteId;
use weft_domain::Timestamp;
use weft_domain::json::{object, quote};
use weft_domain::webhook::TEST_EVENT;
use weft_storage::webhooks::claim::{Message, Told};

/// The body; `None` when the event is lost.
pub(super) fn body(name: &str, message: Message) -> Option<String> {
    match message {
        Message::Body(body) => Some(body),
        Message::Event(told) => Some(event(name, &told)),
        Message::Lost => None,
    }
}

fn event(name: &str, told: &Told) -> String {
    let document = object([
        ("id", quote(&told.entry).as_str()),
        ("slug", &quote(&told.slug)),
        ("status", &quote(&told.status)),
        ("data", &told.data),
    ]);
    object([
        ("event", quote(name).as_str()),
        ("timestamp", &quote(&told.at)),
        ("contentType", &quote(&told.collection)),
        ("websiteId", &quote(&told.site)),
        ("document", &document),
    ])
}

/// The body of a test.
pub(super) fn test(site: SiteId, now: Timestamp) -> String {
    object([
        ("event", quote(TEST_EVENT).as_str()),
        ("timestamp", &quote(&now.to_string())),
        ("websiteId", &quote(&site.to_string())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_that_of_r3s_documentation() {
        let told = Told {
            at: "2026-03-25T10:00:00.000Z".to_owned(),
            site: "uuid-1".to_owned(),
            collection: "blog_post".to_owned(),
            entry: "uuid-2".to_owned(),
            slug: "hello-world".to_owned(),
            status: "published".to_owned(),
            data: r#"{"title":"Hello World"}"#.to_owned(),
        };
        let expected = r#"{"event":"entry.publish","timestamp":"2026-03-25T10:00:00.000Z","contentType":"blog_post","websiteId":"uuid-1","document":{"id":"uuid-2","slug":"hello-world","status":"published","data":{"title":"Hello World"}}}"#;
        assert_eq!(body("entry.publish", Message::Event(told)).as_deref(), Some(expected));
        assert_eq!(body("entry.publish", Message::Lost), None);
        assert_eq!(body("webhook.test", Message::Body("{}".to_owned())).as_deref(), Some("{}"));
    }
}
