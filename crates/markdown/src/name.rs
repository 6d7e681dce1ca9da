//! What the name of a Markdown file says. Names are paths with `/`.

/// The endings of Markdown files, in lower case.
pub const MARKDOWN: [&str; 9] = ["md", "markdown", "mdown", "mdwn", "mkd", "mkdn", "mkdown", "markdn", "mdx"];

/// Whether the name ends in `.mdx`: Markdown with JavaScript in it.
#[must_use]
pub fn is_mdx(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("mdx"))
}

/// The path without the file's ending: `dir/a.b.md` → `dir/a.b`.
#[must_use]
pub fn without_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => stem,
        _ => name,
    }
}

/// The folder that a file stands for: `my-trip/index.md` → `my-trip`; `None` for other files, and
/// at the top.
#[must_use]
pub fn without_index(name: &str) -> Option<&str> {
    let (folder, file) = name.rsplit_once('/')?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    ["index", "_index", "readme"].iter().any(|known| stem.eq_ignore_ascii_case(known)).then_some(folder)
}

/// What a reader would call the file: its name without the ending, or its folder's where it stands
/// for that.
#[must_use]
pub fn stem(name: &str) -> &str {
    let name = without_index(name).unwrap_or(name);
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.trim().is_empty() => stem.trim(),
        _ => file,
    }
}

/// The slug of a file that samduke-cms takes for an entry: what stands before `.md` or `.mdx`,
/// spelt so; `None` for other files.
#[must_use]
pub fn entry_slug(file: &str) -> Option<&str> {
    let slug = file.strip_suffix(".mdx").or_else(|| file.strip_suffix(".md"))?;
    (!slug.is_empty() && !slug.contains('/')).then_some(slug)
}

/// The slug that samduke-cms's editor makes of a title: letters and digits of ASCII in lower case,
/// joined by `-`. Empty when the title has none.
#[must_use]
pub fn slug_of_title(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for c in title.chars() {
        match c {
            'a'..='z' | '0'..='9' | 'A'..='Z' => slug.push(c.to_ascii_lowercase()),
            // A row of these is one.
            _ if (c.is_whitespace() || matches!(c, '_' | '-')) && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        for (name, without, folder, stem_of) in [
            ("a.md", "a", None, "a"),
            ("d/a.b.md", "d/a.b", None, "a.b"),
            ("d.x/a", "d.x/a", None, "a"),
            ("d/index.md", "d/index", Some("d"), "d"),
            ("d/e/README.md", "d/e/README", Some("d/e"), "e"),
            ("d/_index.mdx", "d/_index", Some("d"), "d"),
            ("index.md", "index", None, "index"),
            ("d/.md", "d/", None, ".md"),
        ] {
            assert_eq!(without_extension(name), without, "{name}");
            assert_eq!(without_index(name), folder, "{name}");
            assert_eq!(stem(name), stem_of, "{name}");
        }
        assert!(is_mdx("d/a.MDX") && !is_mdx("mdx") && !is_mdx("a.md"));
    }

    #[test]
    fn entries_are_md_and_mdx_files() {
        for (file, slug) in [
            ("a.md", Some("a")),
            ("a.b.mdx", Some("a.b")),
            ("a.MD", None),
            (".md", None),
            ("a.markdown", None),
            ("d/a.md", None),
        ] {
            assert_eq!(entry_slug(file), slug, "{file}");
        }
    }

    #[test]
    fn titles_become_the_editors_slugs() {
        for (title, slug) in [
            ("Hello World", "hello-world"),
            ("  A_b -- c!  ", "a-b-c"),
            ("It's 10%", "its-10"),
            ("Ünï", "n"),
            ("---", ""),
        ] {
            assert_eq!(slug_of_title(title), slug, "{title}");
        }
    }
}
