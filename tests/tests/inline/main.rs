//! InlineCMS's API, one file per endpoint, named as the endpoint is in the code. `every_endpoint`
//! has what holds for all of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code, where clippy knows only the functions that are tests"
)]

mod authorisation;
mod bad_input;
mod bulk_publish;
mod create_project;
mod create_user;
mod delete_user;
mod edit_entry;
mod every_endpoint;
mod fixtures;
mod get_page;
mod get_project;
mod health;
mod history;
mod list_definitions;
mod list_users;
mod log_in;
mod log_out;
mod me;
mod refresh;
mod rotate_key;
mod snapshot;
mod sync_definitions;
mod together;
mod update_project;
mod update_user;

use serde_json::Value;
use weft_tests::Answer;

/// Asserts that it is an error in InlineCMS's shape.
#[track_caller]
fn assert_error(answer: &Answer, (status, code): (u16, &str)) {
    answer.is(status).shows("/data", Value::Null).shows("/error/code", code);
    assert!(!answer.text_at("/error/message").is_empty(), "{answer}");
}

/// Asserts that it refuses what was sent, for exactly these reasons.
#[track_caller]
fn assert_invalid(answer: &Answer, violations: &[&str]) {
    assert_error(answer, (400, "VALIDATION_ERROR"));
    assert_eq!(answer.violations(), violations, "{answer}");
}
