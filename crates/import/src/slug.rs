//! The slug of a document, from its front matter or from the path of its file.

use weft_domain::entry::SLUG_MAX;
use weft_domain::slug::{is_slug, slugify};
use weft_markdown::name::{without_extension, without_index};
use xxhash_rust::xxh3::xxh3_64;

/// The slug of a file without a slug in its front matter: `dir/Some name.md` → `dir/some-name`; an
/// `index.md` or `README.md` gets the slug of its folder.
pub(super) fn of_name(name: &str) -> String {
    let path = without_index(name).unwrap_or_else(|| without_extension(name));
    let path = if path == "_index" { "index" } else { path };
    bounded(path.split('/').map(segment).collect::<Vec<_>>().join("/"))
}

/// The slug in the front matter: unchanged if it is valid, else converted; `None` if nothing
/// remains.
pub(super) fn of_wish(wish: &str) -> Option<String> {
    let wish = wish.trim().trim_matches('/');
    if is_slug(wish) {
        return Some(wish.to_owned());
    }
    let parts: Vec<_> = wish.split('/').map(readable).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| bounded(parts.join("/")))
}

/// Converts one segment of a path; a segment without a letter or digit gets a generated name, so
/// that slugs do not collide.
fn segment(text: &str) -> String {
    let slug = readable(text);
    if slug.is_empty() { format!("{:016x}", xxh3_64(text.as_bytes())) } else { slug }
}

/// The slug of a text in any script (decision 005): as the server makes it, with other scripts
/// transliterated to Latin.
fn readable(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    for c in text.chars() {
        let spelling = if c.is_ascii() || !slugify(c.encode_utf8(&mut [0; 4])).is_empty() {
            None
        } else {
            deunicode::deunicode_char(c)
        };
        match spelling {
            None => latin.push(c),
            // A combining mark, which changes the letter before it.
            Some("") => {}
            Some(letters) if c.is_alphanumeric() => latin.push_str(letters),
            Some(_) => latin.push(' '),
        }
    }
    let slug = slugify(&latin);
    // Only symbols: use their names.
    if slug.is_empty() { slugify(&deunicode::deunicode(text)) } else { slug }
}

/// Limits the length of a slug; a hash replaces the rest.
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
            ("docs/index.md", "docs"),
            ("my-trip/_index.md", "my-trip"),
            ("index.md", "index"),
            ("_index.md", "index"),
            ("привет мир.md", "privet-mir"),
            ("北京.md", "bei-jing"),
            ("日本/東京.md", "ri-ben/dong-jing"),
            ("Ελλάδα.md", "ellada"),
            ("हिन्दी.md", "hindii"),
            ("한국.md", "hangug"),
            ("сайт – новости «2024».md", "sait-novosti-2024"),
            ("🦀.md", "crab"),
            ("x/2024.01.md", "x/2024-01"),
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
            ("/новости/привет мир/", Some("novosti/privet-mir")),
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
