//! samduke-cms's REST API (`/api/repos`, `/api/tokens`, `/auth`) over Weft's use cases.
//!
//! A site is a repository of Markdown files: its content types are directories, its published
//! entries are files. `weft_service` makes files of entries and entries of files; this crate only
//! translates: `credential` says where the secret stands, `permission` has this API's names of
//! permissions, `scope` the order in which a request is refused, `error` the words of refusals.
//!
//! Two areas: `content` (repositories, their configuration and files) and `accounts` (who is signed
//! in, tokens). What the original leaves open, and what was chosen: docs/dialects/samduke.md.

pub mod accounts;
pub mod content;
mod credential;
pub mod error;
mod permission;
mod scope;

pub use accounts::Accounts;
pub use content::Content;
