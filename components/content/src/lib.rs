//! The content component: content types and entries, in every dialect; it also answers unknown
//! paths.
//!
//! This crate only lists the dialects. `weft_guest::front` reads requests and opens the database;
//! the dialects do the rest. The first dialect answers unknown paths.

#![cfg(target_arch = "wasm32")]

mod web;

weft_guest::mount! {
    weft_dialect_r3::Content<'_> => |app| weft_dialect_r3::Content::new(app),
    weft_dialect_samduke::Content<'_> => |app| weft_dialect_samduke::Content::new(app),
    weft_dialect_snow::Content<'_, web::Host> => |app| weft_dialect_snow::Content::new(app, &web::Host),
    weft_dialect_caret::Content<'_> => |app| weft_dialect_caret::Content::new(app),
}
