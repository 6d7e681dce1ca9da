//! Entries: read, written, published.

mod change;
mod create;
mod delete;
mod find;
mod list;
mod many;
mod pages;
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
pub use pages::PageEntries;
pub use references::EntryType;
pub use update::EntryChange;
pub use writing::Saved;
