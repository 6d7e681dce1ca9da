//! Inputs and their values: SnowCMS's words ↔ Weft's. Pure.
//!
//! An input is a field of a content type. What both know is written once, in the field's own words
//! (`name`, `label`, `type`, `config.maxLength`, …), which every dialect reads; what only SnowCMS
//! knows stands beside it: `id`, `inputConfig`, and `input` where the field's type alone does not
//! tell the input's. A field that another dialect made shows as the input that fits it best.
//!
//! A value travels as a text. `serialise` makes it of the stored JSON, `parse` the stored JSON of
//! it, checked; `render` makes what `?render=true` shows. What only the database knows is never
//! asked here: `Question` and `Reference` say what to ask, and what to answer when the answer is
//! no.
//!
//! Laws, held by tests: what was serialised parses to what was stored; nothing that another dialect
//! stored makes a panic, wherever it is looked at; every refusal is one sentence for `{"error":
//! …}`.
//!
//! To add an input type: a variant in `input_type`, a file with its settings and, where they have
//! rules of their own, its values; the compiler and the tables in the tests ask for the rest.

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
pub use settings::{Question, check_settings, merged_settings, required_setting, sent_settings};
pub use shown::{Collections, Input};
pub use value::{parse, parse_over, serialise};
pub use zone::zones;
