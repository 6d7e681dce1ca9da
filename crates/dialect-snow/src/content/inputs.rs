//! `…/inputs`: the fields of a content type, one by one.

use crate::error::{Refusal, refused};
use crate::input::{self, Collections, Definition, Input, InputType, StoreCheck};
use crate::{body, reply, view};
use uuid::Uuid;
use weft_domain::entry::Visibility;
use weft_domain::field::Field;
use weft_domain::schema::Schema;
use weft_domain::{Collection, CollectionChange, CollectionId, Error, Kind};
use weft_http::{Call, Reply};
use weft_service::{App, FieldsChange, Known};

pub(crate) async fn list(app: &App<'_>, call: Call<'_>, id: CollectionId) -> Result<Reply, Refusal> {
    let all = site(app, call).await?;
    let collection = all.iter().find(|collection| collection.id == id);
    let collection = collection.ok_or(Error::NotFound(Kind::Collection))?;
    let fields = collection.schema.fields.iter().enumerate();
    let items: Vec<String> =
        fields.map(|(order, field)| view::input(&Input::of(field, id, &all.as_slice()), id, order)).collect();
    Ok(reply::found(format!("[{}]", items.join(","))))
}

/// The website's collections: an input refers to a collection by id, a field by name.
async fn site(app: &App<'_>, call: Call<'_>) -> Result<Vec<Known>, Refusal> {
    let reader = app.reader(call.ctx, Visibility::Published)?;
    Ok(reader.collections_by_age(None, false).await?.0)
}

pub(crate) async fn create(
    app: &App<'_>,
    call: Call<'_>,
    collection: CollectionId,
) -> Result<Reply, Refusal> {
    let developer = app.developer(call.ctx)?;
    let asked = RequestedInput::read(body::read(call.request)?, true)?;
    let id = call.ctx.new_uuid();
    let decide = |old: &Collection, all: &[Known]| -> Result<_, Refusal> {
        asked.check(old, all)?;
        let field = asked.definition(id).field(None, &all).map_err(unreadable)?;
        let mut fields = old.schema.fields.clone();
        fields.push(field);
        Ok(becoming(fields))
    };
    developer.change_collection(collection, decide).await?;
    Ok(reply::made("Collection Input created", &id.to_string()))
}

pub(crate) async fn edit(
    app: &App<'_>,
    call: Call<'_>,
    collection: CollectionId,
    input: &str,
) -> Result<Reply, Refusal> {
    let developer = app.developer(call.ctx)?;
    let asked = RequestedInput::read(body::read(call.request)?, false)?;
    let decide = |old: &Collection, all: &[Known]| -> Result<_, Refusal> {
        let (at, before) = place(old, input)?;
        asked.check(old, all)?;
        let definition = asked.definition(input::id_of(old.id, before));
        let after = definition.field(Some(before), &all).map_err(unreadable)?;
        let mut fields = old.schema.fields.clone();
        if let Some(field) = fields.get_mut(at) {
            *field = after;
        }
        Ok(renaming(old, &before.name, &asked.field_name, fields))
    };
    developer.change_collection(collection, decide).await?;
    Ok(reply::done("Collection Input edited"))
}

/// Renames a field; title, slug and values follow.
fn renaming(old: &Collection, from: &str, to: &str, fields: Vec<Field>) -> FieldsChange {
    let mut change = becoming(fields);
    if from != to {
        let follow = |field: &Option<String>| {
            let is_it = field.as_deref() == Some(from);
            is_it.then(|| Some(to.to_owned()))
        };
        change.change.title_field = follow(&old.title_field);
        change.change.slug_field = follow(&old.slug_field);
        change.change.unique_slug = Some(old.unique_slug);
        change.renamed = Some((from.to_owned(), to.to_owned()));
    }
    change
}

pub(crate) async fn change_order(
    app: &App<'_>,
    call: Call<'_>,
    collection: CollectionId,
    input: &str,
) -> Result<Reply, Refusal> {
    let developer = app.developer(call.ctx)?;
    let order = body::order(call.request)?;
    let decide = |old: &Collection, _: &[Known]| -> Result<_, Refusal> {
        let (at, _) = place(old, input)?;
        let mut fields = old.schema.fields.clone();
        let field = fields.remove(at);
        let last = fields.len();
        fields.insert(usize::try_from(order).map_or(last, |order| order.min(last)), field);
        Ok(becoming(fields))
    };
    developer.change_collection(collection, decide).await?;
    Ok(reply::done(&format!("Moved input to position {order}")))
}

