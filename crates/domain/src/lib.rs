//! Weft's domain model as plain values.
//!
//! Ids, timestamps, principals, content types and their fields, entries, queries, events and
//! errors. No async, no HTTP, no SQL, no WIT: every other crate may depend on this one, and this
//! one depends on none of ours.
//!
//! Start at `entry` (what is stored), `schema` (the fields of an entry), `query` (how entries are
//! selected) and `error` (all errors).

pub mod address;
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
pub mod place;
pub mod principal;
pub mod query;
pub mod rich_text;
pub mod schema;
pub mod scopes;
pub mod secret;
pub mod shape;
pub mod sign_in;
pub mod site_ref;
pub mod slug;
pub mod time;
pub mod webhook;

pub use allowed_paths::AllowedPaths;
pub use caller::Caller;
pub use collection::{Collection, CollectionChange};
pub use ctx::Ctx;
pub use error::{Conflict, Error, Kind, Result, Violation};
pub use id::{
    AccountId, AutosaveId, CollectionId, CredentialId, DeliveryId, EntryId, SiteId, VersionId, WebhookId,
};
pub use permission::{Permission, Permissions};
pub use place::Place;
pub use principal::{CredentialKind, Principal, RatePlan, Role};
pub use scopes::Scopes;
pub use sign_in::{SessionScope, SignIn, SignedIn};
pub use site_ref::SiteRef;
pub use time::Timestamp;

/// The number of the newest migration, which is the schema version that this program writes. A
/// database with a larger number was migrated by a newer program. `weft_storage::migrate` has
/// exactly this many migrations.
pub const SCHEMA: usize = 4;
