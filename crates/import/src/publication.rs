//! Decides whether a file is public, and since when: a file that a site generator treats as a draft
//! becomes a draft.
//!
//! Every marker counts: if one marks the file as a draft, no other makes it public. A marker with
//! an unknown value (`draft: maybe`, `publishDate: soon`) also makes the file a draft: a draft can
//! be published later, but a publication cannot be undone. docs/import.md documents the rules for
//! users.

use serde_json::{Map, Value};
use weft_domain::Timestamp;

use super::date_formats;

/// The publication state of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PublicationState {
    /// The reason why the file is a draft; `None` if it is public.
    pub(super) draft: Option<String>,
    /// The publication time, if the file has one; never later than now.
    pub(super) published_at: Option<Timestamp>,
}

/// Keys that mark a file as a draft if they are true.
const HIDING: [&str; 10] = [
    "draft",
    "isdraft",
    "unlisted",
    "private",
    "hidden",
    "headless",
    "unpublished",
    "trashed",
    "wip",
    "archived",
];
/// Keys that mark a file as a draft if they are false.
const SHOWING: [&str; 10] = [
    "published",
    "publish",
    "ispublished",
    "public",
    "ispublic",
    "dgpublish",
    "share",
    "visible",
    "render",
    "permalink",
];
/// Keys of a status, and status values that are not public.
const STATUS: [&str; 4] = ["status", "poststatus", "visibility", "pagestatus"];
const NOT_PUBLIC: [&str; 23] = [
    "draft",
    "drafts",
    "autodraft",
    "private",
    "pending",
    "pendingreview",
    "scheduled",
    "future",
    "inherit",
    "trash",
    "trashed",
    "deleted",
    "hidden",
    "skip",
    "unlisted",
    "unpublished",
    "inactive",
    "wip",
    "inprogress",
    "inreview",
    "archived",
    "members",
    "paid",
];
/// Keys of a publication time, by precedence; a time in the future makes the file a draft.
const SINCE: [&str; 7] =
    ["publishdate", "pubdate", "publishedat", "publisheddate", "datepublished", "published", "date"];
/// Keys of an expiry time; a time in the past makes the file a draft.
const UNTIL: [&str; 6] = ["expirydate", "expiredate", "expires", "expiresat", "unpublishdate", "unpublishat"];
/// Keys of a password; a file with a password is a draft.
const SECRETS: [&str; 2] = ["password", "postpassword"];
/// Tables in which generators nest their own keys.
const NESTED: [&str; 6] = ["extra", "params", "build", "_build", "meta", "dg"];
/// Folders of drafts.
const FOLDERS: [&str; 4] = ["_drafts", "_draft", "drafts", ".drafts"];

/// Returns the publication state of the file `name` at the time `now`.
pub(super) fn of(name: &str, matter: &Map<String, Value>, now: Timestamp) -> PublicationState {
    let mut publication = PublicationState { draft: of_place(name), published_at: None };
    read(matter, now, &mut publication);
    for (_, value) in matter.iter().filter(|(key, _)| NESTED.contains(&key.to_lowercase().as_str())) {
        if let Value::Object(members) = value {
            read(members, now, &mut publication);
        }
    }
    if publication.published_at.is_none() {
        publication.published_at = day_of_name(name);
    }
    if publication.published_at.is_some_and(|at| at > now) {
        publication.published_at = None;
        publication.draft.get_or_insert_with(|| "the day in its name is to come".to_owned());
    }
    publication
}

/// The reason why the path of a file makes it a draft.
fn of_place(name: &str) -> Option<String> {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    if let Some(drafts) =
        folder.split('/').find(|part| FOLDERS.iter().any(|known| part.eq_ignore_ascii_case(known)))
    {
        return Some(format!("it is in a folder `{drafts}`"));
    }
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase();
    if stem.ends_with(".draft") {
        return Some("its name ends in `.draft`".to_owned());
    }
    let is_partial = stem.starts_with('_') && stem != "_index" && !stem.starts_with("_index.");
    is_partial.then(|| "its name begins with `_`".to_owned())
}

