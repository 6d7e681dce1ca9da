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
        "DoneAnswer": answer(&whole(&json!({ "ok": { "type": "boolean", "const": true } }))),
    })
}

fn answer(data: &Value) -> Value {
    whole(&json!({ "data": data, "error": { "type": "null" } }))
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
        "apiKey": text("Its first key, shown this once. It reads what is published, and may stand in a web page."),
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
