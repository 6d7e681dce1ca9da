//! Accounts and tokens on the wire. Pure.

use crate::permission;
use weft_domain::json::{object, quote};
use weft_service::Token;

/// `{"authenticated", "username"}`
pub(crate) fn me(username: Option<&str>) -> String {
    match username {
        Some(name) => object([("authenticated", "true"), ("username", quote(name).as_str())]),
        None => object([("authenticated", "false")]),
    }
}

/// The account's tokens.
pub(crate) fn tokens(tokens: &[Token]) -> String {
    let tokens: Vec<String> = tokens.iter().map(|token| shown(token, None)).collect();
    format!("[{}]", tokens.join(","))
}

/// A token that was made, with its secret, this once.
pub(crate) fn new_token(token: &Token, secret: &str) -> String {
    shown(token, Some(secret))
}

fn shown(token: &Token, secret: Option<&str>) -> String {
    let texts = |texts: &mut dyn Iterator<Item = &str>| {
        let texts: Vec<String> = texts.map(quote).collect();
        format!("[{}]", texts.join(","))
    };
    let moment = |moment: &Option<String>| moment.as_deref().map_or_else(|| "null".to_owned(), quote);
    let repos = texts(&mut token.repos.iter().map(String::as_str));
    let permissions = texts(&mut permission::names(token.scopes).into_iter());
    let secret = secret.map(quote);
    let (id, name) = (quote(&token.public), quote(&token.name));
    let (created, expires, used) =
        (quote(&token.created_at), moment(&token.expires_at), moment(&token.last_used_at));
    let members = [
        ("tokenId", id.as_str()),
        ("name", name.as_str()),
        ("repos", repos.as_str()),
        ("permissions", permissions.as_str()),
        ("createdAt", created.as_str()),
        ("expiresAt", expires.as_str()),
        ("lastUsedAt", used.as_str()),
    ];
    object(members.into_iter().chain(secret.as_deref().map(|secret| ("token", secret))))
}
