//! The content component: content types and entries, in every dialect; it also answers unknown
//! paths.
//!
//! This crate only lists the dialects. `weft_guest::front` reads requests and opens the database;
//! the dialects do the rest. The first dialect answers unknown paths.

#![cfg(target_arch = "wasm32")]

mod web;

use std::sync::OnceLock;
use weft_domain::Result;
use weft_guest::variable;

weft_guest::mount! {
    weft_dialect_r3::Content<'_> => |app| weft_dialect_r3::Content { app },
    weft_dialect_samduke::Content<'_> => |app| weft_dialect_samduke::Content { app },
    weft_dialect_snow::Content<'_, web::Host> => |app| weft_dialect_snow::Content { app, web: &web::Host },
    weft_dialect_caret::Content<'_> => |app| weft_dialect_caret::Content { app },
    weft_dialect_inline::Content<'_> => |app| weft_dialect_inline::Content { app, is_bake_enabled: is_bake_enabled().await? },
}

/// Whether builds may bake InlineCMS's snapshots: the operator says it once, at the start.
async fn is_bake_enabled() -> Result<bool> {
    static ENABLED: OnceLock<bool> = OnceLock::new();
    if let Some(is_enabled) = ENABLED.get() {
        return Ok(*is_enabled);
    }
    let is_enabled = variable("inlinecms_bake").await? != "off";
    Ok(*ENABLED.get_or_init(|| is_enabled))
}
