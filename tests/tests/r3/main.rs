//! R3's API: one file per endpoint, named after its row in the table. `every_endpoint` tests the
//! properties of all endpoints; `reference` has the examples of R3's own documentation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code, where clippy knows only the functions that are tests"
)]

mod authorisation;
mod create;
mod create_type;
mod delete;
mod delete_type;
mod draft_beside;
mod every_endpoint;
mod failures;
mod fields;
mod filter_values;
mod filters;
mod find_by_id;
mod find_by_slug;
mod find_type;
mod keys;
mod list;
mod list_types;
mod pages;
mod publish;
mod published_at;
mod reference;
mod relations;
mod restore;
mod rights;
mod sorts;
mod spelling;
mod unpublish;
mod update;
mod update_type;
mod versions;
mod webhooks;
