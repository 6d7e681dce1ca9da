//! SnowCMS's API above the websites: websites, accounts, keys, logins. One file per endpoint, named
//! after its row in the table.
//!
//! `authorisation` requests every row of both components as every subject; `every_endpoint` tests
//! the properties of all endpoints, `revocation` ended credentials, `tenants` the isolation of
//! tenants, `secrets` that secrets are shown once, `csrf` and `throttle` the protection of logins.

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
