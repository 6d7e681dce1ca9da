//! SnowCMS's REST API (`/api/websites`, `/api/accounts`) over Weft's use cases.
//!
//! It serves two generations of clients: those of server 0.0.40, and the older ones of the API page
//! of January 2025, which have no pages and send an input's settings as a text that includes
//! `required`. docs/dialects/snowcms.md lists the choices where the two differ.
//!
//! Two areas: `content` (everything below a website) and `accounts` (websites, accounts, keys,
//! logins). Both only translate: `endpoint` routes, `session` reads credentials, `query` and `body`
//! parse the request, `input` converts inputs to fields and texts to values and back, each handler
//! calls one use case, `view` and `error` render the answer.

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
