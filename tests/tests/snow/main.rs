//! SnowCMS's API, one file per endpoint, named as the endpoint is in the code. `every_endpoint` has
//! what holds for all of them, `input_types` what values are, `matrix` what R3's clients and
//! SnowCMS's see of each other, `client_generations` who gets bare arrays and who gets pages.

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
