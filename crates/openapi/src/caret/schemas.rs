//! CaretCMS's schemas, as `weft_dialect_caret` reads and writes them.

use crate::parts::{flag, object, text, whole};
use serde_json::{Value, json};

/// The component schemas.
pub(super) fn schemas() -> Value {
    json!({
        "Error": error(),
        "Entries": entries(),
        "SchemaAnswer": schema_answer(),
        "Collections": whole(&json!({ "collections": { "type": "array", "items": collection() } })),
        "Mutations": object(&["ok", "route", "methods", "note"], &json!({
            "ok": done(), "route": text("The path."), "methods": names(), "note": text("How commands are sent."), "types": names(),
        })),
        "Done": object(&["ok"], &json!({
            "ok": done(), "revision": revision(), "revisions": { "type": "object", "additionalProperties": revision() },
            "redirect": text("Where to go."),
        })),
        "Command": { "oneOf": commands() },
        "History": whole(&json!({ "history": { "type": "array", "maxItems": 50, "items": whole(&json!({
            "ts": time(), "action": text("The command, or another API's write."), "data": any_object("What the entry was before."),
        })) } })),
        "Restore": whole(&json!({ "collection": text("The collection."), "id": text("The entry's id."), "ts": time() })),
        "Restored": whole(&json!({ "ok": done(), "revision": revision(), "data": any_object("What the entry is again.") })),
        "Content": whole(&json!({ "entries": { "type": "object", "additionalProperties": any_object("An entry's data.") } })),
        "Login": object(&["password"], &json!({
            "password": { "type": "string", "format": "password" }, "email": text("The address of an account of the site."), "redirect": text("Where to go then."),
        })),
        "SignedIn": object(&["ok"], &json!({ "ok": done(), "redirect": text("Where to go."), "token": text("The session, in cloud mode.") })),
        "Session": whole(&json!({ "authenticated": flag("Whether the session is good.") })),
    })
}

fn done() -> Value {
    json!({ "type": "boolean", "const": true })
}

fn revision() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn time() -> Value {
    json!({ "type": "integer", "description": "Milliseconds since 1970; unique per entry.", "example": 1_714_225_200_000_i64 })
}

fn names() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

fn any_object(description: &str) -> Value {
    json!({ "type": "object", "description": description })
}

fn error() -> Value {
    let issue = whole(&json!({
        "path": text("Where: `items.0.order`."), "code": text("What, for programs."), "message": text("What, for people."),
    }));
    object(
        &["error"],
        &json!({
            "error": text("What is wrong, in the original's words where it has them."),
            "detail": text("What to do about it."),
            "issues": { "type": "array", "items": issue },
            "currentRevision": revision(),
            "conflictId": text("The entry of an order that is not as it must be."),
            "allowedMethods": names(),
        }),
    )
}

fn entries() -> Value {
    let entry = whole(
        &json!({ "id": text("The entry's id."), "data": any_object("Its data."), "revision": revision() }),
    );
    let count = json!({ "type": "integer", "minimum": 0 });
    let pagination = object(
        &["page", "pageSize", "total", "totalPages", "hasPrev", "hasNext"],
        &json!({
            "page": count, "pageSize": count, "total": count, "totalPages": count,
            "hasPrev": flag("Whether there is a page before."), "hasNext": flag("Whether there is a page after."),
            "q": text("What was looked for, in lower case."),
        }),
    );
    whole(&json!({
        "entries": { "type": "array", "items": entry }, "pagination": pagination, "collection": text("The collection."),
        "source": { "type": "string", "const": "adapter" },
    }))
}

fn json_schema() -> Value {
    object(
        &["type", "properties"],
        &json!({ "type": { "type": "string", "const": "object" }, "properties": { "type": "object" } }),
    )
}

fn metadata() -> Value {
    json!({
        "label": text("What people call it."), "description": text("What it is for."), "icon": text("A symbol."),
        "creatable": flag("Whether entries may be made."), "orderable": flag("Whether entries may be put in an order."),
    })
}

fn schema_answer() -> Value {
    object(
        &["collection", "source", "schema", "template"],
        &json!({
            "collection": text("The collection."),
            "source": { "type": "string", "enum": ["registered", "dynamic", "inferred"] },
            "schema": json_schema(), "template": { "description": "An entry to begin with." },
            "metadata": object(&["label", "creatable", "orderable"], &metadata()),
            "inferredFrom": { "type": ["string", "null"], "description": "The entry whose data the schema is like." },
        }),
    )
}

fn collection() -> Value {
    let mut members = metadata();
    if let Some(members) = members.as_object_mut() {
        members.insert("id".to_owned(), text("The collection."));
        members.insert("schema".to_owned(), json_schema());
        members.insert("created_at".to_owned(), time());
        members.insert("updated_at".to_owned(), time());
    }
    object(&["id", "label", "creatable", "orderable", "schema", "created_at", "updated_at"], &members)
}

fn commands() -> Vec<Value> {
    let (collection, id) = (text("The collection."), text("The entry's id."));
    let command = |name: &str, required: &[&str], members: Value| {
        let mut all = json!({ "type": { "type": "string", "const": name } });
        if let (Some(all), Value::Object(members)) = (all.as_object_mut(), members) {
            all.extend(members);
        }
        let required: Vec<&str> = ["type"].iter().chain(required).copied().collect();
        object(&required, &all)
    };
    let item =
        object(&["id", "order"], &json!({ "id": id, "order": revision(), "expectedRevision": revision() }));
    let section = object(
        &["id", "key"],
        &json!({ "id": text("Its id."), "key": text("What it is."), "enabled": flag("Whether it is shown."), "spacing_y": text("The space around it.") }),
    );
    let expected = revision();
    vec![
        command(
            "save_field",
            &["collection", "id", "field", "value"],
            json!({
                "collection": collection, "id": id, "field": text("`hero.title`"), "value": { "description": "Any JSON." }, "expectedRevision": expected,
            }),
        ),
        command(
            "put_entry",
            &["collection", "id", "data"],
            json!({
                "collection": collection, "id": id, "data": any_object("All of it."), "expectedRevision": expected, "createOnly": flag("Whether there must be none."),
            }),
        ),
        command(
            "delete_entry",
            &["collection", "id"],
            json!({ "collection": collection, "id": id, "expectedRevision": expected }),
        ),
        command(
            "reorder_entries",
            &["collection", "items"],
            json!({ "collection": collection, "items": { "type": "array", "minItems": 1, "maxItems": 10_000, "items": item } }),
        ),
        command(
            "update_page_layout",
            &["id", "sections"],
            json!({
                "collection": text("The collection; `pages`, if none is named."), "id": id, "sections": { "type": "array", "minItems": 1, "items": section }, "expectedRevision": expected,
            }),
        ),
        command("create_collection", &["id", "label", "schema"], {
            let mut members = metadata();
            if let Some(members) = members.as_object_mut() {
                members.insert("id".to_owned(), collection.clone());
                members.insert("schema".to_owned(), json_schema());
            }
            members
        }),
        command("delete_collection", &["id"], json!({ "id": schema_id() })),
    ]
}

fn schema_id() -> Value {
    text("The collection, which goes with its entries and its history.")
}
