//! InlineCMS's schemas, as `weft_dialect_inline::accounts` reads and writes them.

use crate::parts::{id, moment, object, schema, text, whole};
use serde_json::{Value, json};

/// The component schemas.
pub(super) fn schemas() -> Value {
    json!({
        "Error": error(),
        "Login": login(),
        "NewProject": whole(&json!({ "name": { "type": "string", "minLength": 1, "maxLength": 200 }, "admin": schema("Login") })),
        "User": user(),
        "ProjectAnswer": answer(&whole(&json!({ "project": project(), "admin": admin() }))),
        "SessionAnswer": answer(&whole(&json!({
            "user": schema("User"), "token": text("The session's token, shown this once."), "expiresAt": moment(),
        }))),
        "UserAnswer": answer(&whole(&json!({ "user": schema("User") }))),
        "OneUserAnswer": answer(&schema("User")),
        "UsersAnswer": answer(&list(&schema("User"))),
        "NewUser": object(&["email", "password"], &user_members()),
        "UserChange": object(&[], &user_members()),
        "ProjectSettingsAnswer": answer(&settings()),
        "ProjectChange": object(&[], &json!({
            "name": { "type": "string", "minLength": 1, "maxLength": 200 }, "cdnUrl": { "type": ["string", "null"] },
            "domains": list(&text("A host name.")), "deployHooks": list(&object(&["id", "type", "url"], &hook(json!({ "secret": text("Sent to the hook, shown to nobody.") })))),
        })),
        "KeyAnswer": answer(&whole(&json!({ "apiKey": text("The new key.") }))),
        "HealthAnswer": whole(&json!({ "status": { "type": "string", "const": "ok" }, "version": text("Weft's.") })),
        "Entry": entry(),
        "EntryAnswer": answer(&schema("Entry")),
        "EntriesAnswer": answer(&list(&schema("Entry"))),
        "EntryChange": object(&[], &json!({ "fields": { "type": "object" }, "status": status() })),
        "PageName": whole(&json!({ "pageId": text("The page's id.") })),
        "PublishedAnswer": answer(&whole(&json!({ "published": count(), "entries": list(&schema("Entry")) }))),
        "HistoryAnswer": answer(&list(&whole(&json!({
            "id": id(), "entryId": id(), "fields": { "type": "object" }, "publishedBy": id(), "publishedAt": moment(),
        })))),
        "SnapshotAnswer": answer(&snapshot()),
        "Sync": object(&["pageId", "components"], &json!({
            "pageId": text("The page's id."), "components": list(&object(&["componentId", "instanceKey"], &component())),
        })),
        "SyncAnswer": answer(&whole(&json!({
            "pageId": text("The page's id."), "components": count(), "created": count(), "entries": list(&schema("Entry")),
        }))),
        "DefinitionsAnswer": answer(&list(&whole(&component()))),
        "DoneAnswer": answer(&whole(&json!({ "ok": { "type": "boolean", "const": true } }))),
    })
}

fn answer(data: &Value) -> Value {
    whole(&json!({ "data": data, "error": { "type": "null" } }))
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn status() -> Value {
    json!({ "type": "string", "enum": ["draft", "published", "archived"] })
}

fn entry() -> Value {
    let members = json!({
        "id": id(), "instanceKey": { "type": ["string", "null"] }, "componentId": { "type": ["string", "null"] },
        "status": status(), "fields": { "type": "object" },
        "hasDraft": { "type": "boolean", "description": "For the signed in: whether it has edits that were not published." },
    });
    object(&["id", "instanceKey", "componentId", "status", "fields"], &members)
}

fn component() -> Value {
    let field = whole(&json!({ "key": text("Its name."), "type": text("Its type: `text`, ….") }));
    json!({ "componentId": text("The component."), "instanceKey": text("The instance, one of its page."), "fields": list(&field) })
}

fn snapshot() -> Value {
    let item = json!({ "instanceKey": text("The instance."), "componentId": { "type": ["string", "null"] }, "fields": { "type": "object" } });
    whole(&json!({
        "schema": { "type": "integer", "const": 1 }, "version": text("`sha256:…` of the content."), "generatedAt": moment(),
        "content": { "type": "object", "additionalProperties": list(&whole(&item)) },
        "objectFields": list(&json!({})), "objectCollections": list(&json!({})), "objectTypes": list(&json!({})),
        "bakeEnabled": { "type": "boolean", "description": "Whether builds may bake it; the variable `inlinecms_bake`." },
    }))
}

fn hook(more: Value) -> Value {
    let mut hook = json!({ "id": text("The project's own name for it."), "type": { "type": "string", "enum": ["generic", "github"] }, "url": text("An http or https address.") });
    if let (Some(members), Value::Object(more)) = (hook.as_object_mut(), more) {
        members.extend(more);
    }
    hook
}

fn settings() -> Value {
    let hook = whole(&hook(json!({ "hasSecret": { "type": "boolean" } })));
    let members = json!({
        "id": id(), "name": text("What people call it."), "apiKey": { "type": ["string", "null"] }, "domains": list(&text("A host name.")),
        "cdnUrl": { "type": ["string", "null"] }, "deployHooks": list(&hook), "createdAt": moment(),
    });
    object(&["id", "name", "apiKey", "domains", "cdnUrl", "deployHooks", "createdAt"], &members)
}

fn user_members() -> Value {
    json!({
        "email": { "type": "string", "format": "email", "maxLength": 254 },
        "password": { "type": "string", "minLength": 8, "maxLength": 256, "format": "password" },
        "name": { "type": ["string", "null"], "maxLength": 200 }, "role": role(),
        "allowedPaths": list(&text("A page, `*` inside of a segment, `**` for segments.")),
    })
}

fn error() -> Value {
    let detail = whole(&json!({
        "path": text("Where: `admin.email`."),
        "code": text("What, for programs: `required`, `type`, `format`, `length`, …"),
        "message": text("What, for people."),
    }));
    let codes = json!({ "type": "string", "enum": [
        "MALFORMED", "VALIDATION_ERROR", "UNSUPPORTED", "UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "METHOD_NOT_ALLOWED", "CONFLICT",
        "PAYLOAD_TOO_LARGE", "RATE_LIMITED", "INTERNAL_ERROR", "UNAVAILABLE", "INSUFFICIENT_STORAGE",
    ] });
    let details = json!({ "type": "array", "description": "Of `VALIDATION_ERROR` only.", "items": detail });
    let error = object(
        &["code", "message"],
        &json!({ "code": codes, "message": text("For people."), "details": details }),
    );
    whole(&json!({ "data": { "type": "null" }, "error": error }))
}

fn login() -> Value {
    whole(&json!({
        "email": { "type": "string", "format": "email", "maxLength": 254, "example": "ann@example.com" },
        "password": { "type": "string", "minLength": 8, "maxLength": 256, "format": "password" },
    }))
}

fn project() -> Value {
    whole(&json!({
        "id": id(), "name": text("What people call it."), "createdAt": moment(),
        "apiKey": text("Its first key. It reads what is published, and may stand in a web page."),
    }))
}

/// InlineCMS's roles.
fn role() -> Value {
    json!({ "type": "string", "enum": ["viewer", "editor", "admin"] })
}

fn admin() -> Value {
    whole(&json!({ "id": id(), "email": text("The address."), "role": role() }))
}

fn user() -> Value {
    whole(&json!({
        "id": id(), "email": text("The address."), "name": { "type": ["string", "null"] }, "role": role(),
        "allowedPaths": { "type": "array", "items": { "type": "string" }, "description": "The pages that an editor is limited to; none means all." },
        "projectId": id(),
    }))
}
