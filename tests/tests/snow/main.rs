//! SnowCMS's API: one file per endpoint, named after its row in the table. `every_endpoint` tests
//! the properties of all endpoints, `input_types` the values of every input type, `matrix` one
//! content through R3's and SnowCMS's APIs, `client_generations` which requests get bare arrays and
//! which get pages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code, where clippy knows only the functions that are tests"
)]

mod authorisation;
mod bad_input;
mod blog;
mod client_generations;
mod create_collection;
mod create_draft;
mod create_entry;
mod create_input;
mod delete_collection;
mod delete_draft;
mod delete_entry;
mod delete_input;
mod edit_collection;
mod edit_draft;
mod edit_entry;
mod edit_input;
mod edit_title;
mod every_endpoint;
mod find_collection;
mod find_draft;
mod find_entry;
mod find_entry_by_slug;
mod find_title;
mod hostile_text;
mod input_types;
mod list_collections;
mod list_drafts;
mod list_entries;
mod list_inputs;
mod matrix;
mod media;
mod move_input;
mod remote_data;
mod spelling;
