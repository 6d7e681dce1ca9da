//! SnowCMS's REST API (`/api/websites`, `/api/accounts`) over Weft's use cases.
//!
//! Two generations of clients are served: those of server 0.0.40, and the older ones of the API
//! page of January 2025, which know no pages and kept an input's settings as a text and its
//! `required` inside of them. Where the two disagree, docs/dialects/snowcms.md says what was
//! chosen.
//!
//! Two areas: `content` (what is below a website) and `accounts` (websites, accounts, keys,
//! logins). Both only translate: `endpoint` says what is asked, `session` who asks, `query` and
//! `body` turn the wire into the domain, `input` inputs into fields and texts into values and back,
//! each handler calls one use case, `view` and `error` turn the answer into the wire.

pub mod accounts;
pub mod address;
pub mod body;
pub mod content;
pub mod error;
pub mod input;
pub mod query;
pub mod rendering;
mod reply;
pub mod roles;
pub mod session;
pub mod view;

pub use accounts::Accounts;
pub use content::Content;
