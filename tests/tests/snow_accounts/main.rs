//! What is above SnowCMS's websites: websites themselves, accounts, keys, logins. One file per
//! endpoint, named as the endpoint is in the code.
//!
//! `authorisation` asks every row of both components as everybody; `every_endpoint` what
//! holds for all endpoints; `revocation` what has ended; `tenants` who knows nothing of whom;
//! `secrets` what is seen once; `csrf` and `throttle` what a login is guarded by.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code, where clippy knows only the functions that are tests"
)]

mod authorisation;
mod bad_input;
mod check_url;
mod create_account;
mod create_key;
mod create_website;
mod csrf;
mod delete_account;
mod delete_key;
mod delete_website;
mod edit_account;
mod edit_key;
mod edit_website;
mod every_endpoint;
mod find_account;
mod find_key;
mod find_website;
mod fixtures;
mod list_accounts;
mod list_keys;
mod list_websites;
mod log_in;
mod log_out;
mod login_config;
mod me;
mod reset_key;
mod revocation;
mod secrets;
mod tenants;
mod throttle;
mod time_zones;
