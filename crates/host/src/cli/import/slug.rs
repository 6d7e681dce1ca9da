//! Where a document is found: its slug, from its front matter or from where its file lies.

use weft_domain::entry::SLUG_MAX;
use weft_domain::slug::{is_slug, slugify};
use xxhash_rust::xxh3::xxh3_64;

/// The slug of a file that asks for none: `dir/Some name.md` → `dir/some-name`; a `README.md` stands for its folder.
pub(super) fn of_name(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let path = match folder {
        "" => stem.to_owned(),
        folder if stem.eq_ignore_ascii_case("readme") => folder.to_owned(),
        folder => format!("{folder}/{stem}"),
    };
    bounded(path.split('/').map(segment).collect::<Vec<_>>().join("/"))
}

/// The slug that a front matter asks for: as it stands where that is one, else made into one; `None` when nothing is left of it.
pub(super) fn of_wish(wish: &str) -> Option<String> {
    let wish = wish.trim().trim_matches('/');
    if is_slug(wish) {
        return Some(wish.to_owned());
    }
    let parts: Vec<_> = wish.split('/').map(slugify).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| bounded(parts.join("/")))
}

/// A part of a path; one without a letter or digit gets a name of its own, so that nothing is in the way of anything else.
fn segment(text: &str) -> String {
    let slug = slugify(text);
    if slug.is_empty() { format!("{:016x}", xxh3_64(text.as_bytes())) } else { slug }
}

/// A slug of bearable length; what is cut off is told by a hash.
fn bounded(slug: String) -> String {
    if slug.len() <= SLUG_MAX {
        return slug;
    }
    let start: String = slug.chars().take(SLUG_MAX - 17).collect();
    format!("{}-{:016x}", start.trim_end_matches(['/', '-']), xxh3_64(slug.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_slugs() {
        for (name, slug) in [
            ("a.md", "a"),
            ("Some File.markdown", "some-file"),
            ("dir/name.md", "dir/name"),
            ("Über uns/Größe & Maß.md", "uber-uns/grosse-mass"),
            ("docs/README.md", "docs"),
            ("docs/guide/readme.md", "docs/guide"),
            ("README.md", "readme"),
            ("docs/index.md", "docs/index"),
            ("v1.2.md", "v1-2"),
            ("a/.md", "a/2d06800538d394c2"),
        ] {
            assert_eq!(of_name(name), slug, "{name}");
            assert!(is_slug(&of_name(name)), "{name}");
        }
        assert!(is_slug(&of_name("???/!!!.md")));
        assert_ne!(of_name("???.md"), of_name("!!!.md"));
    }

    #[test]
    fn wishes_are_granted_where_they_can_be() {
        for (wish, slug) in [
            ("hello", Some("hello")),
            ("/a/B_c/", Some("a/B_c")),
            ("Hello World", Some("hello-world")),
            ("a//b c", Some("a/b-c")),
            ("../x", Some("x")),
            ("", None),
            ("/", None),
            ("??", None),
        ] {
            assert_eq!(of_wish(wish).as_deref(), slug, "{wish}");
        }
    }

    #[test]
    fn long_slugs_are_cut_and_stay_apart() {
        let long = |end: &str| of_name(&format!("{}/{end}.md", vec!["x".repeat(30); 12].join("/")));
        assert!(is_slug(&long("a")));
        assert_ne!(long("a"), long("b"));
    }
}
