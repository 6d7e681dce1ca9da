//! Inputs and their values: SnowCMS's format ↔ Weft's. Pure.
//!
//! An input is a field of a content type. Shared settings are stored once, under the field's names
//! (`name`, `label`, `type`, `config.maxLength`, …), which every dialect reads; settings of SnowCMS
//! alone are stored beside them: `id`, `inputConfig`, and `input` where the field's type does not
//! determine the input type. A field of another dialect is shown as the closest input type.
//!
//! A value is a text on the wire. `serialise` converts the stored JSON to it, `parse` converts and
//! checks it; `render` gives the form of `?render=true`. This module never reads the database:
//! `StoreCheck` and `Reference` describe the checks that the caller must run, and the answer if one
//! fails.
//!
//! Properties, checked by tests: a serialised value parses to the stored value; no stored value of
//! another dialect causes a panic; every error is one sentence for `{"error": …}`.
//!
//! To add an input type: a variant in `input_type`, and a file with its settings and, if they have
//! rules of their own, its values; the compiler and the tables in the tests point to the rest.

mod alert;
mod array;
mod canonical;
mod definition;
mod entry;
mod form;
mod id;
mod input_type;
mod key_value;
mod media;
mod raw;
mod reference;
mod relational;
mod remote_data;
mod render;
mod rich_text;
mod select;
mod settings;
mod shown;
mod slug;
mod text;
mod value;
mod zone;

#[cfg(test)]
mod guard;

pub use definition::Definition;
pub use entry::{entry_references, parse_entry, render_entry, serialise_entry};
pub use id::{derived_id, id_of, position};
pub use input_type::InputType;
pub(crate) use raw::plain;
pub use reference::{Reference, references};
pub use relational::MISSING as MISSING_ENTRY;
pub use remote_data::fill as fill_address;
pub use render::{Rendering, render};
pub use rich_text::serialise as document;
pub use settings::{StoreCheck, check_settings, merged_settings, required_setting, sent_settings};
pub use shown::{Collections, Input};
pub use value::{parse, parse_over, serialise};
pub use zone::zones;
