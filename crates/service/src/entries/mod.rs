//! Entries: read, written, published.

mod candidates;
mod change;
mod create;
mod delete;
mod find;
mod list;
mod many;
mod publish;
mod references;
mod restore;
mod update;
mod versions;
mod writing;

pub use create::NewEntry;
pub use find::Found;
pub use list::Listing;
pub use many::{CHANGES_MAX, ManyChange, Refused};
pub use references::{Place, Referrer};
pub use update::EntryChange;
pub use writing::Saved;

pub(crate) use create::{checked as check_whole, referenced, shared as unique_violations};
pub(crate) use references::targets;
pub(crate) use writing::{Outcome, attempt};
