//! Answers about webhooks, domain → wire. Pure; see `crate::view`.

use crate::view::text_or_null;
use weft_domain::json::{object, quote};
use weft_domain::query::Cursor;
use weft_http::cursor;
use weft_service::webhooks::{Delivery, DeliveryPage, Requested, Shown, Webhook};

/// A webhook; with its secret, if Weft has just made it.
pub(super) fn webhook(webhook: &Webhook, secret: Option<&str>) -> String {
    let mut text = object([
        ("id", quote(&webhook.id.to_string()).as_str()),
        ("name", &quote(&webhook.name)),
        ("url", &quote(&webhook.url)),
        ("events", &webhook.events),
        ("contentTypes", &webhook.types),
        ("enabled", boolean(webhook.is_enabled)),
        ("disabledReason", &text_or_null(webhook.disabled_reason.as_deref())),
        ("hasSecret", boolean(webhook.has_secret)),
        ("createdAt", &quote(&webhook.created_at)),
        ("updatedAt", &quote(&webhook.updated_at)),
    ]);
    if let Some(secret) = secret {
        text.pop();
        text.push_str(",\"secret\":");
        text.push_str(&quote(secret));
        text.push('}');
    }
    text
}

/// A page of deliveries.
pub(super) fn deliveries(page: &DeliveryPage) -> String {
    let docs: Vec<String> = page.deliveries.iter().map(delivery).collect();
    let next = page.next.map(|key| cursor::encode(&Cursor { values: Vec::new(), key }));
    object([
        ("docs", format!("[{}]", docs.join(",")).as_str()),
        ("nextCursor", &text_or_null(next.as_deref())),
    ])
}

/// A delivery.
pub(super) fn delivery(delivery: &Delivery) -> String {
    object([
        ("id", quote(&delivery.id.to_string()).as_str()),
        ("event", &quote(&delivery.event)),
        ("status", &quote(&delivery.status)),
        ("createdAt", &quote(&delivery.created_at)),
    ])
}

/// A delivery with its attempts.
pub(super) fn requested(requested: &Requested) -> String {
    let body = quote(&requested.body);
    let attempts: Vec<String> = requested.attempts.iter().map(|one| attempt(one, &body)).collect();
    let mut text = delivery(&requested.delivery);
    text.pop();
    text.push_str(",\"attempts\":[");
    text.push_str(&attempts.join(","));
    text.push_str("]}");
    text
}

fn attempt(attempt: &Shown, body: &str) -> String {
    let request =
        object([("url", quote(&attempt.url).as_str()), ("headers", &attempt.headers), ("body", body)]);
    let response = attempt.status.map_or_else(
        || "null".to_owned(),
        |status| {
            let body = quote(attempt.response.as_deref().unwrap_or_default());
            object([("status", status.to_string().as_str()), ("body", &body)])
        },
    );
    object([
        ("startedAt", quote(&attempt.started_at).as_str()),
        ("durationMs", &attempt.duration_ms.to_string()),
        ("request", &request),
        ("response", &response),
        ("error", &text_or_null(attempt.error.as_deref())),
    ])
}

const fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

    fn sample() -> Delivery {
        Delivery {
            key: 7,
            id: ID.parse().unwrap(),
            event: "entry.publish".to_owned(),
            status: "delivered".to_owned(),
            created_at: "2026-03-25T10:00:00.000Z".to_owned(),
        }
    }

    #[test]
    fn a_webhook_is_a_bare_object_and_shows_a_secret_only_when_it_is_new() {
        let one = Webhook {
            id: ID.parse().unwrap(),
            name: "n".to_owned(),
            url: "https://a.example".to_owned(),
            events: r#"["entry.publish"]"#.to_owned(),
            types: "[]".to_owned(),
            is_enabled: false,
            disabled_reason: Some("gone".to_owned()),
            has_secret: true,
            created_at: "c".to_owned(),
            updated_at: "u".to_owned(),
        };
        let bare = r#"{"id":"018f3f70-1c2d-7abc-8def-0123456789ab","name":"n","url":"https://a.example","events":["entry.publish"],"contentTypes":[],"enabled":false,"disabledReason":"gone","hasSecret":true,"createdAt":"c","updatedAt":"u"}"#;
        assert_eq!(webhook(&one, None), bare);
        assert_eq!(webhook(&one, Some("s")), bare.replace('}', r#","secret":"s"}"#));
    }

    #[test]
    fn deliveries_have_a_cursor_if_there_are_more() {
        let page = DeliveryPage { deliveries: vec![sample()], next: None };
        let expected = r#"{"docs":[{"id":"018f3f70-1c2d-7abc-8def-0123456789ab","event":"entry.publish","status":"delivered","createdAt":"2026-03-25T10:00:00.000Z"}],"nextCursor":null}"#;
        assert_eq!(deliveries(&page), expected);
        let page = DeliveryPage { deliveries: vec![], next: Some(7) };
        let text = deliveries(&page);
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let next = cursor::decode(json["nextCursor"].as_str().unwrap()).unwrap();
        assert_eq!((next.key, next.values.len()), (7, 0));
    }

    #[test]
    fn attempts_show_what_was_sent_and_what_came_back() {
        let answered = Shown {
            started_at: "s".to_owned(),
            duration_ms: 12,
            url: "u".to_owned(),
            headers: r#"{"webhook-id":"i"}"#.to_owned(),
            status: Some(500),
            response: Some("no\n".to_owned()),
            error: Some("e".to_owned()),
        };
        let silent = Shown { status: None, response: None, ..answered.clone() };
        let requested_ =
            Requested { delivery: sample(), body: "{}".to_owned(), attempts: vec![answered, silent] };
        let json: serde_json::Value = serde_json::from_str(&requested(&requested_)).unwrap();
        let attempts = &json["attempts"];
        assert_eq!(attempts[0]["request"]["headers"]["webhook-id"], "i");
        assert_eq!(attempts[0]["request"]["body"], "{}");
        assert_eq!(attempts[0]["response"], serde_json::json!({ "status": 500, "body": "no\n" }));
        assert_eq!(attempts[1]["response"], serde_json::Value::Null);
        assert_eq!((&attempts[1]["durationMs"], &attempts[1]["error"]), (&12.into(), &"e".into()));
    }
}
