//! `/api/keys`.

mod create_key;
mod delete_key;
mod list_keys;
mod rotate_key;
