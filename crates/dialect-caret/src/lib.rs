//! CaretCMS's API over Weft's use cases, as its API reference and its source (0.1 to 0.5) define
//! it, embedded (`/api/cms`) and in cloud mode (`/content`).
//!
//! Two areas: `accounts` (logins and logouts) and `content` (entries, schemas, mutations, history).
//! Both only translate: `command` parses the body of `mutate`, `path` and `schema` are pure, the
//! handlers call use cases, `error` renders the errors.
//!
//! A collection is a content type, the id of an entry is its slug, the revision of an entry is the
//! same in all dialects. Every write is public at once. Other dialects allow names that this API's
//! grammar does not; lists show them, but no request can name them.
//!
//! Known deviations from the original, each with its reason in docs/dialects/caret.md: Weft rejects
//! documents with more than 64 levels, paths with more than 32 segments and forbidden keys in
//! documents; a value may be any JSON; the times in an entry's history always increase. Uploads,
//! and the pages under /admin and /__caret, are not served here.

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
