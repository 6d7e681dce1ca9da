//! The command `update_page_layout`.

use serde_json::json;

use crate::{Caret, has_issues};

#[test]
fn sections_replace_the_layout_of_a_page() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let sections = json!([{ "id": "s1", "key": "hero", "junk": 1 }, { "id": "s2", "key": "cta", "enabled": false, "spacing_y": "compact" }]);
    let command = json!({ "type": "update_page_layout", "id": "home", "sections": sections });
    editor.send(command.clone()).is(200).shows("/revision", 1);
    let written = json!([{ "id": "s1", "key": "hero", "enabled": true }, { "id": "s2", "key": "cta", "enabled": false, "spacing_y": "compact" }]);
    assert_eq!(editor.entry("pages", "home")["data"], json!({ "layout": { "sections": written } }));
    assert!(editor.history("home").is_empty(), "the first layout leaves no history");
    editor.put("home", json!({ "t": 1, "layout": { "theme": "dark", "sections": [] } }));
    editor.send(command.clone()).is(200);
    assert_eq!(
        editor.entry("pages", "home")["data"],
        json!({ "t": 1, "layout": { "theme": "dark", "sections": written } })
    );
    assert_eq!(editor.history("home")[0].0, "update_page_layout");
    editor.put("home", json!({ "layout": "wide" }));
    editor.send(command).is(200);
    assert_eq!(editor.entry("pages", "home")["data"], json!({ "layout": { "sections": written } }));
}

#[test]
fn a_stale_layout_is_a_conflict_and_bad_sections_are_named() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let section = json!([{ "id": "a", "key": "b" }]);
    let stale =
        json!({ "type": "update_page_layout", "id": "home", "sections": section, "expectedRevision": 3 });
    editor.send(stale).is(409).shows("/currentRevision", 0);
    let bad = json!({ "type": "update_page_layout", "collection": "", "id": "home", "sections": [{ "enabled": 1, "spacing_y": null }] });
    has_issues(
        &editor.send(bad),
        &[
            "collection: Invalid collection",
            "sections.0.id: Invalid section id",
            "sections.0.key: Invalid section key",
            "sections.0.enabled: enabled must be boolean",
            "sections.0.spacing_y: spacing_y must be a string",
        ],
    );
    has_issues(
        &editor.send(json!({ "type": "update_page_layout", "id": "home", "sections": [] })),
        &["sections: Sections must be a non-empty array"],
    );
}
