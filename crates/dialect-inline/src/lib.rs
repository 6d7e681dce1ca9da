//! InlineCMS's REST API (`/v1`), as its documentation page "REST API" describes it: projects, users
//! and sessions (the area `accounts`); pages, entries, snapshots and definitions (`content`).
//!
//! A *project* is a site, a *CMS user* is an account with a role on it, the *token* is a session.
//! `endpoint` routes, `body` parses the request, one use case of `service` handles it, `view` or
//! `error` renders the answer. Every answer is `{"data": …, "error": …}`, one of them null.
//!
//! Weft's choices where the documentation is unspecified: the format of errors and their codes
//! (`error`); `{"ok": true}` for a logout; the user of `me` under `user`; the login's format for a
//! refresh. The role `developer`, which InlineCMS does not have, is shown as `editor`.
//!
//! Invariants: a session's token is in the answer that creates it, and nowhere else; this crate
//! logs nothing. Projects, users and sessions accept sessions only: a project's key identifies a
//! site, and must never end a session.
//!
//! Not here: media, and calls of deploy hooks and of a CDN. Publications leave events for these.

pub mod accounts;
pub mod content;
pub mod error;

pub use accounts::Accounts;
pub use content::Content;