fn read(matter: &Map<String, Value>, now: Timestamp, publication: &mut PublicationState) {
    let mut rank = SINCE.len();
    for (key, value) in matter {
        let plain = plain(key);
        if let Some(reason) = hidden_by(&plain, key, value, now) {
            publication.draft.get_or_insert(reason);
        }
        let at = SINCE.iter().position(|known| *known == plain);
        if let (Some(at), Some(moment)) = (at, date_formats::read(value)) {
            if moment > now {
                publication.draft.get_or_insert_with(|| format!("its `{key}` is to come: {moment}"));
            } else if at < rank {
                rank = at;
                publication.published_at = Some(moment);
            }
        }
    }
}

/// The reason why a key makes its file a draft.
fn hidden_by(plain: &str, key: &str, value: &Value, now: Timestamp) -> Option<String> {
    let is = |keys: &[&str]| keys.contains(&plain);
    let said = || format!("its `{key}` is {}", short(value));
    let unclear = || format!("its `{key}` is {}, which is neither yes nor no", short(value));
    let undated = || format!("its `{key}` is {}, which is no moment that can be read", short(value));
    let flag = Flag::of(value);
    let moment = date_formats::read(value);
    if is(&HIDING) {
        return match flag {
            Flag::Yes => Some(said()),
            Flag::No | Flag::Empty => None,
            Flag::Other => Some(unclear()),
        };
    }
    if is(&SHOWING) {
        return match flag {
            Flag::No => Some(said()),
            // Hugo's `build.render` may also be `link`; a `permalink` is a text.
            Flag::Other if plain == "render" => (value != "always").then(said),
            Flag::Other if plain == "permalink" || moment.is_some() => None,
            Flag::Other => Some(unclear()),
            Flag::Yes | Flag::Empty => None,
        };
    }
    if is(&STATUS) {
        return match value {
            Value::String(text) if NOT_PUBLIC.contains(&self::plain(text).as_str()) => Some(said()),
            Value::Bool(false) | Value::Array(_) | Value::Object(_) => Some(said()),
            _ => None,
        };
    }
    if is(&SECRETS) {
        return (flag != Flag::Empty).then(|| format!("it has a `{key}`"));
    }
    if is(&UNTIL) {
        return match (moment, flag) {
            (Some(end), _) => (end <= now).then(|| format!("its `{key}` has passed: {end}")),
            (None, Flag::Empty | Flag::No) => None,
            (None, _) => (!matches!(value.as_str(), Some("never" | "none"))).then(undated),
        };
    }
    (is(&SINCE) && moment.is_none() && flag != Flag::Empty).then(undated)
}

/// A boolean in its common spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flag {
    Yes,
    No,
    Empty,
    Other,
}

impl Flag {
    fn of(value: &Value) -> Self {
        let text = match value {
            Value::Null => return Self::Empty,
            Value::Bool(flag) => return if *flag { Self::Yes } else { Self::No },
            Value::String(text) => text.trim().to_lowercase(),
            Value::Number(number) => number.to_string(),
            Value::Array(_) | Value::Object(_) => return Self::Other,
        };
        match text.as_str() {
            "" | "~" | "null" => Self::Empty,
            "true" | "yes" | "on" | "y" | "t" | "1" => Self::Yes,
            "false" | "no" | "off" | "n" | "f" | "0" | "never" => Self::No,
            _ => Self::Other,
        }
    }
}

/// The midnight of the date at the start of a file name: `2024-02-29-a-post.md`.
fn day_of_name(name: &str) -> Option<Timestamp> {
    let file = name.rsplit('/').next()?;
    let (day, rest) = file.split_at_checked(10)?;
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric());
    Timestamp::parse(&format!("{day}T00:00:00Z")).filter(|_| ends)
}

/// Normalises a key: `post_status`, `Post-Status` and `postStatus` are equal.
fn plain(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn short(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let start: String = text.chars().take(40).collect();
    format!("`{}`", start.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests;
