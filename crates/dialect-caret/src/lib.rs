//! CaretCMS's API over Weft's use cases, as its API reference and its source (0.1 to 0.5) have it,
//! embedded (`/api/cms`) and in cloud mode (`/content`).
//!
//! Two areas: `accounts` (signing in and out) and `content` (entries, schemas, mutations, history).
//! Both only translate: `command` reads what is sent to `mutate`, `path` and `schema` are pure, the
//! handlers call use cases, `error` words what they refuse.
//!
//! A collection is a content type, an entry's id its slug, an entry's revision the shared one. What
//! is written here is visible at once. Names outside of this API's grammar, which others may give,
//! are shown in lists and cannot be asked for by themselves.
//!
//! Known deviations from the original, each with its reason in docs/dialects/caret.md: documents
//! nested deeper than 64 levels, paths of more than 32 segments and forbidden keys inside of
//! documents are refused; a value may be any JSON; the times of an entry's history always rise.
//! Uploads, and the pages under /admin and /__caret, are not served here.

pub mod accounts;
mod body;
pub mod command;
pub mod content;
pub mod error;
pub mod forbidden;
pub mod grammar;
pub mod path;
mod query;
mod reply;
pub mod schema;
mod session;
mod view;

pub use accounts::Accounts;
pub use content::Content;
