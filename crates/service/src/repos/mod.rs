//! A site as a repository of Markdown files (samduke-cms).
//!
//! A content type is a directory with its name below [`CONTENT`], a published entry is the file
//! `<slug>.md` in it, and `cms.config.json` lists the fields. No file is stored. The data of an
//! entry is the front matter and its member `body` is the text; the file is rendered from both
//! (`weft_markdown::file`) for each request of the file or its hash. Equal data gives equal files,
//! so the hash detects whether an entry has changed since a client read it, through any API.
//!
//! A repository does not contain unpublished entries, drafts, and entries whose slug has a slash. A
//! write is published at once and removes a draft.

mod config;
mod read;
mod write;

pub use config::{ConfigReader, SiteConfig};
pub use read::File;
pub use write::NewFile;

use weft_domain::shape::{Shape, Source};
use weft_domain::slug::slugify;

/// The directory that contains the directories of content types.
const CONTENT: &str = "src/content";

/// The member of an entry's data that contains the text of its file.
const BODY: &str = "body";

/// The members of an entry to read.
const ENTRY: Shape =
    &[("id", Source::Id), ("slug", Source::Slug), ("revision", Source::Revision), ("data", Source::Data)];

/// The maximum length of the part of a repository's name that is derived from a site's name, in
/// bytes.
const NAME_MAX: usize = 60;

/// The name of a new site as a repository: `local/<slug of its name>`.
pub(crate) fn repo_name(site: &str) -> String {
    let slug = slugify(site);
    let slug = slug.get(..NAME_MAX).unwrap_or(&slug).trim_end_matches('-');
    format!("local/{}", if slug.is_empty() { "site" } else { slug })
}

/// Whether a text is a valid name of a repository: `owner/name`, of letters, digits, `-`, `_` and
/// `.`.
#[must_use]
pub fn is_repo_name(text: &str) -> bool {
    let is_part = |part: &str| {
        (1..=100).contains(&part.len())
            && part != "."
            && part != ".."
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    text.split_once('/').is_some_and(|(owner, name)| is_part(owner) && is_part(name))
}

/// The directory of a content type.
fn directory(collection: &str) -> String {
    format!("{CONTENT}/{collection}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_are_named_after_their_site() {
        for (site, repo) in [
            ("My Blog", "local/my-blog"),
            ("Größe & Maß", "local/grosse-mass"),
            ("Привет", "local/site"),
            (&"x".repeat(200), &format!("local/{}", "x".repeat(60))),
        ] {
            assert_eq!(repo_name(site), repo);
            assert!(is_repo_name(&repo_name(site)));
        }
    }

    #[test]
    fn the_name_of_a_repository_has_an_owner() {
        for good in ["a/b", "owner/repo-name", "A.b/c_d.e"] {
            assert!(is_repo_name(good), "{good}");
        }
        for bad in ["", "a", "/a", "a/", "a/b/c", "a/..", "./a", "a/b c", "a%2Fb", "a/b?", "ä/b"] {
            assert!(!is_repo_name(bad), "{bad}");
        }
    }
}
