//! InlineCMS's REST API (`/v1`), as its documentation page "REST API" describes it: onboarding and
//! sessions (the area `accounts`).
//!
//! A *project* is a site, a *CMS user* is an account with a role on it, the *token* is a session.
//! `endpoint` routes, `body` parses the request, one use case of `service` handles it, `view` or
//! `error` renders the answer. Every answer is `{"data": …, "error": …}`, one of them null.
//!
//! Weft's choices where the documentation is unspecified: the format of errors and their codes
//! (`error`); `{"ok": true}` for a logout; the user of `me` under `user`; the login's format for a
//! refresh. The role `developer`, which InlineCMS does not have, is shown as `editor`.
//!
//! Invariants: a project's API key and a session's token are in the answer that creates them, and
//! nowhere else; this crate logs nothing. Its endpoints accept sessions only: a project's key
//! identifies a site, and must never end a session.
//!
//! Not here yet: content, definitions, snapshots, projects' settings, users and media; the key in
//! `x-inlinecms-key` comes with them.

pub mod accounts;
pub mod content;
pub mod error;

pub use accounts::Accounts;
pub use content::Content;
