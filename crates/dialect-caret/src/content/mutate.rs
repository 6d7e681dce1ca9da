//! The seven commands. Each is one use case.

use crate::command::{self, Command, INVALID, Item, Location, NewCollection, Section};
use crate::error::{CaretError, Refusal, invalid_command, message};
use crate::path::{Blocked, FieldPath};
use crate::schema::{self, Details};
use crate::{body, reply};
use http::StatusCode;
use weft_domain::collection::Origin;
use weft_domain::entry::Guard;
use weft_domain::json::{self, Object, object, quote};
use weft_domain::{CollectionChange, Conflict, Error, Kind, Permission, Violation};
use weft_http::{Call, Reply};
use weft_service::{App, At, Developer, Expected, Known, Standing, Wish, Writer};

/// For people who ask with a browser.
pub(super) fn describe(call: Call<'_>) -> Result<Reply, Refusal> {
    // A constant text: there is no use case behind it, and so no handle.
    call.ctx.principal()?.may(Permission::Drafts)?;
    let types: Vec<String> = command::TYPES.iter().map(|name| quote(name)).collect();
    let (types, route) = (format!("[{}]", types.join(",")), quote(&call.request.path));
    let note = quote("Send a command as JSON, with the header 'x-caret-request: 1'.");
    Ok(reply::done(&[("route", &route), ("methods", "[\"POST\"]"), ("note", &note), ("types", &types)]))
}

pub(super) async fn mutate(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let writer = app.writer(call.ctx)?;
    match command::parse(body::json(call.request)?)? {
        Command::SaveField { at, path, value, expected } => {
            save_field(writer, &at, &path, value, expected).await
        }
        Command::PutEntry { at, data, expected, is_new } => {
            put_entry(writer, &at, data, expected, is_new).await
        }
        Command::DeleteEntry { at, expected } => {
            let deleter = writer.deleter()?.noted("delete_entry");
            Ok(reply::saved(deleter.delete_at(place(&at), expected).await?))
        }
        Command::ReorderEntries { collection, items } => reorder(writer, &collection, &items).await,
        Command::UpdatePageLayout { at, sections, expected } => {
            update_page_layout(writer, &at, &sections, expected).await
        }
        Command::CreateCollection(new) => create_collection(&writer.developer()?, &new).await,
        Command::DeleteCollection { id } => delete_collection(&writer.developer()?, &id).await,
    }
}

fn place(at: &Location) -> At<'_> {
    At { collection: &at.collection, slug: &at.id }
}

fn expecting(revision: Option<i64>) -> Expected {
    Expected { revision, ..Expected::default() }
}

/// That an entry may be made where there is none.
fn creatable(standing: &Standing<'_>) -> Result<(), Refusal> {
    match standing.collection {
        Some(collection) if standing.stored.is_none() && !Details::of(collection).creatable => {
            let words = format!("New entries cannot be created in collection \"{}\"", collection.name);
            Err(message(StatusCode::FORBIDDEN, words))
        }
        _ => Ok(()),
    }
}

async fn save_field(
    writer: Writer<'_>,
    at: &Location,
    path: &FieldPath,
    value: &str,
    expected: Option<i64>,
) -> Result<Reply, Refusal> {
    let writer = writer.noted("save_field");
    let saved = writer.write_at(place(at), expecting(expected), |standing| {
        creatable(standing)?;
        let asked = standing.collection.and_then(|collection| as_asked(collection, path, value));
        let member = path.set(standing.stored, asked.as_deref().unwrap_or(value)).map_err(blocked)?;
        Ok::<_, Refusal>(Wish::Members(object([(member.0, member.1.as_str())])))
    });
    Ok(reply::saved(saved.await?.revision))
}

/// A text as the number, true or false that the schema asks for there.
fn as_asked(collection: &Known, path: &FieldPath, value: &str) -> Option<String> {
    if collection.origin == Origin::Inferred {
        return None;
    }
    let text: String = serde_json::from_str(value).ok()?;
    schema::as_asked(schema::at(&schema::of(collection), path.segments()), &text)
}

fn blocked(why: Blocked) -> Refusal {
    let message = match why {
        Blocked::NotAnIndex => "Invalid field path: an array has indexes up to 9999, and no names",
        Blocked::TooMany => "Invalid field path: an object on the way has too many members",
    };
    invalid_command(vec![Violation::new("field", INVALID, message)])
}

async fn put_entry(
    writer: Writer<'_>,
    at: &Location,
    data: &str,
    expected: Option<i64>,
    is_new: bool,
) -> Result<Reply, Refusal> {
    let writer = writer.noted("put_entry");
    let saved = writer.write_at(place(at), expecting(expected), |standing| {
        creatable(standing)?;
        if is_new && standing.stored.is_some() {
            return Err(message(StatusCode::CONFLICT, "Entry already exists"));
        }
        Ok(Wish::Whole(data.to_owned()))
    });
    Ok(reply::saved(saved.await?.revision))
}

