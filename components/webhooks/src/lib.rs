//! The webhooks component: subscriptions to events, their deliveries, and the tick that sends them.
//!
//! This crate only lists the dialects, reads what the operator has set, and sends requests
//! (`courier`). `weft_guest::front` reads requests and opens the database; the dialects do the
//! rest.

#![cfg(target_arch = "wasm32")]

mod courier;
mod settings;

use settings::settings;

weft_guest::mount! {
    weft_dialect_r3::Webhooks<'_> => |app| weft_dialect_r3::Webhooks { app, insecure: &settings().await?.insecure },
    weft_dialect_weft::Own<'_, courier::Host> => |app| weft_dialect_weft::Own { app, courier: &courier::Host, settings: settings().await? },
}
