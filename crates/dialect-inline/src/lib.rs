//! InlineCMS's REST API (`/v1`), as its documentation page "REST API" describes it: onboarding and
//! sessions (the area `accounts`).
//!
//! Cast: a *project* is a site, a *CMS user* is an account with a role on it, the *token* is a
//! session. Flow: `endpoint` says what is asked, `body` reads it, one use case of `service` does
//! it, `view` or `error` says how it went. Every answer is `{"data": …, "error": …}`, one of them
//! null.
//!
//! Where the documentation is silent, Weft chose: the shape of errors and their codes (`error`);
//! `{"ok": true}` for a logout; the user of `me` under `user`; the login's shape for a refresh. The
//! ladder's `developer`, which InlineCMS does not know, is shown as `editor`.
//!
//! Invariants: a project's API key and a session's token stand in the one answer that made them,
//! and nowhere else; nothing here logs. The endpoints of this part take a session only: a project's
//! key identifies a site, and must never sign anybody out.
//!
//! Not here yet: content, definitions, snapshots, projects' settings, users and media; the key in
//! `x-inlinecms-key` comes with them.

pub mod accounts;
pub mod content;
pub mod error;

pub use accounts::Accounts;
pub use content::Content;
