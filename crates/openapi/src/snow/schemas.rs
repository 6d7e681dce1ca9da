//! SnowCMS's schemas, as `weft_dialect_snow::body` reads and `weft_dialect_snow::view` writes them.

use crate::parts::{flag, id, object, schema, set, text, whole};
use serde_json::{Map, Value, json};
use weft_dialect_snow::input::InputType;

/// The component schemas.
pub(super) fn schemas() -> Value {
    let mut schemas = Map::new();
    let groups = [small().into(), people().into(), collections().into(), entries().into(), lists()];
    for (name, schema) in groups.into_iter().flat_map(|group: Vec<(&str, Value)>| group) {
        schemas.insert(name.to_owned(), schema);
    }
    Value::Object(schemas)
}

fn small() -> [(&'static str, Value); 9] {
    let name = json!({ "type": "string", "minLength": 1 });
    [
        ("Error", whole(&json!({ "error": text("For people and, in SnowCMS's own words, for programs.") }))),
        ("Done", whole(&json!({ "message": text("What was done.") }))),
        ("Made", whole(&json!({ "message": text("What was done."), "id": schema("Id") }))),
        ("Id", id()),
        (
            "Seconds",
            json!({ "type": "integer", "description": "Seconds since 1970.", "example": 1_774_432_800 }),
        ),
        ("Role", json!({ "type": "string", "enum": ["VIEWER", "USER", "SUPERUSER", "ADMIN"] })),
        (
            "LoginConfig",
            whole(&json!({
                "sso": whole(&json!({ "enabled": flag("Whether there is single sign-on."), "forced": flag("Whether there is nothing else."), "text": text("For its button.") })),
                "smtp": flag("Whether mail is sent."),
            })),
        ),
        ("Login", whole(&json!({ "email": schema("Email"), "password": name }))),
        ("Email", json!({ "type": "string", "format": "email", "maxLength": 254 })),
    ]
}

/// Optional members may be null, which is as if they were absent.
fn optional(kind: &str, description: &str) -> Value {
    json!({ "type": [kind, "null"], "description": description })
}

fn people() -> [(&'static str, Value); 8] {
    let ids = json!({ "type": "array", "items": schema("Id"), "description": "The ids of its websites." });
    let sent_ids = json!({ "type": "array", "items": schema("Id"), "description": "Ids of websites." });
    let name = json!({ "type": "string", "minLength": 1, "maxLength": 200 });
    let website = json!({ "name": name, "hook": { "type": ["string", "null"], "maxLength": 2048, "description": "What is to be called when content changes." } });
    let active =
        optional("boolean", "Where it is not sent: false for what is new, as it is for what is changed.");
    let new_account = json!({
        "email": schema("Email"),
        "password": { "type": "string", "minLength": 8, "maxLength": 256, "format": "password" },
        "role": schema("Role"), "active": active, "websites": sent_ids,
    });
    let mut account_change = new_account.clone();
    set(
        &mut account_change,
        "password",
        json!({ "type": ["string", "null"], "maxLength": 256, "format": "password", "description": "Stays where it is empty or not sent." }),
    );
    let key = json!({ "name": name, "role": schema("Role"), "active": active, "websites": sent_ids });
    let shown_account = json!({
        "id": schema("Id"), "email": text("The address; of a key, `apikey@snowcms`."), "role": schema("Role"),
        "active": { "type": "boolean" }, "websites": ids,
    });
    let shown_key = json!({
        "id": schema("Id"), "userId": schema("Id"), "name": text("For people."), "role": schema("Role"),
        "active": { "type": "boolean" }, "websites": ids,
    });
    [
        ("WebsiteText", object(&["name"], &website)),
        (
            "Website",
            whole(
                &json!({ "id": schema("Id"), "name": text("For people."), "hook": { "type": ["string", "null"] } }),
            ),
        ),
        ("NewAccount", object(&["email", "password", "role", "websites"], &new_account)),
        ("AccountChange", object(&["email", "role", "websites"], &account_change)),
        ("Account", whole(&shown_account)),
        ("KeyText", object(&["name", "role", "websites"], &key)),
        ("Key", whole(&shown_key)),
        (
            "Secret",
            whole(&json!({
                "id": schema("Id"), "key": text("The secret, shown this once: `a:<id>.<key>` is the token."), "message": text("What was done."),
            })),
        ),
    ]
}

fn collections() -> [(&'static str, Value); 9] {
    let input_id = |description: &str| json!({ "type": ["string", "null"], "description": description });
    let kinds: Vec<&str> = InputType::ALL.iter().map(|kind| kind.id()).collect();
    let kind = json!({ "type": "string", "enum": kinds });
    let name = json!({ "type": "string", "minLength": 1, "maxLength": 200 });
    let new = json!({
        "name": name, "callHook": optional("boolean", "Whether the website's hook is to be called when entries change."),
        "backdatingEnabled": optional("boolean", "Whether entries may be made with an earlier date."),
    });
    let mut change = new.clone();
    set(
        &mut change,
        "title",
        input_id(
            "The id of the input that is the title; null takes it away, an empty one is as if it were absent.",
        ),
    );
    set(
        &mut change,
        "slug",
        input_id("The id of the input that is the slug; null or an empty one takes it away."),
    );
    let collection = whole(&json!({
        "id": schema("Id"), "websiteId": schema("Id"), "name": text("For people."), "callHook": { "type": "boolean" },
        "title": input_id("The id of the input that is the title."), "slug": input_id("The id of the input that is the slug."),
        "backdatingEnabled": { "type": "boolean" },
    }));
    let settings = "What it asks of its values: `maxLength`, `options`, `fieldName`, `mimeTypes`, `collectionId`, `input`, … by its type.";
    let sent_input = json!({
        "name": name, "fieldName": { "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$" }, "input": kind,
        "description": optional("string", "What it is for."), "required": optional("boolean", "Whether an entry must have a value."),
        "inputConfig": { "type": ["object", "string", "null"], "description": format!("{settings} May be the text of an object.") },
    });
    let input = whole(&json!({
        "id": schema("Id"), "collectionId": schema("Id"), "name": text("For people."), "description": { "type": ["string", "null"] },
        "fieldName": text("What values are sent under."), "input": kind, "inputConfig": { "type": "object", "description": settings },
        "required": { "type": "boolean" }, "order": { "type": "integer", "minimum": 0 },
    }));
    [
        ("NewCollection", object(&["name"], &new)),
        ("CollectionChange", object(&["name"], &change)),
        ("Collection", collection),
        ("TitleChange", whole(&json!({ "inputId": schema("Id") }))),
        (
            "Title",
            whole(
                &json!({ "collectionId": schema("Id"), "inputId": input_id("The id of the input that is the title.") }),
            ),
        ),
        ("InputText", object(&["name", "fieldName", "input"], &sent_input)),
        ("Input", input),
        ("Inputs", json!({ "type": "array", "items": schema("Input") })),
        (
            "Order",
            whole(
                &json!({ "order": { "type": "integer", "minimum": 0, "maximum": u32::MAX, "description": "The place, from 0; behind the last is the last." } }),
            ),
        ),
    ]
}

fn entries() -> [(&'static str, Value); 6] {
    let nullable = json!({ "type": ["string", "null"] });
    let summary = json!({
        "id": schema("Id"), "collectionId": schema("Id"), "createdAt": schema("Seconds"), "updatedAt": schema("Seconds"),
        "title": nullable, "slug": nullable,
    });
    let mut entry = summary.clone();
    let values = whole(&json!({ "inputId": schema("Id"), "entryId": schema("Id"), "data": nullable }));
    let rendered =
        json!({ "type": "object", "description": "With `render`: by field name, what each input shows." });
    set(&mut entry, "data", json!({ "oneOf": [{ "type": "array", "items": values }, rendered] }));
    let draft = json!({
        "id": schema("Id"), "collectionId": schema("Id"), "createdAt": schema("Seconds"), "updatedAt": schema("Seconds"),
        "entryId": { "type": ["string", "null"], "description": "The entry whose next state it may become." },
    });
    let (mut short, mut long) = (draft.clone(), draft);
    set(&mut short, "title", nullable.clone());
    set(
        &mut long,
        "data",
        json!({ "type": "array", "items": whole(&json!({ "inputId": schema("Id"), "data": nullable })) }),
    );
    let values = |description: &str| {
        let example = json!({ "title": "Hello, World" });
        json!({ "type": "object", "maxProperties": 1000, "description": description, "example": example })
    };
    [
        ("EntrySummary", whole(&summary)),
        ("Entry", whole(&entry)),
        (
            "EntryValues",
            values(
                "The text of each input by its field name; what is sent as something else stands for its JSON text.",
            ),
        ),
        ("DraftSummary", whole(&short)),
        ("Draft", whole(&long)),
        ("DraftValues", values("Texts by field name, kept unchecked.")),
    ]
}

/// A list is a bare array, or a page where a parameter asks for one.
fn lists() -> Vec<(&'static str, Value)> {
    let page = |item: &str| {
        whole(&json!({
            "data": { "type": "array", "items": schema(item) }, "page": { "type": "integer", "minimum": 1 },
            "pages": { "type": "integer", "minimum": 0, "description": "How many pages there are." },
        }))
    };
    let list = |item: &str| json!({ "oneOf": [{ "type": "array", "items": schema(item) }, page(item)] });
    vec![
        ("Websites", list("Website")),
        ("Accounts", list("Account")),
        ("Keys", list("Key")),
        ("Collections", list("Collection")),
        ("Entries", list("EntrySummary")),
        ("Drafts", page("DraftSummary")),
        ("TimeZones", json!({ "type": "array", "items": { "type": "string" } })),
        (
            "Address",
            whole(
                &json!({ "url": { "type": "string", "format": "uri", "example": "https://example.com/page" } }),
            ),
        ),
        (
            "CheckedAddress",
            whole(
                &json!({ "safe": flag("Whether it may be fetched."), "hostname": text("The host in it.") }),
            ),
        ),
        ("Redirect", whole(&json!({ "redirect": text("Where a browser goes on.") }))),
    ]
}
