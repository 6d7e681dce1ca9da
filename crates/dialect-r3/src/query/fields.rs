//! `fields=title,slug,publishedAt` and `fields=-data.body`.
//!
//! A name that is no member of the document means the field of that name: `title` is `data.title`.
//! `id` is always shown.

use crate::view::DOCUMENT;
use weft_domain::query::{LIST_MAX, MemberSelection, Projection, is_field_name};
use weft_domain::{Error, Result};

/// Parses the selection of members.
///
/// # Errors
/// `Invalid` at `fields`: included and excluded names mixed, an invalid field name, more than
/// [`LIST_MAX`] names.
pub(super) fn parse<'v>(values: impl Iterator<Item = &'v str>) -> Result<Projection> {
    let mut selected = SelectedFields::default();
    let mut unwanted = None;
    let names = values.flat_map(|value| value.split(',')).map(str::trim).filter(|name| !name.is_empty());
    for (count, name) in names.enumerate() {
        if count == LIST_MAX {
            return Err(Error::invalid("fields", "max", format!("at most {LIST_MAX} names")));
        }
        let (name, minus) = name.strip_prefix('-').map_or((name, false), |name| (name, true));
        if *unwanted.get_or_insert(minus) != minus {
            return Err(Error::invalid("fields", "mixed", "names with and without - cannot be mixed"));
        }
        selected.add(name)?;
    }
    Ok(match unwanted {
        None => Projection::default(),
        Some(false) => selected.only(),
        Some(true) => selected.except(),
    })
}

#[derive(Default)]
struct SelectedFields {
    /// Members of the document but `id`.
    members: Vec<String>,
    /// Fields of `data`.
    fields: Vec<String>,
}

impl SelectedFields {
    fn add(&mut self, name: &str) -> Result<()> {
        if name == "id" {
            return Ok(());
        }
        let is_member = DOCUMENT.iter().any(|(member, _)| *member == name);
        let (list, name) = match name.strip_prefix("data.") {
            Some(field) => (&mut self.fields, field),
            None if is_member => (&mut self.members, name),
            None => (&mut self.fields, name),
        };
        if !is_member && !is_field_name(name) {
            return Err(Error::invalid(
                "fields",
                "path",
                "must name members of the document or fields of data",
            ));
        }
        if !list.iter().any(|known| known == name) {
            list.push(name.to_owned());
        }
        Ok(())
    }

    fn only(mut self) -> Projection {
        let whole_data = self.members.iter().any(|member| member == "data");
        if !whole_data && !self.fields.is_empty() {
            self.members.push("data".to_owned());
        }
        self.members.push("id".to_owned());
        let data = if whole_data || self.fields.is_empty() {
            MemberSelection::All
        } else {
            MemberSelection::Only(self.fields)
        };
        Projection { document: MemberSelection::Only(self.members), data }
    }

    fn except(self) -> Projection {
        let all_but = |names: Vec<String>| {
            if names.is_empty() { MemberSelection::All } else { MemberSelection::Except(names) }
        };
        Projection { document: all_but(self.members), data: all_but(self.fields) }
    }
}
