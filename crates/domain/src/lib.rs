//! What Weft talks about, and nothing it talks with.
//!
//! Ids, moments, principals, content types and their fields, entries, queries, events and errors,
//! as plain values. No async, no HTTP, no SQL, no WIT: every other crate may depend on this one,
//! and this one on none of ours.
//!
//! Start at `entry` (what is stored), `schema` (what an entry may look like), `query` (how entries
//! are asked for) and `error` (everything that can go wrong, once).

pub mod allowed_paths;
pub mod caller;
pub mod collection;
pub mod ctx;
pub mod email;
pub mod entry;
pub mod error;
pub mod event;
pub mod field;
pub mod id;
pub mod ip;
pub mod json;
pub mod permission;
pub mod principal;
pub mod query;
pub mod rich_text;
pub mod schema;
pub mod scopes;
pub mod secret;
pub mod shape;
pub mod sign_in;
pub mod slug;
pub mod time;

pub use allowed_paths::AllowedPaths;
pub use caller::Caller;
pub use collection::{Collection, CollectionChange};
pub use ctx::Ctx;
pub use error::{Conflict, Error, Kind, Result, Violation};
pub use id::{AccountId, AutosaveId, CollectionId, CredentialId, EntryId, SiteId, VersionId};
pub use permission::{Permission, Permissions};
pub use principal::{CredentialSort, Principal, RatePlan, Role};
pub use scopes::Scopes;
pub use sign_in::{Reach, SignIn, SignedIn};
pub use time::Timestamp;

/// The number of the newest migration: the schema of the database that this version writes. A
/// larger number in a database means that a newer version has been at work there.
/// `weft_storage::migrate` has exactly as many migrations.
pub const SCHEMA: usize = 3;
