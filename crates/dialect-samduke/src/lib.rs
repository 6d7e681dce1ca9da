//! samduke-cms's REST API (`/api/repos`, `/api/tokens`, `/auth`) over Weft's use cases.
//!
//! A site is a repository of Markdown files: its content types are directories, its published
//! entries are files. `weft_service` converts between entries and files; this crate only
//! translates: `credential` reads credentials, `permission` has this API's names of permissions,
//! `scope` checks the rights in the original's order, `error` renders errors.
//!
//! Two areas: `content` (repositories, their configuration and files) and `accounts` (the current
//! account, tokens, login). docs/dialects/samduke.md lists Weft's choices where the original is
//! unspecified.

pub mod accounts;
pub mod content;
mod credential;
pub mod error;
mod permission;
mod scope;

pub use accounts::Accounts;
pub use content::Content;
