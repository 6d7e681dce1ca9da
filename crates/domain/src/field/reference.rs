//! What the values of a field refer to: entries and files, by their ids.
//!
//! A relation may stand inside of groups and lists. So there are two views of it: the references
//! that a value holds, which are checked when the value is written, and the paths to them, by which
//! the store finds the references of whatever is stored.

use crate::EntryId;

/// A reference to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where it stands: `data.blocks[0].author`.
    pub path: String,
    /// The entry's id.
    pub id: EntryId,
    /// The names of the content types that the entry may be of; any, if empty.
    pub targets: Vec<String>,
}

/// The way to the references of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferencePath {
    /// The field's name, with the names of the groups and lists that it is in: `blocks[].author`.
    pub field: String,
    /// JSON paths, each from the items of the list that the one before leads to: `$."blocks"`,
    /// `$."author"`. The last one leads to an id, a list of ids or an object with an id.
    pub steps: Vec<String>,
}

/// The items of a list themselves.
const ITEM: &str = "$";

impl ReferencePath {
    /// To a field of the content type.
    pub(super) fn to(name: &str) -> Self {
        Self { field: name.to_owned(), steps: vec![format!("$.\"{name}\"")] }
    }

    /// To a member of the group that this leads to.
    pub(super) fn member(&self, name: &str) -> Self {
        let mut path = self.clone();
        path.field.push_str(&format!(".{name}"));
        if let Some(last) = path.steps.last_mut() {
            last.push_str(&format!(".\"{name}\""));
        }
        path
    }

    /// Into the items of the list that this leads to.
    pub(super) fn items(&self) -> Self {
        let mut path = self.clone();
        path.field.push_str("[]");
        path.steps.push(ITEM.to_owned());
        path
    }

    /// To plain ids: a list of them is walked through like the list of a field with several.
    pub(super) fn ids(mut self) -> Self {
        if self.steps.len() > 1 && self.steps.last().is_some_and(|step| step == ITEM) {
            self.steps.pop();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::json;
    use crate::schema::Schema;

    const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

    fn schema() -> Schema {
        let fields = r#"[
            {"name":"title","type":"text"},
            {"name":"author","type":"relation","config":{"to":"author"}},
            {"name":"related","type":"relation","config":{"multiple":true,"relationTo":["a","b"]}},
            {"name":"seo","type":"group","config":{"fields":[{"name":"by","type":"relation"},{"name":"t","type":"text"}]}},
            {"name":"blocks","type":"array","config":{"fields":[{"name":"post","type":"relation"},{"name":"pic","type":"image"}]}},
            {"name":"list","type":"array","config":{"of":"relation"}},
            {"name":"grid","type":"array","config":{"of":{"type":"relation","config":{"multiple":true}}}},
            {"name":"cover","type":"image"},
            {"name":"files","type":"file","config":{"multiple":true}}]"#;
        serde_json::from_str(fields).unwrap()
    }

    #[test]
    fn references_are_found_wherever_they_stand() {
        let data = format!(
            r#"{{"title":"{ID}","author":"{upper}","related":["{ID}","x"],"seo":{{"by":"{ID}","t":"{ID}"}},
                "blocks":[{{"post":"{ID}"}},7,{{"post":null}}],"list":["{ID}"],"grid":[["{ID}"],[]],"cover":"{ID}"}}"#,
            upper = ID.to_uppercase()
        );
        let members = json::members(&data).unwrap();
        let found = schema().references(members.iter().map(|(name, raw)| (name.as_ref(), raw.get())));
        let paths: Vec<&str> = found.iter().map(|reference| reference.path.as_str()).collect();
        let wanted = ["author", "related[0]", "seo.by", "blocks[0].post", "list[0]", "grid[0][0]"]
            .map(|path| format!("data.{path}"));
        assert_eq!(paths, wanted);
        assert!(found.iter().all(|reference| reference.id.to_string() == ID));
        assert_eq!(
            (found[0].targets.as_slice(), found[1].targets.len(), found[2].targets.len()),
            (["author".to_owned()].as_slice(), 2, 0)
        );
    }

    #[test]
    fn paths_lead_to_them() {
        let paths: Vec<String> = schema()
            .reference_paths()
            .iter()
            .map(|path| format!("{} {}", path.field, path.steps.join(" ")))
            .collect();
        assert_eq!(
            paths,
            [
                r#"author $."author""#,
                r#"related $."related""#,
                r#"seo.by $."seo"."by""#,
                r#"blocks[].post $."blocks" $."post""#,
                r#"blocks[].pic $."blocks" $."pic""#,
                r#"list[] $."list""#,
                r#"grid[] $."grid" $"#,
                r#"cover $."cover""#,
                r#"files $."files""#,
                r#"files $."files" $"#,
            ]
        );
    }
}
