//! Detects text that is probably front matter but does not parse. Such a file is refused, so that
//! the text is never published.

/// The first keys of front matter without a fence (Pelican, MultiMarkdown, Hexo).
const KEYS: [&str; 17] = [
    "title",
    "date",
    "draft",
    "status",
    "published",
    "publish",
    "private",
    "password",
    "slug",
    "tags",
    "categories",
    "category",
    "author",
    "authors",
    "layout",
    "permalink",
    "modified",
];

/// The keys that restrict who may read the text; one of them alone is enough to refuse the file.
const GUARDS: [&str; 6] = ["draft", "status", "published", "publish", "private", "password"];

/// Refuses a first line that opens a front matter of an unknown kind.
pub(super) fn check_first_line(first: &str, rest: &str) -> Result<(), String> {
    let shown: String = first.chars().take(20).collect();
    if first.contains('\r') && is_fence(first.split('\r').next().unwrap_or_default().trim_end()) {
        return Err("its lines end in CR alone".to_owned());
    }
    let is_followed_by_a_key = key_of(next_line(rest)).is_some();
    let unknown = Err(format!("begins with `{shown}`, which opens no front matter that can be read"));
    if let Some(language) = ["---", "+++", ";;;"].iter().find_map(|fence| first.strip_prefix(fence)) {
        let language = language.trim();
        let is_known =
            ["", "yaml", "yml", "toml", "json"].iter().any(|known| language.eq_ignore_ascii_case(known));
        let is_name = !language.is_empty() && language.chars().all(|c| c.is_ascii_alphabetic());
        let is_odd =
            is_name || key_of(language).is_some() || language.starts_with('#') || is_followed_by_a_key;
        return if !is_known && is_odd { unknown } else { Ok(()) };
    }
    // Smart punctuation in editors replaces two or three hyphens with one long dash.
    let is_dashes = !first.is_empty() && first.chars().all(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}'));
    let is_long_dash = is_dashes && first.chars().any(|c| c != '-') && is_followed_by_a_key;
    let is_loose_object = first.strip_prefix('{').is_some_and(|inside| {
        let inside = if inside.trim().is_empty() { next_line(rest) } else { inside.trim_start() };
        !inside.starts_with('"') && key_of(inside).is_some()
    });
    if is_long_dash || is_loose_object {
        return unknown;
    }
    Ok(())
}

/// Refuses text that begins with keys, or with a comment before a front matter.
pub(super) fn check_text(text: &str) -> Result<(), String> {
    let mut lines = text.lines();
    let key = lines.next().and_then(key_of).unwrap_or_default();
    let second = lines.next().unwrap_or_default().trim_end();
    let has_company = key_of(second).is_some() || is_fence(second);
    if KEYS.contains(&key.as_str()) && (has_company || GUARDS.contains(&key.as_str())) {
        return Err(format!("begins with the key `{key}`; front matter stands between lines of `---`"));
    }
    let mut rest = text;
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        rest = after.trim_start_matches(super::is_invisible);
    }
    if rest.len() < text.len() && begins_a_front_matter(rest) {
        return Err("has a comment before its front matter".to_owned());
    }
    Ok(())
}

/// Refuses a front matter whose fence does not start its line.
pub(super) fn check_indentation(before: &str, rest: &str) -> Result<(), String> {
    let same_line = before.rsplit('\n').next().unwrap_or_default();
    let is_indented = same_line.contains(char::is_whitespace);
    if is_indented && !rest.is_empty() { Err("its front matter is indented".to_owned()) } else { Ok(()) }
}

/// Refuses a body that begins with another front matter.
pub(super) fn check_body(body: &str) -> Result<(), String> {
    if begins_a_front_matter(body) { Err("has two front matters".to_owned()) } else { Ok(()) }
}

fn begins_a_front_matter(text: &str) -> bool {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    is_fence(first.trim_end()) && key_of(next_line(rest)).is_some()
}

fn is_fence(line: &str) -> bool {
    ["---", "+++", ";;;"].iter().any(|fence| line.starts_with(fence))
        && line.trim_start_matches(['-', '+', ';']).chars().all(|c| c.is_ascii_alphabetic() || c == ' ')
}

fn next_line(text: &str) -> &str {
    text.lines().map(str::trim_start).find(|line| !line.is_empty()).unwrap_or_default()
}

/// Returns the key of `key: value` or `key = value`, in lower case; `None` for other lines.
fn key_of(line: &str) -> Option<String> {
    let end = line.find([':', '='])?;
    let (key, value) = line.split_at_checked(end)?;
    let value = value.get(1..)?;
    let is_toml = line.as_bytes().get(end) == Some(&b'=');
    let is_spaced = value.is_empty() || value.starts_with(char::is_whitespace) || is_toml;
    let key = key.trim().trim_matches(['"', '\'']);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_key = key.starts_with(|c: char| c.is_alphabetic() || c == '_') && key.chars().all(is_word);
    (is_key && is_spaced).then(|| key.to_lowercase())
}
