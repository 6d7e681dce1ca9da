//! The pages that an account may change on a site, as InlineCMS documents them ("Users & Access").
//!
//! A pattern is a path. `*` matches any characters inside one segment; `**` matches one or more
//! whole segments: `/blog/**` matches everything below `/blog` but not `/blog` itself. Case and
//! trailing slashes are ignored. An account without patterns is not limited; a pattern that matches
//! nothing limits the account to nothing. Administrators are never limited: `secrets` gives them no
//! patterns.

/// The path patterns of a member of a site. An empty list allows all pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AllowedPaths(Vec<String>);

impl AllowedPaths {
    /// A list of these patterns.
    #[must_use]
    pub const fn new(patterns: Vec<String>) -> Self {
        Self(patterns)
    }

    /// Parses `memberships.allowed_paths`, a JSON array of strings. `None` for anything else.
    #[must_use]
    pub fn parse(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok().map(Self)
    }

    /// The patterns.
    #[must_use]
    pub fn patterns(&self) -> &[String] {
        &self.0
    }

    /// Whether all pages are allowed.
    #[must_use]
    pub const fn are_all(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this page is allowed.
    #[must_use]
    pub fn allow(&self, page: &str) -> bool {
        self.are_all() || {
            let page = segments(page);
            self.0.iter().any(|pattern| fits(&segments(pattern), &page))
        }
    }
}

/// The parts between slashes, in lower case. The part before the first slash counts, so `blog`
/// differs from `/blog`.
fn segments(path: &str) -> Vec<String> {
    path.trim_end_matches('/').split('/').map(str::to_lowercase).collect()
}

/// Whether the segments match the pattern. Backtracks to the last `**` only, so the work is at most
/// the product of the two lengths.
fn fits(pattern: &[String], page: &[String]) -> bool {
    matches(
        pattern,
        page,
        |part| part == "**",
        1,
        |part, segment| {
            let (part, segment): (Vec<char>, Vec<char>) = (part.chars().collect(), segment.chars().collect());
            matches(&part, &segment, |c| *c == '*', 0, |a, b| a == b)
        },
    )
}

/// Matches items against a pattern in which a wildcard stands for `least` or more items.
fn matches<T>(
    pattern: &[T],
    items: &[T],
    is_wild: impl Fn(&T) -> bool,
    least: usize,
    is_same: impl Fn(&T, &T) -> bool,
) -> bool {
    let (mut at, mut from) = (0, 0);
    // The state after the last wildcard: the next pattern index, and the number of items that the
    // wildcard has consumed.
    let mut back: Option<(usize, usize)> = None;
    loop {
        match (pattern.get(at), items.get(from)) {
            (None, None) => return true,
            (Some(part), _) if is_wild(part) => {
                if items.len() - from < least {
                    return false;
                }
                (at, from) = (at + 1, from + least);
                back = Some((at, from));
                continue;
            }
            (Some(part), Some(item)) if is_same(part, item) => {
                (at, from) = (at + 1, from + 1);
                continue;
            }
            _ => {}
        }
        match back {
            Some((after, taken)) if taken < items.len() => {
                (at, from) = (after, taken + 1);
                back = Some((at, from));
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allow(patterns: &[&str], page: &str) -> bool {
        AllowedPaths::new(patterns.iter().map(|pattern| (*pattern).to_owned()).collect()).allow(page)
    }

    #[test]
    fn a_path_is_itself_whatever_its_case_and_its_last_slashes() {
        for page in ["/about", "/About", "/about/", "/ABOUT//"] {
            assert!(allow(&["/about"], page) && allow(&["/aBout/"], page), "{page}");
        }
        for page in ["/about/us", "/abou", "/abouts", "about", "/", "", "//about"] {
            assert!(!allow(&["/about"], page), "{page}");
        }
        assert!(allow(&["/"], "/") && !allow(&["/"], "/about"));
        assert!(allow(&["/\u{e4}rger"], "/\u{c4}RGER"));
    }

    #[test]
    fn one_star_stays_in_its_segment() {
        for (pattern, page, is_allowed) in [
            ("/blog/*", "/blog/post", true),
            ("/blog/*", "/blog/post/comments", false),
            ("/blog/*", "/blog", false),
            ("/*/post", "/blog/post", true),
            ("/b*g/p*t*", "/blog/post", true),
            ("/b*g", "/blo", false),
            ("/*", "/", false),
            ("/*", "/a", true),
            ("/a*b*c", "/aXbXbc", true),
        ] {
            assert_eq!(allow(&[pattern], page), is_allowed, "{pattern} {page}");
        }
    }

    #[test]
    fn two_stars_are_what_is_below() {
        for (pattern, page, is_allowed) in [
            ("/blog/**", "/blog/post", true),
            ("/blog/**", "/blog/post/comments", true),
            ("/blog/**", "/blog", false),
            ("/blog/**", "/blog/", false),
            ("/blog/**", "/blogs/post", false),
            ("/**", "/a/b", true),
            ("/**/edit", "/a/b/edit", true),
            ("/**/edit", "/edit", false),
            ("/**/a/**/b", "/x/a/a/y/b", true),
            ("/**/a/**/b", "/x/a/b", false),
        ] {
            assert_eq!(allow(&[pattern], page), is_allowed, "{pattern} {page}");
        }
    }

    #[test]
    fn no_patterns_limit_nothing_and_one_of_several_is_enough() {
        assert!(allow(&[], "/any") && AllowedPaths::default().are_all());
        assert!(allow(&["/blog", "/blog/**"], "/blog") && allow(&["/blog", "/blog/**"], "/blog/a"));
        assert!(!allow(&[""], "/any"));
        assert_eq!(AllowedPaths::parse(r#"["/a"]"#).unwrap().patterns(), ["/a"]);
        assert!(["", "{}", "[1]", "null"].into_iter().all(|other| AllowedPaths::parse(other).is_none()));
    }

    #[test]
    fn hostile_patterns_cost_no_more_than_their_length() {
        let pattern = format!("/{}b", "a*".repeat(2000));
        assert!(!allow(&[&pattern], &format!("/{}", "a".repeat(4000))));
        let pattern = "/**/a".repeat(500);
        assert!(!allow(&[&pattern], &"/a".repeat(900)));
    }
}
