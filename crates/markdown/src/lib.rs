//! Markdown files: their front matter, their names, and git's hash of them.
//!
//! ```text
//! file      a file's front matter and body, told apart and put together (samduke-cms's rules)
//! yaml      YAML read into JSON, by one of two sets of rules; JSON written as YAML
//! number    numbers as JavaScript prints them
//! name      what a file's name says: stem, slug, whether it stands for its folder
//! blob      git's hash of a file
//! ```
//!
//! Used by guests, which serve and write such files, and by the import, which is native and reads
//! front matter more generously (TOML, JSON, other fences). Everything here is pure.
//!
//! YAML comes as events from a parser that others keep. What the events mean is decided here,
//! because the files are shared with programs in JavaScript: what js-yaml reads as a date must be
//! one here as well, and what we write must be the same bytes that js-yaml writes, for git's hash
//! is the revision that clients compare.
//!
//! Bounds, since files come from outside: [`FILE_MAX`] bytes, [`yaml::DEPTH_MAX`] levels,
//! [`yaml::COPIES_MAX`] bytes that aliases stand for.

pub mod blob;
pub mod file;
pub mod name;
pub mod number;
pub mod yaml;

/// The size of the largest file that is read, in bytes.
pub const FILE_MAX: usize = 1024 * 1024;
