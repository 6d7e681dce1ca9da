//! The content component: content types and documents, as R3 CMS has them; also the answer to paths that nobody has, and the
//! page that browsers get at the root.
//!
//! Thin on purpose: `weft_guest::content` does what every component of content does, the dialect the rest. Each dialect's content is a
//! component of its own, so that none is larger for the others, and none falls with them (docs/decisions/009).

#![cfg(target_arch = "wasm32")]

use weft_dialect_r3::R3;
use weft_guest::content::{Memory, Mounted, answer_at_the_root};
use weft_guest::{ErrorCode, HostRequest, HostResponse};
use weft_http::{Fault, Reply};
use weft_service::App;

weft_guest::serve!(handle);

static MEMORY: Memory = Memory::new();

async fn handle(request: HostRequest) -> Result<HostResponse, ErrorCode> {
    answer_at_the_root::<Documents>(request, &MEMORY).await
}

struct Documents;

impl Mounted for Documents {
    type Dialect<'a> = R3<'a>;

    fn over(app: App<'_>) -> R3<'_> {
        R3::new(app)
    }

    fn render(fault: &Fault) -> Reply {
        weft_dialect_r3::error::render(fault)
    }
}
