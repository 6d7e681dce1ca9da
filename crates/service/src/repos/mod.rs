//! A site as a repository of Markdown files (samduke-cms).
//!
//! A content type is a directory of that name below [`CONTENT`], an entry that visitors see is the
//! file `<slug>.md` in it, `cms.config.json` says what fields there are. No file is stored: an
//! entry's data is the front matter, its member `body` the text, and the file is rendered of both
//! (`weft_markdown::file`) whenever somebody asks for it or for its hash. That is the same for the
//! same data, so the hash tells whether an entry is still what a client has read, whichever API
//! changed it.
//!
//! What a repository cannot hold is not in it: entries that are not published, drafts beside what
//! is, entries whose slug has a slash. A write goes live at once and ends a draft.

mod config;
mod read;
mod write;

pub use config::{ConfigReader, SiteConfig};
pub use read::File;
pub use write::NewFile;

use weft_domain::shape::{Shape, Source};
use weft_domain::slug::slugify;

/// Where the directories of content types are.
const CONTENT: &str = "src/content";

/// The member of an entry's data that is the text of its file.
const BODY: &str = "body";

/// What is read of an entry.
const ENTRY: Shape =
    &[("id", Source::Id), ("slug", Source::Slug), ("revision", Source::Revision), ("data", Source::Data)];

/// The longest part of a repository's name that is made of a site's name, in bytes.
const NAME_MAX: usize = 60;

/// What a new site is called where sites are repositories: `local/<slug of its name>`.
pub(crate) fn repo_name(site: &str) -> String {
    let slug = slugify(site);
    let slug = slug.get(..NAME_MAX).unwrap_or(&slug).trim_end_matches('-');
    format!("local/{}", if slug.is_empty() { "site" } else { slug })
}

/// Whether a text can be a repository's name: `owner/name`, of letters, digits, `-`, `_` and `.`.
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
    fn sites_are_called_by_their_name() {
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
    fn a_repositorys_name_has_an_owner() {
        for good in ["a/b", "owner/repo-name", "A.b/c_d.e"] {
            assert!(is_repo_name(good), "{good}");
        }
        for bad in ["", "a", "/a", "a/", "a/b/c", "a/..", "./a", "a/b c", "a%2Fb", "a/b?", "ä/b"] {
            assert!(!is_repo_name(bad), "{bad}");
        }
    }
}
