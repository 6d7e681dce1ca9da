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
mod create_project;
mod every_endpoint;
mod log_in;
mod log_out;
mod me;
mod refresh;

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
