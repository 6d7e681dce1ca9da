//! How a component asks for a tick, and how the tick is reached.

use http::HeaderName;

/// The component that answers.
pub const COMPONENT: &str = "webhooks";
/// The path.
pub const PATH: &str = "/_weft/tick";
/// Marks a tick that a component asked for; its value is always 1. A tick asks for no further one.
pub static HOP: HeaderName = HeaderName::from_static("x-weft-hop");
