//! samduke-cms's schemas, as `weft_dialect_samduke` reads and writes them.

use crate::parts::{flag, moment, object, or_null, text, whole};
use serde_json::{Value, json};

/// The component schemas.
pub(super) fn schemas() -> Value {
    json!({
        "Error": whole(&json!({ "error": text("For people.") })),
        "Done": whole(&json!({ "ok": { "type": "boolean", "const": true } })),
        "Health": whole(&json!({ "status": { "type": "string", "const": "ok" } })),
        "Repo": whole(&json!({ "fullName": text("`owner/name`"), "addedAt": moment() })),
        "NewRepo": whole(&json!({ "fullName": text("`owner/name`") })),
        "GithubRepo": whole(&json!({
            "fullName": text("`owner/name`"), "private": flag("Whether it is private."), "description": or_null(&text("What it is for.")),
        })),
        "Config": config(),
        "Item": whole(&item()),
        "WholeItem": whole_item(),
        "NewItem": object(&["frontmatter", "body"], &json!({
            "frontmatter": frontmatter(), "body": text("The text."),
            "sha": or_null(&text("The hash of the file that this one replaces; none, or empty, for a new one.")),
        })),
        "Saved": whole(&json!({ "sha": sha(), "path": text("Where the file is.") })),
        "Me": object(&["authenticated"], &json!({
            "authenticated": flag("Whether somebody is signed in."), "username": text("Who: the e-mail address."),
        })),
        "Login": whole(&json!({
            "email": { "type": "string", "example": "ann@example.com" }, "password": { "type": "string", "format": "password" },
        })),
        "NewToken": new_token(),
        "Token": whole(&token()),
        "CreatedToken": created_token(),
    })
}

fn sha() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{40}$", "description": "Git's hash of the file." })
}

fn frontmatter() -> Value {
    json!({ "type": "object", "description": "The front matter." })
}

fn item() -> Value {
    json!({ "slug": text("The name without its ending."), "path": text("Where the file is."), "sha": sha(), "frontmatter": frontmatter() })
}

fn whole_item() -> Value {
    let mut item = item();
    crate::parts::set(
        &mut item,
        "body",
        text("The text; a file that was written here begins with a newline."),
    );
    whole(&item)
}

fn config() -> Value {
    let kinds = json!({ "type": "string", "enum": ["string", "string[]", "number", "boolean", "date"] });
    let field = object(
        &["name", "type", "label"],
        &json!({
            "name": text("A member of the front matter."), "type": kinds, "label": text("For people."),
            "required": flag("Whether it must be there."), "default": { "description": "What it is without one." },
        }),
    );
    let collection = whole(&json!({
        "label": text("For people."), "directory": text("Where the files are."), "fields": { "type": "array", "items": field },
    }));
    whole(
        &json!({ "name": text("The site's name."), "collections": { "type": "object", "additionalProperties": collection } }),
    )
}

fn permissions() -> Value {
    let names = ["content:read", "content:write", "content:delete", "config:read", "repos:read"];
    json!({ "type": "array", "minItems": 1, "items": { "type": "string", "enum": names } })
}

fn repos() -> Value {
    json!({ "type": "array", "minItems": 1, "items": { "type": "string" }, "description": "Names of repositories; `*` is every one." })
}

fn new_token() -> Value {
    let life = json!({ "type": ["number", "null"], "minimum": 300, "maximum": 31_536_000, "description": "Seconds; null is for ever." });
    let name = json!({ "type": "string", "minLength": 1, "maxLength": 100, "example": "build-token" });
    object(
        &["name", "repos", "permissions"],
        &json!({ "name": name, "repos": repos(), "permissions": permissions(), "expiresIn": life }),
    )
}

fn token() -> Value {
    json!({
        "tokenId": text("The public part of it."), "name": text("What people call it."), "repos": repos(), "permissions": permissions(),
        "createdAt": moment(), "expiresAt": or_null(&moment()), "lastUsedAt": or_null(&moment()),
    })
}

fn created_token() -> Value {
    let mut token = token();
    crate::parts::set(&mut token, "token", text("The token itself, shown this once."));
    whole(&token)
}
