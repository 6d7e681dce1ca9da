//! The auth component: sites, accounts, sessions and keys, in every dialect.
//!
//! This crate only lists the dialects. `weft_guest::front` reads requests and opens the database;
//! the dialects do the rest. The identity component verifies secrets.

#![cfg(target_arch = "wasm32")]

use std::sync::OnceLock;
use weft_domain::Result;
use weft_guest::{insecure_hosts, variable};
use weft_service::Onboarding;

weft_guest::mount! {
    weft_dialect_inline::Accounts<'_> => |app| weft_dialect_inline::Accounts { app, onboarding: onboarding().await?, insecure: insecure_hosts().await? },
    weft_dialect_r3::Accounts<'_> => |app| weft_dialect_r3::Accounts { app },
    weft_dialect_samduke::Accounts<'_> => |app| weft_dialect_samduke::Accounts { app },
    weft_dialect_snow::Accounts<'_> => |app| weft_dialect_snow::Accounts { app },
    weft_dialect_caret::Accounts<'_> => |app| weft_dialect_caret::Accounts { app, password: edit_password().await },
}

/// Who may onboard. The operator sets it at start-up.
async fn onboarding() -> Result<Onboarding> {
    static ONBOARDING: OnceLock<Onboarding> = OnceLock::new();
    if let Some(policy) = ONBOARDING.get() {
        return Ok(*policy);
    }
    let policy = Onboarding::parse(&variable("onboarding").await?);
    Ok(*ONBOARDING.get_or_init(|| policy))
}

/// The password that the editors of a site share, if the operator has set one.
async fn edit_password() -> Option<&'static str> {
    static PASSWORD: OnceLock<String> = OnceLock::new();
    if PASSWORD.get().is_none() {
        let password = variable("caret_edit_password").await.unwrap_or_default();
        drop(PASSWORD.set(password));
    }
    PASSWORD.get().map(String::as_str).filter(|password| !password.is_empty())
}
