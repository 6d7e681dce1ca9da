//! samduke-cms's API, one file per endpoint, named as the endpoint is in the code.
//!
//! `authorisation` requests every row as every subject, `every_endpoint` has what holds for all
//! rows, `bad_input` what is refused, `matrix` what R3's and SnowCMS's clients see of files,
//! `many_files` what 10,000 files cost.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code, where clippy knows only the functions that are tests"
)]

mod authorisation;
mod bad_input;
mod create_repo;
mod create_token;
mod delete_content;
mod delete_repo;
mod delete_token;
mod every_endpoint;
mod find_config;
mod find_content;
mod fixtures;
mod health;
mod list_content;
mod list_github_repos;
mod list_repos;
mod list_tokens;
mod log_in;
mod log_out;
mod many_files;
mod matrix;
mod me;
mod put_content;
