//! Clients of SnowCMS's API for one website and for one collection.

use serde_json::{Value, json};

use crate::actor::{Actor, RequestBuilder};
use crate::answer::Answer;

/// A client for one website. Targets are relative to `/api/websites/<website>/collections`.
#[derive(Clone)]
pub struct Snow<'w> {
    actor: Actor<'w>,
    website: String,
}

impl<'w> Snow<'w> {
    /// Creates a client for a website.
    pub fn new(actor: Actor<'w>, website: &str) -> Self {
        Self { actor, website: website.to_owned() }
    }

    /// The actor that sends the requests.
    pub fn actor(&self) -> &Actor<'w> {
        &self.actor
    }

    /// The website's id.
    pub fn website(&self) -> &str {
        &self.website
    }

    /// The complete target.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/websites/{}/collections{rest}", self.website)
    }

    /// GET.
    pub fn get(&self, rest: &str) -> RequestBuilder<'w> {
        self.actor.get(self.path(rest))
    }

    /// POST with a JSON body.
    pub fn post(&self, rest: &str, body: impl Into<Value>) -> RequestBuilder<'w> {
        self.actor.post(self.path(rest), body)
    }

    /// Creates a collection.
    #[track_caller]
    pub fn collection(&self, name: &str) -> SnowCollection<'w> {
        let id = self.post("", json!({ "name": name })).send().tells("Collection created");
        self.the(&id)
    }

    /// The collection with this id.
    pub fn the(&self, id: &str) -> SnowCollection<'w> {
        SnowCollection { snow: self.clone(), id: id.to_owned() }
    }
}

/// A client for one collection. Targets are relative to the collection.
#[derive(Clone)]
pub struct SnowCollection<'w> {
    snow: Snow<'w>,
    /// Its id.
    pub id: String,
}

impl<'w> SnowCollection<'w> {
    /// The same collection with another actor.
    #[must_use]
    pub fn by(&self, snow: &Snow<'w>) -> Self {
        snow.the(&self.id)
    }

    /// The actor that sends the requests.
    pub fn actor(&self) -> &Actor<'w> {
        self.snow.actor()
    }

    /// The complete target.
    pub fn path(&self, rest: &str) -> String {
        self.snow.path(&format!("/{}{rest}", self.id))
    }

    /// GET.
    pub fn get(&self, rest: impl AsRef<str>) -> RequestBuilder<'w> {
        self.actor().get(self.path(rest.as_ref()))
    }

    /// POST with a JSON body.
    pub fn post(&self, rest: &str, body: impl Into<Value>) -> RequestBuilder<'w> {
        self.actor().post(self.path(rest), body)
    }

    /// PUT with a JSON body.
    pub fn put(&self, rest: impl AsRef<str>, body: impl Into<Value>) -> RequestBuilder<'w> {
        self.actor().put(self.path(rest.as_ref()), body)
    }

    /// PATCH with a JSON body.
    pub fn patch(&self, rest: impl AsRef<str>, body: impl Into<Value>) -> RequestBuilder<'w> {
        self.actor().patch(self.path(rest.as_ref()), body)
    }

    /// DELETE.
    pub fn delete(&self, rest: impl AsRef<str>) -> RequestBuilder<'w> {
        self.actor().delete(self.path(rest.as_ref()))
    }

    /// Creates an input whose name is its field's name with a capital letter; returns its id.
    #[track_caller]
    pub fn input(&self, field: &str, kind: &str) -> String {
        self.input_with(field, kind, json!({}))
    }

    /// Creates an input with these members besides the defaults; returns its id.
    #[track_caller]
    pub fn input_with(&self, field: &str, kind: &str, more: Value) -> String {
        self.post("/inputs", an_input(field, kind, more)).send().tells("Collection Input created")
    }

    /// Returns an input as the list of inputs shows it.
    #[track_caller]
    pub fn shown_input(&self, field: &str) -> Value {
        let inputs = self.get("/inputs").send().is(200).json();
        let inputs = inputs.as_array().expect("a list of inputs");
        inputs.iter().find(|input| input["fieldName"] == field).expect("an input of that name").clone()
    }

    /// Updates the collection; its name becomes `Changed`.
    #[track_caller]
    pub fn set(&self, member: &str, value: impl Into<Value>) {
        self.put("", json!({ "name": "Changed", member: value.into() })).send().tells("Collection edited");
    }

    /// Sends the request that creates an entry, and returns the response.
    pub fn try_entry(&self, body: Value) -> Answer {
        self.post("/entries", body).send()
    }

    /// Creates an entry; returns its id.
    #[track_caller]
    pub fn entry(&self, body: Value) -> String {
        self.try_entry(body).tells("Collection Entry created")
    }

    /// The text of an entry's field in a response without `render`.
    #[track_caller]
    pub fn text(&self, entry: &str, field: &str) -> Value {
        let input = self.shown_input(field)["id"].clone();
        let data = self.get(format!("/entries/{entry}")).send().is(200).at("/data");
        let data = data.as_array().expect("a list of values");
        data.iter().find(|value| value["inputId"] == input).expect("a value of that input")["data"].clone()
    }

    /// All rendered values of an entry.
    #[track_caller]
    pub fn rendered(&self, entry: &str) -> Value {
        self.get(format!("/entries/{entry}?render=true")).send().is(200).at("/data")
    }
}

/// The body of an input whose name is its field's name with a capital letter; these members
/// override the defaults.
pub fn an_input(field: &str, kind: &str, more: Value) -> Value {
    let mut name = field.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let mut body = json!({ "name": name, "fieldName": field, "input": kind });
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    body
}
