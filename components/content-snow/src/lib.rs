//! The content component of SnowCMS: what is below a website's collections.
//!
//! Thin on purpose: `weft_guest::content` does what every component of content does, the dialect the rest.

#![cfg(target_arch = "wasm32")]

mod web;

use weft_dialect_snow::Snow;
use weft_guest::content::{Memory, Mounted, answer};
use weft_guest::{ErrorCode, HostRequest, HostResponse};
use weft_http::{Fault, Reply};
use weft_service::App;

weft_guest::serve!(handle);

static MEMORY: Memory = Memory::new();

async fn handle(request: HostRequest) -> Result<HostResponse, ErrorCode> {
    answer::<Collections>(request, &MEMORY).await
}

struct Collections;

impl Mounted for Collections {
    type Dialect<'a> = Snow<'a, web::Host>;

    fn over(app: App<'_>) -> Snow<'_, web::Host> {
        Snow::new(app, &web::Host)
    }

    fn render(fault: &Fault) -> Reply {
        weft_dialect_snow::error::render(fault)
    }
}
