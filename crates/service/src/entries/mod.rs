//! Entries: read, written, published.

mod at;
mod candidates;
mod change;
mod components;
mod create;
mod delete;
mod find;
mod list;
mod many;
mod pages;
mod publish;
mod references;
mod replace;
mod restore;
mod sync;
mod update;
mod versions;
mod writing;

pub use at::{At, Expected, Standing, Wish};
pub use components::Component;
pub use create::NewEntry;
pub use find::Found;
pub use list::Listing;
pub use many::{CHANGES_MAX, ManyChange, Refused};
pub use pages::{PageEntries, SNAPSHOT_MAX};
pub use references::{EntryType, Referrer};
pub use sync::{PageDefinition, Registrar, Synced};
pub use update::EntryChange;
pub use writing::Saved;

pub(crate) use create::checked as check_whole;
pub(crate) use writing::{Outcome, attempt};
