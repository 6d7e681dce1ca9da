//! Tests which files are drafts, with tables of the generators' markers.

use super::*;
use serde_json::json;

fn now() -> Timestamp {
    Timestamp::parse("2026-06-01T12:00:00Z").unwrap()
}

fn of(name: &str, matter: Value) -> PublicationState {
    super::of(name, matter.as_object().unwrap(), now())
}

#[test]
fn what_a_generator_takes_for_a_draft_is_one() {
    for matter in [
        json!({ "draft": true }),
        json!({ "Draft": "true" }),
        json!({ "draft": "yes" }),
        json!({ "draft": "On" }),
        json!({ "draft": 1 }),
        json!({ "draft": "perhaps" }),
        json!({ "draft": ["true"] }),
        json!({ "isDraft": true }),
        json!({ "published": false }),
        json!({ "published": "False" }),
        json!({ "published": "no" }),
        json!({ "publish": false }),
        json!({ "dg-publish": "off" }),
        json!({ "public": false }),
        json!({ "permalink": false }),
        json!({ "unlisted": true }),
        json!({ "private": true }),
        json!({ "hidden": "yes" }),
        json!({ "headless": true }),
        json!({ "render": false }),
        json!({ "build": { "render": "never" } }),
        json!({ "_build": { "render": "link" } }),
        json!({ "extra": { "draft": true } }),
        json!({ "params": { "draft": true } }),
        json!({ "status": "draft" }),
        json!({ "Status": "Hidden" }),
        json!({ "status": "private" }),
        json!({ "status": "pending" }),
        json!({ "status": "scheduled" }),
        json!({ "status": "future" }),
        json!({ "post_status": "auto-draft" }),
        json!({ "status": "In review" }),
        json!({ "visibility": "members" }),
        json!({ "password": "harbour" }),
        json!({ "date": "2026-06-02" }),
        json!({ "date": "2026-06-01T12:00:00.001Z" }),
        json!({ "date": "2025-01-01", "publishDate": "2099-01-01" }),
        json!({ "pubDate": "Jul 08 2099" }),
        json!({ "published_at": "2099-01-01 10:00" }),
        json!({ "published": "2099-01-01" }),
        json!({ "publishDate": "soon" }),
        json!({ "date": "31 February 2024" }),
        json!({ "date": {} }),
        json!({ "expiryDate": "2026-05-31" }),
        json!({ "expires": "one day" }),
    ] {
        let found = of("a.md", matter.clone());
        assert!(found.draft.is_some(), "{matter}");
    }
    for name in [
        "_drafts/a.md",
        "source/_drafts/deep/a.md",
        "blog/Drafts/a.md",
        "blog/a.draft.md",
        "blog/_partial.md",
        "2026-06-02-a.md",
        "_posts/2099-01-01-a.md",
    ] {
        assert!(of(name, json!({})).draft.is_some(), "{name}");
    }
}

#[test]
fn everything_else_is_for_everybody() {
    for matter in [
        json!({}),
        json!({ "draft": false, "published": true, "publish": "yes" }),
        json!({ "draft": "no" }),
        json!({ "draft": null, "date": null, "password": "" }),
        json!({ "draft": "", "date": "" }),
        json!({ "permalink": "/a/b" }),
        json!({ "render": "always" }),
        json!({ "build": { "render": true } }),
        json!({ "status": "publish" }),
        json!({ "status": "accepted" }),
        json!({ "visibility": "public" }),
        json!({ "date": "2026-06-01T12:00:00Z" }),
        json!({ "date": "2026-06-01" }),
        json!({ "published": "2024-02-29" }),
        json!({ "expiryDate": "2099-01-01" }),
        json!({ "expires": "never" }),
        json!({ "author": { "private": true } }),
    ] {
        assert_eq!(of("a.md", matter.clone()).draft, None, "{matter}");
    }
    for name in ["a.md", "_index.md", "a/_index.de.md", "_posts/2024-01-05-a.md", "draft.md", "drafty/a.md"] {
        assert_eq!(of(name, json!({})).draft, None, "{name}");
    }
}

#[test]
fn the_reason_names_the_key() {
    for (matter, reason) in [
        (json!({ "draft": true }), "its `draft` is `true`"),
        (json!({ "Status": "Draft" }), "its `Status` is `Draft`"),
        (json!({ "draft": "maybe" }), "its `draft` is `maybe`, which is neither yes nor no"),
        (json!({ "date": "2099-01-01" }), "its `date` is to come: 2099-01-01T00:00:00.000Z"),
        (json!({ "expiryDate": "2024-01-01" }), "its `expiryDate` has passed: 2024-01-01T00:00:00.000Z"),
        (json!({ "date": "TBD" }), "its `date` is `TBD`, which is no moment that can be read"),
        (json!({ "password": "secret" }), "it has a `password`"),
    ] {
        assert_eq!(of("a.md", matter.clone()).draft.as_deref(), Some(reason), "{matter}");
    }
    assert_eq!(of("_drafts/a.md", json!({})).draft.as_deref(), Some("it is in a folder `_drafts`"));
}

#[test]
fn the_moment_of_publication_is_the_most_telling_one() {
    for (name, matter, moment) in [
        ("a.md", json!({ "date": "2024-01-05" }), Some("2024-01-05T00:00:00.000Z")),
        (
            "a.md",
            json!({ "date": "2024-01-05", "publishDate": "2024-02-01" }),
            Some("2024-02-01T00:00:00.000Z"),
        ),
        (
            "a.md",
            json!({ "published": true, "date": "2024-01-05 10:00 +0200" }),
            Some("2024-01-05T08:00:00.000Z"),
        ),
        (
            "a.md",
            json!({ "published": "2024-01-05", "date": "2023-01-05" }),
            Some("2024-01-05T00:00:00.000Z"),
        ),
        ("2024-01-05-a.md", json!({}), Some("2024-01-05T00:00:00.000Z")),
        ("x/2024-01-05-a.md", json!({ "date": "2023-01-01" }), Some("2023-01-01T00:00:00.000Z")),
        ("2024-01-055.md", json!({}), None),
        ("a.md", json!({ "date": "2099-01-01" }), None),
        ("a.md", json!({ "updated": "2024-01-01" }), None),
    ] {
        let found = of(name, matter.clone()).published_at.map(|at| at.to_string());
        assert_eq!(found.as_deref(), moment, "{name} {matter}");
    }
}