pub(crate) async fn delete(
    app: &App<'_>,
    call: Call<'_>,
    collection: CollectionId,
    input: &str,
) -> Result<Reply, Refusal> {
    let developer = app.developer(call.ctx)?;
    let decide = |old: &Collection, _: &[Known]| -> Result<_, Refusal> {
        let (_, gone) = place(old, input)?;
        let name = gone.name.clone();
        let fields = old.schema.fields.iter().filter(|field| field.name != name).cloned().collect();
        let mut change = becoming(fields);
        let drop = |field: &Option<String>| (field.as_deref() == Some(name.as_str())).then_some(None);
        change.change.title_field = drop(&old.title_field);
        change.change.slug_field = drop(&old.slug_field);
        change.removed = Some(name);
        Ok(change)
    };
    developer.change_collection(collection, decide).await?;
    Ok(reply::done("Collection Input deleted"))
}

fn becoming(fields: Vec<Field>) -> FieldsChange {
    let change = CollectionChange { schema: Some(Schema { fields }), ..CollectionChange::default() };
    FieldsChange { change, ..FieldsChange::default() }
}

/// The index and the field of the input in the path.
fn place<'c>(collection: &'c Collection, input: &str) -> Result<(usize, &'c Field), Error> {
    let at = input::position(collection.id, &collection.schema, input);
    let found = at.and_then(|at| Some((at, collection.schema.fields.get(at)?)));
    found.ok_or(Error::NotFound(Kind::Field))
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Internal(format!("an input's settings: {error}"))
}

/// The requested state of an input, checked without its collection.
struct RequestedInput {
    name: String,
    field_name: String,
    description: Option<String>,
    kind: InputType,
    required: bool,
    settings: String,
    checks: Vec<StoreCheck>,
}

impl RequestedInput {
    /// A new input gets its type's defaults; a changed one keeps its settings as they were sent.
    fn read(sent: body::Input<'_>, is_new: bool) -> Result<Self, Refusal> {
        let missing = "Name, field name, and input required";
        let (name, field_name) =
            (body::required(sent.name, missing)?, body::required(sent.field_name, missing)?);
        let kind = InputType::parse(&body::required(sent.input, missing)?)
            .ok_or_else(|| refused("Provided Input does not exist in Input Registry"))?;
        let config = sent.input_config.map(serde_json::value::RawValue::get);
        let settings = if is_new {
            input::merged_settings(kind, config).map_err(refused)?
        } else {
            input::sent_settings(config).map_err(refused)?.into_owned()
        };
        let checks = input::check_settings(kind, &settings).map_err(refused)?;
        let required = sent.required.or_else(|| input::required_setting(&settings)).unwrap_or_default();
        let description = sent.description.filter(|text| !text.is_empty());
        Ok(Self { name, field_name, description, kind, required, settings, checks })
    }

    /// Runs the checks that need the collection and its neighbours.
    fn check(&self, own: &Collection, all: &[Known]) -> Result<(), Refusal> {
        for check in &self.checks {
            let holds = match check {
                StoreCheck::Field(name) => own.schema.field(name).is_some() || *name == self.field_name,
                StoreCheck::Collection(id) if *id == own.id.to_string() => {
                    return Err(refused(StoreCheck::SAME_COLLECTION));
                }
                StoreCheck::Collection(id) => {
                    id.parse::<CollectionId>().is_ok_and(|id| all.name(id).is_some())
                }
            };
            if !holds {
                return Err(refused(check.refusal()));
            }
        }
        Ok(())
    }

    fn definition(&self, id: Uuid) -> Definition<'_> {
        Definition {
            id,
            name: &self.name,
            field_name: &self.field_name,
            description: self.description.as_deref(),
            kind: self.kind,
            required: self.required,
            settings: &self.settings,
        }
    }
}