async fn update_page_layout(
    writer: Writer<'_>,
    at: &Location,
    sections: &[Section],
    expected: Option<i64>,
) -> Result<Reply, Refusal> {
    let writer = writer.noted("update_page_layout");
    let sections: Vec<String> = sections.iter().map(Section::json).collect();
    let sections = format!("[{}]", sections.join(","));
    let saved = writer.write_at(place(at), expecting(expected), |standing| {
        creatable(standing)?;
        let layout = layout(standing.stored, &sections);
        Ok::<_, Refusal>(Wish::Members(object([("layout", layout.as_str())])))
    });
    Ok(reply::saved(saved.await?.revision))
}

/// The layout with these sections; its other members stay, if it is an object.
fn layout(stored: Option<&Object<'_>>, sections: &str) -> String {
    let present = stored.and_then(|data| data.iter().find(|(name, _)| name == "layout"));
    let members = present.and_then(|(_, raw)| json::members(raw.get()).ok()).unwrap_or_default();
    let others = members.iter().filter(|(name, _)| name != "sections");
    let others = others.map(|(name, raw)| (name.as_ref(), raw.get()));
    object(others.chain([("sections", sections)]))
}

async fn reorder(writer: Writer<'_>, collection: &str, items: &[Item]) -> Result<Reply, Refusal> {
    let writer = writer.noted("reorder_entries");
    if let Some(known) = writer.collection_by_name(collection).await?
        && !Details::of(&known).orderable
    {
        let words = format!("Collection \"{collection}\" cannot be reordered");
        return Err(message(StatusCode::FORBIDDEN, words));
    }
    let orders: Vec<(&str, String, Option<i64>)> =
        items.iter().map(|item| (item.id.as_str(), item.order.to_string(), item.expected)).collect();
    let saved = writer.set_member_at(collection, "order", &orders).await.map_err(|refused| {
        let item = refused.at.and_then(|at| Some((at, items.get(at)?)));
        match (item, refused.error) {
            (Some((_, item)), Error::Conflict(Conflict::Stale { current })) => {
                Refusal::Own(CaretError::ConflictOf { id: item.id.clone(), current: Some(current) })
            }
            (Some((_, item)), Error::NotFound(Kind::Entry)) => {
                Refusal::Own(CaretError::ConflictOf { id: item.id.clone(), current: None })
            }
            (Some((at, _)), Error::Invalid(violations)) => {
                let inside = |mut violation: Violation| {
                    violation.path = format!("items.{at}.order");
                    violation
                };
                Error::Invalid(violations.into_iter().map(inside).collect()).into()
            }
            (_, error) => error.into(),
        }
    })?;
    let revisions: Vec<String> = saved.iter().map(|saved| saved.revision.to_string()).collect();
    let revisions =
        object(items.iter().zip(&revisions).map(|(item, revision)| (item.id.as_str(), revision.as_str())));
    Ok(reply::done(&[("revisions", &revisions)]))
}

async fn create_collection(developer: &Developer<'_>, new: &NewCollection<'_>) -> Result<Reply, Refusal> {
    let change = CollectionChange {
        label: Some(new.label.clone().into_owned()),
        description: Some(new.description.clone().map(Into::into)),
        icon: Some(new.icon.clone().map(Into::into)),
        origin: Some(Origin::Dynamic),
        details: Some(Some(new.described.details.text())),
        schema: Some(new.described.fields.clone()),
        ..CollectionChange::default()
    };
    match developer.declare_collection(&new.id, change).await {
        Ok(_) => Ok(reply::done(&[])),
        Err(Error::Conflict(Conflict::Taken { .. })) => {
            let words = format!("Collection \"{}\" already exists", new.id);
            Err(message(StatusCode::CONFLICT, words))
        }
        Err(Error::Invalid(violations)) => Err(invalid_command(violations)),
        Err(error) => Err(error.into()),
    }
}

async fn delete_collection(developer: &Developer<'_>, id: &str) -> Result<Reply, Refusal> {
    match developer.delete_collection(id, Guard::Any).await {
        Ok(()) => Ok(reply::done(&[])),
        Err(Error::NotFound(_)) => {
            Err(message(StatusCode::NOT_FOUND, format!("Collection \"{id}\" not found")))
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_keeps_what_is_beside_its_sections() {
        for (stored, wanted) in [
            (r#"{"layout":{"theme":"dark","sections":[1]}}"#, r#"{"theme":"dark","sections":[2]}"#),
            (r#"{"layout":"wide"}"#, r#"{"sections":[2]}"#),
            (r#"{"layout":[1]}"#, r#"{"sections":[2]}"#),
            ("{}", r#"{"sections":[2]}"#),
        ] {
            assert_eq!(layout(Some(&json::members(stored).unwrap()), "[2]"), wanted);
        }
        assert_eq!(layout(None, "[2]"), r#"{"sections":[2]}"#);
    }
}
